/*
 * stats_public: what the public may be told without giving small counts away.
 *
 * The rule (traps.md G-series asks for honest numbers; the Personal Information Protection Law
 * 2021, Art. 4, 51 and 73 for numbers that lead to nobody):
 *
 * 1. Only whole months that are over are told, and only sums of such months.
 * 2. For a row, a place and a calendar year there is one grain: months when each is 0 or at
 *    least the threshold ("figures.small"); else quarters, half years, the year, or nothing.
 *    A period is told when it begins and ends where the grain does; so what overlapping
 *    periods differ by is never small.  As a year grows, only whole pieces are told.
 * 3. Nothing below is told finer than above.  What the places below leave over of their sum is
 *    0 or at least the threshold in every piece, else the smallest of them goes to a coarser
 *    grain too; so parent minus children gives nothing either.  Grains lie within each other:
 *    places cut at ends of their own choice, which cross, can be solved for.
 * 4. What adds up (received = scan + station + …; closed = silent + solved + …) is told
 *    together: the parts only where each of them may be told, and only below their sum.
 *
 * Nothing (0) is no small count.  What stays: who keeps today's page and compares it with a
 * later one sees late corrections, and what was told before a place went to a coarser grain.
 */
#ifndef FEATURE_STATS_PUBLIC_H
#define FEATURE_STATS_PUBLIC_H

#include "feature/registry/registry.h"
#include "feature/stats/stats.h"

struct stats_public;

/* The division; ERR_NOT_FOUND at the field "division" when there is none. */
enum err stats_place(struct cx *cx, struct str code, struct division *out) MUST_USE;

/* A count of a division for a month, for the families of places. */
struct stats_month {
    struct str place;
    struct str month;
    int64_t quantity, records;
};
extern const struct shape stats_month_shape;

/* For a division and the places right below it. */
enum err stats_public_open(
    struct cx *cx, struct str division, struct stats_public **out) MUST_USE;
/* May the row be told of the place (the division, or one right below) and period?  reason: text
 * key why not; NULL: it may. */
enum err stats_public_may(struct stats_public *p, const struct stats_row *row, struct str place,
    struct date from, struct date to, const char **reason) MUST_USE;
/* The same, asked once. */
enum err stats_public_once(struct cx *cx, const struct stats_row *row, struct str place,
    struct date from, struct date to, const char **reason) MUST_USE;
/* The whole months in or around a period that may be told today; halves: up to the last half
 * year that is over, of which smaller places are told, too. */
void stats_public_months(struct date today, bool halves, struct date *from, struct date *to);

#endif
