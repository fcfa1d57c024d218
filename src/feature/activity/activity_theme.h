/*
 * activity_theme: purposes and campaigns that activities are recorded under, chosen by name
 * (A1.13: several of each, the activity counts once).  The office of an area keeps them; they
 * hold there and below, for activities of their days.
 */
#ifndef FEATURE_ACTIVITY_THEME_H
#define FEATURE_ACTIVITY_THEME_H

#include "core/cx.h"

#include "feature/activity/activity.h"

enum activity_theme_kind {
    THEME_PURPOSE,
    THEME_CAMPAIGN
};
extern const char *const activity_theme_kind_words[];

struct activity_theme {
    int64_t id;
    struct str code;
    enum activity_theme_kind kind;
    struct str name, name_en; /* name_en may be empty */
    struct str division;
    struct date valid_from, valid_to; /* valid_to: DATE_NONE, no end */
    int64_t activities;               /* of activity_theme_all: standing ones, in the area */
    int64_t version;
};
LIST_OF(activity_theme);
extern const struct shape activity_theme_shape;

/* Its name in the language of the reader. */
struct str activity_theme_name(enum lang lang, const struct activity_theme *t);
/* Those that may be chosen for an activity of this place and day: campaigns first, smallest
 * area first. */
enum err activity_theme_near(struct cx *cx, struct str division, struct date day,
    struct activity_theme_list *out) MUST_USE;
/* ERR_NOT_FOUND. */
enum err activity_theme_load(struct cx *cx, int64_t id, struct activity_theme *out) MUST_USE;
/* Of one activity. */
enum err activity_theme_of(
    struct cx *cx, int64_t activity_id, struct activity_theme_list *out) MUST_USE;
/* All that hold in or above an area or below it, with the activities of the area under each;
 * *once: how many activities that are together, each counted once. */
enum err activity_theme_all(struct cx *cx, struct str division, struct activity_theme_list *out,
    int64_t *once) MUST_USE;
enum err activity_theme_by_code(
    struct cx *cx, struct str code, struct activity_theme *out) MUST_USE;
/* The one that typed words name (Chinese or English name, code); id 0: none. */
enum err activity_theme_typed(
    struct cx *cx, struct str typed, struct activity_theme *out) MUST_USE;
/* Typed words apart; a name with blanks in it stays whole. */
enum err activity_theme_split(
    struct cx *cx, struct str typed, struct activity_link_list *out) MUST_USE;
/* By kind of activity, those of an area under one theme; each once. */
enum err activity_theme_sums(
    struct cx *cx, int64_t id, struct str division, struct activity_sum_list *out) MUST_USE;
/* Make one (id 0: code is given or made), or change name, area and days.  ERR_INVALID field by
 * field; ERR_STALE; ERR_CONFLICT: the area has one of this name. */
enum err activity_theme_put(struct cx *cx, struct activity_theme *t) MUST_USE;
/* Typed words that name a theme of the place and day move from in->tags to in->themes; each
 * theme must hold there then.  Faults at "tags". */
enum err activity_theme_settle(struct cx *cx, struct activity_in *in) MUST_USE;

#endif
