/*
 * contact: groups of deputies (Deputies Law 2025, Art. 26, 27).
 */
#include "feature/contact/contact_group.h"

#include "base/han.h"
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/contact/contact.h"
#include "feature/contact/contact_group.sql.h"

const char *const group_kind_words[] = {"area", "professional", NULL};

static const struct field group_fields[] = {
    FIELD(struct deputy_group, id),
    FIELD(struct deputy_group, public_id),
    FIELD(struct deputy_group, code),
    FIELD(struct deputy_group, name),
    FIELD(struct deputy_group, pinyin),
    FIELD_ENUM(struct deputy_group, kind, group_kind_words),
    FIELD(struct deputy_group, field),
    FIELD(struct deputy_group, division),
    FIELD(struct deputy_group, convenor_id),
    FIELD(struct deputy_group, valid_from),
    FIELD(struct deputy_group, valid_to),
    FIELD(struct deputy_group, version),
    FIELD(struct deputy_group, members),
    FIELD(struct deputy_group, held),
    FIELD(struct deputy_group, held_last),
    FIELD(struct deputy_group, last),
    FIELD(struct deputy_group, convenor),
};
const struct shape deputy_group_shape = SHAPE(deputy_group, group_fields);

static const struct field member_fields[] = {
    FIELD(struct group_member, id),
    FIELD(struct group_member, group_id),
    FIELD(struct group_member, person_id),
    FIELD(struct group_member, tenure_id),
    FIELD(struct group_member, reason),
    FIELD(struct group_member, valid_from),
    FIELD(struct group_member, valid_to),
    FIELD(struct group_member, name),
    FIELD(struct group_member, seat),
    FIELD(struct group_member, post),
    FIELD(struct group_member, gone),
};
const struct shape group_member_shape = SHAPE(group_member, member_fields);

static const struct field plan_fields[] = {
    FIELD(struct group_plan, id),
    FIELD(struct group_plan, group_id),
    FIELD(struct group_plan, year),
    FIELD(struct group_plan, month),
    FIELD(struct group_plan, title),
    FIELD(struct group_plan, held),
};
const struct shape group_plan_shape = SHAPE(group_plan, plan_fields);

static void this_year(const struct cx *cx, struct date *from, struct date *to)
{
    int32_t year = date_ymd(date_of(cx->now)).year;

    *from = date_make(year, 1, 1);
    *to = date_make(year, 12, 31);
}

static enum err is_member(struct cx *cx, int64_t group_id, int64_t person_id, bool *yes)
{
    int64_t n = 0;

    if (person_id > 0)
        TRY(sql_group_member_has(cx, group_id, person_id, date_of(cx->now), &n));
    *yes = n > 0;
    return OK;
}

static enum err group_check(struct cx *cx, const struct deputy_group *g)
{
    cx_faults_clear(cx);
    if (str_empty(g->code) || str_points(g->code) > 40)
        (void)fail(cx, ERR_INVALID, "code", "registry.key_length");
    if (str_empty(g->name) || str_points(g->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (str_points(g->field) > 200)
        (void)fail(cx, ERR_INVALID, "field", "registry.text_length");
    if (g->kind == GROUP_PROFESSIONAL && str_empty(str_trim(g->field)))
        (void)fail(cx, ERR_INVALID, "field", "contact.group_field");
    if (date_is(g->valid_to) && g->valid_to.day < g->valid_from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "registry.dates_order");
    return cx_checked(cx);
}

static bool group_same(const struct deputy_group *a, const struct deputy_group *b)
{
    return str_eq(a->name, b->name) && str_eq(a->field, b->field) &&
           a->convenor_id == b->convenor_id && a->valid_from.day == b->valid_from.day &&
           a->valid_to.day == b->valid_to.day;
}

static enum err group_change(
    struct cx *cx, struct deputy_group *g, const struct deputy_group *old, enum put *done)
{
    int64_t changed;

    if (old->kind != g->kind || !str_eq(old->division, g->division))
        return fail(cx, ERR_INVALID, "code", "contact.code_elsewhere");
    g->id = old->id;
    g->public_id = old->public_id;
    *done = PUT_SAME;
    if (group_same(g, old))
        return OK;
    if (g->version > 0 && g->version != old->version)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_group_set(cx, old->id, old->version, g->name, g->pinyin, g->field, g->convenor_id,
        g->valid_from, g->valid_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    g->version = old->version + 1;
    *done = PUT_CHANGED;
    return audit_add(cx, "deputy_group", g->id, "contact.group_changed", g->division, g->code);
}

enum err contact_group_put(struct cx *cx, struct deputy_group *g, enum put *done)
{
    struct deputy_group old;
    struct division at;
    bool found;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, g->division));
    g->field = g->field.p == NULL ? S("") : g->field;
    if (!date_is(g->valid_from))
        g->valid_from = date_of(cx->now);
    TRY(group_check(cx, g));
    g->pinyin = han_pinyin_key(cx->arena, g->name);
    TRY(registry_division(cx, g->division, &at));
    TRY(sql_group_by_code(cx, g->code, &old, &found));
    if (found)
        return group_change(cx, g, &old, done);
    g->public_id = registry_public_id(cx);
    TRY(sql_group_add(cx, g->public_id, g->code, g->name, g->pinyin, g->kind, g->field,
        g->division, g->convenor_id, g->valid_from, g->valid_to, &g->id));
    g->version = 1;
    *done = PUT_NEW;
    return audit_add(cx, "deputy_group", g->id, "contact.group_added", g->division, g->code);
}

enum err contact_group_get(struct cx *cx, struct str public_id, struct deputy_group *out)
{
    struct deputy_group g;
    struct group_ask ask;
    struct date from, to;
    bool member;

