/*
 * The generators: what they write, against golden files; what they refuse, with line and
 * column. To renew the golden files after a wanted change: test_gen FOLDER renew
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "../../tools/gen/gen.h"

static const char *folder;
static bool renew;

static const char *path_of(const char *name)
{
    struct out o = {0};

    out_f(&o, "%s/%s", folder, name);
    return pool_z((struct span){o.p, o.n});
}

static struct source source_of(const char *file, const char *text)
{
    return (struct source){.file = file, .p = text, .n = strlen(text)};
}

static void same_as(const char *name, const struct out *o)
{
    struct source golden;

    if (renew)
        assert_true(out_write(o, path_of(name)));
    assert_true(source_read(&golden, path_of(name)));
    if (golden.n != o->n || memcmp(golden.p, o->p, o->n) != 0)
        print_error("%s differs; it would be:\n%.*s\n", name, (int)o->n, o->p);
    assert_int_equal(golden.n, o->n);
    assert_memory_equal(golden.p, o->p, o->n);
}

/* The golden files must not depend on where the tests run. */
static struct source sample(const char *name)
{
    struct source s;

    assert_true(source_read(&s, path_of(name)));
    s.file = name;
    return s;
}

static void expect_problem(const struct source *s, size_t line, size_t column, const char *part)
{
    size_t l, c;

    assert_true(s->failed);
    source_where(s, s->failed_at, &l, &c);
    if (l != line || c != column || strstr(s->problem, part) == NULL)
        print_error("%.*s\ngave %zu:%zu: %s\n", (int)s->n, s->p, l, c, s->problem);
    assert_int_equal(l, line);
    assert_int_equal(c, column);
    assert_non_null(strstr(s->problem, part));
}

static void statements_become_typed_functions(void **state)
{
    struct source s = sample("sample.sql");
    struct out header = {0}, code = {0};

    (void)state;
    assert_true(sql_make(&s, "sample.sql.h", &header, &code));
    same_as("sample.sql.h.golden", &header);
    same_as("sample.sql.c.golden", &code);
}

