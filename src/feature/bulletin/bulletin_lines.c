/*
 * bulletin_lines: lines of a printed text.
 */
#include "feature/bulletin/bulletin_lines.h"

enum {
    FLOWING_POINTS = 60
};

static bool blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == 0x3000 || c == 0xA0 || c == 0xFEFF ||
           (c >= 0x2000 && c <= 0x200D) || c == 0x202F || c == 0x2060;
}

/* Line feed, form feed, and what other systems write for them; CR LF is one end. */
static bool ends_line(const uint32_t *c, size_t i, size_t n)
{
    if (c[i] == '\r')
        return i + 1 >= n || c[i + 1] != '\n';
    return c[i] == '\n' || c[i] == '\f' || c[i] == '\v' || c[i] == 0x85 || c[i] == 0x2028 ||
           c[i] == 0x2029;
}

/* Full-width forms and look-alikes as one character. */
static uint32_t plain(uint32_t c)
{
    if (c >= 0xFF10 && c <= 0xFF19)
        return c - 0xFF10 + '0';
    if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A))
        return c - 0xFEE0;
    switch (c) {
    case 0xFF05:
    case 0xFE6A:
    case 0x2105: /* recognised for % */
        return '%';
    case 0xFF0E:
    case 0xFE52:
        return '.';
    case 0xFF0B:
        return '+';
    case U'笫': /* recognised for 第 */
        return U'第';
    case 0xFF0D:
    case 0x2013:
        return '-';
    case 0xFF5E:
        return '~';
    case 0xFF08:
        return '(';
    case 0xFF09:
        return ')';
    case 0xFF0F:
        return '/';
    case 0x25CB:
    case 0x25EF:
        return U'〇';
    default:
        return c;
    }
}

static struct str piece(const struct bulletin_raw *raw, size_t from, size_t to)
{
    struct buf b = buf_new(raw->arena, (to - from) * 4 + 8);

    for (size_t i = from; i < to; i++)
        if (raw->c[i] != '*')
            buf_point(&b, raw->c[i]);
    return str_trim(buf_str(&b));
}

static bool is_rule(const struct bulletin_raw *raw, size_t from, size_t to)
{
    if (to - from < 3)
        return false;
    for (size_t i = from; i < to; i++)
        if (raw->c[i] != '-' && raw->c[i] != '=' && raw->c[i] != '_' && raw->c[i] != '*' &&
            raw->c[i] != U'—' && raw->c[i] != U'─')
            return false;
    return true;
}

static struct bulletin_line line_of(
    const struct bulletin_raw *raw, size_t from, size_t to, bool apart)
{
    struct bulletin_line l = {.apart = apart};

    while (from < to && (blank(raw->c[from]) || raw->c[from] == '*'))
        from++;
    while (from < to && raw->c[from] == '#') {
        l.marks++;
        from++;
    }
    while (from < to && (blank(raw->c[from]) || raw->c[from] == '*'))
        from++;
    while (to > from && (blank(raw->c[to - 1]) || raw->c[to - 1] == '*'))
        to--;
    l.from = from;
    l.to = to;
    l.text = piece(raw, from, to);
    l.points = str_points(l.text);
    return l;
}

static bool ornament(uint32_t c)
{
    static const uint32_t all[] = {
        '-', '~', '_', U'—', U'―', U'–', U'－', U'─', U'·', U'•', U'・', U'～', U'一', U'['};

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i] == c)
            return true;
    return c == ']' || c == '*';
}

/* The number of the page that a line holds and nothing else: — 3 —, 第3页, 3/8; 0: no such
 * line.  *bare: only digits, which may be text, too. */
static int64_t page_of(
    const struct bulletin_raw *raw, const struct bulletin_line *l, bool *bare)
{
    struct buf b = buf_new(raw->arena, 64);
    struct str s, rest = {0};
    size_t from = l->from, to = l->to;
    int64_t page, of;

    *bare = false;
    if (l->points > 16)
        return 0;
    while (from < to && (ornament(raw->c[from]) || blank(raw->c[from])))
        from++;
    while (to > from && (ornament(raw->c[to - 1]) || blank(raw->c[to - 1])))
        to--;
    for (size_t i = from; i < to; i++)
        if (!blank(raw->c[i]))
            buf_point(&b, plain(raw->c[i]));
    s = buf_str(&b);
    if (str_starts(s, S("第")) && str_has(s, S("页"))) {
        s = str_sub(s, 3, str_find(s, S("页")) - 3);
        return num_parse(s, 1, 999, &page) == OK ? page : 0;
    }
    if (num_parse(s, 1, 999, &page) == OK) {
        *bare = from == l->from && to == l->to;
        return *bare || (from > l->from && to < l->to) ? page : 0;
    }
    s = str_cut(s, '/', &rest);
    if (num_parse(s, 1, 999, &page) == OK && num_parse(rest, 1, 999, &of) == OK && page <= of)
        return page;
    return 0;
}

