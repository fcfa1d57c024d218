/*
 * The citizen's own case: opened with the query code (POST only) or a link that works once.
 */
#include "core/session.h"

#include "feature/request/request_case.html.h"
#include "feature/request/request_web.h"
#include "feature/station/station.h"

static const struct input follow_inputs[] = {
    INPUT(struct follow, code, .flags = INPUT_REQUIRED | INPUT_SECRET, .max = 64,
        .autocomplete = "off"),
};
const struct form request_follow = {
    "request_follow", sizeof(struct follow), follow_inputs, COUNT(follow_inputs)};

static const struct input say_inputs[] = {
    INPUT(struct case_say, answer, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 2000,
        .widget = WIDGET_AREA),
    {.name = "files", .kind = KIND_STR, .flags = INPUT_FILE},
    INPUT(struct case_say, version, .flags = INPUT_HIDDEN),
};
const struct form request_case_say = {
    "request_say", sizeof(struct case_say), say_inputs, COUNT(say_inputs)};

static const struct input withdraw_inputs[] = {
    INPUT(struct case_say, version, .flags = INPUT_HIDDEN),
};
const struct form request_case_withdraw = {
    "request_withdraw", sizeof(struct case_say), withdraw_inputs, COUNT(withdraw_inputs)};

static const struct input degree_inputs[] = {
    INPUT_ENUM(struct case_anonymity, anonymity, request_anonymity_words,
        .flags = INPUT_REQUIRED, .widget = WIDGET_RADIO),
    INPUT(struct case_anonymity, version, .flags = INPUT_HIDDEN),
};
const struct form request_case_anonymity = {
    "request_degree", sizeof(struct case_anonymity), degree_inputs, COUNT(degree_inputs)};

static const struct input verdict_inputs[] = {
    INPUT_ENUM(struct case_verdict, solved, request_solved_words, .widget = WIDGET_RADIO),
    INPUT(
        struct case_verdict, reason, .flags = INPUT_LINES, .max = 1000, .widget = WIDGET_AREA),
    INPUT_ENUM(struct case_verdict, result_satisfaction, request_satisfied_words,
        .widget = WIDGET_RADIO),
    INPUT_ENUM(struct case_verdict, reply_satisfaction, request_satisfied_words,
        .widget = WIDGET_RADIO),
    INPUT(struct case_verdict, version, .flags = INPUT_HIDDEN),
};
const struct form request_verdict = {
    "request_verdict", sizeof(struct case_verdict), verdict_inputs, COUNT(verdict_inputs)};

enum err request_follow_page(struct call *call)
{
    struct request_follow_view v = {.form = call->form};

    if (v.form == NULL)
        v.form = form_fill(call->arena, &request_follow, NULL);
    else
        request_web_faults(call);
    return web_page_as(call,
        &((struct web_head){
            .title = web_text(call, TEXT_request_follow_title), .citizen = true}),
        page_request_follow, &v);
}

enum err request_follow_open(struct call *call)
{
    const struct follow *f = call_form(call);
    struct request rq;
    struct str token;
    enum err code = request_by_query_code(call->cx, "code", f->code, &rq);

    if (code == ERR_NOT_FOUND) /* told at the field, like a mistyped one */
        return ERR_INVALID;
    TRY(code);
    TRY(session_open_case(call->cx, rq.id, &token));
    call_set_cookie(call, session_cookie(call->cx), token, 0);
    return call_redirect(call, S("/case"));
}

/* Names that the citizen may know: who has it now. */
static enum err names(struct call *call, const struct request *rq, struct request_case_view *v)
{
    struct deputy deputy;
    struct org org;

    if (rq->unit_id > 0) {
        TRY(registry_org(call->cx, rq->unit_id, &org));
        v->unit = org.name;
    }
    if (rq->deputy_id > 0) {
        TRY(registry_deputy(call->cx, rq->deputy_id, &deputy));
        v->deputy = deputy.name;
    }
    return OK;
}

static bool offered(const struct move *const *offers, size_t n, int event)
{
    for (size_t i = 0; i < n; i++)
        if (offers[i]->event == event)
            return true;
    return false;
}

