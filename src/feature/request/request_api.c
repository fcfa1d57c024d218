/*
 * Requests as JSON: list, one with its timeline and the moves open to the caller, creation with
 * an idempotency key, moves of the flow.  Row numbers, hashes and identity never leave: the
 * shapes below say all that does, and the description of the interface is made from them.
 */
#include "feature/request/request_api.h"

#include "base/json.h"
#include "core/cx.h"

#include "feature/request/request.h"

enum {
    PAGE = 50,
    OFFERS = 32
};

static const struct input list_inputs[] = {
    INPUT(struct request_filter, q, .max = 60),
    INPUT(struct request_filter, state, .max = 40),
    INPUT(struct request_filter, channel, .max = 40),
    INPUT(struct request_filter, kind, .max = 40),
    INPUT(struct request_filter, division, .max = 20),
    INPUT(struct request_filter, from, .max = 10),
    INPUT(struct request_filter, to, .max = 10),
    INPUT(struct request_filter, overdue),
    {.name = "after",
        .kind = KIND_INT,
        .offset = offsetof(struct request_filter, before),
        .flags = 0},
};
static const struct form list_query = {
    "request_list", sizeof(struct request_filter), list_inputs, COUNT(list_inputs)};

struct said {
    struct str body, place, coords, division, name, contact, idem;
    int anonymity, kind;
};
static const struct input said_inputs[] = {
    INPUT(struct said, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 4000),
    INPUT(struct said, place, .max = 200),
    INPUT(struct said, coords, .max = 40),
    INPUT(struct said, division, .flags = INPUT_REQUIRED, .max = 20),
    INPUT(struct said, name, .max = 50),
    INPUT(struct said, contact, .max = 100),
    INPUT(struct said, idem, .flags = INPUT_REQUIRED, .min = 8, .max = 64),
    INPUT_ENUM(struct said, anonymity, request_anonymity_words, .flags = INPUT_REQUIRED),
    INPUT_ENUM(struct said, kind, request_kind_words, .flags = INPUT_REQUIRED),
};
static const struct form said_form = {
    "request_ask", sizeof(struct said), said_inputs, COUNT(said_inputs)};

/* What a move brings along; units and deputies by their public codes. */
struct step_sent {
    int64_t version;
    struct str note, answer, reason, unit, deputy, parent, push_down_reason, outcome;
    int64_t days;
};
static const struct input step_inputs[] = {
    INPUT(struct step_sent, version, .flags = INPUT_REQUIRED, .min = 1),
    INPUT(struct step_sent, note, .flags = INPUT_LINES, .max = 2000),
    INPUT(struct step_sent, answer, .flags = INPUT_LINES, .max = 4000),
    INPUT(struct step_sent, reason, .max = 40),
    INPUT(struct step_sent, unit, .max = 40),
    INPUT(struct step_sent, deputy, .max = 20),
    INPUT(struct step_sent, days, .max = 100),
    INPUT(struct step_sent, parent, .max = 40),
    INPUT(struct step_sent, push_down_reason, .max = 500),
    {.name = "outcome",
        .kind = KIND_STR,
        .offset = offsetof(struct step_sent, outcome),
        .words = request_outcome_words},
};
static const struct form step_form = {
    "request_move", sizeof(struct step_sent), step_inputs, COUNT(step_inputs)};

/* clang-format off */
#define REQUEST_FIELDS \
    FIELD(struct request, code), FIELD(struct request, title),                                 \
    FIELD_ENUM(struct request, state, request_state_words),                                    \
    FIELD_ENUM(struct request, channel, request_channel_words), FIELD(struct request, kind),   \
    FIELD(struct request, round), FIELD(struct request, division),                             \
    FIELD(struct request, place), FIELD(struct request, received), FIELD(struct request, due), \
    FIELD(struct request, provisional), FIELD(struct request, extended),                       \
    FIELD(struct request, supervised), FIELD(struct request, overdue),                         \
    FIELD(struct request, waits), FIELD(struct request, closed),                               \
    {"class", KIND_STR, offsetof(struct request, class_), NULL},                               \
    FIELD(struct request, version)

