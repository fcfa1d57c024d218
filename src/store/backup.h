/*
 * backup: the rows of a database and the files of a directory as one sealed file, readable into
 * either engine.  Inside: the schema steps, each table with its rows and their checksum, files.
 */
#ifndef STORE_BACKUP_H
#define STORE_BACKUP_H

#include "store/load.h"
#include "store/sealed.h"

/* Write everything that db (inside a reading transaction) and the directory hold. */
enum err backup_write(
    struct db *db, struct arena *a, struct str files_dir, struct sealed *to) MUST_USE;

/* The steps the backup was made under; the first of this program's.  ERR_CONFLICT: others. */
enum err backup_read_steps(
    struct sealed *from, struct arena *a, size_t *n, struct buf *problem) MUST_USE;
/* The rest: rows into the load, files into files_dir.  ERR_CONFLICT: rows and checksums differ.
 */
enum err backup_read(struct sealed *from, struct load *load, struct arena *a,
    struct str files_dir, struct buf *problem) MUST_USE;

#endif
