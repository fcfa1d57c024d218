#include "base/disk.h"
#include "core/audit.h"
#include "core/audit_rows.h"

#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

static void add(struct world *w, const char *action)
{
    assert_cx(OK, w, audit_add(&w->cx, "request", 7, action, S("430407101000"), S("note")));
}

static int64_t seal(struct world *w, struct str dir)
{
    int64_t sealed;

    assert_cx(OK, w, audit_seal(&w->cx, dir, &sealed));
    world_commit(w);
    return sealed;
}

static enum err verify(struct world *w, struct str dir, struct str *problems)
{
    struct buf b = buf_new(w->cx.arena, 1 << 20);
    enum err code = audit_verify(&w->cx, dir, &b);

    if (problems != NULL)
        *problems = buf_str(&b);
    return code;
}

static void clean(struct world *w, struct str dir)
{
    struct str problems;

    if (verify(w, dir, &problems) == OK)
        return;
    print_error("%.*s\n", STR(problems));
    fail_msg("an untouched chain does not verify");
}

/* A folder for outside checkpoints, gone with the test program. */
static struct str outside(struct world *w)
{
    struct str dir = world_db_path(w->cx.arena, "outside");

    (void)mkdir(dir.p, 0700);
    return dir;
}

/* n entries in five runs of the job, one further run that publishes the last checkpoint. */
static void fill(struct world *w, size_t n, struct str dir)
{
    for (size_t i = 0; i < n; i++) {
        add(w, i % 3 == 0 ? "accept" : "reply");
        if (i % (n / 5) == n / 5 - 1) {
            seal(w, dir);
            world_later(w, 60);
        }
    }
    seal(w, dir);
    seal(w, dir);
}

static void script(struct world *w, const char *sql)
{
    assert_int_equal(db_script(w->db->db, str_of(sql)), OK);
}

static void an_entry_says_who_did_what_when(void **state)
{
    struct world *w = *state;
    struct audit_entry_list list;

    world_as(w, ROLE_CLERK, "430407101000", 0);
    add(w, "accept");
    world_as(w, ROLE_AUDITOR, NULL, 0);
    assert_cx(OK, w, audit_list(&w->cx, (struct str){0}, 0, 10, &list));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.p->account_id, 901);
    assert_int_equal(list.p->session_id, 701);
    assert_int_equal(list.p->at.s, w->cx.now.s);
    assert_str(list.p->roles, "clerk");
    assert_str(list.p->action, "accept");
    assert_str(list.p->trace, "test");
    assert_cx(OK, w, audit_list(&w->cx, S("reply"), 0, 10, &list));
    assert_int_equal(list.n, 0);
    world_as(w, ROLE_CLERK, "430407101000", 0);
    assert_int_equal(audit_list(&w->cx, (struct str){0}, 0, 10, &list), ERR_DENIED);
}

static void an_entry_goes_with_its_transaction(void **state)
{
    struct world *w = *state;
    struct str cell;

    add(w, "accept");
    world_undo(w);
    assert_int_equal(
        db_ask(w->db->db, w->cx.arena, "SELECT COUNT(*) FROM audit_entry", &cell), OK);
    assert_str(cell, "0");
}

static void readings_become_entries_with_their_reason(void **state)
{
    struct world *w = *state;
    struct audit_entry_list list;
    struct priv name = {S("某某")}, phone = {S("13800000000")};

    world_as(w, ROLE_OFFICE, "430407000000", 0);
    (void)privacy_reveal(&w->cx, name, "request", 5, "name", S("核实情况"));
    assert_str(
        privacy_reveal(&w->cx, phone, "request", 5, "phone", S("核实情况")), "13800000000");
    assert_int_equal(w->cx.readings.n, 1);
    assert_cx(OK, w, audit_readings(&w->cx));
    assert_int_equal(w->cx.readings.n, 0);
    world_as(w, ROLE_AUDITOR, NULL, 0);
    assert_cx(OK, w, audit_list(&w->cx, S("read"), 0, 10, &list));
    assert_int_equal(list.n, 1);
    assert_int_equal(list.p->object_id, 5);
    assert_str(list.p->note, "name,phone; 核实情况");
}

