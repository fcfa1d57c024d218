/* record_view: a record as its template sees it, and its tables for other templates. */
#ifndef WEB_RECORD_VIEW_H
#define WEB_RECORD_VIEW_H

#include "web/record.h"
#include "web/table_view.h"

struct record_table {
    struct table_column_list columns;
    struct table_row_list rows;
    struct str note;
};

/* A sheet for {% put record_table(…) %}. */
void web_record_table(struct call *call, const struct sheet *s, struct record_table *out);

struct record_section {
    const struct web_section *s;
    struct record_table table;
};
LIST_OF(record_section);

struct record_page_view {
    const struct web_record *r;
    struct record_section_list sections;
};

#include "web/record.html.h"

#endif
