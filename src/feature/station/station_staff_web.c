/*
 * station: pages of the staff: list, record, form, steps of M8.
 */
#include "web/table.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/station/station_web.h"

struct list_query {
    struct str name, kind, state, at, after;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, name, .max = 60),
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct list_query, kind),
        .words = station_kind_words,
        .widget = WIDGET_SELECT},
    {.name = "state",
        .kind = KIND_STR,
        .offset = offsetof(struct list_query, state),
        .words = station_state_words,
        .widget = WIDGET_SELECT},
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_query, after, .flags = INPUT_HIDDEN, .max = 400),
};
const struct form station_list_form = {
    "station_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct station_draft {
    struct str code, name, alias;
    enum station_kind kind;
    enum station_rank rank;
    struct str centre, division, address, phone, hours, reception;
    struct date valid_from;
    int64_t version;
};
static const struct input draft_inputs[] = {
    INPUT(struct station_draft, code, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct station_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct station_draft, alias, .max = 60),
    INPUT_ENUM(struct station_draft, kind, station_kind_words, .widget = WIDGET_SELECT),
    INPUT_ENUM(struct station_draft, rank, station_rank_words, .widget = WIDGET_SELECT),
    INPUT(struct station_draft, centre, .max = 40),
    INPUT(struct station_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct station_draft, address, .flags = INPUT_REQUIRED, .max = 200),
    INPUT(struct station_draft, phone, .max = 40),
    INPUT(struct station_draft, hours, .max = 200),
    INPUT(struct station_draft, reception, .max = 60),
    INPUT(struct station_draft, valid_from, .flags = 0),
    INPUT(struct station_draft, version, .flags = INPUT_HIDDEN),
};
const struct form station_draft_form = {
    "station_draft", sizeof(struct station_draft), draft_inputs, COUNT(draft_inputs)};

struct step_draft {
    struct str note, successor;
    int64_t version;
};
static const struct input step_inputs[] = {
    INPUT(struct step_draft, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct step_draft, successor, .max = 40),
    INPUT(struct step_draft, version, .flags = INPUT_HIDDEN),
};
const struct form station_step_form = {
    "station_step", sizeof(struct step_draft), step_inputs, COUNT(step_inputs)};

void station_form_faults(struct call *call)
{
    struct form_state *s = call->form;
    struct cx *cx = call->cx;

    for (size_t i = 0; i < cx->faults.n && s->nproblems < s->form->n; i++) {
        const struct fault *f = &cx->faults.p[i];
        const struct input *in = NULL;
        bool said = false;

        for (size_t k = 0; k < s->form->n; k++)
            if (str_is(f->field, s->form->inputs[k].name))
                in = &s->form->inputs[k];
        for (size_t k = 0; k < s->nproblems; k++)
            said = said || (s->problems[k].input == in && str_eq(s->problems[k].rule, f->rule));
        if (said)
            continue;
        s->problems[s->nproblems++] = (struct form_problem){.input = in,
            .rule = f->rule,
            .args = {f->args[0], f->args[1]},
            .nargs = f->nargs < 2 ? f->nargs : 2};
    }
}

/* "key~id" of the last row shown. */
int64_t station_cursor(struct str cursor, struct str *key)
{
    struct str rest;
    int64_t id = 0;

    *key = str_cut(cursor, '~', &rest);
    if (rest.p == NULL || num_parse(rest, 0, INT64_MAX, &id) != OK)
        *key = (struct str){0};
    return id;
}

struct str station_cursor_of(struct arena *a, struct str key, int64_t id)
{
    return str_f(a, "%.*s~%lld", STR(key), (long long)id);
}

static const char *const tone_badges[] = {
    [STATION_PLANNED] = "info",
    [STATION_BUILT] = "info",
    [STATION_OPEN] = "done",
    [STATION_SUSPENDED] = "soon",
    [STATION_MERGED] = "",
    [STATION_CLOSED] = "",
};

static const struct sheet_column columns[] = {
    {"", TEXT_import_name, 30, false},
    {"", TEXT_import_state, 10, false},
    {"", TEXT_import_kind, 10, false},
    {"", TEXT_import_rank, 10, false},
    {"", TEXT_station_where, 40, false},
    {"", TEXT_import_key, 16, false},
};

static enum err sheet_fill(
    struct call *call, const struct station_list *list, struct sheet *out)
{
    struct arena *a = call->arena;

