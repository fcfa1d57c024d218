#include "core/rules.h"

#include "core/rights.h"
#include "core/rules.sql.h"
#include "core/settings.h"
#include "core/sql.h"

static const struct field fields[] = {
    FIELD(struct rule, id),
    FIELD(struct rule, division),
    FIELD(struct rule, kind),
    FIELD(struct rule, value),
    FIELD(struct rule, valid_from),
    FIELD(struct rule, valid_to),
    FIELD(struct rule, source),
    FIELD(struct rule, verified),
};
const struct shape rule_shape = SHAPE(rule, fields);

enum {
    CODE_DIGITS = 12
};

struct rules_ancestors rules_ancestors(struct arena *a, struct str division)
{
    static const size_t levels[] = {0, 2, 4, 6, 9, CODE_DIGITS};
    struct rules_ancestors all = {.n = 0};

    for (size_t i = 0; i < COUNT(levels); i++) {
        char code[CODE_DIGITS + 1] = "000000000000";
        size_t n = levels[i] < division.n ? levels[i] : division.n;

        for (size_t k = 0; k < n; k++)
            code[k] = division.p[k];
        struct str s = {code, CODE_DIGITS};

        if (all.n == 0 || !str_eq(all.code[all.n - 1], s))
            all.code[all.n++] = str_dup(a, s);
    }
    if (division.n > CODE_DIGITS)
        all.code[all.n++] = division;
    return all;
}

struct kept_rule {
    struct rule rule;
    bool found;
};

static struct rule rule_dup(struct arena *a, const struct rule *r)
{
    struct rule copy = *r;

    copy.division = str_dup(a, r->division);
    copy.kind = str_dup(a, r->kind);
    copy.value = str_dup(a, r->value);
    copy.source = str_dup(a, r->source);
    return copy;
}

static enum err find_stored(
    struct cx *cx, struct str kind, struct str division, struct date on, struct kept_rule *out)
{
    struct rules_ancestors up = rules_ancestors(cx->arena, division);

    for (size_t i = up.n; i < COUNT(up.code); i++)
        up.code[i] = up.code[0];
    return sql_rule_in_force(cx, kind, up.code[0], up.code[1], up.code[2], up.code[3],
        up.code[4], up.code[5], up.code[6], on, &out->rule, &out->found);
}

enum err rules_find(struct cx *cx, struct str kind, struct str division, struct date on,
    struct rule *out, bool *found)
{
    struct str parts[] = {S("rule"), kind, division, date_text(cx->arena, on)};
    struct str name = str_join(cx->arena, parts, COUNT(parts), S(" "));
    struct kept_rule *kept = sql_kept(cx, name), one = {.found = false};

    if (kept == NULL) {
        TRY(find_stored(cx, kind, division, on, &one));
        kept = NEW(sql_kept_arena(cx), struct kept_rule);
        kept->found = one.found;
        if (one.found)
            kept->rule = rule_dup(sql_kept_arena(cx), &one.rule);
        sql_keep(cx, name, kept);
    }
    *found = kept->found;
    if (kept->found)
        *out = rule_dup(cx->arena, &kept->rule);
    return OK;
}

enum err rules_get(
    struct cx *cx, const char *kind, struct str division, struct date on, struct rule *out)
{
    bool found;

    TRY(rules_find(cx, str_of(kind), division, on, out, &found));
    if (found)
        return OK;
    (void)fail(cx, ERR_NOT_FOUND, NULL, "rules.none");
    cx_fault_arg(cx, str_of(kind));
    return ERR_NOT_FOUND;
}

enum err rules_period(struct cx *cx, const char *kind, struct str division, struct date on,
    struct period *out, int64_t *version)
{
    struct rule rule;

    TRY(rules_get(cx, kind, division, on, &rule));
    if (period_parse(rule.value, out) != OK)
        return fail(cx, ERR_INVALID, "value", "deadline.bad_period");
    *version = rule.id;
    return OK;
}

enum err rules_list(struct cx *cx, struct date on, struct rule_list *out)
{
    return sql_rule_list(cx, on, out);
}

