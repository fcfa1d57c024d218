#include <string.h>

#include "store_help.h"

static struct thing full(void)
{
    static const unsigned char raw[] = {0, 1, 2, 255, 0};

    return (struct thing){
        .name = S("河口村 𠮷田路 'quoted' \"x\"; DROP TABLE thing"),
        .phone = {S("13800001234")},
        .hash = {raw, sizeof(raw)},
        .due = {1790000000},
        .day = date_make(2026, 2, 28),
        .cost = {INT64_C(9007199254740993)},
        .open = true,
        .kind = THING_SCHOOL,
    };
}

static void every_kind_of_field_comes_back_as_it_was_put(void **state)
{
    struct world_db *w = *state;
    struct thing put = full(), got;
    int64_t id;

    assert_ok(add_thing(w->db, &put, &id), w->db);
    assert_ok(
        db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(id)}, &got), w->db);
    assert_int_equal(got.id, id);
    assert_true(str_eq(got.name, put.name));
    assert_int_equal(got.name.p[got.name.n], '\0');
    assert_true(str_eq(got.phone.s, put.phone.s));
    assert_true(bytes_eq(got.hash, put.hash));
    assert_int_equal(got.due.s, put.due.s);
    assert_int_equal(got.day.day, put.day.day);
    assert_int_equal(got.cost.fen, put.cost.fen);
    assert_true(got.open);
    assert_int_equal(got.kind, THING_SCHOOL);
    assert_string_equal(ask(w, "SELECT day FROM thing"), "2026-02-28");
    assert_string_equal(ask(w, "SELECT kind FROM thing"), "school");
}

static void what_is_absent_is_null_and_comes_back_absent(void **state)
{
    struct world_db *w = *state;
    struct thing put = {.due = INSTANT_NONE, .day = DATE_NONE}, got;
    int64_t id;

    assert_ok(add_thing(w->db, &put, &id), w->db);
    assert_string_equal(ask(w, "SELECT COUNT(*) FROM thing WHERE name IS NULL AND phone IS NULL"
                               " AND hash IS NULL AND due IS NULL AND day IS NULL"),
        "1");
    assert_ok(
        db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(id)}, &got), w->db);
    assert_null(got.name.p);
    assert_null(got.phone.s.p);
    assert_null(got.hash.p);
    assert_false(instant_is(got.due));
    assert_false(date_is(got.day));
}

static void empty_text_is_not_absent_text(void **state)
{
    struct world_db *w = *state;
    struct thing put = full(), got;
    int64_t id;

    put.name = S("");
    put.hash = (struct bytes){(const unsigned char *)"", 0};
    assert_ok(add_thing(w->db, &put, &id), w->db);
    assert_ok(
        db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(id)}, &got), w->db);
    assert_non_null(got.name.p);
    assert_int_equal(got.name.n, 0);
    assert_non_null(got.hash.p);
    assert_int_equal(got.hash.n, 0);
}

static void numbers_keep_their_extremes(void **state)
{
    struct world_db *w = *state;
    struct thing put = full(), got;
    static const int64_t extremes[] = {0, -1, INT64_MAX, INT64_MIN, INT64_C(1) << 53};

    for (size_t i = 0; i < COUNT(extremes); i++) {
        int64_t id;

        put.cost.fen = extremes[i];
        put.name = str_f(w->arena, "n%zu", i);
        put.phone.s = put.name;
        assert_ok(add_thing(w->db, &put, &id), w->db);
        assert_ok(
            db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(id)}, &got), w->db);
        assert_int_equal(got.cost.fen, extremes[i]);
    }
}

static void a_missing_row_is_not_found_or_just_not_there(void **state)
{
    struct world_db *w = *state;
    struct thing got = {.id = 77};
    bool found = true;

    assert_int_equal(db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(4)}, &got),
        ERR_NOT_FOUND);
    assert_int_equal(got.id, 77);
    assert_ok(
        db_maybe(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(4)}, &got, &found),
        w->db);
    assert_false(found);
    assert_int_equal(got.id, 77);
}

