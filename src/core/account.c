#include "core/account.h"

#include "core/account.sql.h"
#include "core/account_rows.h"
#include "core/audit.h"
#include "core/session.h"

#include <string.h>

#define GRANTS_MAX 60

const char *const account_family_words[] = {"business", "auditor", "system", "security", NULL};
const char *const account_state_words[] = {"open", "closed", NULL};
const char *const account_lang_words[] = {"zh", "en", NULL};

/* clang-format off */
static const struct field fields[] = {
    FIELD(struct account, id), FIELD(struct account, uid), FIELD(struct account, login),
    FIELD(struct account, name), FIELD_ENUM(struct account, family, account_family_words),
    FIELD(struct account, person_id), FIELD_ENUM(struct account, lang, account_lang_words),
    FIELD(struct account, email_sealed), FIELD(struct account, phone_sealed),
    FIELD(struct account, password), FIELD(struct account, password_at),
    FIELD(struct account, password_fresh), FIELD(struct account, totp_sealed),
    FIELD(struct account, totp_next_sealed), FIELD(struct account, totp_step),
    FIELD_ENUM(struct account, state, account_state_words), FIELD(struct account, demo),
    FIELD(struct account, made_at), FIELD(struct account, version),
};
static const struct field grant_fields[] = {
    FIELD(struct account_grant_row, id), FIELD(struct account_grant_row, role),
    FIELD(struct account_grant_row, division), FIELD(struct account_grant_row, org_id),
};
static const struct field id_fields[] = {FIELD(struct account_id, id)};
static const struct field reset_fields[] = {
    FIELD(struct account_reset, asked_by), FIELD(struct account_reset, asked_at),
};

const struct personal_field account_personal[] = {
    {"account", "email_sealed", "personal.account.contact", "个人信息保护法 第十三条", 0, MASK_EMAIL,
        .uid = "uid"},
    {"account", "phone_sealed", "personal.account.contact", "个人信息保护法 第十三条", 0, MASK_PHONE,
        .uid = "uid"},
    {"notice", "contact", "personal.notice.contact", "个人信息保护法 第十三条、第三十四条", 1, MASK_PHONE,
        .uid = "contact_uid", .place = "request|contact"},
    {"account", "totp_sealed", "personal.account.totp", "网络安全法 第二十一条", 0, MASK_ALL,
        .uid = "uid"},
    {"account", "totp_next_sealed", "personal.account.totp", "网络安全法 第二十一条", 0, MASK_ALL,
        .uid = "uid"},
    {.table = NULL},
};
const struct keyed_hash account_hashes[] = {
    {"session", "hash", "session"},
    {"api_token", "hash", "token"},
    {"recovery_code", "hash", "recovery"},
    {NULL, NULL, NULL},
};
/* clang-format on */
const struct shape account_shape = SHAPE(account, fields);
const struct shape account_grant_row_shape = SHAPE(account_grant_row, grant_fields);
const struct shape account_id_shape = SHAPE(account_id, id_fields);
const struct shape account_reset_shape = SHAPE(account_reset, reset_fields);

static bool login_ok(struct str s)
{
    if (s.n < 3 || s.n > 40)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if ((c < 'a' || c > 'z') && (c < '0' || c > '9') && memchr("._-", c, 3) == NULL)
            return false;
    }
    return true;
}

struct str account_fold(struct cx *cx, struct str login)
{
    struct str s = str_trim(login);
    char *p = arena_take(cx->arena, s.n + 1);

    for (size_t i = 0; i < s.n; i++)
        p[i] = s.p[i] >= 'A' && s.p[i] <= 'Z' ? (char)(s.p[i] + 32) : s.p[i];
    return (struct str){p, s.n};
}

static enum err draft_check(struct cx *cx, const struct account_draft *d, struct str login)
{
    size_t points = str_points(str_trim(d->name));

    if (!login_ok(login))
        fail(cx, ERR_INVALID, "login", "account.login_form");
    if (points < 1 || points > 60)
        fail(cx, ERR_INVALID, "name", "account.name");
    if (d->email.n > 0 && str_find_char(d->email, '@') == (size_t)-1)
        fail(cx, ERR_INVALID, "email", "account.email");
    if (str_empty(d->password_hash))
        fail(cx, ERR_INVALID, "password", "account.password_missing");
    return cx_checked(cx);
}

