/*
 * numbers: running numbers drawn in blocks, each in a transaction of its own, so that
 * writers on PostgreSQL never meet on one row.  What is left of a block when the program ends
 * is lost: gaps are allowed, a number is never given out twice.  Used by all threads.
 */
#ifndef STORE_NUMBERS_H
#define STORE_NUMBERS_H

#include "store/db.h"

struct numbers;

/* A connection is opened at the first draw, and anew after it was lost. */
struct numbers *numbers_open(const struct db_place *place);
void numbers_close(struct numbers *n); /* NULL is harmless */
/* The next number of a scope ("2026-430407"), from 1.  ERR_BUSY: no connection or a conflict
 * that did not end. */
enum err numbers_draw(struct numbers *n, struct str scope, int64_t *out) MUST_USE;

#endif
