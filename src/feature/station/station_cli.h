/*
 * station_cli: commands.
 */
#ifndef FEATURE_STATION_CLI_H
#define FEATURE_STATION_CLI_H

#include "cli/cli.h"

extern const struct command station_commands[];

#endif
