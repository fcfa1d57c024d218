/* What both fuzz targets of tables check of a book that was read. */
#ifndef FUZZ_SHEET_TARGET_H
#define FUZZ_SHEET_TARGET_H

#include "out/sheet_read.h"

#include <stdlib.h>

static inline void sheet_target(struct bytes file, struct str filename)
{
    struct arena *a = arena_open((size_t)64 << 20);
    struct sheet_book book = {0};
    const char *problem = NULL;
    int64_t row = 0, column = 0;
    enum err code = sheet_read(a, file, filename, &book, &problem, &row, &column);

    if ((code == OK) != (problem == NULL) || row < 0 || column < 0)
        abort();
    for (size_t s = 0; code == OK && s < book.n; s++)
        for (size_t r = 0; r < book.p[s].n; r++) {
            const struct sheet_in_row *at = &book.p[s].rows[r];

            if (book.p[s].n > SHEET_ROWS_MAX || at->n > SHEET_COLUMNS_MAX)
                abort();
            for (size_t c = 0; c < at->n; c++)
                if (!str_utf8_ok(at->cells[c]) || at->cells[c].n > SHEET_CELL_MAX)
                    abort();
        }
    arena_close(a);
}

#endif
