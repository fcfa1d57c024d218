/*
 * audit: who did what when; append only, in the transaction of the action; sealed by a job into
 * a hash chain with signed checkpoints.
 */
#ifndef CORE_AUDIT_H
#define CORE_AUDIT_H

#include "core/cx.h"

/* One entry in this transaction.  note holds no personal data. */
enum err audit_add(struct cx *cx, const char *object, int64_t object_id, const char *action,
    struct str division, struct str note) MUST_USE;
/* The job: chain new rows, write a checkpoint (signed; also into checkpoint_dir when set) each
 * 1,000 entries or 60 s. */
enum err audit_seal(struct cx *cx, struct str checkpoint_dir, int64_t *sealed) MUST_USE;
/* Verify chain, checkpoints, gaps, order, and outside checkpoints; problems one per line.
 * ERR_CONFLICT when anything is wrong. */
enum err audit_verify(struct cx *cx, struct str checkpoint_dir, struct buf *problems) MUST_USE;

#endif
