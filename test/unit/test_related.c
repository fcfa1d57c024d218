/* related: what one capability tells on the pages of another: groups by name, diaries of a
 * deputy, the activity behind a request; and the outbox of collections and teams. */
#include "core/account.h"
#include "core/notice.h"
#include "core/related.h"
#include "core/search.h"

#include "feature/activity/activity.h"
#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_note.h"

#include "world.h"

#define CITY "430400000000"
#define COUNTY "430408000000"
#define ELSEWHERE "430407000000"
#define TOWN "430408001000"

static const struct related_kind *const tables[] = {activity_related, contact_related, NULL};

static int setup(void **state)
{
    struct world *w;
    int64_t loaded;

    world_setup(state);
    w = *state;
    w->settings.related = tables;
    w->cx.settings = &w->settings;
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, rules_seed(&w->cx, contact_rules));
    assert_cx(OK, w, rules_seed(&w->cx, activity_rules));
    assert_cx(OK, w, search_make(&w->cx));
    return 0;
}

static struct deputy seat(struct world *w, const char *code, enum congress_level level)
{
    struct congress c = {.code = level == LEVEL_CITY ? S("430400-16") : S("430408-6"),
        .name = S("人民代表大会"),
        .division = level == LEVEL_CITY ? S(CITY) : S(COUNTY),
        .level = level,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = str_of(code),
        .person_code = str_of(code),
        .name = str_of(code),
        .congress = c.code,
        .division = S(TOWN),
        .state = TENURE_ACTIVE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = -1};
    struct deputy d;
    enum put done;

    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, registry_deputy_put(&w->cx, &in, &d, &done));
    return d;
}

static int64_t account(struct world *w, const char *login, int64_t person)
{
    struct account_draft draft = {.login = str_of(login),
        .name = str_of(login),
        .family = FAMILY_BUSINESS,
        .person_id = person,
        .password_hash = S("x")};
    struct account made;

    cx_faults_clear(&w->cx);
    assert_cx(OK, w, account_make(&w->cx, &draft, &made));
    return made.id;
}

static size_t told(struct world *w, int64_t account_id, const char *key)
{
    struct notice_row_list rows;
    size_t n = 0;

    assert_cx(OK, w, notice_list(&w->cx, account_id, 100, &rows));
    EACH (r, &rows)
        n += str_is(r->text_key, key);
    return n;
}

static struct deputy_group group(struct world *w, const char *name, const char *division)
{
    struct deputy_group g = {.code = str_of(name),
        .name = str_of(name),
        .kind = GROUP_AREA,
        .field = S(""),
        .division = str_of(division),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, contact_group_put(&w->cx, &g, &done));
    return g;
}

static struct related_line_list groups(struct world *w, struct related_ask ask)
{
    struct related_list list;

    assert_cx(OK, w, related_find(&w->cx, "activity.group", &ask, &list));
    return list.n > 0 ? list.p[0].lines : (struct related_line_list){NULL, 0};
}

static void groups_are_chosen_by_name_those_of_the_own_area_first(void **state)
{
    struct world *w = *state;
    struct deputy d = seat(w, "s1", LEVEL_COUNTY);
    struct deputy_group near = group(w, "蒸湘一组", COUNTY);
    struct deputy_group own = group(w, "蒸湘二组", COUNTY);
    struct deputy_group far = group(w, "石鼓一组", ELSEWHERE);
    struct related_line_list found;

    assert_cx(OK, w, contact_group_join(&w->cx, &own, &d, S("")));
    world_as(w, ROLE_DEPUTY, COUNTY, 0);
    w->actor.person_id = d.person_id;
    found = groups(w, (struct related_ask){.id = 0});
    assert_int_equal(found.n, 2);
    assert_int_equal(found.p[0].id, own.id);
    assert_true(found.p[0].link.s.n > 0);
    assert_int_equal(found.p[1].id, near.id);
    assert_int_equal(found.p[1].link.s.n, 0);
    found = groups(w, (struct related_ask){.typed = S("石鼓一组")});
    assert_int_equal(found.n, 1);
    assert_int_equal(found.p[0].id, far.id);
    assert_int_equal(groups(w, (struct related_ask){.typed = S("一组")}).n, 2);
    assert_int_equal(groups(w, (struct related_ask){.typed = S("没有的组")}).n, 0);
    assert_int_equal(groups(w, (struct related_ask){.id = far.id}).n, 1);
    assert_int_equal(groups(w, (struct related_ask){.id = 98765}).n, 0);
}

static struct activity recorded(
    struct world *w, struct activity_link *links, size_t n, const char *summary, enum err want)
{
    struct activity_in in = {.kind = S("group"),
        .day = DATE_NONE,
        .until = DATE_NONE,
        .division = S(TOWN),
        .person_times = 7,
        .summary = str_of(summary),
        .groups = {links, n}};
    struct activity a = {.id = 0};
    bool repeated;

