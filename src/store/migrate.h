/*
 * migrate: apply the embedded schema steps once, in order, with checksums.
 */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

#include "store/db.h"

/* One file schema/NNNN-name.sql, embedded for both engines by tools/gen. */
struct schema_step {
    int number;
    const char *name;
    const char *checksum; /* SHA-256 of the source text, hex */
    const char *sqlite, *postgres;
};
extern const struct schema_step schema_steps[];
extern const size_t schema_steps_n;

/* Steps not applied yet, 0 when up to date.  ERR_CONFLICT: the database is newer than the
 * program, or an applied step has another checksum. */
enum err migrate_pending(struct db *db, int64_t *pending, struct buf *problem) MUST_USE;
/* Apply what is pending, each step in its own transaction; told is called before each. */
enum err migrate_apply(struct db *db, void (*told)(void *arg, const struct schema_step *step),
    void *arg, struct buf *problem) MUST_USE;

/* The same with steps given by the caller (tests). */
struct schema_list {
    const struct schema_step *p;
    size_t n;
};
struct migrate_told {
    void (*step)(void *arg, const struct schema_step *step); /* may be NULL */
    void *arg;
};
enum err migrate_pending_of(struct db *db, const struct schema_list *list, int64_t *pending,
    struct buf *problem) MUST_USE;
enum err migrate_apply_of(struct db *db, const struct schema_list *list,
    const struct migrate_told *told, struct buf *problem) MUST_USE;

#endif
