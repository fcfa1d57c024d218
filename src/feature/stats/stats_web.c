/*
 * stats: routes, and what all pages of figures share: place, period, plots and tables.
 */
#include "feature/stats/stats_web.h"

#include "base/url.h"

#include "feature/stats/stats.sql.h"

static const char *const spans[] = {"year_to_date", "week", "month", "last_week", "last_month",
    "last_quarter", "twelve_months", "last_year", "any", NULL};

static const char *const parts[] = {"base", "top", "silent", NULL};

static const struct input query_inputs[] = {
    INPUT(struct stats_asked, division, .flags = INPUT_HIDDEN, .max = 16),
    INPUT_ENUM(struct stats_asked, period, spans, .widget = WIDGET_SELECT),
    INPUT(struct stats_asked, from, .max = 10),
    INPUT(struct stats_asked, to, .max = 10),
    INPUT(struct stats_asked, after, .flags = INPUT_HIDDEN, .max = 40),
    INPUT_ENUM(struct stats_asked, part, parts, .flags = INPUT_HIDDEN),
};
const struct form stats_query = {
    "stats_query", sizeof(struct stats_asked), query_inputs, COUNT(query_inputs)};

enum {
    SERIES_DAYS = 62,
    PROBLEM_MAX = 4096,
    WEEK = 7,
    QUARTER = 3
};

static void span_set(enum stats_span span, struct date today, struct stats_view *v)
{
    struct ymd t = date_ymd(today);
    struct date month = date_make(t.year, t.month, 1), monday = date_add(today, 1);

    monday = date_add(monday, -date_weekday(today));
    v->from = date_make(t.year, 1, 1);
    v->to = today;
    switch (span) {
    case SPAN_WEEK:
        v->from = monday;
        return;
    case SPAN_MONTH:
        v->from = month;
        return;
    case SPAN_LAST_WEEK:
        v->from = date_add(monday, -WEEK);
        v->to = date_add(monday, -1);
        return;
    case SPAN_LAST_MONTH:
        v->from = date_add_months(month, -1);
        v->to = date_add(month, -1);
        return;
    case SPAN_LAST_QUARTER:
        month = date_add_months(month, -((t.month - 1) % QUARTER));
        v->from = date_add_months(month, -QUARTER);
        v->to = date_add(month, -1);
        return;
    case SPAN_TWELVE_MONTHS:
        v->from = date_add(date_add_months(today, -12), 1);
        return;
    case SPAN_LAST_YEAR:
        v->from = date_make(t.year - 1, 1, 1);
        v->to = date_make(t.year - 1, 12, 31);
        return;
    case SPAN_YEAR_TO_DATE:
    case SPAN_ANY:
        return;
    }
}

static enum err period_set(
    struct call *call, const struct stats_asked *asked, struct stats_view *v)
{
    struct cx *cx = call->cx;

    span_set(asked->period, date_of(cx->now), v);
    if (asked->period != SPAN_ANY)
        return OK;
    if (!str_empty(asked->from) && date_parse(str_trim(asked->from), &v->from) != OK)
        (void)fail(cx, ERR_INVALID, "from", "stats.date_wrong");
    if (!str_empty(asked->to) && date_parse(str_trim(asked->to), &v->to) != OK)
        (void)fail(cx, ERR_INVALID, "to", "stats.date_wrong");
    TRY(cx_checked(cx));
    return v->from.day > v->to.day ? fail(cx, ERR_INVALID, "to", "stats.period_wrong") : OK;
}

/* Where somebody without an area begins: the smallest place that holds all there is. */
static enum err widest(struct cx *cx, struct str *out)
{
    *out = S("000000000000");
    for (int depth = 0; depth < 3; depth++) {
        struct stats_word_list used;

        TRY(sql_stats_used(cx, S("request.received.scan"), *out, &used));
        if (used.n != 1)
            return OK;
        *out = used.p[0].word;
    }
    return OK;
}

