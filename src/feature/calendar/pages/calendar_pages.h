/*
 * calendar_pages: what the pages of working days and of rule sets show.
 */
#ifndef FEATURE_CALENDAR_PAGES_H
#define FEATURE_CALENDAR_PAGES_H

#include "core/rules.h"
#include "web/fields.h"
#include "web/parts.h"

struct calendar_row {
    struct str days, what; /* "2026-02-15 – 2026-02-23", "春节放假" */
};
LIST_OF(calendar_row);

struct calendar_source {
    struct str address;
};
LIST_OF(calendar_source);

struct calendar_other {
    struct str year;
    struct url link;
};
LIST_OF(calendar_other);

struct calendar_year_view {
    int64_t year;
    bool known;
    int64_t working; /* days */
    struct calendar_row_list rows;
    struct calendar_source_list sources;
    struct calendar_other_list others;
    const struct form_state *form;
    bool asked;
    struct str due, why;
    bool provisional;
};

struct rule_row {
    struct str kind, name, value, words, area, from, to, source;
    bool verified;
};
LIST_OF(rule_row);

struct calendar_rules_view {
    struct rule_row_list rows;
    struct url add; /* absent: may not */
};

struct calendar_rule_new_view {
    const struct form_state *form;
    struct rule_row_list kinds; /* kind, name, words: how the value is written */
};

#endif
