/*
 * activity: pages of purposes and campaigns: which there are, what was done under one, and the
 * form by which the office of an area keeps them.
 */
#include "web/record.h"
#include "web/table.h"

#include "feature/activity/activity_theme.h"
#include "feature/activity/activity_web.h"
#include "feature/registry/registry_pick_web.h"

struct theme_query {
    struct str kind;
    bool ended;
};
static const struct input query_inputs[] = {
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct theme_query, kind),
        .words = activity_theme_kind_words,
        .widget = WIDGET_SELECT},
    INPUT(struct theme_query, ended, .widget = WIDGET_CHECK),
};
const struct form activity_themes_query = {
    "activity_themes", sizeof(struct theme_query), query_inputs, COUNT(query_inputs)};

struct theme_draft {
    enum activity_theme_kind kind;
    struct str name, name_en, code, division;
    struct date valid_from, valid_to;
    int64_t version;
};
static const struct input new_inputs[] = {
    INPUT_ENUM(struct theme_draft, kind, activity_theme_kind_words, .widget = WIDGET_RADIO),
    INPUT(struct theme_draft, name, .flags = INPUT_REQUIRED, .max = 30),
    INPUT(struct theme_draft, name_en, .max = 80),
    INPUT(struct theme_draft, code, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct theme_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct theme_draft, valid_from, .flags = INPUT_REQUIRED),
    INPUT(struct theme_draft, valid_to),
};
const struct form activity_theme_new_form = {
    "activity_theme", sizeof(struct theme_draft), new_inputs, COUNT(new_inputs)};
static const struct input edit_inputs[] = {
    INPUT(struct theme_draft, name, .flags = INPUT_REQUIRED, .max = 30),
    INPUT(struct theme_draft, name_en, .max = 80),
    INPUT(struct theme_draft, valid_from, .flags = INPUT_REQUIRED),
    INPUT(struct theme_draft, valid_to),
    INPUT(struct theme_draft, version, .flags = INPUT_HIDDEN),
};
const struct form activity_theme_edit_form = {
    "activity_theme", sizeof(struct theme_draft), edit_inputs, COUNT(edit_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_activity_theme_column_name, 36, false},
    {"", TEXT_activity_theme_column_kind, 10, false},
    {"", TEXT_activity_theme_column_area, 24, false},
    {"", TEXT_activity_theme_column_from, 12, false},
    {"", TEXT_activity_theme_column_to, 12, false},
    {"", TEXT_activity_theme_column_activities, 10, true},
};

static struct str kind_text(struct call *call, const struct activity_theme *t)
{
    return activity_word(
        call, "activity.theme.kind", str_of(activity_theme_kind_words[t->kind]));
}

static struct str last_day(struct call *call, const struct activity_theme *t)
{
    return date_is(t->valid_to) ? date_text(call->arena, t->valid_to)
                                : web_text(call, TEXT_activity_theme_open_end);
}

static enum err row_fill(
    struct call *call, const struct activity_theme *t, struct sheet_cell *c)
{
    TRY(registry_full_name(call->cx, t->division, &c[2].text));
    c[0].text = activity_theme_name(call->cx->lang, t);
    c[0].link = web_url(call->arena, "/themes/", t->code, "").s;
    c[1].text = kind_text(call, t);
    c[3].text = date_text(call->arena, t->valid_from);
    c[4].text = last_day(call, t);
    c[5].text = num_grouped(call->arena, t->activities);
    c[5].number = t->activities;
    return OK;
}

static bool may_edit(struct call *call)
{
    bool may = right_anywhere(call->cx, RIGHT_THEME_EDIT) == OK;

    cx_faults_clear(call->cx);
    return may;
}

static bool asked_for(
    struct call *call, const struct theme_query *q, const struct activity_theme *t)
{
    bool ended = date_is(t->valid_to) && t->valid_to.day < date_of(call->cx->now).day;

