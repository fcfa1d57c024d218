/* Bulletins as documents: geometry, fonts, reading order, the same bytes. */
#include "base/disk.h"
#include "base/han.h"
#include "out/gazette.h"

#include "feature/bulletin/bulletin_read.h"

#include <expat.h>
#include <zip.h>

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
    g.serial = str_f(a, "（总第%.*s期）", STR(han_number(a, t.serial_no)));
    g.publisher = str_f(a, "%.*s编", STR(t.publisher));
    g.date = str_f(a, "%d年%d月%d日", (int)date_ymd(t.date).year, (int)date_ymd(t.date).month,
        (int)date_ymd(t.date).day);
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

/* A part of the archive; how it is packed. */
static struct str part_of(struct arena *a, struct bytes file, const char *name, bool *stored)
{
    zip_error_t e;
    zip_source_t *source = zip_source_buffer_create(file.p, file.n, 0, &e);
    zip_t *z = zip_open_from_source(source, ZIP_RDONLY | ZIP_CHECKCONS, &e);
    zip_stat_t stat;
    zip_file_t *f;
    char *p;

    assert_non_null(z);
    assert_int_equal(zip_stat(z, name, 0, &stat), 0);
    *stored = stat.comp_method == ZIP_CM_STORE;
    p = MANY(a, char, stat.size + 1);
    f = zip_fopen(z, name, 0);
    assert_non_null(f);
    assert_int_equal(zip_fread(f, p, stat.size), (zip_int64_t)stat.size);
    zip_fclose(f);
    zip_close(z);
    return (struct str){p, stat.size};
}

/* What a part says: its paragraphs one by one, and the names of the styles they use or that
 * are made. */
struct seen {
    struct buf text, used, made;
};

static void begins(void *arg, const XML_Char *name, const XML_Char **attributes)
{
    struct seen *s = arg;

    if (strcmp(name, "text:tab") == 0)
        buf_char(&s->text, ' ');
    for (size_t i = 0; attributes[i] != NULL; i += 2) {
        if (strcmp(attributes[i], "text:style-name") == 0)
            buf_f(&s->used, "%s\n", attributes[i + 1]);
        if (strcmp(attributes[i], "style:name") == 0)
            buf_f(&s->made, "|%s|", attributes[i + 1]);
    }
}

static void ends(void *arg, const XML_Char *name)
{
    struct seen *s = arg;

    if (strcmp(name, "text:p") == 0 || strcmp(name, "text:h") == 0)
        buf_add(&s->text, S("\n\n"));
}

static void says(void *arg, const XML_Char *p, int n)
{
    struct seen *s = arg;
    struct str words = {p, (size_t)n};

    if (!str_is(words, "\n"))
        buf_add(&s->text, words);
}

static void parse(struct str part, struct seen *s)
{
    XML_Parser x = XML_ParserCreate(NULL);

    XML_SetUserData(x, s);
    XML_SetElementHandler(x, begins, ends);
    XML_SetCharacterDataHandler(x, says);
    assert_int_equal(XML_Parse(x, part.p, (int)part.n, 1), XML_STATUS_OK);
    XML_ParserFree(x);
}

static struct seen seen_in(struct arena *a, struct bytes odt)
{
    struct seen s = {buf_new(a, 1 << 20), buf_new(a, 1 << 20), buf_new(a, 1 << 16)};
    bool stored;

    parse(part_of(a, odt, "content.xml", &stored), &s);
    return s;
}

static void the_parts_of_an_office_document_fit_together(void **state)
{
    static const char *const parts[] = {"content.xml", "styles.xml", "meta.xml", NULL};
    struct gazette g = rebuilt(*state, "2023-10");
    struct buf problem = buf_new(*state, 1000);
    struct seen content,
        styles = {buf_new(*state, 1 << 16), buf_new(*state, 1 << 16), buf_new(*state, 1 << 16)};
    struct bytes odt;
    struct str manifest;
    bool stored;

    assert_ok(gazette_odt(*state, &g, &odt, &problem));
    (void)part_of(*state, odt, "mimetype", &stored);
    assert_true(stored);
    manifest = part_of(*state, odt, "META-INF/manifest.xml", &stored);
    for (size_t i = 0; parts[i] != NULL; i++) {
        struct seen any = {
            buf_new(*state, 1 << 20), buf_new(*state, 1 << 20), buf_new(*state, 1 << 16)};

        parse(part_of(*state, odt, parts[i], &stored), &any);
        assert_true(str_has(manifest, str_f(*state, "full-path=\"%s\"", parts[i])));
    }
    parse(part_of(*state, odt, "styles.xml", &stored), &styles);
    content = seen_in(*state, odt);
    for (struct str rest = buf_str(&content.used); rest.n > 0;) {
        struct str name = str_cut(rest, '\n', &rest);

        assert_true(str_has(buf_str(&styles.made), str_f(*state, "|%.*s|", STR(name))));
    }
    assert_true(str_has(buf_str(&styles.text), S("— 1 —")));
}

/* The document made anew of an old bulletin, read like the old one. */
static void a_rebuilt_bulletin_has_the_structure_of_the_original(void **state)
{
    struct arena *a = *state;
    struct gazette g = rebuilt(a, "2023-10");
    struct buf problem = buf_new(a, 1000);
    struct bulletin_text old, again;
    struct bytes odt, content;
    struct seen s;

    assert_ok(gazette_odt(a, &g, &odt, &problem));
    s = seen_in(a, odt);
    assert_ok(bulletin_read(a, buf_str(&s.text), &again));
    assert_ok(disk_read(a, str_f(a, "%s/test/bulletin/2023-10.txt", SOURCE_ROOT),
        BULLETIN_TEXT_MAX, false, &content));
    assert_ok(bulletin_read(a, (struct str){(const char *)content.p, content.n}, &old));
    assert_int_equal(again.issue_no, old.issue_no);
    assert_int_equal(again.serial_no, old.serial_no);
    assert_int_equal(again.date.day, old.date.day);
    assert_true(str_eq(again.publisher, old.publisher));
    assert_true(str_eq(again.editors_note, old.editors_note));
    assert_true(str_eq(again.editor, old.editor));
    assert_true(str_eq(again.approval_no, old.approval_no));
    assert_int_equal(again.ndistribution, old.ndistribution);
    assert_int_equal(again.articles.n, old.articles.n);
    for (size_t i = 0; i < old.articles.n; i++) {
        const struct bulletin_part *p = &old.articles.p[i], *q = &again.articles.p[i];

        assert_true(str_eq(p->title, q->title));
        assert_true(str_eq(p->credit, q->credit));
        assert_int_equal(p->nheadings, q->nheadings);
        for (size_t k = 0; k < p->nheadings; k++)
            assert_true(str_eq(p->headings[k], q->headings[k]));
    }
    assert_int_equal(again.figures.n, old.figures.n);
    for (size_t i = 0; i < old.figures.n; i++) {
        const struct bulletin_seen *x = &old.figures.p[i], *y = &again.figures.p[i];

        assert_true(str_eq(x->wording, y->wording));
        assert_true(bulletin_number_same(x->value, y->value));
        assert_int_equal(x->qualifier, y->qualifier);
    }
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(the_parts_of_an_office_document_fit_together),
        TEST(a_rebuilt_bulletin_has_the_structure_of_the_original),
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
