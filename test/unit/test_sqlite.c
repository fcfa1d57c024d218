/*
 * What only SQLite can get wrong: settings, a full disk, a failing disk, a damaged file.
 */
#include "store/sqlite.h"
#include "store/tx.h"
#include "store/writer.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "store_help.h"

static void every_setting_holds(void **state)
{
    struct world_db *w = *state;
    struct db *reader = world_db_connect(w, true);
    struct str cell;

    assert_string_equal(ask(w, "PRAGMA journal_mode"), "wal");
    assert_string_equal(ask(w, "PRAGMA synchronous"), "2");
    assert_string_equal(ask(w, "PRAGMA foreign_keys"), "1");
    assert_string_equal(ask(w, "PRAGMA trusted_schema"), "0");
    assert_string_equal(ask(w, "PRAGMA secure_delete"), "1");
    assert_string_equal(ask(w, "PRAGMA cell_size_check"), "1");
    assert_string_equal(ask(w, "PRAGMA wal_autocheckpoint"), "0");
    assert_string_equal(ask(w, "PRAGMA cache_size"), "-4096");
    assert_string_equal(ask(w, "PRAGMA query_only"), "0");
    assert_ok(db_ask(reader, w->arena, "PRAGMA query_only", &cell), reader);
    assert_string_equal(cell.p, "1");
    db_close(reader);
}

