#include "web/table.h"

#include "base/url.h"
#include "core/rights.h"
#include "web/table_view.h"

enum {
    PAGE_ROWS = 20,
    EXPORT_ROWS = 50000,
    QUERY_MAX = 8192,
    FIXED_MAX = 20
};

static bool is_csv(const struct call *call)
{
    return str_ends(call->path, S(".csv"));
}

static bool is_xlsx(const struct call *call)
{
    return str_ends(call->path, S(".xlsx"));
}

int64_t web_table_limit(const struct call *call)
{
    return is_csv(call) || is_xlsx(call) ? EXPORT_ROWS : PAGE_ROWS;
}

/* The path with the filters as they are, and what is given of sort and cursor. */
static struct url list_url(struct call *call, const struct web_table *t, const char *suffix,
    struct str sort, struct str after)
{
    struct buf b = buf_new(call->arena, QUERY_MAX);
    char mark = '?';
    struct pair more[] = {{S("sort"), sort}, {S("after"), after}};

    buf_add(&b, call->path);
    buf_add(&b, str_of(suffix));
    for (size_t i = 0; t->filter != NULL && i < t->filter->form->n; i++) {
        struct str name = str_of(t->filter->form->inputs[i].name);
        struct str value = t->filter->typed != NULL ? t->filter->typed[i] : (struct str){0};

        if (value.n == 0 || str_is(name, "sort") || str_is(name, "after"))
            continue;
        buf_char(&b, mark);
        buf_add(&b, name);
        buf_char(&b, '=');
        url_encode(&b, value);
        mark = '&';
    }
    for (size_t i = 0; i < COUNT(more); i++) {
        if (more[i].value.n == 0)
            continue;
        buf_char(&b, mark);
        buf_add(&b, more[i].name);
        buf_char(&b, '=');
        url_encode(&b, more[i].value);
        mark = '&';
    }
    return (struct url){buf_str(&b)};
}

static struct str sort_now(struct call *call, const struct web_table *t)
{
    if (t->sort.n == 0)
        return (struct str){0};
    return str_f(call->arena, "%s%.*s", t->descending ? "-" : "", STR(t->sort));
}

/* Filters and order as they are, without the place in the list: what a view keeps. */
static struct str query_now(struct call *call, const struct web_table *t)
{
    struct str rest, all = list_url(call, t, "", sort_now(call, t), (struct str){0}).s;

    (void)str_cut(all, '?', &rest);
    return rest.p == NULL ? S("") : rest;
}

static void columns_set(
    struct call *call, const struct web_table *t, enum lang lang, struct table_page_view *v)
{
    const struct sheet *s = t->sheet;

    v->columns.p = MANY(call->arena, struct table_column, s->ncolumns);
    v->columns.n = s->ncolumns;
    for (size_t i = 0; i < s->ncolumns; i++) {
        const struct sheet_column *c = &s->columns[i];
        struct table_column *out = &v->columns.p[i];

        out->title = text_get(lang, c->title);
        out->numeric = c->numeric;
        out->sorted = t->sort.n > 0 && str_is(t->sort, c->key);
        out->descending = out->sorted && t->descending;
        if (c->key != NULL && c->key[0] != '\0')
            out->sort = list_url(call, t, "",
                str_f(call->arena, "%s%s", out->sorted && !t->descending ? "-" : "", c->key),
                (struct str){0});
    }
}

static const char *badge_of(struct str badge)
{
    static const enum web_tone tones[] = {TONE_DONE, TONE_SOON, TONE_OVERDUE, TONE_INFO};

    if (str_empty(badge))
        return NULL;
    for (size_t i = 0; i < COUNT(tones); i++)
        if (str_is(badge, web_tone_word(tones[i])))
            return web_tone_word(tones[i]);
    return NULL;
}

/* Codes, dates and times stay on one line. */
static bool is_fixed(struct str text)
{
    return text.n > 0 && text.n <= FIXED_MAX && text.p[0] >= '0' && text.p[0] <= '9';
}

void web_table_rows(struct arena *a, const struct sheet *s, struct table_row_list *out)
{
    out->p = MANY(a, struct table_row, s->nrows);
    out->n = s->nrows;
    for (size_t r = 0; r < s->nrows; r++) {
        struct table_row *row = &out->p[r];

        row->p = MANY(a, struct table_cell, s->ncolumns);
        row->n = s->ncolumns;
        for (size_t c = 0; c < s->ncolumns; c++) {
            const struct sheet_cell *cell = &s->cells[r * s->ncolumns + c];
            bool numeric = s->columns[c].numeric;

            row->p[c] = (struct table_cell){.text = cell->text,
                .link = {cell->link},
                .badge = badge_of(cell->badge),
                .numeric = numeric,
                .said = numeric || (cell->link.n == 0 && cell->badge.n == 0),
                .fixed = is_fixed(cell->text)};
        }
    }
}

