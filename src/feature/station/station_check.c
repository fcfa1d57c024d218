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
    return OK;
}
