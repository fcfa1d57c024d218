#include "http/conn.h"

#include "base/time.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#define SECOND 1000000000
#define TURN 64 /* steps before others get their turn */
#define LINGER_SECONDS 2
#define LINGER_BYTES (1 << 20)
#define PAIRS 200

enum onward {
    GO,
    WAIT,
    GONE
};

static enum onward gone(struct conn *c)
{
    loop_drop(c->loop, c);
    return GONE;
}

static void keep_nothing(struct conn *c)
{
    if (c->buf != NULL)
        loop_room_free(c->loop, c->buf, c->cap == LOOP_LARGE);
    c->buf = NULL;
    c->n = c->cap = c->used = 0;
}

static void enter(struct conn *c, enum conn_state state)
{
    c->state = state;
    c->since = c->loop->now;
    c->moved = 0;
}

static struct str peer_words(struct conn *c)
{
    if (c->ntext == 0)
        c->ntext = addr_text(&c->addr, c->text).n;
    return (struct str){c->text, c->ntext};
}

/* Behind a proxy that we trust, the last address it added counts; nothing else is believed. */
static void name_peer(struct conn *c, struct task *t)
{
    struct call *call = &t->call;
    struct str forwarded = {0};
    struct addr a;

    call->peer = peer_words(c);
    call->peer_prefix = c->prefix;
    if (!c->trusted)
        return;
    for (size_t i = 0; i < call->nheaders; i++)
        if (str_eq_nocase(call->headers[i].name, S("x-forwarded-for")))
            forwarded = call->headers[i].value;
    for (struct str rest = forwarded; rest.p != NULL;)
        forwarded = str_trim(str_cut(rest, ',', &rest));
    if (addr_parse(forwarded, &a) != OK)
        return;
    call->peer = addr_text(&a, t->peer);
    call->peer_prefix = addr_prefix(&a, c->loop->server->secret);
}

static bool host_known(struct str hosts, struct str host)
{
    struct str rest = hosts, name = host;
    size_t colon;

    if (hosts.n == 0)
        return true;
    colon = name.n;
    while (colon > 0 && name.p[colon - 1] >= '0' && name.p[colon - 1] <= '9')
        colon--;
    if (colon > 0 && name.p[colon - 1] == ':')
        name.n = colon - 1;
    while (rest.p != NULL)
        if (str_eq_nocase(str_trim(str_cut(rest, ',', &rest)), name))
            return true;
    return false;
}

/* An encoded slash would be read as a border between segments by some and not by others. */
static enum err decode_path(struct call *call, struct str raw)
{
    size_t slashes = 0;

    call->path = raw;
    if (memchr(raw.p, '%', raw.n) == NULL)
        return OK;
    TRY(url_decode(call->arena, raw, false, &call->path));
    for (size_t i = 0; i < raw.n; i++)
        slashes += raw.p[i] == '/';
    for (size_t i = 0; i < call->path.n; i++) {
        slashes -= call->path.p[i] == '/';
        if ((unsigned char)call->path.p[i] < ' ' || call->path.p[i] == 127)
            return ERR_INVALID;
    }
    return slashes == 0 && str_utf8_ok(call->path) ? OK : ERR_INVALID;
}

static int fill_call(struct conn *c, struct task *t)
{
    struct call *call = &t->call;

    call->method = t->head.method;
    call->target = t->head.target;
    call->headers = t->head.at;
    call->nheaders = t->head.n;
    name_peer(c, t);
    if (!host_known(c->loop->server->config.hosts, t->head.host))
        return 421;
    if (decode_path(call, t->head.path) != OK)
        return 400;
    if (t->head.query.n > 0 && url_pairs(call->arena, t->head.query, PAIRS, &call->query) != OK)
        return 400;
    return 0;
}

/* The call is over: the connection goes on with what is left in its buffer. */
static enum onward call_over(struct conn *c)
{
    struct loop *l = c->loop;
    struct task *t = c->task;

    if (l->server->app.logged != NULL)
        l->server->app.logged(l->server->app.arg, &t->call, (time_mono_ns() - t->begun) / 1000);
    c->task = NULL;
    loop_task_free(l, t);
    if (c->close) {
        if (!c->linger && !c->readable && c->n == c->used && c->nrest == 0)
            return gone(c);
        keep_nothing(c);
        (void)shutdown(c->fd, SHUT_WR);
        enter(c, CONN_LINGER);
        return GO;
    }
    c->n -= c->used;
    if (c->n > 0)
        memmove(c->buf, c->buf + c->used, c->n);
    c->used = 0;
    if (c->nrest > 0) {
        memcpy(c->buf + c->n, c->rest, c->nrest);
        c->n += c->nrest;
        c->nrest = 0;
    }
    if (c->rest != NULL)
        loop_room_free(l, c->rest, false);
    c->rest = NULL;
    c->seen = (struct wire_seen){0};
    enter(c, CONN_HEAD);
    return GO;
}

