/*
 * hamlet: pages of groups, hamlets and councils.
 */
#include "feature/hamlet/hamlet_web.h"

#include "core/ledger.h"
#include "web/record.h"
#include "web/table.h"

#include "feature/activity/activity.h"

enum {
    SECTIONS = 12,
    CASES_SHOWN = 10,
    MEETINGS_SHOWN = 12,
    MEETINGS_EACH = 3,
    YEAR = 365,
    /* Leiyang's councils are meant to be four fifths deputies, present or former. */
    SHARE_MEANT = 80
};

struct hamlet_query {
    struct str name, at, after;
};
static const struct input query_inputs[] = {
    INPUT(struct hamlet_query, name, .max = 60),
    INPUT(struct hamlet_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct hamlet_query, after, .flags = INPUT_HIDDEN, .max = 400),
};
static const struct form query_form = FORM(hamlet_query, query_inputs);

struct hamlet_draft {
    struct str name, division, convenor;
    struct date valid_from, valid_to;
    int64_t version;
};
static const struct input draft_inputs[] = {
    INPUT(struct hamlet_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct hamlet_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct hamlet_draft, convenor, .max = 60),
    INPUT(struct hamlet_draft, valid_from, .flags = 0),
    INPUT(struct hamlet_draft, valid_to, .flags = 0),
    INPUT(struct hamlet_draft, version, .flags = INPUT_HIDDEN),
};
static const struct form draft_form = FORM(hamlet_draft, draft_inputs);

/* A group stays where it is: the form of one that is there does not ask for the place. */
static const struct input edit_inputs[] = {
    INPUT(struct hamlet_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct hamlet_draft, convenor, .max = 60),
    INPUT(struct hamlet_draft, valid_from, .flags = 0),
    INPUT(struct hamlet_draft, valid_to, .flags = 0),
    INPUT(struct hamlet_draft, version, .flags = INPUT_HIDDEN),
};
static const struct form edit_form = FORM(hamlet_draft, edit_inputs);

struct council_draft {
    struct str name, deputy;
    bool former;
    enum council_duty duty;
    struct date valid_from, valid_to;
    int64_t version;
};
static const struct input council_inputs[] = {
    INPUT(struct council_draft, name, .max = 60),
    INPUT(struct council_draft, deputy, .max = 60),
    INPUT(struct council_draft, former, .flags = 0),
    INPUT_ENUM(struct council_draft, duty, council_duty_words, .widget = WIDGET_SELECT),
    INPUT(struct council_draft, valid_from, .flags = 0),
    INPUT(struct council_draft, valid_to, .flags = 0),
    INPUT(struct council_draft, version, .flags = INPUT_HIDDEN),
};
static const struct form council_form = FORM(council_draft, council_inputs);

struct url hamlet_web_group(struct call *call, int64_t id, const char *suffix)
{
    return web_url(call->arena, "/hamlets/", num_text(call->arena, id), suffix);
}

