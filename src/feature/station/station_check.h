/*
 * station_check: invariants for `lianluo check`.
 */
#ifndef FEATURE_STATION_CHECK_H
#define FEATURE_STATION_CHECK_H

#include "core/cx.h"

enum err station_check_centres(struct cx *cx, struct buf *problems) MUST_USE;
enum err station_check_visits(struct cx *cx, struct buf *problems) MUST_USE;

#endif
