/*
 * activity_rows: what the files of this capability share among themselves.
 */
#ifndef FEATURE_ACTIVITY_ROWS_H
#define FEATURE_ACTIVITY_ROWS_H

#include "feature/activity/activity.h"

/* One fact of an activity: a measure and how much. */
struct activity_fact {
    const char *measure;
    int64_t amount;
};
#define ACTIVITY_FACTS (ACTIVITY_QUANTITIES + ACTIVITY_ASKS + 6)
struct activity_facts {
    struct activity_fact at[ACTIVITY_FACTS];
    size_t n;
};
/* What an activity of this kind books; zeros are left out. */
struct activity_facts activity_rows_facts(
    const struct activity_kind *k, const struct activity_in *in);

/* Absent things filled in (day, division, who records it, title) and everything checked. */
enum err activity_rows_ready(
    struct cx *cx, const struct activity_in *in, struct activity_in *out) MUST_USE;
/* Write what hangs on an activity. */
enum err activity_rows_hang(
    struct cx *cx, const struct activity *a, const struct activity_in *in) MUST_USE;
/* A township's or county's code from a smaller one. */
struct str activity_rows_level(struct arena *a, struct str code, size_t digits);

#endif
