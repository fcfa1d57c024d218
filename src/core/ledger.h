/*
 * ledger: facts booked once, sums derived (DESIGN 25).
 */
#ifndef CORE_LEDGER_H
#define CORE_LEDGER_H

#include "core/cx.h"

/* A row of a feature's .measures table, ended by a NULL code. */
struct measure {
    const char *code; /* "request.received" */
    const char *unit; /* text key: unit.item, unit.person, unit.person_time … */
    enum measure_kind {
        MEASURE_FLOW = 1,
        MEASURE_STOCK,
        MEASURE_MONEY
    } kind;
    bool is_public;
};

/* One line: measure, smallest division, day, quantity, source record. */
enum err ledger_book(struct cx *cx, const char *measure, struct str division, struct date day,
    int64_t quantity, const char *source, int64_t source_id) MUST_USE;
/* Book the counter-entry of what this source booked under the measure (and leave the rest). */
enum err ledger_undo(
    struct cx *cx, const char *measure, const char *source, int64_t source_id) MUST_USE;
/* The job: fold new facts (at most some thousands at a time) into day and month sums of every
 * ancestor, in one snapshot: not at read-committed.  One at a time: it runs under a lease. */
enum err ledger_fold(struct cx *cx, int64_t *folded) MUST_USE;
/* Exact at every moment: sums plus the tail.  From and to inclusive. */
enum err ledger_sum(struct cx *cx, const char *measure, struct str division, struct date from,
    struct date to, int64_t *out) MUST_USE;
enum err ledger_rebuild(struct cx *cx) MUST_USE;
enum err ledger_check(struct cx *cx, struct buf *problems) MUST_USE;
/* More than 0 when facts wait to be folded. */
enum err ledger_waiting(struct cx *cx, int64_t *n) MUST_USE;

/* A fact, as far as the counter-entry needs it. */
struct ledger_fact {
    int64_t id;
    struct str division;
    struct date day;
    int64_t quantity;
};
LIST_OF(ledger_fact);
extern const struct shape ledger_fact_shape;

/* A sum that differs from its facts; day is a month (YYYY-MM) for month sums. */
struct ledger_gap {
    struct str measure, division, day;
    int64_t facts, sums;
};
LIST_OF(ledger_gap);
extern const struct shape ledger_gap_shape;

#endif
