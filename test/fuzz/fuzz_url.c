/*
 * Query and form decoding: whatever is accepted survives being encoded and decoded again.
 */
#include "base/url.h"
#include "base/vec.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void there_and_back(struct arena *a, struct str s)
{
    struct buf b = buf_new(a, 3 * s.n);
    struct str again;
    enum err e;

    url_encode(&b, s);
    e = url_decode(a, buf_str(&b), true, &again);
    assert(e == OK && str_eq(s, again));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_open((size_t)256 << 20);
    struct str in = {(const char *)data, n};
    struct pair_list pairs;
    struct str out;

    if (url_decode(a, in, false, &out) == OK) {
        assert(out.n <= n);
        there_and_back(a, out);
    }
    if (url_pairs(a, in, 50, &pairs) == OK) {
        assert(pairs.n <= 50);
        EACH (p, &pairs) {
            there_and_back(a, p->name);
            there_and_back(a, p->value);
        }
    }
    if (url_local(in))
        assert(n > 0 && data[0] == '/' && (n == 1 || (data[1] != '/' && data[1] != '\\')));
    arena_close(a);
    return 0;
}
