/*
 * account: what a security administrator does: accounts, grants, resets.
 */
#include "core/audit.h"
#include "core/settings.h"
#include "web/table.h"

#include "feature/account/account_web.h"
#include "feature/registry/registry.h"
#include "feature/registry/registry_pick_web.h"

struct account_search {
    struct str q;
};
static const struct input search_inputs[] = {INPUT(struct account_search, q, .max = 60)};
const struct form account_admin_search_form = FORM(account_search, search_inputs);

struct account_new {
    struct str login, name;
    enum account_family family;
    struct str email, phone, deputy;
};
static const struct input new_inputs[] = {
    INPUT(struct account_new, login, .flags = INPUT_REQUIRED, .max = 40, .autocomplete = "off"),
    INPUT(struct account_new, name, .flags = INPUT_REQUIRED, .max = 60, .autocomplete = "off"),
    INPUT_ENUM(struct account_new, family, account_family_words, .flags = INPUT_REQUIRED),
    INPUT(struct account_new, email, .flags = INPUT_EMAIL, .max = 120, .autocomplete = "off"),
    INPUT(struct account_new, phone, .flags = INPUT_PHONE, .max = 30, .autocomplete = "off"),
    INPUT(struct account_new, deputy, .max = 20, .autocomplete = "off"),
};
const struct form account_admin_new_form = FORM(account_new, new_inputs);

/* Business roles in the order of the table of rights. */
static const char *const grant_words[] = {
    "deputy", "clerk", "unit", "presidium", "office", "leader", NULL};
struct account_grant {
    int role;
    struct str division, org;
};
static const struct input grant_inputs[] = {
    INPUT_ENUM(struct account_grant, role, grant_words, .flags = INPUT_REQUIRED,
        .widget = WIDGET_SELECT),
    INPUT(struct account_grant, division, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct account_grant, org, .max = 60),
};
const struct form account_admin_grant_form = FORM(account_grant, grant_inputs);

struct account_state_form {
    int64_t version, open;
};
static const struct input state_inputs[] = {
    INPUT(struct account_state_form, version, .flags = INPUT_REQUIRED | INPUT_HIDDEN, .min = 1,
        .max = INT64_MAX),
    INPUT(struct account_state_form, open, .flags = INPUT_REQUIRED | INPUT_HIDDEN, .max = 1),
};
const struct form account_admin_state_form = FORM(account_state_form, state_inputs);

enum {
    COLUMNS = 4
};

static enum err list_rows(struct call *call, const struct account_list *all, struct sheet *s)
{
    s->cells = MANY(call->arena, struct sheet_cell, all->n * COLUMNS);
    s->nrows = all->n;
    for (size_t i = 0; i < all->n; i++) {
        const struct account *a = &all->p[i];
        struct sheet_cell *cell = &s->cells[i * COLUMNS];

        cell[0] = (struct sheet_cell){
            .text = a->login, .link = web_url(call->arena, "/accounts/", a->uid, "").s};
        cell[1].text = a->name;
        cell[2].text =
            account_web_word(call, "account.family", account_family_words[a->family]);
        cell[3].text = account_web_word(call, "account.state", account_state_words[a->state]);
    }
    return OK;
}

enum err account_admin_list(struct call *call)
{
    static const struct sheet_column columns[COLUMNS] = {
        {"", TEXT_account_login_label, 20, false},
        {"", TEXT_account_name_label, 30, false},
        {"", TEXT_account_family_label, 16, false},
        {"", TEXT_account_state_label, 10, false},
    };
    const struct account_search *f = call_asked(call);
    struct sheet s = {.title = web_text(call, TEXT_account_list_title),
        .columns = columns,
        .ncolumns = COLUMNS};
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_account_new_title), web_url_of("/accounts/new")};
    struct web_table t = {.sheet = &s,
        .heading = s.title,
        .filter = call->asked,
        .empty = web_text(call, TEXT_account_list_empty),
        .actions = {&add, 1}};
    struct account_list all;
    struct str after = S("");
    int64_t limit = web_table_limit(call);

    for (size_t i = 0; i < call->query.n; i++)
        if (str_is(call->query.p[i].name, "after"))
            after = call->query.p[i].value;
    TRY(account_list(call->cx, f->q, after, (size_t)limit + 1, &all));
    if (all.n > (size_t)limit) {
        all.n = (size_t)limit;
        t.after = all.p[all.n - 1].login;
    }
    t.later = after.n > 0;
    TRY(list_rows(call, &all, &s));
    return web_table(call, &(struct web_head){.title = s.title}, &t);
}

enum err account_admin_new(struct call *call)
{
    struct account_new_view v = {.form = account_web_form(call, &account_admin_new_form)};

    account_web_faults(call);
    return web_page(call, web_text(call, TEXT_account_new_title), page_account_new, &v);
}

/* A first password and its hash, before the transaction. */
struct secret {
    struct str password, hash;
};

static enum err password_make(struct call *call, struct secret *out)
{
    out->password = account_password_new(call->cx);
    if (secret_password_hash(call->arena, out->password, &out->hash) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "store.down");
    return OK;
}

