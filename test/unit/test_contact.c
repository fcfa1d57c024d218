/* contact: rule sets, coverage from records, collections, groups, teams, diary, talks, help. */
#include "feature/activity/activity.h"
#include "feature/contact/contact.h"
#include "feature/contact/contact_group.h"
#include "feature/contact/contact_note.h"

#include "world.h"

#define CITY "430400000000"
#define COUNTY "430408000000"
#define TOWN S("430408001000")

static int setup(void **state)
{
    struct world *w;
    int64_t loaded;

    world_setup(state);
    w = *state;
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, rules_seed(&w->cx, contact_rules));
    assert_cx(OK, w, rules_seed(&w->cx, activity_rules));
    return 0;
}

static struct deputy seat(struct world *w, const char *code, const char *name,
    const char *congress, enum congress_level level, const char *post)
{
    struct congress c = {.code = str_of(congress),
        .name = str_of(congress),
        .division = level == LEVEL_CITY ? S(CITY) : S(COUNTY),
        .level = level,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = str_of(code),
        .person_code = str_of(code),
        .name = str_of(name),
        .congress = c.code,
        .division = TOWN,
        .post = str_of(post),
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

static struct deputy county(struct world *w, const char *code, const char *name)
{
    return seat(w, code, name, "430408-6", LEVEL_COUNTY, "小学教师");
}

static struct contact_holder holder(
    struct world *w, enum contact_office office, const struct deputy *d)
{
    struct contact_holder h = {.code = str_f(w->cx.arena, "h-%.*s", STR(d->code)),
        .name = d->name,
        .office = office,
        .person_id = d->person_id,
        .division = S(COUNTY),
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, contact_holder_put(&w->cx, &h, &done));
    assert_int_equal(done, PUT_NEW);
    return h;
}

static void met(struct world *w, const struct deputy *by, const struct deputy *who,
    int64_t voter, struct date day)
{
    struct activity_person p[2] = {{.role = ACTIVITY_HOST, .tenure_id = by->id},
        {.role = ACTIVITY_MET, .voter_id = voter}};
    struct activity_in in = {.kind = S("visit"),
        .day = day,
        .until = day,
        .division = TOWN,
        .people = 1,
        .summary = S("走访"),
        .persons = {p, 2}};
    struct activity a;
    bool repeated;

    if (who != NULL)
        p[1] = (struct activity_person){.role = ACTIVITY_MET, .tenure_id = who->id};
    assert_cx(OK, w, activity_add(&w->cx, &in, &a, &repeated));
}

static size_t gaps(const struct contact_missing_list *list, enum contact_gap gap)
{
    size_t n = 0;

    EACH (g, list)
        n += g->gap == gap;
    return n;
}

static void ranges_are_read_strictly(void **state)
{
    struct world *w = *state;
    struct contact_range r;

    assert_true(contact_range_parse(S("4"), &r));
    assert_true(r.min == 4 && r.max == 4);
    assert_true(contact_range_parse(S("5-10"), &r));
    assert_true(r.min == 5 && r.max == 10);
    assert_true(contact_range_parse(S("10-"), &r));
    assert_true(r.min == 10 && r.max == 0);
    assert_str(contact_range_text(w->cx.arena, LANG_ZH, r), "不少于 10");
    assert_false(contact_range_parse(S("10-5"), &r));
    assert_false(contact_range_parse(S("some"), &r));
    assert_false(contact_range_parse(S(""), &r));
}

static void exactly_four_is_a_gap_until_there_are_four_and_never_five(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄");
    struct contact_holder h = holder(w, OFFICE_MEMBER, &me);
    struct date today = date_of(w->cx.now);
    struct contact_cover c;
    struct contact_link l;

    for (int i = 1; i <= 4; i++) {
        struct deputy d = county(w, str_f(w->cx.arena, "s%d", i).p, "李堃");

        assert_cx(OK, w, contact_cover_of(&w->cx, &h, today, &c));
        assert_int_equal(gaps(&c.gaps, GAP_TOO_FEW), 1);
        assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &d, &l));
        assert_cx(ERR_CONFLICT, w, contact_link_deputy(&w->cx, &h, &d, &l));
    }
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, today, &c));
    assert_int_equal(gaps(&c.gaps, GAP_TOO_FEW), 0);
    me = county(w, "s9", "单锸");
    assert_cx(ERR_CONFLICT, w, contact_link_deputy(&w->cx, &h, &me, &l));
}

