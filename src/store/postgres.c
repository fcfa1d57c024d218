#include "base/num.h"
#include "store/driver.h"
#include "store/pgvalue.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#define PENDING_MAX 500
#define TOGETHER 16 /* statements to a journey */
#define HEAL_EVERY_NS INT64_C(500000000)

enum command {
    BEGIN_READ,
    BEGIN_WRITE,
    BEGIN_COMMITTED,
    COMMIT,
    ROLLBACK,
    SAVE,
    RELEASE,
    BACK,
    COMMANDS
};

static const struct {
    const char *name;
    const char *text;
} commands[COMMANDS] = {
    {"c0", "BEGIN READ ONLY"},
    {"c1", "BEGIN"},
    {"c2", "BEGIN ISOLATION LEVEL READ COMMITTED"},
    {"c3", "COMMIT"},
    {"c4", "ROLLBACK"},
    {"c5", "SAVEPOINT s"},
    {"c6", "RELEASE s"},
    {"c7", "ROLLBACK TO s"},
};

/* The connection is always in pipeline mode.  What needs no answer (begin, savepoints, inserts
 * whose count nobody asked for) is only sent; its results are read with the next answer that is
 * waited for. */
struct link {
    PGconn *pg;
    const char *target;
    int64_t patience_ms;
    int64_t heal_at;     /* no new attempt to connect before this moment */
    unsigned generation; /* grows with every connection made */
    unsigned names;      /* of prepared statements so far */
    size_t pending;      /* commands whose results were not read */
    bool work;           /* some of them may fail for reasons of their own */
    bool opening;        /* a transaction of nothing so far: its BEGIN was not sent */
    enum command begin;  /* which one */
    bool warned;         /* the server said WARNING since it was last cleared */
    bool committing;
};

struct own {
    unsigned generation;
    const char *text;
    char name[16];
};

/* Errors. */

static bool is(const char *state, const char *prefix)
{
    return strncmp(state, prefix, strlen(prefix)) == 0;
}

/* Before the commit was sent nothing can have happened, so the work may be run again. */
static enum err lose(struct db *db, const char *words)
{
    struct link *link = db->link;

    db->lost = true;
    db->spoiled = true;
    link->pending = 0;
    link->work = link->opening = false;
    return driver_fail(
        db, db->in_tx && !link->committing ? ERR_BUSY : ERR_DOWN, "store.down", words);
}

static const char *field_of(const PGresult *r, int which)
{
    const char *text = PQresultErrorField(r, which);

    return text == NULL ? "" : text;
}

static enum err violation(struct db *db, const PGresult *r, const char *state)
{
    const char *words = field_of(r, PG_DIAG_MESSAGE_PRIMARY);
    char name[128];

    if (is(state, "23503"))
        return driver_fail(db, ERR_CONFLICT, "store.reference", words);
    if (is(state, "23502"))
        snprintf(name, sizeof(name), "%s_%s_not_null", field_of(r, PG_DIAG_TABLE_NAME),
            field_of(r, PG_DIAG_COLUMN_NAME));
    else
        snprintf(name, sizeof(name), "%s", field_of(r, PG_DIAG_CONSTRAINT_NAME));
    return driver_fail(db, ERR_CONFLICT, name, words);
}

static enum err classify(struct db *db, const PGresult *r)
{
    struct link *link = db->link;
    const char *state = field_of(r, PG_DIAG_SQLSTATE);
    char words[400];

    if (PQstatus(link->pg) == CONNECTION_BAD || is(state, "57P") || state[0] == '\0')
        return lose(db, PQresultErrorMessage(r));
    db->spoiled = true;
    if (is(state, "23"))
        return violation(db, r, state);
    snprintf(words, sizeof(words), "%s (%s)", field_of(r, PG_DIAG_MESSAGE_PRIMARY), state);
    if (is(state, "40001") || is(state, "40P01") || is(state, "55P03"))
        return driver_fail(db, ERR_BUSY, NULL, words);
    if (is(state, "53100")) {
        db->full = true;
        return driver_fail(db, ERR_BUSY, "store.full", words);
    }
    if (is(state, "57014")) {
        db->late = true;
        return driver_fail(db, ERR_LIMIT, "store.late", words);
    }
    return driver_fail(db, ERR_DOWN, NULL, words);
}

/* A commit that was not confirmed by the synchronous standby ends with a WARNING. */
static void notice(void *arg, const PGresult *r)
{
    struct link *link = arg;

    if (strcmp(field_of(r, PG_DIAG_SEVERITY_NONLOCALIZED), "WARNING") == 0)
        link->warned = true;
}

