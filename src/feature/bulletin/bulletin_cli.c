/*
 * bulletin: commands: reading and importing printed bulletins, writing issues.
 */
#include "feature/bulletin/bulletin_cli.h"

#include "base/disk.h"
#include "out/sheet.h"

#include "feature/bulletin/bulletin_print.h"
#include "feature/registry/registry.h"

/* Bytes of another kind that happen to decode hold control characters. */
static bool printable(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] < ' ' && (s.p[i] < '\t' || s.p[i] > '\r'))
            return false;
    return true;
}

/* The file in UTF-8; old ones are in GB 18030. */
static enum err text_of(struct cli *cli, struct str path, struct str *out)
{
    struct cx *cx = cli->cx;
    struct bytes content;
    enum err e = disk_read(cx->arena, path, BULLETIN_TEXT_MAX, false, &content);

    if (e != OK)
        return fail(cx, e == ERR_LIMIT ? ERR_LIMIT : ERR_INVALID, "FILE",
            e == ERR_LIMIT ? "bulletin.too_long" : "bulletin.no_file");
    *out = (struct str){(const char *)content.p, content.n};
    if (str_trim(*out).n == 0)
        return fail(cx, ERR_INVALID, "FILE", "bulletin.empty");
    if (str_utf8_ok(*out))
        return OK;
    *out = sheet_read_gb18030(cx->arena, *out);
    return out->p != NULL && printable(*out)
               ? OK
               : fail(cx, ERR_INVALID, "FILE", "bulletin.not_text");
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

struct import_work {
    struct cli *cli;
    const struct bulletin_text *text;
    struct bulletin_issue issue;
};

/* Whose bulletin it is: the place that the publisher's name begins with. */
static enum err division_of(
    struct cx *cx, struct cli *cli, const struct bulletin_text *t, struct str *out)
{
    struct find_hit_list hits;
    struct str asked = cli_option(cli, "division");

    *out = asked.p != NULL ? asked : S("430000000000");
    if (asked.p != NULL || t->publisher.p == NULL)
        return OK;
    TRY(registry_find_places(cx, t->publisher, &hits));
    for (size_t i = 0; i < hits.n; i++)
        if (str_starts(t->publisher, hits.p[i].division.name)) {
            *out = hits.p[i].division.code;
            return OK;
        }
    return OK;
}

static enum err import_one(struct cx *cx, void *arg)
{
    struct import_work *w = arg;
    struct str division;

    TRY(division_of(cx, w->cli, w->text, &division));
    return bulletin_import(cx, division, w->text, &w->issue);
}

static enum err import(struct cli *cli)
{
    struct bulletin_text t;
    struct import_work w = {.cli = cli, .text = &t};
    struct str text;
    enum err e;

    TRY(text_of(cli, cli_arg(cli, 1), &text));
    e = bulletin_read(cli->cx->arena, text, &t);
    if (e != OK)
        return fail(cli->cx, e, "FILE", "bulletin.not_text");
    TRY(cli_step(cli, true, import_one, &w));
    buf_f(&cli->out, "%.*s\t%lld-%lld\t%zu articles, %zu figures\n", STR(w.issue.public_id),
        (long long)w.issue.year, (long long)w.issue.number, t.articles.n, t.figures.n);
    return OK;
}

struct print_work {
    struct cli *cli;
    struct bytes file;
    bool odt;
};

static enum err print_one(struct cx *cx, void *arg)
{
    struct print_work *w = arg;
    struct buf problem = buf_new(cx->arena, 4096);
    struct bulletin_issue issue;
    struct bulletin_print p;
    struct gazette g;
    enum err e;

    TRY(bulletin_named(cx, cli_arg(w->cli, 1), &issue));
    TRY(bulletin_render(cx, &issue, &p));
    g = bulletin_print_gazette(cx->arena, &issue, &p);
    e = w->odt ? gazette_odt(cx->arena, &g, &w->file, &problem)
               : gazette_pdf(cx->arena, &g, &w->file, &problem);
    return e == OK ? OK : fail(cx, ERR_DOWN, NULL, "bulletin.print_failed");
}

/* To standard output, or into a new file. */
static enum err print(struct cli *cli, bool odt)
{
    struct print_work w = {.cli = cli, .odt = odt};
    struct str path = cli_option(cli, "out");

    TRY(cli_step(cli, false, print_one, &w));
    if (path.p == NULL) {
        buf_raw(&cli->out, w.file.p, w.file.n);
        return OK;
    }
    if (disk_create(path, w.file) != OK)
        return fail(cli->cx, ERR_DOWN, "out", "bulletin.no_file");
    return OK;
}

static enum err list_all(struct cx *cx, void *arg)
{
    struct cli *cli = arg;
    struct bulletin_issue_list all;

    TRY(bulletin_list(cx, true, 500, &all));
    EACH (i, &all)
        buf_f(&cli->out, "%.*s\t%lld-%lld\t%s\t%s\t%.*s\n", STR(i->public_id),
            (long long)i->year, (long long)i->number, bulletin_kind_words[i->kind],
            bulletin_state_words[i->state], STR(date_text(cx->arena, i->day)));
    return OK;
}

static enum err run(struct cli *cli)
{
    struct str what = cli_arg(cli, 0);

    if (str_is(what, "read") && cli->nargs == 2)
        return read(cli);
    if (str_is(what, "import") && cli->nargs == 2)
        return import(cli);
    if ((str_is(what, "pdf") || str_is(what, "odt")) && cli->nargs == 2)
        return print(cli, str_is(what, "odt"));
    if (str_is(what, "list") && cli->nargs == 1)
        return cli_step(cli, false, list_all, cli);
    return fail(cli->cx, ERR_INVALID, NULL, "bulletin.cli_usage");
}

static const struct cli_option options[] = {
    {"json", NULL}, {"division", "CODE"}, {"out", "FILE"}, OPTIONS_END};

const struct command bulletin_commands[] = {
    {"bulletin", "read FILE|import FILE|pdf ISSUE|odt ISSUE|list", run, CLI_LATER, options},
    COMMANDS_END,
};
