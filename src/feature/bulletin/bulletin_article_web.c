/*
 * bulletin: articles: written below, sent in, taken or returned by the desk; figures put in.
 */
#include "feature/bulletin/bulletin_web.h"
#include "feature/bulletin/pages/bulletin_desk.html.h"
#include "feature/registry/registry.h"

struct article_in {
    struct str title, subtitle, credit, body;
    int64_t version;
};
static const struct input article_inputs[] = {
    INPUT(struct article_in, title, .flags = INPUT_REQUIRED, .max = 80),
    INPUT(struct article_in, subtitle, .max = 80),
    INPUT(struct article_in, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 20000,
        .widget = WIDGET_AREA),
    INPUT(struct article_in, credit, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct article_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_article_form = {
    "bulletin_article", sizeof(struct article_in), article_inputs, COUNT(article_inputs)};

struct pick_in {
    struct str code, division, words;
    struct date from, to;
};
static const struct input pick_inputs[] = {
    INPUT(struct pick_in, code, .flags = INPUT_REQUIRED, .max = 80),
    INPUT(struct pick_in, division, .max = 16),
    INPUT(struct pick_in, from),
    INPUT(struct pick_in, to),
    INPUT(struct pick_in, words, .max = 20),
};
const struct form bulletin_pick_form = {
    "bulletin_pick", sizeof(struct pick_in), pick_inputs, COUNT(pick_inputs)};

struct take_in {
    struct str note, issue;
    int64_t version;
};
static const struct input take_inputs[] = {
    INPUT(struct take_in, issue, .max = 40),
    INPUT(struct take_in, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct take_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_take_form = {
    "bulletin_take", sizeof(struct take_in), take_inputs, COUNT(take_inputs)};

static const struct form_state *state_of(
    struct call *call, const struct form *form, const void *value)
{
    if (call->form == NULL)
        return form_fill(call->arena, form, value);
    return call->form;
}

static void lines_add(
    struct call *call, const struct bulletin_article_list *list, struct bulletin_line_list *out)
{
    EACH (a, list)
        out->p[out->n++] = (struct bulletin_line){.name = a->title,
            .state =
                bulletin_word(call, "state.article", bulletin_article_state_words[a->state]),
            .more = a->credit,
            .link = web_url(call->arena, "/articles/", a->public_id, "")};
}

enum err bulletin_articles_page(struct call *call)
{
    struct bulletin_article_list own, waiting;
    struct bulletin_index_view v = {.heading = web_text(call, TEXT_bulletin_articles_menu),
        .words = web_text(call, TEXT_bulletin_articles_words),
        .empty = web_text(call, TEXT_bulletin_articles_empty)};

    TRY(bulletin_articles_waiting(call->cx, &waiting));
    TRY(bulletin_articles_own(call->cx, &own));
    v.lines.p = MANY(call->arena, struct bulletin_line, own.n + waiting.n);
    lines_add(call, &waiting, &v.lines);
    lines_add(call, &own, &v.lines);
    v.actions.p = MANY(call->arena, struct web_action, 1);
    v.actions.p[v.actions.n++] = (struct web_action){
        ACTION_MAIN, web_text(call, TEXT_bulletin_article_new), {S("/articles/new")}};
    return web_page(call, v.heading, page_bulletin_index, &v);
}

enum err bulletin_article_new(struct call *call)
{
    struct article_in none = {.title = S("")};
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_article_new),
        .words = web_text(call, TEXT_bulletin_how_words),
        .form = state_of(call, &bulletin_article_form, &none),
        .button = web_text(call, TEXT_bulletin_keep),
        .action = {S("/articles/new")},
        .back = {S("/articles")},
        .back_words = web_text(call, TEXT_bulletin_articles_menu)};

    return bulletin_form_page(call, &v);
}

static struct str or_none(struct str s)
{
    return s.p == NULL ? S("") : s;
}

/* Where its author works: the first area, or the unit and its area. */
static enum err home_of(struct call *call, struct bulletin_article *a)
{
    struct cx *cx = call->cx;

    a->division = registry_own_area(cx, RIGHT_ARTICLE_SEND);
    EACH (g, &cx->actor->grants)
        if (g->role == ROLE_UNIT && g->org_id > 0) {
            struct org o;

            TRY(registry_org(cx, g->org_id, &o));
            a->org_id = o.id;
            a->division = o.division;
        }
    return OK;
}

enum err bulletin_article_new_take(struct call *call)
{
    const struct article_in *in = call_form(call);
    struct bulletin_article a = {.title = in->title,
        .subtitle = or_none(in->subtitle),
        .credit = in->credit,
        .body = in->body};

    TRY(home_of(call, &a));
    TRY(bulletin_article_add(call->cx, &a));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/articles/", a.public_id);
}

static void action(struct call *call, struct bulletin_article_view *v, const char *where,
    struct str label, bool main)
{
    v->actions.p[v->actions.n++] = (struct web_action){main ? ACTION_MAIN : ACTION_OTHER, label,
        web_url(call->arena, "/articles/", v->article->public_id, where)};
}

static void actions_fill(struct call *call, struct bulletin_article_view *v)
{
    const struct bulletin_article *a = v->article;
    bool desk =
        right_may(call->cx, RIGHT_BULLETIN_EDIT, &(struct object){.division = a->division});

    v->actions.p = MANY(call->arena, struct web_action, 4);
    if ((a->state == ARTICLE_DRAFT || a->state == ARTICLE_RETURNED) && v->form != NULL)
        action(call, v, "/do/send", web_text(call, TEXT_bulletin_article_send), true);
    if (desk && (a->state == ARTICLE_SENT || a->state == ARTICLE_DRAFT))
        action(call, v, "/do/take", web_text(call, TEXT_bulletin_article_take), false);
    if (desk && (a->state == ARTICLE_SENT || a->state == ARTICLE_TAKEN))
        action(call, v, "/do/return", web_text(call, TEXT_bulletin_article_return), false);
    if (v->form != NULL)
        action(call, v, "/figure", web_text(call, TEXT_bulletin_figure_add), false);
}

static enum err here(struct call *call, struct bulletin_article *a)
{
    return bulletin_article_get(call->cx, call_path(call, "id"), a);
}

static bool editable(struct call *call, const struct bulletin_article *a)
{
    struct bulletin_issue issue;

    if (!bulletin_article_edits(call->cx, a))
        return false;
    if (a->issue_id == 0)
        return true;
    return bulletin_by_id(call->cx, a->issue_id, &issue) == OK &&
           issue.state < BULLETIN_SIGNED && issue.kind != BULLETIN_IMPORTED;
}

enum err bulletin_article_page(struct call *call)
{
    static const enum web_tone tones[] = {TONE_INFO, TONE_SOON, TONE_DONE, TONE_OVERDUE};
    struct bulletin_article a;
    struct bulletin_article_view v = {.article = &a};
    struct article_in in;

    TRY(here(call, &a));
    in = (struct article_in){a.title, a.subtitle, a.credit, a.body, a.version};
    if (editable(call, &a))
        v.form = state_of(call, &bulletin_article_form, &in);
    v.place = bulletin_place(call, a.division);
    v.tone = tones[a.state];
    v.action = web_url(call->arena, "/articles/", a.public_id, "");
    v.back = web_url_of(
        bulletin_article_writes(call->cx, &a) || v.form != NULL ? "/articles" : "/newsroom");
    actions_fill(call, &v);
    return web_page(call, a.title, page_bulletin_article, &v);
}

enum err bulletin_article_take_text(struct call *call)
{
    const struct article_in *in = call_form(call);
    struct bulletin_article a;

    TRY(here(call, &a));
    a.title = in->title;
    a.subtitle = or_none(in->subtitle);
    a.credit = in->credit;
    a.body = in->body;
    a.version = in->version;
    TRY(bulletin_article_set(call->cx, &a));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/articles/", a.public_id);
}

enum err bulletin_pick_page(struct call *call)
{
    struct bulletin_article a;
    struct pick_in in = {.from = DATE_NONE, .to = DATE_NONE};
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_figure_add),
        .button = web_text(call, TEXT_bulletin_figure_add)};
    struct stats_row_list rows;
    struct buf b = buf_new(call->arena, 60000);

    TRY(here(call, &a));
    TRY(stats_rows(call->cx, &rows));
    EACH (r, &rows)
        buf_f(&b, "%s%s（%.*s）", b.n > 0 ? "，" : "", r->code, STR(stats_name(call->cx, r)));
    v.words = web_text1(call, TEXT_bulletin_pick_words, buf_str(&b));
    in.division = a.division;
    v.form = state_of(call, &bulletin_pick_form, &in);
    v.action = web_url(call->arena, "/articles/", a.public_id, "/figure");
    v.back = web_url(call->arena, "/articles/", a.public_id, "");
    v.back_words = a.title;
    return bulletin_form_page(call, &v);
}

