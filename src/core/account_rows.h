/*
 * account_rows: rows as the statements of core/account.sql give them; for core/account and its
 * neighbours only.
 */
#ifndef CORE_ACCOUNT_ROWS_H
#define CORE_ACCOUNT_ROWS_H

#include "core/account.h"

struct account_grant_row {
    int64_t id;
    struct str role, division;
    int64_t org_id;
};
LIST_OF(account_grant_row);
extern const struct shape account_grant_row_shape;

struct account_password {
    struct str password;
};
LIST_OF(account_password);
extern const struct shape account_password_shape;

struct account_reset {
    int64_t asked_by;
    struct instant asked_at;
};
extern const struct shape account_reset_shape;

struct account_attempt {
    int64_t failures;
    struct instant last_at, until_at;
};
extern const struct shape account_attempt_shape;

/* A login as it is stored: without blanks around it, in lower case. */
struct str account_fold(struct cx *cx, struct str login);
/* The account with this number, which must exist. */
enum err account_read(struct cx *cx, int64_t id, struct account *out) MUST_USE;
/* A one-time or recovery code; used up when it is right. */
enum err account_code_ok(
    struct cx *cx, const struct account *a, struct str code, bool *ok) MUST_USE;
/* A new seed waits for its first code. */
enum err account_totp_renew(struct cx *cx, const struct account *a) MUST_USE;

#endif
