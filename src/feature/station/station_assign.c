/*
 * station: which deputy sits in which station, by nearness of areas; what is left over.
 */
#include "base/map.h"
#include "core/audit.h"
#include "core/subtree.h"

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

static bool id_before(const void *x, const void *y)
{
    return ((const struct station *)x)->id < ((const struct station *)y)->id;
}

static enum err assign_range(
    struct cx *cx, const struct map *best, struct right_range r, int64_t *assigned)
{
    struct deputy_list seats;
    int64_t after = 0;

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
    return OK;
}

enum err station_assign(struct cx *cx, struct str division, int64_t *assigned)
{
    struct station_list stations = {0}, part;
    static const struct subtree_order order = {sizeof(struct station), 20000, id_before};
    struct right_ranges r;
    struct map *best;

    *assigned = 0;
    TRY(registry_may(cx, RIGHT_STATION_EDIT, division));
    TRY(registry_may(cx, RIGHT_REGISTRY_EDIT, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(sql_station_below(cx, r.at[i].from, r.at[i].to, 20000, &part));
        SUBTREE_MERGE(cx->arena, &order, &stations, &part);
    }
    best = stations_by_area(cx, &stations);
    for (size_t i = 0; i < r.n; i++)
        TRY(assign_range(cx, best, r.at[i], assigned));
    return audit_add(cx, "station", 0, "station.assigned", division, (struct str){0});
}

static bool code_before(const void *x, const void *y)
{
    return str_cmp(((const struct division *)x)->code, ((const struct division *)y)->code) < 0;
}

enum err station_gaps(struct cx *cx, struct str division, struct division_list *out)
{
    static const struct subtree_order order = {sizeof(struct division), 2000, code_before};
    struct division_list part;
    struct right_ranges r;

    *out = (struct division_list){0};
    TRY(registry_may(cx, RIGHT_STATION_READ, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        TRY(sql_station_bare_townships(cx, r.at[i].from, r.at[i].to, date_of(cx->now), &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}
