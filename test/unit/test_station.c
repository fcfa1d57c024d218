/* station: hours, reception days, the flow, the register, seats given by nearness, codes. */
#include "core/account.h"
#include "core/ledger.h"
#include "core/notice.h"

#include "feature/station/station.h"

#include "check.h"
#include "world_db.h"

struct world {
    struct world_db *db;
    struct rng rng;
    struct actor actor;
    struct grant grant;
    struct cx cx;
};

static int open_world(void **state)
{
    struct world_db *db = world_db_open();
    struct world *w = NEW(db->arena, struct world);
    int64_t loaded;

    secret_start();
    w->db = db;
    w->rng = rng_seeded(7);
    w->actor = (struct actor){.roles = ROLE_ANYONE | ROLE_CLOCK};
    w->cx = (struct cx){.arena = db->arena,
        .db = db->db,
        .actor = &w->actor,
        .rng = &w->rng,
        .now = date_start(date_make(2026, 3, 2))};
    assert_ok(db_begin(db->db, DB_WRITE));
    assert_ok(registry_seed(&w->cx, &loaded));
    *state = w;
    return 0;
}

static int close_world(void **state)
{
    struct world *w = *state;

    db_rollback(w->db->db);
    world_db_close(w->db);
    return 0;
}

static void as_office(struct world *w, struct str division)
{
    w->grant = (struct grant){.id = 1, .role = ROLE_OFFICE, .division = division};
    w->actor = (struct actor){
        .account_id = 1, .roles = ROLE_ANYONE | ROLE_OFFICE, .grants = {&w->grant, 1}};
}

static struct station station(struct world *w, const char *code, struct str name,
    struct str division, enum station_rank rank)
{
    struct station s = {.code = str_of(code),
        .name = name,
        .rank = rank,
        .state = STATION_OPEN,
        .division = division,
        .address = S("老街 1 号"),
        .hours = S("09:00-11:30,14:30-17:00 1-5"),
        .reception = S("monthly:15 09:00-11:00"),
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    assert_ok(station_put(&w->cx, &s, &done));
    assert_int_equal(done, PUT_NEW);
    return s;
}

static struct deputy deputy(struct world *w, const char *code, struct str division)
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
        .division = division,
        .state = TENURE_ACTIVE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = -1};
    struct deputy d;
    enum put done;

    assert_ok(registry_congress_put(&w->cx, &c, &done));
    assert_ok(registry_deputy_put(&w->cx, &in, &d, &done));
    return d;
}

static void opening_hours_are_read_strictly_and_said_in_words(void **state)
{
    struct world *w = *state;
    struct arena *a = w->cx.arena;

    assert_true(station_hours_ok(S("09:00-11:30,14:30-17:00 1-5;09:00-11:00 6")));
    assert_false(station_hours_ok(S("")));
    assert_false(station_hours_ok(S("09:00-11:30")));
    assert_false(station_hours_ok(S("11:30-09:00 1-5")));
    assert_false(station_hours_ok(S("09:00-25:00 1-5")));
    assert_false(station_hours_ok(S("09:00-11:30 5-1")));
    assert_false(station_hours_ok(S("09:00-11:30 1-5;")));
    assert_str(station_hours_text(a, LANG_ZH, S("09:00-11:30,14:30-17:00 1-5;09:00-11:00 6")),
        "周一至周五 09:00–11:30 14:30–17:00；周六 09:00–11:00");
    assert_str(station_hours_text(a, LANG_EN, S("09:00-11:30 1-5")), "Mon–Fri 09:00–11:30");
}

static void reception_rules_are_read_strictly_and_said_in_words(void **state)
{
    struct world *w = *state;

    assert_true(station_reception_ok(S("odd:15 09:00-11:00")));
    assert_false(station_reception_ok(S("weekly:8")));
    assert_false(station_reception_ok(S("monthly:15 0900-1100")));
    assert_false(station_reception_ok(S("sometimes:1")));
    assert_str(station_reception_text(w->cx.arena, LANG_ZH, S("monthly:15 09:00-11:00")),
        "每月 15 日，遇节假日顺延 09:00–11:00");
    assert_str(station_reception_text(w->cx.arena, LANG_EN, S("weekly:3")),
        "every Wed, moved behind holidays");
}

