/*
 * demo_life: stations of the demonstration: staff, tasks, a standard in its second edition, one
 * finished round of stars, and rosters for the last month.
 */
#include "feature/demo/demo_life.h"

#include "base/vec.h"

#include "feature/roster/roster.h"
#include "feature/station/station_self.h"

enum {
    ROSTER_DAYS = 31,
    AHEAD_DAYS = 62,
    RATING_DAY = 240, /* of the year: the round opens */
    REVIEW_DAY = 275,
    SHOWN_DAY = 283,
    AWARD_DAY = 311,
    STAFF_DAY = 210,
    RATED_TOWNS = 24,
    NOTICE_DAYS = 9 /* a week is played at once */
};

#define CITY S("430400000000")

static bool passes(int32_t day, int32_t from, int32_t to)
{
    return from <= day && day < to;
}

static enum err centre_of(
    struct cx *cx, const struct demo_town *t, struct station *out, bool *is)
{
    *is = t->stations.n > 0;
    return *is ? station_get(cx, t->stations.p[0], out) : OK;
}

/* Who led it left the same day and nobody came after: a gap. */
static enum err orphaned(struct cx *cx, const struct station *s, struct station_task *t)
{
    struct station_person p = {.post = POST_HELPER,
        .name = S("周晚禾"),
        .valid_from = date_of(cx->now),
        .valid_to = DATE_NONE};

    TRY(roster_person_put(cx, s, &p));
    t->post = str_of(station_post_words[POST_HELPER]);
    t->lead_id = p.id;
    TRY(roster_task_put(cx, s, t));
    p.valid_to = p.valid_from;
    return roster_person_put(cx, s, &p);
}

static enum err staff(struct cx *cx, const struct station *s)
{
    static const char *const tasks[][3] = {
        {"接待日开门和登记", "每个接待日提前半小时到站", "接待有登记"},
        {"反映事项登记、转办和反馈", "当天登记，两个工作日内转办，办完告诉群众",
            "责任清单到人，没有空缺"},
        {"值班表公示和通知代表", "接待日前三天上墙并通知到人", "接待日规则公开"},
        {"学习和小组活动记录", "每季度至少一次", "各级代表就近编入"}};
    static const char *const posts[] = {"liaison", "head"};
    const struct station_said say = {.intro = str_f(cx->arena,
                                         "%.*"
                                         "s是附近各级人大代表听意见、答问题的地方。有代表轮流值"
                                         "班，有人登记，有人跟着办到底。",
                                         STR(s->name)),
        .rules = S("")};
    struct station_person head = {
        .post = POST_HEAD, .name = demo_name(cx), .valid_from = date_of(cx->now)};
    struct station_person liaison = {
        .post = POST_LIAISON, .name = demo_name(cx), .valid_from = date_of(cx->now)};

    head.valid_to = liaison.valid_to = DATE_NONE;
    TRY(roster_person_put(cx, s, &head));
    TRY(roster_person_put(cx, s, &liaison));
    for (size_t i = 0; i < COUNT(tasks); i++) {
        struct station_task t = {.name = str_of(tasks[i][0]),
            .action = str_of(tasks[i][1]),
            .standard = str_of(tasks[i][2]),
            .post = str_of(posts[i % 2]),
            .lead = S("staff"),
            .lead_id = i % 2 == 0 ? liaison.id : head.id};

        if (i == 3 && s->id % 5 == 0)
            TRY(orphaned(cx, s, &t));
        else
            TRY(roster_task_put(cx, s, &t));
    }
    return roster_say(cx, s, &say);
}

static enum err standards(struct cx *cx)
{
    struct station_standard first = {.division = CITY,
        .name = S("代表联络站建设标准"),
        .edition = S("1.0"),
        .valid_from = date_add(date_of(cx->now), -400)};
    struct station_standard second = {.division = CITY,
        .name = S("代表联络站建设标准"),
        .edition = S("2.0"),
        .source = S("市人大常委会主任会议通过（演示）"),
        .valid_from = date_add(date_of(cx->now), -30)};

