/*
 * account: sign-in page by page: password, then what the account still owes (a new password,
 * its second factor), then a code.
 */
#include "feature/account/account_web.h"

#include "core/meta.h"
#include "core/settings.h"
#include "out/doc.h"
#include "web/menu.h"

#include "feature/registry/registry.h"

#define DEVICE_COOKIE "ll-device"
#define DEVICE_AGE (180 * 86400)

struct account_signin_form {
    struct str login, password;
};
static const struct input signin_inputs[] = {
    INPUT(struct account_signin_form, login, .flags = INPUT_REQUIRED, .max = 60,
        .autocomplete = "username"),
    INPUT(struct account_signin_form, password, .flags = INPUT_REQUIRED | INPUT_SECRET,
        .max = 200, .widget = WIDGET_PASSWORD, .autocomplete = "current-password"),
};
static const struct form signin_form = FORM(account_signin_form, signin_inputs);

static const struct input code_inputs[] = {
    INPUT(struct account_code_form, code, .flags = INPUT_REQUIRED | INPUT_SECRET, .max = 60,
        .autocomplete = "one-time-code"),
};
const struct form account_code_form = FORM(account_code_form, code_inputs);

#define NEW_PASSWORD(member)                                                                   \
    INPUT(struct account_renew_form, member, .flags = INPUT_REQUIRED | INPUT_SECRET,           \
        .max = 200, .widget = WIDGET_PASSWORD, .autocomplete = "new-password")
static const struct input renew_inputs[] = {NEW_PASSWORD(password), NEW_PASSWORD(again)};
const struct form account_renew_form = FORM(account_renew_form, renew_inputs);
static const struct input renew_own_inputs[] = {
    INPUT(struct account_renew_form, now, .flags = INPUT_REQUIRED | INPUT_SECRET, .max = 200,
        .widget = WIDGET_PASSWORD, .autocomplete = "current-password"),
    NEW_PASSWORD(password),
    NEW_PASSWORD(again),
};
const struct form account_renew_own_form = FORM(account_renew_form, renew_own_inputs);

struct form_state *account_web_form(struct call *call, const struct form *f)
{
    static const struct pair_list nothing;
    struct form_state *s;

    if (call->form != NULL && call->form->form == f)
        return call->form;
    s = form_parse(call->arena, f, nothing);
    s->nproblems = 0;
    return s;
}

void account_web_problem(struct call *call, struct form_state *s, const char *field,
    const char *rule, struct str arg)
{
    struct form_problem *all = MANY(call->arena, struct form_problem, s->nproblems + 1);
    const struct input *in = s->form->inputs;

    for (size_t i = 0; i < s->form->n; i++)
        if (field != NULL && str_is(str_of(field), s->form->inputs[i].name))
            in = &s->form->inputs[i];
    for (size_t i = 0; i < s->nproblems; i++)
        all[i] = s->problems[i];
    all[s->nproblems] = (struct form_problem){
        .input = in, .rule = str_of(rule), .args = {arg}, .nargs = arg.p != NULL ? 1 : 0};
    s->problems = all;
    s->nproblems++;
}

void account_web_faults(struct call *call)
{
    struct cx *cx = call->cx;

    for (size_t i = 0; call->form != NULL && i < cx->faults.n; i++) {
        const struct fault *f = &cx->faults.p[i];

        if (f->code == ERR_INVALID)
            account_web_problem(call, call->form, f->field.p, f->rule.p, (struct str){0});
    }
}

struct str account_web_device(struct call *call)
{
    static const char *const browsers[][2] = {{"MicroMessenger", "WeChat"},
        {"Firefox", "Firefox"}, {"Edg", "Edge"}, {"Chrom", "Chrome"}, {"Safari", "Safari"}};
    static const char *const systems[][2] = {{"Android", "Android"}, {"iPhone", "iPhone"},
        {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "macOS"}, {"Linux", "Linux"}};
    struct str agent = call_header(call, "user-agent");
    const char *browser = "Browser", *on = "";

