/* Files of statements: whatever stands in them, the generator ends and reads nothing beyond. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/gen/gen.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct source s = {.file = "fuzz.sql", .p = (const char *)data, .n = n};
    struct out header = {0}, code = {0};

    if (sql_make(&s, "fuzz.sql.h", &header, &code) == s.failed)
        abort();
    pool_drop();
    return 0;
}
