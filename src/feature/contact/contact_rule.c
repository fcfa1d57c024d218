/*
 * contact: what the rule sets ask (numbers of links, how often, in which week).
 */
#include "feature/contact/contact.h"

#define MANY_LINKS 100000

/* clang-format off */
#define FOR_OFFICE(office)                                             \
    {"contact." office ".deputies", NULL, NULL, false, RULE_RANGE},    \
    {"contact." office ".townships", NULL, NULL, false, RULE_RANGE},   \
    {"contact." office ".visits", NULL, NULL, false, RULE_OFTEN},      \
    {"contact." office ".week", NULL, NULL, false, RULE_WEEK}
/* clang-format on */

const struct rule_default contact_rules[] = {
    {"contact.director.deputies", "5-10", "班子成员每人联系 5–10 名代表（耒阳做法）", false,
        RULE_RANGE},
    {"contact.vice_director.deputies", "5-10", "班子成员每人联系 5–10 名代表（耒阳做法）",
        false, RULE_RANGE},
    {"contact.secretary_general.deputies", "5-10", "班子成员每人联系 5–10 名代表（耒阳做法）",
        false, RULE_RANGE},
    {"contact.member.deputies", "4", "每名组成人员固定联系 4 名代表（衡阳、益阳做法）", false,
        RULE_RANGE},
    {"contact.director.townships", "5", "班子成员每人联系 5 个乡镇（耒阳做法）", false,
        RULE_RANGE},
    {"contact.vice_director.townships", "5", "班子成员每人联系 5 个乡镇（耒阳做法）", false,
        RULE_RANGE},
    {"contact.director.visits", "monthly", "班子成员每月走访（耒阳做法）", false, RULE_OFTEN},
    {"contact.vice_director.visits", "monthly", "班子成员每月走访（耒阳做法）", false,
        RULE_OFTEN},
    {"contact.secretary_general.visits", "monthly", "班子成员每月走访（耒阳做法）", false,
        RULE_OFTEN},
    {"contact.member.visits", "half_yearly", "双联情况每年收集两次（衡阳做法）", false,
        RULE_OFTEN},
    {"contact.deputy.visits", "half_yearly", "双联情况每年收集两次（衡阳做法）", false,
        RULE_OFTEN},
    {"contact.director.week", "first", "每月第一周为班子成员联系乡镇日（耒阳做法）", false,
        RULE_WEEK},
    {"contact.vice_director.week", "first", "每月第一周为班子成员联系乡镇日（耒阳做法）", false,
        RULE_WEEK},
    {"contact.deputy.voters", "10-", "每名代表经常联系 10 名以上选民（实践）", false,
        RULE_RANGE},
    {"contact.group.yearly", "1", "代表小组每年至少活动 1 次（益阳做法）", false, RULE_NUMBER},
    {"contact.group.office", "9m",
        "小组自己先看到；年初起满 9 个月仍无活动的，办事机构看到（本系统）", false,
        RULE_PERIOD},
    {"contact.team.deputies", "3-5", "代表组队：3–5 名县乡代表（长沙做法）", false, RULE_RANGE},
    /* What may be set for offices for which nothing is shipped. */
    FOR_OFFICE("director"),
    FOR_OFFICE("vice_director"),
    FOR_OFFICE("secretary_general"),
    FOR_OFFICE("member"),
    FOR_OFFICE("party"),
    FOR_OFFICE("government"),
    FOR_OFFICE("supervision"),
    FOR_OFFICE("court"),
    FOR_OFFICE("procuratorate"),
    FOR_OFFICE("department"),
    FOR_OFFICE("presidium"),
    {"contact.group.each", NULL, NULL, false, RULE_OFTEN},
    {NULL, NULL, NULL, false},
};

bool contact_range_parse(struct str s, struct contact_range *out)
{
    struct str rest, first = str_trim(str_cut(s, '-', &rest));
    struct contact_range r = {.set = true};

    if (num_parse(first, 0, MANY_LINKS, &r.min) != OK)
        return false;
    if (rest.p == NULL)
        r.max = r.min;
    else if (!str_empty(str_trim(rest)) &&
             num_parse(str_trim(rest), 1, MANY_LINKS, &r.max) != OK)
        return false;
    if (r.max > 0 && r.max < r.min)
        return false;
    *out = r;
    return true;
}

struct str contact_range_text(struct arena *a, enum lang lang, struct contact_range r)
{
    bool zh = lang == LANG_ZH;

    if (r.max == 0)
        return str_f(a, zh ? "不少于 %lld" : "at least %lld", (long long)r.min);
    if (r.max == r.min)
        return str_f(a, zh ? "%lld" : "exactly %lld", (long long)r.min);
    return str_f(a, zh ? "%lld–%lld" : "%lld to %lld", (long long)r.min, (long long)r.max);
}

static enum err range_of(struct cx *cx, enum contact_office office, const char *what,
    struct str division, struct date on, struct contact_range *out, struct str *source)
{
    struct rule rule;
    bool found;

    *out = (struct contact_range){0};
    TRY(rules_find(cx, str_f(cx->arena, "contact.%s.%s", contact_office_words[office], what),
        division, on, &rule, &found));
    if (!found || !contact_range_parse(rule.value, out))
        return OK;
    if (source->p == NULL)
        *source = rule.source;
    return OK;
}

int32_t contact_months(struct str word)
{
    static const struct {
        const char *word;
        int32_t months;
    } all[] = {{"monthly", 1}, {"quarterly", 3}, {"half_yearly", 6}, {"yearly", 12}};

    for (size_t i = 0; i < COUNT(all); i++)
        if (str_is(word, all[i].word))
            return all[i].months;
    return 0;
}

enum err contact_ask_of(struct cx *cx, enum contact_office office, struct str division,
    struct date on, struct contact_ask *out)
{
    static const char *const what[] = {"deputies", "townships", "voters"};
    struct contact_ask ask = {0};
    struct rule rule;
    bool found;

    for (size_t k = 0; k < CONTACT_KINDS; k++)
        TRY(range_of(cx, office, what[k], division, on, &ask.links[k], &ask.source));
    TRY(rules_find(cx, str_f(cx->arena, "contact.%s.visits", contact_office_words[office]),
        division, on, &rule, &found));
    if (found)
        ask.months = contact_months(rule.value);
    if (found && ask.source.p == NULL)
        ask.source = rule.source;
    TRY(rules_find(cx, str_f(cx->arena, "contact.%s.week", contact_office_words[office]),
        division, on, &rule, &found));
    ask.first_week = found && str_is(rule.value, "first");
    *out = ask;
    return OK;
}

void contact_period(int32_t months, struct date day, struct date *from, struct date *to)
{
    struct ymd d = date_ymd(day);
    int32_t first = (d.month - 1) / months * months + 1;

    *from = date_make(d.year, first, 1);
    *to = date_add(date_add_months(*from, months), -1);
}
