#include "core/rights.h"
#include "web/fields.h"
#include "web/menu.h"
#include "web/page.h"
#include "web/table.h"

#include "check.h"

enum matter {
    MATTER_HELP,
    MATTER_REPORT
};
static const char *const matter_words[] = {"help", "report", NULL};

struct say {
    struct str body, phone, secret;
    enum matter matter;
    bool agree;
    struct date since;
};

static const struct input say_inputs[] = {
    INPUT(struct say, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 500),
    INPUT(struct say, phone, .flags = INPUT_PHONE),
    INPUT(struct say, secret, .flags = INPUT_SECRET, .widget = WIDGET_PASSWORD,
        .autocomplete = "current-password"),
    INPUT_ENUM(struct say, matter, matter_words, .flags = INPUT_REQUIRED),
    INPUT(struct say, agree, .flags = 0),
    INPUT(struct say, since, .flags = 0),
};
static const struct form say_form = {"say", sizeof(struct say), say_inputs, COUNT(say_inputs)};

/* In the program the features give the menu. */
struct menu_entry_list web_menu_all(void)
{
    static struct menu_entry entries[3];
    static struct arena *a;
    static const struct web_menu menu[] = {
        {TEXT_web_print, "/requests", RIGHT_REQUEST_READ},
        {TEXT_web_exports, "/accounts", RIGHT_ACCOUNT_MANAGE},
        {TEXT_web_name, "/figures", RIGHT_ANYONE, MENU_FIGURES},
    };

    if (a == NULL) {
        a = arena_open(1 << 16);
        for (size_t i = 0; i < COUNT(menu); i++)
            menu_write(a, &menu[i], &entries[i]);
    }
    return (struct menu_entry_list){entries, COUNT(menu)};
}

struct fixture {
    struct arena *arena;
    struct actor actor;
    struct cx cx;
    struct call call;
    struct header headers[2];
};

static struct fixture *fixture_of(void **state, const char *cookie, const char *accept)
{
    struct arena *a = *state;
    struct fixture *f = NEW(a, struct fixture);

    f->arena = a;
    f->actor = (struct actor){.roles = ROLE_ANYONE};
    f->cx = (struct cx){.arena = a, .actor = &f->actor, .now = {1790000000}, .trace = S("T-1")};
    f->headers[0] = (struct header){S("Cookie"), str_of(cookie)};
    f->headers[1] = (struct header){S("Accept-Language"), str_of(accept)};
    f->call = (struct call){.arena = a,
        .cx = &f->cx,
        .method = METHOD_GET,
        .target = S("/requests?q=1&r=2"),
        .path = S("/requests"),
        .headers = f->headers,
        .nheaders = 2};
    f->cx.lang = web_lang(&f->call);
    return f;
}

/* cmocka has a macro of the name that the house uses. */
static enum err failed(struct fixture *f, enum err code, const char *field, const char *rule)
{
    return cx_fail(&f->cx, code, field, rule, __FILE__, __LINE__);
}

static struct html html_of(struct fixture *f)
{
    struct buf *b = NEW(f->arena, struct buf);

    *b = buf_new(f->arena, 1 << 20);
    return web_html(&f->call, b);
}

#define assert_has(s, part) assert_true(str_has((s), str_of(part)))
#define assert_lacks(s, part) assert_false(str_has((s), str_of(part)))

static void chinese_is_spoken_unless_the_reader_asks_otherwise(void **state)
{
    static const struct {
        const char *cookie, *accept;
        enum lang lang;
    } cases[] = {
        {"", "", LANG_ZH},
        {"", "fr", LANG_ZH},
        {"", "en", LANG_EN},
        {"", "en-GB,en;q=0.9", LANG_EN},
        {"", "zh-CN,zh;q=0.9,en;q=0.8", LANG_ZH},
        {"", "en;q=0.5, zh;q=0.4", LANG_EN},
        {"", "en;q=0.456789, zh;q=0.457", LANG_ZH},
        {"ll-lang=zh", "en", LANG_ZH},
        {"ll-lang=en", "zh", LANG_EN},
        {"ll-lang=xx", "zh", LANG_ZH},
    };

    for (size_t i = 0; i < COUNT(cases); i++) {
        struct fixture *f = fixture_of(state, cases[i].cookie, cases[i].accept);

        assert_int_equal(web_lang(&f->call), cases[i].lang);
    }
}

