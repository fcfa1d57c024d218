/* activity: recorded once, counted once, corrected by counter-entries, read by those allowed.
 */
#include "feature/activity/activity_import.h"
#include "feature/activity/activity_names.h"
#include "feature/activity/activity_theme.h"
#include "feature/demo/demo_activity.h"

#include "activity_help.h"

#define COUNTY "430407000000"
#define TOWN "430407001000"
#define NEXT_TOWN "430407002000"
#define ELSEWHERE "430408002000"

static struct deputy a_deputy(struct world *w, const char *code, const char *division)
{
    struct congress c = {.code = S("430400-16"),
        .name = S("衡阳市第十六届人民代表大会"),
        .division = S("430400000000"),
        .level = LEVEL_CITY,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = str_of(code),
        .person_code = str_of(code),
        .name = S("王锸"),
        .congress = c.code,
        .division = str_of(division),
        .state = TENURE_ACTIVE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = -1};
    struct deputy d;
    enum put done;
    int64_t loaded;

    world_as_program(w);
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, registry_deputy_put(&w->cx, &in, &d, &done));
    return d;
}

static struct activity_in a_visit(const char *division)
{
    return (struct activity_in){.kind = S("visit"),
        .day = DATE_NONE,
        .until = DATE_NONE,
        .division = str_of(division),
        .people = 3,
        .summary = S("到老人家里看望，问水电。")};
}

static void every_kind_books_measures_that_are_declared(void **state)
{
    (void)state;
    for (const struct activity_kind *k = activity_kinds; k->word != NULL; k++) {
        const char *facts[2 + ACTIVITY_QUANTITIES] = {k->fact, k->fact_times};

        assert_str(str_of(activity_kind_words[k - activity_kinds]), k->word);
        for (size_t i = 0; i < ACTIVITY_QUANTITIES && k->quantities[i].name != NULL; i++)
            facts[2 + i] = k->quantities[i].unit != NULL ? k->quantities[i].fact
                           : str_is(str_of(k->word), "donation")
                               ? "activity.donation.goods.each"
                               : "activity.good_deed.goods.each";
        for (size_t i = 0; i < COUNT(facts); i++) {
            bool declared = facts[i] == NULL;

            for (const struct measure *m = activity_measures; m->code != NULL; m++)
                declared = declared || str_is(str_of(facts[i]), m->code);
            if (!declared)
                fail_msg("not declared: %s", facts[i]);
        }
    }
}

static void an_activity_is_counted_once_however_many_groups_and_areas_it_has(void **state)
{
    struct world *w = *state;
    struct activity_link groups[] = {{.id = 5}, {.id = 6}, {.id = 7}};
    struct activity_link areas[] = {{.word = S(ELSEWHERE)}, {.word = S(COUNTY)}};
    struct activity_link tags[] = {{.word = S("乡村振兴")}, {.word = S("专题调研")}};
    struct activity_in in = {.kind = S("group"),
        .day = DATE_NONE,
        .until = DATE_NONE,
        .division = S(TOWN),
        .person_times = 24,
        .groups = {groups, 3},
        .areas = {areas, 2},
        .tags = {tags, 2}};
    struct activity_sum_list sums;
    struct activity_page page;
    struct activity a;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    a = added(w, &in);
    assert_int_equal(sum(w, "activity.group", "430000000000"), 1);
    assert_int_equal(sum(w, "activity.group.times", TOWN), 24);
    for (int64_t g = 5; g <= 7; g++) {
        assert_cx(OK, w,
            activity_sums_of(
                &w->cx, 0, g, 0, date_make(2020, 1, 1), date_make(2030, 1, 1), &sums));
        assert_int_equal(sums.n, 1);
        assert_int_equal(sums.p[0].times, 1);
    }
    assert_cx(OK, w,
        activity_find(&w->cx,
            &(struct activity_filter){.from = DATE_NONE,
                .to = DATE_NONE,
                .before = DATE_NONE,
                .group_id = 6,
                .tag = S("专题 调研")},
            &page));
    assert_int_equal(page.rows.n, 1);
    assert_int_equal(page.rows.p[0].id, a.id);
    clean(w);
}

