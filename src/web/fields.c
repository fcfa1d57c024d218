#include "web/fields.h"

/* More words than this make a list instead of rows. */
enum {
    RADIO_ROWS = 7
};

static size_t index_of(const struct form_state *s, const struct input *in)
{
    return (size_t)(in - s->form->inputs);
}

static struct str typed_of(const struct form_state *s, const struct input *in)
{
    return s->typed != NULL ? s->typed[index_of(s, in)] : (struct str){0};
}

static struct str name_text(
    struct html *h, const char *what, const struct form_state *s, const char *field)
{
    return str_f(h->out->arena, "%s.%s.%s", what, s->form->name, field);
}

struct str web_problem_text(struct html *h, const struct form_problem *p)
{
    return text_fill_named(h->out->arena, h->lang, p->rule, p->args, p->nargs);
}

static enum web_control control_of(const struct input *in)
{
    size_t words = 0;

    while (in->words != NULL && in->words[words] != NULL)
        words++;
    if ((in->flags & INPUT_FILE) != 0)
        return CONTROL_FILE;
    if (in->widget == WIDGET_AREA)
        return CONTROL_AREA;
    if (in->widget == WIDGET_CHECK || in->kind == KIND_BOOL)
        return CONTROL_CHECK;
    if (in->widget == WIDGET_DIVISION)
        return CONTROL_PICK;
    if (in->widget == WIDGET_SELECT)
        return CONTROL_SELECT;
    if (in->widget == WIDGET_RADIO)
        return CONTROL_RADIO;
    if (in->kind == KIND_ENUM)
        return words > RADIO_ROWS ? CONTROL_SELECT : CONTROL_RADIO;
    return (in->flags & INPUT_LINES) != 0 ? CONTROL_AREA : CONTROL_TEXT;
}

static void type_set(struct web_field *f, const struct input *in)
{
    f->type = "text";
    if (in->widget == WIDGET_PASSWORD) {
        f->type = "password";
    } else if ((in->flags & INPUT_PHONE) != 0) {
        f->type = "tel";
        f->autocomplete = "tel";
    } else if ((in->flags & INPUT_EMAIL) != 0) {
        f->type = "email";
        f->autocomplete = "email";
    } else if (in->kind == KIND_DATE) {
        f->type = "date";
    } else if (in->kind == KIND_INT) {
        f->inputmode = "numeric";
    } else if (in->kind == KIND_MONEY) {
        f->inputmode = "decimal";
    }
    if (in->autocomplete != NULL)
        f->autocomplete = in->autocomplete;
}

static void choices_set(
    struct html *h, struct web_field *f, const struct form_state *s, const struct input *in)
{
    struct arena *a = h->out->arena;
    size_t n = 0;

    while (in->words != NULL && in->words[n] != NULL)
        n++;
    f->choices.p = MANY(a, struct web_choice, n);
    f->choices.n = n;
    for (size_t i = 0; i < n; i++) {
        struct str key = str_f(a, "word.%s.%s.%s", s->form->name, in->name, in->words[i]);

        f->choices.p[i] = (struct web_choice){
            .value = str_of(in->words[i]),
            .label = text_find(h->lang, key),
            .id = str_f(a, "%.*s-%zu", STR(f->id), i),
            .chosen = str_is(typed_of(s, in), in->words[i]),
        };
    }
}

/* What the handler found for the words typed; what is typed next looks anew. */
static void found_set(
    struct html *h, struct web_field *f, const struct form_state *s, const struct input *in)
{
    const struct form_found *found = s->found != NULL ? &s->found[index_of(s, in)] : NULL;

    f->hint = f->hint.n > 0 ? f->hint : text_get(h->lang, TEXT_web_field_division);
    if (found == NULL || found->n == 0) {
        f->control = CONTROL_TEXT;
        return;
    }
    f->value = (struct str){0};
    f->choices.p = MANY(h->out->arena, struct web_choice, found->n);
    f->choices.n = found->n;
    for (size_t i = 0; i < found->n; i++)
        f->choices.p[i] = (struct web_choice){
            .value = found->p[i].value,
            .label = found->p[i].label,
            .id = str_f(h->out->arena, "%.*s-%zu", STR(f->id), i),
            .chosen = found->p[i].chosen,
        };
}

