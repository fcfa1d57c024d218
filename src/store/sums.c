#include "store/sums.h"

#include <sodium.h>

struct sums {
    crypto_hash_sha256_state state;
    int64_t rows;
};

struct sums *sums_new(struct arena *a)
{
    struct sums *s = NEW(a, struct sums);

    sums_start(s);
    return s;
}

void sums_start(struct sums *s)
{
    crypto_hash_sha256_init(&s->state);
    s->rows = 0;
}

void sums_add(struct sums *s, struct bytes row)
{
    crypto_hash_sha256_update(&s->state, row.p, row.n);
    s->rows++;
}

struct move_table sums_take(struct sums *s, struct arena *a, struct str name)
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256_final(&s->state, hash);
    return (struct move_table){name, s->rows, bytes_hex(a, bytes_of(hash, sizeof(hash)))};
}

struct adding {
    struct sums *sums;
    struct buf row;
};

static enum err add(void *arg, const struct db_cell *cells, size_t n)
{
    struct adding *t = arg;

    buf_clear(&t->row);
    rows_encode(&t->row, cells, n);
    if (t->row.over)
        return ERR_LIMIT;
    sums_add(t->sums, bytes_of(t->row.p, t->row.n));
    return OK;
}

enum err sums_read(struct db *db, struct arena *a, const struct catalog_table_list *tables,
    struct move_table_list *out)
{
    struct adding t = {sums_new(a), buf_new(a, (size_t)32 << 20)};
    struct db_rows take = {add, &t};
    struct move_table *list = MANY(a, struct move_table, tables->n);

    for (size_t i = 0; i < tables->n; i++) {
        sums_start(t.sums);
        TRY(rows_each(db, &tables->p[i], &take));
        list[i] = sums_take(t.sums, a, tables->p[i].name);
    }
    *out = (struct move_table_list){list, tables->n};
    return OK;
}

enum err sums_compare(
    const struct move_table_list *x, const struct move_table_list *y, struct buf *problem)
{
    enum err code = OK;

    if (x->n != y->n) {
        buf_f(problem, "%zu tables here, %zu there\n", x->n, y->n);
        return ERR_CONFLICT;
    }
    for (size_t i = 0; i < x->n; i++) {
        const struct move_table *a = &x->p[i], *b = &y->p[i];

        if (str_eq(a->name, b->name) && a->rows == b->rows && str_eq(a->checksum, b->checksum))
            continue;
        buf_f(problem, "table %.*s: %lld rows here, %lld there, or other content\n",
            STR(a->name), (long long)a->rows, (long long)b->rows);
        code = ERR_CONFLICT;
    }
    return code;
}
