#include "base/str.h"

#include "base/buf.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static struct str copy(struct arena *a, const char *p, size_t n)
{
    char *to = arena_raw(a, n + 1);

    if (n > 0)
        memcpy(to, p, n);
    to[n] = '\0';
    return (struct str){to, n};
}

struct str str_dup(struct arena *a, struct str s)
{
    return s.p == NULL ? s : copy(a, s.p, s.n);
}

struct str str_f(struct arena *a, const char *fmt, ...)
{
    va_list args;
    char few[256], *p;
    int n;

    va_start(args, fmt);
    n = vsnprintf(few, sizeof few, fmt, args);
    va_end(args);
    assert(n >= 0);
    if ((size_t)n < sizeof few)
        return copy(a, few, (size_t)n);
    p = arena_take(a, (size_t)n + 1);
    va_start(args, fmt);
    (void)vsnprintf(p, (size_t)n + 1, fmt, args);
    va_end(args);
    return (struct str){p, (size_t)n};
}

struct str str_join(struct arena *a, const struct str *parts, size_t n, struct str between)
{
    size_t total = 0;
    char *p, *to;

    for (size_t i = 0; i < n; i++)
        total += parts[i].n + (i > 0 ? between.n : 0);
    p = to = arena_take(a, total + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && between.n > 0)
            to = (char *)memcpy(to, between.p, between.n) + between.n;
        if (parts[i].n > 0)
            to = (char *)memcpy(to, parts[i].p, parts[i].n) + parts[i].n;
    }
    return (struct str){p, total};
}

static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + ('a' - 'A'));
    return c;
}

bool str_eq_nocase(struct str a, struct str b)
{
    if (a.n != b.n)
        return false;
    for (size_t i = 0; i < a.n; i++)
        if (lower(a.p[i]) != lower(b.p[i]))
            return false;
    return true;
}

int str_cmp(struct str a, struct str b)
{
    size_t n = a.n < b.n ? a.n : b.n;
    int c = n == 0 ? 0 : memcmp(a.p, b.p, n);

    if (c != 0)
        return c < 0 ? -1 : 1;
    if (a.n != b.n)
        return a.n < b.n ? -1 : 1;
    return (a.p != NULL) - (b.p != NULL);
}

bool str_starts(struct str s, struct str with)
{
    return s.n >= with.n && (with.n == 0 || memcmp(s.p, with.p, with.n) == 0);
}

bool str_ends(struct str s, struct str with)
{
    return s.n >= with.n && (with.n == 0 || memcmp(s.p + (s.n - with.n), with.p, with.n) == 0);
}

bool str_has(struct str s, struct str part)
{
    return str_find(s, part) != (size_t)-1;
}

size_t str_find(struct str s, struct str part)
{
    const char *at;

    if (part.n == 0)
        return 0;
    if (s.n == 0)
        return (size_t)-1;
    at = memmem(s.p, s.n, part.p, part.n);
    return at == NULL ? (size_t)-1 : (size_t)(at - s.p);
}

size_t str_find_char(struct str s, char c)
{
    const char *at = s.n == 0 ? NULL : memchr(s.p, c, s.n);

    return at == NULL ? (size_t)-1 : (size_t)(at - s.p);
}

struct str str_sub(struct str s, size_t from, size_t n)
{
    if (s.p == NULL)
        return s;
    if (from > s.n)
        from = s.n;
    return (struct str){s.p + from, n < s.n - from ? n : s.n - from};
}

static bool blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

struct str str_trim(struct str s)
{
    const struct str wide = S("\u3000");

    for (;;) {
        if (s.n > 0 && blank(s.p[0]))
            s = str_sub(s, 1, s.n);
        else if (s.n > 0 && str_starts(s, wide))
            s = str_sub(s, wide.n, s.n);
        else
            break;
    }
    for (;;) {
        if (s.n > 0 && blank(s.p[s.n - 1]))
            s.n--;
        else if (s.n > 0 && str_ends(s, wide))
            s.n -= wide.n;
        else
            break;
    }
    return s;
}

