/*
 * roster: pages of reception days: the area's list, a station's own page, one day, swaps, a
 * deputy's own days, and both books on paper.
 */
#include "core/calendar.h"
#include "web/table.h"

#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 24,
    AHEAD = 62,
    BACK = 92,
    YEAR = 365
};

struct duty_query {
    struct str at;
    struct date from, to;
    bool open;
    struct str after;
};
static const struct input duties_inputs[] = {
    INPUT(struct duty_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct duty_query, from, .flags = 0),
    INPUT(struct duty_query, to, .flags = 0),
    INPUT(struct duty_query, open, .flags = 0),
    INPUT(struct duty_query, after, .flags = INPUT_HIDDEN, .max = 60),
};
const struct form roster_duties_form = {
    "duty_query", sizeof(struct duty_query), duties_inputs, COUNT(duties_inputs)};

struct duty_plan {
    struct date from, to;
};
static const struct input plan_inputs[] = {
    INPUT(struct duty_plan, from, .flags = INPUT_REQUIRED),
    INPUT(struct duty_plan, to, .flags = INPUT_REQUIRED),
};
const struct form roster_plan_form = {
    "duty_plan", sizeof(struct duty_plan), plan_inputs, COUNT(plan_inputs)};

struct swap_draft {
    struct str to, note;
};
static const struct input swap_inputs[] = {
    INPUT(struct swap_draft, to, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct swap_draft, note, .max = 200),
};
const struct form roster_swap_form = {
    "swap_draft", sizeof(struct swap_draft), swap_inputs, COUNT(swap_inputs)};

static const char *const answer_words[] = {"agreed", "refused", "withdrawn", NULL};
enum answer {
    ANSWER_AGREED,
    ANSWER_REFUSED,
    ANSWER_WITHDRAWN
};
struct swap_answer {
    enum answer answer;
    struct str note;
};
static const struct input answer_inputs[] = {
    INPUT_ENUM(struct swap_answer, answer, answer_words, .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO),
    INPUT(struct swap_answer, note, .max = 200),
};
const struct form roster_answer_form = {
    "swap_answer", sizeof(struct swap_answer), answer_inputs, COUNT(answer_inputs)};

struct str roster_web_day(struct call *call, const struct duty *d)
{
    static const char *const days[] = {"day1", "day2", "day3", "day4", "day5", "day6", "day7"};
    struct str day = date_text(call->arena, d->day);
    struct str week = station_word(call, "station", days[date_weekday(d->day) - 1]);

    if (d->time_from.n == 0)
        return str_f(call->arena, "%.*s %.*s", STR(day), STR(week));
    return str_f(call->arena, "%.*s %.*s %.*s–%.*s", STR(day), STR(week), STR(d->time_from),
        STR(d->time_to));
}

/* Called off, held and so on: what is more than the telling. */
static void went_cell(struct call *call, const struct duty *d, struct sheet_cell *c)
{
    roster_day_state(call, d, c);
    if (instant_is(d->cancelled))
        c->text = roster_web_join(call, TEXT_roster_pair, c->text,
            station_off_words(call->arena, call->cx->lang, d->reason));
}

/* Told, to be told by telephone, nobody yet: in words. */
static void told_cell(struct call *call, const struct duty *d, struct sheet_cell *c)
{
    struct date today = date_of(call->cx->now);

    if (roster_duty_state(d) > DUTY_NOTICED) {
        went_cell(call, d, c);
    } else if (d->deputy_id == 0) {
        c->text = web_text(call, TEXT_roster_gap);
        c->badge = d->day.day < today.day ? S("") : S("overdue");
    } else if (instant_is(d->told)) {
        c->text = web_text(call,
            str_is(d->told_how, "phone") ? TEXT_roster_told_phone : TEXT_roster_told_page);
        c->badge = S("done");
    } else if (d->day.day < today.day) {
        c->text = web_text(call, TEXT_roster_not_told);
    } else if (d->notice_day.day <= today.day) {
        c->text = web_text(call, TEXT_roster_tell_now);
        c->badge = S("soon");
    } else {
        c->text = web_text1(call, TEXT_roster_tell_on, date_text(call->arena, d->notice_day));
        c->badge = S("info");
    }
}

static const struct sheet_column list_columns[] = {
    {"", TEXT_roster_column_day, 26, false},
    {"", TEXT_roster_column_station, 26, false},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_told, 20, false},
    {"", TEXT_roster_column_moved, 20, false},
};

