/*
 * bulletin_names: names of places and organisations against the registry, sessions against
 * their calendar.
 *
 * An organisation is looked for where its words begin with a place (衡南县交通运输局) or with
 * 省 市 县 区, which mean those above the article (县交通运输局).  A name is good when it is in
 * force on the day of the issue, or a local alias then; a former one is told with today's.
 */
#include "base/han.h"

#include "feature/bulletin/bulletin_lines.h"
#include "feature/bulletin/bulletin_look.h"
#include "feature/bulletin/bulletin_session.h"
#include "feature/registry/registry.h"

enum {
    ORG_POINTS = 24,
    ALIKE = 55 /* percent of common pairs */
};

static struct date day_of(const struct bulletin_look *l)
{
    return date_is(l->issue->day) ? l->issue->day : date_of(l->cx->now);
}

static bool in_force(const struct bulletin_look *l, const struct registry_named *n)
{
    int64_t day = day_of(l).day;

    return (!date_is(n->valid_from) || n->valid_from.day <= day) &&
           (!date_is(n->valid_to) || n->valid_to.day >= day);
}

/* Characters that end or begin other words, so that no name of a place goes over them. */
static bool generic(uint32_t c)
{
    static const uint32_t all[] = {U'各', U'全', U'本', U'该', U'县', U'市', U'乡', U'区',
        U'、', U'个', U'省', U'进', U'到', U'和', U'与', U'级', U'农', U'山', U'的', U'在',
        U'下', U'驻', U'美', U'新', U'某', U'两', U'湾', U'社', U'州', U'镇', U'村', U'每',
        U'跨', U'为', U'（', U'，', U'。', U'“', U'”', U'《', U'》', U'；', U'：', U'数', U'〗',
        U'源'};

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i] == c)
            return true;
    return !bulletin_points_han(c) || bulletin_points_numeral(c);
}

/* Does a place bear this name on the day, or did one before? */
static enum err place_known(struct bulletin_look *l, struct str name, bool *is, struct str *now)
{
    struct registry_named_list all;

    *is = false;
    TRY(registry_named_places(l->cx, name, &all));
    EACH (n, &all) {
        *is = *is || in_force(l, n);
        if (!in_force(l, n) && now->p == NULL)
            *now = n->name;
    }
    return OK;
}

/* Names that end in 镇, 乡, 街道, 县: up to five characters before it. */
static enum err places(struct bulletin_look *l, const struct bulletin_points *t)
{
    static const char *const ends[] = {"街道", "镇", "乡", "县", NULL};

    for (size_t i = 2; i < t->n && l->out->n < BULLETIN_FINDINGS_MAX; i++) {
        size_t n = bulletin_points_word(t, i, ends, NULL), from = i;
        struct str now = {0}, words;
        bool is = false;

        if (n == 0 || generic(t->c[i - 1]) || (i + n < t->n && t->c[i + n] == U'级'))
            continue;
        for (size_t back = 1; back <= 5 && back <= i && !is && now.p == NULL; back++) {
            if (!bulletin_points_han(t->c[i - back]))
                break;
            from = i - back;
            TRY(place_known(l, bulletin_points_text(t, from, i + n), &is, &now));
        }
        if (is || from == i)
            continue;
        words = bulletin_points_text(t, now.p != NULL || from + 3 > i ? from : i - 3, i + n);
        bulletin_findings_add(l, FINDING_PLACE, words, now.p == NULL ? S("") : now);
    }
    return OK;
}

static const char *const org_ends[] = {"委员会", "办公室", "联工委", "人大工委", "服务中心",
    "事务中心", "管理局", "人民法院", "人民检察院", "人民政府", "主席团", "办事处", "局", NULL};

/* Does a word that ends before i go on with what stands there?  和 and the like do not. */
static bool inside(const struct bulletin_points *t, size_t i)
{
    static const uint32_t free[] = {
        U'和', U'与', U'及', U'由', U'对', U'向', U'到', U'在', U'把', U'被', U'请', U'经'};

    for (size_t k = 0; k < COUNT(free) && i > 0; k++)
        if (t->c[i - 1] == free[k])
            return false;
    return i > 0 && bulletin_points_han(t->c[i - 1]);
}

/* The place that these words begin with, in force or former, or that 省 市 县 区 means above
 * the article; *after is where the organisation's own words begin. */
static enum err place_of(struct bulletin_look *l, const struct bulletin_points *t, size_t i,
    struct division *out, size_t *after)
{
    static const uint32_t levels[] = {U'省', U'市', U'县', U'区'};
    struct division_list path;
    bool level = false;

