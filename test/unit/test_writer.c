#include "store/faulty.h"
#include "store/tx.h"
#include "store/writer.h"

#include <pthread.h>

#include "store_help.h"

/* One job: a row with a name, or another kind of work. */
struct put {
    struct writer_job job; /* first */
    const char *name;
    enum err told;
    int dones, runs;
    bool busy_once;
};

static enum err put_run(struct writer_job *job, struct db *db)
{
    struct put *p = (struct put *)job;

    p->runs++;
    if (p->busy_once && p->runs == 1)
        return ERR_BUSY;
    return put_thing(db, p->name);
}

static void put_done(struct writer_job *job, enum err result)
{
    struct put *p = (struct put *)job;

    p->told = result;
    p->dones++;
}

static struct put put_of(const char *name)
{
    return (struct put){.job = {.run = put_run, .done = put_done}, .name = name};
}

static struct writer *open_writer(struct world_db *w, struct writer_config config)
{
    struct buf problem = buf_new(w->arena, 4096);
    struct writer *writer = NULL;

    config.place = w->place;
    assert_int_equal(writer_open(&config, &writer, &problem), OK);
    return writer;
}

/* A job that holds the writer until the test has queued the rest. */
struct gate {
    struct writer_job job;
    pthread_mutex_t lock;
};

static enum err gate_run(struct writer_job *job, struct db *db)
{
    struct gate *g = (struct gate *)job;

    (void)db;
    pthread_mutex_lock(&g->lock);
    pthread_mutex_unlock(&g->lock);
    return OK;
}

static void gate_done(struct writer_job *job, enum err result)
{
    (void)job;
    (void)result;
}

static void gate_close(struct gate *g, struct writer *w)
{
    g->job = (struct writer_job){.run = gate_run, .done = gate_done};
    pthread_mutex_init(&g->lock, NULL);
    pthread_mutex_lock(&g->lock);
    assert_int_equal(writer_put(w, &g->job), OK);
}

static enum err nothing_run(struct writer_job *job, struct db *db)
{
    (void)job;
    (void)db;
    return OK;
}

#define JOBS 40

/* Queue the jobs while the writer is held, let it go, and wait for its end. */
static struct writer_counts run_together(struct world_db *w, struct put *jobs, size_t n)
{
    struct writer *writer = open_writer(w, (struct writer_config){.threads = 1});
    struct writer_counts counts;
    struct gate gate;

    gate_close(&gate, writer);
    for (size_t i = 0; i < n; i++)
        assert_int_equal(writer_put(writer, &jobs[i].job), OK);
    pthread_mutex_unlock(&gate.lock);
    assert_int_equal(writer_do(writer, &(struct writer_job){.run = nothing_run}), OK);
    counts = writer_counts(writer);
    writer_close(writer);
    pthread_mutex_destroy(&gate.lock);
    return counts;
}

static void queued_jobs_share_one_commit(void **state)
{
    struct world_db *w = *state;
    struct writer *writer = open_writer(w, (struct writer_config){.threads = 1});
    struct put jobs[JOBS];
    struct gate gate;

    gate_close(&gate, writer);
    for (int i = 0; i < JOBS; i++) {
        jobs[i] = put_of(str_f(w->arena, "no %d", i).p);
        assert_int_equal(writer_put(writer, &jobs[i].job), OK);
    }
    pthread_mutex_unlock(&gate.lock);
    assert_int_equal(writer_do(writer, &(struct writer_job){.run = nothing_run}), OK);
    /* At most: the gate with whatever came before it was taken, the rest, the last. */
    assert_in_range(writer_counts(writer).commits, 1, 3);
    writer_close(writer);
    assert_int_equal(things(w->db), JOBS);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(jobs[i].told, OK);
        assert_int_equal(jobs[i].dones, 1);
        assert_int_equal(jobs[i].runs, 1);
    }
    pthread_mutex_destroy(&gate.lock);
}

static void a_failing_job_does_not_spoil_its_batch(void **state)
{
    struct world_db *w = *state;
    struct put jobs[JOBS];

    for (int i = 0; i < JOBS; i++)
        jobs[i] = put_of(i % 4 == 3 ? "the same" : str_f(w->arena, "no %d", i).p);
    run_together(w, jobs, JOBS);
    assert_int_equal(things(w->db), JOBS - JOBS / 4 + 1);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(jobs[i].told, i % 4 == 3 && i != 3 ? ERR_CONFLICT : OK);
        assert_int_equal(jobs[i].dones, 1);
    }
}

