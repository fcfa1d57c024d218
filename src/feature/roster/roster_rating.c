/*
 * roster: star rating rounds (M8; practice: self-application, comprehensive assessment, dynamic
 * management).  The station's own view is filled from records; the result has reasons, is shown
 * to those concerned before it holds, and may be objected to.
 */
#include "core/audit.h"
#include "core/deadline.h"
#include "core/subtree.h"

#include "feature/roster/roster.h"
#include "feature/roster/roster.sql.h"

#define STATION (ROLE_CLERK | ROLE_PRESIDIUM | ROLE_CLOCK)
#define OFFICE (ROLE_OFFICE | ROLE_CLOCK)

enum {
    NAME_MAX_POINTS = 60,
    NOTE_MAX = 500,
    STARS_MAX = 5
};

const char *const rating_state_words[] = {"self_apply", "county_review", "site_check",
    "publicised", "objected", "awarded", "monitored", "downgraded", "removed", "declined",
    NULL};
const char *const rating_event_words[] = {"apply", "decline", "return", "visit", "publish",
    "object", "uphold", "revise", "award", "monitor", "downgrade", "remove", NULL};

/* clang-format off */
static const struct move moves[] = {
    /* from                 event                to                    who      needs */
    { RATING_SELF_APPLY,    RATING_DO_APPLY,     RATING_COUNTY_REVIEW, STATION, NEEDS_NOTHING },
    { RATING_SELF_APPLY,    RATING_DO_DECLINE,   RATING_DECLINED,      STATION, NEEDS_NOTHING },
    { RATING_COUNTY_REVIEW, RATING_DO_VISIT,     RATING_SITE_CHECK,    OFFICE,  NEEDS_NOTE },
    { RATING_COUNTY_REVIEW, RATING_DO_RETURN,    RATING_SELF_APPLY,    OFFICE,  NEEDS_NOTE },
    { RATING_SITE_CHECK,    RATING_DO_PUBLISH,   RATING_PUBLICISED,    OFFICE,  NEEDS_NOTE },
    { RATING_PUBLICISED,    RATING_DO_OBJECT,    RATING_OBJECTED,      STATION, NEEDS_NOTE },
    { RATING_OBJECTED,      RATING_DO_UPHOLD,    RATING_PUBLICISED,    OFFICE,  NEEDS_NOTE },
    { RATING_OBJECTED,      RATING_DO_REVISE,    RATING_PUBLICISED,    OFFICE,  NEEDS_NOTE },
    { RATING_PUBLICISED,    RATING_DO_AWARD,     RATING_AWARDED,       OFFICE,  NEEDS_NOTHING },
    { RATING_AWARDED,       RATING_DO_MONITOR,   RATING_MONITORED,     OFFICE,  NEEDS_NOTE },
    { RATING_MONITORED,     RATING_DO_DOWNGRADE, RATING_DOWNGRADED,    OFFICE,  NEEDS_NOTE },
    { RATING_MONITORED,     RATING_DO_REMOVE,    RATING_REMOVED,       OFFICE,  NEEDS_NOTE },
    { RATING_DOWNGRADED,    RATING_DO_REMOVE,    RATING_REMOVED,       OFFICE,  NEEDS_NOTE },
};
/* clang-format on */
const struct flow rating_flow = {
    "rating", rating_state_words, rating_event_words, moves, COUNT(moves)};

static const struct field round_fields[] = {
    FIELD(struct rating_round, id),
    FIELD(struct rating_round, division),
    FIELD(struct rating_round, name),
    FIELD(struct rating_round, standard_id),
    FIELD(struct rating_round, opens),
    FIELD(struct rating_round, self_until),
    FIELD(struct rating_round, star_until),
    FIELD(struct rating_round, closed),
    FIELD(struct rating_round, version),
    FIELD(struct rating_round, entries),
    FIELD(struct rating_round, open),
};
const struct shape rating_round_shape = SHAPE(rating_round, round_fields);