    *out = (struct sheet){.title = web_text(call, TEXT_station_menu),
        .columns = columns,
        .ncolumns = COUNT(columns),
        .cells = MANY(a, struct sheet_cell, list->n * COUNT(columns)),
        .nrows = list->n,
        .note = instant_text(a, call->cx->now)};
    for (size_t i = 0; i < list->n; i++) {
        const struct station *s = &list->p[i];
        struct sheet_cell *c = &out->cells[i * COUNT(columns)];
        struct str place;

        TRY(registry_full_name(call->cx, s->division, &place));
        c[0].text = s->name;
        c[0].link = web_url(a, "/stations/", s->public_id, "").s;
        c[1].text = station_word(call, "state.station", station_state_words[s->state]);
        c[1].badge = str_of(tone_badges[s->state]);
        c[2].text = station_word(call, "station_kind", station_kind_words[s->kind]);
        c[3].text = station_word(call, "station_rank", station_rank_words[s->rank]);
        c[4].text = str_f(a, "%.*s %.*s", STR(place), STR(s->address));
        c[5].text = s->code;
    }
    return OK;
}

static struct web_action_list list_actions(struct call *call)
{
    struct web_action *p = MANY(call->arena, struct web_action, 2);
    struct web_action_list out = {p, 0};

    if (right_anywhere(call->cx, RIGHT_STATION_EDIT) == OK)
        p[out.n++] = (struct web_action){
            ACTION_MAIN, web_text(call, TEXT_station_new), {S("/stations/new")}};
    p[out.n++] = (struct web_action){
        ACTION_OTHER, web_text(call, TEXT_station_gaps_title), {S("/gaps")}};
    cx_faults_clear(call->cx);
    return out;
}

enum err station_list_show(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct station_filter f = {
        .kind = q->kind, .state = q->state, .name = q->name, .max = web_table_limit(call)};
    struct str title = web_text(call, TEXT_station_menu), after = {0};
    struct station_list list;
    struct sheet sheet;
    bool more;

    TRY(registry_pick_asked(call, "at"));
    f.division = q->at;
    if (str_empty(f.division))
        f.division = registry_own_area(call->cx, RIGHT_STATION_READ);
    f.after_id = station_cursor(q->after, &f.after);
    TRY(station_list_page(call->cx, &f, &list, &more));
    TRY(sheet_fill(call, &list, &sheet));
    if (more)
        after =
            station_cursor_of(call->arena, list.p[list.n - 1].pinyin, list.p[list.n - 1].id);
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .after = after,
            .later = !str_empty(q->after),
            .empty = web_text(call, TEXT_station_list_empty),
            .actions = list_actions(call),
            .exports = S("stations")});
}

/* The station of the path, if the actor may read it. */
static enum err station_here(struct call *call, enum right right, struct station *s)
{
    TRY(station_public(call->cx, call_path(call, "id"), s));
    return registry_may(call->cx, right, s->division);
}

enum err station_new_page(struct call *call)
{
    struct station_draft d = {
        .division = registry_own_area(call->cx, RIGHT_STATION_EDIT), .valid_from = DATE_NONE};
    struct form_state *form = form_fill(call->arena, &station_draft_form, &d);
    struct station_form_view v = {.heading = web_text(call, TEXT_station_new),
        .form = form,
        .button = web_text(call, TEXT_station_save),
        .action = {S("/stations/new")},
        .back = {S("/stations")},
        .back_words = web_text(call, TEXT_station_menu)};

    registry_pick_name(call, form, "division");
    return web_page(call, v.heading, page_station_form, &v);
}

enum err station_new_again(struct call *call)
{
    struct station_form_view v = {.heading = web_text(call, TEXT_station_new),
        .form = call->form,
        .button = web_text(call, TEXT_station_save),
        .action = {S("/stations/new")},
        .back = {S("/stations")},
        .back_words = web_text(call, TEXT_station_menu)};

    station_form_faults(call);
    return web_page(call, v.heading, page_station_form, &v);
}

static enum err draft_to(struct call *call, const struct station_draft *d, struct station *s)
{
    struct station centre = {0};

