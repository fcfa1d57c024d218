#include "base/num.h"

#include "base/buf.h"

enum err num_parse(struct str s, int64_t min, int64_t max, int64_t *out)
{
    bool minus = s.n > 0 && s.p[0] == '-';
    size_t i = minus || (s.n > 0 && s.p[0] == '+') ? 1 : 0;
    int64_t v = 0;

    if (i == s.n)
        return ERR_INVALID;
    /* Counted downward, because the smallest number has no positive twin. */
    for (; i < s.n; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return ERR_INVALID;
        if (__builtin_mul_overflow(v, 10, &v) || __builtin_sub_overflow(v, s.p[i] - '0', &v))
            return ERR_INVALID;
    }
    if (!minus && v == INT64_MIN)
        return ERR_INVALID;
    if (!minus)
        v = -v;
    if (v < min || v > max)
        return ERR_INVALID;
    *out = v;
    return OK;
}

struct str num_text(struct arena *a, int64_t v)
{
    struct buf b = buf_new(a, 32);

    buf_int(&b, v);
    return buf_str(&b);
}

struct str num_grouped(struct arena *a, int64_t v)
{
    struct str plain = num_text(a, v);
    struct buf b = buf_new(a, 64);

    for (size_t i = 0; i < plain.n; i++) {
        if (i > 0 && plain.p[i - 1] != '-' && (plain.n - i) % 3 == 0)
            buf_point(&b, 0x202F); /* narrow, and no line break inside a number */
        buf_char(&b, plain.p[i]);
    }
    return buf_str(&b);
}

enum err money_parse(struct str s, struct money *out)
{
    struct str cents;
    struct str yuan = str_cut(s, '.', &cents);
    int64_t y, c = 0;

    if (yuan.n == 0 || yuan.p[0] == '+' || yuan.p[0] == '-')
        return ERR_INVALID;
    TRY(num_parse(yuan, 0, INT64_MAX / 100 - 1, &y));
    if (cents.p != NULL) {
        if (cents.n == 0 || cents.n > 2 || cents.p[0] == '+' || cents.p[0] == '-')
            return ERR_INVALID;
        TRY(num_parse(cents, 0, 99, &c));
        if (cents.n == 1)
            c *= 10;
    }
    *out = (struct money){y * 100 + c};
    return OK;
}

struct str money_text(struct arena *a, struct money m)
{
    struct buf b = buf_new(a, 32);
    uint64_t u = m.fen < 0 ? 0 - (uint64_t)m.fen : (uint64_t)m.fen;

    if (m.fen < 0)
        buf_char(&b, '-');
    buf_int(&b, (int64_t)(u / 100));
    buf_char(&b, '.');
    buf_char(&b, (char)('0' + u % 100 / 10));
    buf_char(&b, (char)('0' + u % 10));
    return buf_str(&b);
}

/* Add one to the decimal number in digits; the first digit is a spare zero. */
static void increment(char *digits, size_t n)
{
    while (n > 0 && digits[n - 1] == '9')
        digits[--n] = '0';
    if (n > 0)
        digits[n - 1]++;
}

struct str ratio_text(struct arena *a, struct ratio r, int digits)
{
    char d[64] = "0";
    bool minus = (r.part < 0) != (r.whole < 0) && r.part != 0;
    uint64_t part = r.part < 0 ? 0 - (uint64_t)r.part : (uint64_t)r.part;
    uint64_t whole = r.whole < 0 ? 0 - (uint64_t)r.whole : (uint64_t)r.whole;
    size_t decimals = 2 + (size_t)(digits < 0 ? 0 : digits > 9 ? 9 : digits);
    size_t n = 1, from = 0;
    uint64_t rest;
    struct str ints;
    struct buf b = buf_new(a, 96);

    if (whole == 0)
        return S("—");
    while (whole > UINT64_MAX / 10) {
        whole /= 2;
        part /= 2;
    }
    ints = num_text(a, (int64_t)(part / whole));
    for (size_t i = 0; i < ints.n; i++)
        d[n++] = ints.p[i];
    rest = part % whole;
    for (size_t i = 0; i < decimals; i++) {
        rest *= 10;
        d[n++] = (char)('0' + rest / whole);
        rest %= whole;
    }
    if (rest * 10 / whole >= 5)
        increment(d, n);
    /* The point moves two places for percent; leading zeros go, but for the last. */
    while (from + 1 + (decimals - 2) < n && d[from] == '0')
        from++;
    if (minus)
        buf_char(&b, '-');
    buf_raw(&b, d + from, n - (decimals - 2) - from);
    if (decimals > 2) {
        buf_char(&b, '.');
        buf_raw(&b, d + n - (decimals - 2), decimals - 2);
    }
    buf_char(&b, '%');
    return buf_str(&b);
}
