/*
 * bulletin: the calendar of sessions of the desk's own congress.
 */
#include "feature/bulletin/bulletin_session.h"
#include "feature/bulletin/bulletin_web.h"
#include "feature/bulletin/pages/bulletin_desk.html.h"

struct session_in {
    struct str congress;
    enum session_body body;
    int64_t number;
    struct date opened, closed;
};
static const struct input session_inputs[] = {
    INPUT(struct session_in, congress, .flags = INPUT_REQUIRED, .max = 40),
    INPUT_ENUM(struct session_in, body, session_body_words, .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO),
    INPUT(struct session_in, number, .flags = INPUT_REQUIRED, .min = 1, .max = 200),
    INPUT(struct session_in, opened, .flags = INPUT_REQUIRED),
    INPUT(struct session_in, closed),
};
const struct form bulletin_session_form = {
    "bulletin_session", sizeof(struct session_in), session_inputs, COUNT(session_inputs)};

static void lines_fill(struct call *call, const struct bulletin_session_list *all,
    struct bulletin_sessions_view *v)
{
    v->lines.p = MANY(call->arena, struct bulletin_session_line, all->n);
    EACH (s, all)
        v->lines.p[v->lines.n++] = (struct bulletin_session_line){
            .body = bulletin_word(call, "session_body", session_body_words[s->body]),
            .number = num_text(call->arena, s->number),
            .days = date_is(s->closed) ? str_f(call->arena, "%.*s – %.*s",
                                             STR(date_text(call->arena, s->opened)),
                                             STR(date_text(call->arena, s->closed)))
                                       : date_text(call->arena, s->opened)};
}

enum err bulletin_sessions_page(struct call *call)
{
    struct cx *cx = call->cx;
    struct str area = registry_own_area(cx, RIGHT_BULLETIN_READ);
    struct date today = date_of(cx->now);
    struct session_in in = {.number = 1, .opened = today, .closed = DATE_NONE};
    struct bulletin_sessions_view v = {.back = {S("/newsroom")}};
    struct bulletin_session_list all = {0};
    struct congress c;
    bool found;

    TRY(bulletin_session_sitting(cx, area, today, &c, &found));
    if (found) {
        v.congress = c.name;
        in.congress = c.code;
        TRY(bulletin_sessions(cx, c.id, &all));
    }
    lines_fill(call, &all, &v);
    EACH (s, &all)
        if (s->body == SESSION_CONGRESS && s->number >= in.number)
            in.number = s->number + 1;
    if (right_anywhere(cx, RIGHT_BULLETIN_EDIT) == OK)
        v.form = call->form == NULL ? form_fill(call->arena, &bulletin_session_form, &in)
                                    : call->form;
    cx_faults_clear(cx);
    return web_page(call, web_text(call, TEXT_bulletin_sessions), page_bulletin_sessions, &v);
}

enum err bulletin_sessions_take(struct call *call)
{
    const struct session_in *in = call_form(call);
    struct bulletin_session s = {
        .body = in->body, .number = in->number, .opened = in->opened, .closed = in->closed};

    TRY(bulletin_session_put(call->cx, in->congress, &s));
    return web_redirect_note(
        call, TEXT_note_bulletin_saved, "/newsroom/sessions", (struct str){0});
}
