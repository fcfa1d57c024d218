/*
 * contact: everything the capability offers, named once.
 */
#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_note.h"
#include "feature/contact/contact_web.h"

#include "main/feature.h"

static const struct flow *const flows[] = {
    &collection_flow, &team_flow, &diary_flow, &help_flow, NULL};
static const struct check checks[] = {
    {"contact.links", contact_check},
    CHECKS_END,
};

static enum err start(struct cx *cx)
{
    return rules_seed(cx, contact_rules);
}

const struct feature contact_feature = {
    .name = "contact",
    .title = TEXT_contact_feature,
    .web = contact_routes,
    .flows = flows,
    .checks = checks,
    .related = contact_related,
    .rules = contact_rules,
    .personal = contact_personal,
    .hashes = contact_hashes,
    .menu = contact_menu,
    .start = start,
};
