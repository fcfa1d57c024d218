/*
 * stats: everything the capability offers, named once.
 */
#include "feature/stats/stats.h"

#include "main/feature.h"

#include "feature/stats/stats_cli.h"

static const struct check checks[] = {
    {"ledger.sums", ledger_check},
    CHECKS_END,
};

const struct feature stats_feature = {
    .name = "stats",
    .title = TEXT_stats_feature,
    .commands = stats_commands,
    .checks = checks,
};
