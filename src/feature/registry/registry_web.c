/*
 * registry: pages of the office: deputies, organisations, congresses, divisions.
 */
#include "web/page.h"

#include "feature/registry/registry_feature.h"

const struct route registry_routes[] = {ROUTES_END};
const struct web_menu registry_menu[] = {{0, NULL, 0}};
