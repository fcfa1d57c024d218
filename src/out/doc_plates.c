/*
 * doc_plates: the plates that hang on doors: one to a page, or eight on an A4 sheet to be cut.
 */
#include "out/doc_internal.h"

struct frame {
    double x, y, width, height, scale;
};

static double centred(struct doc_page *p, const struct frame *f, struct str text, double size,
    bool bold, double y)
{
    PangoLayout *layout = doc_page_layout(p, text, size * f->scale, bold, f->width * 0.9);

    pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER);
    cairo_tag_begin(p->cr, "P", NULL);
    doc_page_show(p, layout, f->x + f->width * 0.05, y);
    cairo_tag_end(p->cr, "P");
    return y + doc_page_text_height(layout) + 3 * f->scale;
}

static enum err draw(struct doc_page *p, const struct plate *plate, const struct frame *f)
{
    double y = f->y + 10 * f->scale;
    double side;

    cairo_set_source_rgb(p->cr, 0.69, 0.13, 0.09);
    y = centred(p, f, plate->kind, 13, true, y);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
    y = centred(p, f, plate->title, 18, true, y);
    side = f->width * 0.62;
    if (side > f->height * 0.5)
        side = f->height * 0.5;
    TRY(doc_page_qr(p, plate->url, f->x + (f->width - side) / 2, y, side));
    y = centred(p, f, plate->code, 9, false, y + side + 2 * f->scale);
    for (size_t i = 0; i < plate->nlines; i++)
        y = centred(p, f, plate->lines[i], 10, false, y);
    return OK;
}

static void cut_marks(struct doc_page *p, const struct frame *f)
{
    cairo_set_source_rgb(p->cr, 0.6, 0.6, 0.6);
    cairo_set_line_width(p->cr, 0.3);
    cairo_rectangle(p->cr, f->x, f->y, f->width, f->height);
    cairo_stroke(p->cr);
    cairo_set_source_rgb(p->cr, 0, 0, 0);
}

enum err doc_plates(struct arena *a, const struct plate *plates, size_t n, bool sheet,
    enum lang lang, struct bytes *pdf, struct buf *problem)
{
    double width = sheet ? 210 * DOC_MM : 105 * DOC_MM;
    double height = sheet ? 297 * DOC_MM : 148 * DOC_MM;
    struct doc_page *p;

    TRY(doc_page_open(
        a, width, height, n > 0 ? plates[0].kind : S("Lianluo"), (struct instant){0}, &p));
    for (size_t i = 0; i < n; i++) {
        struct frame f = {0, 0, width, height, 1.25};

        if (sheet) {
            f = (struct frame){(double)(i % 2) * width / 2, (double)(i / 2 % 4) * height / 4,
                width / 2, height / 4, 0.72};
            cut_marks(p, &f);
        }
        TRY(draw(p, &plates[i], &f));
        if (i + 1 < n && (!sheet || i % 8 == 7))
            cairo_show_page(p->cr);
    }
    return doc_page_finish(p, lang, pdf, problem);
}
