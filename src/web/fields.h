/*
 * fields: a form row (http/form.h) as labelled input, with hint, error and counter beside it.
 *
 *     <form method="post" action="/ask/{{ v->token }}" data-draft="ask">
 *     {% put errors(v->form) %}
 *     {% put field(v->form, "body") %}
 *     {% put form_key(v->form) %}
 *     <button class="main">{% t ask.next %}</button>
 *     </form>
 *
 * data-draft: under this name the script keeps what is typed on this device, over all pages of
 * the form, until it was accepted.  Forms of a record put its number in: "move-{{ v->code }}".
 *
 * Texts: "label.<form>.<field>" (must be there), "hint.<form>.<field>" (may), and for the words
 * of an enum "word.<form>.<field>.<word>".
 */
#ifndef WEB_FIELDS_H
#define WEB_FIELDS_H

#include "http/form.h"
#include "web/parts.h"

enum web_control {
    CONTROL_TEXT,
    CONTROL_AREA,
    CONTROL_RADIO,
    CONTROL_SELECT,
    CONTROL_CHECK,
    CONTROL_FILE,
    CONTROL_PICK
};

struct web_choice {
    struct str value, label, id;
    bool chosen;
};
LIST_OF(web_choice);

/* One field, ready to be written by parts.html. */
struct web_field {
    struct str id, name, label, hint, error, value, describedby;
    enum web_control control;
    const char *type, *inputmode, *autocomplete;
    bool required, many, secret;
    int64_t max; /* code points, of texts that count; 0: no counter */
    struct web_choice_list choices;
    struct str none; /* what a list says while nothing is chosen */
};

LIST_OF(web_field);

/* One line of the summary. */
struct web_problem {
    struct str id, label, text;
};
LIST_OF(web_problem);

/* What the control of this input shows.  Never the value of a secret input. */
struct web_field web_field_of(
    struct html *h, const struct form_state *s, const struct input *in);
/* The words of a problem, in the language of h. */
struct str web_problem_text(struct html *h, const struct form_problem *p);

#include "web/fields.html.h"

#endif
