/*
 * registry: the shipped divisions, one "code,name" each, in order of code; made from
 * data/divisions/hunan.csv at build time.
 */
#ifndef FEATURE_REGISTRY_SHIPPED_H
#define FEATURE_REGISTRY_SHIPPED_H

#include <stddef.h>

extern const char *const registry_shipped[];
extern const size_t registry_shipped_n;

#endif
