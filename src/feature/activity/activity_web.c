/*
 * activity: pages: routes, the list with its exports, the kinds, and what all pages share.
 */
#include "feature/activity/activity_web.h"

#include "web/table.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/station/station.h"

struct str activity_word(struct call *call, const char *prefix, struct str word)
{
    return text_find(call->cx->lang, str_f(call->arena, "%s.%.*s", prefix, STR(word)));
}

struct str activity_kind_text(struct call *call, struct str word)
{
    return activity_word(call, "activity.kind", word);
}

static const struct input *input_named(const struct form *f, struct str name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_is(name, f->inputs[i].name))
            return &f->inputs[i];
    return NULL;
}

void activity_faults(struct call *call, struct form_state *s)
{
    struct cx *cx = call->cx;

    for (size_t i = 0; i < cx->faults.n && s->nproblems <= s->form->n; i++) {
        const struct fault *f = &cx->faults.p[i];
        const struct input *in = input_named(s->form, f->field);
        bool twice = false;

        for (size_t k = 0; k < s->nproblems; k++)
            twice = twice || s->problems[k].input == in;
        if (twice)
            continue;
        s->problems[s->nproblems++] = (struct form_problem){.input = in,
            .rule = f->rule,
            .args = {f->args[0], f->args[1]},
            .nargs = f->nargs < 2 ? f->nargs : 2};
    }
}

enum err activity_here(struct call *call, struct activity *a)
{
    return activity_get(call->cx, call_path(call, "code"), a);
}

struct str activity_days(struct call *call, const struct activity *a)
{
    struct str from = date_text(call->arena, a->day);

    if (!date_is(a->until) || a->until.day == a->day.day)
        return from;
    return str_f(call->arena, "%.*s – %.*s", STR(from), STR(date_text(call->arena, a->until)));
}

struct str activity_amount(struct call *call, struct str name, struct str unit, int64_t amount)
{
    struct str n = str_is(name, "money") ? money_text(call->arena, (struct money){amount})
                                         : num_grouped(call->arena, amount);

    return str_f(call->arena, "%.*s %.*s", STR(n),
        STR(text_counted(call->cx->lang, str_f(call->arena, "unit.%.*s", STR(unit)), n)));
}

static const struct sheet_column columns[] = {
    {"", TEXT_activity_column_day, 22, false},
    {"", TEXT_activity_column_kind, 12, false},
    {"", TEXT_activity_column_title, 36, false},
    {"", TEXT_activity_column_people, 8, true},
    {"", TEXT_activity_column_times, 8, true},
    {"", TEXT_activity_column_place, 30, false},
    {"", TEXT_activity_column_code, 22, false},
};

static enum err sheet_of(struct call *call, const struct activity_list *rows, struct sheet *out)
{
    struct arena *a = call->arena;
    struct str last = {0}, name = {0};
    struct sheet_cell *c = MANY(a, struct sheet_cell, rows->n * COUNT(columns) + 1);

    *out = (struct sheet){
        .columns = columns, .ncolumns = COUNT(columns), .cells = c, .nrows = rows->n};
    EACH (r, rows) {
        if (!str_eq(last, r->division))
            TRY(registry_full_name(call->cx, r->division, &name));
        last = r->division;
        *c++ = (struct sheet_cell){.text = activity_days(call, r)};
        *c++ = (struct sheet_cell){.text = activity_kind_text(call, r->kind)};
        *c++ = (struct sheet_cell){
            .text = r->title, .link = str_f(a, "/activities/%.*s", STR(r->code))};
        *c++ = (struct sheet_cell){
            .text = r->people > 0 ? num_text(a, r->people) : S(""), .number = r->people};
        *c++ = (struct sheet_cell){
            .text = r->person_times > 0 ? num_text(a, r->person_times) : S(""),
            .number = r->person_times};
        *c++ = (struct sheet_cell){.text = name};
        *c++ = (struct sheet_cell){.text = r->code};
    }
    return OK;
}

struct list_asked {
    struct str q, kind, tag, division, after;
    struct date from, to;
    int64_t station_id, group_id;
    bool mine, withdrawn;
};
static const struct input list_inputs[] = {
    INPUT(struct list_asked, q, .max = 60),
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct list_asked, kind),
        .words = activity_kind_words,
        .widget = WIDGET_SELECT},
    INPUT(struct list_asked, from),
    INPUT(struct list_asked, to),
    INPUT(struct list_asked, tag, .max = 30),
    INPUT(struct list_asked, mine, .widget = WIDGET_CHECK),
    INPUT(struct list_asked, withdrawn, .widget = WIDGET_CHECK),
    INPUT(struct list_asked, division, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_asked, station_id, .flags = INPUT_HIDDEN),
    INPUT(struct list_asked, group_id, .flags = INPUT_HIDDEN),
    INPUT(struct list_asked, after, .flags = INPUT_HIDDEN, .max = 40),
};
const struct form activity_list_query = {
    "activity_list", sizeof(struct list_asked), list_inputs, COUNT(list_inputs)};

