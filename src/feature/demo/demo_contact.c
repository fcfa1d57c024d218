/*
 * demo_contact: two-way contact in the demonstration city: every deputy of city and counties
 * has somebody who keeps contact, 11 professional groups with 124 deputies, an area group in
 * each township, some teams, a finished collection and one that runs.
 */
#include "feature/activity/activity.h"
#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_note.h"
#include "feature/contact/contact_plan.h"
#include "feature/demo/demo_activity.h"
#include "feature/demo/demo_city.h"

#define CITY S("430400000000")

enum {
    LEADERS_CITY = 7, /* the director among them */
    MEMBERS_CITY = 42,
    LEADERS_COUNTY = 5,
    MEMBERS_COUNTY = 27,
    EACH_LEADER = 9,
    TOWNSHIPS = 5,
    VOTERS = 10,
    GROUPS = 11,
    GROUP_DEPUTIES = 124,
    IN_AREA_GROUP = 8,
    HOLDERS = 80,     /* of an office among the city's deputies, at most */
    FIRST_MEMBER = 11 /* seat of the director; the members follow */
};

/* Rule sets of the city's own plan: every deputy is covered, so members have more than four. */
static enum err rules(struct cx *cx)
{
    static const struct {
        const char *kind, *value;
    } all[] = {{"contact.member.deputies", "4-12"}, {"contact.director.deputies", "5-10"},
        {"contact.vice_director.deputies", "5-10"}};

    TRY(rules_seed(cx, contact_rules));
    for (size_t i = 0; i < COUNT(all); i++) {
        const struct rule r = {.division = CITY,
            .kind = str_of(all[i].kind),
            .value = str_of(all[i].value),
            .valid_from = date_of(cx->now),
            .valid_to = DATE_NONE,
            .source = S("衡阳市“双联”工作方案（演示）")};
        int64_t version;

        TRY(rules_put(cx, &r, &version));
    }
    return OK;
}

/* Those who hold some seats of a congress are its committee; the others are dealt out. */
struct scheme {
    struct str congress, division;
    int leaders, members, seats;
    struct contact_holder *holders;
};

static enum err holder_of(struct cx *cx, const struct scheme *s, int number, int vices)
{
    struct contact_holder *h = &s->holders[number - 1];
    struct deputy d;
    enum put done;

    TRY(registry_deputy_by_code(
        cx, str_f(cx->arena, "%.*s-%04d", STR(s->congress), FIRST_MEMBER - 1 + number), &d));
    *h = (struct contact_holder){
        .code = str_f(cx->arena, "cwh-%.*s-%02d", STR(s->congress), number),
        .name = d.name,
        .office = number == 1       ? OFFICE_DIRECTOR
                  : number <= vices ? OFFICE_VICE_DIRECTOR
                                    : OFFICE_MEMBER,
        .post = str_of(number == 1       ? "人大常委会主任"
                       : number <= vices ? "人大常委会副主任"
                                         : "人大常委会委员"),
        .person_id = d.person_id,
        .division = s->division,
        .valid_from = date_of(cx->now),
        .valid_to = DATE_NONE};
    return contact_holder_put(cx, h, &done);
}

/* Leaders have nine each, members the rest. */
static const struct contact_holder *whose(const struct scheme *s, int k)
{
    int led = s->leaders * EACH_LEADER;

    if (k < led)
        return &s->holders[k % s->leaders];
    return &s->holders[s->leaders + (k - led) % (s->members - s->leaders)];
}

static enum err links(struct cx *cx, const struct scheme *s)
{
    int k = 0;

    for (int seat = 1; seat <= s->seats; seat++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct contact_link l;
        struct deputy d;
        enum err e = registry_deputy_by_code(
            cx, str_f(cx->arena, "%.*s-%04d", STR(s->congress), seat), &d);

        if (e == OK && (seat < FIRST_MEMBER || seat >= FIRST_MEMBER + s->members))
            TRY(contact_link_deputy(cx, whose(s, k++), &d, &l));
        cx_faults_clear(cx);
        arena_back(cx->arena, mark);
    }
    return OK;
}

