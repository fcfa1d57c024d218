#include "base/text.h"

#include "check.h"

static void every_key_has_words_in_both_languages_and_finds_itself(void **state)
{
    (void)state;
    for (int i = 0; i < TEXT_KEYS; i++) {
        struct str name = text_table[i].name;

        assert_true(text_has(name));
        for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
            struct str words = text_get((enum lang)lang, (enum text_key)i);

            assert_true(words.n > 0 && str_utf8_ok(words));
            assert_ptr_equal(text_find((enum lang)lang, name).p, words.p);
        }
    }
}

static void an_unknown_name_stands_for_itself(void **state)
{
    (void)state;
    assert_false(text_has(S("no.such.key")) || text_has(S("")));
    assert_str(text_find(LANG_ZH, S("no.such.key")), "no.such.key");
}

static void arguments_are_filled_in(void **state)
{
    struct str amount = S("12.00");

    assert_str(text_fill(*state, LANG_ZH, TEXT_base_money, &amount, 1), "12.00 元");
    assert_str(text_fill_named(*state, LANG_EN, S("base.money"), &amount, 1), "CNY 12.00");
    assert_str(text_fill(*state, LANG_ZH, TEXT_base_money, NULL, 0), " 元");
    amount = S("{0}");
    assert_str(text_fill(*state, LANG_ZH, TEXT_base_money, &amount, 1), "{0} 元");
    assert_str(text_fill_named(*state, LANG_EN, S("no.key"), &amount, 1), "no.key");
}

static void an_english_number_takes_its_plural(void **state)
{
    struct str n = S("1");

    assert_str(text_fill(*state, LANG_EN, TEXT_period_working_day, &n, 1), "1 working day");
    assert_str(text_fill(*state, LANG_ZH, TEXT_period_working_day, &n, 1), "1 个工作日");
    assert_str(text_counted(LANG_EN, S("unit.session"), n), "session");
    assert_str(text_counted(LANG_EN, S("unit.percent"), n), "%");
    n = S("21");
    assert_str(text_fill(*state, LANG_EN, TEXT_period_working_day, &n, 1), "21 working days");
    assert_str(text_counted(LANG_EN, S("unit.session"), n), "sessions");
    assert_str(text_counted(LANG_EN, S("no.key"), S("1")), "no.key");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_key_has_words_in_both_languages_and_finds_itself),
        TEST(an_unknown_name_stands_for_itself),
        TEST(arguments_are_filled_in),
        TEST(an_english_number_takes_its_plural),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
