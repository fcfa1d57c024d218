#include "feature/demo/demo_activity.h"

#include "feature/activity/activity.h"
#include "feature/contact/contact_group.h"
#include "feature/registry/registry.h"

enum {
    RECEPTIONS = 2000,
    RECEIVED = 26000,
    STEP = 7919, /* a prime: walks through all numbers of a year in mixed order */
    LOOK_BACK = 40
};

/* What is recorded in a year; people is the least and the spread of those met. */
/* clang-format off */
static const struct plan {
    const char *kind, *text;
    int n, least, spread;
    const char *field, *value;
    const char *rule; /* held on these days only; NULL: on any */
} plans[] = {
    {"reception", "接待日在站里接待来访群众。", RECEPTIONS, 13, 0, NULL, NULL},
    {"visit", "走访农户，看望老人，问用水用电和看病报销。", 1500, 2, 6, NULL, NULL},
    {"station_visit", "进站听取意见，宣讲新修改的条例。", 700, 5, 12, "hear", "灌溉用水、农村客运"},
    {"return", "回选区听取意见，走进各家各户。", 300, 8, 20, NULL, NULL},
    {"group", "小组集中活动，实地看项目进展。", 400, 6, 10, "subject", "看乡村道路和饮水工程"},
    {"outreach", "走进学校，听老师和家长谈上学路。", 400, 10, 30, "venue", "school"},
    {"session", "逢四说事，邻里坐在一起说身边事。", 360, 8, 15, "brand", "逢四说事", "digit:4"},
    {"talk", "", 300, 1, 1, NULL, NULL},
    {"mediation", "调解田界纠纷，双方签了字。", 240, 2, 3, "outcome", "agreed"},
    {"good_deed", "帮村里联系技术员，看大棚病虫害。", 400, 10, 40, "mode", "technology"},
    {"donation", "给困难家庭送去慰问金和大米。", 100, 3, 8, "goods", "大米"},
    {"volunteer", "参加志愿服务，清理河道垃圾。", 240, 8, 20, NULL, NULL},
    {"service_day", "为民服务日，专业小组现场咨询。", 30, 40, 80, NULL, NULL, "monthday:06-25"},
    {"study", "学习代表法和监督法。", 260, 8, 20, "subject", "代表法（2025年修正）"},
    {"training", "参加代表履职培训。", 40, 20, 30, "subject", "怎样提好建议"},
    {"inspection", "视察民生实事项目。", 80, 6, 12, "subject", "农村公路养护"},
    {"law_check", "检查法律实施情况。", 24, 6, 10, "subject", "水污染防治法"},
    {"research", "专题调研，走访企业和农户。", 60, 6, 12, "subject", "油茶产业"},
    {"service", "专业小组下乡，现场讲政策、答疑问。", 67, 15, 30, "service", "law"},
};
/* clang-format on */

static int64_t of_year(void)
{
    int64_t n = 0;

    for (size_t i = 0; i < COUNT(plans); i++)
        n += plans[i].n;
    return n;
}

size_t demo_activity_coming(const struct demo_year *y)
{
    int64_t all = of_year() * y->factor;

    return (size_t)(all * (y->today + 1) / y->days - all * y->today / y->days);
}

/* The n-th share of a total that is dealt out to so many. */
static int64_t share(int64_t total, int64_t n, int64_t of)
{
    return total * (n + 1) / of - total * n / of;
}

static struct activity_quantity quantity(const char *name, const char *unit, int64_t amount)
{
    return (struct activity_quantity){str_of(name), str_of(unit), amount};
}

/* What is counted besides people; n is the number within the kind. */
static void count_up(struct cx *cx, int64_t n, struct activity_in *in)
{
    struct activity_quantity *q = MANY(cx->arena, struct activity_quantity, 3);
    size_t k = 0;

    if (str_is(in->kind, "reception")) {
        in->person_times = share(RECEIVED, n, RECEPTIONS) + (n % 2 == 0 ? 4 : -4);
    } else if (str_is(in->kind, "visit")) {
        q[k++] = quantity("households", "household", 1 + n % 4);
    } else if (str_is(in->kind, "donation")) {
        q[k++] = quantity("money", "yuan", (500 + n % 9 * 250) * 100);
        q[k++] = quantity("material", "kilogram", 20 + n % 5 * 10);
    } else if (str_is(in->kind, "good_deed")) {
        q[k++] = quantity("households", "household", 5 + n % 20);
    } else if (str_is(in->kind, "volunteer") || str_is(in->kind, "training")) {
        q[k++] = quantity("hours", "hour", 2 + n % 3);
    } else if (str_is(in->kind, "inspection") || str_is(in->kind, "law_check")) {
        q[k++] = quantity("problems", "item", n % 5);
        q[k++] = quantity("reports", "piece", 1);
    } else if (str_is(in->kind, "service")) {
        q[k++] = quantity("solved", "item", n % 4);
        q[k++] = quantity("households", "household", 8 + n % 9);
    } else if (str_is(in->kind, "research")) {
        q[k++] = quantity("reports", "piece", 1);
    }
    in->quantities = (struct activity_quantity_list){q, k};
}

