/*
 * station: deputies' liaison stations (M8): kinds, hours, reception days, who sits there, the
 * visitor register, codes and plates.
 */
#ifndef FEATURE_STATION_H
#define FEATURE_STATION_H

#include "feature/registry/registry.h"

enum station_kind { STATION_FIXED, STATION_MOBILE, STATION_CLOUD };
extern const char *const station_kind_words[];
enum station_rank { STATION_CENTRE, STATION_POINT };
extern const char *const station_rank_words[];
enum station_state { STATION_PLANNED, STATION_BUILT, STATION_OPEN, STATION_SUSPENDED, STATION_MERGED, STATION_CLOSED };
extern const char *const station_state_words[];

struct station {
    int64_t id;
    struct str public_id; /* random 10 letters, in addresses and codes */
    struct str code;      /* stable key of imports */
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
    struct date valid_from, valid_to;
    int64_t version;
};
LIST_OF(station);
extern const struct shape station_shape;
extern const struct flow station_flow;

enum err station_get(struct cx *cx, int64_t id, struct station *out) MUST_USE;
enum err station_public(struct cx *cx, struct str public_id, struct station *out) MUST_USE;
enum err station_of_division(struct cx *cx, struct str division, struct station_list *out) MUST_USE;
/* Reception days from a day on, moved to the next working day after a holiday. */
struct reception {
    struct date day, planned; /* planned differs when it was moved */
    struct str from, to;      /* "09:00" */
};
LIST_OF(reception);
enum err station_receptions(struct cx *cx, const struct station *s, struct date from, size_t n,
    struct reception_list *out) MUST_USE;

/* One visit in the register: people are counted as person-times (人次). */
struct visit {
    int64_t id;
    int64_t station_id;
    struct str division;
    struct date day;
    int64_t persons;
    int64_t deputy_id; /* who received, 0 */
    int64_t request_id; /* what came of it, 0 */
    struct str summary;
    int64_t version;
};
LIST_OF(visit);
extern const struct shape visit_shape;
enum err station_visit_add(struct cx *cx, struct visit *v) MUST_USE;

/* Codes: what a printed QR opens.  A reissued code leaves old prints working. */
enum code_of { CODE_OF_STATION, CODE_OF_DEPUTY, CODE_OF_AREA };
extern const char *const code_of_words[];
struct plate_code {
    int64_t id;
    struct str token; /* 8 letters, in the address /s/{token} */
    enum code_of of;
    int64_t object_id;   /* station or deputy */
    struct str division; /* of an area code, and of the object */
    struct instant issued, retired; /* retired prints still open the page */
};
LIST_OF(plate_code);
extern const struct shape plate_code_shape;
enum err station_code_issue(struct cx *cx, enum code_of of, int64_t object_id, struct str division,
    struct plate_code *out) MUST_USE;
enum err station_code_find(struct cx *cx, struct str token, struct plate_code *out) MUST_USE;

#endif
