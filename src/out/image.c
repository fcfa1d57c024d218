#include "out/image.h"

#include <gd.h>
#include <stdarg.h>
#include <string.h>

enum {
    JPEG_QUALITY = 85,
    WEBP_QUALITY = 82,
    TURN_PIXELS = 20 * 1000 * 1000, /* larger ones are halved before they are turned */
    TAG_ORIENTATION = 0x0112
};

static uint32_t be16(const unsigned char *p)
{
    return (uint32_t)p[0] << 8 | p[1];
}

static uint32_t be32(const unsigned char *p)
{
    return be16(p) << 16 | be16(p + 2);
}

static uint32_t le16(const unsigned char *p)
{
    return (uint32_t)p[1] << 8 | p[0];
}

static uint32_t le24(const unsigned char *p)
{
    return (uint32_t)p[2] << 16 | le16(p);
}

static uint32_t le32(const unsigned char *p)
{
    return le16(p + 2) << 16 | le16(p);
}

static bool at(struct bytes b, size_t i, const char *what, size_t n)
{
    return i <= b.n && n <= b.n - i && memcmp(b.p + i, what, n) == 0;
}

enum image_type image_type_of(struct bytes in)
{
    if (at(in, 0, "\xFF\xD8\xFF", 3))
        return IMAGE_JPEG;
    if (at(in, 0, "\x89PNG\r\n\x1A\n", 8))
        return IMAGE_PNG;
    if (at(in, 0, "RIFF", 4) && at(in, 8, "WEBP", 4))
        return IMAGE_WEBP;
    return IMAGE_NONE;
}

/* The next segment of a JPEG: its marker and what it holds; false at the picture itself. */
static bool jpeg_segment(struct bytes in, size_t *i, int *marker, struct bytes *held)
{
    size_t n;

    while (*i + 1 < in.n && in.p[*i] == 0xFF && in.p[*i + 1] == 0xFF)
        (*i)++;
    if (*i + 4 > in.n || in.p[*i] != 0xFF)
        return false;
    *marker = in.p[*i + 1];
    n = be16(in.p + *i + 2);
    if (*marker == 0xDA || *marker == 0xD9 || n < 2 || n > in.n - *i - 2)
        return false;
    *held = (struct bytes){in.p + *i + 4, n - 2};
    *i += 2 + n;
    return true;
}

static bool is_frame(int marker)
{
    return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 &&
           marker != 0xCC;
}

static bool jpeg_size(struct bytes in, uint32_t *w, uint32_t *h)
{
    struct bytes held;
    size_t i = 2;
    int marker;

    while (jpeg_segment(in, &i, &marker, &held)) {
        if (is_frame(marker) && held.n >= 5) {
            *h = be16(held.p + 1);
            *w = be16(held.p + 3);
            return true;
        }
    }
    return false;
}

/* A chunk of RIFF or PNG by its name; what it holds. */
static bool webp_chunk(struct bytes in, const char *name, struct bytes *held)
{
    for (size_t i = 12; i + 8 <= in.n;) {
        size_t n = le32(in.p + i + 4);

        if (n > in.n - i - 8)
            n = in.n - i - 8;
        if (name == NULL || at(in, i, name, 4)) {
            *held = (struct bytes){in.p + i, n + 8};
            return true;
        }
        i += 8 + n + (n & 1);
    }
    return false;
}

static bool webp_size(struct bytes in, uint32_t *w, uint32_t *h)
{
    struct bytes c;

    if (!webp_chunk(in, NULL, &c))
        return false;
    if (at(c, 0, "VP8X", 4) && c.n >= 18) {
        *w = le24(c.p + 12) + 1;
        *h = le24(c.p + 15) + 1;
        return true;
    }
    if (at(c, 0, "VP8L", 4) && c.n >= 13 && c.p[8] == 0x2F) {
        uint32_t bits = le32(c.p + 9);

        *w = (bits & 0x3FFF) + 1;
        *h = (bits >> 14 & 0x3FFF) + 1;
        return true;
    }
    if (at(c, 0, "VP8 ", 4) && c.n >= 18) {
        *w = le16(c.p + 14) & 0x3FFF;
        *h = le16(c.p + 16) & 0x3FFF;
        return true;
    }
    return false;
}

/* Does the picture itself end?  The decoder fills up what was cut off with grey. */
static bool jpeg_ends(struct bytes in)
{
    struct bytes held;
    size_t i = 2;
    int marker;

    while (jpeg_segment(in, &i, &marker, &held))
        continue;
    for (; i + 1 < in.n; i++)
        if (in.p[i] == 0xFF && in.p[i + 1] == 0xD9)
            return true;
    return false;
}

