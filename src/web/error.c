/* error: the page of a fault, which keeps what the person typed. */
#include "core/rights.h"
#include "web/layout.h"

/* What was typed, except secrets; hidden inputs only to be sent again. */
static void typed_add(struct call *call, enum lang lang, struct layout_error_view *v)
{
    const struct form_state *s = call->form;
    struct layout_typed *t;

    if (s == NULL || s->typed == NULL)
        return;
    v->typed.p = MANY(call->arena, struct layout_typed, s->form->n + 1);
    for (size_t i = 0; i < s->form->n; i++) {
        const struct input *in = &s->form->inputs[i];

        if ((in->flags & (INPUT_SECRET | INPUT_FILE)) != 0 || s->typed[i].n == 0)
            continue;
        t = &v->typed.p[v->typed.n++];
        t->name = str_of(in->name);
        t->value = s->typed[i];
        t->hidden = (in->flags & INPUT_HIDDEN) != 0 || str_is(t->name, "idem");
        t->label = text_find(lang, str_f(call->arena, "label.%s.%s", s->form->name, in->name));
        if (in->kind == KIND_ENUM)
            t->said = text_find(lang,
                str_f(call->arena, "word.%s.%s.%.*s", s->form->name, in->name, STR(t->value)));
        else
            t->said = t->value;
        v->shown = v->shown || !t->hidden;
    }
    if (s->key.n > 0)
        v->typed.p[v->typed.n++] =
            (struct layout_typed){.name = S("idem"), .value = s->key, .hidden = true};
}

/* Whether the same words may succeed when they are simply sent once more. */
static bool may_resend(const struct call *call, enum err code)
{
    const struct form_state *s = call->form;

    if (call->method != METHOD_POST || s == NULL || s->nproblems > 0 || call->uploads.n > 0)
        return false;
    for (size_t i = 0; i < s->form->n; i++)
        if ((s->form->inputs[i].flags & INPUT_SECRET) != 0)
            return false;
    return code == ERR_BUSY || code == ERR_DOWN || code == ERR_LIMIT;
}

void web_error(struct call *call, enum err code, int status)
{
    struct cx *cx = call->cx;
    enum lang lang = cx != NULL ? cx->lang : web_lang(call);
    const char *name = err_name(code);
    struct str key = str_f(call->arena, "error.%s.title", name);
    struct layout_error_view v = {
        .heading = text_find(lang, key),
        .next = text_find(lang, str_f(call->arena, "error.%s.next", name)),
        .home = web_url_of("/"),
        .action = {call->path},
    };
    struct web_head head = {
        .title = v.heading, .citizen = true, .status = status != 0 ? status : err_status(code)};

    /* The engine's trouble has words for logs only; rules have words for people. */
    if (cx != NULL && cx->faults.n > 0) {
        const struct fault *f = &cx->faults.p[cx->faults.n - 1];

        if (text_has(f->rule))
            v.text = cx_fault_text_of(cx, f);
    }
    if (cx != NULL && (code == ERR_DOWN || code == ERR_BUSY || code == ERR_DENIED))
        v.trace = cx->trace;
    typed_add(call, lang, &v);
    v.resend = may_resend(call, code);
    call_again(call);
    if (web_page_as(call, &head, page_layout_error, &v) != OK)
        call->out.n = 0;
}
