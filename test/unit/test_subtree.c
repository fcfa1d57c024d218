/* A zone that administers townships of another prefix: for rights, lists and sums alike. */
#include "core/account.h"
#include "core/ledger.h"
#include "core/notice.h"
#include "core/session.h"
#include "core/subtree.h"

#include "feature/hamlet/hamlet.h"
#include "feature/registry/registry.h"
#include "feature/request/request.h"
#include "feature/station/station.h"

#include "world.h"

#define COUNTY "430407000000"
#define ZONE "430473000000"
#define GIVEN "430407103000"
#define VILLAGE "430407103201"
#define OTHER "430407104000"

static void put(struct world *w, const char *code, const char *name, enum division_kind kind,
    const char *parent)
{
    struct division d = {.code = str_of(code),
        .name = str_of(name),
        .kind = kind,
        .parent = str_of(parent),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, registry_division_put(&w->cx, &d, &done));
}

static void places(struct world *w)
{
    world_as_program(w);
    put(w, "000000000000", "全国", DIVISION_COUNTRY, NULL);
    put(w, "430000000000", "湖南省", DIVISION_PROVINCE, "000000000000");
    put(w, "430400000000", "衡阳市", DIVISION_PREFECTURE, "430000000000");
    put(w, COUNTY, "石鼓区", DIVISION_COUNTY, "430400000000");
    put(w, ZONE, "松木经开区", DIVISION_ZONE, "430400000000");
    put(w, GIVEN, "松木乡", DIVISION_TOWN, COUNTY);
    put(w, OTHER, "角山镇", DIVISION_TOWN, COUNTY);
}

/* The township goes to the zone, as the import says it: by its parent. */
static void give(struct world *w)
{
    world_as_program(w);
    put(w, GIVEN, "松木乡", DIVISION_TOWN, ZONE);
}

/* An officer of the liaison office there, through a session, as a page has it. */
static struct account officer(struct world *w, const char *login, const char *division)
{
    struct account_draft d = {.login = str_of(login),
        .name = S("经开区联络办"),
        .family = FAMILY_BUSINESS,
        .password_hash = S("-")};
    struct account a;

    world_as_program(w);
    assert_cx(OK, w, account_make(&w->cx, &d, &a));
    assert_cx(OK, w, account_grant_add(&w->cx, &a, ROLE_OFFICE, str_of(division), 0));
    return a;
}

static void sign_in(struct world *w, const struct account *a)
{
    struct str token;
    bool touch;

    world_as_program(w);
    assert_cx(OK, w, session_open(&w->cx, SESSION_FULL, a->id, S(""), S("Firefox"), &token));
    assert_cx(OK, w, session_find(&w->cx, token, &w->actor, &touch));
}

static bool may(struct world *w, const char *division)
{
    return right_may(
        &w->cx, RIGHT_REQUEST_READ, &(struct object){.division = str_of(division)});
}

static void an_officer_of_a_zone_reaches_the_township_given_to_it(void **state)
{
    struct world *w = *state;
    struct account a;

    places(w);
    a = officer(w, "zone.office", ZONE);
    sign_in(w, &a);
    assert_true(may(w, ZONE));
    assert_false(may(w, GIVEN));
    give(w);
    sign_in(w, &a);
    assert_true(may(w, ZONE));
    assert_true(may(w, GIVEN));
    assert_true(may(w, VILLAGE));
    assert_false(may(w, OTHER));
    assert_false(may(w, COUNTY));
    assert_int_equal(w->actor.grants.n, 1);
    assert_int_equal(right_ranges(&w->cx, RIGHT_REQUEST_READ).n, 2);
}

static void a_township_taken_back_is_out_of_reach_again(void **state)
{
    struct world *w = *state;
    struct account a;

    places(w);
    give(w);
    a = officer(w, "zone.office", ZONE);
    world_as_program(w);
    put(w, GIVEN, "松木乡", DIVISION_TOWN, COUNTY);
    sign_in(w, &a);
    assert_true(may(w, ZONE));
    assert_false(may(w, GIVEN));
}

