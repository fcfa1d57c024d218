/*
 * rules: versioned rule sets: (division of the congress, kind, valid from, valid to, source,
 * parameters).  A record keeps the version under which it began; a change never rewrites a date
 * that was promised.  The nearest ancestor's set wins; the shipped defaults belong to the
 * country ("000000000000").
 */
#ifndef CORE_RULES_H
#define CORE_RULES_H

#include "core/deadline.h"

struct rule {
    int64_t id; /* version */
    struct str division;
    struct str kind;  /* "clock.request.handle" */
    struct str value; /* "5wd"; or a word, a number, a list with commas */
    struct date valid_from, valid_to;
    struct str source; /* law or practice it comes from */
    bool verified;     /* false: shown as unverified on screen */
};
LIST_OF(rule);
extern const struct shape rule_shape;

/* The rule in force for this division on the day.  ERR_NOT_FOUND when no ancestor has one. */
enum err rules_get(struct cx *cx, const char *kind, struct str division, struct date on,
    struct rule *out) MUST_USE;
enum err rules_period(struct cx *cx, const char *kind, struct str division, struct date on,
    struct period *out, int64_t *version) MUST_USE;
/* The same without a fault when there is none. */
enum err rules_find(struct cx *cx, struct str kind, struct str division, struct date on,
    struct rule *out, bool *found) MUST_USE;
/* All rules in force on the day or later. */
enum err rules_list(struct cx *cx, struct date on, struct rule_list *out) MUST_USE;
/* A new version from rule->valid_from on; the one before ends the day before.  What was
 * promised under it stays.  ERR_INVALID: among others a value not written as its kind asks, and
 * a kind that its feature does not know; ERR_CONFLICT: one from that day or later exists. */
enum err rules_put(struct cx *cx, const struct rule *rule, int64_t *version) MUST_USE;

/* The codes of a division and everything above it, widest first: country, province, prefecture,
 * county, township, village, hamlet. */
struct rules_ancestors {
    struct str code[7];
    size_t n;
};
struct rules_ancestors rules_ancestors(struct arena *a, struct str division);

/* How the value of a kind is written. */
enum rule_value {
    RULE_FREE,
    RULE_PERIOD, /* "5wd" */
    RULE_NUMBER, /* "3" */
    RULE_RANGE,  /* "4" exactly, "5-10", "10-" at least */
    RULE_OFTEN,  /* monthly, quarterly, half_yearly, yearly, none */
    RULE_WEEK,   /* first, any */
    RULE_DAYS    /* any, "digit:4", "weekday:5", "monthday:06-25"; "<brand>=…" between ; */
};
/* A feature's shipped defaults, ended by NULL; put in by migrate when missing.  Without a
 * value: a kind that may be set and for which nothing is shipped. */
struct rule_default {
    const char *kind, *value, *source;
    bool verified;
    enum rule_value is;
};
/* The row of a kind in the tables of the features (settings.rules); NULL: in none. */
const struct rule_default *rules_known(const struct cx *cx, struct str kind);
/* The defaults of clocks and ladders that come with the program, ended by NULL. */
extern const struct rule_default rules_shipped[];
/* Put the rows in where the kind has no shipped row yet; a changed row stays changed. */
enum err rules_seed(struct cx *cx, const struct rule_default *rows) MUST_USE;

#endif
