/*
 * station: the job that tells of reception days.
 */
#include "core/job.h"

#include "feature/station/station.h"

enum {
    EVERY_MINUTE = 60
};

static enum err run_remind(struct cx *cx, struct str payload)
{
    (void)payload;
    return station_remind(cx);
}

const struct job_kind station_jobs[] = {
    {.kind = "station.remind",
        .run = run_remind,
        .every_seconds = EVERY_MINUTE,
        .tries = 3,
        .waiting = station_remind_waiting},
    JOBS_END,
};
