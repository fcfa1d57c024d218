/* Saved views of lists: everybody's own, under a name. */
#include "core/account.h"
#include "core/rights.h"
#include "core/view.h"

#include "world.h"

static int64_t account(struct world *w, const char *login)
{
    struct account_draft d = {.login = str_of(login),
        .name = S("某某"),
        .family = FAMILY_BUSINESS,
        .password_hash = S("-")};
    struct account a;

    world_as_program(w);
    assert_cx(OK, w, account_make(&w->cx, &d, &a));
    return a.id;
}

static void as(struct world *w, int64_t id)
{
    world_as(w, ROLE_CLERK, "430407101000", 0);
    w->actor.account_id = id;
}

static size_t own(struct world *w, const char *path, struct view_list *list)
{
    assert_cx(OK, w, view_of(&w->cx, path == NULL ? (struct str){0} : str_of(path), list));
    return list->n;
}

static enum err save(struct world *w, const char *path, const char *query, const char *name)
{
    return view_save(&w->cx, str_of(path), str_of(query), str_of(name));
}

static void a_view_is_found_at_its_list_and_only_by_its_owner(void **state)
{
    struct world *w = *state;
    int64_t one = account(w, "one"), two = account(w, "two");
    struct view_list list;

    as(w, one);
    assert_cx(OK, w, save(w, "/requests", "state=open&q=%E8%B7%AF", " 路灯 "));
    assert_int_equal(own(w, "/requests", &list), 1);
    assert_str(list.p->name, "路灯");
    assert_str(list.p->query, "state=open&q=%E8%B7%AF");
    assert_int_equal(own(w, "/stations", &list), 0);
    assert_int_equal(own(w, NULL, &list), 1);
    as(w, two);
    assert_int_equal(own(w, NULL, &list), 0);
    world_as_anyone(w);
    assert_int_equal(own(w, NULL, &list), 0);
    assert_cx(ERR_SIGNIN, w, save(w, "/requests", "", "x"));
}

static void the_same_name_is_replaced_and_another_list_may_have_it_too(void **state)
{
    struct world *w = *state;
    struct view_list list;

    as(w, account(w, "one"));
    assert_cx(OK, w, save(w, "/requests", "state=open", "常用"));
    assert_cx(OK, w, save(w, "/requests", "state=closed", "常用"));
    assert_cx(OK, w, save(w, "/stations", "", "常用"));
    assert_int_equal(own(w, "/requests", &list), 1);
    assert_str(list.p->query, "state=closed");
    assert_int_equal(own(w, NULL, &list), 2);
}

static void nobody_renames_or_deletes_the_view_of_another(void **state)
{
    struct world *w = *state;
    int64_t one = account(w, "one"), two = account(w, "two"), id;
    struct view_list list;

    as(w, one);
    assert_cx(OK, w, save(w, "/requests", "a=b", "甲"));
    assert_cx(OK, w, save(w, "/requests", "c=d", "乙"));
    (void)own(w, NULL, &list);
    id = list.p[0].id;
    as(w, two);
    assert_cx(ERR_NOT_FOUND, w, view_rename(&w->cx, id, S("丙")));
    assert_cx(ERR_NOT_FOUND, w, view_drop(&w->cx, id));
    as(w, one);
    assert_cx(ERR_INVALID, w, view_rename(&w->cx, id, list.p[1].name));
    assert_cx(ERR_INVALID, w, view_rename(&w->cx, id, S(" ")));
    assert_cx(OK, w, view_rename(&w->cx, id, S("丙")));
    assert_cx(OK, w, view_drop(&w->cx, id));
    assert_int_equal(own(w, NULL, &list), 1);
}

static void an_address_outside_or_an_odd_query_is_refused(void **state)
{
    static const char *const wrong[][2] = {{"//evil.example", ""}, {"javascript:x", ""},
        {"/", ""}, {"/a b", ""}, {"/requests", "a=<script>"}, {"/requests", "a=\"b"},
        {"/requests", "a=b c"}, {"requests", ""}};
    struct world *w = *state;
    struct view_list list;

    as(w, account(w, "one"));
    for (size_t i = 0; i < COUNT(wrong); i++)
        assert_cx(ERR_INVALID, w, save(w, wrong[i][0], wrong[i][1], "x"));
    assert_cx(ERR_INVALID, w, save(w, "/requests", "a=b", ""));
    assert_int_equal(own(w, NULL, &list), 0);
}

static void sixty_views_are_the_most(void **state)
{
    struct world *w = *state;

    as(w, account(w, "one"));
    for (int i = 0; i < VIEW_MOST; i++)
        assert_cx(OK, w, save(w, "/requests", "", str_f(w->cx.arena, "%d", i).p));
    assert_cx(ERR_LIMIT, w, save(w, "/requests", "", "one more"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_view_is_found_at_its_list_and_only_by_its_owner),
        WORLD_TEST(the_same_name_is_replaced_and_another_list_may_have_it_too),
        WORLD_TEST(nobody_renames_or_deletes_the_view_of_another),
        WORLD_TEST(an_address_outside_or_an_odd_query_is_refused),
        WORLD_TEST(sixty_views_are_the_most),
    };

    return cmocka_run_group_tests_name("view", tests, NULL, NULL);
}