static void a_contact_counts_by_its_record_alone_and_a_running_period_is_no_gap(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄"), other = county(w, "s1", "李堃");
    struct contact_holder h = holder(w, OFFICE_DIRECTOR, &me);
    struct contact_link l;
    struct contact_cover c;

    w->cx.now = date_start(date_make(2026, 1, 5));
    assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &other, &l));
    w->cx.now = date_start(date_make(2026, 3, 2));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 3, 2), &c));
    assert_int_equal(gaps(&c.gaps, GAP_NOT_MET), 1);
    assert_int_equal(gaps(&c.running, GAP_NOT_YET), 1);
    assert_int_equal(c.due.day, date_make(2026, 3, 31).day);
    met(w, &me, &other, 0, date_make(2026, 2, 10));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 3, 2), &c));
    assert_int_equal(gaps(&c.gaps, GAP_NOT_MET), 0);
    assert_int_equal(gaps(&c.running, GAP_NOT_YET), 1);
    met(w, &me, &other, 0, date_make(2026, 3, 1));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 3, 2), &c));
    assert_int_equal(gaps(&c.running, GAP_NOT_YET), 0);
    assert_int_equal(c.states.p[0].times, 2);
}

static void a_township_is_visited_in_the_first_week_or_it_is_said(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄");
    struct contact_holder h = holder(w, OFFICE_DIRECTOR, &me);
    struct contact_link l;
    struct contact_cover c;

    w->cx.now = date_start(date_make(2026, 1, 1));
    assert_cx(OK, w, contact_link_township(&w->cx, &h, TOWN, &l));
    assert_cx(ERR_INVALID, w, contact_link_township(&w->cx, &h, S("430900000000"), &l));
    w->cx.now = date_start(date_make(2026, 3, 9));
    met(w, &me, &me, 0, date_make(2026, 2, 20));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 3, 9), &c));
    assert_int_equal(gaps(&c.gaps, GAP_OTHER_WEEK), 1);
    met(w, &me, &me, 0, date_make(2026, 2, 7));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 3, 9), &c));
    assert_int_equal(gaps(&c.gaps, GAP_OTHER_WEEK), 0);
}

static void a_deputy_out_of_office_is_a_gap_and_coverage_leaves_members_out(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄"), other = county(w, "s1", "李堃");
    struct contact_holder h = holder(w, OFFICE_MEMBER, &me);
    struct tenure_step end = {.event = TENURE_END, .cause = S("resigned"), .day = DATE_NONE};
    struct date today = date_of(w->cx.now);
    struct contact_share share;
    struct contact_cover c;
    struct contact_link l;
    struct deputy_list bare;

    assert_cx(OK, w, contact_bare(&w->cx, S(COUNTY), today, 10, &bare));
    assert_int_equal(bare.n, 1);
    assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &other, &l));
    assert_cx(OK, w, contact_share(&w->cx, S(COUNTY), today, &share));
    assert_true(share.covered == 1 && share.all == 1);
    end.version = other.version;
    assert_cx(OK, w, registry_tenure_move(&w->cx, &other, &end));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, today, &c));
    assert_int_equal(gaps(&c.gaps, GAP_GONE), 1);
}

static void rule(struct world *w, const char *kind, const char *value, struct date from)
{
    const struct rule r = {.division = S(COUNTY),
        .kind = str_of(kind),
        .value = str_of(value),
        .valid_from = from,
        .valid_to = DATE_NONE,
        .source = S("方案")};
    int64_t version;

    assert_cx(OK, w, rules_put(&w->cx, &r, &version));
}

