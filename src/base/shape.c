#include "base/shape.h"

const struct field *shape_field(const struct shape *s, struct str name)
{
    for (size_t i = 0; i < s->n; i++)
        if (str_is(name, s->fields[i].name))
            return &s->fields[i];
    return NULL;
}

int word_find(const char *const *words, struct str word)
{
    char first;

    if (word.p == NULL)
        return -1;
    first = word.n > 0 ? word.p[0] : '\0';
    for (int i = 0; words[i] != NULL; i++)
        if (words[i][0] == first && str_is(word, words[i]))
            return i;
    return -1;
}
