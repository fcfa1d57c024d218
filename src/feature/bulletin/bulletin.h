/*
 * bulletin: the office's bulletin (M11), special reports on public opinion (M12), and the
 * register of pieces in the media (information only, no appraisal).
 *
 * Text       Paragraphs, one a line; "# " begins a heading 一、, "## " one （一）.  A live
 * figure stands in braces: {code|division|from|to|words}; code is a row of the statistics, an
 * empty division is the issue's, empty days are the year to date; words are the measure word,
 * with 余 or 多 before it where a lower bound should be printed: {request.received||||余条}
 * prints 4900余条, or 4900条 when that is exact. A typed figure takes its source behind it:
 * 53篇〔来源：市人大常委会网站统计〕. Freezing   Until an issue is signed its figures are
 * counted anew each time; at signing they are frozen with their cut-off and printed so for
 * ever. Numbers    regular issues restart each year and have a running number that goes on;
 *            special issues and corrections are numbered apart and have none.
 * Rights     a sent public issue is read by anyone; everything else by its division's staff.
 * Ownership  every struct str points into cx->arena.
 */
#ifndef FEATURE_BULLETIN_H
#define FEATURE_BULLETIN_H

#include "core/flow.h"
#include "core/rights.h"

#include "feature/bulletin/bulletin_read.h"
#include "feature/stats/stats.h"

struct bulletin_masthead {
    int64_t id;
    struct str division, name, latin, publisher, editors, contact, approval_no;
    struct str distribution; /* one a line */
    struct date valid_from;
};
LIST_OF(bulletin_masthead);
extern const struct shape bulletin_masthead_shape;

enum bulletin_kind {
    BULLETIN_REGULAR,
    BULLETIN_SPECIAL,
    BULLETIN_CORRECTION,
    BULLETIN_IMPORTED
};
extern const char *const bulletin_kind_words[];

enum bulletin_state {
    BULLETIN_COLLECTING,
    BULLETIN_DRAFT,
    BULLETIN_FIGURES_CHECKED,
    BULLETIN_NAMES_CHECKED,
    BULLETIN_REVIEW,
    BULLETIN_SIGNED,
    BULLETIN_NUMBERED,
    BULLETIN_TYPESET,
    BULLETIN_SENT,
    BULLETIN_ARCHIVED
};
extern const char *const bulletin_state_words[];
enum bulletin_event {
    BULLETIN_DO_COMPOSE,
    BULLETIN_DO_CHECK_FIGURES,
    BULLETIN_DO_CHECK_NAMES,
    BULLETIN_DO_SUBMIT,
    BULLETIN_DO_RETURN,
    BULLETIN_DO_SIGN,
    BULLETIN_DO_NUMBER,
    BULLETIN_DO_TYPESET,
    BULLETIN_DO_SEND,
    BULLETIN_DO_ARCHIVE
};
extern const char *const bulletin_event_words[];
extern const struct flow bulletin_flow;

struct bulletin_issue {
    int64_t id;
    struct str public_id;
    struct str division;
    enum bulletin_kind kind;
    int64_t year, number, serial;
    struct date day; /* of signature; absent before */
    struct str name, latin, publisher, editors, contact, approval_no, distribution;
    struct str series, note, reason;
    int64_t corrects_id;
    enum bulletin_state state;
    bool is_public;
    struct instant cutoff;
    int64_t version;
};
LIST_OF(bulletin_issue);
extern const struct shape bulletin_issue_shape;

struct bulletin_step {
    int64_t id;
    struct str event, to_state, note;
    struct instant at;
};
LIST_OF(bulletin_step);
extern const struct shape bulletin_step_shape;

enum bulletin_article_state {
    ARTICLE_DRAFT,
    ARTICLE_SENT,
    ARTICLE_TAKEN,
    ARTICLE_RETURNED
};
extern const char *const bulletin_article_state_words[];

struct bulletin_article {
    int64_t id;
    struct str public_id;
    int64_t issue_id, place;
    struct str division;
    int64_t org_id;
    struct str title, subtitle, credit, body;
    enum bulletin_article_state state;
    struct str note;
    int64_t account_id;
    int64_t version;
};
LIST_OF(bulletin_article);
extern const struct shape bulletin_article_shape;

