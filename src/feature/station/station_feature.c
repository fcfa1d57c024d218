/*
 * station: everything the capability offers, named once.
 */
#include "feature/station/station_check.h"
#include "feature/station/station_cli.h"
#include "feature/station/station_self.h"
#include "feature/station/station_web.h"

#include "main/feature.h"

extern const struct job_kind station_jobs[];

static const struct flow *const flows[] = {&station_flow, NULL};
static const struct measure measures[] = {
    {"station.visitors", "unit.person_time", MEASURE_FLOW, true},
    {"station.stations", "unit.station", MEASURE_STOCK, true},
    {NULL, NULL, MEASURE_FLOW, false},
};
static const struct check checks[] = {
    {"station.centres", station_check_centres},
    {"station.visits_booked", station_check_visits},
    {"station.stations_booked", station_check_stock},
    {"station.self_visits", station_self_check},
    CHECKS_END,
};

const struct feature station_feature = {
    .name = "station",
    .title = TEXT_station_feature,
    .web = station_routes,
    .commands = station_commands,
    .jobs = station_jobs,
    .flows = flows,
    .measures = measures,
    .sources = station_sources,
    .personal = station_personal,
    .checks = checks,
    .menu = station_menu,
};
