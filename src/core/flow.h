/*
 * flow: state machines from tables.  From one table come the buttons, the diagram, the API
 * description and the tests.
 */
#ifndef CORE_FLOW_H
#define CORE_FLOW_H

#include "core/cx.h"

/* What a move needs besides the actor's role; bits. */
enum flow_needs {
    NEEDS_NOTHING = 0,
    NEEDS_NOTE = 1,
    NEEDS_UNIT = 2,
    NEEDS_REASON = 4, /* a reason code of the feature's list */
    NEEDS_DEPUTY = 8,
    NEEDS_PARENT = 16, /* the request to merge into */
    NEEDS_DAYS = 32,
    NEEDS_TEXT = 64,    /* an answer for the citizen */
    NEEDS_ANSWERS = 128 /* the citizen's three answers */
};

struct move {
    int from, event, to;
    unsigned who; /* role bits */
    unsigned needs;
    const char
        *clock; /* clock kind that starts (rule set), NULL: clocks stop; "keep": goes on */
    const char *books; /* measure booked in the ledger, or NULL */
    unsigned tells;    /* whom: bits of enum flow_tells */
};
enum flow_tells {
    TELLS_NOBODY = 0,
    TELLS_CITIZEN = 1,
    TELLS_DEPUTY = 2,
    TELLS_UNIT = 4,
    TELLS_OFFICE = 8,
    TELLS_STATION = 16
};

struct flow {
    const char *name;
    const char *const *states; /* words, NULL-terminated; texts "state.<flow>.<word>" */
    const char *const *events; /* words, NULL-terminated; texts "event.<flow>.<word>" */
    const struct move *moves;
    size_t n;
};

/* Which move this is.  ERR_CONFLICT: no such move from here.  ERR_DENIED: not with these roles.
 * ERR_INVALID: something it needs is missing (one fault per missing field). */
enum err flow_step(struct cx *cx, const struct flow *f, int state, int event, unsigned roles,
    unsigned given, const struct move **out) MUST_USE;
/* Moves that these roles may make from here; at most max, returns how many. */
size_t flow_offers(
    const struct flow *f, int state, unsigned roles, const struct move **out, size_t max);
bool flow_final(const struct flow *f, int state); /* no move leads out */
/* One line per move, tab separated, stable order: for `lianluo flows` and golden files. */
void flow_print(const struct flow *f, struct buf *out);
/* Words of what a move needs, by i from 0; NULL behind the last. */
const char *flow_need(unsigned needs, size_t i);
const char *flow_tell(unsigned tells, size_t i);
/* The diagram as SVG. */
void flow_svg(const struct flow *f, enum lang lang, struct buf *out);
/* The same for Graphviz: states as nodes, moves with the same ends as one edge. */
void flow_dot(const struct flow *f, enum lang lang, struct buf *out);

#endif
