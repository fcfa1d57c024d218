#include "core/ledger.h"

#include "core/ledger.sql.h"
#include "core/rights.h"
#include "core/rules.h"
#include "core/subtree.h"

static const struct field fact_fields[] = {
    FIELD(struct ledger_fact, id),
    FIELD(struct ledger_fact, division),
    FIELD(struct ledger_fact, day),
    FIELD(struct ledger_fact, quantity),
};
const struct shape ledger_fact_shape = SHAPE(ledger_fact, fact_fields);

static const struct field gap_fields[] = {
    FIELD(struct ledger_gap, measure),
    FIELD(struct ledger_gap, division),
    FIELD(struct ledger_gap, day),
    FIELD(struct ledger_gap, facts),
    FIELD(struct ledger_gap, sums),
};
const struct shape ledger_gap_shape = SHAPE(ledger_gap, gap_fields);

static const struct field total_fields[] = {
    FIELD(struct ledger_total, quantity),
    FIELD(struct ledger_total, records),
};
const struct shape ledger_total_shape = SHAPE(ledger_total, total_fields);

static const struct field entry_fields[] = {
    FIELD(struct ledger_entry, id),
    FIELD(struct ledger_entry, measure),
    FIELD(struct ledger_entry, division),
    FIELD(struct ledger_entry, day),
    FIELD(struct ledger_entry, quantity),
    FIELD(struct ledger_entry, source),
    FIELD(struct ledger_entry, source_id),
    FIELD(struct ledger_entry, at),
};
const struct shape ledger_entry_shape = SHAPE(ledger_entry, entry_fields);

enum {
    FOLD_MAX = 5000,
    CODE_DIGITS = 12,
    MONTH_LETTERS = 7
};

static int64_t account(const struct cx *cx)
{
    return cx->actor != NULL ? cx->actor->account_id : 0;
}

enum err ledger_book(struct cx *cx, const char *measure, struct str division, struct date day,
    int64_t quantity, const char *source, int64_t source_id)
{
    return sql_ledger_add(cx, str_of(measure), division, day, quantity, str_of(source),
        source_id, account(cx), cx->now, NULL);
}

enum err ledger_undo(struct cx *cx, const char *measure, const char *source, int64_t source_id)
{
    struct ledger_fact_list list;

    TRY(sql_ledger_standing(cx, str_of(measure), str_of(source), source_id, &list));
    EACH (f, &list)
        TRY(sql_ledger_counter(cx, f->id, account(cx), cx->now, NULL));
    return OK;
}

enum err ledger_waiting(struct cx *cx, int64_t *n)
{
    return sql_ledger_waiting(cx, n);
}

enum err ledger_fold(struct cx *cx, int64_t *folded)
{
    int64_t upto;

    *folded = 0;
    TRY(sql_ledger_upto(cx, FOLD_MAX, &upto));
    if (upto == 0)
        return OK;
    TRY(sql_ledger_fold_days(cx, upto, NULL));
    TRY(sql_ledger_fold_months(cx, upto, NULL));
    return sql_ledger_mark(cx, upto, folded);
}

/* 12 digits: the prefix that a subtree shares; a hamlet is its own. */
static struct str prefix(struct str division)
{
    static const size_t levels[] = {0, 2, 4, 6, 9};

    if (division.n > CODE_DIGITS)
        return division;
    for (size_t i = 0; i < COUNT(levels); i++) {
        bool zeros = true;

        for (size_t k = levels[i]; k < division.n; k++)
            zeros = zeros && division.p[k] == '0';
        if (zeros)
            return str_sub(division, 0, levels[i]);
    }
    return division;
}

/* The first text after all that begin with s: digits and '-' only, so the last letter has a
 * successor; the country's is ":" (after '9'). */
static struct str after(struct arena *a, struct str s)
{
    if (s.n == 0)
        return S(":");
    return str_f(a, "%.*s%c", (int)(s.n - 1), s.p, s.p[s.n - 1] + 1);
}

struct ledger_range ledger_range(struct arena *a, struct str division)
{
    struct str low = prefix(division);

    return (struct ledger_range){low, after(a, low)};
}

static struct date month_begin(struct date day)
{
    struct ymd d = date_ymd(day);

    return date_make(d.year, d.month, 1);
}

/* The days of one end that the whole months lack, or those they have too many. */
static struct ledger_edge edge(struct date from, struct date before, int64_t sign)
{
    return (struct ledger_edge){from, before, sign};
}

struct ledger_parts ledger_parts(struct arena *a, struct date from, struct date to)
{
    struct date before = date_add(to, 1);
    struct date low = month_begin(from), high = date_add_months(month_begin(to), 1);
    struct date second = date_add_months(low, 1), last = month_begin(to);
    struct ledger_edge head = edge(low, from, -1), tail = edge(before, high, -1);

    if (before.day <= from.day) {
        head = tail = edge(from, from, 1);
        high = low;
    } else if (low.day == last.day) {
        if (before.day - from.day < from.day - low.day + high.day - before.day) {
            head = edge(from, before, 1);
            tail = edge(before, before, 1);
            high = low;
        }
    } else {
        if (second.day - from.day < from.day - low.day) {
            head = edge(from, second, 1);
            low = second;
        }
        if (before.day - last.day < high.day - before.day) {
            tail = edge(last, before, 1);
            high = last;
        }
    }
    return (struct ledger_parts){
        .month_from = str_sub(date_text(a, low), 0, MONTH_LETTERS),
        .month_to = str_sub(date_text(a, high), 0, MONTH_LETTERS),
        .head = head,
        .tail = tail,
    };
}

