/*
 * doc: a document model for print: headings, paragraphs, tables, QR codes; written as PDF.
 */
#ifndef OUT_DOC_H
#define OUT_DOC_H

#include "base/html.h"
#include "out/plot.h"
#include "out/sheet.h"

enum doc_paper {
    DOC_A4,
    DOC_A4_LANDSCAPE,
    DOC_A6,
    DOC_SLIP /* 80 mm */
};

struct doc;
struct doc *doc_new(struct arena *a, enum doc_paper paper, enum lang lang, struct str title);
/* The moment printed into the file's own properties (the same input, the same bytes). */
void doc_made(struct doc *d, struct instant at);
void doc_heading(struct doc *d, int level, struct str text);
void doc_para(struct doc *d, struct str text);
void doc_pair(struct doc *d, struct str label, struct str value); /* label: value line */
/* A table with repeated head and page numbers; wraps cells, never cuts text. */
void doc_table(struct doc *d, const struct sheet *s);
void doc_plot(struct doc *d, const struct plot *p); /* p is kept by the caller until doc_pdf */
void doc_qr(struct doc *d, struct str content, double mm);
void doc_line(struct doc *d, struct str label); /* a rule to sign on */
void doc_break(struct doc *d);
void doc_footer(struct doc *d, struct str text); /* left; the page number is right */
/* Tagged, /Lang, embedded fonts checked, the same bytes for the same input. */
enum err doc_pdf(struct doc *d, struct bytes *out, struct buf *problem) MUST_USE;

/* Plates: one on a page of its own, or eight on an A4 sheet with cut marks. */
struct plate {
    struct str title;    /* name of station or deputy or area */
    struct str kind;     /* 代表联络站 */
    struct str lines[4]; /* reception days, address text, what it is for */
    size_t nlines;
    struct str url;  /* in the QR */
    struct str code; /* short code printed below */
};
enum err doc_plates(struct arena *a, const struct plate *p, size_t n, bool sheet,
    enum lang lang, struct bytes *pdf, struct buf *problem) MUST_USE;
/* QR as an SVG picture for pages, with a text alternative. */
enum err doc_qr_svg(
    struct arena *a, struct str content, struct str alt, struct str *svg) MUST_USE;

#endif
