/*
 * The record of a request for staff: timeline, moves from the flow table, identity for a
 * reason.
 */
#include "feature/request/request_record.html.h"
#include "feature/request/request_web.h"
#include "feature/station/station.h"

enum {
    OFFERS = 32,
    HINTS = 3,
    ROWS = 16
};

static const struct input move_inputs[] = {
    INPUT(struct request_move, note, .flags = INPUT_LINES, .max = 2000, .widget = WIDGET_AREA),
    INPUT(
        struct request_move, answer, .flags = INPUT_LINES, .max = 4000, .widget = WIDGET_AREA),
    INPUT(struct request_move, reason, .max = 40),
    INPUT(struct request_move, unit_id),
    INPUT(struct request_move, deputy_id),
    INPUT(struct request_move, days, .max = 100),
    INPUT(struct request_move, parent, .max = 40),
    INPUT(struct request_move, push_down_reason, .max = 500),
    {.name = "outcome",
        .kind = KIND_STR,
        .offset = offsetof(struct request_move, outcome),
        .words = request_outcome_words,
        .widget = WIDGET_RADIO},
    INPUT(struct request_move, version, .flags = INPUT_HIDDEN),
};
const struct form request_move_form = {
    "request_move", sizeof(struct request_move), move_inputs, COUNT(move_inputs)};

struct reason_given {
    struct str reason;
};
static const struct input reason_inputs[] = {
    INPUT(struct reason_given, reason, .flags = INPUT_REQUIRED, .min = 2, .max = 200),
};
const struct form request_reason_form = {
    "request_reason", sizeof(struct reason_given), reason_inputs, COUNT(reason_inputs)};

static bool is_danger(int event)
{
    switch (event) {
    case REQUEST_DO_DECLINE:
    case REQUEST_DO_MERGE:
    case REQUEST_DO_SPLIT:
    case REQUEST_DO_WITHDRAW:
    case REQUEST_DO_CANNOT:
    case REQUEST_DO_SUPERVISE:
    case REQUEST_DO_SUSPEND:
        return true;
    default:
        return false;
    }
}

static void actions_set(struct call *call, struct request_record_view *v)
{
    const struct move *offers[OFFERS];
    size_t n = request_offers(call->cx, v->request, offers, OFFERS);

    v->actions.p = MANY(call->arena, struct web_action, n + 1);
    for (size_t i = 0; i < n; i++) {
        const char *word = request_event_words[offers[i]->event];
        bool main = v->actions.n == 0 && offers[i]->event != REQUEST_DO_NOTE;

        v->actions.p[v->actions.n++] = (struct web_action){.kind = is_danger(offers[i]->event)
                                                                       ? ACTION_DANGER
                                                                   : main ? ACTION_MAIN
                                                                          : ACTION_OTHER,
            .label = text_find(call->cx->lang, str_f(call->arena, "event.request.%s", word)),
            .link = {str_f(call->arena, "/requests/%.*s/do/%s", STR(v->request->code), word)}};
    }
}

static void row(struct request_record_view *v, struct str label, struct str value)
{
    if (!str_empty(value) && v->rows.n < ROWS)
        v->rows.p[v->rows.n++] = (struct record_row){label, value};
}

static enum err rows_set(struct call *call, struct request_record_view *v)
{
    const struct request *rq = v->request;
    struct station station;
    struct deputy deputy;
    struct org org;
    struct str where;
    int64_t others;

    v->rows.p = MANY(call->arena, struct record_row, ROWS);
    TRY(registry_full_name(call->cx, rq->division, &where));
    row(v, web_text(call, TEXT_request_ask_place),
        rq->place.p == NULL ? where
                            : str_f(call->arena, "%.*s %.*s", STR(where), STR(rq->place)));
    row(v, web_text(call, TEXT_request_ask_kind), request_web_word(call, "kind", rq->kind));
    row(v, web_text(call, TEXT_request_column_channel),
        request_web_word(call, "channel", str_of(request_channel_words[rq->channel])));
    row(v, web_text(call, TEXT_request_column_received),
        instant_text(call->arena, rq->received));
    row(v, web_text(call, TEXT_request_column_waits),
        request_web_word(call, "waits", rq->waits));
    row(v, web_text(call, TEXT_label_request_desk_anonymity),
        request_web_word(call, "anonymity", str_of(request_anonymity_words[rq->anonymity])));
    if (rq->station_id > 0) {
        TRY(station_get(call->cx, rq->station_id, &station));
        row(v, web_text(call, TEXT_label_request_ask_station), station.name);
    }
    if (rq->deputy_id > 0) {
        TRY(registry_deputy(call->cx, rq->deputy_id, &deputy));
        row(v, web_text(call, TEXT_label_request_ask_deputy), deputy.name);
    }
    if (rq->unit_id > 0) {
        TRY(registry_org(call->cx, rq->unit_id, &org));
        row(v, web_text(call, TEXT_label_request_move_unit_id), org.name);
    }
    TRY(request_same_others(call->cx, rq, &others));
    if (others > 0)
        row(v, web_text(call, TEXT_request_record_others), num_text(call->arena, others));
    row(v, web_text(call, TEXT_request_record_outcome),
        request_web_word(call, "outcome", rq->outcome));
    if (rq->ask_days > 0)
        row(v, web_text(call, TEXT_request_record_ask_days),
            num_text(call->arena, rq->ask_days));
    return OK;
}

