#include "base/secret.h"

#include "base/buf.h"

#include <assert.h>
#include <liboath/oath.h>
#include <pthread.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum {
    SEAL_XCHACHA20 = 1,
    SEAL_HEAD = SECRET_HEAD, /* algorithm, four bytes that name the key */
    CODE_RANDOM = 24,
    TOTP_STEP = 30,
    TOTP_DIGITS = 6
};

void secret_start(void)
{
    int ready = sodium_init();

    assert(ready >= 0);
}

struct rng rng_real(void)
{
    return (struct rng){.seeded = false};
}

struct rng rng_seeded(uint64_t seed)
{
    struct rng r = {.seeded = true};

    memcpy(r.key, &seed, sizeof seed);
    return r;
}

void rng_fill(struct rng *r, void *p, size_t n)
{
    unsigned char nonce[crypto_stream_chacha20_NONCEBYTES];

    if (!r->seeded) {
        randombytes_buf(p, n);
        return;
    }
    for (size_t i = 0; i < sizeof nonce; i++)
        nonce[i] = (unsigned char)(r->counter >> (8 * i));
    r->counter++;
    (void)crypto_stream_chacha20(p, n, nonce, r->key);
}

uint64_t rng_below(struct rng *r, uint64_t bound)
{
    uint64_t v, uneven;

    if (bound <= 1)
        return 0;
    uneven = (0 - bound) % bound; /* values below it would come up more often */
    do
        rng_fill(r, &v, sizeof v);
    while (v < uneven);
    return v % bound;
}

void secret_sha256(struct bytes in, unsigned char out[HASH_BYTES])
{
    (void)crypto_hash_sha256(out, in.p, in.n);
}

void secret_sha256_of(
    struct bytes a, struct bytes b, struct bytes c, unsigned char out[HASH_BYTES])
{
    crypto_hash_sha256_state state;

    (void)crypto_hash_sha256_init(&state);
    (void)crypto_hash_sha256_update(&state, a.p, a.n);
    (void)crypto_hash_sha256_update(&state, b.p, b.n);
    (void)crypto_hash_sha256_update(&state, c.p, c.n);
    (void)crypto_hash_sha256_final(&state, out);
}

void secret_hmac(const unsigned char key[32], struct bytes in, unsigned char out[HASH_BYTES])
{
    (void)crypto_auth_hmacsha256(out, in.p, in.n, key);
}

void secret_check(const unsigned char key[32], struct bytes in, unsigned char *out, size_t n)
{
    (void)crypto_generichash(out, n, in.p, in.n, key, 32);
}

void secret_derive(const unsigned char master[32], const char *purpose, unsigned char out[32])
{
    /* The purpose may be longer than the eight letters of the KDF's context. */
    (void)crypto_generichash(
        out, 32, (const unsigned char *)purpose, strlen(purpose), master, 32);
}

