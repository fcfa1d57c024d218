/*
 * roster_web: what the pages of stations' life share.
 */
#ifndef FEATURE_ROSTER_WEB_H
#define FEATURE_ROSTER_WEB_H

#include "web/record.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/roster/roster.h"
#include "feature/station/station_web.h"

extern const struct route roster_routes[];
extern const struct web_menu roster_menu[];

/* The number in the path; ERR_NOT_FOUND when it is none. */
enum err roster_web_id(struct call *call, int64_t *id) MUST_USE;
/* The station of the path, if the actor has the right there. */
enum err roster_web_station(struct call *call, enum right right, struct station *s) MUST_USE;
struct url roster_web_url(struct call *call, const struct station *s, const char *suffix);
struct url roster_web_number(
    struct call *call, const char *prefix, int64_t id, const char *suffix);
/* A form on a page of its own, with the button "save". */
struct roster_web_page {
    struct str heading, words;
    struct url action, back;
};
enum err roster_web_form(struct call *call, const struct roster_web_page *page,
    const struct form_state *form) MUST_USE;
struct sheet *roster_web_sheet(
    struct call *call, const struct sheet_column *columns, size_t n, size_t rows);
/* The name of a seat; "—" for nobody. */
struct str roster_web_deputy(struct call *call, int64_t tenure);
/* A deputy of the station by name or key. */
enum err roster_web_typed(struct call *call, const struct station *s, struct str typed,
    const char *field, int64_t *tenure) MUST_USE;
/* To the station's page, which shows the note once. */
enum err roster_web_done(
    struct call *call, const struct station *s, enum text_key note) MUST_USE;
/* A reception day in words: date, weekday, time. */
struct str roster_web_day(struct call *call, const struct duty *d);
/* From where it was moved, and that it is provisional while days off are not known. */
struct str roster_web_moved(struct call *call, const struct duty *d);
/* Days ahead as they hang at the door. */
struct sheet *roster_web_door(struct call *call, const struct duty_list *list);
/* Where it stands, as a cell with a badge. */
void roster_day_state(struct call *call, const struct duty *d, struct sheet_cell *c);
/* Words that tell the days of the rule of idle stations. */
struct str roster_web_idle(struct call *call, enum text_key key, const struct idle_rule *rule);
struct str roster_web_join(
    struct call *call, enum text_key key, struct str one, struct str two);
bool roster_web_may(struct call *call, enum right right, struct str division);

/* Sections of a station's page. */
enum err roster_web_staff(
    struct call *call, const struct station *s, struct web_record *r) MUST_USE;
enum err roster_web_audits(
    struct call *call, const struct station *s, struct web_record *r) MUST_USE;
enum err roster_web_ratings(
    struct call *call, const struct station *s, struct web_record *r) MUST_USE;

extern const struct form roster_duties_form, roster_plan_form, roster_duty_form,
    roster_swap_form, roster_answer_form, roster_period_form, roster_day_form;
route_handler roster_day_page, roster_day_take, roster_day_again, roster_day_pdf;
route_handler roster_matrix_page, roster_matrix_pdf;
route_handler roster_duties_page, roster_station_page, roster_station_take,
    roster_station_again, roster_station_pdf, roster_register_pdf, roster_duty_page_show,
    roster_duty_take, roster_duty_again, roster_swap_page, roster_swap_take, roster_swap_again,
    roster_answer_page, roster_answer_take, roster_answer_again, roster_mine_page;

extern const struct form roster_person_form, roster_task_form, roster_booking_form,
    roster_untold_form, roster_words_form;
route_handler roster_untold_again, roster_words_page, roster_words_take, roster_words_again,
    roster_booking_page, roster_booking_take;
route_handler roster_person_new_page, roster_person_new_take, roster_person_new_again,
    roster_person_page, roster_person_take, roster_person_again, roster_untold_page,
    roster_untold_take, roster_task_new_page, roster_task_new_take, roster_task_new_again,
    roster_task_page, roster_task_take, roster_task_again, roster_home_page, roster_home_take,
    roster_home_again;

extern const struct form roster_standard_form, roster_audit_form, roster_finding_form,
    roster_fix_form;
route_handler roster_standards_page, roster_standard_new_page, roster_standard_new_take,
    roster_standard_new_again, roster_standard_page, roster_audit_new_page,
    roster_audit_new_take, roster_audit_new_again, roster_audit_page, roster_audit_take,
    roster_audit_again, roster_audit_pdf, roster_fix_page, roster_fix_take, roster_fix_again;

extern const struct form roster_round_form, roster_marks_form, roster_step_form,
    roster_entries_form;
route_handler roster_rounds_page, roster_round_new_page, roster_round_new_take,
    roster_round_new_again, roster_round_page, roster_round_close_take, roster_enter_take,
    roster_entry_page, roster_entry_pdf, roster_marks_take, roster_marks_again,
    roster_step_page, roster_step_take, roster_step_again;

extern const struct form roster_idle_form;
route_handler roster_idle_page, roster_online_page;

#endif
