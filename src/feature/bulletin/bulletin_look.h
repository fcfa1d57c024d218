/* bulletin_look: one text of an issue under the checks, and where they say what they found. */
#ifndef FEATURE_BULLETIN_LOOK_H
#define FEATURE_BULLETIN_LOOK_H

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_read.h"

enum {
    BULLETIN_FINDINGS_MAX = 200
};

struct bulletin_look {
    struct cx *cx;
    const struct bulletin_issue *issue;
    const struct bulletin_article *article;
    struct bulletin_finding_list *out;
};

/* The same words of the same article are told once. */
void bulletin_findings_add(struct bulletin_look *l, enum bulletin_finding_kind kind,
    struct str words, struct str more);

/* Names of places and organisations against the registry, on the day of the issue; sessions
 * (届, 次) against their calendar. */
enum err bulletin_names(struct bulletin_look *l, struct str text) MUST_USE;
/* Places that the text spells in two ways. */
enum err bulletin_twice(struct bulletin_look *l, const struct bulletin_points *t) MUST_USE;

#endif
