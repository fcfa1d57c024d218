#include "base/time.h"

#include "check.h"

static struct date day(const char *z)
{
    struct date d = DATE_NONE;

    assert_ok(date_parse(str_of(z), &d));
    return d;
}

static void known_days(void **state)
{
    static const struct {
        const char *text;
        int32_t day;
        int weekday;
    } rows[] = {
        {"1970-01-01", 0, 4},
        {"1969-12-31", -1, 3},
        {"2000-02-29", 11016, 2},
        {"2026-11-21", 20778, 6},
        {"2100-02-28", 47540, 7},
        {"2100-03-01", 47541, 1},
        {"0001-01-01", -719162, 1},
        {"9999-12-31", 2932896, 5},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct date d = day(rows[i].text);

        assert_int_equal(d.day, rows[i].day);
        assert_int_equal(date_weekday(d), rows[i].weekday);
        assert_str(date_text(*state, d), rows[i].text);
    }
}

static void every_day_of_four_centuries_goes_there_and_back(void **state)
{
    struct date d = date_make(1900, 1, 1);
    struct ymd before = {1899, 12, 31};

    (void)state;
    for (int i = 0; i < 146097; i++, d = date_add(d, 1)) {
        struct ymd x = date_ymd(d);

        assert_int_equal(date_make(x.year, x.month, x.day).day, d.day);
        if (x.day != before.day + 1)
            assert_int_equal(x.day, 1);
        before = x;
    }
    assert_int_equal(date_ymd(d).year, 2300);
}

static void days_that_are_no_days(void **state)
{
    static const char *const rows[] = {"2100-02-29", "2026-02-29", "2026-13-01", "2026-00-10",
        "2026-04-31", "2026-01-00", "0000-01-01", "2026-1-1", "20260101", "2026-01-01 ",
        "2026/01/01", "-026-01-01", "", "2026-01", "２０２６-01-01"};
    struct date d = {7};

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++)
        assert_err(ERR_INVALID, date_parse(str_of(rows[i]), &d));
    assert_int_equal(d.day, 7);
    assert_false(date_is(date_make(2026, 2, 29)));
    assert_true(date_is(date_make(2024, 2, 29)));
}

/* Civil Code, Art. 202. */
static void a_month_later_is_the_same_day_or_the_months_end(void **state)
{
    static const struct {
        const char *from;
        int32_t months;
        const char *to;
    } rows[] = {
        {"2026-01-31", 1, "2026-02-28"},
        {"2024-01-31", 1, "2024-02-29"},
        {"2026-02-28", 1, "2026-03-28"},
        {"2026-08-31", 1, "2026-09-30"},
        {"2026-11-30", 3, "2027-02-28"},
        {"2026-03-31", -1, "2026-02-28"},
        {"2026-01-15", -1, "2025-12-15"},
        {"2024-02-29", 12, "2025-02-28"},
        {"2000-02-29", 1200, "2100-02-28"},
        {"2026-05-05", 0, "2026-05-05"},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(
            date_text(*state, date_add_months(day(rows[i].from), rows[i].months)), rows[i].to);
    assert_false(date_is(date_add_months(day("9999-12-31"), 1)));
    assert_false(date_is(date_add_months(day("0001-01-01"), -1)));
    assert_false(date_is(date_add_months(DATE_NONE, 1)));
    assert_false(date_is(date_add_months(day("2026-01-01"), INT32_MAX)));
    assert_false(date_is(date_add(day("2026-01-01"), INT32_MAX)));
}

static void the_local_day_begins_eight_hours_before_utc(void **state)
{
    struct date d = day("2026-02-27");

    assert_str(instant_iso(*state, date_start(d)), "2026-02-26T16:00:00Z");
    assert_str(instant_iso(*state, date_end(d)), "2026-02-27T15:59:59Z");
    assert_int_equal(date_of(date_start(d)).day, d.day);
    assert_int_equal(date_of(date_end(d)).day, d.day);
    assert_int_equal(date_of((struct instant){date_start(d).s - 1}).day, d.day - 1);
    assert_int_equal(date_hour(date_start(d)), 0);
    assert_int_equal(date_hour(date_end(d)), 23);
    assert_int_equal(date_minute(date_end(d)), 59);
    assert_int_equal(date_of((struct instant){-28801}).day, -1);
}

static void instants_are_read_with_and_without_zone(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"2026-02-27T06:05:00Z", "2026-02-27T06:05:00Z"},
        {"2026-02-27T14:05:00+08:00", "2026-02-27T06:05:00Z"},
        {"2026-02-27T14:05:00+0800", "2026-02-27T06:05:00Z"},
        {"2026-02-27T14:05+08", "2026-02-27T06:05:00Z"},
        {"2026-02-27 14:05", "2026-02-27T06:05:00Z"},
        {"2026-02-27T14:05", "2026-02-27T06:05:00Z"},
        {"2026-02-27t06:05:00.123456z", "2026-02-27T06:05:00Z"},
        {"2026-01-01T00:30:00-05:30", "2026-01-01T06:00:00Z"},
        {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
    };
    static const char *const bad[] = {"", "2026-02-27", "2026-02-27T24:00", "2026-02-27T12:60",
        "2026-02-27T12:00:60", "2026-02-27T12:00:00.Z", "2026-02-27T12:00X",
        "2026-02-27T12:00Zx", "2026-02-27T12:00+", "2026-02-27T12:00+8", "2026-02-27T1:00",
        "2026-02-30T12:00", "2026-02-27T12:00+08:", "2026-02-27T12:00+99:00"};
    struct instant t;

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(instant_parse(str_of(rows[i].in), &t));
        assert_str(instant_iso(*state, t), rows[i].out);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, instant_parse(str_of(bad[i]), &t));
}

static void absent_values_stay_absent(void **state)
{
    assert_false(date_is(DATE_NONE) || instant_is(INSTANT_NONE));
    assert_str(date_text(*state, DATE_NONE), "");
    assert_str(instant_text(*state, INSTANT_NONE), "");
    assert_str(instant_iso(*state, INSTANT_NONE), "");
    assert_false(date_is(date_of(INSTANT_NONE)));
    assert_false(instant_is(date_start(DATE_NONE)) || instant_is(date_end(DATE_NONE)));
    assert_int_equal(date_ymd(DATE_NONE).year, 0);
}

static void the_far_ends_do_not_overflow(void **state)
{
    (void)state;
    assert_true(date_is(date_of((struct instant){INT64_MAX})));
    assert_true(date_is(date_of((struct instant){INT64_MIN + 1})));
    assert_in_range(date_hour((struct instant){INT64_MAX}), 0, 23);
    assert_true(date_ymd((struct date){INT32_MAX}).year > 5000000);
    assert_true(date_ymd((struct date){INT32_MIN + 1}).year < -5000000);
}

static void the_clock_runs(void **state)
{
    int64_t before = time_mono_ns();

    (void)state;
    assert_true(time_mono_ns() >= before);
    assert_true(date_ymd(date_of(time_now())).year >= 2026);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(known_days),
        TEST(every_day_of_four_centuries_goes_there_and_back),
        TEST(days_that_are_no_days),
        TEST(a_month_later_is_the_same_day_or_the_months_end),
        TEST(the_local_day_begins_eight_hours_before_utc),
        TEST(instants_are_read_with_and_without_zone),
        TEST(absent_values_stay_absent),
        TEST(the_far_ends_do_not_overflow),
        TEST(the_clock_runs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