static void the_query_goes_before_the_cookie(void **state)
{
    struct fixture *f = fixture_of(state, "ll-lang=zh", "zh");
    struct pair asked = {S("lang"), S("en")};

    f->call.query = (struct pair_list){&asked, 1};
    assert_int_equal(web_lang(&f->call), LANG_EN);
}

static void a_cache_knows_four_versions_of_a_public_page(void **state)
{
    assert_int_equal(web_variant(&fixture_of(state, "", "zh")->call), 0);
    assert_int_equal(web_variant(&fixture_of(state, "", "en")->call), 1);
    assert_int_equal(web_variant(&fixture_of(state, "ll-large=1", "zh")->call), 2);
    assert_int_equal(web_variant(&fixture_of(state, "ll-large=1", "en")->call), 3);
    assert_int_equal(web_variant(&fixture_of(state, "ll-note=note.x", "zh")->call), -1);
}

static struct form_state *said(struct fixture *f)
{
    struct pair pairs[] = {{S("body"), S("a <b> \"c\"\n& d")}, {S("phone"), S("12")},
        {S("secret"), S("hunter2")}, {S("matter"), S("report")}, {S("idem"), S("abcdefgh12")}};

    return form_parse(f->arena, &say_form, (struct pair_list){pairs, COUNT(pairs)});
}

static void a_field_keeps_what_was_typed_and_says_what_is_wrong(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct html h = html_of(f);
    struct form_state *s = said(f);
    struct str page;

    part_fields(&h, s);
    page = buf_str(h.out);
    assert_has(page, "<textarea id=\"f-body\" name=\"body\"");
    assert_has(page, ">\na &lt;b&gt; &quot;c&quot;\n&amp; d</textarea>");
    assert_has(page, "data-max=\"500\"");
    assert_has(page, "value=\"12\"");
    assert_has(page, "aria-describedby=\"f-phone-error\"");
    assert_has(page, "id=\"f-phone-error\"");
    assert_has(page, "aria-invalid=\"true\"");
    assert_has(page, "autocomplete=\"tel\"");
    assert_has(page, "name=\"idem\" value=\"abcdefgh12\"");
    assert_has(page, "value=\"report\" checked");
    assert_lacks(page, "value=\"help\" checked");
    assert_has(page, "type=\"date\"");
}

static void a_secret_is_never_written_into_a_page(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct html h = html_of(f);
    struct form_state *s = said(f);

    part_fields(&h, s);
    assert_lacks(buf_str(h.out), "hunter2");
    f->call.method = METHOD_POST;
    f->call.form = s;
    web_error(&f->call, ERR_BUSY, 0);
    assert_lacks(buf_str(&f->call.out), "hunter2");
}

static void the_summary_leads_to_each_field(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct html h = html_of(f);

    part_errors(&h, said(f));
    assert_has(buf_str(h.out), "<a href=\"#f-phone\">");
    assert_has(buf_str(h.out), "role=\"alert\"");
    buf_clear(h.out);
    part_errors(&h, form_fill(f->arena, &say_form, NULL));
    assert_int_equal(h.out->n, 0);
}

static void an_error_page_keeps_what_was_typed(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct pair pairs[] = {
        {S("body"), S("路灯坏了")}, {S("matter"), S("help")}, {S("idem"), S("abcdefgh12")}};
    struct str page;

    f->call.method = METHOD_POST;
    f->call.form = form_parse(f->arena, &say_form, (struct pair_list){pairs, COUNT(pairs)});
    web_error(&f->call, ERR_STALE, 0);
    page = buf_str(&f->call.out);
    assert_int_equal(f->call.status, 412);
    assert_has(page, "路灯坏了");
    assert_true(f->call.personal);
}

static void an_error_page_says_what_happened_and_its_number(void **state)
{
    struct fixture *f = fixture_of(state, "", "en");

    assert_err(ERR_BUSY, failed(f, ERR_BUSY, NULL, "form.choice"));
    web_error(&f->call, ERR_BUSY, 0);
    assert_int_equal(f->call.status, 503);
    assert_has(buf_str(&f->call.out), "Please choose one of the options");
    assert_has(buf_str(&f->call.out), "T-1");
    assert_has(buf_str(&f->call.out), "<html lang=\"en\">");
}

