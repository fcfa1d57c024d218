#include "base/han.h"

#include "check.h"

static void terms_are_pairs_words_and_separators(void **state)
{
    static const struct {
        const char *in, *out;
    } rows[] = {
        {"", ""},
        {"，。 ", ""},
        {"路", "路"},
        {"路灯", "路灯 灯"},
        {"路灯坏了", "路灯 灯坏 坏了 了"},
        {"路灯，坏了", "路灯 灯 ⁿ 坏了 了"},
        {"5G基站", "5g ⁿ 基站 站"},
        {"Hello, WORLD", "hello ⁿ world"},
        {"ＡＢＣ１２", "abc12"},
        {"芄锸堃𠅤", "芄锸 锸堃 堃𠅤 𠅤"},
        {"二〇二六年", "二〇 〇二 二六 六年 年"},
        {"a\nb", "a ⁿ b"},
        {"ⁿ", "n"},
        {"路\u200B灯", "路灯 灯"},
        {"\uF9D1月", "六月 月"},
        {"2026-430407-000123", "2026 ⁿ 430407 ⁿ 000123"},
    };
    struct str terms;

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(han_terms(*state, str_of(rows[i].in), &terms));
        assert_str(terms, rows[i].out);
    }
}

/* What both engines do with a phrase: its terms side by side, the last perhaps a prefix. */
static bool phrase_in(struct str terms, const struct han_phrase *ph)
{
    struct str rest = terms;

    while (rest.p != NULL && rest.n > 0) {
        struct str at = rest;
        size_t i;

        for (i = 0; i < ph->n && at.p != NULL; i++) {
            struct str one = str_cut(at, ' ', &at);
            bool prefix = ph->prefix && i + 1 == ph->n;

            if (prefix ? !str_starts(one, ph->terms[i]) : !str_eq(one, ph->terms[i]))
                break;
        }
        if (i == ph->n)
            return true;
        (void)str_cut(rest, ' ', &rest);
    }
    return false;
}

static bool found(void **state, struct str text, struct str typed)
{
    struct str terms;
    struct han_query q;

    assert_ok(han_terms(*state, text, &terms));
    assert_ok(han_query(*state, typed, &q));
    for (size_t i = 0; i < q.n; i++)
        if (!phrase_in(terms, &q.p[i]))
            return false;
    return q.n > 0;
}

static void every_piece_of_a_text_is_found_in_it(void **state)
{
    struct str text = S("雁峰区堃桥路3号路灯坏了，芄家（𠅤村）的WIFI，２０２６年报修。");
    size_t points = str_points(text);

    for (size_t from = 0; from < points; from++) {
        for (size_t n = 1; n <= 5 && from + n <= points; n++) {
            size_t head = str_points_sub(text, from).n;
            struct str piece =
                str_sub(text, head, str_points_sub(str_sub(text, head, text.n), n).n);
            struct han_query q;
            bool latin = false;

            /* Latin words and numbers are found whole only. */
            for (size_t i = 0; i < piece.n; i++)
                latin = latin || (unsigned char)piece.p[i] < 0x80;
            latin = latin || str_has(piece, S("２")) || str_has(piece, S("０")) ||
                    str_has(piece, S("６"));
            assert_ok(han_query(*state, piece, &q));
            if (!latin && q.n > 0)
                assert_true(found(state, text, piece));
        }
    }
}

