/*
 * registry: everything the capability offers, named once.
 */
#include "feature/registry/registry.h"
#include "feature/registry/registry_check.h"

#include "main/feature.h"

static const struct flow *const flows[] = {&tenure_flow, NULL};
static const struct check checks[] = {
    {"registry.seat_causes", registry_check_causes},
    {"registry.division_tree", registry_check_tree},
    CHECKS_END,
};

static enum err start(struct cx *cx)
{
    int64_t loaded;

    return registry_seed(cx, &loaded);
}

const struct feature registry_feature = {
    .name = "registry",
    .title = TEXT_registry_feature,
    .flows = flows,
    .checks = checks,
    .start = start,
};