static struct form_state *form_of(
    struct call *call, const struct form *f, const char *path, const void *value)
{
    if (call->form != NULL && call->form->form == f && str_is(call->path, path))
        return call->form;
    return form_fill(call->arena, f, value);
}

static struct form_state *verdict_form(struct call *call, int64_t version)
{
    struct case_verdict blank = {-1, -1, -1, S(""), version};

    if (call->form != NULL && call->form->form == &request_verdict)
        return call->form;
    return form_fill(call->arena, &request_verdict, &blank);
}

static void forms(struct call *call, const struct request *rq, struct request_case_view *v)
{
    struct case_say say = {S(""), rq->version};
    struct case_anonymity degree = {(int)rq->anonymity, rq->version};

    v->say = form_of(call, &request_case_say, "/case/add", &say);
    v->relapse = form_of(call, &request_case_say, "/case/relapse", &say);
    v->withdraw = form_of(call, &request_case_withdraw, "/case/withdraw", &say);
    v->degree_form = form_of(call, &request_case_anonymity, "/case/anonymity", &degree);
    v->verdict = verdict_form(call, rq->version);
}

static enum err given(
    struct call *call, const struct request *own, int64_t round, struct request_case_view *v)
{
    struct request_evaluation_list list;

    TRY(request_evaluations(call->cx, own, &list));
    EACH (e, &list) {
        if (e->round != round || e->request_id != own->id)
            continue;
        v->given = e;
        v->reply_word = request_web_word(call, "satisfied", e->reply_satisfaction);
        v->result_word = request_web_word(call, "satisfied", e->result_satisfaction);
        v->solved_word = request_web_word(call, "solved", e->solved);
    }
    return OK;
}

static enum err story(struct call *call, const struct request *own, const struct request *shown,
    struct request_case_view *v)
{
    struct request_step_list steps;

    TRY(request_steps(call->cx, own->id, false, &steps));
    v->events = request_web_events(call, &steps, true);
    if (shown == own)
        return OK;
    TRY(request_steps(call->cx, shown->id, false, &steps));
    v->parent_events = request_web_events(call, &steps, false);
    return OK;
}

static enum err place_of(struct call *call, const struct request *rq, struct str *out)
{
    struct str name;

    TRY(registry_full_name(call->cx, rq->division, &name));
    *out =
        rq->place.p == NULL ? name : str_f(call->arena, "%.*s %.*s", STR(name), STR(rq->place));
    return OK;
}

enum err request_case_page(struct call *call)
{
    struct request_case_view v = {0};
    const struct move *offers[32];
    struct request own, parent;
    size_t n;

    TRY(request_case(call->cx, &own));
    v.request = v.shown = &own;
    if (own.state == REQUEST_MERGED) {
        TRY(request_load(call->cx, own.parent_id, &parent));
        v.shown = &parent;
    }
    n = request_offers(call->cx, &own, offers, COUNT(offers));
    v.may_add = offered(offers, n, REQUEST_DO_ADD_INFO);
    v.may_withdraw = offered(offers, n, REQUEST_DO_WITHDRAW);
    v.may_relapse = offered(offers, n, REQUEST_DO_RELAPSE);
    v.may_judge = v.shown->state == REQUEST_CONFIRM;
    v.may_change_degree = own.anonymity != ANONYMITY_NONE;
    v.state = request_web_state(call, v.shown->state);
    v.next = text_find(call->cx->lang,
        str_f(call->arena, "request.next.%s", request_state_words[v.shown->state]));
    v.degree =
        request_web_word(call, "anonymity", str_of(request_anonymity_words[own.anonymity]));
    TRY(place_of(call, &own, &v.place));
    TRY(names(call, v.shown, &v));
    TRY(request_web_due(call, v.shown, true, &v.due));
    TRY(story(call, &own, v.shown, &v));
    TRY(request_web_files(call, &own, "/case", &v.files));
    TRY(given(call, &own, v.shown->round, &v));
    forms(call, &own, &v);
    call->personal = true;
    return web_page_as(
        call, &((struct web_head){.title = own.title, .citizen = true}), page_request_case, &v);
}

enum err request_case_again(struct call *call)
{
    request_web_faults(call);
    return request_case_page(call);
}

enum err request_case_file(struct call *call)
{
    struct request rq;

    TRY(request_case(call->cx, &rq));
    return request_web_download(call, &rq);
}

