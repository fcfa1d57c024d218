#include "core/unit.h"

#include "core/rights.h"
#include "core/search.h"
#include "store/tx.h"
#include "store/writer.h"

enum {
    UNIT_ARENA = 64 << 20,
    UNIT_OWN_ARENA = 1 << 16
};

struct unit {
    const struct unit_source *source;
    struct arena *own; /* of the unit itself */
    struct db *reader, *db, *search;
    struct rng rng;
    struct cx cx;
};

const struct actor *unit_program(void)
{
    static const struct actor program = {.name = {"", 0}, .roles = ROLE_ANYONE | ROLE_CLOCK};

    return &program;
}

static enum err connect(struct unit *u, struct buf *problem)
{
    const struct unit_source *s = u->source;
    struct db_place place = s->place;

    if (s->db != NULL) {
        u->reader = u->db = s->db;
        return OK;
    }
    /* The queue is for the one writer of SQLite; claims at read-committed want their own. */
    if (s->writer == NULL || !str_starts(place.target, S("sqlite:")))
        TRY(db_open(&place, &u->db, problem));
    place.read_only = true;
    TRY(db_open(&place, &u->reader, problem));
    place.read_only = !s->feeds;
    return search_open(&place, &u->search, problem);
}

enum err unit_open(const struct unit_source *source, struct unit **out, struct buf *problem)
{
    struct arena *own = arena_open(UNIT_OWN_ARENA);
    struct unit *u = NEW(own, struct unit);
    enum err err;

    u->own = own;
    u->source = source;
    u->rng = rng_real();
    err = connect(u, problem);
    if (err != OK) {
        unit_close(u);
        return err;
    }
    u->cx = (struct cx){
        .arena = arena_open(UNIT_ARENA),
        .search = u->search,
        .numbers = source->numbers,
        .actor = source->actor != NULL ? source->actor : unit_program(),
        .rng = &u->rng,
        .keys = source->keys,
        .settings = source->settings,
        .trace = S("-"),
    };
    unit_begin(u);
    *out = u;
    return OK;
}

void unit_close(struct unit *u)
{
    if (u == NULL)
        return;
    arena_close(u->cx.arena);
    if (u->source->db == NULL) {
        db_close(u->search);
        db_close(u->reader);
        db_close(u->db);
    }
    arena_close(u->own);
}

static void forget(struct cx *cx)
{
    cx_faults_clear(cx);
    cx->readings.p = NULL;
    cx->readings.n = cx->readings.cap = 0;
}

void unit_begin(struct unit *u)
{
    forget(&u->cx);
    arena_reset(u->cx.arena);
    u->cx.db = NULL;
    u->cx.now = u->source->clock(u->source->clock_arg);
}

struct cx *unit_cx(struct unit *u)
{
    return &u->cx;
}

/* A piece of work on its way through a transaction. */
struct piece {
    struct writer_job job; /* first: the queue hands it back */
    struct unit *u;
    unit_work *work;
    void *arg;
    struct arena_mark mark;
};

static enum err run(void *arg, struct db *db)
{
    struct piece *p = arg;
    struct cx *cx = &p->u->cx;
    enum err err;

    forget(cx);
    cx->db = db;
    err = p->work(cx, p->arg);
    cx->db = NULL;
    return err;
}

static void again(void *arg)
{
    struct piece *p = arg;

    forget(&p->u->cx);
    arena_back(p->u->cx.arena, p->mark);
}

static enum err run_queued(struct writer_job *job, struct db *db)
{
    struct piece *p = (struct piece *)job;

    again(p);
    return run(p, db);
}

static struct piece piece(struct unit *u, unit_work *work, void *arg)
{
    return (struct piece){.u = u, .work = work, .arg = arg, .mark = arena_mark(u->cx.arena)};
}

static enum err queued(struct unit *u, unit_work *work, void *arg)
{
    struct piece p = piece(u, work, arg);

    p.job.run = run_queued;
    return writer_do(u->source->writer, &p.job);
}

static enum err direct(
    struct unit *u, struct db *db, enum db_mode mode, unit_work *work, void *arg)
{
    struct piece p = piece(u, work, arg);

    return tx_run(db, mode, run, again, &p);
}

enum err unit_read(struct unit *u, unit_work *work, void *arg)
{
    return direct(u, u->reader, DB_READ, work, arg);
}

enum err unit_write(struct unit *u, unit_work *work, void *arg)
{
    if (u->db == NULL)
        return queued(u, work, arg);
    return direct(u, u->db, DB_WRITE, work, arg);
}

enum err unit_claim(struct unit *u, unit_work *work, void *arg)
{
    if (u->db == NULL)
        return queued(u, work, arg);
    return direct(u, u->db, DB_WRITE_COMMITTED, work, arg);
}

enum err unit_outside(struct unit *u, unit_work *work, void *arg)
{
    enum err err;

    forget(&u->cx);
    u->cx.db = u->reader;
    err = work(&u->cx, arg);
    u->cx.db = NULL;
    return err;
}
