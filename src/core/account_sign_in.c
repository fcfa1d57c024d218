/*
 * Sign-in: what is slowed, what is compared, what is recorded.  A wrong password is an answer,
 * not an error: the transaction must commit, or the failure would be forgotten.
 */
#include "base/num.h"
#include "core/account.h"
#include "core/account.sql.h"
#include "core/account_rows.h"
#include "core/audit.h"
#include "core/meta.h"
#include "core/session.h"
#include "core/settings.h"

#define FREE_NAME 4    /* failures before the first wait */
#define FREE_PREFIX 30 /* an office behind one address */
#define WAIT_FIRST 30
#define WAIT_MOST 900
#define FORGET_SECONDS (24 * 3600)
#define SWEEP_SECONDS (48 * 3600)
#define PASSWORD_DAYS 90

/* clang-format off */
static const struct field attempt_fields[] = {
    FIELD(struct account_attempt, failures), FIELD(struct account_attempt, last_at),
    FIELD(struct account_attempt, until_at),
};
/* clang-format on */
const struct shape account_attempt_shape = SHAPE(account_attempt, attempt_fields);

/* argon2id of a random text nobody knows, with the parameters of every other hash: names that
 * do not exist take the same time. */
static const char nobody[] = "$argon2id$v=19$m=65536,t=3,p=1$NxWLN09Q0eSRE0w4mMFSZQ$"
                             "eH8JDnm/hRxOo9yTVkBeFmDcnnRWnDAwTLpJ0fm1iuw";

static struct str key_of(struct cx *cx, const char *kind, struct str value)
{
    return privacy_hash(cx, "throttle", str_f(cx->arena, "%s|%.*s", kind, STR(value)));
}

static struct str device_of(struct cx *cx, struct str login)
{
    return str_dup(cx->arena, str_sub(privacy_hash(cx, "device", login), 0, 32));
}

/* A browser that signed in under this name before is slowed apart from strangers. */
static struct str name_key(struct cx *cx, struct str login, struct str device)
{
    struct str known = device_of(cx, login);
    bool same = device.n == known.n && secret_eq(device.p, known.p, known.n);

    return key_of(cx, same ? "device" : "name", login);
}

/* Three groups of an IPv4 address, four of an IPv6 one: what one network shares. */
static struct str prefix_key(struct cx *cx, struct str peer)
{
    bool v6 = str_find_char(peer, ':') != (size_t)-1;
    int groups = v6 ? 4 : 3;
    size_t n = 0;

    if (str_empty(peer))
        return (struct str){0};
    while (n < peer.n && groups > 0)
        groups -= peer.p[n++] == (v6 ? ':' : '.') ? 1 : 0;
    return key_of(cx, "prefix", str_sub(peer, 0, n));
}

static enum err wait_of(struct cx *cx, struct str key, int64_t *seconds)
{
    struct account_attempt a = {0};
    bool found = false;

    if (key.p != NULL)
        TRY(sql_account_attempt(cx, key, &a, &found));
    if (found && a.until_at.s - cx->now.s > *seconds)
        *seconds = a.until_at.s - cx->now.s;
    return OK;
}

static enum err failed(struct cx *cx, struct str key, int64_t free_tries)
{
    struct account_attempt a = {0};
    struct instant until = cx->now;
    int64_t n, changed;
    bool found;

    if (key.p == NULL)
        return OK;
    TRY(sql_account_attempt(cx, key, &a, &found));
    n = found && cx->now.s - a.last_at.s < FORGET_SECONDS ? a.failures + 1 : 1;
    if (n > free_tries) {
        int64_t wait = WAIT_FIRST;

        for (int64_t i = free_tries + 1; i < n && wait < WAIT_MOST; i++)
            wait *= 2;
        until.s += wait < WAIT_MOST ? wait : WAIT_MOST;
    }
    return sql_account_attempt_put(cx, key, n, cx->now, until, &changed);
}

static enum err may_sign_in(struct cx *cx, const struct account *a, bool *out)
{
    bool demo = true;

    if (a->demo)
        TRY(meta_demo(cx, &demo));
    *out = a->state == ACCOUNT_OPEN && demo;
    return OK;
}

enum err account_prove(struct cx *cx, const struct account_try *t, struct account_proof *out)
{
    struct str login = account_fold(cx, t->login);
    struct account_proof p = {
        .name_key = name_key(cx, login, t->device), .prefix_key = prefix_key(cx, t->peer)};
    struct account a = {0};
    bool found, allowed = false, same;

    TRY(wait_of(cx, p.name_key, &p.wait_seconds));
    TRY(wait_of(cx, p.prefix_key, &p.wait_seconds));
    p.waits = p.wait_seconds > 0;
    if (!p.waits) {
        TRY(sql_account_by_name(cx, login, &a, &found));
        if (found)
            TRY(may_sign_in(cx, &a, &allowed));
        same = secret_password_ok(found ? a.password : str_of(nobody), t->password);
        p.right = found && allowed && same;
        p.account_id = found ? a.id : 0;
        p.password = a.password;
    }
    *out = p;
    return OK;
}

static void wait_entry(int64_t seconds, struct account_entry *out)
{
    *out = (struct account_entry){.stage = STAGE_WAIT, .wait = (seconds + 59) / 60};
}

static enum err refuse(struct cx *cx, const struct account_proof *p, struct account_entry *out)
{
    TRY(failed(cx, p->name_key, FREE_NAME));
    TRY(failed(cx, p->prefix_key, FREE_PREFIX));
    *out = (struct account_entry){.stage = STAGE_REFUSED};
    return audit_add(
        cx, "account", p->account_id, "sign_in.failed", (struct str){0}, (struct str){0});
}

