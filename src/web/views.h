/*
 * views: saved views of lists: the links above a list, the page where one renames and deletes
 * one's own.  Every list of web/table has them; a list does nothing for it.
 */
#ifndef WEB_VIEWS_H
#define WEB_VIEWS_H

#include "web/fields.h"
#include "web/page.h"

struct views_link {
    int64_t id;
    struct str name, id_text; /* id_text: for ids of the page */
    struct url link;
    bool current;
};
LIST_OF(views_link);

/* What stands above a list. */
struct views_bar {
    struct views_link_list links;
    struct str path, query; /* what can be saved now; query absent: nothing */
};
/* Nothing for whoever is not signed in. */
enum err web_views_bar(
    struct call *call, struct str path, struct str query, struct views_bar *out) MUST_USE;

/* The page of one's own. */
struct views_group {
    struct str title; /* of the list, from the menu, or its address */
    struct views_link_list links;
};
LIST_OF(views_group);
struct views_page_view {
    const struct form_state *form; /* what could not be saved; NULL */
    bool saving;
    struct views_group_list groups;
};

enum err web_views_show(struct call *call) MUST_USE;
enum err web_views_save(struct call *call) MUST_USE;
enum err web_views_rename(struct call *call) MUST_USE;
enum err web_views_drop(struct call *call) MUST_USE;
extern const struct form web_view_form, web_view_name_form;

#include "web/views.html.h"

#endif