static void a_batch_that_cannot_be_committed_together_is_replayed_one_by_one(void **state)
{
    struct world_db *w = *state;
    struct put jobs[JOBS];
    struct writer_counts counts;

    for (int i = 0; i < JOBS; i++)
        jobs[i] = put_of(str_f(w->arena, "no %d", i).p);
    jobs[JOBS / 2].busy_once = true;
    counts = run_together(w, jobs, JOBS);
    assert_true(counts.replays > 0);
    assert_int_equal(things(w->db), JOBS);
    for (int i = 0; i < JOBS; i++) {
        assert_int_equal(jobs[i].told, OK);
        assert_int_equal(jobs[i].dones, 1);
    }
}

static void a_full_queue_refuses_and_nothing_is_lost(void **state)
{
    struct world_db *w = *state;
    struct writer *writer =
        open_writer(w, (struct writer_config){.threads = 1, .queue_max = 4});
    struct put jobs[8];
    struct gate gate;
    int taken = 0;

    gate_close(&gate, writer);
    for (int i = 0; i < 8; i++) {
        jobs[i] = put_of(str_f(w->arena, "no %d", i).p);
        taken += writer_put(writer, &jobs[i].job) == OK;
    }
    assert_in_range(taken, 3, 4);
    pthread_mutex_unlock(&gate.lock);
    writer_close(writer);
    assert_int_equal(things(w->db), taken);
    pthread_mutex_destroy(&gate.lock);
}

struct submitter {
    struct writer *writer;
    struct arena *arena;
    int number, ok;
    pthread_t id;
};

static void *submit(void *arg)
{
    struct submitter *s = arg;

    for (int i = 0; i < 50; i++) {
        struct put job = put_of(str_f(s->arena, "%d/%d", s->number, i).p);

        s->ok += writer_do(s->writer, &job.job) == OK;
        s->ok -= job.dones - 1;
    }
    return NULL;
}

static void many_threads_and_writers_lose_nothing(void **state)
{
    struct world_db *w = *state;
    struct writer *writer = open_writer(w, (struct writer_config){.threads = 3});
    struct submitter all[8];

    for (int i = 0; i < 8; i++) {
        all[i] = (struct submitter){writer, arena_open(1 << 20), i, 0, 0};
        assert_int_equal(pthread_create(&all[i].id, NULL, submit, &all[i]), 0);
    }
    for (int i = 0; i < 8; i++) {
        pthread_join(all[i].id, NULL);
        assert_int_equal(all[i].ok, 50);
        arena_close(all[i].arena);
    }
    writer_close(writer);
    assert_int_equal(things(w->db), 400);
}

/* Faults: whatever call fails, a job told OK has its row and every other one has not. */

static void wrap(void *arg, struct db *db)
{
    faulty_wrap(db, arg);
}

static int64_t with_name(struct world_db *w, const char *name)
{
    static const struct db_statement count = {
        .name = "thing_with_name",
        .verb = DB_VALUE,
        .text = "SELECT COUNT(*) FROM thing WHERE name = $1",
        .params = name_param,
        .n = 1,
        .reads = true,
    };
    int64_t n;

    assert_ok(db_value(w->db, &count, (struct db_arg[]){DB_TEXT(str_of(name))}, &n), w->db);
    return n;
}

static bool sweep_once(struct world_db *w, struct faulty *f, int round)
{
    struct writer *writer =
        open_writer(w, (struct writer_config){.threads = 1, .opened = wrap, .arg = f});
    struct put jobs[5];
    struct gate gate;

    gate_close(&gate, writer);
    for (int i = 0; i < 5; i++) {
        jobs[i] = put_of(str_f(w->arena, "round %d no %d", round, i).p);
        assert_int_equal(writer_put(writer, &jobs[i].job), OK);
    }
    pthread_mutex_unlock(&gate.lock);
    writer_close(writer);
    pthread_mutex_destroy(&gate.lock);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(jobs[i].dones, 1);
        assert_int_equal(with_name(w, jobs[i].name), jobs[i].told == OK);
    }
    return f->failed == 0;
}

static void sweep(struct world_db *w, struct faulty model)
{
    for (int64_t n = 1; n < 200; n++) {
        static int round;
        struct faulty f = model;

        f.at = n;
        if (sweep_once(w, &f, round++)) {
            assert_true(n > 10);
            return;
        }
    }
    fail();
}

static void no_single_failure_leaves_a_half_done_batch(void **state)
{
    sweep(*state, (struct faulty){.code = ERR_DOWN});
}

static void no_conflict_leaves_a_half_done_batch(void **state)
{
    sweep(*state, (struct faulty){.code = ERR_BUSY});
}

static void failing_for_good_leaves_no_half_done_batch(void **state)
{
    sweep(*state, (struct faulty){.code = ERR_DOWN, .on = true});
}

/* tx_run. */

static enum err two_rows(void *arg, struct db *db)
{
    const char *const *names = arg;

    TRY(put_thing(db, names[0]));
    return put_thing(db, names[1]);
}

