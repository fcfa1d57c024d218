/*
 * Lists of requests: only what the actor may read, newest first, or by urgency; always bounded.
 *
 * Row numbers grow with receipt, so they serve as the key of pages ("older than this row").
 */
#include "core/search.h"
#include "core/subtree.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"

#include <string.h>

enum {
    PAGE = 20,
    MOST = 5000,
    FOUND = 5000, /* hits that a filtered search looks through */
    SOURCES = 64
};

/* One place that rows come from: a subtree, a unit, a deputy's own. */
struct source {
    struct right_range range;
    int64_t unit_id, person_id;
};
struct sources {
    struct source at[SOURCES];
    size_t n;
};

static void source_add(struct sources *s, struct source one)
{
    if (s->n < SOURCES)
        s->at[s->n++] = one;
}

static const struct right_range everywhere = {{"0", 1}, {":", 1}};

static struct sources sources_of(struct cx *cx)
{
    struct right_ranges ranges = right_ranges(cx, RIGHT_REQUEST_READ);
    const struct actor *who = cx->actor;
    struct sources s = {.n = 0};

    for (size_t i = 0; i < ranges.n; i++)
        source_add(&s, (struct source){.range = ranges.at[i]});
    EACH (g, &who->grants) {
        if (g->role == ROLE_UNIT && g->org_id > 0)
            source_add(&s, (struct source){.range = everywhere, .unit_id = g->org_id});
    }
    if ((who->roles & ROLE_DEPUTY) != 0 && who->person_id > 0)
        source_add(&s, (struct source){.range = everywhere, .person_id = who->person_id});
    return s;
}

/* The parts of the sources that lie in the subtree asked for. */
static enum err narrow(struct cx *cx, struct sources *s, struct str division)
{
    struct sources all = *s;
    struct right_ranges want;

    if (str_empty(division))
        return OK;
    TRY(subtree_of(cx, division, &want));
    s->n = 0;
    for (size_t i = 0; i < all.n; i++) {
        struct right_ranges parts = subtree_cut(all.at[i].range, &want);

        for (size_t k = 0; k < parts.n; k++) {
            struct source part = all.at[i];

            part.range = parts.at[k];
            source_add(s, part);
        }
    }
    return OK;
}

static struct str level_of(struct arena *a, struct str code, size_t digits)
{
    return str_f(
        a, "%.*s%.*s", STR(str_sub(code, 0, digits)), (int)(12 - digits), "000000000000");
}

/* Does the whole range lie in one node of this many digits? */
static bool within(struct right_range r, size_t digits)
{
    char end[12] = {0};

    if (r.from.n < digits || digits > sizeof end)
        return false;
    memcpy(end, r.from.p, digits);
    end[digits - 1]++;
    return str_cmp(r.to, (struct str){end, digits}) <= 0;
}

/* The filter as the statements take it. */
struct asked {
    struct str state, channel, kind, waits, today;
    struct instant since, until;
    int64_t unit_id, station_id, deputy_id, before, max;
    struct str division;
};

static struct str or_empty(struct str s)
{
    return s.p == NULL ? S("") : s;
}

static struct asked asked_of(struct cx *cx, const struct request_filter *f)
{
    struct date from, to;
    struct asked a = {.state = or_empty(f->state),
        .channel = or_empty(f->channel),
        .kind = or_empty(f->kind),
        .waits = or_empty(f->waits),
        .today = f->overdue ? date_text(cx->arena, date_of(cx->now)) : S(""),
        .since = {0},
        .until = {INT64_MAX},
        .unit_id = f->unit_id,
        .station_id = f->station_id,
        .deputy_id = f->deputy_id,
        .before = f->before > 0 ? f->before : INT64_MAX,
        .max = f->max <= 0     ? PAGE
               : f->max < MOST ? f->max
                               : MOST,
        .division = f->division};

    if (!str_empty(f->from) && date_parse(f->from, &from) == OK)
        a.since = date_start(from);
    if (!str_empty(f->to) && date_parse(f->to, &to) == OK)
        a.until = date_start(date_add(to, 1));
    return a;
}

/* The nearest index for what is asked. */
static enum err fetch(
    struct cx *cx, const struct source *s, const struct asked *a, struct request_list *out)
{
    struct str low = s->range.from, high = s->range.to;

#define FILTERS                                                                                \
    a->state, a->channel, a->kind, a->waits, a->since, a->until, a->today, a->before,          \
        a->max + 1, out
    if (s->unit_id > 0)
        return sql_request_list_unit(cx, s->unit_id, low, high, FILTERS);
    if (s->person_id > 0)
        return sql_request_list_deputy(cx, s->person_id, low, high, FILTERS);
    if (a->station_id > 0)
        return sql_request_list_station(cx, a->station_id, low, high, FILTERS);
    if (a->unit_id > 0)
        return sql_request_list_unit(cx, a->unit_id, low, high, FILTERS);
    if (within(s->range, 9))
        return sql_request_list_town(cx, level_of(cx->arena, low, 9), low, high, FILTERS);
    if (within(s->range, 6))
        return sql_request_list_county(cx, level_of(cx->arena, low, 6), low, high, FILTERS);
    return sql_request_list_all(cx, low, high, FILTERS);
#undef FILTERS
}