static void a_village_comes_with_its_township(void **state)
{
    struct world *w = *state;
    struct right_ranges r;

    places(w);
    give(w);
    put(w, VILLAGE, "松梅村", DIVISION_VILLAGE, GIVEN);
    assert_cx(OK, w, subtree_of(&w->cx, S(ZONE), &r));
    assert_int_equal(r.n, 2);
    assert_true(subtree_holds(&r, S(VILLAGE)));
    assert_false(subtree_holds(&r, S(OTHER)));
    assert_cx(OK, w, subtree_of(&w->cx, S("430400000000"), &r));
    assert_int_equal(r.n, 1);
}

static struct request ask(struct world *w, const char *division, const char *words)
{
    struct request_draft d = {.channel = CHANNEL_SCAN,
        .title = str_of(words),
        .body = str_of(words),
        .division = str_of(division)};
    struct request_receipt r;

    world_as_anyone(w);
    assert_cx(OK, w, request_create(&w->cx, &d, &r));
    return r.request;
}

static size_t listed(struct world *w, const char *division)
{
    struct request_filter f = {.division = division == NULL ? S("") : str_of(division)};
    struct request_page page;

    assert_cx(OK, w, request_find(&w->cx, &f, &page));
    return page.rows.n;
}

static void lists_and_their_filter_hold_what_the_zone_was_given(void **state)
{
    struct world *w = *state;
    struct account zone, county;
    struct request_list queue;
    bool more;

    places(w);
    give(w);
    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
    assert_cx(OK, w, rules_seed(&w->cx, request_rules));
    (void)ask(w, GIVEN, "路灯坏了三天，晚上看不见路");
    (void)ask(w, OTHER, "水沟堵了，下雨就淹");
    (void)ask(w, ZONE, "厂门口的路口没有红绿灯");
    zone = officer(w, "zone.office", ZONE);
    assert_cx(OK, w, account_grant_add(&w->cx, &zone, ROLE_PRESIDIUM, S(ZONE), 0));
    county = officer(w, "county.office", COUNTY);
    sign_in(w, &zone);
    assert_int_equal(listed(w, NULL), 2);
    assert_int_equal(listed(w, ZONE), 2);
    assert_int_equal(listed(w, GIVEN), 1);
    assert_int_equal(listed(w, OTHER), 0);
    assert_cx(OK, w,
        request_queue(&w->cx, (struct request_queue_at){.due = DATE_NONE}, 20, &queue, &more));
    assert_int_equal(queue.n, 2);
    sign_in(w, &county);
    assert_int_equal(listed(w, NULL), 1);
    assert_int_equal(listed(w, ZONE), 0);
    assert_int_equal(listed(w, COUNTY), 1);
    assert_int_equal(listed(w, "430400000000"), 1);
    sign_in(w, &zone);
}

static int64_t sum(struct world *w, const char *division)
{
    int64_t n;

    assert_cx(OK, w,
        ledger_sum(&w->cx, "test.things", str_of(division), date_make(2026, 1, 1),
            date_make(2026, 12, 31), &n));
    return n;
}

static void book(struct world *w, const char *division, int day)
{
    assert_cx(OK, w,
        ledger_book(
            &w->cx, "test.things", str_of(division), date_make(2026, 3, day), 1, "thing", day));
}

