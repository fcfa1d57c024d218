#include "base/buf.h"

#include "check.h"

static void a_buffer_grows_and_keeps_its_nul(void **state)
{
    struct buf b = buf_new(*state, 100000);
    struct str s;

    assert_str(buf_str(&b), "");
    for (int i = 0; i < 9999; i++) {
        buf_char(&b, (char)('a' + i % 26));
        assert_int_equal(b.p[b.n], 0);
    }
    assert_ok(buf_take(&b, &s));
    assert_int_equal(s.n, 9999);
    assert_int_equal(s.p[9998], 'a' + 9998 % 26);
    buf_clear(&b);
    assert_str(buf_str(&b), "");
}

static void passing_the_maximum_is_remembered(void **state)
{
    struct buf b = buf_new(*state, 5);
    struct str s = S("kept");

    buf_add(&b, S("abc"));
    buf_add(&b, S("def"));
    buf_char(&b, 'x');
    assert_err(ERR_LIMIT, buf_take(&b, &s));
    assert_str(s, "kept");
    assert_str(buf_str(&b), "abc");
    buf_clear(&b);
    buf_add(&b, S("12345"));
    assert_ok(buf_take(&b, &s));
    assert_str(s, "12345");
    buf_f(&b, "%s", "");
    buf_add(&b, S(""));
    assert_ok(buf_take(&b, &s));
    buf_f(&b, "%d", 1);
    assert_err(ERR_LIMIT, buf_take(&b, &s));
}

static void whole_numbers_at_both_ends(void **state)
{
    struct buf b = buf_new(*state, 100);

    buf_int(&b, INT64_MIN);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MAX);
    buf_char(&b, ' ');
    buf_int(&b, 0);
    assert_str(buf_str(&b), "-9223372036854775808 9223372036854775807 0");
}

static void code_points_as_utf8(void **state)
{
    struct buf b = buf_new(*state, 100);

    buf_point(&b, 'a');
    buf_point(&b, 0xE9);
    buf_point(&b, 0x8284);
    buf_point(&b, 0x20164);
    buf_point(&b, 0xD800);
    buf_point(&b, 0x110000);
    assert_str(buf_str(&b), "aé芄𠅤\uFFFD\uFFFD");
}

static void formats_longer_than_the_first_try(void **state)
{
    struct buf b = buf_new(*state, 1000);

    buf_f(&b, "%0500d|", 1);
    assert_int_equal(b.n, 501);
    assert_int_equal(b.p[499], '1');
    assert_int_equal(b.p[500], '|');
    buf_f(&b, "%0500d|", 1);
    assert_true(b.over);
    assert_int_equal(b.n, 501);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_buffer_grows_and_keeps_its_nul),
        TEST(passing_the_maximum_is_remembered),
        TEST(whole_numbers_at_both_ends),
        TEST(code_points_as_utf8),
        TEST(formats_longer_than_the_first_try),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
