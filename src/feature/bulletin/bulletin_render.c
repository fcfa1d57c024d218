/*
 * bulletin_render: an issue as it is printed: its texts cut into blocks and runs, live figures
 * worded, sources numbered.
 */
#include "base/han.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_token.h"
#include "feature/registry/registry.h"

struct runs {
    struct bulletin_run *p;
    size_t n, cap;
};

struct work {
    struct cx *cx;
    const struct bulletin_issue *issue;
    const struct bulletin_figure_list *frozen; /* NULL: counted now */
    int64_t article_id;
    struct {
        struct bulletin_block *p;
        size_t n, cap;
    } blocks;
    struct {
        struct bulletin_figure *p;
        size_t n, cap;
    } figures;
    struct {
        struct str *p;
        size_t n, cap;
    } notes;
};

static struct str together(struct arena *a, const struct bulletin_run *p, size_t n)
{
    struct buf b = buf_new(a, BULLETIN_TEXT_MAX);

    for (size_t i = 0; i < n; i++)
        buf_add(&b, p[i].text);
    return buf_str(&b);
}

static void block_add(struct work *w, enum bulletin_block_kind kind, const struct runs *runs)
{
    if (runs->n == 0)
        return;
    *VEC_PUSH(w->cx->arena, &w->blocks) = (struct bulletin_block){.kind = kind,
        .runs = {runs->p, runs->n},
        .text = together(w->cx->arena, runs->p, runs->n)};
}

static void plain_add(struct work *w, enum bulletin_block_kind kind, struct str text)
{
    struct runs runs = {0};

    if (text.n == 0)
        return;
    *VEC_PUSH(w->cx->arena, &runs) = (struct bulletin_run){.text = text};
    block_add(w, kind, &runs);
}

/* The n-th figure of the issue: as it was frozen, or as it is now. */
static enum err figure_next(
    struct work *w, const struct bulletin_token *t, struct bulletin_figure *out)
{
    int64_t place = (int64_t)w->figures.n + 1;

    if (w->frozen != NULL && place <= (int64_t)w->frozen->n) {
        *out = w->frozen->p[place - 1];
        return OK;
    }
    if (t->code.n == 0) {
        out->place = place;
        return OK;
    }
    TRY(bulletin_token_figure(w->cx, w->issue, t, out));
    out->place = place;
    out->article_id = w->article_id;
    return OK;
}

static struct str circled(struct arena *a, int64_t n)
{
    struct buf b = buf_new(a, 16);

    if (n > 20)
        return str_f(a, "[%lld]", (long long)n);
    buf_point(&b, 0x245F + (uint32_t)n);
    return buf_str(&b);
}

/* The number of a source; the same source keeps its number within an article. */
static struct str source_mark(struct work *w, struct str words)
{
    struct arena *a = w->cx->arena;

    for (size_t i = 0; i < w->notes.n; i++)
        if (str_eq(w->notes.p[i],
                str_f(a, "%.*s %.*s", STR(circled(a, (int64_t)i + 1)), STR(words))))
            return circled(a, (int64_t)i + 1);
    words = str_f(a, "%.*s %.*s", STR(circled(a, (int64_t)w->notes.n + 1)), STR(words));
    *VEC_PUSH(a, &w->notes) = words;
    return circled(a, (int64_t)w->notes.n);
}

/* Where the wording stands last, in the clause that the text ends with. */
static bool figure_last(struct str text, struct str wording, size_t *at)
{
    static const char *const ends[] = {"，", "。", "；", "、", "：", NULL};
    struct str tail;

    if (wording.n == 0 || wording.n > text.n)
        return false;
    for (*at = text.n - wording.n; !str_starts(str_sub(text, *at, text.n), wording); --*at)
        if (*at == 0)
            return false;
    tail = str_sub(text, *at + wording.n, text.n);
    for (size_t k = 0; ends[k] != NULL; k++)
        if (str_has(tail, str_of(ends[k])))
            return false;
    return true;
}

/* {来源|…} behind a typed figure: the figure, as read from the words before, takes a number. */
static enum err source_add(struct work *w, struct runs *runs, struct str words)
{
    struct arena *a = w->cx->arena;
    struct bulletin_seen_list seen = {0};
    struct bulletin_figure f;
    struct bulletin_run *last = runs->n > 0 ? &runs->p[runs->n - 1] : NULL;
    struct str mark = source_mark(w, words);
    size_t at;

    if (last != NULL && last->figure == 0)
        seen = bulletin_figures_of(a, last->text);
    if (seen.n > 0 && figure_last(last->text, seen.p[seen.n - 1].wording, &at)) {
        const struct bulletin_seen *s = &seen.p[seen.n - 1];
        struct str tail = str_sub(last->text, at + s->wording.n, last->text.n);

        f = (struct bulletin_figure){.issue_id = w->issue->id,
            .article_id = w->article_id,
            .code = S(""),
            .division = S(""),
            .day_from = DATE_NONE,
            .day_to = DATE_NONE,
            .wording = s->wording,
            .digits = s->value.digits,
            .scale = s->value.scale,
            .qualifier = str_of(bulletin_qualifier_words[s->qualifier]),
            .unit = s->unit,
            .counts = s->counts.p == NULL ? S("") : s->counts,
            .source = words,
            .cutoff = w->issue->cutoff};
        TRY(figure_next(w, &(struct bulletin_token){0}, &f));
        last->text = str_sub(last->text, 0, at);
        *VEC_PUSH(a, runs) = (struct bulletin_run){s->wording, f.place};
        if (tail.n > 0)
            *VEC_PUSH(a, runs) = (struct bulletin_run){tail, 0};
        *VEC_PUSH(a, &w->figures) = f;
    }
    *VEC_PUSH(a, runs) = (struct bulletin_run){mark, 0};
    return OK;
}