static struct str days(struct world *w, const char *rule, struct date from, size_t n)
{
    struct station s = {.reception = str_of(rule)};
    struct reception_list list;
    struct buf b = buf_new(w->cx.arena, 400);

    assert_ok(station_receptions(&w->cx, &s, from, n, &list));
    EACH (r, &list) {
        buf_add(&b, str_sub(date_text(w->cx.arena, r->day), 5, 5));
        buf_char(&b, r->day.day == r->planned.day ? ' ' : '*');
    }
    return buf_str(&b);
}

static void a_reception_day_moves_behind_holidays_and_weekends(void **state)
{
    struct world *w = *state;

    /* Spring Festival 2026: 15 to 23 February; 14 and 28 February are worked. */
    assert_str(days(w, "monthly:15 09:00-11:00", date_make(2026, 1, 1), 4),
        "01-15 02-24*03-16*04-15 ");
    assert_str(days(w, "odd:15", date_make(2026, 2, 1), 2), "03-16*05-15 ");
    assert_str(days(w, "even:31", date_make(2026, 2, 1), 2), "02-28 04-30 ");
    assert_str(days(w, "weekly:3", date_make(2026, 2, 12), 2), "02-24*02-25 ");
    assert_str(days(w, "weekly:6", date_make(2026, 3, 2), 2), "03-07 03-14 ");
    assert_str(days(w, "monthly:15", date_make(2026, 3, 16), 1), "03-16*");
}

static void a_reception_day_is_announced_three_days_before_on_a_working_day(void **state)
{
    struct world *w = *state;
    struct station s = {.reception = S("monthly:15")};
    struct reception_list list;

    assert_ok(station_receptions(&w->cx, &s, date_make(2026, 3, 2), 2, &list));
    assert_str(date_text(w->cx.arena, list.p[0].notice), "2026-03-13");
    assert_str(date_text(w->cx.arena, list.p[1].notice), "2026-04-10");
}

static void putting_the_same_station_again_changes_nothing_and_names_are_kept(void **state)
{
    struct world *w = *state;
    struct station s = station(w, "z1", S("呆鹰岭联络站"), S("430408001000"), STATION_CENTRE);
    struct station same = s, found;
    struct old_name_list names;
    enum put done;

    same.version = 0;
    assert_ok(station_put(&w->cx, &same, &done));
    assert_int_equal(done, PUT_SAME);
    same.name = S("呆鹰岭代表之家");
    assert_ok(station_put(&w->cx, &same, &done));
    assert_int_equal(done, PUT_CHANGED);
    assert_ok(station_names(&w->cx, s.id, &names));
    assert_int_equal(names.n, 1);
    assert_str(names.p[0].name, "呆鹰岭联络站");
    same.version = 1;
    same.address = S("新街 2 号");
    assert_err(ERR_STALE, station_put(&w->cx, &same, &done));
    assert_ok(station_public(&w->cx, s.public_id, &found));
    assert_str(found.name, "呆鹰岭代表之家");
}

static void a_merged_station_hands_deputies_and_points_over(void **state)
{
    struct world *w = *state;
    struct station old = station(w, "z1", S("甲站"), S("430408001000"), STATION_CENTRE);
    struct station next = station(w, "z2", S("乙站"), S("430408001000"), STATION_CENTRE);
    struct deputy d = deputy(w, "s1", S("430408001000"));
    struct station_move m = {.event = STATION_MERGE, .version = old.version};

    assert_ok(registry_tenure_station(&w->cx, &d, old.id));
    assert_err(ERR_INVALID, station_make_move(&w->cx, &old, &m));
    m.successor = S("z1");
    assert_err(ERR_INVALID, station_make_move(&w->cx, &old, &m));
    m.successor = S("z2");
    assert_ok(station_make_move(&w->cx, &old, &m));
    assert_int_equal(old.state, STATION_MERGED);
    assert_int_equal(old.successor_id, next.id);
    assert_str(date_text(w->cx.arena, old.valid_to), "2026-03-02");
    assert_ok(registry_deputy(&w->cx, d.id, &d));
    assert_int_equal(d.station_id, next.id);
    m = (struct station_move){.event = STATION_RESUME, .version = old.version};
    assert_err(ERR_CONFLICT, station_make_move(&w->cx, &old, &m));
}

