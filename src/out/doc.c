/*
 * doc: blocks put on pages from top to bottom.  It is laid out twice: once to count the pages,
 * once to draw them, so that every foot says "page 2 of 5".
 */
#include "out/doc.h"

#include "base/vec.h"
#include "out/doc_internal.h"

#include <cairo-pdf.h>

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARA,
    BLOCK_PAIR,
    BLOCK_TABLE,
    BLOCK_QR,
    BLOCK_PLOT,
    BLOCK_LINE,
    BLOCK_BREAK
};

struct block {
    enum block_kind kind;
    struct str text, value;
    int level;
    double mm;
    const struct sheet *sheet;
    const struct plot *plot;
};

struct doc {
    struct arena *arena;
    enum doc_paper paper;
    enum lang lang;
    struct str title, footer;
    struct instant made;
    struct {
        struct block *p;
        size_t n, cap;
    } blocks;
};

/* Where the next thing goes. */
struct pen {
    struct doc *doc;
    struct doc_page *page;
    double left, top, width, bottom, y;
    double size; /* of body text */
    int number, of;
    bool draws;
};

static const struct {
    double width, height, margin, size;
} papers[] = {
    [DOC_A4] = {210 * DOC_MM, 297 * DOC_MM, 20 * DOC_MM, 11},
    [DOC_A4_LANDSCAPE] = {297 * DOC_MM, 210 * DOC_MM, 15 * DOC_MM, 9.5},
    [DOC_A6] = {105 * DOC_MM, 148 * DOC_MM, 9 * DOC_MM, 10},
    [DOC_SLIP] = {80 * DOC_MM, 200 * DOC_MM, 5 * DOC_MM, 9.5},
};

struct doc *doc_new(struct arena *a, enum doc_paper paper, enum lang lang, struct str title)
{
    struct doc *d = NEW(a, struct doc);

    d->arena = a;
    d->paper = paper;
    d->lang = lang;
    d->title = title;
    return d;
}

void doc_made(struct doc *d, struct instant at)
{
    d->made = at;
}

static struct block *add(struct doc *d, enum block_kind kind, struct str text)
{
    struct block *b = VEC_PUSH(d->arena, &d->blocks);

    *b = (struct block){.kind = kind, .text = text};
    return b;
}

void doc_heading(struct doc *d, int level, struct str text)
{
    add(d, BLOCK_HEADING, text)->level = level;
}

void doc_para(struct doc *d, struct str text)
{
    add(d, BLOCK_PARA, text);
}

void doc_pair(struct doc *d, struct str label, struct str value)
{
    add(d, BLOCK_PAIR, label)->value = value;
}

void doc_table(struct doc *d, const struct sheet *s)
{
    struct sheet *own = NEW(d->arena, struct sheet);

    *own = *s; /* the caller's may be gone when the pages are drawn */
    add(d, BLOCK_TABLE, s->title)->sheet = own;
}

void doc_qr(struct doc *d, struct str content, double mm)
{
    add(d, BLOCK_QR, content)->mm = mm;
}

void doc_plot(struct doc *d, const struct plot *p)
{
    add(d, BLOCK_PLOT, p->title)->plot = p;
}

void doc_line(struct doc *d, struct str label)
{
    add(d, BLOCK_LINE, label);
}

void doc_break(struct doc *d)
{
    add(d, BLOCK_BREAK, S(""));
}

void doc_footer(struct doc *d, struct str text)
{
    d->footer = text;
}

static void tag(struct pen *n, const char *name)
{
    if (n->draws)
        cairo_tag_begin(n->page->cr, name, NULL);
}

static void untag(struct pen *n, const char *name)
{
    if (n->draws)
        cairo_tag_end(n->page->cr, name);
}

static void foot(struct pen *n)
{
    struct doc_page *p = n->page;
    struct str number = str_f(n->doc->arena,
        n->doc->lang == LANG_EN ? "Page %d of %d" : "第 %d 页，共 %d 页", n->number, n->of);
    PangoLayout *right, *left;

    if (!n->draws)
        return;
    right = doc_page_layout(p, number, 8, false, n->width);
    pango_layout_set_alignment(right, PANGO_ALIGN_RIGHT);
    doc_page_show(p, right, n->left, n->bottom + 6);
    left = doc_page_layout(p, n->doc->footer, 8, false, n->width * 0.75);
    doc_page_show(p, left, n->left, n->bottom + 6);
}

