/*
 * Nobody finds out a small count from what the public is told: the test asks for all that
 * anyone can ask for, sets up the equations, and tries to solve them for what is hidden.
 */
#include "feature/stats/stats_grid.h"

#include "world.h"

enum {
    PLACES = 6,
    MONTHS = 18, /* 2025-01 to 2026-06 */
    WHATS = 5,
    ATOMS = PLACES * MONTHS * WHATS,
    PRIME = 2147483647,
    SMALL = 5
};

/* Townships of two counties, one booked at the county itself, one of another city. */
static const char *const leaves[PLACES] = {"430422001000", "430422002000", "430422103000",
    "430422000000", "430421100000", "430102001000"};
static const char *const parents[] = {
    "000000000000", "430000000000", "430400000000", "430422000000", "430421000000"};

static const struct measure measures[] = {
    {"request.received.scan", "unit.item", MEASURE_FLOW, true},
    {"request.received.station", "unit.item", MEASURE_FLOW, true},
    {"request.received.deputy", "unit.item", MEASURE_FLOW, true},
    {"request.received.telephone", "unit.item", MEASURE_FLOW, true},
    {"request.received.letter", "unit.item", MEASURE_FLOW, true},
    {"request.accepted", "unit.item", MEASURE_FLOW, true},
    {"request.solved", "unit.item", MEASURE_FLOW, true},
    {"request.silent", "unit.item", MEASURE_FLOW, true},
    {"request.reply.satisfied", "unit.item", MEASURE_FLOW, true},
    {"request.reply.basically", "unit.item", MEASURE_FLOW, true},
    {"request.reply.dissatisfied", "unit.item", MEASURE_FLOW, true},
    {NULL, NULL, MEASURE_FLOW, false},
};
static const struct measure *const tables[] = {measures, NULL};
/* What is booked; the other channels stay empty. */
static const char *const whats[WHATS] = {"request.received.scan", "request.received.station",
    "request.accepted", "request.reply.satisfied", "request.reply.dissatisfied"};
static const char *const rows[] = {"request.received", "request.received.scan",
    "request.received.station", "request.accepted", "request.reply_satisfaction",
    "request.reply.satisfied", "request.reply.dissatisfied"};

/* By place, then month, then what. */
static int64_t truth[ATOMS];

static struct date month_day(size_t month)
{
    return date_add_months(date_make(2025, 1, 1), (int32_t)month);
}

/* Many small counts, some zeros, some large ones. */
static void fill(struct world *w, unsigned burn)
{
    static const int64_t sizes[] = {0, 0, 0, 1, 2, 3, 4, 6, 8, 12, 15, 20};
    int64_t folded = 1, loaded;

    w->settings.measures = tables;
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    w->cx.now = date_start(date_make(2026, 7, 14));
    while (burn-- > 0)
        (void)rng_below(&w->rng, 7);
    for (size_t i = 0; i < ATOMS; i++) {
        truth[i] = sizes[rng_below(&w->rng, COUNT(sizes))];
        if (truth[i] > 0)
            assert_cx(OK, w,
                ledger_book(&w->cx, whats[i % WHATS], str_of(leaves[i / WHATS / MONTHS]),
                    date_add(month_day(i / WHATS % MONTHS), (int32_t)rng_below(&w->rng, 28)),
                    truth[i], "request", (int64_t)i + 1));
    }
    while (folded > 0)
        assert_cx(OK, w, ledger_fold(&w->cx, &folded));
}

/* Coefficients of the unknown counts. */
struct equation {
    int64_t at[ATOMS];
};

static bool under(const char *leaf, struct str place)
{
    size_t n = (size_t[]){0, 2, 4, 6, 9, 12, 12}[registry_code_depth(place)];

    return str_starts(str_of(leaf), str_sub(place, 0, n));
}

static bool names(const char *formula, const char *what)
{
    struct str rest = str_of(formula);

    while (rest.n > 0)
        if (str_is(str_cut(rest, ' ', &rest), what))
            return true;
    return false;
}

