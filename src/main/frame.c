#include "main/frame.h"

#include "base/json.h"
#include "core/audit.h"
#include "core/search.h"
#include "core/token.h"
#include "web/page.h"
#include "work/runner.h"

#include <assert.h>
#include <string.h>

#include "main/cache.h"
#include "main/gate.h"
#include "main/problem.h"

enum {
    FORM_MAX = 64 * 1024,
    JSON_MAX = 256 * 1024,
    TRIES = 5,
    SLOW_MICROS = 500000,
    LOOP_NS = 20000000, /* a read longer than this leaves the loop … */
    LOOP_CALLS = 64,    /* … for so many calls */
    LOOP_LONGEST_NS = 250000000,
    SLOW_TIMES = 4 /* exports may read so many times longer than pages */
};

struct frame *frame_of(const struct call *call)
{
    return ((struct frame_work *)(void *)call->cx)->frame;
}

static struct frame_work *work_of(const struct call *call)
{
    return (struct frame_work *)(void *)call->cx;
}

/* Twelve letters that tell calls apart in logs and on error pages; they say nothing else. */
static struct str trace_new(struct frame *f, struct arena *a)
{
    static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint64_t v = f->trace_start + atomic_fetch_add_explicit(&f->calls, 1, memory_order_relaxed);
    char *p = arena_take(a, 13);

    v *= 0x9e3779b97f4a7c15u;
    v ^= v >> 29;
    for (int i = 0; i < 12; i++, v >>= 5)
        p[i] = digits[v & 31];
    return (struct str){p, 12};
}

/* A program shows its token to the interface and nowhere else; it brings no cookie along. */
static struct str token_of(struct call *call, const struct cx *cx)
{
    struct str bearer = call_header(call, "authorization");

    if (bearer.n == 0 || (call->route->flags & ROUTE_API) == 0)
        return call_cookie(call, session_cookie(cx));
    if (bearer.n > 7 && str_eq_nocase(str_sub(bearer, 0, 7), S("bearer ")))
        return str_trim(str_sub(bearer, 7, bearer.n));
    return S("-"); /* another scheme: no token of ours */
}

static enum err who_asks(struct frame_work *w)
{
    struct call *call = w->call;

    if (call_header(call, "authorization").n == 0 || (call->route->flags & ROUTE_API) == 0)
        return session_find(&w->cx, call->session_token, &w->actor, &w->touch);
    TRY(token_find(&w->cx, call->session_token, &w->actor, &w->touch));
    return w->actor.token_id > 0 ? OK : fail(&w->cx, ERR_SIGNIN, NULL, "token.void");
}

static enum err seen(struct frame_work *w)
{
    if (w->actor.token_id > 0)
        return token_touch(&w->cx, w->actor.token_id);
    return session_touch(&w->cx, w->actor.session_id);
}

static struct frame_work *work_new(struct frame *f, struct call *call)
{
    struct frame_work *w = NEW(call->arena, struct frame_work);

    w->frame = f;
    w->call = call;
    w->rng = rng_real();
    w->cx = (struct cx){.arena = call->arena,
        .numbers = f->numbers,
        .actor = &f->anyone,
        .now = time_now(),
        .rng = &w->rng,
        .keys = f->keys,
        .settings = &f->settings->app,
        .trace = trace_new(f, call->arena)};
    call->cx = &w->cx;
    call->secure = f->secure;
    w->generation = atomic_load_explicit(&f->generation, memory_order_acquire);
    return w;
}

static bool is_api(const struct call *call)
{
    return call->route != NULL ? (call->route->flags & ROUTE_API) != 0
                               : str_starts(call->path, S("/api/"));
}

/* A fault becomes the one reply.  Where a right is needed, nothing tells what lies outside the
 * actor's area from what does not exist. */
static void fault_reply(struct call *call, enum err code, int status)
{
    call_again(call);
    if (code == ERR_NOT_FOUND && call->route != NULL && call->route->right != RIGHT_ANYONE) {
        cx_faults_clear(call->cx);
        (void)fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    }
    if (is_api(call))
        problem_reply(call, code, status);
    else
        web_error(call, code, status);
    if (code == ERR_BUSY || code == ERR_LIMIT)
        call_head(call, "Retry-After", S("2"));
}

