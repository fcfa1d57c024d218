/*
 * related: what one capability tells on a page of another that does not know it: the activity
 * in which a request was raised, the published diaries of a deputy, groups for an activity to
 * choose from.
 *
 * A page names the place it has ("request"); rows of features' .related tables with that place
 * fill it.  What the reader may not see, a row leaves out.
 */
#ifndef CORE_RELATED_H
#define CORE_RELATED_H

#include "base/html.h"
#include "core/cx.h"

struct related_line {
    int64_t id;             /* of the record that is told */
    struct str name, words; /* words: a quiet line beside it; may be absent */
    struct url link;        /* absent: the reader may not open it, or it has no page */
};
LIST_OF(related_line);

/* What is asked; the meaning of each is the place's. */
struct related_ask {
    int64_t id;       /* the page's own record; 0: none */
    struct str typed; /* words to search by; absent: none */
    size_t max;       /* 0: as many as the row thinks right */
};

/* A row of a feature's .related table, ended by a NULL place.  Places:
 * "request"        id: of a request; shown on its page for staff
 * "deputy"         id: of a seat; shown on its public page
 * "activity.group" id: of a group, or typed, or neither: those near the actor
 * "activity.voter" id: of a deputy's person, typed: a whole name; the row of the deputy's
 *                  contact register, without words: who asks knows the name
 * "desk.deputy"    nothing asked: seats of the deputies for whom the actor registers (id) */
struct related_kind {
    const char *place;
    enum text_key title; /* heading above the lines */
    enum err (*find)(
        struct cx *cx, const struct related_ask *ask, struct related_line_list *out);
};

/* One row's lines; never empty. */
struct related {
    enum text_key title;
    struct related_line_list lines;
};
LIST_OF(related);

/* Everything that is told at a place. */
enum err related_find(struct cx *cx, const char *place, const struct related_ask *ask,
    struct related_list *out) MUST_USE;
/* Does any capability tell something there? */
bool related_known(const struct cx *cx, const char *place);

#endif
