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
    "一户一", "一事一", "一件事一", "一企一", "七上八下", "三番五次", "接二连三", "千上万",
    "百上千", "百分百", "四个机关", "两个机关", "三个服务", "四个服务", "三个有利于",
    "三天两头", "三言两语", "二次供水", "二次分配", "二次污染", "二次加压", "二次创业",
    "三轮车", "四轮", "三台县", "五台", "九台区", "七台河", "五家渠", "二道江", "二道区",
    "四位数", "十项全能", "三户一", "两类人", "三头六臂", "八九不离十", "五好家庭", "十全十美",
    NULL};

static bool punctuation(uint32_t c)
{
    static const uint32_t all[] = {U'。', U'，', U'、', U'；', U'：', U'！', U'？', U'“', U'”',
        U'‘', U'’', U'（', U'）', U'《', U'》', U'【', U'】', U'—', U'…', U'·', U'〔', U'〕'};

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i] == c)
            return true;
    return c < 0x30 || (c > '9' && c < 'A') || (c > 'z' && c < 0x80) || (c > 'Z' && c < 'a');
}

/* Where the number that ends before i begins; a word between (第31条、32条) may follow it. */
static size_t number_start(const struct bulletin_points *t, size_t i)
{
    size_t k = i;

    if (k > 1 && bulletin_points_han(t->c[k - 1]) && !bulletin_points_numeral(t->c[k - 1]))
        k--;
    i = k;
    while (k > 0 && i - k < 8 &&
           (bulletin_points_digit(t->c[k - 1]) || bulletin_points_numeral(t->c[k - 1])))
        k--;
    return k;
}

/* 第3, and what follows it in a row: 第3、4批, 第三十一至三十三条, 第31条、32条. */
static bool ordinal(const struct bulletin_points *t, size_t i)
{
    for (int steps = 0; steps < 8 && i > 1; steps++) {
        size_t start;
        uint32_t c = t->c[i - 1];

        if (c == U'第')
            return true;
        if (c != U'、' && c != U'至' && c != U'到' && c != U'和' && c != U'及' && c != U'或' &&
            c != U'—' && c != '-' && c != '~')
            return false;
        i--;
        while (i > 1 && (t->c[i - 1] == U'—' || t->c[i - 1] == '-'))
            i--;
        start = number_start(t, i);
        if (start + 1 > i || start == 0)
            return false;
        i = start;
    }
    return i == 1 && t->c[0] == U'第';
}

/* 前三名, 全省前10位: a rank; 会前12名代表 counts. */
static bool rank(const struct bulletin_points *t, size_t i)
{
    static const uint32_t times[] = {U'会', U'目', U'此', U'之', U'日', U'年', U'以', U'事',
        U'提', U'午', U'天', U'当', U'跟'};
    uint32_t c = i > 1 ? t->c[i - 2] : 0;

    if (i == 0 || t->c[i - 1] != U'前')
        return false;
    for (size_t k = 0; k < COUNT(times); k++)
        if (c == times[k])
            return false;
    return true;
}

/* 今年前10个月, 前三季度: when, not how many. */
static bool period(const struct bulletin_points *t, size_t i, const struct bulletin_numeral *v)
{
    static const char *const parts[] = {"个月", "季度", "个季度", "周", NULL};

    return i > 0 && t->c[i - 1] == U'前' && bulletin_points_word(t, v->end, parts, NULL) > 0;
}