static const struct field entry_fields[] = {
    FIELD(struct rating_entry, id),
    FIELD(struct rating_entry, round_id),
    FIELD(struct rating_entry, station_id),
    FIELD(struct rating_entry, division),
    FIELD_ENUM(struct rating_entry, state, rating_state_words),
    FIELD(struct rating_entry, stars),
    FIELD(struct rating_entry, reason),
    FIELD(struct rating_entry, version),
};
const struct shape rating_entry_shape = SHAPE(rating_entry, entry_fields);

static const struct field mark_fields[] = {
    FIELD(struct rating_mark, id),
    FIELD(struct rating_mark, entry_id),
    FIELD(struct rating_mark, item_id),
    FIELD(struct rating_mark, record),
    FIELD_ENUM(struct rating_mark, self, rating_view_words),
    FIELD_ENUM(struct rating_mark, review, rating_view_words),
};
const struct shape rating_mark_shape = SHAPE(rating_mark, mark_fields);

static const struct field past_fields[] = {
    FIELD(struct rating_past, id),
    FIELD(struct rating_past, event),
    FIELD_ENUM(struct rating_past, from_state, rating_state_words),
    FIELD_ENUM(struct rating_past, to_state, rating_state_words),
    FIELD(struct rating_past, stars),
    FIELD(struct rating_past, note),
    FIELD(struct rating_past, account_id),
    FIELD(struct rating_past, at),
};
const struct shape rating_past_shape = SHAPE(rating_past, past_fields);

enum err roster_round_open(struct cx *cx, struct rating_round *r)
{
    struct station_standard standard;
    size_t n = str_points(r->name);

    cx_faults_clear(cx);
    if (n < 1 || n > NAME_MAX_POINTS)
        (void)fail(cx, ERR_INVALID, "name", "roster.name");
    if (!date_is(r->self_until) || r->self_until.day < date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "self_until", "roster.round_until");
    if (!date_is(r->star_until) || r->star_until.day <= r->self_until.day)
        (void)fail(cx, ERR_INVALID, "star_until", "roster.round_star");
    if (!registry_code_ok(r->division))
        (void)fail(cx, ERR_INVALID, "division", "roster.area");
    TRY(cx_checked(cx));
    TRY(registry_may(cx, RIGHT_STANDARD_EDIT, r->division));
    r->opens = date_of(cx->now);
    r->closed = DATE_NONE;
    TRY(roster_standard_for(cx, r->division, r->opens, &standard));
    if (standard.id == 0)
        return fail(cx, ERR_INVALID, "division", "roster.no_standard");
    r->standard_id = standard.id;
    TRY(sql_rating_round_add(cx, r->division, r->name, r->standard_id, r->opens, r->self_until,
        r->star_until, &r->id));
    r->version = 1;
    return audit_add(cx, "rating", r->id, "rating.opened", r->division, (struct str){0});
}

/* A round is known to those below its area and to those who look after it. */
enum err roster_round(struct cx *cx, int64_t id, struct rating_round *out)
{
    struct rating_round r;
    struct right_ranges mine = right_ranges(cx, RIGHT_ROSTER_READ);
    struct right_ranges area;

    TRY(sql_rating_round_by_id(cx, id, &r));
    *out = r;
    if ((cx->actor->roles & ROLE_CLOCK) != 0)
        return OK;
    TRY(subtree_of(cx, r.division, &area));
    for (size_t i = 0; i < mine.n; i++)
        if (subtree_cut(mine.at[i], &area).n > 0)
            return OK;
    return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

/* As rating_rounds sorts. */
static bool round_before(const void *x, const void *y)
{
    const struct rating_round *a = x, *b = y;

    return a->opens.day != b->opens.day ? a->opens.day > b->opens.day : a->id > b->id;
}

enum err roster_rounds(struct cx *cx, struct str division, struct rating_round_list *out)
{
    static const struct subtree_order order = {sizeof(struct rating_round), 100, round_before};
    struct right_ranges r;
    struct rules_ancestors up = rules_ancestors(cx->arena, division);
    struct str c[6];

