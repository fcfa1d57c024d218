/*
 * activity: what an activity belongs to, chosen by name: deputies' groups, further places,
 * purposes and campaigns (A1.13: several of each; the activity still counts once).  What is
 * near is offered as boxes to tick; what is not is found by words.
 */
#include "feature/activity/activity_names.h"
#include "feature/activity/activity_theme.h"
#include "feature/activity/activity_web.h"

enum {
    OFFERED = 120,
    PLACES_NEAR = 80
};

static struct activity_choice *find(struct activity_choice_list *list, struct str value)
{
    EACH (c, list)
        if (str_eq(c->value, value))
            return c;
    return NULL;
}

static void offer(struct call *call, const char *name, struct activity_choice_list *list,
    struct str value, struct str label, bool chosen)
{
    struct activity_choice *there = find(list, value);

    if (there != NULL) {
        there->chosen = there->chosen || chosen;
        return;
    }
    if (list->n == OFFERED)
        return;
    list->p[list->n] = (struct activity_choice){.value = value,
        .label = label,
        .id = str_f(call->arena, "f-%s-%zu", name, list->n),
        .chosen = chosen};
    list->n++;
}

static struct str group_label(struct call *call, const struct related_line *l)
{
    return str_empty(l->words)
               ? l->name
               : str_f(call->arena, "%.*s（%.*s）", STR(l->name), STR(l->words));
}

/* Each line a row of the related mechanism tells. */
static enum err groups_asked(
    struct call *call, struct related_ask ask, struct related_line_list *out)
{
    struct related_list list;

    TRY(related_find(call->cx, "activity.group", &ask, &list));
    *out = list.n > 0 ? list.p[0].lines : (struct related_line_list){NULL, 0};
    return OK;
}

static enum err group_offer(
    struct call *call, struct activity_choice_list *list, struct str id, bool chosen)
{
    struct related_line_list one;
    struct related_ask ask = {.id = 0};

    if (find(list, id) != NULL || num_parse(id, 1, INT64_MAX, &ask.id) != OK) {
        if (find(list, id) != NULL && chosen)
            find(list, id)->chosen = true;
        return OK;
    }
    TRY(groups_asked(call, ask, &one));
    EACH (l, &one)
        offer(call, "group", list, id, group_label(call, l), chosen);
    return OK;
}

/* What was typed and means one is ticked, what may mean several is offered; the rest stays. */
static enum err groups_typed(
    struct call *call, struct str typed, struct activity_choice_list *list, struct buf *rest)
{
    struct activity_link_list words = activity_names_split(call->arena, typed);

    EACH (w, &words) {
        struct related_line_list found;

        TRY(groups_asked(call, (struct related_ask){.typed = w->word}, &found));
        EACH (l, &found)
            offer(call, "group", list, num_text(call->arena, l->id), group_label(call, l),
                found.n == 1);
        if (found.n > 0)
            continue;
        buf_f(rest, "%s%.*s", rest->n > 0 ? "、" : "", STR(w->word));
    }
    return OK;
}

static enum err groups_fill(struct call *call, const struct activity_entry *e,
    const struct activity_in *told, struct buf *rest, struct activity_form_view *v)
{
    bool again = call->method == METHOD_POST;
    struct activity_link_list linked = activity_names_split(call->arena, e->group_ids);
    struct related_line_list near;

    v->groups.p = MANY(call->arena, struct activity_choice, OFFERED);
    if (!again)
        EACH (g, &told->groups)
            TRY(group_offer(call, &v->groups, num_text(call->arena, g->id), true));
    if (!again)
        EACH (w, &linked)
            TRY(group_offer(call, &v->groups, w->word, true));
    if (again)
        EACH (f, &call->fields)
            if (str_is(f->name, "group"))
                TRY(group_offer(call, &v->groups, f->value, true));
    if (again)
        TRY(groups_typed(call, e->groups, &v->groups, rest));
    TRY(groups_asked(call, (struct related_ask){.id = 0}, &near));
    EACH (l, &near)
        offer(call, "group", &v->groups, num_text(call->arena, l->id), group_label(call, l),
            false);
    return OK;
}

static enum err area_offer(
    struct call *call, struct activity_choice_list *list, struct str code, bool chosen)
{
    struct str name;

    if (!registry_code_ok(code) || registry_full_name(call->cx, code, &name) != OK) {
        cx_faults_clear(call->cx);
        return OK;
    }
    offer(call, "area", list, code, name, chosen);
    return OK;
}

static enum err areas_typed(
    struct call *call, struct str typed, struct activity_choice_list *list, struct buf *rest)
{
    struct activity_link_list words = activity_names_split(call->arena, typed);

