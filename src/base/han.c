/*
 * Terms, folding and likeness; the sort keys are in han_sort.c, numerals in han_number.c.
 */
#include "base/han.h"

#include "base/vec.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

enum {
    WORD_POINTS = 40
}; /* longer Latin words are cut, in texts and queries alike */

/* Stands between runs, so that a phrase cannot reach across a comma.  It is a letter to both
 * engines and cannot come out of folding, which turns it into "n". */
#define SEPARATOR S("\u207F")

enum class {
    CLASS_NONE,
    CLASS_HAN,
    CLASS_WORD
};

/* Private-use characters count as Chinese: old systems kept rare characters of names there. */
static enum class class_of(uint32_t c) {
    if ((c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) || c == 0x3005 ||
        c == 0x3007 || (c >= 0xE000 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
        c >= 0xF0000) return CLASS_HAN;
        return u_isalnum((UChar32)c) ? CLASS_WORD : CLASS_NONE;
}

/* NFKC, lower case, nothing invisible; texts too long for ICU's int32_t were refused before. */
static enum err folded(struct arena *a, struct str s, struct str *out)
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&e);
    UChar *from, *to;
    int32_t n, m, k;
    char *utf8;

    if (s.n > INT32_MAX / 64)
        return ERR_LIMIT;
    from = MANY(a, UChar, s.n + 1);
    u_strFromUTF8WithSub(
        from, (int32_t)s.n + 1, &n, s.p == NULL ? "" : s.p, (int32_t)s.n, 0xFFFD, NULL, &e);
    m = unorm2_normalize(nfkc, from, n, NULL, 0, &e);
    if (e == U_BUFFER_OVERFLOW_ERROR)
        e = U_ZERO_ERROR;
    to = MANY(a, UChar, (size_t)m + 1);
    m = unorm2_normalize(nfkc, from, n, to, m + 1, &e);
    utf8 = arena_take(a, 3 * (size_t)m + 1);
    u_strToUTF8(utf8, 3 * m + 1, &k, to, m, &e);
    if (U_FAILURE(e))
        return ERR_INVALID;
    *out = (struct str){utf8, (size_t)k};
    return OK;
}

struct terms {
    struct arena *arena;
    struct str *p;
    size_t n, cap;
};

static void add(struct terms *t, struct str term)
{
    *VEC_PUSH(t->arena, t) = term;
}

/* The run of one class that begins at *at; moved past it. */
static struct str run_at(struct str s, size_t *at, enum class class)
{
    size_t from = *at;

    while (*at < s.n) {
        size_t next = *at;

        if (class_of(str_next(s, &next)) != class)
            break;
        *at = next;
    }
    return str_sub(s, from, *at - from);
}

/* Overlapping pairs of a Chinese run; with_last: its last character alone, too. */
static void add_pairs(struct terms *t, struct str run, bool with_last)
{
    size_t at = 0;

    for (;;) {
        size_t second = at, end;

        (void)str_next(run, &second);
        if (second == run.n) {
            if (with_last || at == 0)
                add(t, str_sub(run, at, second - at));
            return;
        }
        end = second;
        (void)str_next(run, &end);
        add(t, str_sub(run, at, end - at));
        at = second;
    }
}

/* All terms of folded text.  open: the text may go on, as what somebody searches does, so the
 * last run does not end in a character alone; prefix says that its last term is one character.
 */
static void add_terms(struct terms *t, struct str s, bool open, bool *prefix)
{
    size_t at = 0;

    *prefix = false;
    while (at < s.n) {
        size_t next = at;
        enum class class = class_of(str_next(s, &next));
        struct str run;

        if (class == CLASS_NONE) {
            at = next;
            continue;
        }
        if (t->n > 0)
            add(t, SEPARATOR);
        run = run_at(s, &at, class);
        if (class == CLASS_WORD) {
            add(t, str_points_sub(run, WORD_POINTS));
            *prefix = false;
        } else {
            bool last = open && at == s.n;

            add_pairs(t, run, !last);
            *prefix = last && str_points(run) == 1;
        }
    }
}

