#include "http/route.h"

#include "base/map.h"
#include "base/vec.h"

#include <string.h>

#define SEGMENTS 16
#define METHODS (METHOD_DELETE + 1)

struct node {
    struct str segment; /* static text, or the parameter's name */
    struct node *next;  /* the next sibling */
    struct node *children, *param;
    const struct route *rows[METHODS];
    struct str allow;
};

struct router {
    struct node root;
    struct map *exact; /* whole paths without parameters to their nodes */
    struct {
        const struct route **p;
        size_t n, cap;
    } all;
};

static const char *const method_names[METHODS] = {
    [METHOD_GET] = "GET",
    [METHOD_HEAD] = "HEAD",
    [METHOD_POST] = "POST",
    [METHOD_PUT] = "PUT",
    [METHOD_DELETE] = "DELETE",
};

/* Cut a path after its first slash into segments; false: too many. */
static bool split(struct str path, struct str out[SEGMENTS], size_t *n)
{
    struct str rest = str_sub(path, 1, path.n);

    *n = 0;
    while (rest.p != NULL) {
        if (*n == SEGMENTS)
            return false;
        out[(*n)++] = str_cut(rest, '/', &rest);
    }
    return true;
}

static bool is_param(struct str s)
{
    return s.n > 2 && s.p[0] == '{' && s.p[s.n - 1] == '}';
}

static struct node *child(struct arena *a, struct node *at, struct str segment)
{
    struct node *n;

    if (is_param(segment)) {
        if (at->param == NULL) {
            at->param = NEW(a, struct node);
            at->param->segment = segment;
        }
        return at->param;
    }
    for (n = at->children; n != NULL; n = n->next)
        if (str_eq(n->segment, segment))
            return n;
    n = NEW(a, struct node);
    n->segment = segment;
    n->next = at->children;
    at->children = n;
    return n;
}

static void complain(struct buf *problems, const struct route *r, const char *what)
{
    buf_f(problems, "route %s %s: %s\n",
        r->method > 0 && r->method < METHODS ? method_names[r->method] : "?",
        r->path == NULL ? "" : r->path, what);
}

static bool row_ok(const struct route *r, struct buf *problems)
{
    size_t before = problems->n;
    bool unsafe = r->method != METHOD_GET && r->method != METHOD_HEAD;

    if (r->method <= 0 || r->method >= METHODS || r->method == METHOD_HEAD)
        complain(problems, r, "no method (HEAD follows from GET)");
    if (r->path == NULL || r->path[0] != '/')
        complain(problems, r, "the path must begin with a slash");
    if (r->right == 0)
        complain(problems, r, "no right; public must be said");
    if (r->handler == NULL)
        complain(problems, r, "no handler");
    if (r->form != NULL && !unsafe)
        complain(problems, r, "a form in a method without body");
    if (r->form != NULL && r->again == NULL && (r->flags & ROUTE_API) == 0)
        complain(problems, r, "a form that cannot be shown again");
    return problems->n == before;
}

/* The place of a row in the tree. */
static struct node *place(
    struct arena *a, struct router *router, const struct route *r, struct buf *problems)
{
    struct str segments[SEGMENTS];
    size_t n;
    struct node *at = &router->root;
    bool exact = true;

    if (!split(str_of(r->path), segments, &n)) {
        complain(problems, r, "too many segments");
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        at = child(a, at, segments[i]);
        exact = exact && !is_param(segments[i]);
    }
    if (exact)
        *map_at(router->exact, str_of(r->path)) = at;
    return at;
}

static void add(
    struct arena *a, struct router *router, const struct route *r, struct buf *problems)
{
    struct node *at;
    struct buf allow;

    if (!row_ok(r, problems))
        return;
    at = place(a, router, r, problems);
    if (at == NULL)
        return;
    if (at->rows[r->method] != NULL) {
        complain(problems, r, "there twice");
        return;
    }
    at->rows[r->method] = r;
    if (r->method == METHOD_GET)
        at->rows[METHOD_HEAD] = r;
    allow = buf_new(a, 128);
    for (size_t m = 1; m < METHODS; m++)
        if (at->rows[m] != NULL) {
            if (allow.n > 0)
                buf_add(&allow, S(", "));
            buf_add(&allow, str_of(method_names[m]));
        }
    at->allow = buf_str(&allow);
    *VEC_PUSH(a, &router->all) = r;
}

