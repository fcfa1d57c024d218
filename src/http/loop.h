/*
 * loop: one epoll thread: accept, deadlines, limits; and what the parts of the carrier (conn,
 * loop, server) share.  Nothing outside src/http includes this.
 *
 * Ownership.  A connection belongs to its loop.  A task (one call with its arena and room for
 * the reply's head) belongs to its loop too, except between the hand-over to a worker or writer
 * and server_finish.  Both are taken from free lists, so a request allocates nothing but what
 * its arena has already.  A connection without bytes waiting holds no buffer.
 */
#ifndef HTTP_LOOP_H
#define HTTP_LOOP_H

#include "http/addr.h"
#include "http/server.h"
#include "http/upload.h"
#include "http/wire.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/uio.h>

#define LOOP_SMALL 4096
#define LOOP_LARGE (WIRE_HEAD_MAX + LOOP_SMALL)
#define LOOP_SCRATCH 65536
#define LOOP_REPLY_HEAD 6144

struct loop;
struct conn;

/* Memory of one size, given back to a list. */
struct room {
    struct room *next;
};

struct task {
    struct call call; /* first: a call is its task */
    struct arena *arena;
    struct task *next;
    struct conn *conn;
    struct loop *loop;
    struct wire_head head;
    struct wire_body body;
    struct upload_reader *reader;
    struct buf text; /* the body */
    int64_t begun;   /* ns */
    char peer[ADDR_TEXT];
    char room[LOOP_REPLY_HEAD];
};

enum conn_state {
    CONN_HEAD, /* waiting for, or reading, a head */
    CONN_BODY,
    CONN_WORK,  /* a worker or writer has the call */
    CONN_WRITE, /* the reply did not fit into the socket */
    CONN_LINGER /* refused: reading and dropping, so that the client sees why */
};

struct conn {
    struct conn *next, *prev; /* all of the loop, or the free list */
    struct conn *again;       /* has more to do than its turn allowed */
    struct loop *loop;
    struct task *task;
    char *buf;  /* bytes of the present head and what follows it */
    char *rest; /* LOOP_SMALL bytes: what followed a chunked body */
    size_t n, cap, nrest;
    size_t used; /* of buf: the head and what was eaten of the body */
    struct wire_seen seen;
    struct iovec out[2];
    int64_t since; /* ns: the present state, or the first byte of a head */
    int64_t moved; /* bytes in the present state */
    int64_t requests;
    uint64_t prefix;
    struct addr addr;
    char text[ADDR_TEXT]; /* the address in words */
    size_t ntext;
    int fd;
    enum conn_state state;
    bool readable, hung, close, linger, queued, trusted;
};

struct loop {
    struct server *server;
    struct arena *arena;
    int number;
    int epoll, wake, listener, spare;
    bool listening;       /* the listener is in the epoll set */
    int64_t listen_again; /* ns: after a shortage of descriptors */
    int64_t now;          /* ns, read once per turn */
    int64_t date_second;
    char date[WIRE_DATE];
    struct conn *conns, *free_conns;
    struct conn *again, *again_end;
    struct task *free_tasks;
    struct room *small, *large;
    size_t nconns;
    bool draining;
    int64_t drain_until;
    _Atomic(struct task *) done; /* given back by other threads */
    char *scratch;
    pthread_t thread;
    _Atomic int64_t accepted, requests, refused;
};

struct server {
    struct server_config config;
    struct server_app app;
    struct arena *arena;
    int port, nloops;
    struct loop **loops;
    struct addr_table *addresses;
    uint64_t secret;
    struct addr *proxies;
    size_t nproxies;
    _Atomic int64_t open, shed;
    _Atomic bool stopping;
    pthread_mutex_t lock; /* of the queue */
    pthread_cond_t filled;
    struct task *queue, *queue_end;
    size_t queued;
    bool workers_stop;
    pthread_t *workers;
};

enum err loop_open(struct server *s, int number, int listener, struct loop **out) MUST_USE;
void loop_run(struct loop *l); /* until the server stops and everything is answered */
void loop_close(struct loop *l);
void loop_wake(struct loop *l); /* async-signal-safe */
/* Give a task back from another thread. */
void loop_give(struct loop *l, struct task *t);

struct task *loop_task(struct loop *l);
void loop_task_free(struct loop *l, struct task *t);
char *loop_room(struct loop *l, bool large);
void loop_room_free(struct loop *l, char *p, bool large);
/* Close the connection and forget it. */
void loop_drop(struct loop *l, struct conn *c);
/* Give the connection another turn after the others. */
void loop_again(struct loop *l, struct conn *c);

/* Let a worker run the call; false: the queue is full. */
bool server_queue(struct server *s, struct task *t) MUST_USE;

#endif
