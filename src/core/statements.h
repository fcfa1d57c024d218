/*
 * statements: the table of every statement of every .sql file, made by tools/gen.  The suite
 * prepares them all on both engines and keeps their plans.
 */
#ifndef CORE_STATEMENTS_H
#define CORE_STATEMENTS_H

#include "store/db.h"

struct statements_file {
    const char *name;                       /* "request" of request.sql */
    const struct db_statement *const *list; /* NULL ends it */
};

/* A NULL name ends it. */
extern const struct statements_file statements_all[];

#endif
