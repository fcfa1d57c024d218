/* The ledger: facts booked once, sums that are exact at every moment. */
#include "core/ledger.h"

#include "world.h"

static const char *const places[] = {"430407101201", "430407101202", "430407102000",
    "430408001001", "430100000000", "430407101201-003", "430000000000", "430407000000"};
static const char *const asked[] = {"000000000000", "430000000000", "430400000000",
    "430407000000", "430407101000", "430407101201", "430407101201-003", "430408001001"};

/* What the test itself remembers of what was booked. */
struct fact {
    size_t place;
    int measure;
    struct date day;
    int64_t quantity;
    bool undone;
};
static struct fact facts[400];
static size_t n;

static const char *const measures[] = {"request.received", "visit.people"};

static bool below(struct str place, struct str above)
{
    size_t k = above.n;

    if (above.n > 12)
        return str_eq(place, above);
    while (k > 0 && above.p[k - 1] == '0')
        k--;
    for (size_t level = 0; level < 5; level++) {
        static const size_t levels[] = {2, 4, 6, 9, 12};

        if (k <= levels[level]) {
            k = k == 0 ? 0 : levels[level];
            break;
        }
    }
    return str_starts(place, str_sub(above, 0, k));
}

static int64_t remembered(int measure, struct str division, struct date from, struct date to)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        if (!facts[i].undone && facts[i].measure == measure && facts[i].day.day >= from.day &&
            facts[i].day.day <= to.day && below(str_of(places[facts[i].place]), division))
            sum += facts[i].quantity;
    return sum;
}

static void sums_agree(struct world *w, int times)
{
    for (int i = 0; i < times; i++) {
        int measure = (int)rng_below(&w->rng, 2);
        struct str division = str_of(asked[rng_below(&w->rng, COUNT(asked))]);
        struct date from = date_add(date_make(2025, 11, 1), (int32_t)rng_below(&w->rng, 200));
        struct date to = date_add(from, (int32_t)rng_below(&w->rng, 200));
        int64_t sum;

        assert_cx(OK, w, ledger_sum(&w->cx, measures[measure], division, from, to, &sum));
        assert_int_equal(remembered(measure, division, from, to), sum);
    }
}

static void book(struct world *w)
{
    struct fact *f = &facts[n];

    *f = (struct fact){rng_below(&w->rng, COUNT(places)), (int)rng_below(&w->rng, 2),
        date_add(date_make(2025, 11, 20), (int32_t)rng_below(&w->rng, 150)),
        (int64_t)rng_below(&w->rng, 9) + 1, false};
    assert_cx(OK, w,
        ledger_book(&w->cx, measures[f->measure], str_of(places[f->place]), f->day, f->quantity,
            "request", (int64_t)n));
    n++;
}

static void any_history_gives_exact_sums_at_every_moment(void **state)
{
    struct world *w = *state;

    n = 0;
    for (int step = 0; step < 300; step++) {
        uint64_t what = rng_below(&w->rng, 10);
        int64_t folded;

        if (what < 7 || n == 0) {
            book(w);
        } else if (what == 7) {
            size_t i = rng_below(&w->rng, n);

            assert_cx(
                OK, w, ledger_undo(&w->cx, measures[facts[i].measure], "request", (int64_t)i));
            facts[i].undone = true;
        } else {
            assert_cx(OK, w, ledger_fold(&w->cx, &folded));
        }
        if (step % 10 == 0)
            sums_agree(w, 6);
    }
    sums_agree(w, 50);
}

static void undoing_twice_takes_back_once(void **state)
{
    struct world *w = *state;
    struct date day = date_make(2026, 3, 2);
    int64_t sum;

    assert_cx(OK, w, ledger_book(&w->cx, "m", S("430407101201"), day, 5, "request", 1));
    assert_cx(OK, w, ledger_undo(&w->cx, "m", "request", 1));
    assert_cx(OK, w, ledger_undo(&w->cx, "m", "request", 1));
    assert_cx(OK, w, ledger_sum(&w->cx, "m", S("430000000000"), day, day, &sum));
    assert_int_equal(0, sum);
    assert_cx(OK, w, ledger_book(&w->cx, "m", S("430407101201"), day, 3, "request", 1));
    assert_cx(OK, w, ledger_sum(&w->cx, "m", S("430000000000"), day, day, &sum));
    assert_int_equal(3, sum);
}

