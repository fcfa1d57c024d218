/*
 * bulletin: pages for readers: the list, an issue, its figures, and the documents.
 */
#include "feature/bulletin/bulletin_web.h"

#include "feature/bulletin/bulletin_print.h"
#include "feature/bulletin/pages/bulletin_desk.html.h"
#include "feature/bulletin/pages/bulletin_show.html.h"
#include "feature/registry/registry.h"

enum {
    ISSUES_SHOWN = 100,
    RECORDS_SHOWN = 50
};

struct str bulletin_word(struct call *call, const char *prefix, const char *word)
{
    return text_find(call->cx->lang, str_f(call->arena, "%s.%s", prefix, word));
}

struct str bulletin_place(struct call *call, struct str division)
{
    struct str name;

    if (registry_full_name(call->cx, division, &name) == OK)
        return name;
    cx_faults_clear(call->cx);
    return S("");
}

struct str bulletin_title(struct call *call, const struct bulletin_issue *i)
{
    struct str year = num_text(call->arena, i->year), number = num_text(call->arena, i->number);
    struct str args[] = {i->name, year, number};

    if (i->number == 0)
        return str_f(call->arena, "%.*s %.*s", STR(i->name),
            STR(web_text(call, TEXT_bulletin_unnumbered)));
    return text_fill(call->arena, call->cx->lang,
        i->kind == BULLETIN_SPECIAL      ? TEXT_bulletin_title_special
        : i->kind == BULLETIN_CORRECTION ? TEXT_bulletin_title_correction
                                         : TEXT_bulletin_title_regular,
        args, 3);
}

static enum err index_show(struct call *call)
{
    struct bulletin_issue_list all;
    struct bulletin_index_view v = {.heading = web_text(call, TEXT_bulletin_index),
        .words = web_text(call, TEXT_bulletin_index_words),
        .empty = web_text(call, TEXT_bulletin_index_empty)};

    TRY(bulletin_list(call->cx, false, ISSUES_SHOWN, &all));
    v.lines.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (i, &all)
        v.lines.p[v.lines.n++] = (struct bulletin_line){.name = bulletin_title(call, i),
            .more = str_f(call->arena, "%.*s %.*s", STR(i->publisher),
                STR(date_text(call->arena, i->day))),
            .link = web_url(call->arena, "/bulletins/", i->public_id, "")};
    return web_page_as(call, (&(struct web_head){.title = v.heading, .citizen = true}),
        page_bulletin_index, &v);
}

static enum err here(struct call *call, struct bulletin_issue *issue)
{
    return bulletin_get(call->cx, call_path(call, "id"), issue);
}

static struct url figure_link(struct call *call, const struct bulletin_issue *i, int64_t place)
{
    return web_url(call->arena, "/bulletins/", i->public_id,
        str_f(call->arena, "/figures/%lld", (long long)place).p);
}

static void blocks_fill(struct call *call, struct bulletin_show_view *v)
{
    v->blocks.p = MANY(call->arena, struct bulletin_show_block, v->print->blocks.n);
    EACH (b, &v->print->blocks) {
        struct bulletin_show_block *out = &v->blocks.p[v->blocks.n++];

        out->kind = b->kind;
        out->runs.p = MANY(call->arena, struct bulletin_show_run, b->runs.n);
        EACH (r, &b->runs) {
            struct bulletin_show_run *run = &out->runs.p[out->runs.n++];

            run->text = r->text;
            if (r->figure > 0)
                run->link = figure_link(call, v->issue, r->figure);
        }
    }
}

static enum err corrected(
    struct call *call, const struct bulletin_issue *issue, struct bulletin_show_view *v)
{
    struct bulletin_issue old;

    if (issue->corrects_id == 0)
        return OK;
    TRY(bulletin_by_id(call->cx, issue->corrects_id, &old));
    v->corrects = web_url(call->arena, "/bulletins/", old.public_id, "");
    v->corrects_words = bulletin_title(call, &old);
    return OK;
}

static enum err show(struct call *call)
{
    struct bulletin_issue issue;
    struct bulletin_print print;
    struct bulletin_show_view v = {.issue = &issue, .print = &print};

    TRY(here(call, &issue));
    TRY(bulletin_render(call->cx, &issue, &print));
    blocks_fill(call, &v);
    v.draft = issue.state < BULLETIN_SIGNED;
    v.pdf = web_url(call->arena, "/bulletins/", issue.public_id, "/issue.pdf");
    v.odt = web_url(call->arena, "/bulletins/", issue.public_id, "/issue.odt");
    if (right_may(call->cx, RIGHT_BULLETIN_READ, &(struct object){.division = issue.division}))
        v.desk = web_url(call->arena, "/newsroom/", issue.public_id, "");
    v.recipients.p = MANY(call->arena, struct bulletin_line, print.ndistribution + 1);
    for (size_t i = 0; i < print.ndistribution; i++)
        v.recipients.p[v.recipients.n++] =
            (struct bulletin_line){.name = print.distribution[i]};
    TRY(corrected(call, &issue, &v));
    return web_page_as(call,
        (&(struct web_head){.title = bulletin_title(call, &issue), .citizen = true}),
        page_bulletin_show, &v);
}

