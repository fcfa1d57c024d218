#include "store/sqlite.h"

#include "store/constraint.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    CACHE_MIN = 4 << 20,
    CACHE_MAX = 32 << 20,
    CACHE_PART = 256 /* of the file */
};

enum command {
    BEGIN_READ,
    BEGIN_WRITE,
    COMMIT,
    ROLLBACK,
    SAVE,
    RELEASE,
    BACK,
    COMMANDS
};

static const char *const commands[COMMANDS] = {
    "BEGIN",
    "BEGIN IMMEDIATE",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT s",
    "RELEASE s",
    "ROLLBACK TO s",
};

struct link {
    sqlite3 *lite;
    sqlite3_stmt *commands[COMMANDS];
};

struct own {
    sqlite3_stmt *stmt;
    int *at; /* SQLite's index of each argument; 0: not used in the text */
};

/* Errors. */

static int last_errno(sqlite3_file *file)
{
    int os = 0;

    if (file == NULL || file->pMethods == NULL ||
        file->pMethods->xFileControl(file, SQLITE_FCNTL_LAST_ERRNO, &os) != SQLITE_OK)
        return 0;
    return os;
}

/* SQLite calls only ENOSPC a full disk.  A quota or the process's limit of file sizes is the
 * same to us; a sync that fails for want of room is not, since what it covered may be gone. */
static bool out_of_room(sqlite3 *lite, int extended)
{
    sqlite3_file *log = NULL, *file = NULL;
    int os;

    if ((extended & 0xff) == SQLITE_FULL || extended == SQLITE_IOERR_SHMSIZE)
        return true;
    if (extended != SQLITE_IOERR_WRITE && extended != SQLITE_IOERR_TRUNCATE)
        return false;
    sqlite3_file_control(lite, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    sqlite3_file_control(lite, "main", SQLITE_FCNTL_FILE_POINTER, &file);
    os = last_errno(log);
    if (os == 0)
        os = last_errno(file);
    return os == ENOSPC || os == EDQUOT || os == EFBIG;
}

static bool search_schema(
    sqlite3 *lite, struct str message, bool indices, char *out, size_t room)
{
    static const char *const asks[] = {
        "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name = ?",
        "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ?"
        " AND sql IS NOT NULL",
    };
    struct str table = constraint_table(message), name = {0};
    sqlite3_stmt *stmt = NULL;

    if (sqlite3_prepare_v2(lite, asks[indices], -1, &stmt, NULL) != SQLITE_OK)
        return false;
    sqlite3_bind_text(stmt, 1, table.p, (int)table.n, SQLITE_STATIC);
    while (name.p == NULL && sqlite3_step(stmt) == SQLITE_ROW) {
        struct str own = str_of((const char *)sqlite3_column_text(stmt, 0));
        struct str sql = str_of((const char *)sqlite3_column_text(stmt, 1));

        if (!indices)
            name = constraint_in_table(sql, message);
        else if (constraint_in_index(sql, message))
            name = own;
        if (name.p != NULL)
            snprintf(out, room, "%.*s", STR(name));
    }
    sqlite3_finalize(stmt);
    return name.p != NULL;
}

static void name_constraint(sqlite3 *lite, int code, struct str message, char *out, size_t room)
{
    switch (code) {
    case SQLITE_CONSTRAINT_FOREIGNKEY:
        snprintf(out, room, "store.reference");
        return;
    case SQLITE_CONSTRAINT_NOTNULL:
        constraint_not_null(message, out, room);
        return;
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
        if (constraint_table(message).p == NULL)
            break;
        if (!search_schema(lite, message, false, out, room) &&
            !search_schema(lite, message, true, out, room))
            constraint_default(message, code != SQLITE_CONSTRAINT_UNIQUE, out, room);
        return;
    default:
        break;
    }
    snprintf(out, room, "%.*s", STR(constraint_direct(message)));
}

/* One refusal of the engine: its code, ours, and the words. */
static enum err classify(struct db *db)
{
    struct link *link = db->link;
    int code = sqlite3_extended_errcode(link->lite);
    char name[128] = "", message[512];

    snprintf(message, sizeof(message), "%s", sqlite3_errmsg(link->lite));
    db->spoiled = true;
    if (db->in_tx && sqlite3_get_autocommit(link->lite))
        db->lost = true;
    if (out_of_room(link->lite, code)) {
        db->full = true;
        return driver_fail(db, ERR_BUSY, "store.full", message);
    }
    switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return driver_fail(db, ERR_BUSY, NULL, message);
    case SQLITE_INTERRUPT:
        db->late = true;
        return driver_fail(db, ERR_LIMIT, "store.late", message);
    case SQLITE_IOERR:
        db->broken = true;
        return driver_fail(db, ERR_DOWN, NULL, message);
    case SQLITE_CONSTRAINT:
        if (code == SQLITE_CONSTRAINT_DATATYPE)
            return driver_fail(db, ERR_DOWN, NULL, message);
        name_constraint(link->lite, code, str_of(message), name, sizeof(name));
        return driver_fail(db, ERR_CONFLICT, name, message);
    default:
        return driver_fail(db, ERR_DOWN, NULL, message);
    }
}

