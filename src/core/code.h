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
/* A new query code as shown (grouped by four) and its keyed hash as stored, under the key of
 * this age (0: the newest; core/privacy.h). */
struct str code_query_new(struct cx *cx, size_t age, struct str *hash);
/* A code as it was typed; ERR_INVALID with rule "code.mistyped" when the check letter differs.
 */
enum err code_query_read(
    struct cx *cx, const char *field, struct str typed, struct str *code) MUST_USE;
/* What is stored of a code if it was made under the key of this age; absent: none was. */
struct str code_query_hash(struct cx *cx, size_t age, struct str code);

#endif
