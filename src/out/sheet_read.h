/*
 * sheet_read: the two readers behind sheet_read, and what they share: the limits, and a book
 * that grows row by row.
 */
#ifndef OUT_SHEET_READ_H
#define OUT_SHEET_READ_H

#include "base/vec.h"
#include "out/sheet.h"

enum {
    SHEET_ROWS_MAX = 50000,
    SHEET_COLUMNS_MAX = 64,
    SHEET_CELLS_MAX = 400000,
    SHEET_TEXT_MAX = 12 * 1024 * 1024, /* of all cells together */
    SHEET_CELL_MAX = 32 * 1024,
    SHEET_PARTS_MAX = 200,
    SHEET_SHEETS_MAX = 32
};

/* A book being read. */
struct sheet_reader {
    struct arena *arena;
    struct {
        struct sheet_in *p;
        size_t n, cap;
    } sheets;
    struct {
        struct sheet_in_row *p;
        size_t n, cap;
    } rows; /* of the sheet being read */
    struct str cells[SHEET_COLUMNS_MAX];
    size_t ncells;
    size_t all_cells, all_text;
    const char *problem; /* rule name; NULL while all is well */
    int64_t row, column; /* where */
};

/* One cell of the current row, columns from 0; false when a limit was passed. */
bool sheet_read_cell(struct sheet_reader *r, size_t column, struct str text);
/* End the current row, which has this number for people; empty rows are left out. */
bool sheet_read_row(struct sheet_reader *r, int64_t number);
/* End the current sheet. */
bool sheet_read_sheet(struct sheet_reader *r, struct str name);

void sheet_read_csv(
    struct sheet_reader *r, struct bytes file, struct str filename, const char **charset);
void sheet_read_xlsx(struct sheet_reader *r, struct bytes file);

#endif
