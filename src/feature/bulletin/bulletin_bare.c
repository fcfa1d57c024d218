/*
 * bulletin_bare: taking out of a text what identifies people.
 */
#include "feature/bulletin/bulletin_bare.h"

#include "feature/bulletin/bulletin_lines.h"

enum {
    CUTS_MAX = 400,
    LONG_NUMBER = 7,
    ID_LEAST = 15,
    NAME_POINTS = 4
};

const char *const special_cut_kind_words[] = {
    "name", "phone", "id", "mail", "plate", "address", NULL};

static const struct field fields[] = {
    FIELD(struct special_cut, request_id),
    FIELD_ENUM(struct special_cut, kind, special_cut_kind_words),
    FIELD(struct special_cut, masked),
    FIELD(struct special_cut, became),
};
const struct shape special_cut_shape = SHAPE(special_cut, fields);

bool bulletin_bare_tells(const struct special_cut *cut)
{
    return cut->kind != CUT_ADDRESS;
}

/* A text as characters, and what each of them will become. */
struct work {
    struct arena *arena;
    struct bulletin_points t;
    const struct special_known *known;
    size_t n;
};

/* The known words at this place, blanks between their characters allowed; 0: not there. */
static size_t known_at(const struct work *w, size_t i, struct str words)
{
    size_t at = 0, k = i;

    while (at < words.n) {
        uint32_t c = str_next(words, &at);

        if (c == ' ' || c == '-' || c == 0x3000)
            continue;
        while (k > i && k < w->t.n && (w->t.c[k] == '-' || w->t.c[k] == U'—') && w->t.c[k] != c)
            k++;
        if (k >= w->t.n || w->t.c[k] != c)
            return 0;
        k++;
    }
    return k - i;
}

/* Characters of the surname: 欧阳 has two. */
static size_t surname_points(struct str name)
{
    static const char *const two[] = {"欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟",
        "公孙", "慕容", "令狐", "长孙", "宇文", "司徒", "司空", "端木", "东方", "独孤", "南宫",
        "轩辕", "呼延", "申屠", "淳于", "闻人", "澹台", "濮阳", "太史", "万俟", NULL};

    for (size_t k = 0; two[k] != NULL; k++)
        if (str_starts(name, str_of(two[k])) && str_points(name) > 2)
            return 2;
    return 1;
}

/* 王先生, 王某某 of somebody whose name begins with 王. */
static size_t titled_at(const struct work *w, size_t i, struct str name)
{
    static const char *const titles[] = {"先生", "女士", "某某", "某", "小姐", "老师", "师傅",
        "大爷", "大妈", "奶奶", "爷爷", "老汉", "阿姨", "叔叔", NULL};
    size_t surname = surname_points(name), n;

    if (str_points(name) < 2 || known_at(w, i, str_points_sub(name, surname)) != surname)
        return 0;
    n = bulletin_points_word(&w->t, i + surname, titles, NULL);
    return n == 0 ? 0 : n + surname;
}

/* The given name alone, where it has two characters. */
static size_t given_at(const struct work *w, size_t i, struct str name)
{
    size_t surname = surname_points(name), first = 0;

    for (size_t k = 0; k < surname; k++)
        (void)str_next(name, &first);
    if (str_points(name) != surname + 2)
        return 0;
    return known_at(w, i, str_sub(name, first, name.n));
}

static size_t known_length(
    const struct work *w, size_t i, enum special_cut_kind *kind, const char **became)
{
    for (size_t k = 0; k < w->n; k++) {
        const struct special_known *s = &w->known[k];
        size_t n = str_points(s->words) >= 2 ? known_at(w, i, s->words) : 0;

        if (n == 0 && s->kind == CUT_NAME && s->words.n > 0)
            n = titled_at(w, i, s->words);
        if (n == 0 && s->kind == CUT_NAME && s->words.n > 0)
            n = given_at(w, i, s->words);
        if (n == 0)
            continue;
        *kind = s->kind;
        *became = s->kind == CUT_NAME      ? "某群众"
                  : s->kind == CUT_ADDRESS ? "（具体地点略）"
                                           : "×××";
        return n;
    }
    return 0;
}

/* 我叫…, 姓名：…: two to four characters up to the end of the clause. */
static size_t introduced(const struct work *w, size_t i)
{
    static const char *const cues[] = {"我叫", "本人叫", "姓名:", "姓名：",
        "联系人:", "联系人：", "反映人:", "反映人：", "我的名字是", "署名:", "署名：", "名叫",
        "户主:", "户主：", NULL};
    static const char *const stops[] = {
        "是", "住", "家", "今年", "电话", "男", "女", "，", "。", "、", "；", ",", NULL};
    bool cue = false;
    size_t k = i;

    for (size_t n = 0; cues[n] != NULL; n++)
        cue = cue || bulletin_points_before(&w->t, i, cues[n]);
    if (!cue || bulletin_points_at(&w->t, i, "某"))
        return 0;
    while (k < w->t.n && k - i < NAME_POINTS && bulletin_points_han(w->t.c[k]) &&
           bulletin_points_word(&w->t, k, stops, NULL) == 0)
        k++;
    return k - i >= 2 ? k - i : 0;
}

