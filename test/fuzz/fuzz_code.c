/*
 * Query codes as typed: what is read is canonical, and reads as itself again.
 */
#include "base/secret.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct arena *a = arena_open((size_t)64 << 20);
    struct str code, again;

    if (secret_code_read(a, (struct str){(const char *)data, n}, &code) == OK) {
        int fits = 0;

        assert(code.n == 24 && strspn(code.p, letters) == 24);
        /* Exactly one check character belongs to it. */
        for (const char *c = letters; *c != '\0'; c++) {
            struct str typed = str_f(a, "%.*s-%c", STR(code), *c);

            if (secret_code_read(a, typed, &again) == OK) {
                assert(str_eq(code, again));
                fits++;
            }
        }
        assert(fits == 1);
    }
    arena_close(a);
    return 0;
}
