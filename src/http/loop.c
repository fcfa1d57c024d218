#include "http/loop.h"

#include "base/time.h"
#include "http/conn.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#define EVENTS 256
#define ACCEPTS 64
#define TICK_MS 100
#define MS 1000000
#define PAUSE_MS 100 /* of accepting, after a shortage of descriptors */
#define CALL_MAX ((size_t)160 << 20)

static int spare_open(void)
{
    return open("/dev/null", O_RDONLY | O_CLOEXEC);
}

static bool watch(struct loop *l, int fd, uint32_t events, void *who)
{
    struct epoll_event e = {.events = events, .data.ptr = who};

    return epoll_ctl(l->epoll, EPOLL_CTL_ADD, fd, &e) == 0;
}

static bool listen_on(struct loop *l)
{
    l->listening = watch(l, l->listener, EPOLLIN | EPOLLEXCLUSIVE, NULL);
    return l->listening;
}

static void listen_off(struct loop *l)
{
    if (l->listening)
        (void)epoll_ctl(l->epoll, EPOLL_CTL_DEL, l->listener, NULL);
    l->listening = false;
}

enum err loop_open(struct server *s, int number, int listener, struct loop **out)
{
    size_t per_connection = sizeof(struct conn) + LOOP_LARGE + 2 * (size_t)LOOP_SMALL;
    struct arena *a = arena_open(
        (size_t)s->config.connections_max * (per_connection + sizeof(struct task) + 64) +
        ((size_t)4 << 20));
    struct loop *l = NEW(a, struct loop);

    l->server = s;
    l->arena = a;
    l->number = number;
    l->listener = listener;
    l->scratch = arena_take(a, LOOP_SCRATCH);
    l->epoll = epoll_create1(EPOLL_CLOEXEC);
    l->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    l->spare = spare_open();
    if (l->epoll < 0 || l->wake < 0 || l->spare < 0 || !watch(l, l->wake, EPOLLIN, l) ||
        !listen_on(l)) {
        loop_close(l);
        return ERR_DOWN;
    }
    *out = l;
    return OK;
}

void loop_close(struct loop *l)
{
    if (l == NULL)
        return;
    while (l->conns != NULL)
        loop_drop(l, l->conns);
    for (struct task *t = l->free_tasks; t != NULL; t = t->next)
        arena_close(t->arena);
    if (l->epoll >= 0)
        (void)close(l->epoll);
    if (l->wake >= 0)
        (void)close(l->wake);
    if (l->spare >= 0)
        (void)close(l->spare);
    if (l->listener >= 0)
        (void)close(l->listener);
    arena_close(l->arena);
}

void loop_wake(struct loop *l)
{
    const uint64_t one = 1;
    ssize_t n = write(l->wake, &one, sizeof one);

    (void)n; /* a full counter wakes as well */
}

void loop_give(struct loop *l, struct task *t)
{
    struct task *top = atomic_load_explicit(&l->done, memory_order_relaxed);

    do
        t->next = top;
    while (!atomic_compare_exchange_weak_explicit(
        &l->done, &top, t, memory_order_release, memory_order_relaxed));
    if (top == NULL)
        loop_wake(l);
}

struct task *loop_task(struct loop *l)
{
    struct task *t = l->free_tasks;

    if (t != NULL) {
        l->free_tasks = t->next;
        memset(&t->call, 0, sizeof t->call);
    } else {
        t = NEW(l->arena, struct task);
        t->arena = arena_open(CALL_MAX);
        t->loop = l;
    }
    t->call.arena = t->arena;
    t->call.loop = l->number;
    t->next = NULL;
    t->reader = NULL;
    t->text = (struct buf){0};
    t->head.n = 0;
    t->head.keep = t->head.old = false;
    t->begun = l->now;
    return t;
}

void loop_task_free(struct loop *l, struct task *t)
{
    arena_reset(t->arena);
    t->next = l->free_tasks;
    l->free_tasks = t;
}