/* Up to and with the first full stop. */
static struct str family(struct str kind)
{
    struct str rest;
    struct str first = str_cut(kind, '.', &rest);

    return str_sub(kind, 0, first.n + (rest.p != NULL));
}

static const struct rule_default *const *tables_of(const struct cx *cx)
{
    static const struct rule_default *const none[] = {NULL};

    return cx->settings == NULL || cx->settings->rules == NULL ? none : cx->settings->rules;
}

/* The row of the kind; *family_known: some table has others of its family. */
static const struct rule_default *row_of(
    const struct cx *cx, struct str kind, bool *family_known)
{
    *family_known = false;
    for (const struct rule_default *const *t = tables_of(cx); *t != NULL; t++)
        for (const struct rule_default *r = *t; r->kind != NULL; r++) {
            if (str_is(kind, r->kind))
                return r;
            *family_known = *family_known || str_eq(family(kind), family(str_of(r->kind)));
        }
    return NULL;
}

const struct rule_default *rules_known(const struct cx *cx, struct str kind)
{
    bool family_known;

    return row_of(cx, kind, &family_known);
}

static bool range_ok(struct str value)
{
    struct str rest, first = str_cut(value, '-', &rest);
    int64_t min, max;

    if (num_parse(first, 0, 100000, &min) != OK)
        return false;
    if (rest.p == NULL || rest.n == 0)
        return true;
    return num_parse(rest, 1, 100000, &max) == OK && max >= min;
}

static bool word_ok(struct str value, const char *const *words)
{
    for (; *words != NULL; words++)
        if (str_is(value, *words))
            return true;
    return false;
}

static bool day_ok(struct str one)
{
    struct str rest, arg, what = str_cut(one, '=', &rest);
    int64_t n, m;

    what = str_cut(str_trim(rest.p == NULL ? one : rest), ':', &arg);
    if (str_is(what, "any"))
        return arg.p == NULL;
    if (str_is(what, "digit"))
        return arg.n == 1 && num_parse(arg, 0, 9, &n) == OK;
    if (str_is(what, "weekday"))
        return arg.n == 1 && num_parse(arg, 1, 7, &n) == OK;
    return str_is(what, "monthday") && arg.n == 5 && arg.p[2] == '-' &&
           num_parse(str_sub(arg, 0, 2), 1, 12, &n) == OK &&
           num_parse(str_sub(arg, 3, 2), 1, 31, &m) == OK;
}

static bool days_ok(struct str value)
{
    struct str rest = value;

    while (rest.n > 0)
        if (!day_ok(str_cut(rest, ';', &rest)))
            return false;
    return value.n > 0;
}

static void value_check(struct cx *cx, const struct rule *rule)
{
    static const char *const often[] = {
        "monthly", "quarterly", "half_yearly", "yearly", "none", NULL};
    static const char *const week[] = {"first", "any", NULL};
    bool family_known;
    const struct rule_default *row = row_of(cx, rule->kind, &family_known);
    enum rule_value is = str_starts(rule->kind, S("clock.")) ? RULE_PERIOD
                         : row != NULL                       ? row->is
                                                             : RULE_FREE;
    struct period p;
    int64_t n;

    if (row == NULL && family_known)
        (void)fail(cx, ERR_INVALID, "kind", "rules.kind_unknown");
    if (is == RULE_PERIOD && period_parse(rule->value, &p) != OK)
        (void)fail(cx, ERR_INVALID, "value", "deadline.bad_period");
    else if (is == RULE_NUMBER && num_parse(rule->value, 0, 366, &n) != OK)
        (void)fail(cx, ERR_INVALID, "value", "rules.bad_number");
    else if (is == RULE_RANGE && !range_ok(rule->value))
        (void)fail(cx, ERR_INVALID, "value", "rules.bad_range");
    else if (is == RULE_OFTEN && !word_ok(rule->value, often))
        (void)fail(cx, ERR_INVALID, "value", "rules.bad_often");
    else if (is == RULE_WEEK && !word_ok(rule->value, week))
        (void)fail(cx, ERR_INVALID, "value", "rules.bad_week");
    else if (is == RULE_DAYS && !days_ok(rule->value))
        (void)fail(cx, ERR_INVALID, "value", "rules.bad_days");
}

