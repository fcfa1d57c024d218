/*
 * gazette: a bulletin's pages.  All lengths are points; lines stand on the grid of the type
 * area.  One pass: nothing on a page depends on a later one.
 */
#include "out/gazette.h"

#include "out/doc_internal.h"

#define EM (156.0 * DOC_MM / 28 * 0.9999)
#define PITCH (225.0 * DOC_MM / 22)
#define LEFT (28.0 * DOC_MM)
#define TOP (37.0 * DOC_MM)
#define WIDTH (156.0 * DOC_MM)
#define SMALL 14.0 /* size 4 */
#define TITLE 22.0 /* size 2 */
#define NAME 56.0
#define THICK (0.35 * DOC_MM)
#define THIN (0.25 * DOC_MM)

enum {
    ROWS = 22,
    TITLE_CHARACTERS = 19
};

enum face {
    FACE_FANG,
    FACE_HEI,
    FACE_KAI,
    FACE_TITLE,
    FACE_SONG
};

static const char *const families[] = {
    "FandolFang R, FandolFang, Noto Serif CJK SC, Noto Sans CJK SC, DejaVu Sans",
    "FandolHei, Noto Sans CJK SC, DejaVu Sans",
    "FandolKai, Noto Serif CJK SC, Noto Sans CJK SC, DejaVu Sans",
    "FandolSong, Noto Serif CJK SC, Noto Sans CJK SC, DejaVu Sans",
    "Noto Serif CJK SC, Noto Sans CJK SC, DejaVu Sans",
};

struct sheet_pen {
    const struct gazette *g;
    struct doc_page *page;
    bool draws;
    int number;
    double y; /* top of the next row, from the top of the type area */
};

struct style {
    enum face face;
    double size, pitch, indent, left, right;
    PangoAlignment align;
    bool justify;
};

static void unref(void *arg)
{
    g_object_unref(arg);
}

static PangoLayout *lay(struct sheet_pen *n, struct str text, const struct style *s)
{
    PangoLayout *layout = pango_layout_new(n->page->pango);
    PangoFontDescription *font = pango_font_description_new();
    PangoAttrList *attrs = pango_attr_list_new();

    arena_later(n->page->arena, unref, layout);
    pango_font_description_set_family_static(font, families[s->face]);
    pango_font_description_set_absolute_size(font, s->size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, text.n == 0 ? "" : text.p, (int)text.n);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)((WIDTH - s->left - s->right) * PANGO_SCALE));
    pango_layout_set_indent(layout, (int)(s->indent * PANGO_SCALE));
    pango_layout_set_alignment(layout, s->align);
    pango_layout_set_justify(layout, s->justify);
    /* A hyphen inside a Latin word would not be in the text. */
    pango_attr_list_insert(attrs, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attrs);
    pango_attr_list_unref(attrs);
    return layout;
}

static void tag(struct sheet_pen *n, const char *name)
{
    if (n->draws)
        cairo_tag_begin(n->page->cr, name, NULL);
}

static void untag(struct sheet_pen *n, const char *name)
{
    if (n->draws)
        cairo_tag_end(n->page->cr, name);
}

/* "— 3 —" under the type area: odd pages right, even pages left, one character from the edge.
 */
static void page_number(struct sheet_pen *n)
{
    struct str text = str_f(n->page->arena, "— %d —", n->number);
    struct style s = {.face = FACE_SONG,
        .size = SMALL,
        .left = SMALL,
        .right = SMALL,
        .align = n->number % 2 == 1 ? PANGO_ALIGN_RIGHT : PANGO_ALIGN_LEFT};

    if (n->draws)
        doc_page_show(n->page, lay(n, text, &s), LEFT + s.left,
            TOP + 225 * DOC_MM + 7 * DOC_MM - SMALL * 0.5);
}

static void turn(struct sheet_pen *n)
{
    page_number(n);
    if (n->draws)
        cairo_show_page(n->page->cr);
    n->number++;
    n->y = 0;
}

static bool full(const struct sheet_pen *n, double height)
{
    return n->y > 0 && n->y + height > ROWS * PITCH + 0.5;
}

