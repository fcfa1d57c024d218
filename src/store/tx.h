/*
 * tx: run a piece of work in a transaction of its own, again on conflict (five times).
 */
#ifndef STORE_TX_H
#define STORE_TX_H

#include "store/db.h"

/* work(arg, db) between begin and commit; a failing work is rolled back and its code returned.
 * again(arg) is called before each repetition (to rewind an arena); may be NULL. */
enum err tx_run(struct db *db, enum db_mode mode, enum err (*work)(void *arg, struct db *db),
    void (*again)(void *arg), void *arg) MUST_USE;

#endif
