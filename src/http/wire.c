#include "http/wire.h"

#include <string.h>

/* Kinds of bytes (RFC 9110, 5.6.2 and 5.5; RFC 3986, 3): in tokens, values and targets. */
#define IN_TOKEN 1
#define IN_VALUE 2
#define IN_TARGET 4

/* clang-format off */
#define ALNUM(c) (((c) >= '0' && (c) <= '9') || ((c) >= 'A' && (c) <= 'Z') || ((c) >= 'a' && (c) <= 'z'))
#define MARK(c) ((c) == '!' || ((c) >= '#' && (c) <= '\'') || (c) == '*' || (c) == '+' || (c) == '-' ||   \
    (c) == '.' || (c) == '^' || (c) == '_' || (c) == '`' || (c) == '|' || (c) == '~')
#define APART(c) ((c) == '#' || (c) == '"' || (c) == '<' || (c) == '>' || (c) == '\\')
#define K(c) ((ALNUM(c) || MARK(c) ? IN_TOKEN : 0) | \
    ((c) == '\t' || ((c) >= ' ' && (c) != 127) ? IN_VALUE : 0) | \
    ((c) > ' ' && (c) < 127 && !APART(c) ? IN_TARGET : 0))
#define K4(c) K(c), K(c + 1), K(c + 2), K(c + 3)
#define K16(c) K4(c), K4(c + 4), K4(c + 8), K4(c + 12)
#define K64(c) K16(c), K16(c + 16), K16(c + 32), K16(c + 48)
/* clang-format on */
static const unsigned char kinds[256] = {K64(0), K64(64), K64(128), K64(192)};

static size_t span(const char *p, const char *end, unsigned char kind)
{
    const char *q = p;

    while (q < end && (kinds[(unsigned char)*q] & kind) != 0)
        q++;
    return (size_t)(q - p);
}

static enum wire_step bad(int *status, int code)
{
    *status = code;
    return WIRE_BAD;
}

/* Walk over complete lines until the empty one.  Every line must end in CR LF; limits are
 * applied to what is there, so that nothing grows while it waits for its end. */
static enum wire_step find_end(struct str in, struct wire_seen *seen, size_t *end, int *status)
{
    while (seen->scan < in.n) {
        const char *nl = memchr(in.p + seen->scan, '\n', in.n - seen->scan);
        size_t at, length;

        if (nl == NULL) {
            seen->scan = in.n;
            break;
        }
        at = (size_t)(nl - in.p);
        length = at - seen->line;
        if (length == 0 || in.p[at - 1] != '\r')
            return bad(status, 400);
        seen->scan = at + 1;
        seen->line = at + 1;
        if (length == 1) {
            *end = at + 1;
            return seen->lines == 0 ? bad(status, 400) : WIRE_DONE;
        }
        if (seen->lines == 0)
            seen->first = at + 1;
        if (++seen->lines > 1 + WIRE_FIELDS)
            return bad(status, 431);
        if (seen->first > WIRE_LINE_MAX)
            return bad(status, 414);
        if (at + 1 - seen->first > WIRE_FIELDS_MAX)
            return bad(status, 431);
    }
    if (seen->lines == 0 && in.n >= WIRE_LINE_MAX)
        return bad(status, 414);
    if (seen->lines > 0 && in.n - seen->first >= WIRE_FIELDS_MAX)
        return bad(status, 431);
    if (in.n > 0 && (kinds[(unsigned char)in.p[0]] & IN_TOKEN) == 0)
        return bad(status, 400);
    return WIRE_MORE;
}

static int read_method(struct str s, enum method *out)
{
    static const struct {
        struct str name;
        enum method method;
    } known[] = {{{"GET", 3}, METHOD_GET}, {{"POST", 4}, METHOD_POST},
        {{"HEAD", 4}, METHOD_HEAD}, {{"PUT", 3}, METHOD_PUT}, {{"DELETE", 6}, METHOD_DELETE}};
    static const char *const others[] = {"OPTIONS", "TRACE", "CONNECT", "PATCH"};

    for (size_t i = 0; i < COUNT(known); i++)
        if (s.n == known[i].name.n && memcmp(s.p, known[i].name.p, s.n) == 0) {
            *out = known[i].method;
            return 0;
        }
    for (size_t i = 0; i < COUNT(others); i++)
        if (str_is(s, others[i]))
            return 405;
    return s.n <= 32 ? 501 : 400;
}