/* A frozen figure, or one read from print. */
struct bulletin_figure {
    int64_t id, issue_id, article_id, place;
    struct str code, division; /* empty: typed or read from print */
    struct date day_from, day_to;
    struct str wording;
    int64_t digits, scale, base;
    struct str qualifier, unit, counts, source;
    int64_t records;
    struct instant cutoff;
};
LIST_OF(bulletin_figure);
extern const struct shape bulletin_figure_shape;

/* The masthead in force on a day, of the division or the nearest above it. */
enum err bulletin_masthead_on(struct cx *cx, struct str division, struct date on,
    struct bulletin_masthead *out, bool *found) MUST_USE;
/* A new version from m->valid_from on.  ERR_CONFLICT: there is one from that day. */
enum err bulletin_masthead_put(struct cx *cx, struct bulletin_masthead *m) MUST_USE;
enum err bulletin_mastheads(
    struct cx *cx, struct str division, struct bulletin_masthead_list *out) MUST_USE;

/* Begin an issue under the masthead in force.  ERR_CONFLICT: no masthead yet. */
enum err bulletin_begin(struct cx *cx, struct str division, enum bulletin_kind kind,
    int64_t corrects_id, struct bulletin_issue *out) MUST_USE;
/* What the editor sets: note, series, recipients of this issue, whether it is public. */
enum err bulletin_set(struct cx *cx, struct bulletin_issue *issue) MUST_USE;
/* What is hidden and what is missing are told alike. */
enum err bulletin_same_missing(struct cx *cx, enum err e) MUST_USE;
/* For staff of its division, or anyone when it was sent and is public. */
enum err bulletin_get(struct cx *cx, struct str public_id, struct bulletin_issue *out) MUST_USE;
enum err bulletin_by_id(struct cx *cx, int64_t id, struct bulletin_issue *out) MUST_USE;
/* "2026-12" or a public id: for commands. */
enum err bulletin_named(struct cx *cx, struct str typed, struct bulletin_issue *out) MUST_USE;
/* Newest first, at most max; all: also those in the making, of the actor's area. */
enum err bulletin_list(
    struct cx *cx, bool all, int64_t max, struct bulletin_issue_list *out) MUST_USE;

/* What a step is given. */
struct bulletin_move {
    int64_t event; /* enum bulletin_event */
    int64_t version;
    struct str note;
    int64_t number, serial; /* of numbering; 0: the next ones */
    struct date day;        /* of signature; absent: today */
};
/* ERR_INVALID: unbound figures ("bulletin.unbound"), a number out of the row without a reason
 * ("bulletin.number_gap"), a missing credit; ERR_STALE. */
enum err bulletin_make_move(
    struct cx *cx, struct bulletin_issue *issue, const struct bulletin_move *m) MUST_USE;
enum err bulletin_steps(
    struct cx *cx, int64_t issue_id, struct bulletin_step_list *out) MUST_USE;
unsigned bulletin_roles(const struct cx *cx, struct str division);
/* The numbers that come next. */
enum err bulletin_next(struct cx *cx, const struct bulletin_issue *issue, int64_t *number,
    int64_t *serial) MUST_USE;

/* Articles.  Adding and changing is for who wrote it until it is taken, then for the desk. */
enum err bulletin_article_add(struct cx *cx, struct bulletin_article *a) MUST_USE;
enum err bulletin_article_set(struct cx *cx, struct bulletin_article *a) MUST_USE;
enum err bulletin_article_get(
    struct cx *cx, struct str public_id, struct bulletin_article *out) MUST_USE;
bool bulletin_article_writes(const struct cx *cx, const struct bulletin_article *a);
bool bulletin_article_edits(const struct cx *cx, const struct bulletin_article *a);
enum err bulletin_article_send(struct cx *cx, struct bulletin_article *a) MUST_USE;
enum err bulletin_article_take(
    struct cx *cx, struct bulletin_article *a, const struct bulletin_issue *issue) MUST_USE;
enum err bulletin_article_return(
    struct cx *cx, struct bulletin_article *a, struct str note) MUST_USE;
