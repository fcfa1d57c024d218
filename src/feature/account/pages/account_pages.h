/* What the pages of accounts, audit and technician show. */
#ifndef FEATURE_ACCOUNT_PAGES_H
#define FEATURE_ACCOUNT_PAGES_H

#include "core/account.h"
#include "core/session.h"
#include "web/fields.h"
#include "web/page.h"

struct account_signin_view {
    struct form_state *form;
    bool demo;
    struct account_list logins; /* of the demonstration */
};

struct account_code_view {
    struct form_state *form;
    struct str demo_code; /* of a demonstration account; absent */
};

struct account_renew_view {
    struct form_state *form;
    struct url action;
    bool own; /* one's own change, not the step at sign-in */
};

struct account_enrol_view {
    struct form_state *form;
    struct url action;
    struct str secret; /* grouped by four */
    struct url otpauth;
    struct html_safe qr;
};

struct account_codes_view {
    struct str codes[ACCOUNT_CODES];
    struct {
        struct str *p;
        size_t n;
    } list;
    struct url next;
};

struct account_grant_line {
    int64_t id;
    struct str role, where;
};
LIST_OF(account_grant_line);

struct account_session_line {
    int64_t id;
    struct str device;
    struct instant started, seen;
    bool here;
};
LIST_OF(account_session_line);

struct account_me_view {
    const struct account *account;
    struct str family;
    struct account_grant_line_list grants;
    struct account_session_line_list sessions;
    int64_t codes_left, unread;
};

struct account_second_view {
    struct form_state *form;
};

struct account_notice_line {
    struct str subject, body;
    struct url link;
    struct instant at;
    bool unread;
};
LIST_OF(account_notice_line);
struct account_notices_view {
    struct account_notice_line_list rows;
    int64_t unread, upto;
};

struct account_token_line {
    int64_t id;
    struct str name, rights, expires, seen;
    bool used;
};
LIST_OF(account_token_line);
struct account_tokens_view {
    struct form_state *form;
    struct account_token_line_list tokens;
    bool may, may_move; /* the account holds something the interface asks for */
};
struct account_token_made_view {
    struct str name, clear, example;
};

struct account_new_view {
    struct form_state *form;
};

struct account_made_view {
    const struct account *account;
    struct str password;
};

struct account_show_view {
    const struct account *account;
    struct str family;
    struct account_grant_line_list grants;
    struct form_state *form; /* of a new grant */
    bool own, enrolled, asked, may_confirm;
    struct str asked_by;
};

struct account_audit_view {
    bool any;
    int64_t sealed, waiting;
    struct str head;
    struct instant at, published;
    bool has_outside;
};

struct account_verify_view {
    bool well;
    struct {
        struct str *p;
        size_t n;
    } problems;
};

struct account_right_line {
    struct str name, text, roles, scope;
};
LIST_OF(account_right_line);
struct account_rights_view {
    struct account_right_line_list rows;
};

struct account_promise_line {
    enum web_tone tone;
    struct str what, state, word;
};
LIST_OF(account_promise_line);
struct account_job_line {
    int64_t id, attempts;
    struct str kind, why;
    struct instant run_at;
};
LIST_OF(account_job_line);
struct account_system_view {
    struct account_promise_line_list promises;
    struct account_job_line_list jobs;
};

#endif
