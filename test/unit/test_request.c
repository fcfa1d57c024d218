/* Requests: creation, the way through the flow, who sees what, sums. */
#include "core/event.h"
#include "core/job.h"
#include "core/session.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"
#include "feature/request/request_job.h"
#include "feature/station/station.h"

#include "world.h"

enum {
    DAY = 86400
};

static const char *const TOWN = "430405007000";
static const char *const COUNTY = "430405000000";

struct scene {
    struct org unit, town_body;
    struct deputy deputy;
};
static struct scene scene;

static struct org put_org(struct world *w, const char *code, const char *name,
    enum org_kind kind, const char *matters)
{
    struct org o = {.code = str_of(code),
        .name = str_of(name),
        .kind = kind,
        .division = str_of(kind == ORG_TOWN_GOVERNMENT ? TOWN : COUNTY),
        .level = kind == ORG_TOWN_GOVERNMENT ? LEVEL_TOWNSHIP : LEVEL_COUNTY,
        .handles = true,
        .matters = str_of(matters),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, registry_org_put(&w->cx, &o, &done));
    return o;
}

static struct deputy put_deputy(struct world *w)
{
    struct congress c = {.code = S("430405-6"),
        .name = S("珠晖区第六届人民代表大会"),
        .division = str_of(COUNTY),
        .level = LEVEL_COUNTY,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = S("430405-6-001"),
        .person_code = S("P001"),
        .name = S("王锸"),
        .congress = c.code,
        .division = str_of(TOWN),
        .state = TENURE_ACTIVE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = -1};
    struct deputy d;
    enum put done;

    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, registry_deputy_put(&w->cx, &in, &d, &done));
    return d;
}

static int scene_setup(void **state)
{
    struct world *w;
    int64_t loaded;

    if (world_setup(state) != 0)
        return -1;
    w = *state;
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
    assert_cx(OK, w, rules_seed(&w->cx, request_rules));
    scene.unit = put_org(w, "430405-cg", "珠晖区城管局", ORG_DEPARTMENT, "路灯 垃圾 占道");
    scene.town_body = put_org(w, "430405007-zf", "某某街道办事处", ORG_TOWN_GOVERNMENT, "社区");
    scene.deputy = put_deputy(w);
    world_commit(w);
    return 0;
}

#define SCENE_TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, world_teardown)

static struct request_draft draft(void)
{
    return (struct request_draft){.body = S("村口的路灯坏了半个月,晚上看不见路。"),
        .place = S("菜市场东门"),
        .division = str_of(TOWN),
        .name = S("李堃"),
        .contact = S("13812345678"),
        .anonymity = ANONYMITY_NAMED,
        .channel = CHANNEL_SCAN,
        .kind = S("help"),
        .idem = S("0123456789abcdef"),
        .lang = S("zh")};
}

static struct request_receipt create(struct world *w, const char *idem)
{
    struct request_draft d = draft();
    struct request_receipt r = {.repeated = false};

    d.idem = str_of(idem);
    world_as_anyone(w);
    assert_cx(OK, w, request_create(&w->cx, &d, &r));
    return r;
}

static struct request load(struct world *w, int64_t id)
{
    struct request rq = {.id = 0};

    assert_cx(OK, w, request_load(&w->cx, id, &rq));
    return rq;
}

static void as_clerk(struct world *w)
{
    world_as(w, ROLE_CLERK, TOWN, 0);
}

static void as_office(struct world *w)
{
    world_as(w, ROLE_OFFICE, COUNTY, 0);
}

static void as_unit(struct world *w)
{
    world_as(w, ROLE_UNIT, NULL, scene.unit.id);
}

static void as_deputy(struct world *w)
{
    world_as(w, ROLE_DEPUTY, TOWN, 0);
    w->actor.person_id = scene.deputy.person_id;
}

static enum err move(struct world *w, struct request *rq, struct request_move m)
{
    m.version = rq->version;
    cx_faults_clear(&w->cx);
    return request_make_move(&w->cx, rq, &m);
}

