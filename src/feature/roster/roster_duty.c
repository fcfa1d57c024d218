/*
 * roster: reception days with the deputy who receives: planned from the station's rule, shared
 * fairly, told two to three days before, swapped with consent (A4.5; practice of street
 * stations: notice three days before with the names).
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/notice.h"
#include "core/subtree.h"

#include "feature/roster/roster.sql.h"
#include "feature/roster/roster_day.h"

enum {
    AHEAD_MAX = 400,
    SHARE_DAYS = 365,
    DEPUTIES_MAX = 300, /* of a station, told of one planning */
    NOTE_MAX = 500
};

static enum err may_keep(struct cx *cx, struct str division)
{
    return registry_may(cx, RIGHT_ROSTER_KEEP, division);
}

static bool is_own(struct cx *cx, int64_t tenure)
{
    struct deputy d;

    if (tenure == 0 || cx->actor->person_id == 0)
        return false;
    if (registry_deputy(cx, tenure, &d) != OK) {
        cx_faults_clear(cx);
        return false;
    }
    return d.person_id == cx->actor->person_id;
}

/* Tell the account behind a seat; *reached is false when there is none. */
static enum err tell(struct cx *cx, int64_t tenure, struct notice *n, bool *reached)
{
    struct deputy d;

    *reached = false;
    if (tenure == 0)
        return OK;
    TRY(registry_deputy(cx, tenure, &d));
    TRY(account_of_person(cx, d.person_id, &n->account_id));
    *reached = n->account_id > 0;
    n->to = NOTICE_ACCOUNT;
    n->link = S("/duties/mine");
    return *reached ? notice_put(cx, n) : OK;
}

static struct notice about(
    struct cx *cx, const struct duty *d, const char *what, struct str event, struct str station)
{
    struct str time = d->time_from.n == 0
                          ? (struct str){0}
                          : str_f(cx->arena, "%.*s–%.*s", STR(d->time_from), STR(d->time_to));

    return (struct notice){.event = event,
        .text_key = str_of(what),
        .args = {station, date_text(cx->arena, d->day), time},
        .nargs = 3};
}

enum err roster_duty_say(
    struct cx *cx, const struct duty *d, const char *what, struct str event)
{
    struct station s;
    struct notice n;
    bool reached;

    TRY(station_get(cx, d->station_id, &s));
    n = about(cx, d, what, event, s.name);
    if (!str_empty(d->reason))
        n.args[n.nargs++] = station_off_words(cx->arena, LANG_ZH, d->reason);
    return tell(cx, d->deputy_id, &n, &reached);
}

/* Who is next: the first of those with the fewest days. */
static enum err next_deputy(struct cx *cx, int64_t station_id, struct date since, int64_t *out)
{
    struct duty_share_list shares;

    TRY(sql_duty_shares(cx, station_id, since, &shares));
    *out = shares.n > 0 ? shares.p[0].deputy_id : 0;
    return OK;
}

/* Who got days in one planning. */
struct planned {
    int64_t deputies[DEPUTIES_MAX];
    size_t n;
    int64_t added, last; /* days; the newest row */
    int64_t revived;
};

static void planned_add(struct planned *p, const struct duty *d)
{
    p->added++;
    p->last = d->id;
    for (size_t i = 0; i < p->n; i++)
        if (p->deputies[i] == d->deputy_id)
            return;
    if (d->deputy_id > 0 && p->n < DEPUTIES_MAX)
        p->deputies[p->n++] = d->deputy_id;
}

/* One message for all days of a planning. */
static enum err tell_planned(struct cx *cx, const struct station *s, const struct planned *p,
    struct date from, struct date to)
{
    struct notice n = {.event = str_f(cx->arena, "duty.planned:%lld", (long long)p->last),
        .text_key = S("notice.roster.planned"),
        .args = {s->name, date_text(cx->arena, from), date_text(cx->arena, to)},
        .nargs = 3};
    bool reached;

    for (size_t i = 0; i < p->n; i++)
        TRY(tell(cx, p->deputies[i], &n, &reached));
    return OK;
}

static enum err plan_one(struct cx *cx, const struct station *s, const struct reception *r,
    struct date since, struct planned *done)
{
    struct duty d;
    int64_t there, deputy;
    bool made;

    TRY(sql_duty_revive(cx, s->id, r->planned, &there));
    done->revived += there;
    TRY(sql_duty_there(cx, s->id, r->planned, &there));
    if (there > 0)
        return OK;
    TRY(next_deputy(cx, s->id, since, &deputy));
    TRY(sql_duty_add(cx, s->id, s->division, r->day, r->planned, r->from, r->to, r->notice,
        deputy, &d, &made));
    if (made)
        planned_add(done, &d);
    return OK;
}

