#include "store/driver.h"

/* For a build without libpq. */
static enum err refuse(struct db *db, const struct db_place *place, struct buf *problem)
{
    (void)place;
    buf_f(problem, "this program was built without PostgreSQL\n");
    return driver_fail(db, ERR_DOWN, NULL, "built without PostgreSQL");
}

static void nothing(struct db *db)
{
    (void)db;
}

const struct db_driver postgres_driver = {.open = refuse, .close = nothing};