static void a_new_database_is_its_owners_alone(void **state)
{
    struct world_db *w = *state;
    struct stat st;

    assert_int_equal(stat(w->place.target.p + 7, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(stat(str_f(w->arena, "%s-wal", w->place.target.p + 7).p, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
}

static void a_reader_does_not_make_a_database(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 1024);
    struct db_place place = {
        .target = str_f(w->arena, "sqlite:%.*s", STR(world_db_path(w->arena, "none.db"))),
        .read_only = true};
    struct db *db = NULL;

    assert_int_equal(db_open(&place, &db, &problem), ERR_DOWN);
    assert_true(problem.n > 0);
}

static void what_could_be_planted_in_a_schema_is_refused(void **state)
{
    struct world_db *w = *state;
    static const char *const hostile[] = {
        "SELECT load_extension('x')",
        "UPDATE sqlite_schema SET sql = 'x'",
        "ATTACH 'a' AS a; ATTACH 'b' AS b",
        "SELECT \"not a column\" FROM thing",
        "PRAGMA writable_schema = ON; UPDATE sqlite_schema SET sql = 'x'",
    };

    for (size_t i = 0; i < COUNT(hostile); i++)
        assert_int_equal(db_script(w->db, str_of(hostile[i])), ERR_DOWN);
    assert_string_equal(ask(w, "PRAGMA integrity_check"), "ok");
}

/* A full disk: the size limit of files stands for it. */

static void limit_files(rlim_t most)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = most == 0 ? limit.rlim_max : most;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

struct big {
    struct writer_job job;
    struct world_db *w;
    int number, runs;
};

static enum err put_big(struct writer_job *job, struct db *db)
{
    struct big *b = (struct big *)job;
    struct arena *a = arena_open(1 << 20);
    struct buf name = buf_new(a, 1 << 18);
    enum err code;

    b->runs++;
    buf_f(&name, "%d ", b->number);
    while (name.n < 100000)
        buf_add(&name, S("words that need room on the disk "));
    code = put_thing(db, buf_str(&name).p);
    arena_close(a);
    return code;
}

static struct writer *open_writer(struct world_db *w)
{
    struct buf problem = buf_new(w->arena, 4096);
    struct writer_config config = {.place = w->place};
    struct writer *writer = NULL;

    assert_int_equal(writer_open(&config, &writer, &problem), OK);
    return writer;
}

static void a_full_disk_refuses_cleanly_and_heals(void **state)
{
    struct world_db *w = *state;
    struct writer *writer = open_writer(w);
    int done = 0, refused = 0;

    limit_files(2 << 20);
    for (int i = 0; i < 60; i++) {
        struct big job = {.job = {.run = put_big}, .w = w, .number = i};
        enum err code = writer_do(writer, &job.job);

        assert_true(code == OK || code == ERR_BUSY);
        done += code == OK;
        refused += code == ERR_BUSY;
        assert_false(writer_failed(writer));
    }
    assert_true(done > 0);
    assert_true(refused > 0);
    assert_int_equal(things(w->db), done);
    limit_files(0);
    for (int i = 0; i < 5; i++) {
        struct big job = {.job = {.run = put_big}, .w = w, .number = 100 + i};

        assert_int_equal(writer_do(writer, &job.job), OK);
    }
    writer_close(writer);
    assert_int_equal(things(w->db), done + 5);
    assert_string_equal(ask(w, "PRAGMA integrity_check"), "ok");
}

static void a_refusal_for_want_of_room_is_not_tried_again(void **state)
{
    struct world_db *w = *state;
    struct big job = {.w = w};
    enum err code;

    limit_files(32 << 10);
    assert_int_equal(db_begin(w->db, DB_WRITE), OK);
    code = put_big(&job.job, w->db);
    if (code == OK)
        code = db_commit(w->db);
    assert_int_equal(code, ERR_BUSY);
    assert_true(db_full(w->db));
    assert_false(db_broken(w->db));
    assert_string_equal(db_fault(w->db).constraint.p, "store.full");
    db_rollback(w->db);
    limit_files(0);
    assert_int_equal(things(w->db), 0);
}

/* A disk that fails: a file system layer that fails syncs and writes of the log on demand. */

static struct {
    sqlite3_vfs vfs;
    sqlite3_vfs *real;
    sqlite3_io_methods methods;
    const sqlite3_io_methods *inner;
    volatile bool sync_fails, write_fails;
} disk;

static int disk_sync(sqlite3_file *f, int flags)
{
    return disk.sync_fails ? SQLITE_IOERR_FSYNC : disk.inner->xSync(f, flags);
}

static int disk_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    return disk.write_fails ? SQLITE_IOERR_WRITE : disk.inner->xWrite(f, p, n, at);
}

static int disk_open(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags, int *out_flags)
{
    int code = disk.real->xOpen(disk.real, name, f, flags, out_flags);

    (void)vfs;
    if (code == SQLITE_OK && (flags & SQLITE_OPEN_WAL) != 0) {
        if (disk.inner == NULL) {
            disk.inner = f->pMethods;
            disk.methods = *f->pMethods;
            disk.methods.xSync = disk_sync;
            disk.methods.xWrite = disk_write;
        }
        f->pMethods = &disk.methods;
    }
    return code;
}

static int failing_disk(void **state)
{
    disk.real = sqlite3_vfs_find(NULL);
    disk.inner = NULL;
    disk.vfs = *disk.real;
    disk.vfs.zName = "failing";
    disk.vfs.xOpen = disk_open;
    disk.sync_fails = disk.write_fails = false;
    sqlite3_vfs_register(&disk.vfs, 1);
    return things_setup(state);
}

static int mended_disk(void **state)
{
    disk.sync_fails = disk.write_fails = false;
    world_teardown(state);
    sqlite3_vfs_unregister(&disk.vfs);
    return sqlite3_vfs_register(disk.real, 1);
}

static void fails_for_good(struct world_db *w, volatile bool *trouble)
{
    struct writer *writer = open_writer(w);
    struct big first = {.job = {.run = put_big}, .w = w, .number = 1};
    struct big second = first, third = first;

    second.number = 2;
    third.number = 3;
    assert_int_equal(writer_do(writer, &first.job), OK);
    *trouble = true;
    assert_int_equal(writer_do(writer, &second.job), ERR_DOWN);
    assert_true(writer_failed(writer));
    *trouble = false;
    assert_int_equal(writer_do(writer, &third.job), ERR_DOWN);
    assert_int_equal(third.runs, 0);
    writer_close(writer);
}

static void a_failing_sync_stops_all_writing(void **state)
{
    struct world_db *w = *state;

    fails_for_good(w, &disk.sync_fails);
    assert_true(things(w->db) >= 1);
}

static void a_failing_write_stops_all_writing(void **state)
{
    struct world_db *w = *state;

    fails_for_good(w, &disk.write_fails);
    assert_int_equal(things(w->db), 1);
}

/* A damaged file: an error, never a crash, and the check says so. */

static void a_damaged_page_is_an_error(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 1 << 16);
    FILE *f;
    int failed = 0;

    for (int i = 0; i < 20; i++) {
        struct big job = {.w = w, .number = i};

        assert_int_equal(put_big(&job.job, w->db), OK);
    }
    world_db_leave(w);
    f = fopen(w->place.target.p + 7, "r+b");
    assert_non_null(f);
    for (long page = 1; page < 200; page++) {
        assert_int_equal(fseek(f, page * 4096, SEEK_SET), 0);
        for (int i = 0; i < 4096; i++)
            fputc(0xA5, f);
    }
    fclose(f);
    world_db_enter(w);
    failed += db_script(w->db, S("SELECT SUM(LENGTH(name)) FROM thing")) != OK;
    failed += sqlite_check(w->db, &problem) != OK;
    assert_int_equal(failed, 2);
    assert_true(problem.n > 0 || db_fault(w->db).message.n > 0);
}

static void a_checkpoint_begins_the_log_anew(void **state)
{
    struct world_db *w = *state;
    struct db *other = world_db_connect(w, false);
    struct stat before, after;
    const char *log = str_f(w->arena, "%s-wal", w->place.target.p + 7).p;
    int64_t pages = 0;

    for (int i = 0; i < 10; i++) {
        struct big job = {.w = w, .number = i};

        assert_int_equal(put_big(&job.job, w->db), OK);
    }
    assert_ok(sqlite_checkpoint(other, false, &pages), other);
    assert_true(pages > 100);
    assert_ok(sqlite_checkpoint(other, true, &pages), other);
    assert_int_equal(stat(log, &before), 0);
    for (int i = 10; i < 15; i++) {
        struct big job = {.w = w, .number = i};

        assert_int_equal(put_big(&job.job, w->db), OK);
    }
    assert_int_equal(stat(log, &after), 0);
    assert_int_equal(after.st_size, before.st_size);
    db_close(other);
}

static void a_copy_of_a_live_database_misses_nothing(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str path = world_db_path(w->arena, "copy.db");
    struct db_place place = {.target = str_f(w->arena, "sqlite:%.*s", STR(path))};
    struct db *copy = NULL;

    assert_ok(put_thing(w->db, "still in the log"), w->db);
    assert_ok(sqlite_backup(w->db, path), w->db);
    assert_int_equal(db_open(&place, &copy, &problem), OK);
    assert_int_equal(things(copy), 1);
    assert_ok(sqlite_check(copy, &problem), copy);
    db_close(copy);
}

#define T(f) cmocka_unit_test_setup_teardown(f, things_setup, world_teardown)
#define FAILING(f) cmocka_unit_test_setup_teardown(f, failing_disk, mended_disk)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_setting_holds),
        T(a_new_database_is_its_owners_alone),
        T(a_reader_does_not_make_a_database),
        T(what_could_be_planted_in_a_schema_is_refused),
        T(a_full_disk_refuses_cleanly_and_heals),
        T(a_refusal_for_want_of_room_is_not_tried_again),
        FAILING(a_failing_sync_stops_all_writing),
        FAILING(a_failing_write_stops_all_writing),
        T(a_damaged_page_is_an_error),
        T(a_checkpoint_begins_the_log_anew),
        T(a_copy_of_a_live_database_misses_nothing),
    };

    signal(SIGXFSZ, SIG_IGN);
    return cmocka_run_group_tests_name("sqlite", tests, NULL, NULL);
}
