/*
 * str: text with a length.
 *
 * A struct str is UTF-8 once it has passed the door (str_clean), never changes, and is also
 * followed by a NUL byte when it came from an arena or a literal.  An absent text has
 * p == NULL and n == 0; an empty one has p != NULL.
 */
#ifndef BASE_STR_H
#define BASE_STR_H

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct str {
    const char *p;
    size_t n;
};

/* Raw bytes: hashes, sealed fields, files. */
struct bytes {
    const unsigned char *p;
    size_t n;
};

/* Personal text.  It prints masked everywhere and cannot be logged; core/privacy.h reveals
 * it to those allowed, and records that. */
struct priv {
    struct str s;
};

/* Text that is already HTML.  Only base/html.c and the layout make it. */
struct html_safe {
    struct str s;
};

#define S(literal) ((struct str){"" literal, sizeof(literal) - 1})
#define STR(x) (int)(x).n, (x).p /* for printf's %.*s */

/* NULL gives the absent text. */
static inline struct str str_of(const char *z)
{
    return (struct str){z, z == NULL ? 0 : strlen(z)};
}
struct str str_dup(struct arena *a, struct str s); /* copy with a NUL; absent stays absent */
struct str str_f(struct arena *a, const char *fmt, ...) PRINTF(2, 3);
struct str str_join(struct arena *a, const struct str *parts, size_t n, struct str between);

static inline bool str_eq(struct str a, struct str b)
{
    return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}
/* Equal to a C string. */
static inline bool str_is(struct str a, const char *z)
{
    return str_eq(a, str_of(z));
}
bool str_eq_nocase(struct str a, struct str b); /* ASCII letters only */
int str_cmp(struct str a, struct str b);        /* byte order; absent first */
bool str_starts(struct str s, struct str with);
bool str_ends(struct str s, struct str with);
/* Absent or without bytes. */
static inline bool str_empty(struct str s)
{
    return s.n == 0;
}
bool str_has(struct str s, struct str part);

/* Index of the first occurrence, or (size_t)-1. */
size_t str_find(struct str s, struct str part);
size_t str_find_char(struct str s, char c);
struct str str_sub(struct str s, size_t from, size_t n); /* clipped to s */
struct str str_trim(struct str s);                       /* ASCII blanks and U+3000 */
/* Cut s at the first c: returns what is before, leaves what is after in *rest (absent when
 * there is no c).  */
struct str str_cut(struct str s, char c, struct str *rest);

bool str_utf8_ok(struct str s);
size_t str_points(struct str s); /* number of code points of valid UTF-8 */
/* First at most n code points. */
struct str str_points_sub(struct str s, size_t n);
/* Next code point at *at, moved past it; 0 at the end; U+FFFD for a bad byte. */
uint32_t str_next(struct str s, size_t *at);

/* The door: valid UTF-8, NFC, line ends to \n, no control characters except \n and \t, no
 * bidirectional overrides or zero-width characters.  ERR_INVALID when it is not UTF-8. */
enum err str_clean(struct arena *a, struct str in, struct str *out) MUST_USE;

/* What is shown of personal text: 138****1234, 张**, or first and last character. */
struct str str_mask(struct arena *a, struct priv p);

struct str bytes_hex(struct arena *a, struct bytes b);
/* ERR_INVALID: not pairs of lower-case hex letters. */
enum err bytes_unhex(struct arena *a, struct str hex, struct bytes *out) MUST_USE;
bool bytes_eq(struct bytes a, struct bytes b); /* not constant time; see secret_eq */
struct bytes bytes_of(const void *p, size_t n);
struct bytes bytes_dup(struct arena *a, struct bytes b);

#endif
