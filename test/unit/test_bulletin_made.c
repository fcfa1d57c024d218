/* Reading bulletins of other makes: each figure of a text stands in marks with what it means.
 */
#include "base/disk.h"

#include "feature/bulletin/bulletin_read.h"

#include "check.h"

/* Bulletins in shapes of their own: test/bulletin/made/.  Lines before %% say what is to be
 * found; in the text ⟦wording|value|qualifier|unit|counts⟧ is a figure, the qualifier = > or ~,
 * the words that must stand in what it counts left out where nothing is asked of them. */
static const char *const names[] = {"1-plain", "2-recognised", "3-spoken", "4-county",
    "5-special", "6-mixed", "7-steps", "8-broken", "9-not", "10-money", "11-lists",
    "12-special", "13-table", "14-city", "15-page"};

struct wanted {
    int64_t from, to; /* characters */
    struct str value, unit, counts;
    enum bulletin_qualifier qualifier;
};
struct made {
    struct str wants, text;
    struct wanted figures[400];
    size_t n;
};

static struct made *made_of(struct arena *a, const char *name)
{
    struct made *m = NEW(a, struct made);
    struct buf b = buf_new(a, BULLETIN_TEXT_MAX);
    struct bytes content;
    struct str rest;

    assert_ok(disk_read(a, str_f(a, "%s/test/bulletin/made/%s.txt", SOURCE_ROOT, name),
        BULLETIN_TEXT_MAX, false, &content));
    rest = (struct str){(const char *)content.p, content.n};
    m->wants = str_sub(rest, 0, str_find(rest, S("%%\n")));
    rest = str_sub(rest, m->wants.n + 3, rest.n);
    for (size_t at; (at = str_find(rest, S("⟦"))) != (size_t)-1;) {
        struct wanted *w = &m->figures[m->n++];
        struct str inside, words;

        assert_true(m->n < COUNT(m->figures));
        buf_add(&b, str_sub(rest, 0, at));
        rest = str_sub(rest, at + 3, rest.n);
        inside = str_sub(rest, 0, str_find(rest, S("⟧")));
        rest = str_sub(rest, inside.n + 3, rest.n);
        words = str_cut(inside, '|', &inside);
        w->from = (int64_t)str_points(buf_str(&b));
        buf_add(&b, words);
        w->to = (int64_t)str_points(buf_str(&b));
        w->value = str_cut(inside, '|', &inside);
        words = str_cut(inside, '|', &inside);
        w->unit = str_cut(inside, '|', &w->counts);
        w->qualifier = str_is(words, "=")   ? QUALIFIER_EXACT
                       : str_is(words, ">") ? QUALIFIER_OVER
                                            : QUALIFIER_NEARLY;
    }
    buf_add(&b, rest);
    m->text = buf_str(&b);
    return m;
}

/* The figure begins among the characters of the wanted one, or just before them (近, 不少于).
 */
static bool same_place(const struct bulletin_seen *s, const struct wanted *w)
{
    return s->offset < w->to && s->offset + 4 > w->from;
}

static bool same(struct arena *a, const struct bulletin_seen *s, const struct wanted *w)
{
    return str_eq(bulletin_number_text(a, s->value), w->value) &&
           s->qualifier == w->qualifier && str_eq(s->unit, w->unit) &&
           str_has(s->counts, w->counts);
}

struct score {
    size_t wanted, found, seen, strange;
};

static void compare(struct arena *a, const char *name, struct score *out)
{
    struct made *m = made_of(a, name);
    struct bulletin_text t;
    bool *used;

    assert_ok(bulletin_read(a, m->text, &t));
    used = MANY(a, bool, t.figures.n + 1);
    out->wanted += m->n;
    out->seen += t.figures.n;
    for (size_t i = 0; i < m->n; i++) {
        bool found = false;

        for (size_t k = 0; k < t.figures.n && !found; k++)
            if (!used[k] && same_place(&t.figures.p[k], &m->figures[i]) &&
                same(a, &t.figures.p[k], &m->figures[i]))
                found = used[k] = true;
        out->found += found;
        if (!found)
            print_message("# %s: missed %.*s %.*s %.*s\n", name, STR(m->figures[i].value),
                STR(m->figures[i].unit), STR(m->figures[i].counts));
    }
    for (size_t k = 0; k < t.figures.n; k++)
        if (!used[k]) {
            out->strange++;
            print_message("# %s: said %.*s = %.*s %s %.*s %.*s\n", name,
                STR(t.figures.p[k].wording), STR(bulletin_number_text(a, t.figures.p[k].value)),
                bulletin_qualifier_words[t.figures.p[k].qualifier], STR(t.figures.p[k].unit),
                STR(t.figures.p[k].counts));
        }
}

