/*
 * demo_account: accounts of the demonstration city.  They carry the mark of the demonstration
 * and are refused by any database that the demonstration did not make.
 */
#include "core/account.h"

#include "feature/demo/demo_city.h"

/* clang-format off */
const struct demo_login demo_logins[] = {
    {"office",    "衡阳市人大联工委（演示）",   ROLE_OFFICE,    "430400000000", DEMO_NOBODY},
    {"leader",    "衡阳市人大常委会领导（演示）", ROLE_LEADER,  "430400000000", DEMO_NOBODY},
    {"county",    "衡南县人大联工委（演示）",   ROLE_OFFICE,    "430422000000", DEMO_NOBODY},
    {"presidium", "乡镇人大主席团（演示）",     ROLE_PRESIDIUM, NULL,           DEMO_NOBODY},
    {"clerk",     "联络站联络员（演示）",       ROLE_CLERK,     NULL,           DEMO_NOBODY},
    {"deputy",    "人大代表（演示）",           ROLE_DEPUTY,    NULL,           DEMO_DEPUTY},
    {"unit",      "衡南县交通运输局（演示）",   ROLE_UNIT,      NULL,           DEMO_UNIT},
    {"auditor",   "审计管理员（演示）",         ROLE_AUDITOR,   NULL,           DEMO_NOBODY},
    {"system",    "系统管理员（演示）",         ROLE_SYSTEM,    NULL,           DEMO_NOBODY},
    {"security",  "安全管理员（演示）",         ROLE_SECURITY,  NULL,           DEMO_NOBODY},
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

static const struct demo_county *shown_county(const struct demo_city *c)
{
    for (size_t i = 0; i < c->counties.n; i++)
        if (str_is(c->counties.p[i].code, "430422000000"))
            return &c->counties.p[i];
    return &c->counties.p[0];
}

static const struct demo_town *shown_town(const struct demo_city *c)
{
    size_t county = (size_t)(shown_county(c) - c->counties.p);

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

static enum err one(
    struct cx *cx, const struct demo_city *c, const struct demo_login *l, struct str hash)
{
    const struct demo_town *town = shown_town(c);
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

    if (l->is == DEMO_DEPUTY && town->deputies.n > 0) {
        TRY(registry_deputy(cx, town->deputies.p[0], &deputy));
        d.person_id = deputy.person_id;
        d.name = str_f(cx->arena, "%.*s（演示）", STR(deputy.name));
    }
    TRY(account_make(cx, &d, &account));
    if (l->is == DEMO_UNIT)
        return account_grant_add(
            cx, &account, l->role, (struct str){0}, shown_county(c)->units[0]);
    if (d.family != FAMILY_BUSINESS)
        division = (struct str){0};
    return account_grant_add(cx, &account, l->role, division, 0);
}

enum err demo_accounts(struct cx *cx, const struct demo_city *c, struct str hash)
{
    for (size_t i = 0; i < demo_logins_n; i++)
        TRY(one(cx, c, &demo_logins[i], hash));
    return OK;
}
