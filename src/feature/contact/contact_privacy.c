/*
 * contact: what should not be shown of private people (Personal Information Protection Law
 * Art. 25, 28): telephone, identity and card numbers by their form and check digits, addresses
 * to the door, electronic addresses, number plates (GA 36), and names: those of the writer's
 * own voters, and what stands like a name beside a word that goes with private people.  It
 * points out; it removes nothing by itself.
 */
#include "base/buf.h"

#include "feature/contact/contact_note.h"

#include <stdlib.h>
#include <string.h>

const char *const finding_kind_words[] = {
    "phone", "id", "card", "name", "address", "email", "account", "vehicle", NULL};

enum {
    AROUND = 12, /* characters shown on each side */
    NAME_MOST = 3
};

static const char *const surnames[] = {"欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "王",
    "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周", "徐", "孙", "马", "朱", "胡", "郭",
    "何", "林", "罗", "高", "郑", "梁", "谢", "宋", "唐", "许", "邓", "韩", "冯", "曹", "彭",
    "曾", "肖", "萧", "田", "董", "潘", "袁", "蔡", "蒋", "余", "于", "杜", "叶", "程", "魏",
    "苏", "吕", "丁", "任", "卢", "姚", "沈", "钟", "姜", "崔", "谭", "陆", "范", "汪", "廖",
    "石", "金", "韦", "贾", "夏", "付", "傅", "方", "邹", "熊", "白", "孟", "秦", "邱", "侯",
    "江", "尹", "薛", "闫", "段", "雷", "龙", "黎", "史", "陶", "贺", "毛", "郝", "顾", "龚",
    "邵", "万", "覃", "武", "钱", "戴", "严", "莫", "孔", "向", "常", "汤", "康", "易", "乔",
    "赖", "文", "单", "鲁", "阳", "左", "屈", "匡", "成", "凌", "颜"};
/* Before a name. */
static const char *const before_words[] = {"村民", "居民", "群众", "老人", "贫困户", "脱贫户",
    "低保户", "五保户", "监测户", "业主", "商户", "户主", "农户", "养殖户", "种粮大户", "学生",
    "患者", "残疾人", "名叫", "叫做", "姓名", "孤儿", "选民", "老乡", "租户", "店主", "儿子",
    "女儿", "丈夫", "妻子", "母亲", "父亲", "邻居"};
/* After a name. */
static const char *const after_words[] = {"老人", "大爷", "大妈", "大娘", "大叔", "大伯",
    "大姐", "大哥", "奶奶", "爷爷", "阿姨", "叔叔", "婶", "嫂子", "女士", "先生", "老伯",
    "娭毑", "嗲嗲", "一家", "家里", "家的", "的儿子", "的女儿", "的妻子", "的丈夫", "患",
    "告诉我", "跟我说", "对我说", "反映说", "拉着我"};
/* What looks like a name beside those words but is none. */
static const char *const no_names[] = {"高兴", "高度", "方便", "方面", "成功", "成了", "成立",
    "常年", "常说", "向我", "向村", "向党", "向上", "万元", "万家", "白天", "白发", "石板",
    "石桥", "金额", "金秋", "田里", "田间", "江边", "马上", "马路", "于是", "任何", "许多",
    "余元", "何时", "文化", "阳光", "安全", "高龄", "平时", "单位", "易地", "严重", "单独",
    "左右", "孔子", "武汉", "范围", "方式", "程序", "顾不", "顾虑", "毛病", "叶子", "雷雨",
    "黄豆", "黄牛", "白菜", "梁上"};

struct search {
    struct arena *arena;
    struct str text;
    const struct finding_names *names;
    struct {
        struct finding *p;
        size_t n, cap;
    } found;
};

static struct str tail(struct str s, size_t at)
{
    return str_sub(s, at, s.n - at);
}

/* The last so many characters of s. */
static struct str last_points(struct str s, size_t points)
{
    size_t all = str_points(s);

    return all <= points ? s : tail(s, str_points_sub(s, all - points).n);
}

static void place_of(const struct search *k, struct finding *f)
{
    struct str head = str_sub(k->text, 0, f->at);
    struct str line = head;

    f->line = 1;
    for (size_t i = 0; i < head.n; i++)
        if (head.p[i] == '\n') {
            f->line++;
            line = tail(head, i + 1);
        }
    f->column = (int64_t)str_points(line) + 1;
    f->before = last_points(line, AROUND);
    f->text = str_sub(k->text, f->at, f->n);
    f->after =
        str_points_sub(str_cut(tail(k->text, f->at + f->n), '\n', &(struct str){0}), AROUND);
}

