#include "base/num.h"

#include "check.h"

static void numbers_that_are_read(void **state)
{
    static const struct {
        const char *in;
        int64_t out;
    } rows[] = {
        {"0", 0},
        {"-0", 0},
        {"+7", 7},
        {"007", 7},
        {"9223372036854775807", INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
    };
    int64_t v;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(num_parse(str_of(rows[i].in), INT64_MIN, INT64_MAX, &v));
        assert_int_equal(v, rows[i].out);
    }
}

static void numbers_that_are_refused(void **state)
{
    static const char *const rows[] = {"", "-", "+", "1 ", " 1", "1.0", "1e3", "0x1", "١",
        "--1", "1-", "9223372036854775808", "-9223372036854775809",
        "99999999999999999999999999", "一"};
    int64_t v = 5;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_err(ERR_INVALID, num_parse(str_of(rows[i]), INT64_MIN, INT64_MAX, &v));
    assert_err(ERR_INVALID, num_parse(S("11"), 0, 10, &v));
    assert_err(ERR_INVALID, num_parse(S("-1"), 0, 10, &v));
    assert_err(ERR_INVALID, num_parse((struct str){NULL, 0}, 0, 10, &v));
    assert_int_equal(v, 5);
}

static void groups_of_three(void **state)
{
    assert_str(num_grouped(*state, 0), "0");
    assert_str(num_grouped(*state, 999), "999");
    assert_str(num_grouped(*state, 26000), "26\u202F000");
    assert_str(num_grouped(*state, -123456), "-123\u202F456");
    assert_str(num_grouped(*state, 1234567), "1\u202F234\u202F567");
}

static void money_there_and_back(void **state)
{
    static const struct {
        const char *in;
        int64_t fen;
        const char *out;
    } rows[] = {
        {"12.50", 1250, "12.50"},
        {"12", 1200, "12.00"},
        {"0.05", 5, "0.05"},
        {"12.5", 1250, "12.50"},
        {"92233720368547756.99", 9223372036854775699, "92233720368547756.99"},
    };
    static const char *const bad[] = {"", ".", ".5", "1.", "1.234", "1,000", "-1", "+1", "1.-5",
        "1.+5", "1.2.3", "￥1", "99999999999999999999"};
    struct money m;

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(money_parse(str_of(rows[i].in), &m));
        assert_int_equal(m.fen, rows[i].fen);
        assert_str(money_text(*state, m), rows[i].out);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, money_parse(str_of(bad[i]), &m));
    assert_str(money_text(*state, (struct money){-5}), "-0.05");
    assert_str(money_text(*state, (struct money){INT64_MIN}), "-92233720368547758.08");
}

static void shares_are_rounded_half_up(void **state)
{
    static const struct {
        struct ratio r;
        int digits;
        const char *out;
    } rows[] = {
        {{737, 1000}, 1, "73.7%"},
        {{1, 3}, 1, "33.3%"},
        {{2, 3}, 1, "66.7%"},
        {{1, 8}, 1, "12.5%"},
        {{1, 8}, 0, "13%"},
        {{1, 2000}, 1, "0.1%"},
        {{1, 2001}, 1, "0.0%"},
        {{9995, 10000}, 1, "100.0%"},
        {{9994, 10000}, 1, "99.9%"},
        {{5, 5}, 0, "100%"},
        {{7, 5}, 2, "140.00%"},
        {{0, 5}, 0, "0%"},
        {{0, 0}, 1, "—"},
        {{5, 0}, 1, "—"},
        {{-1, 3}, 1, "-33.3%"},
        {{INT64_MAX, INT64_MAX}, 2, "100.00%"},
        {{INT64_MAX, 1}, 0, "922337203685477580700%"},
        {{1, INT64_MAX}, 2, "0.00%"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(ratio_text(*state, rows[i].r, rows[i].digits), rows[i].out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(numbers_that_are_read),
        TEST(numbers_that_are_refused),
        TEST(groups_of_three),
        TEST(money_there_and_back),
        TEST(shares_are_rounded_half_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
