/*
 * activity: deputies' daily work, recorded once by the one who did it: visits, receptions,
 * group activities, hamlet meetings, good deeds; everything else is derived.
 *
 * One record type; kinds are rows of activity_kinds.  A kind says which fields it asks for,
 * which quantities in which unit, what may serve as evidence (never required), and which facts
 * it books in the same transaction.  Several groups, areas, purposes and campaigns may hang on
 * one activity; it is counted once, where it was held.
 *
 * Units      people (人) are different persons, person-times (人次) attendances: never added
 *            together.  Every other quantity names its unit; money is in 1/100 yuan.
 * Corrections book counter-entries and leave a step with what was there before; nothing is
 *            removed.  A withdrawn activity books nothing any more and stays readable.
 * Contact    who took part and who was met is kept by person of the registry, so that contact
 *            coverage is computed from these records (activity_pairs), never ticked by hand.
 * Rights     staff by area, deputies what they took part in, led, were met in, or recorded.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_ACTIVITY_H
#define FEATURE_ACTIVITY_H

#include "core/ledger.h"
#include "core/privacy.h"
#include "core/related.h"
#include "core/rights.h"
#include "core/rules.h"

#include "feature/registry/registry.h"

/* What besides kind, day, place, people and summary a kind asks for. */
enum activity_wants {
    ACTIVITY_WANTS_STATION = 1 << 0,      /* at a station, or of one */
    ACTIVITY_WANTS_UNTIL = 1 << 1,        /* several days */
    ACTIVITY_WANTS_PEOPLE = 1 << 2,       /* 人: different people met */
    ACTIVITY_WANTS_PERSON_TIMES = 1 << 3, /* 人次: attendances */
    ACTIVITY_WANTS_MET = 1 << 4,          /* deputies and voters met, by name */
    ACTIVITY_WANTS_GROUPS = 1 << 5,       /* deputies' groups that held it */
    ACTIVITY_WANTS_AREAS = 1 << 6,        /* further divisions */
    ACTIVITY_WANTS_OPINIONS = 1 << 7,     /* opinions may be raised: requests */
    ACTIVITY_CONFIDENTIAL = 1 << 8        /* what was said stands elsewhere: no summary */
};
/* What may serve as evidence; all optional, always. */
enum activity_evidence {
    ACTIVITY_PHOTOS = 1 << 0,
    ACTIVITY_SIGN_IN = 1 << 1, /* list of those present */
    ACTIVITY_MINUTES = 1 << 2,
    ACTIVITY_REPORT = 1 << 3,
    ACTIVITY_RECEIPT = 1 << 4 /* of money or goods */
};
#define ACTIVITY_FILES 6

/* Units of quantities, in texts "unit.<word>". */
extern const char *const activity_unit_words[];  /* person, person_time, household, item … */
extern const char *const activity_goods_units[]; /* those of goods, which the person chooses */

/* A quantity that a kind asks for.  unit NULL: the person says which. */
struct activity_measure {
    const char *name; /* solved, raised, households, money … */
    const char *unit; /* word of activity_unit_words */
    const char *fact; /* measure it books, without a unit "<fact>.<unit told>"; NULL: none */
};
/* A word or text that a kind asks for; texts "activity.field.<name>". */
struct activity_ask {
    const char *name;         /* venue, mode, brand, law … */
    const char *const *words; /* to choose from; NULL: free text */
    bool needed;
    bool counted; /* books one of "activity.<kind>.<name>[.<word>]" */
};
#define ACTIVITY_SHIFTED "shifted" /* asked of kinds that have a rule of days */
#define ACTIVITY_QUANTITIES 6
#define ACTIVITY_ASKS 6

