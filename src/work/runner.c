#include "work/runner.h"

#include "base/log.h"
#include "core/deadline.h"
#include "core/file.h"
#include "core/ledger.h"
#include "core/notice.h"
#include "core/settings.h"
#include "http/fetch.h"
#include "work/sender.h"

#include <pthread.h>
#include <sys/resource.h>
#include <time.h>

enum {
    THREADS = 2,
    THREADS_MAX = 16,
    NICE = 10,
    TICK_MS = 250,
    FEED_MS = 100,
    GAP_MS = 25,      /* between rounds: what comes in meanwhile is done together */
    FEED_GAP_MS = 80, /* the index takes many changes at once much more cheaply */
    FEED_BATCH = 500,
    EVENT_BATCH = 100,
    LISTS_MAX = 64,
    KINDS_MAX = 128
};

static enum err fold(struct cx *cx, struct str payload)
{
    int64_t n;

    (void)payload;
    return ledger_fold(cx, &n);
}

static enum err sweep(struct cx *cx, struct str payload)
{
    int64_t n;

    (void)payload;
    return deadline_sweep(cx, &n);
}

static enum err collect(struct cx *cx, struct str payload)
{
    int64_t n;

    (void)payload;
    if (cx->settings == NULL || str_empty(cx->settings->data_dir))
        return OK;
    return file_collect(cx, cx->settings->data_dir, &n);
}

/* These two need more than a context: execute() knows them by name. */
static enum err by_name(struct cx *cx, struct str payload)
{
    (void)payload;
    return fail(cx, ERR_DOWN, NULL, "job.unknown_kind");
}

#define EVENT_KIND "event.deliver"
#define NOTICE_KIND "notice.send"

const struct job_kind runner_kinds[] = {
    {EVENT_KIND, by_name, 1, 3, event_waiting, false},
    {"ledger.fold", fold, 1, 3, ledger_waiting, false},
    {"deadline.sweep", sweep, 60, 3, deadline_waiting, false},
    {NOTICE_KIND, by_name, 5, 3, notice_waiting, true},
    {"file.collect", collect, 3600, 3, NULL, true},
    JOBS_END,
};

/* All kinds in one list of lists, with ours first. */
struct kinds {
    const struct job_kind *lists[LISTS_MAX + 1];
};

static struct kinds kinds_of(const struct runner_config *config)
{
    struct kinds k = {{runner_kinds}};
    size_t n = 1;

    for (size_t i = 0; config->kinds != NULL && config->kinds[i] != NULL && n < LISTS_MAX; i++)
        if (config->kinds[i] != runner_kinds)
            k.lists[n++] = config->kinds[i];
    return k;
}

struct runner {
    struct runner_config config;
    struct unit_source feeding; /* the feeder's own: it writes the index */
    struct kinds kinds;
    struct arena *own;
    pthread_mutex_t lock;
    pthread_cond_t wake;  /* something was written, or stop */
    pthread_cond_t pause; /* stop only */
    _Atomic bool stop;
    uint64_t woken;
    int64_t next[KINDS_MAX]; /* when a scheduled kind is looked at again, monotonic ns */
    pthread_t threads[THREADS_MAX + 1];
    struct unit *units[THREADS_MAX + 1];
    int n, started;
};

/* One job on its way. */
struct piece {
    const struct runner_config *config;
    const struct job_kind *kind;
    struct job job;
    bool found;
    struct str why;
    int64_t waiting;
};

static enum err claim_kind(struct cx *cx, void *arg)
{
    struct piece *p = arg;

    return job_claim_kind(cx, p->kind->kind, &p->job, &p->found);
}

static enum err claim_any(struct cx *cx, void *arg)
{
    struct piece *p = arg;

    return job_claim(cx, &p->job, &p->found);
}

static enum err any_waiting(struct cx *cx, void *arg)
{
    return job_waiting(cx, &((struct piece *)arg)->waiting);
}

static enum err kind_waiting(struct cx *cx, void *arg)
{
    struct piece *p = arg;

    return p->kind->waiting(cx, &p->waiting);
}

static enum err finish(struct cx *cx, void *arg)
{
    struct piece *p = arg;

    return job_done(cx, &p->job, p->kind);
}

static enum err run_inside(struct cx *cx, void *arg)
{
    struct piece *p = arg;
    int64_t n;

    if (str_is(p->job.kind, EVENT_KIND))
        TRY(event_deliver(cx, p->config->listeners, EVENT_BATCH, &n));
    else
        TRY(p->kind->run(cx, p->job.payload));
    return job_done(cx, &p->job, p->kind);
}

static enum err run_outside(struct cx *cx, void *arg)
{
    struct piece *p = arg;

    return p->kind->run(cx, p->job.payload);
}

static enum err give_back(struct cx *cx, void *arg)
{
    struct piece *p = arg;

    return job_failed(cx, &p->job, p->kind, p->why);
}

