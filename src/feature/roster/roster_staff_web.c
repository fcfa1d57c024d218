/*
 * roster: pages of a station's staff, of its tasks, and of the deputies' home.
 */
#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 12,
    FORMER_SHOWN = 200
};

struct person_draft {
    struct str name;
    enum station_post post;
    struct date valid_from, valid_to;
    int64_t version;
};
static const struct input person_inputs[] = {
    INPUT(struct person_draft, name, .flags = INPUT_REQUIRED, .max = 40),
    INPUT_ENUM(struct person_draft, post, station_post_words, .widget = WIDGET_SELECT),
    INPUT(struct person_draft, valid_from, .flags = INPUT_REQUIRED),
    INPUT(struct person_draft, valid_to, .flags = 0),
    INPUT(struct person_draft, version, .flags = INPUT_HIDDEN),
};
const struct form roster_person_form = {
    "person_draft", sizeof(struct person_draft), person_inputs, COUNT(person_inputs)};

/* A task need not be of a post. */
static const char *const task_post_words[] = {
    "none", "head", "liaison", "informant", "helper", NULL};
enum task_post {
    TASK_POST_NONE,
    TASK_POST_HEAD,
    TASK_POST_LIAISON,
    TASK_POST_INFORMANT,
    TASK_POST_HELPER
};
struct task_draft {
    struct str name, standard, action, lead, helpers;
    enum task_post post;
    int64_t version;
};
static const struct input task_inputs[] = {
    INPUT(struct task_draft, standard, .max = 200, .widget = WIDGET_DIVISION),
    INPUT(struct task_draft, name, .max = 60),
    INPUT(struct task_draft, action, .max = 200),
    INPUT_ENUM(struct task_draft, post, task_post_words, .widget = WIDGET_SELECT),
    INPUT(struct task_draft, lead, .max = 60),
    INPUT(struct task_draft, helpers, .max = 200),
    INPUT(struct task_draft, version, .flags = INPUT_HIDDEN),
};
const struct form roster_task_form = {
    "task_draft", sizeof(struct task_draft), task_inputs, COUNT(task_inputs)};

struct booking_draft {
    struct date day;
    struct str time_from, time_to, purpose;
};
static const struct input booking_inputs[] = {
    INPUT(struct booking_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct booking_draft, time_from, .flags = INPUT_REQUIRED, .max = 5),
    INPUT(struct booking_draft, time_to, .flags = INPUT_REQUIRED, .max = 5),
    INPUT(struct booking_draft, purpose, .flags = INPUT_REQUIRED, .max = 60),
};
const struct form roster_booking_form = {
    "booking_draft", sizeof(struct booking_draft), booking_inputs, COUNT(booking_inputs)};

static const struct sheet_column staff_columns[] = {
    {"", TEXT_roster_column_name, 16, false},
    {"", TEXT_roster_column_post, 16, false},
    {"", TEXT_roster_column_from, 12, false},
    {"", TEXT_roster_column_to, 12, false},
};

static enum err staff_fill(
    struct call *call, const struct station *s, bool may, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_staff));
    struct web_action *actions = MANY(call->arena, struct web_action, 2);
    struct station_person_list list;
    struct station_change_list untold;
    struct sheet *sheet;

    TRY(roster_staff(call->cx, s->id, &list));
    sheet = roster_web_sheet(call, staff_columns, COUNT(staff_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct station_person *p = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(staff_columns)];

        c[0].text = p->name;
        if (may)
            c[0].link = roster_web_number(call, "/staff/", p->id, "").s;
        c[1].text = station_word(call, "station_post", station_post_words[p->post]);
        c[2].text = date_text(call->arena, p->valid_from);
        c[3].text = date_text(call->arena, p->valid_to);
    }
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_staff_none);
    section->actions.p = actions;
    if (!may)
        return OK;
    actions[section->actions.n++] = (struct web_action){ACTION_OTHER,
        web_text(call, TEXT_roster_person_new), roster_web_url(call, s, "/staff")};
    TRY(roster_untold(call->cx, s->id, &untold));
    if (untold.n > 0)
        actions[section->actions.n++] = (struct web_action){ACTION_OTHER,
            web_text(call, TEXT_roster_untold), roster_web_url(call, s, "/untold")};
    return OK;
}

