/*
 * roster: stations without a record for long, told to themselves first (A4; what people
 * complain about: stations built and unused), and rooms of a deputies' home (A4.14).
 */
#include "core/audit.h"
#include "core/notice.h"
#include "core/subtree.h"

#include "feature/roster/roster.h"
#include "feature/roster/roster.sql.h"

/* The days a rule gives; the rule is always there, shipped with the program. */
static enum err days_of(struct cx *cx, const char *kind, struct str division, int32_t *days)
{
    struct period p;
    int64_t version;

    TRY(rules_period(cx, kind, division, date_of(cx->now), &p, &version));
    *days = p.n * (p.unit == PERIOD_MONTHS ? 30 : 1);
    return OK;
}

enum err roster_idle_rule(struct cx *cx, struct str division, struct idle_rule *out)
{
    struct date today = date_of(cx->now);
    int64_t version;

    TRY(rules_period(cx, "roster.idle", division, today, &out->first, &version));
    return rules_period(cx, "roster.idle_area", division, today, &out->more, &version);
}

static struct date last_of(const struct station_last *s)
{
    struct date last = s->opened;

    if (date_is(s->visit) && (!date_is(last) || s->visit.day > last.day))
        last = s->visit;
    if (date_is(s->activity) && (!date_is(last) || s->activity.day > last.day))
        last = s->activity;
    return last;
}

static enum err tell(struct cx *cx, const struct station_last *s, int64_t id, unsigned role)
{
    struct notice n = {.event = str_f(cx->arena, "station.idle:%lld:%u", (long long)id, role),
        .to = NOTICE_ROLE_AREA,
        .role = role,
        .division = s->division,
        .text_key = S("notice.roster.idle"),
        .args = {s->name, date_text(cx->arena, last_of(s))},
        .nargs = 2,
        .link = str_f(cx->arena, "/stations/%.*s/roster", STR(s->public_id))};

    return notice_put(cx, &n);
}

static enum err idle_begin(struct cx *cx, const struct station_last *s, int64_t *changed)
{
    int64_t id;

    TRY(sql_station_idle_add(cx, s->id, s->division, last_of(s), cx->now, &id));
    (*changed)++;
    return tell(cx, s, id, ROLE_CLERK);
}

static enum err one(struct cx *cx, const struct station_last *s, int64_t *changed)
{
    struct date last = last_of(s), today = date_of(cx->now);
    struct station_idle idle;
    int32_t first, more;
    bool found;

    TRY(sql_station_idle_now(cx, s->id, &idle, &found));
    if (found && date_is(last) && last.day > idle.since.day) {
        (*changed)++;
        return sql_station_idle_end(cx, idle.id, last, NULL);
    }
    TRY(days_of(cx, "roster.idle", s->division, &first));
    if (!found)
        return date_is(last) && today.day - last.day > first ? idle_begin(cx, s, changed) : OK;
    TRY(days_of(cx, "roster.idle_area", s->division, &more));
    if (instant_is(idle.told_area) || today.day - idle.since.day <= first + more)
        return OK;
    (*changed)++;
    TRY(sql_station_idle_area(cx, idle.id, cx->now, NULL));
    return tell(cx, s, idle.id, ROLE_PRESIDIUM);
}

enum err roster_idle_sweep(struct cx *cx, int64_t *changed)
{
    struct station_last_list list;
    int64_t after = 0;

    *changed = 0;
    do {
        TRY(sql_station_lasts(cx, after, &list));
        EACH (s, &list) {
            TRY(one(cx, s, changed));
            after = s->id;
        }
    } while (list.n > 0);
    return OK;
}

/* The clerk of the place is the station itself. */
static bool is_station(struct cx *cx, struct str division)
{
    const struct object where = {.division = division};

    return (right_roles_for(cx, &where) & (ROLE_CLERK | ROLE_CLOCK)) != 0;
}

/* As station_idle_list sorts. */
static bool idle_before(const void *x, const void *y)
{
    const struct station_idle *a = x, *b = y;

    return a->since.day != b->since.day ? a->since.day < b->since.day : a->id < b->id;
}

enum err roster_idle_list(struct cx *cx, struct str division, struct station_idle_list *out)
{
    static const struct subtree_order order = {sizeof(struct station_idle), 500, idle_before};
    struct right_ranges r;

    *out = (struct station_idle_list){0};
    TRY(registry_may(cx, RIGHT_ROSTER_READ, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct station_idle_list part;

        TRY(sql_station_idle_list(
            cx, r.at[i].from, r.at[i].to, is_station(cx, division), &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err roster_idle_of(
    struct cx *cx, const struct station *s, struct station_idle *out, bool *found)
{
    struct station_idle idle;

    TRY(registry_may(cx, RIGHT_ROSTER_READ, s->division));
    TRY(sql_station_idle_now(cx, s->id, &idle, found));
    *found = *found && (instant_is(idle.told_area) || is_station(cx, s->division));
    if (*found)
        *out = idle;
    return OK;
}

enum err roster_bookings(
    struct cx *cx, int64_t station_id, struct date from, struct home_booking_list *out)
{
    return sql_home_bookings(cx, station_id, from, out);
}

static bool time_ok(struct str t)
{
    int64_t hour, minute;

    return t.n == 5 && t.p[2] == ':' && num_parse(str_sub(t, 0, 2), 0, 23, &hour) == OK &&
           num_parse(str_sub(t, 3, 2), 0, 59, &minute) == OK;
}

enum err roster_book(struct cx *cx, const struct station *s, struct home_booking *b)
{
    int64_t crossing;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    cx_faults_clear(cx);
    if (!date_is(b->day) || b->day.day < date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "roster.booking_day");
    if (!time_ok(b->time_from) || !time_ok(b->time_to) ||
        str_cmp(b->time_from, b->time_to) >= 0)
        (void)fail(cx, ERR_INVALID, "time_from", "roster.booking_time");
    if (str_empty(b->purpose) || str_points(b->purpose) > 60)
        (void)fail(cx, ERR_INVALID, "purpose", "roster.booking_purpose");
    TRY(cx_checked(cx));
    TRY(sql_home_crossing(cx, s->id, b->day, b->time_from, b->time_to, &crossing));
    if (crossing > 0)
        return fail(cx, ERR_INVALID, "time_from", "roster.booking_crosses");
    TRY(sql_home_booking_add(cx, s->id, b->day, b->time_from, b->time_to, b->purpose,
        cx->actor->account_id, &b->id));
    return audit_add(cx, "station", s->id, "roster.booked", s->division, (struct str){0});
}

enum err roster_booking(struct cx *cx, int64_t id, struct home_booking *out)
{
    return sql_home_booking_by_id(cx, id, out);
}

enum err roster_booking_drop(struct cx *cx, const struct station *s, int64_t id)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    TRY(sql_home_booking_drop(cx, id, s->id, cx->now, &changed));
    if (changed == 0)
        return OK;
    return audit_add(cx, "station", s->id, "roster.unbooked", s->division, (struct str){0});
}
