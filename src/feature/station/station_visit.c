/*
 * station: the visitor register.
 */
#include "core/audit.h"
#include "core/ledger.h"

#include "feature/station/station.h"
#include "feature/station/station.sql.h"

#define VISITORS "station.visitors"

static const struct field visit_fields[] = {
    FIELD(struct visit, id),
    FIELD(struct visit, station_id),
    FIELD(struct visit, division),
    FIELD(struct visit, day),
    FIELD(struct visit, persons),
    FIELD(struct visit, deputy_id),
    FIELD(struct visit, request_id),
    FIELD(struct visit, summary),
    FIELD(struct visit, idem),
    FIELD(struct visit, version),
    FIELD(struct visit, request_code),
};
const struct shape visit_shape = SHAPE(visit, visit_fields);

static enum err visit_check(struct cx *cx, const struct visit *v)
{
    struct deputy d;

    cx_faults_clear(cx);
    if (v->persons < 1 || v->persons > 999)
        (void)fail(cx, ERR_INVALID, "persons", "station.persons_range");
    if (!date_is(v->day) || v->day.day > date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "station.day_ahead");
    if (str_points(v->summary) > 500)
        (void)fail(cx, ERR_INVALID, "summary", "registry.text_length");
    TRY(cx_checked(cx));
    if (v->deputy_id > 0 && registry_deputy(cx, v->deputy_id, &d) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "deputy_id", "registry.no_deputy");
    }
    return OK;
}

enum err station_visit_add(struct cx *cx, struct visit *v)
{
    struct station s;
    struct visit old;
    bool repeated = false;

    TRY(station_get(cx, v->station_id, &s));
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s.division));
    v->division = s.division;
    v->summary = v->summary.p == NULL ? S("") : v->summary;
    v->idem = str_empty(v->idem) ? (struct str){0} : v->idem;
    if (!date_is(v->day))
        v->day = date_of(cx->now);
    TRY(visit_check(cx, v));
    if (s.state != STATION_OPEN)
        return fail(cx, ERR_CONFLICT, "station", "station.not_open");
    if (v->idem.n > 0)
        TRY(sql_visit_by_idem(cx, v->idem, &old, &repeated));
    if (repeated) {
        *v = old;
        return OK;
    }
    TRY(sql_visit_add(cx, v->station_id, v->division, v->day, v->persons, v->deputy_id,
        v->request_id, v->summary, cx->actor->account_id, cx->now, v->idem, &v->id));
    v->version = 1;
    TRY(ledger_book(cx, VISITORS, v->division, v->day, v->persons, "visit", v->id));
    return audit_add(cx, "visit", v->id, "visit.added", v->division, (struct str){0});
}

enum err station_visit_get(struct cx *cx, int64_t id, struct visit *out)
{
    struct visit v;

    TRY(sql_visit_by_id(cx, id, &v));
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, v.division));
    *out = v;
    return OK;
}

enum err station_visit_set(struct cx *cx, const struct visit *v)
{
    struct visit old;
    int64_t changed;

    TRY(station_visit_get(cx, v->id, &old));
    TRY(visit_check(cx, v));
    TRY(sql_visit_set(cx, v->id, v->version, v->day, v->persons, v->deputy_id,
        v->summary.p == NULL ? S("") : v->summary, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    if (old.persons != v->persons || old.day.day != v->day.day) {
        TRY(ledger_undo(cx, VISITORS, "visit", v->id));
        TRY(ledger_book(cx, VISITORS, old.division, v->day, v->persons, "visit", v->id));
    }
    return audit_add(cx, "visit", v->id, "visit.changed", old.division, (struct str){0});
}

enum err station_visit_request(struct cx *cx, int64_t id, int64_t request_id)
{
    struct visit v;
    int64_t changed;

    TRY(station_visit_get(cx, id, &v));
    TRY(sql_visit_request_set(cx, id, request_id, &changed));
    return audit_add(cx, "visit", id, "visit.request", v.division, (struct str){0});
}

enum err station_visits(struct cx *cx, int64_t station_id, struct date from, struct date to,
    int64_t before, struct visit_list *out)
{
    struct station s;

    TRY(station_get(cx, station_id, &s));
    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s.division));
    return sql_visit_page(cx, station_id, from, to, before, out);
}
