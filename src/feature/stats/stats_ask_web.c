/*
 * stats: report once: asking, the sheet, and the page on which a place confirms.
 */
#include "web/record.h"
#include "web/table.h"

#include "feature/stats/pages/stats_ask_new.html.h"
#include "feature/stats/stats_web.h"

enum {
    LIST_MAX = 50,
    ROOM = 12
};

struct stats_ask_asked {
    struct str title, note;
    struct date from, to, due;
    struct str measures, places;
};
static const struct input ask_inputs[] = {
    INPUT(struct stats_ask_asked, title, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct stats_ask_asked, from, .flags = INPUT_REQUIRED),
    INPUT(struct stats_ask_asked, to, .flags = INPUT_REQUIRED),
    INPUT(struct stats_ask_asked, due, .flags = INPUT_REQUIRED),
    INPUT(
        struct stats_ask_asked, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct stats_ask_asked, measures, .max = 80),
    INPUT(struct stats_ask_asked, places, .max = 20),
};
const struct form stats_ask_form = {
    "stats_ask", sizeof(struct stats_ask_asked), ask_inputs, COUNT(ask_inputs)};

struct confirm_asked {
    struct str note;
    int64_t version;
};
static const struct input confirm_inputs[] = {
    INPUT(struct confirm_asked, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct confirm_asked, version, .flags = INPUT_HIDDEN),
};
const struct form stats_confirm_form = {
    "stats_confirm", sizeof(struct confirm_asked), confirm_inputs, COUNT(confirm_inputs)};

/* What the rules found wrong stands beside the fields. */
static void faults_told(struct call *call)
{
    struct form_state *s = call->form;
    struct cx *cx = call->cx;

    for (size_t i = 0; i < cx->faults.n && s->nproblems < s->form->n; i++) {
        const struct fault *f = &cx->faults.p[i];
        const struct input *in = NULL;

        for (size_t k = 0; k < s->form->n; k++)
            if (str_is(f->field, s->form->inputs[k].name))
                in = &s->form->inputs[k];
        s->problems[s->nproblems++] = (struct form_problem){
            .input = in, .rule = f->rule, .args = {f->args[0]}, .nargs = f->nargs > 0};
    }
}

static bool sent(const struct call *call, const char *name, struct str value)
{
    for (size_t i = 0; i < call->fields.n; i++)
        if (str_is(call->fields.p[i].name, name) && str_eq(call->fields.p[i].value, value))
            return true;
    return false;
}

static struct str *all_sent(struct call *call, const char *name, size_t *n)
{
    struct str *list = MANY(call->arena, struct str, call->fields.n + 1);

    *n = 0;
    for (size_t i = 0; i < call->fields.n; i++)
        if (str_is(call->fields.p[i].name, name))
            list[(*n)++] = call->fields.p[i].value;
    return list;
}

static void group_push(struct call *call, struct stats_ask_new_view *v,
    const struct stats_row *row, size_t rows, bool fresh)
{
    struct str key = str_f(call->arena, "stats.group.%s", row->group);
    struct str heading = text_has(key) ? text_find(call->cx->lang, key) : str_of(row->group);
    struct stats_pick_group *g = v->measures.n > 0 ? &v->measures.p[v->measures.n - 1] : NULL;

    if (g == NULL || !str_eq(g->heading, heading)) {
        g = &v->measures.p[v->measures.n++];
        *g =
            (struct stats_pick_group){heading, {MANY(call->arena, struct stats_pick, rows), 0}};
    }
    g->list.p[g->list.n++] = (struct stats_pick){.value = str_of(row->code),
        .label = stats_name(call->cx, row),
        .id = str_f(call->arena, "m-%s", row->code),
        .more = stats_unit(call->cx, row),
        .chosen = !fresh && sent(call, "measures", str_of(row->code))};
}

static enum err new_show(struct call *call, const struct form_state *form, bool fresh)
{
    struct cx *cx = call->cx;
    struct str own = registry_own_area(cx, RIGHT_REPORT_ASK);
    struct stats_ask_new_view v = {.form = form};
    struct stats_row_list rows;
    struct division_list below;

    TRY(registry_full_name(cx, own, &v.place));
    TRY(stats_rows(cx, &rows));
    v.measures.p = MANY(call->arena, struct stats_pick_group, rows.n + 1);
    EACH (r, &rows)
        if (!r->absent)
            group_push(call, &v, r, rows.n, fresh);
    TRY(registry_children(cx, own, false, &below));
    v.places.p = MANY(call->arena, struct stats_pick, below.n + 1);
    EACH (d, &below)
        v.places.p[v.places.n++] = (struct stats_pick){.value = d->code,
            .label = d->name,
            .id = str_f(call->arena, "p-%.*s", STR(d->code)),
            .chosen = fresh || sent(call, "places", d->code)};
    return web_page(call, web_text(call, TEXT_stats_asks_new), page_stats_ask_new, &v);
}

