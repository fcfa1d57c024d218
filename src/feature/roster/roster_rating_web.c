/*
 * roster: pages of star rating rounds.  Lists stand in the order in which stations entered,
 * never by stars.
 */
#include "core/account.h"
#include "web/table.h"

#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 12,
    ENTRIES_MAX = 2000
};

struct round_draft {
    struct str division, name;
    struct date self_until, star_until;
};
static const struct input round_inputs[] = {
    INPUT(struct round_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct round_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct round_draft, self_until, .flags = INPUT_REQUIRED),
    INPUT(struct round_draft, star_until, .flags = INPUT_REQUIRED),
};
const struct form roster_round_form = {
    "round_draft", sizeof(struct round_draft), round_inputs, COUNT(round_inputs)};

/* One choice for each requirement; a page shows as many as the standard has. */
struct rating_marks {
    enum rating_view m1, m2, m3, m4, m5, m6, m7, m8, m9, m10, m11, m12;
    int64_t version;
};
#define MARK(m) INPUT_ENUM(struct rating_marks, m, rating_view_words, .widget = WIDGET_SELECT)
static const struct input marks_inputs[] = {
    INPUT(struct rating_marks, version, .flags = INPUT_HIDDEN),
    MARK(m1),
    MARK(m2),
    MARK(m3),
    MARK(m4),
    MARK(m5),
    MARK(m6),
    MARK(m7),
    MARK(m8),
    MARK(m9),
    MARK(m10),
    MARK(m11),
    MARK(m12),
};
#define MARKS (COUNT(marks_inputs) - 1)
_Static_assert(MARKS == ROSTER_ITEMS, "a choice for each requirement");
const struct form roster_marks_form = {
    "rating_marks", sizeof(struct rating_marks), marks_inputs, COUNT(marks_inputs)};

struct rating_draft {
    struct str note;
    int64_t stars;
    int64_t version;
};
static const struct input step_inputs[] = {
    INPUT(struct rating_draft, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct rating_draft, stars, .min = 0, .max = 5),
    INPUT(struct rating_draft, version, .flags = INPUT_HIDDEN),
};
const struct form roster_step_form = {
    "rating_draft", sizeof(struct rating_draft), step_inputs, COUNT(step_inputs)};

struct entries_query {
    struct str after;
};
static const struct input entries_inputs[] = {
    INPUT(struct entries_query, after, .flags = INPUT_HIDDEN, .max = 40),
};
const struct form roster_entries_form = {
    "entries_query", sizeof(struct entries_query), entries_inputs, COUNT(entries_inputs)};

static const enum web_tone tones[] = {
    [RATING_SELF_APPLY] = TONE_INFO,
    [RATING_COUNTY_REVIEW] = TONE_SOON,
    [RATING_SITE_CHECK] = TONE_SOON,
    [RATING_PUBLICISED] = TONE_INFO,
    [RATING_OBJECTED] = TONE_SOON,
    [RATING_AWARDED] = TONE_DONE,
    [RATING_MONITORED] = TONE_DONE,
    [RATING_DOWNGRADED] = TONE_SOON,
    [RATING_REMOVED] = TONE_OFF,
    [RATING_DECLINED] = TONE_OFF,
};

static struct str stars_text(struct call *call, int64_t stars)
{
    if (stars == 0)
        return S("—");
    return web_text1(call, TEXT_roster_stars_n, num_text(call->arena, stars));
}

static void state_cell(struct call *call, enum rating_state state, struct sheet_cell *c)
{
    c->text = station_word(call, "state.rating", rating_state_words[state]);
    c->badge = tones[state] == TONE_OFF ? S("") : str_of(web_tone_word(tones[state]));
}

static const struct sheet_column round_columns[] = {
    {"", TEXT_roster_column_round, 30, false},
    {"", TEXT_roster_column_area, 24, false},
    {"", TEXT_roster_column_self_until, 14, false},
    {"", TEXT_roster_column_entries, 10, true},
    {"", TEXT_roster_column_state, 14, false},
};