static enum err place_set(
    struct call *call, const struct stats_asked *asked, struct stats_view *v)
{
    struct cx *cx = call->cx;
    struct division place;

    v->division = str_trim(asked->division);
    if (str_empty(v->division) && right_ranges(cx, RIGHT_FIGURES_READ).n > 0)
        v->division = registry_own_area(cx, RIGHT_FIGURES_READ);
    if (str_empty(v->division))
        TRY(widest(cx, &v->division));
    TRY(stats_place(cx, v->division, &place));
    TRY(registry_full_name(cx, v->division, &v->place));
    if (str_empty(v->place))
        v->place = place.name;
    v->inside = registry_may(cx, RIGHT_FIGURES_READ, v->division) == OK;
    cx_faults_clear(cx);
    return OK;
}

static enum err crumbs_set(
    struct call *call, const char *path, const struct stats_asked *asked, struct stats_view *v)
{
    struct division_list up;

    TRY(registry_path(call->cx, v->division, &up));
    v->crumbs = MANY(call->arena, struct web_crumb, up.n + 1);
    EACH (d, &up) {
        struct web_crumb *c = &v->crumbs[v->ncrumbs++];

        c->text = d->name;
        if (!str_eq(d->code, v->division))
            c->link = (struct url){
                str_f(call->arena, "%s?division=%.*s&period=%s&from=%.*s&to=%.*s", path,
                    STR(d->code), spans[asked->period], STR(asked->from), STR(asked->to))};
    }
    return OK;
}

/* A period as long right before; of what begins with a year the same a year before. */
static void before_set(struct stats_view *v)
{
    struct ymd f = date_ymd(v->from), t = date_ymd(v->to);
    struct date next = date_add(v->to, 1);
    bool months = f.day == 1 && date_ymd(next).day == 1;
    int32_t n = (date_ymd(next).year - f.year) * 12 + date_ymd(next).month - f.month;

    if (f.month == 1 && f.day == 1 && f.year == t.year) {
        v->before_from = date_add_months(v->from, -12);
        v->before_to =
            months ? date_add(date_add_months(next, -12), -1) : date_add_months(v->to, -12);
    } else {
        v->before_to = date_add(v->from, -1);
        v->before_from = months ? date_add_months(v->from, -n)
                                : date_add(v->from, v->from.day - v->to.day - 1);
    }
}

enum err stats_web_asked(struct call *call, const char *path, struct stats_view *v)
{
    const struct stats_asked *asked = call_asked(call);
    struct stats_asked shown = *asked;
    bool fresh = str_empty(call->asked->typed[1]) && str_empty(asked->from);
    struct str from, to;

    *v = (struct stats_view){.form = call->asked};
    /* An address with days and no word for the period means these days. */
    if (str_empty(call->asked->typed[1]) && !str_empty(asked->from))
        shown.period = SPAN_ANY;
    TRY(period_set(call, &shown, v));
    TRY(place_set(call, &shown, v));
    if (!v->inside) {
        TRY(stats_public_open(call->cx, v->division, &v->open));
        stats_public_months(date_of(call->cx->now), fresh, &v->from, &v->to);
        if (fresh || shown.period == SPAN_WEEK || shown.period == SPAN_MONTH ||
            shown.period == SPAN_LAST_WEEK)
            shown.period = SPAN_ANY;
    }
    before_set(v);
    from = shown.from = date_text(call->arena, v->from);
    to = shown.to = date_text(call->arena, v->to);
    TRY(crumbs_set(call, path, &shown, v));
    shown.division = v->division;
    shown.after = (struct str){0};
    v->when = str_f(call->arena, "%.*s – %.*s", STR(from), STR(to));
    v->link = str_f(call->arena, "division=%.*s&period=any&from=%.*s&to=%.*s", STR(v->division),
        STR(from), STR(to));
    v->form = form_fill(call->arena, &stats_query, &shown);
    return OK;
}

struct url stats_web_link(
    struct call *call, const char *prefix, struct str code, const struct stats_view *v)
{
    return (struct url){str_f(call->arena, "%s%.*s?%.*s", prefix, STR(code), STR(v->link))};
}

