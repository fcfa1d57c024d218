/*
 * cx: the context of one unit of work, and fail().
 *
 * The first parameter of every domain function.  What a function may touch is what it is given:
 * there is no ambient state.  A handler may be run twice (retry after a conflict).
 */
#ifndef CORE_CX_H
#define CORE_CX_H

#include "base/buf.h"
#include "base/secret.h"
#include "base/shape.h"
#include "base/text.h"
#include "base/vec.h"

struct db;
struct numbers;
struct keys;  /* core/privacy.h */
struct actor; /* core/rights.h */

/* One broken rule.  rule is a key of the .text files; args fill {0} {1} … in it. */
struct fault {
    enum err code;
    struct str field; /* name of the input; absent when it is not about one */
    struct str rule;
    struct str args[3];
    size_t nargs;
    const char *file;
    int line;
};
LIST_OF(fault);

/* A read of personal data, collected during a page view and written by the frame in a small
 * transaction of its own before the reply leaves. */
struct cx_reading {
    struct str kind; /* "request" */
    int64_t id;
    struct str fields;
    struct str reason;
};

struct cx {
    struct arena *arena;       /* everything this work allocates */
    struct db *db;             /* opaque to domain code */
    struct db *search;         /* the index's own file on SQLite (search_open); else NULL */
    struct numbers *numbers;   /* store/numbers.h: drawn in blocks; NULL: in this transaction */
    const struct actor *actor; /* who asks; never NULL */
    struct instant now;        /* fixed for the whole work */
    struct rng *rng;
    const struct keys *keys;
    const struct app_settings *settings; /* core/settings.h */
    enum lang lang;
    struct str trace; /* in every log line and error page */
    struct {
        struct fault *p;
        size_t n, cap;
    } faults;
    struct {
        struct cx_reading *p;
        size_t n, cap;
    } readings;
};

/* Record a fault and return its code.  Several ERR_INVALID may be recorded before returning, so
 * that a form shows all problems at once. */
#define fail(cx, code, field, rule) cx_fail((cx), (code), (field), (rule), __FILE__, __LINE__)
enum err cx_fail(struct cx *cx, enum err code, const char *field, const char *rule,
    const char *file, int line);
/* Add an argument for {n} to the newest fault. */
void cx_fault_arg(struct cx *cx, struct str arg);
/* ERR_INVALID when a fault was recorded (to end a run of checks), else OK. */
enum err cx_checked(const struct cx *cx) MUST_USE;
void cx_faults_clear(struct cx *cx);
/* The newest fault in the language of the context; "" when there is none. */
struct str cx_fault_text(struct cx *cx);
struct str cx_fault_text_of(struct cx *cx, const struct fault *f);

#endif
