/* Reading printed bulletins: three whole ones against their published figures, and styles. */
#include "base/disk.h"

#include "feature/bulletin/bulletin_read.h"

#include "check.h"

struct fact {
    const char *wording, *value, *qualifier, *unit;
};

/* The figures of the issues of December 2020, November 2021 and May 2023 as published. */
/* clang-format off */
static const struct fact facts_2020[] = {
    {"32名", "32", "exact", "名"}, {"9个", "9", "exact", "个"}, {"7名", "7", "exact", "名"},
    {"15名", "15", "exact", "名"}, {"10个", "10", "exact", "个"}, {"三晚", "3", "exact", "晚"},
    {"300多篇", "300", "over", "篇"}, {"30名", "30", "exact", "名"},
    {"151件", "151", "exact", "件"}, {"45件", "45", "exact", "件"},
    {"106件", "106", "exact", "件"}, {"15个", "15", "exact", "个"}, {"8件", "8", "exact", "件"},
    {"23件", "23", "exact", "件"}, {"35个", "35", "nearly", "个"},
    {"122个", "122", "exact", "个"}, {"14个", "14", "exact", "个"},
    {"120件", "120", "exact", "件"}, {"154.6亿元", "15460000000", "exact", "元"},
    {"1529个", "1529", "exact", "个"}, {"1127个", "1127", "exact", "个"},
    {"73.7%", "0.737", "exact", "比率"}, {"2881件", "2881", "exact", "件"},
    {"138.62亿元", "13862000000", "exact", "元"}, {"46个", "46", "nearly", "个"},
    {"14个", "14", "exact", "个"}, {"50条", "50", "exact", "条"}, {"1人", "1", "exact", "人"},
};
static const struct fact facts_2021[] = {
    {"32个", "32", "exact", "个"}, {"两次", "2", "exact", "次"},
    {"302篇", "302", "exact", "篇"}, {"50篇", "50", "exact", "篇"}, {"一书", "1", "exact", "书"},
    {"2900多个", "2900", "over", "个"}, {"4200多万元", "42000000", "over", "元"},
    {"2万余方", "20000", "over", "方"}, {"10万方", "100000", "exact", "方"},
    {"4200余万元", "42000000", "over", "元"}, {"53篇", "53", "exact", "篇"},
};
static const struct fact facts_2023[] = {
    {"六道", "6", "exact", "道"}, {"63人", "63", "exact", "人"}, {"9个", "9", "exact", "个"},
    {"23条", "23", "exact", "条"}, {"28条", "28", "exact", "条"}, {"100问", "100", "exact", "问"},
    {"55名", "55", "exact", "名"}, {"1500元", "1500", "exact", "元"},
    {"4000元", "4000", "exact", "元"}, {"11个", "11", "exact", "个"},
    {"124名", "124", "exact", "名"}, {"12家", "12", "exact", "家"},
    {"26亿元", "2600000000", "exact", "元"}, {"80多篇", "80", "over", "篇"},
    {"1318个", "1318", "exact", "个"}, {"2.6万余人次", "26000", "over", "人次"},
    {"4900余条", "4900", "over", "条"}, {"2900余个", "2900", "over", "个"},
    {"1200余条", "1200", "over", "条"}, {"1100余条", "1100", "over", "条"},
    {"12个", "12", "exact", "个"}, {"101位", "101", "exact", "位"},
    {"225件", "225", "exact", "件"}, {"170余个", "170", "over", "个"},
    {"490个", "490", "exact", "个"}, {"2053个", "2053", "exact", "个"},
    {"2106场次", "2106", "exact", "场次"}, {"1253个", "1253", "exact", "个"},
    {"80%", "0.8", "exact", "比率"}, {"6500余条", "6500", "over", "条"},
    {"3960件", "3960", "exact", "件"}, {"16个", "16", "exact", "个"},
    {"十个", "10", "exact", "个"}, {"10个", "10", "exact", "个"}, {"69个", "69", "exact", "个"},
    {"30.37亿元", "3037000000", "exact", "元"}, {"279个", "279", "exact", "个"},
    {"7.45亿元", "745000000", "exact", "元"}, {"3179万元", "31790000", "exact", "元"},
    {"3个", "3", "exact", "个"}, {"12万名", "120000", "exact", "名"},
    {"3600万元", "36000000", "exact", "元"}, {"7000多名", "7000", "over", "名"},
    {"1200多万元", "12000000", "over", "元"}, {"130万个", "1300000", "exact", "个"},
    {"11万件", "110000", "exact", "件"}, {"两次", "2", "exact", "次"},
    {"294个", "294", "exact", "个"}, {"19个", "19", "exact", "个"},
    {"一次以上", "1", "over", "次"}, {"150个", "150", "exact", "个"},
    {"19个", "19", "exact", "个"}, {"131个", "131", "exact", "个"},
    {"30多名", "30", "over", "名"}, {"130个", "130", "exact", "个"}, {"4名", "4", "exact", "名"},
    {"50万元以上", "500000", "exact", "元"}, {"48名", "48", "exact", "名"},
    {"302篇", "302", "exact", "篇"}, {"2900多个", "2900", "over", "个"},
};
/* What else the three say that is a number of something, though no published figure. */
static const char *const also[] = {"32名", "8县市", "五个", "两个", "三类", NULL};
/* clang-format on */

