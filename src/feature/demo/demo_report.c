/*
 * demo_report: what comes after an activity of the demonstration.
 */
#include "feature/activity/activity_report.h"
#include "feature/demo/demo_activity.h"

enum {
    LOOK_AT = 60, /* open reports, soonest due first */
    ANSWER_AFTER = 40,
    FORGOTTEN = 9 /* each of so many stays without an answer */
};

static enum err answer_one(struct cx *cx)
{
    struct activity_report_list open;

    TRY(activity_report_open(cx, LOOK_AT, &open));
    EACH (r, &open)
        if (r->id % FORGOTTEN != 0 && r->day.day + ANSWER_AFTER < date_of(cx->now).day)
            return activity_report_answer(
                cx, r, S("意见都研究过了：能办的已经办好，其余列入明年计划，按季度告诉代表。"));
    return OK;
}

/* Whose matter it is: roads, water, the trade in camellia oil. */
static int64_t concerned(const struct org_list *units, struct str kind, int64_t number)
{
    struct str word = str_is(kind, "inspection")  ? S("交通")
                      : str_is(kind, "law_check") ? S("环境")
                                                  : S("农业");

    EACH (u, units)
        if (str_has(u->name, word))
            return u->id;
    return units->p[(size_t)number % units->n].id;
}

static enum err report(struct cx *cx, const struct activity *a, int64_t number)
{
    struct activity_report_in in = {.title = str_f(cx->arena, "%.*s的报告", STR(a->title)),
        .points = S("加快进度，公开资金使用情况，把维护责任落实到人。"),
        .day = DATE_NONE};
    struct activity_report r;
    struct org_list units;

    TRY(registry_units_for(cx, a->division, &units));
    if (units.n == 0)
        return OK;
    in.org_id = concerned(&units, a->kind, number);
    TRY(activity_report_send(cx, a, &in, &r));
    return answer_one(cx);
}

enum err demo_activity_after(
    struct cx *cx, const struct demo_city *c, const struct activity *a, int64_t number)
{
    const struct actor *before = cx->actor;
    bool deed = str_is(a->kind, "good_deed") && number % 3 != 0;
    struct grant grant = {.role = deed ? ROLE_CLERK : ROLE_OFFICE,
        .division = deed ? a->town : S("430400000000")};
    struct actor me = {.account_id = demo_account_of(c, grant.role, grant.division, 0),
        .roles = (unsigned)grant.role | ROLE_ANYONE,
        .name = deed ? S("联络站联络员（演示）") : S("衡阳市人大联工委（演示）"),
        .grants = {&grant, 1}};
    enum err e = OK;

    cx->actor = &me;
    if (deed)
        e = activity_report_verify(cx, a, S("到村里看过，和受益的人核对过"));
    else if (activity_report_of(activity_kind_find(a->kind)))
        e = report(cx, a, number);
    cx->actor = before;
    return e;
}