static size_t listed(struct world *w, const char *division, struct date before, int64_t id)
{
    struct activity_page page;

    assert_cx(OK, w,
        activity_find(&w->cx,
            &(struct activity_filter){.division = str_of(division),
                .from = DATE_NONE,
                .to = DATE_NONE,
                .before = before,
                .before_id = id},
            &page));
    assert_false(page.more);
    return page.rows.n;
}

static void an_activity_stands_in_the_lists_of_all_places_it_covered_once(void **state)
{
    struct world *w = *state;
    struct activity_link areas[] = {
        {.word = S("430407002000")}, {.word = S("430407001000")}, {.word = S("430408001000")}};
    struct activity_in in = a_visit("430407001000");
    struct activity a;

    in.kind = S("group");
    in.person_times = 5;
    in.people = 0;
    in.areas = (struct activity_link_list){areas, 3};
    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_OFFICE, "430400000000", 0);
    a = added(w, &in);
    assert_int_equal(listed(w, "430407000000", DATE_NONE, 0), 1);
    world_as(w, ROLE_PRESIDIUM, "430407002000", 0);
    assert_int_equal(listed(w, "430407002000", DATE_NONE, 0), 1);
    assert_int_equal(listed(w, "430407002000", a.day, a.id), 0);
    world_as(w, ROLE_OFFICE, "430408000000", 0);
    assert_int_equal(listed(w, "430408000000", DATE_NONE, 0), 1);
    assert_cx(OK, w, activity_get(&w->cx, a.code, &a));
    world_as(w, ROLE_OFFICE, "430406000000", 0);
    assert_int_equal(listed(w, "430406000000", DATE_NONE, 0), 0);

    world_as(w, ROLE_OFFICE, "430400000000", 0);
    in.areas.n = 1;
    assert_cx(OK, w, activity_correct(&w->cx, &a, &in, S("只到了两个街道")));
    world_as(w, ROLE_OFFICE, "430408000000", 0);
    assert_int_equal(listed(w, "430408000000", DATE_NONE, 0), 0);
    clean(w);
}

static int64_t a_theme(struct world *w, const char *code, enum activity_theme_kind kind,
    const char *division, struct date from, struct date to)
{
    struct activity_theme t = {.code = str_of(code),
        .kind = kind,
        .name = S("代表联系群众月"),
        .name_en = S("Month of contact"),
        .division = str_of(division),
        .valid_from = from,
        .valid_to = to};

    assert_cx(OK, w, activity_theme_put(&w->cx, &t));
    return t.id;
}

/* City and county have a campaign of the same name: the activity counts once in each, once in
 * both, and once in the ledger. */
static void an_activity_in_several_campaigns_is_counted_once(void **state)
{
    struct world *w = *state;
    struct date from = date_add(date_of(w->cx.now), -30);
    struct activity_link tags[] = {{.word = S("month of CONTACT")}, {.word = S("防溺水")}};
    struct activity_in in = a_visit(TOWN);
    struct activity_theme_list list;
    struct activity_page page;
    struct activity a;
    int64_t city, once;

    (void)a_deputy(w, "d-1", TOWN);
    city = a_theme(w, "city-1", THEME_CAMPAIGN, "430400000000", from, DATE_NONE);
    (void)a_theme(w, "county-1", THEME_CAMPAIGN, COUNTY, from, date_of(w->cx.now));
    (void)a_theme(w, "town-p", THEME_PURPOSE, TOWN, from, DATE_NONE);
    in.tags = (struct activity_link_list){tags, 2};
    in.themes = (struct activity_link_list){&(struct activity_link){.id = city}, 1};
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    a = added(w, &in);
    assert_cx(OK, w, activity_theme_of(&w->cx, a.id, &list));
    assert_int_equal(list.n, 2);
    assert_cx(OK, w, activity_theme_all(&w->cx, S(COUNTY), &list, &once));
    assert_int_equal(list.n, 3);
    assert_int_equal(once, 1);
    assert_int_equal(list.p[0].activities + list.p[1].activities + list.p[2].activities, 2);
    assert_int_equal(sum(w, "activity.visit", COUNTY), 1);
    assert_cx(OK, w,
        activity_find(&w->cx,
            &(struct activity_filter){
                .from = DATE_NONE, .to = DATE_NONE, .before = DATE_NONE, .tag = S("county-1")},
            &page));
    assert_int_equal(page.rows.n, 1);
    assert_cx(OK, w,
        activity_find(&w->cx,
            &(struct activity_filter){
                .from = DATE_NONE, .to = DATE_NONE, .before = DATE_NONE, .tag = S("town-p")},
            &page));
    assert_int_equal(page.rows.n, 0);
    clean(w);
}