static const struct sheet_column task_columns[] = {
    {"", TEXT_roster_column_task, 24, false},
    {"", TEXT_roster_column_action, 30, false},
    {"", TEXT_roster_column_lead, 16, false},
    {"", TEXT_roster_column_helpers, 24, false},
};

static enum err tasks_fill(
    struct call *call, const struct station *s, bool may, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_tasks));
    struct web_action *actions = MANY(call->arena, struct web_action, 2);
    struct station_task_list list;
    struct sheet *sheet;

    TRY(roster_tasks(call->cx, s->id, &list));
    sheet = roster_web_sheet(call, task_columns, COUNT(task_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(task_columns)];

        c[0].text = list.p[i].name;
        if (may)
            c[0].link = roster_web_number(call, "/tasks/", list.p[i].id, "").s;
        c[1].text = list.p[i].action;
        TRY(roster_task_lead(call->cx, &list.p[i], &c[2].text));
        if (str_empty(c[2].text)) {
            c[2].text = web_text(call, TEXT_roster_gap);
            c[2].badge = S("overdue");
        }
        c[3].text = list.p[i].helpers;
    }
    section->words = web_text(call, TEXT_roster_tasks_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_tasks_none);
    actions[0] = (struct web_action){
        ACTION_OTHER, web_text(call, TEXT_roster_matrix), roster_web_url(call, s, "/matrix")};
    actions[1] = (struct web_action){
        ACTION_OTHER, web_text(call, TEXT_roster_task_new), roster_web_url(call, s, "/tasks")};
    section->actions = (struct web_action_list){actions, may ? 2 : 1};
    return OK;
}

enum err roster_web_staff(struct call *call, const struct station *s, struct web_record *r)
{
    bool may = roster_web_may(call, RIGHT_ROSTER_KEEP, s->division);

    TRY(staff_fill(call, s, may, r));
    return tasks_fill(call, s, may, r);
}

static enum err person_new_show(struct call *call, const struct form_state *form)
{
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_person_new),
            web_text(call, TEXT_roster_person_words), roster_web_url(call, &s, "/staff"),
            roster_web_url(call, &s, "/roster")},
        form);
}

enum err roster_person_new_page(struct call *call)
{
    struct person_draft d = {
        .post = POST_LIAISON, .valid_from = date_of(call->cx->now), .valid_to = DATE_NONE};

    return person_new_show(call, form_fill(call->arena, &roster_person_form, &d));
}

enum err roster_person_new_again(struct call *call)
{
    station_form_faults(call);
    return person_new_show(call, call->form);
}

static enum err person_take(struct call *call, const struct station *s, int64_t id)
{
    const struct person_draft *d = call_form(call);
    struct station_person p = {.id = id,
        .station_id = s->id,
        .name = d->name,
        .post = d->post,
        .valid_from = d->valid_from,
        .valid_to = d->valid_to,
        .version = d->version};

    TRY(roster_person_put(call->cx, s, &p));
    return roster_web_done(call, s, TEXT_note_roster_staff);
}

enum err roster_person_new_take(struct call *call)
{
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    return person_take(call, &s, 0);
}

static enum err person_here(struct call *call, struct station_person *p, struct station *s)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_person(call->cx, id, p));
    TRY(station_get(call->cx, p->station_id, s));
    return registry_may(call->cx, RIGHT_ROSTER_KEEP, s->division);
}

static enum err person_show(struct call *call, const struct form_state *form)
{
    struct station_person p;
    struct station s;

    TRY(person_here(call, &p, &s));
    return roster_web_form(call,
        &(struct roster_web_page){p.name, web_text(call, TEXT_roster_person_words),
            roster_web_number(call, "/staff/", p.id, ""), roster_web_url(call, &s, "/roster")},
        form);
}

enum err roster_person_page(struct call *call)
{
    struct station_person p;
    struct person_draft d;
    struct station s;

    TRY(person_here(call, &p, &s));
    d = (struct person_draft){p.name, p.post, p.valid_from, p.valid_to, p.version};
    return person_show(call, form_fill(call->arena, &roster_person_form, &d));
}

enum err roster_person_again(struct call *call)
{
    station_form_faults(call);
    return person_show(call, call->form);
}

enum err roster_person_take(struct call *call)
{
    struct station_person p;
    struct station s;

    TRY(person_here(call, &p, &s));
    return person_take(call, &s, p.id);
}

