/*
 * roster: the page of one reception day (M5b): who receives, what came, what was raised and
 * whether it is closed; told, held, called off, recorded and filed; its record on paper.
 */
#include "core/flow.h"

#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 12
};

struct duty_draft {
    struct str deputy;
    bool told;
    int64_t version;
};
static const struct input duty_inputs[] = {
    INPUT(struct duty_draft, deputy, .max = 60),
    INPUT(struct duty_draft, told, .flags = 0),
    INPUT(struct duty_draft, version, .flags = INPUT_HIDDEN),
};
const struct form roster_duty_form = {
    "duty_draft", sizeof(struct duty_draft), duty_inputs, COUNT(duty_inputs)};

struct day_step {
    struct str note;
    int64_t version;
};
static const struct input step_inputs[] = {
    INPUT(struct day_step, note, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct day_step, version, .flags = INPUT_HIDDEN),
};
const struct form roster_day_form = {
    "day_step", sizeof(struct day_step), step_inputs, COUNT(step_inputs)};

static const enum web_tone tones[] = {
    TONE_INFO, TONE_INFO, TONE_OVERDUE, TONE_SOON, TONE_DONE, TONE_SOON, TONE_DONE, TONE_DONE};

void roster_day_state(struct call *call, const struct duty *d, struct sheet_cell *c)
{
    static const char *const badges[] = {
        "info", "info", "overdue", "soon", "done", "soon", "done", "done"};
    enum duty_state state = roster_duty_state(d);

    c->text = station_word(call, "state.duty", duty_state_words[state]);
    c->badge = str_of(badges[state]);
    if (state <= DUTY_NOTICED && d->day.day < date_of(call->cx->now).day) {
        c->text = web_text(call, TEXT_roster_unrecorded);
        c->badge = S("overdue");
    }
}

static enum err duty_here(struct call *call, struct duty *d, struct station *s)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_duty(call->cx, id, d));
    TRY(station_get(call->cx, d->station_id, s));
    return registry_may(call->cx, RIGHT_ROSTER_KEEP, d->division);
}

static const struct sheet_column raised_columns[] = {
    {"", TEXT_roster_column_number, 20, false},
    {"", TEXT_roster_column_summary, 50, false},
    {"", TEXT_roster_column_state, 16, false},
};

/* What was raised that day, with where it stands. */
static enum err raised_fill(struct call *call, const struct duty *d, struct web_record *r)
{
    struct web_section *section;
    struct duty_line_list list;
    struct sheet *sheet;

    TRY(roster_duty_lines(call->cx, d, &list));
    sheet = roster_web_sheet(call, raised_columns, COUNT(raised_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(raised_columns)];

        c[0].text = list.p[i].code;
        c[0].link = web_url(call->arena, "/requests/", list.p[i].code, "").s;
        c[1].text = list.p[i].title;
        c[2].text = text_join(call->arena, call->cx->lang,
            (const struct str[]){S("state.request"), list.p[i].state}, 2);
        c[2].badge = instant_is(list.p[i].closed) ? S("done") : S("soon");
    }
    section = web_record_section(r, web_text(call, TEXT_roster_raised));
    section->words = web_text(call, TEXT_roster_raised_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_raised_none);
    return OK;
}

static const struct sheet_column came_columns[] = {
    {"", TEXT_roster_column_persons, 10, true},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_summary, 60, false},
};

static enum err came_fill(struct call *call, const struct duty *d, struct web_record *r)
{
    struct web_section *section;
    struct visit_list list;
    struct sheet *sheet;

    if (!roster_web_may(call, RIGHT_VISIT_RECORD, d->division))
        return OK;
    TRY(station_visits(call->cx, d->station_id, d->day, d->day, 0, &list));
    sheet = roster_web_sheet(call, came_columns, COUNT(came_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct visit *v = &list.p[list.n - 1 - i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(came_columns)];

        c[0].number = v->persons;
        c[0].text = num_text(call->arena, v->persons);
        c[1].text = v->deputy_id > 0 ? roster_web_deputy(call, v->deputy_id) : S("");
        c[2].text = v->summary;
    }
    section = web_record_section(r, web_text(call, TEXT_roster_came_in));
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_came_none);
    return OK;
}