static bool joint(uint32_t c)
{
    return c == '-' || c == U'—' || c == ')' || c == '(';
}

/* A row of digits in which single dashes or blanks stand; *digits of them. */
static size_t row_at(const struct work *w, size_t i, size_t *digits)
{
    size_t k = i, last = i;

    *digits = 0;
    if (!bulletin_points_digit(w->t.c[i]) &&
        !(w->t.c[i] == '(' && i + 1 < w->t.n && bulletin_points_digit(w->t.c[i + 1])))
        return 0;
    while (k < w->t.n &&
           (bulletin_points_digit(w->t.c[k]) || (joint(w->t.c[k]) && k < last + 3))) {
        if (bulletin_points_digit(w->t.c[k])) {
            ++*digits;
            last = k + 1;
        }
        k++;
    }
    if (last < w->t.n && *digits >= ID_LEAST - 1 &&
        (w->t.c[last] == 'X' || w->t.c[last] == 'x'))
        last++;
    return last - i;
}

/* 一三八零零…: seven and more digits in words. */
static size_t spoken_at(const struct work *w, size_t i)
{
    static const uint32_t digits[] = {U'零', U'〇', U'一', U'二', U'三', U'四', U'五', U'六',
        U'七', U'八', U'九', U'幺', U'两'};
    size_t k = i;

    for (; k < w->t.n; k++) {
        bool is = false;

        for (size_t d = 0; d < COUNT(digits); d++)
            is = is || w->t.c[k] == digits[d];
        if (!is)
            break;
    }
    return k - i >= LONG_NUMBER ? k - i : 0;
}

static bool latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || bulletin_points_digit(c) ||
           c == '_' || c == '.' || c == '-' || c == '+';
}

/* name@host, 微信号：name, QQ 12345 */
static size_t mail_at(const struct work *w, size_t i)
{
    static const char *const cues[] = {"微信号", "微信", "QQ号", "QQ", "qq", "wx",
        "微信号:", "微信号：", "微信:", "微信：", "QQ:", "QQ：",
        "qq:", "QQ号:", "抖音号:", "抖音号：", NULL};
    bool at = false, cue = false;
    size_t k = i;

    if (!latin(w->t.c[i]) || (i > 0 && latin(w->t.c[i - 1])))
        return 0;
    for (; k < w->t.n && (latin(w->t.c[k]) || w->t.c[k] == '@'); k++)
        at = at || w->t.c[k] == '@';
    for (size_t n = 0; cues[n] != NULL; n++)
        cue = cue || bulletin_points_before(&w->t, i, cues[n]);
    return at || (cue && k - i >= 5) ? k - i : 0;
}

/* 湘D·12345, 湘D F1234学 */
static size_t plate_at(const struct work *w, size_t i)
{
    static const uint32_t provinces[] = {U'京', U'津', U'沪', U'渝', U'冀', U'豫', U'云', U'辽',
        U'黑', U'湘', U'皖', U'鲁', U'新', U'苏', U'浙', U'赣', U'鄂', U'桂', U'甘', U'晋',
        U'蒙', U'陕', U'吉', U'闽', U'贵', U'粤', U'青', U'藏', U'川', U'宁', U'琼'};
    bool is = false;
    size_t k = i + 1, from;

    for (size_t p = 0; p < COUNT(provinces); p++)
        is = is || w->t.c[i] == provinces[p];
    if (!is || k >= w->t.n || !latin(w->t.c[k]) || bulletin_points_digit(w->t.c[k]))
        return 0;
    k++;
    if (k < w->t.n && (w->t.c[k] == U'·' || w->t.c[k] == U'•' || w->t.c[k] == '.'))
        k++;
    from = k;
    while (k < w->t.n && k - from < 6 && latin(w->t.c[k]) && w->t.c[k] != '.')
        k++;
    if (k - from < 4)
        return 0;
    if (k < w->t.n && (w->t.c[k] == U'挂' || w->t.c[k] == U'学' || w->t.c[k] == U'警'))
        k++;
    return k - i;
}

static bool counted(uint32_t c)
{
    return bulletin_points_digit(c) || (bulletin_points_numeral(c) && c != U'万' && c != U'亿');
}

