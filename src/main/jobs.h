/*
 * jobs: the features' tables of jobs, listeners and searches, put together for work/runner.
 */
#ifndef MAIN_JOBS_H
#define MAIN_JOBS_H

#include "work/runner.h"

#include "main/program.h"

struct jobs {
    struct unit_source source;
    struct runner_config config;
};

/* source.writer may be set before; everything else is filled in. */
void jobs_fill(struct jobs *j, struct program *p, int threads);
const struct search_kind *const *jobs_searches(struct arena *a);
/* The command "work": jobs without a server, until asked to stop. */
enum err jobs_run(struct cli *cli) MUST_USE;

#endif