static void a_wrong_statement_is_refused_where_it_is_wrong(void **state)
{
    static const struct {
        const char *text;
        size_t line, column;
        const char *part;
    } cases[] = {
        {"SELECT 1;", 1, 1, "without its header"},
        {"-- a: one\nSELECT 1;", 1, 10, "needs a shape"},
        {"-- a: value\n", 1, 1, "does not end"},
        {"-- a: value\n;", 1, 1, "without a statement"},
        {"-- a: value\nSELECT 1", 1, 1, "does not end"},
        {"-- a: value\nSELECT :b;", 2, 8, ":b is not in the list"},
        {"-- a: value (b int)\nSELECT 1;", 1, 1, "b is not used"},
        {"-- a: value (b int, b int)\nSELECT :b;", 1, 21, "twice"},
        {"-- a: value (b)\nSELECT :b;", 1, 14, "name type"},
        {"-- a: value (while int)\nSELECT :while;", 1, 14, "name type"},
        {"-- a: value (out int)\nSELECT :out;", 1, 14, "already has"},
        {"-- a: value (b int\nSELECT :b;", 1, 1, "not closed"},
        {"-- a: value at once\nSELECT 1;", 1, 13, "read-committed"},
        {"-- one: value\nSELECT 1;", 1, 1, "taken"},
        {"-- a: many t\nSELECT 1;", 1, 1, "LIMIT"},
        {"-- a: many t\n-- bounded:\nSELECT 1;", 1, 1, "LIMIT"},
        {"-- a: value\nSELECT 'x;", 2, 8, "quote"},
        {"-- a: value\nSELECT x::int;", 2, 9, "colon"},
        {"-- a: value\nSELECT $1;", 2, 8, "common dialect"},
        {"-- a: value\nSELECT ?;", 2, 8, "common dialect"},
        {"-- a: value\nSELECT E'x';", 2, 8, "prefixed"},
        {"-- a: value\nSELECT /* x */ 1;", 2, 8, "comments"},
        {"-- a: value\nSELECT 1\n-- b: value\nSELECT 2;", 3, 1, "does not end with ;"},
        {"-- a: value\nSELECT 1;\n-- a: value\nSELECT 1;", 3, 1, "twice"},
        {"-- a: value\n-- only: sqlite\nSELECT 1;", 1, 1, "no twin"},
        {"-- a: value\n-- only: oracle\nSELECT 1;", 2, 1, "only"},
        {"-- a: value\n-- only: sqlite\nSELECT 1;\n-- a: count\n-- only: postgres\nSELECT 1;",
            4, 1, "differ"},
        {"-- use: x\n", 1, 1, "header.h"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct source s = source_of("x.sql", cases[i].text);
        struct out header = {0}, code = {0};

        assert_false(sql_make(&s, "x.sql.h", &header, &code));
        expect_problem(&s, cases[i].line, cases[i].column, cases[i].part);
    }
}

static void a_page_becomes_c_that_points_back_into_it(void **state)
{
    struct source s = sample("sample.html");
    struct out header = {0}, code = {0};

    (void)state;
    assert_true(page_make(&s, "sample.html.h", &header, &code));
    same_as("sample.html.h.golden", &header);
    same_as("sample.html.c.golden", &code);
}

static void page_refused(const char *body, size_t column, const char *part)
{
    struct out text = {0}, header = {0}, code = {0};
    struct source s;

    out_f(&text, "{%% page x %%}\n%s\n{%% end %%}\n", body);
    s = source_of("x.html", pool_z((struct span){text.p, text.n}));
    if (page_make(&s, "x.html.h", &header, &code))
        print_error("accepted: %s\n", body);
    expect_problem(&s, 2, column, part);
}

static void a_value_where_no_escaping_helps_is_refused(void **state)
{
    (void)state;
    page_refused("<{{ v->a }}>", 1, "write &lt;");
    page_refused("<b{{ v->a }}></b>", 3, "name of an element");
    page_refused("<b {{ v->a }}></b>", 4, "among attributes");
    page_refused("<b a{{ v->a }}=\"\"></b>", 5, "name of an attribute");
    page_refused("<b a={{ v->a }}></b>", 6, "double quotes");
    page_refused("<b a='{{ v->a }}'></b>", 6, "double quotes");
    page_refused("<b a=x></b>", 6, "double quotes");
    page_refused("<b onclick=\"{{ v->a }}\"></b>", 4, "handlers");
    page_refused("<b OnClick=\"x\"></b>", 4, "handlers");
    page_refused("<b style=\"{{ v->a }}\"></b>", 4, "style sheet");
    page_refused("<p srcdoc=\"x\"></p>", 4, "srcdoc");
    page_refused("<img srcset=\"{{ v->a }}\">", 14, "srcset");
    page_refused("<form method=\"{{ v->a }}\"></form>", 15, "method");
    page_refused("<meta content=\"{{ v->a }}\">", 16, "content");
    page_refused("<script>{{ v->a }}</script>", 9, "file of its own");
    page_refused("<script>x()</script>", 9, "file of its own");
    page_refused("<style>{{ v->a }}</style>", 2, "not for pages");
    page_refused("<iframe src=\"/\"></iframe>", 2, "not for pages");
    page_refused("<!-- {{ v->a }} -->", 1, "comments");
    page_refused("<a href=\"javascript:x\"></a>", 10, "address");
    page_refused("<a href=\"//elsewhere\"></a>", 10, "address");
    page_refused("<a href=\"{% t a.b %}\"></a>", 10, "where text may stand");
}

static void an_expression_may_only_look(void **state)
{
    (void)state;
    page_refused("{{ v->a = 1 }}", 9, "assigns");
    page_refused("{{ v->a += 1 }}", 10, "assigns");
    page_refused("{{ v->a <<= 1 }}", 11, "assigns");
    page_refused("{{ v->a++ }}", 8, "changes");
    page_refused("{{ --v->a }}", 4, "changes");
    page_refused("{{ a; b }}", 5, "not in an expression");
    page_refused("{{ (a }}", 7, "braces");
    page_refused("{{ (a] }}", 6, "match");
    page_refused("{{ a) }}", 5, "match");
    page_refused("{{ \"x }}", 4, "quote");
    page_refused("{{ a /* b */ }}", 6, "comments");
    page_refused("{{ a // b }}", 6, "comments");
    page_refused("{{ a\n }}", 5, "one line");
    page_refused("{{ a, b }}", 6, "more than 1");
    page_refused("{{ }}", 1, "empty value");
    page_refused("{{ (struct str){0} }}", 16, "braces");
}

static void html_must_be_whole_in_every_branch(void **state)
{
    (void)state;
    page_refused("<p>", 2, "<p> is not closed");
    page_refused("</p>", 3, "where </nothing> is due");
    page_refused("<p><b></p></b>", 9, "where </b> is due");
    page_refused("<p><div></div></p>", 5, "cannot stand in a <p>");
    page_refused("<p/>", 2, "close itself");
    page_refused("<P></P>", 2, "lower-case");
    page_refused("a < b", 3, "&lt;");
    page_refused("a > b", 3, "&gt;");
    page_refused("a & b", 3, "&amp;");
    page_refused("<a href=\"/x?a=1&b=2\"></a>", 16, "&amp;");
    page_refused("<b a=\"x\"b=\"y\"></b>", 9, "blank");
    page_refused("</p a>", 5, "no attributes");
    page_refused("<textarea><b></b></textarea>", 11, "inside <textarea>");
    page_refused("{% if a %}<p>{% end %}</p>", 12, "<p> is not closed in its block");
    page_refused("<p>{% if a %}</p>{% end %}", 16, "outside of this block");
    page_refused("<p {% if a %}>{% end %}</p>", 2, "<p> is not closed");
    page_refused("<br {% if a %}>{% end %}", 16, "does not end where it began");
    page_refused("<p {% if a %}x=\"{% end %}\"></p>", 17, "does not end where it began");
    page_refused("<p a=\"{% if a %}\" b=\"{% end %}\"></p>", 22, "does not end where it began");
    page_refused("<p {% if a %}b{% end %}c></p>", 24, "blank");
    page_refused("<p {% for x in y %}{% end %}></p>", 4, "for x in list");
    page_refused("<form {% if a %}method=\"post\"{% end %}></form>", 17, "condition");
    page_refused("<form method=\"put\"></form>", 15, "post");
}

static void directives_are_checked(void **state)
{
    (void)state;
    page_refused("{% if %}", 1, "expected");
    page_refused("{% else %}", 1, "continue");
    page_refused("{% if a %}{% else %}{% else %}{% end %}", 21, "continue");
    page_refused("{% if a %}{% else %}{% elif b %}{% end %}", 21, "continue");
    page_refused("{% for x of y %}{% end %}", 1, "for x in list");
    page_refused("{% lang zh %}a{% end %}", 15, "missing");
    page_refused("{% lang zh %}a{% lang zh %}b{% end %}", 15, "twice");
    page_refused("{% lang de %}a{% end %}", 1, "lang zh");
    page_refused("{% t %}", 1, "t key");
    page_refused("{% t a b %}", 6, "not a key");
    page_refused("{% put x %}", 1, "put name");
    page_refused("<b a=\"{% put x() %}\"></b>", 7, "put name");
    page_refused("{% page y %}", 1, "page name");
    page_refused("{% use x.h %}", 1, "use path");
    page_refused("{% raw x %}", 1, "not a directive");
    page_refused("%}", 1, "ends nothing");
    page_refused("{# x", 1, "#} is missing");
}

static void text_outside_of_pages_is_refused(void **state)
{
    static const char *const cases[] = {"x", "{{ x }}", "{% if x %}", "{% end %}"};

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct source s = source_of("x.html", cases[i]);
        struct out header = {0}, code = {0};

        assert_false(page_make(&s, "x.html.h", &header, &code));
        expect_problem(&s, 1, 1, "outside");
    }
}

