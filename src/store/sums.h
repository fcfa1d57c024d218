/*
 * sums: rows and a checksum of a table: SHA-256 over the canonical rows in order of the key.
 */
#ifndef STORE_SUMS_H
#define STORE_SUMS_H

#include "store/move.h"
#include "store/rows.h"

struct sums;

struct sums *sums_new(struct arena *a);
/* Begin the next table. */
void sums_start(struct sums *s);
/* One encoded row. */
void sums_add(struct sums *s, struct bytes row);
/* The checksum in hex, on a. */
struct move_table sums_take(struct sums *s, struct arena *a, struct str name);

/* The sums of the tables, in their order; inside a transaction of the caller. */
enum err sums_read(struct db *db, struct arena *a, const struct catalog_table_list *tables,
    struct move_table_list *out) MUST_USE;
/* ERR_CONFLICT, and a line for each table that differs. */
enum err sums_compare(const struct move_table_list *x, const struct move_table_list *y,
    struct buf *problem) MUST_USE;

#endif
