/* registry: divisions, places in free text, organisations, seats. */
#include "core/subtree.h"

#include "feature/registry/registry.h"

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

static void as_program(struct world *w)
{
    w->actor = (struct actor){.roles = ROLE_ANYONE | ROLE_CLOCK};
}

static void count(struct world *w, struct str code, int64_t *kinds)
{
    struct division_list below;

    assert_ok(registry_children(&w->cx, code, true, &below));
    EACH (d, &below) {
        kinds[d->kind]++;
        count(w, d->code, kinds);
    }
}

static void the_shipped_file_has_14_prefectures_122_counties_and_1948_townships(void **state)
{
    struct world *w = *state;
    int64_t kinds[DIVISION_PSEUDO + 1] = {0}, again;

    count(w, S("000000000000"), kinds);
    assert_int_equal(kinds[DIVISION_PROVINCE], 1);
    assert_int_equal(kinds[DIVISION_PREFECTURE], 14);
    assert_int_equal(kinds[DIVISION_COUNTY], 122);
    assert_int_equal(kinds[DIVISION_ZONE], 12);
    assert_int_equal(kinds[DIVISION_TOWN] + kinds[DIVISION_SUBDISTRICT], 1948);
    assert_int_equal(kinds[DIVISION_PSEUDO], 60);
    assert_ok(registry_seed(&w->cx, &again));
    assert_int_equal(again, 0);
}

static void zones_and_pseudo_townships_are_hidden_until_asked_for(void **state)
{
    struct world *w = *state;
    struct division_list some, all;

    assert_ok(registry_children(&w->cx, S("430400000000"), false, &some));
    assert_ok(registry_children(&w->cx, S("430400000000"), true, &all));
    assert_int_equal(some.n, 12);
    assert_int_equal(all.n, 14);
}

static void a_code_tells_its_level_its_kind_and_its_parent(void **state)
{
    struct world *w = *state;
    enum division_kind kind;

    assert_true(registry_code_kind(S("430407001000"), &kind));
    assert_int_equal(kind, DIVISION_SUBDISTRICT);
    assert_true(registry_code_kind(S("430473000000"), &kind));
    assert_int_equal(kind, DIVISION_ZONE);
    assert_true(registry_code_kind(S("430407001010-003"), &kind));
    assert_int_equal(kind, DIVISION_HAMLET);
    assert_false(registry_code_kind(S("43040700101"), &kind));
    assert_false(registry_code_kind(S("430407001010_003"), &kind));
    assert_str(registry_code_parent(w->cx.arena, S("430407001010-003")), "430407001010");
    assert_str(registry_code_parent(w->cx.arena, S("430407001010")), "430407001000");
    assert_str(registry_code_parent(w->cx.arena, S("430000000000")), "000000000000");
    assert_str(registry_code_parent(w->cx.arena, S("000000000000")), NULL);
    assert_int_equal(registry_near(S("430407001010"), S("430407001000")), 5);
    assert_int_equal(registry_near(S("430407001010"), S("430407002010")), 4);
    assert_int_equal(registry_near(S("430407001010"), S("430900000000")), 2);
}

