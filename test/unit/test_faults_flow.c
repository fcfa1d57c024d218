/*
 * Every move of the flow of a request with every call of the database failing in turn
 * (faults_sweep.h).
 */
#include "faults_sweep.h"

static struct {
    const struct move *row;
    int64_t id;
    struct str parent;
} at;

/* A request like any other, put into the state that the move starts from. */
static void put_there(struct world *w)
{
    static int made;
    struct request other = {.id = 0};
    int from = at.row->from;
    const char *day = at.row->event == REQUEST_DO_EXPIRE || at.row->event == REQUEST_DO_LAPSE
                          ? "2026-02-27"
                          : "2026-03-20";

    assert_cx(OK, w,
        request_load(
            &w->cx, scene_request(w, str_f(w->cx.arena, "other-key-%08d", made).p), &other));
    at.parent = other.code;
    at.id = scene_request(w, str_f(w->cx.arena, "moved-key-%08d", made++).p);
    assert_int_equal(
        OK, db_script(w->db->db,
                str_f(w->cx.arena,
                    "UPDATE request SET state = '%s', unit_id = %lld, deputy_id = %lld,"
                    " deputy_person = %lld, ask_days = %d, due = '%s', closed = %lld,"
                    " class_ = %s, outcome = 'solved' WHERE id = %lld",
                    request_state_words[from], (long long)scene.unit.id,
                    (long long)scene.deputy.id, (long long)scene.deputy.person_id,
                    at.row->event == REQUEST_DO_EXTEND ||
                            at.row->event == REQUEST_DO_REFUSE_EXTENSION
                        ? 3
                        : 0,
                    day, (long long)w->cx.now.s - 86400,
                    request_is_open((enum request_state)from) ? "NULL" : "'handled'",
                    (long long)at.id)));
    if (from == REQUEST_SUSPENDED)
        assert_cx(OK, w, deadline_pause(&w->cx, "request", at.id));
}

static struct str reason_of(int64_t event)
{
    if (event == REQUEST_DO_DECLINE)
        return str_of(request_decline_words[0]);
    return str_of(request_cannot_words[0]);
}

static enum err move_it(struct world *w)
{
    struct request rq = {.id = 0};
    struct request_move m = {.event = at.row->event,
        .note = S("已到现场核实"),
        .answer = S("已安排人员处理"),
        .reason = reason_of(at.row->event),
        .unit_id = scene.unit.id,
        .deputy_id = scene.deputy.id,
        .days = 3,
        .parent = at.parent,
        .push_down_reason = S("就近处理"),
        .outcome = S("solved"),
        .answered = true};
    unsigned roles = at.row->who & (~at.row->who + 1u);

    world_as(w, ROLE_OFFICE, COUNTY, 0);
    TRY(request_load(&w->cx, at.id, &rq));
    m.version = rq.version;
    return request_move_as(&w->cx, &rq, &m, roles);
}

static void sweep_rows(struct world *w, size_t part)
{
    size_t swept = 0;

    for (size_t i = 0; i < request_flow.n; i++) {
        const struct move *row = &request_flow.moves[i];
        struct operation op = {str_f(w->cx.arena, "%s from %s", request_event_words[row->event],
                                   request_state_words[row->from])
                                   .p,
            put_there, move_it};

        if (i % 4 != part)
            continue;
        at.row = row;
        sweep(w, &op);
        swept++;
    }
    assert_true(swept >= request_flow.n / 4);
}

static void a_failure_leaves_no_move_half_made_1(void **state)
{
    sweep_rows(*state, 0);
}

static void a_failure_leaves_no_move_half_made_2(void **state)
{
    sweep_rows(*state, 1);
}

static void a_failure_leaves_no_move_half_made_3(void **state)
{
    sweep_rows(*state, 2);
}

static void a_failure_leaves_no_move_half_made_4(void **state)
{
    sweep_rows(*state, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_failure_leaves_no_move_half_made_1),
        SCENE_TEST(a_failure_leaves_no_move_half_made_2),
        SCENE_TEST(a_failure_leaves_no_move_half_made_3),
        SCENE_TEST(a_failure_leaves_no_move_half_made_4),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
