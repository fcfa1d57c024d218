/*
 * row: from the cells of an engine to a C struct, by its shape.
 */
#ifndef STORE_ROW_H
#define STORE_ROW_H

#include "store/driver.h"

/* Find the field of each result column.  ERR_DOWN: a column without a field, or (where the
 * engine tells types beforehand) of another type. */
enum err row_map(struct db *db, struct db_prepared *p) MUST_USE;
/* Decode one row onto a; out (shape->size bytes) is cleared first. */
enum err row_decode(struct db *db, const struct db_prepared *p, const struct db_cell *cells,
    struct arena *a, void *out) MUST_USE;

#endif
