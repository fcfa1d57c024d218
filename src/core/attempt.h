/*
 * attempt: try a piece of work inside the transaction, and keep it or undo it: dry runs and
 * all-or-nothing imports.
 */
#ifndef CORE_ATTEMPT_H
#define CORE_ATTEMPT_H

#include "core/cx.h"

/* Run work; what it did in the database stays only when it returns OK and leaves *keep true.
 * Memory it took stays.  Returns what work returned. */
enum err attempt_run(struct cx *cx, enum err (*work)(struct cx *cx, void *arg), void *arg,
    const bool *keep) MUST_USE;

#endif