struct str roster_web_moved(struct call *call, const struct duty *d)
{
    struct str moved = S(""), later = S("");
    const struct calendar *c;

    if (d->day.day != d->planned.day)
        moved = web_text1(call, TEXT_roster_moved, date_text(call->arena, d->planned));
    if (calendar_load(call->cx, &c) != OK)
        cx_faults_clear(call->cx);
    else if (!calendar_knows(c, date_ymd(d->day).year))
        later = web_text(call, TEXT_roster_provisional);
    if (str_empty(moved) || str_empty(later))
        return str_empty(moved) ? later : moved;
    return roster_web_join(call, TEXT_roster_both, moved, later);
}

static enum err duties_fill(struct call *call, const struct duty_list *list, struct sheet **out)
{
    struct sheet *sheet = roster_web_sheet(call, list_columns, COUNT(list_columns), list->n);

    sheet->title = web_text(call, TEXT_roster_title);
    sheet->note = instant_text(call->arena, call->cx->now);
    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(list_columns)];
        struct station s;

        TRY(station_get(call->cx, d->station_id, &s));
        c[0].text = roster_web_day(call, d);
        if (roster_web_may(call, RIGHT_ROSTER_KEEP, d->division))
            c[0].link = roster_web_number(call, "/duties/", d->id, "").s;
        c[1].text = s.name;
        c[1].link = roster_web_url(call, &s, "/roster").s;
        c[2].text = roster_web_deputy(call, d->deputy_id);
        told_cell(call, d, &c[3]);
        c[4].text = roster_web_moved(call, d);
    }
    *out = sheet;
    return OK;
}

enum err roster_duties_page(struct call *call)
{
    const struct duty_query *q = call_asked(call);
    struct date today = date_of(call->cx->now);
    struct duty_filter f = {.from = date_is(q->from) ? q->from : today,
        .to = date_is(q->to) ? q->to : date_add(today, AHEAD),
        .after = DATE_NONE,
        .max = web_table_limit(call),
        .open = q->open};
    struct web_table t = {.heading = web_text(call, TEXT_roster_title),
        .filter = call->asked,
        .later = !str_empty(q->after),
        .empty = web_text(call, TEXT_roster_none),
        .exports = S("duties")};
    struct duty_list list;
    struct sheet *sheet;
    struct str day;
    bool more;

    TRY(registry_pick_asked(call, "at"));
    f.division = q->at;
    if (str_empty(f.division))
        f.division = registry_own_area(call->cx, RIGHT_ROSTER_READ);
    f.after_id = station_cursor(q->after, &day);
    if (!str_empty(day) && date_parse(day, &f.after) != OK)
        f.after = DATE_NONE;
    TRY(roster_duty_page(call->cx, &f, &list, &more));
    TRY(duties_fill(call, &list, &sheet));
    if (more)
        t.after = station_cursor_of(
            call->arena, date_text(call->arena, list.p[list.n - 1].day), list.p[list.n - 1].id);
    t.sheet = sheet;
    return web_table(call, &(struct web_head){.title = t.heading}, &t);
}

static const struct sheet_column ahead_columns[] = {
    {"", TEXT_roster_column_day, 26, false},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_told, 20, false},
    {"", TEXT_roster_column_moved, 20, false},
};

static const struct sheet_column door_columns[] = {
    {"", TEXT_roster_column_day, 26, false},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_moved, 40, false},
};

struct sheet *roster_web_door(struct call *call, const struct duty_list *list)
{
    struct sheet *sheet = roster_web_sheet(call, door_columns, COUNT(door_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(door_columns)];

        c[0].text = roster_web_day(call, d);
        c[1].text = roster_web_deputy(call, d->deputy_id);
        c[2].text = roster_web_moved(call, d);
        if (instant_is(d->cancelled))
            went_cell(call, d, &c[2]);
    }
    return sheet;
}

static struct sheet *ahead_sheet(struct call *call, const struct duty_list *list)
{
    struct sheet *sheet = roster_web_sheet(call, ahead_columns, COUNT(ahead_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(ahead_columns)];

        c[0].text = roster_web_day(call, d);
        if (roster_web_may(call, RIGHT_ROSTER_KEEP, d->division))
            c[0].link = roster_web_number(call, "/duties/", d->id, "").s;
        c[1].text = roster_web_deputy(call, d->deputy_id);
        told_cell(call, d, &c[2]);
        c[3].text = roster_web_moved(call, d);
    }
    return sheet;
}

