/*
 * registry: divisions, organisations, people and deputies' tenures: who and what there is,
 * with validity dates.  Nothing is ever matched on a name alone.
 *
 * Codes: 12 digits (GB/T 2260 county, GB/T 10114 township, statistical village), right-padded
 * with zeros; a hamlet (屋场) has its village's code, '-' and three digits.  A subtree is a
 * range of codes; a node that does not lie at its parent's prefix has rows of extra ranges.
 *
 * Rights     what the law makes public (Deputies Law 2025, Art. 58) is read by anybody; lists
 *            for work and every write check the actor's right for the division concerned.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_REGISTRY_H
#define FEATURE_REGISTRY_H

#include "core/flow.h"
#include "core/rights.h"

enum division_kind {
    DIVISION_COUNTRY,
    DIVISION_PROVINCE,
    DIVISION_PREFECTURE,
    DIVISION_COUNTY,
    DIVISION_TOWN,        /* town, township, ethnic township */
    DIVISION_SUBDISTRICT, /* 街道 */
    DIVISION_VILLAGE,
    DIVISION_COMMUNITY,
    DIVISION_HAMLET,
    DIVISION_ZONE,  /* statistics-only zone; hidden by default */
    DIVISION_PSEUDO /* farm, park …; hidden by default */
};
extern const char *const division_kind_words[];

struct division {
    struct str code, name;
    enum division_kind kind;
    struct str parent; /* absent at the top */
    struct date valid_from, valid_to;
    struct str successor;
    struct str pinyin; /* sort key */
    int64_t version;
};
LIST_OF(division);
extern const struct shape division_shape;

/* A name of former times or a local alias, of a division or an organisation. */
struct old_name {
    struct str name;
    bool alias;
    struct date valid_from, valid_to;
};
LIST_OF(old_name);
extern const struct shape old_name_shape;

/* Rows of statements that only this room reads. */
struct registry_place {
    struct str code, parent, folded, brief;
};
LIST_OF(registry_place);
extern const struct shape registry_place_shape;
struct registry_person {
    int64_t id;
    struct str code, name;
    int64_t version;
};
extern const struct shape registry_person_shape;
struct registry_keys {
    struct str person, congress;
};
extern const struct shape registry_keys_shape;

/* What a put did; the same input again changes nothing. */
enum put {
    PUT_SAME,
    PUT_NEW,
    PUT_CHANGED
};

enum err registry_division(struct cx *cx, struct str code, struct division *out) MUST_USE;
/* Larger than every text that begins so, and smaller than all others that are larger. */
struct str registry_behind(struct arena *a, struct str begin);
/* Children in force today; hidden kinds only when all is true.  Only code, name and kind are
 * filled. */
enum err registry_children(
    struct cx *cx, struct str code, bool all, struct division_list *out) MUST_USE;
/* From the province down to the division itself; code, name, kind and parent. */
enum err registry_path(struct cx *cx, struct str code, struct division_list *out) MUST_USE;
/* "衡阳市衡南县云集镇" */
enum err registry_full_name(struct cx *cx, struct str code, struct str *out) MUST_USE;
enum err registry_division_names(
    struct cx *cx, struct str code, struct old_name_list *out) MUST_USE;
/* Add or change by code.  A changed name is kept as a former one until yesterday.
 * Whose parent has another code (a township given to a zone, a move) lies below the parent for
 * rights, lists and sums alike, and no longer in what its code says (core/subtree.h); history
 * stays behind only when the place gets a new code and the old one a successor.
 * ERR_INVALID: code, kind or parent do not fit together. */
enum err registry_division_put(
    struct cx *cx, const struct division *d, enum put *done) MUST_USE;
