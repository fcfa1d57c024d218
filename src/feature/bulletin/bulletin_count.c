/*
 * bulletin_count: what there is on a day, counted from the registers themselves: hamlet groups
 * and their hamlets, council members.  Figures of what happens come from stats.
 */
#include "feature/bulletin/bulletin_count.sql.h"
#include "feature/bulletin/bulletin_token.h"

static enum err shared(
    struct cx *cx, struct right_range r, struct date on, int64_t *value, int64_t *base)
{
    TRY(sql_bulletin_count_members(cx, r.from, r.to, on, base));
    return sql_bulletin_count_member_deputies(cx, r.from, r.to, on, value);
}

enum err bulletin_count(struct cx *cx, struct str code, struct str division, struct date to,
    struct bulletin_counted *out)
{
    struct right_range r = right_subtree(cx->arena, division);

    *out = (struct bulletin_counted){.unit = S("个")};
    if (str_is(code, "count.groups"))
        return sql_bulletin_count_groups(cx, r.from, r.to, to, &out->value);
    if (str_is(code, "count.hamlets"))
        return sql_bulletin_count_hamlets(cx, r.from, r.to, to, &out->value);
    if (str_is(code, "count.council_share")) {
        out->unit = S("比率");
        out->rate = true;
        return shared(cx, r, to, &out->value, &out->base);
    }
    return fail(cx, ERR_NOT_FOUND, NULL, "stats.no_row");
}
