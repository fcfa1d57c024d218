/*
 * bulletin_articles: the body of a printed bulletin: editor's note, articles with titles,
 * headings and credit lines, and the figures in them.
 */
#include "base/han.h"

#include "feature/bulletin/bulletin_lines.h"

enum {
    TITLE_LINES = 4,
    TITLE_POINTS = 34,
    TITLE_LEAST = 10,
    PARAGRAPH_POINTS = 40,
    CREDIT_POINTS = 40,
    HEADING_POINTS = 70
};

/* What a line of the body is. */
enum kind {
    LINE_TEXT,
    LINE_TITLE,
    LINE_SUBTITLE,
    LINE_HEADING, /* marked with # */
    LINE_CREDIT,
    LINE_NOTE,
    LINE_SKIP /* of a table of contents, a label over a group of articles */
};

struct body {
    const struct bulletin_raw *raw;
    enum kind *kinds; /* by line */
    bool *alone;
    size_t first, last;
    bool credits; /* articles end with credit lines */
};

static bool starts_any(struct str s, const char *const *words)
{
    for (size_t k = 0; words[k] != NULL; k++)
        if (str_starts(s, str_of(words[k])))
            return true;
    return false;
}

/* 一、 （二） 1. (3) at the beginning. */
static bool numbered(struct str s)
{
    size_t at = 0, points = 0;
    bool open = false;

    while (at < s.n && points < 5) {
        uint32_t c = str_next(s, &at);

        if (points == 0 && !open && (c == '(' || c == U'（')) {
            open = true;
            continue;
        }
        if (open ? c == ')' || c == U'）'
                 : c == U'、' || ((c == '.' || c == U'．') && points > 0))
            return points > 0;
        if (!bulletin_points_numeral(c) && !bulletin_points_digit(c) && c != U'—' && c != U'―')
            return false;
        points++;
    }
    return false;
}

static bool has_any(struct str s, const char *const *words)
{
    for (size_t k = 0; words[k] != NULL; k++)
        if (str_has(s, str_of(words[k])))
            return true;
    return false;
}

/* "(益阳市人大常委会联工委 供稿)" on a line of its own, or 供稿：… without brackets. */
static bool credit_line(const struct bulletin_line *l)
{
    static const char *const no[] = {"。", "；", "总第", "！", "？", NULL};
    static const char *const bare[] = {"供稿：", "供稿:", "供稿单位", "作者：",
        "作者:", "撰稿：", "撰稿:", "文/", "文：", "来源：", "来源:", "作者单位", "整理：",
        NULL};
    static const char *const open[] = {"(", "（", "〔", "［", "[", NULL};
    static const char *const close[] = {")", "）", "〕", "］", "]", NULL};
    struct str s = l->text;

    if (l->points > CREDIT_POINTS || l->points < 4 || numbered(s) || has_any(s, no))
        return false;
    if (starts_any(s, bare) || (str_ends(s, S("供稿")) && !starts_any(s, open)))
        return !has_any(s, (const char *const[]){"，", NULL});
    if (!starts_any(s, open))
        return false;
    for (size_t k = 0; close[k] != NULL; k++)
        if (str_ends(s, str_of(close[k])))
            return true;
    return false;
}

static bool note_line(const struct bulletin_line *l)
{
    static const char *const open[] = {"【编者按", "[编者按", "［编者按", "编者按", "〔编者按",
        "【按语", "按语", "(编者按", "（编者按", "【编 者 按", "【导语", "编 者 按", "［按语",
        "【编 者", "编者的话", "【编者的话", "〔按语", "按：", "【按】", NULL};

    return starts_any(l->text, open);
}

static bool subtitle_line(const struct bulletin_line *l)
{
    static const char *const open[] = {"——", "--", "──", "—", NULL};

    return starts_any(l->text, open) && l->points < 60;
}

static bool sentence(const struct bulletin_line *l)
{
    static const char *const marks[] = {"。", "；", "，", ",", ";", NULL};

    return has_any(l->text, marks);
}

static bool ends_full(const struct bulletin_line *l)
{
    return str_ends(l->text, S("。")) || str_ends(l->text, S("”")) ||
           str_ends(l->text, S("！"));
}

/* Could this line be one of a title?  More: after the first. */
static bool title_like(const struct body *b, size_t i, size_t more)
{
    const struct bulletin_line *l = &b->raw->lines.p[i];

    if (b->raw->marked)
        return l->marks > 0 && !numbered(l->text);
    if (l->points > TITLE_POINTS || sentence(l) || numbered(l->text) || credit_line(l))
        return false;
    if (more == 0)
        return true;
    /* A salutation, and running text that lost its marks, are none. */
    if (str_ends(l->text, S("：")) || str_ends(l->text, S(":")) ||
        bulletin_figures_of(b->raw->arena, l->text).n > 1)
        return false;
    /* A line that is not set apart, or plainly shorter than a full one, goes on. */
    return !l->apart || l->points <= 20;
}