static void sealing_twice_seals_once_and_an_untouched_chain_verifies(void **state)
{
    struct world *w = *state;
    struct str dir = outside(w);
    struct audit_state s;

    clean(w, dir);
    for (int i = 0; i < 2500; i++)
        add(w, "accept");
    assert_int_equal(seal(w, dir), 2500);
    assert_int_equal(seal(w, dir), 0);
    clean(w, dir);
    add(w, "reply");
    clean(w, dir);
    assert_cx(OK, w, audit_state(&w->cx, &s));
    assert_int_equal(s.sealed, 2500);
    assert_int_equal(s.waiting, 1);
    world_later(w, 40 * 86400);
    assert_int_equal(seal(w, dir), 1);
    assert_int_equal(seal(w, dir), 0);
    clean(w, dir);
    assert_cx(OK, w, audit_state(&w->cx, &s));
    assert_int_equal(s.sealed, 2501);
    assert_int_equal(s.waiting, 0);
    assert_int_equal(s.published.s, w->cx.now.s);
}

/* As on PostgreSQL: a transaction that began earlier commits after a later one was sealed. */
static void entries_with_gaps_or_committed_late_are_sealed_exactly_once(void **state)
{
    struct world *w = *state;
    struct str cell;

    add(w, "accept");
    script(w, "UPDATE audit_entry SET id = 50");
    assert_int_equal(seal(w, (struct str){0}), 1);
    script(w, "INSERT INTO audit_entry (id, at, account_id, roles, session_id, action, object,"
              " object_id) VALUES (20, 1772413200, 0, 'clock', 0, 'late', 'request', 1),"
              " (90, 1772413200, 0, 'clock', 0, 'next', 'request', 1)");
    assert_int_equal(seal(w, (struct str){0}), 2);
    assert_int_equal(seal(w, (struct str){0}), 0);
    clean(w, (struct str){0});
    world_later(w, 4 * 3600);
    add(w, "accept");
    assert_int_equal(seal(w, (struct str){0}), 1);
    clean(w, (struct str){0});
    assert_int_equal(db_ask(w->db->db, w->cx.arena,
                         "SELECT COUNT(*) FROM audit_seal WHERE seq BETWEEN 1 AND 4", &cell),
        OK);
    assert_str(cell, "4");
}

static void an_entry_that_slipped_in_below_sealed_ones_is_told(void **state)
{
    struct world *w = *state;

    fill(w, 20, (struct str){0});
    world_later(w, 4 * 3600);
    add(w, "accept");
    seal(w, (struct str){0});
    script(w, "INSERT INTO audit_entry (id, at, account_id, roles, session_id, action, object,"
              " object_id) VALUES (-5, 1772413200, 0, 'clock', 0, 'late', 'request', 1)");
    assert_int_equal(verify(w, (struct str){0}, NULL), ERR_CONFLICT);
}

