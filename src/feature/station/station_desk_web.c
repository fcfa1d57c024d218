/*
 * station: the visitor register at the desk, and what lacks a station.
 */
#include "feature/station/station_self.h"
#include "feature/station/station_web.h"

#define GAP_DEPUTIES 200

static const struct input visit_inputs[] = {
    INPUT(struct station_visit_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct station_visit_draft, persons, .flags = INPUT_REQUIRED, .min = 1, .max = 999),
    INPUT(struct station_visit_draft, deputy, .max = 60),
    INPUT(struct station_visit_draft, summary, .max = 500),
    INPUT(struct station_visit_draft, idem, .flags = INPUT_HIDDEN, .max = 60),
    INPUT(struct station_visit_draft, version, .flags = INPUT_HIDDEN),
};
const struct form station_visit_form = {
    "visit_form", sizeof(struct station_visit_draft), visit_inputs, COUNT(visit_inputs)};

struct visits_query {
    int64_t before;
};
static const struct input visits_inputs[] = {
    INPUT(struct visits_query, before, .flags = INPUT_HIDDEN),
};
const struct form station_visits_form = {
    "visits_query", sizeof(struct visits_query), visits_inputs, COUNT(visits_inputs)};

static enum err station_here(struct call *call, struct station *s)
{
    TRY(station_public(call->cx, call_path(call, "id"), s));
    return registry_may(call->cx, RIGHT_VISIT_RECORD, s->division);
}

static struct str deputy_name(struct call *call, int64_t id)
{
    struct deputy d;

    if (id == 0 || registry_deputy(call->cx, id, &d) != OK)
        return (struct str){0};
    return d.name;
}

static enum err waiting_fill(
    struct call *call, const struct station *s, struct station_visits_view *v)
{
    struct self_visit_list list;

    TRY(station_self_waiting(call->cx, s, &list));
    v->waiting.p = MANY(call->arena, struct station_self_row, list.n + 1);
    EACH (e, &list)
        v->waiting.p[v->waiting.n++] = (struct station_self_row){.name = e->name_priv,
            .phone = e->phone_priv,
            .persons = num_text(call->arena, e->persons),
            .at = instant_text(call->arena, e->made),
            .link = web_url(call->arena, "/self-visits/", num_text(call->arena, e->id), "")};
    v->door = web_url(call->arena, "/stations/", s->public_id, "/door");
    return OK;
}

static enum err rows_fill(
    struct call *call, const struct station *s, int64_t before, struct station_visits_view *v)
{
    struct date today = date_of(call->cx->now);
    struct visit_list list;
    int64_t total = 0;

    TRY(station_visits(call->cx, s->id, date_add(today, -366), today, before, &list));
    TRY(waiting_fill(call, s, v));
    v->rows.p = MANY(call->arena, struct station_visit_row, list.n);
    for (size_t i = 0; i < list.n && i < 50; i++) {
        const struct visit *x = &list.p[i];

        total += x->persons;
        v->rows.p[v->rows.n++] = (struct station_visit_row){
            .day = date_text(call->arena, x->day),
            .persons = num_text(call->arena, x->persons),
            .deputy = deputy_name(call, x->deputy_id),
            .summary = x->summary,
            .self = str_starts(x->idem, S("self:")),
            .came = x->request_code,
            .came_to =
                x->request_code.n > 0
                    ? web_url(call->arena, "/requests/", x->request_code, "")
                    : web_url(call->arena, "/desk?visit=", num_text(call->arena, x->id), ""),
            .edit = web_url(call->arena, "/visits/", num_text(call->arena, x->id), "")};
    }
    v->total = num_text(call->arena, total);
    if (list.n > 50)
        v->pager.next = web_url(call->arena, "/stations/", s->public_id,
            str_f(call->arena, "/visits?before=%lld", (long long)list.p[49].id).p);
    return OK;
}

static enum err visits_show(
    struct call *call, const struct station *s, int64_t before, const struct form_state *form)
{
    struct station_visits_view v = {.name = s->name,
        .form = form,
        .action = web_url(call->arena, "/stations/", s->public_id, "/visits"),
        .back = web_url(call->arena, "/stations/", s->public_id, "")};

    TRY(rows_fill(call, s, before, &v));
    call->personal = true;
    return web_page(call, web_text(call, TEXT_station_visits_title), page_station_visits, &v);
}

enum err station_visits_page(struct call *call)
{
    const struct visits_query *q = call_asked(call);
    struct station_visit_draft d = {.day = date_of(call->cx->now), .persons = 1};
    struct station s;

    TRY(station_here(call, &s));
    return visits_show(call, &s, q->before, form_fill(call->arena, &station_visit_form, &d));
}

enum err station_visits_again(struct call *call)
{
    struct station s;

    station_form_faults(call);
    TRY(station_here(call, &s));
    return visits_show(call, &s, 0, call->form);
}

/* A deputy of this station by name; two of one name must be told apart by the key. */
enum err station_visit_deputy(
    struct call *call, const struct station *s, struct str typed, int64_t *id)
{
    struct deputy_list list;
    size_t hits = 0;

