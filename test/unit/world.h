/*
 * world: a context over a fresh database (world_db.h): fixed clock, fixed random, fixed keys, a
 * writing transaction already open, the program itself as actor.
 *
 *     int main(void)
 *     {
 *         const struct CMUnitTest tests[] = {WORLD_TEST(a_clerk_cannot_leave_her_township)};
 *         …
 *     }
 */
#ifndef TEST_WORLD_H
#define TEST_WORLD_H

#include "core/cx.h"
#include "core/privacy.h"
#include "core/rights.h"
#include "core/settings.h"
#include "store/db.h"

#include "check.h"
#include "world_db.h"

struct world {
    struct world_db *db;
    struct cx cx;
    struct actor actor;
    struct grant grants[8];
    struct app_settings settings;
    struct rng rng;
    struct keys *keys;
};

#define WORLD_TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
int world_setup(void **state); /* *state is a struct world * */
int world_teardown(void **state);

/* Commit what was done and begin the next transaction; or undo it and begin. */
void world_commit(struct world *w);
void world_undo(struct world *w);
void world_later(struct world *w, int64_t seconds);
/* Act as somebody with this role on a division (NULL: none) or an organisation (0: none);
 * account 901, person 801, whatever the database holds.  world_also adds a grant. */
void world_as(struct world *w, enum role role, const char *division, int64_t org_id);
void world_also(struct world *w, enum role role, const char *division, int64_t org_id);
void world_as_anyone(struct world *w);
void world_as_citizen(struct world *w, int64_t case_id);
void world_as_program(struct world *w);

/* Checks the code and prints the newest fault when it differs. */
#define assert_cx(code, w, call) world_check((w), (code), (call), #call, __FILE__, __LINE__)
void world_check(
    struct world *w, enum err want, enum err got, const char *call, const char *file, int line);

#endif
