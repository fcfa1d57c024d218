/*
 * demo_year: who acts when, and what they do.
 */
#include "feature/demo/demo_year.h"

#include "base/vec.h"

#include "feature/request/request.h"
#include "feature/station/station.h"

enum {
    SHOWN_DAYS = 10
};

/* Of a hundred plans how many are of each kind. */
static const int shares[PLANS] = {
    [PLAN_SOLVED] = 53,
    [PLAN_EXPLAINED] = 16,
    [PLAN_ANSWERED] = 7,
    [PLAN_CANNOT] = 4,
    [PLAN_SUGGESTION] = 3,
    [PLAN_DECLINED] = 3,
    [PLAN_SILENT] = 6,
    [PLAN_REDONE] = 4,
    [PLAN_INFO] = 4,
};

/* Of a hundred opinions how many come by each channel. */
static const int channels[REQUEST_CHANNELS] = {
    [CHANNEL_SCAN] = 25,
    [CHANNEL_STATION] = 44,
    [CHANNEL_DEPUTY] = 16,
    [CHANNEL_TELEPHONE] = 10,
    [CHANNEL_LETTER] = 5,
};

static size_t draw(struct cx *cx, const int *of, size_t n)
{
    int64_t at = (int64_t)rng_below(cx->rng, 100);

    for (size_t i = 0; i + 1 < n; i++) {
        at -= of[i];
        if (at < 0)
            return i;
    }
    return n - 1;
}

static int32_t between(struct cx *cx, int32_t low, int32_t high)
{
    return low + (int32_t)rng_below(cx->rng, (uint64_t)(high - low + 1));
}

/* The actor of a role, for the length of one move. */
static struct actor as_role(
    struct cx *cx, const struct demo_city *c, enum role role, struct str division, int64_t org)
{
    struct grant *g = NEW(cx->arena, struct grant);

    *g = (struct grant){.role = role, .division = division, .org_id = org};
    return (struct actor){.account_id = demo_account_of(c, role, division, org),
        .roles = ROLE_ANYONE | (unsigned)role,
        .grants = {g, 1}};
}

static struct actor as_citizen(int64_t request)
{
    return (struct actor){.roles = ROLE_ANYONE | ROLE_CITIZEN, .case_id = request};
}

static void put_on_agenda(struct demo_year *y, int32_t number, int32_t day)
{
    struct demo_item *it = &y->items.p[number];

    it->day = day;
    if (day >= 0 && day < y->days)
        *VEC_PUSH(y->city->arena, &y->agenda.p[day]) = number;
}

/* Weekends are quieter: seven parts of ten working days' two. */
static int weight(const struct demo_year *y, int32_t day)
{
    return date_weekday(date_add(y->city->start, day)) >= 6 ? 4 : 10;
}

static int64_t share_of(const struct demo_year *y, int32_t day, int64_t all)
{
    int64_t before = 0, total = 0;

    for (int32_t d = 0; d < y->days; d++) {
        if (d < day)
            before += weight(y, d);
        total += weight(y, d);
    }
    return all * (before + weight(y, day)) / total - all * before / total;
}

void demo_year_open(struct demo_year *y)
{
    for (int32_t d = 0; d < y->days; d++) {
        (void)VEC_PUSH(y->city->arena, &y->agenda);
        y->agenda.p[d].p = NULL;
        y->agenda.p[d].n = y->agenda.p[d].cap = 0;
    }
}

size_t demo_year_coming(const struct demo_year *y)
{
    return (size_t)share_of(y, y->today, DEMO_VISITS * y->factor);
}

/* The town of the demonstration logins, the first of Hengnan, is where people come to in the
 * last days, so that each login has something waiting. */
static bool is_shown(const struct demo_year *y, size_t town)
{
    const struct demo_town *t = &y->city->towns.p[town];

    return y->today + SHOWN_DAYS >= y->days && str_starts(t->code, S("430422")) &&
           (town == 0 || !str_starts(t[-1].code, S("430422")));
}

static size_t town_of(struct cx *cx, const struct demo_year *y)
{
    size_t town = rng_below(cx->rng, y->city->towns.n);

    if (rng_below(cx->rng, 4) == 0)
        for (size_t i = 0; i < y->city->towns.n; i++)
            town = is_shown(y, i) ? i : town;
    return town;
}

