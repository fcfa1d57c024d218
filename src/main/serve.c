/*
 * serve: open everything, answer until asked to stop, close everything in order: loops drain,
 * workers end, the writer commits what it has, connections close.
 */
#include "base/json.h"
#include "base/log.h"
#include "base/time.h"
#include "core/search.h"
#include "http/upload.h"
#include "store/numbers.h"
#include "store/tx.h"

#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "main/feature.h"
#include "main/frame.h"
#include "main/jobs.h"
#include "main/program.h"
#include "main/sandbox.h"

/* A server that does not answer for so long counts as lost: people get their page back with
 * what they typed instead of waiting (hardening F-12). */
enum {
    PATIENCE_MS = 3000,
    WRITER_CACHE = 16 << 20 /* a batch's pages stay in memory until it is committed */
};

static enum err health_show(struct call *call)
{
    call_reply(call, 200, "text/plain; charset=utf-8");
    call_head(call, "Cache-Control", S("no-store"));
    buf_add(&call->out, S("ok\n"));
    return OK;
}

static bool is_near(const struct call *call)
{
    return call->peer.n == 0 || str_starts(call->peer, S("127.")) || str_is(call->peer, "::1");
}

/* Whether writes are taken; what was counted only for callers on this machine. */
static enum err ready_show(struct call *call)
{
    const struct frame *f = frame_of(call);
    bool ready = !writer_failed(f->writer);
    struct json j;

    call_reply(call, ready ? 200 : 503, "application/json");
    call_head(call, "Cache-Control", S("no-store"));
    j = json_new(&call->out);
    json_open(&j, '{');
    json_put_bool(&j, "ready", ready);
    if (is_near(call)) {
        struct server_counts n = server_counts(f->server);
        struct writer_counts w = writer_counts(f->writer);

        json_put_int(&j, "requests", n.requests);
        json_put_int(&j, "connections", n.accepted);
        json_put_int(&j, "open", n.open);
        json_put_int(&j, "refused", n.refused);
        json_put_int(&j, "shed", n.shed);
        json_put_int(&j, "writes", w.jobs);
        json_put_int(&j, "commits", w.commits);
    }
    json_close(&j, '}');
    buf_char(&call->out, '\n');
    return OK;
}

/* clang-format off */
const struct route serve_routes[] = {
    {METHOD_GET, "/health", health_show, RIGHT_ANYONE, .flags = ROUTE_OWN_TX},
    {METHOD_GET, "/ready",  ready_show,  RIGHT_ANYONE, .flags = ROUTE_OWN_TX},
    ROUTES_END
};
/* clang-format on */

struct service {
    struct frame frame;
    struct program *program;
    struct jobs jobs;
    pthread_t watch;
    bool failed;
};

/* One thread takes the signals of all.  It also notices when the writer gave up: then the
 * process must end, so that its manager starts it again and recovery runs. */
static void *watch(void *arg)
{
    struct service *s = arg;
    const struct timespec second = {.tv_sec = 1};
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    for (;;) {
        if (sigtimedwait(&set, NULL, &second) > 0)
            break;
        program_keys_look(s->program);
        if (writer_failed(s->frame.writer)) {
            LOG(LOG_ERROR, "writer_failed", LOG_N("pid", getpid()));
            s->failed = true;
            break;
        }
    }
    server_stop(s->frame.server);
    return NULL;
}

static void mask_signals(void)
{
    const struct sigaction ignore = {.sa_handler = SIG_IGN};
    sigset_t set;

    (void)sigaction(SIGPIPE, &ignore, NULL);
    (void)sigaction(SIGXFSZ, &ignore, NULL);
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, &set, NULL);
}

static enum err start_features(struct cx *cx, void *arg)
{
    (void)arg;
    /* Jobs feed the index; a server without any still answers searches. */
    if (db_engine(cx->db) == DB_POSTGRES)
        TRY(search_make(cx));
    for (size_t i = 0; features[i] != NULL; i++)
        if (features[i]->start != NULL)
            TRY(features[i]->start(cx));
    return OK;
}

