/*
 * What the program does for people and by itself, with every call of the database failing in
 * turn (faults_sweep.h).  The moves of a request are in test_faults_flow.c.
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/calendar.h"
#include "core/event.h"
#include "core/job.h"
#include "core/notice.h"
#include "core/session.h"
#include "work/runner.h"

#include "feature/registry/registry_import.h"
#include "feature/request/request_job.h"
#include "feature/station/station.h"

#include "faults_sweep.h"

/* What prepare made and run works on. */
static struct {
    int64_t request, visit, station, account;
    struct str token;
    struct account_proof proof;
    struct job job;
} made;

static void as_office(struct world *w)
{
    world_as(w, ROLE_OFFICE, COUNTY, 0);
}

/* Requests. */

static enum err do_create(struct world *w)
{
    struct request_draft d = scene_draft("a-key-of-the-form");
    struct request_receipt r;

    world_as_anyone(w);
    return request_create(&w->cx, &d, &r);
}

static void asked(struct world *w)
{
    made.request = scene_request(w, "a-key-before-all");
    assert_int_equal(
        OK, db_script(w->db->db, str_f(w->cx.arena,
                                     "UPDATE request SET state = 'confirm', waits = 'citizen', "
                                     "outcome = 'solved', unit_id = %lld,"
                                     " due = '2026-03-20' WHERE id = %lld",
                                     (long long)scene.unit.id, (long long)made.request)));
}

static struct request_evaluation answers(const char *solved)
{
    return (struct request_evaluation){.reply_satisfaction = S("satisfied"),
        .result_satisfaction = S("dissatisfied"),
        .solved = str_of(solved),
        .reason = S("晚上还是不亮")};
}

static enum err evaluate(struct world *w, const char *solved)
{
    struct request_evaluation e = answers(solved);
    struct request rq;

    world_as_citizen(w, made.request);
    TRY(request_load(&w->cx, made.request, &rq));
    e.version = rq.version;
    return request_evaluate(&w->cx, &rq, &e);
}

static enum err do_solved(struct world *w)
{
    return evaluate(w, "yes");
}

static enum err do_unsolved(struct world *w)
{
    return evaluate(w, "no");
}

static void linked(struct world *w)
{
    struct request rq;

    asked(w);
    world_as_program(w);
    assert_cx(OK, w, request_load(&w->cx, made.request, &rq));
    assert_cx(OK, w, request_link_new(&w->cx, &rq, &made.token));
}

static enum err do_link(struct world *w)
{
    struct request_evaluation e = answers("yes");

    world_as_anyone(w);
    return request_link_evaluate(&w->cx, made.token, &e);
}

static void one_request(struct world *w)
{
    made.request = scene_request(w, "a-key-before-all");
}

static enum err do_anonymity(struct world *w)
{
    struct request rq;

    world_as_citizen(w, made.request);
    TRY(request_load(&w->cx, made.request, &rq));
    return request_set_anonymity(&w->cx, &rq, ANONYMITY_NONE);
}

/* What was read of a person is written down in the same transaction. */
static enum err do_reveal(struct world *w)
{
    struct request_identity id;
    struct request rq;

    as_office(w);
    TRY(request_load(&w->cx, made.request, &rq));
    TRY(request_reveal(&w->cx, &rq, S("核实地点"), &id));
    return audit_readings(&w->cx);
}

static void judged(struct world *w)
{
    asked(w);
    assert_cx(OK, w, evaluate(w, "yes"));
}

static enum err do_publish(struct world *w)
{
    struct request rq;

    as_office(w);
    TRY(request_load(&w->cx, made.request, &rq));
    return request_publish(&w->cx, &rq);
}

static void a_failure_leaves_no_request_half_made(void **state)
{
    static const struct operation ops[] = {
        {.name = "create", .run = do_create},
        {.name = "evaluate solved", .prepare = asked, .run = do_solved},
    };

    for (size_t i = 0; i < COUNT(ops); i++)
        sweep(*state, &ops[i]);
}

