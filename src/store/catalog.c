#include "store/catalog.h"

#include <stdio.h>

struct name {
    struct str name;
};
static const struct field name_fields[] = {FIELD(struct name, name)};
static const struct shape name_shape = SHAPE(name, name_fields);

static const struct field column_fields[] = {
    FIELD(struct catalog_column, name),
    FIELD(struct catalog_column, type),
    FIELD(struct catalog_column, key),
    FIELD(struct catalog_column, identity),
};
static const struct shape column_shape = SHAPE(catalog_column, column_fields);
static const struct db_param table_param[] = {{"table", KIND_STR}};

static const struct db_statement list_tables = {
    .name = "catalog_tables",
    .verb = DB_MANY,
    .text_sqlite = "SELECT name FROM sqlite_schema WHERE type = 'table'"
                   " AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"
                   " AND name NOT LIKE 'd!_%' ESCAPE '!'"
                   " AND name <> 'schema_step' ORDER BY name",
    .text_postgres = "SELECT c.relname AS name FROM pg_class c"
                     " JOIN pg_namespace n ON n.oid = c.relnamespace"
                     " WHERE c.relkind = 'r' AND n.nspname = CURRENT_SCHEMA"
                     " AND c.relname NOT LIKE 'd!_%' ESCAPE '!'"
                     " AND c.relname <> 'schema_step' ORDER BY c.relname",
    .shape = &name_shape,
    .reads = true,
};
static const struct db_statement list_columns = {
    .name = "catalog_columns",
    .verb = DB_MANY,
    .text_sqlite = "SELECT name, type, pk AS key, 0 AS identity FROM pragma_table_info($1)"
                   " ORDER BY name",
    .text_postgres =
        "SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type,"
        " COALESCE((SELECT ARRAY_POSITION(CAST(i.indkey AS int2[]), a.attnum) + 1"
        " FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisprimary), 0) AS key,"
        " CASE WHEN a.attidentity <> '' THEN 1 ELSE 0 END AS identity"
        " FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
        " JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = CURRENT_SCHEMA AND c.relname = $1 AND a.attnum > 0"
        " AND NOT a.attisdropped ORDER BY a.attname",
    .shape = &column_shape,
    .params = table_param,
    .n = 1,
    .reads = true,
};

static enum cell_kind kind_of(struct str type)
{
    if (str_is(type, "INTEGER") || str_is(type, "bigint"))
        return CELL_INT;
    if (str_is(type, "TEXT") || str_is(type, "text"))
        return CELL_TEXT;
    if (str_is(type, "BLOB") || str_is(type, "bytea"))
        return CELL_BYTES;
    return CELL_NULL;
}

static enum err odd(struct db *db, struct str table, const char *why)
{
    char words[160];

    snprintf(words, sizeof(words), "table %.*s: %s", STR(table), why);
    return driver_fail(db, ERR_DOWN, NULL, words);
}

static enum err read_columns(struct db *db, struct arena *a, struct catalog_table *t)
{
    void *rows;

    TRY(db_many(
        db, a, &list_columns, (struct db_arg[]){DB_TEXT(t->name)}, &rows, &t->columns.n));
    t->columns.p = rows;
    t->keys.p = MANY(a, struct catalog_column, t->columns.n);
    for (size_t i = 0; i < t->columns.n; i++) {
        struct catalog_column *c = &t->columns.p[i];

        c->kind = kind_of(c->type);
        if (c->kind == CELL_NULL)
            return odd(db, t->name, "a column has a type that the dialect lacks");
        if (c->key > 0 && (size_t)c->key <= t->columns.n) {
            t->keys.p[c->key - 1] = *c;
            t->keys.n++;
        }
    }
    return t->keys.n > 0 ? OK : odd(db, t->name, "no primary key");
}

enum err catalog_read(struct db *db, struct arena *a, struct catalog_table_list *out)
{
    struct catalog_table_list list;
    void *rows;

    TRY(db_many(db, a, &list_tables, NULL, &rows, &list.n));
    list.p = MANY(a, struct catalog_table, list.n);
    for (size_t i = 0; i < list.n; i++) {
        list.p[i].name = ((struct name *)rows)[i].name;
        TRY(read_columns(db, a, &list.p[i]));
    }
    *out = list;
    return OK;
}

const struct catalog_table *catalog_find(const struct catalog_table_list *list, struct str name)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->p[i].name, name))
            return &list->p[i];
    }
    return NULL;
}
