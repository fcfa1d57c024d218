/*
 * Lists of activities, contact pairs and counts: only what the actor may read, newest day
 * first, always bounded.
 */
#include "base/han.h"
#include "core/search.h"
#include "core/subtree.h"

#include "feature/activity/activity.sql.h"
#include "feature/activity/activity_report.sql.h"
#include "feature/activity/activity_rows.h"
#include "feature/activity/activity_theme.h"

#include <string.h>

enum {
    PAGE = 20,
    MOST = 50000,
    SOURCES = 64,
    HITS = 80,   /* of the index at a time */
    FOUND = 5000 /* hits that a filtered search looks through */
};

static const struct field pair_fields[] = {
    FIELD(struct activity_pair, by_person),
    FIELD(struct activity_pair, met_person),
    FIELD(struct activity_pair, voter_id),
    FIELD(struct activity_pair, times),
    FIELD(struct activity_pair, first),
    FIELD(struct activity_pair, last),
};
const struct shape activity_pair_shape = SHAPE(activity_pair, pair_fields);

static const struct field sum_fields[] = {
    FIELD(struct activity_sum, kind),
    FIELD(struct activity_sum, times),
    FIELD(struct activity_sum, people),
    FIELD(struct activity_sum, person_times),
    FIELD(struct activity_sum, last),
};
const struct shape activity_sum_shape = SHAPE(activity_sum, sum_fields);

/* One place that rows come from: a subtree, a person's own, an account's own. */
struct source {
    struct right_range range;
    int64_t person_id, account_id;
};
struct sources {
    struct source at[SOURCES];
    size_t n;
};

static const struct right_range everywhere = {{"0", 1}, {":", 1}};

static void source_add(struct sources *s, struct source one)
{
    if (s->n < SOURCES)
        s->at[s->n++] = one;
}

static struct sources sources_of(struct cx *cx, bool mine)
{
    struct right_ranges ranges = right_ranges(cx, RIGHT_ACTIVITY_READ);
    const struct actor *who = cx->actor;
    struct sources s = {.n = 0};

    if (!mine && (who->roles & ROLE_CLOCK) != 0) {
        source_add(&s, (struct source){.range = everywhere});
        return s;
    }
    for (size_t i = 0; !mine && i < ranges.n; i++)
        source_add(&s, (struct source){.range = ranges.at[i]});
    if ((who->roles & ROLE_DEPUTY) != 0 && who->person_id > 0)
        source_add(&s, (struct source){.range = everywhere, .person_id = who->person_id});
    if (who->account_id > 0 && (mine || (who->roles & ROLE_DEPUTY) != 0))
        source_add(&s, (struct source){.range = everywhere, .account_id = who->account_id});
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
    struct str kind, tag;
    struct date from, to, before;
    int64_t station_id, group_id, person_id, theme, before_id, max;
    enum activity_state state;
};

static enum err asked_of(struct cx *cx, const struct activity_filter *f, struct asked *out)
{
    bool first = !date_is(f->before) || f->before_id <= 0;
    struct activity_theme theme = {.id = 0};

    if (!str_empty(f->tag))
        TRY(activity_theme_typed(cx, f->tag, &theme));
    *out = (struct asked){.kind = f->kind.p == NULL ? S("") : f->kind,
        .tag = str_empty(f->tag) || theme.id > 0 ? S("") : han_fold(cx->arena, f->tag),
        .theme = theme.id,
        .from = date_is(f->from) ? f->from : date_make(1900, 1, 1),
        .to = date_is(f->to) ? f->to : date_make(2200, 1, 1),
        .before = first ? date_make(2200, 1, 2) : f->before,
        .before_id = first ? 0 : f->before_id,
        .station_id = f->station_id,
        .group_id = f->group_id,
        .person_id = f->person_id,
        .max = f->max <= 0     ? PAGE
               : f->max < MOST ? f->max
                               : MOST,
        .state = f->withdrawn ? ACTIVITY_WITHDRAWN : ACTIVITY_STANDS};
    return OK;
}