struct str stats_web_value(struct call *call, const struct stats_figure *f)
{
    struct str s = stats_value(call->cx, f);

    if (f->computable && f->row.kind == STATS_RATE)
        return str_f(call->arena, "%.*s%%", STR(s));
    return s;
}

static struct plot_point point_of(
    struct call *call, const struct stats_figure *f, struct str label)
{
    struct plot_point p = {.label = label,
        .text = stats_web_value(call, f),
        .value = f->value,
        .known = f->computable};

    if (f->computable && f->row.kind == STATS_RATE)
        p.value = f->value * 100 * 1000 / f->base;
    if (f->computable && f->row.kind == STATS_MEAN)
        p.value = f->value * 1000 / f->base;
    if (f->row.kind == STATS_MONEY)
        p.value = f->value / 100;
    return p;
}

static const struct sheet_column plain_columns[] = {
    {"", TEXT_stats_column_key, 16, false},
    {"", TEXT_stats_column_value, 12, true},
    {"", TEXT_stats_column_records, 12, true},
};
static const struct sheet_column rate_columns[] = {
    {"", TEXT_stats_column_key, 16, false},
    {"", TEXT_stats_column_value, 12, true},
    {"", TEXT_stats_column_top, 12, true},
    {"", TEXT_stats_column_bottom, 12, true},
    {"", TEXT_stats_column_silent, 12, true},
};

static struct sheet_cell number_cell(struct call *call, int64_t n)
{
    return (struct sheet_cell){.text = num_grouped(call->arena, n), .number = n};
}

/* A figure's line: what it is of, the figure, and what it is made from. */
static void line_set(struct call *call, const struct stats_figure *f, struct str label,
    struct str link, struct sheet_cell *cells)
{
    bool hidden = !f->computable && f->base == 0 && f->value == 0;
    struct sheet_cell none = {.text = S("—")};

    cells[0] = (struct sheet_cell){.text = label, .link = link};
    cells[1] = (struct sheet_cell){.text = stats_web_value(call, f), .number = f->value};
    if (f->row.bottom == NULL) {
        cells[2] =
            hidden || (f->records == 0 && f->value != 0) ? none : number_cell(call, f->records);
        return;
    }
    cells[2] = hidden ? none : number_cell(call, f->value);
    cells[3] = hidden ? none : number_cell(call, f->base);
    cells[4] = hidden || f->row.silent == NULL ? none : number_cell(call, f->silent);
}

static struct sheet sheet_of(struct call *call, const struct stats_row *row, size_t n)
{
    bool rate = row->bottom != NULL;
    size_t columns = rate ? COUNT(rate_columns) : COUNT(plain_columns);

    return (struct sheet){.title = stats_name(call->cx, row),
        .columns = rate ? rate_columns : plain_columns,
        .ncolumns = columns,
        .cells = MANY(call->arena, struct sheet_cell, n * columns + 1)};
}

static void plot_set(struct call *call, const struct stats_view *v, const struct stats_row *row,
    enum plot_kind kind, struct plot *plot)
{
    bool thousandths = row->kind == STATS_RATE || row->kind == STATS_MEAN;
    struct str unit = row->kind == STATS_MONEY ? S("元") : stats_unit(call->cx, row);

    *plot = (struct plot){.kind = kind,
        .title = str_f(call->arena, "%.*s %.*s %.*s", STR(v->place),
            STR(stats_name(call->cx, row)), STR(v->when)),
        .unit = unit,
        .thousandths = thousandths,
        .unknown = S("—")};
}

