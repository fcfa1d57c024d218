/*
 * station_web: what the public and the staff pages of this capability share.
 */
#ifndef FEATURE_STATION_WEB_H
#define FEATURE_STATION_WEB_H

#include "web/page.h"

#include "feature/station/pages/station_pages.h"

extern const struct route station_routes[];
extern const struct web_menu station_menu[];

/* The word of an enum by its text "<prefix>.<word>". */
struct str station_word(struct call *call, const char *prefix, const char *word);
/* The next reception days of a station, at most n. */
enum err station_days_of(struct call *call, const struct station *s, size_t n,
    struct station_days_list *out) MUST_USE;
/* Public figures of the last twelve months. */
enum err station_figures_fill(
    struct call *call, struct str division, struct web_figure_list *out) MUST_USE;
/* Deputies as lines: name, level, constituency. */
void station_deputy_lines(
    struct call *call, const struct deputy *p, size_t n, struct station_line_list *out);
/* Pages of one station, deputy or area; reached by address or by a scanned code. */
enum err station_page_of(struct call *call, const struct station *s) MUST_USE;
enum err station_deputy_page(struct call *call, const struct deputy *d) MUST_USE;
enum err station_area_page(struct call *call, const struct division *d) MUST_USE;

/* One line of the visitor register, as it is typed. */
struct station_visit_draft {
    struct date day;
    int64_t persons;
    struct str deputy, summary, idem;
    int64_t version;
};
/* A deputy of the station by name or key; absent when nothing was typed. */
enum err station_visit_deputy(
    struct call *call, const struct station *s, struct str typed, int64_t *id) MUST_USE;

/* Staff pages: forms and handlers of the routes in station_web.c. */
extern const struct form station_list_form, station_draft_form, station_step_form,
    station_visit_form, station_deputies_form, station_seat_form, station_tenure_form,
    station_orgs_form, station_org_form, station_division_form, station_at_form,
    station_visits_form, station_gaps_form, station_import_form, station_self_form,
    station_self_query;
/* Faults of the domain beside the fields of the call's form. */
void station_form_faults(struct call *call);
/* Cursor "key~id" of a keyset pager, there and back. */
int64_t station_cursor(struct str cursor, struct str *key);
struct str station_cursor_of(struct arena *a, struct str key, int64_t id);

extern const struct form station_plates_form;
route_handler station_plates_page;
route_handler station_list_show, station_new_page, station_new_take, station_new_again,
    station_staff_page, station_edit_page, station_edit_take, station_edit_again,
    station_step_page, station_step_take, station_step_again;
route_handler station_visits_page, station_visits_take, station_visits_again,
    station_visit_page, station_visit_take, station_visit_again, station_gaps_page,
    station_gaps_assign;
route_handler station_self_page, station_self_take, station_self_again, station_door_page,
    station_door_open_take, station_door_close_take, station_door_pdf, station_entry_page,
    station_entry_take, station_entry_again, station_entry_drop;
route_handler station_code_take, station_deputy_code_take, station_area_code_take,
    station_plate_pdf, station_deputy_plate_pdf, station_area_plate_pdf, station_plates_issue,
    station_plates_pdf;
route_handler station_import_page, station_import_take, station_import_again,
    station_import_prepare, station_import_template;

/* Codes as lines, each with when it was issued. */
void station_code_lines(
    struct call *call, const struct plate_code_list *codes, struct station_line_list *out);
route_handler station_deputies_page, station_seat_page, station_seat_new_page,
    station_seat_new_take, station_seat_new_again, station_seat_edit_page,
    station_seat_edit_take, station_seat_edit_again, station_tenure_page, station_tenure_take,
    station_tenure_again;
route_handler station_orgs_page, station_org_new_page, station_org_new_take,
    station_org_new_again, station_org_page, station_org_take, station_org_again,
    station_congresses_page, station_divisions_page, station_division_page,
    station_division_take, station_division_again;

#endif
