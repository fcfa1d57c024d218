/*
 * audit: who did what when; append only, in the transaction of the action; sealed by a job into
 * a hash chain with signed checkpoints (MLPS level 3, 8.1.4.3; Cybersecurity Law Art. 21).
 *
 * Chain       H(i) = SHA-256(1 || H(i-1) || entry i), entries in one length-prefixed encoding,
 *             numbered 1, 2, 3 … in the order of sealing.  H(0) is all zeros.
 * Tree        the same entries are the leaves of a hash tree (RFC 6962, section 2.1; leaf data
 *             is the encoding of the entry with its number), so that a single entry can be
 *             proven to somebody who has a checkpoint and sees no other entry.
 * Checkpoint  size and head of the chain and root of the tree, signed with Ed25519 under a key
 *             derived from the key file; every run of the job ends with one, so that no sealed
 *             entry is unsigned.  Committed checkpoints are appended to a file of the month in
 *             checkpoint_dir, which should lie where the system administrator cannot write.
 * Limit       what is made and removed again between two runs of the job is not provable.
 */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "core/cx.h"

struct audit_entry {
    int64_t id;
    struct instant at;
    int64_t account_id; /* 0: nobody signed in, or the program */
    struct str roles;
    int64_t session_id;
    struct str action, object;
    int64_t object_id;
    struct str division, note, trace;
};
LIST_OF(audit_entry);
extern const struct shape audit_entry_shape;

/* One entry in this transaction.  note holds no personal data. */
enum err audit_add(struct cx *cx, const char *object, int64_t object_id, const char *action,
    struct str division, struct str note) MUST_USE;
/* The readings of personal data collected in the context, an entry each ("read", note: fields
 * and reason); then they are forgotten.  The frame calls it in a transaction of its own before
 * the reply of a page view leaves. */
enum err audit_readings(struct cx *cx) MUST_USE;

/* The job: copy committed checkpoints outside, chain new rows (at most 20,000), sign a
 * checkpoint. */
enum err audit_seal(struct cx *cx, struct str checkpoint_dir, int64_t *sealed) MUST_USE;
/* Only the copying of committed checkpoints into checkpoint_dir (absent: nothing happens). */
enum err audit_publish(struct cx *cx, struct str checkpoint_dir, int64_t *published) MUST_USE;
/* Verify chain, checkpoints, gaps, order, and outside checkpoints; problems one per line.
 * ERR_CONFLICT when anything is wrong. */
enum err audit_verify(struct cx *cx, struct str checkpoint_dir, struct buf *problems) MUST_USE;

/* For the auditor: newest first, below id before (0: from the newest); action absent: all. */
enum err audit_list(struct cx *cx, struct str action, int64_t before, size_t max,
    struct audit_entry_list *out) MUST_USE;

/* How the chain stands. */
struct audit_state {
    int64_t sealed;           /* entries in the chain */
    int64_t waiting;          /* entries not sealed yet */
    struct instant at;        /* of the newest checkpoint; absent when there is none */
    struct str head;          /* its hash, hex */
    struct instant published; /* newest checkpoint copied outside; absent when none */
};
enum err audit_state(struct cx *cx, struct audit_state *out) MUST_USE;

/* That an entry stands in the tree of the newest checkpoint. */
struct audit_proof {
    int64_t seq, size;
    struct bytes leaf; /* the entry's encoding */
    struct bytes path; /* hashes from the leaf up, one after the other */
    struct str checkpoint;
    struct bytes signature, public;
};
/* ERR_NOT_FOUND: no such number, or not signed yet. */
enum err audit_prove(struct cx *cx, int64_t seq, struct audit_proof *out) MUST_USE;
/* Needs no database: the path leads from the entry to the root that the checkpoint names, and
 * the checkpoint is signed with the public key.  out: what the entry says.  ERR_INVALID. */
enum err audit_proof_check(struct arena *a, const struct audit_proof *p, int64_t *seq,
    struct audit_entry *out) MUST_USE;

#endif
