/*
 * bulletin_lines: a printed text cut into lines, and lines joined again to running text.
 */
#ifndef FEATURE_BULLETIN_LINES_H
#define FEATURE_BULLETIN_LINES_H

#include "feature/bulletin/bulletin_read.h"

struct bulletin_line {
    size_t from, to; /* in raw, blanks and marks at both ends left out */
    struct str text;
    size_t points; /* length in characters */
    int marks;     /* number of # before it */
    bool apart;    /* an empty line stands before it */
};
LIST_OF(bulletin_line);

struct bulletin_raw {
    struct arena *arena;
    uint32_t *c;
    size_t n;
    struct bulletin_line_list lines; /* empty ones and rules left out */
    bool marked;                     /* headings are marked with # */
};

/* Lines that only number a page are left out: a number may go on after them. */
void bulletin_lines(struct arena *a, struct str text, struct bulletin_raw *out);
/* Leave out, from a line on, the running heads: the name alone, or with its number. */
void bulletin_lines_drop_heads(struct bulletin_raw *raw, size_t first, struct str name);
/* Lines from..to as one running text; a line that ends a sentence, or is one of its own
 * (heading[i] true), ends a paragraph. */
struct bulletin_points bulletin_lines_join(
    const struct bulletin_raw *raw, size_t from, size_t to, const bool *alone);
/* The text without the blanks between Chinese characters. */
struct str bulletin_lines_close(struct arena *a, struct str s);
bool bulletin_lines_begins(const struct bulletin_line *l, const char *const *words);

/* Masthead and imprint; first and last say where the body lies. */
void bulletin_masthead(
    const struct bulletin_raw *raw, struct bulletin_text *out, size_t *first);
void bulletin_imprint(
    const struct bulletin_raw *raw, size_t first, struct bulletin_text *out, size_t *last);
/* Editor's note, articles and figures of the lines between. */
void bulletin_articles(
    const struct bulletin_raw *raw, size_t first, size_t last, struct bulletin_text *out);

#endif
