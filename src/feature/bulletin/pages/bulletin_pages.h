/*
 * bulletin_pages: what the pages of the bulletin show.
 */
#ifndef FEATURE_BULLETIN_PAGES_H
#define FEATURE_BULLETIN_PAGES_H

#include "web/fields.h"
#include "web/parts.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_special.h"

/* One line of a list: a link, what it is, what more there is to say. */
struct bulletin_line {
    struct str name, state, more;
    struct url link;
};
LIST_OF(bulletin_line);

struct bulletin_index_view {
    struct str heading, words, empty;
    struct bulletin_line_list lines;
    struct web_action_list actions;
};

/* Fields shown of a form that serves several steps. */
struct bulletin_name {
    const char *name;
};
LIST_OF(bulletin_name);
struct bulletin_form_view {
    struct bulletin_name_list only; /* none: all fields */
    struct str heading, words, button, back_words;
    struct url action, back;
    const struct form_state *form;
};

/* A run of an article: plain words, or a figure that opens. */
struct bulletin_show_run {
    struct str text;
    struct url link; /* absent: plain words */
};
LIST_OF(bulletin_show_run);
struct bulletin_show_block {
    enum bulletin_block_kind kind;
    struct bulletin_show_run_list runs;
};
LIST_OF(bulletin_show_block);
struct bulletin_show_view {
    const struct bulletin_issue *issue;
    const struct bulletin_print *print;
    struct bulletin_show_block_list blocks;
    struct url pdf, odt, desk, corrects;
    struct str corrects_words;
    struct bulletin_line_list recipients;
    bool draft; /* not signed: figures are counted now */
};

struct bulletin_record_line {
    struct str day, quantity, what;
    struct url link;
};
LIST_OF(bulletin_record_line);
struct bulletin_figure_view {
    struct str wording, exact, definition, place, period, cutoff, source, counts, qualifier;
    int64_t records;
    bool bound, may_see;
    struct bulletin_record_line_list lines;
    struct url back;
};

struct bulletin_finding_line {
    enum web_tone tone;
    struct str kind, words, more, article;
    struct url link;
};
LIST_OF(bulletin_finding_line);
struct bulletin_desk_view {
    const struct bulletin_issue *issue;
    struct str title, kind, place;
    enum web_tone tone;
    struct web_action_list actions;
    struct bulletin_line_list articles;
    struct bulletin_finding_line_list findings;
    struct web_event_list steps;
    struct url show;
};

struct bulletin_article_view {
    const struct bulletin_article *article;
    struct str place;
    enum web_tone tone;
    struct web_action_list actions;
    const struct form_state *form; /* NULL: only to read */
    struct url action, back;
};

struct bulletin_special_view {
    const struct special_report *report;
    struct str number, unit;
    enum web_tone tone;
    struct web_action_list actions;
    struct bulletin_line_list sources, paragraphs, cuts;
    bool cut;                           /* what was taken out is still to be looked at */
    struct bulletin_line_list suspects; /* may be names; nobody has said so yet */
    bool may_settle;
    struct url settle;
    struct web_event_list steps;
};

struct bulletin_session_line {
    struct str body, number, days;
};
LIST_OF(bulletin_session_line);
struct bulletin_sessions_view {
    struct str congress;
    const struct form_state *form;
    struct bulletin_session_line_list lines;
    struct url back;
};

struct bulletin_media_view {
    const struct form_state *form;
    struct bulletin_line_list lines;
};

#include "feature/bulletin/pages/bulletin_parts.html.h"

#endif