static enum err townships(
    struct cx *cx, const struct demo_city *c, const struct scheme *s, size_t county)
{
    struct str *own = MANY(cx->arena, struct str, c->towns.n + 1);
    struct contact_link l;
    size_t n = 0;

    EACH (t, &c->towns)
        if (county == c->counties.n || t->county == county)
            own[n++] = t->code;
    for (int i = 0; i < s->leaders; i++)
        for (size_t k = 0; k < TOWNSHIPS && k < n; k++)
            TRY(contact_link_township(
                cx, &s->holders[i], own[((size_t)i * TOWNSHIPS + k) % n], &l));
    return OK;
}

static enum err scheme(
    struct cx *cx, const struct demo_city *c, struct scheme *s, size_t county)
{
    s->holders = MANY(cx->arena, struct contact_holder, (size_t)s->members);
    for (int i = 1; i <= s->members; i++)
        TRY(holder_of(cx, s, i, s->leaders));
    TRY(links(cx, s));
    return townships(cx, c, s, county);
}

/* The deputy of a demonstration account, and a few more of the town, with ten voters each. */
static enum err voters(struct cx *cx, const struct demo_town *t)
{
    for (size_t i = 0; t != NULL && i < t->deputies.n && i < 4; i++) {
        struct contact_holder h;
        struct deputy d;

        TRY(registry_deputy(cx, t->deputies.p[i], &d));
        TRY(contact_deputy_holder(cx, &d, &h));
        for (int k = 0; k < VOTERS; k++) {
            struct contact_link l;
            struct str about = demo_spot(cx);
            enum err e = contact_link_voter(cx, &h, demo_name(cx), about, &l);

            if (e == ERR_CONFLICT) /* the same name drawn twice */
                cx_faults_clear(cx);
            else
                TRY(e);
        }
    }
    return OK;
}

static const struct demo_town *first_town(const struct demo_city *c, size_t county)
{
    EACH (t, &c->towns)
        if (t->county == county)
            return t;
    return &c->towns.p[0];
}

static enum err area_group(struct cx *cx, const struct demo_town *t)
{
    struct deputy_group g = {.code = str_f(cx->arena, "area-%.*s", STR(str_sub(t->code, 0, 9))),
        .name = str_f(cx->arena, "%.*s代表小组", STR(t->name)),
        .kind = GROUP_AREA,
        .division = t->code,
        .valid_from = date_of(cx->now),
        .valid_to = DATE_NONE};
    enum put done;

    TRY(contact_group_put(cx, &g, &done));
    for (size_t i = 0; i < t->deputies.n && i < IN_AREA_GROUP; i++) {
        struct deputy d;

        TRY(registry_deputy(cx, t->deputies.p[i], &d));
        TRY(contact_group_join(cx, &g, &d, S("同一片区")));
        if (i == 0)
            TRY(contact_group_convenor(cx, &g, d.person_id));
    }
    return contact_group_plan_add(
        cx, &g, date_ymd(date_of(cx->now)).year + 1, 6, S("集中走访选民，听取意见建议"));
}

static enum err professional(struct cx *cx, size_t i)
{
    static const struct {
        const char *name, *field;
    } all[GROUPS] = {{"教育专业小组", "教师 学校"}, {"医疗卫生专业小组", "乡村医生 医院"},
        {"农业专业小组", "种粮大户"}, {"乡村振兴专业小组", "村党总支书记"},
        {"法治专业小组", "律师"}, {"工商企业专业小组", "个体工商户 企业技术员"},
        {"养殖与合作社专业小组", "合作社理事长 养殖户"}, {"城市治理专业小组", "环卫 街道干部"},
        {"交通专业小组", "公交司机"}, {"文化旅游专业小组", "民宿"},
        {"社会民生专业小组", "社区工作者 退役军人"}};
    struct deputy_group g = {.code = str_f(cx->arena, "430400-pro-%02zu", i + 1),
        .name = str_of(all[i].name),
        .kind = GROUP_PROFESSIONAL,
        .field = str_of(all[i].field),
        .division = CITY,
        .valid_from = date_of(cx->now),
        .valid_to = DATE_NONE};
    int64_t year = date_ymd(date_of(cx->now)).year + 1;
    struct group_match_list fit;
    enum put done;