enum err stats_ask_new(struct call *call)
{
    struct date today = date_of(call->cx->now);
    struct ymd t = date_ymd(today);
    const struct stats_ask_asked a = {
        .from = date_make(t.year, 1, 1), .to = today, .due = date_add(today, 7)};

    return new_show(call, form_fill(call->arena, &stats_ask_form, &a), true);
}

enum err stats_ask_again(struct call *call)
{
    faults_told(call);
    return new_show(call, call->form, false);
}

enum err stats_ask_make(struct call *call)
{
    const struct stats_ask_asked *a = call_form(call);
    struct stats_draft d = {.title = str_trim(a->title),
        .note = str_trim(a->note),
        .division = registry_own_area(call->cx, RIGHT_REPORT_ASK),
        .day_from = a->from,
        .day_to = a->to,
        .due = a->due};
    struct str id;

    d.measures = all_sent(call, "measures", &d.nmeasures);
    d.places = all_sent(call, "places", &d.nplaces);
    TRY(stats_ask_add(call->cx, &d, &id));
    return web_redirect_note(call, TEXT_stats_asks_sent, "/reports/", id);
}

static struct str period_of(struct call *call, const struct stats_ask *a)
{
    return str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, a->day_from)),
        STR(date_text(call->arena, a->day_to)));
}

static struct str counts(struct call *call, const struct stats_ask *a)
{
    return text_fill(call->arena, call->cx->lang, TEXT_stats_asks_counts,
        (const struct str[]){
            num_text(call->arena, a->confirmed), num_text(call->arena, a->places)},
        2);
}

/* Finished, open, late: as a word and, for a table, the tone of its badge. */
static struct str state_of(struct call *call, const struct stats_ask *a, struct str *badge)
{
    bool done = instant_is(a->finished_at), late = stats_ask_late(call->cx, a);

    late = late && a->confirmed < a->places;
    *badge = done ? S("done") : late ? S("overdue") : S("info");
    return web_text(call, done   ? TEXT_stats_asks_is_finished
                          : late ? TEXT_stats_asks_is_late
                                 : TEXT_stats_asks_is_open);
}

static const struct sheet_column list_columns[] = {
    {"", TEXT_stats_asks_column_title, 24, false},
    {"", TEXT_stats_asks_column_period, 22, false},
    {"", TEXT_stats_asks_column_due, 12, false},
    {"", TEXT_stats_asks_column_state, 10, false},
    {"", TEXT_stats_asks_column_counts, 12, false},
};

static enum err list_fill(struct call *call, bool received, struct sheet *s)
{
    struct stats_ask_list list;

    TRY(stats_ask_list(call->cx, received, INT64_MAX, LIST_MAX, &list));
    *s = (struct sheet){.columns = list_columns,
        .ncolumns = COUNT(list_columns),
        .cells = MANY(call->arena, struct sheet_cell, list.n * COUNT(list_columns) + 1)};
    EACH (a, &list) {
        struct sheet_cell *c = &s->cells[s->nrows++ * s->ncolumns];

        c[0] = (struct sheet_cell){
            .text = a->title, .link = str_f(call->arena, "/reports/%.*s", STR(a->public_id))};
        c[1] = (struct sheet_cell){.text = period_of(call, a)};
        c[2] = (struct sheet_cell){.text = date_text(call->arena, a->due)};
        c[3].text = state_of(call, a, &c[3].badge);
        c[4] = (struct sheet_cell){.text = counts(call, a)};
    }
    return OK;
}

enum err stats_asks(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_stats_asks_title),
        .sub = web_text(call, TEXT_stats_asks_sub)};
    struct web_section *s;
    struct sheet got, made;

    web_record_room(call->arena, &r, ROOM);
    if (right_anywhere(call->cx, RIGHT_REPORT_ASK) == OK)
        web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_stats_asks_new),
            (struct url){S("/reports/new")});
    cx_faults_clear(call->cx);
    TRY(list_fill(call, true, &got));
    TRY(list_fill(call, false, &made));
    s = web_record_section(&r, web_text(call, TEXT_stats_asks_got));
    s->sheet = &got;
    s->none = web_text(call, TEXT_stats_asks_got_none);
    s = web_record_section(&r, web_text(call, TEXT_stats_asks_made));
    s->sheet = &made;
    s->none = web_text(call, TEXT_stats_asks_made_none);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

