/*
 * child: run a program with bytes on its standard input and take what it writes, within limits
 * of time and size.  The child gets an empty environment and no other descriptor.
 */
#ifndef BASE_CHILD_H
#define BASE_CHILD_H

#include "base/str.h"

struct child_end {
    int status; /* exit status; -1 when it was killed */
    bool late;  /* killed because time ran out */
    bool large; /* killed because it wrote more than allowed */
};

/* argv ends with NULL; argv[0] is a path ("/proc/self/exe" is this program itself).
 * ERR_DOWN: it could not be started. */
enum err child_run(struct arena *a, const char *const *argv, struct bytes in, size_t out_max,
    int milliseconds, struct bytes *out, struct child_end *end) MUST_USE;

#endif