/* By path, then by method: the order of the printed table. */
static int before(const struct route *x, const struct route *y)
{
    int order = str_cmp(str_of(x->path), str_of(y->path));

    return order != 0 ? order : (int)x->method - (int)y->method;
}

static void sort(const struct route **p, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        const struct route *r = p[i];
        size_t j = i;

        for (; j > 0 && before(r, p[j - 1]) < 0; j--)
            p[j] = p[j - 1];
        p[j] = r;
    }
}

enum err route_build(struct arena *a, const struct route *const *tables, size_t n,
    struct router **out, struct buf *problems)
{
    struct router *router = NEW(a, struct router);
    size_t at_start = problems->n;

    router->exact = map_new(a);
    for (size_t i = 0; i < n; i++)
        for (const struct route *r = tables[i]; r != NULL && r->path != NULL; r++)
            add(a, router, r, problems);
    if (problems->n != at_start)
        return ERR_INVALID;
    sort(router->all.p, router->all.n);
    *out = router;
    return OK;
}

/* Depth first, words before parameters; depth is bounded by SEGMENTS. */
/* NOLINTNEXTLINE(misc-no-recursion) */
static const struct node *walk(const struct node *at, const struct str *segments, size_t n,
    struct str *values, size_t *nvalues)
{
    const struct node *found;
    size_t kept = *nvalues;

    if (n == 0)
        return at->allow.n > 0 ? at : NULL;
    for (const struct node *c = at->children; c != NULL; c = c->next)
        if (str_eq(c->segment, segments[0])) {
            found = walk(c, segments + 1, n - 1, values, nvalues);
            if (found != NULL)
                return found;
        }
    *nvalues = kept;
    if (at->param == NULL || segments[0].n == 0)
        return NULL;
    values[(*nvalues)++] = segments[0];
    return walk(at->param, segments + 1, n - 1, values, nvalues);
}

static const struct route *row_of(const struct node *at, enum method m)
{
    return m > 0 && m < METHODS ? at->rows[m] : NULL;
}

/* Names come from the row itself: two rows may name one place differently. */
static void name_params(
    const struct route *r, const struct str *values, size_t n, struct pair *params)
{
    struct str names[SEGMENTS];
    size_t count, k = 0;

    if (!split(str_of(r->path), names, &count))
        return;
    for (size_t i = 0; i < count && k < n; i++)
        if (is_param(names[i])) {
            params[k].name = str_sub(names[i], 1, names[i].n - 2);
            params[k].value = values[k];
            k++;
        }
}

enum err route_find(const struct router *r, enum method m, struct str path, struct arena *a,
    const struct route **out, struct pair **params, size_t *nparams, struct str *allow)
{
    struct str segments[SEGMENTS], values[SEGMENTS];
    size_t n, nvalues = 0;
    const struct node *at;
    const struct route *row;

    if (path.n == 0 || path.p[0] != '/')
        return ERR_NOT_FOUND;
    at = map_find(r->exact, path);
    if (at == NULL) {
        if (!split(path, segments, &n))
            return ERR_NOT_FOUND;
        at = walk(&r->root, segments, n, values, &nvalues);
    }
    if (at == NULL)
        return ERR_NOT_FOUND;
    row = row_of(at, m);
    if (row == NULL) {
        *allow = at->allow;
        return ERR_INVALID;
    }
    *out = row;
    *nparams = nvalues;
    *params = NULL;
    if (nvalues > 0) {
        *params = MANY(a, struct pair, nvalues);
        name_params(row, values, nvalues, *params);
    }
    return OK;
}

const struct route *const *route_all(const struct router *r, size_t *n)
{
    *n = r->all.n;
    return r->all.p;
}
