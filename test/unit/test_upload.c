#include "http/upload.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "check.h"

#define TYPE "multipart/form-data; boundary=XX"
#define TEXT_PART(name, value)                                                                 \
    "--XX\r\nContent-Disposition: form-data; name=\"" name "\"\r\n\r\n" value "\r\n"
#define FILE_PART(name, filename, value)                                                       \
    "--XX\r\nContent-Disposition: form-data; name=\"" name "\"; filename=\"" filename          \
    "\"\r\nContent-Type: image/png\r\n\r\n" value "\r\n"

static enum err read_all(struct arena *a, struct str in, size_t piece, struct str dir,
    struct pair_list *fields, struct upload_list *files)
{
    struct upload_reader *r;

    TRY(upload_open(a, S(TYPE), dir, &r));
    for (size_t i = 0; i < in.n; i += piece)
        TRY(upload_feed(r, str_sub(in, i, piece)));
    return upload_end(r, fields, files);
}

static void fields_and_files_are_told_apart_whatever_the_pieces(void **state)
{
    struct str in = S(TEXT_PART("a", "") TEXT_PART("b", "1\r\n--X\r\n2") FILE_PART(
        "f", "图 \\1.png", "\x89PNG\r\n--XY\r\n") FILE_PART("g", "", "") "--XX--\r\n");
    char dir[] = "/tmp/ll-upload-XXXXXX";

    assert_non_null(mkdtemp(dir));
    for (size_t piece = 1; piece <= in.n; piece += 7) {
        struct arena *a = arena_open(1 << 22);
        struct pair_list fields;
        struct upload_list files;
        char bytes[32];
        FILE *f;

        assert_ok(read_all(a, in, piece, str_of(dir), &fields, &files));
        assert_int_equal(fields.n, 2);
        assert_str(fields.p[0].value, "");
        assert_str(fields.p[1].value, "1\r\n--X\r\n2");
        assert_int_equal(files.n, 1);
        assert_str(files.p[0].field, "f");
        assert_str(files.p[0].filename, "图 \\1.png");
        assert_int_equal(files.p[0].size, 12);
        assert_ok(upload_sync(&files, str_of(dir)));
        f = fopen(files.p[0].path.p, "rb");
        assert_non_null(f);
        assert_int_equal(fread(bytes, 1, sizeof bytes, f), 12);
        assert_memory_equal(bytes, "\x89PNG\r\n--XY\r\n", 12);
        (void)fclose(f);
        arena_close(a);
    }
    /* Every spooled file went with its arena. */
    assert_int_equal(rmdir(dir), 0);
    (void)state;
}

static void what_is_malformed_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "--XX--",
        "--XY\r\n\r\n\r\n--XX--\r\n",
        "junk\r\n" TEXT_PART("a", "1") "--XX--\r\n",
        TEXT_PART("a", "1"),
        TEXT_PART("a", "1") "--XX",
        TEXT_PART("a", "1") "--XXjunk\r\n",
        TEXT_PART("", "1") "--XX--\r\n",
        "--XX\r\nContent-Type: text/plain\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"; "
        "filename*=UTF-8''x\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Transfer-Encoding: "
        "base64\r\n\r\n1\r\n--XX--\r\n",
        "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\nContent-Disposition: form-data; "
        "name=\"b\"\r\n\r\n1\r\n--XX--\r\n",
        FILE_PART("f", "\xff\xfe", "x") "--XX--\r\n",
    };

    for (size_t i = 0; i < COUNT(bad); i++) {
        struct pair_list fields;
        struct upload_list files;
        enum err e = read_all(*state, str_of(bad[i]), 5, (struct str){0}, &fields, &files);

        /* "--XX--" alone is an empty form; that is well-formed. */
        if (e != (i == 1 ? OK : ERR_INVALID))
            fail_msg("%s: %s", bad[i], err_name(e));
    }
}

static void boundaries_must_be_usable(void **state)
{
    static const char *const bad[] = {"multipart/form-data",
        "multipart/form-data; boundary=", "multipart/form-data; boundary=\"a<b\"",
        "multipart/mixed; boundary=x", "text/plain",
        ("multipart/form-data; boundary="
         "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")};
    struct upload_reader *r;

    for (size_t i = 0; i < COUNT(bad); i++)
        assert_err(ERR_INVALID, upload_open(*state, str_of(bad[i]), (struct str){0}, &r));
}

static void too_many_and_too_much_are_refused(void **state)
{
    struct arena *a = *state;
    struct buf many = buf_new(a, 1 << 20), large = buf_new(a, 1 << 20);
    struct pair_list fields;
    struct upload_list files;

    for (int i = 0; i < UPLOAD_FIELDS + 1; i++)
        buf_add(&many, S(TEXT_PART("a", "1")));
    buf_add(&many, S("--XX--\r\n"));
    assert_err(ERR_LIMIT, read_all(a, buf_str(&many), 4096, (struct str){0}, &fields, &files));
    buf_add(&large, S("--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"));
    for (int i = 0; i < UPLOAD_TEXT + 1; i++)
        buf_char(&large, 'x');
    buf_add(&large, S("\r\n--XX--\r\n"));
    assert_err(ERR_LIMIT, read_all(a, buf_str(&large), 4096, (struct str){0}, &fields, &files));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fields_and_files_are_told_apart_whatever_the_pieces),
        TEST(what_is_malformed_is_refused),
        TEST(boundaries_must_be_usable),
        TEST(too_many_and_too_much_are_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
