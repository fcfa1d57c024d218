/*
 * roster_day: what planning and the life of a reception day share.
 */
#ifndef FEATURE_ROSTER_DAY_H
#define FEATURE_ROSTER_DAY_H

#include "feature/roster/roster.h"

/* A day with what came of it. */
enum err roster_duty_read(struct cx *cx, int64_t id, struct duty *out) MUST_USE;
/* Add what came of the days of a list; of those ahead nothing has. */
enum err roster_duties_came(struct cx *cx, struct duty_list *list) MUST_USE;
/* Tell the deputy of a day, if it has one with an account; what is the text's key, event makes
 * the message one. */
enum err roster_duty_say(
    struct cx *cx, const struct duty *d, const char *what, struct str event) MUST_USE;
/* Call off for a reason of the desk's or of the program's; swaps are withdrawn, the deputy and
 * the desk told. */
enum err roster_day_cancel(
    struct cx *cx, struct duty *d, struct str reason, int64_t version) MUST_USE;
/* Days ahead, from a day to a day, made to fit what the rule gives now; adds to *changed. */
enum err roster_day_refit(struct cx *cx, const struct station *s, struct date from,
    struct date to, const struct reception_list *rule, int64_t *changed) MUST_USE;

#endif