enum err bulletin_articles_of(
    struct cx *cx, int64_t issue_id, struct bulletin_article_list *out) MUST_USE;
/* Waiting for the desk of the actor's area; the actor's own. */
enum err bulletin_articles_waiting(struct cx *cx, struct bulletin_article_list *out) MUST_USE;
enum err bulletin_articles_own(struct cx *cx, struct bulletin_article_list *out) MUST_USE;

/* A live figure as its braces say it. */
struct bulletin_token {
    struct str code, division, words;
    struct date from, to;
};
/* What it prints: "4900余条", "75.6%", "—". */
enum err bulletin_token_figure(struct cx *cx, const struct bulletin_issue *issue,
    const struct bulletin_token *t, struct bulletin_figure *out) MUST_USE;
/* "2847" as 余条: 2800余条; never 余 where exact.  Money: fen. */
struct str bulletin_wording(
    struct arena *a, int64_t value, struct str words, enum bulletin_qualifier *qualifier);
struct str bulletin_token_text(struct arena *a, const struct bulletin_token *t);

/* A text ready to be shown: runs of words, some of which are figures. */
enum bulletin_block_kind {
    BLOCK_TITLE,
    BLOCK_SUBTITLE,
    BLOCK_H1,
    BLOCK_H2,
    BLOCK_PARA,
    BLOCK_NOTE,
    BLOCK_CREDIT
};
struct bulletin_run {
    struct str text;
    int64_t figure; /* its place; 0: plain words */
};
LIST_OF(bulletin_run);
struct bulletin_block {
    enum bulletin_block_kind kind;
    struct bulletin_run_list runs;
    struct str text; /* the runs together */
};
LIST_OF(bulletin_block);
/* An issue as it is printed; live figures in their order. */
struct bulletin_print {
    struct str issue_words, serial_words, publisher_words, date_words;
    struct bulletin_block_list blocks;
    struct bulletin_figure_list figures;
    struct str *distribution;
    size_t ndistribution;
};
enum err bulletin_render(
    struct cx *cx, const struct bulletin_issue *issue, struct bulletin_print *out) MUST_USE;
enum err bulletin_frozen(
    struct cx *cx, int64_t issue_id, struct bulletin_figure_list *out) MUST_USE;

/* What the checks say of a text before it is signed. */
enum bulletin_finding_kind {
    FINDING_UNBOUND,    /* a typed figure without source */
    FINDING_AGREES,     /* arithmetic inside the text holds */
    FINDING_DIFFERS,    /* and does not */
    FINDING_PLACE,      /* a place the registry does not know */
    FINDING_NEAR_PLACE, /* one place, it seems, in two spellings */
    FINDING_ORG,        /* an organisation the registry does not know */
    FINDING_ORG_FORMER, /* a name that is not in force that day */
    FINDING_SESSION,    /* 届 or 次 does not fit the day */
    FINDING_CREDIT,     /* no credit line */
    FINDING_HEADING     /* numbering of headings breaks */
};
extern const char *const bulletin_finding_words[];
struct bulletin_finding {
    enum bulletin_finding_kind kind;
    struct str words, more; /* as in the text; what was expected or computed */
    struct str article;     /* title */
    struct str article_id;  /* public id */
};
LIST_OF(bulletin_finding);
enum err bulletin_findings(struct cx *cx, const struct bulletin_issue *issue,
    struct bulletin_finding_list *out) MUST_USE;
bool bulletin_finding_stops(enum bulletin_finding_kind kind);
/* Sums and shares that a text states: 45+106=151, 1127/1529=73.7%. */
void bulletin_arithmetic(
    struct arena *a, struct str text, struct bulletin_finding_list *out, size_t max);

/* A printed bulletin into the database, as an issue of kind imported that was sent.
 * ERR_CONFLICT: it is there already. */
enum err bulletin_import(struct cx *cx, struct str division, const struct bulletin_text *t,
    struct bulletin_issue *out) MUST_USE;

/* For `lianluo check`. */
enum err bulletin_check_frozen(struct cx *cx, struct buf *problems) MUST_USE;
enum err bulletin_check_numbers(struct cx *cx, struct buf *problems) MUST_USE;

#endif
