/*
 * registry_import: tables that people send, row by row: every problem with sheet, row, column
 * and reason; all or nothing; the same table again changes nothing.
 *
 * A kind is a table of columns and a function that puts one row.  Reading files is the
 * surfaces' work: they hand over rows of text cells, the first row being the titles.
 */
#ifndef FEATURE_REGISTRY_IMPORT_H
#define FEATURE_REGISTRY_IMPORT_H

#include "feature/registry/registry.h"

struct import_column {
    const char *key;     /* also the field of faults */
    enum text_key title; /* of the table's first row, in either language */
    bool required;
    const char *example; /* for the template; NULL: none */
};

struct import_row {
    const struct import_kind *kind;
    struct str *cells; /* by column of the kind; absent: not in the table */
};

struct import_kind {
    const char *name; /* "divisions" */
    enum text_key title;
    enum right right; /* to import this */
    const struct import_column *columns;
    size_t n;
    enum err (*put)(struct cx *cx, const struct import_row *row, enum put *done);
};

/* The kinds of this room; a NULL name ends them. */
extern const struct import_kind registry_import_divisions, registry_import_orgs,
    registry_import_congresses;

/* One sheet as it was read. */
struct import_sheet_row {
    int64_t number; /* as the person sees it */
    struct str *cells;
    size_t n;
};
struct import_sheet {
    struct str name;
    struct import_sheet_row *rows;
    size_t n;
};
LIST_OF(import_sheet);

struct import_problem {
    struct str sheet;
    int64_t row;
    struct str column; /* letter and title: "C 类别"; absent: the whole row */
    struct str reason; /* in the language of cx */
};

#define IMPORT_PROBLEMS 500 /* told one by one; the rest is counted */
struct import_report {
    int64_t rows, added, changed, same;
    struct import_problem *problems;
    size_t nproblems; /* in the list */
    int64_t wrong;    /* all problems */
    bool kept;
};

/* Put all rows, in a savepoint that is kept only without problems and when dry is false. */
enum err registry_import(struct cx *cx, const struct import_kind *kind,
    const struct import_sheet_list *sheets, bool dry, struct import_report *out) MUST_USE;

/* Cells for the kinds: the text; a word of an enum by its word or its name in either language
 * (text "<prefix>.<word>"); a date (ISO, 2026/1/5, or a spreadsheet's day number); yes or no; a
 * whole number.  An empty cell gives the fallback.  Faults are put at the column. */
struct str registry_import_text(const struct import_row *row, const char *key);
int registry_import_word(struct cx *cx, const struct import_row *row, const char *key,
    const char *const *words, const char *prefix, int fallback);
struct date registry_import_date(struct cx *cx, const struct import_row *row, const char *key);
bool registry_import_yes(struct cx *cx, const struct import_row *row, const char *key);
int64_t registry_import_number(
    struct cx *cx, const struct import_row *row, const char *key, int64_t max);

#endif
