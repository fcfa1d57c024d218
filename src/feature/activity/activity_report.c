#include "feature/activity/activity_report.h"

#include "core/audit.h"
#include "core/calendar.h"
#include "core/notice.h"

#include "feature/activity/activity_report.sql.h"

static const struct field report_fields[] = {
    FIELD(struct activity_report, id),
    FIELD(struct activity_report, uid),
    FIELD(struct activity_report, activity_id),
    FIELD(struct activity_report, org_id),
    FIELD(struct activity_report, title),
    FIELD(struct activity_report, points),
    FIELD(struct activity_report, division),
    FIELD(struct activity_report, day),
    FIELD(struct activity_report, due),
    FIELD(struct activity_report, actor),
    FIELD(struct activity_report, answered),
    FIELD(struct activity_report, answer),
    FIELD(struct activity_report, answer_actor),
    FIELD(struct activity_report, org),
};
const struct shape activity_report_shape = SHAPE(activity_report, report_fields);

static const struct field verified_fields[] = {
    FIELD(struct activity_verified, actor),
    FIELD(struct activity_verified, note),
    FIELD(struct activity_verified, at),
    FIELD(struct activity_verified, version),
};
const struct shape activity_verified_shape = SHAPE(activity_verified, verified_fields);

enum {
    TITLE_MAX = 100,
    POINTS_MAX = 2000,
    ANSWER_MAX = 4000,
    NOTE_MAX = 200,
    LATELY = 6 /* months */
};

bool activity_report_of(const struct activity_kind *k)
{
    return k != NULL && (k->evidence & ACTIVITY_REPORT) != 0 &&
           (k->wants & ACTIVITY_WANTS_UNTIL) != 0 && !str_is(str_of(k->word), "group");
}

static void words_check(
    struct cx *cx, struct str s, size_t least, size_t most, const char *field)
{
    size_t n = str_points(str_trim(s));

    if (n >= least && n <= most)
        return;
    (void)fail(cx, ERR_INVALID, field, "activity.words_between");
    cx_fault_arg(cx, num_text(cx->arena, (int64_t)least));
    cx_fault_arg(cx, num_text(cx->arena, (int64_t)most));
}

static enum err due_of(struct cx *cx, struct str division, struct date day, struct date *due)
{
    const struct calendar *c;
    struct period p;
    int64_t version;

    TRY(rules_period(cx, "clock.activity.feedback", division, day, &p, &version));
    TRY(calendar_load(cx, &c));
    *due = deadline_count(c, day, p).day;
    return OK;
}

static enum err send_check(
    struct cx *cx, const struct activity *a, const struct activity_report_in *in)
{
    struct org o;
    int64_t n = 0;

    words_check(cx, in->title, 2, TITLE_MAX, "title");
    words_check(cx, in->points, 2, POINTS_MAX, "points");
    if (in->day.day < a->day.day)
        (void)fail(cx, ERR_INVALID, "day", "activity.report_early");
    else if (in->day.day > date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "day", "activity.day_ahead");
    if (in->org_id <= 0 || registry_org(cx, in->org_id, &o) != OK) {
        cx->faults.n -= in->org_id > 0;
        (void)fail(cx, ERR_INVALID, "org", "activity.org_unknown");
    } else {
        TRY(sql_activity_report_has(cx, a->id, in->org_id, &n));
        if (n > 0)
            (void)fail(cx, ERR_INVALID, "org", "activity.report_sent");
    }
    return cx_checked(cx);
}

static struct str actor_name(const struct cx *cx)
{
    return cx->actor->name.p == NULL ? S("") : cx->actor->name;
}

static enum err tell_unit(struct cx *cx, const struct activity_report *r)
{
    const struct notice n = {
        .event = str_f(cx->arena, "activity.report:%lld", (long long)r->id),
        .to = NOTICE_ORG,
        .org_id = r->org_id,
        .text_key = S("notice.activity.report"),
        .args = {r->title, date_text(cx->arena, r->due)},
        .nargs = 2,
        .link = str_f(cx->arena, "/forwarded/%.*s", STR(r->uid))};

