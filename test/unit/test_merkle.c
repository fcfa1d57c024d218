/* The hash tree against its definition in RFC 6962, section 2.1, written down again. */
#include "base/merkle.h"

#include "check.h"

#define LEAVES 70

static void leaf_of(int64_t i, unsigned char out[HASH_BYTES])
{
    merkle_leaf(bytes_of(&i, sizeof i), out);
}

static void joined(const unsigned char l[HASH_BYTES], const unsigned char r[HASH_BYTES],
    unsigned char out[HASH_BYTES])
{
    unsigned char b[1 + 2 * HASH_BYTES] = {1};

    memcpy(b + 1, l, HASH_BYTES);
    memcpy(b + 1 + HASH_BYTES, r, HASH_BYTES);
    secret_sha256(bytes_of(b, sizeof b), out);
}

/* MTH(D[from:from+n]) */
static void tree_hash(int64_t from, int64_t n, unsigned char out[HASH_BYTES])
{
    unsigned char l[HASH_BYTES], r[HASH_BYTES];
    int64_t k = 1;

    if (n == 1) {
        leaf_of(from, out);
        return;
    }
    while (k * 2 < n)
        k *= 2;
    tree_hash(from, k, l);
    tree_hash(from + k, n - k, r);
    joined(l, r, out);
}

static struct merkle grown(int64_t n, int64_t watched)
{
    struct merkle m = merkle_new();
    unsigned char leaf[HASH_BYTES];

    merkle_watch(&m, watched);
    for (int64_t i = 0; i < n; i++) {
        leaf_of(i, leaf);
        merkle_add(&m, leaf);
    }
    merkle_path(&m);
    return m;
}

static void the_empty_tree_is_the_hash_of_nothing(void **state)
{
    static const unsigned char nothing[4] = {0xe3, 0xb0, 0xc4, 0x42};
    struct merkle m = merkle_new();
    unsigned char root[HASH_BYTES];

    (void)state;
    merkle_root(&m, root);
    assert_memory_equal(root, nothing, 4);
}

static void every_size_has_the_root_of_the_definition(void **state)
{
    struct merkle m = merkle_new();

    (void)state;
    for (int64_t n = 1; n <= LEAVES; n++) {
        unsigned char leaf[HASH_BYTES], root[HASH_BYTES], want[HASH_BYTES];

        leaf_of(n - 1, leaf);
        merkle_add(&m, leaf);
        merkle_root(&m, root);
        tree_hash(0, n, want);
        assert_memory_equal(root, want, HASH_BYTES);
    }
}

static void every_leaf_of_every_size_is_proven_and_no_other_is(void **state)
{
    (void)state;
    for (int64_t n = 1; n <= LEAVES; n++) {
        for (int64_t i = 0; i < n; i++) {
            struct merkle m = grown(n, i);
            unsigned char leaf[HASH_BYTES], other[HASH_BYTES], root[HASH_BYTES];

            merkle_root(&m, root);
            leaf_of(i, leaf);
            leaf_of(i + 1, other);
            assert_true(merkle_proves(i, n, leaf, m.path, m.steps, root));
            assert_false(merkle_proves(i, n, other, m.path, m.steps, root));
            assert_false(merkle_proves(i + 1, n, leaf, m.path, m.steps, root));
            assert_false(merkle_proves(i, 2 * n + 1, leaf, m.path, m.steps, root));
            if (m.steps == 0)
                continue;
            assert_false(merkle_proves(i, n, leaf, m.path, m.steps - 1, root));
            m.path[m.steps - 1][0] ^= 1;
            assert_false(merkle_proves(i, n, leaf, m.path, m.steps, root));
        }
    }
}

static void what_was_saved_grows_on_as_if_it_had_never_stopped(void **state)
{
    struct arena *a = *state;

    for (int64_t n = 0; n < LEAVES; n++) {
        struct merkle m = grown(n, -1), back;
        unsigned char one[HASH_BYTES], two[HASH_BYTES], leaf[HASH_BYTES];

        assert_true(merkle_load(&back, n, merkle_save(a, &m)));
        assert_false(merkle_load(&back, n ^ 1, merkle_save(a, &m)));
        leaf_of(n, leaf);
        merkle_add(&m, leaf);
        merkle_add(&back, leaf);
        merkle_root(&m, one);
        merkle_root(&back, two);
        assert_memory_equal(one, two, HASH_BYTES);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_empty_tree_is_the_hash_of_nothing),
        TEST(every_size_has_the_root_of_the_definition),
        TEST(every_leaf_of_every_size_is_proven_and_no_other_is),
        TEST(what_was_saved_grows_on_as_if_it_had_never_stopped),
    };

    return cmocka_run_group_tests_name("merkle", tests, NULL, NULL);
}
