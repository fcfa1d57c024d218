/*
 * activity_import: a paper register as a table: one activity in each row.
 *
 * A row has a key of its own (number of the register and of the row); the same table again
 * enters nothing twice.
 */
#ifndef FEATURE_ACTIVITY_IMPORT_H
#define FEATURE_ACTIVITY_IMPORT_H

#include "feature/activity/activity.h"
#include "feature/registry/registry_import.h"

extern const struct import_kind activity_import_kind;

/* A day as people write it: ISO, 2026/5/13, 5月13日, 5.13, 13 (of the same month); blank: the
 * day before it.  A day without a year is the last such day that is not ahead.  Faults at the
 * field. */
struct date activity_import_day(
    struct cx *cx, struct str typed, struct date before, const char *field);
/* A whole number, full-width digits too; blank is 0. */
int64_t activity_import_count(struct cx *cx, struct str typed, const char *field);

#endif
