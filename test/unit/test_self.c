/* station_self: visitors enter themselves at the door; a clerk confirms; counted once. */
#include "core/ledger.h"
#include "core/rekey.h"

#include "feature/station/station_self.h"

#include "world.h"

#define TOWN "430422103000"
#define ELSEWHERE "430421103000"

static struct station begin(struct world *w)
{
    struct station s = {.code = S("st-1"),
        .name = S("车江镇中心联络站"),
        .rank = STATION_CENTRE,
        .state = STATION_OPEN,
        .division = S(TOWN),
        .address = S("老街 1 号"),
        .hours = S("09:00-11:30 1-5"),
        .reception = S("monthly:15 09:00-11:00"),
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;
    int64_t loaded;

    world_as_program(w);
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, station_put(&w->cx, &s, &done));
    return s;
}

static int64_t came(struct world *w)
{
    int64_t n;

    assert_cx(OK, w,
        ledger_sum(&w->cx, "station.visitors", S(TOWN), date_make(2020, 1, 1),
            date_make(2035, 1, 1), &n));
    return n;
}

static struct self_visit enter(
    struct world *w, const struct station *s, const char *matter, const char *key, bool twice)
{
    struct self_visit v = {
        .name = S("王锸"), .phone = S("13800001234"), .matter = str_of(matter), .persons = 2};
    bool repeated;

    world_as_anyone(w);
    assert_cx(OK, w, station_self_add(&w->cx, s, &v, str_of(key), &repeated));
    assert_int_equal(repeated, twice);
    return v;
}

static void a_double_tap_makes_one_entry(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit_list waiting;

    enter(w, &s, "问低保", "key-1", false);
    enter(w, &s, "问低保", "key-1", true);
    /* The page loaded twice gives another key, but the same words of the same day. */
    enter(w, &s, "问低保", "key-2", true);
    enter(w, &s, "问修路", "key-3", false);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_int_equal(waiting.n, 2);
    assert_int_equal(came(w), 0);
}

/* A new key; with resealed the entries of the day were put under it and the old one went. */
static void change_key(struct world *w, bool resealed)
{
    static const struct personal_field *const personal[] = {station_personal};
    static const struct keyed_hash *const hashes[] = {NULL};
    struct rekey *r = rekey_new(w->cx.arena, personal, hashes, 1);
    struct buf problem = buf_new(w->cx.arena, 1000);
    struct rekey_place at = {0};
    int64_t moved;
    bool more = resealed;

    world_as_program(w);
    assert_cx(OK, w, rekey_rotate(&w->cx, w->keys, privacy_key_id(w->keys, 0), &problem));
    world_commit(w);
    while (more)
        assert_cx(OK, w, rekey_piece(&w->cx, r, S("/nowhere"), &at, &moved, &more));
    if (resealed)
        assert_cx(OK, w, rekey_retire(&w->cx, r, w->keys, 1, true, &problem));
    world_commit(w);
}

static void a_double_tap_is_one_entry_though_the_key_was_changed_between(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit_list waiting;

    (void)enter(w, &s, "问问低保", "k1", false);
    change_key(w, false);
    (void)enter(w, &s, "问问低保", "k2", true);
    change_key(w, true);
    (void)enter(w, &s, "问问低保", "k3", true);
    (void)enter(w, &s, "门前的路灯", "k4", false);
    (void)enter(w, &s, "门前的路灯", "k5", true);
    world_as_program(w);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_int_equal(waiting.n, 2);
}

static void what_a_clerk_confirms_counts_once(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit_list waiting;
    struct self_visit e;
    struct visit v = {.persons = 2, .summary = S("问低保"), .day = DATE_NONE};
    struct buf problems = buf_new(w->cx.arena, 1000);

    enter(w, &s, "问低保，住三组", "key-1", false);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_cx(OK, w, station_self_get(&w->cx, waiting.p[0].id, &e));
    assert_str(e.name, "王锸");
    assert_str(e.phone, "13800001234");
    assert_str(e.matter, "问低保，住三组");
    assert_true(w->cx.readings.n >= 1);
    assert_cx(ERR_STALE, w, station_self_confirm(&w->cx, &e, e.version + 1, &v));
    world_undo(w);
    s = begin(w);
    enter(w, &s, "问低保，住三组", "key-1", false);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_cx(OK, w, station_self_get(&w->cx, waiting.p[0].id, &e));
    assert_cx(OK, w, station_self_confirm(&w->cx, &e, e.version, &v));
    assert_int_equal(came(w), 2);
    assert_cx(OK, w, station_self_get(&w->cx, e.id, &e));
    assert_int_equal(e.visit_id, v.id);
    assert_cx(ERR_CONFLICT, w, station_self_confirm(&w->cx, &e, e.version, &v));
    assert_cx(ERR_CONFLICT, w, station_self_drop(&w->cx, &e, e.version));
    assert_int_equal(came(w), 2);
    world_as_program(w);
    assert_cx(OK, w, station_self_check(&w->cx, &problems));
    assert_str(buf_str(&problems), "");
}

