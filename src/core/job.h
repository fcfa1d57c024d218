/*
 * job: a queue with leases and retries, and kinds of jobs as rows.
 *
 * A worker claims one with a lease, runs it and finishes it in one transaction, or lets it come
 * back with growing delay; after the last try it is parked and shown on the operations page.  A
 * scheduled kind is one row that comes back for ever, so two machines do not both run it.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include "core/cx.h"

/* A row of a feature's .jobs table, ended by a NULL kind. */
struct job_kind {
    const char *kind;                                   /* "deadline.sweep" */
    enum err (*run)(struct cx *cx, struct str payload); /* idempotent: the tests run it twice */
    int32_t every_seconds;                              /* > 0: scheduled; 0: only when put */
    int32_t tries; /* of one that was put; a scheduled one never gives up */
    /* Of a scheduled one that runs often: more than 0 when there is work.  Asked in a reading
     * transaction first, so that an idle program writes nothing.  May be NULL. */
    enum err (*waiting)(struct cx *cx, int64_t *n);
    /* Runs without a transaction (cx->db reads only) because it waits for others. */
    bool outside;
};
#define JOBS_END                                                                               \
    {                                                                                          \
        NULL, NULL, 0, 0, NULL, false                                                          \
    }

/* Put one into the queue in this transaction; unique (may be absent) makes a second one with
 * the same text do nothing. */
enum err job_put(struct cx *cx, const char *kind, struct str payload, struct instant run_at,
    struct str unique) MUST_USE;

struct job {
    int64_t id;
    struct str kind, payload;
    struct instant run_at, lease_until;
    int64_t attempts; /* this one included */
    bool parked;
    struct str why; /* rule of the last failure */
};
LIST_OF(job);
extern const struct shape job_shape;

/* For the runner.  The row of a scheduled kind, if it is not there yet. */
enum err job_schedule(struct cx *cx, const struct job_kind *k) MUST_USE;
/* Take the next one that was put (not a scheduled one) under a lease of five minutes; guarded,
 * so exact at read-committed. */
enum err job_claim(struct cx *cx, struct job *out, bool *found) MUST_USE;
enum err job_claim_kind(struct cx *cx, const char *kind, struct job *out, bool *found) MUST_USE;
enum err job_waiting(struct cx *cx, int64_t *n) MUST_USE;
const struct job_kind *job_kind_find(const struct job_kind *const *tables, struct str kind);
/* In the transaction of the work.  ERR_CONFLICT: the lease was lost; the work must be undone.
 */
enum err job_done(struct cx *cx, const struct job *job, const struct job_kind *k) MUST_USE;
enum err job_failed(
    struct cx *cx, const struct job *job, const struct job_kind *k, struct str why) MUST_USE;
enum err job_parked(struct cx *cx, struct job_list *out) MUST_USE;
enum err job_unpark(struct cx *cx, int64_t id) MUST_USE;

#endif