    this_year(cx, &from, &to);
    TRY(sql_group_by_public(cx, public_id, from, to, from, to, date_of(cx->now), &g));
    TRY(contact_group_ask(cx, g.division, date_of(cx->now), &ask));
    if (ask.months > 0)
        TRY(sql_group_by_public(
            cx, public_id, from, to, ask.last_from, ask.last_to, date_of(cx->now), &g));
    TRY(is_member(cx, g.id, cx->actor->person_id, &member));
    if (!member)
        TRY(contact_hidden(cx, RIGHT_CONTACT_READ, g.division));
    *out = g;
    return OK;
}

bool contact_group_may_edit(struct cx *cx, const struct deputy_group *g)
{
    return right_may(cx, RIGHT_CONTACT_EDIT, &(struct object){.division = g->division});
}

bool contact_group_may_plan(struct cx *cx, const struct deputy_group *g)
{
    return contact_group_may_edit(cx, g) ||
           (g->convenor_id > 0 && g->convenor_id == cx->actor->person_id);
}

/* As group_page sorts. */
static bool group_before(const void *x, const void *y)
{
    const struct deputy_group *a = x, *b = y;
    int order = str_cmp(a->pinyin, b->pinyin);

    return order != 0 ? order < 0 : a->id < b->id;
}

enum err contact_group_page(
    struct cx *cx, const struct group_filter *f, struct deputy_group_list *out, bool *more)
{
    const struct subtree_order order = {
        sizeof(struct deputy_group), (size_t)f->max + 1, group_before};
    struct deputy_group_list part;
    struct right_ranges below;
    struct str kind = str_empty(f->kind) ? (struct str){0} : f->kind;
    struct str after = str_empty(f->after) ? (struct str){0} : f->after;
    struct group_ask ask = {0};
    struct date from, to;
    bool shown;

    TRY(registry_may(cx, RIGHT_CONTACT_READ, f->division));
    this_year(cx, &from, &to);
    TRY(contact_group_ask(cx, f->division, date_of(cx->now), &ask));
    shown = f->gaps && date_of(cx->now).day >= ask.office_from.day;
    TRY(subtree_of(cx, f->division, &below));
    *out = (struct deputy_group_list){0};
    for (size_t i = 0; i < below.n; i++) {
        TRY(sql_group_page(cx, below.at[i].from, below.at[i].to, kind, f->gone, f->gaps,
            shown ? ask.yearly : 0, shown && ask.months > 0, after, f->after_id, from, to,
            ask.last_from, ask.last_to, date_of(cx->now), f->max + 1, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    *more = (int64_t)out->n > f->max;
    out->n -= *more;
    return OK;
}

enum err contact_group_holding(struct cx *cx, struct str division, struct group_share *out)
{
    struct date from, to;

    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    this_year(cx, &from, &to);
    TRY(sql_group_holding(cx, division, from, to, 0, &out->all));
    return sql_group_holding(cx, division, from, to, 1, &out->took);
}

enum err contact_groups_of(struct cx *cx, int64_t person_id, struct deputy_group_list *out)
{
    struct deputy_group_list plain;
    struct date from, to;

    this_year(cx, &from, &to);
    TRY(sql_groups_of_person(cx, person_id, from, to, from, to, date_of(cx->now), &plain));
    *out = (struct deputy_group_list){MANY(cx->arena, struct deputy_group, plain.n), 0};
    EACH (g, &plain) {
        struct group_ask ask;

        out->p[out->n] = *g;
        TRY(contact_group_ask(cx, g->division, date_of(cx->now), &ask));
        if (ask.months > 0)
            TRY(sql_group_by_public(cx, g->public_id, from, to, ask.last_from, ask.last_to,
                date_of(cx->now), &out->p[out->n]));
        out->n++;
    }
    return OK;
}

enum err contact_group_members(struct cx *cx, int64_t group_id, struct group_member_list *out)
{
    return sql_group_members_of(cx, group_id, date_of(cx->now), out);
}

enum err contact_group_join(
    struct cx *cx, const struct deputy_group *g, const struct deputy *d, struct str reason)
{
    bool member;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, g->division));
    if (contact_group_gone(g, date_of(cx->now)))
        return fail(cx, ERR_INVALID, "deputy", "contact.group_gone");
    if (d->state != TENURE_ACTIVE)
        return fail(cx, ERR_INVALID, "deputy", "contact.not_in_office");
    if (registry_near(g->division, d->division) <
        (registry_code_depth(g->division) < registry_code_depth(d->division)
                ? registry_code_depth(g->division)
                : registry_code_depth(d->division)))
        return fail(cx, ERR_INVALID, "deputy", "contact.other_area");
    if (str_points(reason) > 200)
        return fail(cx, ERR_INVALID, "reason", "registry.text_length");
    TRY(is_member(cx, g->id, d->person_id, &member));
    if (member)
        return fail(cx, ERR_CONFLICT, "deputy", "contact.member_there");
    TRY(sql_group_member_add(cx, g->id, d->person_id, d->id, reason.p == NULL ? S("") : reason,
        date_of(cx->now), NULL));
    return audit_add(cx, "deputy_group", g->id, "contact.group_joined", g->division, d->code);
}

enum err contact_group_leave(struct cx *cx, const struct deputy_group *g, int64_t person_id)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, g->division));
    TRY(sql_group_member_end(cx, g->id, person_id, date_add(date_of(cx->now), -1), &changed));
    if (changed == 0)
        return fail(cx, ERR_CONFLICT, "deputy", "contact.no_member");
    if (g->convenor_id == person_id)
        TRY(sql_group_set(cx, g->id, g->version, g->name, g->pinyin, g->field, 0, g->valid_from,
            g->valid_to, &changed));
    return audit_add(
        cx, "deputy_group", g->id, "contact.group_left", g->division, (struct str){0});
}