    TRY(roster_standard_add(cx, &first, S("有固定场所和标牌\n有值班表 | roster")));
    return roster_standard_add(cx, &second,
        S("场所、标牌齐全，群众找得到 | plate\n开放时间公开 | hours\n接待日规则公开 | "
          "reception\n"
          "有站长和联络员，变动通知到每位代表 | staff\n责任清单到人，没有空缺 | tasks\n"
          "各级代表就近编入 | deputies\n接待有登记 | register\n老人和残疾人进得来、坐得下"));
}

static enum err act(struct cx *cx, struct rating_entry *e, enum rating_event event,
    struct str note, int64_t stars)
{
    return roster_entry_move(cx, e,
        &(struct rating_move){
            .event = event, .note = note, .stars = stars, .version = e->version});
}

static enum err round_open(struct cx *cx, const struct demo_city *c, struct rating_round *r)
{
    size_t n = 0;

    *r = (struct rating_round){.division = CITY,
        .name = str_f(cx->arena, "%d 年度星级联络站", (int)date_ymd(date_of(cx->now)).year),
        .self_until = date_add(date_of(cx->now), 30),
        .star_until = date_add_months(date_of(cx->now), 24)};
    TRY(roster_round_open(cx, r));
    EACH (t, &c->towns) {
        struct rating_entry e;
        struct station s;
        bool is;

        TRY(centre_of(cx, t, &s, &is));
        if (!is || n++ % 6 != 0 || n > 6 * RATED_TOWNS)
            continue;
        TRY(roster_entry_open(cx, r, &s, &e));
        TRY(act(cx, &e, RATING_DO_APPLY, (struct str){0}, 0));
    }
    return OK;
}

static enum err round_find(struct cx *cx, struct rating_round *r)
{
    struct rating_round_list list;

    TRY(roster_rounds(cx, CITY, &list));
    if (list.n == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    *r = list.p[0];
    return OK;
}

static int64_t stars_of(const struct rating_mark_list *marks)
{
    int64_t met = 0;

    EACH (m, marks)
        met += m->self == VIEW_MET;
    return met >= 7 ? 5 : met >= 6 ? 4 : met >= 4 ? 3 : 2;
}

static enum err review_one(struct cx *cx, struct rating_entry *e)
{
    enum rating_view views[ROSTER_ITEMS] = {VIEW_OPEN};
    struct rating_mark_list marks;

    TRY(roster_marks(cx, e->id, &marks));
    TRY(act(cx, e, RATING_DO_VISIT, S("到站看过场所、登记本和值班表。"), 0));
    for (size_t i = 0; i < marks.n && i < ROSTER_ITEMS; i++)
        views[i] = marks.p[i].self == VIEW_OPEN ? VIEW_MET : marks.p[i].self;
    TRY(roster_mark_set(cx, e, views, marks.n, e->version));
    TRY(roster_entry(cx, e->id, e));
    TRY(act(cx, e, RATING_DO_PUBLISH, S("按记录和现场核查定星，未达到的条目已告诉站里。"),
        stars_of(&marks)));
    return OK;
}

static enum err round_step(
    struct cx *cx, enum err (*step)(struct cx *cx, struct rating_entry *e))
{
    struct rating_round r = {0};
    struct rating_entry_list list;

    TRY(round_find(cx, &r));
    TRY(roster_entries(cx, r.id, CITY, 0, 1000, &list));
    EACH (e, &list)
        TRY(step(cx, e));
    return OK;
}

/* One station objects and is heard. */
static enum err object_one(struct cx *cx, struct rating_entry *e)
{
    if (e->id % 11 != 3)
        return OK;
    TRY(act(cx, e, RATING_DO_OBJECT, S("登记本漏算了流动站的接待，请复核。"), 0));
    return act(
        cx, e, RATING_DO_REVISE, S("复核属实，加一星。"), e->stars < 5 ? e->stars + 1 : 5);
}

static enum err award_one(struct cx *cx, struct rating_entry *e)
{
    return act(cx, e, RATING_DO_AWARD, (struct str){0}, 0);
}

static enum err rosters(struct cx *cx, const struct demo_city *c)
{
    struct date today = date_of(cx->now);