static enum account_stage stage_of(const struct cx *cx, const struct account *a)
{
    bool mlps3 = cx->settings != NULL && str_is(cx->settings->password_profile, "mlps3");
    int64_t age = cx->now.s - a->password_at.s;

    if (a->password_fresh || (mlps3 && age > PASSWORD_DAYS * (int64_t)86400))
        return STAGE_PASSWORD;
    return a->totp_sealed.p == NULL ? STAGE_ENROL : STAGE_CODE;
}

enum err account_sign_in(struct cx *cx, const struct account_proof *p, struct str replaced,
    struct str words, struct account_entry *out)
{
    struct account a;
    int64_t wait = p->waits ? p->wait_seconds : 0;
    bool allowed = false;

    /* Again, because a burst of guesses may have been computed side by side. */
    TRY(wait_of(cx, p->name_key, &wait));
    TRY(wait_of(cx, p->prefix_key, &wait));
    if (wait > 0) {
        wait_entry(wait, out);
        return OK;
    }
    if (!p->right)
        return refuse(cx, p, out);
    TRY(account_read(cx, p->account_id, &a));
    TRY(may_sign_in(cx, &a, &allowed));
    if (!allowed || !str_eq(a.password, p->password))
        return refuse(cx, p, out);
    if (a.totp_sealed.p == NULL && a.totp_next_sealed.p == NULL)
        TRY(account_totp_renew(cx, &a));
    *out = (struct account_entry){.stage = stage_of(cx, &a)};
    TRY(session_open(cx, SESSION_HALF, a.id, replaced, words, &out->token));
    return audit_add(cx, "account", a.id, "sign_in.password", (struct str){0}, (struct str){0});
}

enum err account_half(
    struct cx *cx, struct str token, struct account *out, enum account_stage *stage)
{
    int64_t id;
    bool allowed;

    TRY(session_half(cx, token, &id));
    TRY(account_read(cx, id, out));
    TRY(may_sign_in(cx, out, &allowed));
    if (!allowed)
        return fail(cx, ERR_SIGNIN, NULL, "right.signin");
    *stage = stage_of(cx, out);
    return OK;
}

enum err account_half_password(
    struct cx *cx, struct str token, struct str hash, enum account_stage *next)
{
    struct account a;
    enum account_stage stage;
    int64_t changed;

    TRY(account_half(cx, token, &a, &stage));
    if (stage != STAGE_PASSWORD)
        return fail(cx, ERR_CONFLICT, NULL, "account.other_step");
    TRY(sql_account_password_keep(cx, a.id, a.password, cx->now, &changed));
    TRY(sql_account_password_put(cx, a.id, hash, cx->now, false, &changed));
    TRY(audit_add(cx, "account", a.id, "account.password", (struct str){0}, (struct str){0}));
    TRY(account_read(cx, a.id, &a));
    *next = stage_of(cx, &a);
    return OK;
}

static struct str second_key(struct cx *cx, const struct account *a)
{
    return key_of(cx, "second", num_text(cx->arena, a->id));
}

/* In: what was counted against the name is forgotten, and the half session becomes a full one
 * with a new token. */
static enum err enter(struct cx *cx, const struct account *a, struct str token,
    struct str words, struct account_entry *out)
{
    struct str device = device_of(cx, a->login);
    int64_t changed;

    TRY(sql_account_attempt_drop(cx, key_of(cx, "name", a->login), &changed));
    TRY(sql_account_attempt_drop(cx, key_of(cx, "device", a->login), &changed));
    TRY(sql_account_attempt_drop(cx, second_key(cx, a), &changed));
    *out = (struct account_entry){.stage = STAGE_IN, .device = device};
    TRY(session_open(cx, SESSION_FULL, a->id, token, words, &out->token));
    return audit_add(cx, "account", a->id, "sign_in", (struct str){0}, (struct str){0});
}

static enum err code_refuse(struct cx *cx, const struct account *a, struct account_entry *out)
{
    TRY(failed(cx, second_key(cx, a), FREE_NAME));
    *out = (struct account_entry){.stage = STAGE_REFUSED};
    return audit_add(
        cx, "account", a->id, "sign_in.code_failed", (struct str){0}, (struct str){0});
}

enum err account_second(struct cx *cx, struct str token, struct str code, struct str words,
    struct account_entry *out)
{
    struct account a;
    enum account_stage stage;
    int64_t wait = 0;
    bool ok;

    TRY(account_half(cx, token, &a, &stage));
    if (stage != STAGE_CODE)
        return fail(cx, ERR_CONFLICT, NULL, "account.other_step");
    TRY(wait_of(cx, second_key(cx, &a), &wait));
    if (wait > 0) {
        wait_entry(wait, out);
        return OK;
    }
    TRY(account_code_ok(cx, &a, code, &ok));
    return ok ? enter(cx, &a, token, words, out) : code_refuse(cx, &a, out);
}

enum err account_half_enrol(struct cx *cx, struct str token, struct str code, struct str words,
    struct str codes[ACCOUNT_CODES], struct account_entry *out)
{
    struct account a;
    enum account_stage stage;
    int64_t wait = 0;
    bool ok;

    TRY(account_half(cx, token, &a, &stage));
    if (stage != STAGE_ENROL)
        return fail(cx, ERR_CONFLICT, NULL, "account.other_step");
    TRY(wait_of(cx, second_key(cx, &a), &wait));
    if (wait > 0) {
        wait_entry(wait, out);
        return OK;
    }
    TRY(account_totp_confirm(cx, &a, code, &ok, codes));
    return ok ? enter(cx, &a, token, words, out) : code_refuse(cx, &a, out);
}

enum err account_sweep(struct cx *cx, int64_t *removed)
{
    return sql_account_attempt_sweep(cx, (struct instant){cx->now.s - SWEEP_SECONDS}, removed);
}
