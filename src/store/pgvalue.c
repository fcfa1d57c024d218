#include "store/pgvalue.h"

/* Types of columns and arguments, as PostgreSQL numbers them. */
enum oid {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_OID = 26,
    OID_BPCHAR = 1042,
    OID_VARCHAR = 1043
};

enum cell_kind pgvalue_kind(Oid type)
{
    switch (type) {
    case OID_BOOL:
    case OID_INT8:
    case OID_INT2:
    case OID_INT4:
    case OID_OID:
        return CELL_INT;
    case OID_NAME:
    case OID_TEXT:
    case OID_BPCHAR:
    case OID_VARCHAR:
        return CELL_TEXT;
    case OID_BYTEA:
        return CELL_BYTES;
    default:
        return CELL_NULL;
    }
}

Oid pgvalue_type(enum kind kind)
{
    switch (kind) {
    case KIND_INT:
    case KIND_INSTANT:
    case KIND_MONEY:
    case KIND_BOOL:
        return OID_INT8;
    case KIND_STR:
    case KIND_PRIV:
    case KIND_DATE:
    case KIND_ENUM:
        return OID_TEXT;
    case KIND_BYTES:
        return OID_BYTEA;
    }
    return 0;
}

static void big_endian(int64_t v, char out[8])
{
    for (int i = 0; i < 8; i++)
        out[i] = (char)((uint64_t)v >> (56 - 8 * i) & 0xff);
}

void pgvalue_set(struct pgvalue_list *v, size_t i, const struct db_arg *arg)
{
    v->format[i] = 1;
    v->p[i] = NULL;
    v->length[i] = 0;
    if (driver_absent(arg))
        return;
    v->p[i] = v->small[i];
    switch (arg->kind) {
    case KIND_INT:
    case KIND_INSTANT:
    case KIND_MONEY:
    case KIND_BOOL:
        big_endian(arg->i, v->small[i]);
        v->length[i] = 8;
        return;
    case KIND_STR:
    case KIND_PRIV:
    case KIND_ENUM:
        v->p[i] = arg->s.p;
        v->length[i] = (int)arg->s.n;
        return;
    case KIND_BYTES:
        v->p[i] = (const char *)arg->b.p;
        v->length[i] = (int)arg->b.n;
        return;
    case KIND_DATE:
        driver_date(arg->d, v->small[i]);
        v->length[i] = 10;
        return;
    }
}

void pgvalue_cell(const PGresult *r, int row, int column, struct db_cell *cell)
{
    const char *p = PQgetvalue(r, row, column);
    int n = PQgetlength(r, row, column);
    uint64_t v;

    if (PQgetisnull(r, row, column)) {
        cell->kind = CELL_NULL;
        return;
    }
    cell->kind = pgvalue_kind(PQftype(r, column));
    cell->p = p;
    cell->n = (size_t)n;
    if (cell->kind != CELL_INT)
        return;
    /* Signed and big-endian, except one-byte booleans and unsigned oids. */
    v = n > 1 && (*p & 0x80) != 0 && PQftype(r, column) != OID_OID ? UINT64_MAX : 0;
    for (int i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    cell->i = (int64_t)v;
}
