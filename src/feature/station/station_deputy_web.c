/*
 * station: the roster of deputies for those who keep it: list, seat, form, steps of M18.
 */
#include "web/table.h"

#include "feature/registry/registry_pick_web.h"
#include "feature/station/station_web.h"

static const char *const order_words[] = {"pinyin", "strokes", NULL};
static const char *const seated_words[] = {"without", NULL};

struct list_query {
    struct str name, level, state, seated, order, at, after;
};
#define CHOICE(member, list)                                                                   \
    {                                                                                          \
        .name = #member, .kind = KIND_STR, .offset = offsetof(struct list_query, member),      \
        .words = (list), .widget = WIDGET_SELECT                                               \
    }
static const struct input list_inputs[] = {
    INPUT(struct list_query, name, .max = 60),
    CHOICE(level, congress_level_words),
    CHOICE(state, tenure_state_words),
    CHOICE(seated, seated_words),
    CHOICE(order, order_words),
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_query, after, .flags = INPUT_HIDDEN, .max = 400),
};
const struct form station_deputies_form = {
    "deputies_query", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct seat_draft {
    struct str code, person_code, name, congress, constituency, division;
    bool office_holding;
    struct str post;
    struct date valid_from;
    struct str station, group_code;
};
static const struct input seat_inputs[] = {
    INPUT(struct seat_draft, code, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct seat_draft, person_code, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct seat_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct seat_draft, congress, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct seat_draft, constituency, .max = 100),
    INPUT(struct seat_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct seat_draft, office_holding, .widget = WIDGET_CHECK),
    INPUT(struct seat_draft, post, .max = 200),
    INPUT(struct seat_draft, valid_from, .flags = 0),
    INPUT(struct seat_draft, station, .max = 40),
    INPUT(struct seat_draft, group_code, .max = 40),
};
const struct form station_seat_form = {
    "seat_draft", sizeof(struct seat_draft), seat_inputs, COUNT(seat_inputs)};

struct tenure_draft {
    struct str cause, note;
    struct date day;
    int64_t version;
};
static const struct input tenure_inputs[] = {
    {.name = "cause",
        .kind = KIND_STR,
        .offset = offsetof(struct tenure_draft, cause),
        .words = tenure_cause_words,
        .widget = WIDGET_SELECT},
    INPUT(struct tenure_draft, day, .flags = 0),
    INPUT(struct tenure_draft, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct tenure_draft, version, .flags = INPUT_HIDDEN),
};
const struct form station_tenure_form = {
    "tenure_draft", sizeof(struct tenure_draft), tenure_inputs, COUNT(tenure_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_import_person, 12, false},
    {"", TEXT_import_state, 10, false},
    {"", TEXT_import_level, 14, false},
    {"", TEXT_import_constituency, 24, false},
    {"", TEXT_station_deputy_area, 30, false},
    {"", TEXT_import_post, 30, false},
    {"", TEXT_station_deputy_station, 24, false},
    {"", TEXT_import_key, 16, false},
};
static const char *const badges[] = {[TENURE_ELECTED] = "info",
    [TENURE_QUALIFIED] = "info",
    [TENURE_ACTIVE] = "done",
    [TENURE_SUSPENDED] = "soon",
    [TENURE_ENDED] = ""};

static enum err row_fill(struct call *call, const struct deputy *d, struct sheet_cell *c)
{
    struct station s = {0};
    struct str place;

    TRY(registry_full_name(call->cx, d->division, &place));
    if (d->station_id > 0)
        TRY(station_get(call->cx, d->station_id, &s));
    c[0].text = d->name;
    c[0].link = web_url(call->arena, "/deputies/", d->public_id, "").s;
    c[1].text = station_word(call, "state.tenure", tenure_state_words[d->state]);
    c[1].badge = str_of(badges[d->state]);
    c[2].text = station_word(call, "level", congress_level_words[d->level]);
    c[3].text = d->constituency;
    c[4].text = place;
    c[5].text = d->post;
    c[6].text = s.name;
    c[7].text = d->code;
    return OK;
}

static struct web_action_list list_actions(struct call *call)
{
    struct web_action *p = MANY(call->arena, struct web_action, 3);
    struct web_action_list out = {p, 0};

    if (right_anywhere(call->cx, RIGHT_REGISTRY_EDIT) == OK)
        p[out.n++] = (struct web_action){
            ACTION_MAIN, web_text(call, TEXT_station_seat_new), {S("/deputies/new")}};
    cx_faults_clear(call->cx);
    p[out.n++] = (struct web_action){
        ACTION_OTHER, web_text(call, TEXT_station_congresses), {S("/congresses")}};
    p[out.n++] = (struct web_action){
        ACTION_OTHER, web_text(call, TEXT_station_gaps_title), {S("/gaps")}};
    return out;
}

enum err station_deputies_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct deputy_filter f = {.level = q->level,
        .state = q->state,
        .name = q->name,
        .station_id = str_is(q->seated, "without") ? 0 : -1,
        .by_strokes = str_is(q->order, "strokes"),
        .max = web_table_limit(call)};
    struct str title = web_text(call, TEXT_station_roster), after = {0};
    struct deputy_list list;
    struct sheet sheet = {.title = title, .columns = columns, .ncolumns = COUNT(columns)};
    bool more;

    TRY(registry_pick_asked(call, "at"));
    f.division = q->at;
    if (str_empty(f.division))
        f.division = registry_own_area(call->cx, RIGHT_REGISTRY_READ);
    f.after_id = station_cursor(q->after, &f.after);
    TRY(registry_deputy_list(call->cx, &f, &list, &more));
    sheet.note = instant_text(call->arena, call->cx->now);
    sheet.cells = MANY(call->arena, struct sheet_cell, list.n * COUNT(columns));
    EACH (d, &list)
        TRY(row_fill(call, d, &sheet.cells[sheet.nrows++ * COUNT(columns)]));
    if (more) {
        const struct deputy *last = &list.p[list.n - 1];

        after = station_cursor_of(
            call->arena, f.by_strokes ? last->strokes : last->pinyin, last->id);
    }
    return web_table(call, &(struct web_head){.title = title},
        &(struct web_table){.sheet = &sheet,
            .heading = title,
            .filter = call->asked,
            .after = after,
            .later = !str_empty(q->after),
            .empty = web_text(call, TEXT_station_roster_empty),
            .actions = list_actions(call),
            .exports = S("deputies")});
}

