#include "store/rows.h"

#include <string.h>

#define PAGE "200"

static void names(struct buf *sql, const struct catalog_column_list *list)
{
    for (size_t i = 0; i < list->n; i++)
        buf_f(sql, "%s\"%.*s\"", i == 0 ? "" : ", ", STR(list->p[i].name));
}

static void numbers(struct buf *sql, size_t n)
{
    for (size_t i = 0; i < n; i++)
        buf_f(sql, "%s$%zu", i == 0 ? "" : ", ", i + 1);
}

static enum kind param_kind(enum cell_kind kind)
{
    return kind == CELL_INT ? KIND_INT : kind == CELL_BYTES ? KIND_BYTES : KIND_STR;
}

static void params(
    struct arena *a, const struct catalog_column_list *list, struct db_statement *st)
{
    struct db_param *p = MANY(a, struct db_param, list->n);

    for (size_t i = 0; i < list->n; i++)
        p[i] = (struct db_param){list->p[i].name.p, param_kind(list->p[i].kind)};
    st->params = p;
    st->n = list->n;
}

static struct db_statement page_statement(
    struct arena *a, const struct catalog_table *t, bool first)
{
    struct buf sql = buf_new(a, 1 << 16);
    struct db_statement st = {.name = "rows_page", .verb = DB_EACH, .reads = true};

    buf_f(&sql, "SELECT ");
    names(&sql, &t->columns);
    buf_f(&sql, " FROM \"%.*s\"", STR(t->name));
    if (!first) {
        buf_f(&sql, " WHERE (");
        names(&sql, &t->keys);
        buf_f(&sql, ") > (");
        numbers(&sql, t->keys.n);
        buf_f(&sql, ")");
        params(a, &t->keys, &st);
    }
    buf_f(&sql, " ORDER BY ");
    names(&sql, &t->keys);
    buf_f(&sql, " LIMIT " PAGE);
    st.text = buf_str(&sql).p;
    return st;
}

/* Where the page ended. */
struct paging {
    const struct catalog_table *t;
    const struct db_rows *take;
    struct arena *a; /* of the last key */
    struct arena_mark mark;
    struct db_arg *last;
    size_t n;
};

static void keep_key(struct paging *p, const struct db_cell *cells)
{
    arena_back(p->a, p->mark);
    for (size_t i = 0; i < p->t->columns.n; i++) {
        int64_t key = p->t->columns.p[i].key;
        struct db_arg arg;

        if (key == 0)
            continue;
        rows_args(&cells[i], 1, &arg);
        if (arg.kind == KIND_STR)
            arg.s = str_dup(p->a, arg.s);
        else if (arg.kind == KIND_BYTES)
            arg.b = bytes_dup(p->a, arg.b);
        p->last[key - 1] = arg;
    }
}

static enum err page_row(void *arg, const struct db_cell *cells, size_t n)
{
    struct paging *p = arg;

    p->n++;
    keep_key(p, cells);
    return p->take->row(p->take->arg, cells, n);
}

static enum err each_page(
    struct db *db, struct paging *p, const struct db_statement *st, bool only_one)
{
    struct db_rows rows = {page_row, p};
    struct db_prepared *once;
    enum err code;

    TRY(db_once_open(db, st, &once));
    do {
        p->n = 0;
        code = db_once_run(db, once, p->last, &rows);
    } while (code == OK && p->n > 0 && !only_one);
    db_once_close(db, once);
    return code;
}

enum err rows_each(struct db *db, const struct catalog_table *t, const struct db_rows *take)
{
    struct arena *a = arena_open((size_t)64 << 20);
    struct db_statement first = page_statement(a, t, true), next = page_statement(a, t, false);
    struct paging p = {.t = t, .take = take, .a = a};
    enum err code;

    p.last = MANY(a, struct db_arg, t->keys.n);
    p.mark = arena_mark(a);
    code = each_page(db, &p, &first, true);
    if (code == OK && p.n > 0)
        code = each_page(db, &p, &next, false);
    arena_close(a);
    return code;
}

static void eight(struct buf *out, uint64_t v)
{
    unsigned char b[8];

    for (int i = 0; i < 8; i++)
        b[i] = (unsigned char)(v >> (56 - 8 * i));
    buf_raw(out, b, sizeof(b));
}

void rows_encode(struct buf *out, const struct db_cell *cells, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const struct db_cell *c = &cells[i];

        switch (c->kind) {
        case CELL_NULL:
            buf_char(out, 'N');
            break;
        case CELL_INT:
            buf_char(out, 'I');
            eight(out, (uint64_t)c->i);
            break;
        case CELL_TEXT:
        case CELL_BYTES:
            buf_char(out, c->kind == CELL_TEXT ? 'T' : 'B');
            eight(out, c->n);
            buf_raw(out, c->p, c->n);
            break;
        }
    }
}

static bool number_at(struct bytes row, size_t at, uint64_t *v)
{
    if (row.n - at < 8)
        return false;
    *v = 0;
    for (size_t i = 0; i < 8; i++)
        *v = *v << 8 | row.p[at + i];
    return true;
}

static bool cell_at(struct bytes row, size_t *at, struct db_cell *c)
{
    unsigned char letter;
    uint64_t v;

    if (*at >= row.n)
        return false;
    letter = row.p[(*at)++];
    if (letter == 'N') {
        c->kind = CELL_NULL;
        return true;
    }
    if (!number_at(row, *at, &v))
        return false;
    *at += 8;
    if (letter == 'I') {
        c->kind = CELL_INT;
        c->i = (int64_t)v;
        return true;
    }
    if ((letter != 'T' && letter != 'B') || v > row.n - *at)
        return false;
    c->kind = letter == 'T' ? CELL_TEXT : CELL_BYTES;
    c->p = (const char *)row.p + *at;
    c->n = (size_t)v;
    *at += c->n;
    return true;
}

enum err rows_decode(struct bytes row, struct db_cell *cells, size_t n)
{
    size_t at = 0;

    for (size_t i = 0; i < n; i++) {
        if (!cell_at(row, &at, &cells[i]))
            return ERR_INVALID;
    }
    return at == row.n ? OK : ERR_INVALID;
}

struct db_statement rows_insert(struct arena *a, const struct catalog_table *t)
{
    struct buf sql = buf_new(a, 1 << 16);
    struct db_statement st = {.name = "rows_insert", .verb = DB_COUNT};

    buf_f(&sql, "INSERT INTO \"%.*s\" (", STR(t->name));
    names(&sql, &t->columns);
    buf_f(&sql, ") VALUES (");
    numbers(&sql, t->columns.n);
    buf_f(&sql, ")");
    st.text = buf_str(&sql).p;
    params(a, &t->columns, &st);
    return st;
}

void rows_args(const struct db_cell *cells, size_t n, struct db_arg *args)
{
    for (size_t i = 0; i < n; i++) {
        const struct db_cell *c = &cells[i];

        switch (c->kind) {
        case CELL_NULL:
            args[i] = DB_TEXT(((struct str){0}));
            break;
        case CELL_INT:
            args[i] = DB_INT(c->i);
            break;
        case CELL_TEXT:
            args[i] = DB_TEXT(((struct str){c->p == NULL ? "" : c->p, c->n}));
            break;
        case CELL_BYTES:
            args[i] = DB_BYTES(bytes_of(c->p == NULL ? "" : c->p, c->n));
            break;
        }
    }
}