    *after = 0;
    for (size_t n = 6; n >= 2 && *after == 0; n--) {
        struct registry_named_list all;
        uint32_t last = i + n <= t->n ? t->c[i + n - 1] : 0;

        if (last != U'省' && last != U'市' && last != U'县' && last != U'区' && last != U'镇' &&
            last != U'乡' && last != U'道')
            continue;
        TRY(registry_named_places(l->cx, bulletin_points_text(t, i, i + n), &all));
        if (all.n == 0)
            continue;
        TRY(registry_division(l->cx, all.p[0].code, out));
        *after = i + n;
    }
    for (size_t k = 0; k < COUNT(levels); k++)
        level = level || t->c[i] == levels[k];
    if (*after > 0 || !level || inside(t, i))
        return OK;
    TRY(registry_path(l->cx, l->article->division, &path));
    EACH (d, &path) {
        struct str name = d->name;

        for (size_t k = 0; k < COUNT(levels); k++)
            if (t->c[i] == levels[k] && (int)d->kind == (k == 0      ? (int)DIVISION_PROVINCE
                                                            : k == 1 ? (int)DIVISION_PREFECTURE
                                                                     : (int)DIVISION_COUNTY)) {
                *out = *d;
                out->name = name;
                *after = i + 1;
            }
    }
    return OK;
}

/* Words that stand between a place and another word: what is said of several, or of none. */
static bool several(const struct bulletin_points *t, size_t from, size_t to)
{
    static const char *const words[] = {"各", "有关", "相关", "直", "等", "和", "与", "及",
        "的", "本", "该", "其他", "多个", "级", "两", "人大代表", "全体", "在", "将", "由",
        "向", "对", "组织", "召开", "会同", "联合", "邀请", "一府", NULL};

    for (size_t i = from; i < to; i++)
        if (!bulletin_points_han(t->c[i]) || bulletin_points_word(t, i, words, NULL) > 0)
            return true;
    return to < from + 1;
}

/* The nearest name of an organisation of this place. */
static enum err nearest(
    struct bulletin_look *l, const struct division *d, struct str whole, struct str *out)
{
    struct org_filter f = {.division = d->code, .max = 200};
    struct org_list all;
    int best = ALIKE;
    bool more;

    *out = S("");
    TRY(registry_org_list(l->cx, &f, &all, &more));
    EACH (o, &all) {
        int alike =
            str_eq(o->division, d->code) ? han_similar(l->cx->arena, o->name, whole) : 0;

        if (alike > best) {
            best = alike;
            *out = o->name;
        }
    }
    return OK;
}

/* Is it in force that day, an alias then, a former name, or none? */
static enum err org_judge(
    struct bulletin_look *l, const struct division *d, struct str said, struct str whole)
{
    struct registry_named_list all, brief;
    struct str now = {0};

    TRY(registry_named_orgs(l->cx, whole, &all));
    TRY(registry_named_orgs(l->cx, said, &brief));
    EACH (n, &all) {
        if (in_force(l, n))
            return OK;
        now = n->name;
    }
    EACH (n, &brief) {
        if (in_force(l, n))
            return OK;
        now = n->name;
    }
    if (now.p != NULL) {
        bulletin_findings_add(l, FINDING_ORG_FORMER, said, now);
        return OK;
    }
    TRY(nearest(l, d, whole, &now));
    bulletin_findings_add(l, FINDING_ORG, said, now);
    return OK;
}

static enum err orgs(struct bulletin_look *l, const struct bulletin_points *t)
{
    for (size_t i = 0; i < t->n && l->out->n < BULLETIN_FINDINGS_MAX; i++) {
        struct division d = {0};
        size_t after = 0, end;
        struct str said, own;

        if (!bulletin_points_han(t->c[i]))
            continue;
        TRY(place_of(l, t, i, &d, &after));
        if (after == 0)
            continue;
        for (end = after; end < t->n && end - after < ORG_POINTS; end++)
            if (bulletin_points_word(t, end, org_ends, NULL) > 0)
                break;
        if (end >= t->n || end - after >= ORG_POINTS || several(t, after, end))
            continue;
        end += bulletin_points_word(t, end, org_ends, NULL);
        /* 人大常委会联工委 goes on after 委员会. */
        while (end < t->n && bulletin_points_word(t, end, org_ends, NULL) > 0)
            end += bulletin_points_word(t, end, org_ends, NULL);
        said = bulletin_points_text(t, i, end);
        own = bulletin_points_text(t, after, end);
        TRY(org_judge(l, &d, said, str_f(l->cx->arena, "%.*s%.*s", STR(d.name), STR(own))));
        i = end - 1;
    }
    return OK;
}

/* Congresses of the nation and the provinces rule in terms of five years: the 14th began in
 * 2023 (Constitution, Art. 60 and 98). */
static int64_t term_counted(int32_t year)
{
    return 14 + (year >= 2023 ? (year - 2023) / 5 : -((2022 - year) / 5 + 1));
}

