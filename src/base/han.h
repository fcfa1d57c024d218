/*
 * han: Chinese text: search terms, sort keys, similarity, display width.
 */
#ifndef BASE_HAN_H
#define BASE_HAN_H

#include "base/buf.h"

/* Terms of a text for the full-text index, separated by blanks: overlapping pairs for runs of
 * Chinese characters (the last character of a run also alone), whole words of Latin letters
 * and digits, a separator term between runs; NFKC, lower case.  The same for both engines. */
enum err han_terms(struct arena *a, struct str text, struct str *terms) MUST_USE;
/* Terms of what somebody searches: one phrase per blank-separated word.  Each phrase is a list
 * of terms to be found side by side; a single Chinese character becomes a prefix. */
struct han_phrase {
    struct str *terms;
    size_t n;
    bool prefix; /* the last term is a prefix */
};
struct han_query {
    struct han_phrase *p;
    size_t n;
};
enum err han_query(struct arena *a, struct str text, struct han_query *out) MUST_USE;

/* Sort key of a person's or place's name in pinyin order, as hex text that byte order sorts
 * right; surnames read otherwise (单 曾 解 仇 区 查 任 华 …) come from our own table. */
struct str han_pinyin_key(struct arena *a, struct str name);
/* Sort key by strokes of the surname, then of the rest; hex text, too. */
struct str han_stroke_key(struct arena *a, struct str name);

/* NFKC, lower case, without blanks and punctuation: for comparing names and places. */
struct str han_fold(struct arena *a, struct str s);
/* Traditional forms turned into simplified ones (衡南縣 becomes 衡南县), for what people type;
 * a text of more than 400 letters stays as it is. */
struct str han_simple(struct arena *a, struct str s);
/* Share of common character pairs of two texts, in percent 0..100 (Dice). */
int han_similar(struct arena *a, struct str x, struct str y);
/* The same in two steps, for one text against many. */
struct han_pairs {
    struct str folded;
    uint64_t *p; /* sorted */
    size_t n;
};
struct han_pairs han_pairs(struct arena *a, struct str text);
int han_alike(const struct han_pairs *x, const struct han_pairs *y);
/* Columns on a fixed-width screen: Chinese characters count two. */
size_t han_width(struct str s);
/* A number in Chinese numerals and back, e.g. 六百四十五; 二〇二六 is read, too.
 * ERR_INVALID: not a numeral, or too large. */
struct str han_number(struct arena *a, int64_t v);
enum err han_number_read(struct str s, int64_t *out) MUST_USE;

#endif
