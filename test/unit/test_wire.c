#include "http/wire.h"

#include <string.h>

#include "check.h"

/* Give the reader the bytes one by one, as the slowest client would; the outcome must be the
 * one it has for all of them together. */
static enum wire_step head_of(struct str in, struct wire_head *out, size_t *used, int *status)
{
    struct wire_seen whole = {0}, parts = {0};
    struct wire_head other;
    size_t used_parts = 0;
    int status_parts = 0;
    enum wire_step a, b = WIRE_MORE;

    *status = 0;
    a = wire_head(in, &whole, out, used, status);
    for (size_t n = 1; n <= in.n && b == WIRE_MORE; n++)
        b = wire_head(str_sub(in, 0, n), &parts, &other, &used_parts, &status_parts);
    assert_int_equal(a, b);
    assert_int_equal(*status, status_parts);
    if (a == WIRE_DONE)
        assert_int_equal(*used, used_parts);
    return a;
}

static const struct {
    const char *bytes;
    int status;
} refused[] = {
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n",
        400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 30\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, identity\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: \vchunked\r\n\r\n", 400},
    {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
     "chunked\r\n\r\n",
        400},
    {"POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nContent-Length : 3\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nX: a\r\n b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\n X: a\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nX: a\x7f\r\n\r\n", 400},
    {"GET / HTTP/1.1\nHost: a\n\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\n\r\n", 400},
    {"GET / HTTP/1.1\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
    {"GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET a HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET /\xe4\xb8\xad HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET /#x HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET /\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400},
    {"GET / http/1.1\r\nHost: a\r\n\r\n", 400},
    {"GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505},
    {"GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
    {"TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"CONNECT / HTTP/1.1\r\nHost: a\r\n\r\n", 405},
    {"BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
    {"\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400},
    {"\x16\x03\x01\x02", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-maybe\r\n\r\n", 417},
    {"GET / HTTP/1.1\r\nHost: a\r\nX\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\n: x\r\n\r\n", 400},
    {"GET / HTTP/1.1\r\nHost: a\r\nX(y): x\r\n\r\n", 400},
};

static void every_line_of_the_reject_list_is_refused_with_its_status(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(refused); i++) {
        struct wire_head h;
        size_t used;
        int status;
        enum wire_step step = head_of(str_of(refused[i].bytes), &h, &used, &status);

        if (step != WIRE_BAD || status != refused[i].status)
            fail_msg("%s: step %d, status %d", refused[i].bytes, step, status);
    }
}

static void a_zero_byte_anywhere_is_refused(void **state)
{
    static const char good[] = "GET /a HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\n";
    char bytes[sizeof good];

    (void)state;
    for (size_t i = 0; i < sizeof good - 3; i++) {
        struct wire_seen seen = {0};
        struct wire_head h;
        size_t used;
        int status = 0;

        memcpy(bytes, good, sizeof good);
        bytes[i] = '\0';
        assert_int_not_equal(
            wire_head((struct str){bytes, sizeof good - 1}, &seen, &h, &used, &status),
            WIRE_DONE);
    }
}

static void a_good_head_is_read_and_its_bytes_are_counted(void **state)
{
    struct str in =
        S("POST /a/b?x=1&y=2 HTTP/1.1\r\nHost: ll.example:80\r\nCookie:  a=b; c=d \r\n"
          "Content-Length: 12\r\nExpect: 100-continue\r\n\r\nabc");
    struct wire_head h;
    size_t used;
    int status;

    (void)state;
    assert_int_equal(head_of(in, &h, &used, &status), WIRE_DONE);
    assert_int_equal(used, in.n - 3);
    assert_int_equal(h.method, METHOD_POST);
    assert_str(h.path, "/a/b");
    assert_str(h.query, "x=1&y=2");
    assert_str(h.host, "ll.example:80");
    assert_int_equal(h.n, 4);
    assert_str(h.at[1].value, "a=b; c=d");
    assert_int_equal(h.length, 12);
    assert_true(h.expects && h.keep && !h.chunked && !h.old);
}

static void forgiven_are_one_empty_line_and_an_own_absolute_address(void **state)
{
    struct wire_head h;
    size_t used;
    int status;

    (void)state;
    assert_int_equal(
        head_of(S("\r\nGET http://A:8/x?y HTTP/1.1\r\nHost: a:8\r\n\r\n"), &h, &used, &status),
        WIRE_DONE);
    assert_str(h.path, "/x");
    assert_str(h.target, "/x?y");
    assert_int_equal(
        head_of(S("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n"), &h, &used, &status),
        WIRE_DONE);
    assert_true(h.old && h.keep);
    assert_int_equal(head_of(S("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, close\r\n\r\n"), &h,
                         &used, &status),
        WIRE_DONE);
    assert_false(h.keep);
}

static void limits_hold_before_the_end_is_seen(void **state)
{
    static char bytes[WIRE_HEAD_MAX + 4096];
    struct wire_head h;
    struct wire_seen seen = {0};
    size_t used, n;
    int status = 0;

    (void)state;
    memset(bytes, 'a', sizeof bytes);
    memcpy(bytes, "GET /", 5);
    assert_int_equal(
        wire_head((struct str){bytes, WIRE_LINE_MAX - 1}, &seen, &h, &used, &status),
        WIRE_MORE);
    assert_int_equal(
        wire_head((struct str){bytes, WIRE_LINE_MAX}, &seen, &h, &used, &status), WIRE_BAD);
    assert_int_equal(status, 414);

    memcpy(bytes, "GET / HTTP/1.1\r\nX: ", 19);
    seen = (struct wire_seen){0};
    assert_int_equal(
        wire_head((struct str){bytes, 16 + WIRE_FIELDS_MAX}, &seen, &h, &used, &status),
        WIRE_BAD);
    assert_int_equal(status, 431);

    n = 16;
    for (int i = 0; i < WIRE_FIELDS; i++, n += 8)
        memcpy(bytes + n, i == 0 ? "Host:a\r\n" : "X: yyy\r\n", 8);
    memcpy(bytes + n, "\r\n", 2);
    seen = (struct wire_seen){0};
    assert_int_equal(
        wire_head((struct str){bytes, n + 2}, &seen, &h, &used, &status), WIRE_DONE);
    assert_int_equal(h.n, WIRE_FIELDS);
    memcpy(bytes + n, "X: z\r\n\r\n", 8);
    seen = (struct wire_seen){0};
    assert_int_equal(
        wire_head((struct str){bytes, n + 8}, &seen, &h, &used, &status), WIRE_BAD);
    assert_int_equal(status, 431);
}

/* Feed a chunked body in pieces of a size; what came out is in text. */
static enum wire_step chunks(
    struct str in, size_t piece, int64_t max, struct buf *text, size_t *left, int *status)
{
    struct wire_head h = {.chunked = true};
    struct wire_body b;
    enum wire_step step = wire_body_start(&b, &h, max, status);
    size_t at = 0;

    while (step == WIRE_MORE && at < in.n) {
        size_t used;
        struct str data;

        step = wire_body(&b, str_sub(in, at, piece), &used, &data, status);
        if (step == WIRE_BAD)
            break;
        buf_add(text, data);
        at += used;
    }
    *left = in.n - at;
    return step;
}

static void chunked_bodies_are_put_together_whatever_the_pieces(void **state)
{
    struct str in = S("4\r\nWiki\r\n6\r\npedia \r\nA\r\n0123456789\r\n0\r\n\r\nGET /");
    struct arena *a = arena_open(1 << 20);

    (void)state;
    for (size_t piece = 1; piece < in.n; piece++) {
        struct buf text = buf_new(a, 1000);
        size_t left;
        int status = 0;

        assert_int_equal(chunks(in, piece, 1000, &text, &left, &status), WIRE_DONE);
        assert_str(buf_str(&text), "Wikipedia 0123456789");
        assert_int_equal(left, 5);
    }
    arena_close(a);
}

static void chunked_bodies_are_strict(void **state)
{
    static const struct {
        const char *bytes;
        int status;
    } bad[] = {{"-3\r\nabc\r\n", 400}, {"+3\r\nabc\r\n", 400}, {"3;x=y\r\nabc\r\n", 400},
        {"3 \r\nabc\r\n", 400}, {"0x3\r\nabc\r\n", 400}, {"\r\n", 400}, {"3\nabc\n", 400},
        {"3\r\nabcd\r\n", 400}, {"3\r\nabc0\r\n\r\n", 400}, {"fffffffffffffffff\r\n", 400},
        {"000000001\r\n", 400}, {"0\r\nX: y\r\n\r\n", 400}, {"ffffffff\r\n", 413},
        {"3\r\nabc\r\n62\r\n", 413}};
    struct arena *a = arena_open(1 << 20);

    (void)state;
    for (size_t i = 0; i < COUNT(bad); i++)
        for (size_t piece = 1; piece < 8; piece++) {
            struct buf text = buf_new(a, 1000);
            size_t left;
            int status = 0;
            enum wire_step step =
                chunks(str_of(bad[i].bytes), piece, 100, &text, &left, &status);

            if (step != WIRE_BAD || status != bad[i].status)
                fail_msg("%s: step %d, status %d", bad[i].bytes, step, status);
        }
    arena_close(a);
}

static void a_body_too_long_is_refused_from_its_head(void **state)
{
    struct wire_head h = {.length = 101};
    struct wire_body b;
    int status = 0;

    (void)state;
    assert_int_equal(wire_body_start(&b, &h, 100, &status), WIRE_BAD);
    assert_int_equal(status, 413);
    h.length = 100;
    assert_int_equal(wire_body_start(&b, &h, 100, &status), WIRE_MORE);
    h.length = 0;
    assert_int_equal(wire_body_start(&b, &h, 0, &status), WIRE_DONE);
}

static void no_value_can_begin_a_line_of_its_own(void **state)
{
    struct header h[] = {{S("X"), S("a\r\nSet-Cookie: b=c\n")}};
    struct wire_reply r = {
        .status = 200, .date = S("Date: x\r\n"), .headers = h, .nheaders = 1, .length = 5};
    char out[512];
    size_t n = wire_reply(out, sizeof out, &r);

    (void)state;
    assert_str(((struct str){out, n}),
        "HTTP/1.1 200 OK\r\nDate: x\r\nX: a  Set-Cookie: b=c \r\nContent-Length: 5\r\n\r\n");
    assert_int_equal(wire_reply(out, n - 1, &r), 0);
    r = (struct wire_reply){.status = 304, .date = S(""), .length = -1, .close = true};
    n = wire_reply(out, sizeof out, &r);
    assert_str(
        ((struct str){out, n}), "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
}

static void dates_are_written_as_the_protocol_wants(void **state)
{
    char out[WIRE_DATE];

    (void)state;
    wire_date(784111777, out);
    assert_string_equal(out, "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");
    wire_date(0, out);
    assert_string_equal(out, "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
    wire_date(1709251199, out);
    assert_string_equal(out, "Date: Thu, 29 Feb 2024 23:59:59 GMT\r\n");
}

static void cookies_and_parameters_are_found(void **state)
{
    (void)state;
    assert_str(wire_cookie(S("a=1; bb=2;c=3=4; a=5"), S("bb")), "2");
    assert_str(wire_cookie(S("a=1; bb=2;c=3=4"), S("c")), "3=4");
    assert_str(wire_cookie(S("a=1; bb=2"), S("b")), NULL);
    assert_str(wire_cookie(S("a"), S("a")), NULL);
    assert_str(wire_param(S("multipart/form-data; boundary=xy"), "boundary"), "xy");
    assert_str(wire_param(S("multipart/form-data; a=b; Boundary=\"x y\""), "boundary"), "x y");
    assert_str(wire_param(S("multipart/form-data; boundary=x y"), "boundary"), NULL);
    assert_true(wire_list_has(S("a, Close"), "close"));
    assert_false(wire_list_has(S("closed"), "close"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_line_of_the_reject_list_is_refused_with_its_status),
        cmocka_unit_test(a_zero_byte_anywhere_is_refused),
        cmocka_unit_test(a_good_head_is_read_and_its_bytes_are_counted),
        cmocka_unit_test(forgiven_are_one_empty_line_and_an_own_absolute_address),
        cmocka_unit_test(limits_hold_before_the_end_is_seen),
        cmocka_unit_test(chunked_bodies_are_put_together_whatever_the_pieces),
        cmocka_unit_test(chunked_bodies_are_strict),
        cmocka_unit_test(a_body_too_long_is_refused_from_its_head),
        cmocka_unit_test(no_value_can_begin_a_line_of_its_own),
        cmocka_unit_test(dates_are_written_as_the_protocol_wants),
        cmocka_unit_test(cookies_and_parameters_are_found),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
