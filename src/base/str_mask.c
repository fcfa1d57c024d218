/*
 * How personal text looks to those who may not read it (Personal Information Protection Law,
 * Art. 6 and 51: no more than needed, de-identified).
 */
#include "base/buf.h"
#include "base/str.h"

static bool phone_like(struct str s)
{
    size_t digits = 0;

    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] >= '0' && s.p[i] <= '9')
            digits++;
        else if (s.p[i] != '-' && s.p[i] != ' ' && s.p[i] != '+')
            return false;
    }
    return digits >= 11 && digits <= 13;
}

/* Up to four Chinese characters, or more with the dot inside some names. */
static bool name_like(struct str s)
{
    size_t at = 0, n = 0;
    bool dot = false;

    while (at < s.n) {
        uint32_t c = str_next(s, &at);

        dot = dot || c == 0xB7;
        if (c < 0x3400 && c != 0xB7)
            return false;
        n++;
    }
    return n <= 4 || (dot && n <= 30);
}

static struct str stars(struct arena *a, struct str head, size_t n, struct str tail)
{
    struct buf b = buf_new(a, head.n + n + tail.n);

    buf_add(&b, head);
    for (size_t i = 0; i < n; i++)
        buf_char(&b, '*');
    buf_add(&b, tail);
    return buf_str(&b);
}

struct str str_mask(struct arena *a, struct priv p)
{
    struct str s = p.s;
    size_t n = str_points(s);
    struct str last;

    if (str_empty(s))
        return s;
    if (phone_like(s))
        return stars(a, str_sub(s, 0, 3), 4, str_sub(s, s.n - 4, 4));
    if (name_like(s))
        return stars(a, str_points_sub(s, 1), 2, S(""));
    if (n < 4)
        return S("***");
    last = str_sub(s, str_points_sub(s, n - 1).n, s.n);
    return stars(a, str_points_sub(s, 1), 3, last);
}
