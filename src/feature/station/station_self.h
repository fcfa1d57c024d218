/*
 * station_self: visitors enter themselves by a code at the door of a station (the visitor
 * register, optional): name, telephone and matter, without an account.
 *
 * Nothing counts before a clerk has seen the person: confirming makes one visit of the entry,
 * and that visit is booked like any other.
 * Twice      the same key of the form, or the same words of the same person on one day, is one
 *            entry.
 * Privacy    all that was written is sealed; it is looked at by those who keep the register,
 *            each look recorded, and gone after SELF_DAYS.
 */
#ifndef FEATURE_STATION_SELF_H
#define FEATURE_STATION_SELF_H

#include "core/privacy.h"

#include "feature/station/station.h"

#define SELF_DAYS 180 /* what was written is kept that long */
#define SELF_WAITING_MOST 200

struct station_door {
    int64_t station_id;
    struct str token;
    struct instant opened;
};
extern const struct shape station_door_shape;

enum self_state {
    SELF_WAITING,
    SELF_CONFIRMED,
    SELF_DROPPED
};
extern const char *const self_state_words[];

struct self_visit {
    int64_t id;
    struct str uid;
    int64_t station_id;
    struct date day;
    int64_t persons;
    struct bytes name_sealed, phone_sealed, matter_sealed;
    enum self_state state;
    int64_t visit_id;
    struct instant made;
    int64_t version;
    struct priv name_priv, phone_priv; /* in lists: masked where they are printed */
    struct str name, phone, matter;    /* as written, or as station_self_get shows it */
};
LIST_OF(self_visit);
extern const struct shape self_visit_shape;

/* The door's code, by those who keep the register: switch it on (again: a new code, the old one
 * opens nothing any more), or off. */
enum err station_door_open(
    struct cx *cx, const struct station *s, struct station_door *out) MUST_USE;
enum err station_door_close(struct cx *cx, const struct station *s) MUST_USE;
enum err station_door_find(
    struct cx *cx, const struct station *s, struct station_door *out, bool *found) MUST_USE;
/* For anyone: the station whose door has this code.  ERR_NOT_FOUND "station.door_closed". */
enum err station_door_station(struct cx *cx, struct str token, struct station *out) MUST_USE;

/* Anyone, at a door: name, phone (may be absent), matter, persons.  *repeated: it is there.
 * ERR_INVALID by field; ERR_LIMIT: too many wait. */
enum err station_self_add(struct cx *cx, const struct station *s, struct self_visit *v,
    struct str idem, bool *repeated) MUST_USE;
/* Those that wait, oldest first. */
enum err station_self_waiting(
    struct cx *cx, const struct station *s, struct self_visit_list *out) MUST_USE;
/* One with everything clear; the look is recorded. */
enum err station_self_get(struct cx *cx, int64_t id, struct self_visit *out) MUST_USE;
/* The person is here: one visit, booked once.  v: what the clerk makes of it (station_id and
 * idem are set).  ERR_CONFLICT "station.self_done"; ERR_STALE. */
enum err station_self_confirm(
    struct cx *cx, const struct self_visit *e, int64_t version, struct visit *v) MUST_USE;
/* Nobody came, or it was a joke; it counts nowhere. */
enum err station_self_drop(struct cx *cx, const struct self_visit *e, int64_t version) MUST_USE;
/* The job: what is older than SELF_DAYS loses what was written. */
enum err station_self_forget(struct cx *cx, int64_t *forgotten) MUST_USE;
enum err station_self_old(struct cx *cx, int64_t *n) MUST_USE;
/* For `lianluo check`: what was confirmed has its visit. */
enum err station_self_check(struct cx *cx, struct buf *problems) MUST_USE;

extern const struct personal_field station_personal[];

#endif