enum err stats_web_series(struct call *call, const struct stats_view *v,
    const struct stats_row *row, struct plot *plot, struct sheet *sheet)
{
    bool days = v->inside && v->to.day - v->from.day < SERIES_DAYS;
    struct plot_point *points;
    struct stats_figure *f;
    struct stats_grid g;

    TRY(stats_grid_open(
        call->cx, days ? STATS_DAYS : STATS_MONTHS, v->division, v->from, v->to, &g));
    g.open = v->open;
    TRY(stats_grid_row(call->cx, &g, row, &f));
    points = MANY(call->arena, struct plot_point, g.n + 1);
    *sheet = sheet_of(call, row, g.n);
    for (size_t i = 0; i < g.n; i++) {
        points[i] = point_of(call, &f[i], days ? str_sub(g.keys[i], 5, 5) : g.keys[i]);
        line_set(call, &f[i], g.keys[i], (struct str){0}, &sheet->cells[i * sheet->ncolumns]);
    }
    sheet->nrows = g.n;
    plot_set(call, v, row,
        row->kind == STATS_FLOW || row->kind == STATS_MONEY ? PLOT_COLUMNS : PLOT_LINE, plot);
    plot->points = points;
    plot->n = g.n;
    return OK;
}

enum err stats_web_places(struct call *call, const struct stats_view *v,
    const struct stats_row *row, struct plot *plot, struct sheet *sheet)
{
    struct plot_point *points;
    struct stats_figure *f;
    struct stats_grid g;

    TRY(stats_grid_open(call->cx, STATS_PLACES, v->division, v->from, v->to, &g));
    g.open = v->open;
    TRY(stats_grid_row(call->cx, &g, row, &f));
    points = MANY(call->arena, struct plot_point, g.n + 1);
    *sheet = sheet_of(call, row, g.n);
    for (size_t i = 0; i < g.n; i++) {
        const struct division *d = &g.places.p[i];
        struct str link = str_f(call->arena,
            "/figures/%s?division=%.*s&period=any&from=%.*s&to=%.*s", row->code, STR(d->code),
            STR(date_text(call->arena, v->from)), STR(date_text(call->arena, v->to)));

        points[i] = point_of(call, &f[i], d->name);
        line_set(call, &f[i], d->name, link, &sheet->cells[i * sheet->ncolumns]);
    }
    sheet->nrows = g.n;
    plot_set(call, v, row, PLOT_BARS, plot);
    plot->points = points;
    plot->n = g.n;
    return OK;
}

static bool whole(struct call *call, const struct sheet_cell *c)
{
    return str_eq(c->text, num_grouped(call->arena, c->number));
}

void stats_web_plain(struct call *call, struct sheet *s)
{
    struct sheet_column *columns = MANY(call->arena, struct sheet_column, s->ncolumns);

    for (size_t k = 0; k < s->ncolumns; k++) {
        bool all = true;

        columns[k] = s->columns[k];
        for (size_t i = 0; i < s->nrows; i++)
            all = all && whole(call, &s->cells[i * s->ncolumns + k]);
        if (all || !columns[k].numeric)
            continue;
        columns[k].numeric = false;
        for (size_t i = 0; i < s->nrows; i++) {
            struct sheet_cell *c = &s->cells[i * s->ncolumns + k];

            if (whole(call, c))
                c->text = num_text(call->arena, c->number);
        }
    }
    s->columns = columns;
}

enum text_key stats_web_like(const struct division *d)
{
    switch (d->kind) {
    case DIVISION_PROVINCE:
        return TEXT_stats_like_province;
    case DIVISION_PREFECTURE:
        return TEXT_stats_like_prefecture;
    case DIVISION_COUNTY:
        return str_ends(d->name, S("区"))   ? TEXT_stats_like_district
               : str_ends(d->name, S("市")) ? TEXT_stats_like_city
                                            : TEXT_stats_like_county;
    case DIVISION_TOWN:
        return TEXT_stats_like_town;
    case DIVISION_SUBDISTRICT:
        return TEXT_stats_like_subdistrict;
    case DIVISION_VILLAGE:
        return TEXT_stats_like_village;
    case DIVISION_COMMUNITY:
        return TEXT_stats_like_community;
    case DIVISION_HAMLET:
        return TEXT_stats_like_hamlet;
    case DIVISION_COUNTRY:
    case DIVISION_ZONE:
    case DIVISION_PSEUDO:
        break;
    }
    return TEXT_stats_like_other;
}

