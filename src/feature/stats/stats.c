#include "feature/stats/stats.h"

#include "feature/registry/registry.h"
#include "feature/stats/stats_public.h"

#define DASH S("—")

enum {
    SMALL_DEFAULT = 5,
    THOUSANDTHS = 1000,
    FORMULA_MAX = 16
};

/* Before anything was recorded: what there is counts from the beginning. */
static struct date beginning(void)
{
    return date_make(1900, 1, 1);
}

static struct ledger_span span_of(
    const struct cx *cx, const struct stats_figure *f, struct str measure)
{
    return (struct ledger_span){.measure = measure,
        .division = f->asked.division,
        .from = stats_row_standing(cx, &f->row) ? beginning() : f->asked.from,
        .to = f->asked.to,
        .cutoff = f->asked.cutoff};
}

static enum err formula(
    struct cx *cx, const struct stats_figure *f, const char *words, struct ledger_total *out)
{
    struct str rest = str_of(words);
    int sign = 1;

    *out = (struct ledger_total){0, 0};
    while (rest.n > 0) {
        struct str word = str_cut(rest, ' ', &rest);
        struct ledger_span span = span_of(cx, f, word);
        struct ledger_total one;

        if (word.n <= 1) {
            sign = str_is(word, "-") ? -1 : 1;
            continue;
        }
        TRY(ledger_total(cx, &span, &one));
        out->quantity += sign * one.quantity;
        out->records += one.records;
    }
    return OK;
}

static bool may_see_all(struct cx *cx, struct str division)
{
    bool may = registry_may(cx, RIGHT_FIGURES_READ, division) == OK;

    cx_faults_clear(cx);
    return may;
}

enum err stats_small(struct cx *cx, struct str division, int64_t *out)
{
    struct rule rule;
    bool found;

    *out = SMALL_DEFAULT;
    TRY(rules_find(cx, S("figures.small"), division, date_of(cx->now), &rule, &found));
    if (found && num_parse(rule.value, 0, THOUSANDTHS, out) != OK)
        *out = SMALL_DEFAULT;
    return OK;
}

void stats_judge(struct stats_figure *f, const char *hidden)
{
    f->reason = f->row.absent ? "stats.not_kept" : hidden;
    if (f->reason == NULL && f->row.bottom != NULL && f->base == 0)
        f->reason = "stats.no_base";
    f->computable = f->reason == NULL;
    /* Who may not know it does not get it by another way. */
    if (hidden != NULL)
        f->value = f->base = f->silent = f->records = f->records_top = f->records_silent = 0;
}

void stats_open(struct stats_figure *f)
{
    if (f->records != (f->row.bottom != NULL ? f->base : f->value))
        f->records = 0;
    f->records_top = f->records_silent = 0;
}

enum err stats_place(struct cx *cx, struct str code, struct division *out)
{
    enum err e = registry_division(cx, code, out);

    if (e != ERR_NOT_FOUND)
        return e;
    cx_faults_clear(cx);
    return fail(cx, ERR_NOT_FOUND, "division", "stats.no_place");
}

static enum err count(struct cx *cx, struct stats_figure *f)
{
    struct ledger_total top, bottom = {0, 0}, silent = {0, 0};

    TRY(formula(cx, f, f->row.top, &top));
    if (f->row.bottom != NULL)
        TRY(formula(cx, f, f->row.bottom, &bottom));
    if (f->row.silent != NULL)
        TRY(formula(cx, f, f->row.silent, &silent));
    f->value = top.quantity;
    f->base = bottom.quantity;
    f->silent = silent.quantity;
    f->records = f->row.bottom != NULL ? bottom.records : top.records;
    f->records_top = f->row.bottom != NULL ? top.records : 0;
    f->records_silent = silent.records;
    return OK;
}

enum err stats_figure(struct cx *cx, const struct stats_query *q, struct stats_figure *out)
{
    struct stats_figure f = {.asked = *q};
    struct division place;
    const char *hidden = NULL;
    bool all;

