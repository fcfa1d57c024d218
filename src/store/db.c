#include "store/db.h"

#include "base/map.h"
#include "base/num.h"
#include "store/driver.h"
#include "store/row.h"

#include <stdio.h>
#include <string.h>

#define CONNECTION_MAX ((size_t)64 << 20)
#define SCRATCH_MAX ((size_t)64 << 20)

/* Opening and closing. */

enum err db_open(const struct db_place *place, struct db **out, struct buf *problem)
{
    struct arena *arena = arena_open(CONNECTION_MAX);
    struct db *db = NEW(arena, struct db);
    bool sqlite = str_starts(place->target, S("sqlite:"));
    enum err code;

    db->arena = arena;
    db->scratch = arena_open(SCRATCH_MAX);
    db->driver = sqlite ? &sqlite_driver : &postgres_driver;
    db->engine = sqlite ? DB_SQLITE : DB_POSTGRES;
    db->read_only = place->read_only;
    code = db->driver->open(db, place, problem);
    if (code != OK) {
        db_close(db);
        return code;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db_rollback(db);
    for (size_t i = 0; i < db->cache_cap; i++) {
        for (struct db_prepared *p = db->cache[i]; p != NULL; p = p->twin)
            db->driver->drop(db, p);
    }
    db->driver->close(db);
    arena_close(db->kept_arena);
    arena_close(db->scratch);
    arena_close(db->arena);
}

enum db_engine db_engine(const struct db *db)
{
    return db->engine;
}

struct db_fault db_fault(const struct db *db)
{
    return (struct db_fault){str_of(db->constraint), str_of(db->message)};
}

bool db_in_transaction(const struct db *db)
{
    return db->in_tx;
}

void db_watch(struct db *db)
{
    db->touched = false;
}

bool db_touched(const struct db *db)
{
    return db->touched || db->spoiled;
}

void db_deadline(struct db *db, int64_t mono_ns)
{
    db->deadline = mono_ns;
    db->late = false;
}

bool db_late(const struct db *db)
{
    return db->late;
}

bool db_full(const struct db *db)
{
    return db->full;
}

bool db_broken(const struct db *db)
{
    return db->broken;
}

bool db_alive(const struct db *db)
{
    return !db->lost;
}

/* What a transaction keeps. */

enum {
    KEPT_MAX = 4096
};
#define KEPT_BYTES ((size_t)16 << 20)

void *db_kept(const struct db *db, struct str name)
{
    return db->kept == NULL ? NULL : map_find(db->kept, name);
}

struct arena *db_kept_arena(struct db *db)
{
    if (db->kept_arena == NULL)
        db->kept_arena = arena_open(KEPT_BYTES);
    return db->kept_arena;
}

/* Beyond the most, nothing more is kept: what was given away must stay. */
void db_keep(struct db *db, struct str name, void *value)
{
    if (!db->in_tx || (db->kept != NULL && map_count(db->kept) >= KEPT_MAX))
        return;
    if (db->kept == NULL)
        db->kept = map_new(db_kept_arena(db));
    *map_at(db->kept, str_dup(db->kept_arena, name)) = value;
}

void db_kept_drop(struct db *db)
{
    db->kept = NULL;
}

static void kept_end(struct db *db)
{
    db->kept = NULL;
    if (db->kept_arena != NULL && arena_used(db->kept_arena) > 0)
        arena_reset(db->kept_arena);
}

/* Transactions. */

/* PostgreSQL takes nothing more after a failed statement; the other engine is held to the same,
 * so that work which goes on after a failure is found on both. */
static enum err usable(struct db *db)
{
    if (db->in_tx && db->spoiled)
        return driver_fail(db, ERR_DOWN, NULL, "a statement failed before; only undo is left");
    return OK;
}

enum err db_begin(struct db *db, enum db_mode mode)
{
    if (db->in_tx)
        return driver_fail(db, ERR_DOWN, NULL, "a transaction is already open");
    if (db->read_only && mode != DB_READ)
        return driver_fail(db, ERR_DOWN, NULL, "this connection only reads");
    db->late = false;
    db->full = false;
    db->spoiled = false;
    db->mode = mode;
    kept_end(db);
    TRY(db->driver->begin(db, mode));
    db->in_tx = true;
    return OK;
}

enum err db_commit(struct db *db)
{
    enum err code;