    EACH (t, &c->towns) {
        for (size_t i = 0; i < t->stations.n; i++) {
            struct arena_mark mark = arena_mark(cx->arena);
            struct station s;
            int64_t added;

            TRY(station_get(cx, t->stations.p[i], &s));
            if (!str_empty(s.reception))
                TRY(roster_plan(
                    cx, &s, today, date_add(today, ROSTER_DAYS + AHEAD_DAYS), &added));
            arena_back(cx->arena, mark);
        }
    }
    return OK;
}

static enum err staff_all(struct cx *cx, const struct demo_city *c)
{
    EACH (t, &c->towns) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct station s;
        bool is;

        TRY(centre_of(cx, t, &s, &is));
        if (is)
            TRY(staff(cx, &s));
        arena_back(cx->arena, mark);
    }
    return OK;
}

/* An audit of the first stations with something to be put right. */
static enum err audits(struct cx *cx, const struct demo_city *c)
{
    for (size_t i = 0; i < c->towns.n; i += 3) {
        struct station_audit a = {.day = date_of(cx->now), .note = S("随接待日检查。")};
        struct station_finding_list found;
        struct station s;
        bool is;

        TRY(centre_of(cx, &c->towns.p[i], &s, &is));
        if (!is)
            continue;
        TRY(roster_audit_add(cx, &s, &a));
        TRY(roster_finding_add(
            cx, &a, 8, S("门口有两级台阶，轮椅进不来。"), date_add(a.day, 60)));
        TRY(roster_finding_add(cx, &a, 5, S("责任清单还没有上墙。"), date_add(a.day, 14)));
        TRY(roster_findings(cx, a.id, &found));
        if (i % 2 == 0)
            TRY(roster_finding_fix(cx, &found.p[1], S("已打印上墙。")));
    }
    return OK;
}

/* Deputies without an account are telephoned by the desk; now and then it is forgotten. */
static enum err telephone(struct cx *cx)
{
    struct date today = date_of(cx->now);
    const struct duty_filter f = {.division = CITY,
        .from = today,
        .to = date_add(today, NOTICE_DAYS),
        .after = DATE_NONE,
        .max = 2000,
        .open = true};
    struct duty_list list;
    bool more;

    TRY(roster_duty_page(cx, &f, &list, &more));
    EACH (d, &list)
        if (d->deputy_id > 0 && d->id % 9 != 0)
            TRY(roster_told(cx, d, d->version));
    return OK;
}

static enum err day_step(struct cx *cx, struct duty *d, enum duty_event event, struct str note)
{
    const struct duty_move step = {event, note, d->version};

    return roster_duty_move(cx, d, &step);
}

/* A past day goes as far as its matters have come; some days are left to be recorded. */
static enum err day_end(struct cx *cx, struct duty *d)
{
    enum duty_state state = roster_duty_state(d);

    if (d->id % 7 == 3)
        return OK;
    if (state <= DUTY_NOTICED)
        TRY(day_step(cx, d, DUTY_DO_HOLD, (struct str){0}));
    TRY(day_step(cx, d, DUTY_DO_RECORD,
        state <= DUTY_NOTICED ? S("代表按时到站，没有群众来访。")
                              : S("来访情况已登记；能当场答复的已答复，要办的已转办。")));
    state = roster_duty_state(d);
    return state == DUTY_ITEMS_OPEN ? OK : day_step(cx, d, DUTY_DO_FILE, (struct str){0});
}

/* Centres keep the record of their days; one day ahead is called off. */
static enum err receptions(struct cx *cx, const struct demo_city *c)
{
    struct date today = date_of(cx->now);