enum err hamlet_web_id(struct call *call, int64_t *id)
{
    if (num_parse(call_path(call, "id"), 1, INT64_MAX, id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

enum err hamlet_web_here(struct call *call, enum right right, struct hamlet_group *g)
{
    int64_t id;

    TRY(hamlet_web_id(call, &id));
    TRY(hamlet_get(call->cx, id, g));
    return registry_may(call->cx, right, g->division);
}

enum err hamlet_web_form(struct call *call, struct str heading, struct str words,
    const struct form_state *form, struct url action, struct url back)
{
    struct station_form_view v = {.heading = heading,
        .words = words,
        .form = form,
        .button = web_text(call, TEXT_hamlet_save),
        .action = action,
        .back = back,
        .back_words = web_text(call, TEXT_hamlet_back)};

    return web_page(call, heading, page_station_form, &v);
}

static const struct sheet_column list_columns[] = {
    {"", TEXT_hamlet_column_name, 30, false},
    {"", TEXT_hamlet_column_area, 30, false},
    {"", TEXT_hamlet_column_hamlets, 10, true},
    {"", TEXT_hamlet_column_members, 10, true},
    {"", TEXT_hamlet_column_share, 12, false},
    {"", TEXT_hamlet_column_open, 10, true},
    {"", TEXT_hamlet_column_state, 12, false},
};

/* "6/8 (75%)": those who are or were deputies among the members. */
static struct str share_text(struct call *call, const struct hamlet_group *g)
{
    if (g->members == 0)
        return S("—");
    return str_f(call->arena, "%lld/%lld (%lld%%)", (long long)g->deputies,
        (long long)g->members, (long long)(g->deputies * 100 / g->members));
}

static struct sheet sheet_new(
    struct call *call, const struct sheet_column *c, size_t ncolumns, size_t rows)
{
    return (struct sheet){.columns = c,
        .ncolumns = ncolumns,
        .cells = MANY(call->arena, struct sheet_cell, ncolumns * rows),
        .nrows = rows};
}

static void number_cell(struct call *call, struct sheet_cell *c, int64_t n)
{
    c->number = n;
    c->text = num_text(call->arena, n);
}

static enum err list_fill(
    struct call *call, const struct hamlet_group_list *list, struct sheet *out)
{
    *out = sheet_new(call, list_columns, COUNT(list_columns), list->n);
    out->title = web_text(call, TEXT_hamlet_title);
    out->note = instant_text(call->arena, call->cx->now);
    for (size_t i = 0; i < list->n; i++) {
        const struct hamlet_group *g = &list->p[i];
        struct sheet_cell *c = &out->cells[i * COUNT(list_columns)];
        bool works = !date_is(g->valid_to);

        c[0].text = g->name;
        c[0].link = hamlet_web_group(call, g->id, "").s;
        TRY(registry_full_name(call->cx, g->division, &c[1].text));
        number_cell(call, &c[2], g->hamlets);
        number_cell(call, &c[3], g->members);
        c[4].text = share_text(call, g);
        number_cell(call, &c[5], g->open_cases);
        c[6].text = web_text(call, !works            ? TEXT_hamlet_ended
                                   : g->members == 0 ? TEXT_hamlet_no_council
                                                     : TEXT_hamlet_working);
        c[6].badge = !works ? S("") : g->members == 0 ? S("soon") : S("done");
    }
    return OK;
}

static enum err list_page(struct call *call)
{
    const struct hamlet_query *q = call_asked(call);
    struct hamlet_filter f = {.name = q->name, .max = web_table_limit(call)};
    struct web_table t = {.heading = web_text(call, TEXT_hamlet_title),
        .filter = call->asked,
        .later = !str_empty(q->after),
        .empty = web_text(call, TEXT_hamlet_none),
        .exports = S("hamlets")};
    struct web_action *actions = MANY(call->arena, struct web_action, 2);
    struct hamlet_group_list list;
    struct sheet sheet;
    bool more;

    TRY(registry_pick_asked(call, "at"));
    f.division = q->at;
    if (str_empty(f.division))
        f.division = registry_own_area(call->cx, RIGHT_HAMLET_READ);
    f.after_id = station_cursor(q->after, &f.after);
    TRY(hamlet_list(call->cx, &f, &list, &more));
    TRY(list_fill(call, &list, &sheet));
    if (more)
        t.after =
            station_cursor_of(call->arena, list.p[list.n - 1].pinyin, list.p[list.n - 1].id);
    t.sheet = &sheet;
    t.actions.p = actions;
    if (right_may(call->cx, RIGHT_HAMLET_EDIT, &(struct object){.division = f.division}))
        actions[t.actions.n++] = (struct web_action){
            ACTION_MAIN, web_text(call, TEXT_hamlet_new), {S("/hamlets/new")}};
    if (right_may(call->cx, RIGHT_MEDIATION_KEEP, &(struct object){.division = f.division}))
        actions[t.actions.n++] = (struct web_action){
            ACTION_OTHER, web_text(call, TEXT_hamlet_cases), {S("/mediations")}};
    return web_table(call, &(struct web_head){.title = t.heading}, &t);
}

static enum err new_show(struct call *call, struct form_state *form)
{
    registry_pick_name(call, form, "division");
    return hamlet_web_form(call, web_text(call, TEXT_hamlet_new),
        web_text(call, TEXT_hamlet_new_words), form, (struct url){S("/hamlets/new")},
        (struct url){S("/hamlets")});
}

static enum err new_page(struct call *call)
{
    struct hamlet_draft d = {.division = registry_own_area(call->cx, RIGHT_HAMLET_EDIT),
        .valid_from = date_of(call->cx->now),
        .valid_to = DATE_NONE};

    return new_show(call, form_fill(call->arena, &draft_form, &d));
}

static enum err new_again(struct call *call)
{
    station_form_faults(call);
    return new_show(call, call->form);
}

/* A deputy for the area by key or full name; two of one name are told apart by the key. */
static enum err deputy_typed(
    struct call *call, struct str area, struct str typed, const char *field, struct deputy *out)
{
    struct deputy_list list;
    size_t hits = 0;

    *out = (struct deputy){0};
    if (str_empty(typed))
        return OK;
    if (registry_deputy_by_code(call->cx, typed, out) == OK)
        return OK;
    cx_faults_clear(call->cx);
    TRY(registry_deputies_for(call->cx, area, &list));
    EACH (d, &list) {
        if (!str_eq(d->name, typed))
            continue;
        *out = *d;
        hits++;
    }
    if (hits == 1)
        return OK;
    return fail(
        call->cx, ERR_INVALID, field, hits == 0 ? "hamlet.no_deputy" : "station.deputy_twice");
}

static enum err draft_take(struct call *call, struct hamlet_group *g)
{
    const struct hamlet_draft *d = call_form(call);
    struct deputy convenor;

    g->name = d->name;
    if (g->id == 0) {
        TRY(registry_pick(call, "division", d->division));
        g->division = d->division;
    }
    g->valid_from = d->valid_from;
    g->valid_to = d->valid_to;
    g->version = d->version;
    TRY(deputy_typed(call, g->division, d->convenor, "convenor", &convenor));
    g->convenor_id = convenor.id;
    TRY(hamlet_put(call->cx, g));
    return web_redirect_note(
        call, TEXT_note_hamlet_saved, "/hamlets/", num_text(call->arena, g->id));
}

static enum err new_take(struct call *call)
{
    struct hamlet_group g = {0};

    return draft_take(call, &g);
}

static enum err edit_show(
    struct call *call, const struct hamlet_group *g, const struct form_state *form)
{
    return hamlet_web_form(call, g->name, (struct str){0}, form,
        hamlet_web_group(call, g->id, "/edit"), hamlet_web_group(call, g->id, ""));
}

static enum err edit_page(struct call *call)
{
    struct hamlet_group g;
    struct hamlet_draft d;
    struct deputy convenor = {0};

    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    if (g.convenor_id > 0)
        TRY(registry_deputy(call->cx, g.convenor_id, &convenor));
    d = (struct hamlet_draft){.name = g.name,
        .division = g.division,
        .convenor = convenor.code,
        .valid_from = g.valid_from,
        .valid_to = g.valid_to,
        .version = g.version};
    return edit_show(call, &g, form_fill(call->arena, &edit_form, &d));
}

static enum err edit_again(struct call *call)
{
    struct hamlet_group g;

    station_form_faults(call);
    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    return edit_show(call, &g, call->form);
}

static enum err edit_take(struct call *call)
{
    struct hamlet_group g;

    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    return draft_take(call, &g);
}

static const struct sheet_column place_columns[] = {
    {"", TEXT_hamlet_column_hamlet, 24, false},
    {"", TEXT_hamlet_column_village, 24, false},
    {"", TEXT_hamlet_column_code, 18, false},
    {"", TEXT_hamlet_column_meetings, 14, true},
    {"", TEXT_hamlet_column_solved, 14, true},
};

static enum err year_sum(
    struct call *call, const char *measure, struct str division, int64_t *out)
{
    struct date today = date_of(call->cx->now);

    return ledger_sum(call->cx, measure, division, date_add(today, 1 - YEAR), today, out);
}

struct totals {
    int64_t meetings, solved;
};

static enum err places_fill(struct call *call, const struct division_list *places,
    struct sheet *out, struct totals *sums)
{
    *out = sheet_new(call, place_columns, COUNT(place_columns), places->n);
    for (size_t i = 0; i < places->n; i++) {
        const struct division *d = &places->p[i];
        struct sheet_cell *c = &out->cells[i * COUNT(place_columns)];
        struct division village;
        int64_t n;

        TRY(registry_division(call->cx, d->parent, &village));
        c[0].text = d->name;
        c[0].link = web_url(call->arena, "/a/", d->code, "").s;
        c[1].text = village.name;
        c[2].text = d->code;
        TRY(year_sum(call, "activity.hamlet_meeting", d->code, &n));
        number_cell(call, &c[3], n);
        sums->meetings += n;
        TRY(year_sum(call, "activity.hamlet_meeting.solved", d->code, &n));
        number_cell(call, &c[4], n);
        sums->solved += n;
    }
    return OK;
}

static const struct sheet_column member_columns[] = {
    {"", TEXT_hamlet_column_member, 16, false},
    {"", TEXT_hamlet_column_duty, 12, false},
    {"", TEXT_hamlet_column_deputy, 16, false},
    {"", TEXT_hamlet_column_from, 12, false},
    {"", TEXT_hamlet_column_to, 12, false},
};

static void members_fill(
    struct call *call, const struct council_member_list *list, bool may, struct sheet *out)
{
    static const char *const badges[] = {"done", "info", ""};

    *out = sheet_new(call, member_columns, COUNT(member_columns), list->n);
    for (size_t i = 0; i < list->n; i++) {
        const struct council_member *m = &list->p[i];
        struct sheet_cell *c = &out->cells[i * COUNT(member_columns)];

        c[0].text = m->name;
        if (may)
            c[0].link = web_url(call->arena, "/council/", num_text(call->arena, m->id), "").s;
        c[1].text = station_word(call, "council_duty", council_duty_words[m->duty]);
        c[2].text = station_word(call, "deputy_status", deputy_status_words[m->status]);
        c[2].badge = str_of(badges[m->status]);
        c[3].text = date_text(call->arena, m->valid_from);
        c[4].text = date_text(call->arena, m->valid_to);
    }
}

static enum err head_fill(struct call *call, const struct hamlet_group *g, struct web_record *r)
{
    struct str area;
    struct deputy d;

    r->heading = g->name;
    r->tone = date_is(g->valid_to) ? TONE_OFF : TONE_DONE;
    r->badge = web_text(call, date_is(g->valid_to) ? TEXT_hamlet_ended : TEXT_hamlet_working);
    TRY(registry_full_name(call->cx, g->division, &area));
    r->sub = area;
    if (g->convenor_id > 0) {
        TRY(registry_deputy(call->cx, g->convenor_id, &d));
        web_record_link(r, web_text(call, TEXT_hamlet_convenor), d.name,
            web_url(call->arena, "/d/", d.public_id, ""));
    }
    web_record_pair(
        r, web_text(call, TEXT_hamlet_since), date_text(call->arena, g->valid_from));
    web_record_pair(r, web_text(call, TEXT_hamlet_until), date_text(call->arena, g->valid_to));
    web_record_pair(r, web_text(call, TEXT_hamlet_column_share), share_text(call, g));
    return OK;
}

static void actions_fill(struct call *call, const struct hamlet_group *g, struct web_record *r)
{
    const struct object where = {.division = g->division};

    if (right_may(call->cx, RIGHT_MEDIATION_KEEP, &where))
        web_record_action(r, ACTION_MAIN, web_text(call, TEXT_hamlet_case_new),
            hamlet_web_group(call, g->id, "/mediations"));
    if (right_anywhere(call->cx, RIGHT_ACTIVITY_RECORD) == OK)
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_hamlet_meeting_new),
            web_url(call->arena, "/activities/new/hamlet_meeting?division=", g->division, ""));
    cx_faults_clear(call->cx);
    if (!right_may(call->cx, RIGHT_HAMLET_EDIT, &where))
        return;
    web_record_action(r, ACTION_OTHER, web_text(call, TEXT_hamlet_member_new),
        hamlet_web_group(call, g->id, "/members"));
    web_record_action(r, ACTION_OTHER, web_text(call, TEXT_hamlet_place_new),
        hamlet_web_group(call, g->id, "/places"));
    web_record_action(r, ACTION_OTHER, web_text(call, TEXT_hamlet_edit),
        hamlet_web_group(call, g->id, "/edit"));
}

static void gaps_fill(
    struct call *call, const struct hamlet_group *g, int64_t meetings, struct web_record *r)
{
    if (date_is(g->valid_to))
        return;
    if (g->members == 0)
        web_record_note(r, TONE_SOON, web_text(call, TEXT_hamlet_no_council),
            web_text(call, TEXT_hamlet_no_council_words));
    else if (g->deputies * 100 < g->members * SHARE_MEANT)
        web_record_note(r, TONE_INFO, web_text(call, TEXT_hamlet_share_low),
            web_text(call, TEXT_hamlet_share_words));
    if (meetings == 0)
        web_record_note(r, TONE_SOON, web_text(call, TEXT_hamlet_no_meeting),
            web_text(call, TEXT_hamlet_no_meeting_words));
}

static enum err cases_fill(
    struct call *call, const struct hamlet_group *g, struct web_record *r)
{
    const struct mediation_filter f = {
        .division = g->division, .group_id = g->id, .max = CASES_SHOWN};
    struct mediation_list list;
    struct web_section *s;
    struct sheet *sheet = NEW(call->arena, struct sheet);
    bool more;