static void a_failure_leaves_no_second_round_half_begun(void **state)
{
    sweep(*state, &(struct operation){"unsolved", asked, do_unsolved});
}

static void a_failure_does_not_use_up_a_link(void **state)
{
    sweep(*state, &(struct operation){"link", linked, do_link});
}

static void a_failure_keeps_the_degree_of_anonymity(void **state)
{
    sweep(*state, &(struct operation){"anonymity", one_request, do_anonymity});
}

static void nobody_sees_an_identity_without_a_record_of_it(void **state)
{
    sweep(*state, &(struct operation){"reveal", one_request, do_reveal});
}

static void a_failure_publishes_nothing(void **state)
{
    sweep(*state, &(struct operation){"publish", judged, do_publish});
}

/* Stations. */

static enum err put_station(struct world *w, struct str name, int64_t *id)
{
    struct station s = {.code = S("430405-01"),
        .name = name,
        .state = STATION_OPEN,
        .division = str_of(TOWN),
        .address = S("老街 1 号"),
        .hours = S("09:00-11:30,14:30-17:00 1-5"),
        .reception = S("monthly:15 09:00-11:00"),
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    world_as_program(w);
    TRY(station_put(&w->cx, &s, &done));
    *id = s.id;
    return OK;
}

static enum err do_station(struct world *w)
{
    int64_t id;

    return put_station(w, S("某某联络站"), &id);
}

static void one_station(struct world *w)
{
    assert_cx(OK, w, put_station(w, S("老街联络站"), &made.station));
}

static enum err do_suspend(struct world *w)
{
    struct station_move m = {.event = STATION_SUSPEND, .note = S("修缮")};
    struct station s;

    as_office(w);
    TRY(station_get(&w->cx, made.station, &s));
    m.version = s.version;
    return station_make_move(&w->cx, &s, &m);
}

static enum err do_visit(struct world *w)
{
    struct visit v = {.station_id = made.station,
        .division = str_of(TOWN),
        .day = date_of(w->cx.now),
        .persons = 3,
        .summary = S("反映路灯问题"),
        .idem = S("a-key-of-the-register")};

    as_office(w);
    TRY(station_visit_add(&w->cx, &v));
    made.visit = v.id;
    return OK;
}

static void one_visit(struct world *w)
{
    one_station(w);
    assert_cx(OK, w, do_visit(w));
}

static enum err do_correct(struct world *w)
{
    struct visit v;

    as_office(w);
    TRY(station_visit_get(&w->cx, made.visit, &v));
    v.persons = 4;
    return station_visit_set(&w->cx, &v);
}

static enum err do_code(struct world *w)
{
    struct plate_code c;

    as_office(w);
    return station_code_issue(&w->cx, CODE_OF_STATION, made.station, str_of(TOWN), &c);
}

static void a_failure_leaves_no_station_visit_or_code_half_made(void **state)
{
    static const struct operation ops[] = {
        {.name = "station", .run = do_station},
        {.name = "register", .prepare = one_station, .run = do_visit},
        {.name = "code", .run = do_code},
        {.name = "suspend", .run = do_suspend},
    };

    for (size_t i = 0; i < COUNT(ops); i++)
        sweep(*state, &ops[i]);
}

static void a_failure_corrects_no_visit_by_half(void **state)
{
    sweep(*state, &(struct operation){"correct", one_visit, do_correct});
}

/* A sheet of the titles and the examples of its kind. */
static enum err do_import(struct world *w)
{
    const struct import_kind *k = &registry_import_orgs;
    struct str cells[2][16] = {0};
    struct import_sheet_row rows[] = {{1, cells[0], k->n}, {2, cells[1], k->n}};
    struct import_sheet sheet = {S("table"), rows, COUNT(rows)};
    struct import_sheet_list sheets = {&sheet, 1};
    struct import_report report;

