#include "http/route.h"

#include "check.h"

static enum err handle(struct call *call)
{
    call->status = 200;
    return OK;
}

static const struct form some_form = {"some", 1, NULL, 0};

/* clang-format off */
static const struct route rows[] = {
    {METHOD_GET,  "/",                      handle, 1},
    {METHOD_GET,  "/requests",              handle, 1},
    {METHOD_GET,  "/requests/{code}",       handle, 1},
    {METHOD_POST, "/requests/{id}",         handle, 1},
    {METHOD_POST, "/requests/{code}/move",  handle, 1},
    {METHOD_GET,  "/requests/new",          handle, 1},
    {METHOD_GET,  "/a/{x}/b/{y}",           handle, 1},
    ROUTES_END
};
/* clang-format on */

static struct router *build(struct arena *a)
{
    const struct route *const tables[] = {rows};
    struct buf problems = buf_new(a, 4096);
    struct router *r;

    assert_ok(route_build(a, tables, 1, &r, &problems));
    return r;
}

struct found {
    const struct route *route;
    struct pair *params;
    size_t n;
    struct str allow;
};

static enum err find(struct arena *a, enum method m, const char *path, struct found *f)
{
    *f = (struct found){0};
    return route_find(build(a), m, str_of(path), a, &f->route, &f->params, &f->n, &f->allow);
}

static void words_come_before_parameters_and_a_dead_end_is_left_again(void **state)
{
    struct found f;

    assert_ok(find(*state, METHOD_GET, "/requests/new", &f));
    assert_string_equal(f.route->path, "/requests/new");
    assert_int_equal(f.n, 0);
    assert_ok(find(*state, METHOD_POST, "/requests/new/move", &f));
    assert_string_equal(f.route->path, "/requests/{code}/move");
    assert_str(f.params[0].value, "new");
    assert_ok(find(*state, METHOD_GET, "/a/1/b/二", &f));
    assert_str(f.params[0].name, "x");
    assert_str(f.params[1].value, "二");
    assert_ok(find(*state, METHOD_POST, "/requests/7", &f));
    assert_str(f.params[0].name, "id");
}

static void other_methods_are_named_and_head_follows_from_get(void **state)
{
    struct found f;

    assert_err(ERR_INVALID, find(*state, METHOD_DELETE, "/requests/7", &f));
    assert_str(f.allow, "GET, HEAD, POST");
    assert_ok(find(*state, METHOD_HEAD, "/requests", &f));
    assert_err(ERR_INVALID, find(*state, METHOD_POST, "/", &f));
    assert_str(f.allow, "GET, HEAD");
}

static void what_is_not_in_the_table_is_not_found(void **state)
{
    static const char *const paths[] = {"", "requests", "/nothing", "/requests/",
        "/requests//move", "/a/1/b/", "/a/1/b", "//", "/requests/1/move/x", "/{code}",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18"};
    struct found f;

    for (size_t i = 0; i < COUNT(paths); i++)
        assert_err(ERR_NOT_FOUND, find(*state, METHOD_GET, paths[i], &f));
}

static void a_row_that_is_wrong_does_not_start(void **state)
{
    const struct route bad[] = {
        {METHOD_GET, "/a", handle, 0},
        {METHOD_GET, "/b", NULL, 1},
        {METHOD_GET, "c", handle, 1},
        {METHOD_HEAD, "/d", handle, 1},
        {METHOD_GET, "/e", handle, 1, .form = &some_form},
        {METHOD_POST, "/f", handle, 1, .form = &some_form},
        {METHOD_GET, "/requests/{other}", handle, 1},
        ROUTES_END,
    };
    const struct route *const tables[] = {rows, bad};
    struct buf problems = buf_new(*state, 4096);
    struct router *r;
    size_t lines = 0;

    assert_err(ERR_INVALID, route_build(*state, tables, 2, &r, &problems));
    for (size_t i = 0; i < problems.n; i++)
        lines += problems.p[i] == '\n';
    assert_int_equal(lines, 8);
}

static void all_rows_are_listed_in_a_stable_order(void **state)
{
    size_t n;
    const struct route *const *all = route_all(build(*state), &n);

    assert_int_equal(n, COUNT(rows) - 1);
    assert_string_equal(all[0]->path, "/");
    assert_string_equal(all[n - 1]->path, "/requests/{id}");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(words_come_before_parameters_and_a_dead_end_is_left_again),
        TEST(other_methods_are_named_and_head_follows_from_get),
        TEST(what_is_not_in_the_table_is_not_found),
        TEST(a_row_that_is_wrong_does_not_start),
        TEST(all_rows_are_listed_in_a_stable_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
