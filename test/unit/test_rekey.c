/* Changing the keys: what is old stays readable, everything sealed moves to the new key piece
 * by piece, and an old key goes only when nothing sealed is left under it. */
#include "base/disk.h"
#include "core/account.h"
#include "core/account_rows.h"
#include "core/audit.h"
#include "core/code.h"
#include "core/file.h"
#include "core/rekey.h"
#include "core/session.h"
#include "core/token.h"

#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

#define MANY_ACCOUNTS 450

static const struct personal_field *const personal[] = {account_personal};
static const struct keyed_hash *const hashes[] = {account_hashes};

static struct rekey *table(struct world *w)
{
    return rekey_new(w->db->arena, personal, hashes, 1);
}

static int64_t make(struct world *w, int i)
{
    static const unsigned char seed[20] = "twenty bytes of seed";
    struct account a;
    struct account_draft d = {.login = str_f(w->cx.arena, "clerk%d", i),
        .name = S("刘芄"),
        .email = str_f(w->cx.arena, "clerk%d@example.cn", i),
        .phone = S("13800001234"),
        .password_hash = S("-"),
        .totp_seed = bytes_of(seed, sizeof seed)};

    world_as_program(w);
    assert_cx(OK, w, account_make(&w->cx, &d, &a));
    return a.id;
}

static void rotate(struct world *w)
{
    struct buf problem = buf_new(w->cx.arena, 1000);
    struct str before = privacy_key_id(w->keys, 0);

    assert_cx(OK, w, rekey_rotate(&w->cx, w->keys, before, &problem));
    assert_false(str_eq(before, privacy_key_id(w->keys, 0)));
    world_commit(w);
}

/* The pass; stopped (killed) after so many pieces, the last of them lost.  -1: to its end. */
static int64_t pass(struct world *w, struct str dir, int pieces)
{
    struct rekey *r = table(w);
    struct rekey_place at = {0};
    int64_t moved, all = 0;
    bool more = true;

    for (int i = 0; more && i != pieces; i++) {
        assert_cx(OK, w, rekey_piece(&w->cx, r, dir, &at, &moved, &more));
        assert_true(moved <= 200);
        all += moved;
        if (i + 1 == pieces)
            world_undo(w);
        else
            world_commit(w);
    }
    return all;
}

static int64_t under(struct world *w, size_t age, bool hash)
{
    struct rekey_count_list counts;
    int64_t n = 0;

    assert_cx(OK, w, rekey_counts(&w->cx, table(w), age, &counts));
    EACH (c, &counts)
        n += c->hash == hash ? c->n : 0;
    return n;
}

static void readable(struct world *w, int64_t id, const char *email)
{
    struct account_contact c;

    assert_cx(OK, w, account_contact(&w->cx, id, &c));
    assert_str(c.email.s, email);
    assert_str(c.phone.s, "13800001234");
}

static enum err retire(struct world *w, size_t age, bool stopped)
{
    struct buf problem = buf_new(w->cx.arena, 1000);

    return rekey_retire(&w->cx, table(w), w->keys, age, stopped, &problem);
}

static void old_values_are_read_and_new_ones_are_under_the_new_key(void **state)
{
    struct world *w = *state;
    int64_t one = make(w, 1), two;

    rotate(w);
    two = make(w, 2);
    readable(w, one, "clerk1@example.cn");
    readable(w, two, "clerk2@example.cn");
    assert_int_equal(under(w, 0, false), 3);
    assert_int_equal(under(w, 1, false), 3);
}

static void a_pass_that_is_killed_goes_on_and_ends_with_nothing_under_the_old_key(void **state)
{
    struct world *w = *state;
    int64_t first = 0, last = 0, sealed;

    for (int i = 1; i <= MANY_ACCOUNTS; i++) {
        last = make(w, i);
        first = first == 0 ? last : first;
    }
    rotate(w);
    sealed = under(w, 1, false);
    assert_int_equal(sealed, 3 * MANY_ACCOUNTS);
    (void)pass(w, S("/nowhere"), 3);
    assert_int_equal(under(w, 1, false), sealed - 400);
    assert_int_equal(under(w, 0, false), 400);
    readable(w, first, "clerk1@example.cn");
    readable(w, last, "clerk450@example.cn");
    assert_int_equal(pass(w, S("/nowhere"), -1), sealed - 400);
    assert_int_equal(pass(w, S("/nowhere"), -1), 0);
    assert_int_equal(under(w, 1, false), 0);
    readable(w, first, "clerk1@example.cn");
    readable(w, last, "clerk450@example.cn");
}