static const struct sheet_column past_columns[] = {
    {"", TEXT_roster_column_day, 26, false},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_visitors, 14, true},
    {"", TEXT_roster_column_state, 24, false},
};

/* What came of a day stands in the visitor register; nothing is ticked here. */
static struct sheet *past_sheet(struct call *call, const struct duty_list *list)
{
    struct sheet *sheet = roster_web_sheet(call, past_columns, COUNT(past_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[list->n - 1 - i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(past_columns)];

        c[0].text = roster_web_day(call, d);
        if (roster_web_may(call, RIGHT_ROSTER_KEEP, d->division))
            c[0].link = roster_web_number(call, "/duties/", d->id, "").s;
        c[1].text = roster_web_deputy(call, d->deputy_id);
        c[2].number = d->persons;
        c[2].text = num_text(call->arena, d->persons);
        went_cell(call, d, &c[3]);
    }
    return sheet;
}

static const struct sheet_column share_columns[] = {
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_times, 12, true},
    {"", TEXT_roster_column_last, 14, false},
};

static enum err shares_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct duty_share_list shares;
    struct sheet *sheet;
    struct web_section *section;

    TRY(roster_shares(call->cx, s->id, date_add(date_of(call->cx->now), -YEAR), &shares));
    sheet = roster_web_sheet(call, share_columns, COUNT(share_columns), shares.n);
    for (size_t i = 0; i < shares.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(share_columns)];

        c[0].text = roster_web_deputy(call, shares.p[i].deputy_id);
        c[1].number = shares.p[i].times;
        c[1].text = num_text(call->arena, shares.p[i].times);
        c[2].text = date_text(call->arena, shares.p[i].last);
    }
    section = web_record_section(r, web_text(call, TEXT_roster_shares));
    section->words = web_text(call, TEXT_roster_shares_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_no_deputies);
    section->screen = true;
    return OK;
}

/* The rule or the days off changed since the roster was made. */
static enum err misfits_fill(struct call *call, const struct station *s, struct web_record *r)
{
    int64_t n;

    TRY(roster_misfits(call->cx, s, &n));
    if (n > 0)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_roster_misfits, num_text(call->arena, n)),
            web_text(call, TEXT_roster_misfits_words));
    return OK;
}

static enum err days_fill(struct call *call, const struct station *s,
    const struct form_state *form, struct web_record *r)
{
    struct date today = date_of(call->cx->now);
    struct web_section *section;
    struct duty_list list;

    TRY(roster_duties(call->cx, s->id, today, date_add(today, YEAR), &list));
    section = web_record_section(r, web_text(call, TEXT_roster_ahead));
    section->sheet = ahead_sheet(call, &list);
    section->none = web_text(call, TEXT_roster_ahead_none);
    TRY(misfits_fill(call, s, r));
    if (roster_web_may(call, RIGHT_ROSTER_KEEP, s->division)) {
        section = web_record_section(r, web_text(call, TEXT_roster_plan));
        section->words = web_text(call, TEXT_roster_plan_words);
        section->form = form;
        section->post = roster_web_url(call, s, "/roster");
        section->button = web_text(call, TEXT_roster_plan_go);
        section->screen = true;
    }
    if (!roster_web_may(call, RIGHT_VISIT_RECORD, s->division))
        return OK;
    TRY(roster_duties(call->cx, s->id, date_add(today, -BACK), date_add(today, -1), &list));
    section = web_record_section(r, web_text(call, TEXT_roster_past_days));
    section->sheet = past_sheet(call, &list);
    section->none = web_text(call, TEXT_roster_past_none);
    section->screen = true;
    return shares_fill(call, s, r);
}

static int64_t people_of(const struct station_change_list *list)
{
    int64_t n = 0;

    for (size_t i = 0; i < list->n; i++) {
        bool before = false;

        for (size_t k = 0; k < i; k++)
            before = before || list->p[k].deputy_id == list->p[i].deputy_id;
        n += !before;
    }
    return n;
}

