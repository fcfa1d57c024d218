/*
 * demo_city: organisations and deputies of the demonstration city.
 */
#include "feature/demo/demo_city.h"

#include "base/vec.h"

#define CITY S("430400000000")

/* Seats: at most as Electoral Law, Art. 12; small enough for a demonstration. */
enum {
    NATIONAL = 6,
    PROVINCIAL = 71,
    CITY_SEATS = 468,
    COUNTY_SEATS = 220,
    TOWN_SEATS = 48
};

static enum err put_org(struct cx *cx, struct org o, int64_t *id)
{
    enum put done;

    o.valid_from = date_make(2020, 1, 1);
    o.valid_to = DATE_NONE;
    TRY(registry_org_put(cx, &o, &done));
    *id = o.id;
    return OK;
}

static struct str six(struct str code)
{
    return str_sub(code, 0, 6);
}

static enum err county_orgs(struct cx *cx, struct demo_county *y)
{
    struct arena *a = cx->arena;
    int64_t id;

    for (size_t u = 0; u < demo_units_n; u++)
        TRY(put_org(cx,
            (struct org){.code = str_f(a, "%.*s-%s", STR(six(y->code)), demo_units[u].key),
                .name = str_f(a, "%.*s%s", STR(y->name), demo_units[u].name),
                .kind = (enum org_kind)demo_units[u].org_kind,
                .division = y->code,
                .level = LEVEL_COUNTY,
                .handles = true,
                .matters = str_of(demo_units[u].matters)},
            &y->units[u]));
    TRY(put_org(cx,
        (struct org){.code = str_f(a, "%.*s-cwh", STR(six(y->code))),
            .name = str_f(a, "%.*s人民代表大会常务委员会", STR(y->name)),
            .kind = ORG_STANDING_COMMITTEE,
            .division = y->code,
            .level = LEVEL_COUNTY},
        &id));
    return put_org(cx,
        (struct org){.code = str_f(a, "%.*s-lgw", STR(six(y->code))),
            .name = str_f(a, "%.*s人大常委会联工委", STR(y->name)),
            .kind = ORG_OFFICE,
            .division = y->code,
            .level = LEVEL_COUNTY},
        &y->office);
}

static enum err town_orgs(struct cx *cx, struct demo_town *t, bool street)
{
    struct arena *a = cx->arena;
    struct str nine = str_sub(t->code, 0, 9);

    TRY(put_org(cx,
        (struct org){.code = str_f(a, "%.*s-zxt", STR(nine)),
            .name = str_f(a, street ? "%.*s人大工作委员会" : "%.*s人大主席团", STR(t->name)),
            .kind = street ? ORG_WORKING_COMMITTEE : ORG_PRESIDIUM,
            .division = t->code,
            .level = LEVEL_TOWNSHIP},
        &t->presidium));
    return put_org(cx,
        (struct org){.code = str_f(a, "%.*s-zf", STR(nine)),
            .name = str_f(a, street ? "%.*s办事处" : "%.*s人民政府", STR(t->name)),
            .kind = street ? ORG_SUBDISTRICT_OFFICE : ORG_TOWN_GOVERNMENT,
            .division = t->code,
            .level = LEVEL_TOWNSHIP,
            .handles = true,
            .matters = S("邻里 调解 环境卫生 村务 证明")},
        &t->government);
}

static enum err put_congress(struct cx *cx, struct str code, struct str name,
    struct str division, enum congress_level level, int64_t term, int64_t seats)
{
    struct congress g = {.code = code,
        .name = name,
        .division = division,
        .level = level,
        .term = term,
        .seats = seats,
        .valid_from = date_make(2021, 12, 1),
        .valid_to = date_make(2026, 12, 31)};
    enum put done;

    return registry_congress_put(cx, &g, &done);
}

static enum err upper_congresses(struct cx *cx)
{
    TRY(put_congress(cx, S("000000-14"), S("第十四届全国人民代表大会"), S("000000000000"),
        LEVEL_NATIONAL, 14, 2977));
    TRY(put_congress(cx, S("430000-14"), S("湖南省第十四届人民代表大会"), S("430000000000"),
        LEVEL_PROVINCE, 14, 768));
    return put_congress(cx, S("430400-16"), S("衡阳市第十六届人民代表大会"), CITY, LEVEL_CITY,
        16, CITY_SEATS + 2);
}

static enum err one_county(struct cx *cx, struct demo_city *c, const struct division *d)
{
    struct demo_county *y = VEC_PUSH(c->arena, &c->counties);
    struct division_list towns;

    *y = (struct demo_county){
        .code = str_dup(c->arena, d->code), .name = str_dup(c->arena, d->name)};
    y->congress = str_f(c->arena, "%.*s-18", STR(six(y->code)));
    TRY(county_orgs(cx, y));
    TRY(put_congress(cx, y->congress,
        str_f(cx->arena, "%.*s第十八届人民代表大会", STR(y->name)), y->code, LEVEL_COUNTY, 18,
        COUNTY_SEATS + 1));
    TRY(registry_children(cx, d->code, false, &towns));
    EACH (t, &towns) {
        struct demo_town *town = VEC_PUSH(c->arena, &c->towns);
        bool street = t->kind == DIVISION_SUBDISTRICT;

        *town = (struct demo_town){.code = str_dup(c->arena, t->code),
            .name = str_dup(c->arena, t->name),
            .county = c->counties.n - 1};
        TRY(town_orgs(cx, town, street));
        if (!street)
            TRY(put_congress(cx, str_f(cx->arena, "%.*s-10", STR(str_sub(t->code, 0, 9))),
                str_f(cx->arena, "%.*s第十届人民代表大会", STR(t->name)), t->code,
                LEVEL_TOWNSHIP, 10, TOWN_SEATS + 1));
    }
    return OK;
}

