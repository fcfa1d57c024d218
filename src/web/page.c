#include "web/page.h"

#include "base/url.h"
#include "core/session.h"
#include "web/layout.h"
#include "web/menu.h"

static const char note_cookie[] = "ll-note";

/* Nothing inline, nothing from elsewhere, no frames (hardening T04). */
#define POLICY                                                                                 \
    "Content-Security-Policy: default-src 'none'; style-src 'self'; script-src 'self'; "       \
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\r\n"    \
    "X-Content-Type-Options: nosniff\r\n"                                                      \
    "Referrer-Policy: same-origin\r\n"                                                         \
    "Cross-Origin-Opener-Policy: same-origin\r\n"
#define PERSONAL "Cache-Control: no-store\r\n"
#define SHARED "Cache-Control: no-cache\r\nVary: Cookie, Accept-Language\r\n"
#define TRANSPORT "Strict-Transport-Security: max-age=31536000\r\n"

void web_security(struct call *call)
{
    const struct cx *cx = call->cx;

    if (cx != NULL && cx->actor != NULL &&
        (cx->actor->account_id != 0 || cx->actor->case_id != 0))
        call->personal = true;
    if (call->method == METHOD_POST)
        call->personal = true;
    if (call->personal)
        call->block = call->secure ? S(POLICY PERSONAL TRANSPORT) : S(POLICY PERSONAL);
    else
        call->block = call->secure ? S(POLICY SHARED TRANSPORT) : S(POLICY SHARED);
}

struct html web_html(struct call *call, struct buf *out)
{
    struct cx *cx = call->cx;
    struct html h = {
        .out = out,
        .lang = cx != NULL ? cx->lang : web_lang(call),
        .large = web_large(call),
        .now = cx != NULL ? cx->now : INSTANT_NONE,
        .path = call->target,
    };

    if (cx != NULL && call->session_token.n > 0)
        h.csrf = session_csrf(cx, call->session_token);
    return h;
}

struct str web_text(const struct call *call, enum text_key key)
{
    return text_get(call->cx != NULL ? call->cx->lang : web_lang(call), key);
}

struct str web_text1(const struct call *call, enum text_key key, struct str arg)
{
    enum lang lang = call->cx != NULL ? call->cx->lang : web_lang(call);

    return text_fill(call->arena, lang, key, &arg, 1);
}

struct url web_url(struct arena *a, const char *prefix, struct str last, const char *suffix)
{
    struct buf b = buf_new(a, 4096);

    buf_add(&b, str_of(prefix));
    url_encode(&b, last);
    buf_add(&b, str_of(suffix));
    return (struct url){buf_str(&b)};
}

enum err web_redirect(struct call *call, const char *prefix, struct str last)
{
    return call_redirect(call, web_url(call->arena, prefix, last, "").s);
}

/* Only the name of a text is kept in the cookie, so nobody can make a page say what is not in
 * the .text files. */
enum err web_redirect_note(
    struct call *call, enum text_key note, const char *prefix, struct str last)
{
    TRY(web_redirect(call, prefix, last));
    call_set_cookie(call, note_cookie, text_table[note].name, 60);
    return OK;
}

static struct str note_take(struct call *call, enum lang lang)
{
    struct str name = call_cookie(call, note_cookie);

    if (name.n == 0)
        return (struct str){0};
    call_set_cookie(call, note_cookie, (struct str){0}, -1);
    if (!text_has(name) || !str_starts(name, S("note.")))
        return (struct str){0};
    return text_find(lang, name);
}

/* A link that switches the language or the size and comes back here. */
static struct url switch_to(struct call *call, const char *what)
{
    return web_url(call->arena, what, call->target, "");
}

/* This address, asked for in another way. */
static struct url turned(struct call *call, const char *how)
{
    struct str rest, path = str_cut(call->target, '?', &rest);

    return (struct url){str_f(call->arena, "%.*s?%s", STR(path), how)};
}