static void a_campaign_holds_in_its_area_and_on_its_days(void **state)
{
    struct world *w = *state;
    struct date today = date_of(w->cx.now), from = date_add(today, -10);
    struct activity_link one = {.id = 0};
    struct activity_in in = a_visit(ELSEWHERE);
    struct activity_theme t;
    struct activity a;
    bool repeated;

    (void)a_deputy(w, "d-1", TOWN);
    one.id = a_theme(w, "county-1", THEME_CAMPAIGN, COUNTY, from, today);
    in.themes = (struct activity_link_list){&one, 1};
    assert_cx(ERR_INVALID, w, activity_add(&w->cx, &in, &a, &repeated));
    assert_string_equal(w->cx.faults.p[0].rule.p, "activity.theme_unfit");
    in.division = S(TOWN);
    in.day = date_add(from, -1);
    assert_cx(ERR_INVALID, w, activity_add(&w->cx, &in, &a, &repeated));
    in.day = from;
    a = added(w, &in);
    assert_cx(OK, w, activity_theme_by_code(&w->cx, S("county-1"), &t));
    t.valid_from = today;
    assert_cx(ERR_INVALID, w, activity_theme_put(&w->cx, &t));
    assert_string_equal(w->cx.faults.p[0].rule.p, "activity.theme_outside");
    world_as(w, ROLE_OFFICE, "430408000000", 0);
    t.valid_from = from;
    assert_cx(ERR_NOT_FOUND, w, activity_theme_put(&w->cx, &t));
}

static void people_and_person_times_are_two_units(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    in.people = 9;
    in.person_times = 5;
    assert_int_equal(activity_in_check(&w->cx, &in), ERR_INVALID);
    in.person_times = 12;
    (void)added(w, &in);
    in.person_times = 0; /* each of the nine attended once */
    (void)added(w, &in);
    assert_int_equal(sum(w, "activity.visit", TOWN), 2);
    assert_int_equal(sum(w, "activity.visit.times", TOWN), 21);
    clean(w);
}

static void the_same_key_enters_an_activity_once(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);
    struct activity first, again;
    bool repeated;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    in.idem = S("phone-1");
    first = added(w, &in);
    assert_cx(OK, w, activity_add(&w->cx, &in, &again, &repeated));
    assert_true(repeated);
    assert_int_equal(first.id, again.id);
    in.people = 4;
    assert_cx(ERR_CONFLICT, w, activity_add(&w->cx, &in, &again, &repeated));
    assert_int_equal(sum(w, "activity.visit", TOWN), 1);
}

static void a_correction_counters_what_was_booked_and_keeps_what_was_there(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN), told;
    struct activity_step_list steps;
    struct activity a, stale;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    a = added(w, &in);
    stale = a;
    assert_cx(OK, w, activity_told(&w->cx, &a, &told));
    told.people = 7;
    told.division = S(NEXT_TOWN);
    assert_cx(ERR_INVALID, w, activity_correct(&w->cx, &a, &told, S("")));
    assert_cx(OK, w, activity_correct(&w->cx, &a, &told, S("数错了")));
    assert_int_equal(sum(w, "activity.visit", TOWN), 0);
    assert_int_equal(sum(w, "activity.visit", NEXT_TOWN), 1);
    assert_int_equal(sum(w, "activity.visit.times", COUNTY), 7);
    assert_cx(ERR_STALE, w, activity_correct(&w->cx, &stale, &told, S("数错了")));
    assert_cx(OK, w, activity_steps(&w->cx, a.id, &steps));
    assert_int_equal(steps.n, 2);
    assert_true(str_has(steps.p[1].was, S("people\t3\t7\n")));
    assert_str(steps.p[1].why, "数错了");
    clean(w);
}