enum err stats_web_send(struct call *call, struct doc *doc, struct str filename)
{
    struct buf problem = buf_new(call->arena, PROBLEM_MAX);
    struct bytes pdf;

    doc_made(doc, call->cx->now);
    if (doc_pdf(doc, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "stats.pdf_failed");
    call_download(call, "application/pdf", filename);
    buf_raw(&call->out, pdf.p, pdf.n);
    web_security(call);
    return OK;
}

/* clang-format off */
const struct route stats_routes[] = {
    {GET, "/figures", stats_dash, RIGHT_ANYONE, .query = &stats_query,
        .flags = ROUTE_SLOW | ROUTE_PUBLIC_CACHE},
    {GET, "/figures.csv", stats_dash_rows, RIGHT_ANYONE, .query = &stats_query, .flags = ROUTE_SLOW},
    {GET, "/figures.xlsx", stats_dash_rows, RIGHT_ANYONE, .query = &stats_query, .flags = ROUTE_SLOW},
    {GET, "/figures.pdf", stats_dash_pdf, RIGHT_ANYONE, .query = &stats_query, .flags = ROUTE_SLOW},
    {GET, "/places.csv", stats_dash_places, RIGHT_ANYONE, .query = &stats_query, .flags = ROUTE_SLOW},
    {GET, "/places.xlsx", stats_dash_places, RIGHT_ANYONE, .query = &stats_query, .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}", stats_one, RIGHT_ANYONE, .query = &stats_query, .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/series.csv", stats_one_series, RIGHT_ANYONE, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/series.xlsx", stats_one_series, RIGHT_ANYONE, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/places.csv", stats_one_places, RIGHT_ANYONE, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/places.xlsx", stats_one_places, RIGHT_ANYONE, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/figure.pdf", stats_one_pdf, RIGHT_ANYONE, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/records", stats_one_records, RIGHT_FIGURES_READ, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/records.csv", stats_one_records, RIGHT_FIGURES_READ, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/figures/{measure}/records.xlsx", stats_one_records, RIGHT_FIGURES_READ, .query = &stats_query,
        .flags = ROUTE_SLOW},
    {GET, "/reports", stats_asks, RIGHT_FIGURES_READ},
    {GET, "/reports/new", stats_ask_new, RIGHT_REPORT_ASK},
    {POST, "/reports/new", stats_ask_make, RIGHT_REPORT_ASK, .form = &stats_ask_form,
        .again = stats_ask_again},
    {GET, "/reports/{id}", stats_ask_show, RIGHT_FIGURES_READ, .flags = ROUTE_SLOW},
    {GET, "/reports/{id}/sheet.csv", stats_ask_table, RIGHT_FIGURES_READ, .flags = ROUTE_SLOW},
    {GET, "/reports/{id}/sheet.xlsx", stats_ask_table, RIGHT_FIGURES_READ, .flags = ROUTE_SLOW},
    {GET, "/reports/{id}/sheet.pdf", stats_ask_print, RIGHT_FIGURES_READ, .flags = ROUTE_SLOW},
    {POST, "/reports/{id}/finish", stats_ask_close, RIGHT_REPORT_ASK},
    {GET, "/reports/{id}/place/{division}", stats_ask_place, RIGHT_FIGURES_READ, .flags = ROUTE_SLOW},
    {POST, "/reports/{id}/place/{division}", stats_ask_place_take, RIGHT_REPORT_CONFIRM,
        .form = &stats_confirm_form, .again = stats_ask_place_again},
    ROUTES_END
};

const struct web_menu stats_menu[] = {
    {TEXT_stats_feature, "/figures", RIGHT_ANYONE, MENU_FIGURES},
    {TEXT_stats_asks_title, "/reports", RIGHT_FIGURES_READ, MENU_FIGURES},
    {0, NULL, 0, 0},
};
/* clang-format on */