    assert_cx(want, w, activity_add(&w->cx, &in, &a, &repeated));
    return a;
}

static void an_activity_of_several_groups_counts_once_and_of_no_group_not_at_all(void **state)
{
    struct world *w = *state;
    struct deputy_group one = group(w, "一组", COUNTY), two = group(w, "二组", ELSEWHERE);
    struct activity_link both[] = {{.id = one.id}, {.id = two.id}}, none[] = {{.id = 98765}};
    struct activity_sum_list sums;
    struct activity_link_list kept;
    struct activity a;
    int64_t counted;

    recorded(w, none, 1, "没有这个组", ERR_INVALID);
    cx_faults_clear(&w->cx);
    a = recorded(w, both, 2, "两个小组联合活动", OK);
    assert_cx(OK, w, activity_groups(&w->cx, a.id, &kept));
    assert_int_equal(kept.n, 2);
    assert_cx(OK, w,
        ledger_sum(&w->cx, "activity.group", S(CITY), date_make(2020, 1, 1),
            date_make(2035, 1, 1), &counted));
    assert_int_equal(counted, 1);
    assert_cx(OK, w,
        activity_sums_of(
            &w->cx, 0, two.id, 0, date_make(2020, 1, 1), date_make(2035, 1, 1), &sums));
    assert_int_equal(sums.n, 1);
    assert_int_equal(sums.p[0].times, 1);
}

static void a_request_leads_to_its_activity_for_those_who_may_see_it(void **state)
{
    struct world *w = *state;
    struct activity a = recorded(w, NULL, 0, "座谈", OK);
    struct related_list list;

    assert_cx(OK, w, activity_raise(&w->cx, &a, 4711, false));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(OK, w, related_find(&w->cx, "request", &(struct related_ask){.id = 4711}, &list));
    assert_int_equal(list.n, 1);
    assert_str(
        list.p[0].lines.p[0].link.s, str_f(w->cx.arena, "/activities/%.*s", STR(a.code)).p);
    assert_cx(OK, w, related_find(&w->cx, "request", &(struct related_ask){.id = 12}, &list));
    assert_int_equal(list.n, 0);
    world_as(w, ROLE_OFFICE, ELSEWHERE, 0);
    assert_cx(OK, w, related_find(&w->cx, "request", &(struct related_ask){.id = 4711}, &list));
    assert_int_equal(list.n, 0);
}

static void a_deputys_page_lists_published_diaries_alone(void **state)
{
    struct world *w = *state;
    struct deputy d = seat(w, "s1", LEVEL_COUNTY);
    struct diary x = {.day = date_of(w->cx.now), .title = S("走访三组"), .body = S("水够了。")};
    struct related_ask ask = {.id = d.id};
    struct related_list list;

    world_as(w, ROLE_DEPUTY, COUNTY, 0);
    w->actor.person_id = d.person_id;
    assert_cx(OK, w, contact_diary_add(&w->cx, &x));
    assert_cx(OK, w, related_find(&w->cx, "deputy", &ask, &list));
    assert_int_equal(list.n, 0);
    assert_cx(OK, w, contact_diary_move(&w->cx, &x, DIARY_PUBLISH, x.version));
    world_as_anyone(w);
    assert_cx(OK, w, related_find(&w->cx, "deputy", &ask, &list));
    assert_int_equal(list.n, 1);
    assert_str(list.p[0].lines.p[0].name, "走访三组");
}

static void activities_are_found_by_words_in_the_readers_area(void **state)
{
    static const struct search_kind rows[] = {{"activity", activity_search_text}, {NULL, NULL}};
    static const struct search_kind *const kinds[] = {rows, NULL};
    struct world *w = *state;
    struct activity a = recorded(w, NULL, 0, "屋场里谈水渠的事", OK);
    struct activity b = recorded(w, NULL, 0, "学校门口的红绿灯", OK);
    struct activity_filter f = {
        .q = S("水渠"), .from = DATE_NONE, .to = DATE_NONE, .before = DATE_NONE};
    struct activity_page page;
    int64_t fed = 1;

    while (fed > 0)
        assert_cx(OK, w, search_feed(&w->cx, kinds, 50, &fed));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(OK, w, activity_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 1);
    assert_int_equal(page.rows.p[0].id, a.id);
    f.kind = S("visit");
    assert_cx(OK, w, activity_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 0);
    f.kind = (struct str){NULL, 0};
    world_as(w, ROLE_AUDITOR, COUNTY, 0);
    assert_cx(OK, w, activity_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 1);
    world_as(w, ROLE_OFFICE, ELSEWHERE, 0);
    assert_cx(OK, w, activity_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 0);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(OK, w, activity_withdraw(&w->cx, &b, S("记错了")));
    f.q = S("红绿灯");
    assert_cx(OK, w, activity_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 0);
    f.withdrawn = true;
    assert_cx(OK, w, activity_find(&w->cx, &f, &page));
    assert_int_equal(page.rows.n, 1);
}

