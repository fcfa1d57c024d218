#include "base/html.h"

#include "check.h"

static struct buf out;

static struct html page(void **state)
{
    out = buf_new(*state, 100000);
    return (struct html){.out = &out, .lang = LANG_ZH};
}

static const char hostile[] = "<b a=\"x\" c='y'>&amp;</b>";
static const char harmless[] = "&lt;b a=&quot;x&quot; c=&#39;y&#39;&gt;&amp;amp;&lt;/b&gt;";

static void text_and_attributes_are_escaped(void **state)
{
    struct html h = page(state);

    HTML_TEXT(&h, str_of(hostile));
    assert_str(buf_str(&out), harmless);
    buf_clear(&out);
    HTML_ATTR(&h, str_of(hostile));
    assert_str(buf_str(&out), harmless);
    buf_clear(&out);
    HTML_TEXT(&h, hostile);
    assert_str(buf_str(&out), harmless);
    buf_clear(&out);
    HTML_ATTR(&h, (const char *)NULL);
    HTML_TEXT(&h, S("芄锸堃𠅤"));
    assert_str(buf_str(&out), "芄锸堃𠅤");
}

static void values_in_an_address_are_percent_encoded(void **state)
{
    struct html h = page(state);

    HTML_URL(&h, S("a/b?c=\"<>'&#%+ 站"));
    assert_str(buf_str(&out), "a%2Fb%3Fc%3D%22%3C%3E%27%26%23%25%2B%20%E7%AB%99");
    buf_clear(&out);
    HTML_URL(&h, "javascript:alert(1)");
    assert_str(buf_str(&out), "javascript%3Aalert%281%29");
    buf_clear(&out);
    HTML_URL(&h, (int64_t)-5);
    assert_str(buf_str(&out), "-5");
}

static void whole_addresses_stay_on_this_host(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"/a?b=1&c=2", "/a?b=1&amp;c=2"},
        {"#top", "#top"},
        {"?page=2", "?page=2"},
        {"/a\"><script>", "/a&quot;&gt;&lt;script&gt;"},
        {"javascript:alert(1)", "#"},
        {"JaVaScRiPt:alert(1)", "#"},
        {"\x01javascript:alert(1)", "#"},
        {"java\nscript:alert(1)", "#"},
        {"data:text/html,x", "#"},
        {"https://evil.example/", "#"},
        {"//evil.example/", "#"},
        {"/\\evil.example/", "#"},
        {"\\\\evil.example/", "#"},
        {"/\t/evil.example/", "#"},
        {" /a", "#"},
        {"a", "#"},
        {"", "#"},
    };
    struct html h = page(state);

    for (size_t i = 0; i < COUNT(rows); i++) {
        HTML_URL(&h, ((struct url){str_of(rows[i].in)}));
        assert_str(buf_str(&out), rows[i].out);
        buf_clear(&out);
    }
}

static void each_type_has_its_own_look(void **state)
{
    struct html h = page(state);
    struct instant t = {1772172300};

    HTML_TEXT(&h, t);
    HTML_TEXT(&h, date_of(t));
    assert_str(buf_str(&out), "<time datetime=\"2026-02-27T06:05:00Z\">2026-02-27 14:05</time>"
                              "<time datetime=\"2026-02-27\">2026-02-27</time>");
    buf_clear(&out);
    HTML_TEXT(&h, INSTANT_NONE);
    HTML_TEXT(&h, DATE_NONE);
    HTML_ATTR(&h, DATE_NONE);
    assert_str(buf_str(&out), "");
    HTML_ATTR(&h, t);
    HTML_ATTR(&h, date_of(t));
    assert_str(buf_str(&out), "2026-02-27T06:05:00Z2026-02-27");
    buf_clear(&out);
    HTML_TEXT(&h, ((struct money){1250}));
    HTML_TEXT(&h, ((struct ratio){1, 3}));
    HTML_TEXT(&h, (int64_t)-7);
    HTML_TEXT(&h, (size_t)8);
    HTML_TEXT(&h, ((struct html_safe){S("<br>")}));
    assert_str(buf_str(&out), "12.50 元33.3%-78<br>");
}

static void personal_text_is_masked_in_every_position(void **state)
{
    struct html h = page(state);
    struct priv p = {S("13812341234")};

    HTML_TEXT(&h, p);
    HTML_ATTR(&h, p);
    HTML_TEXT(&h, HTML_ARG(&h, p));
    HTML_TEXT(&h, ((struct priv){S("<xyz>")}));
    assert_str(buf_str(&out), "138****1234138****1234138****1234&lt;***&gt;");
}

static void texts_are_filled_and_then_escaped(void **state)
{
    struct html h = page(state);
    struct str arg = S("<1>");

    html_t_args(&h, TEXT_base_money, &arg, 1);
    assert_str(buf_str(&out), "&lt;1&gt; 元");
    buf_clear(&out);
    h.lang = LANG_EN;
    html_t_args(&h, TEXT_base_money, &(struct str){HTML_ARG(&h, 5).p, 1}, 1);
    assert_str(buf_str(&out), "CNY 5");
}

static void arguments_have_the_looks_of_text(void **state)
{
    struct html h = page(state);
    struct instant t = {1772172300};

    assert_str(HTML_ARG(&h, t), "2026-02-27 14:05");
    assert_str(HTML_ARG(&h, date_of(t)), "2026-02-27");
    assert_str(HTML_ARG(&h, ((struct money){5})), "0.05 元");
    assert_str(HTML_ARG(&h, "x<"), "x<");
    assert_str(HTML_ARG(&h, S("y")), "y");
    assert_str(HTML_ARG(&h, (int64_t)12), "12");
}

static void the_hidden_field_needs_a_session(void **state)
{
    struct html h = page(state);

    html_csrf(&h);
    assert_str(buf_str(&out), "");
    h.csrf = S("t\"k");
    html_csrf(&h);
    assert_str(buf_str(&out), "<input type=\"hidden\" name=\"csrf\" value=\"t&quot;k\">");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(text_and_attributes_are_escaped),
        TEST(values_in_an_address_are_percent_encoded),
        TEST(whole_addresses_stay_on_this_host),
        TEST(each_type_has_its_own_look),
        TEST(personal_text_is_masked_in_every_position),
        TEST(texts_are_filled_and_then_escaped),
        TEST(arguments_have_the_looks_of_text),
        TEST(the_hidden_field_needs_a_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
