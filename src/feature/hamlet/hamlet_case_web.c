/*
 * hamlet: pages of mediation: register one, its record with the steps of the flow, the list.
 */
#include "core/account.h"
#include "web/record.h"
#include "web/table.h"

#include "feature/hamlet/hamlet_web.h"

enum {
    SECTIONS = 12,
    LONG_LIST = 2000
};

struct mediation_query {
    struct str kind, state, at;
    struct str after;
};
static const struct input query_inputs[] = {
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct mediation_query, kind),
        .words = mediation_kind_words,
        .widget = WIDGET_SELECT},
    {.name = "state",
        .kind = KIND_STR,
        .offset = offsetof(struct mediation_query, state),
        .words = mediation_state_words,
        .widget = WIDGET_SELECT},
    INPUT(struct mediation_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct mediation_query, after, .flags = INPUT_HIDDEN, .max = 40),
};
const struct form hamlet_cases_form = {
    "mediation_query", sizeof(struct mediation_query), query_inputs, COUNT(query_inputs)};

struct mediation_draft {
    struct str title;
    enum mediation_kind kind;
    struct str place, parties, member;
    struct date opened;
    struct str idem;
};
static const struct input draft_inputs[] = {
    INPUT(struct mediation_draft, title, .flags = INPUT_REQUIRED, .max = 60),
    INPUT_ENUM(struct mediation_draft, kind, mediation_kind_words, .widget = WIDGET_SELECT),
    INPUT(struct mediation_draft, place, .max = 60),
    INPUT(struct mediation_draft, parties, .max = 200),
    INPUT(struct mediation_draft, member, .max = 60),
    INPUT(struct mediation_draft, opened, .flags = INPUT_REQUIRED),
    INPUT(struct mediation_draft, idem, .flags = INPUT_HIDDEN, .max = 60),
};
const struct form hamlet_case_form = {
    "mediation_draft", sizeof(struct mediation_draft), draft_inputs, COUNT(draft_inputs)};

struct mediation_step {
    struct str note, member;
    int64_t version;
};
static const struct input step_inputs[] = {
    INPUT(
        struct mediation_step, note, .flags = INPUT_LINES, .max = 1000, .widget = WIDGET_AREA),
    INPUT(struct mediation_step, member, .max = 60),
    INPUT(struct mediation_step, version, .flags = INPUT_HIDDEN),
};
const struct form hamlet_step_form = {
    "mediation_step", sizeof(struct mediation_step), step_inputs, COUNT(step_inputs)};

static struct url case_url(struct call *call, int64_t id, const char *suffix)
{
    return web_url(call->arena, "/mediations/", num_text(call->arena, id), suffix);
}

static const enum web_tone tones[] = {
    [MEDIATION_REGISTERED] = TONE_INFO,
    [MEDIATION_MEDIATING] = TONE_SOON,
    [MEDIATION_AGREED] = TONE_DONE,
    [MEDIATION_FAILED] = TONE_SOON,
    [MEDIATION_FOLLOW_UP] = TONE_INFO,
    [MEDIATION_CLOSED] = TONE_DONE,
    [MEDIATION_WITHDRAWN] = TONE_OFF,
};

static const struct sheet_column columns[] = {
    {"", TEXT_hamlet_case_code, 16, false},
    {"", TEXT_hamlet_case_about, 30, false},
    {"", TEXT_hamlet_case_kind, 14, false},
    {"", TEXT_hamlet_case_place, 30, false},
    {"", TEXT_hamlet_case_opened, 12, false},
    {"", TEXT_hamlet_case_ended, 12, false},
    {"", TEXT_hamlet_column_state, 12, false},
};

enum err hamlet_web_cases(
    struct call *call, const struct mediation_list *list, struct sheet *out)
{
    *out = (struct sheet){.title = web_text(call, TEXT_hamlet_cases),
        .note = instant_text(call->arena, call->cx->now),
        .columns = columns,
        .ncolumns = COUNT(columns),
        .cells = MANY(call->arena, struct sheet_cell, COUNT(columns) * list->n),
        .nrows = list->n};
    for (size_t i = 0; i < list->n; i++) {
        const struct mediation *m = &list->p[i];
        struct sheet_cell *c = &out->cells[i * COUNT(columns)];

        c[0].text = hamlet_case_code(call->arena, m);
        c[0].link = case_url(call, m->id, "").s;
        c[1].text = m->title;
        c[2].text = station_word(call, "mediation_kind", mediation_kind_words[m->kind]);
        TRY(registry_full_name(call->cx, m->division, &c[3].text));
        c[4].text = date_text(call->arena, m->opened);
        c[5].text = date_text(call->arena, m->ended);
        c[6].text = station_word(call, "state.mediation", mediation_state_words[m->state]);
        c[6].badge = str_of(tones[m->state] == TONE_OFF ? "" : web_tone_word(tones[m->state]));
    }
    return OK;
}

