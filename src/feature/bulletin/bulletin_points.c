/*
 * bulletin_points: a text as characters that can be compared, each with its place.
 */
#include "feature/bulletin/bulletin_read.h"

const char *const bulletin_qualifier_words[] = {"exact", "over", "nearly", NULL};

struct str bulletin_points_text(const struct bulletin_points *t, size_t i, size_t j)
{
    struct buf b = buf_new(t->arena, 4096);

    for (size_t k = i; k < j && k < t->n && b.n < 4000; k++)
        if (t->c[k] != BULLETIN_END)
            buf_point(&b, t->raw[t->at[k]]);
    return buf_str(&b);
}

bool bulletin_points_at(const struct bulletin_points *t, size_t i, const char *words)
{
    struct str w = str_of(words);
    size_t at = 0;

    while (at < w.n) {
        if (i >= t->n || t->c[i++] != str_next(w, &at))
            return false;
    }
    return true;
}

bool bulletin_points_before(const struct bulletin_points *t, size_t i, const char *words)
{
    size_t n = str_points(str_of(words));

    return n <= i && bulletin_points_at(t, i - n, words);
}

size_t bulletin_points_word(
    const struct bulletin_points *t, size_t i, const char *const *words, const char **which)
{
    for (size_t k = 0; words[k] != NULL; k++)
        if (bulletin_points_at(t, i, words[k])) {
            if (which != NULL)
                *which = words[k];
            return str_points(str_of(words[k]));
        }
    return 0;
}

bool bulletin_points_han(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x323AF) || c == 0x3007;
}

bool bulletin_points_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static const uint32_t numerals[] = {U'零', U'〇', U'一', U'二', U'两', U'三', U'四', U'五',
    U'六', U'七', U'八', U'九', U'十', U'百', U'千', U'万', U'亿'};

bool bulletin_points_numeral(uint32_t c)
{
    for (size_t i = 0; i < COUNT(numerals); i++)
        if (numerals[i] == c)
            return true;
    return false;
}

struct str bulletin_number_text(struct arena *a, struct bulletin_number v)
{
    struct buf b = buf_new(a, 64);
    struct str digits;
    size_t whole;

    while (v.scale > 0 && v.digits % 10 == 0) {
        v.digits /= 10;
        v.scale--;
    }
    digits = num_text(a, v.digits);
    if (v.scale <= 0)
        return digits;
    if (digits.n <= (size_t)v.scale) {
        buf_add(&b, S("0."));
        for (size_t i = digits.n; i < (size_t)v.scale; i++)
            buf_char(&b, '0');
        buf_add(&b, digits);
        return buf_str(&b);
    }
    whole = digits.n - (size_t)v.scale;
    buf_add(&b, str_sub(digits, 0, whole));
    buf_char(&b, '.');
    buf_add(&b, str_sub(digits, whole, digits.n));
    return buf_str(&b);
}

bool bulletin_number_same(struct bulletin_number x, struct bulletin_number y)
{
    for (; x.scale > y.scale; y.scale++)
        if (__builtin_mul_overflow(y.digits, 10, &y.digits))
            return false;
    for (; y.scale > x.scale; x.scale++)
        if (__builtin_mul_overflow(x.digits, 10, &x.digits))
            return false;
    return x.digits == y.digits;
}
