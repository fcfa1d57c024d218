/*
 * registry_feature: tables of the surfaces that the struct of the capability names.
 */
#ifndef FEATURE_REGISTRY_FEATURE_H
#define FEATURE_REGISTRY_FEATURE_H

#include "feature/registry/registry.h"

struct route;
struct web_menu;

extern const struct route registry_routes[];
extern const struct web_menu registry_menu[];

/* Invariants for `lianluo check`. */
enum err registry_check_causes(struct cx *cx, struct buf *problems) MUST_USE;
enum err registry_check_tree(struct cx *cx, struct buf *problems) MUST_USE;

#endif
