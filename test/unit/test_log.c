#include "base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "check.h"

static char seen[10000];

/* What was written to stderr while it points into a file. */
static int keep_stderr(FILE *f)
{
    int kept;

    assert_non_null(f);
    kept = dup(STDERR_FILENO);
    assert_true(kept >= 0);
    assert_true(dup2(fileno(f), STDERR_FILENO) >= 0);
    return kept;
}

static void give_back(FILE *f, int kept)
{
    size_t n;

    assert_true(dup2(kept, STDERR_FILENO) >= 0);
    assert_int_equal(close(kept), 0);
    rewind(f);
    n = fread(seen, 1, sizeof seen - 1, f);
    seen[n] = '\0';
    assert_int_equal(fclose(f), 0);
}

static size_t lines(void)
{
    size_t n = 0;

    for (const char *p = seen; *p != '\0'; p++)
        n += *p == '\n';
    return n;
}

static void a_value_cannot_fake_a_line_or_a_pair(void **state)
{
    FILE *f = tmpfile();
    int kept = keep_stderr(f);

    (void)state;
    LOG(LOG_WARN, "test.event", LOG_S("a", S("x\nlevel=error event=fake")),
        LOG_S("b", S("plain")), LOG_S("c", S("q\"\\ \x1b")), LOG_S("d", S("")),
        LOG_S("e", S("芄𠅤")), LOG_S("f", S("\xff z")), LOG_N("n", INT64_MIN));
    give_back(f, kept);
    assert_int_equal(lines(), 1);
    assert_non_null(strstr(seen, " level=warn event=test.event "
                                 "a=\"x\\nlevel=error event=fake\" b=plain "
                                 "c=\"q\\\"\\\\ \\x1b\" d=\"\" e=芄𠅤 f=\"\\xff z\" "
                                 "n=-9223372036854775808\n"));
    assert_int_equal(strncmp(seen, "time=20", 7), 0);
}

static void a_line_that_is_too_long_still_ends(void **state)
{
    static char big[9000];
    FILE *f = tmpfile();
    int kept = keep_stderr(f);

    (void)state;
    memset(big, 'x', sizeof big);
    LOG(LOG_ERROR, "test.big", LOG_S("a", ((struct str){big, sizeof big})), LOG_N("n", 1));
    give_back(f, kept);
    assert_int_equal(lines(), 1);
    assert_true(strlen(seen) <= 4096);
}

static void what_is_below_the_level_is_not_written(void **state)
{
    FILE *f = tmpfile();
    int kept = keep_stderr(f);

    (void)state;
    LOG(LOG_DEBUG, "hidden", LOG_N("n", 1));
    log_level_set(LOG_DEBUG);
    LOG(LOG_DEBUG, "shown", LOG_N("n", 1));
    log_level_set(LOG_ERROR);
    LOG(LOG_WARN, "hidden", LOG_N("n", 1));
    log_level_set(LOG_INFO);
    give_back(f, kept);
    assert_int_equal(lines(), 1);
    assert_non_null(strstr(seen, "event=shown"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_value_cannot_fake_a_line_or_a_pair),
        TEST(a_line_that_is_too_long_still_ends),
        TEST(what_is_below_the_level_is_not_written),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