    TRY(registry_pick(call, "division", d->division));
    if (!str_empty(d->centre) && station_by_code(call->cx, d->centre, &centre) != OK) {
        cx_faults_clear(call->cx);
        return fail(call->cx, ERR_INVALID, "centre", "station.no_centre");
    }
    *s = (struct station){.code = d->code,
        .name = d->name,
        .alias = d->alias,
        .kind = d->kind,
        .rank = d->rank,
        .state = STATION_PLANNED,
        .centre_id = centre.id,
        .division = d->division,
        .address = d->address,
        .phone = d->phone,
        .hours = d->hours,
        .reception = d->reception,
        .valid_from = d->valid_from,
        .valid_to = DATE_NONE,
        .version = d->version};
    return OK;
}

enum err station_new_take(struct call *call)
{
    struct station s, there;
    enum put done;

    TRY(draft_to(call, call_form(call), &s));
    if (station_by_code(call->cx, s.code, &there) == OK)
        return fail(call->cx, ERR_INVALID, "code", "station.code_taken");
    cx_faults_clear(call->cx);
    TRY(station_put(call->cx, &s, &done));
    return web_redirect_note(call, TEXT_note_station_saved, "/stations/", s.public_id);
}

static enum err edit_show(struct call *call, const struct station *s, struct form_state *form)
{
    struct station_form_view v = {.heading = s->name,
        .form = form,
        .button = web_text(call, TEXT_station_save),
        .action = web_url(call->arena, "/stations/", s->public_id, "/edit"),
        .back = web_url(call->arena, "/stations/", s->public_id, ""),
        .back_words = s->name};

    registry_pick_name(call, form, "division");
    return web_page(call, v.heading, page_station_form, &v);
}

enum err station_edit_page(struct call *call)
{
    struct station s, centre = {0};
    struct station_draft d;

    TRY(station_here(call, RIGHT_STATION_EDIT, &s));
    if (s.centre_id > 0)
        TRY(station_get(call->cx, s.centre_id, &centre));
    d = (struct station_draft){.code = s.code,
        .name = s.name,
        .alias = s.alias,
        .kind = s.kind,
        .rank = s.rank,
        .centre = centre.code,
        .division = s.division,
        .address = s.address,
        .phone = s.phone,
        .hours = s.hours,
        .reception = s.reception,
        .valid_from = s.valid_from,
        .version = s.version};
    return edit_show(call, &s, form_fill(call->arena, &station_draft_form, &d));
}

enum err station_edit_again(struct call *call)
{
    struct station s;

    station_form_faults(call);
    TRY(station_here(call, RIGHT_STATION_EDIT, &s));
    return edit_show(call, &s, call->form);
}

enum err station_edit_take(struct call *call)
{
    struct station s, old;
    enum put done;

    TRY(station_here(call, RIGHT_STATION_EDIT, &old));
    TRY(draft_to(call, call_form(call), &s));
    if (!str_eq(s.code, old.code))
        return fail(call->cx, ERR_INVALID, "code", "station.code_fixed");
    TRY(station_put(call->cx, &s, &done));
    return web_redirect_note(call, TEXT_note_station_saved, "/stations/", old.public_id);
}

static void actions_fill(
    struct call *call, const struct station *s, struct web_action_list *out)
{
    const struct object where = {.division = s->division};
    const struct move *moves[8];
    unsigned roles = right_roles_for(call->cx, &where);
    size_t n = flow_offers(&station_flow, (int)s->state, roles, moves, COUNT(moves));

    out->p = MANY(call->arena, struct web_action, n + 1);
    if (!right_may(call->cx, RIGHT_STATION_EDIT, &where))
        return;
    out->p[out->n++] = (struct web_action){ACTION_MAIN, web_text(call, TEXT_station_edit),
        web_url(call->arena, "/stations/", s->public_id, "/edit")};
    for (size_t i = 0; i < n; i++) {
        const char *word = station_event_words[moves[i]->event];
        bool ends = flow_final(&station_flow, moves[i]->to);

        out->p[out->n++] = (struct web_action){ends ? ACTION_DANGER : ACTION_OTHER,
            station_word(call, "event.station", word),
            web_url(
                call->arena, "/stations/", s->public_id, str_f(call->arena, "/do/%s", word).p)};
    }
}

static enum err steps_fill(struct call *call, int64_t id, struct web_event_list *out)
{
    struct station_past_list past;

    TRY(station_steps(call->cx, id, &past));
    out->p = MANY(call->arena, struct web_event, past.n);
    out->n = past.n;
    for (size_t i = 0; i < past.n; i++)
        out->p[i] = (struct web_event){.at = past.p[i].at,
            .what = station_word(call, "event.station", past.p[i].event.p),
            .why = past.p[i].note};
    return OK;
}