static struct activity_filter filter_of(struct call *call)
{
    const struct list_asked *q = call_asked(call);
    struct activity_filter f = {.q = q->q,
        .kind = q->kind,
        .division = q->division,
        .from = q->from,
        .to = q->to,
        .station_id = q->station_id,
        .group_id = q->group_id,
        .tag = q->tag,
        .mine = q->mine,
        .withdrawn = q->withdrawn,
        .before = DATE_NONE,
        .max = web_table_limit(call)};
    struct str id, day = str_cut(q->after, '~', &id);

    if (id.p == NULL || date_parse(day, &f.before) != OK ||
        num_parse(id, 1, INT64_MAX, &f.before_id) != OK)
        f.before = DATE_NONE;
    return f;
}

static bool exports(const struct cx *cx)
{
    return (right_rows[RIGHT_ACTIVITY_EXPORT - 1].roles & cx->actor->roles) != 0;
}

static bool records(const struct cx *cx)
{
    return (right_rows[RIGHT_ACTIVITY_RECORD - 1].roles & cx->actor->roles) != 0;
}

enum err activity_list(struct call *call)
{
    const struct list_asked *q = call_asked(call);
    struct activity_filter f;
    struct str title = web_text(call, TEXT_activity_list_title), after = {0};
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_activity_new_title), {S("/activities/new")}};
    struct activity_page page;
    struct sheet sheet;

    TRY(registry_pick_asked(call, "division"));
    f = filter_of(call);
    TRY(activity_find(call->cx, &f, &page));
    TRY(sheet_of(call, &page.rows, &sheet));
    sheet.title = title;
    sheet.note = instant_text(call->arena, call->cx->now);
    if (page.more && page.rows.n > 0) {
        const struct activity *end = &page.rows.p[page.rows.n - 1];

        after = str_f(call->arena, "%.*s~%lld", STR(date_text(call->arena, end->day)),
            (long long)end->id);
    }
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .after = after,
            .later = !str_empty(q->after),
            .empty = web_text(call, TEXT_activity_list_empty),
            .actions = {&add, records(call->cx) ? 1 : 0},
            .exports = exports(call->cx) ? S("activities") : (struct str){0}});
}

enum err activity_kinds_page(struct call *call)
{
    struct activity_kinds_view v = {.table = {S("/activities/register")},
        .import = {S("/activities/import")},
        .work = {S("/me/work")},
        .desk = (call->cx->actor->roles & (ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE)) != 0,
        .script = web_asset("field.js")};
    size_t n = 0;

    while (activity_kinds[n].word != NULL)
        n++;
    v.kinds.p = MANY(call->arena, struct activity_line, n);
    for (size_t i = 0; i < n; i++)
        v.kinds.p[v.kinds.n++] = (struct activity_line){
            .name = activity_kind_text(call, str_of(activity_kinds[i].word)),
            .link =
                web_url(call->arena, "/activities/new/", str_of(activity_kinds[i].word), "")};
    return web_page(call, web_text(call, TEXT_activity_new_title), page_activity_kinds, &v);
}

const struct web_menu activity_menu[] = {
    {TEXT_activity_list_title, "/activities", RIGHT_ACTIVITY_READ},
    {TEXT_activity_work_title, "/me/work", RIGHT_REQUEST_READ},
    {TEXT_activity_theme_title, "/themes", RIGHT_REGISTRY_READ, MENU_PLACES},
    {0, NULL, 0},
};