/* Waiting for answers. */

static bool past(const struct db *db, int64_t now)
{
    return db->deadline != 0 && now > db->deadline && (!db->in_tx || db->mode == DB_READ);
}

static void cancel(struct link *link)
{
    PGcancel *handle = PQgetCancel(link->pg);
    char words[256];

    if (handle == NULL)
        return;
    /* Without success the patience decides. */
    if (PQcancel(handle, words, sizeof(words)) == 1)
        words[0] = '\0';
    PQfreeCancel(handle);
}

static int wait_ms(const struct db *db, int64_t now, int64_t until, bool cancelled)
{
    int64_t end = until;

    if (db->deadline != 0 && !cancelled && db->deadline < end && db->deadline > now)
        end = db->deadline;
    return (int)((end - now) / 1000000 + 1);
}

/* Until the next result can be read without waiting; false when that took too long. */
static bool wait_ready(struct db *db)
{
    struct link *link = db->link;
    int64_t now = time_mono_ns(), until = now + link->patience_ms * 1000000;
    bool cancelled = false;

    for (;;) {
        int unsent = PQflush(link->pg);
        struct pollfd fd = {.fd = PQsocket(link->pg), .events = POLLIN};

        if (unsent < 0)
            return true; /* the result tells the trouble */
        if (unsent == 0 && !PQisBusy(link->pg))
            return true;
        if (unsent > 0)
            fd.events |= POLLOUT;
        if (poll(&fd, 1, wait_ms(db, now, until, cancelled)) < 0 && errno != EINTR)
            return false;
        if ((fd.revents & (POLLIN | POLLERR | POLLHUP)) != 0 && PQconsumeInput(link->pg) == 0)
            return true;
        now = time_mono_ns();
        if (!cancelled && past(db, now)) {
            cancel(link);
            cancelled = true;
        }
        if (now > until)
            return false;
    }
}

/* Results of one command, up to the NULL behind them.  The first failure of the exchange is
 * kept in *code; *kept gets the last good result. */
static enum err take(struct db *db, PGresult **kept, enum err *code)
{
    struct link *link = db->link;

    for (;;) {
        PGresult *r;

        if (!wait_ready(db))
            return lose(db, "the server did not answer in time");
        r = PQgetResult(link->pg);
        if (r == NULL && PQstatus(link->pg) == CONNECTION_BAD)
            return lose(db, PQerrorMessage(link->pg));
        if (r == NULL)
            return OK;
        switch (PQresultStatus(r)) {
        case PGRES_PIPELINE_SYNC:
            PQclear(r);
            return OK;
        case PGRES_COMMAND_OK:
        case PGRES_TUPLES_OK:
        case PGRES_EMPTY_QUERY:
            if (kept != NULL) {
                PQclear(*kept);
                *kept = r;
                continue;
            }
            break;
        case PGRES_PIPELINE_ABORTED:
            break;
        case PGRES_FATAL_ERROR:
        case PGRES_BAD_RESPONSE:
        case PGRES_NONFATAL_ERROR:
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
        case PGRES_SINGLE_TUPLE:
            if (*code == OK)
                *code = classify(db, r);
            break;
        }
        PQclear(r);
        if (db->lost)
            return *code;
    }
}

/* Read the results of everything that was sent; *kept is that of the last command. */
static enum err drain(struct db *db, PGresult **kept)
{
    struct link *link = db->link;
    size_t n = link->pending;
    enum err code = OK;

    if (n == 0)
        return OK;
    if (PQpipelineSync(link->pg) != 1)
        return lose(db, PQerrorMessage(link->pg));
    link->pending = 0;
    link->work = false;
    for (size_t i = 0; i < n; i++)
        TRY(take(db, i + 1 == n ? kept : NULL, &code));
    TRY(take(db, NULL, &code)); /* the sync */
    if (code != OK && kept != NULL) {
        PQclear(*kept);
        *kept = NULL;
    }
    return code;
}

static enum err sent(struct db *db, int ok)
{
    struct link *link = db->link;

    if (!ok)
        return lose(db, PQerrorMessage(link->pg));
    link->pending++;
    return OK;
}

static enum err send_command(struct db *db, enum command which)
{
    struct link *link = db->link;

    return sent(
        db, PQsendQueryPrepared(link->pg, commands[which].name, 0, NULL, NULL, NULL, 1));
}

/* A transaction begins with its first statement; one without any is no journey at all. */
static enum err send_begin(struct db *db)
{
    struct link *link = db->link;