static int64_t pick_id(struct cx *cx, const int64_t *p, size_t n)
{
    return n == 0 ? 0 : p[rng_below(cx->rng, n)];
}

/* In the first days codes hang in the first towns of four counties only. */
static size_t pilot_of(struct cx *cx, const struct demo_year *y)
{
    static const char *const counties[] = {"430422", "430426", "430406", "430408"};
    uint64_t at = rng_below(cx->rng, DEMO_PILOTS);
    uint64_t skip = at / COUNT(counties);

    for (size_t i = 0; i < y->city->towns.n; i++)
        if (str_starts(y->city->towns.p[i].code, str_of(counties[at % COUNT(counties)])) &&
            skip-- == 0)
            return i;
    return 0;
}

/* How many orders there are to be by today. */
static bool order_due(const struct demo_year *y)
{
    return y->orders < DEMO_ORDERS && y->orders < DEMO_ORDERS * (y->today + 1) / 300;
}

/* The deputies of the first orders speak for the later ones, too. */
static const struct demo_caller *caller_again(const struct demo_year *y)
{
    return order_due(y) && y->ncallers == DEMO_CALLERS
               ? &y->callers[y->orders * 37 % DEMO_CALLERS]
               : NULL;
}

static bool forwarded(enum demo_plan plan)
{
    return plan != PLAN_EXPLAINED && plan != PLAN_SUGGESTION && plan != PLAN_DECLINED;
}

static bool known_caller(const struct demo_year *y, int64_t person)
{
    for (int32_t i = 0; i < y->ncallers; i++)
        if (y->callers[i].person == person)
            return true;
    return false;
}

static void order_plan(struct demo_year *y, struct demo_item *it, const struct request *rq)
{
    bool solved = it->plan == PLAN_SOLVED || it->plan == PLAN_REDONE || it->plan == PLAN_INFO;
    bool known = known_caller(y, rq->deputy_person);

    if (!order_due(y) || rq->channel != CHANNEL_DEPUTY || rq->deputy_person == 0 ||
        !forwarded(it->plan) || known != (y->ncallers == DEMO_CALLERS))
        return;
    /* So many are solved, and so many are not. */
    if (solved ? y->solved == DEMO_ORDERS_SOLVED
               : y->orders - y->solved == DEMO_ORDERS - DEMO_ORDERS_SOLVED)
        return;
    if (!known)
        y->callers[y->ncallers++] = (struct demo_caller){
            .town = it->town, .deputy = it->deputy, .person = rq->deputy_person};
    it->hotline = true;
    y->orders++;
    y->solved += solved;
}

static enum err receive_one(struct cx *cx, struct demo_year *y, enum request_channel channel,
    size_t town_at, int64_t deputy, struct request_receipt *receipt)
{
    const struct actor *before = cx->actor;
    enum err e;
    struct demo_town *town = &y->city->towns.p[town_at];
    bool shown = is_shown(y, town_at) && town->deputies.n > 0 && rng_below(cx->rng, 2) == 0;
    size_t trouble = shown ? 0 : rng_below(cx->rng, demo_troubles_n);
    struct str spot = demo_spot(cx);
    struct request_draft d = {.channel = channel,
        .division = town->code,
        .place = spot,
        .body = demo_text(cx, &demo_troubles[trouble], spot),
        .kind = str_of(demo_troubles[trouble].kind),
        .anonymity = (enum request_anonymity)(rng_below(cx->rng, 10) < 6  ? ANONYMITY_NAMED
                                              : rng_below(cx->rng, 4) < 3 ? ANONYMITY_OFFICE
                                                                          : ANONYMITY_NONE),
        .station_id = pick_id(cx, town->stations.p, town->stations.n),
        .deputy_id =
            deputy > 0 ? deputy : pick_id(cx, town->deputies.p, shown ? 1 : town->deputies.n),
        .idem = str_f(cx->arena, "demo-%d-%zu", (int)y->today, y->items.n),
        .lang = S("zh")};
    struct actor who = channel == CHANNEL_SCAN
                           ? (struct actor){.roles = ROLE_ANYONE}
                           : as_role(cx, y->city, ROLE_CLERK, town->code, 0);
    struct demo_item *it;

    if (d.anonymity != ANONYMITY_NONE) {
        d.name = demo_name(cx);
        d.contact = demo_phone(cx);
    }
    cx->actor = &who;
    e = request_create(cx, &d, receipt);
    cx->actor = before;
    TRY(e);
    it = VEC_PUSH(y->city->arena, &y->items);
    *it = (struct demo_item){.id = receipt->request.id,
        .plan = (enum demo_plan)draw(cx, shares, PLANS),
        .town = town_at,
        .trouble = trouble,
        .deputy = d.deputy_id,
        .late = rng_below(cx->rng, 100) < 5};
    order_plan(y, it, &receipt->request);
    put_on_agenda(y, (int32_t)y->items.n - 1, y->today + between(cx, 0, 1));
    y->received++;
    return OK;
}

