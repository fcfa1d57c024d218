/*
 * roster: stations' life: who receives when, who works there, who does what, by which standard,
 * with how many stars (M8).
 *
 * Nothing here is a check-in: whether a reception was held is read from the visitor register.
 * Ratings are of stations, never of people, and no list is ordered by them.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_ROSTER_H
#define FEATURE_ROSTER_H

#include "core/flow.h"
#include "core/rules.h"

#include "feature/station/station.h"

/* One reception day with the deputy who receives. */
struct duty {
    int64_t id, station_id;
    struct str division;
    struct date day, planned; /* planned differs when it was moved behind a holiday */
    struct str time_from, time_to;
    struct date notice_day; /* the deputy is told from this working day on */
    int64_t deputy_id;      /* tenure, 0 nobody yet */
    struct instant told;
    struct str told_how; /* page, phone */
    struct instant cancelled;
    struct str reason; /* of the one who cancelled, or "@rule", "@station" */
    struct instant held;
    struct instant recorded;
    struct str record;
    struct instant filed;
    int64_t version;
    /* counts: person-times in the register, recorded receptions, what was raised, still open */
    int64_t persons, met, items, open;
};
LIST_OF(duty);
extern const struct shape duty_shape;

/* The life of a reception day (M5b).  Told, held, and whether what was raised is closed is read
 * from records; the desk says only what no record holds. */
enum duty_state {
    DUTY_SCHEDULED,
    DUTY_NOTICED,
    DUTY_CANCELLED,
    DUTY_HELD,
    DUTY_RECORDED,
    DUTY_ITEMS_OPEN,
    DUTY_ITEMS_CLOSED,
    DUTY_FILED
};
extern const char *const duty_state_words[];
enum duty_event {
    DUTY_DO_TELL,
    DUTY_DO_CANCEL,
    DUTY_DO_HOLD,
    DUTY_DO_RECORD,
    DUTY_DO_OPEN,  /* by the program: something raised is open */
    DUTY_DO_CLOSE, /* by the program: nothing is open any more */
    DUTY_DO_FILE
};
extern const char *const duty_event_words[];
extern const struct flow duty_flow;
enum duty_state roster_duty_state(const struct duty *d);
struct duty_move {
    int64_t event; /* enum duty_event */
    struct str note;
    int64_t version;
};
/* ERR_CONFLICT: no such move from its state, or the day is still to come. */
enum err roster_duty_move(struct cx *cx, struct duty *d, const struct duty_move *step) MUST_USE;
/* What was raised on a day. */
struct duty_line {
    int64_t id;
    struct str code, title, state;
    struct instant closed;
};
LIST_OF(duty_line);
extern const struct shape duty_line_shape;
enum err roster_duty_lines(
    struct cx *cx, const struct duty *d, struct duty_line_list *out) MUST_USE;
/* A line of the visitor register with what came of it. */
struct register_row {
    int64_t id;
    struct date day;
    int64_t persons;
    struct str deputy, summary, idem;
    struct str code, class_, reason; /* of the request; absent: answered on the spot */
};
LIST_OF(register_row);
extern const struct shape register_row_shape;
/* In the order of days, at most max. */
enum err roster_register(struct cx *cx, const struct station *s, struct date from,
    struct date to, size_t max, struct register_row_list *out) MUST_USE;
/* Days ahead that no longer fit the rule or the calendar of days off. */
enum err roster_misfits(struct cx *cx, const struct station *s, int64_t *n) MUST_USE;
/* Days ahead of stations that receive nobody any more are called off, and their deputies told:
 * part of roster_tell. */
enum err roster_call_off(struct cx *cx) MUST_USE;

/* Put in the reception days of the station's rule from a day to a day (at most 400 days ahead)
 * that are not there yet, each with the deputy of the station who had the fewest days in the
 * last year, then whose last one is longest ago.  Days that are there stay; those ahead which a
 * changed rule no longer has are called off, those which the calendar moves are moved, and the
 * deputies are told. */
enum err roster_plan(struct cx *cx, const struct station *s, struct date from, struct date to,
    int64_t *added) MUST_USE;
