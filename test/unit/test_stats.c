/*
 * Figures: from records and nothing else, with honest denominators, and without giving away
 * small counts; report once.
 */
#include "feature/stats/stats_ask.h"
#include "feature/stats/stats_grid.h"

#include "world.h"

#define CITY "430400000000"
#define COUNTY "430422000000"
#define TOWN "430422001000"
#define OTHER_TOWN "430422002000"

static const struct measure measures[] = {
    {"request.received.scan", "unit.item", MEASURE_FLOW, true},
    {"request.received.station", "unit.item", MEASURE_FLOW, true},
    {"request.received.deputy", "unit.item", MEASURE_FLOW, true},
    {"request.received.telephone", "unit.item", MEASURE_FLOW, true},
    {"request.received.letter", "unit.item", MEASURE_FLOW, true},
    {"request.accepted", "unit.item", MEASURE_FLOW, true},
    {"request.solved", "unit.item", MEASURE_FLOW, true},
    {"request.returned", "unit.item", MEASURE_FLOW, false},
    {"request.forwarded", "unit.item", MEASURE_FLOW, true},
    {"station.stations", "unit.station", MEASURE_STOCK, true},
    {NULL, NULL, MEASURE_FLOW, false},
};
static const struct measure *const tables[] = {measures, NULL};

static enum err scan_behind(struct cx *cx, int64_t id, struct ledger_record *out)
{
    if (id == 13)
        return cx_fail(cx, ERR_NOT_FOUND, NULL, "request.none", __FILE__, __LINE__);
    out->label = str_f(cx->arena, "no %lld", (long long)id);
    out->path = S("/somewhere");
    return OK;
}
static const struct ledger_source sources[] = {{"request", scan_behind}, {NULL, NULL}};
static const struct ledger_source *const source_tables[] = {sources, NULL};

static struct world *made(void **state)
{
    struct world *w = *state;
    int64_t loaded;

    w->settings.measures = tables;
    w->settings.sources = source_tables;
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    return w;
}

static void book(struct world *w, const char *measure, const char *division, struct date day,
    int64_t first, int64_t n)
{
    for (int64_t i = first; i < first + n; i++)
        assert_cx(OK, w, ledger_book(&w->cx, measure, str_of(division), day, 1, "request", i));
}

static struct stats_figure figure(
    struct world *w, const char *code, const char *division, struct date from, struct date to)
{
    const struct stats_query q = {str_of(code), str_of(division), from, to, INSTANT_NONE};
    struct stats_figure f;

    assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
    return f;
}

#define JAN date_make(2026, 1, 1)
#define DEC date_make(2026, 12, 31)

static void a_joined_measure_is_the_sum_of_its_parts_and_counts_their_records(void **state)
{
    struct world *w = made(state);
    struct stats_figure f;
    int64_t folded;

    book(w, "request.received.scan", TOWN, date_make(2026, 3, 4), 1, 7);
    book(w, "request.received.letter", OTHER_TOWN, date_make(2026, 5, 4), 20, 2);
    assert_cx(OK, w, ledger_undo(&w->cx, "request.received.scan", "request", 3));
    f = figure(w, "request.received", CITY, JAN, DEC);
    assert_int_equal(8, f.value);
    assert_int_equal(8, f.records);
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    f = figure(w, "request.received", CITY, JAN, DEC);
    assert_int_equal(8, f.value);
    assert_int_equal(8, f.records);
    assert_true(f.computable);
    assert_string_equal("8", stats_value(&w->cx, &f).p);
}

static void a_rate_without_a_base_says_so_and_is_not_guessed(void **state)
{
    struct world *w = made(state);
    struct stats_figure f = figure(w, "request.solving_rate", CITY, JAN, DEC);

    assert_false(f.computable);
    assert_string_equal("stats.no_base", f.reason);
    assert_true(str_is(stats_value(&w->cx, &f), "—"));
    book(w, "request.accepted", TOWN, date_make(2026, 3, 4), 1, 3);
    book(w, "request.solved", TOWN, date_make(2026, 4, 4), 1, 2);
    f = figure(w, "request.solving_rate", CITY, JAN, DEC);
    assert_true(f.computable);
    assert_int_equal(2, f.value);
    assert_int_equal(3, f.base);
    assert_int_equal(3, f.records);
    assert_true(str_is(stats_value(&w->cx, &f), "66.7"));
}