    return (q->ended || !ended) &&
           (str_empty(q->kind) || str_is(q->kind, activity_theme_kind_words[t->kind]));
}

enum err activity_themes_page(struct call *call)
{
    const struct theme_query *q = call_asked(call);
    struct str area = registry_own_area(call->cx, RIGHT_REGISTRY_READ);
    struct str title = web_text(call, TEXT_activity_theme_title);
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_activity_theme_new), {S("/themes/new")}};
    struct sheet sheet = {.title = title, .columns = columns, .ncolumns = COUNT(columns)};
    struct activity_theme_list list;
    int64_t once;

    TRY(activity_theme_all(call->cx, area, &list, &once));
    sheet.note = instant_text(call->arena, call->cx->now);
    sheet.cells = MANY(call->arena, struct sheet_cell, list.n * COUNT(columns) + 1);
    EACH (t, &list)
        if (asked_for(call, q, t))
            TRY(row_fill(call, t, &sheet.cells[sheet.nrows++ * COUNT(columns)]));
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .count = web_text1(call, TEXT_activity_theme_once, num_grouped(call->arena, once)),
            .empty = web_text(call, TEXT_activity_theme_none),
            .actions = {&add, may_edit(call)},
            .exports = S("themes")});
}

static const struct sheet_column sum_columns[] = {
    {"", TEXT_activity_column_kind, 20, false},
    {"", TEXT_activity_theme_column_activities, 10, true},
    {"", TEXT_activity_column_times, 10, true},
};

static enum err sums_section(
    struct call *call, const struct activity_theme *t, struct web_record *r)
{
    struct str area = registry_own_area(call->cx, RIGHT_REGISTRY_READ);
    struct web_section *s = web_record_section(r, web_text(call, TEXT_activity_theme_did));
    struct sheet *sheet = NEW(call->arena, struct sheet);
    struct activity_sum_list sums;
    int64_t all = 0;

    TRY(activity_theme_sums(call->cx, t->id, area, &sums));
    *sheet = (struct sheet){.columns = sum_columns,
        .ncolumns = COUNT(sum_columns),
        .cells = MANY(call->arena, struct sheet_cell, (sums.n + 1) * COUNT(sum_columns))};
    EACH (k, &sums) {
        struct sheet_cell *c = &sheet->cells[sheet->nrows++ * COUNT(sum_columns)];

        c[0].text = activity_kind_text(call, k->kind);
        c[1].text = num_grouped(call->arena, c[1].number = k->times);
        c[2].text = num_grouped(call->arena, c[2].number = k->person_times);
        all += k->times;
    }
    web_record_link(r, web_text(call, TEXT_activity_theme_column_activities),
        num_grouped(call->arena, all), web_url(call->arena, "/activities?tag=", t->code, ""));
    s->sheet = sheet;
    s->none = web_text(call, TEXT_activity_theme_idle);
    return OK;
}

/* Of the reader's area, or of one above it. */
static enum err theme_here(struct call *call, struct activity_theme *t)
{
    struct str area = registry_own_area(call->cx, RIGHT_REGISTRY_READ);
    struct rules_ancestors up = rules_ancestors(call->arena, area);

    TRY(activity_theme_by_code(call->cx, call_path(call, "code"), t));
    for (size_t i = 0; i < up.n; i++)
        if (str_eq(up.code[i], t->division))
            return OK;
    return registry_may(call->cx, RIGHT_REGISTRY_READ, t->division);
}

enum err activity_theme_page(struct call *call)
{
    struct activity_theme t;
    struct web_record r = {
        .back = web_url_of("/themes"), .back_words = web_text(call, TEXT_activity_theme_title)};
    struct str area;

