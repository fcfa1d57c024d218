#include "store/load.h"

#include "store/migrate.h"
#include "store/rows.h"

struct reference {
    struct str owner;
    struct str name;
    struct str definition;
};
LIST_OF(reference);

static const struct field reference_fields[] = {
    FIELD(struct reference, owner),
    FIELD(struct reference, name),
    FIELD(struct reference, definition),
};
static const struct shape reference_shape = SHAPE(reference, reference_fields);

static const struct db_statement list_references = {
    .name = "load_references",
    .verb = DB_MANY,
    .text_sqlite = "SELECT '' AS owner, '' AS name, '' AS definition WHERE 0",
    .text_postgres = "SELECT c.relname AS owner, k.conname AS name,"
                     " pg_get_constraintdef(k.oid) AS definition FROM pg_constraint k"
                     " JOIN pg_class c ON c.oid = k.conrelid"
                     " JOIN pg_namespace n ON n.oid = c.relnamespace"
                     " WHERE k.contype = 'f' AND n.nspname = CURRENT_SCHEMA"
                     " ORDER BY c.relname, k.conname",
    .shape = &reference_shape,
    .reads = true,
};

struct load {
    struct db *db;
    struct arena *a;
    struct catalog_table_list tables;
    struct reference_list references;
    const struct catalog_table *table;
    struct db_statement insert;
    struct db_prepared *once;
};

const struct catalog_table_list *load_tables(const struct load *l)
{
    return &l->tables;
}

struct db *load_db(const struct load *l)
{
    return l->db;
}

/* Steps may put rows of their own; those are replaced. */
static bool put_by_a_step(struct arena *a, struct str table)
{
    struct str words = str_f(a, "INSERT INTO %.*s ", STR(table));

    for (size_t i = 0; i < schema_steps_n; i++) {
        if (str_has(str_of(schema_steps[i].postgres), words))
            return true;
    }
    return false;
}

static enum err clear(struct load *l, struct buf *problem)
{
    for (size_t i = 0; i < l->tables.n; i++) {
        struct str name = l->tables.p[i].name, any = {0};

        TRY(db_ask(
            l->db, l->a, str_f(l->a, "SELECT 1 FROM \"%.*s\" LIMIT 1", STR(name)).p, &any));
        if (any.p == NULL)
            continue;
        if (!put_by_a_step(l->a, name)) {
            buf_f(problem, "table %.*s is not empty\n", STR(name));
            return driver_fail(l->db, ERR_CONFLICT, NULL, "the database is not empty");
        }
        TRY(db_script(l->db, str_f(l->a, "DELETE FROM \"%.*s\"", STR(name))));
    }
    return OK;
}

static enum err references_off(struct load *l)
{
    void *rows;

    TRY(db_many(l->db, l->a, &list_references, NULL, &rows, &l->references.n));
    l->references.p = rows;
    for (size_t i = 0; i < l->references.n; i++) {
        const struct reference *r = &l->references.p[i];

        TRY(db_script(l->db, str_f(l->a, "ALTER TABLE \"%.*s\" DROP CONSTRAINT \"%.*s\"",
                                 STR(r->owner), STR(r->name))));
    }
    return OK;
}

static enum err references_on(struct load *l, struct buf *problem)
{
    struct str broken = {0};

    for (size_t i = 0; i < l->references.n; i++) {
        const struct reference *r = &l->references.p[i];

        TRY(db_script(l->db, str_f(l->a, "ALTER TABLE \"%.*s\" ADD CONSTRAINT \"%.*s\" %.*s",
                                 STR(r->owner), STR(r->name), STR(r->definition))));
    }
    if (db_engine(l->db) == DB_POSTGRES)
        return OK;
    TRY(db_ask(l->db, l->a, "PRAGMA foreign_key_check", &broken));
    if (broken.p == NULL)
        return OK;
    buf_f(problem, "rows of %.*s refer to rows that are missing\n", STR(broken));
    return driver_fail(l->db, ERR_CONFLICT, "store.reference", "broken references");
}

static enum err prepare_target(struct load *l, struct buf *problem)
{
    TRY(catalog_read(l->db, l->a, &l->tables));
    TRY(references_off(l));
    return clear(l, problem);
}

static void foreign_keys(struct load *l, bool on)
{
    if (db_engine(l->db) == DB_SQLITE &&
        db_script(l->db, on ? S("PRAGMA foreign_keys = ON") : S("PRAGMA foreign_keys = OFF")) !=
            OK)
        l->db->broken = true; /* must not go on without them */
}

enum err load_open(struct db *db, struct arena *a, struct load **out, struct buf *problem)
{
    struct load *l = NEW(a, struct load);
    enum err code;

    l->db = db;
    l->a = a;
    foreign_keys(l, false);
    code = db_begin(db, DB_WRITE);
    if (code == OK)
        code = prepare_target(l, problem);
    if (code != OK) {
        enum err closed = load_close(l, false);

        return closed == OK ? code : closed;
    }
    *out = l;
    return OK;
}

enum err load_table(struct load *l, const struct catalog_table *table)
{
    db_once_close(l->db, l->once);
    l->once = NULL;
    l->table = table;
    l->insert = rows_insert(l->a, table);
    return db_once_open(l->db, &l->insert, &l->once);
}

enum err load_row(struct load *l, const struct db_cell *cells, size_t n)
{
    struct db_arg args[DRIVER_COLUMNS];

    if (n != l->insert.n)
        return driver_fail(l->db, ERR_DOWN, NULL, "a row has another number of columns");
    rows_args(cells, n, args);
    return db_once_run(l->db, l->once, args, NULL);
}

/* The next id comes behind the last one copied. */
static enum err number_on(struct load *l)
{
    if (db_engine(l->db) == DB_SQLITE)
        return OK;
    for (size_t i = 0; i < l->tables.n; i++) {
        const struct catalog_table *t = &l->tables.p[i];

        for (size_t k = 0; k < t->columns.n; k++) {
            struct str c = t->columns.p[k].name, cell;

            if (t->columns.p[k].identity == 1)
                TRY(db_ask(l->db, l->a,
                    str_f(l->a,
                        "SELECT SETVAL(PG_GET_SERIAL_SEQUENCE('\"%.*s\"', '%.*s'),"
                        " COALESCE(MAX(\"%.*s\"), 1), COUNT(*) > 0) FROM \"%.*s\"",
                        STR(t->name), STR(c), STR(c), STR(t->name))
                        .p,
                    &cell));
        }
    }
    return OK;
}

enum err load_check(struct load *l, struct buf *problem)
{
    TRY(references_on(l, problem));
    return number_on(l);
}

enum err load_close(struct load *l, bool commit)
{
    enum err code = OK;

    db_once_close(l->db, l->once);
    l->once = NULL;
    if (commit)
        code = db_commit(l->db);
    else
        db_rollback(l->db);
    foreign_keys(l, true);
    return code;
}