/* 第12, A4, 5-3, 〔2000〕, 3·15, 12:30: part of a name, a date or a time. */
static bool named(const struct bulletin_points *t, size_t i)
{
    static const char *const any[] = {"倒数", "最后", "排名后", "考核后", "末尾", "编号", "〔",
        "No.", "NO.", "№", "国道", "省道", "县道", "×", NULL};
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
    if (ordinal(t, i) || rank(t, i))
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
        {"不超过", QUALIFIER_EXACT}, /* the limit itself is exact */
        {"不多于", QUALIFIER_EXACT},
        {"不高于", QUALIFIER_EXACT},
        {"不少于", QUALIFIER_OVER},
        {"不低于", QUALIFIER_OVER},
        {"至少", QUALIFIER_OVER},
        {"不下", QUALIFIER_OVER},
        {"超过了", QUALIFIER_OVER},
        {"突破了", QUALIFIER_OVER},
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
        {"约占", QUALIFIER_NEARLY},
        {"约合", QUALIFIER_NEARLY},
        {"近乎", QUALIFIER_NEARLY},
        {"约有", QUALIFIER_NEARLY},
        {"约达", QUALIFIER_NEARLY},
        {"不足", QUALIFIER_NEARLY},
        {"不到", QUALIFIER_NEARLY},
        {"约", QUALIFIER_NEARLY},
        {"近", QUALIFIER_NEARLY},
        {"拟", QUALIFIER_NEARLY},
    };
    static const char *const least[] = {"至少", "不少于", "不低于", "最少", NULL};
    static const char *const other[] = {"附近", "最近", "就近", "邻近", "临近", "靠近", "亲近",
        "远近", "节约", "预约", "签约", "条约", "公约", "合约", "契约", "制约", "履约", "高超",
        "模拟", "草拟", "走近", "拉近", "贴近", "相近", "晚近", "集约", "简约", "邀约", "赶超",
        "赴约", NULL};
    size_t reach = *from > 0 && t->c[*from - 1] == U'的' ? 10 : 4;

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
    /* 至少参加1次: a verb may stand between; 不少于代表总数的三分之一: what it is a part of. */
    for (size_t back = 1;
         back <= reach && back < *from && bulletin_points_han(t->c[*from - back]); back++)
        for (size_t k = 0; least[k] != NULL; k++)
            if (bulletin_points_before(t, *from - back, least[k])) {
                *out = QUALIFIER_OVER;
                return true;
            }
    return false;
}

/* 上百人, 过千人, 破万: a bare 百 or 千 with a word that makes a number of it. */
static bool bare_over(const struct bulletin_points *t, size_t *from)
{
    if (*from == 0 ||
        (t->c[*from - 1] != U'上' && t->c[*from - 1] != U'过' && t->c[*from - 1] != U'破') ||
        bulletin_points_before(t, *from, "以上") || bulletin_points_before(t, *from, "通过") ||
        bulletin_points_before(t, *from, "经过"))
        return false;
    *from -= 1;
    return true;
}

/* What is measured in this unit need not be whole, and may be a limit: 50万元以上的项目. */
static bool continuous(struct str unit)
{
    static const char *const all[] = {"元", "美元", "港元", "欧元", "比率", "百分点", "公里",
        "平方公里", "平方米", "立方米", "公顷", "公斤", "千瓦", "千瓦时", "兆瓦", "倍", "亩",
        "吨", "斤", "升", "米", "厘米", "毫米", "秒", "分", "分钟", "小时", "日", "天", "周",
        "星期", "月", "年", "方", "度", "课时", "学时", "工作日", "岁", "层", NULL};

    for (size_t i = 0; all[i] != NULL; i++)
        if (str_is(unit, all[i]))
            return true;
    return false;
}

/* 50万元以上的项目, 65岁以上老人: the limit of a class is exact; 80%以上, 120个以上 are not. */
static bool limit(const struct bulletin_points *t, size_t after, struct str unit)
{
    if (!continuous(unit) || str_is(unit, "比率") || after >= t->n)
        return false;
    return bulletin_points_han(t->c[after]) && !bulletin_points_at(t, after, "和") &&
           !bulletin_points_at(t, after, "并");
}

