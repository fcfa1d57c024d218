#include "http/call.h"

#include "http/route.h"
#include "http/wire.h"

#include <assert.h>
#include <string.h>

#define REPLY_MAX ((size_t)48 << 20)
#define REPLY_FIRST ((size_t)24 << 10) /* a page of average size fits */
#define HEADERS_MAX 24

struct str call_path(const struct call *c, const char *name)
{
    for (size_t i = 0; i < c->nparams; i++)
        if (str_is(c->params[i].name, name))
            return c->params[i].value;
    return S("");
}

const void *call_form(const struct call *c)
{
    return c->form == NULL ? NULL : c->form->value;
}

const void *call_asked(const struct call *c)
{
    return c->asked == NULL ? NULL : c->asked->value;
}

struct str call_header(const struct call *c, const char *name)
{
    struct str wanted = str_of(name);

    for (size_t i = 0; i < c->nheaders; i++)
        if (c->headers[i].name.n == wanted.n && str_eq_nocase(c->headers[i].name, wanted))
            return c->headers[i].value;
    return (struct str){0};
}

static struct str cookie_name(struct arena *a, bool secure, const char *name)
{
    bool there = str_starts(str_of(name), S("__Host-"));

    return secure && !there ? str_f(a, "__Host-%s", name) : str_of(name);
}

struct str call_cookie(const struct call *c, const char *name)
{
    struct str wanted = {0};

    for (size_t i = 0; i < c->nheaders; i++) {
        struct str value;

        if (c->headers[i].name.n != 6 || !str_eq_nocase(c->headers[i].name, S("cookie")))
            continue;
        if (wanted.p == NULL)
            wanted = cookie_name(c->arena, c->secure, name);
        value = wire_cookie(c->headers[i].value, wanted);
        if (value.p != NULL)
            return value;
    }
    return (struct str){0};
}

void call_reply(struct call *c, int status, const char *content_type)
{
    assert(c->status == 0);
    c->status = status;
    if (c->out.arena == NULL) {
        c->out = (struct buf){.arena = c->arena,
            .p = arena_raw(c->arena, REPLY_FIRST),
            .cap = REPLY_FIRST,
            .max = REPLY_MAX};
        c->out.p[0] = '\0';
    }
    if (content_type != NULL)
        call_head(c, "Content-Type", str_of(content_type));
}

void call_head(struct call *c, const char *name, struct str value)
{
    if (c->reply_headers == NULL) {
        c->capreply = HEADERS_MAX;
        c->reply_headers = MANY(c->arena, struct header, HEADERS_MAX);
    }
    assert(c->nreply < c->capreply);
    c->reply_headers[c->nreply++] = (struct header){str_of(name), value};
}

void call_set_cookie(struct call *c, const char *name, struct str value, int64_t age)
{
    struct buf b = buf_new(c->arena, 4096);
    struct str line = S("");

    buf_add(&b, cookie_name(c->arena, c->secure, name));
    buf_char(&b, '=');
    buf_add(&b, value);
    buf_add(&b, S("; Path=/; HttpOnly; SameSite=Lax"));
    if (c->secure)
        buf_add(&b, S("; Secure"));
    if (age != 0) {
        buf_add(&b, S("; Max-Age="));
        buf_int(&b, age > 0 ? age : 0);
    }
    if (buf_take(&b, &line) == OK)
        call_head(c, "Set-Cookie", line);
}

enum err call_redirect(struct call *c, struct str path)
{
    assert(url_local(path));
    call_reply(c, 303, NULL);
    call_head(c, "Location", path);
    return OK;
}

/* RFC 6266 with RFC 8187: a plain name for old readers, the whole one in UTF-8. */
void call_download(struct call *c, const char *content_type, struct str filename)
{
    struct buf b = buf_new(c->arena, 4096);
    struct str line = S("attachment");
    size_t dot = filename.n;

    while (dot > 0 && filename.p[dot - 1] != '.' && filename.n - dot < 8)
        dot--;
    buf_add(&b, S("attachment; filename=\"download"));
    if (dot > 0 && dot < filename.n && filename.p[dot - 1] == '.') {
        buf_char(&b, '.');
        for (size_t i = dot; i < filename.n; i++)
            if ((filename.p[i] >= 'a' && filename.p[i] <= 'z') ||
                (filename.p[i] >= '0' && filename.p[i] <= '9'))
                buf_char(&b, filename.p[i]);
    }
    buf_add(&b, S("\"; filename*=UTF-8''"));
    url_encode(&b, filename);
    if (buf_take(&b, &line) != OK)
        line = S("attachment");
    if (c->status == 0)
        call_reply(c, 200, content_type);
    else
        call_head(c, "Content-Type", str_of(content_type));
    /* What people sent is never taken for a page. */
    call_head(c, "X-Content-Type-Options", S("nosniff"));
    call_head(c, "Content-Disposition", line);
}

void call_again(struct call *c)
{
    c->status = 0;
    c->reply_headers = NULL;
    c->nreply = c->capreply = 0;
    c->out = (struct buf){0};
    c->fixed = (struct bytes){0};
    c->block = (struct str){0};
    c->personal = false;
}
