/*
 * Chinese numerals.
 */
#include "base/han.h"

static const char *const digit_words[] = {
    "零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};

/* 1 to 9999; a zero inside is said once, one at the end is not. */
static void add_thousands(struct buf *b, int v, bool first)
{
    static const char *const units[] = {"千", "百", "十", ""};
    static const int sizes[] = {1000, 100, 10, 1};
    bool begun = false, gap = false;

    for (size_t i = 0; i < COUNT(sizes); i++) {
        int digit = v / sizes[i] % 10;

        if (digit == 0) {
            gap = begun;
            continue;
        }
        if (gap)
            buf_add(b, S("零"));
        gap = false;
        /* Fifteen is 十五 at the beginning of a number, 一十五 inside. */
        if (!(digit == 1 && sizes[i] == 10 && first && !begun))
            buf_add(b, str_of(digit_words[digit]));
        buf_add(b, str_of(units[i]));
        begun = true;
    }
}

struct str han_number(struct arena *a, int64_t v)
{
    static const char *const units[] = {"亿亿", "万亿", "亿", "万", ""};
    static const uint64_t sizes[] = {
        10000000000000000U, 1000000000000U, 100000000U, 10000U, 1U};
    struct buf b = buf_new(a, 256);
    uint64_t u = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    bool begun = false, gap = false;

    if (u == 0)
        return S("零");
    if (v < 0)
        buf_add(&b, S("负"));
    for (size_t i = 0; i < COUNT(sizes); i++) {
        int group = (int)(u / sizes[i] % 10000);
        /* 万亿 followed by 亿 says 亿 once. */
        bool shared = i == 1 && u / sizes[2] % 10000 != 0;

        if (group == 0) {
            gap = begun;
            continue;
        }
        if (begun && (gap || group < 1000))
            buf_add(&b, S("零"));
        gap = false;
        add_thousands(&b, group, !begun);
        buf_add(&b, shared ? S("万") : str_of(units[i]));
        begun = true;
    }
    return buf_str(&b);
}

static int digit_of(struct str one)
{
    static const char others[] = "〇两";

    for (int i = 0; i < 10; i++)
        if (str_is(one, digit_words[i]))
            return i;
    if (str_eq(one, str_sub(str_of(others), 0, 3)))
        return 0;
    return str_eq(one, str_sub(str_of(others), 3, 3)) ? 2 : -1;
}

static int64_t unit_of(struct str one)
{
    static const struct {
        const char *word;
        int64_t size;
    } units[] = {{"十", 10}, {"百", 100}, {"千", 1000}, {"万", 10000}, {"亿", 100000000}};

    for (size_t i = 0; i < COUNT(units); i++)
        if (str_is(one, units[i].word))
            return units[i].size;
    return 0;
}

/* A number being read: total of closed parts, the part under 万, and the digit not yet used. */
struct numeral {
    int64_t high, low, digit;
    bool digit_open; /* a digit waits for its unit */
    bool units;      /* a unit was read */
    size_t row;      /* digits in a row without a unit, as in 二〇二六 */
};

static enum err take_unit(struct numeral *n, int64_t unit)
{
    if (n->row > 1)
        return ERR_INVALID;
    n->row = 0;
    if (unit < 10000) {
        int64_t times = n->digit_open ? n->digit : 1;

        n->low += times * unit;
    } else {
        int64_t part = n->low + (n->digit_open ? n->digit : 0);

        /* 亿 lifts everything read so far, 万 only what came since 亿. */
        if (unit == 10000) {
            n->low = 0;
            if (part == 0 || part > 9999)
                return ERR_INVALID;
            n->high += part * unit;
        } else {
            if (n->high + part == 0 || __builtin_mul_overflow(n->high + part, unit, &n->high))
                return ERR_INVALID;
            n->low = 0;
        }
    }
    n->digit = 0;
    n->digit_open = false;
    return OK;
}

/* One character of a numeral. */
static enum err take(struct numeral *n, struct str one)
{
    int64_t unit = unit_of(one);
    int digit = digit_of(one);

    if (unit > 0) {
        n->units = true;
        return take_unit(n, unit);
    }
    if (digit < 0 || __builtin_mul_overflow(n->digit, 10, &n->digit) ||
        __builtin_add_overflow(n->digit, digit, &n->digit))
        return ERR_INVALID;
    n->digit_open = true;
    /* A zero inside only fills a gap. */
    n->row += digit == 0 && n->units ? 0 : 1;
    return OK;
}

enum err han_number_read(struct str s, int64_t *out)
{
    struct numeral n = {0};
    size_t at = 0;

    if (s.n == 0 || str_points(s) > 40)
        return ERR_INVALID;
    while (at < s.n) {
        size_t from = at;

        (void)str_next(s, &at);
        TRY(take(&n, str_sub(s, from, at - from)));
    }
    if (n.units && n.row > 1)
        return ERR_INVALID;
    return __builtin_add_overflow(n.high, n.low + n.digit, out) ? ERR_INVALID : OK;
}
