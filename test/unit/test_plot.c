/* Plots: what is drawn, and that a page and a PDF are drawn by the same code. */
#include "base/arena.h"
#include "out/plot.h"

#include "check.h"

struct drawn {
    int marks, frames, texts;
    double highest; /* of the columns */
};

static void rect(void *to, enum plot_ink ink, const double box[4])
{
    struct drawn *d = to;

    d->marks += ink == PLOT_INK_MARK;
    if (box[3] > d->highest)
        d->highest = box[3];
}

static void line(void *to, enum plot_ink ink, const double ends[4])
{
    struct drawn *d = to;

    (void)ends;
    d->frames += ink == PLOT_INK_FRAME;
    d->marks += ink == PLOT_INK_MARK;
}

static void text(void *to, enum plot_align align, const double at[2], struct str s)
{
    struct drawn *d = to;

    (void)align;
    (void)at;
    assert_true(s.p != NULL);
    d->texts++;
}

static struct drawn draw(struct arena *a, const struct plot *p)
{
    struct drawn d = {0};
    const struct plot_pen pen = {a, &d, rect, line, text};

    plot_draw(p, &pen);
    return d;
}

static void a_column_for_each_month_that_has_something(void **state)
{
    struct arena *a = arena_open(1 << 20);
    const struct plot_point points[] = {{S("2026-09"), S("0"), 0, true},
        {S("2026-10"), S("7"), 7, true}, {S("2026-11"), S("—"), 0, false}};
    const struct plot p = {
        .kind = PLOT_COLUMNS, .title = S("t"), .unit = S("件"), .points = points, .n = 3};
    struct drawn d = draw(a, &p);

    (void)state;
    assert_int_equal(1, d.marks);
    /* 0, 2, 4, 6, 8 */
    assert_int_equal(5, d.frames);
    assert_true(d.highest > 0 && d.highest < (plot_height(&p) - 46) * 0.9);
    arena_close(a);
}

static void a_line_is_broken_where_nothing_is_known(void **state)
{
    struct arena *a = arena_open(1 << 20);
    const struct plot_point points[] = {{S("1"), S("1"), 1, true}, {S("2"), S("2"), 2, true},
        {S("3"), S("—"), 0, false}, {S("4"), S("4"), 4, true}};
    const struct plot p = {
        .kind = PLOT_LINE, .title = S("t"), .unit = S("%"), .points = points, .n = 4};

    (void)state;
    /* Three points and one link. */
    assert_int_equal(4, draw(a, &p).marks);
    arena_close(a);
}

static void a_picture_is_named_and_what_it_says_is_escaped(void **state)
{
    struct arena *a = arena_open(1 << 20);
    const struct plot_point points[] = {{S("<b>&"), S("3"), 3, true}};
    const struct plot p = {
        .kind = PLOT_BARS, .title = S("a \"b\" <c>"), .unit = S(""), .points = points, .n = 1};
    struct str svg;

    (void)state;
    assert_int_equal(OK, plot_svg(a, &p, &svg));
    assert_true(str_starts(svg, S("<svg class=\"plot\"")));
    assert_true(str_has(svg, S("role=\"img\" aria-label=\"a &quot;b&quot; &lt;c")));
    assert_true(str_has(svg, S("&lt;b")));
    assert_false(str_has(svg, S("<b>")));
    assert_false(str_has(svg, S("style=")));
    arena_close(a);
}

static void nothing_to_draw_draws_nothing(void **state)
{
    struct arena *a = arena_open(1 << 20);
    const struct plot p = {.kind = PLOT_COLUMNS, .title = S("t"), .unit = S("件")};
    struct drawn d = draw(a, &p);

    (void)state;
    assert_int_equal(0, d.marks + d.frames + d.texts);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_column_for_each_month_that_has_something),
        cmocka_unit_test(a_line_is_broken_where_nothing_is_known),
        cmocka_unit_test(a_picture_is_named_and_what_it_says_is_escaped),
        cmocka_unit_test(nothing_to_draw_draws_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
