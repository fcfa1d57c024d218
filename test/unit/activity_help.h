/*
 * activity_help: what the tests of activities share: recording one, a sum of the ledger, and
 * that what was booked agrees with what was recorded.
 */
#ifndef TEST_ACTIVITY_HELP_H
#define TEST_ACTIVITY_HELP_H

#include "core/ledger.h"

#include "feature/activity/activity.h"

#include "world.h"

static inline struct activity added(struct world *w, const struct activity_in *in)
{
    struct activity a;
    bool repeated;

    assert_cx(OK, w, activity_add(&w->cx, in, &a, &repeated));
    assert_false(repeated);
    return a;
}

static inline int64_t sum(struct world *w, const char *measure, const char *division)
{
    int64_t n;

    assert_cx(OK, w,
        ledger_sum(&w->cx, measure, str_of(division), date_make(2020, 1, 1),
            date_make(2030, 1, 1), &n));
    return n;
}

static inline void clean(struct world *w)
{
    struct buf b = buf_new(w->cx.arena, 4000);

    assert_cx(OK, w, activity_check_facts(&w->cx, &b));
    assert_cx(OK, w, activity_check_words(&w->cx, &b));
    assert_str(buf_str(&b), "");
}

#endif
