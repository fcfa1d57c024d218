/* Pictures from strangers: the header is read, the picture decoded, turned and written anew. */
#include "out/image.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes in = {data, size}, out = {NULL, 0};
    int32_t width = 0, height = 0;
    enum image_status status = image_size(in, &width, &height);

    if (image_orientation(in) < 1 || image_orientation(in) > 8)
        abort();
    /* Large ones only cost time here; the cap itself is the child's and its test's. */
    if (status != IMAGE_OK || (int64_t)width * height > 1000000)
        return 0;
    if (image_encode(in, &out, &width, &height) != IMAGE_OK)
        return 0;
    if (image_type_of(out) != image_type_of(in) || image_orientation(out) != 1)
        abort();
    image_free(out);
    return 0;
}