static void what_there_is_counts_from_the_beginning(void **state)
{
    struct world *w = made(state);

    book(w, "station.stations", TOWN, date_make(2019, 6, 1), 1, 4);
    assert_cx(OK, w,
        ledger_book(
            &w->cx, "station.stations", S(TOWN), date_make(2026, 2, 1), -1, "station", 1));
    assert_int_equal(
        4, figure(w, "station.stations", COUNTY, JAN, date_make(2026, 1, 31)).value);
    assert_int_equal(3, figure(w, "station.stations", COUNTY, JAN, DEC).value);
}

static void an_old_cut_off_shows_what_was_known_then(void **state)
{
    struct world *w = made(state);
    struct stats_query q = {S("request.received"), S(CITY), JAN, DEC, {w->cx.now.s + 1}};
    struct stats_record_list list;
    struct stats_figure f;
    struct str next;
    int64_t folded;

    book(w, "request.received.scan", TOWN, date_make(2026, 3, 4), 1, 6);
    world_later(w, 1000);
    book(w, "request.received.scan", TOWN, date_make(2026, 3, 5), 7, 5);
    assert_cx(OK, w, ledger_undo(&w->cx, "request.received.scan", "request", 1));
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
    assert_int_equal(6, f.value);
    assert_int_equal(6, f.records);
    assert_cx(OK, w, stats_records(&w->cx, &q, (struct str){0}, 20, &list, &next));
    assert_int_equal(6, list.n);
    assert_int_equal(10, figure(w, "request.received", CITY, JAN, DEC).value);
}

static void the_records_are_exactly_those_that_make_the_figure_page_by_page(void **state)
{
    struct world *w = made(state);
    const struct stats_query q = {S("request.received"), S(COUNTY), JAN, DEC, INSTANT_NONE};
    struct str cursor = {0}, next;
    struct stats_record_list list;
    int64_t seen = 0, hidden = 0;
    struct date last = DEC;

    book(w, "request.received.scan", TOWN, date_make(2026, 3, 4), 1, 12);
    book(w, "request.received.letter", OTHER_TOWN, date_make(2026, 3, 4), 13, 12);
    book(w, "request.received.letter", OTHER_TOWN, date_make(2025, 3, 4), 50, 3);
    book(w, "request.received.letter", "430421100000", date_make(2026, 3, 4), 60, 3);
    assert_cx(OK, w, ledger_undo(&w->cx, "request.received.scan", "request", 5));
    do {
        assert_cx(OK, w, stats_records(&w->cx, &q, cursor, 5, &list, &next));
        EACH (r, &list) {
            seen += r->entry.quantity;
            hidden += r->record.path.p == NULL;
            assert_int_not_equal(5, r->entry.source_id);
            assert_true(r->entry.day.day <= last.day);
            last = r->entry.day;
        }
        cursor = next;
    } while (next.p != NULL);
    assert_int_equal(figure(w, "request.received", COUNTY, JAN, DEC).value, seen);
    assert_int_equal(23, seen);
    assert_int_equal(1, hidden); /* the one its source does not show */
}

/* Page by page, of one part of a figure. */
static void listed(struct world *w, struct stats_query q, enum stats_side part,
    int64_t *quantity, int64_t *records)
{
    struct str cursor = {0};
    struct stats_record_list list;

    q.part = part;
    *quantity = *records = 0;
    do {
        assert_cx(OK, w, stats_records(&w->cx, &q, cursor, 7, &list, &cursor));
        EACH (r, &list) {
            *quantity += r->entry.quantity;
            ++*records;
        }
    } while (cursor.p != NULL);
}

