/*
 * Requests as JSON: list, one with its timeline, and creation with an idempotency key.  Row
 * numbers, hashes and identity never leave.
 */
#include "feature/request/request_api.h"

#include "base/json.h"
#include "core/cx.h"

#include "feature/request/request.h"

enum {
    PAGE = 50
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

static void put_request(struct json *j, const struct request *rq)
{
    json_open(j, '{');
    json_put_str(j, "code", rq->code);
    json_put_str(j, "title", rq->title);
    json_put_str(j, "state", str_of(request_state_words[rq->state]));
    json_put_str(j, "channel", str_of(request_channel_words[rq->channel]));
    json_put_str(j, "kind", rq->kind);
    json_put_int(j, "round", rq->round);
    json_put_str(j, "division", rq->division);
    json_put_str(j, "place", rq->place);
    json_put_instant(j, "received", rq->received);
    json_put_date(j, "due", rq->due);
    json_put_bool(j, "provisional", rq->provisional);
    json_put_bool(j, "extended", rq->extended);
    json_put_bool(j, "supervised", rq->supervised);
    json_put_str(j, "waits", rq->waits);
    json_put_instant(j, "closed", rq->closed);
    json_put_str(j, "class", rq->class_);
    json_put_int(j, "version", rq->version);
}

static void put_steps(struct json *j, const struct request_step_list *steps)
{
    json_key(j, "steps");
    json_open(j, '[');
    EACH (s, steps) {
        json_open(j, '{');
        json_put_instant(j, "at", s->at);
        json_put_str(j, "event", s->event);
        json_put_str(j, "state", str_of(request_state_words[s->to_state]));
        json_put_int(j, "round", s->round);
        json_put_str(j, "role", s->role);
        json_put_str(j, "actor", s->actor);
        json_put_str(j, "answer", s->answer);
        json_put_str(j, "reason", s->reason);
        json_put_date(j, "due", s->due);
        json_close(j, '}');
    }
    json_close(j, ']');
}

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
    EACH (r, &page.rows) {
        put_request(&j, r);
        json_close(&j, '}');
    }
    json_close(&j, ']');
    if (page.next > 0)
        json_put_int(&j, "next", page.next);
    json_close(&j, '}');
    return OK;
}

static enum err show(struct call *call)
{
    struct request_step_list steps;
    struct request rq;
    struct json j;

    TRY(request_get(call->cx, call_path(call, "code"), &rq));
    TRY(request_steps(call->cx, rq.id, false, &steps));
    j = begin(call, 200);
    put_request(&j, &rq);
    json_put_str(&j, "body", rq.body);
    put_steps(&j, &steps);
    json_close(&j, '}');
    json_close(&j, '}');
    return OK;
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
    json_open(&j, '{');
    json_put_str(&j, "code", r.request.code);
    json_put_str(&j, "query_code", r.query_code);
    json_put_str(&j, "state", str_of(request_state_words[r.request.state]));
    json_put_date(&j, "due", r.request.due);
    json_put_bool(&j, "repeated", r.repeated);
    json_close(&j, '}');
    json_close(&j, '}');
    return OK;
}

/* clang-format off */
const struct route request_api_routes[] = {
    {GET, "/api/v1/requests", list, RIGHT_REQUEST_READ, .query = &list_query, .flags = ROUTE_API},
    {GET, "/api/v1/requests/{code}", show, RIGHT_REQUEST_READ, .flags = ROUTE_API},
    {POST, "/api/v1/requests", create, RIGHT_ANYONE, .form = &said_form, .quota = QUOTA_PUBLIC,
        .flags = ROUTE_API | ROUTE_ANONYMOUS},
    ROUTES_END
};
/* clang-format on */
