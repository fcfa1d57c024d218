#include "http/addr.h"
#include "http/quota.h"

#include "check.h"

#define SECOND ((int64_t)1000000000)

static const struct quota_limits limits = {
    .public_minute = 6, .code_minute = 3, .code_second = 5};

static void a_burst_is_allowed_and_then_the_pace(void **state)
{
    struct quota_table *t = quota_new(*state, &limits);
    int64_t now = 1000 * SECOND, wait = 0;

    for (int i = 0; i < 6; i++)
        assert_ok(quota_take(t, QUOTA_PUBLIC, 7, now, &wait));
    assert_err(ERR_LIMIT, quota_take(t, QUOTA_PUBLIC, 7, now, &wait));
    assert_int_equal(wait, 1);
    assert_ok(quota_take(t, QUOTA_PUBLIC, 8, now, &wait));
    assert_ok(quota_take(t, QUOTA_PUBLIC, 0, now, &wait));
    assert_ok(quota_take(t, QUOTA_PUBLIC, 7, now + 11 * SECOND, &wait));
    assert_err(ERR_LIMIT, quota_take(t, QUOTA_PUBLIC, 7, now + 11 * SECOND, &wait));
}

static void whoever_goes_on_waits_longer_but_never_for_ever(void **state)
{
    struct quota_table *t = quota_new(*state, &limits);
    int64_t now = 1000 * SECOND, wait = 0, longest = 0;

    for (int i = 0; i < 4000; i++) {
        /* Ten tries a second without rest. */
        if (quota_take(t, QUOTA_CODE, 9, now, &wait) == ERR_LIMIT && wait > longest)
            longest = wait;
        now += SECOND / 10;
    }
    assert_true(longest > 60);
    assert_true(longest <= 15 * 60);
    assert_ok(quota_take(t, QUOTA_CODE, 9, now + 31 * 60 * SECOND, &wait));
}

static void tries_of_everybody_together_are_counted(void **state)
{
    struct quota_table *t = quota_new(*state, &limits);
    int64_t now = 5000 * SECOND, wait = 0;

    for (uint64_t i = 1; i <= 5; i++)
        assert_ok(quota_take(t, QUOTA_CODE, i, now, &wait));
    assert_err(ERR_LIMIT, quota_take(t, QUOTA_CODE, 6, now, &wait));
    assert_ok(quota_take(t, QUOTA_CODE, 7, now + SECOND, &wait));
    assert_ok(quota_take(t, QUOTA_SIGNIN, 6, now, &wait));
}

static void many_addresses_need_no_more_memory(void **state)
{
    struct quota_table *t = quota_new(*state, &limits);
    size_t before = arena_used(*state);
    int64_t wait = 0;

    for (uint64_t i = 1; i < 100000; i++)
        assert_ok(quota_take(t, QUOTA_PUBLIC, i * 2654435761u, (int64_t)i * 1000, &wait));
    assert_int_equal(arena_used(*state), before);
}

static uint64_t prefix_of(const char *z)
{
    struct addr a;

    assert_ok(addr_parse(str_of(z), &a));
    return addr_prefix(&a, 12345);
}

static void one_home_is_one_prefix(void **state)
{
    struct addr a;
    char room[ADDR_TEXT];

    (void)state;
    assert_true(prefix_of("2001:db8::1") == prefix_of("2001:db8::ffff"));
    assert_true(prefix_of("2001:db8::1") != prefix_of("2001:db8:0:1::1"));
    assert_true(prefix_of("192.0.2.1") != prefix_of("192.0.2.2"));
    assert_true(prefix_of("192.0.2.1") == prefix_of("::ffff:192.0.2.1"));
    assert_ok(addr_parse(S("192.0.2.1"), &a));
    assert_str(addr_text(&a, room), "192.0.2.1");
    assert_err(ERR_INVALID, addr_parse(S("192.0.2"), &a));
    assert_err(ERR_INVALID, addr_parse(S("unknown"), &a));
    assert_err(ERR_INVALID, addr_parse(S(""), &a));
}

static void connections_of_each_address_are_counted_up_and_down(void **state)
{
    struct addr_table *t = addr_table_new(*state, 1000);

    for (uint64_t p = 1; p <= 500; p++) {
        assert_true(addr_table_enter(t, p * 128, 2));
        assert_true(addr_table_enter(t, p * 128, 2));
        assert_false(addr_table_enter(t, p * 128, 2));
    }
    for (uint64_t p = 1; p <= 500; p += 2) {
        addr_table_leave(t, p * 128);
        addr_table_leave(t, p * 128);
    }
    for (uint64_t p = 1; p <= 500; p++)
        assert_int_equal(addr_table_enter(t, p * 128, 2), p % 2 == 1);
    assert_true(addr_table_enter(t, 0, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_burst_is_allowed_and_then_the_pace),
        TEST(whoever_goes_on_waits_longer_but_never_for_ever),
        TEST(tries_of_everybody_together_are_counted),
        TEST(many_addresses_need_no_more_memory),
        TEST(one_home_is_one_prefix),
        TEST(connections_of_each_address_are_counted_up_and_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