    for (size_t i = 0; i < c->towns.n; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct duty_list list;
        struct station s;
        bool is;

        TRY(centre_of(cx, &c->towns.p[i], &s, &is));
        if (!is)
            continue;
        TRY(roster_duties(
            cx, s.id, date_add(today, -ROSTER_DAYS), date_add(today, AHEAD_DAYS), &list));
        EACH (d, &list)
            if (d->day.day < today.day)
                TRY(day_end(cx, d));
        if (i % 40 == 20 && list.n > 0 && list.p[list.n - 1].day.day > today.day)
            TRY(day_step(cx, &list.p[list.n - 1], DUTY_DO_CANCEL,
                S("当天全县代表培训，请下一个接待日再来，急事可以先打电话。")));
        arena_back(cx->arena, mark);
    }
    return OK;
}

static enum err turn_of(struct cx *cx, int64_t person_id)
{
    struct date today = date_of(cx->now);
    struct deputy_list seats;
    struct duty_list days;

    TRY(registry_tenures_of(cx, person_id, &seats));
    EACH (seat, &seats) {
        if (seat->state != TENURE_ACTIVE || seat->station_id == 0)
            continue;
        TRY(roster_duties(
            cx, seat->station_id, date_add(today, 1), date_add(today, AHEAD_DAYS), &days));
        if (days.n > 0)
            return roster_assign(cx, &days.p[0], seat->id, days.p[0].version);
    }
    return OK;
}

/* Who signs in as a deputy has a reception day ahead. */
static enum err own_turns(struct cx *cx, const struct demo_city *c)
{
    for (size_t i = 0; i < c->naccounts; i++)
        if (c->accounts[i].role == ROLE_DEPUTY)
            TRY(turn_of(cx, c->accounts[i].person_id));
    return OK;
}

/* In two counties the doors have a code, and somebody waits there. */
static enum err doors(struct cx *cx, const struct demo_city *c)
{
    EACH (t, &c->towns) {
        struct self_visit v = {.name = demo_name(cx),
            .phone = S("13800001234"),
            .matter = S("想问问老屋改造的补助怎么申请"),
            .persons = 1};
        struct station_door door;
        struct station s;
        bool is, repeated;

        if (!str_starts(t->code, S("430421")) && !str_starts(t->code, S("430422")))
            continue;
        TRY(centre_of(cx, t, &s, &is));
        if (!is || s.state != STATION_OPEN)
            continue;
        TRY(station_door_open(cx, &s, &door));
        TRY(station_self_add(
            cx, &s, &v, str_f(cx->arena, "demo-%.*s", STR(t->code)), &repeated));
    }
    return OK;
}

enum err demo_life(struct cx *cx, const struct demo_year *y, int32_t from)
{
    const struct demo_city *c = y->city;
    struct rating_round r;
    int64_t n;

    TRY(demo_hamlet_days(cx, c, from, y->today));
    if (passes(STAFF_DAY, from, y->today)) {
        TRY(standards(cx));
        TRY(staff_all(cx, c));
    }
    if (passes(RATING_DAY, from, y->today))
        TRY(round_open(cx, c, &r));
    if (passes(REVIEW_DAY, from, y->today))
        TRY(round_step(cx, review_one));
    if (passes(SHOWN_DAY, from, y->today))
        TRY(round_step(cx, object_one));
    if (passes(AWARD_DAY, from, y->today)) {
        TRY(round_step(cx, award_one));
        TRY(round_find(cx, &r));
        TRY(roster_round_close(cx, &r, r.version));
        TRY(audits(cx, c));
    }
    if (passes(y->days - ROSTER_DAYS, from, y->today))
        TRY(rosters(cx, c));
    if (y->today > y->days - ROSTER_DAYS)
        TRY(roster_tell(cx, &n));
    if (y->today > y->days - ROSTER_DAYS)
        TRY(telephone(cx));
    if (y->today == y->days)
        TRY(receptions(cx, c));
    if (y->today == y->days)
        TRY(own_turns(cx, c));
    if (y->today == y->days)
        TRY(doors(cx, c));
    return y->today == y->days ? roster_idle_sweep(cx, &n) : OK;
}
