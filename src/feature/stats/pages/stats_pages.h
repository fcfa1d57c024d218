/*
 * stats_pages: what the pages of figures show.
 */
#ifndef FEATURE_STATS_PAGES_H
#define FEATURE_STATS_PAGES_H

#include "web/fields.h"
#include "web/record_view.h"

struct stats_part {
    struct str heading;
    struct record_table table;
};
LIST_OF(stats_part);

struct stats_dash_view {
    struct str place, note, division;
    int64_t empty; /* rows without any record, left out */
    bool inside;   /* sees what is not public, and the records */
    const struct form_state *form;
    struct web_figure_list heads;
    struct html_safe plot;
    struct str plot_title;
    struct record_table series;
    struct stats_part_list rows, places;
    struct url rows_csv, rows_xlsx, places_csv, places_xlsx, pdf;
    struct url register_, year, watch; /* absent: not for this reader */
};

struct stats_one_view {
    struct str name, note, value, unit, definition, made, reason, kind, since, seen, code,
        division;
    int64_t records, records_top, records_silent;
    bool computable, divided; /* divided: records of each part apart */
    const struct form_state *form;
    struct url action, list, dash; /* list: the records; absent */
    struct url series_csv, series_xlsx, places_csv, places_xlsx, pdf;
    struct url list_top,
        list_silent; /* of the numerator, of those who did not answer; absent */
    struct html_safe plot, bars;
    struct record_table series, places;
    struct str plot_title;
};

/* A row or place that may be picked. */
struct stats_pick {
    struct str value, label, id, more;
    bool chosen;
};
LIST_OF(stats_pick);
struct stats_pick_group {
    struct str heading;
    struct stats_pick_list list;
};
LIST_OF(stats_pick_group);

struct stats_ask_new_view {
    struct str place;
    const struct form_state *form;
    struct stats_pick_group_list measures;
    struct stats_pick_list places;
};

#endif
