#include "core/event.h"

#include "core/event.sql.h"
#include "core/rights.h"
#include "store/db.h"

static const struct field fields[] = {
    FIELD(struct event, id),
    FIELD(struct event, object),
    FIELD(struct event, object_id),
    FIELD(struct event, name),
    FIELD(struct event, at),
    FIELD(struct event, account_id),
    FIELD(struct event, attempts),
};
const struct shape event_shape = SHAPE(event, fields);

enum {
    EVENT_TRIES = 8,
    EVENT_FIRST_DELAY = 5,
    EVENT_MAX_DELAY = 3600
};

enum err event_emit(struct cx *cx, const char *object, int64_t object_id, const char *name)
{
    int64_t account = cx->actor != NULL ? cx->actor->account_id : 0;

    return sql_event_add(cx, str_of(object), object_id, str_of(name), cx->now, account, NULL);
}

static enum err hear(
    struct cx *cx, const struct event_listener *const *tables, const struct event *e)
{
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct event_listener *l = tables[t]; l->name != NULL; l++)
            if (str_is(e->name, l->name))
                TRY(l->heard(cx, e));
    return OK;
}

static int64_t delay(int64_t attempts)
{
    int64_t s = EVENT_FIRST_DELAY;

    for (int64_t i = 0; i < attempts && s < EVENT_MAX_DELAY; i++)
        s *= 3;
    return s < EVENT_MAX_DELAY ? s : EVENT_MAX_DELAY;
}

/* Each event in its own savepoint, so that one listener's trouble does not hold up the rest. */
static enum err deliver_one(
    struct cx *cx, const struct event_listener *const *tables, const struct event *e)
{
    enum err err;

    TRY(db_save(cx->db));
    err = hear(cx, tables, e);
    if (err == OK) {
        TRY(db_release(cx->db));
        return sql_event_done(cx, e->id, cx->now, NULL);
    }
    if (err == ERR_BUSY)
        return err;
    TRY(db_back(cx->db));
    struct instant again = {cx->now.s + delay(e->attempts)};
    struct str why = cx->faults.n > 0 ? cx->faults.p[cx->faults.n - 1].rule : S("");

    TRY(sql_event_failed(cx, e->id, again, EVENT_TRIES, why, NULL));
    cx_faults_clear(cx);
    return OK;
}

enum err event_waiting(struct cx *cx, int64_t *n)
{
    return sql_event_waiting(cx, cx->now, n);
}

enum err event_deliver(
    struct cx *cx, const struct event_listener *const *tables, size_t max, int64_t *delivered)
{
    struct event_list list;
    int64_t n = 0;

    TRY(sql_event_due(cx, cx->now, (int64_t)max, &list));
    EACH (e, &list) {
        TRY(deliver_one(cx, tables, e));
        n++;
    }
    *delivered = n;
    return OK;
}

enum err event_skip(struct cx *cx, int64_t *skipped)
{
    return sql_event_skip(cx, cx->now, skipped);
}
