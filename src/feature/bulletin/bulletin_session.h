/*
 * bulletin_session: the calendar of sessions: 届 is the term of a congress of the registry, 次
 * the number of its session, or of a meeting of its standing committee.
 *
 * Rights     kept by those who edit the bulletin of the congress's division, read by its staff.
 */
#ifndef FEATURE_BULLETIN_SESSION_H
#define FEATURE_BULLETIN_SESSION_H

#include "core/rights.h"

#include "feature/registry/registry.h"

enum session_body {
    SESSION_CONGRESS,
    SESSION_COMMITTEE
};
extern const char *const session_body_words[];

struct bulletin_session {
    int64_t id, congress_id;
    enum session_body body;
    int64_t number;
    struct date opened, closed; /* closed may be absent */
};
LIST_OF(bulletin_session);
extern const struct shape bulletin_session_shape;

/* A new one, or other days of the one with this number.  ERR_INVALID: no such congress, days
 * that do not fit its term or each other. */
enum err bulletin_session_put(
    struct cx *cx, struct str congress, struct bulletin_session *s) MUST_USE;
/* Those of one congress, newest first. */
enum err bulletin_sessions(
    struct cx *cx, int64_t congress_id, struct bulletin_session_list *out) MUST_USE;
/* The congress of a division and term; false: the registry knows none. */
enum err bulletin_session_congress(struct cx *cx, struct str division, int64_t term,
    struct congress *out, bool *found) MUST_USE;
/* The congress of a division that sits on a day. */
enum err bulletin_session_sitting(struct cx *cx, struct str division, struct date on,
    struct congress *out, bool *found) MUST_USE;

#endif
