/*
 * bulletin_masthead: head and foot of a printed bulletin.
 */
#include "base/han.h"
#include "base/num.h"

#include "feature/bulletin/bulletin_lines.h"

enum {
    HEAD_LINES = 16,
    FOOT_LINES = 60
};

#define CLOSE(l) bulletin_lines_close(raw->arena, (l)->text)

/* The running text of one line. */
static struct bulletin_points points_of(const struct bulletin_raw *raw, size_t i)
{
    return bulletin_lines_join(raw, i, i + 1, NULL);
}

/* The number between two words, in either numerals: 第…期, 总第…期. */
static int64_t between(const struct bulletin_points *t, const char *open, const char *close)
{
    for (size_t i = 0; i < t->n; i++) {
        struct bulletin_numeral v;
        size_t from = i + str_points(str_of(open));

        if (!bulletin_points_at(t, i, open) || !bulletin_numeral_at(t, from, &v))
            continue;
        if (str_is(str_of(open), "第") && bulletin_points_before(t, i, "总"))
            continue;
        if (bulletin_points_at(t, v.end, close) && v.value.scale == 0 && !v.over)
            return v.value.digits;
    }
    return 0;
}

static bool year_digits(const struct bulletin_points *t, size_t i, size_t n, int32_t *out)
{
    struct buf b = buf_new(t->arena, 64);
    int64_t v;

    for (size_t k = 0; k < n && i + k < t->n; k++)
        if (bulletin_points_numeral(t->c[i + k]) || t->c[i + k] == '0')
            buf_point(&b, t->c[i + k] == '0' ? U'〇' : t->c[i + k]);
    if (han_number_read(buf_str(&b), &v) != OK || v < 1949 || v > 2200)
        return false;
    *out = (int32_t)v;
    return true;
}

static bool small(
    const struct bulletin_points *t, size_t *i, const char *close, int32_t max, int32_t *out)
{
    struct bulletin_numeral v;

    if (!bulletin_numeral_at(t, *i, &v) || v.value.scale != 0 || v.value.digits < 1 ||
        v.value.digits > max || !bulletin_points_at(t, v.end, close))
        return false;
    *out = (int32_t)v.value.digits;
    *i = v.end + 1;
    return true;
}

/* 2021年11月9日, 二〇二一年十一月九日, 2021.11.9, 2021-11-09 */
static bool date_in(const struct bulletin_points *t, struct date *out)
{
    for (size_t i = 0; i + 5 < t->n; i++) {
        int32_t y = 0, m = 0, d = 0;
        size_t k = i;
        struct bulletin_numeral v;

        if (bulletin_points_at(t, i + 4, "年") && year_digits(t, i, 4, &y))
            k = i + 5;
        else if (small(t, &k, "年", 2200, &y) && y >= 1949)
            ;
        else
            continue;
        if (!small(t, &k, "月", 12, &m))
            continue;
        if (bulletin_numeral_at(t, k, &v) && v.value.scale == 0 && v.value.digits <= 31)
            d = (int32_t)v.value.digits;
        if (d < 1 || date_ymd(date_make(y, m, d)).day != d)
            continue;
        *out = date_make(y, m, d);
        return true;
    }
    return false;
}

/* What stands before 编, 编印, 主办 … and the date. */
static struct str publisher_in(const struct bulletin_raw *raw, const struct bulletin_line *l)
{
    static const char *const ends[] = {
        "编印", "编发", "编辑", "主办", "编", "印发", "主编", "编制", NULL};
    static const char *const bodies[] = {"委员会", "办公室", "办公厅", "联工委", "代工委",
        "常委会", "人大", "主席团", "选联工委", "联络处", "研究室", NULL};
    struct str s = CLOSE(l), none = {0};
    size_t year = str_find(s, S("20")), han = str_find(s, S("二〇"));