enum err hamlet_cases_page(struct call *call)
{
    const struct mediation_query *q = call_asked(call);
    struct mediation_filter f = {.kind = str_empty(q->kind) ? (struct str){0} : q->kind,
        .state = str_empty(q->state) ? (struct str){0} : q->state,
        .max = web_table_limit(call)};
    struct web_table t = {.heading = web_text(call, TEXT_hamlet_cases),
        .filter = call->asked,
        .later = !str_empty(q->after),
        .empty = web_text(call, TEXT_hamlet_no_cases),
        .exports = S("mediations")};
    struct mediation_list list;
    struct sheet sheet;
    bool more;

    TRY(registry_pick_asked(call, "at"));
    f.division = q->at;
    if (str_empty(f.division))
        f.division = registry_own_area(call->cx, RIGHT_MEDIATION_KEEP);
    if (!str_empty(q->after) && num_parse(q->after, 0, INT64_MAX, &f.before) != OK)
        f.before = 0;
    if (f.max > LONG_LIST)
        f.max = LONG_LIST;
    TRY(hamlet_cases(call->cx, &f, &list, &more));
    TRY(hamlet_web_cases(call, &list, &sheet));
    if (more)
        t.after = num_text(call->arena, list.p[list.n - 1].id);
    t.sheet = &sheet;
    return web_table(call, &(struct web_head){.title = t.heading}, &t);
}

static enum err new_show(struct call *call, const struct form_state *form)
{
    struct hamlet_group g;

    TRY(hamlet_web_here(call, RIGHT_MEDIATION_KEEP, &g));
    return hamlet_web_form(call, web_text(call, TEXT_hamlet_case_new),
        web_text(call, TEXT_hamlet_case_words), form,
        web_url(call->arena, "/hamlets/", num_text(call->arena, g.id), "/mediations"),
        web_url(call->arena, "/hamlets/", num_text(call->arena, g.id), ""));
}

enum err hamlet_case_new_page(struct call *call)
{
    struct mediation_draft d = {.opened = date_of(call->cx->now)};

    return new_show(call, form_fill(call->arena, &hamlet_case_form, &d));
}

enum err hamlet_case_new_again(struct call *call)
{
    station_form_faults(call);
    return new_show(call, call->form);
}

/* A sitting member of the council by name. */
static enum err member_of(struct call *call, int64_t group_id, struct str typed, int64_t *id)
{
    struct council_member_list list;
    size_t hits = 0;

    *id = 0;
    if (str_empty(typed))
        return OK;
    TRY(hamlet_members(call->cx, group_id, &list));
    EACH (m, &list) {
        if (date_is(m->valid_to) || !str_eq(m->name, typed))
            continue;
        *id = m->id;
        hits++;
    }
    if (hits > 0)
        return OK;
    return fail(call->cx, ERR_INVALID, "member", "hamlet.not_in_council");
}

/* One of the group's hamlets, by name or code. */
static enum err place_of(
    struct call *call, const struct hamlet_group *g, struct str typed, struct str *code)
{
    struct division_list places;

    *code = g->division;
    if (str_empty(typed))
        return OK;
    TRY(hamlet_places(call->cx, g->id, &places));
    EACH (d, &places) {
        if (!str_eq(d->name, typed) && !str_eq(d->code, typed))
            continue;
        *code = d->code;
        return OK;
    }
    return fail(call->cx, ERR_INVALID, "place", "hamlet.not_its_place");
}

enum err hamlet_case_new_take(struct call *call)
{
    const struct mediation_draft *d = call_form(call);
    struct mediation m = {
        .kind = d->kind, .title = d->title, .opened = d->opened, .idem = call->form->key};
    struct hamlet_group g;

    TRY(hamlet_web_here(call, RIGHT_MEDIATION_KEEP, &g));
    m.group_id = g.id;
    TRY(place_of(call, &g, d->place, &m.division));
    TRY(member_of(call, g.id, d->member, &m.member_id));
    TRY(hamlet_case_add(call->cx, &m, d->parties));
    return web_redirect_note(
        call, TEXT_note_hamlet_saved, "/mediations/", num_text(call->arena, m.id));
}

static enum err case_here(struct call *call, struct mediation *m)
{
    int64_t id;

    TRY(hamlet_web_id(call, &id));
    return hamlet_case(call->cx, id, m);
}

static void actions_fill(struct call *call, const struct mediation *m, struct web_record *r)
{
    const struct object where = {.division = m->division};
    const struct move *moves[8];
    size_t n = flow_offers(
        &mediation_flow, (int)m->state, right_roles_for(call->cx, &where), moves, COUNT(moves));

    for (size_t i = 0; i < n; i++) {
        const char *word = mediation_event_words[moves[i]->event];

        web_record_action(r,
            moves[i]->event == MEDIATION_DO_WITHDRAW ? ACTION_DANGER
            : i == 0                                 ? ACTION_MAIN
                                                     : ACTION_OTHER,
            station_word(call, "event.mediation", word),
            case_url(call, m->id, str_f(call->arena, "/do/%s", word).p));
    }
}

static enum err steps_fill(struct call *call, int64_t id, struct web_event_list *out)
{
    struct mediation_past_list past;

