/*
 * frame: the life of a request, from the head that a loop has read to the one reply.
 *
 *   head     find the route, choose the largest body, answer from the public cache
 *   lane     quota; where the call runs: loop, worker
 *   admit    session to actor, the route's right anywhere, CSRF, forms parsed by their tables
 *   prepare  slow work before a write (argon2, images), on a worker
 *   handler  reads in a read-only transaction where they are; writes through the write queue
 *   settle   a fault becomes a page or a problem, the form is shown again with what was typed
 *
 * A handler may run again after a conflict: its memory goes back to a mark, its faults,
 * readings and reply are forgotten.  What admit made stays.
 *
 * CSRF.  An unsafe call with a session cookie needs the session's token in the field "csrf" (or
 * in the header X-CSRF-Token); one without a cookie needs none, because there is nothing of the
 * person's that a foreign page could use, and people who say something anonymously get no
 * cookie. In both cases the browser's own word about where the form came from (Sec-Fetch-Site,
 * Origin) must not be a foreign place.  A token of a program (Authorization: Bearer, for the
 * interface alone) is no ambient authority.
 */
#ifndef MAIN_FRAME_H
#define MAIN_FRAME_H

#include "base/log.h"
#include "core/session.h"
#include "http/quota.h"
#include "http/server.h"
#include "store/writer.h"

#include <stdatomic.h>

#include "main/settings.h"

struct cache;  /* main/cache.h */
struct runner; /* work/runner.h */

struct frame {
    const struct settings *settings;
    struct keys *keys;
    struct router *router;
    struct server *server;
    struct writer *writer;
    struct numbers *numbers; /* PostgreSQL: public numbers in blocks; else NULL */
    struct quota_table *quota;
    struct actor anyone;
    struct db_place reading;
    struct db **dbs;             /* one for each thread of the server, opened by it */
    struct db **searches;        /* the same, of the search index */
    struct runner *runner;       /* woken by commits; NULL: jobs run elsewhere */
    struct cache **caches;       /* one for each loop */
    _Atomic uint64_t generation; /* grows with every commit that changed something */
    _Atomic uint64_t calls;
    uint64_t trace_start;
    _Atomic int32_t pace[512]; /* by route: calls that still go to a worker */
    int threads, loops;
    enum log_level log;
    bool secure, postgres;
};

enum frame_phase {
    FRAME_RUN,
    FRAME_HANDLE,
    FRAME_SETTLE,
    FRAME_AFTER
};

/* One call in the frame's hands; call->cx is its first member. */
struct frame_work {
    struct cx cx;
    struct frame *frame;
    struct call *call;
    struct writer_job job;
    struct arena_mark mark;
    enum frame_phase phase;
    enum err code; /* to settle */
    struct actor actor;
    struct rng rng;
    bool admitted, prepared, touch, invalid;
    bool late;           /* the read was stopped at its deadline */
    int cached;          /* entry of the loop's cache that the reply points into, + 1 */
    uint64_t generation; /* when the call was read */
};

/* Fill what serve.c does not: the threads' tables.  config says how many threads there are. */
void frame_open(struct frame *f, struct arena *a, const struct server_config *config);
/* The functions for the server. */
struct server_app frame_app(struct frame *f);
void frame_close(struct frame *f);
struct frame *frame_of(const struct call *call);

#endif
