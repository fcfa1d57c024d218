#include "main/describe.h"

#include "api/openapi.h"
#include "core/rights.h"

#include "main/feature.h"
#include "main/frame.h"
#include "main/program.h"

enum {
    FLOWS = 64
};

static const struct flow *const *all_flows(struct arena *a)
{
    const struct flow **list = MANY(a, const struct flow *, FLOWS + 1);
    size_t n = 0;

    for (size_t f = 0; features[f] != NULL; f++)
        for (const struct flow *const *flow = features[f]->flows;
             flow != NULL && *flow != NULL && n < FLOWS; flow++)
            list[n++] = *flow;
    return list;
}

static const struct flow *flow_named(const struct flow *const *list, struct str name)
{
    for (; *list != NULL; list++)
        if (str_is(name, (*list)->name))
            return *list;
    return NULL;
}

/* clang-format off */
const struct cli_option describe_flow_options[] = {
    {"svg", NULL},
    {"dot", NULL},
    OPTIONS_END
};
/* clang-format on */

static void put_one(struct cli *cli, const struct flow *f)
{
    if (cli_has(cli, "svg"))
        flow_svg(f, cli->cx->lang, &cli->out);
    else if (cli_has(cli, "dot"))
        flow_dot(f, cli->cx->lang, &cli->out);
    else
        flow_print(f, &cli->out);
}

enum err describe_flows(struct cli *cli)
{
    const struct flow *const *list = all_flows(cli->cx->arena);
    struct str name = cli_arg(cli, 0);
    const struct flow *one = flow_named(list, name);

    if (name.p == NULL && (cli_has(cli, "svg") || cli_has(cli, "dot")))
        return fail(cli->cx, ERR_INVALID, NULL, "describe.flow_which");
    if (name.p != NULL && one == NULL)
        return fail(cli->cx, ERR_INVALID, NULL, "describe.flow_none");
    if (one != NULL) {
        put_one(cli, one);
        return OK;
    }
    for (; *list != NULL; list++)
        flow_print(*list, &cli->out);
    return OK;
}

static void put_openapi(struct arena *a, const struct router *router, struct buf *out)
{
    size_t n;
    const struct route *const *rows = route_all(router, &n);

    openapi_print(a, rows, n, all_flows(a), out);
}

enum err describe_openapi(struct cli *cli)
{
    struct router *router;

    TRY(program_routes(cli->program, &router));
    put_openapi(cli->cx->arena, router, &cli->out);
    return OK;
}

static enum err openapi_show(struct call *call)
{
    call_reply(call, 200, "application/json; charset=utf-8");
    call_head(call, "X-Content-Type-Options", S("nosniff"));
    put_openapi(call->arena, frame_of(call)->router, &call->out);
    return OK;
}

/* The diagram as a picture, in the reader's language. */
static enum err flow_show(struct call *call)
{
    struct str file = call_path(call, "file"), rest;
    const struct flow *f = flow_named(all_flows(call->arena), str_cut(file, '.', &rest));

    if (f == NULL || !str_is(rest, "svg"))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "describe.flow_none");
    call_reply(call, 200, "image/svg+xml");
    call_head(call, "X-Content-Type-Options", S("nosniff"));
    call_head(call, "Content-Security-Policy", S("default-src 'none'"));
    flow_svg(f, call->cx->lang, &call->out);
    return OK;
}

/* clang-format off */
const struct route describe_routes[] = {
    {METHOD_GET, "/api/openapi.json", openapi_show, RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE},
    {METHOD_GET, "/flows/{file}",     flow_show,    RIGHT_ANYONE},
    ROUTES_END
};
/* clang-format on */