static enum err script(struct db *db, const char *sql)
{
    struct link *link = db->link;

    if (sqlite3_exec(link->lite, sql, NULL, NULL, NULL) != SQLITE_OK)
        return classify(db);
    return OK;
}

/* Opening, strictly: each setting is read back. */

static enum err refuse_open(sqlite3 *lite, const char *what, struct buf *problem)
{
    buf_f(problem, "SQLite: %s: %s\n", what, lite == NULL ? "no memory" : sqlite3_errmsg(lite));
    return ERR_DOWN;
}

struct pragma {
    const char *set;
    const char *get;
    const char *want;
};

static const struct pragma pragmas[] = {
    {"PRAGMA journal_mode = WAL", "PRAGMA journal_mode", "wal"},
    {"PRAGMA synchronous = FULL", "PRAGMA synchronous", "2"},
    {"PRAGMA foreign_keys = ON", "PRAGMA foreign_keys", "1"},
    {"PRAGMA trusted_schema = OFF", "PRAGMA trusted_schema", "0"},
    {"PRAGMA cell_size_check = ON", "PRAGMA cell_size_check", "1"},
    {"PRAGMA secure_delete = ON", "PRAGMA secure_delete", "1"},
    {"PRAGMA busy_timeout = 5000", "PRAGMA busy_timeout", "5000"},
    {"PRAGMA wal_autocheckpoint = 0", "PRAGMA wal_autocheckpoint", "0"},
    {"PRAGMA journal_size_limit = 268435456", "PRAGMA journal_size_limit", "268435456"},
    {"PRAGMA recursive_triggers = OFF", "PRAGMA recursive_triggers", "0"},
    {"PRAGMA encoding = 'UTF-8'", "PRAGMA encoding", "UTF-8"},
};