    EACH (w, &words) {
        struct find_hit_list hits;

        TRY(registry_find_places(call->cx, w->word, &hits));
        EACH (h, &hits)
            offer(call, "area", list, h->division.code, h->full_name, hits.n == 1);
        if (hits.n == 0)
            buf_f(rest, "%s%.*s", rest->n > 0 ? "、" : "", STR(w->word));
    }
    return OK;
}

/* Joint activities join counties of a city or townships of a county: the places beside the one
 * where it was, then those below it. */
static enum err areas_near(struct call *call, struct str at, struct activity_choice_list *list)
{
    struct division_list near;
    struct division d;
    struct str up = at;

    if (registry_division(call->cx, at, &d) == OK && !str_empty(d.parent) &&
        registry_code_depth(at) >= 4)
        up = d.parent;
    cx_faults_clear(call->cx);
    TRY(registry_children(call->cx, up, false, &near));
    for (size_t i = 0; i < near.n && i < PLACES_NEAR; i++)
        if (!str_eq(near.p[i].code, at))
            offer(call, "area", list, near.p[i].code, near.p[i].name, false);
    return OK;
}

static enum err areas_fill(struct call *call, const struct activity_entry *e,
    const struct activity_in *told, struct str at, struct buf *rest,
    struct activity_form_view *v)
{
    bool again = call->method == METHOD_POST;

    v->areas.p = MANY(call->arena, struct activity_choice, OFFERED);
    if (!again)
        EACH (a, &told->areas)
            TRY(area_offer(call, &v->areas, a->word, true));
    if (again)
        EACH (f, &call->fields)
            if (str_is(f->name, "area"))
                TRY(area_offer(call, &v->areas, f->value, true));
    if (again)
        TRY(areas_typed(call, e->areas, &v->areas, rest));
    return areas_near(call, at, &v->areas);
}

static int64_t others(const struct activity_choice_list *list)
{
    int64_t n = 0;

    for (size_t i = ACTIVITY_IN_SIGHT; i < list->n; i++)
        n += !list->p[i].chosen;
    return n > ACTIVITY_IN_SIGHT ? n : 0;
}

static bool theme_ticked(
    struct call *call, const struct activity_in *told, const struct activity_theme *t)
{
    int64_t id;

    if (call->method != METHOD_POST) {
        EACH (l, &told->themes)
            if (l->id == t->id)
                return true;
        return false;
    }
    EACH (f, &call->fields)
        if (str_is(f->name, "theme") && num_parse(f->value, 1, INT64_MAX, &id) == OK &&
            id == t->id)
            return true;
    return false;
}

/* Purposes and campaigns that hold at the place today or on the day of the record. */
static enum err themes_fill(
    struct call *call, const struct activity_choice_ask *ask, struct activity_form_view *v)
{
    struct date today = date_of(call->cx->now), day = ask->entry->day;
    struct activity_theme_list near;

    v->campaigns.p = MANY(call->arena, struct activity_choice, OFFERED);
    v->purposes.p = MANY(call->arena, struct activity_choice, OFFERED);
    TRY(activity_theme_near(call->cx, ask->at, date_is(day) ? day : today, &near));
    EACH (t, &near)
        offer(call, t->kind == THEME_CAMPAIGN ? "campaign" : "purpose",
            t->kind == THEME_CAMPAIGN ? &v->campaigns : &v->purposes,
            num_text(call->arena, t->id), activity_theme_name(call->cx->lang, t),
            theme_ticked(call, ask->told, t));
    v->more_campaigns = others(&v->campaigns);
    v->more_purposes = others(&v->purposes);
    return OK;
}

/* Free words that are used here, so that one thing has one name. */
static enum err words_fill(struct call *call, const struct activity_in *told, struct str at,
    struct activity_form_view *v)
{
    bool again = call->method == METHOD_POST;
    struct activity_link_list used;

    TRY(activity_words_used(call->cx, at, &used));
    v->words_used.p = MANY(call->arena, struct activity_choice, OFFERED);
    if (!again)
        EACH (t, &told->tags)
            offer(call, "word", &v->words_used, t->word, t->word, true);
    if (again)
        EACH (f, &call->fields)
            if (str_is(f->name, "word") && f->value.n > 0)
                offer(call, "word", &v->words_used, f->value, f->value, true);
    EACH (w, &used)
        offer(call, "word", &v->words_used, w->word, w->word, false);
    return OK;
}

static bool any(const struct activity_choice_list *list)
{
    EACH (c, list)
        if (c->chosen)
            return true;
    return false;
}

/* The text field of the same name keeps only what was not understood. */
static void typed_set(struct form_state *s, const char *name, struct str left)
{
    for (size_t i = 0; i < s->form->n; i++)
        if (str_is(str_of(name), s->form->inputs[i].name))
            s->typed[i] = left;
}

