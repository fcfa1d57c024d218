#include "base/shape.h"

#include "check.h"

enum kind_of_place {
    PLACE_TOWN,
    PLACE_VILLAGE
};
static const char *const place_words[] = {"town", "village", NULL};

struct place {
    int64_t id;
    struct str name;
    struct priv phone;
    struct date opened;
    enum kind_of_place kind;
    bool open;
};

static const struct field fields[] = {
    FIELD(struct place, id),
    FIELD(struct place, name),
    FIELD(struct place, phone),
    FIELD(struct place, opened),
    FIELD_ENUM(struct place, kind, place_words),
    FIELD(struct place, open),
};
static const struct shape place_shape = SHAPE(place, fields);

static void fields_are_found_by_name(void **state)
{
    (void)state;
    assert_int_equal(place_shape.n, 6);
    assert_string_equal(place_shape.name, "place");
    assert_ptr_equal(shape_field(&place_shape, S("opened")), &fields[3]);
    assert_null(shape_field(&place_shape, S("open_")));
    assert_null(shape_field(&place_shape, S("")));
}

static void kinds_follow_from_types(void **state)
{
    (void)state;
    assert_int_equal(fields[0].kind, KIND_INT);
    assert_int_equal(fields[1].kind, KIND_STR);
    assert_int_equal(fields[2].kind, KIND_PRIV);
    assert_int_equal(fields[3].kind, KIND_DATE);
    assert_int_equal(fields[4].kind, KIND_ENUM);
    assert_int_equal(fields[5].kind, KIND_BOOL);
    assert_int_equal(fields[2].offset, offsetof(struct place, phone));
}

static void words_are_found(void **state)
{
    (void)state;
    assert_int_equal(word_find(place_words, S("village")), PLACE_VILLAGE);
    assert_int_equal(word_find(place_words, S("villag")), -1);
    assert_int_equal(word_find(place_words, S("")), -1);
    assert_int_equal(word_find(place_words, (struct str){NULL, 0}), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_are_found_by_name),
        TEST(kinds_follow_from_types),
        TEST(words_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