static void turn_page(struct pen *n)
{
    foot(n);
    if (n->draws)
        cairo_show_page(n->page->cr);
    n->number++;
    n->y = n->top;
}

/* Room for height points, on the next page if need be. */
static bool room(struct pen *n, double height)
{
    if (n->y + height <= n->bottom || n->y <= n->top)
        return false;
    turn_page(n);
    return true;
}

static void put_text(
    struct pen *n, const char *tag_name, struct str text, double size, bool bold)
{
    PangoLayout *layout = doc_page_layout(n->page, text, size, bold, n->width);
    double height = doc_page_text_height(layout);

    room(n, height);
    tag(n, tag_name);
    if (n->draws)
        doc_page_show(n->page, layout, n->left, n->y);
    untag(n, tag_name);
    n->y += height + size * 0.5;
}

static void put_plot(struct pen *n, const struct plot *plot)
{
    double width = n->width < PLOT_WIDTH ? n->width : PLOT_WIDTH;
    double height = doc_page_plot_height(plot, width);

    room(n, height);
    tag(n, "Figure");
    if (n->draws)
        doc_page_plot(n->page, plot, n->left, n->y, width);
    untag(n, "Figure");
    n->y += height + n->size * 0.5;
}

static void put_pair(struct pen *n, const struct block *b)
{
    double label_width = n->width * 0.28;
    PangoLayout *label = doc_page_layout(n->page, b->text, n->size, true, label_width);
    PangoLayout *value =
        doc_page_layout(n->page, b->value, n->size, false, n->width - label_width - 6);
    double hl = doc_page_text_height(label), hv = doc_page_text_height(value);

    room(n, hl > hv ? hl : hv);
    tag(n, "P");
    if (n->draws) {
        doc_page_show(n->page, label, n->left, n->y);
        doc_page_show(n->page, value, n->left + label_width + 6, n->y);
    }
    untag(n, "P");
    n->y += (hl > hv ? hl : hv) + n->size * 0.35;
}

/* One row of a table; head rows are set bold and repeated on each page. */
static double row_height(struct pen *n, PangoLayout **cells, const struct sheet *s, int64_t row,
    const double *widths)
{
    double height = 0;

    for (size_t c = 0; c < s->ncolumns; c++) {
        struct str text = row < 0 ? sheet_head(&s->columns[c], n->doc->lang)
                                  : s->cells[(size_t)row * s->ncolumns + c].text;
        double h;

        if (row >= 0 && s->columns[c].numeric)
            text = num_grouped(n->doc->arena, s->cells[(size_t)row * s->ncolumns + c].number);
        cells[c] = doc_page_layout(n->page, text, n->size * 0.9, row < 0, widths[c] - 6);
        if (s->columns[c].numeric)
            pango_layout_set_alignment(cells[c], PANGO_ALIGN_RIGHT);
        h = doc_page_text_height(cells[c]);
        if (h > height)
            height = h;
    }
    return height + 5;
}

static void draw_row(
    struct pen *n, PangoLayout **cells, const struct sheet *s, bool head, const double *widths)
{
    double x = n->left;

    tag(n, "TR");
    for (size_t c = 0; c < s->ncolumns; c++) {
        tag(n, head ? "TH" : "TD");
        if (n->draws)
            doc_page_show(n->page, cells[c], x + 3, n->y + 2);
        untag(n, head ? "TH" : "TD");
        x += widths[c];
    }
    untag(n, "TR");
}

static void rule_line(struct pen *n, double y, double width)
{
    if (!n->draws)
        return;
    cairo_set_line_width(n->page->cr, width);
    cairo_move_to(n->page->cr, n->left, y);
    cairo_line_to(n->page->cr, n->left + n->width, y);
    cairo_stroke(n->page->cr);
}

static void put_cells(struct pen *n, const struct sheet *s, int64_t row, const double *widths)
{
    PangoLayout **cells = MANY(n->doc->arena, PangoLayout *, s->ncolumns);
    double height = row_height(n, cells, s, row, widths);

    draw_row(n, cells, s, row < 0, widths);
    n->y += height;
    rule_line(n, n->y, row < 0 ? 0.8 : 0.3);
}

