/*
 * constraint: the name of a violated constraint from SQLite's message, which tells columns
 * only. Pure functions over text; the names come out as PostgreSQL would give them.
 */
#ifndef STORE_CONSTRAINT_H
#define STORE_CONSTRAINT_H

#include "base/str.h"

/* The table in "… constraint failed: table.column, table.column"; absent: the message names the
 * constraint or index itself (constraint_direct). */
struct str constraint_table(struct str message);
/* What stands after "failed: ", without quotes and the word index. */
struct str constraint_direct(struct str message);

/* The name of the UNIQUE or PRIMARY KEY constraint of a CREATE TABLE text that covers the
 * message's columns; absent when there is none with a name. */
struct str constraint_in_table(struct str sql, struct str message);
/* Does this CREATE UNIQUE INDEX text cover exactly the message's columns? */
bool constraint_in_index(struct str sql, struct str message);
/* PostgreSQL's name of a constraint without one: "t_pkey" or "t_a_b_key". */
void constraint_default(struct str message, bool primary, char *out, size_t room);
/* "t_a_not_null". */
void constraint_not_null(struct str message, char *out, size_t room);

#endif
