/*
 * deadline: counting periods, and clocks on records.
 *
 * The day after the trigger is day 1 (Civil Code Art. 201); months end on the same day number
 * or the month's end (Art. 202); a last day that is a rest day moves to the next working day
 * (Art. 203), unless the period says that it stays; working days skip weekends and holidays and
 * count made-up days.
 */
#ifndef CORE_DEADLINE_H
#define CORE_DEADLINE_H

#include "core/calendar.h"

enum period_unit {
    PERIOD_WORKING_DAYS,
    PERIOD_DAYS,
    PERIOD_MONTHS,
    PERIOD_HOURS
};
struct period {
    int32_t n;
    enum period_unit unit;
    bool stays; /* of months: a last day that is a rest day stays the last day */
};

/* "5wd", "10d", "3m", "24h"; "3m!" is three months whose last day stays where it falls: whether
 * it moves in administrative replies the law does not say (deadlines.md, J), so a congress says
 * it in its rule set.  Hours are rounded up to whole days and end with the day: 24h
 * given on Monday at ten is due at the end of Tuesday. */
enum err period_parse(struct str s, struct period *out) MUST_USE;
struct str period_code(struct arena *a, struct period p); /* "5wd" again */
struct str period_text(struct arena *a, enum lang lang, struct period p);

struct due {
    struct date day;
    bool provisional; /* a year without a notice was crossed */
};

struct due deadline_count(const struct calendar *c, struct date from, struct period p);
/* "5 working days from 13 Feb; 15–23 Feb holiday; Sat 14 Feb worked" in the language; years are
 * named where they differ from that of the trigger. */
struct str deadline_explain(struct arena *a, const struct calendar *c, enum lang lang,
    struct date from, struct period p);
/* Working days from today (exclusive) to due (inclusive); negative when past. */
int32_t deadline_left(const struct calendar *c, struct date today, struct date due);

/* A clock on a record: table clock.  One running clock per record and kind. */
enum clock_state {
    CLOCK_RUNNING,
    CLOCK_PAUSED,
    CLOCK_MET,
    CLOCK_OVERDUE,
    CLOCK_DROPPED
};
struct clock {
    int64_t id;
    struct str kind;   /* "request.handle" */
    struct str object; /* "request" */
    int64_t object_id;
    struct str division;
    int64_t org_id;       /* who must act: unit, or 0 */
    struct str period;    /* as promised: "5wd" */
    int64_t rule_version; /* the rule set under which it began */
    int64_t calendar_version;
    struct date started, due, first_due; /* first_due: as first promised */
    bool provisional;
    enum clock_state state; /* overdue: past due and still running */
    int64_t paused_days;
    struct date paused_since;
    struct instant ended;
    struct str extended; /* period of the one extension; absent */
    bool overdue_written;
    int64_t told;          /* steps of the ladder already taken */
    struct date next_step; /* day of the next one; absent: none left */
};
LIST_OF(clock);
extern const struct shape clock_shape;
extern const char *const clock_state_words[];

/* One line of what happened to a clock: "started", "extended", "paused", "resumed",
 * "recomputed", "overdue", "met", "dropped", or a step of the ladder. */
struct clock_log {
    int64_t id, clock_id;
    struct str what;
    struct date day; /* the day it is dated to */
    struct instant written_at;
    struct date old_due, new_due;
    int64_t account_id;
};
LIST_OF(clock_log);
extern const struct shape clock_log_shape;

/* Start a clock of kind (its period from the rule "clock.<kind>" of the division's congress;
 * for "request.handle.consult" that of "request.handle" when there is none of its own); a
 * running one of the same record is met first.  *out has no number yet.  ERR_NOT_FOUND: no
 * rule. */
enum err deadline_start(struct cx *cx, const char *kind, const char *object, int64_t object_id,
    struct str division, int64_t org_id, struct clock *out) MUST_USE;
/* The same for a record that was just made and has none. */
enum err deadline_first(struct cx *cx, const char *kind, const char *object, int64_t object_id,
    struct str division, int64_t org_id, struct clock *out) MUST_USE;
/* Stop what runs on the record: met (on time or late, by due and now). */
enum err deadline_stop(struct cx *cx, const char *object, int64_t object_id) MUST_USE;
enum err deadline_drop(struct cx *cx, const char *object, int64_t object_id) MUST_USE;
/* Extend: a new due date, counted from the old one; first_due stays.  ERR_CONFLICT: past due
 * already, paused, or extended before; ERR_LIMIT: longer than the rule
 * "clock.<object>.extension". */
enum err deadline_extend(struct cx *cx, const char *object, int64_t object_id, struct period by,
    struct clock *out) MUST_USE;
enum err deadline_pause(struct cx *cx, const char *object, int64_t object_id) MUST_USE;
enum err deadline_resume(
    struct cx *cx, const char *object, int64_t object_id, struct clock *out) MUST_USE;
enum err deadline_of(
    struct cx *cx, const char *object, int64_t object_id, struct clock_list *out) MUST_USE;
enum err deadline_log(struct cx *cx, int64_t clock_id, struct clock_log_list *out) MUST_USE;
/* The job: write each overdue event ("<object>.overdue") once, dated to the end of the due day,
 * complete however long the program was down; then the steps of the rule "ladder.<object>",
 * such as "reminder:-2,head:0,supervision:3" in working days from the due day: events
 * "<object>.due_<step>".  A step before the due day that was slept through is logged, not told.
 * Takes at most some thousand clocks at a time; written is 0 when nothing is left. */
enum err deadline_sweep(struct cx *cx, int64_t *written) MUST_USE;
enum err deadline_waiting(struct cx *cx, int64_t *n) MUST_USE; /* > 0: the sweep has work */
/* After a calendar import: recompute provisional dates, with a log entry and the event
 * "<object>.recomputed" each. */
enum err deadline_recompute(struct cx *cx, int64_t *changed) MUST_USE;

#endif
