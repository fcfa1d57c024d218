/*
 * gazette_odt: an issue as OpenDocument text (ISO/IEC 26300), for editing by hand.
 */
#include "out/gazette.h"

#include <zip.h>

enum {
    PART_MAX = 8 * 1024 * 1024
};

static void escape(struct buf *b, struct str s)
{
    size_t at = 0;

    while (at < s.n) {
        uint32_t c = str_next(s, &at);

        if (c == '<')
            buf_add(b, S("&lt;"));
        else if (c == '>')
            buf_add(b, S("&gt;"));
        else if (c == '&')
            buf_add(b, S("&amp;"));
        else if (c == '"')
            buf_add(b, S("&quot;"));
        else if (c == '\t')
            buf_add(b, S("<text:tab/>"));
        else if (c == '\n' || c >= 0x20)
            buf_point(b, c);
    }
}

static void para(struct buf *b, const char *style, struct str text)
{
    if (text.n == 0)
        return;
    buf_f(b, "<text:p text:style-name=\"%s\">", style);
    escape(b, text);
    buf_add(b, S("</text:p>\n"));
}

static void heading(struct buf *b, const char *style, int level, struct str text)
{
    buf_f(b, "<text:h text:style-name=\"%s\" text:outline-level=\"%d\">", style, level);
    escape(b, text);
    buf_add(b, S("</text:h>\n"));
}

#define NAMESPACES                                                                             \
    "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                       \
    "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "                         \
    "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "                           \
    "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "                \
    "xmlns:svg=\"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0\" "                  \
    "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" "                                           \
    "xmlns:meta=\"urn:oasis:names:tc:opendocument:xmlns:meta:1.0\" office:version=\"1.3\""

struct odt_style {
    const char *name, *family, *para;
    int tenths; /* of a point */
    const char *colour;
};

static const struct odt_style styles[] = {
    {"Name", "FandolSong, 小标宋", "fo:text-align=\"center\"", 560, "#d91212"},
    {"Latin", "Noto Serif CJK SC", "fo:text-align=\"center\"", 140, "#d91212"},
    {"Centre", "FandolFang R, 仿宋", "fo:text-align=\"center\"", 158, "#000000"},
    {"Line", "FandolFang R, 仿宋",
        "fo:border-bottom=\"1.4mm solid #d91212\" fo:padding-bottom=\"2mm\"", 158, "#000000"},
    {"Title", "FandolSong, 小标宋", "fo:text-align=\"center\" fo:margin-top=\"10mm\"", 220,
        "#000000"},
    {"Subtitle", "FandolKai, 楷体", "fo:text-align=\"center\"", 158, "#000000"},
    {"First", "FandolHei, 黑体", "fo:text-indent=\"31.6pt\"", 158, "#000000"},
    {"Second", "FandolKai, 楷体", "fo:text-indent=\"31.6pt\"", 158, "#000000"},
    {"Body", "FandolFang R, 仿宋", "fo:text-indent=\"31.6pt\" fo:text-align=\"justify\"", 158,
        "#000000"},
    {"Note", "FandolFang R, 仿宋", "fo:text-align=\"justify\"", 120, "#000000"},
    {"Credit", "FandolKai, 楷体", "fo:text-align=\"end\"", 158, "#000000"},
    {"Imprint", "FandolFang R, 仿宋",
        "fo:padding-left=\"14pt\" fo:padding-right=\"14pt\" fo:keep-with-next=\"always\"", 140,
        "#000000"},
    {"ImprintFirst", "FandolFang R, 仿宋",
        "fo:padding-left=\"14pt\" fo:padding-right=\"14pt\" fo:keep-with-next=\"always\" "
        "fo:border-top=\"0.35mm solid #000000\" fo:margin-top=\"14pt\"",
        140, "#000000"},
    {"ImprintEditors", "FandolFang R, 仿宋",
        "fo:padding-left=\"14pt\" fo:padding-right=\"14pt\" fo:keep-with-next=\"always\" "
        "fo:border-top=\"0.25mm solid #000000\"",
        140, "#000000"},
    {"ImprintLast", "FandolFang R, 仿宋",
        "fo:padding-left=\"14pt\" fo:padding-right=\"14pt\" "
        "fo:border-bottom=\"0.35mm solid #000000\"",
        140, "#000000"},
    /* Numbers stand outside: right on odd pages, left on even ones (GB/T 9704-2012, 7.5). */
    {"NumberRight", "FandolSong, 宋体", "fo:text-align=\"end\" fo:margin-right=\"14pt\"", 140,
        "#000000"},
    {"NumberLeft", "FandolSong, 宋体", "fo:text-align=\"start\" fo:margin-left=\"14pt\"", 140,
        "#000000"},
};