/* After the unit: 以上 左右 …; *end moves behind them. */
static bool suffixed(
    const struct bulletin_points *t, struct str unit, size_t *end, enum bulletin_qualifier *out)
{
    static const uint32_t more[] = {U'倍', U'吨', U'天', U'元', U'亩', U'里', U'时', U'米',
        U'岁', U'斤', U'年', U'月', U'成'};

    if (bulletin_points_at(t, *end, "以上") || bulletin_points_at(t, *end, "之多")) {
        *out = limit(t, *end + 2, unit) ? QUALIFIER_EXACT : QUALIFIER_OVER;
        *end += 2;
        return true;
    }
    if (bulletin_points_at(t, *end, "左右") || bulletin_points_at(t, *end, "上下")) {
        *end += 2;
        *out = QUALIFIER_NEARLY;
        return true;
    }
    if ((!bulletin_points_at(t, *end, "多") && !bulletin_points_at(t, *end, "有余")) ||
        bulletin_points_at(t, *end, "多次") || *end == 0)
        return false;
    for (size_t i = 0; i < COUNT(more); i++)
        if (t->c[*end - 1] == more[i]) {
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

static bool any_before(const struct bulletin_points *t, size_t i, const char *const *words)
{
    for (size_t k = 0; words[k] != NULL; k++)
        if (bulletin_points_before(t, i, words[k]))
            return true;
    return false;
}

/* 近一半, 半数以上, 过半: one half.  过半数 is what a vote needs, 时间过半 a way to say when.
 */
static bool half(const struct bulletin_points *t, size_t i, struct bulletin_numeral *v)
{
    static const char *const before[] = {
        "占", "近", "超过", "超", "约", "达到", "达", "逾", "不到", "不足", NULL};
    static const char *const when[] = {"时间", "任务", "任期", "日程", "年", NULL};

    *v = (struct bulletin_numeral){
        .end = i + 2, .value = {5, 1}, .chinese = true, .ratio = true};
    if (bulletin_points_at(t, i, "一半"))
        return bulletin_points_at(t, i + 2, "以上") || any_before(t, i, before);
    if (bulletin_points_at(t, i, "半数"))
        return !bulletin_points_before(t, i, "过") || bulletin_points_before(t, i, "超过");
    v->over = true;
    return bulletin_points_at(t, i, "过半") && !bulletin_points_at(t, i + 2, "数") &&
           !any_before(t, i, when);
}

/* Years as a length of time: 连续5年, 20余年; everything else with 年 is a date. */
static bool years(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, struct bulletin_unit *unit)
{
    static const char *const before[] = {
        "连续", "历时", "为期", "长达", "持续", "时隔", "任期", "满", "已", "整整", "分", NULL};
    static const char *const length[] = {"时间", "内", "任期", "间", NULL};
    static const char *const after[] = {"来", "以来", "前", "后", "间", "代", NULL};
    bool said = v->over;

    if (v->end >= t->n || t->c[v->end] != U'年' || v->value.digits > 100)
        return false;
    for (size_t k = 0; before[k] != NULL; k++)
        said = said || bulletin_points_before(t, from, before[k]);
    said = said || bulletin_points_word(t, v->end + 1, length, NULL) > 0;
    if (!said || (v->over && bulletin_points_word(t, v->end + 1, after, NULL) > 0))
        return false;
    *unit = (struct bulletin_unit){.end = v->end + 1, .unit = S("年")};
    return true;
}

/* A whole sentence is quoted, no watchword: “只要乡亲们需要，我一天跑三趟也值。” */
static bool speech(const struct bulletin_points *t, size_t from)
{
    bool stop = false;
    size_t k = from;

    for (; k < t->n && k - from < 3 * CLAUSE_MAX && t->c[k] != U'”'; k++)
        stop = stop || t->c[k] == U'，' || t->c[k] == U'。' || t->c[k] == ',';
    return stop && (k - from > 14 || t->c[k - 1] == U'。');
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
    if (k == 0 || t->c[k - 1] != U'“' || speech(t, k))
        return false;
    while (end < t->n && end - from < CLAUSE_MAX && t->c[end] != U'”' && t->c[end] != U'、' &&
           t->c[end] != U'，')
        end++;
    if (k < from || (end < t->n && t->c[end] != U'”'))
        return true;
    return bulletin_points_at(t, v->end, "个") && !bulletin_points_at(t, v->end, "个一");
}

/* 二类事项, and 一类 and 三类 beside it: the second class, where 两类 are two of them; 二次答复
 * is the second time, but 三次 beside it three. */
static bool class_name(
    const struct bulletin_points *t, size_t from, const struct bulletin_numeral *v)
{
    static const char *const ranked[] = {
        "次", "类", "期", "组", "轮", "批", "级", "审", "楼", "层", "产", "线", NULL};
    size_t k = from > CLAUSE_MAX ? from - CLAUSE_MAX : 0;

    if (!v->chinese || v->over || v->about || v->value.digits > 9 || v->value.scale != 0 ||
        v->end != from + 1 || bulletin_points_word(t, v->end, ranked, NULL) == 0)
        return false;
    if (t->c[from] == U'二' || t->c[v->end] == U'次')
        return t->c[from] == U'二';
    for (; k < from; k++)
        if ((t->c[k] == U'一' || t->c[k] == U'二') && t->c[k + 1] == t->c[v->end])
            return true;
    return false;
}

static bool stops(const struct bulletin_points *t, size_t i)
{
    static const char *const words[] = {"占", "到", "已", "均", "被", "将", "与", "及", "等",
        "由", "为", "在", "进行", "开展", "组建", "作为", "提出", "其中", "基本", "通报",
        "编入", "反映", "形成", "得到", "获", "签约", "推动", "履职", "提高", "推进", "实施",
        "组织", "参加", "参与", "进入", "融入", "集中", "着力", "拓展", "增加", "增长", "下降",
        "减少", "压减", "缩短", "走上", "当天", "表示", "签订", "受益", "入驻", "全部", "紧紧",
        "实地", "现场", "报告", "所在", "顺利", "广泛", "升至", "升到", "降至", "降到", "降为",
        "调整", "扩大", "中有", NULL};

    if (bulletin_points_at(t, i, "在职") || bulletin_points_at(t, i, "在册") ||
        bulletin_points_at(t, i, "在建") || bulletin_points_at(t, i, "反映的"))
        return false;
    if (bulletin_points_at(t, i, "和") && i + 1 < t->n && bulletin_points_digit(t->c[i + 1]))
        return true;
    if (bulletin_points_at(t, i, "中") && (i + 1 >= t->n || punctuation(t->c[i + 1])))
        return true;
    return i >= t->n || punctuation(t->c[i]) || bulletin_points_digit(t->c[i]) ||
           bulletin_points_word(t, i, words, NULL) > 0;
}

/* Where “…” that begins here ends, behind its mark; i when it does not. */
static size_t quoted(const struct bulletin_points *t, size_t i)
{
    for (size_t k = i + 1; k < t->n && t->c[i] == U'“' && k - i <= COUNTS_MAX; k++)
        if (t->c[k] == U'”')
            return k + 1;
    return i;
}

static struct str counts_after(const struct bulletin_points *t, size_t end)
{
    size_t k;

    if (end < t->n && t->c[end] == U'的')
        end++;
    /* 28条“干货”措施 */
    k = quoted(t, end);
    while (
        k - end < COUNTS_MAX && !stops(t, k) &&
        !(k > end && bulletin_points_at(t, k, "建设") && !bulletin_points_at(t, k, "建设项目")))
        k++;
    return bulletin_points_text(t, end, k);
}

/* Cut what only leads to the number: 共 达到 约 … at the end. */
static size_t ends_cut(const struct bulletin_points *t, size_t to)
{
    static const char *const ends[] = {"达到", "超过", "合计", "共计", "总计", "累计", "提高到",
        "增加到", "下降到", "升至", "升到", "增至", "降至", "降到", "降为", "调整为", "扩大到",
        "每人每年", "每年", "每人", "由原来的", "原来的", "从", "和", "共", "达", "约", "近",
        "为", "是", "有", "的", "拟", "仅", "由", "至", NULL};
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

/* “代表之家”13个, 《手册》50册: what stands in the marks right before. */
static struct str marked_before(const struct bulletin_points *t, size_t to, size_t floor)
{
    uint32_t close = to > 0 ? t->c[to - 1] : 0;
    uint32_t open = close == U'”' ? U'“' : close == U'》' ? U'《' : 0;

    for (size_t k = to; open != 0 && k > floor + 1 && to - k < 2 * COUNTS_MAX; k--)
        if (t->c[k - 2] == open)
            return bulletin_points_text(t, k - 1, to - 1);
    return S("");
}

/* The words before the number, back to the figure before it (which ends at the floor). */
static struct str counts_before(const struct bulletin_points *t, size_t from, size_t floor)
{
    static const char *const begins[] = {
        "其中", "累计", "共计", "总计", "共", "已", "并", "约", "近", "还", "将", "如", NULL};
    static const char *const inside[] = {"累计", "共计", "已经", "先后", "共", "已", NULL};
    size_t to = ends_cut(t, from), k = to, n;
    struct str marked = marked_before(t, to, floor);

    if (marked.n > 0)
        return marked;
    while (k > floor && to - k < COUNTS_MAX && !punctuation(t->c[k - 1]) &&
           !bulletin_points_digit(t->c[k - 1]) && !bulletin_points_before(t, k, "以来"))
        k--;
    k += bulletin_points_word(t, k, begins, NULL);
    for (size_t i = k; i + 2 < to; i++)
        if ((n = bulletin_points_word(t, i, inside, NULL)) > 0 &&
            !bulletin_points_at(t, i, "共同"))
            k = i + n;
    return bulletin_points_text(t, k < to ? k : to, to);
}

/* Where the figure before this one ended, and what it counted. */
struct seen_before {
    size_t end;
    struct str counts;
    size_t high; /* where the upper end of a range begins; 0: none */
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

    if (words.n == 0 && begin == before->high && begin > 0)
        return before->counts;
    if (words.n == 0)
        words = counts_before(t, begin, before->end);
    /* 1127个，占73.7%: a share of what was counted before. */
    if ((str_is(words, "占") || str_is(words, "占比")) && before->counts.n > 0 &&
        begin - before->end < 6)
        return before->counts;
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

    bool over = v->over || unit->over;

    *out = (struct bulletin_seen){.value = v->value, .unit = unit->unit};
    out->value.scale += unit->scale;
    /* 1.529个: what is whole has no tenths; the point stands for the comma of thousands. */
    if (v->value.scale == 3 && !v->lifted && !v->ratio && !continuous(unit->unit))
        out->value.scale = 0;
    if (unit->half && !__builtin_mul_overflow(out->value.digits, 10, &out->value.digits)) {
        out->value.digits += 5;
        out->value.scale++;
    }
    out->qualifier = over ? QUALIFIER_OVER : QUALIFIER_EXACT;
    has = qualified(t, &begin, &said) ||
          (v->bare && bare_over(t, &begin) && (said = QUALIFIER_OVER) != QUALIFIER_EXACT);
    if (has && !over)
        out->qualifier = said;
    if (suffixed(t, unit->unit, &end, &said) && !over && (said != QUALIFIER_EXACT || !has))
        out->qualifier = said;
    if (out->qualifier == QUALIFIER_EXACT && (v->about || first_estimate(t, from)))
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

    if (skip > 0 && !bulletin_points_at(t, i + skip, "之")) { /* 十分之一 is a share */
        *end = i + skip;
        return false;
    }
    if (half(t, i, &v)) {
        unit = (struct bulletin_unit){.end = v.end, .unit = S("比率")};
        describe(t, i, &v, &unit, before, out);
        *end = unit.end;
        return true;
    }
    if (!bulletin_numeral_at(t, i, &v))
        return false;
    *end = v.end;
    if (period(t, i, &v) || (i != before->high && named(t, i)) ||
        (v.chinese && v.value.digits == 0))
        return false;
    if (!lone_one(t, i, &v, &unit) && !years(t, i, &v, &unit) &&
        !bulletin_unit_at(t, i, &v, &unit))
        return false;
    /* 百姓, 千户: without 余 or 近 no number. */
    if (v.bare && !v.over && !qualified(t, &begin, &said) && !bare_over(t, &begin))
        return false;
    if (watchword(t, i, &v, &unit) || class_name(t, i, &v))
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

/* 8-12人: the number behind the sign, when the first end of a range stood before it. */
static size_t range_high(const struct bulletin_points *t, size_t i)
{
    size_t from = i;

    while (i < t->n && (t->c[i] == '-' || t->c[i] == '~' || t->c[i] == U'—'))
        i++;
    return i > from ? i : 0;
}

/* "1." "2、" before the words of a paragraph; "2.3万名" is none.  Where the words begin. */
static size_t after_marker(const struct bulletin_points *t, size_t i)
{
    struct bulletin_numeral v;
    struct bulletin_unit unit;
    size_t k = i;

    if (i > 0 && t->c[i - 1] != BULLETIN_END)
        return i;
    while (k < t->n && k - i < 2 && bulletin_points_digit(t->c[k]))
        k++;
    if (k == i || k >= t->n || (t->c[k] != '.' && t->c[k] != U'、' && t->c[k] != ')'))
        return i;
    if (t->c[k] == '.' && k + 1 < t->n && bulletin_points_digit(t->c[k + 1]) &&
        (!bulletin_numeral_at(t, i, &v) || v.lifted || !bulletin_unit_at(t, i, &v, &unit) ||
            continuous(unit.unit)))
        return i;
    return k + 1;
}

/* Could a figure begin with it?  l2名: a letter that was meant for a digit does, too. */
static bool begins(uint32_t c)
{
    static const uint32_t others[] = {'l', 'I', 'O', U'几', U'数', U'半', U'过'};

    for (size_t i = 0; i < COUNT(others); i++)
        if (others[i] == c)
            return true;
    return bulletin_points_digit(c) || bulletin_points_numeral(c);
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
        size_t end;
        bool found;

        i = after_marker(t, i);
        end = i + 1;
        if (i >= t->n || !begins(t->c[i])) {
            i++;
            continue;
        }
        found = range_at(t, i, &before, &seen, &end) || figure_at(t, i, &before, &seen, &end);
        if (found) {
            *VEC_PUSH(t->arena, &all) = seen;
            before = (struct seen_before){end, seen.counts, range_high(t, end)};
        }
        i = end > i ? end : i + 1;
    }
    return (struct bulletin_seen_list){all.p, all.n};
}