static int64_t equation_of(
    const char *formula, struct str place, size_t from, size_t to, struct equation *e)
{
    int64_t sum = 0;

    for (size_t i = 0; i < ATOMS; i++) {
        size_t month = i / WHATS % MONTHS;

        e->at[i] = month >= from && month <= to && names(formula, whats[i % WHATS]) &&
                   under(leaves[i / WHATS / MONTHS], place);
        sum += e->at[i] * truth[i];
    }
    return sum;
}

/* What is known, each with a first unknown of its own. */
struct knowledge {
    struct equation *of[ATOMS];
    size_t n;
};

static int64_t power(int64_t base, int64_t to)
{
    int64_t r = 1;

    for (; to > 0; to /= 2, base = base * base % PRIME)
        if (to % 2 == 1)
            r = r * base % PRIME;
    return r;
}

/* Take away what is known already; where the first unknown that stays is, ATOMS: none. */
static size_t reduce(const struct knowledge *k, struct equation *e)
{
    size_t first = ATOMS;

    for (size_t i = 0; i < ATOMS; i++) {
        int64_t by = e->at[i];

        if (by != 0 && k->of[i] != NULL)
            for (size_t j = i; j < ATOMS; j++)
                e->at[j] = (e->at[j] + (PRIME - by) * k->of[i]->at[j]) % PRIME;
        if (e->at[i] != 0 && first == ATOMS)
            first = i;
    }
    return first;
}

static void learn(struct world *w, struct knowledge *k, const struct equation *told)
{
    struct equation e = *told;
    size_t first = reduce(k, &e);
    int64_t inverse;

    if (first == ATOMS)
        return;
    inverse = power(e.at[first], PRIME - 2);
    for (size_t j = first; j < ATOMS; j++)
        e.at[j] = e.at[j] * inverse % PRIME;
    k->of[first] = NEW(w->cx.arena, struct equation);
    *k->of[first] = e;
    k->n++;
}

/* A sum is told; when it is nothing, each of its parts is known to be nothing. */
static void told(struct world *w, struct knowledge *k, const char *formula, struct str place,
    size_t from, size_t to)
{
    struct equation e, one;
    int64_t sum = equation_of(formula, place, from, to, &e);

    learn(w, k, &e);
    for (size_t i = 0; sum == 0 && i < ATOMS; i++)
        if (e.at[i] != 0) {
            one = (struct equation){.at = {0}};
            one.at[i] = 1;
            learn(w, k, &one);
        }
}

struct span {
    size_t from, to;
};

/* All pieces of the calendar, what is usually asked, and whatever comes to mind. */
static size_t spans_make(struct world *w, struct span *out)
{
    static const size_t lengths[] = {1, 3, 6, 12};
    size_t n = 0;

    for (size_t l = 0; l < COUNT(lengths); l++)
        for (size_t m = 0; m + lengths[l] <= MONTHS; m += lengths[l])
            out[n++] = (struct span){m, m + lengths[l] - 1};
    out[n++] = (struct span){12, MONTHS - 1};
    out[n++] = (struct span){6, MONTHS - 1};
    for (size_t i = 0; i < 12; i++) {
        size_t a = rng_below(&w->rng, MONTHS), b = rng_below(&w->rng, MONTHS);

        out[n++] = a < b ? (struct span){a, b} : (struct span){b, a};
    }
    return n;
}

static void grid_ask(
    struct world *w, struct knowledge *k, enum stats_axis axis, struct str place, struct span s)
{
    struct stats_grid g;