static bool reads_back(sqlite3 *lite, const char *get, const char *want)
{
    sqlite3_stmt *stmt = NULL;
    bool same = false;

    if (sqlite3_prepare_v2(lite, get, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW) {
        const char *is = (const char *)sqlite3_column_text(stmt, 0);

        same = is != NULL && strcmp(is, want) == 0;
    }
    sqlite3_finalize(stmt);
    return same;
}

static int64_t number_of(sqlite3 *lite, const char *get)
{
    sqlite3_stmt *stmt = NULL;
    int64_t n = 0;

    if (sqlite3_prepare_v2(lite, get, -1, &stmt, NULL) == SQLITE_OK &&
        sqlite3_step(stmt) == SQLITE_ROW)
        n = sqlite3_column_int64(stmt, 0);
    sqlite3_finalize(stmt);
    return n;
}

/* A city's pages fit into little; in a province's file the same records lie farther apart. */
static int64_t cache_of(sqlite3 *lite)
{
    int64_t bytes =
        number_of(lite, "PRAGMA page_count") * number_of(lite, "PRAGMA page_size") / CACHE_PART;

    return bytes < CACHE_MIN ? CACHE_MIN : bytes > CACHE_MAX ? CACHE_MAX : bytes;
}

static enum err set_pragmas(sqlite3 *lite, const struct db_place *place, struct buf *problem)
{
    int64_t kib = (place->cache_bytes > 0 ? place->cache_bytes : cache_of(lite)) / 1024;
    char text[80];

    sqlite3_busy_timeout(lite, 5000);
    for (size_t i = 0; i < COUNT(pragmas); i++) {
        if (sqlite3_exec(lite, pragmas[i].set, NULL, NULL, NULL) != SQLITE_OK ||
            !reads_back(lite, pragmas[i].get, pragmas[i].want))
            return refuse_open(lite, pragmas[i].set, problem);
    }
    snprintf(text, sizeof(text), "PRAGMA cache_size = -%lld", (long long)kib);
    if (sqlite3_exec(lite, text, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(lite, "PRAGMA mmap_size = 0", NULL, NULL, NULL) != SQLITE_OK)
        return refuse_open(lite, text, problem);
    if (place->read_only &&
        (sqlite3_exec(lite, "PRAGMA query_only = ON", NULL, NULL, NULL) != SQLITE_OK ||
            !reads_back(lite, "PRAGMA query_only", "1")))
        return refuse_open(lite, "query_only", problem);
    return OK;
}

static enum err set_switches(sqlite3 *lite, struct buf *problem)
{
    static const struct {
        int op, value;
        const char *name;
    } switches[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1, "defensive"},
        {SQLITE_DBCONFIG_DQS_DML, 0, "double-quoted strings"},
        {SQLITE_DBCONFIG_DQS_DDL, 0, "double-quoted strings in schemas"},
        {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, "trusted schema"},
        {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, "triggers"},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, "loading extensions"},
        {SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0, "writable schema"},
        /* Else a bound value that a partial index names has the statement planned anew. */
        {SQLITE_DBCONFIG_ENABLE_QPSG, 1, "plans that do not depend on values"},
    };

    for (size_t i = 0; i < COUNT(switches); i++) {
        int is = -1;

        if (sqlite3_db_config(lite, switches[i].op, switches[i].value, &is) != SQLITE_OK ||
            is != switches[i].value)
            return refuse_open(lite, switches[i].name, problem);
    }
    return OK;
}

static enum err set_limits(sqlite3 *lite, struct buf *problem)
{
    static const struct {
        int id, most;
    } limits[] = {
        {SQLITE_LIMIT_LENGTH, 16 << 20},
        {SQLITE_LIMIT_SQL_LENGTH, 128 << 10},
        {SQLITE_LIMIT_COLUMN, DRIVER_COLUMNS},
        {SQLITE_LIMIT_EXPR_DEPTH, 200},
        {SQLITE_LIMIT_COMPOUND_SELECT, 20},
        {SQLITE_LIMIT_VDBE_OP, 100000},
        {SQLITE_LIMIT_FUNCTION_ARG, 32},
        {SQLITE_LIMIT_ATTACHED, 1},
        {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 2000},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 200},
        {SQLITE_LIMIT_TRIGGER_DEPTH, 1},
        {SQLITE_LIMIT_WORKER_THREADS, 0},
    };

    for (size_t i = 0; i < COUNT(limits); i++) {
        sqlite3_limit(lite, limits[i].id, limits[i].most);
        if (sqlite3_limit(lite, limits[i].id, -1) != limits[i].most)
            return refuse_open(lite, "limits", problem);
    }
    return OK;
}

/* Stop a read that is past its deadline. */
static int progress(void *arg)
{
    const struct db *db = arg;

    return db->deadline != 0 && time_mono_ns() > db->deadline &&
           (!db->in_tx || db->mode == DB_READ);
}