enum image_status image_size(struct bytes in, int32_t *width, int32_t *height)
{
    uint32_t w = 0, h = 0;
    bool known = false;

    switch (image_type_of(in)) {
    case IMAGE_NONE:
        return IMAGE_NOT_ONE;
    case IMAGE_JPEG:
        known = jpeg_size(in, &w, &h) && jpeg_ends(in);
        break;
    case IMAGE_PNG:
        known = in.n >= 24 && at(in, 12, "IHDR", 4);
        w = known ? be32(in.p + 16) : 0;
        h = known ? be32(in.p + 20) : 0;
        break;
    case IMAGE_WEBP:
        known = webp_size(in, &w, &h);
        break;
    }
    if (!known || w == 0 || h == 0)
        return IMAGE_BROKEN;
    if (w > IMAGE_MAX_SIDE || h > IMAGE_MAX_SIDE || (uint64_t)w * h > IMAGE_MAX_PIXELS)
        return IMAGE_PIXELS;
    *width = (int32_t)w;
    *height = (int32_t)h;
    return IMAGE_OK;
}

/* Orientation in a TIFF block; 0 when there is none. */
static int tiff_orientation(struct bytes t)
{
    bool little = at(t, 0, "II*\0", 4);
    uint32_t first, n;

    if (t.n < 8 || (!little && !at(t, 0, "MM\0*", 4)))
        return 0;
    first = little ? le32(t.p + 4) : be32(t.p + 4);
    if (first > t.n - 2)
        return 0;
    n = little ? le16(t.p + first) : be16(t.p + first);
    for (size_t i = (size_t)first + 2; n > 0 && i + 12 <= t.n; n--, i += 12) {
        uint32_t tag = little ? le16(t.p + i) : be16(t.p + i);
        uint32_t value = little ? le16(t.p + i + 8) : be16(t.p + i + 8);

        if (tag == TAG_ORIENTATION)
            return value >= 1 && value <= 8 ? (int)value : 0;
    }
    return 0;
}

static int jpeg_orientation(struct bytes in)
{
    struct bytes held;
    size_t i = 2;
    int marker, found;

    while (jpeg_segment(in, &i, &marker, &held)) {
        if (marker != 0xE1 || !at(held, 0, "Exif\0\0", 6))
            continue;
        found = tiff_orientation((struct bytes){held.p + 6, held.n - 6});
        if (found > 0)
            return found;
    }
    return 0;
}

static int png_orientation(struct bytes in)
{
    for (size_t i = 8; i + 12 <= in.n;) {
        size_t n = be32(in.p + i);

        if (n > in.n - i - 12)
            return 0;
        if (at(in, i + 4, "eXIf", 4))
            return tiff_orientation((struct bytes){in.p + i + 8, n});
        i += 12 + n;
    }
    return 0;
}

static int webp_orientation(struct bytes in)
{
    struct bytes c;
    size_t skip;

    if (!webp_chunk(in, "EXIF", &c))
        return 0;
    skip = at(c, 8, "Exif\0\0", 6) ? 14 : 8;
    return tiff_orientation((struct bytes){c.p + skip, c.n - skip});
}

int image_orientation(struct bytes in)
{
    int found = 0;

    switch (image_type_of(in)) {
    case IMAGE_NONE:
        break;
    case IMAGE_JPEG:
        found = jpeg_orientation(in);
        break;
    case IMAGE_PNG:
        found = png_orientation(in);
        break;
    case IMAGE_WEBP:
        found = webp_orientation(in);
        break;
    }
    return found > 0 ? found : 1;
}

static gdImagePtr decode(struct bytes in)
{
    /* gd takes a pointer that it does not write to. */
    void *p = (void *)(uintptr_t)in.p;
    int n = (int)in.n;
    gdImagePtr im = NULL;

    switch (image_type_of(in)) {
    case IMAGE_NONE:
        break;
    case IMAGE_JPEG:
        im = gdImageCreateFromJpegPtrEx(n, p, 0); /* a cut-off picture is refused */
        break;
    case IMAGE_PNG:
        im = gdImageCreateFromPngPtr(n, p);
        break;
    case IMAGE_WEBP:
        im = gdImageCreateFromWebpPtr(n, p);
        break;
    }
    return im;
}

