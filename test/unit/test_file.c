/* Attachments: photographs written anew without metadata, hostile files refused, sealed at
 * rest. */
#include "base/child.h"
#include "base/disk.h"
#include "core/file.h"
#include "out/image.h"

#include <fcntl.h>
#include <gd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "world.h"

#define MARKER "GPS-MARKER-26.8912N-112.5734E"

/* A picture whose left half is red and right half blue. */
static struct bytes picture(struct world *w, enum image_type type, int width, int height)
{
    gdImagePtr im = gdImageCreateTrueColor(width, height);
    struct bytes b;
    void *p;
    int n = 0;

    gdImageFilledRectangle(im, 0, 0, width / 2, height, gdTrueColor(255, 0, 0));
    gdImageFilledRectangle(im, width / 2, 0, width, height, gdTrueColor(0, 0, 255));
    p = type == IMAGE_JPEG  ? gdImageJpegPtr(im, &n, 95)
        : type == IMAGE_PNG ? gdImagePngPtr(im, &n)
                            : gdImageWebpPtr(im, &n);
    assert_non_null(p);
    b = bytes_dup(w->cx.arena, bytes_of(p, (size_t)n));
    gdFree(p);
    gdImageDestroy(im);
    return b;
}

/* The same JPEG with a segment of EXIF: an orientation and words that must not stay. */
static struct bytes with_exif(struct world *w, struct bytes jpeg, int orientation)
{
    struct buf b = buf_new(w->cx.arena, 1 << 20);
    char tiff[26] = "II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0";
    size_t n = 2 + 6 + sizeof tiff + sizeof MARKER;

    tiff[18] = (char)orientation;
    buf_raw(&b, jpeg.p, 2);
    buf_raw(&b, "\xFF\xE1", 2);
    buf_char(&b, (char)(n >> 8));
    buf_char(&b, (char)n);
    buf_raw(&b, "Exif\0\0", 6);
    buf_raw(&b, tiff, sizeof tiff);
    buf_raw(&b, MARKER, sizeof MARKER);
    buf_raw(&b, "\xFF\xFE\0\x0A" MARKER, 12);
    buf_raw(&b, jpeg.p + 2, jpeg.n - 2);
    return bytes_of(b.p, b.n);
}

/* One folder for the whole program, inside that of the database. */
static struct str data_dir(struct world *w)
{
    static char path[200];

    if (path[0] == '\0') {
        struct str dir = world_db_path(w->cx.arena, "data");

        assert_true(dir.n < sizeof path);
        memcpy(path, dir.p, dir.n + 1);
        (void)mkdir(path, 0700);
    }
    return str_of(path);
}

static enum err keep(struct world *w, struct bytes b, struct file *f)
{
    return file_keep(&w->cx, b, data_dir(w), "photo", f);
}

static bool holds(struct bytes b, const char *what)
{
    return str_has((struct str){(const char *)b.p, b.n}, str_of(what));
}

/* Keep, add, read again. */
static struct bytes round_trip(struct world *w, struct bytes in, struct file *f)
{
    struct file again;
    struct bytes out;

    assert_cx(OK, w, keep(w, in, f));
    assert_cx(OK, w, file_add(&w->cx, f, "request", 1, true));
    assert_cx(OK, w, file_read(&w->cx, f->id, data_dir(w), &again, &out));
    assert_str(again.hash, f->hash.p);
    return out;
}

static void a_photo_is_turned_upright_and_keeps_no_byte_of_metadata(void **state)
{
    struct world *w = *state;
    struct bytes in = with_exif(w, picture(w, IMAGE_JPEG, 60, 40), 6), out;
    struct file f;
    gdImagePtr im;

    assert_int_equal(6, image_orientation(in));
    out = round_trip(w, in, &f);
    assert_false(holds(out, "MARKER"));
    assert_false(holds(out, "Exif"));
    assert_false(holds(out, "CREATOR"));
    assert_str(f.type, "image/jpeg");
    assert_int_equal(40, f.width);
    assert_int_equal(60, f.height);
    im = gdImageCreateFromJpegPtr((int)out.n, (void *)(uintptr_t)out.p);
    assert_non_null(im);
    /* Turned a quarter to the right: what was left is on top. */
    assert_true(gdTrueColorGetRed(gdImageGetTrueColorPixel(im, 20, 5)) > 200);
    assert_true(gdTrueColorGetBlue(gdImageGetTrueColorPixel(im, 20, 55)) > 200);
    gdImageDestroy(im);
    assert_str(f.name, "photo-1.jpg");
}

