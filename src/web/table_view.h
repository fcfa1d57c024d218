/* table_view: a list as its template sees it; only table.c, record.c and their templates use
 * it. */
#ifndef WEB_TABLE_VIEW_H
#define WEB_TABLE_VIEW_H

#include "web/fields.h"
#include "web/table.h"
#include "web/views.h"

struct table_column {
    struct str title;
    struct url sort; /* absent: not sortable */
    bool sorted, descending, numeric;
    bool made; /* the title is of the data: as people wrote it */
};
LIST_OF(table_column);

struct table_cell {
    struct str text;
    struct url link;   /* absent: none */
    const char *badge; /* tone; NULL: none */
    bool numeric;
    bool fixed; /* a number, a code or a date: not broken over lines */
    bool said;  /* what it is has to be said where the head of the table is away */
};
LIST_OF(table_cell);
struct table_row {
    struct table_cell *p;
    size_t n;
};
LIST_OF(table_row);

/* The cells of a sheet as a page shows them. */
void web_table_rows(struct arena *a, const struct sheet *s, struct table_row_list *out);

struct table_page_view {
    struct str heading, note, empty;
    struct url path;
    struct views_bar views;
    struct web_field_list filters;
    bool filtered;
    struct table_column_list columns;
    struct table_row_list rows;
    struct web_pager pager;
    struct url csv, xlsx;
    const struct web_action_list *actions;
};

#include "web/table.html.h"

#endif
