/*
 * Traditional forms to simplified ones, by ICU's table; loaded with the first text.
 */
#include "base/han.h"

#include <unicode/ustring.h>
#include <unicode/utrans.h>

enum {
    LONGEST = 400 /* letters; an address, not a book */
};

struct str han_simple(struct arena *a, struct str s)
{
    static const UChar id[] = {'H', 'a', 'n', 't', '-', 'H', 'a', 'n', 's', 0};
    UErrorCode e = U_ZERO_ERROR;
    UTransliterator *t;
    UChar wide[LONGEST];
    int32_t n = 0, end, k = 0;
    char *utf8;

    u_strFromUTF8(wide, LONGEST, &n, s.n == 0 ? "" : s.p, (int32_t)(s.n % INT32_MAX), &e);
    if (U_FAILURE(e))
        return s;
    t = utrans_openU(id, -1, UTRANS_FORWARD, NULL, 0, NULL, &e);
    if (U_FAILURE(e))
        return s;
    end = n;
    utrans_transUChars(t, wide, &n, LONGEST, 0, &end, &e);
    utrans_close(t);
    utf8 = arena_take(a, 3 * (size_t)LONGEST + 1);
    u_strToUTF8(utf8, 3 * LONGEST + 1, &k, wide, n, &e);
    return U_FAILURE(e) ? s : (struct str){utf8, (size_t)k};
}