static void nobody_who_came_not_is_counted(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit_list waiting;

    enter(w, &s, "看看", "key-1", false);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_cx(OK, w, station_self_drop(&w->cx, &waiting.p[0], waiting.p[0].version));
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_int_equal(waiting.n, 0);
    assert_int_equal(came(w), 0);
}

static void only_those_who_keep_the_register_see_an_entry(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit_list waiting;
    struct self_visit e;
    struct station_door door;

    enter(w, &s, "问低保", "key-1", false);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    world_as(w, ROLE_CLERK, ELSEWHERE, 0);
    assert_cx(ERR_NOT_FOUND, w, station_self_get(&w->cx, waiting.p[0].id, &e));
    assert_cx(ERR_NOT_FOUND, w, station_door_open(&w->cx, &s, &door));
    world_as(w, ROLE_LEADER, TOWN, 0);
    assert_cx(ERR_DENIED, w, station_self_get(&w->cx, waiting.p[0].id, &e));
}

static void a_code_opens_one_door_until_it_is_renewed_or_switched_off(void **state)
{
    struct world *w = *state;
    struct station s = begin(w), found;
    struct station_door first, second;

    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_door_open(&w->cx, &s, &first));
    world_as_anyone(w);
    assert_cx(OK, w, station_door_station(&w->cx, first.token, &found));
    assert_int_equal(found.id, s.id);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_door_open(&w->cx, &s, &second));
    assert_cx(ERR_NOT_FOUND, w, station_door_station(&w->cx, first.token, &found));
    assert_cx(OK, w, station_door_station(&w->cx, second.token, &found));
    assert_cx(OK, w, station_door_close(&w->cx, &s));
    assert_cx(ERR_NOT_FOUND, w, station_door_station(&w->cx, second.token, &found));
}

static void empty_words_are_refused_field_by_field(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit v = {.name = S(" "), .matter = S(""), .persons = 0};
    bool repeated;

    world_as_anyone(w);
    assert_cx(ERR_INVALID, w, station_self_add(&w->cx, &s, &v, S("key"), &repeated));
    assert_int_equal(w->cx.faults.n, 3);
}

static void what_was_written_is_gone_after_its_term(void **state)
{
    struct world *w = *state;
    struct station s = begin(w);
    struct self_visit_list waiting;
    struct self_visit e;
    struct visit v = {.persons = 2, .summary = S("问低保"), .day = DATE_NONE};
    int64_t n;

    enter(w, &s, "问低保", "key-1", false);
    enter(w, &s, "看看", "key-2", false);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_cx(OK, w, station_self_waiting(&w->cx, &s, &waiting));
    assert_cx(OK, w, station_self_confirm(&w->cx, &waiting.p[0], waiting.p[0].version, &v));
    world_as_program(w);
    assert_cx(OK, w, station_self_forget(&w->cx, &n));
    assert_int_equal(n, 0);
    world_later(w, (int64_t)(SELF_DAYS + 1) * 86400);
    assert_cx(OK, w, station_self_old(&w->cx, &n));
    assert_int_equal(n, 2);
    assert_cx(OK, w, station_self_forget(&w->cx, &n));
    assert_int_equal(n, 2);
    assert_cx(OK, w, station_self_get(&w->cx, waiting.p[0].id, &e));
    assert_true(e.name.n == 0 && e.phone.n == 0 && e.matter.n == 0);
    assert_int_equal(e.state, SELF_CONFIRMED);
    assert_cx(OK, w, station_self_get(&w->cx, waiting.p[1].id, &e));
    assert_int_equal(e.state, SELF_DROPPED);
    assert_int_equal(came(w), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_double_tap_makes_one_entry),
        WORLD_TEST(a_double_tap_is_one_entry_though_the_key_was_changed_between),
        WORLD_TEST(what_a_clerk_confirms_counts_once),
        WORLD_TEST(nobody_who_came_not_is_counted),
        WORLD_TEST(only_those_who_keep_the_register_see_an_entry),
        WORLD_TEST(a_code_opens_one_door_until_it_is_renewed_or_switched_off),
        WORLD_TEST(empty_words_are_refused_field_by_field),
        WORLD_TEST(what_was_written_is_gone_after_its_term),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
