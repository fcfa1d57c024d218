/*
 * demo_activity: a year of deputies' daily work in the demonstration city, recorded by those
 * who did it: receptions with 26,000 attendances as published, visits, group activities, good
 * deeds …  Meetings in hamlets are made with the hamlets themselves.
 */
#ifndef FEATURE_DEMO_ACTIVITY_H
#define FEATURE_DEMO_ACTIVITY_H

#include "feature/demo/demo_year.h"

/* How many are held on y->today. */
size_t demo_activity_coming(const struct demo_year *y);
/* Those numbered from..to of the day. */
enum err demo_activity_make(struct cx *cx, void *year) MUST_USE;

#endif
