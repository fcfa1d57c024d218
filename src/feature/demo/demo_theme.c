/*
 * demo_theme: purposes and campaigns of the demonstration city, and what activities are
 * recorded under.  The county's month of contact is a child of the city's of the same name.
 */
#include "feature/demo/demo_activity.h"

#define CITY "430400000000"
#define HENGNAN "430422000000"

/* Days count from the first of January of the year that ends; last 0: without end. */
/* clang-format off */
static const struct row {
    const char *code, *division;
    enum activity_theme_kind kind;
    const char *name, *name_en;
    int from_month, from_day, to_month, to_day;
    const char *kinds; /* words of the kinds of activities that it fits */
} rows[] = {
    {"430400-md-01", CITY, THEME_PURPOSE, "营商环境", "Business climate",
        0, 0, 0, 0, "outreach inspection research"},
    {"430400-md-02", CITY, THEME_PURPOSE, "乡村振兴", "Rural revitalisation",
        0, 0, 0, 0, "visit good_deed group research"},
    {"430400-md-03", CITY, THEME_PURPOSE, "民生实事", "Livelihood works",
        0, 0, 0, 0, "reception inspection donation"},
    {"430400-md-04", CITY, THEME_PURPOSE, "基层治理", "Local governance",
        0, 0, 0, 0, "session mediation group hamlet_meeting"},
    {"430400-md-05", CITY, THEME_PURPOSE, "生态环境", "Ecology and environment",
        0, 0, 0, 0, "volunteer law_check"},
    {"430400-md-06", CITY, THEME_PURPOSE, "安全生产", "Safety at work",
        0, 0, 0, 0, "inspection training"},
    {"430400-md-07", CITY, THEME_PURPOSE, "立法征求意见", "Views on draft laws",
        0, 0, 0, 0, "station_visit study"},
    {"430400-zt-01", CITY, THEME_CAMPAIGN, "五级代表办实事", "Deputies of five levels at work",
        0, 0, 0, 0, "good_deed donation visit service_day group"},
    {"430400-zt-02", CITY, THEME_CAMPAIGN, "代表联系群众活动月", "Month of contact with voters",
        3, 15, 4, 15, "visit reception return station_visit"},
    {"430400-zt-03", CITY, THEME_CAMPAIGN, "我是代表·防溺水有我", "Deputies against drowning",
        6, 1, 8, 31, "outreach volunteer good_deed"},
    {"430400-zt-04", CITY, THEME_CAMPAIGN, "6·25为民服务日", "Service day of 25 June",
        6, 20, 6, 30, "service_day volunteer"},
    {"430422-zt-01", HENGNAN, THEME_CAMPAIGN, "代表联系群众活动月", "Month of contact with voters",
        3, 15, 4, 15, "visit reception return station_visit"},
    {"430422-zt-02", HENGNAN, THEME_CAMPAIGN, "代表进屋场", "Deputies in the hamlets",
        0, 0, 0, 0, "visit session mediation return"},
};
/* clang-format on */

/* 逢四说事 is held on days with a 4; other sessions on any day. */
static enum err days(struct cx *cx)
{
    const struct rule r = {.division = S(CITY),
        .kind = S("activity.days.session"),
        .value = S("逢四说事=digit:4"),
        .valid_from = date_of(cx->now),
        .valid_to = DATE_NONE,
        .source = S("雁峰区“逢四说事”做法，全市推行（演示）"),
        .verified = true};
    int64_t version;

    TRY(rules_seed(cx, activity_rules));
    return rules_put(cx, &r, &version);
}

enum err demo_themes(struct cx *cx, struct demo_city *c)
{
    int32_t year = date_ymd(date_add(c->start, 364)).year;

    TRY(days(cx));
    c->themes.p = MANY(c->arena, struct activity_theme, COUNT(rows));
    for (size_t i = 0; i < COUNT(rows); i++) {
        const struct row *r = &rows[i];
        struct activity_theme *t = &c->themes.p[i];

        *t = (struct activity_theme){.code = str_of(r->code),
            .kind = r->kind,
            .name = str_of(r->name),
            .name_en = str_of(r->name_en),
            .division = str_of(r->division),
            .valid_from = c->start,
            .valid_to = DATE_NONE};
        if (r->from_month > 0) {
            t->valid_from = date_make(year, r->from_month, r->from_day);
            t->valid_to = date_make(year, r->to_month, r->to_day);
        }
        TRY(activity_theme_put(cx, t));
    }
    c->themes.n = COUNT(rows);
    return OK;
}

static bool holds(const struct activity_theme *t, const struct activity_in *in)
{
    bool there = str_is(t->division, CITY) ||
                 str_eq(str_sub(t->division, 0, 6), str_sub(in->division, 0, 6));

    return there && in->day.day >= t->valid_from.day &&
           (!date_is(t->valid_to) || in->day.day <= t->valid_to.day);
}

void demo_theme_tick(
    struct cx *cx, const struct demo_city *c, int64_t number, struct activity_in *in)
{
    struct activity_link *p = MANY(cx->arena, struct activity_link, COUNT(rows));
    size_t n = 0;

    if (number % 5 == 4)
        return; /* not everybody ticks something */
    for (size_t i = 0; i < c->themes.n; i++) {
        const struct activity_theme *t = &c->themes.p[i];
        bool often = t->kind == THEME_PURPOSE || date_is(t->valid_to);

        if (str_find(str_of(rows[i].kinds), in->kind) != (size_t)-1 && holds(t, in) &&
            (often || number % 3 == 0))
            p[n++] = (struct activity_link){t->id, S("")};
    }
    in->themes = (struct activity_link_list){p, n};
}
