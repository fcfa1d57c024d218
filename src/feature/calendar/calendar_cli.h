/*
 * calendar_cli: the commands `deadline` and `calendar import`.
 */
#ifndef FEATURE_CALENDAR_CLI_H
#define FEATURE_CALENDAR_CLI_H

#include "cli/cli.h"
#include "core/deadline.h"

extern const struct command calendar_commands[];

#endif
