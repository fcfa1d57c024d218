/*
 * stats: one figure with what it means and how it came about, and the records behind it.
 */
#include "web/record_view.h"
#include "web/table.h"

#include "feature/stats/pages/stats_one.html.h"
#include "feature/stats/stats.sql.h"
#include "feature/stats/stats_web.h"

static enum err figure_of(struct call *call, const struct stats_view *v, struct stats_figure *f)
{
    const struct stats_query q = {
        call_path(call, "measure"), v->division, v->from, v->to, INSTANT_NONE};

    return stats_figure(call->cx, &q, f);
}

static struct str note_of(
    struct call *call, const struct stats_view *v, const struct stats_figure *f)
{
    return text_fill(call->arena, call->cx->lang, TEXT_stats_note,
        (const struct str[]){v->place, v->when, instant_text(call->arena, f->asked.cutoff)}, 3);
}

/* What is divided by what, or is added up from what. */
static struct str made_words(struct call *call, const struct stats_figure *f)
{
    struct cx *cx = call->cx;
    struct buf b = buf_new(call->arena, 4096);
    struct str rest = str_of(f->row.top);

    if (f->row.bottom != NULL) {
        buf_f(&b, "%.*s ÷ %.*s", STR(num_grouped(call->arena, f->value)),
            STR(num_grouped(call->arena, f->base)));
        if (f->row.silent == NULL)
            return buf_str(&b);
        return text_fill(call->arena, cx->lang, TEXT_stats_silent_beside,
            (const struct str[]){buf_str(&b), num_grouped(call->arena, f->silent)}, 2);
    }
    if (str_is(rest, f->row.code))
        return (struct str){0};
    while (rest.n > 0) {
        struct str word = str_cut(rest, ' ', &rest);

        if (word.n > 1)
            buf_add(&b, stats_measure_name(cx, word));
        else
            buf_add(&b, str_is(word, "-") ? S(" − ") : S(" + "));
    }
    return buf_str(&b);
}

/* The first month in which anything of it was booked: since when there are records. */
static enum err since_of(
    struct call *call, const struct stats_view *v, const struct stats_row *row, struct str *out)
{
    struct str rest = str_of(row->bottom != NULL ? row->bottom : row->top);

    *out = (struct str){0};
    while (rest.n > 0) {
        struct str word = str_cut(rest, ' ', &rest);
        struct stats_sum first;
        bool found;

        if (word.n <= 1)
            continue;
        TRY(sql_stats_since(call->cx, word, v->division, &first, &found));
        if (found && (out->p == NULL || str_cmp(first.key, *out) < 0))
            *out = first.key;
    }
    return OK;
}

static bool any_known(const struct plot *p)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->points[i].known)
            return true;
    return false;
}

static enum err plots_fill(struct call *call, const struct stats_view *v,
    const struct stats_row *row, struct stats_one_view *out)
{
    struct sheet series, places;
    struct plot line, bars;

    TRY(stats_web_series(call, v, row, &line, &series));
    TRY(stats_web_places(call, v, row, &bars, &places));
    web_record_table(call, &series, &out->series);
    web_record_table(call, &places, &out->places);
    out->plot_title = line.title;
    TRY(plot_svg(call->arena, &line, &out->plot.s));
    return any_known(&bars) ? plot_svg(call->arena, &bars, &out->bars.s) : OK;
}

static void exports_set(
    struct call *call, const struct stats_view *v, struct stats_one_view *out)
{
    static const char *const names[] = {
        "/series.xlsx", "/series.csv", "/places.xlsx", "/places.csv", "/figure.pdf"};
    struct url *const links[] = {
        &out->series_xlsx, &out->series_csv, &out->places_xlsx, &out->places_csv, &out->pdf};

    for (size_t i = 0; i < COUNT(names); i++)
        *links[i] = stats_web_link(
            call, "/figures/", str_f(call->arena, "%.*s%s", STR(out->code), names[i]), v);
}

/* The records of the figure; of a rate those of each part. */
static void lists_set(struct call *call, const struct stats_view *v,
    const struct stats_figure *f, struct stats_one_view *out)
{
    out->list =
        stats_web_link(call, "/figures/", str_f(call->arena, "%s/records", f->row.code), v);
    if (f->row.bottom == NULL)
        return;
    out->divided = true;
    out->records_top = f->records_top;
    out->records_silent = f->records_silent;
    out->list_top = (struct url){str_f(call->arena, "%.*s&part=top", STR(out->list.s))};
    if (f->row.silent != NULL)
        out->list_silent =
            (struct url){str_f(call->arena, "%.*s&part=silent", STR(out->list.s))};
}

