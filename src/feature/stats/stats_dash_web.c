/*
 * stats: the dashboard of a place, the same for anyone and for those inside, who see more; and
 * what it is exported as.
 */
#include "web/record_view.h"
#include "web/table.h"

#include "feature/stats/pages/stats_dash.html.h"
#include "feature/stats/stats_web.h"

enum {
    KEYS_MAX = 8,
    LIKES_MAX = 12
};

/* What stands first, and what places are set beside each other by. */
static const char *const heads[] = {"request.received", "request.closed", "request.open",
    "request.on_time_rate", "request.solving_rate", "request.reply_satisfaction",
    "station.visitors", "station.stations"};
static const struct sheet_column place_columns[] = {
    {"", TEXT_stats_column_place, 14, false},
    {"", TEXT_measure_request_received, 10, true},
    {"", TEXT_measure_request_closed, 10, true},
    {"", TEXT_measure_request_open, 10, true},
    {"", TEXT_measure_request_on_time_rate, 10, true},
    {"", TEXT_measure_request_solving_rate, 10, true},
    {"", TEXT_measure_request_reply_satisfaction, 10, true},
    {"", TEXT_measure_station_visitors, 10, true},
    {"", TEXT_measure_station_stations, 10, true},
};
_Static_assert(COUNT(place_columns) == COUNT(heads) + 1, "a column for each");
static const struct sheet_column export_columns[] = {
    {"", TEXT_stats_column_like, 12, false},
    {"", TEXT_stats_column_place, 14, false},
    {"", TEXT_measure_request_received, 10, true},
    {"", TEXT_measure_request_closed, 10, true},
    {"", TEXT_measure_request_open, 10, true},
    {"", TEXT_measure_request_on_time_rate, 10, true},
    {"", TEXT_measure_request_solving_rate, 10, true},
    {"", TEXT_measure_request_reply_satisfaction, 10, true},
    {"", TEXT_measure_station_visitors, 10, true},
    {"", TEXT_measure_station_stations, 10, true},
};
static const struct sheet_column row_columns[] = {
    {"", TEXT_stats_column_group, 12, false},
    {"", TEXT_stats_column_name, 20, false},
    {"", TEXT_stats_column_value, 12, true},
    {"", TEXT_stats_column_unit, 8, false},
    {"", TEXT_stats_column_before, 12, true},
    {"", TEXT_stats_column_base, 20, false},
    {"", TEXT_stats_column_records, 10, true},
};

/* "46 ÷ 52，另有 11 件没有评价": what a rate is made from, or why there is none. */
static struct str base_words(struct call *call, const struct stats_figure *f)
{
    struct str made;

    if (!f->computable)
        return stats_reason(call->cx, f);
    if (f->row.bottom == NULL)
        return (struct str){0};
    made = str_f(call->arena, "%.*s ÷ %.*s", STR(num_grouped(call->arena, f->value)),
        STR(num_grouped(call->arena, f->base)));
    if (f->row.silent == NULL)
        return made;
    return text_fill(call->arena, call->cx->lang, TEXT_stats_silent_beside,
        (const struct str[]){made, num_grouped(call->arena, f->silent)}, 2);
}

/* The rows of a division now, and in the period before; those the reader may see. */
struct rows {
    struct stats_row_list list;
    struct stats_figure *now, *before;
    int64_t empty; /* without a record in both */
};

static bool nothing(const struct stats_figure *f)
{
    return !f->row.absent && f->value == 0 && f->base == 0 && f->records == 0 &&
           (f->reason == NULL || str_is(str_of(f->reason), "stats.no_base"));
}

static enum err rows_read(struct call *call, const struct stats_view *v, struct rows *out)
{
    struct cx *cx = call->cx;
    struct stats_row_list all;
    struct stats_grid now, before;

    TRY(stats_rows(cx, &all));
    TRY(stats_grid_open(cx, STATS_WHOLE, v->division, v->from, v->to, &now));
    TRY(stats_grid_open(cx, STATS_WHOLE, v->division, v->before_from, v->before_to, &before));
    now.open = before.open = v->open;
    *out = (struct rows){.list = {MANY(cx->arena, struct stats_row, all.n + 1), 0},
        .now = MANY(cx->arena, struct stats_figure, all.n + 1),
        .before = MANY(cx->arena, struct stats_figure, all.n + 1)};
    EACH (r, &all) {
        struct stats_figure *one, *other;

        if (!v->inside && !r->is_public)
            continue;
        TRY(stats_grid_row(cx, &now, r, &one));
        TRY(stats_grid_row(cx, &before, r, &other));
        if (nothing(one) && nothing(other)) {
            out->empty++;
            continue;
        }
        out->now[out->list.n] = *one;
        out->before[out->list.n] = *other;
        out->list.p[out->list.n++] = *r;
    }
    return OK;
}