/* "46 ÷ 52": what a rate is made of; or why there is none. */
static struct str base_words(struct call *call, const struct stats_figure *f)
{
    struct str made;

    if (!f->computable)
        return stats_reason(call->cx, f);
    if (f->row.bottom == NULL)
        return (struct str){0};
    made = str_f(call->arena, "%.*s ÷ %.*s", STR(num_grouped(call->arena, f->value)),
        STR(num_grouped(call->arena, f->base)));
    return f->row.silent == NULL
               ? made
               : text_fill(call->arena, call->cx->lang, TEXT_stats_silent_beside,
                     (const struct str[]){made, num_grouped(call->arena, f->silent)}, 2);
}

static const struct sheet_column sheet_columns[] = {
    {"", TEXT_stats_column_place, 14, false},
    {"", TEXT_stats_column_name, 20, false},
    {"", TEXT_stats_column_value, 12, true},
    {"", TEXT_stats_column_unit, 8, false},
    {"", TEXT_stats_column_base, 24, false},
    {"", TEXT_stats_column_records, 10, true},
    {"", TEXT_stats_asks_column_state, 12, false},
    {"", TEXT_stats_asks_column_note, 24, false},
};

static struct str place_state(
    struct call *call, const struct stats_ask *a, const struct stats_place *p)
{
    if (instant_is(p->confirmed_at))
        return web_text(call, TEXT_stats_asks_is_confirmed);
    return web_text(call,
        stats_ask_late(call->cx, a) ? TEXT_stats_asks_is_late : TEXT_stats_asks_is_waiting);
}

static void sheet_cells(struct call *call, const struct stats_ask *a,
    const struct stats_place *p, const struct stats_figure *f, struct sheet_cell *c)
{
    struct str link =
        str_f(call->arena, "/figures/%s/records?division=%.*s&period=any&from=%.*s&to=%.*s",
            f->row.code, STR(p->division), STR(date_text(call->arena, a->day_from)),
            STR(date_text(call->arena, a->day_to)));

    c[0] = (struct sheet_cell){.text = p->name};
    c[1] = (struct sheet_cell){.text = stats_name(call->cx, &f->row)};
    c[2] = (struct sheet_cell){.text = stats_web_value(call, f), .number = f->value};
    c[3] = (struct sheet_cell){.text = stats_unit(call->cx, &f->row)};
    c[4] = (struct sheet_cell){.text = base_words(call, f)};
    c[5] = (struct sheet_cell){
        .text = num_grouped(call->arena, f->records), .number = f->records, .link = link};
    c[6] = (struct sheet_cell){.text = place_state(call, a, p)};
    c[7] = (struct sheet_cell){.text = p->note};
}

static struct sheet sheet_made(
    struct call *call, const struct stats_ask *a, const struct stats_sheet *from)
{
    struct sheet s = {.title = a->title,
        .note = str_f(call->arena, "%.*s %.*s", STR(period_of(call, a)), STR(counts(call, a))),
        .columns = sheet_columns,
        .ncolumns = COUNT(sheet_columns),
        .nrows = from->places.n * from->rows.n};

    s.cells = MANY(call->arena, struct sheet_cell, s.nrows * s.ncolumns + 1);
    for (size_t i = 0; i < s.nrows; i++)
        sheet_cells(call, a, &from->places.p[i / from->rows.n], &from->figures[i],
            &s.cells[i * s.ncolumns]);
    return s;
}

static const struct sheet_column place_columns[] = {
    {"", TEXT_stats_column_place, 16, false},
    {"", TEXT_stats_asks_column_state, 12, false},
    {"", TEXT_stats_asks_column_who, 16, false},
    {"", TEXT_stats_asks_column_when, 18, false},
    {"", TEXT_stats_asks_column_note, 30, false},
};

static struct sheet places_made(
    struct call *call, const struct stats_ask *a, const struct stats_place_list *places)
{
    struct sheet s = {.columns = place_columns,
        .ncolumns = COUNT(place_columns),
        .nrows = places->n,
        .cells = MANY(call->arena, struct sheet_cell, places->n * COUNT(place_columns) + 1)};