static void at_pair(
    struct call *call, struct web_record *r, enum text_key key, struct instant at)
{
    if (instant_is(at))
        web_record_pair(r, web_text(call, key), instant_text(call->arena, at));
}

static void pairs_fill(struct call *call, const struct duty *d, struct web_record *r)
{
    struct arena *a = call->arena;

    web_record_pair(
        r, web_text(call, TEXT_roster_column_deputy), roster_web_deputy(call, d->deputy_id));
    web_record_pair(r, web_text(call, TEXT_roster_notice), date_text(a, d->notice_day));
    web_record_pair(r, web_text(call, TEXT_roster_column_moved), roster_web_moved(call, d));
    at_pair(call, r, TEXT_roster_told_at, d->told);
    at_pair(call, r, TEXT_roster_off_at, d->cancelled);
    if (instant_is(d->cancelled))
        web_record_pair(r, web_text(call, TEXT_roster_off_why),
            station_off_words(a, call->cx->lang, d->reason));
    if (d->day.day <= date_of(call->cx->now).day)
        web_record_pair(
            r, web_text(call, TEXT_roster_column_visitors), num_text(a, d->persons));
    if (d->items > 0)
        web_record_pair(r, web_text(call, TEXT_roster_raised),
            text_fill(a, call->cx->lang, TEXT_roster_raised_n,
                (const struct str[]){num_text(a, d->items), num_text(a, d->open)}, 2));
    web_record_pair(r, web_text(call, TEXT_roster_record), d->record);
    at_pair(call, r, TEXT_roster_recorded_at, d->recorded);
    at_pair(call, r, TEXT_roster_filed_at, d->filed);
}

static struct url step_url(struct call *call, int64_t id, int event)
{
    return roster_web_number(
        call, "/duties/", id, str_f(call->arena, "/do/%s", duty_event_words[event]).p);
}

/* What can be done from here; that a deputy was told is a box of the form below. */
static enum err actions_fill(struct call *call, const struct duty *d, struct web_record *r)
{
    const struct object where = {.division = d->division};
    bool come = d->day.day <= date_of(call->cx->now).day;
    const struct move *moves[8];
    struct duty_swap_list swaps;
    size_t n = flow_offers(&duty_flow, (int)roster_duty_state(d),
        right_roles_for(call->cx, &where), moves, COUNT(moves));

    TRY(roster_swaps(call->cx, d->id, &swaps));
    EACH (w, &swaps)
        if (w->state == SWAP_ASKED)
            web_record_action(r, ACTION_MAIN,
                web_text1(call, TEXT_roster_swap_waits, roster_web_deputy(call, w->to_id)),
                roster_web_number(call, "/swaps/", w->id, ""));
    if (d->deputy_id > 0 && !come && !instant_is(d->cancelled))
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_roster_swap),
            roster_web_number(call, "/duties/", d->id, "/swap"));
    for (size_t i = 0; i < n; i++) {
        int event = moves[i]->event;
        bool later = event == DUTY_DO_HOLD || event == DUTY_DO_RECORD;

        if (event == DUTY_DO_TELL || (later && !come))
            continue;
        web_record_action(r, event == DUTY_DO_CANCEL ? ACTION_DANGER : ACTION_MAIN,
            station_word(call, "event.duty", duty_event_words[event]),
            step_url(call, d->id, event));
    }
    return OK;
}

static enum err record_fill(
    struct call *call, struct web_record *r, struct duty *d, struct station *s)
{
    struct sheet_cell state = {0};

    TRY(duty_here(call, d, s));
    web_record_room(call->arena, r, SECTIONS);
    roster_day_state(call, d, &state);
    r->heading = roster_web_day(call, d);
    r->sub = s->name;
    r->tone = str_is(state.badge, "overdue") ? TONE_OVERDUE : tones[roster_duty_state(d)];
    r->badge = state.text;
    r->back = roster_web_url(call, s, "/roster");
    r->back_words = s->name;
    r->pdf = roster_web_number(call, "/duties/", d->id, "/record.pdf");
    pairs_fill(call, d, r);
    TRY(actions_fill(call, d, r));
    if (d->day.day <= date_of(call->cx->now).day && !instant_is(d->cancelled)) {
        TRY(came_fill(call, d, r));
        TRY(raised_fill(call, d, r));
    }
    call->personal = true;
    return OK;
}

