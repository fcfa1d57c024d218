/*
 * bulletin: everything the capability offers, named once.
 */
#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_cli.h"
#include "feature/bulletin/bulletin_special.h"
#include "feature/bulletin/bulletin_web.h"

#include "main/feature.h"

static const struct flow *const flows[] = {&bulletin_flow, &bulletin_special_flow, NULL};
static const struct measure measures[] = {
    {"media.hits", "unit.piece", MEASURE_FLOW, true},
    {NULL, NULL, MEASURE_FLOW, false},
};
static const struct check checks[] = {
    {"bulletin.figures_frozen", bulletin_check_frozen},
    {"bulletin.numbers", bulletin_check_numbers},
    {"bulletin.media_booked", bulletin_check_media},
    CHECKS_END,
};

const struct feature bulletin_feature = {
    .name = "bulletin",
    .title = TEXT_bulletin_feature,
    .web = bulletin_routes,
    .commands = bulletin_commands,
    .flows = flows,
    .measures = measures,
    .sources = bulletin_sources,
    .checks = checks,
    .menu = bulletin_menu,
};
