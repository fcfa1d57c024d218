/*
 * The desk: entering what a visitor, a caller or a letter says, or what a deputy heard; the
 * deputy's day; the leader's one page.
 */
#include "core/related.h"

#include "feature/request/request_desk.html.h"
#include "feature/request/request_web.h"
#include "feature/station/station.h"

enum {
    CHOICES = 12,
    TODAY = 10,
    LATE = 10
};

static const char *const desk_channels[] = {"station", "telephone", "letter", NULL};

struct desk_draft {
    int64_t behalf; /* seat of the deputy for whom it is registered */
    struct str division, town, body, place, name, contact;
    int kind, anonymity, channel; /* channel: index in desk_channels */
    int64_t visit;                /* line of the visitor register it comes from, 0 */
};
static const struct input desk_inputs[] = {
    INPUT_ENUM(struct desk_draft, channel, desk_channels, .widget = WIDGET_RADIO),
    INPUT(struct desk_draft, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 4000,
        .widget = WIDGET_AREA),
    INPUT_ENUM(struct desk_draft, kind, request_kind_words, .widget = WIDGET_SELECT),
    INPUT(struct desk_draft, town, .max = 60),
    INPUT(struct desk_draft, place, .max = 200),
    INPUT_ENUM(struct desk_draft, anonymity, request_anonymity_words, .widget = WIDGET_RADIO),
    INPUT(struct desk_draft, name, .max = 50),
    INPUT(struct desk_draft, contact, .max = 100),
    {.name = "files", .kind = KIND_STR, .flags = INPUT_FILE},
    INPUT(struct desk_draft, division, .flags = INPUT_HIDDEN, .max = 20),
    INPUT(struct desk_draft, visit, .flags = INPUT_HIDDEN),
    INPUT(struct desk_draft, behalf, .flags = INPUT_HIDDEN, .max = INT64_MAX),
};
const struct form request_desk_form = {
    "request_desk", sizeof(struct desk_draft), desk_inputs, COUNT(desk_inputs)};

struct desk_asked {
    int64_t visit;
};
static const struct input asked_inputs[] = {
    INPUT(struct desk_asked, visit, .flags = INPUT_HIDDEN),
};
const struct form request_desk_query = {
    "desk_asked", sizeof(struct desk_asked), asked_inputs, COUNT(asked_inputs)};

struct period_asked {
    struct str from, to;
};
static const struct input period_inputs[] = {
    INPUT(struct period_asked, from, .max = 10),
    INPUT(struct period_asked, to, .max = 10),
};
const struct form request_period_query = {
    "request_period", sizeof(struct period_asked), period_inputs, COUNT(period_inputs)};

static bool is_deputy(const struct call *call)
{
    const unsigned desk = ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE;

    return (call->cx->actor->roles & desk) == 0;
}

/* The division of the actor's own desk: where a visitor's matter lies unless told otherwise. */
static struct str own_division(const struct call *call)
{
    EACH (g, &call->cx->actor->grants) {
        if (g->division.n >= 12)
            return g->division;
    }
    return (struct str){0};
}

/* The place typed, by its words: one hit is taken, several are offered. */
static enum err places_of(
    struct call *call, const struct desk_draft *d, struct ask_choice_list *out)
{
    struct find_hit_list hits;

    *out = (struct ask_choice_list){MANY(call->arena, struct ask_choice, CHOICES), 0};
    if (str_empty(d->town))
        return OK;
    TRY(registry_find_places(call->cx, d->town, &hits));
    for (size_t i = 0; i < hits.n && out->n < CHOICES; i++)
        out->p[out->n++] = (struct ask_choice){hits.p[i].division.code, hits.p[i].full_name,
            str_eq(hits.p[i].division.code, d->division)};
    return OK;
}

static enum err place_chosen(struct call *call, const struct desk_draft *d, struct str *out)
{
    struct ask_choice_list places;

