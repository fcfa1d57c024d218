/*
 * faulty: a driver that wraps the driver of a connection and fails the n-th call, for tests:
 * run an operation with n = 1, 2, 3 … until it succeeds, and look after each failure that
 * nothing is half-done.
 */
#ifndef STORE_FAULTY_H
#define STORE_FAULTY_H

#include "store/db.h"

struct faulty {
    int64_t at;     /* the call that fails, from 1; 0: none */
    bool on;        /* every call from then on fails, too */
    bool after;     /* the call is made, and its answer is lost */
    bool loses;     /* a failure is also the end of the connection */
    enum err code;  /* of the failure: ERR_DOWN, ERR_BUSY … */
    int64_t calls;  /* made so far, failed ones included */
    int64_t failed; /* how many failed */
    const void *inner;
};

/* From now on every call of db's driver passes through f, which outlives db. */
void faulty_wrap(struct db *db, struct faulty *f);

#endif
