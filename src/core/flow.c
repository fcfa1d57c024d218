#include "core/flow.h"

#include "base/html.h"
#include "core/rights.h"

static const struct {
    unsigned bit;
    const char *field, *rule, *word;
} needs_rows[] = {
    {NEEDS_NOTE, "note", "flow.needs_note", "note"},
    {NEEDS_UNIT, "unit_id", "flow.needs_unit", "unit"},
    {NEEDS_REASON, "reason", "flow.needs_reason", "reason"},
    {NEEDS_DEPUTY, "deputy_id", "flow.needs_deputy", "deputy"},
    {NEEDS_PARENT, "parent", "flow.needs_parent", "parent"},
    {NEEDS_DAYS, "days", "flow.needs_days", "days"},
    {NEEDS_TEXT, "answer", "flow.needs_text", "answer"},
    {NEEDS_ANSWERS, "solved", "flow.needs_answers", "answers"},
};

static const struct {
    unsigned bit;
    const char *word;
} tells_rows[] = {
    {TELLS_CITIZEN, "citizen"},
    {TELLS_DEPUTY, "deputy"},
    {TELLS_UNIT, "unit"},
    {TELLS_OFFICE, "office"},
    {TELLS_STATION, "station"},
};

static enum err missing(struct cx *cx, unsigned needs, unsigned given)
{
    enum err worst = OK;

    for (size_t i = 0; i < COUNT(needs_rows); i++)
        if ((needs & needs_rows[i].bit) != 0 && (given & needs_rows[i].bit) == 0)
            worst = fail(cx, ERR_INVALID, needs_rows[i].field, needs_rows[i].rule);
    return worst;
}

enum err flow_step(struct cx *cx, const struct flow *f, int state, int event, unsigned roles,
    unsigned given, const struct move **out)
{
    bool seen = false;

    for (size_t i = 0; i < f->n; i++) {
        const struct move *m = &f->moves[i];

        if (m->from != state || m->event != event)
            continue;
        seen = true;
        if ((m->who & roles) == 0)
            continue;
        TRY(missing(cx, m->needs, given));
        *out = m;
        return OK;
    }
    if (seen)
        return fail(cx, ERR_DENIED, "event", "flow.not_yours");
    return fail(cx, ERR_CONFLICT, "event", "flow.no_such_move");
}

size_t flow_offers(
    const struct flow *f, int state, unsigned roles, const struct move **out, size_t max)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n && n < max; i++) {
        const struct move *m = &f->moves[i];
        bool twice = false;

        if (m->from != state || (m->who & roles) == 0)
            continue;
        for (size_t k = 0; k < n; k++)
            twice = twice || out[k]->event == m->event;
        if (!twice)
            out[n++] = m;
    }
    return n;
}

bool flow_final(const struct flow *f, int state)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->moves[i].from == state)
            return false;
    return true;
}

const char *flow_need(unsigned needs, size_t i)
{
    for (size_t k = 0; k < COUNT(needs_rows); k++)
        if ((needs & needs_rows[k].bit) != 0 && i-- == 0)
            return needs_rows[k].word;
    return NULL;
}

const char *flow_tell(unsigned tells, size_t i)
{
    for (size_t k = 0; k < COUNT(tells_rows); k++)
        if ((tells & tells_rows[k].bit) != 0 && i-- == 0)
            return tells_rows[k].word;
    return NULL;
}

static void word_add(struct buf *out, bool *first, const char *word)
{
    if (!*first)
        buf_char(out, '|');
    *first = false;
    buf_add(out, str_of(word));
}

static void roles_add(struct buf *out, unsigned who)
{
    bool first = true;

    for (int i = 0; i < ROLES; i++)
        if ((who & (1U << i)) != 0)
            word_add(out, &first, role_words[i]);
    if (first)
        buf_char(out, '-');
}

typedef const char *flow_words(unsigned bits, size_t i);

static void bits_add(struct buf *out, flow_words *words, unsigned bits)
{
    bool first = true;
    const char *word;

    for (size_t i = 0; (word = words(bits, i)) != NULL; i++)
        word_add(out, &first, word);
    if (first)
        buf_char(out, '-');
}

static void cell(struct buf *out, const char *word)
{
    buf_add(out, str_of(word == NULL ? "-" : word));
    buf_char(out, '\t');
}

void flow_print(const struct flow *f, struct buf *out)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct move *m = &f->moves[i];

        cell(out, f->name);
        cell(out, f->states[m->from]);
        cell(out, f->events[m->event]);
        cell(out, f->states[m->to]);
        roles_add(out, m->who);
        buf_char(out, '\t');
        bits_add(out, flow_need, m->needs);
        buf_char(out, '\t');
        cell(out, m->clock);
        cell(out, m->books);
        bits_add(out, flow_tell, m->tells);
        buf_char(out, '\n');
    }
}

/* The drawing is a sequence chart: a column for each state, a row for each move, so that no
 * label covers another however many moves there are. */
enum {
    DRAW_COLUMN = 132,
    DRAW_ROW = 30,
    DRAW_HEAD = 56,
    DRAW_TURN = 26,
    DRAW_TEXT = 13
};

#define RAW(h, literal) html_raw((h), literal, sizeof(literal) - 1)

static size_t count_states(const struct flow *f)
{
    size_t n = 0;

    while (f->states[n] != NULL)
        n++;
    return n;
}

static struct str words(
    const struct html *h, const char *kind, const struct flow *f, const char *word)
{
    return text_find(h->lang, str_f(h->out->arena, "%s.%s.%s", kind, f->name, word));
}