    TRY(contact_group_put(cx, &g, &done));
    TRY(contact_group_suggest(
        cx, &g, GROUP_DEPUTIES / GROUPS + (i < GROUP_DEPUTIES % GROUPS), &fit));
    EACH (m, &fit)
        TRY(contact_group_join(
            cx, &g, &m->deputy, str_f(cx->arena, "职业含“%.*s”", STR(m->occupation))));
    if (fit.n > 0)
        TRY(contact_group_convenor(cx, &g, fit.p[0].deputy.person_id));
    TRY(contact_group_plan_add(cx, &g, year, 4, S("专题调研")));
    return contact_group_plan_add(cx, &g, year, 10, S("送服务进屋场"));
}

enum err demo_contact_begin(struct cx *cx, const struct demo_city *c)
{
    struct scheme city = {S("430400-16"), CITY, LEADERS_CITY, MEMBERS_CITY, 468, NULL};

    TRY(rules(cx));
    TRY(scheme(cx, c, &city, c->counties.n));
    for (size_t i = 0; i < c->counties.n; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct scheme s = {c->counties.p[i].congress, c->counties.p[i].code, LEADERS_COUNTY,
            MEMBERS_COUNTY, 220, NULL};

        TRY(scheme(cx, c, &s, i));
        arena_back(cx->arena, mark);
    }
    for (size_t i = 0; i < c->counties.n; i++)
        if (str_is(c->counties.p[i].code, "430422000000") ||
            str_is(c->counties.p[i].code, "430421000000"))
            TRY(voters(cx, first_town(c, i)));
    EACH (t, &c->towns) {
        struct arena_mark mark = arena_mark(cx->arena);

        TRY(area_group(cx, t));
        arena_back(cx->arena, mark);
    }
    for (size_t i = 0; i < GROUPS; i++)
        TRY(professional(cx, i));
    return OK;
}

static enum err visit(struct cx *cx, const struct contact_holder *h, struct date day,
    struct str division, const struct contact_link_list *met, enum contact_kind kind)
{
    struct activity_in in = {.kind = kind == CONTACT_TOWNSHIP ? S("station_visit") : S("visit"),
        .day = day,
        .until = day,
        .division = division,
        .summary = kind == CONTACT_DEPUTY ? S("走访联系的代表，听取履职情况和困难。")
                   : kind == CONTACT_VOTER ? S("走访联系的选民，听取意见建议。")
                                           : S("到联系乡镇了解代表工作，现场听取意见。")};
    struct activity a;
    bool repeated;

    in.persons.p = MANY(cx->arena, struct activity_person, met->n + 1);
    in.persons.p[in.persons.n++] =
        (struct activity_person){.role = ACTIVITY_HOST, .person_id = h->person_id};
    EACH (l, met)
        if (l->kind == kind && kind == CONTACT_DEPUTY)
            in.persons.p[in.persons.n++] = (struct activity_person){
                .role = ACTIVITY_MET, .tenure_id = l->tenure_id, .person_id = l->person_id};
        else if (l->kind == kind && kind == CONTACT_VOTER)
            in.persons.p[in.persons.n++] =
                (struct activity_person){.role = ACTIVITY_MET, .voter_id = l->id};
    if (kind == CONTACT_TOWNSHIP)
        in.person_times = 6;
    else
        in.people = (int64_t)in.persons.n - 1;
    return activity_add(cx, &in, &a, &repeated);
}

/* In the last full period, and for most in the running one; a few have not been yet. */
static enum err contacts_of(struct cx *cx, const struct contact_holder *h, struct date today)
{
    struct contact_link_list all;
    struct contact_ask ask;
    struct date from, to, before;
    bool keen = h->id % 9 != 4;