struct str str_cut(struct str s, char c, struct str *rest)
{
    size_t at = str_find_char(s, c);

    if (at == (size_t)-1) {
        *rest = (struct str){NULL, 0};
        return s;
    }
    *rest = str_sub(s, at + 1, s.n);
    return str_sub(s, 0, at);
}

/* One well-formed sequence (RFC 3629: shortest form, no surrogates, at most U+10FFFF): its
 * length, or 0. */
static size_t sequence(const unsigned char *p, size_t n, uint32_t *point)
{
    uint32_t c, low;
    size_t len;

    if (p[0] < 0x80) {
        *point = p[0];
        return 1;
    }
    if (p[0] >= 0xC2 && p[0] <= 0xDF) {
        len = 2;
        c = p[0] & 0x1FU;
        low = 0x80;
    } else if ((p[0] & 0xF0) == 0xE0) {
        len = 3;
        c = p[0] & 0x0FU;
        low = 0x800;
    } else if (p[0] >= 0xF0 && p[0] <= 0xF4) {
        len = 4;
        c = p[0] & 0x07U;
        low = 0x10000;
    } else {
        return 0;
    }
    if (n < len)
        return 0;
    for (size_t i = 1; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3FU);
    }
    if (c < low || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        return 0;
    *point = c;
    return len;
}

uint32_t str_next(struct str s, size_t *at)
{
    uint32_t c;
    size_t len;

    if (*at >= s.n)
        return 0;
    len = sequence((const unsigned char *)s.p + *at, s.n - *at, &c);
    *at += len == 0 ? 1 : len;
    return len == 0 ? 0xFFFD : c;
}

bool str_utf8_ok(struct str s)
{
    uint32_t c;
    size_t len;

    for (size_t i = 0; i < s.n; i += len) {
        len = sequence((const unsigned char *)s.p + i, s.n - i, &c);
        if (len == 0)
            return false;
    }
    return true;
}

size_t str_points(struct str s)
{
    size_t n = 0;

    for (size_t i = 0; i < s.n; i++)
        n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
    return n;
}

struct str str_points_sub(struct str s, size_t n)
{
    size_t at = 0;

    while (n > 0 && at < s.n) {
        (void)str_next(s, &at);
        n--;
    }
    return str_sub(s, 0, at);
}

struct str bytes_hex(struct arena *a, struct bytes b)
{
    static const char hex[] = "0123456789abcdef";
    char *p = arena_take(a, b.n * 2 + 1);

    for (size_t i = 0; i < b.n; i++) {
        p[2 * i] = hex[b.p[i] >> 4];
        p[2 * i + 1] = hex[b.p[i] & 15];
    }
    return (struct str){p, b.n * 2};
}

enum err bytes_unhex(struct arena *a, struct str hex, struct bytes *out)
{
    static const char digits[] = "0123456789abcdef";
    unsigned char *p = arena_take(a, hex.n / 2 + 1);

    if (hex.n % 2 != 0)
        return ERR_INVALID;
    for (size_t i = 0; i < hex.n; i++) {
        const char *at = memchr(digits, hex.p[i], 16);

        if (at == NULL)
            return ERR_INVALID;
        p[i / 2] = (unsigned char)((unsigned)p[i / 2] << 4 | (unsigned)(at - digits));
    }
    *out = bytes_of(p, hex.n / 2);
    return OK;
}

bool bytes_eq(struct bytes a, struct bytes b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

struct bytes bytes_of(const void *p, size_t n)
{
    return (struct bytes){p, n};
}

struct bytes bytes_dup(struct arena *a, struct bytes b)
{
    unsigned char *p;

    if (b.p == NULL)
        return b;
    p = arena_take(a, b.n);
    if (b.n > 0)
        memcpy(p, b.p, b.n);
    return (struct bytes){p, b.n};
}