static enum err duty_show(struct call *call, const struct form_state *form)
{
    struct web_record r = {0};
    struct web_section *section;
    struct station s;
    struct duty d;

    TRY(record_fill(call, &r, &d, &s));
    if (roster_duty_state(&d) <= DUTY_NOTICED) {
        section = web_record_section(&r, web_text(call, TEXT_roster_change));
        section->words = web_text(call, TEXT_roster_change_words);
        section->form = form;
        section->post = roster_web_number(call, "/duties/", d.id, "");
        section->button = web_text(call, TEXT_roster_save);
        section->screen = true;
    }
    return web_record(call, &(struct web_head){.title = r.heading, .place = s.name}, &r);
}

enum err roster_day_pdf(struct call *call)
{
    struct web_record r = {0};
    struct station s;
    struct duty d;

    TRY(record_fill(call, &r, &d, &s));
    r.heading = web_text1(call, TEXT_roster_record_of, s.name);
    r.sub = roster_web_day(call, &d);
    return web_record_pdf(call, &r, S("reception.pdf"));
}

static enum err event_of(struct call *call, int *event)
{
    *event = word_find(duty_event_words, call_path(call, "event"));
    if (*event < 0 || *event == DUTY_DO_OPEN || *event == DUTY_DO_CLOSE)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

static enum err step_show(struct call *call, const struct form_state *form)
{
    struct station_form_view v = {.form = form, .back_words = web_text(call, TEXT_roster_back)};
    struct station s;
    struct duty d;
    int event;

    TRY(duty_here(call, &d, &s));
    TRY(event_of(call, &event));
    v.button = station_word(call, "event.duty", duty_event_words[event]);
    v.heading = str_f(call->arena, "%.*s: %.*s", STR(roster_web_day(call, &d)), STR(v.button));
    v.words = station_word(call, "roster.day_words", duty_event_words[event]);
    v.action = step_url(call, d.id, event);
    v.back = roster_web_number(call, "/duties/", d.id, "");
    return web_page(call, v.heading, page_station_form, &v);
}

enum err roster_day_page(struct call *call)
{
    struct day_step draft = {0};
    struct station s;
    struct duty d;

    TRY(duty_here(call, &d, &s));
    draft.version = d.version;
    return step_show(call, form_fill(call->arena, &roster_day_form, &draft));
}

enum err roster_day_again(struct call *call)
{
    station_form_faults(call);
    return step_show(call, call->form);
}

enum err roster_day_take(struct call *call)
{
    const struct day_step *draft = call_form(call);
    struct duty_move step = {.note = draft->note, .version = draft->version};
    struct station s;
    struct duty d;
    int event;

    TRY(duty_here(call, &d, &s));
    TRY(event_of(call, &event));
    step.event = event;
    TRY(roster_duty_move(call->cx, &d, &step));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/duties/", num_text(call->arena, d.id));
}

enum err roster_duty_page_show(struct call *call)
{
    struct duty_draft draft;
    struct station s;
    struct duty d;

    TRY(duty_here(call, &d, &s));
    draft = (struct duty_draft){
        .deputy = d.deputy_id > 0 ? roster_web_deputy(call, d.deputy_id) : (struct str){0},
        .told = instant_is(d.told),
        .version = d.version};
    return duty_show(call, form_fill(call->arena, &roster_duty_form, &draft));
}

enum err roster_duty_again(struct call *call)
{
    station_form_faults(call);
    return duty_show(call, call->form);
}

enum err roster_duty_take(struct call *call)
{
    const struct duty_draft *draft = call_form(call);
    struct station s;
    struct duty d;
    int64_t deputy;

    TRY(duty_here(call, &d, &s));
    TRY(roster_web_typed(call, &s, draft->deputy, "deputy", &deputy));
    if (draft->told && deputy == d.deputy_id)
        TRY(roster_told(call->cx, &d, draft->version));
    else
        TRY(roster_assign(call->cx, &d, deputy, draft->version));
    return roster_web_done(call, &s, TEXT_note_roster_saved);
}