static gdImagePtr halved(gdImagePtr im)
{
    int w = gdImageSX(im) / 2, h = gdImageSY(im) / 2;
    gdImagePtr small = gdImageCreateTrueColor(w > 0 ? w : 1, h > 0 ? h : 1);

    if (small != NULL) {
        gdImageAlphaBlending(small, 0);
        gdImageCopyResampled(small, im, 0, 0, 0, 0, gdImageSX(small), gdImageSY(small),
            gdImageSX(im), gdImageSY(im));
    }
    gdImageDestroy(im);
    return small;
}

/* The pixel of the upright picture at x, y; w and h are those of the picture as stored. */
static int upright_pixel(gdImagePtr im, int orientation, int x, int y)
{
    int w = gdImageSX(im), h = gdImageSY(im);

    switch (orientation) {
    case 2:
        return gdImageGetTrueColorPixel(im, w - 1 - x, y);
    case 3:
        return gdImageGetTrueColorPixel(im, w - 1 - x, h - 1 - y);
    case 4:
        return gdImageGetTrueColorPixel(im, x, h - 1 - y);
    case 5:
        return gdImageGetTrueColorPixel(im, y, x);
    case 6:
        return gdImageGetTrueColorPixel(im, y, h - 1 - x);
    case 7:
        return gdImageGetTrueColorPixel(im, w - 1 - y, h - 1 - x);
    case 8:
        return gdImageGetTrueColorPixel(im, w - 1 - y, x);
    default:
        return gdImageGetTrueColorPixel(im, x, y);
    }
}

static gdImagePtr upright(gdImagePtr im, int orientation)
{
    bool lying = orientation >= 5;
    gdImagePtr out;

    if (orientation == 1)
        return im;
    if ((int64_t)gdImageSX(im) * gdImageSY(im) > TURN_PIXELS)
        im = halved(im);
    if (im == NULL)
        return NULL;
    out = lying ? gdImageCreateTrueColor(gdImageSY(im), gdImageSX(im))
                : gdImageCreateTrueColor(gdImageSX(im), gdImageSY(im));
    if (out != NULL) {
        gdImageAlphaBlending(out, 0);
        for (int y = 0; y < gdImageSY(out); y++)
            for (int x = 0; x < gdImageSX(out); x++)
                gdImageSetPixel(out, x, y, upright_pixel(im, orientation, x, y));
    }
    gdImageDestroy(im);
    return out;
}

/* Leave nothing but the picture: gd writes a comment about itself. */
static size_t jpeg_strip(unsigned char *p, size_t n)
{
    size_t i = 2, to = 2;

    while (i + 4 <= n && p[i] == 0xFF && p[i + 1] != 0xDA) {
        size_t length = 2 + be16(p + i + 2);

        if (length > n - i)
            break;
        if (p[i + 1] != 0xFE) {
            memmove(p + to, p + i, length);
            to += length;
        }
        i += length;
    }
    memmove(p + to, p + i, n - i);
    return to + (n - i);
}

static void *write_as(gdImagePtr im, enum image_type type, int *n)
{
    gdImageSaveAlpha(im, 1);
    if (type == IMAGE_PNG)
        return gdImagePngPtr(im, n);
    if (type == IMAGE_WEBP) {
        if (!gdImageTrueColor(im) && !gdImagePaletteToTrueColor(im))
            return NULL;
        return gdImageWebpPtrEx(im, n, WEBP_QUALITY);
    }
    return gdImageJpegPtr(im, n, JPEG_QUALITY);
}

static void quiet(int priority, const char *format, va_list args)
{
    (void)priority;
    (void)format;
    (void)args;
}

enum image_status image_encode(
    struct bytes in, struct bytes *out, int32_t *width, int32_t *height)
{
    enum image_type type = image_type_of(in);
    enum image_status status = image_size(in, width, height);
    gdImagePtr im;
    void *p;
    int n = 0;

    if (status != IMAGE_OK)
        return status;
    gdSetErrorMethod(quiet);
    im = decode(in);
    if (im == NULL)
        return IMAGE_BROKEN;
    im = upright(im, image_orientation(in));
    if (im == NULL)
        return IMAGE_PIXELS;
    gdImageSetResolution(im, 96, 96);
    *width = gdImageSX(im);
    *height = gdImageSY(im);
    p = write_as(im, type, &n);
    gdImageDestroy(im);
    if (p == NULL || n <= 0) {
        gdFree(p);
        return IMAGE_PIXELS;
    }
    *out = (struct bytes){p, type == IMAGE_JPEG ? jpeg_strip(p, (size_t)n) : (size_t)n};
    return IMAGE_OK;
}

void image_free(struct bytes b)
{
    gdFree((void *)(uintptr_t)b.p);
}