static struct str described(struct arena *a, const struct web_field *f)
{
    const char *hint = f->hint.n > 0 ? "-hint" : "", *error = f->error.n > 0 ? "-error" : "";

    if (f->hint.n == 0 && f->error.n == 0)
        return (struct str){0};
    if (f->hint.n == 0 || f->error.n == 0)
        return str_f(a, "%.*s%s%s", STR(f->id), hint, error);
    return str_f(a, "%.*s%s %.*s%s", STR(f->id), hint, STR(f->id), error);
}

struct web_field web_field_of(
    struct html *h, const struct form_state *s, const struct input *in)
{
    struct arena *a = h->out->arena;
    const struct form_problem *problem = form_problem_of(s, in);
    struct str hint = name_text(h, "hint", s, in->name);
    struct web_field f = {
        .id = str_f(a, "f-%s", in->name),
        .name = str_of(in->name),
        .label = text_find(h->lang, name_text(h, "label", s, in->name)),
        .none = text_get(h->lang, TEXT_web_field_choose),
        .control = control_of(in),
        .required = (in->flags & INPUT_REQUIRED) != 0,
        .secret = (in->flags & INPUT_SECRET) != 0,
    };

    if (text_has(hint))
        f.hint = text_find(h->lang, hint);
    if (problem != NULL)
        f.error = web_problem_text(h, problem);
    if ((in->flags & INPUT_SECRET) == 0)
        f.value = typed_of(s, in);
    if (f.control == CONTROL_CHECK && (str_is(f.value, "0") || str_is(f.value, "false")))
        f.value = (struct str){0};
    if (f.control == CONTROL_AREA)
        f.max = in->max > 0 ? in->max : 200;
    if (f.control == CONTROL_RADIO || f.control == CONTROL_SELECT)
        choices_set(h, &f, s, in);
    if (f.control == CONTROL_PICK)
        found_set(h, &f, s, in);
    f.many = f.control == CONTROL_FILE && in->max != 1;
    type_set(&f, in);
    f.describedby = described(a, &f);
    return f;
}

void part_field(struct html *h, const struct form_state *s, const char *name)
{
    for (size_t i = 0; i < s->form->n; i++) {
        if (str_is(str_of(name), s->form->inputs[i].name)) {
            struct web_field f = web_field_of(h, s, &s->form->inputs[i]);

            part_control(h, &f);
        }
    }
}

void part_fields(struct html *h, const struct form_state *s)
{
    part_form_key(h, s);
    for (size_t i = 0; i < s->form->n; i++) {
        struct web_field f;

        if ((s->form->inputs[i].flags & INPUT_HIDDEN) != 0)
            continue;
        f = web_field_of(h, s, &s->form->inputs[i]);
        part_control(h, &f);
    }
}

void part_form_key(struct html *h, const struct form_state *s)
{
    part_hidden(h, S("idem"), form_key(h->out->arena, s));
    for (size_t i = 0; i < s->form->n; i++) {
        const struct input *in = &s->form->inputs[i];

        if ((in->flags & INPUT_HIDDEN) != 0 && (in->flags & INPUT_SECRET) == 0 &&
            !str_is(S("idem"), in->name))
            part_hidden(h, str_of(in->name), typed_of(s, in));
    }
}

void part_errors(struct html *h, const struct form_state *s)
{
    struct web_problem_list list = {0};

    if (s->nproblems == 0)
        return;
    list.p = MANY(h->out->arena, struct web_problem, s->nproblems);
    for (size_t i = 0; i < s->nproblems; i++) {
        const struct form_problem *p = &s->problems[i];
        struct web_problem *line = &list.p[list.n++];

        line->text = web_problem_text(h, p);
        if (p->input == NULL || (p->input->flags & INPUT_HIDDEN) != 0)
            continue;
        line->id = str_f(h->out->arena, "f-%s", p->input->name);
        line->label = text_find(h->lang, name_text(h, "label", s, p->input->name));
    }
    part_error_summary(h, &list);
}
