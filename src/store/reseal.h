/*
 * reseal: sealed columns by name, so that values under an old key can be found, counted and
 * replaced.  The names come from the registry of personal fields, never from outside.
 */
#ifndef STORE_RESEAL_H
#define STORE_RESEAL_H

#include "store/db.h"

/* table.column, sealed and bound to the random uid in column uid; index: the column of its
 * blind index, or NULL.  Rows have a number "id". */
struct reseal_column {
    const char *table, *column, *uid, *index;
};

struct reseal_row {
    int64_t id;
    struct str uid;
    struct bytes sealed;
};
LIST_OF(reseal_row);

/* The statements for one column; lives on a, which must outlive the connection's use. */
struct reseal;
struct reseal *reseal_new(struct arena *a, const struct reseal_column *c);

/* At most 200 rows above after whose value does not begin with head, lowest id first. */
enum err reseal_next(struct db *db, struct arena *a, const struct reseal *r, int64_t after,
    struct bytes head, struct reseal_row_list *out) MUST_USE;
/* Replace a value, and its blind index where there is one; *changed is 0 when somebody else
 * changed it meanwhile. */
enum err reseal_put(struct db *db, const struct reseal *r, const struct reseal_row *row,
    struct bytes sealed, struct str index, int64_t *changed) MUST_USE;
/* Values that begin with head. */
enum err reseal_count(
    struct db *db, const struct reseal *r, struct bytes head, int64_t *n) MUST_USE;

/* Texts of table.column that begin with the eight letters of id (keyed hashes). */
struct reseal_hash;
struct reseal_hash *reseal_hash_new(struct arena *a, const char *table, const char *column);
enum err reseal_hash_count(
    struct db *db, const struct reseal_hash *h, struct str id, int64_t *n) MUST_USE;

#endif