    *out = d->division;
    if (!str_empty(d->division))
        return OK;
    *out = own_division(call);
    if (str_empty(d->town))
        return OK;
    TRY(places_of(call, d, &places));
    if (places.n == 0)
        return fail(call->cx, ERR_INVALID, "town", "request.place_unknown");
    if (places.n > 1)
        return fail(call->cx, ERR_INVALID, "division", "request.place_many");
    *out = places.p[0].code;
    return OK;
}

/* Deputies for whom the actor registers as information officer. */
static enum err behalf_of(struct call *call, struct related_line_list *out)
{
    const struct related_ask ask = {0};
    struct related_list found;

    *out = (struct related_line_list){NULL, 0};
    TRY(related_find(call->cx, "desk.deputy", &ask, &found));
    if (found.n > 0)
        *out = found.p[0].lines;
    return OK;
}

static enum err behalf_check(struct call *call, int64_t seat)
{
    struct related_line_list may;

    if (seat == 0)
        return OK;
    TRY(behalf_of(call, &may));
    EACH (d, &may)
        if (d->id == seat)
            return OK;
    return fail(call->cx, ERR_INVALID, "behalf", "request.word_unknown");
}

static enum err show_desk(struct call *call, struct request_desk_view *v)
{
    const struct desk_draft *d = v->form->value;
    struct related_line_list may;

    TRY(behalf_of(call, &may));
    v->deputies.p = MANY(call->arena, struct ask_choice, may.n);
    EACH (m, &may)
        v->deputies.p[v->deputies.n++] = (struct ask_choice){
            num_text(call->arena, m->id), m->name, d != NULL && d->behalf == m->id};
    v->is_deputy = is_deputy(call);
    call->personal = true;
    return web_page(call, web_text(call, TEXT_request_desk_title), page_request_desk, v);
}

static struct form_state *blank_form(struct call *call)
{
    struct desk_draft d = {.kind = 1, .anonymity = ANONYMITY_OFFICE};

    return form_fill(call->arena, &request_desk_form, &d);
}

/* The line of the register that a matter comes from: not yet entered, of the actor's area. */
static enum err visit_here(struct call *call, int64_t id, struct visit *v)
{
    TRY(station_visit_get(call->cx, id, v));
    if (v->request_id > 0)
        return fail(call->cx, ERR_CONFLICT, NULL, "request.visit_entered");
    return OK;
}

enum err request_desk_page(struct call *call)
{
    const struct desk_asked *q = call_asked(call);
    struct request_desk_view v = {.form = blank_form(call)};
    struct desk_draft d = {.kind = 1, .anonymity = ANONYMITY_OFFICE, .visit = q->visit};
    struct visit visit;

    if (q->visit > 0) {
        TRY(visit_here(call, q->visit, &visit));
        d.body = visit.summary;
        v.form = form_fill(call->arena, &request_desk_form, &d);
    }

    return show_desk(call, &v);
}

enum err request_desk_again(struct call *call)
{
    struct request_desk_view v = {.form = call->form};
    const struct desk_draft *d = call->form->value;
    struct str way = request_other_way(d->body);

    request_web_faults(call);
    if (way.p != NULL)
        v.way = request_web_word(call, "way", way);
    TRY(places_of(call, d, &v.places));
    return show_desk(call, &v);
}

/* A deputy's own: the seat that is in office. */
static enum err own_seat(struct call *call, int64_t *out)
{
    struct deputy_list seats;

    TRY(registry_tenures_of(call->cx, call->cx->actor->person_id, &seats));
    EACH (s, &seats) {
        if (s->state == TENURE_ACTIVE) {
            *out = s->id;
            return OK;
        }
    }
    return fail(call->cx, ERR_DENIED, NULL, "request.deputy_left");
}

static enum err twins_set(
    struct call *call, const struct request *rq, struct request_desk_view *v)
{
    struct request_twin_list twins;

    TRY(request_twins(call->cx, rq->division, rq->body, rq->place, rq->id, &twins));
    v->twins.p = MANY(call->arena, struct ask_twin, twins.n + 1);
    EACH (t, &twins) {
        struct str args[] = {
            num_text(call->arena, t->text_score), num_text(call->arena, t->place_score)};

        v->twins.p[v->twins.n++] = (struct ask_twin){.code = t->request.code,
            .title =
                str_f(call->arena, "%.*s %.*s", STR(t->request.code), STR(t->request.title)),
            .state = request_web_state(call, t->request.state),
            .why = text_fill(call->arena, call->cx->lang, TEXT_request_twins_why, args, 2),
            .day = date_of(t->request.received)};
    }
    return OK;
}