static void whatever_happened_each_figure_lists_exactly_its_records(void **state)
{
    struct world *w = made(state);
    static const char *const what[] = {"request.received.scan", "request.received.letter",
        "request.accepted", "request.solved"};
    static const char *const where[] = {TOWN, OTHER_TOWN, "430421100000", COUNTY};
    int64_t quantity, records, folded;

    for (int64_t i = 0; i < 160; i++) {
        book(w, what[rng_below(&w->rng, COUNT(what))], where[rng_below(&w->rng, COUNT(where))],
            date_add(JAN, (int32_t)rng_below(&w->rng, 60)), 100 + i, 1);
        if (i % 5 == 0)
            assert_cx(OK, w,
                ledger_undo(&w->cx, what[rng_below(&w->rng, COUNT(what))], "request",
                    100 + (int64_t)rng_below(&w->rng, (uint64_t)i + 1)));
        if (i % 40 == 0)
            assert_cx(OK, w, ledger_fold(&w->cx, &folded));
        world_later(w, 60);
    }
    for (int i = 0; i < 20; i++) {
        struct date from = date_add(JAN, (int32_t)rng_below(&w->rng, 40));
        struct stats_query q = {i % 2 == 0 ? S("request.received") : S("request.solving_rate"),
            i % 3 == 0 ? S(CITY) : S(COUNTY), from,
            date_add(from, (int32_t)rng_below(&w->rng, 40)),
            {w->cx.now.s - (int64_t)rng_below(&w->rng, 4000)}};
        struct stats_figure f;

        assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
        listed(w, q, STATS_BASE, &quantity, &records);
        assert_int_equal(i % 2 == 0 ? f.value : f.base, quantity);
        assert_int_equal(f.records, records);
        if (i % 2 == 0)
            continue;
        listed(w, q, STATS_TOP, &quantity, &records);
        assert_int_equal(f.value, quantity);
        assert_int_equal(f.records_top, records);
    }
}

static void what_nobody_records_yet_says_so(void **state)
{
    struct world *w = made(state);
    struct stats_figure f = figure(w, "suggestion.on_time_rate", CITY, JAN, DEC);

    assert_false(f.computable);
    assert_string_equal("stats.not_kept", f.reason);
    assert_true(str_is(stats_value(&w->cx, &f), "—"));
}

static void the_public_gets_no_small_count_and_no_inner_figure(void **state)
{
    struct world *w = made(state);
    struct stats_query q = {S("request.received"), S(TOWN), date_make(2025, 1, 1),
        date_make(2025, 12, 31), INSTANT_NONE};
    struct stats_figure f;
    int64_t folded;

    book(w, "request.received.scan", TOWN, date_make(2025, 3, 4), 1, 3);
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    world_as_anyone(w);
    assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
    assert_false(f.computable);
    assert_string_equal("stats.small", f.reason);
    assert_int_equal(0, f.value + f.records);
    q.code = S("request.returned");
    assert_cx(ERR_NOT_FOUND, w, stats_figure(&w->cx, &q, &f));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
    q.code = S("request.received");
    assert_cx(OK, w, stats_figure(&w->cx, &q, &f));
    assert_int_equal(3, f.value);
}

static void one_hidden_place_takes_another_with_it(void **state)
{
    struct world *w = made(state);
    struct stats_figure *f;
    struct stats_row row;
    struct stats_grid g;
    size_t hidden = 0, shown = 0;
    int64_t folded;

    book(w, "request.received.scan", TOWN, date_make(2025, 3, 4), 1, 3);
    book(w, "request.received.scan", OTHER_TOWN, date_make(2025, 3, 4), 10, 8);
    book(w, "request.received.scan", "430422103000", date_make(2025, 3, 4), 30, 9);
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    world_as_anyone(w);
    assert_cx(OK, w,
        stats_grid_open(&w->cx, STATS_PLACES, S(COUNTY), date_make(2025, 1, 1),
            date_make(2025, 12, 31), &g));
    assert_cx(OK, w, stats_row(&w->cx, S("request.received"), &row));
    assert_cx(OK, w, stats_grid_row(&w->cx, &g, &row, &f));
    for (size_t i = 0; i < g.n; i++) {
        hidden += !f[i].computable;
        shown += f[i].computable && f[i].value > 0;
    }
    assert_int_equal(2, hidden);
    assert_int_equal(1, shown);
}

