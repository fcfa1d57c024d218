/*
 * bulletin_figure: which numbers of a text are figures, how exact they are, and what they
 * count.
 */
#include "feature/bulletin/bulletin_unit.h"

enum {
    COUNTS_MAX = 14,
    CLAUSE_MAX = 40
};

/* Fixed phrases whose numbers count nothing. */
static const char *const phrases[] = {"两个维护", "两个确立", "四个意识", "四个自信",
    "四个全面", "三个代表", "两个一百年", "三位一体", "五位一体", "四位一体", "四面八方",
    "五湖四海", "千家万户", "千方百计", "千千万万", "两个毫不动摇", "三个务必", "八个明确",
    "十个明确", "十四个坚持", "六个必须", "四个最严", "一件件", "一个个", "一次次", "一桩桩",
    "一项项", "一条条", "十分", "万众一心", "百年", "千年", "万分", "万一", "百姓", "百花",
    "百强", "百日", "三下乡", "一对一", "一站式", "一条龙", "一揽子", "两不愁", "三保障",
    "八项规定", "四个新", "三农", "千户苗寨", "百万千万", "三家村", "一家一户", "一村一",
    "一户一", "一事一", "一件事一", "一企一", "七上八下", "三番五次", "接二连三", NULL};

static bool punctuation(uint32_t c)
{
    static const uint32_t all[] = {U'。', U'，', U'、', U'；', U'：', U'！', U'？', U'“', U'”',
        U'‘', U'’', U'（', U'）', U'《', U'》', U'【', U'】', U'—', U'…', U'·', U'〔', U'〕'};

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i] == c)
            return true;
    return c < 0x30 || (c > '9' && c < 'A') || (c > 'z' && c < 0x80) || (c > 'Z' && c < 'a');
}

/* 第12, A4, 5-3, 〔2000〕, 3·15, 12:30: part of a name, a date or a time. */
static bool named(const struct bulletin_points *t, size_t i)
{
    static const char *const any[] = {"第", "编号", "〔", "No.", "国道", "省道", "县道", NULL};
    static const char *const chinese[] = {"初", "农历", "廿", "几", "数", "半", "其", NULL};
    uint32_t c = i > 0 ? t->c[i - 1] : 0;
    bool digit = bulletin_points_digit(t->c[i]);

    if (i == 0)
        return false;
    if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == U'·' || c == '/')
        return true;
    if ((c == '.' || c == ':' || c == '-') && i > 1 && bulletin_points_digit(t->c[i - 2]))
        return true;
    if (digit && bulletin_points_digit(c) && t->gap[i] == 0)
        return true;
    if ((c == U'时' || c == U'点') && i > 1 && bulletin_points_digit(t->c[i - 2]))
        return true;
    for (size_t k = 0; any[k] != NULL; k++)
        if (bulletin_points_before(t, i, any[k]))
            return true;
    for (size_t k = 0; !digit && chinese[k] != NULL; k++)
        if (bulletin_points_before(t, i, chinese[k]))
            return true;
    /* 一、二类乡镇: ranks in a row. */
    if (!digit && c == U'、' && i > 1 && bulletin_points_numeral(t->c[i - 2]))
        return true;
    return !digit && bulletin_points_numeral(c);
}

/* The words before the number that say how exact it is; *from moves before them. */
static bool qualified(
    const struct bulletin_points *t, size_t *from, enum bulletin_qualifier *out)
{
    static const struct {
        const char *word;
        enum bulletin_qualifier is;
    } rows[] = {
        {"不少于", QUALIFIER_OVER},
        {"不低于", QUALIFIER_OVER},
        {"至少", QUALIFIER_OVER},
        {"超过", QUALIFIER_OVER},
        {"超出", QUALIFIER_OVER},
        {"突破", QUALIFIER_OVER},
        {"多于", QUALIFIER_OVER},
        {"高于", QUALIFIER_OVER},
        {"逾", QUALIFIER_OVER},
        {"超", QUALIFIER_OVER},
        {"将近", QUALIFIER_NEARLY},
        {"接近", QUALIFIER_NEARLY},
        {"大约", QUALIFIER_NEARLY},
        {"大概", QUALIFIER_NEARLY},
        {"约为", QUALIFIER_NEARLY},
        {"约有", QUALIFIER_NEARLY},
        {"约达", QUALIFIER_NEARLY},
        {"不足", QUALIFIER_NEARLY},
        {"不到", QUALIFIER_NEARLY},
        {"约", QUALIFIER_NEARLY},
        {"近", QUALIFIER_NEARLY},
        {"拟", QUALIFIER_NEARLY},
    };
    static const char *const other[] = {"附近", "最近", "就近", "邻近", "临近", "靠近", "亲近",
        "远近", "节约", "预约", "签约", "条约", "公约", "合约", "契约", "制约", "履约", "高超",
        "模拟", "草拟", NULL};

    for (size_t k = 0; other[k] != NULL; k++)
        if (bulletin_points_before(t, *from, other[k]))
            return false;
    for (size_t k = 0; k < COUNT(rows); k++)
        if (bulletin_points_before(t, *from, rows[k].word)) {
            /* A plan is said by a verb; it is no part of the figure's wording. */
            if (!str_is(str_of(rows[k].word), "拟"))
                *from -= str_points(str_of(rows[k].word));
            *out = rows[k].is;
            return true;
        }
    return false;
}