static void title_mark(struct body *b, size_t *i)
{
    size_t from = *i;

    while (*i < b->last && *i - from < TITLE_LINES) {
        const struct bulletin_line *l = &b->raw->lines.p[*i];

        if (*i > from && subtitle_line(l)) {
            b->kinds[(*i)++] = LINE_SUBTITLE;
            /* A subtitle goes on in the line right below it. */
            while (*i < b->last && !b->raw->lines.p[*i].apart && *i - from < TITLE_LINES &&
                   b->raw->lines.p[*i].points < TITLE_POINTS && !sentence(&b->raw->lines.p[*i]))
                b->kinds[(*i)++] = LINE_SUBTITLE;
            return;
        }
        if (!title_like(b, *i, *i - from))
            return;
        b->kinds[(*i)++] = LINE_TITLE;
    }
}

static size_t note_mark(struct body *b, size_t i)
{
    b->kinds[i++] = LINE_NOTE;
    while (i < b->last) {
        const struct bulletin_line *l = &b->raw->lines.p[i];

        if (b->raw->marked ? l->marks > 0
                           : ends_full(&b->raw->lines.p[i - 1]) && title_like(b, i, 0))
            break;
        b->kinds[i++] = LINE_NOTE;
    }
    return i;
}

/* The words of an entry without bullets, number and the dots that lead to its page. */
static struct str entry_words(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 4);
    size_t at = 0;

    while (at < s.n) {
        uint32_t c = str_next(s, &at);

        if (c == U'…' || c == U'·' || (c == '.' && b.n > 12))
            break;
        if (c == ' ' || c == 0x3000 || c == U'◇' || c == U'◆' || c == U'●' || c == U'○' ||
            c == U'■' || c == U'□' || c == U'★' || c == U'▲' || c == U'※')
            continue;
        if (b.n == 0 && (bulletin_points_digit(c) || c == '.' || c == U'、' || c == U'．'))
            continue;
        buf_point(&b, c);
    }
    return buf_str(&b);
}

static bool said_again(const struct body *b, size_t i)
{
    struct arena *a = b->raw->arena;
    struct str words = entry_words(a, b->raw->lines.p[i].text);

    for (size_t k = i + 1; k < b->last && words.n > 0; k++) {
        struct str other = entry_words(a, b->raw->lines.p[k].text);

        if (other.n >= 9 && (str_starts(words, other) || str_starts(other, words)))
            return true;
    }
    return false;
}

/* 目录 and its entries: lines with leading dots, or that come again as titles. */
static size_t contents_mark(struct body *b, size_t i)
{
    static const char *const heads[] = {
        "目录", "本期目录", "本期要目", "要目", "本期导读", "导读", "本期内容", NULL};
    static const char *const dots[] = {"……", "...", "····", "・・", NULL};
    struct str s = bulletin_lines_close(b->raw->arena, b->raw->lines.p[i].text);
    bool head = false;

    while (str_starts(s, S("【")) || str_starts(s, S("◆")) || str_starts(s, S("●")))
        s = str_sub(s, 3, s.n);
    for (size_t k = 0; heads[k] != NULL; k++)
        head = head || str_is(s, heads[k]) ||
               str_eq(s, str_f(b->raw->arena, "%s】", heads[k])) ||
               str_eq(s, str_f(b->raw->arena, "%s：", heads[k]));
    if (!head)
        return i;
    b->kinds[i++] = LINE_SKIP;
    while (i < b->last && (has_any(b->raw->lines.p[i].text, dots) || said_again(b, i)))
        b->kinds[i++] = LINE_SKIP;
    return i;
}

/* 【经验交流】 alone on its line, over the title of an article. */
static bool group_label(const struct bulletin_line *l)
{
    static const char *const ends[] = {"】", "◆", "★", NULL};

    return (str_starts(l->text, S("【")) || str_starts(l->text, S("◆")) ||
               str_starts(l->text, S("★"))) &&
           l->points <= 12 &&
           (str_ends(l->text, str_of(ends[0])) || str_ends(l->text, str_of(ends[1])) ||
               str_ends(l->text, str_of(ends[2])));
}

