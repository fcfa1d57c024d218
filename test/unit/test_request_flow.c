/* The flow of a request: the table compared with its golden file, and what must hold of it. */
#include "base/disk.h"
#include "core/event.h"

#include "feature/request/request.h"
#include "feature/request/request_job.h"

#include <stdio.h>

#include "check.h"

static bool reached[REQUEST_STATES];

static void walk(int state)
{
    if (reached[state])
        return;
    reached[state] = true;
    for (size_t i = 0; i < request_flow.n; i++)
        if (request_flow.moves[i].from == state)
            walk(request_flow.moves[i].to);
}

static void every_state_is_reached_from_the_first(void **state)
{
    (void)state;
    memset(reached, 0, sizeof reached);
    walk(REQUEST_NEW);
    for (int s = 0; s < REQUEST_STATES; s++) {
        if (!reached[s])
            print_error("%s is never reached\n", request_state_words[s]);
        assert_true(reached[s]);
    }
}

/* From every open state some way leads to an end. */
static bool ends(int s, bool *seen)
{
    if (!request_is_open((enum request_state)s))
        return true;
    if (seen[s])
        return false;
    seen[s] = true;
    for (size_t i = 0; i < request_flow.n; i++)
        if (request_flow.moves[i].from == s && ends(request_flow.moves[i].to, seen))
            return true;
    return false;
}

static void no_open_state_is_a_dead_end(void **state)
{
    (void)state;
    for (int s = 0; s < REQUEST_STATES; s++) {
        bool seen[REQUEST_STATES] = {false};

        assert_true(ends(s, seen));
        assert_true(!request_is_open((enum request_state)s) || !flow_final(&request_flow, s));
    }
}

static void every_move_has_somebody_who_may_make_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *m = &request_flow.moves[i];

        assert_true((m->who & ((1u << ROLES) - 1)) != 0);
        assert_int_equal(
            m->who & (ROLE_ANYONE | ROLE_AUDITOR | ROLE_SYSTEM | ROLE_SECURITY), 0);
    }
}

/* Every state x event x role: exactly what the table says, and nothing else. */
static void only_the_roles_of_a_row_may_make_its_move(void **state)
{
    struct arena *a = *state;
    struct cx cx = {.arena = a};

    for (int s = 0; s < REQUEST_STATES; s++)
        for (int e = 0; e < REQUEST_EVENTS; e++)
            for (unsigned role = 1; role < 1u << ROLES; role <<= 1) {
                const struct move *row = NULL, *found = NULL;
                enum err code;

                for (size_t i = 0; i < request_flow.n; i++)
                    if (request_flow.moves[i].from == s && request_flow.moves[i].event == e) {
                        assert_null(row); /* one row for a state and an event */
                        row = &request_flow.moves[i];
                    }
                code = flow_step(&cx, &request_flow, s, e, role, ~0u, &found);
                if (row == NULL)
                    assert_int_equal(ERR_CONFLICT, code);
                else if ((row->who & role) == 0)
                    assert_int_equal(ERR_DENIED, code);
                else
                    assert_ptr_equal(row, found);
            }
}

/* Deputies Law 2025, Art. 31: a deputy passes on and explains; organs decide. */
static void a_deputy_never_ends_a_matter(void **state)
{
    (void)state;
    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *m = &request_flow.moves[i];

        if ((m->who & ROLE_DEPUTY) != 0)
            assert_true(request_is_open((enum request_state)m->to));
    }
}

static void a_unit_never_judges_its_own_work(void **state)
{
    (void)state;
    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *m = &request_flow.moves[i];

        if ((m->needs & NEEDS_ANSWERS) != 0)
            assert_int_equal(m->who & (ROLE_UNIT | ROLE_DEPUTY | ROLE_CLOCK), 0);
        if ((m->who & ROLE_UNIT) != 0)
            assert_true(request_is_open((enum request_state)m->to));
    }
}

static void every_clock_and_measure_of_the_table_is_declared(void **state)
{
    static const char *const special[] = {"keep", "pause", "resume", "extend", NULL};

    (void)state;
    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *m = &request_flow.moves[i];
        bool clock = m->clock == NULL || word_find(special, str_of(m->clock)) >= 0;
        bool books = m->books == NULL;

        for (const struct rule_default *r = request_rules; r->kind != NULL && !clock; r++)
            clock = str_starts(str_sub(str_of(r->kind), 6, 100), str_of(m->clock));
        for (const struct rule_default *r = rules_shipped; r->kind != NULL && !clock; r++)
            clock = str_starts(str_sub(str_of(r->kind), 6, 100), str_of(m->clock));
        for (const struct measure *k = request_measures; k->code != NULL && !books; k++)
            books = str_is(str_of(m->books), k->code);
        if (!clock || !books)
            print_error("row %zu: %s %s\n", i, m->clock, m->books);
        assert_true(clock && books);
    }
}

