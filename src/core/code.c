#include "core/code.h"

#include "core/code.sql.h"
#include "core/privacy.h"
#include "store/numbers.h"

enum {
    COUNTY_DIGITS = 6,
    RUNNING_DIGITS = 6,
    QUERY_POINTS_MAX = 64
};

enum err code_number(struct cx *cx, struct str division, struct str *out)
{
    struct str county = str_sub(division, 0, COUNTY_DIGITS), scope, n;
    int32_t year = date_ymd(date_of(cx->now)).year;
    int64_t running;
    struct buf b;

    if (county.n < COUNTY_DIGITS)
        return fail(cx, ERR_INVALID, "division", "code.division");
    scope = str_f(cx->arena, "%d-%.*s", (int)year, STR(county));
    if (cx->numbers == NULL)
        TRY(sql_code_next(cx, scope, &running));
    else if (numbers_draw(cx->numbers, scope, &running) != OK)
        return fail(cx, ERR_BUSY, NULL, "store.busy");
    n = num_text(cx->arena, running);
    b = buf_new(cx->arena, 64);
    buf_add(&b, scope);
    buf_char(&b, '-');
    for (size_t i = n.n; i < RUNNING_DIGITS; i++)
        buf_char(&b, '0');
    buf_add(&b, n);
    return buf_take(&b, out);
}

struct str code_query_hash(struct cx *cx, size_t age, struct str code)
{
    return privacy_hash_of(cx, age, "query-code", code);
}

struct str code_query_new(struct cx *cx, size_t age, struct str *hash)
{
    struct str shown = secret_code_new(cx->arena, cx->rng), code = S("");

    /* What was just made can be read. */
    if (secret_code_read(cx->arena, shown, &code) == OK)
        *hash = code_query_hash(cx, age, code);
    return shown;
}

enum err code_query_read(struct cx *cx, const char *field, struct str typed, struct str *code)
{
    if (str_points(typed) > QUERY_POINTS_MAX || secret_code_read(cx->arena, typed, code) != OK)
        return fail(cx, ERR_INVALID, field, "code.mistyped");
    return OK;
}
