/*
 * doc_page: one PDF surface, and what is done to the bytes after drawing.
 *
 * Cairo makes tagged pages but writes neither the language nor a stable identity; qpdf adds
 * both. A font that is asked for by a wrong name falls back silently, so the finished file is
 * searched for fonts that are not embedded.
 */
#include "out/doc_internal.h"

#include <cairo-pdf.h>
#include <qpdf/qpdf-c.h>
#include <qrencode.h>

#define FAMILIES "Noto Sans CJK SC, Source Han Sans SC, Noto Sans CJK JP, DejaVu Sans"

static cairo_status_t take(void *arg, const unsigned char *p, unsigned n)
{
    struct buf *b = arg;

    buf_raw(b, p, n);
    return b->over ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void give_back(void *arg)
{
    struct doc_page *p = arg;

    g_object_unref(p->pango);
    cairo_destroy(p->cr);
    cairo_surface_finish(p->surface);
    cairo_surface_destroy(p->surface);
}

static void unref(void *arg)
{
    g_object_unref(arg);
}

static void close_bytes(void *arena)
{
    arena_close(arena);
}

enum err doc_page_open(struct arena *a, double width, double height, struct str title,
    struct instant made, struct doc_page **out)
{
    struct doc_page *p = NEW(a, struct doc_page);
    cairo_font_options_t *options;

    p->arena = a;
    p->width = width;
    p->height = height;
    /* The file grows while rows give their memory back, so it has an arena of its own. */
    p->bytes = arena_open((size_t)128 << 20);
    arena_later(a, close_bytes, p->bytes);
    p->pdf = buf_new(p->bytes, 32 * 1024 * 1024);
    p->surface = cairo_pdf_surface_create_for_stream(take, &p->pdf, width, height);
    p->cr = cairo_create(p->surface);
    p->pango = pango_cairo_create_context(p->cr);
    arena_later(a, give_back, p);
    if (cairo_status(p->cr) != CAIRO_STATUS_SUCCESS)
        return ERR_DOWN;
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, str_dup(a, title).p);
    cairo_pdf_surface_set_metadata(
        p->surface, CAIRO_PDF_METADATA_CREATE_DATE, instant_iso(a, made).p);
    cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, "Lianluo");
    /* Points are points on paper; glyphs are not pulled to whole units. */
    pango_cairo_context_set_resolution(p->pango, 72);
    pango_context_set_round_glyph_positions(p->pango, FALSE);
    options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(p->pango, options);
    cairo_font_options_destroy(options);
    pango_context_set_language(p->pango, pango_language_from_string("zh-cn"));
    *out = p;
    return OK;
}

PangoLayout *doc_page_layout(
    struct doc_page *p, struct str text, double size, bool bold, double width)
{
    PangoLayout *layout = pango_layout_new(p->pango);
    PangoFontDescription *font = pango_font_description_new();

    arena_later(p->arena, unref, layout);
    pango_font_description_set_family_static(font, FAMILIES);
    pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_text(layout, str_empty(text) ? "" : text.p, (int)text.n);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    if (width > 0)
        pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_line_spacing(layout, 1.15F);
    return layout;
}

double doc_page_text_height(PangoLayout *layout)
{
    int w, h;

    pango_layout_get_size(layout, &w, &h);
    return (double)h / PANGO_SCALE;
}

void doc_page_show(struct doc_page *p, PangoLayout *layout, double x, double y)
{
    cairo_move_to(p->cr, x, y);
    pango_cairo_show_layout(p->cr, layout);
}

enum err doc_page_qr(struct doc_page *p, struct str content, double x, double y, double side)
{
    QRcode *qr = QRcode_encodeString8bit(str_dup(p->arena, content).p, 0, QR_ECLEVEL_Q);
    double module;

    if (qr == NULL)
        return ERR_LIMIT;
    module = side / (qr->width + 8);
    cairo_save(p->cr);
    cairo_set_source_rgb(p->cr, 1, 1, 1);
    cairo_rectangle(p->cr, x, y, side, side);
    cairo_fill(p->cr);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    for (int row = 0; row < qr->width; row++)
        for (int col = 0; col < qr->width; col++)
            if ((qr->data[row * qr->width + col] & 1) != 0)
                cairo_rectangle(
                    p->cr, x + (col + 4) * module, y + (row + 4) * module, module, module);
    cairo_fill(p->cr);
    cairo_restore(p->cr);
    QRcode_free(qr);
    return OK;
}