    if (!right_may(call->cx, RIGHT_MEDIATION_KEEP, &(struct object){.division = g->division}))
        return OK;
    TRY(hamlet_cases(call->cx, &f, &list, &more));
    TRY(hamlet_web_cases(call, &list, sheet));
    s = web_record_section(r, web_text(call, TEXT_hamlet_cases));
    s->sheet = sheet;
    s->none = web_text(call, TEXT_hamlet_no_cases);
    if (more)
        s->words = web_text(call, TEXT_hamlet_cases_newest);
    return OK;
}

static const struct sheet_column meeting_columns[] = {
    {"", TEXT_hamlet_column_day, 12, false},
    {"", TEXT_hamlet_column_hamlet, 20, false},
    {"", TEXT_hamlet_column_about, 50, false},
    {"", TEXT_hamlet_column_came, 14, true},
};

/* Room for a row among those before it, the newest first. */
static struct sheet_cell *meeting_place(struct sheet *s, size_t n, struct str day)
{
    struct sheet_cell *c = &s->cells[n * COUNT(meeting_columns)];

    for (; c > s->cells && str_cmp(c[-(ptrdiff_t)COUNT(meeting_columns)].text, day) < 0;
         c -= COUNT(meeting_columns))
        memcpy(c, c - COUNT(meeting_columns), sizeof *c * COUNT(meeting_columns));
    return c;
}

/* The newest meetings of each hamlet, as the activity records hold them. */
static enum err meetings_fill(
    struct call *call, const struct division_list *places, struct web_record *r)
{
    struct web_section *s = web_record_section(r, web_text(call, TEXT_hamlet_meetings));
    struct sheet *sheet = NEW(call->arena, struct sheet);
    size_t n = 0;