static void every_page_forbids_what_it_does_not_need(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");

    web_error(&f->call, ERR_NOT_FOUND, 0);
    assert_has(f->call.block, "default-src 'none'");
    assert_has(f->call.block, "frame-ancestors 'none'");
    assert_has(f->call.block, "nosniff");
    assert_lacks(f->call.block, "unsafe");
    assert_lacks(f->call.block, "Strict-Transport-Security");
    assert_has(f->call.block, "no-cache");

    f = fixture_of(state, "", "zh");
    f->actor.account_id = 1;
    f->call.secure = true;
    web_error(&f->call, ERR_NOT_FOUND, 0);
    assert_has(f->call.block, "no-store");
    assert_has(f->call.block, "Strict-Transport-Security");
}

static struct str head_of(const struct call *call, const char *name, size_t nth)
{
    for (size_t i = 0; i < call->nreply; i++)
        if (str_is(call->reply_headers[i].name, name) && nth-- == 0)
            return call->reply_headers[i].value;
    return (struct str){0};
}

static const struct route *route_to(const char *path)
{
    const struct route *r = web_routes;

    while (r->path != NULL && !str_is(str_of(path), r->path))
        r++;
    assert_non_null(r->path);
    return r;
}

static void a_switch_remembers_and_goes_back(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct pair asked[] = {{S("lang"), S("en")}, {S("large"), S("1")}, {S("to"), S("/x?y=1")}};

    f->call.query = (struct pair_list){asked, COUNT(asked)};
    assert_ok(route_to("/view")->handler(&f->call));
    assert_int_equal(f->call.status, 303);
    assert_str(head_of(&f->call, "Location", 0), "/x?y=1");
    assert_has(head_of(&f->call, "Set-Cookie", 0), "ll-lang=en;");
    assert_has(head_of(&f->call, "Set-Cookie", 1), "ll-large=1;");
}

static void a_switch_never_leads_elsewhere(void **state)
{
    static const char *const places[] = {
        "//evil.example", "https://evil.example", "/\\evil", "", "x", "/x\r\nSet-Cookie: a=b"};

    for (size_t i = 0; i < COUNT(places); i++) {
        struct fixture *f = fixture_of(state, "", "zh");
        struct pair asked = {S("to"), str_of(places[i])};

        f->call.query = (struct pair_list){&asked, 1};
        assert_ok(route_to("/view")->handler(&f->call));
        assert_str(head_of(&f->call, "Location", 0), "/");
    }
}

static void a_note_is_shown_once_and_only_if_it_is_ours(void **state)
{
    struct fixture *f = fixture_of(state, "ll-note=web.privacy", "zh");

    web_error(&f->call, ERR_NOT_FOUND, 0);
    assert_lacks(buf_str(&f->call.out), "role=\"status\"");
    assert_has(head_of(&f->call, "Set-Cookie", 0), "ll-note=; ");
    assert_has(head_of(&f->call, "Set-Cookie", 0), "Max-Age=0");

    f = fixture_of(state, "ll-note=<script>", "zh");
    web_error(&f->call, ERR_NOT_FOUND, 0);
    assert_lacks(buf_str(&f->call.out), "<script>");
}

static void an_embedded_file_is_served_by_its_own_address_only(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct str path = web_asset("style.css").s;
    struct pair file = {S("file"), str_sub(path, strlen("/assets/"), path.n)};

    f->call.params = &file;
    f->call.nparams = 1;
    assert_ok(route_to("/assets/{file}")->handler(&f->call));
    assert_true(f->call.fixed.n > 1000);
    assert_has(head_of(&f->call, "Cache-Control", 0), "immutable");
    call_again(&f->call);
    file.value = S("style.css");
    assert_err(ERR_NOT_FOUND, route_to("/assets/{file}")->handler(&f->call));
}

