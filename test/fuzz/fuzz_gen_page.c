/*
 * Pages: whatever stands in one, the generator ends and reads nothing beyond; and what it
 * accepts is C whose braces match and whose lines hold no expression of more than one line.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/gen/gen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* Braces outside of string and character literals. */
static long braces(const struct out *o)
{
    long depth = 0;

    for (size_t i = 0; i < o->n; i++) {
        char c = o->p[i];

        if (c == '"' || c == '\'') {
            for (i++; i < o->n && o->p[i] != c; i++)
                i += o->p[i] == '\\';
        } else {
            depth += c == '{';
            depth -= c == '}';
            if (depth < 0)
                abort();
        }
    }
    return depth;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct source s = {.file = "fuzz.html", .p = (const char *)data, .n = n};
    struct out header = {0}, code = {0};

    if (page_make(&s, "fuzz.html.h", &header, &code) == s.failed)
        abort();
    if (!s.failed && braces(&code) != 0)
        abort();
    pool_drop();
    return 0;
}
