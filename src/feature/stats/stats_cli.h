/* stats: its commands. */
#ifndef FEATURE_STATS_CLI_H
#define FEATURE_STATS_CLI_H

#include "cli/cli.h"

extern const struct command stats_commands[];

#endif