    if (year != (size_t)-1 && year > 0)
        s = str_trim(str_sub(s, 0, year));
    else if (han != (size_t)-1 && han > 0)
        s = str_trim(str_sub(s, 0, han));
    for (size_t k = 0; bodies[k] != NULL; k++) {
        size_t at = str_find(s, str_of(bodies[k]));

        if (at == (size_t)-1 || str_points(s) > 40)
            continue;
        for (size_t e = 0; ends[e] != NULL; e++)
            if (str_ends(s, str_of(ends[e])))
                return str_trim(str_sub(s, 0, s.n - str_of(ends[e]).n));
        if (str_ends(s, str_of(bodies[k])))
            return s;
    }
    return none;
}

/* "联 络 动 态": the name stands first, in few characters. */
static bool name_in(const struct bulletin_raw *raw, const struct bulletin_line *l)
{
    static const char *const ends[] = {
        "动态", "简报", "通讯", "快报", "信息", "专报", "工作", "通报", "之声", NULL};
    struct str s = CLOSE(l);

    for (size_t k = 0; ends[k] != NULL; k++)
        if (str_points(s) <= 12 && str_ends(s, str_of(ends[k])))
            return true;
    return false;
}

static bool latin(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* One line of the masthead; false when it belongs to the body. */
static bool head_line(const struct bulletin_raw *raw, size_t i, struct bulletin_text *out)
{
    const struct bulletin_line *l = &raw->lines.p[i];
    struct bulletin_points t = points_of(raw, i);
    struct str publisher;
    int64_t serial = between(&t, "总第", "期");
    int64_t issue = between(&t, "第", "期");
    bool any = false;

    if (l->points > 60)
        return false;
    if (serial == 0)
        serial = between(&t, "总期号", "");
    if (serial > 0 && out->serial_no == 0)
        any = (out->serial_no = serial) > 0;
    if (issue > 0 && out->issue_no == 0)
        any = (out->issue_no = issue) > 0;
    if (!date_is(out->date) && date_in(&t, &out->date))
        any = true;
    publisher = publisher_in(raw, l);
    if (publisher.n > 0 && out->publisher.p == NULL &&
        (out->issue_no > 0 || out->serial_no > 0 || date_is(out->date))) {
        out->publisher = publisher;
        any = true;
    }
    if (out->name.p == NULL && i < 3 && name_in(raw, l)) {
        out->name = CLOSE(l);
        any = true;
    }
    return any || (latin(l->text) && i < 6);
}

void bulletin_masthead(const struct bulletin_raw *raw, struct bulletin_text *out, size_t *first)
{
    out->date = DATE_NONE;
    *first = 0;
    for (size_t i = 0; i < raw->lines.n && i < HEAD_LINES; i++) {
        bool complete = out->issue_no > 0 && out->serial_no > 0 && date_is(out->date) &&
                        out->publisher.p != NULL;

        if (complete || raw->lines.p[i].points > 60)
            break;
        if (head_line(raw, i, out))
            *first = i + 1;
    }
}

/* Words after the label up to the next label on the same line. */
static struct str labelled(struct arena *a, struct str line, const char *label)
{
    static const char *const labels[] = {"责任编辑", "联系方式", "联系电话", "电话", "批准文号",
        "审核", "签发", "编辑", "主编", "共印", "邮箱", "印数", "准印证号", NULL};
    size_t at = str_find(line, str_of(label)), end = line.n;
    struct str none = {0};

    if (at == (size_t)-1)
        return none;
    at += str_of(label).n;
    for (size_t k = 0; labels[k] != NULL; k++) {
        size_t next = str_find(str_sub(line, at, line.n), str_of(labels[k]));

        if (next != (size_t)-1 && next > 3 && at + next < end)
            end = at + next;
    }
    line = str_trim(str_sub(line, at, end - at));
    while (str_starts(line, S(":")) || str_starts(line, S("：")))
        line = str_trim(str_sub(line, line.p[0] == ':' ? 1 : 3, line.n));
    return str_dup(a, line);
}

/* "石 韧 谢峥嵘": the blank inside a name of two characters only spreads it. */
static struct str names_close(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, s.n + 8);
    bool open = false;

    for (struct str rest = s; rest.n > 0;) {
        struct str word = str_trim(str_cut(rest, ' ', &rest));

        if (word.n == 0)
            continue;
        if (b.n > 0 && !(open && str_points(word) == 1))
            buf_char(&b, ' ');
        open = !open && str_points(word) == 1;
        buf_add(&b, word);
    }
    return buf_str(&b);
}

