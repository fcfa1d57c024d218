#include "feature/registry/registry_pick_web.h"

#include "core/cx.h"
#include "core/rights.h"

#include "feature/registry/registry.h"

enum {
    FOUND = 12,
    FOUND_MANY = 60,
    CODE_DIGITS = 12
};

/* 12 digits, or those of a village with "-" and three of a hamlet. */
static bool is_code(struct str s)
{
    if (s.n != CODE_DIGITS && s.n != CODE_DIGITS + 4)
        return false;
    for (size_t i = 0; i < s.n; i++)
        if (i == CODE_DIGITS ? s.p[i] != '-' : s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static size_t input_at(const struct form_state *form, const char *field)
{
    size_t i = 0;

    while (i < form->form->n && !str_is(str_of(field), form->form->inputs[i].name))
        i++;
    return i;
}

/* Where the account works; who has no area looks everywhere. */
static struct right_ranges near(struct call *call)
{
    struct right_ranges all = {.n = 0};

    EACH (g, &call->cx->actor->grants) {
        struct right_ranges r = right_ranges_of(call->arena, g->division, g->parts, g->nparts);

        for (size_t i = 0; g->division.n > 0 && i < r.n && all.n < COUNT(all.at); i++)
            all.at[all.n++] = r.at[i];
    }
    return all;
}

static void offer(struct call *call, struct form_state *form, size_t at,
    const struct form_choice *choices, size_t n)
{
    if (at >= form->form->n)
        return;
    if (form->found == NULL)
        form->found = MANY(call->arena, struct form_found, form->form->n);
    form->found[at] = (struct form_found){choices, n};
}

enum err registry_pick(struct call *call, const char *field, struct str typed)
{
    struct form_choice *choices = MANY(call->arena, struct form_choice, FOUND);
    struct find_hit_list hits;
    size_t n = 0;

    if (str_empty(typed) || is_code(typed))
        return OK;
    TRY(registry_find_places(call->cx, typed, &hits));
    for (size_t i = 0; i < hits.n && n < FOUND; i++)
        choices[n++] = (struct form_choice){
            .value = hits.p[i].division.code, .label = hits.p[i].full_name};
    offer(call, call->form, input_at(call->form, field), choices, n);
    return fail(
        call->cx, ERR_INVALID, field, n == 0 ? "registry.pick_none" : "registry.pick_one");
}

void registry_pick_name(struct call *call, struct form_state *form, const char *field)
{
    size_t at = input_at(form, field);
    struct form_choice *one = NEW(call->arena, struct form_choice);

    if (at >= form->form->n || !is_code(form->typed[at]) ||
        (form->found != NULL && form->found[at].n > 0))
        return;
    one->value = form->typed[at];
    one->chosen = true;
    if (registry_full_name(call->cx, one->value, &one->label) != OK) {
        cx_faults_clear(call->cx);
        return;
    }
    offer(call, form, at, one, 1);
}

/* Places of that name where the account works; others are as if they were not there. */
static enum err places(
    struct call *call, struct str typed, struct form_choice *choices, size_t *n)
{
    struct right_ranges within = near(call);
    struct find_hit_list hits;

    *n = 0;
    TRY(registry_find_within(call->cx, typed, within.n == 0 ? NULL : &within, &hits));
    EACH (h, &hits)
        if (*n < FOUND_MANY)
            choices[(*n)++] =
                (struct form_choice){.value = h->division.code, .label = h->full_name};
    return OK;
}

/* The place chosen by its whole name, when that leads back to it, as zones' names do not. */
static enum err chosen(struct call *call, struct form_state *s, size_t at)
{
    struct form_choice *one = NEW(call->arena, struct form_choice), back[FOUND_MANY];
    size_t n;

    if (!is_code(s->typed[at]))
        return OK;
    *one = (struct form_choice){.value = s->typed[at], .label = s->typed[at], .chosen = true};
    if (registry_full_name(call->cx, one->value, &one->label) != OK) {
        cx_faults_clear(call->cx);
        return OK;
    }
    TRY(places(call, one->label, back, &n));
    if (n != 1 || !str_eq(back[0].value, one->value))
        one->label = one->value;
    offer(call, s, at, one, 1);
    return OK;
}

enum err registry_pick_asked(struct call *call, const char *field)
{
    struct form_choice *choices = MANY(call->arena, struct form_choice, FOUND_MANY);
    struct form_state *s = call->asked;
    size_t at = input_at(s, field), n;
    const struct input *in = &s->form->inputs[at];
    struct str *value = (struct str *)(void *)((char *)s->value + in->offset);
    bool page = !str_ends(call->path, S(".csv")) && !str_ends(call->path, S(".xlsx"));
    struct str typed = str_trim(s->typed[at]), rule;

    if (str_empty(typed) || is_code(typed))
        return chosen(call, s, at);
    TRY(places(call, typed, choices, &n));
    if (n == 1) {
        *value = s->typed[at] = choices[0].value;
        return chosen(call, s, at);
    }
    rule = n == 0 ? S("registry.pick_none") : S("registry.pick_one");
    if (!page)
        return fail(
            call->cx, ERR_INVALID, field, n == 0 ? "registry.pick_none" : "registry.pick_one");
    *value = (struct str){0};
    offer(call, s, at, choices, n);
    s->problems[s->nproblems++] = (struct form_problem){.input = in, .rule = rule};
    return OK;
}