static void a_new_rule_is_not_asked_of_the_time_before_it(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄"), other = county(w, "s1", "李堃");
    struct contact_holder h = holder(w, OFFICE_MEMBER, &me);
    struct contact_link l;
    struct contact_cover c;

    w->cx.now = date_start(date_make(2025, 12, 1));
    assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &other, &l));
    w->cx.now = date_start(date_make(2026, 3, 1));
    met(w, &me, &other, 0, date_make(2026, 2, 10));
    rule(w, "contact.member.visits", "monthly", date_make(2026, 10, 15));
    w->cx.now = date_start(date_make(2026, 11, 2));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 11, 2), &c));
    assert_int_equal(c.to.day, date_make(2026, 6, 30).day); /* by the half-year rule of then */
    assert_int_equal(gaps(&c.gaps, GAP_NOT_MET), 0);
    assert_int_equal(c.due.day, date_make(2026, 11, 30).day);
    assert_int_equal(gaps(&c.running, GAP_NOT_YET), 1);
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, date_make(2026, 12, 2), &c));
    assert_int_equal(c.to.day, date_make(2026, 11, 30).day);
    assert_int_equal(gaps(&c.gaps, GAP_NOT_MET), 1);
    assert_int_equal(c.states.p[0].months, 1U << 1);
}

static void a_holder_who_leaves_leaves_deputies_uncovered_and_a_lost_seat_is_said(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄"), other = county(w, "s1", "李堃");
    struct contact_holder h = holder(w, OFFICE_MEMBER, &me);
    struct tenure_step end = {.event = TENURE_END, .cause = S("resigned"), .day = DATE_NONE};
    struct date today = date_of(w->cx.now);
    struct contact_share share;
    struct contact_cover c;
    struct contact_link l;
    struct contact_link_list from;
    enum put done;

    assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &other, &l));
    end.version = me.version;
    assert_cx(OK, w, registry_tenure_move(&w->cx, &me, &end));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, today, &c));
    assert_int_equal(gaps(&c.gaps, GAP_HOLDER), 1);
    h.valid_to = date_add(today, -1);
    assert_cx(OK, w, contact_holder_put(&w->cx, &h, &done));
    assert_cx(OK, w, contact_share(&w->cx, S(COUNTY), today, &share));
    assert_true(share.covered == 0 && share.all == 1);
    assert_cx(OK, w, contact_links_to(&w->cx, other.person_id, today, &from));
    assert_int_equal(from.n, 0);
}

static void an_official_who_is_no_deputy_has_contacts_from_records_too(void **state)
{
    struct world *w = *state;
    struct deputy other = county(w, "s1", "李堃");
    struct contact_holder h = {.code = S("party-1"),
        .name = S("何𠮷"),
        .office = OFFICE_PARTY,
        .division = S(COUNTY),
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    struct date today = date_of(w->cx.now);
    struct contact_link l;
    struct contact_cover c;
    enum put done;

    assert_cx(OK, w, contact_holder_put(&w->cx, &h, &done));
    assert_true(h.person_id > 0);
    assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &other, &l));
    assert_cx(
        ERR_INVALID, w, contact_met(&w->cx, &h, &l, date_add(today, 1), S("谈产业"), S("k1")));
    assert_cx(OK, w, contact_met(&w->cx, &h, &l, today, S("谈产业"), S("k2")));
    assert_cx(OK, w, contact_met(&w->cx, &h, &l, today, S("谈产业"), S("k2")));
    assert_cx(OK, w, contact_cover_of(&w->cx, &h, today, &c));
    assert_int_equal(c.states.p[0].times, 1);
    assert_int_equal(c.records, 1);
}