    TRY(theme_here(call, &t));
    TRY(registry_full_name(call->cx, t.division, &area));
    web_record_room(call->arena, &r, 8);
    r.heading = activity_theme_name(call->cx->lang, &t);
    r.sub = kind_text(call, &t);
    web_record_pair(&r, web_text(call, TEXT_label_activity_theme_name), t.name);
    if (t.name_en.n > 0)
        web_record_pair(&r, web_text(call, TEXT_label_activity_theme_name_en), t.name_en);
    web_record_pair(&r, web_text(call, TEXT_label_activity_theme_code), t.code);
    web_record_pair(&r, web_text(call, TEXT_activity_theme_column_area), area);
    web_record_pair(&r, web_text(call, TEXT_activity_theme_days),
        str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, t.valid_from)),
            STR(last_day(call, &t))));
    TRY(sums_section(call, &t, &r));
    if (right_may(call->cx, RIGHT_THEME_EDIT, &(struct object){.division = t.division}))
        web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_activity_theme_edit),
            web_url(call->arena, "/themes/", t.code, "/edit"));
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

static enum err form_page(struct call *call, struct str heading, const struct form *form,
    const void *value, struct url post)
{
    struct web_record r = {.heading = heading,
        .back = web_url_of("/themes"),
        .back_words = web_text(call, TEXT_activity_theme_title)};
    struct form_state *s = call->form;
    struct web_section *section;

    if (s == NULL || s->form != form)
        s = form_fill(call->arena, form, value);
    else
        activity_faults(call, s);
    registry_pick_name(call, s, "division");
    web_record_room(call->arena, &r, 2);
    section = web_record_section(&r, S(""));
    section->words = web_text(call, TEXT_activity_theme_words);
    section->form = s;
    section->post = post;
    section->button = web_text(call, TEXT_activity_theme_save);
    return web_record(call, &(struct web_head){.title = heading}, &r);
}

enum err activity_theme_new_page(struct call *call)
{
    struct theme_draft d = {.kind = THEME_CAMPAIGN,
        .division = registry_own_area(call->cx, RIGHT_THEME_EDIT),
        .valid_from = date_of(call->cx->now),
        .valid_to = DATE_NONE};

    return form_page(call, web_text(call, TEXT_activity_theme_new), &activity_theme_new_form,
        &d, web_url_of("/themes/new"));
}

enum err activity_theme_new_take(struct call *call)
{
    const struct theme_draft *d = call_form(call);
    struct activity_theme t = {.code = str_trim(d->code),
        .kind = d->kind,
        .name = d->name,
        .name_en = d->name_en,
        .division = d->division,
        .valid_from = d->valid_from,
        .valid_to = d->valid_to};

    TRY(registry_pick(call, "division", d->division));
    TRY(activity_theme_put(call->cx, &t));
    return web_redirect_note(call, TEXT_note_activity_theme, "/themes/", t.code);
}

enum err activity_theme_edit_page(struct call *call)
{
    struct activity_theme t;
    struct theme_draft d;

    TRY(activity_theme_by_code(call->cx, call_path(call, "code"), &t));
    TRY(registry_may(call->cx, RIGHT_THEME_EDIT, t.division));
    d = (struct theme_draft){.name = t.name,
        .name_en = t.name_en,
        .valid_from = t.valid_from,
        .valid_to = t.valid_to,
        .version = t.version};
    return form_page(call, activity_theme_name(call->cx->lang, &t), &activity_theme_edit_form,
        &d, web_url(call->arena, "/themes/", t.code, "/edit"));
}

enum err activity_theme_edit_take(struct call *call)
{
    const struct theme_draft *d = call_form(call);
    struct activity_theme t;

    TRY(activity_theme_by_code(call->cx, call_path(call, "code"), &t));
    t.name = d->name;
    t.name_en = d->name_en;
    t.valid_from = d->valid_from;
    t.valid_to = d->valid_to;
    t.version = d->version;
    TRY(activity_theme_put(call->cx, &t));
    return web_redirect_note(call, TEXT_note_activity_theme, "/themes/", t.code);
}
