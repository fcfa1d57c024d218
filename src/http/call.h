/*
 * call: one request and its reply.
 *
 * Everything lives in the call's arena, which is reset when the last byte is sent.  Handlers
 * read parameters that their route declares and leave exactly one reply.  Nothing is sent
 * before the transaction has committed.
 */
#ifndef HTTP_CALL_H
#define HTTP_CALL_H

#include "base/buf.h"
#include "base/url.h"
#include "base/vec.h"
#include "http/form.h"

struct cx;    /* core/cx.h; opaque to this layer */
struct route; /* http/route.h */

enum method {
    METHOD_GET = 1,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_PUT,
    METHOD_DELETE
};

struct header {
    struct str name, value;
};

/* One uploaded file, spooled and synced below the spool directory. */
struct upload {
    struct str field;    /* name of the input */
    struct str filename; /* as sent; never used as a path */
    struct str path; /* of the spooled file; removed at the end of the call if still there */
    int64_t size;
};
LIST_OF(upload);

struct call {
    struct arena *arena;
    struct cx *cx;
    const struct route *route;

    /* the request */
    enum method method;
    struct str target; /* path and query as sent */
    struct str path;   /* decoded path */
    struct pair_list query;
    const struct header *headers;
    size_t nheaders;
    struct str body;         /* absent for multipart */
    struct pair_list fields; /* of a form body, url-encoded or multipart */
    struct str peer; /* client address after trusted proxies; empty when it must not be known */
    uint64_t peer_prefix; /* of the address, for quotas; never stored; 0: none */
    struct pair *params;  /* {code} and the like */
    size_t nparams;
    struct form_state *form;  /* of a route with .form, parsed */
    struct form_state *asked; /* of a route with .query, parsed */
    struct upload_list uploads;
    struct str session_token; /* from the cookie, for the frame */
    int loop;                 /* number of the loop it came in on */
    void *prepared;           /* what the route's .prepare made; survives repetition */

    /* the reply */
    int status; /* 0: none yet */
    struct header *reply_headers;
    size_t nreply, capreply;
    struct buf out;
    struct bytes fixed; /* a constant body (assets) instead of out */
    bool personal;      /* no-store */
    bool anonymous;     /* log no address, keep no cookie */
    bool secure;      /* the public address is https: Secure cookies with the __Host- prefix */
    struct str block; /* ready header lines, each with its end, kept for ever (constant) */
};

/* Path parameter; the route declares it, so it is always there. */
struct str call_path(const struct call *c, const char *name);
/* The struct that the route's form (POST) or query (GET) filled. */
const void *call_form(const struct call *c);
const void *call_asked(const struct call *c);
struct str call_header(const struct call *c, const char *name); /* absent when missing */
struct str call_cookie(const struct call *c, const char *name);

void call_reply(struct call *c, int status, const char *content_type); /* starts the reply */
void call_head(struct call *c, const char *name, struct str value);
/* Set a cookie with HttpOnly, SameSite=Lax, Path=/ and Secure where TLS is on; age in seconds,
 * 0: until the browser closes, -1: delete.  Where TLS is on the name gets the prefix __Host- in
 * the header; call_cookie and call_set_cookie both hide it. */
void call_set_cookie(struct call *c, const char *name, struct str value, int64_t age);
/* 303 to a local path. */
enum err call_redirect(struct call *c, struct str path) MUST_USE;
/* A download with a name of our making (RFC 6266, UTF-8), from c->out. */
void call_download(struct call *c, const char *content_type, struct str filename);
/* Forget the reply so far (before the handler runs again). */
void call_again(struct call *c);

#endif
