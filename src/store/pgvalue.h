/*
 * pgvalue: values between our kinds and PostgreSQL's binary formats; for store/postgres.c only.
 */
#ifndef STORE_PGVALUE_H
#define STORE_PGVALUE_H

#include "store/driver.h"

#include <libpq-fe.h>

#define PGVALUE_MAX 200

/* The arguments of one statement, as libpq takes them. */
struct pgvalue_list {
    const char *p[PGVALUE_MAX];
    int length[PGVALUE_MAX];
    int format[PGVALUE_MAX];
    char small[PGVALUE_MAX][12];
};

void pgvalue_set(struct pgvalue_list *v, size_t i, const struct db_arg *arg);
/* The server's type for an argument of this kind. */
Oid pgvalue_type(enum kind kind);
/* CELL_NULL: a type that the dialect lacks. */
enum cell_kind pgvalue_kind(Oid type);
void pgvalue_cell(const PGresult *r, int row, int column, struct db_cell *cell);

#endif