    assert_cx(OK, w,
        stats_grid_open(
            &w->cx, axis, place, month_day(s.from), date_add(month_day(s.to + 1), -1), &g));
    for (size_t r = 0; r < COUNT(rows); r++) {
        struct stats_figure *f;
        struct stats_row row;

        assert_cx(OK, w, stats_row(&w->cx, str_of(rows[r]), &row));
        assert_cx(OK, w, stats_grid_row(&w->cx, &g, &row, &f));
        for (size_t i = 0; i < g.n; i++) {
            struct str at = axis == STATS_PLACES ? g.keys[i] : place;

            if (f[i].reason != NULL && str_is(str_of(f[i].reason), "stats.small"))
                continue;
            told(w, k, row.top, at, s.from, s.to);
            if (row.bottom != NULL)
                told(w, k, row.bottom, at, s.from, s.to);
        }
    }
}

static void ask_all(struct world *w, struct knowledge *k)
{
    struct span spans[80];
    size_t n = spans_make(w, spans);

    world_as_anyone(w);
    for (size_t i = 0; i < n; i++) {
        grid_ask(w, k, STATS_WHOLE, S("000000000000"), spans[i]);
        for (size_t p = 0; p < COUNT(parents); p++)
            grid_ask(w, k, STATS_PLACES, str_of(parents[p]), spans[i]);
    }
}

/* Small counts of any place and piece of the calendar that follow from what is known. */
static size_t found_out(const struct knowledge *k, bool say)
{
    static const size_t lengths[] = {1, 3, 6, 12};
    size_t found = 0;

    for (size_t r = 0; r < WHATS; r++)
        for (size_t p = 0; p < PLACES + COUNT(parents); p++)
            for (size_t l = 0; l < COUNT(lengths); l++)
                for (size_t m = 0; m + lengths[l] <= MONTHS; m += lengths[l]) {
                    struct str place = str_of(p < PLACES ? leaves[p] : parents[p - PLACES]);
                    struct equation e;
                    int64_t v = equation_of(whats[r], place, m, m + lengths[l] - 1, &e);

                    if (v == 0 || v >= SMALL || reduce(k, &e) != ATOMS)
                        continue;
                    found++;
                    if (say)
                        print_error("%s of %.*s, %zu months from %zu: %lld is found out\n",
                            whats[r], STR(place), lengths[l], m, (long long)v);
                }
    return found;
}

static void no_small_count_follows_from_all_that_the_public_is_told(void **state)
{
    struct world *w = *state;
    struct knowledge *k = NEW(w->cx.arena, struct knowledge);

    *k = (struct knowledge){.n = 0};
    fill(w, 3);
    ask_all(w, k);
    assert_int_equal(0, found_out(k, true));
    assert_true(k->n > 100); /* and a good deal is told */
}

/* The attack is worth something: who hides small counts and nothing else is found out. */
static void hiding_each_small_count_alone_would_not_be_enough(void **state)
{
    struct world *w = *state;
    struct knowledge *k = NEW(w->cx.arena, struct knowledge);
    struct span spans[80];
    size_t n;

    *k = (struct knowledge){.n = 0};
    fill(w, 3);
    n = spans_make(w, spans);
    for (size_t i = 0; i < n; i++)
        for (size_t p = 0; p < PLACES + COUNT(parents); p++)
            for (size_t r = 0; r < 3; r++) {
                struct str place = str_of(p < PLACES ? leaves[p] : parents[p - PLACES]);
                struct equation e;
                int64_t v = equation_of(whats[r], place, spans[i].from, spans[i].to, &e);

                if (v == 0 || v >= SMALL)
                    learn(w, k, &e);
            }
    assert_true(found_out(k, false) > 0);
}

static struct stats_figure figure(
    struct world *w, const char *code, const char *place, struct date from, struct date to)
{
    const struct stats_query q = {str_of(code), str_of(place), from, to, INSTANT_NONE};
    struct stats_figure f;

    assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
    return f;
}

static void book(struct world *w, const char *place, struct date day, int64_t n, int64_t first)
{
    for (int64_t i = 0; i < n; i++)
        assert_cx(OK, w,
            ledger_book(
                &w->cx, "request.accepted", str_of(place), day, 1, "request", first + i));
}

