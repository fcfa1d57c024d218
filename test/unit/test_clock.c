/* Promised dates on records: started, extended once, paused, overdue once, escalated by table.
 */
#include "core/deadline.h"
#include "core/event.h"
#include "core/rules.h"

#include "world.h"

#define DAY 86400

static struct clock start(struct world *w, const char *kind, int64_t id)
{
    struct clock c;

    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
    assert_cx(OK, w, deadline_start(&w->cx, kind, "request", id, S("430407101201"), 7, &c));
    return c;
}

static void due_is(struct world *w, const struct clock *c, const char *day)
{
    assert_string_equal(day, date_text(w->cx.arena, c->due).p);
}

static struct str ask(struct world *w, const char *sql)
{
    struct str cell;

    assert_int_equal(OK, db_ask(w->cx.db, w->cx.arena, sql, &cell));
    return cell;
}

static void sweep(struct world *w)
{
    int64_t n = 1;

    while (n > 0)
        assert_cx(OK, w, deadline_sweep(&w->cx, &n));
}

/* The world begins on Monday 2 March 2026. */
static void a_clock_keeps_the_rule_and_the_date_it_promised(void **state)
{
    struct world *w = *state;
    struct clock c = start(w, "request.handle.consult", 1);
    struct rule changed = {.division = S("430400000000"),
        .kind = S("clock.request.handle.consult"),
        .value = S("2wd"),
        .valid_from = date_make(2026, 3, 1),
        .valid_to = DATE_NONE,
        .source = S("test"),
        .verified = true};
    struct clock_list all;
    int64_t version;

    due_is(w, &c, "2026-03-09");
    assert_true(c.rule_version > 0);
    assert_cx(OK, w, rules_put(&w->cx, &changed, &version));
    assert_cx(OK, w, deadline_of(&w->cx, "request", 1, &all));
    assert_int_equal(1, all.n);
    due_is(w, &all.p[0], "2026-03-09");
    c = start(w, "request.handle.consult", 2);
    due_is(w, &c, "2026-03-04");
    assert_int_equal(version, c.rule_version);
}

static void a_class_without_its_own_rule_takes_the_wider_one(void **state)
{
    struct world *w = *state;
    struct clock c = start(w, "request.handle.unknown", 1);

    due_is(w, &c, "2026-03-16");
    assert_cx(ERR_NOT_FOUND, w,
        deadline_start(&w->cx, "lamp.on", "lamp", 1, S("430407101201"), 0, &c));
}

static void overdue_is_written_once_and_dated_to_the_deadline(void **state)
{
    struct world *w = *state;

    (void)start(w, "request.acknowledge", 1);
    sweep(w);
    assert_str(ask(w, "SELECT COUNT(*) FROM event WHERE name = 'request.overdue'"), "0");
    world_later(w, 400 * DAY); /* the program was down */
    sweep(w);
    sweep(w);
    assert_str(ask(w, "SELECT COUNT(*) FROM event WHERE name = 'request.overdue'"), "1");
    assert_str(ask(w, "SELECT at FROM event WHERE name = 'request.overdue'"), "1772553599");
    assert_str(ask(w, "SELECT day FROM clock_log WHERE what = 'overdue'"), "2026-03-03");
    assert_cx(OK, w, deadline_stop(&w->cx, "request", 1));
    assert_str(ask(w, "SELECT COUNT(*) FROM event WHERE name = 'request.overdue'"), "1");
}

static void stopping_late_writes_overdue_even_before_the_sweep(void **state)
{
    struct world *w = *state;

    (void)start(w, "request.acknowledge", 1);
    world_later(w, 5 * DAY);
    assert_cx(OK, w, deadline_stop(&w->cx, "request", 1));
    sweep(w);
    assert_str(ask(w, "SELECT COUNT(*) FROM event WHERE name = 'request.overdue'"), "1");
    assert_str(ask(w, "SELECT state FROM clock"), "met");
}

static void the_ladder_reminds_tells_the_head_and_lists_for_supervision(void **state)
{
    static const char names[] = "SELECT COUNT(*) FROM event WHERE name LIKE 'request.due!_%' "
                                "ESCAPE '!'";
    struct world *w = *state;
    struct clock c = start(w, "request.handle.consult", 1); /* due Monday 9 March */

    world_later(w, 2 * DAY);
    sweep(w);
    assert_str(ask(w, names), "0");
    world_later(w, DAY); /* Thursday: two working days before */
    sweep(w);
    sweep(w);
    assert_str(ask(w, names), "1");
    assert_str(
        ask(w, "SELECT name FROM event WHERE name LIKE '%due%'"), "request.due_reminder");
    world_later(w, 4 * DAY); /* the due day */
    sweep(w);
    assert_str(ask(w, names), "2");
    world_later(w, 3 * DAY);
    sweep(w);
    assert_str(ask(w, names), "3");
    assert_cx(OK, w, deadline_of(&w->cx, "request", 1, &(struct clock_list){0}));
    assert_int_equal(1, c.object_id);
    assert_str(ask(w, "SELECT state || told FROM clock"), "overdue3");
}

