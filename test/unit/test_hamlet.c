/* hamlet: groups and their hamlets, councils whose status follows the roster, mediation. */
#include "core/ledger.h"

#include "feature/hamlet/hamlet.h"

#include "check.h"
#include "world.h"

static const char town[] = "430422103000";
static const char village[] = "430422103201";

static struct str division(struct world *w, const char *code, struct str name,
    enum division_kind kind, const char *parent)
{
    const struct division d = {.code = str_of(code),
        .name = name,
        .kind = kind,
        .parent = str_of(parent),
        .valid_from = date_make(2021, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, registry_division_put(&w->cx, &d, &done));
    return d.code;
}

static struct hamlet_group group(struct world *w)
{
    struct hamlet_group g = {.name = S("枫林村屋场代表小组"),
        .division = str_of(village),
        .valid_from = date_make(2022, 3, 1),
        .valid_to = DATE_NONE};
    int64_t loaded;

    world_as_program(w);
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    (void)division(w, village, S("枫林村"), DIVISION_VILLAGE, town);
    (void)division(w, "430422103201-001", S("老屋屋场"), DIVISION_HAMLET, village);
    (void)division(w, "430422103201-002", S("新屋屋场"), DIVISION_HAMLET, village);
    assert_cx(OK, w, hamlet_put(&w->cx, &g));
    return g;
}

static struct deputy deputy(struct world *w, const char *code, enum tenure_state state)
{
    struct congress c = {.code = S("430422-18"),
        .name = S("衡南县第十八届人民代表大会"),
        .division = S("430422000000"),
        .level = LEVEL_COUNTY,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = str_of(code),
        .person_code = str_of(code),
        .name = S("王锸"),
        .congress = c.code,
        .division = str_of(town),
        .state = state,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = -1};
    struct deputy d;
    enum put done;

    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, registry_deputy_put(&w->cx, &in, &d, &done));
    return d;
}

static int64_t member(struct world *w, const struct hamlet_group *g, const char *code)
{
    const struct council_member_in in = {.name = S("李堃"),
        .deputy = str_of(code),
        .duty = COUNCIL_MEMBER,
        .valid_from = date_make(2022, 3, 1),
        .valid_to = DATE_NONE};
    int64_t id;

    assert_cx(OK, w, hamlet_member_add(&w->cx, g, &in, &id));
    return id;
}

static void a_hamlet_belongs_to_one_group_of_its_own_area(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w);
    struct hamlet_group other = {.name = S("第二小组"),
        .division = str_of(village),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct division_list places;
    int64_t of;

    assert_cx(OK, w, hamlet_put(&w->cx, &other));
    assert_cx(OK, w, hamlet_place_add(&w->cx, &g, S("430422103201-001")));
    assert_cx(OK, w, hamlet_place_add(&w->cx, &g, S("430422103201-001")));
    assert_cx(ERR_INVALID, w, hamlet_place_add(&w->cx, &other, S("430422103201-001")));
    assert_cx(ERR_INVALID, w, hamlet_place_add(&w->cx, &g, S("430422103201-009")));
    assert_cx(ERR_INVALID, w, hamlet_place_add(&w->cx, &g, str_of(village)));
    assert_cx(OK, w, hamlet_places(&w->cx, g.id, &places));
    assert_int_equal(places.n, 1);
    assert_cx(OK, w, hamlet_of(&w->cx, S("430422103201-001"), &of));
    assert_int_equal(of, g.id);
    assert_cx(OK, w, hamlet_place_drop(&w->cx, &g, S("430422103201-001")));
    assert_cx(ERR_NOT_FOUND, w, hamlet_place_drop(&w->cx, &g, S("430422103201-001")));
}

