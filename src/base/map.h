/*
 * map: a string-keyed map on an arena, SipHash with a key drawn at start, insertion only.
 */
#ifndef BASE_MAP_H
#define BASE_MAP_H

#include "base/str.h"

struct map;

struct map *map_new(struct arena *a);
/* Where the value of key is kept; made (NULL) when missing.  The key is not copied. */
void **map_at(struct map *m, struct str key);
/* The value, or NULL. */
void *map_find(const struct map *m, struct str key);
size_t map_count(const struct map *m);

#endif