#define MOVE(w, rq, ...) assert_cx(OK, (w), move((w), (rq), (struct request_move){__VA_ARGS__}))
#define NO_MOVE(code, w, rq, ...)                                                              \
    assert_cx((code), (w), move((w), (rq), (struct request_move){__VA_ARGS__}))

/* Accepted, passed on by the deputy, taken on by the unit. */
static struct request handled(struct world *w, const char *idem)
{
    struct request rq = load(w, create(w, idem).request.id);

    as_clerk(w);
    MOVE(w, &rq, .event = REQUEST_DO_ACCEPT, .deputy_id = scene.deputy.id);
    as_deputy(w);
    MOVE(w, &rq, .event = REQUEST_DO_FORWARD, .unit_id = scene.unit.id);
    as_unit(w);
    MOVE(w, &rq, .event = REQUEST_DO_TAKE);
    return rq;
}

static struct request answered(struct world *w, const char *idem, const char *outcome)
{
    struct request rq = handled(w, idem);

    MOVE(w, &rq, .event = REQUEST_DO_REPLY, .answer = S("已修好"), .outcome = str_of(outcome),
        .reason = str_of(str_is(S("cannot"), outcome) ? "money" : ""));
    return rq;
}

static enum err judge(struct world *w, struct request *rq, const char *solved, const char *why)
{
    struct request_evaluation e = {.reply_satisfaction = S("satisfied"),
        .result_satisfaction = S("dissatisfied"),
        .solved = str_of(solved),
        .reason = str_of(why)};

    cx_faults_clear(&w->cx);
    world_as_citizen(w, rq->id);
    return request_evaluate(&w->cx, rq, &e);
}

static int64_t booked(struct world *w, const char *measure)
{
    const struct date from = date_make(2026, 1, 1), to = date_make(2027, 1, 1);
    int64_t n = -1;

    assert_cx(OK, w, ledger_sum(&w->cx, measure, str_of(COUNTY), from, to, &n));
    return n;
}

static void all_is_well(struct world *w)
{
    struct buf problems = buf_new(w->cx.arena, 8192);

    if (request_check(&w->cx, &problems) != OK || request_check_counts(&w->cx, &problems) != OK)
        fail_msg("%.*s", STR(buf_str(&problems)));
}

static void a_request_gets_number_code_clock_and_fact(void **state)
{
    struct world *w = *state;
    struct request_receipt r = create(w, "key-one-key-one");
    struct request found;

    assert_str(r.request.code, "2026-430405-000001");
    assert_false(r.repeated);
    assert_int_equal(r.request.state, REQUEST_NEW);
    assert_str(r.request.title, "村口的路灯坏了半个月,晚上看不见路");
    assert_str(date_text(w->cx.arena, r.request.due), "2026-03-03");
    assert_cx(OK, w, request_by_query_code(&w->cx, "code", r.query_code, &found));
    assert_int_equal(found.id, r.request.id);
    assert_str(found.waits, "clerk");
    assert_int_equal(booked(w, "request.received.scan"), 1);
    all_is_well(w);
}

static void the_same_key_and_words_give_the_same_receipt_and_another_key_another(void **state)
{
    struct world *w = *state;
    struct request_receipt one = create(w, "key-one-key-one"),
                           two = create(w, "key-one-key-one");
    struct request_draft other = draft();
    struct request_receipt r;

    assert_true(two.repeated);
    assert_true(str_eq(one.request.code, two.request.code));
    assert_true(str_eq(one.query_code, two.query_code));
    assert_int_equal(booked(w, "request.received.scan"), 1);
    other.idem = S("key-one-key-one");
    other.body = S("完全是另外一件事情");
    assert_cx(ERR_CONFLICT, w, request_create(&w->cx, &other, &r));
    two = create(w, "key-two-key-two");
    assert_false(two.repeated || str_eq(one.request.code, two.request.code));
    assert_false(str_eq(one.query_code, two.query_code));
}

static void every_wrong_field_is_named_at_once(void **state)
{
    struct world *w = *state;
    struct request_draft d = draft();
    struct request_receipt r;

    d.body = S("");
    d.contact = S("ask my neighbour");
    d.division = S("430000000000");
    d.coords = S("91,200");
    world_as_anyone(w);
    assert_cx(ERR_INVALID, w, request_create(&w->cx, &d, &r));
    assert_int_equal(w->cx.faults.n, 4);
    for (size_t i = 0; i < w->cx.faults.n; i++)
        assert_true(text_has(w->cx.faults.p[i].rule));
}