static void many_rows_come_in_order(void **state)
{
    struct world_db *w = *state;
    void *rows;
    size_t n;

    assert_ok(db_many(w->db, w->arena, &thing_list, NULL, &rows, &n), w->db);
    assert_int_equal(n, 0);
    for (int i = 0; i < 100; i++)
        assert_ok(put_thing(w->db, str_f(w->arena, "no %d", i).p), w->db);
    assert_ok(db_many(w->db, w->arena, &thing_list, NULL, &rows, &n), w->db);
    assert_int_equal(n, 100);
    for (int i = 0; i < 100; i++)
        assert_string_equal(((struct thing *)rows)[i].name.p, str_f(w->arena, "no %d", i).p);
}

static void one_refuses_two_rows(void **state)
{
    struct world_db *w = *state;
    struct thing got;

    assert_ok(put_thing(w->db, "a"), w->db);
    assert_ok(put_thing(w->db, "b"), w->db);
    assert_int_equal(db_one(w->db, w->arena, &thing_list, NULL, &got), ERR_DOWN);
}

struct visit {
    struct world_db *w;
    int64_t seen, inner;
};

static enum err visit_inner(void *arg, const void *row)
{
    struct visit *v = arg;

    assert_non_null(((const struct thing *)row)->name.p);
    v->inner++;
    return OK;
}

static enum err visit_outer(void *arg, const void *row)
{
    struct visit *v = arg;
    struct str name = ((const struct thing *)row)->name;
    struct str before = str_dup(v->w->arena, name);

    v->seen++;
    TRY(db_each(v->w->db, &thing_list, NULL, visit_inner, v));
    assert_true(str_eq(name, before));
    return v->seen == 3 ? ERR_STALE : OK;
}

static void each_may_ask_the_same_again_inside_and_may_stop(void **state)
{
    struct world_db *w = *state;
    struct visit v = {w, 0, 0};

    for (int i = 0; i < 5; i++)
        assert_ok(put_thing(w->db, str_f(w->arena, "no %d", i).p), w->db);
    assert_int_equal(db_each(w->db, &thing_list, NULL, visit_outer, &v), ERR_STALE);
    assert_int_equal(v.seen, 3);
    assert_int_equal(v.inner, 15);
    v = (struct visit){w, 10, 0};
    assert_ok(db_each(w->db, &thing_list, NULL, visit_outer, &v), w->db);
    assert_int_equal(v.seen, 15);
}

static void a_statement_is_checked_against_its_shape(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct db_statement more = thing_list, typed = thing_list, wrong = thing_list;

    more.text = "SELECT id, name, 1 AS extra FROM thing";
    typed.text = "SELECT id, cost AS name FROM thing";
    wrong.text = "SELECT id FROM no_such_table";
    assert_ok(db_prepare_check(w->db, &thing_list, &problem), w->db);
    assert_int_equal(problem.n, 0);
    assert_int_equal(db_prepare_check(w->db, &more, &problem), ERR_DOWN);
    assert_true(str_has(buf_str(&problem), S("extra")));
    assert_int_equal(db_prepare_check(w->db, &wrong, &problem), ERR_DOWN);
    if (world_db_engine() == DB_POSTGRES)
        assert_int_equal(db_prepare_check(w->db, &typed, &problem), ERR_DOWN);
    assert_ok(db_prepare_check(w->db, &thing_list, &problem), w->db);
}

static void a_value_outside_its_field_is_refused(void **state)
{
    struct world_db *w = *state;
    void *rows;
    size_t n;

    script(w->db, "INSERT INTO thing (name, kind) VALUES ('a', 'volcano')");
    assert_int_equal(db_many(w->db, w->arena, &thing_list, NULL, &rows, &n), ERR_DOWN);
    script(w->db, "UPDATE thing SET kind = 'road', day = '2026-02-30'");
    assert_int_equal(db_many(w->db, w->arena, &thing_list, NULL, &rows, &n), ERR_DOWN);
    script(w->db, "UPDATE thing SET day = NULL");
    assert_ok(db_many(w->db, w->arena, &thing_list, NULL, &rows, &n), w->db);
}

static void conflict(struct world_db *w, const char *sql, const char *constraint)
{
    struct str cell;

    assert_int_equal(db_ask(w->db, w->arena, sql, &cell), ERR_CONFLICT);
    assert_string_equal(db_fault(w->db).constraint.p, constraint);
}

