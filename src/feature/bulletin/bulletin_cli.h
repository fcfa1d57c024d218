/* bulletin_cli: commands. */
#ifndef FEATURE_BULLETIN_CLI_H
#define FEATURE_BULLETIN_CLI_H

#include "cli/cli.h"

extern const struct command bulletin_commands[];

#endif