/* Each source by the index that is nearest to what is asked. */
static enum err fetch(
    struct cx *cx, const struct source *s, const struct asked *a, struct activity_list *out)
{
    struct str low = s->range.from, high = s->range.to;

#define FILTERS                                                                                \
    a->kind, a->from, a->to, a->station_id, a->tag, a->theme, a->state, a->before,             \
        a->before_id, a->max + 1, out
#define PLACED                                                                                 \
    a->kind, a->from, a->to, a->station_id, a->state, a->before, a->before_id, a->max + 1, out
    if (s->person_id > 0)
        return sql_activity_list_person(cx, s->person_id, low, high, FILTERS);
    if (s->account_id > 0)
        return sql_activity_list_account(cx, s->account_id, low, high, FILTERS);
    if (a->person_id > 0)
        return sql_activity_list_person(cx, a->person_id, low, high, FILTERS);
    if (a->group_id > 0)
        return sql_activity_list_group(cx, a->group_id, low, high, FILTERS);
    if (a->station_id > 0)
        return sql_activity_list_station(cx, a->station_id, low, high, a->kind, a->from, a->to,
            a->tag, a->theme, a->state, a->before, a->before_id, a->max + 1, out);
    if (a->theme > 0)
        return sql_activity_list_theme(cx, a->theme, low, high, a->kind, a->from, a->to, a->tag,
            a->state, a->before, a->before_id, a->max + 1, out);
    if (a->tag.n > 0)
        return sql_activity_list_tag(cx, a->tag, low, high, a->kind, a->from, a->to, a->state,
            a->before, a->before_id, a->max + 1, out);
    if (within(s->range, 9))
        return sql_activity_list_town(
            cx, activity_rows_level(cx->arena, low, 9), low, high, PLACED);
    if (within(s->range, 6))
        return sql_activity_list_county(
            cx, activity_rows_level(cx->arena, low, 6), low, high, PLACED);
    if (a->kind.n > 0)
        return sql_activity_list_kind(cx, a->kind, low, high, a->from, a->to, a->station_id,
            a->state, a->before, a->before_id, a->max + 1, out);
    return sql_activity_list_range(cx, low, high, PLACED);
#undef FILTERS
#undef PLACED
}

/* Activities of elsewhere that covered a place of this source; only where an area's whole list
 * is asked for, and below a city: there most lie in the list anyway. */
static enum err beyond(
    struct cx *cx, const struct source *s, const struct asked *a, struct activity_list *out)
{
    struct str low = s->range.from, high = s->range.to;

    *out = (struct activity_list){NULL, 0};
    if (s->person_id > 0 || s->account_id > 0 || a->person_id > 0 || a->group_id > 0 ||
        a->station_id > 0 || a->theme > 0 || a->tag.n > 0)
        return OK;
    if (within(s->range, 9))
        return sql_activity_beyond_town(cx, activity_rows_level(cx->arena, low, 9), low, high,
            a->kind, a->from, a->to, a->state, a->before, a->before_id, a->max + 1, out);
    if (within(s->range, 6))
        return sql_activity_beyond_county(cx, activity_rows_level(cx->arena, low, 6), low, high,
            a->kind, a->from, a->to, a->state, a->before, a->before_id, a->max + 1, out);
    return OK;
}

static bool newer(const struct activity *x, const struct activity *y)
{
    return x->day.day != y->day.day ? x->day.day > y->day.day : x->id > y->id;
}

/* What was found by words comes in the order of recording. */
static bool later(const struct activity *x, const struct activity *y)
{
    return x->id > y->id;
}

/* Two sorted lists into one, each row once, at most max. */
static struct activity_list merge(struct arena *a, struct activity_list x,
    struct activity_list y, size_t max,
    bool (*first)(const struct activity *, const struct activity *))
{
    struct activity_list out = {MANY(a, struct activity, x.n + y.n + 1), 0};
    size_t i = 0, j = 0;

    while ((i < x.n || j < y.n) && out.n < max) {
        const struct activity *next;

        if (j == y.n || (i < x.n && !first(&y.p[j], &x.p[i])))
            next = &x.p[i++];
        else
            next = &y.p[j++];
        if (out.n == 0 || out.p[out.n - 1].id != next->id)
            out.p[out.n++] = *next;
    }
    return out;
}

/* A source by person or account cannot use the index of another person or group: what does not
 * fit is left out here.  Such lists are one person's own and short. */