/* The figure is put at the end of the text, with its name; the writer moves it where it
 * belongs. */
enum err bulletin_pick_take(struct call *call)
{
    const struct pick_in *in = call_form(call);
    struct bulletin_article a;
    struct bulletin_issue issue = {.cutoff = INSTANT_NONE, .day = DATE_NONE};
    struct bulletin_token t = {
        in->code, or_none(in->division), or_none(in->words), in->from, in->to};
    struct bulletin_figure f;

    TRY(here(call, &a));
    issue.division = a.division;
    if (t.from.day == 0)
        t.from = DATE_NONE;
    if (t.to.day == 0)
        t.to = DATE_NONE;
    if (bulletin_token_figure(call->cx, &issue, &t, &f) != OK) {
        cx_faults_clear(call->cx);
        return fail(call->cx, ERR_INVALID, "code", "stats.no_row");
    }
    a.body = str_f(call->arena, "%.*s\n%.*s%.*s", STR(a.body), STR(f.counts),
        STR(bulletin_token_text(call->arena, &t)));
    TRY(bulletin_article_set(call->cx, &a));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/articles/", a.public_id);
}

enum err bulletin_article_do_page(struct call *call)
{
    static struct bulletin_name taking[] = {{"issue"}}, noting[] = {{"note"}};
    struct bulletin_article a;
    struct take_in in = {0};
    struct str event = call_path(call, "event");
    struct bulletin_form_view v = {0};

