/*
 * page: the frame around every page: head, menu, notices, footer, security headers, redirects,
 * error pages, language and large text.
 *
 *     static enum err show(struct call *call)
 *     {
 *         struct station_view v = {0};
 *
 *         TRY(station_get(call->cx, …));
 *         return web_page(call, v.station.name, page_station, &v);
 *     }
 *
 * A page writes its own <h1>; the frame has none.  What is remembered about a reader (language,
 * large text, a notice to show once) lives in cookies; the server keeps nothing.
 */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H

#include "core/cx.h"
#include "http/call.h"
#include "http/route.h"
#include "web/parts.h"

struct web_crumb {
    struct str text;
    struct url link; /* absent: the page itself */
};

/* What the frame should know of a page besides its content; zero is right for most. */
struct web_head {
    struct str title; /* for the window's title */
    struct str place; /* name of the place, station or unit, beside the mark */
    const struct web_crumb *crumbs;
    size_t ncrumbs;
    int status;   /* 0: 200 */
    bool citizen; /* one column, no menu: pages for anyone */
    bool refresh; /* a job is running: load again after five seconds */
    /* On a page that answers a POST: id of its form which, sent to the same address again,
     * gives this page once more; language and size are switched by sending it.  NULL: no
     * switches. */
    const char *again;
};

typedef void web_painter(struct html *h, const void *view);

/* Reply with a page.  Does not compile when page and view do not match. */
#define web_page(call, title_text, page, view)                                                 \
    web_page_as((call), (&(struct web_head){.title = (title_text)}), page, (view))
#define web_page_as(call, head, page, view)                                                    \
    ((0 ? page((struct html *)0, (view)) : (void)0),                                           \
        web_page_show((call), (head), page##_any, (view)))
enum err web_page_show(struct call *call, const struct web_head *head, web_painter *paint,
    const void *view) MUST_USE;

/* Remember the language and size that this call was asked in. */
void web_look_keep(struct call *call);
/* Put the faults of the context beside the fields of the form that was sent, each once; before
 * the form is shown again, because making the page may meet and forget faults of its own. */
void web_faults(struct call *call);

/* A writer of the call's language and size onto out; for fragments and letters. */
struct html web_html(struct call *call, struct buf *out);
/* A text in the language of the call. */
struct str web_text(const struct call *call, enum text_key key);
struct str web_text1(const struct call *call, enum text_key key, struct str arg);

/* 303 to prefix + last, last percent-encoded: web_redirect(call, "/requests/", rq.code). */
enum err web_redirect(struct call *call, const char *prefix, struct str last) MUST_USE;
/* The same, and the next page shows this text once, as done. */
enum err web_redirect_note(
    struct call *call, enum text_key note, const char *prefix, struct str last) MUST_USE;
/* prefix + last, percent-encoded; suffix is kept as it is ("", "/print", "?x=1"). */
struct url web_url(struct arena *a, const char *prefix, struct str last, const char *suffix);

/* The reply to a fault: a page with the words of the newest fault, what to do, the trace, and
 * what the person typed, ready to be sent again.  status 0: that of the code. */
void web_error(struct call *call, enum err code, int status);

/* zh unless the query (?lang=en), the cookie or Accept-Language says otherwise. */
enum lang web_lang(const struct call *call);
bool web_large(const struct call *call);

/* Which of four anonymous versions of a public page this reader sees (language, size), for a
 * cache; -1: one of their own. */
int web_variant(const struct call *call);
/* The headers every reply with content needs; web_page sets them by itself. */
void web_security(struct call *call);

/* The address of an embedded file; asserts that it exists. */
struct url web_asset(const char *name);

/* /view, /assets/{file}. */
extern const struct route web_routes[];

/* Daily work stands in the bar itself, the rest in groups that open. */
enum menu_rank {
    MENU_DAILY,   /* what somebody does today */
    MENU_PLACES,  /* people, places and what is agreed with them */
    MENU_FIGURES, /* figures, reports, bulletins */
    MENU_SYSTEM,  /* accounts, rules, audit, machine */
    MENU_RANKS
};

/* An entry of the menu. */
struct web_menu {
    enum text_key title;
    const char *path;
    int right; /* shown to those who have it anywhere; RIGHT_ANYONE: to all */
    enum menu_rank rank;
};

#endif