enum err roster_rounds_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_roster_ratings)};
    struct str area = registry_own_area(call->cx, RIGHT_ROSTER_READ);
    struct rating_round_list list;
    struct web_section *section;
    struct sheet *sheet;

    web_record_room(call->arena, &r, SECTIONS);
    TRY(roster_rounds(call->cx, area, &list));
    sheet = roster_web_sheet(call, round_columns, COUNT(round_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct rating_round *x = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(round_columns)];
        bool over = date_is(x->closed);

        c[0].text = x->name;
        c[0].link = roster_web_number(call, "/ratings/", x->id, "").s;
        TRY(registry_full_name(call->cx, x->division, &c[1].text));
        c[2].text = date_text(call->arena, x->self_until);
        c[3].number = x->entries;
        c[3].text = num_text(call->arena, x->entries);
        c[4].text = web_text(call, over ? TEXT_roster_round_closed : TEXT_roster_round_open);
        c[4].badge = over ? S("done") : S("info");
    }
    if (roster_web_may(call, RIGHT_STANDARD_EDIT, area))
        web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_roster_round_new),
            (struct url){S("/ratings/new")});
    section = web_record_section(&r, (struct str){0});
    section->words = web_text(call, TEXT_roster_ratings_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_ratings_none);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

static enum err round_new_show(struct call *call, struct form_state *form)
{
    registry_pick_name(call, form, "division");
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_round_new),
            web_text(call, TEXT_roster_round_words), {S("/ratings/new")}, {S("/ratings")}},
        form);
}

enum err roster_round_new_page(struct call *call)
{
    struct date today = date_of(call->cx->now);
    struct round_draft d = {.division = registry_own_area(call->cx, RIGHT_STANDARD_EDIT),
        .self_until = date_add(today, 30),
        .star_until = date_add_months(today, 24)};

    return round_new_show(call, form_fill(call->arena, &roster_round_form, &d));
}

enum err roster_round_new_again(struct call *call)
{
    station_form_faults(call);
    return round_new_show(call, call->form);
}

enum err roster_round_new_take(struct call *call)
{
    const struct round_draft *d = call_form(call);
    struct rating_round r = {.division = d->division,
        .name = d->name,
        .self_until = d->self_until,
        .star_until = d->star_until};

    TRY(registry_pick(call, "division", d->division));
    TRY(roster_round_open(call->cx, &r));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/ratings/", num_text(call->arena, r.id));
}

static const struct sheet_column entry_columns[] = {
    {"", TEXT_roster_column_station, 30, false},
    {"", TEXT_roster_column_state, 16, false},
    {"", TEXT_roster_column_stars, 10, false},
    {"", TEXT_roster_column_reason, 50, false},
};

static enum err entries_sheet(
    struct call *call, const struct rating_round *round, struct sheet **out)
{
    struct str area = registry_own_area(call->cx, RIGHT_ROSTER_READ);
    struct rating_entry_list list;
    struct sheet *sheet;

    TRY(roster_entries(call->cx, round->id, area, 0, ENTRIES_MAX, &list));
    sheet = roster_web_sheet(call, entry_columns, COUNT(entry_columns), list.n);
    sheet->title = round->name;
    for (size_t i = 0; i < list.n; i++) {
        const struct rating_entry *e = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(entry_columns)];
        struct station s;

        TRY(station_get(call->cx, e->station_id, &s));
        c[0].text = s.name;
        c[0].link = roster_web_number(call, "/rated/", e->id, "").s;
        state_cell(call, e->state, &c[1]);
        c[2].text = stars_text(call, e->stars);
        c[3].text = e->reason;
    }
    *out = sheet;
    return OK;
}

static enum err round_record(struct call *call, const struct rating_round *x)
{
    struct web_record r = {.heading = x->name};
    struct web_section *section;
    struct station_standard standard;
    struct sheet *sheet;

    web_record_room(call->arena, &r, SECTIONS);
    TRY(registry_full_name(call->cx, x->division, &r.sub));
    r.tone = date_is(x->closed) ? TONE_DONE : TONE_INFO;
    r.badge =
        web_text(call, date_is(x->closed) ? TEXT_roster_round_closed : TEXT_roster_round_open);
    TRY(roster_standard(call->cx, x->standard_id, &standard));
    web_record_link(&r, web_text(call, TEXT_roster_column_standard),
        str_f(call->arena, "%.*s %.*s", STR(standard.name), STR(standard.edition)),
        roster_web_number(call, "/standards/", standard.id, ""));
    web_record_pair(&r, web_text(call, TEXT_roster_column_self_until),
        date_text(call->arena, x->self_until));
    web_record_pair(
        &r, web_text(call, TEXT_roster_star_until), date_text(call->arena, x->star_until));
    web_record_pair(
        &r, web_text(call, TEXT_roster_closed_on), date_text(call->arena, x->closed));
    TRY(entries_sheet(call, x, &sheet));
    section = web_record_section(&r, web_text(call, TEXT_roster_entries));
    section->words = web_text(call, TEXT_roster_entries_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_entries_none);
    if (!date_is(x->closed) && roster_web_may(call, RIGHT_STANDARD_EDIT, x->division)) {
        section = web_record_section(&r, web_text(call, TEXT_roster_round_close));
        section->words = web_text(call, TEXT_roster_round_close_words);
        section->post = roster_web_number(call, "/ratings/", x->id, "/close");
        section->button = web_text(call, TEXT_roster_round_close);
    }
    web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_roster_entries_csv),
        roster_web_number(call, "/ratings/", x->id, "/stations.csv"));
    r.back = (struct url){S("/ratings")};
    r.back_words = web_text(call, TEXT_roster_ratings);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