static enum err seat_here(struct call *call, enum right right, struct deputy *d)
{
    TRY(registry_deputy_public(call->cx, call_path(call, "id"), d));
    return registry_may(call->cx, right, d->division);
}

void station_code_lines(
    struct call *call, const struct plate_code_list *codes, struct station_line_list *out)
{
    out->p = MANY(call->arena, struct station_line, codes->n);
    out->n = codes->n;
    for (size_t i = 0; i < codes->n; i++) {
        const struct plate_code *c = &codes->p[i];

        out->p[i] = (struct station_line){.name = c->token,
            .words = instant_text(call->arena, c->issued),
            .link = web_url(call->arena, "/s/", c->token, "")};
        if (instant_is(c->retired))
            out->p[i].more = web_text(call, TEXT_station_staff_retired);
    }
}

static void actions_fill(struct call *call, const struct deputy *d, struct web_action_list *out)
{
    const struct object where = {.division = d->division, .person_id = d->person_id};
    const struct move *moves[8];
    size_t n = flow_offers(
        &tenure_flow, (int)d->state, right_roles_for(call->cx, &where), moves, COUNT(moves));

    out->p = MANY(call->arena, struct web_action, n + 1);
    if (!right_may(call->cx, RIGHT_REGISTRY_EDIT, &where))
        return;
    out->p[out->n++] = (struct web_action){ACTION_MAIN, web_text(call, TEXT_station_edit),
        web_url(call->arena, "/deputies/", d->public_id, "/edit")};
    for (size_t i = 0; i < n; i++) {
        const char *word = tenure_event_words[moves[i]->event];

        out->p[out->n++] =
            (struct web_action){moves[i]->to == TENURE_ENDED ? ACTION_DANGER : ACTION_OTHER,
                station_word(call, "event.tenure", word),
                web_url(call->arena, "/deputies/", d->public_id,
                    str_f(call->arena, "/do/%s", word).p)};
    }
}

static enum err steps_fill(struct call *call, int64_t id, struct web_event_list *out)
{
    struct tenure_past_list past;

    TRY(registry_tenure_steps(call->cx, id, &past));
    out->p = MANY(call->arena, struct web_event, past.n);
    out->n = past.n;
    for (size_t i = 0; i < past.n; i++) {
        out->p[i] = (struct web_event){.at = past.p[i].at,
            .what = station_word(call, "event.tenure", past.p[i].event.p),
            .text = past.p[i].note};
        if (past.p[i].cause.n > 0)
            out->p[i].why = station_word(call, "tenure_cause", past.p[i].cause.p);
    }
    return OK;
}

