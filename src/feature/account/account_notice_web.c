/*
 * account: messages to oneself, kept on one's own page whether or not they also left by mail.
 */
#include "core/notice.h"

#include "feature/account/account_web.h"

enum {
    SHOWN = 50
};

static const struct input seen_inputs[] = {
    INPUT(struct account_seen_form, upto, .flags = INPUT_REQUIRED | INPUT_HIDDEN, .min = 1),
};
const struct form account_seen_form = FORM(account_seen_form, seen_inputs);

static enum err line(
    struct call *call, const struct notice_row *row, struct account_notice_line *out)
{
    struct notice_words words;
    struct notice_row bare = *row;

    /* The link stands beside the words here. */
    bare.link = (struct str){0};
    TRY(notice_words(call->cx, &bare, &words));
    *out = (struct account_notice_line){.subject = words.subject,
        .body = words.body,
        .link = {row->link},
        .at = row->made_at,
        .unread = !instant_is(row->read_at)};
    return OK;
}

enum err account_notice_page(struct call *call)
{
    struct account_notices_view v = {0};
    struct notice_row_list list;
    int64_t me = call->cx->actor->account_id;

    TRY(notice_list(call->cx, me, SHOWN, &list));
    TRY(notice_unread(call->cx, me, &v.unread));
    v.rows.p = MANY(call->arena, struct account_notice_line, list.n + 1);
    EACH (n, &list) {
        TRY(line(call, n, &v.rows.p[v.rows.n++]));
        v.upto = n->id > v.upto ? n->id : v.upto;
    }
    return web_page(call, web_text(call, TEXT_account_notices_title), page_account_notices, &v);
}

enum err account_notice_seen(struct call *call)
{
    const struct account_seen_form *f = call_form(call);

    TRY(notice_seen(call->cx, call->cx->actor->account_id, f->upto));
    return web_redirect_note(call, TEXT_note_account_seen, "/me/notices", S(""));
}
