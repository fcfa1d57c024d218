/*
 * activity_kind: the kinds, as rows: what each asks for, what it books, and the measures.
 *
 * Only attendances (人次) are booked: different people (人) of two activities cannot be added,
 * because somebody may have come to both.  Where a record tells only different people, each of
 * them attended once.
 *
 * Sources: Deputies Law 2025, Art. 26-31 (contact, groups, inspection, research between
 * sessions), Art. 58 (duty performance is recorded).
 */
#include "base/han.h"

#include "feature/activity/activity.h"

const char *const activity_unit_words[] = {"person", "person_time", "household", "item",
    "piece", "session", "yuan", "hour", "day", "firm", "set", "kilogram", "cubic_metre",
    "metre", "place", "each", "plant", "mu", NULL};
const char *const activity_goods_units[] = {
    "each", "item", "set", "kilogram", "cubic_metre", "metre", "plant", "place", NULL};
const char *const activity_venue_words[] = {
    "constituency", "neighbourhood", "enterprise", "school", "hospital", NULL};
const char *const activity_heading_words[] = {
    "publicise", "inform", "hear", "duty", "difficulty", "other_matter", NULL};
const char *const activity_mode_words[] = {
    "example", "guidance", "investment", "project", "technology", "party", NULL};
const char *const activity_state_words[] = {"stands", "withdrawn", NULL};
const char *const activity_role_words[] = {"host", "took_part", "invited", "met", NULL};
const char *const activity_service_words[] = {
    "policy", "teaching", "medical", "law", "housing", "farmland", NULL};
static const char *const outcome_words[] = {"agreed", "not_agreed", "follow_up", NULL};

#define COMMON (ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_OPINIONS)
/* Goods of several sorts, each in its own unit; what is booked is the unit's measure. */
#define GOODS(fact)                                                                            \
    {"material", NULL, fact}, {"material2", NULL, fact},                                       \
    {                                                                                          \
        "material3", NULL, fact                                                                \
    }
#define GOODS_NAMED                                                                            \
    {"goods", NULL, false}, {"goods2", NULL, false},                                           \
    {                                                                                          \
        "goods3", NULL, false                                                                  \
    }
/* Why it was held on another day than the rule of the place says. */
#define SHIFTED                                                                                \
    {                                                                                          \
        ACTIVITY_SHIFTED, NULL, false                                                          \
    }
#define PHOTOS (ACTIVITY_PHOTOS | ACTIVITY_MINUTES)