/* 上百人, 过千人: a bare 百 or 千 with a word that makes a number of it. */
static bool bare_over(const struct bulletin_points *t, size_t *from)
{
    if (*from == 0 || (t->c[*from - 1] != U'上' && t->c[*from - 1] != U'过') ||
        bulletin_points_before(t, *from, "以上") || bulletin_points_before(t, *from, "通过") ||
        bulletin_points_before(t, *from, "经过"))
        return false;
    *from -= 1;
    return true;
}

/* After the unit: 以上 左右 …; *end moves behind them. */
static bool suffixed(const struct bulletin_points *t, size_t *end, enum bulletin_qualifier *out)
{
    if (bulletin_points_at(t, *end, "以上") || bulletin_points_at(t, *end, "之多")) {
        bool limit = bulletin_points_at(t, *end + 2, "的");

        *end += 2;
        *out = limit ? QUALIFIER_EXACT : QUALIFIER_OVER;
        return true;
    }
    if (bulletin_points_at(t, *end, "左右") || bulletin_points_at(t, *end, "上下")) {
        *end += 2;
        *out = QUALIFIER_NEARLY;
        return true;
    }
    if ((bulletin_points_at(t, *end, "多") || bulletin_points_at(t, *end, "有余")) &&
        !bulletin_points_at(t, *end, "多次") && *end > 0 &&
        (t->c[*end - 1] == U'倍' || t->c[*end - 1] == U'吨' || t->c[*end - 1] == U'天' ||
            t->c[*end - 1] == U'元' || t->c[*end - 1] == U'亩' || t->c[*end - 1] == U'里')) {
        *end += bulletin_points_at(t, *end, "多") ? 1 : 2;
        *out = QUALIFIER_OVER;
        return true;
    }
    return false;
}

/* 初步解决问题35个 is a first estimate; 据初步统计 says where figures come from. */
static bool first_estimate(const struct bulletin_points *t, size_t from)
{
    for (size_t k = from; k > 0 && from - k < CLAUSE_MAX && !punctuation(t->c[k - 1]); k--)
        if (bulletin_points_at(t, k - 1, "初步"))
            return !bulletin_points_at(t, k + 1, "统计") &&
                   !bulletin_points_at(t, k + 1, "测算");
    return false;
}

/* 每年两次: a lone number of times in a rule. */
static bool each(const struct bulletin_points *t, size_t from)
{
    for (size_t k = from; k > 0 && from - k < 4 && !punctuation(t->c[k - 1]); k--)
        if (t->c[k - 1] == U'每')
            return true;
    return false;
}

/* 一 counts only where its place says so. */
static bool lone_one(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, struct bulletin_unit *unit)
{
    if (!v->chinese || v->value.digits != 1 || v->value.scale != 0 || v->bare)
        return false;
    if (bulletin_points_before(t, from, "》") && bulletin_points_at(t, v->end, "书")) {
        *unit = (struct bulletin_unit){.end = v->end + 1, .unit = S("书")};
        return true;
    }
    if (!bulletin_unit_one(t, v, unit))
        return false;
    return bulletin_points_at(t, unit->end, "以上") ||
           (each(t, from) && (t->c[v->end] == U'次' || t->c[v->end] == U'场' ||
                                 t->c[v->end] == U'篇' || t->c[v->end] == U'件'));
}

/* Years as a length of time: 连续5年; everything else with 年 is a date. */
static bool years(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, struct bulletin_unit *unit)
{
    if (v->end >= t->n || t->c[v->end] != U'年' || v->value.digits > 100)
        return false;
    if (!bulletin_points_before(t, from, "连续") && !bulletin_points_before(t, from, "历时"))
        return false;
    *unit = (struct bulletin_unit){.end = v->end + 1, .unit = S("年")};
    return true;
}

