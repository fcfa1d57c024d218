/*
 * sheet_read: what people send as a table.  XLSX is known by its first bytes, everything else
 * is taken for CSV in UTF-8 or GB 18030, tried in this order.
 */
#include "out/sheet_read.h"

#include <iconv.h>
#include <string.h>

static bool refuse(struct sheet_reader *r, const char *rule)
{
    if (r->problem == NULL)
        r->problem = rule;
    return false;
}

bool sheet_read_cell(struct sheet_reader *r, size_t column, struct str text)
{
    struct str clean;

    r->column = (int64_t)column + 1;
    if (column >= SHEET_COLUMNS_MAX)
        return refuse(r, "sheet.columns");
    if (text.n > SHEET_CELL_MAX)
        return refuse(r, "sheet.cell_long");
    r->all_text += text.n;
    if (r->all_text > SHEET_TEXT_MAX)
        return refuse(r, "sheet.too_large");
    if (str_clean(r->arena, text, &clean) != OK)
        return refuse(r, "sheet.charset");
    while (r->ncells < column)
        r->cells[r->ncells++] = S("");
    r->cells[column] = str_trim(clean);
    if (r->ncells <= column)
        r->ncells = column + 1;
    return true;
}

bool sheet_read_row(struct sheet_reader *r, int64_t number)
{
    struct sheet_in_row *row;
    bool empty = true;

    for (size_t i = 0; i < r->ncells; i++)
        empty = empty && str_empty(r->cells[i]);
    r->row = number + 1;
    if (empty) {
        r->ncells = 0;
        return true;
    }
    r->all_cells += r->ncells;
    if (r->rows.n >= SHEET_ROWS_MAX || r->all_cells > SHEET_CELLS_MAX)
        return refuse(r, "sheet.rows");
    row = VEC_PUSH(r->arena, &r->rows);
    row->number = number;
    row->n = r->ncells;
    row->cells = MANY(r->arena, struct str, r->ncells);
    memcpy(row->cells, r->cells, r->ncells * sizeof r->cells[0]);
    r->ncells = 0;
    return true;
}

bool sheet_read_sheet(struct sheet_reader *r, struct str name)
{
    struct sheet_in *sheet;

    if (r->sheets.n >= SHEET_SHEETS_MAX)
        return refuse(r, "sheet.sheets");
    sheet = VEC_PUSH(r->arena, &r->sheets);
    sheet->name = str_dup(r->arena, name);
    sheet->rows = r->rows.p;
    sheet->n = r->rows.n;
    memset(&r->rows, 0, sizeof r->rows);
    return true;
}

static void close_iconv(void *arg)
{
    iconv_close(*(iconv_t *)arg);
}

struct str sheet_read_gb18030(struct arena *a, struct str in)
{
    iconv_t *cd = NEW(a, iconv_t);
    struct buf out = buf_new(a, 4 * SHEET_TEXT_MAX);
    char *from = MANY(a, char, in.n + 1);
    size_t left = in.n;

    *cd = iconv_open("UTF-8", "GB18030");
    if (*cd == (iconv_t)-1)
        return (struct str){NULL, 0};
    arena_later(a, close_iconv, cd);
    memcpy(from, in.p, in.n);
    while (left > 0) {
        char piece[4096];
        char *to = piece;
        size_t room = sizeof piece;
        size_t before = left;

        (void)iconv(*cd, &from, &left, &to, &room);
        if (left == before)
            return (struct str){NULL, 0};
        buf_raw(&out, piece, sizeof piece - room);
    }
    return out.over ? (struct str){NULL, 0} : buf_str(&out);
}

struct csv {
    struct str text;
    size_t at;
    char separator;
};

