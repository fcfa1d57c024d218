#include "store/faulty.h"
#include "store/migrate.h"
#include "store/move.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "store_help.h"

static const unsigned char key[32] = "a key for the tests, thirty-two";
static const unsigned char wrong_key[32] = "another key, which fits nowhere";

/* Rows with every kind of cell; a child before its parent in the order of the key; texts that
 * sort differently in other collations. */
static const char facts[] =
    "INSERT INTO meta (name, value) VALUES ('a', ''), ('B', '河口村 𠮷'), ('ä', 'x|y;z');"
    "INSERT INTO division (code, name, kind, parent, pinyin, folded, brief, version) VALUES"
    " ('999900000000', '样例县', 'county', NULL, 'aa', '样例县', '样例', 1),"
    " ('110000000000', '青山镇', 'town', '999900000000', 'bb', '青山镇', '青山',"
    " 9223372036854775807);"
    "INSERT INTO division_name (id, division, name, valid_from, valid_to) VALUES"
    " (7, '999900000000', '旧名', NULL, '2020-12-31');"
    "INSERT INTO number_block (scope, next) VALUES ('2026-999900', -5);";

static void fill(struct world_db *w, struct db *db)
{
    script(db, facts);
    assert_ok(db_begin(db, DB_WRITE), db);
    for (int i = 0; i < 450; i++)
        script(db,
            str_f(w->arena, "INSERT INTO number_block (scope, next) VALUES ('s%d', %d)", i, i)
                .p);
    assert_ok(db_commit(db), db);
}

static struct db *other_database(struct world_db *w, struct str *path)
{
    struct buf problem = buf_new(w->arena, 4096);
    struct db_place place = {0};
    struct db *db = NULL;

    *path = world_db_path(w->arena, "other.db");
    place.target = str_f(w->arena, "sqlite:%.*s", STR(*path));
    assert_int_equal(db_open(&place, &db, &problem), OK);
    assert_int_equal(migrate_apply(db, NULL, NULL, &problem), OK);
    return db;
}

static void assert_same(struct world_db *w, struct db *x, struct db *y)
{
    struct move_table_list a, b;

    assert_ok(move_sums(x, w->arena, &a), x);
    assert_ok(move_sums(y, w->arena, &b), y);
    assert_int_equal(a.n, b.n);
    for (size_t i = 0; i < a.n; i++) {
        assert_string_equal(a.p[i].name.p, b.p[i].name.p);
        assert_int_equal(a.p[i].rows, b.p[i].rows);
        assert_string_equal(a.p[i].checksum.p, b.p[i].checksum.p);
        assert_false(str_starts(a.p[i].name, S("d_")));
    }
}

static void assert_problem(enum err is, enum err want, const struct buf *problem)
{
    if (is != want)
        print_error("%.*s\n", (int)problem->n, problem->n == 0 ? "" : problem->p);
    assert_int_equal(is, want);
}

static void a_database_moves_there_and_back_with_equal_checksums(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str first_path, third_path;
    struct db *first = other_database(w, &first_path), *third = other_database(w, &third_path);

    fill(w, first);
    script(first, THING_SQLITE);
    script(third, THING_SQLITE);
    make_things(w);
    script(first, "INSERT INTO thing (id, name, hash, due, cost) VALUES"
                  " (3, 'x', x'00ff00', NULL, -1), (9, '', x'', 5, 2)");
    assert_problem(move_copy(first, w->db, w->arena, &problem), OK, &problem);
    assert_same(w, first, w->db);
    assert_problem(move_copy(w->db, third, w->arena, &problem), OK, &problem);
    assert_same(w, first, third);
    assert_int_equal(problem.n, 0);
    db_close(first);
    db_close(third);
}

static void ids_go_on_behind_the_last_one_copied(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str path;
    struct db *from = other_database(w, &path);

    fill(w, from);
    assert_problem(move_copy(from, w->db, w->arena, &problem), OK, &problem);
    script(w->db, "INSERT INTO division_name (division, name) VALUES ('999900000000', 'n')");
    assert_string_equal(ask(w, "SELECT MAX(id) FROM division_name"), "8");
    db_close(from);
}

