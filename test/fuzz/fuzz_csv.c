/* Tables of text from strangers, in whatever character set. */
#include "sheet_target.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= 65536)
        sheet_target((struct bytes){data, size}, S("table.csv"));
    return 0;
}
