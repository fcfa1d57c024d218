/* Bulletins as documents: geometry, fonts, reading order, the same bytes. */
#include "base/disk.h"
#include "out/gazette.h"

#include "feature/bulletin/bulletin_read.h"

#include "check.h"

/* The blocks of an article's body: # and ## begin headings. */
static void blocks_of(
    struct arena *a, const struct bulletin_part *p, struct gazette_block *out, size_t *n)
{
    out[(*n)++] = (struct gazette_block){GAZETTE_TITLE, p->title};
    if (p->subtitle.n > 0)
        out[(*n)++] = (struct gazette_block){GAZETTE_SUBTITLE, p->subtitle};
    for (struct str rest = p->body; rest.n > 0;) {
        struct str line = str_trim(str_cut(rest, '\n', &rest));

        if (str_starts(line, S("## ")))
            out[(*n)++] = (struct gazette_block){GAZETTE_H2, str_sub(line, 3, line.n)};
        else if (str_starts(line, S("# ")))
            out[(*n)++] = (struct gazette_block){GAZETTE_H1, str_sub(line, 2, line.n)};
        else if (line.n > 0)
            out[(*n)++] = (struct gazette_block){GAZETTE_PARA, line};
    }
    if (p->credit.n > 0)
        out[(*n)++] =
            (struct gazette_block){GAZETTE_CREDIT, str_f(a, "（%.*s）", STR(p->credit))};
}

static struct gazette rebuilt(struct arena *a, const char *name)
{
    struct bulletin_text t;
    struct bytes content;
    struct gazette g = {
        .name = S("联络动态"), .latin = S("LIANLUODONGTAI"), .distribution_label = S("送：")};

    assert_ok(disk_read(a, str_f(a, "%s/test/bulletin/%s.txt", SOURCE_ROOT, name),
        BULLETIN_TEXT_MAX, false, &content));
    assert_ok(bulletin_read(a, (struct str){(const char *)content.p, content.n}, &t));
    g.issue = str_f(a, "第%lld期", (long long)t.issue_no);
    g.serial = S("（总第六百四十五期）");
    g.publisher = str_f(a, "%.*s编", STR(t.publisher));
    g.date = S("2021年11月9日");
    g.editors_note = t.editors_note;
    g.blocks.p = MANY(a, struct gazette_block, 400);
    EACH (p, &t.articles)
        blocks_of(a, p, g.blocks.p, &g.blocks.n);
    g.distribution = t.distribution;
    g.ndistribution = t.ndistribution;
    g.imprint_left = str_f(a, "责任编辑：%.*s", STR(t.editor));
    g.imprint_right = str_f(a, "联系方式：%.*s", STR(t.contact));
    g.imprint_last = str_f(a, "批准文号：%.*s", STR(t.approval_no));
    g.made = date_start(t.date);
    return g;
}

static bool has(struct bytes b, const char *words)
{
    return str_has((struct str){(const char *)b.p, b.n}, str_of(words));
}

static void the_same_issue_gives_the_same_bytes(void **state)
{
    struct gazette g = rebuilt(*state, "2021-21");
    struct buf problem = buf_new(*state, 1000);
    struct bytes one, two;

    assert_ok(gazette_pdf(*state, &g, &one, &problem));
    assert_ok(gazette_pdf(*state, &g, &two, &problem));
    assert_true(bytes_eq(one, two));
    assert_true(has(one, "/Lang (zh-CN)"));
    assert_true(has(one, "/Marked true"));
    assert_true(has(one, "/MediaBox [ 0 0 595.2"));
}

static void an_issue_becomes_an_office_document(void **state)
{
    struct gazette g = rebuilt(*state, "2021-21");
    struct buf problem = buf_new(*state, 1000);
    struct bytes one, two;

    assert_ok(gazette_odt(*state, &g, &one, &problem));
    assert_ok(gazette_odt(*state, &g, &two, &problem));
    assert_true(bytes_eq(one, two));
    /* The type stands stored at its fixed place, as readers look for it. */
    assert_true(memcmp(one.p + 30, "mimetypeapplication/vnd.oasis.opendocument.text", 47) == 0);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_issue_gives_the_same_bytes),
        TEST(an_issue_becomes_an_office_document),
    };

    /* With a place, the documents are left there to be looked at. */
    if (argc > 2) {
        struct arena *a = arena_open((size_t)512 << 20);
        struct gazette g = rebuilt(a, argv[1]);
        struct buf problem = buf_new(a, 1000);
        struct bytes b;

        assert_ok(gazette_pdf(a, &g, &b, &problem));
        assert_ok(disk_create(str_f(a, "%s.pdf", argv[2]), b));
        assert_ok(gazette_odt(a, &g, &b, &problem));
        assert_ok(disk_create(str_f(a, "%s.odt", argv[2]), b));
        arena_close(a);
        return 0;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
