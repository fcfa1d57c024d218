/*
 * activity: the form: "record what I did", a few fields of the kind, prefilled; and the same
 * form to correct.
 */
#include "core/file.h"
#include "core/settings.h"

#include "feature/activity/activity_names.h"
#include "feature/activity/activity_web.h"
#include "feature/station/station.h"

#include <assert.h>

enum {
    PLACES = 80,
    STATIONS = 20,
    TICKS = 60,
    TICKS_OPEN = 8,
    FOUND = 12
};

#define WORDS(field, list)                                                                     \
    {                                                                                          \
        .name = #field, .kind = KIND_STR, .offset = offsetof(struct activity_entry, field),    \
        .words = (list), .widget = WIDGET_SELECT                                               \
    }
#define AREA(field)                                                                            \
    INPUT(struct activity_entry, field, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA)
#define COUNTED(field) INPUT(struct activity_entry, field, .min = 0, .max = 1000000000)

#define GOODS(name, amount, unit)                                                              \
    INPUT(struct activity_entry, name, .max = 100), COUNTED(amount),                           \
        WORDS(unit, activity_goods_units)

static const char *const outcome_words[] = {"agreed", "not_agreed", "follow_up", NULL};

static const struct input entry_inputs[] = {
    INPUT(struct activity_entry, why, .max = 200),
    INPUT(struct activity_entry, day, .flags = INPUT_REQUIRED),
    INPUT(struct activity_entry, shifted, .max = 200),
    INPUT(struct activity_entry, until),
    INPUT(struct activity_entry, station, .max = 20),
    INPUT(struct activity_entry, division, .max = 20),
    WORDS(venue, activity_venue_words),
    WORDS(service, activity_service_words),
    WORDS(mode, activity_mode_words),
    WORDS(outcome, outcome_words),
    INPUT(struct activity_entry, subject, .max = 100),
    INPUT(struct activity_entry, brand, .max = 60),
    AREA(publicise),
    AREA(inform),
    AREA(hear),
    AREA(duty),
    AREA(difficulty),
    AREA(other_matter),
    COUNTED(people),
    COUNTED(person_times),
    COUNTED(households),
    COUNTED(raised),
    COUNTED(solved),
    INPUT(struct activity_entry, money, .max = INT64_C(100000000000000)),
    COUNTED(hours),
    COUNTED(firms),
    COUNTED(farmland),
    COUNTED(problems),
    COUNTED(reports),
    GOODS(goods, material, unit),
    GOODS(goods2, material2, unit2),
    GOODS(goods3, material3, unit3),
    INPUT(struct activity_entry, summary, .flags = INPUT_LINES, .max = 2000,
        .widget = WIDGET_AREA),
    INPUT(struct activity_entry, others, .max = 300),
    INPUT(struct activity_entry, met, .max = 300),
    INPUT(struct activity_entry, voters, .max = 500),
    INPUT(struct activity_entry, forget, .widget = WIDGET_CHECK),
    INPUT(struct activity_entry, title, .max = 80),
    INPUT(struct activity_entry, town, .max = 60),
    INPUT(struct activity_entry, place, .max = 200),
    INPUT(struct activity_entry, groups, .max = 200),
    INPUT(struct activity_entry, areas, .max = 200),
    INPUT(struct activity_entry, tags, .max = 200),
    INPUT(struct activity_entry, source, .flags = INPUT_HIDDEN, .max = 30),
    INPUT(struct activity_entry, source_id, .flags = INPUT_HIDDEN),
    INPUT(struct activity_entry, version, .flags = INPUT_HIDDEN),
};
const struct form activity_entry_form = {
    "activity_entry", sizeof(struct activity_entry), entry_inputs, COUNT(entry_inputs)};

/* What a link to the form may bring along; and "copy", the key of a form that was saved. */
static const struct input query_inputs[] = {
    INPUT(struct activity_entry, day),
    INPUT(struct activity_entry, station, .max = 20),
    INPUT(struct activity_entry, division, .max = 20),
    INPUT(struct activity_entry, title, .max = 80),
    INPUT(struct activity_entry, brand, .max = 60),
    {.name = "groups",
        .kind = KIND_STR,
        .offset = offsetof(struct activity_entry, group_ids),
        .max = 100},
    INPUT(struct activity_entry, source, .max = 30),
    INPUT(struct activity_entry, source_id),
    INPUT(struct activity_entry, copy, .max = 64),
};
const struct form activity_entry_query = {
    "activity_query", sizeof(struct activity_entry), query_inputs, COUNT(query_inputs)};

