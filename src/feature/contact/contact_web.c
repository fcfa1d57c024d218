/*
 * contact: routes, menu and what the pages share.
 */
#include "feature/contact/contact_web.h"

#include "base/han.h"
#include "core/subtree.h"

struct str contact_word(struct call *call, const char *prefix, const char *word)
{
    return text_find(call->cx->lang, str_f(call->arena, "%s.%s", prefix, word));
}

void contact_form_faults(struct call *call)
{
    struct form_state *s = call->form;
    struct cx *cx = call->cx;

    for (size_t i = 0; s != NULL && i < cx->faults.n && s->nproblems < s->form->n; i++) {
        const struct fault *f = &cx->faults.p[i];
        const struct input *in = NULL;
        bool said = false;

        for (size_t k = 0; k < s->form->n; k++)
            if (str_is(f->field, s->form->inputs[k].name))
                in = &s->form->inputs[k];
        for (size_t k = 0; k < s->nproblems; k++)
            said = said || (s->problems[k].input == in && str_eq(s->problems[k].rule, f->rule));
        if (said)
            continue;
        s->problems[s->nproblems++] = (struct form_problem){.input = in,
            .rule = f->rule,
            .args = {f->args[0], f->args[1]},
            .nargs = f->nargs < 2 ? f->nargs : 2};
    }
}

enum err contact_at_field(struct cx *cx, enum err e, const char *field)
{
    if (cx->faults.n == 0 || (e != ERR_CONFLICT && e != ERR_INVALID))
        return e;
    cx->faults.p[cx->faults.n - 1].code = ERR_INVALID;
    cx->faults.p[cx->faults.n - 1].field = str_of(field);
    return ERR_INVALID;
}

const struct form_state *contact_form_of(
    struct call *call, const struct form *form, const void *value)
{
    if (call->form == NULL || call->form->form != form)
        return form_fill(call->arena, form, value);
    contact_form_faults(call);
    return call->form;
}

const struct form_state *contact_form_at(
    struct call *call, const struct form *form, const void *value)
{
    struct form_state *s = call->form;

    if (s == NULL || s->form != form)
        s = form_fill(call->arena, form, value);
    else
        contact_form_faults(call);
    registry_pick_name(call, s, "division");
    return s;
}

struct str contact_area(struct call *call, struct str at, enum right right)
{
    return str_empty(at) ? registry_own_area(call->cx, right) : at;
}

/* Several of that name: their keys, so that one can be typed. */
static enum err many(struct call *call, const char *field, const struct deputy_list *list)
{
    struct buf b = buf_new(call->arena, 1000);

    for (size_t i = 0; i < list->n && i < 4; i++) {
        if (i > 0)
            buf_add(&b, call->cx->lang == LANG_ZH ? S("、") : S(", "));
        buf_f(&b, "%.*s %.*s (%.*s)", STR(list->p[i].name), STR(list->p[i].post),
            STR(list->p[i].code));
    }
    (void)fail(call->cx, ERR_INVALID, field, "contact.deputy_many");
    cx_fault_arg(call->cx, buf_str(&b));
    return ERR_INVALID;
}

enum err contact_deputy_typed(
    struct call *call, const char *field, struct str typed, struct str area, struct deputy *out)
{
    struct cx *cx = call->cx;
    struct deputy_list named, fit;
    struct right_ranges within;

    typed = str_trim(typed);
    TRY(subtree_of(cx, area, &within));
    if (registry_deputy_by_code(cx, typed, out) == OK && subtree_holds(&within, out->division))
        return OK;
    cx_faults_clear(cx);
    TRY(registry_deputies_named(cx, typed, &named));
    fit = (struct deputy_list){MANY(call->arena, struct deputy, named.n + 1), 0};
    EACH (d, &named)
        if (d->state == TENURE_ACTIVE && str_eq(d->name, typed) &&
            subtree_holds(&within, d->division))
            fit.p[fit.n++] = *d;
    if (fit.n == 0)
        return fail(cx, ERR_INVALID, field, "contact.deputy_unknown");
    if (fit.n > 1)
        return many(call, field, &fit);
    *out = fit.p[0];
    return OK;
}