static enum err verdicts_set(struct call *call, struct request_record_view *v)
{
    const unsigned all = ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE | ROLE_LEADER | ROLE_DEPUTY;
    unsigned roles = request_roles(call->cx, v->request);
    struct request_evaluation_list list;
    bool unpublished = false;

    TRY(request_evaluations(call->cx, v->request, &list));
    v->verdicts_hidden = (roles & all) == 0 && list.n == 0;
    v->verdicts.p = MANY(call->arena, struct record_verdict, list.n + 1);
    EACH (e, &list) {
        unpublished = unpublished || !e->published;
        v->verdicts.p[v->verdicts.n++] = (struct record_verdict){.round = e->round,
            .reply = request_web_word(call, "satisfied", e->reply_satisfaction),
            .result = request_web_word(call, "satisfied", e->result_satisfaction),
            .solved = request_web_word(call, "solved", e->solved),
            .reason = e->reason,
            .at = e->at,
            .published = e->published};
    }
    v->may_publish =
        unpublished && (roles & ROLE_OFFICE) != 0 && !request_is_open(v->request->state);
    return OK;
}

static struct record_unit unit_shown(const struct request_unit_hint *h)
{
    return (struct record_unit){h->org.id, h->org.name, h->words, false, h->grass_roots};
}

static bool assigns(const struct call *call, const struct request *rq)
{
    const unsigned who = ROLE_PRESIDIUM | ROLE_OFFICE | ROLE_DEPUTY;

    return (request_roles(call->cx, rq) & who) != 0 &&
           (rq->state == REQUEST_ACCEPTED || rq->state == REQUEST_RETURNED ||
               rq->state == REQUEST_REDO || rq->state == REQUEST_SUPERVISED);
}

static struct ask_twin twin_line(struct call *call, const struct request_twin *t)
{
    struct str args[] = {
        num_text(call->arena, t->text_score), num_text(call->arena, t->place_score)};

    return (struct ask_twin){.code = t->request.code,
        .title = t->request.title,
        .state = request_web_state(call, t->request.state),
        .why = text_fill(call->arena, call->cx->lang, TEXT_request_twins_why, args, 2),
        .day = date_of(t->request.received)};
}

static bool takes_in(const struct call *call, const struct request *rq)
{
    return (request_roles(call->cx, rq) & (ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE)) != 0 &&
           (rq->state == REQUEST_NEW || rq->state == REQUEST_ACCEPTED);
}

/* What helps with the next step: units for those who assign, twins for those who take in. */
static enum err hints_set(struct call *call, struct request_record_view *v)
{
    struct request_unit_hint_list units;
    struct request_twin_list twins;
    bool all;
    const struct request *rq = v->request;
    struct str way = request_other_way(rq->body);

    if (assigns(call, rq)) {
        TRY(request_units(call->cx, rq, &units));
        v->units.p = MANY(call->arena, struct record_unit, HINTS);
        for (size_t i = 0; i < units.n && v->units.n < HINTS && units.p[i].score > 0; i++)
            v->units.p[v->units.n++] = unit_shown(&units.p[i]);
    }
    if (!takes_in(call, rq))
        return OK;
    if (rq->state == REQUEST_NEW && way.p != NULL)
        v->way = request_web_word(call, "decline", way);
    TRY(request_same_of(call->cx, rq, &v->same));
    TRY(request_twins_newest(call->cx, rq, &twins, &all));
    v->more_twins = !all;
    v->twins.p = MANY(call->arena, struct ask_twin, twins.n + 1);
    EACH (t, &twins)
        v->twins.p[v->twins.n++] = twin_line(call, t);
    return OK;
}

static enum err load(struct call *call, struct request *rq)
{
    call->personal = true;
    return request_get(call->cx, call_path(call, "code"), rq);
}

enum err request_record(struct call *call)
{
    struct request_record_view v = {0};
    struct request_step_list steps;
    struct request rq;
    struct object o;
    struct str prefix;