enum err roster_plan(
    struct cx *cx, const struct station *s, struct date from, struct date to, int64_t *added)
{
    struct reception_list days;
    struct planned done = {.n = 0};

    TRY(may_keep(cx, s->division));
    cx_faults_clear(cx);
    if (!date_is(from) || !date_is(to) || to.day < from.day || to.day > from.day + AHEAD_MAX)
        return fail(cx, ERR_INVALID, "to", "roster.period");
    if (str_empty(s->reception))
        return fail(cx, ERR_INVALID, "from", "roster.no_rule");
    TRY(station_receptions(cx, s, from, (size_t)(to.day - from.day) / 7 + 3, &days));
    EACH (r, &days)
        if (r->day.day <= to.day)
            TRY(plan_one(cx, s, r, date_add(from, -SHARE_DAYS), &done));
    *added = done.added + done.revived;
    TRY(roster_day_refit(cx, s, from, to, &days, added));
    if (*added == 0)
        return OK;
    if (done.added > 0)
        TRY(tell_planned(cx, s, &done, from, to));
    return audit_add(cx, "station", s->id, "roster.planned", s->division, (struct str){0});
}

enum err roster_duty(struct cx *cx, int64_t id, struct duty *out)
{
    struct duty d;

    TRY(roster_duty_read(cx, id, &d));
    if (!is_own(cx, d.deputy_id))
        TRY(registry_may(cx, RIGHT_ROSTER_READ, d.division));
    *out = d;
    return OK;
}

enum err roster_duties(
    struct cx *cx, int64_t station_id, struct date from, struct date to, struct duty_list *out)
{
    TRY(sql_duty_of_station(cx, station_id, from, to, out));
    return roster_duties_came(cx, out);
}

/* As duty_page sorts. */
static bool duty_before(const void *x, const void *y)
{
    const struct duty *a = x, *b = y;

    return a->day.day != b->day.day ? a->day.day < b->day.day : a->id < b->id;
}

enum err roster_duty_page(
    struct cx *cx, const struct duty_filter *f, struct duty_list *out, bool *more)
{
    const struct subtree_order order = {sizeof(struct duty), (size_t)f->max + 1, duty_before};
    struct right_ranges r;