/* Each of these is one planted change; all must be found. */
static const char *const changes[] = {
    "UPDATE audit_entry SET note = 'other' WHERE id = 7",
    "UPDATE audit_entry SET note = NULL WHERE id = 7",
    "UPDATE audit_entry SET at = at + 1 WHERE id = 8",
    "UPDATE audit_entry SET account_id = account_id + 1 WHERE id = 9",
    "UPDATE audit_entry SET division = '430407102000' WHERE id = 10",
    "UPDATE audit_entry SET roles = 'office' WHERE id = 1",
    "UPDATE audit_entry SET object_id = 8 WHERE id = 25",
    "DELETE FROM audit_entry WHERE id = 12",
    "DELETE FROM audit_seal WHERE seq = 12",
    "DELETE FROM audit_entry WHERE id = 25",
    "DELETE FROM audit_seal WHERE seq = 25",
    "DELETE FROM audit_checkpoint WHERE size = 25",
    "DELETE FROM audit_checkpoint WHERE size = 10",
    "UPDATE audit_checkpoint SET at = at + 1 WHERE size = 15",
    "UPDATE audit_checkpoint SET prior = 4 WHERE size = 10",
    "UPDATE audit_checkpoint SET size = 11 WHERE size = 10",
    "UPDATE audit_seal SET hash = (SELECT hash FROM audit_seal WHERE seq = 3) WHERE seq = 4",
    "UPDATE audit_entry SET id = 999 WHERE id = 3",
    /* reordering: two entries change places in the chain */
    "UPDATE audit_seal SET entry_id = 1000 WHERE seq = 5;"
    "UPDATE audit_seal SET entry_id = 5 WHERE seq = 6;"
    "UPDATE audit_seal SET entry_id = 6 WHERE seq = 5",
    /* removal with everything moved up */
    "DELETE FROM audit_entry WHERE id = 13; DELETE FROM audit_seal WHERE seq = 13;"
    "UPDATE audit_seal SET seq = 13 WHERE seq = 14",
    /* truncation of the entries; of the chain; of both */
    "DELETE FROM audit_entry WHERE id > 20",
    "DELETE FROM audit_seal WHERE seq > 22",
    "DELETE FROM audit_entry WHERE id > 21; DELETE FROM audit_seal WHERE seq > 21",
    /* splicing an entry in */
    "UPDATE audit_seal SET entry_id = 700 WHERE seq = 18;"
    "INSERT INTO audit_entry (id, at, account_id, roles, session_id, action, object, object_id)"
    " VALUES (700, 1772413200, 0, 'clock', 0, 'forged', 'request', 1)",
};

static void every_planted_change_is_found(void **state)
{
    struct world *w = *state;

    fill(w, 25, (struct str){0});
    clean(w, (struct str){0});
    for (size_t i = 0; i < COUNT(changes); i++) {
        script(w, changes[i]);
        if (verify(w, (struct str){0}, NULL) != ERR_CONFLICT)
            fail_msg("not found: %s", changes[i]);
        world_undo(w);
    }
    clean(w, (struct str){0});
}

/* Everything after an earlier moment is gone from the database without a trace in it: only what
 * stands outside can tell. */
static void rolling_back_is_found_by_the_checkpoints_outside(void **state)
{
    struct world *w = *state;
    struct str dir = outside(w), problems;

    fill(w, 25, dir);
    clean(w, dir);
    script(w, "DELETE FROM audit_entry WHERE id > 15; DELETE FROM audit_seal WHERE seq > 15;"
              "DELETE FROM audit_checkpoint WHERE size > 15");
    clean(w, (struct str){0});
    assert_int_equal(verify(w, dir, &problems), ERR_CONFLICT);
    assert_true(str_has(problems, S("rolled back")));
    script(w, "DELETE FROM audit_entry; DELETE FROM audit_seal; DELETE FROM audit_checkpoint");
    assert_int_equal(verify(w, dir, NULL), ERR_CONFLICT);
}

static void an_outside_line_that_was_changed_is_told(void **state)
{
    struct world *w = *state;
    struct str dir = outside(w);

    fill(w, 25, dir);
    assert_int_equal(disk_append(audit_file(&w->cx, dir, audit_origin(&w->cx, 0), 2026, 3),
                         bytes_of("lianluo-audit-1 x 5 0 ff\n", 25)),
        OK);
    assert_int_equal(verify(w, dir, NULL), ERR_CONFLICT);
}

static void an_outside_file_that_is_gone_is_missed(void **state)
{
    struct world *w = *state;
    struct str dir = outside(w), file;

    fill(w, 25, dir);
    assert_int_equal(verify(w, dir, NULL), OK);
    file = audit_file(&w->cx, dir, audit_origin(&w->cx, 0), 2026, 3);
    assert_int_equal(unlink(str_f(w->cx.arena, "%.*s%c", STR(file), 0).p), 0);
    assert_int_equal(verify(w, dir, NULL), ERR_CONFLICT);
    assert_int_equal(verify(w, S(""), NULL), OK);
}

