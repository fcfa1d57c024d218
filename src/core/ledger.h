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

/* What a feature's records of one kind look like behind a figure, ended by a NULL kind.  find
 * gives ERR_NOT_FOUND for what is gone or is not for this actor's eyes. */
struct ledger_record {
    struct str label; /* public number, or a few words; no personal data */
    struct str path;  /* local page of the record; absent: none */
};
struct ledger_source {
    const char *kind; /* as booked: "request" */
    enum err (*find)(struct cx *cx, int64_t id, struct ledger_record *out);
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
/* What is counted: a measure in a division, from and to inclusive, as it was known at the
 * cut-off (facts and corrections booked later are left out). */
struct ledger_span {
    struct str measure, division;
    struct date from, to;
    struct instant cutoff; /* INSTANT_NONE: now */
};
/* records: bookings that stand, so that corrections cancel. */
struct ledger_total {
    int64_t quantity, records;
};
extern const struct shape ledger_total_shape;
/* In time that does not depend on the number of facts when the cut-off is now. */
enum err ledger_total(
    struct cx *cx, const struct ledger_span *span, struct ledger_total *out) MUST_USE;

/* How a period falls into whole months (from month_from, before month_to) and days at both
 * ends, which the months lack (sign 1) or have too many (sign -1): whichever are fewer. */
struct ledger_edge {
    struct date from, before;
    int64_t sign;
};
struct ledger_parts {
    struct str month_from, month_to;
    struct ledger_edge head, tail;
};
struct ledger_parts ledger_parts(struct arena *a, struct date from, struct date to);

/* A booking that stands, with the record it comes from. */
struct ledger_entry {
    int64_t id;
    struct str measure, division;
    struct date day;
    int64_t quantity;
    struct str source;
    int64_t source_id;
    struct instant at;
};
LIST_OF(ledger_entry);
extern const struct shape ledger_entry_shape;
/* Those that make the total, newest first, behind (last_day, last_id); DATE_NONE: from the
 * first. */
enum err ledger_entries(struct cx *cx, const struct ledger_span *span, struct date last_day,
    int64_t last_id, int64_t max, struct ledger_entry_list *out) MUST_USE;
/* The codes that a subtree shares: low <= code < high. */
struct ledger_range {
    struct str low, high;
};
struct ledger_range ledger_range(struct arena *a, struct str division);

/* Throw the sums away and add them up anew from all facts. */
enum err ledger_rebuild(struct cx *cx) MUST_USE;
enum err ledger_check(struct cx *cx, struct buf *problems) MUST_USE;
/* More than 0 when facts wait to be folded. */
enum err ledger_waiting(struct cx *cx, int64_t *n) MUST_USE;

/* What a record says was to be booked; the day, or the moment on it. */
struct ledger_count {
    struct str measure, division;
    struct date day;
    struct instant at;
    int64_t quantity;
};
extern const struct shape ledger_count_shape;
typedef enum err (*ledger_records)(
    struct cx *cx, enum err (*row)(void *arg, const struct ledger_count *c), void *arg);
/* Count all records of a capability anew (statements, NULL ends) and compare measure by
 * measure, division by division, day by day with what stands in the ledger under measures that
 * begin with the prefix, but for some (NULL ends).  Differences are told in problems, with
 * ERR_CONFLICT. */
enum err ledger_recount(struct cx *cx, const char *prefix, const ledger_records *records,
    const char *const *without, struct buf *problems) MUST_USE;

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
