/*
 * stats: everything the capability offers, named once.
 */
#include "feature/stats/stats_cli.h"
#include "feature/stats/stats_web.h"

#include "main/feature.h"

static const struct check checks[] = {
    {"ledger.sums", ledger_check},
    CHECKS_END,
};

const struct feature stats_feature = {
    .name = "stats",
    .title = TEXT_stats_feature,
    .web = stats_routes,
    .commands = stats_commands,
    .checks = checks,
    .menu = stats_menu,
};