    TRY(load(call, &rq));
    o = request_object(&rq);
    prefix = str_f(call->arena, "/requests/%.*s", STR(rq.code));
    v.request = &rq;
    v.state = request_web_state(call, rq.state);
    v.tone = request_web_tone(call->cx, &rq);
    v.may_see_identity =
        rq.anonymity != ANONYMITY_NONE && right_may(call->cx, RIGHT_REQUEST_IDENTITY, &o);
    TRY(request_web_due(call, &rq, true, &v.due));
    TRY(request_steps(call->cx, rq.id, true, &steps));
    v.events = request_web_events(call, &steps, true);
    TRY(request_web_files(call, &rq, prefix.p, &v.files));
    actions_set(call, &v);
    TRY(rows_set(call, &v));
    TRY(verdicts_set(call, &v));
    TRY(hints_set(call, &v));
    TRY(related_find(call->cx, "request", &(struct related_ask){.id = rq.id}, &v.related));
    return web_page(call, rq.title, page_request_record, &v);
}

enum err request_record_file(struct call *call)
{
    struct request rq;

    TRY(load(call, &rq));
    return request_web_download(call, &rq);
}

enum err request_record_twins(struct call *call)
{
    struct request_twins_view v = {0};
    struct request rq;

    TRY(load(call, &rq));
    v.request = &rq;
    TRY(request_twins(call->cx, rq.division, rq.body, rq.place, rq.id, &v.twins));
    return web_page(call, web_text(call, TEXT_request_record_twins), page_request_twins, &v);
}

enum err request_record_publish(struct call *call)
{
    struct request rq;

    TRY(load(call, &rq));
    TRY(request_publish(call->cx, &rq));
    return web_redirect_note(call, TEXT_note_request_published, "/requests/", rq.code);
}

/* The row of the flow for the event in the address, when the actor may make it now. */
static enum err offered(struct call *call, const struct request *rq, const struct move **out)
{
    const struct move *offers[OFFERS];
    size_t n = request_offers(call->cx, rq, offers, OFFERS);
    int event = word_find(request_event_words, call_path(call, "event"));

    for (size_t i = 0; i < n; i++) {
        if (offers[i]->event == event) {
            *out = offers[i];
            return OK;
        }
    }
    if (event < 0)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "request.none");
    return fail(call->cx, ERR_CONFLICT, NULL, "flow.no_such_move");
}

static enum err units_set(
    struct call *call, struct request_move_view *v, const struct request_move *typed)
{
    struct request_unit_hint_list units;

    if ((v->needs & NEEDS_UNIT) == 0)
        return OK;
    TRY(request_units(call->cx, v->request, &units));
    v->units.p = MANY(call->arena, struct record_unit, units.n + 1);
    EACH (h, &units) {
        struct record_unit *u = &v->units.p[v->units.n++];

        *u = unit_shown(h);
        u->chosen = u->id == typed->unit_id;
    }
    return OK;
}

static enum err deputies_set(
    struct call *call, struct request_move_view *v, const struct request_move *typed)
{
    struct deputy_list list;
    int64_t chosen = typed->deputy_id > 0 ? typed->deputy_id : v->request->deputy_id;

    if (!v->asks_deputy)
        return OK;
    TRY(registry_deputies_for(call->cx, v->request->division, &list));
    v->deputies.p = MANY(call->arena, struct record_unit, list.n + 1);
    EACH (d, &list)
        v->deputies.p[v->deputies.n++] =
            (struct record_unit){d->id, d->name, d->constituency, d->id == chosen, false};
    return OK;
}

static void reasons_set(
    struct call *call, struct request_move_view *v, bool decline, struct str typed)
{
    const char *const *words = decline ? request_decline_words : request_cannot_words;

    v->reasons.p = MANY(call->arena, struct record_unit, 8);
    for (size_t i = 0; words[i] != NULL && v->reasons.n < 8; i++) {
        struct str word = str_of(words[i]);

        v->reasons.p[v->reasons.n++] = (struct record_unit){.id = (int64_t)i,
            .name = request_web_word(call, decline ? "decline" : "cannot", word),
            .words = word,
            .chosen = str_eq(word, typed)};
    }
}

/* The same form with what this move needs marked as needed. */
static struct form_state *needed(
    struct call *call, const struct form_state *from, unsigned needs)
{
    static const struct {
        unsigned bit;
        const char *name;
    } rows[] = {{NEEDS_NOTE, "note"}, {NEEDS_TEXT, "answer"}, {NEEDS_DAYS, "days"},
        {NEEDS_PARENT, "parent"}};
    struct form_state *s = NEW(call->arena, struct form_state);
    struct form *f = NEW(call->arena, struct form);
    struct input *inputs = MANY(call->arena, struct input, from->form->n);