/* One quoted or bare field; the separator or line end after it is left. */
static bool csv_field(struct sheet_reader *r, struct csv *c, struct str *out)
{
    struct buf cell;
    size_t from = c->at;

    if (c->at >= c->text.n || c->text.p[c->at] != '"') {
        while (c->at < c->text.n && c->text.p[c->at] != c->separator &&
               c->text.p[c->at] != '\n' && c->text.p[c->at] != '\r')
            c->at++;
        *out = str_sub(c->text, from, c->at - from);
        return true;
    }
    cell = buf_new(r->arena, SHEET_CELL_MAX);
    for (c->at++; c->at < c->text.n; c->at++) {
        char ch = c->text.p[c->at];

        if (ch != '"') {
            buf_char(&cell, ch);
        } else if (c->at + 1 < c->text.n && c->text.p[c->at + 1] == '"') {
            buf_char(&cell, '"');
            c->at++;
        } else {
            c->at++;
            *out = buf_str(&cell);
            return cell.over ? refuse(r, "sheet.cell_long") : true;
        }
    }
    return refuse(r, "sheet.quote");
}

/* A cell that a spreadsheet would compute is not data; the mark that our own exports put before
 * such a cell is taken off again. */
static bool csv_plain(struct sheet_reader *r, struct str *cell)
{
    if (cell->n > 1 && cell->p[0] == '\'') {
        *cell = str_sub(*cell, 1, cell->n - 1);
        return true;
    }
    if (cell->n > 1 && (cell->p[0] == '=' || cell->p[0] == '@'))
        return refuse(r, "sheet.formula");
    return true;
}

static void csv_rows(struct sheet_reader *r, struct csv *c)
{
    int64_t number = 1;
    size_t column = 0;

    while (c->at < c->text.n) {
        struct str cell;

        r->row = number;
        r->column = (int64_t)column + 1;
        if (!csv_field(r, c, &cell) || !csv_plain(r, &cell) ||
            !sheet_read_cell(r, column, cell))
            return;
        if (c->at < c->text.n && c->text.p[c->at] == c->separator) {
            c->at++;
            column++;
            continue;
        }
        if (c->at < c->text.n && c->text.p[c->at] == '\r')
            c->at++;
        if (c->at < c->text.n && c->text.p[c->at] == '\n')
            c->at++;
        else if (c->at < c->text.n && c->text.p[c->at - 1] != '\r') {
            refuse(r, "sheet.quote");
            return;
        }
        if (!sheet_read_row(r, number++))
            return;
        column = 0;
    }
    if (r->ncells > 0)
        sheet_read_row(r, number);
}

void sheet_read_csv(
    struct sheet_reader *r, struct bytes file, struct str filename, const char **charset)
{
    struct str text = {(const char *)file.p, file.n};
    struct csv c = {.separator = ','};
    size_t line;

    *charset = "UTF-8";
    if (memchr(file.p, 0, file.n) != NULL) {
        refuse(r, "sheet.charset");
        return;
    }
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_sub(text, 3, text.n - 3);
    if (!str_utf8_ok(text)) {
        text = sheet_read_gb18030(r->arena, text);
        *charset = "GB18030";
        if (text.p == NULL) {
            refuse(r, "sheet.charset");
            return;
        }
    }
    c.text = text;
    line = str_find_char(text, '\n');
    if (line != (size_t)-1 && !str_has(str_sub(text, 0, line), S(",")) &&
        str_has(str_sub(text, 0, line), S("\t")))
        c.separator = '\t';
    csv_rows(r, &c);
    if (r->problem == NULL)
        sheet_read_sheet(r, filename);
}

enum err sheet_read(struct arena *a, struct bytes file, struct str filename,
    struct sheet_book *out, const char **problem, int64_t *row, int64_t *column)
{
    struct sheet_reader *r = NEW(a, struct sheet_reader);

    r->arena = a;
    if (file.n == 0)
        refuse(r, "sheet.empty");
    else if (file.n >= 4 && memcmp(file.p, "PK\x03\x04", 4) == 0) {
        out->charset = "XLSX";
        sheet_read_xlsx(r, file);
    } else if (file.n >= 4 && memcmp(file.p, "\xD0\xCF\x11\xE0", 4) == 0) {
        refuse(r, "sheet.old_excel");
    } else {
        sheet_read_csv(r, file, filename, &out->charset);
    }
    if (r->problem != NULL) {
        *problem = r->problem;
        *row = r->row;
        *column = r->column;
        return ERR_INVALID;
    }
    out->p = r->sheets.p;
    out->n = r->sheets.n;
    return OK;
}
