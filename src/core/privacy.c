#include "core/privacy.h"

#include "base/disk.h"
#include "base/han.h"

#include <stdatomic.h>
#include <string.h>

#define KEY_HEAD "lianluo-key-1 "
#define KEY_FILE_MAX 4096
#define PURPOSES 64
#define PURPOSE_LETTERS 40
#define KEY_VERSION 1

struct derived {
    char purpose[PURPOSE_LETTERS];
    unsigned char key[32];
};

/* Derived keys are kept, because their addresses are given away; the lock guards only n and the
 * slot being filled. */
struct keys {
    struct arena *arena;
    struct keys *self; /* a const struct keys still keeps what it derives */
    atomic_flag busy;
    unsigned char master[32];
    struct derived derived[PURPOSES];
    size_t n;
};

static bool hex_key(struct str s, unsigned char out[32])
{
    static const char digits[] = "0123456789abcdef";

    if (s.n != 64)
        return false;
    for (size_t i = 0; i < 64; i++) {
        const char *at = memchr(digits, s.p[i], 16);

        if (at == NULL)
            return false;
        out[i / 2] = (unsigned char)((unsigned)out[i / 2] << 4 | (unsigned)(at - digits));
    }
    return true;
}

static enum err told(struct buf *problem, enum err code, struct str path, const char *words)
{
    buf_f(problem, "key file %.*s: %s", STR(path), words);
    return code;
}

/* A key file inside the data directory would travel with every copy of the data. */
static enum err place_check(struct str path, struct str data_dir, struct buf *problem)
{
    bool inside = false;
    enum err code;

    if (str_empty(path))
        return told(problem, ERR_INVALID, path, "no place is given (setting keys)");
    if (str_empty(data_dir))
        return OK;
    code = disk_inside(path, data_dir, &inside);
    if (code == ERR_NOT_FOUND)
        return told(problem, code, path, "its folder or the data directory does not exist");
    if (code != OK)
        return told(problem, code, path, "its folder cannot be read");
    if (inside)
        return told(problem, ERR_DENIED, path, "must lie outside the data directory");
    return OK;
}

static enum err file_make(struct arena *a, struct str path, struct buf *problem)
{
    struct rng real = rng_real();
    unsigned char master[32];
    struct str line;
    enum err code;

    rng_fill(&real, master, sizeof master);
    line = bytes_hex(a, bytes_of(master, sizeof master));
    line = str_f(a, KEY_HEAD "%.*s\n", STR(line));
    secret_wipe(master, sizeof master);
    code = disk_create(path, bytes_of(line.p, line.n));
    return code == OK ? OK : told(problem, code, path, "could not be made");
}

static enum err file_read(struct keys *k, struct str path, bool make, struct buf *problem)
{
    struct bytes content;
    struct str line;
    enum err code = disk_read(k->arena, path, KEY_FILE_MAX, true, &content);

    if (code == ERR_NOT_FOUND && make) {
        TRY(file_make(k->arena, path, problem));
        code = disk_read(k->arena, path, KEY_FILE_MAX, true, &content);
    }
    if (code == ERR_NOT_FOUND)
        return told(problem, code, path, "does not exist");
    if (code == ERR_DENIED)
        return told(problem, code, path, "must be a plain file of mode 0600, not a link");
    if (code != OK)
        return told(problem, code, path, "cannot be read");
    line = str_trim((struct str){(const char *)content.p, content.n});
    if (!str_starts(line, S(KEY_HEAD)) ||
        !hex_key(str_sub(line, sizeof KEY_HEAD - 1, line.n), k->master))
        return told(problem, ERR_INVALID, path, "is not a key file of this program");
    return OK;
}

enum err privacy_keys_open(
    struct str path, struct str data_dir, bool make, struct keys **out, struct buf *problem)
{
    struct arena *a;
    struct keys *k;
    enum err code;

    TRY(place_check(path, data_dir, problem));
    a = arena_open(65536);
    k = NEW(a, struct keys);
    k->arena = a;
    k->self = k;
    code = file_read(k, path, make, problem);
    if (code != OK) {
        privacy_keys_close(k);
        return code;
    }
    *out = k;
    return OK;
}

struct keys *privacy_keys_fixed(const unsigned char master[32])
{
    struct arena *a = arena_open(65536);
    struct keys *k = NEW(a, struct keys);

    k->arena = a;
    k->self = k;
    memcpy(k->master, master, 32);
    return k;
}

void privacy_keys_close(struct keys *k)
{
    struct arena *a = k == NULL ? NULL : k->arena;

    if (k != NULL)
        secret_wipe(k, sizeof *k);
    arena_close(a);
}

static const unsigned char *derived_find(struct keys *k, struct str purpose)
{
    for (size_t i = 0; i < k->n; i++)
        if (str_is(purpose, k->derived[i].purpose))
            return k->derived[i].key;
    /* Purposes are literals of the program; the last slot is never reached. */
    if (k->n < PURPOSES - 1)
        k->n++;
    memset(&k->derived[k->n - 1], 0, sizeof k->derived[0]);
    memcpy(k->derived[k->n - 1].purpose, purpose.p, purpose.n);
    secret_derive(k->master, k->derived[k->n - 1].purpose, k->derived[k->n - 1].key);
    return k->derived[k->n - 1].key;
}

const unsigned char *privacy_key(const struct keys *keys, const char *purpose)
{
    struct keys *k = keys->self;
    const unsigned char *key;

    while (atomic_flag_test_and_set_explicit(&k->busy, memory_order_acquire))
        ;
    key = derived_find(k, str_sub(str_of(purpose), 0, PURPOSE_LETTERS - 1));
    atomic_flag_clear_explicit(&k->busy, memory_order_release);
    return key;
}

static struct str place_of(
    struct cx *cx, const char *table, const char *column, struct str row_uid)
{
    return str_f(cx->arena, "%s|%s|%.*s|%d", table, column, STR(row_uid), KEY_VERSION);
}

struct bytes privacy_seal(
    struct cx *cx, const char *table, const char *column, struct str row_uid, struct str plain)
{
    if (plain.p == NULL)
        return (struct bytes){0};
    return secret_seal(cx->arena, privacy_key(cx->keys, "seal"), cx->rng,
        place_of(cx, table, column, row_uid), plain);
}

enum err privacy_open(struct cx *cx, const char *table, const char *column, struct str row_uid,
    struct bytes sealed, struct priv *out)
{
    struct str plain = {0};

    if (sealed.p != NULL && secret_unseal(cx->arena, privacy_key(cx->keys, "seal"),
                                place_of(cx, table, column, row_uid), sealed, &plain) != OK)
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

struct str privacy_hash(struct cx *cx, const char *purpose, struct str value)
{
    unsigned char hash[HASH_BYTES];

    secret_hmac(privacy_key(cx->keys, purpose), bytes_of(value.p, value.n), hash);
    return bytes_hex(cx->arena, bytes_of(hash, sizeof hash));
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