    return notice_put(cx, &n);
}

enum err activity_report_send(struct cx *cx, const struct activity *a,
    const struct activity_report_in *in, struct activity_report *out)
{
    struct activity_report_in t = *in;
    struct str uid = privacy_uid(cx);
    struct date due;
    int64_t id;

    TRY(right_check(cx, RIGHT_FINDING_SEND, &(struct object){.division = a->division}));
    if (a->state != ACTIVITY_STANDS || !activity_report_of(activity_kind_find(a->kind)))
        return fail(cx, ERR_CONFLICT, NULL, "activity.no_report");
    cx_faults_clear(cx);
    if (!date_is(t.day))
        t.day = date_of(cx->now);
    TRY(send_check(cx, a, &t));
    TRY(due_of(cx, a->division, t.day, &due));
    TRY(sql_activity_report_insert(cx, uid, a->id, t.org_id, str_trim(t.title),
        str_trim(t.points), a->division, t.day, due, cx->actor->account_id, actor_name(cx),
        cx->now, &id));
    TRY(sql_activity_report_by_id(cx, id, out));
    TRY(ledger_book(
        cx, "activity.reports.forwarded", a->division, t.day, 1, "activity_report", id));
    TRY(audit_add(cx, "activity", a->id, "activity.report_sent", a->division, (struct str){0}));
    return tell_unit(cx, out);
}

static struct object object_of(const struct activity_report *r)
{
    return (struct object){.division = r->division, .org_id = r->org_id};
}

enum err activity_report_get(struct cx *cx, struct str uid, struct activity_report *out)
{
    struct object o;
    bool found;