static enum err execute(struct unit *u, struct piece *p)
{
    enum err err;

    if (p->kind == NULL)
        return ERR_NOT_FOUND;
    if (p->kind->every_seconds <= 0 && p->job.attempts > p->kind->tries)
        return ERR_LIMIT;
    if (!p->kind->outside)
        return unit_write(u, run_inside, p);
    err = str_is(p->job.kind, NOTICE_KIND) ? sender_run(u) : unit_outside(u, run_outside, p);
    if (err == OK)
        err = unit_write(u, finish, p);
    return err;
}

/* Failures are logged once, here, and come back with growing delay. */
static void run_piece(struct unit *u, struct piece *p)
{
    struct cx *cx = unit_cx(u);
    enum err err = execute(u, p);

    if (err == OK)
        return;
    p->why = cx->faults.n > 0 ? str_dup(cx->arena, cx->faults.p[cx->faults.n - 1].rule)
                              : str_of(err_name(err));
    LOG(LOG_WARN, "job.failed", LOG_S("kind", p->job.kind), LOG_S("rule", p->why),
        LOG_N("attempt", p->job.attempts));
    if (unit_write(u, give_back, p) != OK)
        LOG(LOG_WARN, "job.not_given_back", LOG_S("kind", p->job.kind));
}

/* A scheduled kind, if there is work and nobody else has it. */
static bool try_kind(
    const struct runner_config *config, struct unit *u, const struct job_kind *k)
{
    struct piece p = {.config = config, .kind = k};

    unit_begin(u);
    if (k->waiting != NULL && (unit_read(u, kind_waiting, &p) != OK || p.waiting == 0))
        return false;
    if (unit_claim(u, claim_kind, &p) != OK || !p.found)
        return false;
    run_piece(u, &p);
    return true;
}

static bool try_any(
    const struct runner_config *config, const struct kinds *kinds, struct unit *u)
{
    struct piece p = {.config = config};

    unit_begin(u);
    if (unit_read(u, any_waiting, &p) != OK || p.waiting == 0)
        return false;
    if (unit_claim(u, claim_any, &p) != OK || !p.found)
        return false;
    p.kind = job_kind_find(kinds->lists, p.job.kind);
    run_piece(u, &p);
    return true;
}

static enum err schedule_all(struct cx *cx, void *arg)
{
    const struct kinds *kinds = arg;

    for (size_t t = 0; kinds->lists[t] != NULL; t++)
        for (const struct job_kind *k = kinds->lists[t]; k->kind != NULL; k++)
            if (k->every_seconds > 0)
                TRY(job_schedule(cx, k));
    return OK;
}

struct feeding {
    const struct runner_config *config;
    int64_t fed;
};

static enum err feed(struct cx *cx, void *arg)
{
    struct feeding *f = arg;

    return search_feed(cx, f->config->searches, FEED_BATCH, &f->fed);
}

/* On SQLite the index has a file of its own, so the database is only read. */
static enum err feed_once(const struct runner_config *config, struct unit *u, int64_t *fed)
{
    struct feeding f = {config, 0};
    enum err err = OK;

    unit_begin(u);
    if (config->searches != NULL)
        err = unit_cx(u)->search != NULL ? unit_read(u, feed, &f) : unit_write(u, feed, &f);
    *fed = f.fed;
    return err;
}

enum err runner_round(const struct runner_config *config, struct unit *u, int max, int *done)
{
    struct kinds kinds = kinds_of(config);
    int64_t fed = 1;

    unit_begin(u);
    TRY(unit_write(u, schedule_all, &kinds));
    *done = 0;
    for (bool busy = true; busy && *done < max;) {
        busy = try_any(config, &kinds, u);
        *done += busy;
        for (size_t t = 0; kinds.lists[t] != NULL; t++) {
            for (const struct job_kind *k = kinds.lists[t]; k->kind != NULL; k++) {
                bool did = k->every_seconds > 0 && try_kind(config, u, k);

                busy = busy || did;
                *done += did;
            }
        }
    }
    while (fed > 0)
        TRY(feed_once(config, u, &fed));
    return OK;
}

/* Is it this kind's time?  Whoever asks first takes the turn. */
static bool my_turn(struct runner *r, size_t i, const struct job_kind *k)
{
    int64_t now = time_mono_ns();
    bool mine;

    if (k->every_seconds <= 0 || i >= KINDS_MAX)
        return false;
    pthread_mutex_lock(&r->lock);
    mine = !r->stop && r->next[i] <= now;
    if (mine)
        r->next[i] = now + (int64_t)k->every_seconds * 1000000000;
    pthread_mutex_unlock(&r->lock);
    return mine;
}

static struct timespec in_ms(int ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += (long)ms * 1000000;
    t.tv_sec += t.tv_nsec / 1000000000;
    t.tv_nsec %= 1000000000;
    return t;
}

