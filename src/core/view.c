#include "core/view.h"

#include "core/rights.h"
#include "core/view.sql.h"

enum {
    PATH_MAX_BYTES = 200,
    QUERY_MAX_BYTES = 2000
};

static const struct field fields[] = {
    FIELD(struct view, id),
    FIELD(struct view, path),
    FIELD(struct view, name),
    FIELD(struct view, query),
};
const struct shape view_shape = SHAPE(view, fields);

enum err view_of(struct cx *cx, struct str path, struct view_list *out)
{
    *out = (struct view_list){NULL, 0};
    if (cx->actor->account_id == 0)
        return OK;
    return sql_view_of(
        cx, cx->actor->account_id, str_empty(path) ? (struct str){0} : path, VIEW_MOST, out);
}

static bool in_words(char c, const char *others)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           str_find_char(str_of(others), c) != (size_t)-1;
}

/* The address of a list of ours, and a query that is already encoded. */
static bool address_ok(struct str path, struct str query)
{
    if (path.n < 2 || path.n > PATH_MAX_BYTES || path.p[0] != '/' || path.p[1] == '/' ||
        query.n > QUERY_MAX_BYTES)
        return false;
    for (size_t i = 0; i < path.n; i++)
        if (!in_words(path.p[i], "/-_."))
            return false;
    for (size_t i = 0; i < query.n; i++)
        if (!in_words(query.p[i], "%=&+-_.~"))
            return false;
    return true;
}

static enum err name_check(struct cx *cx, struct str name)
{
    size_t points = str_points(name);

    if (points < 1 || points > VIEW_NAME_MAX)
        return fail(cx, ERR_INVALID, "name", "view.name");
    return OK;
}

enum err view_save(struct cx *cx, struct str path, struct str query, struct str name)
{
    struct str trimmed = str_trim(name);
    int64_t n;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    if (!address_ok(path, query))
        return fail(cx, ERR_INVALID, "path", "view.address");
    TRY(name_check(cx, trimmed));
    TRY(sql_view_count(cx, cx->actor->account_id, &n));
    if (n >= VIEW_MOST)
        return fail(cx, ERR_LIMIT, "name", "view.most");
    return sql_view_put(cx, cx->actor->account_id, path, trimmed,
        query.p == NULL ? S("") : query, cx->now, NULL);
}

enum err view_rename(struct cx *cx, int64_t id, struct str name)
{
    struct str trimmed = str_trim(name);
    int64_t n;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    TRY(name_check(cx, trimmed));
    TRY(sql_view_taken(cx, id, cx->actor->account_id, trimmed, &n));
    if (n > 0)
        return fail(cx, ERR_INVALID, "name", "view.taken");
    TRY(sql_view_name(cx, id, cx->actor->account_id, trimmed, &n));
    return n > 0 ? OK : fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err view_drop(struct cx *cx, int64_t id)
{
    int64_t n;

    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    TRY(sql_view_drop(cx, id, cx->actor->account_id, &n));
    return n > 0 ? OK : fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}
