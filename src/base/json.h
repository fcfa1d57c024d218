/*
 * json: a writer over struct buf, and bounded reading through jansson onto an arena.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include "base/buf.h"
#include "base/shape.h"

struct json {
    struct buf *out;
    int depth;
    bool comma;
};

struct json json_new(struct buf *out);
void json_open(struct json *j, char bracket);  /* '{' or '[' */
void json_close(struct json *j, char bracket); /* '}' or ']' */
void json_key(struct json *j, const char *key);
void json_str(struct json *j, struct str s); /* null when absent */
void json_int(struct json *j, int64_t v);
void json_decimal(struct json *j, struct str digits); /* "0.737", as num.h and others write */
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
/* key and value in one */
void json_put_str(struct json *j, const char *key, struct str s);
void json_put_int(struct json *j, const char *key, int64_t v);
void json_put_bool(struct json *j, const char *key, bool v);
void json_put_date(struct json *j, const char *key, struct date d);
void json_put_instant(struct json *j, const char *key, struct instant t);
/* A row by its shape, as an object; personal fields are masked, bytes left out. */
void json_shape(struct json *j, const struct shape *s, const void *row);
/* The same without the brackets, into an object that stands open. */
void json_members(struct json *j, const struct shape *s, const void *row);
/* The same JSON with a line for each value, for people who compare. */
void json_indent(struct str compact, struct buf *out);

/* Parsed value.  Objects keep their order; numbers are integers or refused. */
enum json_kind {
    JSON_NULL,
    JSON_BOOL,
    JSON_INT,
    JSON_STR,
    JSON_LIST,
    JSON_MAP
};
struct json_value {
    enum json_kind kind;
    int64_t i;
    struct str s;
    struct str *keys;         /* JSON_MAP */
    struct json_value *items; /* JSON_LIST and JSON_MAP */
    size_t n;
};

/* ERR_INVALID: not JSON, a fraction, a double key; ERR_LIMIT: deeper than 32 or larger than
 * max bytes. */
enum err json_parse(
    struct arena *a, struct str text, size_t max, struct json_value *out) MUST_USE;
/* Member of an object, or NULL. */
const struct json_value *json_at(const struct json_value *v, const char *key);

#endif