/* Every axis adds up to the figure, folded or not. */
static void places_months_and_days_add_up_to_the_whole(void **state)
{
    struct world *w = made(state);
    static const char *const towns[] = {TOWN, OTHER_TOWN, "430422103000", "430422104002"};
    static const enum stats_axis axes[] = {STATS_PLACES, STATS_MONTHS, STATS_DAYS, STATS_WHOLE};
    struct stats_row row;

    assert_cx(OK, w, stats_row(&w->cx, S("request.received"), &row));
    for (int round = 0; round < 4; round++) {
        int64_t folded;

        for (int64_t i = 0; i < 40; i++)
            book(w, "request.received.scan", towns[rng_below(&w->rng, COUNT(towns))],
                date_add(JAN, (int32_t)rng_below(&w->rng, 364)), round * 100 + i, 1);
        for (size_t a = 0; a < COUNT(axes); a++) {
            struct stats_figure *f;
            struct stats_grid g;
            int64_t sum = 0, records = 0;

            assert_cx(OK, w, stats_grid_open(&w->cx, axes[a], S(COUNTY), JAN, DEC, &g));
            assert_cx(OK, w, stats_grid_row(&w->cx, &g, &row, &f));
            for (size_t i = 0; i < g.n; i++) {
                sum += f[i].value;
                records += f[i].records;
            }
            assert_int_equal(figure(w, "request.received", COUNTY, JAN, DEC).value, sum);
            assert_int_equal((round + 1) * 40, sum);
            assert_int_equal(sum, records);
        }
        if (round % 2 == 0)
            assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    }
}

static void the_derived_checks_of_printed_figures_come_out(void **state)
{
    const struct stats_term f065 = {1100, STATS_AT_LEAST}, f064 = {1200, STATS_AT_LEAST},
                            f066d = {170, STATS_AT_LEAST}, f066c = {225, STATS_EXACT},
                            f100 = {45, STATS_EXACT}, f100a = {106, STATS_EXACT};
    enum stats_bound bound;
    const char *reason;
    struct ratio r;

    (void)state;
    assert_int_equal(151, stats_plus(f100, f100a).value);
    assert_int_equal(STATS_EXACT, stats_plus(f100, f100a).bound);
    assert_int_equal(STATS_AT_LEAST, stats_plus(f100, f065).bound);
    assert_false(stats_quotient(f065, f064, &r, &bound, &reason)); /* D6 */
    assert_string_equal("stats.both_lower", reason);
    assert_true(stats_quotient(f066d, f066c, &r, &bound, &reason)); /* D7 */
    assert_int_equal(STATS_AT_LEAST, bound);
    assert_false(
        stats_quotient(f066d, (struct stats_term){0, STATS_EXACT}, &r, &bound, &reason));
    assert_string_equal("stats.no_base", reason);
}

static struct str ask(struct world *w, struct str *places, size_t n)
{
    struct str rows[] = {S("request.received"), S("request.solving_rate")}, id;
    const struct stats_draft d = {.title = S("一季度数据"),
        .division = S(COUNTY),
        .day_from = JAN,
        .day_to = date_make(2026, 3, 31),
        .due = date_add(date_of(w->cx.now), 3),
        .measures = rows,
        .nmeasures = 2,
        .places = places,
        .nplaces = n};

    assert_cx(OK, w, stats_ask_add(&w->cx, &d, &id));
    return id;
}

static void a_place_confirms_what_the_records_say_and_types_no_number(void **state)
{
    struct world *w = made(state);
    struct str places[] = {S(TOWN), S(OTHER_TOWN)}, id;
    struct stats_sheet sheet;
    struct stats_ask a;

    book(w, "request.received.scan", TOWN, date_make(2026, 3, 4), 1, 6);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    id = ask(w, places, 2);
    world_as(w, ROLE_PRESIDIUM, TOWN, 0);
    assert_cx(OK, w, stats_ask_get(&w->cx, id, &a));
    assert_cx(OK, w, stats_ask_sheet(&w->cx, &a, (struct str){0}, &sheet));
    assert_int_equal(1, sheet.places.n); /* the neighbour's is not shown */
    assert_int_equal(6, sheet.figures[0].value);
    assert_cx(
        ERR_NOT_FOUND, w, stats_ask_confirm(&w->cx, &a, S(OTHER_TOWN), 1, (struct str){0}));
    assert_cx(OK, w, stats_ask_confirm(&w->cx, &a, S(TOWN), 1, S("含两件补录")));
    assert_cx(ERR_STALE, w, stats_ask_confirm(&w->cx, &a, S(TOWN), 1, (struct str){0}));
    world_as_program(w);
    book(w, "request.received.scan", TOWN, date_make(2026, 3, 5), 100, 2);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(OK, w, stats_ask_sheet(&w->cx, &a, (struct str){0}, &sheet));
    assert_int_equal(2, sheet.places.n);
    assert_int_equal(6, sheet.figures[0].value); /* as it was confirmed */
    assert_true(str_is(sheet.places.p[0].note, "含两件补录"));
    assert_true(instant_is(sheet.places.p[0].confirmed_at));
    assert_false(instant_is(sheet.places.p[1].confirmed_at));
}

