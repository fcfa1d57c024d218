#include "core/file.h"
#include "core/rights.h"
#include "core/search.h"
#include "store/migrate.h"

#include "main/copy.h"
#include "main/describe.h"
#include "main/feature.h"
#include "main/jobs.h"
#include "main/keys.h"
#include "main/program.h"

static enum err run_config(struct cli *cli)
{
    conf_print(cli->program->settings.conf, &cli->out);
    return OK;
}

static const char *right_name(int right)
{
    return right > 0 && right < RIGHTS ? right_rows[right - 1].name : "?";
}

static void flag(struct buf *out, unsigned flags, unsigned bit, const char *word)
{
    if ((flags & bit) != 0)
        buf_f(out, " %s", word);
}

static enum err run_routes(struct cli *cli)
{
    static const char *const methods[] = {[METHOD_GET] = "GET",
        [METHOD_POST] = "POST",
        [METHOD_PUT] = "PUT",
        [METHOD_DELETE] = "DELETE"};
    static const char *const quotas[] = {"", " quota:public", " quota:signin", " quota:code"};
    struct router *router;
    const struct route *const *rows;
    size_t n;

    TRY(program_routes(cli->program, &router));
    rows = route_all(router, &n);
    for (size_t i = 0; i < n; i++) {
        const struct route *r = rows[i];

        buf_f(&cli->out, "%-6s %-44s %s", methods[r->method], r->path, right_name(r->right));
        if (r->form != NULL)
            buf_f(&cli->out, " form:%s", r->form->name);
        if (r->query != NULL)
            buf_f(&cli->out, " query:%s", r->query->name);
        buf_add(&cli->out, str_of(quotas[r->quota]));
        flag(&cli->out, r->flags, ROUTE_SLOW, "slow");
        flag(&cli->out, r->flags, ROUTE_READS, "reads");
        flag(&cli->out, r->flags, ROUTE_UPLOAD, "upload");
        flag(&cli->out, r->flags, ROUTE_PUBLIC_CACHE, "cached");
        flag(&cli->out, r->flags, ROUTE_ANONYMOUS, "anonymous");
        flag(&cli->out, r->flags, ROUTE_API, "api");
        flag(&cli->out, r->flags, ROUTE_OWN_TX, "own");
        buf_char(&cli->out, '\n');
    }
    return OK;
}

static enum err run_rights(struct cli *cli)
{
    right_print(&cli->out);
    return OK;
}

static void told(void *arg, const struct schema_step *step)
{
    cli_say(arg, "schema %04d %s", step->number, step->name);
}

static enum err run_migrate(struct cli *cli)
{
    struct program *p = cli->program;
    int64_t pending;

    TRY(program_open(p, true));
    TRY(migrate_pending(p->db, &pending, &p->problem));
    if (pending > 0) {
        if (!p->settings.postgres)
            TRY(copy_before(cli));
        TRY(migrate_apply(p->db, told, cli, &p->problem));
    }
    buf_f(&cli->out, "%lld\n", (long long)pending);
    return OK;
}

/* What one check finds wrong is told, and the checks that follow are made all the same. */
static enum err check_one(struct cli *cli, const struct check *c, struct buf *problems)
{
    size_t before = problems->n;
    enum err code = c->run(cli->cx, problems);

    if (code == ERR_CONFLICT) {
        if (problems->n == before)
            buf_f(problems, "%s: %.*s\n", c->name, STR(cx_fault_text(cli->cx)));
        cx_faults_clear(cli->cx);
        code = OK;
    }
    TRY(code);
    cli_say(cli, "%s: %s", c->name, problems->n == before ? "ok" : "not ok");
    return OK;
}

static enum err check_files(struct cli *cli, struct buf *problems)
{
    size_t before = problems->n;

    TRY(file_check(cli->cx, cli->program->settings.data_dir, problems));
    cli_say(cli, "file.stored: %s", problems->n == before ? "ok" : "not ok");
    return OK;
}

static enum err run_check(struct cli *cli)
{
    struct buf problems = buf_new(cli->cx->arena, (size_t)1 << 20);

    for (size_t f = 0; features[f] != NULL; f++)
        for (const struct check *c = features[f]->checks; c != NULL && c->name != NULL; c++)
            TRY(check_one(cli, c, &problems));
    TRY(check_files(cli, &problems));
    buf_add(&cli->out, buf_str(&problems));
    return problems.n > 0 ? ERR_CONFLICT : OK;
}

static enum err rebuild(struct cx *cx, void *arg)
{
    (void)arg;
    TRY(ledger_rebuild(cx));
    for (size_t f = 0; features[f] != NULL; f++)
        if (features[f]->rebuild != NULL)
            TRY(features[f]->rebuild(cx));
    return search_rebuild(cx, jobs_searches(cx->arena));
}

enum err commands_rebuild(struct cli *cli, struct str target)
{
    struct program *p = cli->program;
    const struct db_place place = {.target = target};
    enum err code;

    TRY(search_open(&place, &cli->cx->search, &p->problem));
    code = cli_step(cli, true, rebuild, NULL);
    db_close(cli->cx->search);
    cli->cx->search = NULL;
    return code;
}

static enum err run_rebuild(struct cli *cli)
{
    return commands_rebuild(cli, cli->program->settings.target);
}

static enum err run_help(struct cli *cli)
{
    struct str only = cli_arg(cli, 0);

    for (const struct command *c = program_commands; c->name != NULL; c++)
        if (only.p == NULL || str_is(only, c->name))
            cli_help(c, cli->cx->lang, &cli->out);
    for (size_t f = 0; features[f] != NULL; f++)
        for (const struct command *c = features[f]->commands; c != NULL && c->name != NULL; c++)
            if (only.p == NULL || str_is(only, c->name))
                cli_help(c, cli->cx->lang, &cli->out);
    buf_add(&cli->out, S("\n"));
    for (size_t i = 0; i < settings_n && only.p == NULL; i++)
        buf_f(&cli->out, "  --%s  %s%s%s%s\n", settings_rows[i].name, settings_rows[i].help,
            settings_rows[i].initial[0] == '\0' ? "" : " (", settings_rows[i].initial,
            settings_rows[i].initial[0] == '\0' ? "" : ")");
    return OK;
}

/* clang-format off */
const struct command program_commands[] = {
    {"serve",   NULL,      serve_run,   CLI_NOTHING, NULL},
    {"migrate", NULL,      run_migrate, CLI_NOTHING, NULL},
    {"backup",  "FILE",    copy_backup,  CLI_STEPS,   NULL},
    {"restore", "FILE",    copy_restore, CLI_NOTHING, NULL},
    {"move",    NULL,      copy_move,   CLI_STEPS,   copy_move_options},
    {"keys",    "list|rotate|reseal|retire [ID]", keys_run, CLI_STEPS, keys_options},
    {"check",   NULL,      run_check,   CLI_READ,    NULL},
    {"work",    NULL,      jobs_run,    CLI_STEPS,   NULL},
    {"rebuild", NULL,      run_rebuild, CLI_STEPS,   NULL},
    {"routes",  NULL,      run_routes,  CLI_NOTHING, NULL},
    {"rights",  NULL,      run_rights,  CLI_NOTHING, NULL},
    {"flows",   "NAME",    describe_flows,   CLI_NOTHING, describe_flow_options},
    {"openapi", NULL,      describe_openapi, CLI_NOTHING, NULL},
    {"config",  NULL,      run_config,  CLI_NOTHING, NULL},
    {"help",    "COMMAND", run_help,    CLI_NOTHING, NULL},
    COMMANDS_END,
};
/* clang-format on */
