/*
 * Open addressing over pointers to entries, so that where a value is kept never moves.
 */
#include "base/map.h"

#include <pthread.h>
#include <sodium.h>

struct entry {
    struct str key;
    void *value;
};

struct map {
    struct arena *arena;
    struct entry **slots;
    size_t cap, n; /* cap is a power of two, at most three quarters filled */
};

/* One for all maps of the process: nobody outside learns the order of any. */
static unsigned char secret[crypto_shorthash_KEYBYTES];

static void secret_draw(void)
{
    randombytes_buf(secret, sizeof secret);
}

struct map *map_new(struct arena *a)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct map *m = NEW(a, struct map);

    (void)pthread_once(&once, secret_draw);
    m->arena = a;
    m->cap = 16;
    m->slots = MANY(a, struct entry *, m->cap);
    return m;
}

/* The slot of key: its entry's, or the empty one where it belongs. */
static struct entry **slot(const struct map *m, struct str key)
{
    uint64_t hash;
    size_t i;

    (void)crypto_shorthash((unsigned char *)&hash,
        (const unsigned char *)(key.p == NULL ? "" : key.p), key.n, secret);
    for (i = (size_t)hash & (m->cap - 1); m->slots[i] != NULL; i = (i + 1) & (m->cap - 1))
        if (str_eq(m->slots[i]->key, key))
            break;
    return &m->slots[i];
}

static void widen(struct map *m)
{
    struct entry **old = m->slots;
    size_t n = m->cap;

    m->cap *= 2;
    m->slots = MANY(m->arena, struct entry *, m->cap);
    for (size_t i = 0; i < n; i++)
        if (old[i] != NULL)
            *slot(m, old[i]->key) = old[i];
}

void **map_at(struct map *m, struct str key)
{
    struct entry **at = slot(m, key);

    if (*at == NULL) {
        if (m->n + 1 > m->cap / 4 * 3) {
            widen(m);
            at = slot(m, key);
        }
        *at = NEW(m->arena, struct entry);
        (*at)->key = key;
        m->n++;
    }
    return &(*at)->value;
}

void *map_find(const struct map *m, struct str key)
{
    struct entry **at = slot(m, key);

    return *at == NULL ? NULL : (*at)->value;
}

size_t map_count(const struct map *m)
{
    return m->n;
}
