/*
 * registry: organisations with names that have dates, and congresses with their seats.
 */
#include "base/han.h"
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/registry/registry.h"
#include "feature/registry/registry.sql.h"

const char *const org_kind_words[] = {"congress", "standing_committee", "presidium",
    "working_committee", "office", "government", "department", "supervision", "court",
    "procuratorate", "town_government", "subdistrict_office", "village_body", "hotline",
    "other", NULL};

static const struct field org_fields[] = {
    FIELD(struct org, id),
    FIELD(struct org, code),
    FIELD(struct org, name),
    FIELD_ENUM(struct org, kind, org_kind_words),
    FIELD(struct org, division),
    FIELD_ENUM(struct org, level, congress_level_words),
    FIELD(struct org, handles),
    FIELD(struct org, matters),
    FIELD(struct org, valid_from),
    FIELD(struct org, valid_to),
    FIELD(struct org, successor),
    FIELD(struct org, pinyin),
    FIELD(struct org, version),
};
const struct shape org_shape = SHAPE(org, org_fields);

static const struct field congress_fields[] = {
    FIELD(struct congress, id),
    FIELD(struct congress, code),
    FIELD(struct congress, name),
    FIELD(struct congress, division),
    FIELD_ENUM(struct congress, level, congress_level_words),
    FIELD(struct congress, term),
    FIELD(struct congress, seats),
    FIELD(struct congress, valid_from),
    FIELD(struct congress, valid_to),
    FIELD(struct congress, version),
    FIELD(struct congress, filled),
};
const struct shape congress_shape = SHAPE(congress, congress_fields);

bool registry_grass_roots(enum org_kind kind)
{
    return kind == ORG_TOWN_GOVERNMENT || kind == ORG_SUBDISTRICT_OFFICE ||
           kind == ORG_VILLAGE_BODY;
}

enum err registry_org(struct cx *cx, int64_t id, struct org *out)
{
    return sql_registry_org_by_id(cx, id, out);
}

enum err registry_org_by_code(struct cx *cx, struct str code, struct org *out)
{
    bool found;

    TRY(sql_registry_org_by_code(cx, code, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, "org", "registry.no_org");
}

enum err registry_units_for(struct cx *cx, struct str division, struct org_list *out)
{
    struct division_list path;
    struct str a[7] = {{0}};

    TRY(registry_path(cx, division, &path));
    for (size_t i = 0; i < path.n && i < COUNT(a); i++)
        if (path.p[i].kind != DIVISION_PROVINCE || path.n == 1)
            a[i] = path.p[i].code;
    return sql_registry_units(
        cx, a[0], a[1], a[2], a[3], a[4], a[5], a[6], date_of(cx->now), out);
}

static struct str none_if_empty(struct str s)
{
    return s.n == 0 ? (struct str){0} : s;
}

static enum err dates_check(struct cx *cx, struct date from, struct date to)
{
    if (date_is(from) && date_is(to) && to.day < from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "registry.dates_order");
    return cx_checked(cx);
}

static enum err org_check(struct cx *cx, const struct org *o)
{
    struct division at;
    bool found;

    cx_faults_clear(cx);
    if (str_empty(o->code) || str_points(o->code) > 40)
        (void)fail(cx, ERR_INVALID, "code", "registry.key_length");
    if (str_empty(o->name) || str_points(o->name) > 100)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (str_points(o->matters) > 1000)
        (void)fail(cx, ERR_INVALID, "matters", "registry.text_length");
    TRY(sql_registry_division_find(cx, o->division, &at, &found));
    if (!found)
        (void)fail(cx, ERR_INVALID, "division", "registry.no_division");
    return dates_check(cx, o->valid_from, o->valid_to);
}

static bool org_same(const struct org *x, const struct org *y)
{
    return str_eq(x->name, y->name) && x->kind == y->kind && str_eq(x->division, y->division) &&
           x->level == y->level && x->handles == y->handles && str_eq(x->matters, y->matters) &&
           x->valid_from.day == y->valid_from.day && x->valid_to.day == y->valid_to.day &&
           str_eq(x->successor, y->successor);
}

static enum err org_write(struct cx *cx, struct org *o, const struct org *old)
{
    struct str folded = han_fold(cx->arena, o->name);
    int64_t changed;

    o->pinyin = han_pinyin_key(cx->arena, o->name);
    if (old == NULL)
        return sql_registry_org_add(cx, o->code, o->name, o->kind, o->division, o->level,
            o->handles, o->matters, folded, o->pinyin, o->valid_from, o->valid_to, o->successor,
            &o->id);
    if (!str_eq(o->name, old->name))
        TRY(sql_registry_org_name_add(cx, old->id, old->name, han_fold(cx->arena, old->name),
            false, DATE_NONE, date_add(date_of(cx->now), -1), &changed));
    return sql_registry_org_set(cx, o->id, o->name, o->kind, o->division, o->level, o->handles,
        o->matters, folded, o->pinyin, o->valid_from, o->valid_to, o->successor, &changed);
}

enum err registry_org_put(struct cx *cx, struct org *o, enum put *done)
{
    struct org old;
    bool exists;

    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, o->division));
    o->successor = none_if_empty(o->successor);
    if (o->matters.p == NULL)
        o->matters = S("");
    TRY(org_check(cx, o));
    TRY(sql_registry_org_by_code(cx, o->code, &old, &exists));
    if (exists) {
        TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, old.division));
        o->id = old.id;
    }
    if (exists && org_same(o, &old)) {
        *o = old;
        *done = PUT_SAME;
        return OK;
    }
    TRY(org_write(cx, o, exists ? &old : NULL));
    *done = exists ? PUT_CHANGED : PUT_NEW;
    return audit_add(
        cx, "org", o->id, exists ? "registry.changed" : "registry.added", o->division, o->code);
}

