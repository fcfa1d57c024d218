#include "base/secret.h"

#include "check.h"

static const unsigned char key[32] = "an invented key of 32 letters..";

static int start(void **state)
{
    (void)state;
    secret_start();
    return 0;
}

static void the_same_seed_gives_the_same_numbers(void **state)
{
    struct rng a = rng_seeded(7), b = rng_seeded(7), c = rng_seeded(8);
    unsigned char x[100], y[100], z[100];

    (void)state;
    for (int i = 0; i < 3; i++) {
        rng_fill(&a, x, sizeof x);
        rng_fill(&b, y, sizeof y);
        rng_fill(&c, z, sizeof z);
        assert_memory_equal(x, y, sizeof x);
        assert_memory_not_equal(x, z, sizeof x);
    }
    rng_fill(&a, y, sizeof y);
    assert_memory_not_equal(x, y, sizeof x);
}

static void real_numbers_differ(void **state)
{
    struct rng r = rng_real();
    unsigned char x[32], y[32];

    (void)state;
    rng_fill(&r, x, sizeof x);
    rng_fill(&r, y, sizeof y);
    assert_memory_not_equal(x, y, sizeof x);
}

static void numbers_below_a_bound_reach_every_value(void **state)
{
    struct rng r = rng_seeded(1);
    int seen[10] = {0};

    (void)state;
    for (int i = 0; i < 1000; i++) {
        uint64_t v = rng_below(&r, 10);

        assert_true(v < 10);
        seen[v]++;
    }
    for (int i = 0; i < 10; i++)
        assert_in_range(seen[i], 50, 150);
    assert_int_equal(rng_below(&r, 1), 0);
    assert_int_equal(rng_below(&r, 0), 0);
    assert_true(rng_below(&r, UINT64_MAX) < UINT64_MAX);
}