/* A new database is readable by its owner only; SQLite gives its side files the same mode. */
static void create_private(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

    if (fd >= 0)
        close(fd);
}

/* Counting its memory makes SQLite lock at every allocation, for all connections.  What
 * a savepoint would undo stays in memory: by default the pages of a batch go to a temporary
 * file, which costs as much as the batch itself.  A limit (16 MiB was tried) is also the piece
 * that is written out, and SQLite 3.40 takes a write of more than 131,071 bytes for a full
 * disk. */
static void settle_library(void)
{
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    (void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, -1);
}

static enum err lite_open(struct db *db, const struct db_place *place, struct buf *problem)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    const char *path = str_dup(db->arena, str_sub(place->target, 7, SIZE_MAX)).p;
    struct link *link = NEW(db->arena, struct link);

    (void)pthread_once(&once, settle_library);
    db->link = link;
    if (!place->read_only)
        create_private(path);
    if (sqlite3_open_v2(path, &link->lite, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) !=
        SQLITE_OK)
        return refuse_open(link->lite, path, problem);
    sqlite3_extended_result_codes(link->lite, 1);
    TRY(set_switches(link->lite, problem));
    TRY(set_pragmas(link->lite, place, problem));
    TRY(set_limits(link->lite, problem));
    sqlite3_progress_handler(link->lite, 2000, progress, db);
    for (int i = 0; i < COMMANDS; i++) {
        if (sqlite3_prepare_v3(link->lite, commands[i], -1, SQLITE_PREPARE_PERSISTENT,
                &link->commands[i], NULL) != SQLITE_OK)
            return refuse_open(link->lite, commands[i], problem);
    }
    return OK;
}

static void lite_close(struct db *db)
{
    struct link *link = db->link;

    if (link == NULL)
        return;
    for (int i = 0; i < COMMANDS; i++)
        sqlite3_finalize(link->commands[i]);
    sqlite3_close_v2(link->lite);
}

/* Statements. */

static void learn_columns(struct db *db, struct db_prepared *p, sqlite3_stmt *stmt)
{
    p->columns = (size_t)sqlite3_column_count(stmt);
    p->names = MANY(db->arena, const char *, p->columns);
    p->kinds = MANY(db->arena, enum cell_kind, p->columns);
    for (size_t i = 0; i < p->columns; i++)
        p->names[i] = str_dup(db->arena, str_of(sqlite3_column_name(stmt, (int)i))).p;
}

static enum err prepare(struct db *db, struct db_prepared *p, const char *text)
{
    struct link *link = db->link;
    struct own *own = NEW(db->arena, struct own);
    const char *tail = "";
    char name[24];

    if (sqlite3_prepare_v3(
            link->lite, text, -1, SQLITE_PREPARE_PERSISTENT, &own->stmt, &tail) != SQLITE_OK)
        return classify(db);
    p->own = own;
    if (own->stmt == NULL || tail[strspn(tail, "; \t\n")] != '\0') {
        sqlite3_finalize(own->stmt);
        return driver_fail(db, ERR_DOWN, NULL, "not exactly one statement");
    }
    if (p->st->reads && !sqlite3_stmt_readonly(own->stmt)) {
        sqlite3_finalize(own->stmt);
        return driver_fail(db, ERR_DOWN, NULL, "marked as reading, but it writes");
    }
    own->at = MANY(db->arena, int, p->st->n);
    for (size_t i = 0; i < p->st->n; i++) {
        snprintf(name, sizeof(name), "$%zu", i + 1);
        own->at[i] = sqlite3_bind_parameter_index(own->stmt, name);
    }
    learn_columns(db, p, own->stmt);
    return OK;
}

static void drop(struct db *db, struct db_prepared *p)
{
    struct own *own = p->own;

    (void)db;
    sqlite3_finalize(own->stmt);
    own->stmt = NULL;
}

