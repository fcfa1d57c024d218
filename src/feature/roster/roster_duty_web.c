/*
 * roster: pages of reception days: the area's list, a station's own page, one day, swaps, a
 * deputy's own days, and both books on paper.
 */
#include "core/settings.h"
#include "out/doc.h"
#include "web/table.h"

#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 24,
    AHEAD = 62,
    BACK = 92,
    YEAR = 365,
    REGISTER_ROWS = 200,
    QR_MM = 24
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

static const struct input period_inputs[] = {
    INPUT(struct duty_plan, from, .flags = 0),
    INPUT(struct duty_plan, to, .flags = 0),
};
const struct form roster_period_form = {
    "duty_period", sizeof(struct duty_plan), period_inputs, COUNT(period_inputs)};

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

static struct str day_words(struct call *call, const struct duty *d)
{
    static const char *const days[] = {"day1", "day2", "day3", "day4", "day5", "day6", "day7"};
    struct str day = date_text(call->arena, d->day);
    struct str week = station_word(call, "station", days[date_weekday(d->day) - 1]);

    if (d->time_from.n == 0)
        return str_f(call->arena, "%.*s %.*s", STR(day), STR(week));
    return str_f(call->arena, "%.*s %.*s %.*s–%.*s", STR(day), STR(week), STR(d->time_from),
        STR(d->time_to));
}

