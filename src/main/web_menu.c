/* web_menu: the menu of all features, for the frame of the pages. */
#include "web/menu.h"

#include <pthread.h>

#include "main/feature.h"

enum {
    ENTRIES_MAX = 128,
    ROOM = 1 << 20
};

/* Every page of staff shows most entries, and they never change: written once. */
static struct menu_entry_list entries;

static void collect(void)
{
    struct arena *a = arena_open(ROOM); /* as long as the program */

    entries.p = MANY(a, struct menu_entry, ENTRIES_MAX);
    for (int rank = 0; rank < MENU_RANKS; rank++)
        for (size_t f = 0; features[f] != NULL; f++) {
            const struct web_menu *m = features[f]->menu;

            for (; m != NULL && m->path != NULL; m++)
                if ((int)m->rank == rank && entries.n < ENTRIES_MAX)
                    menu_write(a, m, &entries.p[entries.n++]);
        }
}

struct menu_entry_list web_menu_all(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, collect);
    return entries;
}