static const struct input *input_of(const char *name)
{
    for (size_t i = 0; i < COUNT(entry_inputs); i++)
        if (str_is(str_of(name), entry_inputs[i].name))
            return &entry_inputs[i];
    return NULL;
}

static int64_t number_at(const struct activity_entry *e, const char *name)
{
    const struct input *in = input_of(name);

    assert(in != NULL);
    return *(const int64_t *)(const void *)((const char *)e + in->offset);
}

static struct str text_at(const struct activity_entry *e, const char *name)
{
    const struct input *in = input_of(name);

    assert(in != NULL);
    return *(const struct str *)(const void *)((const char *)e + in->offset);
}

static enum err kind_here(struct call *call, const struct activity_kind **k)
{
    *k = activity_kind_find(call_path(call, "kind"));
    if (*k == NULL)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

/* Where the actor works: own seat and station of a deputy, the area of staff. */
struct base {
    struct deputy seat;
    struct station station;
    struct str division; /* whose villages or townships are offered */
    bool is_deputy, has_station;
};

static enum err seat_find(struct call *call, struct base *b)
{
    struct deputy_list seats;

    if ((call->cx->actor->roles & ROLE_DEPUTY) == 0 || call->cx->actor->person_id == 0)
        return OK;
    TRY(registry_tenures_of(call->cx, call->cx->actor->person_id, &seats));
    EACH (s, &seats) {
        if (s->state != TENURE_ACTIVE || (b->is_deputy && b->seat.station_id > 0))
            continue;
        b->seat = *s;
        b->is_deputy = true;
    }
    return OK;
}

static enum err base_of(struct call *call, struct str station, struct base *b)
{
    *b = (struct base){.is_deputy = false};
    TRY(seat_find(call, b));
    b->division =
        b->is_deputy ? b->seat.division : registry_own_area(call->cx, RIGHT_ACTIVITY_RECORD);
    if (!str_empty(station) && station_public(call->cx, station, &b->station) == OK)
        b->has_station = true;
    else
        cx_faults_clear(call->cx);
    if (!b->has_station && b->is_deputy && b->seat.station_id > 0) {
        TRY(station_get(call->cx, b->seat.station_id, &b->station));
        b->has_station = true;
    }
    return OK;
}

static void choice_add(struct call *call, struct activity_choice_list *list, struct str value,
    struct str label, struct str chosen)
{
    list->p[list->n] = (struct activity_choice){.value = value,
        .label = label,
        .id = str_f(call->arena, "c-%zu-%.*s", list->n, STR(value)),
        .chosen = value.n > 0 && str_eq(value, chosen)};
    list->n++;
}

static enum err stations_fill(
    struct call *call, const struct base *b, struct str chosen, struct activity_form_view *v)
{
    struct station_list near = {NULL, 0};
    struct str at = b->has_station ? b->station.division : b->division;

    v->stations.p = MANY(call->arena, struct activity_choice, STATIONS + 2);
    choice_add(
        call, &v->stations, S(""), web_text(call, TEXT_activity_form_no_station), chosen);
    if (b->has_station)
        choice_add(call, &v->stations, b->station.public_id, b->station.name, chosen);
    if (at.n >= 12)
        TRY(station_near(call->cx, at, &near));
    EACH (s, &near)
        if (v->stations.n <= STATIONS && s->id != b->station.id)
            choice_add(call, &v->stations, s->public_id, s->name, chosen);
    return OK;
}

/* The township (or area) itself, then what lies below it. */
static enum err places_fill(
    struct call *call, const struct base *b, struct str chosen, struct activity_form_view *v)
{
    struct str top = b->has_station ? b->station.division : b->division;
    struct division_list below = {NULL, 0};
    struct division d;
    bool there = false;