/* Overlapping passages are one: the earlier kind stands. */
static void found(struct search *k, enum finding_kind kind, size_t at, size_t n)
{
    struct finding f = {.kind = kind, .at = at, .n = n};

    for (size_t i = 0; i < k->found.n; i++) {
        const struct finding *o = &k->found.p[i];

        if (at < o->at + o->n && o->at < at + n)
            return;
    }
    place_of(k, &f);
    *VEC_PUSH(k->arena, &k->found) = f;
}

/* GB 11643: the last of eighteen signs checks the others. */
static bool id_ok(const char *d)
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    int sum = 0;

    for (size_t i = 0; i < COUNT(weights); i++)
        sum += (d[i] - '0') * weights[i];
    return "10X98765432"[sum % 11] == d[17];
}

static bool luhn_ok(const char *d, size_t n)
{
    int sum = 0;

    for (size_t i = 0; i < n; i++) {
        int v = d[n - 1 - i] - '0';

        if (i % 2 == 1)
            v = v * 2 > 9 ? v * 2 - 9 : v * 2;
        sum += v;
    }
    return sum % 10 == 0;
}

/* A date that could be a birthday, as an identity number has it from its seventh sign on. */
static bool born_ok(const char *d)
{
    int year = (d[6] - '0') * 1000 + (d[7] - '0') * 100 + (d[8] - '0') * 10 + (d[9] - '0');
    int month = (d[10] - '0') * 10 + (d[11] - '0'), day = (d[12] - '0') * 10 + (d[13] - '0');

    return year >= 1900 && year < 2100 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static void number(struct search *k, const char *d, size_t n, size_t at, size_t bytes)
{
    bool mobile = n == 11 && d[0] == '1' && d[1] >= '3';
    bool with_86 = n == 13 && d[0] == '8' && d[1] == '6' && d[2] == '1';
    bool landline = d[0] == '0' && n >= 10 && n <= 12;

    if (n == 18 && (id_ok(d) || born_ok(d)))
        found(k, FINDING_ID, at, bytes);
    else if (n == 15 && d[n - 1] != 'X' && d[0] >= '1' && d[0] <= '8' &&
             (d[8] - '0') * 10 + (d[9] - '0') <= 12)
        found(k, FINDING_ID, at, bytes);
    else if (n >= 15 && n <= 19 && d[n - 1] != 'X' && luhn_ok(d, n))
        found(k, FINDING_CARD, at, bytes);
    else if (mobile || with_86 || landline)
        found(k, FINDING_PHONE, at, bytes);
}

/* One digit at the place, ASCII or full-width; how many bytes it has, 0 none. */
static size_t digit_at(struct str s, size_t at, char *out)
{
    static const unsigned char wide[] = {0xEF, 0xBC};

    if (s.p[at] >= '0' && s.p[at] <= '9') {
        *out = s.p[at];
        return 1;
    }
    if (at + 3 <= s.n && memcmp(s.p + at, wide, 2) == 0 && (unsigned char)s.p[at + 2] >= 0x90 &&
        (unsigned char)s.p[at + 2] <= 0x99) {
        *out = (char)('0' + ((unsigned char)s.p[at + 2] - 0x90));
        return 3;
    }
    return 0;
}

/* Runs of digits; single blanks and hyphens inside do not hide a number. */
static void numbers(struct search *k)
{
    struct str s = k->text;

    for (size_t i = 0; i < s.n;) {
        char digits[32] = {0}, c;
        size_t n = 0, at = i, end = i, step = digit_at(s, i, &c);

        if (step == 0) {
            i++;
            continue;
        }
        while (i < s.n) {
            step = digit_at(s, i, &c);
            if (step > 0) {
                if (n < sizeof digits)
                    digits[n++] = c;
                i += step;
                end = i;
            } else if (n == 17 && (s.p[i] == 'X' || s.p[i] == 'x')) {
                digits[n++] = 'X';
                end = ++i;
                break;
            } else if ((s.p[i] == '-' || s.p[i] == ' ') && i + 1 < s.n &&
                       digit_at(s, i + 1, &c) > 0) {
                i++;
            } else {
                break;
            }
        }
        number(k, digits, n, at, end - at);
    }
}

/* "3组12号", "5栋2单元301室": to the door. */
static void addresses(struct search *k)
{
    static const char *const ends[] = {"室", "房", "号"};
    static const char *const middles[] = {"组", "栋", "单元", "号楼", "弄"};
    struct str s = k->text;

    for (size_t e = 0; e < COUNT(ends); e++) {
        struct str end = str_of(ends[e]);

        for (size_t at = 0; at + end.n <= s.n; at++) {
            size_t from = at;
            char c;

            if (!str_starts(tail(s, at), end))
                continue;
            while (from > 0 && digit_at(s, from - 1, &c) == 1)
                from--;
            if (from == at)
                continue;
            for (size_t m = 0; m < COUNT(middles); m++) {
                struct str mid = str_of(middles[m]);
                size_t begin = from - (from >= mid.n ? mid.n : 0);

                if (begin == from || !str_starts(tail(s, begin), mid))
                    continue;
                while (begin > 0 && digit_at(s, begin - 1, &c) == 1)
                    begin--;
                found(k, FINDING_ADDRESS, begin, at + end.n - begin);
                break;
            }
        }
    }
}

static bool is_sign(char c, const char *more)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c != '\0' && strchr(more, c) != NULL);
}

