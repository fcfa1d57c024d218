#include "check.h"

static char told[64];

static void tell(void *arg)
{
    strncat(told, arg, sizeof told - strlen(told) - 1);
}

static void pieces_are_zeroed_and_aligned(void **state)
{
    for (size_t n = 0; n < 300; n++) {
        unsigned char *p = arena_take(*state, n);

        assert_non_null(p);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, n);
    }
}

static void memory_is_zeroed_again_after_reset(void **state)
{
    char *p = arena_take(*state, 500);

    memset(p, 'x', 500);
    arena_reset(*state);
    p = arena_take(*state, 500);
    for (size_t i = 0; i < 500; i++)
        assert_int_equal(p[i], 0);
}

static void pieces_larger_than_a_block_are_given(void **state)
{
    char *big = arena_take(*state, 5000000);
    char *small = arena_take(*state, 10);

    big[0] = big[4999999] = 'b';
    small[9] = 's';
    assert_int_equal(arena_used(*state), 5000010);
}

static void the_newest_piece_grows_in_place(void **state)
{
    char *p = arena_take(*state, 10), *q;

    memcpy(p, "0123456789", 10);
    q = arena_grow(*state, p, 10, 1000);
    assert_ptr_equal(p, q);
    assert_memory_equal(q, "0123456789", 10);
    assert_int_equal(q[10], 0);
    assert_int_equal(q[999], 0);
}

static void an_older_piece_moves_when_it_grows(void **state)
{
    char *p = arena_take(*state, 10), *q;

    memcpy(p, "0123456789", 10);
    (void)arena_take(*state, 1);
    q = arena_grow(*state, p, 10, 100000);
    assert_ptr_not_equal(p, q);
    assert_memory_equal(q, "0123456789", 10);
    assert_int_equal(q[99999], 0);
}

static void cleanups_run_newest_first(void **state)
{
    told[0] = '\0';
    arena_later(*state, tell, (char[]){"a"});
    arena_later(*state, tell, (char[]){"b"});
    arena_later(*state, tell, (char[]){"c"});
    arena_reset(*state);
    assert_string_equal(told, "cba");
    arena_reset(*state);
    assert_string_equal(told, "cba");
}

static void going_back_to_a_mark_undoes_what_came_later(void **state)
{
    static char one[] = "1", two[] = "2";
    struct arena_mark m;
    char *p, *q;

    told[0] = '\0';
    arena_later(*state, tell, one);
    m = arena_mark(*state);
    p = arena_take(*state, 100);
    arena_later(*state, tell, two);
    (void)arena_take(*state, 3000000);
    arena_back(*state, m);
    assert_string_equal(told, "2");
    q = arena_take(*state, 100);
    assert_ptr_equal(p, q);
    arena_reset(*state);
    assert_string_equal(told, "21");
}

static void closing_nothing_is_harmless(void **state)
{
    (void)state;
    arena_close(NULL);
    arena_close(arena_open(0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(pieces_are_zeroed_and_aligned),
        TEST(memory_is_zeroed_again_after_reset),
        TEST(pieces_larger_than_a_block_are_given),
        TEST(the_newest_piece_grows_in_place),
        TEST(an_older_piece_moves_when_it_grows),
        TEST(cleanups_run_newest_first),
        TEST(going_back_to_a_mark_undoes_what_came_later),
        TEST(closing_nothing_is_harmless),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