static enum err find_route(struct call *call, struct frame *f, struct str *allow)
{
    return route_find(f->router, call->method, call->path, call->arena, &call->route,
        &call->params, &call->nparams, allow);
}

static enum server_lane not_there(struct call *call, enum err code, struct str allow)
{
    if (code == ERR_INVALID) {
        fault_reply(call, ERR_NOT_FOUND, 405);
        call_head(call, "Allow", allow);
    } else {
        fault_reply(call, code, 0);
    }
    return LANE_DONE;
}

static void choose_body(const struct frame *f, struct call *call, int64_t *max, bool *multipart)
{
    struct str type;

    if (!gate_unsafe(call))
        return;
    type = call_header(call, "content-type");
    if ((call->route->flags & ROUTE_UPLOAD) != 0 &&
        str_eq_nocase(str_sub(type, 0, 10), S("multipart/"))) {
        *multipart = true;
        *max = f->settings->upload_max;
    } else {
        *max = (call->route->flags & ROUTE_API) != 0 ? JSON_MAX : FORM_MAX;
    }
}

static enum server_lane head(void *arg, struct call *call, int64_t *body_max, bool *multipart)
{
    struct frame *f = arg;
    struct frame_work *w = work_new(f, call);
    struct str allow = {0};
    enum err code = find_route(call, f, &allow);

    if (code == OK && (call->route->flags & ROUTE_OWN_TX) != 0 && !gate_unsafe(call))
        return LANE_LOOP;
    w->cx.lang = web_lang(call);
    if (code != OK)
        return not_there(call, code, allow);
    call->anonymous = (call->route->flags & ROUTE_ANONYMOUS) != 0;
    call->session_token = token_of(call, &w->cx);
    if (cache_may(call) && cache_answer(f->caches[call->loop], w, time_mono_ns()))
        return LANE_DONE;
    choose_body(f, call, body_max, multipart);
    return LANE_LOOP;
}

static bool reads(const struct call *call)
{
    return !gate_unsafe(call) || (call->route->flags & ROUTE_READS) != 0;
}

/* Whether something slow comes before the handler. */
static bool prepares(const struct call *call)
{
    const struct route *r = call->route;

    return r->prepare != NULL && ((r->flags & ROUTE_FILES) == 0 || call->uploads.n > 0);
}

static _Atomic int32_t *pace_of(struct frame *f, const struct route *r)
{
    return &f->pace[(uintptr_t)r / sizeof *r % COUNT(f->pace)];
}

/* Once may have been a moment in which the machine was busy with others; twice in a row is the
 * route. */
static void took(struct frame *f, const struct route *r, bool long_)
{
    _Atomic int32_t *pace = pace_of(f, r);
    int32_t was = atomic_load_explicit(pace, memory_order_relaxed);

    if (long_)
        atomic_store_explicit(pace, was < 0 ? LOOP_CALLS : -1, memory_order_relaxed);
    else if (was < 0)
        atomic_store_explicit(pace, 0, memory_order_relaxed);
}

/* Others wait while a loop reads.  A route that took long here is read by workers for a while.
 */
static bool too_long(struct frame *f, const struct route *r)
{
    _Atomic int32_t *pace = pace_of(f, r);

    if (atomic_load_explicit(pace, memory_order_relaxed) <= 0)
        return false;
    atomic_fetch_sub_explicit(pace, 1, memory_order_relaxed);
    return true;
}

/* On PostgreSQL everything that speaks to the database waits for a socket: workers do that. */
static enum server_lane lane(void *arg, struct call *call)
{
    struct frame *f = arg;
    struct frame_work *w = work_of(call);
    const struct route *r = call->route;
    bool own = (r->flags & ROUTE_OWN_TX) != 0;

