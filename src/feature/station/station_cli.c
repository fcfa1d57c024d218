/*
 * station: commands: importing tables, finding deputies.
 */
#include "feature/station/station_cli.h"

#include "base/disk.h"
#include "base/json.h"
#include "out/sheet.h"

#include "feature/station/station.h"
#include "feature/station/station_import.h"

#define FILE_MAX_BYTES_IMPORT ((size_t)16 << 20)

static struct import_sheet_list sheets_of(struct arena *a, const struct sheet_book *book)
{
    struct import_sheet_list out = {MANY(a, struct import_sheet, book->n), book->n};

    for (size_t i = 0; i < book->n; i++) {
        const struct sheet_in *in = &book->p[i];

        out.p[i] =
            (struct import_sheet){in->name, MANY(a, struct import_sheet_row, in->n), in->n};
        for (size_t r = 0; r < in->n; r++)
            out.p[i].rows[r] =
                (struct import_sheet_row){in->rows[r].number, in->rows[r].cells, in->rows[r].n};
    }
    return out;
}

static void report_say(struct cli *cli, const struct import_report *r)
{
    const char *kept = r->kept ? "kept" : "not kept";

    for (size_t i = 0; i < r->nproblems; i++) {
        const struct import_problem *p = &r->problems[i];

        buf_f(&cli->out, "%.*s\t%lld\t%.*s\t%.*s\n", STR(p->sheet), (long long)p->row,
            STR(p->column), STR(p->reason));
    }
    buf_f(&cli->out, "rows %lld, added %lld, changed %lld, same %lld, problems %lld: %s\n",
        (long long)r->rows, (long long)r->added, (long long)r->changed, (long long)r->same,
        (long long)r->wrong, kept);
}

