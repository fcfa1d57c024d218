/*
 * station: codes on plates: what a printed QR opens.
 */
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/station/station.h"
#include "feature/station/station.sql.h"

const char *const code_of_words[] = {"station", "deputy", "area", NULL};

static const struct field code_fields[] = {
    FIELD(struct plate_code, id),
    FIELD(struct plate_code, token),
    FIELD_ENUM(struct plate_code, of, code_of_words),
    FIELD(struct plate_code, object_id),
    FIELD(struct plate_code, division),
    FIELD(struct plate_code, issued),
    FIELD(struct plate_code, retired),
};
const struct shape plate_code_shape = SHAPE(plate_code, code_fields);

/* The division of the object; it must exist. */
static enum err object_division(
    struct cx *cx, enum code_of of, int64_t object_id, struct str *division)
{
    struct station s;
    struct deputy d;
    struct division a;

    switch (of) {
    case CODE_OF_STATION:
        TRY(station_get(cx, object_id, &s));
        *division = s.division;
        return OK;
    case CODE_OF_DEPUTY:
        TRY(registry_deputy(cx, object_id, &d));
        *division = d.division;
        return OK;
    case CODE_OF_AREA:
        break;
    }
    return registry_division(cx, *division, &a);
}

/* Eight letters that are not mixed up when read aloud or typed. */
static struct str token_new(struct cx *cx)
{
    static const char letters[] = "abcdefghjkmnpqrstuvwxyz";
    struct buf b = buf_new(cx->arena, 16);

    for (int i = 0; i < 8; i++)
        buf_char(&b, letters[rng_below(cx->rng, sizeof letters - 1)]);
    return buf_str(&b);
}

enum err station_code_issue(struct cx *cx, enum code_of of, int64_t object_id,
    struct str division, struct plate_code *out)
{
    struct plate_code c = {.of = of, .object_id = object_id, .retired = INSTANT_NONE};
    int64_t changed;
    bool taken = true;

    c.division = division;
    TRY(object_division(cx, of, object_id, &c.division));
    TRY(registry_may(cx, RIGHT_CODE_ISSUE, c.division));
    while (taken) {
        struct plate_code other;

        c.token = token_new(cx);
        TRY(sql_plate_code_by_token(cx, c.token, &other, &taken));
    }
    c.issued = cx->now;
    TRY(sql_plate_code_retire(cx, of, object_id, c.division, cx->now, &changed));
    TRY(sql_plate_code_add(cx, c.token, of, object_id, c.division, c.issued, &c.id));
    TRY(audit_add(cx, "plate_code", c.id, changed > 0 ? "code.reissued" : "code.issued",
        c.division, c.token));
    *out = c;
    return OK;
}

enum err station_codes(struct cx *cx, enum code_of of, int64_t object_id, struct str division,
    struct plate_code_list *out)
{
    return sql_plate_code_all(cx, of, object_id, division, out);
}

enum err station_code_of(struct cx *cx, enum code_of of, int64_t object_id, struct str division,
    struct plate_code *out, bool *found)
{
    struct plate_code_list all;

    TRY(sql_plate_code_all(cx, of, object_id, division, &all));
    *found = all.n > 0 && !instant_is(all.p[0].retired);
    if (*found)
        *out = all.p[0];
    return OK;
}

enum err station_code_find(struct cx *cx, struct str token, struct plate_code *out)
{
    bool found;

    TRY(sql_plate_code_by_token(cx, token, out, &found));
    return found ? OK : fail(cx, ERR_NOT_FOUND, "token", "station.no_code");
}

static const struct field line_fields[] = {
    FIELD(struct plate_line, id),
    FIELD(struct plate_line, token),
    FIELD_ENUM(struct plate_line, of, code_of_words),
    FIELD(struct plate_line, division),
    FIELD(struct plate_line, issued),
    FIELD(struct plate_line, retired),
    FIELD(struct plate_line, name),
    FIELD(struct plate_line, station),
    FIELD(struct plate_line, deputy),
    FIELD(struct plate_line, account_id),
};
const struct shape plate_line_shape = SHAPE(plate_line, line_fields);

/* As plate_log sorts. */
static bool line_before(const void *x, const void *y)
{
    return ((const struct plate_line *)x)->id > ((const struct plate_line *)y)->id;
}

enum err station_plate_log(struct cx *cx, struct str division, int64_t before, int64_t max,
    struct plate_line_list *out)
{
    const struct subtree_order order = {sizeof(struct plate_line), (size_t)max, line_before};
    struct right_ranges r;

    *out = (struct plate_line_list){0};
    TRY(registry_may(cx, RIGHT_CODE_ISSUE, division));
    TRY(subtree_of(cx, division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct plate_line_list part;

        TRY(sql_plate_log(cx, r.at[i].from, r.at[i].to, before, max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}
