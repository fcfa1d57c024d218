/* The tables of request_job.c, for request_feature.c. */
#ifndef FEATURE_REQUEST_JOB_H
#define FEATURE_REQUEST_JOB_H

#include "core/event.h"
#include "core/job.h"

extern const struct job_kind request_jobs[];
extern const struct event_listener request_listens[];

#endif