    if (r->quota != QUOTA_NONE && gate_unsafe(call) && gate_quota(w) != OK) {
        fault_reply(call, ERR_LIMIT, 429);
        return LANE_DONE;
    }
    if ((r->flags & ROUTE_SLOW) != 0 || prepares(call))
        return LANE_WORKER;
    if (f->postgres && !own && (reads(call) || call->session_token.n > 0))
        return LANE_WORKER;
    return !own && reads(call) && too_long(f, r) ? LANE_WORKER : LANE_LOOP;
}

static struct db *db_of(struct frame *f, int thread)
{
    struct arena *a;
    struct buf problem;

    if (f->dbs[thread] != NULL)
        return f->dbs[thread];
    a = arena_open((size_t)1 << 20);
    problem = buf_new(a, 4096);
    if (db_open(&f->reading, &f->dbs[thread], &problem) != OK ||
        search_open(&f->reading, &f->searches[thread], &problem) != OK) {
        LOG(LOG_ERROR, "database_unreachable", LOG_S("why", buf_str(&problem)));
        db_close(f->dbs[thread]);
        f->dbs[thread] = NULL;
    }
    arena_close(a);
    return f->dbs[thread];
}

/* A connection that failed is opened anew by the next call. */
static void db_failed(struct frame *f, int thread)
{
    if (!f->postgres)
        return;
    db_close(f->dbs[thread]);
    f->dbs[thread] = NULL;
}

static enum err json_fields(struct call *call)
{
    struct str type = call_header(call, "content-type");
    struct json_value v;

    if (call->fields.n > 0 || call->body.n == 0 ||
        !str_eq_nocase(str_sub(type, 0, 16), S("application/json")))
        return OK;
    if (json_parse(call->arena, call->body, JSON_MAX, &v) != OK || v.kind != JSON_MAP)
        return fail(call->cx, ERR_INVALID, NULL, "frame.json");
    call->fields.p = MANY(call->arena, struct pair, v.n + 1);
    for (size_t i = 0; i < v.n; i++) {
        const struct json_value *item = &v.items[i];
        struct str text = item->kind == JSON_STR    ? item->s
                          : item->kind == JSON_INT  ? num_text(call->arena, item->i)
                          : item->kind == JSON_BOOL ? (item->i != 0 ? S("1") : S("0"))
                                                    : (struct str){0};

        if (text.p != NULL)
            call->fields.p[call->fields.n++] = (struct pair){v.keys[i], text};
    }
    return OK;
}

/* Who asks, may they at all, and what did they send. */
static enum err admit(struct frame_work *w)
{
    struct call *call = w->call;
    const struct route *r = call->route;

    if (call->session_token.n > 0) {
        TRY(who_asks(w));
        w->cx.actor = &w->actor;
    }
    TRY(right_anywhere(&w->cx, (enum right)r->right));
    TRY(gate_origin(w));
    TRY(gate_token(w));
    if ((r->flags & ROUTE_API) != 0)
        TRY(json_fields(call));
    if (r->query != NULL)
        call->asked = form_ask(call->arena, r->query, call->query);
    if (r->form != NULL)
        call->form = form_parse(call->arena, r->form, call->fields);
    w->admitted = true;
    if (call->form != NULL && call->form->nproblems > 0)
        return ERR_INVALID;
    if ((r->flags & ROUTE_API) != 0 && call->asked != NULL && call->asked->nproblems > 0)
        return ERR_INVALID;
    return OK;
}

/* Forget what a failed try left. */
static void rewind_work(struct frame_work *w)
{
    call_again(w->call);
    cx_faults_clear(&w->cx);
    memset(&w->cx.readings, 0, sizeof w->cx.readings);
    arena_back(w->call->arena, w->mark);
}

typedef enum err frame_step(struct frame_work *w);

/* No statement reads for ever: a loop hands a long one to a worker, a worker gives up. */
static void limit_read(struct frame_work *w, int thread)
{
    struct frame *f = w->frame;
    int64_t longest = f->settings->read_seconds * 1000000000;

    if ((w->call->route->flags & ROUTE_SLOW) != 0)
        longest *= SLOW_TIMES;
    if (thread < f->loops)
        longest = LOOP_LONGEST_NS;
    db_deadline(f->dbs[thread], time_mono_ns() + longest);
    if (f->searches[thread] != NULL)
        db_deadline(f->searches[thread], time_mono_ns() + longest);
}

