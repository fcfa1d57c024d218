/*
 * station: the job that tells of reception days, and the one that forgets visitors.
 */
#include "core/job.h"

#include "feature/station/station_self.h"

enum {
    EVERY_MINUTE = 60,
    EVERY_HOUR = 3600
};

static enum err run_remind(struct cx *cx, struct str payload)
{
    (void)payload;
    return station_remind(cx);
}

static enum err run_forget(struct cx *cx, struct str payload)
{
    int64_t forgotten;

    (void)payload;
    return station_self_forget(cx, &forgotten);
}

const struct job_kind station_jobs[] = {
    {.kind = "station.remind",
        .run = run_remind,
        .every_seconds = EVERY_MINUTE,
        .tries = 3,
        .waiting = station_remind_waiting},
    {.kind = "station.forget",
        .run = run_forget,
        .every_seconds = EVERY_HOUR,
        .tries = 3,
        .waiting = station_self_old},
    JOBS_END,
};