static size_t signs_at(struct str s, size_t at, const char *more)
{
    size_t n = 0;

    while (at + n < s.n && is_sign(s.p[at + n], more))
        n++;
    return n;
}

static void emails(struct search *k)
{
    for (size_t i = 1; i < k->text.n; i++) {
        struct str host;
        size_t from = i;

        if (k->text.p[i] != '@')
            continue;
        while (from > 0 && is_sign(k->text.p[from - 1], "._+-"))
            from--;
        host = str_sub(k->text, i + 1, signs_at(k->text, i + 1, ".-"));
        if (from < i && str_find_char(host, '.') != (size_t)-1)
            found(k, FINDING_EMAIL, from, i + 1 + host.n - from);
    }
}

/* Behind as many of the words as stand there, one after the other. */
static size_t skipped(struct str s, size_t at, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n;) {
        if (str_starts(tail(s, at), str_of(words[i]))) {
            at += strlen(words[i]);
            i = 0;
        } else
            i++;
    }
    return at;
}

/* 微信 or QQ, perhaps 号, a colon, and then the account. */
static void accounts(struct search *k)
{
    static const char *const cues[] = {"微信", "QQ", "qq", "抖音", "快手"};
    static const char *const between[] = {"号", "是", "为", "：", ":", " "};

    for (size_t at = 0; at < k->text.n; at++)
        for (size_t i = 0; i < COUNT(cues); i++) {
            size_t to = at + strlen(cues[i]), n;

            if (!str_starts(tail(k->text, at), str_of(cues[i])))
                continue;
            to = skipped(k->text, to, between, COUNT(between));
            n = signs_at(k->text, to, "_-");
            if (n >= 5 && n <= 20)
                found(k, FINDING_ACCOUNT, to, n);
        }
}

/* GA 36: province, letter, five signs or, of electric vehicles, six. */
static void vehicles(struct search *k)
{
    static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川"
                                    "宁琼";

    for (size_t p = 0; p + 3 < sizeof provinces; p += 3) {
        const struct str province = {provinces + p, 3};

        for (size_t at = 0; at + 9 <= k->text.n; at++) {
            size_t to = at + 3, n;

            if (!str_starts(tail(k->text, at), province) || k->text.p[to] < 'A' ||
                k->text.p[to] > 'Z')
                continue;
            to++;
            if (str_starts(tail(k->text, to), S("·")))
                to += strlen("·");
            n = signs_at(k->text, to, "");
            if (n == 5 || n == 6)
                found(k, FINDING_VEHICLE, at, to + n - at);
        }
    }
}

static bool is_han(uint32_t c)
{
    return c >= 0x3400 && c < 0x30000 && !(c >= 0xFF00 && c <= 0xFFEF);
}

/* Bytes of a surname that begins here; 0 none. */
static size_t surname_at(struct str s, size_t at)
{
    for (size_t i = 0; i < COUNT(surnames); i++)
        if (str_starts(tail(s, at), str_of(surnames[i])))
            return strlen(surnames[i]);
    return 0;
}

static bool no_name(struct str s)
{
    for (size_t i = 0; i < COUNT(no_names); i++)
        if (str_starts(s, str_of(no_names[i])))
            return true;
    return false;
}

static bool starts_with_any(struct str s, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_starts(s, str_of(words[i])))
            return true;
    return false;
}

/* Words that end a name: what people do, and what is said of them. */
static bool ends_name(struct str s)
{
    static const char *const verbs[] = {"说", "告", "反", "家", "的", "在", "是", "有", "和",
        "与", "一", "今", "住", "患", "正", "已", "拉", "跟", "对", "把", "被", "也", "都",
        "就", "向", "从", "到", "因", "想", "希", "年", "老", "大", "女", "先", "奶", "爷",
        "阿", "叔", "嫂", "婶", "娭", "嗲", "了", "介", "表", "提", "种", "养", "开", "不"};

    return starts_with_any(s, verbs, COUNT(verbs));
}