static void hashes_agree_with_their_standards(void **state)
{
    unsigned char out[32];
    unsigned char k[32] = {0};

    secret_sha256(bytes_of("abc", 3), out); /* FIPS 180-4 */
    assert_str(bytes_hex(*state, bytes_of(out, 32)),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    memcpy(k, "Jefe", 4); /* RFC 4231, case 2: the rest of the key is zero */
    secret_hmac(k, bytes_of("what do ya want for nothing?", 28), out);
    assert_str(bytes_hex(*state, bytes_of(out, 32)),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

static void each_purpose_has_its_own_key(void **state)
{
    unsigned char a[32], b[32], c[32];

    (void)state;
    secret_derive(key, "csrf", a);
    secret_derive(key, "csrf", b);
    secret_derive(key, "query-code", c);
    assert_true(secret_eq(a, b, 32));
    assert_false(secret_eq(a, c, 32));
    assert_false(secret_eq(a, key, 32));
    secret_wipe(a, 32);
    assert_int_equal(a[0] | a[31], 0);
}

static void a_password_is_known_again_and_another_is_not(void **state)
{
    struct str hash;

    assert_ok(secret_password_hash(*state, S("岳麓山下 horse"), &hash));
    assert_true(str_starts(hash, S("$argon2id$v=19$m=65536,t=3,p=1$")));
    assert_true(secret_password_ok(hash, S("岳麓山下 horse")));
    assert_false(secret_password_ok(hash, S("岳麓山下 horsf")));
    assert_false(secret_password_ok(S(""), S("x")));
    assert_false(secret_password_ok(S("$argon2id$nonsense"), S("x")));
    assert_false(secret_password_ok((struct str){NULL, 0}, (struct str){NULL, 0}));
}

static void sealed_text_opens_in_its_place_only(void **state)
{
    struct rng r = rng_seeded(3);
    struct str plain = S("13812341234"), out = S("kept"), place = S("person.phone.17");
    struct bytes sealed = secret_seal(*state, key, &r, place, plain);
    struct bytes again = secret_seal(*state, key, &r, place, plain);
    unsigned char other[32] = {1};

    assert_int_equal(sealed.p[0], 1);
    assert_false(bytes_eq(sealed, again));
    assert_err(ERR_INVALID, secret_unseal(*state, key, S("person.phone.18"), sealed, &out));
    assert_err(ERR_INVALID, secret_unseal(*state, other, place, sealed, &out));
    assert_str(out, "kept");
    assert_ok(secret_unseal(*state, key, place, sealed, &out));
    assert_str(out, "13812341234");
    assert_ok(
        secret_unseal(*state, key, S(""), secret_seal(*state, key, &r, S(""), S("")), &out));
    assert_str(out, "");
}

static void no_byte_of_a_seal_can_be_changed_or_left_out(void **state)
{
    struct rng r = rng_seeded(4);
    struct bytes sealed = secret_seal(*state, key, &r, S("a"), S("芄锸堃"));
    unsigned char *p = arena_take(*state, sealed.n);
    struct str out;

    for (size_t i = 0; i < sealed.n; i++) {
        memcpy(p, sealed.p, sealed.n);
        p[i] ^= 1;
        assert_err(
            ERR_INVALID, secret_unseal(*state, key, S("a"), bytes_of(p, sealed.n), &out));
        assert_err(
            ERR_INVALID, secret_unseal(*state, key, S("a"), bytes_of(sealed.p, i), &out));
    }
}

/* RFC 6238, appendix B, SHA-1; the last six of its eight digits. */
static void one_time_codes_agree_with_the_rfc(void **state)
{
    static const struct {
        int64_t at;
        const char *code;
    } rows[] = {
        {59, "287082"},
        {1111111109, "081804"},
        {1111111111, "050471"},
        {1234567890, "005924"},
        {2000000000, "279037"},
        {20000000000, "353130"},
    };
    struct bytes seed = bytes_of("12345678901234567890", 20);
    int64_t step = 0;

    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct str code = str_of(rows[i].code);

        assert_true(secret_totp_ok(seed, code, rows[i].at, &step));
        assert_int_equal(step, rows[i].at / 30);
        assert_true(secret_totp_ok(seed, code, rows[i].at + 30, &step));
        assert_int_equal(step, rows[i].at / 30);
        assert_true(secret_totp_ok(seed, code, rows[i].at - 30, &step));
        assert_false(secret_totp_ok(seed, code, rows[i].at + 60, &step));
        assert_false(secret_totp_ok(seed, code, rows[i].at - 60, &step));
    }
    assert_false(secret_totp_ok(seed, S("28708"), 59, &step));
    assert_false(secret_totp_ok(seed, S("94287082"), 59, &step));
    assert_false(secret_totp_ok(seed, S(""), 59, &step));
}

static void base32_agrees_with_the_rfc(void **state)
{
    static const char *const rows[] = {
        "", "MY", "MZXQ", "MZXW6", "MZXW6YQ", "MZXW6YTB", "MZXW6YTBOI"};

    for (size_t i = 0; i < COUNT(rows); i++)
        assert_str(secret_base32(*state, bytes_of("foobar", i)), rows[i]);
}

static void codes_are_written_in_groups_and_read_as_people_type(void **state)
{
    struct rng r = rng_seeded(5);
    struct str code = secret_code_new(*state, &r), out, again;
    struct str plain, lower;

    assert_int_equal(code.n, 25 + 6);
    assert_ok(secret_code_read(*state, code, &out));
    assert_int_equal(out.n, 24);
    plain = str_f(*state, "%.*s%c", STR(out), code.p[code.n - 1]);
    assert_ok(secret_code_read(*state, plain, &again));
    assert_true(str_eq(out, again));
    lower = str_dup(*state, code);
    for (size_t i = 0; i < lower.n; i++)
        if (lower.p[i] >= 'A')
            ((char *)(uintptr_t)lower.p)[i] |= 0x20;
    assert_ok(secret_code_read(
        *state, str_f(*state, " %.*s\u3000\uFF0D\u2014\n", STR(lower)), &again));
    assert_true(str_eq(out, again));
    assert_false(str_eq(code, secret_code_new(*state, &r)));
}

/* All zero and its check; O, I, L and full width stand for what they look like. */
static void look_alikes_are_forgiven(void **state)
{
    static const char *const same[] = {"0000-0000-0000-0000-0000-0000-1",
        "OOOO-oooo-0000-0000-0000-0000-I", "0000000000000000000000001",
        "００００-0000-0000-0000-0000-0000-l", "0000 0000 0000 0000 0000 0000 L"};
    static const char *const bad[] = {"", "-", "0000-0000-0000-0000-0000-0000-0",
        "0000-0000-0000-0000-0000-0000", "0000-0000-0000-0000-0000-0000-11",
        "U000-0000-0000-0000-0000-0000-1", "0000-0000-0000-0000-0000-0000-*",
        "芄000-0000-0000-0000-0000-0000-1",
        ("\xff"
         "0000000000000000000000001")};
    struct str out;

    for (size_t i = 0; i < COUNT(same); i++) {
        assert_ok(secret_code_read(*state, str_of(same[i]), &out));
        assert_str(out, "000000000000000000000000");
    }
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, secret_code_read(*state, str_of(bad[i]), &out));
}

static void every_wrong_character_and_every_swap_of_neighbours_is_caught(void **state)
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct rng r = rng_seeded(6);

    for (int round = 0; round < 50; round++) {
        struct arena_mark m = arena_mark(*state);
        struct str code = secret_code_new(*state, &r), out;
        char typed[26] = "";
        size_t n = 0;

        for (size_t i = 0; i < code.n; i++)
            if (code.p[i] != '-')
                typed[n++] = code.p[i];
        assert_int_equal(n, 25);
        for (size_t i = 0; i < n; i++) {
            char right = typed[i];

            for (const char *c = letters; *c != '\0'; c++) {
                typed[i] = *c;
                assert_err(*c == right ? OK : ERR_INVALID,
                    secret_code_read(*state, (struct str){typed, n}, &out));
            }
            typed[i] = right;
            if (i + 1 == n || typed[i + 1] == right)
                continue;
            typed[i] = typed[i + 1];
            typed[i + 1] = right;
            assert_err(ERR_INVALID, secret_code_read(*state, (struct str){typed, n}, &out));
            typed[i + 1] = typed[i];
            typed[i] = right;
        }
        arena_back(*state, m);
    }
}

