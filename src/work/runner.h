/*
 * runner: the threads that do the program's own work: jobs and schedules under leases, events
 * to their listeners, messages out, the search feeder.
 *
 * `lianluo serve` starts one beside the server, `lianluo work` one alone.  Every kind of work
 * is taken under a lease, so several machines may run runners on one database.
 */
#ifndef WORK_RUNNER_H
#define WORK_RUNNER_H

#include "core/event.h"
#include "core/job.h"
#include "core/search.h"
#include "core/unit.h"

struct runner_config {
    const struct unit_source *source;
    /* Tables of the features; each list ends with NULL. */
    const struct job_kind *const *kinds;
    const struct event_listener *const *listeners;
    const struct search_kind *const *searches;
    int threads; /* 0: two */
};

struct runner;

/* Opens its connections and starts; ERR_DOWN with words in problem. */
enum err runner_start(
    const struct runner_config *config, struct runner **out, struct buf *problem) MUST_USE;
/* Something was committed: look for work now.  From any thread. */
void runner_wake(struct runner *r);
/* Finish what is under way, then stop.  NULL is harmless. */
void runner_stop(struct runner *r);

/* One round without threads, for tests and the demonstration: everything that is due now, until
 * nothing is left or max pieces were done. */
enum err runner_round(
    const struct runner_config *config, struct unit *u, int max, int *done) MUST_USE;
/* The kinds of the program itself, ended by a NULL kind. */
extern const struct job_kind runner_kinds[];

#endif