/* A deputy of the town and two colleagues; a visit among deputies now and then. */
static enum err people(struct cx *cx, const struct demo_town *t, int64_t n, struct deputy *who,
    struct activity_in *in)
{
    struct activity_person *p = MANY(cx->arena, struct activity_person, 3);
    size_t all = t->deputies.n, first = (size_t)n % all;
    bool visit = str_is(in->kind, "visit") || str_is(in->kind, "talk");

    TRY(registry_deputy(cx, t->deputies.p[first], who));
    p[0] = (struct activity_person){.role = ACTIVITY_HOST, .tenure_id = who->id};
    in->persons = (struct activity_person_list){p, 1};
    if (all > 1 && !visit)
        p[in->persons.n++] = (struct activity_person){
            .role = ACTIVITY_TOOK_PART, .tenure_id = t->deputies.p[(first + 1) % all]};
    if (all > 2 && visit && n % 3 == 0)
        p[in->persons.n++] = (struct activity_person){
            .role = ACTIVITY_MET, .tenure_id = t->deputies.p[(first + 2) % all]};
    else if (visit && n % 20 == 7)
        p[in->persons.n++] =
            (struct activity_person){.role = ACTIVITY_MET, .name = demo_name(cx)};
    return OK;
}

/* The groups of who led it, a second one now and then; some groups do nothing. */
static enum err groups(
    struct cx *cx, const struct deputy *who, int64_t number, struct activity_in *in)
{
    struct deputy_group_list of;
    struct activity_link *p;
    size_t n = 0, most = number % 4 == 0 ? 2 : 1;

    TRY(contact_groups_of(cx, who->person_id, &of));
    p = MANY(cx->arena, struct activity_link, of.n + 1);
    for (size_t i = 0; i < of.n && n < most; i++)
        if (of.p[i].id % DEMO_IDLE_GROUPS != 0)
            p[n++] = (struct activity_link){of.p[i].id, S("")};
    in->groups = (struct activity_link_list){p, n};
    return OK;
}

/* Now and then together with the neighbours: the same activity, counted once. */
static void areas(struct cx *cx, const struct demo_year *y, size_t town, int64_t number,
    struct activity_in *in)
{
    const struct demo_town *here = &y->city->towns.p[town];
    const struct demo_town *next = &y->city->towns.p[(town + 1) % y->city->towns.n];
    struct activity_link *one = NEW(cx->arena, struct activity_link);

    if (number % 4 != 1 || here->county != next->county)
        return;
    *one = (struct activity_link){0, next->code};
    in->areas = (struct activity_link_list){one, 1};
}

/* An opinion that came in the same town these days was raised here. */
static enum err raise(struct cx *cx, struct demo_year *y, size_t town, const struct activity *a)
{
    struct activity other;
    bool found;

    for (size_t i = 0; i < LOOK_BACK && i < y->items.n; i++) {
        const struct demo_item *it = &y->items.p[y->items.n - 1 - i];

        if (it->town != town || it->deputy == 0)
            continue;
        TRY(activity_of_request(cx, it->id, &other, &found));
        if (!found)
            return activity_raise(cx, a, it->id, it->plan == PLAN_EXPLAINED);
    }
    return OK;
}

/* Which plan this number of the year is, and its number within that. */
static size_t plan_of(int64_t number, int64_t *n)
{
    size_t k = 0;

    *n = number * STEP % of_year();
    while (*n >= plans[k].n)
        *n -= plans[k++].n;
    return k;
}

