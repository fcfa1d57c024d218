/*
 * catalog: the fact tables of a live database, read from the engine itself.  Derived tables
 * (d_…) and the list of schema steps are left out.
 */
#ifndef STORE_CATALOG_H
#define STORE_CATALOG_H

#include "store/driver.h"

struct catalog_column {
    struct str name;
    struct str type;
    int64_t key;      /* place in the primary key from 1, or 0 */
    int64_t identity; /* 1: numbered by PostgreSQL */
    enum cell_kind kind;
};
LIST_OF(catalog_column);

struct catalog_table {
    struct str name;
    struct catalog_column_list columns; /* in order of their names */
    struct catalog_column_list keys;    /* in order of the key */
};
LIST_OF(catalog_table);

/* In order of names.  ERR_DOWN: a table without a primary key, or a type of no dialect. */
enum err catalog_read(struct db *db, struct arena *a, struct catalog_table_list *out) MUST_USE;
/* The table with this name, or NULL. */
const struct catalog_table *catalog_find(
    const struct catalog_table_list *list, struct str name);

#endif
