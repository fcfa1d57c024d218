/*
 * server: listening, event loops, workers, the write queue's callers; start, drain, stop.
 *
 * One epoll loop per core reads headers and the bounded body and asks the app where the call
 * belongs; the app's run is then called on the loop, on a worker or inside the write queue.
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/route.h"

enum server_lane {
    LANE_LOOP,   /* run now, on the loop thread (short reads on SQLite) */
    LANE_WORKER, /* run on a worker thread */
    LANE_DONE    /* the reply is already there */
};

/* What the frame (src/main/frame.c) gives the server.  thread is a number 0 … threads-1 that
 * names the calling thread's own read connection. */
struct server_app {
    void *arg;
    /* After the head, before the body: find the route; decide the largest body and where it
     * goes. May leave a reply (404, 405, 413) and return LANE_DONE. */
    enum server_lane (*head)(void *arg, struct call *call, int64_t *body_max, bool *multipart);
    /* The whole request is there: where shall it run? */
    enum server_lane (*lane)(void *arg, struct call *call);
    /* Produce the reply.  finish(call) may be called later from any thread instead of returning
     * true (a write that waits for its commit). */
    bool (*run)(void *arg, struct call *call, int thread);
    /* The server itself must refuse (400, 408, 413, 503 …): leave a reply.  The route may not
     * be known.  May be NULL: a line of plain text. */
    void (*refuse)(void *arg, struct call *call, int status);
    /* The last byte was sent, or the client went away.  May be NULL. */
    void (*logged)(void *arg, const struct call *call, int64_t micros);
};

struct server_config {
    struct str listen; /* "127.0.0.1" or "::1" or "unix:/path" */
    int port;          /* 0: any */
    int loops, workers;
    int64_t connections_max, per_address_max;
    struct str trusted_proxies; /* addresses, comma separated */
    struct str hosts;           /* host names answered; empty: any */
    struct str spool_dir;
    int64_t header_seconds, keepalive_seconds;
    /* A body, and a reply, must move at least this fast after the grace. */
    int64_t body_bytes_a_second, grace_seconds;
    int64_t keepalive_requests;
    int64_t drain_seconds; /* how long calls in flight may take after server_stop */
    size_t queue_max;      /* calls waiting for a worker */
};

struct server;

/* What the server counted since start. */
struct server_counts {
    int64_t accepted, open, requests, refused, shed;
};

enum err server_open(const struct server_config *config, const struct server_app *app,
    struct server **out, struct buf *problem) MUST_USE;
int server_port(const struct server *s);
/* Hand a reply over; wakes the call's loop. */
void server_finish(struct server *s, struct call *call);
/* From a loop: let a worker run the call after all; false: the queue is full. */
bool server_to_worker(struct server *s, struct call *call) MUST_USE;
struct server_counts server_counts(const struct server *s);
/* Serve until server_stop; returns after draining. */
enum err server_run(struct server *s) MUST_USE;
void server_stop(struct server *s); /* async-signal-safe */
void server_close(struct server *s);

#endif
