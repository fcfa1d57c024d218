/*
 * meta: facts about this database itself, by name.
 */
#ifndef CORE_META_H
#define CORE_META_H

#include "core/cx.h"

struct meta_row {
    struct str value;
};
extern const struct shape meta_row_shape;

/* The value; absent when there is none. */
enum err meta_find(struct cx *cx, const char *name, struct str *out) MUST_USE;
enum err meta_set(struct cx *cx, const char *name, struct str value) MUST_USE;
/* The demonstration command made this database; only then do its accounts sign in. */
enum err meta_demo(struct cx *cx, bool *out) MUST_USE;
enum err meta_demo_mark(struct cx *cx) MUST_USE;

#endif
