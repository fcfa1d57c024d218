/*
 * wire: HTTP/1.1 (RFC 9112) as pure functions over bytes.  No sockets, no clock, no memory of
 * their own: the easiest kind of C to test by table and to fuzz.
 *
 * Whatever two programs on one connection could read in two ways is refused and the connection
 * closed: both lengths, repeated lengths, folded lines, bare CR or LF, blanks before the colon,
 * chunk extensions, trailers, targets that name another host.  After any refusal nothing more
 * of that connection is read as a request.
 */
#ifndef HTTP_WIRE_H
#define HTTP_WIRE_H

#include "http/call.h"

#define WIRE_LINE_MAX 8192    /* the request line, with its end */
#define WIRE_FIELDS_MAX 16384 /* all header lines */
#define WIRE_HEAD_MAX (WIRE_LINE_MAX + WIRE_FIELDS_MAX)
#define WIRE_FIELDS 64

enum wire_step {
    WIRE_MORE,
    WIRE_DONE,
    WIRE_BAD
};

/* A request's head.  Every text points into the bytes it was read from. */
struct wire_head {
    enum method method;
    struct str target, path, query; /* as sent; query is absent without '?' */
    struct str host;                /* absent in HTTP/1.0 */
    bool old;                       /* HTTP/1.0 */
    bool keep;                      /* the client wants the connection kept */
    bool chunked, expects;          /* expects: waits for 100 Continue */
    int64_t length;                 /* of the body; 0 without one; unknown when chunked */
    struct header at[WIRE_FIELDS];
    size_t n;
};

/* Where reading of a head stands between two calls; zeroed for a new request. */
struct wire_seen {
    size_t line; /* start of the line not ended yet */
    size_t scan; /* everything before was looked at */
    size_t lines;
    size_t first; /* length of the request line */
};

/* Read a head from the beginning of in.  WIRE_DONE: *used bytes belong to it.  WIRE_BAD: answer
 * *status once and close.  Called again with more bytes after WIRE_MORE, with the same seen. */
enum wire_step wire_head(
    struct str in, struct wire_seen *seen, struct wire_head *out, size_t *used, int *status);

struct wire_body {
    int state;
    bool chunked;
    int digits;
    int64_t left;  /* of this chunk, or of everything */
    int64_t total; /* body bytes seen */
    int64_t max;
};

/* The body that follows a head.  WIRE_BAD with 413 when it says at once that it is too large.
 */
enum wire_step wire_body_start(
    struct wire_body *b, const struct wire_head *h, int64_t max, int *status);
/* Take a piece: *used of its bytes are consumed, *data is the part of them that is content.
 * WIRE_MORE with *used > 0: call again with the rest. */
enum wire_step wire_body(
    struct wire_body *b, struct str in, size_t *used, struct str *data, int *status);

/* The words of a status, such as "Not Found". */
const char *wire_reason(int status);

/* What stands before a reply's body. */
struct wire_reply {
    int status;
    struct str date;  /* "Date: …\r\n" */
    struct str block; /* ready header lines, each with its end; may be absent */
    const struct header *headers;
    size_t nheaders;
    int64_t length; /* -1: no Content-Length (204, 304) */
    bool close, old;
};
/* Into room bytes at to: the length, or 0 when it does not fit.  Control characters in values
 * become blanks, so that no value can begin a line of its own. */
size_t wire_reply(char *to, size_t room, const struct wire_reply *r);

/* "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n" for seconds since 1970; 37 bytes and a NUL. */
#define WIRE_DATE 38
void wire_date(int64_t seconds, char out[WIRE_DATE]);

/* Does a comma-separated list of tokens have this one (letters of either case)? */
bool wire_list_has(struct str list, const char *token);
/* A parameter such as boundary in "multipart/form-data; boundary=x"; absent when missing or
 * malformed. */
struct str wire_param(struct str value, const char *name);
/* A cookie's value in a Cookie header; absent when missing. */
struct str wire_cookie(struct str header, struct str name);

#endif