/* "HTTP/1.1" or "HTTP/1.0" and the line's end. */
static int read_version(const char *p, const char *end, struct wire_head *out)
{
    if (end - p != 10 || memcmp(p, "HTTP/", 5) != 0 || p[6] != '.' || p[8] != '\r' ||
        p[5] < '0' || p[5] > '9' || p[7] < '0' || p[7] > '9')
        return 400;
    if (p[5] != '1' || p[7] > '1')
        return 505;
    out->old = p[7] == '0';
    return 0;
}

/* The absolute form names its host, which must then be the one in Host; it is cut off. */
static int read_target(struct wire_head *out, struct str *named)
{
    struct str t = out->target;

    *named = (struct str){0};
    if (t.p[0] != '/') {
        size_t scheme = str_starts(t, S("http://")) ? 7 : str_starts(t, S("https://")) ? 8 : 0;
        size_t i = scheme;

        if (scheme == 0)
            return 400;
        while (i < t.n && t.p[i] != '/' && t.p[i] != '?')
            i++;
        *named = str_sub(t, scheme, i - scheme);
        t = i < t.n && t.p[i] == '/' ? str_sub(t, i, t.n) : S("/");
        if (named->n == 0 || (i < out->target.n && out->target.p[i] == '?'))
            return 400;
        out->target = t;
    }
    out->path = t;
    out->query = (struct str){0};
    {
        const char *mark = memchr(t.p, '?', t.n);

        if (mark != NULL) {
            out->path.n = (size_t)(mark - t.p);
            out->query = (struct str){mark + 1, t.n - out->path.n - 1};
        }
    }
    return 0;
}

static int read_first(const char *p, const char *end, struct wire_head *out, struct str *named)
{
    size_t n = span(p, end, IN_TOKEN);
    struct str method = {p, n};
    int status;

    if (n == 0 || p[n] != ' ')
        return 400;
    p += n + 1;
    n = span(p, end, IN_TARGET);
    if (n == 0 || p + n >= end || p[n] != ' ')
        return 400;
    out->target = (struct str){p, n};
    status = read_version(p + n + 1, end, out);
    if (status != 0)
        return status;
    status = read_method(method, &out->method);
    if (status != 0)
        return status;
    return read_target(out, named);
}

static bool named_as(struct str name, const char *known)
{
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];

        if (c >= 'A' && c <= 'Z')
            c = (char)(c + ('a' - 'A'));
        if (c != known[i])
            return false;
    }
    return true;
}

static int read_length(struct str v, struct wire_head *out)
{
    int64_t n = 0;

    if (v.n == 0 || v.n > 18)
        return 400;
    for (size_t i = 0; i < v.n; i++) {
        if (v.p[i] < '0' || v.p[i] > '9')
            return 400;
        n = n * 10 + (v.p[i] - '0');
    }
    out->length = n;
    return 0;
}

static bool host_ok(struct str v)
{
    for (size_t i = 0; i < v.n; i++) {
        char c = v.p[i];

        if (!ALNUM(c) && c != '.' && c != '-' && c != ':' && c != '[' && c != ']' && c != '_')
            return false;
    }
    return v.n > 0 && v.n <= 255;
}

/* What one header line means for the frame of the message.  Lines that must not be there
 * twice are counted in *once. */
enum {
    ONCE_HOST = 1,
    ONCE_LENGTH = 2,
    ONCE_CODING = 4,
    ONCE_TYPE = 8,
    ONCE_AUTH = 16,
    ONCE_ORIGIN = 32,
    ONCE_EXPECT = 64
};

static int only(unsigned *once, unsigned bit)
{
    if ((*once & bit) != 0)
        return 400;
    *once |= bit;
    return 0;
}

static int framing(struct wire_head *out, struct str v, unsigned *once)
{
    if (only(once, ONCE_CODING) != 0 || out->old)
        return 400;
    if (v.n != 7 || !named_as(v, "chunked"))
        return 501;
    out->chunked = true;
    return 0;
}