static const struct field row_fields[] = {REQUEST_FIELDS};
static const struct field full_fields[] = {REQUEST_FIELDS, FIELD(struct request, body)};
static const struct field step_fields[] = {
    FIELD(struct request_step, at), FIELD(struct request_step, event),
    {"state", KIND_ENUM, offsetof(struct request_step, to_state), request_state_words},
    FIELD(struct request_step, round), FIELD(struct request_step, role),
    FIELD(struct request_step, actor), FIELD(struct request_step, answer),
    FIELD(struct request_step, reason), FIELD(struct request_step, due),
};
struct offer {
    struct str event, to, needs;
};
static const struct field offer_fields[] = {
    FIELD(struct offer, event), FIELD(struct offer, to), FIELD(struct offer, needs),
};
struct made {
    struct str code, query_code, state;
    struct date due;
    bool repeated;
};
static const struct field made_fields[] = {
    FIELD(struct made, code), FIELD(struct made, query_code), FIELD(struct made, state),
    FIELD(struct made, due), FIELD(struct made, repeated),
};
static const struct shape row_shape = {
    "request", sizeof(struct request), row_fields, COUNT(row_fields)};
static const struct shape full_shape = {
    "request_full", sizeof(struct request), full_fields, COUNT(full_fields)};
static const struct shape step_shape = {
    "request_step", sizeof(struct request_step), step_fields, COUNT(step_fields)};
static const struct shape offer_shape = {
    "request_offer", sizeof(struct offer), offer_fields, COUNT(offer_fields)};
static const struct shape made_shape = {
    "request_made", sizeof(struct made), made_fields, COUNT(made_fields)};

static const struct reply list_reply = {
    .name = "request.list", .shape = &row_shape, .list = true};
static const struct reply show_reply = {.name = "request.show", .shape = &full_shape,
    .parts = {{"steps", &step_shape}, {"offers", &offer_shape}}};
static const struct reply made_reply = {
    .name = "request.create", .shape = &made_shape, .status = 201};
static const struct reply move_reply = {.name = "request.move", .shape = &full_shape,
    .parts = {{"steps", &step_shape}, {"offers", &offer_shape}}, .flow = &request_flow};
/* clang-format on */

static struct json begin(struct call *call, int status)
{
    struct json j;

    call_reply(call, status, "application/json; charset=utf-8");
    call->personal = true;
    j = json_new(&call->out);
    json_open(&j, '{');
    json_key(&j, "data");
    return j;
}

static enum err list(struct call *call)
{
    struct request_filter f = *(const struct request_filter *)call_asked(call);
    struct request_page page;
    struct json j;

    f.max = PAGE;
    TRY(request_find(call->cx, &f, &page));
    j = begin(call, 200);
    json_open(&j, '[');
    EACH (r, &page.rows)
        json_shape(&j, &row_shape, r);
    json_close(&j, ']');
    if (page.next > 0)
        json_put_int(&j, "next", page.next);
    json_close(&j, '}');
    return OK;
}

static struct str needs_words(struct arena *a, unsigned needs)
{
    struct buf b = buf_new(a, 200);
    const char *word;

    for (size_t i = 0; (word = flow_need(needs, i)) != NULL; i++)
        buf_f(&b, "%s%s", i == 0 ? "" : " ", word);
    return buf_str(&b);
}

static void put_offers(struct json *j, struct call *call, const struct request *rq)
{
    const struct move *offers[OFFERS];
    size_t n = request_offers(call->cx, rq, offers, OFFERS);

    json_key(j, "offers");
    json_open(j, '[');
    for (size_t i = 0; i < n; i++)
        json_shape(j, &offer_shape,
            &(struct offer){.event = str_of(request_event_words[offers[i]->event]),
                .to = str_of(request_state_words[offers[i]->to]),
                .needs = needs_words(call->arena, offers[i]->needs)});
    json_close(j, ']');
}

