/*
 * route: rows that say everything about a route, matching, 404, 405 with Allow, and the checks
 * at start: a row without a right does not start.
 */
#ifndef HTTP_ROUTE_H
#define HTTP_ROUTE_H

#include "http/call.h"

typedef enum err route_handler(struct call *call);

enum route_flags {
    ROUTE_SLOW = 1,         /* runs on a worker: exports, PDF, argon2, counts */
    ROUTE_READS = 2,        /* a POST that changes nothing (a code looked up in the body) */
    ROUTE_UPLOAD = 4,       /* multipart bodies up to the upload limit */
    ROUTE_PUBLIC_CACHE = 8, /* may be kept by generation and ETag; no person in it */
    ROUTE_ANONYMOUS = 16,   /* keep no address */
    ROUTE_API = 32,         /* JSON: problem details instead of pages; token instead of CSRF */
    ROUTE_OWN_TX = 64,      /* the handler needs no transaction (assets, health) */
    ROUTE_FILES = 128       /* .prepare only sees to uploaded files: not called without any */
};

enum quota {
    QUOTA_NONE = 0,
    QUOTA_PUBLIC, /* public forms */
    QUOTA_SIGNIN,
    QUOTA_CODE /* tries of a query code: 10 a minute per prefix, 50 a second in all */
};

struct flow; /* core/flow.h; opaque to this layer */

/* What an API route answers, for its description and for what writes it. */
struct reply_part {
    const char *name;
    const struct shape *shape; /* of each row of the list inside "data" */
};
struct reply {
    const char *name;          /* text "api.<name>" says what the route does */
    const struct shape *shape; /* of "data", or of each of its rows */
    bool list;                 /* "data" is a list; "next" opens its next page */
    int status;                /* when it is done; 0: 200 */
    struct reply_part parts[2];
    const struct flow *flow; /* {event} in the path is a move of it: one path for each */
};

struct route {
    enum method method;
    const char *path; /* "/requests/{code}/move"; {name} is one segment */
    route_handler *handler;
    int right;                /* enum right of core/rights.h; 0 does not start */
    const struct form *form;  /* of the body */
    const struct form *query; /* of the query string */
    route_handler *again;     /* shows the form again with what was typed when it is invalid */
    route_handler *prepare;   /* before the transaction, on a worker: argon2, images, spooling;
                                 leaves its result in call->prepared */
    enum quota quota;
    unsigned flags;
    const struct reply *reply; /* of an API route */
};

#define GET METHOD_GET
#define POST METHOD_POST
/* clang-format off */
#define ROUTES_END {0, NULL, NULL, 0, NULL, NULL, NULL, NULL, QUOTA_NONE, 0, NULL}
/* clang-format on */

struct router;

/* Put the rows of all features into one tree.  ERR_INVALID with a line per problem: no right,
 * double path, a POST without handler, a form route without .again. */
enum err route_build(struct arena *a, const struct route *const *tables, size_t n,
    struct router **out, struct buf *problems) MUST_USE;
/* The route and its parameters.  ERR_NOT_FOUND; ERR_INVALID with *allow for another method. */
enum err route_find(const struct router *r, enum method m, struct str path, struct arena *a,
    const struct route **out, struct pair **params, size_t *nparams,
    struct str *allow) MUST_USE;
/* All rows in stable order. */
const struct route *const *route_all(const struct router *r, size_t *n);

#endif
