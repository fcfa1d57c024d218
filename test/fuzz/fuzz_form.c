/* Forms of every kind of field: what was accepted keeps the promises of its row. */
#include "http/form.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const words[] = {"red", "green", NULL};
enum colour {
    RED,
    GREEN
};

struct thing {
    int64_t a;
    struct str b, c, d;
    struct priv e;
    struct date f;
    struct instant g;
    struct money h;
    bool i;
    enum colour j;
};

static const struct input inputs[] = {
    INPUT(struct thing, a, .min = -5, .max = 10),
    INPUT(struct thing, b, .flags = INPUT_REQUIRED, .min = 2, .max = 5),
    INPUT(struct thing, c, .flags = INPUT_LINES, .max = 50),
    INPUT(struct thing, d, .flags = INPUT_EMAIL),
    INPUT(struct thing, e, .flags = INPUT_PHONE),
    INPUT(struct thing, f),
    INPUT(struct thing, g),
    INPUT(struct thing, h),
    INPUT(struct thing, i),
    INPUT_ENUM(struct thing, j, words),
};
static const struct form form = FORM(thing, inputs);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a;
    struct pair_list pairs;

    if (size > 65536)
        return 0;
    a = arena_open((size_t)16 << 20);
    if (url_pairs(a, (struct str){(const char *)data, size}, 200, &pairs) == OK) {
        const struct form_state *s = form_parse(a, &form, pairs);
        const struct thing *t = s->value;

        assert(s->nproblems <= form.n);
        assert(t->a >= -5 && t->a <= 10);
        assert(t->b.p == NULL || (str_points(t->b) >= 2 && str_points(t->b) <= 5));
        assert(str_find_char(t->b, '\n') == (size_t)-1);
        assert(str_points(t->c) <= 50 && str_utf8_ok(t->c));
        assert(t->e.s.n <= 12);
        assert(t->j == RED || t->j == GREEN);
        assert(s->key.n >= 8 && s->key.n <= 64);
    }
    arena_close(a);
    return 0;
}