static void rebuilding_gives_the_same_rows(void **state)
{
    static const char days[] = "SELECT COUNT(*) || ':' || SUM(quantity * LENGTH(division || "
                               "measure)) FROM d_ledger_day";
    struct world *w = *state;
    struct str before, after;
    int64_t folded = 1;

    n = 0;
    for (int i = 0; i < 200; i++)
        book(w);
    assert_cx(OK, w, ledger_undo(&w->cx, measures[facts[3].measure], "request", 3));
    facts[3].undone = true;
    while (folded > 0)
        assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    assert_int_equal(OK, db_ask(w->cx.db, w->cx.arena, days, &before));
    assert_cx(OK, w, ledger_rebuild(&w->cx));
    assert_int_equal(OK, db_ask(w->cx.db, w->cx.arena, days, &after));
    assert_true(str_eq(before, after));
    sums_agree(w, 30);
}

static void a_changed_sum_is_found(void **state)
{
    struct world *w = *state;
    struct buf problems = buf_new(w->cx.arena, 1 << 16);
    int64_t folded;

    n = 0;
    book(w);
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    assert_int_equal(1, folded);
    assert_cx(OK, w, ledger_check(&w->cx, &problems));
    assert_int_equal(
        OK, db_script(w->cx.db, S("UPDATE d_ledger_month SET quantity = quantity + "
                                  "1 WHERE division = '430000000000'")));
    assert_cx(ERR_CONFLICT, w, ledger_check(&w->cx, &problems));
    assert_true(str_has(buf_str(&problems), S("430000000000")));
}

/* The facts that the test remembers, as a capability would tell its records. */
static enum err records_told(
    struct cx *cx, enum err (*row)(void *arg, const struct ledger_count *c), void *arg)
{
    for (size_t i = 0; i < n; i++) {
        const struct ledger_count c = {.measure = str_of(measures[facts[i].measure]),
            .division = str_of(places[facts[i].place]),
            .day = facts[i].day,
            .quantity = facts[i].quantity};

        if (!facts[i].undone)
            TRY(row(arg, &c));
    }
    (void)cx;
    return OK;
}

static void any_history_agrees_with_its_records_and_what_differs_is_named(void **state)
{
    static const ledger_records told[] = {records_told, NULL};
    static const char *const without[] = {"request.received", NULL};
    struct world *w = *state;
    struct buf problems = buf_new(w->cx.arena, 1 << 16);

    n = 0;
    for (int i = 0; i < 150; i++)
        book(w);
    for (int i = 0; i < 40; i++) {
        size_t at = rng_below(&w->rng, n);

        assert_cx(
            OK, w, ledger_undo(&w->cx, measures[facts[at].measure], "request", (int64_t)at));
        facts[at].undone = true;
    }
    assert_cx(OK, w, ledger_recount(&w->cx, "", told, NULL, &problems));
    facts[7].quantity++;
    facts[7].undone = false;
    facts[7].measure = 0;
    assert_cx(ERR_CONFLICT, w, ledger_recount(&w->cx, "", told, NULL, &problems));
    assert_true(str_has(buf_str(&problems), S("request.received")));
    assert_cx(OK, w, ledger_recount(&w->cx, "request.", told, without, &problems));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(any_history_gives_exact_sums_at_every_moment),
        WORLD_TEST(undoing_twice_takes_back_once),
        WORLD_TEST(rebuilding_gives_the_same_rows),
        WORLD_TEST(any_history_agrees_with_its_records_and_what_differs_is_named),
        WORLD_TEST(a_changed_sum_is_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
