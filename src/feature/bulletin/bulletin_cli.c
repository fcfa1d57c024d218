/*
 * bulletin: commands: reading printed bulletins.
 */
#include "feature/bulletin/bulletin_cli.h"

#include "base/disk.h"

#include "feature/bulletin/bulletin_read.h"

static enum err text_of(struct cli *cli, struct str path, struct str *out)
{
    struct cx *cx = cli->cx;
    struct bytes content;
    enum err e = disk_read(cx->arena, path, BULLETIN_TEXT_MAX, false, &content);

    if (e != OK)
        return fail(cx, e == ERR_LIMIT ? ERR_LIMIT : ERR_INVALID, "FILE",
            e == ERR_LIMIT ? "bulletin.too_long" : "bulletin.no_file");
    *out = (struct str){(const char *)content.p, content.n};
    return OK;
}

static void say(struct cli *cli, const struct bulletin_text *t)
{
    buf_f(&cli->out, "%.*s\t%lld\t%lld\t%.*s\n", STR(t->name), (long long)t->issue_no,
        (long long)t->serial_no, STR(date_text(cli->cx->arena, t->date)));
    EACH (p, &t->articles)
        buf_f(&cli->out, "article\t%.*s\t%.*s\n", STR(p->title), STR(p->credit));
    EACH (f, &t->figures)
        buf_f(&cli->out, "figure\t%.*s\t%.*s\t%s\t%.*s\t%.*s\n", STR(f->wording),
            STR(bulletin_number_text(cli->cx->arena, f->value)),
            bulletin_qualifier_words[f->qualifier], STR(f->unit), STR(f->counts));
}

static enum err read(struct cli *cli)
{
    struct bulletin_text t;
    struct str text;
    enum err e;

    TRY(text_of(cli, cli_arg(cli, 1), &text));
    e = bulletin_read(cli->cx->arena, text, &t);
    if (e != OK)
        return fail(cli->cx, e, "FILE", "bulletin.not_text");
    if (cli->json)
        bulletin_read_json(cli->cx->arena, &t, &cli->out);
    else
        say(cli, &t);
    return OK;
}

static enum err run(struct cli *cli)
{
    if (str_is(cli_arg(cli, 0), "read") && cli->nargs == 2)
        return read(cli);
    return fail(cli->cx, ERR_INVALID, NULL, "bulletin.cli_usage");
}

static const struct cli_option options[] = {{"json", NULL}, OPTIONS_END};

const struct command bulletin_commands[] = {
    {"bulletin", "read|import|pdf …", run, CLI_LATER, options},
    COMMANDS_END,
};
