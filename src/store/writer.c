#include "store/writer.h"

#include "store/sqlite.h"
#include "store/tx.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>

#define THREADS_MAX 4
#define CHECKPOINT_MS 500
/* Under load the log grows, which costs nothing; to begin again holds the writer for one flush
 * of the database, so it is done rarely.  Whenever nobody writes for a moment SQLite does it by
 * itself. */
#define LOG_PAGES_MAX (512 * 1024 / 4) /* 512 MiB of 4 KiB pages */
#define BATCH_TRIES 4
/* PostgreSQL keeps 64 savepoints of a transaction at hand; more slow every other session. */
#define BATCH_MAX_POSTGRES 64

struct thread {
    struct writer *w;
    struct db *db;
    pthread_t id;
    bool runs;
};

struct writer {
    struct arena *arena;
    struct writer_config config;
    pthread_mutex_t lock;
    pthread_cond_t work; /* a job was queued, or stop */
    pthread_cond_t tick; /* the checkpoint thread shall stop */
    struct writer_job *head, **tail;
    size_t queued, idle;
    bool stopping;
    atomic_bool failed, dirty, long_log;
    struct writer_counts counts;
    struct thread threads[THREADS_MAX];
    struct thread checkpoint;
};

/* Replay. */

static enum err run_alone(void *arg, struct db *db)
{
    struct writer_job *job = arg;

    return job->run(job, db);
}

static void count(struct writer *w, int64_t commits, int64_t jobs, int64_t replays)
{
    pthread_mutex_lock(&w->lock);
    w->counts.commits += commits;
    w->counts.jobs += jobs;
    w->counts.replays += replays;
    pthread_mutex_unlock(&w->lock);
}

/* Each job in a transaction of its own, because together they could not be committed. */
static void replay(struct writer *w, struct db *db, struct writer_job *jobs)
{
    for (struct writer_job *job = jobs; job != NULL; job = job->next) {
        if (db_broken(db)) {
            job->result = ERR_DOWN;
            continue;
        }
        job->result = tx_run(db, DB_WRITE, run_alone, NULL, job);
        count(w, job->result == OK, 0, 1);
    }
}

static void all_fail(struct writer_job *jobs, enum err code)
{
    for (struct writer_job *job = jobs; job != NULL; job = job->next)
        job->result = code;
}

/* One job in its savepoint.  Anything but OK: the batch as a whole is lost. */
static enum err run_saved(struct db *db, struct writer_job *job)
{
    TRY(db_save(db));
    job->result = job->run(job, db);
    if (job->result == OK)
        job->result = db_release(db);
    if (job->result == OK)
        return OK;
    if (job->result == ERR_BUSY || db_full(db) || db_broken(db) || !db_alive(db))
        return ERR_BUSY;
    return db_back(db);
}

/* One job without a savepoint, for servers, where each costs a journey there and back.  A job
 * that is refused before it writes leaves nothing to undo. */
static enum err run_plain(struct db *db, struct writer_job *job)
{
    db_watch(db);
    job->result = job->run(job, db);
    return job->result == OK || (job->result != ERR_BUSY && !db_touched(db)) ? OK : ERR_BUSY;
}

static enum err run_batch(struct db *db, struct writer_job *jobs, bool saved)
{
    for (struct writer_job *job = jobs; job != NULL; job = job->next)
        TRY(saved ? run_saved(db, job) : run_plain(db, job));
    if (saved)
        return OK;
    /* What the server was told without waiting may have failed: before the commit it can still
     * be found out whose it was. */
    TRY(db_save(db));
    return db_release(db);
}

enum outcome {
    COMMITTED,
    REFUSED, /* with the error; it must not be tried again */
    MET      /* undone: another session was in the way, or one of the jobs cannot be done */
};

static enum outcome batch_once(
    struct db *db, struct writer_job *jobs, bool saved, enum err *code)
{
    *code = db_begin(db, DB_WRITE);
    if (*code != OK)
        return REFUSED;
    if (run_batch(db, jobs, saved) != OK) {
        db_rollback(db);
        return MET;
    }
    *code = db_commit(db);
    if (*code == OK)
        return COMMITTED;
    /* An unknown outcome must not be tried again: the commit may have happened. */
    return *code == ERR_DOWN || db_full(db) ? REFUSED : MET;
}

/* Two that met do not meet again when one of them waits a little. */
static void pause_before(int try)
{
    struct timespec t = {0, 1000000L << try};

    nanosleep(&t, NULL);
}

