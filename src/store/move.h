/*
 * move: copy a whole database between engines and verify it; online encrypted backup and
 * restore. Tables whose names begin with d_ are derived and left out.
 */
#ifndef STORE_MOVE_H
#define STORE_MOVE_H

#include "store/db.h"

/* Rows and a checksum per table, both engines alike: SHA-256 over the canonical text of the
 * rows in primary key order. */
struct move_table {
    struct str name;
    int64_t rows;
    struct str checksum; /* hex */
};
LIST_OF(move_table);

enum err move_sums(struct db *db, struct arena *a, struct move_table_list *out) MUST_USE;
/* Copy every fact table from one to the other (empty, migrated) database and compare. */
enum err move_copy(
    struct db *from, struct db *to, struct arena *a, struct buf *problem) MUST_USE;

/* A consistent copy of a live database into one file, sealed with key (secretstream,
 * XChaCha20-Poly1305) while it is written; synced before the name appears.  files_dir (may be
 * absent) is packed along. */
enum err move_backup(struct db *db, struct str files_dir, const unsigned char key[32],
    struct str to_path, struct buf *problem) MUST_USE;
/* Into an empty data directory or an empty PostgreSQL database; verified before it opens. */
enum err move_restore(struct str from_path, const unsigned char key[32],
    const struct db_place *to, struct str files_dir, struct buf *problem) MUST_USE;

#endif