/* Whose congress 省, 市, 县, 区, 乡, 镇 before 届 is; absent code: not known. */
static enum err whose(struct bulletin_look *l, uint32_t body, struct str *division)
{
    struct division_list path;

    *division = S("");
    TRY(registry_path(
        l->cx, l->article->division.n > 0 ? l->article->division : l->issue->division, &path));
    EACH (d, &path)
        if ((body == U'省' && d->kind == DIVISION_PROVINCE) ||
            (body == U'市' && d->kind == DIVISION_PREFECTURE) ||
            ((body == U'县' || body == U'区') && d->kind == DIVISION_COUNTY) ||
            ((body == U'乡' || body == U'镇') && d->kind == DIVISION_TOWN))
            *division = d->code;
    return OK;
}

static void session_found(struct bulletin_look *l, struct str words, int64_t n, bool term)
{
    struct str number = han_number(l->cx->arena, n);

    bulletin_findings_add(l, FINDING_SESSION, words,
        str_f(l->cx->arena, term ? "第%.*s届" : "至第%.*s次", STR(number)));
}

/* 次 up to the next one to come: one that was planned may be named. */
static enum err session_judge(struct bulletin_look *l, const struct congress *c,
    enum session_body body, int64_t number, struct str words)
{
    struct bulletin_session_list all;
    int64_t last = 0;
    bool listed = false;

    TRY(bulletin_sessions(l->cx, c->id, &all));
    EACH (s, &all) {
        if (s->body != body)
            continue;
        listed = listed || s->number == number;
        if (s->number > last && s->opened.day <= day_of(l).day)
            last = s->number;
    }
    if (last > 0 && !listed && number != last + 1)
        session_found(l, words, last, false);
    return OK;
}

/* The congress that sits on the day of the issue; when it has another term than the text says,
 * the term is told. */
static enum err term_judge(
    struct bulletin_look *l, uint32_t body, int64_t term, struct str words, struct congress *c)
{
    struct str division;
    struct date day = day_of(l);
    bool found = false;

    c->id = 0;
    if (body == U'省' || body == U'国') {
        int64_t now = term_counted(date_ymd(day).year);

        if (term != now) {
            session_found(l, words, now, true);
            return OK;
        }
    }
    TRY(whose(l, body, &division));
    if (division.n == 0)
        return OK;
    TRY(bulletin_session_congress(l->cx, division, term, c, &found));
    if (found && c->valid_from.day <= day.day)
        return OK;
    c->id = 0;
    if (body == U'省' || body == U'国')
        return OK;
    TRY(bulletin_session_sitting(l->cx, division, day, c, &found));
    if (found)
        session_found(l, words, c->term, true);
    c->id = 0;
    return OK;
}

/* 省十三届人大四次会议, 市第十六届人民代表大会第三次会议, 县十八届人大常委会第30次会议 */
static enum err sessions(struct bulletin_look *l, const struct bulletin_points *t)
{
    static const char *const bodies[] = {
        "届人民代表大会常务委员会", "届人大常委会", "届人民代表大会", "届人大", NULL};

    for (size_t i = 1; i < t->n; i++) {
        struct bulletin_numeral v, n;
        struct congress c;
        const char *which;
        size_t body = t->c[i - 1] == U'第' && i > 1 ? i - 2 : i - 1, end;
        bool number = bulletin_points_numeral(t->c[i]) || bulletin_points_digit(t->c[i]);

        if (!number || bulletin_points_numeral(t->c[i - 1]) ||
            bulletin_points_digit(t->c[i - 1]) || !bulletin_numeral_at(t, i, &v))
            continue;
        end = bulletin_points_word(t, v.end, bodies, &which);
        if (end == 0)
            continue;
        end += v.end;
        TRY(term_judge(l, t->c[body], v.value.digits, bulletin_points_text(t, body, end), &c));
        if (end < t->n && t->c[end] == U'第')
            end++;
        if (c.id == 0 || !bulletin_numeral_at(t, end, &n) ||
            !bulletin_points_at(t, n.end, "次"))
            continue;
        TRY(session_judge(l, &c,
            str_has(str_of(which), S("常")) ? SESSION_COMMITTEE : SESSION_CONGRESS,
            n.value.digits, bulletin_points_text(t, body, n.end + 1)));
    }
    return OK;
}

enum err bulletin_names(struct bulletin_look *l, struct str text)
{
    struct bulletin_raw raw;
    struct bulletin_points t;

    bulletin_lines(l->cx->arena, text, &raw);
    t = bulletin_lines_join(&raw, 0, raw.lines.n, NULL);
    TRY(places(l, &t));
    TRY(bulletin_twice(l, &t));
    TRY(orgs(l, &t));
    return sessions(l, &t);
}