static void a_transaction_is_done_as_a_whole_or_not_at_all(void **state)
{
    struct world_db *w = *state;
    static struct faulty f;
    const char *names[2];
    enum err code = ERR_DOWN;

    f = (struct faulty){.code = ERR_DOWN};
    faulty_wrap(w->db, &f);
    for (int64_t n = 1; code != OK; n++) {
        assert_true(n < 50);
        names[0] = str_f(w->arena, "%lld a", (long long)n).p;
        names[1] = str_f(w->arena, "%lld b", (long long)n).p;
        f.calls = 0;
        f.at = n;
        code = tx_run(w->db, DB_WRITE, two_rows, NULL, names);
        assert_false(db_in_transaction(w->db));
        f.at = 0;
        assert_int_equal(things(w->db), code == OK ? 2 : 0);
    }
}

static void a_conflict_is_run_again_at_most_five_times(void **state)
{
    struct world_db *w = *state;
    static struct faulty f;
    const char *names[2] = {"a", "b"};

    f = (struct faulty){.code = ERR_BUSY};
    faulty_wrap(w->db, &f);
    for (int64_t n = 1; n <= 4; n++) {
        f.calls = 0;
        f.at = n;
        assert_ok(tx_run(w->db, DB_WRITE, two_rows, NULL, names), w->db);
        f.at = 0;
        script(w->db, "DELETE FROM thing");
    }
    f = (struct faulty){.code = ERR_BUSY, .at = 1, .on = true, .inner = f.inner};
    assert_int_equal(tx_run(w->db, DB_WRITE, two_rows, NULL, names), ERR_BUSY);
    assert_int_equal(f.calls, 5);
    f.at = 0;
}

struct again {
    struct world_db *w;
    int runs, rewinds;
};

static enum err busy_twice(void *arg, struct db *db)
{
    struct again *a = arg;

    TRY(put_thing(db, "x"));
    return ++a->runs < 3 ? ERR_BUSY : OK;
}

static void count_rewind(void *arg)
{
    ((struct again *)arg)->rewinds++;
}

static void what_is_run_again_starts_from_nothing(void **state)
{
    struct world_db *w = *state;
    struct again a = {w, 0, 0};

    assert_ok(tx_run(w->db, DB_WRITE, busy_twice, count_rewind, &a), w->db);
    assert_int_equal(a.runs, 3);
    assert_int_equal(a.rewinds, 2);
    assert_int_equal(things(w->db), 1);
}

/* Two transactions that read what the other writes: the second commit must not pass unseen. */
static enum err add_if_none(struct db *db, const char *name)
{
    int64_t n;

    TRY(db_value(db, &thing_number, NULL, &n));
    return n == 0 ? put_thing(db, name) : OK;
}

static void two_that_see_the_same_emptiness_do_not_both_write(void **state)
{
    struct world_db *w = *state;
    struct db *other = world_db_connect(w, false);
    enum err first, second;

    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    assert_ok(add_if_none(w->db, "one"), w->db);
    if (world_db_engine() == DB_SQLITE)
        script(other, "PRAGMA busy_timeout = 10");
    second = db_begin(other, DB_WRITE);
    if (second == OK)
        second = add_if_none(other, "two");
    first = db_commit(w->db);
    if (second == OK)
        second = db_commit(other);
    assert_int_equal(first, OK);
    assert_int_equal(second, ERR_BUSY);
    db_close(other);
    assert_int_equal(things(w->db), 1);
}

static void a_writer_that_lost_its_server_heals(void **state)
{
    struct world_db *w = *state;
    struct writer *writer = open_writer(w, (struct writer_config){.threads = 1});
    struct put job = put_of("after"), first = put_of("before");

    assert_int_equal(writer_do(writer, &first.job), OK);
    if (world_db_engine() == DB_POSTGRES)
        ask(w, "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity"
               " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    assert_int_equal(writer_do(writer, &job.job), OK);
    writer_close(writer);
    assert_int_equal(things(w->db), 2);
}

#define T(f) cmocka_unit_test_setup_teardown(f, things_setup, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(queued_jobs_share_one_commit),
        T(a_failing_job_does_not_spoil_its_batch),
        T(a_batch_that_cannot_be_committed_together_is_replayed_one_by_one),
        T(a_full_queue_refuses_and_nothing_is_lost),
        T(many_threads_and_writers_lose_nothing),
        T(no_single_failure_leaves_a_half_done_batch),
        T(no_conflict_leaves_a_half_done_batch),
        T(failing_for_good_leaves_no_half_done_batch),
        T(a_transaction_is_done_as_a_whole_or_not_at_all),
        T(a_conflict_is_run_again_at_most_five_times),
        T(what_is_run_again_starts_from_nothing),
        T(two_that_see_the_same_emptiness_do_not_both_write),
        T(a_writer_that_lost_its_server_heals),
    };

    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
