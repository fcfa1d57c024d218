/*
 * sheet_xlsx: a sheet as XLSX through libxlsxwriter, in constant memory.  Cells are strings or
 * numbers, never formulas.  The library writes to a path, so the file is an anonymous one.
 */
#include "out/sheet.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <xlsxwriter.h>

static void close_fd(void *arg)
{
    close(*(int *)arg);
}

/* The library wants text it might write to. */
static char *own(struct arena *a, struct str s)
{
    char *p = MANY(a, char, s.n + 1);

    if (s.n > 0)
        memcpy(p, s.p, s.n);
    return p;
}

static enum err write_rows(
    struct arena *a, lxw_workbook *book, const struct sheet *s, enum lang lang)
{
    lxw_worksheet *page = workbook_add_worksheet(book, NULL);
    lxw_format *head = workbook_add_format(book);
    lxw_row_t row = 0;

    if (page == NULL || head == NULL)
        return ERR_DOWN;
    format_set_bold(head);
    format_set_text_wrap(head);
    for (size_t c = 0; c < s->ncolumns; c++) {
        lxw_col_t col = (lxw_col_t)c;

        worksheet_set_column(page, col, col, s->columns[c].width, NULL);
        worksheet_write_string(page, row, col, sheet_head(&s->columns[c], lang).p, head);
    }
    worksheet_freeze_panes(page, 1, 0);
    for (size_t r = 0; r < s->nrows; r++) {
        row++;
        for (size_t c = 0; c < s->ncolumns; c++) {
            const struct sheet_cell *cell = &s->cells[r * s->ncolumns + c];
            lxw_col_t col = (lxw_col_t)c;

            if (s->columns[c].numeric)
                worksheet_write_number(page, row, col, (double)cell->number, NULL);
            else if (!str_empty(cell->text))
                worksheet_write_string(page, row, col, str_dup(a, cell->text).p, NULL);
        }
    }
    if (s->ncolumns > 0)
        worksheet_autofilter(page, 0, 0, row, (lxw_col_t)(s->ncolumns - 1));
    return OK;
}

static enum err read_back(struct arena *a, int fd, struct bytes *out)
{
    struct stat st;
    unsigned char *p;
    size_t at = 0;

    if (fstat(fd, &st) != 0)
        return ERR_DOWN;
    p = arena_take(a, (size_t)st.st_size);
    while (at < (size_t)st.st_size) {
        ssize_t n = pread(fd, p + at, (size_t)st.st_size - at, (off_t)at);

        if (n <= 0)
            return ERR_DOWN;
        at += (size_t)n;
    }
    *out = bytes_of(p, at);
    return OK;
}

enum err sheet_xlsx(struct arena *a, const struct sheet *s, enum lang lang, struct bytes *out)
{
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};
    lxw_doc_properties about = {.created = 0};
    lxw_workbook *book;
    struct str path;
    enum err e;
    int *fd = NEW(a, int);

    *fd = memfd_create("sheet", MFD_CLOEXEC);
    if (*fd < 0)
        return ERR_DOWN;
    arena_later(a, close_fd, fd);
    path = str_f(a, "/proc/self/fd/%d", *fd);
    book = workbook_new_opt(path.p, &options);
    if (book == NULL)
        return ERR_DOWN;
    about.title = own(a, str_empty(s->title) ? S("Lianluo") : s->title);
    about.comments = own(a, s->note);
    workbook_set_properties(book, &about);
    e = write_rows(a, book, s, lang);
    if (workbook_close(book) != LXW_NO_ERROR || e != OK)
        return ERR_DOWN;
    return read_back(a, *fd, out);
}
