/*
 * The ledger against the records it was booked from, counted anew.
 */
#include "base/map.h"
#include "core/ledger.h"
#include "core/ledger.sql.h"

static const struct field count_fields[] = {
    FIELD(struct ledger_count, measure),
    FIELD(struct ledger_count, division),
    FIELD(struct ledger_count, day),
    FIELD(struct ledger_count, at),
    FIELD(struct ledger_count, quantity),
};
const struct shape ledger_count_shape = SHAPE(ledger_count, count_fields);

enum {
    TOLD_MAX = 20
};

struct tally {
    struct tally *next;
    struct str key;
    int64_t records, booked;
};

struct recount {
    struct arena *arena;
    struct map *map;
    struct tally *first;
    struct str prefix;
    bool booked; /* which of both is being counted */
};

static enum err counted(void *arg, const struct ledger_count *c)
{
    struct recount *r = arg;
    struct date day = c->at.s != 0 ? date_of(c->at) : c->day;
    struct str key = str_f(r->arena, "%.*s %.*s %.*s", STR(c->measure), STR(c->division),
        STR(date_text(r->arena, day)));
    void **at;
    struct tally *t;

    if (!str_starts(c->measure, r->prefix))
        return OK;
    at = map_at(r->map, key);
    t = *at;
    if (t == NULL) {
        t = NEW(r->arena, struct tally);
        *t = (struct tally){.next = r->first, .key = key};
        r->first = t;
        *at = t;
    }
    if (r->booked)
        t->booked += c->quantity;
    else
        t->records += c->quantity;
    return OK;
}

enum err ledger_recount(struct cx *cx, const char *prefix, const ledger_records *records,
    const char *const *without, struct buf *problems)
{
    struct recount r = {
        .arena = cx->arena, .map = map_new(cx->arena), .prefix = str_of(prefix)};
    int told = 0;

    for (; *records != NULL; records++)
        TRY((*records)(cx, counted, &r));
    r.booked = true;
    TRY(sql_ledger_booked(cx, r.prefix, str_f(cx->arena, "%s~", prefix), counted, &r));
    for (const struct tally *t = r.first; t != NULL && told < TOLD_MAX; t = t->next) {
        bool left = t->records == t->booked;

        for (const char *const *w = without; w != NULL && *w != NULL; w++)
            left = left || str_starts(t->key, str_f(cx->arena, "%s ", *w));
        if (left)
            continue;
        told++;
        buf_f(problems, "ledger: %.*s: records %lld, booked %lld\n", STR(t->key),
            (long long)t->records, (long long)t->booked);
    }
    return told == 0 ? OK : fail(cx, ERR_CONFLICT, NULL, "ledger.records_differ");
}
