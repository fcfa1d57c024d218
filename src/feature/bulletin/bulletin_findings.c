/*
 * bulletin_findings: what is looked at before an issue is signed: figures without a record or a
 * source, sums and shares, names of places, sessions, credit lines, numbering of headings.
 */
#include "base/han.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_look.h"
#include "feature/bulletin/bulletin_token.h"

enum {
    PARTS_MAX = 12
};

bool bulletin_finding_stops(enum bulletin_finding_kind kind)
{
    return kind == FINDING_UNBOUND || kind == FINDING_DIFFERS || kind == FINDING_CREDIT;
}

void bulletin_findings_add(
    struct bulletin_look *l, enum bulletin_finding_kind kind, struct str words, struct str more)
{
    if (l->out->n >= BULLETIN_FINDINGS_MAX)
        return;
    for (size_t i = 0; i < l->out->n; i++)
        if (l->out->p[i].kind == kind && str_eq(l->out->p[i].words, words) &&
            str_eq(l->out->p[i].article_id, l->article->public_id))
            return;
    l->out->p[l->out->n++] = (struct bulletin_finding){.kind = kind,
        .words = words,
        .more = more,
        .article = l->article->title,
        .article_id = l->article->public_id};
}

/* Figures of one sentence. */
struct sentence {
    const struct bulletin_seen *p;
    size_t n;
    struct str text;
};

static bool whole(const struct bulletin_seen *s)
{
    return s->qualifier == QUALIFIER_EXACT && s->value.scale == 0;
}

static void finding_add(struct bulletin_finding_list *out, size_t max,
    enum bulletin_finding_kind kind, struct str words, struct str more)
{
    if (out->n < max)
        out->p[out->n++] =
            (struct bulletin_finding){.kind = kind, .words = words, .more = more};
}

/* 151件 … 45件, 106件: the next figures of the unit add up to the first.  Parts are claimed by
 * 其中 or 分别; without these words a sum that fits is told, one that does not is no fault. */
static void sums(
    struct arena *a, const struct sentence *s, struct bulletin_finding_list *out, size_t max)
{
    for (size_t i = 0; i < s->n; i++) {
        int64_t sum = 0, all = s->p[i].value.digits;
        struct buf words = buf_new(a, 1000);
        size_t parts = 0;
        bool fits = false;

        if (!whole(&s->p[i]) || all < 2)
            continue;
        for (size_t k = i + 1; k < s->n && parts < PARTS_MAX && !fits; k++) {
            if (!whole(&s->p[k]) || !str_eq(s->p[k].unit, s->p[i].unit) ||
                s->p[k].value.digits > all)
                continue;
            sum += s->p[k].value.digits;
            buf_f(&words, "%s%lld", parts > 0 ? "+" : "", (long long)s->p[k].value.digits);
            fits = ++parts >= 2 && sum == all;
        }
        if (fits)
            finding_add(out, max, FINDING_AGREES,
                str_f(a, "%.*s=%lld", STR(buf_str(&words)), (long long)all), S(""));
        else if (parts >= 2 && sum > all && str_has(s->text, S("其中")))
            finding_add(out, max, FINDING_DIFFERS,
                str_f(a, "%.*s≠%lld", STR(buf_str(&words)), (long long)all),
                str_f(a, "%lld", (long long)sum));
    }
}

/* The share in units of its last printed digit, rounded half up. */
static int64_t share_of(int64_t part, int64_t all, int scale)
{
    int64_t ten = 1;

    for (int i = 0; i < scale; i++)
        ten *= 10;
    return part > INT64_MAX / ten / 4 ? -1 : (part * ten * 2 + all) / (2 * all);
}

/* 1529个 … 1127个 … 占73.7%: of the figures before it two give the share. */
static void shares(
    struct arena *a, const struct sentence *s, struct bulletin_finding_list *out, size_t max)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct bulletin_seen *last = NULL, *before = NULL;
        const struct bulletin_seen *r = &s->p[i];
        bool fits = false;

        if (!str_is(r->unit, "比率") || r->qualifier != QUALIFIER_EXACT || r->value.scale > 6)
            continue;
        for (size_t k = 0; k < i && !fits; k++)
            for (size_t j = 0; j < k && !fits; j++) {
                const struct bulletin_seen *x = &s->p[j], *y = &s->p[k];
                const struct bulletin_seen *large = x->value.digits > y->value.digits ? x : y;
                const struct bulletin_seen *small = large == x ? y : x;

                if (!whole(x) || !whole(y) || !str_eq(x->unit, y->unit) ||
                    large->value.digits == 0)
                    continue;
                before = large;
                last = small;
                fits = share_of(small->value.digits, large->value.digits, r->value.scale) ==
                       r->value.digits;
            }
        if (last == NULL || !(fits || str_has(s->text, S("占"))))
            continue;
        finding_add(out, max, fits ? FINDING_AGREES : FINDING_DIFFERS,
            str_f(a, "%lld/%lld%s%.*s", (long long)last->value.digits,
                (long long)before->value.digits, fits ? "=" : "≠", STR(r->wording)),
            ratio_text(a, (struct ratio){last->value.digits, before->value.digits}, 2));
    }
}

