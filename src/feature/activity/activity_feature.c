/*
 * activity: everything the capability offers, named once.
 */
#include "feature/activity/activity.h"

#include "main/feature.h"

static const struct check checks[] = {
    {"activity.facts_booked", activity_check_facts},
    {"activity.kinds_known", activity_check_words},
    CHECKS_END,
};

static enum err start(struct cx *cx)
{
    return rules_seed(cx, activity_rules);
}

const struct feature activity_feature = {
    .name = "activity",
    .title = TEXT_activity_feature,
    .measures = activity_measures,
    .personal = activity_personal,
    .checks = checks,
    .start = start,
};