static void sums_and_the_records_behind_them_hold_what_the_zone_was_given(void **state)
{
    struct world *w = *state;
    struct ledger_span span = {S("test.things"), S(ZONE), date_make(2026, 1, 1),
        date_make(2026, 12, 31), INSTANT_NONE};
    struct ledger_entry_list page;
    int64_t folded;

    places(w);
    give(w);
    book(w, ZONE, 3);
    book(w, VILLAGE, 4);
    book(w, GIVEN, 5);
    book(w, OTHER, 6);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(sum(w, ZONE), 3);
        assert_int_equal(sum(w, COUNTY), 1);
        assert_int_equal(sum(w, "430400000000"), 4);
        assert_cx(OK, w, ledger_entries(&w->cx, &span, DATE_NONE, INT64_MAX, 2, &page));
        assert_int_equal(page.n, 2);
        assert_str(page.p[0].division, GIVEN);
        assert_str(page.p[1].division, VILLAGE);
        assert_cx(OK, w, ledger_entries(&w->cx, &span, page.p[1].day, page.p[1].id, 2, &page));
        assert_int_equal(page.n, 1);
        assert_str(page.p[0].division, ZONE);
        assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    }
}

static void the_zones_officers_are_told_of_what_happens_in_the_township(void **state)
{
    struct world *w = *state;
    struct account_id_list ids;
    struct account a;

    places(w);
    a = officer(w, "zone.office", ZONE);
    assert_cx(OK, w, account_of_role(&w->cx, ROLE_OFFICE, S(GIVEN), &ids));
    assert_int_equal(ids.n, 0);
    give(w);
    assert_cx(OK, w, account_of_role(&w->cx, ROLE_OFFICE, S(VILLAGE), &ids));
    assert_int_equal(ids.n, 1);
    assert_int_equal(ids.p[0].id, a.id);
}

static void the_countys_officers_have_nothing_to_do_with_it_any_more(void **state)
{
    struct world *w = *state;
    struct account_id_list ids;
    struct right_ranges r;
    struct account a;

    places(w);
    a = officer(w, "county.office", COUNTY);
    give(w);
    sign_in(w, &a);
    assert_true(may(w, COUNTY));
    assert_true(may(w, OTHER));
    assert_false(may(w, GIVEN));
    assert_false(may(w, VILLAGE));
    r = right_ranges(&w->cx, RIGHT_REQUEST_READ);
    assert_false(subtree_holds(&r, S(GIVEN)));
    assert_true(subtree_holds(&r, S(OTHER)));
    assert_true(subtree_holds(&r, S("430407101000")));
    world_as_program(w);
    assert_cx(OK, w, account_of_role(&w->cx, ROLE_OFFICE, S(VILLAGE), &ids));
    assert_int_equal(ids.n, 0);
    assert_cx(OK, w, account_of_role(&w->cx, ROLE_OFFICE, S(OTHER), &ids));
    assert_int_equal(ids.n, 1);
}

static void a_village_that_stays_behind_is_the_countys_whichever_moves_first(void **state)
{
    struct world *w = *state;

    places(w);
    put(w, VILLAGE, "松梅村", DIVISION_VILLAGE, GIVEN);
    for (int first = 0; first < 2; first++) {
        put(w, GIVEN, "松木乡", DIVISION_TOWN, COUNTY);
        put(w, VILLAGE, "松梅村", DIVISION_VILLAGE, GIVEN);
        if (first)
            give(w);
        put(w, VILLAGE, "松梅村", DIVISION_VILLAGE, OTHER);
        if (!first)
            give(w);
        book(w, VILLAGE, 4 + first);
        assert_int_equal(sum(w, COUNTY), 1 + first);
        assert_int_equal(sum(w, OTHER), 1 + first);
        assert_int_equal(sum(w, GIVEN), 0);
        assert_int_equal(sum(w, ZONE), 0);
        assert_int_equal(sum(w, "430400000000"), 1 + first);
    }
}