/* Inside “…”: lists of watchwords (三高地、四个新) and 七个突出 count nothing, 十个一 does. */
static bool watchword(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, const struct bulletin_unit *unit)
{
    size_t k = from, end = unit->end;

    if (!v->chinese || v->over || v->value.digits > 20)
        return false;
    while (k > 0 && from - k < CLAUSE_MAX && t->c[k - 1] != U'“' && t->c[k - 1] != U'”' &&
           t->c[k - 1] != U'。')
        k--;
    if (k == 0 || t->c[k - 1] != U'“')
        return false;
    while (end < t->n && end - from < CLAUSE_MAX && t->c[end] != U'”' && t->c[end] != U'、' &&
           t->c[end] != U'，')
        end++;
    if (k < from || (end < t->n && t->c[end] != U'”'))
        return true;
    return bulletin_points_at(t, v->end, "个") && !bulletin_points_at(t, v->end, "个一");
}

static bool stops(const struct bulletin_points *t, size_t i)
{
    static const char *const words[] = {"占", "到", "已", "均", "被", "将", "与", "及", "等",
        "由", "为", "在", "进行", "开展", "组建", "作为", "提出", "其中", "基本", "通报",
        "编入", "反映", "形成", "得到", "获", "签约", "推动", "履职", "提高", "推进", "实施",
        "组织", "参加", "参与", "进入", "融入", "集中", "着力", "拓展", NULL};

    if (bulletin_points_at(t, i, "在职") || bulletin_points_at(t, i, "在册") ||
        bulletin_points_at(t, i, "在建"))
        return false;
    return i >= t->n || punctuation(t->c[i]) || bulletin_points_digit(t->c[i]) ||
           bulletin_points_word(t, i, words, NULL) > 0;
}

static struct str counts_after(const struct bulletin_points *t, size_t end)
{
    size_t k = end;

    if (k < t->n && t->c[k] == U'的')
        k = ++end;
    while (k - end < COUNTS_MAX && !stops(t, k))
        k++;
    return bulletin_points_text(t, end, k);
}

/* Cut what only leads to the number: 共 达到 约 … at the end. */
static size_t ends_cut(const struct bulletin_points *t, size_t to)
{
    static const char *const ends[] = {"达到", "超过", "合计", "共计", "总计", "累计", "提高到",
        "增加到", "下降到", "每人每年", "每年", "每人", "共", "达", "约", "近", "为", "是",
        "有", "的", "拟", "仅", "由", "至", NULL};
    bool again = true;

    while (again && to > 0) {
        again = false;
        for (size_t i = 0; ends[i] != NULL && !again; i++)
            if (bulletin_points_before(t, to, ends[i])) {
                to -= str_points(str_of(ends[i]));
                again = true;
            }
    }
    return to;
}

/* The words before the number, back to the figure before it (which ends at the floor). */
static struct str counts_before(const struct bulletin_points *t, size_t from, size_t floor)
{
    static const char *const begins[] = {
        "其中", "累计", "共计", "共", "已", "并", "约", "近", "还", "总", "将", "如", NULL};
    size_t to = ends_cut(t, from), k = to;

    while (k > floor && to - k < COUNTS_MAX && !punctuation(t->c[k - 1]) &&
           !bulletin_points_digit(t->c[k - 1]) && !bulletin_points_before(t, k, "以来"))
        k--;
    k += bulletin_points_word(t, k, begins, NULL);
    return bulletin_points_text(t, k < to ? k : to, to);
}

/* Where the figure before this one ended, and what it counted. */
struct seen_before {
    size_t end;
    struct str counts;
};

static bool cut_off(const struct bulletin_points *t, size_t from, size_t to)
{
    for (; from < to; from++)
        if (punctuation(t->c[from]))
            return true;
    return false;
}

static struct str counts_of(
    const struct bulletin_points *t, size_t begin, size_t end, const struct seen_before *before)
{
    struct str words = counts_after(t, end);
    size_t k = end;

    if (words.n == 0)
        words = counts_before(t, begin, before->end);
    if (words.n > 0)
        return words;
    /* 1500元提高到4000元: the same thing again; 1100余条已处理: what became of it. */
    if (before->end > 0 && begin - before->end < 5 && !cut_off(t, before->end, begin))
        return before->counts;
    while (k < t->n && k - end < COUNTS_MAX && !punctuation(t->c[k]))
        k++;
    return bulletin_points_text(t, end, k);
}

