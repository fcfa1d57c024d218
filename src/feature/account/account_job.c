/*
 * account: the sealing of the audit log, and what is forgotten in time.
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/job.h"
#include "core/session.h"
#include "core/settings.h"
#include "core/token.h"

static enum err seal(struct cx *cx, struct str payload)
{
    int64_t sealed;

    (void)payload;
    return audit_seal(cx, cx->settings->checkpoint_dir, &sealed);
}

/* Unsealed entries, or a checkpoint that does not stand outside yet. */
static enum err seal_waiting(struct cx *cx, int64_t *n)
{
    struct audit_state s;

    TRY(audit_state(cx, &s));
    *n = s.waiting;
    if (!str_empty(cx->settings->checkpoint_dir) && instant_is(s.at) && s.published.s != s.at.s)
        *n += 1;
    return OK;
}

static enum err sweep(struct cx *cx, struct str payload)
{
    int64_t removed;

    (void)payload;
    TRY(session_sweep(cx, &removed));
    TRY(token_sweep(cx, &removed));
    return account_sweep(cx, &removed);
}

/* clang-format off */
const struct job_kind account_jobs[] = {
    {"audit.seal",    seal,  30,   3, seal_waiting, false},
    {"account.sweep", sweep, 3600, 3, NULL,         false},
    JOBS_END
};
/* clang-format on */
