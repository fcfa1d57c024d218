/*
 * activity: a paper register entered with the keyboard alone, thirty rows at a time; and the
 * same from a sheet.  Nothing is kept while a row is wrong, and nothing typed is lost.
 */
#include "out/sheet.h"

#include "feature/activity/activity_import.h"
#include "feature/activity/activity_names.h"
#include "feature/activity/activity_web.h"
#include "feature/registry/registry_import_web.h"
#include "feature/station/station.h"

enum {
    ROWS = 30,
    CELLS = 6,
    STATIONS = 20,
    PLACES = 80,
    TOLD = 60
};
#define UPLOAD_MAX ((size_t)8 << 20)

static const char *const cell_names[CELLS] = {
    "day", "others", "people", "person_times", "summary", "voters"};

struct table_entry {
    struct str kind, station, division;
};
static const struct input table_inputs[] = {
    INPUT(struct table_entry, kind, .max = 40),
    INPUT(struct table_entry, station, .max = 20),
    INPUT(struct table_entry, division, .max = 20),
};
const struct form activity_register_form = {
    "activity_table", sizeof(struct table_entry), table_inputs, COUNT(table_inputs)};

struct table_query {
    int64_t saved;
    struct str kind;
};
static const struct input query_inputs[] = {
    INPUT(struct table_query, saved),
    INPUT(struct table_query, kind, .max = 40),
};
const struct form activity_register_query = {
    "activity_table_query", sizeof(struct table_query), query_inputs, COUNT(query_inputs)};

/* One row while it is being taken. */
struct row {
    struct str cells[CELLS], idem;
    struct str errors[CELLS + 1]; /* the last: of the whole row */
    struct activity_in in;
    bool used, wrong;
};

static struct str sent(struct call *call, size_t row, const char *name)
{
    struct str want = str_f(call->arena, "r%zu_%s", row + 1, name), clean;

    for (size_t i = 0; i < call->fields.n; i++)
        if (str_eq(call->fields.p[i].name, want)) {
            if (str_clean(call->arena, call->fields.p[i].value, &clean) != OK)
                return S("");
            return str_trim(clean);
        }
    return S("");
}

static void choice(struct call *call, struct activity_choice_list *list, struct str value,
    struct str label, struct str chosen)
{
    list->p[list->n] = (struct activity_choice){.value = value,
        .label = label,
        .id = str_f(call->arena, "c%zu", list->n),
        .chosen = value.n > 0 && str_eq(value, chosen)};
    list->n++;
}

static struct str area_of(struct call *call)
{
    return registry_own_area(call->cx, RIGHT_VISIT_RECORD);
}

/* Kinds that a row of a register tells wholly: those that need no word of their own, nor the
 * reason of another day. */
static bool plain(const struct activity_kind *k)
{
    if (k->date_rule != NULL)
        return false;
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        if (k->asks[i].needed)
            return false;
    return true;
}

static enum err chooses_fill(
    struct call *call, const struct table_entry *e, struct activity_table_view *v)
{
    struct str at = area_of(call);
    struct station_list near = {NULL, 0};
    struct division_list below = {NULL, 0};
    struct division d;

    v->kinds.p = MANY(call->arena, struct activity_choice, COUNT(cell_names) * 8);
    for (const struct activity_kind *k = activity_kinds; k->word != NULL; k++)
        if (plain(k))
            choice(call, &v->kinds, str_of(k->word), activity_kind_text(call, str_of(k->word)),
                e->kind);
    v->stations.p = MANY(call->arena, struct activity_choice, STATIONS + 2);
    TRY(station_near(call->cx, at, &near));
    for (size_t i = 0; i < near.n && i < STATIONS; i++)
        choice(call, &v->stations, near.p[i].public_id, near.p[i].name, e->station);
    choice(call, &v->stations, S("none"), web_text(call, TEXT_activity_form_no_station),
        e->station);
    TRY(registry_division(call->cx, at, &d));
    TRY(registry_children(call->cx, at, false, &below));
    v->places.p = MANY(call->arena, struct activity_choice, PLACES + 1);
    choice(call, &v->places, at, d.name, e->division);
    for (size_t i = 0; i < below.n && i < PLACES; i++)
        choice(call, &v->places, below.p[i].code, below.p[i].name, e->division);
    return OK;
}