struct activity_kind {
    const char *word; /* visit, reception …; texts "activity.kind.<word>" */
    unsigned wants;   /* bits of enum activity_wants */
    unsigned evidence;
    const char *fact;       /* counts the activity itself: one each */
    const char *fact_times; /* books person-times, NULL: none */
    struct activity_measure quantities[ACTIVITY_QUANTITIES]; /* NULL name ends */
    struct activity_ask asks[ACTIVITY_ASKS];                 /* NULL name ends */
    const char *date_rule; /* rule kind whose value says on which days it is held; NULL */
};
extern const struct activity_kind activity_kinds[]; /* NULL word ends */
/* The row, or NULL. */
const struct activity_kind *activity_kind_find(struct str word);
extern const char *const activity_kind_words[];    /* of all rows, in order */
extern const char *const activity_venue_words[];   /* 五进: five types of venue */
extern const char *const activity_heading_words[]; /* six headings of a station visit */
extern const char *const activity_mode_words[];    /* modes of good deeds */
extern const char *const activity_service_words[]; /* 送政策 … of professional groups */

enum activity_state {
    ACTIVITY_STANDS,
    ACTIVITY_WITHDRAWN
};
extern const char *const activity_state_words[];

struct activity {
    int64_t id;
    struct str uid;
    struct str code; /* public number */
    struct str kind; /* word */
    enum activity_state state;
    struct str title;
    struct date day, until; /* until: the same day, or the last one */
    struct str division;    /* smallest, where it was held */
    struct str county, town;
    struct str place; /* in words; absent */
    int64_t station_id;
    int64_t people, person_times;
    struct str summary;
    struct str source; /* kind of the record of another capability, absent */
    int64_t source_id;
    int64_t account_id;
    struct instant made;
    struct str digest;
    int64_t version;
};
LIST_OF(activity);
extern const struct shape activity_shape;

enum activity_role {
    ACTIVITY_HOST,      /* led it, received */
    ACTIVITY_TOOK_PART, /* with the host */
    ACTIVITY_INVITED,   /* guests: units, experts, deputies of other levels */
    ACTIVITY_MET        /* was visited, received, heard */
};
extern const char *const activity_role_words[];

/* One person of an activity.  Give tenure_id (person_id is then filled in), or person_id, or
 * voter_id (a row of the contact register), or a name of somebody who is in no register. */
struct activity_person {
    int64_t id, activity_id;
    struct str uid;
    enum activity_role role;
    int64_t tenure_id, person_id, voter_id;
    struct str name;          /* of the registry; of others only what activity_reveal gave */
    struct bytes name_sealed; /* others: sealed with table activity_person, bound to uid */
    struct str public_id, constituency; /* of a deputy's seat, from activity_persons */
};
LIST_OF(activity_person);
extern const struct shape activity_person_shape;

struct activity_quantity {
    struct str name, unit;
    int64_t amount;
};
LIST_OF(activity_quantity);
extern const struct shape activity_quantity_shape;

struct activity_field {
    struct str name, value;
};
LIST_OF(activity_field);
extern const struct shape activity_field_shape;

/* A row number or a word that hangs on an activity: group, area, tag. */
struct activity_link {
    int64_t id;
    struct str word;
};
LIST_OF(activity_link);
extern const struct shape activity_link_shape;

/* What is told of an activity, by form, entry page, import or another capability. */
struct activity_in {
    struct str kind;
    struct str title;       /* may be absent */
    struct date day, until; /* absent: today; the same day */
    struct str division;    /* absent: the station's */
    struct str place;
    int64_t station_id;
    int64_t people, person_times;
    struct str summary;
    struct activity_person_list persons; /* clear names; sealed by activity_add */
    struct activity_quantity_list quantities;
    struct activity_field_list fields;
    struct activity_link_list groups; /* id */
    struct activity_link_list areas;  /* word: division code */
    struct activity_link_list themes; /* id: purposes and campaigns (activity_theme.h) */
    struct activity_link_list tags;   /* word: others, by which it is found */
    struct str source;
    int64_t source_id;
    struct str idem; /* key made where it was typed; the same key enters it once */
};

/* Record one; books the facts of its kind.  A deputy is among those who took part when nobody
 * else is named host.  The same key of the same account again gives the row that is there
 * (*repeated) and, when other words came with it, ERR_CONFLICT "activity.sent_before".
 * ERR_INVALID field by field; ERR_NOT_FOUND outside the actor's reach. */
