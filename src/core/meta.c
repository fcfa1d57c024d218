#include "core/meta.h"

#include "core/meta.sql.h"

static const struct field fields[] = {FIELD(struct meta_row, value)};
const struct shape meta_row_shape = SHAPE(meta_row, fields);

enum err meta_find(struct cx *cx, const char *name, struct str *out)
{
    struct meta_row row = {0};
    bool found = false;

    TRY(sql_meta_get(cx, str_of(name), &row, &found));
    *out = found ? row.value : (struct str){0};
    return OK;
}

enum err meta_set(struct cx *cx, const char *name, struct str value)
{
    int64_t changed;

    return sql_meta_put(cx, str_of(name), value, &changed);
}

enum err meta_demo(struct cx *cx, bool *out)
{
    struct str value;

    TRY(meta_find(cx, "demo", &value));
    *out = str_is(value, "1");
    return OK;
}

enum err meta_demo_mark(struct cx *cx)
{
    return meta_set(cx, "demo", S("1"));
}