static struct str group_name(struct call *call, const struct stats_row *r)
{
    struct str key = str_f(call->arena, "stats.group.%s", r->group);

    return text_has(key) ? text_find(call->cx->lang, key) : str_of(r->group);
}

static void row_cells(struct call *call, const struct stats_view *v, const struct rows *rows,
    size_t i, struct sheet_cell *c)
{
    const struct stats_figure *f = &rows->now[i];
    const struct stats_row *r = &rows->list.p[i];
    bool hidden = f->records == 0 && (!f->computable || f->value != 0);

    c[0] = (struct sheet_cell){.text = group_name(call, r)};
    c[1] = (struct sheet_cell){.text = stats_name(call->cx, r),
        .link = stats_web_link(call, "/figures/", str_of(r->code), v).s};
    c[2] = (struct sheet_cell){.text = stats_web_value(call, f), .number = f->value};
    c[3] = (struct sheet_cell){.text = stats_unit(call->cx, r)};
    c[4] = (struct sheet_cell){
        .text = stats_web_value(call, &rows->before[i]), .number = rows->before[i].value};
    c[5] = (struct sheet_cell){.text = base_words(call, f)};
    c[6] = (struct sheet_cell){
        .text = hidden ? S("—") : num_grouped(call->arena, f->records), .number = f->records};
}

static struct str note_of(struct call *call, const struct stats_view *v)
{
    struct str before = str_f(call->arena, "%.*s – %.*s",
        STR(date_text(call->arena, v->before_from)), STR(date_text(call->arena, v->before_to)));

    return text_fill(call->arena, call->cx->lang, TEXT_stats_note_before,
        (const struct str[]){
            v->place, v->when, instant_text(call->arena, call->cx->now), before},
        4);
}

/* group NULL: all of them, as exported; else one, without its own column. */
static struct sheet rows_sheet(
    struct call *call, const struct stats_view *v, const struct rows *rows, const char *group)
{
    size_t skip = group == NULL ? 0 : 1, columns = COUNT(row_columns) - skip;
    struct sheet s = {.title = str_f(call->arena, "%.*s %.*s", STR(v->place), STR(v->when)),
        .note = note_of(call, v),
        .columns = row_columns + skip,
        .ncolumns = columns,
        .cells = MANY(call->arena, struct sheet_cell, rows->list.n * columns + 1)};

    for (size_t i = 0; i < rows->list.n; i++) {
        struct sheet_cell cells[COUNT(row_columns)];

        if (group != NULL && !str_is(str_of(group), rows->list.p[i].group))
            continue;
        row_cells(call, v, rows, i, cells);
        for (size_t k = 0; k < columns; k++)
            s.cells[s.nrows * columns + k] = cells[k + skip];
        s.nrows++;
    }
    return s;
}

/* Places below, each with its likeness; figures by head, then place. */
struct places {
    struct stats_grid grid;
    struct stats_figure *figures[COUNT(heads)];
};

static enum err places_read(struct call *call, const struct stats_view *v, struct places *out)
{
    TRY(stats_grid_open(call->cx, STATS_PLACES, v->division, v->from, v->to, &out->grid));
    out->grid.open = v->open;
    for (size_t i = 0; i < COUNT(heads); i++) {
        struct stats_row row;

        out->figures[i] = NULL;
        if (stats_row(call->cx, str_of(heads[i]), &row) != OK) {
            cx_faults_clear(call->cx);
            continue;
        }
        TRY(stats_grid_row(call->cx, &out->grid, &row, &out->figures[i]));
    }
    return OK;
}

static void place_cells(struct call *call, const struct stats_view *v, const struct places *p,
    size_t i, struct sheet_cell *c)
{
    const struct division *d = &p->grid.places.p[i];

    c[0] = (struct sheet_cell){.text = web_text(call, stats_web_like(d))};
    c[1] = (struct sheet_cell){.text = d->name,
        .link = str_f(call->arena, "/figures?division=%.*s&period=any&from=%.*s&to=%.*s",
            STR(d->code), STR(date_text(call->arena, v->from)),
            STR(date_text(call->arena, v->to)))};
    for (size_t k = 0; k < COUNT(heads); k++) {
        const struct stats_figure *f = p->figures[k];

        c[k + 2] = f == NULL ? (struct sheet_cell){.text = S("—")}
                             : (struct sheet_cell){
                                   .text = stats_web_value(call, &f[i]), .number = f[i].value};
    }
}