    TRY(contact_ask_of(cx, h->office, h->division, today, &ask));
    TRY(contact_links(cx, h, today, &all));
    if (ask.months == 0 || all.n == 0)
        return OK;
    contact_period(ask.months, today, &from, &to);
    before = date_add(from, -1);
    contact_period(ask.months, before, &before, &to);
    for (size_t k = 0; k < CONTACT_KINDS; k += 2)
        if (all.p[0].kind == (enum contact_kind)k ||
            all.p[all.n - 1].kind == (enum contact_kind)k) {
            TRY(visit(cx, h, date_add(before, 3), h->division, &all, (enum contact_kind)k));
            if (keen && date_add(from, 4).day <= today.day)
                TRY(visit(cx, h, date_add(from, 4), h->division, &all, (enum contact_kind)k));
        }
    EACH (l, &all)
        if (l->kind == CONTACT_TOWNSHIP) {
            TRY(visit(cx, h, date_add(before, (int32_t)(l->id % 6)), l->place, &all,
                CONTACT_TOWNSHIP));
            if (keen && date_add(from, 5).day <= today.day)
                TRY(visit(cx, h, date_add(from, (int32_t)(l->id % 6)), l->place, &all,
                    CONTACT_TOWNSHIP));
        }
    return OK;
}

/* Leaders have visited all year. */
static enum err earlier(struct cx *cx, const struct contact_holder *h, struct date today)
{
    struct contact_link_list all;
    struct contact_ask ask;
    struct date first = date_add(today, 1 - date_ymd(today).day);

    TRY(contact_ask_of(cx, h->office, h->division, today, &ask));
    if (ask.months != 1)
        return OK;
    TRY(contact_links(cx, h, today, &all));
    for (int32_t m = 3; m <= 9; m += 2)
        TRY(visit(
            cx, h, date_add(date_add_months(first, -m), 3), h->division, &all, CONTACT_DEPUTY));
    EACH (l, &all)
        if (l->kind == CONTACT_TOWNSHIP)
            TRY(visit(cx, h, date_add(date_add_months(first, -7), (int32_t)(l->id % 6)),
                l->place, &all, CONTACT_TOWNSHIP));
    return OK;
}

static enum err contacts_in(struct cx *cx, struct str division, struct date today)
{
    struct contact_holder_list holders;

    TRY(contact_holders(cx, division, today, &holders));
    EACH (h, &holders) {
        struct arena_mark mark = arena_mark(cx->arena);

        TRY(contacts_of(cx, h, today));
        TRY(earlier(cx, h, today));
        arena_back(cx->arena, mark);
    }
    return OK;
}

/* City deputies who hold an office go to the activities of area groups like the others. */
static enum err office_holders(struct cx *cx, struct activity_person *out, size_t *n)
{
    struct deputy d;

    *n = 0;
    for (int seat = 1; *n < HOLDERS; seat++) {
        struct arena_mark mark = arena_mark(cx->arena);

        if (registry_deputy_by_code(cx, str_f(cx->arena, "430400-16-%04d", seat), &d) != OK)
            break;
        if (d.office_holding)
            out[(*n)++] = (struct activity_person){
                .role = ACTIVITY_TOOK_PART, .tenure_id = d.id, .person_id = d.person_id};
        arena_back(cx->arena, mark);
    }
    cx_faults_clear(cx);
    return OK;
}

/* The convenor, the members, and one who holds an office. */
static enum err who_came(struct cx *cx, const struct deputy_group *g,
    const struct activity_person *guest, struct activity_person_list *out)
{
    struct group_member_list members;

    TRY(contact_group_members(cx, g->id, &members));
    out->p = MANY(cx->arena, struct activity_person, members.n + 2);
    out->n = 0;
    out->p[out->n++] =
        (struct activity_person){.role = ACTIVITY_HOST, .person_id = g->convenor_id};
    EACH (m, &members)
        if (m->person_id != g->convenor_id)
            out->p[out->n++] = (struct activity_person){.role = ACTIVITY_TOOK_PART,
                .tenure_id = m->tenure_id,
                .person_id = m->person_id};
    if (guest != NULL && g->kind == GROUP_AREA)
        out->p[out->n++] = *guest;
    return OK;
}

static enum err group_activities(struct cx *cx, struct date today)
{
    struct activity_person guests[HOLDERS];
    size_t n_guests;
    struct group_filter f = {.division = CITY, .max = 5000};
    struct deputy_group_list groups;
    bool more;
    int64_t k = 0;

