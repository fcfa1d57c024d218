/*
 * bulletin_unit: what is measured: measure words after a number, their base unit, and where a
 * word is no measure but part of another (部门, 人大, 次会议).
 */
#include "feature/bulletin/bulletin_unit.h"

enum {
    ARABIC = 1,  /* only after Arabic digits: after Chinese ones it is mostly a name or rank */
    NOUN = 2,    /* a thing counted without measure word: the unit is given, the word kept */
    MONEY = 4,   /* zeros in zeros */
    NO_YEAR = 8, /* never after what may be a year */
    ONE = 16,    /* 一 before it counts, too */
    MORE = 32,   /* 多 stands inside */
    HALF = 64    /* and a half */
};

struct unit_row {
    const char *word, *unit;
    int flags, zeros;
};

/* clang-format off */
static const struct unit_row rows[] = {
    {"个百分点", "百分点", ONE, 0}, {"百分点", "百分点", 0, 0},
    {"个工作日", "工作日", 0, 0},   {"工作日", "工作日", 0, 0},
    {"个小时", "小时", 0, 0},       {"小时", "小时", 0, 0},
    {"个月", "月", 0, 0},           {"分钟", "分钟", 0, 0},
    {"个星期", "星期", 0, 0},       {"星期", "星期", ARABIC, 0},
    {"个多月", "月", ONE | MORE, 0}, {"个余月", "月", ONE | MORE, 0},
    {"个多小时", "小时", ONE | MORE, 0}, {"个多星期", "星期", ONE | MORE, 0},
    {"个多工作日", "工作日", MORE, 0}, {"个半月", "月", ONE | HALF, 0},
    {"个半小时", "小时", ONE | HALF, 0},
    {"人(次)", "人次", 0, 0}, {"人/次", "人次", 0, 0}, {"场(次)", "场次", 0, 0},
    {"件(次)", "件次", 0, 0}, {"户(次)", "户次", 0, 0}, {"家次", "家次", 0, 0},
    {"名次", "名次", ARABIC, 0}, {"轮次", "轮次", 0, 0}, {"架次", "架次", 0, 0},
    {"剂次", "剂次", 0, 0}, {"剂", "剂", 0, 0}, {"瓶", "瓶", 0, 0}, {"副", "副", ARABIC, 0},
    {"枚", "枚", 0, 0}, {"趟", "趟", 0, 0}, {"遍", "遍", 0, 0}, {"款", "款", ARABIC, 0},
    {"档", "档", ARABIC, 0}, {"票", "票", ARABIC, 0}, {"堂", "堂", ARABIC, 0},
    {"大类", "类", 0, 0}, {"大项", "项", 0, 0}, {"小项", "项", 0, 0}, {"小类", "类", 0, 0},
    {"厘米", "厘米", 0, 0}, {"毫米", "毫米", 0, 0}, {"千伏", "千伏", 0, 0},
    {"度", "度", ARABIC, 0}, {"周岁", "岁", ARABIC, 0}, {"日内", "日", ARABIC, 0},
    {"平方", "平方米", ARABIC, 0}, {"平米", "平方米", 0, 0}, {"立方", "立方米", ARABIC, 0}, {"人民币", "元", MONEY, 0},
    {"元人民币", "元", MONEY, 0}, {"瓦", "瓦", ARABIC, 0}, {"枝", "枝", 0, 0},
    {"匹", "匹", ARABIC, 0}, {"尾", "尾", ARABIC, 0}, {"顿", "顿", ARABIC, 0},
    {"人次", "人次", 0, 0},         {"场次", "场次", 0, 0},
    {"条次", "条次", 0, 0},         {"件次", "件次", 0, 0},
    {"户次", "户次", 0, 0},         {"批次", "批次", 0, 0},
    {"车次", "车次", 0, 0},         {"班次", "班次", 0, 0},
    {"人天", "人天", 0, 0},         {"人份", "人份", 0, 0},
    {"课时", "课时", 0, 0},         {"学时", "学时", 0, 0},
    {"平方公里", "平方公里", 0, 0}, {"平方千米", "平方公里", 0, 0},
    {"平方米", "平方米", 0, 0},     {"立方米", "立方米", 0, 0},
    {"公里", "公里", 0, 0},         {"千米", "公里", 0, 0},
    {"公顷", "公顷", 0, 0},         {"公斤", "公斤", 0, 0},
    {"千克", "公斤", 0, 0},         {"千瓦时", "千瓦时", 0, 0},
    {"千瓦", "千瓦", 0, 0},         {"兆瓦", "兆瓦", 0, 0},
    {"美元", "美元", 0, 0},         {"港元", "港元", 0, 0},
    {"欧元", "欧元", 0, 0},         {"元", "元", MONEY, 0},
    {"块钱", "元", MONEY, 0},
    {"㎡", "平方米", 0, 0}, {"m²", "平方米", 0, 0}, {"m2", "平方米", 0, 0},
    {"㎞", "公里", 0, 0}, {"km", "公里", 0, 0}, {"kg", "公斤", 0, 0},
    {"名", "名", 0, 0}, {"人", "人", 0, 0}, {"位", "位", 0, 0}, {"个", "个", 0, 0},
    {"条", "条", 0, 0}, {"件", "件", 0, 0}, {"篇", "篇", 0, 0}, {"家", "家", 0, 0},
    {"场", "场", 0, 0}, {"次", "次", 0, 0}, {"份", "份", 0, 0}, {"户", "户", 0, 0},
    {"处", "处", 0, 0}, {"项", "项", 0, 0}, {"座", "座", 0, 0}, {"所", "所", 0, 0},
    {"台", "台", 0, 0}, {"套", "套", 0, 0}, {"期", "期", ARABIC | NO_YEAR, 0},
    {"批", "批", NO_YEAR, 0}, {"辆", "辆", 0, 0}, {"只", "只", 0, 0}, {"头", "头", ARABIC, 0},
    {"本", "本", 0, 0}, {"册", "册", 0, 0}, {"部", "部", NO_YEAR, 0}, {"幅", "幅", 0, 0},
    {"张", "张", ARABIC, 0}, {"面", "面", ARABIC, 0}, {"块", "块", 0, 0}, {"间", "间", ARABIC, 0},
    {"栋", "栋", ARABIC, 0}, {"幢", "幢", ARABIC, 0}, {"棵", "棵", 0, 0}, {"株", "株", 0, 0},
    {"盏", "盏", 0, 0}, {"道", "道", NO_YEAR, 0}, {"方", "方", ARABIC, 0}, {"起", "起", NO_YEAR, 0},
    {"宗", "宗", 0, 0}, {"例", "例", 0, 0}, {"类", "类", 0, 0}, {"种", "种", 0, 0},
    {"支", "支", 0, 0}, {"组", "组", ARABIC, 0}, {"轮", "轮", 0, 0}, {"问", "问", ARABIC, 0},
    {"晚", "晚", NO_YEAR, 0}, {"节", "节", ARABIC, 0}, {"天", "天", 0, 0}, {"周", "周", ARABIC, 0},
    {"岁", "岁", ARABIC, 0}, {"倍", "倍", ONE, 0}, {"层", "层", ARABIC, 0}, {"片", "片", 0, 0},
    {"分", "分", ARABIC, 0}, {"封", "封", 0, 0}, {"通", "通", ARABIC, 0}, {"对", "对", ARABIC, 0},
    {"双", "双", ARABIC, 0}, {"口", "口", ARABIC, 0}, {"根", "根", 0, 0}, {"段", "段", ARABIC, 0},
    {"门", "门", ARABIC, 0}, {"字", "字", ARABIC, 0}, {"集", "集", ARABIC, 0}, {"页", "页", 0, 0},
    {"亩", "亩", 0, 0}, {"吨", "吨", 0, 0}, {"斤", "斤", 0, 0}, {"升", "升", ARABIC, 0},
    {"米", "米", ARABIC, 0}, {"秒", "秒", ARABIC, 0}, {"箱", "箱", 0, 0}, {"袋", "袋", 0, 0},
    {"盒", "盒", 0, 0}, {"桶", "桶", 0, 0}, {"床", "床", 0, 0}, {"顶", "顶", ARABIC, 0},
    {"艘", "艘", 0, 0}, {"架", "架", ARABIC, 0}, {"颗", "颗", 0, 0}, {"课", "课", ARABIC, 0},
    {"届次", "届次", ARABIC, 0}, {"眼", "眼", ARABIC, 0}, {"垄", "垄", 0, 0}, {"羽", "羽", ARABIC, 0},
    {"期刊", "期", ARABIC, 0}, {"句", "句", ARABIC, 0}, {"笔", "笔", 0, 0}, {"宗", "宗", 0, 0},
    {"则", "则", 0, 0}, {"里", "里", ARABIC, 0}, {"里多", "里", MORE, 0},
    {"里余", "里", MORE, 0}, {"里地", "里", 0, 0}, {"里路", "里", 0, 0},
    /* things counted without a measure word */
    {"县市区", "个", ARABIC | NOUN, 0}, {"县市", "个", ARABIC | NOUN, 0},
    {"县区", "个", ARABIC | NOUN, 0}, {"市州", "个", ARABIC | NOUN, 0},
    {"县", "个", ARABIC | NOUN, 0}, {"乡镇", "个", ARABIC | NOUN, 0},
    {"镇", "个", ARABIC | NOUN, 0}, {"街道", "个", ARABIC | NOUN, 0},
    {"村", "个", ARABIC | NOUN, 0}, {"社区", "个", ARABIC | NOUN, 0},
    {"部门", "个", ARABIC | NOUN, 0}, {"单位", "个", ARABIC | NOUN, 0},
    {"企业", "个", ARABIC | NOUN, 0}, {"站点", "个", ARABIC | NOUN, 0},
    {"方面", "个", NOUN, 0},
    {"群众", "人", ARABIC | NOUN, 0}, {"村民", "人", ARABIC | NOUN, 0},
    {"居民", "人", ARABIC | NOUN, 0}, {"代表", "人", ARABIC | NOUN, 0},
    {"党员", "人", ARABIC | NOUN, 0}, {"选民", "人", ARABIC | NOUN, 0},
    {"学生", "人", ARABIC | NOUN, 0}, {"职工", "人", ARABIC | NOUN, 0},
    {"农户", "户", ARABIC | NOUN, 0}, {"人口", "人", ARABIC | NOUN, 0},
    {"老人", "人", ARABIC | NOUN, 0}, {"老年人", "人", ARABIC | NOUN, 0},
    {"儿童", "人", ARABIC | NOUN, 0}, {"农民", "人", ARABIC | NOUN, 0},
    {"干部", "人", ARABIC | NOUN, 0}, {"师生", "人", ARABIC | NOUN, 0},
    {"教师", "人", ARABIC | NOUN, 0}, {"市民", "人", ARABIC | NOUN, 0},
    {"游客", "人", ARABIC | NOUN, 0}, {"网民", "人", ARABIC | NOUN, 0},
    {"志愿者", "人", ARABIC | NOUN, 0}, {"残疾人", "人", ARABIC | NOUN, 0},
    {"劳动力", "人", ARABIC | NOUN, 0}, {"人大代表", "人", ARABIC | NOUN, 0},
    {"用户", "户", ARABIC | NOUN, 0}, {"贫困户", "户", ARABIC | NOUN, 0},
    {"脱贫户", "户", ARABIC | NOUN, 0}, {"困难户", "户", ARABIC | NOUN, 0},
    {"家庭", "户", ARABIC | NOUN, 0}, {"商户", "户", ARABIC | NOUN, 0},
    {"小区", "个", ARABIC | NOUN, 0}, {"点位", "个", ARABIC | NOUN, 0},
    {NULL, NULL, 0, 0},
};

