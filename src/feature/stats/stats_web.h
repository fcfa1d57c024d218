/*
 * stats_web: pages of figures, for anyone and for each role, and of report once.
 */
#ifndef FEATURE_STATS_WEB_H
#define FEATURE_STATS_WEB_H

#include "out/doc.h"
#include "out/sheet.h"
#include "web/page.h"

#include "feature/stats/stats_ask.h"
#include "feature/stats/stats_grid.h"

enum stats_span {
    SPAN_YEAR_TO_DATE,
    SPAN_WEEK,
    SPAN_MONTH,
    SPAN_LAST_WEEK,
    SPAN_LAST_MONTH,
    SPAN_LAST_QUARTER,
    SPAN_TWELVE_MONTHS,
    SPAN_LAST_YEAR,
    SPAN_ANY
};

/* What a page of figures is asked: place and period. */
struct stats_asked {
    struct str division;
    enum stats_span period;
    struct str from, to;
    struct str after; /* of lists */
    enum stats_side part;
};
extern const struct form stats_query;
extern const struct form stats_ask_form, stats_confirm_form;

/* The same, found out. */
struct stats_view {
    struct str division, place;         /* code; name with what it lies in */
    struct date from, to;               /* for the public the whole months in or around them */
    struct date before_from, before_to; /* what it is compared with */
    struct str when;                    /* "2026-01-01 – 2026-11-21" */
    struct str link;                    /* "division=…&period=any&from=…&to=…" */
    bool inside;                        /* the actor has RIGHT_FIGURES_READ there */
    struct stats_public *open;          /* what others are told; NULL inside */
    struct form_state *form;
    struct web_crumb *crumbs;
    size_t ncrumbs;
};
/* ERR_INVALID at the field; ERR_NOT_FOUND: no such division. */
enum err stats_web_asked(struct call *call, const char *path, struct stats_view *out) MUST_USE;
struct url stats_web_link(
    struct call *call, const char *prefix, struct str code, const struct stats_view *v);
struct str stats_web_value(struct call *call, const struct stats_figure *f); /* with % */
/* By month when the period is longer than two months, else by day. */
enum err stats_web_series(struct call *call, const struct stats_view *v,
    const struct stats_row *row, struct plot *plot, struct sheet *sheet) MUST_USE;
enum err stats_web_places(struct call *call, const struct stats_view *v,
    const struct stats_row *row, struct plot *plot, struct sheet *sheet) MUST_USE;
/* "县", "市辖区", "乡镇": places of one kind are set beside each other, and no others. */
enum text_key stats_web_like(const struct division *d);
/* For files: a column of more than whole numbers (rates, what is not told) is written as it
 * reads on the screen. */
void stats_web_plain(struct call *call, struct sheet *s);
/* Reply with a PDF. */
enum err stats_web_send(struct call *call, struct doc *doc, struct str filename) MUST_USE;

route_handler stats_dash, stats_dash_rows, stats_dash_places, stats_dash_pdf, stats_one,
    stats_one_series, stats_one_places, stats_one_pdf, stats_one_records, stats_asks,
    stats_ask_new, stats_ask_make, stats_ask_again, stats_ask_show, stats_ask_table,
    stats_ask_print, stats_ask_close, stats_ask_place, stats_ask_place_take,
    stats_ask_place_again;

extern const struct route stats_routes[];
extern const struct web_menu stats_menu[];

#endif
