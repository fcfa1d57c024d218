/*
 * bulletin_number: numbers as bulletins print them: 2 900, 30.37亿, 2万余, 一千多万, 百余,
 * 百分之七十三, 三分之二; digits broken by blanks and line ends, O and l read for 0 and 1.
 */
#include "base/han.h"

#include "feature/bulletin/bulletin_read.h"

enum {
    DIGITS_MAX = 15,
    NUMERAL_MAX = 20
};

static bool letter(uint32_t c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* The digit that this character is or was meant to be; -1: none. */
static int digit_at(const struct bulletin_points *t, size_t i)
{
    uint32_t c = i < t->n ? t->c[i] : 0;

    if (bulletin_points_digit(c))
        return (int)(c - '0');
    if (c != 'O' && c != 'o' && c != 'l' && c != 'I')
        return -1;
    if ((i > 0 && letter(t->c[i - 1])) || (i + 1 < t->n && letter(t->c[i + 1])))
        return -1;
    if ((i == 0 || !bulletin_points_digit(t->c[i - 1])) &&
        (i + 1 >= t->n || !bulletin_points_digit(t->c[i + 1])))
        return -1;
    return c == 'O' || c == 'o' ? 0 : 1;
}

static size_t row_length(const struct bulletin_points *t, size_t i)
{
    size_t n = 0;

    while (digit_at(t, i + n) >= 0 && (n == 0 || t->gap[i + n] == 0))
        n++;
    return n;
}

/* May the digits before i and those from i on be one number?  A line's end cuts anywhere;
 * blanks stand before a group of three, or between single digits. */
static bool joins(const struct bulletin_points *t, size_t i, size_t before)
{
    size_t after;

    if (t->gap[i] == 0 || t->gap[i] == 2)
        return true;
    after = row_length(t, i);
    return after == 3 || (before == 1 && after == 1);
}

/* "1,529": a comma before exactly three digits. */
static bool grouping(const struct bulletin_points *t, size_t i, size_t before)
{
    return i < t->n && t->c[i] == ',' && before <= 3 && t->gap[i] == 0 && i + 1 < t->n &&
           t->gap[i + 1] == 0 && row_length(t, i + 1) == 3 && digit_at(t, i + 4) < 0;
}

static bool take_digit(struct bulletin_number *v, int digit)
{
    return !__builtin_mul_overflow(v->digits, 10, &v->digits) &&
           !__builtin_add_overflow(v->digits, digit, &v->digits);
}

static bool lift(struct bulletin_number *v, int zeros)
{
    v->scale -= zeros;
    for (; v->scale < 0; v->scale++)
        if (__builtin_mul_overflow(v->digits, 10, &v->digits))
            return false;
    return true;
}

static bool arabic(const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    size_t k = i, group = 0, all = 0;

    while (k < t->n) {
        int d = digit_at(t, k);

        if (d < 0 && group > 0 && grouping(t, k, group)) {
            k++;
            group = 0;
            continue;
        }
        if (d < 0 || (k > i && group > 0 && !joins(t, k, group)))
            break;
        group = k > i && t->gap[k] > 0 ? 1 : group + 1;
        if (++all > DIGITS_MAX || !take_digit(&out->value, d))
            return false;
        k++;
    }
    if (k < t->n && t->c[k] == '.' && digit_at(t, k + 1) >= 0) {
        for (k++; digit_at(t, k) >= 0 && out->value.scale < 6; k++) {
            if (t->gap[k] == 1 || !take_digit(&out->value, digit_at(t, k)))
                break;
            out->value.scale++;
        }
    }
    out->end = k;
    return all > 0;
}

/* 十 百 千 万 亿 after Arabic digits: zeros to add; 0: none. */
static int zeros_of(uint32_t c)
{
    switch (c) {
    case U'十':
        return 1;
    case U'百':
        return 2;
    case U'千':
        return 3;
    case U'万':
        return 4;
    case U'亿':
        return 8;
    default:
        return 0;
    }
}

static bool over_mark(const struct bulletin_points *t, size_t i)
{
    static const char *const no[] = {
        "多种", "多样", "多方", "多层", "多元", "多个", "多次", NULL};

    if (i >= t->n || (t->c[i] != U'余' && t->c[i] != U'多'))
        return false;
    /* 12多个 is 12 and more, 两级多层 is not; after digits the mark always counts. */
    return t->c[i] == U'余' || i == 0 || bulletin_points_digit(t->c[i - 1]) ||
           bulletin_points_numeral(t->c[i - 1]) || bulletin_points_word(t, i, no, NULL) == 0;
}

static bool multiply(const struct bulletin_points *t, struct bulletin_numeral *out)
{
    for (;;) {
        int zeros;

        if (!out->over && over_mark(t, out->end)) {
            out->over = true;
            out->end++;
        }
        zeros = out->end < t->n ? zeros_of(t->c[out->end]) : 0;
        if (zeros == 0)
            return true;
        if (!lift(&out->value, zeros))
            return false;
        out->lifted = out->lifted || zeros >= 4;
        out->end++;
    }
}

/* "3亿2000万": the smaller part after 万 or 亿. */
static bool rest(const struct bulletin_points *t, struct bulletin_numeral *out)
{
    struct bulletin_numeral more = {0};

    if (!out->lifted || out->over || out->value.scale > 0 || digit_at(t, out->end) < 0 ||
        t->gap[out->end] == 1)
        return true;
    if (!arabic(t, out->end, &more) || !multiply(t, &more))
        return false;
    if (more.value.scale > 0 || more.value.digits >= out->value.digits)
        return true;
    out->over = more.over;
    out->end = more.end;
    return !__builtin_add_overflow(out->value.digits, more.value.digits, &out->value.digits);
}

static struct str numeral_text(const struct bulletin_points *t, size_t i, size_t j)
{
    struct buf b = buf_new(t->arena, 4 * NUMERAL_MAX + 4);

    for (size_t k = i; k < j; k++)
        if (bulletin_points_numeral(t->c[k]))
            buf_point(&b, t->c[k]);
    return buf_str(&b);
}

/* Two and more plain digits in a row are a year, a telephone or "three or four". */
static bool plain_row(const struct bulletin_points *t, size_t i, size_t j)
{
    size_t run = 0;

    for (size_t k = i; k < j; k++) {
        bool unit = zeros_of(t->c[k]) > 0;

        if (!unit && t->c[k] != U'零' && t->c[k] != U'〇' && ++run > 1)
            return true;
        if (unit)
            run = 0;
    }
    return false;
}

/* 三点五亿: tenths after 点. */
static bool tenths(const struct bulletin_points *t, size_t k, struct bulletin_numeral *out)
{
    static const uint32_t digits[] = {
        U'零', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};
    size_t from = k;

    for (; k < t->n && out->value.scale < 4; k++) {
        int d = -1;

        for (int i = 0; i < 10; i++)
            if (t->c[k] == digits[i])
                d = i;
        if (d < 0 || !take_digit(&out->value, d))
            break;
        out->value.scale++;
    }
    out->end = k;
    return k > from;
}

static bool chinese_whole(
    const struct bulletin_points *t, size_t i, size_t k, struct bulletin_numeral *out)
{
    struct str s = numeral_text(t, i, k);

    if (plain_row(t, i, k))
        return false;
    if (zeros_of(t->c[i]) > 1) {
        out->bare = true;
        s = str_f(t->arena, "一%.*s", STR(s));
    }
    out->end = k;
    return han_number_read(s, &out->value.digits) == OK;
}

/* 二千八百余, 一千多万, 十几, 二十多. */
static bool chinese(const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    size_t k = i;

    out->chinese = true;
    while (k < t->n && k - i < NUMERAL_MAX && t->gap[k] != 1) {
        if (bulletin_points_numeral(t->c[k])) {
            out->lifted = out->lifted || zeros_of(t->c[k]) >= 4;
            k++;
        } else if (k > i && !out->over && (t->c[k] == U'几' || over_mark(t, k)) &&
                   zeros_of(t->c[k - 1]) > 0) {
            out->over = true;
            k++;
            if (k >= t->n || zeros_of(t->c[k]) < 4)
                break;
        } else {
            break;
        }
    }
    /* A first character may be what a blank stood before. */
    if (k == i && bulletin_points_numeral(t->c[i]))
        k = i + 1;
    if (k == i || !chinese_whole(t, i, k, out))
        return false;
    if (k + 1 < t->n && t->c[k] == U'点' && !out->over && out->value.digits < 1000) {
        struct bulletin_numeral with = *out;

        if (tenths(t, k + 1, &with) && multiply(t, &with))
            *out = with;
    }
    return true;
}

static bool plain_number(
    const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    *out = (struct bulletin_numeral){0};
    if (digit_at(t, i) >= 0)
        return arabic(t, i, out) && multiply(t, out) && rest(t, out);
    return i < t->n && bulletin_points_numeral(t->c[i]) && chinese(t, i, out);
}

/* 百分之, 千分之, and a fraction whose denominator was read. */
static bool share(const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    struct bulletin_numeral part, whole;
    int zeros = bulletin_points_at(t, i, "百分之")   ? 2
                : bulletin_points_at(t, i, "千分之") ? 3
                : bulletin_points_at(t, i, "万分之") ? 4
                                                     : 0;

    if (zeros > 0) {
        if (!plain_number(t, i + 3, out))
            return false;
        out->value.scale += zeros;
        return out->ratio = true;
    }
    if (!plain_number(t, i, &whole) || !whole.chinese ||
        !bulletin_points_at(t, whole.end, "分之") || whole.value.scale > 0 ||
        whole.value.digits < 2 || whole.value.digits > 1000)
        return false;
    if (!plain_number(t, whole.end + 2, &part) || part.value.scale > 0 ||
        part.value.digits > whole.value.digits)
        return false;
    *out = part;
    /* Four places, as a share in percent with two. */
    out->value.digits =
        (part.value.digits * 20000 + whole.value.digits) / (2 * whole.value.digits);
    out->value.scale = 4;
    return out->ratio = true;
}

bool bulletin_numeral_at(
    const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    struct bulletin_numeral found = {0};

    if (i >= t->n)
        return false;
    if (!share(t, i, &found)) {
        found = (struct bulletin_numeral){0};
        if (!plain_number(t, i, &found))
            return false;
    }
    if (!found.over && over_mark(t, found.end)) {
        found.over = true;
        found.end++;
    }
    /* 1900 to 2100 without a mark may be a year; many digits in a row a telephone. */
    found.separated =
        !found.chinese && !found.over && !found.lifted && found.value.scale == 0 &&
        ((found.value.digits >= 1900 && found.value.digits <= 2100) || found.end - i >= 7);
    *out = found;
    return true;
}