/* A visit at a station; many bring an opinion with them. */
static enum err visit(struct cx *cx, struct demo_year *y, size_t town_at, struct request *came)
{
    const struct actor *before = cx->actor;
    enum err e;
    struct demo_town *town = &y->city->towns.p[town_at];
    struct actor clerk = as_role(cx, y->city, ROLE_CLERK, town->code, 0);
    struct visit v = {.station_id = came != NULL
                                        ? came->station_id
                                        : pick_id(cx, town->stations.p, town->stations.n),
        .division = town->code,
        .day = date_of(cx->now),
        .persons = 1 + (int64_t)rng_below(cx->rng, 5),
        .deputy_id = pick_id(cx, town->deputies.p, town->deputies.n),
        .request_id = came != NULL ? came->id : 0,
        .summary = came != NULL ? came->title : S("了解政策，反映情况，已当场说明")};

    cx->actor = &clerk;
    e = station_visit_add(cx, &v);
    cx->actor = before;
    TRY(e);
    y->visitors += v.persons;
    return OK;
}

enum err demo_year_receive(struct cx *cx, void *year)
{
    struct demo_year *y = year;
    int64_t coming = (int64_t)demo_year_coming(y);
    int64_t opinions = share_of(y, y->today, DEMO_OPINIONS * y->factor);
    struct date day = date_add(y->city->start, y->today);

    for (size_t i = y->from; i < y->to; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        size_t town = town_of(cx, y);
        struct request_receipt receipt;
        struct request *came = NULL;

        cx->now.s = date_start(day).s + 8 * 3600 + (int64_t)i * 30000 / (coming + 1);
        if ((int64_t)i * opinions / coming != ((int64_t)i + 1) * opinions / coming) {
            enum request_channel channel =
                (enum request_channel)draw(cx, channels, REQUEST_CHANNELS);
            const struct demo_caller *again =
                channel == CHANNEL_DEPUTY ? caller_again(y) : NULL;
            size_t from = again != NULL ? again->town
                          : channel == CHANNEL_SCAN && y->today < DEMO_PILOT_DAYS
                              ? pilot_of(cx, y)
                              : town;

            TRY(receive_one(cx, y, channel, from, again != NULL ? again->deputy : 0, &receipt));
            if (channel == CHANNEL_STATION)
                came = &receipt.request;
        }
        TRY(visit(cx, y, town, came));
        arena_back(cx->arena, mark);
    }
    return OK;
}

static int64_t unit_of(const struct demo_year *y, const struct demo_item *it)
{
    const struct demo_county *county = &y->city->counties.p[y->city->towns.p[it->town].county];

    for (size_t u = 0; u < demo_units_n; u++)
        if (str_is(str_of(demo_units[u].key), demo_troubles[it->trouble].unit))
            return county->units[u];
    return county->units[0];
}

/* What the citizen answers when asked. */
static enum err answer(struct cx *cx, struct demo_item *it, struct request *rq)
{
    const struct actor *before = cx->actor;
    enum err code;
    struct request_evaluation e = {.version = rq->version};
    bool unsolved = it->plan == PLAN_REDONE && rq->round == 1;
    struct actor citizen = as_citizen(rq->id);
    uint64_t mood = rng_below(cx->rng, 10);

