/*
 * token_rows: rows as the statements of core/token.sql give them; for core/token only.
 */
#ifndef CORE_TOKEN_ROWS_H
#define CORE_TOKEN_ROWS_H

#include "core/token.h"

/* A token beside its account, one of its grants, and an extra range of that. */
struct token_row {
    int64_t id, account_id;
    struct str rights;
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
LIST_OF(token_row);
extern const struct shape token_row_shape;

#endif
