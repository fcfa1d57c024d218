/*
 * The door and the escaping: what passed both holds no raw < > " ' of the input, in text, in
 * attributes and in addresses; cleaning twice changes nothing.
 */
#include "base/html.h"

#include <assert.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void holds_no_markup(struct buf *b)
{
    struct str s = buf_str(b);

    for (size_t i = 0; i < s.n; i++)
        assert(strchr("<>\"'", s.p[i]) == NULL);
    buf_clear(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_open((size_t)256 << 20);
    struct str clean, twice;

    if (str_clean(a, (struct str){(const char *)data, n}, &clean) == OK) {
        struct buf b = buf_new(a, 20 * clean.n + 1000);
        struct html h = {.out = &b};
        enum err e = str_clean(a, clean, &twice);

        assert(e == OK && str_eq(clean, twice) && str_utf8_ok(clean));
        html_text_str(&h, clean);
        holds_no_markup(&b);
        html_attr_str(&h, clean);
        holds_no_markup(&b);
        html_url_str(&h, clean);
        holds_no_markup(&b);
        html_text_priv(&h, (struct priv){clean});
        holds_no_markup(&b);
        html_url_url(&h, (struct url){clean});
        assert(b.n > 0 && strchr("/#?", b.p[0]) != NULL);
        holds_no_markup(&b);
        assert(!b.over);
    }
    arena_close(a);
    return 0;
}
