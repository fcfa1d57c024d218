/*
 * Reading and writing tables: what goes out comes back, and what is hostile is refused where it
 * shows.
 */
#include "out/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <zip.h>

#include <cmocka.h>

static const struct sheet_column columns[] = {
    {.key = "a", .title = TEXT_sheet_empty, .width = 20},
    {.key = "b", .title = TEXT_sheet_rows, .width = 10, .numeric = true},
};

static struct arena *open_arena(void)
{
    return arena_open((size_t)128 << 20);
}

static struct sheet two_rows(struct sheet_cell *cells)
{
    cells[0] = (struct sheet_cell){.text = S("堃芄锸𠅤")};
    cells[1] = (struct sheet_cell){.number = 26000};
    cells[2] = (struct sheet_cell){.text = S("=1+1\"x\",\nline")};
    cells[3] = (struct sheet_cell){.number = -1};
    return (struct sheet){.columns = columns, .ncolumns = 2, .cells = cells, .nrows = 2};
}

static const char *refused(struct arena *a, struct bytes file)
{
    struct sheet_book book;
    const char *problem = NULL;
    int64_t row, column;

    if (sheet_read(a, file, S("x.csv"), &book, &problem, &row, &column) == OK)
        return "";
    return problem;
}

static void csv_comes_back_and_formulas_are_defused(void **state)
{
    struct arena *a = open_arena();
    struct sheet_cell cells[4];
    struct sheet s = two_rows(cells);
    struct buf out = buf_new(a, 1 << 20);
    struct sheet_book book;
    const char *problem;
    int64_t row, column;

    (void)state;
    assert_int_equal(sheet_csv(&s, LANG_ZH, &out), OK);
    assert_true(str_has(buf_str(&out), S("\"'=1+1\"\"x\"\",\nline\"")));
    assert_int_equal(
        sheet_read(a, bytes_of(out.p, out.n), S("t.csv"), &book, &problem, &row, &column), OK);
    assert_int_equal(book.n, 1);
    assert_int_equal(book.p[0].n, 3);
    assert_true(str_eq(book.p[0].rows[1].cells[0], S("堃芄锸𠅤")));
    assert_true(str_eq(book.p[0].rows[1].cells[1], S("26000")));
    assert_true(str_eq(book.p[0].rows[2].cells[0], S("=1+1\"x\",\nline")));
    arena_close(a);
}

static void xlsx_comes_back_without_formulas(void **state)
{
    struct arena *a = open_arena();
    struct sheet_cell cells[4];
    struct sheet s = two_rows(cells);
    struct bytes file;
    struct sheet_book book;
    const char *problem = "";
    int64_t row, column;

    (void)state;
    assert_int_equal(sheet_xlsx(a, &s, LANG_EN, &file), OK);
    assert_int_equal(sheet_read(a, file, S("t.xlsx"), &book, &problem, &row, &column), OK);
    assert_string_equal(book.charset, "XLSX");
    assert_true(str_eq(book.p[0].rows[1].cells[0], S("堃芄锸𠅤")));
    assert_true(str_eq(book.p[0].rows[1].cells[1], S("26000")));
    assert_true(str_eq(book.p[0].rows[2].cells[0], S("=1+1\"x\",\nline")));
    arena_close(a);
}

static void gb18030_is_read_and_named(void **state)
{
    struct arena *a = open_arena();
    struct str gb = S("\xBA\xE2\xD1\xF4,\xB4\xFA\xB1\xED\n"); /* 衡阳,代表 */
    struct sheet_book book;
    const char *problem;
    int64_t row, column;

    (void)state;
    assert_int_equal(
        sheet_read(a, bytes_of(gb.p, gb.n), S("t.csv"), &book, &problem, &row, &column), OK);
    assert_string_equal(book.charset, "GB18030");
    assert_true(str_eq(book.p[0].rows[0].cells[0], S("衡阳")));
    arena_close(a);
}

static void what_is_no_table_is_refused_with_its_reason(void **state)
{
    static const struct {
        struct str file;
        const char *rule;
    } cases[] = {
        {{"", 0}, "sheet.empty"},
        {{"a\0b", 3}, "sheet.charset"},
        {{"\xD0\xCF\x11\xE0", 4}, "sheet.old_excel"},
        {{"PK\x03\x04 nothing", 12}, "sheet.broken"},
        {{"\"open", 5}, "sheet.quote"},
        {{"a,=HYPERLINK(1)", 15}, "sheet.formula"},
    };

    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct arena *a = open_arena();

        assert_string_equal(
            refused(a, bytes_of(cases[i].file.p, cases[i].file.n)), cases[i].rule);
        arena_close(a);
    }
}