static void a_voters_name_is_sealed_and_a_look_is_recorded(void **state)
{
    struct world *w = *state;
    struct deputy d = county(w, "s0", "王芄");
    struct contact_holder h;
    struct contact_link l, again;
    struct str name;

    assert_cx(OK, w, contact_deputy_holder(&w->cx, &d, &h));
    world_as(w, ROLE_DEPUTY, "430408001000", 0);
    w->actor.person_id = d.person_id;
    assert_cx(OK, w, contact_link_voter(&w->cx, &h, S("李秀兰"), S("三组"), &l));
    assert_false(
        str_has((struct str){(const char *)l.voter_sealed.p, l.voter_sealed.n}, S("李秀兰")));
    assert_cx(ERR_CONFLICT, w, contact_link_voter(&w->cx, &h, S("李秀兰"), S(""), &again));
    assert_cx(OK, w, contact_link_get(&w->cx, l.public_id, &again));
    assert_int_equal(w->cx.readings.n, 0);
    assert_cx(OK, w, contact_voter_name(&w->cx, &again, &name));
    assert_str(name, "李秀兰");
    assert_int_equal(w->cx.readings.n, 1);
    w->actor.person_id = 4711;
    assert_cx(ERR_NOT_FOUND, w, contact_link_get(&w->cx, l.public_id, &again));
}

static void a_collection_is_prefilled_confirmed_frozen_and_reported(void **state)
{
    struct world *w = *state;
    struct deputy me = county(w, "s0", "王芄"), other = county(w, "s1", "李堃");
    struct contact_holder h = holder(w, OFFICE_MEMBER, &me);
    struct collection_run r, own;
    struct collection_part_list parts;
    struct collection_part p;
    struct contact_link l;

    w->cx.now = date_start(date_make(2026, 1, 5));
    assert_cx(OK, w, contact_link_deputy(&w->cx, &h, &other, &l));
    w->cx.now = date_start(date_make(2026, 7, 1));
    met(w, &me, &other, 0, date_make(2026, 2, 10));
    assert_cx(
        OK, w, contact_collect_open(&w->cx, S(COUNTY), 2026, 1, date_make(2026, 7, 15), &r));
    assert_cx(ERR_CONFLICT, w,
        contact_collect_open(&w->cx, S(COUNTY), 2026, 1, date_make(2026, 7, 15), &own));
    world_as(w, ROLE_LEADER, COUNTY, 0);
    w->actor.person_id = me.person_id;
    assert_cx(OK, w, contact_collect_part(&w->cx, r.public_id, &own, &p));
    assert_true(p.links == 1 && p.met == 1 && p.contacts == 1);
    assert_cx(OK, w, contact_collect_confirm(&w->cx, &own, &p, S("属实")));
    assert_cx(ERR_STALE, w, contact_collect_confirm(&w->cx, &own, &p, S("再来")));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(ERR_CONFLICT, w,
        contact_collect_move(&w->cx, &r, COLLECTION_REPORT, r.version, S("会议")));
    assert_cx(OK, w, contact_collect_move(&w->cx, &r, COLLECTION_CLOSE, r.version, S("")));
    assert_cx(
        ERR_INVALID, w, contact_collect_move(&w->cx, &r, COLLECTION_REPORT, r.version, S("")));
    assert_cx(
        OK, w, contact_collect_move(&w->cx, &r, COLLECTION_REPORT, r.version, S("第1次")));
    assert_cx(OK, w, contact_collect_parts(&w->cx, r.id, &parts));
    assert_int_equal(parts.n, 1);
    assert_int_equal(parts.p[0].state, PART_CONFIRMED);
    assert_str(parts.p[0].note, "属实");
}

static struct deputy_group group(struct world *w, const char *code, enum group_kind kind)
{
    struct deputy_group g = {.code = str_of(code),
        .name = str_of(code),
        .kind = kind,
        .field = kind == GROUP_PROFESSIONAL ? S("教师 学校") : S(""),
        .division = S(COUNTY),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    enum put done;

