/*
 * roster_job: the jobs of stations' life.
 */
#ifndef FEATURE_ROSTER_JOB_H
#define FEATURE_ROSTER_JOB_H

#include "core/job.h"

extern const struct job_kind roster_jobs[];

#endif