static struct activity_cell cell(
    struct call *call, size_t row, size_t c, const struct row *r, struct str label)
{
    struct str name = str_f(call->arena, "r%zu_%s", row + 1, cell_names[c]);

    return (struct activity_cell){.name = name,
        .id = name,
        .value = r->cells[c],
        .label = text_fill(call->arena, call->cx->lang, TEXT_activity_table_cell,
            (struct str[]){num_text(call->arena, (int64_t)row + 1), label}, 2),
        .error = r->errors[c]};
}

static void rows_fill(struct call *call, const struct row *rows, struct activity_table_view *v)
{
    const struct str labels[CELLS] = {web_text(call, TEXT_activity_column_day),
        web_text(call, TEXT_activity_table_deputies),
        web_text(call, TEXT_activity_table_people), web_text(call, TEXT_activity_table_times),
        web_text(call, TEXT_activity_table_summary),
        web_text(call, TEXT_activity_table_voters)};

    v->rows.p = MANY(call->arena, struct activity_table_row, ROWS);
    v->rows.n = ROWS;
    v->problems.p = MANY(call->arena, struct activity_problem_line, TOLD);
    for (size_t i = 0; i < ROWS; i++) {
        const struct row *r = &rows[i];
        struct activity_table_row *to = &v->rows.p[i];
        struct activity_cell cells[CELLS];

        for (size_t c = 0; c < CELLS; c++)
            cells[c] = cell(call, i, c, r, labels[c]);
        *to = (struct activity_table_row){.day = cells[0],
            .deputies = cells[1],
            .people = cells[2],
            .times = cells[3],
            .summary = cells[4],
            .voters = cells[5],
            .number = num_text(call->arena, (int64_t)i + 1),
            .wrong = r->wrong};
        for (size_t c = 0; c <= CELLS; c++)
            if (r->errors[c].n > 0 && v->problems.n < TOLD)
                v->problems.p[v->problems.n++] =
                    (struct activity_problem_line){c < CELLS ? cells[c].id : cells[0].id,
                        str_f(call->arena, "%.*s：%.*s",
                            STR(c < CELLS ? cells[c].label : to->number), STR(r->errors[c]))};
    }
}

static enum err table_show(struct call *call, const struct table_entry *e,
    const struct row *rows, int64_t saved, int status)
{
    struct activity_table_view v = {.action = {S("/activities/register")},
        .import = {S("/activities/import")},
        .script = web_asset("field.js"),
        .idem = call->form != NULL
                    ? call->form->key
                    : form_fill(call->arena, &activity_register_form, NULL)->key};

    if (saved > 0)
        v.saved = web_text1(call, TEXT_activity_table_saved, num_text(call->arena, saved));
    TRY(chooses_fill(call, e, &v));
    rows_fill(call, rows, &v);
    call->personal = true;
    return web_page_as(call,
        (&(struct web_head){
            .title = web_text(call, TEXT_activity_table_title), .status = status}),
        page_activity_table, &v);
}

enum err activity_register_page(struct call *call)
{
    const struct table_query *q = call_asked(call);
    struct table_entry e = {.kind = q->kind};
    struct row *rows = MANY(call->arena, struct row, ROWS);

    rows[0].cells[0] = date_text(call->arena, date_of(call->cx->now));
    return table_show(call, &e, rows, q->saved, 200);
}