    for (size_t i = COUNT(browsers); i-- > 0;)
        browser = str_has(agent, str_of(browsers[i][0])) ? browsers[i][1] : browser;
    for (size_t i = COUNT(systems); i-- > 0;)
        on = str_has(agent, str_of(systems[i][0])) ? systems[i][1] : on;
    return str_f(call->arena, "%s%s%s", browser, on[0] == 0 ? "" : ", ", on);
}

struct str account_web_word(struct call *call, const char *prefix, const char *word)
{
    return text_join(
        call->arena, call->cx->lang, (const struct str[]){str_of(prefix), str_of(word)}, 2);
}

/* The place or organisation of a grant by name; its code when the register does not know it. */
static struct str where_of(struct call *call, const struct grant *g)
{
    struct cx *cx = call->cx;
    struct str name;
    struct org org;

    if (g->org_id > 0)
        return registry_org(cx, g->org_id, &org) == OK ? org.name
                                                       : num_text(call->arena, g->org_id);
    if (str_empty(g->division))
        return S("");
    if (registry_full_name(cx, g->division, &name) != OK)
        name = S("");
    return str_f(call->arena, "%.*s %.*s", STR(name), STR(g->division));
}

enum err account_web_grants(
    struct call *call, int64_t account_id, struct account_grant_line_list *out)
{
    struct grant_list list;

    TRY(account_grants(call->cx, account_id, &list));
    out->p = MANY(call->arena, struct account_grant_line, list.n);
    out->n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        int bit = 0;

        while (1 << bit != (int)list.p[i].role)
            bit++;
        out->p[i] = (struct account_grant_line){.id = list.p[i].id,
            .role = account_web_word(call, "role", role_words[bit]),
            .where = where_of(call, &list.p[i])};
    }
    return OK;
}

/* Each step of sign-in has its page. */
static const char *const stage_paths[] = {
    [STAGE_REFUSED] = "/signin",
    [STAGE_WAIT] = "/signin",
    [STAGE_PASSWORD] = "/signin/password",
    [STAGE_ENROL] = "/signin/enrol",
    [STAGE_CODE] = "/signin/code",
    [STAGE_IN] = "/start",
};

static void cookies_set(struct call *call, const struct account_entry *e)
{
    if (e->token.n > 0)
        call_set_cookie(call, session_cookie(call->cx), e->token, 0);
    if (e->device.n > 0)
        call_set_cookie(call, DEVICE_COOKIE, e->device, DEVICE_AGE);
}

static void refused(struct call *call, struct form_state *s, const struct account_entry *e,
    const char *field, const char *wrong)
{
    struct str minutes = num_text(call->arena, e->wait);

    if (e->stage == STAGE_WAIT)
        account_web_problem(call, s, field, "account.wait", minutes);
    else
        account_web_problem(call, s, field, wrong, (struct str){0});
}

static enum err signin_page(struct call *call, int status)
{
    struct account_signin_view v = {.form = account_web_form(call, &signin_form)};
    struct web_head head = {
        .title = web_text(call, TEXT_account_signin_title), .citizen = true, .status = status};

    call->personal = true;
    if (call->cx->db != NULL)
        TRY(meta_demo(call->cx, &v.demo));
    if (v.demo)
        TRY(account_demo_list(call->cx, &v.logins));
    return web_page_as(call, &head, page_account_signin, &v);
}

static enum err signin(struct call *call)
{
    if (call->cx->actor->account_id > 0)
        return call_redirect(call, S("/start"));
    return signin_page(call, 0);
}

static enum err signin_prepare(struct call *call)
{
    const struct account_signin_form *f = call_form(call);
    struct account_try t = {.login = f->login,
        .password = f->password,
        .peer = call->peer,
        .device = call_cookie(call, DEVICE_COOKIE)};
    struct account_proof *p = NEW(call->arena, struct account_proof);

    call->prepared = p;
    return account_prove(call->cx, &t, p);
}

static enum err signin_do(struct call *call)
{
    struct account_entry e;
    struct form_state *s = account_web_form(call, &signin_form);

    TRY(account_sign_in(
        call->cx, call->prepared, call->session_token, account_web_device(call), &e));
    cookies_set(call, &e);
    if (e.stage != STAGE_REFUSED && e.stage != STAGE_WAIT)
        return call_redirect(call, str_of(stage_paths[e.stage]));
    s->nproblems = 0;
    refused(call, s, &e, "password", "account.wrong");
    return signin_page(call, e.stage == STAGE_WAIT ? 429 : 422);
}

