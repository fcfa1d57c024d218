/*
 * demo_hamlet: hamlets of the demonstration city, with invented villages, groups, councils,
 * meetings and mediations.
 */
#include "base/vec.h"

#include "feature/activity/activity.h"
#include "feature/demo/demo_life.h"
#include "feature/hamlet/hamlet.h"

enum {
    COUNCIL = 5,
    VILLAGE_FIRST = 201,
    ATTEND_LEAST = 12,
    ATTEND_SPREAD = 30,
    YEAR = 365
};

static const char *const villages[] = {"枫林", "石桥", "樟树", "清泉", "新塘", "桐梓", "栗山",
    "双江", "茶亭", "柏树", "龙塘", "梅花", "高岭", "杨柳", "竹山", "荷叶"};
static const char *const hamlets[] = {"老屋", "新屋", "上湾", "下湾", "井塘", "祠堂", "大坪",
    "桥头", "山背", "禾场", "坳上", "河边"};

/* Of a county, not of a city's district: hamlets are in the country. */
static bool rural(const struct demo_town *t)
{
    return t->code.n == 12 && t->code.p[4] >= '2';
}

static size_t rural_towns(const struct demo_city *c)
{
    size_t n = 0;

    EACH (t, &c->towns)
        n += rural(t);
    return n;
}

/* The part of all that falls to the i-th of n. */
static size_t part(size_t all, size_t i, size_t n)
{
    return all * (i + 1) / n - all * i / n;
}