static void wrong(struct call *call, struct row *r, size_t c)
{
    struct cx *cx = call->cx;

    r->wrong = true;
    for (size_t i = 0; i < cx->faults.n; i++) {
        size_t at = c;

        for (size_t k = 0; k < CELLS; k++)
            if (str_is(cx->faults.p[i].field, cell_names[k]))
                at = k;
        r->errors[at] = cx_fault_text_of(cx, &cx->faults.p[i]);
    }
    cx_faults_clear(cx);
}

/* Days and numbers as the paper has them: "5.13", "05-13", "2026/5/13". */
static void read_cells(struct call *call, struct row *r, struct date before)
{
    struct cx *cx = call->cx;

    r->in.day = activity_import_day(cx, r->cells[0], before, "day");
    r->in.people = activity_import_count(cx, r->cells[2], "people");
    r->in.person_times = activity_import_count(cx, r->cells[3], "person_times");
    r->in.summary = r->cells[4];
    r->in.until = DATE_NONE;
    if (cx->faults.n > 0)
        wrong(call, r, CELLS);
}

/* A blank day means the day of the row above, as in a paper register. */
static enum err row_take(struct call *call, const struct table_entry *e, struct row *r,
    struct date *day, int64_t station_id)
{
    struct activity_names n = activity_names_new(call->cx);

    read_cells(call, r, *day);
    if (r->wrong)
        return OK;
    *day = r->in.day;
    r->in.kind = e->kind;
    r->in.division = e->division;
    r->in.station_id = station_id;
    r->in.idem = r->idem;
    TRY(activity_names_deputies(&n, r->cells[1], ACTIVITY_TOOK_PART, "others"));
    if (call->cx->faults.n > 0) {
        wrong(call, r, 1);
        return OK;
    }
    activity_names_voters(&n, r->cells[5]);
    r->in.persons = n.list;
    if (activity_in_check(call->cx, &r->in) != OK)
        wrong(call, r, CELLS);
    return OK;
}

static bool rows_read(struct call *call, struct row *rows)
{
    bool any = false;

    for (size_t i = 0; i < ROWS; i++) {
        for (size_t c = 0; c < CELLS; c++) {
            rows[i].cells[c] = sent(call, i, cell_names[c]);
            rows[i].used = rows[i].used || (c > 0 && rows[i].cells[c].n > 0);
        }
        rows[i].idem = str_f(call->arena, "%.*s-%zu", STR(call->form->key), i + 1);
        any = any || rows[i].used;
    }
    return any;
}

static enum err station_of(struct call *call, const struct table_entry *e, int64_t *id)
{
    struct station s;

    *id = 0;
    if (str_empty(e->station) || str_is(e->station, "none"))
        return OK;
    TRY(station_public(call->cx, e->station, &s));
    *id = s.id;
    return OK;
}

enum err activity_register_take(struct call *call)
{
    const struct table_entry *e = call_form(call);
    struct row *rows = MANY(call->arena, struct row, ROWS);
    struct date day = date_of(call->cx->now);
    int64_t station_id, saved = 0;
    bool any = rows_read(call, rows), bad = false, repeated;
    struct activity a;

    cx_faults_clear(call->cx);
    TRY(station_of(call, e, &station_id));
    if (!any)
        rows[0].errors[CELLS] = web_text(call, TEXT_activity_table_empty);
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].used)
            TRY(row_take(call, e, &rows[i], &day, station_id));
        bad = bad || rows[i].wrong;
    }
    if (bad || !any)
        return table_show(call, e, rows, 0, 422);
    for (size_t i = 0; i < ROWS; i++) {
        if (!rows[i].used)
            continue;
        TRY(activity_add(call->cx, &rows[i].in, &a, &repeated));
        saved++;
    }
    return call_redirect(call, str_f(call->arena, "/activities/register?saved=%lld&kind=%.*s",
                                   (long long)saved, STR(e->kind)));
}