/* A workbook of given sheet text, zipped in memory. */
static struct bytes workbook(struct arena *a, struct str sheet, const char *doctype)
{
    zip_error_t e;
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, &e);
    zip_t *z = zip_open_from_source(to, ZIP_TRUNCATE, &e);
    struct {
        const char *name;
        struct str text;
    } parts[] = {
        {"xl/workbook.xml",
            str_f(a,
                "%s<workbook xmlns:r=\"x\"><sheets><sheet name=\"s\" r:id=\"r1\"/></sheets>"
                "</workbook>",
                doctype)},
        {"xl/_rels/workbook.xml.rels", S("<Relationships><Relationship Id=\"r1\" "
                                         "Target=\"worksheets/a.xml\"/></Relationships>")},
        {"xl/worksheets/a.xml", sheet},
    };
    zip_stat_t st;
    unsigned char *p;

    zip_source_keep(to);
    for (size_t i = 0; i < COUNT(parts); i++)
        zip_file_add(z, parts[i].name,
            zip_source_buffer(z, parts[i].text.p, parts[i].text.n, 0), ZIP_FL_OVERWRITE);
    assert_int_equal(zip_close(z), 0);
    assert_int_equal(zip_source_open(to), 0);
    assert_int_equal(zip_source_stat(to, &st), 0);
    p = arena_take(a, st.size);
    assert_int_equal(zip_source_read(to, p, st.size), (zip_int64_t)st.size);
    zip_source_close(to);
    zip_source_free(to);
    return bytes_of(p, st.size);
}

static void hostile_workbooks_are_refused_where_it_shows(void **state)
{
    struct arena *a = open_arena();
    struct buf bomb = buf_new(a, 40 << 20);

    (void)state;
    assert_string_equal(
        refused(a, workbook(a, S("<w><row r=\"1\"><c r=\"A1\"><v>1</v></c></row></w>"),
                       "<!DOCTYPE lolz [<!ENTITY lol \"lol\">]>")),
        "sheet.dtd");
    assert_string_equal(
        refused(a,
            workbook(a, S("<w><row r=\"1\"><c r=\"A1\"><f>1+1</f><v>2</v></c></row></w>"), "")),
        "sheet.formula");
    assert_string_equal(
        refused(a, workbook(a, S("<w><row r=\"1\"><c r=\"XFD1\"><v>2</v></c></row></w>"), "")),
        "sheet.columns");
    for (int i = 0; i < 1000000; i++)
        buf_add(&bomb, S("<row><c/></row>"));
    assert_string_equal(refused(a, workbook(a, buf_str(&bomb), "")), "sheet.broken");
    buf_clear(&bomb);
    buf_add(&bomb, S("<w>"));
    for (int i = 0; i < 1000000; i++)
        buf_add(&bomb, S("<row><c/></row>"));
    buf_add(&bomb, S("</w>"));
    assert_string_equal(refused(a, workbook(a, buf_str(&bomb), "")), "sheet.bomb");
    arena_close(a);
}

static void a_date_cell_is_read_as_a_date_and_a_long_number_stays(void **state)
{
    struct arena *a = open_arena();
    struct sheet_book book;
    const char *problem = "";
    int64_t row, column;
    struct bytes file = workbook(a,
        S("<w><row r=\"3\"><c r=\"B3\" "
          "t=\"inlineStr\"><is><t>张</t><rPh><t>zhang</t></rPh></is></c>"
          "<c r=\"C3\"><v>13800001234</v></c></row></w>"),
        "");

    (void)state;
    assert_int_equal(sheet_read(a, file, S("t.xlsx"), &book, &problem, &row, &column), OK);
    assert_int_equal(book.p[0].rows[0].number, 3);
    assert_true(str_eq(book.p[0].rows[0].cells[0], S("")));
    assert_true(str_eq(book.p[0].rows[0].cells[1], S("张")));
    assert_true(str_eq(book.p[0].rows[0].cells[2], S("13800001234")));
    arena_close(a);
}

static void too_many_rows_or_columns_of_csv_are_refused(void **state)
{
    struct arena *a = open_arena();
    struct buf b = buf_new(a, 32 << 20);

    (void)state;
    for (int i = 0; i < 1000000; i++)
        buf_add(&b, S("x,"));
    assert_string_equal(refused(a, bytes_of(b.p, b.n)), "sheet.columns");
    buf_clear(&b);
    for (int i = 0; i < 60000; i++)
        buf_add(&b, S("x\n"));
    assert_string_equal(refused(a, bytes_of(b.p, b.n)), "sheet.rows");
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(csv_comes_back_and_formulas_are_defused),
        cmocka_unit_test(xlsx_comes_back_without_formulas),
        cmocka_unit_test(gb18030_is_read_and_named),
        cmocka_unit_test(what_is_no_table_is_refused_with_its_reason),
        cmocka_unit_test(hostile_workbooks_are_refused_where_it_shows),
        cmocka_unit_test(a_date_cell_is_read_as_a_date_and_a_long_number_stays),
        cmocka_unit_test(too_many_rows_or_columns_of_csv_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
