/*
 * hamlet: the page on which a group's hamlets are chosen.
 */
#include "feature/hamlet/hamlet_web.h"

enum {
    SPOTS = 60 /* hamlets offered at once */
};

struct hamlet_spot {
    struct str division;
    bool drop;
};
static const struct input spot_inputs[] = {
    INPUT(struct hamlet_spot, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct hamlet_spot, drop, .flags = 0),
};
const struct form hamlet_place_form = FORM(hamlet_spot, spot_inputs);

static void spot_choice(struct form_choice *to, size_t *n, struct str code, struct str label)
{
    for (size_t i = 0; i < *n; i++)
        if (str_eq(to[i].value, code)) {
            to[i].label = label;
            return;
        }
    if (*n < SPOTS)
        to[(*n)++] = (struct form_choice){.value = code, .label = label};
}

/* Nothing typed yet: the hamlets of the group's village, and those it has. */
static enum err spots_offer(
    struct call *call, const struct hamlet_group *g, struct form_state *form)
{
    struct form_choice *to = MANY(call->arena, struct form_choice, SPOTS);
    struct division_list near = {NULL, 0}, have;
    size_t n = 0;

    if (form->found != NULL)
        return OK;
    TRY(hamlet_places(call->cx, g->id, &have));
    if (registry_code_depth(g->division) == 5)
        TRY(registry_children(call->cx, g->division, false, &near));
    EACH (d, &near)
        spot_choice(to, &n, d->code, d->name);
    EACH (d, &have)
        spot_choice(to, &n, d->code, web_text1(call, TEXT_hamlet_place_has, d->name));
    form->found = MANY(call->arena, struct form_found, form->form->n);
    form->found[0] = (struct form_found){to, n};
    return OK;
}

static enum err spot_show(struct call *call, struct form_state *form)
{
    struct hamlet_group g;

    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    registry_pick_name(call, form, "division");
    TRY(spots_offer(call, &g, form));
    return hamlet_web_form(call, web_text(call, TEXT_hamlet_place_new),
        web_text(call, TEXT_hamlet_place_words), form, hamlet_web_group(call, g.id, "/places"),
        hamlet_web_group(call, g.id, ""));
}

enum err hamlet_place_page(struct call *call)
{
    struct hamlet_spot d = {0};

    return spot_show(call, form_fill(call->arena, &hamlet_place_form, &d));
}

enum err hamlet_place_again(struct call *call)
{
    station_form_faults(call);
    return spot_show(call, call->form);
}

enum err hamlet_place_take(struct call *call)
{
    const struct hamlet_spot *d = call_form(call);
    struct hamlet_group g;

    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    TRY(registry_pick(call, "division", d->division));
    if (d->drop)
        TRY(hamlet_place_drop(call->cx, &g, d->division));
    else
        TRY(hamlet_place_add(call->cx, &g, d->division));
    return web_redirect_note(
        call, TEXT_note_hamlet_saved, "/hamlets/", num_text(call->arena, g.id));
}