static void constraints_have_the_same_names_on_both_engines(void **state)
{
    struct world_db *w = *state;

    script(w->db, "INSERT INTO thing (id, name, day, cost, phone, open)"
                  " VALUES (10, 'a', '2026-01-01', 5, '138', 1)");
    script(w->db, "INSERT INTO part (id, thing, n) VALUES (1, 10, 1)");
    conflict(w, "INSERT INTO thing (name) VALUES ('a')", "thing_name_key");
    conflict(w, "INSERT INTO thing (day, cost) VALUES ('2026-01-01', 5)", "thing_day_cost_key");
    conflict(w, "INSERT INTO thing (phone, open) VALUES ('138', 1)", "thing_phone_open");
    conflict(w, "INSERT INTO thing (open) VALUES (2)", "thing_open_check");
    conflict(w, "INSERT INTO thing (id) VALUES (10)", "thing_pkey");
    conflict(w, "INSERT INTO part (id, thing, n) VALUES (2, 10, 1)", "part_thing_n_key");
    conflict(w, "INSERT INTO part (id, thing, n) VALUES (3, 11, 1)", "store.reference");
    conflict(w, "DELETE FROM thing", "store.reference");
    conflict(w, "INSERT INTO part (id, n) VALUES (4, 1)", "part_thing_not_null");
}

static void a_value_of_another_type_is_refused(void **state)
{
    struct world_db *w = *state;
    struct str cell;

    assert_int_equal(
        db_ask(w->db, w->arena, "INSERT INTO thing (due) VALUES ('soon')", &cell), ERR_DOWN);
    assert_int_equal(things(w->db), 0);
}

static void rollback_leaves_nothing_and_commit_keeps(void **state)
{
    struct world_db *w = *state;
    struct db *other = world_db_connect(w, true);

    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_true(db_in_transaction(w->db));
    assert_ok(put_thing(w->db, "a"), w->db);
    assert_int_equal(things(other), 0);
    db_rollback(w->db);
    assert_false(db_in_transaction(w->db));
    assert_int_equal(things(w->db), 0);
    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_ok(put_thing(w->db, "a"), w->db);
    assert_ok(db_commit(w->db), w->db);
    assert_int_equal(things(other), 1);
    db_close(other);
}

static void a_savepoint_undoes_only_what_came_after_it(void **state)
{
    struct world_db *w = *state;

    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_ok(put_thing(w->db, "kept"), w->db);
    assert_ok(db_save(w->db), w->db);
    assert_ok(put_thing(w->db, "undone"), w->db);
    assert_int_equal(put_thing(w->db, "kept"), ERR_CONFLICT);
    assert_string_equal(db_fault(w->db).constraint.p, "thing_name_key");
    assert_ok(db_back(w->db), w->db);
    assert_int_equal(things(w->db), 1);
    assert_ok(db_save(w->db), w->db);
    assert_ok(put_thing(w->db, "second"), w->db);
    assert_ok(db_save(w->db), w->db);
    assert_ok(put_thing(w->db, "inner"), w->db);
    assert_ok(db_back(w->db), w->db);
    assert_ok(db_release(w->db), w->db);
    assert_ok(db_commit(w->db), w->db);
    assert_int_equal(things(w->db), 2);
}

static void a_reader_sees_one_moment(void **state)
{
    struct world_db *w = *state;
    struct db *reader = world_db_connect(w, true);

    assert_ok(db_begin(reader, DB_READ), reader);
    assert_int_equal(things(reader), 0);
    assert_ok(put_thing(w->db, "a"), w->db);
    assert_int_equal(things(reader), 0);
    assert_ok(db_commit(reader), reader);
    assert_int_equal(things(reader), 1);
    db_close(reader);
}

static void a_reading_connection_refuses_writes(void **state)
{
    struct world_db *w = *state;
    struct db *reader = world_db_connect(w, true);

    assert_int_equal(db_begin(reader, DB_WRITE), ERR_DOWN);
    assert_int_equal(put_thing(reader, "a"), ERR_DOWN);
    assert_ok(db_begin(reader, DB_READ), reader);
    assert_int_equal(put_thing(reader, "a"), ERR_DOWN);
    db_rollback(reader);
    assert_int_equal(things(w->db), 0);
    db_close(reader);
}

static void a_number_nobody_waits_for_still_counts(void **state)
{
    struct world_db *w = *state;
    const struct db_arg a[] = {DB_TEXT(S("a"))};

    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_ok(db_count(w->db, &thing_put, a, NULL), w->db);
    assert_ok(db_commit(w->db), w->db);
    assert_int_equal(things(w->db), 1);
}

