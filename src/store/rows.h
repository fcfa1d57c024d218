/*
 * rows: whole tables in the order of their primary key, and the canonical form of a row, which
 * is the same for both engines: what checksums and backups are made of.
 */
#ifndef STORE_ROWS_H
#define STORE_ROWS_H

#include "store/catalog.h"

/* Call take for each row of the table; columns in the order of table->columns.  Memory is
 * bounded: the table is read in pages. */
enum err rows_each(
    struct db *db, const struct catalog_table *table, const struct db_rows *take) MUST_USE;

/* One row as bytes, appended to out: per cell a letter, then eight bytes (the number or the
 * length, highest first), then the text or the bytes. */
void rows_encode(struct buf *out, const struct db_cell *cells, size_t n);
/* The cells of n columns; they point into row.  ERR_INVALID: not a row. */
enum err rows_decode(struct bytes row, struct db_cell *cells, size_t n) MUST_USE;

/* The text of the statement that puts a row, and its parameters, on a. */
struct db_statement rows_insert(struct arena *a, const struct catalog_table *table);
/* Cells as arguments of that statement. */
void rows_args(const struct db_cell *cells, size_t n, struct db_arg *args);

#endif