static enum err fits(struct cx *cx, const struct asked *a, const struct source *s,
    const struct activity *row, bool *yes)
{
    int64_t how = 2;
    struct activity_link_list groups;

    *yes = true;
    if (s->person_id == 0 && s->account_id == 0 && a->person_id == 0)
        return OK;
    if (a->person_id > 0) /* held or took part, as it is summed; not who was only met */
        TRY(sql_activity_is_person(cx, row->id, a->person_id, &how));
    *yes = how > 1;
    if (!*yes || a->group_id == 0)
        return OK;
    TRY(sql_activity_groups_of(cx, row->id, &groups));
    *yes = false;
    EACH (g, &groups)
        *yes = *yes || g->id == a->group_id;
    return OK;
}

static enum err sift(
    struct cx *cx, const struct asked *a, const struct source *s, struct activity_list *rows)
{
    size_t kept = 0;

    if (a->person_id == 0 && a->group_id == 0)
        return OK;
    for (size_t i = 0; i < rows->n; i++) {
        bool yes;

        TRY(fits(cx, a, s, &rows->p[i], &yes));
        if (yes)
            rows->p[kept++] = rows->p[i];
    }
    rows->n = kept;
    return OK;
}

/* Does a hit of the index lie in this source, and is it what was asked for? */
static enum err hit_fits(struct cx *cx, const struct asked *a, const struct source *s,
    const struct activity *row, bool *yes)
{
    struct activity_link_list links;
    int64_t how = 1;

    *yes = false;
    if (row->state != a->state || (a->kind.n > 0 && !str_eq(a->kind, row->kind)) ||
        row->day.day < a->from.day || row->day.day > a->to.day ||
        (a->station_id > 0 && a->station_id != row->station_id) ||
        (s->account_id > 0 && s->account_id != row->account_id))
        return OK;
    if (s->person_id > 0)
        TRY(sql_activity_is_person(cx, row->id, s->person_id, &how));
    if (how == 0)
        return OK;
    *yes = a->tag.n == 0 && a->theme == 0;
    if (a->tag.n > 0) {
        TRY(sql_activity_tags_of(cx, row->id, &links));
        EACH (t, &links)
            *yes = *yes || str_eq(han_fold(cx->arena, t->word), a->tag);
    } else if (a->theme > 0) {
        TRY(sql_activity_themed_of(cx, row->id, &links));
        EACH (t, &links)
            *yes = *yes || t->id == a->theme;
    }
    return OK;
}

/* Full text: the newest hits, then the other filters. */
static enum err find_words(struct cx *cx, struct str words, const struct asked *a,
    const struct source *s, struct activity_list *out)
{
    int64_t *ids = MANY(cx->arena, int64_t, HITS), before = a->before_id;
    struct activity_list rows = {MANY(cx->arena, struct activity, (size_t)a->max + 1), 0};
    size_t seen = 0, n = 0;
    bool more = true;

    while (more && seen < FOUND && rows.n <= (size_t)a->max) {
        TRY(search_find(
            cx, "activity", words, s->range.from, s->range.to, before, HITS, ids, &n, &more));
        for (size_t i = 0; i < n && rows.n <= (size_t)a->max; i++) {
            bool yes;

            TRY(sql_activity_by_id(cx, ids[i], &rows.p[rows.n]));
            TRY(hit_fits(cx, a, s, &rows.p[rows.n], &yes));
            rows.n += yes;
        }
        if (n == 0)
            break;
        seen += n;
        before = ids[n - 1];
    }
    *out = rows;
    return OK;
}

enum err activity_find(
    struct cx *cx, const struct activity_filter *f, struct activity_page *out)
{
    struct sources from = sources_of(cx, f->mine);
    struct activity_list all = {NULL, 0};
    bool words = !str_empty(str_trim(f->q));
    struct asked a;
    size_t max;

    TRY(asked_of(cx, f, &a));
    max = (size_t)a.max;
    TRY(right_anywhere(cx, RIGHT_ACTIVITY_READ));
    TRY(narrow(cx, &from, f->division));
    for (size_t i = 0; i < from.n; i++) {
        struct activity_list some;

        TRY(words ? find_words(cx, f->q, &a, &from.at[i], &some)
                  : fetch(cx, &from.at[i], &a, &some));
        TRY(sift(cx, &a, &from.at[i], &some));
        all = merge(cx->arena, all, some, max + 1, words ? later : newer);
        if (words)
            continue;
        TRY(beyond(cx, &from.at[i], &a, &some));
        all = merge(cx->arena, all, some, max + 1, newer);
    }
    out->more = all.n > max;
    out->rows = (struct activity_list){all.p, out->more ? max : all.n};
    return OK;
}