static void a_withdrawn_activity_books_nothing_and_stays_readable(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);
    struct activity a;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    a = added(w, &in);
    assert_cx(OK, w, activity_withdraw(&w->cx, &a, S("记了两遍")));
    assert_int_equal(sum(w, "activity.visit", TOWN), 0);
    assert_int_equal(sum(w, "activity.visit.times", TOWN), 0);
    assert_cx(OK, w, activity_get(&w->cx, a.code, &a));
    assert_int_equal(a.state, ACTIVITY_WITHDRAWN);
    assert_cx(ERR_CONFLICT, w, activity_withdraw(&w->cx, &a, S("记了两遍")));
    clean(w);
}

static void a_deputy_records_for_any_place_and_reads_only_what_concerns_them(void **state)
{
    struct world *w = *state;
    struct deputy d = a_deputy(w, "d-1", TOWN);
    struct activity_in in = a_visit(ELSEWHERE);
    struct activity_person_list people;
    struct activity mine, other;
    struct activity_page page;
    struct activity_filter all = {.from = DATE_NONE, .to = DATE_NONE, .before = DATE_NONE};

    world_as(w, ROLE_CLERK, ELSEWHERE, 0);
    other = added(w, &in);
    world_as(w, ROLE_DEPUTY, NULL, 0);
    w->actor.person_id = d.person_id;
    w->actor.account_id = 902;
    mine = added(w, &in);
    assert_cx(OK, w, activity_persons(&w->cx, mine.id, &people));
    assert_int_equal(people.n, 1);
    assert_int_equal(people.p[0].role, ACTIVITY_HOST);
    assert_int_equal(people.p[0].tenure_id, d.id);
    assert_str(people.p[0].name, "王锸");
    assert_cx(OK, w, activity_get(&w->cx, mine.code, &mine));
    assert_cx(ERR_NOT_FOUND, w, activity_get(&w->cx, other.code, &other));
    assert_cx(OK, w, activity_find(&w->cx, &all, &page));
    assert_int_equal(page.rows.n, 1);
    assert_int_equal(sum(w, "activity.deputies", ELSEWHERE), 1);
}

static void staff_see_their_area_only(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);
    struct activity a;
    bool repeated;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    a = added(w, &in);
    world_as(w, ROLE_CLERK, ELSEWHERE, 0);
    assert_cx(ERR_NOT_FOUND, w, activity_get(&w->cx, a.code, &a));
    assert_cx(ERR_NOT_FOUND, w, activity_add(&w->cx, &in, &a, &repeated));
    world_as(w, ROLE_LEADER, COUNTY, 0);
    assert_cx(OK, w, activity_get(&w->cx, a.code, &a));
    assert_cx(ERR_DENIED, w, activity_withdraw(&w->cx, &a, S("不对")));
}

static void contact_is_counted_from_records(void **state)
{
    struct world *w = *state;
    struct deputy by = a_deputy(w, "d-1", TOWN), met = a_deputy(w, "d-2", NEXT_TOWN);
    struct activity_person persons[] = {{.role = ACTIVITY_HOST, .tenure_id = by.id},
        {.role = ACTIVITY_MET, .tenure_id = met.id}, {.role = ACTIVITY_MET, .voter_id = 77}};
    struct activity_in in = a_visit(TOWN);
    struct activity_pair_list pairs;
    struct activity a;

    in.persons = (struct activity_person_list){persons, 3};
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    (void)added(w, &in);
    a = added(w, &in);
    assert_cx(OK, w,
        activity_pairs_by(
            &w->cx, by.person_id, date_make(2020, 1, 1), date_make(2030, 1, 1), &pairs));
    assert_int_equal(pairs.n, 2);
    assert_int_equal(pairs.p[0].voter_id, 77);
    assert_int_equal(pairs.p[1].met_person, met.person_id);
    assert_int_equal(pairs.p[1].times, 2);
    assert_cx(OK, w, activity_withdraw(&w->cx, &a, S("记了两遍")));
    assert_cx(OK, w,
        activity_pairs_met(
            &w->cx, met.person_id, date_make(2020, 1, 1), date_make(2030, 1, 1), &pairs));
    assert_int_equal(pairs.n, 1);
    assert_int_equal(pairs.p[0].by_person, by.person_id);
    assert_int_equal(pairs.p[0].times, 1);
}