    *sheet = sheet_new(call, meeting_columns, COUNT(meeting_columns), MEETINGS_SHOWN);
    EACH (d, places) {
        const struct activity_filter f = {.kind = S("hamlet_meeting"),
            .division = d->code,
            .from = date_add(date_of(call->cx->now), 1 - YEAR),
            .to = DATE_NONE,
            .before = DATE_NONE,
            .max = MEETINGS_EACH};
        struct activity_page page;

        TRY(activity_find(call->cx, &f, &page));
        EACH (a, &page.rows) {
            struct str day = date_text(call->arena, a->day);
            struct sheet_cell *c;

            if (n == MEETINGS_SHOWN)
                break;
            c = meeting_place(sheet, n, day);
            c[0].text = day;
            c[0].link = web_url(call->arena, "/activities/", a->code, "").s;
            c[1].text = d->name;
            c[2].text = a->summary;
            number_cell(call, &c[3], a->person_times);
            n++;
        }
    }
    sheet->nrows = n;
    s->sheet = sheet;
    s->none = web_text(call, TEXT_hamlet_no_meeting);
    return OK;
}

static enum err record_fill(struct call *call, struct web_record *r)
{
    struct sheet *places = NEW(call->arena, struct sheet);
    struct sheet *members = NEW(call->arena, struct sheet);
    struct hamlet_group g;
    struct division_list hamlets;
    struct council_member_list council;
    struct totals sums = {0};
    struct web_section *s;

