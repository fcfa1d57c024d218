/*
 * cli: commands as rows.  A command gets a context with everything open that its row asks for,
 * writes its answer to cli->out (or json when --json was given) and returns a code; the frame
 * prints out, then the newest fault on stderr, and turns the code into an exit status.
 *
 * Texts  "command.<name>" what it does, one line; "command.<name>.<option>" each option.
 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

#include "core/cx.h"

struct cli;

enum cli_needs {
    CLI_NOTHING, /* neither keys nor database */
    CLI_READ,    /* run inside one read-only transaction */
    CLI_WRITE,   /* run inside one writing transaction; may be run again after a conflict */
    CLI_STEPS,   /* database open, no transaction: run uses cli_step */
    CLI_LATER    /* nothing until the first cli_step, which opens the database */
};

struct cli_option {
    const char *name;  /* "from": given as --from VALUE or --from=VALUE */
    const char *value; /* the word that stands for the value in the help; NULL: a switch */
};

struct command {
    const char *name;
    const char *args; /* words for what follows, such as "FILE"; NULL: nothing may follow */
    enum err (*run)(struct cli *cli);
    enum cli_needs needs;
    const struct cli_option *options; /* a NULL name ends them; may be NULL */
};
/* clang-format off */
#define COMMANDS_END {NULL, NULL, NULL, CLI_NOTHING, NULL}
#define OPTIONS_END {NULL, NULL}
/* clang-format on */

struct cli_given {
    const char *name;
    struct str value;
};

struct program; /* src/main/program.h */

struct cli {
    struct cx *cx; /* actor: session_clock(); db is NULL for CLI_NOTHING */
    struct buf out;
    bool json;
    bool placed; /* --data or --db was given, in whatever way */
    const struct command *command;
    struct str *args;
    size_t nargs;
    struct cli_given *given;
    size_t ngiven;
    struct program *program;
    enum err (*step)(
        struct cli *cli, bool write, enum err (*work)(struct cx *cx, void *arg), void *arg);
};

/* Value of an option, absent when it was not given; a switch gives "". */
struct str cli_option(const struct cli *cli, const char *name);
bool cli_has(const struct cli *cli, const char *name);
/* The i-th argument, absent when there are fewer. */
struct str cli_arg(const struct cli *cli, size_t i);
/* One transaction of a CLI_STEPS command: work may be run again after a conflict (memory taken
 * from cx->arena meanwhile is given back).  cx->now is kept: a command that moves the clock
 * (the demonstration) sets cx->now itself. */
enum err cli_step(struct cli *cli, bool write, enum err (*work)(struct cx *cx, void *arg),
    void *arg) MUST_USE;
/* A line for the person at the terminal, at once, on stderr. */
void cli_say(struct cli *cli, const char *fmt, ...) PRINTF(2, 3);
/* A secret without echo when stdin is a terminal, else its first line. */
enum err cli_secret(struct cli *cli, const char *prompt, struct str *out) MUST_USE;

/* Split argv after the command into options and arguments.  ERR_INVALID with the words in
 * problem. */
enum err cli_parse(struct arena *a, const struct command *c, char **argv, struct cli *out,
    struct buf *problem) MUST_USE;
/* One command's or all commands' help. */
void cli_help(const struct command *c, enum lang lang, struct buf *out);

#endif
