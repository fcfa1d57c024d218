/*
 * job: a queue with leases and retries, and kinds of jobs as rows.
 */
#ifndef CORE_JOB_H
#define CORE_JOB_H

#include "core/cx.h"

/* A row of a feature's .jobs table, ended by a NULL kind. */
struct job_kind {
    const char *kind; /* "deadline.sweep" */
    enum err (*run)(struct cx *cx, struct str payload); /* idempotent: the tests run it twice */
    int32_t every_seconds; /* > 0: scheduled; 0: only when put */
    int32_t tries;
};
#define JOBS_END {NULL, NULL, 0, 0}

/* Put one into the queue in this transaction; unique (may be absent) makes a second one with
 * the same text do nothing. */
enum err job_put(struct cx *cx, const char *kind, struct str payload, struct instant run_at,
    struct str unique) MUST_USE;

#endif
