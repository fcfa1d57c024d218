/* activity_report: a report goes to a unit and comes back; a good deed is looked at. */
#include "feature/activity/activity_report.h"

#include "activity_help.h"

#define COUNTY "430407000000"
#define TOWN "430407001000"

static void places(struct world *w)
{
    int64_t loaded;

    world_as_program(w);
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
}

static struct org a_unit(struct world *w)
{
    struct org o = {.code = S("430407-jtj"),
        .name = S("石鼓区交通运输局"),
        .kind = ORG_DEPARTMENT,
        .division = S(COUNTY),
        .level = LEVEL_COUNTY,
        .handles = true,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    world_as_program(w);
    assert_cx(OK, w, registry_org_put(&w->cx, &o, &done));
    return o;
}

static void a_report_goes_to_a_unit_once_and_its_answer_is_booked(void **state)
{
    struct world *w = *state;
    struct activity_field subject = {S("subject"), S("农村公路养护")};
    struct activity_in in = {.kind = S("inspection"),
        .day = DATE_NONE,
        .until = DATE_NONE,
        .division = S(TOWN),
        .fields = {&subject, 1}};
    struct activity_report_in report = {
        .title = S("农村公路视察报告"), .points = S("把护栏装上"), .day = DATE_NONE};
    struct activity_report_list open;
    struct activity_report r;
    struct activity a;

    places(w);
    assert_cx(OK, w, rules_seed(&w->cx, activity_rules));
    report.org_id = a_unit(w).id;
    world_as(w, ROLE_CLERK, TOWN, 0);
    a = added(w, &in);
    assert_cx(ERR_DENIED, w, activity_report_send(&w->cx, &a, &report, &r));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(OK, w, activity_report_send(&w->cx, &a, &report, &r));
    assert_true(r.due.day > r.day.day + 85);
    assert_cx(ERR_INVALID, w, activity_report_send(&w->cx, &a, &report, &r));
    assert_cx(OK, w, activity_report_open(&w->cx, 5, &open));
    assert_int_equal(open.n, 1);
    world_as(w, ROLE_UNIT, NULL, r.org_id + 1);
    assert_cx(ERR_NOT_FOUND, w, activity_report_get(&w->cx, r.uid, &r));
    world_as(w, ROLE_UNIT, NULL, report.org_id);
    assert_cx(OK, w, activity_report_open(&w->cx, 5, &open));
    assert_int_equal(open.n, 1);
    assert_cx(OK, w, activity_report_get(&w->cx, open.p[0].uid, &r));
    assert_cx(ERR_INVALID, w, activity_report_answer(&w->cx, &r, S(" ")));
    assert_cx(OK, w, activity_report_answer(&w->cx, &r, S("护栏已经装好")));
    assert_cx(ERR_CONFLICT, w, activity_report_answer(&w->cx, &r, S("又写一次")));
    assert_int_equal(sum(w, "activity.reports.forwarded", TOWN), 1);
    assert_int_equal(sum(w, "activity.reports.answered", TOWN), 1);
    clean(w);
}

static void a_good_deed_is_claimed_until_somebody_else_looked_at_it(void **state)
{
    struct world *w = *state;
    struct activity_field mode = {S("mode"), S("guidance")};
    struct activity_in in = {.kind = S("good_deed"),
        .day = DATE_NONE,
        .until = DATE_NONE,
        .division = S(TOWN),
        .people = 6,
        .fields = {&mode, 1}};
    struct activity a;
    bool may;

    places(w);
    world_as(w, ROLE_CLERK, TOWN, 0);
    a = added(w, &in);
    assert_cx(ERR_CONFLICT, w, activity_report_verify(&w->cx, &a, S("看过")));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    w->actor.account_id++;
    assert_cx(OK, w, activity_report_may_verify(&w->cx, &a, &may));
    assert_true(may);
    assert_cx(OK, w, activity_report_verify(&w->cx, &a, S("到现场看过")));
    assert_cx(ERR_CONFLICT, w, activity_report_verify(&w->cx, &a, S("又看过")));
    assert_int_equal(sum(w, "activity.good_deed.verified", TOWN), 1);
    clean(w);
    in.people = 7;
    assert_cx(OK, w, activity_correct(&w->cx, &a, &in, S("多一个人")));
    assert_int_equal(sum(w, "activity.good_deed.verified", TOWN), 0);
    assert_cx(OK, w, activity_report_may_verify(&w->cx, &a, &may));
    assert_true(may);
    clean(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_report_goes_to_a_unit_once_and_its_answer_is_booked),
        WORLD_TEST(a_good_deed_is_claimed_until_somebody_else_looked_at_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
