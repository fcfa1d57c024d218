/* Flows: what may be done from where, by whom, with what. */
#include "core/flow.h"
#include "core/rights.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum {
    LIT,
    DARK,
    BROKEN
};
enum {
    SWITCH,
    BREAK
};
static const char *const states[] = {"lit", "dark", "broken", NULL};
static const char *const events[] = {"switch", "break", NULL};
static const struct move moves[] = {
    {LIT, SWITCH, DARK, ROLE_CLERK | ROLE_OFFICE, NEEDS_NOTHING, NULL, NULL, TELLS_NOBODY},
    {DARK, SWITCH, LIT, ROLE_CLERK, NEEDS_NOTE | NEEDS_UNIT, "lamp.on", "lamp.lit",
        TELLS_CITIZEN | TELLS_UNIT},
    {LIT, BREAK, BROKEN, ROLE_CLOCK, NEEDS_NOTHING, NULL, NULL, TELLS_NOBODY},
};
static const struct flow lamp = {"lamp", states, events, moves, COUNT(moves)};

static struct cx cx;

static int setup(void **state)
{
    (void)state;
    cx = (struct cx){.arena = arena_open(8 << 20)};
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    arena_close(cx.arena);
    return 0;
}

static void a_move_is_found_for_the_role_that_may_make_it(void **state)
{
    const struct move *m = NULL;

    (void)state;
    assert_int_equal(OK, flow_step(&cx, &lamp, LIT, SWITCH, ROLE_OFFICE, 0, &m));
    assert_int_equal(DARK, m->to);
    assert_int_equal(ERR_DENIED, flow_step(&cx, &lamp, LIT, SWITCH, ROLE_UNIT, 0, &m));
    assert_int_equal(ERR_CONFLICT, flow_step(&cx, &lamp, BROKEN, SWITCH, ROLE_CLERK, 0, &m));
}

static void every_missing_thing_is_named_at_once(void **state)
{
    const struct move *m = NULL;

    (void)state;
    cx_faults_clear(&cx);
    assert_int_equal(ERR_INVALID, flow_step(&cx, &lamp, DARK, SWITCH, ROLE_CLERK, 0, &m));
    assert_int_equal(2, cx.faults.n);
    assert_string_equal("note", cx.faults.p[0].field.p);
    assert_string_equal("unit_id", cx.faults.p[1].field.p);
    assert_true(text_has(cx.faults.p[0].rule));
    assert_null(m);
    assert_int_equal(
        OK, flow_step(&cx, &lamp, DARK, SWITCH, ROLE_CLERK, NEEDS_NOTE | NEEDS_UNIT, &m));
}

static void buttons_come_from_the_table(void **state)
{
    const struct move *offers[4];

    (void)state;
    assert_int_equal(1, flow_offers(&lamp, LIT, ROLE_CLERK, offers, COUNT(offers)));
    assert_int_equal(SWITCH, offers[0]->event);
    assert_int_equal(0, flow_offers(&lamp, LIT, ROLE_UNIT, offers, COUNT(offers)));
    assert_true(flow_final(&lamp, BROKEN));
    assert_false(flow_final(&lamp, LIT));
}

static void the_table_prints_one_line_for_each_move(void **state)
{
    struct buf b = buf_new(cx.arena, 1 << 20);

    (void)state;
    flow_print(&lamp, &b);
    assert_string_equal("lamp\tlit\tswitch\tdark\tclerk|office\t-\t-\t-\t-\n"
                        "lamp\tdark\tswitch\tlit\tclerk\tnote|unit\tlamp.on\tlamp.lit\t"
                        "citizen|unit\n"
                        "lamp\tlit\tbreak\tbroken\tclock\t-\t-\t-\t-\n",
        buf_str(&b).p);
}

static void the_diagram_names_every_state(void **state)
{
    struct buf b = buf_new(cx.arena, 1 << 20);

    (void)state;
    flow_svg(&lamp, LANG_ZH, &b);
    assert_true(str_starts(buf_str(&b), S("<svg ")));
    for (size_t i = 0; states[i] != NULL; i++)
        assert_true(str_has(buf_str(&b), str_of(states[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_move_is_found_for_the_role_that_may_make_it),
        cmocka_unit_test(every_missing_thing_is_named_at_once),
        cmocka_unit_test(buttons_come_from_the_table),
        cmocka_unit_test(the_table_prints_one_line_for_each_move),
        cmocka_unit_test(the_diagram_names_every_state),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
