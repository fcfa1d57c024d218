/*
 * stats: commands: one figure with what it rests on, and the list of all rows.
 */
#include "feature/stats/stats_cli.h"

#include "base/json.h"

#include "feature/stats/stats.h"

static enum err day_option(struct cli *cli, const char *name, struct date *out)
{
    struct str typed = cli_option(cli, name);

    if (typed.p == NULL)
        return fail(cli->cx, ERR_INVALID, name, "stats.date_missing");
    if (date_parse(typed, out) != OK)
        return fail(cli->cx, ERR_INVALID, name, "stats.date_wrong");
    return OK;
}

static enum err asked(struct cli *cli, struct stats_query *q)
{
    struct str cutoff = cli_option(cli, "cutoff");

    *q = (struct stats_query){.code = cli_arg(cli, 0),
        .division = cli_option(cli, "division"),
        .cutoff = INSTANT_NONE};
    if (str_empty(q->code))
        return fail(cli->cx, ERR_INVALID, "MEASURE", "stats.measure_missing");
    if (cli->nargs > 1)
        return fail(cli->cx, ERR_INVALID, "MEASURE", "stats.measure_one");
    if (q->division.p == NULL)
        q->division = S("000000000000");
    TRY(day_option(cli, "from", &q->from));
    TRY(day_option(cli, "to", &q->to));
    if (cutoff.p != NULL && instant_parse(cutoff, &q->cutoff) != OK)
        return fail(cli->cx, ERR_INVALID, "cutoff", "stats.cutoff_wrong");
    return OK;
}

static void figure_json(struct cli *cli, const struct stats_figure *f)
{
    struct cx *cx = cli->cx;
    struct json j = json_new(&cli->out);

    json_open(&j, '{');
    json_put_str(&j, "measure", str_of(f->row.code));
    json_put_str(&j, "name", stats_name(cx, &f->row));
    json_put_str(&j, "definition", stats_definition(cx, &f->row));
    json_put_str(&j, "kind", str_of(stats_kind_words[f->row.kind]));
    json_put_str(&j, "unit", stats_unit(cx, &f->row));
    json_put_str(&j, "division", f->asked.division);
    json_put_date(&j, "from", f->asked.from);
    json_put_date(&j, "to", f->asked.to);
    json_put_str(&j, "cutoff", instant_iso(cx->arena, f->asked.cutoff));
    json_put_bool(&j, "computable", f->computable);
    if (f->reason != NULL)
        json_put_str(&j, "reason", stats_reason(cx, f));
    json_key(&j, "value");
    if (f->computable)
        json_decimal(&j, stats_number(cx, f));
    else
        json_null(&j);
    if (f->row.bottom != NULL) {
        json_put_int(&j, "numerator", f->value);
        json_put_int(&j, "denominator", f->base);
        json_put_int(&j, "numerator_records", f->records_top);
    }
    if (f->row.silent != NULL)
        json_put_int(&j, "silent", f->silent);
    json_put_str(&j, "text", stats_value(cx, f));
    json_put_int(&j, "records", f->records);
    json_close(&j, '}');
    buf_char(&cli->out, '\n');
}

static enum err figure_run(struct cli *cli)
{
    struct stats_query q;
    struct stats_figure f;

    TRY(asked(cli, &q));
    TRY(stats_figure(cli->cx, &q, &f));
    if (cli->json) {
        figure_json(cli, &f);
        return OK;
    }
    if (!f.computable)
        buf_f(&cli->out, "%.*s\t%lld\n", STR(stats_reason(cli->cx, &f)), (long long)f.records);
    else
        buf_f(&cli->out, "%.*s %.*s\t%lld\n", STR(stats_value(cli->cx, &f)),
            STR(stats_unit(cli->cx, &f.row)), (long long)f.records);
    return OK;
}

static void measures_json(struct cli *cli, const struct stats_row_list *rows)
{
    struct cx *cx = cli->cx;
    struct json j = json_new(&cli->out);

    json_open(&j, '[');
    EACH (r, rows) {
        json_open(&j, '{');
        json_put_str(&j, "measure", str_of(r->code));
        json_put_str(&j, "kind", str_of(stats_kind_words[r->kind]));
        json_put_str(&j, "unit", stats_unit(cx, r));
        json_put_bool(&j, "public", r->is_public);
        json_put_bool(&j, "small_hidden", r->small);
        json_put_bool(&j, "computable", !r->absent);
        json_put_str(&j, "numerator", str_of(r->top));
        if (r->bottom != NULL)
            json_put_str(&j, "denominator", str_of(r->bottom));
        if (r->silent != NULL)
            json_put_str(&j, "silent", str_of(r->silent));
        json_put_str(&j, "name", stats_name(cx, r));
        json_put_str(&j, "definition", stats_definition(cx, r));
        json_close(&j, '}');
    }
    json_close(&j, ']');
    buf_char(&cli->out, '\n');
}

/* code, kind, unit, who may see it, formula, name, definition; tab separated. */
static enum err measures_run(struct cli *cli)
{
    struct cx *cx = cli->cx;
    struct stats_row_list rows;

    TRY(stats_rows(cx, &rows));
    if (cli->json) {
        measures_json(cli, &rows);
        return OK;
    }
    EACH (r, &rows)
        buf_f(&cli->out, "%s\t%s\t%.*s\t%s\t%s%s%s\t%.*s\t%.*s\n", r->code,
            stats_kind_words[r->kind], STR(stats_unit(cx, r)),
            r->is_public ? "public" : "staff", r->top, r->bottom == NULL ? "" : " / ",
            r->bottom == NULL ? "" : r->bottom, STR(stats_name(cx, r)),
            STR(stats_definition(cx, r)));
    return OK;
}

static const struct cli_option figure_options[] = {{"division", "CODE"}, {"from", "YYYY-MM-DD"},
    {"to", "YYYY-MM-DD"}, {"cutoff", "TIME"}, {"json", NULL}, OPTIONS_END};

static const struct cli_option measures_options[] = {{"json", NULL}, OPTIONS_END};

const struct command stats_commands[] = {
    {"figure", "MEASURE", figure_run, CLI_READ, figure_options},
    {"measures", NULL, measures_run, CLI_NOTHING, measures_options},
    COMMANDS_END,
};