enum err roster_duty(struct cx *cx, int64_t id, struct duty *out) MUST_USE;
enum err roster_duties(struct cx *cx, int64_t station_id, struct date from, struct date to,
    struct duty_list *out) MUST_USE;
/* Of a subtree, by day; the last row shown in after and after_id. */
struct duty_filter {
    struct str division;
    struct date from, to, after;
    int64_t after_id, max;
    bool open; /* only those without a deputy, or whose deputy is still to be told */
};
enum err roster_duty_page(
    struct cx *cx, const struct duty_filter *f, struct duty_list *out, bool *more) MUST_USE;
/* A person's own, from a day on. */
enum err roster_duties_of(
    struct cx *cx, int64_t person_id, struct date from, struct duty_list *out) MUST_USE;
/* Give it to a deputy of the station; who was to come is told so.  ERR_CONFLICT: past;
 * ERR_INVALID: no deputy of this station; ERR_STALE. */
enum err roster_assign(
    struct cx *cx, struct duty *d, int64_t deputy_id, int64_t version) MUST_USE;
/* The deputy was told by telephone. */
enum err roster_told(struct cx *cx, struct duty *d, int64_t version) MUST_USE;
/* The job: tell those whose notice day has come, two to three days before (local practice);
 * deputies without an account stay on the desk's list. */
enum err roster_tell(struct cx *cx, int64_t *told) MUST_USE;
enum err roster_tell_waiting(struct cx *cx, int64_t *n) MUST_USE;

enum duty_swap_state {
    SWAP_ASKED,
    SWAP_AGREED,
    SWAP_REFUSED,
    SWAP_WITHDRAWN
};
extern const char *const duty_swap_state_words[];
struct duty_swap {
    int64_t id, duty_id, from_id, to_id;
    struct str note;
    enum duty_swap_state state;
    struct instant asked, answered;
    int64_t account_id;
};
LIST_OF(duty_swap);
extern const struct shape duty_swap_shape;
/* The deputy whose day it is, or the desk. */
enum err roster_swap_may(struct cx *cx, const struct duty *d) MUST_USE;
/* Ask another deputy of the station to take the day: by the deputy, or by the desk. */
enum err roster_swap_ask(
    struct cx *cx, const struct duty *d, int64_t to_id, struct str note, int64_t *id) MUST_USE;
/* By the deputy who is asked, or by the desk, which says how consent was given (note). */
enum err roster_swap_answer(
    struct cx *cx, int64_t id, enum duty_swap_state answer, struct str note) MUST_USE;
enum err roster_swap(struct cx *cx, int64_t id, struct duty_swap *out) MUST_USE;
enum err roster_swaps(struct cx *cx, int64_t duty_id, struct duty_swap_list *out) MUST_USE;
/* Waiting for an answer of this person. */
enum err roster_swaps_for(
    struct cx *cx, int64_t person_id, struct duty_swap_list *out) MUST_USE;

/* How the deputies of a station shared the days of the last year. */
struct duty_share {
    int64_t deputy_id, times;
    struct date last;
};
LIST_OF(duty_share);
extern const struct shape duty_share_shape;
enum err roster_shares(
    struct cx *cx, int64_t station_id, struct date since, struct duty_share_list *out) MUST_USE;

/* Who works for a station besides its deputies. */
enum station_post {
    POST_HEAD,
    POST_LIAISON,
    POST_INFORMANT, /* 民情信息员 */
    POST_HELPER
};
extern const char *const station_post_words[];
struct station_person {
    int64_t id, station_id;
    struct str name;
    enum station_post post;
    struct date valid_from, valid_to;
    int64_t version;
};
LIST_OF(station_person);
extern const struct shape station_person_shape;
/* Within the first and last day of the post; absent days set no bound. */
bool roster_in_post(const struct station_person *p, struct date today);
enum err roster_staff(
    struct cx *cx, int64_t station_id, struct station_person_list *out) MUST_USE;
enum err roster_person(struct cx *cx, int64_t id, struct station_person *out) MUST_USE;
/* Who comes (id 0) or changes; head and liaison follow on the one before, who leaves the day
 * before.  Every deputy of the station is told, or stands on the list of those still to be
 * told. */