enum err registry_org_alias(struct cx *cx, int64_t org_id, struct str alias, enum put *done)
{
    struct org o;
    int64_t changed;

    TRY(registry_org(cx, org_id, &o));
    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, o.division));
    if (str_empty(alias) || str_points(alias) > 100)
        return fail(cx, ERR_INVALID, "alias", "registry.name_length");
    TRY(sql_registry_org_name_add(
        cx, org_id, alias, han_fold(cx->arena, alias), true, DATE_NONE, DATE_NONE, &changed));
    *done = changed > 0 ? PUT_NEW : PUT_SAME;
    return OK;
}

enum err registry_org_names(struct cx *cx, int64_t org_id, struct old_name_list *out)
{
    return sql_registry_org_names(cx, org_id, out);
}

/* As registry_org_page sorts. */
static bool org_before(const void *x, const void *y)
{
    const struct org *a = x, *b = y;
    int order = str_cmp(a->pinyin, b->pinyin);

    return order != 0 ? order < 0 : a->id < b->id;
}

enum err registry_org_list(
    struct cx *cx, const struct org_filter *f, struct org_list *out, bool *more)
{
    const struct subtree_order order = {sizeof(struct org), (size_t)f->max + 1, org_before};
    struct subtree_rows all = {NULL, 0};
    struct right_ranges r;

    TRY(registry_may(cx, RIGHT_REGISTRY_READ, f->division));
    TRY(subtree_of(cx, f->division, &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(sql_registry_org_page(cx, r.at[i].from, r.at[i].to, none_if_empty(f->kind),
            registry_like(cx, f->name), none_if_empty(f->after), f->after_id, f->max + 1, out));
        all = subtree_merge(cx->arena, &order, all, (struct subtree_rows){out->p, out->n});
    }
    *out = (struct org_list){all.p, all.n};
    *more = (int64_t)out->n > f->max;
    out->n -= *more;
    return OK;
}

enum err registry_congress(struct cx *cx, struct str code, struct congress *out)
{
    bool found;

    TRY(sql_registry_congress_by_code(cx, code, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, "congress", "registry.no_congress");
}

enum err registry_congress_name(struct cx *cx, int64_t id, struct str *out)
{
    struct congress c;

    TRY(sql_registry_congress_by_id(cx, id, &c));
    *out = c.name;
    return OK;
}

static enum err congress_check(struct cx *cx, const struct congress *c)
{
    struct division at;
    bool found;

    cx_faults_clear(cx);
    if (str_empty(c->code) || str_points(c->code) > 40)
        (void)fail(cx, ERR_INVALID, "code", "registry.key_length");
    if (str_empty(c->name) || str_points(c->name) > 100)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (c->term < 0 || c->term > 99)
        (void)fail(cx, ERR_INVALID, "term", "registry.number_range");
    if (c->seats < 0 || c->seats > 3000)
        (void)fail(cx, ERR_INVALID, "seats", "registry.number_range");
    TRY(sql_registry_division_find(cx, c->division, &at, &found));
    if (!found)
        (void)fail(cx, ERR_INVALID, "division", "registry.no_division");
    return dates_check(cx, c->valid_from, c->valid_to);
}

enum err registry_congress_put(struct cx *cx, struct congress *c, enum put *done)
{
    struct congress old;
    int64_t changed;
    bool exists;

    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, c->division));
    TRY(congress_check(cx, c));
    TRY(sql_registry_congress_by_code(cx, c->code, &old, &exists));
    if (exists && str_eq(c->name, old.name) && str_eq(c->division, old.division) &&
        c->level == old.level && c->term == old.term && c->seats == old.seats &&
        c->valid_from.day == old.valid_from.day && c->valid_to.day == old.valid_to.day) {
        *c = old;
        *done = PUT_SAME;
        return OK;
    }
    if (exists) {
        TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, old.division));
        c->id = old.id;
        TRY(sql_registry_congress_set(cx, c->id, c->name, c->division, c->level, c->term,
            c->seats, c->valid_from, c->valid_to, &changed));
    } else {
        TRY(sql_registry_congress_add(cx, c->code, c->name, c->division, c->level, c->term,
            c->seats, c->valid_from, c->valid_to, &c->id));
    }
    *done = exists ? PUT_CHANGED : PUT_NEW;
    return audit_add(cx, "congress", c->id, exists ? "registry.changed" : "registry.added",
        c->division, c->code);
}

/* As registry_congress_page sorts. */
static bool congress_before(const void *x, const void *y)
{
    const struct congress *a = x, *b = y;
    int order = str_cmp(a->division, b->division);

    if (order == 0 && a->term != b->term)
        order = a->term > b->term ? -1 : 1;
    return order != 0 ? order < 0 : a->id < b->id;
}

enum err registry_congresses(struct cx *cx, struct str division, struct congress_list *out)
{
    static const struct subtree_order order = {sizeof(struct congress), 3000, congress_before};
    struct right_ranges r;

    *out = (struct congress_list){0};
    TRY(registry_may(cx, RIGHT_REGISTRY_READ, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct congress_list part;

        TRY(sql_registry_congress_page(cx, r.at[i].from, r.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}
