/*
 * url: percent coding, query strings, and paths that stay on this host.
 */
#ifndef BASE_URL_H
#define BASE_URL_H

#include "base/buf.h"

struct pair {
    struct str name, value;
};
struct pair_list {
    struct pair *p;
    size_t n;
};

/* %XX to bytes, '+' to blank when form is true.  ERR_INVALID: bad escape, NUL. */
enum err url_decode(struct arena *a, struct str in, bool form, struct str *out) MUST_USE;
void url_encode(struct buf *b, struct str s); /* everything but unreserved characters */
/* name=value&…; at most max pairs.  ERR_LIMIT: more. */
enum err url_pairs(struct arena *a, struct str in, size_t max, struct pair_list *out) MUST_USE;
/* A path on this host: begins with one '/', no backslash, no control characters. */
bool url_local(struct str s);

#endif