static int bind_one(sqlite3_stmt *stmt, int at, const struct db_arg *arg)
{
    char day[11];

    if (driver_absent(arg))
        return sqlite3_bind_null(stmt, at);
    switch (arg->kind) {
    case KIND_INT:
    case KIND_INSTANT:
    case KIND_MONEY:
    case KIND_BOOL:
        return sqlite3_bind_int64(stmt, at, arg->i);
    case KIND_STR:
    case KIND_PRIV:
    case KIND_ENUM:
        return sqlite3_bind_text64(stmt, at, arg->s.p, arg->s.n, SQLITE_STATIC, SQLITE_UTF8);
    case KIND_BYTES:
        return sqlite3_bind_blob64(stmt, at, arg->b.p, arg->b.n, SQLITE_STATIC);
    case KIND_DATE:
        driver_date(arg->d, day);
        return sqlite3_bind_text(stmt, at, day, 10, SQLITE_TRANSIENT);
    }
    return SQLITE_MISUSE;
}

static enum err bind(struct db *db, struct db_prepared *p, const struct db_arg *args)
{
    struct own *own = p->own;

    for (size_t i = 0; i < p->st->n; i++) {
        if (own->at[i] > 0 && bind_one(own->stmt, own->at[i], &args[i]) != SQLITE_OK)
            return classify(db);
    }
    return OK;
}

/* False: a floating point number, which the dialect does not know.  The value is asked once and
 * for all; text is taken as the bytes it is stored as, because asked for as text SQLite copies
 * it to put a NUL behind. */
static bool cell_of(sqlite3_stmt *stmt, int i, struct db_cell *cell)
{
    sqlite3_value *value = sqlite3_column_value(stmt, i);

    switch (sqlite3_value_type(value)) {
    case SQLITE_NULL:
        cell->kind = CELL_NULL;
        return true;
    case SQLITE_INTEGER:
        cell->kind = CELL_INT;
        cell->i = sqlite3_value_int64(value);
        return true;
    case SQLITE_TEXT:
        cell->kind = CELL_TEXT;
        break;
    case SQLITE_BLOB:
        cell->kind = CELL_BYTES;
        break;
    default:
        return false;
    }
    cell->p = sqlite3_value_blob(value);
    cell->n = (size_t)sqlite3_value_bytes(value);
    return true;
}

static enum err give(struct db *db, struct db_prepared *p, const struct db_rows *rows)
{
    struct own *own = p->own;
    struct db_cell cells[DRIVER_COLUMNS];

    for (size_t i = 0; i < p->columns; i++) {
        if (!cell_of(own->stmt, (int)i, &cells[i]))
            return driver_fail(db, ERR_DOWN, NULL, "a floating point number");
    }
    return rows->row(rows->arg, cells, p->columns);
}

static enum err step_all(struct db *db, struct db_prepared *p, const struct db_rows *rows)
{
    struct own *own = p->own;
    int step;

    while ((step = sqlite3_step(own->stmt)) == SQLITE_ROW) {
        if (rows != NULL)
            TRY(give(db, p, rows));
    }
    return step == SQLITE_DONE ? OK : classify(db);
}

static enum err run(struct db *db, struct db_prepared *p, const struct db_arg *args,
    const struct db_rows *rows, int64_t *changed)
{
    struct own *own = p->own;
    struct link *link = db->link;
    enum err code = bind(db, p, args);

    if (code == OK)
        code = step_all(db, p, rows);
    if (code == OK && changed != NULL)
        *changed = sqlite3_changes64(link->lite);
    sqlite3_reset(own->stmt);
    sqlite3_clear_bindings(own->stmt);
    return code;
}

/* Transactions. */

static enum err command(struct db *db, enum command which)
{
    struct link *link = db->link;
    int step = sqlite3_step(link->commands[which]);
    enum err code = step == SQLITE_DONE ? OK : classify(db);

    sqlite3_reset(link->commands[which]);
    return code;
}

