/*
 * station: pages of the office: organisations, congresses with their vacancies, divisions.
 */
#include "web/table.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/station/station_web.h"

struct list_query {
    struct str name, kind, at, after;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, name, .max = 60),
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct list_query, kind),
        .words = org_kind_words,
        .widget = WIDGET_SELECT},
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_query, after, .flags = INPUT_HIDDEN, .max = 400),
};
const struct form station_orgs_form = {
    "orgs_query", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct org_draft {
    struct str code, name, alias;
    enum org_kind kind;
    struct str division;
    enum congress_level level;
    bool handles;
    struct str matters;
    struct date valid_from, valid_to;
    struct str successor;
};
static const struct input org_inputs[] = {
    INPUT(struct org_draft, code, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct org_draft, name, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct org_draft, alias, .max = 100),
    INPUT_ENUM(struct org_draft, kind, org_kind_words, .widget = WIDGET_SELECT),
    INPUT(struct org_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT_ENUM(struct org_draft, level, congress_level_words, .widget = WIDGET_SELECT),
    INPUT(struct org_draft, handles, .widget = WIDGET_CHECK),
    INPUT(struct org_draft, matters, .max = 1000),
    INPUT(struct org_draft, valid_from, .flags = 0),
    INPUT(struct org_draft, valid_to, .flags = 0),
    INPUT(struct org_draft, successor, .max = 40),
};
const struct form station_org_form = {
    "org_draft", sizeof(struct org_draft), org_inputs, COUNT(org_inputs)};

struct division_draft {
    struct str name, successor;
    struct date valid_from, valid_to;
};
static const struct input division_inputs[] = {
    INPUT(struct division_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct division_draft, valid_from, .flags = 0),
    INPUT(struct division_draft, valid_to, .flags = 0),
    INPUT(struct division_draft, successor, .max = 16),
};
const struct form station_division_form = {
    "division_draft", sizeof(struct division_draft), division_inputs, COUNT(division_inputs)};

static const struct sheet_column org_columns[] = {
    {"", TEXT_import_name, 30, false},
    {"", TEXT_import_kind, 14, false},
    {"", TEXT_station_deputy_area, 30, false},
    {"", TEXT_import_handles, 8, false},
    {"", TEXT_import_matters, 40, false},
    {"", TEXT_import_key, 16, false},
};

static enum err org_row(struct call *call, const struct org *o, struct sheet_cell *c)
{
    bool may =
        right_may(call->cx, RIGHT_REGISTRY_EDIT, &(struct object){.division = o->division});

    TRY(registry_full_name(call->cx, o->division, &c[2].text));
    c[0].text = o->name;
    if (may)
        c[0].link = web_url(call->arena, "/orgs/", o->code, "").s;
    c[1].text = station_word(call, "org_kind", org_kind_words[o->kind]);
    c[3].text = o->handles ? web_text(call, TEXT_station_yes) : (struct str){0};
    c[4].text = o->matters;
    c[5].text = o->code;
    return OK;
}

enum err station_orgs_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct org_filter f = {.kind = q->kind, .name = q->name, .max = web_table_limit(call)};
    struct str title = web_text(call, TEXT_import_organisations), after = {0};
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_station_org_new), {S("/orgs/new")}};
    struct sheet sheet = {
        .title = title, .columns = org_columns, .ncolumns = COUNT(org_columns)};
    struct org_list list;
    bool more, may = right_anywhere(call->cx, RIGHT_REGISTRY_EDIT) == OK;

    cx_faults_clear(call->cx);
    TRY(registry_pick_asked(call, "at"));
    f.division = q->at;
    if (str_empty(f.division))
        f.division = registry_own_area(call->cx, RIGHT_REGISTRY_READ);
    f.after_id = station_cursor(q->after, &f.after);
    TRY(registry_org_list(call->cx, &f, &list, &more));
    sheet.note = instant_text(call->arena, call->cx->now);
    sheet.cells = MANY(call->arena, struct sheet_cell, list.n * COUNT(org_columns));
    EACH (o, &list)
        TRY(org_row(call, o, &sheet.cells[sheet.nrows++ * COUNT(org_columns)]));
    if (more)
        after =
            station_cursor_of(call->arena, list.p[list.n - 1].pinyin, list.p[list.n - 1].id);
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .after = after,
            .later = !str_empty(q->after),
            .empty = web_text(call, TEXT_station_orgs_empty),
            .actions = {&add, may},
            .exports = S("organisations")});
}

static enum err org_show(
    struct call *call, struct str heading, struct form_state *form, struct url action)
{
    struct station_form_view v = {.heading = heading,
        .form = form,
        .button = web_text(call, TEXT_station_save),
        .action = action,
        .back = {S("/orgs")},
        .back_words = web_text(call, TEXT_import_organisations)};

