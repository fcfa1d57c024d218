/*
 * station: what must hold in every database.
 */
#include "feature/station/station_check.h"

#include "core/ledger.h"

#include "feature/station/station.sql.h"

enum err station_check_centres(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_station_wrong_centres(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld stations have a wrong centre or no successor\n", (long long)n);
    return OK;
}

/* The register and the ledger count the same person-times. */
enum err station_check_visits(struct cx *cx, struct buf *problems)
{
    int64_t persons, booked;

    TRY(sql_visit_persons(cx, &persons));
    TRY(ledger_sum(cx, "station.visitors", S("000000000000"), date_make(1990, 1, 1),
        date_make(2199, 12, 31), &booked));
    if (persons != booked)
        buf_f(problems, "the register has %lld person-times, the ledger %lld\n",
            (long long)persons, (long long)booked);
    return ledger_recount(cx, "station.visitors",
        (const ledger_records[]){sql_visit_counts, NULL}, NULL, problems);
}

/* As many are in use as the ledger has. */
enum err station_check_stock(struct cx *cx, struct buf *problems)
{
    int64_t stations, booked;

    TRY(sql_station_in_use(cx, &stations));
    TRY(ledger_sum(cx, "station.stations", S("000000000000"), date_make(1900, 1, 1),
        date_make(2199, 12, 31), &booked));
    if (stations != booked)
        buf_f(problems, "%lld stations are in use, the ledger has %lld\n", (long long)stations,
            (long long)booked);
    return OK;
}

static enum err behind_stock(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct station s;

    TRY(sql_station_by_id(cx, id, &s));
    out->label = s.name;
    out->path = str_f(cx->arena, "/st/%.*s", STR(s.public_id));
    return OK;
}

static enum err behind_visit(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct visit v;
    struct station s;

    TRY(sql_visit_by_id(cx, id, &v));
    TRY(sql_station_by_id(cx, v.station_id, &s));
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s.division));
    out->label = s.name;
    out->path = str_f(cx->arena, "/visits/%lld", (long long)id);
    return OK;
}

const struct ledger_source station_sources[] = {
    {"station", behind_stock},
    {"visit", behind_visit},
    {NULL, NULL},
};
