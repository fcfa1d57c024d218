#include "out/plot.h"

#include "base/html.h"
#include "base/num.h"

enum {
    LINES = 5,
    ROW = 20,
    TEXT = 12,
    UPRIGHT_HEIGHT = 220,
    SVG_MAX = 1 << 20,
    LABEL_ROOM = 58,  /* width that a label below a column needs */
    PLACE_ROOM = 110, /* of the names beside lying bars */
    VALUE_ROOM = 60,
    LABEL_LETTERS = 8,
    THOUSAND = 1000
};

double plot_height(const struct plot *p)
{
    return p->kind == PLOT_BARS ? (double)(p->n * ROW) + 8 : UPRIGHT_HEIGHT;
}

static int64_t greatest(const struct plot *p)
{
    int64_t max = 0;

    for (size_t i = 0; i < p->n; i++)
        if (p->points[i].known && p->points[i].value > max)
            max = p->points[i].value;
    return max;
}

/* The least of 1, 2, 5 times a power of ten that LINES steps of it reach the greatest. */
static int64_t step_of(int64_t max, bool thousandths)
{
    int64_t unit = thousandths ? THOUSAND / 10 : 1;

    for (;;) {
        static const int64_t factors[] = {1, 2, 5};

        for (size_t i = 0; i < COUNT(factors); i++)
            if (unit * factors[i] * LINES >= max)
                return unit * factors[i];
        unit *= 10;
    }
}

static struct str axis_text(struct arena *a, const struct plot *p, int64_t v)
{
    if (!p->thousandths)
        return num_text(a, v);
    if (v % THOUSAND == 0)
        return num_text(a, v / THOUSAND);
    return str_f(a, "%.1f", (double)v / THOUSAND);
}

struct area {
    double left, top, width, height;
    int64_t max;
};

static void grid(const struct plot *p, const struct plot_pen *pen, struct area *a)
{
    int64_t max = greatest(p), step = step_of(max, p->thousandths);
    int64_t steps = (max + step - 1) / step;

    steps = steps > 0 ? steps : 1;
    a->max = step * steps;
    for (int64_t i = 0; i <= steps; i++) {
        double y = a->top + a->height * (1 - (double)i / (double)steps);

        pen->line(pen->to, PLOT_INK_FRAME, (double[]){a->left, y, a->left + a->width, y});
        pen->text(pen->to, PLOT_RIGHT, (double[]){a->left - 5, y + 4},
            axis_text(pen->arena, p, step * i));
    }
}

static void labels(const struct plot *p, const struct plot_pen *pen, const struct area *a)
{
    double each = a->width / (double)p->n;
    size_t every = (size_t)(LABEL_ROOM / each) + 1;

    for (size_t i = (p->n - 1) % every; i < p->n; i += every)
        pen->text(pen->to, PLOT_MIDDLE,
            (double[]){a->left + each * ((double)i + 0.5), a->top + a->height + TEXT + 5},
            p->points[i].label);
}

static void upright(const struct plot *p, const struct plot_pen *pen)
{
    struct area a = {46, 22, PLOT_WIDTH - 54, UPRIGHT_HEIGHT - 46, 1};
    double each = a.width / (double)p->n, last_x = 0, last_y = 0;
    bool linked = false;

    grid(p, pen, &a);
    labels(p, pen, &a);
    for (size_t i = 0; i < p->n; i++) {
        const struct plot_point *v = &p->points[i];
        double x = a.left + each * ((double)i + 0.5);
        double h = v->value <= 0 ? 0 : a.height * (double)v->value / (double)a.max;
        double y = a.top + a.height - h;

        if (p->kind == PLOT_COLUMNS && v->known && h > 0)
            pen->rect(pen->to, PLOT_INK_MARK, (double[]){x - each * 0.35, y, each * 0.7, h});
        if (p->kind == PLOT_LINE && v->known) {
            if (linked)
                pen->line(pen->to, PLOT_INK_MARK, (double[]){last_x, last_y, x, y});
            pen->rect(pen->to, PLOT_INK_MARK, (double[]){x - 2.5, y - 2.5, 5, 5});
        }
        linked = v->known;
        last_x = x;
        last_y = y;
    }
    pen->text(pen->to, PLOT_LEFT, (double[]){4, 11}, p->unit);
}

/* A long name loses its end: the table beside has it whole. */
static struct str short_label(struct str s)
{
    struct str cut = str_points_sub(s, LABEL_LETTERS);

    return cut.n < s.n ? cut : s;
}

static void lying(const struct plot *p, const struct plot_pen *pen)
{
    double width = PLOT_WIDTH - PLACE_ROOM - VALUE_ROOM;
    int64_t max = greatest(p);

    for (size_t i = 0; i < p->n; i++) {
        const struct plot_point *v = &p->points[i];
        double y = 4 + (double)(i * ROW), w = 0;

        if (v->known && max > 0 && v->value > 0)
            w = width * (double)v->value / (double)max;
        pen->text(
            pen->to, PLOT_RIGHT, (double[]){PLACE_ROOM - 6, y + 14}, short_label(v->label));
        if (w > 0)
            pen->rect(pen->to, PLOT_INK_MARK, (double[]){PLACE_ROOM, y + 3, w, ROW - 6});
        pen->text(pen->to, PLOT_LEFT, (double[]){PLACE_ROOM + w + 5, y + 14},
            v->known ? v->text : p->unknown);
    }
    pen->line(pen->to, PLOT_INK_FRAME,
        (double[]){PLACE_ROOM, 2, PLACE_ROOM, 6 + (double)(p->n * ROW)});
}

void plot_draw(const struct plot *p, const struct plot_pen *pen)
{
    if (p->n == 0)
        return;
    if (p->kind == PLOT_BARS)
        lying(p, pen);
    else
        upright(p, pen);
}

static void svg_rect(void *to, enum plot_ink ink, const double b[4])
{
    buf_f(to, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"/>",
        ink == PLOT_INK_MARK ? "mark" : "frame", b[0], b[1], b[2], b[3]);
}

static void svg_line(void *to, enum plot_ink ink, const double e[4])
{
    buf_f(to, "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        ink == PLOT_INK_MARK ? "mark" : "frame", e[0], e[1], e[2], e[3]);
}

static void svg_text(void *to, enum plot_align align, const double at[2], struct str text)
{
    static const char *const anchors[] = {"start", "middle", "end"};
    struct html h = {.out = to};

    buf_f(to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">", at[0], at[1], anchors[align]);
    html_text_str(&h, text);
    buf_add(to, S("</text>"));
}

enum err plot_svg(struct arena *a, const struct plot *p, struct str *svg)
{
    struct buf b = buf_new(a, SVG_MAX);
    const struct plot_pen pen = {a, &b, svg_rect, svg_line, svg_text};
    struct html h = {.out = &b};

    buf_f(&b, "<svg class=\"plot\" viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"",
        PLOT_WIDTH, plot_height(p));
    html_attr_str(&h, p->title);
    buf_add(&b, S("\">"));
    plot_draw(p, &pen);
    buf_add(&b, S("</svg>"));
    return buf_take(&b, svg);
}
