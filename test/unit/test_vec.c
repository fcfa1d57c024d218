#include "base/vec.h"

#include "check.h"

static void elements_stay_in_order_while_the_array_grows(void **state)
{
    struct {
        int *p;
        size_t n, cap;
    } v = {0};
    int sum = 0;

    for (int i = 0; i < 10000; i++) {
        *VEC_PUSH(*state, &v) = i;
        if (i % 100 == 0)
            (void)arena_take(*state, 1); /* forces the array to move */
    }
    assert_int_equal(v.n, 10000);
    for (int i = 0; i < 10000; i++)
        assert_int_equal(v.p[i], i);
    EACH (it, &v)
        sum += *it;
    assert_int_equal(sum, 49995000);
}

static void walking_an_empty_list_does_nothing(void **state)
{
    struct {
        int *p;
        size_t n;
    } v = {0};
    int turns = 0;

    (void)state;
    EACH (it, &v)
        turns++;
    assert_int_equal(turns, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(elements_stay_in_order_while_the_array_grows),
        TEST(walking_an_empty_list_does_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