/* Said at a station, perhaps to a deputy: the register knows which. */
static enum err visit_set(
    struct call *call, const struct desk_draft *d, struct request_draft *draft)
{
    struct visit visit;

    if (d->visit <= 0)
        return OK;
    TRY(station_visit_get(call->cx, d->visit, &visit));
    draft->station_id = visit.station_id;
    if (draft->deputy_id == 0)
        draft->deputy_id = visit.deputy_id;
    return OK;
}

enum err request_desk_take(struct call *call)
{
    const struct desk_draft *d = call_form(call);
    struct request_desk_view v = {0};
    struct request_receipt receipt;
    struct request_draft draft = {.body = d->body,
        .place = d->place,
        .name = d->name,
        .contact = d->contact,
        .anonymity = (enum request_anonymity)d->anonymity,
        .kind = str_of(request_kind_words[d->kind]),
        .idem = call->form->key,
        .lang = S("zh")};

    if (is_deputy(call)) {
        draft.channel = CHANNEL_DEPUTY;
        TRY(own_seat(call, &draft.deputy_id));
    } else {
        draft.channel = (enum request_channel)word_find(
            request_channel_words, str_of(desk_channels[d->channel]));
        TRY(behalf_check(call, d->behalf));
        draft.deputy_id = d->behalf;
    }
    TRY(place_chosen(call, d, &draft.division));
    TRY(visit_set(call, d, &draft));
    TRY(request_create(call->cx, &draft, &receipt));
    if (!receipt.repeated)
        TRY(request_files_add(call, receipt.request.id));
    if (!receipt.repeated && d->visit > 0)
        TRY(station_visit_request(call->cx, d->visit, receipt.request.id));
    v.form = blank_form(call);
    v.done_code = receipt.request.code;
    v.done_query = receipt.query_code;
    TRY(twins_set(call, &receipt.request, &v));
    return show_desk(call, &v);
}

static enum err dues_set(struct call *call, const struct request_list *rows,
    struct web_due **dues, struct str **states)
{
    *dues = MANY(call->arena, struct web_due, rows->n + 1);
    *states = MANY(call->arena, struct str, rows->n + 1);
    for (size_t i = 0; i < rows->n; i++) {
        TRY(request_web_due(call, &rows->p[i], false, &(*dues)[i]));
        (*states)[i] = request_web_state(call, rows->p[i].state);
    }
    return OK;
}

enum err request_today(struct call *call)
{
    struct request_queue_at start = {DATE_NONE, 0};
    struct request_today_view v = {0};

    v.may_record = (right_rows[RIGHT_REQUEST_CREATE - 1].roles & call->cx->actor->roles) != 0;
    TRY(request_queue(call->cx, start, TODAY, &v.rows, &v.more));
    TRY(dues_set(call, &v.rows, &v.dues, &v.states));
    return web_page(call, web_text(call, TEXT_request_today_title), page_request_today, &v);
}

/* The asked period, or this year so far. */
enum err request_web_period(struct call *call, struct date *from, struct date *to)
{
    const struct period_asked *asked = call_asked(call);
    struct ymd now = date_ymd(date_of(call->cx->now));

    *from = date_make(now.year, 1, 1);
    *to = date_of(call->cx->now);
    if (!str_empty(asked->from) && date_parse(asked->from, from) != OK)
        return fail(call->cx, ERR_INVALID, "from", "request.date_wrong");
    if (!str_empty(asked->to) && date_parse(asked->to, to) != OK)
        return fail(call->cx, ERR_INVALID, "to", "request.date_wrong");
    return OK;
}

struct str request_web_division(struct call *call)
{
    struct str d = own_division(call);

    return d.p == NULL ? S("000000000000") : d;
}
