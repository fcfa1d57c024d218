#include "feature/stats/stats_public.h"

#include "feature/stats/stats.sql.h"

enum {
    MONTHS = 12,
    FORMS_MAX = 6,
    TERMS_MAX = 16,
    NEEDS_MAX = 20,
    LEVELS_MAX = 10,
    YEARS_MAX = 60
};

enum grain {
    GRAIN_MONTH,
    GRAIN_QUARTER,
    GRAIN_HALF,
    GRAIN_YEAR,
    GRAIN_NONE
};
static const int lengths[] = {1, 3, 6, 12};

/* What is told together; forms are counts, never negative.  under: told only where that is. */
struct unit {
    const char *name, *under;
    const char *forms[FORMS_MAX];
};

/* clang-format off */
#define CHANNELS(what) \
    "request." what ".scan", "request." what ".station", "request." what ".deputy", \
    "request." what ".telephone", "request." what ".letter"
#define CHANNEL_SUM(what) \
    "request." what ".scan + request." what ".station + request." what ".deputy + " \
    "request." what ".telephone + request." what ".letter"
#define JUDGED(what) \
    {what, NULL, {"request." what ".satisfied + request." what ".basically", \
        "request." what ".dissatisfied"}}, \
    {what ".words", what, {"request." what ".satisfied", "request." what ".basically"}}
/* As requests book (request_move.c): each one that closes does so in one channel and with one
 * ending; each reply is on time or not. */
static const struct unit units[] = {
    {"received", NULL, {CHANNEL_SUM("received")}},
    {"received.channels", "received", {CHANNELS("received")}},
    {"closed", NULL, {CHANNEL_SUM("closed")}},
    {"closed.channels", "closed", {CHANNELS("closed")}},
    {"silent", "closed", {"request.silent",
        CHANNEL_SUM("closed") " - request.silent"}},
    {"solved", "silent", {"request.solved",
        "request.agreed + request.cannot + request.converted"}},
    {"endings", "solved", {"request.agreed", "request.cannot", "request.converted"}},
    {"outside", NULL, {"request.not_accepted + request.withdrawn + request.expired"}},
    {"outside.kinds", "outside",
        {"request.not_accepted", "request.withdrawn", "request.expired"}},
    {"replied", NULL, {"request.replied"}},
    {"on_time", "replied", {"request.on_time", "request.replied - request.on_time"}},
    {"overdue", NULL, {"request.overdue"}},
    {"overdue.kinds", "overdue", {"request.overdue.reply", "request.overdue.response",
        "request.overdue - request.overdue.reply - request.overdue.response"}},
    JUDGED("reply"),
    JUDGED("result"),
    {"verdict", NULL, {"request.verdict.yes",
        "request.verdict.partly + request.verdict.no"}},
    {"verdict.words", "verdict", {"request.verdict.partly", "request.verdict.no"}},
};
/* clang-format on */

struct term {
    struct str word;
    int sign;
};
struct terms {
    struct term at[TERMS_MAX];
    size_t n;
};

/* Months of one measure for all of a family. */
struct column {
    struct str measure;
    int64_t *quantity, *records; /* member * MONTHS + month */
};

/* Divisions with one parent. */
struct family {
    struct str parent;
    struct str *codes;
    bool *open;   /* no zone, which lies across others */
    size_t n, at; /* at: which of them the way goes on with */
    int64_t small;
};

struct grains {
    const struct unit *unit;
    size_t level;
    unsigned char *at; /* of each member */
};

struct year {
    int32_t year;
    int complete; /* months that are over */
    struct {
        struct column *p;
        size_t n, cap;
    } columns[LEVELS_MAX];
    struct {
        struct grains *p;
        size_t n, cap;
    } grains;
};

struct stats_public {
    struct cx *cx;
    struct family families[LEVELS_MAX];
    size_t n; /* levels; the last is the division's own, at n there are those below */
    bool below_read;
    struct date last; /* last day of the last month that is over */
    struct {
        struct year **p;
        size_t n, cap;
    } years;
    struct {
        struct unit **p;
        size_t n, cap;
    } alone; /* units of measures that stand in no table */
};

