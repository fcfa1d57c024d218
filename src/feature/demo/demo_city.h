/*
 * demo_city: who and what there is in the demonstration city: organisations, congresses,
 * deputies of five levels, stations, accounts.
 */
#ifndef FEATURE_DEMO_CITY_H
#define FEATURE_DEMO_CITY_H

#include "core/rights.h"

#include "feature/activity/activity_theme.h"
#include "feature/demo/demo.h"
#include "feature/registry/registry.h"

enum {
    DEMO_UNITS_MAX = 24,
    DEMO_STATIONS = 1318
};

/* A township with those who work for it. */
struct demo_town {
    struct str code, name;
    size_t county;
    int64_t presidium; /* organisation */
    int64_t government;
    struct {
        int64_t *p;
        size_t n, cap;
    } stations, deputies;
};

struct demo_county {
    struct str code, name;
    int64_t units[DEMO_UNITS_MAX]; /* organisation ids, as demo_units */
    int64_t office;
    struct str congress; /* code */
};

/* What the city's people and places are, kept for the year that follows. */
struct demo_city {
    struct arena *arena; /* lives as long as the command */
    struct {
        struct demo_county *p;
        size_t n, cap;
    } counties;
    struct {
        struct demo_town *p;
        size_t n, cap;
    } towns;
    int64_t office;    /* the city's liaison office */
    int64_t hotline;   /* and its government service hotline */
    struct date start; /* first day of the year that is played */
    struct activity_theme_list themes;
    struct demo_account {
        enum role role;
        struct str division;
        int64_t org_id, person_id, account_id;
    } accounts[24]; /* those that can be signed in to: what they did stands under their name */
    size_t naccounts;
};
/* The account of such an actor, 0 when none can be signed in to. */
int64_t demo_account_of(
    const struct demo_city *c, enum role role, struct str division, int64_t id);

/* Each is one transaction's work; they are called in this order. */
enum err demo_city_orgs(struct cx *cx, struct demo_city *c) MUST_USE;
/* The deputies of one county and its towns; i counts counties. */
enum err demo_city_deputies(struct cx *cx, struct demo_city *c, size_t i) MUST_USE;
/* Deputies of city, province and nation. */
enum err demo_city_upper(struct cx *cx, struct demo_city *c) MUST_USE;
/* The stations of one county, until DEMO_STATIONS are there. */
enum err demo_city_stations(struct cx *cx, struct demo_city *c, size_t i) MUST_USE;

/* Figures asked for and confirmed, in five stages. */
enum err demo_stats(struct cx *cx, const struct demo_city *c, int stage) MUST_USE;
/* The city's bulletin at the end of the year, with special report and media register. */
enum err demo_bulletin(struct cx *cx, struct demo_city *c) MUST_USE;

/* Contact, groups and teams: as they stand when the year begins, and what was done by its end.
 */
enum err demo_contact_begin(struct cx *cx, const struct demo_city *c) MUST_USE;
enum err demo_contact_year(struct cx *cx, const struct demo_city *c) MUST_USE;

/* Whom a demonstration account stands for. */
enum demo_who {
    DEMO_NOBODY,
    DEMO_DEPUTY,
    DEMO_UNIT,      /* the county's first */
    DEMO_OTHER_UNIT /* and its second */
};
struct demo_login {
    const char *login, *name;
    enum role role;
    const char *division; /* NULL: the county's first town */
    const char *county;
    enum demo_who is;
};
extern const struct demo_login demo_logins[];
extern const size_t demo_logins_n;
/* One password for all of them; told by the command. */
#define DEMO_PASSWORD "lianluo-yanshi-2026"
struct bytes demo_totp_seed(void);
enum err demo_accounts(struct cx *cx, struct demo_city *c, struct str hash) MUST_USE;

#endif
