#include "core/session.h"

#include "world.h"

#define CITY "430400000000"
#define COUNTY "430407000000"
#define TOWN "430407101000"
#define SIBLING "430407102000"
#define VILLAGE "430407101201"
#define HAMLET "430407101201-003"
#define ELSEWHERE "431302101000"
#define UNIT 55

static struct object at(const char *division)
{
    return (struct object){.division = str_of(division)};
}

/* What a role by area sees of each place when it is granted the town. */
static const struct {
    const char *place;
    bool inside;
} places[] = {{TOWN, true}, {VILLAGE, true}, {HAMLET, true}, {SIBLING, false}, {COUNTY, false},
    {CITY, false}, {ELSEWHERE, false}, {NULL, false}};

static const enum role area_roles[] = {ROLE_CLERK, ROLE_PRESIDIUM, ROLE_OFFICE, ROLE_LEADER};

static void a_grant_covers_its_subtree_and_nothing_else(void **state)
{
    struct world *w = *state;

    for (size_t r = 0; r < COUNT(area_roles); r++) {
        world_as(w, area_roles[r], TOWN, 0);
        for (size_t i = 0; i < COUNT(places); i++) {
            struct object o = at(places[i].place);

            assert_int_equal(right_may(&w->cx, RIGHT_REQUEST_READ, &o), places[i].inside);
            assert_int_equal(right_check(&w->cx, RIGHT_REQUEST_READ, &o),
                places[i].inside ? OK : ERR_NOT_FOUND);
        }
    }
}

static void every_right_belongs_to_the_roles_of_its_row_and_to_no_other(void **state)
{
    struct world *w = *state;
    struct object o = {.division = S(TOWN), .org_id = UNIT, .person_id = 801, .case_id = 9};

    for (enum right right = RIGHT_ANYONE; right < RIGHTS; right++) {
        const struct right_row *row = &right_rows[right - 1];

        assert_int_equal(row->right, right);
        for (unsigned role = ROLE_CITIZEN; role < 1u << ROLES; role <<= 1) {
            bool has = (row->roles & (role | ROLE_ANYONE)) != 0;

            world_as(w, (enum role)role, TOWN, UNIT);
            if (role == ROLE_CITIZEN)
                world_as_citizen(w, 9);
            if (role == ROLE_CLOCK)
                world_as_program(w);
            assert_int_equal(right_anywhere(&w->cx, right), has ? OK : ERR_DENIED);
            assert_int_equal(right_check(&w->cx, right, &o), has ? OK : ERR_DENIED);
        }
    }
}

static void what_lies_outside_looks_like_what_is_missing(void **state)
{
    struct world *w = *state;
    struct object o = {
        .division = S(ELSEWHERE), .org_id = UNIT + 1, .person_id = 802, .case_id = 10};

    for (enum right right = RIGHT_ANYONE; right < RIGHTS; right++) {
        const struct right_row *row = &right_rows[right - 1];

        if (row->scope == SCOPE_NONE)
            continue;
        for (unsigned role = ROLE_CITIZEN; role < ROLE_CLOCK; role <<= 1) {
            if ((row->roles & role) == 0)
                continue;
            world_as(w, (enum role)role, TOWN, UNIT);
            if (role == ROLE_CITIZEN)
                world_as_citizen(w, 9);
            assert_int_equal(right_check(&w->cx, right, &o), ERR_NOT_FOUND);
            assert_true(str_is(w->cx.faults.p[w->cx.faults.n - 1].rule, "right.not_found"));
        }
    }
}

static void nobody_is_asked_to_sign_in_and_somebody_is_denied(void **state)
{
    struct world *w = *state;

    world_as_anyone(w);
    assert_int_equal(right_anywhere(&w->cx, RIGHT_ANYONE), OK);
    assert_int_equal(right_anywhere(&w->cx, RIGHT_AUDIT_READ), ERR_SIGNIN);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_int_equal(right_anywhere(&w->cx, RIGHT_AUDIT_READ), ERR_DENIED);
    world_as_citizen(w, 9);
    assert_int_equal(right_anywhere(&w->cx, RIGHT_AUDIT_READ), ERR_DENIED);
}

static void a_unit_sees_what_is_assigned_to_it_wherever_it_lies(void **state)
{
    struct world *w = *state;
    struct object mine = {.division = S(ELSEWHERE), .org_id = UNIT};
    struct object other = {.division = S(TOWN), .org_id = UNIT + 1};
    struct object nobody = {.division = S(TOWN)};

    world_as(w, ROLE_UNIT, NULL, UNIT);
    assert_true(right_may(&w->cx, RIGHT_REQUEST_READ, &mine));
    assert_false(right_may(&w->cx, RIGHT_REQUEST_READ, &other));
    assert_false(right_may(&w->cx, RIGHT_REQUEST_READ, &nobody));
}

static void a_deputy_and_a_citizen_see_their_own(void **state)
{
    struct world *w = *state;
    struct object mine = {.division = S(ELSEWHERE), .person_id = 801, .case_id = 9};
    struct object other = {.division = S(TOWN), .person_id = 802, .case_id = 10};

    world_as(w, ROLE_DEPUTY, TOWN, 0);
    assert_true(right_may(&w->cx, RIGHT_REQUEST_READ, &mine));
    assert_false(right_may(&w->cx, RIGHT_REQUEST_READ, &other));
    world_as_citizen(w, 9);
    assert_true(right_may(&w->cx, RIGHT_CITIZEN, &mine));
    assert_false(right_may(&w->cx, RIGHT_CITIZEN, &other));
    assert_false(right_may(&w->cx, RIGHT_REQUEST_READ, &mine));
}

