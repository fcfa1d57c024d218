/*
 * sheet_csv: a sheet as CSV (RFC 4180) with a byte order mark, so that spreadsheet programs
 * take it for UTF-8, and safe from formulas.
 */
#include "out/sheet.h"

/* What a spreadsheet program would take for a formula or a command. */
static bool looks_like_formula(struct str s)
{
    static const char *const starts[] = {
        "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};

    for (size_t i = 0; i < COUNT(starts); i++)
        if (str_starts(s, str_of(starts[i])))
            return true;
    return false;
}

static void add_cell(struct buf *out, struct str s)
{
    buf_char(out, '"');
    if (looks_like_formula(s))
        buf_char(out, '\'');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, s.p[i]);
    }
    buf_char(out, '"');
}

enum err sheet_csv(const struct sheet *s, enum lang lang, struct buf *out)
{
    buf_add(out, S("\xEF\xBB\xBF"));
    for (size_t c = 0; c < s->ncolumns; c++) {
        if (c > 0)
            buf_char(out, ',');
        add_cell(out, sheet_head(&s->columns[c], lang));
    }
    buf_add(out, S("\r\n"));
    for (size_t r = 0; r < s->nrows; r++) {
        for (size_t c = 0; c < s->ncolumns; c++) {
            const struct sheet_cell *cell = &s->cells[r * s->ncolumns + c];

            if (c > 0)
                buf_char(out, ',');
            if (s->columns[c].numeric)
                buf_int(out, cell->number);
            else
                add_cell(out, cell->text);
        }
        buf_add(out, S("\r\n"));
    }
    return out->over ? ERR_LIMIT : OK;
}
