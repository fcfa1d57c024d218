/*
 * program: what is open while a command runs: settings, keys, the database.
 */
#ifndef MAIN_PROGRAM_H
#define MAIN_PROGRAM_H

#include "base/log.h"
#include "cli/cli.h"

#include "main/settings.h"

struct program {
    struct arena *arena;
    struct settings settings;
    struct keys *keys;
    struct db *db;
    struct rng rng;
    enum lang lang;
    enum log_level log;
    struct buf problem; /* what stands in the way, in words, for stderr */
};

/* Data directory and spool (made when missing, mode 0700), the database for writing, the key
 * file.  An empty database gets its schema, and only with it a missing key file is made.
 * ERR_CONFLICT: the database is newer than the program, altered, or (unless may_be_behind) has
 * steps to apply.  On failure p->problem has the words. */
enum err program_open(struct program *p, bool may_be_behind) MUST_USE;
void program_close(struct program *p);
/* Once a second in a program that stays: was the key file changed?  One that cannot be read is
 * told in the log; the keys known so far go on. */
void program_keys_look(struct program *p);
/* A context for work outside a request: the program itself acts. */
void program_cx(struct program *p, struct cx *cx, const struct actor *actor);
/* All routes: the frame's own, the pages of src/web, and those of the features. */
enum err program_routes(struct program *p, struct router **out) MUST_USE;

/* The commands of the program itself (commands.c) and serve (serve.c). */
extern const struct command program_commands[];
/* Make sums and search of the database at target, which p->db is open on, from its records. */
enum err commands_rebuild(struct cli *cli, struct str target) MUST_USE;
enum err serve_run(struct cli *cli);
/* /health, /ready. */
extern const struct route serve_routes[];

#endif