char *loop_room(struct loop *l, bool large)
{
    struct room **list = large ? &l->large : &l->small;
    struct room *r = *list;

    if (r == NULL)
        return arena_take(l->arena, large ? LOOP_LARGE : LOOP_SMALL);
    *list = r->next;
    return (char *)(void *)r;
}

void loop_room_free(struct loop *l, char *p, bool large)
{
    struct room **list = large ? &l->large : &l->small;
    struct room *r = (struct room *)(void *)p;

    r->next = *list;
    *list = r;
}

static void conn_free(struct loop *l, struct conn *c)
{
    memset(c, 0, sizeof *c);
    c->next = l->free_conns;
    l->free_conns = c;
}

void loop_drop(struct loop *l, struct conn *c)
{
    if (c->prev != NULL)
        c->prev->next = c->next;
    else
        l->conns = c->next;
    if (c->next != NULL)
        c->next->prev = c->prev;
    l->nconns--;
    (void)close(c->fd);
    addr_table_leave(l->server->addresses, c->trusted ? 0 : c->prefix);
    atomic_fetch_sub_explicit(&l->server->open, 1, memory_order_relaxed);
    if (c->task != NULL && c->state != CONN_WORK)
        loop_task_free(l, c->task);
    if (c->buf != NULL)
        loop_room_free(l, c->buf, c->cap == LOOP_LARGE);
    if (c->rest != NULL)
        loop_room_free(l, c->rest, false);
    c->buf = c->rest = NULL;
    c->task = NULL;
    c->fd = -1;
    if (!c->queued)
        conn_free(l, c);
}

void loop_again(struct loop *l, struct conn *c)
{
    if (c->queued)
        return;
    c->queued = true;
    c->again = NULL;
    if (l->again_end != NULL)
        l->again_end->again = c;
    else
        l->again = c;
    l->again_end = c;
}

static bool trusted(const struct server *s, const struct addr *a)
{
    if (a->local)
        return true;
    for (size_t i = 0; i < s->nproxies; i++)
        if (addr_eq(&s->proxies[i], a))
            return true;
    return false;
}

static void turn_away(struct server *s, int fd)
{
    static const char words[] = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 2\r\n"
                                "Content-Length: 0\r\nConnection: close\r\n\r\n";

    (void)send(fd, words, sizeof words - 1, MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)close(fd);
    atomic_fetch_add_explicit(&s->shed, 1, memory_order_relaxed);
}

static void welcome(struct loop *l, int fd, const struct sockaddr *sa)
{
    struct server *s = l->server;
    struct addr a = addr_of(sa);
    bool known = trusted(s, &a);
    uint64_t prefix = addr_prefix(&a, s->secret);
    struct conn *c;

    if (atomic_fetch_add_explicit(&s->open, 1, memory_order_relaxed) >=
        s->config.connections_max) {
        atomic_fetch_sub_explicit(&s->open, 1, memory_order_relaxed);
        turn_away(s, fd);
        return;
    }
    if (!addr_table_enter(s->addresses, known ? 0 : prefix, s->config.per_address_max)) {
        atomic_fetch_sub_explicit(&s->open, 1, memory_order_relaxed);
        turn_away(s, fd);
        return;
    }
    c = l->free_conns;
    if (c != NULL) {
        l->free_conns = c->next;
        c->next = NULL;
    } else {
        c = NEW(l->arena, struct conn);
    }
    c->loop = l;
    c->fd = fd;
    c->addr = a;
    c->trusted = known;
    c->prefix = prefix;
    c->since = l->now;
    c->next = l->conns;
    if (c->next != NULL)
        c->next->prev = c;
    l->conns = c;
    l->nconns++;
    atomic_fetch_add_explicit(&l->accepted, 1, memory_order_relaxed);
    if (!watch(l, fd, EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, c))
        loop_drop(l, c);
}

/* No descriptor left: take one caller out of the queue with the spare one, then leave the
 * others waiting for a moment instead of spinning. */
