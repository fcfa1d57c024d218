/*
 * What only a server can get wrong: lost connections, commits that are not confirmed, sessions
 * that conflict.  Run by with-postgres; without a server there is nothing to test.
 */
#include "store/tx.h"
#include "store/writer.h"

#include <pthread.h>
#include <string.h>
#include <time.h>

#include "store_help.h"

static void end_others(struct world_db *w)
{
    struct db_place place = w->place;
    struct buf problem = buf_new(w->arena, 1024);
    struct str cell;
    struct db *admin;

    assert_int_equal(db_open(&place, &admin, &problem), OK);
    assert_ok(db_ask(admin, w->arena,
                  "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
                  " WHERE datname = current_database() AND pid <> pg_backend_pid()",
                  &cell),
        admin);
    db_close(admin);
}

static void a_lost_connection_heals_with_the_next_transaction(void **state)
{
    struct world_db *w = *state;

    assert_ok(put_thing(w->db, "a"), w->db);
    end_others(w);
    assert_int_not_equal(put_thing(w->db, "b"), OK);
    assert_false(db_alive(w->db));
    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_true(db_alive(w->db));
    assert_ok(put_thing(w->db, "b"), w->db);
    assert_ok(db_commit(w->db), w->db);
    assert_int_equal(things(w->db), 2);
}

static enum err put_two(void *arg, struct db *db)
{
    struct world_db *w = arg;
    static bool ended;

    TRY(put_thing(db, "one"));
    if (!ended) {
        ended = true;
        end_others(w);
    }
    return put_thing(db, "two");
}

static void work_that_lost_its_server_before_the_commit_is_run_again(void **state)
{
    struct world_db *w = *state;

    assert_ok(tx_run(w->db, DB_WRITE, put_two, NULL, w), w->db);
    assert_int_equal(things(w->db), 2);
}

static void a_reader_heals_too(void **state)
{
    struct world_db *w = *state;
    struct db *reader = world_db_connect(w, true);
    int64_t n;

    assert_int_equal(things(reader), 0);
    end_others(w);
    assert_int_not_equal(db_value(reader, &thing_number, NULL, &n), OK);
    assert_int_equal(things(reader), 0);
    assert_int_not_equal(put_thing(reader, "a"), OK);
    db_close(reader);
}

static void a_server_that_is_not_there_is_down_at_once(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct db_place place = {.target = S("host=/tmp/no-such-place user=nobody dbname=none")};
    struct db *db = NULL;

    assert_int_equal(db_open(&place, &db, &problem), ERR_DOWN);
    assert_true(str_has(buf_str(&problem), S("no-such-place")));
}

static void a_database_sorted_otherwise_is_refused(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str name = str_f(w->arena, "%s_other",
        w->place.target.p + str_find(w->place.target, S("dbname=ll_")) + 7);
    struct db_place place = w->place;
    struct db *db = NULL;

    script(w->db, str_f(w->arena,
                      "CREATE DATABASE %s TEMPLATE template0 LC_COLLATE 'C.UTF-8'"
                      " LC_CTYPE 'C.UTF-8'",
                      name.p)
                      .p);
    place.target = str_f(w->arena, "%.*s dbname=%s", STR(w->place.target), name.p);
    assert_int_equal(db_open(&place, &db, &problem), ERR_DOWN);
    assert_true(str_has(buf_str(&problem), S("collation")));
    script(w->db, str_f(w->arena, "DROP DATABASE %s", name.p).p);
}

static void asynchronous_commits_are_refused(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct db_place place = w->place;
    struct db *db = NULL;

    place.target =
        str_f(w->arena, "%.*s options='-c synchronous_commit=off'", STR(w->place.target));
    assert_int_equal(db_open(&place, &db, &problem), ERR_DOWN);
    assert_true(str_has(buf_str(&problem), S("synchronous_commit")));
}

/* A commit that waits for a standby which is not there, and is told to stop waiting. */

struct committing {
    struct db *db;
    enum err code;
    pthread_t id;
};

static void *commit_alone(void *arg)
{
    struct committing *c = arg;
    enum err code = db_begin(c->db, DB_WRITE);

    if (code == OK)
        code = put_thing(c->db, "unconfirmed");
    c->code = code == OK ? db_commit(c->db) : code;
    return NULL;
}