    *out = (struct duty_list){0};
    TRY(registry_may(cx, RIGHT_ROSTER_READ, f->division));
    TRY(subtree_of(cx, f->division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct duty_list part;

        TRY(sql_duty_page(cx, r.at[i].from, r.at[i].to, f->from, f->to, f->open, f->after,
            f->after_id, f->max + 1, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    *more = out->n > (size_t)f->max;
    if (*more)
        out->n = (size_t)f->max;
    return roster_duties_came(cx, out);
}

enum err roster_duties_of(
    struct cx *cx, int64_t person_id, struct date from, struct duty_list *out)
{
    TRY(sql_duty_of_person(cx, person_id, from, out));
    return roster_duties_came(cx, out);
}

enum err roster_shares(
    struct cx *cx, int64_t station_id, struct date since, struct duty_share_list *out)
{
    return sql_duty_shares(cx, station_id, since, out);
}

/* A deputy in office of the station. */
static enum err seat_check(
    struct cx *cx, int64_t station_id, int64_t deputy_id, const char *field)
{
    struct deputy d;

    TRY(registry_deputy(cx, deputy_id, &d));
    if (d.station_id != station_id || d.state != TENURE_ACTIVE)
        return fail(cx, ERR_INVALID, field, "roster.not_of_station");
    return OK;
}

static enum err ahead_check(struct cx *cx, const struct duty *d)
{
    if (d->day.day < date_of(cx->now).day)
        return fail(cx, ERR_CONFLICT, NULL, "roster.past");
    if (instant_is(d->cancelled))
        return fail(cx, ERR_CONFLICT, NULL, "roster.cancelled");
    return OK;
}

/* The desk that opens the door knows who comes. */
static enum err tell_desk(struct cx *cx, const struct duty *d, struct str station)
{
    struct notice n = about(cx, d, "notice.roster.changed",
        str_f(cx->arena, "duty.changed:%lld:%lld", (long long)d->id, (long long)d->version),
        station);
    struct deputy now;

    if (d->deputy_id > 0) {
        TRY(registry_deputy(cx, d->deputy_id, &now));
        n.args[2] = now.name;
    } else {
        n.args[2] = S("—");
    }
    n.to = NOTICE_ROLE_AREA;
    n.role = ROLE_CLERK;
    n.division = d->division;
    n.link = str_f(cx->arena, "/duties/%lld", (long long)d->id);
    return notice_put(cx, &n);
}

/* The new one knows at once; from the notice day on the reminder itself says it (roster_tell),
 * so that nobody is told the same thing twice. */
static enum err tell_given(struct cx *cx, const struct duty *d, struct str station)
{
    struct notice n = about(cx, d, "notice.roster.given",
        str_f(cx->arena, "duty.given:%lld:%lld", (long long)d->id, (long long)d->version),
        station);
    bool reached;

    if (d->notice_day.day <= date_of(cx->now).day || is_own(cx, d->deputy_id))
        return OK;
    return tell(cx, d->deputy_id, &n, &reached);
}

/* Hand the day to another.  The one before was told of it when it was planned or given, and
 * hears now that it is another's. */
static enum err hand_over(
    struct cx *cx, struct duty *d, int64_t deputy_id, int64_t version, bool swapped)
{
    struct notice n;
    struct station s;
    int64_t changed, before = d->deputy_id;
    bool reached, knows = swapped && is_own(cx, deputy_id);

    TRY(sql_duty_deputy_set(cx, d->id, version, deputy_id, knows ? cx->now : INSTANT_NONE,
        knows ? S("page") : (struct str){0}, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_duty_swap_drop(cx, d->id, cx->now, NULL));
    TRY(station_get(cx, d->station_id, &s));
    n = about(cx, d, "notice.roster.freed",
        str_f(cx->arena, "duty.freed:%lld:%lld", (long long)d->id, (long long)version), s.name);
    if (!is_own(cx, before))
        TRY(tell(cx, before, &n, &reached));
    TRY(audit_add(cx, "duty", d->id, "duty.assigned", d->division, (struct str){0}));
    TRY(roster_duty_read(cx, d->id, d));
    TRY(tell_given(cx, d, s.name));
    return tell_desk(cx, d, s.name);
}

enum err roster_assign(struct cx *cx, struct duty *d, int64_t deputy_id, int64_t version)
{
    TRY(may_keep(cx, d->division));
    TRY(ahead_check(cx, d));
    if (deputy_id > 0)
        TRY(seat_check(cx, d->station_id, deputy_id, "deputy"));
    if (deputy_id == d->deputy_id)
        return OK;
    return hand_over(cx, d, deputy_id, version, false);
}

enum err roster_told(struct cx *cx, struct duty *d, int64_t version)
{
    int64_t changed;

    TRY(may_keep(cx, d->division));
    if (instant_is(d->cancelled))
        return fail(cx, ERR_CONFLICT, NULL, "roster.cancelled");
    if (d->deputy_id == 0)
        return fail(cx, ERR_CONFLICT, NULL, "roster.nobody");
    if (instant_is(d->told))
        return OK;
    TRY(sql_duty_deputy_set(cx, d->id, version, d->deputy_id, cx->now, S("phone"), &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(audit_add(cx, "duty", d->id, "duty.told", d->division, S("phone")));
    return roster_duty_read(cx, d->id, d);
}

static enum err tell_one(struct cx *cx, const struct duty *d, int64_t *told)
{
    struct station s;
    struct notice n;
    bool reached;

    TRY(station_get(cx, d->station_id, &s));
    n = about(cx, d, "notice.roster.duty",
        str_f(cx->arena, "duty:%lld:%lld", (long long)d->id, (long long)d->version), s.name);
    TRY(tell(cx, d->deputy_id, &n, &reached));
    if (!reached)
        return OK;
    (*told)++;
    return sql_duty_deputy_set(cx, d->id, d->version, d->deputy_id, cx->now, S("page"), NULL);
}

enum err roster_tell(struct cx *cx, int64_t *told)
{
    struct duty_list list;
    int64_t after = 0;

    *told = 0;
    TRY(roster_call_off(cx));
    do {
        TRY(sql_duty_untold(cx, date_of(cx->now), after, &list));
        EACH (d, &list) {
            TRY(tell_one(cx, d, told));
            after = d->id;
        }
    } while (list.n > 0);
    return OK;
}

enum err roster_tell_waiting(struct cx *cx, int64_t *n)
{
    return sql_duty_untold_count(cx, date_of(cx->now), n);
}

enum err roster_swap(struct cx *cx, int64_t id, struct duty_swap *out)
{
    struct duty_swap s;
    struct duty d;

    TRY(sql_duty_swap_by_id(cx, id, &s));
    TRY(roster_duty_read(cx, s.duty_id, &d));
    if (!is_own(cx, s.to_id) && !is_own(cx, s.from_id)) {
        TRY(registry_may(cx, RIGHT_ROSTER_READ, d.division));
        TRY(may_keep(cx, d.division));
    }
    *out = s;
    return OK;
}

enum err roster_swaps(struct cx *cx, int64_t duty_id, struct duty_swap_list *out)
{
    return sql_duty_swaps(cx, duty_id, out);
}

enum err roster_swaps_for(struct cx *cx, int64_t person_id, struct duty_swap_list *out)
{
    return sql_duty_swaps_for(cx, person_id, out);
}

enum err roster_swap_may(struct cx *cx, const struct duty *d)
{
    return is_own(cx, d->deputy_id) ? OK : may_keep(cx, d->division);
}

enum err roster_swap_ask(
    struct cx *cx, const struct duty *d, int64_t to_id, struct str note, int64_t *id)
{
    struct duty_swap_list old;
    struct station s;
    struct notice n;
    bool reached;

    TRY(roster_swap_may(cx, d));
    TRY(ahead_check(cx, d));
    if (d->deputy_id == 0)
        return fail(cx, ERR_CONFLICT, NULL, "roster.nobody");
    if (to_id == d->deputy_id)
        return fail(cx, ERR_INVALID, "to", "roster.same");
    if (str_points(note) > NOTE_MAX)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    TRY(seat_check(cx, d->station_id, to_id, "to"));
    TRY(sql_duty_swaps(cx, d->id, &old));
    EACH (o, &old)
        if (o->state == SWAP_ASKED)
            return fail(cx, ERR_CONFLICT, NULL, "roster.asked_already");
    TRY(sql_duty_swap_add(
        cx, d->id, d->deputy_id, to_id, note, cx->now, cx->actor->account_id, id));
    TRY(station_get(cx, d->station_id, &s));
    n = about(cx, d, "notice.roster.swap", str_f(cx->arena, "duty.swap:%lld", (long long)*id),
        s.name);
    TRY(tell(cx, to_id, &n, &reached));
    return audit_add(cx, "duty", d->id, "duty.swap_asked", d->division, (struct str){0});
}

/* Who may answer how: the one asked says yes or no, the one who asked takes it back; the desk
 * does either and says how it was told. */
static enum err answer_check(struct cx *cx, const struct duty_swap *s, const struct duty *d,
    enum duty_swap_state answer, struct str note)
{
    bool own = is_own(cx, answer == SWAP_WITHDRAWN ? s->from_id : s->to_id);

    if (s->state != SWAP_ASKED)
        return fail(cx, ERR_CONFLICT, NULL, "roster.answered");
    if (answer == SWAP_ASKED)
        return fail(cx, ERR_INVALID, "answer", "roster.answer");
    if (str_points(note) > NOTE_MAX)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    if (own)
        return OK;
    TRY(may_keep(cx, d->division));
    if (answer == SWAP_AGREED && str_empty(note))
        return fail(cx, ERR_INVALID, "note", "roster.consent");
    return OK;
}

/* Who asked hears the refusal; who was asked hears that it was taken back. */
static enum err tell_unswapped(
    struct cx *cx, const struct duty *d, const struct duty_swap *s, enum duty_swap_state answer)
{
    bool refused = answer == SWAP_REFUSED;
    int64_t whom = refused ? s->from_id : s->to_id;
    struct notice n;
    struct station at;
    bool reached;

    if (is_own(cx, whom))
        return OK;
    TRY(station_get(cx, d->station_id, &at));
    n = about(cx, d, refused ? "notice.roster.refused" : "notice.roster.swap_off",
        str_f(cx->arena, "duty.swap.ended:%lld", (long long)s->id), at.name);
    return tell(cx, whom, &n, &reached);
}

enum err roster_swap_answer(
    struct cx *cx, int64_t id, enum duty_swap_state answer, struct str note)
{
    struct duty_swap s;
    struct duty d;
    int64_t changed;

    TRY(roster_swap(cx, id, &s));
    TRY(roster_duty_read(cx, s.duty_id, &d));
    TRY(answer_check(cx, &s, &d, answer, note));
    if (answer == SWAP_AGREED)
        TRY(ahead_check(cx, &d));
    TRY(sql_duty_swap_end(cx, id, answer, str_empty(note) ? s.note : note, cx->now, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, NULL, "registry.changed_meanwhile");
    TRY(audit_add(
        cx, "duty", d.id, duty_swap_state_words[answer], d.division, (struct str){0}));
    if (answer != SWAP_AGREED)
        return tell_unswapped(cx, &d, &s, answer);
    if (d.deputy_id != s.from_id)
        return fail(cx, ERR_CONFLICT, NULL, "registry.changed_meanwhile");
    TRY(seat_check(cx, d.station_id, s.to_id, "to"));
    return hand_over(cx, &d, s.to_id, d.version, true);
}
