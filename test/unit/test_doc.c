/*
 * Documents: the same bytes for the same input, every font embedded, tables over several pages.
 */
#include "out/doc.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct sheet_column columns[] = {
    {.title = TEXT_sheet_empty, .width = 30},
    {.title = TEXT_sheet_rows, .width = 10, .numeric = true},
};

static struct bytes report(struct arena *a)
{
    struct doc *d = doc_new(a, DOC_A4, LANG_ZH, S("登记本"));
    struct buf problem = buf_new(a, 4096);
    struct sheet_cell *cells = MANY(a, struct sheet_cell, 400);
    struct sheet *s = NEW(a, struct sheet);
    struct bytes pdf;

    for (int i = 0; i < 200; i++) {
        cells[2 * i] =
            (struct sheet_cell){.text = S("张堃反映村口路灯不亮，夜间行走不便，希望尽快修复")};
        cells[2 * i + 1] = (struct sheet_cell){.number = 12345 + i};
    }
    *s = (struct sheet){.columns = columns, .ncolumns = 2, .cells = cells, .nrows = 200};
    doc_heading(d, 1, S("联络站登记本"));
    doc_pair(d, S("联络站"), S("云集镇中心联络站"));
    doc_table(d, s);
    doc_qr(d, S("https://example.cn/s/abcd1234"), 40);
    doc_line(d, S("签名"));
    doc_footer(d, S("2026-11-21"));
    assert_int_equal(doc_pdf(d, &pdf, &problem), OK);
    return pdf;
}

static bool holds(struct bytes b, const char *what)
{
    return memmem(b.p, b.n, what, strlen(what)) != NULL;
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    struct arena *a = arena_open((size_t)64 << 20);
    struct arena *b = arena_open((size_t)64 << 20);
    struct bytes x = report(a);

    (void)state;
    assert_true(bytes_eq(x, report(b)));
    assert_true(x.n > 4 && memcmp(x.p, "%PDF", 4) == 0);
    assert_true(holds(x, "zh-CN"));
    assert_true(holds(x, "StructTreeRoot"));
    arena_close(b);
    arena_close(a);
}

static void plates_fill_sheets_and_single_pages(void **state)
{
    struct arena *a = arena_open((size_t)64 << 20);
    struct plate plates[9];
    struct buf problem = buf_new(a, 4096);
    struct bytes one, sheet;

    (void)state;
    for (int i = 0; i < 9; i++)
        plates[i] = (struct plate){.title = S("云集镇中心联络站"),
            .kind = S("代表联络站"),
            .lines = {S("每月 15 日接待"), S("衡南县云集镇")},
            .nlines = 2,
            .url = S("https://lianluo.example.cn/s/k3m9x2qa"),
            .code = S("k3m9x2qa")};
    assert_int_equal(doc_plates(a, plates, 1, false, LANG_ZH, &one, &problem), OK);
    assert_int_equal(doc_plates(a, plates, 9, true, LANG_ZH, &sheet, &problem), OK);
    assert_true(holds(one, "/Count 1"));
    assert_true(holds(sheet, "/Count 2"));
    arena_close(a);
}

static void a_qr_picture_has_a_text_beside_it(void **state)
{
    struct arena *a = arena_open(1 << 22);
    struct str svg;

    (void)state;
    assert_int_equal(
        doc_qr_svg(a, S("https://example.cn/s/x"), S("打开 \"联络站\""), &svg), OK);
    assert_true(str_has(svg, S("aria-label=\"打开 &quot;联络站&quot;\"")));
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(plates_fill_sheets_and_single_pages),
        cmocka_unit_test(a_qr_picture_has_a_text_beside_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
