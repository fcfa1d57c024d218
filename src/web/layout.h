/* layout: what the frame shows around a page; only page.c and layout.html use it. */
#ifndef WEB_LAYOUT_H
#define WEB_LAYOUT_H

#include "web/fields.h"
#include "web/page.h"

struct layout_link {
    struct str text;
    struct url link;
    bool current;
};
LIST_OF(layout_link);

/* An entry of the menu as it is sent. */
struct layout_entry {
    struct html_safe shown;
};
LIST_OF(layout_entry);

/* Entries of the menu that are not daily work stand behind the name of their group. */
struct layout_group {
    struct str title;
    struct layout_entry_list entries;
    bool current; /* one of them is this page */
};
LIST_OF(layout_group);

struct layout_view {
    const struct web_head *head;
    web_painter *paint;
    const void *view;
    struct str note;  /* to show once; absent */
    struct str owner; /* of drafts on this device: the account; absent: nobody */
    struct str who;   /* name of the account; absent: nobody is signed in */
    struct layout_entry_list menu;
    struct layout_link_list crumbs;
    struct layout_group_list groups;
    struct url language, size; /* switches; absent where the page cannot be asked again */
    struct url style, script, mark;
};

/* The page inside the frame. */
void part_layout_inner(struct html *h, const struct layout_view *v);

/* The page of a fault. */
struct layout_typed {
    struct str name, label, value;
    struct str said; /* the value in words */
    bool hidden;
};
LIST_OF(layout_typed);
struct layout_error_view {
    struct str heading, text, next, trace;
    struct layout_typed_list typed;
    bool resend, shown; /* may be sent again as it is; something typed is there to see */
    struct url action, home;
};

/* Running words without data. */
struct layout_accessibility_view {
    struct url home;
};
struct layout_privacy_view {
    struct url home;
};

#include "web/layout.html.h"

#endif