    registry_pick_name(call, form, "division");
    return web_page(call, heading, page_station_form, &v);
}

static enum err org_put(struct call *call, const struct org_draft *d)
{
    struct org o = {.code = d->code,
        .name = d->name,
        .kind = d->kind,
        .division = d->division,
        .level = d->level,
        .handles = d->handles,
        .matters = d->matters,
        .valid_from = d->valid_from,
        .valid_to = d->valid_to,
        .successor = d->successor};
    enum put done;

    TRY(registry_pick(call, "division", d->division));
    TRY(registry_org_put(call->cx, &o, &done));
    if (!str_empty(d->alias))
        TRY(registry_org_alias(call->cx, o.id, d->alias, &done));
    return web_redirect_note(call, TEXT_note_station_saved, "/orgs", S(""));
}

enum err station_org_new_page(struct call *call)
{
    struct org_draft d = {.kind = ORG_DEPARTMENT,
        .division = registry_own_area(call->cx, RIGHT_REGISTRY_EDIT),
        .level = LEVEL_COUNTY,
        .handles = true,
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};

    return org_show(call, web_text(call, TEXT_station_org_new),
        form_fill(call->arena, &station_org_form, &d), (struct url){S("/orgs/new")});
}

enum err station_org_new_again(struct call *call)
{
    station_form_faults(call);
    return org_show(
        call, web_text(call, TEXT_station_org_new), call->form, (struct url){S("/orgs/new")});
}

enum err station_org_new_take(struct call *call)
{
    const struct org_draft *d = call_form(call);
    struct org there;

    if (registry_org_by_code(call->cx, d->code, &there) == OK)
        return fail(call->cx, ERR_INVALID, "code", "station.code_taken");
    cx_faults_clear(call->cx);
    return org_put(call, d);
}

static enum err org_here(struct call *call, struct org *o)
{
    TRY(registry_org_by_code(call->cx, call_path(call, "code"), o));
    return registry_may(call->cx, RIGHT_REGISTRY_EDIT, o->division);
}

enum err station_org_page(struct call *call)
{
    struct org o;
    struct org_draft d;

    TRY(org_here(call, &o));
    d = (struct org_draft){.code = o.code,
        .name = o.name,
        .kind = o.kind,
        .division = o.division,
        .level = o.level,
        .handles = o.handles,
        .matters = o.matters,
        .valid_from = o.valid_from,
        .valid_to = o.valid_to,
        .successor = o.successor};
    return org_show(call, o.name, form_fill(call->arena, &station_org_form, &d),
        web_url(call->arena, "/orgs/", o.code, ""));
}

enum err station_org_again(struct call *call)
{
    struct org o;

    station_form_faults(call);
    TRY(org_here(call, &o));
    return org_show(call, o.name, call->form, web_url(call->arena, "/orgs/", o.code, ""));
}

enum err station_org_take(struct call *call)
{
    const struct org_draft *d = call_form(call);
    struct org o;

    TRY(org_here(call, &o));
    if (!str_eq(o.code, d->code))
        return fail(call->cx, ERR_INVALID, "code", "station.code_fixed");
    return org_put(call, d);
}

static const struct sheet_column congress_columns[] = {
    {"", TEXT_import_name, 30, false},
    {"", TEXT_import_level, 10, false},
    {"", TEXT_import_seats, 8, true},
    {"", TEXT_station_filled, 8, true},
    {"", TEXT_station_vacant, 8, true},
    {"", TEXT_import_valid_from, 12, false},
    {"", TEXT_import_valid_to, 12, false},
    {"", TEXT_import_key, 16, false},
};

static void congress_row(struct call *call, const struct congress *k, struct sheet_cell *c)
{
    int64_t vacant = k->seats > k->filled ? k->seats - k->filled : 0;

    c[0].text = k->name;
    c[1].text = station_word(call, "congress_level", congress_level_words[k->level]);
    if (k->seats > 0) {
        c[2].text = num_text(call->arena, c[2].number = k->seats);
        c[4].text = num_text(call->arena, c[4].number = vacant);
    }
    c[3].text = num_text(call->arena, c[3].number = k->filled);
    c[5].text = date_text(call->arena, k->valid_from);
    c[6].text = date_text(call->arena, k->valid_to);
    c[7].text = k->code;
}

struct at_query {
    struct str at;
};
static const struct input at_inputs[] = {
    INPUT(struct at_query, at, .max = 60, .widget = WIDGET_DIVISION)};
const struct form station_at_form = {
    "at_query", sizeof(struct at_query), at_inputs, COUNT(at_inputs)};

enum err station_congresses_page(struct call *call)
{
    const struct at_query *q = call_asked(call);
    struct str title = web_text(call, TEXT_station_congresses);
    struct str at;
    struct sheet sheet = {
        .title = title, .columns = congress_columns, .ncolumns = COUNT(congress_columns)};
    struct congress_list list;