static bool id_before(const struct request *x, const struct request *y)
{
    return x->id > y->id;
}

static bool due_before(const struct request *x, const struct request *y)
{
    return x->due.day != y->due.day ? x->due.day < y->due.day : x->id < y->id;
}

/* Two sorted lists into one, each row once, at most max. */
static struct request_list merge(struct arena *a, struct request_list x, struct request_list y,
    size_t max, bool (*before)(const struct request *, const struct request *))
{
    struct request_list out = {0};
    size_t i = 0, j = 0;

    if (x.n == 0 && y.n <= max)
        return y;
    if (y.n == 0 && x.n <= max)
        return x;
    out.p = MANY(a, struct request, x.n + y.n + 1);
    while ((i < x.n || j < y.n) && out.n < max) {
        const struct request *next;

        if (j == y.n || (i < x.n && !before(&y.p[j], &x.p[i])))
            next = &x.p[i++];
        else
            next = &y.p[j++];
        if (out.n == 0 || out.p[out.n - 1].id != next->id)
            out.p[out.n++] = *next;
    }
    return out;
}

static bool matches(const struct asked *a, const struct request *r)
{
    return (str_empty(a->state) || str_is(a->state, request_state_words[r->state])) &&
           (str_empty(a->channel) || str_is(a->channel, request_channel_words[r->channel])) &&
           (str_empty(a->kind) || str_eq(a->kind, r->kind)) &&
           (str_empty(a->waits) || str_eq(a->waits, r->waits)) && r->received.s >= a->since.s &&
           r->received.s < a->until.s && (a->unit_id == 0 || a->unit_id == r->unit_id) &&
           (a->station_id == 0 || a->station_id == r->station_id) &&
           (a->deputy_id == 0 || a->deputy_id == r->deputy_id);
}

static bool is_late(const struct cx *cx, const struct request *r)
{
    return r->waits.p != NULL && date_is(r->due) && r->due.day < date_of(cx->now).day;
}

/* Full text: the newest hits, then the other filters, and the actor's right to each row. */
static enum err find_words(struct cx *cx, const struct request_filter *f, const struct asked *a,
    const struct source *s, struct request_list *out)
{
    int64_t *ids = MANY(cx->arena, int64_t, PAGE * 4), before = f->before;
    struct request_list rows = {MANY(cx->arena, struct request, (size_t)a->max + 1), 0};
    size_t seen = 0, n = 0;
    bool more = true;

    while (more && seen < FOUND && rows.n <= (size_t)a->max) {
        TRY(search_find(cx, "request", f->q, s->range.from, s->range.to, before,
            (size_t)PAGE * 4, ids, &n, &more));
        for (size_t i = 0; i < n && rows.n <= (size_t)a->max; i++) {
            struct request r;
            struct object o;

            TRY(sql_request_by_id(cx, ids[i], &r));
            o = request_object(&r);
            if (matches(a, &r) && (!f->overdue || is_late(cx, &r)) &&
                right_may(cx, RIGHT_REQUEST_READ, &o))
                rows.p[rows.n++] = r;
        }
        if (n == 0)
            break;
        seen += n;
        before = ids[n - 1];
    }
    *out = rows;
    return OK;
}

enum err request_find(struct cx *cx, const struct request_filter *f, struct request_page *out)
{
    struct sources sources = sources_of(cx);
    struct asked a = asked_of(cx, f);
    struct request_list all = {NULL, 0};
    bool words = !str_empty(str_trim(f->q));

    TRY(right_anywhere(cx, RIGHT_REQUEST_READ));
    TRY(narrow(cx, &sources, a.division));
    for (size_t i = 0; i < sources.n; i++) {
        struct request_list part;

        TRY(words ? find_words(cx, f, &a, &sources.at[i], &part)
                  : fetch(cx, &sources.at[i], &a, &part));
        all = all.n == 0 ? part : merge(cx->arena, all, part, (size_t)a.max + 1, id_before);
    }
    out->next = 0;
    if (all.n > (size_t)a.max) {
        all.n = (size_t)a.max;
        out->next = all.p[all.n - 1].id;
    }
    out->rows = all;
    return OK;
}

/* Whose turn counts as mine, by role. */
static enum err queue_range(struct cx *cx, struct right_range r, const char *waits,
    struct request_queue_at after, int64_t max, struct request_list *out)
{
    struct str due = date_is(after.due) ? date_text(cx->arena, after.due) : S("");

    if (within(r, 6))
        return sql_request_queue_county(cx, level_of(cx->arena, r.from, 6), str_of(waits),
            r.from, r.to, due, after.id, max, out);
    return sql_request_queue_all(cx, str_of(waits), r.from, r.to, due, after.id, max, out);
}

