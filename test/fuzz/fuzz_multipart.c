/* Multipart bodies: the first byte says how they are cut; the cut must not matter. */
#include "http/upload.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct outcome {
    enum err code;
    size_t fields, files, bytes;
};

static struct outcome read_all(struct str in, size_t piece)
{
    struct arena *a = arena_open((size_t)8 << 20);
    struct upload_reader *r;
    struct pair_list fields = {0};
    struct upload_list files = {0};
    struct outcome o = {0};

    o.code = upload_open(a, S("multipart/form-data; boundary=X"), (struct str){0}, &r);
    for (size_t i = 0; o.code == OK && i < in.n; i += piece)
        o.code = upload_feed(r, str_sub(in, i, piece));
    if (o.code == OK)
        o.code = upload_end(r, &fields, &files);
    o.fields = fields.n;
    o.files = files.n;
    for (size_t i = 0; i < fields.n; i++)
        o.bytes += fields.p[i].value.n;
    for (size_t i = 0; i < files.n; i++)
        o.bytes += (size_t)files.p[i].size;
    assert(o.bytes <= in.n && o.fields <= UPLOAD_FIELDS && o.files <= UPLOAD_FILES);
    arena_close(a);
    return o;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str in = {(const char *)data + 1, size - 1};
    struct outcome whole, parts;

    if (size < 2 || size > 65536)
        return 0;
    whole = read_all(in, in.n);
    parts = read_all(in, (size_t)data[0] + 1);
    assert(whole.code == parts.code);
    assert(whole.code != OK || (whole.fields == parts.fields && whole.files == parts.files &&
                                   whole.bytes == parts.bytes));
    return 0;
}