enum err rules_put(struct cx *cx, const struct rule *rule, int64_t *version)
{
    int64_t later;

    value_check(cx, rule);
    if (str_empty(rule->kind) || rule->kind.n > 100)
        (void)fail(cx, ERR_INVALID, "kind", "rules.kind");
    if (str_empty(rule->value) || rule->value.n > 2000)
        (void)fail(cx, ERR_INVALID, "value", "rules.value");
    if (str_empty(rule->source))
        (void)fail(cx, ERR_INVALID, "source", "rules.source");
    if (!date_is(rule->valid_from))
        (void)fail(cx, ERR_INVALID, "valid_from", "rules.from");
    if (rule->division.n < CODE_DIGITS)
        (void)fail(cx, ERR_INVALID, "division", "rules.division");
    TRY(cx_checked(cx));
    sql_kept_drop(cx);
    TRY(sql_rule_later(cx, rule->kind, rule->division, rule->valid_from, &later));
    if (later > 0)
        return fail(cx, ERR_CONFLICT, "valid_from", "rules.later_exists");
    TRY(sql_rule_close(cx, rule->kind, rule->division, date_add(rule->valid_from, -1), NULL));
    return sql_rule_add(cx, rule->division, rule->kind, rule->value, rule->valid_from,
        rule->valid_to, rule->source, rule->verified, version);
}

enum err rules_seed(struct cx *cx, const struct rule_default *rows)
{
    sql_kept_drop(cx);
    for (const struct rule_default *r = rows; r->kind != NULL; r++)
        if (r->value != NULL)
            TRY(sql_rule_seed(
                cx, str_of(r->kind), str_of(r->value), str_of(r->source), r->verified, NULL));
    return OK;
}

/* What machines.md M1 and rules.md C1.3 give, with where it comes from.  verified means: the
 * text was read and says so; the others are practice of places and shown as unverified. */
const struct rule_default rules_shipped[] = {
    {"clock.request.acknowledge", "1wd", "待受理，1 个工作日内受理（实践）", false},
    {"clock.request.need_info", "7d", "待补充，7 天（实践）", false},
    {"clock.request.route", "2wd", "转办，1–2 个工作日（实践）", false},
    {"clock.request.deputy_reply", "24h", "代表答复，24 小时（阜宁做法）", false},
    {"clock.request.return", "2wd", "退回后重新转办，2 个工作日（实践）", false},
    {"clock.request.handle", "10wd", "办理，5/7/10/15 个工作日分类（实践）", false},
    {"clock.request.handle.consult", "5wd", "办理，咨询类 5 个工作日（实践）", false},
    {"clock.request.handle.help", "7wd", "办理，求助类 7 个工作日（实践）", false},
    {"clock.request.handle.report", "10wd", "办理，反映类 10 个工作日（实践）", false},
    {"clock.request.handle.complaint", "10wd", "办理，投诉类 10 个工作日（实践）", false},
    {"clock.request.handle.suggestion", "15wd", "办理，建议类 15 个工作日（实践）", false},
    {"clock.request.extension", "10wd", "延期一次，不超过 10 个工作日（实践）", false},
    {"clock.request.confirm", "10d", "待评价，7–10 天（实践）", false},
    {"clock.request.redo", "10wd", "重办一轮，期限同办理（实践）", false},
    {"clock.request.supervise", "10wd", "督办，按督办单（实践）", false},
    {"clock.request.relapse", "90d", "办结后 90 天内可以重办（实践）", false},
    {"ladder.request", "reminder:-2,head:0,supervision:3",
        "到期前 2 个工作日提醒，到期日告知单位负责人，逾期 3 个工作日列入督办（实践）", false},
    {NULL, NULL, NULL, false},
};