static enum err queue_grant(struct cx *cx, const struct grant *g, struct request_queue_at after,
    int64_t max, struct request_list *all)
{
    static const struct {
        unsigned roles;
        const char *waits;
    } turns[] = {
        {ROLE_CLERK | ROLE_PRESIDIUM, "clerk"},
        {ROLE_PRESIDIUM | ROLE_OFFICE, "office"},
    };
    struct request_list part;
    struct right_ranges area;

    if (g->division.n == 0)
        return OK;
    area = right_ranges_of(cx->arena, g->division, g->parts, g->nparts);
    for (size_t i = 0; i < COUNT(turns); i++) {
        if (((unsigned)g->role & turns[i].roles) == 0)
            continue;
        for (size_t k = 0; k < area.n; k++) {
            TRY(queue_range(cx, area.at[k], turns[i].waits, after, max, &part));
            *all = merge(cx->arena, *all, part, (size_t)max, due_before);
        }
    }
    return OK;
}

enum err request_queue(struct cx *cx, struct request_queue_at after, int64_t max,
    struct request_list *out, bool *more)
{
    const struct actor *who = cx->actor;
    struct str due = date_is(after.due) ? date_text(cx->arena, after.due) : S("");
    struct request_list all = {NULL, 0}, part;
    int64_t ask = (max <= 0 ? PAGE : max < MOST ? max : MOST) + 1;

    TRY(right_anywhere(cx, RIGHT_REQUEST_READ));
    EACH (g, &who->grants) {
        TRY(queue_grant(cx, g, after, ask, &all));
        if (g->role == ROLE_UNIT && g->org_id > 0) {
            TRY(sql_request_queue_unit(cx, g->org_id, due, after.id, ask, &part));
            all = merge(cx->arena, all, part, (size_t)ask, due_before);
        }
    }
    if ((who->roles & ROLE_DEPUTY) != 0 && who->person_id > 0) {
        TRY(sql_request_queue_deputy(cx, who->person_id, due, after.id, ask, &part));
        all = merge(cx->arena, all, part, (size_t)ask, due_before);
    }
    *more = all.n == (size_t)ask;
    if (*more)
        all.n--;
    *out = all;
    return OK;
}

static const struct field did_fields[] = {
    FIELD(struct request_did, event),
    FIELD(struct request_did, requests),
};
const struct shape request_did_shape = SHAPE(request_did, did_fields);

enum err request_did_mine(
    struct cx *cx, struct date from, struct date to, struct request_did_list *out)
{
    return sql_request_did(
        cx, cx->actor->account_id, date_start(from), date_start(date_add(to, 1)), out);
}

enum err request_ended_mine(
    struct cx *cx, struct date from, struct date to, int64_t max, struct request_list *out)
{
    return sql_request_handled(
        cx, cx->actor->account_id, date_start(from), date_start(date_add(to, 1)), max, out);
}

enum err request_watch(
    struct cx *cx, struct str division, int64_t max, struct request_list *out)
{
    struct right_ranges ranges = right_ranges(cx, RIGHT_REQUEST_READ);
    struct sources sources = {.n = 0};
    struct request_list all = {NULL, 0}, part;
    struct date today = date_of(cx->now);

    TRY(right_anywhere(cx, RIGHT_REQUEST_READ));
    for (size_t i = 0; i < ranges.n; i++)
        source_add(&sources, (struct source){.range = ranges.at[i]});
    TRY(narrow(cx, &sources, division));
    for (size_t i = 0; i < sources.n; i++) {
        struct right_range r = sources.at[i].range;

        TRY(sql_request_watch_late(cx, r.from, r.to, today, max, &part));
        all = merge(cx->arena, all, part, (size_t)max, due_before);
        TRY(sql_request_watch_supervised(cx, r.from, r.to, max, &part));
        all = merge(cx->arena, all, part, (size_t)max, due_before);
        TRY(sql_request_watch_asking(cx, r.from, r.to, max, &part));
        all = merge(cx->arena, all, part, (size_t)max, due_before);
    }
    *out = all;
    return OK;
}

enum err request_recent(struct cx *cx, int64_t station_id, int64_t deputy_person, int64_t max,
    struct request_list *out)
{
    if (station_id > 0)
        return sql_request_recent_station(cx, station_id, max, out);
    return sql_request_recent_deputy(cx, deputy_person, max, out);
}

static void sums_join(struct request_sums *all, const struct request_sums *part)
{
    all->handled += part->handled;
    all->converted += part->converted;
    all->cannot += part->cannot;
    all->open += part->open;
    all->solved += part->solved;
    all->explained += part->explained;
    all->silent += part->silent;
    all->outside += part->outside;
    all->overdue += part->overdue;
}

enum err request_sum(struct cx *cx, struct str division, struct date from, struct date to,
    struct request_sums *out)
{
    struct request_sums sums = {0};
    struct right_ranges ranges;

    TRY(subtree_of(cx, division, &ranges));
    for (size_t i = 0; i < ranges.n; i++) {
        struct request_sums part = {0};

        TRY(sql_request_sum_of(cx, ranges.at[i].from, ranges.at[i].to, date_start(from),
            date_start(date_add(to, 1)), date_text(cx->arena, date_of(cx->now)), &part));
        sums_join(&sums, &part);
    }
    sums.total = sums.handled + sums.converted + sums.cannot + sums.open;
    *out = sums;
    return OK;
}