struct untold_draft {
    struct str deputy;
};
static const struct input untold_inputs[] = {
    INPUT(struct untold_draft, deputy, .max = 60),
};
const struct form roster_untold_form = {
    "untold_draft", sizeof(struct untold_draft), untold_inputs, COUNT(untold_inputs)};

static const struct sheet_column untold_columns[] = {
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_news, 30, false},
};

/* One line for each deputy, with all that is to be told. */
static enum err untold_row(struct call *call, const struct station_change_list *list,
    const struct station_change *first, struct sheet *sheet)
{
    struct buf news = buf_new(call->arena, 400);
    struct sheet_cell *c;

    for (const struct station_change *x = list->p; x < first; x++)
        if (x->deputy_id == first->deputy_id)
            return OK;
    EACH (x, list) {
        struct station_person p;

        if (x->deputy_id != first->deputy_id)
            continue;
        TRY(roster_person(call->cx, x->person_id, &p));
        buf_f(&news, "%s%.*s %.*s", news.n > 0 ? "；" : "",
            STR(station_word(call, "station_post", station_post_words[p.post])), STR(p.name));
    }
    c = &sheet->cells[sheet->nrows++ * COUNT(untold_columns)];
    c[0].text = roster_web_deputy(call, first->deputy_id);
    c[1].text = buf_str(&news);
    return OK;
}

static enum err untold_show(struct call *call, const struct form_state *form)
{
    struct web_record r = {.heading = web_text(call, TEXT_roster_untold)};
    struct station_change_list list;
    struct web_section *section;
    struct station s;
    struct sheet *sheet;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(roster_untold(call->cx, s.id, &list));
    web_record_room(call->arena, &r, SECTIONS);
    r.sub = s.name;
    r.back = roster_web_url(call, &s, "/roster");
    r.back_words = s.name;
    sheet = roster_web_sheet(call, untold_columns, COUNT(untold_columns), list.n);
    sheet->nrows = 0;
    EACH (x, &list)
        TRY(untold_row(call, &list, x, sheet));
    section = web_record_section(&r, (struct str){0});
    section->words = web_text(call, TEXT_roster_untold_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_untold_none);
    if (list.n > 0) {
        section->form = form;
        section->post = roster_web_url(call, &s, "/untold");
        section->button = web_text(call, TEXT_roster_untold_done);
    }
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

enum err roster_untold_page(struct call *call)
{
    struct untold_draft d = {0};

    return untold_show(call, form_fill(call->arena, &roster_untold_form, &d));
}

enum err roster_untold_again(struct call *call)
{
    station_form_faults(call);
    return untold_show(call, call->form);
}

/* One deputy who was reached, or all of the list; back to the list while it has any. */
enum err roster_untold_take(struct call *call)
{
    const struct untold_draft *d = call_form(call);
    struct station_change_list list;
    struct station s;
    int64_t deputy;
    size_t left = 0;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(roster_web_typed(call, &s, d->deputy, "deputy", &deputy));
    TRY(roster_untold(call->cx, s.id, &list));
    EACH (c, &list) {
        if (deputy > 0 && c->deputy_id != deputy) {
            left++;
            continue;
        }
        TRY(roster_change_told(call->cx, &s, c->id));
    }
    if (left == 0)
        return roster_web_done(call, &s, TEXT_note_roster_saved);
    return web_redirect_note(call, TEXT_note_roster_saved,
        str_f(call->arena, "/stations/%.*s/", STR(s.public_id)).p, S("untold"));
}

/* The requirements of the standard in force, to choose from. */
static enum err standard_offer(
    struct call *call, const struct station *s, struct form_state *form)
{
    struct form_choice *to = MANY(call->arena, struct form_choice, ROSTER_ITEMS + 1);
    struct station_standard standard;
    struct station_item_list items;
    struct str chosen = form->typed[0];
    bool there = str_empty(chosen);
    size_t n = 0;

    TRY(roster_standard_for(call->cx, s->division, date_of(call->cx->now), &standard));
    TRY(roster_items(call->cx, standard.id, &items));
    for (size_t i = 0; i < items.n && i < ROSTER_ITEMS; i++) {
        to[n] = (struct form_choice){
            items.p[i].words, items.p[i].words, str_eq(items.p[i].words, chosen)};
        there = to[n].chosen || there;
        n++;
    }
    if (!there)
        to[n++] = (struct form_choice){chosen, chosen, true};
    form->found = MANY(call->arena, struct form_found, form->form->n);
    form->found[0] = (struct form_found){to, n};
    return OK;
}

static enum err task_new_show(struct call *call, struct form_state *form)
{
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(standard_offer(call, &s, form));
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_task_new),
            web_text(call, TEXT_roster_task_words), roster_web_url(call, &s, "/tasks"),
            roster_web_url(call, &s, "/roster")},
        form);
}