/* The half session's account at the step this page is for; otherwise *gone is true and the
 * reply leads to the right page. */
static enum err at_step(
    struct call *call, enum account_stage want, struct account *a, bool *gone)
{
    enum account_stage stage;
    enum err code = account_half(call->cx, call->session_token, a, &stage);

    *gone = code != OK || stage != want;
    if (code == ERR_SIGNIN) {
        cx_faults_clear(call->cx);
        return call_redirect(call, S("/signin"));
    }
    TRY(code);
    return *gone ? call_redirect(call, str_of(stage_paths[stage])) : OK;
}

static enum err code_page(struct call *call, const struct account *a, int status)
{
    struct account_code_view v = {.form = account_web_form(call, &account_code_form)};
    struct web_head head = {
        .title = web_text(call, TEXT_account_code_title), .citizen = true, .status = status};

    call->personal = true;
    if (a->demo)
        TRY(account_demo_code(call->cx, a, &v.demo_code));
    return web_page_as(call, &head, page_account_code, &v);
}

static enum err code(struct call *call)
{
    struct account a;
    bool gone;

    TRY(at_step(call, STAGE_CODE, &a, &gone));
    return gone ? OK : code_page(call, &a, 0);
}

static enum err code_do(struct call *call)
{
    const struct account_code_form *f = call_form(call);
    struct form_state *s = account_web_form(call, &account_code_form);
    struct account_entry e;
    struct account a;
    bool gone;

    TRY(at_step(call, STAGE_CODE, &a, &gone));
    if (gone)
        return OK;
    TRY(account_second(call->cx, call->session_token, f->code, account_web_device(call), &e));
    cookies_set(call, &e);
    if (e.stage == STAGE_IN)
        return call_redirect(call, S("/start"));
    s->nproblems = 0;
    refused(call, s, &e, "code", "account.code_wrong");
    return code_page(call, &a, e.stage == STAGE_WAIT ? 429 : 422);
}

static enum err renew_page(struct call *call)
{
    struct account_renew_view v = {
        .form = account_web_form(call, &account_renew_form), .action = {S("/signin/password")}};
    struct web_head head = {.title = web_text(call, TEXT_account_renew_title), .citizen = true};

    call->personal = true;
    account_web_faults(call);
    return web_page_as(call, &head, page_account_renew, &v);
}

static enum err renew(struct call *call)
{
    struct account a;
    bool gone;

    TRY(at_step(call, STAGE_PASSWORD, &a, &gone));
    return gone ? OK : renew_page(call);
}

static enum err renew_prepare(struct call *call)
{
    const struct account_renew_form *f = call_form(call);
    struct str *hash = NEW(call->arena, struct str);
    enum account_stage stage;
    struct account a;

    call->prepared = hash;
    TRY(account_half(call->cx, call->session_token, &a, &stage));
    if (!str_eq(f->password, f->again))
        return fail(call->cx, ERR_INVALID, "again", "account.passwords_differ");
    return account_password_hash(call->cx, "password", &a, f->password, hash);
}

static enum err renew_do(struct call *call)
{
    const struct str *hash = call->prepared;
    enum account_stage next;

    TRY(account_half_password(call->cx, call->session_token, *hash, &next));
    return call_redirect(call, str_of(stage_paths[next]));
}

enum err account_web_enrol(struct call *call, const struct account *a, struct form_state *form,
    const char *action, int status)
{
    struct account_enrol_view v = {.form = form, .action = {str_of(action)}};
    struct web_head head = {
        .title = web_text(call, TEXT_account_enrol_title), .citizen = true, .status = status};
    struct account_totp totp;
    struct buf grouped = buf_new(call->arena, 200);
    struct str svg;

    call->personal = true;
    TRY(account_totp_shown(call->cx, a, &totp));
    for (size_t i = 0; i < totp.secret.n; i++)
        buf_f(&grouped, "%s%c", i > 0 && i % 4 == 0 ? " " : "", totp.secret.p[i]);
    v.secret = buf_str(&grouped);
    v.otpauth = (struct url){totp.otpauth};
    if (doc_qr_svg(call->arena, totp.otpauth, web_text(call, TEXT_account_enrol_alt), &svg) ==
        OK)
        v.qr = (struct html_safe){svg};
    return web_page_as(call, &head, page_account_enrol, &v);
}

