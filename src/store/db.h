/*
 * db: the seam between the house and its database engines.
 *
 * Only src/store knows that SQLite and PostgreSQL exist.  A connection (struct db) belongs to
 * one thread at a time, prepares each statement once, and speaks the common dialect.  A driver
 * is a table of a few functions (struct db_driver); statements, shapes, transactions, retries
 * and migrations are written once above it.
 *
 * Errors: ERR_BUSY conflict, lock time-out or lost serialization (run the whole work again),
 * and a full disk (db_full: running again at once does not help); ERR_CONFLICT a unique or
 * foreign key or check constraint (db_fault names it); ERR_NOT_FOUND where a verb says so;
 * ERR_LIMIT the deadline of db_deadline passed; ERR_DOWN everything else (db_fault has the
 * words).
 *
 * After a failed statement (not ERR_NOT_FOUND) its savepoint or transaction can only be undone;
 * work that expects a conflict says ON CONFLICT DO NOTHING and looks at the count.
 *
 * Names of constraints are the same on both engines when every constraint has a name.  One
 * without gets PostgreSQL's default ("t_pkey", "t_a_b_key"); NOT NULL is "t_a_not_null"; any
 * foreign key is "store.reference", because SQLite does not say which.
 */
#ifndef STORE_DB_H
#define STORE_DB_H

#include "base/buf.h"
#include "base/shape.h"
#include "base/vec.h"

struct db;

enum db_engine {
    DB_SQLITE,
    DB_POSTGRES
};

enum db_verb {
    DB_ONE,
    DB_MAYBE,
    DB_MANY,
    DB_EACH,
    DB_VALUE,
    DB_COUNT
};

struct db_param {
    const char *name;
    enum kind kind;
};

/* One statement of a .sql file; made by tools/gen.  Exactly one of text or both of text_sqlite
 * and text_postgres are set. */
struct db_statement {
    const char *name;
    enum db_verb verb;
    const char *text; /* parameters as $1 … $n */
    const char *text_sqlite, *text_postgres;
    const struct shape *shape; /* of the rows; NULL for value and count */
    const struct db_param *params;
    size_t n;
    bool reads;          /* changes nothing */
    bool read_committed; /* a queue: safe and wanted at read-committed (DESIGN: job_claim) */
};

/* One argument; text kinds with p == NULL, INSTANT_NONE and DATE_NONE become NULL. */
struct db_arg {
    enum kind kind;
    union {
        int64_t i; /* int, money, bool, instant */
        struct str s;
        struct bytes b;
        struct date d;
    };
};
#define DB_INT(v) ((struct db_arg){.kind = KIND_INT, .i = (v)})
#define DB_TEXT(v) ((struct db_arg){.kind = KIND_STR, .s = (v)})
#define DB_BYTES(v) ((struct db_arg){.kind = KIND_BYTES, .b = (v)})
#define DB_INSTANT(v) ((struct db_arg){.kind = KIND_INSTANT, .i = (v).s})
#define DB_DATE(v) ((struct db_arg){.kind = KIND_DATE, .d = (v)})
#define DB_MONEY(v) ((struct db_arg){.kind = KIND_MONEY, .i = (v).fen})
#define DB_BOOL(v) ((struct db_arg){.kind = KIND_BOOL, .i = (v)})
#define DB_WORD(words, v) ((struct db_arg){.kind = KIND_STR, .s = str_of((words)[(v)])})

/* What went wrong last on a connection. */
struct db_fault {
    struct str constraint; /* name of the violated constraint, if any */
    struct str message;    /* the engine's words; for logs, never for people */
};

/* How to reach a database. */
struct db_place {
    struct str target;   /* "sqlite:/path/lianluo.db" or "postgres://…" or a libpq string */
    bool read_only;      /* the engine refuses writes (query_only, READ ONLY) */
    int64_t cache_bytes; /* page cache of SQLite; 0: 4 to 32 MiB by the size of the file */
    int64_t patience_ms; /* longest wait for an answer of a server; 0: 10 s */
};

/* Open with every safety setting of DESIGN 10.4 and read each back; ERR_DOWN when one differs.
 */