    TRY(hamlet_case_steps(call->cx, id, &past));
    out->p = MANY(call->arena, struct web_event, past.n);
    out->n = past.n;
    for (size_t i = 0; i < past.n; i++) {
        const struct mediation_past *p = &past.p[i];

        out->p[i] = (struct web_event){.at = p->at,
            .what = station_word(call, "event.mediation", p->event.p),
            .text = p->note,
            .internal = true};
        TRY(account_name(call->cx, p->account_id, &out->p[i].who));
    }
    return OK;
}

static enum err pairs_fill(struct call *call, const struct mediation *m, struct web_record *r)
{
    struct council_member member;
    struct hamlet_group g;
    struct str parties;

    TRY(hamlet_get(call->cx, m->group_id, &g));
    web_record_link(r, web_text(call, TEXT_hamlet_column_name), g.name,
        web_url(call->arena, "/hamlets/", num_text(call->arena, g.id), ""));
    web_record_pair(r, web_text(call, TEXT_hamlet_case_kind),
        station_word(call, "mediation_kind", mediation_kind_words[m->kind]));
    TRY(hamlet_case_parties(call->cx, m, &parties));
    web_record_pair(r, web_text(call, TEXT_hamlet_case_parties_label), parties);
    if (m->member_id > 0) {
        TRY(hamlet_member(call->cx, m->member_id, &member));
        web_record_pair(r, web_text(call, TEXT_hamlet_case_mediator), member.name);
    }
    web_record_pair(
        r, web_text(call, TEXT_hamlet_case_opened), date_text(call->arena, m->opened));
    web_record_pair(
        r, web_text(call, TEXT_hamlet_case_ended), date_text(call->arena, m->ended));
    web_record_pair(r, web_text(call, TEXT_hamlet_case_result), m->result);
    return OK;
}

static enum err record_fill(struct call *call, struct web_record *r)
{
    struct web_event_list *events = NEW(call->arena, struct web_event_list);
    struct mediation m;
    struct str place;

    TRY(case_here(call, &m));
    web_record_room(call->arena, r, SECTIONS);
    TRY(registry_full_name(call->cx, m.division, &place));
    r->heading = m.title;
    r->tone = tones[m.state];
    r->badge = station_word(call, "state.mediation", mediation_state_words[m.state]);
    r->sub =
        str_f(call->arena, "%.*s · %.*s", STR(hamlet_case_code(call->arena, &m)), STR(place));
    TRY(pairs_fill(call, &m, r));
    actions_fill(call, &m, r);
    TRY(steps_fill(call, m.id, events));
    web_record_section(r, web_text(call, TEXT_hamlet_case_steps))->events = events;
    r->pdf = case_url(call, m.id, "/record.pdf");
    r->back = (struct url){S("/mediations")};
    r->back_words = web_text(call, TEXT_hamlet_cases);
    call->personal = true;
    return OK;
}

enum err hamlet_case_page(struct call *call)
{
    struct web_record r = {0};

    TRY(record_fill(call, &r));
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

enum err hamlet_case_pdf(struct call *call)
{
    struct web_record r = {0};

    TRY(record_fill(call, &r));
    return web_record_pdf(call, &r, S("mediation.pdf"));
}

/* The move of the path; ERR_NOT_FOUND for a word that is none. */
static enum err event_of(struct call *call, int *event)
{
    *event = word_find(mediation_event_words, call_path(call, "event"));
    if (*event < 0)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

static enum err step_show(
    struct call *call, const struct mediation *m, int event, const struct form_state *form)
{
    struct str word = station_word(call, "event.mediation", mediation_event_words[event]);
    struct station_form_view v = {
        .heading = str_f(call->arena, "%.*s: %.*s", STR(m->title), STR(word)),
        .words = web_text(call, TEXT_hamlet_step_words),
        .form = form,
        .button = word,
        .action =
            case_url(call, m->id, str_f(call->arena, "/do/%s", mediation_event_words[event]).p),
        .back = case_url(call, m->id, ""),
        .back_words = web_text(call, TEXT_hamlet_back)};

    return web_page(call, v.heading, page_station_form, &v);
}

enum err hamlet_step_page(struct call *call)
{
    struct mediation_step d = {0};
    struct mediation m;
    int event;

    TRY(case_here(call, &m));
    TRY(event_of(call, &event));
    d.version = m.version;
    return step_show(call, &m, event, form_fill(call->arena, &hamlet_step_form, &d));
}

enum err hamlet_step_again(struct call *call)
{
    struct mediation m;
    int event;

    station_form_faults(call);
    TRY(case_here(call, &m));
    TRY(event_of(call, &event));
    return step_show(call, &m, event, call->form);
}

enum err hamlet_step_take(struct call *call)
{
    const struct mediation_step *d = call_form(call);
    struct mediation_move step = {.note = d->note, .version = d->version};
    struct mediation m;
    int event;

    TRY(case_here(call, &m));
    TRY(event_of(call, &event));
    step.event = event;
    TRY(member_of(call, m.group_id, d->member, &step.member_id));
    TRY(hamlet_case_move(call->cx, &m, &step));
    return web_redirect_note(
        call, TEXT_note_hamlet_saved, "/mediations/", num_text(call->arena, m.id));
}