    for (size_t i = 0; i < k->n; i++) {
        cells[0][i] = str_of(k->columns[i].key);
        cells[1][i] = k->columns[i].example == NULL ? S("") : str_of(k->columns[i].example);
    }
    world_as_program(w);
    TRY(registry_import(&w->cx, k, &sheets, false, &report));
    return report.kept ? OK : ERR_INVALID;
}

static void a_failure_leaves_no_table_half_imported(void **state)
{
    sweep(*state, &(struct operation){"import", NULL, do_import});
}

/* Accounts. */

static enum err make_account(struct world *w, const char *login, struct account *a)
{
    struct account_draft d = {.login = str_of(login),
        .name = S("联络站工作人员"),
        .family = FAMILY_BUSINESS,
        .email = S("clerk@example.cn"),
        .password_hash = S("$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA")};

    world_as_program(w);
    TRY(account_make(&w->cx, &d, a));
    made.account = a->id;
    return OK;
}

static enum err do_account(struct world *w)
{
    struct account a;

    return make_account(w, "clerk.two", &a);
}

static void one_account(struct world *w)
{
    struct account a;

    assert_cx(OK, w, make_account(w, "clerk.one", &a));
}

static enum err the_account(struct world *w, struct account *a)
{
    bool found;

    world_as_program(w);
    TRY(account_by_login(&w->cx, S("clerk.one"), a, &found));
    return found ? OK : ERR_NOT_FOUND;
}

static enum err do_grant(struct world *w)
{
    struct account a;

    TRY(the_account(w, &a));
    return account_grant_add(&w->cx, &a, ROLE_CLERK, str_of(TOWN), 0);
}

static enum err do_drop(struct world *w)
{
    struct grant_list list;
    struct account a;

    TRY(the_account(w, &a));
    TRY(account_grants(&w->cx, a.id, &list));
    return account_grant_drop(&w->cx, &a, list.p->id);
}

static enum err do_close(struct world *w)
{
    struct account a;

    TRY(the_account(w, &a));
    return account_set_state(&w->cx, &a, ACCOUNT_CLOSED, a.version);
}

static void a_failure_leaves_no_account_or_grant_half_made(void **state)
{
    static const struct operation ops[] = {
        {.name = "account", .prepare = one_account, .run = do_account},
        {.name = "grant", .run = do_grant},
        {.name = "grant taken away", .run = do_drop},
        {.name = "close", .run = do_close},
    };

    for (size_t i = 0; i < COUNT(ops); i++)
        sweep(*state, &ops[i]);
}

static void proved(struct world *w)
{
    struct account a;

    assert_cx(OK, w, make_account(w, "clerk.one", &a));
    made.proof = (struct account_proof){.right = true,
        .account_id = a.id,
        .password = a.password,
        .name_key = S("n"),
        .prefix_key = S("p")};
}

static enum err do_sign_in(struct world *w)
{
    struct account_entry e;

    world_as_anyone(w);
    TRY(account_sign_in(&w->cx, &made.proof, (struct str){0}, S("Firefox"), &e));
    return e.stage == STAGE_REFUSED || e.stage == STAGE_WAIT ? ERR_DENIED : OK;
}

static enum err do_wrong_password(struct world *w)
{
    struct account_proof wrong = made.proof;
    struct account_entry e;

    wrong.right = false;
    world_as_anyone(w);
    TRY(account_sign_in(&w->cx, &wrong, (struct str){0}, S("Firefox"), &e));
    return e.stage == STAGE_REFUSED ? OK : ERR_DENIED;
}

static void a_failure_signs_nobody_in_and_forgets_no_attempt(void **state)
{
    sweep(*state, &(struct operation){"sign in", proved, do_sign_in});
    sweep(*state, &(struct operation){"wrong password", NULL, do_wrong_password});
}

static enum err do_case(struct world *w)
{
    struct str token;