    cx->actor = &citizen;
    e.solved = unsolved ? S("no") : S("yes");
    e.reply_satisfaction = unsolved   ? S("dissatisfied")
                           : mood < 7 ? S("satisfied")
                                      : S("basically");
    e.result_satisfaction = unsolved   ? S("dissatisfied")
                            : mood < 6 ? S("satisfied")
                            : mood < 9 ? S("basically")
                                       : (struct str){0};
    e.reason = unsolved ? S("来看过一次，问题还在，没有修好。") : (struct str){0};
    code = request_evaluate(cx, rq, &e);
    cx->actor = before;
    return code;
}

static enum err move(struct cx *cx, struct request *rq, struct actor who, struct request_move m)
{
    const struct actor *before = cx->actor;
    enum err e;

    cx->actor = &who;
    m.version = rq->version;
    e = request_make_move(cx, rq, &m);
    cx->actor = before;
    return e;
}

static enum err take_in(struct cx *cx, const struct demo_year *y, struct demo_item *it,
    struct request *rq, int32_t *next)
{
    struct actor clerk = as_role(cx, y->city, ROLE_CLERK, y->city->towns.p[it->town].code, 0);

    *next = between(cx, 0, 1);
    if (it->plan == PLAN_DECLINED) {
        *next = -1;
        return move(cx, rq, clerk,
            (struct request_move){.event = REQUEST_DO_DECLINE,
                .reason = S("litigation"),
                .answer = S("这件事已经进入诉讼程序，请向受理法院的诉讼服务中心查询，联络站不便"
                            "处理。")});
    }
    if (it->plan == PLAN_INFO && !it->asked) {
        it->asked = true;
        return move(cx, rq, clerk,
            (struct request_move){.event = REQUEST_DO_NEED_INFO,
                .answer = S("请补充具体位置，例如靠近哪一户、哪个路口。")});
    }
    return move(cx, rq, clerk, (struct request_move){.event = REQUEST_DO_ACCEPT});
}

static enum err pass_on(struct cx *cx, const struct demo_year *y, struct demo_item *it,
    struct request *rq, int32_t *next)
{
    struct demo_town *town = &y->city->towns.p[it->town];
    struct actor hall = as_role(cx, y->city, ROLE_PRESIDIUM, town->code, 0);

    *next = between(cx, 1, 2);
    if (it->plan == PLAN_EXPLAINED && rq->deputy_person != 0) {
        struct actor deputy = {
            .roles = ROLE_ANYONE | ROLE_DEPUTY, .person_id = rq->deputy_person};
        struct grant g = {.role = ROLE_DEPUTY, .division = town->code};

        deputy.grants = (struct grant_list){&g, 1};
        return move(cx, rq, deputy,
            (struct request_move){.event = REQUEST_DO_EXPLAIN,
                .answer = S("您问的政策我已向主管部门核实，办理条件和所需材料如下，可到镇便民服"
                            "务中心一次办好。")});
    }
    if (it->plan == PLAN_SUGGESTION) {
        *next = between(cx, 20, 60);
        return move(cx, rq, hall,
            (struct request_move){.event = REQUEST_DO_TO_SUGGESTION,
                .answer = S("这件事涉及面较广，代表拟在人民代表大会会议上提出建议。")});
    }
    return move(cx, rq, hall,
        (struct request_move){.event = REQUEST_DO_FORWARD,
            .unit_id = it->hotline ? y->city->hotline : unit_of(y, it)});
}

static enum err handle(struct cx *cx, const struct demo_year *y, struct demo_item *it,
    struct request *rq, int32_t *next)
{
    struct actor unit = as_role(cx, y->city, ROLE_UNIT, (struct str){0}, rq->unit_id);
    struct request_move m = {.event = REQUEST_DO_REPLY};

    (void)y;
    *next = 0;
    switch (it->plan) {
    case PLAN_CANNOT:
        m.outcome = S("cannot");
        m.reason = S("money");
        m.answer =
            S("该项目所需资金较大，本年度财政预算无法安排，暂时不能办理，已纳入项目储备。");
        break;
    case PLAN_ANSWERED:
        m.outcome = S("explained");
        m.answer = S("经现场核实，情况与政策规定相符，具体办法和依据已向您说明。");
        break;
    default:
        m.outcome = S("solved");
        m.answer = demo_text(
            cx, &(struct demo_trouble){.text = demo_troubles[it->trouble].reply}, rq->place);
        break;
    }
    return move(cx, rq, unit, m);
}

