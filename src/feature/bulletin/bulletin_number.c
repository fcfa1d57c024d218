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

/* The digit for which this character was recognised: O and 〇 for 0, l and I for 1; -1: none.
 */
static int mistaken(uint32_t c)
{
    if (c == 'O' || c == 'o' || c == U'〇')
        return 0;
    return c == 'l' || c == 'I' ? 1 : -1;
}

/* A word of measure, or what stands between a number and its measure. */
static bool measured(const struct bulletin_points *t, size_t i)
{
    static const uint32_t all[] = {U'个', U'件', U'名', U'条', U'次', U'项', U'场', U'家',
        U'户', U'人', U'篇', U'位', U'余', U'多', U'万', U'亿', U'元', U'亩', U'吨', U'份',
        U'座', U'处', U'册', U'台', U'套', U'本', U'公', U'平', U'张', U'支', U'所', U'批',
        U'期', U'天', '%'};

    for (size_t k = 0; k < COUNT(all) && i < t->n; k++)
        if (t->c[i] == all[k])
            return true;
    return false;
}

/* The digit that this character is or was meant to be; -1: none.  Characters mistaken for
 * digits count beside digits, and a row of them that begins with l before a measure. */
static int digit_at(const struct bulletin_points *t, size_t i)
{
    size_t from = i, to = i;
    bool digits = false;

    if (i >= t->n || bulletin_points_digit(t->c[i]))
        return i < t->n ? (int)(t->c[i] - '0') : -1;
    if (mistaken(t->c[i]) < 0)
        return -1;
    while (from > 0 && i - from < DIGITS_MAX && t->gap[from] == 0 &&
           (bulletin_points_digit(t->c[from - 1]) || mistaken(t->c[from - 1]) >= 0))
        digits = bulletin_points_digit(t->c[--from]) || digits;
    while (to + 1 < t->n && to - i < DIGITS_MAX && t->gap[to + 1] == 0 &&
           (bulletin_points_digit(t->c[to + 1]) || mistaken(t->c[to + 1]) >= 0))
        digits = bulletin_points_digit(t->c[++to]) || digits;
    if ((from > 0 && letter(t->c[from - 1])) || (to + 1 < t->n && letter(t->c[to + 1])))
        return -1;
    if (!digits && (t->c[from] != 'l' || to - from > 2 ||
                       !(measured(t, to + 1) || (to + 2 < t->n && t->c[to + 1] == '.' &&
                                                    bulletin_points_digit(t->c[to + 2])))))
        return -1;
    return mistaken(t->c[i]);
}

static size_t row_length(const struct bulletin_points *t, size_t i)
{
    size_t n = 0;

    while (digit_at(t, i + n) >= 0 && (n == 0 || t->gap[i + n] == 0))
        n++;
    return n;
}

/* May the digits before i (so many, of this value) and those from i on be one number?  A
 * line's end cuts anywhere.  Blanks stand before a group of three, between single digits, or
 * anywhere in what a measure follows and what begins with no year. */
static bool joins(const struct bulletin_points *t, size_t i, size_t before, int64_t value)
{
    size_t after;

    if (t->gap[i] == 0 || t->gap[i] == 2)
        return true;
    after = row_length(t, i);
    if (after == 3 || (before == 1 && after == 1))
        return true;
    return before + after <= 6 && (value < 1900 || value > 2100) && measured(t, i + after);
}

/* "1,529": a comma before exactly three digits; a wide one where a measure follows. */
static bool grouping(const struct bulletin_points *t, size_t i, size_t before)
{
    if (i >= t->n || (t->c[i] != ',' && t->c[i] != U'，') || before > 3 || t->gap[i] != 0 ||
        i + 1 >= t->n || t->gap[i + 1] == 1 || row_length(t, i + 1) != 3)
        return false;
    if (t->c[i] == U'，')
        return measured(t, i + 4);
    return digit_at(t, i + 4) < 0;
}

/* Is the mark at k a decimal point?  Blanks about it, and a dot in the middle of the line,
 * make one only before what is never whole: %, 万, 亿. */