static bool is_late(const struct frame *f, int thread)
{
    return (f->dbs[thread] != NULL && db_late(f->dbs[thread])) ||
           (f->searches[thread] != NULL && db_late(f->searches[thread]));
}

/* What a try learned of the asker lies behind the mark too. */
static void rewind_read(struct frame_work *w, bool admitted)
{
    rewind_work(w);
    w->admitted = admitted;
    if (admitted)
        return;
    w->cx.actor = &w->frame->anyone;
    w->touch = false;
    w->call->form = NULL;
    w->call->asked = NULL;
}

static enum err too_late(struct frame_work *w, bool admitted)
{
    rewind_read(w, admitted);
    w->late = true;
    return fail(&w->cx, ERR_BUSY, NULL, "frame.too_long");
}

/* One step in a read-only transaction of this thread's connection, again on conflict. */
static enum err in_read(struct frame_work *w, int thread, frame_step *step)
{
    struct frame *f = w->frame;
    bool admitted = w->admitted;
    enum err code = ERR_BUSY;

    w->mark = arena_mark(w->call->arena);
    for (int i = 0; i < TRIES && code == ERR_BUSY; i++) {
        struct db *db = db_of(f, thread);

        if (i > 0)
            rewind_read(w, admitted);
        if (db == NULL)
            return fail(&w->cx, ERR_DOWN, NULL, "frame.database");
        w->cx.db = db;
        w->cx.search = f->searches[thread];
        limit_read(w, thread);
        code = db_begin(db, DB_READ);
        if (code == OK)
            code = step(w);
        if (code == OK)
            code = db_commit(db);
        else
            db_rollback(db);
        w->cx.db = w->cx.search = NULL;
        if (code == ERR_DOWN)
            db_failed(f, thread);
        if (code != OK && is_late(f, thread))
            return too_late(w, admitted);
    }
    return code;
}

static enum err step_read(struct frame_work *w)
{
    if (!w->admitted)
        TRY(admit(w));
    TRY(w->call->route->handler(w->call));
    assert(w->call->status != 0);
    return OK;
}

static enum err step_prepare(struct frame_work *w)
{
    return w->call->route->prepare(w->call);
}

static enum err step_again(struct frame_work *w)
{
    TRY(w->call->route->again(w->call));
    assert(w->call->status != 0);
    return OK;
}

/* The form once more, with what was typed and what is wrong with it; or an error page. */
static void settle(struct frame_work *w, int thread, enum err code)
{
    struct call *call = w->call;

    call_again(call);
    w->invalid = true;
    if (code == ERR_INVALID && call->route->again != NULL && !is_api(call) && w->admitted) {
        web_faults(call);
        code = in_read(w, thread, step_again);
        if (code == OK) {
            if (call->status == 200)
                call->status = 422;
            return;
        }
    }
    fault_reply(call, code, 0);
}

static enum err run_after(struct writer_job *job, struct db *db);
static void done_after(struct writer_job *job, enum err result);

/* What a view must record goes into a small transaction before the reply leaves.  True: the
 * reply may leave now. */
static bool after_read(struct frame_work *w)
{
    bool readings = w->cx.readings.n > 0;

    if (!readings && !w->touch)
        return true;
    w->phase = FRAME_AFTER;
    w->mark = arena_mark(w->call->arena);
    w->job = (struct writer_job){.run = run_after, .done = done_after};
    if (writer_put(w->frame->writer, &w->job) == OK)
        return false;
    if (readings) {
        (void)fail(&w->cx, ERR_BUSY, NULL, "frame.busy");
        fault_reply(w->call, ERR_BUSY, 0);
    }
    return true;
}

static struct frame_work *of_job(struct writer_job *job)
{
    return (struct frame_work *)(void *)((char *)job - offsetof(struct frame_work, job));
}

static enum err run_after(struct writer_job *job, struct db *db)
{
    struct frame_work *w = of_job(job);
    enum err code = OK;

    w->cx.db = db;
    if (w->cx.readings.n > 0)
        code = audit_readings(&w->cx);
    if (code == OK && w->touch)
        code = seen(w);
    w->cx.db = NULL;
    return code;
}

