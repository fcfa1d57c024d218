#include "base/conf.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

/* clang-format off */
static const struct setting rows[] = {
    {"public-url", SET_TEXT,    "http://localhost", 0, 0,       "the address in links"},
    {"port",       SET_INT,     "8080",             0, 65535,   "where to listen"},
    {"idle",       SET_SECONDS, "5m",               1, 86400,   "when to hang up"},
    {"upload",     SET_BYTES,   "8M",               1, 1 << 30, "largest upload"},
    {"demo",       SET_BOOL,    "false",            0, 0,       "invented data"},
    {"data",       SET_PATH,    "/var/lib/x",       0, 0,       "where data is"},
    {"mail-from",  SET_TEXT,    NULL,               0, 0,       "sender"},
};
/* clang-format on */

static char path[] = "/tmp/lianluo-test-conf-XXXXXX";

static const char *file_with(const char *text)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
    return path;
}

static int make_file(void **state)
{
    int fd = mkstemp(path);

    (void)state;
    return fd < 0 ? -1 : close(fd);
}

static int drop_file(void **state)
{
    (void)state;
    return unlink(path);
}

/* Words separated by blanks, as main gets them. */
static char **words(void **state, const char *z)
{
    struct str rest = str_dup(*state, str_of(z));
    char **w = MANY(*state, char *, 32);
    size_t n = 0;

    while (rest.p != NULL) {
        struct str one = str_dup(*state, str_cut(rest, ' ', &rest));

        w[n] = arena_take(*state, one.n + 1);
        memcpy(w[n++], one.p, one.n);
    }
    return w;
}

static char **rest;

static enum err settings(
    void **state, const char *file, char **env, char **flags, struct conf **c, struct buf *b)
{
    struct conf_sources from = {.file = file, .environment = env, .flags = flags};
    enum err e = conf_read(*state, rows, COUNT(rows), &from, c, b);

    rest = from.rest;
    return e;
}

static void defaults_hold_when_nothing_is_said(void **state)
{
    struct buf problems = buf_new(*state, 10000);
    struct conf *c;

    assert_ok(settings(state, "/nonexistent/lianluo.conf", NULL, NULL, &c, &problems));
    assert_str(conf_text(c, "public-url"), "http://localhost");
    assert_int_equal(conf_int(c, "port"), 8080);
    assert_int_equal(conf_int(c, "idle"), 300);
    assert_int_equal(conf_int(c, "upload"), 8 << 20);
    assert_false(conf_bool(c, "demo"));
    assert_str(conf_text(c, "mail-from"), NULL);
    assert_str(conf_origin(c, "port"), "default");
    assert_null(rest[0]);
    assert_int_equal(problems.n, 0);
}

static void the_later_source_wins(void **state)
{
    struct buf problems = buf_new(*state, 10000), print = buf_new(*state, 10000);
    const char *file = file_with("# remark\r\n\r\n port = 1\r\nidle=2h\npublic-url = a = b\n"
                                 "data =\nupload = 2G\n");
    char **env = words(state, "LIANLUO_PORT=2 HOME=/ LIANLUO_IDLE=90 LIANLUO_TEST_X=1 "
                              "LIANLUO_UPLOAD=1k LIANLUO_MAIL_FROM=a@example.org");
    char **flags = words(state, "serve --port 3 --demo --data=/d --other x -- --port");
    struct conf *c;

    assert_err(ERR_INVALID, settings(state, file, env, flags, &c, &problems));
    assert_true(str_has(buf_str(&problems), S(":7: upload: bad value \"2G\"")));
    buf_clear(&problems);
    file = file_with(" port = 1\r\nidle=2h\npublic-url = a = b\ndata =\n");
    assert_ok(settings(state, file, env, flags, &c, &problems));
    assert_int_equal(conf_int(c, "port"), 3);
    assert_str(conf_origin(c, "port"), "flag");
    assert_int_equal(conf_int(c, "idle"), 90);
    assert_str(conf_origin(c, "idle"), "environment");
    assert_str(conf_text(c, "public-url"), "a = b");
    assert_str(conf_origin(c, "public-url"), str_f(*state, "%s:3", path).p);
    assert_str(conf_text(c, "data"), "/d");
    assert_int_equal(conf_int(c, "upload"), 1024);
    assert_str(conf_text(c, "mail-from"), "a@example.org");
    assert_true(conf_bool(c, "demo"));
    assert_string_equal(rest[0], "serve");
    assert_string_equal(rest[1], "--other");
    assert_string_equal(rest[2], "x");
    assert_string_equal(rest[3], "--port");
    assert_null(rest[4]);
    conf_print(c, &print);
    assert_true(str_has(buf_str(&print), S("port = 3\t# flag\n")));
}

static void all_problems_are_told_at_once(void **state)
{
    static const char *const wanted[] = {":1: unknown setting \"prot\"",
        ":2: not \"name = value\":", ":3: port: bad value \"65536\" (from 0 to 65535)",
        ":4: port: bad value \"-1\"", ":5: idle: bad value \"0\"", ":6: idle: bad value \"5x\"",
        ":7: demo: bad value \"maybe\"", ":8: upload: bad value \"99999999999999999G\"",
        ":9: public-url: bad value", ":11: a second time: \"data\"",
        "environment: unknown setting \"LIANLUO_PROT\"", "flag: port: bad value \"\"",
        "flag: a value is missing after \"--idle\""};
    const char *file = file_with("prot = 1\nnonsense\nport = 65536\n");
    char **env = words(state, "LIANLUO_PROT=2");
    char **flags = words(state, "--port= --idle");
    struct buf problems = buf_new(*state, 10000);
    struct conf *c = NULL;

    assert_err(ERR_INVALID, settings(state, file, env, flags, &c, &problems));
    assert_null(c);
    file = file_with("\n\n\n\nidle = 0\n\ndemo = maybe\nupload = 99999999999999999G\n"
                     "public-url = \xff\ndata = a\ndata = b\n");
    assert_err(ERR_INVALID, settings(state, file, NULL, NULL, &c, &problems));
    file = file_with("\n\n\nport = -1\n\nidle = 5x\n");
    assert_err(ERR_INVALID, settings(state, file, NULL, NULL, &c, &problems));
    assert_null(c);
    for (size_t i = 0; i < COUNT(wanted); i++)
        if (!str_has(buf_str(&problems), str_of(wanted[i])))
            fail_msg("missing: %s in\n%s", wanted[i], buf_str(&problems).p);
}

static void a_directory_is_no_settings_file(void **state)
{
    struct buf problems = buf_new(*state, 10000);
    struct conf *c;

    assert_err(ERR_INVALID, settings(state, "/tmp", NULL, NULL, &c, &problems));
    assert_true(str_has(buf_str(&problems), S("cannot be read")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(defaults_hold_when_nothing_is_said),
        TEST(the_later_source_wins),
        TEST(all_problems_are_told_at_once),
        TEST(a_directory_is_no_settings_file),
    };

    return cmocka_run_group_tests(tests, make_file, drop_file);
}
