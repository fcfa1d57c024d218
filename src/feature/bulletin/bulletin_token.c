/*
 * bulletin_token: live figures: what stands in braces, and how a value is worded.
 */
#include "feature/bulletin/bulletin_token.h"

#include "base/han.h"

#include "feature/bulletin/bulletin.h"

enum {
    WAN = 10000
};

struct str bulletin_token_text(struct arena *a, const struct bulletin_token *t)
{
    return str_f(a, "{%.*s|%.*s|%.*s|%.*s|%.*s}", STR(t->code), STR(t->division),
        STR(date_text(a, t->from)), STR(date_text(a, t->to)), STR(t->words));
}

struct str bulletin_token_sources(struct arena *a, struct str body)
{
    struct buf b = buf_new(a, BULLETIN_TEXT_MAX);

    while (body.n > 0) {
        size_t at = str_find(body, S("〔来源：")), end;

        end = at == (size_t)-1 ? at : str_find(str_sub(body, at, body.n), S("〕"));
        if (end == (size_t)-1) {
            buf_add(&b, body);
            break;
        }
        buf_add(&b, str_sub(body, 0, at));
        buf_add(&b, S("{来源|"));
        buf_add(&b, str_sub(body, at + 12, end - 12));
        buf_char(&b, '}');
        body = str_sub(body, at + end + 3, body.n);
    }
    return buf_str(&b);
}

static bool day_of(struct str s, struct date *out)
{
    *out = DATE_NONE;
    return s.n == 0 || date_parse(s, out) == OK;
}

bool bulletin_token_read(struct str s, struct bulletin_token *out)
{
    struct str rest = s, from, to;

    *out = (struct bulletin_token){0};
    out->code = str_trim(str_cut(rest, '|', &rest));
    out->division = str_trim(str_cut(rest, '|', &rest));
    from = str_trim(str_cut(rest, '|', &rest));
    to = str_trim(str_cut(rest, '|', &rest));
    out->words = str_trim(rest);
    return out->code.n > 0 && rest.p != NULL && day_of(from, &out->from) &&
           day_of(to, &out->to);
}

/* The lower bound that is printed: two significant digits, tens below a hundred. */
static int64_t rounded(int64_t v)
{
    int64_t step = 10;

    if (v < 10)
        return v;
    while (v / step >= 100)
        step *= 10;
    return v / step * step;
}

/* 2.6万: one place after the point, or none. */
static struct str in_wan(struct arena *a, int64_t v, bool *cut)
{
    int64_t tenths = v / (WAN / 10);

    *cut = v % (WAN / 10) != 0;
    if (tenths % 10 == 0)
        return str_f(a, "%lld", (long long)(tenths / 10));
    return str_f(a, "%lld.%lld", (long long)(tenths / 10), (long long)(tenths % 10));
}

struct str bulletin_wording(
    struct arena *a, int64_t value, struct str words, enum bulletin_qualifier *qualifier)
{
    /* 万余人次 and 余万人次 mean the same. */
    size_t lead = str_starts(words, S("万")) ? 3 : 0;
    struct str after = str_sub(words, lead, words.n);
    bool about = str_starts(after, S("余")) || str_starts(after, S("多"));
    struct str mark = about ? str_sub(after, 0, 3) : S("");
    struct str unit = !about ? words
                             : str_f(a, "%.*s%.*s", STR(str_sub(words, 0, lead)),
                                   STR(str_sub(after, 3, after.n)));
    bool wan = str_starts(unit, S("万"));
    int64_t shown;

    *qualifier = QUALIFIER_EXACT;
    if (!about && !wan)
        return str_f(a, "%lld%.*s", (long long)value, STR(unit));
    if (wan && value >= WAN) {
        bool cut;
        struct str n = in_wan(a, about ? rounded(value) : value, &cut);

        unit = str_sub(unit, 3, unit.n);
        cut = about ? rounded(value) != value : cut;
        *qualifier = cut ? QUALIFIER_OVER : QUALIFIER_EXACT;
        return str_f(a, "%.*s万%.*s%.*s", STR(n), STR(cut ? (about ? mark : S("余")) : S("")),
            STR(unit));
    }
    if (wan)
        unit = str_sub(unit, 3, unit.n);
    shown = about ? rounded(value) : value;
    /* Where nothing is left out, 余 would be untrue. */
    if (shown == value)
        return str_f(a, "%lld%.*s", (long long)value, STR(unit));
    *qualifier = QUALIFIER_OVER;
    return str_f(a, "%lld%.*s%.*s", (long long)shown, STR(mark), STR(unit));
}

