/*
 * contact: teams for visits (A1.10): around one city deputy one information officer, three to
 * five county or township deputies and an escort; what does not fit is said before they go.
 */
#include "base/han.h"
#include "core/audit.h"
#include "core/flow.h"
#include "core/subtree.h"

#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_group.sql.h"
#include "feature/contact/contact_notice.h"

const char *const team_state_words[] = {"planned", "confirmed", "done", "cancelled", NULL};
const char *const team_event_words[] = {"confirm", "hold", "cancel", NULL};
const char *const team_role_words[] = {"lead", "officer", "deputy", "escort", NULL};
const char *const team_conflict_words[] = {
    "officers", "leads", "deputies", "escorts", "level", "office", "busy", "twice", NULL};

#define KEEPERS (ROLE_OFFICE | ROLE_PRESIDIUM | ROLE_CLOCK)
/* clang-format off */
static const struct move moves[] = {
    /* from           event         to              who      needs          */
    { TEAM_PLANNED,   TEAM_CONFIRM, TEAM_CONFIRMED, KEEPERS, NEEDS_NOTHING, NULL, NULL, TELLS_DEPUTY },
    { TEAM_CONFIRMED, TEAM_HOLD,    TEAM_DONE,      KEEPERS, NEEDS_NOTHING },
    { TEAM_PLANNED,   TEAM_CANCEL,  TEAM_CANCELLED, KEEPERS, NEEDS_NOTE,    NULL, NULL, TELLS_NOBODY },
    { TEAM_CONFIRMED, TEAM_CANCEL,  TEAM_CANCELLED, KEEPERS, NEEDS_NOTE,    NULL, NULL, TELLS_DEPUTY },
};
/* clang-format on */
const struct flow team_flow = {"team", team_state_words, team_event_words, moves, COUNT(moves)};

static const struct field team_fields[] = {
    FIELD(struct visit_team, id),
    FIELD(struct visit_team, public_id),
    FIELD(struct visit_team, division),
    FIELD(struct visit_team, place),
    FIELD(struct visit_team, day),
    FIELD(struct visit_team, purpose),
    FIELD_ENUM(struct visit_team, state, team_state_words),
    FIELD(struct visit_team, note),
    FIELD(struct visit_team, version),
    FIELD(struct visit_team, lead),
    FIELD(struct visit_team, size),
};
const struct shape visit_team_shape = SHAPE(visit_team, team_fields);

static const struct field member_fields[] = {
    FIELD(struct team_member, id),
    FIELD(struct team_member, team_id),
    FIELD_ENUM(struct team_member, role, team_role_words),
    FIELD(struct team_member, person_id),
    FIELD(struct team_member, tenure_id),
    FIELD(struct team_member, name),
    FIELD(struct team_member, folded),
    FIELD(struct team_member, post),
};
const struct shape team_member_shape = SHAPE(team_member, member_fields);

enum err contact_team_add(struct cx *cx, struct visit_team *t)
{
    struct division at;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, t->division));
    cx_faults_clear(cx);
    if (str_empty(t->purpose) || str_points(t->purpose) > 100)
        (void)fail(cx, ERR_INVALID, "purpose", "contact.team_purpose");
    if (!date_is(t->day) || t->day.day < date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "contact.team_day");
    TRY(cx_checked(cx));
    if (registry_division(cx, t->place, &at) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "place", "registry.no_division");
    }
    t->public_id = registry_public_id(cx);
    TRY(sql_team_add(cx, t->public_id, t->division, t->place, t->day, t->purpose, &t->id));
    t->state = TEAM_PLANNED;
    t->version = 1;
    return audit_add(
        cx, "visit_team", t->id, "contact.team_added", t->division, (struct str){0});
}

enum err contact_team_get(struct cx *cx, struct str public_id, struct visit_team *out)
{
    struct visit_team t;
    int64_t own = 0;

    TRY(sql_team_by_public(cx, public_id, &t));
    if (cx->actor->person_id > 0)
        TRY(sql_team_has_person(cx, t.id, cx->actor->person_id, &own));
    if (own == 0 || t.state == TEAM_PLANNED)
        TRY(contact_hidden(cx, RIGHT_CONTACT_READ, t.division));
    *out = t;
    return OK;
}