#define PAGE_NUMBER "— <text:page-number text:select-page=\"current\">1</text:page-number> —"

static void put_styles(struct buf *b)
{
    buf_add(
        b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles " NAMESPACES
             ">\n<office:styles>\n"));
    for (size_t i = 0; i < COUNT(styles); i++) {
        const struct odt_style *s = &styles[i];

        buf_f(b,
            /* No list: the numbering of outlines would take the indent away.  Numbers are in
             * no language, because in Chinese they may be broken: 2|021年. */
            "<style:style style:name=\"%s\" style:family=\"paragraph\" "
            "style:list-style-name=\"\">"
            "<style:paragraph-properties fo:line-height=\"%s\" style:text-autospace=\"none\" "
            "%s>"
            "<style:tab-stops>"
            "<style:tab-stop style:position=\"156mm\" style:type=\"right\"/>"
            "</style:tab-stops></style:paragraph-properties>"
            "<style:text-properties style:font-family-asian=\"%s\" fo:font-family=\"%s\" "
            "fo:font-size=\"%d.%dpt\" style:font-size-asian=\"%d.%dpt\" fo:color=\"%s\" "
            "fo:language=\"none\" fo:country=\"none\" style:language-asian=\"zh\" "
            "style:country-asian=\"CN\"/></style:style>\n",
            s->name, s->tenths > 200 ? "120%" : "29pt", s->para, s->family, s->family,
            s->tenths / 10, s->tenths % 10, s->tenths / 10, s->tenths % 10, s->colour);
    }
    buf_add(b, S("</office:styles>\n<office:automatic-styles>"
                 "<style:page-layout style:name=\"A4\"><style:page-layout-properties "
                 "fo:page-width=\"210mm\" fo:page-height=\"297mm\" fo:margin-top=\"37mm\" "
                 "fo:margin-bottom=\"20mm\" fo:margin-left=\"28mm\" fo:margin-right=\"26mm\"/>"
                 "<style:footer-style><style:header-footer-properties fo:min-height=\"15mm\" "
                 "fo:margin-top=\"5mm\"/></style:footer-style></style:page-layout>"
                 "</office:automatic-styles>\n<office:master-styles>"
                 "<style:master-page style:name=\"Standard\" style:page-layout-name=\"A4\">"
                 "<style:footer><text:p text:style-name=\"NumberRight\">" PAGE_NUMBER
                 "</text:p></style:footer><style:footer-left>"
                 "<text:p text:style-name=\"NumberLeft\">" PAGE_NUMBER
                 "</text:p></style:footer-left></style:master-page>"
                 "</office:master-styles>\n</office:document-styles>\n"));
}

static void put_block(struct buf *b, const struct gazette_block *x)
{
    switch (x->kind) {
    case GAZETTE_TITLE:
        heading(b, "Title", 1, x->text);
        return;
    case GAZETTE_SUBTITLE:
        para(b, "Subtitle", x->text);
        return;
    case GAZETTE_H1:
        heading(b, "First", 2, x->text);
        return;
    case GAZETTE_H2:
        heading(b, "Second", 3, x->text);
        return;
    case GAZETTE_PARA:
        para(b, "Body", x->text);
        return;
    case GAZETTE_NOTE:
        para(b, "Note", x->text);
        return;
    case GAZETTE_CREDIT:
        para(b, "Credit", x->text);
        return;
    case GAZETTE_BREAK:
        return;
    }
}

static void put_content(struct arena *a, struct buf *b, const struct gazette *g)
{
    buf_add(
        b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content " NAMESPACES
             ">\n<office:body><office:text>\n"));
    para(b, "Name", g->name);
    para(b, "Latin", g->latin);
    para(b, "Centre", g->issue);
    para(b, "Centre", g->serial);
    para(b, "Line", str_f(a, "%.*s\t%.*s", STR(g->publisher), STR(g->date)));
    if (g->editors_note.n > 0)
        para(b, "Body", str_f(a, "【编者按】%.*s", STR(g->editors_note)));
    EACH (x, &g->blocks)
        put_block(b, x);
    for (size_t i = 0; i < g->ndistribution; i++)
        para(b, i == 0 ? "ImprintFirst" : "Imprint",
            str_f(a, "%.*s%.*s", STR(i == 0 ? g->distribution_label : S("　　")),
                STR(g->distribution[i])));
    para(b, g->ndistribution == 0 ? "ImprintFirst" : "ImprintEditors", g->imprint_left);
    para(b, "Imprint", g->imprint_right);
    para(b, "ImprintLast", g->imprint_last);
    buf_add(b, S("</office:text></office:body>\n</office:document-content>\n"));
}

