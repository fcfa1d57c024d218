/*
 * bulletin_findings: what is looked at before an issue is signed: figures without a record or a
 * source, sums and shares, names of places, sessions, credit lines, numbering of headings.
 */
#include "base/han.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_lines.h"
#include "feature/bulletin/bulletin_token.h"
#include "feature/registry/registry.h"

enum {
    FINDINGS_MAX = 200,
    PARTS_MAX = 12
};

bool bulletin_finding_stops(enum bulletin_finding_kind kind)
{
    return kind == FINDING_UNBOUND || kind == FINDING_DIFFERS || kind == FINDING_CREDIT;
}

struct look {
    struct cx *cx;
    const struct bulletin_issue *issue;
    const struct bulletin_article *article;
    struct bulletin_finding_list *out;
};

static void found(
    struct look *l, enum bulletin_finding_kind kind, struct str words, struct str more)
{
    if (l->out->n >= FINDINGS_MAX)
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
static void unbound(struct look *l, struct str typed)
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
                found(l, FINDING_UNBOUND, f->wording, f->counts);
        }
    }
}

static bool generic(uint32_t c)
{
    static const uint32_t all[] = {U'各', U'全', U'本', U'该', U'县', U'市', U'乡', U'区',
        U'、', U'个', U'省', U'进', U'到', U'和', U'与', U'级', U'农', U'山', U'的', U'在',
        U'下', U'驻', U'美', U'新', U'某', U'两', U'湾', U'社', U'州', U'镇', U'村', U'每',
        U'跨', U'为', U'（', U'，', U'。', U'“', U'”', U'《', U'》', U'；', U'：', U'数', U'〗',
        U'源'};

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i] == c)
            return true;
    return !bulletin_points_han(c) || bulletin_points_numeral(c);
}

static enum err known(struct look *l, struct str name, bool *is)
{
    struct find_hit_list hits;

    *is = false;
    TRY(registry_find_places(l->cx, name, &hits));
    EACH (h, &hits)
        *is = *is || str_eq(h->division.name, name);
    return OK;
}

/* Names that end in 镇, 乡, 街道, 县: two to five characters before it. */
static enum err places(struct look *l, struct str typed)
{
    static const char *const ends[] = {"街道", "镇", "乡", "县", NULL};
    struct bulletin_raw raw;
    struct bulletin_points t;

    bulletin_lines(l->cx->arena, typed, &raw);
    t = bulletin_lines_join(&raw, 0, raw.lines.n, NULL);
    for (size_t i = 2; i < t.n && l->out->n < FINDINGS_MAX; i++) {
        size_t n = bulletin_points_word(&t, i, ends, NULL);
        bool is = false;
        size_t from = i;

        if (n == 0 || generic(t.c[i - 1]) || (i + n < t.n && t.c[i + n] == U'级'))
            continue;
        for (size_t back = 1; back <= 5 && back <= i && !is; back++) {
            if (!bulletin_points_han(t.c[i - back]))
                break;
            from = i - back;
            if (back >= 1)
                TRY(known(l, bulletin_points_text(&t, from, i + n), &is));
        }
        if (!is && from < i)
            found(l, FINDING_PLACE, bulletin_points_text(&t, i > 3 ? i - 3 : 0, i + n), S(""));
    }
    return OK;
}

/* The term of a people's congress that sits on a day; 0: not known.  Those of the nation and
 * the province have ruled since 1954 in terms of five years: the 14th began in 2023. */
static enum err term_on(
    struct look *l, struct str body, const struct congress_list *all, int64_t *term)
{
    int32_t year = date_ymd(date_is(l->issue->day) ? l->issue->day : date_of(l->cx->now)).year;

    *term = 0;
    if (str_is(body, "省") || str_is(body, "国")) {
        *term = 14 + (year >= 2023 ? (year - 2023) / 5 : -((2022 - year) / 5 + 1));
        return OK;
    }
    if (!str_is(body, "市"))
        return OK;
    EACH (c, all)
        if (c->level == LEVEL_CITY && c->term > *term &&
            c->valid_from.day <= date_of(l->cx->now).day)
            *term = c->term;
    return OK;
}

/* 省十三届人大四次会议: does the term fit the day? */
static enum err sessions(struct look *l, struct str typed)
{
    struct congress_list all;
    struct bulletin_raw raw;
    struct bulletin_points t;

    TRY(registry_congresses(l->cx,
        str_f(l->cx->arena, "%.*s00000000", STR(str_sub(l->issue->division, 0, 4))), &all));
    bulletin_lines(l->cx->arena, typed, &raw);
    t = bulletin_lines_join(&raw, 0, raw.lines.n, NULL);
    for (size_t i = 1; i < t.n; i++) {
        struct bulletin_numeral v;
        int64_t term;
        size_t body = t.c[i - 1] == U'第' && i > 1 ? i - 2 : i - 1;

        if (!bulletin_points_numeral(t.c[i]) || bulletin_points_numeral(t.c[i - 1]) ||
            !bulletin_numeral_at(&t, i, &v) || !bulletin_points_at(&t, v.end, "届人"))
            continue;
        TRY(term_on(l, bulletin_points_text(&t, body, body + 1), &all, &term));
        if (term > 0 && v.value.digits != term)
            found(l, FINDING_SESSION, bulletin_points_text(&t, body, v.end + 3),
                str_f(l->cx->arena, "第%.*s届", STR(han_number(l->cx->arena, term))));
    }
    return OK;
}

/* 一、二、三、 without a gap. */
static void headings(struct look *l)
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
            found(l, FINDING_HEADING, line, han_number(l->cx->arena, next));
        next = n + 1;
    }
}

/* Sums and shares over what will be printed: with the values of live figures in place. */
static void arithmetic(struct look *l, const struct bulletin_print *p)
{
    struct bulletin_finding some[40];
    struct bulletin_finding_list list = {some, 0};

    EACH (b, &p->blocks)
        if (b->kind == BLOCK_PARA)
            bulletin_arithmetic(l->cx->arena, b->text, &list, COUNT(some));
    EACH (f, &list)
        found(l, f->kind, f->words, f->more);
}

static enum err look_at(struct look *l)
{
    struct str typed;

    texts_of(l->cx->arena, bulletin_token_sources(l->cx->arena, l->article->body), &typed);
    unbound(l, typed);
    TRY(places(l, typed));
    TRY(sessions(l, typed));
    headings(l);
    if (l->article->credit.n == 0)
        found(l, FINDING_CREDIT, l->article->title, S(""));
    return OK;
}

enum err bulletin_findings(
    struct cx *cx, const struct bulletin_issue *issue, struct bulletin_finding_list *out)
{
    static const struct bulletin_article whole_issue = {.title = {"", 0}, .public_id = {"", 0}};
    struct look l = {.cx = cx, .issue = issue, .out = out};
    struct bulletin_article_list articles;
    struct bulletin_print p;

    *out = (struct bulletin_finding_list){
        MANY(cx->arena, struct bulletin_finding, FINDINGS_MAX), 0};
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
