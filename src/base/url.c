#include "base/url.h"

#include "base/vec.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

enum err url_decode(struct arena *a, struct str in, bool form, struct str *out)
{
    char *p = arena_take(a, in.n + 1);
    size_t n = 0;

    for (size_t i = 0; i < in.n; i++) {
        char c = in.p[i];

        if (c == '%') {
            int high, low;

            if (in.n - i < 3)
                return ERR_INVALID;
            high = hex(in.p[i + 1]);
            low = hex(in.p[i + 2]);
            if (high < 0 || low < 0)
                return ERR_INVALID;
            c = (char)(high << 4 | low);
            i += 2;
        } else if (c == '+' && form) {
            c = ' ';
        }
        if (c == '\0')
            return ERR_INVALID;
        p[n++] = c;
    }
    *out = (struct str){p, n};
    return OK;
}

/* Letters, digits and -._~ (RFC 3986, 2.3) as bits of their numbers. */
static bool unreserved(char c)
{
    static const uint64_t bits[4] = {0x03FF600000000000, 0x47FFFFFE87FFFFFE, 0, 0};
    unsigned char u = (unsigned char)c;

    return (bits[u >> 6] >> (u & 63) & 1) != 0;
}

void url_encode(struct buf *b, struct str s)
{
    static const char digits[] = "0123456789ABCDEF";
    size_t from = 0;

    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (unreserved(s.p[i]))
            continue;
        buf_raw(b, s.p + from, i - from);
        buf_raw(b, (char[]){'%', digits[c >> 4], digits[c & 15]}, 3);
        from = i + 1;
    }
    if (from < s.n)
        buf_raw(b, s.p + from, s.n - from);
}

enum err url_pairs(struct arena *a, struct str in, size_t max, struct pair_list *out)
{
    struct {
        struct pair *p;
        size_t n, cap;
    } pairs = {0};

    while (in.p != NULL) {
        struct str value, rest;
        struct str one = str_cut(in, '&', &rest);
        struct pair pair;

        in = rest;
        if (one.n == 0)
            continue;
        if (pairs.n == max)
            return ERR_LIMIT;
        one = str_cut(one, '=', &value);
        TRY(url_decode(a, one, true, &pair.name));
        TRY(url_decode(a, value, true, &pair.value));
        *VEC_PUSH(a, &pairs) = pair;
    }
    *out = (struct pair_list){pairs.p, pairs.n};
    return OK;
}

bool url_local(struct str s)
{
    if (s.n == 0 || s.p[0] != '/' || (s.n > 1 && s.p[1] == '/'))
        return false;
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == '\\' || s.p[i] == 0x7F)
            return false;
    return true;
}
