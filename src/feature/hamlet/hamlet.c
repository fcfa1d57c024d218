/*
 * hamlet: groups of hamlets and their councils.
 */
#include "feature/hamlet/hamlet.h"

#include "base/han.h"
#include "core/audit.h"
#include "core/ledger.h"
#include "core/subtree.h"

#include "feature/hamlet/hamlet.sql.h"

enum {
    NAME_MAX_POINTS = 60,
    TOWN_DIGITS = 9
};

const char *const deputy_status_words[] = {"now", "former", "none", NULL};
const char *const council_duty_words[] = {"head", "member", NULL};

static const struct field group_fields[] = {
    FIELD(struct hamlet_group, id),
    FIELD(struct hamlet_group, name),
    FIELD(struct hamlet_group, division),
    FIELD(struct hamlet_group, pinyin),
    FIELD(struct hamlet_group, convenor_id),
    FIELD(struct hamlet_group, valid_from),
    FIELD(struct hamlet_group, valid_to),
    FIELD(struct hamlet_group, version),
    FIELD(struct hamlet_group, hamlets),
    FIELD(struct hamlet_group, members),
    FIELD(struct hamlet_group, deputies),
    FIELD(struct hamlet_group, open_cases),
};
const struct shape hamlet_group_shape = SHAPE(hamlet_group, group_fields);

static const struct field member_fields[] = {
    FIELD(struct council_member, id),
    FIELD(struct council_member, group_id),
    FIELD(struct council_member, name),
    FIELD(struct council_member, person_id),
    FIELD_ENUM(struct council_member, status, deputy_status_words),
    FIELD_ENUM(struct council_member, duty, council_duty_words),
    FIELD(struct council_member, valid_from),
    FIELD(struct council_member, valid_to),
    FIELD(struct council_member, version),
};
const struct shape council_member_shape = SHAPE(council_member, member_fields);

enum err hamlet_get(struct cx *cx, int64_t id, struct hamlet_group *out)
{
    struct hamlet_group g;

    TRY(sql_hamlet_group_by_id(cx, id, &g));
    TRY(registry_may(cx, RIGHT_HAMLET_READ, g.division));
    *out = g;
    return OK;
}

/* As hamlet_group_page sorts. */
static bool group_before(const void *x, const void *y)
{
    const struct hamlet_group *a = x, *b = y;
    int order = str_cmp(a->pinyin, b->pinyin);

    return order != 0 ? order < 0 : a->id < b->id;
}

enum err hamlet_list(
    struct cx *cx, const struct hamlet_filter *f, struct hamlet_group_list *out, bool *more)
{
    const struct subtree_order order = {
        sizeof(struct hamlet_group), (size_t)f->max + 1, group_before};
    struct right_ranges r;

