#include "core/subtree.h"

#include "core/sql.h"
#include "core/subtree.sql.h"

#include <string.h>

#define CODE_DIGITS 12

static const struct field extra_fields[] = {
    FIELD(struct subtree_extra, division),
    FIELD(struct subtree_extra, code_from),
    FIELD(struct subtree_extra, code_to),
};
const struct shape subtree_extra_shape = SHAPE(subtree_extra, extra_fields);

static bool inside(struct right_range r, const struct right_ranges *all)
{
    for (size_t i = 0; i < all->n; i++)
        if (str_cmp(all->at[i].from, r.from) <= 0 && str_cmp(r.to, all->at[i].to) <= 0)
            return true;
    return false;
}

static struct right_ranges dup(struct arena *a, const struct right_ranges *r)
{
    struct right_ranges copy = {.n = r->n};

    for (size_t i = 0; i < r->n; i++)
        copy.at[i] = (struct right_range){str_dup(a, r->at[i].from), str_dup(a, r->at[i].to)};
    return copy;
}

static enum err read(struct cx *cx, struct str division, struct right_ranges *out)
{
    struct subtree_extra_list extra;

    TRY(sql_subtree_extra(cx, division, &extra));
    *out = (struct right_ranges){.n = 1};
    out->at[0] = right_subtree(cx->arena, division);
    EACH (e, &extra) {
        struct right_range r = {e->code_from, e->code_to};

        if (out->n < COUNT(out->at) && !inside(r, out))
            out->at[out->n++] = r;
    }
    return OK;
}

enum err subtree_of(struct cx *cx, struct str division, struct right_ranges *out)
{
    struct str parts[] = {S("subtree"), division};
    struct str name = str_join(cx->arena, parts, COUNT(parts), S(" "));
    struct right_ranges *kept = sql_kept(cx, name), one;

    if (kept == NULL) {
        TRY(read(cx, division, &one));
        kept = NEW(sql_kept_arena(cx), struct right_ranges);
        *kept = dup(sql_kept_arena(cx), &one);
        sql_keep(cx, name, kept);
    }
    *out = dup(cx->arena, kept);
    return OK;
}

enum err subtree_below(struct cx *cx, struct str parent, struct subtree_extra_list *out)
{
    return sql_subtree_extra_below(cx, parent, out);
}

struct right_ranges subtree_cut(struct right_range have, const struct right_ranges *subtree)
{
    struct right_ranges out = {.n = 0};

    for (size_t i = 0; i < subtree->n; i++) {
        struct right_range r = subtree->at[i];

        if (str_cmp(have.from, r.from) > 0)
            r.from = have.from;
        if (str_cmp(have.to, r.to) < 0)
            r.to = have.to;
        if (str_cmp(r.from, r.to) < 0)
            out.at[out.n++] = r;
    }
    return out;
}

bool subtree_holds(const struct right_ranges *subtree, struct str code)
{
    for (size_t i = 0; i < subtree->n; i++)
        if (str_cmp(code, subtree->at[i].from) >= 0 && str_cmp(code, subtree->at[i].to) < 0)
            return true;
    return false;
}

struct subtree_rows subtree_merge(struct arena *a, const struct subtree_order *order,
    struct subtree_rows x, struct subtree_rows y)
{
    struct subtree_rows out = {NULL, 0};
    size_t i = 0, k = 0, size = order->size;

    if (y.n == 0)
        return x;
    if (x.n == 0)
        return y;
    out.p = arena_many(a, size, x.n + y.n);
    while (out.n < order->max && (i < x.n || k < y.n)) {
        const char *one = (const char *)x.p + i * size, *two = (const char *)y.p + k * size;
        bool first = k == y.n || (i < x.n && !order->before(two, one));

        memcpy((char *)out.p + out.n++ * size, first ? one : two, size);
        i += first;
        k += !first;
    }
    return out;
}

struct str subtree_node(struct arena *a, struct right_range range)
{
    struct buf b = buf_new(a, 64);

    buf_add(&b, range.from);
    while (b.n < CODE_DIGITS)
        buf_char(&b, '0');
    return buf_str(&b);
}

bool subtree_is_node(struct arena *a, struct right_range range)
{
    struct right_range r = right_subtree(a, subtree_node(a, range));

    return str_eq(r.from, range.from) && str_eq(r.to, range.to);
}
