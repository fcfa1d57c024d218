/*
 * audit_rows: rows of the chain as the statements of core/audit.sql give them; for core/audit
 * and its verifier only.
 */
#ifndef CORE_AUDIT_ROWS_H
#define CORE_AUDIT_ROWS_H

#include "base/merkle.h"
#include "core/audit.h"

/* The last link of the chain. */
struct audit_head {
    int64_t seq;
    struct bytes hash;
};
extern const struct shape audit_head_shape;

/* A link beside its entry; found is false when the entry is gone. */
struct audit_link {
    int64_t seq, entry_id;
    struct bytes hash;
    bool found;
    int64_t id;
    struct instant at;
    int64_t account_id;
    struct str roles;
    int64_t session_id;
    struct str action, object;
    int64_t object_id;
    struct str division, note, trace;
};
extern const struct shape audit_link_shape;

struct audit_checkpoint {
    int64_t size, prior; /* prior: size of the checkpoint before this one */
    struct bytes hash;
    struct instant at;
    struct bytes signature;
    struct str origin; /* names the key; "" of the time before keys were changed: the first */
    struct bytes tree; /* peaks of the hash tree; absent: made before there was one */
};
LIST_OF(audit_checkpoint);
extern const struct shape audit_checkpoint_shape;

/* The next hash of the chain. */
void audit_hash(struct arena *a, const unsigned char before[HASH_BYTES], int64_t seq,
    const struct audit_entry *e, unsigned char out[HASH_BYTES]);
/* One entry in one length-prefixed encoding, appended: what chain and tree are made of. */
void audit_encode(struct buf *b, int64_t seq, const struct audit_entry *e);
/* The entry of a link (zeros when it is gone). */
struct audit_entry audit_entry_of(const struct audit_link *l);
/* What a checkpoint's signature covers: its line outside, without the signature. */
struct str audit_checkpoint_text(struct cx *cx, const struct audit_checkpoint *c);
/* Names the chain outside: the public key of an age, shortened. */
struct str audit_origin(struct cx *cx, size_t age);
/* The age of the key a checkpoint names; false when no such key is known. */
bool audit_age(struct cx *cx, const struct audit_checkpoint *c, size_t *age);
/* The file of the month in which a checkpoint was made. */
struct str audit_file(
    struct cx *cx, struct str dir, struct str origin, int32_t year, int32_t month);

/* The tree (core/audit_tree.c): the leaf of an entry; the tree up to the last checkpoint, made
 * from the entries where no checkpoint holds one; and up to the last sealed entry. */
void audit_leaf(
    struct arena *a, int64_t seq, const struct audit_entry *e, unsigned char out[HASH_BYTES]);
enum err audit_tree(struct cx *cx, int64_t size, struct merkle *out) MUST_USE;

#endif