static void names_of_voters_are_sealed_and_shown_for_a_reason(void **state)
{
    struct world *w = *state;
    struct activity_person persons[] = {{.role = ACTIVITY_MET, .name = S("贺犇")}};
    struct activity_in in = a_visit(TOWN), told;
    struct activity_person_list people;
    struct activity a;

    (void)a_deputy(w, "d-1", TOWN);
    in.persons = (struct activity_person_list){persons, 1};
    world_as(w, ROLE_CLERK, TOWN, 0);
    a = added(w, &in);
    assert_cx(OK, w, activity_persons(&w->cx, a.id, &people));
    assert_str(people.p[0].name, "");
    assert_cx(ERR_INVALID, w, activity_reveal(&w->cx, &a, S(""), &people));
    assert_cx(OK, w, activity_told(&w->cx, &a, &told));
    told.people = 8;
    assert_cx(OK, w, activity_correct(&w->cx, &a, &told, S("补人数")));
    assert_cx(OK, w, activity_reveal(&w->cx, &a, S("核对走访"), &people));
    assert_str(people.p[0].name, "贺犇");
    assert_int_equal(w->cx.readings.n, 1);
    world_as(w, ROLE_LEADER, COUNTY, 0);
    assert_cx(ERR_DENIED, w, activity_reveal(&w->cx, &a, S("核对走访"), &people));
}

static void fields_and_units_are_checked_by_the_kind(void **state)
{
    struct world *w = *state;
    struct activity_field venue = {S("venue"), S("moon")};
    struct activity_quantity sand[] = {
        {S("material"), S(""), 20000}, {S("material2"), S("cubic_metre"), 100000}};
    struct activity_field deed[] = {
        {S("mode"), S("project")}, {S("goods"), S("砂石")}, {S("goods2"), S("混凝土")}};
    struct activity_in in = {
        .kind = S("outreach"), .day = DATE_NONE, .until = DATE_NONE, .division = S(TOWN)};

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    in.fields = (struct activity_field_list){&venue, 1};
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    venue.value = S("school");
    assert_cx(OK, w, activity_in_check(&w->cx, &in));
    in.quantities = (struct activity_quantity_list){sand, 1};
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    in.kind = S("good_deed");
    in.fields = (struct activity_field_list){deed, 2};
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    sand[0].unit = S("person");
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    sand[0].unit = S("cubic_metre");
    assert_cx(OK, w, activity_in_check(&w->cx, &in));
    /* Of what it is that so much was given must be said, of the second sort, too. */
    in.quantities.n = 2;
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    in.fields.n = 3;
    (void)added(w, &in);
    assert_int_equal(sum(w, "activity.good_deed.goods.cubic_metre", TOWN), 120000);
    clean(w);
    in.day = date_make(2999, 1, 1);
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
}

static void the_list_pages_by_day_and_row(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);
    struct activity_filter f = {
        .from = DATE_NONE, .to = DATE_NONE, .before = DATE_NONE, .max = 4};
    struct activity_page page;
    size_t seen = 0;
    int64_t last = INT64_MAX;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    for (int i = 0; i < 10; i++) {
        in.day = date_add(date_of(w->cx.now), -i / 3);
        (void)added(w, &in);
    }
    do {
        assert_cx(OK, w, activity_find(&w->cx, &f, &page));
        EACH (a, &page.rows) {
            assert_true(a->day.day * INT64_C(1000) + a->id < last);
            last = a->day.day * INT64_C(1000) + a->id;
            seen++;
        }
        f.before = page.rows.p[page.rows.n - 1].day;
        f.before_id = page.rows.p[page.rows.n - 1].id;
    } while (page.more);
    assert_int_equal(seen, 10);
}