/* A paragraph line by line on the grid; broken over pages where a page is full. */
static void put_lines(
    struct sheet_pen *n, const char *name, struct str text, const struct style *s)
{
    PangoLayout *layout = lay(n, text, s);
    PangoLayoutIter *iter = pango_layout_get_iter(layout);
    bool open = false;

    do {
        PangoLayoutLine *line = pango_layout_iter_get_line_readonly(iter);
        PangoRectangle box;

        pango_layout_iter_get_line_extents(iter, NULL, &box);
        if (full(n, s->pitch)) {
            /* A tag that is open over a page's end spoils the file. */
            if (open)
                untag(n, name);
            open = false;
            turn(n);
        }
        if (!open)
            tag(n, name);
        open = true;
        if (n->draws) {
            double middle = n->y + s->pitch / 2 + s->size * 0.36;

            cairo_move_to(
                n->page->cr, LEFT + s->left + (double)box.x / PANGO_SCALE, TOP + middle);
            pango_cairo_show_layout_line(n->page->cr, line);
        }
        n->y += s->pitch;
    } while (pango_layout_iter_next_line(iter));
    if (open)
        untag(n, name);
    pango_layout_iter_free(iter);
}

static int lines_of(struct sheet_pen *n, struct str text, const struct style *s)
{
    return pango_layout_get_line_count(lay(n, text, s));
}

static void rule(struct sheet_pen *n, double y, double width, bool red)
{
    if (!n->draws)
        return;
    cairo_save(n->page->cr);
    if (red)
        cairo_set_source_rgb(n->page->cr, 0.85, 0.07, 0.07);
    cairo_set_line_width(n->page->cr, width);
    cairo_move_to(n->page->cr, LEFT, TOP + y);
    cairo_line_to(n->page->cr, LEFT + WIDTH, TOP + y);
    cairo_stroke(n->page->cr);
    cairo_restore(n->page->cr);
}

static void centred(struct sheet_pen *n, const char *name, struct str text, enum face face,
    double size, double pitch)
{
    struct style s = {.face = face, .size = size, .pitch = pitch, .align = PANGO_ALIGN_CENTER};

    if (text.n > 0)
        put_lines(n, name, text, &s);
}

/* Do both stand on one line of this style? */
static bool beside(struct sheet_pen *n, struct str x, struct str y, const struct style *s)
{
    int wide, high, all = 0;

    for (int i = 0; i < 2; i++) {
        PangoLayout *layout = lay(n, i == 0 ? x : y, s);

        pango_layout_set_width(layout, -1);
        pango_layout_get_size(layout, &wide, &high);
        all += wide;
    }
    return (double)all / PANGO_SCALE < WIDTH - s->left - s->right - s->size;
}

/* One at the left, one at the right; below it when the line is too short. */
static void put_pair(
    struct sheet_pen *n, struct str left, struct str right, const struct style *style)
{
    struct style s = *style;
    double y = n->y;

    put_lines(n, "P", left, &s);
    if (beside(n, left, right, &s)) {
        n->y = y;
        s.align = PANGO_ALIGN_RIGHT;
    }
    put_lines(n, "P", right, &s);
}

/* 联 络 动 态: spread over the width. */
static struct str spread(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n * 2 + 64);
    size_t at = 0;

    while (at < s.n) {
        if (b.n > 0)
            buf_char(&b, ' ');
        buf_point(&b, str_next(s, &at));
    }
    return str_points(s) > 6 ? s : buf_str(&b);
}

