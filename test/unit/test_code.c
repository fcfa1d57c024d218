/* Public numbers and query codes. */
#include "core/code.h"
#include "store/numbers.h"

#include <pthread.h>

#include "world.h"

static void numbers_run_by_county_and_year(void **state)
{
    struct world *w = *state;
    struct str n;

    assert_cx(OK, w, code_number(&w->cx, S("430407101201"), &n));
    assert_str(n, "2026-430407-000001");
    assert_cx(OK, w, code_number(&w->cx, S("430407101201-003"), &n));
    assert_str(n, "2026-430407-000002");
    assert_cx(OK, w, code_number(&w->cx, S("430408101201"), &n));
    assert_str(n, "2026-430408-000001");
    world_later(w, 366 * 86400);
    assert_cx(OK, w, code_number(&w->cx, S("430407101201"), &n));
    assert_str(n, "2027-430407-000001");
    assert_cx(ERR_INVALID, w, code_number(&w->cx, S("4304"), &n));
}

enum {
    DRAWS = 100,
    THREADS = 4
};

struct drawer {
    struct numbers *n;
    int64_t got[DRAWS];
};

static void *draw_many(void *arg)
{
    struct drawer *d = arg;

    for (int i = 0; i < DRAWS; i++)
        if (numbers_draw(d->n, i % 2 == 0 ? S("2026-430407") : S("2026-430408"), &d->got[i]) !=
            OK)
            d->got[i] = 0;
    return NULL;
}

/* Two allocators stand for two machines, two threads in each. */
static void no_number_is_given_out_twice_by_threads_and_machines(void **state)
{
    struct world *w = *state;
    struct numbers *machines[2];
    struct drawer *d = MANY(w->cx.arena, struct drawer, THREADS);
    bool *seen = MANY(w->cx.arena, bool, 2000);
    pthread_t threads[THREADS];

    db_rollback(w->cx.db);
    for (size_t i = 0; i < 2; i++)
        machines[i] = numbers_open(&w->db->place);
    for (size_t i = 0; i < THREADS; i++) {
        d[i].n = machines[i % 2];
        assert_int_equal(0, pthread_create(&threads[i], NULL, draw_many, &d[i]));
    }
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    for (size_t i = 0; i < THREADS; i++) {
        for (int k = 0; k < DRAWS; k++) {
            int64_t at = 2 * d[i].got[k] + k % 2;

            assert_true(d[i].got[k] > 0 && at < 2000);
            assert_false(seen[at]);
            seen[at] = true;
        }
    }
    for (size_t i = 0; i < 2; i++)
        numbers_close(machines[i]);
    assert_int_equal(OK, db_begin(w->cx.db, DB_WRITE));
}

static void a_query_code_is_read_back_whatever_way_it_is_typed(void **state)
{
    struct world *w = *state;
    struct str hash, again, shown = code_query_new(&w->cx, 0, &hash);
    struct buf plain = buf_new(w->cx.arena, 100);

    for (size_t i = 0; i < shown.n; i++)
        if (shown.p[i] != '-' && shown.p[i] != ' ')
            buf_char(&plain,
                (char)(shown.p[i] >= 'A' && shown.p[i] <= 'Z' ? shown.p[i] + 32 : shown.p[i]));
    assert_cx(OK, w, code_query_read(&w->cx, "code", shown, &again));
    assert_true(str_eq(hash, code_query_hash(&w->cx, 0, again)));
    assert_cx(OK, w, code_query_read(&w->cx, "code", buf_str(&plain), &again));
    assert_true(str_eq(hash, code_query_hash(&w->cx, 0, again)));
    assert_false(str_has(hash, buf_str(&plain)));
    plain.p[3] = plain.p[3] == '7' ? '8' : '7';
    assert_cx(ERR_INVALID, w, code_query_read(&w->cx, "code", buf_str(&plain), &again));
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "code.mistyped");
    assert_cx(ERR_INVALID, w, code_query_read(&w->cx, "code", S(""), &again));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(numbers_run_by_county_and_year),
        WORLD_TEST(no_number_is_given_out_twice_by_threads_and_machines),
        WORLD_TEST(a_query_code_is_read_back_whatever_way_it_is_typed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
