/* lex: memory, input, output and characters for all generators. */
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

struct piece {
    struct piece *next;
    max_align_t room[];
};

static struct piece *pool;

void *pool_take(size_t n)
{
    struct piece *piece = calloc(1, sizeof *piece + n);

    if (piece == NULL) {
        fputs("gen: out of memory\n", stderr);
        abort();
    }
    piece->next = pool;
    pool = piece;
    return piece->room;
}

void *pool_grow(void *p, size_t old, size_t n)
{
    void *more = pool_take(n);

    if (old > 0)
        memcpy(more, p, old < n ? old : n);
    return more;
}

void pool_drop(void)
{
    while (pool != NULL) {
        struct piece *next = pool->next;

        free(pool);
        pool = next;
    }
}

char *pool_z(struct span s)
{
    char *z = pool_take(s.n + 1);

    if (s.n > 0)
        memcpy(z, s.p, s.n);
    return z;
}

void out_add(struct out *o, struct span s)
{
    if (s.n == 0)
        return;
    if (o->n + s.n > o->cap) {
        size_t cap = 2 * (o->n + s.n) + 256;

        o->p = pool_grow(o->p, o->n, cap);
        o->cap = cap;
    }
    memcpy(o->p + o->n, s.p, s.n);
    o->n += s.n;
}

void out_z(struct out *o, const char *z)
{
    out_add(o, span_z(z));
}

void out_f(struct out *o, const char *fmt, ...)
{
    va_list ap, again;
    int n;

    va_start(ap, fmt);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    if (n > 0) {
        char *p = pool_take((size_t)n + 1);

        (void)vsnprintf(p, (size_t)n + 1, fmt, again);
        out_add(o, (struct span){p, (size_t)n});
    }
    va_end(again);
}

void out_literal(struct out *o, struct span s)
{
    out_z(o, "\"");
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c == '\n')
            out_z(o, "\\n");
        else if (c == '"' || c == '\\')
            out_add(o, (struct span){(char[2]){'\\', c}, 2});
        else if ((unsigned char)c < 0x20 || c == 0x7f || c == '?')
            out_f(o, "\\%03o", (unsigned)(unsigned char)c);
        else
            out_add(o, (struct span){&c, 1});
    }
    out_z(o, "\"");
}

void out_guard(struct out *o, const char *name)
{
    for (; *name != '\0'; name++) {
        char c = *name;

        if (c >= 'a' && c <= 'z')
            c = (char)(c - 'a' + 'A');
        else if (!is_name(c))
            c = '_';
        out_add(o, (struct span){&c, 1});
    }
}

bool out_write(const struct out *o, const char *path)
{
    FILE *f = fopen(path, "wb");
    bool good;

    if (f == NULL) {
        perror(path);
        return false;
    }
    good = o->n == 0 || fwrite(o->p, 1, o->n, f) == o->n;
    good = fclose(f) == 0 && good;
    if (!good)
        perror(path);
    return good;
}

bool source_read(struct source *s, const char *path)
{
    FILE *f = fopen(path, "rb");
    struct out text = {0};
    char part[16384];
    size_t n;
    bool good;

    *s = (struct source){.file = path};
    if (f == NULL) {
        perror(path);
        return false;
    }
    while ((n = fread(part, 1, sizeof part, f)) > 0)
        out_add(&text, (struct span){part, n});
    good = !ferror(f);
    if (!good)
        perror(path);
    (void)fclose(f);
    s->p = text.p != NULL ? text.p : "";
    s->n = text.n;
    return good;
}

void source_fail(struct source *s, size_t at, const char *fmt, ...)
{
    va_list ap;

    if (!s->failed) {
        s->failed = true;
        s->failed_at = at;
        va_start(ap, fmt);
        (void)vsnprintf(s->problem, sizeof s->problem, fmt, ap);
        va_end(ap);
    }
    s->at = s->n;
}

void source_where(const struct source *s, size_t at, size_t *line, size_t *column)
{
    size_t start = 0;

    *line = 1;
    for (size_t i = 0; i < at && i < s->n; i++) {
        if (s->p[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    }
    *column = at - start + 1;
}

void source_report(const struct source *s)
{
    size_t line, column;

    if (!s->failed)
        return;
    source_where(s, s->failed_at, &line, &column);
    fprintf(stderr, "%s:%zu:%zu: error: %s\n", s->file, line, column, s->problem);
}

bool source_line(struct source *s, struct span *line)
{
    const char *start = s->p + s->at, *end;

    if (s->at >= s->n)
        return false;
    end = memchr(start, '\n', s->n - s->at);
    *line = (struct span){start, end != NULL ? (size_t)(end - start) : s->n - s->at};
    s->at += line->n + (end != NULL);
    if (line->n > 0 && line->p[line->n - 1] == '\r')
        line->n--;
    return true;
}

struct span span_z(const char *z)
{
    return (struct span){z, strlen(z)};
}

struct span span_trim(struct span s)
{
    while (s.n > 0 && is_blank(s.p[0]))
        s = (struct span){s.p + 1, s.n - 1};
    while (s.n > 0 && is_blank(s.p[s.n - 1]))
        s.n--;
    return s;
}

bool span_same(struct span a, struct span b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool span_is(struct span s, const char *z)
{
    return span_same(s, span_z(z));
}

bool span_starts(struct span s, const char *z)
{
    size_t n = strlen(z);

    return s.n >= n && memcmp(s.p, z, n) == 0;
}

int span_order(struct span a, struct span b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int order = n > 0 ? memcmp(a.p, b.p, n) : 0;

    return order != 0 ? order : (a.n > b.n) - (a.n < b.n);
}

struct span span_name(struct span *s)
{
    struct span name = {s->p, 0};

    while (name.n < s->n && is_name(s->p[name.n]))
        name.n++;
    *s = (struct span){s->p + name.n, s->n - name.n};
    return name;
}

bool span_c_name(struct span s)
{
    static const char *const keywords[] = {"auto", "break", "case", "char", "const", "continue",
        "default", "do", "double", "else", "enum", "extern", "float", "for", "goto", "if",
        "inline", "int", "long", "register", "restrict", "return", "short", "signed", "sizeof",
        "static", "struct", "switch", "typedef", "union", "unsigned", "void", "volatile",
        "while", "bool", "true", "false"};

    if (s.n == 0 || is_digit(s.p[0]))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (!is_name(s.p[i]))
            return false;
    for (size_t i = 0; i < COUNT(keywords); i++)
        if (span_is(s, keywords[i]))
            return false;
    return true;
}

struct span path_base(const char *path)
{
    const char *slash = strrchr(path, '/');

    return span_z(slash != NULL ? slash + 1 : path);
}

struct span path_stem(const char *path)
{
    struct span base = path_base(path);
    const char *dot = memchr(base.p, '.', base.n);

    if (dot != NULL)
        base.n = (size_t)(dot - base.p);
    return base;
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_name(char c)
{
    return is_alpha(c) || is_digit(c) || c == '_';
}

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
