/*
 * keys: the command that changes the keys of the program: list, rotate, reseal, retire.
 */
#ifndef MAIN_KEYS_H
#define MAIN_KEYS_H

#include "cli/cli.h"

extern const struct cli_option keys_options[];
enum err keys_run(struct cli *cli) MUST_USE;
/* The key file fits the database (core/rekey.h). */
struct program;
enum err keys_match(struct program *p) MUST_USE;

#endif