static enum err head_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct station_idle idle;
    struct idle_rule rule;
    struct station_change_list untold;
    int64_t stars;
    bool found;

    r->heading = web_text1(call, TEXT_roster_of, s->name);
    r->sub = station_reception_text(call->arena, call->cx->lang, s->reception);
    TRY(roster_stars(call->cx, s->id, &stars));
    if (stars > 0)
        web_record_pair(r, web_text(call, TEXT_roster_stars_label),
            web_text1(call, TEXT_roster_stars_n, num_text(call->arena, stars)));
    TRY(roster_idle_of(call->cx, s, &idle, &found));
    TRY(roster_idle_rule(call->cx, s->division, &rule));
    if (found)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_roster_idle_since, date_text(call->arena, idle.since)),
            roster_web_idle(call, TEXT_roster_idle_words, &rule));
    TRY(roster_untold(call->cx, s->id, &untold));
    if (untold.n > 0)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_roster_untold_n, num_text(call->arena, people_of(&untold))),
            web_text(call, TEXT_roster_untold_words));
    return OK;
}

static void actions_fill(struct call *call, const struct station *s, struct web_record *r)
{
    if (roster_web_may(call, RIGHT_VISIT_RECORD, s->division)) {
        web_record_action(r, ACTION_MAIN, web_text(call, TEXT_roster_visitors),
            roster_web_url(call, s, "/visits"));
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_roster_register),
            roster_web_url(call, s, "/register.pdf"));
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_station_door_title),
            roster_web_url(call, s, "/door"));
    }
    web_record_action(r, ACTION_OTHER, web_text(call, TEXT_roster_paper),
        roster_web_url(call, s, "/roster.pdf"));
    web_record_action(
        r, ACTION_OTHER, web_text(call, TEXT_roster_home), roster_web_url(call, s, "/home"));
    if (roster_web_may(call, RIGHT_ROSTER_KEEP, s->division))
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_roster_words),
            roster_web_url(call, s, "/words"));
    web_record_action(r, ACTION_OTHER, web_text(call, TEXT_roster_online),
        web_url(call->arena, "/st/", s->public_id, "/online"));
}

static enum err station_show(
    struct call *call, const struct station *s, const struct form_state *form)
{
    struct web_record r = {.back = roster_web_url(call, s, ""), .back_words = s->name};

    web_record_room(call->arena, &r, SECTIONS);
    TRY(head_fill(call, s, &r));
    actions_fill(call, s, &r);
    TRY(days_fill(call, s, form, &r));
    TRY(roster_web_staff(call, s, &r));
    TRY(roster_web_audits(call, s, &r));
    TRY(roster_web_ratings(call, s, &r));
    return web_record(call, &(struct web_head){.title = r.heading, .place = s->name}, &r);
}

enum err roster_station_page(struct call *call)
{
    struct date today = date_of(call->cx->now);
    struct duty_plan d = {.from = today, .to = date_add(date_add_months(today, 3), -1)};
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_READ, &s));
    return station_show(call, &s, form_fill(call->arena, &roster_plan_form, &d));
}

enum err roster_station_again(struct call *call)
{
    struct station s;

    station_form_faults(call);
    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    return station_show(call, &s, call->form);
}

enum err roster_station_take(struct call *call)
{
    const struct duty_plan *d = call_form(call);
    struct station s;
    int64_t added;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(roster_plan(call->cx, &s, d->from, d->to, &added));
    return roster_web_done(
        call, &s, added > 0 ? TEXT_note_roster_planned : TEXT_note_roster_same);
}

static enum err duty_here(struct call *call, struct duty *d, struct station *s)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_duty(call->cx, id, d));
    return station_get(call->cx, d->station_id, s);
}

static enum err swap_show(struct call *call, const struct form_state *form)
{
    struct station s;
    struct duty d;

    TRY(duty_here(call, &d, &s));
    TRY(roster_swap_may(call->cx, &d));
    return roster_web_form(call,
        &(struct roster_web_page){
            str_f(call->arena, "%.*s %.*s", STR(s.name), STR(roster_web_day(call, &d))),
            web_text(call, TEXT_roster_swap_words),
            roster_web_number(call, "/duties/", d.id, "/swap"),
            roster_web_may(call, RIGHT_ROSTER_KEEP, d.division)
                ? roster_web_number(call, "/duties/", d.id, "")
                : (struct url){S("/duties/mine")}},
        form);
}

enum err roster_swap_page(struct call *call)
{
    struct swap_draft draft = {0};

    return swap_show(call, form_fill(call->arena, &roster_swap_form, &draft));
}

enum err roster_swap_again(struct call *call)
{
    station_form_faults(call);
    return swap_show(call, call->form);
}

