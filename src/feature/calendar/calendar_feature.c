/*
 * calendar: working days, due dates and rule sets, named once.
 */
#include "core/rules.h"

#include "feature/calendar/calendar_cli.h"
#include "feature/calendar/calendar_web.h"

#include "main/feature.h"

/* The shipped rule sets are rows like any other; a changed one stays changed. */
static enum err start(struct cx *cx)
{
    return rules_seed(cx, rules_shipped);
}

const struct feature calendar_feature = {
    .name = "calendar",
    .title = TEXT_calendar_feature,
    .web = calendar_routes,
    .commands = calendar_commands,
    .menu = calendar_menu,
    .rules = rules_shipped,
    .start = start,
};
