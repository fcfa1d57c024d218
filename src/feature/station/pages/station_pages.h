/*
 * station_pages: what the public pages of stations, deputies and places show.
 */
#ifndef FEATURE_STATION_PAGES_H
#define FEATURE_STATION_PAGES_H

#include "web/fields.h"
#include "web/parts.h"

#include "feature/station/station.h"

/* A link in a list with a few words beside it. */
struct station_line {
    struct str name, words, more;
    struct url link;
};
LIST_OF(station_line);

struct station_home_view {
    struct station_line_list none;
};

struct station_find_view {
    struct str query;
    bool asked;                        /* something was typed */
    struct station_line_list places;   /* found in the text, or below the place shown */
    struct station_line_list stations; /* found by name */
    struct station_line_list deputies; /* found by name */
    struct web_picker picker;
    struct url all, some; /* also show, or hide, what exists in statistics only */
};

/* What a scan, a station's, a deputy's and an area's page show alike. */
struct station_figures {
    struct web_figure_list list;
};
struct station_days {
    struct str day, weekday, time, notice;
    struct str deputy; /* who receives; absent: not known yet */
    struct url deputy_page;
    struct str off; /* why it was called off; absent: it is on */
    bool moved, provisional;
};
LIST_OF(station_days);

struct station_show_view {
    struct str name, alias, kind, rank, address, place, phone, hours, reception;
    struct url tel;
    bool open;
    struct str state;
    struct url next; /* the station that took over; absent */
    struct str next_name;
    struct url ask; /* say something here */
    struct station_days_list days;
    struct station_line_list deputies, points, centre;
    struct str former; /* names of former times */
    struct web_figure_list figures;
    struct url area, online; /* online: who receives when, and what came of matters */
};

struct station_deputy_view {
    struct str name, level, congress, constituency, post, place;
    bool in_office;
    struct url ask, area;
    struct station_line_list station; /* none or one */
    struct station_days_list days;
    struct str reception;
    struct station_line_list others; /* other seats of the same person */
    struct web_figure_list figures;
    struct related_list related; /* published diaries, and the like */
};

struct station_area_view {
    struct str name, kind;
    struct station_line_list chain;
    struct station_line_list deputies, stations, below;
    int64_t more_deputies; /* not shown: choose a smaller place */
    struct web_figure_list figures;
    struct url find;
};

struct station_how_view {
    struct station_line_list none;
};

/* Pages of the staff. */
struct station_form_view {
    struct str heading, words, button;
    const struct form_state *form;
    struct url action, back;
    struct str back_words;
};
struct station_staff_view {
    struct station s;
    struct str place, kind, rank, hours, reception;
    enum web_tone tone;
    struct web_action_list actions;
    struct station_days_list days;
    struct station_line_list deputies, codes;
    struct url issue, plate, visits, page, sheet, life;
    bool may_issue, may_record;
    struct web_event_list steps;
};
struct station_seat_view {
    struct deputy d;
    struct str place, level, congress, cause;
    enum web_tone tone;
    struct web_action_list actions;
    struct station_line_list station, codes;
    struct url issue, plate, page;
    bool may_issue;
    struct web_event_list steps;
};
struct station_division_view {
    struct division d;
    struct str name, kind, former;
    struct web_picker picker;
    struct station_line_list codes;
    struct url issue, plate, plates, plates_issue, page, gaps;
    bool may_issue;
    const struct form_state *form; /* NULL: may not edit */
    struct url action;
};
/* What a visitor sees at the door. */
struct station_self_view {
    struct str name;
    const struct form_state *form;
    struct url action, page;
    bool done;
};
/* An entry of a visitor that waits. */
struct station_self_row {
    struct priv name, phone;
    struct str at, persons;
    struct url link;
};
LIST_OF(station_self_row);

struct station_visit_row {
    struct str day, persons, deputy, summary;
    bool self; /* the visitor wrote it */
    struct url edit;
    struct str came; /* number of the request that came of it; absent: enter one */
    struct url came_to;
};
LIST_OF(station_visit_row);
struct station_visits_view {
    struct str name;
    const struct form_state *form;
    struct url action, back;
    struct station_self_row_list waiting;
    struct url door;
    struct station_visit_row_list rows;
    struct str total;
    struct web_pager pager;
};
struct station_gaps_view {
    struct str area;
    struct station_line_list townships, deputies;
    bool more_deputies, may_assign;
    struct url assign;
};
struct station_import_problem_row {
    struct str sheet, column, reason;
    int64_t row;
};
LIST_OF(station_import_problem_row);
struct station_template {
    struct str name;
    struct url csv, xlsx;
};
LIST_OF(station_template);
struct station_import_view {
    struct url action;
    struct station_template_list kinds;
    struct web_choice_list choices;
    struct str failed; /* why the file itself was refused */
    bool done, kept, dry;
    struct str counts;
    struct station_import_problem_row_list problems;
    int64_t wrong;
};

#include "feature/station/pages/station_area.html.h"
#include "feature/station/pages/station_deputy.html.h"
#include "feature/station/pages/station_find.html.h"
#include "feature/station/pages/station_home.html.h"
#include "feature/station/pages/station_how.html.h"
#include "feature/station/pages/station_parts.html.h"
#include "feature/station/pages/station_self.html.h"
#include "feature/station/pages/station_show.html.h"
#include "feature/station/pages/station_staff.html.h"

#endif
