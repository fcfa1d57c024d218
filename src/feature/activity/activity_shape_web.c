/*
 * activity: what the form shows of a kind: its fields, what is needed, the rule of its days.
 */
#include "feature/activity/activity_web.h"

static const struct activity_goods_line goods_lines[] = {{"goods", "material", "unit"},
    {"goods2", "material2", "unit2"}, {"goods3", "material3", "unit3"}};

const struct activity_goods_line *activity_shape_goods(struct str amount)
{
    for (size_t i = 0; i < COUNT(goods_lines); i++)
        if (str_is(amount, goods_lines[i].amount))
            return &goods_lines[i];
    return NULL;
}

static void input_add(struct activity_input_list *list, const char *name)
{
    list->p[list->n++] = (struct activity_input){name};
}

void activity_shape_fill(
    struct call *call, const struct activity_kind *k, struct activity_form_view *v)
{
    v->numbers.p = MANY(call->arena, struct activity_input, ACTIVITY_QUANTITIES + 4);
    v->asks.p = MANY(call->arena, struct activity_input, ACTIVITY_ASKS);
    if ((k->wants & ACTIVITY_WANTS_PEOPLE) != 0)
        input_add(&v->numbers, "people");
    if ((k->wants & ACTIVITY_WANTS_PERSON_TIMES) != 0)
        input_add(&v->numbers, "person_times");
    v->goods.p = MANY(call->arena, struct activity_goods_line, COUNT(goods_lines));
    for (size_t i = 0; i < ACTIVITY_QUANTITIES && k->quantities[i].name != NULL; i++) {
        const char *name = k->quantities[i].name;

        if (k->quantities[i].unit == NULL)
            v->goods.p[v->goods.n++] = *activity_shape_goods(str_of(name));
        else
            input_add(&v->numbers, name);
    }
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        if (!str_starts(str_of(k->asks[i].name), S("goods")) &&
            !str_is(str_of(k->asks[i].name), ACTIVITY_SHIFTED))
            input_add(&v->asks, k->asks[i].name);
    v->until = (k->wants & ACTIVITY_WANTS_UNTIL) != 0;
    v->persons_met = (k->wants & ACTIVITY_WANTS_MET) != 0;
    v->quiet = (k->wants & ACTIVITY_CONFIDENTIAL) != 0;
    v->photos = k->evidence != 0 && !v->correct;
}

/* On which days it is held here; and whether the reason of another day is asked for. */
enum err activity_shape_days(struct call *call, const struct activity_kind *k,
    const struct activity_entry *e, struct str at, struct activity_form_view *v)
{
    struct date day = date_is(e->day) ? e->day : date_of(call->cx->now);
    struct buf b = buf_new(call->arena, 4000);
    struct str rest;

    TRY(activity_days_of(call->cx, k, at, day, &rest));
    while (rest.n > 0) {
        struct str one = str_cut(rest, ';', &rest), rule, name = str_cut(one, '=', &rule);
        struct str words[2] = {name};

        if (rule.p == NULL)
            rule = one;
        if (str_is(rule, "any"))
            continue;
        words[1] = web_text1(
            call, TEXT_activity_rule_held, activity_day_words(call->cx, str_trim(rule)));
        if (name.p != rule.p)
            words[1] =
                text_fill(call->arena, call->cx->lang, TEXT_activity_rule_brand, words, 2);
        buf_f(&b, "%s%.*s", b.n > 0 ? "\n" : "", STR(words[1]));
        v->shifted = v->shifted || !activity_day_fits(call->arena, str_trim(rule), day);
    }
    v->rule = buf_str(&b);
    v->shifted = v->shifted || e->shifted.n > 0;
    return OK;
}

/* The form as this kind shows it: what it needs is not called optional. */
struct form_state *activity_shape_form(
    struct call *call, const struct activity_kind *k, const struct form_state *s)
{
    struct form *f = NEW(call->arena, struct form);
    struct form_state *out = NEW(call->arena, struct form_state);
    struct input *in = MANY(call->arena, struct input, s->form->n);

    *out = *s;
    *f = *s->form;
    f->inputs = in;
    out->form = f;
    out->problems = MANY(call->arena, struct form_problem, s->nproblems + 1);
    for (size_t i = 0; i < f->n; i++) {
        in[i] = s->form->inputs[i];
        for (size_t a = 0; a < ACTIVITY_ASKS && k->asks[a].name != NULL; a++)
            if (k->asks[a].needed && str_is(str_of(in[i].name), k->asks[a].name))
                in[i].flags |= INPUT_REQUIRED;
    }
    for (size_t i = 0; i < s->nproblems; i++) {
        out->problems[i] = s->problems[i];
        if (s->problems[i].input != NULL)
            out->problems[i].input = &in[s->problems[i].input - s->form->inputs];
    }
    return out;
}