    for (size_t i = 0; i < places->n; i++) {
        const struct stats_place *p = &places->p[i];
        struct sheet_cell *c = &s.cells[i * s.ncolumns];
        bool done = instant_is(p->confirmed_at), late = stats_ask_late(call->cx, a);

        c[0] = (struct sheet_cell){.text = p->name,
            .link = str_f(
                call->arena, "/reports/%.*s/place/%.*s", STR(a->public_id), STR(p->division))};
        c[1] = (struct sheet_cell){.text = place_state(call, a, p),
            .badge = done   ? S("done")
                     : late ? S("overdue")
                            : S("info")};
        c[2] = (struct sheet_cell){.text = p->confirmer};
        c[3] = (struct sheet_cell){
            .text = done ? instant_text(call->arena, p->confirmed_at) : (struct str){0}};
        c[4] = (struct sheet_cell){.text = p->note};
    }
    return s;
}

static enum err head_fill(struct call *call, const struct stats_ask *a, struct web_record *r)
{
    struct str asker, badge;

    TRY(registry_full_name(call->cx, a->division, &asker));
    web_record_room(call->arena, r, ROOM);
    r->heading = a->title;
    r->badge = state_of(call, a, &badge);
    r->tone = str_is(badge, "done")      ? TONE_DONE
              : str_is(badge, "overdue") ? TONE_OVERDUE
                                         : TONE_INFO;
    r->sub = counts(call, a);
    r->back = (struct url){S("/reports")};
    r->back_words = web_text(call, TEXT_stats_asks_title);
    web_record_pair(r, web_text(call, TEXT_stats_asks_asker), asker);
    web_record_pair(r, web_text(call, TEXT_stats_asks_column_period), period_of(call, a));
    web_record_pair(
        r, web_text(call, TEXT_stats_asks_column_due), date_text(call->arena, a->due));
    web_record_pair(
        r, web_text(call, TEXT_stats_asks_made_at), instant_text(call->arena, a->made_at));
    if (instant_is(a->finished_at))
        web_record_pair(r, web_text(call, TEXT_stats_asks_is_finished),
            instant_text(call->arena, a->finished_at));
    web_record_pair(r, web_text(call, TEXT_stats_asks_column_note), a->note);
    return OK;
}

enum err stats_ask_show(struct call *call)
{
    struct stats_sheet figures;
    struct stats_ask ask;
    struct web_record r = {0};
    struct web_section *s;
    struct sheet places, sheet;

    TRY(stats_ask_get(call->cx, call_path(call, "id"), &ask));
    TRY(head_fill(call, &ask, &r));
    TRY(stats_ask_sheet(call->cx, &ask, (struct str){0}, &figures));
    places = places_made(call, &ask, &figures.places);
    sheet = sheet_made(call, &ask, &figures);
    web_record_section(&r, web_text(call, TEXT_stats_asks_places))->sheet = &places;
    s = web_record_section(&r, web_text(call, TEXT_stats_asks_sheet));
    s->sheet = &sheet;
    s->actions.p = MANY(call->arena, struct web_action, 2);
    s->actions.p[s->actions.n++] = (struct web_action){ACTION_OTHER, S("XLSX"),
        web_url(call->arena, "/reports/", ask.public_id, "/sheet.xlsx")};
    s->actions.p[s->actions.n++] = (struct web_action){
        ACTION_OTHER, S("CSV"), web_url(call->arena, "/reports/", ask.public_id, "/sheet.csv")};
    r.pdf = web_url(call->arena, "/reports/", ask.public_id, "/sheet.pdf");
    if (!instant_is(ask.finished_at) &&
        registry_may(call->cx, RIGHT_REPORT_ASK, ask.division) == OK) {
        s = web_record_section(&r, web_text(call, TEXT_stats_asks_finish));
        s->words = web_text(call, TEXT_stats_asks_finish_hint);
        s->post = web_url(call->arena, "/reports/", ask.public_id, "/finish");
        s->button = web_text(call, TEXT_stats_asks_finish);
        s->screen = true;
    }
    cx_faults_clear(call->cx);
    return web_record(call, &(struct web_head){.title = ask.title}, &r);
}

enum err stats_ask_table(struct call *call)
{
    struct stats_sheet figures;
    struct stats_ask ask;
    struct sheet sheet;

    TRY(stats_ask_get(call->cx, call_path(call, "id"), &ask));
    TRY(stats_ask_sheet(call->cx, &ask, (struct str){0}, &figures));
    sheet = sheet_made(call, &ask, &figures);
    stats_web_plain(call, &sheet);
    return web_table(call, &(struct web_head){.title = ask.title},
        &(struct web_table){.sheet = &sheet, .heading = ask.title, .exports = S("report")});
}