static enum err make(struct call *call, int64_t event, struct str text, int64_t version)
{
    struct request_move m = {.event = event, .version = version, .answer = text};
    struct request rq;

    TRY(request_case(call->cx, &rq));
    TRY(request_make_move(call->cx, &rq, &m));
    TRY(request_files_add(call, rq.id));
    return web_redirect_note(call, TEXT_note_request_saved, "/case", S(""));
}

enum err request_case_add(struct call *call)
{
    const struct case_say *f = call_form(call);

    return make(call, REQUEST_DO_ADD_INFO, f->answer, f->version);
}

enum err request_case_relapse(struct call *call)
{
    const struct case_say *f = call_form(call);

    return make(call, REQUEST_DO_RELAPSE, f->answer, f->version);
}

enum err request_case_withdrawn(struct call *call)
{
    const struct case_say *f = call_form(call);

    return make(call, REQUEST_DO_WITHDRAW, (struct str){0}, f->version);
}

enum err request_case_degree(struct call *call)
{
    const struct case_anonymity *f = call_form(call);
    struct request rq;

    TRY(request_case(call->cx, &rq));
    if (f->version != rq.version)
        return fail(call->cx, ERR_STALE, "version", "request.changed_meanwhile");
    TRY(request_set_anonymity(call->cx, &rq, (enum request_anonymity)f->anonymity));
    return web_redirect_note(call,
        f->anonymity == ANONYMITY_NONE ? TEXT_note_request_none : TEXT_note_request_saved,
        "/case", S(""));
}

/* A word is an answer only when it was sent. */
static struct str sent(const struct form_state *s, const char *name)
{
    for (size_t i = 0; i < s->form->n; i++)
        if (str_is(str_of(name), s->form->inputs[i].name))
            return s->typed[i];
    return (struct str){0};
}

static struct request_evaluation verdict_of(struct call *call)
{
    const struct case_verdict *f = call_form(call);

    return (struct request_evaluation){
        .reply_satisfaction = sent(call->form, "reply_satisfaction"),
        .result_satisfaction = sent(call->form, "result_satisfaction"),
        .solved = sent(call->form, "solved"),
        .reason = f->reason,
        .version = f->version};
}

enum err request_case_judge(struct call *call)
{
    struct request_evaluation e = verdict_of(call);
    struct request rq;

    TRY(request_case(call->cx, &rq));
    TRY(request_evaluate(call->cx, &rq, &e));
    return web_redirect_note(call, TEXT_note_request_thanks, "/case", S(""));
}

/* The newest answer that was given to the citizen. */
static enum err newest_answer(struct call *call, const struct request *rq, struct str *out)
{
    int64_t id = rq->state == REQUEST_MERGED ? rq->parent_id : rq->id;
    struct request_step_list steps;

    *out = S("");
    TRY(request_steps(call->cx, id, false, &steps));
    EACH (s, &steps) {
        if (!str_empty(s->answer) && !str_is(s->role, "citizen"))
            *out = s->answer;
    }
    return OK;
}

enum err request_verdict_page(struct call *call)
{
    struct request_verdict_view v = {.token = call_path(call, "token")};
    struct request rq;

    TRY(request_link_find(call->cx, v.token, &rq));
    v.code = rq.code;
    v.title = rq.title;
    v.form = verdict_form(call, 0);
    TRY(newest_answer(call, &rq, &v.answer));
    call->personal = true;
    return web_page_as(call,
        &((struct web_head){.title = web_text(call, TEXT_request_case_judge), .citizen = true}),
        page_request_verdict, &v);
}

enum err request_verdict_again(struct call *call)
{
    request_web_faults(call);
    return request_verdict_page(call);
}

enum err request_verdict_take(struct call *call)
{
    struct request_evaluation e = verdict_of(call);
    struct request_thanks_view v = {0};
    struct request rq;

    TRY(request_link_find(call->cx, call_path(call, "token"), &rq));
    v.code = rq.code;
    TRY(request_link_evaluate(call->cx, call_path(call, "token"), &e));
    return web_page_as(call,
        &((struct web_head){
            .title = web_text(call, TEXT_request_verdict_thanks), .citizen = true}),
        page_request_thanks, &v);
}
