/*
 * registry: pages of the office: deputies, organisations, congresses, divisions.
 */
#include "feature/registry/registry_web.h"

#include "feature/registry/registry.h"

const struct route registry_routes[] = {ROUTES_END};
const struct web_menu registry_menu[] = {{0, NULL, 0}};
