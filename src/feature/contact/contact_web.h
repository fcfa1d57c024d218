/*
 * contact_web: pages of contact, groups, teams, diary, talks and help; what they share.
 */
#ifndef FEATURE_CONTACT_WEB_H
#define FEATURE_CONTACT_WEB_H

#include "http/route.h"
#include "web/page.h"
#include "web/record.h"
#include "web/table.h"

#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_note.h"
#include "feature/contact/contact_plan.h"
#include "feature/registry/registry_pick_web.h"

extern const struct route contact_routes[];
extern const struct web_menu contact_menu[];

/* The text "<prefix>.<word>". */
struct str contact_word(struct call *call, const char *prefix, const char *word);
/* The faults of the domain beside the fields of the form that came in. */
void contact_form_faults(struct call *call);
/* A conflict that the person mends in the form is said at its field. */
enum err contact_at_field(struct cx *cx, enum err e, const char *field) MUST_USE;
/* The form of the call when it is this one, else a blank one from value. */
const struct form_state *contact_form_of(
    struct call *call, const struct form *form, const void *value);
/* The same with a field "division" that is chosen by name: the path stands beside the code. */
const struct form_state *contact_form_at(
    struct call *call, const struct form *form, const void *value);
/* "?at=" of a list, else the area where the actor has the right. */
struct str contact_area(struct call *call, struct str at, enum right right);
/* The one deputy in office of the area whose name or key was typed; ERR_INVALID at the field.
 */
enum err contact_deputy_typed(struct call *call, const char *field, struct str typed,
    struct str area, struct deputy *out) MUST_USE;
/* A table with room for rows. */
struct sheet *contact_sheet(
    struct call *call, const struct sheet_column *columns, size_t n, size_t rows);
/* "key~id" of the last row shown. */
struct str contact_cursor_of(struct arena *a, struct str key, int64_t id);
int64_t contact_cursor(struct str cursor, struct str *key);
/* A record that holds personal data of others is not kept by browsers. */
enum err contact_record(struct call *call, const struct web_record *r) MUST_USE;
/* The form by which a deputy or a township is added to a holder. */
void contact_link_section(
    struct call *call, const struct contact_holder *h, struct web_record *r, bool deputy);
/* What an idle group lacks. */
struct str contact_group_lacks(
    struct call *call, const struct deputy_group *g, const struct group_ask *ask);
/* Who is contacted: a voter only by what was noted beside the name. */
struct str contact_link_name(struct call *call, const struct contact_link *l);
/* "1、3、4": months of this year with a record. */
struct str contact_months_text(struct call *call, unsigned months);
/* The gap in words. */
struct str contact_gap_text(struct call *call, const struct contact_missing *g);
/* "2026 first half". */
struct str contact_run_title(struct call *call, const struct collection_run *r);
void contact_part_pairs(
    struct call *call, struct web_record *r, const struct collection_part *p);
/* A table of gaps as a section; nothing when there are none. */
void contact_gap_table(struct call *call, struct web_record *r, struct str heading,
    struct str words, const struct contact_missing_list *gaps);

/* A step that is not undone by a button: the page of it carries the field that makes it sure.
 */
struct contact_sure {
    int64_t version;
};
void contact_sure_section(
    struct call *call, struct web_section *s, struct url post, struct str button);
extern const struct form contact_sure_form;
extern const struct form contact_officer_list_form, contact_officer_form,
    contact_officer_end_form, contact_scheme_list_form, contact_scheme_form,
    contact_leader_form;
extern const struct form contact_list_form, contact_bare_form, contact_group_list_form,
    contact_team_list_form, contact_holder_form, contact_holder_edit_form, contact_met_form,
    contact_link_form, contact_place_form, contact_end_form, contact_voter_form,
    contact_bent_form, contact_confirm_form, contact_open_form, contact_report_form,
    contact_close_form, contact_reply_form, contact_group_form, contact_join_form,
    contact_plan_form, contact_team_form, contact_team_seat_form, contact_team_staff_form,
    contact_team_note_form, contact_team_step_form, contact_diary_form, contact_diary_list_form,
    contact_diary_step_form, contact_consent_form, contact_talk_form, contact_head_form,
    contact_help_form, contact_judge_form, contact_help_step_form, contact_help_withdraw_form;

route_handler contact_mine_page, contact_voter_take, contact_voter_page, contact_voter_end_take,
    contact_bent_take, contact_confirm_page, contact_confirm_take;
route_handler contact_list_page, contact_bare_page, contact_holder_new_page,
    contact_holder_new_take, contact_holder_page, contact_link_take, contact_place_take,
    contact_end_page, contact_end_take, contact_holder_edit_page, contact_holder_edit_take,
    contact_met_take;
route_handler contact_runs_page, contact_open_take, contact_run_page, contact_close_take,
    contact_report_take, contact_report_pdf, contact_parts_page, contact_feedback_page,
    contact_sheet_page, contact_reply_take;
route_handler contact_officers_page, contact_officer_new_page, contact_officer_new_take,
    contact_officer_show, contact_officer_end_take;
route_handler contact_schemes_page, contact_scheme_new_page, contact_scheme_new_take,
    contact_scheme_show, contact_scheme_edit_page, contact_scheme_edit_take,
    contact_leader_take, contact_leader_page, contact_leader_drop_take;
route_handler contact_groups_page, contact_group_new_page, contact_group_new_take,
    contact_group_show, contact_group_edit_page, contact_group_edit_take, contact_join_take,
    contact_plan_take, contact_plan_page, contact_plan_drop_take, contact_member_page,
    contact_member_leave, contact_member_lead, contact_suggest_page, contact_suggest_take;
route_handler contact_teams_page, contact_team_new_page, contact_team_new_take,
    contact_team_show, contact_team_seat_take, contact_team_staff_take,
    contact_team_member_page, contact_team_member_drop, contact_team_confirm_take,
    contact_team_hold_take, contact_team_cancel_take;
route_handler contact_diary_page, contact_diary_new_page, contact_diary_new_take,
    contact_diary_show, contact_diary_take, contact_diary_consent_take,
    contact_diary_publish_take, contact_diary_withdraw_take, contact_diary_rewrite_take,
    contact_diaries_page, contact_diaries_show;
route_handler contact_talks_page, contact_talk_new_page, contact_talk_new_take,
    contact_talk_show, contact_head_page, contact_head_take;
route_handler contact_helps_page, contact_help_new_page, contact_help_new_take,
    contact_help_show, contact_judge_take, contact_help_step_take, contact_help_withdraw_take;

#endif