static void put_masthead(struct sheet_pen *n)
{
    const struct gazette *g = n->g;
    struct style s = {.face = FACE_FANG, .size = EM, .pitch = PITCH, .left = EM, .right = EM};

    if (n->draws)
        cairo_set_source_rgb(n->page->cr, 0.85, 0.07, 0.07);
    /* A name of many characters must fit the line. */
    centred(n, "H1", spread(n->page->arena, g->name), FACE_TITLE,
        str_points(g->name) > 6 ? WIDTH * 0.98 / (double)str_points(g->name) : NAME,
        PITCH * 2.5);
    centred(n, "P", g->latin, FACE_SONG, SMALL, PITCH * 0.8);
    if (n->draws)
        cairo_set_source_rgb(n->page->cr, 0, 0, 0);
    n->y += PITCH * 0.2;
    centred(n, "P", g->issue, FACE_FANG, EM, PITCH);
    centred(n, "P", g->serial, FACE_FANG, EM, PITCH * 0.9);
    n->y = PITCH * 6 - PITCH * 0.6 > n->y ? PITCH * 5.4 : n->y;
    if (!beside(n, g->publisher, g->date, &s)) {
        s.size = SMALL;
        s.left = s.right = 0;
    }
    put_pair(n, g->publisher, g->date, &s);
    n->y += 4 * DOC_MM - PITCH * 0.2;
    rule(n, n->y, THICK * 4, true);
    /* Back to the grid. */
    for (int row = 1; row <= ROWS; row++)
        if (row * PITCH > n->y + PITCH * 0.4) {
            n->y = row * PITCH;
            break;
        }
}

static bool closing(uint32_t c)
{
    return c == U'，' || c == U'、' || c == U'。' || c == U'”' || c == U'》' || c == U'）' ||
           c == U'：' || c == U'；' || c == U'的';
}

/* Cut a title into lines of about the same length; a blank or line end in it cuts first. */
static size_t title_cut(struct str s, struct str *lines, size_t max)
{
    size_t n = 0;

    while (s.n > 0 && n < max) {
        size_t points = str_points(s), want, at = 0, k = 0;
        size_t gap = str_find_char(s, '\n');

        if (gap == (size_t)-1 && points > TITLE_CHARACTERS)
            gap = str_find_char(s, ' ');
        if (gap != (size_t)-1 && gap > 0 &&
            str_points(str_sub(s, 0, gap)) <= TITLE_CHARACTERS) {
            lines[n++] = str_sub(s, 0, gap);
            s = str_trim(str_sub(s, gap, s.n));
            continue;
        }
        if (points <= TITLE_CHARACTERS || n + 1 == max) {
            lines[n++] = s;
            break;
        }
        want =
            (points + (points - 1) / TITLE_CHARACTERS) / ((points - 1) / TITLE_CHARACTERS + 1);
        while (k++ < want)
            (void)str_next(s, &at);
        for (size_t next = at, tries = 0; tries < 2 && next < s.n; tries++) {
            uint32_t c = str_next(s, &next);

            if (closing(c))
                at = next;
        }
        lines[n++] = str_sub(s, 0, at);
        s = str_trim(str_sub(s, at, s.n));
    }
    return n;
}

static void put_title(struct sheet_pen *n, struct str text)
{
    struct str lines[8];
    size_t count = title_cut(text, lines, COUNT(lines));

    n->y += PITCH;
    /* A title is not parted from its text. */
    if (full(n, PITCH * ((double)count + 3)))
        turn(n);
    for (size_t i = 0; i < count; i++)
        centred(n, "H1", lines[i], FACE_TITLE, TITLE, PITCH * 1.15);
    for (int row = 1; row <= ROWS; row++)
        if (row * PITCH >= n->y - 0.5) {
            n->y = row * PITCH;
            break;
        }
}

static const struct style body = {.face = FACE_FANG,
    .size = EM,
    .pitch = PITCH,
    .indent = 2 * EM,
    .align = PANGO_ALIGN_LEFT,
    .justify = true};

static void put_heading(struct sheet_pen *n, const struct gazette_block *b)
{
    struct style s = body;

    s.face = b->kind == GAZETTE_H1 ? FACE_HEI : FACE_KAI;
    if (full(n, PITCH * (lines_of(n, b->text, &s) + 1)))
        turn(n);
    put_lines(n, b->kind == GAZETTE_H1 ? "H2" : "H3", b->text, &s);
}

