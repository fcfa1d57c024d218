/*
 * time: instants, dates and the local calendar.
 *
 * Instants are UTC seconds since 1970.  Dates are days of the local calendar, which is
 * Asia/Shanghai: UTC+8 all year.  An absent value is INSTANT_NONE or DATE_NONE.  Nothing
 * here reads the clock except time_now and time_mono, which only the frames call
 * (cx->now everywhere else).
 */
#ifndef BASE_TIME_H
#define BASE_TIME_H

#include "base/str.h"

struct instant {
    int64_t s;
};
struct date {
    int32_t day; /* days since 1970-01-01 */
};

#define INSTANT_NONE ((struct instant){INT64_MIN})
#define DATE_NONE ((struct date){INT32_MIN})

struct ymd {
    int32_t year, month, day; /* month and day from 1 */
};

bool instant_is(struct instant t); /* not absent */
bool date_is(struct date d);

struct instant time_now(void);
int64_t time_mono_ns(void);

struct date date_of(struct instant t);    /* the local day of an instant */
struct instant date_start(struct date d); /* local midnight */
struct instant date_end(struct date d);   /* 23:59:59 local of that day */
struct date date_make(int32_t year, int32_t month, int32_t day);
struct ymd date_ymd(struct date d);
int date_weekday(struct date d); /* 1 Monday .. 7 Sunday */
struct date date_add(struct date d, int32_t days);
/* Civil Code Art. 202: same day number, or the month's end. */
struct date date_add_months(struct date d, int32_t months);
int date_hour(struct instant t); /* local hour 0..23 */
int date_minute(struct instant t);

struct str date_text(struct arena *a, struct date d);       /* 2026-02-27; "" when absent */
struct str instant_text(struct arena *a, struct instant t); /* 2026-02-27 14:05 local */
struct str instant_iso(struct arena *a, struct instant t);  /* 2026-02-27T06:05:00Z */
enum err date_parse(struct str s, struct date *out) MUST_USE;
enum err instant_parse(
    struct str s, struct instant *out) MUST_USE; /* ISO, with zone or local */

#endif