static void every_open_state_has_a_clock_and_somebody_to_wait_for(void **state)
{
    (void)state;
    for (int s = 0; s < REQUEST_STATES; s++)
        assert_true(request_is_open((enum request_state)s) ==
                    (request_waits((enum request_state)s, false).p != NULL));
    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *m = &request_flow.moves[i];
        bool passes = m->to == REQUEST_REPLIED || m->to == REQUEST_DEPUTY_REPLY;

        if (request_is_open((enum request_state)m->to) && !passes)
            assert_non_null(m->clock);
        else
            assert_null(m->clock);
    }
}

static void everybody_the_table_tells_is_told(void **state)
{
    (void)state;
    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *m = &request_flow.moves[i];
        bool heard = m->tells == TELLS_NOBODY || m->event == REQUEST_DO_NOTE;

        for (const struct event_listener *l = request_listens; l->name != NULL && !heard; l++)
            heard = str_is(str_sub(str_of(l->name), 8, 100), request_event_words[m->event]);
        assert_true(heard);
    }
}

static void every_word_has_a_text_in_both_languages(void **state)
{
    struct arena *a = *state;

    for (int s = 0; s < REQUEST_STATES; s++) {
        assert_true(text_has(str_f(a, "state.request.%s", request_state_words[s])));
        assert_true(text_has(str_f(a, "request.next.%s", request_state_words[s])));
        assert_true(text_has(str_f(a, "word.request_list.state.%s", request_state_words[s])));
    }
    for (int e = 0; e < REQUEST_EVENTS; e++)
        assert_true(text_has(str_f(a, "event.request.%s", request_event_words[e])));
    for (const struct measure *k = request_measures; k->code != NULL; k++)
        assert_true(text_has(str_f(a, "measure.%s", k->code)));
    for (size_t i = 0; request_decline_words[i] != NULL; i++)
        assert_true(text_has(str_f(a, "request.way.%s", request_decline_words[i])));
}

/* test_request_flow renew: after a wanted change. */
static bool renew;

static void the_flow_is_the_recorded_one(void **state)
{
    struct arena *a = *state;
    struct buf out = buf_new(a, 64 * 1024);
    struct bytes was;

    flow_print(&request_flow, &out);
    if (renew) {
        FILE *f = fopen(SOURCE_ROOT "/test/golden/flow-request.txt", "w");

        assert_non_null(f);
        assert_int_equal(fwrite(out.p, 1, out.n, f), out.n);
        assert_int_equal(fclose(f), 0);
    }
    assert_ok(disk_read(
        a, str_of(SOURCE_ROOT "/test/golden/flow-request.txt"), 64 * 1024, false, &was));
    assert_int_equal(was.n, out.n);
    assert_memory_equal(was.p, out.p, out.n);
}

static void classes_follow_from_states(void **state)
{
    (void)state;
    assert_str(request_class(REQUEST_CLOSED_SOLVED, S("solved")), "handled");
    assert_str(request_class(REQUEST_CLOSED_EXPLAINED, S("explained")), "handled");
    assert_str(request_class(REQUEST_CLOSED_SILENT, S("solved")), "handled");
    assert_str(request_class(REQUEST_CLOSED_SILENT, S("cannot")), "cannot");
    assert_str(request_class(REQUEST_CANNOT, S("cannot")), "cannot");
    assert_str(request_class(REQUEST_CONVERTED, S("")), "converted");
    assert_str(request_class(REQUEST_MERGED, S("")), "outside");
    assert_str(request_class(REQUEST_HANDLING, S("")), NULL);
}

static void matters_with_a_way_of_their_own_are_noticed(void **state)
{
    (void)state;
    assert_str(request_other_way(S("隔壁着火了,快来人")), "emergency");
    assert_str(request_other_way(S("我家的案子正在打官司,法官不理")), "litigation");
    assert_str(request_other_way(S("劳动仲裁还没有结果")), "arbitration");
    assert_str(request_other_way(S("这个绝密材料")), "secrets");
    assert_str(request_other_way(S("路灯坏了半个月")), NULL);
}

static void a_title_is_the_first_sentence(void **state)
{
    struct arena *a = *state;

    assert_str(request_title_of(a, S("村口路灯坏了。晚上看不见路")), "村口路灯坏了");
    assert_str(request_title_of(a, S("  第一行\n第二行")), "第一行");
    assert_int_equal(str_points(request_title_of(
                         a, S("一二三四五六七八九十一二三四五六七八九十一二三四五六七八"))),
        25);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(every_state_is_reached_from_the_first),
        TEST(no_open_state_is_a_dead_end),
        TEST(every_move_has_somebody_who_may_make_it),
        TEST(only_the_roles_of_a_row_may_make_its_move),
        TEST(a_deputy_never_ends_a_matter),
        TEST(a_unit_never_judges_its_own_work),
        TEST(every_clock_and_measure_of_the_table_is_declared),
        TEST(every_open_state_has_a_clock_and_somebody_to_wait_for),
        TEST(everybody_the_table_tells_is_told),
        TEST(every_word_has_a_text_in_both_languages),
        TEST(the_flow_is_the_recorded_one),
        TEST(classes_follow_from_states),
        TEST(matters_with_a_way_of_their_own_are_noticed),
        TEST(a_title_is_the_first_sentence),
    };

    renew = argc > 1 && strcmp(argv[1], "renew") == 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