static void deputies_get_the_nearest_open_station(void **state)
{
    struct world *w = *state;
    struct station town = station(w, "z1", S("街道站"), S("430408001000"), STATION_CENTRE);
    struct station far = station(w, "z2", S("另一站"), S("430408002000"), STATION_CENTRE);
    struct deputy near = deputy(w, "s1", S("430408001000"));
    struct deputy other = deputy(w, "s2", S("430408002000"));
    struct deputy wide = deputy(w, "s3", S("430400000000"));
    int64_t n;

    assert_ok(station_assign(&w->cx, S("430400000000"), &n));
    assert_int_equal(n, 3);
    assert_ok(registry_deputy(&w->cx, near.id, &near));
    assert_ok(registry_deputy(&w->cx, other.id, &other));
    assert_int_equal(near.station_id, town.id);
    assert_int_equal(other.station_id, far.id);
    assert_ok(registry_deputy(&w->cx, wide.id, &wide));
    assert_int_equal(wide.station_id, town.id);
    assert_ok(station_assign(&w->cx, S("430400000000"), &n));
    assert_int_equal(n, 0);
}

static void gaps_list_townships_without_and_deputies_without_a_station(void **state)
{
    struct world *w = *state;
    struct division_list before, after;
    struct deputy_list seats;
    bool more;

    assert_ok(station_gaps(&w->cx, S("430408000000"), &before));
    (void)station(w, "z1", S("街道站"), S("430408001000"), STATION_CENTRE);
    assert_ok(station_gaps(&w->cx, S("430408000000"), &after));
    assert_int_equal(after.n, before.n - 1);
    (void)deputy(w, "s1", S("430408001000"));
    assert_ok(registry_deputy_list(&w->cx,
        &(struct deputy_filter){
            .division = S("430408000000"), .state = S("active"), .station_id = 0, .max = 10},
        &seats, &more));
    assert_int_equal(seats.n, 1);
}

static int64_t visitors(struct world *w)
{
    int64_t n;

    assert_ok(ledger_sum(&w->cx, "station.visitors", S("430408000000"), date_make(2026, 1, 1),
        date_make(2026, 12, 31), &n));
    return n;
}

static void a_visit_books_person_times_once_and_a_correction_counters_it(void **state)
{
    struct world *w = *state;
    struct station s = station(w, "z1", S("街道站"), S("430408001000"), STATION_CENTRE);
    struct visit v = {.station_id = s.id,
        .day = date_make(2026, 3, 2),
        .persons = 3,
        .summary = S("问路灯"),
        .idem = S("k1")};
    struct visit again = v;

    as_office(w, S("430408000000"));
    assert_ok(station_visit_add(&w->cx, &v));
    assert_ok(station_visit_add(&w->cx, &again));
    assert_int_equal(again.id, v.id);
    assert_int_equal(visitors(w), 3);
    v.persons = 5;
    assert_ok(station_visit_set(&w->cx, &v));
    assert_int_equal(visitors(w), 5);
    assert_err(ERR_STALE, station_visit_set(&w->cx, &v));
    again = (struct visit){.station_id = s.id, .day = date_make(2026, 3, 3), .persons = 0};
    assert_err(ERR_INVALID, station_visit_add(&w->cx, &again));
    as_office(w, S("430407000000"));
    again.persons = 1;
    assert_err(ERR_NOT_FOUND, station_visit_add(&w->cx, &again));
}

static void a_reissued_code_leaves_old_prints_working(void **state)
{
    struct world *w = *state;
    struct station s = station(w, "z1", S("街道站"), S("430408001000"), STATION_CENTRE);
    struct plate_code one, two, found;
    bool has;

    assert_ok(station_code_issue(&w->cx, CODE_OF_STATION, s.id, (struct str){0}, &one));
    assert_ok(station_code_issue(&w->cx, CODE_OF_STATION, s.id, (struct str){0}, &two));
    assert_false(str_eq(one.token, two.token));
    assert_int_equal(one.token.n, 8);
    assert_ok(station_code_find(&w->cx, one.token, &found));
    assert_int_equal(found.object_id, s.id);
    assert_true(instant_is(found.retired));
    assert_ok(station_code_of(&w->cx, CODE_OF_STATION, s.id, s.division, &found, &has));
    assert_true(has);
    assert_true(str_eq(found.token, two.token));
    assert_ok(station_code_issue(&w->cx, CODE_OF_AREA, 0, S("430408001000"), &one));
    assert_ok(station_code_issue(&w->cx, CODE_OF_AREA, 0, S("430408002000"), &two));
    assert_ok(station_code_find(&w->cx, one.token, &found));
    assert_false(instant_is(found.retired));
    assert_err(ERR_NOT_FOUND, station_code_find(&w->cx, S("nosuch"), &found));
}

