#include "http/server.h"

#include "base/secret.h"
#include "http/loop.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define BACKLOG 4096
#define RESERVE 128 /* descriptors for everything that is not a client */
#define SERVER_MAX ((size_t)64 << 20)

union address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
    struct sockaddr_un path;
};

static bool is_path(struct str listen)
{
    return str_starts(listen, S("unix:"));
}

static enum err address_of(
    const struct server_config *c, int port, union address *to, socklen_t *n)
{
    struct addr a;

    memset(to, 0, sizeof *to);
    if (is_path(c->listen)) {
        struct str path = str_sub(c->listen, 5, c->listen.n);

        if (path.n == 0 || path.n >= sizeof to->path.sun_path)
            return ERR_INVALID;
        to->path.sun_family = AF_UNIX;
        memcpy(to->path.sun_path, path.p, path.n);
        *n = sizeof to->path;
        return OK;
    }
    TRY(addr_parse(c->listen, &a));
    if (str_find_char(c->listen, ':') != (size_t)-1) {
        to->six.sin6_family = AF_INET6;
        to->six.sin6_port = htons((uint16_t)port);
        memcpy(&to->six.sin6_addr, a.b, 16);
        *n = sizeof to->six;
    } else {
        to->four.sin_family = AF_INET;
        to->four.sin_port = htons((uint16_t)port);
        memcpy(&to->four.sin_addr, a.b + 12, 4);
        *n = sizeof to->four;
    }
    return OK;
}

static int socket_ready(const union address *to, socklen_t n)
{
    const int on = 1;
    int fd = socket(to->any.sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    bool path = to->any.sa_family == AF_UNIX;

    if (fd < 0)
        return -1;
    if (!path && (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
                     setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0 ||
                     setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on) != 0)) {
        (void)close(fd);
        return -1;
    }
    if (path)
        (void)unlink(to->path.sun_path);
    if (bind(fd, &to->any, n) != 0 || listen(fd, BACKLOG) != 0) {
        int why = errno;

        (void)close(fd);
        errno = why;
        return -1;
    }
    return fd;
}

static int port_of(int fd)
{
    union address a;
    socklen_t n = sizeof a;

    memset(&a, 0, sizeof a);
    if (getsockname(fd, &a.any, &n) != 0)
        return 0;
    return a.any.sa_family == AF_INET    ? ntohs(a.four.sin_port)
           : a.any.sa_family == AF_INET6 ? ntohs(a.six.sin6_port)
                                         : 0;
}

/* One listener for each loop; the kernel spreads the callers. */
static enum err listener(struct server *s, int number, int *out, struct buf *problem)
{
    union address to;
    socklen_t n = 0;

    if (address_of(&s->config, s->port, &to, &n) != OK) {
        buf_f(problem, "listen: not an address: %.*s\n", STR(s->config.listen));
        return ERR_INVALID;
    }
    *out = number > 0 && is_path(s->config.listen) ? dup(s->loops[0]->listener)
                                                   : socket_ready(&to, n);
    if (*out < 0) {
        buf_f(problem, "listen: %.*s port %d: %s\n", STR(s->config.listen), s->port,
            strerror(errno));
        return ERR_DOWN;
    }
    if (number == 0 && s->port == 0)
        s->port = port_of(*out);
    return OK;
}

/* As many connections as descriptors allow, less a reserve. */
static void limit_connections(struct server_config *c)
{
    struct rlimit r;

    if (getrlimit(RLIMIT_NOFILE, &r) != 0)
        return;
    if (r.rlim_cur < r.rlim_max) {
        r.rlim_cur = r.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &r);
        (void)getrlimit(RLIMIT_NOFILE, &r);
    }
    if (r.rlim_cur != RLIM_INFINITY && c->connections_max > (int64_t)r.rlim_cur - RESERVE)
        c->connections_max = (int64_t)r.rlim_cur - RESERVE;
    if (c->connections_max < 1)
        c->connections_max = 1;
}

static enum err read_proxies(struct server *s, struct buf *problem)
{
    struct str rest = s->config.trusted_proxies;

    s->proxies = MANY(s->arena, struct addr, 64);
    while (rest.n > 0) {
        struct str one = str_trim(str_cut(rest, ',', &rest));

        if (s->nproxies == 64 || addr_parse(one, &s->proxies[s->nproxies]) != OK) {
            buf_f(problem, "trusted-proxies: not an address: %.*s\n", STR(one));
            return ERR_INVALID;
        }
        s->nproxies++;
    }
    return OK;
}

static enum err open_loops(struct server *s, struct buf *problem)
{
    int wanted = s->config.loops > 0 ? s->config.loops : 1;

    s->loops = MANY(s->arena, struct loop *, (size_t)wanted);
    for (int i = 0; i < wanted; i++) {
        int fd;

        TRY(listener(s, i, &fd, problem));
        if (loop_open(s, i, fd, &s->loops[i]) != OK) {
            buf_f(problem, "listen: no event loop: %s\n", strerror(errno));
            return ERR_DOWN;
        }
        s->nloops = i + 1;
    }
    return OK;
}