static void put_block(struct sheet_pen *n, const struct gazette_block *b)
{
    struct style s = body;

    switch (b->kind) {
    case GAZETTE_TITLE:
        put_title(n, b->text);
        return;
    case GAZETTE_SUBTITLE:
        centred(n, "P", str_f(n->page->arena, "——%.*s", STR(b->text)), FACE_KAI, EM, PITCH);
        return;
    case GAZETTE_H1:
    case GAZETTE_H2:
        put_heading(n, b);
        return;
    case GAZETTE_PARA:
        put_lines(n, "P", b->text, &s);
        return;
    case GAZETTE_NOTE:
        s = (struct style){.face = FACE_FANG,
            .size = SMALL * 0.86,
            .pitch = PITCH * 0.75,
            .align = PANGO_ALIGN_LEFT,
            .justify = true};
        put_lines(n, "P", b->text, &s);
        return;
    case GAZETTE_CREDIT:
        s.indent = 0;
        s.justify = false;
        s.right = 2 * EM;
        s.face = FACE_KAI;
        s.align = PANGO_ALIGN_RIGHT;
        put_lines(n, "P", b->text, &s);
        return;
    case GAZETTE_BREAK:
        if (n->y > 0)
            turn(n);
        return;
    }
}

/* 编者按: its label in 黑体, its words in 楷体, indented by two characters. */
static void put_note(struct sheet_pen *n)
{
    struct style s = body;
    struct str words = n->g->editors_note;

    if (words.n == 0)
        return;
    s.face = FACE_KAI;
    put_lines(n, "P", str_f(n->page->arena, "【编者按】%.*s", STR(words)), &s);
}

static const struct style imprint = {
    .face = FACE_FANG, .size = SMALL, .pitch = PITCH * 0.86, .left = SMALL, .right = SMALL};

static struct style recipient_style(void)
{
    struct style s = imprint;

    /* The label stands out: 送： */
    s.left = SMALL * 4;
    s.justify = true;
    return s;
}

static double imprint_height(struct sheet_pen *n)
{
    const struct gazette *g = n->g;
    struct style s = recipient_style();
    double h = 0;

    for (size_t i = 0; i < g->ndistribution; i++)
        h += lines_of(n, g->distribution[i], &s) * s.pitch;
    if (g->imprint_left.n + g->imprint_right.n > 0)
        h += s.pitch * (beside(n, g->imprint_left, g->imprint_right, &imprint) ? 1 : 2);
    return h + (g->imprint_last.n > 0 ? s.pitch : 0) + PITCH * 0.6;
}

/* Together at the foot of the last page, between two thick rules, thin ones inside. */
static void put_imprint(struct sheet_pen *n)
{
    const struct gazette *g = n->g;
    struct style s = recipient_style(), label = imprint;
    double height = imprint_height(n);

    if (full(n, height))
        turn(n);
    n->y = ROWS * PITCH - height;
    rule(n, n->y, THICK, false);
    n->y += PITCH * 0.1;
    for (size_t i = 0; i < g->ndistribution; i++) {
        if (i == 0) {
            double y = n->y;

            put_lines(n, "P", g->distribution_label, &label);
            n->y = y;
        }
        put_lines(n, "P", g->distribution[i], &s);
    }
    if (g->imprint_left.n + g->imprint_right.n > 0) {
        if (g->ndistribution > 0)
            rule(n, n->y + PITCH * 0.15, THIN, false);
        n->y += PITCH * 0.3;
        put_pair(n, g->imprint_left, g->imprint_right, &label);
    }
    if (g->imprint_last.n > 0)
        put_lines(n, "P", g->imprint_last, &label);
    rule(n, ROWS * PITCH, THICK, false);
}

static void put_all(struct sheet_pen *n)
{
    put_masthead(n);
    put_note(n);
    EACH (b, &n->g->blocks)
        put_block(n, b);
    put_imprint(n);
    page_number(n);
}

enum err gazette_pdf(
    struct arena *a, const struct gazette *g, struct bytes *out, struct buf *problem)
{
    struct sheet_pen n = {.g = g, .draws = true, .number = 1};

    TRY(doc_page_open(a, 210 * DOC_MM, 297 * DOC_MM,
        str_f(a, "%.*s%.*s", STR(g->name), STR(g->issue)), g->made, &n.page));
    put_all(&n);
    return doc_page_finish(n.page, LANG_ZH, out, problem);
}
