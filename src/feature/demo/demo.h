/*
 * demo: the demonstration city: Hengyang with its real divisions and invented people, and a
 * year of work made through the real transitions of the domain, from a fixed seed.
 *
 * Nothing is inserted behind the rules: the city calls the functions that pages call, with a
 * clock that moves and with the actor whose turn it is.  Every name of a person is invented.
 */
#ifndef FEATURE_DEMO_H
#define FEATURE_DEMO_H

#include "core/cx.h"

/* An invented name; rare characters among them. */
struct str demo_name(struct cx *cx);
/* An invented mobile number of a range that is not given out (190 0000 xxxx). */
struct str demo_phone(struct cx *cx);

/* A kind of trouble: what people say, and whose business it is. */
struct demo_trouble {
    const char *text;  /* {p} place, {r} road or hamlet */
    const char *kind;  /* consult, help, complaint, report, suggestion */
    const char *unit;  /* short key of the unit, see demo_units */
    const char *reply; /* what the unit answers when it is solved */
};
extern const struct demo_trouble demo_troubles[];
extern const size_t demo_troubles_n;

/* Departments of a county, courts and supervisory commission among them. */
struct demo_unit {
    const char *key, *name; /* name without the county */
    int org_kind;           /* enum org_kind */
    const char *matters;    /* words of its business */
};
extern const struct demo_unit demo_units[];
extern const size_t demo_units_n;

/* The text of a trouble at a place. */
struct str demo_text(struct cx *cx, const struct demo_trouble *t, struct str place);
/* A detail place: "老街12号旁". */
struct str demo_spot(struct cx *cx);
/* A name for a station that is not the township's centre. */
struct str demo_point_name(struct cx *cx, struct str town, size_t number);

#endif