/* Leave out the lines that only number pages.  Bare digits do so when they count on. */
static void pages_drop(struct bulletin_raw *raw)
{
    size_t n = 0;
    size_t *at = MANY(raw->arena, size_t, raw->lines.n + 1);
    int64_t *pages = MANY(raw->arena, int64_t, raw->lines.n + 1);
    bool *drop = MANY(raw->arena, bool, raw->lines.n + 1);

    for (size_t i = 0; i < raw->lines.n; i++) {
        bool bare;
        int64_t page = page_of(raw, &raw->lines.p[i], &bare);

        drop[i] = page > 0 && !bare;
        if (page == 0 || !bare)
            continue;
        at[n] = i;
        pages[n++] = page;
    }
    for (size_t k = 0; k + 1 < n; k++)
        if (pages[k + 1] == pages[k] + 1 && at[k + 1] - at[k] >= 4)
            drop[at[k]] = drop[at[k + 1]] = true;
    n = 0;
    for (size_t i = 0; i < raw->lines.n; i++)
        if (!drop[i])
            raw->lines.p[n++] = raw->lines.p[i];
    raw->lines.n = n;
}

void bulletin_lines(struct arena *a, struct str text, struct bulletin_raw *out)
{
    struct {
        struct bulletin_line *p;
        size_t n, cap;
    } lines = {0};
    size_t at = 0, from = 0;
    bool apart = true;

    *out = (struct bulletin_raw){.arena = a, .c = MANY(a, uint32_t, text.n + 1)};
    while (at < text.n)
        out->c[out->n++] = str_next(text, &at);
    for (size_t i = 0; i <= out->n; i++) {
        struct bulletin_line l;

        if (i < out->n && !ends_line(out->c, i, out->n))
            continue;
        l = line_of(out, from, i, apart);
        from = i + 1;
        if (l.from == l.to || is_rule(out, l.from, l.to)) {
            apart = true;
            continue;
        }
        apart = false;
        out->marked = out->marked || l.marks > 0;
        *VEC_PUSH(a, &lines) = l;
    }
    out->lines = (struct bulletin_line_list){lines.p, lines.n};
    pages_drop(out);
}

void bulletin_lines_drop_heads(struct bulletin_raw *raw, size_t first, struct str name)
{
    size_t n = first;

    for (size_t i = first; i < raw->lines.n; i++) {
        const struct bulletin_line *l = &raw->lines.p[i];
        struct str s = bulletin_lines_close(raw->arena, l->text);
        bool head = name.n > 0 && str_starts(s, name) && l->points <= 28 &&
                    (s.n == name.n || (str_has(s, S("第")) && str_has(s, S("期"))));

        if (!head)
            raw->lines.p[n++] = *l;
    }
    raw->lines.n = n;
}

static bool ends_sentence(uint32_t c)
{
    return c == U'。' || c == U'！' || c == U'？' || c == U'；';
}

static void push(struct bulletin_points *t, uint32_t c, size_t at, unsigned char gap)
{
    t->c[t->n] = c;
    t->at[t->n] = (uint32_t)at;
    t->gap[t->n] = gap;
    t->n++;
}

struct bulletin_points bulletin_lines_join(
    const struct bulletin_raw *raw, size_t from, size_t to, const bool *alone)
{
    struct bulletin_points t = {.arena = raw->arena, .raw = raw->c, .nraw = raw->n};
    size_t most = 2;

    for (size_t i = from; i < to; i++)
        most += raw->lines.p[i].to - raw->lines.p[i].from + 1;
    t.c = MANY(raw->arena, uint32_t, most);
    t.at = MANY(raw->arena, uint32_t, most);
    t.gap = MANY(raw->arena, unsigned char, most);
    for (size_t i = from; i < to; i++) {
        const struct bulletin_line *l = &raw->lines.p[i];
        unsigned char gap = 2;

        t.flowing = t.flowing || l->points > FLOWING_POINTS;
        for (size_t k = l->from; k < l->to; k++) {
            if (blank(raw->c[k]) || raw->c[k] == '*') {
                gap = gap == 0 && raw->c[k] != '*' ? 1 : gap;
                continue;
            }
            push(&t, plain(raw->c[k]), k, gap);
            gap = 0;
        }
        if ((alone != NULL && alone[i]) || (t.n > 0 && ends_sentence(t.c[t.n - 1])))
            push(&t, BULLETIN_END, l->to > 0 ? l->to - 1 : 0, 0);
    }
    return t;
}

struct str bulletin_lines_close(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 4);
    size_t at = 0;
    uint32_t before = 0;
    bool gap = false;

    while (at < s.n) {
        uint32_t c = str_next(s, &at);

        if (blank(c) || c == '\n') {
            gap = true;
            continue;
        }
        if (gap && before < 0x2000 && c < 0x2000 && b.n > 0)
            buf_char(&b, ' ');
        gap = false;
        before = c;
        buf_point(&b, c);
    }
    return buf_str(&b);
}

bool bulletin_lines_begins(const struct bulletin_line *l, const char *const *words)
{
    struct str s = l->text;

    for (size_t k = 0; words[k] != NULL; k++)
        if (str_starts(s, str_of(words[k])))
            return true;
    return false;
}

struct bulletin_seen_list bulletin_figures_of(struct arena *a, struct str text)
{
    struct bulletin_raw raw;
    struct bulletin_points t;

    bulletin_lines(a, text, &raw);
    t = bulletin_lines_join(&raw, 0, raw.lines.n, NULL);
    return bulletin_figures(&t);
}