static bool point_at(const struct bulletin_points *t, size_t k)
{
    uint32_t c = k < t->n ? t->c[k] : 0;
    bool faulty = c == U'·' || c == U'・' || c == U'•';
    size_t end = k + 1;

    if ((c != '.' && !faulty) || digit_at(t, k + 1) < 0)
        return false;
    if (!faulty && t->gap[k] != 1 && t->gap[k + 1] != 1)
        return true;
    while (digit_at(t, end) >= 0)
        end++;
    return end - k <= 4 && end < t->n &&
           (t->c[end] == '%' || t->c[end] == U'万' || t->c[end] == U'亿' ||
               bulletin_points_at(t, end, "个百分点"));
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
        if (d < 0 || (k > i && group > 0 && !joins(t, k, group, out->value.digits)))
            break;
        group = k > i && t->gap[k] > 0 ? 1 : group + 1;
        if (++all > DIGITS_MAX || !take_digit(&out->value, d))
            return false;
        k++;
    }
    if (all > 0 && point_at(t, k)) {
        size_t first = ++k;

        for (; digit_at(t, k) >= 0 && out->value.scale < 6; k++) {
            if ((t->gap[k] == 1 && k > first) || !take_digit(&out->value, digit_at(t, k)))
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
    if (t->c[i] == U'余' && bulletin_points_at(t, i, "余额"))
        return false;
    return t->c[i] == U'余' || i == 0 || bulletin_points_digit(t->c[i - 1]) ||
           bulletin_points_numeral(t->c[i - 1]) || bulletin_points_word(t, i, no, NULL) == 0;
}

/* 500千瓦, 10千伏: 千 belongs to the unit. */
static bool of_unit(const struct bulletin_points *t, size_t i)
{
    static const char *const units[] = {"千瓦", "千米", "千克", "千伏", "千卡", "百分", NULL};

    return bulletin_points_word(t, i, units, NULL) > 0;
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
        if (zeros == 0 || of_unit(t, out->end))
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

static int place_of(uint32_t c)
{
    static const uint32_t digits[] = {
        U'〇', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};

    for (int d = 0; d < 10; d++)
        if (digits[d] == c)
            return d;
    return c == U'两' ? 2 : c == U'零' ? 0 : -1;
}

/* 二三十, 十五六, 三五: the one place where two neighbours stand side by side, which is the
 * index of the second; 0: there is none, or more than that (a year, a telephone). */
static size_t neighbours(const struct bulletin_points *t, size_t i, size_t j)
{
    size_t found = 0;

    for (size_t k = i; k < j; k++) {
        int d = place_of(t->c[k]), next = k + 1 < j ? place_of(t->c[k + 1]) : -1;

        if (d == 0 || (found == k && next >= 0 && k > i))
            return 0;
        if (d < 0 || next < 0)
            continue;
        if (found != 0 || d < 2 || (next != d + 1 && (d != 3 || next != 5)))
            return 0;
        found = k + 1;
    }
    return found;
}

static bool chinese_whole(
    const struct bulletin_points *t, size_t i, size_t k, struct bulletin_numeral *out)
{
    struct str s = numeral_text(t, i, k);

    if (plain_row(t, i, k)) {
        size_t second = neighbours(t, i, k);

        if (second == 0)
            return false;
        s = str_f(t->arena, "%.*s%.*s", STR(numeral_text(t, i, second)),
            STR(numeral_text(t, second + 1, k)));
        out->about = true;
    }
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
    while (k < t->n && k - i < NUMERAL_MAX && (k == i || t->gap[k] != 1)) {
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
    if (k == i || !chinese_whole(t, i, k, out))
        return false;
    if (k + 1 < t->n && t->c[k] == U'点' && !out->over && out->value.digits < 1000) {
        struct bulletin_numeral with = *out;

        if (tenths(t, k + 1, &with) && multiply(t, &with))
            *out = with;
    }
    return true;
}

/* 几十, 数百, 几十万: at least one ten, one hundred; 人数百 is no number. */
static bool several(const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    static const uint32_t words[] = {U'人', U'次', U'户', U'件', U'总', U'基', U'个', U'倍',
        U'多', U'少', U'指', U'系', U'分', U'岁', U'代', U'参', U'计', U'字', U'票', U'项',
        U'天', U'套', U'半'};
    size_t k = i + 1;

    for (size_t w = 0; w < COUNT(words) && t->c[i] == U'数' && i > 0; w++)
        if (t->c[i - 1] == words[w])
            return false;
    out->value.digits = 1;
    for (; k < t->n && zeros_of(t->c[k]) > 0; k++) {
        if (!lift(&out->value, zeros_of(t->c[k])))
            return false;
        out->lifted = out->lifted || zeros_of(t->c[k]) >= 4;
    }
    out->end = k;
    return out->chinese = out->over = out->vague = true;
}

static bool plain_number(
    const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    *out = (struct bulletin_numeral){0};
    if (digit_at(t, i) >= 0)
        return arabic(t, i, out) && multiply(t, out) && rest(t, out);
    if (i + 1 < t->n && (t->c[i] == U'几' || t->c[i] == U'数') && zeros_of(t->c[i + 1]) > 0)
        return several(t, i, out);
    return i < t->n && bulletin_points_numeral(t->c[i]) && chinese(t, i, out);
}

/* A share in four places, as one in percent with two. */
static void share_set(int64_t part, int64_t whole, struct bulletin_numeral *out)
{
    out->value.digits = (part * 20000 + whole) / (2 * whole);
    out->value.scale = 4;
    out->ratio = true;
}

/* 2/3的, 占3/4: a share only where the words say so; 5/22 is a day, 3/8 a page. */
static bool slash_share(const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    static const char *const after[] = {"的", "以上", "左右", "强", "弱", NULL};
    static const char *const before[] = {
        "占", "约", "近", "超", "过", "达", "逾", "达到", NULL};
    struct bulletin_numeral part = {0}, whole = {0};
    bool said;

    if (!arabic(t, i, &part) || part.end >= t->n || t->c[part.end] != '/' ||
        !arabic(t, part.end + 1, &whole))
        return false;
    if (part.value.scale > 0 || whole.value.scale > 0 || part.value.digits < 1 ||
        part.value.digits >= whole.value.digits || whole.value.digits > 20)
        return false;
    said = bulletin_points_word(t, whole.end, after, NULL) > 0;
    for (size_t k = 0; before[k] != NULL; k++)
        said = said || bulletin_points_before(t, i, before[k]);
    if (!said)
        return false;
    out->end = whole.end;
    share_set(part.value.digits, whole.value.digits, out);
    return true;
}

/* 九成五: the digit after 成 is a hundredth, unless it counts something itself. */
static bool tenths_share(
    const struct bulletin_points *t, size_t i, struct bulletin_numeral *out)
{
    int tens = place_of(t->c[i]), ones;

    if (tens < 1 || i + 2 >= t->n || t->c[i + 1] != U'成' ||
        (ones = place_of(t->c[i + 2])) < 1 || measured(t, i + 3) ||
        (i > 0 && bulletin_points_numeral(t->c[i - 1])) ||
        (i + 3 < t->n && bulletin_points_numeral(t->c[i + 3])))
        return false;
    out->value = (struct bulletin_number){10 * tens + ones, 2};
    out->end = i + 3;
    return out->chinese = out->ratio = true;
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
        out->bare = false;
        return out->ratio = true;
    }
    if (slash_share(t, i, out) || tenths_share(t, i, out))
        return true;
    if (!plain_number(t, i, &whole) || !whole.chinese ||
        !bulletin_points_at(t, whole.end, "分之") || whole.value.scale > 0 ||
        whole.value.digits < 2 || whole.value.digits > 1000)
        return false;
    if (!plain_number(t, whole.end + 2, &part) || part.value.scale > 0 ||
        part.value.digits > whole.value.digits)
        return false;
    *out = part;
    share_set(part.value.digits, whole.value.digits, out);
    return true;
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
    /* 十来个, 30来位 */
    if (!found.over && found.end < t->n && t->c[found.end] == U'来' &&
        (found.chinese || (found.value.digits % 10 == 0 && measured(t, found.end + 1)))) {
        found.about = true;
        found.end++;
    }
    /* 1900 to 2100 without a mark may be a year; many digits in a row a telephone. */
    if (!found.over && !found.ratio && found.end + 1 < t->n && t->c[found.end] == '+' &&
        bulletin_points_han(t->c[found.end + 1]) && found.value.digits != 12345) {
        found.over = true;
        found.end++;
    }
    found.separated =
        !found.chinese && !found.over && !found.lifted && found.value.scale == 0 &&
        ((found.value.digits >= 1900 && found.value.digits <= 2100) || found.end - i >= 7);
    *out = found;
    return true;
}