    *s = *from;
    *f = *from->form;
    for (size_t i = 0; i < f->n; i++) {
        inputs[i] = from->form->inputs[i];
        for (size_t k = 0; k < COUNT(rows); k++)
            if ((needs & rows[k].bit) != 0 && str_is(str_of(rows[k].name), inputs[i].name))
                inputs[i].flags |= INPUT_REQUIRED;
    }
    s->problems = MANY(call->arena, struct form_problem, from->nproblems + 1);
    for (size_t i = 0; i < s->nproblems; i++) {
        s->problems[i] = from->problems[i];
        if (s->problems[i].input != NULL)
            s->problems[i].input = &inputs[from->problems[i].input - from->form->inputs];
    }
    f->inputs = inputs;
    s->form = f;
    return s;
}

static enum err show_move(struct call *call, struct request *rq, struct form_state *form)
{
    struct request_move_view v = {.request = rq, .form = form};
    const struct request_move *typed = form->value;
    const struct move *m = NULL;

    TRY(offered(call, rq, &m));
    v.event = str_of(request_event_words[m->event]);
    v.what = text_find(call->cx->lang, str_f(call->arena, "event.request.%.*s", STR(v.event)));
    v.needs = m->needs;
    /* Declining has words of its own when none are given. */
    v.form = needed(call, form,
        m->event == REQUEST_DO_DECLINE ? m->needs & ~(unsigned)NEEDS_TEXT : m->needs);
    v.danger = is_danger(m->event);
    v.asks_outcome = m->event == REQUEST_DO_REPLY;
    v.asks_reason = v.asks_outcome || (m->needs & NEEDS_REASON) != 0;
    v.asks_deputy = m->event == REQUEST_DO_ACCEPT;
    v.asks_push_down = m->event == REQUEST_DO_FORWARD;
    TRY(units_set(call, &v, typed));
    TRY(deputies_set(call, &v, typed));
    if (v.asks_reason)
        reasons_set(call, &v, m->event == REQUEST_DO_DECLINE, typed->reason);
    return web_page(call, v.what, page_request_move, &v);
}

enum err request_move_page(struct call *call)
{
    struct request_move blank = {.event = 0};
    struct form_state *form;
    struct request rq;

    TRY(load(call, &rq));
    blank.version = rq.version;
    if (str_is(call_path(call, "event"), request_event_words[REQUEST_DO_MERGE]))
        TRY(request_same_of(call->cx, &rq, &blank.parent));
    form = form_fill(call->arena, &request_move_form, &blank);
    /* Numbers that were not typed are empty, not 0. */
    for (size_t i = 0; i < form->form->n; i++)
        if (form->form->inputs[i].kind == KIND_INT &&
            (form->form->inputs[i].flags & INPUT_HIDDEN) == 0)
            form->typed[i] = (struct str){0};
    return show_move(call, &rq, form);
}

enum err request_move_again(struct call *call)
{
    struct request rq;

    request_web_faults(call);
    TRY(load(call, &rq));
    return show_move(call, &rq, call->form);
}

enum err request_move_make(struct call *call)
{
    struct request_move m = *(const struct request_move *)call_form(call);
    struct request rq;

    m.event = word_find(request_event_words, call_path(call, "event"));
    m.answered = false;
    TRY(load(call, &rq));
    TRY(request_make_move(call->cx, &rq, &m));
    return web_redirect_note(call, TEXT_note_request_saved, "/requests/", rq.code);
}

static enum err show_identity(
    struct call *call, const struct request *rq, struct request_identity_view *v)
{
    v->request = rq;
    v->form =
        call->form != NULL ? call->form : form_fill(call->arena, &request_reason_form, NULL);
    return web_page(
        call, web_text(call, TEXT_request_record_identity), page_request_identity, v);
}

enum err request_identity_page(struct call *call)
{
    struct request_identity_view v = {0};
    struct request rq;

    TRY(load(call, &rq));
    return show_identity(call, &rq, &v);
}

enum err request_identity_again(struct call *call)
{
    request_web_faults(call);
    return request_identity_page(call);
}

enum err request_identity_show(struct call *call)
{
    const struct reason_given *f = call_form(call);
    struct request_identity_view v = {.shown = true};
    struct request_identity id;
    struct request rq;

    TRY(load(call, &rq));
    TRY(request_reveal(call->cx, &rq, f->reason, &id));
    v.name = id.name;
    v.contact = id.contact;
    return show_identity(call, &rq, &v);
}