static int read_field(struct wire_head *out, struct str name, struct str v, unsigned *once)
{
    switch (name.n) {
    case 4:
        if (!named_as(name, "host"))
            return 0;
        out->host = v;
        return only(once, ONCE_HOST) != 0 || !host_ok(v) ? 400 : 0;
    case 6:
        if (named_as(name, "origin"))
            return only(once, ONCE_ORIGIN);
        if (!named_as(name, "expect"))
            return 0;
        out->expects = true;
        return only(once, ONCE_EXPECT) != 0               ? 400
               : v.n == 12 && named_as(v, "100-continue") ? 0
                                                          : 417;
    case 10:
        if (named_as(name, "connection")) {
            if (wire_list_has(v, "close"))
                out->keep = false;
            else if (out->old && wire_list_has(v, "keep-alive"))
                out->keep = true;
        }
        return 0;
    case 12:
        return named_as(name, "content-type") ? only(once, ONCE_TYPE) : 0;
    case 13:
        return named_as(name, "authorization") ? only(once, ONCE_AUTH) : 0;
    case 14:
        if (!named_as(name, "content-length"))
            return 0;
        return only(once, ONCE_LENGTH) != 0 ? 400 : read_length(v, out);
    case 17:
        return named_as(name, "transfer-encoding") ? framing(out, v, once) : 0;
    default:
        return 0;
    }
}

static int read_fields(const char *p, const char *end, struct wire_head *out, unsigned *once)
{
    while (*p != '\r') {
        size_t n = span(p, end, IN_TOKEN), k;
        struct str name = {p, n}, value;
        int status;

        if (n == 0 || p[n] != ':')
            return 400;
        p += n + 1;
        while (*p == ' ' || *p == '\t')
            p++;
        k = span(p, end, IN_VALUE);
        if (p[k] != '\r' || p[k + 1] != '\n')
            return 400;
        value = (struct str){p, k};
        p += k + 2;
        while (value.n > 0 && (value.p[value.n - 1] == ' ' || value.p[value.n - 1] == '\t'))
            value.n--;
        status = read_field(out, name, value, once);
        if (status != 0)
            return status;
        out->at[out->n++] = (struct header){name, value};
    }
    return p + 2 == end ? 0 : 400;
}

static enum wire_step parse(struct str head, size_t first, struct wire_head *out, int *status)
{
    unsigned once = 0;
    struct str named;

    out->n = 0;
    out->length = 0;
    out->chunked = out->expects = out->old = false;
    out->host = (struct str){0};
    out->method = 0;
    *status = read_first(head.p, head.p + first, out, &named);
    if (*status != 0)
        return WIRE_BAD;
    out->keep = !out->old;
    *status = read_fields(head.p + first, head.p + head.n, out, &once);
    if (*status != 0)
        return WIRE_BAD;
    if ((once & ONCE_HOST) == 0 && !out->old)
        return bad(status, 400);
    if (named.n > 0 && !str_eq_nocase(named, out->host))
        return bad(status, 400);
    if (out->chunked && (once & ONCE_LENGTH) != 0)
        return bad(status, 400);
    return WIRE_DONE;
}

enum wire_step wire_head(
    struct str in, struct wire_seen *seen, struct wire_head *out, size_t *used, int *status)
{
    size_t end = 0, skip = 0;
    enum wire_step step;

    /* One empty line before a request is forgiven (RFC 9112, 2.2). */
    if (in.n >= 1 && in.p[0] == '\r' && (in.n == 1 || in.p[1] == '\n')) {
        if (in.n < 2)
            return WIRE_MORE;
        skip = 2;
        in = (struct str){in.p + 2, in.n - 2};
    }
    step = find_end(in, seen, &end, status);
    if (step == WIRE_DONE) {
        step = parse((struct str){in.p, end}, seen->first, out, status);
        *used = end + skip;
    }
    return step;
}

enum {
    AT_DATA,
    AT_SIZE,
    AT_SIZE_LF,
    AT_CHUNK,
    AT_CHUNK_CR,
    AT_CHUNK_LF,
    AT_END_CR,
    AT_END_LF,
    AT_DONE
};

