/* Messages as they leave. */
#include "http/fetch.h"
#include "http/mail.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct arena *arena;

static int setup(void **state)
{
    (void)state;
    arena = arena_open(8 << 20);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

static void a_message_has_an_encoded_subject_and_a_base64_body(void **state)
{
    struct buf b = buf_new(arena, 1 << 16);
    struct mail m = {.from = S("office@example.cn"),
        .to = S("li@example.cn"),
        .subject = S("您反映的问题有了答复"),
        .body = S("路灯已经修好。\n"),
        .id = S("notice-7"),
        .at = {1771286400}};

    (void)state;
    assert_int_equal(OK, mail_write(&m, &b));
    assert_string_equal(
        "Date: Tue, 17 Feb 2026 08:00:00 +0800\r\n"
        "From: <office@example.cn>\r\nTo: <li@example.cn>\r\n"
        "Subject: =?UTF-8?B?5oKo5Y+N5pig55qE6Zeu6aKY5pyJ5LqG562U5aSN?=\r\n"
        "Message-ID: <notice-7@example.cn>\r\nMIME-Version: 1.0\r\n"
        "Auto-Submitted: auto-generated\r\nContent-Type: text/plain; charset=utf-8\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
        "6Lev54Gv5bey57uP5L+u5aW944CCCg==\r\n",
        buf_str(&b).p);
}

static void a_long_subject_is_folded_between_characters(void **state)
{
    struct buf b = buf_new(arena, 1 << 16);
    struct mail m = {.from = S("a@b.cn"),
        .to = S("c@d.cn"),
        .body = S("x"),
        .id = S("i"),
        .subject = S("一二三四五六七八九十一二三四五六七八九十"),
        .at = {0}};
    struct str rest;
    size_t words = 0;

    (void)state;
    assert_int_equal(OK, mail_write(&m, &b));
    rest = buf_str(&b);
    while (rest.n > 0) {
        struct str line = str_cut(rest, '\n', &rest);

        assert_true(line.n <= 78);
        words += str_has(line, S("=?UTF-8?B?"));
    }
    assert_int_equal(2, words);
}

static void an_address_cannot_carry_a_header(void **state)
{
    static const char *const bad[] = {"", "a", "@b", "a@", "a@b@c", "a b@c", "a@b\r\nBcc: c@d",
        "<a@b>", "a@b,c@d", "甲@b.cn"};

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(mail_address_ok(str_of(bad[i])));
    assert_true(mail_address_ok(S("li.wei+x@example.gov.cn")));
}

static void only_addresses_of_the_internet_are_public(void **state)
{
    static const char *const closed[] = {"127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3",
        "172.16.0.1", "172.31.255.255", "192.168.0.1", "169.254.169.254", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1",
        "fd12::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001::1", "2001:db8::1", "localhost", ""};
    static const char *const open[] = {
        "1.1.1.1", "223.5.5.5", "172.32.0.1", "2400:3200::1", "::ffff:223.5.5.5"};

    (void)state;
    for (size_t i = 0; i < COUNT(closed); i++)
        assert_false(fetch_address_public(closed[i]));
    for (size_t i = 0; i < COUNT(open); i++)
        assert_true(fetch_address_public(open[i]));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_message_has_an_encoded_subject_and_a_base64_body),
        cmocka_unit_test(a_long_subject_is_folded_between_characters),
        cmocka_unit_test(an_address_cannot_carry_a_header),
        cmocka_unit_test(only_addresses_of_the_internet_are_public),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
