#include "core/job.h"

#include "core/job.sql.h"

static const struct field fields[] = {
    FIELD(struct job, id),
    FIELD(struct job, kind),
    FIELD(struct job, payload),
    FIELD(struct job, run_at),
    FIELD(struct job, lease_until),
    FIELD(struct job, attempts),
    FIELD(struct job, parked),
    FIELD(struct job, why),
};
const struct shape job_shape = SHAPE(job, fields);

enum {
    JOB_LEASE_SECONDS = 300,
    JOB_FIRST_DELAY = 10,
    JOB_MAX_DELAY = 3600
};

enum err job_put(struct cx *cx, const char *kind, struct str payload, struct instant run_at,
    struct str unique)
{
    return sql_job_add(cx, str_of(kind), payload, run_at, unique, NULL);
}

enum err job_schedule(struct cx *cx, const struct job_kind *k)
{
    return sql_job_add(
        cx, str_of(k->kind), S(""), cx->now, str_f(cx->arena, "schedule:%s", k->kind), NULL);
}

enum err job_claim(struct cx *cx, struct job *out, bool *found)
{
    struct instant until = {cx->now.s + JOB_LEASE_SECONDS};

    return sql_job_claim(cx, cx->now, until, out, found);
}

enum err job_claim_kind(struct cx *cx, const char *kind, struct job *out, bool *found)
{
    struct instant until = {cx->now.s + JOB_LEASE_SECONDS};

    return sql_job_claim_kind(cx, str_of(kind), cx->now, until, out, found);
}

enum err job_waiting(struct cx *cx, int64_t *n)
{
    return sql_job_waiting(cx, cx->now, n);
}

const struct job_kind *job_kind_find(const struct job_kind *const *tables, struct str kind)
{
    for (size_t t = 0; tables[t] != NULL; t++)
        for (const struct job_kind *k = tables[t]; k->kind != NULL; k++)
            if (str_is(kind, k->kind))
                return k;
    return NULL;
}

enum err job_done(struct cx *cx, const struct job *job, const struct job_kind *k)
{
    int64_t changed;

    if (k->every_seconds > 0)
        TRY(sql_job_again(cx, job->id, job->lease_until,
            (struct instant){cx->now.s + k->every_seconds}, &changed));
    else
        TRY(sql_job_drop(cx, job->id, job->lease_until, &changed));
    if (changed == 0)
        return fail(cx, ERR_CONFLICT, NULL, "job.lease_lost");
    return OK;
}

enum err job_failed(
    struct cx *cx, const struct job *job, const struct job_kind *k, struct str why)
{
    int64_t wait = JOB_FIRST_DELAY;
    bool parked = k == NULL || (k->every_seconds <= 0 && job->attempts >= k->tries);

    for (int64_t i = 1; i < job->attempts && wait < JOB_MAX_DELAY; i++)
        wait *= 3;
    if (wait > JOB_MAX_DELAY)
        wait = JOB_MAX_DELAY;
    return sql_job_failed(
        cx, job->id, job->lease_until, (struct instant){cx->now.s + wait}, parked, why, NULL);
}

enum err job_parked(struct cx *cx, struct job_list *out)
{
    return sql_job_parked(cx, out);
}

enum err job_unpark(struct cx *cx, int64_t id)
{
    int64_t changed;

    TRY(sql_job_unpark(cx, id, cx->now, &changed));
    return changed == 1 ? OK : fail(cx, ERR_NOT_FOUND, NULL, "job.gone");
}
