/*
 * calendar_cli: the commands `deadline` and `calendar import`.
 */
#ifndef FEATURE_CALENDAR_CLI_H
#define FEATURE_CALENDAR_CLI_H

#include "cli/cli.h"
#include "core/deadline.h"

/* Years in which a due date may be asked for. */
enum {
    CALENDAR_FIRST_YEAR = 2000,
    CALENDAR_LAST_YEAR = 2199
};

extern const struct command calendar_commands[];

#endif