static void what_is_found_and_what_is_not(void **state)
{
    static const struct {
        const char *text, *typed;
        bool found;
    } rows[] = {
        {"路灯坏了", "路灯", true},
        {"路灯坏了", "灯坏", true},
        {"路灯坏了", "了", true},
        {"路灯坏了", "灯", true},
        {"路灯坏了", "路坏", false},
        {"路灯坏了", "灯路", false},
        {"路灯，坏了", "灯坏", false},
        {"路灯，坏了", "灯，坏", true},
        {"路灯坏了", "坏 路", true},
        {"路灯坏了", "路灯 修", false},
        {"路灯坏了", "　路灯　", true},
        {"5G基站辐射", "5g基站", true},
        {"5G基站辐射", "5g基", true},
        {"Main Street", "street", true},
        {"Main Street", "stree", false},
        {"张𠅤锸", "𠅤", true},
        {"张𠅤锸", "𠅤锸", true},
        {"路灯坏了", "，", false},
        {"路灯坏了", "", false},
        {"求助求助人", "助人", true},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(
            found(state, str_of(rows[i].text), str_of(rows[i].typed)), rows[i].found);
}

static void a_single_character_is_searched_as_a_prefix(void **state)
{
    struct han_query q;

    assert_ok(han_query(*state, S("灯 路灯 abc"), &q));
    assert_int_equal(q.n, 3);
    assert_true(q.p[0].prefix && q.p[0].n == 1);
    assert_false(q.p[1].prefix);
    assert_int_equal(q.p[1].n, 1);
    assert_str(q.p[1].terms[0], "路灯");
    assert_false(q.p[2].prefix);
}

static void assert_sorted(void **state, const char *const *names, size_t n,
    struct str (*key)(struct arena *, struct str))
{
    for (size_t i = 1; i < n; i++) {
        struct str before = key(*state, str_of(names[i - 1]));
        struct str after = key(*state, str_of(names[i]));

        if (str_cmp(before, after) >= 0)
            fail_msg("%s does not sort before %s", names[i - 1], names[i]);
    }
}

/* 单 as Shàn, 曾 as Zēng, 解 as Xiè, 仇 as Qiú, 区 as Ōu, 查 as Zhā: not as elsewhere. */
static void names_sort_by_pinyin_with_surnames_as_they_are_read(void **state)
{
    static const char *const names[] = {"安宁", "陈平", "郭亮", "李安", "李白", "区明", "仇英",
        "任远", "单雄", "孙立", "王二", "解放", "尉迟恭", "曾巩", "查良", "张三"};

    assert_sorted(state, names, COUNT(names), han_pinyin_key);
}

static void names_sort_by_strokes(void **state)
{
    static const char *const names[] = {"丁一", "王一", "张一", "陈一", "曾一", "戴一"};

    assert_sorted(state, names, COUNT(names), han_stroke_key);
}

static void sort_keys_are_hex_and_stay_apart(void **state)
{
    struct str k = han_pinyin_key(*state, S("𠅤芄"));

    assert_true(k.n > 4);
    for (size_t i = 0; i < k.n; i++)
        assert_non_null(strchr("0123456789abcdef", k.p[i]));
    assert_false(str_eq(han_pinyin_key(*state, S("单一")), han_pinyin_key(*state, S("善一"))));
    assert_true(str_cmp(han_pinyin_key(*state, S("")), han_pinyin_key(*state, S("安"))) < 0);
    assert_true(han_stroke_key(*state, S("\xff")).n > 0);
}

static void folding_for_comparison(void **state)
{
    assert_str(han_fold(*state, S(" 雁峰区·Ａ座（3）号 ")), "雁峰区a座3号");
    assert_str(han_fold(*state, S("堃\u3000𠅤")), "堃𠅤");
    assert_str(han_fold(*state, S("")), "");
}

static void likeness_in_percent(void **state)
{
    static const struct {
        const char *x, *y;
        int percent;
    } rows[] = {
        {"路灯坏了", "路灯坏了", 100},
        {"路灯坏了", "路灯，坏了。", 100},
        {"路灯坏了", "路灯不亮", 33},
        {"路灯坏了", "水管漏水", 0},
        {"灯", "灯", 100},
        {"灯", "路", 0},
        {"", "", 0},
        {"灯", "", 0},
        {"啊啊啊", "啊啊", 66},
    };

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_int_equal(
            han_similar(*state, str_of(rows[i].x), str_of(rows[i].y)), rows[i].percent);
}

static void chinese_characters_count_two_columns(void **state)
{
    (void)state;
    assert_int_equal(han_width(S("abc")), 3);
    assert_int_equal(han_width(S("芄锸𠅤")), 6);
    assert_int_equal(han_width(S("（Ａ）")), 6);
    assert_int_equal(han_width(S("e\u0301\n")), 1);
    assert_int_equal(han_width(S("")), 0);
}

static void numerals_there_and_back(void **state)
{
    static const struct {
        int64_t v;
        const char *text;
    } rows[] = {
        {0, "零"},
        {1, "一"},
        {10, "十"},
        {15, "十五"},
        {20, "二十"},
        {101, "一百零一"},
        {110, "一百一十"},
        {115, "一百一十五"},
        {645, "六百四十五"},
        {1005, "一千零五"},
        {1050, "一千零五十"},
        {2026, "二千零二十六"},
        {10000, "一万"},
        {10010, "一万零一十"},
        {100000, "十万"},
        {101000, "十万一千"},
        {110110, "十一万零一百一十"},
        {1000000, "一百万"},
        {26000, "二万六千"},
        {100000000, "一亿"},
        {100000001, "一亿零一"},
        {1234567890, "十二亿三千四百五十六万七千八百九十"},
        {-5, "负五"},
    };
    int64_t v;

    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_str(han_number(*state, rows[i].v), rows[i].text);
        if (rows[i].v >= 0) {
            assert_ok(han_number_read(str_of(rows[i].text), &v));
            assert_int_equal(v, rows[i].v);
        }
    }
    for (int64_t n = 0; n < 120000; n += 7) {
        struct arena_mark m = arena_mark(*state);

        assert_ok(han_number_read(han_number(*state, n), &v));
        assert_int_equal(v, n);
        arena_back(*state, m);
    }
    assert_true(han_number(*state, INT64_MIN).n > 0);
}

static void numerals_as_people_write_them(void **state)
{
    static const struct {
        const char *text;
        int64_t v;
    } rows[] = {{"二〇二六", 2026}, {"两千", 2000}, {"一十五", 15}, {"百", 100}, {"〇", 0},
        {"一九四九", 1949}};
    static const char *const bad[] = {
        "", "路", "一二十", "十路", "万", "十一二", "12", "一 ", "亿", "二〇二六年"};
    int64_t v;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        assert_ok(han_number_read(str_of(rows[i].text), &v));
        assert_int_equal(v, rows[i].v);
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, han_number_read(str_of(bad[i]), &v));
    assert_err(ERR_INVALID, han_number_read(S("九亿亿亿亿"), &v));
    assert_err(ERR_INVALID, han_number_read(S("九九九九九九九九九九九九九九九九九九九九"), &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(terms_are_pairs_words_and_separators),
        TEST(every_piece_of_a_text_is_found_in_it),
        TEST(what_is_found_and_what_is_not),
        TEST(a_single_character_is_searched_as_a_prefix),
        TEST(names_sort_by_pinyin_with_surnames_as_they_are_read),
        TEST(names_sort_by_strokes),
        TEST(sort_keys_are_hex_and_stay_apart),
        TEST(folding_for_comparison),
        TEST(likeness_in_percent),
        TEST(chinese_characters_count_two_columns),
        TEST(numerals_there_and_back),
        TEST(numerals_as_people_write_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
