/*
 * calendar: working days and holidays, loaded per year from the State Council notice.
 * A year without a notice has weekends only and makes results provisional.
 */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include "core/cx.h"

/* Years in which a due date may be asked for. */
enum {
    CALENDAR_FIRST_YEAR = 2000,
    CALENDAR_LAST_YEAR = 2199
};

enum day_kind {
    DAY_WORK,
    DAY_WEEKEND,
    DAY_HOLIDAY,
    DAY_MADE_UP /* a worked weekend day */
};

/* A day that differs from the weekend rule, and the year of the notice that says so. */
struct calendar_day {
    struct date day;
    int64_t year;
    bool off; /* a holiday; false: a worked weekend day */
    struct str name;
};
LIST_OF(calendar_day);
extern const struct shape calendar_day_shape;

/* A year whose notice is known. */
struct calendar_year {
    int64_t year;
    int64_t version;   /* 0: shipped with the program */
    struct str source; /* addresses of the notices, separated by blanks */
};
LIST_OF(calendar_year);
extern const struct shape calendar_year_shape;

/* All loaded years; read once per unit of work or process, then pure. */
struct calendar;

/* The shipped years, replaced and completed by those imported into the database. */
enum err calendar_load(struct cx *cx, const struct calendar **out) MUST_USE;
/* The shipped years 2020–2026, without a database (for `lianluo deadline`). */
const struct calendar *calendar_shipped(struct arena *a);
enum day_kind calendar_kind(const struct calendar *c, struct date d);
bool calendar_works(const struct calendar *c, struct date d);
/* Working days after from, up to and with to. */
int32_t calendar_working_days(const struct calendar *c, struct date from, struct date to);
bool calendar_knows(const struct calendar *c, int32_t year);       /* the notice is loaded */
struct str calendar_name(const struct calendar *c, struct date d); /* 春节; absent */
int64_t calendar_version(const struct calendar *c);
/* The years whose notice is known, with their sources. */
struct calendar_year_list calendar_years(const struct calendar *c, struct arena *a);
/* Import one year's file (JSON as published by the holiday-cn collection); replaces the year,
 * raises the version.  ERR_INVALID: not such a file. */
enum err calendar_import(struct cx *cx, struct str json, int32_t *year) MUST_USE;

#endif