    if (registry_code_depth(top) > 4)
        top = str_f(call->arena, "%.*s000", STR(str_sub(top, 0, 9)));
    TRY(registry_division(call->cx, top, &d));
    TRY(registry_children(call->cx, top, false, &below));
    v->places.p = MANY(call->arena, struct activity_choice, PLACES + 3);
    choice_add(call, &v->places, top, d.name, chosen);
    there = str_eq(top, chosen);
    for (size_t i = 0; i < below.n && i < PLACES; i++) {
        choice_add(call, &v->places, below.p[i].code, below.p[i].name, chosen);
        there = there || str_eq(below.p[i].code, chosen);
    }
    if (!there && !str_empty(chosen) && registry_division(call->cx, chosen, &d) == OK)
        choice_add(call, &v->places, chosen, d.name, chosen);
    cx_faults_clear(call->cx);
    return OK;
}

static bool ticked(const struct pair_list *fields, const char *name, int64_t id)
{
    for (size_t i = 0; i < fields->n; i++) {
        int64_t n;

        if (str_is(fields->p[i].name, name) &&
            num_parse(fields->p[i].value, 1, INT64_MAX, &n) == OK && n == id)
            return true;
    }
    return false;
}

static void tick_add(struct call *call, struct activity_choice_list *list, const char *name,
    const struct deputy *d, bool chosen)
{
    struct str id = num_text(call->arena, d->id);

    if (list->n >= TICKS)
        return;
    list->p[list->n++] = (struct activity_choice){.value = id,
        .label = str_f(call->arena, "%.*s %.*s", STR(d->name), STR(d->constituency)),
        .id = str_f(call->arena, "f-%s-%.*s", name, STR(id)),
        .chosen = chosen};
}

/* Deputies of the station, those ticked before and those of the record first. */
static enum err took_fill(struct call *call, const struct base *b,
    const struct activity_person_list *told, struct activity_form_view *v)
{
    bool again = call->method == METHOD_POST;
    struct deputy_list here = {NULL, 0};
    struct deputy d;

    v->took.p = MANY(call->arena, struct activity_choice, TICKS);
    v->met.p = MANY(call->arena, struct activity_choice, TICKS);
    EACH (p, told) {
        bool met = p->role == ACTIVITY_MET;
        const char *name = met ? "metd" : "took";

        if (p->tenure_id == 0)
            continue;
        TRY(registry_deputy(call->cx, p->tenure_id, &d));
        tick_add(call, met ? &v->met : &v->took, name, &d,
            !again || ticked(&call->fields, name, d.id));
    }
    if (b->has_station)
        TRY(registry_deputies_of_station(call->cx, b->station.id, &here));
    EACH (x, &here) {
        bool listed = b->is_deputy && x->person_id == b->seat.person_id;

        EACH (p, told)
            listed = listed || p->tenure_id == x->id;
        if (!listed)
            tick_add(call, &v->took, "took", x, again && ticked(&call->fields, "took", x->id));
    }
    v->many_took = v->took.n > TICKS_OPEN;
    return OK;
}

/* Zeros are blanks: nobody deletes a 0 before typing. */
static void blanks(struct form_state *s)
{
    for (size_t i = 0; i < s->form->n; i++) {
        const struct input *in = &s->form->inputs[i];

        if ((in->flags & INPUT_HIDDEN) != 0)
            continue;
        if ((in->kind == KIND_INT && str_is(s->typed[i], "0")) ||
            (in->kind == KIND_MONEY && str_is(s->typed[i], "0.00")))
            s->typed[i] = S("");
    }
}

/* Places that the words typed may mean, when there are several. */
static enum err found_fill(
    struct call *call, const struct activity_entry *e, struct activity_form_view *v)
{
    struct find_hit_list hits;

    if (str_empty(e->town))
        return OK;
    TRY(registry_find_places(call->cx, e->town, &hits));
    if (hits.n < 2)
        return OK;
    v->found.p = MANY(call->arena, struct activity_choice, FOUND);
    for (size_t i = 0; i < hits.n && i < FOUND; i++)
        choice_add(call, &v->found, hits.p[i].division.code, hits.p[i].full_name, S(""));
    return OK;
}

static enum err form_show(struct call *call, const struct activity_kind *k,
    const struct activity_entry *e, const struct activity_in *told, struct form_state *s,
    struct activity_form_view *v)
{
    struct base b;
    struct str at = e->division;