bool secret_eq(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void secret_wipe(void *p, size_t n)
{
    sodium_memzero(p, n);
}

/* Argon2 takes 64 MiB and a core for each password: never more at once than there are cores, so
 * that a flood of sign-ins takes neither memory nor the other work's time. */
static pthread_mutex_t room_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t room_free = PTHREAD_COND_INITIALIZER;
static long room_used;

static void room_enter(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    (void)pthread_mutex_lock(&room_lock);
    while (room_used >= (cores < 1 ? 1 : cores))
        (void)pthread_cond_wait(&room_free, &room_lock);
    room_used++;
    (void)pthread_mutex_unlock(&room_lock);
}

static void room_leave(void)
{
    (void)pthread_mutex_lock(&room_lock);
    room_used--;
    (void)pthread_cond_signal(&room_free);
    (void)pthread_mutex_unlock(&room_lock);
}

enum err secret_password_hash(struct arena *a, struct str password, struct str *out)
{
    char hash[crypto_pwhash_STRBYTES];
    int failed;

    room_enter();
    failed = crypto_pwhash_str_alg(
        hash, password.p, password.n, 3, (size_t)64 << 20, crypto_pwhash_ALG_ARGON2ID13);
    room_leave();
    if (failed != 0)
        return ERR_DOWN;
    *out = str_dup(a, str_of(hash));
    return OK;
}

bool secret_password_ok(struct str hash, struct str password)
{
    char z[crypto_pwhash_STRBYTES] = {0};
    bool right;

    if (hash.n == 0 || hash.n >= sizeof z)
        return false;
    memcpy(z, hash.p, hash.n);
    room_enter();
    right = crypto_pwhash_str_verify(z, password.p == NULL ? "" : password.p, password.n) == 0;
    room_leave();
    return right;
}

/* The head names algorithm and key, so that a key can be changed while old seals remain. */
void secret_seal_head(const unsigned char key[32], unsigned char head[SECRET_HEAD])
{
    unsigned char id[crypto_generichash_BYTES_MIN];

    (void)crypto_generichash(id, sizeof id, key, 32, NULL, 0);
    head[0] = SEAL_XCHACHA20;
    memcpy(head + 1, id, SEAL_HEAD - 1);
}

/* What is bound to the sealed text: its head and its place. */
static struct bytes bound(struct arena *a, const unsigned char head[SEAL_HEAD], struct str aad)
{
    unsigned char *p = arena_take(a, SEAL_HEAD + aad.n);

    memcpy(p, head, SEAL_HEAD);
    if (aad.n > 0)
        memcpy(p + SEAL_HEAD, aad.p, aad.n);
    return bytes_of(p, SEAL_HEAD + aad.n);
}

struct bytes secret_seal(struct arena *a, const unsigned char key[32], struct rng *r,
    struct str aad, struct str plain)
{
    size_t n = SEAL_HEAD + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES + plain.n +
               crypto_aead_xchacha20poly1305_ietf_ABYTES;
    unsigned char *p = arena_take(a, n), *nonce = p + SEAL_HEAD;
    struct bytes place;

    secret_seal_head(key, p);
    place = bound(a, p, aad);
    rng_fill(r, nonce, crypto_aead_xchacha20poly1305_ietf_NPUBBYTES);
    (void)crypto_aead_xchacha20poly1305_ietf_encrypt(
        nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES, NULL,
        (const unsigned char *)plain.p, plain.n, place.p, place.n, NULL, nonce, key);
    return bytes_of(p, n);
}

enum err secret_unseal(struct arena *a, const unsigned char key[32], struct str aad,
    struct bytes sealed, struct str *plain)
{
    const size_t over = SEAL_HEAD + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES +
                        crypto_aead_xchacha20poly1305_ietf_ABYTES;
    const unsigned char *nonce = sealed.p + SEAL_HEAD;
    const unsigned char *text = nonce + crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
    unsigned char head[SEAL_HEAD];
    struct bytes place;
    char *p;

    if (sealed.n < over)
        return ERR_INVALID;
    secret_seal_head(key, head);
    if (memcmp(head, sealed.p, SEAL_HEAD) != 0)
        return ERR_INVALID;
    place = bound(a, head, aad);
    p = arena_take(a, sealed.n - over + 1);
    if (crypto_aead_xchacha20poly1305_ietf_decrypt((unsigned char *)p, NULL, NULL, text,
            sealed.n - (size_t)(text - sealed.p), place.p, place.n, nonce, key) != 0)
        return ERR_INVALID;
    *plain = (struct str){p, sealed.n - over};
    return OK;
}

bool secret_totp_ok(struct bytes seed, struct str code, int64_t unix_time, int64_t *step)
{
    char digits[TOTP_DIGITS + 1];
    bool ok = false;

    if (code.n != TOTP_DIGITS || unix_time < 0)
        return false;
    /* One step to either side, for clocks that are not quite right. */
    for (int64_t i = -1; i <= 1; i++) {
        int64_t at = unix_time / TOTP_STEP + i;

        if (at < 0 || oath_totp_generate((const char *)seed.p, seed.n, at * TOTP_STEP,
                          TOTP_STEP, 0, TOTP_DIGITS, digits) != OATH_OK)
            continue;
        if (secret_eq(digits, code.p, TOTP_DIGITS) && !ok) {
            ok = true;
            *step = at;
        }
    }
    secret_wipe(digits, sizeof digits);
    return ok;
}

struct str secret_totp_code(struct arena *a, struct bytes seed, int64_t unix_time)
{
    char digits[TOTP_DIGITS + 1] = {0};

    if (unix_time < 0 || oath_totp_generate((const char *)seed.p, seed.n, unix_time, TOTP_STEP,
                             0, TOTP_DIGITS, digits) != OATH_OK)
        return S("");
    return str_dup(a, str_of(digits));
}

struct str secret_base32(struct arena *a, struct bytes b)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf out = buf_new(a, b.n * 2 + 8);
    unsigned bits = 0, have = 0;

    for (size_t i = 0; i < b.n; i++) {
        bits = (bits << 8 | b.p[i]) & 0xFFF;
        for (have += 8; have >= 5; have -= 5)
            buf_char(&out, letters[bits >> (have - 5) & 31]);
    }
    if (have > 0)
        buf_char(&out, letters[bits << (5 - have) & 31]);
    return buf_str(&out);
}

