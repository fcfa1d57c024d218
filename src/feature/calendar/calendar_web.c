/*
 * calendar: pages.  Anyone sees which days are worked, by which notice, and how a due date is
 * counted (Civil Code Art. 201 to 203); staff see and change the rule sets of their area.
 */
#include "feature/calendar/calendar_web.h"

#include "core/audit.h"
#include "core/rights.h"
#include "core/settings.h"

#include "feature/calendar/pages/calendar_rules.html.h"
#include "feature/calendar/pages/calendar_year.html.h"
#include "feature/registry/registry.h"
#include "feature/registry/registry_pick_web.h"

struct calendar_ask {
    int64_t year;
    struct date from;
    struct str period;
};
static const struct input ask_inputs[] = {
    INPUT(struct calendar_ask, year, .min = CALENDAR_FIRST_YEAR, .max = CALENDAR_LAST_YEAR),
    INPUT(struct calendar_ask, from),
    INPUT(struct calendar_ask, period, .max = 8),
};
static const struct form ask_form = FORM(calendar_ask, ask_inputs);

struct calendar_rule {
    struct str kind, value, division;
    struct date from;
    struct str source;
    bool verified;
};
static const struct input rule_inputs[] = {
    INPUT(struct calendar_rule, kind, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct calendar_rule, value, .flags = INPUT_REQUIRED, .max = 200),
    INPUT(struct calendar_rule, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct calendar_rule, from, .flags = INPUT_REQUIRED),
    INPUT(struct calendar_rule, source, .flags = INPUT_REQUIRED, .max = 300),
    INPUT(struct calendar_rule, verified),
};
static const struct form rule_form = FORM(calendar_rule, rule_inputs);

struct kind_ask {
    struct str kind;
};
static const struct input kind_inputs[] = {INPUT(struct kind_ask, kind, .max = 100)};
static const struct form kind_form = {
    "calendar_kind", sizeof(struct kind_ask), kind_inputs, COUNT(kind_inputs)};

static struct str range_text(struct call *call, struct date from, struct date to)
{
    if (from.day == to.day)
        return date_text(call->arena, from);
    return str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, from)),
        STR(date_text(call->arena, to)));
}

/* Holidays as runs, worked weekend days one by one. */
static void rows_fill(
    struct call *call, const struct calendar *c, int32_t year, struct calendar_year_view *v)
{
    struct {
        struct calendar_row *p;
        size_t n, cap;
    } rows = {0};

    for (struct date d = date_make(year, 1, 1); date_ymd(d).year == year; d = date_add(d, 1)) {
        enum day_kind kind = calendar_kind(c, d);
        struct str name = calendar_name(c, d);
        struct date end = d;

        v->working += calendar_works(c, d);
        if (kind == DAY_MADE_UP)
            *VEC_PUSH(call->arena, &rows) = (struct calendar_row){
                date_text(call->arena, d), web_text1(call, TEXT_calendar_made_up, name)};
        if (kind != DAY_HOLIDAY)
            continue;
        while (calendar_kind(c, date_add(end, 1)) == DAY_HOLIDAY &&
               str_eq(calendar_name(c, date_add(end, 1)), name))
            end = date_add(end, 1);
        *VEC_PUSH(call->arena, &rows) = (struct calendar_row){
            range_text(call, d, end), web_text1(call, TEXT_calendar_holiday, name)};
        d = end;
    }
    v->rows = (struct calendar_row_list){rows.p, rows.n};
}

static void sources_fill(
    struct call *call, const struct calendar *c, int64_t year, struct calendar_year_view *v)
{
    struct calendar_year_list years = calendar_years(c, call->arena);
    struct {
        struct calendar_source *p;
        size_t n, cap;
    } all = {0};

    v->others.p = MANY(call->arena, struct calendar_other, years.n);
    EACH (y, &years) {
        struct str n = num_text(call->arena, y->year);

        v->others.p[v->others.n++] =
            (struct calendar_other){n, web_url(call->arena, "/calendar?year=", n, "")};
        for (struct str rest = y->source; y->year == year && rest.n > 0;)
            (*VEC_PUSH(call->arena, &all)).address = str_cut(rest, ' ', &rest);
    }
    v->sources = (struct calendar_source_list){all.p, all.n};
}

