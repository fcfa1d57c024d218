/*
 * registry: divisions, organisations, people and deputies' tenures: who and what there is,
 * with validity dates.  Nothing is ever matched on a name alone.
 *
 * Codes: 12 digits (GB/T 2260 county, GB/T 10114 township, statistical village), right-padded
 * with zeros; a hamlet (屋场) has its village's code, '-' and three digits.  A subtree is a range
 * of codes; a node that does not lie at its parent's prefix has rows of extra ranges.
 */
#ifndef FEATURE_REGISTRY_H
#define FEATURE_REGISTRY_H

#include "core/cx.h"

enum division_kind {
    DIVISION_COUNTRY, DIVISION_PROVINCE, DIVISION_PREFECTURE, DIVISION_COUNTY,
    DIVISION_TOWN,          /* town, township, ethnic township */
    DIVISION_SUBDISTRICT,   /* 街道 */
    DIVISION_VILLAGE, DIVISION_COMMUNITY, DIVISION_HAMLET,
    DIVISION_ZONE,          /* statistics-only zone; hidden by default */
    DIVISION_PSEUDO         /* farm, park …; hidden by default */
};
extern const char *const division_kind_words[];

struct division {
    struct str code, name;
    enum division_kind kind;
    struct str parent; /* absent at the top */
    struct date valid_from, valid_to;
    struct str successor;
    struct str pinyin; /* sort key */
};
LIST_OF(division);
extern const struct shape division_shape;

enum err registry_division(struct cx *cx, struct str code, struct division *out) MUST_USE;
/* Children in force today; hidden kinds only when all is true. */
enum err registry_children(struct cx *cx, struct str code, bool all, struct division_list *out) MUST_USE;
/* From the province down to the division itself. */
enum err registry_path(struct cx *cx, struct str code, struct division_list *out) MUST_USE;
/* "衡阳市衡南县云集镇" */
enum err registry_full_name(struct cx *cx, struct str code, struct str *out) MUST_USE;

enum congress_level { LEVEL_NATIONAL, LEVEL_PROVINCE, LEVEL_CITY, LEVEL_COUNTY, LEVEL_TOWNSHIP };
extern const char *const congress_level_words[];

enum org_kind {
    ORG_CONGRESS, ORG_STANDING_COMMITTEE, ORG_PRESIDIUM, ORG_WORKING_COMMITTEE, ORG_OFFICE,
    ORG_GOVERNMENT, ORG_DEPARTMENT,  /* 一府: government and its departments */
    ORG_SUPERVISION, ORG_COURT, ORG_PROCURATORATE, /* 一委两院 */
    ORG_TOWN_GOVERNMENT, ORG_SUBDISTRICT_OFFICE, ORG_VILLAGE_BODY, /* grass-roots bodies */
    ORG_HOTLINE, ORG_OTHER
};
extern const char *const org_kind_words[];

struct org {
    int64_t id;
    struct str code; /* stable key of imports, e.g. "430407-jtj" */
    struct str name; /* in force today */
    enum org_kind kind;
    struct str division;
    enum congress_level level;
    bool handles; /* may be assigned requests */
    struct str matters; /* words of its business, for suggesting a unit */
};
LIST_OF(org);
extern const struct shape org_shape;

enum err registry_org(struct cx *cx, int64_t id, struct org *out) MUST_USE;
/* Handling units competent for a division: its own, its county's and its city's. */
enum err registry_units_for(struct cx *cx, struct str division, struct org_list *out) MUST_USE;
/* Is it a township or village body? (Departments' matters are not pushed down to these.) */
bool registry_grass_roots(enum org_kind kind);

/* M18 */
enum tenure_state { TENURE_ELECTED, TENURE_QUALIFIED, TENURE_ACTIVE, TENURE_SUSPENDED, TENURE_ENDED };
extern const char *const tenure_state_words[];

/* One person's seat in one congress. */
struct deputy {
    int64_t id;        /* of the tenure */
    int64_t person_id;
    struct str public_id; /* random 10 letters, in addresses */
    struct str name;
    struct str pinyin, strokes; /* sort keys */
    int64_t congress_id;
    enum congress_level level;
    struct str constituency; /* words */
    struct str division;     /* electoral area */
    bool office_holding;
    struct str post;         /* occupation and post, as published */
    enum tenure_state state;
    struct str end_cause;    /* Deputies Law 2025, Art. 61-63 */
    struct date valid_from, valid_to;
    int64_t station_id;      /* main station, 0 none */
    struct str group_code;   /* place kept for deputies' groups */
};
LIST_OF(deputy);
extern const struct shape deputy_shape;

enum err registry_deputy(struct cx *cx, int64_t id, struct deputy *out) MUST_USE;
enum err registry_deputy_public(struct cx *cx, struct str public_id, struct deputy *out) MUST_USE;
/* Deputies in office for a place, all levels: those whose electoral area contains the place or
 * lies in it, nearest level first, then by pinyin. */
enum err registry_deputies_for(struct cx *cx, struct str division, struct deputy_list *out) MUST_USE;
enum err registry_deputies_of_station(struct cx *cx, int64_t station_id, struct deputy_list *out) MUST_USE;

/* Find places, stations and deputies from free text: address words, names of places; an
 * ambiguous place gives all of them. */
struct find_hit {
    struct division division;
    struct str full_name;
    int score;
};
LIST_OF(find_hit);
enum err registry_find_places(struct cx *cx, struct str typed, struct find_hit_list *out) MUST_USE;

#endif
