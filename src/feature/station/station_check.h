/*
 * station_check: invariants for `lianluo check`.
 */
#ifndef FEATURE_STATION_CHECK_H
#define FEATURE_STATION_CHECK_H

#include "core/ledger.h"

enum err station_check_centres(struct cx *cx, struct buf *problems) MUST_USE;
enum err station_check_visits(struct cx *cx, struct buf *problems) MUST_USE;
enum err station_check_stock(struct cx *cx, struct buf *problems) MUST_USE;
/* Stations and register entries behind a figure. */
extern const struct ledger_source station_sources[];

#endif
