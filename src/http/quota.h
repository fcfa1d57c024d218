/*
 * quota: how often one address may try, by class.  Fixed tables in memory; keys are mixed
 * prefixes (http/addr.h) that mean nothing outside this process; entries are overwritten after
 * ten minutes at the latest.  Whoever goes on after a refusal waits longer each time, up to
 * fifteen minutes, and is never shut out for ever.  Threads: safe.
 */
#ifndef HTTP_QUOTA_H
#define HTTP_QUOTA_H

#include "http/route.h"

struct quota_table;

/* How much each class allows; 0: no limit. */
struct quota_limits {
    int64_t public_minute; /* public forms, per prefix */
    int64_t signin_minute; /* per prefix */
    int64_t code_minute;   /* tries of a query code, per prefix */
    int64_t code_second;   /* the same, of everybody together */
};

struct quota_table *quota_new(struct arena *a, const struct quota_limits *limits);
/* May this prefix try now (nanoseconds of the monotonic clock)?  ERR_LIMIT: not before *wait
 * seconds.  Prefix 0 is never limited, except by what counts for everybody. */
enum err quota_take(struct quota_table *t, enum quota class, uint64_t prefix, int64_t now,
    int64_t *wait) MUST_USE;

#endif