enum err roster_person_put(
    struct cx *cx, const struct station *s, struct station_person *p) MUST_USE;
struct station_change {
    int64_t id, station_id, person_id, deputy_id;
    struct instant told;
    struct str told_how;
};
LIST_OF(station_change);
extern const struct shape station_change_shape;
/* Deputies who are still to be told of a change. */
enum err roster_untold(
    struct cx *cx, int64_t station_id, struct station_change_list *out) MUST_USE;
enum err roster_change_told(struct cx *cx, const struct station *s, int64_t id) MUST_USE;

/* A line of the responsibility matrix. */
struct station_task {
    int64_t id, station_id;
    struct str name, action;
    struct str standard; /* words of the requirement that it answers; absent */
    struct str post;     /* of enum station_post: whoever holds it leads; absent */
    struct str lead;     /* deputy, staff; absent: nobody, a gap */
    int64_t lead_id;
    struct str helpers;
    int64_t version;
};
LIST_OF(station_task);
extern const struct shape station_task_shape;
enum err roster_tasks(
    struct cx *cx, int64_t station_id, struct station_task_list *out) MUST_USE;
enum err roster_task(struct cx *cx, int64_t id, struct station_task *out) MUST_USE;
/* Add (id 0) or change; an empty name drops it.  ERR_INVALID "roster.task_nobody": neither the
 * one named nor anybody in the post is there to do it. */
enum err roster_task_put(
    struct cx *cx, const struct station *s, struct station_task *t) MUST_USE;
/* Name of who leads: the one named, else who holds the post today; absent: nobody. */
enum err roster_task_lead(
    struct cx *cx, const struct station_task *t, struct str *name) MUST_USE;

/* A standard; which record answers a requirement. */
enum station_fact {
    FACT_SEEN, /* only a visit tells */
    FACT_HOURS,
    FACT_RECEPTION,
    FACT_ROSTER,
    FACT_TOLD,
    FACT_DEPUTIES,
    FACT_REGISTER,
    FACT_PLATE,
    FACT_STAFF,
    FACT_TASKS
};
extern const char *const station_fact_words[];
struct station_standard {
    int64_t id;
    struct str division, name, edition, source;
    struct date valid_from, valid_to;
    int64_t version;
};
LIST_OF(station_standard);
extern const struct shape station_standard_shape;
struct station_item {
    int64_t id, standard_id, place;
    struct str words;
    enum station_fact fact;
};
LIST_OF(station_item);
extern const struct shape station_item_shape;
#define ROSTER_ITEMS 12
/* A new edition; the one before ends the day before.  lines: one requirement each, "words" or
 * "words | fact", at most ROSTER_ITEMS. */
enum err roster_standard_add(
    struct cx *cx, struct station_standard *s, struct str lines) MUST_USE;
enum err roster_standard(struct cx *cx, int64_t id, struct station_standard *out) MUST_USE;
enum err roster_standards(
    struct cx *cx, struct str division, struct station_standard_list *out) MUST_USE;
/* In force for a place: the nearest division's.  id 0: none. */
enum err roster_standard_for(
    struct cx *cx, struct str division, struct date on, struct station_standard *out) MUST_USE;
enum err roster_items(
    struct cx *cx, int64_t standard_id, struct station_item_list *out) MUST_USE;

/* What the records hold of a station in a year; a row of a statement. */
struct station_facts {
    int64_t duties, given, told, deputies, persons, plates, heads, liaisons, tasks, gaps;
};
extern const struct shape station_facts_shape;
/* What the records say to a requirement. */
enum rating_view {
    VIEW_OPEN,
    VIEW_MET,
    VIEW_PARTLY,
    VIEW_NOT
};
extern const char *const rating_view_words[];
enum err roster_fact(struct cx *cx, const struct station *s, enum station_fact fact,
    enum rating_view *view, struct str *record) MUST_USE;
/* A record of roster_fact in words. */
struct str roster_said(struct arena *a, enum lang lang, struct str record);