    TRY(base_of(call, e->station, &b));
    v->kind = str_of(k->word);
    if (str_empty(at))
        at = b.has_station ? b.station.division : b.division;
    TRY(activity_shape_days(call, k, e, at, v));
    activity_shape_fill(call, k, v);
    v->open_goods = e->material2 > 0 || e->material3 > 0 || s->nproblems > 0;
    TRY(stations_fill(call, &b, b.has_station ? b.station.public_id : S(""), v));
    TRY(places_fill(call, &b, at, v));
    TRY(found_fill(call, e, v));
    if (b.is_deputy && !v->correct)
        v->me = b.seat.name;
    TRY(took_fill(call, &b, &told->persons, v));
    v->form = s;
    TRY(activity_choice_fill(call, &(struct activity_choice_ask){k, e, told, at}, s, v));
    v->form = activity_shape_form(call, k, s);
    v->open_more = v->correct || v->form->nproblems > 0;
    v->open = v->open_more || !b.is_deputy;
    v->script = web_asset("field.js");
    v->back = v->correct ? v->back : (struct url){S("/activities/new")};
    call->personal = true;
    return web_page(call, v->heading, page_activity_form, v);
}

static void heads(
    struct call *call, const struct activity_kind *k, struct activity_form_view *v)
{
    v->heading = activity_kind_text(call, str_of(k->word));
    v->button = web_text(call, TEXT_activity_form_save);
    v->action = (struct url){call->path};
}

/* Where the rule knows one brand only, that is the one. */
static enum err brand_fill(
    struct call *call, const struct activity_kind *k, struct activity_entry *e)
{
    struct str value, rule, name;
    struct base b;

    if (k->date_rule == NULL || e->brand.n > 0)
        return OK;
    TRY(base_of(call, e->station, &b));
    TRY(activity_days_of(
        call->cx, k, b.has_station ? b.station.division : b.division, e->day, &value));
    name = str_cut(value, '=', &rule);
    if (rule.p != NULL && !str_has(value, S(";")))
        e->brand = name;
    return OK;
}

enum err activity_form_page(struct call *call)
{
    const struct activity_entry *q = call_asked(call);
    const struct activity_in none = {.kind = {NULL, 0}};
    struct activity_form_view v = {0};
    const struct activity_kind *k;
    struct activity_entry e = *q;
    struct form_state *s;

    TRY(kind_here(call, &k));
    if (!date_is(e.day))
        e.day = date_of(call->cx->now);
    e.until = (k->wants & ACTIVITY_WANTS_UNTIL) != 0 ? e.day : DATE_NONE;
    TRY(brand_fill(call, k, &e));
    s = form_fill(call->arena, &activity_entry_form, &e);
    blanks(s);
    heads(call, k, &v);
    return form_show(call, k, &e, &none, s, &v);
}

enum err activity_form_again(struct call *call)
{
    const struct activity_in none = {.kind = {NULL, 0}};
    struct activity_form_view v = {0};
    const struct activity_kind *k;

    activity_faults(call, call->form);
    for (size_t i = 0; i < call->cx->faults.n; i++)
        if (str_is(call->cx->faults.p[i].rule, "activity.sent_before"))
            v.sent = call->cx->faults.p[i].args[0];
    TRY(kind_here(call, &k));
    heads(call, k, &v);
    return form_show(call, k, call->form->value, &none, call->form, &v);
}

/* Chosen among several, or found by words, or from the list. */
static enum err division_of(struct call *call, const struct activity_entry *e, struct str *out)
{
    struct find_hit_list hits;

