/*
 * account: who may sign in, with which roles, and how (MLPS level 3, 8.1.4.1 and 8.1.4.2).
 *
 * Sign-in     password (argon2id) then a one-time code (RFC 6238) or a recovery code.  Known
 * and unknown names take the same time and are answered alike; both are slowed by name and by
 * address prefix, at most 15 minutes at a time, never for ever.  A browser that signed in
 * before is slowed apart from strangers who try the same name. Families    business roles,
 * auditor, system, security: an account holds roles of one family only; the database checks it
 * too.  Nobody grants anything to themselves. Units       steps of one-time codes are 30 s
 * since 1970. Ownership   every struct str points into cx->arena.
 */
#ifndef CORE_ACCOUNT_H
#define CORE_ACCOUNT_H

#include "core/privacy.h"
#include "core/rights.h"

enum account_family {
    FAMILY_BUSINESS,
    FAMILY_AUDITOR,
    FAMILY_SYSTEM,
    FAMILY_SECURITY
};
extern const char *const account_family_words[];
enum account_state {
    ACCOUNT_OPEN,
    ACCOUNT_CLOSED
};
extern const char *const account_state_words[];
extern const char *const account_lang_words[]; /* zh, en */

struct account {
    int64_t id;
    struct str uid;   /* in addresses */
    struct str login; /* folded */
    struct str name;  /* shown */
    enum account_family family;
    int64_t person_id;
    enum lang lang;
    struct bytes email_sealed, phone_sealed;
    struct str password;
    struct instant password_at;
    bool password_fresh; /* set by somebody else: to be changed at sign-in */
    struct bytes totp_sealed, totp_next_sealed;
    int64_t totp_step;
    enum account_state state;
    bool demo;
    struct instant made_at;
    int64_t version;
};
LIST_OF(account);
extern const struct shape account_shape;
/* The sealed columns of the tables of core, for the registry of personal fields; ended by
 * NULL. */
extern const struct personal_field account_personal[];
extern const struct keyed_hash account_hashes[];

/* Making one: login 3 to 40 of a-z 0-9 . _ -; name 1 to 60; password already hashed.
 * ERR_INVALID field by field; ERR_CONFLICT rule "account_login" when the login is taken.
 * Right: account.manage.  With demo set the account works only on a demonstration database. */
struct account_draft {
    struct str login, name;
    enum account_family family;
    int64_t person_id;
    enum lang lang;
    struct str email, phone;  /* clear; may be absent */
    struct str password_hash; /* from account_password_hash */
    bool password_fresh;
    struct bytes totp_seed; /* 20 bytes: enrolled at once; absent: enrols at first sign-in */
    bool demo;
};
enum err account_make(
    struct cx *cx, const struct account_draft *d, struct account *out) MUST_USE;

/* Right: account.manage.  ERR_NOT_FOUND. */
enum err account_get(struct cx *cx, struct str uid, struct account *out) MUST_USE;
enum err account_by_login(
    struct cx *cx, struct str login, struct account *out, bool *found) MUST_USE;
/* By login from after; typed narrows by login or name. */
enum err account_list(struct cx *cx, struct str typed, struct str after, size_t max,
    struct account_list *out) MUST_USE;
/* One's own. */
enum err account_own(struct cx *cx, struct account *out) MUST_USE;
/* Shown name of any account; "" when unknown. */
enum err account_name(struct cx *cx, int64_t id, struct str *out) MUST_USE;
/* Where messages go; absent parts are not known.  For core/notice. */
struct account_contact {
    struct priv email, phone;
    enum lang lang;
};
enum err account_contact(struct cx *cx, int64_t id, struct account_contact *out) MUST_USE;
/* Account numbers holding a role on a division (or above it), or on an organisation. */
struct account_id {
    int64_t id;
};
LIST_OF(account_id);
extern const struct shape account_id_shape;
enum err account_of_org(struct cx *cx, int64_t org_id, struct account_id_list *out) MUST_USE;
enum err account_of_role(
    struct cx *cx, enum role role, struct str division, struct account_id_list *out) MUST_USE;
/* The deputy's or officer's account; 0 when there is none. */
enum err account_of_person(struct cx *cx, int64_t person_id, int64_t *out) MUST_USE;

/* Close or open again; closing ends its sessions.  Never oneself (ERR_DENIED). */
enum err account_set_state(
    struct cx *cx, struct account *a, enum account_state state, int64_t version) MUST_USE;

/* Roles: granted on a subtree or an organisation, at most eight separate areas and 60 grants;
 * never to oneself (ERR_DENIED), never of another family (ERR_INVALID field "role"). */
enum err account_grants(struct cx *cx, int64_t account_id, struct grant_list *out) MUST_USE;
enum err account_grant_add(struct cx *cx, const struct account *a, enum role role,
    struct str division, int64_t org_id) MUST_USE;
enum err account_grant_drop(struct cx *cx, const struct account *a, int64_t grant_id) MUST_USE;