/* Put in the shipped divisions of Hunan when there are none; loaded is how many. */
enum err registry_seed(struct cx *cx, int64_t *loaded) MUST_USE;
/* Has the actor the right here?  The program itself (jobs, commands) has. */
enum err registry_may(struct cx *cx, enum right right, struct str division) MUST_USE;
/* The first area in which the actor has the right: where lists begin. */
struct str registry_own_area(struct cx *cx, enum right right);
/* "%typed%" for a folded column, with LIKE's signs escaped; absent for nothing typed. */
struct str registry_like(struct cx *cx, struct str typed);
/* Ten letters for an address; nobody can guess them. */
struct str registry_public_id(struct cx *cx);
/* The kind that the code alone tells; false when it tells none. */
bool registry_code_kind(struct str code, enum division_kind *out);
bool registry_code_ok(struct str code);
/* 0 country, 1 province, 2 prefecture, 3 county, 4 township, 5 village, 6 hamlet. */
int registry_code_depth(struct str code);
/* The code of the division that contains it by its digits: a hamlet's village, …, the country;
 * absent at the top. */
struct str registry_code_parent(struct arena *a, struct str code);
/* How near two codes lie: 0 nothing in common, 1 country, 2 province, 3 prefecture, 4 county,
 * 5 township, 6 village, 7 hamlet. */
int registry_near(struct str x, struct str y);

enum congress_level {
    LEVEL_NATIONAL,
    LEVEL_PROVINCE,
    LEVEL_CITY,
    LEVEL_COUNTY,
    LEVEL_TOWNSHIP
};
extern const char *const congress_level_words[];

enum org_kind {
    ORG_CONGRESS,
    ORG_STANDING_COMMITTEE,
    ORG_PRESIDIUM,
    ORG_WORKING_COMMITTEE,
    ORG_OFFICE,
    ORG_GOVERNMENT,
    ORG_DEPARTMENT, /* 一府: government and its departments */
    ORG_SUPERVISION,
    ORG_COURT,
    ORG_PROCURATORATE, /* 一委两院 */
    ORG_TOWN_GOVERNMENT,
    ORG_SUBDISTRICT_OFFICE,
    ORG_VILLAGE_BODY, /* grass-roots bodies */
    ORG_HOTLINE,
    ORG_OTHER
};
extern const char *const org_kind_words[];

struct org {
    int64_t id;
    struct str code; /* stable key of imports, e.g. "430407-jtj" */
    struct str name; /* in force today */
    enum org_kind kind;
    struct str division;
    enum congress_level level;
    bool handles;       /* may be assigned requests */
    struct str matters; /* words of its business, for suggesting a unit */
    struct date valid_from, valid_to;
    struct str successor; /* code */
    struct str pinyin;
    int64_t version;
};
LIST_OF(org);
extern const struct shape org_shape;

enum err registry_org(struct cx *cx, int64_t id, struct org *out) MUST_USE;
enum err registry_org_by_code(struct cx *cx, struct str code, struct org *out) MUST_USE;
/* Handling units competent for a division: its own, its county's and its city's. */
enum err registry_units_for(struct cx *cx, struct str division, struct org_list *out) MUST_USE;
/* Is it a township or village body? (Departments' matters are not pushed down to these.) */
bool registry_grass_roots(enum org_kind kind);
/* Add or change by code (o->id is filled); a changed name is kept as a former one. */
enum err registry_org_put(struct cx *cx, struct org *o, enum put *done) MUST_USE;
/* A local alias; adding it twice does nothing. */
enum err registry_org_alias(
    struct cx *cx, int64_t org_id, struct str alias, enum put *done) MUST_USE;
enum err registry_org_names(struct cx *cx, int64_t org_id, struct old_name_list *out) MUST_USE;
/* Of a subtree, for work; words of name or alias may be given. */
struct org_filter {
    struct str division;
    struct str kind, name;
    struct str after; /* pinyin key of the last row shown */
    int64_t after_id;
    int64_t max;
};
enum err registry_org_list(
    struct cx *cx, const struct org_filter *f, struct org_list *out, bool *more) MUST_USE;

