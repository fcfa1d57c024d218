#include "store/reseal.h"

/* SECRET_HEAD of base/secret.h and the letters of a key's name, as numbers for SQL. */
#define HEAD "5"
#define ID "8"
#define PAGE "200"

struct reseal {
    struct db_statement next, put, count;
    bool indexed;
};

struct reseal_hash {
    struct db_statement count;
};

static const struct field row_fields[] = {
    FIELD(struct reseal_row, id),
    FIELD(struct reseal_row, uid),
    FIELD(struct reseal_row, sealed),
};
static const struct shape row_shape = SHAPE(reseal_row, row_fields);

static const struct db_param next_params[] = {{"after", KIND_INT}, {"head", KIND_BYTES}};
static const struct db_param put_params[] = {
    {"id", KIND_INT}, {"old", KIND_BYTES}, {"new", KIND_BYTES}, {"index", KIND_STR}};
static const struct db_param head_param[] = {{"head", KIND_BYTES}};
static const struct db_param id_param[] = {{"id", KIND_STR}};

struct reseal *reseal_new(struct arena *a, const struct reseal_column *c)
{
    struct reseal *r = NEW(a, struct reseal);
    const char *set = "";

    r->indexed = c->index != NULL;
    if (r->indexed)
        set = str_f(a, ", \"%s\" = $4", c->index).p;
    r->next = (struct db_statement){.name = "reseal_next",
        .verb = DB_MANY,
        .shape = &row_shape,
        .params = next_params,
        .n = COUNT(next_params),
        .reads = true,
        .text = str_f(a,
            "SELECT id, \"%s\" AS uid, \"%s\" AS sealed FROM \"%s\" WHERE id > $1 AND \"%s\" "
            "IS NOT NULL AND SUBSTR(\"%s\", 1, " HEAD ") <> $2 ORDER BY id LIMIT " PAGE,
            c->uid, c->column, c->table, c->column, c->column)
                    .p};
    r->put = (struct db_statement){.name = "reseal_put",
        .verb = DB_COUNT,
        .params = put_params,
        .n = r->indexed ? 4 : 3,
        .text = str_f(a, "UPDATE \"%s\" SET \"%s\" = $3%s WHERE id = $1 AND \"%s\" = $2",
            c->table, c->column, set, c->column)
                    .p};
    r->count = (struct db_statement){.name = "reseal_count",
        .verb = DB_VALUE,
        .params = head_param,
        .n = COUNT(head_param),
        .reads = true,
        .text = str_f(a, "SELECT COUNT(*) FROM \"%s\" WHERE SUBSTR(\"%s\", 1, " HEAD ") = $1",
            c->table, c->column)
                    .p};
    return r;
}

enum err reseal_next(struct db *db, struct arena *a, const struct reseal *r, int64_t after,
    struct bytes head, struct reseal_row_list *out)
{
    const struct db_arg args[] = {DB_INT(after), DB_BYTES(head)};
    void *rows;
    size_t n;

    TRY(db_many(db, a, &r->next, args, &rows, &n));
    *out = (struct reseal_row_list){rows, n};
    return OK;
}

enum err reseal_put(struct db *db, const struct reseal *r, const struct reseal_row *row,
    struct bytes sealed, struct str index, int64_t *changed)
{
    const struct db_arg args[] = {
        DB_INT(row->id), DB_BYTES(row->sealed), DB_BYTES(sealed), DB_TEXT(index)};

    return db_count(db, &r->put, args, changed);
}

enum err reseal_count(struct db *db, const struct reseal *r, struct bytes head, int64_t *n)
{
    const struct db_arg args[] = {DB_BYTES(head)};

    return db_value(db, &r->count, args, n);
}

struct reseal_hash *reseal_hash_new(struct arena *a, const char *table, const char *column)
{
    struct reseal_hash *h = NEW(a, struct reseal_hash);

    h->count = (struct db_statement){.name = "reseal_hash_count",
        .verb = DB_VALUE,
        .params = id_param,
        .n = COUNT(id_param),
        .reads = true,
        .text = str_f(a, "SELECT COUNT(*) FROM \"%s\" WHERE SUBSTR(\"%s\", 1, " ID ") = $1",
            table, column)
                    .p};
    return h;
}

enum err reseal_hash_count(
    struct db *db, const struct reseal_hash *h, struct str id, int64_t *n)
{
    const struct db_arg args[] = {DB_TEXT(id)};

    return db_value(db, &h->count, args, n);
}