static const struct field month_fields[] = {
    FIELD(struct stats_month, place),
    FIELD(struct stats_month, month),
    FIELD(struct stats_month, quantity),
    FIELD(struct stats_month, records),
};
const struct shape stats_month_shape = SHAPE(stats_month, month_fields);

void stats_public_months(struct date today, bool halves, struct date *from, struct date *to)
{
    struct ymd t = date_ymd(today), f = date_ymd(*from), e = date_ymd(*to);
    int32_t over = halves ? (t.month - 1) % lengths[GRAIN_HALF] : 0;
    struct date last = date_add(date_make(t.year, t.month - over, 1), -1);
    bool year = f.month == 1 && f.day == 1 && f.year == t.year;

    *to = date_add(date_add_months(date_make(e.year, e.month, 1), 1), -1);
    if (to->day > last.day)
        *to = last;
    *from = date_make(f.year, f.month, 1);
    if (from->day > to->day)
        *from = date_make(date_ymd(*to).year, year ? 1 : date_ymd(*to).month, 1);
}

static enum err family_read(struct cx *cx, struct str parent, struct str next, struct family *f)
{
    struct division_list list;

    TRY(sql_stats_members(cx, parent, &list));
    *f = (struct family){.parent = parent,
        .codes = MANY(cx->arena, struct str, list.n + 1),
        .open = MANY(cx->arena, bool, list.n + 1),
        .n = list.n,
        .at = list.n};
    for (size_t i = 0; i < list.n; i++) {
        f->codes[i] = list.p[i].code;
        f->open[i] = list.p[i].kind != DIVISION_ZONE && list.p[i].kind != DIVISION_PSEUDO;
        if (str_eq(list.p[i].code, next))
            f->at = i;
    }
    return stats_small(cx, parent, &f->small);
}

enum err stats_public_open(struct cx *cx, struct str division, struct stats_public **out)
{
    struct stats_public *p = NEW(cx->arena, struct stats_public);
    struct ymd t = date_ymd(date_of(cx->now));
    struct str parent = S("000000000000");
    struct division_list line;

    *p = (struct stats_public){.cx = cx, .last = date_add(date_make(t.year, t.month, 1), -1)};
    p->families[0] = (struct family){
        .codes = NEW(cx->arena, struct str), .open = NEW(cx->arena, bool), .n = 1};
    p->families[0].codes[0] = parent;
    p->families[0].open[0] = true;
    TRY(stats_small(cx, parent, &p->families[0].small));
    p->n = 1;
    if (!str_eq(division, parent)) {
        TRY(registry_path(cx, division, &line));
        for (size_t i = 0; i < line.n && p->n + 1 < LEVELS_MAX; i++) {
            struct family *f = &p->families[p->n];

            TRY(family_read(cx, parent, line.p[i].code, f));
            parent = line.p[i].code;
            if (f->at == f->n)
                return fail(cx, ERR_NOT_FOUND, "division", "registry.no_division");
            p->n++;
        }
    }
    *out = p;
    return OK;
}

static enum err below_read(struct stats_public *p)
{
    const struct family *own = &p->families[p->n - 1];

    if (p->below_read)
        return OK;
    p->below_read = true;
    return family_read(p->cx, own->codes[own->at], (struct str){0}, &p->families[p->n]);
}

static struct year *year_of(struct stats_public *p, int32_t year)
{
    struct ymd last = date_ymd(p->last);
    struct year *y;

    for (size_t i = 0; i < p->years.n; i++)
        if (p->years.p[i]->year == year)
            return p->years.p[i];
    y = NEW(p->cx->arena, struct year);
    *y = (struct year){.year = year,
        .complete = year < last.year   ? MONTHS
                    : year > last.year ? 0
                                       : last.month};
    *VEC_PUSH(p->cx->arena, &p->years) = y;
    return y;
}

struct filling {
    const struct family *family;
    struct column *column;
    size_t next;
};

