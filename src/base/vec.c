#include "base/vec.h"

void *vec_room(struct arena *a, void *p, size_t *cap, size_t n, size_t size)
{
    size_t more;

    if (n < *cap)
        return p;
    more = *cap == 0 ? 8 : *cap * 2;
    if (p == NULL)
        p = arena_many(a, size, more);
    else
        p = arena_grow(a, p, *cap * size, more * size);
    *cap = more;
    return p;
}
