/* roster: duty shared and told, swaps with consent, staff, standards, stars, idle stations. */
#include "core/account.h"
#include "core/notice.h"

#include "feature/roster/roster.h"

#include "check.h"
#include "world.h"

static const char town[] = "430422103000";

static struct station station(struct world *w, const char *code, const char *reception)
{
    struct station s = {.code = str_of(code),
        .name = S("车江镇中心联络站"),
        .rank = STATION_CENTRE,
        .state = STATION_OPEN,
        .division = str_of(town),
        .address = S("老街 1 号"),
        .hours = S("09:00-11:30 1-5"),
        .reception = str_of(reception),
        .valid_from = date_make(2022, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, station_put(&w->cx, &s, &done));
    return s;
}

static int64_t deputy(struct world *w, const struct station *s, const char *code)
{
    struct congress c = {.code = S("430422-18"),
        .name = S("衡南县第十八届人民代表大会"),
        .division = S("430422000000"),
        .level = LEVEL_COUNTY,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = str_of(code),
        .person_code = str_of(code),
        .name = str_of(code),
        .congress = c.code,
        .division = str_of(town),
        .state = TENURE_ACTIVE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = s->id};
    struct deputy d;
    enum put done;

    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, registry_deputy_put(&w->cx, &in, &d, &done));
    return d.id;
}

static struct station begin(struct world *w, int64_t deputies[3])
{
    static const char *const codes[] = {"p-1", "p-2", "p-3"};
    struct station s;
    int64_t loaded;

    world_as_program(w);
    w->cx.now = date_start(date_make(2026, 1, 5));
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
    assert_cx(OK, w, rules_seed(&w->cx, roster_rules));
    s = station(w, "st-1", "monthly:15 09:00-11:00");
    for (int i = 0; i < 3; i++)
        deputies[i] = deputy(w, &s, codes[i]);
    return s;
}

static struct duty_list planned(struct world *w, const struct station *s, int months)
{
    struct date from = date_of(w->cx.now);
    struct duty_list list;
    int64_t added;

    assert_cx(OK, w,
        roster_plan(&w->cx, s, from, date_add(date_add_months(from, months), -1), &added));
    assert_cx(OK, w, roster_duties(&w->cx, s->id, from, date_add(from, 400), &list));
    return list;
}

static void reception_days_move_behind_holidays_and_are_shared_in_turn(void **state)
{
    struct world *w = *state;
    int64_t d[3], added;
    struct station s = begin(w, d);
    struct duty_list list = planned(w, &s, 6);
    struct date from = date_of(w->cx.now);

    assert_int_equal(list.n, 6);
    assert_str(date_text(w->cx.arena, list.p[1].day), "2026-02-24");
    assert_str(date_text(w->cx.arena, list.p[1].planned), "2026-02-15");
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(list.p[i].deputy_id, d[i % 3]);
    assert_cx(OK, w, roster_plan(&w->cx, &s, from, date_add(from, 170), &added));
    assert_int_equal(added, 0);
    assert_cx(ERR_INVALID, w, roster_plan(&w->cx, &s, from, date_add(from, 401), &added));
    s.reception = (struct str){0};
    assert_cx(ERR_INVALID, w, roster_plan(&w->cx, &s, from, date_add(from, 30), &added));
}

static void a_day_that_is_past_is_not_changed_any_more(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d), other = station(w, "st-2", "weekly:3");
    struct duty_list list = planned(w, &s, 2);
    struct duty day = list.p[0];
    int64_t stranger = deputy(w, &other, "p-9");

    assert_cx(ERR_INVALID, w, roster_assign(&w->cx, &day, stranger, day.version));
    assert_cx(ERR_STALE, w, roster_assign(&w->cx, &day, d[1], day.version + 1));
    assert_cx(OK, w, roster_assign(&w->cx, &day, d[1], day.version));
    assert_int_equal(day.deputy_id, d[1]);
    w->cx.now = date_start(date_make(2026, 1, 16));
    assert_cx(ERR_CONFLICT, w, roster_assign(&w->cx, &day, d[2], day.version));
}

static int64_t account(struct world *w, const char *login, int64_t tenure)
{
    struct account_draft draft = {.login = str_of(login),
        .name = S("王锸"),
        .family = FAMILY_BUSINESS,
        .password_hash = S("x")};
    struct account made;
    struct deputy d;

    cx_faults_clear(&w->cx);
    assert_cx(OK, w, registry_deputy(&w->cx, tenure, &d));
    draft.person_id = d.person_id;
    assert_cx(OK, w, account_make(&w->cx, &draft, &made));
    return d.person_id;
}

