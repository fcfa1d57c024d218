#include "feature/registry/registry_pick_web.h"

#include "core/cx.h"

#include "feature/registry/registry.h"

enum {
    FOUND = 12,
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
