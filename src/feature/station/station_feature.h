/*
 * station_feature: tables of the surfaces that the struct of the capability names.
 */
#ifndef FEATURE_STATION_FEATURE_H
#define FEATURE_STATION_FEATURE_H

#include "feature/station/station.h"

struct command;
struct route;
struct web_menu;

extern const struct command station_commands[];
extern const struct route station_routes[];
extern const struct web_menu station_menu[];

/* Invariants for `lianluo check`. */
enum err station_check_centres(struct cx *cx, struct buf *problems) MUST_USE;
enum err station_check_visits(struct cx *cx, struct buf *problems) MUST_USE;

#endif