static void a_deputy_is_told_on_the_notice_day_and_once(void **state)
{
    struct world *w = *state;
    int64_t d[3], told, waiting;
    struct station s = begin(w, d);
    struct duty_list list = planned(w, &s, 2);
    struct duty day;

    (void)account(w, "deputy-one", d[0]);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(told, 0);
    w->cx.now = date_start(list.p[0].notice_day);
    assert_cx(OK, w, roster_tell_waiting(&w->cx, &waiting));
    assert_int_equal(waiting, 1);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(told, 1);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(told, 0);
    assert_cx(OK, w, roster_duty(&w->cx, list.p[0].id, &day));
    assert_str(day.told_how, "page");
    /* The second one has no account: the desk telephones. */
    w->cx.now = date_start(list.p[1].notice_day);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(told, 0);
    assert_cx(OK, w, roster_duty(&w->cx, list.p[1].id, &day));
    assert_cx(OK, w, roster_told(&w->cx, &day, day.version));
    assert_str(day.told_how, "phone");
}

static void a_swap_needs_the_consent_of_the_one_asked(void **state)
{
    struct world *w = *state;
    int64_t d[3], id, person;
    struct station s = begin(w, d);
    struct duty_list list = planned(w, &s, 2);
    struct duty day = list.p[0];

    assert_cx(ERR_INVALID, w, roster_swap_ask(&w->cx, &day, d[0], S(""), &id));
    person = account(w, "deputy-two", d[1]);
    assert_cx(OK, w, roster_swap_ask(&w->cx, &day, d[1], S("出差"), &id));
    assert_cx(ERR_CONFLICT, w, roster_swap_ask(&w->cx, &day, d[2], S(""), &id));
    /* A deputy who is not concerned may not answer, the desk only with words. */
    world_as(w, ROLE_DEPUTY, town, 0);
    w->actor.person_id = 424242;
    assert_cx(ERR_DENIED, w, roster_swap_answer(&w->cx, id, SWAP_AGREED, S("")));
    world_as(w, ROLE_CLERK, town, 0);
    assert_cx(ERR_INVALID, w, roster_swap_answer(&w->cx, id, SWAP_AGREED, S("")));
    world_as(w, ROLE_DEPUTY, town, 0);
    w->actor.person_id = person;
    assert_cx(OK, w, roster_swap_answer(&w->cx, id, SWAP_AGREED, S("")));
    assert_cx(OK, w, roster_duty(&w->cx, day.id, &day));
    assert_int_equal(day.deputy_id, d[1]);
    assert_cx(ERR_CONFLICT, w, roster_swap_answer(&w->cx, id, SWAP_REFUSED, S("")));
}