    TRY(hamlet_web_here(call, RIGHT_HAMLET_READ, &g));
    web_record_room(call->arena, r, SECTIONS);
    TRY(head_fill(call, &g, r));
    TRY(hamlet_places(call->cx, g.id, &hamlets));
    TRY(places_fill(call, &hamlets, places, &sums));
    TRY(hamlet_members(call->cx, g.id, &council));
    members_fill(call, &council,
        right_may(call->cx, RIGHT_HAMLET_EDIT, &(struct object){.division = g.division}),
        members);
    web_record_pair(
        r, web_text(call, TEXT_hamlet_column_meetings), num_text(call->arena, sums.meetings));
    web_record_pair(
        r, web_text(call, TEXT_hamlet_column_solved), num_text(call->arena, sums.solved));
    gaps_fill(call, &g, sums.meetings, r);
    actions_fill(call, &g, r);
    s = web_record_section(r, web_text(call, TEXT_hamlet_council));
    s->sheet = members;
    s->none = web_text(call, TEXT_hamlet_no_council_words);
    s = web_record_section(r, web_text(call, TEXT_hamlet_places));
    s->sheet = places;
    s->none = web_text(call, TEXT_hamlet_no_places);
    TRY(meetings_fill(call, &hamlets, r));
    TRY(cases_fill(call, &g, r));
    r->pdf = hamlet_web_group(call, g.id, "/record.pdf");
    r->back = (struct url){S("/hamlets")};
    r->back_words = web_text(call, TEXT_hamlet_title);
    call->personal = true;
    return OK;
}

static enum err show_page(struct call *call)
{
    struct web_record r = {0};

