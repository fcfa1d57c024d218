/*
 * Invariants of requests, for `lianluo check`.
 */
#include "core/ledger.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"

struct checking {
    struct buf *problems;
    struct request_sums sums;
    bool bad;
};

static void complain(struct checking *k, const struct request *r, const char *what)
{
    k->bad = true;
    buf_f(k->problems, "request %.*s: %s\n", STR(r->code), what);
}

static void count(struct request_sums *s, const struct request *r)
{
    s->total++;
    if (r->class_.p == NULL)
        s->open++;
    else if (str_is(r->class_, REQUEST_CLASS_HANDLED))
        s->handled++;
    else if (str_is(r->class_, REQUEST_CLASS_CONVERTED))
        s->converted++;
    else if (str_is(r->class_, REQUEST_CLASS_CANNOT))
        s->cannot++;
    else if (str_is(r->class_, REQUEST_CLASS_OUTSIDE))
        s->outside++;
}

static enum err check_row(void *arg, const struct request *r)
{
    struct checking *k = arg;
    bool open = request_is_open(r->state);
    struct str class_ = request_class(r->state, r->outcome);
    struct str waits = request_waits(r->state, r->deputy_person > 0);

    if (!str_eq(class_, r->class_))
        complain(k, r, "its class does not follow from its state");
    if (!str_eq(waits, r->waits))
        complain(k, r, "whose turn it is does not follow from its state");
    if (open == instant_is(r->closed))
        complain(k, r, open ? "is open but has an end" : "has ended but not when");
    if (open && !date_is(r->due))
        complain(k, r, "is open without a due date");
    if (r->state == REQUEST_CANNOT && word_find(request_cannot_words, r->reason) < 0)
        complain(k, r, "cannot be done, but without a reason");
    if (r->state == REQUEST_NOT_ACCEPTED && word_find(request_decline_words, r->reason) < 0)
        complain(k, r, "was not accepted, but without a reason");
    if ((r->state == REQUEST_FORWARDED || r->state == REQUEST_HANDLING ||
            r->state == REQUEST_EXTENDED) &&
        r->unit_id == 0)
        complain(k, r, "is with a unit, but with none");
    if ((r->state == REQUEST_MERGED) != (r->parent_id > 0))
        complain(k, r, "merged and parent disagree");
    count(&k->sums, r);
    return OK;
}

static enum err check_none(struct cx *cx, struct checking *k,
    enum err (*ask)(struct cx *, int64_t *), const char *what)
{
    int64_t n;

    TRY(ask(cx, &n));
    if (n > 0) {
        k->bad = true;
        buf_f(k->problems, "request: %lld %s\n", (long long)n, what);
    }
    return OK;
}

enum err request_check(struct cx *cx, struct buf *problems)
{
    struct checking k = {.problems = problems};
    const struct request_sums *s = &k.sums;

    TRY(sql_request_check_rows(cx, check_row, &k));
    if (s->handled + s->converted + s->cannot + s->outside + s->open != s->total) {
        k.bad = true;
        buf_f(problems, "request: the year-end classes do not add up to the total\n");
    }
    TRY(check_none(cx, &k, sql_request_check_parties, "without a reporter"));
    TRY(check_none(cx, &k, sql_request_check_steps, "whose last step is not their state"));
    TRY(check_none(cx, &k, sql_request_check_parents, "merged into nothing"));
    TRY(check_none(
        cx, &k, sql_request_wrongly_booked, "whose bookings do not fit their state"));
    TRY(check_none(cx, &k, sql_request_check_unaudited,
        "with steps of which the audit log knows nothing"));
    TRY(check_none(
        cx, &k, sql_request_check_anonymous, "anonymous reporters with an identity"));
    return k.bad ? fail(cx, ERR_CONFLICT, NULL, "request.check_failed") : OK;
}

static const struct field in_time_fields[] = {
    FIELD(struct request_in_time, measure),
    FIELD(struct request_in_time, division),
    FIELD(struct request_in_time, at),
    FIELD(struct request_in_time, due_before),
};
const struct shape request_in_time_shape = SHAPE(request_in_time, in_time_fields);

struct in_time {
    enum err (*row)(void *arg, const struct ledger_count *c);
    void *arg;
};

static enum err in_time(void *arg, const struct request_in_time *s)
{
    const struct in_time *t = arg;
    const struct ledger_count c = {
        .measure = s->measure, .division = s->division, .at = s->at, .quantity = 1};

    return s->due_before.day >= date_of(s->at).day ? t->row(t->arg, &c) : OK;
}

static enum err count_in_time(
    struct cx *cx, enum err (*row)(void *arg, const struct ledger_count *c), void *arg)
{
    return sql_request_count_in_time(cx, in_time, &(struct in_time){row, arg});
}

enum err request_check_counts(struct cx *cx, struct buf *problems)
{
    static const ledger_records records[] = {sql_request_count_received,
        sql_request_count_steps, sql_request_count_ends, sql_request_count_closed,
        sql_request_count_answers, count_in_time, sql_request_count_late,
        sql_request_count_orders, sql_request_count_scan_places, NULL};

    return ledger_recount(cx, "request.", records, NULL, problems);
}