/* clang-format off */
const struct route activity_routes[] = {
    { GET, "/activities", activity_list, RIGHT_ACTIVITY_READ, .query = &activity_list_query },
    { GET, "/activities.csv", activity_list, RIGHT_ACTIVITY_EXPORT, .query = &activity_list_query,
      .flags = ROUTE_SLOW },
    { GET, "/activities.xlsx", activity_list, RIGHT_ACTIVITY_EXPORT, .query = &activity_list_query,
      .flags = ROUTE_SLOW },
    { GET, "/activities/new", activity_kinds_page, RIGHT_ACTIVITY_RECORD },
    { GET, "/activities/new/{kind}", activity_form_page, RIGHT_ACTIVITY_RECORD,
      .query = &activity_entry_query },
    { POST, "/activities/new/{kind}", activity_form_take, RIGHT_ACTIVITY_RECORD,
      .form = &activity_entry_form, .again = activity_form_again,
      .prepare = activity_photos_prepare, .flags = ROUTE_UPLOAD | ROUTE_FILES },
    { GET, "/activities/register", activity_register_page, RIGHT_VISIT_RECORD,
      .query = &activity_register_query },
    { POST, "/activities/register", activity_register_take, RIGHT_VISIT_RECORD,
      .form = &activity_register_form, .again = activity_register_take },
    { GET, "/activities/import", activity_import_page, RIGHT_VISIT_RECORD },
    { POST, "/activities/import", activity_import_take, RIGHT_VISIT_RECORD,
      .form = &activity_import_form, .again = activity_import_again,
      .prepare = activity_import_prepare, .flags = ROUTE_UPLOAD },
    { GET, "/activities/import/template.csv", activity_import_template, RIGHT_VISIT_RECORD,
      .flags = ROUTE_SLOW },
    { GET, "/activities/import/template.xlsx", activity_import_template, RIGHT_VISIT_RECORD,
      .flags = ROUTE_SLOW },
    { GET, "/activities/{code}", activity_record, RIGHT_ACTIVITY_READ,
      .query = &activity_entry_query },
    { GET, "/activities/{code}/correct", activity_correct_page, RIGHT_ACTIVITY_RECORD },
    { POST, "/activities/{code}/correct", activity_correct_take, RIGHT_ACTIVITY_RECORD,
      .form = &activity_entry_form, .again = activity_correct_again },
    { GET, "/activities/{code}/withdraw", activity_withdraw_page, RIGHT_ACTIVITY_RECORD },
    { POST, "/activities/{code}/withdraw", activity_withdraw_take, RIGHT_ACTIVITY_RECORD,
      .form = &activity_why_form, .again = activity_withdraw_again },
    { GET, "/activities/{code}/names", activity_names_page, RIGHT_ACTIVITY_NAMES },
    { POST, "/activities/{code}/names", activity_names_show, RIGHT_ACTIVITY_NAMES,
      .form = &activity_names_form, .again = activity_names_again, .flags = ROUTE_READS },
    { POST, "/activities/{code}/photos", activity_photos_take, RIGHT_ACTIVITY_RECORD,
      .form = &activity_photos_form, .again = activity_photos_again,
      .prepare = activity_photos_prepare, .flags = ROUTE_UPLOAD },
    { GET, "/activities/{code}/files/{file}", activity_photo, RIGHT_ACTIVITY_READ },
    { GET, "/activities/{code}/opinion", activity_raise_page, RIGHT_REQUEST_CREATE },
    { POST, "/activities/{code}/opinion", activity_raise_take, RIGHT_REQUEST_CREATE,
      .form = &activity_raise_form, .again = activity_raise_again },
    { GET, "/activities/{code}/forward", activity_forward_page, RIGHT_FINDING_SEND },
    { POST, "/activities/{code}/forward", activity_forward_take, RIGHT_FINDING_SEND,
      .form = &activity_forward_form, .again = activity_forward_again },
    { GET, "/activities/{code}/verify", activity_verify_page, RIGHT_VISIT_RECORD },
    { POST, "/activities/{code}/verify", activity_verify_take, RIGHT_VISIT_RECORD,
      .form = &activity_verify_form, .again = activity_verify_again },
    { GET, "/forwarded/{id}", activity_finding_page, RIGHT_FINDING_ANSWER },
    { POST, "/forwarded/{id}", activity_finding_take, RIGHT_FINDING_ANSWER,
      .form = &activity_answer_form, .again = activity_finding_again },
    { GET, "/themes", activity_themes_page, RIGHT_REGISTRY_READ, .query = &activity_themes_query,
      .flags = ROUTE_SLOW },
    { GET, "/themes.csv", activity_themes_page, RIGHT_REGISTRY_READ,
      .query = &activity_themes_query, .flags = ROUTE_SLOW },
    { GET, "/themes.xlsx", activity_themes_page, RIGHT_REGISTRY_READ,
      .query = &activity_themes_query, .flags = ROUTE_SLOW },
    { GET, "/themes/new", activity_theme_new_page, RIGHT_THEME_EDIT },
    { POST, "/themes/new", activity_theme_new_take, RIGHT_THEME_EDIT,
      .form = &activity_theme_new_form, .again = activity_theme_new_page },
    { GET, "/themes/{code}", activity_theme_page, RIGHT_REGISTRY_READ, .flags = ROUTE_SLOW },
    { GET, "/themes/{code}/edit", activity_theme_edit_page, RIGHT_THEME_EDIT },
    { POST, "/themes/{code}/edit", activity_theme_edit_take, RIGHT_THEME_EDIT,
      .form = &activity_theme_edit_form, .again = activity_theme_edit_page },
    { GET, "/me/work", activity_work, RIGHT_REQUEST_READ, .query = &activity_work_query },
    ROUTES_END
};
/* clang-format on */
