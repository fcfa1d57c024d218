#include "cli/cli.h"

#include "base/vec.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

enum {
    SECRET_MAX = 1024
};

struct str cli_option(const struct cli *cli, const char *name)
{
    for (size_t i = cli->ngiven; i > 0; i--)
        if (strcmp(cli->given[i - 1].name, name) == 0)
            return cli->given[i - 1].value;
    return (struct str){0};
}

bool cli_has(const struct cli *cli, const char *name)
{
    return cli_option(cli, name).p != NULL;
}

struct str cli_arg(const struct cli *cli, size_t i)
{
    return i < cli->nargs ? cli->args[i] : (struct str){0};
}

enum err cli_step(
    struct cli *cli, bool write, enum err (*work)(struct cx *cx, void *arg), void *arg)
{
    return cli->step(cli, write, work, arg);
}

void cli_say(struct cli *cli, const char *fmt, ...)
{
    va_list ap;

    (void)cli;
    va_start(ap, fmt);
    (void)vfprintf(stderr, fmt, ap);
    va_end(ap);
    (void)fputc('\n', stderr);
}

/* One byte at a time, so that nothing of what follows is taken from stdin. */
static enum err read_line(char *line, size_t max, size_t *n)
{
    *n = 0;
    for (;;) {
        char c;
        ssize_t got = read(STDIN_FILENO, &c, 1);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return ERR_DOWN;
        if (got == 0 || c == '\n')
            return OK;
        if (*n == max)
            return ERR_LIMIT;
        line[(*n)++] = c;
    }
}

enum err cli_secret(struct cli *cli, const char *prompt, struct str *out)
{
    struct termios old, quiet;
    bool terminal = tcgetattr(STDIN_FILENO, &old) == 0;
    char line[SECRET_MAX];
    size_t n;
    enum err code;

    if (terminal) {
        (void)fprintf(stderr, "%s: ", prompt);
        quiet = old;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    code = read_line(line, sizeof line, &n);
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
        (void)fputc('\n', stderr);
    }
    if (code == OK)
        *out = str_dup(cli->cx->arena, (struct str){line, n});
    secret_wipe(line, sizeof line);
    return code;
}

static const struct cli_option *option_of(const struct command *c, struct str name)
{
    for (const struct cli_option *o = c->options; o != NULL && o->name != NULL; o++)
        if (str_is(name, o->name))
            return o;
    return NULL;
}

/* One option at argv[0]: how many words it takes; 0: it is wrong. */
static size_t one_option(
    const struct command *c, char **argv, struct cli *out, struct buf *problem)
{
    struct str value = {0};
    struct str name = str_cut(str_of(argv[0] + 2), '=', &value);
    const struct cli_option *o = option_of(c, name);
    size_t words = 1;

    if (str_is(name, "json") && value.p == NULL) {
        out->json = true;
        return 1;
    }
    if (o == NULL) {
        buf_f(problem, "%s: unknown option --%.*s\n", c->name, STR(name));
        return 0;
    }
    if (o->value != NULL && value.p == NULL) {
        value = str_of(argv[1]);
        words = 2;
    }
    if ((o->value == NULL) != (value.p == NULL)) {
        buf_f(problem, "%s: --%s %s\n", c->name, o->name,
            o->value == NULL ? "takes no value" : "needs a value");
        return 0;
    }
    out->given[out->ngiven].name = o->name;
    out->given[out->ngiven++].value = value.p == NULL ? S("") : value;
    return words;
}

enum err cli_parse(
    struct arena *a, const struct command *c, char **argv, struct cli *out, struct buf *problem)
{
    size_t n = 0, words;
    bool options = true;

    while (argv[n] != NULL)
        n++;
    out->command = c;
    out->args = MANY(a, struct str, n + 1);
    out->given = MANY(a, struct cli_given, n + 1);
    for (size_t i = 0; i < n; i += words) {
        words = 1;
        if (options && strcmp(argv[i], "--") == 0) {
            options = false;
        } else if (options && strncmp(argv[i], "--", 2) == 0) {
            words = one_option(c, argv + i, out, problem);
            if (words == 0)
                return ERR_INVALID;
        } else if (c->args == NULL) {
            buf_f(problem, "%s: nothing may follow, but there is \"%s\"\n", c->name, argv[i]);
            return ERR_INVALID;
        } else {
            out->args[out->nargs++] = str_of(argv[i]);
        }
    }
    return OK;
}

static struct str words(
    struct arena *a, enum lang lang, const char *command, const char *option)
{
    struct str key = option == NULL ? str_f(a, "command.%s", command)
                                    : str_f(a, "command.%s.%s", command, option);

    return text_has(key) ? text_find(lang, key) : S("");
}

void cli_help(const struct command *c, enum lang lang, struct buf *out)
{
    struct arena *a = out->arena;
    struct str what = words(a, lang, c->name, NULL);

    buf_f(out, "  lianluo %s%s%s\n      %.*s\n", c->name, c->args == NULL ? "" : " ",
        c->args == NULL ? "" : c->args, STR(what));
    for (const struct cli_option *o = c->options; o != NULL && o->name != NULL; o++) {
        what = words(a, lang, c->name, o->name);
        buf_f(out, "      --%s%s%s  %.*s\n", o->name, o->value == NULL ? "" : " ",
            o->value == NULL ? "" : o->value, STR(what));
    }
}
