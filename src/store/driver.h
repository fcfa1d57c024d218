/*
 * driver: what src/store/db.c asks of an engine.  Nine functions; everything else (statements,
 * shapes, transactions, retries, migrations) is written once above them.
 *
 * Every function that fails leaves its words through driver_fail; when the engine failed (not a
 * callback), it sets db->spoiled too, and db->lost when the transaction or connection is gone.
 */
#ifndef STORE_DRIVER_H
#define STORE_DRIVER_H

#include "store/db.h"

enum cell_kind {
    CELL_NULL,
    CELL_INT,
    CELL_TEXT,
    CELL_BYTES
};

/* One column of one row, valid until the next row. */
struct db_cell {
    enum cell_kind kind;
    int64_t i;
    const char *p;
    size_t n;
};

#define DRIVER_COLUMNS 100

/* A statement known to a connection. */
struct db_prepared {
    const struct db_statement *st;
    void *own;                /* the driver's */
    bool busy;                /* its rows are being read */
    struct db_prepared *twin; /* the same again, for use while this one is busy */
    size_t columns;
    const char **names;          /* of the result columns */
    enum cell_kind *kinds;       /* CELL_NULL: not known before it runs */
    const struct field **fields; /* of the shape; NULL without a shape */
};

struct db_rows {
    enum err (*row)(void *arg, const struct db_cell *cells, size_t n);
    void *arg;
};

enum db_mark {
    MARK_SAVE,
    MARK_RELEASE,
    MARK_BACK
};

struct db_driver {
    enum err (*open)(struct db *db, const struct db_place *place, struct buf *problem);
    void (*close)(struct db *db);
    /* Fill own, columns, names and kinds. */
    enum err (*prepare)(struct db *db, struct db_prepared *p, const char *text);
    void (*drop)(struct db *db, struct db_prepared *p);
    /* rows == NULL: the rows are not wanted; changed == NULL: the number is not. */
    enum err (*run)(struct db *db, struct db_prepared *p, const struct db_arg *args,
        const struct db_rows *rows, int64_t *changed);
    enum err (*script)(struct db *db, const char *sql);
    enum err (*begin)(struct db *db, enum db_mode mode);
    enum err (*end)(struct db *db, bool commit);
    enum err (*mark)(struct db *db, enum db_mark mark);
};

struct faulty;

struct db {
    const struct db_driver *driver;
    void *link;            /* the driver's */
    struct faulty *faulty; /* store/faulty.h; NULL outside tests */
    struct arena *arena;   /* lives as long as the connection */
    struct arena *scratch; /* rows of db_each and the like, given back at once */
    enum db_engine engine;
    bool read_only;
    bool in_tx;
    enum db_mode mode;
    bool late, full, broken, lost;
    bool spoiled;             /* a statement failed: only undoing is left */
    bool touched;             /* a statement that writes was run since db_watch */
    int64_t deadline;         /* time_mono_ns; 0: none */
    struct arena *kept_arena; /* what is kept until the transaction ends (db_keep) */
    struct map *kept;         /* NULL: nothing */
    struct db_prepared **cache;
    size_t cache_n, cache_cap;
    char constraint[128];
    char message[512];
};

extern const struct db_driver sqlite_driver;
extern const struct db_driver postgres_driver;

/* A statement made at run time: prepared, used and dropped by its maker, never kept by the
 * connection (db.c). */
enum err db_once_open(
    struct db *db, const struct db_statement *st, struct db_prepared **out) MUST_USE;
enum err db_once_run(struct db *db, struct db_prepared *p, const struct db_arg *args,
    const struct db_rows *rows) MUST_USE;
void db_once_close(struct db *db, struct db_prepared *p); /* NULL is harmless */

/* Note what went wrong and return code. */
enum err driver_fail(struct db *db, enum err code, const char *constraint, const char *message);
/* Days as YYYY-MM-DD in ten bytes and a NUL. */
void driver_date(struct date d, char out[11]);
/* True when the argument stands for NULL. */
bool driver_absent(const struct db_arg *arg);

#endif