static enum err document(struct call *call, bool odt)
{
    struct buf problem = buf_new(call->arena, 4096);
    struct bulletin_issue issue;
    struct bulletin_print print;
    struct gazette g;
    struct bytes file;
    enum err e;

    TRY(here(call, &issue));
    TRY(bulletin_render(call->cx, &issue, &print));
    g = bulletin_print_gazette(call->arena, &issue, &print);
    e = odt ? gazette_odt(call->arena, &g, &file, &problem)
            : gazette_pdf(call->arena, &g, &file, &problem);
    if (e != OK)
        return fail(call->cx, ERR_DOWN, NULL, "bulletin.print_failed");
    call_download(call, odt ? "application/vnd.oasis.opendocument.text" : "application/pdf",
        str_f(call->arena, "%.*s.%s", STR(bulletin_title(call, &issue)), odt ? "odt" : "pdf"));
    buf_raw(&call->out, file.p, file.n);
    return OK;
}

static enum err pdf(struct call *call)
{
    return document(call, false);
}

static enum err odt(struct call *call)
{
    return document(call, true);
}

/* The bookings behind a figure, as far as this reader may see them. */
static enum err records_fill(
    struct call *call, const struct bulletin_figure *f, struct bulletin_figure_view *v)
{
    struct stats_query q = {f->code, f->division, f->day_from, f->day_to, f->cutoff};
    struct stats_record_list list;
    struct str next;

    if (!right_may(call->cx, RIGHT_FIGURES_READ, &(struct object){.division = f->division}))
        return OK;
    TRY(stats_records(call->cx, &q, (struct str){0}, RECORDS_SHOWN, &list, &next));
    v->lines.p = MANY(call->arena, struct bulletin_record_line, list.n);
    EACH (r, &list) {
        struct bulletin_record_line *line = &v->lines.p[v->lines.n++];

        line->day = date_text(call->arena, r->entry.day);
        line->quantity = num_text(call->arena, r->entry.quantity);
        line->what = r->record.label.n > 0 ? r->record.label : r->entry.source;
        if (!str_empty(r->record.path))
            line->link = (struct url){r->record.path};
    }
    return OK;
}

/* The value without rounding; of a rate with what it is made of. */
static struct str exact_of(struct call *call, const struct bulletin_figure *f)
{
    struct bulletin_number v = {f->digits, (int)f->scale};

    if (f->base > 0)
        return str_f(call->arena, "%lld / %lld = %.*s", (long long)f->digits,
            (long long)f->base,
            STR(ratio_text(call->arena, (struct ratio){f->digits, f->base}, 2)));
    return str_f(
        call->arena, "%.*s %.*s", STR(bulletin_number_text(call->arena, v)), STR(f->unit));
}

static enum err figure_find(
    struct call *call, struct bulletin_issue *issue, struct bulletin_figure *out)
{
    struct bulletin_print print;
    int64_t place;

    TRY(here(call, issue));
    if (num_parse(call_path(call, "n"), 1, 5000, &place) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "bulletin.none");
    TRY(bulletin_render(call->cx, issue, &print));
    EACH (f, &print.figures)
        if (f->place == place) {
            *out = *f;
            return OK;
        }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "bulletin.none");
}

static enum err figure(struct call *call)
{
    struct bulletin_issue issue;
    struct bulletin_figure f = {0};
    struct bulletin_figure_view v = {0};
    struct stats_row row;

    TRY(figure_find(call, &issue, &f));
    v = (struct bulletin_figure_view){.wording = f.wording,
        .exact = exact_of(call, &f),
        .counts = f.counts,
        .source = f.source,
        .bound = f.code.n > 0,
        .records = f.records,
        .back = web_url(call->arena, "/bulletins/", issue.public_id, "")};
    if (!str_is(f.qualifier, "exact"))
        v.qualifier = bulletin_word(call, "qualifier", str_dup(call->arena, f.qualifier).p);
    if (v.bound) {
        TRY(stats_row(call->cx, f.code, &row));
        v.counts = stats_name(call->cx, &row);
        v.definition = stats_definition(call->cx, &row);
        v.place = bulletin_place(call, f.division);
        v.period = str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, f.day_from)),
            STR(date_text(call->arena, f.day_to)));
        v.cutoff = instant_text(call->arena, f.cutoff);
        TRY(records_fill(call, &f, &v));
    }
    return web_page_as(call, (&(struct web_head){.title = f.wording, .citizen = true}),
        page_bulletin_figure, &v);
}