static void shortage(struct loop *l)
{
    int fd;

    (void)close(l->spare);
    fd = accept4(l->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0)
        turn_away(l->server, fd);
    l->spare = spare_open();
    listen_off(l);
    l->listen_again = l->now + (int64_t)PAUSE_MS * MS;
}

static void accept_some(struct loop *l)
{
    for (int i = 0; i < ACCEPTS; i++) {
        union {
            struct sockaddr sa;
            struct sockaddr_storage room;
        } from = {.room = {0}};
        socklen_t n = sizeof from;
        int fd = accept4(l->listener, &from.sa, &n, SOCK_NONBLOCK | SOCK_CLOEXEC);

        if (fd >= 0) {
            welcome(l, fd, &from.sa);
            continue;
        }
        if (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)
            shortage(l);
        else if (errno == EINTR || errno == ECONNABORTED)
            continue;
        return;
    }
}

static void on_event(struct conn *c, uint32_t events)
{
    if ((events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
        c->hung = true;
    if ((events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0)
        c->readable = true;
    conn_go(c);
}

static void take_back(struct loop *l)
{
    struct task *t, *in_order = NULL;
    uint64_t count;
    ssize_t n = read(l->wake, &count, sizeof count);

    (void)n;
    t = atomic_exchange_explicit(&l->done, NULL, memory_order_acquire);
    while (t != NULL) {
        struct task *next = t->next;

        t->next = in_order;
        in_order = t;
        t = next;
    }
    while (in_order != NULL) {
        t = in_order;
        in_order = t->next;
        conn_reply(t->conn);
    }
}

static void turn_again(struct loop *l)
{
    struct conn *c = l->again;

    l->again = l->again_end = NULL;
    while (c != NULL) {
        struct conn *next = c->again;

        c->queued = false;
        if (c->fd < 0)
            conn_free(l, c);
        else
            conn_go(c);
        c = next;
    }
}

static void tick(struct loop *l)
{
    struct conn *next;

    for (struct conn *c = l->conns; c != NULL; c = next) {
        next = c->next;
        conn_tick(c);
    }
    if (!l->listening && !l->draining && l->now >= l->listen_again)
        (void)listen_on(l);
}

static void read_clock(struct loop *l)
{
    int64_t second = time_now().s;

    l->now = time_mono_ns();
    if (second != l->date_second) {
        l->date_second = second;
        wire_date(second, l->date);
    }
}

static void begin_draining(struct loop *l)
{
    l->draining = true;
    l->drain_until = l->now + l->server->config.drain_seconds * 1000 * MS;
    listen_off(l);
    (void)close(l->listener);
    l->listener = -1;
    tick(l);
}

static void turn(struct loop *l, const struct epoll_event *events, int n)
{
    bool woken = false, callers = false;

    for (int i = 0; i < n; i++) {
        if (events[i].data.ptr == NULL)
            callers = true;
        else if (events[i].data.ptr == l)
            woken = true;
        else
            on_event(events[i].data.ptr, events[i].events);
    }
    /* Only now: both may give a connection's memory to another, whose event would come late. */
    if (woken)
        take_back(l);
    if (callers && l->listening)
        accept_some(l);
    turn_again(l);
}

void loop_run(struct loop *l)
{
    struct epoll_event events[EVENTS];
    int64_t ticked = 0;

    for (;;) {
        bool calm = l->conns == NULL && l->listening;
        int wait = l->again != NULL ? 0 : calm ? -1 : TICK_MS;
        int n = epoll_wait(l->epoll, events, EVENTS, wait);

        read_clock(l);
        turn(l, events, n);
        if (atomic_load_explicit(&l->server->stopping, memory_order_relaxed) && !l->draining)
            begin_draining(l);
        if (l->now - ticked >= (int64_t)TICK_MS * MS) {
            ticked = l->now;
            tick(l);
        }
        if (l->draining && (l->nconns == 0 || l->now > l->drain_until))
            return;
    }
}