static void describe(const struct bulletin_points *t, size_t begin,
    const struct bulletin_numeral *v, const struct bulletin_unit *unit,
    const struct seen_before *before, struct bulletin_seen *out)
{
    size_t from = begin, end = unit->end;
    enum bulletin_qualifier said = QUALIFIER_EXACT;
    bool has;

    *out = (struct bulletin_seen){.value = v->value, .unit = unit->unit};
    out->value.scale += unit->scale;
    out->qualifier = v->over ? QUALIFIER_OVER : QUALIFIER_EXACT;
    has = qualified(t, &begin, &said) ||
          (v->bare && bare_over(t, &begin) && (said = QUALIFIER_OVER) != QUALIFIER_EXACT);
    if (has && !v->over)
        out->qualifier = said;
    if (suffixed(t, &end, &said))
        out->qualifier = v->over ? QUALIFIER_OVER : said;
    if (out->qualifier == QUALIFIER_EXACT && first_estimate(t, from))
        out->qualifier = QUALIFIER_NEARLY;
    out->counts = counts_of(t, begin, unit->noun ? v->end : end, before);
    out->wording = bulletin_points_text(t, begin, end);
    out->offset = t->at[begin];
}

/* The figure whose number begins at i; false when there is none.  *end is where to go on. */
static bool figure_at(const struct bulletin_points *t, size_t i,
    const struct seen_before *before, struct bulletin_seen *out, size_t *end)
{
    struct bulletin_numeral v;
    struct bulletin_unit unit;
    size_t skip = bulletin_points_word(t, i, phrases, NULL), begin = i;
    enum bulletin_qualifier said;

    if (skip > 0) {
        *end = i + skip;
        return false;
    }
    if (!bulletin_numeral_at(t, i, &v))
        return false;
    *end = v.end;
    if (named(t, i))
        return false;
    if (v.end < t->n && t->c[v.end] == U'来' && v.chinese)
        v.end++;
    if (!lone_one(t, i, &v, &unit) && !years(t, i, &v, &unit) &&
        !bulletin_unit_at(t, i, &v, &unit))
        return false;
    /* 百姓, 千户: without 余 or 近 no number. */
    if (v.bare && !v.over && !qualified(t, &begin, &said) && !bare_over(t, &begin))
        return false;
    if (watchword(t, i, &v, &unit))
        return false;
    describe(t, i, &v, &unit, before, out);
    *end = unit.end;
    return true;
}

/* "3至5个", "80%—90%": the first number takes the unit of the second. */
static bool range_at(const struct bulletin_points *t, size_t i,
    const struct seen_before *before, struct bulletin_seen *out, size_t *end)
{
    struct bulletin_numeral low, high;
    struct bulletin_unit unit;
    size_t to;

    if (!bulletin_numeral_at(t, i, &low) || low.over || low.ratio || low.bare || named(t, i))
        return false;
    to = low.end;
    if (to >= t->n || (t->c[to] != U'至' && t->c[to] != U'到' && t->c[to] != '-' &&
                          t->c[to] != U'—' && t->c[to] != '~'))
        return false;
    while (to < t->n && (t->c[to] == U'—' || t->c[to] == U'至' || t->c[to] == U'到' ||
                            t->c[to] == '-' || t->c[to] == '~'))
        to++;
    if (!bulletin_numeral_at(t, to, &high) || !bulletin_unit_at(t, to, &high, &unit))
        return false;
    describe(
        t, i, &low, &(struct bulletin_unit){.end = low.end, .unit = unit.unit}, before, out);
    out->value.scale += unit.scale;
    if (high.lifted && !low.lifted)
        for (int k = bulletin_points_at(t, high.end - 1, "亿") ? 8 : 4; k > 0; k--)
            if (__builtin_mul_overflow(out->value.digits, 10, &out->value.digits))
                return false;
    out->counts = counts_of(t, i, unit.end, before);
    *end = low.end;
    return true;
}

struct bulletin_seen_list bulletin_figures(const struct bulletin_points *t)
{
    struct {
        struct bulletin_seen *p;
        size_t n, cap;
    } all = {0};
    struct seen_before before = {0};
    size_t i = 0;

    while (i < t->n) {
        struct bulletin_seen seen;
        size_t end = i + 1;
        bool found;

        if (!bulletin_points_digit(t->c[i]) && !bulletin_points_numeral(t->c[i])) {
            i++;
            continue;
        }
        found = range_at(t, i, &before, &seen, &end) || figure_at(t, i, &before, &seen, &end);
        if (found) {
            *VEC_PUSH(t->arena, &all) = seen;
            before = (struct seen_before){end, seen.counts};
        }
        i = end > i ? end : i + 1;
    }
    return (struct bulletin_seen_list){all.p, all.n};
}