static void identity_is_sealed_and_anonymous_ones_keep_none(void **state)
{
    struct world *w = *state;
    struct request_draft d = draft();
    struct request_party_list parties;
    struct request_receipt r;

    create(w, "key-one-key-one");
    d.anonymity = ANONYMITY_NONE;
    d.idem = S("key-two-key-two");
    assert_cx(OK, w, request_create(&w->cx, &d, &r));
    assert_cx(OK, w, request_parties(&w->cx, r.request.id, &parties));
    assert_int_equal(parties.n, 1);
    assert_null(parties.p[0].name_sealed.p);
    assert_null(parties.p[0].contact_sealed.p);
    all_is_well(w);
}

static void identity_is_shown_by_right_and_degree_and_recorded(void **state)
{
    struct world *w = *state;
    struct request rq = handled(w, "key-one-key-one");
    struct request_identity id;

    as_unit(w);
    assert_cx(ERR_INVALID, w, request_reveal(&w->cx, &rq, S(""), &id));
    assert_cx(OK, w, request_reveal(&w->cx, &rq, S("核实地点"), &id));
    assert_str(id.name, "李堃");
    assert_str(id.contact, "13812345678");
    assert_int_equal(w->cx.readings.n, 1); /* one look, both fields */
    world_as_citizen(w, rq.id);
    assert_cx(OK, w, request_set_anonymity(&w->cx, &rq, ANONYMITY_OFFICE));
    as_unit(w);
    assert_cx(ERR_DENIED, w, request_reveal(&w->cx, &rq, S("核实地点"), &id));
    world_as_citizen(w, rq.id);
    assert_cx(OK, w, request_set_anonymity(&w->cx, &rq, ANONYMITY_NONE));
    assert_cx(ERR_CONFLICT, w, request_set_anonymity(&w->cx, &rq, ANONYMITY_NAMED));
    all_is_well(w);
}

static void what_lies_elsewhere_looks_like_nothing(void **state)
{
    struct world *w = *state;
    struct request_receipt r = create(w, "key-one-key-one");
    struct request rq;

    world_as(w, ROLE_CLERK, "430406001000", 0);
    assert_cx(ERR_NOT_FOUND, w, request_get(&w->cx, r.request.code, &rq));
    as_unit(w);
    assert_cx(ERR_NOT_FOUND, w, request_get(&w->cx, r.request.code, &rq));
    as_clerk(w);
    assert_cx(OK, w, request_get(&w->cx, r.request.code, &rq));
}

static void from_scan_to_solved(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");

    assert_int_equal(rq.state, REQUEST_CONFIRM);
    assert_str(rq.waits, "citizen");
    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    assert_int_equal(rq.state, REQUEST_CLOSED_SOLVED);
    assert_str(rq.class_, "handled");
    assert_int_equal(booked(w, "request.solved"), 1);
    assert_int_equal(booked(w, "request.closed.scan"), 1);
    assert_int_equal(booked(w, "request.reply.satisfied"), 1);
    assert_int_equal(booked(w, "request.result.dissatisfied"), 1);
    all_is_well(w);
}

static void not_solved_starts_round_two_once_and_then_supervision(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");

    assert_cx(ERR_INVALID, w, judge(w, &rq, "no", ""));
    assert_cx(OK, w, judge(w, &rq, "no", "只修了一盏"));
    assert_int_equal(rq.state, REQUEST_HANDLING);
    assert_int_equal(rq.round, 2);
    as_unit(w);
    MOVE(w, &rq, .event = REQUEST_DO_REPLY, .answer = S("都修好了"), .outcome = S("solved"));
    assert_cx(OK, w, judge(w, &rq, "partly", "还有一盏"));
    assert_int_equal(rq.state, REQUEST_SUPERVISED);
    assert_int_equal(rq.round, 3);
    assert_true(rq.supervised);
    as_office(w);
    MOVE(w, &rq, .event = REQUEST_DO_INSTRUCT, .note = S("三天内办好"));
    assert_int_equal(rq.state, REQUEST_HANDLING);
    all_is_well(w);
}