static void batch(struct writer *w, struct db *db, struct writer_job *jobs)
{
    enum err code = OK;
    bool server = db_engine(db) != DB_SQLITE;
    enum outcome outcome = batch_once(db, jobs, !server, &code);

    /* There it is a refusal or a conflict: once more together is cheaper than one by one. */
    for (int try = 1; server && outcome == MET && try < BATCH_TRIES && db_alive(db); try++) {
        pause_before(try);
        count(w, 0, 0, 1);
        outcome = batch_once(db, jobs, true, &code);
    }
    if (outcome == COMMITTED)
        count(w, 1, 0, 0);
    else if (outcome == REFUSED)
        all_fail(jobs, code);
    else
        replay(w, db, jobs);
}

/* The queue. */

/* What is queued, at most batch_max, shared with the threads that wait beside this one. */
static struct writer_job *take(struct writer *w)
{
    size_t n = (w->queued + w->idle) / (w->idle + 1);
    struct writer_job *first = w->head, **end = &first;

    if (n > w->config.batch_max)
        n = w->config.batch_max;
    for (size_t i = 0; i < n && *end != NULL; i++) {
        end = &(*end)->next;
        w->queued--;
    }
    w->head = *end;
    if (w->head == NULL)
        w->tail = &w->head;
    *end = NULL;
    return first;
}

static int64_t tell(struct writer_job *jobs)
{
    struct writer_job *next;
    int64_t n = 0;

    for (struct writer_job *job = jobs; job != NULL; job = next) {
        next = job->next; /* the job may be gone after done */
        job->done(job, job->result);
        n++;
    }
    return n;
}

/* The log from its beginning again.  Only the writer can do it: another thread would hardly
 * ever find the database unwritten under load.  The checkpoint thread has carried over all but
 * the last batches; readers in the way are waited for a few milliseconds, or it is for the next
 * time. */
static void start_again(struct writer *w, struct db *db)
{
    int64_t pages;

    if (sqlite_checkpoint(db, true, &pages) != OK && db_broken(db))
        atomic_store(&w->failed, true);
}

static void work(struct writer *w, struct db *db, struct writer_job *jobs)
{
    if (atomic_load(&w->failed))
        all_fail(jobs, ERR_DOWN);
    else
        batch(w, db, jobs);
    if (db_broken(db))
        atomic_store(&w->failed, true);
    atomic_store(&w->dirty, true);
    count(w, 0, tell(jobs), 0);
    if (atomic_exchange(&w->long_log, false))
        start_again(w, db);
}

static void *loop(void *arg)
{
    struct thread *t = arg;
    struct writer *w = t->w;

    for (;;) {
        struct writer_job *jobs;

        pthread_mutex_lock(&w->lock);
        w->idle++;
        while (w->head == NULL && !w->stopping)
            pthread_cond_wait(&w->work, &w->lock);
        w->idle--;
        jobs = take(w);
        pthread_mutex_unlock(&w->lock);
        if (jobs == NULL)
            return NULL;
        work(w, t->db, jobs);
    }
}

/* The checkpoint thread of SQLite: commits never wait for a checkpoint. */

static struct timespec in_ms(int ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_nsec += ms * 1000000L;
    t.tv_sec += t.tv_nsec / 1000000000L;
    t.tv_nsec %= 1000000000L;
    return t;
}

static void checkpoint(struct writer *w, struct db *db)
{
    int64_t pages = 0;
    enum err code;

    if (!atomic_exchange(&w->dirty, false) || atomic_load(&w->failed))
        return;
    code = sqlite_checkpoint(db, false, &pages);
    if (code == OK && pages > LOG_PAGES_MAX)
        code = sqlite_checkpoint(db, false, &pages); /* what was written meanwhile */
    if (code != OK)
        atomic_store(&w->dirty, true); /* try again */
    else if (pages > LOG_PAGES_MAX)
        atomic_store(&w->long_log, true);
    if (db_broken(db))
        atomic_store(&w->failed, true);
}

static void *checkpoint_loop(void *arg)
{
    struct thread *t = arg;
    struct writer *w = t->w;

    pthread_mutex_lock(&w->lock);
    while (!w->stopping) {
        struct timespec until = in_ms(CHECKPOINT_MS);

        pthread_cond_timedwait(&w->tick, &w->lock, &until);
        pthread_mutex_unlock(&w->lock);
        checkpoint(w, t->db);
        pthread_mutex_lock(&w->lock);
    }
    pthread_mutex_unlock(&w->lock);
    return NULL;
}

/* Opening and closing. */

static enum err thread_open(struct thread *t, struct buf *problem)
{
    struct writer *w = t->w;

    TRY(db_open(&w->config.place, &t->db, problem));
    if (t != &w->checkpoint && w->config.opened != NULL)
        w->config.opened(w->config.arg, t->db);
    return OK;
}

/* Signals are for the main thread. */
static bool thread_start(struct thread *t, void *(*run)(void *))
{
    sigset_t all, before;

    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    t->runs = pthread_create(&t->id, NULL, run, t) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return t->runs;
}

