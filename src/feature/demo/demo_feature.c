/*
 * What the demonstration offers.
 */
#include "main/feature.h"

extern const struct command demo_commands[];

const struct feature demo_feature = {
    .name = "demo",
    .title = TEXT_demo_feature,
    .commands = demo_commands,
};