static void silence_closes_but_is_never_satisfied(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");
    int64_t moved;

    world_as_program(w);
    assert_cx(OK, w, request_lapse(&w->cx, &moved));
    assert_int_equal(moved, 0);
    world_later(w, 20 * DAY);
    assert_cx(OK, w, request_lapse(&w->cx, &moved));
    assert_int_equal(moved, 1);
    assert_cx(OK, w, request_lapse(&w->cx, &moved));
    assert_int_equal(moved, 0);
    rq = load(w, rq.id);
    assert_int_equal(rq.state, REQUEST_CLOSED_SILENT);
    assert_str(rq.class_, "handled");
    assert_int_equal(booked(w, "request.solved"), 0);
    assert_int_equal(booked(w, "request.silent"), 1);
    assert_int_equal(booked(w, "request.reply.satisfied"), 0);
    all_is_well(w);
}

static void what_comes_back_within_ninety_days_is_reopened(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");

    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    world_later(w, 60 * (int64_t)DAY);
    MOVE(w, &rq, .event = REQUEST_DO_RELAPSE, .answer = S("又坏了"));
    assert_int_equal(rq.state, REQUEST_HANDLING);
    assert_int_equal(rq.round, 2);
    assert_int_equal(booked(w, "request.solved"), 0);
    assert_int_equal(booked(w, "request.closed.scan"), 0);
    all_is_well(w);
}

static void what_comes_back_later_is_a_new_request(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");

    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    world_later(w, 91 * (int64_t)DAY);
    NO_MOVE(ERR_CONFLICT, w, &rq, .event = REQUEST_DO_RELAPSE, .answer = S("又坏了"));
}

static void a_deputy_explains_and_never_decides(void **state)
{
    struct world *w = *state;
    struct request rq = load(w, create(w, "key-one-key-one").request.id);

    as_clerk(w);
    MOVE(w, &rq, .event = REQUEST_DO_ACCEPT, .deputy_id = scene.deputy.id);
    assert_str(rq.waits, "deputy");
    as_deputy(w);
    NO_MOVE(ERR_CONFLICT, w, &rq, .event = REQUEST_DO_REPLY, .answer = S("办好了"),
        .outcome = S("solved"));
    MOVE(w, &rq, .event = REQUEST_DO_EXPLAIN, .answer = S("按政策是这样的"));
    assert_int_equal(rq.state, REQUEST_CONFIRM);
    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    assert_int_equal(rq.state, REQUEST_CLOSED_EXPLAINED);
    all_is_well(w);
}

static void departments_matters_are_not_pushed_down_without_a_reason(void **state)
{
    struct world *w = *state;
    struct request rq = load(w, create(w, "key-one-key-one").request.id);

    as_office(w);
    MOVE(w, &rq, .event = REQUEST_DO_ACCEPT);
    NO_MOVE(ERR_INVALID, w, &rq, .event = REQUEST_DO_FORWARD, .unit_id = scene.town_body.id);
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "request.push_down");
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].args[0], "珠晖区城管局");
    MOVE(w, &rq, .event = REQUEST_DO_FORWARD, .unit_id = scene.town_body.id,
        .push_down_reason = S("路灯由社区管护"));
    assert_int_equal(rq.state, REQUEST_FORWARDED);
}

