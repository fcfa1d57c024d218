/*
 * menu: the entries of the menu, written once for all pages, and those a reader may open.
 */
#ifndef WEB_MENU_H
#define WEB_MENU_H

#include "web/layout.h"

/* An entry as it is sent: by language; on other pages, on its own. */
struct menu_entry {
    const struct web_menu *m;
    struct str path;
    struct html_safe shown[LANG_EN + 1][2];
};
LIST_OF(menu_entry);

/* The entries of all features, by rank, then in the order of the features.  Given by
 * src/main/web_menu.c, because only main knows the features. */
struct menu_entry_list web_menu_all(void);
/* What is written lives as long as the arena. */
void menu_write(struct arena *a, const struct web_menu *m, struct menu_entry *out);

/* Those of one rank; *current becomes true when one of them is this page. */
struct layout_entry_list menu_of(
    struct call *call, const struct html *h, int rank, bool *current);

#endif
