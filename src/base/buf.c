#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct buf buf_new(struct arena *a, size_t max)
{
    return (struct buf){.arena = a, .max = max};
}

/* Room for n more bytes and the NUL; false when that passes the maximum. */
static bool room(struct buf *b, size_t n)
{
    size_t want;

    if (b->over || n > b->max - b->n) {
        b->over = true;
        return false;
    }
    if (b->n + n < b->cap)
        return true;
    want = b->cap < 32 ? 64 : b->cap * 2;
    if (want < b->n + n + 1)
        want = b->n + n + 1;
    if (want > b->max + 1)
        want = b->max + 1;
    b->p = arena_grow_raw(b->arena, b->p, b->cap, want);
    b->cap = want;
    return true;
}

void buf_more(struct buf *b, const void *p, size_t n)
{
    if (n == 0 || !room(b, n))
        return;
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

void buf_add(struct buf *b, struct str s)
{
    buf_raw(b, s.p, s.n);
}

void buf_point(struct buf *b, uint32_t c)
{
    char u[4];
    size_t n;

    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = 0xFFFD;
    if (c < 0x80) {
        n = 1;
        u[0] = (char)c;
    } else if (c < 0x800) {
        n = 2;
        u[0] = (char)(0xC0 | c >> 6);
    } else if (c < 0x10000) {
        n = 3;
        u[0] = (char)(0xE0 | c >> 12);
    } else {
        n = 4;
        u[0] = (char)(0xF0 | c >> 18);
    }
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        u[i] = (char)(0x80 | (c & 0x3F));
    buf_raw(b, u, n);
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;

    do
        digits[--at] = (char)('0' + u % 10);
    while ((u /= 10) != 0);
    if (v < 0)
        digits[--at] = '-';
    buf_raw(b, digits + at, sizeof digits - at);
}

void buf_f(struct buf *b, const char *fmt, ...)
{
    va_list args;
    char few[128];
    int n;

    va_start(args, fmt);
    n = vsnprintf(few, sizeof few, fmt, args);
    va_end(args);
    assert(n >= 0);
    if ((size_t)n < sizeof few) {
        buf_raw(b, few, (size_t)n);
        return;
    }
    if (!room(b, (size_t)n))
        return;
    va_start(args, fmt);
    n = vsnprintf(b->p + b->n, b->cap - b->n, fmt, args);
    va_end(args);
    b->n += (size_t)n;
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
    if (b->p != NULL)
        b->p[0] = '\0';
}

struct str buf_str(const struct buf *b)
{
    return (struct str){b->p == NULL ? "" : b->p, b->n};
}

enum err buf_take(struct buf *b, struct str *out)
{
    if (b->over)
        return ERR_LIMIT;
    *out = buf_str(b);
    return OK;
}