    if (!link->opening)
        return OK;
    link->opening = false;
    return send_command(db, link->begin);
}

/* Connecting. */

static const char settings[] = "SET default_transaction_isolation = 'serializable';"
                               "SET lock_timeout = '5s';"
                               "SET idle_in_transaction_session_timeout = '60s';"
                               "SET standard_conforming_strings = on;"
                               "SET timezone = 'UTC';"
                               "SET jit = off;"
                               "SET client_min_messages = warning;";

/* What must hold, as a query with one row of texts, and the answers that are accepted. */
static const char checks[] =
    "SELECT current_setting('server_encoding'), current_setting('client_encoding'),"
    " current_setting('default_transaction_isolation'),"
    " current_setting('default_transaction_read_only'), datcollate, datctype,"
    " current_setting('synchronous_commit')"
    " FROM pg_database WHERE datname = current_database()";

static bool accepted(const PGresult *r, bool read_only, struct buf *problem)
{
    static const struct {
        const char *what, *one, *other;
    } wants[] = {
        {"server encoding", "UTF8", "UTF8"},
        {"client encoding", "UTF8", "UTF8"},
        {"isolation", "serializable", "serializable"},
        {"read only", "off", "off"},
        {"collation", "C", "POSIX"},
        {"character type", "C", "POSIX"},
        {"synchronous_commit", "on", "remote_apply"},
    };
    bool good = PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) == 1;

    for (int i = 0; good && i < (int)COUNT(wants); i++) {
        const char *is_now = PQgetvalue(r, 0, i);
        const char *one = i == 3 && read_only ? "on" : wants[i].one;

        if (strcmp(is_now, one) != 0 && strcmp(is_now, wants[i].other) != 0) {
            buf_f(problem, "PostgreSQL: %s is %s, wanted %s\n", wants[i].what, is_now, one);
            good = false;
        }
    }
    return good;
}

static bool prepare_commands(PGconn *pg)
{
    for (int i = 0; i < COMMANDS; i++) {
        PGresult *r = PQprepare(pg, commands[i].name, commands[i].text, 0, NULL);
        bool good = PQresultStatus(r) == PGRES_COMMAND_OK;

        PQclear(r);
        if (!good)
            return false;
    }
    return true;
}

static bool set_up(struct db *db, PGconn *pg, struct buf *problem)
{
    PGresult *r = PQexec(pg, settings);
    bool good = PQresultStatus(r) == PGRES_COMMAND_OK;

    PQclear(r);
    if (good && db->read_only) {
        r = PQexec(pg, "SET default_transaction_read_only = on");
        good = PQresultStatus(r) == PGRES_COMMAND_OK;
        PQclear(r);
    }
    if (!good)
        return false;
    r = PQexec(pg, checks);
    good = accepted(r, db->read_only, problem);
    PQclear(r);
    return good && prepare_commands(pg) && PQsetnonblocking(pg, 1) == 0 &&
           PQenterPipelineMode(pg) == 1;
}

static enum err connect_now(struct db *db, struct buf *problem)
{
    struct link *link = db->link;
    const char *const keys[] = {"dbname", "client_encoding", "application_name",
        "connect_timeout", "tcp_user_timeout", "target_session_attrs", NULL};
    const char *const values[] = {link->target, "UTF8", "lianluo", "3", "10000",
        db->read_only ? "any" : "read-write", NULL};

    PQfinish(link->pg);
    link->pg = PQconnectdbParams(keys, values, 1);
    link->generation++;
    link->pending = 0;
    link->work = link->opening = false;
    if (PQstatus(link->pg) == CONNECTION_OK) {
        PQsetNoticeReceiver(link->pg, notice, link);
        if (PQserverVersion(link->pg) < 140000)
            buf_f(problem, "PostgreSQL: version 14 or later is needed\n");
        else if (set_up(db, link->pg, problem)) {
            db->lost = false;
            return OK;
        }
    }
    db->lost = true;
    link->heal_at = time_mono_ns() + HEAL_EVERY_NS;
    buf_f(problem, "PostgreSQL: %s\n", PQerrorMessage(link->pg));
    return driver_fail(db, ERR_DOWN, "store.down", PQerrorMessage(link->pg));
}

static enum err pg_open(struct db *db, const struct db_place *place, struct buf *problem)
{
    struct link *link = NEW(db->arena, struct link);

    db->link = link;
    link->target = str_dup(db->arena, place->target).p;
    link->patience_ms = place->patience_ms > 0 ? place->patience_ms : 10000;
    return connect_now(db, problem);
}