static void an_auditor_reads_the_area_and_changes_nothing(void **state)
{
    struct world *w = *state;
    struct activity a = recorded(w, NULL, 0, "座谈", OK), again;

    world_as(w, ROLE_AUDITOR, COUNTY, 0);
    assert_cx(OK, w, activity_get(&w->cx, a.code, &again));
    assert_false(activity_may(&w->cx, RIGHT_ACTIVITY_RECORD, &a));
    assert_false(activity_may(&w->cx, RIGHT_ACTIVITY_NAMES, &a));
    world_as(w, ROLE_AUDITOR, ELSEWHERE, 0);
    assert_cx(ERR_NOT_FOUND, w, activity_get(&w->cx, a.code, &again));
    world_as(w, ROLE_SYSTEM, NULL, 0);
    assert_cx(ERR_DENIED, w, activity_get(&w->cx, a.code, &again));
}

static void those_who_collect_are_told_when_a_collection_opens_and_once(void **state)
{
    struct world *w = *state;
    struct deputy me = seat(w, "s1", LEVEL_COUNTY), other = seat(w, "s2", LEVEL_COUNTY);
    int64_t mine = account(w, "member.one", me.person_id);
    int64_t not_mine = account(w, "member.two", other.person_id);
    struct contact_holder h = {.code = S("h-1"),
        .name = S("s1"),
        .office = OFFICE_MEMBER,
        .person_id = me.person_id,
        .division = S(COUNTY),
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    struct collection_run r;
    enum put done;

    assert_cx(OK, w, contact_holder_put(&w->cx, &h, &done));
    w->cx.now = date_start(date_make(2026, 7, 1));
    assert_cx(
        OK, w, contact_collect_open(&w->cx, S(COUNTY), 2026, 1, date_make(2026, 7, 15), &r));
    assert_int_equal(told(w, mine, "notice.contact.opened"), 1);
    assert_int_equal(told(w, not_mine, "notice.contact.opened"), 0);
    assert_cx(ERR_CONFLICT, w,
        contact_collect_open(&w->cx, S(COUNTY), 2026, 1, date_make(2026, 7, 15), &r));
    assert_int_equal(told(w, mine, "notice.contact.opened"), 1);
}

static void join(struct world *w, const struct visit_team *t, enum team_role role,
    const struct deputy *d, const char *name)
{
    struct team_member m = {.role = role, .name = str_of(name), .post = S("联络员")};

    if (d != NULL)
        m.tenure_id = d->id;
    assert_cx(OK, w, contact_team_join(&w->cx, t, &m));
}

static void a_confirmed_team_tells_its_members_and_a_cancelled_one_again(void **state)
{
    struct world *w = *state;
    struct deputy lead = seat(w, "c1", LEVEL_CITY);
    struct deputy d[3] = {
        seat(w, "s1", LEVEL_COUNTY), seat(w, "s2", LEVEL_COUNTY), seat(w, "s3", LEVEL_COUNTY)};
    int64_t mine = account(w, "member.one", d[0].person_id);
    struct visit_team t = {.division = S(CITY),
        .place = S(TOWN),
        .day = date_add(date_of(w->cx.now), 5),
        .purpose = S("看水渠")};

    assert_cx(OK, w, contact_team_add(&w->cx, &t));
    join(w, &t, TEAM_LEAD, &lead, "");
    join(w, &t, TEAM_OFFICER, NULL, "信息员甲");
    join(w, &t, TEAM_ESCORT, NULL, "陪同甲");
    for (int i = 0; i < 3; i++)
        join(w, &t, TEAM_DEPUTY, &d[i], "");
    assert_int_equal(told(w, mine, "notice.contact.team_confirmed"), 0);
    assert_cx(OK, w, contact_team_move(&w->cx, &t, TEAM_CONFIRM, t.version, S("")));
    assert_int_equal(told(w, mine, "notice.contact.team_confirmed"), 1);
    assert_cx(OK, w, contact_team_move(&w->cx, &t, TEAM_CANCEL, t.version, S("改期")));
    assert_int_equal(told(w, mine, "notice.contact.team_cancelled"), 1);
    assert_int_equal(told(w, mine, "notice.contact.team_confirmed"), 1);
}

#define RELATED_TEST(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        RELATED_TEST(groups_are_chosen_by_name_those_of_the_own_area_first),
        RELATED_TEST(an_activity_of_several_groups_counts_once_and_of_no_group_not_at_all),
        RELATED_TEST(a_request_leads_to_its_activity_for_those_who_may_see_it),
        RELATED_TEST(a_deputys_page_lists_published_diaries_alone),
        RELATED_TEST(activities_are_found_by_words_in_the_readers_area),
        RELATED_TEST(an_auditor_reads_the_area_and_changes_nothing),
        RELATED_TEST(those_who_collect_are_told_when_a_collection_opens_and_once),
        RELATED_TEST(a_confirmed_team_tells_its_members_and_a_cancelled_one_again),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