static void a_reminder_that_was_slept_through_is_logged_and_not_told(void **state)
{
    struct world *w = *state;

    (void)start(w, "request.handle.consult", 1);
    world_later(w, 60 * DAY);
    sweep(w);
    assert_str(ask(w, "SELECT COUNT(*) FROM event WHERE name = 'request.due_reminder'"), "0");
    assert_str(ask(w, "SELECT COUNT(*) FROM clock_log WHERE what = 'reminder'"), "1");
    assert_str(
        ask(w, "SELECT COUNT(*) FROM event WHERE name = 'request.due_supervision'"), "1");
}

static void an_extension_is_given_once_and_only_before_the_due_date(void **state)
{
    struct world *w = *state;
    struct period ten = {10, PERIOD_WORKING_DAYS}, eleven = {11, PERIOD_WORKING_DAYS};
    struct clock c = start(w, "request.handle.consult", 1);

    assert_cx(ERR_LIMIT, w, deadline_extend(&w->cx, "request", 1, eleven, &c));
    assert_cx(OK, w, deadline_extend(&w->cx, "request", 1, ten, &c));
    due_is(w, &c, "2026-03-23");
    assert_string_equal("2026-03-09", date_text(w->cx.arena, c.first_due).p);
    assert_cx(ERR_CONFLICT, w, deadline_extend(&w->cx, "request", 1, ten, &c));
    (void)start(w, "request.acknowledge", 2);
    world_later(w, 2 * DAY);
    assert_cx(ERR_CONFLICT, w, deadline_extend(&w->cx, "request", 2, ten, &c));
    assert_cx(ERR_CONFLICT, w, deadline_extend(&w->cx, "request", 3, ten, &c));
}

static void a_pause_adds_whole_days_and_is_never_overdue(void **state)
{
    struct world *w = *state;
    struct clock c = start(w, "request.handle.consult", 1);

    assert_cx(OK, w, deadline_pause(&w->cx, "request", 1));
    assert_cx(ERR_CONFLICT, w, deadline_pause(&w->cx, "request", 1));
    world_later(w, 30 * DAY);
    sweep(w);
    assert_str(ask(w, "SELECT COUNT(*) FROM event"), "0");
    assert_cx(OK, w, deadline_resume(&w->cx, "request", 1, &c));
    due_is(w, &c, "2026-04-08");
    assert_int_equal(30, c.paused_days);
    assert_cx(ERR_CONFLICT, w, deadline_resume(&w->cx, "request", 1, &c));
}

static const char year2027[] =
    "{\"year\":2027,\"papers\":[\"https://example.cn/2027\"],\"days\":["
    "{\"name\":\"元旦\",\"date\":\"2027-01-01\",\"isOffDay\":true},"
    "{\"name\":\"元旦\",\"date\":\"2027-01-04\",\"isOffDay\":true},"
    "{\"name\":\"元旦\",\"date\":\"2027-01-03\",\"isOffDay\":false}]}";

static void a_provisional_date_is_counted_again_when_the_year_is_known(void **state)
{
    struct world *w = *state;
    int64_t changed;
    int32_t year;
    struct clock c;
    struct clock_list all;

    w->cx.now = date_start(date_make(2026, 12, 30));
    c = start(w, "request.handle.consult", 1);
    due_is(w, &c, "2027-01-06");
    assert_true(c.provisional);
    assert_cx(OK, w, calendar_import(&w->cx, str_of(year2027), &year));
    assert_int_equal(2027, year);
    assert_cx(OK, w, deadline_recompute(&w->cx, &changed));
    assert_int_equal(1, changed);
    assert_cx(OK, w, deadline_of(&w->cx, "request", 1, &all));
    due_is(w, &all.p[0], "2027-01-07");
    assert_false(all.p[0].provisional);
    assert_int_equal(1, all.p[0].calendar_version);
    assert_str(ask(w, "SELECT old_due || new_due FROM clock_log WHERE what = 'recomputed'"),
        "2027-01-062027-01-07");
    assert_cx(OK, w, deadline_recompute(&w->cx, &changed));
    assert_int_equal(0, changed);
}

