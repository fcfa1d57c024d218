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
};

/* The keys of a running process, from the key file. */
struct keys;
/* Read the key file (mode 0600, outside data_dir) or make a new one when make is true.
 * The keys live until the process ends. */
enum err privacy_keys_open(struct str path, struct str data_dir, bool make, struct keys **out,
    struct buf *problem) MUST_USE;
/* The keys of a test or of the demonstration's dry runs, from a fixed master key. */
struct keys *privacy_keys_fixed(const unsigned char master[32]);
void privacy_keys_close(struct keys *k); /* wiped; NULL is harmless */
/* A key of its own for a purpose ("csrf", "query-code", "backup"), 32 bytes. */
const unsigned char *privacy_key(const struct keys *k, const char *purpose);

/* Seal a value for table.column of the row whose random uid is row_uid (bound to its place). */
struct bytes privacy_seal(
    struct cx *cx, const char *table, const char *column, struct str row_uid, struct str plain);
/* Open it again as personal text, which still prints masked.  ERR_DOWN: changed or moved. */
enum err privacy_open(struct cx *cx, const char *table, const char *column, struct str row_uid,
    struct bytes sealed, struct priv *out) MUST_USE;
/* Keyed hash of a token or code under a purpose's key: 64 hex letters. */
struct str privacy_hash(struct cx *cx, const char *purpose, struct str value);
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
