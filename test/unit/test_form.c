#include "base/text.h"
#include "http/form.h"

#include "check.h"

static const char *const colours[] = {"red", "green", NULL};
enum colour {
    RED,
    GREEN
};

struct thing {
    int64_t count;
    struct str title, note;
    struct priv phone;
    struct str mail;
    struct date day;
    struct money price;
    bool agreed;
    enum colour colour;
    struct str secret;
};

static const struct input inputs[] = {
    INPUT(struct thing, count, .min = 1, .max = 10),
    INPUT(struct thing, title, .flags = INPUT_REQUIRED, .max = 4, .min = 2),
    INPUT(struct thing, note, .flags = INPUT_LINES),
    INPUT(struct thing, phone, .flags = INPUT_PHONE),
    INPUT(struct thing, mail, .flags = INPUT_EMAIL),
    INPUT(struct thing, day),
    INPUT(struct thing, price),
    INPUT(struct thing, agreed),
    INPUT_ENUM(struct thing, colour, colours),
    INPUT(struct thing, secret, .flags = INPUT_SECRET),
};
static const struct form form = FORM(thing, inputs);

static struct form_state *parse(struct arena *a, const char *query)
{
    struct pair_list pairs;

    assert_ok(url_pairs(a, str_of(query), 50, &pairs));
    return form_parse(a, &form, pairs);
}

static void good_input_fills_the_struct(void **state)
{
    struct form_state *s = parse(*state,
        "count=%EF%BC%97&title=%E8%B7%AF%E7%81%AF&note=a%0D%0Ab&phone=138-0013+8000&mail="
        "a%40b.cn&day=2026-03-01&price=12.50&agreed=on&colour=green&idem=abcdef0123");
    const struct thing *t = s->value;

    assert_int_equal(s->nproblems, 0);
    assert_int_equal(t->count, 7);
    assert_str(t->title, "路灯");
    assert_str(t->note, "a\nb");
    assert_str(t->phone.s, "13800138000");
    assert_str(t->mail, "a@b.cn");
    assert_int_equal(t->day.day, date_make(2026, 3, 1).day);
    assert_int_equal(t->price.fen, 1250);
    assert_true(t->agreed);
    assert_int_equal(t->colour, GREEN);
    assert_str(s->key, "abcdef0123");
}

static void every_problem_is_told_at_once_and_what_was_typed_stays(void **state)
{
    struct form_state *s = parse(*state,
        "count=11&title=%E4%B8%AD&phone=12&mail=a%40&day=2026-02-30&price=x&colour=blue");
    static const struct {
        const char *name, *rule;
    } want[] = {{"count", "form.too_big"}, {"title", "form.too_short"}, {"phone", "form.phone"},
        {"mail", "form.email"}, {"day", "form.date"}, {"price", "form.money"},
        {"colour", "form.choice"}};

    assert_int_equal(s->nproblems, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++) {
        assert_string_equal(s->problems[i].input->name, want[i].name);
        assert_str(s->problems[i].rule, want[i].rule);
        assert_true(text_has(s->problems[i].rule));
    }
    assert_str(s->typed[0], "11");
    assert_str(s->typed[3], "12");
    assert_str(s->problems[0].args[0], "10");
}

static void missing_is_told_from_empty_and_absent_dates_are_absent(void **state)
{
    struct form_state *s = parse(*state, "title=");

    assert_int_equal(s->nproblems, 1);
    assert_str(form_problem_of(s, &inputs[1])->rule, "form.required");
    assert_null(form_problem_of(s, &inputs[0]));
    assert_str(s->typed[0], NULL);
    assert_str(s->typed[1], "");
    assert_false(date_is(((const struct thing *)s->value)->day));
    assert_true(s->key.n >= 8);
}

static void bytes_that_are_not_text_are_refused_at_the_field(void **state)
{
    struct form_state *s = parse(*state, "title=%FF%FE&note=a%01b");

    assert_int_equal(s->nproblems, 1);
    assert_str(s->problems[0].rule, "form.bad_text");
    assert_str(((const struct thing *)s->value)->note, "ab");
}

static void a_filled_form_shows_values_but_no_secrets(void **state)
{
    struct thing t = {.count = 3,
        .title = S("甲"),
        .colour = GREEN,
        .secret = S("x"),
        .day = DATE_NONE,
        .price = {250}};
    struct form_state *s = form_fill(*state, &form, &t);

    assert_str(s->typed[0], "3");
    assert_str(s->typed[1], "甲");
    assert_str(s->typed[8], "green");
    assert_str(s->typed[9], NULL);
    assert_str(s->typed[6], "2.50");
}

static void landlines_and_foreign_prefixes_are_understood(void **state)
{
    static const struct {
        const char *typed, *kept;
    } numbers[] = {{"0734-8866123", "07348866123"}, {"%2B86+13900000000", "13900000000"},
        {"88661234", "88661234"}, {"12000000000", NULL}, {"0734", NULL}, {"1390000000a", NULL}};

    for (size_t i = 0; i < COUNT(numbers); i++) {
        struct form_state *s =
            parse(*state, str_f(*state, "title=abc&phone=%s", numbers[i].typed).p);

        assert_int_equal(s->nproblems, numbers[i].kept == NULL ? 1 : 0);
        assert_str(((const struct thing *)s->value)->phone.s, numbers[i].kept);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(good_input_fills_the_struct),
        TEST(every_problem_is_told_at_once_and_what_was_typed_stays),
        TEST(missing_is_told_from_empty_and_absent_dates_are_absent),
        TEST(bytes_that_are_not_text_are_refused_at_the_field),
        TEST(a_filled_form_shows_values_but_no_secrets),
        TEST(landlines_and_foreign_prefixes_are_understood),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