static void references_are_in_force_after_a_move(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str path, cell;
    struct db *from = other_database(w, &path);

    fill(w, from);
    assert_problem(move_copy(from, w->db, w->arena, &problem), OK, &problem);
    assert_int_equal(
        db_ask(w->db, w->arena, "DELETE FROM division WHERE code = '999900000000'", &cell),
        ERR_CONFLICT);
    db_close(from);
}

static void a_database_with_rows_is_not_overwritten(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str path;
    struct db *from = other_database(w, &path);

    script(w->db, "INSERT INTO meta (name, value) VALUES ('mine', '1')");
    assert_problem(move_copy(from, w->db, w->arena, &problem), ERR_CONFLICT, &problem);
    assert_true(str_has(buf_str(&problem), S("meta")));
    assert_string_equal(ask(w, "SELECT value FROM meta"), "1");
    db_close(from);
}

static void a_changed_cell_changes_the_checksum(void **state)
{
    struct world_db *w = *state;
    struct move_table_list before, after;

    script(w->db, facts);
    assert_ok(move_sums(w->db, w->arena, &before), w->db);
    script(w->db, "UPDATE meta SET value = NULL WHERE name = 'none'");
    script(w->db, "UPDATE meta SET value = 'x|y;Z' WHERE name = 'ä'");
    assert_ok(move_sums(w->db, w->arena, &after), w->db);
    for (size_t i = 0; i < before.n; i++)
        assert_int_equal(str_eq(before.p[i].checksum, after.p[i].checksum),
            !str_is(before.p[i].name, "meta"));
}

static void no_failing_call_leaves_a_half_copied_database(void **state)
{
    struct world_db *w = *state;
    static struct faulty f;
    struct str path;
    struct db *from = other_database(w, &path);
    enum err code = ERR_DOWN;

    script(from, facts);
    f = (struct faulty){.code = ERR_DOWN};
    faulty_wrap(w->db, &f);
    for (int64_t n = 1; code != OK; n += n < 20 ? 1 : 17) {
        struct buf problem = buf_new(w->arena, 4096);

        assert_true(n < 5000);
        f.calls = 0;
        f.at = n;
        code = move_copy(from, w->db, w->arena, &problem);
        f.at = 0;
        if (code != OK)
            assert_string_equal(ask(w, "SELECT COUNT(*) FROM meta"), "0");
    }
    assert_string_equal(ask(w, "SELECT COUNT(*) FROM meta"), "3");
    db_close(from);
}

/* Backup and restore. */