/* Words that begin like a measure and are none. */
static const char *const none[] = {"人大", "人民", "人工", "人生", "名单", "名称", "位于", "位列",
    "条例", "条件", "件件", "家庭", "家乡", "场所", "场面", "场馆", "次要", "处于", "处理", "处置",
    "项目", "所有", "所在", "所以", "台阶", "套路", "期间", "期限", "期工程", "期项目", "批准",
    "批评", "批示", "本地", "本县", "本市", "本省", "本届", "部署", "部分", "部委", "部长", "面对",
    "面向", "面临", "方案", "方式", "方法", "方便", "方针", "起来", "起步", "例会", "类似", "支持",
    "支部", "支付", "支撑", "支出", "组织", "组建", "组成", "问题", "问需", "节约", "节日", "天然",
    "周年", "周边", "分别", "分析", "分类", "分组", "分管", "分布", "分之", "通过", "通报", "对于",
    "对接", "口碑", "根据", "段落", "门户", "字样", "集中", "集体", "集团", "米粉", "课题", "眼下",
    "双联", "双向", "片区", "道路", "道德", "宗旨", "村两委", "村支", "县级", "县乡", "村级",
    "镇街道党", "单位或", "部队", "轮换", "顶层", "架构", "升级", "个别", "个性", "个体",
    "人均", "人员", "人事", "人选", "人才", "人士", "名义", "名誉", "名为", "位置", "位居", "位次",
    "条款", "例如", "例行", "家长", "所属", "面积", "期待", "期末", "天气", "分会", "组长", "本次",
    "本年", "本级", "本土", "部位", "张家", "方可", "方能", "方为", "起到", "起草", "起源", "起诉",
    "通知", "通讯", "通道", "对口", "对标", "对照", "对此", "度假", "度过", "票决", "款项", "次日",
    "届次", "份子", "面貌", "块头", "场地", "轮流", "轮候", "层层", "层级", "层面", "笔录", "课程",
    "条线", "道口", "口径", "头脑", "节点", "节水", "节能", "章节", "只有", "只要", "只能", "只是",
    "册子", "支援", "支行", "组团", "对象", "片面", "字号", "集镇", "集市", "米面", "升学", "升高",
    "句容", "笔者", "页岩", "种植", "种子", "种养", "块状", "座谈", "份额", "册封",
    "里程", "里面", "里弄", NULL};

