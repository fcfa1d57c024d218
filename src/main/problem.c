#include "main/problem.h"

#include "base/json.h"
#include "core/cx.h"

static void put_fault(struct json *j, struct cx *cx, const struct fault *f)
{
    json_open(j, '{');
    json_put_str(j, "type", f->rule);
    json_put_str(j, "title", cx_fault_text_of(cx, f));
    if (f->field.n > 0)
        json_put_str(j, "field", f->field);
    json_close(j, '}');
}

static void put_input(
    struct json *j, const struct cx *cx, struct arena *a, const struct form_problem *p)
{
    json_open(j, '{');
    json_put_str(j, "type", p->rule);
    json_put_str(j, "title", text_fill_named(a, cx->lang, p->rule, p->args, p->nargs));
    json_put_str(j, "field", str_of(p->input->name));
    json_close(j, '}');
}

static size_t problems_of(const struct form_state *s)
{
    return s == NULL ? 0 : s->nproblems;
}

static void put_problems(struct json *j, struct call *call)
{
    const struct form_state *states[] = {call->form, call->asked};
    struct cx *cx = call->cx;

    json_key(j, "problems");
    json_open(j, '[');
    for (size_t i = 0; i < cx->faults.n; i++)
        put_fault(j, cx, &cx->faults.p[i]);
    for (size_t s = 0; s < COUNT(states); s++)
        for (size_t i = 0; i < problems_of(states[s]); i++)
            put_input(j, cx, call->arena, &states[s]->problems[i]);
    json_close(j, ']');
}

void problem_reply(struct call *call, enum err code, int status)
{
    struct cx *cx = call->cx;
    const struct fault *f = cx->faults.n > 0 ? &cx->faults.p[cx->faults.n - 1] : NULL;
    struct str name = str_f(call->arena, "error.%s", err_name(code));
    struct json j;

    call_reply(call, status != 0 ? status : err_status(code), "application/problem+json");
    call_head(call, "X-Content-Type-Options", S("nosniff"));
    call_head(call, "Cache-Control", S("no-store"));
    j = json_new(&call->out);
    json_open(&j, '{');
    json_put_str(&j, "type", f != NULL ? f->rule : name);
    json_put_str(&j, "title", f != NULL ? cx_fault_text(cx) : text_find(cx->lang, name));
    json_put_int(&j, "status", call->status);
    if (f != NULL && f->field.n > 0)
        json_put_str(&j, "field", f->field);
    json_put_str(&j, "trace", cx->trace);
    put_problems(&j, call);
    json_close(&j, '}');
    buf_char(&call->out, '\n');
}