enum err stats_one(struct call *call)
{
    struct cx *cx = call->cx;
    struct stats_one_view out = {0};
    struct stats_figure f;
    struct stats_view v;
    struct web_head head = {0};

    TRY(stats_web_asked(
        call, str_f(call->arena, "/figures/%.*s", STR(call_path(call, "measure"))).p, &v));
    TRY(figure_of(call, &v, &f));
    out.name = stats_name(cx, &f.row);
    out.code = str_of(f.row.code);
    out.note = note_of(call, &v, &f);
    out.value = stats_value(cx, &f);
    out.unit = stats_unit_said(cx, &f);
    out.definition = stats_definition(cx, &f.row);
    if (!f.row.absent)
        out.made = made_words(call, &f);
    out.computable = f.computable;
    out.reason = stats_reason(cx, &f);
    out.records = f.records;
    out.kind =
        text_find(cx->lang, str_f(call->arena, "stats.kind.%s", stats_kind_words[f.row.kind]));
    out.seen = web_text(call, f.row.is_public ? TEXT_stats_seen_public : TEXT_stats_seen_staff);
    out.form = v.form;
    out.division = v.division;
    out.action = web_url(call->arena, "/figures/", out.code, "");
    out.dash = stats_web_link(call, "/figures", S(""), &v);
    if (v.inside && !f.row.absent)
        lists_set(call, &v, &f, &out);
    if (v.inside)
        TRY(since_of(call, &v, &f.row, &out.since));
    if (!f.row.absent)
        TRY(plots_fill(call, &v, &f.row, &out));
    exports_set(call, &v, &out);
    head.title = str_f(call->arena, "%.*s %.*s", STR(out.name), STR(v.place));
    head.crumbs = v.crumbs;
    head.ncrumbs = v.ncrumbs;
    return web_page_as(call, &head, page_stats_one, &out);
}

static const struct sheet_column record_columns[] = {
    {"", TEXT_stats_column_day, 12, false},
    {"", TEXT_stats_column_record, 24, false},
    {"", TEXT_stats_column_place, 24, false},
    {"", TEXT_stats_column_name, 20, false},
    {"", TEXT_stats_column_quantity, 10, true},
};

static enum err record_cells(
    struct call *call, const struct stats_record *r, struct sheet_cell *c)
{
    struct cx *cx = call->cx;
    struct str kind = str_f(call->arena, "stats.source.%.*s", STR(r->entry.source)), place;
    struct str label = r->record.label;
    struct str day = date_text(call->arena, r->entry.day);

    TRY(registry_full_name(cx, r->entry.division, &place));
    if (str_empty(label))
        label = text_has(kind) ? text_find(cx->lang, kind) : r->entry.source;
    c[0] = (struct sheet_cell){.text = day};
    c[1] = (struct sheet_cell){.text = label, .link = r->record.path};
    c[2] = (struct sheet_cell){.text = place};
    c[3] = (struct sheet_cell){.text = stats_measure_name(cx, r->entry.measure)};
    c[4] = (struct sheet_cell){
        .text = num_grouped(call->arena, r->entry.quantity), .number = r->entry.quantity};
    return OK;
}

static enum err one_open(struct call *call, struct stats_view *v, struct stats_figure *f)
{
    TRY(stats_web_asked(call, "/figures", v));
    TRY(figure_of(call, v, f));
    return f->row.absent ? fail(call->cx, ERR_NOT_FOUND, NULL, "stats.not_kept") : OK;
}

static enum err sheet_send(struct call *call, const struct stats_view *v,
    const struct stats_figure *f, struct sheet *s, const char *name)
{
    s->note = note_of(call, v, f);
    stats_web_plain(call, s);
    return web_table(call, &(struct web_head){.title = s->title},
        &(struct web_table){.sheet = s, .heading = s->title, .exports = str_of(name)});
}

enum err stats_one_series(struct call *call)
{
    struct stats_figure f;
    struct stats_view v;
    struct plot plot;
    struct sheet s;

    TRY(one_open(call, &v, &f));
    TRY(stats_web_series(call, &v, &f.row, &plot, &s));
    return sheet_send(call, &v, &f, &s, "series");
}

enum err stats_one_places(struct call *call)
{
    struct stats_figure f;
    struct stats_view v;
    struct plot plot;
    struct sheet s;

    TRY(one_open(call, &v, &f));
    TRY(stats_web_places(call, &v, &f.row, &plot, &s));
    return sheet_send(call, &v, &f, &s, "places");
}