static void done_after(struct writer_job *job, enum err result)
{
    struct frame_work *w = of_job(job);

    /* Not recorded means not shown. */
    if (result != OK)
        fault_reply(w->call, result == ERR_BUSY ? ERR_BUSY : ERR_DOWN, 0);
    server_finish(w->frame->server, w->call);
}

static enum err run_write(struct writer_job *job, struct db *db)
{
    struct frame_work *w = of_job(job);
    enum err code;

    rewind_work(w);
    w->cx.db = db;
    code = w->call->route->handler(w->call);
    if (code == OK && w->cx.readings.n > 0)
        code = audit_readings(&w->cx);
    if (code == OK && w->touch)
        code = seen(w);
    w->cx.db = NULL;
    assert(code != OK || w->call->status != 0);
    return code;
}

/* A fault needs a page, and perhaps the database again: a worker makes it. */
static bool settle_later(struct frame_work *w, enum err code)
{
    w->phase = FRAME_SETTLE;
    w->code = code;
    return server_to_worker(w->frame->server, w->call);
}

/* On the writer's thread, after the commit.  A fault needs a page, and perhaps the database
 * again, so a worker makes it. */
static void done_write(struct writer_job *job, enum err result)
{
    struct frame_work *w = of_job(job);
    struct frame *f = w->frame;

    if (result == OK) {
        atomic_fetch_add_explicit(&f->generation, 1, memory_order_release);
        server_finish(f->server, w->call);
        if (f->runner != NULL)
            runner_wake(f->runner);
        return;
    }
    if (settle_later(w, result))
        return;
    fault_reply(w->call, ERR_BUSY, 0);
    server_finish(f->server, w->call);
}

/* True: the reply is there (the queue is full); false: it comes after the commit. */
static bool put_write(struct frame_work *w)
{
    enum err code;

    w->phase = FRAME_HANDLE;
    w->mark = arena_mark(w->call->arena);
    w->job = (struct writer_job){.run = run_write, .done = done_write};
    code = writer_put(w->frame->writer, &w->job);
    if (code == OK)
        return false;
    (void)fail(&w->cx, code, NULL, code == ERR_BUSY ? "frame.busy" : "frame.database");
    fault_reply(w->call, code, 0);
    return true;
}

static bool run_unsafe(struct frame_work *w, int thread)
{
    const struct call *call = w->call;
    /* Without a session admit asks the database nothing. */
    enum err code = call->session_token.n > 0 ? in_read(w, thread, admit) : admit(w);

    if (code == OK && prepares(call))
        code = in_read(w, thread, step_prepare);
    if (code == OK)
        return put_write(w);
    if (w->frame->postgres && thread < w->frame->loops && settle_later(w, code))
        return false;
    settle(w, thread, code);
    return true;
}

static bool run_reading(struct frame_work *w, int thread)
{
    enum err code;

    /* A slow step of a reading form comes first, in a transaction of its own. */
    code = prepares(w->call) ? in_read(w, thread, admit) : OK;
    if (code == OK && prepares(w->call))
        code = in_read(w, thread, step_prepare);
    if (code == OK)
        code = in_read(w, thread, step_read);
    if (code != OK && w->late && thread < w->frame->loops) {
        cx_faults_clear(&w->cx);
        w->late = false;
        if (server_to_worker(w->frame->server, w->call))
            return false;
        (void)fail(&w->cx, ERR_BUSY, NULL, "frame.busy");
    }
    if (code != OK) {
        settle(w, thread, code);
        return true;
    }
    if ((w->call->route->flags & ROUTE_PUBLIC_CACHE) != 0 && web_variant(w->call) >= 0)
        cache_tag(w->call);
    return after_read(w);
}

static bool run_own(struct frame_work *w)
{
    struct call *call = w->call;
    enum err code = OK;

    if (call->route->right != RIGHT_ANYONE)
        code = right_anywhere(&w->cx, (enum right)call->route->right);
    if (code == OK)
        code = gate_origin(w);
    if (code == OK)
        code = call->route->handler(call);
    if (code != OK)
        fault_reply(call, code, 0);
    return true;
}

