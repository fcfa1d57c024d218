/*
 * buf: growing text on an arena with a largest size.
 *
 * It grows in place while it is the arena's newest piece, keeps a NUL after the last byte,
 * and remembers when its maximum was passed, so twenty appends need one check at the end.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/str.h"

#include <string.h>

struct buf {
    struct arena *arena;
    char *p;
    size_t n, cap, max;
    bool over; /* something did not fit; nothing more is appended */
};

struct buf buf_new(struct arena *a, size_t max);
void buf_add(struct buf *b, struct str s);
void buf_more(struct buf *b, const void *p, size_t n); /* where the room may not do */
void buf_point(struct buf *b, uint32_t code_point);    /* as UTF-8 */
void buf_int(struct buf *b, int64_t v);
void buf_f(struct buf *b, const char *fmt, ...) PRINTF(2, 3);
void buf_clear(struct buf *b);           /* keep the room */
struct str buf_str(const struct buf *b); /* view of what is there */
/* ERR_LIMIT if it ever overflowed. */
enum err buf_take(struct buf *b, struct str *out) MUST_USE;

/* Pages are made of some thousand of these, and nearly always there is room. */
static inline void buf_raw(struct buf *b, const void *p, size_t n)
{
    if (n == 0)
        return;
    if (b->over || n >= b->cap - b->n) {
        buf_more(b, p, n);
        return;
    }
    memcpy(b->p + b->n, p, n);
    b->n += n;
    b->p[b->n] = '\0';
}

static inline void buf_char(struct buf *b, char c)
{
    buf_raw(b, &c, 1);
}

#endif