static void roles_count_only_where_their_own_grant_reaches(void **state)
{
    struct world *w = *state;
    struct object town = at(TOWN), sibling = at(SIBLING);

    world_as(w, ROLE_CLERK, TOWN, 0);
    world_also(w, ROLE_OFFICE, SIBLING, 0);
    assert_int_equal(right_roles_for(&w->cx, &town), ROLE_ANYONE | ROLE_CLERK);
    assert_int_equal(right_roles_for(&w->cx, &sibling), ROLE_ANYONE | ROLE_OFFICE);
    assert_false(right_may(&w->cx, RIGHT_REGISTRY_EDIT, &town));
    assert_true(right_may(&w->cx, RIGHT_REGISTRY_EDIT, &sibling));
}

static void a_subtree_is_a_range_of_codes(void **state)
{
    static const struct {
        const char *division, *from, *to;
    } rows[] = {{"000000000000", "0", ":"}, {"430000000000", "43", "44"},
        {"490000000000", "49", "4:"}, {CITY, "4304", "4305"}, {COUNTY, "430407", "430408"},
        {TOWN, "430407101", "430407102"}, {VILLAGE, VILLAGE, "430407101202"},
        {HAMLET, HAMLET, "430407101201-004"}};
    struct world *w = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct right_range r = right_subtree(w->cx.arena, str_of(rows[i].division));

        assert_str(r.from, rows[i].from);
        assert_str(r.to, rows[i].to);
    }
}

static void ranges_join_where_one_holds_the_other_or_they_touch(void **state)
{
    struct world *w = *state;
    struct right_ranges r;

    world_as(w, ROLE_CLERK, TOWN, 0);
    world_also(w, ROLE_CLERK, SIBLING, 0);
    world_also(w, ROLE_CLERK, VILLAGE, 0);
    world_also(w, ROLE_CLERK, ELSEWHERE, 0);
    r = right_ranges(&w->cx, RIGHT_REQUEST_READ);
    assert_int_equal(r.n, 2);
    assert_str(r.at[0].from, "430407101");
    assert_str(r.at[0].to, "430407103");
    world_as(w, ROLE_UNIT, NULL, UNIT);
    assert_int_equal(right_ranges(&w->cx, RIGHT_REQUEST_READ).n, 0);
    world_as(w, ROLE_CLERK, TOWN, 0);
    assert_int_equal(right_ranges(&w->cx, RIGHT_REGISTRY_EDIT).n, 0);
    world_as_program(w);
    assert_int_equal(right_ranges(&w->cx, RIGHT_REQUEST_READ).n, 1);
}

static void administrators_exclude_each_other_and_every_business_role(void **state)
{
    (void)state;
    assert_true(right_exclusive(ROLE_CLERK | ROLE_OFFICE | ROLE_DEPUTY));
    assert_true(right_exclusive(ROLE_ANYONE | ROLE_AUDITOR));
    assert_false(right_exclusive(ROLE_AUDITOR | ROLE_SYSTEM));
    assert_false(right_exclusive(ROLE_SECURITY | ROLE_SYSTEM));
    for (unsigned role = ROLE_DEPUTY; role <= ROLE_LEADER; role <<= 1) {
        assert_false(right_exclusive(ROLE_AUDITOR | role));
        assert_false(right_exclusive(ROLE_SYSTEM | role));
        assert_false(right_exclusive(ROLE_SECURITY | role));
    }
}

static void administrators_see_no_request(void **state)
{
    static const enum role admins[] = {ROLE_AUDITOR, ROLE_SYSTEM, ROLE_SECURITY};
    struct world *w = *state;

    for (size_t i = 0; i < COUNT(admins); i++) {
        world_as(w, admins[i], NULL, 0);
        for (enum right r = RIGHT_REQUEST_CREATE; r <= RIGHT_REQUEST_EXPORT; r++)
            assert_int_equal(right_anywhere(&w->cx, r), ERR_DENIED);
    }
}

static void the_table_prints_one_line_for_each_right_with_words_for_all(void **state)
{
    struct world *w = *state;
    struct buf b = buf_new(w->cx.arena, 1 << 16);
    size_t lines = 0;

    right_print(&b);
    for (size_t i = 0; i < b.n; i++)
        lines += b.p[i] == '\n' ? 1 : 0;
    assert_int_equal(lines, RIGHTS - 1);
    assert_true(
        str_has(buf_str(&b), S("\nrequest.identity\tdeputy,clerk,unit,office\trole\n")));
    for (size_t i = 0; i < RIGHTS - 1; i++)
        assert_true(text_has(str_of(right_rows[i].text)));
    for (size_t i = 0; i < ROLES; i++)
        assert_true(text_has(str_f(w->cx.arena, "role.%s", role_words[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_grant_covers_its_subtree_and_nothing_else),
        WORLD_TEST(every_right_belongs_to_the_roles_of_its_row_and_to_no_other),
        WORLD_TEST(what_lies_outside_looks_like_what_is_missing),
        WORLD_TEST(nobody_is_asked_to_sign_in_and_somebody_is_denied),
        WORLD_TEST(a_unit_sees_what_is_assigned_to_it_wherever_it_lies),
        WORLD_TEST(a_deputy_and_a_citizen_see_their_own),
        WORLD_TEST(roles_count_only_where_their_own_grant_reaches),
        WORLD_TEST(a_subtree_is_a_range_of_codes),
        WORLD_TEST(ranges_join_where_one_holds_the_other_or_they_touch),
        WORLD_TEST(administrators_exclude_each_other_and_every_business_role),
        WORLD_TEST(administrators_see_no_request),
        WORLD_TEST(the_table_prints_one_line_for_each_right_with_words_for_all),
    };

    return cmocka_run_group_tests_name("rights", tests, NULL, NULL);
}