static void problem_add(struct call *call, const char *name, const char *rule)
{
    struct form_state *s = call->asked;
    struct form_problem *more = MANY(call->arena, struct form_problem, s->nproblems + 1);

    for (size_t i = 0; i < s->nproblems; i++)
        more[i] = s->problems[i];
    for (size_t i = 0; i < s->form->n; i++)
        if (str_is(str_of(s->form->inputs[i].name), name))
            more[s->nproblems] =
                (struct form_problem){.input = &s->form->inputs[i], .rule = str_of(rule)};
    s->problems = more;
    s->nproblems++;
}

static void count(struct call *call, const struct calendar *c, const struct calendar_ask *ask,
    struct calendar_year_view *v)
{
    struct period p;
    struct due due;
    int32_t year;

    if (str_empty(ask->period) || !date_is(ask->from) || ask->from.day == 0)
        return;
    year = date_ymd(ask->from).year;
    if (year < CALENDAR_FIRST_YEAR || year > CALENDAR_LAST_YEAR) {
        problem_add(call, "from", "calendar.bad_date");
        return;
    }
    if (period_parse(ask->period, &p) != OK) {
        problem_add(call, "period", "deadline.bad_period");
        return;
    }
    due = deadline_count(c, ask->from, p);
    v->asked = true;
    v->due = date_text(call->arena, due.day);
    v->provisional = due.provisional;
    v->why = deadline_explain(call->arena, c, call->cx->lang, ask->from, p);
}

static enum err year_show(struct call *call)
{
    const struct calendar_ask *ask = call_asked(call);
    struct cx *cx = call->cx;
    int32_t year = ask->year > 0 ? (int32_t)ask->year : date_ymd(date_of(cx->now)).year;
    struct calendar_year_view v = {.year = year, .form = call->asked};
    const struct calendar *c;

    TRY(calendar_load(cx, &c));
    v.known = calendar_knows(c, year);
    rows_fill(call, c, year, &v);
    sources_fill(call, c, year, &v);
    count(call, c, ask, &v);
    return web_page_as(call,
        (&(struct web_head){
            .title = web_text1(call, TEXT_calendar_title, num_text(call->arena, year)),
            .citizen = true}),
        page_calendar_year, &v);
}

/* "10-", "monthly", "first" in words, by how the kind is written. */
static struct str shape_words(struct call *call, const struct rule *r)
{
    const struct rule_default *row = rules_known(call->cx, r->kind);
    enum rule_value is = row == NULL ? RULE_FREE : row->is;
    struct str key = str_f(
        call->arena, "calendar.%s.%.*s", is == RULE_WEEK ? "week" : "often", STR(r->value));

    if ((is == RULE_WEEK || is == RULE_OFTEN) && text_has(key))
        return text_find(call->cx->lang, key);
    if (is == RULE_RANGE && r->value.n > 1 && r->value.p[r->value.n - 1] == '-')
        return web_text1(call, TEXT_calendar_at_least, str_sub(r->value, 0, r->value.n - 1));
    return r->value;
}

static struct str value_words(struct call *call, const struct rule *r)
{
    struct period p;

    if (period_parse(r->value, &p) == OK)
        return period_text(call->arena, call->cx->lang, p);
    return shape_words(call, r);
}

/* What the kind is called; its code where nobody named it. */
static struct str kind_name(struct call *call, struct str kind)
{
    struct str key = str_f(call->arena, "rule.%.*s", STR(kind));

    return text_has(key) ? text_find(call->cx->lang, key) : kind;
}

static struct str place_name(struct call *call, struct str code)
{
    struct str name;

    if (registry_full_name(call->cx, code, &name) == OK)
        return name;
    cx_faults_clear(call->cx);
    return code;
}

static enum err rules_show(struct call *call)
{
    struct cx *cx = call->cx;
    struct calendar_rules_view v = {0};
    struct rule_list list;

    TRY(rules_list(cx, date_of(cx->now), &list));
    v.rows.p = MANY(call->arena, struct rule_row, list.n);
    EACH (r, &list)
        v.rows.p[v.rows.n++] = (struct rule_row){
            .kind = r->kind,
            .name = kind_name(call, r->kind),
            .value = r->value,
            .words = value_words(call, r),
            .area = str_is(r->division, "000000000000")
                        ? web_text(call, TEXT_calendar_everywhere)
                        : place_name(call, r->division),
            .from = date_text(call->arena, r->valid_from),
            .to = date_is(r->valid_to) ? date_text(call->arena, r->valid_to) : S(""),
            .source = r->source,
            .verified = r->verified,
        };
    if (right_anywhere(cx, RIGHT_RULES_EDIT) == OK)
        v.add = web_url_of("/rules/new");
    cx_faults_clear(cx);
    return web_page(call, web_text(call, TEXT_calendar_rules_title), page_calendar_rules, &v);
}

