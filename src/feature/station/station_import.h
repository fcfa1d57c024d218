/*
 * station_import: every kind of table that can be imported.
 */
#ifndef FEATURE_STATION_IMPORT_H
#define FEATURE_STATION_IMPORT_H

#include "feature/registry/registry_import.h"

extern const struct import_kind station_import_accounts;
/* All kinds, those that others refer to first; NULL ends. */
extern const struct import_kind *const station_imports[];
/* NULL: there is no such kind. */
const struct import_kind *station_import_kind(struct str name);

#endif
