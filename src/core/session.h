/*
 * session: who is behind a request: rows with hashed tokens, looked up once per request.
 *
 * A token is 256 random bits in hex; the database knows only its keyed hash.  Sessions
 * end when idle (staff 15 min, citizens 30 min), after 8 hours, when ended by hand, and at once
 * when the account is closed or the session's row is gone.  A new id at every sign-in.
 *
 * Kinds     full: a signed-in account.  half: the password was right, the second factor is
 *           still missing; it has no rights but those of anyone.  case: a citizen with the
 * query code of one request, no account. Threads   safe: nothing here is shared except through
 * the database.
 */
#ifndef CORE_SESSION_H
#define CORE_SESSION_H

#include "core/rights.h"

enum session_kind {
    SESSION_FULL,
    SESSION_HALF,
    SESSION_CASE
};
extern const char *const session_kind_words[];

/* Nobody: no account, no grants, ROLE_ANYONE. */
struct actor session_anyone(void);
/* The program itself (jobs, commands): ROLE_CLOCK, which is at home in every division. */
struct actor session_clock(void);

/* "ll"; where TLS is on, call_set_cookie puts __Host- before it. */
const char *session_cookie(const struct cx *cx);

/* The actor of this token; reads only, one statement.  A missing, ended, expired or forged
 * token gives session_anyone() and OK: the cookie is then simply worthless.  *touch is true
 * when last-seen is older than five minutes: the frame then calls session_touch in a writing
 * transaction, before or after the handler.  A half session gives anyone with session_id set.
 */
enum err session_find(struct cx *cx, struct str token, struct actor *out, bool *touch) MUST_USE;
enum err session_touch(struct cx *cx, int64_t session_id) MUST_USE;

/* The CSRF token of a session: a keyed hash of its token, 32 letters; absent for no token. */
struct str session_csrf(const struct cx *cx, struct str token);
/* Constant time. */
bool session_csrf_ok(const struct cx *cx, struct str token, struct str given);

/* A citizen's session bound to one request; token is what the cookie gets. */
enum err session_open_case(struct cx *cx, int64_t case_id, struct str *token) MUST_USE;
/* A session of an account, full or half (core/account does this at sign-in); replaced is the
 * token of the session that it takes the place of, or absent; device words of our making. */
enum err session_open(struct cx *cx, enum session_kind kind, int64_t account_id,
    struct str replaced, struct str device, struct str *token) MUST_USE;
/* The account behind a half session.  ERR_SIGNIN: there is none. */
enum err session_half(struct cx *cx, struct str token, int64_t *account_id) MUST_USE;
/* Sign out: the row goes. */
enum err session_close(struct cx *cx, struct str token) MUST_USE;

/* Own sessions, newest first. */
struct session {
    int64_t id;
    struct str device; /* words of our making, such as "Firefox, Android"; never an address */
    struct instant started, seen, expires;
};
LIST_OF(session);
extern const struct shape session_shape;
enum err session_list(struct cx *cx, struct session_list *out) MUST_USE;
/* End one of one's own.  ERR_NOT_FOUND: not one's own. */
enum err session_end(struct cx *cx, int64_t id) MUST_USE;
/* End all of an account, its tokens too (second factor reset, account closed). */
enum err session_end_all(struct cx *cx, int64_t account_id) MUST_USE;
/* End all of the actor's but the present one. */
enum err session_end_others(struct cx *cx) MUST_USE;
/* The job: remove expired rows. */
enum err session_sweep(struct cx *cx, int64_t *removed) MUST_USE;

#endif
