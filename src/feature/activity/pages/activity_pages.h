/*
 * activity_pages: what the pages show.
 */
#ifndef FEATURE_ACTIVITY_PAGES_H
#define FEATURE_ACTIVITY_PAGES_H

#include "http/form.h"
#include "web/fields.h"
#include "web/parts.h"

#include "feature/activity/activity.h"

/* A name with a link and some words. */
struct activity_line {
    struct str name, words, more;
    struct url link;
};
LIST_OF(activity_line);

struct activity_kinds_view {
    struct activity_line_list kinds;
    struct url table, import, work;
    bool desk; /* may enter whole registers */
    struct url script;
};

/* A box to tick; value is a number or code. */
struct activity_choice {
    struct str value, label, id;
    bool chosen;
};
LIST_OF(activity_choice);
#define ACTIVITY_IN_SIGHT 4 /* of many to tick, those nearest */
struct activity_input {
    const char *name;
};
LIST_OF(activity_input);

/* One line of goods: the names of its three fields. */
struct activity_goods_line {
    const char *goods, *amount, *unit;
};
LIST_OF(activity_goods_line);

struct activity_form_view {
    struct str heading, kind, button, words;
    const struct form_state *form;
    struct url action, back, script;
    struct activity_choice_list places, stations, took, met, found;
    struct str me;                      /* a deputy who records is always there */
    struct activity_input_list numbers; /* quantities and people */
    struct activity_input_list asks;    /* words and texts of the kind */
    bool until, persons_met, correct, photos, many_took, quiet;
    bool open, open_more; /* what may be left out lies open */
    struct activity_goods_line_list goods;
    bool open_goods, shifted; /* more than one sort; the reason of another day is asked */
    struct str rule;          /* on which days it is held; absent */
    int64_t sealed;           /* names told before, under seal */
    /* what it belongs to */
    struct activity_choice_list groups, areas, campaigns, purposes, words_used;
    bool ask_groups, ask_areas, open_links;
    /* too many for a glance; 0: shown at once */
    int64_t more_groups, more_areas, more_campaigns, more_purposes;
    struct str sent; /* code of the record that this form made before; absent */
};

struct activity_pair_line {
    struct str name, value;
    struct url link;
};
LIST_OF(activity_pair_line);

/* A report that was sent on, with the answer when there is one. */
struct activity_report_line {
    struct str org, words, state, title, points, answer, answered;
    enum web_tone tone;
    struct url link; /* absent: may not answer */
};
LIST_OF(activity_report_line);

struct activity_record_view {
    struct activity a;
    struct str kind, place, days, station, saved, rule, recorder;
    enum web_tone tone;
    struct web_action_list actions;
    struct activity_pair_line_list facts;  /* quantities */
    struct activity_pair_line_list fields; /* what the kind asks */
    struct activity_line_list took, met, areas, groups, themes, requests;
    struct str tags;
    int64_t sealed;
    struct url names, script, station_page;
    bool may_names;
    struct web_file_list files;
    struct url add; /* photos; absent: may not, or six are there */
    const struct form_state *photos;
    struct web_event_list steps;
    struct url list;
    bool reports_here; /* the kind ends in a report */
    struct activity_report_line_list reports;
};

struct activity_why_view {
    struct str heading, words, button;
    const struct form_state *form;
    struct url action, back;
    bool danger;
    struct activity_line_list names; /* shown after a reason was given */
};

struct activity_raise_view {
    struct str title, code;
    const struct form_state *form;
    struct url action, back;
    struct str done_code, done_query;
};

struct activity_forward_view {
    struct str title;
    const struct form_state *form;
    struct activity_choice_list units;
    struct url action, back;
};

struct activity_work_row {
    struct str day, kind, title, words;
    struct url link;
};
LIST_OF(activity_work_row);
struct activity_work_view {
    const struct form_state *form;
    struct str period;
    struct web_figure_list figures;
    struct activity_work_row_list rows;
    bool more;
    struct activity_line_list requests; /* what I did with them */
    struct activity_line_list due;
    struct activity_line_list came;
    bool records; /* may record activities */
    struct url all, add;
};

/* One cell of the entry page. */
struct activity_cell {
    struct str name, value, label, error, id;
};
struct activity_table_row {
    struct activity_cell day, deputies, people, times, voters, summary;
    struct str number;
    bool wrong;
};
LIST_OF(activity_table_row);
struct activity_problem_line {
    struct str link, text;
};
LIST_OF(activity_problem_line);
struct activity_table_view {
    struct activity_table_row_list rows;
    struct activity_problem_line_list problems;
    struct activity_choice_list kinds, stations, places;
    struct str saved; /* in words; absent */
    struct url action, import, script;
    struct str idem;
};

struct activity_import_line {
    struct str sheet, column, reason;
    int64_t row;
};
LIST_OF(activity_import_line);
struct activity_import_view {
    struct url action, csv, xlsx, table;
    struct str failed, counts;
    bool done, kept, dry;
    struct activity_import_line_list problems;
    int64_t wrong;
};

#include "feature/activity/pages/activity_form.html.h"
#include "feature/activity/pages/activity_record.html.h"
#include "feature/activity/pages/activity_table.html.h"
#include "feature/activity/pages/activity_work.html.h"

#endif