/* A marked line without number inside an article: the next article, or a heading? */
static bool opens_article(const struct body *b, size_t i, bool text_before)
{
    const struct bulletin_line *l = &b->raw->lines.p[i];
    size_t k;

    if (l->marks == 0 || numbered(l->text) || !text_before || b->credits)
        return false;
    for (k = b->first; k < i; k++)
        if (b->kinds[k] == LINE_TITLE)
            return l->marks <= b->raw->lines.p[k].marks;
    return false;
}

/* Where no line says who wrote: a line of its own between whole paragraphs, the one before it
 * ended, is the next title. */
static bool between_paragraphs(const struct body *b, size_t i, bool text_before)
{
    const struct bulletin_line *l = &b->raw->lines.p[i];
    size_t next = i + 1;

    if (b->credits || b->raw->marked || !text_before || !l->apart || l->points < TITLE_LEAST ||
        !title_like(b, i, 0) || !ends_full(l - 1) || str_starts(l->text, S("“")))
        return false;
    while (next < b->last && next < i + TITLE_LINES && title_like(b, next, next - i))
        next++;
    return next < b->last && l[-1].points > PARAGRAPH_POINTS &&
           b->raw->lines.p[next].points > PARAGRAPH_POINTS;
}

static void mark_lines(struct body *b)
{
    bool fresh = true, text = false;

    for (size_t i = b->first; i < b->last; i++)
        b->credits = b->credits || credit_line(&b->raw->lines.p[i]);
    for (size_t i = b->first; i < b->last;) {
        const struct bulletin_line *l = &b->raw->lines.p[i];
        size_t at = i;

        if (note_line(l)) {
            i = note_mark(b, i);
            continue;
        }
        if (fresh && (i = contents_mark(b, i)) > at)
            continue;
        if (fresh && group_label(l)) {
            b->kinds[i++] = LINE_SKIP;
            continue;
        }
        if (fresh || opens_article(b, i, text) || between_paragraphs(b, i, text))
            title_mark(b, &i);
        if (i > at) {
            fresh = text = false;
            continue;
        }
        b->kinds[i] = credit_line(l) ? LINE_CREDIT : l->marks > 0 ? LINE_HEADING : LINE_TEXT;
        fresh = b->kinds[i] == LINE_CREDIT && text;
        text = text || b->kinds[i] == LINE_TEXT;
        i++;
    }
    for (size_t i = b->first; i < b->last; i++)
        b->alone[i] = b->kinds[i] != LINE_TEXT && b->kinds[i] != LINE_NOTE;
}

/* 一、 or （一） or 1. at the i-th character; the number, or 0.  A dash is what recognition
 * makes of 一. */
static int64_t heading_number(const struct bulletin_points *t, size_t i, int level)
{
    struct bulletin_numeral v;
    size_t from = level == 2 ? i + 1 : i;

    if (from + 1 >= t->n || (level == 2 && t->c[i] != '('))
        return 0;
    if (level < 3 && (t->c[from] == U'—' || t->c[from] == U'―' || t->c[from] == '-'))
        return t->c[from + 1] == (level == 2 ? (uint32_t)')' : U'、') ? 1 : 0;
    if (bulletin_points_digit(t->c[from]) != (level == 3) ||
        !bulletin_numeral_at(t, from, &v) || v.over || v.value.scale > 0)
        return 0;
    if (v.end + 1 >= t->n)
        return 0;
    if (level == 3)
        return (t->c[v.end] == '.' || t->c[v.end] == U'、') &&
                       bulletin_points_han(t->c[v.end + 1])
                   ? v.value.digits
                   : 0;
    if (t->c[v.end] != (level == 2 ? (uint32_t)')' : U'、'))
        return 0;
    if (bulletin_points_numeral(t->c[v.end + 1]) && level == 1 && v.end + 2 < t->n &&
        !bulletin_points_han(t->c[v.end + 2]))
        return 0;
    return v.value.digits;
}

static bool paragraph_begins(const struct bulletin_points *t, size_t i)
{
    return i == 0 || t->gap[i] == 2 || t->c[i - 1] == BULLETIN_END || t->c[i - 1] == U'。' ||
           t->c[i - 1] == U'；' ||
           (i > 1 && t->c[i - 1] == U'”' && (t->c[i - 2] == U'。' || t->c[i - 2] == U'！'));
}

/* Where a heading ends: at its sentence's end, or at the end of a short line. */
static size_t heading_end(const struct bulletin_points *t, size_t i)
{
    size_t k = i, line = 0;

    for (; k < t->n && k - i < HEADING_POINTS; k++) {
        if (t->c[k] == U'。' || t->c[k] == BULLETIN_END)
            return k;
        if (k > i && t->gap[k] == 2) {
            if (line < 22 || t->flowing)
                return k;
            line = 0;
        }
        line++;
    }
    for (size_t e = i; e < k; e++)
        if (t->c[e] == U'，' || t->c[e] == U'：')
            return e;
    return k;
}