static void foot_fields(
    const struct bulletin_raw *raw, struct str line, struct bulletin_text *out)
{
    static const char *const editors[] = {"责任编辑", "责编", "本期编辑", "编辑", NULL};
    static const char *const contacts[] = {"联系方式", "联系电话", "电话", NULL};
    static const char *const numbers[] = {"批准文号", "准印证号", "批准号", NULL};

    for (size_t k = 0; editors[k] != NULL && out->editor.p == NULL; k++)
        out->editor = labelled(raw->arena, line, editors[k]);
    for (size_t k = 0; contacts[k] != NULL && out->contact.p == NULL; k++)
        out->contact = labelled(raw->arena, line, contacts[k]);
    for (size_t k = 0; numbers[k] != NULL && out->approval_no.p == NULL; k++)
        out->approval_no = labelled(raw->arena, line, numbers[k]);
}

/* A recipient's line that only goes on the one before. */
static bool goes_on(const struct bulletin_line *before, const struct bulletin_line *l)
{
    return !l->apart || str_ends(before->text, S("、")) || str_ends(before->text, S("，")) ||
           str_ends(before->text, S(",")) || (before->points >= 38 && l->points <= 14);
}

static const char *const sends[] = {"送:", "送：", "报:", "报：", "发:", "发：", "抄送", "主送",
    "报送", "分送", "抄报", "送 :", NULL};

static void recipients(
    const struct bulletin_raw *raw, size_t from, size_t to, struct bulletin_text *out)
{
    struct {
        struct str *p;
        size_t n, cap;
    } all = {0};

    for (size_t i = from; i < to; i++) {
        const struct bulletin_line *l = &raw->lines.p[i];
        struct str s = CLOSE(l);
        bool labelled_line = bulletin_lines_begins(l, sends);

        if (labelled_line) {
            size_t colon = str_find(s, S(":")), wide = str_find(s, S("："));
            size_t at = colon < wide ? colon + 1 : wide + 3;

            s = str_trim(str_sub(s, at, s.n));
        }
        if (s.n == 0)
            continue;
        if (all.n > 0 && !labelled_line && goes_on(&raw->lines.p[i - 1], l))
            all.p[all.n - 1] = str_f(raw->arena, "%.*s%.*s", STR(all.p[all.n - 1]), STR(s));
        else
            *VEC_PUSH(raw->arena, &all) = s;
    }
    out->distribution = all.p;
    out->ndistribution = all.n;
}

/* Without what follows the number: （共印300份） */
static struct str number_only(struct str s)
{
    size_t at = str_find(s, S("号"));

    return at == (size_t)-1 ? s : str_sub(s, 0, at + 3);
}

void bulletin_imprint(
    const struct bulletin_raw *raw, size_t first, struct bulletin_text *out, size_t *last)
{
    static const char *const labels[] = {"责任编辑", "责编", "联系方式", "联系电话", "批准文号",
        "准印证号", "本期编辑", "编辑:", "编辑：", "共印", "电话:", "电话：", "审核:", "审核：",
        NULL};
    size_t n = raw->lines.n, i = n > FOOT_LINES ? n - FOOT_LINES : 0, end;

    if (i < first)
        i = first;
    while (i < n && !bulletin_lines_begins(&raw->lines.p[i], sends) &&
           !bulletin_lines_begins(&raw->lines.p[i], labels))
        i++;
    *last = i;
    for (end = i; end < n && !bulletin_lines_begins(&raw->lines.p[end], labels);)
        end++;
    recipients(raw, i, end, out);
    for (; end < n; end++)
        foot_fields(raw, raw->lines.p[end].text, out);
    if (out->editor.p != NULL)
        out->editor = names_close(raw->arena, out->editor);
    if (out->approval_no.p != NULL)
        out->approval_no = number_only(bulletin_lines_close(raw->arena, out->approval_no));
}