enum err account_web_codes(
    struct call *call, const struct str codes[ACCOUNT_CODES], const char *next)
{
    struct account_codes_view v = {.next = {str_of(next)}};
    struct web_head head = {.title = web_text(call, TEXT_account_codes_title), .citizen = true};

    call->personal = true;
    for (size_t i = 0; i < ACCOUNT_CODES; i++)
        v.codes[i] = codes[i];
    v.list.p = v.codes;
    v.list.n = ACCOUNT_CODES;
    return web_page_as(call, &head, page_account_codes, &v);
}

static enum err enrol(struct call *call)
{
    struct account a;
    bool gone;

    TRY(at_step(call, STAGE_ENROL, &a, &gone));
    if (gone)
        return OK;
    return account_web_enrol(
        call, &a, account_web_form(call, &account_code_form), "/signin/enrol", 0);
}

static enum err enrol_do(struct call *call)
{
    const struct account_code_form *f = call_form(call);
    struct form_state *s = account_web_form(call, &account_code_form);
    struct str codes[ACCOUNT_CODES];
    struct account_entry e;
    struct account a;
    bool gone;

    TRY(at_step(call, STAGE_ENROL, &a, &gone));
    if (gone)
        return OK;
    TRY(account_half_enrol(
        call->cx, call->session_token, f->code, account_web_device(call), codes, &e));
    cookies_set(call, &e);
    if (e.stage == STAGE_IN)
        return account_web_codes(call, codes, "/start");
    s->nproblems = 0;
    refused(call, s, &e, "code", "account.code_wrong");
    return account_web_enrol(call, &a, s, "/signin/enrol", e.stage == STAGE_WAIT ? 429 : 422);
}

static enum err signout(struct call *call)
{
    TRY(session_close(call->cx, call->session_token));
    call_set_cookie(call, session_cookie(call->cx), (struct str){0}, -1);
    call_head(call, "Clear-Site-Data", S("\"cache\", \"storage\""));
    return call_redirect(call, S("/"));
}

/* The first page of the actor's own work. */
static enum err start(struct call *call)
{
    struct menu_entry_list all = web_menu_all();

    if ((call->cx->actor->roles & ROLE_LEADER) != 0)
        return call_redirect(call, S("/watch")); /* nothing waits in a leader's queue */
    EACH (e, &all)
        if (e->m->right != RIGHT_ANYONE && e->m->right != RIGHT_SIGNED_IN &&
            (right_rows[e->m->right - 1].roles & call->cx->actor->roles) != 0)
            return call_redirect(call, e->path);
    return call_redirect(call, S("/me"));
}

