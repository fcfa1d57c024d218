#include "feature/stats/stats_ask.h"

#include "core/audit.h"
#include "core/notice.h"
#include "core/subtree.h"

#include "feature/stats/stats.sql.h"

enum {
    ROWS_MAX = 30,
    PLACES_MAX = 300,
    TITLE_MAX = 60,
    NOTE_MAX = 500
};

static const struct field ask_fields[] = {
    FIELD(struct stats_ask, id),
    FIELD(struct stats_ask, public_id),
    FIELD(struct stats_ask, title),
    FIELD(struct stats_ask, note),
    FIELD(struct stats_ask, division),
    FIELD(struct stats_ask, day_from),
    FIELD(struct stats_ask, day_to),
    FIELD(struct stats_ask, due),
    FIELD(struct stats_ask, made_at),
    FIELD(struct stats_ask, made_by),
    FIELD(struct stats_ask, finished_at),
    FIELD(struct stats_ask, version),
    FIELD(struct stats_ask, places),
    FIELD(struct stats_ask, confirmed),
};
const struct shape stats_ask_shape = SHAPE(stats_ask, ask_fields);

static const struct field word_fields[] = {
    FIELD(struct stats_word, word),
};
const struct shape stats_word_shape = SHAPE(stats_word, word_fields);

static const struct field place_fields[] = {
    FIELD(struct stats_place, division),
    FIELD(struct stats_place, name),
    FIELD(struct stats_place, confirmed_at),
    FIELD(struct stats_place, confirmed_by),
    FIELD(struct stats_place, confirmer),
    FIELD(struct stats_place, note),
    FIELD(struct stats_place, version),
};
const struct shape stats_place_shape = SHAPE(stats_place, place_fields);

static const struct field cell_fields[] = {
    FIELD(struct stats_cell, division),
    FIELD(struct stats_cell, measure),
    FIELD(struct stats_cell, value),
    FIELD(struct stats_cell, base),
    FIELD(struct stats_cell, silent),
    FIELD(struct stats_cell, records),
};
const struct shape stats_cell_shape = SHAPE(stats_cell, cell_fields);

static struct str none_if_empty(struct str s)
{
    return str_empty(s) ? (struct str){0} : s;
}

static enum err places_check(struct cx *cx, const struct stats_draft *d)
{
    struct right_ranges within;

    TRY(subtree_of(cx, d->division, &within));
    if (d->nplaces == 0 || d->nplaces > PLACES_MAX)
        (void)fail(cx, ERR_INVALID, "places", "stats.ask.places");
    for (size_t i = 0; i < d->nplaces; i++) {
        struct division place;
        enum err e = registry_division(cx, d->places[i], &place);

        if (e != OK && e != ERR_NOT_FOUND)
            return e;
        if (e == OK && subtree_holds(&within, place.code))
            continue;
        (void)fail(cx, ERR_INVALID, "places", "stats.ask.place_outside");
        cx_fault_arg(cx, d->places[i]);
    }
    return OK;
}

static enum err draft_check(struct cx *cx, const struct stats_draft *d)
{
    if (str_empty(d->title) || d->title.n > (size_t)TITLE_MAX * 4)
        (void)fail(cx, ERR_INVALID, "title", "stats.ask.title");
    if (d->note.n > (size_t)NOTE_MAX * 4)
        (void)fail(cx, ERR_INVALID, "note", "stats.ask.note");
    if (!date_is(d->day_from) || !date_is(d->day_to) || d->day_from.day > d->day_to.day)
        (void)fail(cx, ERR_INVALID, "to", "stats.period_wrong");
    if (!date_is(d->due) || d->due.day < date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "due", "stats.ask.due");
    if (d->nmeasures == 0 || d->nmeasures > ROWS_MAX)
        (void)fail(cx, ERR_INVALID, "measures", "stats.ask.measures");
    for (size_t i = 0; i < d->nmeasures; i++) {
        struct stats_row row;

        if (stats_row(cx, d->measures[i], &row) != OK)
            (void)fail(cx, ERR_INVALID, "measures", "stats.no_row");
    }
    TRY(places_check(cx, d));
    return cx_checked(cx);
}