struct found {
    struct str *p;
    size_t n, cap;
};

/* "1." heads a paragraph only in few words: 1.政策送上门。 */
static bool short_heading(const struct bulletin_points *t, size_t i, size_t end)
{
    for (size_t k = i; k < end; k++)
        if (t->c[k] == U'，' || t->c[k] == ',' || t->c[k] == U'；')
            return false;
    return end - i <= 26;
}

/* 一 where recognition saw a dash. */
static struct str heading_words(const struct bulletin_points *t, size_t i, size_t end)
{
    size_t dash = t->c[i] == '(' ? i + 1 : i;
    struct str words;

    if (t->c[dash] != U'—' && t->c[dash] != U'―' && t->c[dash] != '-')
        return bulletin_points_text(t, i, end);
    words = bulletin_points_text(t, dash + 1, end);
    return str_f(t->arena, "%s一%.*s", dash > i ? "（" : "", STR(words));
}

/* The article's text with its headings on lines of their own. */
static void headings_find(const struct bulletin_points *t, struct bulletin_part *part)
{
    struct found all = {0};
    struct buf b = buf_new(t->arena, BULLETIN_TEXT_MAX);
    int64_t next[4] = {0, 1, 1, 1};

    for (size_t i = 0; i < t->n; i++) {
        int level = 0;

        for (int l = 1; l <= 3 && level == 0 && paragraph_begins(t, i); l++)
            if (heading_number(t, i, l) == next[l])
                level = l;
        if (level == 3 && !short_heading(t, i, heading_end(t, i)))
            level = 0;
        if (level == 0) {
            if (t->c[i] == BULLETIN_END)
                buf_char(&b, '\n');
            else
                buf_point(&b, t->raw[t->at[i]]);
            continue;
        }
        size_t end = heading_end(t, i);
        struct str words = heading_words(t, i, end);

        next[level]++;
        for (int l = level + 1; l <= 3; l++)
            next[l] = 1;
        *VEC_PUSH(t->arena, &all) = words;
        buf_f(&b, "\n%s %.*s\n", level == 1 ? "#" : "##", STR(words));
        i = end < t->n && t->c[end] != U'。' && t->c[end] != BULLETIN_END ? end - 1 : end;
    }
    part->headings = all.p;
    part->nheadings = all.n;
    part->body = str_trim(buf_str(&b));
}

static struct str joined(const struct body *b, size_t from, size_t to, enum kind kind)
{
    struct buf out = buf_new(b->raw->arena, 2000);
    struct str none = {0};

    for (size_t i = from; i < to; i++) {
        struct str s = b->raw->lines.p[i].text;

        if (b->kinds[i] != kind)
            continue;
        if (kind == LINE_SUBTITLE)
            while (str_starts(s, S("—")) || str_starts(s, S("-")) || str_starts(s, S("─")))
                s = str_sub(s, s.p[0] == '-' ? 1 : 3, s.n);
        buf_add(&out, s);
    }
    return out.n == 0 ? none : buf_str(&out);
}

/* Without the brackets about it. */
static struct str credit_words(struct str s)
{
    static const char *const marks[] = {
        "(", "（", "〔", "［", "[", ")", "）", "〕", "］", "]", NULL};

    for (size_t k = 0; marks[k] != NULL; k++) {
        struct str m = str_of(marks[k]);

        if (k < 5 && str_starts(s, m))
            s = str_sub(s, m.n, s.n);
        if (k >= 5 && str_ends(s, m))
            s = str_sub(s, 0, s.n - m.n);
    }
    return str_trim(s);
}

/* "……成效明显。（某县人大常委会 供稿）" at the end of the last line; *body is what is before.
 */
static struct str credit_inside(struct str line, size_t *body)
{
    static const char *const who[] = {"供稿", "人大", "联工委", "代工委", "作者", "办公室",
        "联络处", "整理", "综合", "街道", "主席团", NULL};
    struct str none = {0};
    size_t at = (size_t)-1;

    if (!str_ends(line, S("）")) && !str_ends(line, S(")")))
        return none;
    for (size_t i = 0; i < line.n; i++) {
        struct str rest = str_sub(line, i, line.n);

        if (str_starts(rest, S("。（")) || str_starts(rest, S("。(")) ||
            str_starts(rest, S("”（")) || str_starts(rest, S("！（")))
            at = i + 3;
    }
    if (at == (size_t)-1)
        return none;
    line = str_sub(line, at, line.n);
    if (str_points(line) > CREDIT_POINTS || str_has(line, S("。")) || !has_any(line, who))
        return none;
    *body = at;
    return credit_words(line);
}

