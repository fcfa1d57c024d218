/*
 * station: deputies' liaison stations (M8): kinds, hours, reception days, who sits there, the
 * visitor register, codes and plates.
 */
#ifndef FEATURE_STATION_H
#define FEATURE_STATION_H

#include "feature/registry/registry.h"

enum station_kind {
    STATION_FIXED,
    STATION_MOBILE,
    STATION_CLOUD
};
extern const char *const station_kind_words[];
enum station_rank {
    STATION_CENTRE,
    STATION_POINT
};
extern const char *const station_rank_words[];
enum station_state {
    STATION_PLANNED,
    STATION_BUILT,
    STATION_OPEN,
    STATION_SUSPENDED,
    STATION_MERGED,
    STATION_CLOSED
};
extern const char *const station_state_words[];

struct station {
    int64_t id;
    struct str public_id;   /* random 10 letters, in addresses and codes */
    struct str code;        /* stable key of imports */
    struct str name, alias; /* alias: the local word, 工作室, 活动室 … */
    enum station_kind kind;
    enum station_rank rank;
    enum station_state state;
    int64_t centre_id;    /* of a point; 0 */
    int64_t successor_id; /* after merge or close; 0 */
    struct str division;
    struct str address;
    struct str phone;     /* the station's published one */
    struct str hours;     /* "09:00-11:30,14:30-17:00 1-5" machine form; shown in words */
    struct str reception; /* rule: "monthly:15" or "weekly:3" … */
    struct str pinyin;    /* sort key */
    struct date valid_from, valid_to;
    int64_t version;
};
LIST_OF(station);
extern const struct shape station_shape;

enum station_event {
    STATION_BUILD,
    STATION_START,
    STATION_SUSPEND,
    STATION_RESUME,
    STATION_MERGE,
    STATION_CLOSE
};
extern const char *const station_event_words[];
extern const struct flow station_flow;

enum err station_get(struct cx *cx, int64_t id, struct station *out) MUST_USE;
enum err station_public(struct cx *cx, struct str public_id, struct station *out) MUST_USE;
enum err station_of_division(
    struct cx *cx, struct str division, struct station_list *out) MUST_USE;
/* Open stations nearest to a division: in it, else in the nearest division above that has any;
 * centres first; at most twenty. */
enum err station_near(struct cx *cx, struct str division, struct station_list *out) MUST_USE;
/* Open stations whose name or alias contains what was typed (folded); at most fifty. */
enum err station_named(struct cx *cx, struct str typed, struct station_list *out) MUST_USE;
enum err station_by_code(struct cx *cx, struct str code, struct station *out) MUST_USE;
enum err station_points(struct cx *cx, int64_t centre_id, struct station_list *out) MUST_USE;
/* Names of former times, newest first. */
enum err station_names(struct cx *cx, int64_t id, struct old_name_list *out) MUST_USE;

struct station_filter {
    struct str division;          /* subtree */
    struct str kind, state, name; /* absent: any */
    struct str after;             /* pinyin key of the last row shown */
    int64_t after_id;
    int64_t max;
};
enum err station_list_page(struct cx *cx, const struct station_filter *f,
    struct station_list *out, bool *more) MUST_USE;

/* Add or change by code (s->id, public_id are filled); a changed name is kept.  A new station
 * begins in the state given; later the state changes by moves.  With version > 0 the row must
 * still have it (ERR_STALE). */
enum err station_put(struct cx *cx, struct station *s, enum put *done) MUST_USE;
/* A step of M8.  Merging and closing hand deputies and points over to the successor. */
struct station_move {
    int64_t event; /* enum station_event */
    int64_t version;
    struct str note;
    struct str successor; /* code of the station that takes over */
};
enum err station_make_move(
    struct cx *cx, struct station *s, const struct station_move *m) MUST_USE;
struct station_past {
    int64_t id;
    struct str event;
    enum station_state from_state, to_state;
    struct str note;
    int64_t successor_id;
    struct instant at;
};
LIST_OF(station_past);
extern const struct shape station_past_shape;
enum err station_steps(struct cx *cx, int64_t id, struct station_past_list *out) MUST_USE;

/* Opening hours: groups of times and weekdays, "09:00-11:30,14:30-17:00 1-5;09:00-11:00 6". */
bool station_hours_ok(struct str hours);
struct str station_hours_text(struct arena *a, enum lang lang, struct str hours);
/* Reception days: "monthly:15", "odd:15" and "even:15" (months), "weekly:3" (1 Monday), each
 * with its time: "monthly:15 09:00-11:00". */
bool station_reception_ok(struct str rule);
struct str station_reception_text(struct arena *a, enum lang lang, struct str rule);
/* Reception days from a day on, moved to the next working day after a holiday. */
struct reception {
    struct date day, planned; /* planned differs when it was moved */
    struct str from, to;      /* "09:00" */
    struct date notice;       /* to be announced by: a working day, three days before */
};
LIST_OF(reception);
enum err station_receptions(struct cx *cx, const struct station *s, struct date from, size_t n,
    struct reception_list *out) MUST_USE;