static enum err codes_fill(
    struct call *call, const struct station *s, struct station_staff_view *v)
{
    struct plate_code_list codes;

    TRY(station_codes(call->cx, CODE_OF_STATION, s->id, s->division, &codes));
    station_code_lines(call, &codes, &v->codes);
    return OK;
}

enum err station_staff_page(struct call *call)
{
    static const enum web_tone tones[] = {
        TONE_INFO, TONE_INFO, TONE_DONE, TONE_SOON, TONE_OFF, TONE_OFF};
    struct cx *cx = call->cx;
    struct station_staff_view v = {0};
    struct deputy_list deputies;
    struct object where;

    TRY(station_here(call, RIGHT_STATION_READ, &v.s));
    where = (struct object){.division = v.s.division};
    TRY(registry_full_name(cx, v.s.division, &v.place));
    v.kind = station_word(call, "station_kind", station_kind_words[v.s.kind]);
    v.rank = station_word(call, "station_rank", station_rank_words[v.s.rank]);
    v.hours = station_hours_text(call->arena, cx->lang, v.s.hours);
    v.reception = station_reception_text(call->arena, cx->lang, v.s.reception);
    v.tone = tones[v.s.state];
    v.may_issue = right_may(cx, RIGHT_CODE_ISSUE, &where);
    v.may_record = right_may(cx, RIGHT_VISIT_RECORD, &where);
    v.issue = web_url(call->arena, "/stations/", v.s.public_id, "/code");
    v.plate = web_url(call->arena, "/stations/", v.s.public_id, "/plate.pdf");
    v.visits = web_url(call->arena, "/stations/", v.s.public_id, "/visits");
    v.page = web_url(call->arena, "/st/", v.s.public_id, "");
    v.life = web_url(call->arena, "/stations/", v.s.public_id, "/roster");
    actions_fill(call, &v.s, &v.actions);
    TRY(station_days_of(call, &v.s, 6, &v.days));
    TRY(registry_deputies_of_station(cx, v.s.id, &deputies));
    station_deputy_lines(call, deputies.p, deputies.n, &v.deputies);
    TRY(codes_fill(call, &v.s, &v));
    TRY(steps_fill(call, v.s.id, &v.steps));
    return web_page(call, v.s.name, page_station_staff, &v);
}

static enum err step_show(
    struct call *call, const struct station *s, const struct form_state *form)
{
    struct str event = str_dup(call->arena, call_path(call, "event"));
    struct str word = station_word(call, "event.station", event.p);
    struct station_form_view v = {
        .heading = str_f(call->arena, "%.*s: %.*s", STR(s->name), STR(word)),
        .words = web_text(call, TEXT_station_step_words),
        .form = form,
        .button = word,
        .action = web_url(call->arena, "/stations/", s->public_id,
            str_f(call->arena, "/do/%.*s", STR(event)).p),
        .back = web_url(call->arena, "/stations/", s->public_id, ""),
        .back_words = s->name};

    return web_page(call, v.heading, page_station_form, &v);
}

static enum err event_here(struct call *call, int64_t *event)
{
    *event = word_find(station_event_words, call_path(call, "event"));
    return *event >= 0 ? OK : fail(call->cx, ERR_NOT_FOUND, "event", "station.no_step");
}

enum err station_step_page(struct call *call)
{
    struct step_draft d = {0};
    struct station s;
    int64_t event;

    TRY(event_here(call, &event));
    TRY(station_here(call, RIGHT_STATION_EDIT, &s));
    d.version = s.version;
    return step_show(call, &s, form_fill(call->arena, &station_step_form, &d));
}

enum err station_step_again(struct call *call)
{
    struct station s;

    station_form_faults(call);
    TRY(station_here(call, RIGHT_STATION_EDIT, &s));
    return step_show(call, &s, call->form);
}

enum err station_step_take(struct call *call)
{
    const struct step_draft *d = call_form(call);
    struct station_move m = {.version = d->version, .note = d->note, .successor = d->successor};
    struct station s;

    TRY(event_here(call, &m.event));
    TRY(station_here(call, RIGHT_STATION_EDIT, &s));
    TRY(station_make_move(call->cx, &s, &m));
    return web_redirect_note(call, TEXT_note_station_saved, "/stations/", s.public_id);
}