static void wait_until(struct world_db *w, const char *sql)
{
    struct timespec ten_ms = {0, 10000000};

    for (int i = 0; i < 1000; i++) {
        if (strcmp(ask(w, sql), "0") != 0)
            return;
        nanosleep(&ten_ms, NULL);
    }
    fail();
}

static void a_commit_the_standby_did_not_confirm_is_not_acknowledged(void **state)
{
    struct world_db *w = *state;
    struct committing c = {.db = world_db_connect(w, false)};

    script(w->db, "ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    script(w->db, "SELECT pg_reload_conf()");
    wait_until(w, "SELECT COUNT(*) FROM pg_settings WHERE name = 'synchronous_standby_names'"
                  " AND setting = 'nobody'");
    assert_int_equal(pthread_create(&c.id, NULL, commit_alone, &c), 0);
    wait_until(w, "SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'");
    ask(w, "SELECT COUNT(pg_cancel_backend(pid)) FROM pg_stat_activity"
           " WHERE wait_event = 'SyncRep'");
    pthread_join(c.id, NULL);
    script(w->db, "ALTER SYSTEM RESET synchronous_standby_names");
    script(w->db, "SELECT pg_reload_conf()");
    assert_int_equal(c.code, ERR_DOWN);
    assert_true(str_has(db_fault(c.db).message, S("confirmed")));
    db_close(c.db);
}

/* The patience with a server that does not answer: a lock that nobody gives back. */

static void a_lock_that_is_not_given_back_is_busy(void **state)
{
    struct world_db *w = *state;
    struct db *other = world_db_connect(w, false);

    script(other, "SET lock_timeout = '50ms'");
    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    script(w->db, "LOCK TABLE thing IN ACCESS EXCLUSIVE MODE");
    assert_int_equal(put_thing(other, "a"), ERR_BUSY);
    db_rollback(w->db);
    assert_ok(put_thing(other, "a"), other);
    db_close(other);
}

static void a_server_that_does_not_answer_is_given_up(void **state)
{
    struct world_db *w = *state;
    struct db_place place = w->place;
    struct buf problem = buf_new(w->arena, 4096);
    struct str cell;
    struct db *db = NULL;

    place.patience_ms = 100;
    assert_int_equal(db_open(&place, &db, &problem), OK);
    assert_int_equal(db_ask(db, w->arena, "SELECT COUNT(pg_sleep(30))", &cell), ERR_DOWN);
    assert_false(db_alive(db));
    assert_ok(db_begin(db, DB_READ), db);
    assert_int_equal(things(db), 0);
    db_rollback(db);
    db_close(db);
}

static void a_statement_survives_a_new_session(void **state)
{
    struct world_db *w = *state;
    struct thing got, put = {.name = S("x"), .due = INSTANT_NONE, .day = DATE_NONE};
    int64_t id;

    assert_ok(add_thing(w->db, &put, &id), w->db);
    end_others(w);
    assert_int_not_equal(
        db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(id)}, &got), OK);
    assert_ok(
        db_one(w->db, w->arena, &thing_by_id, (struct db_arg[]){DB_INT(id)}, &got), w->db);
    assert_string_equal(got.name.p, "x");
}

#define T(f) cmocka_unit_test_setup_teardown(f, things_setup, world_teardown)

static void there_is_no_server_here(void **state)
{
    (void)state;
    assert_int_equal(world_db_engine(), DB_SQLITE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_lost_connection_heals_with_the_next_transaction),
        T(work_that_lost_its_server_before_the_commit_is_run_again),
        T(a_reader_heals_too),
        T(a_server_that_is_not_there_is_down_at_once),
        T(a_database_sorted_otherwise_is_refused),
        T(asynchronous_commits_are_refused),
        T(a_commit_the_standby_did_not_confirm_is_not_acknowledged),
        T(a_lock_that_is_not_given_back_is_busy),
        T(a_server_that_does_not_answer_is_given_up),
        T(a_statement_survives_a_new_session),
    };
    const struct CMUnitTest none[] = {cmocka_unit_test(there_is_no_server_here)};

    if (world_db_engine() == DB_SQLITE)
        return cmocka_run_group_tests_name("postgres", none, NULL, NULL);
    return cmocka_run_group_tests_name("postgres", tests, NULL, NULL);
}
