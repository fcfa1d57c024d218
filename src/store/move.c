#include "store/move.h"

#include "store/backup.h"
#include "store/load.h"
#include "store/migrate.h"
#include "store/rows.h"
#include "store/sqlite.h"
#include "store/sums.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define WORK_MAX ((size_t)256 << 20)

/* One moment for everything that is read.  On PostgreSQL deferrable: it waits once until it can
 * neither fail nor make others fail. */
static enum err begin_reading(struct db *db)
{
    TRY(db_begin(db, DB_READ));
    if (db_engine(db) == DB_SQLITE)
        return OK;
    return db_script(
        db, S("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY, DEFERRABLE"));
}

/* The end of a transaction that only read. */
static enum err end_reading(struct db *db, enum err code)
{
    if (code == OK)
        return db_commit(db);
    db_rollback(db);
    return code;
}

static enum err read_sums(struct db *db, struct arena *a, struct move_table_list *out)
{
    struct catalog_table_list tables;

    TRY(catalog_read(db, a, &tables));
    return sums_read(db, a, &tables, out);
}

enum err move_sums(struct db *db, struct arena *a, struct move_table_list *out)
{
    enum err code;

    TRY(begin_reading(db));
    code = read_sums(db, a, out);
    return end_reading(db, code);
}

static enum err say(struct buf *problem, const struct db *db, enum err code)
{
    struct str words = db_fault(db).message;

    if (code != OK && words.n > 0)
        buf_f(problem, "%.*s\n", STR(words));
    return code;
}

static enum err load_one(void *arg, const struct db_cell *cells, size_t n)
{
    return load_row(arg, cells, n);
}

static enum err same_columns(const struct catalog_table *x, const struct catalog_table *y)
{
    if (y == NULL || x->columns.n != y->columns.n)
        return ERR_CONFLICT;
    for (size_t i = 0; i < x->columns.n; i++) {
        if (!str_eq(x->columns.p[i].name, y->columns.p[i].name) ||
            x->columns.p[i].kind != y->columns.p[i].kind)
            return ERR_CONFLICT;
    }
    return OK;
}

static enum err copy_rows(struct db *from, struct load *load, struct arena *a,
    struct move_table_list *sums, struct buf *problem)
{
    struct db_rows take = {load_one, load};
    struct catalog_table_list tables;

    TRY(catalog_read(from, a, &tables));
    if (tables.n != load_tables(load)->n) {
        buf_f(problem, "the two databases have different tables\n");
        return ERR_CONFLICT;
    }
    for (size_t i = 0; i < tables.n; i++) {
        const struct catalog_table *to = catalog_find(load_tables(load), tables.p[i].name);

        if (same_columns(&tables.p[i], to) != OK) {
            buf_f(problem, "table %.*s differs\n", STR(tables.p[i].name));
            return ERR_CONFLICT;
        }
        TRY(load_table(load, to));
        TRY(rows_each(from, &tables.p[i], &take));
    }
    return sums_read(from, a, &tables, sums);
}

static enum err copy(struct db *from, struct load *load, struct arena *a, struct buf *problem)
{
    struct move_table_list here, there;

    TRY(begin_reading(from));
    TRY(end_reading(from, copy_rows(from, load, a, &here, problem)));
    TRY(load_check(load, problem));
    TRY(sums_read(load_db(load), a, load_tables(load), &there));
    return sums_compare(&here, &there, problem);
}

static enum err all_steps(struct db *db, struct buf *problem)
{
    int64_t pending;

    TRY(migrate_pending(db, &pending, problem));
    if (pending == 0)
        return OK;
    buf_f(problem, "schema steps are missing; run lianluo migrate first\n");
    return ERR_CONFLICT;
}

enum err move_copy(struct db *from, struct db *to, struct arena *a, struct buf *problem)
{
    struct load *load;
    enum err code, closed;

    TRY(all_steps(from, problem));
    TRY(all_steps(to, problem));
    code = load_open(to, a, &load, problem);
    if (code != OK)
        return say(problem, to, code);
    code = copy(from, load, a, problem);
    if (code != OK) {
        say(problem, from, code);
        say(problem, to, code);
    }
    closed = load_close(load, code == OK);
    return code == OK ? closed : code;
}

