/*
 * bulletin_suspect: what in a text may be the name of somebody nobody told us about:
 * neighbours, relatives, officials (Personal Information Protection Law, Art. 51 and 73).
 *
 * Pure.  It would rather ask once too often: an editor looks at each and says whether it stays.
 */
#ifndef FEATURE_BULLETIN_SUSPECT_H
#define FEATURE_BULLETIN_SUSPECT_H

#include "base/buf.h"
#include "base/vec.h"

struct special_suspect {
    struct str words;  /* 老张, 李书记, 王建国 */
    struct str around; /* with some words about them */
};
LIST_OF(special_suspect);

/* Each words once, in the order of the text, at most a hundred. */
struct special_suspect_list bulletin_suspects(struct arena *a, struct str text);

#endif
