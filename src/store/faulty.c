#include "store/faulty.h"

#include "store/driver.h"

static const struct db_driver *inner(const struct db *db)
{
    return db->faulty->inner;
}

static bool due(struct db *db)
{
    struct faulty *f = db->faulty;

    f->calls++;
    if (f->at == 0 || (f->calls != f->at && !(f->on && f->calls > f->at)))
        return false;
    f->failed++;
    return true;
}

static enum err fault(struct db *db)
{
    const struct faulty *f = db->faulty;

    db->spoiled = true;
    if (f->loses)
        db->lost = true;
    return driver_fail(db, f->code == OK ? ERR_DOWN : f->code, NULL, "a fault for the test");
}

static enum err turn(struct db *db, bool fails, enum err code)
{
    return fails ? fault(db) : code;
}

static bool stops(struct db *db, bool fails)
{
    return fails && !db->faulty->after;
}

static void close_it(struct db *db)
{
    inner(db)->close(db);
}

static enum err prepare(struct db *db, struct db_prepared *p, const char *text)
{
    bool fails = due(db);

    /* A prepared statement that is not known above would never be dropped. */
    return fails ? fault(db) : inner(db)->prepare(db, p, text);
}

static void drop(struct db *db, struct db_prepared *p)
{
    inner(db)->drop(db, p);
}

static enum err run(struct db *db, struct db_prepared *p, const struct db_arg *args,
    const struct db_rows *rows, int64_t *changed)
{
    bool fails = due(db);

    if (stops(db, fails))
        return fault(db);
    return turn(db, fails, inner(db)->run(db, p, args, rows, changed));
}

static enum err script(struct db *db, const char *sql)
{
    bool fails = due(db);

    if (stops(db, fails))
        return fault(db);
    return turn(db, fails, inner(db)->script(db, sql));
}

static enum err begin(struct db *db, enum db_mode mode)
{
    enum err code;

    if (due(db))
        return fault(db);
    code = inner(db)->begin(db, mode);
    if (code == OK)
        db->spoiled = false;
    return code;
}

static enum err end(struct db *db, bool commit)
{
    bool fails;

    /* Undoing is not made to fail: the engines undo by themselves when it does. */
    if (!commit)
        return inner(db)->end(db, false);
    fails = due(db);
    if (stops(db, fails))
        return fault(db);
    return turn(db, fails, inner(db)->end(db, true));
}

static enum err mark(struct db *db, enum db_mark what)
{
    bool fails = due(db);

    if (stops(db, fails))
        return fault(db);
    return turn(db, fails, inner(db)->mark(db, what));
}

static const struct db_driver faulty_driver = {
    .open = NULL,
    .close = close_it,
    .prepare = prepare,
    .drop = drop,
    .run = run,
    .script = script,
    .begin = begin,
    .end = end,
    .mark = mark,
};

void faulty_wrap(struct db *db, struct faulty *f)
{
    f->inner = db->driver;
    db->faulty = f;
    db->driver = &faulty_driver;
}
