/*
 * subtree: which codes lie in a division.  Nearly always those that begin with its own code; a
 * zone that administers townships of another prefix, or a place that was moved, has extra
 * ranges besides (table division_range), each the subtree of one division.
 *
 * Rights take them with the grants (core/session, core/token), lists and sums from here.
 */
#ifndef CORE_SUBTREE_H
#define CORE_SUBTREE_H

#include "core/rights.h"

/* One extra range and whose it is. */
struct subtree_extra {
    struct str division, code_from, code_to;
};
LIST_OF(subtree_extra);
extern const struct shape subtree_extra_shape;

/* The ranges of a division: its own first, then the extra ones that do not lie in it; read once
 * in a transaction. */
enum err subtree_of(struct cx *cx, struct str division, struct right_ranges *out) MUST_USE;
/* The extra ranges of the divisions right below one. */
enum err subtree_below(
    struct cx *cx, struct str parent, struct subtree_extra_list *out) MUST_USE;
/* The parts of a range that lie in a subtree. */
struct right_ranges subtree_cut(struct right_range have, const struct right_ranges *subtree);
bool subtree_holds(const struct right_ranges *subtree, struct str code);
/* Lists that are read range by range: two sorted arrays of rows into one. */
struct subtree_rows {
    void *p;
    size_t n;
};
struct subtree_order {
    size_t size, max; /* of a row; most rows wanted */
    bool (*before)(const void *x, const void *y);
};
struct subtree_rows subtree_merge(struct arena *a, const struct subtree_order *order,
    struct subtree_rows x, struct subtree_rows y);
/* The division whose subtree a range is; the sums of its node are the sums of the range. */
struct str subtree_node(struct arena *a, struct right_range range);
/* Is the range the subtree of one division? */
bool subtree_is_node(struct arena *a, struct right_range range);

#endif