    TRY(stats_row(cx, q->code, &f.row));
    TRY(stats_place(cx, q->division, &place));
    all = may_see_all(cx, q->division);
    if (!all && !f.row.is_public)
        return fail(cx, ERR_NOT_FOUND, "code", "stats.no_row");
    if (!date_is(q->from) || !date_is(q->to) || q->from.day > q->to.day)
        return fail(cx, ERR_INVALID, "to", "stats.period_wrong");
    if (!all || !instant_is(q->cutoff) || q->cutoff.s > cx->now.s)
        f.asked.cutoff = cx->now;
    if (!f.row.absent)
        TRY(count(cx, &f));
    if (!all && !f.row.absent &&
        (f.value != 0 || f.base != 0 || f.records != 0 || f.silent != 0))
        TRY(stats_public_once(cx, &f.row, q->division, q->from, q->to, &hidden));
    stats_judge(&f, hidden);
    if (!all)
        stats_open(&f);
    *out = f;
    return OK;
}

/* part / whole to three digits, without the zeros at the end. */
static struct str mean_text(struct arena *a, int64_t part, int64_t whole)
{
    int64_t t = (part * THOUSANDTHS * 2 + whole) / (whole * 2);
    struct str s =
        str_f(a, "%lld.%03lld", (long long)(t / THOUSANDTHS), (long long)(t % THOUSANDTHS));

    while (str_ends(s, S("0")))
        s.n--;
    if (str_ends(s, S(".")))
        s.n--;
    return s;
}

struct str stats_value(struct cx *cx, const struct stats_figure *f)
{
    struct str s;

    if (!f->computable)
        return DASH;
    switch (f->row.kind) {
    case STATS_MONEY:
        return money_text(cx->arena, (struct money){f->value});
    case STATS_RATE:
        s = ratio_text(cx->arena, (struct ratio){f->value, f->base}, 1);
        return str_ends(s, S("%")) ? str_sub(s, 0, s.n - 1) : s;
    case STATS_MEAN:
        return mean_text(cx->arena, f->value, f->base);
    case STATS_FLOW:
    case STATS_STOCK:
        break;
    }
    return num_grouped(cx->arena, f->value);
}

struct str stats_number(struct cx *cx, const struct stats_figure *f)
{
    int64_t fen = f->value < 0 ? -f->value : f->value;

    switch (f->row.kind) {
    case STATS_MONEY:
        return str_f(cx->arena, "%s%lld.%02lld", f->value < 0 ? "-" : "",
            (long long)(fen / 100), (long long)(fen % 100));
    case STATS_RATE:
    case STATS_MEAN:
        return mean_text(cx->arena, f->value, f->base);
    case STATS_FLOW:
    case STATS_STOCK:
        break;
    }
    return num_text(cx->arena, f->value);
}

struct str stats_reason(struct cx *cx, const struct stats_figure *f)
{
    return f->reason == NULL ? (struct str){0} : text_find(cx->lang, str_of(f->reason));
}

bool stats_quotient(struct stats_term part, struct stats_term whole, struct ratio *out,
    enum stats_bound *bound, const char **reason)
{
    /* By what is known of part (down) and whole (across); -1: nothing can be said. */
    static const int known[4][4] = {
        [STATS_EXACT] = {STATS_EXACT, STATS_AT_MOST, STATS_AT_LEAST, STATS_ABOUT},
        [STATS_AT_LEAST] = {STATS_AT_LEAST, -1, STATS_AT_LEAST, -1},
        [STATS_AT_MOST] = {STATS_AT_MOST, STATS_AT_MOST, -1, -1},
        [STATS_ABOUT] = {STATS_ABOUT, -1, -1, -1},
    };
    int b = known[part.bound][whole.bound];

    *reason = whole.value == 0 ? "stats.no_base"
              : b >= 0         ? NULL
              : part.bound == STATS_AT_LEAST && whole.bound == STATS_AT_LEAST
                  ? "stats.both_lower"
                  : "stats.both_vague";
    if (*reason != NULL)
        return false;
    *out = (struct ratio){part.value, whole.value};
    *bound = (enum stats_bound)b;
    return true;
}

struct stats_term stats_plus(struct stats_term x, struct stats_term y)
{
    enum stats_bound b = x.bound == STATS_EXACT                         ? y.bound
                         : y.bound == STATS_EXACT || y.bound == x.bound ? x.bound
                                                                        : STATS_ABOUT;

    return (struct stats_term){x.value + y.value, b};
}
