#include "base/json.h"

#include "check.h"

enum colour {
    RED,
    BLUE
};
static const char *const colour_words[] = {"red", "blue", NULL};

struct row {
    int64_t id;
    struct str name, note;
    struct priv phone;
    struct bytes hash;
    struct instant made;
    struct date due;
    struct money sum;
    bool open;
    enum colour colour;
};

static const struct field fields[] = {
    FIELD(struct row, id),
    FIELD(struct row, name),
    FIELD(struct row, note),
    FIELD(struct row, phone),
    FIELD(struct row, hash),
    FIELD(struct row, made),
    FIELD(struct row, due),
    FIELD(struct row, sum),
    FIELD(struct row, open),
    FIELD_ENUM(struct row, colour, colour_words),
};
static const struct shape row_shape = SHAPE(row, fields);

static void rows_are_written_by_their_shape(void **state)
{
    struct buf b = buf_new(*state, 10000);
    struct json j = json_new(&b);
    struct row row = {
        .id = 7,
        .name = S("堃\"\\\n\t\x01<𠅤"),
        .phone = {S("13812341234")},
        .hash = bytes_of("abc", 3),
        .made = {0},
        .due = DATE_NONE,
        .sum = {1250},
        .open = true,
        .colour = BLUE,
    };

    json_shape(&j, &row_shape, &row);
    assert_str(buf_str(&b),
        "{\"id\":7,\"name\":\"堃\\\"\\\\\\n\\t\\u0001\\u003c𠅤\",\"note\":null,"
        "\"phone\":\"138****1234\",\"made\":\"1970-01-01T00:00:00Z\",\"due\":null,"
        "\"sum\":\"12.50\",\"open\":true,\"colour\":\"blue\"}");
    assert_int_equal(j.depth, 0);
}

static void commas_stand_between_and_nowhere_else(void **state)
{
    struct buf b = buf_new(*state, 10000);
    struct json j = json_new(&b);

    json_open(&j, '[');
    json_open(&j, '{');
    json_close(&j, '}');
    json_int(&j, -1);
    json_open(&j, '{');
    json_put_int(&j, "a", 1);
    json_put_bool(&j, "b", false);
    json_key(&j, "c");
    json_open(&j, '[');
    json_null(&j);
    json_str(&j, S(""));
    json_close(&j, ']');
    json_put_date(&j, "d", (struct date){0});
    json_put_instant(&j, "e", INSTANT_NONE);
    json_put_str(&j, "f", S("x"));
    json_close(&j, '}');
    json_close(&j, ']');
    assert_str(buf_str(&b), "[{},-1,{\"a\":1,\"b\":false,\"c\":[null,\"\"],"
                            "\"d\":\"1970-01-01\",\"e\":null,\"f\":\"x\"}]");
}

static void values_are_read(void **state)
{
    struct json_value v;
    struct str text =
        S(" {\"a\": [1, -2, 9223372036854775807, -9223372036854775808], \"b\" :\"\\u8284\\ud840"
          "\\udd64\\n\\/\\\"\", \"c\":{}, \"d\":true,\"e\":null,\"f\":[], \"\": false}\r\n");

    assert_ok(json_parse(*state, text, 1000, &v));
    assert_int_equal(v.kind, JSON_MAP);
    assert_int_equal(v.n, 7);
    assert_str(v.keys[1], "b");
    assert_int_equal(json_at(&v, "a")->n, 4);
    assert_int_equal(json_at(&v, "a")->items[1].i, -2);
    assert_true(json_at(&v, "a")->items[2].i == INT64_MAX);
    assert_true(json_at(&v, "a")->items[3].i == INT64_MIN);
    assert_str(json_at(&v, "b")->s, "芄𠅤\n/\"");
    assert_int_equal(json_at(&v, "c")->kind, JSON_MAP);
    assert_int_equal(json_at(&v, "d")->i, 1);
    assert_int_equal(json_at(&v, "e")->kind, JSON_NULL);
    assert_int_equal(json_at(&v, "f")->kind, JSON_LIST);
    assert_int_equal(json_at(&v, "")->kind, JSON_BOOL);
    assert_null(json_at(&v, "g"));
    assert_null(json_at(json_at(&v, "a"), "g"));
    assert_null(json_at(NULL, "g"));
    assert_ok(json_parse(*state, S("\"x\""), 3, &v));
    assert_str(v.s, "x");
    assert_ok(json_parse(*state, S("0"), 1, &v));
    assert_int_equal(v.i, 0);
}

static void what_is_not_our_json_is_refused(void **state)
{
    static const char *const bad[] = {"", " ", "{", "[", "\"", "\"\\", "\"\\u12", "[1,]",
        "{\"a\":1,}", "{\"a\"}", "{\"a\":}", "{a:1}", "{1:1}", "[1 2]", "1 2", "[1]]", "nul",
        "True", "tru e", "01", "-", "+1", ".5", "1.0", "1.", "1e3", "1E3", "-01", "0x1", "NaN",
        "9223372036854775808", "{\"a\":1,\"a\":2}", "{\"a\":1,\"\\u0061\":2}", "\"\n\"",
        "\"\x01\"", "\"\\x41\"", "\"\\u0000\"", "\"\\ud840\"", "\"\\udd64\"",
        "\"\\ud840\\u0041\"", "\"\\ud840x\"", "\"\xff\"", "\"\xed\xa0\x80\"", "[1}", "{]",
        "'a'", "// a\n1",
        ("\xef\xbb\xbf"
         "1"),
        "[,1]", ":", ",", "\"a\" \"b\"", "--1", "1-"};
    struct json_value v = {.i = 77};

    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, json_parse(*state, str_of(bad[i]), 100, &v));
    assert_err(ERR_INVALID, json_parse(*state, (struct str){"1\0", 2}, 100, &v));
    assert_int_equal(v.i, 77);
}

static void depth_and_size_end(void **state)
{
    char deep[5000];
    struct json_value v;

    memset(deep, '[', 32);
    memset(deep + 32, ']', 32);
    assert_ok(json_parse(*state, (struct str){deep, 64}, 100, &v));
    memset(deep, '[', 33);
    memset(deep + 33, ']', 33);
    assert_err(ERR_LIMIT, json_parse(*state, (struct str){deep, 66}, 100, &v));
    memset(deep, '[', sizeof deep);
    assert_err(ERR_LIMIT, json_parse(*state, (struct str){deep, sizeof deep}, 10000, &v));
    assert_err(ERR_LIMIT, json_parse(*state, S("[1,2]"), 4, &v));
    assert_ok(json_parse(*state, S("[1,2]"), 5, &v));
}

static void an_object_of_many_keys_finds_its_double(void **state)
{
    struct buf b = buf_new(*state, 1000000);
    struct json j = json_new(&b);
    struct json_value v;

    json_open(&j, '{');
    for (int i = 0; i < 20000; i++)
        json_put_int(&j, str_f(*state, "k%d", i).p, i);
    json_close(&j, '}');
    assert_ok(json_parse(*state, buf_str(&b), b.n, &v));
    assert_int_equal(v.n, 20000);
    b.n--;
    buf_add(&b, S(",\"k10000\":1}"));
    assert_err(ERR_INVALID, json_parse(*state, buf_str(&b), b.n, &v));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(rows_are_written_by_their_shape),
        TEST(commas_stand_between_and_nowhere_else),
        TEST(values_are_read),
        TEST(what_is_not_our_json_is_refused),
        TEST(depth_and_size_end),
        TEST(an_object_of_many_keys_finds_its_double),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
