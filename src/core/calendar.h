/*
 * calendar: working days and holidays, loaded per year from the State Council notice.
 * A year without a notice has weekends only and makes results provisional.
 */
#ifndef CORE_CALENDAR_H
#define CORE_CALENDAR_H

#include "core/cx.h"

enum day_kind { DAY_WORK, DAY_WEEKEND, DAY_HOLIDAY, DAY_MADE_UP /* a worked weekend day */ };

/* All loaded years; read once per unit of work or process, then pure. */
struct calendar;

/* The calendar of the database (years imported by command), cached by version. */
enum err calendar_load(struct cx *cx, const struct calendar **out) MUST_USE;
/* The shipped years 2020–2026, without a database (for `lianluo deadline`). */
const struct calendar *calendar_shipped(struct arena *a);
enum day_kind calendar_kind(const struct calendar *c, struct date d);
bool calendar_works(const struct calendar *c, struct date d);
bool calendar_knows(const struct calendar *c, int32_t year); /* the notice is loaded */
struct str calendar_name(const struct calendar *c, struct date d); /* 春节; absent */
int64_t calendar_version(const struct calendar *c);
/* Import one year's file (JSON as published); replaces the year, raises the version. */
enum err calendar_import(struct cx *cx, struct str json, int32_t *year) MUST_USE;

#endif