enum wire_step wire_body_start(
    struct wire_body *b, const struct wire_head *h, int64_t max, int *status)
{
    *b = (struct wire_body){.chunked = h->chunked, .max = max, .left = h->length};
    if (h->chunked) {
        b->state = AT_SIZE;
        b->left = 0;
        return WIRE_MORE;
    }
    if (h->length > max)
        return bad(status, 413);
    b->state = h->length > 0 ? AT_DATA : AT_DONE;
    return h->length > 0 ? WIRE_MORE : WIRE_DONE;
}

static int hex_of(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The size line of a chunk, one byte.  Extensions are refused: nobody needs them, and readers
 * differ about where they end. */
static int size_byte(struct wire_body *b, char c)
{
    int digit = hex_of(c);

    if (digit >= 0 && ++b->digits <= 8) {
        b->left = b->left * 16 + digit;
        return 0;
    }
    if (c != '\r' || b->digits == 0 || b->digits > 8)
        return 400;
    b->state = AT_SIZE_LF;
    return 0;
}

/* Bytes between the chunks. */
static int frame_byte(struct wire_body *b, char c)
{
    switch (b->state) {
    case AT_SIZE:
        return size_byte(b, c);
    case AT_SIZE_LF:
        b->state = b->left == 0 ? AT_END_CR : AT_CHUNK;
        if (c == '\n' && b->left > b->max - b->total)
            return 413;
        return c == '\n' ? 0 : 400;
    case AT_CHUNK_CR:
        b->state = AT_CHUNK_LF;
        return c == '\r' ? 0 : 400;
    case AT_CHUNK_LF:
        b->state = AT_SIZE;
        b->digits = 0;
        return c == '\n' ? 0 : 400;
    case AT_END_CR:
        b->state = AT_END_LF;
        return c == '\r' ? 0 : 400;
    case AT_END_LF:
        b->state = AT_DONE;
        return c == '\n' ? 0 : 400;
    default:
        return 400;
    }
}

enum wire_step wire_body(
    struct wire_body *b, struct str in, size_t *used, struct str *data, int *status)
{
    size_t i = 0;

    *data = (struct str){0};
    *used = 0;
    while (i < in.n && b->state != AT_DONE) {
        if (b->state == AT_DATA || b->state == AT_CHUNK) {
            size_t n = in.n - i;

            if ((int64_t)n > b->left)
                n = (size_t)b->left;
            *data = (struct str){in.p + i, n};
            b->left -= (int64_t)n;
            b->total += (int64_t)n;
            if (b->left == 0)
                b->state = b->state == AT_DATA ? AT_DONE : AT_CHUNK_CR;
            i += n;
            break;
        }
        *status = frame_byte(b, in.p[i++]);
        if (*status != 0)
            return WIRE_BAD;
    }
    *used = i;
    return b->state == AT_DONE ? WIRE_DONE : WIRE_MORE;
}

const char *wire_reason(int status)
{
    static const struct {
        int status;
        const char *words;
    } known[] = {{200, "OK"}, {303, "See Other"}, {304, "Not Modified"}, {404, "Not Found"},
        {201, "Created"}, {202, "Accepted"}, {204, "No Content"}, {206, "Partial Content"},
        {301, "Moved Permanently"}, {302, "Found"}, {307, "Temporary Redirect"},
        {308, "Permanent Redirect"}, {400, "Bad Request"}, {401, "Unauthorized"},
        {403, "Forbidden"}, {405, "Method Not Allowed"}, {406, "Not Acceptable"},
        {408, "Request Timeout"}, {409, "Conflict"}, {410, "Gone"}, {411, "Length Required"},
        {412, "Precondition Failed"}, {413, "Content Too Large"}, {414, "URI Too Long"},
        {415, "Unsupported Media Type"}, {417, "Expectation Failed"},
        {421, "Misdirected Request"}, {422, "Unprocessable Content"},
        {429, "Too Many Requests"}, {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"}, {501, "Not Implemented"}, {502, "Bad Gateway"},
        {503, "Service Unavailable"}, {505, "HTTP Version Not Supported"},
        {507, "Insufficient Storage"}};

    for (size_t i = 0; i < COUNT(known); i++)
        if (known[i].status == status)
            return known[i].words;
    return "Status";
}

struct writer_room {
    char *p, *end; /* p == NULL: it did not fit */
};

static void put(struct writer_room *w, const char *p, size_t n)
{
    if (w->p == NULL || (size_t)(w->end - w->p) < n) {
        w->p = NULL;
        return;
    }
    memcpy(w->p, p, n);
    w->p += n;
}

static void put_value(struct writer_room *w, struct str v)
{
    char *from = w->p;

    put(w, v.p, v.n);
    if (w->p == NULL)
        return;
    for (char *c = from; c < w->p; c++)
        if ((kinds[(unsigned char)*c] & IN_VALUE) == 0)
            *c = ' ';
}

static void put_number(struct writer_room *w, int64_t v)
{
    char digits[20];
    size_t i = sizeof digits;

    do
        digits[--i] = (char)('0' + v % 10);
    while ((v /= 10) > 0);
    put(w, digits + i, sizeof digits - i);
}

static void put_status(struct writer_room *w, int status)
{
    const char *reason;

    if (status == 200) {
        put(w, "HTTP/1.1 200 OK\r\n", 17);
        return;
    }
    reason = wire_reason(status);
    put(w, "HTTP/1.1 ", 9);
    put_number(w, status);
    put(w, " ", 1);
    put(w, reason, strlen(reason));
    put(w, "\r\n", 2);
}

size_t wire_reply(char *to, size_t room, const struct wire_reply *r)
{
    struct writer_room w = {to, to + room};

    put_status(&w, r->status);
    put(&w, r->date.p, r->date.n);
    if (r->block.n > 0)
        put(&w, r->block.p, r->block.n);
    for (size_t i = 0; i < r->nheaders; i++) {
        put(&w, r->headers[i].name.p, r->headers[i].name.n);
        put(&w, ": ", 2);
        put_value(&w, r->headers[i].value);
        put(&w, "\r\n", 2);
    }
    if (r->length >= 0) {
        put(&w, "Content-Length: ", 16);
        put_number(&w, r->length);
        put(&w, "\r\n", 2);
    }
    if (r->close)
        put(&w, "Connection: close\r\n", 19);
    else if (r->old)
        put(&w, "Connection: keep-alive\r\n", 24);
    put(&w, "\r\n", 2);
    return w.p == NULL ? 0 : (size_t)(w.p - to);
}

static void two(char *to, int v)
{
    to[0] = (char)('0' + v / 10);
    to[1] = (char)('0' + v % 10);
}

void wire_date(int64_t seconds, char out[WIRE_DATE])
{
    static const char days[] = "ThuFriSatSunMonTueWed";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    int64_t day = seconds / 86400, left = seconds % 86400;
    struct ymd d = date_ymd((struct date){(int32_t)day});

    memcpy(out, "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n", WIRE_DATE);
    memcpy(out + 6, days + (day % 7) * 3, 3);
    two(out + 11, d.day);
    memcpy(out + 14, months + (size_t)(d.month - 1) * 3, 3);
    two(out + 18, d.year / 100);
    two(out + 20, d.year % 100);
    two(out + 23, (int)(left / 3600));
    two(out + 26, (int)(left / 60 % 60));
    two(out + 29, (int)(left % 60));
}

bool wire_list_has(struct str list, const char *token)
{
    struct str rest = list;

    while (rest.p != NULL) {
        struct str one = str_trim(str_cut(rest, ',', &rest));

        if (str_eq_nocase(one, str_of(token)))
            return true;
    }
    return false;
}

struct str wire_param(struct str value, const char *name)
{
    struct str rest = value;

    (void)str_cut(value, ';', &rest);
    while (rest.p != NULL) {
        struct str one = str_trim(str_cut(rest, ';', &rest)), v = {0}, key;

        key = str_cut(one, '=', &v);
        if (!str_eq_nocase(key, str_of(name)) || v.p == NULL)
            continue;
        if (v.n >= 2 && v.p[0] == '"' && v.p[v.n - 1] == '"')
            v = str_sub(v, 1, v.n - 2);
        else if (span(v.p, v.p + v.n, IN_TOKEN) != v.n)
            return (struct str){0};
        return v;
    }
    return (struct str){0};
}

struct str wire_cookie(struct str header, struct str name)
{
    struct str rest = header;

    while (rest.p != NULL) {
        struct str one = str_trim(str_cut(rest, ';', &rest)), v = {0};

        if (str_eq(str_cut(one, '=', &v), name) && v.p != NULL)
            return v;
    }
    return (struct str){0};
}
