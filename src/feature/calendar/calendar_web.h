/*
 * calendar_web: the public page of working days and due dates, the staff's page of rule sets.
 */
#ifndef FEATURE_CALENDAR_WEB_H
#define FEATURE_CALENDAR_WEB_H

#include "core/rules.h"
#include "http/route.h"
#include "web/page.h"

extern const struct route calendar_routes[];
extern const struct web_menu calendar_menu[];

#endif
