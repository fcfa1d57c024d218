#include "check.h"

static void every_code_has_its_own_name_and_a_status(void **state)
{
    (void)state;
    for (int i = OK; i <= ERR_DOWN; i++) {
        assert_string_not_equal(err_name((enum err)i), "unknown");
        assert_in_range(err_status((enum err)i), 200, 599);
        for (int j = OK; j < i; j++)
            assert_string_not_equal(err_name((enum err)i), err_name((enum err)j));
    }
    assert_int_equal(err_status(ERR_STALE), 412);
    assert_int_equal(err_status(ERR_INVALID), 422);
}

static enum err count_then_fail(int *calls, enum err code)
{
    ++*calls;
    return code;
}

static enum err two_calls(int *calls, enum err first)
{
    TRY(count_then_fail(calls, first));
    TRY(count_then_fail(calls, OK));
    return OK;
}

static void try_returns_at_the_first_failure(void **state)
{
    int calls = 0;

    (void)state;
    assert_err(ERR_BUSY, two_calls(&calls, ERR_BUSY));
    assert_int_equal(calls, 1);
    assert_ok(two_calls(&calls, OK));
    assert_int_equal(calls, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_code_has_its_own_name_and_a_status),
        TEST(try_returns_at_the_first_failure),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