static void a_members_status_follows_the_roster(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w);
    struct deputy d = deputy(w, "p-1", TENURE_ACTIVE);
    int64_t now = member(w, &g, "p-1"), none = member(w, &g, NULL);
    const struct tenure_step end = {
        .event = TENURE_END, .cause = S("resigned"), .day = DATE_NONE, .version = d.version};
    struct council_member m;

    assert_cx(OK, w, hamlet_member(&w->cx, now, &m));
    assert_int_equal(m.status, DEPUTY_NOW);
    assert_str(m.name, "王锸");
    assert_cx(OK, w, hamlet_member(&w->cx, none, &m));
    assert_int_equal(m.status, DEPUTY_NONE);
    assert_cx(OK, w, registry_tenure_move(&w->cx, &d, &end));
    assert_cx(OK, w, hamlet_member(&w->cx, now, &m));
    assert_int_equal(m.status, DEPUTY_FORMER);
    assert_cx(OK, w, hamlet_get(&w->cx, g.id, &g));
    assert_int_equal(g.members, 2);
    assert_int_equal(g.deputies, 1);
}

static struct mediation mediation(struct world *w, const struct hamlet_group *g)
{
    struct mediation m = {.group_id = g->id,
        .kind = MEDIATION_LAND,
        .title = S("田埂移动"),
        .opened = DATE_NONE,
        .idem = S("key")};

    assert_cx(OK, w, hamlet_case_add(&w->cx, &m, S("李堃、张翀")));
    return m;
}

static enum err step(struct world *w, struct mediation *m, enum mediation_event event,
    struct str note, int64_t by)
{
    return hamlet_case_move(&w->cx, m,
        &(struct mediation_move){
            .event = event, .note = note, .member_id = by, .version = m->version});
}

static int64_t booked(struct world *w, const char *measure)
{
    struct date today = date_of(w->cx.now);
    int64_t n;

    assert_cx(OK, w, ledger_sum(&w->cx, measure, S("430422000000"), today, today, &n));
    return n;
}

static void names_of_parties_are_sealed_and_each_look_is_recorded(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w);
    struct mediation m = mediation(w, &g), again = mediation(w, &g);
    struct str names;

    assert_int_equal(again.id, m.id);
    assert_int_equal(booked(w, "mediation.registered"), 1);
    assert_cx(OK, w, hamlet_case(&w->cx, m.id, &m));
    assert_true(m.parties_sealed.n > 0);
    assert_false(
        str_has((struct str){(const char *)m.parties_sealed.p, m.parties_sealed.n}, S("李堃")));
    assert_cx(OK, w, hamlet_case_parties(&w->cx, &m, &names));
    assert_str(names, "李堃、张翀");
    assert_int_equal(w->cx.readings.n, 1);
    world_as(w, ROLE_LEADER, "430422000000", 0);
    assert_cx(ERR_DENIED, w, hamlet_case(&w->cx, m.id, &m));
    world_as(w, ROLE_CLERK, "430421000000", 0);
    assert_cx(ERR_NOT_FOUND, w, hamlet_case(&w->cx, m.id, &m));
}

static void a_mediation_needs_a_mediator_and_words_for_its_end(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w);
    int64_t who = member(w, &g, NULL);
    struct mediation m = mediation(w, &g);

    assert_cx(ERR_CONFLICT, w, step(w, &m, MEDIATION_DO_AGREE, S("谈好了"), 0));
    assert_cx(ERR_INVALID, w, step(w, &m, MEDIATION_DO_BEGIN, (struct str){0}, 0));
    assert_cx(OK, w, step(w, &m, MEDIATION_DO_BEGIN, (struct str){0}, who));
    assert_cx(ERR_INVALID, w, step(w, &m, MEDIATION_DO_AGREE, (struct str){0}, 0));
    assert_cx(OK, w, step(w, &m, MEDIATION_DO_AGREE, S("各让一步"), 0));
    assert_str(m.result, "各让一步");
    assert_int_equal(booked(w, "mediation.agreed"), 1);
    m.version--;
    assert_cx(ERR_STALE, w, step(w, &m, MEDIATION_DO_FOLLOW, S("回访"), 0));
}

