/*
 * The rows: indicators with their formulas, and the measures of all features.
 */
#include "core/settings.h"

#include "feature/stats/stats.h"

const char *const stats_kind_words[] = {"flow", "stock", "money", "rate", "mean", NULL};

#define RECEIVED                                                                               \
    "request.received.scan + request.received.station + request.received.deputy + "            \
    "request.received.telephone + request.received.letter"
#define CLOSED                                                                                 \
    "request.closed.scan + request.closed.station + request.closed.deputy + "                  \
    "request.closed.telephone + request.closed.letter"
#define SUGGESTION(code, top, bottom, silent)                                                  \
    {                                                                                          \
        "suggestion." code, "suggestion", "unit.percent", STATS_RATE, true, true, top, bottom, \
            silent                                                                             \
    }
#define JUDGED(what)                                                                           \
    "request." what ".satisfied + request." what ".basically + request." what ".dissatisfied"

/* Rates as the standards for suggestions and for the 12345 lines define them (on time, contact,
 * class mix, satisfied with reply and with result, solved, commitments kept, returned,
 * first-time-right; response, redo, repeat), told with their denominator and with those who did
 * not answer.  Deputies Law 2025, Art. 51: suggestions are replied to in three to six months;
 * what is made from measures that nobody books yet says so and is not guessed. */
/* clang-format off */
const struct stats_row stats_indicators[] = {
    {"request.received", "request", "unit.item", STATS_FLOW, true, true, RECEIVED, NULL, NULL},
    {"request.closed", "request", "unit.item", STATS_FLOW, true, true, CLOSED, NULL, NULL},
    {"request.open", "request", "unit.item", STATS_STOCK, true, true, RECEIVED " - "
        "request.closed.scan - request.closed.station - request.closed.deputy - "
        "request.closed.telephone - request.closed.letter - request.not_accepted - "
        "request.withdrawn - request.expired", NULL, NULL},
    {"request.solving_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.solved", "request.accepted", NULL},
    {"request.reply_satisfaction", "request", "unit.percent", STATS_RATE, true, true,
        "request.reply.satisfied + request.reply.basically", JUDGED("reply"), "request.silent"},
    {"request.result_satisfaction", "request", "unit.percent", STATS_RATE, true, true,
        "request.result.satisfied + request.result.basically", JUDGED("result"),
        "request.silent"},
    {"request.verified_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.verdict.yes", "request.verdict.yes + request.verdict.partly + "
        "request.verdict.no", "request.silent"},
    {"request.on_time_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.on_time", "request.on_time + request.overdue.reply", NULL},
    {"request.response_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.responded", "request.responded + request.overdue.response", NULL},
    {"request.redo_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.redone", "request.replied", NULL},
    {"request.return_rate", "request", "unit.percent", STATS_RATE, false, true,
        "request.returned", "request.forwarded", NULL},
    {"hamlet.council_share", "hamlet", "unit.percent", STATS_RATE, true, false,
        "hamlet.council_deputies", "hamlet.council_members", NULL},
    {"request.first_time_right", "request", "unit.percent", STATS_RATE, false, true,
        "request.forwarded - request.returned", "request.forwarded", NULL},
    {"request.relapse_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.relapsed", CLOSED, NULL},
    {"request.repeat_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.merged", RECEIVED " + request.merged", NULL},
    {"request.conversion_rate", "request", "unit.percent", STATS_RATE, true, true,
        "request.converted", "request.accepted", NULL},
    SUGGESTION("on_time_rate", "suggestion.on_time", "suggestion.on_time + suggestion.overdue",
        NULL),
    SUGGESTION("contact_rate", "suggestion.contacted", "suggestion.replied", NULL),
    SUGGESTION("class_a", "suggestion.replied.a", "suggestion.replied", NULL),
    SUGGESTION("class_b", "suggestion.replied.b", "suggestion.replied", NULL),
    SUGGESTION("class_c", "suggestion.replied.c", "suggestion.replied", NULL),
    SUGGESTION("class_d", "suggestion.replied.d", "suggestion.replied", NULL),
    SUGGESTION("reply_satisfaction",
        "suggestion.reply.satisfied + suggestion.reply.basically",
        "suggestion.reply.satisfied + suggestion.reply.basically + "
        "suggestion.reply.dissatisfied", "suggestion.silent"),
    SUGGESTION("result_satisfaction",
        "suggestion.result.satisfied + suggestion.result.basically",
        "suggestion.result.satisfied + suggestion.result.basically + "
        "suggestion.result.dissatisfied", "suggestion.silent"),
    SUGGESTION("solving_rate", "suggestion.solved", "suggestion.accepted", NULL),
    SUGGESTION("commitment_rate", "suggestion.commitment.kept", "suggestion.commitment.due",
        NULL),
    SUGGESTION("return_rate", "suggestion.returned", "suggestion.assigned", NULL),
    SUGGESTION("first_time_right", "suggestion.assigned - suggestion.returned",
        "suggestion.assigned", NULL),
    {NULL, NULL, NULL, STATS_FLOW, false, false, NULL, NULL, NULL},
};
/* clang-format on */

struct rows {
    struct stats_row *p;
    size_t n, cap;
};

static const struct measure *measure_of(const struct cx *cx, struct str code)
{
    const struct measure *const *tables = cx->settings->measures;

    for (; tables != NULL && *tables != NULL; tables++)
        for (const struct measure *m = *tables; m->code != NULL; m++)
            if (str_is(code, m->code))
                return m;
    return NULL;
}

/* A share of what there is asks for what there is, not for what came about. */
bool stats_row_standing(const struct cx *cx, const struct stats_row *row)
{
    const struct measure *m;
    struct str rest;

    if (row->bottom == NULL)
        return row->kind == STATS_STOCK;
    m = measure_of(cx, str_cut(str_of(row->bottom), ' ', &rest));
    return row->kind == STATS_STOCK || (m != NULL && m->kind == MEASURE_STOCK);
}

