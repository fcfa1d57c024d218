/*
 * The second factor: one-time codes by time (RFC 6238) and recovery codes, each accepted once.
 */
#include "core/account.h"
#include "core/account.sql.h"
#include "core/account_rows.h"
#include "core/audit.h"
#include "core/meta.h"

#define SEED_BYTES 20
#define TOTP_SECONDS 30

enum err account_totp_renew(struct cx *cx, const struct account *a)
{
    unsigned char seed[SEED_BYTES];
    struct bytes sealed;
    int64_t changed;

    rng_fill(cx->rng, seed, sizeof seed);
    sealed = privacy_seal(cx, "account", "totp_next_sealed", a->uid,
        (struct str){(const char *)seed, sizeof seed});
    secret_wipe(seed, sizeof seed);
    return sql_account_totp_next(cx, a->id, sealed, &changed);
}

static enum err seed_open(struct cx *cx, const struct account *a, const char *column,
    struct bytes sealed, struct bytes *out)
{
    struct priv seed;

    TRY(privacy_open(cx, "account", column, a->uid, sealed, &seed));
    *out = bytes_of(seed.s.p, seed.s.n);
    return OK;
}

struct str account_otpauth(struct cx *cx, struct str login, struct str secret)
{
    return str_f(cx->arena, "otpauth://totp/Lianluo:%.*s?secret=%.*s&issuer=Lianluo",
        STR(login), STR(secret));
}

enum err account_totp_shown(struct cx *cx, const struct account *a, struct account_totp *out)
{
    struct bytes seed;

    if (a->totp_next_sealed.p == NULL)
        return fail(cx, ERR_NOT_FOUND, NULL, "account.other_step");
    TRY(seed_open(cx, a, "totp_next_sealed", a->totp_next_sealed, &seed));
    out->secret = secret_base32(cx->arena, seed);
    out->otpauth = account_otpauth(cx, a->login, out->secret);
    return OK;
}

enum err account_demo_list(struct cx *cx, struct account_list *out)
{
    bool demo;

    TRY(meta_demo(cx, &demo));
    if (!demo)
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    return sql_account_demo_all(cx, out);
}

enum err account_demo_code(struct cx *cx, const struct account *a, struct str *out)
{
    struct bytes seed;
    int64_t step;
    bool demo;

    TRY(meta_demo(cx, &demo));
    if (!demo || !a->demo)
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    TRY(seed_open(cx, a, "totp_sealed", a->totp_sealed, &seed));
    /* A code works once: whoever comes second within half a minute gets the next one. */
    step = cx->now.s / TOTP_SECONDS;
    *out = secret_totp_code(
        cx->arena, seed, (a->totp_step < step ? step : step + 1) * TOTP_SECONDS);
    return OK;
}

enum err account_totp_begin(struct cx *cx, struct account *a)
{
    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    if (a->id != cx->actor->account_id)
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    TRY(account_totp_renew(cx, a));
    return account_read(cx, a->id, a);
}

/* What is stored of a recovery code under the key of an age. */
static struct str code_hash(
    struct cx *cx, size_t age, const struct account *a, struct str letters)
{
    return privacy_hash_of(
        cx, age, "recovery", str_f(cx->arena, "%.*s|%.*s", STR(a->uid), STR(letters)));
}

static enum err codes_renew(
    struct cx *cx, const struct account *a, struct str codes[ACCOUNT_CODES])
{
    int64_t changed;

    TRY(sql_account_code_drop(cx, a->id, &changed));
    for (size_t i = 0; i < ACCOUNT_CODES; i++) {
        struct str letters;

        codes[i] = secret_code_new(cx->arena, cx->rng);
        TRY(secret_code_read(cx->arena, codes[i], &letters));
        TRY(sql_account_code_add(cx, a->id, code_hash(cx, 0, a, letters), &changed));
    }
    return OK;
}

static struct str without_blanks(struct cx *cx, struct str s)
{
    struct buf b = buf_new(cx->arena, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] != ' ')
            buf_char(&b, s.p[i]);
    return buf_str(&b);
}

enum err account_totp_confirm(struct cx *cx, struct account *a, struct str code, bool *ok,
    struct str codes[ACCOUNT_CODES])
{
    struct bytes seed;
    int64_t step = 0, changed;

    *ok = false;
    if (a->totp_next_sealed.p == NULL)
        return fail(cx, ERR_CONFLICT, NULL, "account.other_step");
    TRY(seed_open(cx, a, "totp_next_sealed", a->totp_next_sealed, &seed));
    if (!secret_totp_ok(seed, without_blanks(cx, code), cx->now.s, &step))
        return OK;
    TRY(sql_account_totp_put(cx, a->id,
        privacy_seal(
            cx, "account", "totp_sealed", a->uid, (struct str){(const char *)seed.p, seed.n}),
        step, &changed));
    TRY(codes_renew(cx, a, codes));
    *ok = true;
    return audit_add(cx, "account", a->id, "account.totp", (struct str){0}, (struct str){0});
}

/* A six-digit code of a step not used yet. */
static enum err step_use(struct cx *cx, const struct account *a, struct str code, bool *ok)
{
    struct bytes seed;
    int64_t step = 0, changed = 0;

    TRY(seed_open(cx, a, "totp_sealed", a->totp_sealed, &seed));
    if (secret_totp_ok(seed, code, cx->now.s, &step))
        TRY(sql_account_totp_used(cx, a->id, step, &changed));
    *ok = changed == 1;
    return OK;
}

enum err account_code_ok(struct cx *cx, const struct account *a, struct str code, bool *ok)
{
    struct str typed = without_blanks(cx, code), letters;
    int64_t changed = 0;

    if (typed.n == 6)
        return step_use(cx, a, typed, ok);
    *ok = false;
    if (secret_code_read(cx->arena, code, &letters) != OK)
        return OK;
    for (size_t age = 0; changed == 0 && age < privacy_ages(cx->keys); age++) {
        struct str hash = code_hash(cx, age, a, letters);

        if (hash.p != NULL)
            TRY(sql_account_code_use(cx, a->id, hash, &changed));
    }
    *ok = changed == 1;
    if (!*ok)
        return OK;
    return audit_add(
        cx, "account", a->id, "sign_in.recovery_code", (struct str){0}, (struct str){0});
}

enum err account_codes_left(struct cx *cx, int64_t account_id, int64_t *out)
{
    return sql_account_code_count(cx, account_id, out);
}