static enum err begin(struct db *db, enum db_mode mode)
{
    db->lost = false;
    return command(db, mode == DB_READ ? BEGIN_READ : BEGIN_WRITE);
}

static enum err end(struct db *db, bool commit)
{
    struct link *link = db->link;

    /* After a full disk or an I/O error SQLite may have rolled back by itself. */
    if (sqlite3_get_autocommit(link->lite))
        return commit ? driver_fail(db, ERR_DOWN, NULL, "the transaction is gone") : OK;
    return command(db, commit ? COMMIT : ROLLBACK);
}

static enum err mark(struct db *db, enum db_mark what)
{
    if (what == MARK_SAVE)
        return command(db, SAVE);
    if (what == MARK_BACK)
        TRY(command(db, BACK));
    return command(db, RELEASE);
}

/* Beyond the common driver. */

enum err sqlite_checkpoint(struct db *db, bool restart, int64_t *pages)
{
    struct link *link = db->link;
    int mode = restart ? SQLITE_CHECKPOINT_RESTART : SQLITE_CHECKPOINT_PASSIVE;
    int log = 0, done = 0, result;

    /* Nobody writes while a restart waits for readers. */
    sqlite3_busy_timeout(link->lite, restart ? 20 : 0);
    result = sqlite3_wal_checkpoint_v2(link->lite, NULL, mode, &log, &done);
    sqlite3_busy_timeout(link->lite, 5000);
    if (result != SQLITE_OK)
        return classify(db);
    *pages = log;
    return OK;
}

enum err sqlite_backup(struct db *db, struct str path)
{
    struct link *link = db->link;
    sqlite3 *to = NULL;
    sqlite3_backup *copy = NULL;
    int result;

    path = str_dup(db->scratch, path);
    create_private(path.p);
    result = sqlite3_open_v2(path.p, &to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (result == SQLITE_OK)
        copy = sqlite3_backup_init(to, "main", link->lite, "main");
    if (copy != NULL) {
        /* All in one step: a copy in pieces starts again whenever another connection writes,
         * and in WAL mode readers and the writer do not wait for this one. */
        result = sqlite3_backup_step(copy, -1);
        sqlite3_backup_finish(copy);
    }
    if (copy == NULL || result != SQLITE_DONE) {
        driver_fail(db, ERR_DOWN, NULL, to == NULL ? "no memory" : sqlite3_errmsg(to));
        sqlite3_close_v2(to);
        return ERR_DOWN;
    }
    sqlite3_close_v2(to);
    return OK;
}

static enum err say(void *arg, const struct db_cell *cells, size_t n)
{
    struct buf *problem = arg;

    if (n >= 1 && cells[0].kind == CELL_TEXT &&
        !str_is((struct str){cells[0].p, cells[0].n}, "ok"))
        buf_f(problem, "%.*s\n", (int)cells[0].n, cells[0].p);
    return OK;
}

enum err sqlite_check(struct db *db, struct buf *problem)
{
    static const char *const asks[] = {
        "PRAGMA integrity_check(20)", "PRAGMA foreign_key_check"};
    size_t before = problem->n;

    for (size_t i = 0; i < COUNT(asks); i++) {
        struct db_statement st = {.name = asks[i], .verb = DB_EACH, .text = asks[i]};
        struct db_prepared p = {.st = &st};
        struct db_rows rows = {say, problem};
        enum err code;

        TRY(prepare(db, &p, st.text));
        code = run(db, &p, NULL, &rows, NULL);
        drop(db, &p);
        TRY(code);
    }
    return problem->n == before
               ? OK
               : driver_fail(db, ERR_DOWN, NULL, "the database file is damaged");
}

const struct db_driver sqlite_driver = {
    .open = lite_open,
    .close = lite_close,
    .prepare = prepare,
    .drop = drop,
    .run = run,
    .script = script,
    .begin = begin,
    .end = end,
    .mark = mark,
};