static struct bulletin_text text_of(struct arena *a, const char *name)
{
    struct bulletin_text t;
    struct bytes content;

    assert_ok(disk_read(a, str_f(a, "%s/test/bulletin/%s.txt", SOURCE_ROOT, name),
        BULLETIN_TEXT_MAX, false, &content));
    assert_ok(bulletin_read(a, (struct str){(const char *)content.p, content.n}, &t));
    return t;
}

static bool is_fact(struct arena *a, const struct bulletin_seen *s, const struct fact *f)
{
    return str_is(s->wording, f->wording) &&
           str_is(bulletin_number_text(a, s->value), f->value) &&
           str_is(str_of(bulletin_qualifier_words[s->qualifier]), f->qualifier) &&
           str_is(s->unit, f->unit);
}

struct score {
    size_t facts, found, seen, strange;
};

static void compare(
    struct arena *a, const char *name, const struct fact *facts, size_t n, struct score *out)
{
    struct bulletin_text t = text_of(a, name);
    bool *used = MANY(a, bool, t.figures.n + 1);

    out->facts += n;
    out->seen += t.figures.n;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < t.figures.n; k++)
            if (!used[k] && is_fact(a, &t.figures.p[k], &facts[i])) {
                used[k] = true;
                out->found++;
                break;
            }
    for (size_t k = 0; k < t.figures.n; k++) {
        bool known = used[k];

        for (size_t i = 0; also[i] != NULL; i++)
            known = known || str_is(t.figures.p[k].wording, also[i]);
        out->strange += !known;
    }
}

static void published_figures_are_found_with_value_qualifier_and_unit(void **state)
{
    struct arena *a = *state;
    struct score s = {0};

    compare(a, "2020-27", facts_2020, COUNT(facts_2020), &s);
    compare(a, "2021-21", facts_2021, COUNT(facts_2021), &s);
    compare(a, "2023-10", facts_2023, COUNT(facts_2023), &s);
    print_message("# %zu of %zu figures found; %zu of %zu reported are none\n", s.found,
        s.facts, s.strange, s.seen);
    assert_true(s.found * 100 >= s.facts * 95);
    assert_true(s.strange * 100 <= s.seen * 5);
}

static void the_masthead_and_the_imprint_are_recovered(void **state)
{
    struct bulletin_text t = text_of(*state, "2021-21");

    assert_int_equal(t.issue_no, 21);
    assert_int_equal(t.serial_no, 645);
    assert_str(date_text(*state, t.date), "2021-11-09");
    assert_str(t.publisher, "湖南省人大常委会选举任免联络工作委员会");
    assert_str(t.editor, "石坚 谢清如");
    assert_str(t.contact, "0731—80000000 llw@example.cn");
    assert_str(t.approval_no, "湘党简准字〔2000〕第28号");
    assert_int_equal(t.ndistribution, 4);
    assert_true(str_starts(t.distribution[0], S("全国人大常委会办公厅联络局、研究室")));
    assert_int_equal(t.articles.n, 1);
    assert_str(t.articles.p[0].title, "创新活动形式 密切联系群众");
    assert_true(str_starts(t.articles.p[0].subtitle, S("益阳市创新开展")));
    assert_str(t.articles.p[0].credit, "益阳市人大常委会联工委 供稿");
    assert_int_equal(t.articles.p[0].nheadings, 3);
}

