/*
 * station: importing tables on a page: templates, dry run, every problem with its place.
 */
#include "out/sheet.h"

#include "feature/registry/registry_import_web.h"
#include "feature/station/station_import.h"
#include "feature/station/station_web.h"

#define UPLOAD_MAX ((size_t)16 << 20)

struct import_draft {
    struct str kind;
    bool dry;
};
static const struct input import_inputs[] = {
    INPUT(struct import_draft, kind, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct import_draft, dry, .flags = 0),
    {.name = "file", .kind = KIND_STR, .flags = INPUT_FILE},
};
const struct form station_import_form = {
    "import_draft", sizeof(struct import_draft), import_inputs, COUNT(import_inputs)};

/* What .prepare read, before the transaction. */
struct prepared {
    struct import_sheet_list sheets;
    struct str failed;
};

/* Accounts are the security administrator's, at an address of their own. */
static bool kind_open(struct call *call, const struct import_kind *k)
{
    return (k->right == RIGHT_ACCOUNT_MANAGE) == (call->route->right == RIGHT_ACCOUNT_MANAGE);
}

static const char *template_at(struct call *call, const struct import_kind *k)
{
    return k->right == RIGHT_ACCOUNT_MANAGE ? "/accounts-import"
                                            : str_f(call->arena, "/import/%s", k->name).p;
}

static void choices_fill(struct call *call, struct str chosen, struct station_import_view *v)
{
    size_t n = 0;

    while (station_imports[n] != NULL)
        n++;
    v->kinds.p = MANY(call->arena, struct station_template, n);
    v->choices.p = MANY(call->arena, struct web_choice, n);
    for (size_t i = 0; i < n; i++) {
        const struct import_kind *k = station_imports[i];

        if (!kind_open(call, k))
            continue;
        v->kinds.p[v->kinds.n++] = (struct station_template){web_text(call, k->title),
            web_url(call->arena, template_at(call, k), S(""), "/template.csv"),
            web_url(call->arena, template_at(call, k), S(""), "/template.xlsx")};
        v->choices.p[v->choices.n++] = (struct web_choice){.value = str_of(k->name),
            .label = web_text(call, k->title),
            .chosen = str_is(chosen, k->name)};
    }
}

static enum err import_show(struct call *call, struct station_import_view *v, int status)
{
    v->action = (struct url){call->path};
    call->personal = true;
    return web_page_as(call,
        (&(struct web_head){
            .title = web_text(call, TEXT_station_import_title), .status = status}),
        page_station_import, v);
}

enum err station_import_page(struct call *call)
{
    struct station_import_view v = {0};

    choices_fill(call, (struct str){0}, &v);
    return import_show(call, &v, 200);
}

enum err station_import_again(struct call *call)
{
    struct station_import_view v = {.failed = web_text(call, TEXT_station_import_nothing)};

    choices_fill(call, (struct str){0}, &v);
    return import_show(call, &v, 422);
}

/* On a worker: the spooled file to rows of text.  What is wrong with it goes onto the page. */
enum err station_import_prepare(struct call *call)
{
    struct prepared *p = NEW(call->arena, struct prepared);
    struct import_upload sent = registry_import_upload(call, UPLOAD_MAX);

    call->prepared = p;
    p->sheets = sent.sheets;
    p->failed = sent.none        ? web_text(call, TEXT_station_import_nothing)
                : sent.too_large ? web_text(call, TEXT_station_import_too_large)
                                 : sent.broken;
    return OK;
}

static void report_fill(
    struct call *call, const struct import_report *r, struct station_import_view *v)
{
    struct str args[] = {num_text(call->arena, r->rows), num_text(call->arena, r->added),
        num_text(call->arena, r->changed), num_text(call->arena, r->same)};

    v->done = true;
    v->kept = r->kept;
    v->wrong = r->wrong;
    v->counts =
        text_fill(call->arena, call->cx->lang, TEXT_station_import_counts, args, COUNT(args));
    v->problems.p = MANY(call->arena, struct station_import_problem_row, r->nproblems);
    v->problems.n = r->nproblems;
    for (size_t i = 0; i < r->nproblems; i++)
        v->problems.p[i] = (struct station_import_problem_row){r->problems[i].sheet,
            r->problems[i].column, r->problems[i].reason, r->problems[i].row};
}

enum err station_import_take(struct call *call)
{
    const struct import_draft *d = call_form(call);
    const struct import_kind *kind = station_import_kind(d->kind);
    const struct prepared *p = call->prepared;
    struct station_import_view v = {.failed = p->failed, .dry = d->dry};
    struct import_report report;

    choices_fill(call, d->kind, &v);
    if (kind == NULL || !kind_open(call, kind))
        v.failed = web_text(call, TEXT_import_no_kind);
    if (v.failed.n > 0)
        return import_show(call, &v, 422);
    TRY(registry_import(call->cx, kind, &p->sheets, d->dry, &report));
    report_fill(call, &report, &v);
    return import_show(call, &v, report.wrong > 0 ? 422 : 200);
}

/* The titles and one example row. */
enum err station_import_template(struct call *call)
{
    const struct import_kind *k = call->route->right == RIGHT_ACCOUNT_MANAGE
                                      ? &station_import_accounts
                                      : station_import_kind(call_path(call, "kind"));
    bool csv = str_ends(call->path, S(".csv"));
    struct sheet_column *columns;
    struct sheet_cell *cells;
    struct sheet s;
    struct bytes file;

    if (k == NULL)
        return fail(call->cx, ERR_NOT_FOUND, "kind", "import.no_kind");
    columns = MANY(call->arena, struct sheet_column, k->n);
    cells = MANY(call->arena, struct sheet_cell, k->n);
    for (size_t i = 0; i < k->n; i++) {
        columns[i] = (struct sheet_column){"", k->columns[i].title, 20, false};
        cells[i].text = k->columns[i].example == NULL ? S("") : str_of(k->columns[i].example);
    }
    s = (struct sheet){.title = web_text(call, k->title),
        .columns = columns,
        .ncolumns = k->n,
        .cells = cells,
        .nrows = 1};
    call_download(call,
        csv ? "text/csv; charset=utf-8"
            : "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        str_f(call->arena, "%s.%s", k->name, csv ? "csv" : "xlsx"));
    if (csv)
        return sheet_csv(&s, call->cx->lang, &call->out);
    TRY(sheet_xlsx(call->arena, &s, call->cx->lang, &file));
    buf_raw(&call->out, file.p, file.n);
    return OK;
}