    *out = e->division;
    for (size_t i = 0; i < call->fields.n; i++)
        if (str_is(call->fields.p[i].name, "found") && call->fields.p[i].value.n > 0) {
            *out = call->fields.p[i].value;
            return OK;
        }
    if (str_empty(e->town))
        return OK;
    TRY(registry_find_places(call->cx, e->town, &hits));
    if (hits.n == 0)
        return fail(call->cx, ERR_INVALID, "town", "activity.place_unknown");
    if (hits.n > 1)
        return fail(call->cx, ERR_INVALID, "town", "activity.place_many");
    *out = hits.p[0].division.code;
    return OK;
}

static struct str unit_at(const struct activity_entry *e, const char *amount)
{
    return text_at(e, activity_shape_goods(str_of(amount))->unit);
}

static void numbers_take(struct call *call, const struct activity_kind *k,
    const struct activity_entry *e, struct activity_in *in)
{
    in->quantities.p = MANY(call->arena, struct activity_quantity, ACTIVITY_QUANTITIES);
    for (size_t i = 0; i < ACTIVITY_QUANTITIES && k->quantities[i].name != NULL; i++) {
        const struct activity_measure *m = &k->quantities[i];
        int64_t n = number_at(e, m->name);

        if (n > 0)
            in->quantities.p[in->quantities.n++] = (struct activity_quantity){
                str_of(m->name), m->unit != NULL ? str_of(m->unit) : unit_at(e, m->name), n};
    }
    in->fields.p = MANY(call->arena, struct activity_field, ACTIVITY_ASKS);
    for (size_t i = 0; i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        in->fields.p[in->fields.n++] =
            (struct activity_field){str_of(k->asks[i].name), text_at(e, k->asks[i].name)};
}

/* Everybody who is named: ticked, typed, and (of a correction) told before. */
static enum err persons_take(struct call *call, const struct activity_entry *e,
    const struct activity_person_list *told, struct activity_in *in)
{
    struct activity_names n = activity_names_new(call->cx);

    EACH (p, told) {
        bool met = p->role == ACTIVITY_MET;

        if (p->tenure_id > 0 ? ticked(&call->fields, met ? "metd" : "took", p->tenure_id)
                             : p->name_sealed.n == 0 || !e->forget)
            activity_names_keep(&n, p);
    }
    for (size_t i = 0; i < call->fields.n; i++) {
        int64_t id;

        if (str_is(call->fields.p[i].name, "took") &&
            num_parse(call->fields.p[i].value, 1, INT64_MAX, &id) == OK)
            activity_names_seat(&n, id, ACTIVITY_TOOK_PART);
    }
    TRY(activity_names_deputies(&n, e->others, ACTIVITY_TOOK_PART, "others"));
    TRY(activity_names_deputies(&n, e->met, ACTIVITY_MET, "met"));
    activity_names_voters(&n, e->voters);
    in->persons = n.list;
    return cx_checked(call->cx);
}

static enum err in_of(struct call *call, const struct activity_kind *k,
    const struct activity_person_list *told, struct activity_in *in)
{
    const struct activity_entry *e = call_form(call);
    struct station s;

    *in = (struct activity_in){.kind = str_of(k->word),
        .title = e->title,
        .day = e->day,
        .until = e->until,
        .place = e->place,
        .people = e->people,
        .person_times = e->person_times,
        .summary = e->summary,
        .source = str_empty(e->source) ? (struct str){0} : e->source,
        .source_id = e->source_id,
        .idem = call->form->key};
    if (!str_empty(e->station)) {
        if (station_public(call->cx, e->station, &s) != OK) {
            cx_faults_clear(call->cx);
            return fail(call->cx, ERR_INVALID, "station", "activity.station_unknown");
        }
        in->station_id = s.id;
    }
    TRY(division_of(call, e, &in->division));
    numbers_take(call, k, e, in);
    TRY(activity_choice_take(call, e, in));
    return persons_take(call, e, told, in);
}

/* Saved: the record, with the key of the form, so that its draft on the phone can go. */
static enum err saved(struct call *call, const struct activity *a)
{
    return call_redirect(call,
        str_f(call->arena, "/activities/%.*s?copy=%.*s", STR(a->code), STR(call->form->key)));
}

struct kept_files {
    struct file at[ACTIVITY_FILES];
    size_t n;
};

static enum err photos_add(struct call *call, const struct activity *a)
{
    struct kept_files *kept = call->prepared;

    for (size_t i = 0; kept != NULL && i < kept->n; i++)
        TRY(file_add(call->cx, &kept->at[i], "activity", a->id, false));
    return OK;
}

/* A form sent before with other words comes back as typed, with the way to the record. */
static enum err shown_again(struct cx *cx, enum err e)
{
    struct fault *f = cx->faults.n > 0 ? &cx->faults.p[cx->faults.n - 1] : NULL;

    if (e != ERR_CONFLICT || f == NULL || !str_is(f->rule, "activity.sent_before"))
        return e;
    f->code = ERR_INVALID;
    return ERR_INVALID;
}

enum err activity_form_take(struct call *call)
{
    struct activity_person_list none = {NULL, 0};
    const struct activity_kind *k;
    struct activity_in in;
    struct activity a;
    bool repeated;

    TRY(kind_here(call, &k));
    TRY(in_of(call, k, &none, &in));
    TRY(shown_again(call->cx, activity_add(call->cx, &in, &a, &repeated)));
    if (!repeated)
        TRY(photos_add(call, &a));
    return saved(call, &a);
}

/* The record as the form shows it. */
static enum err entry_of(struct call *call, const struct activity *a,
    const struct activity_in *in, struct activity_entry *e)
{
    struct station s;

    *e = (struct activity_entry){.day = a->day,
        .until = a->until,
        .division = a->division,
        .place = a->place,
        .people = a->people,
        .person_times = a->person_times,
        .summary = a->summary,
        .title = a->title,
        .version = a->version};
    if (a->station_id > 0) {
        TRY(station_get(call->cx, a->station_id, &s));
        e->station = s.public_id;
    }
    EACH (q, &in->quantities) {
        const struct input *to = input_of(str_dup(call->arena, q->name).p);

        if (to == NULL)
            continue;
        *(int64_t *)(void *)((char *)e + to->offset) = q->amount;
        if (activity_shape_goods(q->name) != NULL)
            *(struct str *)(void *)((char *)e +
                                    input_of(activity_shape_goods(q->name)->unit)->offset) =
                q->unit;
    }
    EACH (f, &in->fields) {
        const struct input *to = input_of(str_dup(call->arena, f->name).p);

        if (to != NULL)
            *(struct str *)(void *)((char *)e + to->offset) = f->value;
    }
    return OK;
}

static enum err correct_show(struct call *call, const struct activity *a,
    const struct activity_in *told, const struct activity_entry *e, struct form_state *s)
{
    const struct activity_kind *k = activity_kind_find(a->kind);
    struct activity_form_view v = {.correct = true,
        .heading = web_text1(call, TEXT_activity_correct_title, a->code),
        .words = activity_kind_text(call, a->kind),
        .button = web_text(call, TEXT_activity_correct_save),
        .action = web_url(call->arena, "/activities/", a->code, "/correct"),
        .back = web_url(call->arena, "/activities/", a->code, "")};

    EACH (p, &told->persons)
        v.sealed += p->name_sealed.n > 0;
    return form_show(call, k, e, told, s, &v);
}

static enum err open_here(struct call *call, struct activity *a, struct activity_in *told)
{
    TRY(activity_here(call, a));
    if (!activity_may(call->cx, RIGHT_ACTIVITY_RECORD, a))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (a->state != ACTIVITY_STANDS)
        return fail(call->cx, ERR_CONFLICT, NULL, "activity.is_withdrawn");
    return activity_told(call->cx, a, told);
}

enum err activity_correct_page(struct call *call)
{
    struct activity a;
    struct activity_in told;
    struct activity_entry e;
    struct form_state *s;

    TRY(open_here(call, &a, &told));
    TRY(entry_of(call, &a, &told, &e));
    s = form_fill(call->arena, &activity_entry_form, &e);
    blanks(s);
    return correct_show(call, &a, &told, &e, s);
}

enum err activity_correct_again(struct call *call)
{
    struct activity a;
    struct activity_in told;

    activity_faults(call, call->form);
    TRY(open_here(call, &a, &told));
    return correct_show(call, &a, &told, call->form->value, call->form);
}

enum err activity_correct_take(struct call *call)
{
    const struct activity_entry *e = call_form(call);
    struct activity a;
    struct activity_in told, in;

    TRY(open_here(call, &a, &told));
    TRY(in_of(call, activity_kind_find(a.kind), &told.persons, &in));
    a.version = e->version;
    TRY(activity_correct(call->cx, &a, &in, e->why));
    return web_redirect_note(call, TEXT_note_activity_corrected, "/activities/", a.code);
}

enum err activity_photos_prepare(struct call *call)
{
    struct kept_files *kept = NEW(call->arena, struct kept_files);

    EACH (u, &call->uploads) {
        if (!str_is(u->field, "files") || u->size == 0)
            continue;
        if (kept->n == ACTIVITY_FILES)
            return fail(call->cx, ERR_INVALID, "files", "activity.files_many");
        TRY(file_prepare(
            call->cx, u->path, call->cx->settings->data_dir, "files", &kept->at[kept->n]));
        kept->n++;
    }
    call->prepared = kept;
    return OK;
}

static const struct input photo_inputs[] = {
    {.name = "files", .kind = KIND_STR, .flags = INPUT_FILE},
};
const struct form activity_photos_form = {"activity_photos", 8, photo_inputs, 1};

enum err activity_photos_take(struct call *call)
{
    struct kept_files *kept = call->prepared;
    struct file_list have;
    struct activity a;

    TRY(activity_here(call, &a));
    TRY(file_of(call->cx, "activity", a.id, &have));
    if (kept->n == 0)
        return fail(call->cx, ERR_INVALID, "files", "activity.files_none");
    if (have.n + kept->n > ACTIVITY_FILES)
        return fail(call->cx, ERR_INVALID, "files", "activity.files_many");
    TRY(activity_evidence_added(call->cx, &a, (int64_t)kept->n));
    TRY(photos_add(call, &a));
    return web_redirect_note(call, TEXT_note_activity_photos, "/activities/", a.code);
}