    TRY(contact_group_page(cx, &f, &groups, &more));
    TRY(office_holders(cx, guests, &n_guests));
    EACH (g, &groups) {
        struct arena_mark mark = arena_mark(cx->arena);
        struct activity_link group = {.id = g->id};
        struct activity_in in = {.kind = S("group"),
            .day = date_add(today, (int32_t)(-20 - k * 7 % 250)),
            .division = g->division,
            .person_times = 8,
            .summary = S("小组集中学习，走访选民，收集意见建议。"),
            .groups = {&group, 1}};
        struct activity a;
        bool repeated;

        TRY(who_came(
            cx, g, n_guests == 0 ? NULL : &guests[k % (int64_t)n_guests], &in.persons));
        in.until = in.day;
        k++;
        if (g->id % DEMO_IDLE_GROUPS != 0 && g->convenor_id > 0)
            TRY(activity_add(cx, &in, &a, &repeated));
        arena_back(cx->arena, mark);
    }
    return OK;
}

static struct actor as_person(
    struct cx *cx, int64_t person, enum role role, struct str division)
{
    struct grant *g = NEW(cx->arena, struct grant);

    *g = (struct grant){.role = role, .division = division};
    return (struct actor){.person_id = person,
        .roles = ROLE_ANYONE | (unsigned)role,
        .grants = {g, 1},
        .name = S("演示")};
}

static enum err half_confirm(struct cx *cx, const struct collection_run *r)
{
    const struct actor *before = cx->actor;
    struct collection_part_list parts;

    TRY(contact_collect_parts(cx, r->id, &parts));
    EACH (p, &parts) {
        struct actor who = as_person(cx, p->person_id, ROLE_LEADER, r->division);
        struct collection_run own;
        struct collection_part mine;
        enum err e;

        if (p->id % 3 == 0 || p->person_id == 0)
            continue;
        cx->actor = &who;
        e = contact_collect_part(cx, r->public_id, &own, &mine);
        if (e == OK)
            e = contact_collect_confirm(cx, &own, &mine,
                p->id % 8 == 1 ? S("联系的代表反映农村公路养护和老年人就医问题较多。") : S(""));
        cx->actor = before;
        TRY(e);
    }
    return OK;
}

static enum err unit_replies(struct cx *cx, const struct collection_run *r)
{
    const struct actor *before = cx->actor;
    struct collection_unit_list units;

    TRY(contact_collect_units(cx, r->id, &units));
    EACH (u, &units) {
        struct grant g = {.role = ROLE_UNIT, .org_id = u->org_id};
        struct actor who = {.roles = ROLE_ANYONE | ROLE_UNIT, .grants = {&g, 1}};
        enum err e;

        if (u->id % 4 == 0)
            continue;
        cx->actor = &who;
        e = contact_feedback_reply(cx, u,
            S("已逐条研究。能够当年解决的已办结，其余列入下半年计划，年底前向代表反馈。"));
        cx->actor = before;
        TRY(e);
    }
    return OK;
}

/* The last half-year that is over, from its opening to the chairpersons' meeting. */
static enum err finished(struct cx *cx, struct str division, struct date today)
{
    const struct ymd t = date_ymd(today);
    int64_t half = t.month > 6 ? 1 : 2, year = t.month > 6 ? t.year : t.year - 1;
    struct instant now = cx->now;
    struct date open = date_make((int32_t)(half == 1 ? year : year + 1), half == 1 ? 7 : 1, 3);
    struct collection_run r;

    cx->now.s = date_start(open).s + 9 * 3600;
    TRY(contact_collect_open(cx, division, year, half, date_add(open, 14), &r));
    TRY(half_confirm(cx, &r));
    cx->now.s = date_start(date_add(open, 15)).s + 9 * 3600;
    TRY(contact_collect_move(cx, &r, COLLECTION_CLOSE, r.version, S("")));
    TRY(unit_replies(cx, &r));
    cx->now.s = date_start(date_add(open, 16)).s + 9 * 3600;
    if (date_of(cx->now).day <= today.day)
        TRY(contact_collect_move(
            cx, &r, COLLECTION_REPORT, r.version, S("第 42 次主任会议（演示）")));
    cx->now = now;
    return OK;
}

