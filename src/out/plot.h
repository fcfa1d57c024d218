/*
 * plot: columns, a line, or bars, drawn by one piece of code: as SVG for pages (text stays
 * text, colours come from the style sheet, so that dark and large print hold) and into a PDF
 * with Cairo (doc_plot).  A plot never stands alone: its table is beside it.
 */
#ifndef OUT_PLOT_H
#define OUT_PLOT_H

#include "base/str.h"

enum plot_kind {
    PLOT_COLUMNS, /* one for each period */
    PLOT_LINE,    /* one point for each period; broken where nothing is known */
    PLOT_BARS     /* one for each place, lying */
};

struct plot_point {
    struct str label, text; /* text: the number in words, as in the table */
    int64_t value;          /* in thousandths when plot.thousandths */
    bool known;
};

struct plot {
    enum plot_kind kind;
    struct str title; /* read out in place of the picture */
    struct str unit;
    const struct plot_point *points;
    size_t n;
    bool thousandths;
    struct str unknown; /* word for a place without a number, "—" */
};

enum plot_ink {
    PLOT_INK_MARK,  /* what is counted */
    PLOT_INK_FRAME, /* axis and grid */
    PLOT_INK_TEXT
};
enum plot_align {
    PLOT_LEFT,
    PLOT_MIDDLE,
    PLOT_RIGHT
};

/* What the drawing code draws with.  Units are those of a page's text: 12 to a line. */
struct plot_pen {
    struct arena *arena;
    void *to;
    void (*rect)(void *to, enum plot_ink ink, const double box[4]); /* x y width height */
    void (*line)(void *to, enum plot_ink ink, const double ends[4]);
    /* y is the base line */
    void (*text)(void *to, enum plot_align align, const double at[2], struct str text);
};
#define PLOT_WIDTH 420.0
double plot_height(const struct plot *p);
void plot_draw(const struct plot *p, const struct plot_pen *pen);

/* <svg class="plot" role="img"> with the title as its name. */
enum err plot_svg(struct arena *a, const struct plot *p, struct str *svg) MUST_USE;

#endif