enum err activity_words_used(struct cx *cx, struct str division, struct activity_link_list *out)
{
    struct str code = str_empty(division) ? S("000000000000") : division;
    struct str county =
        registry_code_depth(code) >= 3 ? activity_rows_level(cx->arena, code, 6) : S("");
    struct right_range r = right_subtree(cx->arena, county.n > 0 ? county : code);

    return sql_activity_words_used(cx, r.from, r.to, county, out);
}

enum err activity_pairs_by(struct cx *cx, int64_t by_person, struct date from, struct date to,
    struct activity_pair_list *out)
{
    return sql_activity_pairs_by(cx, by_person, from, to, out);
}

enum err activity_pairs_met(struct cx *cx, int64_t met_person, struct date from, struct date to,
    struct activity_pair_list *out)
{
    return sql_activity_pairs_met(cx, met_person, from, to, out);
}

enum err activity_pairs(struct cx *cx, struct str division, struct date from, struct date to,
    enum err (*row)(void *arg, const struct activity_pair *p), void *arg)
{
    struct right_ranges ranges;

    TRY(subtree_of(cx, division, &ranges));
    for (size_t i = 0; i < ranges.n; i++)
        TRY(sql_activity_pairs(cx, ranges.at[i].from, ranges.at[i].to, from, to, row, arg));
    return OK;
}

enum err activity_sums_mine(
    struct cx *cx, struct date from, struct date to, struct activity_sum_list *out)
{
    return sql_activity_sums_account(cx, cx->actor->account_id, from, to, out);
}

enum err activity_sums_of(struct cx *cx, int64_t person_id, int64_t group_id,
    int64_t station_id, struct date from, struct date to, struct activity_sum_list *out)
{
    if (person_id > 0)
        return sql_activity_sums_person(cx, person_id, from, to, out);
    if (group_id > 0)
        return sql_activity_sums_group(cx, group_id, from, to, out);
    return sql_activity_sums_station(cx, station_id, from, to, out);
}

/* Standing records and the ledger count the same, kind by kind. */
enum err activity_check_facts(struct cx *cx, struct buf *problems)
{
    struct activity_sum_list sums;

    TRY(sql_activity_sums_all(cx, &sums));
    for (const struct activity_kind *k = activity_kinds; k->word != NULL; k++) {
        int64_t times = 0, attended = 0, booked, booked_times;

        EACH (s, &sums) {
            if (!str_is(s->kind, k->word))
                continue;
            times = s->times;
            attended = s->person_times;
        }
        TRY(ledger_sum(cx, k->fact, S("000000000000"), date_make(1990, 1, 1),
            date_make(2199, 12, 31), &booked));
        TRY(ledger_sum(cx, k->fact_times, S("000000000000"), date_make(1990, 1, 1),
            date_make(2199, 12, 31), &booked_times));
        if (booked != times || booked_times != attended)
            buf_f(problems, "%s: records %lld and %lld person-times, ledger %lld and %lld\n",
                k->word, (long long)times, (long long)attended, (long long)booked,
                (long long)booked_times);
    }
    return ledger_recount(cx, "activity.",
        (const ledger_records[]){sql_activity_count_kinds, sql_activity_count_times,
            sql_activity_count_quantities, sql_activity_count_deputies,
            sql_activity_count_goods, sql_activity_count_asked, sql_activity_count_raised,
            sql_activity_count_verified, sql_activity_report_counts, NULL},
        NULL, problems);
}

enum err activity_check_words(struct cx *cx, struct buf *problems)
{
    struct activity_sum_list sums;

    TRY(sql_activity_sums_all(cx, &sums));
    EACH (s, &sums)
        if (activity_kind_find(s->kind) == NULL)
            buf_f(problems, "%lld activities have the unknown kind %.*s\n", (long long)s->times,
                STR(s->kind));
    return OK;
}
