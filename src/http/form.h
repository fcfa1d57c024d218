/*
 * form: input as a table over the struct it fills.  Parsing reports every problem at once and
 * keeps what was typed.
 *
 *     static const struct input step_inputs[] = {
 *         INPUT(struct request_step, version, .flags = INPUT_REQUIRED | INPUT_HIDDEN),
 *         INPUT(struct request_step, note, .max = 2000, .widget = WIDGET_AREA),
 *         INPUT_ENUM(struct request_step, event, request_event_words, .flags = INPUT_REQUIRED),
 *     };
 *     static const struct form step_form = FORM(request_step, step_inputs);
 *
 * Labels are texts "label.<form>.<field>", hints "hint.<form>.<field>" (when there is one),
 * words of an enum "word.<form>.<field>.<word>".
 */
#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include "base/shape.h"
#include "base/url.h"

enum input_flags {
    INPUT_REQUIRED = 1,
    INPUT_HIDDEN = 2,
    INPUT_SECRET = 4, /* never shown again, never kept in drafts (passwords, codes) */
    INPUT_PHONE = 8,  /* mainland mobile or landline; digits kept */
    INPUT_EMAIL = 16,
    INPUT_LINES = 32, /* \n allowed */
    INPUT_FILE = 64   /* an upload; the value is in struct call's uploads */
};

enum widget {
    WIDGET_AUTO = 0, /* text; number for ints; date for dates; radio rows for short enums */
    WIDGET_AREA,
    WIDGET_RADIO,
    WIDGET_SELECT,
    WIDGET_CHECK,
    WIDGET_PASSWORD,
    WIDGET_DIVISION /* a code, or words for which a list is offered: two controls of one
                       name, and what was typed counts before what was chosen */
};

struct input {
    const char *name;
    enum kind kind;
    size_t offset;
    const char *const *words; /* KIND_ENUM */
    unsigned flags;
    int64_t min, max; /* of numbers; code points of texts (max 0: 200) */
    enum widget widget;
    const char *autocomplete; /* HTML autofill word, such as "tel" */
    int last;                 /* closes the macros below */
};

struct form {
    const char *name;
    size_t size;
    const struct input *inputs;
    size_t n;
};

/* INPUT(struct thing, member) and, behind it, any designated members of struct input. */
#define INPUT(...) INPUT_ROW(__VA_ARGS__, .last = 0)
#define INPUT_ENUM(...) INPUT_ENUM_ROW(__VA_ARGS__, .last = 0)
#define INPUT_ROW(T, member, ...)                                                              \
    {                                                                                          \
        .name = #member, .kind = KIND_OF(((T *)0)->member), .offset = offsetof(T, member),     \
        __VA_ARGS__                                                                            \
    }
#define INPUT_ENUM_ROW(T, member, w, ...)                                                      \
    {                                                                                          \
        .name = #member, .kind = KIND_ENUM, .offset = offsetof(T, member), .words = (w),       \
        __VA_ARGS__                                                                            \
    }
#define FORM(type, rows)                                                                       \
    {                                                                                          \
#        type, sizeof(struct type), (rows), COUNT(rows)                                        \
    }

/* What went wrong with one field; rule is a text key. */
struct form_problem {
    const struct input *input;
    struct str rule;
    struct str args[2];
    size_t nargs;
};

/* What a handler offers to choose from at one input (WIDGET_DIVISION). */
struct form_choice {
    struct str value, label;
    bool chosen;
};
struct form_found {
    const struct form_choice *p;
    size_t n;
};

/* A form as it came in (or empty): the parsed struct, the texts as typed, the problems. */
struct form_state {
    const struct form *form;
    void *value;       /* struct of form->size bytes, zeroed where missing */
    struct str *typed; /* by input; absent when not sent */
    struct form_problem *problems;
    size_t nproblems;
    struct form_found *found; /* by input; NULL: nothing is offered */
    struct str key;           /* idempotency key sent or drawn for this form (input "idem") */
};

/* Parse name=value pairs; unknown names are ignored (refused in tests).  Never fails for bad
 * content: problems are in the state. */
struct form_state *form_parse(struct arena *a, const struct form *f, struct pair_list pairs);
/* The same for a query, which changes nothing: no key is drawn. */
struct form_state *form_ask(struct arena *a, const struct form *f, struct pair_list pairs);
/* The key of the form, a new one when it has none yet. */
struct str form_key(struct arena *a, const struct form_state *s);
/* A state to show: typed filled from value. */
struct form_state *form_fill(struct arena *a, const struct form *f, const void *value);
const struct form_problem *form_problem_of(const struct form_state *s, const struct input *in);

#endif
