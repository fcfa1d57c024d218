/*
 * Reading JSON: what is accepted can be written and is read again as the same.
 */
#include "base/json.h"

#include <assert.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* NOLINTNEXTLINE(misc-no-recursion): a tree of at most 32 levels */
static void write_value(struct json *j, const struct json_value *v)
{
    switch (v->kind) {
    case JSON_NULL:
        json_null(j);
        break;
    case JSON_BOOL:
        json_bool(j, v->i != 0);
        break;
    case JSON_INT:
        json_int(j, v->i);
        break;
    case JSON_STR:
        json_str(j, v->s);
        break;
    case JSON_LIST:
    case JSON_MAP:
        json_open(j, v->kind == JSON_MAP ? '{' : '[');
        for (size_t i = 0; i < v->n; i++) {
            if (v->kind == JSON_MAP) {
                /* Keys cannot hold NUL: the reader refuses it. */
                assert(v->keys[i].p[v->keys[i].n] == '\0');
                json_key(j, v->keys[i].p);
            }
            write_value(j, &v->items[i]);
        }
        json_close(j, v->kind == JSON_MAP ? '}' : ']');
        break;
    }
}

static struct str written(struct arena *a, const struct json_value *v, size_t n)
{
    struct buf b = buf_new(a, 8 * n + 100);
    struct json j = json_new(&b);
    struct str s;
    enum err e;

    write_value(&j, v);
    e = buf_take(&b, &s);
    assert(e == OK);
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena *a = arena_open((size_t)1 << 30);
    struct json_value v, again;

    if (json_parse(a, (struct str){(const char *)data, n}, 100000, &v) == OK) {
        struct str once = written(a, &v, n);
        enum err e = json_parse(a, once, once.n, &again);

        assert(e == OK);
        assert(str_eq(once, written(a, &again, n)));
    }
    arena_close(a);
    return 0;
}
