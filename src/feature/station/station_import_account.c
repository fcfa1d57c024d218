/*
 * station: tables of accounts.  An imported account has no usable password: its first one is
 * given out by the reset of accounts, so that no table ever holds a secret.
 */
#include "core/account.h"

#include "feature/station/station_import.h"

#define ROLES_MAX 8

/* clang-format off */
static const struct import_column account_columns[] = {
    { "login",       TEXT_import_login,       true,  "li.xin" },
    { "name",        TEXT_import_shown,       true,  "蒸湘区人大联络办公室" },
    { "role",        TEXT_import_role,        true,  "office" },
    { "division",    TEXT_import_division,    false, "430408000000" },
    { "org_id",      TEXT_import_org,         false, NULL },
    { "person_code", TEXT_import_person_code, false, NULL },
    { "email",       TEXT_import_email,       false, NULL },
    { "phone",       TEXT_import_mobile,      false, NULL },
};
/* clang-format on */

static int role_bit(struct cx *cx, struct str typed)
{
    for (int i = 0; role_words[i] != NULL; i++) {
        struct str name = str_f(cx->arena, "role.%s", role_words[i]);

        if (str_is(typed, role_words[i]) || str_eq(typed, text_find(LANG_ZH, name)) ||
            str_eq(typed, text_find(LANG_EN, name)))
            return i;
    }
    return -1;
}

/* Several roles are apart by ';' or '；'. */
static enum err roles_read(
    struct cx *cx, const struct import_row *row, enum role *roles, size_t *n)
{
    struct str rest = registry_import_text(row, "role");

    *n = 0;
    while (rest.p != NULL) {
        struct str one = str_trim(str_cut(rest, ';', &rest));
        int bit = role_bit(cx, one);

        if (bit < 2 || 1u << bit == ROLE_CLOCK || *n == ROLES_MAX)
            return fail(cx, ERR_INVALID, "role", "import.word");
        roles[(*n)++] = (enum role)(1u << bit);
    }
    return OK;
}

static enum account_family family_of(enum role role)
{
    if (role == ROLE_AUDITOR)
        return FAMILY_AUDITOR;
    if (role == ROLE_SYSTEM)
        return FAMILY_SYSTEM;
    return role == ROLE_SECURITY ? FAMILY_SECURITY : FAMILY_BUSINESS;
}

static enum err account_find(
    struct cx *cx, const struct import_row *row, enum role role, struct account *a, bool *found)
{
    struct str person = registry_import_text(row, "person_code");
    struct account_draft d = {.login = registry_import_text(row, "login"),
        .name = registry_import_text(row, "name"),
        .family = family_of(role),
        .email = registry_import_text(row, "email"),
        .phone = registry_import_text(row, "phone"),
        .password_hash = S("!"),
        .password_fresh = true};

    TRY(account_by_login(cx, d.login, a, found));
    if (*found)
        return OK;
    if (!str_empty(person))
        TRY(registry_person_id(cx, person, &d.person_id));
    return account_make(cx, &d, a);
}

static enum err grant_put(struct cx *cx, const struct account *a, enum role role,
    struct str division, int64_t org_id, enum put *done)
{
    struct grant_list have;

    TRY(account_grants(cx, a->id, &have));
    EACH (g, &have) {
        bool placed = role == ROLE_UNIT
                          ? g->org_id == org_id
                          : family_of(role) != FAMILY_BUSINESS || str_eq(g->division, division);

        if (g->role == role && placed)
            return OK;
    }
    if (*done == PUT_SAME)
        *done = PUT_CHANGED;
    return account_grant_add(cx, a, role, division, org_id);
}

static enum err account_put(struct cx *cx, const struct import_row *row, enum put *done)
{
    struct str division = registry_import_text(row, "division");
    struct str org_code = registry_import_text(row, "org_id");
    enum role roles[ROLES_MAX];
    struct org org = {0};
    struct account a;
    struct division at;
    bool found;
    size_t n;

    TRY(roles_read(cx, row, roles, &n));
    if (!str_empty(org_code) && registry_org_by_code(cx, org_code, &org) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "org_id", "registry.no_org");
    }
    if (!str_empty(division) && registry_division(cx, division, &at) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "division", "registry.no_division");
    }
    TRY(account_find(cx, row, roles[0], &a, &found));
    *done = found ? PUT_SAME : PUT_NEW;
    for (size_t i = 0; i < n; i++)
        TRY(grant_put(cx, &a, roles[i], division, org.id, done));
    return OK;
}

const struct import_kind station_import_accounts = {"accounts", TEXT_import_accounts,
    RIGHT_ACCOUNT_MANAGE, account_columns, COUNT(account_columns), account_put};