/* What a whole name means: the name in force, a former one, or an alias. */
struct registry_named {
    struct str code, name; /* of place or organisation; its name in force */
    bool former, alias;
    struct date valid_from, valid_to; /* of the name that was asked for */
    struct str successor;
};
LIST_OF(registry_named);
extern const struct shape registry_named_shape;
enum err registry_named_places(
    struct cx *cx, struct str name, struct registry_named_list *out) MUST_USE;
enum err registry_named_orgs(
    struct cx *cx, struct str name, struct registry_named_list *out) MUST_USE;

/* One term of one congress (Deputies Law 2025, Art. 2: five years). */
struct congress {
    int64_t id;
    struct str code; /* stable key of imports, e.g. "430400-16" */
    struct str name;
    struct str division;
    enum congress_level level;
    int64_t term, seats;
    struct date valid_from, valid_to;
    int64_t version;
    int64_t filled; /* seats taken today; vacancies are seats - filled */
};
LIST_OF(congress);
extern const struct shape congress_shape;

enum err registry_congress(struct cx *cx, struct str code, struct congress *out) MUST_USE;
enum err registry_congress_name(struct cx *cx, int64_t id, struct str *out) MUST_USE;
enum err registry_congress_put(struct cx *cx, struct congress *c, enum put *done) MUST_USE;
/* Congresses of a subtree with their vacancies, the newest term first. */
enum err registry_congresses(
    struct cx *cx, struct str division, struct congress_list *out) MUST_USE;

/* M18 */
enum tenure_state {
    TENURE_ELECTED,
    TENURE_QUALIFIED,
    TENURE_ACTIVE,
    TENURE_SUSPENDED,
    TENURE_ENDED
};
extern const char *const tenure_state_words[];
enum tenure_event {
    TENURE_QUALIFY, /* credentials confirmed */
    TENURE_TAKE,    /* takes office */
    TENURE_SUSPEND, /* Art. 61 */
    TENURE_RESUME,
    TENURE_END /* Art. 62, 63, or the term is over */
};
extern const char *const tenure_event_words[];
extern const struct flow tenure_flow;
/* Causes of suspension (the first two), then of the end (Deputies Law 2025, Art. 61-63; the
 * last, the end of the term, from Art. 2). */
extern const char *const tenure_cause_words[];
#define TENURE_SUSPENDING 2

/* One person's seat in one congress. */
struct deputy {
    int64_t id; /* of the tenure */
    int64_t person_id;
    struct str code;      /* stable key of imports */
    struct str public_id; /* random 10 letters, in addresses */
    struct str name;
    struct str pinyin, strokes; /* sort keys */
    int64_t congress_id;
    enum congress_level level;
    struct str constituency; /* words */
    struct str division;     /* electoral area */
    bool office_holding;
    struct str post; /* occupation and post, as published */
    enum tenure_state state;
    struct str end_cause; /* Deputies Law 2025, Art. 61-63 */
    struct date valid_from, valid_to;
    int64_t station_id;    /* main station, 0 none */
    struct str group_code; /* place kept for deputies' groups */
    int64_t version;
};
LIST_OF(deputy);
extern const struct shape deputy_shape;

enum err registry_deputy(struct cx *cx, int64_t id, struct deputy *out) MUST_USE;
enum err registry_deputy_public(
    struct cx *cx, struct str public_id, struct deputy *out) MUST_USE;
enum err registry_deputy_by_code(struct cx *cx, struct str code, struct deputy *out) MUST_USE;
/* Deputies in office for a place, all levels: those whose electoral area contains the place or
 * lies in it, nearest level first, then by pinyin; for a county and above those who stand for
 * the whole come first.  At most 500. */
enum err registry_deputies_for(
    struct cx *cx, struct str division, struct deputy_list *out) MUST_USE;
/* The same, all of them: for lists that are not read on a screen. */
enum err registry_deputies_all(
    struct cx *cx, struct str division, struct deputy_list *out) MUST_USE;