static enum err running(struct cx *cx, struct str division, struct date today)
{
    const struct ymd t = date_ymd(today);
    struct collection_run r;

    return contact_collect_open(
        cx, division, t.year, t.month > 6 ? 2 : 1, date_add(today, 14), &r);
}

/* A whole team around a city deputy; what is wrong is wanted. */
static enum err team(struct cx *cx, struct str division, const struct demo_town *t, int number,
    struct date day, bool confirm)
{
    struct visit_team x = {.division = division,
        .place = t->code,
        .day = day,
        .purpose = str_f(cx->arena, "走访%.*s，听取群众意见", STR(t->name))};
    struct team_member lead = {.role = TEAM_LEAD};
    struct team_member officer = {
        .role = TEAM_OFFICER, .name = demo_name(cx), .post = S("民情信息员")};
    struct team_member escort = {
        .role = TEAM_ESCORT, .name = demo_name(cx), .post = S("人大机关工作人员")};
    struct deputy d;

    TRY(contact_team_add(cx, &x));
    TRY(registry_deputy_by_code(cx, str_f(cx->arena, "430400-16-%04d", number), &d));
    lead.tenure_id = d.id;
    TRY(contact_team_join(cx, &x, &lead));
    TRY(contact_team_join(cx, &x, &officer));
    for (size_t i = 0; i < 3 && i < t->deputies.n; i++) {
        struct team_member m = {.role = TEAM_DEPUTY, .tenure_id = t->deputies.p[i]};

        TRY(contact_team_join(cx, &x, &m));
    }
    TRY(contact_team_join(cx, &x, &escort));
    return confirm ? contact_team_move(cx, &x, TEAM_CONFIRM, x.version, S("")) : OK;
}

/* What one deputy wrote, a talk, and a matter of the deputy's own. */
static enum err notes(
    struct cx *cx, const struct deputy *d, const struct deputy *head, struct date today)
{
    struct diary open = {.day = today,
        .title = S("和村里老人聊用水"),
        .body = S("上午到了老街。\n村民李秀兰说傍晚没水，电话13900001111，让我帮着问问。")};
    struct diary done = {.day = date_add(today, -20),
        .title = S("桥头的路灯亮了"),
        .body =
            S("前几天几位老人说桥头太黑。\n今天再去看，路灯已经换好，大家说晚上敢出门了。")};
    struct talk_note talk = {
        .day = date_add(today, -10), .body = S("谈了近期履职安排和工作中的困难。")};
    struct help_case help = {.relation = HELP_OWN,
        .business = S("演示农业合作社"),
        .matter = S("咨询冷链设备补贴怎么申请。")};

    TRY(contact_diary_add(cx, &done));
    TRY(contact_diary_move(cx, &done, DIARY_PUBLISH, done.version));
    TRY(contact_diary_add(cx, &open));
    TRY(contact_talk_add(cx, &talk, head));
    return contact_help_add(cx, &help, d);
}

static enum err county_notes(
    struct cx *cx, const struct demo_city *c, size_t county, struct date today)
{
    const struct actor *before = cx->actor;
    const struct demo_town *t = first_town(c, county);
    struct actor who;
    struct deputy d, head;
    enum err e;

    TRY(finished(cx, c->counties.p[county].code, today));
    TRY(running(cx, c->counties.p[county].code, today));
    TRY(team(cx, c->counties.p[county].code, t, 60 + (int)county, date_add(today, 9), true));
    TRY(registry_deputy(cx, t->deputies.p[0], &d));
    TRY(registry_deputy_by_code(cx,
        str_f(cx->arena, "%.*s-%04d", STR(c->counties.p[county].congress), FIRST_MEMBER),
        &head));
    who = as_person(cx, d.person_id, ROLE_DEPUTY, t->code);
    cx->actor = &who;
    e = notes(cx, &d, &head, today);
    cx->actor = before;
    return e;
}

/* One official of the party or the government with two deputies, a visit to the first of them,
 * and a line in the plan. */
