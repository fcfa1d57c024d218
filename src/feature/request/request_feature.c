/*
 * What the capability "request" offers, named once.
 */
#include "feature/request/request.h"
#include "feature/request/request_api.h"
#include "feature/request/request_job.h"
#include "feature/request/request_web.h"

#include "main/feature.h"

static const struct search_kind searches[] = {
    {"request", request_search_text},
    {NULL, NULL},
};

static const struct check checks[] = {
    {"request.invariants", request_check},
    {"request.counted_anew", request_check_counts},
    CHECKS_END,
};

static const struct flow *const flows[] = {&request_flow, NULL};

static const struct web_menu menu[] = {
    {TEXT_request_queue_title, "/queue", RIGHT_REQUEST_MOVE},
    {TEXT_request_list_title, "/requests", RIGHT_REQUEST_READ},
    {TEXT_request_desk_title, "/desk", RIGHT_REQUEST_CREATE},
    {TEXT_request_watch_title, "/watch", RIGHT_FIGURES_READ},
    MENU_END,
};

static enum err start(struct cx *cx)
{
    TRY(rules_seed(cx, rules_shipped));
    return rules_seed(cx, request_rules);
}

const struct feature request_feature = {
    .name = "request",
    .title = TEXT_request_title,
    .web = request_web_routes,
    .api = request_api_routes,
    .jobs = request_jobs,
    .listens = request_listens,
    .searches = searches,
    .checks = checks,
    .flows = flows,
    .measures = request_measures,
    .rules = request_rules,
    .sources = request_sources,
    .personal = request_personal,
    .hashes = request_hashes,
    .menu = menu,
    .start = start,
};
