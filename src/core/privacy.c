#include "core/privacy.h"

#include "base/han.h"

#include <string.h>

#define KEY_VERSION 1
#define ID_LETTERS 8

struct str privacy_place_of(struct cx *cx, const char *place, struct str row_uid)
{
    return str_f(cx->arena, "%s|%.*s|%d", place, STR(row_uid), KEY_VERSION);
}

struct str privacy_place(
    struct cx *cx, const char *table, const char *column, struct str row_uid)
{
    return privacy_place_of(cx, str_f(cx->arena, "%s|%s", table, column).p, row_uid);
}

struct bytes privacy_seal(
    struct cx *cx, const char *table, const char *column, struct str row_uid, struct str plain)
{
    if (plain.p == NULL)
        return (struct bytes){0};
    return secret_seal(cx->arena, privacy_key(cx->keys, "seal"), cx->rng,
        privacy_place(cx, table, column, row_uid), plain);
}

enum err privacy_unseal(struct cx *cx, const char *purpose, struct str place,
    struct bytes sealed, struct str *plain)
{
    unsigned char head[SECRET_HEAD];

    if (sealed.n < SECRET_HEAD)
        return ERR_INVALID;
    for (size_t age = 0; age < privacy_ages(cx->keys); age++) {
        const unsigned char *key = privacy_key_of(cx->keys, age, purpose);

        if (key == NULL)
            continue;
        secret_seal_head(key, head);
        if (memcmp(head, sealed.p, sizeof head) == 0)
            return secret_unseal(cx->arena, key, place, sealed, plain);
    }
    return ERR_INVALID;
}

enum err privacy_open(struct cx *cx, const char *table, const char *column, struct str row_uid,
    struct bytes sealed, struct priv *out)
{
    struct str plain = {0};

    if (sealed.p != NULL &&
        privacy_unseal(cx, "seal", privacy_place(cx, table, column, row_uid), sealed, &plain) !=
            OK)
        return fail(cx, ERR_DOWN, NULL, "privacy.broken");
    *out = (struct priv){plain};
    return OK;
}

/* Phones to digits without the country, e-mail addresses to lower case, names folded. */
static struct str normal(struct cx *cx, struct str plain)
{
    struct buf b = buf_new(cx->arena, plain.n + 1);
    size_t digits = 0, others = 0;

    for (size_t i = 0; i < plain.n; i++) {
        if (plain.p[i] >= '0' && plain.p[i] <= '9') {
            buf_char(&b, plain.p[i]);
            digits++;
        } else if (memchr(" +-()", plain.p[i], 5) == NULL) {
            others++;
        }
    }
    if (others == 0 && digits >= 7) {
        struct str d = buf_str(&b);

        return digits == 13 && str_starts(d, S("86")) ? str_sub(d, 2, d.n) : d;
    }
    if (str_find_char(plain, '@') == (size_t)-1)
        return han_fold(cx->arena, plain);
    buf_clear(&b);
    plain = str_trim(plain);
    for (size_t i = 0; i < plain.n; i++) {
        char c = plain.p[i];

        buf_char(&b, c >= 'A' && c <= 'Z' ? (char)(c + 32) : c);
    }
    return buf_str(&b);
}

struct str privacy_index(struct cx *cx, const char *column, struct str plain)
{
    unsigned char hash[HASH_BYTES];
    struct str value = normal(cx, plain);
    struct str in = str_f(cx->arena, "%s|%.*s", column, STR(value));

    secret_hmac(privacy_key(cx->keys, "index"), bytes_of(in.p, in.n), hash);
    return bytes_hex(cx->arena, bytes_of(hash, 16));
}

struct str privacy_hash_text(
    struct arena *a, struct str id, const unsigned char hash[HASH_BYTES])
{
    struct str hex = bytes_hex(a, bytes_of(hash, HASH_BYTES - ID_LETTERS / 2));

    return str_f(a, "%.*s%.*s", STR(id), STR(hex));
}

struct str privacy_hash_of(struct cx *cx, size_t age, const char *purpose, struct str value)
{
    struct str id = {0};
    const unsigned char *key = privacy_key_named(cx->keys, age, purpose, &id);
    unsigned char hash[HASH_BYTES];

    if (key == NULL)
        return (struct str){0};
    secret_hmac(key, bytes_of(value.p, value.n), hash);
    return privacy_hash_text(cx->arena, id, hash);
}

struct str privacy_hash(struct cx *cx, const char *purpose, struct str value)
{
    return privacy_hash_of(cx, 0, purpose, value);
}

bool privacy_hash_is(struct cx *cx, const char *purpose, struct str value, struct str stored)
{
    for (size_t age = 0; age < privacy_ages(cx->keys); age++) {
        struct str hash;

        if (!str_starts(stored, privacy_key_id(cx->keys, age)))
            continue;
        hash = privacy_hash_of(cx, age, purpose, value);
        return hash.n == stored.n && hash.n > 0 && secret_eq(hash.p, stored.p, hash.n);
    }
    return false;
}

struct str privacy_reveal(struct cx *cx, struct priv value, const char *kind, int64_t id,
    const char *field, struct str reason)
{
    for (size_t i = 0; i < cx->readings.n; i++) {
        struct cx_reading *r = &cx->readings.p[i];

        if (r->id != id || !str_is(r->kind, kind) || !str_eq(r->reason, reason))
            continue;
        if (!str_has(r->fields, str_of(field)))
            r->fields = str_f(cx->arena, "%.*s,%s", STR(r->fields), field);
        return value.s;
    }
    *VEC_PUSH(cx->arena, &cx->readings) =
        (struct cx_reading){str_of(kind), id, str_of(field), str_dup(cx->arena, reason)};
    return value.s;
}

struct str privacy_uid(struct cx *cx)
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
    unsigned char random[16];
    char *p = arena_take(cx->arena, sizeof random + 1);

    rng_fill(cx->rng, random, sizeof random);
    for (size_t i = 0; i < sizeof random; i++)
        p[i] = letters[random[i] & 31];
    return (struct str){p, sizeof random};
}