    TRY(sql_activity_report_by_uid(cx, uid, out, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    o = object_of(out);
    return right_check(cx, RIGHT_FINDING_ANSWER, &o);
}

enum err activity_report_answer(struct cx *cx, struct activity_report *r, struct str answer)
{
    struct object o = object_of(r);
    struct date today = date_of(cx->now);
    int64_t n;

    TRY(right_check(cx, RIGHT_FINDING_ANSWER, &o));
    cx_faults_clear(cx);
    words_check(cx, answer, 2, ANSWER_MAX, "answer");
    TRY(cx_checked(cx));
    TRY(sql_activity_report_answered(cx, r->id, today, str_trim(answer), cx->actor->account_id,
        actor_name(cx), cx->now, &n));
    if (n == 0)
        return fail(cx, ERR_CONFLICT, NULL, "activity.report_answered");
    TRY(ledger_book(
        cx, "activity.reports.answered", r->division, today, 1, "activity_report", r->id));
    TRY(audit_add(cx, "activity", r->activity_id, "activity.report_answered", r->division,
        (struct str){0}));
    return sql_activity_report_by_id(cx, r->id, r);
}

enum err activity_report_activity(struct cx *cx, int64_t id, int64_t *activity_id)
{
    struct activity_report r;

    TRY(sql_activity_report_by_id(cx, id, &r));
    *activity_id = r.activity_id;
    return OK;
}

enum err activity_report_list(
    struct cx *cx, int64_t activity_id, struct activity_report_list *out)
{
    return sql_activity_reports_of(cx, activity_id, out);
}

static void join(struct activity_report_list *all, const struct activity_report_list *some)
{
    EACH (r, some) {
        bool there = false;

        EACH (have, all)
            there = there || have->id == r->id;
        if (!there)
            all->p[all->n++] = *r;
    }
}

/* Soonest due first; the lists are short. */
static void by_due(struct activity_report_list *all)
{
    for (size_t i = 1; i < all->n; i++)
        for (size_t k = i; k > 0 && all->p[k].due.day < all->p[k - 1].due.day; k--) {
            struct activity_report r = all->p[k];

            all->p[k] = all->p[k - 1];
            all->p[k - 1] = r;
        }
}

enum err activity_report_open(struct cx *cx, int64_t max, struct activity_report_list *out)
{
    struct right_ranges areas = right_ranges(cx, RIGHT_FINDING_SEND);
    struct activity_report_list all, some;

    all = (struct activity_report_list){MANY(cx->arena, struct activity_report,
                                            (size_t)max * (areas.n + cx->actor->grants.n + 1)),
        0};
    EACH (g, &cx->actor->grants)
        if (g->role == ROLE_UNIT) {
            TRY(sql_activity_reports_org(cx, g->org_id, max, &some));
            join(&all, &some);
        }
    for (size_t i = 0; i < areas.n; i++) {
        TRY(sql_activity_reports_area(cx, areas.at[i].from, areas.at[i].to, max, &some));
        join(&all, &some);
    }
    by_due(&all);
    if (all.n > (size_t)max)
        all.n = (size_t)max;
    *out = all;
    return OK;
}

enum err activity_report_mine(struct cx *cx, int64_t person_id, struct date from,
    struct date to, int64_t max, struct activity_report_list *out)
{
    return sql_activity_reports_person(cx, person_id, from, to, max, out);
}

/* Manual claims need a second person. */
static enum err second_person(struct cx *cx, const struct activity *a)
{
    if (a->state != ACTIVITY_STANDS || !str_is(a->kind, "good_deed"))
        return fail(cx, ERR_CONFLICT, NULL, "activity.not_verified_kind");
    if (a->account_id > 0 && a->account_id == cx->actor->account_id)
        return fail(cx, ERR_CONFLICT, NULL, "activity.verify_own");
    return OK;
}

enum err activity_report_verify(struct cx *cx, const struct activity *a, struct str note)
{
    int64_t n;

    TRY(right_check(cx, RIGHT_VISIT_RECORD, &(struct object){.division = a->division}));
    TRY(second_person(cx, a));
    cx_faults_clear(cx);
    words_check(cx, note, 2, NOTE_MAX, "why");
    TRY(cx_checked(cx));
    TRY(sql_activity_verified_insert(cx, a->id, a->version, str_trim(note),
        cx->actor->account_id, actor_name(cx), cx->now, &n));
    if (n == 0)
        return fail(cx, ERR_CONFLICT, NULL, "activity.verified_before");
    TRY(ledger_book(
        cx, "activity.good_deed.verified", a->division, a->day, 1, "activity", a->id));
    return audit_add(cx, "activity", a->id, "activity.verified", a->division, (struct str){0});
}

enum err activity_report_may_verify(struct cx *cx, const struct activity *a, bool *yes)
{
    struct object o = {.division = a->division};
    struct activity_verified_list list;

    *yes = false;
    if (!right_may(cx, RIGHT_VISIT_RECORD, &o) || second_person(cx, a) != OK) {
        cx_faults_clear(cx);
        return OK;
    }
    TRY(activity_report_verified(cx, a->id, &list));
    *yes = list.n == 0 || list.p[list.n - 1].version != a->version;
    return OK;
}

enum err activity_report_verified(
    struct cx *cx, int64_t activity_id, struct activity_verified_list *out)
{
    return sql_activity_verified_of(cx, activity_id, out);
}

enum err activity_report_unverify(struct cx *cx, const struct activity *a)
{
    return ledger_undo(cx, "activity.good_deed.verified", "activity", a->id);
}

enum err activity_report_claimed(struct cx *cx, int64_t max, struct activity_list *out)
{
    struct right_ranges areas = right_ranges(cx, RIGHT_VISIT_RECORD);
    struct date since = date_add_months(date_of(cx->now), -LATELY);

    *out = (struct activity_list){MANY(cx->arena, struct activity, (size_t)max), 0};
    for (size_t i = 0; i < areas.n && out->n < (size_t)max; i++) {
        struct activity_list some;

        TRY(sql_activity_claimed(cx, areas.at[i].from, areas.at[i].to, cx->actor->account_id,
            since, max - (int64_t)out->n, &some));
        EACH (a, &some)
            out->p[out->n++] = *a;
    }
    return OK;
}
