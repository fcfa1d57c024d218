/*
 * account: tokens for other programs: made for some of one's own rights, shown once, taken
 * back.
 */
#include "core/settings.h"
#include "core/token.h"

#include "feature/account/account_web.h"

#define DAYS_USUAL 90

static const struct input token_inputs[] = {
    INPUT(struct account_token_form, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct account_token_form, read, .widget = WIDGET_CHECK),
    INPUT(struct account_token_form, move, .widget = WIDGET_CHECK),
    INPUT(struct account_token_form, days, .flags = INPUT_REQUIRED, .min = 1,
        .max = TOKEN_DAYS_MAX),
    INPUT(struct account_token_form, now, .flags = INPUT_REQUIRED | INPUT_SECRET, .max = 200,
        .widget = WIDGET_PASSWORD, .autocomplete = "current-password"),
};
const struct form account_token_form = FORM(account_token_form, token_inputs);

static bool holds(const struct cx *cx, enum right right)
{
    return (right_rows[right - 1].roles & cx->actor->roles) != 0;
}

static struct str rights_words(struct call *call, struct str names)
{
    struct buf b = buf_new(call->arena, 2000);

    while (names.p != NULL) {
        struct str one = str_cut(names, ' ', &names);

        for (size_t i = 0; token_rights[i] != RIGHT_NONE; i++) {
            const struct right_row *row = &right_rows[token_rights[i] - 1];

            if (!str_is(one, row->name))
                continue;
            if (b.n > 0)
                buf_add(&b, call->cx->lang == LANG_EN ? S("; ") : S("；"));
            buf_add(&b, text_find(call->cx->lang, str_of(row->text)));
        }
    }
    return buf_str(&b);
}

static enum err tokens_set(struct call *call, struct account_tokens_view *v)
{
    struct token_list list;

    TRY(token_list(call->cx, &list));
    v->tokens.p = MANY(call->arena, struct account_token_line, list.n + 1);
    EACH (t, &list)
        v->tokens.p[v->tokens.n++] = (struct account_token_line){.id = t->id,
            .name = t->name,
            .rights = rights_words(call, t->rights),
            .expires = date_text(call->arena, date_of(t->expires)),
            .seen = instant_text(call->arena, t->seen),
            .used = t->seen.s > 0};
    return OK;
}

enum err account_token_page(struct call *call)
{
    struct account_tokens_view v = {.form = call->form,
        .may = holds(call->cx, RIGHT_REQUEST_READ),
        .may_move = holds(call->cx, RIGHT_REQUEST_MOVE)};

    if (v.form == NULL)
        v.form = form_fill(call->arena, &account_token_form,
            &(struct account_token_form){.days = DAYS_USUAL, .read = true});
    account_web_faults(call);
    TRY(tokens_set(call, &v));
    return web_page(call, web_text(call, TEXT_account_tokens_title), page_account_tokens, &v);
}

enum err account_token_prepare(struct call *call)
{
    const struct account_token_form *f = call_form(call);
    struct account a;

    TRY(account_own(call->cx, &a));
    if (!account_password_is(&a, f->now))
        return fail(call->cx, ERR_INVALID, "now", "account.password_now_wrong");
    return OK;
}

enum err account_token_make(struct call *call)
{
    const struct account_token_form *f = call_form(call);
    struct account_token_made_view v = {.name = f->name};
    uint64_t rights = 0;

    if (f->read)
        rights |= UINT64_C(1) << RIGHT_REQUEST_READ;
    /* Who makes moves must see what moves. */
    if (f->move)
        rights |= UINT64_C(1) << RIGHT_REQUEST_MOVE | UINT64_C(1) << RIGHT_REQUEST_READ;
    TRY(token_make(call->cx, f->name, rights, f->days, &v.clear));
    v.example = str_f(call->arena, "%.*s/api/v1/requests", STR(call->cx->settings->public_url));
    call->personal = true;
    return web_page(
        call, web_text(call, TEXT_account_tokens_made), page_account_token_made, &v);
}

enum err account_token_drop(struct call *call)
{
    int64_t id;

    if (num_parse(call_path(call, "id"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(token_drop(call->cx, id));
    return web_redirect_note(call, TEXT_note_account_token, "/me/tokens", S(""));
}