/* Lines from..to are one article: titles first, the credit line last. */
static struct bulletin_part article(const struct body *b, size_t from, size_t to)
{
    struct bulletin_part part = {0};
    struct bulletin_points t;
    size_t at = from, end = to;

    part.title = joined(b, from, to, LINE_TITLE);
    part.subtitle = joined(b, from, to, LINE_SUBTITLE);
    while (at < to && (b->kinds[at] == LINE_TITLE || b->kinds[at] == LINE_SUBTITLE))
        at++;
    while (end > at && b->kinds[end - 1] == LINE_SKIP)
        end--;
    if (end > at && b->kinds[end - 1] == LINE_CREDIT)
        part.credit = credit_words(b->raw->lines.p[--end].text);
    /* Right below the title stands who wrote it, too. */
    if (part.credit.p == NULL && at < end && b->kinds[at] == LINE_CREDIT)
        part.credit = credit_words(b->raw->lines.p[at++].text);
    t = bulletin_lines_join(b->raw, at, end, b->alone);
    headings_find(&t, &part);
    if (part.credit.p == NULL) {
        size_t body = part.body.n;

        part.credit = credit_inside(part.body, &body);
        part.body = str_sub(part.body, 0, body);
    }
    return part;
}

static void articles_cut(const struct body *b, struct bulletin_text *out)
{
    struct {
        struct bulletin_part *p;
        size_t n, cap;
    } all = {0};
    size_t i = b->first;

    while (i < b->last) {
        size_t from = i;
        bool text = false;

        if (b->kinds[i] == LINE_NOTE || b->kinds[i] == LINE_SKIP) {
            i++;
            continue;
        }
        while (
            i < b->last && b->kinds[i] != LINE_NOTE && !(b->kinds[i] == LINE_TITLE && text)) {
            bool credit = b->kinds[i] == LINE_CREDIT;

            if (b->kinds[i] == LINE_SKIP && text)
                break;
            i++;
            if (credit && text)
                break;
            text = text || b->kinds[i - 1] == LINE_TEXT || b->kinds[i - 1] == LINE_HEADING;
        }
        *VEC_PUSH(b->raw->arena, &all) = article(b, from, i);
    }
    out->articles = (struct bulletin_part_list){all.p, all.n};
}

/* The note without its label. */
static struct str note_words(const struct body *b)
{
    struct str s = bulletin_lines_close(b->raw->arena, joined(b, b->first, b->last, LINE_NOTE));
    size_t at = 0, n = 0;

    if (s.n == 0)
        return (struct str){0};
    while (at < s.n && n++ < 10) {
        size_t before = at;
        uint32_t c = str_next(s, &at);

        if (c == U'】' || c == ']' || c == U'］' || c == U'：' || c == ':' || c == U'〕' ||
            c == ')' || c == U'）') {
            s = str_sub(s, at, s.n);
            while (str_starts(s, S("：")) || str_starts(s, S(":")))
                s = str_sub(s, s.p[0] == ':' ? 1 : 3, s.n);
            return str_trim(s);
        }
        (void)before;
    }
    return s;
}

static bool running(enum kind kind)
{
    return kind == LINE_TEXT || kind == LINE_HEADING || kind == LINE_NOTE;
}

/* Figures of notes and text; Chinese numerals of titles are watchwords. */
static void figures_find(const struct body *b, struct bulletin_text *out)
{
    struct {
        struct bulletin_seen *p;
        size_t n, cap;
    } all = {0};

    for (size_t i = b->first; i < b->last;) {
        size_t from = i;
        struct bulletin_points t;
        struct bulletin_seen_list some;

        if (!running(b->kinds[i])) {
            i++;
            continue;
        }
        while (i < b->last && running(b->kinds[i]))
            i++;
        t = bulletin_lines_join(b->raw, from, i, b->alone);
        some = bulletin_figures(&t);
        EACH (f, &some)
            *VEC_PUSH(b->raw->arena, &all) = *f;
    }
    out->figures = (struct bulletin_seen_list){all.p, all.n};
}

void bulletin_articles(
    const struct bulletin_raw *raw, size_t first, size_t last, struct bulletin_text *out)
{
    struct body b = {.raw = raw,
        .kinds = MANY(raw->arena, enum kind, raw->lines.n + 1),
        .alone = MANY(raw->arena, bool, raw->lines.n + 1),
        .first = first,
        .last = last};

    mark_lines(&b);
    out->editors_note = note_words(&b);
    articles_cut(&b, out);
    figures_find(&b, out);
}
