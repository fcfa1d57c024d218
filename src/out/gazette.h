/*
 * gazette: an issue of a bulletin as a document: masthead, editor's note, articles, imprint;
 * set after GB/T 9704-2012 (A4, type area 156 x 225 mm with margins 37 above and 28 left, 22
 * lines of 28 characters, red masthead, imprint together at the foot of the last page, page
 * numbers outside), and as OpenDocument text for editing by hand.
 *
 * Fonts   仿宋, 黑体, 楷体 and 小标宋 are asked for as Fandol (tools/fonts.sh), else Noto; rare
 *         characters come from Noto.  Every font is embedded, which is checked in the file.
 */
#ifndef OUT_GAZETTE_H
#define OUT_GAZETTE_H

#include "base/buf.h"
#include "base/text.h"
#include "base/time.h"
#include "base/vec.h"

enum gazette_kind {
    GAZETTE_TITLE, /* of an article; begins it */
    GAZETTE_SUBTITLE,
    GAZETTE_H1,     /* 一、 */
    GAZETTE_H2,     /* （一） */
    GAZETTE_PARA,   /* may hold runs in 黑体 between U+0002 and U+0003 */
    GAZETTE_NOTE,   /* a source, in small print below the article */
    GAZETTE_CREDIT, /* （… 供稿） */
    GAZETTE_BREAK   /* the next article begins a page of its own */
};
struct gazette_block {
    enum gazette_kind kind;
    struct str text;
};
LIST_OF(gazette_block);

struct gazette {
    enum lang lang;
    struct str name, latin;     /* 联络动态, LIANLUODONGTAI */
    struct str issue, serial;   /* 第27期, （总第六百二十三期） */
    struct str publisher, date; /* …编, 2020年12月24日 */
    struct str editors_note;    /* absent */
    struct gazette_block_list blocks;
    struct str distribution_label; /* 送： */
    struct str *distribution;
    size_t ndistribution;
    struct str imprint_left, imprint_right; /* 责任编辑：…; 联系方式：… */
    struct str imprint_last;                /* 批准文号：… */
    struct instant made; /* the file's own date: the same input, the same bytes */
};

/* ERR_DOWN with the words in problem: a font is not embedded, or the library failed. */
enum err gazette_pdf(
    struct arena *a, const struct gazette *g, struct bytes *out, struct buf *problem) MUST_USE;
enum err gazette_odt(
    struct arena *a, const struct gazette *g, struct bytes *out, struct buf *problem) MUST_USE;

#endif
