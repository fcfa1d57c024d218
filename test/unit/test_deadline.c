/* Counting periods: the vectors of the field, the yearly totals, the words. */
#include "core/deadline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

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

static struct date day(const char *text)
{
    struct date d;

    assert_int_equal(OK, date_parse(str_of(text), &d));
    return d;
}

static struct period period(const char *text)
{
    struct period p;

    assert_int_equal(OK, period_parse(str_of(text), &p));
    return p;
}

static const struct {
    const char *from, *period, *due;
    bool provisional;
} vectors[] = {
    {"2023-01-19", "5wd", "2023-01-31", false},
    {"2023-04-20", "5wd", "2023-04-26", false},
    {"2024-02-07", "3wd", "2024-02-18", false},
    {"2025-09-29", "5wd", "2025-10-13", false},
    {"2026-02-13", "5wd", "2026-02-27", false},
    {"2026-02-13", "10wd", "2026-03-05", false},
    {"2026-04-30", "1wd", "2026-05-06", false},
    {"2026-09-18", "3wd", "2026-09-22", false},
    {"2026-09-30", "3wd", "2026-10-10", false},
    {"2026-12-30", "5wd", "2027-01-06", true},
    {"2025-11-30", "3m", "2026-02-28", false},
    {"2026-01-31", "3m", "2026-04-30", false},
    {"2026-02-02", "3m", "2026-05-06", false},
    {"2026-02-02", "3m!", "2026-05-02", false},
    {"2025-07-01", "3m!", "2025-10-01", false},
    {"2026-04-01", "6m!", "2026-10-01", false},
    {"2023-02-28", "3m!", "2023-05-28", false},
    {"2026-01-31", "3m!", "2026-04-30", false},
    {"2026-12-30", "3m!", "2027-03-30", false},
    {"2025-07-01", "3m", "2025-10-09", false},
    {"2026-04-01", "6m", "2026-10-08", false},
    {"2023-02-28", "3m", "2023-05-29", false},
    {"2023-01-31", "6m", "2023-07-31", false},
};

static void every_vector_of_the_field_gives_its_due_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(vectors); i++) {
        struct due due = deadline_count(
            calendar_shipped(arena), day(vectors[i].from), period(vectors[i].period));

        assert_string_equal(vectors[i].due, date_text(arena, due.day).p);
        assert_int_equal(vectors[i].provisional, due.provisional);
    }
}

static void the_years_have_the_known_numbers_of_working_days(void **state)
{
    static const int totals[] = {249, 250, 249, 249, 251, 248, 248};
    const struct calendar *c = calendar_shipped(arena);

    (void)state;
    for (int32_t y = 2020; y <= 2026; y++) {
        int n = 0;

        for (struct date d = date_make(y, 1, 1); date_ymd(d).year == y; d = date_add(d, 1))
            n += calendar_works(c, d);
        assert_int_equal(totals[y - 2020], n);
        assert_true(calendar_knows(c, y));
    }
    assert_false(calendar_knows(c, 2027));
}

static void hours_end_with_the_day_in_which_they_end(void **state)
{
    const struct calendar *c = calendar_shipped(arena);

    (void)state;
    assert_string_equal("2026-03-04",
        date_text(arena, deadline_count(c, day("2026-03-03"), period("24h")).day).p);
    assert_string_equal("2026-03-05",
        date_text(arena, deadline_count(c, day("2026-03-03"), period("25h")).day).p);
    /* Friday: a last day of rest moves on. */
    assert_string_equal("2026-03-09",
        date_text(arena, deadline_count(c, day("2026-03-06"), period("24h")).day).p);
}

