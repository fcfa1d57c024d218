/*
 * session_rows: rows as the statements of core/session.sql give them; for core/session only.
 */
#ifndef CORE_SESSION_ROWS_H
#define CORE_SESSION_ROWS_H

#include "core/session.h"

/* A session beside its account, one of its grants, and an extra range of that. */
struct session_row {
    int64_t id;
    enum session_kind kind;
    int64_t account_id, case_id;
    struct instant seen, expires;
    struct str name;
    int64_t person_id;
    bool closed;
    int64_t grant_id; /* 0: none */
    struct str role, division;
    int64_t org_id;
    struct str extra_from, extra_to; /* one part of the division; absent */
    int64_t extra_sign;
};
LIST_OF(session_row);
extern const struct shape session_row_shape;

#endif
