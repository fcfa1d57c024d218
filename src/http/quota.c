#include "http/quota.h"

#include <pthread.h>

#define SECOND ((int64_t)1000000000)
#define MINUTE (60 * SECOND)
#define SETS 1024 /* of WAYS entries per class */
#define WAYS 4
#define CLASSES 4
#define KEEP (10 * MINUTE)
#define WAIT_MAX (15 * MINUTE)

/* A bucket that fills up to the limit of a minute; every refusal doubles the wait. */
struct entry {
    uint64_t prefix;
    int64_t level;   /* millionths of a try */
    int64_t updated; /* ns */
    int64_t until;   /* refused before */
    int64_t wait;    /* the last wait */
};

struct quota_table {
    pthread_mutex_t lock;
    struct quota_limits limits;
    struct entry *entries[CLASSES];
    int64_t second; /* of the common count */
    int64_t in_second;
};

#define TRY_COST 1000000

struct quota_table *quota_new(struct arena *a, const struct quota_limits *limits)
{
    struct quota_table *t = NEW(a, struct quota_table);

    pthread_mutex_init(&t->lock, NULL);
    t->limits = *limits;
    for (int i = 1; i < CLASSES; i++)
        t->entries[i] = MANY(a, struct entry, SETS * WAYS);
    return t;
}

static int64_t per_minute(const struct quota_table *t, enum quota class)
{
    switch (class) {
    case QUOTA_PUBLIC:
        return t->limits.public_minute;
    case QUOTA_SIGNIN:
        return t->limits.signin_minute;
    case QUOTA_CODE:
        return t->limits.code_minute;
    case QUOTA_NONE:
        break;
    }
    return 0;
}

/* The entry of a prefix: its own, or the one of its set that was quiet longest. */
static struct entry *entry_of(
    struct quota_table *t, enum quota class, uint64_t prefix, int64_t now, int64_t limit)
{
    struct entry *set = &t->entries[class][(prefix % SETS) * WAYS];
    struct entry *oldest = set;

    for (int i = 0; i < WAYS; i++) {
        if (set[i].prefix == prefix && now - set[i].updated < KEEP + set[i].wait)
            return &set[i];
        if (set[i].updated < oldest->updated)
            oldest = &set[i];
    }
    *oldest = (struct entry){.prefix = prefix, .level = limit * TRY_COST, .updated = now};
    return oldest;
}

static void refill(struct entry *e, int64_t now, int64_t limit)
{
    int64_t passed = now - e->updated;

    if (passed > MINUTE)
        passed = MINUTE;
    e->level += passed / 1000 * limit / 60;
    if (e->level > limit * TRY_COST) {
        e->level = limit * TRY_COST;
        if (now > e->until)
            e->wait = 0;
    }
    e->updated = now;
}

static enum err of_prefix(struct entry *e, int64_t now, int64_t limit, int64_t *wait)
{
    refill(e, now, limit);
    if (now >= e->until && e->level >= TRY_COST) {
        e->level -= TRY_COST;
        return OK;
    }
    if (now >= e->until) {
        e->wait = e->wait == 0 ? SECOND : e->wait * 2;
        if (e->wait > WAIT_MAX)
            e->wait = WAIT_MAX;
        e->until = now + e->wait;
    }
    *wait = (e->until - now + SECOND - 1) / SECOND;
    return ERR_LIMIT;
}

/* Tries of everybody together, in whole seconds. */
static enum err of_all(struct quota_table *t, int64_t now, int64_t *wait)
{
    int64_t second = now / SECOND;

    if (second != t->second) {
        t->second = second;
        t->in_second = 0;
    }
    if (t->in_second >= t->limits.code_second) {
        *wait = 1;
        return ERR_LIMIT;
    }
    t->in_second++;
    return OK;
}

enum err quota_take(
    struct quota_table *t, enum quota class, uint64_t prefix, int64_t now, int64_t *wait)
{
    int64_t limit = per_minute(t, class);
    enum err e = OK;

    if (class == QUOTA_NONE)
        return OK;
    pthread_mutex_lock(&t->lock);
    if (limit > 0 && prefix != 0)
        e = of_prefix(entry_of(t, class, prefix, now, limit), now, limit, wait);
    if (e == OK && class == QUOTA_CODE && t->limits.code_second > 0)
        e = of_all(t, now, wait);
    pthread_mutex_unlock(&t->lock);
    return e;
}