static enum onward push(struct conn *c)
{
    for (;;) {
        size_t left = c->out[0].iov_len + c->out[1].iov_len;
        bool first = c->out[0].iov_len > 0;
        struct msghdr m = {.msg_iov = first ? c->out : c->out + 1,
            .msg_iovlen = first && c->out[1].iov_len > 0 ? 2 : 1};
        ssize_t sent;

        sent = sendmsg(c->fd, &m, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0 && errno != EAGAIN) {
            c->close = true;
            c->linger = false;
            c->readable = false;
            c->n = c->used;
            return call_over(c);
        }
        if ((size_t)(sent > 0 ? sent : 0) == left)
            return call_over(c);
        if (c->state != CONN_WRITE)
            enter(c, CONN_WRITE);
        if (sent < 0)
            return WAIT;
        c->moved += sent;
        for (int i = 0; i < 2 && sent > 0; i++) {
            size_t n = (size_t)sent < c->out[i].iov_len ? (size_t)sent : c->out[i].iov_len;

            c->out[i].iov_base = (char *)c->out[i].iov_base + n;
            c->out[i].iov_len -= n;
            sent -= (ssize_t)n;
        }
    }
}

static void *bytes_from(const void *p)
{
    union {
        const void *from;
        void *to;
    } u = {p};

    return u.to;
}

/* Head and body as they go out.  HEAD, 204 and 304 have no body; HEAD says how long it were. */
static enum onward answer(struct conn *c)
{
    struct loop *l = c->loop;
    struct task *t = c->task;
    const struct call *call = &t->call;
    struct bytes body = call->fixed.p != NULL
                            ? call->fixed
                            : (struct bytes){(const unsigned char *)call->out.p, call->out.n};
    struct wire_reply r = {.status = call->status,
        .date = {l->date, WIRE_DATE - 1},
        .block = call->block,
        .headers = call->reply_headers,
        .nheaders = call->nreply,
        .length = (int64_t)body.n,
        .old = t->head.old};
    size_t n;

    if (++c->requests >= l->server->config.keepalive_requests || !t->head.keep || l->draining)
        c->close = true;
    if (call->out.over || call->status == 0) {
        r = (struct wire_reply){.status = 500, .date = r.date};
        body.n = 0;
    }
    if (call->status == 204 || call->status == 304) {
        r.length = -1;
        body.n = 0;
    }
    r.close = c->close;
    n = wire_reply(t->room, sizeof t->room, &r);
    if (n == 0) {
        c->close = true;
        r = (struct wire_reply){.status = 500, .date = r.date, .close = true};
        n = wire_reply(t->room, sizeof t->room, &r);
        body.n = 0;
    }
    if (call->method == METHOD_HEAD)
        body.n = 0;
    c->out[0] = (struct iovec){t->room, n};
    c->out[1] = (struct iovec){bytes_from(body.p), body.n};
    return push(c);
}

static void plain_words(struct call *call, int status)
{
    const char *words = wire_reason(status);

    call_again(call);
    call_reply(call, status, "text/plain; charset=utf-8");
    buf_add(&call->out, str_of(words));
    buf_char(&call->out, '\n');
}

static enum onward refuse(struct conn *c, int status, bool close)
{
    struct server *s = c->loop->server;
    struct task *t = c->task;

    if (t == NULL) {
        t = c->task = loop_task(c->loop);
        t->conn = c;
        t->call.method = METHOD_GET;
        t->call.path = t->call.target = S("");
    }
    if (close) {
        c->close = c->linger = true;
        t->head.keep = false;
    }
    atomic_fetch_add_explicit(&c->loop->refused, 1, memory_order_relaxed);
    call_again(&t->call);
    if (s->app.refuse != NULL)
        s->app.refuse(s->app.arg, &t->call, status);
    if (t->call.status == 0)
        plain_words(&t->call, status);
    return answer(c);
}

static enum onward run(struct conn *c)
{
    struct server *s = c->loop->server;
    struct task *t = c->task;
    enum server_lane lane;

    atomic_fetch_add_explicit(&c->loop->requests, 1, memory_order_relaxed);
    enter(c, CONN_WORK);
    lane = s->app.lane(s->app.arg, &t->call);
    if (t->call.uploads.n > 0 && lane == LANE_LOOP)
        lane = LANE_WORKER;
    switch (lane) {
    case LANE_DONE:
        return answer(c);
    case LANE_LOOP:
        return s->app.run(s->app.arg, &t->call, c->loop->number) ? answer(c) : WAIT;
    case LANE_WORKER:
        break;
    }
    return server_queue(s, t) ? WAIT : refuse(c, 503, false);
}