static enum err month_put(void *arg, const struct stats_month *m)
{
    struct filling *f = arg;
    int64_t month;

    if (num_parse(str_sub(m->month, 5, 2), 1, MONTHS, &month) != OK)
        return OK;
    for (size_t i = 0; i < f->family->n; i++) {
        size_t k = (f->next + i) % f->family->n, at = k * MONTHS + (size_t)month - 1;

        if (!str_eq(f->family->codes[k], m->place))
            continue;
        f->next = k;
        f->column->quantity[at] = m->quantity;
        f->column->records[at] = m->records;
        return OK;
    }
    return OK;
}

static enum err column_of(struct stats_public *p, struct year *y, size_t level,
    struct str measure, struct column *out)
{
    struct cx *cx = p->cx;
    const struct family *f = &p->families[level];
    struct filling fill = {.family = f, .column = out};
    struct str from = str_f(cx->arena, "%d-01", y->year),
               to = str_f(cx->arena, "%d-%02d", y->year, y->complete);

    for (size_t i = 0; i < y->columns[level].n; i++)
        if (str_eq(y->columns[level].p[i].measure, measure)) {
            *out = y->columns[level].p[i];
            return OK;
        }
    *out = (struct column){measure, MANY(cx->arena, int64_t, f->n * MONTHS + 1),
        MANY(cx->arena, int64_t, f->n * MONTHS + 1)};
    if (level == 0)
        TRY(sql_stats_own_months(cx, measure, f->codes[0], from, to, month_put, &fill));
    else
        TRY(sql_stats_family(cx, measure, f->parent, from, to, month_put, &fill));
    *VEC_PUSH(cx->arena, &y->columns[level]) = *out;
    return OK;
}

static void terms_read(struct str words, struct terms *out)
{
    int sign = 1;

    out->n = 0;
    while (words.n > 0 && out->n < TERMS_MAX) {
        struct str word = str_cut(words, ' ', &words);

        if (word.n > 1)
            out->at[out->n++] = (struct term){word, sign};
        else
            sign = str_is(word, "-") ? -1 : 1;
    }
}

static bool is_money(struct cx *cx, struct str measure)
{
    struct stats_row row;
    bool money = stats_row(cx, measure, &row) == OK && row.kind == STATS_MONEY;

    cx_faults_clear(cx);
    return money;
}

/* The months of a form for each member, and behind them what was booked at the parent itself
 * and at none of them.  Of money the records count. */
static enum err form_months(
    struct stats_public *p, struct year *y, const char *form, size_t level, int64_t *out)
{
    const struct family *f = &p->families[level], *up = level > 0 ? f - 1 : NULL;
    struct terms t;

    terms_read(str_of(form), &t);
    for (size_t i = 0; i < t.n; i++) {
        bool money = is_money(p->cx, t.at[i].word);
        struct column c, above = {.quantity = NULL};

        TRY(column_of(p, y, level, t.at[i].word, &c));
        if (up != NULL)
            TRY(column_of(p, y, level - 1, t.at[i].word, &above));
        for (size_t m = 0; m < MONTHS; m++) {
            int64_t rest = up == NULL ? 0
                           : money    ? above.records[up->at * MONTHS + m]
                                      : above.quantity[up->at * MONTHS + m];

            for (size_t k = 0; k < f->n; k++) {
                int64_t v = (money ? c.records : c.quantity)[k * MONTHS + m];

                out[k * MONTHS + m] += t.at[i].sign * v;
                rest -= up == NULL ? 0 : v;
            }
            out[f->n * MONTHS + m] += t.at[i].sign * rest;
        }
    }
    return OK;
}

static bool is_small(int64_t v, int64_t limit)
{
    return v != 0 && v < limit;
}

static int64_t piece(const int64_t *months, int from, int length)
{
    int64_t sum = 0;

    for (int m = from; m < from + length; m++)
        sum += months[m];
    return sum;
}

struct making {
    int64_t *months[FORMS_MAX]; /* (member, and one for the rest) * MONTHS */
    size_t nforms, members;
    int complete;
    int64_t small;
    unsigned char *grain;
};