/* like 0: all, as exported. */
static struct sheet places_sheet(struct call *call, const struct stats_view *v,
    const struct places *p, enum text_key like, bool all)
{
    size_t skip = all ? 0 : 1, columns = COUNT(export_columns) - skip;
    struct sheet s = {.title = str_f(call->arena, "%.*s %.*s", STR(v->place), STR(v->when)),
        .note = note_of(call, v),
        .columns = all ? export_columns : place_columns,
        .ncolumns = columns,
        .cells = MANY(call->arena, struct sheet_cell, p->grid.n * columns + 1)};

    for (size_t i = 0; i < p->grid.n; i++) {
        struct sheet_cell cells[COUNT(export_columns)];

        if (!all && stats_web_like(&p->grid.places.p[i]) != like)
            continue;
        place_cells(call, v, p, i, cells);
        for (size_t k = 0; k < columns; k++)
            s.cells[s.nrows * columns + k] = cells[k + skip];
        s.nrows++;
    }
    return s;
}

static void part_add(
    struct call *call, struct stats_part_list *parts, struct str heading, const struct sheet *s)
{
    struct stats_part *part = &parts->p[parts->n++];

    part->heading = heading;
    web_record_table(call, s, &part->table);
    part->table.note = (struct str){0};
}

static void heads_set(struct call *call, const struct stats_view *v, const struct rows *rows,
    struct stats_dash_view *out)
{
    struct cx *cx = call->cx;

    out->heads.p = MANY(call->arena, struct web_figure, COUNT(heads));
    for (size_t k = 0; k < COUNT(heads); k++)
        for (size_t i = 0; i < rows->list.n; i++) {
            const struct stats_figure *f = &rows->now[i];
            struct str words = base_words(call, f);

            if (!str_is(str_of(heads[k]), f->row.code))
                continue;
            out->heads.p[out->heads.n++] = (struct web_figure){.label = stats_name(cx, &f->row),
                .value = stats_value(cx, f),
                .unit = stats_unit_said(cx, f),
                .definition = str_empty(words)
                                  ? stats_definition(cx, &f->row)
                                  : str_f(call->arena, "%.*s %.*s",
                                        STR(stats_definition(cx, &f->row)), STR(words)),
                .period = v->when,
                .cutoff = instant_text(call->arena, cx->now),
                .records = stats_web_link(call, "/figures/", str_of(f->row.code), v)};
        }
}

static void rows_parts(struct call *call, const struct stats_view *v, const struct rows *rows,
    struct stats_part_list *out)
{
    const char *last = "";

    out->p = MANY(call->arena, struct stats_part, rows->list.n + 1);
    EACH (r, &rows->list) {
        struct sheet s;

        if (str_is(str_of(r->group), last))
            continue;
        last = r->group;
        s = rows_sheet(call, v, rows, last);
        part_add(call, out, group_name(call, r), &s);
    }
}

static void places_parts(struct call *call, const struct stats_view *v, const struct places *p,
    struct stats_part_list *out)
{
    enum text_key done[LIKES_MAX];

    out->p = MANY(call->arena, struct stats_part, LIKES_MAX);
    for (size_t i = 0; i < p->grid.n && out->n < LIKES_MAX; i++) {
        enum text_key like = stats_web_like(&p->grid.places.p[i]);
        struct sheet s;
        bool again = false;

        for (size_t k = 0; k < out->n; k++)
            again = again || done[k] == like;
        if (again)
            continue;
        done[out->n] = like;
        s = places_sheet(call, v, p, like, false);
        part_add(call, out,
            text_fill(call->arena, call->cx->lang, TEXT_stats_like_count,
                (const struct str[]){
                    web_text(call, like), num_text(call->arena, (int64_t)s.nrows)},
                2),
            &s);
    }
}

static enum err plot_fill(
    struct call *call, const struct stats_view *v, struct stats_dash_view *out)
{
    struct stats_row row;
    struct plot plot;
    struct sheet s;

    if (stats_row(call->cx, S("request.received"), &row) != OK) {
        cx_faults_clear(call->cx);
        return OK;
    }
    TRY(stats_web_series(call, v, &row, &plot, &s));
    out->plot_title = plot.title;
    web_record_table(call, &s, &out->series);
    return plot_svg(call->arena, &plot, &out->plot.s);
}