static enum onward body_over(struct conn *c)
{
    struct task *t = c->task;
    struct call *call = &t->call;
    struct str type, rest = {0};
    enum err e = OK;

    if (t->reader != NULL)
        e = upload_end(t->reader, &call->fields, &call->uploads);
    else
        e = buf_take(&t->text, &call->body);
    if (e != OK)
        return refuse(c, 400, true);
    type = str_trim(str_cut(call_header(call, "content-type"), ';', &rest));
    if (t->reader == NULL && str_eq_nocase(type, S("application/x-www-form-urlencoded")))
        e = url_pairs(call->arena, call->body, PAIRS, &call->fields);
    if (e != OK)
        return refuse(c, e == ERR_LIMIT ? 413 : 400, false);
    return run(c);
}

static int eat(struct task *t, struct str data)
{
    if (data.n == 0)
        return 0;
    t->conn->moved += (int64_t)data.n;
    if (t->reader == NULL) {
        buf_add(&t->text, data);
        return t->text.over ? 413 : 0;
    }
    switch (upload_feed(t->reader, data)) {
    case OK:
        return 0;
    case ERR_LIMIT:
        return 413;
    case ERR_DOWN:
        return 503;
    default:
        return 400;
    }
}

/* Eat a piece of the body; *used of its bytes are gone.  The status of a refusal, or 0. */
static int feed(struct conn *c, struct str in, size_t *used, bool *over)
{
    struct task *t = c->task;

    *used = 0;
    *over = false;
    while (*used < in.n && !*over) {
        size_t n;
        struct str data;
        int status = 0;
        enum wire_step step = wire_body(&t->body, str_sub(in, *used, in.n), &n, &data, &status);

        *used += n;
        if (step != WIRE_BAD)
            status = eat(t, data);
        if (status != 0)
            return status;
        *over = step == WIRE_DONE;
    }
    return 0;
}

static ssize_t take(struct conn *c, char *to, size_t room)
{
    ssize_t n;

    do
        n = recv(c->fd, to, room, 0);
    while (n < 0 && errno == EINTR);
    if (n < 0 && errno == EAGAIN) {
        c->readable = false;
        return -1;
    }
    if (n > 0 && (size_t)n < room && !c->hung)
        c->readable = false;
    return n < 0 ? 0 : n;
}

static enum onward step_body(struct conn *c)
{
    struct task *t = c->task;
    size_t used, room;
    bool over;
    ssize_t n;
    int status;

    if (c->n > c->used) {
        status = feed(c, (struct str){c->buf + c->used, c->n - c->used}, &used, &over);
        if (status != 0)
            return refuse(c, status, true);
        c->used += used;
        return over ? body_over(c) : GO;
    }
    if (!c->readable)
        return WAIT;
    room = t->body.chunked               ? LOOP_SMALL / 2
           : t->body.left < LOOP_SCRATCH ? (size_t)t->body.left
                                         : LOOP_SCRATCH;
    n = take(c, c->loop->scratch, room);
    if (n < 0)
        return WAIT;
    if (n == 0) {
        c->close = true;
        c->readable = false;
        c->n = c->used;
        return call_over(c);
    }
    status = feed(c, (struct str){c->loop->scratch, (size_t)n}, &used, &over);
    if (status != 0)
        return refuse(c, status, true);
    if (used < (size_t)n) {
        c->rest = loop_room(c->loop, false);
        c->nrest = (size_t)n - used;
        memcpy(c->rest, c->loop->scratch + used, c->nrest);
    }
    return over ? body_over(c) : GO;
}

static enum onward begin_body(struct conn *c, bool multipart)
{
    struct task *t = c->task;
    struct server *s = c->loop->server;

    if (multipart && upload_open(t->arena, call_header(&t->call, "content-type"),
                         s->config.spool_dir, &t->reader) != OK)
        return refuse(c, 415, true);
    t->text = buf_new(t->arena, (size_t)t->body.max + 1);
    enter(c, CONN_BODY);
    if (t->head.expects && c->n == c->used && !t->head.old) {
        static const char go[] = "HTTP/1.1 100 Continue\r\n\r\n";

        if (send(c->fd, go, sizeof go - 1, MSG_NOSIGNAL) != (ssize_t)sizeof go - 1)
            return gone(c);
    }
    return GO;
}