static void figures_of_other_makes_are_found_and_nothing_else(void **state)
{
    struct score s = {0};

    for (size_t i = 0; i < COUNT(names); i++)
        compare(*state, names[i], &s);
    print_message("# %zu of %zu figures found; %zu of %zu reported are none\n", s.found,
        s.wanted, s.strange, s.seen);
    assert_true(s.found * 100 >= s.wanted * 97);
    assert_true(s.strange * 100 <= s.seen * 3);
}

/* The wanted value as the reader says it; a text may be wanted by its beginning only. */
static struct str said(
    struct arena *a, const struct bulletin_text *t, struct str key, int64_t n, int64_t m)
{
    size_t i = n > 0 ? (size_t)n - 1 : 0;
    const struct bulletin_part *p = i < t->articles.n ? &t->articles.p[i] : NULL;

    if (str_is(key, "issue_no"))
        return num_text(a, t->issue_no);
    if (str_is(key, "serial_no"))
        return t->serial_no > 0 ? num_text(a, t->serial_no) : S("-");
    if (str_is(key, "date"))
        return date_text(a, t->date);
    if (str_is(key, "publisher"))
        return t->publisher;
    if (str_is(key, "note"))
        return t->editors_note;
    if (str_is(key, "articles"))
        return num_text(a, (int64_t)t->articles.n);
    if (str_is(key, "distribution"))
        return num_text(a, (int64_t)t->ndistribution);
    if (str_is(key, "recipient"))
        return i < t->ndistribution ? t->distribution[i] : S("");
    if (str_is(key, "editor"))
        return t->editor;
    if (str_is(key, "contact"))
        return t->contact;
    if (str_is(key, "approval_no"))
        return t->approval_no;
    if (p == NULL)
        return S("");
    if (str_is(key, "title"))
        return p->title;
    if (str_is(key, "credit"))
        return p->credit;
    if (str_is(key, "headings"))
        return num_text(a, (int64_t)p->nheadings);
    assert_true(str_is(key, "heading"));
    return (size_t)m <= p->nheadings ? p->headings[m - 1] : S("");
}

static bool counted(struct str key)
{
    return str_is(key, "title") || str_is(key, "credit") || str_is(key, "headings") ||
           str_is(key, "heading") || str_is(key, "recipient");
}

static bool begins(struct str key)
{
    return str_is(key, "note") || str_is(key, "heading") || str_is(key, "recipient");
}

static void the_structure_of_other_makes_is_recovered(void **state)
{
    struct arena *a = *state;
    size_t wrong = 0;

    for (size_t i = 0; i < COUNT(names); i++) {
        struct made *m = made_of(a, names[i]);
        struct bulletin_text t;

        assert_ok(bulletin_read(a, m->text, &t));
        for (struct str rest = m->wants; rest.n > 0;) {
            struct str line = str_cut(rest, '\n', &rest), value = line;
            struct str key = str_cut(line, ' ', &value), got;
            int64_t n = 0, k = 0;

            if (counted(key))
                assert_ok(num_parse(str_cut(value, ' ', &value), 1, 99, &n));
            if (str_is(key, "heading"))
                assert_ok(num_parse(str_cut(value, ' ', &value), 1, 99, &k));
            got = said(a, &t, key, n, k);
            if (begins(key) ? str_starts(got, value) : str_eq(got, value))
                continue;
            wrong++;
            print_error("%s: %.*s: got \"%.*s\"\n", names[i], STR(line), STR(got));
        }
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(figures_of_other_makes_are_found_and_nothing_else),
        TEST(the_structure_of_other_makes_is_recovered),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