static enum err put_place(
    struct cx *cx, struct str code, struct str name, enum division_kind kind, struct str parent)
{
    const struct division d = {.code = code,
        .name = name,
        .kind = kind,
        .parent = parent,
        .valid_from = date_make(2021, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    return registry_division_put(cx, &d, &done);
}

/* Four fifths of a council are deputies, now or formerly. */
static enum err council(
    struct cx *cx, const struct demo_town *t, const struct hamlet_group *g, size_t number)
{
    for (size_t i = 0; i < COUNCIL; i++) {
        struct council_member_in in = {.duty = i == 0 ? COUNCIL_HEAD : COUNCIL_MEMBER,
            .valid_from = date_make(2022, 3, 1),
            .valid_to = DATE_NONE,
            .former = i == 3};
        struct deputy d;
        int64_t id;

        if (i < 3 && t->deputies.n > 0) {
            TRY(registry_deputy(cx, t->deputies.p[(number * 3 + i) % t->deputies.n], &d));
            in.deputy = d.code;
        } else {
            in.name = demo_name(cx);
        }
        TRY(hamlet_member_add(cx, g, &in, &id));
    }
    return OK;
}

static enum err one_group(
    struct cx *cx, const struct demo_town *t, size_t number, size_t places)
{
    struct arena *a = cx->arena;
    struct str nine = str_sub(t->code, 0, 9);
    struct str code = str_f(a, "%.*s%03zu", STR(nine), VILLAGE_FIRST + number);
    struct str name =
        str_f(a, "%s村", villages[(number * 5 + (size_t)t->code.p[8]) % COUNT(villages)]);
    struct hamlet_group g = {.name = str_f(a, "%.*s屋场代表小组", STR(name)),
        .division = code,
        .valid_from = date_make(2022, 3, 1),
        .valid_to = DATE_NONE};

    TRY(put_place(cx, code, name, DIVISION_VILLAGE, t->code));
    if (t->deputies.n > 0)
        g.convenor_id = t->deputies.p[number * 4 % t->deputies.n];
    TRY(hamlet_put(cx, &g));
    for (size_t i = 0; i < places; i++) {
        struct str hamlet = str_f(a, "%.*s-%03zu", STR(code), i + 1);

        TRY(put_place(cx, hamlet, str_f(a, "%s屋场", hamlets[(i + number) % COUNT(hamlets)]),
            DIVISION_HAMLET, code));
        TRY(hamlet_place_add(cx, &g, hamlet));
    }
    return council(cx, t, &g, number);
}

enum err demo_hamlets(struct cx *cx, const struct demo_city *c, size_t county)
{
    size_t towns = rural_towns(c), town = 0, group = 0;

    for (size_t i = 0; i < c->towns.n; i++) {
        size_t groups;

        if (!rural(&c->towns.p[i]))
            continue;
        groups = part(DEMO_GROUPS, town++, towns);
        for (size_t k = 0; k < groups; k++, group++) {
            struct arena_mark mark = arena_mark(cx->arena);

            if (c->towns.p[i].county == county)
                TRY(one_group(cx, &c->towns.p[i], k, part(DEMO_HAMLETS, group, DEMO_GROUPS)));
            arena_back(cx->arena, mark);
        }
    }
    return OK;
}

static enum err meeting(struct cx *cx, const struct hamlet_group_list *groups, size_t number)
{
    static const char *const topics[] = {"屋场恳谈会：水渠清淤和抗旱用水",
        "屋场恳谈会：进组道路硬化和会车点", "屋场恳谈会：垃圾清运和池塘整治",
        "屋场恳谈会：防溺水和老人照看", "屋场恳谈会：秋收机械和晒谷场", "屋场恳谈会：移风易俗"};
    const struct hamlet_group *g = &groups->p[number % groups->n];
    struct activity_quantity quantities[] = {{S("raised"), S("item"), 1},
        {S("solved"), S("item"), (int64_t)part(DEMO_SOLVED, number, DEMO_MEETINGS)}};
    struct activity_person host = {.role = ACTIVITY_HOST, .tenure_id = g->convenor_id};
    struct activity_in in = {.kind = S("hamlet_meeting"),
        .day = date_of(cx->now),
        .until = DATE_NONE,
        .person_times = ATTEND_LEAST + (int64_t)rng_below(cx->rng, ATTEND_SPREAD),
        .summary = str_of(topics[number % COUNT(topics)]),
        .quantities = {quantities, COUNT(quantities)}};
    struct division_list places;
    struct activity a;
    bool repeated;

    quantities[0].amount = quantities[1].amount + (int64_t)rng_below(cx->rng, 3);
    TRY(hamlet_places(cx, g->id, &places));
    in.division = places.n > 0 ? places.p[number / groups->n % places.n].code : g->division;
    if (g->convenor_id > 0)
        in.persons = (struct activity_person_list){&host, 1};
    return activity_add(cx, &in, &a, &repeated);
}

static enum err move(
    struct cx *cx, struct mediation *m, enum mediation_event event, struct str note, int64_t by)
{
    return hamlet_case_move(cx, m,
        &(struct mediation_move){
            .event = event, .note = note, .member_id = by, .version = m->version});
}

static enum err mediate(struct cx *cx, const struct hamlet_group *g, size_t number)
{
    static const char *const matters[] = {"两户宅基地滴水沟的位置", "责任田田埂移动",
        "抗旱时轮流放水的先后", "进组道路占用菜地", "务工受伤后的误工费", "赡养老人的轮流安排",
        "借款归还的期限", "鱼塘承包到期后的清理"};
    static const enum mediation_kind kinds[] = {MEDIATION_HOUSE, MEDIATION_LAND,
        MEDIATION_WATER, MEDIATION_WATER, MEDIATION_WORK, MEDIATION_FAMILY, MEDIATION_MONEY,
        MEDIATION_OTHER};
    size_t at = number % COUNT(matters);
    struct mediation m = {.group_id = g->id,
        .kind = kinds[at],
        .title = str_of(matters[at]),
        .opened = date_of(cx->now)};
    struct division_list places;
    struct council_member_list council;
    struct str one = demo_name(cx), other = demo_name(cx);

    TRY(hamlet_places(cx, g->id, &places));
    TRY(hamlet_members(cx, g->id, &council));
    if (places.n > 0)
        m.division = places.p[number % places.n].code;
    TRY(hamlet_case_add(cx, &m, str_f(cx->arena, "%.*s、%.*s", STR(one), STR(other))));
    if (number % 12 == 11 || council.n == 0)
        return OK;
    TRY(move(cx, &m, MEDIATION_DO_BEGIN, (struct str){0}, council.p[number % council.n].id));
    if (number % 12 == 10)
        return OK;
    if (number % 9 == 8)
        return move(cx, &m, MEDIATION_DO_FAIL,
            S("双方没有谈拢，已告知可以到乡镇人民调解委员会继续调解，也可以起诉。"), 0);
    TRY(move(
        cx, &m, MEDIATION_DO_AGREE, S("双方到现场看过，同意按老界线各让一步，签了协议。"), 0));
    if (number % 3 == 0)
        return OK;
    TRY(move(cx, &m, MEDIATION_DO_FOLLOW, S("到户回访。"), 0));
    return number % 3 == 1 ? move(cx, &m, MEDIATION_DO_KEPT, (struct str){0}, 0) : OK;
}

/* How many of all fall to the days before this one. */
static size_t before(size_t all, int32_t day)
{
    return all * (size_t)(day < YEAR ? day : YEAR) / YEAR;
}

enum err demo_hamlet_days(struct cx *cx, const struct demo_city *c, int32_t from, int32_t to)
{
    const struct hamlet_filter f = {.division = S("430400000000"), .max = DEMO_GROUPS};
    struct hamlet_group_list groups;
    bool more;

    TRY(hamlet_list(cx, &f, &groups, &more));
    if (groups.n == 0)
        return OK;
    for (int32_t day = from; day < to; day++) {
        struct arena_mark mark = arena_mark(cx->arena);

        cx->now = date_end(date_add(c->start, day));
        for (size_t i = before(DEMO_MEETINGS, day); i < before(DEMO_MEETINGS, day + 1); i++)
            TRY(meeting(cx, &groups, i));
        for (size_t i = before(DEMO_MEDIATIONS, day); i < before(DEMO_MEDIATIONS, day + 1); i++)
            TRY(mediate(cx, &groups.p[i * 2 % groups.n], i));
        arena_back(cx->arena, mark);
    }
    return OK;
}