static void a_new_liaison_follows_and_every_deputy_is_to_know(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct station_person one = {.name = S("李堃"),
        .post = POST_LIAISON,
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    struct station_person next = one;
    struct station_person_list staff;
    struct station_change_list untold;

    assert_cx(OK, w, roster_person_put(&w->cx, &s, &one));
    (void)account(w, "deputy-one", d[0]);
    next.name = S("张翀");
    next.valid_from = date_make(2024, 12, 31);
    assert_cx(ERR_INVALID, w, roster_person_put(&w->cx, &s, &next));
    assert_str(w->cx.faults.p[0].field, "valid_from");
    next.valid_from = date_make(2026, 1, 5);
    assert_cx(OK, w, roster_person_put(&w->cx, &s, &next));
    assert_false(roster_in_post(&next, date_make(2026, 1, 4)));
    assert_true(roster_in_post(&next, date_make(2026, 1, 5)));
    assert_cx(OK, w, roster_staff(&w->cx, s.id, &staff));
    assert_int_equal(staff.n, 2);
    assert_str(staff.p[0].name, "张翀");
    assert_str(date_text(w->cx.arena, staff.p[1].valid_to), "2026-01-04");
    assert_cx(OK, w, roster_untold(&w->cx, s.id, &untold));
    assert_int_equal(untold.n, 5);
    EACH (c, &untold)
        assert_cx(OK, w, roster_change_told(&w->cx, &s, c->id));
    assert_cx(OK, w, roster_untold(&w->cx, s.id, &untold));
    assert_int_equal(untold.n, 0);
}

static void who_left_leads_no_task_any_more(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct station_person p = {.name = S("李堃"),
        .post = POST_HELPER,
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    struct station_task t = {.name = S("登记"), .lead = S("staff")};
    struct str lead;

    assert_cx(OK, w, roster_person_put(&w->cx, &s, &p));
    t.lead_id = p.id;
    assert_cx(OK, w, roster_task_put(&w->cx, &s, &t));
    assert_cx(OK, w, roster_task(&w->cx, t.id, &t));
    assert_cx(OK, w, roster_task_lead(&w->cx, &t, &lead));
    assert_str(lead, "李堃");
    p.valid_to = date_make(2025, 12, 31);
    assert_cx(OK, w, roster_person_put(&w->cx, &s, &p));
    assert_cx(OK, w, roster_task_lead(&w->cx, &t, &lead));
    assert_true(str_empty(lead));
    t.name = S("");
    assert_cx(OK, w, roster_task_put(&w->cx, &s, &t));
    assert_cx(ERR_NOT_FOUND, w, roster_task(&w->cx, t.id, &t));
}

static struct station_standard standard(struct world *w, struct str edition, struct date from)
{
    struct station_standard s = {.division = S("430422000000"),
        .name = S("建设标准"),
        .edition = edition,
        .valid_from = from};

    assert_cx(OK, w,
        roster_standard_add(
            &w->cx, &s, S("开放时间公开 | hours\n\n接待有登记 | register\n进得来")));
    return s;
}

static void a_new_edition_ends_the_one_before(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station_standard first, second, found;
    struct station_item_list items;
    struct station_standard bad = {.division = S("430422000000"),
        .name = S("建设标准"),
        .edition = S("9"),
        .valid_from = date_make(2026, 1, 1)};

    (void)begin(w, d);
    first = standard(w, S("1.0"), date_make(2025, 1, 1));
    second = standard(w, S("2.0"), date_make(2026, 1, 1));
    assert_cx(
        OK, w, roster_standard_for(&w->cx, str_of(town), date_make(2025, 12, 31), &found));
    assert_int_equal(found.id, first.id);
    assert_cx(OK, w, roster_standard_for(&w->cx, str_of(town), date_make(2026, 1, 1), &found));
    assert_int_equal(found.id, second.id);
    assert_cx(OK, w, roster_items(&w->cx, second.id, &items));
    assert_int_equal(items.n, 3);
    assert_int_equal(items.p[2].fact, FACT_SEEN);
    assert_cx(ERR_INVALID, w, roster_standard_add(&w->cx, &bad, S("x | nothing")));
}

static void a_finding_has_its_day_and_is_put_right_once(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct station_audit a = {.day = date_make(2026, 1, 5), .idem = S("k")}, again = a;
    struct station_finding_list found;

    assert_cx(ERR_INVALID, w, roster_audit_add(&w->cx, &s, &a));
    (void)standard(w, S("1.0"), date_make(2025, 1, 1));
    assert_cx(OK, w, roster_audit_add(&w->cx, &s, &a));
    assert_cx(OK, w, roster_audit_add(&w->cx, &s, &again));
    assert_int_equal(a.id, again.id);
    assert_cx(ERR_INVALID, w,
        roster_finding_add(&w->cx, &a, 9, S("门槛太高"), date_make(2026, 2, 1)));
    assert_cx(ERR_INVALID, w,
        roster_finding_add(&w->cx, &a, 3, S("门槛太高"), date_make(2026, 1, 1)));
    assert_cx(OK, w, roster_finding_add(&w->cx, &a, 3, S("门槛太高"), date_make(2026, 2, 1)));
    assert_cx(OK, w, roster_findings(&w->cx, a.id, &found));
    assert_cx(OK, w, roster_finding_fix(&w->cx, &found.p[0], S("加了坡道")));
    assert_cx(ERR_STALE, w, roster_finding_fix(&w->cx, &found.p[0], S("加了坡道")));
    assert_cx(OK, w, roster_audit(&w->cx, a.id, &a));
    assert_int_equal(a.findings, 1);
    assert_int_equal(a.open, 0);
}

static enum err act(struct world *w, struct rating_entry *e, enum rating_event event,
    struct str note, int stars)
{
    return roster_entry_move(&w->cx, e,
        &(struct rating_move){
            .event = event, .note = note, .stars = stars, .version = e->version});
}

static struct rating_round opened(struct world *w)
{
    struct rating_round r = {.division = S("430422000000"),
        .name = S("2026 年度"),
        .self_until = date_make(2026, 2, 1),
        .star_until = date_make(2028, 1, 1)};

    (void)standard(w, S("1.0"), date_make(2025, 1, 1));
    assert_cx(OK, w, roster_round_open(&w->cx, &r));
    return r;
}

static void the_own_view_is_filled_from_records(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct rating_round r = opened(w);
    struct rating_mark_list marks;
    struct rating_entry e, again;
    const enum rating_view views[] = {VIEW_MET, VIEW_PARTLY, VIEW_MET};

    assert_cx(OK, w, roster_entry_open(&w->cx, &r, &s, &e));
    assert_cx(OK, w, roster_entry_open(&w->cx, &r, &s, &again));
    assert_int_equal(e.id, again.id);
    assert_cx(OK, w, roster_marks(&w->cx, e.id, &marks));
    assert_int_equal(marks.n, 3);
    assert_int_equal(marks.p[0].self, VIEW_MET);
    assert_int_equal(marks.p[1].self, VIEW_NOT);
    assert_int_equal(marks.p[2].self, VIEW_OPEN);
    assert_str(roster_said(w->cx.arena, LANG_ZH, marks.p[1].record), "一年登记 0 人次");
    assert_cx(OK, w, roster_mark_set(&w->cx, &e, views, 3, e.version));
    assert_cx(OK, w, roster_marks(&w->cx, e.id, &marks));
    assert_int_equal(marks.p[1].self, VIEW_PARTLY);
    assert_int_equal(marks.p[1].review, VIEW_OPEN);
}

static void a_star_is_shown_before_it_holds_and_may_be_objected_to(void **state)
{
    struct world *w = *state;
    int64_t d[3], stars;
    struct station s = begin(w, d);
    struct rating_round r = opened(w);
    struct rating_entry e;

    assert_cx(OK, w, roster_entry_open(&w->cx, &r, &s, &e));
    assert_cx(OK, w, act(w, &e, RATING_DO_APPLY, S(""), 0));
    assert_cx(ERR_CONFLICT, w, act(w, &e, RATING_DO_AWARD, S(""), 0));
    assert_cx(OK, w, act(w, &e, RATING_DO_VISIT, S("看过"), 0));
    assert_cx(ERR_INVALID, w, act(w, &e, RATING_DO_PUBLISH, S(""), 3));
    assert_cx(ERR_INVALID, w, act(w, &e, RATING_DO_PUBLISH, S("理由"), 6));
    assert_cx(OK, w, act(w, &e, RATING_DO_PUBLISH, S("理由"), 3));
    assert_cx(ERR_CONFLICT, w, act(w, &e, RATING_DO_AWARD, S(""), 0));
    assert_cx(OK, w, roster_round(&w->cx, r.id, &r));
    assert_cx(ERR_CONFLICT, w, roster_round_close(&w->cx, &r, r.version));
    world_as(w, ROLE_OFFICE, "430422000000", 0);
    assert_cx(ERR_DENIED, w, act(w, &e, RATING_DO_OBJECT, S("漏算"), 0));
    world_as(w, ROLE_CLERK, town, 0);
    assert_cx(OK, w, act(w, &e, RATING_DO_OBJECT, S("漏算"), 0));
    world_as(w, ROLE_OFFICE, "430422000000", 0);
    assert_cx(OK, w, act(w, &e, RATING_DO_REVISE, S("属实"), 4));
    world_later(w, 20 * 86400);
    assert_cx(OK, w, act(w, &e, RATING_DO_AWARD, S(""), 0));
    assert_cx(OK, w, roster_stars(&w->cx, s.id, &stars));
    assert_int_equal(stars, 4);
    assert_cx(OK, w, roster_round(&w->cx, r.id, &r));
    assert_cx(OK, w, roster_round_close(&w->cx, &r, r.version));
    assert_cx(OK, w, act(w, &e, RATING_DO_MONITOR, S("回头看"), 0));
    assert_cx(ERR_INVALID, w, act(w, &e, RATING_DO_DOWNGRADE, S("松了"), 4));
    assert_cx(OK, w, act(w, &e, RATING_DO_REMOVE, S("长期关门"), 0));
    assert_cx(OK, w, roster_stars(&w->cx, s.id, &stars));
    assert_int_equal(stars, 0);
}

static void an_idle_station_knows_first_and_the_township_later(void **state)
{
    struct world *w = *state;
    int64_t d[3], changed;
    struct station s = begin(w, d);
    struct station_idle idle;
    struct visit v = {
        .station_id = s.id, .day = date_make(2026, 1, 5), .persons = 2, .summary = S("问路")};
    bool found;

    assert_cx(OK, w, station_visit_add(&w->cx, &v));
    world_later(w, 60 * 86400);
    assert_cx(OK, w, roster_idle_sweep(&w->cx, &changed));
    assert_int_equal(changed, 0);
    world_later(w, 31 * 86400);
    assert_cx(OK, w, roster_idle_sweep(&w->cx, &changed));
    assert_int_equal(changed, 1);
    world_as(w, ROLE_PRESIDIUM, town, 0);
    assert_cx(OK, w, roster_idle_of(&w->cx, &s, &idle, &found));
    assert_false(found);
    world_as(w, ROLE_CLERK, town, 0);
    assert_cx(OK, w, roster_idle_of(&w->cx, &s, &idle, &found));
    assert_true(found);
    world_as_program(w);
    world_later(w, 31 * 86400);
    assert_cx(OK, w, roster_idle_sweep(&w->cx, &changed));
    world_as(w, ROLE_PRESIDIUM, town, 0);
    assert_cx(OK, w, roster_idle_of(&w->cx, &s, &idle, &found));
    assert_true(found);
    world_as_program(w);
    v = (struct visit){
        .station_id = s.id, .day = DATE_NONE, .persons = 1, .summary = S("问低保")};
    assert_cx(OK, w, station_visit_add(&w->cx, &v));
    assert_cx(OK, w, roster_idle_sweep(&w->cx, &changed));
    assert_cx(OK, w, roster_idle_of(&w->cx, &s, &idle, &found));
    assert_false(found);
}

static void two_bookings_of_a_room_do_not_cross(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct home_booking b = {.day = date_make(2026, 1, 8),
        .time_from = S("09:00"),
        .time_to = S("11:00"),
        .purpose = S("小组学习")};
    struct home_booking crossing = b, after = b;

    crossing.time_from = S("10:30");
    crossing.time_to = S("12:00");
    after.time_from = S("11:00");
    after.time_to = S("12:00");
    assert_cx(OK, w, roster_book(&w->cx, &s, &b));
    assert_cx(ERR_INVALID, w, roster_book(&w->cx, &s, &crossing));
    assert_cx(OK, w, roster_book(&w->cx, &s, &after));
    b.time_from = S("9:00");
    assert_cx(ERR_INVALID, w, roster_book(&w->cx, &s, &b));
}

static size_t heard(struct world *w, int64_t person, const char *key)
{
    struct notice_row_list rows;
    int64_t id;
    size_t n = 0;

    assert_cx(OK, w, account_of_person(&w->cx, person, &id));
    assert_cx(OK, w, notice_list(&w->cx, id, 100, &rows));
    EACH (r, &rows)
        n += str_is(r->text_key, key);
    return n;
}

static void who_gets_a_day_and_who_loses_it_hear_it_once(void **state)
{
    struct world *w = *state;
    int64_t d[3], one, two, told;
    struct station s = begin(w, d);
    struct duty_list list;
    struct duty day;

    one = account(w, "deputy-one", d[0]);
    two = account(w, "deputy-two", d[1]);
    list = planned(w, &s, 4);
    day = list.p[0];
    assert_int_equal(heard(w, one, "notice.roster.planned"), 1);
    assert_int_equal(day.deputy_id, d[0]);
    assert_cx(OK, w, roster_assign(&w->cx, &day, d[1], day.version));
    assert_int_equal(heard(w, one, "notice.roster.freed"), 1);
    assert_int_equal(heard(w, two, "notice.roster.given"), 1);
    assert_int_equal(heard(w, two, "notice.roster.duty"), 0);
    /* The same again changes nothing and tells nobody. */
    assert_cx(OK, w, roster_assign(&w->cx, &day, d[1], day.version));
    assert_int_equal(heard(w, two, "notice.roster.given"), 1);
    w->cx.now = date_start(day.notice_day);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(heard(w, two, "notice.roster.duty"), 1);
    /* So late the reminder itself says it. */
    assert_cx(OK, w, roster_duty(&w->cx, day.id, &day));
    assert_cx(OK, w, roster_assign(&w->cx, &day, d[0], day.version));
    assert_int_equal(heard(w, one, "notice.roster.given"), 0);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(heard(w, one, "notice.roster.duty"), 1);
}

static void a_refused_swap_is_told_to_who_asked(void **state)
{
    struct world *w = *state;
    int64_t d[3], id, one, two;
    struct station s = begin(w, d);
    struct duty_list list = planned(w, &s, 2);
    struct duty day = list.p[0];

    one = account(w, "deputy-one", d[0]);
    two = account(w, "deputy-two", d[1]);
    assert_cx(OK, w, roster_swap_ask(&w->cx, &day, d[1], S("出差"), &id));
    assert_int_equal(heard(w, two, "notice.roster.swap"), 1);
    world_as(w, ROLE_DEPUTY, town, 0);
    w->actor.person_id = two;
    assert_cx(OK, w, roster_swap_answer(&w->cx, id, SWAP_REFUSED, S("")));
    assert_int_equal(heard(w, one, "notice.roster.refused"), 1);
    assert_int_equal(heard(w, two, "notice.roster.given"), 0);
}

static enum err step(struct world *w, struct duty *d, enum duty_event event, struct str note)
{
    cx_faults_clear(&w->cx);
    return roster_duty_move(
        &w->cx, d, &(struct duty_move){.event = event, .note = note, .version = d->version});
}

static void a_reception_day_goes_from_its_plan_to_the_file(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct duty day = planned(w, &s, 2).p[0];
    struct visit v = {.station_id = s.id, .persons = 3, .summary = S("问路灯")};
    struct duty again;

    world_as(w, ROLE_CLERK, town, 0);
    assert_int_equal(roster_duty_state(&day), DUTY_SCHEDULED);
    assert_cx(ERR_CONFLICT, w, step(w, &day, DUTY_DO_HOLD, S("")));
    assert_cx(ERR_CONFLICT, w, step(w, &day, DUTY_DO_FILE, S("")));
    assert_cx(OK, w, step(w, &day, DUTY_DO_TELL, S("")));
    assert_int_equal(roster_duty_state(&day), DUTY_NOTICED);
    w->cx.now = date_start(day.day);
    assert_cx(ERR_CONFLICT, w, step(w, &day, DUTY_DO_RECORD, S("没有人来")));
    v.day = day.day;
    assert_cx(OK, w, station_visit_add(&w->cx, &v));
    assert_cx(OK, w, roster_duty(&w->cx, day.id, &day));
    assert_int_equal(roster_duty_state(&day), DUTY_HELD);
    assert_int_equal(day.persons, 3);
    assert_cx(ERR_CONFLICT, w, step(w, &day, DUTY_DO_CANCEL, S("下雨")));
    assert_cx(ERR_INVALID, w, step(w, &day, DUTY_DO_RECORD, S("")));
    again = day;
    assert_cx(OK, w, step(w, &day, DUTY_DO_RECORD, S("当场答复")));
    assert_int_equal(roster_duty_state(&day), DUTY_RECORDED);
    assert_cx(ERR_STALE, w, step(w, &again, DUTY_DO_RECORD, S("当场答复")));
    assert_cx(OK, w, step(w, &day, DUTY_DO_FILE, S("")));
    assert_int_equal(roster_duty_state(&day), DUTY_FILED);
    assert_cx(ERR_CONFLICT, w, step(w, &day, DUTY_DO_RECORD, S("再记")));
    /* What was raised holds the file open until it is closed. */
    day.filed = INSTANT_NONE;
    day.items = 2;
    day.open = 1;
    assert_int_equal(roster_duty_state(&day), DUTY_ITEMS_OPEN);
    assert_cx(ERR_CONFLICT, w, step(w, &day, DUTY_DO_FILE, S("")));
    day.open = 0;
    assert_int_equal(roster_duty_state(&day), DUTY_ITEMS_CLOSED);
}

static void a_day_called_off_has_a_reason_and_is_told(void **state)
{
    struct world *w = *state;
    int64_t d[3], one, told, id;
    struct station s = begin(w, d);
    struct duty day = planned(w, &s, 2).p[0];
    struct station_day_list days;

    one = account(w, "deputy-one", d[0]);
    assert_cx(OK, w, roster_swap_ask(&w->cx, &day, d[1], S("出差"), &id));
    assert_cx(ERR_INVALID, w, step(w, &day, DUTY_DO_CANCEL, S("")));
    assert_cx(OK, w, step(w, &day, DUTY_DO_CANCEL, S("停电")));
    assert_int_equal(heard(w, one, "notice.roster.cancelled"), 1);
    assert_cx(ERR_CONFLICT, w, roster_assign(&w->cx, &day, d[2], day.version));
    assert_cx(ERR_CONFLICT, w, roster_swap_answer(&w->cx, id, SWAP_AGREED, S("")));
    w->cx.now = date_start(day.notice_day);
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(told, 0);
    assert_cx(OK, w, station_days(&w->cx, &s, date_of(w->cx.now), 3, &days));
    assert_int_equal(days.n, 3);
    assert_true(instant_is(days.p[0].cancelled));
    assert_str(days.p[0].reason, "停电");
    assert_str(days.p[1].deputy, "p-2");
    assert_str(date_text(w->cx.arena, days.p[1].day), "2026-02-24");
    assert_int_equal(days.p[2].duty_id, 0);
    assert_false(days.p[2].provisional);
    assert_cx(OK, w, station_days(&w->cx, &s, date_make(2030, 1, 1), 1, &days));
    assert_true(days.p[0].provisional);
}

static void a_changed_rule_calls_off_its_days_and_plans_the_new_ones(void **state)
{
    struct world *w = *state;
    int64_t d[3], one, n, added;
    struct station s = begin(w, d);
    struct duty_list list = planned(w, &s, 3);
    struct date from = date_of(w->cx.now), to = date_add(date_add_months(from, 3), -1);

    one = account(w, "deputy-one", d[0]);
    assert_int_equal(list.n, 3);
    assert_cx(OK, w, roster_misfits(&w->cx, &s, &n));
    assert_int_equal(n, 0);
    s.reception = S("monthly:20 09:00-11:00");
    assert_cx(OK, w, roster_misfits(&w->cx, &s, &n));
    assert_int_equal(n, 3);
    assert_cx(OK, w, roster_plan(&w->cx, &s, from, to, &added));
    assert_int_equal(added, 6);
    assert_int_equal(heard(w, one, "notice.roster.cancelled"), 1);
    assert_cx(OK, w, roster_duty(&w->cx, list.p[0].id, &list.p[0]));
    assert_str(list.p[0].reason, "@rule");
    assert_cx(OK, w, roster_misfits(&w->cx, &s, &n));
    assert_int_equal(n, 0);
    /* The old rule comes back: so do its days, at other hours. */
    s.reception = S("monthly:15 14:30-17:00");
    assert_cx(OK, w, roster_plan(&w->cx, &s, from, to, &added));
    assert_cx(OK, w, roster_duty(&w->cx, list.p[0].id, &list.p[0]));
    assert_int_equal(roster_duty_state(&list.p[0]), DUTY_SCHEDULED);
    assert_str(list.p[0].time_from, "14:30");
    assert_int_equal(heard(w, one, "notice.roster.moved"), 1);
}

static void days_of_a_station_that_closed_are_called_off(void **state)
{
    struct world *w = *state;
    int64_t d[3], one, told;
    struct station s = begin(w, d);
    struct duty_list list = planned(w, &s, 2);

    one = account(w, "deputy-one", d[0]);
    assert_cx(OK, w,
        station_make_move(&w->cx, &s,
            &(struct station_move){
                .event = STATION_CLOSE, .version = s.version, .note = S("撤并")}));
    assert_cx(OK, w, roster_tell(&w->cx, &told));
    assert_int_equal(told, 0);
    assert_cx(OK, w, roster_duty(&w->cx, list.p[1].id, &list.p[1]));
    assert_int_equal(roster_duty_state(&list.p[1]), DUTY_CANCELLED);
    assert_int_equal(heard(w, one, "notice.roster.cancelled"), 1);
}

static void a_task_of_a_post_goes_to_who_follows_in_it(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct station_person old = {.name = S("李堃"),
        .post = POST_HEAD,
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    struct station_person next = {.name = S("𠮷文"),
        .post = POST_HEAD,
        .valid_from = date_make(2026, 1, 5),
        .valid_to = DATE_NONE};
    struct station_task t = {
        .name = S("登记"), .post = S("head"), .lead = S("staff"), .standard = S("接待有登记")};
    struct station_task bad = {.name = S("登记"), .post = S("king")};
    enum rating_view view;
    struct str lead, words;

    assert_cx(ERR_INVALID, w, roster_task_put(&w->cx, &s, &bad));
    bad.post = (struct str){0};
    assert_cx(ERR_INVALID, w, roster_task_put(&w->cx, &s, &bad));
    assert_str(w->cx.faults.p[0].rule, "roster.task_nobody");
    bad.post = str_of(station_post_words[POST_HELPER]);
    assert_cx(ERR_INVALID, w, roster_task_put(&w->cx, &s, &bad));
    assert_cx(OK, w, roster_person_put(&w->cx, &s, &old));
    t.lead_id = old.id;
    assert_cx(OK, w, roster_task_put(&w->cx, &s, &t));
    assert_cx(OK, w, roster_person_put(&w->cx, &s, &next));
    assert_cx(OK, w, roster_task(&w->cx, t.id, &t));
    assert_cx(OK, w, roster_task_lead(&w->cx, &t, &lead));
    assert_str(lead, "𠮷文");
    assert_cx(OK, w, roster_fact(&w->cx, &s, FACT_TASKS, &view, &words));
    assert_int_equal(view, VIEW_MET);
    next.valid_to = date_make(2026, 1, 5);
    assert_cx(OK, w, roster_person_put(&w->cx, &s, &next));
    w->cx.now = date_start(date_make(2026, 1, 6));
    assert_cx(OK, w, roster_task_lead(&w->cx, &t, &lead));
    assert_true(str_empty(lead));
    assert_cx(OK, w, roster_fact(&w->cx, &s, FACT_TASKS, &view, &words));
    assert_int_not_equal(view, VIEW_MET);
}

static void what_a_station_says_is_kept_once(void **state)
{
    struct world *w = *state;
    int64_t d[3];
    struct station s = begin(w, d);
    struct station_said say = {.intro = S("在老街口"), .rules = S("")}, now;

    assert_cx(OK, w, roster_say(&w->cx, &s, &say));
    assert_cx(ERR_STALE, w, roster_say(&w->cx, &s, &say));
    assert_cx(OK, w, roster_said_of(&w->cx, &s, &now));
    assert_str(now.intro, "在老街口");
    now.rules = S("先登记，后接待");
    assert_cx(OK, w, roster_say(&w->cx, &s, &now));
    world_as(w, ROLE_CLERK, "430421000000", 0);
    assert_cx(ERR_NOT_FOUND, w, roster_say(&w->cx, &s, &now));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(reception_days_move_behind_holidays_and_are_shared_in_turn),
        WORLD_TEST(a_day_that_is_past_is_not_changed_any_more),
        WORLD_TEST(a_deputy_is_told_on_the_notice_day_and_once),
        WORLD_TEST(who_gets_a_day_and_who_loses_it_hear_it_once),
        WORLD_TEST(a_refused_swap_is_told_to_who_asked),
        WORLD_TEST(a_swap_needs_the_consent_of_the_one_asked),
        WORLD_TEST(a_new_liaison_follows_and_every_deputy_is_to_know),
        WORLD_TEST(who_left_leads_no_task_any_more),
        WORLD_TEST(a_new_edition_ends_the_one_before),
        WORLD_TEST(a_finding_has_its_day_and_is_put_right_once),
        WORLD_TEST(the_own_view_is_filled_from_records),
        WORLD_TEST(a_star_is_shown_before_it_holds_and_may_be_objected_to),
        WORLD_TEST(an_idle_station_knows_first_and_the_township_later),
        WORLD_TEST(two_bookings_of_a_room_do_not_cross),
        WORLD_TEST(a_reception_day_goes_from_its_plan_to_the_file),
        WORLD_TEST(a_day_called_off_has_a_reason_and_is_told),
        WORLD_TEST(a_changed_rule_calls_off_its_days_and_plans_the_new_ones),
        WORLD_TEST(days_of_a_station_that_closed_are_called_off),
        WORLD_TEST(a_task_of_a_post_goes_to_who_follows_in_it),
        WORLD_TEST(what_a_station_says_is_kept_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