enum err roster_round_page(struct call *call)
{
    struct rating_round x;
    struct sheet *sheet;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_round(call->cx, id, &x));
    if (!str_ends(call->path, S(".csv")))
        return round_record(call, &x);
    TRY(entries_sheet(call, &x, &sheet));
    return web_table(call, &(struct web_head){.title = x.name},
        &(struct web_table){.sheet = sheet, .heading = x.name, .exports = S("ratings")});
}

enum err roster_round_close_take(struct call *call)
{
    struct rating_round x;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_round(call->cx, id, &x));
    TRY(roster_round_close(call->cx, &x, x.version));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/ratings/", num_text(call->arena, x.id));
}

/* The newest open round that this station may take part in. */
static enum err round_for(
    struct call *call, const struct station *s, struct rating_round *out, bool *found)
{
    struct date today = date_of(call->cx->now);
    struct rating_round_list list;

    *found = false;
    TRY(roster_rounds(call->cx, s->division, &list));
    EACH (x, &list) {
        if (date_is(x->closed) || x->self_until.day < today.day || *found)
            continue;
        *out = *x;
        *found = true;
    }
    return OK;
}

enum err roster_enter_take(struct call *call)
{
    struct rating_round x;
    struct rating_entry e;
    struct station s;
    bool found;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(round_for(call, &s, &x, &found));
    if (!found)
        return fail(call->cx, ERR_CONFLICT, NULL, "roster.round_over");
    TRY(roster_entry_open(call->cx, &x, &s, &e));
    return web_redirect_note(
        call, TEXT_note_roster_entered, "/rated/", num_text(call->arena, e.id));
}

enum err roster_web_ratings(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section;
    struct rating_round_list list;
    struct rating_round open;
    struct sheet *sheet;
    size_t n = 0;
    bool found;

    TRY(roster_rounds(call->cx, s->division, &list));
    sheet = roster_web_sheet(call, entry_columns, COUNT(entry_columns), list.n);
    EACH (x, &list) {
        struct sheet_cell *c = &sheet->cells[n * COUNT(entry_columns)];
        struct rating_entry_list entries;

        TRY(roster_entries(call->cx, x->id, s->division, 0, ENTRIES_MAX, &entries));
        EACH (e, &entries) {
            if (e->station_id != s->id)
                continue;
            c[0].text = x->name;
            c[0].link = roster_web_number(call, "/rated/", e->id, "").s;
            state_cell(call, e->state, &c[1]);
            c[2].text = stars_text(call, e->stars);
            c[3].text = e->reason;
            n++;
        }
    }
    sheet->nrows = n;
    section = web_record_section(r, web_text(call, TEXT_roster_ratings));
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_no_rating);
    TRY(round_for(call, s, &open, &found));
    if (!found || !roster_web_may(call, RIGHT_ROSTER_KEEP, s->division))
        return OK;
    section->post = roster_web_url(call, s, "/rating");
    section->button = web_text1(call, TEXT_roster_enter, open.name);
    return OK;
}

static const struct sheet_column mark_columns[] = {
    {"", TEXT_roster_column_place, 6, true},
    {"", TEXT_roster_column_item, 40, false},
    {"", TEXT_roster_column_record, 30, false},
    {"", TEXT_roster_column_self, 12, false},
    {"", TEXT_roster_column_review, 12, false},
};

