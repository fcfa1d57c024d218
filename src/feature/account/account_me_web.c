/*
 * account: one's own page: what one may, where one is signed in, password and second factor.
 */
#include "core/audit.h"
#include "core/notice.h"

#include "feature/account/account_web.h"

static const struct input second_inputs[] = {
    INPUT(struct account_second_form, now, .flags = INPUT_REQUIRED | INPUT_SECRET, .max = 200,
        .widget = WIDGET_PASSWORD, .autocomplete = "current-password"),
};
const struct form account_second_form = FORM(account_second_form, second_inputs);

enum err account_web_me(struct call *call)
{
    struct cx *cx = call->cx;
    struct account_me_view v = {0};
    struct session_list sessions;
    struct account a;

    TRY(account_own(cx, &a));
    TRY(account_web_grants(call, a.id, &v.grants));
    TRY(session_list(cx, &sessions));
    TRY(account_codes_left(cx, a.id, &v.codes_left));
    TRY(notice_unread(cx, a.id, &v.unread));
    v.account = &a;
    v.family = account_web_word(call, "account.family", account_family_words[a.family]);
    v.sessions.p = MANY(call->arena, struct account_session_line, sessions.n);
    EACH (s, &sessions)
        v.sessions.p[v.sessions.n++] = (struct account_session_line){.id = s->id,
            .device = s->device.n > 0 ? s->device : S("Browser"),
            .started = s->started,
            .seen = s->seen,
            .here = s->id == cx->actor->session_id};
    return web_page(call, web_text(call, TEXT_account_me_title), page_account_me, &v);
}

enum err account_web_session_end(struct call *call)
{
    int64_t id;

    if (num_parse(call_path(call, "id"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(session_end(call->cx, id));
    if (id != call->cx->actor->session_id)
        return web_redirect_note(call, TEXT_note_account_ended, "/me", S(""));
    call_set_cookie(call, session_cookie(call->cx), (struct str){0}, -1);
    return call_redirect(call, S("/"));
}

enum err account_web_password(struct call *call)
{
    struct account_renew_view v = {.form = account_web_form(call, &account_renew_own_form),
        .action = {S("/me/password")},
        .own = true};

    account_web_faults(call);
    return web_page(call, web_text(call, TEXT_account_renew_title), page_account_renew, &v);
}

enum err account_web_password_prepare(struct call *call)
{
    const struct account_renew_form *f = call_form(call);
    struct str *hash = NEW(call->arena, struct str);
    struct account a;

    call->prepared = hash;
    TRY(account_own(call->cx, &a));
    if (!str_eq(f->password, f->again))
        return fail(call->cx, ERR_INVALID, "again", "account.passwords_differ");
    if (!account_password_is(&a, f->now))
        return fail(call->cx, ERR_INVALID, "now", "account.password_now_wrong");
    return account_password_hash(call->cx, "password", &a, f->password, hash);
}

enum err account_web_password_set(struct call *call)
{
    const struct str *hash = call->prepared;
    struct account a;

    TRY(account_own(call->cx, &a));
    TRY(account_password_set(call->cx, &a, *hash));
    return web_redirect_note(call, TEXT_note_account_password, "/me", S(""));
}

enum err account_web_second(struct call *call)
{
    struct account_second_view v = {.form = account_web_form(call, &account_second_form)};

    account_web_faults(call);
    return web_page(call, web_text(call, TEXT_account_second_title), page_account_second, &v);
}

enum err account_web_second_prepare(struct call *call)
{
    const struct account_second_form *f = call_form(call);
    struct account a;

    TRY(account_own(call->cx, &a));
    if (!account_password_is(&a, f->now))
        return fail(call->cx, ERR_INVALID, "now", "account.password_now_wrong");
    return OK;
}

enum err account_web_second_begin(struct call *call)
{
    struct account a;

    TRY(account_own(call->cx, &a));
    TRY(account_totp_begin(call->cx, &a));
    return call_redirect(call, S("/me/second/new"));
}

enum err account_web_second_show(struct call *call)
{
    struct account a;

    TRY(account_own(call->cx, &a));
    if (a.totp_next_sealed.p == NULL)
        return call_redirect(call, S("/me/second"));
    return account_web_enrol(
        call, &a, account_web_form(call, &account_code_form), "/me/second/new", 0);
}

enum err account_web_second_confirm(struct call *call)
{
    const struct account_code_form *f = call_form(call);
    struct form_state *s = account_web_form(call, &account_code_form);
    struct str codes[ACCOUNT_CODES];
    struct account a;
    bool ok;

    TRY(account_own(call->cx, &a));
    TRY(account_totp_confirm(call->cx, &a, f->code, &ok, codes));
    if (ok)
        return account_web_codes(call, codes, "/me");
    s->nproblems = 0;
    account_web_problem(call, s, "code", "account.code_wrong", (struct str){0});
    return account_web_enrol(call, &a, s, "/me/second/new", 422);
}