static enum err brace(struct work *w, struct runs *runs, struct str inside)
{
    struct arena *a = w->cx->arena;
    struct bulletin_token t;
    struct bulletin_figure f = {0};

    if (str_starts(inside, S("来源|")))
        return source_add(w, runs, str_trim(str_sub(inside, 7, inside.n)));
    if (!bulletin_token_read(inside, &t)) {
        *VEC_PUSH(a, runs) = (struct bulletin_run){str_f(a, "{%.*s}", STR(inside)), 0};
        return OK;
    }
    TRY(figure_next(w, &t, &f));
    *VEC_PUSH(a, runs) = (struct bulletin_run){f.wording, f.place};
    *VEC_PUSH(a, &w->figures) = f;
    return OK;
}

static enum err runs_of(struct work *w, struct str line, struct runs *out)
{
    while (line.n > 0) {
        size_t open = str_find_char(line, '{');
        size_t close =
            open == (size_t)-1 ? (size_t)-1 : str_find_char(str_sub(line, open, line.n), '}');

        if (close == (size_t)-1) {
            *VEC_PUSH(w->cx->arena, out) = (struct bulletin_run){line, 0};
            return OK;
        }
        if (open > 0)
            *VEC_PUSH(w->cx->arena, out) = (struct bulletin_run){str_sub(line, 0, open), 0};
        TRY(brace(w, out, str_sub(line, open + 1, close - 1)));
        line = str_sub(line, open + close + 1, line.n);
    }
    return OK;
}

static enum err line_add(struct work *w, struct str line)
{
    enum bulletin_block_kind kind = BLOCK_PARA;
    struct runs runs = {0};

    if (str_starts(line, S("## "))) {
        kind = BLOCK_H2;
        line = str_sub(line, 3, line.n);
    } else if (str_starts(line, S("# "))) {
        kind = BLOCK_H1;
        line = str_sub(line, 2, line.n);
    }
    TRY(runs_of(w, str_trim(line), &runs));
    block_add(w, kind, &runs);
    return OK;
}

static enum err article_add(struct work *w, const struct bulletin_article *article)
{
    struct str rest = bulletin_token_sources(w->cx->arena, article->body);

    w->article_id = article->id;
    w->notes.n = 0;
    plain_add(w, BLOCK_TITLE, article->title);
    plain_add(w, BLOCK_SUBTITLE, article->subtitle);
    while (rest.n > 0) {
        struct str line = str_trim(str_cut(rest, '\n', &rest));

        if (line.n > 0)
            TRY(line_add(w, line));
    }
    if (article->credit.n > 0)
        plain_add(w, BLOCK_CREDIT, str_f(w->cx->arena, "（%.*s）", STR(article->credit)));
    for (size_t i = 0; i < w->notes.n; i++)
        plain_add(w, BLOCK_NOTE, w->notes.p[i]);
    return OK;
}

static struct str date_words(struct arena *a, struct date d)
{
    struct ymd y = date_ymd(d);

    return date_is(d) ? str_f(a, "%d年%d月%d日", (int)y.year, (int)y.month, (int)y.day) : S("");
}

static void head_set(struct cx *cx, const struct bulletin_issue *i, struct bulletin_print *out)
{
    struct arena *a = cx->arena;
    struct str rest = i->distribution;

    if (i->number > 0)
        out->issue_words =
            i->kind == BULLETIN_SPECIAL ? str_f(a, "增刊第%lld期", (long long)i->number)
            : i->kind == BULLETIN_CORRECTION ? str_f(a, "更正第%lld期", (long long)i->number)
                                             : str_f(a, "第%lld期", (long long)i->number);
    else
        out->issue_words = S("（未编号）");
    if (i->serial > 0)
        out->serial_words = str_f(a, "（总第%.*s期）", STR(han_number(a, i->serial)));
    out->publisher_words = str_f(a, "%.*s编", STR(i->publisher));
    out->date_words = date_words(a, i->day);
    out->distribution = MANY(a, struct str, 100);
    while (rest.n > 0 && out->ndistribution < 100) {
        struct str line = str_trim(str_cut(rest, '\n', &rest));

        if (line.n > 0)
            out->distribution[out->ndistribution++] = line;
    }
}

enum err bulletin_render(
    struct cx *cx, const struct bulletin_issue *issue, struct bulletin_print *out)
{
    struct work w = {.cx = cx, .issue = issue};
    struct bulletin_article_list articles;
    struct bulletin_figure_list frozen;

    *out = (struct bulletin_print){0};
    TRY(bulletin_articles_of(cx, issue->id, &articles));
    if (issue->state >= BULLETIN_SIGNED && issue->kind != BULLETIN_IMPORTED) {
        TRY(bulletin_frozen(cx, issue->id, &frozen));
        w.frozen = &frozen;
    }
    EACH (a, &articles)
        TRY(article_add(&w, a));
    head_set(cx, issue, out);
    out->blocks = (struct bulletin_block_list){w.blocks.p, w.blocks.n};
    out->figures = (struct bulletin_figure_list){w.figures.p, w.figures.n};
    return OK;
}
