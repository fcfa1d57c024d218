#include "base/html.h"

#include "base/url.h"

static const struct {
    const char *p;
    size_t n;
} escapes[256] = {
    ['&'] = {"&amp;", 5},
    ['<'] = {"&lt;", 4},
    ['>'] = {"&gt;", 4},
    ['"'] = {"&quot;", 6},
    ['\''] = {"&#39;", 5},
};

#define EACH_BYTE(x) (UINT64_C(0x0101010101010101) * (x))

/* A byte of v that is zero leaves its high bit. */
static uint64_t zeros(uint64_t v)
{
    return (v - EACH_BYTE(0x01)) & ~v & EACH_BYTE(0x80);
}

/* Is none of & < > " ' among these eight?  " & and ' (and #) differ in two bits, < and > in
 * another.  A # costs a closer look, no more. */
static bool eight_plain(const char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return (zeros((v | EACH_BYTE(0x05)) ^ EACH_BYTE('\'')) |
               zeros((v | EACH_BYTE(0x02)) ^ EACH_BYTE('>'))) == 0;
}

/* Nothing but parts of characters beyond ASCII, as in Chinese words. */
static bool eight_far(const char *p)
{
    uint64_t v;

    memcpy(&v, p, sizeof v);
    return (v & EACH_BYTE(0x80)) == EACH_BYTE(0x80);
}

/* Nearly all text is.  False: perhaps not. */
static bool is_plain(struct str s)
{
    size_t i = 0;

    if (s.n < 8) {
        while (
            i < s.n && ((unsigned char)s.p[i] > '>' || escapes[(unsigned char)s.p[i]].n == 0))
            i++;
        return i == s.n;
    }
    for (; i + 8 <= s.n; i += 8)
        if (!eight_far(s.p + i) && !eight_plain(s.p + i))
            return false;
    return eight_plain(s.p + s.n - 8);
}

/* One escaping serves text and quoted attributes: it covers the needs of both. */
static void escape(struct buf *b, struct str s)
{
    size_t from = 0;

    if (is_plain(s)) {
        buf_raw(b, s.p, s.n);
        return;
    }
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];

        if (c > '>' || escapes[c].n == 0)
            continue;
        buf_raw(b, s.p + from, i - from);
        buf_raw(b, escapes[c].p, escapes[c].n);
        from = i + 1;
    }
    if (from < s.n)
        buf_raw(b, s.p + from, s.n - from);
}

static void raw(struct html *h, const char *z)
{
    buf_add(h->out, str_of(z));
}

void html_text_str(struct html *h, struct str s)
{
    escape(h->out, s);
}

void html_text_cstr(struct html *h, const char *z)
{
    escape(h->out, str_of(z));
}

void html_text_int(struct html *h, int64_t v)
{
    buf_int(h->out, v);
}

void html_text_instant(struct html *h, struct instant t)
{
    if (!instant_is(t))
        return;
    raw(h, "<time datetime=\"");
    buf_add(h->out, instant_iso(h->out->arena, t));
    raw(h, "\">");
    buf_add(h->out, instant_text(h->out->arena, t));
    raw(h, "</time>");
}

void html_text_date(struct html *h, struct date d)
{
    struct str text = date_text(h->out->arena, d);

    if (!date_is(d))
        return;
    raw(h, "<time datetime=\"");
    buf_add(h->out, text);
    raw(h, "\">");
    buf_add(h->out, text);
    raw(h, "</time>");
}

void html_text_money(struct html *h, struct money m)
{
    escape(h->out, html_arg_money(h, m));
}

void html_text_ratio(struct html *h, struct ratio r)
{
    buf_add(h->out, ratio_text(h->out->arena, r, 1));
}

void html_text_priv(struct html *h, struct priv p)
{
    escape(h->out, str_mask(h->out->arena, p));
}

void html_text_safe(struct html *h, struct html_safe s)
{
    buf_add(h->out, s.s);
}

void html_attr_str(struct html *h, struct str s)
{
    escape(h->out, s);
}

void html_attr_cstr(struct html *h, const char *z)
{
    escape(h->out, str_of(z));
}

void html_attr_int(struct html *h, int64_t v)
{
    buf_int(h->out, v);
}

void html_attr_instant(struct html *h, struct instant t)
{
    buf_add(h->out, instant_iso(h->out->arena, t));
}

void html_attr_date(struct html *h, struct date d)
{
    buf_add(h->out, date_text(h->out->arena, d));
}

void html_attr_priv(struct html *h, struct priv p)
{
    escape(h->out, str_mask(h->out->arena, p));
}

void html_url_str(struct html *h, struct str s)
{
    url_encode(h->out, s);
}

void html_url_cstr(struct html *h, const char *z)
{
    url_encode(h->out, str_of(z));
}

void html_url_int(struct html *h, int64_t v)
{
    buf_int(h->out, v);
}

static bool has_controls(struct str s)
{
    for (size_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] <= ' ' || s.p[i] == 0x7F)
            return true;
    return false;
}

void html_url_url(struct html *h, struct url u)
{
    bool inside = u.s.n > 0 && (u.s.p[0] == '#' || u.s.p[0] == '?') && !has_controls(u.s);

    if (inside || url_local(u.s))
        escape(h->out, u.s);
    else
        buf_char(h->out, '#');
}

void html_t(struct html *h, enum text_key key)
{
    const struct text_entry *e = &text_table[key];

    if (e->plain[h->lang])
        buf_add(h->out, e->words[h->lang]);
    else
        escape(h->out, e->words[h->lang]);
}

void html_t_args(struct html *h, enum text_key key, const struct str *args, size_t n)
{
    escape(h->out, text_fill(h->out->arena, h->lang, key, args, n));
}

void html_csrf(struct html *h)
{
    if (str_empty(h->csrf))
        return;
    raw(h, "<input type=\"hidden\" name=\"csrf\" value=\"");
    escape(h->out, h->csrf);
    raw(h, "\">");
}

struct str html_arg_str(struct html *h, struct str s)
{
    (void)h;
    return s;
}

struct str html_arg_cstr(struct html *h, const char *z)
{
    (void)h;
    return str_of(z);
}

struct str html_arg_int(struct html *h, int64_t v)
{
    return num_text(h->out->arena, v);
}

struct str html_arg_instant(struct html *h, struct instant t)
{
    return instant_text(h->out->arena, t);
}

struct str html_arg_date(struct html *h, struct date d)
{
    return date_text(h->out->arena, d);
}

struct str html_arg_money(struct html *h, struct money m)
{
    struct str amount = money_text(h->out->arena, m);

    return text_fill(h->out->arena, h->lang, TEXT_base_money, &amount, 1);
}

struct str html_arg_priv(struct html *h, struct priv p)
{
    return str_mask(h->out->arena, p);
}
