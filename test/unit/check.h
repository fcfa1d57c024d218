/*
 * check: what every unit test includes: cmocka with what it needs, and assertions for our
 * types.
 */
#ifndef TEST_CHECK_H
#define TEST_CHECK_H

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The text is exactly z; NULL means absent. */
#define assert_str(s, z) check_str((s), (z), __FILE__, __LINE__)
#define assert_err(code, call) check_err((code), (call), #call, __FILE__, __LINE__)
#define assert_ok(call) assert_err(OK, call)

/* A test that gets a fresh arena as *state. */
#define TEST(f) cmocka_unit_test_setup_teardown(f, check_arena_open, check_arena_close)

static inline void check_str(struct str s, const char *z, const char *file, int line)
{
    if ((s.p == NULL) == (z == NULL) && (z == NULL || str_is(s, z)))
        return;
    print_error("\"%.*s\" is not \"%s\"\n", STR(s), z == NULL ? "(absent)" : z);
    _fail(file, line);
}

static inline void check_err(
    enum err code, enum err got, const char *call, const char *file, int line)
{
    if (got == code)
        return;
    print_error("%s gave %s, not %s\n", call, err_name(got), err_name(code));
    _fail(file, line);
}

static inline int check_arena_open(void **state)
{
    *state = arena_open((size_t)64 << 20);
    return 0;
}

static inline int check_arena_close(void **state)
{
    arena_close(*state);
    return 0;
}

#endif
