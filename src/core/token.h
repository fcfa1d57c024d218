/*
 * token: access of other programs to the interface, in the name of an account.
 *
 * A token is "llt_" and 256 random bits in hex, shown once; the database knows only its keyed
 * hash.  It carries some rights of its owner, by name, and never more than the owner holds at
 * the time of use; it ends on its day, when it is taken back, when the account is closed, and
 * with all sessions (password or second factor reset).
 *
 * Threads   safe: nothing here is shared except through the database.
 */
#ifndef CORE_TOKEN_H
#define CORE_TOKEN_H

#include "core/rights.h"

#define TOKEN_PREFIX "llt_"
#define TOKEN_DAYS_MAX 365

struct token {
    int64_t id;
    struct str name;
    struct str rights; /* names with blanks between */
    struct instant made_at, expires, seen;
};
LIST_OF(token);
extern const struct shape token_shape;

/* Rights that a token may carry: those that the interface asks for. */
extern const enum right token_rights[]; /* RIGHT_NONE ends */

/* One's own: rights are bits by number of the right, each held by the actor; at most ten at a
 * time.  clear is shown once.  ERR_INVALID (name, rights, days), ERR_LIMIT. */
enum err token_make(
    struct cx *cx, struct str name, uint64_t rights, int64_t days, struct str *clear) MUST_USE;
/* Own ones that still work, newest first. */
enum err token_list(struct cx *cx, struct token_list *out) MUST_USE;
/* Take one of one's own back.  ERR_NOT_FOUND: not one's own. */
enum err token_drop(struct cx *cx, int64_t id) MUST_USE;

/* The actor of a token, for the frame: reads only, one statement.  One that is unknown, ended
 * or forged gives session_anyone() and OK.  *touch as in session_find. */
enum err token_find(struct cx *cx, struct str clear, struct actor *out, bool *touch) MUST_USE;
enum err token_touch(struct cx *cx, int64_t id) MUST_USE;
/* All of an account go. */
enum err token_drop_all(struct cx *cx, int64_t account_id) MUST_USE;
/* The job: remove those whose day is over. */
enum err token_sweep(struct cx *cx, int64_t *removed) MUST_USE;

#endif
