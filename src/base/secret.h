/*
 * secret: random, hashes, passwords, one-time codes, sealing of fields (libsodium, liboath).
 */
#ifndef BASE_SECRET_H
#define BASE_SECRET_H

#include "base/str.h"

/* Random numbers: from the kernel, or from a seed where a test or the demonstration asks for
 * the same numbers each time.  Keys and codes of a real database never use a seeded one. */
struct rng {
    bool seeded;
    unsigned char key[32];
    uint64_t counter;
};
struct rng rng_real(void);
struct rng rng_seeded(uint64_t seed);
void rng_fill(struct rng *r, void *p, size_t n);
uint64_t rng_below(struct rng *r, uint64_t bound); /* 0 .. bound-1, unbiased */

/* Once per process before anything else here. */
void secret_start(void);

#define HASH_BYTES 32
void secret_sha256(struct bytes in, unsigned char out[HASH_BYTES]);
/* Over three pieces, one after the other. */
void secret_sha256_of(
    struct bytes a, struct bytes b, struct bytes c, unsigned char out[HASH_BYTES]);
/* Keyed hash (HMAC-SHA-256). */
void secret_hmac(const unsigned char key[32], struct bytes in, unsigned char out[HASH_BYTES]);
/* A keyed hash of 16 to 64 bytes: BLAKE2b, in a fifth of the time of an HMAC. */
void secret_check(const unsigned char key[32], struct bytes in, unsigned char *out, size_t n);
/* A key of its own for a purpose, derived from the master key (keyed BLAKE2b). */
void secret_derive(const unsigned char master[32], const char *purpose, unsigned char out[32]);
bool secret_eq(const void *a, const void *b, size_t n); /* constant time */
void secret_wipe(void *p, size_t n);

/* argon2id, 64 MiB, t = 3 (RFC 9106).  About 100 ms: never on a loop thread.  At most as many
 * at once as there are cores; further callers wait. */
enum err secret_password_hash(struct arena *a, struct str password, struct str *out) MUST_USE;
bool secret_password_ok(struct str hash, struct str password);

/* Sealing: XChaCha20-Poly1305 with a random nonce, bound to its place by aad.  The first byte
 * is the algorithm, the next four name the key (a fingerprint). */
struct bytes secret_seal(struct arena *a, const unsigned char key[32], struct rng *r,
    struct str aad, struct str plain);
/* How everything sealed under this key begins. */
#define SECRET_HEAD 5
void secret_seal_head(const unsigned char key[32], unsigned char head[SECRET_HEAD]);
/* ERR_INVALID: changed, moved, or another key. */
enum err secret_unseal(struct arena *a, const unsigned char key[32], struct str aad,
    struct bytes sealed, struct str *plain) MUST_USE;

/* RFC 6238, SHA-1, six digits, 30 s.  step receives the matching step, to refuse a second use.
 */
bool secret_totp_ok(struct bytes seed, struct str code, int64_t unix_time, int64_t *step);
/* The code of a moment; for the demonstration and for tests. */
struct str secret_totp_code(struct arena *a, struct bytes seed, int64_t unix_time);
struct str secret_base32(struct arena *a, struct bytes b); /* RFC 4648, for otpauth: links */

/* Crockford base 32, grouped by four, with a check character (ISO 7064 MOD 37-2; codes whose
 * check is beyond the 32 letters are drawn again): 24 random characters and one check. */
struct str secret_code_new(struct arena *a, struct rng *r);
/* Blanks, dashes, case, full width and the look-alikes O I L are forgiven; ERR_INVALID when the
 * check character does not fit.  out has 24 characters without the check. */
enum err secret_code_read(struct arena *a, struct str typed, struct str *out) MUST_USE;

/* Ed25519 signatures for checkpoints. */
void secret_sign(const unsigned char key_seed[32], struct bytes msg, unsigned char sig[64]);
void secret_sign_public(const unsigned char key_seed[32], unsigned char pub[32]);
bool secret_sign_ok(const unsigned char pub[32], struct bytes msg, const unsigned char sig[64]);

#endif
