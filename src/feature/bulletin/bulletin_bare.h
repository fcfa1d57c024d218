/*
 * bulletin_bare: a citizen's words without what would tell who said them: names, telephones,
 * identity numbers, addresses that the system knows of this request or that show by their
 * form (Personal Information Protection Law, Art. 51 and 73(3): de-identification).
 *
 * Pure, on the arena.  What was taken out is told masked, never in clear.
 */
#ifndef FEATURE_BULLETIN_BARE_H
#define FEATURE_BULLETIN_BARE_H

#include "base/buf.h"
#include "base/shape.h"
#include "base/vec.h"

enum special_cut_kind {
    CUT_NAME,
    CUT_PHONE,
    CUT_ID,      /* identity or bank card, any long number */
    CUT_MAIL,    /* mail address, account of a messenger */
    CUT_PLATE,   /* of a car */
    CUT_ADDRESS, /* number of a house, or the place as it was told */
};
extern const char *const special_cut_kind_words[];

struct special_cut {
    int64_t request_id;
    enum special_cut_kind kind;
    struct str masked, became;
};
LIST_OF(special_cut);
extern const struct shape special_cut_shape;

/* What the system knows of a request's people; absent: nothing. */
struct special_known {
    enum special_cut_kind kind;
    struct str words;
};

/* The text without them; cuts (on the arena, in the order of the text) are added to. */
struct str bulletin_bare(struct arena *a, struct str text, const struct special_known *known,
    size_t n, struct special_cut_list *cuts);
/* Does it tell who somebody is?  Numbers of houses do not by themselves. */
bool bulletin_bare_tells(const struct special_cut *cut);

#endif