/* 1318个人大代表联络站 counts, 12个人 does not say of what. */
static bool part_of_word(const struct bulletin_points *t, size_t i)
{
    return bulletin_points_word(t, i, none, NULL) > 0 && !bulletin_points_at(t, i, "个人大") &&
           !bulletin_points_at(t, i, "个人民");
}

/* 部门 after a number counts departments though 部 alone does not: rows decide by length. */
static const struct unit_row *row_at(
    const struct bulletin_points *t, size_t i, size_t *length)
{
    const struct unit_row *best = NULL;

    *length = 0;
    for (size_t k = 0; rows[k].word != NULL; k++) {
        size_t n = str_points(str_of(rows[k].word));

        if (n > *length && bulletin_points_at(t, i, rows[k].word)) {
            best = &rows[k];
            *length = n;
        }
    }
    return best;
}

/* 三次会议, 四次全会, 二次党代会, 人大二次、三次会议: a session, no count. */
static bool session(const struct bulletin_points *t, size_t from, size_t end)
{
    static const char *const meetings[] = {"会议", "全会", "全体会议", "全委", "大会", "党代会",
        "代表大会", "常委会会议", "主席团会议", NULL};
    static const char *const before[] = {"届", "人大", "大会", "委会", "全会", "届人民代表大会",
        "次、", NULL};
    bool meeting = bulletin_points_word(t, end, meetings, NULL) > 0;

    if (!meeting)
        return false;
    for (size_t k = 0; before[k] != NULL; k++)
        if (bulletin_points_before(t, from, before[k]))
            return true;
    return false;
}