struct station_audit {
    int64_t id, station_id;
    struct str division;
    int64_t standard_id;
    struct date day;
    struct str note;
    int64_t account_id;
    struct str idem;
    int64_t findings, open; /* counts */
    struct date due;        /* of the first open one */
};
LIST_OF(station_audit);
extern const struct shape station_audit_shape;
struct station_finding {
    int64_t id, audit_id, item_id;
    struct str words;
    struct date due, fixed;
    struct str fixed_words;
    int64_t version;
};
LIST_OF(station_finding);
extern const struct shape station_finding_shape;
enum err roster_audit_add(
    struct cx *cx, const struct station *s, struct station_audit *a) MUST_USE;
enum err roster_audit(struct cx *cx, int64_t id, struct station_audit *out) MUST_USE;
enum err roster_audits(
    struct cx *cx, int64_t station_id, struct station_audit_list *out) MUST_USE;
/* place: number of the requirement in the audit's edition. */
enum err roster_finding_add(struct cx *cx, const struct station_audit *a, int64_t place,
    struct str words, struct date due) MUST_USE;
enum err roster_findings(
    struct cx *cx, int64_t audit_id, struct station_finding_list *out) MUST_USE;
enum err roster_finding(struct cx *cx, int64_t id, struct station_finding *out) MUST_USE;
enum err roster_finding_fix(
    struct cx *cx, const struct station_finding *f, struct str words) MUST_USE;

/* Star ratings (M8). */
enum rating_state {
    RATING_SELF_APPLY,
    RATING_COUNTY_REVIEW,
    RATING_SITE_CHECK,
    RATING_PUBLICISED,
    RATING_OBJECTED,
    RATING_AWARDED,
    RATING_MONITORED,
    RATING_DOWNGRADED,
    RATING_REMOVED,
    RATING_DECLINED
};
extern const char *const rating_state_words[];
enum rating_event {
    RATING_DO_APPLY,
    RATING_DO_DECLINE,
    RATING_DO_RETURN,
    RATING_DO_VISIT,
    RATING_DO_PUBLISH,
    RATING_DO_OBJECT,
    RATING_DO_UPHOLD,
    RATING_DO_REVISE,
    RATING_DO_AWARD,
    RATING_DO_MONITOR,
    RATING_DO_DOWNGRADE,
    RATING_DO_REMOVE
};
extern const char *const rating_event_words[];
extern const struct flow rating_flow;
struct rating_round {
    int64_t id;
    struct str division, name;
    int64_t standard_id;
    struct date opens, self_until, star_until, closed;
    int64_t version;
    int64_t entries, open; /* counts */
};
LIST_OF(rating_round);
extern const struct shape rating_round_shape;
struct rating_entry {
    int64_t id, round_id, station_id;
    struct str division;
    enum rating_state state;
    int64_t stars;
    struct str reason;
    int64_t version;
};
LIST_OF(rating_entry);
extern const struct shape rating_entry_shape;
struct rating_mark {
    int64_t id, entry_id, item_id;
    struct str record;
    enum rating_view self, review;
};
LIST_OF(rating_mark);
extern const struct shape rating_mark_shape;
struct rating_past {
    int64_t id;
    struct str event;
    enum rating_state from_state, to_state;
    int64_t stars;
    struct str note;
    int64_t account_id;
    struct instant at;
};
LIST_OF(rating_past);
extern const struct shape rating_past_shape;
enum err roster_round_open(struct cx *cx, struct rating_round *r) MUST_USE;
enum err roster_round(struct cx *cx, int64_t id, struct rating_round *out) MUST_USE;
enum err roster_rounds(
    struct cx *cx, struct str division, struct rating_round_list *out) MUST_USE;
/* ERR_CONFLICT while an entry still waits for somebody. */
enum err roster_round_close(struct cx *cx, struct rating_round *r, int64_t version) MUST_USE;
/* A station takes part: its own view is filled from the records.  The same twice gives the
 * entry that is there. */
enum err roster_entry_open(struct cx *cx, const struct rating_round *r, const struct station *s,
    struct rating_entry *out) MUST_USE;
enum err roster_entry(struct cx *cx, int64_t id, struct rating_entry *out) MUST_USE;
enum err roster_entries(struct cx *cx, int64_t round_id, struct str division, int64_t after,
    int64_t max, struct rating_entry_list *out) MUST_USE;