static void the_sums_of_the_places_are_the_sum_of_the_whole(void **state)
{
    struct world *w = *state;
    static const char *const places_below[] = {COUNTY, ZONE};
    int64_t folded, parts = 0;

    places(w);
    give(w);
    book(w, GIVEN, 3);
    book(w, VILLAGE, 4);
    book(w, OTHER, 5);
    book(w, ZONE, 6);
    assert_cx(OK, w, ledger_fold(&w->cx, &folded));
    book(w, GIVEN, 7);
    book(w, OTHER, 8);
    for (size_t i = 0; i < COUNT(places_below); i++)
        parts += sum(w, places_below[i]);
    assert_int_equal(parts, sum(w, "430400000000"));
    assert_int_equal(sum(w, COUNTY), 2);
    assert_int_equal(sum(w, ZONE), 4);
}

static void life(struct world *w, const char *division, const char *name)
{
    struct station s = {.code = str_of(name),
        .name = str_of(name),
        .rank = STATION_POINT,
        .state = STATION_OPEN,
        .division = str_of(division),
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    struct congress c = {.code = str_of(name),
        .name = str_of(name),
        .division = str_of(division),
        .level = LEVEL_TOWNSHIP,
        .term = 5,
        .seats = 40,
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    struct hamlet_group g = {.name = str_of(name),
        .division = str_of(division),
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    world_as_program(w);
    assert_cx(OK, w, station_put(&w->cx, &s, &done));
    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, hamlet_put(&w->cx, &g));
}

/* Stations, congresses and hamlet groups that the lists of a division hold. */
static void lists_hold(
    struct world *w, const char *division, size_t stations, size_t congresses, size_t groups)
{
    struct hamlet_filter f = {.division = str_of(division), .max = 20};
    struct hamlet_group_list hamlets;
    struct congress_list seats;
    struct station_list list;
    bool more;

    assert_cx(OK, w, station_of_division(&w->cx, str_of(division), &list));
    assert_int_equal(list.n, stations);
    assert_cx(OK, w, registry_congresses(&w->cx, str_of(division), &seats));
    assert_int_equal(seats.n, congresses);
    assert_cx(OK, w, hamlet_list(&w->cx, &f, &hamlets, &more));
    assert_int_equal(hamlets.n, groups);
}

static void every_list_goes_by_where_a_place_belongs(void **state)
{
    struct world *w = *state;
    struct deputy_list deputies;
    struct division_list bare;

    places(w);
    life(w, GIVEN, "松木乡");
    life(w, OTHER, "角山镇");
    lists_hold(w, COUNTY, 2, 2, 2);
    lists_hold(w, ZONE, 0, 0, 0);
    give(w);
    lists_hold(w, COUNTY, 1, 1, 1);
    lists_hold(w, ZONE, 1, 1, 1);
    lists_hold(w, "430400000000", 2, 2, 2);
    put(w, "430407105000", "新镇", DIVISION_TOWN, ZONE);
    assert_cx(OK, w, station_gaps(&w->cx, S(COUNTY), &bare));
    assert_int_equal(bare.n, 0);
    assert_cx(OK, w, station_gaps(&w->cx, S(ZONE), &bare));
    assert_int_equal(bare.n, 1);
    assert_cx(OK, w, registry_deputies_for(&w->cx, S(ZONE), &deputies));
    assert_int_equal(deputies.n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_officer_of_a_zone_reaches_the_township_given_to_it),
        WORLD_TEST(a_township_taken_back_is_out_of_reach_again),
        WORLD_TEST(a_village_comes_with_its_township),
        WORLD_TEST(lists_and_their_filter_hold_what_the_zone_was_given),
        WORLD_TEST(sums_and_the_records_behind_them_hold_what_the_zone_was_given),
        WORLD_TEST(the_zones_officers_are_told_of_what_happens_in_the_township),
        WORLD_TEST(the_countys_officers_have_nothing_to_do_with_it_any_more),
        WORLD_TEST(a_village_that_stays_behind_is_the_countys_whichever_moves_first),
        WORLD_TEST(the_sums_of_the_places_are_the_sum_of_the_whole),
        WORLD_TEST(every_list_goes_by_where_a_place_belongs),
    };

    return cmocka_run_group_tests_name("subtree", tests, NULL, NULL);
}