static bool shares(
    const struct bulletin_points *t, const struct bulletin_numeral *v, struct bulletin_unit *out)
{
    static const char *const not_tenths[] = {"成立", "成为", "成员", "成果", "成效", "成功", "成长",
        "成绩", "成熟", "成就", "成本", "成都", "成片", "成年", "成交", "成群", NULL};
    uint32_t c = v->end < t->n ? t->c[v->end] : 0;

    *out = (struct bulletin_unit){.end = v->end, .unit = S("比率")};
    if (v->ratio)
        return true;
    out->end = v->end + 1;
    if (c == '%')
        return (out->scale = 2) != 0;
    if (c == U'‰')
        return (out->scale = 3) != 0;
    if (c != U'成' || bulletin_points_word(t, v->end, not_tenths, NULL) > 0 || v->lifted ||
        v->value.scale > 1 || v->value.digits > (v->value.scale == 1 ? 100 : 10))
        return false;
    return (out->scale = 1) != 0;
}

/* What a number without a measure counts, by the words about it. */
static const char *said_by(const struct bulletin_points *t, size_t from, size_t end)
{
    static const char *const money[] = {"资金", "投资", "投入", "捐款", "产值", "授信", "补助",
        "经费", "收入", "贷款", "总额", "金额", "补贴", "奖补", "融资", "债券", "预算", "税收",
        "损失", "赔偿", "工资", "销售额", "营业额", "增收", "欠薪", "善款", "财政", NULL};
    static const char *const times[] = {"浏览量", "点击量", "阅读量", "播放量", "访问量", "点赞",
        "转发", "点击", "浏览", "下载量", NULL};
    static const char *const people[] = {"人口", "群众", "选民", "劳动力", "用户数", "粉丝", NULL};

    if (bulletin_points_word(t, end, money, NULL) > 0)
        return "元";
    for (size_t back = 2; back <= 8 && back <= from; back++) {
        if (bulletin_points_word(t, from - back, money, NULL) > 0)
            return "元";
        if (bulletin_points_word(t, from - back, times, NULL) > 0)
            return "次";
        if (bulletin_points_word(t, from - back, people, NULL) > 0)
            return "人";
    }
    return NULL;
}

