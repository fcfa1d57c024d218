#include "world.h"

#include "core/session.h"

#define MOMENT 1772413200 /* Monday 2 March 2026, 09:00 local */

static void begin(struct world *w)
{
    assert_int_equal(db_begin(w->db->db, DB_WRITE), OK);
}

int world_setup(void **state)
{
    static const unsigned char master[32] = "a key for tests and nothing else";
    struct world_db *db = world_db_open();
    struct world *w = NEW(db->arena, struct world);

    secret_start();
    w->db = db;
    w->rng = rng_seeded(7);
    w->keys = privacy_keys_fixed(master);
    w->settings = (struct app_settings){
        .public_url = S("http://127.0.0.1"), .password_profile = S("asvs5")};
    w->cx = (struct cx){.arena = db->arena,
        .db = db->db,
        .actor = &w->actor,
        .now = {MOMENT},
        .rng = &w->rng,
        .keys = w->keys,
        .settings = &w->settings,
        .trace = S("test")};
    world_as_program(w);
    begin(w);
    *state = w;
    return 0;
}

int world_teardown(void **state)
{
    struct world *w = *state;

    db_rollback(w->db->db);
    privacy_keys_close(w->keys);
    world_db_close(w->db);
    return 0;
}

void world_commit(struct world *w)
{
    assert_int_equal(db_commit(w->db->db), OK);
    begin(w);
}

void world_undo(struct world *w)
{
    db_rollback(w->db->db);
    cx_faults_clear(&w->cx);
    begin(w);
}

void world_later(struct world *w, int64_t seconds)
{
    w->cx.now.s += seconds;
}

void world_as(struct world *w, enum role role, const char *division, int64_t org_id)
{
    w->actor = (struct actor){.account_id = 901,
        .person_id = 801,
        .session_id = 701,
        .name = S("某某"),
        .roles = ROLE_ANYONE,
        .grants = {w->grants, 0}};
    world_also(w, role, division, org_id);
}

void world_also(struct world *w, enum role role, const char *division, int64_t org_id)
{
    size_t i = w->actor.grants.n++;

    assert_true(i < COUNT(w->grants));
    w->grants[i] = (struct grant){
        .id = (int64_t)i + 1, .role = role, .division = str_of(division), .org_id = org_id};
    w->actor.roles |= (unsigned)role;
}

void world_as_anyone(struct world *w)
{
    w->actor = session_anyone();
}

void world_as_citizen(struct world *w, int64_t case_id)
{
    w->actor = session_anyone();
    w->actor.roles |= ROLE_CITIZEN;
    w->actor.session_id = 702;
    w->actor.case_id = case_id;
}

void world_as_program(struct world *w)
{
    w->actor = session_clock();
}

void world_check(
    struct world *w, enum err want, enum err got, const char *call, const char *file, int line)
{
    const struct fault *f = w->cx.faults.n == 0 ? NULL : &w->cx.faults.p[w->cx.faults.n - 1];

    if (want == got)
        return;
    print_error("%s gave %s, not %s\n", call, err_name(got), err_name(want));
    for (size_t i = 0; f != NULL && i <= f->nargs; i++)
        print_error("  %.*s\n", STR(i == 0 ? f->rule : f->args[i - 1]));
    _fail(file, line);
}