/* Passwords.  Slow: on a worker.  Checks the profile of the settings ("asvs5": 15 characters
 * and no common or guessable ones; "mlps3": 12 of three classes, none of the last five); faults
 * are put at field. */
enum err account_password_hash(struct cx *cx, const char *field, const struct account *a,
    struct str password, struct str *hash) MUST_USE;
/* A random one of the program's making that meets every profile. */
struct str account_password_new(struct cx *cx);
/* Is it the account's present one?  Slow. */
bool account_password_is(const struct account *a, struct str password);
/* In the transaction: set one's own (hash made before); other sessions end. */
enum err account_password_set(struct cx *cx, struct account *a, struct str hash) MUST_USE;

/* A reset takes two security administrators (or the command line): one asks, another confirms.
 * Then the password is a new random one to be changed, and the second factor enrols anew. */
enum err account_reset_ask(struct cx *cx, const struct account *a) MUST_USE;
enum err account_reset_asked(
    struct cx *cx, const struct account *a, int64_t *by, bool *asked) MUST_USE;
enum err account_reset_confirm(struct cx *cx, struct account *a, struct str hash) MUST_USE;

/* Sign-in, first step.  account_prove reads and computes (a route's .prepare, on a worker);
 * account_sign_in writes.  Both return OK for a wrong password: the attempt must be recorded.
 */
struct account_proof {
    bool right; /* the password fits an open account */
    bool waits; /* too many failures: nothing was tried */
    int64_t account_id;
    struct str password; /* the hash that was compared */
    struct str name_key, prefix_key;
    int64_t wait_seconds;
};
struct account_try {
    struct str login, password;
    struct str peer;   /* address of the client, or empty */
    struct str device; /* value of the device cookie, or empty */
};
enum err account_prove(
    struct cx *cx, const struct account_try *t, struct account_proof *out) MUST_USE;

/* What is to be shown next. */
enum account_stage {
    STAGE_REFUSED,  /* wrong; rule account.wrong */
    STAGE_WAIT,     /* rule account.wait, minutes in wait */
    STAGE_PASSWORD, /* a new password has to be set */
    STAGE_ENROL,    /* the second factor has to be set up */
    STAGE_CODE,     /* a code is asked for */
    STAGE_IN        /* signed in */
};
struct account_entry {
    enum account_stage stage;
    struct str token;  /* for the session cookie; absent: it stays */
    struct str device; /* for the device cookie, at STAGE_IN */
    int64_t wait;      /* minutes */
};
/* words: device in words of our making; replaced: the token the browser came with. */
enum err account_sign_in(struct cx *cx, const struct account_proof *p, struct str replaced,
    struct str words, struct account_entry *out) MUST_USE;

/* Second step, with the half session's token.  The account behind it and what it still needs.
 */
enum err account_half(
    struct cx *cx, struct str token, struct account *out, enum account_stage *stage) MUST_USE;
/* A one-time code or a recovery code; each is accepted once. */
enum err account_second(struct cx *cx, struct str token, struct str code, struct str words,
    struct account_entry *out) MUST_USE;
/* A half session's account sets the password it was told to change. */
enum err account_half_password(
    struct cx *cx, struct str token, struct str hash, enum account_stage *next) MUST_USE;

/* The seed waiting to be confirmed: base 32, and the otpauth address for an app. */
struct account_totp {
    struct str secret, otpauth;
};
struct str account_otpauth(struct cx *cx, struct str login, struct str secret);
enum err account_totp_shown(
    struct cx *cx, const struct account *a, struct account_totp *out) MUST_USE;
/* The logins of the demonstration, which its sign-in page shows.  ERR_DENIED for any other
 * database. */
enum err account_demo_list(struct cx *cx, struct account_list *out) MUST_USE;
/* The present code of a demonstration account, which its sign-in page shows.  ERR_DENIED for
 * every other account. */
enum err account_demo_code(struct cx *cx, const struct account *a, struct str *out) MUST_USE;
/* Begin to change one's own second factor: a new seed waits for its first code. */
enum err account_totp_begin(struct cx *cx, struct account *a) MUST_USE;
/* Confirm the waiting seed by a code.  ok false: wrong code.  codes: ten new recovery codes,
 * shown once. */
#define ACCOUNT_CODES 10
enum err account_totp_confirm(struct cx *cx, struct account *a, struct str code, bool *ok,
    struct str codes[ACCOUNT_CODES]) MUST_USE;
/* The same from a half session, which becomes a full one. */
enum err account_half_enrol(struct cx *cx, struct str token, struct str code, struct str words,
    struct str codes[ACCOUNT_CODES], struct account_entry *out) MUST_USE;
/* Recovery codes left. */
enum err account_codes_left(struct cx *cx, int64_t account_id, int64_t *out) MUST_USE;

/* The job: forget failures older than two days. */
enum err account_sweep(struct cx *cx, int64_t *removed) MUST_USE;

#endif
