#include "main/gate.h"

#include "base/time.h"
#include "core/cx.h"

bool gate_unsafe(const struct call *call)
{
    return call->method != METHOD_GET && call->method != METHOD_HEAD;
}

enum err gate_quota(struct frame_work *w)
{
    struct call *call = w->call;
    int64_t wait = 1;

    if (quota_take(w->frame->quota, call->route->quota, call->peer_prefix, time_mono_ns(),
            &wait) == OK)
        return OK;
    (void)fail(&w->cx, ERR_LIMIT, NULL, "frame.too_often");
    cx_fault_arg(&w->cx, num_text(call->arena, wait));
    return ERR_LIMIT;
}

/* "https://host:port" of the page the form was on. */
static bool own_origin(const struct frame_work *w, struct str origin)
{
    struct str host = call_header(w->call, "host"), rest = {0};
    size_t at = str_find(origin, S("://"));

    if (str_eq_nocase(origin, w->cx.settings->public_url))
        return true;
    if (at == (size_t)-1)
        return false;
    rest = str_sub(origin, at + 3, origin.n);
    return host.n > 0 && str_eq_nocase(rest, host);
}

static bool type_ok(const struct call *call)
{
    struct str rest = {0};
    struct str type = str_trim(str_cut(call_header(call, "content-type"), ';', &rest));

    if (call->uploads.n > 0 || call->fields.n > 0 || call->body.n == 0)
        return true;
    if ((call->route->flags & ROUTE_API) != 0)
        return str_eq_nocase(type, S("application/json"));
    return str_eq_nocase(type, S("application/x-www-form-urlencoded"));
}

enum err gate_origin(struct frame_work *w)
{
    const struct call *call = w->call;
    struct str site, origin;

    if (!gate_unsafe(call))
        return OK;
    site = call_header(call, "sec-fetch-site");
    if (site.n > 0 && !str_is(site, "same-origin") && !str_is(site, "none"))
        return fail(&w->cx, ERR_DENIED, NULL, "frame.foreign");
    origin = call_header(call, "origin");
    if (origin.n > 0 && !own_origin(w, origin))
        return fail(&w->cx, ERR_DENIED, NULL, "frame.foreign");
    if (!type_ok(call))
        return fail(&w->cx, ERR_DENIED, NULL, "frame.type");
    return OK;
}

static struct str token_sent(const struct call *call)
{
    for (size_t i = 0; i < call->fields.n; i++)
        if (str_is(call->fields.p[i].name, "csrf"))
            return call->fields.p[i].value;
    return call_header(call, "x-csrf-token");
}

enum err gate_token(struct frame_work *w)
{
    const struct call *call = w->call;

    /* Nobody sends a program's token unawares. */
    if (!gate_unsafe(call) || call->session_token.n == 0 ||
        (w->cx.actor->token_id > 0 && (call->route->flags & ROUTE_API) != 0))
        return OK;
    if (session_csrf_ok(&w->cx, call->session_token, token_sent(call)))
        return OK;
    return fail(&w->cx, ERR_DENIED, NULL, "frame.csrf");
}