/* A random cell of a random row gets another value, or rows go. */
static const char *mutation(struct world *w, struct rng *r)
{
    static const char *const numbers[] = {"at", "account_id", "session_id", "object_id"};
    static const char *const texts[] = {
        "roles", "action", "object", "division", "note", "trace"};
    long long row = (long long)rng_below(r, 40) + 1, other = row % 40 + 1;
    long long delta = (long long)rng_below(r, 1000) + 1;

    switch (rng_below(r, 8)) {
    case 0:
        return str_f(w->cx.arena, "UPDATE audit_entry SET %s = %s + %lld WHERE id = %lld",
            numbers[rng_below(r, 4)], numbers[0], delta, row)
            .p;
    case 1:
        return str_f(w->cx.arena, "UPDATE audit_entry SET %s = 'x%lld' WHERE id = %lld",
            texts[rng_below(r, 6)], delta, row)
            .p;
    case 2:
        return str_f(w->cx.arena, "DELETE FROM audit_entry WHERE id = %lld", row).p;
    case 3:
        return str_f(w->cx.arena, "DELETE FROM audit_seal WHERE seq >= %lld AND seq < %lld",
            row, row + delta)
            .p;
    case 4:
        return str_f(w->cx.arena,
            "UPDATE audit_seal SET entry_id = 0 WHERE seq = %lld;"
            "UPDATE audit_seal SET entry_id = %lld WHERE seq = %lld;"
            "UPDATE audit_seal SET entry_id = %lld WHERE seq = %lld",
            row, row, other, other, row)
            .p;
    case 5:
        return str_f(w->cx.arena,
            "DELETE FROM audit_entry WHERE id >= %lld; DELETE FROM audit_seal WHERE seq >= "
            "%lld;"
            "DELETE FROM audit_checkpoint WHERE size >= %lld",
            row, row, row)
            .p;
    case 6:
        return str_f(w->cx.arena,
            "UPDATE audit_checkpoint SET at = at - %lld WHERE size = %lld", delta,
            (row / 8 < 1 ? 1 : row / 8) * 8)
            .p;
    default:
        return str_f(w->cx.arena,
            "UPDATE audit_seal SET hash = (SELECT hash FROM audit_seal WHERE seq = %lld)"
            " WHERE seq = %lld",
            other, row)
            .p;
    }
}

static void five_hundred_random_changes_are_all_found(void **state)
{
    struct world *w = *state;
    struct str dir = outside(w);
    struct rng r = rng_seeded(2026);

    fill(w, 40, dir);
    clean(w, dir);
    for (int i = 0; i < 500; i++) {
        struct arena_mark mark = arena_mark(w->cx.arena);
        const char *sql = mutation(w, &r);

        script(w, sql);
        if (verify(w, dir, NULL) != ERR_CONFLICT)
            fail_msg("not found: %s", sql);
        db_rollback(w->db->db);
        cx_faults_clear(&w->cx);
        arena_back(w->cx.arena, mark);
        assert_int_equal(db_begin(w->db->db, DB_WRITE), OK);
        if (i % 50 == 0)
            clean(w, dir);
    }
    clean(w, dir);
}

static void another_key_cannot_sign_a_chain(void **state)
{
    static const unsigned char stranger[32] = "somebody else's key, not the one";
    struct world *w = *state;
    struct keys *own = w->keys, *other = privacy_keys_fixed(stranger);

    for (int i = 0; i < 5; i++)
        add(w, "accept");
    w->cx.keys = other;
    seal(w, (struct str){0});
    w->cx.keys = own;
    assert_int_equal(verify(w, (struct str){0}, NULL), ERR_CONFLICT);
    privacy_keys_close(other);
}

static void a_checkpoint_stands_outside_only_after_its_commit(void **state)
{
    struct world *w = *state;
    struct str dir = outside(w);
    int64_t n;

    add(w, "accept");
    world_commit(w);
    assert_cx(OK, w, audit_seal(&w->cx, dir, &n));
    world_undo(w);
    clean(w, dir);
    assert_int_equal(seal(w, dir), 1);
    assert_cx(OK, w, audit_publish(&w->cx, dir, &n));
    assert_int_equal(n, 1);
    world_undo(w);
    assert_cx(OK, w, audit_publish(&w->cx, dir, &n));
    assert_int_equal(n, 1);
    world_commit(w);
    clean(w, dir);
}