static void write_text(struct world_db *w, struct str path, const char *text)
{
    FILE *f = fopen(str_dup(w->arena, path).p, "wb");

    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static struct str some_backup(struct world_db *w, struct str files)
{
    struct buf problem = buf_new(w->arena, 4096);
    struct str to = world_db_path(w->arena, "backup");

    assert_problem(move_backup(w->db, files, key, to, &problem), OK, &problem);
    return to;
}

static struct db_place fresh_place(struct world_db *w)
{
    return (struct db_place){
        .target = str_f(w->arena, "sqlite:%s", world_db_path(w->arena, "restored.db").p)};
}

static struct db *restored(struct world_db *w, struct str backup, struct str files)
{
    struct buf problem = buf_new(w->arena, 4096);
    struct db_place place = fresh_place(w);
    struct db *db = NULL;

    assert_problem(move_restore(backup, key, &place, files, &problem), OK, &problem);
    assert_int_equal(db_open(&place, &db, &problem), OK);
    return db;
}

static void what_was_backed_up_is_restored(void **state)
{
    struct world_db *w = *state;
    struct str backup;
    struct db *db;

    fill(w, w->db);
    backup = some_backup(w, (struct str){0});
    db = restored(w, backup, (struct str){0});
    assert_same(w, w->db, db);
    db_close(db);
}

static void a_backup_of_one_engine_is_restored_on_the_other(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct world_db *empty = world_db_open_bare();
    struct str path, to = world_db_path(w->arena, "backup");
    struct db *from = other_database(w, &path);

    fill(w, from);
    assert_problem(move_backup(from, (struct str){0}, key, to, &problem), OK, &problem);
    world_db_leave(empty);
    if (world_db_engine() == DB_SQLITE)
        unlink(empty->place.target.p + 7);
    assert_problem(
        move_restore(to, key, &empty->place, (struct str){0}, &problem), OK, &problem);
    world_db_enter(empty);
    assert_same(w, from, empty->db);
    db_close(from);
    world_db_close(empty);
}

static void a_backup_is_of_one_moment_and_does_not_hinder_writers(void **state)
{
    struct world_db *w = *state;
    struct db *reader = world_db_connect(w, true);
    struct move_table_list sums;
    struct str backup;
    struct db *db;

    script(w->db, facts);
    assert_ok(move_sums(reader, w->arena, &sums), reader);
    backup = some_backup(w, (struct str){0});
    script(w->db, "DELETE FROM meta");
    db = restored(w, backup, (struct str){0});
    assert_same(w, db, db);
    assert_int_equal(db_in_transaction(w->db), 0);
    db_close(db);
    db_close(reader);
}

static void files_travel_with_the_backup(void **state)
{
    struct world_db *w = *state;
    struct str from = world_db_path(w->arena, "files"), to = world_db_path(w->arena, "back");
    struct str name = str_f(w->arena, "%.*s/picture", STR(from)), got;
    struct str long_name = str_f(w->arena, "%.*s/long", STR(from));
    struct buf big = buf_new(w->arena, 1 << 20);
    struct db *db;
    char text[64] = "";
    FILE *f;

    for (int i = 0; i < 20000; i++)
        buf_f(&big, "line %d\n", i);
    assert_int_equal(mkdir(from.p, 0700), 0);
    assert_int_equal(mkdir(to.p, 0700), 0);
    write_text(w, name, "sealed bytes");
    write_text(w, long_name, buf_str(&big).p);
    db = restored(w, some_backup(w, from), to);
    db_close(db);
    got = str_f(w->arena, "%.*s/picture", STR(to));
    f = fopen(got.p, "rb");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof(text), f));
    fclose(f);
    assert_string_equal(text, "sealed bytes");
    f = fopen(str_f(w->arena, "%.*s/long", STR(to)).p, "rb");
    assert_non_null(f);
    assert_int_equal(fseek(f, 0, SEEK_END), 0);
    assert_int_equal(ftell(f), (long)big.n);
    fclose(f);
    unlink(name.p);
    unlink(long_name.p);
    unlink(got.p);
    unlink(str_f(w->arena, "%.*s/long", STR(to)).p);
    rmdir(from.p);
    rmdir(to.p);
}

static void a_backup_does_not_show_what_is_in_it(void **state)
{
    struct world_db *w = *state;
    struct str backup;
    char *all = arena_take(w->arena, 1 << 20);
    size_t n;
    FILE *f;

    script(w->db, "INSERT INTO meta (name, value) VALUES ('plain', 'a marker to look for')");
    backup = some_backup(w, (struct str){0});
    f = fopen(backup.p, "rb");
    n = fread(all, 1, 1 << 20, f);
    fclose(f);
    assert_true(n > 100);
    assert_false(str_has((struct str){all, n}, S("marker")));
    assert_false(str_has((struct str){all, n}, S("plain")));
}

static enum err try_restore(struct world_db *w, struct str backup, const unsigned char *with)
{
    struct buf problem = buf_new(w->arena, 4096);
    struct db_place place = fresh_place(w);
    enum err code = move_restore(backup, with, &place, (struct str){0}, &problem);

    assert_int_equal(code != OK, problem.n > 0);
    if (code != OK)
        assert_int_not_equal(access(place.target.p + 7, F_OK), 0);
    return code;
}

static void a_backup_needs_its_key(void **state)
{
    struct world_db *w = *state;
    struct str backup;

    script(w->db, facts);
    backup = some_backup(w, (struct str){0});
    assert_int_equal(try_restore(w, backup, wrong_key), ERR_INVALID);
    assert_int_equal(try_restore(w, S("/nowhere/at/all"), key), ERR_NOT_FOUND);
    assert_int_equal(try_restore(w, backup, key), OK);
}

static void flip(const char *path, off_t at)
{
    int fd = open(path, O_RDWR);
    unsigned char c;

    assert_true(fd >= 0);
    assert_int_equal(pread(fd, &c, 1, at), 1);
    c ^= 1;
    assert_int_equal(pwrite(fd, &c, 1, at), 1);
    close(fd);
}

