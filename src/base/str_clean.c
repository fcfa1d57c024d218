/*
 * The door of str.h: what comes in from outside becomes text we can trust.
 */
#include "base/buf.h"
#include "base/str.h"

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Characters that no text of ours needs and that hide or reorder others. */
static bool unwanted(uint32_t c)
{
    if (c < 0x20)
        return c != '\n' && c != '\t';
    if (c < 0x7F)
        return false;
    return c <= 0x9F || c == 0xAD || c == 0x61C || c == 0x180E ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xFFF9 && c <= 0xFFFB) ||
           (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE ||
           (c >= 0xE0000 && c <= 0xE007F);
}

/* Ranges that NFC leaves alone and that make up nearly all of our text. */
static bool settled(uint32_t c)
{
    return c < 0x300 || (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3001 && c <= 0x3029) ||
           (c >= 0xFF01 && c <= 0xFF5E) || (c >= 0x2010 && c <= 0x2027) ||
           (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x20000 && c <= 0x2A6DF);
}

static enum err compose(struct arena *a, struct str in, struct str *out)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfc = unorm2_getNFCInstance(&e);
    int32_t wide = (int32_t)in.n + 1; /* UTF-16 units never outnumber the bytes */
    int32_t room = 3 * wide;          /* the largest growth under NFC */
    UChar *from = MANY(a, UChar, (size_t)wide), *to = MANY(a, UChar, (size_t)room);
    char *utf8;
    int32_t n, m, k;

    u_strFromUTF8(from, wide, &n, in.p, (int32_t)in.n, &e);
    m = unorm2_normalize(nfc, from, n, to, room, &e);
    if (U_FAILURE(e))
        return ERR_INVALID;
    utf8 = arena_take(a, 3 * (size_t)m + 1);
    u_strToUTF8(utf8, 3 * m + 1, &k, to, m, &e);
    if (U_FAILURE(e))
        return ERR_INVALID;
    *out = (struct str){utf8, (size_t)k};
    return OK;
}

enum err str_clean(struct arena *a, struct str in, struct str *out)
{
    struct buf b;
    bool plain = true;

    if (in.n > INT32_MAX / 4)
        return ERR_LIMIT;
    if (!str_utf8_ok(in))
        return ERR_INVALID;
    if (in.p == NULL) {
        *out = in;
        return OK;
    }
    b = buf_new(a, in.n + 1);
    for (size_t at = 0; at < in.n;) {
        uint32_t c = str_next(in, &at);

        if (c == '\r' && at < in.n && in.p[at] == '\n')
            continue;
        if (c == '\r' || c == 0x2028 || c == 0x2029 || c == 0x85)
            c = '\n';
        if (unwanted(c))
            continue;
        plain = plain && settled(c);
        buf_point(&b, c);
    }
    if (plain)
        return buf_take(&b, out);
    return compose(a, buf_str(&b), out);
}
