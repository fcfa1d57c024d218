/* Texts of printed bulletins from strangers: read, and said as JSON that parses. */
#include "base/json.h"

#include "feature/bulletin/bulletin_read.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a;
    struct bulletin_text t;
    struct buf b;
    struct str text = {(const char *)data, size};

    if (size > 65536)
        return 0;
    a = arena_open((size_t)512 << 20);
    if (bulletin_read(a, text, &t) == OK) {
        struct str said;

        EACH (f, &t.figures)
            if (f->value.digits < 0 || f->unit.n == 0 || f->wording.n == 0 ||
                f->offset >= (int64_t)size)
                abort();
        b = buf_new(a, (size_t)64 << 20);
        bulletin_read_json(a, &t, &b);
        if (buf_take(&b, &said) != OK || !str_utf8_ok(said))
            abort();
    }
    arena_close(a);
    return 0;
}