static void pg_close(struct db *db)
{
    struct link *link = db->link;

    if (link != NULL)
        PQfinish(link->pg);
}

static enum err heal(struct db *db)
{
    struct link *link = db->link;
    struct arena_mark mark = arena_mark(db->scratch);
    struct buf problem = buf_new(db->scratch, 2048);
    enum err code;

    if (!db->lost)
        return OK;
    if (time_mono_ns() < link->heal_at)
        return driver_fail(db, ERR_DOWN, "store.down", "the server cannot be reached");
    code = connect_now(db, &problem);
    arena_back(db->scratch, mark);
    return code;
}

/* Statements. */

static enum err learn_columns(struct db *db, struct db_prepared *p, const PGresult *r)
{
    p->columns = (size_t)PQnfields(r);
    if (p->columns > DRIVER_COLUMNS)
        return driver_fail(db, ERR_DOWN, NULL, "too many columns");
    p->names = MANY(db->arena, const char *, p->columns);
    p->kinds = MANY(db->arena, enum cell_kind, p->columns);
    for (size_t i = 0; i < p->columns; i++) {
        p->names[i] = str_dup(db->arena, str_of(PQfname(r, (int)i))).p;
        p->kinds[i] = pgvalue_kind(PQftype(r, (int)i));
        if (p->kinds[i] == CELL_NULL) {
            char words[128];

            snprintf(words, sizeof(words), "column %s has type %u, which the dialect lacks",
                p->names[i], PQftype(r, (int)i));
            return driver_fail(db, ERR_DOWN, NULL, words);
        }
    }
    return OK;
}

/* Give the server the text; *described tells its columns. */
static enum err introduce(struct db *db, struct db_prepared *p, PGresult **described)
{
    struct link *link = db->link;
    struct own *own = p->own;
    Oid types[PGVALUE_MAX];

    if (p->st->n > PGVALUE_MAX)
        return driver_fail(db, ERR_DOWN, NULL, "too many arguments");
    for (size_t i = 0; i < p->st->n; i++)
        types[i] = pgvalue_type(p->st->params[i].kind);
    snprintf(own->name, sizeof(own->name), "s%u", link->names++);
    own->generation = link->generation;
    TRY(send_begin(db));
    TRY(sent(db, PQsendPrepare(link->pg, own->name, own->text, (int)p->st->n, types)));
    TRY(sent(db, PQsendDescribePrepared(link->pg, own->name)));
    return drain(db, described);
}

static enum err prepare(struct db *db, struct db_prepared *p, const char *text)
{
    struct own *own = NEW(db->arena, struct own);
    PGresult *described = NULL;
    enum err code;

    if (!db->in_tx)
        TRY(heal(db));
    own->text = text;
    p->own = own;
    code = introduce(db, p, &described);
    if (code == OK)
        code = learn_columns(db, p, described);
    PQclear(described);
    return code;
}

/* The server forgets prepared statements with the session; only tests and moves drop any. */
static void drop(struct db *db, struct db_prepared *p)
{
    (void)db;
    p->own = NULL;
}

static enum err send_statement(
    struct db *db, const struct db_prepared *p, const struct db_arg *args)
{
    struct link *link = db->link;
    const struct own *own = p->own;
    struct pgvalue_list v;

    for (size_t i = 0; i < p->st->n; i++)
        pgvalue_set(&v, i, &args[i]);
    TRY(send_begin(db));
    return sent(db,
        PQsendQueryPrepared(link->pg, own->name, (int)p->st->n, v.p, v.length, v.format, 1));
}

static enum err give_all(const PGresult *r, const struct db_rows *rows)
{
    struct db_cell cells[DRIVER_COLUMNS];
    int columns = PQnfields(r);

    for (int row = 0; row < PQntuples(r); row++) {
        for (int i = 0; i < columns; i++)
            pgvalue_cell(r, row, i, &cells[i]);
        TRY(rows->row(rows->arg, cells, (size_t)columns));
    }
    return OK;
}

static enum err ready(struct db *db, struct db_prepared *p)
{
    const struct link *link = db->link;
    const struct own *own = p->own;
    PGresult *described = NULL;
    enum err code;

    if (!db->in_tx)
        TRY(heal(db));
    if (own->generation == link->generation)
        return OK;
    code = introduce(db, p, &described);
    PQclear(described);
    return code;
}

