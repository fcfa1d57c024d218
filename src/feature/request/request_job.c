/*
 * The jobs and listeners of requests.
 */
#include "feature/request/request_job.h"

#include "feature/request/request.h"

enum {
    EVERY_TEN_MINUTES = 600
};

static enum err run_lapse(struct cx *cx, struct str payload)
{
    int64_t moved;

    (void)payload;
    return request_lapse(cx, &moved);
}

const struct job_kind request_jobs[] = {
    {.kind = "request.lapse",
        .run = run_lapse,
        .every_seconds = EVERY_TEN_MINUTES,
        .tries = 3,
        .waiting = request_lapse_waiting},
    JOBS_END,
};

#define TOLD(word)                                                                             \
    {                                                                                          \
        "request." word, request_heard_move                                                    \
    }

/* Every event that the flow tells somebody about; a test compares with the table. */
const struct event_listener request_listens[] = {
    TOLD("received"),
    TOLD("accept"),
    TOLD("need_info"),
    TOLD("add_info"),
    TOLD("decline"),
    TOLD("merge"),
    TOLD("withdraw"),
    TOLD("expire"),
    TOLD("forward"),
    TOLD("take"),
    TOLD("return"),
    TOLD("ask_extension"),
    TOLD("extend"),
    TOLD("refuse_extension"),
    TOLD("suspend"),
    TOLD("resume"),
    TOLD("ask"),
    TOLD("reply"),
    TOLD("invite"),
    TOLD("solved"),
    TOLD("accept_explained"),
    TOLD("accept_cannot"),
    TOLD("unsolved"),
    TOLD("unsolved_again"),
    TOLD("lapse"),
    TOLD("restart"),
    TOLD("supervise"),
    TOLD("instruct"),
    TOLD("cannot"),
    TOLD("to_suggestion"),
    TOLD("to_report"),
    TOLD("convert"),
    TOLD("relapse"),
    TOLD("split"),
    {"request.due_reminder", request_heard_reminder},
    {"request.due_head", request_heard_reminder},
    {"request.overdue", request_heard_overdue},
    {"request.due_supervision", request_heard_supervision},
    {"request.recomputed", request_heard_due},
    {NULL, NULL},
};