static enum err marks_sheet(struct call *call, const struct rating_entry *e,
    const struct rating_mark_list *marks, struct sheet **out)
{
    static const char *const badges[] = {"", "done", "soon", "overdue"};
    struct rating_round round;
    struct station_item_list items;
    struct sheet *sheet;

    TRY(roster_round(call->cx, e->round_id, &round));
    TRY(roster_items(call->cx, round.standard_id, &items));
    sheet = roster_web_sheet(call, mark_columns, COUNT(mark_columns), marks->n);
    for (size_t i = 0; i < marks->n; i++) {
        const struct rating_mark *m = &marks->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(mark_columns)];

        c[0].number = (int64_t)i + 1;
        c[0].text = num_text(call->arena, c[0].number);
        EACH (item, &items)
            if (item->id == m->item_id)
                c[1].text = item->words;
        c[2].text = roster_said(call->arena, call->cx->lang, m->record);
        c[3].text = station_word(call, "rating_view", rating_view_words[m->self]);
        c[3].badge = str_of(badges[m->self]);
        c[4].text = station_word(call, "rating_view", rating_view_words[m->review]);
        c[4].badge = str_of(badges[m->review]);
    }
    *out = sheet;
    return OK;
}

static enum err steps_fill(struct call *call, int64_t id, struct web_event_list *out)
{
    struct rating_past_list past;

    TRY(roster_entry_steps(call->cx, id, &past));
    out->p = MANY(call->arena, struct web_event, past.n);
    out->n = past.n;
    for (size_t i = 0; i < past.n; i++) {
        const struct rating_past *p = &past.p[i];

        out->p[i] = (struct web_event){.at = p->at,
            .what = station_word(call, "event.rating", p->event.p),
            .text = p->note,
            .internal = true};
        TRY(account_name(call->cx, p->account_id, &out->p[i].who));
    }
    return OK;
}

static void actions_fill(struct call *call, const struct rating_entry *e, struct web_record *r)
{
    const struct object where = {.division = e->division};
    const struct move *moves[8];
    size_t n = flow_offers(
        &rating_flow, (int)e->state, right_roles_for(call->cx, &where), moves, COUNT(moves));

    for (size_t i = 0; i < n; i++) {
        const char *word = rating_event_words[moves[i]->event];
        bool ends = moves[i]->event == RATING_DO_DECLINE || moves[i]->event == RATING_DO_REMOVE;

        web_record_action(r,
            ends     ? ACTION_DANGER
            : i == 0 ? ACTION_MAIN
                     : ACTION_OTHER,
            station_word(call, "event.rating", word),
            roster_web_number(call, "/rated/", e->id, str_f(call->arena, "/do/%s", word).p));
    }
}

static enum err entry_fill(struct call *call, struct web_record *r, struct rating_entry *e,
    struct rating_mark_list *marks)
{
    struct web_event_list *events = NEW(call->arena, struct web_event_list);
    struct rating_round round;
    struct station s;
    struct sheet *sheet;
    struct date until;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_entry(call->cx, id, e));
    TRY(station_get(call->cx, e->station_id, &s));
    TRY(roster_round(call->cx, e->round_id, &round));
    TRY(roster_marks(call->cx, e->id, marks));
    TRY(marks_sheet(call, e, marks, &sheet));
    TRY(steps_fill(call, e->id, events));
    web_record_room(call->arena, r, SECTIONS);
    r->heading = str_f(call->arena, "%.*s · %.*s", STR(s.name), STR(round.name));
    r->tone = tones[e->state];
    r->badge = station_word(call, "state.rating", rating_state_words[e->state]);
    web_record_pair(r, web_text(call, TEXT_roster_column_stars), stars_text(call, e->stars));
    web_record_pair(r, web_text(call, TEXT_roster_column_reason), e->reason);
    TRY(roster_shown_until(call->cx, e, &until));
    if (e->state == RATING_PUBLICISED || e->state == RATING_OBJECTED)
        web_record_pair(
            r, web_text(call, TEXT_roster_shown_until), date_text(call->arena, until));
    actions_fill(call, e, r);
    web_record_section(r, web_text(call, TEXT_roster_items))->sheet = sheet;
    web_record_section(r, web_text(call, TEXT_roster_entry_steps))->events = events;
    r->pdf = roster_web_number(call, "/rated/", e->id, "/record.pdf");
    r->back = roster_web_url(call, &s, "/roster");
    r->back_words = s.name;
    return OK;
}

/* As many choices as the standard has requirements. */
static const struct form_state *marks_form(
    struct call *call, const struct form_state *state, size_t n)
{
    struct form *form = NEW(call->arena, struct form);
    struct form_state *out = NEW(call->arena, struct form_state);

    *form = roster_marks_form;
    form->n = n + 1 < form->n ? n + 1 : form->n;
    *out = *state;
    out->form = form;
    return out;
}