enum err db_open(const struct db_place *place, struct db **out, struct buf *problem) MUST_USE;
void db_close(struct db *db); /* NULL is harmless; an open transaction is rolled back */
enum db_engine db_engine(const struct db *db);
struct db_fault db_fault(const struct db *db);

/* Transactions.  On SQLite a write begins IMMEDIATE; on PostgreSQL SERIALIZABLE, unless
 * committed_only (queues).  Savepoints nest inside a write (one request of a batch). */
enum db_mode {
    DB_READ,
    DB_WRITE,
    DB_WRITE_COMMITTED
};
enum err db_begin(struct db *db, enum db_mode mode) MUST_USE;
enum err db_commit(struct db *db) MUST_USE;
void db_rollback(struct db *db);             /* harmless when none is open */
enum err db_save(struct db *db) MUST_USE;    /* SAVEPOINT */
enum err db_release(struct db *db) MUST_USE; /* keep what was done since db_save */
enum err db_back(struct db *db) MUST_USE;    /* undo what was done since db_save */
bool db_in_transaction(const struct db *db);
/* Was anything written, or did a statement fail, since db_watch? */
void db_watch(struct db *db);
bool db_touched(const struct db *db);

/* Reading statements that run past this moment of time_mono_ns fail with ERR_LIMIT, and
 * db_late is true until the next transaction begins or another deadline is set.  0 takes the
 * deadline away. */
void db_deadline(struct db *db, int64_t mono_ns);
bool db_late(const struct db *db);
/* The last failure was a full disk (or a size limit of the process): refuse cleanly, it heals.
 */
bool db_full(const struct db *db);
/* A sync or I/O error was seen: nothing more may be written by this process. */
bool db_broken(const struct db *db);
/* False after a connection to a server was lost; the next db_begin tries to heal it. */
bool db_alive(const struct db *db);

/* What the transaction read of tables that hardly ever change (rules, the calendar, divisions),
 * kept by name, since the works of one batch ask for the same again and again.  It is forgotten
 * when the transaction ends, when a savepoint is undone, and by db_kept_drop, which whoever
 * writes such a table calls; values live on db_kept_arena until the transaction ends. */
void *db_kept(const struct db *db, struct str name); /* NULL: not there */
struct arena *db_kept_arena(struct db *db);
void db_keep(struct db *db, struct str name, void *value);
void db_kept_drop(struct db *db);

/* Verbs of DESIGN 10.2.  Rows are decoded by the statement's shape onto a. */
enum err db_one(struct db *db, struct arena *a, const struct db_statement *st,
    const struct db_arg *args, void *out) MUST_USE;
enum err db_maybe(struct db *db, struct arena *a, const struct db_statement *st,
    const struct db_arg *args, void *out, bool *found) MUST_USE;
/* *rows is an array of st->shape->size bytes each; n rows. */
enum err db_many(struct db *db, struct arena *a, const struct db_statement *st,
    const struct db_arg *args, void **rows, size_t *n) MUST_USE;
/* row(arg, decoded row) for each; the row lives until the callback returns. */
enum err db_each(struct db *db, const struct db_statement *st, const struct db_arg *args,
    enum err (*row)(void *arg, const void *row), void *arg) MUST_USE;
enum err db_value(struct db *db, const struct db_statement *st, const struct db_arg *args,
    int64_t *out) MUST_USE;
/* changed may be NULL: then a server may be told without waiting for its answer, and a failure
 * comes with a later call of the same savepoint or transaction, at the latest its end. */
enum err db_count(struct db *db, const struct db_statement *st, const struct db_arg *args,
    int64_t *changed) MUST_USE;

/* Run a script of several statements without parameters (schema steps, pragmas of tests). */
enum err db_script(struct db *db, struct str sql) MUST_USE;
/* Prepare without running, and check the result columns against the shape (tests). */
enum err db_prepare_check(
    struct db *db, const struct db_statement *st, struct buf *problem) MUST_USE;
/* A statement given as text at run time: only src/store and tests.  The first cell as text;
 * absent when there is no row or it is NULL. */
enum err db_ask(struct db *db, struct arena *a, const char *sql, struct str *cell) MUST_USE;

#endif
