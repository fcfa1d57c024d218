/*
 * sqlite: what the writer's helper threads and move.c ask of SQLite beyond the common driver.
 */
#ifndef STORE_SQLITE_H
#define STORE_SQLITE_H

#include "store/driver.h"

/* Move committed pages from the log to the database file without waiting for anybody; with
 * restart, wait (shortly) for readers so that the log begins anew.  pages: length of the log.
 */
enum err sqlite_checkpoint(struct db *db, bool restart, int64_t *pages) MUST_USE;
/* Copy the live database into a new file at path with the online backup interface. */
enum err sqlite_backup(struct db *db, struct str path) MUST_USE;
/* integrity_check and foreign_key_check; problem gets what they say. */
enum err sqlite_check(struct db *db, struct buf *problem) MUST_USE;

#endif