static bool wait_for(struct runner *r, int gap_ms, int ms, uint64_t *seen)
{
    struct timespec gap = in_ms(gap_ms), until = in_ms(ms);
    bool stop;

    pthread_mutex_lock(&r->lock);
    while (!r->stop && pthread_cond_timedwait(&r->pause, &r->lock, &gap) == 0)
        continue;
    while (!r->stop && r->woken == *seen)
        if (pthread_cond_timedwait(&r->wake, &r->lock, &until) != 0)
            break;
    *seen = r->woken;
    stop = r->stop;
    pthread_mutex_unlock(&r->lock);
    return !stop;
}

struct thread {
    struct runner *r;
    struct unit *u;
};

/* Who waits for an answer goes before what is done in the background (Linux: of this thread
 * only). */
static void step_back(void)
{
    setpriority(PRIO_PROCESS, 0, getpriority(PRIO_PROCESS, 0) + NICE);
}

static void *work(void *arg)
{
    struct thread *t = arg;
    struct runner *r = t->r;
    uint64_t seen = 0;

    step_back();
    while (wait_for(r, GAP_MS, TICK_MS, &seen)) {
        size_t i = 0;

        for (size_t l = 0; r->kinds.lists[l] != NULL; l++)
            for (const struct job_kind *k = r->kinds.lists[l]; k->kind != NULL; k++, i++)
                if (my_turn(r, i, k))
                    (void)try_kind(&r->config, t->u, k);
        while (!r->stop && try_any(&r->config, &r->kinds, t->u))
            continue;
    }
    return NULL;
}

static void *feeder(void *arg)
{
    struct thread *t = arg;
    int64_t fed = 0;
    uint64_t seen = 0;
    bool told = false;

    step_back();
    while (fed > 0 || wait_for(t->r, FEED_GAP_MS, FEED_MS, &seen)) {
        enum err err = feed_once(&t->r->config, t->u, &fed);

        if (err != OK && !told)
            LOG(LOG_WARN, "search.feed_failed", LOG_S("error", str_of(err_name(err))));
        told = err != OK;
        if (err != OK || t->r->stop)
            fed = 0;
    }
    return NULL;
}

static enum err make_search(struct cx *cx, void *arg)
{
    (void)arg;
    return cx->search == NULL ? search_make(cx) : OK;
}

static enum err prepare(struct runner *r, struct unit *u)
{
    unit_begin(u);
    TRY(unit_write(u, make_search, NULL));
    return unit_write(u, schedule_all, &r->kinds);
}

static enum err start_threads(struct runner *r, struct buf *problem)
{
    for (int i = 0; i < r->n; i++) {
        struct thread *t = NEW(r->own, struct thread);

        TRY(unit_open(i == r->n - 1 ? &r->feeding : r->config.source, &r->units[i], problem));
        if (i == 0)
            TRY(prepare(r, r->units[i]));
        *t = (struct thread){r, r->units[i]};
        if (pthread_create(&r->threads[i], NULL, i == r->n - 1 ? feeder : work, t) != 0)
            return ERR_DOWN;
        r->started++;
    }
    return OK;
}

enum err runner_start(
    const struct runner_config *config, struct runner **out, struct buf *problem)
{
    struct arena *own = arena_open(1 << 20);
    struct runner *r = NEW(own, struct runner);
    pthread_condattr_t monotonic;
    enum err err;

    fetch_start();
    r->own = own;
    r->config = *config;
    r->feeding = *config->source;
    r->feeding.feeds = true;
    r->kinds = kinds_of(config);
    r->n = (config->threads > 0 ? config->threads : THREADS) + 1;
    if (r->n > THREADS_MAX + 1)
        r->n = THREADS_MAX + 1;
    pthread_mutex_init(&r->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&r->wake, &monotonic);
    pthread_cond_init(&r->pause, &monotonic);
    pthread_condattr_destroy(&monotonic);
    err = start_threads(r, problem);
    if (err != OK) {
        runner_stop(r);
        return err;
    }
    *out = r;
    return OK;
}

void runner_wake(struct runner *r)
{
    pthread_mutex_lock(&r->lock);
    r->woken++;
    pthread_cond_broadcast(&r->wake);
    pthread_mutex_unlock(&r->lock);
}

void runner_stop(struct runner *r)
{
    if (r == NULL)
        return;
    pthread_mutex_lock(&r->lock);
    r->stop = true;
    pthread_cond_broadcast(&r->wake);
    pthread_cond_broadcast(&r->pause);
    pthread_mutex_unlock(&r->lock);
    for (int i = 0; i < r->started; i++)
        pthread_join(r->threads[i], NULL);
    for (int i = 0; i < r->n; i++)
        unit_close(r->units[i]);
    pthread_cond_destroy(&r->wake);
    pthread_cond_destroy(&r->pause);
    pthread_mutex_destroy(&r->lock);
    arena_close(r->own);
}
