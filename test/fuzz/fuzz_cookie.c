/* Cookies, parameters and lists in header values: found texts lie inside what was given. */
#include "http/wire.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_inside(struct str part, struct str whole)
{
    assert(part.p == NULL || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data, size}, value;

    if (size > 65536)
        return 0;
    value = wire_cookie(in, S("ll"));
    check_inside(value, in);
    assert(str_find_char(value, ';') == (size_t)-1);
    check_inside(wire_param(in, "boundary"), in);
    if (wire_list_has(in, "close"))
        assert(in.n >= 5);
    return 0;
}
