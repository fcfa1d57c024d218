#include "store/tx.h"

#include <time.h>

#define TRIES 5

static enum err once(
    struct db *db, enum db_mode mode, enum err (*work)(void *arg, struct db *db), void *arg)
{
    enum err code;

    TRY(db_begin(db, mode));
    code = work(arg, db);
    if (code == OK)
        return db_commit(db);
    db_rollback(db);
    return code;
}

/* A little longer each time, so that two that met do not meet again. */
static void pause_before(int try)
{
    struct timespec t = {0, 1000000L << try};

    nanosleep(&t, NULL);
}

enum err tx_run(struct db *db, enum db_mode mode, enum err (*work)(void *arg, struct db *db),
    void (*again)(void *arg), void *arg)
{
    enum err code = ERR_BUSY;

    for (int try = 0; try < TRIES; try++) {
        if (try > 0) {
            pause_before(try);
            if (again != NULL)
                again(arg);
        }
        code = once(db, mode, work, arg);
        if (code != ERR_BUSY || db_full(db))
            return code;
    }
    return code;
}