static void opened(struct world *w)
{
    int64_t loaded, folded;

    w->settings.measures = tables;
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    w->cx.now = date_start(date_make(2026, 9, 14));
    for (int32_t m = 0; m < 8; m++) {
        book(w, leaves[0], date_make(2026, m + 1, 3), 7, 100 * m);
        book(w, leaves[1], date_make(2026, m + 1, 3), m == 4 ? 2 : 9, 100 * m + 20);
        book(w, leaves[2], date_make(2026, m + 1, 3), 8, 100 * m + 40);
    }
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    world_as_anyone(w);
}

static void a_small_month_makes_the_place_go_by_quarters_and_the_smallest_with_it(void **state)
{
    struct world *w = *state;
    struct date may = date_make(2026, 5, 1), end = date_make(2026, 5, 31);
    struct date second = date_make(2026, 4, 1), june = date_make(2026, 6, 30);

    opened(w);
    assert_false(figure(w, "request.accepted", leaves[1], may, end).computable);
    assert_false(figure(w, "request.accepted", leaves[0], may, end).computable); /* least */
    assert_int_equal(8, figure(w, "request.accepted", leaves[2], may, end).value);
    assert_int_equal(17, figure(w, "request.accepted", "430422000000", may, end).value);
    assert_int_equal(20, figure(w, "request.accepted", leaves[1], second, june).value);
    assert_int_equal(21, figure(w, "request.accepted", leaves[0], second, june).value);
    /* not even another month of the same place, which with the quarter would tell it */
    assert_false(
        figure(w, "request.accepted", leaves[1], second, date_make(2026, 4, 30)).computable);
}

static void the_public_is_told_whole_months_that_are_over(void **state)
{
    struct world *w = *state;
    struct date jan = date_make(2026, 1, 1), from, to;
    struct stats_figure f;

    opened(w);
    f = figure(w, "request.accepted", "430422000000", jan, date_make(2026, 9, 10));
    assert_false(f.computable);
    assert_string_equal("stats.months_only", f.reason);
    f = figure(
        w, "request.accepted", "430422000000", date_make(2026, 1, 2), date_make(2026, 1, 31));
    assert_string_equal("stats.months_only", f.reason);
    from = jan;
    to = date_make(2026, 9, 14);
    stats_public_months(to, false, &from, &to);
    assert_int_equal(date_make(2026, 8, 31).day, to.day);
    assert_int_equal(jan.day, from.day);
    from = date_make(2026, 9, 7);
    to = date_make(2026, 9, 13);
    stats_public_months(date_make(2026, 9, 14), false, &from, &to);
    assert_int_equal(date_make(2026, 8, 1).day, from.day);
    assert_int_equal(date_make(2026, 8, 31).day, to.day);
    from = date_make(2027, 1, 1);
    to = date_make(2027, 1, 9);
    stats_public_months(to, true, &from, &to); /* in January: the year before */
    assert_int_equal(jan.day, from.day);
    assert_int_equal(date_make(2026, 12, 31).day, to.day);
}

static void staff_of_the_place_see_every_count_to_the_day(void **state)
{
    struct world *w = *state;
    struct date day = date_make(2026, 5, 3);

    opened(w);
    world_as(w, ROLE_OFFICE, "430422000000", 0);
    assert_int_equal(2, figure(w, "request.accepted", leaves[1], day, day).value);
    assert_int_equal(2, figure(w, "request.accepted", leaves[1], day, day).records);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(no_small_count_follows_from_all_that_the_public_is_told),
        WORLD_TEST(hiding_each_small_count_alone_would_not_be_enough),
        WORLD_TEST(a_small_month_makes_the_place_go_by_quarters_and_the_smallest_with_it),
        WORLD_TEST(the_public_is_told_whole_months_that_are_over),
        WORLD_TEST(staff_of_the_place_see_every_count_to_the_day),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