/* 12.50元, 4200余万元; the quantity is fen. */
static struct str money(
    struct arena *a, int64_t fen, struct str words, enum bulletin_qualifier *qualifier)
{
    struct str s;

    if (fen % 100 != 0 && !str_starts(words, S("余")) && !str_starts(words, S("多")))
        return str_f(a, "%.*s%.*s", STR(money_text(a, (struct money){fen})), STR(words));
    s = bulletin_wording(a, fen / 100, words, qualifier);
    return s;
}

static void period(const struct bulletin_issue *issue, struct cx *cx,
    const struct bulletin_token *t, struct stats_query *q)
{
    struct date today = date_of(cx->now);
    struct date end = date_is(issue->day) ? issue->day : today;

    q->to = date_is(t->to) ? t->to : end;
    q->from = date_is(t->from) ? t->from : date_make(date_ymd(q->to).year, 1, 1);
}

/* A rate to one place, as bulletins print them; 80% where nothing is rounded. */
static void rate(struct cx *cx, const struct stats_figure *f, struct bulletin_figure *out)
{
    bool whole = f->base > 0 && f->value < INT64_MAX / 100 && 100 * f->value % f->base == 0;
    int places = whole ? 0 : f->base > 10000 ? 2 : 1;

    out->wording = ratio_text(cx->arena, (struct ratio){f->value, f->base}, places);
    out->base = f->base;
    out->unit = S("比率");
}

static void worded(
    struct cx *cx, const struct stats_figure *f, struct str words, struct bulletin_figure *out)
{
    enum bulletin_qualifier qualifier = QUALIFIER_EXACT;

    if (words.n == 0)
        words = stats_unit(cx, &f->row);
    if (!f->computable)
        out->wording = S("—");
    else if (f->row.kind == STATS_RATE)
        rate(cx, f, out);
    else if (f->row.kind == STATS_MEAN)
        out->wording = str_f(cx->arena, "%.*s%.*s", STR(stats_value(cx, f)), STR(words));
    else if (f->row.kind == STATS_MONEY)
        out->wording = money(cx->arena, f->value, words, &qualifier);
    else
        out->wording = bulletin_wording(cx->arena, f->value, words, &qualifier);
    out->qualifier = str_of(bulletin_qualifier_words[qualifier]);
}

static enum err figure_of(struct cx *cx, const struct bulletin_issue *issue,
    const struct bulletin_token *t, struct bulletin_figure *out)
{
    struct stats_query q = {.code = t->code,
        .division = t->division.n > 0 ? t->division : issue->division,
        .cutoff = issue->cutoff};
    struct stats_figure f;

    period(issue, cx, t, &q);
    TRY(stats_figure(cx, &q, &f));
    *out = (struct bulletin_figure){.issue_id = issue->id,
        .code = t->code,
        .division = q.division,
        .day_from = q.from,
        .day_to = q.to,
        .digits = f.value,
        .base = f.base,
        .unit = stats_unit(cx, &f.row),
        .counts = stats_name(cx, &f.row),
        .source = S(""),
        .records = f.records,
        .cutoff = f.asked.cutoff};
    worded(cx, &f, t->words, out);
    return OK;
}

/* A bulletin is printed in Chinese whatever language its editor reads. */
enum err bulletin_token_figure(struct cx *cx, const struct bulletin_issue *issue,
    const struct bulletin_token *t, struct bulletin_figure *out)
{
    enum lang lang = cx->lang;
    enum err e;

    cx->lang = LANG_ZH;
    e = figure_of(cx, issue, t, out);
    cx->lang = lang;
    return e;
}