void bulletin_arithmetic(
    struct arena *a, struct str text, struct bulletin_finding_list *out, size_t max)
{
    while (text.n > 0) {
        size_t full = str_find(text, S("。")), semi = str_find(text, S("；"));
        size_t end = full < semi ? full : semi;
        struct sentence s = {.text = end == (size_t)-1 ? text : str_sub(text, 0, end)};
        struct bulletin_seen_list seen = bulletin_figures_of(a, s.text);

        s.p = seen.p;
        s.n = seen.n;
        sums(a, &s, out, max);
        shares(a, &s, out, max);
        text = end == (size_t)-1 ? S("") : str_sub(text, end + 3, text.n);
    }
}

/* The text as it will be read, and what of it stands in braces left out. */
static void texts_of(struct arena *a, struct str body, struct str *typed)
{
    struct buf b = buf_new(a, BULLETIN_TEXT_MAX);

    while (body.n > 0) {
        size_t open = str_find_char(body, '{'), close;

        if (open == (size_t)-1) {
            buf_add(&b, body);
            break;
        }
        close = str_find_char(str_sub(body, open, body.n), '}');
        if (close == (size_t)-1) {
            buf_add(&b, body);
            break;
        }
        buf_add(&b, str_sub(body, 0, open));
        /* A source belongs to the figure before it. */
        buf_add(&b,
            str_starts(str_sub(body, open, body.n), S("{来源|")) ? S("〖源〗") : S("〖数〗"));
        body = str_sub(body, open + close + 1, body.n);
    }
    *typed = buf_str(&b);
}

/* Does a source stand behind this wording, in the same clause? */
static bool sourced(struct str line, struct str wording)
{
    static const char *const ends[] = {"，", "。", "；", "、", NULL};
    size_t at;

    while ((at = str_find(line, wording)) != (size_t)-1) {
        struct str tail = str_sub(line, at + wording.n, line.n);
        size_t source = str_find(tail, S("〖源〗"));
        bool same = source != (size_t)-1;

        for (size_t k = 0; ends[k] != NULL; k++)
            same = same && str_find(tail, str_of(ends[k])) > source;
        if (same)
            return true;
        line = tail;
    }
    return false;
}

/* Typed figures without a source behind them. */
static void unbound(struct bulletin_look *l, struct str typed)
{
    struct arena *a = l->cx->arena;

    for (struct str rest = typed; rest.n > 0;) {
        struct str line = str_cut(rest, '\n', &rest);
        struct bulletin_seen_list seen;

        if (str_starts(line, S("#")))
            continue;
        seen = bulletin_figures_of(a, line);
        EACH (f, &seen) {
            if (!sourced(line, f->wording))
                bulletin_findings_add(l, FINDING_UNBOUND, f->wording, f->counts);
        }
    }
}

/* 一、二、三、 without a gap. */
static void headings(struct bulletin_look *l)
{
    int64_t next = 1;

    for (struct str rest = l->article->body; rest.n > 0;) {
        struct str line = str_trim(str_cut(rest, '\n', &rest));
        size_t cut;
        int64_t n;

        if (!str_starts(line, S("# ")))
            continue;
        line = str_sub(line, 2, line.n);
        cut = str_find(line, S("、"));
        if (cut == (size_t)-1 || cut > 12 || han_number_read(str_sub(line, 0, cut), &n) != OK)
            continue;
        if (n != next)
            bulletin_findings_add(l, FINDING_HEADING, line, han_number(l->cx->arena, next));
        next = n + 1;
    }
}

/* Sums and shares over what will be printed: with the values of live figures in place. */
static void arithmetic(struct bulletin_look *l, const struct bulletin_print *p)
{
    struct bulletin_finding some[40];
    struct bulletin_finding_list list = {some, 0};

    EACH (b, &p->blocks)
        if (b->kind == BLOCK_PARA)
            bulletin_arithmetic(l->cx->arena, b->text, &list, COUNT(some));
    EACH (f, &list)
        bulletin_findings_add(l, f->kind, f->words, f->more);
}

static enum err look_at(struct bulletin_look *l)
{
    struct str typed;

    texts_of(l->cx->arena, bulletin_token_sources(l->cx->arena, l->article->body), &typed);
    unbound(l, typed);
    TRY(bulletin_names(l, typed));
    headings(l);
    if (l->article->credit.n == 0)
        bulletin_findings_add(l, FINDING_CREDIT, l->article->title, S(""));
    return OK;
}

enum err bulletin_findings(
    struct cx *cx, const struct bulletin_issue *issue, struct bulletin_finding_list *out)
{
    static const struct bulletin_article whole_issue = {.title = {"", 0}, .public_id = {"", 0}};
    struct bulletin_look l = {.cx = cx, .issue = issue, .out = out};
    struct bulletin_article_list articles;
    struct bulletin_print p;

    *out = (struct bulletin_finding_list){
        MANY(cx->arena, struct bulletin_finding, BULLETIN_FINDINGS_MAX), 0};
    TRY(bulletin_articles_of(cx, issue->id, &articles));
    EACH (a, &articles) {
        l.article = a;
        TRY(look_at(&l));
    }
    l.article = &whole_issue;
    TRY(bulletin_render(cx, issue, &p));
    arithmetic(&l, &p);
    return OK;
}
