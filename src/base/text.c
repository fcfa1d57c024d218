#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static int by_name(const void *name, const void *entry)
{
    const struct str *n = name;
    const struct text_entry *e = entry;

    return str_cmp(*n, e->name);
}

static const struct text_entry *find(struct str name)
{
    if (name.n == 0)
        return NULL;
    return bsearch(&name, text_table, TEXT_KEYS, sizeof text_table[0], by_name);
}

/* {0} to {9} stand for the arguments; the generator let no other brace through. */
static struct str fill(struct arena *a, struct str words, const struct str *args, size_t n)
{
    size_t room = words.n + 1;
    char *p;
    size_t at = 0;

    for (size_t i = 0; i < words.n; i++)
        if (words.p[i] == '{' && (size_t)(words.p[i + 1] - '0') < n)
            room += args[words.p[i + 1] - '0'].n;
    p = arena_take(a, room);
    for (size_t i = 0; i < words.n; i++) {
        const struct str *arg;

        if (words.p[i] != '{') {
            p[at++] = words.p[i];
            continue;
        }
        arg = (size_t)(words.p[i + 1] - '0') < n ? &args[words.p[i + 1] - '0'] : NULL;
        if (arg != NULL && arg->n > 0) {
            memcpy(p + at, arg->p, arg->n);
            at += arg->n;
        }
        i += 2;
    }
    return (struct str){p, at};
}

struct str text_get(enum lang lang, enum text_key key)
{
    return text_table[key].words[lang];
}

struct str text_find(enum lang lang, struct str name)
{
    const struct text_entry *e = find(name);

    return e != NULL ? e->words[lang] : name;
}

bool text_has(struct str name)
{
    return find(name) != NULL;
}

struct str text_fill(
    struct arena *a, enum lang lang, enum text_key key, const struct str *args, size_t n)
{
    return fill(a, text_get(lang, key), args, n);
}

struct str text_fill_named(
    struct arena *a, enum lang lang, struct str name, const struct str *args, size_t n)
{
    const struct text_entry *e = find(name);

    return e != NULL ? fill(a, e->words[lang], args, n) : name;
}
