#include "base/text.h"

#include "base/buf.h"

#include <string.h>

#define FILLED_MAX ((size_t)16 << 20)

enum {
    NAME_SIZE = 96
};

/* tools/gen/text.c computes the same (FNV-1a), a piece after the other. */
static uint32_t hash_more(uint32_t h, struct str piece)
{
    for (size_t i = 0; i < piece.n; i++)
        h = (h ^ (unsigned char)piece.p[i]) * 16777619u;
    return h;
}

static const struct text_entry *find(struct str name)
{
    uint32_t h = hash_more(2166136261u, name);

    for (size_t at = h % TEXT_SLOTS; text_slots[at] != 0; at = (at + 1) % TEXT_SLOTS)
        if (str_eq(text_table[text_slots[at] - 1].name, name))
            return &text_table[text_slots[at] - 1];
    return NULL;
}

/* What stands for a hole: the argument, or of "|one|many" what goes with its number. */
static struct str filling(struct str forms, struct str arg)
{
    size_t bar;

    if (forms.n == 0)
        return arg;
    forms = str_sub(forms, 1, forms.n);
    bar = str_find_char(forms, '|');
    return str_is(arg, "1") ? str_sub(forms, 0, bar) : str_sub(forms, bar + 1, forms.n);
}

/* {0} to {9} stand for the arguments; the generator let no other brace through. */
static struct str fill(struct arena *a, struct str words, const struct str *args, size_t n)
{
    struct buf b = buf_new(a, FILLED_MAX);
    size_t at;

    while ((at = str_find_char(words, '{')) != (size_t)-1) {
        size_t which = (size_t)(words.p[at + 1] - '0');
        size_t end = str_find_char(words, '}');

        buf_raw(&b, words.p, at);
        if (which < n)
            buf_add(&b, filling(str_sub(words, at + 2, end - at - 2), args[which]));
        words = str_sub(words, end + 1, words.n);
    }
    buf_add(&b, words);
    return buf_str(&b);
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

struct str text_join(struct arena *a, enum lang lang, const struct str *parts, size_t n)
{
    char few[NAME_SIZE];
    size_t at = 0;
    struct str name;

    for (size_t i = 0; i < n; i++) {
        if (at + parts[i].n + 1 > sizeof few)
            return text_find(lang, str_join(a, parts, n, S(".")));
        if (parts[i].n > 0)
            memcpy(few + at, parts[i].p, parts[i].n);
        at += parts[i].n;
        few[at++] = '.';
    }
    name = text_find(lang, (struct str){few, at - 1});
    return name.p == few ? str_dup(a, name) : name;
}

bool text_has(struct str name)
{
    return find(name) != NULL;
}

struct str text_counted(enum lang lang, struct str name, struct str number)
{
    char one[NAME_SIZE];

    if (!str_is(number, "1") || name.n + 4 > sizeof one)
        return text_find(lang, name);
    memcpy(one, name.p, name.n);
    memcpy(one + name.n, ".one", 4);
    if (!text_has((struct str){one, name.n + 4}))
        return text_find(lang, name);
    return text_find(lang, (struct str){one, name.n + 4});
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