static struct bytes seal(struct cx *cx, const char *column, struct str uid, struct str value)
{
    if (str_empty(str_trim(value)))
        return (struct bytes){0};
    return privacy_seal(cx, "account", column, uid, str_trim(value));
}

enum err account_make(struct cx *cx, const struct account_draft *d, struct account *out)
{
    struct str uid = privacy_uid(cx), login = account_fold(cx, d->login);
    struct bytes totp = {0};
    bool taken;
    int64_t id;

    TRY(right_check(cx, RIGHT_ACCOUNT_MANAGE, NULL));
    TRY(draft_check(cx, d, login));
    TRY(sql_account_by_name(cx, login, out, &taken));
    if (taken)
        return fail(cx, ERR_INVALID, "login", "account_login");
    if (d->totp_seed.n > 0)
        totp = privacy_seal(cx, "account", "totp_sealed", uid,
            (struct str){(const char *)d->totp_seed.p, d->totp_seed.n});
    TRY(sql_account_add(cx, uid, login, str_trim(d->name), d->family, d->person_id,
        str_of(account_lang_words[d->lang]), seal(cx, "email_sealed", uid, d->email),
        seal(cx, "phone_sealed", uid, d->phone), d->password_hash, d->password_fresh, totp,
        d->demo, cx->now, &id));
    TRY(audit_add(cx, "account", id, "account.make", (struct str){0},
        str_of(account_family_words[d->family])));
    return account_read(cx, id, out);
}

enum err account_read(struct cx *cx, int64_t id, struct account *out)
{
    bool found;

