/*
 * writer: the write queue.  Group commit: each writer thread owns one write connection, takes
 * whatever is queued (at most 256, never waiting to gather), runs each job in its own
 * savepoint, commits once, and only then tells each job that it is done.  One thread on SQLite;
 * two to four on PostgreSQL, where a batch that fails to serialize is replayed job by job.
 *
 * A job's run function may be called again (after ERR_BUSY or a replay): it must touch nothing
 * but the database and memory that it resets itself.  done is called exactly once, on the
 * writer thread, after the commit (or with the error); it must be short (wake a loop).
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include "store/db.h"

struct writer;

struct writer_job {
    enum err (*run)(struct writer_job *job, struct db *db);
    void (*done)(struct writer_job *job, enum err result);
    struct writer_job *next; /* the queue's */
    enum err result;         /* the queue's */
};

struct writer_config {
    struct db_place place;
    int threads;      /* 1 on SQLite */
    size_t queue_max; /* 4096: beyond it writer_put refuses */
    size_t batch_max; /* 256; 1 for the measurement without grouping */
    /* Called with each write connection once it is open (tests wrap it); may be NULL. */
    void (*opened)(void *arg, struct db *db);
    void *arg;
};

enum err writer_open(
    const struct writer_config *config, struct writer **out, struct buf *problem) MUST_USE;
/* ERR_BUSY: the queue is full or the writer is stopping; ERR_DOWN: it failed; nothing was
 * queued and done is not called. */
enum err writer_put(struct writer *w, struct writer_job *job) MUST_USE;
/* Put and wait, and return the result; for commands, jobs and tests.  done may be NULL. */
enum err writer_do(struct writer *w, struct writer_job *job) MUST_USE;
/* True after a sync or I/O error: no further write is taken; the process must end non-zero. */
bool writer_failed(const struct writer *w);
/* Commits and jobs since it was opened: how well batches form.  Replays are of a job alone, or
 * on a server of a batch as a whole. */
struct writer_counts {
    int64_t commits, jobs, replays;
};
struct writer_counts writer_counts(struct writer *w);
/* Finish what is queued, then close. */
void writer_close(struct writer *w);

#endif