/* Backup. */

static enum err write_backup(
    struct db *db, struct arena *a, struct str files_dir, struct sealed *to)
{
    enum err code;

    TRY(begin_reading(db));
    code = backup_write(db, a, files_dir, to);
    TRY(end_reading(db, code));
    return sealed_finish(to);
}

enum err move_backup(struct db *db, struct str files_dir, const unsigned char key[32],
    struct str to_path, struct buf *problem)
{
    struct arena *a = arena_open(WORK_MAX);
    struct sealed *to = NULL;
    enum err code = sealed_create(a, to_path, key, &to);

    if (code == OK) {
        errno = 0;
        code = write_backup(db, a, files_dir, to);
    }
    if (code == ERR_CONFLICT)
        buf_f(problem, "%.*s is there already\n", STR(to_path));
    else if (code != OK)
        buf_f(problem, "%.*s: %s %.*s\n", STR(to_path), strerrordesc_np(errno),
            STR(db_fault(db).message));
    sealed_close(to);
    arena_close(a);
    return code;
}

/* Restore. */

static enum err read_backup(struct sealed *from, struct db *db, struct arena *a,
    struct str files_dir, struct buf *problem)
{
    struct schema_list steps = {schema_steps, 0};
    struct migrate_told quiet = {0};
    struct load *load;
    enum err code, closed;

    TRY(backup_read_steps(from, a, &steps.n, problem));
    TRY(migrate_apply_of(db, &steps, &quiet, problem));
    TRY(load_open(db, a, &load, problem));
    code = backup_read(from, load, a, files_dir, problem);
    closed = load_close(load, code == OK);
    if (code != OK)
        return say(problem, db, code);
    TRY(closed);
    TRY(migrate_apply(db, NULL, NULL, problem));
    return db_engine(db) == DB_SQLITE ? sqlite_check(db, problem) : OK;
}

/* On SQLite under another name, which is given up for the right one when all is verified. */
static struct db_place aside(struct arena *a, const struct db_place *place)
{
    struct db_place to = *place;

    to.read_only = false;
    if (str_starts(place->target, S("sqlite:")))
        to.target = str_f(a, "%.*s.restoring", STR(place->target));
    return to;
}

static void remove_aside(struct arena *a, const char *path)
{
    static const char *const ends[] = {"", "-wal", "-shm"};

    for (size_t i = 0; i < COUNT(ends); i++)
        unlink(str_f(a, "%s%s", path, ends[i]).p);
}

static enum err restore_to(struct sealed *from, const struct db_place *place, struct arena *a,
    struct str files_dir, struct buf *problem)
{
    struct db_place beside = aside(a, place);
    bool sqlite = str_starts(place->target, S("sqlite:"));
    const char *path = sqlite ? place->target.p + 7 : NULL;
    struct db *db = NULL;
    enum err code;

    if (sqlite && access(path, F_OK) == 0) {
        buf_f(problem, "%s is there already\n", path);
        return ERR_CONFLICT;
    }
    if (sqlite)
        remove_aside(a, beside.target.p + 7);
    code = db_open(&beside, &db, problem);
    if (code == OK)
        code = read_backup(from, db, a, files_dir, problem);
    db_close(db);
    if (sqlite && code == OK && rename(beside.target.p + 7, path) != 0)
        code = ERR_DOWN;
    if (sqlite && code != OK)
        remove_aside(a, beside.target.p + 7);
    return code;
}

enum err move_restore(struct str from_path, const unsigned char key[32],
    const struct db_place *to, struct str files_dir, struct buf *problem)
{
    struct arena *a = arena_open(WORK_MAX);
    struct db_place place = *to;
    struct sealed *from = NULL;
    enum err code = sealed_open(a, from_path, key, &from);

    place.target = str_dup(a, to->target);
    if (code == OK)
        code = restore_to(from, &place, a, files_dir, problem);
    if (code == ERR_NOT_FOUND)
        buf_f(problem, "%.*s is not there\n", STR(from_path));
    else if (code == ERR_INVALID)
        buf_f(problem, "%.*s: another key, or the file was changed or cut short\n",
            STR(from_path));
    sealed_close(from);
    arena_close(a);
    return code;
}