    TRY(sql_account_by_id(cx, id, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err account_get(struct cx *cx, struct str uid, struct account *out)
{
    bool found;

    TRY(right_check(cx, RIGHT_ACCOUNT_MANAGE, NULL));
    TRY(sql_account_by_uid(cx, uid, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err account_by_login(struct cx *cx, struct str login, struct account *out, bool *found)
{
    TRY(right_check(cx, RIGHT_ACCOUNT_MANAGE, NULL));
    return sql_account_by_name(cx, account_fold(cx, login), out, found);
}

/* "%typed%" with its wildcards made plain. */
static struct str pattern(struct cx *cx, struct str typed)
{
    struct buf b = buf_new(cx->arena, 2 * typed.n + 3);

    if (str_empty(typed))
        return (struct str){0};
    buf_char(&b, '%');
    for (size_t i = 0; i < typed.n; i++) {
        if (memchr("%_!", typed.p[i], 3) != NULL)
            buf_char(&b, '!');
        buf_char(&b, typed.p[i]);
    }
    buf_char(&b, '%');
    return buf_str(&b);
}

enum err account_list(
    struct cx *cx, struct str typed, struct str after, size_t max, struct account_list *out)
{
    TRY(right_check(cx, RIGHT_ACCOUNT_MANAGE, NULL));
    return sql_account_page(
        cx, pattern(cx, str_trim(typed)), after.p == NULL ? S("") : after, (int64_t)max, out);
}

enum err account_own(struct cx *cx, struct account *out)
{
    TRY(right_check(cx, RIGHT_SIGNED_IN, NULL));
    return account_read(cx, cx->actor->account_id, out);
}

enum err account_name(struct cx *cx, int64_t id, struct str *out)
{
    struct account a;
    bool found = false;

    if (id > 0)
        TRY(sql_account_by_id(cx, id, &a, &found));
    *out = found ? a.name : S("");
    return OK;
}

enum err account_contact(struct cx *cx, int64_t id, struct account_contact *out)
{
    struct account a;
    struct account_contact c;

    TRY(account_read(cx, id, &a));
    TRY(privacy_open(cx, "account", "email_sealed", a.uid, a.email_sealed, &c.email));
    TRY(privacy_open(cx, "account", "phone_sealed", a.uid, a.phone_sealed, &c.phone));
    c.lang = a.lang;
    *out = c;
    return OK;
}

enum err account_of_org(struct cx *cx, int64_t org_id, struct account_id_list *out)
{
    return sql_account_ids_of_org(cx, org_id, out);
}

/* The code with all but its first n digits zero. */
static struct str above(struct cx *cx, struct str division, size_t n)
{
    char *p;

    if (division.n < 12)
        return division;
    p = arena_take(cx->arena, 13);
    memset(p, '0', 12);
    memcpy(p, division.p, n);
    return (struct str){p, 12};
}

enum err account_of_role(
    struct cx *cx, enum role role, struct str division, struct account_id_list *out)
{
    size_t bit = 0;

    while (bit < ROLES && 1u << bit != (unsigned)role)
        bit++;
    return sql_account_ids_of_role(cx, str_of(role_words[bit]), division,
        above(cx, division, 12), above(cx, division, 9), above(cx, division, 6),
        above(cx, division, 4), above(cx, division, 2), out);
}

enum err account_of_person(struct cx *cx, int64_t person_id, int64_t *out)
{
    struct account_id_list ids = {0};

    if (person_id > 0)
        TRY(sql_account_ids_of_person(cx, person_id, &ids));
    *out = ids.n > 0 ? ids.p->id : 0;
    return OK;
}

/* The right, and never on oneself. */
static enum err manage_check(struct cx *cx, const struct account *a)
{
    TRY(right_check(cx, RIGHT_ACCOUNT_MANAGE, NULL));
    if (a->id == cx->actor->account_id)
        return fail(cx, ERR_DENIED, NULL, "account.self");
    return OK;
}

enum err account_set_state(
    struct cx *cx, struct account *a, enum account_state state, int64_t version)
{
    int64_t changed;

    TRY(manage_check(cx, a));
    TRY(sql_account_state_set(cx, a->id, version, state, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "store.stale");
    if (state == ACCOUNT_CLOSED)
        TRY(session_end_all(cx, a->id));
    a->state = state;
    a->version = version + 1;
    return audit_add(cx, "account", a->id,
        state == ACCOUNT_CLOSED ? "account.close" : "account.open", (struct str){0},
        (struct str){0});
}

enum err account_grants(struct cx *cx, int64_t account_id, struct grant_list *out)
{
    struct account_grant_row_list rows;
    struct grant_list list = {0};

    TRY(sql_account_grants_of(cx, account_id, &rows));
    list.p = MANY(cx->arena, struct grant, rows.n);
    EACH (row, &rows) {
        int bit = word_find(role_words, row->role);

        if (bit >= 0)
            list.p[list.n++] =
                (struct grant){row->id, (enum role)(1u << bit), row->division, row->org_id};
    }
    *out = list;
    return OK;
}

static unsigned family_roles(enum account_family family)
{
    switch (family) {
    case FAMILY_BUSINESS:
        return ROLE_DEPUTY | ROLE_CLERK | ROLE_UNIT | ROLE_PRESIDIUM | ROLE_OFFICE |
               ROLE_LEADER;
    case FAMILY_AUDITOR:
        return ROLE_AUDITOR;
    case FAMILY_SYSTEM:
        return ROLE_SYSTEM;
    case FAMILY_SECURITY:
        return ROLE_SECURITY;
    }
    return 0;
}

static bool division_ok(struct str d)
{
    size_t digits = d.n == 16 ? 12 : d.n;

    if (digits != 12 || (d.n == 16 && d.p[12] != '-'))
        return false;
    for (size_t i = 0; i < d.n; i++)
        if (i != 12 && (d.p[i] < '0' || d.p[i] > '9'))
            return false;
    return true;
}

/* Separate areas after adding one; more than eight would not fit struct right_ranges. */
static bool areas_fit(struct cx *cx, const struct grant_list *have, struct str division)
{
    size_t separate = division.n > 0 ? 1 : 0;

    EACH (g, have) {
        struct right_range mine = right_subtree(cx->arena, g->division);
        bool inside = false;

        if (str_empty(g->division))
            continue;
        EACH (other, have) {
            struct right_range r = right_subtree(cx->arena, other->division);
            bool same = str_eq(other->division, g->division);

            inside =
                inside || (other->division.n > 0 && (same ? other < g : true) && other != g &&
                              str_cmp(r.from, mine.from) <= 0 && str_cmp(mine.to, r.to) <= 0);
        }
        separate += inside ? 0 : 1;
    }
    return separate <= RIGHT_AREAS;
}

static enum err grant_check(
    struct cx *cx, const struct account *a, enum role role, struct str division, int64_t org_id)
{
    struct grant_list have;
    unsigned roles = (unsigned)role;

    TRY(manage_check(cx, a));
    TRY(account_grants(cx, a->id, &have));
    EACH (g, &have)
        roles |= (unsigned)g->role;
    if (((unsigned)role & family_roles(a->family)) == 0 || !right_exclusive(roles))
        fail(cx, ERR_INVALID, "role", "account.role_family");
    if (a->family != FAMILY_BUSINESS)
        return cx_checked(cx);
    if (role == ROLE_UNIT && org_id <= 0)
        fail(cx, ERR_INVALID, "org", "account.org_missing");
    if (role != ROLE_UNIT && !division_ok(division))
        fail(cx, ERR_INVALID, "division", "account.division_missing");
    if (have.n >= GRANTS_MAX || !areas_fit(cx, &have, division))
        fail(cx, ERR_INVALID, "division", "account.too_many");
    return cx_checked(cx);
}

enum err account_grant_add(
    struct cx *cx, const struct account *a, enum role role, struct str division, int64_t org_id)
{
    int bit = 0;
    int64_t id;

    TRY(grant_check(cx, a, role, division, org_id));
    while (1u << bit != (unsigned)role)
        bit++;
    if (a->family != FAMILY_BUSINESS || role == ROLE_UNIT)
        division = (struct str){0};
    if (role != ROLE_UNIT)
        org_id = 0;
    TRY(sql_account_grant_put(cx, a->id, a->family, str_of(role_words[bit]), division, org_id,
        cx->actor->account_id, cx->now, &id));
    return audit_add(cx, "account", a->id, "account.grant", division, str_of(role_words[bit]));
}

enum err account_grant_drop(struct cx *cx, const struct account *a, int64_t grant_id)
{
    int64_t changed;

    TRY(manage_check(cx, a));
    TRY(sql_account_grant_remove(cx, grant_id, a->id, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return audit_add(cx, "account", a->id, "account.revoke", (struct str){0}, (struct str){0});
}

enum err account_reset_ask(struct cx *cx, const struct account *a)
{
    int64_t changed;

    TRY(manage_check(cx, a));
    TRY(sql_account_reset_put(cx, a->id, cx->actor->account_id, cx->now, &changed));
    return audit_add(
        cx, "account", a->id, "account.reset.ask", (struct str){0}, (struct str){0});
}

enum err account_reset_asked(struct cx *cx, const struct account *a, int64_t *by, bool *asked)
{
    struct account_reset r = {0};

    TRY(right_check(cx, RIGHT_ACCOUNT_MANAGE, NULL));
    TRY(sql_account_reset_of(cx, a->id, &r, asked));
    *by = r.asked_by;
    return OK;
}

enum err account_reset_confirm(struct cx *cx, struct account *a, struct str hash)
{
    struct account_reset r = {0};
    bool by_program = (cx->actor->roles & ROLE_CLOCK) != 0, asked;
    int64_t changed;

    TRY(manage_check(cx, a));
    TRY(sql_account_reset_of(cx, a->id, &r, &asked));
    if (!by_program && !asked)
        return fail(cx, ERR_CONFLICT, NULL, "account.reset_not_asked");
    if (!by_program && r.asked_by == cx->actor->account_id)
        return fail(cx, ERR_DENIED, NULL, "account.reset_second");
    TRY(sql_account_reset_drop(cx, a->id, &changed));
    TRY(sql_account_password_put(cx, a->id, hash, cx->now, true, &changed));
    TRY(sql_account_totp_put(cx, a->id, (struct bytes){0}, a->totp_step, &changed));
    TRY(sql_account_code_drop(cx, a->id, &changed));
    TRY(account_totp_renew(cx, a));
    TRY(session_end_all(cx, a->id));
    return audit_add(cx, "account", a->id, "account.reset", (struct str){0}, (struct str){0});
}
