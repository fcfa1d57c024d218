/*
 * parts: the small parts every page may put; every generated page includes this.
 *
 *     {% put notice(TONE_DONE, v->title, v->text) %}
 *     {% put due_badge(&r->due) %} in a line, {% put due(&v->due) %} with how it was counted
 *     {% put fields(v->form) %}
 */
#ifndef WEB_PARTS_H
#define WEB_PARTS_H

#include "base/html.h"
#include "base/vec.h"
#include "core/related.h"

struct form_state;

/* A tone is always said by a word and a shape too. */
enum web_tone {
    TONE_INFO,
    TONE_DONE,
    TONE_SOON,
    TONE_OVERDUE,
    TONE_OFF
};

/* A due date and what to say about it; web_due_of makes one. */
struct web_due {
    struct date day;
    int32_t left;     /* working days; negative: past */
    bool late;        /* the day is past, be it by days off only */
    bool provisional; /* a year without a calendar was crossed */
    bool stopped;     /* nothing runs any more: only the date is shown */
    struct str why;   /* how it was counted; absent: not offered */
};

/* One step of a record. */
struct web_file {
    struct str name, size; /* "照片 1", "240 KB" */
    struct url link;
};
LIST_OF(web_file);
struct web_event {
    struct instant at;
    struct str what; /* a few words */
    struct str who;  /* published name */
    struct str why;  /* reason; absent */
    struct str text; /* answer or note; absent */
    bool internal;   /* not for the public: shown clearly apart */
    struct web_file_list files;
};
LIST_OF(web_event);

/* What can be done with a record. */
enum web_action_kind {
    ACTION_MAIN,
    ACTION_OTHER,
    ACTION_DANGER
};
struct web_action {
    enum web_action_kind kind;
    struct str label;
    struct url link; /* a page with the form of the move */
};
LIST_OF(web_action);

/* Keyset paging: links to what comes before and after; absent where there is nothing. */
struct web_pager {
    struct url first, next;
    struct str count; /* "1–20", "10 000+"; absent */
};

/* A number that opens what it means. */
struct web_figure {
    struct str label, value, unit;
    struct str definition, period, cutoff;
    struct url records; /* for those allowed; absent */
};
LIST_OF(web_figure);

/* Choosing a division step by step: the chain so far and what lies below. */
struct web_division {
    struct str code, name;
    struct url link;
};
LIST_OF(web_division);
struct web_picker {
    struct str name;   /* of the field: the chosen code is sent in it */
    struct str chosen; /* code; absent */
    struct web_division_list chain, below;
    struct url search; /* GET with q=…; absent: no search */
    struct str query;
};

/* For the templates of this folder. */
const char *web_tone_word(enum web_tone tone);       /* "info", "done", … : the class */
enum web_tone web_due_tone(const struct web_due *d); /* soon from two working days on */
/* A path of our own as an address. */
struct url web_url_of(const char *path);
struct str web_state_text(struct html *h, const char *flow, const char *word);
bool web_actions_danger(const struct web_action_list *list);

#include "web/parts.html.h"

/* src/web/fields.c: forms from input tables. */
/* One field: label, hint, error, control, counter. */
void part_field(struct html *h, const struct form_state *s, const char *name);
/* All fields in their order, and what the form needs unseen (part_form_key). */
void part_fields(struct html *h, const struct form_state *s);
/* What is wrong, at the top, each line leading to its field; nothing when all is well. */
void part_errors(struct html *h, const struct form_state *s);
/* The hidden idempotency key and the hidden inputs. */
void part_form_key(struct html *h, const struct form_state *s);

#endif