enum err demo_city_orgs(struct cx *cx, struct demo_city *c)
{
    struct division_list counties;

    c->counties.n = c->towns.n = 0; /* the work may be run again */
    TRY(upper_congresses(cx));
    TRY(put_org(cx,
        (struct org){.code = S("430400-lgw"),
            .name = S("衡阳市人大常委会选举任免联络工作委员会"),
            .kind = ORG_OFFICE,
            .division = CITY,
            .level = LEVEL_CITY},
        &c->office));
    TRY(put_org(cx,
        (struct org){.code = S("430400-12345"),
            .name = S("衡阳市12345政务服务便民热线"),
            .kind = ORG_HOTLINE,
            .division = CITY,
            .level = LEVEL_CITY,
            .handles = true},
        &c->hotline));
    TRY(registry_children(cx, CITY, false, &counties));
    EACH (d, &counties)
        TRY(one_county(cx, c, d));
    return OK;
}

/* What a deputy does for a living, by how many in a hundred. */
static struct str post(struct cx *cx, struct str place, bool *office)
{
    static const char *const posts[] = {"村党总支书记", "种粮大户", "小学教师", "乡村医生",
        "个体工商户", "企业技术员", "合作社理事长", "社区工作者", "公交司机", "律师",
        "环卫班长", "民宿经营者", "退役军人", "养殖户", "街道干部"};
    static const char *const offices[] = {"党委书记", "镇长", "副县长", "局长", "人大主席"};

    *office = rng_below(cx->rng, 100) < 14;
    return str_f(cx->arena, "%.*s%s", STR(place),
        *office ? offices[rng_below(cx->rng, COUNT(offices))]
                : posts[rng_below(cx->rng, COUNT(posts))]);
}

/* Counties and towns vote in constituencies; a city, a province and the state are elected by
 * the congress below (Election Law, Art. 3); codes of such congresses have no county. */
static bool is_direct(struct str congress)
{
    return !str_is(str_sub(congress, 4, 2), "00");
}

/* One seat, in the congress, elected in this division. */
static enum err seat(struct cx *cx, struct str congress, struct str division, struct str place,
    int number, int64_t station, struct deputy *out)
{
    struct deputy_in in = {.code = str_f(cx->arena, "%.*s-%04d", STR(congress), number),
        .congress = congress,
        .division = division,
        .constituency = is_direct(congress)
                            ? str_f(cx->arena, "%.*s第%d选区", STR(place), number % 30 + 1)
                            : str_f(cx->arena, "%.*s选举单位", STR(place)),
        .name = demo_name(cx),
        .state = TENURE_ACTIVE,
        .valid_from = date_make(2021, 12, 20),
        .valid_to = DATE_NONE,
        .station_id = station};
    enum put done;

    in.person_code = str_f(cx->arena, "p-%.*s", STR(in.code));
    in.post = post(cx, place, &in.office_holding);
    return registry_deputy_put(cx, &in, out, &done);
}

/* Deputies sit in the stations of their town in turn. */
static int64_t station_for(const struct demo_town *t, size_t k)
{
    return t->stations.n == 0 ? -1 : t->stations.p[k % t->stations.n];
}

enum err demo_city_deputies(struct cx *cx, struct demo_city *c, size_t i)
{
    struct demo_county *y = &c->counties.p[i];
    int number = 0;
    size_t towns = 0;

    EACH (t, &c->towns)
        towns += t->county == i;
    EACH (t, &c->towns) {
        struct deputy d;
        struct str nine = str_sub(t->code, 0, 9);

        if (t->county != i)
            continue;
        t->deputies.n = 0;
        for (size_t k = 0; k < COUNTY_SEATS / towns; k++) {
            TRY(seat(cx, y->congress, t->code, t->name, ++number, station_for(t, k), &d));
            *VEC_PUSH(c->arena, &t->deputies) = d.id;
        }
        if (nine.n == 9 && nine.p[6] == '0')
            continue; /* a subdistrict has no congress of its own */
        for (int k = 1; k <= TOWN_SEATS; k++) {
            TRY(seat(cx, str_f(cx->arena, "%.*s-10", STR(nine)), t->code, t->name, k,
                station_for(t, (size_t)k), &d));
            *VEC_PUSH(c->arena, &t->deputies) = d.id;
        }
    }
    return OK;
}

enum err demo_city_upper(struct cx *cx, struct demo_city *c)
{
    struct deputy d;

    for (int k = 1; k <= CITY_SEATS; k++) {
        struct demo_county *y = &c->counties.p[(size_t)k % c->counties.n];

        TRY(seat(cx, S("430400-16"), y->code, y->name, k, -1, &d));
    }
    for (int k = 1; k <= PROVINCIAL; k++)
        TRY(seat(cx, S("430000-14"), CITY, S("衡阳市"), k, -1, &d));
    for (int k = 1; k <= NATIONAL; k++)
        TRY(seat(cx, S("000000-14"), CITY, S("湖南省"), k, -1, &d));
    return OK;
}
