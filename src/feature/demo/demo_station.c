/*
 * demo_station: the stations of the demonstration city: a centre in each township, and points.
 */
#include "base/vec.h"

#include "feature/demo/demo_city.h"
#include "feature/station/station.h"

/* How many stations the town with this number gets, so that all together are DEMO_STATIONS. */
static size_t stations_of(const struct demo_city *c, size_t town)
{
    return DEMO_STATIONS * (town + 1) / c->towns.n - DEMO_STATIONS * town / c->towns.n;
}

static enum err one(
    struct cx *cx, struct demo_city *c, size_t town_at, size_t k, int64_t *centre)
{
    static const char *const receptions[] = {"monthly:5 09:00-11:30", "monthly:15 09:00-11:30",
        "monthly:20 14:30-17:00", "weekly:3 09:00-11:30"};
    struct demo_town *t = &c->towns.p[town_at];
    struct str spot = demo_spot(cx); /* STR names its argument twice */
    struct station s = {
        .code = str_f(cx->arena, "st-%.*s-%02zu", STR(str_sub(t->code, 0, 9)), k),
        .name = k == 0 ? str_f(cx->arena, "%.*s中心联络站", STR(t->name))
                       : demo_point_name(cx, t->name, (k + town_at * 7) % 30),
        .kind = k == 0       ? STATION_FIXED
                : k % 9 == 8 ? STATION_CLOUD
                : k % 7 == 6 ? STATION_MOBILE
                             : STATION_FIXED,
        .rank = k == 0 ? STATION_CENTRE : STATION_POINT,
        .state = STATION_OPEN,
        .centre_id = *centre,
        .division = t->code,
        .address = str_f(cx->arena, "%.*s%.*s", STR(t->name), STR(spot)),
        .phone = str_f(cx->arena, "0734-%07d", 1000000 + (int)(town_at * 40 + k)),
        .hours = S("09:00-11:30,14:30-17:00 1-5"),
        .reception = str_of(receptions[(town_at + k) % COUNT(receptions)]),
        .valid_from = date_make(2022, 10, 1),
        .valid_to = DATE_NONE,
    };
    struct plate_code code;
    enum put done;

    TRY(station_put(cx, &s, &done));
    if (k == 0)
        *centre = s.id;
    *VEC_PUSH(c->arena, &t->stations) = s.id;
    return station_code_issue(cx, CODE_OF_STATION, s.id, t->code, &code);
}

enum err demo_city_stations(struct cx *cx, struct demo_city *c, size_t county)
{
    struct plate_code code;

    for (size_t i = 0; i < c->towns.n; i++) {
        int64_t centre = 0;

        if (c->towns.p[i].county != county)
            continue;
        c->towns.p[i].stations.n = 0;
        for (size_t k = 0; k < stations_of(c, i); k++)
            TRY(one(cx, c, i, k, &centre));
        TRY(station_code_issue(cx, CODE_OF_AREA, 0, c->towns.p[i].code, &code));
    }
    return OK;
}
