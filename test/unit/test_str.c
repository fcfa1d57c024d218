#include "check.h"

static void searching_and_cutting(void **state)
{
    struct str rest;
    struct str s = S("name=value=x");

    (void)state;
    assert_str(str_cut(s, '=', &rest), "name");
    assert_str(rest, "value=x");
    assert_str(str_cut(S("abc"), '=', &rest), "abc");
    assert_str(rest, NULL);
    assert_str(str_cut(S("abc="), '=', &rest), "abc");
    assert_str(rest, "");
    assert_int_equal(str_find(s, S("value")), 5);
    assert_int_equal(str_find(s, S("")), 0);
    assert_int_equal(str_find(S(""), S("a")), (size_t)-1);
    assert_true(str_has(S("岳麓区联络站"), S("联络")));
    assert_false(str_has(S("岳麓区联络站"), S("络联")));
    assert_true(str_starts(s, S("name")) && str_ends(s, S("=x")));
    assert_false(str_starts(S("na"), S("name")) || str_ends(S("x"), S("=x")));
    assert_str(str_sub(s, 5, 5), "value");
    assert_str(str_sub(s, 5, SIZE_MAX), "value=x");
    assert_str(str_sub(s, 100, 5), "");
    assert_true(str_eq_nocase(S("Content-TYPE"), S("content-type")));
    assert_false(str_eq_nocase(S("a"), S("ab")));
}

static void order_is_by_bytes_and_absent_comes_first(void **state)
{
    struct str none = {NULL, 0};

    (void)state;
    assert_true(str_cmp(none, S("")) < 0);
    assert_true(str_cmp(S(""), S("a")) < 0);
    assert_true(str_cmp(S("a"), S("ab")) < 0);
    assert_true(str_cmp(S("b"), S("ab")) > 0);
    assert_true(str_cmp(S("\xff"), S("a")) > 0);
    assert_int_equal(str_cmp(S("ab"), S("ab")), 0);
    assert_true(str_eq(none, S("")));
    assert_true(str_empty(none) && str_empty(S("")));
}

static void copies_keep_absent_absent(void **state)
{
    struct str none = {NULL, 0};

    assert_str(str_dup(*state, none), NULL);
    assert_str(str_dup(*state, S("")), "");
    assert_str(str_dup(*state, S("芄")), "芄");
    assert_str(str_of(NULL), NULL);
    assert_int_equal(str_dup(*state, S("ab")).p[2], 0);
}

static void formatting_of_any_length(void **state)
{
    struct str s = str_f(*state, "%s-%0300d-%.*s", "a", 7, STR(S("络")));

    assert_int_equal(s.n, 2 + 300 + 1 + 3);
    assert_str(str_sub(s, 300, 6), "07-络");
    assert_str(str_f(*state, "%d", 5), "5");
}

static void joining(void **state)
{
    struct str parts[] = {S("a"), S(""), S("锸")};

    assert_str(str_join(*state, parts, 3, S(", ")), "a, , 锸");
    assert_str(str_join(*state, parts, 1, S(", ")), "a");
    assert_str(str_join(*state, parts, 0, S(", ")), "");
}

static void trimming_knows_the_wide_blank(void **state)
{
    (void)state;
    assert_str(str_trim(S("\u3000 \t堃 x\u3000\r\n")), "堃 x");
    assert_str(str_trim(S("\u3000\u3000")), "");
    assert_str(str_trim(S("")), "");
}