static void a_flipped_bit_anywhere_is_noticed(void **state)
{
    struct world_db *w = *state;
    struct str backup;
    struct stat st;

    fill(w, w->db);
    backup = some_backup(w, (struct str){0});
    assert_int_equal(stat(backup.p, &st), 0);
    for (int i = 0; i < 40; i++) {
        off_t at = st.st_size * i / 40;

        flip(backup.p, at);
        assert_int_equal(try_restore(w, backup, key), ERR_INVALID);
        flip(backup.p, at);
    }
    flip(backup.p, st.st_size - 1);
    assert_int_equal(try_restore(w, backup, key), ERR_INVALID);
    flip(backup.p, st.st_size - 1);
    assert_int_equal(try_restore(w, backup, key), OK);
}

static void a_backup_cut_short_or_lengthened_is_refused(void **state)
{
    struct world_db *w = *state;
    struct str backup;
    struct stat st;
    static const off_t keep[] = {0, 10, 40, 100, 65536, 65616, -17, -1};

    fill(w, w->db);
    assert_ok(db_begin(w->db, DB_WRITE), w->db);
    for (int i = 0; i < 1500; i++)
        script(w->db, str_f(w->arena,
                          "INSERT INTO meta (name, value) VALUES ('%d', 'some words that fill"
                          " more than one piece of the sealed file')",
                          i)
                          .p);
    assert_ok(db_commit(w->db), w->db);
    for (size_t i = 0; i < COUNT(keep); i++) {
        backup = some_backup(w, (struct str){0});
        assert_int_equal(stat(backup.p, &st), 0);
        assert_true(st.st_size > 2 * 65536);
        assert_int_equal(truncate(backup.p, keep[i] < 0 ? st.st_size + keep[i] : keep[i]), 0);
        assert_int_equal(try_restore(w, backup, key), ERR_INVALID);
    }
    backup = some_backup(w, (struct str){0});
    assert_int_equal(stat(backup.p, &st), 0);
    assert_int_equal(truncate(backup.p, st.st_size + 1), 0);
    assert_int_equal(try_restore(w, backup, key), ERR_INVALID);
}

static void a_backup_does_not_overwrite_another_and_leaves_no_pieces(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str to = some_backup(w, (struct str){0});

    assert_int_equal(move_backup(w->db, (struct str){0}, key, to, &problem), ERR_CONFLICT);
    assert_int_equal(
        move_backup(w->db, (struct str){0}, key, S("/nowhere/at/all/backup"), &problem),
        ERR_DOWN);
    assert_int_not_equal(access(str_f(w->arena, "%.*s.part", STR(to)).p, F_OK), 0);
    assert_int_equal(access(to.p, F_OK), 0);
}

static void a_restore_over_a_database_is_refused(void **state)
{
    struct world_db *w = *state;
    struct buf problem = buf_new(w->arena, 4096);
    struct str backup;

    script(w->db, facts);
    backup = some_backup(w, (struct str){0});
    script(w->db, "DELETE FROM division_name");
    assert_int_equal(
        move_restore(backup, key, &w->place, (struct str){0}, &problem), ERR_CONFLICT);
    assert_string_equal(ask(w, "SELECT COUNT(*) FROM meta"), "3");
    assert_string_equal(ask(w, "SELECT COUNT(*) FROM division_name"), "0");
}

static int migrated(void **state)
{
    *state = world_db_open();
    return 0;
}

#define T(f) cmocka_unit_test_setup_teardown(f, migrated, world_teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_database_moves_there_and_back_with_equal_checksums),
        T(ids_go_on_behind_the_last_one_copied),
        T(references_are_in_force_after_a_move),
        T(a_database_with_rows_is_not_overwritten),
        T(a_changed_cell_changes_the_checksum),
        T(no_failing_call_leaves_a_half_copied_database),
        T(what_was_backed_up_is_restored),
        T(a_backup_of_one_engine_is_restored_on_the_other),
        T(a_backup_is_of_one_moment_and_does_not_hinder_writers),
        T(files_travel_with_the_backup),
        T(a_backup_does_not_show_what_is_in_it),
        T(a_backup_needs_its_key),
        T(a_flipped_bit_anywhere_is_noticed),
        T(a_backup_cut_short_or_lengthened_is_refused),
        T(a_backup_does_not_overwrite_another_and_leaves_no_pieces),
        T(a_restore_over_a_database_is_refused),
    };

    return cmocka_run_group_tests_name("move", tests, NULL, NULL);
}
