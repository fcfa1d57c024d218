/* Full text: every two-character word is found, the same on both engines, newest first. */
#include "core/search.h"
#include "core/unit.h"

#include "world.h"

enum {
    TEXTS = 240
};

/* Texts of the test; a record's text is changed by changing the row. */
static struct str texts[TEXTS + 1];
static const char *const divisions[] = {"430407101201", "430408001001", "430421102003"};

static enum err text_of(struct cx *cx, int64_t id, struct str *text, struct str *division)
{
    (void)cx;
    if (id > TEXTS || texts[id].p == NULL)
        return ERR_NOT_FOUND;
    *text = texts[id];
    *division = str_of(divisions[id % 3]);
    return OK;
}

static const struct search_kind rows[] = {{"request", text_of}, {NULL, NULL}};
static const struct search_kind *const kinds[] = {rows, NULL};

/* Few characters, so that words repeat; marks, Latin words, rare characters among them. */
static struct str random_text(struct world *w, size_t points)
{
    static const char *const pieces[] = {"路", "灯", "坏", "了", "村", "水", "井", "修", "桥",
        "民", "代", "表", "芄", "锸", "堃", "\xF0\xA0\xAE\xB7", "，", "。", "？", "\n", " ",
        "A3", "wifi", "2026", "的", "人"};
    struct buf b = buf_new(w->cx.arena, 1 << 16);

    for (size_t i = 0; i < points; i++)
        buf_add(&b, str_of(pieces[rng_below(&w->rng, COUNT(pieces))]));
    return str_dup(w->cx.arena, buf_str(&b));
}

static void feed(struct world *w)
{
    int64_t fed = 1;

    while (fed > 0)
        assert_cx(OK, w, search_feed(&w->cx, kinds, 50, &fed));
}

static void say(struct world *w, int64_t id, struct str text)
{
    texts[id] = text;
    assert_cx(OK, w, search_changed(&w->cx, "request", id));
}

/* Ids found, as "5 3 1". */
static struct str found(struct world *w, const char *typed, const char *from, const char *to)
{
    struct buf b = buf_new(w->cx.arena, 1 << 16);
    int64_t ids[TEXTS];
    size_t n;
    bool more;

    assert_cx(OK, w,
        search_find(&w->cx, "request", str_of(typed), str_of(from), str_of(to), 0, TEXTS, ids,
            &n, &more));
    assert_false(more);
    for (size_t i = 0; i < n; i++)
        buf_f(&b, "%s%lld", i > 0 ? " " : "", (long long)ids[i]);
    return buf_str(&b);
}

static struct str scanned(struct world *w, struct str word)
{
    struct buf b = buf_new(w->cx.arena, 1 << 16);

    for (int64_t id = TEXTS; id > 0; id--)
        if (str_has(texts[id], word))
            buf_f(&b, "%s%lld", b.n > 0 ? " " : "", (long long)id);
    return buf_str(&b);
}

static bool only_chinese(struct str s)
{
    for (size_t at = 0; at < s.n;)
        if (str_next(s, &at) < 0x3400)
            return false;
    return !str_has(s, S("，")) && !str_has(s, S("。")) && !str_has(s, S("？"));
}

static int begin(void **state)
{
    struct world *w;
    int failed = world_setup(state);

    w = *state;
    for (size_t i = 0; i <= TEXTS; i++)
        texts[i] = (struct str){NULL, 0};
    assert_cx(OK, w, search_make(&w->cx));
    return failed;
}

static void every_word_of_one_to_five_characters_is_found_where_it_stands(void **state)
{
    struct world *w = *state;
    int asked = 0;

    for (int64_t id = 1; id <= TEXTS; id++)
        say(w, id, random_text(w, 20 + rng_below(&w->rng, 700)));
    feed(w);
    while (asked < 300) {
        struct str text = texts[1 + rng_below(&w->rng, TEXTS)];
        size_t length = 1 + rng_below(&w->rng, 5), at = 0;
        struct str word;

        for (uint64_t skip = rng_below(&w->rng, 400); skip > 0; skip--)
            (void)str_next(text, &at);
        word = str_dup(w->cx.arena, str_points_sub(str_sub(text, at, text.n), length));
        if (word.n == 0 || !only_chinese(word))
            continue;
        asked++;
        assert_string_equal(scanned(w, word).p, found(w, word.p, "", "").p);
    }
}

static void a_phrase_over_the_cut_of_a_long_text_is_found(void **state)
{
    struct world *w = *state;
    struct buf b = buf_new(w->cx.arena, 1 << 16);

    for (int i = 0; i < 900; i++)
        buf_point(&b, (uint32_t)(0x4E00 + i * 7 % 2000));
    say(w, 1, buf_str(&b));
    feed(w);
    for (size_t i = 0; i + 64 < 900; i++) {
        struct str part = str_dup(w->cx.arena, str_sub(buf_str(&b), 3 * i, (size_t)3 * 40));

        assert_string_equal("1", found(w, part.p, "", "").p);
    }
}