static void links_set(struct call *call, const struct stats_view *v, struct stats_dash_view *o)
{
    struct str none = S("");

    o->rows_csv = stats_web_link(call, "/figures.csv", none, v);
    o->rows_xlsx = stats_web_link(call, "/figures.xlsx", none, v);
    o->pdf = stats_web_link(call, "/figures.pdf", none, v);
    o->places_csv = stats_web_link(call, "/places.csv", none, v);
    o->places_xlsx = stats_web_link(call, "/places.xlsx", none, v);
    if (v->inside && right_anywhere(call->cx, RIGHT_REQUEST_EXPORT) == OK) {
        struct str span = str_f(call->arena, "from=%.*s&to=%.*s",
            STR(date_text(call->arena, v->from)), STR(date_text(call->arena, v->to)));

        o->register_ = (struct url){str_f(call->arena, "/register.pdf?%.*s", STR(span))};
        o->year = (struct url){str_f(call->arena, "/year.pdf?%.*s", STR(span))};
    }
    if (v->inside)
        o->watch = (struct url){S("/watch")};
    cx_faults_clear(call->cx);
}

enum err stats_dash(struct call *call)
{
    struct stats_dash_view out = {0};
    struct stats_view v;
    struct places places;
    struct rows rows;
    struct web_head head = {0};

    TRY(stats_web_asked(call, "/figures", &v));
    TRY(rows_read(call, &v, &rows));
    TRY(places_read(call, &v, &places));
    TRY(plot_fill(call, &v, &out));
    out.place = v.place;
    out.division = v.division;
    out.form = v.form;
    out.note = note_of(call, &v);
    out.inside = v.inside;
    out.empty = rows.empty;
    heads_set(call, &v, &rows, &out);
    rows_parts(call, &v, &rows, &out.rows);
    places_parts(call, &v, &places, &out.places);
    links_set(call, &v, &out);
    head.title = web_text1(call, TEXT_stats_title, v.place);
    head.crumbs = v.crumbs;
    head.ncrumbs = v.ncrumbs;
    return web_page_as(call, &head, page_stats_dash, &out);
}

enum err stats_dash_rows(struct call *call)
{
    struct stats_view v;
    struct sheet s;
    struct rows rows;

    TRY(stats_web_asked(call, "/figures", &v));
    TRY(rows_read(call, &v, &rows));
    s = rows_sheet(call, &v, &rows, NULL);
    stats_web_plain(call, &s);
    return web_table(call, &(struct web_head){.title = s.title},
        &(struct web_table){.sheet = &s, .heading = s.title, .exports = S("figures")});
}

enum err stats_dash_places(struct call *call)
{
    struct stats_view v;
    struct places places;
    struct sheet s;

    TRY(stats_web_asked(call, "/figures", &v));
    TRY(places_read(call, &v, &places));
    s = places_sheet(call, &v, &places, TEXT_stats_like_other, true);
    stats_web_plain(call, &s);
    return web_table(call, &(struct web_head){.title = s.title},
        &(struct web_table){.sheet = &s, .heading = s.title, .exports = S("places")});
}

enum err stats_dash_pdf(struct call *call)
{
    struct stats_view v;
    struct places places;
    struct rows rows;
    struct sheet s, below, series;
    struct stats_row row;
    struct plot plot;
    struct doc *doc;

    TRY(stats_web_asked(call, "/figures", &v));
    TRY(rows_read(call, &v, &rows));
    TRY(places_read(call, &v, &places));
    s = rows_sheet(call, &v, &rows, NULL);
    below = places_sheet(call, &v, &places, TEXT_stats_like_other, true);
    stats_web_plain(call, &s);
    stats_web_plain(call, &below);
    doc = doc_new(call->arena, DOC_A4_LANDSCAPE, call->cx->lang,
        web_text1(call, TEXT_stats_title, v.place));
    doc_heading(doc, 1, web_text1(call, TEXT_stats_title, v.place));
    doc_para(doc, note_of(call, &v));
    TRY(stats_row(call->cx, S("request.received"), &row));
    TRY(stats_web_series(call, &v, &row, &plot, &series));
    doc_heading(doc, 2, plot.title);
    doc_plot(doc, &plot);
    doc_table(doc, &s);
    if (below.nrows > 0) {
        doc_heading(doc, 2, web_text(call, TEXT_stats_places));
        doc_table(doc, &below);
    }
    doc_footer(doc, note_of(call, &v));
    return stats_web_send(call, doc, S("figures.pdf"));
}