static enum err run(struct db *db, struct db_prepared *p, const struct db_arg *args,
    const struct db_rows *rows, int64_t *changed)
{
    struct link *link = db->link;
    PGresult *r = NULL;
    enum err code;

    TRY(ready(db, p));
    TRY(send_statement(db, p, args));
    if (db->in_tx && rows == NULL && changed == NULL && link->pending < PENDING_MAX) {
        link->work = true;
        /* A few together on their way: each journey alone wakes the server for one statement,
         * none would leave it idle while we work. */
        return link->pending % TOGETHER != 0 || PQflush(link->pg) >= 0
                   ? OK
                   : lose(db, PQerrorMessage(link->pg));
    }
    code = drain(db, &r);
    if (code == OK && changed != NULL) {
        struct str n = str_of(PQcmdTuples(r));

        *changed = 0;
        if (n.n > 0)
            code = num_parse(n, 0, INT64_MAX, changed);
    }
    if (code == OK && rows != NULL)
        code = give_all(r, rows);
    PQclear(r);
    return code;
}

/* The simple protocol allows several statements at once, but not in pipeline mode. */
static enum err script(struct db *db, const char *sql)
{
    struct link *link = db->link;
    PGresult *r;
    enum err code = OK;

    if (!db->in_tx)
        TRY(heal(db));
    TRY(send_begin(db));
    TRY(drain(db, NULL));
    if (PQexitPipelineMode(link->pg) != 1)
        return lose(db, PQerrorMessage(link->pg));
    r = PQexec(link->pg, sql);
    if (PQresultStatus(r) != PGRES_COMMAND_OK && PQresultStatus(r) != PGRES_TUPLES_OK &&
        PQresultStatus(r) != PGRES_EMPTY_QUERY)
        code = classify(db, r);
    PQclear(r);
    if (!db->lost && PQenterPipelineMode(link->pg) != 1)
        return lose(db, PQerrorMessage(link->pg));
    return code;
}

/* Transactions. */

static enum err begin(struct db *db, enum db_mode mode)
{
    static const enum command which[] = {
        [DB_READ] = BEGIN_READ,
        [DB_WRITE] = BEGIN_WRITE,
        [DB_WRITE_COMMITTED] = BEGIN_COMMITTED,
    };
    struct link *link = db->link;

    TRY(heal(db));
    link->opening = true;
    link->begin = which[mode];
    return OK;
}

/* A transaction that failed before answers COMMIT with ROLLBACK and no error. */
static enum err committed(struct db *db, const PGresult *r)
{
    const struct link *link = db->link;

    if (strcmp(PQcmdStatus((PGresult *)(uintptr_t)r), "COMMIT") != 0)
        return driver_fail(db, ERR_DOWN, NULL, "the server rolled back");
    if (link->warned)
        return driver_fail(
            db, ERR_DOWN, NULL, "the commit was not confirmed by the synchronous standby");
    return OK;
}

static enum err commit(struct db *db)
{
    struct link *link = db->link;
    PGresult *r = NULL;
    enum err code;

    link->warned = false;
    /* Statements that may fail come first, so that their failure is theirs. */
    if (link->work)
        TRY(drain(db, NULL));
    link->committing = true;
    code = send_command(db, COMMIT);
    if (code == OK)
        code = drain(db, &r);
    link->committing = false;
    if (code == OK)
        code = committed(db, r);
    PQclear(r);
    return code;
}

static enum err end(struct db *db, bool keep)
{
    struct link *link = db->link;

    if (link->opening) {
        link->opening = false;
        return OK;
    }
    if (keep)
        return commit(db);
    if (!db->lost && drain(db, NULL) == OK)
        db->spoiled = false;
    if (db->lost)
        return OK;
    TRY(send_command(db, ROLLBACK));
    return drain(db, NULL);
}

static enum err back(struct db *db)
{
    const struct link *link = db->link;

    /* What is under way may fail, and then the server would skip the rollback. */
    if (link->work && drain(db, NULL) != OK && db->lost)
        return ERR_BUSY;
    if (db->lost)
        return driver_fail(db, ERR_BUSY, "store.down", "the connection was lost");
    TRY(send_command(db, BACK));
    return send_command(db, RELEASE);
}

static enum err mark(struct db *db, enum db_mark what)
{
    const struct link *link = db->link;
    bool work = link->work;

    if (what == MARK_BACK)
        return back(db);
    TRY(send_begin(db));
    TRY(send_command(db, what == MARK_SAVE ? SAVE : RELEASE));
    return work && what == MARK_RELEASE ? drain(db, NULL) : OK;
}

const struct db_driver postgres_driver = {
    .open = pg_open,
    .close = pg_close,
    .prepare = prepare,
    .drop = drop,
    .run = run,
    .script = script,
    .begin = begin,
    .end = end,
    .mark = mark,
};