/* 3栋2单元501室, 12号 after 路 or 村: the number of a house, up to its last part. */
static size_t house_at(const struct work *w, size_t i)
{
    static const char *const parts[] = {
        "号楼", "单元", "门牌", "栋", "幢", "座", "室", "房", "号", "户", "楼", NULL};
    static const char *const sure[] = {"单元", "室", "栋", "幢", "号楼", NULL};
    static const char *const streets[] = {"路", "街", "巷", "道", "里", "弄", "村", "组", "院",
        "区", "园", "城", "苑", "坊", "门牌", "湾", "桥", "镇", NULL};
    static const char *const no[] = {"号线", "号文", "号令", "号公告", "户籍", "户村民",
        "户居民", "户群众", "户人家", "户农", "户贫", "座谈", "室内", "楼道", "房屋", NULL};
    bool street = i == 0, safe = false;
    size_t k = i, end = 0;

    if (!counted(w->t.c[i]) || (i > 0 && counted(w->t.c[i - 1])))
        return 0;
    for (size_t n = 0; streets[n] != NULL; n++)
        street = street || bulletin_points_before(&w->t, i, streets[n]);
    if (i > 0 && (w->t.c[i - 1] == U'月' || w->t.c[i - 1] == U'第' || w->t.c[i - 1] == U'〕'))
        return 0;
    while (k < w->t.n) {
        size_t from = k, n;

        while (k < w->t.n && k - from < 5 && (counted(w->t.c[k]) || w->t.c[k] == '-'))
            k++;
        n = bulletin_points_word(&w->t, k, parts, NULL);
        if (k == from || n == 0 || bulletin_points_word(&w->t, k, no, NULL) > 0)
            break;
        safe = safe || bulletin_points_word(&w->t, k, sure, NULL) > 0;
        /* 3户, 5栋 alone may count. */
        if (bulletin_points_at(&w->t, k, "户") && end == 0)
            break;
        end = k += n;
    }
    /* The last number may stand without its word: 3栋501. */
    if (end > 0 && k > end && bulletin_points_digit(w->t.c[end]))
        end = k;
    if (end == 0 ||
        !(street || (safe && end - i > 4) || bulletin_points_at(&w->t, end - 1, "室")))
        return 0;
    return end - i;
}

static size_t shown_length(
    const struct work *w, size_t i, enum special_cut_kind *kind, const char **became)
{
    size_t digits, n = introduced(w, i);

    *became = "×××";
    *kind = CUT_NAME;
    if (n > 0) {
        *became = "某群众";
        return n;
    }
    *kind = CUT_MAIL;
    if ((n = mail_at(w, i)) > 0)
        return n;
    *kind = CUT_PLATE;
    if ((n = plate_at(w, i)) > 0)
        return n;
    n = row_at(w, i, &digits);
    *kind = digits >= ID_LEAST ? CUT_ID : CUT_PHONE;
    if (digits >= LONG_NUMBER)
        return n;
    if ((n = spoken_at(w, i)) > 0)
        return n;
    *kind = CUT_ADDRESS;
    *became = "（门牌略）";
    return house_at(w, i);
}

/* The first character, the rest hidden. */
static struct str masked_of(const struct work *w, size_t i, size_t n)
{
    struct buf b = buf_new(w->arena, 64 + 3 * n);

    buf_add(&b, bulletin_points_text(&w->t, i, i + 1));
    for (size_t k = 1; k < n && k < 12; k++)
        buf_add(&b, S("＊"));
    return buf_str(&b);
}

struct str bulletin_bare(struct arena *a, struct str text, const struct special_known *known,
    size_t n, struct special_cut_list *cuts)
{
    struct work w = {.arena = a, .known = known, .n = n};
    struct buf b = buf_new(a, text.n * 4 + 64);
    struct bulletin_raw raw;
    struct str none = {0};
    size_t from = 0;

    if (cuts->p == NULL)
        cuts->p = MANY(a, struct special_cut, CUTS_MAX);
    bulletin_lines(a, text, &raw);
    w.t = bulletin_lines_join(&raw, 0, raw.lines.n, NULL);
    for (size_t i = 0; i < w.t.n;) {
        enum special_cut_kind kind;
        const char *became;
        size_t length;

        if (w.t.c[i] == BULLETIN_END) {
            i++;
            continue;
        }
        length = known_length(&w, i, &kind, &became);
        if (length == 0)
            length = shown_length(&w, i, &kind, &became);
        if (length == 0) {
            i++;
            continue;
        }
        for (size_t k = from; k < w.t.at[i]; k++)
            buf_point(&b, raw.c[k]);
        buf_add(&b, str_of(became));
        from = w.t.at[i + length - 1] + 1;
        if (cuts->n < CUTS_MAX)
            cuts->p[cuts->n++] = (struct special_cut){
                .kind = kind, .masked = masked_of(&w, i, length), .became = str_of(became)};
        i += length;
    }
    for (size_t k = from; k < raw.n; k++)
        buf_point(&b, raw.c[k]);
    return b.over ? none : buf_str(&b);
}