static void articles_and_their_headings_are_told_apart(void **state)
{
    struct bulletin_text t = text_of(*state, "2020-27"), u = text_of(*state, "2023-10");

    assert_int_equal(t.issue_no, 27);
    assert_int_equal(t.serial_no, 623);
    assert_int_equal(t.articles.n, 2);
    assert_str(
        t.articles.p[0].title, "省人大常委会组织全体省级领导干部中的省人大代表开展主题活动");
    assert_int_equal(t.articles.p[0].nheadings, 5);
    assert_str(t.articles.p[0].credit, "代表联络处 李知行");
    assert_str(t.articles.p[1].headings[3], "四、深入调研,积极推动票决制工作");
    assert_true(t.editor.p == NULL && t.approval_no.p == NULL && t.editors_note.p == NULL);
    assert_int_equal(t.ndistribution, 7);
    assert_int_equal(u.articles.n, 2);
    assert_int_equal(u.articles.p[0].nheadings, 7);
    assert_int_equal(u.articles.p[1].nheadings, 7);
    assert_true(str_starts(u.editors_note, S("为深入贯彻落实")));
    assert_true(str_ends(u.editors_note, S("供各地参考。")));
}

static void check_seen(struct arena *a, const char *text, const struct fact *facts, size_t n)
{
    struct bulletin_seen_list l = bulletin_figures_of(a, str_of(text));

    for (size_t i = 0; i < n && i < l.n; i++)
        if (!is_fact(a, &l.p[i], &facts[i]))
            fail_msg("%s: %.*s = %.*s %s %.*s", facts[i].wording, STR(l.p[i].wording),
                STR(bulletin_number_text(a, l.p[i].value)),
                bulletin_qualifier_words[l.p[i].qualifier], STR(l.p[i].unit));
    assert_int_equal(l.n, n);
}

static void chinese_numerals_and_marks_of_measure_are_read(void **state)
{
    static const struct fact facts[] = {
        {"一千多万元", "10000000", "over", "元"},
        {"二千八百余个", "2800", "over", "个"},
        {"百分之七十三", "0.73", "exact", "比率"},
        {"三分之二以上", "0.6667", "over", "比率"},
        {"百余条", "100", "over", "条"},
        {"逾九成", "0.9", "over", "比率"},
        {"近３０万人次", "300000", "nearly", "人次"},
        {"1940万元", "19400000", "exact", "元"},
        {"两万八千名", "28000", "exact", "名"},
        {"300人左右", "300", "nearly", "人"},
        {"十几名", "10", "over", "名"},
        {"3亿2000万元", "320000000", "exact", "元"},
    };

    check_seen(*state,
        "一千多万元，二千八百余个站点，占百分之七十三，三分之二以上进站，意见百余条，逾九成解决"
        "，"
        "近３０万人次，投资1940万元，两万八千名村民，300人左右，十几名代表，3亿2000万元。",
        facts, COUNT(facts));
}

static void digits_broken_by_recognition_are_joined(void **state)
{
    static const struct fact facts[] = {
        {"1529个", "1529", "exact", "个"},
        {"2,881件", "2881", "exact", "件"},
        {"1O件", "10", "exact", "件"},
        {"140件", "140", "exact", "件"},
        {"30.37亿元", "3037000000", "exact", "元"},
    };

    check_seen(*state, "1 529个乡镇，2,881件实事，1O件，共14\n\n0件，30.\n37亿元。", facts,
        COUNT(facts));
}

static void dates_ordinals_sessions_and_names_are_no_figures(void **state)
{
    check_seen(*state,
        "2021年3月15日上午9时30分，第三次全体会议，市九届人大四次会议，省委十一届十二次全会，"
        "总第六百四十五期，电话0731—85309270，12345热线，岳人发〔2021〕8号，6·25活动，十四五，"
        "五级代表，四级人大，一名代表，一批问题，“三高地、四个新、五项任务”，四个意识，百姓，"
        "村民3组，一、二类乡镇，二〇二六年，二类事项，人数百余，数千群众，过半数赞成，一是，（"
        "一）",
        NULL, 0);
}

static void a_range_gives_both_ends_in_the_unit_of_the_second(void **state)
{
    static const struct fact facts[] = {
        {"3", "3", "exact", "工作日"},
        {"5个工作日", "5", "exact", "工作日"},
        {"80%", "0.8", "exact", "比率"},
        {"90%", "0.9", "exact", "比率"},
    };

    check_seen(*state, "缩短3至5个工作日，80%—90%当面答复，4月至10月。", facts, COUNT(facts));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(published_figures_are_found_with_value_qualifier_and_unit),
        TEST(the_masthead_and_the_imprint_are_recovered),
        TEST(articles_and_their_headings_are_told_apart),
        TEST(chinese_numerals_and_marks_of_measure_are_read),
        TEST(digits_broken_by_recognition_are_joined),
        TEST(dates_ordinals_sessions_and_names_are_no_figures),
        TEST(a_range_gives_both_ends_in_the_unit_of_the_second),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