/* The finest grain, from that one on, in which no whole piece of the member is small. */
static unsigned char own_grain(const struct making *g, size_t member, unsigned char from)
{
    for (; from < GRAIN_NONE; from++) {
        bool clean = true;

        for (size_t f = 0; f < g->nforms; f++)
            for (int m = 0; m + lengths[from] <= g->complete; m += lengths[from])
                clean =
                    clean && !is_small(piece(&g->months[f][member * MONTHS], m, lengths[from]),
                                 g->small);
        if (clean)
            break;
    }
    return from;
}

/* What is left over of the sum in a piece is small: the least that helps goes with it. */
static bool left_over(const struct making *g, unsigned char grain, const int64_t *months, int m)
{
    int length = lengths[grain];
    int64_t rest = 0, least = INT64_MAX;
    size_t found = g->members;

    for (size_t i = 0; i <= g->members; i++) {
        int64_t v = piece(&months[i * MONTHS], m, length);

        if (i == g->members || g->grain[i] > grain)
            rest += v;
        else if (v > 0 && v < least) {
            least = v;
            found = i;
        }
    }
    if (!is_small(rest, g->small) || found == g->members)
        return false;
    g->grain[found] = (unsigned char)(grain + 1);
    return true;
}

static void family_even(const struct making *g, unsigned char grain)
{
    bool changed = true;

    while (changed) {
        changed = false;
        for (size_t f = 0; f < g->nforms; f++)
            for (int m = 0; m + lengths[grain] <= g->complete; m += lengths[grain])
                changed = left_over(g, grain, g->months[f], m) || changed;
    }
}

static const struct unit *unit_named(const char *name)
{
    for (size_t i = 0; i < COUNT(units); i++)
        if (str_is(str_of(units[i].name), name))
            return &units[i];
    return NULL;
}

static enum err making_open(struct stats_public *p, struct year *y, const struct unit *u,
    size_t level, struct making *g)
{
    size_t n = p->families[level].n;

    *g = (struct making){.members = n,
        .complete = y->complete,
        .small = p->families[level].small,
        .grain = MANY(p->cx->arena, unsigned char, n + 1)};
    for (; g->nforms < FORMS_MAX && u->forms[g->nforms] != NULL; g->nforms++) {
        g->months[g->nforms] = MANY(p->cx->arena, int64_t, (n + 1) * MONTHS);
        TRY(form_months(p, y, u->forms[g->nforms], level, g->months[g->nforms]));
    }
    return OK;
}

static const unsigned char *grains_known(
    const struct year *y, const struct unit *u, size_t level)
{
    for (size_t i = 0; i < y->grains.n; i++)
        if (y->grains.p[i].unit == u && y->grains.p[i].level == level)
            return y->grains.p[i].at;
    return NULL;
}

/* The grains of a family, those above it being known. */
static enum err grains_make(
    struct stats_public *p, struct year *y, const struct unit *u, size_t level)
{
    const struct family *f = &p->families[level];
    const struct unit *under = u->under == NULL ? NULL : unit_named(u->under);
    const unsigned char *sum = under == NULL ? NULL : grains_known(y, under, level),
                        *up = level == 0 ? NULL : grains_known(y, u, level - 1);
    unsigned char least = up == NULL ? GRAIN_MONTH : up[p->families[level - 1].at];
    struct making g;

    if (least == GRAIN_NONE) {
        g.grain = MANY(p->cx->arena, unsigned char, f->n + 1);
        for (size_t i = 0; i < f->n; i++)
            g.grain[i] = GRAIN_NONE;
    } else {
        TRY(making_open(p, y, u, level, &g));
        for (size_t i = 0; i < f->n; i++) {
            unsigned char from = sum != NULL && sum[i] > least ? sum[i] : least;

            g.grain[i] = f->open[i] ? own_grain(&g, i, from) : GRAIN_NONE;
        }
        for (unsigned char grain = least; level > 0 && grain < GRAIN_NONE; grain++)
            family_even(&g, grain);
    }
    *VEC_PUSH(p->cx->arena, &y->grains) = (struct grains){u, level, g.grain};
    return OK;
}

