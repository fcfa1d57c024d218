/*
 * search: full text with the same answers on both engines; derived, fed after commit.
 */
#ifndef CORE_SEARCH_H
#define CORE_SEARCH_H

#include "core/cx.h"

/* In the writing transaction: this record's text changed (a row in the feed). */
enum err search_changed(struct cx *cx, const char *kind, int64_t id) MUST_USE;
/* A feature tells the text of a record: row of its .searches table, ended by a NULL kind. */
struct search_kind {
    const char *kind;
    /* Text and division; ERR_NOT_FOUND when the record is gone. */
    enum err (*text)(struct cx *cx, int64_t id, struct str *text, struct str *division);
};
/* The newest max ids (below the id before, when before > 0) whose text contains every word of
 * what was typed, within the subtree range [from, to).  more: there are further ones. */
enum err search_find(struct cx *cx, const char *kind, struct str typed, struct str from,
    struct str to, int64_t before, size_t max, int64_t *ids, size_t *n, bool *more) MUST_USE;
/* The feeder: index up to max waiting records; called by its own thread. */
enum err search_feed(struct cx *cx, const struct search_kind *const *kinds, size_t max,
    int64_t *fed) MUST_USE;
enum err search_rebuild(struct cx *cx, const struct search_kind *const *kinds) MUST_USE;

#endif