static void well_formed_utf8_is_told_from_hostile(void **state)
{
    static const struct {
        struct str s;
        bool ok;
    } rows[] = {
        {{"abc", 3}, true},
        {{"\x00", 1}, true},
        {{"\xe8\x8a\x84", 3}, true},          /* 芄 */
        {{"\xf0\xa0\x85\xa4", 4}, true},      /* U+20164 */
        {{"\xf4\x8f\xbf\xbf", 4}, true},      /* U+10FFFF */
        {{"\xf4\x90\x80\x80", 4}, false},     /* beyond */
        {{"\xed\xa0\x80", 3}, false},         /* a surrogate */
        {{"\xed\x9f\xbf", 3}, true},          /* just before them */
        {{"\xc0\xaf", 2}, false},             /* a slash, too long */
        {{"\xe0\x80\xaf", 3}, false},         /* a slash, longer */
        {{"\xf0\x80\x80\xaf", 4}, false},     /* a slash, longest */
        {{"\xc1\xbf", 2}, false},             /* DEL, too long */
        {{"\x80", 1}, false},                 /* begins in the middle */
        {{"\xe8\x8a", 2}, false},             /* ends in the middle */
        {{"\xe8\x8a\x41", 3}, false},         /* broken off */
        {{"\xf8\x88\x80\x80\x80", 5}, false}, /* five bytes */
        {{"\xff", 1}, false},
        {{"\xfe\xff", 2}, false},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(str_utf8_ok(rows[i].s), rows[i].ok);
}

static void walking_code_points(void **state)
{
    struct str s = S("a芄𠅤");
    size_t at = 0;

    (void)state;
    assert_int_equal(str_next(s, &at), 'a');
    assert_int_equal(str_next(s, &at), 0x8284);
    assert_int_equal(str_next(s, &at), 0x20164);
    assert_int_equal(str_next(s, &at), 0);
    assert_int_equal(at, 8);
    at = 0;
    assert_int_equal(str_next(S("\xff"
                                "a"),
                         &at),
        0xFFFD);
    assert_int_equal(at, 1);
    assert_int_equal(str_points(s), 3);
    assert_str(str_points_sub(s, 2), "a芄");
    assert_str(str_points_sub(s, 9), "a芄𠅤");
    assert_str(str_points_sub(s, 0), "");
}

static void the_door_cleans_what_comes_in(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"plain text", "plain text"},
        {"芄锸堃𠅤，“引号”", "芄锸堃𠅤，“引号”"},
        {"a\r\nb\rc\n", "a\nb\nc\n"},
        {"a\tb\x01\x02\x1b[31m\x7f", "a\tb[31m"},
        {"e\u0301", "é"},                         /* NFC composes */
        {"\uF9D1", "六"},                         /* a compatibility twin */
        {"a\u202Eb\u2066c\u200Bd\uFEFF", "abcd"}, /* order marks and no-width */
        {"a\u2028b", "a\nb"},
        {"中\u00ADx\uFFFE", "中x"},
        {"", ""},
    };
    struct str out;

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(str_clean(*state, str_of(rows[i].in), &out));
        assert_str(out, rows[i].out);
    }
    assert_ok(str_clean(*state, (struct str){"a\0b", 3}, &out));
    assert_str(out, "ab");
    assert_ok(str_clean(*state, str_of(NULL), &out));
    assert_str(out, NULL);
}

static void the_door_refuses_what_is_not_utf8(void **state)
{
    struct str out = S("kept");

    assert_err(ERR_INVALID, str_clean(*state, S("a\xff"), &out));
    assert_err(ERR_INVALID, str_clean(*state, S("\xd5\xc5\xc8\xfd"), &out)); /* GB 18030 */
    assert_str(out, "kept");
}

static void personal_text_is_masked(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"13812341234", "138****1234"},
        {"138-1234-1234", "138****1234"},
        {"张三丰", "张**"},
        {"𠅤三", "𠅤**"},
        {"尉迟恭一", "尉**"},
        {"阿依古丽·买买提", "阿**"},
        {"li@example.org", "l***g"},
        {"430407199001011234", "4***4"},
        {"湖南省雁峰区某路三号", "湖***号"},
        {"abc", "***"},
        {"", ""},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(str_mask(*state, (struct priv){str_of(rows[i].in)}), rows[i].out);
}

static void bytes_as_hex(void **state)
{
    struct bytes b = bytes_of("\x00\x9f\xff", 3);

    assert_str(bytes_hex(*state, b), "009fff");
    assert_str(bytes_hex(*state, bytes_of("", 0)), "");
    assert_true(bytes_eq(b, bytes_dup(*state, b)));
    assert_false(bytes_eq(b, bytes_of("\x00\x9f", 2)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(searching_and_cutting),
        TEST(order_is_by_bytes_and_absent_comes_first),
        TEST(copies_keep_absent_absent),
        TEST(formatting_of_any_length),
        TEST(joining),
        TEST(trimming_knows_the_wide_blank),
        TEST(well_formed_utf8_is_told_from_hostile),
        TEST(walking_code_points),
        TEST(the_door_cleans_what_comes_in),
        TEST(the_door_refuses_what_is_not_utf8),
        TEST(personal_text_is_masked),
        TEST(bytes_as_hex),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