    *id = 0;
    if (str_empty(typed))
        return OK;
    TRY(registry_deputies_of_station(call->cx, s->id, &list));
    EACH (d, &list) {
        if (str_eq(d->code, typed)) {
            *id = d->id;
            return OK;
        }
        if (str_eq(d->name, typed)) {
            *id = d->id;
            hits++;
        }
    }
    if (hits == 1)
        return OK;
    return fail(call->cx, ERR_INVALID, "deputy",
        hits == 0 ? "station.deputy_unknown" : "station.deputy_twice");
}

enum err station_visits_take(struct call *call)
{
    const struct station_visit_draft *d = call_form(call);
    struct visit v = {.day = d->day, .persons = d->persons, .summary = d->summary};
    struct station s;

    TRY(station_here(call, &s));
    TRY(station_visit_deputy(call, &s, d->deputy, &v.deputy_id));
    v.station_id = s.id;
    v.idem = call->form->key;
    TRY(station_visit_add(call->cx, &v));
    return call_redirect(call, web_url(call->arena, "/stations/", s.public_id, "/visits").s);
}

static enum err visit_here(struct call *call, struct visit *v, struct station *s)
{
    int64_t id;

    if (num_parse(call_path(call, "id"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, "id", "station.no_visit");
    TRY(station_visit_get(call->cx, id, v));
    return station_get(call->cx, v->station_id, s);
}

static enum err visit_show(struct call *call, const struct visit *x, const struct station *s,
    const struct form_state *form)
{
    struct station_form_view v = {.heading = web_text(call, TEXT_station_visits_change),
        .words = s->name,
        .form = form,
        .button = web_text(call, TEXT_station_visits_save),
        .action = web_url(call->arena, "/visits/", num_text(call->arena, x->id), ""),
        .back = web_url(call->arena, "/stations/", s->public_id, "/visits"),
        .back_words = web_text(call, TEXT_station_visits_title)};

    call->personal = true;
    return web_page(call, v.heading, page_station_form, &v);
}

enum err station_visit_page(struct call *call)
{
    struct station s;
    struct visit x;
    struct station_visit_draft d;

    TRY(visit_here(call, &x, &s));
    d = (struct station_visit_draft){.day = x.day,
        .persons = x.persons,
        .deputy = deputy_name(call, x.deputy_id),
        .summary = x.summary,
        .version = x.version};
    return visit_show(call, &x, &s, form_fill(call->arena, &station_visit_form, &d));
}

enum err station_visit_again(struct call *call)
{
    struct station s;
    struct visit x;

    station_form_faults(call);
    TRY(visit_here(call, &x, &s));
    return visit_show(call, &x, &s, call->form);
}

enum err station_visit_take(struct call *call)
{
    const struct station_visit_draft *d = call_form(call);
    struct station s;
    struct visit x;

    TRY(visit_here(call, &x, &s));
    x.day = d->day;
    x.persons = d->persons;
    x.summary = d->summary;
    x.version = d->version;
    TRY(station_visit_deputy(call, &s, d->deputy, &x.deputy_id));
    TRY(station_visit_set(call->cx, &x));
    return call_redirect(call, web_url(call->arena, "/stations/", s.public_id, "/visits").s);
}

struct gaps_query {
    struct str at;
};
static const struct input gaps_inputs[] = {INPUT(struct gaps_query, at, .max = 16)};
const struct form station_gaps_form = {
    "gaps_query", sizeof(struct gaps_query), gaps_inputs, COUNT(gaps_inputs)};

static enum err gaps_fill(struct call *call, struct str at, struct station_gaps_view *v)
{
    const struct deputy_filter f = {
        .division = at, .state = S("active"), .station_id = 0, .max = GAP_DEPUTIES};
    const struct object where = {.division = at};
    struct division_list towns;
    struct deputy_list deputies;

    TRY(registry_full_name(call->cx, at, &v->area));
    TRY(station_gaps(call->cx, at, &towns));
    v->townships.p = MANY(call->arena, struct station_line, towns.n);
    EACH (t, &towns) {
        struct station_line *l = &v->townships.p[v->townships.n++];

        TRY(registry_full_name(call->cx, t->code, &l->name));
        l->link = web_url(call->arena, "/a/", t->code, "");
    }
    v->may_assign = right_may(call->cx, RIGHT_REGISTRY_EDIT, &where);
    v->assign = web_url(call->arena, "/gaps/", at, "/assign");
    if (!right_may(call->cx, RIGHT_REGISTRY_READ, &where))
        return OK;
    TRY(registry_deputy_list(call->cx, &f, &deputies, &v->more_deputies));
    station_deputy_lines(call, deputies.p, deputies.n, &v->deputies);
    return OK;
}

enum err station_gaps_page(struct call *call)
{
    const struct gaps_query *q = call_asked(call);
    struct station_gaps_view v = {0};
    struct str at = q->at.n > 0 ? q->at : registry_own_area(call->cx, RIGHT_STATION_READ);

    TRY(registry_may(call->cx, RIGHT_STATION_READ, at));
    TRY(gaps_fill(call, at, &v));
    return web_page(call, web_text(call, TEXT_station_gaps_title), page_station_gaps, &v);
}

enum err station_gaps_assign(struct call *call)
{
    int64_t assigned;

    TRY(station_assign(call->cx, call_path(call, "code"), &assigned));
    return web_redirect_note(
        call, TEXT_note_station_assigned, "/gaps?at=", call_path(call, "code"));
}