    TRY(record_fill(call, &r));
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

static enum err show_pdf(struct call *call)
{
    struct web_record r = {0};

    TRY(record_fill(call, &r));
    return web_record_pdf(call, &r, S("hamlets.pdf"));
}

static enum err members_show(struct call *call, const struct form_state *form)
{
    struct hamlet_group g;

    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    return hamlet_web_form(call, web_text(call, TEXT_hamlet_member_new),
        web_text(call, TEXT_hamlet_member_words), form,
        hamlet_web_group(call, g.id, "/members"), hamlet_web_group(call, g.id, ""));
}

static enum err members_page(struct call *call)
{
    struct council_draft d = {
        .duty = COUNCIL_MEMBER, .valid_from = date_of(call->cx->now), .valid_to = DATE_NONE};

    return members_show(call, form_fill(call->arena, &council_form, &d));
}

static enum err members_again(struct call *call)
{
    station_form_faults(call);
    return members_show(call, call->form);
}

static enum err member_in_of(
    struct call *call, const struct hamlet_group *g, struct council_member_in *in)
{
    const struct council_draft *d = call_form(call);
    struct deputy deputy;

    TRY(deputy_typed(call, g->division, d->deputy, "deputy", &deputy));
    *in = (struct council_member_in){.name = d->name,
        .deputy = deputy.code,
        .former = d->former,
        .duty = d->duty,
        .valid_from = d->valid_from,
        .valid_to = d->valid_to,
        .version = d->version};
    return OK;
}

static enum err members_take(struct call *call)
{
    struct council_member_in in;
    struct hamlet_group g;
    int64_t id;

    TRY(hamlet_web_here(call, RIGHT_HAMLET_EDIT, &g));
    TRY(member_in_of(call, &g, &in));
    TRY(hamlet_member_add(call->cx, &g, &in, &id));
    return web_redirect_note(
        call, TEXT_note_hamlet_saved, "/hamlets/", num_text(call->arena, g.id));
}

static enum err member_here(struct call *call, struct council_member *m, struct hamlet_group *g)
{
    int64_t id;

    TRY(hamlet_web_id(call, &id));
    TRY(hamlet_member(call->cx, id, m));
    TRY(hamlet_get(call->cx, m->group_id, g));
    return registry_may(call->cx, RIGHT_HAMLET_EDIT, g->division);
}

static enum err member_show(struct call *call, const struct form_state *form)
{
    struct council_member m;
    struct hamlet_group g;

    TRY(member_here(call, &m, &g));
    return hamlet_web_form(call, m.name, web_text(call, TEXT_hamlet_member_words), form,
        web_url(call->arena, "/council/", num_text(call->arena, m.id), ""),
        hamlet_web_group(call, g.id, ""));
}

static enum err member_page(struct call *call)
{
    struct council_member m;
    struct hamlet_group g;
    struct council_draft d;
    struct deputy_list seats = {0};

    TRY(member_here(call, &m, &g));
    if (m.person_id > 0)
        TRY(registry_tenures_of(call->cx, m.person_id, &seats));
    d = (struct council_draft){.name = m.name,
        .deputy = seats.n > 0 ? seats.p[0].code : (struct str){0},
        .former = m.person_id == 0 && m.status == DEPUTY_FORMER,
        .duty = m.duty,
        .valid_from = m.valid_from,
        .valid_to = m.valid_to,
        .version = m.version};
    return member_show(call, form_fill(call->arena, &council_form, &d));
}

static enum err member_again(struct call *call)
{
    station_form_faults(call);
    return member_show(call, call->form);
}

static enum err member_take(struct call *call)
{
    struct council_member_in in;
    struct council_member m;
    struct hamlet_group g;

