/*
 * world_db: a fresh database for a test, on the engine that LIANLUO_TEST_DB chooses: absent, a
 * temporary SQLite file; else a libpq string of a server where databases may be made
 * (tools/with-postgres gives one).
 *
 *     static int setup(void **state)
 *     {
 *         *state = world_db_open();
 *         return 0;
 *     }
 *
 * Everything that fails here stops the test program with words on stderr.
 */
#ifndef TEST_WORLD_DB_H
#define TEST_WORLD_DB_H

#include "store/db.h"

struct world_db {
    struct arena *arena;
    struct db *db;         /* may write */
    struct db_place place; /* to open more connections, a writer, a server */
};

/* With every schema step applied; made once per program and then copied. */
struct world_db *world_db_open(void);
/* Without any table. */
struct world_db *world_db_open_bare(void);
/* One more connection; closed by the caller before world_db_close. */
struct db *world_db_connect(struct world_db *w, bool read_only);
/* Close w->db early (a test that restores or moves the file) and open it again. */
void world_db_leave(struct world_db *w);
void world_db_enter(struct world_db *w);
/* Close, and remove the database. */
void world_db_close(struct world_db *w);

enum db_engine world_db_engine(void);
/* A new name under the temporary directory of this program; removed at its end. */
struct str world_db_path(struct arena *a, const char *name);

#endif
