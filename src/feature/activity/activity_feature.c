/*
 * activity: everything the capability offers, named once.
 */
#include "feature/activity/activity_report.h"
#include "feature/activity/activity_web.h"

#include "main/feature.h"

static const struct check checks[] = {
    {"activity.facts_booked", activity_check_facts},
    {"activity.kinds_known", activity_check_words},
    CHECKS_END,
};

/* A figure opens the records behind it. */
static enum err source_find(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct activity a;

    TRY(activity_load(cx, id, &a));
    *out = (struct ledger_record){
        .label = a.code, .path = str_f(cx->arena, "/activities/%.*s", STR(a.code))};
    return OK;
}

/* A report opens the record of its activity. */
static enum err report_find(struct cx *cx, int64_t id, struct ledger_record *out)
{
    int64_t activity_id;

    TRY(activity_report_activity(cx, id, &activity_id));
    return source_find(cx, activity_id, out);
}

static const struct ledger_source sources[] = {
    {"activity", source_find},
    {"activity_report", report_find},
    {NULL, NULL},
};

static const struct search_kind searches[] = {
    {"activity", activity_search_text},
    {NULL, NULL},
};

static enum err start(struct cx *cx)
{
    return rules_seed(cx, activity_rules);
}

const struct feature activity_feature = {
    .name = "activity",
    .title = TEXT_activity_feature,
    .web = activity_routes,
    .menu = activity_menu,
    .measures = activity_measures,
    .rules = activity_rules,
    .sources = sources,
    .related = activity_related,
    .searches = searches,
    .personal = activity_personal,
    .hashes = activity_hashes,
    .checks = checks,
    .start = start,
};