enum err doc_qr_svg(struct arena *a, struct str content, struct str alt, struct str *svg)
{
    QRcode *qr = QRcode_encodeString8bit(str_dup(a, content).p, 0, QR_ECLEVEL_M);
    struct buf b = buf_new(a, 1 << 20);
    struct html h = {.out = &b};
    int side;

    if (qr == NULL)
        return ERR_LIMIT;
    side = qr->width + 8;
    buf_f(&b, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"", side, side);
    html_attr_str(&h, alt);
    buf_f(&b, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path fill=\"#000\" d=\"",
        side, side);
    for (int row = 0; row < qr->width; row++)
        for (int col = 0; col < qr->width; col++)
            if ((qr->data[row * qr->width + col] & 1) != 0)
                buf_f(&b, "M%d %dh1v1h-1z", col + 4, row + 4);
    buf_add(&b, S("\"/></svg>"));
    QRcode_free(qr);
    return buf_take(&b, svg);
}

static void qpdf_away(void *arg)
{
    qpdf_data q = arg;

    qpdf_cleanup(&q);
}

/* Every font descriptor must carry its font file. */
static bool fonts_embedded(qpdf_data q, struct buf *problem)
{
    qpdf_oh size = qpdf_oh_get_key(q, qpdf_get_trailer(q), "/Size");
    int n = qpdf_oh_get_int_value_as_int(q, size);

    for (int id = 1; id < n; id++) {
        qpdf_oh o = qpdf_get_object_by_id(q, id, 0);
        qpdf_oh type;

        if (!qpdf_oh_is_dictionary(q, o) || !qpdf_oh_has_key(q, o, "/Type"))
            continue;
        type = qpdf_oh_get_key(q, o, "/Type");
        if (!qpdf_oh_is_name(q, type) ||
            !str_is(str_of(qpdf_oh_get_name(q, type)), "/FontDescriptor"))
            continue;
        if (!qpdf_oh_has_key(q, o, "/FontFile") && !qpdf_oh_has_key(q, o, "/FontFile2") &&
            !qpdf_oh_has_key(q, o, "/FontFile3")) {
            buf_add(problem, S("a font is not embedded\n"));
            return false;
        }
    }
    return true;
}

enum err doc_page_finish(
    struct doc_page *p, enum lang lang, struct bytes *out, struct buf *problem)
{
    qpdf_data q = qpdf_init();
    struct str pdf;
    qpdf_oh root;

    arena_later(p->arena, qpdf_away, q);
    cairo_surface_finish(p->surface);
    if (cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS) {
        buf_f(problem, "cairo: %s\n", cairo_status_to_string(cairo_surface_status(p->surface)));
        return ERR_DOWN;
    }
    TRY(buf_take(&p->pdf, &pdf));
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    if (qpdf_read_memory(q, "drawn", pdf.p, pdf.n, NULL) >= QPDF_ERRORS)
        return ERR_DOWN;
    root = qpdf_get_root(q);
    qpdf_oh_replace_key(
        q, root, "/Lang", qpdf_oh_new_string(q, lang == LANG_EN ? "en" : "zh-CN"));
    qpdf_oh_replace_key(
        q, root, "/ViewerPreferences", qpdf_oh_parse(q, "<< /DisplayDocTitle true >>"));
    /* Cairo writes the tree of tags without saying that the file is tagged. */
    if (qpdf_oh_has_key(q, root, "/StructTreeRoot"))
        qpdf_oh_replace_key(q, root, "/MarkInfo", qpdf_oh_parse(q, "<< /Marked true >>"));
    if (!fonts_embedded(q, problem))
        return ERR_DOWN;
    if (qpdf_init_write_memory(q) >= QPDF_ERRORS)
        return ERR_DOWN;
    qpdf_set_deterministic_ID(q, QPDF_TRUE);
    if (qpdf_write(q) >= QPDF_ERRORS)
        return ERR_DOWN;
    *out = bytes_dup(p->arena, bytes_of(qpdf_get_buffer(q), qpdf_get_buffer_length(q)));
    return OK;
}