struct sheet *contact_sheet(
    struct call *call, const struct sheet_column *columns, size_t n, size_t rows)
{
    struct sheet *s = NEW(call->arena, struct sheet);

    *s = (struct sheet){.columns = columns,
        .ncolumns = n,
        .cells = MANY(call->arena, struct sheet_cell, n * rows + 1)};
    return s;
}

struct str contact_cursor_of(struct arena *a, struct str key, int64_t id)
{
    return str_f(a, "%.*s~%lld", STR(key), (long long)id);
}

int64_t contact_cursor(struct str cursor, struct str *key)
{
    struct str rest;
    int64_t id = 0;

    *key = str_cut(cursor, '~', &rest);
    if (rest.p == NULL || num_parse(rest, 0, INT64_MAX, &id) != OK)
        *key = (struct str){0};
    return id;
}

static const struct input sure_inputs[] = {
    INPUT(struct contact_sure, version, .flags = INPUT_REQUIRED | INPUT_HIDDEN)};
const struct form contact_sure_form = {
    "contact_sure", sizeof(struct contact_sure), sure_inputs, COUNT(sure_inputs)};

void contact_sure_section(
    struct call *call, struct web_section *s, struct url post, struct str button)
{
    static const struct contact_sure sure = {1};

    s->form = contact_form_of(call, &contact_sure_form, &sure);
    s->post = post;
    s->button = button;
}

enum err contact_record(struct call *call, const struct web_record *r)
{
    call->personal = true;
    return web_record(call, &(struct web_head){.title = r->heading}, r);
}