enum err stats_ask_print(struct call *call)
{
    struct stats_sheet figures;
    struct stats_ask ask;
    struct sheet sheet, places;
    struct str asker;
    struct doc *doc;

    TRY(stats_ask_get(call->cx, call_path(call, "id"), &ask));
    TRY(stats_ask_sheet(call->cx, &ask, (struct str){0}, &figures));
    TRY(registry_full_name(call->cx, ask.division, &asker));
    sheet = sheet_made(call, &ask, &figures);
    stats_web_plain(call, &sheet);
    places = places_made(call, &ask, &figures.places);
    doc = doc_new(call->arena, DOC_A4_LANDSCAPE, call->cx->lang, ask.title);
    doc_heading(doc, 1, ask.title);
    doc_pair(doc, web_text(call, TEXT_stats_asks_asker), asker);
    doc_pair(doc, web_text(call, TEXT_stats_asks_column_period), period_of(call, &ask));
    doc_pair(doc, web_text(call, TEXT_stats_asks_column_due), date_text(call->arena, ask.due));
    doc_table(doc, &sheet);
    doc_heading(doc, 2, web_text(call, TEXT_stats_asks_places));
    doc_table(doc, &places);
    doc_footer(doc, instant_text(call->arena, call->cx->now));
    return stats_web_send(call, doc, S("report.pdf"));
}

enum err stats_ask_close(struct call *call)
{
    struct stats_ask ask;

    TRY(stats_ask_get(call->cx, call_path(call, "id"), &ask));
    TRY(stats_ask_finish(call->cx, &ask));
    return web_redirect_note(call, TEXT_stats_asks_closed, "/reports/", ask.public_id);
}

static enum err place_show(struct call *call, const struct form_state *form)
{
    struct str division = call_path(call, "division"), place;
    struct stats_sheet figures;
    struct stats_ask ask;
    struct web_record r = {0};
    struct web_section *s;
    struct confirm_asked c = {.version = 0};
    const struct stats_place *p;
    struct sheet sheet;

    TRY(stats_ask_get(call->cx, call_path(call, "id"), &ask));
    TRY(stats_ask_sheet(call->cx, &ask, division, &figures));
    TRY(head_fill(call, &ask, &r));
    TRY(registry_full_name(call->cx, division, &place));
    p = &figures.places.p[0];
    r.sub = place;
    if (instant_is(p->confirmed_at))
        web_record_note(&r, TONE_DONE, web_text(call, TEXT_stats_asks_is_confirmed),
            str_f(call->arena, "%.*s %.*s", STR(p->confirmer),
                STR(instant_text(call->arena, p->confirmed_at))));
    sheet = sheet_made(call, &ask, &figures);
    s = web_record_section(&r, web_text(call, TEXT_stats_asks_sheet));
    s->sheet = &sheet;
    s->words = web_text(
        call, instant_is(p->confirmed_at) ? TEXT_stats_asks_kept : TEXT_stats_asks_prefilled);
    if (!instant_is(ask.finished_at) &&
        registry_may(call->cx, RIGHT_REPORT_CONFIRM, division) == OK) {
        c.version = p->version;
        c.note = p->note;
        s = web_record_section(&r, web_text(call, TEXT_stats_asks_confirm));
        s->words = web_text(call, TEXT_stats_asks_confirm_hint);
        s->form = form != NULL ? form : form_fill(call->arena, &stats_confirm_form, &c);
        s->post = web_url(call->arena, "/reports/", ask.public_id,
            str_f(call->arena, "/place/%.*s", STR(division)).p);
        s->button = web_text(call, TEXT_stats_asks_confirm);
        s->screen = true;
    }
    cx_faults_clear(call->cx);
    r.back = web_url(call->arena, "/reports/", ask.public_id, "");
    r.back_words = ask.title;
    return web_record(call, &(struct web_head){.title = ask.title, .place = place}, &r);
}

enum err stats_ask_place(struct call *call)
{
    return place_show(call, NULL);
}

enum err stats_ask_place_again(struct call *call)
{
    faults_told(call);
    return place_show(call, call->form);
}

enum err stats_ask_place_take(struct call *call)
{
    const struct confirm_asked *c = call_form(call);
    struct stats_ask ask;

    TRY(stats_ask_get(call->cx, call_path(call, "id"), &ask));
    TRY(stats_ask_confirm(
        call->cx, &ask, call_path(call, "division"), c->version, str_trim(c->note)));
    return web_redirect_note(call, TEXT_stats_asks_thanks, "/reports/", ask.public_id);
}