/* The file of the search index is made here, because readers cannot make it. */
static enum err make_search(const struct db_place *place, struct buf *problem)
{
    struct db *db = NULL;
    enum err code = search_open(place, &db, problem);

    db_close(db);
    return code;
}

static enum err open_frame(struct service *s)
{
    struct program *p = s->program;
    struct frame *f = &s->frame;
    const struct settings *set = &p->settings;
    struct writer_config writer = {.place = {.target = set->target,
                                       .cache_bytes = WRITER_CACHE,
                                       .patience_ms = PATIENCE_MS},
        .threads = set->writer_threads,
        .queue_max = set->writer_queue,
        .batch_max = set->writer_batch};

    f->keys = p->keys;
    f->quota = quota_new(p->arena, &set->quota);
    f->reading = (struct db_place){.target = set->target,
        .read_only = true,
        .cache_bytes = set->cache_bytes,
        .patience_ms = PATIENCE_MS};
    TRY(make_search(&writer.place, &p->problem));
    TRY(writer_open(&writer, &f->writer, &p->problem));
    if (!str_starts(set->target, S("sqlite:")))
        f->numbers = numbers_open(&writer.place);
    if (set->job_threads == 0)
        return OK;
    s->jobs.source.writer = f->writer;
    s->jobs.source.numbers = f->numbers;
    jobs_fill(&s->jobs, p, set->job_threads);
    return runner_start(&s->jobs.config, &f->runner, &p->problem);
}

static void announce(const struct service *s)
{
    const struct server_config *c = &s->program->settings.server;
    bool six = str_find_char(c->listen, ':') != (size_t)-1;

    if (str_starts(c->listen, S("unix:")))
        (void)printf("lianluo: ready on %.*s\n", STR(c->listen));
    else
        (void)printf("lianluo: ready on http://%s%.*s%s:%d\n", six ? "[" : "", STR(c->listen),
            six ? "]" : "", server_port(s->frame.server));
    (void)fflush(stdout);
}

/* Listening comes first, because a low port needs what is given up next. */
static enum err listen_first(struct service *s)
{
    struct program *p = s->program;
    struct frame *f = &s->frame;
    struct server_app app = frame_app(f);

    f->settings = &p->settings;
    f->log = p->log;
    TRY(program_routes(p, &f->router));
    frame_open(f, p->arena, &p->settings.server);
    TRY(server_open(&p->settings.server, &app, &f->server, &p->problem));
    TRY(sandbox_user(p->settings.user, &p->problem));
    return sandbox_enter(&p->problem);
}

static enum err open_all(struct service *s, struct cli *cli)
{
    struct program *p = s->program;

    TRY(listen_first(s));
    TRY(program_open(p, false));
    cli->cx->db = p->db;
    cli->cx->keys = p->keys;
    upload_sweep(p->settings.spool_dir);
    TRY(cli_step(cli, true, start_features, NULL));
    db_close(p->db);
    p->db = cli->cx->db = NULL;
    return open_frame(s);
}

static enum err run(struct service *s)
{
    enum err code;

    if (pthread_create(&s->watch, NULL, watch, s) != 0)
        return ERR_DOWN;
    announce(s);
    code = server_run(s->frame.server);
    (void)pthread_kill(s->watch, SIGTERM);
    (void)pthread_join(s->watch, NULL);
    return code;
}

enum err serve_run(struct cli *cli)
{
    struct service s = {.program = cli->program};
    enum err code;

    mask_signals();
    code = open_all(&s, cli);
    if (code == OK)
        code = run(&s);
    runner_stop(s.frame.runner);
    if (s.frame.writer != NULL)
        writer_close(s.frame.writer);
    numbers_close(s.frame.numbers);
    server_close(s.frame.server);
    frame_close(&s.frame);
    return code == OK && s.failed ? ERR_DOWN : code;
}