/* clang-format off */
const struct route contact_routes[] = {
    /* one's own */
    {GET,  "/contact",               contact_mine_page,      RIGHT_CONTACT_OWN},
    {POST, "/contact/voters", contact_voter_take, RIGHT_CONTACT_OWN,
        .form = &contact_voter_form, .again = contact_mine_page},
    {GET,  "/contact/voters/{id}",   contact_voter_page,     RIGHT_CONTACT_OWN},
    {POST, "/contact/voters/{id}", contact_voter_end_take, RIGHT_CONTACT_OWN,
        .form = &contact_end_form, .again = contact_voter_page},
    {POST, "/contact/bent", contact_bent_take, RIGHT_CONTACT_OWN,
        .form = &contact_bent_form, .again = contact_mine_page},
    {GET,  "/contact/collect/{id}",  contact_confirm_page,   RIGHT_CONTACT_OWN},
    {POST, "/contact/collect/{id}", contact_confirm_take, RIGHT_CONTACT_OWN,
        .form = &contact_confirm_form, .again = contact_confirm_page},
    {GET,  "/contact/groups/{id}",   contact_group_show,     RIGHT_CONTACT_OWN},
    {POST, "/contact/groups/{id}/plan", contact_plan_take, RIGHT_CONTACT_OWN,
        .form = &contact_plan_form, .again = contact_group_show},
    {GET,  "/contact/groups/{id}/plan/{plan}", contact_plan_page, RIGHT_CONTACT_OWN},
    {POST, "/contact/groups/{id}/plan/{plan}", contact_plan_drop_take, RIGHT_CONTACT_OWN,
        .form = &contact_sure_form, .again = contact_plan_page},
    {GET,  "/contact/teams/{id}",    contact_team_show,      RIGHT_CONTACT_OWN},

    /* the area's */
    {GET, "/coverage", contact_list_page, RIGHT_CONTACT_READ, .query = &contact_list_form},
    {GET, "/coverage.csv", contact_list_page, RIGHT_CONTACT_READ,
        .query = &contact_list_form, .flags = ROUTE_SLOW},
    {GET, "/coverage.xlsx", contact_list_page, RIGHT_CONTACT_READ,
        .query = &contact_list_form, .flags = ROUTE_SLOW},
    {GET, "/coverage/bare", contact_bare_page, RIGHT_CONTACT_READ, .query = &contact_bare_form},
    {GET, "/coverage/bare.csv", contact_bare_page, RIGHT_CONTACT_READ,
        .query = &contact_bare_form, .flags = ROUTE_SLOW},
    {GET, "/coverage/bare.xlsx", contact_bare_page, RIGHT_CONTACT_READ,
        .query = &contact_bare_form, .flags = ROUTE_SLOW},
    {GET,  "/coverage/new",          contact_holder_new_page, RIGHT_CONTACT_EDIT},
    {POST, "/coverage/new", contact_holder_new_take, RIGHT_CONTACT_EDIT,
        .form = &contact_holder_form, .again = contact_holder_new_page},
    {GET, "/coverage/plans", contact_schemes_page, RIGHT_CONTACT_READ,
        .query = &contact_scheme_list_form},
    {GET,  "/coverage/plans/new",    contact_scheme_new_page, RIGHT_CONTACT_EDIT},
    {POST, "/coverage/plans/new", contact_scheme_new_take, RIGHT_CONTACT_EDIT,
        .form = &contact_scheme_form, .again = contact_scheme_new_page},
    {GET,  "/coverage/plans/{id}",   contact_scheme_show,    RIGHT_CONTACT_READ},
    {GET,  "/coverage/plans/{id}/edit", contact_scheme_edit_page, RIGHT_CONTACT_EDIT},
    {POST, "/coverage/plans/{id}/edit", contact_scheme_edit_take, RIGHT_CONTACT_EDIT,
        .form = &contact_scheme_form, .again = contact_scheme_edit_page},
    {POST, "/coverage/plans/{id}/leaders", contact_leader_take, RIGHT_CONTACT_EDIT,
        .form = &contact_leader_form, .again = contact_scheme_show},
    {GET,  "/coverage/plans/{id}/leaders/{leader}", contact_leader_page, RIGHT_CONTACT_EDIT},
    {POST, "/coverage/plans/{id}/leaders/{leader}", contact_leader_drop_take, RIGHT_CONTACT_EDIT,
        .form = &contact_sure_form, .again = contact_leader_page},
    {GET,  "/coverage/{id}",         contact_holder_page,    RIGHT_CONTACT_READ},
    {GET,  "/coverage/{id}/edit",    contact_holder_edit_page, RIGHT_CONTACT_EDIT},
    {POST, "/coverage/{id}/edit", contact_holder_edit_take, RIGHT_CONTACT_EDIT,
        .form = &contact_holder_edit_form, .again = contact_holder_edit_page},
    {POST, "/coverage/{id}/deputies", contact_link_take, RIGHT_CONTACT_EDIT,
        .form = &contact_link_form, .again = contact_holder_page},
    {POST, "/coverage/{id}/townships", contact_place_take, RIGHT_CONTACT_EDIT,
        .form = &contact_place_form, .again = contact_holder_page},
    {GET,  "/coverage/links/{id}",   contact_end_page,       RIGHT_CONTACT_EDIT},
    {POST, "/coverage/links/{id}", contact_end_take, RIGHT_CONTACT_EDIT,
        .form = &contact_end_form, .again = contact_end_page},
    {POST, "/coverage/links/{id}/met", contact_met_take, RIGHT_CONTACT_EDIT,
        .form = &contact_met_form, .again = contact_end_page},

    /* information officers */
    {GET, "/officers", contact_officers_page, RIGHT_CONTACT_READ,
        .query = &contact_officer_list_form},
    {GET, "/officers.csv", contact_officers_page, RIGHT_CONTACT_READ,
        .query = &contact_officer_list_form, .flags = ROUTE_SLOW},
    {GET, "/officers.xlsx", contact_officers_page, RIGHT_CONTACT_READ,
        .query = &contact_officer_list_form, .flags = ROUTE_SLOW},
    {GET,  "/officers/new",          contact_officer_new_page, RIGHT_CONTACT_EDIT},
    {POST, "/officers/new", contact_officer_new_take, RIGHT_CONTACT_EDIT,
        .form = &contact_officer_form, .again = contact_officer_new_page},
    {GET,  "/officers/{id}",         contact_officer_show,   RIGHT_CONTACT_READ},
    {POST, "/officers/{id}", contact_officer_end_take, RIGHT_CONTACT_EDIT,
        .form = &contact_officer_end_form, .again = contact_officer_show},

    /* half-year collections */
    {GET, "/collections", contact_runs_page, RIGHT_CONTACT_READ, .query = &contact_list_form},
    {POST, "/collections", contact_open_take, RIGHT_CONTACT_EDIT,
        .form = &contact_open_form, .again = contact_runs_page},
    {GET,  "/collections/{id}",      contact_run_page,       RIGHT_CONTACT_READ},
    {POST, "/collections/{id}/close", contact_close_take, RIGHT_CONTACT_EDIT,
        .form = &contact_close_form, .again = contact_run_page},
    {POST, "/collections/{id}/report", contact_report_take, RIGHT_CONTACT_EDIT,
        .form = &contact_report_form, .again = contact_run_page},
    {GET,  "/collections/{id}/report.pdf", contact_report_pdf, RIGHT_CONTACT_READ, .flags = ROUTE_SLOW},
    {GET,  "/collections/{id}/parts", contact_parts_page,    RIGHT_CONTACT_READ},
    {GET,  "/collections/{id}/parts.csv", contact_parts_page, RIGHT_CONTACT_READ, .flags = ROUTE_SLOW},
    {GET,  "/collections/{id}/parts.xlsx", contact_parts_page, RIGHT_CONTACT_READ, .flags = ROUTE_SLOW},
    {GET,  "/feedback",              contact_feedback_page,  RIGHT_CONTACT_FEEDBACK},
    {GET,  "/feedback/{id}",         contact_sheet_page,     RIGHT_CONTACT_FEEDBACK},
    {POST, "/feedback/{id}", contact_reply_take, RIGHT_CONTACT_FEEDBACK,
        .form = &contact_reply_form, .again = contact_sheet_page},

    /* groups */
    {GET, "/groups", contact_groups_page, RIGHT_CONTACT_READ, .query = &contact_group_list_form},
    {GET, "/groups.csv", contact_groups_page, RIGHT_CONTACT_READ,
        .query = &contact_group_list_form, .flags = ROUTE_SLOW},
    {GET, "/groups.xlsx", contact_groups_page, RIGHT_CONTACT_READ,
        .query = &contact_group_list_form, .flags = ROUTE_SLOW},
    {GET,  "/groups/new",            contact_group_new_page, RIGHT_CONTACT_EDIT},
    {POST, "/groups/new", contact_group_new_take, RIGHT_CONTACT_EDIT,
        .form = &contact_group_form, .again = contact_group_new_page},
    {GET,  "/groups/{id}",           contact_group_show,     RIGHT_CONTACT_READ},
    {GET,  "/groups/{id}/edit",      contact_group_edit_page, RIGHT_CONTACT_EDIT},
    {POST, "/groups/{id}/edit", contact_group_edit_take, RIGHT_CONTACT_EDIT,
        .form = &contact_group_form, .again = contact_group_edit_page},
    {POST, "/groups/{id}/members", contact_join_take, RIGHT_CONTACT_EDIT,
        .form = &contact_join_form, .again = contact_group_show},
    {POST, "/groups/{id}/plan", contact_plan_take, RIGHT_CONTACT_EDIT,
        .form = &contact_plan_form, .again = contact_group_show},
    {GET,  "/groups/{id}/plan/{plan}", contact_plan_page,   RIGHT_CONTACT_EDIT},
    {POST, "/groups/{id}/plan/{plan}", contact_plan_drop_take, RIGHT_CONTACT_EDIT,
        .form = &contact_sure_form, .again = contact_plan_page},
    {GET,  "/groups/{id}/members/{seat}", contact_member_page, RIGHT_CONTACT_EDIT},
    {POST, "/groups/{id}/members/{seat}/leave", contact_member_leave, RIGHT_CONTACT_EDIT,
        .form = &contact_sure_form, .again = contact_member_page},
    {POST, "/groups/{id}/members/{seat}/lead", contact_member_lead, RIGHT_CONTACT_EDIT,
        .form = &contact_sure_form, .again = contact_member_page},
    {GET,  "/groups/{id}/suggest",   contact_suggest_page,   RIGHT_CONTACT_EDIT},
    {POST, "/groups/{id}/suggest/{seat}", contact_suggest_take, RIGHT_CONTACT_EDIT},

    /* teams */
    {GET, "/teams", contact_teams_page, RIGHT_CONTACT_READ, .query = &contact_team_list_form},
    {GET, "/teams.csv", contact_teams_page, RIGHT_CONTACT_READ,
        .query = &contact_team_list_form, .flags = ROUTE_SLOW},
    {GET, "/teams.xlsx", contact_teams_page, RIGHT_CONTACT_READ,
        .query = &contact_team_list_form, .flags = ROUTE_SLOW},
    {GET,  "/teams/new",             contact_team_new_page,  RIGHT_CONTACT_EDIT},
    {POST, "/teams/new", contact_team_new_take, RIGHT_CONTACT_EDIT,
        .form = &contact_team_form, .again = contact_team_new_page},
    {GET,  "/teams/{id}",            contact_team_show,      RIGHT_CONTACT_READ},
    {POST, "/teams/{id}/deputies", contact_team_seat_take, RIGHT_CONTACT_EDIT,
        .form = &contact_team_seat_form, .again = contact_team_show},
    {POST, "/teams/{id}/staff", contact_team_staff_take, RIGHT_CONTACT_EDIT,
        .form = &contact_team_staff_form, .again = contact_team_show},
    {GET,  "/teams/{id}/members/{member}", contact_team_member_page, RIGHT_CONTACT_EDIT},
    {POST, "/teams/{id}/members/{member}", contact_team_member_drop, RIGHT_CONTACT_EDIT,
        .form = &contact_sure_form, .again = contact_team_member_page},
    {POST, "/teams/{id}/confirm", contact_team_confirm_take, RIGHT_CONTACT_EDIT,
        .form = &contact_team_step_form, .again = contact_team_show},
    {POST, "/teams/{id}/hold", contact_team_hold_take, RIGHT_CONTACT_EDIT,
        .form = &contact_team_step_form, .again = contact_team_show},
    {POST, "/teams/{id}/cancel", contact_team_cancel_take, RIGHT_CONTACT_EDIT,
        .form = &contact_team_note_form, .again = contact_team_show},

    /* the diary */
    {GET, "/diary", contact_diary_page, RIGHT_DIARY_WRITE, .query = &contact_diary_list_form},
    {GET,  "/diary/new",             contact_diary_new_page, RIGHT_DIARY_WRITE},
    {POST, "/diary/new", contact_diary_new_take, RIGHT_DIARY_WRITE,
        .form = &contact_diary_form, .again = contact_diary_new_page},
    {GET,  "/diary/{id}",            contact_diary_show,     RIGHT_DIARY_WRITE},
    {POST, "/diary/{id}", contact_diary_take, RIGHT_DIARY_WRITE,
        .form = &contact_diary_form, .again = contact_diary_show},
    {POST, "/diary/{id}/consent", contact_diary_consent_take, RIGHT_DIARY_WRITE,
        .form = &contact_consent_form, .again = contact_diary_show},
    {POST, "/diary/{id}/publish", contact_diary_publish_take, RIGHT_DIARY_WRITE,
        .form = &contact_diary_step_form, .again = contact_diary_show},
    {POST, "/diary/{id}/withdraw", contact_diary_withdraw_take, RIGHT_DIARY_WRITE,
        .form = &contact_diary_step_form, .again = contact_diary_show},
    {POST, "/diary/{id}/rewrite", contact_diary_rewrite_take, RIGHT_DIARY_WRITE,
        .form = &contact_diary_step_form, .again = contact_diary_show},
    {GET, "/diaries", contact_diaries_page, RIGHT_ANYONE, .query = &contact_diary_list_form},
    {GET,  "/diaries/{id}",          contact_diaries_show,   RIGHT_ANYONE},

    /* talks */
    {GET, "/talks", contact_talks_page, RIGHT_TALK_READ, .query = &contact_diary_list_form},
    {GET,  "/talks/new",             contact_talk_new_page,  RIGHT_TALK_READ},
    {POST, "/talks/new", contact_talk_new_take, RIGHT_TALK_READ,
        .form = &contact_talk_form, .again = contact_talk_new_page},
    {GET,  "/talks/{id}",            contact_talk_show,      RIGHT_TALK_READ},
    {GET,  "/talks-head",            contact_head_page,      RIGHT_TALK_HEAD},
    {POST, "/talks-head", contact_head_take, RIGHT_TALK_HEAD,
        .form = &contact_head_form, .again = contact_head_page},

    /* help for deputies' own business */
    {GET,  "/help-cases",            contact_helps_page,     RIGHT_HELP, .query = &contact_diary_list_form},
    {GET, "/help-cases.csv", contact_helps_page, RIGHT_HELP,
        .query = &contact_diary_list_form, .flags = ROUTE_SLOW},
    {GET, "/help-cases.xlsx", contact_helps_page, RIGHT_HELP,
        .query = &contact_diary_list_form, .flags = ROUTE_SLOW},
    {GET,  "/help-cases/new",        contact_help_new_page,  RIGHT_HELP},
    {POST, "/help-cases/new", contact_help_new_take, RIGHT_HELP,
        .form = &contact_help_form, .again = contact_help_new_page},
    {GET,  "/help-cases/{id}",       contact_help_show,      RIGHT_HELP},
    {POST, "/help-cases/{id}/conflict", contact_judge_take, RIGHT_HELP,
        .form = &contact_judge_form, .again = contact_help_show},
    {POST, "/help-cases/{id}/step", contact_help_step_take, RIGHT_HELP,
        .form = &contact_help_step_form, .again = contact_help_show},
    {POST, "/help-cases/{id}/withdraw", contact_help_withdraw_take, RIGHT_HELP,
        .form = &contact_help_withdraw_form, .again = contact_help_show},
    ROUTES_END
};

const struct web_menu contact_menu[] = {
    {TEXT_contact_mine_title, "/contact", RIGHT_CONTACT_OWN, MENU_DAILY},
    {TEXT_contact_diary_menu, "/diary", RIGHT_DIARY_WRITE, MENU_DAILY},
    {TEXT_contact_feedback_title, "/feedback", RIGHT_CONTACT_FEEDBACK, MENU_DAILY},
    {TEXT_contact_list_title, "/coverage", RIGHT_CONTACT_READ, MENU_PLACES},
    {TEXT_contact_runs_title, "/collections", RIGHT_CONTACT_READ, MENU_PLACES},
    {TEXT_contact_groups_title, "/groups", RIGHT_CONTACT_READ, MENU_PLACES},
    {TEXT_contact_teams_title, "/teams", RIGHT_CONTACT_READ, MENU_PLACES},
    {TEXT_contact_talks_title, "/talks", RIGHT_TALK_READ, MENU_PLACES},
    {TEXT_contact_helps_title, "/help-cases", RIGHT_HELP, MENU_PLACES},
    {0, NULL, 0, MENU_DAILY},
};
/* clang-format on */