static bool run_timed(struct frame_work *w, int thread)
{
    struct frame *f = w->frame;
    const struct route *r = w->call->route;
    int64_t start = time_mono_ns();
    bool over = run_reading(w, thread);

    if (thread < f->loops)
        took(f, r, time_mono_ns() - start > LOOP_NS);
    return over;
}

static bool run(void *arg, struct call *call, int thread)
{
    struct frame_work *w = work_of(call);

    (void)arg;
    if (w->phase == FRAME_SETTLE) {
        settle(w, thread, w->code);
        return true;
    }
    if ((call->route->flags & ROUTE_OWN_TX) != 0)
        return run_own(w);
    return reads(call) ? run_timed(w, thread) : run_unsafe(w, thread);
}

/* The server refuses by itself.  Whoever sends garbage gets a line of text; people whose
 * request was understood get a page. */
static void refuse(void *arg, struct call *call, int status)
{
    struct frame_work *w;

    (void)arg;
    if (call->cx == NULL || status == 400 || status == 408)
        return;
    w = work_of(call);
    (void)fail(&w->cx, status == 503 ? ERR_BUSY : ERR_LIMIT, NULL,
        status == 413   ? "frame.too_large"
        : status == 503 ? "frame.busy"
                        : "frame.refused");
    fault_reply(call, status == 503 ? ERR_BUSY : ERR_LIMIT, status);
}

static enum log_level level_of(const struct call *call, int64_t micros)
{
    if (call->status >= 500)
        return call->status == 503 ? LOG_WARN : LOG_ERROR;
    if (micros > SLOW_MICROS || gate_unsafe(call))
        return LOG_INFO;
    return LOG_DEBUG;
}

/* No address, no query, no path as sent: only the row of the route. */
static void logged(void *arg, const struct call *call, int64_t micros)
{
    struct frame *f = arg;
    struct frame_work *w;
    const struct fault *fault;

    if (call->cx == NULL)
        return;
    w = work_of(call);
    if (cache_may(call)) {
        cache_keep(f->caches[call->loop], w, time_mono_ns());
        cache_done(f->caches[call->loop], w);
    }
    if (level_of(call, micros) > f->log)
        return;
    fault = w->cx.faults.n > 0 ? &w->cx.faults.p[w->cx.faults.n - 1] : NULL;
    LOG(level_of(call, micros), "request", LOG_S("trace", w->cx.trace),
        LOG_S("route", call->route == NULL ? S("") : str_of(call->route->path)),
        LOG_N("method", call->method), LOG_N("status", call->status), LOG_N("us", micros),
        LOG_N("account", call->anonymous ? 0 : w->cx.actor->account_id),
        LOG_S("rule", fault == NULL ? S("") : fault->rule));
}

void frame_open(struct frame *f, struct arena *a, const struct server_config *config)
{
    struct rng rng = rng_real();

    rng_fill(&rng, &f->trace_start, sizeof f->trace_start);
    f->anyone = session_anyone();
    f->secure = str_starts(f->settings->app.public_url, S("https:"));
    f->postgres = f->settings->postgres;
    f->dbs = MANY(a, struct db *, (size_t)(config->loops + config->workers));
    f->searches = MANY(a, struct db *, (size_t)(config->loops + config->workers));
    f->threads = config->loops + config->workers;
    f->caches = MANY(a, struct cache *, (size_t)config->loops);
    f->loops = config->loops;
    for (int i = 0; i < config->loops; i++)
        f->caches[i] = cache_open(a);
}

struct server_app frame_app(struct frame *f)
{
    return (struct server_app){
        .arg = f, .head = head, .lane = lane, .run = run, .refuse = refuse, .logged = logged};
}

void frame_close(struct frame *f)
{
    for (int i = 0; f->dbs != NULL && i < f->threads; i++) {
        db_close(f->dbs[i]);
        db_close(f->searches[i]);
    }
    for (int i = 0; f->caches != NULL && i < f->loops; i++)
        cache_close(f->caches[i]);
}