static void a_year_is_replaced_whole_and_the_shipped_ones_stay(void **state)
{
    struct world *w = *state;
    const struct calendar *cal;
    int32_t year;

    assert_cx(OK, w, calendar_import(&w->cx, str_of(year2027), &year));
    assert_cx(OK, w, calendar_import(&w->cx, str_of(year2027), &year));
    assert_cx(OK, w, calendar_load(&w->cx, &cal));
    assert_int_equal(2, calendar_version(cal));
    assert_true(calendar_knows(cal, 2020));
    assert_true(calendar_knows(cal, 2027));
    assert_int_equal(DAY_HOLIDAY, calendar_kind(cal, date_make(2026, 2, 17)));
    assert_int_equal(DAY_HOLIDAY, calendar_kind(cal, date_make(2027, 1, 4)));
    assert_int_equal(DAY_MADE_UP, calendar_kind(cal, date_make(2027, 1, 3)));
    assert_int_equal(DAY_WEEKEND, calendar_kind(cal, date_make(2027, 1, 2)));
}

static void a_file_that_is_no_calendar_is_refused(void **state)
{
    static const char *const bad[] = {"", "[]", "{}", "{\"year\":2027}",
        "{\"year\":2027,\"papers\":[\"u\"],\"days\":[]}",
        "{\"year\":2027,\"papers\":[],\"days\":[{\"name\":\"a\",\"date\":\"2027-01-01\","
        "\"isOffDay\":true}]}",
        "{\"year\":2027,\"papers\":[\"u\"],\"days\":[{\"name\":\"a\",\"date\":\"2027-02-30\","
        "\"isOffDay\":true}]}",
        "{\"year\":2027,\"papers\":[\"u\"],\"days\":[{\"name\":\"a\",\"date\":\"2025-01-01\","
        "\"isOffDay\":true}]}"};
    struct world *w = *state;
    int32_t year;

    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_cx(ERR_INVALID, w, calendar_import(&w->cx, str_of(bad[i]), &year));
        world_undo(w);
    }
    assert_str(ask(w, "SELECT COUNT(*) FROM calendar_year"), "0");
}

static void a_rule_without_a_source_is_refused_and_the_past_cannot_be_rewritten(void **state)
{
    struct world *w = *state;
    struct rule r = {.division = S("430407000000"),
        .kind = S("clock.request.route"),
        .value = S("3 days"),
        .valid_from = date_make(2026, 5, 1),
        .valid_to = DATE_NONE};
    struct period p;
    int64_t version, second;

    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
    assert_cx(ERR_INVALID, w, rules_put(&w->cx, &r, &version));
    assert_int_equal(2, w->cx.faults.n);
    cx_faults_clear(&w->cx);
    r.value = S("3wd");
    r.source = S("县人大常委会办公室 2026 年通知");
    assert_cx(OK, w, rules_put(&w->cx, &r, &version));
    r.valid_from = date_make(2026, 4, 1);
    assert_cx(ERR_CONFLICT, w, rules_put(&w->cx, &r, &second));
    assert_cx(OK, w,
        rules_period(&w->cx, "clock.request.route", S("430407101201-002"),
            date_make(2026, 5, 1), &p, &second));
    assert_int_equal(version, second);
    assert_int_equal(3, p.n);
    assert_cx(OK, w,
        rules_period(&w->cx, "clock.request.route", S("430408101201"), date_make(2026, 5, 1),
            &p, &second));
    assert_int_equal(2, p.n);
    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_clock_keeps_the_rule_and_the_date_it_promised),
        WORLD_TEST(a_class_without_its_own_rule_takes_the_wider_one),
        WORLD_TEST(overdue_is_written_once_and_dated_to_the_deadline),
        WORLD_TEST(stopping_late_writes_overdue_even_before_the_sweep),
        WORLD_TEST(the_ladder_reminds_tells_the_head_and_lists_for_supervision),
        WORLD_TEST(a_reminder_that_was_slept_through_is_logged_and_not_told),
        WORLD_TEST(an_extension_is_given_once_and_only_before_the_due_date),
        WORLD_TEST(a_pause_adds_whole_days_and_is_never_overdue),
        WORLD_TEST(a_provisional_date_is_counted_again_when_the_year_is_known),
        WORLD_TEST(a_year_is_replaced_whole_and_the_shipped_ones_stay),
        WORLD_TEST(a_file_that_is_no_calendar_is_refused),
        WORLD_TEST(a_rule_without_a_source_is_refused_and_the_past_cannot_be_rewritten),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
