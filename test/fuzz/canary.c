/*
 * canary: a hole planted before a fuzz target, so that a fuzzer that sees nothing is noticed.
 * The target is compiled under the name target_one_input; an input that begins with three
 * certain letters reads one byte beyond its end.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int target_one_input(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void hole(const uint8_t *data)
{
    uint8_t *own = malloc(3);
    volatile size_t beyond = 3;
    volatile uint8_t seen;

    if (own == NULL)
        abort();
    memcpy(own, data, 3);
    seen = own[beyond];
    (void)seen;
    free(own);
}

/* Step by step, so that a fuzzer that is led by coverage gets there at once, and the compiler
 * does not make one comparison of all. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    volatile int step = 0;

    if (n >= 3 && data[0] == 'g') {
        step = 1;
        if (data[1] == 'a') {
            step = 2;
            if (data[2] == 'p')
                hole(data);
        }
    }
    (void)step;
    return target_one_input(data, n);
}