static enum err grains_of(struct stats_public *p, struct year *y, const struct unit *u,
    size_t level, const unsigned char **out)
{
    const struct unit *line[LEVELS_MAX];
    size_t n = 0;

    for (; u != NULL && n < LEVELS_MAX; u = u->under == NULL ? NULL : unit_named(u->under))
        line[n++] = u;
    for (size_t i = n; i-- > 0;)
        for (size_t l = 0; l <= level; l++)
            if (grains_known(y, line[i], l) == NULL)
                TRY(grains_make(p, y, line[i], l));
    *out = grains_known(y, line[0], level);
    return OK;
}

/* How many terms from the first on are the form, as it is or with all signs turned. */
static size_t form_matches(const char *form, const struct term *t, size_t n)
{
    struct terms f;
    int turned;

    terms_read(str_of(form), &f);
    if (f.n > n)
        return 0;
    turned = f.at[0].sign * t[0].sign;
    for (size_t i = 0; i < f.n; i++)
        if (!str_eq(f.at[i].word, t[i].word) || f.at[i].sign * turned != t[i].sign)
            return 0;
    return f.n;
}

static enum err alone(struct stats_public *p, struct str word, const struct unit **out)
{
    struct unit *u;

    for (size_t i = 0; i < p->alone.n; i++)
        if (str_is(word, p->alone.p[i]->name)) {
            *out = p->alone.p[i];
            return OK;
        }
    u = NEW(p->cx->arena, struct unit);
    u->name = u->forms[0] = str_dup(p->cx->arena, word).p;
    *VEC_PUSH(p->cx->arena, &p->alone) = u;
    *out = u;
    return OK;
}

struct needs {
    const struct unit *at[NEEDS_MAX];
    size_t n;
};

/* The units that together give the formula, the longest first. */
static enum err needs_add(struct stats_public *p, const char *formula, struct needs *needs)
{
    struct terms t;

    terms_read(str_of(formula), &t);
    for (size_t i = 0; i < t.n;) {
        const struct unit *best = NULL;
        size_t most = 0;

        for (size_t u = 0; u < COUNT(units); u++)
            for (size_t f = 0; f < FORMS_MAX && units[u].forms[f] != NULL; f++) {
                size_t n = form_matches(units[u].forms[f], &t.at[i], t.n - i);

                if (n > most) {
                    most = n;
                    best = &units[u];
                }
            }
        if (best == NULL)
            TRY(alone(p, t.at[i].word, &best));
        if (needs->n < NEEDS_MAX)
            needs->at[needs->n++] = best;
        i += most > 0 ? most : 1;
    }
    return OK;
}

/* Months a..b of the year, from 0. */
static bool fits(unsigned char grain, int a, int b, int complete)
{
    return grain < GRAIN_NONE && b < complete && a % lengths[grain] == 0 &&
           (b + 1) % lengths[grain] == 0;
}

static enum err place_find(
    struct stats_public *p, struct str place, size_t *level, size_t *member)
{
    const struct family *own = &p->families[p->n - 1], *below = &p->families[p->n];

    if (str_eq(own->codes[own->at], place)) {
        *level = p->n - 1;
        *member = own->at;
        return OK;
    }
    TRY(below_read(p));
    for (size_t i = 0; i < below->n; i++)
        if (str_eq(below->codes[i], place)) {
            *level = p->n;
            *member = i;
            return OK;
        }
    return fail(p->cx, ERR_NOT_FOUND, "division", "registry.no_division");
}

/* Whether the place's own months alone would let it be told: most small places end here,
 * without a look at those above and beside them. */
static enum err own_fits(struct stats_public *p, const struct unit *u, struct str place,
    struct year *y, const int months[2], bool *fit)
{
    struct family one = {.codes = &place, .n = 1};
    struct making g = {.members = 1, .complete = y->complete};
    struct str from = str_f(p->cx->arena, "%d-01", y->year),
               to = str_f(p->cx->arena, "%d-%02d", y->year, y->complete);

