/*
 * stats_ask: report once.  "Send us your figures by Friday" (practices.md A8.10) is asked as
 * measures x places x period x day; each place finds its sheet filled in from the ledger,
 * confirms it or says what should be known about it, and never types a number.  Confirming
 * keeps the figures as they stood at that moment.
 *
 * Rights  RIGHT_REPORT_ASK for the division that asks; RIGHT_REPORT_CONFIRM for the place;
 *         both sides see who confirmed what and when, and who is late.
 */
#ifndef FEATURE_STATS_ASK_H
#define FEATURE_STATS_ASK_H

#include "feature/registry/registry.h"
#include "feature/stats/stats.h"

struct stats_ask {
    int64_t id;
    struct str public_id;
    struct str title;
    struct str note; /* absent */
    struct str division;
    struct date day_from, day_to;
    struct date due;
    struct instant made_at;
    int64_t made_by;
    struct instant finished_at; /* absent: open */
    int64_t version;
    int64_t places, confirmed; /* how many */
};
LIST_OF(stats_ask);
extern const struct shape stats_ask_shape;

struct stats_word {
    struct str word;
};
LIST_OF(stats_word);
extern const struct shape stats_word_shape;

/* A place that was asked. */
struct stats_place {
    struct str division, name;
    struct instant confirmed_at; /* absent: not yet */
    int64_t confirmed_by;
    struct str confirmer; /* published name */
    struct str note;
    int64_t version;
};
LIST_OF(stats_place);
extern const struct shape stats_place_shape;

struct stats_cell {
    struct str division, measure;
    int64_t value, base, silent, records;
};
LIST_OF(stats_cell);
extern const struct shape stats_cell_shape;

/* What is asked.  The words of measures and places may be parted by spaces, commas or lines. */
struct stats_draft {
    struct str title, note, division;
    struct date day_from, day_to, due;
    struct str *measures;
    size_t nmeasures;
    struct str *places;
    size_t nplaces;
};
/* ERR_INVALID at the field; ERR_DENIED, ERR_NOT_FOUND for the division.  Places must lie below
 * the division (or be it); 1 to 30 measures, 1 to 300 places. */
enum err stats_ask_add(
    struct cx *cx, const struct stats_draft *draft, struct str *public_id) MUST_USE;
/* ERR_NOT_FOUND: none, or neither asked by nor of the actor's area. */
enum err stats_ask_get(struct cx *cx, struct str public_id, struct stats_ask *out) MUST_USE;
/* Made in the actor's area, or asked of it; newest first; before: id, INT64_MAX to begin. */
enum err stats_ask_list(struct cx *cx, bool received, int64_t before, int64_t max,
    struct stats_ask_list *out) MUST_USE;
enum err stats_ask_places(
    struct cx *cx, const struct stats_ask *ask, struct stats_place_list *out) MUST_USE;
enum err stats_ask_rows(
    struct cx *cx, const struct stats_ask *ask, struct stats_row_list *out) MUST_USE;

/* The sheet: figures by place, then row; kept ones where confirmed, else as they are now (or
 * were when the sheet was finished). */
struct stats_sheet {
    struct stats_row_list rows;
    struct stats_place_list places;
    struct stats_figure *figures; /* places.n * rows.n */
};
/* only: one place's division; absent: all that the actor may see. */
enum err stats_ask_sheet(struct cx *cx, const struct stats_ask *ask, struct str only,
    struct stats_sheet *out) MUST_USE;

/* Keep the figures of now.  May be done again until the sheet is finished: the later counts.
 * ERR_CONFLICT: finished.  ERR_STALE: changed meanwhile.  ERR_INVALID: note too long. */
enum err stats_ask_confirm(struct cx *cx, const struct stats_ask *ask, struct str division,
    int64_t version, struct str note) MUST_USE;
/* Close the sheet; what is not confirmed stays marked so.  ERR_CONFLICT: it is closed. */
enum err stats_ask_finish(struct cx *cx, const struct stats_ask *ask) MUST_USE;
bool stats_ask_late(const struct cx *cx, const struct stats_ask *ask); /* open and past due */

#endif