static void signatures_hold_for_their_message_and_key(void **state)
{
    unsigned char pub[32], sig[64], other[32];
    unsigned char seed2[32] = {9};

    (void)state;
    secret_sign_public(key, pub);
    secret_sign_public(seed2, other);
    secret_sign(key, bytes_of("checkpoint", 10), sig);
    assert_true(secret_sign_ok(pub, bytes_of("checkpoint", 10), sig));
    assert_false(secret_sign_ok(pub, bytes_of("checkpoinT", 10), sig));
    assert_false(secret_sign_ok(other, bytes_of("checkpoint", 10), sig));
    sig[40] ^= 1;
    assert_false(secret_sign_ok(pub, bytes_of("checkpoint", 10), sig));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_same_seed_gives_the_same_numbers),
        TEST(real_numbers_differ),
        TEST(numbers_below_a_bound_reach_every_value),
        TEST(hashes_agree_with_their_standards),
        TEST(each_purpose_has_its_own_key),
        TEST(a_password_is_known_again_and_another_is_not),
        TEST(sealed_text_opens_in_its_place_only),
        TEST(no_byte_of_a_seal_can_be_changed_or_left_out),
        TEST(one_time_codes_agree_with_the_rfc),
        TEST(base32_agrees_with_the_rfc),
        TEST(codes_are_written_in_groups_and_read_as_people_type),
        TEST(look_alikes_are_forgiven),
        TEST(every_wrong_character_and_every_swap_of_neighbours_is_caught),
        TEST(signatures_hold_for_their_message_and_key),
    };

    return cmocka_run_group_tests(tests, start, NULL);
}