static void each_orientation_ends_upright(void **state)
{
    /* Where red is afterwards: left, right, top or bottom. */
    static const char expected[] = " lrrlttbb";
    struct world *w = *state;

    for (int o = 1; o <= 8; o++) {
        struct bytes in = with_exif(w, picture(w, IMAGE_JPEG, 64, 48), o), out;
        int32_t width, height;
        gdImagePtr im;
        int x, y;

        assert_int_equal(IMAGE_OK, image_encode(in, &out, &width, &height));
        im = gdImageCreateFromJpegPtr((int)out.n, (void *)(uintptr_t)out.p);
        x = expected[o] == 'l' ? 4 : expected[o] == 'r' ? width - 5 : width / 2;
        y = expected[o] == 't' ? 4 : expected[o] == 'b' ? height - 5 : height / 2;
        assert_true(gdTrueColorGetRed(gdImageGetTrueColorPixel(im, x, y)) > 200);
        gdImageDestroy(im);
        image_free(out);
    }
}

static void the_other_types_are_written_anew_too(void **state)
{
    struct world *w = *state;
    struct file png, webp;
    struct bytes in = picture(w, IMAGE_PNG, 30, 20), out;

    out = round_trip(w, in, &png);
    assert_int_equal(IMAGE_PNG, image_type_of(out));
    assert_str(png.name, "photo-1.png");
    out = round_trip(w, picture(w, IMAGE_WEBP, 30, 20), &webp);
    assert_int_equal(IMAGE_WEBP, image_type_of(out));
    assert_int_equal(30, webp.width);
    assert_str(webp.name, "photo-2.webp");
}

static void a_pdf_stays_as_it_is_and_anything_else_is_refused(void **state)
{
    static const char pdf[] = "%PDF-1.4\nanything\n%%EOF\n";
    static const char *const bad[] = {"%PDF-1.4 without an end", "GIF89a......", "MZ", "<svg/>",
        "<html><script>", "PK\003\004", "#!/bin/sh\n", " %PDF-1.4\n%%EOF"};
    struct world *w = *state;
    struct file f;
    struct bytes out = round_trip(w, bytes_of(pdf, sizeof pdf - 1), &f);

    assert_true(bytes_eq(out, bytes_of(pdf, sizeof pdf - 1)));
    assert_str(f.type, "application/pdf");
    assert_str(f.name, "document-1.pdf");
    for (size_t i = 0; i < COUNT(bad); i++) {
        assert_cx(ERR_INVALID, w, keep(w, bytes_of(bad[i], strlen(bad[i])), &f));
        assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "file.type");
    }
}

static void hostile_pictures_are_refused_whole(void **state)
{
    static const char bomb[] =
        "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x30\x08\x06\0\0"
        "\0\0\0\0\0";
    struct world *w = *state;
    struct bytes jpeg = picture(w, IMAGE_JPEG, 200, 200), png = picture(w, IMAGE_PNG, 90, 90);
    struct file f;

    assert_cx(ERR_INVALID, w, keep(w, bytes_of(bomb, sizeof bomb - 1), &f));
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "file.pixels");
    assert_cx(ERR_INVALID, w, keep(w, bytes_of(jpeg.p, jpeg.n / 2), &f));
    assert_str(w->cx.faults.p[w->cx.faults.n - 1].rule, "file.broken");
    assert_cx(ERR_INVALID, w, keep(w, bytes_of(jpeg.p, 3), &f));
    assert_cx(ERR_INVALID, w, keep(w, bytes_of(png.p, png.n / 2), &f));
    assert_cx(ERR_INVALID, w, keep(w, bytes_of("RIFF\xFF\xFF\xFF\xFFWEBPVP8X", 16), &f));
    assert_cx(ERR_INVALID, w, keep(w, bytes_of("\xFF\xD8\xFF\xE1\xFF\xFF", 6), &f));
}