static void a_single_entry_is_proven_without_the_others(void **state)
{
    struct world *w = *state;
    struct audit_proof p;
    struct audit_entry e;
    int64_t seq;

    fill(w, 25, (struct str){0});
    add(w, "waits");
    for (int64_t i = 1; i <= 25; i++) {
        assert_cx(OK, w, audit_prove(&w->cx, i, &p));
        assert_ok(audit_proof_check(w->cx.arena, &p, &seq, &e));
        assert_int_equal(seq, i);
        assert_str(e.action, (i - 1) % 3 == 0 ? "accept" : "reply");
    }
    assert_cx(ERR_NOT_FOUND, w, audit_prove(&w->cx, 26, &p));
    assert_cx(ERR_NOT_FOUND, w, audit_prove(&w->cx, 0, &p));
}

static struct bytes bent(struct world *w, struct bytes b, size_t at)
{
    struct bytes own = bytes_dup(w->cx.arena, b);
    unsigned char *p = arena_take(w->cx.arena, own.n);

    memcpy(p, own.p, own.n);
    p[at] ^= 1;
    return bytes_of(p, own.n);
}

static void a_proof_with_anything_changed_does_not_hold(void **state)
{
    struct world *w = *state;
    struct audit_proof p, q;
    struct audit_entry e;
    int64_t seq;

    fill(w, 25, (struct str){0});
    assert_cx(OK, w, audit_prove(&w->cx, 9, &p));
    for (size_t i = 0; i < p.leaf.n; i++) {
        q = p;
        q.leaf = bent(w, p.leaf, i);
        assert_err(ERR_INVALID, audit_proof_check(w->cx.arena, &q, &seq, &e));
    }
    for (size_t i = 0; i < p.path.n; i += 16) {
        q = p;
        q.path = bent(w, p.path, i);
        assert_err(ERR_INVALID, audit_proof_check(w->cx.arena, &q, &seq, &e));
    }
    q = p;
    q.signature = bent(w, p.signature, 5);
    assert_err(ERR_INVALID, audit_proof_check(w->cx.arena, &q, &seq, &e));
    q = p;
    q.checkpoint = S("lianluo-audit-2 00 25 20 ff ff 2026-03-02T01:00:00Z");
    assert_err(ERR_INVALID, audit_proof_check(w->cx.arena, &q, &seq, &e));
    assert_ok(audit_proof_check(w->cx.arena, &p, &seq, &e));
}

/* Made before there was a tree: the next run of the job makes it from the entries. */
static void an_older_chain_gets_its_tree_with_the_next_checkpoint(void **state)
{
    struct world *w = *state;
    struct audit_proof p;

    fill(w, 10, (struct str){0});
    script(w, "DELETE FROM audit_checkpoint");
    add(w, "accept");
    seal(w, (struct str){0});
    assert_cx(OK, w, audit_prove(&w->cx, 3, &p));
    clean(w, (struct str){0});
    script(w, "UPDATE audit_checkpoint SET tree = NULL");
    assert_cx(ERR_NOT_FOUND, w, audit_prove(&w->cx, 3, &p));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(an_entry_says_who_did_what_when),
        WORLD_TEST(an_entry_goes_with_its_transaction),
        WORLD_TEST(readings_become_entries_with_their_reason),
        WORLD_TEST(sealing_twice_seals_once_and_an_untouched_chain_verifies),
        WORLD_TEST(entries_with_gaps_or_committed_late_are_sealed_exactly_once),
        WORLD_TEST(an_entry_that_slipped_in_below_sealed_ones_is_told),
        WORLD_TEST(every_planted_change_is_found),
        WORLD_TEST(rolling_back_is_found_by_the_checkpoints_outside),
        WORLD_TEST(an_outside_line_that_was_changed_is_told),
        WORLD_TEST(an_outside_file_that_is_gone_is_missed),
        WORLD_TEST(five_hundred_random_changes_are_all_found),
        WORLD_TEST(another_key_cannot_sign_a_chain),
        WORLD_TEST(a_checkpoint_stands_outside_only_after_its_commit),
        WORLD_TEST(a_single_entry_is_proven_without_the_others),
        WORLD_TEST(a_proof_with_anything_changed_does_not_hold),
        WORLD_TEST(an_older_chain_gets_its_tree_with_the_next_checkpoint),
    };

    return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