enum err roster_task_new_page(struct call *call)
{
    struct task_draft d = {0};

    return task_new_show(call, form_fill(call->arena, &roster_task_form, &d));
}

enum err roster_task_new_again(struct call *call)
{
    station_form_faults(call);
    return task_new_show(call, call->form);
}

/* Somebody of the staff, else a deputy of the station. */
static enum err lead_of(
    struct call *call, const struct station *s, struct str typed, struct station_task *t)
{
    struct station_person_list staff;

    t->lead = (struct str){0};
    t->lead_id = 0;
    if (str_empty(typed))
        return OK;
    TRY(roster_staff(call->cx, s->id, &staff));
    EACH (p, &staff) {
        if (date_is(p->valid_to) || !str_eq(p->name, typed))
            continue;
        t->lead = S("staff");
        t->lead_id = p->id;
        return OK;
    }
    TRY(roster_web_typed(call, s, typed, "lead", &t->lead_id));
    t->lead = S("deputy");
    return OK;
}

static enum err task_take(struct call *call, const struct station *s, int64_t id)
{
    const struct task_draft *d = call_form(call);
    struct station_task t = {.id = id,
        .station_id = s->id,
        .name = d->name,
        .action = d->action,
        .standard = d->standard,
        .helpers = d->helpers,
        .version = d->version};

    if (d->post != TASK_POST_NONE)
        t.post = str_of(task_post_words[d->post]);
    TRY(lead_of(call, s, d->lead, &t));
    TRY(roster_task_put(call->cx, s, &t));
    return roster_web_done(call, s, TEXT_note_roster_saved);
}

enum err roster_task_new_take(struct call *call)
{
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    return task_take(call, &s, 0);
}

static enum err task_here(struct call *call, struct station_task *t, struct station *s)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_task(call->cx, id, t));
    TRY(station_get(call->cx, t->station_id, s));
    return registry_may(call->cx, RIGHT_ROSTER_KEEP, s->division);
}

static enum err task_show(struct call *call, struct form_state *form)
{
    struct station_task t;
    struct station s;

    TRY(task_here(call, &t, &s));
    TRY(standard_offer(call, &s, form));
    return roster_web_form(call,
        &(struct roster_web_page){t.name, web_text(call, TEXT_roster_task_words),
            roster_web_number(call, "/tasks/", t.id, ""), roster_web_url(call, &s, "/roster")},
        form);
}

enum err roster_task_page(struct call *call)
{
    struct station_task t;
    struct task_draft d;
    struct station s;
    int post;

    TRY(task_here(call, &t, &s));
    post = str_empty(t.post) ? 0 : word_find(task_post_words, t.post);
    d = (struct task_draft){.name = t.name,
        .action = t.action,
        .standard = t.standard,
        .post = post > 0 ? (enum task_post)post : TASK_POST_NONE,
        .helpers = t.helpers,
        .version = t.version};
    if (t.lead_id > 0)
        TRY(roster_task_lead(call->cx, &t, &d.lead));
    return task_show(call, form_fill(call->arena, &roster_task_form, &d));
}

enum err roster_task_again(struct call *call)
{
    station_form_faults(call);
    return task_show(call, call->form);
}

enum err roster_task_take(struct call *call)
{
    struct station_task t;
    struct station s;

    TRY(task_here(call, &t, &s));
    return task_take(call, &s, t.id);
}

static const struct sheet_column booking_columns[] = {
    {"", TEXT_roster_column_day, 16, false},
    {"", TEXT_roster_column_time, 16, false},
    {"", TEXT_roster_column_purpose, 40, false},
    {"", TEXT_roster_column_unbook, 10, false},
};
static const struct sheet_column former_columns[] = {
    {"", TEXT_roster_column_name, 16, false},
    {"", TEXT_roster_column_congress, 30, false},
    {"", TEXT_roster_column_until, 14, false},
};