/* clang-format off */
const struct route account_web_routes[] = {
    {GET,  "/signin",          signin,    RIGHT_ANYONE},
    {POST, "/signin",          signin_do, RIGHT_ANYONE, .form = &signin_form, .again = signin,
                                          .prepare = signin_prepare, .quota = QUOTA_SIGNIN},
    {GET,  "/signin/code",     code,      RIGHT_ANYONE},
    {POST, "/signin/code",     code_do,   RIGHT_ANYONE, .form = &account_code_form,
                                          .again = code, .quota = QUOTA_SIGNIN},
    {GET,  "/signin/password", renew,     RIGHT_ANYONE},
    {POST, "/signin/password", renew_do,  RIGHT_ANYONE, .form = &account_renew_form,
                                          .again = renew, .prepare = renew_prepare,
                                          .quota = QUOTA_SIGNIN},
    {GET,  "/signin/enrol",    enrol,     RIGHT_ANYONE},
    {POST, "/signin/enrol",    enrol_do,  RIGHT_ANYONE, .form = &account_code_form,
                                          .again = enrol, .quota = QUOTA_SIGNIN},
    {POST, "/signout",         signout,   RIGHT_ANYONE},
    {GET,  "/start",           start,     RIGHT_SIGNED_IN},
    {GET,  "/me",              account_web_me, RIGHT_SIGNED_IN},
    {POST, "/me/sessions/{id}/end", account_web_session_end, RIGHT_SIGNED_IN},
    {GET,  "/me/notices",      account_notice_page, RIGHT_SIGNED_IN},
    {POST, "/me/notices/seen", account_notice_seen, RIGHT_SIGNED_IN, .form = &account_seen_form,
                               .again = account_notice_page},
    {GET,  "/me/tokens",       account_token_page, RIGHT_SIGNED_IN},
    {POST, "/me/tokens",       account_token_make, RIGHT_SIGNED_IN, .form = &account_token_form,
                               .again = account_token_page, .prepare = account_token_prepare},
    {POST, "/me/tokens/{id}/drop", account_token_drop, RIGHT_SIGNED_IN},
    {GET,  "/me/password",     account_web_password, RIGHT_SIGNED_IN},
    {POST, "/me/password",     account_web_password_set, RIGHT_SIGNED_IN,
                               .form = &account_renew_own_form, .again = account_web_password,
                               .prepare = account_web_password_prepare},
    {GET,  "/me/second",       account_web_second, RIGHT_SIGNED_IN},
    {POST, "/me/second",       account_web_second_begin, RIGHT_SIGNED_IN,
                               .form = &account_second_form, .again = account_web_second,
                               .prepare = account_web_second_prepare},
    {GET,  "/me/second/new",   account_web_second_show, RIGHT_SIGNED_IN},
    {POST, "/me/second/new",   account_web_second_confirm, RIGHT_SIGNED_IN,
                               .form = &account_code_form, .again = account_web_second_show},

    {GET,  "/accounts",        account_admin_list, RIGHT_ACCOUNT_MANAGE,
                               .query = &account_admin_search_form},
    {GET,  "/accounts/new",    account_admin_new,  RIGHT_ACCOUNT_MANAGE},
    {POST, "/accounts/new",    account_admin_make, RIGHT_ACCOUNT_MANAGE,
                               .form = &account_admin_new_form, .again = account_admin_new,
                               .prepare = account_admin_prepare},
    {GET,  "/accounts/{uid}",  account_admin_show, RIGHT_ACCOUNT_MANAGE},
    {POST, "/accounts/{uid}/grants", account_admin_grant, RIGHT_ACCOUNT_MANAGE,
                               .form = &account_admin_grant_form, .again = account_admin_show},
    {POST, "/accounts/{uid}/grants/{id}/drop", account_admin_drop, RIGHT_ACCOUNT_MANAGE},
    {POST, "/accounts/{uid}/state", account_admin_state, RIGHT_ACCOUNT_MANAGE,
                               .form = &account_admin_state_form, .again = account_admin_show},
    {POST, "/accounts/{uid}/reset", account_admin_reset, RIGHT_ACCOUNT_MANAGE},
    {POST, "/accounts/{uid}/reset/confirm", account_admin_confirm, RIGHT_ACCOUNT_MANAGE,
                               .prepare = account_admin_prepare},

    {GET,  "/audit",              account_audit_home,    RIGHT_AUDIT_READ},
    {GET,  "/audit/verify",       account_audit_verify,  RIGHT_AUDIT_READ, .flags = ROUTE_SLOW},
    {GET,  "/audit/entries",      account_audit_entries, RIGHT_AUDIT_READ,
                                  .query = &account_audit_entries_form},
    {GET,  "/audit/entries.csv",  account_audit_entries, RIGHT_AUDIT_READ,
                                  .query = &account_audit_entries_form, .flags = ROUTE_SLOW},
    {GET,  "/audit/entries.xlsx", account_audit_entries, RIGHT_AUDIT_READ,
                                  .query = &account_audit_entries_form, .flags = ROUTE_SLOW},
    {GET,  "/audit/rights",       account_audit_rights,  RIGHT_AUDIT_READ},
    {GET,  "/system",             account_audit_system,  RIGHT_SYSTEM_READ},
    {POST, "/system/jobs/{id}/again", account_audit_job_again, RIGHT_SYSTEM_READ},
    ROUTES_END
};
/* clang-format on */
