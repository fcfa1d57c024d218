/*
 * station: reminders of reception days.  Two to three days before (a working day, see
 * station_hours.c) those who sit there and those who open the door are told, once for each day
 * and receiver, however often and late the job runs.
 */
#include "core/meta.h"
#include "core/notice.h"
#include "core/rights.h"

#include "feature/station/station.h"
#include "feature/station/station.sql.h"

#define TOLD_UPTO "station.reminded"

enum {
    STATIONS = 200 /* at a time */
};

static const struct field seat_fields[] = {FIELD(struct station_seat, account_id)};
const struct shape station_seat_shape = SHAPE(station_seat, seat_fields);

static struct notice words(
    struct cx *cx, const struct station *s, const struct station_day *day)
{
    struct str from = day->time_from.n > 0 ? day->time_from : S("");

    return (struct notice){.event = str_f(cx->arena, "station.reception:%lld:%.*s",
                               (long long)s->id, STR(date_text(cx->arena, day->day))),
        .division = s->division,
        .text_key = S("notice.station.reception"),
        .args = {s->name, date_text(cx->arena, day->day), from},
        .nargs = 3,
        .link = str_f(cx->arena, "/stations/%.*s", STR(s->public_id))};
}

static enum err tell(struct cx *cx, const struct station *s, const struct station_day *day)
{
    struct notice n = words(cx, s, day);
    struct station_seat_list seats;

    n.to = NOTICE_ROLE_AREA;
    n.role = ROLE_CLERK;
    TRY(notice_put(cx, &n));
    n.to = NOTICE_ACCOUNT;
    TRY(sql_station_seats(cx, s->id, &seats));
    EACH (a, &seats) {
        n.account_id = a->account_id;
        TRY(notice_put(cx, &n));
    }
    return OK;
}

/* The next reception, when its notice is due and its day has not come. */
static enum err remind_one(struct cx *cx, const struct station *s, struct date today)
{
    struct station_day_list days;

    TRY(station_days(cx, s, date_add(today, 1), 1, &days));
    if (days.n == 0 || days.p[0].notice.day > today.day || instant_is(days.p[0].cancelled))
        return OK;
    return tell(cx, s, &days.p[0]);
}

/* "2026-11-21:1200": the day, and the last station looked at on it. */
static enum err place(struct cx *cx, struct date today, int64_t *after, bool *done)
{
    struct str at, day, rest;

    *after = 0;
    *done = false;
    TRY(meta_find(cx, TOLD_UPTO, &at));
    day = str_cut(at, ':', &rest);
    if (!str_eq(day, date_text(cx->arena, today)))
        return OK;
    *done = str_is(rest, "all");
    if (!*done && num_parse(rest, 0, INT64_MAX, after) != OK)
        *after = 0;
    return OK;
}

enum err station_remind(struct cx *cx)
{
    struct date today = date_of(cx->now);
    struct station_list some;
    struct str day = date_text(cx->arena, today);
    int64_t after;
    bool done;

    TRY(place(cx, today, &after, &done));
    if (done)
        return OK;
    TRY(sql_station_receiving(cx, after, STATIONS, &some));
    EACH (s, &some)
        TRY(remind_one(cx, s, today));
    if (some.n < STATIONS)
        return meta_set(cx, TOLD_UPTO, str_f(cx->arena, "%.*s:all", STR(day)));
    return meta_set(cx, TOLD_UPTO,
        str_f(cx->arena, "%.*s:%lld", STR(day), (long long)some.p[some.n - 1].id));
}

enum err station_remind_waiting(struct cx *cx, int64_t *n)
{
    int64_t after;
    bool done;

    TRY(place(cx, date_of(cx->now), &after, &done));
    *n = done ? 0 : 1;
    return OK;
}