/* How many there are of whom registry_deputies_for gave some. */
enum err registry_deputies_count(
    struct cx *cx, struct str division, const struct deputy_list *some, int64_t *out) MUST_USE;
enum err registry_deputies_of_station(
    struct cx *cx, int64_t station_id, struct deputy_list *out) MUST_USE;
/* Seats of the same person, the present ones first. */
enum err registry_tenures_of(
    struct cx *cx, int64_t person_id, struct deputy_list *out) MUST_USE;
/* Deputies in office whose name contains what was typed (folded); at most fifty. */
enum err registry_deputies_named(
    struct cx *cx, struct str typed, struct deputy_list *out) MUST_USE;

struct deputy_filter {
    struct str division;           /* subtree of the electoral area */
    struct str level, state, name; /* absent: any */
    int64_t station_id;            /* -1: any; 0: without one */
    bool by_strokes;
    struct str after; /* sort key of the last row shown */
    int64_t after_id;
    int64_t max;
};
enum err registry_deputy_list(
    struct cx *cx, const struct deputy_filter *f, struct deputy_list *out, bool *more) MUST_USE;

/* What is told of a seat, by import or by hand; matched by code, never by name. */
struct deputy_in {
    struct str code;        /* of the seat */
    struct str person_code; /* of the person */
    struct str name;
    struct str congress; /* code */
    struct str constituency, division;
    bool office_holding;
    struct str post;
    enum tenure_state state; /* of a new seat; later it changes by moves only */
    struct str end_cause;    /* where the state needs one */
    struct date valid_from, valid_to;
    int64_t station_id; /* -1: leave as it is */
    struct str group_code;
};
enum err registry_deputy_put(
    struct cx *cx, const struct deputy_in *in, struct deputy *out, enum put *done) MUST_USE;

/* The row of the person with this key, as accounts name it. */
enum err registry_person_id(struct cx *cx, struct str code, int64_t *out) MUST_USE;
/* Somebody who holds no seat but keeps contact with deputies by office; added or renamed by the
 * key.  Shown nowhere among deputies. */
enum err registry_person_named(
    struct cx *cx, struct str code, struct str name, int64_t *out) MUST_USE;
/* Keys of the person and of the congress of a seat, as imports know them. */
enum err registry_seat_keys(
    struct cx *cx, int64_t tenure_id, struct str *person, struct str *congress) MUST_USE;

/* A step of a tenure (M18).  The day is that from which it holds. */
struct tenure_step {
    int64_t event; /* enum tenure_event */
    struct str cause;
    struct str note; /* decision and announcement */
    struct date day; /* absent: today */
    int64_t version;
};
/* ERR_INVALID: the cause does not belong to the event; ERR_STALE: changed meanwhile. */
enum err registry_tenure_move(
    struct cx *cx, struct deputy *d, const struct tenure_step *step) MUST_USE;
/* One step made, newest first. */
struct tenure_past {
    int64_t id;
    struct str event;
    enum tenure_state from_state, to_state;
    struct str cause, note;
    struct date day;
    struct instant at;
};
LIST_OF(tenure_past);
extern const struct shape tenure_past_shape;
enum err registry_tenure_steps(
    struct cx *cx, int64_t tenure_id, struct tenure_past_list *out) MUST_USE;
/* Set the main station (0: none) of a seat. */
enum err registry_tenure_station(struct cx *cx, struct deputy *d, int64_t station_id) MUST_USE;

/* Find places from free text: address words, names of places; an ambiguous place gives all of
 * them.  At most sixty. */
struct find_hit {
    struct division division;
    struct str full_name;
    int score; /* characters of the text that the place and those above it explain */
};
LIST_OF(find_hit);
enum err registry_find_places(
    struct cx *cx, struct str typed, struct find_hit_list *out) MUST_USE;
/* The same among the places of some ranges; NULL: all. */
enum err registry_find_within(struct cx *cx, struct str typed,
    const struct right_ranges *within, struct find_hit_list *out) MUST_USE;

#endif
