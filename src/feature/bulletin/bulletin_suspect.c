/*
 * bulletin_suspect: names of people by surname and by the words about them.
 */
#include "feature/bulletin/bulletin_suspect.h"

#include "feature/bulletin/bulletin_lines.h"

enum {
    SUSPECTS_MAX = 100,
    AROUND = 8
};

/* Surnames that begin few other words. */
static const uint32_t clear[] =
    U"王李张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜程苏魏吕丁沈姚"
    U"卢姜崔谭陆汪范廖贾夏韦付邹孟熊秦邱尹薛闫段侯史陶黎贺顾毛郝龚邵钱严覃戴莫孔汤施樊葛邢齐"
    U"乔伍庞颜倪聂翟殷詹欧耿焦俞柳祝阮柯梅童凌毕裴霍涂翁冉骆游辛靳柴鲍喻祁蒲滕屈饶牟艾尤穆"
    U"卓缪芦褚娄窦戚岑费卜晏席瞿佟臧闵苟邬卞姬仇栾隋刁巫寇桑甄虞敖巩佘迟邝刑粟匡阳龙易";
/* Surnames that are common words, too: asked about only where a title or a cue stands. */
static const uint32_t doubtful[] =
    U"黄马高林田叶任钟金石方白江雷万武康温牛安庄章鲁岳申兰左甘包宁尚符舒纪季苗谷盛曲蓝路管蒙"
    U"华房解农司古吉简车项麦景宫冷米柏宗桂边商沙荣池查麻苑文洪水海";

/* Characters that no given name has: they belong to the words behind a surname. */
static const uint32_t never[] =
    U"的了是在有和与也都就不没被把给到说要会能可将从向对为等及或又还很太各该此其这那哪你我他她"
    U"它"
    U"们上下中内外前后时年月日号元个件名位村镇乡县市区省路街组户家人民反表来去因住已今身长患带"
    U"称"
    U"讲提出觉认希望某先女男同两一二三四五六七八九十多几每再过看找问叫让请收打做用以便于得着吗"
    U"呢"
    U"吧而但却并且所之乎者也湾塘坪冲垅岭桥店铺坊巷弄园院栋楼室厂站所局办";

/* Words that begin like a surname and a given name. */
static const char *const words[] = {"高速", "高度", "高中", "高龄", "高压", "高峰", "高兴",
    "马路", "马上", "马达", "白天", "白色", "白酒", "方便", "方面", "方式", "方案", "方法",
    "安全", "安装", "安排", "安置", "安静", "石板", "石头", "石子", "江边", "江堤", "金额",
    "金属", "田地", "田埂", "田间", "林地", "林场", "林业", "叶子", "任何", "任务", "任意",
    "万分", "万一", "管道", "管理", "管网", "管护", "包括", "包装", "包工", "左右", "左侧",
    "左边", "康复", "温度", "温暖", "文化", "文明", "文件", "解决", "解释", "解答", "房子",
    "房屋", "房东", "车辆", "车祸", "车子", "车主", "路灯", "路面", "路段", "路口", "路况",
    "项目", "申请", "申报", "商店", "商户", "商贩", "沙石", "沙子", "边坡", "边上", "荣誉",
    "华容", "简单", "简易", "纪念", "纪律", "季节", "盛行", "农田", "农业", "农药", "农机",
    "古树", "古井", "古建", "吉祥", "司机", "司法", "米饭", "米线", "水泥", "水管", "水质",
    "水源", "水渠", "水电", "水费", "水井", "水库", "水塘", "水压", "海边", "许多", "许可",
    "严重", "严格", "严禁", "毛病", "毛坯", "毛竹", "钱款", "施工", "施肥", "何时", "何况",
    "何处", "曾经", "曾多", "余下", "余额", "余款", "龙头", "阳光", "阳台", "易发", "易涝",
    "易燃", "程度", "程序", "夏天", "夏季", "汤药", "游客", "游泳", "辛苦", "范围", "顾客",
    "顾虑", "贺信", "史上", "孔洞", "孟春", "柳树", "梅雨", "童年", "毕业", "毕竟", "费用",
    "费力", "席位", "尤其", "卓越", "屈指", "滕王", "温馨", "陶瓷", "段时", "段路", "段落",
    "齐全", "齐心", "贾冒", "常年", "常常", "周边", "周围", "周末", "周期", "杨梅", "杨树",
    "杜绝", "胡乱", "胡同", "洪水", "洪灾", "黄泥", "黄色", "黄昏", "黄豆", "麻烦", "麻将",
    "查看", "查处", "查询", "池塘", "冷藏", "麦子", "景区", "景观", "章程", "兰花", "苗木",
    "牛羊", "武装", "宁可", "尚未", "雷雨", "庄稼", "蒙受", "舒服", "舒适", "符合", "曲折",
    "蓝色", "谷物", "鲁莽", "甘蔗", "盛大", "宗教", "刑事", "余人", "许久", "钟头", "钟表",
    "刘海", NULL};

static const char *const titles[] = {"书记", "主任", "主席", "镇长", "乡长", "县长", "市长",
    "区长", "局长", "科长", "站长", "所长", "院长", "校长", "村长", "组长", "队长", "会计",
    "支书", "主管", "经理", "老板", "总", "医生", "大夫", "护士", "老师", "师傅", "律师",
    "警官", "法官", "先生", "女士", "小姐", "同志", "大爷", "大娘", "大妈", "大叔", "大伯",
    "大嫂", "大哥", "大姐", "奶奶", "爷爷", "婆婆", "老汉", "老太", "阿姨", "叔叔", "娭毑",
    "嗲嗲", "嫂子", "嫂", "姐", "某", "总经理", "工程师", "老人", NULL};