static void a_key_is_retired_only_when_nothing_sealed_is_under_it(void **state)
{
    struct world *w = *state;
    int64_t id = make(w, 1);
    struct audit_entry_list list;

    assert_cx(ERR_NOT_FOUND, w, retire(w, 0, true));
    rotate(w);
    assert_cx(ERR_CONFLICT, w, retire(w, 1, true));
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "rekey.in_use");
    (void)pass(w, S("/nowhere"), -1);
    assert_cx(ERR_CONFLICT, w, retire(w, 1, false));
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "rekey.fresh");
    world_later(w, REKEY_REST);
    assert_cx(OK, w, retire(w, 1, false));
    assert_true(privacy_key_retired(w->keys, 1));
    assert_null(privacy_key_of(w->keys, 1, "seal"));
    readable(w, id, "clerk1@example.cn");
    world_as(w, ROLE_AUDITOR, NULL, 0);
    assert_cx(OK, w, audit_list(&w->cx, S("key.rotate"), 0, 10, &list));
    assert_int_equal(list.n, 1);
    assert_cx(OK, w, audit_list(&w->cx, S("key.retire"), 0, 10, &list));
    assert_int_equal(list.n, 1);
}

/* What only its holder knows in clear goes on working, also when the key is gone. */
static void tokens_sessions_and_codes_go_on_after_their_key_was_retired(void **state)
{
    struct world *w = *state;
    struct str session, token, code, hash, old, csrf;
    struct actor who;
    int64_t id = make(w, 1);
    bool touch;

    assert_cx(OK, w, session_open(&w->cx, SESSION_FULL, id, S(""), S("Firefox"), &session));
    world_as(w, ROLE_OFFICE, "430407000000", 0);
    w->actor.account_id = id;
    assert_cx(
        OK, w, token_make(&w->cx, S("program"), UINT64_C(1) << RIGHT_REQUEST_READ, 30, &token));
    world_as_program(w);
    code = code_query_new(&w->cx, 0, &old);
    for (int i = 0; i < 2; i++) {
        csrf = session_csrf(&w->cx, session);
        rotate(w);
        (void)pass(w, S("/nowhere"), -1);
        assert_true(session_csrf_ok(&w->cx, session, csrf));
        assert_cx(OK, w, retire(w, 1, true));
        world_commit(w);
        assert_cx(OK, w, session_find(&w->cx, session, &who, &touch));
        assert_int_equal(who.account_id, id);
        assert_cx(OK, w, token_find(&w->cx, token, &who, &touch));
        assert_int_equal(who.account_id, id);
    }
    assert_int_equal(privacy_ages(w->keys), 3);
    assert_cx(OK, w, code_query_read(&w->cx, "code", code, &code));
    hash = code_query_hash(&w->cx, 0, code);
    assert_false(str_eq(hash, old));
    assert_true(privacy_hash_is(&w->cx, "query-code", code, hash));
    assert_cx(OK, w, session_close(&w->cx, session));
    assert_cx(OK, w, session_find(&w->cx, session, &who, &touch));
    assert_int_equal(who.account_id, 0);
}

static struct str folder(struct world *w, const char *name)
{
    struct str dir = world_db_path(w->cx.arena, name);

    (void)mkdir(dir.p, 0700);
    return dir;
}

static void stored_files_move_to_the_new_key_and_open(void **state)
{
    struct world *w = *state;
    struct str dir = folder(w, "data");
    struct bytes pdf = bytes_of("%PDF-1.4 clear words %%EOF", 26), out;
    struct file f, twin, again;

    assert_cx(OK, w, file_keep(&w->cx, pdf, dir, "photo", &f));
    twin = f;
    assert_cx(OK, w, file_add(&w->cx, &f, "request", 1, true));
    assert_cx(OK, w, file_add(&w->cx, &twin, "request", 2, true));
    rotate(w);
    assert_cx(OK, w, file_read(&w->cx, f.id, dir, &again, &out));
    assert_int_equal(under(w, 1, false), 2);
    (void)pass(w, dir, -1);
    assert_int_equal(under(w, 1, false), 0);
    assert_cx(OK, w, retire(w, 1, true));
    assert_cx(OK, w, file_read(&w->cx, twin.id, dir, &again, &out));
    assert_true(bytes_eq(out, pdf));
    assert_false(str_eq(again.hash, f.hash));
}