static void a_finished_sheet_changes_no_more_and_lateness_is_seen(void **state)
{
    struct world *w = made(state);
    struct str places[] = {S(TOWN)}, id;
    struct stats_ask a;

    world_as(w, ROLE_OFFICE, COUNTY, 0);
    id = ask(w, places, 1);
    assert_cx(OK, w, stats_ask_get(&w->cx, id, &a));
    assert_false(stats_ask_late(&w->cx, &a));
    world_later(w, 5 * 24 * 3600);
    assert_true(stats_ask_late(&w->cx, &a));
    assert_cx(OK, w, stats_ask_finish(&w->cx, &a));
    assert_cx(OK, w, stats_ask_get(&w->cx, id, &a));
    assert_false(stats_ask_late(&w->cx, &a));
    assert_cx(ERR_CONFLICT, w, stats_ask_confirm(&w->cx, &a, S(TOWN), 1, (struct str){0}));
    assert_cx(ERR_CONFLICT, w, stats_ask_finish(&w->cx, &a));
}

static void only_places_below_may_be_asked_and_strangers_see_nothing(void **state)
{
    struct world *w = made(state);
    struct str outside[] = {S("430421000000")}, inside[] = {S(TOWN)}, id;
    struct str rows[] = {S("request.received")};
    struct stats_draft d = {.title = S("数据"),
        .division = S(COUNTY),
        .day_from = JAN,
        .day_to = DEC,
        .due = date_add(date_of(w->cx.now), 1),
        .measures = rows,
        .nmeasures = 1,
        .places = outside,
        .nplaces = 1};
    struct stats_ask a;

    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(ERR_INVALID, w, stats_ask_add(&w->cx, &d, &id));
    cx_faults_clear(&w->cx);
    d.places = inside;
    assert_cx(OK, w, stats_ask_add(&w->cx, &d, &id));
    world_as(w, ROLE_PRESIDIUM, TOWN, 0);
    assert_cx(ERR_DENIED, w, stats_ask_add(&w->cx, &d, &id));
    world_as(w, ROLE_OFFICE, "430421000000", 0);
    assert_cx(ERR_NOT_FOUND, w, stats_ask_get(&w->cx, id, &a));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_joined_measure_is_the_sum_of_its_parts_and_counts_their_records),
        WORLD_TEST(a_rate_without_a_base_says_so_and_is_not_guessed),
        WORLD_TEST(what_there_is_counts_from_the_beginning),
        WORLD_TEST(an_old_cut_off_shows_what_was_known_then),
        WORLD_TEST(the_records_are_exactly_those_that_make_the_figure_page_by_page),
        WORLD_TEST(whatever_happened_each_figure_lists_exactly_its_records),
        WORLD_TEST(what_nobody_records_yet_says_so),
        WORLD_TEST(the_public_gets_no_small_count_and_no_inner_figure),
        WORLD_TEST(one_hidden_place_takes_another_with_it),
        WORLD_TEST(places_months_and_days_add_up_to_the_whole),
        cmocka_unit_test(the_derived_checks_of_printed_figures_come_out),
        WORLD_TEST(a_place_confirms_what_the_records_say_and_types_no_number),
        WORLD_TEST(a_finished_sheet_changes_no_more_and_lateness_is_seen),
        WORLD_TEST(only_places_below_may_be_asked_and_strangers_see_nothing),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