/* A row can be computed when all that it counts is counted by some feature. */
static bool known(const struct cx *cx, const char *formula)
{
    struct str rest = str_of(formula);

    while (rest.n > 0) {
        struct str word = str_cut(rest, ' ', &rest);

        if (word.n > 1 && measure_of(cx, word) == NULL)
            return false;
    }
    return true;
}

static bool row_known(const struct cx *cx, const struct stats_row *r)
{
    return known(cx, r->top) && known(cx, r->bottom) && known(cx, r->silent);
}

/* Counts of people and of what concerns them; meetings, papers, hours and houses are none. */
static bool of_people(const struct measure *m)
{
    static const char *const others[] = {
        "unit.session", "unit.piece", "unit.hour", "unit.station", "unit.firm"};

    for (size_t i = 0; i < COUNT(others); i++)
        if (str_is(str_of(m->unit), others[i]))
            return false;
    return m->kind != MEASURE_STOCK;
}

static struct stats_row of_measure(struct cx *cx, const struct measure *m)
{
    static const enum stats_kind kinds[] = {[MEASURE_FLOW] = STATS_FLOW,
        [MEASURE_STOCK] = STATS_STOCK,
        [MEASURE_MONEY] = STATS_MONEY};
    struct str rest, group = str_cut(str_of(m->code), '.', &rest);

    return (struct stats_row){.code = m->code,
        .group = str_dup(cx->arena, group).p,
        .unit = m->unit,
        .kind = kinds[m->kind],
        .is_public = m->is_public,
        .small = of_people(m),
        .top = m->code};
}

static void measures_add(
    struct cx *cx, struct rows *rows, const struct measure *m, const char *group)
{
    for (; m->code != NULL; m++) {
        struct stats_row r = of_measure(cx, m);

        if (str_is(str_of(r.group), group))
            *VEC_PUSH(cx->arena, rows) = r;
    }
}

static bool has_group(const struct rows *rows, const char *group)
{
    for (size_t i = 0; i < rows->n; i++)
        if (str_is(str_of(rows->p[i].group), group))
            return true;
    return false;
}

static struct stats_row of_indicator(const struct cx *cx, const struct stats_row *r)
{
    struct stats_row row = *r;

    row.absent = !row_known(cx, r);
    return row;
}

static void group_add(struct cx *cx, struct rows *rows, const char *group)
{
    const struct measure *const *tables = cx->settings->measures;

    if (has_group(rows, group))
        return;
    for (const struct stats_row *r = stats_indicators; r->code != NULL; r++)
        if (str_is(str_of(r->group), group))
            *VEC_PUSH(cx->arena, rows) = of_indicator(cx, r);
    for (; tables != NULL && *tables != NULL; tables++)
        measures_add(cx, rows, *tables, group);
}

enum err stats_rows(struct cx *cx, struct stats_row_list *out)
{
    const struct measure *const *tables = cx->settings->measures;
    struct rows rows = {0};

    for (; tables != NULL && *tables != NULL; tables++)
        for (const struct measure *m = *tables; m->code != NULL; m++)
            group_add(cx, &rows, of_measure(cx, m).group);
    for (const struct stats_row *r = stats_indicators; r->code != NULL; r++)
        group_add(cx, &rows, r->group);
    *out = (struct stats_row_list){rows.p, rows.n};
    return OK;
}

enum err stats_row(struct cx *cx, struct str code, struct stats_row *out)
{
    const struct measure *m = measure_of(cx, code);

    if (m != NULL) {
        *out = of_measure(cx, m);
        return OK;
    }
    for (const struct stats_row *r = stats_indicators; r->code != NULL; r++)
        if (str_is(code, r->code)) {
            *out = of_indicator(cx, r);
            return OK;
        }
    return fail(cx, ERR_NOT_FOUND, "code", "stats.no_row");
}

/* "activity.visit.households" of a kind that has a name of its own: "走访 户数". */
static struct str composed(struct cx *cx, struct str code)
{
    struct str rest, kind, what, name;

    (void)str_cut(code, '.', &rest);
    kind = str_cut(rest, '.', &what);
    name = str_f(cx->arena, "activity.kind.%.*s", STR(kind));
    if (!str_starts(code, S("activity.")) || !text_has(name))
        return code;
    name = text_find(cx->lang, name);
    if (str_empty(what))
        return name;
    return str_f(cx->arena, "%.*s %.*s", STR(name),
        STR(text_find(cx->lang, str_f(cx->arena, "stats.quantity.%.*s", STR(what)))));
}

struct str stats_measure_name(struct cx *cx, struct str code)
{
    struct str key = str_f(cx->arena, "measure.%.*s", STR(code));

    return text_has(key) ? text_find(cx->lang, key) : composed(cx, code);
}

struct str stats_name(struct cx *cx, const struct stats_row *row)
{
    return stats_measure_name(cx, str_of(row->code));
}

struct str stats_definition(struct cx *cx, const struct stats_row *row)
{
    struct str key = str_f(cx->arena, "definition.%s", row->code);

    if (text_has(key))
        return text_find(cx->lang, key);
    return text_fill(cx->arena, cx->lang, TEXT_stats_definition_counted,
        (const struct str[]){stats_name(cx, row), stats_unit(cx, row)}, 2);
}

struct str stats_unit(struct cx *cx, const struct stats_row *row)
{
    return text_find(cx->lang, str_of(row->unit));
}

struct str stats_unit_said(struct cx *cx, const struct stats_figure *f)
{
    return text_counted(cx->lang, str_of(f->row.unit), stats_value(cx, f));
}
