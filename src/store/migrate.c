#include "store/migrate.h"

#include "store/tx.h"

/* What the database says about one applied step. */
struct applied {
    int64_t number;
    struct str name;
    struct str checksum;
};

static const struct field applied_fields[] = {
    FIELD(struct applied, number),
    FIELD(struct applied, name),
    FIELD(struct applied, checksum),
};
static const struct shape applied_shape = SHAPE(applied, applied_fields);

static const struct db_statement has_table = {
    .name = "schema_step_exists",
    .verb = DB_VALUE,
    .text_sqlite = "SELECT COUNT(*) FROM sqlite_schema"
                   " WHERE type = 'table' AND name = 'schema_step'",
    .text_postgres = "SELECT COUNT(*) FROM information_schema.tables"
                     " WHERE table_schema = CURRENT_SCHEMA AND table_name = 'schema_step'",
    .reads = true,
};
static const struct db_statement list_applied = {
    .name = "schema_step_list",
    .verb = DB_EACH,
    .text = "SELECT number, name, checksum FROM schema_step ORDER BY number",
    .shape = &applied_shape,
    .reads = true,
};
static const struct db_param add_params[] = {
    {"number", KIND_INT},
    {"name", KIND_STR},
    {"checksum", KIND_STR},
    {"applied_at", KIND_INSTANT},
};
static const struct db_statement add_applied = {
    .name = "schema_step_add",
    .verb = DB_COUNT,
    .text = "INSERT INTO schema_step (number, name, checksum, applied_at)"
            " VALUES ($1, $2, $3, $4)",
    .params = add_params,
    .n = COUNT(add_params),
};

#define TABLE(number)                                                                          \
    "CREATE TABLE IF NOT EXISTS schema_step ("                                                 \
    "number " number " NOT NULL CONSTRAINT schema_step_pkey PRIMARY KEY, "                     \
    "name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at " number " NOT NULL)"

struct checking {
    const struct schema_step *steps;
    size_t n;
    size_t done;
    struct buf *problem;
};

/* Applied steps are the first ones of the program, in order and unaltered. */
static enum err check_row(void *arg, const void *row)
{
    struct checking *c = arg;
    const struct applied *is = row;
    const struct schema_step *step = &c->steps[c->done];

    if (c->done >= c->n) {
        buf_f(c->problem, "the database is newer than this program: it has step %lld %.*s\n",
            (long long)is->number, STR(is->name));
        return ERR_CONFLICT;
    }
    if (is->number != step->number || !str_is(is->checksum, step->checksum)) {
        buf_f(c->problem, "step %lld %.*s was applied from another text than step %d %s\n",
            (long long)is->number, STR(is->name), step->number, step->name);
        return ERR_CONFLICT;
    }
    c->done++;
    return OK;
}

static enum err check(struct db *db, struct checking *c)
{
    int64_t exists = 0;
    enum err code = db_value(db, &has_table, NULL, &exists);

    c->done = 0;
    if (code == OK && exists == 1)
        code = db_each(db, &list_applied, NULL, check_row, c);
    if (code != OK && code != ERR_CONFLICT)
        buf_f(c->problem, "%.*s\n", STR(db_fault(db).message));
    return code;
}

enum err migrate_pending_of(
    struct db *db, const struct schema_list *list, int64_t *pending, struct buf *problem)
{
    struct checking c = {list->p, list->n, 0, problem};

    TRY(check(db, &c));
    *pending = (int64_t)(list->n - c.done);
    return OK;
}

struct applying {
    struct checking check;
    size_t wanted; /* index of the step to apply */
};

static enum err record(struct db *db, const struct schema_step *step)
{
    const struct db_arg args[] = {
        DB_INT(step->number),
        DB_TEXT(str_of(step->name)),
        DB_TEXT(str_of(step->checksum)),
        DB_INSTANT(time_now()),
    };
    int64_t changed;

    return db_count(db, &add_applied, args, &changed);
}

/* With foreign keys off (see step_apply), so looked at before the commit. */
static enum err references_hold(struct db *db)
{
    struct arena *a = arena_open(1 << 20);
    struct str table = {0};
    enum err code = db_ask(db, a, "PRAGMA foreign_key_check", &table);

    if (code == OK && table.p != NULL)
        code = ERR_CONFLICT;
    arena_close(a);
    return code;
}

/* The table of steps, and on a server the right to be the only one who applies any. */
static enum err hold_table(struct db *db)
{
    if (db_engine(db) == DB_SQLITE)
        return db_script(db, S(TABLE("INTEGER") " STRICT"));
    TRY(db_script(db, S(TABLE("BIGINT"))));
    return db_script(db, S("LOCK TABLE schema_step IN ACCESS EXCLUSIVE MODE"));
}

static enum err apply_one(void *arg, struct db *db)
{
    struct applying *a = arg;
    const struct schema_step *step = &a->check.steps[a->wanted];
    bool sqlite = db_engine(db) == DB_SQLITE;

    TRY(hold_table(db));
    TRY(check(db, &a->check));
    if (a->check.done > a->wanted)
        return OK; /* somebody else was faster */
    TRY(db_script(db, str_of(sqlite ? step->sqlite : step->postgres)));
    TRY(record(db, step));
    return sqlite ? references_hold(db) : OK;
}

/* A step that changes a constraint makes a new table, copies and swaps; SQLite can do that only
 * while foreign keys are off, and that only outside a transaction. */
static enum err step_apply(struct db *db, struct applying *a)
{
    bool sqlite = db_engine(db) == DB_SQLITE;
    enum err code;

    if (sqlite)
        TRY(db_script(db, S("PRAGMA foreign_keys = OFF")));
    code = tx_run(db, DB_WRITE, apply_one, NULL, a);
    if (sqlite) {
        enum err on = db_script(db, S("PRAGMA foreign_keys = ON"));

        code = code == OK ? on : code;
    }
    return code;
}

enum err migrate_apply_of(struct db *db, const struct schema_list *list,
    const struct migrate_told *told, struct buf *problem)
{
    struct applying a = {{list->p, list->n, 0, problem}, 0};

    TRY(check(db, &a.check));
    for (a.wanted = a.check.done; a.wanted < list->n; a.wanted++) {
        const struct schema_step *step = &list->p[a.wanted];
        enum err code;

        if (told->step != NULL)
            told->step(told->arg, step);
        code = step_apply(db, &a);
        if (code != OK) {
            buf_f(problem, "step %d %s: %.*s\n", step->number, step->name,
                STR(db_fault(db).message));
            return code;
        }
    }
    return OK;
}

enum err migrate_pending(struct db *db, int64_t *pending, struct buf *problem)
{
    return migrate_pending_of(
        db, &(struct schema_list){schema_steps, schema_steps_n}, pending, problem);
}

enum err migrate_apply(struct db *db, void (*told)(void *arg, const struct schema_step *step),
    void *arg, struct buf *problem)
{
    return migrate_apply_of(db, &(struct schema_list){schema_steps, schema_steps_n},
        &(struct migrate_told){told, arg}, problem);
}