    world_as_anyone(w);
    return session_open_case(&w->cx, made.request, &token);
}

static void a_failure_opens_no_case(void **state)
{
    sweep(*state, &(struct operation){"case", one_request, do_case});
}

/* What the program does by itself. */

static enum err do_book(struct world *w)
{
    world_as_program(w);
    return ledger_book(
        &w->cx, "request.received.scan", str_of(TOWN), date_of(w->cx.now), 1, "test", 1);
}

static void booked(struct world *w)
{
    assert_cx(OK, w, do_book(w));
}

static enum err do_fold(struct world *w)
{
    int64_t n;

    world_as_program(w);
    return ledger_fold(&w->cx, &n);
}

static void a_failure_books_and_folds_no_fact_by_half(void **state)
{
    struct world *w = *state;
    struct buf problems = buf_new(w->cx.arena, 8192);

    sweep(w, &(struct operation){"book", NULL, do_book});
    sweep(w, &(struct operation){"fold", booked, do_fold});
    assert_cx(OK, w, ledger_check(&w->cx, &problems));
}

/* Long after everything was due. */
static void long_ago(struct world *w)
{
    one_request(w);
    world_commit(w);
    world_later(w, 86400 * 30);
}

static enum err do_sweep(struct world *w)
{
    int64_t n;

    world_as_program(w);
    return deadline_sweep(&w->cx, &n);
}

static void a_failure_leaves_no_due_date_half_told(void **state)
{
    sweep(*state, &(struct operation){"deadline sweep", long_ago, do_sweep});
}

static void lapsing(struct world *w)
{
    asked(w);
    world_commit(w);
    world_later(w, 86400 * 60);
}

static enum err do_lapse(struct world *w)
{
    world_as_program(w);
    return request_jobs[0].run(&w->cx, S(""));
}

static void a_failure_leaves_no_silent_request_half_closed(void **state)
{
    sweep(*state, &(struct operation){"lapse", lapsing, do_lapse});
}

static enum err do_put(struct world *w)
{
    world_as_program(w);
    return job_put(&w->cx, "test.put", S("x"), w->cx.now, S("one"));
}

static enum err do_claim(struct world *w)
{
    bool found;

    TRY(job_claim(&w->cx, &made.job, &found));
    return found ? OK : ERR_NOT_FOUND;
}

static void claimed(struct world *w)
{
    world_later(w, 3600);
    assert_cx(OK, w, do_claim(w));
}

static const struct job_kind put_kind = {"test.put", NULL, 0, 3, NULL, false};

static enum err do_failed(struct world *w)
{
    return job_failed(&w->cx, &made.job, &put_kind, S("store.down"));
}

static enum err do_done(struct world *w)
{
    return job_done(&w->cx, &made.job, &put_kind);
}

static void a_failure_loses_no_job(void **state)
{
    static const struct operation ops[] = {
        {.name = "put", .run = do_put},
        {.name = "claim", .run = do_claim},
        {.name = "failed", .prepare = claimed, .run = do_failed},
        {.name = "done", .prepare = claimed, .run = do_done},
    };

    for (size_t i = 0; i < COUNT(ops); i++)
        sweep(*state, &ops[i]);
}

static enum err do_notice(struct world *w)
{
    struct notice n = {.event = S("request.replied:1:1"),
        .to = NOTICE_ACCOUNT,
        .account_id = made.account,
        .text_key = S("request.notice.replied"),
        .args = {S("2026-430405-000001")},
        .nargs = 1,
        .link = S("/follow")};

    world_as_program(w);
    return notice_put(&w->cx, &n);
}

static enum err do_seen(struct world *w)
{
    return notice_seen(&w->cx, made.account, INT64_MAX);
}

static void a_failure_loses_no_message(void **state)
{
    sweep(*state, &(struct operation){"notice", one_account, do_notice});
    sweep(*state, &(struct operation){"seen", NULL, do_seen});
}

static enum err do_seal(struct world *w)
{
    int64_t n;

