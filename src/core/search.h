/*
 * search: full text with the same answers on both engines; derived, fed after commit.
 *
 * On SQLite the index is a file of its own beside the database (search.db: FTS5, not synced;
 * after a crash it catches up from the last change that it knows itself); on PostgreSQL it is
 * the table d_search_part with a GIN index.  Both hold the terms of base/han.h; documents are
 * cut into parts of at most 200 characters, each beginning 64 characters before the last one's
 * end, so that a phrase of up to 64 characters lies whole in one of them.
 */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include "core/cx.h"
#include "store/db.h"

/* In the writing transaction: this record's text changed (a row in the feed). */
enum err search_changed(struct cx *cx, const char *kind, int64_t id) MUST_USE;
/* The same for a record that was just made. */
enum err search_added(struct cx *cx, const char *kind, int64_t id) MUST_USE;
/* A feature tells the text of a record: row of its .searches table, ended by a NULL kind. */
struct search_kind {
    const char *kind;
    /* Text and division; ERR_NOT_FOUND when the record is gone. */
    enum err (*text)(struct cx *cx, int64_t id, struct str *text, struct str *division);
};
/* The newest max ids (below the id before, when before > 0) whose text contains every word of
 * what was typed, within the subtree range [from, to); absent or empty: no bound.  more: there
 * are further ones.  Reads cx->search where that is set. */
enum err search_find(struct cx *cx, const char *kind, struct str typed, struct str from,
    struct str to, int64_t before, size_t max, int64_t *ids, size_t *n, bool *more) MUST_USE;
/* The feeder: index up to max waiting records; called by its own thread, on SQLite in a reading
 * transaction with a writable cx->search, on PostgreSQL in a writing one. */
enum err search_feed(
    struct cx *cx, const struct search_kind *const *kinds, size_t max, int64_t *fed) MUST_USE;
/* Throw the index away and feed it again. */
enum err search_rebuild(struct cx *cx, const struct search_kind *const *kinds) MUST_USE;

/* The index's connection for a database: on SQLite the file search.db in the same folder, made
 * when missing; on PostgreSQL NULL.  Closed with db_close. */
enum err search_open(
    const struct db_place *place, struct db **out, struct buf *problem) MUST_USE;
/* Make the tables of the index where it lives (PostgreSQL: in the database itself). */
enum err search_make(struct cx *cx) MUST_USE;

struct search_item {
    int64_t id; /* order of changes */
    struct str kind;
    int64_t object_id;
};
LIST_OF(search_item);
extern const struct shape search_item_shape;
struct search_hit {
    int64_t id;
};
LIST_OF(search_hit);
extern const struct shape search_hit_shape;

#endif