static bool held(
    struct world *w, const struct activity_kind *k, const char *brand, struct date day)
{
    struct activity_field field = {S("brand"), str_of(brand)};
    struct activity_in in = {.division = S(TOWN), .day = day, .fields = {&field, 1}};
    struct str rule;

    assert_cx(OK, w, activity_on_day(&w->cx, k, &in, &rule));
    return rule.n == 0;
}

static void a_day_rule_knows_its_days(void **state)
{
    struct world *w = *state;
    const struct activity_kind *k = activity_kind_find(S("session"));
    struct rule rule = {.division = S(TOWN),
        .kind = S("activity.days.session"),
        .value = S("逢四说事=digit:4;居民下午茶=weekday:5"),
        .source = S("逢四说事"),
        .valid_from = date_make(2026, 1, 1),
        .valid_to = DATE_NONE};
    int64_t version;

    (void)a_deputy(w, "d-1", TOWN);
    assert_cx(OK, w, rules_seed(&w->cx, activity_rules));
    assert_true(held(w, k, "逢四说事", date_make(2026, 5, 13)));
    assert_cx(OK, w, rules_put(&w->cx, &rule, &version));
    assert_false(held(w, k, "逢四说事", date_make(2026, 5, 13)));
    assert_true(held(w, k, "逢四说事", date_make(2026, 5, 24)));
    assert_true(held(w, k, "居民下午茶", date_make(2026, 5, 15)));
    assert_false(held(w, k, "居民下午茶", date_make(2026, 5, 16)));
    assert_true(held(w, k, "首峰夜话", date_make(2026, 5, 16)));
    k = activity_kind_find(S("service_day"));
    assert_true(held(w, k, "", date_make(2026, 6, 25)));
    assert_false(held(w, k, "", date_make(2026, 6, 26)));
}

static void a_session_on_another_day_needs_a_reason(void **state)
{
    struct world *w = *state;
    struct rule rule = {.division = S(TOWN),
        .kind = S("activity.days.session"),
        .value = S("逢四说事=digit:4"),
        .source = S("逢四说事"),
        .valid_from = date_make(2020, 1, 1),
        .valid_to = DATE_NONE};
    struct activity_field fields[] = {
        {S("brand"), S("逢四说事")}, {S("shifted"), S("14 日大雨，路不通")}};
    struct activity_in in = {.kind = S("session"),
        .until = DATE_NONE,
        .division = S(TOWN),
        .person_times = 12,
        .fields = {fields, 1}};
    int64_t version;

    (void)a_deputy(w, "d-1", TOWN);
    assert_cx(OK, w, rules_put(&w->cx, &rule, &version));
    world_as(w, ROLE_CLERK, TOWN, 0);
    in.day = date_add_months(date_of(w->cx.now), -2);
    in.day = date_make(date_ymd(in.day).year, date_ymd(in.day).month, 15);
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    assert_str(w->cx.faults.p[0].field, "day");
    in.day = date_add(in.day, -1);
    assert_cx(OK, w, activity_in_check(&w->cx, &in));
    in.day = date_add(in.day, 1);
    in.fields.n = 2;
    (void)added(w, &in);
    clean(w);
}

static void a_record_that_says_nothing_is_refused(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    in.people = 0;
    in.summary = S(" ");
    assert_cx(ERR_INVALID, w, activity_in_check(&w->cx, &in));
    in.people = 1;
    assert_cx(OK, w, activity_in_check(&w->cx, &in));
}

static void what_is_asked_in_words_is_counted_by_word(void **state)
{
    struct world *w = *state;
    struct activity_field venue = {S("venue"), S("school")};
    struct activity_field heads[] = {{S("hear"), S("灌溉用水")}, {S("duty"), S("都到会")}};
    struct activity_in in = {.kind = S("outreach"),
        .day = DATE_NONE,
        .until = DATE_NONE,
        .division = S(TOWN),
        .fields = {&venue, 1}};
    struct activity a;

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    a = added(w, &in);
    assert_int_equal(sum(w, "activity.outreach.venue.school", TOWN), 1);
    venue.value = S("hospital");
    assert_cx(OK, w, activity_correct(&w->cx, &a, &in, S("是医院")));
    assert_int_equal(sum(w, "activity.outreach.venue.school", TOWN), 0);
    assert_int_equal(sum(w, "activity.outreach.venue.hospital", TOWN), 1);
    in.kind = S("station_visit");
    in.fields = (struct activity_field_list){heads, 2};
    (void)added(w, &in);
    assert_int_equal(sum(w, "activity.station_visit.hear", TOWN), 1);
    assert_int_equal(sum(w, "activity.station_visit.difficulty", TOWN), 0);
    clean(w);
}