/* clang-format off */
const struct route bulletin_routes[] = {
    {GET,  "/bulletins",                    index_show, RIGHT_ANYONE},
    {GET,  "/bulletins/{id}",               show,       RIGHT_ANYONE},
    {GET,  "/bulletins/{id}/issue.pdf",     pdf,        RIGHT_ANYONE, .flags = ROUTE_SLOW},
    {GET,  "/bulletins/{id}/issue.odt",     odt,        RIGHT_ANYONE, .flags = ROUTE_SLOW},
    {GET,  "/bulletins/{id}/figures/{n}",   figure,     RIGHT_ANYONE},
    {GET,  "/newsroom",                     bulletin_desk_list, RIGHT_BULLETIN_READ},
    {GET,  "/newsroom/masthead",            bulletin_masthead_page, RIGHT_BULLETIN_EDIT},
    {POST, "/newsroom/masthead",            bulletin_masthead_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_masthead_form, .again = bulletin_masthead_page},
    {GET,  "/newsroom/new",                 bulletin_begin_page, RIGHT_BULLETIN_EDIT},
    {POST, "/newsroom/new",                 bulletin_begin_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_begin_form, .again = bulletin_begin_page},
    {GET,  "/newsroom/sessions",            bulletin_sessions_page, RIGHT_BULLETIN_READ},
    {POST, "/newsroom/sessions",            bulletin_sessions_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_session_form, .again = bulletin_sessions_page},
    {GET,  "/newsroom/{id}",                bulletin_desk_show, RIGHT_BULLETIN_READ},
    {GET,  "/newsroom/{id}/edit",           bulletin_edit_page, RIGHT_BULLETIN_EDIT},
    {POST, "/newsroom/{id}/edit",           bulletin_edit_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_issue_form, .again = bulletin_edit_page},
    {GET,  "/newsroom/{id}/do/{event}",     bulletin_move_page, RIGHT_BULLETIN_READ},
    {POST, "/newsroom/{id}/do/{event}",     bulletin_move_take, RIGHT_BULLETIN_READ,
        .form = &bulletin_move_form, .again = bulletin_move_page},
    {GET,  "/articles",                     bulletin_articles_page, RIGHT_ARTICLE_SEND},
    {GET,  "/articles/new",                 bulletin_article_new, RIGHT_ARTICLE_SEND},
    {POST, "/articles/new",                 bulletin_article_new_take, RIGHT_ARTICLE_SEND,
        .form = &bulletin_article_form, .again = bulletin_article_new},
    {GET,  "/articles/{id}",                bulletin_article_page, RIGHT_SIGNED_IN},
    {POST, "/articles/{id}",                bulletin_article_take_text, RIGHT_ARTICLE_SEND,
        .form = &bulletin_article_form, .again = bulletin_article_page},
    {GET,  "/articles/{id}/figure",         bulletin_pick_page, RIGHT_ARTICLE_SEND},
    {POST, "/articles/{id}/figure",         bulletin_pick_take, RIGHT_ARTICLE_SEND,
        .form = &bulletin_pick_form, .again = bulletin_pick_page},
    {GET,  "/articles/{id}/do/{event}",     bulletin_article_do_page, RIGHT_ARTICLE_SEND},
    {POST, "/articles/{id}/do/{event}",     bulletin_article_do_take, RIGHT_ARTICLE_SEND,
        .form = &bulletin_take_form, .again = bulletin_article_do_page},
    {GET,  "/specials",                     bulletin_specials_page, RIGHT_BULLETIN_READ},
    {GET,  "/specials/new",                 bulletin_special_new, RIGHT_BULLETIN_EDIT},
    {POST, "/specials/new",                 bulletin_special_new_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_special_form, .again = bulletin_special_new},
    {GET,  "/specials/{id}",                bulletin_special_show, RIGHT_BULLETIN_READ},
    {GET,  "/specials/{id}/report.pdf",     bulletin_special_pdf, RIGHT_BULLETIN_READ,
        .flags = ROUTE_SLOW},
    {GET,  "/specials/{id}/edit",           bulletin_special_edit, RIGHT_BULLETIN_EDIT},
    {POST, "/specials/{id}/edit",           bulletin_special_edit_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_special_text_form, .again = bulletin_special_edit},
    {POST, "/specials/{id}/names",          bulletin_special_settle_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_settle_form, .again = bulletin_special_show},
    {GET,  "/specials/{id}/do/{event}",     bulletin_special_do_page, RIGHT_BULLETIN_READ},
    {POST, "/specials/{id}/do/{event}",     bulletin_special_do_take, RIGHT_BULLETIN_READ,
        .form = &bulletin_special_move_form, .again = bulletin_special_do_page},
    {GET,  "/media",                        bulletin_media_page, RIGHT_BULLETIN_READ},
    {POST, "/media",                        bulletin_media_take, RIGHT_BULLETIN_EDIT,
        .form = &bulletin_media_form, .again = bulletin_media_page},
    ROUTES_END
};

const struct web_menu bulletin_menu[] = {
    {TEXT_bulletin_desk, "/newsroom", RIGHT_BULLETIN_READ, MENU_FIGURES},
    {TEXT_bulletin_articles_menu, "/articles", RIGHT_ARTICLE_SEND, MENU_FIGURES},
    {TEXT_bulletin_specials, "/specials", RIGHT_BULLETIN_READ, MENU_FIGURES},
    {TEXT_bulletin_media_title, "/media", RIGHT_BULLETIN_READ, MENU_FIGURES},
    {TEXT_bulletin_index, "/bulletins", RIGHT_ANYONE, MENU_FIGURES},
    {0, NULL, 0},
};
/* clang-format on */