static void all_words_must_be_there_wherever_they_stand(void **state)
{
    struct world *w = *state;
    struct buf b = buf_new(w->cx.arena, 1 << 16);

    buf_add(&b, S("村口的路灯坏了。"));
    for (int i = 0; i < 500; i++)
        buf_add(&b, S("水"));
    buf_add(&b, S("，桥也要修。wifi"));
    say(w, 1, str_dup(w->cx.arena, buf_str(&b)));
    say(w, 2, S("路灯亮了"));
    say(w, 3, S("桥修好了"));
    feed(w);
    assert_string_equal("1", found(w, "路灯 桥也", "", "").p);
    assert_string_equal("1", found(w, "WiFi 路灯", "", "").p);
    assert_string_equal("2 1", found(w, "路灯", "", "").p);
    assert_string_equal("", found(w, "路灯 桥也 灯塔", "", "").p);
    assert_string_equal("", found(w, "灯坏了桥", "", "").p);
    assert_string_equal("", found(w, "", "", "").p);
    assert_string_equal("", found(w, "\"*'&|!():", "", "").p);
}

static void only_the_asked_area_is_found(void **state)
{
    struct world *w = *state;

    for (int64_t id = 1; id <= 6; id++)
        say(w, id, S("路灯坏了"));
    feed(w);
    assert_string_equal("6 5 4 3 2 1", found(w, "路灯", "", "").p);
    assert_string_equal("6 3", found(w, "路灯", "430407", "430408").p);
    assert_string_equal("6 4 3 1", found(w, "路灯", "430407", "430409").p);
    assert_string_equal("6 5 4 3 2 1", found(w, "路灯", "43", "44").p);
}

static void a_changed_text_is_found_anew_and_a_removed_one_no_more(void **state)
{
    struct world *w = *state;

    say(w, 1, S("路灯坏了"));
    say(w, 2, S("路灯坏了"));
    feed(w);
    say(w, 2, S("桥坏了"));
    say(w, 1, (struct str){NULL, 0});
    assert_string_equal("2 1", found(w, "路灯", "", "").p);
    feed(w);
    assert_string_equal("", found(w, "路灯", "", "").p);
    assert_string_equal("2", found(w, "桥坏", "", "").p);
    assert_cx(OK, w, search_rebuild(&w->cx, kinds));
    assert_string_equal("2", found(w, "桥坏", "", "").p);
}

static void pages_of_hits_join_without_gaps(void **state)
{
    struct world *w = *state;
    int64_t ids[7], before = 0, expected = 100;
    size_t n;
    bool more = true;

    for (int64_t id = 1; id <= 100; id++)
        say(w, id, S("路灯坏了。路灯"));
    feed(w);
    while (more) {
        assert_cx(OK, w,
            search_find(&w->cx, "request", S("路灯"), S(""), S(""), before, 7, ids, &n, &more));
        assert_int_equal(expected > 7, more);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(expected--, ids[i]);
        before = ids[n - 1];
    }
    assert_int_equal(0, expected);
}

static struct instant moment(void *arg)
{
    return *(struct instant *)arg;
}

static enum err note_one(struct cx *cx, void *arg)
{
    return search_changed(cx, "request", *(int64_t *)arg);
}

static enum err feed_all(struct cx *cx, void *arg)
{
    return search_feed(cx, kinds, 50, arg);
}

static enum err find_one(struct cx *cx, void *arg)
{
    int64_t ids[4];
    bool more;

    return search_find(cx, "request", S("路灯"), S(""), S(""), 0, 4, ids, arg, &more);
}

/* As the program does it: on SQLite the index is a file of its own. */
static void the_feeder_works_beside_the_writer(void **state)
{
    struct world *w = *state;
    struct instant now = w->cx.now;
    struct unit_source source = {
        .place = w->db->place, .keys = w->keys, .clock = moment, .clock_arg = &now};
    struct buf problem = buf_new(w->cx.arena, 4096);
    struct unit *u;
    int64_t fed = 0, id = 1;
    size_t n = 0;
    bool aside;

    db_rollback(w->cx.db);
    assert_int_equal(OK, unit_open(&source, &u, &problem));
    aside = unit_cx(u)->search != NULL;
    assert_int_equal(world_db_engine() == DB_SQLITE, aside);
    texts[1] = S("路灯坏了");
    assert_int_equal(OK, unit_write(u, note_one, &id));
    unit_close(u);
    source.feeds = true;
    assert_int_equal(OK, unit_open(&source, &u, &problem));
    if (!aside) {
        assert_int_equal(OK, db_begin(w->cx.db, DB_WRITE));
        assert_cx(OK, w, search_make(&w->cx));
        assert_int_equal(OK, db_commit(w->cx.db));
    }
    assert_int_equal(OK, aside ? unit_read(u, feed_all, &fed) : unit_write(u, feed_all, &fed));
    assert_int_equal(1, fed);
    assert_int_equal(OK, aside ? unit_read(u, feed_all, &fed) : unit_write(u, feed_all, &fed));
    assert_int_equal(0, fed);
    assert_int_equal(OK, unit_read(u, find_one, &n));
    assert_int_equal(1, n);
    unit_close(u);
}

#define SEARCH_TEST(f) cmocka_unit_test_setup_teardown(f, begin, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        SEARCH_TEST(every_word_of_one_to_five_characters_is_found_where_it_stands),
        SEARCH_TEST(a_phrase_over_the_cut_of_a_long_text_is_found),
        SEARCH_TEST(all_words_must_be_there_wherever_they_stand),
        SEARCH_TEST(only_the_asked_area_is_found),
        SEARCH_TEST(a_changed_text_is_found_anew_and_a_removed_one_no_more),
        SEARCH_TEST(pages_of_hits_join_without_gaps),
        SEARCH_TEST(the_feeder_works_beside_the_writer),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
