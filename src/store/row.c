#include "store/row.h"

#include <stdio.h>
#include <string.h>

static enum err refuse(
    struct db *db, const struct db_prepared *p, size_t column, const char *why)
{
    char text[256];

    snprintf(text, sizeof(text), "%s: column %s %s", p->st->name, p->names[column], why);
    return driver_fail(db, ERR_DOWN, NULL, text);
}

static enum cell_kind wanted(enum kind kind)
{
    switch (kind) {
    case KIND_INT:
    case KIND_INSTANT:
    case KIND_MONEY:
    case KIND_BOOL:
        return CELL_INT;
    case KIND_STR:
    case KIND_PRIV:
    case KIND_DATE:
    case KIND_ENUM:
        return CELL_TEXT;
    case KIND_BYTES:
        return CELL_BYTES;
    }
    return CELL_NULL;
}

enum err row_map(struct db *db, struct db_prepared *p)
{
    const struct shape *shape = p->st->shape;

    if (shape == NULL)
        return OK;
    if (p->columns == 0)
        return driver_fail(db, ERR_DOWN, NULL, "a statement with a shape gives no columns");
    p->fields = MANY(db->arena, const struct field *, p->columns);
    for (size_t i = 0; i < p->columns; i++) {
        p->fields[i] = shape_field(shape, str_of(p->names[i]));
        if (p->fields[i] == NULL)
            return refuse(db, p, i, "has no field in the shape");
        if (p->kinds[i] != CELL_NULL && p->kinds[i] != wanted(p->fields[i]->kind))
            return refuse(db, p, i, "has another type than its field");
    }
    return OK;
}

/* NULL exists only where the C value has an absent state. */
static bool absent_value(const struct field *f, void *at)
{
    switch (f->kind) {
    case KIND_INSTANT:
        *(struct instant *)at = INSTANT_NONE;
        return true;
    case KIND_DATE:
        *(struct date *)at = DATE_NONE;
        return true;
    case KIND_STR:
    case KIND_PRIV:
    case KIND_BYTES:
        return true;
    case KIND_INT:
    case KIND_MONEY:
    case KIND_BOOL:
    case KIND_ENUM:
        return false;
    }
    return false;
}

static struct str text_of(struct arena *a, const struct db_cell *cell)
{
    char *p = arena_raw(a, cell->n + 1);

    if (cell->n > 0)
        memcpy(p, cell->p, cell->n);
    p[cell->n] = '\0';
    return (struct str){p, cell->n};
}

static bool put_word(const struct field *f, const struct db_cell *cell, void *at)
{
    int v = word_find(f->words, (struct str){cell->p, cell->n});

    if (v < 0)
        return false;
    memcpy(at, &v, sizeof(v));
    return true;
}

static bool put_date(const struct db_cell *cell, void *at)
{
    return date_parse((struct str){cell->p, cell->n}, (struct date *)at) == OK;
}

static bool put_bytes(struct arena *a, const struct db_cell *cell, void *at)
{
    unsigned char *p = arena_raw(a, cell->n + 1);

    if (cell->n > 0)
        memcpy(p, cell->p, cell->n);
    *(struct bytes *)at = (struct bytes){p, cell->n};
    return true;
}

static bool put(struct arena *a, const struct field *f, const struct db_cell *cell, void *at)
{
    switch (f->kind) {
    case KIND_INT:
    case KIND_INSTANT:
    case KIND_MONEY:
        *(int64_t *)at = cell->i;
        return true;
    case KIND_BOOL:
        *(bool *)at = cell->i == 1;
        return cell->i == 0 || cell->i == 1;
    case KIND_STR:
    case KIND_PRIV:
        *(struct str *)at = text_of(a, cell);
        return true;
    case KIND_ENUM:
        return put_word(f, cell, at);
    case KIND_DATE:
        return put_date(cell, at);
    case KIND_BYTES:
        return put_bytes(a, cell, at);
    }
    return false;
}

enum err row_decode(struct db *db, const struct db_prepared *p, const struct db_cell *cells,
    struct arena *a, void *out)
{
    memset(out, 0, p->st->shape->size);
    for (size_t i = 0; i < p->columns; i++) {
        const struct field *f = p->fields[i];
        void *at = (char *)out + f->offset;

        if (cells[i].kind == CELL_NULL) {
            if (!absent_value(f, at))
                return refuse(db, p, i, "is NULL");
        } else if (cells[i].kind != wanted(f->kind)) {
            return refuse(db, p, i, "has another type than its field");
        } else if (!put(a, f, &cells[i], at)) {
            return refuse(db, p, i, "has a value outside its field");
        }
    }
    return OK;
}
