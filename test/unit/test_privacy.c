#include "base/disk.h"
#include "core/account.h"

#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

static struct str in_dir(struct world *w, struct str dir, const char *name)
{
    return str_f(w->cx.arena, "%.*s/%s", STR(dir), name);
}

static struct str folder(struct world *w, const char *name)
{
    struct str dir = world_db_path(w->cx.arena, name);

    assert_int_equal(mkdir(dir.p, 0700), 0);
    return dir;
}

static enum err open_keys(
    struct world *w, struct str path, struct str data, bool make, unsigned char key[32])
{
    struct buf problem = buf_new(w->cx.arena, 1000);
    struct keys *k = NULL;
    enum err code = privacy_keys_open(path, data, make, &k, &problem);

    assert_int_equal(code == OK, problem.n == 0);
    if (code == OK && key != NULL)
        memcpy(key, privacy_key(k, "csrf"), 32);
    privacy_keys_close(code == OK ? k : NULL);
    return code;
}

static void a_key_file_is_made_once_and_read_again(void **state)
{
    struct world *w = *state;
    struct str keys = folder(w, "keys"), data = folder(w, "data");
    struct str path = in_dir(w, keys, "key");
    unsigned char one[32], two[32];
    struct stat st;

    assert_err(ERR_NOT_FOUND, open_keys(w, path, data, false, NULL));
    assert_ok(open_keys(w, path, data, true, one));
    assert_int_equal(stat(path.p, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_ok(open_keys(w, path, data, true, two));
    assert_memory_equal(one, two, 32);
}

static void a_key_file_in_the_data_directory_open_to_others_or_a_link_is_refused(void **state)
{
    struct world *w = *state;
    struct str keys = folder(w, "keys"), data = folder(w, "data");
    struct str path = in_dir(w, keys, "key"), link = in_dir(w, keys, "link");
    struct str back = in_dir(w, keys, "back");

    assert_err(ERR_DENIED, open_keys(w, in_dir(w, data, "key"), data, true, NULL));
    assert_int_equal(symlink(data.p, back.p), 0);
    assert_err(ERR_DENIED, open_keys(w, in_dir(w, back, "key"), data, true, NULL));
    assert_ok(open_keys(w, path, data, true, NULL));
    assert_int_equal(symlink(path.p, link.p), 0);
    assert_err(ERR_DENIED, open_keys(w, link, data, false, NULL));
    assert_int_equal(chmod(path.p, 0640), 0);
    assert_err(ERR_DENIED, open_keys(w, path, data, false, NULL));
    assert_int_equal(chmod(path.p, 0600), 0);
    assert_ok(open_keys(w, path, data, false, NULL));
}

static void what_is_no_key_file_is_refused(void **state)
{
    static const char *const wrong[] = {
        "", "lianluo-key-1 00ff\n", "lianluo-key-2 00\n", "something else entirely"};
    struct world *w = *state;
    struct str keys = folder(w, "keys"), data = folder(w, "data");

    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct str path = str_f(w->cx.arena, "%.*s/%d", STR(keys), (int)i);

        assert_ok(disk_create(path, bytes_of(wrong[i], strlen(wrong[i]))));
        assert_err(ERR_INVALID, open_keys(w, path, data, true, NULL));
    }
}

static void each_purpose_has_a_key_of_its_own_that_stays(void **state)
{
    struct world *w = *state;
    const unsigned char *csrf = privacy_key(w->keys, "csrf");

    assert_memory_not_equal(csrf, privacy_key(w->keys, "backup"), 32);
    assert_ptr_equal(csrf, privacy_key(w->keys, "csrf"));
}

static void a_sealed_value_opens_only_in_its_place(void **state)
{
    struct world *w = *state;
    struct cx *cx = &w->cx;
    struct bytes sealed = privacy_seal(cx, "request", "name_sealed", S("u1"), S("刘芄"));
    struct bytes again = privacy_seal(cx, "request", "name_sealed", S("u1"), S("刘芄"));
    struct bytes changed = bytes_dup(cx->arena, sealed), absent = {0};
    struct priv out;

    assert_false(bytes_eq(sealed, again));
    assert_cx(OK, w, privacy_open(cx, "request", "name_sealed", S("u1"), sealed, &out));
    assert_str(out.s, "刘芄");
    assert_err(ERR_DOWN, privacy_open(cx, "request", "name_sealed", S("u2"), sealed, &out));
    assert_err(ERR_DOWN, privacy_open(cx, "request", "contact_sealed", S("u1"), sealed, &out));
    assert_err(ERR_DOWN, privacy_open(cx, "visit", "name_sealed", S("u1"), sealed, &out));
    for (size_t i = 0; i < sealed.n; i++) {
        unsigned char *p = arena_take(cx->arena, sealed.n);

        memcpy(p, changed.p, sealed.n);
        p[i] ^= 1;
        assert_err(ERR_DOWN,
            privacy_open(cx, "request", "name_sealed", S("u1"), bytes_of(p, sealed.n), &out));
    }
    assert_err(ERR_DOWN,
        privacy_open(cx, "request", "name_sealed", S("u1"), bytes_of(sealed.p, 10), &out));
    assert_cx(OK, w, privacy_open(cx, "request", "name_sealed", S("u1"), absent, &out));
    assert_null(out.s.p);
}

static void a_blind_index_knows_the_same_value_written_otherwise(void **state)
{
    struct world *w = *state;
    struct cx *cx = &w->cx;
    struct str phone = privacy_index(cx, "contact", S("13812345678"));

    assert_int_equal(phone.n, 32);
    assert_true(str_eq(phone, privacy_index(cx, "contact", S("+86 138-1234-5678"))));
    assert_false(str_eq(phone, privacy_index(cx, "contact", S("13812345679"))));
    assert_false(str_eq(phone, privacy_index(cx, "other", S("13812345678"))));
    assert_true(str_eq(privacy_index(cx, "contact", S("A.B@Example.cn")),
        privacy_index(cx, "contact", S(" a.b@example.CN"))));
    assert_true(
        str_eq(privacy_index(cx, "name", S("刘 芄")), privacy_index(cx, "name", S("刘芄"))));
}

static void a_row_uid_has_sixteen_letters_and_differs(void **state)
{
    struct world *w = *state;
    struct str a = privacy_uid(&w->cx), b = privacy_uid(&w->cx);

    assert_int_equal(a.n, 16);
    assert_false(str_eq(a, b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_key_file_is_made_once_and_read_again),
        WORLD_TEST(a_key_file_in_the_data_directory_open_to_others_or_a_link_is_refused),
        WORLD_TEST(what_is_no_key_file_is_refused),
        WORLD_TEST(each_purpose_has_a_key_of_its_own_that_stays),
        WORLD_TEST(a_sealed_value_opens_only_in_its_place),
        WORLD_TEST(a_blind_index_knows_the_same_value_written_otherwise),
        WORLD_TEST(a_row_uid_has_sixteen_letters_and_differs),
    };

    return cmocka_run_group_tests_name("privacy", tests, NULL, NULL);
}