    TRY(registry_pick_asked(call, "at"));
    at = q->at.n > 0 ? q->at : registry_own_area(call->cx, RIGHT_REGISTRY_READ);
    TRY(registry_congresses(call->cx, at, &list));
    sheet.note = instant_text(call->arena, call->cx->now);
    sheet.cells = MANY(call->arena, struct sheet_cell, list.n * COUNT(congress_columns));
    EACH (c, &list)
        congress_row(call, c, &sheet.cells[sheet.nrows++ * COUNT(congress_columns)]);
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .empty = web_text(call, TEXT_station_congresses_empty),
            .exports = S("congresses")});
}

static struct web_division_list steps_of(struct call *call, const struct division_list *list)
{
    struct web_division_list out = {MANY(call->arena, struct web_division, list->n), 0};

    /* What lies above one's own area looks like missing, so no link leads there. */
    for (size_t i = 0; i < list->n; i++)
        if (right_may(
                call->cx, RIGHT_REGISTRY_READ, &(struct object){.division = list->p[i].code}))
            out.p[out.n++] = (struct web_division){list->p[i].code, list->p[i].name,
                web_url(call->arena, "/divisions/", list->p[i].code, "")};
    return out;
}

static enum err names_fill(struct call *call, struct station_division_view *v)
{
    struct buf b = buf_new(call->arena, 2000);
    struct old_name_list names;

    TRY(registry_division_names(call->cx, v->d.code, &names));
    EACH (n, &names) {
        if (b.n > 0)
            buf_add(&b, S("，"));
        buf_add(&b, n->name);
    }
    v->former = buf_str(&b);
    return OK;
}

static enum err division_fill(struct call *call, struct station_division_view *v)
{
    struct cx *cx = call->cx;
    struct str code = v->d.code;
    struct plate_code_list codes;
    struct division_list path, below;

    TRY(registry_full_name(cx, code, &v->name));
    TRY(names_fill(call, v));
    TRY(registry_path(cx, code, &path));
    TRY(registry_children(cx, code, true, &below));
    v->picker = (struct web_picker){
        .chosen = code, .chain = steps_of(call, &path), .below = steps_of(call, &below)};
    TRY(station_codes(cx, CODE_OF_AREA, 0, code, &codes));
    station_code_lines(call, &codes, &v->codes);
    v->kind = station_word(call, "division_kind", division_kind_words[v->d.kind]);
    v->issue = web_url(call->arena, "/divisions/", code, "/code");
    v->plate = web_url(call->arena, "/divisions/", code, "/plate.pdf");
    v->plates = web_url(call->arena, "/divisions/", code, "/plates.pdf");
    v->plates_issue = web_url(call->arena, "/divisions/", code, "/plates");
    v->page = web_url(call->arena, "/a/", code, "");
    v->gaps = web_url(call->arena, "/gaps?at=", code, "");
    v->action = web_url(call->arena, "/divisions/", code, "");
    v->may_issue = right_may(cx, RIGHT_CODE_ISSUE, &(struct object){.division = code});
    return OK;
}

enum err station_divisions_page(struct call *call)
{
    return web_redirect(call, "/divisions/", registry_own_area(call->cx, RIGHT_REGISTRY_READ));
}

enum err station_division_page(struct call *call)
{
    struct station_division_view v = {0};
    struct division_draft d;

    TRY(registry_division(call->cx, call_path(call, "code"), &v.d));
    TRY(registry_may(call->cx, RIGHT_REGISTRY_READ, v.d.code));
    TRY(division_fill(call, &v));
    d = (struct division_draft){v.d.name, v.d.successor, v.d.valid_from, v.d.valid_to};
    if (right_may(call->cx, RIGHT_REGISTRY_EDIT, &(struct object){.division = v.d.code}))
        v.form = form_fill(call->arena, &station_division_form, &d);
    return web_page(call, v.name, page_station_division, &v);
}

enum err station_division_again(struct call *call)
{
    struct station_division_view v = {.form = call->form};

    station_form_faults(call);
    TRY(registry_division(call->cx, call_path(call, "code"), &v.d));
    TRY(registry_may(call->cx, RIGHT_REGISTRY_EDIT, v.d.code));
    TRY(division_fill(call, &v));
    return web_page(call, v.name, page_station_division, &v);
}

enum err station_division_take(struct call *call)
{
    const struct division_draft *x = call_form(call);
    struct division d;
    enum put done;

    TRY(registry_division(call->cx, call_path(call, "code"), &d));
    d.name = x->name;
    d.successor = x->successor;
    d.valid_from = x->valid_from;
    d.valid_to = x->valid_to;
    TRY(registry_division_put(call->cx, &d, &done));
    return web_redirect_note(call, TEXT_note_station_saved, "/divisions/", d.code);
}
