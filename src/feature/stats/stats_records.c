/*
 * The records behind a figure: the pages of several measures, merged newest first.
 */
#include "core/settings.h"

#include "feature/registry/registry.h"
#include "feature/stats/stats.h"

enum {
    MEASURES_MAX = 16
};

struct stream {
    struct ledger_entry_list list;
    size_t next;
};

/* The cursor is "YYYY-MM-DD.id" of the last row shown. */
static enum err cursor_read(struct cx *cx, struct str cursor, struct date *day, int64_t *id)
{
    struct str rest, first = str_cut(cursor, '.', &rest);

    *day = DATE_NONE;
    *id = INT64_MAX;
    if (str_empty(cursor))
        return OK;
    if (date_parse(first, day) != OK || num_parse(rest, 0, INT64_MAX, id) != OK)
        return fail(cx, ERR_INVALID, "after", "stats.cursor");
    return OK;
}

static enum err record_of(struct cx *cx, struct stats_record *r)
{
    const struct ledger_source *const *tables = cx->settings->sources;

    r->record = (struct ledger_record){0};
    for (; tables != NULL && *tables != NULL; tables++)
        for (const struct ledger_source *s = *tables; s->kind != NULL; s++) {
            enum err e;

            if (!str_is(r->entry.source, s->kind))
                continue;
            e = s->find(cx, r->entry.source_id, &r->record);
            if (e == OK)
                return OK;
            r->record = (struct ledger_record){0};
            if (e != ERR_NOT_FOUND && e != ERR_DENIED)
                return e;
            cx_faults_clear(cx);
        }
    return OK;
}

static bool before(const struct ledger_entry *x, const struct ledger_entry *y)
{
    return x->day.day != y->day.day ? x->day.day > y->day.day : x->id > y->id;
}

static const struct ledger_entry *newest(struct stream *s, size_t n)
{
    struct stream *best = NULL;

    for (size_t i = 0; i < n; i++)
        if (s[i].next < s[i].list.n &&
            (best == NULL || before(&s[i].list.p[s[i].next], &best->list.p[best->next])))
            best = &s[i];
    return best == NULL ? NULL : &best->list.p[best->next++];
}

static enum err streams_open(struct cx *cx, const struct stats_query *q,
    const struct stats_row *row, struct str cursor, int64_t max, struct stream *out, size_t *n)
{
    struct str rest = str_of(row->bottom == NULL || q->part == STATS_TOP ? row->top
                             : q->part == STATS_SILENT                   ? row->silent
                                                                         : row->bottom);
    struct ledger_span span = {.division = q->division,
        .from = stats_row_standing(cx, row) ? date_make(1900, 1, 1) : q->from,
        .to = q->to,
        .cutoff = q->cutoff};
    struct date day;
    int64_t id;

    *n = 0;
    TRY(cursor_read(cx, cursor, &day, &id));
    while (rest.n > 0 && *n < MEASURES_MAX) {
        struct str word = str_cut(rest, ' ', &rest);

        if (word.n <= 1)
            continue;
        span.measure = word;
        out[*n] = (struct stream){.next = 0};
        TRY(ledger_entries(cx, &span, day, id, max, &out[(*n)++].list));
    }
    return OK;
}

enum err stats_records(struct cx *cx, const struct stats_query *q, struct str cursor,
    int64_t max, struct stats_record_list *out, struct str *next)
{
    struct stream streams[MEASURES_MAX];
    const struct ledger_entry *e;
    struct stats_row row;
    size_t n;

    TRY(registry_may(cx, RIGHT_FIGURES_READ, q->division));
    TRY(stats_row(cx, q->code, &row));
    TRY(streams_open(cx, q, &row, cursor, max + 1, streams, &n));
    *next = (struct str){0};
    *out = (struct stats_record_list){MANY(cx->arena, struct stats_record, (size_t)max), 0};
    while ((int64_t)out->n < max && (e = newest(streams, n)) != NULL) {
        struct stats_record *r = &out->p[out->n++];

        r->entry = *e;
        TRY(record_of(cx, r));
        *next =
            str_f(cx->arena, "%.*s.%lld", STR(date_text(cx->arena, e->day)), (long long)e->id);
    }
    if (newest(streams, n) == NULL)
        *next = (struct str){0};
    return OK;
}
