/*
 * bulletin: everything the capability offers, named once.
 */
#include "feature/bulletin/bulletin_cli.h"

#include "main/feature.h"

const struct feature bulletin_feature = {
    .name = "bulletin",
    .title = TEXT_bulletin_feature,
    .commands = bulletin_commands,
};