static void a_failure_nobody_waited_for_comes_with_the_end_of_its_savepoint(void **state)
{
    struct world_db *w = *state;
    const struct db_arg a[] = {DB_TEXT(S("a"))};
    enum err code;

    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_ok(put_thing(w->db, "a"), w->db);
    assert_ok(db_save(w->db), w->db);
    code = db_count(w->db, &thing_put, a, NULL);
    if (code == OK)
        code = db_release(w->db);
    assert_int_equal(code, ERR_CONFLICT);
    assert_string_equal(db_fault(w->db).constraint.p, "thing_name_key");
    assert_ok(db_back(w->db), w->db);
    assert_ok(put_thing(w->db, "b"), w->db);
    assert_ok(db_commit(w->db), w->db);
    assert_int_equal(things(w->db), 2);
}

static const struct db_statement endless = {
    .name = "endless",
    .verb = DB_VALUE,
    .text = "WITH RECURSIVE n (i) AS (SELECT CAST(1 AS BIGINT) UNION ALL"
            " SELECT i + 1 FROM n WHERE i < 1000000000) SELECT COUNT(*) FROM n",
    .reads = true,
};

static void a_read_past_its_deadline_is_stopped(void **state)
{
    struct world_db *w = *state;
    struct db *reader = world_db_connect(w, true);
    int64_t n;

    assert_ok(db_begin(reader, DB_READ), reader);
    db_deadline(reader, time_mono_ns() + 20000000);
    assert_int_equal(db_value(reader, &endless, NULL, &n), ERR_LIMIT);
    assert_true(db_late(reader));
    db_rollback(reader);
    db_deadline(reader, 0);
    assert_ok(db_begin(reader, DB_READ), reader);
    assert_false(db_late(reader));
    assert_int_equal(things(reader), 0);
    assert_ok(db_commit(reader), reader);
    db_close(reader);
}

static void a_second_begin_is_refused(void **state)
{
    struct world_db *w = *state;

    assert_ok(db_begin(w->db, DB_READ), w->db);
    assert_int_equal(db_begin(w->db, DB_READ), ERR_DOWN);
    assert_true(db_in_transaction(w->db));
    db_rollback(w->db);
    assert_int_equal(db_commit(w->db), ERR_DOWN);
    assert_int_equal(db_save(w->db), ERR_DOWN);
}

static void names_may_hold_any_text_that_is_sent_as_argument(void **state)
{
    struct world_db *w = *state;
    static const char *const hostile[] = {
        "'; DROP TABLE thing; --", "$1", "%s%n", "\\x00", "\xF0\xA0\xAE\xB7", "NULL"};
    void *rows;
    size_t n;

    for (size_t i = 0; i < COUNT(hostile); i++)
        assert_ok(put_thing(w->db, hostile[i]), w->db);
    assert_ok(db_many(w->db, w->arena, &thing_list, NULL, &rows, &n), w->db);
    assert_int_equal(n, COUNT(hostile));
    for (size_t i = 0; i < n; i++)
        assert_string_equal(((struct thing *)rows)[i].name.p, hostile[i]);
}

#define T(f) cmocka_unit_test_setup_teardown(f, things_setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_kind_of_field_comes_back_as_it_was_put),
        T(what_is_absent_is_null_and_comes_back_absent),
        T(empty_text_is_not_absent_text),
        T(numbers_keep_their_extremes),
        T(a_missing_row_is_not_found_or_just_not_there),
        T(many_rows_come_in_order),
        T(one_refuses_two_rows),
        T(each_may_ask_the_same_again_inside_and_may_stop),
        T(a_statement_is_checked_against_its_shape),
        T(a_value_outside_its_field_is_refused),
        T(constraints_have_the_same_names_on_both_engines),
        T(a_value_of_another_type_is_refused),
        T(rollback_leaves_nothing_and_commit_keeps),
        T(a_savepoint_undoes_only_what_came_after_it),
        T(a_reader_sees_one_moment),
        T(a_reading_connection_refuses_writes),
        T(a_number_nobody_waits_for_still_counts),
        T(a_failure_nobody_waited_for_comes_with_the_end_of_its_savepoint),
        T(a_read_past_its_deadline_is_stopped),
        T(a_second_begin_is_refused),
        T(names_may_hold_any_text_that_is_sent_as_argument),
    };

    return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}