static const char *const cues[] = {"村民", "居民", "群众", "邻居", "业主", "老人", "丈夫",
    "妻子", "老婆", "老公", "爱人", "儿子", "女儿", "父亲", "母亲", "儿媳", "女婿", "孙子",
    "孙女", "哥哥", "弟弟", "姐姐", "妹妹", "职工", "司机", "店主", "房东", "租户", "户主",
    "学生", "支书", "主任", "书记", "医生", "老师", "队长", "组长", "村长", "会计", "老板",
    "包工头", "承包人", "残疾人", "低保户", "贫困户", "五保户", "同村", "同学", "女孩", "男孩",
    "工人", "农民", "商户", "护林员", "网格员", "经理", "责任人", "负责人", "当事人", "名叫",
    "叫做", "经办人", "联系人", NULL};

static const char *const after[] = {"家", "等人", "夫妇", "夫妻", "一家", "两口子", "说",
    "告诉", "反映", "表示", "（", "(", "，男", "，女", "，今年", "，住", "，现年", "住在",
    "患有", "患病", "去世", "打伤", "殴打", "承包", "占用", "强占", "威胁", "的儿子", "的女儿",
    "的父亲", "的母亲", "的丈夫", "的妻子", "的房子", "的田", "的地", "老人", "同志", "母子",
    "父子", "兄弟", NULL};

static bool has(const uint32_t *set, size_t n, uint32_t c)
{
    for (size_t i = 0; i + 1 < n; i++)
        if (set[i] == c)
            return true;
    return false;
}

static bool before(const struct bulletin_points *t, size_t i, const char *const *list)
{
    for (size_t k = 0; list[k] != NULL; k++)
        if (bulletin_points_before(t, i, list[k]))
            return true;
    return false;
}

/* Does a clause begin here, or a name after a word that joins? */
static bool free_before(const struct bulletin_points *t, size_t i)
{
    static const uint32_t joins[] = U"和与跟被找叫让由对给请是向的把说有到去问、";

    return i == 0 || !bulletin_points_han(t->c[i - 1]) || has(joins, COUNT(joins), t->c[i - 1]);
}

static bool given(const struct bulletin_points *t, size_t i)
{
    return i < t->n && bulletin_points_han(t->c[i]) && !has(never, COUNT(never), t->c[i]);
}

static size_t surname(const struct bulletin_points *t, size_t i, bool *sure)
{
    static const char *const two[] = {"欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟",
        "慕容", "令狐", "长孙", "宇文", "司徒", "司空", "端木", "东方", "南宫", "呼延", NULL};
    size_t n = bulletin_points_word(t, i, two, NULL);

    *sure = n > 0 || has(clear, COUNT(clear), t->c[i]);
    return n > 0 ? n : *sure || has(doubtful, COUNT(doubtful), t->c[i]) ? 1 : 0;
}

/* 李书记, 王大爷, 张某某; and 王建国老师. */
static size_t titled(const struct bulletin_points *t, size_t i, size_t sur)
{
    for (size_t more = 0; more <= 2; more++) {
        size_t n = bulletin_points_word(t, i + sur + more, titles, NULL);

        if (n > 0) {
            if (bulletin_points_at(t, i + sur + more, "某某"))
                n = 2;
            return sur + more + n;
        }
        if (!given(t, i + sur + more))
            return 0;
    }
    return 0;
}

/* Surname and one or two characters between words that speak of a person. */
static size_t full(const struct bulletin_points *t, size_t i, size_t sur, bool sure)
{
    bool cue = before(t, i, cues), open = cue || free_before(t, i);
    size_t longest = 0;

    for (size_t more = 1; more <= 2 && given(t, i + sur + more - 1); more++) {
        size_t end = i + sur + more;

        if (open && bulletin_points_word(t, end, after, NULL) > 0 && (sure || cue))
            return sur + more;
        longest = more;
    }
    return cue && longest > 0 && sure ? sur + longest : 0;
}

static size_t suspect_at(const struct bulletin_points *t, size_t i)
{
    bool sure;
    size_t sur, n;

    /* 老张, 小李 */
    if ((t->c[i] == U'老' || t->c[i] == U'小') && i + 1 < t->n &&
        has(clear, COUNT(clear), t->c[i + 1]) &&
        bulletin_points_word(t, i + 1, words, NULL) == 0)
        return 2;
    sur = surname(t, i, &sure);
    if (sur == 0 || bulletin_points_word(t, i, words, NULL) > 0)
        return 0;
    n = titled(t, i, sur);
    if (n > 0 && (sure || free_before(t, i) || before(t, i, cues)))
        return n;
    return full(t, i, sur, sure);
}

static bool said(const struct special_suspect_list *l, struct str s)
{
    EACH (k, l)
        if (str_eq(k->words, s))
            return true;
    return false;
}

struct special_suspect_list bulletin_suspects(struct arena *a, struct str text)
{
    struct special_suspect_list out = {.p = MANY(a, struct special_suspect, SUSPECTS_MAX)};
    struct bulletin_raw raw;
    struct bulletin_points t;

    bulletin_lines(a, text, &raw);
    t = bulletin_lines_join(&raw, 0, raw.lines.n, NULL);
    for (size_t i = 0; i < t.n && out.n < SUSPECTS_MAX; i++) {
        size_t n = bulletin_points_han(t.c[i]) ? suspect_at(&t, i) : 0, from, to;
        struct str s;

        if (n == 0)
            continue;
        s = bulletin_points_text(&t, i, i + n);
        from = i > AROUND ? i - AROUND : 0;
        to = i + n + AROUND < t.n ? i + n + AROUND : t.n;
        if (!said(&out, s))
            out.p[out.n++] = (struct special_suspect){s, bulletin_points_text(&t, from, to)};
        i += n - 1;
    }
    return out;
}
