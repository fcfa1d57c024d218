/* web_menu: the menu of all features, for the frame of the pages. */
#include "web/page.h"

#include "main/feature.h"

const struct web_menu *web_menu_at(size_t i)
{
    for (int rank = 0; rank < MENU_RANKS; rank++)
        for (size_t f = 0; features[f] != NULL; f++) {
            const struct web_menu *m = features[f]->menu;

            for (; m != NULL && m->path != NULL; m++)
                if ((int)m->rank == rank && i-- == 0)
                    return m;
        }
    return NULL;
}