static void putting_the_same_division_again_changes_nothing(void **state)
{
    struct world *w = *state;
    struct division d = {.code = S("430407001101"),
        .name = S("竹山村"),
        .kind = DIVISION_VILLAGE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct old_name_list names;
    struct str full;
    enum put done;

    assert_ok(registry_division_put(&w->cx, &d, &done));
    assert_int_equal(done, PUT_NEW);
    assert_ok(registry_division_put(&w->cx, &d, &done));
    assert_int_equal(done, PUT_SAME);
    d.name = S("芄竹村");
    assert_ok(registry_division_put(&w->cx, &d, &done));
    assert_int_equal(done, PUT_CHANGED);
    assert_ok(registry_division_names(&w->cx, d.code, &names));
    assert_int_equal(names.n, 1);
    assert_str(names.p[0].name, "竹山村");
    assert_str(date_text(w->cx.arena, names.p[0].valid_to), "2026-03-01");
    assert_ok(registry_full_name(&w->cx, d.code, &full));
    assert_true(str_ends(full, S("芄竹村")));
    assert_true(str_starts(full, S("衡阳市")));
}

static void a_division_whose_kind_or_parent_does_not_fit_is_refused(void **state)
{
    struct world *w = *state;
    struct division d = {.code = S("430407001101"),
        .name = S("竹山村"),
        .kind = DIVISION_COUNTY,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    assert_err(ERR_INVALID, registry_division_put(&w->cx, &d, &done));
    assert_str(w->cx.faults.p[0].field, "kind");
    d.kind = DIVISION_VILLAGE;
    d.code = S("430407999101");
    assert_err(ERR_INVALID, registry_division_put(&w->cx, &d, &done));
    assert_str(w->cx.faults.p[0].rule, "registry.no_parent");
}

static void a_moved_division_counts_to_its_new_parent_by_a_range_of_its_own(void **state)
{
    struct world *w = *state;
    struct division d;
    struct right_ranges r;
    enum put done;

    assert_ok(subtree_of(&w->cx, S("430407000000"), &r));
    assert_int_equal(r.n, 1);
    d = (struct division){.code = S("430408001500"),
        .name = S("飞地村"),
        .kind = DIVISION_VILLAGE,
        .parent = S("430407001000"),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    assert_ok(registry_division_put(&w->cx, &d, &done));
    assert_ok(subtree_of(&w->cx, S("430407001000"), &r));
    assert_int_equal(r.n, 2);
    assert_str(r.at[1].from, "430408001500");
    assert_ok(subtree_of(&w->cx, S("430407000000"), &r));
    assert_true(subtree_holds(&r, d.code));
    assert_ok(subtree_of(&w->cx, S("430408000000"), &r));
    assert_false(subtree_holds(&r, d.code));
}

static void an_office_edits_only_below_its_own_division(void **state)
{
    struct world *w = *state;
    struct division d = {.code = S("430407001101"),
        .name = S("竹山村"),
        .kind = DIVISION_VILLAGE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    as_office(w, S("430408000000"));
    assert_err(ERR_NOT_FOUND, registry_division_put(&w->cx, &d, &done));
    as_office(w, S("430407000000"));
    assert_ok(registry_division_put(&w->cx, &d, &done));
}

static bool found(const struct find_hit_list *hits, const char *code)
{
    EACH (h, hits)
        if (str_is(h->division.code, code))
            return true;
    return false;
}

static void an_address_finds_the_smallest_place_it_names(void **state)
{
    struct world *w = *state;
    struct find_hit_list hits;

    assert_ok(registry_find_places(&w->cx, S("衡阳市衡南县云集街道老街 12 号"), &hits));
    assert_int_equal(hits.n, 1);
    assert_str(hits.p[0].division.name, "云集街道");
    assert_str(hits.p[0].full_name, "衡阳市衡南县云集街道");
    assert_ok(registry_find_places(&w->cx, S("衡南云集"), &hits));
    assert_int_equal(hits.n, 1);
    assert_str(hits.p[0].division.name, "云集街道");
    assert_ok(registry_find_places(&w->cx, S("衡阳市"), &hits));
    assert_int_equal(hits.n, 1);
    assert_str(hits.p[0].division.code, "430400000000");
    assert_ok(registry_find_places(&w->cx, S("火星"), &hits));
    EACH (h, &hits)
        assert_false(str_is(h->division.code, "430400000000"));
    assert_ok(registry_find_places(&w->cx, S("%"), &hits));
    assert_int_equal(hits.n, 0);
}

static size_t finds(struct world *w, const char *words)
{
    struct find_hit_list hits;

    assert_ok(registry_find_places(&w->cx, str_of(words), &hits));
    return hits.n;
}

static void a_place_of_that_name_elsewhere_is_not_taken_for_it(void **state)
{
    struct world *w = *state;

    assert_int_equal(finds(w, "朝阳街道"), 2);
    assert_int_equal(finds(w, "北京市朝阳区"), 0);
    assert_int_equal(finds(w, "北京市朝阳街道"), 0);
    assert_int_equal(finds(w, "杭州市西湖区文三路"), 0);
    assert_int_equal(finds(w, "永州市朝阳街道"), 1);
    assert_int_equal(finds(w, "人民"), 1);
    assert_int_equal(finds(w, "解放大道"), 0);
    assert_int_equal(finds(w, "人民大道"), 0);
    assert_int_equal(finds(w, "云集村"), 0);
    assert_int_equal(finds(w, "云集市场旁边"), 1);
    assert_int_equal(finds(w, "我们小区云集街道"), 1);
    assert_int_equal(finds(w, "松木经开区角山镇"), 1);
    assert_int_equal(finds(w, "城区人民街道"), 1);
}

static void traditional_characters_find_the_same_place(void **state)
{
    struct world *w = *state;
    struct find_hit_list hits;

    assert_ok(registry_find_places(&w->cx, S("衡陽市衡南縣雲集街道"), &hits));
    assert_int_equal(hits.n, 1);
    assert_str(hits.p[0].division.name, "云集街道");
    assert_int_equal(finds(w, "黃沙灣"), 1);
}

static void an_ambiguous_place_lists_all(void **state)
{
    struct world *w = *state;
    struct find_hit_list hits;

    assert_ok(registry_find_places(&w->cx, S("衡阳"), &hits));
    assert_true(found(&hits, "430400000000"));
    assert_true(found(&hits, "430421000000"));
    assert_ok(registry_find_places(&w->cx, S("衡阳县"), &hits));
    assert_int_equal(hits.n, 1);
    assert_str(hits.p[0].division.code, "430421000000");
}

static void an_organisation_keeps_its_former_names_and_local_aliases(void **state)
{
    struct world *w = *state;
    struct org o = {.code = S("430407-jtj"),
        .name = S("蒸湘区交通运输局"),
        .kind = ORG_DEPARTMENT,
        .division = S("430407000000"),
        .level = LEVEL_COUNTY,
        .handles = true,
        .matters = S("道路 桥梁"),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct old_name_list names;
    struct org_list list;
    enum put done;
    bool more;

    assert_ok(registry_org_put(&w->cx, &o, &done));
    assert_int_equal(done, PUT_NEW);
    assert_ok(registry_org_put(&w->cx, &o, &done));
    assert_int_equal(done, PUT_SAME);
    o.name = S("蒸湘区交通局");
    assert_ok(registry_org_put(&w->cx, &o, &done));
    assert_ok(registry_org_alias(&w->cx, o.id, S("区交通"), &done));
    assert_ok(registry_org_alias(&w->cx, o.id, S("区交通"), &done));
    assert_int_equal(done, PUT_SAME);
    assert_ok(registry_org_names(&w->cx, o.id, &names));
    assert_int_equal(names.n, 2);
    assert_str(names.p[0].name, "蒸湘区交通运输局");
    assert_true(names.p[1].alias);
    assert_ok(registry_units_for(&w->cx, S("430407001000"), &list));
    assert_int_equal(list.n, 1);
    assert_ok(registry_units_for(&w->cx, S("430408001000"), &list));
    assert_int_equal(list.n, 0);
    assert_ok(registry_org_list(&w->cx,
        &(struct org_filter){.division = S("430400000000"), .name = S("运输"), .max = 10},
        &list, &more));
    assert_int_equal(list.n, 1);
    assert_false(more);
}

static int64_t congress(struct world *w, const char *code, struct str division,
    enum congress_level level, int64_t seats)
{
    struct congress c = {.code = str_of(code),
        .name = S("第十六届人民代表大会"),
        .division = division,
        .level = level,
        .term = 16,
        .seats = seats,
        .valid_from = date_make(2022, 1, 5),
        .valid_to = DATE_NONE};
    enum put done;

    assert_ok(registry_congress_put(&w->cx, &c, &done));
    return c.id;
}

static struct deputy_in seat(
    const char *code, struct str name, const char *congress, struct str division)
{
    return (struct deputy_in){.code = str_of(code),
        .person_code = str_of(code),
        .name = name,
        .congress = str_of(congress),
        .constituency = S("第一选区"),
        .division = division,
        .post = S("村民"),
        .state = TENURE_ACTIVE,
        .valid_from = date_make(2022, 1, 5),
        .valid_to = DATE_NONE,
        .station_id = -1};
}

static struct deputy put_seat(struct world *w, const struct deputy_in *in, enum put expected)
{
    struct deputy d;
    enum put done;

    assert_ok(registry_deputy_put(&w->cx, in, &d, &done));
    assert_int_equal(done, expected);
    return d;
}

static void a_place_finds_its_deputies_of_all_levels_nearest_first(void **state)
{
    struct world *w = *state;
    struct deputy_in city = seat("s1", S("单小芄"), "c", S("430407000000"));
    struct deputy_in county = seat("s2", S("王锸"), "x", S("430407001000"));
    struct deputy_in other = seat("s3", S("李堃"), "x", S("430407002000"));
    struct deputy_list list;

    (void)congress(w, "c", S("430400000000"), LEVEL_CITY, 0);
    (void)congress(w, "x", S("430407000000"), LEVEL_COUNTY, 0);
    (void)put_seat(w, &city, PUT_NEW);
    (void)put_seat(w, &county, PUT_NEW);
    (void)put_seat(w, &other, PUT_NEW);
    (void)put_seat(w, &county, PUT_SAME);
    assert_ok(registry_deputies_for(&w->cx, S("430407001000"), &list));
    assert_int_equal(list.n, 2);
    assert_str(list.p[0].name, "王锸");
    assert_str(list.p[1].name, "单小芄");
    assert_ok(registry_deputies_for(&w->cx, S("430407000000"), &list));
    assert_int_equal(list.n, 3);
    assert_str(list.p[0].name, "单小芄");
    assert_ok(registry_deputies_for(&w->cx, S("430408000000"), &list));
    assert_int_equal(list.n, 0);
    assert_ok(registry_deputies_named(&w->cx, S("小芄"), &list));
    assert_int_equal(list.n, 1);
}

static struct str names_of(struct world *w, bool by_strokes)
{
    struct deputy_filter f = {
        .division = S("430400000000"), .station_id = -1, .by_strokes = by_strokes, .max = 2};
    struct deputy_list list;
    struct buf b = buf_new(w->cx.arena, 200);
    bool more = true;

    while (more) {
        assert_ok(registry_deputy_list(&w->cx, &f, &list, &more));
        EACH (d, &list)
            buf_add(&b, d->name);
        if (list.n > 0) {
            const struct deputy *last = &list.p[list.n - 1];

            f.after = by_strokes ? last->strokes : last->pinyin;
            f.after_id = last->id;
        }
    }
    return buf_str(&b);
}

static void deputies_are_sorted_by_pinyin_and_by_strokes_page_by_page(void **state)
{
    struct world *w = *state;
    const struct str people[] = {S("曾一"), S("丁锸"), S("单堃"), S("王芄"), S("戴某")};

    (void)congress(w, "x", S("430407000000"), LEVEL_COUNTY, 0);
    for (size_t i = 0; i < COUNT(people); i++) {
        struct deputy_in in = seat("", people[i], "x", S("430407001000"));

        in.code = in.person_code = str_f(w->cx.arena, "p%zu", i);
        (void)put_seat(w, &in, PUT_NEW);
    }
    assert_str(names_of(w, false), "戴某丁锸单堃王芄曾一");
    assert_str(names_of(w, true), "丁锸王芄单堃曾一戴某");
}

static void a_seat_ends_only_with_a_legal_cause_and_leaves_a_vacancy(void **state)
{
    struct world *w = *state;
    struct deputy_in in = seat("s1", S("王锸"), "x", S("430407001000"));
    struct deputy_in next = seat("s2", S("李堃"), "x", S("430407001000"));
    struct tenure_step step = {.event = TENURE_END, .day = DATE_NONE};
    struct congress c;
    struct deputy d;
    struct tenure_past_list past;
    enum put done;

    (void)congress(w, "x", S("430407000000"), LEVEL_COUNTY, 1);
    d = put_seat(w, &in, PUT_NEW);
    assert_err(ERR_CONFLICT, registry_deputy_put(&w->cx, &next, &d, &done));
    assert_ok(registry_deputy_by_code(&w->cx, S("s1"), &d));
    step.version = d.version;
    assert_err(ERR_INVALID, registry_tenure_move(&w->cx, &d, &step));
    step.cause = S("detained");
    assert_err(ERR_INVALID, registry_tenure_move(&w->cx, &d, &step));
    step.cause = S("resigned");
    step.version = 99;
    assert_err(ERR_STALE, registry_tenure_move(&w->cx, &d, &step));
    step.version = d.version;
    assert_ok(registry_tenure_move(&w->cx, &d, &step));
    assert_int_equal(d.state, TENURE_ENDED);
    assert_err(ERR_CONFLICT, registry_tenure_move(&w->cx, &d, &step));
    assert_ok(registry_tenure_steps(&w->cx, d.id, &past));
    assert_int_equal(past.n, 1);
    assert_str(past.p[0].cause, "resigned");
    assert_ok(registry_congress(&w->cx, S("x"), &c));
    assert_int_equal(c.seats - c.filled, 1);
    (void)put_seat(w, &next, PUT_NEW);
}

static void a_suspended_deputy_is_not_shown_to_the_public_and_comes_back(void **state)
{
    struct world *w = *state;
    struct deputy_in in = seat("s1", S("王锸"), "x", S("430407001000"));
    struct tenure_step step = {
        .event = TENURE_SUSPEND, .cause = S("detained"), .day = DATE_NONE};
    struct deputy_list list;
    struct deputy d;

    (void)congress(w, "x", S("430407000000"), LEVEL_COUNTY, 0);
    d = put_seat(w, &in, PUT_NEW);
    step.version = d.version;
    assert_ok(registry_tenure_move(&w->cx, &d, &step));
    assert_ok(registry_deputies_for(&w->cx, S("430407001000"), &list));
    assert_int_equal(list.n, 0);
    step = (struct tenure_step){.event = TENURE_RESUME, .version = d.version, .day = DATE_NONE};
    assert_ok(registry_tenure_move(&w->cx, &d, &step));
    assert_str(d.end_cause, NULL);
    assert_ok(registry_deputies_for(&w->cx, S("430407001000"), &list));
    assert_int_equal(list.n, 1);
}

static void two_people_of_one_name_stay_two(void **state)
{
    struct world *w = *state;
    struct deputy_in one = seat("s1", S("王锸"), "x", S("430407001000"));
    struct deputy_in two = seat("s2", S("王锸"), "x", S("430407001000"));
    struct deputy a, b;
    enum put done;

    (void)congress(w, "x", S("430407000000"), LEVEL_COUNTY, 0);
    a = put_seat(w, &one, PUT_NEW);
    b = put_seat(w, &two, PUT_NEW);
    assert_true(a.person_id != b.person_id);
    one.person_code = S("s2");
    assert_err(ERR_CONFLICT, registry_deputy_put(&w->cx, &one, &a, &done));
    as_program(w);
}

static void an_electoral_area_outside_the_congress_is_refused(void **state)
{
    struct world *w = *state;
    struct deputy_in in = seat("s1", S("王锸"), "x", S("430408001000"));
    struct deputy d;
    enum put done;

    (void)congress(w, "x", S("430407000000"), LEVEL_COUNTY, 0);
    assert_err(ERR_INVALID, registry_deputy_put(&w->cx, &in, &d, &done));
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "registry.area_outside");
}

#define IN_WORLD(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(the_shipped_file_has_14_prefectures_122_counties_and_1948_townships),
        IN_WORLD(zones_and_pseudo_townships_are_hidden_until_asked_for),
        IN_WORLD(a_code_tells_its_level_its_kind_and_its_parent),
        IN_WORLD(putting_the_same_division_again_changes_nothing),
        IN_WORLD(a_division_whose_kind_or_parent_does_not_fit_is_refused),
        IN_WORLD(a_moved_division_counts_to_its_new_parent_by_a_range_of_its_own),
        IN_WORLD(an_office_edits_only_below_its_own_division),
        IN_WORLD(an_address_finds_the_smallest_place_it_names),
        IN_WORLD(a_place_of_that_name_elsewhere_is_not_taken_for_it),
        IN_WORLD(traditional_characters_find_the_same_place),
        IN_WORLD(an_ambiguous_place_lists_all),
        IN_WORLD(an_organisation_keeps_its_former_names_and_local_aliases),
        IN_WORLD(a_place_finds_its_deputies_of_all_levels_nearest_first),
        IN_WORLD(deputies_are_sorted_by_pinyin_and_by_strokes_page_by_page),
        IN_WORLD(a_seat_ends_only_with_a_legal_cause_and_leaves_a_vacancy),
        IN_WORLD(a_suspended_deputy_is_not_shown_to_the_public_and_comes_back),
        IN_WORLD(two_people_of_one_name_stay_two),
        IN_WORLD(an_electoral_area_outside_the_congress_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