/* Back to where the reader works. */
static enum err back_to(struct call *call, const struct station *s)
{
    if (roster_web_may(call, RIGHT_ROSTER_KEEP, s->division))
        return roster_web_done(call, s, TEXT_note_roster_saved);
    return web_redirect_note(call, TEXT_note_roster_saved, "/duties/", S("mine"));
}

enum err roster_swap_take(struct call *call)
{
    const struct swap_draft *draft = call_form(call);
    struct station s;
    struct duty d;
    int64_t to, id;

    TRY(duty_here(call, &d, &s));
    TRY(roster_swap_may(call->cx, &d));
    TRY(roster_web_typed(call, &s, draft->to, "to", &to));
    TRY(roster_swap_ask(call->cx, &d, to, draft->note, &id));
    return back_to(call, &s);
}

static enum err answer_show(struct call *call, const struct form_state *form)
{
    struct duty_swap w;
    struct station s;
    struct duty d;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_swap(call->cx, id, &w));
    TRY(roster_duty(call->cx, w.duty_id, &d));
    TRY(station_get(call->cx, d.station_id, &s));
    return roster_web_form(call,
        &(struct roster_web_page){
            web_text1(call, TEXT_roster_swap_to, roster_web_deputy(call, w.to_id)),
            str_f(call->arena, "%.*s %.*s %.*s %.*s", STR(s.name),
                STR(roster_web_day(call, &d)), STR(roster_web_deputy(call, w.from_id)),
                STR(w.note)),
            roster_web_number(call, "/swaps/", id, ""),
            roster_web_may(call, RIGHT_ROSTER_KEEP, d.division)
                ? roster_web_number(call, "/duties/", d.id, "")
                : (struct url){S("/duties/mine")}},
        form);
}

enum err roster_answer_page(struct call *call)
{
    struct swap_answer draft = {.answer = ANSWER_AGREED};

    return answer_show(call, form_fill(call->arena, &roster_answer_form, &draft));
}

enum err roster_answer_again(struct call *call)
{
    station_form_faults(call);
    return answer_show(call, call->form);
}

enum err roster_answer_take(struct call *call)
{
    static const enum duty_swap_state states[] = {SWAP_AGREED, SWAP_REFUSED, SWAP_WITHDRAWN};
    const struct swap_answer *draft = call_form(call);
    struct duty_swap w;
    struct station s;
    struct duty d;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_swap(call->cx, id, &w));
    TRY(roster_duty(call->cx, w.duty_id, &d));
    TRY(station_get(call->cx, d.station_id, &s));
    TRY(roster_swap_answer(call->cx, id, states[draft->answer], draft->note));
    return back_to(call, &s);
}

static const struct sheet_column mine_columns[] = {
    {"", TEXT_roster_column_day, 26, false},
    {"", TEXT_roster_column_station, 26, false},
    {"", TEXT_roster_column_where, 40, false},
    {"", TEXT_roster_column_swap, 20, false},
};

static enum err mine_sheet(struct call *call, const struct duty_list *list, struct sheet **out)
{
    struct sheet *sheet = roster_web_sheet(call, mine_columns, COUNT(mine_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(mine_columns)];
        struct station s;

        TRY(station_get(call->cx, d->station_id, &s));
        c[0].text = roster_web_day(call, d);
        c[1].text = s.name;
        c[1].link = web_url(call->arena, "/st/", s.public_id, "/online").s;
        c[2].text = s.address;
        if (instant_is(d->cancelled)) {
            went_cell(call, d, &c[3]);
            continue;
        }
        c[3].text = web_text(call, TEXT_roster_swap);
        c[3].link = roster_web_number(call, "/duties/", d->id, "/swap").s;
    }
    *out = sheet;
    return OK;
}

enum err roster_mine_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_roster_mine)};
    struct web_section *section;
    struct duty_swap_list asked;
    struct duty_list list;
    struct sheet *sheet;
    int64_t person = call->cx->actor->person_id;

    web_record_room(call->arena, &r, SECTIONS);
    TRY(roster_duties_of(call->cx, person, date_of(call->cx->now), &list));
    TRY(roster_swaps_for(call->cx, person, &asked));
    EACH (w, &asked)
        web_record_action(&r, ACTION_MAIN,
            web_text1(call, TEXT_roster_swap_asks, roster_web_deputy(call, w->from_id)),
            roster_web_number(call, "/swaps/", w->id, ""));
    TRY(mine_sheet(call, &list, &sheet));
    section = web_record_section(&r, web_text(call, TEXT_roster_ahead));
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_mine_none);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}
