#include "store/constraint.h"

#include <stdio.h>
#include <string.h>

#define COLUMNS 16

struct columns {
    struct str p[COLUMNS];
    size_t n;
};

static bool word_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           c == '_' || (unsigned char)c >= 0x80;
}

static bool comment_at(struct str s, size_t at, size_t *end)
{
    bool line = at + 1 < s.n && s.p[at] == '-' && s.p[at + 1] == '-';
    bool block = at + 1 < s.n && s.p[at] == '/' && s.p[at + 1] == '*';
    size_t len;

    if (!line && !block)
        return false;
    len = str_find(str_sub(s, at, SIZE_MAX), line ? S("\n") : S("*/"));
    *end = len == (size_t)-1 ? s.n : at + len + (line ? 1 : 2);
    return true;
}

/* The next word or sign of SQL from *at; absent at the end.  Strings come out as "'". */
static struct str token(struct str s, size_t *at)
{
    size_t from;

    while (*at < s.n) {
        if (comment_at(s, *at, at))
            continue;
        if (strchr(" \t\r\n", s.p[*at]) == NULL)
            break;
        (*at)++;
    }
    if (*at >= s.n)
        return (struct str){0};
    from = *at;
    if (s.p[from] == '\'' || s.p[from] == '"') {
        char quote = s.p[from];

        for ((*at)++; *at < s.n && s.p[*at] != quote; (*at)++)
            ;
        if (*at < s.n)
            (*at)++;
        return quote == '"' ? str_sub(s, from + 1, *at - from - 2) : str_sub(s, from, 1);
    }
    if (!word_char(s.p[from])) {
        (*at)++;
        return str_sub(s, from, 1);
    }
    while (*at < s.n && word_char(s.p[*at]))
        (*at)++;
    return str_sub(s, from, *at - from);
}

static bool is(struct str word, const char *z)
{
    return str_eq_nocase(word, str_of(z));
}

/* Names up to the closing parenthesis; *at stands behind the opening one. */
static struct columns list(struct str sql, size_t *at)
{
    struct columns c = {0};
    bool first = true;
    int depth = 1;

    for (;;) {
        struct str t = token(sql, at);

        if (t.p == NULL || (is(t, ")") && --depth == 0))
            return c;
        if (is(t, "("))
            depth++;
        if (first && c.n < COLUMNS)
            c.p[c.n++] = t;
        first = depth == 1 && is(t, ",");
    }
}

struct str constraint_direct(struct str message)
{
    size_t at = str_find(message, S("failed: "));
    struct str s = at == (size_t)-1 ? S("") : str_sub(message, at + 8, SIZE_MAX);

    if (str_starts(s, S("index '")))
        s = str_sub(s, 7, s.n > 8 ? s.n - 8 : 0);
    return s;
}

struct str constraint_table(struct str message)
{
    struct str s = constraint_direct(message), rest = {0};
    struct str table = str_cut(s, '.', &rest);

    return rest.p == NULL ? (struct str){0} : table;
}

static struct columns told(struct str message)
{
    struct str rest = constraint_direct(message);
    struct columns c = {0};

    while (rest.p != NULL && c.n < COLUMNS) {
        struct str part = str_trim(str_cut(rest, ',', &rest)), column = {0};

        str_cut(part, '.', &column);
        c.p[c.n++] = column;
    }
    return c;
}

static bool same(const struct columns *a, const struct columns *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++) {
        if (!str_eq_nocase(a->p[i], b->p[i]))
            return false;
    }
    return true;
}

/* Behind CONSTRAINT name: is it UNIQUE or PRIMARY KEY, and over which columns? */
static bool covers(struct str sql, size_t at, struct str column, const struct columns *want)
{
    struct str t = token(sql, &at);
    struct columns one = {{column}, 1};

    if (is(t, "PRIMARY"))
        t = token(sql, &at);
    else if (!is(t, "UNIQUE"))
        return false;
    if (!is(t, "UNIQUE") && !is(t, "KEY"))
        return false;
    if (is(token(sql, &at), "("))
        one = list(sql, &at);
    return same(&one, want);
}

struct str constraint_in_table(struct str sql, struct str message)
{
    struct columns want = told(message);
    struct str column = {0}, t;
    size_t at = str_find_char(sql, '(');
    bool first = true;
    int depth = 1;

    if (at == (size_t)-1)
        return (struct str){0};
    at++;
    while ((t = token(sql, &at)).p != NULL && depth > 0) {
        depth += is(t, "(") ? 1 : is(t, ")") ? -1 : 0;
        if (first)
            column = t;
        first = depth == 1 && is(t, ",");
        if (depth == 1 && is(t, "CONSTRAINT")) {
            struct str name = token(sql, &at);

            if (covers(sql, at, column, &want))
                return name;
        }
    }
    return (struct str){0};
}

bool constraint_in_index(struct str sql, struct str message)
{
    struct columns want = told(message), have;
    struct str t;
    size_t at = 0;

    while ((t = token(sql, &at)).p != NULL && !is(t, "("))
        ;
    have = list(sql, &at);
    return same(&have, &want);
}

void constraint_default(struct str message, bool primary, char *out, size_t room)
{
    struct str table = constraint_table(message);
    struct columns c = told(message);
    int n = snprintf(out, room, "%.*s", STR(table));

    for (size_t i = 0; !primary && i < c.n && n > 0 && (size_t)n < room; i++)
        n += snprintf(out + n, room - (size_t)n, "_%.*s", STR(c.p[i]));
    if (n > 0 && (size_t)n < room)
        snprintf(out + n, room - (size_t)n, primary ? "_pkey" : "_key");
}

void constraint_not_null(struct str message, char *out, size_t room)
{
    struct columns c = told(message);

    snprintf(out, room, "%.*s_%.*s_not_null", STR(constraint_table(message)), STR(c.p[0]));
}
