/*
 * privacy: personal fields: registered, sealed at rest, found through blind indexes, revealed
 * only to those allowed, each reading audited.  (Personal Information Protection Law Art. 6,
 * 19, 51; hardening of MLPS level 3.)
 */
#ifndef CORE_PRIVACY_H
#define CORE_PRIVACY_H

#include "core/cx.h"

enum masking {
    MASK_ALL,
    MASK_NAME,
    MASK_PHONE,
    MASK_EMAIL,
    MASK_ID
};

/* One registered personal field.  A sealed column that is not registered fails the build's
 * tests.  Each feature gives its rows (feature.personal). */
struct personal_field {
    const char *table, *column;
    const char *purpose;      /* text key */
    const char *basis;        /* law and article */
    int32_t retention_months; /* after the record is closed; 0: as long as the record */
    enum masking masking;
    /* How it is sealed, so that it can be sealed anew under another key. */
    const char *uid;   /* the column of the row's random uid */
    const char *place; /* "table|column" it is bound to where that is not its own; else NULL */
    const char *index; /* the column of its blind index, or NULL */
    const char *index_name; /* the column privacy_index was given */
};

/* A registered column of keyed hashes, whose clear values only their holders have (query codes,
 * tokens): they stay under the key they were made with. */
struct keyed_hash {
    const char *table, *column;
    const char *purpose;
};

/* The keys of a running process, from the key file.
 *
 * Keys have ages: 0 is the key new values are written under, 1 the one before it, and so on.
 * Values say themselves which key they are under (the head of a seal, the first eight letters
 * of a hash), so old ones go on being read until nothing is left under their key and it is
 * retired (core/rekey.h, `lianluo keys`).  Of a retired key the file keeps what still proves
 * something but opens nothing: the public key of its checkpoints, and the keys of hashes whose
 * clear values are in their holders' hands. */
struct keys;
/* Read the key file (mode 0600, outside data_dir) or make a new one when make is true.
 * The keys live until the process ends. */
enum err privacy_keys_open(struct str path, struct str data_dir, bool make, struct keys **out,
    struct buf *problem) MUST_USE;
/* The keys of a test or of the demonstration's dry runs, from a fixed master key. */
struct keys *privacy_keys_fixed(const unsigned char master[32]);
void privacy_keys_close(struct keys *k); /* wiped; NULL is harmless */
/* Read the file again if it was changed; what is known stays known.  From any thread. */
enum err privacy_keys_refresh(struct keys *k, struct buf *problem) MUST_USE;
/* A new newest key, in the file (fixed keys: in memory) before it is used.  Within a writing
 * transaction that lets no other do the same. */
enum err privacy_keys_rotate(
    struct keys *k, struct instant now, struct rng *r, struct buf *problem) MUST_USE;
/* The key of this age leaves the file; kept: purposes whose hashes are still looked up. */
enum err privacy_keys_retire(struct keys *k, size_t age, const char *const *kept, size_t n,
    struct buf *problem) MUST_USE;

size_t privacy_ages(const struct keys *k);
/* Eight letters that name a key to people; in no way secret. */
struct str privacy_key_id(const struct keys *k, size_t age);
struct instant privacy_key_until(const struct keys *k, size_t age); /* INSTANT_NONE: in use */
bool privacy_key_retired(const struct keys *k, size_t age);
/* The public key of the checkpoints signed under it. */
void privacy_key_public(const struct keys *k, size_t age, unsigned char out[32]);

/* A key of its own for a purpose ("csrf", "query-code", "backup"), 32 bytes: the newest, or of
 * an age; NULL when that key is retired and the purpose was not kept. */
const unsigned char *privacy_key(const struct keys *k, const char *purpose);
const unsigned char *privacy_key_of(const struct keys *k, size_t age, const char *purpose);
/* The same with the key's name (set unless NULL is returned). */
const unsigned char *privacy_key_named(
    const struct keys *k, size_t age, const char *purpose, struct str *id);

/* Seal a value for table.column of the row whose random uid is row_uid (bound to its place). */
struct bytes privacy_seal(
    struct cx *cx, const char *table, const char *column, struct str row_uid, struct str plain);
/* Open it again as personal text, which still prints masked.  ERR_DOWN: changed or moved. */
enum err privacy_open(struct cx *cx, const char *table, const char *column, struct str row_uid,
    struct bytes sealed, struct priv *out) MUST_USE;
/* What a sealed value is bound to; place is "table|column". */
struct str privacy_place(
    struct cx *cx, const char *table, const char *column, struct str row_uid);
struct str privacy_place_of(struct cx *cx, const char *place, struct str row_uid);
/* Open what was sealed for a place under whatever key of a purpose; ERR_INVALID. */
enum err privacy_unseal(struct cx *cx, const char *purpose, struct str place,
    struct bytes sealed, struct str *plain) MUST_USE;
/* Keyed hash of a token or code under a purpose's key: 64 letters, of which the first eight
 * name the key.  To find what may be under an older key, look for the hash of each age (absent,
 * and so never found, where that key is gone); to compare, ask privacy_hash_is. */
struct str privacy_hash(struct cx *cx, const char *purpose, struct str value);
struct str privacy_hash_of(struct cx *cx, size_t age, const char *purpose, struct str value);
bool privacy_hash_is(struct cx *cx, const char *purpose, struct str value, struct str stored);
/* Make a keyed hash of 32 bytes say under which key it is. */
struct str privacy_hash_text(
    struct arena *a, struct str id, const unsigned char hash[HASH_BYTES]);
/* Keyed blind index: 32 hex letters.  The value is normalised first: phones to digits, e-mail
 * addresses to lower case, everything else folded (han_fold). */
struct str privacy_index(struct cx *cx, const char *column, struct str plain);
/* The clear text, recorded in cx->readings with its reason.  The caller has checked the right.
 */
struct str privacy_reveal(struct cx *cx, struct priv value, const char *kind, int64_t id,
    const char *field, struct str reason);
/* A random row uid, 16 letters. */
struct str privacy_uid(struct cx *cx);

#endif