/* Each office once, however many of its places are asked. */
static enum err places_told(
    struct cx *cx, const struct stats_draft *d, struct str key, int64_t id)
{
    static const unsigned roles[] = {ROLE_OFFICE, ROLE_PRESIDIUM};
    struct notice n = {.event = str_f(cx->arena, "stats.asked:%lld", (long long)id),
        .to = NOTICE_ROLE_AREA,
        .lang = LANG_ZH,
        .text_key = S("notice.stats.asked"),
        .args = {d->title, date_text(cx->arena, d->due)},
        .nargs = 2,
        .link = str_f(cx->arena, "/reports/%.*s", STR(key))};

    for (size_t i = 0; i < d->nplaces; i++)
        for (size_t k = 0; k < COUNT(roles); k++) {
            n.division = d->places[i];
            n.role = roles[k];
            TRY(notice_put(cx, &n));
        }
    return OK;
}

enum err stats_ask_add(struct cx *cx, const struct stats_draft *d, struct str *public_id)
{
    struct str key = registry_public_id(cx);
    int64_t id;

    TRY(registry_may(cx, RIGHT_REPORT_ASK, d->division));
    TRY(draft_check(cx, d));
    TRY(sql_stats_ask_add(cx, key, d->title, none_if_empty(d->note), d->division, d->day_from,
        d->day_to, d->due, cx->now, cx->actor->account_id, &id));
    for (size_t i = 0; i < d->nmeasures; i++)
        TRY(sql_stats_ask_row_add(cx, id, (int64_t)i, d->measures[i], NULL));
    for (size_t i = 0; i < d->nplaces; i++)
        TRY(sql_stats_ask_place_add(cx, id, d->places[i], NULL));
    TRY(audit_add(cx, "stats_ask", id, "stats.asked", d->division, S("")));
    TRY(places_told(cx, d, key, id));
    *public_id = key;
    return OK;
}

static bool may(struct cx *cx, enum right right, struct str division)
{
    bool yes = registry_may(cx, right, division) == OK;

    cx_faults_clear(cx);
    return yes;
}

enum err stats_ask_get(struct cx *cx, struct str public_id, struct stats_ask *out)
{
    struct stats_place_list places;
    struct stats_ask ask;

    TRY(sql_stats_ask_get(cx, public_id, &ask));
    if (!may(cx, RIGHT_FIGURES_READ, ask.division)) {
        bool mine = false;

        TRY(sql_stats_ask_places(cx, ask.id, &places));
        EACH (p, &places)
            mine = mine || may(cx, RIGHT_FIGURES_READ, p->division);
        if (!mine)
            return fail(cx, ERR_NOT_FOUND, NULL, "stats.ask.none");
    }
    *out = ask;
    return OK;
}

/* The newest first. */
static bool ask_before(const void *x, const void *y)
{
    return ((const struct stats_ask *)x)->id > ((const struct stats_ask *)y)->id;
}

enum err stats_ask_list(
    struct cx *cx, bool received, int64_t before, int64_t max, struct stats_ask_list *out)
{
    const struct subtree_order order = {sizeof(struct stats_ask), (size_t)max, ask_before};
    struct right_ranges r = right_ranges(cx, RIGHT_FIGURES_READ);

