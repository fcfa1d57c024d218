/*
 * code: public numbers and query codes.
 *
 * A public number is year-county-running number, e.g. 2026-430407-000123; gaps are allowed,
 * reuse never.  A query code opens one case; only its keyed hash is stored.
 */
#ifndef CORE_CODE_H
#define CORE_CODE_H

#include "core/cx.h"

/* The next number for the year of cx->now and the county of this division; drawn from a small
 * block in a transaction of its own on PostgreSQL, so writers do not meet on one row. */
enum err code_number(struct cx *cx, struct str division, struct str *out) MUST_USE;
/* A new query code as shown (grouped by four) and its keyed hash (hex) as stored. */
struct str code_query_new(struct cx *cx, struct str *hash);
/* Hash of a typed code; ERR_INVALID with rule "code.mistyped" when the check letter differs. */
enum err code_query_hash(
    struct cx *cx, const char *field, struct str typed, struct str *hash) MUST_USE;

#endif
