/*
 * registry_web: pages of the office.
 */
#ifndef FEATURE_REGISTRY_WEB_H
#define FEATURE_REGISTRY_WEB_H

#include "web/page.h"

extern const struct route registry_routes[];
extern const struct web_menu registry_menu[];

#endif