/* The figure with its definition, plots and tables, on paper. */
enum err stats_one_pdf(struct call *call)
{
    struct stats_figure f;
    struct stats_view v;
    struct plot line, bars;
    struct sheet series, places;
    struct doc *doc;
    struct str title, made;

    TRY(one_open(call, &v, &f));
    TRY(stats_web_series(call, &v, &f.row, &line, &series));
    TRY(stats_web_places(call, &v, &f.row, &bars, &places));
    stats_web_plain(call, &series);
    stats_web_plain(call, &places);
    title = str_f(call->arena, "%.*s %.*s", STR(stats_name(call->cx, &f.row)), STR(v.place));
    made = f.computable ? made_words(call, &f) : stats_reason(call->cx, &f);
    doc = doc_new(call->arena, DOC_A4, call->cx->lang, title);
    doc_made(doc, call->cx->now);
    doc_heading(doc, 1, title);
    doc_para(doc, note_of(call, &v, &f));
    doc_pair(doc, web_text(call, TEXT_stats_column_value),
        str_f(call->arena, "%.*s %.*s", STR(stats_value(call->cx, &f)),
            STR(stats_unit_said(call->cx, &f))));
    doc_pair(doc, web_text(call, TEXT_stats_definition), stats_definition(call->cx, &f.row));
    if (!str_empty(made))
        doc_pair(doc, web_text(call, TEXT_stats_made), made);
    doc_heading(doc, 2, line.title);
    doc_plot(doc, &line);
    doc_table(doc, &series);
    if (places.nrows > 0) {
        doc_heading(doc, 2, web_text(call, TEXT_stats_places));
        if (any_known(&bars))
            doc_plot(doc, &bars);
        doc_table(doc, &places);
    }
    doc_footer(doc, note_of(call, &v, &f));
    return stats_web_send(call, doc, S("figure.pdf"));
}

/* Place and period go along from page to page, and are not asked for again. */
static const char *const kept_parts[] = {"base", "top", "silent", NULL};
static const struct input kept_inputs[] = {
    INPUT(struct stats_asked, division, .flags = INPUT_HIDDEN, .max = 16),
    INPUT(struct stats_asked, from, .flags = INPUT_HIDDEN, .max = 10),
    INPUT(struct stats_asked, to, .flags = INPUT_HIDDEN, .max = 10),
    INPUT_ENUM(struct stats_asked, part, kept_parts, .flags = INPUT_HIDDEN),
};
static const struct form kept = {
    "stats_query", sizeof(struct stats_asked), kept_inputs, COUNT(kept_inputs)};

static const struct form_state *kept_of(
    struct call *call, const struct stats_view *v, enum stats_side part)
{
    const struct stats_asked a = {.division = v->division,
        .from = date_text(call->arena, v->from),
        .to = date_text(call->arena, v->to),
        .part = part};

    return form_fill(call->arena, &kept, &a);
}

enum err stats_one_records(struct call *call)
{
    const struct stats_asked *asked = call_asked(call);
    struct stats_record_list list;
    struct stats_query q;
    struct stats_figure f;
    struct stats_view v;
    struct sheet s = {.columns = record_columns, .ncolumns = COUNT(record_columns)};
    struct str next;

    TRY(stats_web_asked(call, "/figures", &v));
    TRY(registry_may(call->cx, RIGHT_FIGURES_READ, v.division));
    TRY(figure_of(call, &v, &f));
    q = f.asked;
    q.part = asked->part;
    if (f.row.bottom != NULL && q.part != STATS_BASE)
        f.records = q.part == STATS_TOP ? f.records_top : f.records_silent;
    TRY(stats_records(call->cx, &q, asked->after, web_table_limit(call), &list, &next));
    s.cells = MANY(call->arena, struct sheet_cell, list.n * s.ncolumns + 1);
    for (s.nrows = 0; s.nrows < list.n; s.nrows++)
        TRY(record_cells(call, &list.p[s.nrows], &s.cells[s.nrows * s.ncolumns]));
    s.note = note_of(call, &v, &f);
    s.title = stats_name(call->cx, &f.row);
    call->personal = true;
    return web_table(call, &(struct web_head){.title = s.title},
        &(struct web_table){.sheet = &s,
            .heading = text_fill(call->arena, call->cx->lang, TEXT_stats_records_of,
                (const struct str[]){s.title, num_grouped(call->arena, f.records)}, 2),
            .filter = kept_of(call, &v, asked->part),
            .after = next,
            .later = !str_empty(asked->after),
            .empty = web_text(call, TEXT_stats_records_none),
            .exports = S("records")});
}
