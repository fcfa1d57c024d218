/*
 * event: "this happened", written in the transaction, delivered by jobs to listeners.
 */
#ifndef CORE_EVENT_H
#define CORE_EVENT_H

#include "core/cx.h"

/* name such as "request.replied". */
enum err event_emit(
    struct cx *cx, const char *object, int64_t object_id, const char *name) MUST_USE;

struct event {
    int64_t id;
    struct str object;
    int64_t object_id;
    struct str name;
    struct instant at;
    int64_t account_id; /* who caused it, 0: the program */
    int64_t attempts;   /* failed deliveries so far */
};
LIST_OF(event);
extern const struct shape event_shape;

/* A row of a feature's .listens table, ended by a NULL name. */
struct event_listener {
    const char *name;
    enum err (*heard)(struct cx *cx, const struct event *e); /* idempotent */
};

/* The job: give up to max waiting events to the listeners, each in a savepoint of its own,
 * inside the running transaction.  A listener that fails is asked again with growing delay;
 * after eight tries the event is parked. */
enum err event_deliver(struct cx *cx, const struct event_listener *const *tables, size_t max,
    int64_t *delivered) MUST_USE;
/* Count everything that waits as delivered: the demonstration's past needs no messages. */
enum err event_skip(struct cx *cx, int64_t *skipped) MUST_USE;
/* More than 0 when something waits. */
enum err event_waiting(struct cx *cx, int64_t *n) MUST_USE;

#endif
