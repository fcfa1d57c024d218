/*
 * contact_pages: what the pages of contact show that are more than a record.
 */
#ifndef FEATURE_CONTACT_PAGES_H
#define FEATURE_CONTACT_PAGES_H

#include "web/fields.h"
#include "web/parts.h"

struct contact_suggestion {
    struct str name, post;
    struct str wish, speciality, occupation; /* the words that matched; absent */
    struct url add;
};
LIST_OF(contact_suggestion);

struct contact_suggest_view {
    struct str name, field;
    struct contact_suggestion_list rows;
    struct url back;
};

struct contact_line {
    struct str text;
};
LIST_OF(contact_line);

/* A passage that may concern somebody's privacy, with some words around it. */
struct contact_finding {
    int64_t number;
    struct str kind, place, before, text, after;
    struct str passage; /* keyed hash */
    bool agreed, written;
};
LIST_OF(contact_finding);

struct contact_diary_view {
    struct str title, state, problem;
    enum web_tone tone;
    bool draft, published, withdrawn;
    int64_t version, open;
    const struct form_state *form;
    struct contact_line_list lines;
    struct contact_finding_list findings;
    struct url path, consent, publish, withdraw, rewrite, page;
};

struct contact_diary_row {
    struct str title, name;
    struct date day;
    struct url link;
};
LIST_OF(contact_diary_row);

struct contact_diaries_view {
    struct contact_diary_row_list rows;
    struct url next;
};

struct contact_diary_public_view {
    struct str title, name;
    struct date day;
    struct contact_line_list lines;
    struct url deputy, more;
};

#endif