/* As team_page sorts. */
static bool team_before(const void *x, const void *y)
{
    const struct visit_team *a = x, *b = y;

    return a->day.day != b->day.day ? a->day.day > b->day.day : a->id > b->id;
}

enum err contact_team_page(struct cx *cx, struct str division, struct date before,
    int64_t before_id, int64_t max, struct visit_team_list *out, bool *more)
{
    const struct subtree_order order = {
        sizeof(struct visit_team), (size_t)max + 1, team_before};
    struct visit_team_list part;
    struct right_ranges below;

    *out = (struct visit_team_list){0};
    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    TRY(subtree_of(cx, division, &below));
    for (size_t i = 0; i < below.n; i++) {
        TRY(sql_team_page(
            cx, below.at[i].from, below.at[i].to, before, before_id, max + 1, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    *more = (int64_t)out->n > max;
    out->n -= *more;
    return OK;
}

enum err contact_teams_of(
    struct cx *cx, int64_t person_id, struct date from, struct visit_team_list *out)
{
    return sql_teams_of_person(cx, person_id, from, out);
}

enum err contact_team_members(struct cx *cx, int64_t team_id, struct team_member_list *out)
{
    return sql_team_members_of(cx, team_id, out);
}

static enum err may_form(struct cx *cx, const struct visit_team *t)
{
    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, t->division));
    if (t->state != TEAM_PLANNED)
        return fail(cx, ERR_CONFLICT, "state", "contact.team_fixed");
    return OK;
}

/* A team may be put together step by step: what does not fit is shown, not refused. */
enum err contact_team_join(struct cx *cx, const struct visit_team *t, struct team_member *m)
{
    struct deputy d;
    bool seat = m->role == TEAM_LEAD || m->role == TEAM_DEPUTY;
    struct str words;

    TRY(may_form(cx, t));
    if (seat) {
        TRY(registry_deputy(cx, m->tenure_id, &d));
        m->person_id = d.person_id;
        m->name = d.name;
        m->post = d.post;
    } else {
        m->person_id = m->tenure_id = 0;
    }
    m->post = m->post.p == NULL ? S("") : m->post;
    cx_faults_clear(cx);
    if (str_empty(m->name) || str_points(m->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (!seat && (str_empty(m->post) || str_points(m->post) > 100))
        (void)fail(cx, ERR_INVALID, "post", "contact.team_post");
    TRY(cx_checked(cx));
    words = str_f(cx->arena, "%.*s %.*s", STR(m->name), STR(m->post));
    m->folded = han_fold(cx->arena, words);
    TRY(sql_team_member_add(
        cx, t->id, m->role, m->person_id, m->tenure_id, m->name, m->folded, m->post, &m->id));
    return audit_add(cx, "visit_team", t->id, "contact.team_joined", t->division,
        str_of(team_role_words[m->role]));
}

enum err contact_team_leave(struct cx *cx, const struct visit_team *t, int64_t member)
{
    int64_t changed;

    TRY(may_form(cx, t));
    TRY(sql_team_member_drop(cx, member, t->id, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return audit_add(
        cx, "visit_team", t->id, "contact.team_left", t->division, (struct str){0});
}

struct clashes {
    struct team_clash *p;
    size_t n, cap;
};

static void clash(struct cx *cx, struct clashes *all, enum team_conflict what, struct str who,
    struct str other)
{
    *VEC_PUSH(cx->arena, all) = (struct team_clash){what, who, other, {0}};
}

static void numbers(struct cx *cx, const struct team_member_list *members,
    struct contact_range deputies, struct clashes *all)
{
    int64_t n[4] = {0};
    struct str none = {0};

    EACH (m, members)
        n[m->role]++;
    if (n[TEAM_LEAD] != 1)
        clash(cx, all, TEAM_LEADS, none, num_text(cx->arena, n[TEAM_LEAD]));
    if (n[TEAM_OFFICER] != 1)
        clash(cx, all, TEAM_OFFICERS, none, num_text(cx->arena, n[TEAM_OFFICER]));
    if (n[TEAM_DEPUTY] < deputies.min || (deputies.max > 0 && n[TEAM_DEPUTY] > deputies.max)) {
        clash(cx, all, TEAM_DEPUTIES, none, num_text(cx->arena, n[TEAM_DEPUTY]));
        all->p[all->n - 1].asked = contact_range_text(cx->arena, cx->lang, deputies);
    }
    if (n[TEAM_ESCORT] == 0)
        clash(cx, all, TEAM_ESCORTS, none, none);
}

static enum err seat_clashes(
    struct cx *cx, const struct visit_team *t, const struct team_member *m, struct clashes *all)
{
    struct deputy d;
    bool fits;

    if (m->tenure_id == 0)
        return OK;
    TRY(registry_deputy(cx, m->tenure_id, &d));
    fits = m->role == TEAM_LEAD ? d.level == LEVEL_CITY
                                : d.level == LEVEL_COUNTY || d.level == LEVEL_TOWNSHIP;
    if (!fits)
        clash(cx, all, TEAM_LEVEL, m->name, (struct str){0});
    if (d.state != TENURE_ACTIVE || (date_is(d.valid_to) && d.valid_to.day < t->day.day))
        clash(cx, all, TEAM_OFFICE, m->name, (struct str){0});
    return OK;
}

static bool twice(const struct team_member_list *members, const struct team_member *m)
{
    EACH (o, members) {
        if (o == m)
            return false;
        if (m->person_id > 0 ? o->person_id == m->person_id
                             : o->person_id == 0 && str_eq(o->folded, m->folded))
            return true;
    }
    return false;
}

enum err contact_team_clashes(
    struct cx *cx, const struct visit_team *t, struct team_clash_list *out)
{
    struct contact_range deputies = {3, 5, true};
    struct team_member_list members;
    struct visit_team_list others;
    struct clashes all = {0};
    struct rule rule;
    bool found;

    TRY(rules_find(cx, S("contact.team.deputies"), t->division, t->day, &rule, &found));
    if (found)
        (void)contact_range_parse(rule.value, &deputies);
    TRY(contact_team_members(cx, t->id, &members));
    numbers(cx, &members, deputies, &all);
    EACH (m, &members) {
        TRY(seat_clashes(cx, t, m, &all));
        if (twice(&members, m))
            clash(cx, &all, TEAM_TWICE, m->name, (struct str){0});
        TRY(sql_team_others(cx, t->id, t->day, m->person_id, m->folded, &others));
        EACH (o, &others)
            clash(cx, &all, TEAM_BUSY, m->name, o->purpose);
    }
    *out = (struct team_clash_list){all.p, all.n};
    return OK;
}

enum err contact_team_move(struct cx *cx, struct visit_team *t, enum team_event event,
    int64_t version, struct str note)
{
    const struct object where = {.division = t->division};
    struct team_clash_list clashes;
    const struct move *m;
    bool known = t->state == TEAM_CONFIRMED;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, t->division));
    TRY(flow_step(cx, &team_flow, (int)t->state, (int)event, right_roles_for(cx, &where),
        str_empty(note) ? 0 : NEEDS_NOTE, &m));
    if (str_points(note) > 300)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    if (event == TEAM_CONFIRM) {
        TRY(contact_team_clashes(cx, t, &clashes));
        if (clashes.n > 0)
            return fail(cx, ERR_CONFLICT, "state", "contact.team_clashes");
    }
    if (event == TEAM_HOLD && t->day.day > date_of(cx->now).day)
        return fail(cx, ERR_CONFLICT, "day", "contact.team_ahead");
    TRY(sql_team_state_set(cx, t->id, version, (enum team_state)m->to,
        str_empty(note) ? (struct str){0} : note, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    t->state = (enum team_state)m->to;
    t->version = version + 1;
    if (event == TEAM_CONFIRM)
        TRY(contact_notice_team(cx, t, "confirmed"));
    else if (event == TEAM_CANCEL && known)
        TRY(contact_notice_team(cx, t, "cancelled"));
    return audit_add(cx, "visit_team", t->id, "contact.team_moved", t->division,
        str_of(team_event_words[event]));
}
