/*
 * bulletin_read: the text of a printed bulletin, with the faults of its recognition, taken
 * apart: masthead, editor's note, articles, imprint, and every figure.
 *
 * A figure is a number that counts or measures something.  Dates, ordinals, sessions (届,
 * 次会议), issue and document numbers, telephone numbers and fixed phrases are none.
 *
 * Qualifier   余 多 超 逾 突破 不少于 以上 make a lower bound ("over"); 近 约 将近 左右 不足, a
 *             first estimate (初步…) and a plan (拟 before the number) make "nearly".  A
 *             threshold before its noun (50万元以上的项目) is exact: the limit itself is.
 * Vague       几十 and 数百 are at least 10 and 100 ("over"); 二三十 and 五六 are nearly the
 *             smaller, 十来 nearly 10.
 * Units       数值 in base units: 万 and 亿 are multiplied out, percent and 成 become a share.
 * Pure        no database; nothing is kept but what is on the arena.
 */
#ifndef FEATURE_BULLETIN_READ_H
#define FEATURE_BULLETIN_READ_H

#include "base/buf.h"
#include "base/num.h"
#include "base/time.h"
#include "base/vec.h"

enum {
    BULLETIN_TEXT_MAX = 512 * 1024 /* bytes of one text */
};

enum bulletin_qualifier {
    QUALIFIER_EXACT,
    QUALIFIER_OVER,  /* a lower bound */
    QUALIFIER_NEARLY /* about, not quite, or not yet */
};
extern const char *const bulletin_qualifier_words[];

/* digits / 10^scale */
struct bulletin_number {
    int64_t digits;
    int scale;
};
/* Shortest decimal text: "19400000", "0.737". */
struct str bulletin_number_text(struct arena *a, struct bulletin_number v);
bool bulletin_number_same(struct bulletin_number x, struct bulletin_number y);

/* One figure as it stands in the text. */
struct bulletin_seen {
    struct str wording; /* as printed, with its unit; blanks and line ends left out */
    struct bulletin_number value;
    enum bulletin_qualifier qualifier;
    struct str unit;   /* 人次, 元, 比率 … */
    struct str counts; /* the words for what is counted */
    int64_t offset;    /* characters before it in the text as given */
};
LIST_OF(bulletin_seen);

/* A text as characters without blanks, marks and full-width forms, each with its place. */
struct bulletin_points {
    struct arena *arena;
    const uint32_t *raw;
    size_t nraw;
    uint32_t *c;
    uint32_t *at;       /* index in raw */
    unsigned char *gap; /* before it stood: 0 nothing, 1 blanks, 2 a line's end */
    size_t n;
    bool flowing; /* lines are whole paragraphs, not cut at the width of a page */
};
#define BULLETIN_END 0x0A /* the character between paragraphs */

/* The words from the i-th to before the j-th character, as printed. */
struct str bulletin_points_text(const struct bulletin_points *t, size_t i, size_t j);
/* Do these words stand at the i-th character? */
bool bulletin_points_at(const struct bulletin_points *t, size_t i, const char *words);
/* Do they end right before it? */
bool bulletin_points_before(const struct bulletin_points *t, size_t i, const char *words);
/* Length in characters of the word of the list (NULL ends it) that stands there; 0: none. */
size_t bulletin_points_word(
    const struct bulletin_points *t, size_t i, const char *const *words, const char **which);
bool bulletin_points_han(uint32_t c);
bool bulletin_points_digit(uint32_t c);
/* A digit, unit or zero of Chinese numerals. */
bool bulletin_points_numeral(uint32_t c);

/* A number read at a place. */
struct bulletin_numeral {
    size_t end; /* after its last character, 余 and 万 included */
    struct bulletin_number value;
    bool over;      /* 余, 多, 几 inside or right after it */
    bool chinese;   /* in Chinese numerals */
    bool bare;      /* begins with 百, 千, 万: a number only with "over" or "nearly" */
    bool lifted;    /* 万 or 亿 was said */
    bool ratio;     /* 百分之, 三分之二, % … */
    bool separated; /* a year-like or telephone-like row of digits */
    bool about;     /* 来, and two neighbours in a row: 二三十, 五六 */
    bool vague;     /* 几十, 数百: only before a measure */
};
/* False when none begins there. */
bool bulletin_numeral_at(
    const struct bulletin_points *t, size_t i, struct bulletin_numeral *out);

/* Figures of a piece of text, in their order. */
struct bulletin_seen_list bulletin_figures(const struct bulletin_points *t);
/* The same of one clean text (no lines to join). */
struct bulletin_seen_list bulletin_figures_of(struct arena *a, struct str text);

struct bulletin_part {
    struct str title, subtitle, credit; /* absent when there is none */
    struct str body;                    /* paragraphs, one a line, headings marked # and ## */
    struct str *headings;
    size_t nheadings;
};
LIST_OF(bulletin_part);

/* What was found; texts are absent and numbers 0 where nothing was. */
struct bulletin_text {
    struct str name; /* 联络动态 */
    int64_t issue_no, serial_no;
    struct date date;
    struct str publisher, editors_note;
    struct bulletin_part_list articles;
    struct str *distribution;
    size_t ndistribution;
    struct str editor, contact, approval_no;
    struct bulletin_seen_list figures;
};

/* ERR_LIMIT: larger than BULLETIN_TEXT_MAX; ERR_INVALID: not UTF-8, or no text. */
enum err bulletin_read(struct arena *a, struct str text, struct bulletin_text *out) MUST_USE;
/* As JSON, as `lianluo bulletin read --json` prints it: issue_no, serial_no, date, publisher,
 * editors_note, articles (title, credit, headings), distribution, editor, contact, approval_no,
 * figures (wording, value, qualifier, unit, counts, offset). */
void bulletin_read_json(struct arena *a, const struct bulletin_text *t, struct buf *out);

#endif
