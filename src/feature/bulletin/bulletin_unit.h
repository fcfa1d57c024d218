/*
 * bulletin_unit: the measure word after a number.
 */
#ifndef FEATURE_BULLETIN_UNIT_H
#define FEATURE_BULLETIN_UNIT_H

#include "feature/bulletin/bulletin_read.h"

struct bulletin_unit {
    size_t end;      /* after the unit's last character */
    struct str unit; /* base unit */
    int scale;       /* decimal places to add: 2 for percent */
    bool noun;       /* the word is the thing itself: 8县市 */
    bool over, half; /* 2个多月, 两个半月: said inside the unit */
};
/* False when what follows the number makes no figure of it. */
bool bulletin_unit_at(const struct bulletin_points *t, size_t from,
    const struct bulletin_numeral *v, struct bulletin_unit *out);
/* The same for a lone 一 whose place says that it counts. */
bool bulletin_unit_one(const struct bulletin_points *t, const struct bulletin_numeral *v,
    struct bulletin_unit *out);

#endif
