#include "web/views.h"

#include "base/num.h"
#include "core/rights.h"
#include "core/view.h"
#include "web/menu.h"

struct view_draft {
    struct str path, query, name;
};

static const struct input view_inputs[] = {
    INPUT(struct view_draft, path, .flags = INPUT_REQUIRED | INPUT_HIDDEN, .max = 200),
    INPUT(struct view_draft, query, .flags = INPUT_HIDDEN, .max = 2000),
    INPUT(struct view_draft, name, .flags = INPUT_REQUIRED, .max = VIEW_NAME_MAX),
};
const struct form web_view_form = {
    "web_view", sizeof(struct view_draft), view_inputs, COUNT(view_inputs)};

struct view_name {
    struct str name;
};

static const struct input name_inputs[] = {
    INPUT(struct view_name, name, .flags = INPUT_REQUIRED, .max = VIEW_NAME_MAX),
};
const struct form web_view_name_form = {
    "web_view_name", sizeof(struct view_name), name_inputs, COUNT(name_inputs)};

static struct url address_of(struct arena *a, const struct view *v)
{
    if (str_empty(v->query))
        return (struct url){v->path};
    return (struct url){str_f(a, "%.*s?%.*s", STR(v->path), STR(v->query))};
}

static struct views_link link_of(struct arena *a, const struct view *v)
{
    return (struct views_link){.id = v->id,
        .name = v->name,
        .id_text = str_f(a, "view-%lld", (long long)v->id),
        .link = address_of(a, v)};
}

enum err web_views_bar(
    struct call *call, struct str path, struct str query, struct views_bar *out)
{
    struct view_list list;
    bool saved = false;

    *out = (struct views_bar){.path = path};
    if (call->cx == NULL || call->cx->db == NULL || call->cx->actor->account_id == 0)
        return OK;
    TRY(view_of(call->cx, path, &list));
    out->links.p = MANY(call->arena, struct views_link, list.n + 1);
    EACH (v, &list) {
        struct views_link one = link_of(call->arena, v);

        one.current = str_eq(v->query, query);
        saved = saved || one.current;
        out->links.p[out->links.n++] = one;
    }
    if (query.n > 0 && !saved)
        out->query = query;
    return OK;
}

static struct str title_of(const struct call *call, struct str path)
{
    struct menu_entry_list all = web_menu_all();

    EACH (e, &all)
        if (str_eq(path, e->path))
            return web_text(call, e->m->title);
    return path;
}

static enum err page_of(struct call *call, const struct form_state *form, bool saving)
{
    struct views_page_view v = {.form = form, .saving = saving};
    struct view_list list;
    struct str path = {0};

    TRY(view_of(call->cx, (struct str){0}, &list));
    v.groups.p = MANY(call->arena, struct views_group, list.n + 1);
    EACH (one, &list) {
        struct views_group *g;

        if (v.groups.n == 0 || !str_eq(path, one->path)) {
            path = one->path;
            g = &v.groups.p[v.groups.n++];
            g->title = title_of(call, path);
            g->links.p = MANY(call->arena, struct views_link, list.n);
        }
        g = &v.groups.p[v.groups.n - 1];
        g->links.p[g->links.n++] = link_of(call->arena, one);
    }
    return web_page(call, web_text(call, TEXT_web_views_title), page_views_page, &v);
}

enum err web_views_show(struct call *call)
{
    return page_of(call, call->form, call->form != NULL && call->form->form == &web_view_form);
}

enum err web_views_save(struct call *call)
{
    const struct view_draft *d = call_form(call);
    struct view v = {.path = d->path, .query = d->query};

    TRY(view_save(call->cx, d->path, d->query, d->name));
    return web_redirect_note(
        call, TEXT_web_views_saved, address_of(call->arena, &v).s.p, S(""));
}

static enum err id_read(struct call *call, int64_t *id)
{
    if (num_parse(call_path(call, "id"), 1, INT64_MAX, id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

enum err web_views_rename(struct call *call)
{
    const struct view_name *n = call_form(call);
    int64_t id;

    TRY(id_read(call, &id));
    TRY(view_rename(call->cx, id, n->name));
    return web_redirect_note(call, TEXT_web_views_renamed, "/me/views", S(""));
}

enum err web_views_drop(struct call *call)
{
    int64_t id;

    TRY(id_read(call, &id));
    TRY(view_drop(call->cx, id));
    return web_redirect_note(call, TEXT_web_views_dropped, "/me/views", S(""));
}