static void report_json(struct cli *cli, const struct import_report *r)
{
    struct json j = json_new(&cli->out);

    json_open(&j, '{');
    json_put_int(&j, "rows", r->rows);
    json_put_int(&j, "added", r->added);
    json_put_int(&j, "changed", r->changed);
    json_put_int(&j, "same", r->same);
    json_put_bool(&j, "kept", r->kept);
    json_key(&j, "problems");
    json_open(&j, '[');
    for (size_t i = 0; i < r->nproblems; i++) {
        json_open(&j, '{');
        json_put_str(&j, "sheet", r->problems[i].sheet);
        json_put_int(&j, "row", r->problems[i].row);
        json_put_str(&j, "column", r->problems[i].column);
        json_put_str(&j, "reason", r->problems[i].reason);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    json_close(&j, '}');
    buf_char(&cli->out, '\n');
}

static enum err shipped(struct cli *cli)
{
    int64_t loaded;

    TRY(registry_seed(cli->cx, &loaded));
    buf_f(&cli->out, "%lld\n", (long long)loaded);
    return OK;
}

/* What is wrong with the file itself: its rule, with row and column in the words. */
static enum err file_fault(
    struct cli *cli, enum err code, const char *rule, int64_t row, int64_t column)
{
    code = fail(cli->cx, code, "file", rule == NULL ? "sheet.broken" : rule);
    cx_fault_arg(cli->cx, num_text(cli->cx->arena, row));
    cx_fault_arg(cli->cx, num_text(cli->cx->arena, column));
    return code;
}

static enum err import(struct cli *cli)
{
    struct cx *cx = cli->cx;
    const struct import_kind *kind = station_import_kind(cli_arg(cli, 0));
    struct import_sheet_list sheets;
    struct import_report report;
    struct sheet_book book;
    struct bytes file;
    const char *problem = NULL;
    int64_t row = 0, column = 0;
    enum err code;

    if (cli_has(cli, "shipped"))
        return shipped(cli);
    if (kind == NULL)
        return fail(cx, ERR_INVALID, "kind", "import.no_kind");
    code = disk_read(cx->arena, cli_arg(cli, 1), FILE_MAX_BYTES_IMPORT, false, &file);
    if (code != OK)
        return fail(cx, code, "file", "import.no_file");
    code = sheet_read(cx->arena, file, cli_arg(cli, 1), &book, &problem, &row, &column);
    if (code != OK)
        return file_fault(cli, code, problem, row, column);
    sheets = sheets_of(cx->arena, &book);
    TRY(registry_import(cx, kind, &sheets, cli_has(cli, "dry-run"), &report));
    if (cli->json)
        report_json(cli, &report);
    else
        report_say(cli, &report);
    if (report.wrong > 0)
        return fail(cx, ERR_INVALID, "file", "import.problems");
    return OK;
}

static enum err deputy_json(struct cli *cli, struct json *j, const struct deputy *d)
{
    struct station s = {0};

    if (d->station_id > 0)
        TRY(station_get(cli->cx, d->station_id, &s));
    json_open(j, '{');
    json_put_str(j, "name", d->name);
    json_put_str(j, "level", str_of(congress_level_words[d->level]));
    json_put_str(j, "constituency", d->constituency);
    json_put_str(j, "public_id", d->public_id);
    json_put_str(j, "station", s.name);
    json_close(j, '}');
    return OK;
}

static enum err place_json(struct cli *cli, struct json *j, const struct find_hit *hit)
{
    struct deputy_list deputies;

    TRY(registry_deputies_all(cli->cx, hit->division.code, &deputies));
    json_open(j, '{');
    json_put_str(j, "code", hit->division.code);
    json_put_str(j, "name", hit->full_name);
    json_key(j, "deputies");
    json_open(j, '[');
    EACH (d, &deputies)
        TRY(deputy_json(cli, j, d));
    json_close(j, ']');
    json_close(j, '}');
    return OK;
}

static enum err place_say(struct cli *cli, const struct find_hit *hit)
{
    struct deputy_list deputies;

    TRY(registry_deputies_all(cli->cx, hit->division.code, &deputies));
    buf_f(&cli->out, "%.*s %.*s\n", STR(hit->division.code), STR(hit->full_name));
    EACH (d, &deputies) {
        struct str level = text_find(
            cli->cx->lang, str_f(cli->cx->arena, "level.%s", congress_level_words[d->level]));
        struct station s = {0};

        if (d->station_id > 0)
            TRY(station_get(cli->cx, d->station_id, &s));
        buf_f(&cli->out, "\t%.*s\t%.*s\t%.*s\t%.*s\t%.*s\n", STR(d->name), STR(level),
            STR(d->constituency), STR(s.name), STR(d->public_id));
    }
    return OK;
}

/* {"query","places":[{"code","name","deputies":[{"name","level","constituency","public_id",
 * "station"}]}]}: an ambiguous text gives all places it may mean. */
static enum err find_deputy(struct cli *cli)
{
    struct json j = json_new(&cli->out);
    struct find_hit_list hits;
    struct str typed;

    if (str_clean(cli->cx->arena, cli_arg(cli, 0), &typed) != OK)
        return fail(cli->cx, ERR_INVALID, "text", "import.no_text");
    TRY(registry_find_places(cli->cx, typed, &hits));
    if (!cli->json) {
        EACH (h, &hits)
            TRY(place_say(cli, h));
        return OK;
    }
    json_open(&j, '{');
    json_put_str(&j, "query", typed);
    json_key(&j, "places");
    json_open(&j, '[');
    EACH (h, &hits)
        TRY(place_json(cli, &j, h));
    json_close(&j, ']');
    json_close(&j, '}');
    buf_char(&cli->out, '\n');
    return OK;
}

/* clang-format off */
static const struct cli_option import_options[] = {
    {"dry-run", NULL},
    {"shipped", NULL},
    OPTIONS_END
};
const struct command station_commands[] = {
    {"import",      "KIND FILE", import,      CLI_WRITE, import_options},
    {"find-deputy", "TEXT",      find_deputy, CLI_READ,  NULL},
    COMMANDS_END
};
/* clang-format on */
