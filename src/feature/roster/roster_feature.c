/*
 * roster: everything the capability offers, named once.
 */
#include "feature/roster/roster_job.h"
#include "feature/roster/roster_web.h"

#include "main/feature.h"

static const struct flow *const flows[] = {&duty_flow, &rating_flow, NULL};
static const struct check checks[] = {
    {"roster.invariants", roster_check},
    CHECKS_END,
};

static enum err start(struct cx *cx)
{
    return rules_seed(cx, roster_rules);
}

const struct feature roster_feature = {
    .name = "roster",
    .title = TEXT_roster_title,
    .web = roster_routes,
    .jobs = roster_jobs,
    .flows = flows,
    .rules = roster_rules,
    .checks = checks,
    .menu = roster_menu,
    .start = start,
};
