/*
 * subtree: which codes lie in a division.  Nearly always those that begin with its own code.  A
 * place whose parent has another code (a township given to a zone, a move) lies below its
 * parent, and no longer in what its code says: table division_range has a part for each
 * division that gains or loses it, so that a place counts once at each level.
 *
 * Rights take the parts with the grants (core/session, core/token), lists and sums from here.
 */
#ifndef CORE_SUBTREE_H
#define CORE_SUBTREE_H

#include "core/rights.h"

/* A part as it is stored, and whose it is. */
struct subtree_part {
    struct str division, code_from, code_to;
    int64_t sign;
};
LIST_OF(subtree_part);
extern const struct shape subtree_part_shape;

/* The ranges of a division, none in another; read once in a transaction. */
enum err subtree_of(struct cx *cx, struct str division, struct right_ranges *out) MUST_USE;
/* The parts of the divisions right below one. */
enum err subtree_below(
    struct cx *cx, struct str parent, struct subtree_part_list *out) MUST_USE;
/* Divisions whose own sums, added and taken away, are the sums of the subtree; itself first. */
struct subtree_node {
    struct str code;
    int64_t sign;
};
LIST_OF(subtree_node);
enum err subtree_nodes(
    struct cx *cx, struct str division, struct subtree_node_list *out) MUST_USE;
/* The parts of a range that lie in a subtree. */
struct right_ranges subtree_cut(struct right_range have, const struct right_ranges *subtree);
bool subtree_holds(const struct right_ranges *subtree, struct str code);
/* Lists that are read range by range: two sorted arrays of rows into one; what stands in both
 * comes once. */
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
/* The same for two lists of a type: part is merged into list. */
#define SUBTREE_MERGE(a, order, list, part)                                                    \
    do {                                                                                       \
        struct subtree_rows merged_ =                                                          \
            subtree_merge((a), (order), (struct subtree_rows){(list)->p, (list)->n},           \
                (struct subtree_rows){(part)->p, (part)->n});                                  \
                                                                                               \
        (list)->p = merged_.p;                                                                 \
        (list)->n = merged_.n;                                                                 \
    } while (0)
/* The division whose subtree a range is. */
struct str subtree_node(struct arena *a, struct right_range range);

#endif