static void an_extension_is_asked_for_granted_once_and_before_the_due_date(void **state)
{
    struct world *w = *state;
    struct request rq = handled(w, "key-one-key-one");
    struct date due = rq.due;

    as_office(w);
    NO_MOVE(ERR_CONFLICT, w, &rq, .event = REQUEST_DO_EXTEND, .answer = S("雨天"));
    as_unit(w);
    NO_MOVE(
        ERR_INVALID, w, &rq, .event = REQUEST_DO_ASK_EXTENSION, .note = S("雨天"), .days = 11);
    MOVE(w, &rq, .event = REQUEST_DO_ASK_EXTENSION, .note = S("雨天"), .days = 5);
    NO_MOVE(ERR_DENIED, w, &rq, .event = REQUEST_DO_EXTEND, .answer = S("雨天"));
    as_office(w);
    MOVE(w, &rq, .event = REQUEST_DO_EXTEND, .answer = S("连日下雨,要晚几天"));
    assert_int_equal(rq.state, REQUEST_EXTENDED);
    assert_true(rq.due.day >= due.day + 5);
    MOVE(w, &rq, .event = REQUEST_DO_SUSPEND, .answer = S("等材料"));
    world_later(w, 3 * DAY);
    due = rq.due;
    MOVE(w, &rq, .event = REQUEST_DO_RESUME, .answer = S("材料到了"));
    assert_true(rq.due.day >= due.day + 3);
    as_unit(w);
    NO_MOVE(ERR_CONFLICT, w, &rq, .event = REQUEST_DO_ASK_EXTENSION, .note = S("再晚几天"),
        .days = 2);
    all_is_well(w);
}

static void a_unit_returns_in_time_with_its_reason(void **state)
{
    struct world *w = *state;
    struct request rq = load(w, create(w, "key-one-key-one").request.id);

    as_office(w);
    MOVE(w, &rq, .event = REQUEST_DO_ACCEPT);
    MOVE(w, &rq, .event = REQUEST_DO_FORWARD, .unit_id = scene.unit.id);
    as_unit(w);
    NO_MOVE(ERR_INVALID, w, &rq, .event = REQUEST_DO_RETURN);
    world_later(w, 10 * DAY);
    NO_MOVE(ERR_CONFLICT, w, &rq, .event = REQUEST_DO_RETURN, .note = S("不归我们管"));
    world_later(w, -10 * DAY);
    MOVE(w, &rq, .event = REQUEST_DO_RETURN, .note = S("不归我们管"));
    assert_str(rq.waits, "office");
}

static void merging_counts_once_and_answers_every_reporter(void **state)
{
    struct world *w = *state;
    struct request_receipt second = create(w, "key-two-key-two");
    struct request one = handled(w, "key-one-key-one"), two = load(w, second.request.id);
    struct request_party_list parties;
    struct request_evaluation_list list;

    as_clerk(w);
    NO_MOVE(ERR_INVALID, w, &two, .event = REQUEST_DO_MERGE, .parent = two.code);
    MOVE(w, &two, .event = REQUEST_DO_MERGE, .parent = one.code);
    assert_int_equal(booked(w, "request.received.scan"), 1);
    assert_cx(OK, w, request_parties(&w->cx, one.id, &parties));
    assert_int_equal(parties.n, 2);
    as_unit(w);
    one = load(w, one.id);
    MOVE(w, &one, .event = REQUEST_DO_REPLY, .answer = S("已修好"), .outcome = S("solved"));
    assert_cx(OK, w, judge(w, &two, "yes", ""));
    assert_int_equal(load(w, one.id).state, REQUEST_CONFIRM);
    two = load(w, two.id);
    assert_cx(OK, w, judge(w, &two, "no", "我门口那盏没修"));
    assert_int_equal(load(w, one.id).state, REQUEST_HANDLING);
    as_office(w);
    assert_cx(OK, w, request_evaluations(&w->cx, &one, &list));
    assert_int_equal(list.n, 1);
    all_is_well(w);
}

static void a_wrong_merge_is_undone_for_a_reason_and_counts_again(void **state)
{
    struct world *w = *state;
    struct request one = load(w, create(w, "key-one-key-one").request.id);
    struct request two = load(w, create(w, "key-two-key-two").request.id);
    struct request three = load(w, create(w, "key-six-key-six").request.id);
    struct request_party_list parties;

    as_clerk(w);
    MOVE(w, &three, .event = REQUEST_DO_MERGE, .parent = two.code);
    MOVE(w, &two, .event = REQUEST_DO_MERGE, .parent = one.code);
    assert_int_equal(load(w, three.id).parent_id, one.id);
    assert_cx(OK, w, request_parties(&w->cx, one.id, &parties));
    assert_int_equal(parties.n, 3);
    NO_MOVE(ERR_INVALID, w, &two, .event = REQUEST_DO_SPLIT);
    MOVE(w, &two, .event = REQUEST_DO_SPLIT, .note = S("不是同一盏灯"));
    assert_int_equal(two.state, REQUEST_NEW);
    assert_true(load(w, two.id).parent_id == 0 && date_is(two.due));
    assert_int_equal(booked(w, "request.received.scan"), 2);
    assert_int_equal(booked(w, "request.merged"), 1);
    assert_cx(OK, w, request_parties(&w->cx, one.id, &parties));
    assert_int_equal(parties.n, 2);
    all_is_well(w);
}

