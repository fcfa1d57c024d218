#include "core/related.h"

#include "core/settings.h"

static const struct related_kind *const *tables_of(const struct cx *cx)
{
    static const struct related_kind *const none[] = {NULL};

    return cx->settings == NULL || cx->settings->related == NULL ? none : cx->settings->related;
}

bool related_known(const struct cx *cx, const char *place)
{
    for (const struct related_kind *const *t = tables_of(cx); *t != NULL; t++)
        for (const struct related_kind *k = *t; k->place != NULL; k++)
            if (str_is(str_of(place), k->place))
                return true;
    return false;
}

enum err related_find(
    struct cx *cx, const char *place, const struct related_ask *ask, struct related_list *out)
{
    struct {
        struct related *p;
        size_t n, cap;
    } all = {0};

    for (const struct related_kind *const *t = tables_of(cx); *t != NULL; t++)
        for (const struct related_kind *k = *t; k->place != NULL; k++) {
            struct related r = {.title = k->title};

            if (!str_is(str_of(place), k->place))
                continue;
            TRY(k->find(cx, ask, &r.lines));
            if (r.lines.n > 0)
                *VEC_PUSH(cx->arena, &all) = r;
        }
    *out = (struct related_list){all.p, all.n};
    return OK;
}
