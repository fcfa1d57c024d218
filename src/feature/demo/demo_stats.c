/*
 * demo_stats: report once: the city's office asks its counties for figures twice; the first
 * sheet is finished, the second is open, and not all have confirmed yet.
 */
#include "feature/demo/demo_city.h"
#include "feature/stats/stats_ask.h"

#define CITY S("430400000000")

enum {
    STILL_OPEN = 5 /* counties that have not confirmed the second one */
};

static struct actor office_of(struct cx *cx, struct str division, struct str name)
{
    struct grant *g = NEW(cx->arena, struct grant);

    *g = (struct grant){.role = ROLE_OFFICE, .division = division};
    return (struct actor){.roles = ROLE_ANYONE | ROLE_OFFICE, .name = name, .grants = {g, 1}};
}

static enum err ask(
    struct cx *cx, const struct demo_city *c, struct str title, struct date to, struct str note)
{
    struct str measures[] = {S("request.received"), S("request.closed"),
        S("request.on_time_rate"), S("request.reply_satisfaction"), S("station.visitors"),
        S("station.stations")};
    struct date today = date_of(cx->now);
    struct stats_draft d = {.title = title,
        .note = note,
        .division = CITY,
        .day_from = date_make(date_ymd(to).year, 1, 1),
        .day_to = to,
        .due = date_add(today, 10),
        .measures = measures,
        .nmeasures = COUNT(measures),
        .places = MANY(cx->arena, struct str, c->counties.n)};
    struct str id;

    for (size_t i = 0; i < c->counties.n; i++)
        d.places[d.nplaces++] = c->counties.p[i].code;
    return stats_ask_add(cx, &d, &id);
}

static enum err confirm(struct cx *cx, const struct demo_city *c, size_t n)
{
    const struct actor *before = cx->actor;
    struct stats_ask_list list;
    enum err e = OK;

    TRY(stats_ask_list(cx, false, INT64_MAX, 1, &list));
    for (size_t i = 0; e == OK && i < n && list.n > 0; i++) {
        struct str code = c->counties.p[i].code;
        struct actor who = office_of(
            cx, code, str_f(cx->arena, "%.*s人大联工委（演示）", STR(c->counties.p[i].name)));

        cx->actor = &who;
        e = stats_ask_confirm(cx, &list.p[0], code, 1,
            i == 2 ? S("本区一个联络站九月装修停用，进站人次比往月少。") : S(""));
    }
    cx->actor = before;
    return e;
}

static enum err finish(struct cx *cx)
{
    struct stats_ask_list list;

    TRY(stats_ask_list(cx, false, INT64_MAX, 1, &list));
    return list.n == 0 ? OK : stats_ask_finish(cx, &list.p[0]);
}

enum err demo_stats(struct cx *cx, const struct demo_city *c, int stage)
{
    struct date today = date_of(cx->now);
    struct ymd t = date_ymd(today);

    switch (stage) {
    case 0:
        return ask(cx, c, S("今年以来代表联络站工作数据"),
            date_add(date_make(t.year, t.month, 1), -1), S("报市人大常委会主任会议。"));
    case 1:
        return confirm(cx, c, c->counties.n);
    case 2:
        return finish(cx);
    case 3:
        return ask(cx, c, S("年底前群众诉求办理情况"), today,
            S("请核对到今天为止的数据，有情况请在说明里写明。"));
    default:
        return confirm(cx, c, c->counties.n > STILL_OPEN ? c->counties.n - STILL_OPEN : 0);
    }
}
