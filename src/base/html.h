/*
 * html: a writer that escapes by position.  Only generated templates (tools/gen page) and
 * the parts of src/web call it; the generator chooses the function from the position, so
 * nobody can forget to escape.
 */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/buf.h"
#include "base/num.h"
#include "base/text.h"
#include "base/time.h"

struct html {
    struct buf *out;
    enum lang lang;
    bool large;         /* large-text mode */
    struct instant now; /* for "3 working days left" and the like */
    struct str csrf;    /* put into every <form method="post">; absent: no session */
    struct str path;    /* path and query of the page shown; for language links and returns */
    const void *frame;  /* what src/web needs to know besides; opaque here */
};

/* A local path or an address of our own making; href accepts only these or plain strings
 * that begin with "/", "#" or "?" (anything else is written as "#"). */
struct url {
    struct str s;
};

/* Static template text. */
static inline void html_raw(struct html *h, const char *p, size_t n)
{
    buf_raw(h->out, p, n);
}

void html_text_str(struct html *h, struct str s);
void html_text_cstr(struct html *h, const char *z);
void html_text_int(struct html *h, int64_t v);
void html_text_instant(struct html *h, struct instant t); /* <time datetime=…> local text */
void html_text_date(struct html *h, struct date d);
void html_text_money(struct html *h, struct money m);
void html_text_ratio(struct html *h, struct ratio r);
void html_text_priv(struct html *h, struct priv p); /* masked */
void html_text_safe(struct html *h, struct html_safe s);

void html_attr_str(struct html *h, struct str s);
void html_attr_cstr(struct html *h, const char *z);
void html_attr_int(struct html *h, int64_t v);
void html_attr_instant(struct html *h, struct instant t);
void html_attr_date(struct html *h, struct date d);
void html_attr_priv(struct html *h, struct priv p);

void html_url_str(struct html *h, struct str s); /* a path segment or query value: %-encoded */
void html_url_cstr(struct html *h, const char *z);
void html_url_int(struct html *h, int64_t v);
void html_url_url(struct html *h, struct url u); /* a whole local address: kept, attr-escaped */

void html_t(struct html *h, enum text_key key); /* text by key; safe in text and attributes */
void html_t_args(struct html *h, enum text_key key, const struct str *args, size_t n);
void html_csrf(struct html *h); /* the hidden field; nothing without a session */

/* Value as text for {0} in texts; on the arena of h->out. */
struct str html_arg_str(struct html *h, struct str s);
struct str html_arg_cstr(struct html *h, const char *z);
struct str html_arg_int(struct html *h, int64_t v);
struct str html_arg_instant(struct html *h, struct instant t);
struct str html_arg_date(struct html *h, struct date d);
struct str html_arg_money(struct html *h, struct money m);
struct str html_arg_priv(struct html *h, struct priv p);

/* Numbers of things are size_t; none is larger than int64_t. */
static inline void html_text_int_size(struct html *h, size_t v)
{
    html_text_int(h, (int64_t)v);
}
static inline void html_attr_int_size(struct html *h, size_t v)
{
    html_attr_int(h, (int64_t)v);
}
static inline void html_url_int_size(struct html *h, size_t v)
{
    html_url_int(h, (int64_t)v);
}
static inline struct str html_arg_int_size(struct html *h, size_t v)
{
    return html_arg_int(h, (int64_t)v);
}

#define HTML_INTS(f) int : f, unsigned : f, int64_t : f, size_t : f##_size, bool : f

#define HTML_TEXT(h, x)                                                                        \
    _Generic((x),                                                                              \
        struct str: html_text_str,                                                             \
        const char *: html_text_cstr,                                                          \
        char *: html_text_cstr,                                                                \
        struct instant: html_text_instant,                                                     \
        struct date: html_text_date,                                                           \
        struct money: html_text_money,                                                         \
        struct ratio: html_text_ratio,                                                         \
        struct priv: html_text_priv,                                                           \
        struct html_safe: html_text_safe,                                                      \
        HTML_INTS(html_text_int))((h), (x))
#define HTML_ATTR(h, x)                                                                        \
    _Generic((x),                                                                              \
        struct str: html_attr_str,                                                             \
        const char *: html_attr_cstr,                                                          \
        char *: html_attr_cstr,                                                                \
        struct instant: html_attr_instant,                                                     \
        struct date: html_attr_date,                                                           \
        struct priv: html_attr_priv,                                                           \
        HTML_INTS(html_attr_int))((h), (x))
#define HTML_URL(h, x)                                                                         \
    _Generic((x),                                                                              \
        struct str: html_url_str,                                                              \
        const char *: html_url_cstr,                                                           \
        char *: html_url_cstr,                                                                 \
        struct url: html_url_url,                                                              \
        HTML_INTS(html_url_int))((h), (x))
#define HTML_ARG(h, x)                                                                         \
    _Generic((x),                                                                              \
        struct str: html_arg_str,                                                              \
        const char *: html_arg_cstr,                                                           \
        char *: html_arg_cstr,                                                                 \
        struct instant: html_arg_instant,                                                      \
        struct date: html_arg_date,                                                            \
        struct money: html_arg_money,                                                          \
        struct priv: html_arg_priv,                                                            \
        HTML_INTS(html_arg_int))((h), (x))

#endif
