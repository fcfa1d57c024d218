/* Tokens of other programs: what they carry, and when they stop. */
#include "core/account.h"
#include "core/account_rows.h"
#include "core/session.h"
#include "core/token.h"

#include "world.h"

#define READ (UINT64_C(1) << RIGHT_REQUEST_READ)
#define MOVE (UINT64_C(1) << RIGHT_REQUEST_MOVE)

/* An open account with the office's role on a county; the test acts as it. */
static struct account officer(struct world *w)
{
    struct account a;
    struct account_draft d = {.login = S("office.one"),
        .name = S("人大办"),
        .family = FAMILY_BUSINESS,
        .password_hash = S("-")};

    world_as_program(w);
    assert_cx(OK, w, account_make(&w->cx, &d, &a));
    assert_cx(OK, w, account_grant_add(&w->cx, &a, ROLE_OFFICE, S("430407000000"), 0));
    world_as(w, ROLE_OFFICE, "430407000000", 0);
    w->actor.account_id = a.id;
    return a;
}

static struct actor found(struct world *w, struct str clear)
{
    struct actor who;
    bool touch;

    assert_cx(OK, w, token_find(&w->cx, clear, &who, &touch));
    return who;
}

static void a_token_carries_only_the_rights_it_was_made_for(void **state)
{
    struct world *w = *state;
    struct object here = {.division = S("430407101000")},
                  away = {.division = S("430408101000")};
    struct account a = officer(w);
    struct str clear;

    assert_cx(OK, w, token_make(&w->cx, S("区政务平台"), READ, 30, &clear));
    w->actor = found(w, clear);
    assert_int_equal(a.id, w->actor.account_id);
    assert_true(right_may(&w->cx, RIGHT_REQUEST_READ, &here));
    assert_false(right_may(&w->cx, RIGHT_REQUEST_READ, &away));
    assert_true(right_may(&w->cx, RIGHT_ANYONE, NULL));
    assert_err(ERR_DENIED, right_check(&w->cx, RIGHT_REQUEST_MOVE, &here));
    assert_err(ERR_DENIED, right_check(&w->cx, RIGHT_REGISTRY_EDIT, &here));
    assert_err(ERR_DENIED, right_check(&w->cx, RIGHT_SIGNED_IN, NULL));
    assert_int_equal(1, right_ranges(&w->cx, RIGHT_REQUEST_READ).n);
    assert_int_equal(0, right_ranges(&w->cx, RIGHT_REQUEST_MOVE).n);
}

static void a_token_loses_what_its_owner_loses(void **state)
{
    struct world *w = *state;
    struct object here = {.division = S("430407101000")};
    struct account a = officer(w);
    struct grant_list grants;
    struct str clear;

    assert_cx(OK, w, token_make(&w->cx, S("平台"), READ | MOVE, 30, &clear));
    world_as_program(w);
    assert_cx(OK, w, account_grants(&w->cx, a.id, &grants));
    assert_cx(OK, w, account_grant_drop(&w->cx, &a, grants.p->id));
    w->actor = found(w, clear);
    assert_int_equal(a.id, w->actor.account_id);
    assert_err(ERR_DENIED, right_check(&w->cx, RIGHT_REQUEST_READ, &here));
}

static void a_token_ends_on_its_day_when_taken_back_and_with_its_account(void **state)
{
    struct world *w = *state;
    struct account a = officer(w);
    struct token_list list;
    struct str one, two, three;

    assert_cx(OK, w, token_make(&w->cx, S("一"), READ, 1, &one));
    assert_cx(OK, w, token_make(&w->cx, S("二"), READ, 30, &two));
    assert_cx(OK, w, token_make(&w->cx, S("三"), READ, 30, &three));
    world_later(w, 86400);
    assert_int_equal(0, found(w, one).account_id);
    assert_cx(OK, w, token_list(&w->cx, &list));
    assert_int_equal(2, list.n);
    assert_str(list.p[1].name, "二");
    assert_cx(OK, w, token_drop(&w->cx, list.p[1].id));
    assert_int_equal(0, found(w, two).account_id);
    assert_int_equal(a.id, found(w, three).account_id);
    world_as_program(w);
    assert_cx(OK, w, account_read(&w->cx, a.id, &a));
    assert_cx(OK, w, account_set_state(&w->cx, &a, ACCOUNT_CLOSED, a.version));
    assert_int_equal(0, found(w, three).account_id);
}

static void nobody_takes_back_anothers_token(void **state)
{
    struct world *w = *state;
    struct token_list list;
    struct str clear;

    (void)officer(w);
    assert_cx(OK, w, token_make(&w->cx, S("一"), READ, 1, &clear));
    assert_cx(OK, w, token_list(&w->cx, &list));
    w->actor.account_id += 1;
    assert_err(ERR_NOT_FOUND, token_drop(&w->cx, list.p->id));
    world_as_anyone(w);
    assert_err(ERR_SIGNIN, token_make(&w->cx, S("一"), READ, 1, &clear));
}

static void a_bad_wish_is_told_field_by_field(void **state)
{
    struct world *w = *state;
    struct str clear;

    (void)officer(w);
    assert_err(ERR_INVALID, token_make(&w->cx, S(" "), 0, 366, &clear));
    assert_int_equal(3, w->cx.faults.n);
    for (int i = 0; i < 10; i++)
        assert_cx(OK, w, token_make(&w->cx, S("一"), READ, 1, &clear));
    assert_err(ERR_LIMIT, token_make(&w->cx, S("一"), READ, 1, &clear));
    world_as(w, ROLE_AUDITOR, NULL, 0);
    assert_err(ERR_DENIED, token_make(&w->cx, S("一"), READ, 1, &clear));
}

static void forged_and_cut_tokens_are_nobody(void **state)
{
    struct world *w = *state;
    struct str clear;
    char forged[80];

    (void)officer(w);
    assert_cx(OK, w, token_make(&w->cx, S("一"), READ, 1, &clear));
    memcpy(forged, clear.p, clear.n);
    forged[clear.n - 1] = forged[clear.n - 1] == '0' ? '1' : '0';
    assert_int_equal(0, found(w, (struct str){forged, clear.n}).account_id);
    assert_int_equal(0, found(w, str_sub(clear, 0, clear.n - 1)).account_id);
    assert_int_equal(0, found(w, str_sub(clear, 4, clear.n)).account_id);
    assert_int_equal(0, found(w, S("")).account_id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_token_carries_only_the_rights_it_was_made_for),
        WORLD_TEST(a_token_loses_what_its_owner_loses),
        WORLD_TEST(a_token_ends_on_its_day_when_taken_back_and_with_its_account),
        WORLD_TEST(nobody_takes_back_anothers_token),
        WORLD_TEST(a_bad_wish_is_told_field_by_field),
        WORLD_TEST(forged_and_cut_tokens_are_nobody),
    };

    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