/* A name of two or three characters from here on; its bytes, 0 none. */
static size_t name_at(struct str s, size_t at)
{
    size_t n = surname_at(s, at), end = at + n, given = 0;

    if (n == 0 || no_name(tail(s, at)))
        return 0;
    while (given < NAME_MOST - 1 && end < s.n) {
        size_t next = end;

        if (!is_han(str_next(s, &next)) || (given > 0 && ends_name(tail(s, end))))
            break;
        end = next;
        given++;
    }
    return given > 0 ? end - at : 0;
}

static void names_known(struct search *k)
{
    for (size_t i = 0; k->names != NULL && i < k->names->n; i++) {
        struct str name = k->names->p[i];

        for (size_t at = 0; name.n >= 6 && at + name.n <= k->text.n; at++)
            if (memcmp(k->text.p + at, name.p, name.n) == 0)
                found(k, FINDING_NAME, at, name.n);
    }
}

/* Beside a word that goes with private people. */
static void names_cued(struct search *k)
{
    struct str s = k->text;

    for (size_t at = 0; at < s.n;) {
        size_t next = at;
        uint32_t c = str_next(s, &next);

        for (size_t i = 0; is_han(c) && i < COUNT(before_words); i++) {
            struct str word = str_of(before_words[i]);
            size_t from = at + word.n, n;

            if (!str_starts(tail(s, at), word))
                continue;
            n = from < s.n ? name_at(s, from) : 0;
            if (n > 0)
                found(k, FINDING_NAME, from, n);
        }
        if (is_han(c) && surname_at(s, at) > 0 && !no_name(tail(s, at))) {
            size_t end = at + surname_at(s, at);

            /* 王大爷, 王某, 王秀兰老人: the word comes right after one to three characters. */
            for (size_t given = 0; given < NAME_MOST && end <= s.n; given++) {
                if (starts_with_any(tail(s, end), after_words, COUNT(after_words))) {
                    if (given > 0)
                        found(k, FINDING_NAME, at, end - at);
                    break;
                }
                if (end >= s.n || !is_han(str_next(s, &end)))
                    break;
            }
        }
        at = next;
    }
}

static bool sentence_begins(struct str s, size_t at)
{
    static const char *const marks[] = {
        "。", "，", "、", "；", "：", "！", "？", "“", "（", "\n", ",", ";", " "};

    for (size_t i = 0; i < COUNT(marks); i++) {
        size_t n = strlen(marks[i]);

        if (at >= n && memcmp(s.p + at - n, marks[i], n) == 0)
            return true;
    }
    return at == 0;
}

/* Places, offices and titles are written like names. */
static bool ends_as_place(struct str name)
{
    static const char *const ends[] = {"镇", "乡", "村", "县", "市", "区", "组", "路", "街",
        "道", "站", "局", "院", "校", "桥", "河", "江", "山", "坝", "会", "长", "员", "任",
        "记", "席", "师", "生", "代", "表", "总", "志", "们", "里", "上", "下", "中", "间"};

    for (size_t i = 0; i < COUNT(ends); i++)
        if (str_ends(name, str_of(ends[i])))
            return true;
    return false;
}

/* A surname with two characters that begins a sentence and is followed by what people do. */
static void names_plain(struct search *k)
{
    struct str s = k->text;

    for (size_t at = 0; at < s.n;) {
        size_t next = at, n;

        if (is_han(str_next(s, &next)) && sentence_begins(s, at) && (n = name_at(s, at)) > 0 &&
            str_points(str_sub(s, at, n)) == 3 && ends_name(tail(s, at + n)) &&
            !ends_as_place(str_sub(s, at, n)))
            found(k, FINDING_NAME, at, n);
        at = next;
    }
}

static int by_place(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;

    return x->at < y->at ? -1 : x->at > y->at;
}

void contact_privacy_find(struct arena *a, struct str text, const struct finding_names *names,
    struct finding_list *out)
{
    struct search k = {.arena = a, .text = text, .names = names};

    numbers(&k);
    names_known(&k);
    names_cued(&k);
    names_plain(&k);
    addresses(&k);
    emails(&k);
    accounts(&k);
    vehicles(&k);
    if (k.found.n > 1)
        qsort(k.found.p, k.found.n, sizeof *k.found.p, by_place);
    *out = (struct finding_list){k.found.p, k.found.n};
}
