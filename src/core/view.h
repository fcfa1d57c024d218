/*
 * view: the filter of a list, saved under a name.  Everybody's own: nobody sees or uses the
 * views of another account.
 */
#ifndef CORE_VIEW_H
#define CORE_VIEW_H

#include "core/cx.h"

#define VIEW_NAME_MAX 40
#define VIEW_MOST 60 /* of one account */

struct view {
    int64_t id;
    struct str path; /* of the list: "/requests" */
    struct str name;
    struct str query; /* "state=open&sort=-due", percent-encoded; may be empty */
};
LIST_OF(view);
extern const struct shape view_shape;

/* One's own on this list, or all when path is absent; by list and name.  Empty for whoever has
 * no account. */
enum err view_of(struct cx *cx, struct str path, struct view_list *out) MUST_USE;
/* The same name on the same list is replaced.  Right: signed in.  ERR_INVALID (name, path);
 * ERR_LIMIT: VIEW_MOST are there. */
enum err view_save(struct cx *cx, struct str path, struct str query, struct str name) MUST_USE;
/* ERR_NOT_FOUND: not one's own.  ERR_INVALID: the name is taken on that list. */
enum err view_rename(struct cx *cx, int64_t id, struct str name) MUST_USE;
enum err view_drop(struct cx *cx, int64_t id) MUST_USE;

#endif
