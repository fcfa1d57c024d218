/*
 * audit_rows: rows of the chain as the statements of core/audit.sql give them; for core/audit
 * and its verifier only.
 */
#ifndef CORE_AUDIT_ROWS_H
#define CORE_AUDIT_ROWS_H

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
};
LIST_OF(audit_checkpoint);
extern const struct shape audit_checkpoint_shape;

/* The next hash of the chain. */
void audit_hash(struct arena *a, const unsigned char before[HASH_BYTES], int64_t seq,
    const struct audit_entry *e, unsigned char out[HASH_BYTES]);
/* What a checkpoint's signature covers: its line outside, without the signature. */
struct str audit_checkpoint_text(struct cx *cx, const struct audit_checkpoint *c);
/* Names the chain outside: the public key, shortened. */
struct str audit_origin(struct cx *cx);
/* The file of the month in which a checkpoint was made. */
struct str audit_file(struct cx *cx, struct str dir, int32_t year, int32_t month);

#endif
