/*
 * canary: a hole planted before a fuzz target, so that a fuzzer that sees nothing is noticed.
 * The target is compiled under the name target_one_input; an input that begins with four
 * certain letters reads one byte beyond its end.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int target_one_input(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n >= 4 && data[0] == 'h' && data[1] == 'o' && data[2] == 'l' && data[3] == 'e') {
        uint8_t *own = malloc(4);
        volatile size_t beyond = 4;
        volatile uint8_t seen;

        if (own == NULL)
            abort();
        memcpy(own, data, 4);
        seen = own[beyond];
        (void)seen;
        free(own);
    }
    return target_one_input(data, n);
}
