/*
 * hamlet: everything the capability offers, named once.
 */
#include "feature/hamlet/hamlet_web.h"

#include "main/feature.h"

static const struct flow *const flows[] = {&mediation_flow, NULL};
static const struct measure measures[] = {
    {"mediation.registered", "unit.item", MEASURE_FLOW, false},
    {"mediation.agreed", "unit.item", MEASURE_FLOW, true},
    {"mediation.failed", "unit.item", MEASURE_FLOW, false},
    {NULL, NULL, MEASURE_FLOW, false},
};
static const struct check checks[] = {
    {"hamlet.invariants", hamlet_check},
    CHECKS_END,
};

const struct feature hamlet_feature = {
    .name = "hamlet",
    .title = TEXT_hamlet_title,
    .web = hamlet_routes,
    .flows = flows,
    .measures = measures,
    .checks = checks,
    .personal = hamlet_personal,
    .menu = hamlet_menu,
};
