#include "base/url.h"

#include "check.h"

static void escapes_are_decoded(void **state)
{
    static const struct {
        const char *in;
        bool form;
        const char *out;
    } rows[] = {
        {"", true, ""},
        {"a+b", true, "a b"},
        {"a+b", false, "a+b"},
        {"%E8%8a%84%26%3D%2b", true, "芄&=+"},
        {"%25%32%35", false, "%25"},
        {"%F0%A0%85%A4", true, "𠅤"},
    };
    static const char *const bad[] = {"%", "%4", "%zz", "%4g", "a%", "%%41", "%00", "a%00b"};
    struct str out;

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(url_decode(*state, str_of(rows[i].in), rows[i].form, &out));
        assert_str(out, rows[i].out);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, url_decode(*state, str_of(bad[i]), true, &out));
    assert_err(ERR_INVALID, url_decode(*state, (struct str){"a\0b", 3}, true, &out));
}

static void every_byte_goes_there_and_back(void **state)
{
    char all[255];
    struct buf b = buf_new(*state, 1000);
    struct str out;

    for (int i = 1; i < 256; i++)
        all[i - 1] = (char)i;
    url_encode(&b, (struct str){all, sizeof all});
    for (size_t i = 0; i < b.n; i++)
        assert_true(b.p[i] > ' ' && b.p[i] < 0x7F && strchr("\"'<>&=+?#/\\", b.p[i]) == NULL);
    assert_ok(url_decode(*state, buf_str(&b), true, &out));
    assert_true(str_eq(out, (struct str){all, sizeof all}));
}

static void pairs_of_a_form(void **state)
{
    struct pair_list l;

    assert_ok(url_pairs(*state, S("a=1&&b=%E7%AB%99+x&a=&c&=v&d=e=f&"), 6, &l));
    assert_int_equal(l.n, 6);
    assert_str(l.p[0].name, "a");
    assert_str(l.p[1].value, "站 x");
    assert_str(l.p[2].value, "");
    assert_str(l.p[3].name, "c");
    assert_str(l.p[3].value, "");
    assert_str(l.p[4].name, "");
    assert_str(l.p[5].value, "e=f");
    assert_err(ERR_LIMIT, url_pairs(*state, S("a=1&b=2&c=3"), 2, &l));
    assert_err(ERR_INVALID, url_pairs(*state, S("a=1&b=%"), 9, &l));
    assert_err(ERR_INVALID, url_pairs(*state, S("%00=1"), 9, &l));
    assert_ok(url_pairs(*state, S(""), 0, &l));
    assert_int_equal(l.n, 0);
    assert_ok(url_pairs(*state, (struct str){NULL, 0}, 0, &l));
    assert_int_equal(l.n, 0);
}

static void only_paths_on_this_host_are_local(void **state)
{
    static const char *const good[] = {"/", "/a", "/a?b=//c", "/a#b", "/站"};
    static const char *const bad[] = {"", "a", "//evil.example", "/\\evil.example", "\\\\evil",
        "http://evil.example/", "javascript:alert(1)", "/a\nb", "/a b", " /a", "/\t/evil", "?a",
        "/a\x7f"};

    (void)state;
    for (size_t i = 0; i < COUNT(good); i++)
        assert_true(url_local(str_of(good[i])));
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(url_local(str_of(bad[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(escapes_are_decoded),
        TEST(every_byte_goes_there_and_back),
        TEST(pairs_of_a_form),
        TEST(only_paths_on_this_host_are_local),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
