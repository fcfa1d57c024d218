/* bulletin: live figures, checks of a text, the steps to a sent issue, imports, media. */
#include "base/disk.h"
#include "core/ledger.h"
#include "core/settings.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_special.h"
#include "feature/registry/registry.h"

#include "check.h"
#include "world_db.h"

#define CITY S("430400000000")

struct world {
    struct world_db *db;
    struct rng rng;
    struct actor actor;
    struct app_settings settings;
    struct cx cx;
};

static const struct measure visitors[] = {
    {"station.visitors", "unit.person_time", MEASURE_FLOW, true},
    {"media.hits", "unit.item", MEASURE_FLOW, true},
    {NULL, NULL, MEASURE_FLOW, false},
};
static const struct measure *const measures[] = {visitors, NULL};

static int open_world(void **state)
{
    struct world_db *db = world_db_open();
    struct world *w = NEW(db->arena, struct world);
    int64_t loaded;

    secret_start();
    w->db = db;
    w->rng = rng_seeded(7);
    w->settings.measures = measures;
    w->actor = (struct actor){.roles = ROLE_ANYONE | ROLE_CLOCK};
    w->cx = (struct cx){.arena = db->arena,
        .db = db->db,
        .actor = &w->actor,
        .rng = &w->rng,
        .settings = &w->settings,
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

static struct bulletin_issue issue_with(struct world *w, const char *body)
{
    struct bulletin_masthead m = {.division = CITY,
        .name = S("联络动态"),
        .latin = S("LIANLUODONGTAI"),
        .publisher = S("某委员会"),
        .editors = S("石竹青"),
        .contact = S(""),
        .approval_no = S(""),
        .distribution = S("甲\n乙"),
        .valid_from = date_make(2026, 1, 1)};
    struct bulletin_article a = {.division = CITY,
        .title = S("题"),
        .subtitle = S(""),
        .credit = S("某处 供稿"),
        .body = str_of(body)};
    struct bulletin_issue issue;
    bool found;

    assert_ok(bulletin_masthead_on(&w->cx, CITY, date_of(w->cx.now), &m, &found));
    if (!found)
        assert_ok(bulletin_masthead_put(&w->cx, &m));
    assert_ok(bulletin_begin(&w->cx, CITY, BULLETIN_REGULAR, 0, &issue));
    assert_ok(bulletin_article_add(&w->cx, &a));
    assert_ok(bulletin_article_take(&w->cx, &a, &issue));
    return issue;
}

static enum err move(struct world *w, struct bulletin_issue *i, enum bulletin_event event)
{
    return bulletin_make_move(&w->cx, i,
        &(struct bulletin_move){.event = event, .version = i->version, .day = DATE_NONE});
}

static struct str words_of(struct world *w, const struct bulletin_issue *i)
{
    struct bulletin_print p;

    assert_ok(bulletin_render(&w->cx, i, &p));
    assert_true(p.blocks.n > 1);
    return p.blocks.p[1].text;
}

static void yu_is_printed_only_where_something_is_left_out(void **state)
{
    static const struct {
        int64_t value;
        const char *words, *printed;
        enum bulletin_qualifier qualifier;
    } rows[] = {
        {2847, "余条", "2800余条", QUALIFIER_OVER},
        {2847, "条", "2847条", QUALIFIER_EXACT},
        {2800, "余条", "2800条", QUALIFIER_EXACT},
        {170, "余个", "170个", QUALIFIER_EXACT},
        {176, "多个", "170多个", QUALIFIER_OVER},
        {7, "余件", "7件", QUALIFIER_EXACT},
        {26123, "万余人次", "2.6万余人次", QUALIFIER_OVER},
        {26000, "万余人次", "2.6万人次", QUALIFIER_EXACT},
        {30000, "万人", "3万人", QUALIFIER_EXACT},
        {0, "余条", "0条", QUALIFIER_EXACT},
    };
    struct world *w = *state;

    for (size_t i = 0; i < COUNT(rows); i++) {
        enum bulletin_qualifier q;

        assert_str(bulletin_wording(w->cx.arena, rows[i].value, str_of(rows[i].words), &q),
            rows[i].printed);
        assert_int_equal(q, rows[i].qualifier);
    }
}

static struct bulletin_finding_list sums_of(struct world *w, const char *text)
{
    struct bulletin_finding_list l = {MANY(w->cx.arena, struct bulletin_finding, 20), 0};

    bulletin_arithmetic(w->cx.arena, str_of(text), &l, 20);
    return l;
}

static void sums_and_shares_inside_a_text_are_checked(void **state)
{
    struct bulletin_finding_list l = sums_of(
        *state, "共收集意见建议151件，现场答复或解决45件，转办106件，形成调研报告15个。");

    assert_int_equal(l.n, 1);
    assert_int_equal(l.p[0].kind, FINDING_AGREES);
    assert_str(l.p[0].words, "45+106=151");
    l = sums_of(*state, "全省1529个乡镇中，已开展票决制工作的1127个，占73.7%。");
    assert_int_equal(l.n, 1);
    assert_str(l.p[0].words, "1127/1529=73.7%");
    l = sums_of(*state, "全省1529个乡镇中，已开展票决制工作的1127个，占74.7%。");
    assert_int_equal(l.n, 1);
    assert_int_equal(l.p[0].kind, FINDING_DIFFERS);
    assert_str(l.p[0].more, "73.71%");
    l = sums_of(*state, "共150个，其中中心站19个、村站141个。");
    assert_int_equal(l.p[0].kind, FINDING_DIFFERS);
    /* Lower bounds prove nothing. */
    l = sums_of(*state, "收到1200余条，其中1100余条已处理。");
    assert_int_equal(l.n, 0);
}

static void figures_are_frozen_at_signing(void **state)
{
    static const enum bulletin_event events[] = {BULLETIN_DO_COMPOSE, BULLETIN_DO_CHECK_FIGURES,
        BULLETIN_DO_CHECK_NAMES, BULLETIN_DO_SUBMIT, BULLETIN_DO_SIGN};
    struct world *w = *state;
    struct date day = date_make(2026, 2, 3);
    struct bulletin_issue i = issue_with(w, "接待{station.visitors||||余人次}。");
    struct bulletin_figure_list frozen;

    assert_ok(
        ledger_book(&w->cx, "station.visitors", S("430422101000"), day, 2847, "visit", 1));
    assert_str(words_of(w, &i), "接待2800余人次。");
    for (size_t k = 0; k < COUNT(events); k++)
        assert_ok(move(w, &i, events[k]));
    w->cx.now.s += 60;
    assert_ok(ledger_book(&w->cx, "station.visitors", S("430422101000"), day, 500, "visit", 2));
    assert_str(words_of(w, &i), "接待2800余人次。");
    assert_ok(bulletin_frozen(&w->cx, i.id, &frozen));
    assert_int_equal(frozen.n, 1);
    assert_int_equal(frozen.p[0].digits, 2847);
    assert_int_equal(frozen.p[0].records, 1);
    assert_str(frozen.p[0].qualifier, "over");
    assert_err(ERR_CONFLICT, bulletin_set(&w->cx, &i));
    assert_ok(move(w, &i, BULLETIN_DO_NUMBER));
    assert_int_equal(i.number, 1);
    assert_int_equal(i.serial, 1);
}

static void a_typed_number_needs_a_source(void **state)
{
    struct world *w = *state;
    struct bulletin_issue bare = issue_with(w, "推送信息53篇。");
    struct bulletin_issue told = issue_with(w, "推送信息53篇〔来源：网站统计〕。");
    struct bulletin_print p;

    assert_ok(move(w, &bare, BULLETIN_DO_COMPOSE));
    assert_err(ERR_INVALID, move(w, &bare, BULLETIN_DO_CHECK_FIGURES));
    assert_str(w->cx.faults.p[0].rule, "bulletin.unbound");
    cx_faults_clear(&w->cx);
    assert_ok(move(w, &told, BULLETIN_DO_COMPOSE));
    assert_ok(move(w, &told, BULLETIN_DO_CHECK_FIGURES));
    assert_str(words_of(w, &told), "推送信息53篇①。");
    assert_ok(bulletin_render(&w->cx, &told, &p));
    assert_str(p.blocks.p[p.blocks.n - 1].text, "① 网站统计");
    assert_int_equal(p.figures.n, 1);
    assert_int_equal(p.figures.p[0].digits, 53);
}

static void a_number_out_of_the_row_needs_a_reason(void **state)
{
    static const enum bulletin_event events[] = {BULLETIN_DO_COMPOSE, BULLETIN_DO_CHECK_FIGURES,
        BULLETIN_DO_CHECK_NAMES, BULLETIN_DO_SUBMIT, BULLETIN_DO_SIGN};
    struct world *w = *state;
    struct bulletin_issue i = issue_with(w, "没有数字。");
    struct bulletin_move m = {.event = BULLETIN_DO_NUMBER, .number = 21, .serial = 645};

    for (size_t k = 0; k < COUNT(events); k++)
        assert_ok(move(w, &i, events[k]));
    m.version = i.version;
    assert_err(ERR_INVALID, bulletin_make_move(&w->cx, &i, &m));
    cx_faults_clear(&w->cx);
    m.note = S("接着印刷版的期号");
    assert_ok(bulletin_make_move(&w->cx, &i, &m));
    assert_int_equal(i.serial, 645);
    assert_str(i.reason, "接着印刷版的期号");
    i = issue_with(w, "没有数字。");
    {
        int64_t number, serial;

        assert_ok(bulletin_next(&w->cx, &i, &number, &serial));
        assert_int_equal(number, 22);
        assert_int_equal(serial, 646);
    }
}

static struct bulletin_text printed(struct world *w, const char *name)
{
    struct bulletin_text t;
    struct bytes content;

    assert_ok(
        disk_read(w->cx.arena, str_f(w->cx.arena, "%s/test/bulletin/%s.txt", SOURCE_ROOT, name),
            BULLETIN_TEXT_MAX, false, &content));
    assert_ok(bulletin_read(w->cx.arena, (struct str){(const char *)content.p, content.n}, &t));
    return t;
}

static void a_printed_issue_is_imported_once_with_its_figures(void **state)
{
    struct world *w = *state;
    struct bulletin_text t = printed(w, "2023-10");
    struct bulletin_figure_list figures;
    struct bulletin_issue i;
    struct bulletin_print p;

    assert_ok(bulletin_import(&w->cx, S("430000000000"), &t, &i));
    assert_ok(bulletin_frozen(&w->cx, i.id, &figures));
    assert_int_equal(figures.n, t.figures.n);
    assert_ok(bulletin_render(&w->cx, &i, &p));
    assert_str(p.issue_words, "第10期");
    assert_str(p.serial_words, "（总第六百八十四期）");
    assert_err(ERR_CONFLICT, bulletin_import(&w->cx, S("430000000000"), &t, &i));
}

static void a_term_that_does_not_fit_the_day_is_told(void **state)
{
    struct world *w = *state;
    struct bulletin_text t = printed(w, "2020-27");
    struct bulletin_finding_list all;
    struct bulletin_issue i;
    size_t terms = 0;

    assert_ok(bulletin_import(&w->cx, S("430000000000"), &t, &i));
    assert_ok(bulletin_findings(&w->cx, &i, &all));
    EACH (f, &all)
        if (f->kind == FINDING_SESSION) {
            terms++;
            assert_str(f->words, "省十四届人大");
            assert_str(f->more, "第十三届");
        }
    assert_int_equal(terms, 1);
}

static size_t spelt_twice(
    struct world *w, const char *text, struct str *words, struct str *other)
{
    struct bulletin_issue i = issue_with(w, text);
    struct bulletin_finding_list all;
    size_t n = 0;

    assert_ok(bulletin_findings(&w->cx, &i, &all));
    EACH (f, &all)
        if (f->kind == FINDING_NEAR_PLACE) {
            n++;
            *words = f->words;
            *other = f->more;
        }
    return n;
}

static void a_place_spelt_in_two_ways_is_told(void **state)
{
    struct world *w = *state;
    struct str words = {0}, other = {0};

    assert_int_equal(
        spelt_twice(w, "衡南县设点。代表到衡楠县走访，衡楠县很重视。", &words, &other), 1);
    assert_str(words, "衡楠县");
    assert_str(other, "衡南县");
    assert_int_equal(
        spelt_twice(w, "到龙塘乡沙田溪村调查，撰写《沙溪村农民增收调查》。", &words, &other),
        1);
    assert_str(words, "沙溪村");
    assert_str(other, "沙田溪村");
    assert_int_equal(spelt_twice(w,
                         "衡南县和湖南县乡两级，在南县、到上屋村、下屋村走访，深入文昌村"
                         "、新桥村。",
                         &words, &other),
        0);
}

static void the_village_that_a_printed_bulletin_spells_twice_is_told(void **state)
{
    static const char *const names[] = {"2020-27", "2021-21", "2023-10"};
    struct world *w = *state;

    for (size_t k = 0; k < COUNT(names); k++) {
        struct bulletin_text t = printed(w, names[k]);
        struct bulletin_finding_list all;
        struct bulletin_issue i;
        size_t n = 0;

        assert_ok(bulletin_import(&w->cx, S("430000000000"), &t, &i));
        assert_ok(bulletin_findings(&w->cx, &i, &all));
        EACH (f, &all)
            if (f->kind == FINDING_NEAR_PLACE) {
                n++;
                assert_str(f->words, "沙溪村");
                assert_str(f->more, "沙田溪村");
            }
        assert_int_equal(n, k == 1 ? 1 : 0);
    }
}

static void a_special_report_carries_no_telephone(void **state)
{
    struct world *w = *state;
    struct special_cut_list cuts = {0};

    assert_str(bulletin_bare(w->cx.arena,
                   S("老街12号，电话13800001234，证号43042219700101001X。"), NULL, 0, &cuts),
        "老街（门牌略），电话×××，证号×××。");
    assert_int_equal(cuts.n, 3);
}

static void a_piece_in_the_media_is_entered_once(void **state)
{
    struct world *w = *state;
    struct media_hit m = {.division = CITY,
        .day = date_make(2026, 2, 1),
        .outlet = S("某报"),
        .level = MEDIA_CITY,
        .title = S("屋场里的恳谈会"),
        .place = S("")};
    int64_t sum;

    assert_ok(bulletin_media_add(&w->cx, &m));
    assert_ok(ledger_sum(&w->cx, "media.hits", CITY, m.day, m.day, &sum));
    assert_int_equal(sum, 1);
    assert_err(ERR_CONFLICT, bulletin_media_add(&w->cx, &m));
}

int main(void)
{
#define T(f) cmocka_unit_test_setup_teardown(f, open_world, close_world)
    const struct CMUnitTest tests[] = {
        T(yu_is_printed_only_where_something_is_left_out),
        T(sums_and_shares_inside_a_text_are_checked),
        T(figures_are_frozen_at_signing),
        T(a_typed_number_needs_a_source),
        T(a_number_out_of_the_row_needs_a_reason),
        T(a_printed_issue_is_imported_once_with_its_figures),
        T(a_term_that_does_not_fit_the_day_is_told),
        T(a_place_spelt_in_two_ways_is_told),
        T(the_village_that_a_printed_bulletin_spells_twice_is_told),
        T(a_special_report_carries_no_telephone),
        T(a_piece_in_the_media_is_entered_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