/* A place that is chosen stands there by its name, of several found one is chosen. */
static void place_set(struct arena *a, struct web_field *f)
{
    bool chosen = f->choices.n == 1 && f->choices.p[0].chosen;

    f->control = chosen ? CONTROL_TEXT : CONTROL_SELECT;
    if (chosen)
        f->value = f->choices.p[0].label;
    for (size_t i = 0; !chosen && i < f->choices.n; i++)
        f->choices.p[i].label =
            str_f(a, "%.*s %.*s", STR(f->choices.p[i].label), STR(f->choices.p[i].value));
}

/* A filter is never marked as optional, takes little room, and may stand on "all". */
static struct web_field filter_of(
    struct html *h, const struct form_state *s, const struct input *in)
{
    struct web_field f = web_field_of(h, s, in);

    f.required = true;
    if (f.control == CONTROL_RADIO)
        f.control = CONTROL_SELECT;
    f.none = text_get(h->lang, TEXT_web_filter_any);
    if (in->widget == WIDGET_DIVISION) {
        f.hint = (struct str){0};
        f.describedby =
            f.error.n == 0 ? (struct str){0} : str_f(h->out->arena, "%.*s-error", STR(f.id));
    }
    if (f.control == CONTROL_PICK)
        place_set(h->out->arena, &f);
    return f;
}

static void filters_set(struct call *call, const struct web_table *t, struct table_page_view *v)
{
    const struct form_state *s = t->filter;
    struct buf scratch = buf_new(call->arena, 64);
    struct html h;

    if (s == NULL)
        return;
    h = web_html(call, &scratch);
    v->filters.p = MANY(call->arena, struct web_field, s->form->n);
    for (size_t i = 0; i < s->form->n; i++) {
        const struct input *in = &s->form->inputs[i];

        if ((in->flags & INPUT_HIDDEN) != 0 || str_is(S("sort"), in->name) ||
            str_is(S("after"), in->name))
            continue;
        v->filters.p[v->filters.n++] = filter_of(&h, s, in);
        v->filtered = v->filtered || (s->typed != NULL && s->typed[i].n > 0);
    }
}

static enum err export_show(struct call *call, const struct web_table *t)
{
    enum lang lang = call->cx != NULL ? call->cx->lang : web_lang(call);
    struct str name = t->exports.n > 0 ? t->exports : S("list");

    if (is_csv(call)) {
        call_download(
            call, "text/csv; charset=utf-8", str_f(call->arena, "%.*s.csv", STR(name)));
        TRY(sheet_csv(t->sheet, lang, &call->out));
    } else {
        struct bytes file;

        TRY(sheet_xlsx(call->arena, t->sheet, lang, &file));
        call_download(call, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            str_f(call->arena, "%.*s.xlsx", STR(name)));
        buf_raw(&call->out, file.p, file.n);
    }
    call->personal = true;
    web_security(call);
    return OK;
}

enum err web_table(struct call *call, const struct web_head *head, const struct web_table *t)
{
    enum lang lang = call->cx != NULL ? call->cx->lang : web_lang(call);
    struct table_page_view v = {
        .heading = t->heading,
        .note = t->sheet->note,
        .empty = t->empty.n > 0 ? t->empty : text_get(lang, TEXT_web_list_empty),
        .path = {call->path},
        .actions = &t->actions,
    };

    if (is_csv(call) || is_xlsx(call))
        return export_show(call, t);
    columns_set(call, t, lang, &v);
    web_table_rows(call->arena, t->sheet, &v.rows);
    filters_set(call, t, &v);
    if (t->filter != NULL)
        TRY(web_views_bar(call, call->path, query_now(call, t), &v.views));
    v.pager.count = t->count;
    if (t->later)
        v.pager.first = list_url(call, t, "", sort_now(call, t), (struct str){0});
    if (t->after.n > 0)
        v.pager.next = list_url(call, t, "", sort_now(call, t), t->after);
    if (t->exports.n > 0) {
        v.csv = list_url(call, t, ".csv", sort_now(call, t), (struct str){0});
        v.xlsx = list_url(call, t, ".xlsx", sort_now(call, t), (struct str){0});
    }
    return web_page_as(call, head, page_table_page, &v);
}
