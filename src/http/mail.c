#include "http/mail.h"

enum {
    LINE_BYTES = 57, /* 76 letters of base64 */
    WORD_BYTES = 42, /* an encoded word has at most 75 letters */
    ADDRESS_MAX = 254,
    ZONE_SECONDS = 8 * 3600
};

bool mail_address_ok(struct str s)
{
    size_t at = str_find_char(s, '@');

    if (s.n == 0 || s.n > ADDRESS_MAX || at == 0 || at == (size_t)-1 || at + 1 == s.n ||
        str_find_char(str_sub(s, at + 1, s.n), '@') != (size_t)-1)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];

        if (c <= ' ' || c > '~' || c == '<' || c == '>' || c == '"' || c == '(' || c == ')' ||
            c == ',' || c == ';' || c == ':' || c == '\\')
            return false;
    }
    return true;
}

static void base64(struct buf *out, const char *text, size_t n)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *p = (const unsigned char *)text;

    for (size_t i = 0; i < n; i += 3) {
        uint32_t v = (uint32_t)p[i] << 16 | (i + 1 < n ? (uint32_t)p[i + 1] << 8 : 0) |
                     (i + 2 < n ? p[i + 2] : 0);

        buf_char(out, letters[v >> 18]);
        buf_char(out, letters[v >> 12 & 63]);
        buf_char(out, i + 1 < n ? letters[v >> 6 & 63] : '=');
        buf_char(out, i + 2 < n ? letters[v & 63] : '=');
    }
}

/* Encoded words, cut between characters, folded. */
static void subject(struct buf *out, struct str s)
{
    for (size_t from = 0; from < s.n;) {
        size_t end = from, next = from;

        while (next < s.n) {
            (void)str_next(s, &next);
            if (next - from > WORD_BYTES)
                break;
            end = next;
        }
        if (from > 0)
            buf_add(out, S("\r\n "));
        buf_add(out, S("=?UTF-8?B?"));
        base64(out, s.p + from, end - from);
        buf_add(out, S("?="));
        from = end;
    }
    buf_add(out, S("\r\n"));
}

static void date(struct buf *out, struct instant t)
{
    static const char *const days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static const char *const months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct date d = date_of(t);
    struct ymd ymd = date_ymd(d);
    int64_t second = (t.s + ZONE_SECONDS) % 60;

    buf_f(out, "Date: %s, %d %s %d %02d:%02d:%02d +0800\r\n", days[date_weekday(d) - 1],
        (int)ymd.day, months[ymd.month - 1], (int)ymd.year, date_hour(t), date_minute(t),
        (int)second);
}

enum err mail_write(const struct mail *m, struct buf *out)
{
    struct str host;

    if (!mail_address_ok(m->from) || !mail_address_ok(m->to))
        return ERR_INVALID;
    (void)str_cut(m->from, '@', &host);
    date(out, m->at);
    buf_f(out, "From: <%.*s>\r\nTo: <%.*s>\r\nSubject: ", STR(m->from), STR(m->to));
    subject(out, m->subject);
    buf_f(out,
        "Message-ID: <%.*s@%.*s>\r\nMIME-Version: 1.0\r\nAuto-Submitted: auto-generated\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        STR(m->id), STR(host));
    for (size_t i = 0; i < m->body.n; i += LINE_BYTES) {
        size_t n = m->body.n - i < LINE_BYTES ? m->body.n - i : LINE_BYTES;

        base64(out, m->body.p + i, n);
        buf_add(out, S("\r\n"));
    }
    return out->over ? ERR_LIMIT : OK;
}
