/*
 * activity: an opinion raised in an activity becomes a request with one number; what was
 * answered at once is a request answered on the spot.  A deputy explains and forwards and does
 * not decide (Deputies Law 2025, Art. 31).
 */
#include "feature/activity/activity_web.h"
#include "feature/request/request.h"

struct raise {
    struct str body, place, answer, name, contact;
    int kind, anonymity;
    bool on_spot;
};
static const struct input raise_inputs[] = {
    INPUT(struct raise, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 4000,
        .widget = WIDGET_AREA),
    INPUT_ENUM(struct raise, kind, request_kind_words, .widget = WIDGET_SELECT),
    INPUT(struct raise, place, .max = 200),
    INPUT(struct raise, on_spot, .widget = WIDGET_CHECK),
    INPUT(struct raise, answer, .flags = INPUT_LINES, .max = 2000, .widget = WIDGET_AREA),
    INPUT_ENUM(struct raise, anonymity, request_anonymity_words, .widget = WIDGET_SELECT),
    INPUT(struct raise, name, .max = 50),
    INPUT(struct raise, contact, .max = 100),
};
const struct form activity_raise_form = {
    "activity_raise", sizeof(struct raise), raise_inputs, COUNT(raise_inputs)};

static enum err raise_show(
    struct call *call, const struct activity *a, struct activity_raise_view *v)
{
    v->title = str_f(call->arena, "%.*s · %.*s", STR(a->title), STR(activity_days(call, a)));
    v->code = a->code;
    v->action = web_url(call->arena, "/activities/", a->code, "/opinion");
    v->back = web_url(call->arena, "/activities/", a->code, "");
    call->personal = true;
    return web_page(call, web_text(call, TEXT_activity_raise_title), page_activity_raise, v);
}

static enum err here(struct call *call, struct activity *a)
{
    const struct activity_kind *k;

    TRY(activity_here(call, a));
    if (!activity_may(call->cx, RIGHT_ACTIVITY_RECORD, a))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    k = activity_kind_find(a->kind);
    if (a->state != ACTIVITY_STANDS || k == NULL || (k->wants & ACTIVITY_WANTS_OPINIONS) == 0)
        return fail(call->cx, ERR_CONFLICT, NULL, "activity.no_opinions");
    return OK;
}

static struct form_state *blank(struct call *call, const struct activity *a)
{
    struct raise r = {.kind = 1, .anonymity = ANONYMITY_NONE, .place = a->place};

    return form_fill(call->arena, &activity_raise_form, &r);
}

enum err activity_raise_page(struct call *call)
{
    struct activity_raise_view v = {0};
    struct activity a;

    TRY(here(call, &a));
    v.form = blank(call, &a);
    return raise_show(call, &a, &v);
}

enum err activity_raise_again(struct call *call)
{
    struct activity_raise_view v = {.form = call->form};
    struct activity a;

    activity_faults(call, call->form);
    TRY(here(call, &a));
    return raise_show(call, &a, &v);
}

/* The deputy whom it was said to: the reader's own seat, else who led or took part. */
static enum err deputy_of(struct call *call, const struct activity *a, int64_t *tenure_id)
{
    struct activity_person_list list;

    *tenure_id = 0;
    TRY(activity_persons(call->cx, a->id, &list));
    EACH (p, &list) {
        bool mine = p->person_id > 0 && p->person_id == call->cx->actor->person_id;

        if (p->tenure_id > 0 && p->role <= ACTIVITY_TOOK_PART && (*tenure_id == 0 || mine))
            *tenure_id = p->tenure_id;
    }
    return OK;
}

/* The request tells where it was raised: the number of the activity stands in its timeline. */
static enum err tell_origin(struct call *call, struct request *rq, const struct activity *a)
{
    struct request_move note = {.event = REQUEST_DO_NOTE,
        .version = rq->version,
        .note = web_text1(call, TEXT_activity_raise_origin, a->code)};

    return request_move_as(call->cx, rq, &note, ROLE_CLERK);
}

/* Accepted and answered at once; the citizen is asked afterwards as with every answer. */
static enum err answer(struct call *call, struct request *rq, struct str words)
{
    struct request_move accept = {.event = REQUEST_DO_ACCEPT, .version = rq->version};
    struct request_move explain = {
        .event = REQUEST_DO_EXPLAIN, .answer = words, .outcome = S("explained")};

    TRY(request_move_as(call->cx, rq, &accept, ROLE_CLERK));
    explain.version = rq->version;
    return request_move_as(call->cx, rq, &explain, ROLE_DEPUTY);
}

static enum err answer_check(struct call *call, const struct raise *r, int64_t tenure_id)
{
    if (!r->on_spot && !str_empty(str_trim(r->answer)))
        return fail(call->cx, ERR_INVALID, "on_spot", "activity.answer_unticked");
    if (!r->on_spot)
        return OK;
    if (str_points(str_trim(r->answer)) < 2)
        return fail(call->cx, ERR_INVALID, "answer", "activity.answer_missing");
    if (tenure_id == 0)
        return fail(call->cx, ERR_INVALID, "on_spot", "activity.no_deputy");
    return OK;
}

enum err activity_raise_take(struct call *call)
{
    const struct raise *r = call_form(call);
    struct activity_raise_view v = {0};
    struct request_receipt receipt;
    struct request_draft d = {.body = r->body,
        .place = r->place,
        .name = r->name,
        .contact = r->contact,
        .anonymity = (enum request_anonymity)r->anonymity,
        .kind = str_of(request_kind_words[r->kind]),
        .idem = call->form->key,
        .lang = S("zh")};
    struct activity a;

    TRY(here(call, &a));
    TRY(deputy_of(call, &a, &d.deputy_id));
    TRY(answer_check(call, r, d.deputy_id));
    d.division = a.division;
    d.station_id = a.station_id;
    d.channel = d.deputy_id > 0 ? CHANNEL_DEPUTY : CHANNEL_STATION;
    TRY(request_create(call->cx, &d, &receipt));
    if (!receipt.repeated) {
        TRY(activity_raise(call->cx, &a, receipt.request.id, r->on_spot));
        TRY(tell_origin(call, &receipt.request, &a));
        if (r->on_spot)
            TRY(answer(call, &receipt.request, r->answer));
    }
    v.done_code = receipt.request.code;
    v.done_query = receipt.query_code;
    v.form = blank(call, &a);
    return raise_show(call, &a, &v);
}
