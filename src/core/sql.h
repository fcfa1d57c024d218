/*
 * sql: what generated statement functions call: the verbs of store/db.h with a context, which
 * turn the engine's trouble into a fault.  Only generated .sql.c files include this.
 */
#ifndef CORE_SQL_H
#define CORE_SQL_H

#include "core/cx.h"
#include "store/db.h"

enum err sql_one(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    void *out) MUST_USE;
enum err sql_maybe(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    void *out, bool *found) MUST_USE;
enum err sql_many(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    void **rows, size_t *n) MUST_USE;
enum err sql_each(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    enum err (*row)(void *arg, const void *row), void *arg) MUST_USE;
enum err sql_value(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    int64_t *out) MUST_USE;
enum err sql_count(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    int64_t *changed) MUST_USE;

/* What this transaction read of tables that hardly ever change: see db_keep. */
void *sql_kept(const struct cx *cx, struct str name); /* NULL: not there */
struct arena *sql_kept_arena(struct cx *cx);
void sql_keep(struct cx *cx, struct str name, void *value);
void sql_kept_drop(struct cx *cx);

#endif