/* The order is that of the list to choose from: what is done daily comes first. */
const struct activity_kind activity_kinds[] = {
    {.word = "visit",
        .wants = COMMON | ACTIVITY_WANTS_PEOPLE | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS,
        .fact = "activity.visit",
        .fact_times = "activity.visit.times",
        .quantities = {{"households", "household", "activity.visit.households"}}},
    {.word = "reception",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.reception",
        .fact_times = "activity.reception.times"},
    {.word = "station_visit",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.station_visit",
        .fact_times = "activity.station_visit.times",
        .asks = {{"publicise", NULL, false, true}, {"inform", NULL, false, true},
            {"hear", NULL, false, true}, {"duty", NULL, false, true},
            {"difficulty", NULL, false, true}, {"other_matter", NULL, false, true}}},
    {.word = "return",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS,
        .fact = "activity.return",
        .fact_times = "activity.return.times",
        .quantities = {{"households", "household", "activity.return.households"}}},
    {.word = "hamlet_meeting",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.hamlet_meeting",
        .fact_times = "activity.hamlet_meeting.times",
        .quantities = {{"raised", "item", "activity.hamlet_meeting.raised"},
            {"solved", "item", "activity.hamlet_meeting.solved"}}},
    {.word = "group",
        .wants =
            COMMON | ACTIVITY_WANTS_UNTIL | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN | ACTIVITY_REPORT,
        .fact = "activity.group",
        .fact_times = "activity.group.times",
        .quantities = {{"solved", "item", "activity.group.solved"},
            {"reports", "piece", "activity.group.reports"}},
        .asks = {{"subject", NULL, false}}},
    {.word = "outreach",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS,
        .fact = "activity.outreach",
        .fact_times = "activity.outreach.times",
        .asks = {{"venue", activity_venue_words, true, true}}},
    {.word = "service",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.service",
        .fact_times = "activity.service.times",
        .quantities = {{"solved", "item", "activity.service.solved"},
            {"households", "household", "activity.service.households"},
            {"firms", "firm", "activity.service.firms"},
            {"farmland", "mu", "activity.service.farmland"}},
        .asks = {{"service", activity_service_words, true, true}}},
    {.word = "session",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.session",
        .fact_times = "activity.session.times",
        .quantities = {{"solved", "item", "activity.session.solved"}},
        .asks = {{"brand", NULL, true}, SHIFTED},
        .date_rule = "activity.days.session"},
    {.word = "talk",
        .wants = ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_PEOPLE | ACTIVITY_WANTS_MET |
                 ACTIVITY_CONFIDENTIAL,
        .fact = "activity.talk",
        .fact_times = "activity.talk.times"},
    {.word = "mediation",
        .wants = COMMON | ACTIVITY_WANTS_PEOPLE | ACTIVITY_WANTS_MET,
        .evidence = ACTIVITY_MINUTES,
        .fact = "activity.mediation",
        .fact_times = "activity.mediation.times",
        .asks = {{"outcome", outcome_words, true}}},
    {.word = "good_deed",
        .wants = COMMON | ACTIVITY_WANTS_UNTIL | ACTIVITY_WANTS_PEOPLE | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_RECEIPT,
        .fact = "activity.good_deed",
        .fact_times = "activity.good_deed.times",
        .quantities = {{"households", "household", "activity.good_deed.households"},
            {"money", "yuan", "activity.good_deed.money"}, GOODS("activity.good_deed.goods")},
        .asks = {{"mode", activity_mode_words, true}, GOODS_NAMED}},
    {.word = "donation",
        .wants = ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_PEOPLE |
                 ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_RECEIPT,
        .fact = "activity.donation",
        .fact_times = "activity.donation.times",
        .quantities = {{"money", "yuan", "activity.donation.money"},
            {"households", "household", "activity.donation.households"},
            GOODS("activity.donation.goods")},
        .asks = {GOODS_NAMED}},
    {.word = "volunteer",
        .wants = ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_PERSON_TIMES,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.volunteer",
        .fact_times = "activity.volunteer.times",
        .quantities = {{"hours", "hour", "activity.volunteer.hours"}}},
    {.word = "service_day",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.service_day",
        .fact_times = "activity.service_day.times",
        .quantities = {{"firms", "firm", "activity.service_day.firms"},
            {"money", "yuan", "activity.service_day.money"}},
        .asks = {SHIFTED},
        .date_rule = "activity.days.service_day"},
    {.word = "study",
        .wants = ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_PERSON_TIMES,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.study",
        .fact_times = "activity.study.times",
        .asks = {{"subject", NULL, true}}},
    {.word = "training",
        .wants = ACTIVITY_WANTS_UNTIL | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_PERSON_TIMES,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.training",
        .fact_times = "activity.training.times",
        .quantities = {{"hours", "hour", "activity.training.hours"}},
        .asks = {{"subject", NULL, true}}},
    {.word = "inspection",
        .wants =
            COMMON | ACTIVITY_WANTS_UNTIL | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_REPORT,
        .fact = "activity.inspection",
        .fact_times = "activity.inspection.times",
        .quantities = {{"problems", "item", "activity.inspection.problems"},
            {"reports", "piece", "activity.inspection.reports"}},
        .asks = {{"subject", NULL, true}}},
    {.word = "law_check",
        .wants =
            COMMON | ACTIVITY_WANTS_UNTIL | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_REPORT,
        .fact = "activity.law_check",
        .fact_times = "activity.law_check.times",
        .quantities = {{"problems", "item", "activity.law_check.problems"},
            {"reports", "piece", "activity.law_check.reports"}},
        .asks = {{"subject", NULL, true}}},
    {.word = "research",
        .wants =
            COMMON | ACTIVITY_WANTS_UNTIL | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_REPORT,
        .fact = "activity.research",
        .fact_times = "activity.research.times",
        .quantities = {{"reports", "piece", "activity.research.reports"}},
        .asks = {{"subject", NULL, true}}},
    {.word = NULL},
};

const char *const activity_kind_words[] = {"visit", "reception", "station_visit", "return",
    "hamlet_meeting", "group", "outreach", "service", "session", "talk", "mediation",
    "good_deed", "donation", "volunteer", "service_day", "study", "training", "inspection",
    "law_check", "research", NULL};
_Static_assert(COUNT(activity_kind_words) == COUNT(activity_kinds), "every kind has its word");

