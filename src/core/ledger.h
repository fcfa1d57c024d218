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
    enum measure_kind { MEASURE_FLOW = 1, MEASURE_STOCK, MEASURE_MONEY } kind;
    bool is_public;
};

/* One line: measure, smallest division, day, quantity, source record. */
enum err ledger_book(struct cx *cx, const char *measure, struct str division, struct date day,
    int64_t quantity, const char *source, int64_t source_id) MUST_USE;
/* Book the counter-entry of what this source booked under the measure (and leave the rest). */
enum err ledger_undo(struct cx *cx, const char *measure, const char *source, int64_t source_id)
    MUST_USE;
/* The job: fold new facts into day and month sums of every ancestor. */
enum err ledger_fold(struct cx *cx, int64_t *folded) MUST_USE;
/* Exact at every moment: sums plus the tail.  From and to inclusive. */
enum err ledger_sum(struct cx *cx, const char *measure, struct str division, struct date from,
    struct date to, int64_t *out) MUST_USE;
enum err ledger_rebuild(struct cx *cx) MUST_USE;
enum err ledger_check(struct cx *cx, struct buf *problems) MUST_USE;

#endif