static void total_add(struct ledger_total *all, const struct ledger_total *part, int64_t sign)
{
    all->quantity += sign * part->quantity;
    all->records += sign * part->records;
}

static enum err sums_total(struct cx *cx, const struct ledger_span *s, struct ledger_total *all)
{
    struct ledger_parts p = ledger_parts(cx->arena, s->from, s->to);
    struct subtree_node_list nodes;
    struct ledger_total part;

    TRY(subtree_nodes(cx, s->division, &nodes));
    EACH (node, &nodes) {
        TRY(sql_ledger_sum(cx, s->measure, node->code, p.month_from, p.month_to, p.head.from,
            p.head.before, p.head.sign, p.tail.from, p.tail.before, p.tail.sign, &part));
        total_add(all, &part, node->sign);
    }
    return OK;
}

/* What is not in the sums yet, and what is in them but came after the cut-off. */
static enum err range_total(
    struct cx *cx, const struct ledger_span *s, struct right_range r, struct ledger_total *all)
{
    struct ledger_total part;

    TRY(sql_ledger_tail(cx, s->measure, r.from, r.to, s->from, s->to, &part));
    total_add(all, &part, 1);
    if (!instant_is(s->cutoff) || s->cutoff.s >= cx->now.s)
        return OK;
    TRY(sql_ledger_after(cx, s->measure, r.from, r.to, s->from, s->to, s->cutoff, &part));
    total_add(all, &part, -1);
    return OK;
}

enum err ledger_total(struct cx *cx, const struct ledger_span *s, struct ledger_total *out)
{
    struct ledger_total all = {0, 0};
    struct right_ranges ranges;

    TRY(sums_total(cx, s, &all));
    TRY(subtree_of(cx, s->division, &ranges));
    for (size_t i = 0; i < ranges.n; i++)
        TRY(range_total(cx, s, ranges.at[i], &all));
    *out = all;
    return OK;
}

enum err ledger_sum(struct cx *cx, const char *measure, struct str division, struct date from,
    struct date to, int64_t *out)
{
    const struct ledger_span span = {str_of(measure), division, from, to, INSTANT_NONE};
    struct ledger_total total;

    TRY(ledger_total(cx, &span, &total));
    *out = total.quantity;
    return OK;
}

static bool newer(const struct ledger_entry *x, const struct ledger_entry *y)
{
    return x->day.day != y->day.day ? x->day.day > y->day.day : x->id > y->id;
}

/* Newest first, at most max. */
static struct ledger_entry_list merged(struct arena *a, const struct ledger_entry_list *x,
    const struct ledger_entry_list *y, size_t max)
{
    struct ledger_entry_list out = {MANY(a, struct ledger_entry, x->n + y->n + 1), 0};
    size_t i = 0, k = 0;

    while (out.n < max && (i < x->n || k < y->n)) {
        bool first = k == y->n || (i < x->n && newer(&x->p[i], &y->p[k]));

        out.p[out.n++] = first ? x->p[i++] : y->p[k++];
    }
    return out;
}

enum err ledger_entries(struct cx *cx, const struct ledger_span *s, struct date last_day,
    int64_t last_id, int64_t max, struct ledger_entry_list *out)
{
    struct str day = date_is(last_day) ? date_text(cx->arena, last_day) : S("9999-12-31");
    struct ledger_entry_list all = {0}, part;
    struct right_ranges ranges;

    TRY(subtree_of(cx, s->division, &ranges));
    for (size_t i = 0; i < ranges.n; i++) {
        TRY(sql_ledger_page(cx, s->measure, ranges.at[i].from, ranges.at[i].to, s->from, s->to,
            instant_is(s->cutoff) ? s->cutoff : cx->now, day, last_id, max, &part));
        all = i == 0 ? part : merged(cx->arena, &all, &part, (size_t)max);
    }
    *out = all;
    return OK;
}

enum err ledger_rebuild(struct cx *cx)
{
    int64_t folded = 1;

    TRY(sql_ledger_drop_days(cx, NULL));
    TRY(sql_ledger_drop_months(cx, NULL));
    TRY(sql_ledger_unmark(cx, NULL));
    while (folded > 0)
        TRY(ledger_fold(cx, &folded));
    return OK;
}

static enum err gap_told(void *arg, const struct ledger_gap *g)
{
    buf_f(arg, "ledger: %.*s %.*s %.*s: facts %lld, sums %lld\n", STR(g->measure),
        STR(g->division), STR(g->day), (long long)g->facts, (long long)g->sums);
    return OK;
}

enum err ledger_check(struct cx *cx, struct buf *problems)
{
    size_t before = problems->n;

    TRY(sql_ledger_gaps_days(cx, gap_told, problems));
    TRY(sql_ledger_gaps_months(cx, gap_told, problems));
    return problems->n == before ? OK : fail(cx, ERR_CONFLICT, NULL, "ledger.sums_differ");
}