/* clang-format off */
#define HELD(kind) \
    {"activity." kind, "unit.session", MEASURE_FLOW, true}, \
    {"activity." kind ".times", "unit.person_time", MEASURE_FLOW, true}
/* Sessions of one sort among those of a kind. */
#define OF(what) {"activity." what, "unit.session", MEASURE_FLOW, true}
#define GOODS_IN(kind, unit) {"activity." kind ".goods." unit, "unit." unit, MEASURE_FLOW, true}
#define GOODS_OF(kind) \
    GOODS_IN(kind, "each"), GOODS_IN(kind, "item"), GOODS_IN(kind, "set"), \
    GOODS_IN(kind, "kilogram"), GOODS_IN(kind, "cubic_metre"), GOODS_IN(kind, "metre"), \
    GOODS_IN(kind, "plant"), GOODS_IN(kind, "place")
const struct measure activity_measures[] = {
    /* Opinions raised in activities; those of them that were answered on the spot. */
    {"activity.opinions", "unit.item", MEASURE_FLOW, true},
    {"activity.opinions.on_spot", "unit.item", MEASURE_FLOW, true},
    /* Good deeds that a second person looked at. */
    {"activity.good_deed.verified", "unit.session", MEASURE_FLOW, true},
    /* Reports sent to organs, and what those told the deputies of them. */
    {"activity.reports.forwarded", "unit.piece", MEASURE_FLOW, true},
    {"activity.reports.answered", "unit.piece", MEASURE_FLOW, true},
    /* Deputies who led or took part, each once per activity. */
    {"activity.deputies", "unit.person_time", MEASURE_FLOW, true},
    HELD("visit"),
    {"activity.visit.households", "unit.household", MEASURE_FLOW, true},
    HELD("reception"),
    HELD("station_visit"),
    OF("station_visit.publicise"), OF("station_visit.inform"), OF("station_visit.hear"),
    OF("station_visit.duty"), OF("station_visit.difficulty"), OF("station_visit.other_matter"),
    HELD("return"),
    {"activity.return.households", "unit.household", MEASURE_FLOW, true},
    HELD("hamlet_meeting"),
    {"activity.hamlet_meeting.raised", "unit.item", MEASURE_FLOW, true},
    {"activity.hamlet_meeting.solved", "unit.item", MEASURE_FLOW, true},
    HELD("group"),
    {"activity.group.solved", "unit.item", MEASURE_FLOW, true},
    {"activity.group.reports", "unit.piece", MEASURE_FLOW, true},
    HELD("outreach"),
    OF("outreach.venue.constituency"), OF("outreach.venue.neighbourhood"),
    OF("outreach.venue.enterprise"), OF("outreach.venue.school"), OF("outreach.venue.hospital"),
    HELD("service"),
    OF("service.service.policy"), OF("service.service.teaching"), OF("service.service.medical"),
    OF("service.service.law"), OF("service.service.housing"), OF("service.service.farmland"),
    {"activity.service.solved", "unit.item", MEASURE_FLOW, true},
    {"activity.service.households", "unit.household", MEASURE_FLOW, true},
    {"activity.service.firms", "unit.firm", MEASURE_FLOW, true},
    {"activity.service.farmland", "unit.mu", MEASURE_FLOW, true},
    HELD("session"),
    {"activity.session.solved", "unit.item", MEASURE_FLOW, true},
    {"activity.talk", "unit.session", MEASURE_FLOW, false},
    {"activity.talk.times", "unit.person_time", MEASURE_FLOW, false},
    HELD("mediation"),
    HELD("good_deed"),
    {"activity.good_deed.households", "unit.household", MEASURE_FLOW, true},
    {"activity.good_deed.money", "unit.yuan", MEASURE_MONEY, true},
    GOODS_OF("good_deed"),
    HELD("donation"),
    {"activity.donation.households", "unit.household", MEASURE_FLOW, true},
    {"activity.donation.money", "unit.yuan", MEASURE_MONEY, true},
    GOODS_OF("donation"),
    HELD("volunteer"),
    {"activity.volunteer.hours", "unit.hour", MEASURE_FLOW, true},
    HELD("service_day"),
    {"activity.service_day.firms", "unit.firm", MEASURE_FLOW, true},
    {"activity.service_day.money", "unit.yuan", MEASURE_MONEY, true},
    HELD("study"),
    HELD("training"),
    {"activity.training.hours", "unit.hour", MEASURE_FLOW, true},
    HELD("inspection"),
    {"activity.inspection.problems", "unit.item", MEASURE_FLOW, true},
    {"activity.inspection.reports", "unit.piece", MEASURE_FLOW, true},
    HELD("law_check"),
    {"activity.law_check.problems", "unit.item", MEASURE_FLOW, true},
    {"activity.law_check.reports", "unit.piece", MEASURE_FLOW, true},
    HELD("research"),
    {"activity.research.reports", "unit.piece", MEASURE_FLOW, true},
    {NULL, NULL, MEASURE_FLOW, false},
};