/* A reception day as anyone sees it: of the roster with who receives, and behind the roster's
 * last day what the rule gives. */
struct station_day {
    int64_t duty_id; /* 0: by the rule only */
    struct date day, planned, notice;
    struct str time_from, time_to;
    struct str deputy, deputy_public; /* absent: nobody yet */
    struct instant cancelled;
    struct str reason; /* why it was called off; "@rule", "@station" from the program */
    bool provisional;  /* the year's days off are not known yet */
};
LIST_OF(station_day);
extern const struct shape station_day_shape;
enum err station_days(struct cx *cx, const struct station *s, struct date from, size_t n,
    struct station_day_list *out) MUST_USE;

/* Why a day was called off, in words. */
struct str station_off_words(struct arena *a, enum lang lang, struct str reason);

/* The job: tell clerks and deputies of reception days whose notice is due, once a day, some
 * stations at a time; idempotent. */
enum err station_remind(struct cx *cx) MUST_USE;
enum err station_remind_waiting(struct cx *cx, int64_t *n) MUST_USE;
/* Account of a deputy who sits at a station. */
struct station_seat {
    int64_t account_id;
};
LIST_OF(station_seat);
extern const struct shape station_seat_shape;

/* One visit in the register: people are counted as person-times (人次). */
struct visit {
    int64_t id;
    int64_t station_id;
    struct str division;
    struct date day;
    int64_t persons;
    int64_t deputy_id;  /* who received, 0 */
    int64_t request_id; /* what came of it, 0 */
    struct str summary; /* no names of citizens */
    struct str idem;    /* key of the form: the same key enters a visit once */
    int64_t version;
    struct str request_code; /* in lists */
};
LIST_OF(visit);
extern const struct shape visit_shape;
/* Books station.visitors.  The same idem again gives the row that is there. */
enum err station_visit_add(struct cx *cx, struct visit *v) MUST_USE;
/* Correct one: the fact is booked anew, the old one countered.  ERR_STALE. */
enum err station_visit_set(struct cx *cx, const struct visit *v) MUST_USE;
enum err station_visit_get(struct cx *cx, int64_t id, struct visit *out) MUST_USE;
/* What came of it. */
enum err station_visit_request(struct cx *cx, int64_t id, int64_t request_id) MUST_USE;
/* Of a station, newest first, from a day to a day; below the id before when before > 0. */
enum err station_visits(struct cx *cx, int64_t station_id, struct date from, struct date to,
    int64_t before, struct visit_list *out) MUST_USE;

/* Give every deputy in office below the division without a station the nearest open one (the
 * same village, township, county …; centres first). */
enum err station_assign(struct cx *cx, struct str division, int64_t *assigned) MUST_USE;
/* Townships and subdistricts below the division without an open station. */
enum err station_gaps(struct cx *cx, struct str division, struct division_list *out) MUST_USE;

/* Codes: what a printed QR opens.  A reissued code leaves old prints working. */
enum code_of {
    CODE_OF_STATION,
    CODE_OF_DEPUTY,
    CODE_OF_AREA
};
extern const char *const code_of_words[];
struct plate_code {
    int64_t id;
    struct str token; /* 8 letters, in the address /s/{token} */
    enum code_of of;
    int64_t object_id;              /* station or deputy */
    struct str division;            /* of an area code, and of the object */
    struct instant issued, retired; /* retired prints still open the page */
};
LIST_OF(plate_code);
extern const struct shape plate_code_shape;
enum err station_code_issue(struct cx *cx, enum code_of of, int64_t object_id,
    struct str division, struct plate_code *out) MUST_USE;
/* The code of an object that is in force. */
enum err station_code_of(struct cx *cx, enum code_of of, int64_t object_id, struct str division,
    struct plate_code *out, bool *found) MUST_USE;
/* All codes of an object, newest first. */
enum err station_codes(struct cx *cx, enum code_of of, int64_t object_id, struct str division,
    struct plate_code_list *out) MUST_USE;
enum err station_code_find(struct cx *cx, struct str token, struct plate_code *out) MUST_USE;

/* A line of the log of codes: what was given out when, for whom, by whom. */
struct plate_line {
    int64_t id;
    struct str token;
    enum code_of of;
    struct str division;
    struct instant issued, retired;
    struct str name;            /* of the station or deputy; absent: of the area */
    struct str station, deputy; /* where it is kept: one of them, or none */
    int64_t account_id;         /* 0: not known any more */
};
LIST_OF(plate_line);
extern const struct shape plate_line_shape;
/* Of a subtree, newest first, below the id before when before > 0. */
enum err station_plate_log(struct cx *cx, struct str division, int64_t before, int64_t max,
    struct plate_line_list *out) MUST_USE;

#endif