static const char crockford[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The check of ISO 7064 MOD 37-2: with it, the sum of values times powers of two is 1 mod 37,
 * which no single wrong character and no swap of neighbours leaves true. */
static unsigned code_check(const unsigned char values[CODE_RANDOM])
{
    unsigned sum = 0;

    for (size_t i = 0; i < CODE_RANDOM; i++)
        sum = (sum + values[i]) * 2 % 37;
    return (38 - sum) % 37;
}

struct str secret_code_new(struct arena *a, struct rng *r)
{
    unsigned char values[CODE_RANDOM + 1];
    struct buf b = buf_new(a, 40);

    /* A check beyond the 32 letters is drawn again, so that codes need no odd signs. */
    do {
        rng_fill(r, values, CODE_RANDOM);
        for (size_t i = 0; i < CODE_RANDOM; i++)
            values[i] &= 31;
        values[CODE_RANDOM] = (unsigned char)code_check(values);
    } while (values[CODE_RANDOM] >= 32);
    for (size_t i = 0; i <= CODE_RANDOM; i++) {
        if (i > 0 && i % 4 == 0)
            buf_char(&b, '-');
        buf_char(&b, crockford[values[i]]);
    }
    secret_wipe(values, sizeof values);
    return buf_str(&b);
}

/* Full-width letters, as a Chinese keyboard types them, to their plain ones. */
static uint32_t narrow(uint32_t c)
{
    return c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
}

static bool skipped(uint32_t c)
{
    return c == ' ' || c == '-' || c == '\t' || c == '\n' || c == '\r' || c == 0xA0 ||
           c == 0x3000 || (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0x00B7;
}

static int code_value(uint32_t c)
{
    if (c >= 'a' && c <= 'z')
        c -= 'a' - 'A';
    if (c == 'O')
        c = '0';
    if (c == 'I' || c == 'L')
        c = '1';
    for (int i = 0; i < 32; i++)
        if ((uint32_t)crockford[i] == c)
            return i;
    return -1;
}

enum err secret_code_read(struct arena *a, struct str typed, struct str *out)
{
    unsigned char values[CODE_RANDOM + 1];
    size_t n = 0, at = 0;
    char *p;

    while (at < typed.n) {
        uint32_t c = narrow(str_next(typed, &at));
        int v;

        if (skipped(c))
            continue;
        v = code_value(c);
        if (v < 0 || n == CODE_RANDOM + 1)
            return ERR_INVALID;
        values[n++] = (unsigned char)v;
    }
    if (n != CODE_RANDOM + 1 || code_check(values) != values[CODE_RANDOM])
        return ERR_INVALID;
    p = arena_take(a, CODE_RANDOM + 1);
    for (size_t i = 0; i < CODE_RANDOM; i++)
        p[i] = crockford[values[i]];
    *out = (struct str){p, CODE_RANDOM};
    return OK;
}

static void key_pair(const unsigned char seed[32], unsigned char pub[32], unsigned char key[64])
{
    (void)crypto_sign_ed25519_seed_keypair(pub, key, seed);
}

void secret_sign(const unsigned char key_seed[32], struct bytes msg, unsigned char sig[64])
{
    unsigned char pub[32], key[64];

    key_pair(key_seed, pub, key);
    (void)crypto_sign_ed25519_detached(sig, NULL, msg.p, msg.n, key);
    secret_wipe(key, sizeof key);
}

void secret_sign_public(const unsigned char key_seed[32], unsigned char pub[32])
{
    unsigned char key[64];

    key_pair(key_seed, pub, key);
    secret_wipe(key, sizeof key);
}

bool secret_sign_ok(const unsigned char pub[32], struct bytes msg, const unsigned char sig[64])
{
    return crypto_sign_ed25519_verify_detached(sig, msg.p, msg.n, pub) == 0;
}
