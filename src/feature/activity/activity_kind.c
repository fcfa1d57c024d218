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
#include "feature/activity/activity.h"

const char *const activity_unit_words[] = {"person", "person_time", "household", "item",
    "piece", "session", "yuan", "hour", "day", "firm", "set", "kilogram", "cubic_metre",
    "metre", "place", NULL};
const char *const activity_venue_words[] = {
    "constituency", "neighbourhood", "enterprise", "school", "hospital", NULL};
const char *const activity_heading_words[] = {
    "publicise", "inform", "hear", "duty", "difficulty", "other_matter", NULL};
const char *const activity_mode_words[] = {
    "example", "guidance", "investment", "project", "technology", "party", NULL};
const char *const activity_state_words[] = {"stands", "withdrawn", NULL};
const char *const activity_role_words[] = {"host", "took_part", "invited", "met", NULL};
static const char *const outcome_words[] = {"agreed", "not_agreed", "follow_up", NULL};

#define COMMON (ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_OPINIONS)
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
        .asks = {{"publicise", NULL, false}, {"inform", NULL, false}, {"hear", NULL, false},
            {"duty", NULL, false}, {"difficulty", NULL, false}, {"other_matter", NULL, false}}},
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
        .asks = {{"subject", NULL, false}}},
    {.word = "outreach",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES | ACTIVITY_WANTS_MET,
        .evidence = PHOTOS,
        .fact = "activity.outreach",
        .fact_times = "activity.outreach.times",
        .asks = {{"venue", activity_venue_words, true}}},
    {.word = "session",
        .wants = COMMON | ACTIVITY_WANTS_PERSON_TIMES,
        .evidence = PHOTOS | ACTIVITY_SIGN_IN,
        .fact = "activity.session",
        .fact_times = "activity.session.times",
        .quantities = {{"solved", "item", "activity.session.solved"}},
        .asks = {{"brand", NULL, true}},
        .date_rule = "activity.days.session"},
    {.word = "talk",
        .wants = ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_PEOPLE | ACTIVITY_WANTS_MET,
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
            {"money", "yuan", "activity.good_deed.money"}, {"material", NULL, NULL}},
        .asks = {{"mode", activity_mode_words, true}}},
    {.word = "donation",
        .wants = ACTIVITY_WANTS_STATION | ACTIVITY_WANTS_GROUPS | ACTIVITY_WANTS_PEOPLE |
                 ACTIVITY_WANTS_AREAS,
        .evidence = PHOTOS | ACTIVITY_RECEIPT,
        .fact = "activity.donation",
        .fact_times = "activity.donation.times",
        .quantities = {{"money", "yuan", "activity.donation.money"},
            {"households", "household", "activity.donation.households"},
            {"material", NULL, NULL}},
        .asks = {{"goods", NULL, false}}},
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
    "hamlet_meeting", "group", "outreach", "session", "talk", "mediation", "good_deed",
    "donation", "volunteer", "service_day", "study", "training", "inspection", "law_check",
    "research", NULL};
_Static_assert(COUNT(activity_kind_words) == COUNT(activity_kinds), "every kind has its word");

/* clang-format off */
#define HELD(kind) \
    {"activity." kind, "unit.session", MEASURE_FLOW, true}, \
    {"activity." kind ".times", "unit.person_time", MEASURE_FLOW, true}
const struct measure activity_measures[] = {
    /* Deputies who led or took part, each once per activity. */
    {"activity.deputies", "unit.person_time", MEASURE_FLOW, true},
    HELD("visit"),
    {"activity.visit.households", "unit.household", MEASURE_FLOW, true},
    HELD("reception"),
    HELD("station_visit"),
    HELD("return"),
    {"activity.return.households", "unit.household", MEASURE_FLOW, true},
    HELD("hamlet_meeting"),
    {"activity.hamlet_meeting.raised", "unit.item", MEASURE_FLOW, true},
    {"activity.hamlet_meeting.solved", "unit.item", MEASURE_FLOW, true},
    HELD("group"),
    HELD("outreach"),
    HELD("session"),
    {"activity.session.solved", "unit.item", MEASURE_FLOW, true},
    {"activity.talk", "unit.session", MEASURE_FLOW, false},
    {"activity.talk.times", "unit.person_time", MEASURE_FLOW, false},
    HELD("mediation"),
    HELD("good_deed"),
    {"activity.good_deed.households", "unit.household", MEASURE_FLOW, true},
    {"activity.good_deed.money", "unit.yuan", MEASURE_MONEY, true},
    HELD("donation"),
    {"activity.donation.households", "unit.household", MEASURE_FLOW, true},
    {"activity.donation.money", "unit.yuan", MEASURE_MONEY, true},
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
    {"activity.days.session", "any", "local practice, set for the congress that has a fixed day", false},
    {"activity.days.service_day", "monthday:06-25", "service day, since 2014", false},
    {NULL, NULL, NULL, false},
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

enum err activity_on_day(struct cx *cx, const struct activity_kind *k, struct str division,
    struct date day, bool *yes)
{
    struct rule rule;
    struct str rest, what;
    struct ymd d = date_ymd(day);
    bool found = false;

    *yes = true;
    if (k->date_rule != NULL)
        TRY(rules_find(cx, str_of(k->date_rule), division, day, &rule, &found));
    if (!found)
        return OK;
    what = str_cut(rule.value, ':', &rest);
    if (str_is(what, "digit") && rest.n == 1)
        *yes = has_digit(d.day, rest.p[0]);
    else if (str_is(what, "weekday") && rest.n == 1)
        *yes = '0' + date_weekday(day) == rest.p[0];
    else if (str_is(what, "monthday"))
        *yes = str_eq(rest, str_sub(date_text(cx->arena, day), 5, 5));
    return OK;
}