/* Told, to be told by telephone, nobody yet: in words. */
static void told_cell(struct call *call, const struct duty *d, struct sheet_cell *c)
{
    struct date today = date_of(call->cx->now);

    if (d->deputy_id == 0) {
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

static struct str moved_words(struct call *call, const struct duty *d)
{
    if (d->day.day == d->planned.day)
        return S("");
    return web_text1(call, TEXT_roster_moved, date_text(call->arena, d->planned));
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
        c[0].text = day_words(call, d);
        if (roster_web_may(call, RIGHT_ROSTER_KEEP, d->division))
            c[0].link = roster_web_number(call, "/duties/", d->id, "").s;
        c[1].text = s.name;
        c[1].link = roster_web_url(call, &s, "/roster").s;
        c[2].text = roster_web_deputy(call, d->deputy_id);
        told_cell(call, d, &c[3]);
        c[4].text = moved_words(call, d);
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

static struct sheet *ahead_sheet(struct call *call, const struct duty_list *list)
{
    struct sheet *sheet = roster_web_sheet(call, ahead_columns, COUNT(ahead_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(ahead_columns)];

        c[0].text = day_words(call, d);
        if (roster_web_may(call, RIGHT_ROSTER_KEEP, d->division))
            c[0].link = roster_web_number(call, "/duties/", d->id, "").s;
        c[1].text = roster_web_deputy(call, d->deputy_id);
        told_cell(call, d, &c[2]);
        c[3].text = moved_words(call, d);
    }
    return sheet;
}

static const struct sheet_column past_columns[] = {
    {"", TEXT_roster_column_day, 26, false},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_visitors, 14, true},
};

/* What came of a day stands in the visitor register; nothing is ticked here. */
static enum err past_sheet(struct call *call, const struct station *s,
    const struct duty_list *list, struct sheet **out)
{
    struct sheet *sheet = roster_web_sheet(call, past_columns, COUNT(past_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct duty *d = &list->p[list->n - 1 - i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(past_columns)];
        struct visit_list visits;

        TRY(station_visits(call->cx, s->id, d->day, d->day, 0, &visits));
        EACH (v, &visits)
            c[2].number += v->persons;
        c[0].text = day_words(call, d);
        c[1].text = roster_web_deputy(call, d->deputy_id);
        c[2].text = num_text(call->arena, c[2].number);
    }
    *out = sheet;
    return OK;
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

static enum err days_fill(struct call *call, const struct station *s,
    const struct form_state *form, struct web_record *r)
{
    struct date today = date_of(call->cx->now);
    struct web_section *section;
    struct duty_list list;
    struct sheet *past;

    TRY(roster_duties(call->cx, s->id, today, date_add(today, YEAR), &list));
    section = web_record_section(r, web_text(call, TEXT_roster_ahead));
    section->sheet = ahead_sheet(call, &list);
    section->none = web_text(call, TEXT_roster_ahead_none);
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
    TRY(past_sheet(call, s, &list, &past));
    section = web_record_section(r, web_text(call, TEXT_roster_past_days));
    section->sheet = past;
    section->none = web_text(call, TEXT_roster_past_none);
    section->screen = true;
    return shares_fill(call, s, r);
}

static enum err head_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct station_idle idle;
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
    if (found)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_roster_idle_since, date_text(call->arena, idle.since)),
            web_text(call, TEXT_roster_idle_words));
    TRY(roster_untold(call->cx, s->id, &untold));
    if (untold.n > 0)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_roster_untold_n, num_text(call->arena, (int64_t)untold.n)),
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

static enum err send(struct call *call, struct doc *doc, struct str filename)
{
    struct buf problem = buf_new(call->arena, 1024);
    struct bytes pdf;

    doc_footer(doc, instant_text(call->arena, call->cx->now));
    if (doc_pdf(doc, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "web.record.pdf_failed");
    call_download(call, "application/pdf", filename);
    call->personal = true;
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}

/* The roster as it hangs at the door. */
enum err roster_station_pdf(struct call *call)
{
    struct date today = date_of(call->cx->now);
    struct station s;
    struct duty_list list;
    struct doc *doc;

    TRY(roster_web_station(call, RIGHT_ROSTER_READ, &s));
    TRY(roster_duties(call->cx, s.id, today, date_add(today, BACK), &list));
    doc = doc_new(call->arena, DOC_A4, call->cx->lang, s.name);
    doc_heading(doc, 1, web_text1(call, TEXT_roster_paper_of, s.name));
    doc_para(doc, station_reception_text(call->arena, call->cx->lang, s.reception));
    doc_pair(doc, web_text(call, TEXT_roster_where), s.address);
    if (!str_empty(s.phone))
        doc_pair(doc, web_text(call, TEXT_roster_phone), s.phone);
    doc_table(doc, ahead_sheet(call, &list));
    return send(call, doc, S("roster.pdf"));
}

static const struct sheet_column register_columns[] = {
    {"", TEXT_roster_column_day, 14, false},
    {"", TEXT_roster_column_persons, 10, true},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_summary, 50, false},
    {"", TEXT_roster_column_came, 20, false},
};

static struct sheet *register_sheet(
    struct call *call, const struct visit_list *list, int64_t *persons)
{
    struct sheet *sheet =
        roster_web_sheet(call, register_columns, COUNT(register_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct visit *v = &list->p[list->n - 1 - i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(register_columns)];

        *persons += v->persons;
        c[0].text = date_text(call->arena, v->day);
        c[1].number = v->persons;
        c[1].text = num_text(call->arena, v->persons);
        c[2].text = v->deputy_id > 0 ? roster_web_deputy(call, v->deputy_id) : S("");
        c[3].text = v->summary;
        if (str_starts(v->idem, S("self:")))
            c[3].text = str_f(call->arena, "%.*s（%.*s）", STR(v->summary),
                STR(web_text(call, TEXT_station_self_by)));
        c[4].text = web_text(
            call, v->request_id > 0 ? TEXT_roster_came_request : TEXT_roster_came_heard);
    }
    return sheet;
}

/* The visitor register in book form; nothing is entered twice for it. */
enum err roster_register_pdf(struct call *call)
{
    const struct duty_plan *q = call_asked(call);
    struct date today = date_of(call->cx->now);
    struct date to = date_is(q->to) ? q->to : today;
    struct date from = date_is(q->from) ? q->from : date_add(to, 1 - BACK);
    struct plate_code code;
    struct station s;
    struct visit_list list;
    struct sheet *sheet;
    struct doc *doc;
    int64_t persons = 0;
    bool found;

    TRY(roster_web_station(call, RIGHT_VISIT_RECORD, &s));
    TRY(station_visits(call->cx, s.id, from, to, 0, &list));
    sheet = register_sheet(call, &list, &persons);
    doc = doc_new(call->arena, DOC_A4_LANDSCAPE, call->cx->lang, s.name);
    doc_heading(doc, 1, web_text1(call, TEXT_roster_register_of, s.name));
    doc_para(doc, str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, from)),
                      STR(date_text(call->arena, to))));
    if (list.n == REGISTER_ROWS)
        doc_para(doc, web_text(call, TEXT_roster_register_more));
    doc_table(doc, sheet);
    doc_pair(doc, web_text(call, TEXT_roster_register_sum), num_text(call->arena, persons));
    doc_line(doc, web_text(call, TEXT_roster_register_sign));
    TRY(station_code_of(call->cx, CODE_OF_STATION, s.id, s.division, &code, &found));
    if (found) {
        doc_para(doc, web_text(call, TEXT_roster_register_scan));
        doc_qr(doc,
            str_f(call->arena, "%.*s/s/%.*s", STR(call->cx->settings->public_url),
                STR(code.token)),
            QR_MM);
    }
    return send(call, doc, S("register.pdf"));
}