static void put_row(struct pen *n, const struct sheet *s, int64_t row, const double *widths)
{
    struct arena_mark mark = arena_mark(n->doc->arena);
    PangoLayout **cells = MANY(n->doc->arena, PangoLayout *, s->ncolumns);

    if (n->y + row_height(n, cells, s, row, widths) > n->bottom && n->y > n->top) {
        untag(n, "Table");
        turn_page(n);
        tag(n, "Table");
        put_cells(n, s, -1, widths);
    }
    put_cells(n, s, row, widths);
    arena_back(n->doc->arena, mark); /* thousands of rows in the memory of one */
}

static void put_table(struct pen *n, const struct sheet *s)
{
    double *widths = MANY(n->doc->arena, double, s->ncolumns);
    double all = 0;

    for (size_t c = 0; c < s->ncolumns; c++)
        all += s->columns[c].width;
    for (size_t c = 0; c < s->ncolumns; c++)
        widths[c] = n->width * s->columns[c].width / (all > 0 ? all : 1);
    room(n, n->size * 6);
    rule_line(n, n->y, 0.8);
    tag(n, "Table");
    put_cells(n, s, -1, widths);
    for (size_t r = 0; r < s->nrows; r++)
        put_row(n, s, (int64_t)r, widths);
    untag(n, "Table");
    n->y += n->size;
}

/* A heading stays with what it is the heading of: at least so much of the block behind it. */
static double behind(const struct pen *n, const struct block *b)
{
    const struct block *next = b + 1;

    if (next >= n->doc->blocks.p + n->doc->blocks.n)
        return 0;
    if (next->kind == BLOCK_PLOT)
        return doc_page_plot_height(next->plot, n->width < PLOT_WIDTH ? n->width : PLOT_WIDTH);
    return next->kind == BLOCK_TABLE ? n->size * 6 : n->size * 2;
}

static enum err put_block(struct pen *n, const struct block *b)
{
    double side = b->mm * DOC_MM;

    switch (b->kind) {
    case BLOCK_HEADING:
        room(n, n->size * 3 + behind(n, b));
        put_text(n, b->level == 1 ? "H1" : "H2", b->text, n->size * (b->level == 1 ? 1.6 : 1.2),
            true);
        return OK;
    case BLOCK_PARA:
        put_text(n, "P", b->text, n->size, false);
        return OK;
    case BLOCK_PAIR:
        put_pair(n, b);
        return OK;
    case BLOCK_TABLE:
        put_table(n, b->sheet);
        return OK;
    case BLOCK_QR:
        room(n, side);
        if (n->draws)
            TRY(doc_page_qr(n->page, b->text, n->left + (n->width - side) / 2, n->y, side));
        n->y += side + n->size * 0.5;
        return OK;
    case BLOCK_PLOT:
        put_plot(n, b->plot);
        return OK;
    case BLOCK_LINE:
        put_text(n, "P", b->text, n->size, false);
        n->y += n->size * 1.2;
        rule_line(n, n->y, 0.5);
        n->y += n->size * 0.6;
        return OK;
    case BLOCK_BREAK:
        turn_page(n);
        return OK;
    }
    return OK;
}

static enum err put_all(struct doc *d, struct doc_page *page, bool draws, int *pages)
{
    struct pen n = {.doc = d, .page = page, .draws = draws, .number = 1, .of = *pages};

    n.left = n.top = papers[d->paper].margin;
    n.width = papers[d->paper].width - 2 * n.left;
    n.bottom = papers[d->paper].height - papers[d->paper].margin - 12;
    n.size = papers[d->paper].size;
    n.y = n.top;
    for (size_t i = 0; i < d->blocks.n; i++)
        TRY(put_block(&n, &d->blocks.p[i]));
    foot(&n);
    *pages = n.number;
    return OK;
}

enum err doc_pdf(struct doc *d, struct bytes *out, struct buf *problem)
{
    struct doc_page *page;
    int pages = 0;

    TRY(doc_page_open(
        d->arena, papers[d->paper].width, papers[d->paper].height, d->title, d->made, &page));
    TRY(put_all(d, page, false, &pages));
    TRY(put_all(d, page, true, &pages));
    return doc_page_finish(page, d->lang, out, problem);
}