    assert_cx(OK, w, contact_group_put(&w->cx, &g, &done));
    return g;
}

static void a_deputy_is_in_an_area_and_a_professional_group_and_is_suggested_with_reasons(
    void **state)
{
    struct world *w = *state;
    struct deputy d = county(w, "s0", "王芄"), e = county(w, "s1", "李堃");
    struct deputy_group area = group(w, "片区", GROUP_AREA);
    struct deputy_group pro = group(w, "教育", GROUP_PROFESSIONAL);
    struct deputy_bent bent = {e.person_id, S(""), S("想进学校看看")};
    struct deputy_group_list mine;
    struct group_match_list fit;

    assert_cx(OK, w, contact_bent_put(&w->cx, &bent));
    assert_cx(OK, w, contact_group_suggest(&w->cx, &pro, 10, &fit));
    assert_int_equal(fit.n, 2);
    assert_int_equal(fit.p[0].deputy.id, e.id);
    assert_str(fit.p[0].wish, "学校");
    assert_str(fit.p[1].occupation, "教师");
    assert_int_equal(fit.p[1].wish.n, 0);
    assert_cx(OK, w, contact_group_join(&w->cx, &area, &d, S("")));
    assert_cx(OK, w, contact_group_join(&w->cx, &pro, &d, S("职业")));
    assert_cx(ERR_CONFLICT, w, contact_group_join(&w->cx, &pro, &d, S("")));
    assert_cx(OK, w, contact_groups_of(&w->cx, d.person_id, &mine));
    assert_int_equal(mine.n, 2);
    assert_cx(OK, w, contact_group_suggest(&w->cx, &pro, 10, &fit));
    assert_int_equal(fit.n, 1);
    assert_cx(OK, w, contact_group_convenor(&w->cx, &pro, d.person_id));
    assert_cx(ERR_INVALID, w, contact_group_convenor(&w->cx, &pro, e.person_id));
}

static void a_dissolved_group_takes_nobody_and_frees_its_members(void **state)
{
    struct world *w = *state;
    struct deputy d = county(w, "s1", "李堃");
    struct deputy_group a = {.code = S("a"),
        .name = S("教育组"),
        .kind = GROUP_PROFESSIONAL,
        .field = S("教师"),
        .division = S(COUNTY),
        .valid_from = date_make(2025, 1, 1),
        .valid_to = DATE_NONE};
    struct deputy_group b = a, now;
    struct group_filter f = {.division = S(COUNTY), .gone = true, .max = 10};
    struct group_match_list fit;
    struct deputy_group_list list;
    struct group_ask ask;
    enum put done;
    bool more;

    b.code = S("b");
    b.name = S("法律组");
    w->cx.now = date_start(date_make(2026, 11, 2));
    rule(w, "contact.group.each", "quarterly", date_make(2026, 1, 1));
    assert_cx(OK, w, contact_group_put(&w->cx, &a, &done));
    assert_cx(OK, w, contact_group_put(&w->cx, &b, &done));
    assert_cx(OK, w, contact_group_join(&w->cx, &a, &d, S("")));
    assert_cx(OK, w, contact_group_suggest(&w->cx, &b, 10, &fit));
    assert_int_equal(fit.n, 0);
    assert_cx(OK, w, contact_group_ask(&w->cx, S(COUNTY), date_make(2026, 11, 2), &ask));
    assert_int_equal(ask.last_to.day, date_make(2026, 9, 30).day);
    assert_cx(OK, w, contact_group_get(&w->cx, a.public_id, &now));
    now.held = 5;
    assert_true(contact_group_idle(&now, &ask)); /* five in the year, none in that quarter */
    now.valid_from = date_make(2026, 8, 1);
    assert_false(contact_group_idle(&now, &ask)); /* founded within it */
    a.valid_to = date_make(2026, 11, 1);
    assert_cx(OK, w, contact_group_put(&w->cx, &a, &done));
    assert_cx(OK, w, contact_group_suggest(&w->cx, &b, 10, &fit));
    assert_int_equal(fit.n, 1);
    assert_cx(ERR_INVALID, w, contact_group_join(&w->cx, &a, &d, S("")));
    assert_cx(OK, w, contact_group_page(&w->cx, &f, &list, &more));
    assert_int_equal(list.n, 1);
    assert_str(list.p[0].code, "a");
}

static struct visit_team team(struct world *w, const char *purpose)
{
    struct visit_team t = {.division = S(CITY),
        .place = TOWN,
        .day = date_add(date_of(w->cx.now), 5),
        .purpose = str_of(purpose)};

