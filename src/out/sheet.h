/*
 * sheet: a table model: columns described once, written as HTML list, XLSX and CSV alike.
 */
#ifndef OUT_SHEET_H
#define OUT_SHEET_H

#include "base/html.h"
#include "base/shape.h"

struct sheet_column {
    const char *key; /* of the column, for sorting and filters; "" when not sortable */
    enum text_key title;
    int width; /* characters */
    bool numeric;
    struct str name; /* instead of the title, of a column that the data makes; absent */
};

/* One cell as text; link (local path) only for HTML; state adds a badge word. */
struct sheet_cell {
    struct str text;
    struct str link;
    struct str badge; /* "done", "soon", "overdue", "" : a shape and a word beside it */
    int64_t number;   /* of numeric columns */
};

/* What stands above a column. */
static inline struct str sheet_head(const struct sheet_column *c, enum lang lang)
{
    return c->name.n > 0 ? c->name : text_get(lang, c->title);
}

struct sheet {
    struct str title;
    struct str note; /* what, since when, until when, who made it */
    const struct sheet_column *columns;
    size_t ncolumns;
    struct sheet_cell *cells; /* nrows * ncolumns */
    size_t nrows;
};

/* RFC 4180 with a BOM; cells that a spreadsheet would take for a formula get a leading '. */
enum err sheet_csv(const struct sheet *s, enum lang lang, struct buf *out) MUST_USE;
/* XLSX with strings as strings, never formulas. */
enum err sheet_xlsx(
    struct arena *a, const struct sheet *s, enum lang lang, struct bytes *out) MUST_USE;

/* Reading what people send: rows of text cells. */
struct sheet_in_row {
    int64_t number; /* as the person sees it, from 1 */
    struct str *cells;
    size_t n;
};
struct sheet_in {
    struct str name; /* of the sheet; of the file for CSV */
    struct sheet_in_row *rows;
    size_t n;
};
struct sheet_book {
    struct sheet_in *p;
    size_t n;
    const char *charset; /* "UTF-8", "GB18030", "XLSX" */
};
/* Bounded: 50,000 rows x 64 columns, 64 MiB inflated, ratio 100:1; formulas, DTDs, bombs and
 * broken files are refused.  problem says why in a rule name: "sheet.bomb", "sheet.formula" …
 */
enum err sheet_read(struct arena *a, struct bytes file, struct str filename,
    struct sheet_book *out, const char **problem, int64_t *row, int64_t *column) MUST_USE;
/* GB 18030 to UTF-8; absent when the bytes are not GB 18030 either. */
struct str sheet_read_gb18030(struct arena *a, struct str in);

#endif
