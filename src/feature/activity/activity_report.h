/*
 * activity_report: what comes after an activity: a report of an inspection, an inspection of
 * law enforcement or research goes to the organs and organisations concerned, and they tell the
 * deputies what they made of it (Deputies Law 2025, Art. 31); a good deed is claimed until a
 * second person has looked at it.
 *
 * A report is sent once to each; the last day for the answer comes from the rule
 * "clock.activity.feedback" of the day it is sent.  Sending and answering are booked, each on
 * its day, and stay booked when the activity is corrected: they happened.
 */
#ifndef FEATURE_ACTIVITY_REPORT_H
#define FEATURE_ACTIVITY_REPORT_H

#include "feature/activity/activity.h"

struct activity_report {
    int64_t id;
    struct str uid; /* in addresses */
    int64_t activity_id, org_id;
    struct str title, points, division;
    struct date day, due;
    struct str actor;
    struct date answered; /* DATE_NONE: not yet */
    struct str answer, answer_actor;
    struct str org; /* its name today */
};
LIST_OF(activity_report);
extern const struct shape activity_report_shape;

/* Kinds that end in a report. */
bool activity_report_of(const struct activity_kind *k);

struct activity_report_in {
    int64_t org_id;
    struct str title, points;
    struct date day; /* absent: today */
};
/* ERR_INVALID field by field; ERR_CONFLICT: they have it already. */
enum err activity_report_send(struct cx *cx, const struct activity *a,
    const struct activity_report_in *in, struct activity_report *out) MUST_USE;
/* By an officer of the unit, or by those who sent it when the answer came on paper. */
enum err activity_report_answer(
    struct cx *cx, struct activity_report *r, struct str answer) MUST_USE;
/* With the right to answer it. */
enum err activity_report_get(
    struct cx *cx, struct str uid, struct activity_report *out) MUST_USE;
/* Of which activity it is; no check of rights. */
enum err activity_report_activity(struct cx *cx, int64_t id, int64_t *activity_id) MUST_USE;
/* Of one activity, oldest first; the caller has checked the right to it. */
enum err activity_report_list(
    struct cx *cx, int64_t activity_id, struct activity_report_list *out) MUST_USE;
/* Without an answer, soonest due first: those of the actor's units and areas. */
enum err activity_report_open(
    struct cx *cx, int64_t max, struct activity_report_list *out) MUST_USE;
/* Of activities in which this person led or took part, newest first. */
enum err activity_report_mine(struct cx *cx, int64_t person_id, struct date from,
    struct date to, int64_t max, struct activity_report_list *out) MUST_USE;

struct activity_verified {
    struct str actor, note;
    struct instant at;
    int64_t version;
};
LIST_OF(activity_verified);
extern const struct shape activity_verified_shape;
/* Somebody else than who recorded it looked at a good deed as it stands; ERR_CONFLICT: done, or
 * one's own. */
enum err activity_report_verify(
    struct cx *cx, const struct activity *a, struct str note) MUST_USE;
/* May the actor do that now? */
enum err activity_report_may_verify(
    struct cx *cx, const struct activity *a, bool *yes) MUST_USE;
/* The looks that were taken, oldest first; the last counts when it saw this version. */
enum err activity_report_verified(
    struct cx *cx, int64_t activity_id, struct activity_verified_list *out) MUST_USE;
/* Before a change: what was looked at is no more what stands. */
enum err activity_report_unverify(struct cx *cx, const struct activity *a) MUST_USE;
/* Good deeds of the last months that the actor might look at, newest first. */
enum err activity_report_claimed(
    struct cx *cx, int64_t max, struct activity_list *out) MUST_USE;

#endif