static enum err around_fill(struct call *call, struct station_seat_view *v)
{
    struct cx *cx = call->cx;
    struct plate_code_list codes;
    struct station s;

    if (v->d.station_id > 0) {
        TRY(station_get(cx, v->d.station_id, &s));
        v->station.p = NEW(call->arena, struct station_line);
        v->station.p[v->station.n++] = (struct station_line){.name = s.name,
            .words = s.address,
            .link = web_url(call->arena, "/stations/", s.public_id, "")};
    }
    TRY(station_codes(cx, CODE_OF_DEPUTY, v->d.id, v->d.division, &codes));
    station_code_lines(call, &codes, &v->codes);
    return steps_fill(call, v->d.id, &v->steps);
}

enum err station_seat_page(struct call *call)
{
    static const enum web_tone tones[] = {TONE_INFO, TONE_INFO, TONE_DONE, TONE_SOON, TONE_OFF};
    struct cx *cx = call->cx;
    struct station_seat_view v = {0};
    struct object where;

    TRY(seat_here(call, RIGHT_REGISTRY_READ, &v.d));
    where = (struct object){.division = v.d.division};
    TRY(registry_full_name(cx, v.d.division, &v.place));
    TRY(registry_congress_name(cx, v.d.congress_id, &v.congress));
    v.level = station_word(call, "level", congress_level_words[v.d.level]);
    if (v.d.end_cause.n > 0)
        v.cause = station_word(call, "tenure_cause", v.d.end_cause.p);
    v.tone = tones[v.d.state];
    v.may_issue = right_may(cx, RIGHT_CODE_ISSUE, &where);
    v.issue = web_url(call->arena, "/deputies/", v.d.public_id, "/code");
    v.plate = web_url(call->arena, "/deputies/", v.d.public_id, "/plate.pdf");
    v.page = web_url(call->arena, "/d/", v.d.public_id, "");
    actions_fill(call, &v.d, &v.actions);
    TRY(around_fill(call, &v));
    return web_page(call, v.d.name, page_station_seat, &v);
}

static enum err form_show(struct call *call, struct str heading, struct form_state *form,
    struct url action, struct url back)
{
    struct station_form_view v = {.heading = heading,
        .form = form,
        .button = web_text(call, TEXT_station_save),
        .action = action,
        .back = back,
        .back_words = web_text(call, TEXT_station_roster)};

    registry_pick_name(call, form, "division");
    return web_page(call, heading, page_station_form, &v);
}

enum err station_seat_new_page(struct call *call)
{
    struct seat_draft d = {
        .division = registry_own_area(call->cx, RIGHT_REGISTRY_EDIT), .valid_from = DATE_NONE};

    return form_show(call, web_text(call, TEXT_station_seat_new),
        form_fill(call->arena, &station_seat_form, &d), (struct url){S("/deputies/new")},
        (struct url){S("/deputies")});
}

enum err station_seat_new_again(struct call *call)
{
    station_form_faults(call);
    return form_show(call, web_text(call, TEXT_station_seat_new), call->form,
        (struct url){S("/deputies/new")}, (struct url){S("/deputies")});
}

static enum err draft_put(
    struct call *call, const struct seat_draft *d, const struct deputy *old, struct deputy *out)
{
    struct deputy_in in = {.code = d->code,
        .person_code = d->person_code,
        .name = d->name,
        .congress = d->congress,
        .constituency = d->constituency,
        .division = d->division,
        .office_holding = d->office_holding,
        .post = d->post,
        .state = old == NULL ? TENURE_ELECTED : old->state,
        .valid_from = d->valid_from,
        .valid_to = old == NULL ? DATE_NONE : old->valid_to,
        .group_code = d->group_code};
    struct station s;
    enum put done;

    TRY(registry_pick(call, "division", d->division));
    if (!str_empty(d->station) && station_by_code(call->cx, d->station, &s) != OK) {
        cx_faults_clear(call->cx);
        return fail(call->cx, ERR_INVALID, "station", "registry.no_station");
    }
    in.station_id = str_empty(d->station) ? 0 : s.id;
    return registry_deputy_put(call->cx, &in, out, &done);
}