    world_as_program(w);
    return audit_seal(&w->cx, (struct str){0}, &n);
}

static void a_failure_breaks_no_audit_chain(void **state)
{
    struct world *w = *state;
    struct buf problems = buf_new(w->cx.arena, 8192);

    sweep(w, &(struct operation){"seal", one_request, do_seal});
    assert_cx(OK, w, audit_verify(&w->cx, (struct str){0}, &problems));
}

/*
 * Deliveries go on after a listener failed, each in a savepoint of its own: what failed comes
 * again, and in the end everything was heard exactly once.
 */
static int64_t events_left(struct world *w)
{
    int64_t n = -1;

    assert_cx(OK, w, event_waiting(&w->cx, &n));
    return n;
}

static enum err hear(struct cx *cx, const struct event *e)
{
    return ledger_book(
        cx, "request.received.scan", str_of(TOWN), date_of(cx->now), 1, "heard", e->object_id);
}

static const struct event_listener ears[] = {{"test.said", hear}, {NULL, NULL}};
static const struct event_listener *const listeners[] = {ears, NULL};

static int64_t heard(struct world *w)
{
    struct str cell;

    assert_int_equal(OK, db_ask(w->db->db, w->cx.arena,
                             "SELECT COUNT(*) FROM ledger_fact WHERE source = 'heard'", &cell));
    return (cell.p[0] - '0') * (cell.n == 1 ? 1 : 10) + (cell.n == 1 ? 0 : cell.p[1] - '0');
}

/* Whether the n-th call was reached. */
static bool deliver_with_failure(struct world *w, int64_t n, int64_t told)
{
    int64_t delivered;
    bool reached;
    enum err code;

    world_as_program(w);
    assert_cx(OK, w, event_emit(&w->cx, "test", told, "test.said"));
    world_commit(w);
    sweep_fresh(w);
    seam.at = n;
    code = event_deliver(&w->cx, listeners, 10, &delivered);
    if (code == OK)
        code = db_commit(w->db->db);
    reached = seam.failed > 0;
    sweep_fresh(w);
    world_later(w, 86400);
    assert_true(code == OK || reached);
    assert_cx(OK, w, event_deliver(&w->cx, listeners, 10, &delivered));
    world_commit(w);
    assert_int_equal(events_left(w), 0);
    assert_int_equal(heard(w), told);
    return reached;
}

static void a_failing_delivery_comes_again_and_is_heard_once(void **state)
{
    struct world *w = *state;
    int64_t told = 1;

    seam = (struct faulty){.code = ERR_DOWN};
    faulty_wrap(w->db->db, &seam);
    while (deliver_with_failure(w, told, told))
        told++;
    assert_in_range(told, 4, 60);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_failure_leaves_no_request_half_made),
        SCENE_TEST(a_failure_leaves_no_second_round_half_begun),
        SCENE_TEST(a_failure_does_not_use_up_a_link),
        SCENE_TEST(a_failure_keeps_the_degree_of_anonymity),
        SCENE_TEST(nobody_sees_an_identity_without_a_record_of_it),
        SCENE_TEST(a_failure_publishes_nothing),
        SCENE_TEST(a_failure_leaves_no_station_visit_or_code_half_made),
        SCENE_TEST(a_failure_corrects_no_visit_by_half),
        SCENE_TEST(a_failure_leaves_no_table_half_imported),
        SCENE_TEST(a_failure_leaves_no_account_or_grant_half_made),
        SCENE_TEST(a_failure_signs_nobody_in_and_forgets_no_attempt),
        SCENE_TEST(a_failure_opens_no_case),
        SCENE_TEST(a_failure_books_and_folds_no_fact_by_half),
        SCENE_TEST(a_failure_leaves_no_due_date_half_told),
        SCENE_TEST(a_failure_leaves_no_silent_request_half_closed),
        SCENE_TEST(a_failure_loses_no_job),
        SCENE_TEST(a_failure_loses_no_message),
        SCENE_TEST(a_failure_breaks_no_audit_chain),
        SCENE_TEST(a_failing_delivery_comes_again_and_is_heard_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
