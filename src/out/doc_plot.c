/*
 * doc_plot: the plots of out/plot on a page of a PDF.
 */
#include "out/doc_internal.h"

enum {
    TEXT = 11
};

static void ink(cairo_t *cr, enum plot_ink which)
{
    static const double colours[][3] = {{0.64, 0.16, 0.12}, {0.7, 0.7, 0.7}, {0, 0, 0}};

    cairo_set_source_rgb(cr, colours[which][0], colours[which][1], colours[which][2]);
}

static void page_rect(void *to, enum plot_ink which, const double b[4])
{
    const struct doc_page *p = to;

    ink(p->cr, which);
    cairo_rectangle(p->cr, b[0], b[1], b[2], b[3]);
    cairo_fill(p->cr);
}

static void page_line(void *to, enum plot_ink which, const double e[4])
{
    const struct doc_page *p = to;

    ink(p->cr, which);
    cairo_set_line_width(p->cr, which == PLOT_INK_MARK ? 1.6 : 0.6);
    cairo_move_to(p->cr, e[0], e[1]);
    cairo_line_to(p->cr, e[2], e[3]);
    cairo_stroke(p->cr);
}

static void page_text(void *to, enum plot_align align, const double at[2], struct str text)
{
    struct doc_page *p = to;
    PangoLayout *layout = doc_page_layout(p, text, TEXT, false, 0);
    int w, h;

    pango_layout_get_size(layout, &w, &h);
    ink(p->cr, PLOT_INK_TEXT);
    doc_page_show(p, layout, at[0] - (double)align * w / PANGO_SCALE / 2,
        at[1] - (double)pango_layout_get_baseline(layout) / PANGO_SCALE);
}

double doc_page_plot_height(const struct plot *plot, double width)
{
    return plot_height(plot) * width / PLOT_WIDTH;
}

void doc_page_plot(
    struct doc_page *p, const struct plot *plot, double x, double y, double width)
{
    const struct plot_pen pen = {p->arena, p, page_rect, page_line, page_text};

    cairo_save(p->cr);
    cairo_translate(p->cr, x, y);
    cairo_scale(p->cr, width / PLOT_WIDTH, width / PLOT_WIDTH);
    plot_draw(plot, &pen);
    cairo_restore(p->cr);
}