static void menu_set(struct call *call, const struct html *h, struct layout_view *v)
{
    static const enum text_key titles[MENU_RANKS] = {
        [MENU_PLACES] = TEXT_web_menu_places,
        [MENU_FIGURES] = TEXT_web_menu_figures,
        [MENU_SYSTEM] = TEXT_web_menu_system,
    };
    struct cx *cx = call->cx;
    bool current = false;

    if (cx == NULL || cx->actor == NULL || cx->actor->account_id == 0 || v->head->citizen)
        return;
    v->menu = menu_of(call, h, MENU_DAILY, &current);
    v->groups.p = MANY(call->arena, struct layout_group, MENU_RANKS);
    for (int rank = MENU_DAILY + 1; rank < MENU_RANKS; rank++) {
        struct layout_group g = {.title = text_get(h->lang, titles[rank])};

        g.entries = menu_of(call, h, rank, &g.current);
        if (g.entries.n > 0)
            v->groups.p[v->groups.n++] = g;
    }
}

static void crumbs_set(struct call *call, struct layout_view *v)
{
    const struct web_head *head = v->head;

    v->crumbs.p = MANY(call->arena, struct layout_link, head->ncrumbs);
    v->crumbs.n = head->ncrumbs;
    for (size_t i = 0; i < head->ncrumbs; i++)
        v->crumbs.p[i] =
            (struct layout_link){.text = head->crumbs[i].text, .link = head->crumbs[i].link};
}

void part_layout_inner(struct html *h, const struct layout_view *v)
{
    v->paint(h, v->view);
}

/* What a handler found wrong after the form was read stands beside its field too.  The room was
 * made by form_parse: one problem for each input and one for the whole. */
void web_faults(struct call *call)
{
    const struct cx *cx = call->cx;
    struct form_state *s = call->form;

    if (cx == NULL || s == NULL)
        return;
    for (size_t i = 0; i < cx->faults.n && s->nproblems <= s->form->n; i++) {
        const struct fault *f = &cx->faults.p[i];
        struct form_problem p = {.rule = f->rule, .nargs = f->nargs < 2 ? f->nargs : 2};
        bool known = false;

        if (f->code != ERR_INVALID)
            continue;
        for (size_t k = 0; k < s->form->n; k++)
            if (f->field.n > 0 && str_is(f->field, s->form->inputs[k].name))
                p.input = &s->form->inputs[k];
        for (size_t k = 0; k < s->nproblems; k++)
            known = known || (s->problems[k].input == p.input && p.input != NULL) ||
                    str_eq(s->problems[k].rule, p.rule);
        for (size_t k = 0; k < p.nargs; k++)
            p.args[k] = f->args[k];
        if (!known)
            s->problems[s->nproblems++] = p;
    }
}

enum err web_page_show(
    struct call *call, const struct web_head *head, web_painter *paint, const void *view)
{
    struct cx *cx = call->cx;
    struct html h = web_html(call, &call->out);
    struct layout_view v = {.head = head, .paint = paint, .view = view};

    call_reply(call, head->status != 0 ? head->status : 200, "text/html; charset=utf-8");
    web_security(call);
    if (head->refresh)
        call_head(call, "Refresh", S("5"));
    web_faults(call);
    v.note = note_take(call, h.lang);
    if (cx != NULL && cx->actor != NULL && cx->actor->account_id != 0) {
        v.who = cx->actor->name;
        v.owner = num_text(call->arena, cx->actor->account_id);
    }
    if (call->method != METHOD_POST) {
        v.language =
            switch_to(call, h.lang == LANG_EN ? "/view?lang=zh&to=" : "/view?lang=en&to=");
        v.size = switch_to(call, h.large ? "/view?large=0&to=" : "/view?large=1&to=");
    } else {
        web_look_keep(call);
        if (head->again != NULL) {
            v.language = turned(call, h.lang == LANG_EN ? "lang=zh" : "lang=en");
            v.size = turned(call, h.large ? "large=0" : "large=1");
        }
    }
    v.style = web_asset("style.css");
    v.script = web_asset("script.js");
    v.mark = web_asset("mark.svg");
    menu_set(call, &h, &v);
    crumbs_set(call, &v);
    page_layout(&h, &v);
    if (call->out.over && cx != NULL)
        return fail(cx, ERR_LIMIT, NULL, "web.page_too_large");
    return OK;
}
