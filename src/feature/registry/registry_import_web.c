/*
 * registry_import_web: the spooled file to rows of text.
 */
#include "feature/registry/registry_import_web.h"

#include "base/disk.h"
#include "out/sheet.h"

static struct import_sheet_list copy(struct arena *a, const struct sheet_book *book)
{
    struct import_sheet_list out = {MANY(a, struct import_sheet, book->n), book->n};

    for (size_t i = 0; i < book->n; i++) {
        const struct sheet_in *in = &book->p[i];
        struct import_sheet_row *rows = MANY(a, struct import_sheet_row, in->n);

        for (size_t r = 0; r < in->n; r++)
            rows[r] =
                (struct import_sheet_row){in->rows[r].number, in->rows[r].cells, in->rows[r].n};
        out.p[i] = (struct import_sheet){in->name, rows, in->n};
    }
    return out;
}

struct import_upload registry_import_upload(struct call *call, size_t max_bytes)
{
    struct arena *a = call->arena;
    struct import_upload u = {.none = call->uploads.n != 1 || call->uploads.p[0].size == 0};
    const char *rule = NULL;
    struct sheet_book book;
    struct bytes file;
    int64_t at[2] = {0};

    if (u.none)
        return u;
    u.too_large = disk_read(a, call->uploads.p[0].path, max_bytes, false, &file) != OK;
    if (u.too_large)
        return u;
    if (sheet_read(a, file, call->uploads.p[0].filename, &book, &rule, &at[0], &at[1]) == OK) {
        u.sheets = copy(a, &book);
    } else {
        struct str args[] = {num_text(a, at[0]), num_text(a, at[1])};

        u.broken = text_fill_named(a, call->cx->lang,
            rule == NULL ? S("sheet.broken") : str_of(rule), args, COUNT(args));
    }
    return u;
}
