/*
 * roster: deputies are told before their reception day; idle stations are looked for.
 */
#include "feature/roster/roster_job.h"

#include "feature/roster/roster.h"

enum {
    HOUR = 3600,
    DAY = 24 * HOUR
};

static enum err run_tell(struct cx *cx, struct str payload)
{
    int64_t told;

    (void)payload;
    return roster_tell(cx, &told);
}

static enum err run_idle(struct cx *cx, struct str payload)
{
    int64_t changed;

    (void)payload;
    return roster_idle_sweep(cx, &changed);
}

const struct job_kind roster_jobs[] = {
    {.kind = "roster.tell",
        .run = run_tell,
        .every_seconds = HOUR,
        .tries = 3,
        .waiting = roster_tell_waiting},
    {.kind = "roster.idle", .run = run_idle, .every_seconds = DAY, .tries = 3},
    JOBS_END,
};