    *out = (struct rating_round_list){0};
    TRY(registry_may(cx, RIGHT_ROSTER_READ, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < 6; i++)
        c[i] = i < up.n ? up.code[i] : division;
    for (size_t i = 0; i < r.n; i++) {
        struct rating_round_list part;

        TRY(sql_rating_rounds(
            cx, c[0], c[1], c[2], c[3], c[4], c[5], r.at[i].from, r.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err roster_round_close(struct cx *cx, struct rating_round *r, int64_t version)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_STANDARD_EDIT, r->division));
    if (r->open > 0)
        return fail(cx, ERR_CONFLICT, NULL, "roster.round_waits");
    TRY(sql_rating_round_close(cx, r->id, version, date_of(cx->now), &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(audit_add(cx, "rating", r->id, "rating.closed", r->division, (struct str){0}));
    return sql_rating_round_by_id(cx, r->id, r);
}

static enum err marks_begin(
    struct cx *cx, const struct rating_round *r, const struct station *s, int64_t entry)
{
    struct station_item_list items;

    TRY(roster_items(cx, r->standard_id, &items));
    EACH (i, &items) {
        enum rating_view view;
        struct str words;

        TRY(roster_fact(cx, s, i->fact, &view, &words));
        TRY(sql_rating_mark_add(cx, entry, i->id, words, view, NULL));
    }
    return OK;
}

enum err roster_entry_open(struct cx *cx, const struct rating_round *r, const struct station *s,
    struct rating_entry *out)
{
    struct right_ranges area;
    bool there;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    TRY(subtree_of(cx, r->division, &area));
    if (!subtree_holds(&area, s->division) || s->state != STATION_OPEN)
        return fail(cx, ERR_CONFLICT, NULL, "roster.not_in_round");
    TRY(sql_rating_entry_there(cx, r->id, s->id, out, &there));
    if (there)
        return OK;
    if (date_is(r->closed) || r->self_until.day < date_of(cx->now).day)
        return fail(cx, ERR_CONFLICT, NULL, "roster.round_over");
    TRY(sql_rating_entry_add(cx, r->id, s->id, s->division, &out->id));
    TRY(marks_begin(cx, r, s, out->id));
    TRY(audit_add(cx, "rating", out->id, "rating.entered", s->division, (struct str){0}));
    return sql_rating_entry_by_id(cx, out->id, out);
}

enum err roster_entry(struct cx *cx, int64_t id, struct rating_entry *out)
{
    struct rating_entry e;

    TRY(sql_rating_entry_by_id(cx, id, &e));
    TRY(registry_may(cx, RIGHT_ROSTER_READ, e.division));
    *out = e;
    return OK;
}

/* As rating_entries sorts. */
static bool entry_before(const void *x, const void *y)
{
    return ((const struct rating_entry *)x)->id < ((const struct rating_entry *)y)->id;
}

enum err roster_entries(struct cx *cx, int64_t round_id, struct str division, int64_t after,
    int64_t max, struct rating_entry_list *out)
{
    const struct subtree_order order = {sizeof(struct rating_entry), (size_t)max, entry_before};
    struct right_ranges r;

    *out = (struct rating_entry_list){0};
    TRY(registry_may(cx, RIGHT_ROSTER_READ, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct rating_entry_list part;

        TRY(sql_rating_entries(cx, round_id, r.at[i].from, r.at[i].to, after, max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err roster_marks(struct cx *cx, int64_t entry_id, struct rating_mark_list *out)
{
    return sql_rating_marks(cx, entry_id, out);
}

enum err roster_mark_set(struct cx *cx, const struct rating_entry *e,
    const enum rating_view *views, size_t n, int64_t version)
{
    bool self = e->state == RATING_SELF_APPLY;
    struct rating_mark_list marks;
    int64_t changed;

    TRY(registry_may(cx, self ? RIGHT_ROSTER_KEEP : RIGHT_STANDARD_EDIT, e->division));
    if (!self && e->state != RATING_COUNTY_REVIEW && e->state != RATING_SITE_CHECK)
        return fail(cx, ERR_CONFLICT, NULL, "flow.no_such_move");
    TRY(sql_rating_entry_set(cx, e->id, version, e->state, e->stars, e->reason, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(roster_marks(cx, e->id, &marks));
    for (size_t i = 0; i < n && i < marks.n; i++) {
        if (self)
            TRY(sql_rating_mark_self(cx, marks.p[i].id, views[i], NULL));
        else
            TRY(sql_rating_mark_review(cx, marks.p[i].id, views[i], NULL));
    }
    return audit_add(cx, "rating", e->id, self ? "rating.self" : "rating.review", e->division,
        (struct str){0});
}

enum err roster_shown_until(struct cx *cx, const struct rating_entry *e, struct date *until)
{
    const struct calendar *c;
    struct rating_past_list steps;
    struct date shown = DATE_NONE;
    struct period p;
    int64_t version;

    *until = DATE_NONE;
    TRY(sql_rating_steps(cx, e->id, &steps));
    EACH (s, &steps)
        if (s->to_state == RATING_PUBLICISED && !date_is(shown))
            shown = date_of(s->at);
    if (!date_is(shown))
        return OK;
    TRY(rules_period(cx, "roster.objection", e->division, shown, &p, &version));
    TRY(calendar_load(cx, &c));
    *until = deadline_count(c, shown, p).day;
    return OK;
}

enum err roster_shown(struct cx *cx, int64_t station_id, struct rating_entry *out,
    struct date *until, bool *found)
{
    *until = DATE_NONE;
    TRY(sql_rating_shown(cx, station_id, out, found));
    return *found ? roster_shown_until(cx, out, until) : OK;
}

/* Objections have their days first. */
static enum err award_check(struct cx *cx, const struct rating_entry *e)
{
    struct date until;

    TRY(roster_shown_until(cx, e, &until));
    if (date_is(until) && until.day >= date_of(cx->now).day)
        return fail(cx, ERR_CONFLICT, NULL, "roster.still_public");
    return OK;
}

static bool sets_stars(int event)
{
    return event == RATING_DO_PUBLISH || event == RATING_DO_REVISE ||
           event == RATING_DO_DOWNGRADE;
}

static enum err stars_check(
    struct cx *cx, const struct rating_entry *e, const struct rating_move *step)
{
    if (!sets_stars((int)step->event))
        return OK;
    if (step->stars < 0 || step->stars > STARS_MAX)
        return fail(cx, ERR_INVALID, "stars", "roster.stars");
    if (step->event == RATING_DO_DOWNGRADE && step->stars >= e->stars)
        return fail(cx, ERR_INVALID, "stars", "roster.stars_fewer");
    return OK;
}

enum err roster_entry_move(
    struct cx *cx, struct rating_entry *e, const struct rating_move *step)
{
    const struct object where = {.division = e->division};
    unsigned roles = right_roles_for(cx, &where) | (cx->actor->roles & ROLE_CLOCK);
    int64_t changed, stars = e->stars;
    struct str reason = e->reason;
    const struct move *m;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, e->division));
    TRY(flow_step(cx, &rating_flow, (int)e->state, (int)step->event, roles,
        str_empty(step->note) ? 0 : NEEDS_NOTE, &m));
    if (str_points(step->note) > NOTE_MAX)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    TRY(stars_check(cx, e, step));
    if (m->event == RATING_DO_AWARD)
        TRY(award_check(cx, e));
    if (sets_stars(m->event)) {
        stars = step->stars;
        reason = step->note;
    }
    if (m->to == RATING_REMOVED)
        stars = 0;
    TRY(sql_rating_entry_set(
        cx, e->id, step->version, (enum rating_state)m->to, stars, reason, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_rating_step_add(cx, e->id, str_of(rating_event_words[m->event]), e->state,
        (enum rating_state)m->to, stars, str_empty(step->note) ? (struct str){0} : step->note,
        cx->actor->account_id, cx->now, NULL));
    TRY(audit_add(
        cx, "rating", e->id, rating_event_words[m->event], e->division, (struct str){0}));
    return sql_rating_entry_by_id(cx, e->id, e);
}

enum err roster_entry_steps(struct cx *cx, int64_t id, struct rating_past_list *out)
{
    return sql_rating_steps(cx, id, out);
}

enum err roster_stars(struct cx *cx, int64_t station_id, int64_t *stars)
{
    return sql_rating_stars(cx, station_id, date_of(cx->now), stars);
}