enum err activity_add(
    struct cx *cx, const struct activity_in *in, struct activity *out, bool *repeated) MUST_USE;
/* The checks of activity_add alone (dry runs). */
enum err activity_in_check(struct cx *cx, const struct activity_in *in) MUST_USE;
/* Put this in place of what was told; the kind stays.  Facts that differ are countered and
 * booked anew; the step keeps what was there.  ERR_STALE; ERR_CONFLICT: withdrawn;
 * ERR_INVALID: no reason. */
enum err activity_correct(
    struct cx *cx, struct activity *a, const struct activity_in *in, struct str why) MUST_USE;
/* It did not happen, or was recorded twice: counter all its facts. */
enum err activity_withdraw(struct cx *cx, struct activity *a, struct str why) MUST_USE;

/* ERR_NOT_FOUND: none, or outside the actor's reach. */
enum err activity_get(struct cx *cx, struct str code, struct activity *out) MUST_USE;
/* Without a check of rights: for listeners, jobs and other capabilities. */
enum err activity_load(struct cx *cx, int64_t id, struct activity *out) MUST_USE;
/* Those that a record of another capability made. */
enum err activity_of_source(
    struct cx *cx, struct str source, int64_t source_id, struct activity_list *out) MUST_USE;
/* May the actor read it, correct it, see names? */
bool activity_may(struct cx *cx, enum right right, const struct activity *a);

/* What hangs on one activity; the caller has checked the right to it. */
enum err activity_persons(struct cx *cx, int64_t id, struct activity_person_list *out) MUST_USE;
enum err activity_quantities(
    struct cx *cx, int64_t id, struct activity_quantity_list *out) MUST_USE;
enum err activity_fields(struct cx *cx, int64_t id, struct activity_field_list *out) MUST_USE;
enum err activity_groups(struct cx *cx, int64_t id, struct activity_link_list *out) MUST_USE;
enum err activity_areas(struct cx *cx, int64_t id, struct activity_link_list *out) MUST_USE;
enum err activity_tags(struct cx *cx, int64_t id, struct activity_link_list *out) MUST_USE;
/* All of it as it was told, for forms and copies; sealed names stay sealed. */
enum err activity_told(
    struct cx *cx, const struct activity *a, struct activity_in *out) MUST_USE;
/* Names of those who are in no register, for a stated reason; audited. */
enum err activity_reveal(struct cx *cx, const struct activity *a, struct str reason,
    struct activity_person_list *out) MUST_USE;

struct activity_step {
    int64_t id;
    struct str event, why, was, actor;
    struct instant at;
};
LIST_OF(activity_step);
extern const struct shape activity_step_shape;
/* Oldest first. */
enum err activity_steps(struct cx *cx, int64_t id, struct activity_step_list *out) MUST_USE;
/* Evidence was added: audit and step; the file itself is core/file's ("activity", id). */
enum err activity_evidence_added(
    struct cx *cx, const struct activity *a, int64_t files) MUST_USE;

/* Link a request that was raised in it; on_spot: answered at once.  A request comes from one
 * activity only (ERR_CONFLICT). */
enum err activity_raise(
    struct cx *cx, const struct activity *a, int64_t request_id, bool on_spot) MUST_USE;
struct activity_raised {
    int64_t request_id;
    bool on_spot;
};
LIST_OF(activity_raised);
extern const struct shape activity_raised_shape;
enum err activity_raised_in(
    struct cx *cx, int64_t id, struct activity_raised_list *out) MUST_USE;
/* The activity a request was raised in; no check of rights. */
enum err activity_of_request(
    struct cx *cx, int64_t request_id, struct activity *out, bool *found) MUST_USE;