static void what_is_not_a_period_is_refused(void **state)
{
    static const char *const bad[] = {
        "", "5", "wd", "0d", "-1d", "5 wd", "5w", "99999d", "1.5m", "121m", "5wdx", "５d"};
    struct period p;

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(ERR_INVALID, period_parse(str_of(bad[i]), &p));
    assert_string_equal("10wd", period_code(arena, period("10wd")).p);
    assert_string_equal("1 working day", period_text(arena, LANG_EN, period("1wd")).p);
    assert_string_equal("3 个月", period_text(arena, LANG_ZH, period("3m")).p);
    assert_string_equal(
        "3 个月（遇休息日不顺延）", period_text(arena, LANG_ZH, period("3m!")).p);
    assert_string_equal("3m!", period_code(arena, period("3m!")).p);
}

static void explains(const char *from, const char *p, const char *en, const char *zh)
{
    const struct calendar *c = calendar_shipped(arena);

    assert_string_equal(en, deadline_explain(arena, c, LANG_EN, day(from), period(p)).p);
    assert_string_equal(zh, deadline_explain(arena, c, LANG_ZH, day(from), period(p)).p);
}

static void each_due_date_explains_itself(void **state)
{
    (void)state;
    explains("2026-02-13", "10wd",
        "10 working days from 13 Feb; Sat 14 Feb worked; 15–23 Feb holiday; Sat 28 Feb worked",
        "从 2 月 13 日起 10 个工作日；2 月 14 日（周六）上班；2 月 15–23 日春节放假；"
        "2 月 28 日（周六）上班");
    explains("2026-03-02", "5wd", "5 working days from 2 Mar", "从 3 月 2 日起 5 个工作日");
    explains("2026-04-29", "2wd", "2 working days from 29 Apr; 1–5 May holiday",
        "从 4 月 29 日起 2 个工作日；5 月 1–5 日劳动节放假");
    explains("2026-02-02", "3m", "3 months from 2 Feb; 2 May is a holiday; moved to 6 May",
        "从 2 月 2 日起 3 个月；5 月 2 日劳动节放假；顺延到 5 月 6 日");
    explains("2025-11-30", "3m",
        "3 months from 30 Nov; Feb has no day 30, so the month's end counts",
        "从 11 月 30 日起 3 个月；2 月没有 30 日，以月末为准");
    explains("2023-02-28", "3m",
        "3 months from 28 Feb; Sun 28 May is a day of rest; moved to 29 May",
        "从 2 月 28 日起 3 个月；5 月 28 日（周日）休息；顺延到 5 月 29 日");
    explains("2026-12-30", "5wd",
        "5 working days from 30 Dec; the calendar of 2027 is not published yet, so the date "
        "is provisional",
        "从 12 月 30 日起 5 个工作日；2027 年放假安排尚未公布，日期暂定");
}

static void days_left_are_counted_both_ways(void **state)
{
    const struct calendar *c = calendar_shipped(arena);

    (void)state;
    assert_int_equal(5, deadline_left(c, day("2026-02-13"), day("2026-02-27")));
    assert_int_equal(0, deadline_left(c, day("2026-02-27"), day("2026-02-27")));
    assert_int_equal(-5, deadline_left(c, day("2026-02-27"), day("2026-02-13")));
}

static void a_working_period_ends_on_a_working_day_and_is_exactly_that_long(void **state)
{
    const struct calendar *c = calendar_shipped(arena);

    (void)state;
    for (struct date d = day("2020-01-01"); d.day < day("2026-06-01").day; d = date_add(d, 3)) {
        for (int32_t n = 1; n <= 15; n += 7) {
            struct due due = deadline_count(c, d, (struct period){n, PERIOD_WORKING_DAYS});

            assert_true(calendar_works(c, due.day));
            assert_int_equal(n, deadline_left(c, d, due.day));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_vector_of_the_field_gives_its_due_date),
        cmocka_unit_test(the_years_have_the_known_numbers_of_working_days),
        cmocka_unit_test(hours_end_with_the_day_in_which_they_end),
        cmocka_unit_test(what_is_not_a_period_is_refused),
        cmocka_unit_test(each_due_date_explains_itself),
        cmocka_unit_test(days_left_are_counted_both_ways),
        cmocka_unit_test(a_working_period_ends_on_a_working_day_and_is_exactly_that_long),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
