/*
 * asset: embeds files under /assets/<name>.<hash>.<ext>, with their type and a gzip twin.
 * The hash is of the content, so an address may be kept for ever.
 */
#include <sodium.h>
#include <stdio.h>
#include <zlib.h>

#include "gen.h"

enum {
    HASH_SHOWN = 10
};

static const char *type_of(struct span file)
{
    static const struct {
        const char *end, *type;
    } types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/vnd.microsoft.icon"},
        {".webmanifest", "application/manifest+json"},
        {".txt", "text/plain; charset=utf-8"},
    };

    for (size_t i = 0; i < COUNT(types); i++) {
        struct span end = span_z(types[i].end);

        if (file.n > end.n && span_same((struct span){file.p + file.n - end.n, end.n}, end))
            return types[i].type;
    }
    return NULL;
}

static bool gzip(struct span in, struct out *o)
{
    z_stream z = {0};
    size_t room;
    bool good;

    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    room = deflateBound(&z, in.n) + 32;
    o->p = pool_take(room);
    z.next_in = (unsigned char *)pool_z(in);
    z.avail_in = (unsigned)in.n;
    z.next_out = (unsigned char *)o->p;
    z.avail_out = (unsigned)room;
    good = deflate(&z, Z_FINISH) == Z_STREAM_END;
    o->n = z.total_out;
    return deflateEnd(&z) == Z_OK && good;
}

static void bytes_write(struct out *o, const char *what, int i, struct span s)
{
    out_f(o, "static const unsigned char %s_%d[] =", what, i);
    for (size_t at = 0; at < s.n || at == 0;) {
        size_t n = s.n - at < 22 ? s.n - at : 22;

        out_z(o, "\n    \"");
        for (size_t k = at; k < at + n; k++)
            out_f(o, "\\%03o", (unsigned)(unsigned char)s.p[k]);
        out_z(o, "\"");
        at += n > 0 ? n : 1;
    }
    out_z(o, ";\n");
}

static bool asset_write(struct out *data, struct out *rows, struct source *s, int i)
{
    struct span text = {s->p, s->n}, base = path_base(s->file), stem = path_stem(s->file);
    struct span rest = {base.p + stem.n, base.n - stem.n};
    struct out zipped = {0};
    unsigned char sum[crypto_hash_sha256_BYTES];
    char hex[2 * sizeof sum + 1];

    if (type_of(base) == NULL) {
        source_fail(s, 0, "a file of this type is not served");
        return false;
    }
    if (!gzip(text, &zipped)) {
        source_fail(s, 0, "cannot compress");
        return false;
    }
    (void)crypto_hash_sha256(sum, (const unsigned char *)text.p, text.n);
    (void)sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    bytes_write(data, "plain", i, text);
    out_f(rows, "    {\"%s\", \"/assets/%s.%.*s%s\",\n        \"%s\",\n        plain_%d, %zu, ",
        pool_z(base), pool_z(stem), HASH_SHOWN, hex, pool_z(rest), type_of(base), i, text.n);
    if (zipped.n < text.n) {
        bytes_write(data, "zipped", i, (struct span){zipped.p, zipped.n});
        out_f(rows, "zipped_%d, %zu},\n", i, zipped.n);
    } else {
        out_z(rows, "NULL, 0},\n");
    }
    return true;
}

static void header_write(struct out *o, const char *header_name)
{
    out_z(o, "/* Made by gen asset. */\n#ifndef ASSET_");
    out_guard(o, header_name);
    out_z(o, "\n#define ASSET_");
    out_guard(o, header_name);
    out_z(o, "\n\n#include <stddef.h>\n\n"
             "struct asset {\n"
             "    const char *name; /* of the file */\n"
             "    const char *path; /* /assets/<name>.<hash>.<ext> */\n"
             "    const char *type;\n"
             "    const unsigned char *p;\n    size_t n;\n"
             "    const unsigned char *gzip; /* NULL where it would not be smaller */\n"
             "    size_t gzip_n;\n};\n\n"
             "extern const struct asset assets_all[];\nextern const size_t assets_all_n;\n\n"
             "#endif\n");
}

int asset_run(int argc, char **argv)
{
    struct out header = {0}, data = {0}, rows = {0};

    if (argc < 2)
        return 2;
    header_write(&header, pool_z(path_base(argv[0])));
    out_f(&data,
        "/* Made by gen asset. */\n#include \"%s\"\n\n"
        "#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n\n",
        pool_z(path_base(argv[0])));
    out_z(&rows, "\nconst struct asset assets_all[] = {\n");
    for (int i = 2; i < argc; i++) {
        struct source s;

        if (!source_read(&s, argv[i]))
            return 1;
        if (!asset_write(&data, &rows, &s, i)) {
            source_report(&s);
            return 1;
        }
    }
    out_f(&rows, "    {0}};\nconst size_t assets_all_n = %d;\n", argc - 2);
    out_add(&data, (struct span){rows.p, rows.n});
    return out_write(&header, argv[0]) && out_write(&data, argv[1]) ? 0 : 1;
}