static enum onward begin(struct conn *c)
{
    struct task *t = c->task;
    struct server *s = c->loop->server;
    int64_t max = 0;
    bool multipart = false;
    int status = fill_call(c, t);

    if (status != 0)
        return refuse(c, status, true);
    if (s->app.head(s->app.arg, &t->call, &max, &multipart) == LANE_DONE) {
        atomic_fetch_add_explicit(&c->loop->requests, 1, memory_order_relaxed);
        if (t->head.chunked || t->head.length > 0) {
            c->close = c->linger = true;
            t->head.keep = false;
        }
        return answer(c);
    }
    switch (wire_body_start(&t->body, &t->head, max, &status)) {
    case WIRE_DONE:
        return run(c);
    case WIRE_BAD:
        return refuse(c, status, true);
    case WIRE_MORE:
        break;
    }
    return begin_body(c, multipart);
}

/* Read more of a head. */
static enum onward fill(struct conn *c)
{
    ssize_t n;

    if (!c->readable)
        return WAIT;
    if (c->buf == NULL) {
        c->buf = loop_room(c->loop, false);
        c->cap = LOOP_SMALL;
    } else if (c->n == c->cap) {
        char *larger;

        if (c->cap == LOOP_LARGE)
            return refuse(c, 431, true);
        larger = loop_room(c->loop, true);
        memcpy(larger, c->buf, c->n);
        loop_room_free(c->loop, c->buf, false);
        c->buf = larger;
        c->cap = LOOP_LARGE;
    }
    n = take(c, c->buf + c->n, c->cap - c->n);
    if (n < 0)
        return WAIT;
    if (n == 0)
        return gone(c);
    if (c->n == 0)
        c->since = c->loop->now;
    c->n += (size_t)n;
    return GO;
}

static enum onward step_head(struct conn *c)
{
    struct task *t;
    int status = 0;

    if (c->n == 0) {
        enum onward flow = fill(c);

        if (flow != GO) {
            if (flow == WAIT)
                keep_nothing(c);
            return flow;
        }
    }
    t = loop_task(c->loop);
    t->conn = c;
    t->begun = c->loop->now;
    switch (wire_head((struct str){c->buf, c->n}, &c->seen, &t->head, &c->used, &status)) {
    case WIRE_DONE:
        c->task = t;
        return begin(c);
    case WIRE_MORE:
        loop_task_free(c->loop, t);
        return fill(c);
    case WIRE_BAD:
        loop_task_free(c->loop, t);
        return refuse(c, status, true);
    }
    return WAIT;
}

static enum onward step_linger(struct conn *c)
{
    ssize_t n;

    if (!c->readable)
        return WAIT;
    n = take(c, c->loop->scratch, LOOP_SCRATCH);
    if (n < 0)
        return WAIT;
    c->moved += n;
    return n == 0 || c->moved > LINGER_BYTES ? gone(c) : GO;
}

static void go(struct conn *c, enum onward flow)
{
    for (int turn = 0; flow == GO && turn < TURN; turn++)
        switch (c->state) {
        case CONN_HEAD:
            flow = step_head(c);
            break;
        case CONN_BODY:
            flow = step_body(c);
            break;
        case CONN_WORK:
            flow = WAIT;
            break;
        case CONN_WRITE:
            flow = push(c);
            break;
        case CONN_LINGER:
            flow = step_linger(c);
            break;
        }
    if (flow == GO)
        loop_again(c->loop, c);
}

void conn_go(struct conn *c)
{
    go(c, GO);
}

void conn_reply(struct conn *c)
{
    go(c, answer(c));
}

void conn_refuse(struct conn *c, int status)
{
    go(c, refuse(c, status, true));
}

void conn_tick(struct conn *c)
{
    const struct server_config *config = &c->loop->server->config;
    int64_t age = (c->loop->now - c->since) / (SECOND / 1000); /* ms */
    bool slow = age > config->grace_seconds * 1000 &&
                c->moved * 1000 < config->body_bytes_a_second * age;

    switch (c->state) {
    case CONN_HEAD:
        if (c->n > 0 && age > config->header_seconds * 1000)
            conn_refuse(c, 408);
        else if (c->n == 0 &&
                 (c->loop->draining || age > (c->requests > 0 ? config->keepalive_seconds
                                                              : config->header_seconds) *
                                                 1000))
            loop_drop(c->loop, c);
        break;
    case CONN_BODY:
        if (slow)
            conn_refuse(c, 408);
        break;
    case CONN_WRITE:
        if (slow)
            loop_drop(c->loop, c);
        break;
    case CONN_LINGER:
        if (age > LINGER_SECONDS * 1000)
            loop_drop(c->loop, c);
        break;
    case CONN_WORK:
        break;
    }
}
