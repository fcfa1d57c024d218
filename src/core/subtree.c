#include "core/subtree.h"

#include "core/sql.h"
#include "core/subtree.sql.h"

#include <string.h>

#define CODE_DIGITS 12

static const struct field part_fields[] = {
    FIELD(struct subtree_part, division),
    FIELD(struct subtree_part, code_from),
    FIELD(struct subtree_part, code_to),
    FIELD(struct subtree_part, sign),
};
const struct shape subtree_part_shape = SHAPE(subtree_part, part_fields);

static struct right_ranges dup(struct arena *a, const struct right_ranges *r)
{
    struct right_ranges copy = {.n = r->n};

    for (size_t i = 0; i < r->n; i++)
        copy.at[i] = (struct right_range){str_dup(a, r->at[i].from), str_dup(a, r->at[i].to)};
    return copy;
}

/* What is known of a division, kept to the end of the transaction. */
struct kept {
    struct right_ranges ranges;
    struct subtree_node_list nodes;
};

static enum err read(struct cx *cx, struct str division, struct kept *out)
{
    struct arena *a = sql_kept_arena(cx);
    struct subtree_part_list list;
    struct right_part *parts;
    struct right_ranges ranges;

    TRY(sql_subtree_parts(cx, division, &list));
    parts = MANY(cx->arena, struct right_part, list.n + 1);
    out->nodes = (struct subtree_node_list){MANY(a, struct subtree_node, list.n + 1), 1};
    out->nodes.p[0] = (struct subtree_node){str_dup(a, division), 1};
    EACH (part, &list) {
        size_t i = out->nodes.n++;

        parts[i - 1].range = (struct right_range){part->code_from, part->code_to};
        parts[i - 1].sign = part->sign;
        out->nodes.p[i] =
            (struct subtree_node){subtree_node(a, parts[i - 1].range), part->sign};
    }
    ranges = right_ranges_of(cx->arena, division, parts, list.n);
    out->ranges = dup(a, &ranges);
    return OK;
}

static enum err known(struct cx *cx, struct str division, const struct kept **out)
{
    struct str words[] = {S("subtree"), division};
    struct str name = str_join(cx->arena, words, COUNT(words), S(" "));
    struct kept *kept = sql_kept(cx, name);

    if (kept == NULL) {
        kept = NEW(sql_kept_arena(cx), struct kept);
        TRY(read(cx, division, kept));
        sql_keep(cx, name, kept);
    }
    *out = kept;
    return OK;
}

enum err subtree_of(struct cx *cx, struct str division, struct right_ranges *out)
{
    const struct kept *kept;

    TRY(known(cx, division, &kept));
    *out = dup(cx->arena, &kept->ranges);
    return OK;
}

enum err subtree_nodes(struct cx *cx, struct str division, struct subtree_node_list *out)
{
    const struct kept *kept;

    TRY(known(cx, division, &kept));
    *out = (struct subtree_node_list){
        MANY(cx->arena, struct subtree_node, kept->nodes.n), kept->nodes.n};
    for (size_t i = 0; i < out->n; i++)
        out->p[i] = (struct subtree_node){
            str_dup(cx->arena, kept->nodes.p[i].code), kept->nodes.p[i].sign};
    return OK;
}

enum err subtree_below(struct cx *cx, struct str parent, struct subtree_part_list *out)
{
    return sql_subtree_parts_below(cx, parent, out);
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
        bool same = first && k < y.n && !order->before(one, two);

        memcpy((char *)out.p + out.n++ * size, first ? one : two, size);
        i += first;
        k += !first || same;
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