static void what_hangs_behind_a_picture_is_gone(void **state)
{
    static const char tail[] = "<script>alert(1)</script>PK\003\004 " MARKER;
    struct world *w = *state;
    struct bytes jpeg = picture(w, IMAGE_JPEG, 50, 50), out;
    struct buf b = buf_new(w->cx.arena, 1 << 20);
    struct file f;

    buf_raw(&b, jpeg.p, jpeg.n);
    buf_raw(&b, tail, sizeof tail);
    out = round_trip(w, bytes_of(b.p, b.n), &f);
    assert_false(holds(out, "MARKER"));
    assert_false(holds(out, "script"));
}

static void random_changes_never_get_through_as_something_else(void **state)
{
    struct world *w = *state;
    struct bytes good[] = {picture(w, IMAGE_JPEG, 40, 30), picture(w, IMAGE_PNG, 40, 30),
        picture(w, IMAGE_WEBP, 40, 30)};

    for (int i = 0; i < 600; i++) {
        struct bytes in = bytes_dup(w->cx.arena, good[i % 3]), out = {NULL, 0};
        unsigned char *p = (unsigned char *)(uintptr_t)in.p;
        int32_t width = 0, height = 0;

        for (int k = 0; k < 4; k++)
            p[rng_below(&w->rng, in.n)] = (unsigned char)rng_below(&w->rng, 256);
        if (image_encode(in, &out, &width, &height) != IMAGE_OK)
            continue;
        assert_int_equal(image_type_of(in), image_type_of(out));
        assert_true((int64_t)width * height <= IMAGE_MAX_PIXELS);
        image_free(out);
    }
}

static void stored_files_are_sealed_and_named_by_a_keyed_hash(void **state)
{
    static const char pdf[] = "%PDF-1.4\n" MARKER "\n%%EOF\n";
    struct world *w = *state;
    struct file f, again;
    struct bytes raw, out;
    unsigned char plain[HASH_BYTES];
    struct str path;

    assert_cx(OK, w, keep(w, bytes_of(pdf, sizeof pdf - 1), &f));
    path = str_f(w->cx.arena, "%s/files/%.2s/%s", data_dir(w).p, f.hash.p, f.hash.p);
    assert_int_equal(OK, disk_read(w->cx.arena, path, 1 << 20, true, &raw));
    assert_false(holds(raw, "MARKER"));
    secret_sha256(bytes_of(pdf, sizeof pdf - 1), plain);
    assert_false(str_eq(f.hash, bytes_hex(w->cx.arena, bytes_of(plain, sizeof plain))));
    assert_cx(OK, w, file_add(&w->cx, &f, "request", 1, false));
    assert_int_equal(0, truncate(path.p, (off_t)raw.n - 1));
    assert_cx(ERR_DOWN, w, file_read(&w->cx, f.id, data_dir(w), &again, &out));
}

static void what_no_row_names_is_collected_after_a_day(void **state)
{
    static const char pdf[] = "%PDF-1.4\n%%EOF\n", other[] = "%PDF-1.5\n%%EOF\n";
    struct world *w = *state;
    struct file named, orphan;
    int64_t removed;
    struct bytes out;

    w->cx.now = time_now();
    assert_cx(OK, w, keep(w, bytes_of(pdf, sizeof pdf - 1), &named));
    assert_cx(OK, w, file_add(&w->cx, &named, "request", 1, false));
    assert_cx(OK, w, keep(w, bytes_of(other, sizeof other - 1), &orphan));
    assert_cx(OK, w, file_collect(&w->cx, data_dir(w), &removed));
    assert_int_equal(0, removed);
    world_later(w, 2 * 86400);
    assert_cx(OK, w, file_collect(&w->cx, data_dir(w), &removed));
    assert_true(removed >= 1);
    assert_cx(OK, w, file_collect(&w->cx, data_dir(w), &removed));
    assert_int_equal(0, removed);
    assert_cx(OK, w, file_read(&w->cx, named.id, data_dir(w), &named, &out));
}