static void texts_become_a_sorted_table(void **state)
{
    struct source s = sample("sample.text");
    struct out keys = {0}, table = {0};

    (void)state;
    assert_true(text_make(&s, 1, &keys, &table));
    same_as("sample_keys.h.golden", &keys);
    same_as("sample_table.c.golden", &table);
}

static void a_wrong_text_is_refused_where_it_is_wrong(void **state)
{
    static const struct {
        const char *text;
        size_t line;
        const char *part;
    } cases[] = {
        {"a.b\n  zh 甲\n", 1, "no en words"},
        {"a.b\n  zh 甲\n  en\n", 3, "expected"},
        {"a.b\n  en x\n", 1, "no zh words"},
        {"a.b\n  zh 甲 {0}\n  en x\n", 1, "same {n}"},
        {"a.b\n  zh 甲 {0}\n  en x {1}\n", 1, "same {n}"},
        {"a.b\n  zh 甲 {x}\n  en x\n", 1, "brace"},
        {"a.b\n  zh 甲\n  en x }\n", 1, "brace"},
        {"a.b\n  zh 甲 {0}\n  en x {0|y}\n", 1, "brace"},
        {"a.b\n  zh 甲 {0}\n  en x {0|y|z|z}\n", 1, "brace"},
        {"a.b\n  zh 甲 {0}\n  en x {0|y|z\n", 1, "brace"},
        {"a.b\n  zh 甲 {0}\n  en x {0y|z}\n", 1, "brace"},
        {"a.b\n  zh 甲 {1}\n  en x {0|y|z}\n", 1, "same {n}"},
        {"a.b\n  zh 甲\n  zh 乙\n", 3, "twice"},
        {"a.b\n  de x\n", 2, "expected"},
        {"  zh 甲\n", 1, "without a key"},
        {"a b\n", 1, "not a key"},
        {"a.b\n  zh 甲\n  en x\na.b\n  zh 甲\n  en x\n", 4, "also in x.text:1"},
        {"a.b\n  zh 甲\n  en x\na_b\n  zh 甲\n  en x\n", 4, "also in x.text:1"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct source s = source_of("x.text", cases[i].text);
        struct out keys = {0}, table = {0};

        assert_false(text_make(&s, 1, &keys, &table));
        expect_problem(&s, cases[i].line, 1, cases[i].part);
    }
}

static void schema_steps_are_rewritten_for_sqlite(void **state)
{
    struct source s = sample("0001-sample.sql");
    struct out o = {0};

    (void)state;
    assert_true(schema_make(&s, 1, &o));
    same_as("schema.c.golden", &o);
}

static void schema_steps_must_be_in_order_and_whole(void **state)
{
    struct source twice[] = {source_of("0001-a.sql", ""), source_of("0001-b.sql", "")};
    struct source unnamed = source_of("first.sql", "");
    struct source open = source_of("0001-a.sql", "CREATE TABLE a (\n");
    struct source closed = source_of("0001-a.sql", "a )");
    struct source quote = source_of("0001-a.sql", "'a");
    struct out o = {0};

    (void)state;
    assert_false(schema_make(twice, 2, &o));
    expect_problem(&twice[1], 1, 1, "number 1 after 1");
    assert_false(schema_make(&unnamed, 1, &o));
    expect_problem(&unnamed, 1, 1, "NNNN");
    assert_false(schema_make(&open, 1, &o));
    expect_problem(&open, 2, 1, "does not close");
    assert_false(schema_make(&closed, 1, &o));
    expect_problem(&closed, 1, 3, "nothing opened");
    assert_false(schema_make(&quote, 1, &o));
    expect_problem(&quote, 1, 1, "quote");
}

static int give_back(void **state)
{
    (void)state;
    pool_drop();
    return 0;
}

#define GEN_TEST(f) cmocka_unit_test_teardown(f, give_back)

int main(int argc, char **argv)
{
    static const struct CMUnitTest tests[] = {
        GEN_TEST(statements_become_typed_functions),
        GEN_TEST(a_wrong_statement_is_refused_where_it_is_wrong),
        GEN_TEST(a_page_becomes_c_that_points_back_into_it),
        GEN_TEST(a_value_where_no_escaping_helps_is_refused),
        GEN_TEST(an_expression_may_only_look),
        GEN_TEST(html_must_be_whole_in_every_branch),
        GEN_TEST(directives_are_checked),
        GEN_TEST(text_outside_of_pages_is_refused),
        GEN_TEST(texts_become_a_sorted_table),
        GEN_TEST(a_wrong_text_is_refused_where_it_is_wrong),
        GEN_TEST(schema_steps_are_rewritten_for_sqlite),
        GEN_TEST(schema_steps_must_be_in_order_and_whole),
    };

    if (argc < 2) {
        fprintf(stderr, "usage: test_gen FOLDER [renew]\n");
        return 2;
    }
    folder = argv[1];
    renew = argc > 2;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