    TRY(stats_small(p->cx, place, &g.small));
    for (; g.nforms < FORMS_MAX && u->forms[g.nforms] != NULL; g.nforms++) {
        struct terms t;

        g.months[g.nforms] = MANY(p->cx->arena, int64_t, MONTHS);
        terms_read(str_of(u->forms[g.nforms]), &t);
        for (size_t i = 0; i < t.n; i++) {
            int64_t quantity[MONTHS] = {0}, records[MONTHS] = {0};
            struct column c = {t.at[i].word, quantity, records};
            struct filling fill = {.family = &one, .column = &c};
            bool money = is_money(p->cx, t.at[i].word);

            TRY(sql_stats_own_months(p->cx, t.at[i].word, place, from, to, month_put, &fill));
            for (size_t m = 0; m < MONTHS; m++)
                g.months[g.nforms][m] += t.at[i].sign * (money ? records : quantity)[m];
        }
    }
    *fit = fits(own_grain(&g, 0, GRAIN_MONTH), months[0], months[1], y->complete);
    return OK;
}

static enum err needs_met(struct stats_public *p, const struct needs *needs, struct str place,
    struct date from, struct date to, bool *met)
{
    struct ymd a = date_ymd(from), b = date_ymd(to);
    size_t level = 0, member = 0;

    TRY(place_find(p, place, &level, &member));
    *met = true;
    for (size_t i = 0; i < needs->n; i++)
        for (int32_t y = a.year; y <= b.year && *met; y++) {
            const int months[2] = {
                y == a.year ? a.month - 1 : 0, y == b.year ? b.month - 1 : MONTHS - 1};
            struct year *year = year_of(p, y);
            const unsigned char *grains;

            if (level > 2)
                TRY(own_fits(p, needs->at[i], place, year, months, met));
            if (!*met)
                break;
            TRY(grains_of(p, year, needs->at[i], level, &grains));
            *met = fits(grains[member], months[0], months[1], year->complete);
        }
    return OK;
}

static bool whole_months(const struct stats_public *p, struct date from, struct date to)
{
    return date_ymd(from).day == 1 && date_ymd(date_add(to, 1)).day == 1 &&
           to.day <= p->last.day;
}

/* What there is has come since the first record. */
static enum err first_day(struct stats_public *p, struct date to, struct date *from)
{
    struct stats_sum first;
    struct date day;
    bool found;

    TRY(sql_stats_first_month(p->cx, p->families[0].codes[0], &first, &found));
    *from = date_make(date_ymd(to).year, 1, 1);
    if (found && date_parse(str_f(p->cx->arena, "%.*s-01", STR(first.key)), &day) == OK &&
        day.day < from->day && date_ymd(to).year - date_ymd(day).year < YEARS_MAX)
        *from = date_make(date_ymd(day).year, 1, 1);
    return OK;
}

enum err stats_public_may(struct stats_public *p, const struct stats_row *row, struct str place,
    struct date from, struct date to, const char **reason)
{
    struct needs needs = {.n = 0};
    bool met;

    *reason = NULL;
    if (!whole_months(p, stats_row_standing(p->cx, row) ? date_make(2000, 1, 1) : from, to)) {
        *reason = "stats.months_only";
        return OK;
    }
    if (!row->small)
        return OK;
    if (stats_row_standing(p->cx, row))
        TRY(first_day(p, to, &from));
    TRY(needs_add(p, row->top, &needs));
    if (row->bottom != NULL)
        TRY(needs_add(p, row->bottom, &needs));
    if (row->silent != NULL)
        TRY(needs_add(p, row->silent, &needs));
    TRY(needs_met(p, &needs, place, from, to, &met));
    if (!met)
        *reason = "stats.small";
    return OK;
}

enum err stats_public_once(struct cx *cx, const struct stats_row *row, struct str place,
    struct date from, struct date to, const char **reason)
{
    struct stats_public *p;

    TRY(stats_public_open(cx, place, &p));
    return stats_public_may(p, row, place, from, to, reason);
}