    *out = (struct stats_ask_list){0};
    if ((cx->actor->roles & ROLE_CLOCK) != 0)
        r = (struct right_ranges){.at = {{S("0"), S(":")}}, .n = 1};
    for (size_t i = 0; i < r.n; i++) {
        struct stats_ask_list part;

        TRY(received ? sql_stats_ask_got(cx, r.at[i].from, r.at[i].to, before, max, &part)
                     : sql_stats_ask_made(cx, r.at[i].from, r.at[i].to, before, max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err stats_ask_places(
    struct cx *cx, const struct stats_ask *ask, struct stats_place_list *out)
{
    bool all = may(cx, RIGHT_FIGURES_READ, ask->division);
    struct stats_place_list list;

    TRY(sql_stats_ask_places(cx, ask->id, &list));
    *out = (struct stats_place_list){list.p, 0};
    for (size_t i = 0; i < list.n; i++)
        if (all || may(cx, RIGHT_FIGURES_READ, list.p[i].division))
            out->p[out->n++] = list.p[i];
    return OK;
}

enum err stats_ask_rows(struct cx *cx, const struct stats_ask *ask, struct stats_row_list *out)
{
    struct stats_word_list words;

    TRY(sql_stats_ask_rows(cx, ask->id, &words));
    *out = (struct stats_row_list){MANY(cx->arena, struct stats_row, words.n + 1), 0};
    EACH (w, &words) {
        struct stats_row row;
        enum err e = stats_row(cx, w->word, &row);

        if (e == OK)
            out->p[out->n++] = row;
        else if (e == ERR_NOT_FOUND)
            cx_faults_clear(cx);
        else
            return e;
    }
    return OK;
}

static const struct stats_cell *cell_of(
    const struct stats_cell_list *cells, struct str division, const char *measure)
{
    EACH (c, cells)
        if (str_eq(c->division, division) && str_is(c->measure, measure))
            return c;
    return NULL;
}

/* As it was confirmed; else as it was at the end, or is now. */
static enum err figure_fill(struct cx *cx, const struct stats_ask *ask,
    const struct stats_place *place, const struct stats_cell *cell, struct stats_figure *f)
{
    struct stats_query q = {.code = str_of(f->row.code),
        .division = place->division,
        .from = ask->day_from,
        .to = ask->day_to,
        .cutoff = instant_is(place->confirmed_at) ? place->confirmed_at : ask->finished_at};

    if (cell == NULL)
        return stats_figure(cx, &q, f);
    f->asked = q;
    f->value = cell->value;
    f->base = cell->base;
    f->silent = cell->silent;
    f->records = cell->records;
    stats_judge(f, NULL);
    return OK;
}

enum err stats_ask_sheet(
    struct cx *cx, const struct stats_ask *ask, struct str only, struct stats_sheet *out)
{
    struct stats_cell_list cells;
    size_t n = 0;

    TRY(stats_ask_rows(cx, ask, &out->rows));
    TRY(stats_ask_places(cx, ask, &out->places));
    TRY(sql_stats_ask_cells(cx, ask->id, &cells));
    for (size_t i = 0; i < out->places.n; i++)
        if (only.p == NULL || str_eq(only, out->places.p[i].division))
            out->places.p[n++] = out->places.p[i];
    out->places.n = n;
    if (only.p != NULL && n == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "stats.ask.none");
    out->figures = MANY(cx->arena, struct stats_figure, n * out->rows.n + 1);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < out->rows.n; k++) {
            struct stats_figure *f = &out->figures[i * out->rows.n + k];

            f->row = out->rows.p[k];
            TRY(figure_fill(cx, ask, &out->places.p[i],
                cell_of(&cells, out->places.p[i].division, f->row.code), f));
        }
    return OK;
}

static enum err open_still(struct cx *cx, const struct stats_ask *ask)
{
    return instant_is(ask->finished_at) ? fail(cx, ERR_CONFLICT, NULL, "stats.ask.finished")
                                        : OK;
}

enum err stats_ask_confirm(struct cx *cx, const struct stats_ask *ask, struct str division,
    int64_t version, struct str note)
{
    struct stats_row_list rows;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_REPORT_CONFIRM, division));
    TRY(open_still(cx, ask));
    if (note.n > (size_t)NOTE_MAX * 4)
        return fail(cx, ERR_INVALID, "note", "stats.ask.note");
    TRY(sql_stats_ask_place_set(cx, ask->id, division, version, cx->now, cx->actor->account_id,
        cx->actor->name, none_if_empty(note), &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "stats.ask.changed");
    TRY(stats_ask_rows(cx, ask, &rows));
    EACH (r, &rows) {
        const struct stats_query q = {
            str_of(r->code), division, ask->day_from, ask->day_to, cx->now};
        struct stats_figure f;

        TRY(stats_figure(cx, &q, &f));
        TRY(sql_stats_ask_cell_put(cx, ask->id, division, str_of(r->code), f.value, f.base,
            f.silent, f.records, NULL));
    }
    return audit_add(cx, "stats_ask", ask->id, "stats.confirmed", division, S(""));
}

enum err stats_ask_finish(struct cx *cx, const struct stats_ask *ask)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_REPORT_ASK, ask->division));
    TRY(open_still(cx, ask));
    TRY(sql_stats_ask_finish(cx, ask->id, ask->version, cx->now, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "stats.ask.changed");
    return audit_add(cx, "stats_ask", ask->id, "stats.finished", ask->division, S(""));
}

bool stats_ask_late(const struct cx *cx, const struct stats_ask *ask)
{
    return !instant_is(ask->finished_at) && date_of(cx->now).day > ask->due.day;
}