enum err contact_group_convenor(struct cx *cx, struct deputy_group *g, int64_t person_id)
{
    int64_t changed;
    bool member;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, g->division));
    TRY(is_member(cx, g->id, person_id, &member));
    if (!member)
        return fail(cx, ERR_INVALID, "deputy", "contact.no_member");
    TRY(sql_group_set(cx, g->id, g->version, g->name, g->pinyin, g->field, person_id,
        g->valid_from, g->valid_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    g->convenor_id = person_id;
    g->version++;
    return audit_add(
        cx, "deputy_group", g->id, "contact.group_convenor", g->division, (struct str){0});
}

enum err contact_group_plans(
    struct cx *cx, int64_t group_id, int64_t year, struct group_plan_list *out)
{
    return sql_group_plans_of(cx, group_id, year, num_text(cx->arena, year), out);
}

enum err contact_group_plan_add(
    struct cx *cx, const struct deputy_group *g, int64_t year, int64_t month, struct str title)
{
    if (!contact_group_may_plan(cx, g))
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    cx_faults_clear(cx);
    if (year < 2000 || year > date_ymd(date_of(cx->now)).year + 1)
        (void)fail(cx, ERR_INVALID, "year", "contact.plan_year");
    if (month < 1 || month > 12)
        (void)fail(cx, ERR_INVALID, "month", "contact.plan_month");
    if (str_empty(title) || str_points(title) > 100)
        (void)fail(cx, ERR_INVALID, "title", "contact.plan_title");
    TRY(cx_checked(cx));
    TRY(sql_group_plan_add(cx, g->id, year, month, title, NULL));
    return audit_add(
        cx, "deputy_group", g->id, "contact.plan_added", g->division, (struct str){0});
}

enum err contact_group_plan_drop(struct cx *cx, const struct deputy_group *g, int64_t plan_id)
{
    int64_t changed;

    if (!contact_group_may_plan(cx, g))
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    TRY(sql_group_plan_drop(cx, plan_id, g->id, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return audit_add(
        cx, "deputy_group", g->id, "contact.plan_dropped", g->division, (struct str){0});
}

bool contact_group_idle(const struct deputy_group *g, const struct group_ask *ask)
{
    return g->held < ask->yearly ||
           (ask->months > 0 && g->held_last == 0 && g->valid_from.day <= ask->last_from.day);
}

bool contact_group_gone(const struct deputy_group *g, struct date on)
{
    return date_is(g->valid_to) && g->valid_to.day < on.day;
}

enum err contact_group_ask(
    struct cx *cx, struct str division, struct date on, struct group_ask *out)
{
    struct group_ask ask = {.office_from = date_make(date_ymd(on).year, 10, 1),
        .last_from = date_make(date_ymd(on).year, 1, 1),
        .last_to = date_make(date_ymd(on).year, 12, 31)};
    struct period p;
    struct rule rule;
    bool found;

    TRY(rules_find(cx, S("contact.group.yearly"), division, on, &rule, &found));
    if (found && num_parse(rule.value, 0, 366, &ask.yearly) == OK)
        ask.source = rule.source;
    TRY(rules_find(cx, S("contact.group.each"), division, on, &rule, &found));
    if (found && contact_months(rule.value) > 0) {
        ask.months = contact_months(rule.value);
        ask.source = rule.source;
        contact_period(ask.months, on, &ask.last_from, &ask.last_to);
        contact_period(ask.months, date_add(ask.last_from, -1), &ask.last_from, &ask.last_to);
    }
    TRY(rules_find(cx, S("contact.group.office"), division, on, &rule, &found));
    if (found && period_parse(rule.value, &p) == OK && p.unit == PERIOD_MONTHS)
        ask.office_from = date_add_months(date_make(date_ymd(on).year, 1, 1), p.n);
    *out = ask;
    return OK;
}
