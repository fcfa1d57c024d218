/*
 * station: which deputy sits in which station, by nearness of areas; what is left over.
 */
#include "base/map.h"
#include "core/audit.h"

#include "feature/station/station.h"
#include "feature/station/station.sql.h"

/* Is x a better seat than y for an area?  A station of the township itself serves a whole
 * township better than one of its villages; a centre better than a point. */
static bool better(struct str area, const struct station *x, const struct station *y)
{
    int xn = registry_near(area, x->division), yn = registry_near(area, y->division);
    int deep = registry_code_depth(area);
    int xd = registry_code_depth(x->division), yd = registry_code_depth(y->division);

    if (xn != yn)
        return xn > yn;
    if ((xd > deep) != (yd > deep))
        return yd > deep;
    if (x->rank != y->rank)
        return x->rank == STATION_CENTRE;
    return str_cmp(x->division, y->division) < 0;
}

/* The best station for each code met on the way up from a station to its prefecture. */
static struct map *stations_by_area(struct cx *cx, const struct station_list *stations)
{
    struct map *best = map_new(cx->arena);

    EACH (s, stations) {
        struct str code = s->division;

        while (code.n > 0 && registry_code_depth(code) >= 2) {
            void **at = map_at(best, code);

            if (*at == NULL || better(code, s, *at))
                *at = s;
            code = registry_code_parent(cx->arena, code);
        }
    }
    return best;
}

static struct station *nearest(struct cx *cx, const struct map *best, struct str division)
{
    struct str code = division;

    while (code.n > 0 && registry_code_depth(code) >= 2) {
        struct station *s = map_find(best, code);

        if (s != NULL)
            return s;
        code = registry_code_parent(cx->arena, code);
    }
    return NULL;
}

enum err station_assign(struct cx *cx, struct str division, int64_t *assigned)
{
    struct right_range r = right_subtree(cx->arena, division);
    struct station_list stations;
    struct deputy_list seats;
    struct map *best;
    int64_t after = 0;

    *assigned = 0;
    TRY(registry_may(cx, RIGHT_STATION_EDIT, division));
    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, division));
    TRY(sql_station_below(cx, r.from, r.to, 20000, &stations));
    best = stations_by_area(cx, &stations);
    do {
        TRY(sql_station_seats_without(cx, r.from, r.to, after, &seats));
        EACH (d, &seats) {
            struct station *s = nearest(cx, best, d->division);

            after = d->id;
            if (s == NULL)
                continue;
            TRY(registry_tenure_station(cx, d, s->id));
            (*assigned)++;
        }
    } while (seats.n > 0);
    return audit_add(cx, "station", 0, "station.assigned", division, (struct str){0});
}

enum err station_gaps(struct cx *cx, struct str division, struct division_list *out)
{
    struct right_range r = right_subtree(cx->arena, division);

    TRY(registry_may(cx, RIGHT_STATION_READ, division));
    return sql_station_bare_townships(cx, r.from, r.to, date_of(cx->now), out);
}