static void a_file_over_the_limit_is_refused_before_it_is_looked_at(void **state)
{
    struct world *w = *state;
    struct bytes big = {arena_take(w->cx.arena, FILE_MAX_BYTES + 1), FILE_MAX_BYTES + 1};
    struct file f;

    assert_cx(ERR_LIMIT, w, keep(w, big, &f));
}

/* What a child may do that has taken over the process by a hostile picture. */
static int open_a_file(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) >= 0 ? 0 : 1;
}

static int make_a_socket(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0 ? 0 : 1;
}

static int start_a_program(void)
{
    return fork() >= 0 ? 0 : 1;
}

static const struct {
    const char *name;
    int (*act)(void);
} acts[] = {{"open", open_a_file}, {"socket", make_a_socket}, {"fork", start_a_program}};

static int status_of(struct world *w, const char *how, const char *what)
{
    const char *argv[] = {"/proc/self/exe", how, what, NULL};
    struct child_end end;
    struct bytes out;

    assert_int_equal(
        OK, child_run(w->cx.arena, argv, (struct bytes){NULL, 0}, 100, 20000, &out, &end));
    return end.status;
}

static void the_child_can_reach_nothing_but_its_two_streams(void **state)
{
    for (size_t i = 0; i < COUNT(acts); i++) {
        assert_int_equal(0, status_of(*state, "free-child", acts[i].name)); /* the control */
        assert_int_not_equal(0, status_of(*state, "limited-child", acts[i].name));
    }
}

static void a_child_that_says_too_much_or_nothing_is_ended(void **state)
{
    static const char *const shouts[] = {"/usr/bin/yes", NULL};
    static const char *const sleeps[] = {"/bin/sleep", "600", NULL};
    struct world *w = *state;
    struct child_end end;
    struct bytes out;

    assert_int_equal(
        OK, child_run(w->cx.arena, shouts, (struct bytes){NULL, 0}, 5000, 20000, &out, &end));
    assert_true(end.large);
    assert_int_equal(
        OK, child_run(w->cx.arena, sleeps, (struct bytes){NULL, 0}, 5000, 50, &out, &end));
    assert_true(end.late);
    assert_int_equal(-1, end.status);
}

/* As the child of its own tests this program is what the product is for it. */
int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        WORLD_TEST(a_photo_is_turned_upright_and_keeps_no_byte_of_metadata),
        WORLD_TEST(each_orientation_ends_upright),
        WORLD_TEST(the_other_types_are_written_anew_too),
        WORLD_TEST(a_pdf_stays_as_it_is_and_anything_else_is_refused),
        WORLD_TEST(hostile_pictures_are_refused_whole),
        WORLD_TEST(what_hangs_behind_a_picture_is_gone),
        WORLD_TEST(random_changes_never_get_through_as_something_else),
        WORLD_TEST(stored_files_are_sealed_and_named_by_a_keyed_hash),
        WORLD_TEST(what_no_row_names_is_collected_after_a_day),
        WORLD_TEST(the_child_can_reach_nothing_but_its_two_streams),
        WORLD_TEST(a_child_that_says_too_much_or_nothing_is_ended),
        WORLD_TEST(a_file_over_the_limit_is_refused_before_it_is_looked_at),
    };

    if (argc == 2 && strcmp(argv[1], "image-child") == 0)
        return image_child();
    for (size_t i = 0; argc == 3 && i < COUNT(acts); i++)
        if (strcmp(argv[2], acts[i].name) == 0)
            return strcmp(argv[1], "free-child") != 0 && !image_limit() ? 0 : acts[i].act();
    return cmocka_run_group_tests(tests, NULL, NULL);
}
