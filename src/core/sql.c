#include "core/sql.h"

/* The engine's trouble becomes a fault.  The rule is the constraint's name where there is one,
 * else "store." and the code; the engine's words go along as argument, for the log only. */
static enum err told(struct cx *cx, const struct db_statement *st, enum err code)
{
    struct db_fault fault;
    struct str rule;

    if (code == OK)
        return OK;
    fault = db_fault(cx->db);
    if (str_empty(fault.constraint))
        rule = str_f(cx->arena, "store.%s", err_name(code));
    else
        rule = str_dup(cx->arena, fault.constraint);
    cx_fail(cx, code, NULL, rule.p, st->name, 0);
    cx_fault_arg(cx, fault.message);
    return code;
}

enum err sql_one(
    struct cx *cx, const struct db_statement *st, const struct db_arg *args, void *out)
{
    return told(cx, st, db_one(cx->db, cx->arena, st, args, out));
}

enum err sql_maybe(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    void *out, bool *found)
{
    return told(cx, st, db_maybe(cx->db, cx->arena, st, args, out, found));
}

enum err sql_many(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    void **rows, size_t *n)
{
    return told(cx, st, db_many(cx->db, cx->arena, st, args, rows, n));
}

/* A failure of the callback is the caller's own and already told. */
struct watched {
    enum err (*row)(void *arg, const void *row);
    void *arg;
    bool failed;
};

static enum err watch(void *arg, const void *row)
{
    struct watched *w = arg;
    enum err code = w->row(w->arg, row);

    w->failed = code != OK;
    return code;
}

enum err sql_each(struct cx *cx, const struct db_statement *st, const struct db_arg *args,
    enum err (*row)(void *arg, const void *row), void *arg)
{
    struct watched w = {row, arg, false};
    enum err code = db_each(cx->db, st, args, watch, &w);

    return w.failed ? code : told(cx, st, code);
}

enum err sql_value(
    struct cx *cx, const struct db_statement *st, const struct db_arg *args, int64_t *out)
{
    return told(cx, st, db_value(cx->db, st, args, out));
}

enum err sql_count(
    struct cx *cx, const struct db_statement *st, const struct db_arg *args, int64_t *changed)
{
    return told(cx, st, db_count(cx->db, st, args, changed));
}

void *sql_kept(const struct cx *cx, struct str name)
{
    return db_kept(cx->db, name);
}

struct arena *sql_kept_arena(struct cx *cx)
{
    return db_kept_arena(cx->db);
}

void sql_keep(struct cx *cx, struct str name, void *value)
{
    db_keep(cx->db, name, value);
}

void sql_kept_drop(struct cx *cx)
{
    db_kept_drop(cx->db);
}
