/*
 * copy: the commands that make copies of all records: backup, restore, move; and the copy that
 * migrate makes before it changes anything.
 */
#ifndef MAIN_COPY_H
#define MAIN_COPY_H

#include "cli/cli.h"

extern const struct cli_option copy_move_options[];
enum err copy_backup(struct cli *cli) MUST_USE;
enum err copy_restore(struct cli *cli) MUST_USE;
enum err copy_move(struct cli *cli) MUST_USE;
/* A sealed copy in the data directory. */
enum err copy_before(struct cli *cli) MUST_USE;

#endif
