/*
 * load: fill an empty, migrated database with rows of another one, in one transaction.  Foreign
 * keys are out of force meanwhile and checked as a whole before the commit.
 */
#ifndef STORE_LOAD_H
#define STORE_LOAD_H

#include "store/catalog.h"

struct load;

/* ERR_CONFLICT: a table has rows that no schema step put there. */
enum err load_open(
    struct db *db, struct arena *a, struct load **out, struct buf *problem) MUST_USE;
/* The rows that follow belong to this table. */
enum err load_table(struct load *l, const struct catalog_table *table) MUST_USE;
enum err load_row(struct load *l, const struct db_cell *cells, size_t n) MUST_USE;
/* Everything is in: foreign keys in force again and held, numbering behind the last id.  The
 * transaction is still open, so that the caller can compare first. */
enum err load_check(struct load *l, struct buf *problem) MUST_USE;
/* Commit, or roll back; the load is over either way. */
enum err load_close(struct load *l, bool commit) MUST_USE;
const struct catalog_table_list *load_tables(const struct load *l);
struct db *load_db(const struct load *l);

#endif
