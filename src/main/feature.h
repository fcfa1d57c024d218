/*
 * feature: what a capability is: one constant struct in src/feature/NAME/NAME_feature.c that
 * names everything it offers.  The build makes the table of all features from
 * src/feature/features.txt.
 *
 *     const struct feature request_feature = {
 *         .name = "request",
 *         .title = TEXT_request_feature,
 *         .web = request_web_routes,
 *         .api = request_api_routes,
 *         .commands = request_cli_commands,
 *         .jobs = request_jobs,
 *         .flows = request_flows,
 *         .menu = request_menu,
 *     };
 */
#ifndef MAIN_FEATURE_H
#define MAIN_FEATURE_H

#include "base/text.h"
#include "cli/cli.h"
#include "core/event.h"
#include "core/flow.h"
#include "core/job.h"
#include "core/ledger.h"
#include "core/privacy.h"
#include "core/related.h"
#include "core/rules.h"
#include "core/search.h"
#include "http/route.h"

struct web_menu; /* web/page.h */

/* An invariant of the live database, for `lianluo check`.  problems: one line each, without
 * personal data; the code says only whether the check itself could run. */
struct check {
    const char *name; /* "request.open_has_clock" */
    enum err (*run)(struct cx *cx, struct buf *problems);
};
/* clang-format off */
#define CHECKS_END {NULL, NULL}
#define MENU_END {0, NULL, 0, MENU_DAILY}
/* clang-format on */

struct feature {
    const char *name;
    enum text_key title;
    const struct route *web, *api;         /* ROUTES_END */
    const struct command *commands;        /* COMMANDS_END */
    const struct job_kind *jobs;           /* JOBS_END */
    const struct event_listener *listens;  /* NULL name ends */
    const struct search_kind *searches;    /* NULL kind ends */
    const struct check *checks;            /* CHECKS_END */
    const struct flow *const *flows;       /* NULL ends */
    const struct measure *measures;        /* NULL code ends */
    const struct ledger_source *sources;   /* NULL kind ends */
    const struct related_kind *related;    /* NULL place ends */
    const struct rule_default *rules;      /* NULL kind ends: kinds of rule sets it reads */
    const struct personal_field *personal; /* NULL table ends */
    const struct keyed_hash *hashes;       /* NULL table ends */
    const struct web_menu *menu;           /* MENU_END */
    /* Once at start of serve, in a writing transaction: rows that must be there (codes, rule
     * sets).  Idempotent; may be NULL. */
    enum err (*start)(struct cx *cx);
    /* Rebuild derived tables (`lianluo rebuild`), in a writing transaction; may be NULL. */
    enum err (*rebuild)(struct cx *cx);
};

/* In the order of features.txt; NULL ends. */
extern const struct feature *const features[];

#endif
