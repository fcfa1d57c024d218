/*
 * page: how far the translator of pages is: where it stands in the HTML, which elements and
 * directives are open.
 */
#ifndef GEN_PAGE_H
#define GEN_PAGE_H

#include "gen.h"

/* Where the next character of static text would stand. */
enum place {
    IN_TEXT,
    IN_TAG_NAME,  /* after "<name" so far */
    IN_TAG,       /* between attributes */
    IN_ATTR_NAME, /* in the name of an attribute */
    BEFORE_VALUE, /* after "=" */
    IN_VALUE      /* between double quotes */
};

enum {
    PAGE_DEPTH = 100,
    PAGE_ARGS = 10
};

/* What must be the same at the ends of all branches. */
struct page_state {
    enum place place;
    size_t depth;    /* open elements */
    size_t tag;      /* serial number of the tag we are in */
    size_t attr;     /* serial number of the attribute */
    bool need_blank; /* a blank or the tag's end must come before another attribute */
    bool url_start;  /* nothing of the address has been written */
};

enum block {
    BLOCK_PAGE,
    BLOCK_IF,
    BLOCK_FOR,
    BLOCK_LANG
};

struct page_block {
    enum block kind;
    size_t at;
    struct page_state before; /* as it was at the begin */
    struct page_state after;  /* as the first branch left it */
    bool has_after, has_else, has_zh, has_en;
};

struct page {
    struct source *s;
    struct out *header, *code, prototypes, untyped;
    struct out text; /* static text not yet written */
    struct page_state now;

    struct span tag;  /* name of the tag we are in */
    bool closing;     /* it is an end tag */
    bool slash;       /* "/" was seen before its end */
    bool post;        /* it is a form with method="post" */
    bool typed;       /* it has an attribute type */
    struct span attr; /* name of the attribute we are in */
    size_t value_at;  /* where its static value began */
    size_t tags, attrs;

    struct span open[PAGE_DEPTH]; /* names of open elements */
    size_t open_at[PAGE_DEPTH];

    struct page_block blocks[PAGE_DEPTH];
    size_t nblocks;
    bool any;
};

/* page.c: static text through the state machine */
void page_static(struct page *p);
bool page_attr_is_url(struct span attr);
void page_name_end(struct page *p);

/* page_dir.c: {% … %} and {{ … }} */
void page_directive(struct page *p);
void page_value(struct page *p);

/* page_expr.c: C expressions in a page */
/* The expression from the cursor to "end", checked: one line, balanced, without assignment. */
struct span page_expr(struct page *p, const char *end);
/* Cut at the commas that stand outside of parentheses and strings; how many pieces. */
size_t page_args(struct page *p, struct span list, struct span *out, size_t max);
/* Write what was kept of static text. */
void page_flush(struct page *p);
/* before, then the expression on a line of its own that carries the page's line and column. */
void page_line(struct page *p, const char *before, struct span expr, const char *after);

#endif