    assert_cx(OK, w, contact_team_add(&w->cx, &t));
    return t;
}

static bool clashes(struct world *w, const struct visit_team *t, enum team_conflict what)
{
    struct team_clash_list list;

    assert_cx(OK, w, contact_team_clashes(&w->cx, t, &list));
    EACH (c, &list)
        if (c->what == what)
            return true;
    return false;
}

static void join(struct world *w, const struct visit_team *t, enum team_role role,
    const struct deputy *d, const char *name)
{
    struct team_member m = {.role = role, .name = str_of(name), .post = S("联络员")};

    if (d != NULL)
        m.tenure_id = d->id;
    assert_cx(OK, w, contact_team_join(&w->cx, t, &m));
}

static void a_team_says_what_does_not_fit_and_is_confirmed_only_when_all_does(void **state)
{
    struct world *w = *state;
    struct deputy lead = seat(w, "c1", "单锸", "430400-16", LEVEL_CITY, "医生");
    struct deputy d[3] = {
        county(w, "s1", "王芄"), county(w, "s2", "李堃"), county(w, "s3", "何翀")};
    struct visit_team t = team(w, "走访一"), other = team(w, "走访二");

    assert_true(clashes(w, &t, TEAM_OFFICERS) && clashes(w, &t, TEAM_ESCORTS));
    join(w, &t, TEAM_LEAD, &lead, "");
    join(w, &t, TEAM_OFFICER, NULL, "信息员甲");
    join(w, &t, TEAM_ESCORT, NULL, "陪同甲");
    join(w, &t, TEAM_DEPUTY, &d[0], "");
    join(w, &t, TEAM_DEPUTY, &d[1], "");
    assert_true(clashes(w, &t, TEAM_DEPUTIES));
    assert_cx(ERR_CONFLICT, w, contact_team_move(&w->cx, &t, TEAM_CONFIRM, t.version, S("")));
    join(w, &t, TEAM_DEPUTY, &d[2], "");
    join(w, &other, TEAM_DEPUTY, &d[2], "");
    join(w, &other, TEAM_DEPUTY, &lead, "");
    assert_true(clashes(w, &t, TEAM_BUSY));
    assert_true(clashes(w, &other, TEAM_LEVEL));
    assert_cx(OK, w, contact_team_move(&w->cx, &other, TEAM_CANCEL, other.version, S("改期")));
    assert_false(clashes(w, &t, TEAM_BUSY));
    assert_cx(OK, w, contact_team_move(&w->cx, &t, TEAM_CONFIRM, t.version, S("")));
}

static void electronic_addresses_and_number_plates_are_found(void **state)
{
    struct world *w = *state;
    struct finding_list f;

    contact_privacy_find(w->cx.arena,
        S("来信 zhang.san@example.cn，微信号：wx_abc123，车牌湘D·12345、湘DF12345。"
          "价格@面议，湘D线，QQ群里说，A4纸。"),
        &(struct finding_names){0}, &f);
    assert_int_equal(f.n, 4);
    assert_int_equal(f.p[0].kind, FINDING_EMAIL);
    assert_str(f.p[0].text, "zhang.san@example.cn");
    assert_int_equal(f.p[1].kind, FINDING_ACCOUNT);
    assert_str(f.p[1].text, "wx_abc123");
    assert_int_equal(f.p[2].kind, FINDING_VEHICLE);
    assert_str(f.p[2].text, "湘D·12345");
    assert_str(f.p[3].text, "湘DF12345");
}

static void private_passages_are_found_at_their_place(void **state)
{
    struct world *w = *state;
    struct str known[] = {S("欧阳桂花")};
    const struct finding_names names = {known, 1};
    struct finding_list f;

    contact_privacy_find(w->cx.arena,
        S("今天天气好。\n村民李秀兰说水不够，电话139 0000-1111，\n身份证11010519491231002X。\n"
          "欧阳桂花住3组12号，王建国老人也在。"),
        &names, &f);
    assert_int_equal(f.n, 6);
    assert_int_equal(f.p[0].kind, FINDING_NAME);
    assert_str(f.p[0].text, "李秀兰");
    assert_true(f.p[0].line == 2 && f.p[0].column == 3);
    assert_int_equal(f.p[1].kind, FINDING_PHONE);
    assert_int_equal(f.p[2].kind, FINDING_ID);
    assert_str(f.p[3].text, "欧阳桂花");
    assert_int_equal(f.p[4].kind, FINDING_ADDRESS);
    assert_str(f.p[5].text, "王建国");
    contact_privacy_find(w->cx.arena,
        S("代表们走访了高标准农田，2026年3月修路12.5公里，惠及3200人，大家很高兴。"), NULL, &f);
    assert_int_equal(f.n, 0);
    /* A name that begins a sentence; places, offices and titles that are written alike. */
    contact_privacy_find(w->cx.arena,
        S("路修好了。张三丰在村口开店，向阳镇也来了人，常委会在听，李书记说好，"
          "石桥村的水渠通了，何主任和我一起去，万家灯火。田间地头的事不少。"),
        NULL, &f);
    assert_int_equal(f.n, 1);
    assert_str(f.p[0].text, "张三丰");
}

static void a_diary_is_published_only_when_everything_is_removed_or_agreed(void **state)
{
    struct world *w = *state;
    struct deputy d = county(w, "s0", "王芄");
    struct diary x = {.day = date_of(w->cx.now),
        .title = S("走访"),
        .body = S("村民李秀兰说身份证11010519491231002X。")};
    struct finding_list title, body;
    struct diary_list all;
    struct str hash;

    world_as(w, ROLE_DEPUTY, "430408001000", 0);
    w->actor.person_id = d.person_id;
    assert_cx(OK, w, contact_diary_add(&w->cx, &x));
    assert_cx(ERR_CONFLICT, w, contact_diary_move(&w->cx, &x, DIARY_PUBLISH, x.version));
    assert_cx(OK, w, contact_diary_check(&w->cx, &x, &title, &body));
    assert_int_equal(body.n, 2);
    hash = privacy_hash(&w->cx, "diary-consent", body.p[0].text);
    assert_cx(OK, w, contact_diary_consent(&w->cx, &x, 0, hash, CONSENT_ORAL));
    hash = privacy_hash(&w->cx, "diary-consent", body.p[1].text);
    assert_cx(ERR_INVALID, w, contact_diary_consent(&w->cx, &x, 1, hash, CONSENT_ORAL));
    assert_cx(ERR_CONFLICT, w, contact_diary_move(&w->cx, &x, DIARY_PUBLISH, x.version));
    x.body = S("村民李秀兰说水够了。");
    assert_cx(OK, w, contact_diary_set(&w->cx, &x));
    x.version++;
    assert_cx(OK, w, contact_diary_public(&w->cx, S(""), 0, &all));
    assert_int_equal(all.n, 0);
    assert_cx(OK, w, contact_diary_move(&w->cx, &x, DIARY_PUBLISH, x.version));
    assert_cx(OK, w, contact_diary_public(&w->cx, d.public_id, 0, &all));
    assert_int_equal(all.n, 1);
    w->actor.person_id = 4711;
    assert_cx(ERR_NOT_FOUND, w, contact_diary_get(&w->cx, x.public_id, &x));
}

static void a_talk_is_for_its_two_and_the_offices_head_alone(void **state)
{
    struct world *w = *state;
    struct deputy a = county(w, "s0", "王芄"), b = county(w, "s1", "李堃");
    struct talk_note t = {.day = date_of(w->cx.now), .body = S("谈了工作")}, got;
    struct talk_note_list list;

    world_as(w, ROLE_LEADER, COUNTY, 0);
    w->actor.person_id = a.person_id;
    assert_cx(OK, w, contact_talk_add(&w->cx, &t, &b));
    assert_cx(ERR_INVALID, w, contact_talk_add(&w->cx, &t, &a));
    world_as(w, ROLE_DEPUTY, "430408001000", 0);
    w->actor.person_id = b.person_id;
    assert_cx(OK, w, contact_talk_get(&w->cx, t.public_id, &got));
    assert_str(got.body, "谈了工作");
    assert_int_equal(w->cx.readings.n, 1);
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(ERR_NOT_FOUND, w, contact_talk_get(&w->cx, t.public_id, &got));
    world_as(w, ROLE_LEADER, COUNTY, 0);
    assert_cx(ERR_NOT_FOUND, w, contact_talk_get(&w->cx, t.public_id, &got));
    assert_cx(OK, w, contact_talk_list(&w->cx, 0, &list));
    assert_int_equal(list.n, 0);
    assert_cx(ERR_INVALID, w, contact_talk_head_set(&w->cx, S(COUNTY), 901));
}

static void help_for_own_business_is_flagged_judged_first_and_apart_from_requests(void **state)
{
    struct world *w = *state;
    struct deputy d = county(w, "s0", "王芄");
    struct help_case h = {
        .relation = HELP_OWN, .business = S("合作社"), .matter = S("补贴怎么申请")};
    struct help_case_list list;

    world_as(w, ROLE_DEPUTY, "430408001000", 0);
    w->actor.person_id = d.person_id;
    assert_cx(OK, w, contact_help_add(&w->cx, &h, &d));
    assert_int_equal(h.conflict, HELP_FLAGGED);
    assert_cx(ERR_DENIED, w, contact_help_move(&w->cx, &h, HELP_FINISH, h.version, S("好了")));
    assert_cx(ERR_DENIED, w, contact_help_judge(&w->cx, &h, HELP_NONE, h.version, S("没有")));
    world_as(w, ROLE_CLERK, "430408001000", 0);
    assert_cx(ERR_DENIED, w, contact_help_get(&w->cx, h.public_id, &h));
    world_as(w, ROLE_OFFICE, "430421000000", 0);
    assert_cx(ERR_NOT_FOUND, w, contact_help_get(&w->cx, h.public_id, &h));
    world_as(w, ROLE_OFFICE, COUNTY, 0);
    assert_cx(
        ERR_CONFLICT, w, contact_help_move(&w->cx, &h, HELP_REFER, h.version, S("转农业局")));
    assert_cx(OK, w,
        contact_help_judge(
            &w->cx, &h, HELP_FLAGGED, h.version, S("本人不参加研究，由窗口办理")));
    assert_cx(OK, w, contact_help_move(&w->cx, &h, HELP_REFER, h.version, S("转农业局")));
    assert_cx(OK, w, contact_help_list(&w->cx, 0, 10, &list));
    assert_int_equal(list.n, 1);
}

#define IN_WORLD(f) cmocka_unit_test_setup_teardown(f, setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_WORLD(ranges_are_read_strictly),
        IN_WORLD(exactly_four_is_a_gap_until_there_are_four_and_never_five),
        IN_WORLD(a_contact_counts_by_its_record_alone_and_a_running_period_is_no_gap),
        IN_WORLD(a_township_is_visited_in_the_first_week_or_it_is_said),
        IN_WORLD(a_deputy_out_of_office_is_a_gap_and_coverage_leaves_members_out),
        IN_WORLD(a_new_rule_is_not_asked_of_the_time_before_it),
        IN_WORLD(a_holder_who_leaves_leaves_deputies_uncovered_and_a_lost_seat_is_said),
        IN_WORLD(an_official_who_is_no_deputy_has_contacts_from_records_too),
        IN_WORLD(a_dissolved_group_takes_nobody_and_frees_its_members),
        IN_WORLD(a_voters_name_is_sealed_and_a_look_is_recorded),
        IN_WORLD(a_collection_is_prefilled_confirmed_frozen_and_reported),
        IN_WORLD(a_deputy_is_in_an_area_and_a_professional_group_and_is_suggested_with_reasons),
        IN_WORLD(a_team_says_what_does_not_fit_and_is_confirmed_only_when_all_does),
        IN_WORLD(electronic_addresses_and_number_plates_are_found),
        IN_WORLD(private_passages_are_found_at_their_place),
        IN_WORLD(a_diary_is_published_only_when_everything_is_removed_or_agreed),
        IN_WORLD(a_talk_is_for_its_two_and_the_offices_head_alone),
        IN_WORLD(help_for_own_business_is_flagged_judged_first_and_apart_from_requests),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
