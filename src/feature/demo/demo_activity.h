/*
 * demo_activity: a year of deputies' daily work in the demonstration city, recorded by those
 * who did it: receptions with 26,000 attendances as published, visits, group activities, good
 * deeds …  Meetings in hamlets are made with the hamlets themselves.
 */
#ifndef FEATURE_DEMO_ACTIVITY_H
#define FEATURE_DEMO_ACTIVITY_H

#include "feature/activity/activity.h"
#include "feature/demo/demo_year.h"

enum {
    DEMO_IDLE_GROUPS = 17 /* each of so many groups holds nothing in the year */
};

/* Purposes, campaigns and the days of 逢四说事, before the year. */
enum err demo_themes(struct cx *cx, struct demo_city *c) MUST_USE;
/* Those that the activity of this number is recorded under. */
void demo_theme_tick(
    struct cx *cx, const struct demo_city *c, int64_t number, struct activity_in *in);
/* What comes after: a report goes to a unit and an older one is answered; a clerk has a look at
 * a good deed. */
enum err demo_activity_after(struct cx *cx, const struct demo_city *c, const struct activity *a,
    int64_t number) MUST_USE;
/* How many are held on y->today; sessions with a day of their own are made on that day. */
size_t demo_activity_coming(const struct demo_year *y);
/* Those numbered from..to of the day. */
enum err demo_activity_make(struct cx *cx, void *year) MUST_USE;

#endif
