/*
 * Workbooks from strangers.  An input that begins with "P" is a file as it is; any other holds
 * the parts of a workbook, sheet, strings and book, cut by a zero byte: they are put into an
 * archive here, because a mutated archive would hardly ever have the right checksums.
 */
#include <string.h>
#include <zlib.h>

#include "sheet_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const names[] = {"xl/worksheets/sheet1.xml", "xl/sharedStrings.xml",
    "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml"};
static const char *const defaults[] = {"", "<sst/>",
    "<workbook xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">"
    "<sheets><sheet name=\"A\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
    "<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.xml\"/>"
    "</Relationships>",
    "<Types/>"};

static void number(struct buf *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(out, (char)(value >> (8 * i) & 0xff));
}

/* The header of a stored member, local (30 bytes) or central (46 bytes). */
static void member(struct buf *out, bool central, const char *name, struct str part, size_t at)
{
    number(out, central ? 0x02014b50 : 0x04034b50, 4);
    number(out, 20, central ? 2 : 0);
    number(out, 20, 2);
    number(out, 0, 4);
    number(out, 0x21 << 16, 4);
    number(out, (uint32_t)crc32(0, (const Bytef *)part.p, (uInt)part.n), 4);
    number(out, (uint32_t)part.n, 4);
    number(out, (uint32_t)part.n, 4);
    number(out, (uint32_t)strlen(name), 2);
    number(out, 0, 2);
    if (central) {
        number(out, 0, 4);
        number(out, 0, 2);
        number(out, 0, 4);
        number(out, (uint32_t)at, 4);
    }
    buf_add(out, str_of(name));
}

static struct bytes archive(struct arena *a, struct str in)
{
    struct buf out = buf_new(a, (size_t)1 << 20), list = buf_new(a, 4096);
    size_t start;

    for (size_t i = 0; i < COUNT(names); i++) {
        size_t cut = str_find_char(in, '\0'), at = out.n;
        struct str part = cut == (size_t)-1 ? in : str_sub(in, 0, cut);

        in = cut == (size_t)-1 ? (struct str){0} : str_sub(in, cut + 1, in.n);
        part = part.n == 0 ? str_of(defaults[i]) : part;
        member(&out, false, names[i], part, 0);
        buf_add(&out, part);
        member(&list, true, names[i], part, at);
    }
    start = out.n;
    buf_add(&out, buf_str(&list));
    number(&out, 0x06054b50, 4);
    number(&out, 0, 4);
    number(&out, COUNT(names), 2);
    number(&out, COUNT(names), 2);
    number(&out, (uint32_t)(out.n - start - 12), 4);
    number(&out, (uint32_t)start, 4);
    number(&out, 0, 2);
    return (struct bytes){(const uint8_t *)out.p, out.n};
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a;

    if (size > 65536)
        return 0;
    a = arena_open((size_t)8 << 20);
    if (size > 0 && data[0] == 'P')
        sheet_target((struct bytes){data, size}, S("book.xlsx"));
    else
        sheet_target(archive(a, (struct str){(const char *)data, size}), S("book.xlsx"));
    arena_close(a);
    return 0;
}
