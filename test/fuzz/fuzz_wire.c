/* The reader of requests: whatever the bytes and however they are cut into pieces, it ends, it
 * stays inside them, and it says the same. */
#include "http/wire.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    enum wire_step step;
    int status;
    size_t used;
    int64_t content;
};

static struct str piece_of(const uint8_t *data, size_t from, size_t n)
{
    return (struct str){(const char *)data + from, n};
}

static void read_body(const uint8_t *data, size_t size, size_t piece, const struct wire_head *h,
    struct outcome *o)
{
    struct wire_body b;

    o->step = wire_body_start(&b, h, 4096, &o->status);
    while (o->step == WIRE_MORE && o->used < size) {
        size_t n = size - o->used < piece ? size - o->used : piece, used;
        struct str content;

        o->step = wire_body(&b, piece_of(data, o->used, n), &used, &content, &o->status);
        if (o->step == WIRE_BAD)
            return;
        assert(used <= n && content.n <= used && (used > 0 || o->step == WIRE_DONE));
        o->used += used;
        o->content += (int64_t)content.n;
        assert(o->content <= 4096);
    }
}

static struct outcome read_all(const uint8_t *data, size_t size, size_t piece)
{
    struct outcome o = {.step = WIRE_MORE};
    struct wire_seen seen = {0};
    struct wire_head h;

    for (size_t n = piece; o.step == WIRE_MORE; n += piece) {
        o.step =
            wire_head(piece_of(data, 0, n < size ? n : size), &seen, &h, &o.used, &o.status);
        if (n >= size)
            break;
    }
    if (o.step != WIRE_DONE)
        return o;
    assert(o.used <= size && h.n <= WIRE_FIELDS && h.path.n > 0 && h.path.p[0] == '/');
    assert(!h.chunked || h.length == 0);
    assert(h.length >= 0);
    read_body(data, size, piece, &h, &o);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct outcome whole, parts;

    if (size == 0 || size > 65536)
        return 0;
    whole = read_all(data, size, size);
    parts = read_all(data, size, size > 2048 ? 97 : 1);
    assert(whole.step == parts.step);
    /* Of two faults the pieces may show another one first. */
    assert(whole.step != WIRE_BAD || (whole.status >= 400 && parts.status >= 400));
    assert(whole.step != WIRE_DONE ||
           (whole.used == parts.used && whole.content == parts.content));
    return 0;
}