static void a_station_is_found_by_name_alias_and_nearness(void **state)
{
    struct world *w = *state;
    struct station s = station(w, "z1", S("芄锸站"), S("430408001000"), STATION_CENTRE);
    struct station_list list;
    enum put done;

    s.alias = S("代表工作室");
    assert_ok(station_put(&w->cx, &s, &done));
    assert_ok(station_named(&w->cx, S("工作室"), &list));
    assert_int_equal(list.n, 1);
    assert_ok(station_named(&w->cx, S("芄锸"), &list));
    assert_int_equal(list.n, 1);
    assert_ok(station_near(&w->cx, S("430408002000"), &list));
    assert_int_equal(list.n, 1);
    assert_ok(station_near(&w->cx, S("430900000000"), &list));
    assert_int_equal(list.n, 0);
}

#define IN_WORLD(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

static int64_t clerk_of(struct world *w, struct str town)
{
    struct account_draft d = {.login = S("clerk.one"),
        .name = S("联络站工作人员"),
        .family = FAMILY_BUSINESS,
        .password_hash = S("-")};
    struct account a;

    assert_ok(account_make(&w->cx, &d, &a));
    assert_ok(account_grant_add(&w->cx, &a, ROLE_CLERK, town, 0));
    return a.id;
}

static size_t told(struct world *w, int64_t account)
{
    struct notice_row_list list;
    int64_t n;

    do {
        assert_ok(station_remind(&w->cx));
        assert_ok(station_remind_waiting(&w->cx, &n));
    } while (n > 0);
    assert_ok(notice_list(&w->cx, account, 50, &list));
    return list.n;
}

static void a_reception_day_is_told_once_when_its_notice_is_due(void **state)
{
    struct world *w = *state;
    int64_t clerk = clerk_of(w, S("430408002000"));

    (void)station(w, "s-1", S("芄锸联络站"), S("430408002000"), STATION_CENTRE);
    (void)station(w, "s-2", S("外乡联络站"), S("430405007000"), STATION_CENTRE);
    /* The 15th is a Sunday: moved to Monday, announced on Friday. */
    w->cx.now = date_start(date_make(2026, 3, 12));
    assert_int_equal(told(w, clerk), 0);
    w->cx.now = date_start(date_make(2026, 3, 13));
    assert_int_equal(told(w, clerk), 1);
    w->cx.now = date_start(date_make(2026, 3, 14)); /* the program was down yesterday */
    assert_int_equal(told(w, clerk), 1);
    w->cx.now = date_start(date_make(2026, 3, 16));
    assert_int_equal(told(w, clerk), 1);
    w->cx.now = date_start(date_make(2026, 4, 13)); /* the 15th of April is a Wednesday */
    assert_int_equal(told(w, clerk), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(opening_hours_are_read_strictly_and_said_in_words),
        IN_WORLD(reception_rules_are_read_strictly_and_said_in_words),
        IN_WORLD(a_reception_day_moves_behind_holidays_and_weekends),
        IN_WORLD(a_reception_day_is_announced_three_days_before_on_a_working_day),
        IN_WORLD(putting_the_same_station_again_changes_nothing_and_names_are_kept),
        IN_WORLD(a_merged_station_hands_deputies_and_points_over),
        IN_WORLD(deputies_get_the_nearest_open_station),
        IN_WORLD(gaps_list_townships_without_and_deputies_without_a_station),
        IN_WORLD(a_visit_books_person_times_once_and_a_correction_counters_it),
        IN_WORLD(a_reissued_code_leaves_old_prints_working),
        IN_WORLD(a_station_is_found_by_name_alias_and_nearness),
        IN_WORLD(a_reception_day_is_told_once_when_its_notice_is_due),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