static const char manifest[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<manifest:manifest "
    "xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
    "manifest:version=\"1.3\">\n<manifest:file-entry manifest:full-path=\"/\" "
    "manifest:media-type=\"application/vnd.oasis.opendocument.text\"/>\n<manifest:file-entry "
    "manifest:full-path=\"content.xml\" "
    "manifest:media-type=\"text/xml\"/>\n<manifest:file-entry "
    "manifest:full-path=\"styles.xml\" "
    "manifest:media-type=\"text/xml\"/>\n<manifest:file-entry "
    "manifest:full-path=\"meta.xml\" "
    "manifest:media-type=\"text/xml\"/>\n</manifest:manifest>\n";

static bool add(zip_t *z, const char *name, struct str content, bool stored)
{
    /* The parts live on the arena until the archive is closed. */
    zip_source_t *s = zip_source_buffer(z, content.p, content.n, 0);
    zip_int64_t i = s == NULL ? -1 : zip_file_add(z, name, s, ZIP_FL_ENC_UTF_8);

    if (i < 0) {
        zip_source_free(s);
        return false;
    }
    /* 1980-01-01: the same input gives the same bytes. */
    return zip_file_set_dostime(z, (zip_uint64_t)i, 0, 0x21, 0) == 0 &&
           zip_set_file_compression(
               z, (zip_uint64_t)i, stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 6) == 0;
}

static bool add_parts(struct arena *a, zip_t *z, const struct gazette *g)
{
    struct buf content = buf_new(a, PART_MAX), style = buf_new(a, PART_MAX),
               meta = buf_new(a, 65536);

    put_content(a, &content, g);
    put_styles(&style);
    buf_add(
        &meta, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-meta " NAMESPACES
                 "><office:meta><dc:title>"));
    escape(&meta, str_f(a, "%.*s%.*s", STR(g->name), STR(g->issue)));
    buf_f(&meta,
        "</dc:title><dc:language>zh-CN</dc:language><meta:creation-date>%.*s"
        "</meta:creation-date></office:meta></office:document-meta>\n",
        STR(str_sub(instant_iso(a, g->made), 0, 19)));
    return !content.over && !style.over &&
           add(z, "mimetype", S("application/vnd.oasis.opendocument.text"), true) &&
           add(z, "content.xml", buf_str(&content), false) &&
           add(z, "styles.xml", buf_str(&style), false) &&
           add(z, "meta.xml", buf_str(&meta), false) &&
           add(z, "META-INF/manifest.xml", str_of(manifest), false);
}

static enum err take(struct arena *a, zip_source_t *source, struct bytes *out)
{
    zip_stat_t st;
    unsigned char *p;
    zip_int64_t got;

    if (zip_source_stat(source, &st) != 0 || zip_source_open(source) != 0)
        return ERR_DOWN;
    p = arena_take(a, st.size + 1);
    got = zip_source_read(source, p, st.size);
    (void)zip_source_close(source);
    if (got < 0 || (zip_uint64_t)got != st.size)
        return ERR_DOWN;
    *out = (struct bytes){p, (size_t)st.size};
    return OK;
}

enum err gazette_odt(
    struct arena *a, const struct gazette *g, struct bytes *out, struct buf *problem)
{
    zip_error_t error;
    zip_source_t *source;
    zip_t *z;
    enum err e = ERR_DOWN;

    zip_error_init(&error);
    source = zip_source_buffer_create(NULL, 0, 0, &error);
    z = source == NULL ? NULL : zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (z == NULL) {
        zip_source_free(source);
        buf_add(problem, S("the archive cannot be made\n"));
        return ERR_DOWN;
    }
    zip_source_keep(source);
    if (!add_parts(a, z, g))
        zip_discard(z);
    else if (zip_close(z) == 0)
        e = take(a, source, out);
    else
        zip_discard(z);
    zip_source_free(source);
    if (e != OK)
        buf_add(problem, S("the archive cannot be written\n"));
    return e;
}