enum err activity_choice_fill(struct call *call, const struct activity_choice_ask *ask,
    struct form_state *s, struct activity_form_view *v)
{
    struct buf groups = buf_new(call->arena, 2000), areas = buf_new(call->arena, 2000);

    v->ask_groups = (ask->kind->wants & ACTIVITY_WANTS_GROUPS) != 0 &&
                    related_known(call->cx, "activity.group");
    v->ask_areas = (ask->kind->wants & ACTIVITY_WANTS_AREAS) != 0 || ask->told->areas.n > 0;
    if (v->ask_groups)
        TRY(groups_fill(call, ask->entry, ask->told, &groups, v));
    if (v->ask_areas)
        TRY(areas_fill(call, ask->entry, ask->told, ask->at, &areas, v));
    TRY(themes_fill(call, ask, v));
    TRY(words_fill(call, ask->told, ask->at, v));
    if (call->method == METHOD_POST) {
        typed_set(s, "groups", buf_str(&groups));
        typed_set(s, "areas", buf_str(&areas));
    }
    v->more_groups = others(&v->groups);
    v->more_areas = others(&v->areas);
    v->open_links = any(&v->groups) || any(&v->areas) || any(&v->campaigns) ||
                    any(&v->purposes) || any(&v->words_used) || v->form->nproblems > 0 ||
                    str_is(v->kind, "group");
    return OK;
}

static void fault(struct call *call, const char *field, const char *rule, struct str word)
{
    (void)fail(call->cx, ERR_INVALID, field, rule);
    cx_fault_arg(call->cx, word);
}

static bool linked(const struct activity_link_list *list, int64_t id, struct str word)
{
    EACH (l, list)
        if (id > 0 ? l->id == id : str_eq(l->word, word))
            return true;
    return false;
}

static void link_add(struct activity_link_list *list, int64_t id, struct str word)
{
    if (list->p != NULL && list->n < OFFERED && !linked(list, id, word))
        list->p[list->n++] = (struct activity_link){id, word};
}

static enum err groups_take(
    struct call *call, const struct activity_entry *e, struct activity_in *in)
{
    struct activity_link_list words = activity_names_split(call->arena, e->groups);

    in->groups.p = MANY(call->arena, struct activity_link, OFFERED);
    EACH (f, &call->fields) {
        int64_t id;

        if (str_is(f->name, "group") && num_parse(f->value, 1, INT64_MAX, &id) == OK)
            link_add(&in->groups, id, S(""));
    }
    EACH (w, &words) {
        struct related_line_list found;
        bool there = false;

        TRY(groups_asked(call, (struct related_ask){.typed = w->word}, &found));
        EACH (l, &found) {
            if (found.n == 1)
                link_add(&in->groups, l->id, S(""));
            there = there || linked(&in->groups, l->id, S(""));
        }
        if (found.n == 0)
            fault(call, "groups", "activity.group_unknown", w->word);
        else if (!there)
            fault(call, "groups", "activity.group_many", w->word);
    }
    return OK;
}

static enum err areas_take(
    struct call *call, const struct activity_entry *e, struct activity_in *in)
{
    struct activity_link_list words = activity_names_split(call->arena, e->areas);

    in->areas.p = MANY(call->arena, struct activity_link, OFFERED);
    EACH (f, &call->fields)
        if (str_is(f->name, "area") && f->value.n > 0)
            link_add(&in->areas, 0, f->value);
    EACH (w, &words) {
        struct find_hit_list hits;
        bool there = false;

        TRY(registry_find_places(call->cx, w->word, &hits));
        EACH (h, &hits) {
            if (hits.n == 1)
                link_add(&in->areas, 0, h->division.code);
            there = there || linked(&in->areas, 0, h->division.code);
        }
        if (hits.n == 0)
            fault(call, "areas", "activity.area_unknown", w->word);
        else if (!there)
            fault(call, "areas", "activity.area_many", w->word);
    }
    return OK;
}

enum err activity_choice_take(
    struct call *call, const struct activity_entry *e, struct activity_in *in)
{
    struct activity_link_list typed;

    TRY(activity_theme_split(call->cx, e->tags, &typed));
    TRY(groups_take(call, e, in));
    TRY(areas_take(call, e, in));
    in->themes.p = MANY(call->arena, struct activity_link, OFFERED);
    EACH (f, &call->fields) {
        int64_t id;

        if (str_is(f->name, "theme") && num_parse(f->value, 1, INT64_MAX, &id) == OK)
            link_add(&in->themes, id, S(""));
    }
    in->tags.p = MANY(call->arena, struct activity_link, OFFERED);
    EACH (f, &call->fields)
        if (str_is(f->name, "word") && str_trim(f->value).n > 0)
            link_add(&in->tags, 0, str_trim(f->value));
    EACH (t, &typed)
        link_add(&in->tags, 0, t->word);
    return OK;
}
