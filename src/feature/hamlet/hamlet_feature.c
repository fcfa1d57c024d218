/*
 * hamlet: everything the capability offers, named once.
 */
#include "feature/hamlet/hamlet_web.h"

#include "main/feature.h"

static const struct flow *const flows[] = {&mediation_flow, NULL};
static const struct measure measures[] = {
    {"hamlet.groups", "unit.hamlet_group", MEASURE_STOCK, true},
    {"hamlet.places", "unit.hamlet", MEASURE_STOCK, true},
    {"hamlet.council_members", "unit.person", MEASURE_STOCK, true},
    {"hamlet.council_deputies", "unit.person", MEASURE_STOCK, true},
    {"mediation.registered", "unit.item", MEASURE_FLOW, false},
    {"mediation.agreed", "unit.item", MEASURE_FLOW, true},
    {"mediation.failed", "unit.item", MEASURE_FLOW, false},
    {NULL, NULL, MEASURE_FLOW, false},
};
static enum err group_behind(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct hamlet_group g;

    TRY(hamlet_get(cx, id, &g));
    *out = (struct ledger_record){g.name, str_f(cx->arena, "/hamlets/%lld", (long long)g.id)};
    return OK;
}

/* Of a member of a council only the group is told. */
static enum err member_behind(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct council_member m;

    TRY(hamlet_member(cx, id, &m));
    return group_behind(cx, m.group_id, out);
}

/* A figure opens the cases behind it. */
static enum err source_find(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct mediation m;

    TRY(hamlet_case(cx, id, &m));
    *out = (struct ledger_record){.label = hamlet_case_code(cx->arena, &m),
        .path = str_f(cx->arena, "/mediations/%lld", (long long)id)};
    return OK;
}
static const struct ledger_source sources[] = {
    {"hamlet_group", group_behind},
    {"council", member_behind},
    {"mediation", source_find},
    {NULL, NULL},
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
    .sources = sources,
    .checks = checks,
    .personal = hamlet_personal,
    .menu = hamlet_menu,
};
