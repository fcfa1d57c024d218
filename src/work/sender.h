/*
 * sender: takes messages from the outbox one by one, under a lease, and sends them.
 */
#ifndef WORK_SENDER_H
#define WORK_SENDER_H

#include "core/unit.h"

/* All that wait, for up to half a minute; each is claimed, sent outside any transaction, and
 * noted. */
enum err sender_run(struct unit *u) MUST_USE;

#endif