static void who_says_me_too_is_noted_and_the_station_decides(void **state)
{
    struct world *w = *state;
    struct request one = load(w, create(w, "key-one-key-one").request.id);
    struct request_draft d = draft();
    struct request_receipt r, other;
    struct str code;
    int64_t n;

    d.idem = S("key-two-key-two");
    d.same = one.code;
    assert_cx(OK, w, request_create(&w->cx, &d, &r));
    assert_true(r.same);
    assert_cx(OK, w, request_same_of(&w->cx, &r.request, &code));
    assert_true(str_eq(code, one.code));
    assert_cx(OK, w, request_same_others(&w->cx, &one, &n));
    assert_int_equal(n, 1);
    d.idem = S("key-six-key-six");
    d.body = S("学校门口早上堵车，孩子过马路危险。");
    assert_cx(OK, w, request_create(&w->cx, &d, &other));
    assert_false(other.same); /* it was never shown as a twin of this */
}

static void a_unit_sees_the_verdict_only_when_it_is_published(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");
    struct request_evaluation_list list;

    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    as_unit(w);
    assert_cx(OK, w, request_evaluations(&w->cx, &rq, &list));
    assert_int_equal(list.n, 0);
    assert_cx(ERR_DENIED, w, request_publish(&w->cx, &rq));
    as_office(w);
    assert_cx(OK, w, request_publish(&w->cx, &rq));
    as_unit(w);
    assert_cx(OK, w, request_evaluations(&w->cx, &rq, &list));
    assert_int_equal(list.n, 1);
}

static void a_link_works_once_and_looking_changes_nothing(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved"), found;
    struct request_evaluation e = {.solved = S("yes")};
    struct str token;

    assert_cx(OK, w, request_link_new(&w->cx, &rq, &token));
    world_as_anyone(w);
    assert_cx(OK, w, request_link_find(&w->cx, token, &found));
    assert_cx(OK, w, request_link_find(&w->cx, token, &found));
    assert_int_equal(found.version, rq.version);
    assert_cx(OK, w, request_link_evaluate(&w->cx, token, &e));
    assert_int_equal(load(w, rq.id).state, REQUEST_CLOSED_SOLVED);
    assert_cx(ERR_NOT_FOUND, w, request_link_find(&w->cx, token, &found));
    assert_cx(ERR_NOT_FOUND, w, request_link_evaluate(&w->cx, token, &e));
}

static void answers_cannot_be_made_up_as_a_move(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");

    as_clerk(w);
    NO_MOVE(ERR_INVALID, w, &rq, .event = REQUEST_DO_SOLVED, .answer = S("好"));
    as_unit(w);
    NO_MOVE(ERR_DENIED, w, &rq, .event = REQUEST_DO_SOLVED, .answer = S("好"));
}

static void somebody_elses_change_is_noticed(void **state)
{
    struct world *w = *state;
    struct request rq = load(w, create(w, "key-one-key-one").request.id), old = rq;

    as_clerk(w);
    MOVE(w, &rq, .event = REQUEST_DO_ACCEPT);
    assert_cx(ERR_CONFLICT, w,
        request_make_move(&w->cx, &rq,
            &(struct request_move){.event = REQUEST_DO_ACCEPT, .version = rq.version}));
    assert_cx(ERR_STALE, w,
        request_make_move(&w->cx, &old,
            &(struct request_move){.event = REQUEST_DO_ACCEPT, .version = old.version}));
    assert_int_equal(old.state, REQUEST_NEW);
}