static enum err put_full(struct call *call, const struct request *rq)
{
    struct request_step_list steps;
    struct json j;

    TRY(request_steps(call->cx, rq->id, false, &steps));
    j = begin(call, 200);
    json_open(&j, '{');
    json_members(&j, &full_shape, rq);
    json_key(&j, "steps");
    json_open(&j, '[');
    EACH (s, &steps)
        json_shape(&j, &step_shape, s);
    json_close(&j, ']');
    put_offers(&j, call, rq);
    json_close(&j, '}');
    json_close(&j, '}');
    return OK;
}

static enum err show(struct call *call)
{
    struct request rq;

    TRY(request_get(call->cx, call_path(call, "code"), &rq));
    return put_full(call, &rq);
}

/* Codes to rows.  A code that names nothing is wrong input, not a missing page. */
static enum err named(struct call *call, const struct step_sent *s, struct request_move *m)
{
    struct deputy deputy;
    struct org org;

    if (!str_empty(s->unit)) {
        if (registry_org_by_code(call->cx, s->unit, &org) != OK) {
            cx_faults_clear(call->cx);
            return fail(call->cx, ERR_INVALID, "unit", "flow.needs_unit");
        }
        m->unit_id = org.id;
    }
    if (str_empty(s->deputy))
        return OK;
    if (registry_deputy_public(call->cx, s->deputy, &deputy) != OK) {
        cx_faults_clear(call->cx);
        return fail(call->cx, ERR_INVALID, "deputy", "flow.needs_deputy");
    }
    m->deputy_id = deputy.id;
    return OK;
}

static enum err step(struct call *call)
{
    const struct step_sent *s = call_form(call);
    struct request_move m = {.event = word_find(request_event_words, call_path(call, "event")),
        .version = s->version,
        .note = s->note,
        .answer = s->answer,
        .reason = s->reason,
        .days = s->days,
        .parent = s->parent,
        .push_down_reason = s->push_down_reason,
        .outcome = s->outcome};
    struct request rq;

    if (m.event < 0)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "request.none");
    TRY(request_get(call->cx, call_path(call, "code"), &rq));
    TRY(named(call, s, &m));
    TRY(request_make_move(call->cx, &rq, &m));
    return put_full(call, &rq);
}

static enum err create(struct call *call)
{
    const struct said *s = call_form(call);
    struct request_draft d = {.body = s->body,
        .place = s->place,
        .coords = s->coords,
        .division = s->division,
        .name = s->name,
        .contact = s->contact,
        .anonymity = (enum request_anonymity)s->anonymity,
        .channel = CHANNEL_SCAN,
        .kind = str_of(request_kind_words[s->kind]),
        .idem = s->idem,
        .lang = call->cx->lang == LANG_EN ? S("en") : S("zh")};
    struct request_receipt r;
    struct json j;

    TRY(request_create(call->cx, &d, &r));
    j = begin(call, r.repeated ? 200 : 201);
    json_shape(&j, &made_shape,
        &(struct made){r.request.code, r.query_code,
            str_of(request_state_words[r.request.state]), r.request.due, r.repeated});
    json_close(&j, '}');
    return OK;
}

/* clang-format off */
const struct route request_api_routes[] = {
    {GET, "/api/v1/requests", list, RIGHT_REQUEST_READ, .query = &list_query, .flags = ROUTE_API,
        .reply = &list_reply},
    {GET, "/api/v1/requests/{code}", show, RIGHT_REQUEST_READ, .flags = ROUTE_API,
        .reply = &show_reply},
    {POST, "/api/v1/requests", create, RIGHT_ANYONE, .form = &said_form, .quota = QUOTA_PUBLIC,
        .flags = ROUTE_API | ROUTE_ANONYMOUS, .reply = &made_reply},
    {POST, "/api/v1/requests/{code}/do/{event}", step, RIGHT_REQUEST_MOVE, .form = &step_form,
        .flags = ROUTE_API, .reply = &move_reply},
    ROUTES_END
};
/* clang-format on */
