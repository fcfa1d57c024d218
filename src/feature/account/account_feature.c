/*
 * What accounts offer.
 */
#include "core/account.h"
#include "web/page.h"

#include "feature/account/account.h"

#include "main/feature.h"

extern const struct route account_web_routes[];
extern const struct command account_cli_commands[];
extern const struct job_kind account_jobs[];

/* clang-format off */
static const struct web_menu menu[] = {
    {TEXT_account_list_title,   "/accounts", RIGHT_ACCOUNT_MANAGE, MENU_SYSTEM},
    {TEXT_account_audit_title,  "/audit",    RIGHT_AUDIT_READ, MENU_SYSTEM},
    {TEXT_account_system_title, "/system",   RIGHT_SYSTEM_READ, MENU_SYSTEM},
    MENU_END
};

static const struct check checks[] = {
    {"audit.chain", account_check_chain},
    {"audit.covers", account_check_covered},
    CHECKS_END
};
/* clang-format on */

const struct feature account_feature = {
    .name = "account",
    .title = TEXT_account_feature,
    .web = account_web_routes,
    .commands = account_cli_commands,
    .jobs = account_jobs,
    .checks = checks,
    .personal = account_personal,
    .hashes = account_hashes,
    .menu = menu,
};