static enum err bookings_fill(struct call *call, const struct station *s,
    const struct form_state *form, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_bookings));
    bool may = roster_web_may(call, RIGHT_ROSTER_KEEP, s->division);
    struct home_booking_list list;
    struct sheet *sheet;

    TRY(roster_bookings(call->cx, s->id, date_of(call->cx->now), &list));
    sheet = roster_web_sheet(call, booking_columns, COUNT(booking_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(booking_columns)];

        c[0].text = date_text(call->arena, list.p[i].day);
        c[1].text =
            str_f(call->arena, "%.*s–%.*s", STR(list.p[i].time_from), STR(list.p[i].time_to));
        c[2].text = list.p[i].purpose;
        if (!may)
            continue;
        c[3].text = web_text(call, TEXT_roster_unbook);
        c[3].link = roster_web_number(call, "/bookings/", list.p[i].id, "").s;
    }
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_bookings_none);
    if (!may)
        return OK;
    section->form = form;
    section->post = roster_web_url(call, s, "/home");
    section->button = web_text(call, TEXT_roster_book);
    return OK;
}

/* Deputies of the township whose term is over: they stay part of the home. */
static enum err former_fill(struct call *call, const struct station *s, struct web_record *r)
{
    const struct deputy_filter f = {
        .division = s->division, .state = S("ended"), .station_id = -1, .max = FORMER_SHOWN};
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_former));
    struct deputy_list list = {0};
    struct sheet *sheet;
    bool more;

    section->words = web_text(call, TEXT_roster_former_words);
    if (roster_web_may(call, RIGHT_REGISTRY_READ, s->division))
        TRY(registry_deputy_list(call->cx, &f, &list, &more));
    sheet = roster_web_sheet(call, former_columns, COUNT(former_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(former_columns)];

        c[0].text = list.p[i].name;
        TRY(registry_congress_name(call->cx, list.p[i].congress_id, &c[1].text));
        c[2].text = date_text(call->arena, list.p[i].valid_to);
    }
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_former_none);
    return OK;
}

static enum err home_show(struct call *call, const struct form_state *form)
{
    struct web_record r = {0};
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_READ, &s));
    web_record_room(call->arena, &r, SECTIONS);
    r.heading = web_text1(call, TEXT_roster_home_of, s.name);
    r.sub = s.address;
    r.back = roster_web_url(call, &s, "/roster");
    r.back_words = s.name;
    TRY(bookings_fill(call, &s, form, &r));
    TRY(former_fill(call, &s, &r));
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

enum err roster_home_page(struct call *call)
{
    struct booking_draft d = {
        .day = date_of(call->cx->now), .time_from = S("09:00"), .time_to = S("11:30")};

    return home_show(call, form_fill(call->arena, &roster_booking_form, &d));
}

enum err roster_home_again(struct call *call)
{
    station_form_faults(call);
    return home_show(call, call->form);
}

enum err roster_home_take(struct call *call)
{
    const struct booking_draft *d = call_form(call);
    struct home_booking b = {
        .day = d->day, .time_from = d->time_from, .time_to = d->time_to, .purpose = d->purpose};
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(roster_book(call->cx, &s, &b));
    return roster_web_done(call, &s, TEXT_note_roster_saved);
}

static enum err booking_here(struct call *call, struct home_booking *b, struct station *s)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_booking(call->cx, id, b));
    TRY(station_get(call->cx, b->station_id, s));
    return registry_may(call->cx, RIGHT_ROSTER_KEEP, s->division);
}

enum err roster_booking_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_roster_unbook)};
    struct web_section *section;
    struct home_booking b;
    struct station s;

    TRY(booking_here(call, &b, &s));
    web_record_room(call->arena, &r, SECTIONS);
    r.sub = s.name;
    r.back = roster_web_url(call, &s, "/home");
    r.back_words = web_text(call, TEXT_roster_home);
    section = web_record_section(&r, (struct str){0});
    section->words = str_f(call->arena, "%.*s %.*s–%.*s %.*s",
        STR(date_text(call->arena, b.day)), STR(b.time_from), STR(b.time_to), STR(b.purpose));
    section->post = roster_web_number(call, "/bookings/", b.id, "");
    section->button = web_text(call, TEXT_roster_unbook);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

enum err roster_booking_take(struct call *call)
{
    struct home_booking b;
    struct station s;

    TRY(booking_here(call, &b, &s));
    TRY(roster_booking_drop(call->cx, &s, b.id));
    return roster_web_done(call, &s, TEXT_note_roster_saved);
}