    *out = (struct hamlet_group_list){0};
    TRY(registry_may(cx, RIGHT_HAMLET_READ, f->division));
    TRY(subtree_of(cx, f->division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct hamlet_group_list part;

        TRY(sql_hamlet_group_page(cx, r.at[i].from, r.at[i].to, registry_like(cx, f->name),
            f->after, f->after_id, f->max + 1, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    *more = out->n > (size_t)f->max;
    if (*more)
        out->n = (size_t)f->max;
    return OK;
}

static void name_check(struct cx *cx, struct str name)
{
    size_t n = str_points(name);

    if (n < 1 || n > NAME_MAX_POINTS)
        (void)fail(cx, ERR_INVALID, "name", "hamlet.name_length");
}

static void days_check(struct cx *cx, struct date from, struct date to)
{
    if (date_is(from) && date_is(to) && to.day < from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "hamlet.days");
}

static enum err convenor_check(struct cx *cx, const struct hamlet_group *g)
{
    struct deputy d;

    if (g->convenor_id == 0)
        return OK;
    TRY(registry_deputy(cx, g->convenor_id, &d));
    if (d.state != TENURE_ACTIVE)
        return fail(cx, ERR_INVALID, "convenor", "hamlet.convenor_left");
    return OK;
}

static enum err group_check(struct cx *cx, const struct hamlet_group *g)
{
    int depth = registry_code_depth(g->division);
    struct division d;
    int64_t named;

    cx_faults_clear(cx);
    name_check(cx, g->name);
    days_check(cx, g->valid_from, g->valid_to);
    if (!registry_code_ok(g->division) || depth < 4 || depth > 5)
        (void)fail(cx, ERR_INVALID, "division", "hamlet.area");
    TRY(cx_checked(cx));
    if (registry_division(cx, g->division, &d) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "division", "hamlet.area");
    }
    TRY(sql_hamlet_group_named(cx, g->division, g->name, g->id, &named));
    if (named > 0)
        return fail(cx, ERR_INVALID, "name", "hamlet.name_taken");
    return convenor_check(cx, g);
}

/* So many of what there is more or less from a day on; the record behind is the group. */
static enum err stock(struct cx *cx, const char *measure, const struct hamlet_group *g,
    struct date day, int64_t quantity)
{
    if (quantity == 0)
        return OK;
    return ledger_book(cx, measure, g->division, day, quantity, "hamlet_group", g->id);
}

/* The group and its hamlets come (sign 1) or go (sign -1). */
static enum err group_book(
    struct cx *cx, const struct hamlet_group *g, struct date day, int64_t sign)
{
    TRY(stock(cx, "hamlet.groups", g, day, sign));
    return stock(cx, "hamlet.places", g, day, sign * g->hamlets);
}

static struct date begun(struct cx *cx, struct date from)
{
    return date_is(from) ? from : date_of(cx->now);
}

/* Other days of life: what was booked for the old ones is taken back, the new ones booked. */
static enum err life_book(
    struct cx *cx, const struct hamlet_group *old, const struct hamlet_group *g)
{
    struct hamlet_group now = *g;

    now.hamlets = old->hamlets;
    if (old->valid_from.day != g->valid_from.day) {
        TRY(group_book(cx, &now, begun(cx, old->valid_from), -1));
        TRY(group_book(cx, &now, begun(cx, g->valid_from), 1));
    }
    if (old->valid_to.day == g->valid_to.day)
        return OK;
    if (date_is(old->valid_to))
        TRY(group_book(cx, &now, date_add(old->valid_to, 1), 1));
    return date_is(g->valid_to) ? group_book(cx, &now, date_add(g->valid_to, 1), -1) : OK;
}

enum err hamlet_put(struct cx *cx, struct hamlet_group *g)
{
    struct str folded = han_fold(cx->arena, g->name);
    struct str pinyin = han_pinyin_key(cx->arena, g->name);
    struct hamlet_group old;
    int64_t changed;

    if (g->id == 0) {
        TRY(group_check(cx, g));
        TRY(registry_may(cx, RIGHT_HAMLET_EDIT, g->division));
        TRY(sql_hamlet_group_add(cx, g->name, folded, pinyin, g->division, g->convenor_id,
            g->valid_from, g->valid_to, &g->id));
        g->version = 1;
        g->hamlets = 0;
        TRY(group_book(cx, g, begun(cx, g->valid_from), 1));
        if (date_is(g->valid_to))
            TRY(group_book(cx, g, date_add(g->valid_to, 1), -1));
        return audit_add(cx, "hamlet", g->id, "hamlet.added", g->division, (struct str){0});
    }
    TRY(hamlet_get(cx, g->id, &old));
    TRY(registry_may(cx, RIGHT_HAMLET_EDIT, old.division));
    g->division = old.division;
    TRY(group_check(cx, g));
    TRY(sql_hamlet_group_set(cx, g->id, g->version, g->name, folded, pinyin, g->convenor_id,
        g->valid_from, g->valid_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    g->version++;
    TRY(life_book(cx, &old, g));
    return audit_add(cx, "hamlet", g->id, "hamlet.changed", g->division, (struct str){0});
}

enum err hamlet_places(struct cx *cx, int64_t group_id, struct division_list *out)
{
    return sql_hamlet_places(cx, group_id, out);
}

enum err hamlet_of(struct cx *cx, struct str division, int64_t *group_id)
{
    return sql_hamlet_of(cx, division, group_id);
}

/* In the group's township; a group of one village takes hamlets of that village only. */
static bool lies_in(const struct hamlet_group *g, struct str hamlet)
{
    size_t n = registry_code_depth(g->division) == 5 ? 12 : TOWN_DIGITS;

    return str_eq(str_sub(g->division, 0, n), str_sub(hamlet, 0, n));
}

/* A hamlet joins or leaves today, or when the group itself begins; and goes with the group. */
static enum err place_book(struct cx *cx, const struct hamlet_group *g, int64_t sign)
{
    struct date day = date_of(cx->now);

    if (date_is(g->valid_from) && g->valid_from.day > day.day)
        day = g->valid_from;
    TRY(stock(cx, "hamlet.places", g, day, sign));
    return date_is(g->valid_to) ? stock(cx, "hamlet.places", g, date_add(g->valid_to, 1), -sign)
                                : OK;
}

enum err hamlet_place_add(struct cx *cx, const struct hamlet_group *g, struct str division)
{
    struct division d;
    int64_t there;

    TRY(registry_may(cx, RIGHT_HAMLET_EDIT, g->division));
    if (!registry_code_ok(division) || registry_code_depth(division) != 6 ||
        registry_division(cx, division, &d) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "division", "hamlet.no_place");
    }
    if (!lies_in(g, division))
        return fail(cx, ERR_INVALID, "division", "hamlet.place_outside");
    TRY(sql_hamlet_of(cx, division, &there));
    if (there == g->id)
        return OK;
    if (there > 0)
        return fail(cx, ERR_INVALID, "division", "hamlet.place_taken");
    TRY(sql_hamlet_place_add(cx, g->id, division, NULL));
    TRY(place_book(cx, g, 1));
    return audit_add(cx, "hamlet", g->id, "hamlet.place_added", division, (struct str){0});
}

enum err hamlet_place_drop(struct cx *cx, const struct hamlet_group *g, struct str division)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_HAMLET_EDIT, g->division));
    TRY(sql_hamlet_place_drop(cx, g->id, division, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "hamlet.no_place");
    TRY(place_book(cx, g, -1));
    return audit_add(cx, "hamlet", g->id, "hamlet.place_dropped", division, (struct str){0});
}

enum err hamlet_members(struct cx *cx, int64_t group_id, struct council_member_list *out)
{
    return sql_council_members(cx, group_id, out);
}

enum err hamlet_member(struct cx *cx, int64_t id, struct council_member *out)
{
    return sql_council_member_by_id(cx, id, out);
}

/* What is kept of a member: name and person from the roster where a seat is named. */
static enum err member_read(
    struct cx *cx, const struct council_member_in *in, struct council_member *out)
{
    struct deputy d;

    *out = (struct council_member){.name = in->name, .duty = in->duty};
    cx_faults_clear(cx);
    days_check(cx, in->valid_from, in->valid_to);
    if (str_empty(in->deputy))
        name_check(cx, in->name);
    TRY(cx_checked(cx));
    out->status = in->former ? DEPUTY_FORMER : DEPUTY_NONE;
    if (str_empty(in->deputy))
        return OK;
    if (registry_deputy_by_code(cx, in->deputy, &d) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "deputy", "hamlet.no_deputy");
    }
    out->name = d.name;
    out->person_id = d.person_id;
    out->status = DEPUTY_FORMER;
    return OK;
}

/* Nobody sits twice in one council. */
static enum err once_check(struct cx *cx, const struct hamlet_group *g,
    const struct council_member_in *in, const struct council_member *m, int64_t id)
{
    int64_t there;

    if (date_is(in->valid_to))
        return OK;
    TRY(sql_council_sitting(cx, g->id, m->person_id, m->name, id, &there));
    if (there > 0)
        return fail(cx, ERR_INVALID, m->person_id > 0 ? "deputy" : "name", "hamlet.sits");
    return OK;
}

/* One member, and one who is or was a deputy, for the days of the seat. */
static enum err member_book(struct cx *cx, const struct hamlet_group *g, int64_t id,
    const struct council_member_in *in, const struct council_member *m)
{
    static const char *const measures[] = {"hamlet.council_members", "hamlet.council_deputies"};
    size_t n = m->status == DEPUTY_NONE ? 1 : 2;

    for (size_t i = 0; i < n; i++) {
        TRY(ledger_book(
            cx, measures[i], g->division, begun(cx, in->valid_from), 1, "council", id));
        if (date_is(in->valid_to))
            TRY(ledger_book(
                cx, measures[i], g->division, date_add(in->valid_to, 1), -1, "council", id));
    }
    return OK;
}

enum err hamlet_member_add(struct cx *cx, const struct hamlet_group *g,
    const struct council_member_in *in, int64_t *id)
{
    struct council_member m;

    TRY(registry_may(cx, RIGHT_HAMLET_EDIT, g->division));
    TRY(member_read(cx, in, &m));
    TRY(once_check(cx, g, in, &m, 0));
    TRY(sql_council_member_add(cx, g->id, m.name, m.person_id,
        str_of(deputy_status_words[m.status]), m.duty, in->valid_from, in->valid_to, id));
    TRY(member_book(cx, g, *id, in, &m));
    return audit_add(cx, "council", *id, "council.added", g->division, (struct str){0});
}

enum err hamlet_member_set(
    struct cx *cx, const struct hamlet_group *g, int64_t id, const struct council_member_in *in)
{
    struct council_member m;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_HAMLET_EDIT, g->division));
    TRY(member_read(cx, in, &m));
    TRY(once_check(cx, g, in, &m, id));
    TRY(sql_council_member_set(cx, id, in->version, m.name, m.person_id,
        str_of(deputy_status_words[m.status]), m.duty, in->valid_from, in->valid_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(ledger_undo(cx, "hamlet.council_members", "council", id));
    TRY(ledger_undo(cx, "hamlet.council_deputies", "council", id));
    TRY(member_book(cx, g, id, in, &m));
    return audit_add(cx, "council", id, "council.changed", g->division, (struct str){0});
}