enum err account_admin_prepare(struct call *call)
{
    struct secret *s = NEW(call->arena, struct secret);

    call->prepared = s;
    return password_make(call, s);
}

static enum err made_page(
    struct call *call, const struct account *a, const struct secret *secret)
{
    struct account_made_view v = {.account = a, .password = secret->password};

    call->personal = true;
    return web_page(call, web_text(call, TEXT_account_made_title), page_account_made, &v);
}

static enum role family_role(enum account_family family)
{
    switch (family) {
    case FAMILY_AUDITOR:
        return ROLE_AUDITOR;
    case FAMILY_SYSTEM:
        return ROLE_SYSTEM;
    case FAMILY_SECURITY:
        return ROLE_SECURITY;
    case FAMILY_BUSINESS:
        break;
    }
    return ROLE_ANYONE;
}

enum err account_admin_make(struct call *call)
{
    const struct account_new *f = call_form(call);
    const struct secret *secret = call->prepared;
    struct cx *cx = call->cx;
    struct account_draft d = {.login = f->login,
        .name = f->name,
        .family = f->family,
        .lang = LANG_ZH,
        .email = f->email,
        .phone = f->phone,
        .password_hash = secret->hash,
        .password_fresh = true};
    struct deputy deputy;
    struct account a;

    if (f->deputy.n > 0) {
        if (registry_deputy_public(cx, f->deputy, &deputy) != OK)
            return fail(cx, ERR_INVALID, "deputy", "account.deputy_unknown");
        d.person_id = deputy.person_id;
    }
    TRY(account_make(cx, &d, &a));
    if (a.family != FAMILY_BUSINESS)
        TRY(account_grant_add(cx, &a, family_role(a.family), (struct str){0}, 0));
    return made_page(call, &a, secret);
}

enum err account_admin_show(struct call *call)
{
    struct cx *cx = call->cx;
    struct account_show_view v = {.form = account_web_form(call, &account_admin_grant_form)};
    struct account a;
    int64_t by;

    TRY(account_get(cx, call_path(call, "uid"), &a));
    account_web_faults(call);
    TRY(account_web_grants(call, a.id, &v.grants));
    TRY(account_reset_asked(cx, &a, &by, &v.asked));
    TRY(account_name(cx, by, &v.asked_by));
    v.account = &a;
    v.family = account_web_word(call, "account.family", account_family_words[a.family]);
    v.own = a.id == cx->actor->account_id;
    v.enrolled = a.totp_sealed.p != NULL;
    v.may_confirm = v.asked && by != cx->actor->account_id;
    return web_page(call, a.name, page_account_show, &v);
}

static enum role granted_role(int word)
{
    return (enum role)(1 << word_find(role_words, str_of(grant_words[word])));
}

enum err account_admin_grant(struct call *call)
{
    const struct account_grant *f = call_form(call);
    struct cx *cx = call->cx;
    enum role role = granted_role(f->role);
    struct org org = {0};
    struct account a;
    struct str name;

    TRY(account_get(cx, call_path(call, "uid"), &a));
    TRY(registry_pick(call, "division", f->division));
    if (role == ROLE_UNIT && f->org.n > 0 && registry_org_by_code(cx, f->org, &org) != OK)
        return fail(cx, ERR_INVALID, "org", "account.org_unknown");
    if (role != ROLE_UNIT && f->division.n > 0 &&
        registry_full_name(cx, f->division, &name) != OK)
        return fail(cx, ERR_INVALID, "division", "account.division_unknown");
    TRY(account_grant_add(cx, &a, role, f->division, org.id));
    return web_redirect_note(call, TEXT_note_account_granted, "/accounts/", a.uid);
}

enum err account_admin_drop(struct call *call)
{
    struct account a;
    int64_t id;

    TRY(account_get(call->cx, call_path(call, "uid"), &a));
    if (num_parse(call_path(call, "id"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(account_grant_drop(call->cx, &a, id));
    return web_redirect_note(call, TEXT_note_account_dropped, "/accounts/", a.uid);
}

enum err account_admin_state(struct call *call)
{
    const struct account_state_form *f = call_form(call);
    enum account_state state = f->open == 1 ? ACCOUNT_OPEN : ACCOUNT_CLOSED;
    struct account a;

    TRY(account_get(call->cx, call_path(call, "uid"), &a));
    TRY(account_set_state(call->cx, &a, state, f->version));
    return web_redirect_note(call, TEXT_note_account_state, "/accounts/", a.uid);
}

enum err account_admin_reset(struct call *call)
{
    struct account a;

    TRY(account_get(call->cx, call_path(call, "uid"), &a));
    TRY(account_reset_ask(call->cx, &a));
    return web_redirect_note(call, TEXT_note_account_reset, "/accounts/", a.uid);
}

enum err account_admin_confirm(struct call *call)
{
    const struct secret *secret = call->prepared;
    struct account a;

    TRY(account_get(call->cx, call_path(call, "uid"), &a));
    TRY(account_reset_confirm(call->cx, &a, secret->hash));
    return made_page(call, &a, secret);
}
