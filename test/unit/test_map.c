#include "base/map.h"

#include "check.h"

static void what_was_put_is_found_and_does_not_move(void **state)
{
    struct map *m = map_new(*state);
    static int values[5000];
    void **first = map_at(m, S("k0"));

    for (int i = 0; i < 5000; i++)
        *map_at(m, str_f(*state, "k%d", i)) = &values[i];
    assert_int_equal(map_count(m), 5000);
    assert_ptr_equal(map_at(m, S("k0")), first);
    for (int i = 0; i < 5000; i++)
        assert_ptr_equal(map_find(m, str_f(*state, "k%d", i)), &values[i]);
}

static void what_was_not_put_is_missing(void **state)
{
    struct map *m = map_new(*state);
    static int value;

    assert_null(map_find(m, S("a")));
    *map_at(m, S("")) = &value;
    assert_ptr_equal(map_find(m, S("")), &value);
    assert_null(map_find(m, S("a")));
    assert_null(*map_at(m, S("a")));
    assert_int_equal(map_count(m), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_put_is_found_and_does_not_move),
        TEST(what_was_not_put_is_missing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