static void a_day_is_read_as_people_write_it(void **state)
{
    struct world *w = *state;
    const struct date today = date_of(w->cx.now), before = date_make(2025, 5, 13);
    static const char *const same[] = {"2025-05-13", "2025/5/13", "2025年5月13日", "25.5.13",
        "45790", "13", "", "２０２５．５．１３"};

    for (size_t i = 0; i < COUNT(same); i++)
        assert_int_equal(
            activity_import_day(&w->cx, str_of(same[i]), before, "day").day, before.day);
    assert_true(activity_import_day(&w->cx, S("12.31"), before, "day").day <= today.day);
    assert_int_equal(w->cx.faults.n, 0);
    assert_false(date_is(activity_import_day(&w->cx, S("2025-02-30"), before, "day")));
    assert_false(date_is(activity_import_day(&w->cx, S("昨天"), before, "day")));
    assert_int_equal(w->cx.faults.n, 2);
}

static void a_talk_keeps_nothing_of_what_was_said(void **state)
{
    struct world *w = *state;
    struct activity_in in = a_visit(TOWN);

    (void)a_deputy(w, "d-1", TOWN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    in.kind = S("talk");
    assert_int_equal(activity_in_check(&w->cx, &in), ERR_INVALID);
    assert_str(w->cx.faults.p[0].rule, "activity.confidential");
    in.summary = (struct str){0};
    assert_cx(OK, w, activity_in_check(&w->cx, &in));
    in.people = 0;
    assert_int_equal(activity_in_check(&w->cx, &in), ERR_INVALID);
    assert_str(w->cx.faults.p[0].field, "people");
}

static void a_number_in_a_register_is_taken_as_written_or_refused(void **state)
{
    struct world *w = *state;
    static const char *const wrong[] = {"-1", "－２", "约10", "3-5", "1.5", "十"};

    assert_int_equal(activity_import_count(&w->cx, S(" １２ 人次"), "people"), 12);
    assert_int_equal(activity_import_count(&w->cx, S("10人"), "people"), 10);
    assert_int_equal(activity_import_count(&w->cx, S(""), "people"), 0);
    assert_int_equal(w->cx.faults.n, 0);
    for (size_t i = 0; i < COUNT(wrong); i++) {
        cx_faults_clear(&w->cx);
        (void)activity_import_count(&w->cx, str_of(wrong[i]), "people");
        assert_int_equal(w->cx.faults.n, 1);
    }
}

static void names_are_cut_at_any_sign_and_a_name_borne_twice_is_not_guessed(void **state)
{
    struct world *w = *state;
    struct deputy one = a_deputy(w, "d-1", TOWN);
    struct activity_link_list words =
        activity_names_split(w->cx.arena, S("王锸、李 堃，赵一；钱二\n"));
    struct activity_names n;

    assert_int_equal(words.n, 4);
    assert_str(words.p[1].word, "李 堃");
    assert_int_equal(activity_names_split(w->cx.arena, S("王锸 李堃")).n, 2);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    n = activity_names_new(&w->cx);
    assert_cx(OK, w, activity_names_deputies(&n, S("王锸"), ACTIVITY_TOOK_PART, "others"));
    assert_int_equal(w->cx.faults.n, 0);
    assert_int_equal(n.list.n, 1);
    assert_int_equal(n.list.p[0].tenure_id, one.id);
    (void)a_deputy(w, "d-2", NEXT_TOWN);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    n = activity_names_new(&w->cx);
    assert_cx(OK, w, activity_names_deputies(&n, S("王锸"), ACTIVITY_TOOK_PART, "others"));
    assert_int_equal(w->cx.faults.n, 1);
    cx_faults_clear(&w->cx);
    assert_cx(OK, w, activity_names_deputies(&n, S("d-2"), ACTIVITY_MET, "met"));
    assert_int_equal(n.list.n, 1);
}

/* A month of the demonstration's activities in one town: every kind passes the rules, and the
 * ledger agrees with the records. */
static void the_demonstration_records_every_kind_by_the_rules(void **state)
{
    struct world *w = *state;
    struct deputy d[3] = {
        a_deputy(w, "d-1", TOWN), a_deputy(w, "d-2", TOWN), a_deputy(w, "d-3", NEXT_TOWN)};
    struct demo_town town = {.code = S(TOWN), .name = S("街道")};
    struct demo_city city = {
        .arena = w->cx.arena, .start = date_make(2025, 6, 1), .towns = {&town, 1, 1}};
    struct demo_year y = {.city = &city, .factor = 1, .days = 365};
    struct activity_sum_list sums;

    for (size_t i = 0; i < COUNT(d); i++)
        *VEC_PUSH(w->cx.arena, &town.deputies) = d[i].id;
    assert_cx(OK, w, rules_seed(&w->cx, activity_rules));
    for (y.today = 0; y.today < 31; y.today++) {
        y.to = demo_activity_coming(&y);
        assert_cx(OK, w, demo_activity_make(&w->cx, &y));
    }
    assert_cx(OK, w,
        activity_sums_of(
            &w->cx, d[0].person_id, 0, 0, date_make(2025, 1, 1), date_make(2026, 1, 1), &sums));
    assert_true(sums.n >= 12);
    for (int day = 1; day <= 30; day++) {
        struct date at = date_make(2025, 6, day);
        struct activity_filter f = {
            .kind = S("session"), .from = at, .to = at, .before = DATE_NONE};
        struct activity_page page;

        assert_cx(OK, w, activity_find(&w->cx, &f, &page));
        assert_int_equal(page.rows.n > 0, day == 4 || day == 14 || day == 24);
        f.kind = S("service_day");
        assert_cx(OK, w, activity_find(&w->cx, &f, &page));
        assert_int_equal(page.rows.n > 0, day == 25);
    }
    clean(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_books_measures_that_are_declared),
        WORLD_TEST(an_activity_is_counted_once_however_many_groups_and_areas_it_has),
        WORLD_TEST(an_activity_stands_in_the_lists_of_all_places_it_covered_once),
        WORLD_TEST(an_activity_in_several_campaigns_is_counted_once),
        WORLD_TEST(a_campaign_holds_in_its_area_and_on_its_days),
        WORLD_TEST(people_and_person_times_are_two_units),
        WORLD_TEST(the_same_key_enters_an_activity_once),
        WORLD_TEST(a_correction_counters_what_was_booked_and_keeps_what_was_there),
        WORLD_TEST(a_withdrawn_activity_books_nothing_and_stays_readable),
        WORLD_TEST(a_deputy_records_for_any_place_and_reads_only_what_concerns_them),
        WORLD_TEST(staff_see_their_area_only),
        WORLD_TEST(contact_is_counted_from_records),
        WORLD_TEST(names_of_voters_are_sealed_and_shown_for_a_reason),
        WORLD_TEST(fields_and_units_are_checked_by_the_kind),
        WORLD_TEST(the_list_pages_by_day_and_row),
        WORLD_TEST(a_day_rule_knows_its_days),
        WORLD_TEST(a_session_on_another_day_needs_a_reason),
        WORLD_TEST(a_record_that_says_nothing_is_refused),
        WORLD_TEST(what_is_asked_in_words_is_counted_by_word),
        WORLD_TEST(a_day_is_read_as_people_write_it),
        WORLD_TEST(the_demonstration_records_every_kind_by_the_rules),
        WORLD_TEST(a_talk_keeps_nothing_of_what_was_said),
        WORLD_TEST(a_number_in_a_register_is_taken_as_written_or_refused),
        WORLD_TEST(names_are_cut_at_any_sign_and_a_name_borne_twice_is_not_guessed),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
