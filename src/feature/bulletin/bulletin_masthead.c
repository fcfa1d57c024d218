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

/* The running text of one line; in head and foot blanks only spread what they stand in. */
static struct bulletin_points points_of(const struct bulletin_raw *raw, size_t i)
{
    struct bulletin_points t = bulletin_lines_join(raw, i, i + 1, NULL);

    for (size_t k = 0; k < t.n; k++)
        t.gap[k] = 0;
    return t;
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

/* Four digits of a year in either numerals; O is what recognition makes of 〇. */
static bool year_digits(const struct bulletin_points *t, size_t i, size_t n, int32_t *out)
{
    int32_t year = 0;

    for (size_t k = 0; k < n; k++) {
        uint32_t c = i + k < t->n ? t->c[i + k] : 0;
        int64_t one = 0;
        struct buf b = buf_new(t->arena, 8);

        buf_point(&b, c);
        if (bulletin_points_digit(c))
            one = c - '0';
        else if (c != 'O' && c != 'o' && c != U'〇' && c != U'零' &&
                 (!bulletin_points_numeral(c) || han_number_read(buf_str(&b), &one) != OK ||
                     one > 9))
            return false;
        year = year * 10 + (int32_t)one;
    }
    *out = year;
    return year >= 1949 && year <= 2200;
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

/* Month and day after the year, with what stands behind each of them. */
static bool month_day(const struct bulletin_points *t, size_t k, const char *between,
    const char *last, struct ymd *out, size_t *end)
{
    struct bulletin_numeral v;

    if (!small(t, &k, between, 12, &out->month) || !bulletin_numeral_at(t, k, &v) ||
        v.value.scale != 0 || v.over || v.value.digits < 1 || v.value.digits > 31 ||
        !bulletin_points_at(t, v.end, last))
        return false;
    out->day = (int32_t)v.value.digits;
    *end = v.end + str_points(str_of(last));
    return date_ymd(date_make(out->year, out->month, out->day)).day == out->day;
}

/* 2021.11.9, 2021-11-09, 2021/11/9: the point would be read as one of tenths. */
static bool month_day_plain(
    const struct bulletin_points *t, size_t k, uint32_t mark, struct ymd *out, size_t *end)
{
    int32_t part[2] = {0, 0};

    for (int n = 0; n < 2; n++) {
        size_t from = k;

        while (k < t->n && k - from < 2 && bulletin_points_digit(t->c[k]))
            part[n] = part[n] * 10 + (int32_t)(t->c[k++] - '0');
        if (k == from || (n == 0 && (k >= t->n || t->c[k++] != mark)))
            return false;
    }
    if (part[0] < 1 || part[0] > 12 || part[1] < 1 || part[1] > 31 ||
        (k < t->n && bulletin_points_digit(t->c[k])))
        return false;
    out->month = part[0];
    out->day = part[1];
    *end = k;
    return date_ymd(date_make(out->year, part[0], part[1])).day == part[1];
}

/* 2021年11月9日, 二〇二一年十一月九日, 2021.11.9, 2021-11-09; where it begins and ends. */
static bool date_in(
    const struct bulletin_points *t, struct date *out, size_t *begin, size_t *end)
{
    for (size_t i = 0; i + 5 < t->n; i++) {
        struct ymd y = {0, 0, 0};
        uint32_t mark = t->c[i + 4];

        if (i > 0 && bulletin_points_digit(t->c[i - 1]))
            continue;
        if (!year_digits(t, i, 4, &y.year))
            continue;
        if (mark == U'年' ? !month_day(t, i + 5, "月", "日", &y, end)
                          : (mark != '.' && mark != '-' && mark != '/') ||
                                !month_day_plain(t, i + 5, mark, &y, end))
            continue;
        *out = date_make(y.year, y.month, y.day);
        *begin = i;
        return true;
    }
    return false;
}

/* What stands before 编, 编印, 主办 …, or behind 主办单位：. */
static struct str publisher_in(struct arena *a, struct str s)
{
    static const char *const ends[] = {
        "编印", "编发", "编辑", "主办", "编", "印发", "主编", "编制", "编辑部", NULL};
    static const char *const begins[] = {
        "主办单位", "编印单位", "编辑单位", "编发单位", "主办", "编印", "编发", "编辑", NULL};
    static const char *const bodies[] = {"委员会", "办公室", "办公厅", "联工委", "代工委",
        "常委会", "人大", "主席团", "选联工委", "联络处", "研究室", "工委", "编辑部", "工作室",
        "代表处", "工作处", "秘书处", NULL};
    bool body = false;

    s = str_trim(s);
    for (size_t k = 0; begins[k] != NULL; k++)
        if (str_starts(s, str_of(begins[k]))) {
            struct str rest = str_sub(s, str_of(begins[k]).n, s.n);

            if (!str_starts(rest, S("：")) && !str_starts(rest, S(":")))
                continue;
            s = str_sub(rest, rest.p[0] == ':' ? 1 : 3, rest.n);
            break;
        }
    for (size_t k = 0; bodies[k] != NULL; k++)
        body = body || str_has(s, str_of(bodies[k]));
    if (!body || str_points(s) > 40 || str_has(s, S("。")) || str_has(s, S("，")))
        return (struct str){0};
    for (size_t e = 0; ends[e] != NULL; e++)
        if (str_ends(s, str_of(ends[e])))
            return str_dup(a, str_trim(str_sub(s, 0, s.n - str_of(ends[e]).n)));
    for (size_t k = 0; bodies[k] != NULL; k++)
        if (str_ends(s, str_of(bodies[k])))
            return str_dup(a, s);
    return (struct str){0};
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

/* 内部资料, 注意保存 and the like: said beside the publisher, and no part of anything. */
static bool remark(struct str s)
{
    static const char *const words[] = {
        "内部", "注意保存", "密级", "免费交流", "准印", "准字", "仅供参考", "电子版", NULL};

    for (size_t k = 0; words[k] != NULL; k++)
        if (str_has(s, str_of(words[k])))
            return true;
    return false;
}

/* Words of the line before and after its date, without remarks. */
static struct str publisher_of(
    const struct bulletin_raw *raw, const struct bulletin_points *t, size_t begin, size_t end)
{
    static const char *const marks[] = {"内部", "注意保存", "密级", "免费", NULL};
    struct str found = {0};
    size_t from[2] = {0, end}, to[2] = {begin, t->n};

    for (int k = 0; k < 2 && found.p == NULL; k++) {
        struct str s =
            bulletin_lines_close(raw->arena, bulletin_points_text(t, from[k], to[k]));

        for (size_t m = 0; marks[m] != NULL; m++) {
            size_t at = str_find(s, str_of(marks[m]));

            if (at != (size_t)-1)
                s = str_sub(s, 0, at);
        }
        found = publisher_in(raw->arena, s);
    }
    return found;
}

/* One line of the masthead; false when it belongs to the body. */
static bool head_line(const struct bulletin_raw *raw, size_t i, struct bulletin_text *out)
{
    const struct bulletin_line *l = &raw->lines.p[i];
    struct bulletin_points t = points_of(raw, i);
    struct str publisher;
    int64_t serial = between(&t, "总第", "期"), issue = between(&t, "第", "期");
    size_t begin = t.n, end = t.n;
    struct date day;
    bool any = false, sentence = str_has(l->text, S("，")) || str_has(l->text, S("。"));

    if (l->points > 60 || sentence)
        return false;
    if (serial == 0)
        serial = between(&t, "总期号", "");
    if (serial > 0 && out->serial_no == 0)
        any = (out->serial_no = serial) > 0;
    if (issue > 0 && out->issue_no == 0)
        any = (out->issue_no = issue) > 0;
    if (date_in(&t, &day, &begin, &end) && !date_is(out->date)) {
        out->date = day;
        any = true;
    }
    publisher = publisher_of(raw, &t, begin, end);
    if (publisher.n > 0 && out->publisher.p == NULL &&
        (out->issue_no > 0 || out->serial_no > 0 || date_is(out->date))) {
        out->publisher = publisher;
        any = true;
    }
    if (out->name.p == NULL && i < 3 && name_in(raw, l)) {
        out->name = CLOSE(l);
        any = true;
    }
    if (remark(CLOSE(l)) && i < 8)
        any = true;
    return any || (latin(l->text) && i < 6);
}

void bulletin_masthead(const struct bulletin_raw *raw, struct bulletin_text *out, size_t *first)
{
    size_t strange = 0;

    out->date = DATE_NONE;
    *first = 0;
    for (size_t i = 0; i < raw->lines.n && i < HEAD_LINES; i++) {
        bool complete = out->issue_no > 0 && out->serial_no > 0 && date_is(out->date) &&
                        out->publisher.p != NULL;

        if (complete || raw->lines.p[i].points > 60)
            break;
        if (head_line(raw, i, out)) {
            *first = i + 1;
            strange = 0;
        } else if (++strange > 2 && *first > 0) {
            break;
        }
    }
}

static const char *const foot_labels[] = {"责任编辑", "执行编辑", "本期编辑", "本期责编",
    "责编", "编辑", "主编", "编审", "校对", "审核", "审稿", "审签", "签发", "联系方式",
    "联系电话", "联系人", "电话", "传真", "电子邮箱", "电子邮件", "投稿邮箱", "邮箱", "E-mail",
    "Email", "地址", "邮编", "批准文号", "批准号", "内部资料准印证号", "内部资料准印证",
    "准印证号", "准印号", "准印证", "共印", "印数", "印刷", "印制", NULL};

static size_t blanks(struct str s, size_t at)
{
    while (at < s.n && (s.p[at] == ' ' || s.p[at] == '\t' || s.p[at] == '*'))
        at++;
    while (str_starts(str_sub(s, at, s.n), S("　")))
        at += 3;
    return at;
}

/* After the label that stands at this place, blanks between its characters allowed, and its
 * colon; 0: it does not. */
static size_t label_at(struct str s, size_t at, const char *label, bool colon)
{
    struct str l = str_of(label);

    for (size_t k = 0; k < l.n;) {
        size_t next = k;
        struct str c;

        (void)str_next(l, &next);
        c = str_sub(l, k, next - k);
        if (k > 0)
            at = blanks(s, at);
        if (!str_starts(str_sub(s, at, s.n), c))
            return 0;
        at += c.n;
        k = next;
    }
    at = blanks(s, at);
    if (str_starts(str_sub(s, at, s.n), S("：")))
        return at + 3;
    if (str_starts(str_sub(s, at, s.n), S(":")))
        return at + 1;
    return colon ? 0 : at;
}

static bool any_label(struct str s, size_t at, bool colon, size_t *end)
{
    for (size_t k = 0; foot_labels[k] != NULL; k++)
        if ((*end = label_at(s, at, foot_labels[k], colon)) > 0)
            return true;
    return false;
}

/* Words after the label up to the next label on the same line. */
static struct str labelled(struct arena *a, struct str line, const char *label)
{
    struct str none = {0};
    size_t at = 0, from = 0, end, other;

    for (bool begin = true; at < line.n && from == 0; begin = false) {
        /* 编辑 inside 责任编辑 is another label. */
        from = label_at(line, at, label, !begin);
        if (from == 0 && any_label(line, at, true, &other))
            at = other;
        else
            (void)str_next(line, &at);
    }
    if (from == 0)
        return none;
    for (end = from; end < line.n && !(end > from && any_label(line, end, true, &other));)
        (void)str_next(line, &end);
    line = str_trim(str_sub(line, from, end - from));
    while (str_ends(line, S("(")) || str_ends(line, S("（")) || str_ends(line, S("；")))
        line = str_trim(str_sub(line, 0, line.n - (str_ends(line, S("(")) ? 1 : 3)));
    return line.n == 0 ? none : str_dup(a, line);
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

/* 湘内资准字第12号 without a label. */
static struct str bare_number(struct arena *a, struct str line)
{
    struct str s = bulletin_lines_close(a, line), none = {0};
    bool has = str_has(s, S("准字")) || str_has(s, S("准印")) || str_has(s, S("内资"));

    return has && str_has(s, S("号")) && str_points(s) <= 40 ? s : none;
}

/* Telephone and mail, one behind the other. */
static void contact_add(struct arena *a, struct str more, struct bulletin_text *out)
{
    if (more.p == NULL || (out->contact.p != NULL && str_has(out->contact, more)))
        return;
    out->contact =
        out->contact.p == NULL ? more : str_f(a, "%.*s %.*s", STR(out->contact), STR(more));
}

static void foot_fields(
    const struct bulletin_raw *raw, struct str line, struct bulletin_text *out)
{
    static const char *const editors[] = {
        "责任编辑", "执行编辑", "本期责编", "责编", "本期编辑", "编辑", "主编", NULL};
    static const char *const contacts[] = {"联系方式", "联系电话", "电话", "电子邮箱",
        "电子邮件", "投稿邮箱", "邮箱", "E-mail", "Email", NULL};
    static const char *const numbers[] = {"批准文号", "内部资料准印证号", "内部资料准印证",
        "准印证号", "准印证", "准印号", "批准号", NULL};

    for (size_t k = 0; editors[k] != NULL && out->editor.p == NULL; k++)
        out->editor = labelled(raw->arena, line, editors[k]);
    for (size_t k = 0; contacts[k] != NULL; k++)
        contact_add(raw->arena, labelled(raw->arena, line, contacts[k]), out);
    for (size_t k = 0; numbers[k] != NULL && out->approval_no.p == NULL; k++)
        out->approval_no = labelled(raw->arena, line, numbers[k]);
    if (out->approval_no.p == NULL)
        out->approval_no = bare_number(raw->arena, line);
}

/* A recipient's line that only goes on the one before: that one was full, or ends open. */
static bool goes_on(const struct bulletin_line *before, const struct bulletin_line *l)
{
    return str_ends(before->text, S("、")) || str_ends(before->text, S("，")) ||
           str_ends(before->text, S(",")) ||
           (before->points >= 30 && !l->apart && !str_ends(before->text, S("。"))) ||
           (before->points >= 38 && l->points <= 14);
}

static const char *const sends[] = {"报送", "抄送", "主送", "分送", "抄报", "发送", "呈报",
    "印发至", "分发", "发至", "送", "报", "发", "呈", NULL};

/* After "送：" at this place; 0: none stands there. */
static size_t send_at(struct str s, size_t at)
{
    size_t end;

    for (size_t k = 0; sends[k] != NULL; k++)
        if ((end = label_at(s, at, sends[k], true)) > 0)
            return end;
    return 0;
}

struct recipients {
    struct str *p;
    size_t n, cap;
};

/* 报：…；送：…；发：… on one line are three. */
static void recipients_cut(struct arena *a, struct str s, struct recipients *all)
{
    static const char *const seps[] = {"；", ";", "。", NULL};
    size_t from = 0, at = 0, after;

    while (at < s.n) {
        size_t mark = 0;

        for (size_t k = 0; seps[k] != NULL && mark == 0; k++)
            if (str_starts(str_sub(s, at, s.n), str_of(seps[k])))
                mark = str_of(seps[k]).n;
        after = mark > 0 ? send_at(s, blanks(s, at + mark)) : 0;
        if (after == 0) {
            (void)str_next(s, &at);
            continue;
        }
        *VEC_PUSH(a, all) = str_trim(str_sub(s, from, at - from));
        from = at = after;
    }
    if (str_trim(str_sub(s, from, s.n)).n > 0)
        *VEC_PUSH(a, all) = str_trim(str_sub(s, from, s.n));
}

static void recipients(
    const struct bulletin_raw *raw, size_t from, size_t to, struct bulletin_text *out)
{
    struct recipients all = {0};

    for (size_t i = from; i < to; i++) {
        const struct bulletin_line *l = &raw->lines.p[i];
        struct str s = CLOSE(l);
        size_t after = send_at(s, 0);

        s = str_trim(str_sub(s, after, s.n));
        if (s.n == 0)
            continue;
        if (all.n > 0 && after == 0 && i > from && goes_on(&raw->lines.p[i - 1], l))
            all.p[all.n - 1] = str_f(raw->arena, "%.*s%.*s", STR(all.p[all.n - 1]), STR(s));
        else
            recipients_cut(raw->arena, s, &all);
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

static bool foot_line(const struct bulletin_raw *raw, size_t i)
{
    static const char *const bare[] = {"责任编辑", "责编", "联系方式", "联系电话", "批准文号",
        "准印证号", "本期编辑", "共印", "（共印", "(共印", NULL};
    struct str s = raw->lines.p[i].text;
    size_t end;

    if (any_label(s, 0, true, &end) || bulletin_lines_begins(&raw->lines.p[i], bare))
        return true;
    return bare_number(raw->arena, s).p != NULL;
}

/* 某办公室 2021年11月9日印发: the day where the masthead has none. */
static void printed_on(const struct bulletin_raw *raw, size_t from, struct bulletin_text *out)
{
    for (size_t i = from; i < raw->lines.n && !date_is(out->date); i++) {
        struct bulletin_points t = points_of(raw, i);
        struct date day;
        size_t begin, end;

        if (date_in(&t, &day, &begin, &end))
            out->date = day;
    }
}

void bulletin_imprint(
    const struct bulletin_raw *raw, size_t first, struct bulletin_text *out, size_t *last)
{
    size_t n = raw->lines.n, i = n > FOOT_LINES ? n - FOOT_LINES : 0, end;

    if (i < first)
        i = first;
    while (i < n && send_at(raw->lines.p[i].text, 0) == 0 && !foot_line(raw, i))
        i++;
    *last = i;
    for (end = i; end < n && !foot_line(raw, end);)
        end++;
    recipients(raw, i, end, out);
    for (; end < n; end++)
        foot_fields(raw, raw->lines.p[end].text, out);
    printed_on(raw, i, out);
    if (out->editor.p != NULL)
        out->editor = names_close(raw->arena, out->editor);
    if (out->approval_no.p != NULL)
        out->approval_no = number_only(bulletin_lines_close(raw->arena, out->approval_no));
    if (out->approval_no.p == NULL)
        for (i = 0; i < first && out->approval_no.p == NULL; i++)
            out->approval_no = labelled(raw->arena, raw->lines.p[i].text, "准印证号");
}