static void checkpoints_of_a_retired_key_still_verify(void **state)
{
    struct world *w = *state;
    struct str dir = folder(w, "outside");
    struct buf problems = buf_new(w->cx.arena, 10000);
    int64_t n;

    for (int i = 0; i < 3; i++) {
        assert_cx(OK, w, audit_add(&w->cx, "request", 7, "accept", S("430407101000"), S("")));
        assert_cx(OK, w, audit_seal(&w->cx, dir, &n));
        world_commit(w);
        assert_cx(OK, w, audit_publish(&w->cx, dir, &n));
        world_commit(w);
        world_later(w, 60);
        rotate(w);
        assert_cx(OK, w, retire(w, 1, true));
    }
    assert_cx(OK, w, audit_seal(&w->cx, dir, &n));
    world_commit(w);
    if (audit_verify(&w->cx, dir, &problems) != OK)
        fail_msg("%.*s", STR(buf_str(&problems)));
    /* Long after it was replaced, even its holder cannot sign with it. */
    assert_ok(db_script(w->db->db, S("UPDATE audit_checkpoint SET at = at + 99999999")));
    assert_err(ERR_CONFLICT, audit_verify(&w->cx, dir, &problems));
}

static struct keys *opened(struct world *w, struct str path, bool make)
{
    struct buf problem = buf_new(w->cx.arena, 1000);
    struct keys *k = NULL;

    assert_ok(privacy_keys_open(path, folder(w, "data"), make, &k, &problem));
    return k;
}

static void a_running_program_learns_the_new_key_from_the_file(void **state)
{
    struct world *w = *state;
    struct str path = str_f(w->cx.arena, "%.*s/key", STR(folder(w, "keys")));
    struct keys *running = opened(w, path, true), *command = opened(w, path, false), *later;
    struct buf problem = buf_new(w->cx.arena, 1000);
    static const char *const kept[] = {"query-code"};
    struct rng r = rng_real();
    unsigned char public[32], again[32];
    struct stat st;

    privacy_key_public(running, 0, public);
    assert_ok(privacy_keys_rotate(command, w->cx.now, &r, &problem));
    assert_ok(privacy_keys_retire(command, 1, kept, 1, &problem));
    assert_int_equal(stat(path.p, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_ok(privacy_keys_refresh(running, &problem));
    assert_int_equal(privacy_ages(running), 2);
    assert_true(str_eq(privacy_key_id(running, 0), privacy_key_id(command, 0)));
    assert_memory_equal(privacy_key(running, "seal"), privacy_key(command, "seal"), 32);
    assert_non_null(privacy_key_of(running, 1, "seal")); /* work under way may need it */
    later = opened(w, path, false);
    assert_int_equal(privacy_ages(later), 2);
    assert_null(privacy_key_of(later, 1, "seal"));
    assert_memory_equal(
        privacy_key_of(later, 1, "query-code"), privacy_key_of(running, 1, "query-code"), 32);
    privacy_key_public(later, 1, again);
    assert_memory_equal(public, again, 32);
    privacy_keys_close(running);
    privacy_keys_close(command);
    privacy_keys_close(later);
}

static void a_key_file_older_than_the_database_is_refused(void **state)
{
    struct world *w = *state;
    static const unsigned char stranger[32] = "a key file from before that time";
    struct keys *old = privacy_keys_fixed(stranger);

    rotate(w);
    assert_cx(OK, w, rekey_match(&w->cx));
    w->cx.keys = old;
    assert_cx(ERR_CONFLICT, w, rekey_match(&w->cx));
    w->cx.keys = w->keys;
    privacy_keys_close(old);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(old_values_are_read_and_new_ones_are_under_the_new_key),
        WORLD_TEST(a_pass_that_is_killed_goes_on_and_ends_with_nothing_under_the_old_key),
        WORLD_TEST(a_key_is_retired_only_when_nothing_sealed_is_under_it),
        WORLD_TEST(tokens_sessions_and_codes_go_on_after_their_key_was_retired),
        WORLD_TEST(stored_files_move_to_the_new_key_and_open),
        WORLD_TEST(checkpoints_of_a_retired_key_still_verify),
        WORLD_TEST(a_running_program_learns_the_new_key_from_the_file),
        WORLD_TEST(a_key_file_older_than_the_database_is_refused),
    };

    return cmocka_run_group_tests_name("rekey", tests, NULL, NULL);
}