static void the_queue_shows_each_role_its_own_most_urgent_first(void **state)
{
    struct world *w = *state;
    struct request_queue_at start = {DATE_NONE, 0};
    struct request_list rows;
    bool more;

    create(w, "key-one-key-one");
    world_later(w, 5 * DAY);
    create(w, "key-two-key-two");
    handled(w, "key-three-key-three");
    as_clerk(w);
    assert_cx(OK, w, request_queue(&w->cx, start, 20, &rows, &more));
    assert_int_equal(rows.n, 2);
    assert_true(rows.p[0].due.day < rows.p[1].due.day);
    assert_cx(OK, w, request_queue(&w->cx, start, 1, &rows, &more));
    assert_true(more);
    assert_cx(OK, w,
        request_queue(
            &w->cx, (struct request_queue_at){rows.p[0].due, rows.p[0].id}, 1, &rows, &more));
    assert_int_equal(rows.n, 1);
    assert_false(more);
    as_unit(w);
    assert_cx(OK, w, request_queue(&w->cx, start, 20, &rows, &more));
    assert_int_equal(rows.n, 1);
    as_office(w);
    assert_cx(OK, w, request_watch(&w->cx, (struct str){0}, 20, &rows));
    assert_int_equal(rows.n, 1);
}

static void lists_page_by_key_and_filter(void **state)
{
    struct world *w = *state;
    struct request_filter f = {.max = 2};
    struct request_page page;

    for (int i = 0; i < 5; i++)
        create(w, str_f(w->cx.arena, "key-number-%d", i).p);
    handled(w, "key-of-another");
    as_office(w);
    assert_cx(OK, w, request_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 2);
    assert_true(page.next > 0);
    f.before = page.next;
    f.max = 20;
    assert_cx(OK, w, request_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 4);
    assert_int_equal(page.next, 0);
    f = (struct request_filter){.state = S("handling")};
    assert_cx(OK, w, request_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 1);
    f = (struct request_filter){.division = S("430406000000")};
    assert_cx(OK, w, request_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 0);
    as_unit(w);
    f = (struct request_filter){.max = 0};
    assert_cx(OK, w, request_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 1);
}

static void duplicates_are_suggested_with_reasons(void **state)
{
    struct world *w = *state;
    struct request_receipt one = create(w, "key-one-key-one");
    struct request_twin_list twins;

    assert_cx(OK, w,
        request_twins(&w->cx, str_of(TOWN), S("村口路灯坏了半个月晚上看不见"), S("菜市场东门"),
            0, &twins));
    assert_true(twins.n == 1 && twins.p[0].request.id == one.request.id);
    assert_true(twins.p[0].same_text && twins.p[0].same_place);
    assert_cx(OK, w,
        request_twins(&w->cx, str_of(TOWN), S("孩子上学没有校车"), S("希望小学"), 0, &twins));
    assert_int_equal(twins.n, 0);
}

static void units_are_suggested_by_their_matters(void **state)
{
    struct world *w = *state;
    struct request rq = load(w, create(w, "key-one-key-one").request.id);
    struct request_unit_hint_list hints;

    as_office(w);
    assert_cx(OK, w, request_units(&w->cx, &rq, &hints));
    assert_true(hints.n >= 2);
    assert_str(hints.p[0].org.name, "珠晖区城管局");
    assert_str(hints.p[0].words, "路灯");
}

static void the_year_end_sum_is_the_sum_of_its_parts(void **state)
{
    struct world *w = *state;
    struct request rq = answered(w, "key-one-key-one", "solved");
    struct request cannot = answered(w, "key-two-key-two", "cannot");
    struct request two = load(w, create(w, "key-three-key-three").request.id);
    struct date year = date_make(2026, 1, 1);
    struct request_sums s;

    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    assert_cx(OK, w, judge(w, &cannot, "yes", ""));
    assert_int_equal(cannot.state, REQUEST_CANNOT);
    as_clerk(w);
    MOVE(w, &two, .event = REQUEST_DO_DECLINE, .reason = S("litigation"),
        .answer = S("请向法院反映"));
    create(w, "key-four-key-four");
    assert_cx(OK, w, request_sum(&w->cx, str_of(COUNTY), year, date_make(2026, 12, 31), &s));
    assert_true(s.handled == 1 && s.cannot == 1 && s.open == 1 && s.outside == 1);
    assert_int_equal(s.total, s.handled + s.converted + s.cannot + s.open);
    all_is_well(w);
}