    TRY(member_here(call, &m, &g));
    TRY(member_in_of(call, &g, &in));
    TRY(hamlet_member_set(call->cx, &g, m.id, &in));
    return web_redirect_note(
        call, TEXT_note_hamlet_saved, "/hamlets/", num_text(call->arena, g.id));
}

/* clang-format off */
const struct route hamlet_routes[] = {
    { GET,  "/hamlets",      list_page, RIGHT_HAMLET_READ, .query = &query_form },
    { GET,  "/hamlets.csv",  list_page, RIGHT_HAMLET_READ, .query = &query_form, .flags = ROUTE_SLOW },
    { GET,  "/hamlets.xlsx", list_page, RIGHT_HAMLET_READ, .query = &query_form, .flags = ROUTE_SLOW },
    { GET,  "/hamlets/new",  new_page,  RIGHT_HAMLET_EDIT },
    { POST, "/hamlets/new",  new_take,  RIGHT_HAMLET_EDIT, .form = &draft_form, .again = new_again },
    { GET,  "/hamlets/{id}", show_page, RIGHT_HAMLET_READ },
    { GET,  "/hamlets/{id}/record.pdf", show_pdf, RIGHT_HAMLET_READ, .flags = ROUTE_SLOW },
    { GET,  "/hamlets/{id}/edit",    edit_page,    RIGHT_HAMLET_EDIT },
    { POST, "/hamlets/{id}/edit",    edit_take,    RIGHT_HAMLET_EDIT, .form = &edit_form,
      .again = edit_again },
    { GET,  "/hamlets/{id}/places",  hamlet_place_page, RIGHT_HAMLET_EDIT },
    { POST, "/hamlets/{id}/places",  hamlet_place_take, RIGHT_HAMLET_EDIT,
      .form = &hamlet_place_form, .again = hamlet_place_again },
    { GET,  "/hamlets/{id}/members", members_page, RIGHT_HAMLET_EDIT },
    { POST, "/hamlets/{id}/members", members_take, RIGHT_HAMLET_EDIT, .form = &council_form,
      .again = members_again },
    { GET,  "/council/{id}", member_page, RIGHT_HAMLET_EDIT },
    { POST, "/council/{id}", member_take, RIGHT_HAMLET_EDIT, .form = &council_form,
      .again = member_again },
    { GET,  "/hamlets/{id}/mediations", hamlet_case_new_page, RIGHT_MEDIATION_KEEP },
    { POST, "/hamlets/{id}/mediations", hamlet_case_new_take, RIGHT_MEDIATION_KEEP,
      .form = &hamlet_case_form, .again = hamlet_case_new_again },
    { GET,  "/mediations",      hamlet_cases_page, RIGHT_MEDIATION_KEEP, .query = &hamlet_cases_form },
    { GET,  "/mediations.csv",  hamlet_cases_page, RIGHT_MEDIATION_KEEP, .query = &hamlet_cases_form,
      .flags = ROUTE_SLOW },
    { GET,  "/mediations.xlsx", hamlet_cases_page, RIGHT_MEDIATION_KEEP, .query = &hamlet_cases_form,
      .flags = ROUTE_SLOW },
    { GET,  "/mediations/{id}", hamlet_case_page,  RIGHT_MEDIATION_KEEP },
    { GET,  "/mediations/{id}/record.pdf", hamlet_case_pdf, RIGHT_MEDIATION_KEEP, .flags = ROUTE_SLOW },
    { GET,  "/mediations/{id}/do/{event}", hamlet_step_page, RIGHT_MEDIATION_KEEP },
    { POST, "/mediations/{id}/do/{event}", hamlet_step_take, RIGHT_MEDIATION_KEEP,
      .form = &hamlet_step_form, .again = hamlet_step_again },
    ROUTES_END
};
/* clang-format on */

const struct web_menu hamlet_menu[] = {
    {TEXT_hamlet_title, "/hamlets", RIGHT_HAMLET_READ, 1},
    {TEXT_hamlet_cases, "/mediations", RIGHT_MEDIATION_KEEP, 1},
    {0, NULL, 0, 0},
};