static enum err entry_show(struct call *call, const struct form_state *typed)
{
    struct rating_marks d = {0};
    enum rating_view *views[] = {
        &d.m1, &d.m2, &d.m3, &d.m4, &d.m5, &d.m6, &d.m7, &d.m8, &d.m9, &d.m10, &d.m11, &d.m12};
    struct web_record r = {0};
    struct rating_mark_list marks;
    struct web_section *section;
    struct rating_entry e;
    bool self, review;

    TRY(entry_fill(call, &r, &e, &marks));
    self = e.state == RATING_SELF_APPLY && roster_web_may(call, RIGHT_ROSTER_KEEP, e.division);
    review = (e.state == RATING_COUNTY_REVIEW || e.state == RATING_SITE_CHECK) &&
             roster_web_may(call, RIGHT_STANDARD_EDIT, e.division);
    for (size_t i = 0; i < marks.n && i < MARKS; i++)
        *views[i] = self ? marks.p[i].self : marks.p[i].review;
    d.version = e.version;
    if (self || review) {
        section = web_record_section(
            &r, web_text(call, self ? TEXT_roster_self_title : TEXT_roster_review_title));
        section->words =
            web_text(call, self ? TEXT_roster_self_words : TEXT_roster_review_words);
        section->form = marks_form(call,
            typed != NULL ? typed : form_fill(call->arena, &roster_marks_form, &d), marks.n);
        section->post = roster_web_number(call, "/rated/", e.id, "");
        section->button = web_text(call, TEXT_roster_save);
    }
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

enum err roster_entry_page(struct call *call)
{
    return entry_show(call, NULL);
}

enum err roster_marks_again(struct call *call)
{
    station_form_faults(call);
    return entry_show(call, call->form);
}

enum err roster_entry_pdf(struct call *call)
{
    struct web_record r = {0};
    struct rating_mark_list marks;
    struct rating_entry e;

    TRY(entry_fill(call, &r, &e, &marks));
    return web_record_pdf(call, &r, S("rating.pdf"));
}

enum err roster_marks_take(struct call *call)
{
    const struct rating_marks *d = call_form(call);
    const enum rating_view views[] = {
        d->m1, d->m2, d->m3, d->m4, d->m5, d->m6, d->m7, d->m8, d->m9, d->m10, d->m11, d->m12};
    struct rating_entry e;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_entry(call->cx, id, &e));
    TRY(roster_mark_set(call->cx, &e, views, COUNT(views), d->version));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/rated/", num_text(call->arena, e.id));
}

static enum err event_of(struct call *call, int *event)
{
    *event = word_find(rating_event_words, call_path(call, "event"));
    if (*event < 0)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

static enum err step_show(
    struct call *call, const struct rating_entry *e, int event, const struct form_state *form)
{
    struct str word = station_word(call, "event.rating", rating_event_words[event]);
    struct station_form_view v = {.heading = word,
        .words = web_text(call, TEXT_roster_step_words),
        .form = form,
        .button = word,
        .action = roster_web_number(
            call, "/rated/", e->id, str_f(call->arena, "/do/%s", rating_event_words[event]).p),
        .back = roster_web_number(call, "/rated/", e->id, ""),
        .back_words = web_text(call, TEXT_roster_back)};

    return web_page(call, v.heading, page_station_form, &v);
}

static enum err step_here(struct call *call, struct rating_entry *e, int *event)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_entry(call->cx, id, e));
    TRY(registry_may(call->cx, RIGHT_ROSTER_KEEP, e->division));
    return event_of(call, event);
}

enum err roster_step_page(struct call *call)
{
    struct rating_draft d = {0};
    struct rating_entry e;
    int event;

    TRY(step_here(call, &e, &event));
    d.stars = e.stars;
    d.version = e.version;
    return step_show(call, &e, event, form_fill(call->arena, &roster_step_form, &d));
}

enum err roster_step_again(struct call *call)
{
    struct rating_entry e;
    int event;

    station_form_faults(call);
    TRY(step_here(call, &e, &event));
    return step_show(call, &e, event, call->form);
}

enum err roster_step_take(struct call *call)
{
    const struct rating_draft *d = call_form(call);
    struct rating_move step = {.note = d->note, .stars = d->stars, .version = d->version};
    struct rating_entry e;
    int event;

    TRY(step_here(call, &e, &event));
    step.event = event;
    TRY(roster_entry_move(call->cx, &e, &step));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/rated/", num_text(call->arena, e.id));
}