enum err server_open(const struct server_config *config, const struct server_app *app,
    struct server **out, struct buf *problem)
{
    struct arena *a = arena_open(SERVER_MAX);
    struct server *s = NEW(a, struct server);
    struct rng rng = rng_real();
    enum err e;

    s->arena = a;
    s->config = *config;
    s->app = *app;
    s->port = config->port;
    rng_fill(&rng, &s->secret, sizeof s->secret);
    pthread_mutex_init(&s->lock, NULL);
    pthread_cond_init(&s->filled, NULL);
    limit_connections(&s->config);
    s->addresses = addr_table_new(a, (size_t)s->config.connections_max);
    e = read_proxies(s, problem);
    if (e == OK)
        e = open_loops(s, problem);
    if (e != OK) {
        server_close(s);
        return e;
    }
    *out = s;
    return OK;
}

int server_port(const struct server *s)
{
    return s->port;
}

static struct task *task_of(struct call *call)
{
    return (struct task *)(void *)call;
}

void server_finish(struct server *s, struct call *call)
{
    struct task *t = task_of(call);

    (void)s;
    loop_give(t->loop, t);
}

bool server_queue(struct server *s, struct task *t)
{
    bool fits;

    pthread_mutex_lock(&s->lock);
    fits = s->queued < s->config.queue_max && !s->workers_stop;
    if (fits) {
        t->next = NULL;
        if (s->queue_end != NULL)
            s->queue_end->next = t;
        else
            s->queue = t;
        s->queue_end = t;
        s->queued++;
        pthread_cond_signal(&s->filled);
    }
    pthread_mutex_unlock(&s->lock);
    if (!fits)
        atomic_fetch_add_explicit(&s->shed, 1, memory_order_relaxed);
    return fits;
}

bool server_to_worker(struct server *s, struct call *call)
{
    return server_queue(s, task_of(call));
}

static struct task *next_task(struct server *s)
{
    struct task *t;

    pthread_mutex_lock(&s->lock);
    while (s->queue == NULL && !s->workers_stop)
        pthread_cond_wait(&s->filled, &s->lock);
    t = s->queue;
    if (t != NULL) {
        s->queue = t->next;
        if (s->queue == NULL)
            s->queue_end = NULL;
        s->queued--;
    }
    pthread_mutex_unlock(&s->lock);
    return t;
}

struct worker {
    struct server *server;
    int thread;
};

static void *work(void *arg)
{
    const struct worker *w = arg;
    struct server *s = w->server;
    struct task *t;

    while ((t = next_task(s)) != NULL) {
        struct call *call = &t->call;
        bool over;

        if (upload_sync(&call->uploads, s->config.spool_dir) != OK && s->app.refuse != NULL) {
            s->app.refuse(s->app.arg, call, 503);
            over = true;
        } else {
            over = s->app.run(s->app.arg, call, w->thread);
        }
        if (over)
            server_finish(s, call);
    }
    return NULL;
}

static void *run_loop(void *arg)
{
    loop_run(arg);
    return NULL;
}

static enum err start_threads(struct server *s)
{
    s->workers = MANY(s->arena, pthread_t, (size_t)s->config.workers + 1);
    for (int i = 0; i < s->config.workers; i++) {
        struct worker *w = NEW(s->arena, struct worker);

        *w = (struct worker){s, s->nloops + i};
        if (pthread_create(&s->workers[i], NULL, work, w) != 0)
            return ERR_DOWN;
    }
    for (int i = 1; i < s->nloops; i++)
        if (pthread_create(&s->loops[i]->thread, NULL, run_loop, s->loops[i]) != 0)
            return ERR_DOWN;
    return OK;
}

enum err server_run(struct server *s)
{
    TRY(start_threads(s));
    loop_run(s->loops[0]);
    for (int i = 1; i < s->nloops; i++)
        (void)pthread_join(s->loops[i]->thread, NULL);
    pthread_mutex_lock(&s->lock);
    s->workers_stop = true;
    pthread_cond_broadcast(&s->filled);
    pthread_mutex_unlock(&s->lock);
    for (int i = 0; i < s->config.workers; i++)
        (void)pthread_join(s->workers[i], NULL);
    return OK;
}

void server_stop(struct server *s)
{
    atomic_store_explicit(&s->stopping, true, memory_order_relaxed);
    for (int i = 0; i < s->nloops; i++)
        loop_wake(s->loops[i]);
}

struct server_counts server_counts(const struct server *s)
{
    struct server_counts n = {.open = s->open, .shed = s->shed};

    for (int i = 0; i < s->nloops; i++) {
        n.accepted += s->loops[i]->accepted;
        n.requests += s->loops[i]->requests;
        n.refused += s->loops[i]->refused;
    }
    return n;
}

void server_close(struct server *s)
{
    if (s == NULL)
        return;
    for (int i = 0; i < s->nloops; i++)
        loop_close(s->loops[i]);
    if (is_path(s->config.listen)) {
        union address to;
        socklen_t n = 0;

        if (address_of(&s->config, 0, &to, &n) == OK)
            (void)unlink(to.path.sun_path);
    }
    pthread_cond_destroy(&s->filled);
    pthread_mutex_destroy(&s->lock);
    arena_close(s->arena);
}
