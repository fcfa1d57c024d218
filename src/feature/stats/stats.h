/*
 * stats: every number from a record.  A figure is (row, division, from, to, cut-off): a row is
 * a measure of the ledger or an indicator over measures, as data, with its definition.
 *
 * Rows       each measure of each feature (its .measures table) and each indicator of
 *            stats_indicators.  Texts: name "measure.<code>", definition "definition.<code>",
 *            unit as the row says ("unit.item"): 人 and 人次 are different units.
 * Rights     a row for the public may be asked by anyone; any row, and any small count, by
 *            those who have RIGHT_FIGURES_READ for the division.  To others a row that is not
 *            public looks as if there were none.
 * Numbers    integers; the quantity of money is fen; rates keep numerator and denominator.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_STATS_H
#define FEATURE_STATS_H

#include "core/ledger.h"
#include "core/rules.h"

enum stats_kind {
    STATS_FLOW,  /* what happened from..to */
    STATS_STOCK, /* what there is at the end of the day "to"; "from" does not matter */
    STATS_MONEY, /* a flow of fen */
    STATS_RATE,  /* part of a whole, in percent */
    STATS_MEAN   /* so many for each */
};
extern const char *const stats_kind_words[];

/* Formulas are codes of the ledger's measures between " + " and " - ". */
struct stats_row {
    const char *code; /* "request.received" */
    const char
        *group; /* "request": what stands together on a page; text "stats.group.<group>" */
    const char *unit; /* text key "unit.item"; of a mean: of the numerator */
    enum stats_kind kind;
    bool is_public;
    bool small;         /* counts of few people or matters are not shown to the public */
    const char *top;    /* what is summed; the numerator of a rate or mean */
    const char *bottom; /* the denominator; NULL: none */
    const char *silent; /* those who did not answer, told beside a rate; NULL: none */
    bool absent;        /* no capability records what it is made from yet: not computable */
};
LIST_OF(stats_row);
/* Indicators and joined measures, a NULL code ends. */
extern const struct stats_row stats_indicators[];

/* All rows, in stable order: indicators of a group before its measures. */
enum err stats_rows(struct cx *cx, struct stats_row_list *out) MUST_USE;
/* ERR_NOT_FOUND. */
enum err stats_row(struct cx *cx, struct str code, struct stats_row *out) MUST_USE;

/* Does it count what there is at the end of "to": a stock, or a rate of stocks? */
bool stats_row_standing(const struct cx *cx, const struct stats_row *row);

/* What of a rate or mean is meant where records are listed. */
enum stats_side {
    STATS_BASE, /* the denominator; of a row that has none, all of it */
    STATS_TOP,
    STATS_SILENT
};

struct stats_query {
    struct str code;     /* of the row */
    struct str division; /* 12 digits or a hamlet */
    struct date from, to;
    struct instant cutoff; /* as it was known then; INSTANT_NONE: now */
    enum stats_side part;  /* of stats_records */
};

struct stats_figure {
    struct stats_row row;
    struct stats_query asked; /* with the cut-off that was used: never absent */
    int64_t value;            /* quantity; numerator of a rate or mean */
    int64_t base;             /* denominator; 0 for what has none */
    int64_t silent;           /* did not answer */
    int64_t records;          /* standing bookings behind value; of a rate, behind base */
    int64_t records_top, records_silent; /* of a rate or mean */
    bool computable;    /* false: reason says why, and value is not to be shown */
    const char *reason; /* text key: "stats.no_base", "stats.small" …; NULL */
};
LIST_OF(stats_figure);

/* ERR_NOT_FOUND: no such row or division for this actor.  ERR_INVALID: from after to. */
enum err stats_figure(
    struct cx *cx, const struct stats_query *q, struct stats_figure *out) MUST_USE;

/* Below this a small count is not told to the public: rule set "figures.small". */
enum err stats_small(struct cx *cx, struct str division, int64_t *out) MUST_USE;
/* Decide whether a counted figure can be told, and why not.  hidden: text key why this actor
 * may not have it (stats_public.h); NULL: may. */
void stats_judge(struct stats_figure *f, const char *hidden);
/* To the public a figure is its value: how many records there are is told where each of them
 * counts one. */
void stats_open(struct stats_figure *f);

/* Words of the language of cx. */
struct str stats_name(struct cx *cx, const struct stats_row *row);
struct str stats_measure_name(struct cx *cx, struct str code);
struct str stats_definition(struct cx *cx, const struct stats_row *row);
struct str stats_unit(struct cx *cx, const struct stats_row *row); /* "件", "%" */
/* The unit as it stands behind the figure: in English "1 item", "2 items". */
struct str stats_unit_said(struct cx *cx, const struct stats_figure *f);
/* "26 000", "73.7", "0.595", "12.50"; "—" when it is not computable. */
struct str stats_value(struct cx *cx, const struct stats_figure *f);
/* The same as a plain number in base units: "26000", "0.737" (of a rate), "12.50" (yuan). */
struct str stats_number(struct cx *cx, const struct stats_figure *f);
/* Why it is not computable; absent when it is. */
struct str stats_reason(struct cx *cx, const struct stats_figure *f);

/* The bookings that make the figure, newest first; of a rate those of the part asked for.
 * Needs RIGHT_FIGURES_READ.  cursor: as given with the last page, absent for the first. */
struct stats_record {
    struct ledger_entry entry;
    struct ledger_record record; /* path absent: not for this actor */
};
LIST_OF(stats_record);
enum err stats_records(struct cx *cx, const struct stats_query *q, struct str cursor,
    int64_t max, struct stats_record_list *out, struct str *next) MUST_USE;

/* What is known of a number that somebody printed (facts.md: "2900余" is a lower bound). */
enum stats_bound {
    STATS_EXACT,
    STATS_AT_LEAST, /* 余 多 超过 */
    STATS_AT_MOST,  /* 近 不足 */
    STATS_ABOUT     /* 约 */
};
struct stats_term {
    int64_t value;
    enum stats_bound bound;
};
/* part / whole with its bound; false and the text key of the reason when it cannot be said:
 * no base, both lower bounds, or one of them only about. */
bool stats_quotient(struct stats_term part, struct stats_term whole, struct ratio *out,
    enum stats_bound *bound, const char **reason);
/* Sums of lower bounds are lower bounds. */
struct stats_term stats_plus(struct stats_term x, struct stats_term y);

#endif