enum err station_seat_new_take(struct call *call)
{
    const struct seat_draft *d = call_form(call);
    struct deputy out;

    if (registry_deputy_by_code(call->cx, d->code, &out) == OK)
        return fail(call->cx, ERR_INVALID, "code", "station.code_taken");
    cx_faults_clear(call->cx);
    TRY(draft_put(call, d, NULL, &out));
    return web_redirect_note(call, TEXT_note_station_saved, "/deputies/", out.public_id);
}

static enum err edit_show(struct call *call, const struct deputy *d, struct form_state *form)
{
    return form_show(call, d->name, form,
        web_url(call->arena, "/deputies/", d->public_id, "/edit"),
        web_url(call->arena, "/deputies/", d->public_id, ""));
}

enum err station_seat_edit_page(struct call *call)
{
    struct seat_draft x;
    struct station s = {0};
    struct deputy d;

    TRY(seat_here(call, RIGHT_REGISTRY_EDIT, &d));
    if (d.station_id > 0)
        TRY(station_get(call->cx, d.station_id, &s));
    x = (struct seat_draft){.code = d.code,
        .name = d.name,
        .constituency = d.constituency,
        .division = d.division,
        .office_holding = d.office_holding,
        .post = d.post,
        .valid_from = d.valid_from,
        .station = s.code,
        .group_code = d.group_code};
    TRY(registry_seat_keys(call->cx, d.id, &x.person_code, &x.congress));
    return edit_show(call, &d, form_fill(call->arena, &station_seat_form, &x));
}

enum err station_seat_edit_again(struct call *call)
{
    struct deputy d;

    station_form_faults(call);
    TRY(seat_here(call, RIGHT_REGISTRY_EDIT, &d));
    return edit_show(call, &d, call->form);
}

enum err station_seat_edit_take(struct call *call)
{
    const struct seat_draft *x = call_form(call);
    struct deputy d, out;

    TRY(seat_here(call, RIGHT_REGISTRY_EDIT, &d));
    if (!str_eq(x->code, d.code))
        return fail(call->cx, ERR_INVALID, "code", "station.code_fixed");
    TRY(draft_put(call, x, &d, &out));
    return web_redirect_note(call, TEXT_note_station_saved, "/deputies/", d.public_id);
}

static enum err step_show(
    struct call *call, const struct deputy *d, const struct form_state *form)
{
    struct str event = str_dup(call->arena, call_path(call, "event")), word;
    struct station_form_view v = {.words = web_text(call, TEXT_station_tenure_words),
        .form = form,
        .action = web_url(call->arena, "/deputies/", d->public_id,
            str_f(call->arena, "/do/%.*s", STR(event)).p),
        .back = web_url(call->arena, "/deputies/", d->public_id, ""),
        .back_words = d->name};

    word = station_word(call, "event.tenure", event.p);
    v.heading = str_f(call->arena, "%.*s: %.*s", STR(d->name), STR(word));
    v.button = word;
    return web_page(call, v.heading, page_station_form, &v);
}

static enum err event_here(struct call *call, int64_t *event)
{
    *event = word_find(tenure_event_words, call_path(call, "event"));
    return *event >= 0 ? OK : fail(call->cx, ERR_NOT_FOUND, "event", "station.no_step");
}

enum err station_tenure_page(struct call *call)
{
    struct tenure_draft x = {.day = date_of(call->cx->now)};
    struct deputy d;
    int64_t event;

    TRY(event_here(call, &event));
    TRY(seat_here(call, RIGHT_REGISTRY_EDIT, &d));
    x.version = d.version;
    return step_show(call, &d, form_fill(call->arena, &station_tenure_form, &x));
}

enum err station_tenure_again(struct call *call)
{
    struct deputy d;

    station_form_faults(call);
    TRY(seat_here(call, RIGHT_REGISTRY_EDIT, &d));
    return step_show(call, &d, call->form);
}

enum err station_tenure_take(struct call *call)
{
    const struct tenure_draft *x = call_form(call);
    struct tenure_step step = {
        .cause = x->cause, .note = x->note, .day = x->day, .version = x->version};
    struct deputy d;

    TRY(event_here(call, &step.event));
    TRY(seat_here(call, RIGHT_REGISTRY_EDIT, &d));
    TRY(registry_tenure_move(call->cx, &d, &step));
    return web_redirect_note(call, TEXT_note_station_saved, "/deputies/", d.public_id);
}