static void orders_of_the_hotline_are_counted_with_their_deputies(void **state)
{
    struct world *w = *state;
    struct request rq;

    scene.unit = put_org(w, "430405-12345", "12345热线", ORG_HOTLINE, "");
    rq = answered(w, "key-one-key-one", "solved");
    assert_cx(OK, w, judge(w, &rq, "yes", ""));
    (void)handled(w, "key-two-key-two");
    assert_int_equal(booked(w, "request.hotline"), 2);
    assert_int_equal(booked(w, "request.hotline.deputies"), 1);
    assert_int_equal(booked(w, "request.hotline.solved"), 1);
    assert_int_equal(booked(w, "request.scan.places"), 1);
    all_is_well(w);
}

static void overdue_is_booked_once_and_leads_to_supervision(void **state)
{
    struct world *w = *state;
    struct request rq = handled(w, "key-one-key-one");
    const struct event_listener *const tables[] = {request_listens, NULL};
    int64_t n;

    world_as_program(w);
    world_later(w, 40 * (int64_t)DAY);
    for (int i = 0; i < 3; i++) {
        assert_cx(OK, w, deadline_sweep(&w->cx, &n));
        assert_cx(OK, w, event_deliver(&w->cx, tables, 1000, &n));
    }
    assert_int_equal(booked(w, "request.overdue"), 1);
    rq = load(w, rq.id);
    assert_int_equal(rq.state, REQUEST_SUPERVISED);
    assert_true(rq.overdue);
    all_is_well(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE_TEST(a_request_gets_number_code_clock_and_fact),
        SCENE_TEST(the_same_key_and_words_give_the_same_receipt_and_another_key_another),
        SCENE_TEST(every_wrong_field_is_named_at_once),
        SCENE_TEST(identity_is_sealed_and_anonymous_ones_keep_none),
        SCENE_TEST(identity_is_shown_by_right_and_degree_and_recorded),
        SCENE_TEST(what_lies_elsewhere_looks_like_nothing),
        SCENE_TEST(from_scan_to_solved),
        SCENE_TEST(not_solved_starts_round_two_once_and_then_supervision),
        SCENE_TEST(silence_closes_but_is_never_satisfied),
        SCENE_TEST(what_comes_back_within_ninety_days_is_reopened),
        SCENE_TEST(what_comes_back_later_is_a_new_request),
        SCENE_TEST(a_deputy_explains_and_never_decides),
        SCENE_TEST(departments_matters_are_not_pushed_down_without_a_reason),
        SCENE_TEST(an_extension_is_asked_for_granted_once_and_before_the_due_date),
        SCENE_TEST(a_unit_returns_in_time_with_its_reason),
        SCENE_TEST(merging_counts_once_and_answers_every_reporter),
        SCENE_TEST(a_wrong_merge_is_undone_for_a_reason_and_counts_again),
        SCENE_TEST(who_says_me_too_is_noted_and_the_station_decides),
        SCENE_TEST(a_unit_sees_the_verdict_only_when_it_is_published),
        SCENE_TEST(a_link_works_once_and_looking_changes_nothing),
        SCENE_TEST(answers_cannot_be_made_up_as_a_move),
        SCENE_TEST(somebody_elses_change_is_noticed),
        SCENE_TEST(the_queue_shows_each_role_its_own_most_urgent_first),
        SCENE_TEST(lists_page_by_key_and_filter),
        SCENE_TEST(duplicates_are_suggested_with_reasons),
        SCENE_TEST(units_are_suggested_by_their_matters),
        SCENE_TEST(the_year_end_sum_is_the_sum_of_its_parts),
        SCENE_TEST(orders_of_the_hotline_are_counted_with_their_deputies),
        SCENE_TEST(overdue_is_booked_once_and_leads_to_supervision),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