static enum err duty_here(struct call *call, struct duty *d, struct station *s)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_duty(call->cx, id, d));
    return station_get(call->cx, d->station_id, s);
}

static enum err duty_show(struct call *call, const struct form_state *form)
{
    struct web_record r = {0};
    struct web_section *section;
    struct duty_swap_list swaps;
    struct station s;
    struct duty d;

    TRY(duty_here(call, &d, &s));
    TRY(registry_may(call->cx, RIGHT_ROSTER_KEEP, d.division));
    web_record_room(call->arena, &r, SECTIONS);
    r.heading = day_words(call, &d);
    r.sub = s.name;
    r.back = roster_web_url(call, &s, "/roster");
    r.back_words = s.name;
    web_record_pair(
        &r, web_text(call, TEXT_roster_column_deputy), roster_web_deputy(call, d.deputy_id));
    web_record_pair(
        &r, web_text(call, TEXT_roster_notice), date_text(call->arena, d.notice_day));
    web_record_pair(&r, web_text(call, TEXT_roster_column_moved), moved_words(call, &d));
    if (d.deputy_id > 0)
        web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_roster_swap),
            roster_web_number(call, "/duties/", d.id, "/swap"));
    TRY(roster_swaps(call->cx, d.id, &swaps));
    EACH (w, &swaps)
        if (w->state == SWAP_ASKED)
            web_record_action(&r, ACTION_MAIN,
                web_text1(call, TEXT_roster_swap_waits, roster_web_deputy(call, w->to_id)),
                roster_web_number(call, "/swaps/", w->id, ""));
    section = web_record_section(&r, web_text(call, TEXT_roster_change));
    section->words = web_text(call, TEXT_roster_change_words);
    section->form = form;
    section->post = roster_web_number(call, "/duties/", d.id, "");
    section->button = web_text(call, TEXT_roster_save);
    return web_record(call, &(struct web_head){.title = r.heading, .place = s.name}, &r);
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
    TRY(registry_may(call->cx, RIGHT_ROSTER_KEEP, d.division));
    TRY(roster_web_typed(call, &s, draft->deputy, "deputy", &deputy));
    if (draft->told && deputy == d.deputy_id)
        TRY(roster_told(call->cx, &d, draft->version));
    else
        TRY(roster_assign(call->cx, &d, deputy, draft->version));
    return roster_web_done(call, &s, TEXT_note_roster_saved);
}

static enum err swap_show(struct call *call, const struct form_state *form)
{
    struct station s;
    struct duty d;

    TRY(duty_here(call, &d, &s));
    TRY(roster_swap_may(call->cx, &d));
    return roster_web_form(call,
        &(struct roster_web_page){
            str_f(call->arena, "%.*s %.*s", STR(s.name), STR(day_words(call, &d))),
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
            str_f(call->arena, "%.*s %.*s %.*s %.*s", STR(s.name), STR(day_words(call, &d)),
                STR(roster_web_deputy(call, w.from_id)), STR(w.note)),
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
        c[0].text = day_words(call, d);
        c[1].text = s.name;
        c[1].link = web_url(call->arena, "/st/", s.public_id, "/online").s;
        c[2].text = s.address;
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