/* 万 or 余 before a noun that no row knows: the words about it say what is counted, or the
 * next character does. */
static bool unknown(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, struct bulletin_unit *out)
{
    const char *said = v->lifted ? said_by(t, from, v->end) : NULL;
    uint32_t c = v->end < t->n ? t->c[v->end] : 0;

    if ((!v->over && !v->lifted) || v->vague)
        return false;
    *out = (struct bulletin_unit){.end = v->end};
    if (said != NULL) {
        out->unit = str_of(said);
        return true;
    }
    if ((v->chinese && !v->over) || !bulletin_points_han(c) || c == U'年' || c == U'月' ||
        c == U'以' || c == U'的' || c == U'里')
        return false;
    out->end = v->end + 1;
    out->unit = bulletin_points_text(t, v->end, v->end + 1);
    return true;
}

/* 5栋2单元, 3幢101室, 2栋301: an address; 12栋36个单元 counts. */
static bool address(const struct bulletin_points *t, size_t end)
{
    static const char *const parts[] = {"单元", "室", "号", "楼", "房", NULL};
    size_t k = end;

    while (k < t->n && bulletin_points_digit(t->c[k]))
        k++;
    return bulletin_points_word(t, k, parts, NULL) > 0 ||
           (k - end >= 3 && (k >= t->n || !bulletin_points_han(t->c[k])));
}

static bool fits(const struct bulletin_points *t, size_t from, const struct bulletin_numeral *v,
    const struct unit_row *row, size_t end)
{
    bool one = v->chinese && v->value.digits == 1 && v->value.scale == 0;

    if (row->flags & NOUN && v->vague)
        return false;
    if (row->flags & ARABIC && v->chinese && !v->over && !v->lifted && v->value.digits < 20)
        return false;
    if (v->separated && (row->flags & (NO_YEAR | NOUN | ARABIC)) && v->end - from == 4)
        return false;
    /* 石桥村五组: the number of a group of villagers. */
    if (str_is(str_of(row->word), "组") && from > 0 &&
        (t->c[from - 1] == U'村' || t->c[from - 1] == U'民' || t->c[from - 1] == U'区'))
        return false;
    if (one && !v->over && !(row->flags & ONE))
        return false;
    /* 3月5日内: a day. */
    if ((str_is(str_of(row->word), "栋") || str_is(str_of(row->word), "幢")) &&
        address(t, end))
        return false;
    if (str_is(str_of(row->word), "日内") && from > 0 && t->c[from - 1] == U'月')
        return false;
    /* The hotline by its number. */
    if (row->flags & NOUN && v->value.digits == 12345 && !v->over && !v->lifted)
        return false;
    return !session(t, from, end);
}

static struct bulletin_unit unit_of(
    const struct bulletin_numeral *v, const struct unit_row *row, size_t length)
{
    return (struct bulletin_unit){.end = v->end + length,
        .unit = str_of(row->unit),
        .noun = (row->flags & NOUN) != 0,
        .over = (row->flags & MORE) != 0,
        .half = (row->flags & HALF) != 0};
}

bool bulletin_unit_at(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, struct bulletin_unit *out)
{
    size_t length;
    const struct unit_row *row;

    if (shares(t, v, out))
        return true;
    row = row_at(t, v->end, &length);
    if (row == NULL || (length == 1 && part_of_word(t, v->end)))
        return row == NULL && unknown(t, from, v, out);
    if (!fits(t, from, v, row, v->end + length))
        return false;
    *out = unit_of(v, row, length);
    return true;
}

bool bulletin_unit_one(const struct bulletin_points *t, const struct bulletin_numeral *v,
    struct bulletin_unit *out)
{
    size_t length;
    const struct unit_row *row = row_at(t, v->end, &length);

    if (row == NULL || (length == 1 && part_of_word(t, v->end)))
        return false;
    *out = unit_of(v, row, length);
    return true;
}