    TRY(here(call, &a));
    v.heading = str_is(event, "send")   ? web_text(call, TEXT_bulletin_article_send)
                : str_is(event, "take") ? web_text(call, TEXT_bulletin_article_take)
                                        : web_text(call, TEXT_bulletin_article_return);
    in.version = a.version;
    v.only = str_is(event, "take") ? (struct bulletin_name_list){taking, 1}
                                   : (struct bulletin_name_list){noting, 1};
    v.words = a.title;
    v.form = state_of(call, &bulletin_take_form, &in);
    v.button = v.heading;
    v.action = web_url(
        call->arena, "/articles/", a.public_id, str_f(call->arena, "/do/%.*s", STR(event)).p);
    v.back = web_url(call->arena, "/articles/", a.public_id, "");
    v.back_words = a.title;
    return bulletin_form_page(call, &v);
}

/* The issue named, or the newest one that still collects. */
static enum err issue_for(struct call *call, struct str typed, struct bulletin_issue *out)
{
    struct bulletin_issue_list all;

    if (!str_empty(typed))
        return bulletin_named(call->cx, typed, out);
    TRY(bulletin_list(call->cx, true, 50, &all));
    EACH (i, &all)
        if (i->state <= BULLETIN_DRAFT) {
            *out = *i;
            return OK;
        }
    return fail(call->cx, ERR_INVALID, "issue", "bulletin.no_open_issue");
}

enum err bulletin_article_do_take(struct call *call)
{
    const struct take_in *in = call_form(call);
    struct str event = call_path(call, "event");
    struct bulletin_article a;
    struct bulletin_issue issue;

    TRY(here(call, &a));
    a.version = in->version;
    if (str_is(event, "send")) {
        TRY(bulletin_article_send(call->cx, &a));
    } else if (str_is(event, "return")) {
        TRY(bulletin_article_return(call->cx, &a, in->note));
    } else if (str_is(event, "take")) {
        TRY(issue_for(call, in->issue, &issue));
        TRY(bulletin_article_take(call->cx, &a, &issue));
        return web_redirect_note(call, TEXT_note_bulletin_saved, "/newsroom/", issue.public_id);
    } else {
        return fail(call->cx, ERR_NOT_FOUND, NULL, "bulletin.none");
    }
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/articles/", a.public_id);
}
