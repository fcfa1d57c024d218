/*
 * doc_internal: what the document writers share: a page to draw on, text laid out by Pango, and
 * the finishing of the file.  Lengths are PostScript points (1/72 inch).
 */
#ifndef OUT_DOC_INTERNAL_H
#define OUT_DOC_INTERNAL_H

#include "out/doc.h"

#include <pango/pangocairo.h>

#define DOC_MM (72.0 / 25.4)

/* A PDF being drawn into memory. */
struct doc_page {
    struct arena *arena, *bytes; /* bytes: of the file alone */
    cairo_surface_t *surface;
    cairo_t *cr;
    PangoContext *pango;
    struct buf pdf;
    double width, height;
};

/* Open a surface of this size in points; everything is given back by the arena. */
enum err doc_page_open(struct arena *a, double width, double height, struct str title,
    struct instant made, struct doc_page **out) MUST_USE;
/* A laid-out text that wraps at width points (0: never); freed with the arena. */
PangoLayout *doc_page_layout(
    struct doc_page *p, struct str text, double size, bool bold, double width);
double doc_page_text_height(PangoLayout *layout);
void doc_page_show(struct doc_page *p, PangoLayout *layout, double x, double y);
/* QR drawn as a square of side points with its quiet zone inside. */
enum err doc_page_qr(
    struct doc_page *p, struct str content, double x, double y, double side) MUST_USE;
/* A plot whose width is width points; its height is doc_page_plot_height. */
void doc_page_plot(
    struct doc_page *p, const struct plot *plot, double x, double y, double width);
double doc_page_plot_height(const struct plot *plot, double width);
/* Close the surface; set language and identity; check that every font is embedded. */
enum err doc_page_finish(
    struct doc_page *p, enum lang lang, struct bytes *out, struct buf *problem) MUST_USE;

#endif