static void the_files_stay_small(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    static const struct {
        const char *name;
        size_t most;
    } files[] = {{"style.css", 20 << 10}, {"script.js", 8 << 10}};

    for (size_t i = 0; i < COUNT(files); i++) {
        struct str path = web_asset(files[i].name).s;
        struct pair file = {S("file"), str_sub(path, strlen("/assets/"), path.n)};

        f->call.params = &file;
        f->call.nparams = 1;
        assert_ok(route_to("/assets/{file}")->handler(&f->call));
        assert_true(f->call.fixed.n < files[i].most);
        call_again(&f->call);
    }
}

static const struct sheet_column columns[] = {
    {"code", TEXT_web_name, 10, false},
    {"", TEXT_web_print, 10, false},
    {"n", TEXT_web_pager, 10, true},
};

static struct sheet sheet_of(struct arena *a, struct str text)
{
    struct sheet s = {
        .title = S("t"), .note = S("note"), .columns = columns, .ncolumns = 3, .nrows = 1};

    s.cells = MANY(a, struct sheet_cell, 3);
    s.cells[0] = (struct sheet_cell){.text = S("c-1"), .link = S("/requests/c-1")};
    s.cells[1] = (struct sheet_cell){.text = text, .badge = S("overdue")};
    s.cells[2] = (struct sheet_cell){.text = S("7"), .number = 7};
    return s;
}

static void a_list_sorts_pages_and_exports_what_it_shows(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct sheet s = sheet_of(f->arena, S("<late>"));
    struct pair asked[] = {{S("body"), S("路灯 &x")}};
    struct web_table t = {.sheet = &s,
        .heading = S("h"),
        .sort = S("code"),
        .after = S("k/1"),
        .exports = S("list"),
        .filter = form_parse(f->arena, &say_form, (struct pair_list){asked, 1})};
    struct web_head head = {.title = S("h")};
    struct str page;

    assert_ok(web_table(&f->call, &head, &t));
    page = buf_str(&f->call.out);
    assert_has(page, "<a href=\"/requests/c-1\">c-1</a>");
    assert_has(page, "<span class=\"badge overdue\">");
    assert_has(page, "&lt;late&gt;");
    assert_has(page, "aria-sort=\"ascending\"");
    assert_has(page, "body=%E8%B7%AF%E7%81%AF%20%26x&amp;sort=-code");
    assert_has(page, "sort=code&amp;after=k%2F1");
    assert_has(page, "href=\"/requests.csv?");
    assert_has(page, "data-label=");
    assert_int_equal(web_table_limit(&f->call), 20);
}

static void the_same_list_is_given_as_a_file(void **state)
{
    struct fixture *f = fixture_of(state, "", "en");
    struct sheet s = sheet_of(f->arena, S("=1+1"));
    struct web_table t = {.sheet = &s, .heading = S("h"), .exports = S("名单")};
    struct web_head head = {.title = S("h")};

    f->call.path = S("/requests.csv");
    assert_true(web_table_limit(&f->call) > 20);
    assert_ok(web_table(&f->call, &head, &t));
    assert_has(buf_str(&f->call.out), "c-1");
    assert_has(buf_str(&f->call.out), "'=1+1");
    assert_has(head_of(&f->call, "Content-Disposition", 0), "attachment");
    assert_has(f->call.block, "no-store");
}

static void an_empty_list_says_why(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct sheet s = sheet_of(f->arena, S("x"));
    struct web_table t = {.sheet = &s, .heading = S("h"), .empty = S("今天没有人来访")};
    struct web_head head = {.title = S("h")};

    s.nrows = 0;
    assert_ok(web_table(&f->call, &head, &t));
    assert_has(buf_str(&f->call.out), "今天没有人来访");
    assert_lacks(buf_str(&f->call.out), "<table");
}

static void a_date_is_never_shown_by_colour_alone(void **state)
{
    struct fixture *f = fixture_of(state, "", "en");
    struct html h = html_of(f);
    struct web_due late = {.day = {20000}, .left = -3, .why = S("counted so")};
    struct web_due soon = {.day = {20000}, .left = 1, .provisional = true};

    part_due(&h, &late);
    assert_has(buf_str(h.out), "overdue by 3 working days");
    assert_has(buf_str(h.out), "counted so");
    buf_clear(h.out);
    part_due_badge(&h, &soon);
    assert_has(buf_str(h.out), "class=\"due soon\"");
    assert_has(buf_str(h.out), "1 working day left");
    assert_has(buf_str(h.out), "provisional");
}