static enum err official(struct cx *cx, const struct contact_plan *p,
    enum contact_office office, const char *post, const struct deputy *first,
    const struct deputy *second)
{
    struct date today = date_of(cx->now);
    struct contact_holder h = {
        .code = str_f(cx->arena, "ldr-%.*s-%s", STR(str_sub(p->division, 0, 6)),
            contact_office_words[office]),
        .name = demo_name(cx),
        .office = office,
        .post = str_of(post),
        .division = p->division,
        .valid_from = p->day_from,
        .valid_to = DATE_NONE};
    struct contact_link l, m;
    enum put done;

    TRY(contact_holder_put(cx, &h, &done));
    TRY(contact_link_deputy(cx, &h, first, &l));
    TRY(contact_link_deputy(cx, &h, second, &m));
    TRY(contact_met(cx, &h, &l, date_add(today, -20), S("走访代表，听取对县里工作的意见"),
        str_f(cx->arena, "demo-%.*s", STR(h.code))));
    return contact_plan_leader_add(
        cx, p, &h, S("联系基层人大代表"), office == OFFICE_PARTY ? 1 : 2);
}

/* The county's plan (A3.14), and information officers of the deputies of its first township. */
static enum err county_plan(struct cx *cx, const struct demo_city *c, size_t county)
{
    const struct demo_town *t = first_town(c, county);
    int32_t year = date_ymd(date_of(cx->now)).year;
    struct contact_plan p = {.division = c->counties.p[county].code,
        .title = S("党委、政府领导联系人大代表活动方案（演示）"),
        .issued = S("县委办公室（演示）"),
        .body = S("县委常委、政府领导每人固定联系 2 名基层代表，每年走访代表。\n"
                  "走访听到的意见，由县人大联工委登记后交有关部门办理。"),
        .day_from = date_make(year, 1, 1),
        .day_to = date_make(year, 12, 31)};
    struct deputy d[4];

    TRY(contact_plan_put(cx, &p));
    for (size_t i = 0; i < COUNT(d) && i < t->deputies.n; i++) {
        struct info_officer o = {.name = demo_name(cx), .post = S("联络站联络员")};

        TRY(registry_deputy(cx, t->deputies.p[i], &d[i]));
        TRY(contact_officer_add(cx, &o, &d[i],
            i > 1                                                ? S("")
            : str_is(c->counties.p[county].code, "430422000000") ? S("clerk")
                                                                 : S("clerk.b")));
    }
    TRY(official(cx, &p, OFFICE_PARTY, "县委常委", &d[0], &d[1]));
    return official(cx, &p, OFFICE_GOVERNMENT, "副县长", &d[2], &d[3]);
}

static enum err voters_met(struct cx *cx, const struct demo_town *t, struct date today)
{
    for (size_t i = 0; t != NULL && i < t->deputies.n && i < 4; i++) {
        struct contact_holder h;
        struct deputy d;

        TRY(registry_deputy(cx, t->deputies.p[i], &d));
        TRY(contact_deputy_holder(cx, &d, &h));
        TRY(contacts_of(cx, &h, today));
    }
    return OK;
}

enum err demo_contact_year(struct cx *cx, const struct demo_city *c)
{
    struct date today = date_of(cx->now);

    TRY(contacts_in(cx, CITY, today));
    for (size_t i = 0; i < c->counties.n; i++)
        TRY(contacts_in(cx, c->counties.p[i].code, today));
    TRY(group_activities(cx, today));
    for (size_t i = 0; i < c->counties.n; i++) {
        if (!str_is(c->counties.p[i].code, "430422000000") &&
            !str_is(c->counties.p[i].code, "430421000000"))
            continue;
        TRY(voters_met(cx, first_town(c, i), today));
        TRY(county_notes(cx, c, i, today));
        TRY(county_plan(cx, c, i));
    }
    TRY(finished(cx, CITY, today));
    TRY(team(cx, CITY, &c->towns.p[3], 50, date_add(today, 6), true));
    TRY(team(cx, CITY, &c->towns.p[7], 51, date_add(today, 12), true));
    /* The same city deputy on the same day: shown, and not confirmed. */
    return team(cx, CITY, &c->towns.p[8], 51, date_add(today, 12), false);
}