    if (!db->in_tx)
        return driver_fail(db, ERR_DOWN, NULL, "no transaction is open");
    code = usable(db);
    if (code == OK)
        code = db->driver->end(db, true);
    if (code != OK) {
        db_rollback(db);
        return code;
    }
    db->in_tx = false;
    db_kept_drop(db);
    return OK;
}

void db_rollback(struct db *db)
{
    char constraint[sizeof(db->constraint)], message[sizeof(db->message)];

    if (!db->in_tx)
        return;
    /* The reason for rolling back is worth more than the words of the rollback. */
    memcpy(constraint, db->constraint, sizeof(constraint));
    memcpy(message, db->message, sizeof(message));
    if (db->driver->end(db, false) == OK) {
        memcpy(db->constraint, constraint, sizeof(constraint));
        memcpy(db->message, message, sizeof(message));
    }
    db->in_tx = false;
    db_kept_drop(db);
}

static enum err mark(struct db *db, enum db_mark what)
{
    if (!db->in_tx)
        return driver_fail(db, ERR_DOWN, NULL, "no transaction is open");
    if (what != MARK_BACK)
        TRY(usable(db));
    TRY(db->driver->mark(db, what));
    if (what == MARK_BACK) {
        db->spoiled = false;
        db_kept_drop(db);
    }
    return OK;
}

enum err db_save(struct db *db)
{
    return mark(db, MARK_SAVE);
}

enum err db_release(struct db *db)
{
    return mark(db, MARK_RELEASE);
}

enum err db_back(struct db *db)
{
    return mark(db, MARK_BACK);
}

/* Prepared statements, found by the address of their description. */

static size_t slot_of(struct db_prepared *const *cache, size_t cap, const void *st)
{
    size_t i = (size_t)(((uintptr_t)st >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (cap - 1);

    while (cache[i] != NULL && cache[i]->st != st)
        i = (i + 1) & (cap - 1);
    return i;
}

static void cache_grow(struct db *db)
{
    size_t cap = db->cache_cap == 0 ? 64 : db->cache_cap * 2;
    struct db_prepared **cache = MANY(db->arena, struct db_prepared *, cap);

    for (size_t i = 0; i < db->cache_cap; i++) {
        if (db->cache[i] != NULL)
            cache[slot_of(cache, cap, db->cache[i]->st)] = db->cache[i];
    }
    db->cache = cache;
    db->cache_cap = cap;
}

static enum err prepare(struct db *db, const struct db_statement *st, struct db_prepared **out)
{
    const char *own = db->engine == DB_SQLITE ? st->text_sqlite : st->text_postgres;
    const char *text = st->text != NULL ? st->text : own;
    struct arena_mark mark = arena_mark(db->arena);
    struct db_prepared *p = NEW(db->arena, struct db_prepared);
    enum err code;

    if (text == NULL)
        return driver_fail(db, ERR_DOWN, NULL, "the statement has no text for this engine");
    p->st = st;
    code = db->driver->prepare(db, p, text);
    if (code == OK) {
        code = row_map(db, p);
        if (code != OK)
            db->driver->drop(db, p);
    }
    if (code != OK) {
        arena_back(db->arena, mark);
        return code;
    }
    *out = p;
    return OK;
}

static enum err find(struct db *db, const struct db_statement *st, struct db_prepared **out)
{
    size_t i;

    if (db->cache_n * 2 >= db->cache_cap)
        cache_grow(db);
    i = slot_of(db->cache, db->cache_cap, st);
    if (db->cache[i] == NULL) {
        TRY(prepare(db, st, &db->cache[i]));
        db->cache_n++;
    }
    *out = db->cache[i];
    return OK;
}

/* Run a statement; one that is still giving rows to somebody lends a twin. */
static enum err run(struct db *db, const struct db_statement *st, const struct db_arg *args,
    struct db_rows *rows, int64_t *changed)
{
    struct db_prepared *p;
    enum err code;

    TRY(usable(db));
    TRY(find(db, st, &p));
    while (p->busy) {
        if (p->twin == NULL)
            TRY(prepare(db, st, &p->twin));
        p = p->twin;
    }
    p->busy = true;
    db->touched = db->touched || !st->reads;
    code = db->driver->run(db, p, args, rows, changed);
    p->busy = false;
    return code;
}

enum err db_once_open(struct db *db, const struct db_statement *st, struct db_prepared **out)
{
    TRY(usable(db));
    return prepare(db, st, out);
}

enum err db_once_run(
    struct db *db, struct db_prepared *p, const struct db_arg *args, const struct db_rows *rows)
{
    TRY(usable(db));
    return db->driver->run(db, p, args, rows, NULL);
}

void db_once_close(struct db *db, struct db_prepared *p)
{
    if (p != NULL)
        db->driver->drop(db, p);
}

/* The verbs. */

struct taking {
    struct db *db;
    const struct db_prepared *p;
    const struct db_statement *st;
    struct arena *a;
    char *rows;
    size_t n, cap, max;
    enum err (*row)(void *arg, const void *row);
    void *arg;
};

static enum err plan(struct db *db, const struct db_statement *st, struct taking *t)
{
    struct db_prepared *p;

    TRY(usable(db));
    TRY(find(db, st, &p));
    if (st->shape == NULL)
        return driver_fail(db, ERR_DOWN, NULL, "the statement has no shape");
    t->db = db;
    t->p = p;
    t->st = st;
    return OK;
}

static enum err take_row(void *arg, const struct db_cell *cells, size_t n)
{
    struct taking *t = arg;
    size_t size = t->st->shape->size;

    (void)n;
    if (t->n == t->max) {
        char text[160];

        snprintf(text, sizeof(text), "%s: more than one row", t->st->name);
        return driver_fail(t->db, ERR_DOWN, NULL, text);
    }
    if (t->n == t->cap) {
        size_t cap = t->cap == 0 ? (t->max < 16 ? t->max : 16) : t->cap * 2;

        t->rows = arena_grow_raw(t->a, t->rows, t->cap * size, cap * size);
        t->cap = cap;
    }
    TRY(row_decode(t->db, t->p, cells, t->a, t->rows + t->n * size));
    t->n++;
    return OK;
}

enum err db_many(struct db *db, struct arena *a, const struct db_statement *st,
    const struct db_arg *args, void **rows, size_t *n)
{
    struct taking t = {.a = a, .max = SIZE_MAX};
    struct db_rows take = {take_row, &t};

    TRY(plan(db, st, &t));
    TRY(run(db, st, args, &take, NULL));
    *rows = t.rows;
    *n = t.n;
    return OK;
}

enum err db_maybe(struct db *db, struct arena *a, const struct db_statement *st,
    const struct db_arg *args, void *out, bool *found)
{
    struct taking t = {.a = a, .max = 1};
    struct db_rows take = {take_row, &t};

    TRY(plan(db, st, &t));
    TRY(run(db, st, args, &take, NULL));
    *found = t.n == 1;
    if (t.n == 1)
        memcpy(out, t.rows, st->shape->size);
    return OK;
}

enum err db_one(struct db *db, struct arena *a, const struct db_statement *st,
    const struct db_arg *args, void *out)
{
    bool found;

    TRY(db_maybe(db, a, st, args, out, &found));
    return found ? OK : driver_fail(db, ERR_NOT_FOUND, NULL, st->name);
}

static enum err give_row(void *arg, const struct db_cell *cells, size_t n)
{
    struct taking *t = arg;
    struct arena_mark mark = arena_mark(t->db->scratch);
    void *row = arena_take(t->db->scratch, t->st->shape->size);
    enum err code = row_decode(t->db, t->p, cells, t->db->scratch, row);

    (void)n;
    if (code == OK)
        code = t->row(t->arg, row);
    arena_back(t->db->scratch, mark);
    return code;
}

enum err db_each(struct db *db, const struct db_statement *st, const struct db_arg *args,
    enum err (*row)(void *arg, const void *row), void *arg)
{
    struct taking t = {.row = row, .arg = arg};
    struct db_rows give = {give_row, &t};

    TRY(plan(db, st, &t));
    return run(db, st, args, &give, NULL);
}

struct number {
    struct db *db;
    const struct db_statement *st;
    int64_t value;
    size_t n;
};

static enum err take_number(void *arg, const struct db_cell *cells, size_t n)
{
    struct number *t = arg;
    char text[160];

    if (n == 1 && cells[0].kind == CELL_INT && t->n == 0) {
        t->value = cells[0].i;
        t->n = 1;
        return OK;
    }
    snprintf(text, sizeof(text), "%s: not one integer", t->st->name);
    return driver_fail(t->db, ERR_DOWN, NULL, text);
}

enum err db_value(
    struct db *db, const struct db_statement *st, const struct db_arg *args, int64_t *out)
{
    struct number t = {.db = db, .st = st};
    struct db_rows take = {take_number, &t};

    TRY(run(db, st, args, &take, NULL));
    if (t.n == 0)
        return driver_fail(db, ERR_NOT_FOUND, NULL, st->name);
    *out = t.value;
    return OK;
}

enum err db_count(
    struct db *db, const struct db_statement *st, const struct db_arg *args, int64_t *changed)
{
    return run(db, st, args, NULL, changed);
}

/* Text that is not from a .sql file. */

enum err db_script(struct db *db, struct str sql)
{
    struct arena_mark mark = arena_mark(db->scratch);
    enum err code;

    TRY(usable(db));
    code = db->driver->script(db, str_dup(db->scratch, sql).p);

    arena_back(db->scratch, mark);
    return code;
}

enum err db_prepare_check(struct db *db, const struct db_statement *st, struct buf *problem)
{
    struct db_prepared *p = NULL;
    enum err code = prepare(db, st, &p);

    if (code != OK) {
        buf_f(problem, "%s: %s\n", st->name, db->message);
        return code;
    }
    if (st->verb == DB_VALUE && (p->columns != 1 || p->kinds[0] > CELL_INT)) {
        buf_f(problem, "%s: not one integer\n", st->name);
        code = driver_fail(db, ERR_DOWN, NULL, "not one integer");
    }
    db->driver->drop(db, p);
    return code;
}

struct asking {
    struct arena *a;
    struct str cell;
    size_t n;
};

static enum err take_cell(void *arg, const struct db_cell *cells, size_t n)
{
    struct asking *t = arg;

    if (t->n++ > 0 || n == 0 || cells[0].kind == CELL_NULL)
        return OK;
    if (cells[0].kind == CELL_INT)
        t->cell = num_text(t->a, cells[0].i);
    else
        t->cell = str_dup(t->a, (struct str){cells[0].p, cells[0].n});
    return OK;
}

enum err db_ask(struct db *db, struct arena *a, const char *sql, struct str *cell)
{
    struct db_statement st = {.name = "ask", .verb = DB_EACH, .text = sql};
    struct asking t = {.a = a};
    struct db_rows take = {take_cell, &t};
    struct arena_mark mark = arena_mark(db->arena);
    struct db_prepared *p;
    enum err code;

    TRY(usable(db));
    TRY(prepare(db, &st, &p));
    code = db->driver->run(db, p, NULL, &take, NULL);
    db->driver->drop(db, p);
    arena_back(db->arena, mark);
    if (code == OK)
        *cell = t.cell;
    return code;
}