static void an_internal_note_is_clearly_apart(void **state)
{
    struct fixture *f = fixture_of(state, "", "en");
    struct html h = html_of(f);
    struct web_event events[] = {
        {.at = {1790000000}, .what = S("open"), .text = S("said <to all>")},
        {.at = {1790000000}, .what = S("closed"), .internal = true},
    };
    struct web_event_list list = {events, 1};

    part_timeline(&h, &list);
    assert_lacks(buf_str(h.out), "Internal");
    assert_has(buf_str(h.out), "said &lt;to all&gt;");
    list.n = 2;
    part_timeline(&h, &list);
    assert_has(buf_str(h.out), "class=\"internal\"");
    assert_has(buf_str(h.out), "Internal, not public");
}

static void what_a_handler_finds_wrong_stands_beside_its_field(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct pair pairs[] = {{S("body"), S("x")}, {S("matter"), S("help")}};
    struct web_head head = {.title = S("h")};
    struct sheet s = sheet_of(f->arena, S("x"));
    struct web_table t = {.sheet = &s};
    const struct form_problem *p;

    f->call.form = form_parse(f->arena, &say_form, (struct pair_list){pairs, 2});
    assert_int_equal(f->call.form->nproblems, 0);
    assert_err(ERR_INVALID, failed(f, ERR_INVALID, "phone", "form.phone"));
    assert_err(ERR_INVALID, failed(f, ERR_INVALID, NULL, "form.choice"));
    assert_ok(web_table(&f->call, &head, &t));
    p = form_problem_of(f->call.form, &say_inputs[1]);
    assert_non_null(p);
    assert_str(p->rule, "form.phone");
    assert_int_equal(f->call.form->nproblems, 2);
}

static void the_menu_shows_what_the_reader_may_open(void **state)
{
    struct fixture *f = fixture_of(state, "", "zh");
    struct sheet s = sheet_of(f->arena, S("x"));
    struct web_table t = {.sheet = &s};
    struct web_head head = {.title = S("h")};

    f->actor = (struct actor){
        .account_id = 1, .name = S("王<堃>"), .roles = ROLE_ANYONE | ROLE_DEPUTY};
    assert_ok(web_table(&f->call, &head, &t));
    assert_has(buf_str(&f->call.out), "<a href=\"/requests\" aria-current=\"page\">");
    assert_lacks(buf_str(&f->call.out), "/accounts");
    assert_has(buf_str(&f->call.out), "<details>\n<summary>数字和刊物</summary>");
    assert_has(buf_str(&f->call.out), "<li><a href=\"/figures\">");
    assert_lacks(buf_str(&f->call.out), "管理");
    assert_has(buf_str(&f->call.out), "王&lt;堃&gt;");
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        TEST(chinese_is_spoken_unless_the_reader_asks_otherwise),
        TEST(the_query_goes_before_the_cookie),
        TEST(a_cache_knows_four_versions_of_a_public_page),
        TEST(a_field_keeps_what_was_typed_and_says_what_is_wrong),
        TEST(a_secret_is_never_written_into_a_page),
        TEST(the_summary_leads_to_each_field),
        TEST(an_error_page_keeps_what_was_typed),
        TEST(an_error_page_says_what_happened_and_its_number),
        TEST(every_page_forbids_what_it_does_not_need),
        TEST(a_switch_remembers_and_goes_back),
        TEST(a_switch_never_leads_elsewhere),
        TEST(a_note_is_shown_once_and_only_if_it_is_ours),
        TEST(an_embedded_file_is_served_by_its_own_address_only),
        TEST(the_files_stay_small),
        TEST(a_list_sorts_pages_and_exports_what_it_shows),
        TEST(the_same_list_is_given_as_a_file),
        TEST(an_empty_list_says_why),
        TEST(a_date_is_never_shown_by_colour_alone),
        TEST(an_internal_note_is_clearly_apart),
        TEST(the_menu_shows_what_the_reader_may_open),
        TEST(what_a_handler_finds_wrong_stands_beside_its_field),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
