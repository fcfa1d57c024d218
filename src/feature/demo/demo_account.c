/*
 * demo_account: accounts of the demonstration city.  They carry the mark of the demonstration
 * and are refused by any database that the demonstration did not make.
 */
#include "core/account.h"

#include "feature/demo/demo_city.h"

/* clang-format off */
#define HENGNAN  "430422000000"
#define HENGYANG "430421000000"
const struct demo_login demo_logins[] = {
    {"office",    "衡阳市人大联工委（演示）",   ROLE_OFFICE,    "430400000000", HENGNAN, DEMO_NOBODY},
    {"leader",    "衡阳市人大常委会领导（演示）", ROLE_LEADER,  "430400000000", HENGNAN, DEMO_NOBODY},
    {"county",    "衡南县人大联工委（演示）",   ROLE_OFFICE,    HENGNAN,        HENGNAN, DEMO_NOBODY},
    {"presidium", "乡镇人大主席团（演示）",     ROLE_PRESIDIUM, NULL,           HENGNAN, DEMO_NOBODY},
    {"clerk",     "联络站联络员（演示）",       ROLE_CLERK,     NULL,           HENGNAN, DEMO_NOBODY},
    {"deputy",    "人大代表（演示）",           ROLE_DEPUTY,    NULL,           HENGNAN, DEMO_DEPUTY},
    {"unit",      "衡南县交通运输局（演示）",   ROLE_UNIT,      NULL,           HENGNAN, DEMO_UNIT},
    {"auditor",   "审计管理员（演示）",         ROLE_AUDITOR,   NULL,           HENGNAN, DEMO_NOBODY},
    {"system",    "系统管理员（演示）",         ROLE_SYSTEM,    NULL,           HENGNAN, DEMO_NOBODY},
    {"security",  "安全管理员（演示）",         ROLE_SECURITY,  NULL,           HENGNAN, DEMO_NOBODY},
    /* A second county, so that it can be seen that nobody sees the other's. */
    {"county.head", "衡南县人大常委会领导（演示）", ROLE_LEADER, HENGNAN,       HENGNAN, DEMO_NOBODY},
    {"unit.other", "衡南县水利局（演示）", ROLE_UNIT,     NULL,           HENGNAN, DEMO_OTHER_UNIT},
    {"county.b",  "衡阳县人大联工委（演示）",   ROLE_OFFICE,    HENGYANG,       HENGYANG, DEMO_NOBODY},
    {"clerk.b",   "衡阳县联络站联络员（演示）", ROLE_CLERK,     NULL,           HENGYANG, DEMO_NOBODY},
    {"deputy.b",  "衡阳县人大代表（演示）",     ROLE_DEPUTY,    NULL,           HENGYANG, DEMO_DEPUTY},
    {"unit.b",    "衡阳县交通运输局（演示）",   ROLE_UNIT,      NULL,           HENGYANG, DEMO_UNIT},
};
/* clang-format on */
const size_t demo_logins_n = COUNT(demo_logins);

static enum account_family family(enum role role)
{
    return role == ROLE_AUDITOR    ? FAMILY_AUDITOR
           : role == ROLE_SYSTEM   ? FAMILY_SYSTEM
           : role == ROLE_SECURITY ? FAMILY_SECURITY
                                   : FAMILY_BUSINESS;
}

static const struct demo_county *county_of(
    const struct demo_city *c, const struct demo_login *l)
{
    for (size_t i = 0; i < c->counties.n; i++)
        if (str_is(c->counties.p[i].code, l->county))
            return &c->counties.p[i];
    return &c->counties.p[0];
}

static const struct demo_town *town_of(const struct demo_city *c, const struct demo_login *l)
{
    size_t county = (size_t)(county_of(c, l) - c->counties.p);

    for (size_t i = 0; i < c->towns.n; i++)
        if (c->towns.p[i].county == county)
            return &c->towns.p[i];
    return &c->towns.p[0];
}

struct bytes demo_totp_seed(void)
{
    static const unsigned char seed[20] = "lianluo-demo-2026-se";

    return bytes_of(seed, sizeof seed);
}

int64_t demo_account_of(
    const struct demo_city *c, enum role role, struct str division, int64_t id)
{
    for (size_t i = 0; i < c->naccounts; i++) {
        const struct demo_account *a = &c->accounts[i];

        if (a->role == role && (role == ROLE_UNIT        ? a->org_id == id
                                   : role == ROLE_DEPUTY ? a->person_id == id
                                                         : str_eq(a->division, division)))
            return a->account_id;
    }
    return 0;
}

static void note(struct demo_city *c, const struct demo_account *a)
{
    if (c->naccounts < COUNT(c->accounts))
        c->accounts[c->naccounts++] = (struct demo_account){.role = a->role,
            .division = str_dup(c->arena, a->division),
            .org_id = a->org_id,
            .person_id = a->person_id,
            .account_id = a->account_id};
}

static enum err one(
    struct cx *cx, struct demo_city *c, const struct demo_login *l, struct str hash)
{
    const struct demo_town *town = town_of(c, l);
    struct account_draft d = {.login = str_of(l->login),
        .name = str_of(l->name),
        .family = family(l->role),
        .lang = LANG_ZH,
        .password_hash = hash,
        .totp_seed = demo_totp_seed(),
        .demo = true};
    struct str division = l->division != NULL ? str_of(l->division) : town->code;
    struct account account;
    struct deputy deputy;
    int64_t unit = 0;

    if (l->is == DEMO_DEPUTY && town->deputies.n > 0) {
        TRY(registry_deputy(cx, town->deputies.p[0], &deputy));
        d.person_id = deputy.person_id;
        d.name = str_f(cx->arena, "%.*s（演示）", STR(deputy.name));
    }
    if (l->role == ROLE_LEADER) { /* the director of the committee */
        struct str congress =
            str_is(division, "430400000000") ? S("430400-16") : county_of(c, l)->congress;

        TRY(registry_deputy_by_code(cx, str_f(cx->arena, "%.*s-0011", STR(congress)), &deputy));
        d.person_id = deputy.person_id;
    }
    TRY(account_make(cx, &d, &account));
    if (l->is == DEMO_UNIT || l->is == DEMO_OTHER_UNIT)
        unit = county_of(c, l)->units[l->is == DEMO_UNIT ? 0 : 1];
    note(c, &(struct demo_account){l->role, division, unit, d.person_id, account.id});
    if (unit > 0)
        return account_grant_add(cx, &account, l->role, (struct str){0}, unit);
    if (d.family != FAMILY_BUSINESS)
        division = (struct str){0};
    return account_grant_add(cx, &account, l->role, division, 0);
}

enum err demo_accounts(struct cx *cx, struct demo_city *c, struct str hash)
{
    for (size_t i = 0; i < demo_logins_n; i++)
        TRY(one(cx, c, &demo_logins[i], hash));
    return OK;
}
