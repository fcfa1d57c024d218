/*
 * faults_sweep: one operation with the n-th call of the database failing, for n = 1, 2, 3 …
 * until it succeeds: once, from then on, and with the call made but its answer lost; then the
 * commit itself.  No failure may look like a success, and all failures together leave every row
 * of every table as it was.  In the end the operation succeeds and must have changed something.
 */
#ifndef TEST_FAULTS_SWEEP_H
#define TEST_FAULTS_SWEEP_H

#include "core/ledger.h"
#include "store/catalog.h"
#include "store/faulty.h"
#include "store/sums.h"

#include "feature/request/request.h"

#include "world.h"

struct operation {
    const char *name;
    void (*prepare)(struct world *w); /* committed before the sweep; may be NULL */
    enum err (*run)(struct world *w); /* loads what it needs itself */
};

static struct faulty seam;

static inline void sweep_fresh(struct world *w)
{
    seam.at = 0;
    memset(&w->cx.readings, 0, sizeof w->cx.readings);
    world_undo(w);
    seam.failed = 0;
    seam.calls = 0;
}

static inline struct move_table_list sweep_sums(struct world *w)
{
    struct catalog_table_list tables;
    struct move_table_list sums;

    assert_int_equal(catalog_read(w->db->db, w->cx.arena, &tables), OK);
    assert_int_equal(sums_read(w->db->db, w->cx.arena, &tables, &sums), OK);
    return sums;
}

static inline void sweep_unchanged(
    struct world *w, const struct operation *op, const struct move_table_list *before)
{
    struct buf words = buf_new(w->cx.arena, 8192);
    struct move_table_list after = sweep_sums(w);

    if (sums_compare(before, &after, &words) == OK)
        return;
    print_error("%s left something half-done: %.*s", op->name, STR(buf_str(&words)));
    fail();
}

/* With model.at counted up until nothing fails any more. */
static inline void sweep_mode(struct world *w, const struct operation *op, struct faulty model)
{
    struct arena_mark mark = arena_mark(w->cx.arena);

    for (int64_t n = 1;; n++) {
        enum err code;

        sweep_fresh(w);
        seam.at = n;
        seam.on = model.on;
        seam.after = model.after;
        seam.code = model.code;
        code = op->run(w);
        if (seam.failed == 0) {
            assert_cx(OK, w, code);
            assert_true(n > 1);
            break;
        }
        if (code == OK && db_commit(w->db->db) == OK) {
            print_error("%s: call %lld failed, and nobody noticed\n", op->name, (long long)n);
            fail();
        }
        arena_back(w->cx.arena, mark);
        assert_true(n < 2000);
    }
    sweep_fresh(w);
    arena_back(w->cx.arena, mark);
}

static inline void sweep_commit(struct world *w, const struct operation *op)
{
    sweep_fresh(w);
    assert_cx(OK, w, op->run(w));
    seam.at = seam.calls + 1;
    seam.on = seam.after = false;
    seam.code = ERR_BUSY;
    assert_int_not_equal(db_commit(w->db->db), OK);
    assert_int_equal(seam.failed, 1);
    sweep_fresh(w);
}

/* On a server, where every call takes a way there and back, one kind of failure each. */
static inline void sweep(struct world *w, const struct operation *op)
{
    static const struct faulty models[] = {
        {.code = ERR_DOWN}, {.code = ERR_BUSY, .on = true}, {.code = ERR_DOWN, .after = true}};
    static int swept;
    struct move_table_list before, after;
    struct buf words = buf_new(w->cx.arena, 8192);

    if (seam.inner == NULL || w->db->db->faulty == NULL)
        faulty_wrap(w->db->db, &seam);
    sweep_fresh(w);
    if (op->prepare != NULL)
        op->prepare(w);
    world_commit(w);
    before = sweep_sums(w);
    for (size_t i = 0; i < COUNT(models); i++)
        if (world_db_engine() == DB_SQLITE || i == (size_t)swept % COUNT(models))
            sweep_mode(w, op, models[i]);
    swept++;
    sweep_commit(w, op);
    sweep_unchanged(w, op, &before);
    sweep_fresh(w);
    assert_cx(OK, w, op->run(w));
    world_commit(w);
    after = sweep_sums(w);
    if (sums_compare(&before, &after, &words) == OK)
        print_error("%s changes nothing: the sweep tested nothing\n", op->name);
    assert_true(words.n > 0);
}

/* A place, a unit, a deputy. */
static const char *const TOWN = "430405007000";
static const char *const COUNTY = "430405000000";
static struct {
    struct org unit;
    struct deputy deputy;
} scene;

static inline void scene_deputy(struct world *w)
{
    struct congress c = {.code = S("430405-6"),
        .name = S("珠晖区第六届人民代表大会"),
        .division = str_of(COUNTY),
        .level = LEVEL_COUNTY,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct deputy_in in = {.code = S("430405-6-001"),
        .person_code = S("P001"),
        .name = S("王锸"),
        .congress = c.code,
        .division = str_of(TOWN),
        .state = TENURE_ACTIVE,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE,
        .station_id = -1};
    enum put done;

    assert_cx(OK, w, registry_congress_put(&w->cx, &c, &done));
    assert_cx(OK, w, registry_deputy_put(&w->cx, &in, &scene.deputy, &done));
}

static inline int scene_setup(void **state)
{
    struct world *w;
    int64_t loaded;
    enum put done;

    if (world_setup(state) != 0)
        return -1;
    w = *state;
    seam = (struct faulty){0};
    assert_cx(OK, w, registry_seed(&w->cx, &loaded));
    assert_cx(OK, w, rules_seed(&w->cx, rules_shipped));
    assert_cx(OK, w, rules_seed(&w->cx, request_rules));
    scene.unit = (struct org){.code = S("430405-cg"),
        .name = S("珠晖区城管局"),
        .kind = ORG_DEPARTMENT,
        .division = str_of(COUNTY),
        .level = LEVEL_COUNTY,
        .handles = true,
        .matters = S("路灯 垃圾 占道"),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    assert_cx(OK, w, registry_org_put(&w->cx, &scene.unit, &done));
    scene_deputy(w);
    world_commit(w);
    return 0;
}

#define SCENE_TEST(f) cmocka_unit_test_setup_teardown(f, scene_setup, world_teardown)

static inline struct request_draft scene_draft(const char *idem)
{
    return (struct request_draft){.body = S("村口的路灯坏了半个月,晚上看不见路。"),
        .place = S("菜市场东门"),
        .division = str_of(TOWN),
        .name = S("李堃"),
        .contact = S("13812345678"),
        .anonymity = ANONYMITY_NAMED,
        .channel = CHANNEL_SCAN,
        .kind = S("help"),
        .idem = str_of(idem),
        .lang = S("zh")};
}

static inline int64_t scene_request(struct world *w, const char *idem)
{
    struct request_draft d = scene_draft(idem);
    struct request_receipt r = {.repeated = false};

    world_as_anyone(w);
    assert_cx(OK, w, request_create(&w->cx, &d, &r));
    return r.request.id;
}

#endif
