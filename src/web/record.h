/*
 * record: the page of one record: heading and state, what can be done, label and value lines,
 * then sections with words, a table, a timeline or a small form; the same struct prints as PDF.
 *
 *     TRY(…fill r…);
 *     return str_ends(call->path, S(".pdf")) ? web_record_pdf(call, &r, S("council.pdf"))
 *                                            : web_record(call, &head, &r);
 */
#ifndef WEB_RECORD_H
#define WEB_RECORD_H

#include "out/sheet.h"
#include "web/page.h"

struct web_pair {
    struct str label, value;
    struct url link; /* absent: none */
};
LIST_OF(web_pair);

struct web_note {
    enum web_tone tone;
    struct str title, text;
};
LIST_OF(web_note);

struct web_section {
    struct str heading, words;           /* words: a paragraph; absent */
    const struct sheet *sheet;           /* a table; NULL */
    struct str none;                     /* instead of a table without rows */
    const struct web_event_list *events; /* a timeline; NULL */
    const struct form_state *form;       /* a form; NULL */
    struct url post;                     /* of the form, or of a button alone */
    struct str button;
    struct web_action_list actions; /* links below */
    bool screen;                    /* not on paper */
};
LIST_OF(web_section);

struct web_record {
    struct str heading;
    struct str sub; /* a quiet line below it */
    enum web_tone tone;
    struct str badge; /* the state in words; absent */
    struct web_note_list notes;
    struct web_action_list actions;
    struct web_pair_list pairs;
    struct web_section_list sections;
    struct url pdf;  /* absent: not printed */
    struct url back; /* where it is listed; absent */
    struct str back_words;
};

enum err web_record(
    struct call *call, const struct web_head *head, const struct web_record *r) MUST_USE;
/* The same on A4; name of our making. */
enum err web_record_pdf(
    struct call *call, const struct web_record *r, struct str filename) MUST_USE;

/* Room for filling one: each takes at most max rows. */
void web_record_room(struct arena *a, struct web_record *r, size_t max);
void web_record_pair(struct web_record *r, struct str label, struct str value);
void web_record_link(struct web_record *r, struct str label, struct str value, struct url link);
void web_record_note(
    struct web_record *r, enum web_tone tone, struct str title, struct str text);
void web_record_action(
    struct web_record *r, enum web_action_kind kind, struct str label, struct url link);
struct web_section *web_record_section(struct web_record *r, struct str heading);

#endif
