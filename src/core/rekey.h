/*
 * rekey: the life of the keys: a new one, everything under older ones put under it, the old one
 * retired when nothing is left under it (hardening.md: rotation of every key is a command).
 *
 *     rotate    the key file gets a new newest key; from now on it is written under
 *     reseal    sealed fields, their blind indexes and stored files, piece by piece, each in a
 *               transaction of its own; stopping anywhere is harmless, because every value says
 *               under which key it is
 *     retire    refused while anything sealed is under the key.  What its holders alone know in
 *               clear (query codes, tokens) cannot be hashed anew: the key file keeps just
 * those hash keys, which open nothing, and the public key of the old checkpoints.
 *
 * Backups stay under the key they were made with: keep a copy of the key file beside them.
 */
#ifndef CORE_REKEY_H
#define CORE_REKEY_H

#include "core/privacy.h"

/* Seconds that a replaced key stays at least: running programs read the key file anew every
 * second, and no work under way lasts as long. */
#define REKEY_REST 600

struct rekey;
/* Lists of the features, each ended by a NULL table; n of each.  Lives on a. */
struct rekey *rekey_new(struct arena *a, const struct personal_field *const *personal,
    const struct keyed_hash *const *hashes, size_t n);

/* A new newest key, in this writing transaction; at most one however often a conflict has it
 * run again: before is privacy_key_id of age 0 as the caller saw it. */
enum err rekey_rotate(
    struct cx *cx, struct keys *keys, struct str before, struct buf *problem) MUST_USE;
/* Note in the database which key is the newest, if that is not noted yet. */
enum err rekey_announce(struct cx *cx) MUST_USE;
/* ERR_CONFLICT "rekey.older": the key file lacks the key that the database is written under. */
enum err rekey_match(struct cx *cx) MUST_USE;

/* One piece of the pass in this writing transaction; *moved values were put under the newest
 * key; *more is false after the last piece.  To try a piece again, give the same place. */
struct rekey_place {
    size_t column;
    int64_t after;
};
enum err rekey_piece(struct cx *cx, const struct rekey *r, struct str data_dir,
    struct rekey_place *at, int64_t *moved, bool *more) MUST_USE;

/* What is under a key; rows with n = 0 are left out. */
struct rekey_count {
    struct str what; /* "request_party.name_sealed", "file" */
    int64_t n;
    bool hash; /* does not keep the key from being retired */
};
LIST_OF(rekey_count);
enum err rekey_counts(
    struct cx *cx, const struct rekey *r, size_t age, struct rekey_count_list *out) MUST_USE;

/* Take the key out of the file; one that is out already is only audited.  ERR_CONFLICT
 * "rekey.in_use": something sealed is under it; "rekey.fresh": it was replaced less than
 * REKEY_REST ago (stopped: no program runs). */
enum err rekey_retire(struct cx *cx, const struct rekey *r, struct keys *keys, size_t age,
    bool stopped, struct buf *problem) MUST_USE;

#endif
