/*
 * stats_grid: one row of figures at a time over the places below a division, or over the days
 * or months of a period, or of the whole, read from the ledger's sums: one statement for each
 * measure, however many facts there are.
 */
#ifndef FEATURE_STATS_GRID_H
#define FEATURE_STATS_GRID_H

#include "core/subtree.h"

#include "feature/registry/registry.h"
#include "feature/stats/stats.h"
#include "feature/stats/stats_public.h"

enum stats_axis {
    STATS_PLACES, /* the divisions below, in the order of their codes */
    STATS_MONTHS,
    STATS_DAYS,
    STATS_WHOLE /* the division itself, the whole period */
};

/* A sum at one place, month or day. */
struct stats_sum {
    struct str key;
    int64_t quantity, records;
};
LIST_OF(stats_sum);
extern const struct shape stats_sum_shape;

struct stats_column {
    struct str measure;
    bool stock;
    struct ledger_total *totals;
};

struct stats_grid {
    enum stats_axis axis;
    struct str division;
    struct date from, to;
    struct division_list places; /* of STATS_PLACES */
    struct right_ranges ranges;  /* of the division */
    struct subtree_node_list nodes;
    struct subtree_part_list parts; /* of the places */
    struct str *keys;               /* codes, months or days */
    size_t n;
    bool *all;                     /* the actor may see every count there */
    struct stats_public *open;     /* what may be told to who may not see every count */
    struct ledger_entry_list tail; /* not yet in the sums */
    struct {
        struct stats_column *p;
        size_t n, cap;
    } columns; /* measures read so far */
};

/* ERR_NOT_FOUND: the division.  At most 400 days or 120 months, the latest. */
enum err stats_grid_open(struct cx *cx, enum stats_axis axis, struct str division,
    struct date from, struct date to, struct stats_grid *out) MUST_USE;
/* n figures, one for each key; to the public none that gives a small count away
 * (stats_public.h). */
enum err stats_grid_row(struct cx *cx, struct stats_grid *g, const struct stats_row *row,
    struct stats_figure **out) MUST_USE;

#endif