static void a_broken_agreement_is_mediated_anew_and_counted_once(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w);
    int64_t who = member(w, &g, NULL);
    struct mediation m = mediation(w, &g);
    struct buf problems = buf_new(w->cx.arena, 1000);
    struct mediation_past_list steps;

    assert_cx(OK, w, step(w, &m, MEDIATION_DO_BEGIN, (struct str){0}, who));
    assert_cx(OK, w, step(w, &m, MEDIATION_DO_AGREE, S("各让一步"), 0));
    assert_cx(OK, w, step(w, &m, MEDIATION_DO_FOLLOW, S("回访"), 0));
    assert_cx(OK, w, step(w, &m, MEDIATION_DO_AGAIN, S("又动了田埂"), 0));
    assert_int_equal(booked(w, "mediation.agreed"), 0);
    assert_cx(OK, w, step(w, &m, MEDIATION_DO_FAIL, S("已告知起诉的途径"), 0));
    assert_int_equal(booked(w, "mediation.failed"), 1);
    assert_cx(OK, w, hamlet_case_steps(&w->cx, m.id, &steps));
    assert_int_equal(steps.n, 5);
    assert_cx(OK, w, hamlet_check(&w->cx, &problems));
    assert_int_equal(problems.n, 0);
}

static void nobody_keeps_groups_outside_the_own_area(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w), seen;
    const struct hamlet_filter f = {.division = S("430422000000"), .max = 10};
    struct hamlet_group_list list;
    int64_t id;
    bool more;
    const struct council_member_in in = {
        .name = S("李堃"), .valid_from = DATE_NONE, .valid_to = DATE_NONE};

    world_as(w, ROLE_CLERK, "430421000000", 0);
    assert_cx(ERR_NOT_FOUND, w, hamlet_get(&w->cx, g.id, &seen));
    assert_cx(ERR_NOT_FOUND, w, hamlet_list(&w->cx, &f, &list, &more));
    assert_cx(ERR_NOT_FOUND, w, hamlet_member_add(&w->cx, &g, &in, &id));
    world_as(w, ROLE_DEPUTY, town, 0);
    assert_cx(OK, w, hamlet_get(&w->cx, g.id, &seen));
    assert_cx(ERR_DENIED, w, hamlet_member_add(&w->cx, &g, &in, &id));
    world_as(w, ROLE_PRESIDIUM, town, 0);
    assert_cx(OK, w, hamlet_member_add(&w->cx, &g, &in, &id));
}

static void nobody_sits_twice_and_a_group_is_found_by_its_hamlets(void **state)
{
    struct world *w = *state;
    struct hamlet_group g = group(w), twin = g;
    struct council_member_in in = {
        .name = S("𠮷文"), .valid_from = DATE_NONE, .valid_to = DATE_NONE};
    struct hamlet_filter f = {.division = S("430422000000"), .name = S("老屋"), .max = 10};
    struct hamlet_group_list list;
    struct council_member_list sits;
    int64_t id;
    bool more;

    (void)deputy(w, "d-1", TENURE_ACTIVE);
    (void)member(w, &g, "d-1");
    assert_cx(OK, w, hamlet_member_add(&w->cx, &g, &in, &id));
    assert_cx(ERR_INVALID, w, hamlet_member_add(&w->cx, &g, &in, &id));
    in.deputy = S("d-1");
    assert_cx(ERR_INVALID, w, hamlet_member_add(&w->cx, &g, &in, &id));
    in.valid_to = date_make(2025, 12, 31);
    assert_cx(OK, w, hamlet_member_add(&w->cx, &g, &in, &id));
    assert_cx(OK, w, hamlet_members(&w->cx, g.id, &sits));
    assert_int_equal(sits.n, 3);
    twin.id = 0;
    assert_cx(ERR_INVALID, w, hamlet_put(&w->cx, &twin));
    assert_cx(OK, w, hamlet_list(&w->cx, &f, &list, &more));
    assert_int_equal(list.n, 0);
    assert_cx(OK, w, hamlet_place_add(&w->cx, &g, S("430422103201-001")));
    assert_cx(OK, w, hamlet_list(&w->cx, &f, &list, &more));
    assert_int_equal(list.n, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_hamlet_belongs_to_one_group_of_its_own_area),
        WORLD_TEST(a_members_status_follows_the_roster),
        WORLD_TEST(names_of_parties_are_sealed_and_each_look_is_recorded),
        WORLD_TEST(a_mediation_needs_a_mediator_and_words_for_its_end),
        WORLD_TEST(a_broken_agreement_is_mediated_anew_and_counted_once),
        WORLD_TEST(nobody_keeps_groups_outside_the_own_area),
        WORLD_TEST(nobody_sits_twice_and_a_group_is_found_by_its_hamlets),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