/* How the value of a kind is written, with an example. */
static struct str how_words(struct call *call, struct str kind)
{
    static const char *const words[] = {
        "free", "period", "number", "range", "often", "week", "days"};
    const struct rule_default *row = rules_known(call->cx, kind);
    enum rule_value is = str_starts(kind, S("clock.")) ? RULE_PERIOD
                         : row != NULL                 ? row->is
                                                       : RULE_FREE;

    return text_find(call->cx->lang, str_f(call->arena, "calendar.how.%s", words[is]));
}

static void kind_add(struct call *call, struct rule_row_list *rows, struct str kind)
{
    EACH (r, rows)
        if (str_eq(r->kind, kind))
            return;
    rows->p[rows->n++] = (struct rule_row){
        .kind = kind, .name = kind_name(call, kind), .words = how_words(call, kind)};
}

/* Every kind that may be set: those in force, and those that the features read besides. */
static enum err kinds_fill(struct call *call, struct calendar_rule_new_view *v)
{
    const struct rule_default *const *t = call->cx->settings->rules;
    struct rule_list list;
    size_t n = 0;

    TRY(rules_list(call->cx, date_of(call->cx->now), &list));
    for (size_t i = 0; t != NULL && t[i] != NULL; i++)
        for (const struct rule_default *r = t[i]; r->kind != NULL; r++)
            n++;
    v->kinds.p = MANY(call->arena, struct rule_row, list.n + n);
    EACH (r, &list)
        kind_add(call, &v->kinds, r->kind);
    for (size_t i = 0; t != NULL && t[i] != NULL; i++)
        for (const struct rule_default *r = t[i]; r->kind != NULL; r++)
            kind_add(call, &v->kinds, str_of(r->kind));
    return OK;
}

static enum err rule_form_show(struct call *call)
{
    const struct kind_ask *ask = call->asked == NULL ? NULL : call_asked(call);
    struct calendar_rule none = {.kind = ask == NULL ? S("") : ask->kind, .from = DATE_NONE};
    struct calendar_rule_new_view v = {.form = call->form};

    if (v.form == NULL)
        v.form = form_fill(call->arena, &rule_form, &none);
    TRY(kinds_fill(call, &v));
    return web_page(call, web_text(call, TEXT_calendar_rule_add), page_calendar_rule_new, &v);
}

static enum err rule_add(struct call *call)
{
    const struct calendar_rule *f = call_form(call);
    struct cx *cx = call->cx;
    struct rule rule = {.division = f->division,
        .kind = f->kind,
        .value = f->value,
        .valid_from = f->from,
        .valid_to = DATE_NONE,
        .source = f->source,
        .verified = f->verified};
    int64_t version;
    enum err put;

    TRY(registry_pick(call, "division", f->division));
    TRY(right_check(cx, RIGHT_RULES_EDIT, &(struct object){.division = f->division}));
    if (f->from.day <= date_of(cx->now).day)
        return fail(cx, ERR_INVALID, "from", "calendar.rule_past");
    put = rules_put(cx, &rule, &version);
    if (put == ERR_CONFLICT) /* a day that the person mends in the form */
        return fail(cx, ERR_INVALID, "from", "rules.later_exists");
    TRY(put);
    TRY(audit_add(cx, "rule", version, "add", f->division, f->kind));
    return web_redirect_note(call, TEXT_note_rule_added, "/rules", S(""));
}

/* clang-format off */
const struct route calendar_routes[] = {
    {GET,  "/calendar",  year_show,      RIGHT_ANYONE,     .query = &ask_form},
    {GET,  "/rules",     rules_show,     RIGHT_RULES_READ},
    {GET,  "/rules/new", rule_form_show, RIGHT_RULES_EDIT, .query = &kind_form},
    {POST, "/rules/new", rule_add,       RIGHT_RULES_EDIT, .form = &rule_form, .again = rule_form_show},
    ROUTES_END
};

const struct web_menu calendar_menu[] = {
    {TEXT_calendar_rules_title, "/rules", RIGHT_RULES_READ, MENU_SYSTEM},
    {0, NULL, 0},
};
/* clang-format on */