enum err han_terms(struct arena *a, struct str text, struct str *terms)
{
    struct terms t = {.arena = a};
    struct str s;
    bool prefix;

    TRY(folded(a, text, &s));
    add_terms(&t, s, false, &prefix);
    *terms = str_join(a, t.p, t.n, S(" "));
    return OK;
}

/* The next word of a query: what stands between blanks. */
static struct str word_at(struct str s, size_t *at)
{
    size_t from, next = *at;

    while (*at < s.n && u_isUWhiteSpace((UChar32)str_next(s, &next)))
        *at = next;
    from = next = *at;
    while (*at < s.n && !u_isUWhiteSpace((UChar32)str_next(s, &next)))
        *at = next;
    return str_sub(s, from, *at - from);
}

enum err han_query(struct arena *a, struct str text, struct han_query *out)
{
    struct {
        struct han_phrase *p;
        size_t n, cap;
    } phrases = {0};
    struct str s;
    size_t at = 0;

    TRY(folded(a, text, &s));
    while (at < s.n) {
        struct terms t = {.arena = a};
        struct str word = word_at(s, &at);
        bool prefix;

        add_terms(&t, word, true, &prefix);
        if (t.n > 0)
            *VEC_PUSH(a, &phrases) = (struct han_phrase){t.p, t.n, prefix};
    }
    *out = (struct han_query){phrases.p, phrases.n};
    return OK;
}

struct str han_fold(struct arena *a, struct str s)
{
    struct str full;
    struct buf b;
    size_t at = 0;

    if (folded(a, s, &full) != OK)
        return S("");
    b = buf_new(a, full.n);
    while (at < full.n) {
        uint32_t c = str_next(full, &at);

        if (class_of(c) != CLASS_NONE || (U_MASK(u_charType((UChar32)c)) & U_GC_M_MASK) != 0)
            buf_point(&b, c);
    }
    return buf_str(&b);
}

static int by_value(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;

    return (a > b) - (a < b);
}

/* The character pairs of folded text, sorted; their number. */
static size_t pairs_of(struct arena *a, struct str s, uint64_t **out)
{
    size_t n = 0, at = 0;
    uint64_t *p = MANY(a, uint64_t, str_points(s) + 1);
    uint64_t before = 0;

    while (at < s.n) {
        uint64_t c = str_next(s, &at);

        if (before != 0)
            p[n++] = before << 32 | c;
        before = c;
    }
    if (n > 0)
        qsort(p, n, sizeof *p, by_value);
    *out = p;
    return n;
}

struct han_pairs han_pairs(struct arena *a, struct str text)
{
    struct han_pairs all = {.folded = han_fold(a, text)};

    all.n = pairs_of(a, all.folded, &all.p);
    return all;
}

int han_alike(const struct han_pairs *x, const struct han_pairs *y)
{
    size_t i = 0, j = 0, common = 0;

    if (x->folded.n == 0 || y->folded.n == 0)
        return 0;
    if (str_eq(x->folded, y->folded))
        return 100;
    if (x->n + y->n == 0)
        return 0;
    while (i < x->n && j < y->n) {
        uint64_t p = x->p[i], q = y->p[j];

        common += p == q;
        i += p <= q;
        j += q <= p;
    }
    return (int)(200 * common / (x->n + y->n));
}

int han_similar(struct arena *a, struct str x, struct str y)
{
    struct han_pairs px = han_pairs(a, x), py = han_pairs(a, y);

    return han_alike(&px, &py);
}

size_t han_width(struct str s)
{
    size_t at = 0, width = 0;

    while (at < s.n) {
        UChar32 c = (UChar32)str_next(s, &at);
        int wide = u_getIntPropertyValue(c, UCHAR_EAST_ASIAN_WIDTH);
        uint32_t kind = U_MASK(u_charType(c));

        if ((kind & (U_GC_MN_MASK | U_GC_ME_MASK | U_GC_CF_MASK | U_GC_CC_MASK)) != 0)
            continue;
        width += wide == U_EA_WIDE || wide == U_EA_FULLWIDTH ? 2 : 1;
    }
    return width;
}