static enum err ask_citizen(
    struct cx *cx, struct demo_item *it, struct request *rq, int32_t *next)
{
    if (it->plan == PLAN_SILENT) {
        if (it->asked) {
            *next = -1;
            return request_program_move(cx, rq,
                &(struct request_move){.event = REQUEST_DO_LAPSE, .version = rq->version});
        }
        it->asked = true;
        *next = 24; /* the ten days to answer, a holiday among them */
        return OK;
    }
    *next = it->plan == PLAN_REDONE && rq->round == 1 ? 1 : -1;
    return answer(cx, it, rq);
}

static int32_t handling_days(struct cx *cx, const struct demo_item *it)
{
    return it->late ? between(cx, 24, 34) : between(cx, 2, 6);
}

/* One step of one request, by whoever's turn it is. */
static enum err act(
    struct cx *cx, const struct demo_year *y, struct demo_item *it, int32_t *next)
{
    struct demo_town *town = &y->city->towns.p[it->town];
    struct str county = y->city->counties.p[town->county].code;
    struct request rq;

    TRY(request_load(cx, it->id, &rq));
    *next = 1;
    switch (rq.state) {
    case REQUEST_NEW:
        return take_in(cx, y, it, &rq, next);
    case REQUEST_NEED_INFO:
        return move(cx, &rq, as_citizen(rq.id),
            (struct request_move){.event = REQUEST_DO_ADD_INFO,
                .answer = S("就在小学对面第二个路口，电线杆旁边。")});
    case REQUEST_ACCEPTED:
        return pass_on(cx, y, it, &rq, next);
    case REQUEST_FORWARDED:
        *next = handling_days(cx, it);
        return move(cx, &rq, as_role(cx, y->city, ROLE_UNIT, (struct str){0}, rq.unit_id),
            (struct request_move){.event = REQUEST_DO_TAKE});
    case REQUEST_HANDLING:
    case REQUEST_EXTENDED:
        return handle(cx, y, it, &rq, next);
    case REQUEST_REPLIED:
    case REQUEST_DEPUTY_REPLY:
        *next = between(cx, 1, 5);
        return request_program_move(
            cx, &rq, &(struct request_move){.event = REQUEST_DO_INVITE, .version = rq.version});
    case REQUEST_CONFIRM:
        return ask_citizen(cx, it, &rq, next);
    case REQUEST_REDO:
        *next = between(cx, 2, 5);
        return request_program_move(cx, &rq,
            &(struct request_move){.event = REQUEST_DO_RESTART, .version = rq.version});
    case REQUEST_SUPERVISED:
        *next = 3;
        return move(cx, &rq, as_role(cx, y->city, ROLE_OFFICE, county, 0),
            (struct request_move){
                .event = REQUEST_DO_INSTRUCT, .note = S("请主要负责人到现场，三日内报结果。")});
    case REQUEST_TO_SUGGESTION:
        *next = -1;
        return move(cx, &rq, as_role(cx, y->city, ROLE_OFFICE, county, 0),
            (struct request_move){.event = REQUEST_DO_CONVERT,
                .answer = S("已整理为代表建议，将在人民代表大会会议上提出。")});
    default:
        *next = -1;
        return OK;
    }
}

enum err demo_year_act(struct cx *cx, void *year)
{
    struct demo_year *y = year;
    struct date day = date_add(y->city->start, y->today);
    size_t all = y->agenda.p[y->today].n;

    for (size_t i = y->from; i < y->to; i++) {
        struct arena_mark mark = arena_mark(cx->arena);
        int32_t number = y->agenda.p[y->today].p[i];
        int32_t next;

        cx->now.s = date_start(day).s + 9 * 3600 + (int64_t)i * 28000 / (int64_t)(all + 1);
        TRY(act(cx, y, &y->items.p[number], &next));
        if (next >= 0)
            put_on_agenda(y, number, y->today + (next == 0 ? 1 : next));
        arena_back(cx->arena, mark);
    }
    return OK;
}