const struct rule_default activity_rules[] = {
    {"activity.days.session", "any", "各地做法，有固定日子的地方另行规定", false, RULE_DAYS},
    {"activity.days.service_day", "monthday:06-25", "为民服务日（2014 年以来）", false, RULE_DAYS},
    {"clock.activity.feedback", "3m", "代表法第三十一条；期限为浙江做法，重庆 1 个月", false, RULE_PERIOD},
    {NULL, NULL, NULL, false, RULE_FREE},
};
/* clang-format on */

const struct personal_field activity_personal[] = {
    {"activity_person", "name_sealed", "activity.purpose.name",
        "Personal Information Protection Law Art. 13(3), 34", 36, MASK_NAME, .uid = "uid",
        .index = "name_index", .index_name = "activity_person.name"},
    {.table = NULL},
};
const struct keyed_hash activity_hashes[] = {
    {"activity", "digest", "activity-digest"},
    {NULL, NULL, NULL},
};

const struct activity_kind *activity_kind_find(struct str word)
{
    for (const struct activity_kind *k = activity_kinds; k->word != NULL; k++)
        if (str_is(word, k->word))
            return k;
    return NULL;
}

static bool has_digit(int32_t n, char digit)
{
    return (n >= 10 && '0' + n / 10 == digit) || '0' + n % 10 == digit;
}

/* "digit:4", or of several brands "逢四说事=digit:4;居民下午茶=weekday:5": that of the brand,
 * else the one without a name. */
struct str activity_day_rule(struct arena *a, struct str value, struct str brand)
{
    struct str rest = value, found = S("any"), folded = han_fold(a, brand);

    while (rest.n > 0) {
        struct str one = str_cut(rest, ';', &rest), what, name = str_cut(one, '=', &what);

        if (what.p == NULL && str_is(found, "any"))
            found = str_trim(one);
        else if (what.p != NULL && folded.n > 0 && str_eq(han_fold(a, name), folded))
            return str_trim(what);
    }
    return found;
}

bool activity_day_fits(struct arena *a, struct str rule, struct date day)
{
    struct str rest, what = str_cut(rule, ':', &rest);

    if (str_is(what, "digit") && rest.n == 1)
        return has_digit(date_ymd(day).day, rest.p[0]);
    if (str_is(what, "weekday") && rest.n == 1)
        return '0' + date_weekday(day) == rest.p[0];
    if (str_is(what, "monthday"))
        return str_eq(rest, str_sub(date_text(a, day), 5, 5));
    return true;
}

enum err activity_days_of(struct cx *cx, const struct activity_kind *k, struct str division,
    struct date day, struct str *value)
{
    struct rule rule;
    bool found = false;

    *value = S("any");
    if (k->date_rule != NULL)
        TRY(rules_find(cx, str_of(k->date_rule), division, day, &rule, &found));
    if (found)
        *value = rule.value;
    return OK;
}

enum err activity_on_day(struct cx *cx, const struct activity_kind *k,
    const struct activity_in *in, struct str *rule)
{
    struct str value, brand = S("");

    EACH (f, &in->fields)
        if (str_is(f->name, "brand"))
            brand = f->value;
    TRY(activity_days_of(cx, k, in->division, in->day, &value));
    *rule = activity_day_rule(cx->arena, value, brand);
    if (activity_day_fits(cx->arena, *rule, in->day))
        *rule = (struct str){0};
    return OK;
}

struct str activity_day_words(struct cx *cx, struct str rule)
{
    struct str arg, what = str_cut(rule, ':', &arg);

    if (str_is(what, "weekday"))
        arg = text_find(cx->lang, str_f(cx->arena, "weekday.%.*s", STR(arg)));
    return text_fill(cx->arena, cx->lang,
        str_is(what, "digit")     ? TEXT_activity_rule_digit
        : str_is(what, "weekday") ? TEXT_activity_rule_weekday
                                  : TEXT_activity_rule_monthday,
        (const struct str[]){arg}, 1);
}
