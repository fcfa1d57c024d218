/*
 * table: a sheet as a list page: filter form, sorting, keyset pager, export links, and labelled
 * cards where the screen is narrow.  The same handler serves the list and its exports:
 *
 *     { GET, "/requests",      list, … },
 *     { GET, "/requests.csv",  list, … .flags = ROUTE_SLOW },
 *     { GET, "/requests.xlsx", list, … .flags = ROUTE_SLOW },
 *
 *     return web_table(call, &(struct web_head){…}, &(struct web_table){…});
 *
 * A handler asks web_table_limit how many rows it should read: a page's, or an export's.
 */
#ifndef WEB_TABLE_H
#define WEB_TABLE_H

#include "out/sheet.h"
#include "web/page.h"

struct web_table {
    const struct sheet *sheet;
    struct str heading;              /* <h1> */
    const struct form_state *filter; /* call->asked; NULL: no filters */
    struct str sort;                 /* key of the column sorted by; absent */
    bool descending;
    struct str after;               /* cursor of the next page; absent: this is the last */
    bool later;                     /* this is not the first page */
    struct str count;               /* in words; absent */
    struct str empty;               /* why there may be nothing, and what to do */
    struct web_action_list actions; /* above the list */
    struct str exports;             /* file name without ending; absent: no export */
};

/* Query names the frame keeps for itself: sort (key or -key), after (cursor). */
enum err web_table(
    struct call *call, const struct web_head *head, const struct web_table *t) MUST_USE;
/* 20 for a page, 50,000 for an export. */
int64_t web_table_limit(const struct call *call);

#endif