static void attr(struct html *h, const char *name, int64_t v)
{
    RAW(h, " ");
    html_raw(h, name, str_of(name).n);
    RAW(h, "=\"");
    html_attr_int(h, v);
    RAW(h, "\"");
}

static int64_t column_x(int state)
{
    return (int64_t)state * DRAW_COLUMN + DRAW_COLUMN / 2;
}

static void draw_line(struct html *h, int64_t x1, int64_t y1, int64_t x2, int64_t y2)
{
    RAW(h, "<line");
    attr(h, "x1", x1);
    attr(h, "y1", y1);
    attr(h, "x2", x2);
    attr(h, "y2", y2);
}

static void draw_text(struct html *h, int64_t x, int64_t y, struct str s)
{
    RAW(h, "<text text-anchor=\"middle\"");
    attr(h, "x", x);
    attr(h, "y", y);
    RAW(h, ">");
    html_text_str(h, s);
    RAW(h, "</text>");
}

static void draw_states(struct html *h, const struct flow *f, int64_t bottom)
{
    for (int i = 0; f->states[i] != NULL; i++) {
        RAW(h, "<rect fill=\"none\" stroke=\"currentColor\" rx=\"4\"");
        attr(h, "x", column_x(i) - DRAW_COLUMN / 2 + 4);
        attr(h, "y", 8);
        attr(h, "width", DRAW_COLUMN - 8);
        attr(h, "height", 32);
        if (flow_final(f, i))
            RAW(h, " stroke-width=\"3\"");
        RAW(h, "/>");
        draw_text(h, column_x(i), 29, words(h, "state", f, f->states[i]));
        draw_line(h, column_x(i), 40, column_x(i), bottom);
        RAW(h, " stroke=\"currentColor\" stroke-opacity=\"0.25\"/>\n");
    }
}

static void draw_move(struct html *h, const struct flow *f, const struct move *m, int64_t y)
{
    int64_t x1 = column_x(m->from), x2 = column_x(m->to), side = m->to < m->from ? -1 : 1;

    if (m->from == m->to)
        x2 = x1 + DRAW_TURN;
    draw_line(h, x1, y, x2, y);
    RAW(h, " stroke=\"currentColor\"/><path fill=\"currentColor\" d=\"M");
    html_attr_int(h, x2);
    RAW(h, " ");
    html_attr_int(h, y);
    RAW(h, " l");
    html_attr_int(h, -8 * side);
    RAW(h, " -4 v8 z\"/><circle r=\"3\" fill=\"currentColor\"");
    attr(h, "cx", x1);
    attr(h, "cy", y);
    RAW(h, "/>");
    draw_text(h, (x1 + x2) / 2, y - 5, words(h, "event", f, f->events[m->event]));
    RAW(h, "\n");
}

void flow_svg(const struct flow *f, enum lang lang, struct buf *out)
{
    struct html writer = {.out = out, .lang = lang}, *h = &writer;
    int64_t width = (int64_t)count_states(f) * DRAW_COLUMN;
    int64_t height = DRAW_HEAD + (int64_t)(f->n + 1) * DRAW_ROW;

    RAW(h, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" font-family=\"sans-serif\"");
    attr(h, "width", width);
    attr(h, "height", height);
    attr(h, "font-size", DRAW_TEXT);
    RAW(h, "><title>");
    html_text_str(h, text_find(lang, str_f(out->arena, "flow.%s", f->name)));
    RAW(h, "</title>\n");
    draw_states(h, f, height - 8);
    for (size_t i = 0; i < f->n; i++)
        draw_move(h, f, &f->moves[i], DRAW_HEAD + (int64_t)(i + 1) * DRAW_ROW - 8);
    RAW(h, "</svg>\n");
}

static void dot_text(struct buf *out, struct str s)
{
    buf_char(out, '"');
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"' || s.p[i] == '\\')
            buf_char(out, '\\');
        buf_char(out, s.p[i]);
    }
    buf_char(out, '"');
}

static bool same_ends(const struct move *a, const struct move *b)
{
    return a->from == b->from && a->to == b->to;
}

/* An edge stands at the first of the moves that share its ends. */
static void dot_edge(struct html *h, const struct flow *f, size_t at)
{
    struct buf label = buf_new(h->out->arena, 4096);

    for (size_t i = 0; i < at; i++)
        if (same_ends(&f->moves[i], &f->moves[at]))
            return;
    for (size_t i = at; i < f->n; i++) {
        if (!same_ends(&f->moves[i], &f->moves[at]))
            continue;
        if (i > at)
            buf_char(&label, '\n');
        buf_add(&label, words(h, "event", f, f->events[f->moves[i].event]));
    }
    buf_f(
        h->out, "  %s -> %s [label=", f->states[f->moves[at].from], f->states[f->moves[at].to]);
    dot_text(h->out, buf_str(&label));
    buf_add(h->out, S("];\n"));
}

void flow_dot(const struct flow *f, enum lang lang, struct buf *out)
{
    struct html writer = {.out = out, .lang = lang}, *h = &writer;

    buf_f(out, "digraph %s {\n  node [shape=box, style=rounded];\n", f->name);
    for (int i = 0; f->states[i] != NULL; i++) {
        buf_f(out, "  %s [label=", f->states[i]);
        dot_text(out, words(h, "state", f, f->states[i]));
        buf_f(out, "%s];\n", flow_final(f, i) ? ", peripheries=2" : "");
    }
    for (size_t i = 0; i < f->n; i++)
        dot_edge(h, f, i);
    buf_add(out, S("}\n"));
}