static struct activity_in told(struct cx *cx, const struct demo_year *y,
    const struct demo_town *t, int64_t number, size_t k)
{
    struct activity_field *field = NEW(cx->arena, struct activity_field);
    struct activity_in in = {.kind = str_of(plans[k].kind),
        .day = date_add(y->city->start, y->today),
        .until = DATE_NONE,
        .division = t->code,
        .place = demo_spot(cx),
        .summary = str_of(plans[k].text),
        .fields = {field, plans[k].field != NULL ? 1 : 0}};
    int64_t met = plans[k].least + number % (plans[k].spread + 1);

    *field = (struct activity_field){str_of(plans[k].field), str_of(plans[k].value)};
    if ((activity_kind_find(in.kind)->wants & ACTIVITY_WANTS_PEOPLE) != 0)
        in.people = met;
    else
        in.person_times = met;
    if (t->stations.n > 0 && (k == 0 || k % 3 == 2))
        in.station_id = t->stations.p[(size_t)number % t->stations.n];
    return in;
}

static enum err one(struct cx *cx, struct demo_year *y, int64_t number)
{
    int64_t n;
    size_t town = (size_t)((number * 31 + number / 7) % (int64_t)y->city->towns.n);
    size_t k = plan_of(number, &n);
    const struct demo_town *t = &y->city->towns.p[town];
    const struct actor *before = cx->actor;
    struct actor me = {.roles = ROLE_ANYONE | ROLE_DEPUTY};
    struct grant grant;
    struct activity_in in;
    struct activity a;
    struct deputy who;
    bool repeated;
    enum err e;

    if (t->deputies.n == 0)
        return OK;
    in = told(cx, y, t, number, k);
    count_up(cx, n, &in);
    TRY(people(cx, t, number / (int64_t)y->city->towns.n, &who, &in));
    if (str_is(in.kind, "group") || str_is(in.kind, "service"))
        TRY(groups(cx, &who, number, &in));
    if (str_is(in.kind, "group") || str_is(in.kind, "inspection"))
        areas(cx, y, town, number, &in);
    demo_theme_tick(cx, y->city, number, &in);
    me.person_id = who.person_id;
    me.account_id = demo_account_of(y->city, ROLE_DEPUTY, S(""), who.person_id);
    me.name = who.name;
    if (k == 0) { /* receptions are entered at the station */
        grant = (struct grant){.role = ROLE_CLERK, .division = t->code};
        me = (struct actor){.account_id = demo_account_of(y->city, ROLE_CLERK, t->code, 0),
            .name = S("联络站联络员（演示）"),
            .roles = ROLE_ANYONE | ROLE_CLERK,
            .grants = {&grant, 1}};
    }
    cx->actor = &me;
    e = activity_add(cx, &in, &a, &repeated);
    if (e == OK && number % 9 == 0 && k < 5)
        e = raise(cx, y, town, &a);
    cx->actor = before;
    return e == OK ? demo_activity_after(cx, y->city, &a, number) : e;
}

static bool held_on(struct cx *cx, const struct demo_year *y, size_t k, int32_t day)
{
    return activity_day_fits(cx->arena, str_of(plans[k].rule), date_add(y->city->start, day));
}

/* A session that falls on a day of its rule stands for those of the days until the next one;
 * the first one for the days before it, too. */
static enum err on_its_day(struct cx *cx, struct demo_year *y, size_t k)
{
    int64_t all = of_year() * y->factor, coming = (int64_t)demo_activity_coming(y), seen = 0, n;
    int32_t from = 0, to = y->today + 1;

    for (int32_t d = 0; d < y->today && from == 0; d++)
        from = held_on(cx, y, k, d) ? y->today : 0;
    while (to < y->days && !held_on(cx, y, k, to))
        to++;
    for (int64_t i = all * from / y->days; i < all * to / y->days; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t cap = cx->faults.cap, turn = (size_t)(seen % coming);

        if (plan_of(i, &n) != k)
            continue;
        seen++;
        if (turn >= y->from && turn < y->to)
            TRY(one(cx, y, i));
        if (cx->faults.cap == cap)
            arena_back(cx->arena, mark);
    }
    return OK;
}

enum err demo_activity_make(struct cx *cx, void *year)
{
    struct demo_year *y = year;
    int64_t first = of_year() * y->factor * y->today / y->days, n;

    cx->now.s = date_start(date_add(y->city->start, y->today)).s + INT64_C(18) * 3600;
    for (size_t i = y->from; i < y->to; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t cap = cx->faults.cap;

        if (plans[plan_of(first + (int64_t)i, &n)].rule == NULL)
            TRY(one(cx, y, first + (int64_t)i));
        if (cx->faults.cap == cap)
            arena_back(cx->arena, mark);
    }
    for (size_t k = 0; k < COUNT(plans); k++)
        if (plans[k].rule != NULL && y->from < y->to && held_on(cx, y, k, y->today))
            TRY(on_its_day(cx, y, k));
    return OK;
}
