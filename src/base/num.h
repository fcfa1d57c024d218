/*
 * num: integers, money and ratios to and from text; no locale, no floating point.
 */
#ifndef BASE_NUM_H
#define BASE_NUM_H

#include "base/str.h"

struct money {
    int64_t fen; /* 1/100 yuan */
};

struct ratio {
    int64_t part, whole; /* whole == 0: not computable */
};

/* Decimal, optional sign, nothing else; ERR_INVALID also when out of range. */
enum err num_parse(struct str s, int64_t min, int64_t max, int64_t *out) MUST_USE;
struct str num_text(struct arena *a, int64_t v);
/* With a thin separator each three digits: 26 000. */
struct str num_grouped(struct arena *a, int64_t v);
/* "12.50", "12.5" or "12", not negative; ERR_INVALID otherwise. */
enum err money_parse(struct str s, struct money *out) MUST_USE;
struct str money_text(struct arena *a, struct money m);
/* Percent with digits decimals, rounded half up: "73.7%"; "—" when not computable. */
struct str ratio_text(struct arena *a, struct ratio r, int digits);

#endif
