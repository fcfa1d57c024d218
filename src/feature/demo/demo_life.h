/*
 * demo_life: hamlets with their groups, councils, meetings and mediations, and what stations
 * live by: staff, tasks, rosters, one finished round of stars.
 */
#ifndef FEATURE_DEMO_LIFE_H
#define FEATURE_DEMO_LIFE_H

#include "feature/demo/demo_year.h"

/* Facts F067, F068, F068a, F069 of one city and year. */
enum {
    DEMO_GROUPS = 490,
    DEMO_HAMLETS = 2053,
    DEMO_MEETINGS = 2106,
    DEMO_SOLVED = 1253,
    DEMO_MEDIATIONS = 240
};

/* Villages, hamlets, groups and councils of one county; one transaction's work.  The shares of
 * all towns are known once the counties' towns are. */
enum err demo_hamlets(struct cx *cx, const struct demo_city *c, size_t county) MUST_USE;
/* Hamlet meetings and mediations of the days from up to to of the year. */
enum err demo_hamlet_days(
    struct cx *cx, const struct demo_city *c, int32_t from, int32_t to) MUST_USE;
/* Staff, tasks, rosters and ratings where the year has come to them. */
enum err demo_life(struct cx *cx, const struct demo_year *y, int32_t from) MUST_USE;

#endif
