/*
 * sandbox: what a serving process gives up for good before it answers anybody.
 */
#ifndef MAIN_SANDBOX_H
#define MAIN_SANDBOX_H

#include "base/buf.h"

/* Become this user (all groups and capabilities gone) when running as root; absent: stay. */
enum err sandbox_user(struct str user, struct buf *problem) MUST_USE;
/* No core dumps, not dumpable, no new privileges, no programs but this one, no looking into
 * other processes, no changes to the machine.  Children inherit it. */
enum err sandbox_enter(struct buf *problem) MUST_USE;

#endif