/* Lists: newest day first; only what the actor may read; what was withdrawn only on wish. */
struct activity_filter {
    struct str kind, division; /* word; subtree */
    struct date from, to;      /* DATE_NONE: open */
    int64_t station_id, group_id;
    int64_t person_id;  /* who took part, led, or was met */
    struct str tag;     /* as typed: name or code of a theme, or a free word */
    struct str q;       /* words of title, text, place, fields; newest recorded first */
    bool mine;          /* the actor took part or recorded it */
    bool withdrawn;     /* only these */
    struct date before; /* the last row seen: its day … */
    int64_t before_id;  /* … and row number; 0: from the newest */
    int64_t max;        /* 0: 20; at most 50,000 */
};
struct activity_page {
    struct activity_list rows;
    bool more;
};
enum err activity_find(
    struct cx *cx, const struct activity_filter *f, struct activity_page *out) MUST_USE;

/* Who met whom how often in a period: pairs of a person who hosted or took part and a person
 * or voter who was met, from standing records.  For contact coverage; no check of rights, the
 * caller shows only sums to those who may see them. */
struct activity_pair {
    int64_t by_person;
    int64_t met_person, voter_id; /* one of them */
    int64_t times;                /* activities, each once */
    struct date first, last;
};
LIST_OF(activity_pair);
extern const struct shape activity_pair_shape;
/* All pairs in which this person hosted or took part (by), or was met. */
enum err activity_pairs_by(struct cx *cx, int64_t by_person, struct date from, struct date to,
    struct activity_pair_list *out) MUST_USE;
enum err activity_pairs_met(struct cx *cx, int64_t met_person, struct date from, struct date to,
    struct activity_pair_list *out) MUST_USE;
/* All pairs of a period in a subtree, streamed. */
enum err activity_pairs(struct cx *cx, struct str division, struct date from, struct date to,
    enum err (*row)(void *arg, const struct activity_pair *p), void *arg) MUST_USE;

/* Words (purposes, campaigns) used in the county of a place lately, those used most first; at
 * most twelve. */
enum err activity_words_used(
    struct cx *cx, struct str division, struct activity_link_list *out) MUST_USE;

/* The text that the index holds (core/search.h): no names of citizens are in it. */
enum err activity_search_text(
    struct cx *cx, int64_t id, struct str *text, struct str *division) MUST_USE;

/* How many standing activities; each once. */
struct activity_sum {
    struct str kind;
    int64_t times, people, person_times;
    struct date last;
};
LIST_OF(activity_sum);
extern const struct shape activity_sum_shape;
/* By kind, of what the actor's account recorded. */
enum err activity_sums_mine(
    struct cx *cx, struct date from, struct date to, struct activity_sum_list *out) MUST_USE;
/* By kind, of one person, one group, one station (give one, the others 0). */
enum err activity_sums_of(struct cx *cx, int64_t person_id, int64_t group_id,
    int64_t station_id, struct date from, struct date to,
    struct activity_sum_list *out) MUST_USE;

/* On which days the kind is held (逢四说事: every day with a 4).  A rule set of the congress
 * says so: "digit:4", "weekday:5", "monthday:06-25", "any" (also without a rule), or for
 * several brands "<brand>=<rule>;<brand>=<rule>". */
enum err activity_days_of(struct cx *cx, const struct activity_kind *k, struct str division,
    struct date day, struct str *value) MUST_USE;
/* Does what is told fall on such a day?  Absent: yes; else the rule that it does not fit. */
enum err activity_on_day(struct cx *cx, const struct activity_kind *k,
    const struct activity_in *in, struct str *rule) MUST_USE;
/* "逢 4 的日子", "每周星期五". */
struct str activity_day_words(struct cx *cx, struct str rule);
/* The part of it that holds for a brand. */
struct str activity_day_rule(struct arena *a, struct str value, struct str brand);
bool activity_day_fits(struct arena *a, struct str rule, struct date day);

/* Tables that activity_feature.c names. */
extern const struct measure activity_measures[];
extern const struct rule_default activity_rules[];
extern const struct personal_field activity_personal[];
extern const struct related_kind activity_related[];
extern const struct keyed_hash activity_hashes[];
/* Invariants for `lianluo check`; one line per problem. */
enum err activity_check_facts(struct cx *cx, struct buf *problems) MUST_USE;
enum err activity_check_words(struct cx *cx, struct buf *problems) MUST_USE;

#endif
