/*
 * account_web: what the pages of this folder share.
 */
#ifndef FEATURE_ACCOUNT_WEB_H
#define FEATURE_ACCOUNT_WEB_H

#include "web/page.h"

#include "feature/account/pages/account_pages.h"

/* Faults of the domain beside the fields they name (or the first field). */
void account_web_faults(struct call *call);
/* A form as sent, or empty. */
struct form_state *account_web_form(struct call *call, const struct form *f);
/* Put one problem at a field. */
void account_web_problem(struct call *call, struct form_state *s, const char *field,
    const char *rule, struct str arg);
/* The browser in words of our making, such as "Firefox, Android". */
struct str account_web_device(struct call *call);
/* "role.clerk" and the like in words. */
struct str account_web_word(struct call *call, const char *prefix, const char *word);
/* An account's grants in words. */
enum err account_web_grants(
    struct call *call, int64_t account_id, struct account_grant_line_list *out) MUST_USE;
/* The page with a seed waiting for its first code, and the page with recovery codes. */
enum err account_web_enrol(struct call *call, const struct account *a, struct form_state *form,
    const char *action, int status) MUST_USE;
enum err account_web_codes(
    struct call *call, const struct str codes[ACCOUNT_CODES], const char *next) MUST_USE;

struct account_code_form {
    struct str code;
};
struct account_second_form {
    struct str now;
};
struct account_renew_form {
    struct str now, password, again;
};
struct account_token_form {
    struct str name, now;
    bool read, move;
    int64_t days;
};
struct account_seen_form {
    int64_t upto;
};
extern const struct form account_token_form, account_seen_form;
extern const struct form account_code_form;
extern const struct form account_second_form;
extern const struct form account_renew_form;
extern const struct form account_renew_own_form;

/* The parts of account_web_routes. */
route_handler account_web_me, account_web_session_end, account_web_password,
    account_web_password_prepare, account_web_password_set, account_web_second,
    account_web_second_prepare, account_web_second_begin, account_web_second_show,
    account_web_second_confirm, account_token_page, account_token_prepare, account_token_make,
    account_token_drop, account_notice_page, account_notice_seen;

extern const struct form account_admin_search_form, account_admin_new_form,
    account_admin_grant_form, account_admin_state_form, account_audit_entries_form;
route_handler account_admin_list, account_admin_new, account_admin_make, account_admin_prepare,
    account_admin_show, account_admin_grant, account_admin_drop, account_admin_state,
    account_admin_reset, account_admin_confirm;
route_handler account_audit_home, account_audit_verify, account_audit_entries,
    account_audit_rights, account_audit_system, account_audit_job_again;

extern const struct route account_web_routes[];

#include "feature/account/pages/account_admin.html.h"
#include "feature/account/pages/account_audit.html.h"
#include "feature/account/pages/account_me.html.h"
#include "feature/account/pages/account_sign_in.html.h"

#endif
