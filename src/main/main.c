/*
 * main: find the command, read the settings, open what the command's row asks for, run it, say
 * what happened.  Exit status: 0 done, 1 not done, 2 wrongly asked.
 */
#include "base/log.h"
#include "core/cx.h"
#include "core/session.h"
#include "http/fetch.h"
#include "out/image.h"
#include "store/tx.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "main/feature.h"
#include "main/program.h"

#define ARENA_MAX ((size_t)2 << 30)
#define PROGRAM_VERSION "0.1.0"
#define OUT_MAX ((size_t)64 << 20)

enum {
    DONE,
    NOT_DONE,
    WRONGLY_ASKED
};

static const struct command *in_table(const struct command *c, const char *name)
{
    for (; c != NULL && c->name != NULL; c++)
        if (strcmp(c->name, name) == 0)
            return c;
    return NULL;
}

static const struct command *command_of(const char *name)
{
    const struct command *c = in_table(program_commands, name);

    for (size_t i = 0; c == NULL && features[i] != NULL; i++)
        c = in_table(features[i]->commands, name);
    return c;
}

/* Chinese where the terminal's language is Chinese. */
static enum lang lang_of(char **environment)
{
    static const char *const names[] = {"LC_ALL=", "LC_MESSAGES=", "LANG="};

    for (size_t i = 0; i < COUNT(names); i++)
        for (char **e = environment; *e != NULL; e++)
            if (strncmp(*e, names[i], strlen(names[i])) == 0 && (*e)[strlen(names[i])] != '\0')
                return strncmp(*e + strlen(names[i]), "zh", 2) == 0 ? LANG_ZH : LANG_EN;
    return LANG_EN;
}

static enum log_level set_log(const struct conf *c)
{
    static const char *const words[] = {"error", "warn", "info", "debug", NULL};

    enum log_level level = (enum log_level)word_find(words, conf_text(c, "log"));

    log_level_set(level);
    return level;
}

struct step {
    struct cli *cli;
    enum err (*work)(struct cx *cx, void *arg);
    void *arg;
    struct arena_mark mark;
};

static enum err run_step(void *arg, struct db *db)
{
    struct step *s = arg;

    s->cli->cx->db = db;
    return s->work(s->cli->cx, s->arg);
}

static void step_again(void *arg)
{
    struct step *s = arg;

    cx_faults_clear(s->cli->cx);
    memset(&s->cli->cx->readings, 0, sizeof s->cli->cx->readings);
    arena_back(s->cli->cx->arena, s->mark);
}

static enum err step(
    struct cli *cli, bool write, enum err (*work)(struct cx *cx, void *arg), void *arg)
{
    struct step s = {cli, work, arg, {0}};

    if (cli->program->db == NULL)
        TRY(program_open(cli->program, false));
    cli->cx->keys = cli->program->keys;
    s.mark = arena_mark(cli->cx->arena);
    return tx_run(cli->program->db, write ? DB_WRITE : DB_READ, run_step, step_again, &s);
}

static enum err whole_run(struct cx *cx, void *arg)
{
    struct cli *cli = arg;

    (void)cx;
    cli->out = buf_new(cli->cx->arena, OUT_MAX);
    return cli->command->run(cli);
}

/* Imports and the demonstration write for minutes and no thread checkpoints: the log must
 * not grow with them, and what they change should stay at hand. */
static enum err write_long(struct db *db)
{
    static const char settings[] = "PRAGMA wal_autocheckpoint = 16000; "
                                   "PRAGMA cache_size = -131072";

    return db_engine(db) == DB_SQLITE ? db_script(db, str_of(settings)) : OK;
}

static enum err run(struct program *p, struct cli *cli)
{
    enum cli_needs needs = cli->command->needs;

    if (needs != CLI_NOTHING && needs != CLI_LATER)
        TRY(program_open(p, false));
    cli->cx->db = p->db;
    cli->cx->keys = p->keys;
    switch (needs) {
    case CLI_STEPS:
        TRY(write_long(p->db));
        return cli->command->run(cli);
    case CLI_NOTHING:
    case CLI_LATER:
        return cli->command->run(cli);
    case CLI_READ:
    case CLI_WRITE:
        break;
    }
    return step(cli, needs == CLI_WRITE, whole_run, cli);
}

/* What went wrong, in words. */
static void tell(struct program *p, struct cli *cli, enum err code)
{
    struct cx *cx = cli->cx;

    (void)fprintf(stderr, "%.*s", STR(buf_str(&p->problem)));
    for (size_t i = 0; i < cx->faults.n; i++) {
        const struct fault *f = &cx->faults.p[i];
        struct str words = cx_fault_text_of(cx, f);

        (void)fprintf(stderr, "%s: %.*s%s%.*s (%.*s)\n", cli->command->name, STR(f->field),
            f->field.n > 0 ? ": " : "", STR(words), STR(f->rule));
    }
    if (cx->faults.n == 0 && p->problem.n == 0)
        (void)fprintf(stderr, "%s: %s\n", cli->command->name, err_name(code));
}

static int perform(struct program *p, const struct command *c, char **rest)
{
    struct cx cx;
    struct actor clock = session_clock();
    struct cli cli = {.cx = &cx, .program = p, .step = step, .command = c};
    enum err code;

    program_cx(p, &cx, &clock);
    cli.placed = !str_is(conf_origin(p->settings.conf, "data"), "default") ||
                 !str_is(conf_origin(p->settings.conf, "db"), "default");
    cli.out = buf_new(p->arena, OUT_MAX);
    if (cli_parse(p->arena, c, rest, &cli, &p->problem) != OK) {
        cli_help(c, p->lang, &p->problem);
        (void)fprintf(stderr, "%.*s", STR(buf_str(&p->problem)));
        return WRONGLY_ASKED;
    }
    code = run(p, &cli);
    if (cli.out.n > 0)
        (void)fwrite(cli.out.p, 1, cli.out.n, stdout);
    if (fflush(stdout) != 0)
        code = code == OK ? ERR_DOWN : code;
    if (code != OK)
        tell(p, &cli, code);
    program_close(p);
    return code == OK ? DONE : NOT_DONE;
}

static int start(struct program *p, char **argv)
{
    const char *name = argv[1] == NULL ? "help" : argv[1];
    char *none[] = {NULL};
    const struct command *c;
    char **rest;

    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        name = "help";
    c = command_of(name);
    if (c == NULL) {
        (void)fprintf(stderr, "lianluo: no command \"%s\"; see \"lianluo help\"\n", name);
        return WRONGLY_ASKED;
    }
    if (settings_read(p->arena, environ, argv[1] == NULL ? none : argv + 2, &p->settings, &rest,
            &p->problem) != OK) {
        (void)fprintf(stderr, "%.*s", STR(buf_str(&p->problem)));
        return WRONGLY_ASKED;
    }
    p->log = set_log(p->settings.conf);
    return perform(p, c, rest);
}

int main(int argc, char **argv)
{
    struct arena *a;
    struct program *p;
    int status;

    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        (void)puts("lianluo " PROGRAM_VERSION);
        return DONE;
    }
    if (argc == 2 && strcmp(argv[1], "image-child") == 0)
        return image_child();
    (void)umask(077);
    arena_settle();
    secret_start();
    fetch_start();
    a = arena_open(ARENA_MAX);
    p = NEW(a, struct program);
    p->arena = a;
    p->rng = rng_real();
    p->lang = lang_of(environ);
    p->problem = buf_new(a, 65536);
    status = start(p, argv);
    arena_close(a);
    return status;
}