struct import_entry {
    bool dry;
};
static const struct input import_inputs[] = {
    INPUT(struct import_entry, dry, .flags = 0),
    {.name = "file", .kind = KIND_STR, .flags = INPUT_FILE},
};
const struct form activity_import_form = {
    "activity_import", sizeof(struct import_entry), import_inputs, COUNT(import_inputs)};

struct prepared {
    struct import_sheet_list sheets;
    struct str failed;
};

static enum err import_show(struct call *call, struct activity_import_view *v, int status)
{
    v->action = (struct url){S("/activities/import")};
    v->csv = (struct url){S("/activities/import/template.csv")};
    v->xlsx = (struct url){S("/activities/import/template.xlsx")};
    v->table = (struct url){S("/activities/register")};
    call->personal = true;
    return web_page_as(call,
        (&(struct web_head){
            .title = web_text(call, TEXT_activity_import_title), .status = status}),
        page_activity_import, v);
}

enum err activity_import_page(struct call *call)
{
    struct activity_import_view v = {.dry = true};

    return import_show(call, &v, 200);
}

enum err activity_import_again(struct call *call)
{
    struct activity_import_view v = {
        .failed = web_text(call, TEXT_activity_import_nothing), .dry = true};

    return import_show(call, &v, 422);
}

enum err activity_import_prepare(struct call *call)
{
    struct prepared *p = NEW(call->arena, struct prepared);
    struct import_upload sent = registry_import_upload(call, UPLOAD_MAX);

    call->prepared = p;
    p->sheets = sent.sheets;
    p->failed = sent.none        ? web_text(call, TEXT_activity_import_nothing)
                : sent.too_large ? web_text(call, TEXT_activity_import_too_large)
                                 : sent.broken;
    return OK;
}

enum err activity_import_take(struct call *call)
{
    const struct import_entry *e = call_form(call);
    const struct prepared *p = call->prepared;
    struct activity_import_view v = {.failed = p->failed, .dry = e->dry};
    struct import_report r;

    if (v.failed.n > 0)
        return import_show(call, &v, 422);
    TRY(registry_import(call->cx, &activity_import_kind, &p->sheets, e->dry, &r));
    v.done = true;
    v.kept = r.kept;
    v.wrong = r.wrong;
    v.counts = text_fill(call->arena, call->cx->lang, TEXT_activity_import_counts,
        (struct str[]){num_text(call->arena, r.rows), num_text(call->arena, r.added),
            num_text(call->arena, r.same)},
        3);
    v.problems.p = MANY(call->arena, struct activity_import_line, r.nproblems + 1);
    for (size_t i = 0; i < r.nproblems; i++)
        v.problems.p[v.problems.n++] = (struct activity_import_line){
            r.problems[i].sheet, r.problems[i].column, r.problems[i].reason, r.problems[i].row};
    return import_show(call, &v, r.wrong > 0 ? 422 : 200);
}

/* The titles and one example row. */
enum err activity_import_template(struct call *call)
{
    const struct import_kind *k = &activity_import_kind;
    bool csv = str_ends(call->path, S(".csv"));
    struct sheet_column *columns = MANY(call->arena, struct sheet_column, k->n);
    struct sheet_cell *cells = MANY(call->arena, struct sheet_cell, k->n);
    struct sheet s = {.title = web_text(call, k->title),
        .columns = columns,
        .ncolumns = k->n,
        .cells = cells,
        .nrows = 1};
    struct bytes file;

    for (size_t i = 0; i < k->n; i++) {
        columns[i] = (struct sheet_column){"", k->columns[i].title, 20, false};
        cells[i].text = k->columns[i].example == NULL ? S("") : str_of(k->columns[i].example);
    }
    call_download(call,
        csv ? "text/csv; charset=utf-8"
            : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        csv ? S("activities.csv") : S("activities.xlsx"));
    if (csv)
        return sheet_csv(&s, call->cx->lang, &call->out);
    TRY(sheet_xlsx(call->arena, &s, call->cx->lang, &file));
    buf_raw(&call->out, file.p, file.n);
    return OK;
}
