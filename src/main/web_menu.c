/* web_menu: the menu of all features, for the frame of the pages. */
#include "web/page.h"

#include <pthread.h>

#include "main/feature.h"

enum {
    ENTRIES_MAX = 128
};

/* Every page of staff asks for each entry: they are put in order once. */
static const struct web_menu *entries[ENTRIES_MAX + 1];

static void collect(void)
{
    size_t n = 0;

    for (int rank = 0; rank < MENU_RANKS; rank++)
        for (size_t f = 0; features[f] != NULL; f++) {
            const struct web_menu *m = features[f]->menu;

            for (; m != NULL && m->path != NULL; m++)
                if ((int)m->rank == rank && n < ENTRIES_MAX)
                    entries[n++] = m;
        }
}

const struct web_menu *web_menu_at(size_t i)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    (void)pthread_once(&once, collect);
    return i < ENTRIES_MAX ? entries[i] : NULL;
}
