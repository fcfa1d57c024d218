/*
 * bulletin_import: printed bulletins into the database, so that they can be read, searched for
 * their figures and set again.
 */
#include "core/audit.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin.sql.h"
#include "feature/registry/registry.h"

static bool han_near(struct str s, size_t i, size_t after)
{
    bool before = i >= 3 && (unsigned char)s.p[i - 1] >= 0x80;
    bool behind = after < s.n && (unsigned char)s.p[after] >= 0x80;

    return before || behind;
}

/* Half-width marks that recognition left between Chinese characters. */
static struct str marks(struct arena *a, struct str s)
{
    static const struct {
        char half;
        const char *full;
    } rows[] = {{',', "，"}, {':', "："}, {';', "；"}, {'(', "（"}, {')', "）"}, {'?', "？"}};
    struct buf b = buf_new(a, s.n * 3 + 4);

    for (size_t i = 0; i < s.n; i++) {
        const char *full = NULL;

        for (size_t k = 0; k < COUNT(rows); k++)
            if (s.p[i] == rows[k].half && han_near(s, i, i + 1))
                full = rows[k].full;
        if (full != NULL)
            buf_add(&b, str_of(full));
        else
            buf_char(&b, s.p[i]);
    }
    return buf_str(&b);
}

/* Braces mean live figures: printed ones become brackets. */
static struct str body_of(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n * 3 + 4);

    s = marks(a, s);
    for (size_t i = 0; i < s.n; i++)
        buf_char(&b, s.p[i] == '{' ? '[' : s.p[i] == '}' ? ']' : s.p[i]);
    return buf_str(&b);
}

static struct str or_none(struct str s)
{
    return s.p == NULL ? S("") : s;
}

static enum err articles_in(
    struct cx *cx, const struct bulletin_issue *issue, const struct bulletin_text *t)
{
    for (size_t i = 0; i < t->articles.n; i++) {
        const struct bulletin_part *p = &t->articles.p[i];
        int64_t id;

        TRY(sql_bulletin_article_add(cx, registry_public_id(cx), issue->id, (int64_t)i + 1,
            issue->division, 0, p->title.p == NULL ? S("（无题）") : marks(cx->arena, p->title),
            marks(cx->arena, or_none(p->subtitle)), or_none(p->credit),
            body_of(cx->arena, p->body), ARTICLE_TAKEN, cx->actor->account_id, cx->now, &id));
    }
    return OK;
}

static enum err figures_in(
    struct cx *cx, const struct bulletin_issue *issue, const struct bulletin_text *t)
{
    for (size_t i = 0; i < t->figures.n && i < 2000; i++) {
        const struct bulletin_seen *f = &t->figures.p[i];

        TRY(sql_bulletin_figure_add(cx, issue->id, 0, (int64_t)i + 1, S(""), S(""), DATE_NONE,
            DATE_NONE, f->wording, f->value.digits, f->value.scale, 0,
            str_of(bulletin_qualifier_words[f->qualifier]), f->unit, or_none(f->counts),
            issue->name, 0, date_end(issue->day), NULL));
    }
    return OK;
}

static struct str lines_of(struct arena *a, const struct bulletin_text *t)
{
    struct str all = str_join(a, t->distribution, t->ndistribution, S("\n"));

    return t->ndistribution == 0 ? S("") : marks(a, all);
}

enum err bulletin_import(struct cx *cx, struct str division, const struct bulletin_text *t,
    struct bulletin_issue *out)
{
    struct division d;
    int64_t there;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, division));
    TRY(registry_division(cx, division, &d));
    if (!date_is(t->date) || t->issue_no == 0 || t->articles.n == 0)
        return fail(cx, ERR_INVALID, "FILE", "bulletin.not_bulletin");
    *out = (struct bulletin_issue){.public_id = registry_public_id(cx),
        .division = division,
        .kind = BULLETIN_IMPORTED,
        .year = date_ymd(t->date).year,
        .number = t->issue_no,
        .serial = t->serial_no,
        .day = t->date,
        .name = t->name.p == NULL ? S("联络动态") : t->name,
        .latin = S("LIANLUODONGTAI"),
        .publisher = or_none(t->publisher),
        .editors = or_none(t->editor),
        .contact = or_none(t->contact),
        .approval_no = or_none(t->approval_no),
        .distribution = lines_of(cx->arena, t),
        .note = t->editors_note.p == NULL ? S("") : marks(cx->arena, t->editors_note),
        .state = BULLETIN_ARCHIVED,
        .is_public = true,
        .version = 1};
    TRY(sql_bulletin_imported_same(cx, division, out->year, out->number, &there));
    if (there > 0)
        return fail(cx, ERR_CONFLICT, "FILE", "bulletin.there_already");
    TRY(sql_bulletin_issue_add(cx, out->public_id, division, out->kind, out->year, out->number,
        out->serial, out->day, out->name, out->latin, out->publisher, out->editors,
        out->contact, out->approval_no, out->distribution, out->note, 0, out->state,
        out->is_public, cx->actor->account_id, cx->now, &out->id));
    TRY(articles_in(cx, out, t));
    TRY(figures_in(cx, out, t));
    return audit_add(cx, "bulletin", out->id, "import", division, S(""));
}

enum err bulletin_check_frozen(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_bulletin_unfrozen(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld signed issues without frozen figures\n", (long long)n);
    return OK;
}

enum err bulletin_check_numbers(struct cx *cx, struct buf *problems)
{
    int64_t n;

    TRY(sql_bulletin_serials_twice(cx, &n));
    if (n > 0)
        buf_f(problems, "%lld running numbers are used twice without a reason\n", (long long)n);
    return OK;
}