static void defaults(struct writer_config *c, bool sqlite)
{
    size_t most = sqlite ? 256 : BATCH_MAX_POSTGRES;

    if (c->threads < 1 || sqlite)
        c->threads = 1;
    if (c->threads > THREADS_MAX)
        c->threads = THREADS_MAX;
    if (c->queue_max == 0)
        c->queue_max = 4096;
    if (c->batch_max == 0 || c->batch_max > most)
        c->batch_max = most;
    c->place.read_only = false;
}

static enum err start(struct writer *w, struct buf *problem)
{
    bool sqlite = str_starts(w->config.place.target, S("sqlite:"));

    defaults(&w->config, sqlite);
    for (int i = 0; i < w->config.threads; i++) {
        w->threads[i].w = w;
        TRY(thread_open(&w->threads[i], problem));
    }
    w->checkpoint.w = w;
    if (sqlite)
        TRY(thread_open(&w->checkpoint, problem));
    for (int i = 0; i < w->config.threads; i++) {
        if (!thread_start(&w->threads[i], loop))
            return ERR_DOWN;
    }
    if (sqlite && !thread_start(&w->checkpoint, checkpoint_loop))
        return ERR_DOWN;
    return OK;
}

enum err writer_open(
    const struct writer_config *config, struct writer **out, struct buf *problem)
{
    struct arena *arena = arena_open(1 << 20);
    struct writer *w = NEW(arena, struct writer);
    pthread_condattr_t monotonic;
    enum err code;

    w->arena = arena;
    w->config = *config;
    w->config.place.target = str_dup(arena, config->place.target);
    w->tail = &w->head;
    pthread_mutex_init(&w->lock, NULL);
    pthread_cond_init(&w->work, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&w->tick, &monotonic);
    pthread_condattr_destroy(&monotonic);
    code = start(w, problem);
    if (code != OK) {
        writer_close(w);
        return code;
    }
    *out = w;
    return OK;
}

static void thread_stop(struct thread *t)
{
    if (t->runs)
        pthread_join(t->id, NULL);
    db_close(t->db);
}

void writer_close(struct writer *w)
{
    if (w == NULL)
        return;
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_broadcast(&w->work);
    pthread_cond_broadcast(&w->tick);
    pthread_mutex_unlock(&w->lock);
    for (int i = 0; i < THREADS_MAX; i++)
        thread_stop(&w->threads[i]);
    thread_stop(&w->checkpoint);
    pthread_cond_destroy(&w->work);
    pthread_cond_destroy(&w->tick);
    pthread_mutex_destroy(&w->lock);
    arena_close(w->arena);
}

bool writer_failed(const struct writer *w)
{
    return atomic_load(&w->failed);
}

struct writer_counts writer_counts(struct writer *w)
{
    struct writer_counts counts;

    pthread_mutex_lock(&w->lock);
    counts = w->counts;
    pthread_mutex_unlock(&w->lock);
    return counts;
}

enum err writer_put(struct writer *w, struct writer_job *job)
{
    enum err code = OK;

    if (atomic_load(&w->failed))
        return ERR_DOWN;
    pthread_mutex_lock(&w->lock);
    if (w->stopping || w->queued >= w->config.queue_max) {
        code = ERR_BUSY;
    } else {
        job->next = NULL;
        *w->tail = job;
        w->tail = &job->next;
        w->queued++;
        pthread_cond_signal(&w->work);
    }
    pthread_mutex_unlock(&w->lock);
    return code;
}

/* Put and wait. */

struct waiting {
    struct writer_job job; /* first: it stands for the whole */
    struct writer_job *inner;
    pthread_mutex_t lock;
    pthread_cond_t cond;
    bool finished;
};

static enum err run_inner(struct writer_job *job, struct db *db)
{
    struct waiting *wait = (struct waiting *)job;

    return wait->inner->run(wait->inner, db);
}

static void wake(struct writer_job *job, enum err result)
{
    struct waiting *wait = (struct waiting *)job;

    if (wait->inner->done != NULL)
        wait->inner->done(wait->inner, result);
    pthread_mutex_lock(&wait->lock);
    wait->finished = true;
    pthread_cond_signal(&wait->cond);
    pthread_mutex_unlock(&wait->lock);
}

enum err writer_do(struct writer *w, struct writer_job *job)
{
    struct waiting wait = {.job = {.run = run_inner, .done = wake}, .inner = job};
    enum err code;

    pthread_mutex_init(&wait.lock, NULL);
    pthread_cond_init(&wait.cond, NULL);
    code = writer_put(w, &wait.job);
    if (code == OK) {
        pthread_mutex_lock(&wait.lock);
        while (!wait.finished)
            pthread_cond_wait(&wait.cond, &wait.lock);
        pthread_mutex_unlock(&wait.lock);
        code = wait.job.result;
    }
    pthread_cond_destroy(&wait.cond);
    pthread_mutex_destroy(&wait.lock);
    return code;
}