enum err roster_marks(struct cx *cx, int64_t entry_id, struct rating_mark_list *out) MUST_USE;
/* By place; the station's own view before it applies, the review's while it is reviewed. */
enum err roster_mark_set(struct cx *cx, const struct rating_entry *e,
    const enum rating_view *views, size_t n, int64_t version) MUST_USE;
struct rating_move {
    int64_t event; /* enum rating_event */
    struct str note;
    int64_t stars;
    int64_t version;
};
/* ERR_CONFLICT "roster.still_public": a star is awarded after the days for objections. */
enum err roster_entry_move(
    struct cx *cx, struct rating_entry *e, const struct rating_move *step) MUST_USE;
enum err roster_entry_steps(struct cx *cx, int64_t id, struct rating_past_list *out) MUST_USE;
/* The star a station holds today, 0 none. */
enum err roster_stars(struct cx *cx, int64_t station_id, int64_t *stars) MUST_USE;

/* Stations without a record for longer than the rule "roster.idle" says; after
 * "roster.idle_area" more days township and office see it, too. */
struct station_idle {
    int64_t id, station_id;
    struct str division;
    struct date since;
    struct instant told_station, told_area;
    struct date ended;
};
LIST_OF(station_idle);
extern const struct shape station_idle_shape;
struct station_last {
    int64_t id; /* station */
    struct str name, division, public_id;
    struct date opened, visit, activity;
};
LIST_OF(station_last);
extern const struct shape station_last_shape;
/* The job, once a day. */
enum err roster_idle_sweep(struct cx *cx, int64_t *changed) MUST_USE;
/* The rule of a place today: first the station is told, after some more its area. */
struct idle_rule {
    struct period first, more;
};
enum err roster_idle_rule(struct cx *cx, struct str division, struct idle_rule *out) MUST_USE;
/* What the actor may see of a subtree: a station's own clerk at once, others after the rule. */
enum err roster_idle_list(
    struct cx *cx, struct str division, struct station_idle_list *out) MUST_USE;
/* Of one station, seen by the actor; found false: none. */
enum err roster_idle_of(
    struct cx *cx, const struct station *s, struct station_idle *out, bool *found) MUST_USE;

/* Rooms of a deputies' home. */
struct home_booking {
    int64_t id, station_id;
    struct date day;
    struct str time_from, time_to, purpose;
};
LIST_OF(home_booking);
extern const struct shape home_booking_shape;
enum err roster_bookings(struct cx *cx, int64_t station_id, struct date from,
    struct home_booking_list *out) MUST_USE;
/* ERR_INVALID: the times cross another booking's. */
enum err roster_book(struct cx *cx, const struct station *s, struct home_booking *b) MUST_USE;

enum err roster_booking(struct cx *cx, int64_t id, struct home_booking *out) MUST_USE;
enum err roster_booking_drop(struct cx *cx, const struct station *s, int64_t id) MUST_USE;

/* What a station says about itself on its page for anyone. */
struct station_said {
    int64_t station_id;
    struct str intro, rules;
    int64_t version; /* 0: nothing yet */
};
extern const struct shape station_said_shape;
enum err roster_said_of(
    struct cx *cx, const struct station *s, struct station_said *out) MUST_USE;
enum err roster_say(
    struct cx *cx, const struct station *s, const struct station_said *say) MUST_USE;
/* The newest activities of a station, without words of people. */
struct station_doing {
    int64_t id;
    struct str kind;
    struct date day;
    int64_t person_times;
};
LIST_OF(station_doing);
extern const struct shape station_doing_shape;
enum err roster_doings(
    struct cx *cx, int64_t station_id, struct station_doing_list *out) MUST_USE;
/* A star that is shown to anyone before it holds, and the last day for objections. */
enum err roster_shown(struct cx *cx, int64_t station_id, struct rating_entry *out,
    struct date *until, bool *found) MUST_USE;
/* The last day for objections to an entry; absent: it was not shown. */
enum err roster_shown_until(
    struct cx *cx, const struct rating_entry *e, struct date *until) MUST_USE;

extern const struct rule_default roster_rules[];
/* For `lianluo check`. */
enum err roster_check(struct cx *cx, struct buf *problems) MUST_USE;

#endif
