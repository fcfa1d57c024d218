/*
 * calendar: commands: a due date with its reason, and the import of a year's notice.
 */
#include "feature/calendar/calendar_cli.h"

#include "base/disk.h"
#include "base/json.h"
#include "core/audit.h"

enum {
    FILE_MAX = 64 * 1024
};

static const struct cli_option deadline_options[] = {{"from", "YYYY-MM-DD"},
    {"period", "5wd|10d|3m|3m!|24h"}, {"year", "YYYY"}, {"json", NULL}, OPTIONS_END};

static void deadline_print(
    struct cli *cli, struct date from, struct str period, const struct due *due, struct str why)
{
    struct json j = json_new(&cli->out);

    if (!cli->json) {
        buf_f(&cli->out, "%.*s%s\n%.*s\n", STR(date_text(cli->cx->arena, due->day)),
            due->provisional ? " provisional" : "", STR(why));
        return;
    }
    json_open(&j, '{');
    json_put_date(&j, "from", from);
    json_put_str(&j, "period", period);
    json_put_date(&j, "due", due->day);
    json_put_bool(&j, "provisional", due->provisional);
    json_put_str(&j, "explanation", why);
    json_close(&j, '}');
    buf_char(&cli->out, '\n');
}

/* Every day of a year with its kind, one a line. */
static enum err year_print(struct cli *cli, const struct calendar *c)
{
    static const char *const kinds[] = {"work", "weekend", "holiday", "made-up"};
    int64_t year;

    if (num_parse(cli_option(cli, "year"), CALENDAR_FIRST_YEAR, CALENDAR_LAST_YEAR, &year) !=
        OK)
        return fail(cli->cx, ERR_INVALID, "year", "calendar.bad_date");
    for (struct date d = date_make((int32_t)year, 1, 1); date_ymd(d).year == year;
         d = date_add(d, 1))
        buf_f(&cli->out, "%.*s\t%s\t%.*s\n", STR(date_text(cli->cx->arena, d)),
            kinds[calendar_kind(c, d)], STR(calendar_name(c, d)));
    return OK;
}

static enum err load(struct cx *cx, void *arg)
{
    return calendar_load(cx, arg);
}

/* By the shipped years, so that it needs no database; where one is named, by its years too. */
static enum err deadline_run(struct cli *cli)
{
    struct cx *cx = cli->cx;
    const struct calendar *c = calendar_shipped(cx->arena);
    struct str text = cli_option(cli, "period");
    struct date from;
    struct period p;
    struct due due;

    if (cli->placed)
        TRY(cli_step(cli, false, load, (void *)&c));
    if (cli_has(cli, "year"))
        return year_print(cli, c);
    if (date_parse(cli_option(cli, "from"), &from) != OK ||
        date_ymd(from).year < CALENDAR_FIRST_YEAR || date_ymd(from).year > CALENDAR_LAST_YEAR)
        return fail(cx, ERR_INVALID, "from", "calendar.bad_date");
    if (period_parse(text, &p) != OK)
        return fail(cx, ERR_INVALID, "period", "deadline.bad_period");
    due = deadline_count(c, from, p);
    deadline_print(cli, from, text, &due, deadline_explain(cx->arena, c, cx->lang, from, p));
    return OK;
}

static enum err calendar_run(struct cli *cli)
{
    struct cx *cx = cli->cx;
    struct str path = cli_arg(cli, 1);
    struct bytes content;
    int64_t changed;
    int32_t year;

    if (!str_is(cli_arg(cli, 0), "import") || str_empty(path))
        return fail(cx, ERR_INVALID, NULL, "calendar.cli_usage");
    if (disk_read(cx->arena, path, FILE_MAX, false, &content) != OK)
        return fail(cx, ERR_INVALID, "FILE", "calendar.cli_file");
    TRY(calendar_import(cx, (struct str){(const char *)content.p, content.n}, &year));
    TRY(deadline_recompute(cx, &changed));
    TRY(audit_add(cx, "calendar", year, "import", S("000000000000"), S("")));
    buf_f(&cli->out, "%d: %lld\n", (int)year, (long long)changed);
    return OK;
}

const struct command calendar_commands[] = {
    {"deadline", NULL, deadline_run, CLI_LATER, deadline_options},
    {"calendar", "import FILE", calendar_run, CLI_WRITE, NULL},
    COMMANDS_END,
};
