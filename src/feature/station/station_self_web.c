/*
 * station: visitors enter themselves: the page behind the code at the door, the switch of the
 * code, and the clerk's look at what waits.
 */
#include "core/settings.h"
#include "out/doc.h"
#include "web/record.h"

#include "feature/station/station_self.h"
#include "feature/station/station_web.h"

enum {
    SECTIONS = 8
};

struct self_draft {
    struct str name, phone, matter;
    int64_t persons;
};
static const struct input self_inputs[] = {
    INPUT(struct self_draft, name, .flags = INPUT_REQUIRED, .max = 50),
    INPUT(struct self_draft, phone, .flags = INPUT_PHONE, .max = 20),
    INPUT(struct self_draft, matter, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 500,
        .widget = WIDGET_AREA),
    INPUT(struct self_draft, persons, .flags = INPUT_REQUIRED, .min = 1, .max = 99),
};
const struct form station_self_form = {
    "self_draft", sizeof(struct self_draft), self_inputs, COUNT(self_inputs)};

struct self_query {
    bool done;
};
static const struct input query_inputs[] = {INPUT(struct self_query, done, .flags = 0)};
const struct form station_self_query = {
    "self_query", sizeof(struct self_query), query_inputs, COUNT(query_inputs)};

static enum err self_show(struct call *call, const struct form_state *form, bool done)
{
    struct station s;
    struct station_self_view v = {.form = form, .done = done, .action = {call->path}};
    struct str place;

    TRY(station_door_station(call->cx, call_path(call, "token"), &s));
    TRY(registry_full_name(call->cx, s.division, &place));
    v.name = s.name;
    v.page = web_url(call->arena, "/st/", s.public_id, "");
    call->personal = true;
    return web_page_as(call,
        (&(struct web_head){
            .title = web_text(call, TEXT_station_self_title), .place = place, .citizen = true}),
        page_station_self, &v);
}

enum err station_self_page(struct call *call)
{
    const struct self_query *q = call_asked(call);
    struct self_draft d = {.persons = 1};

    return self_show(call, form_fill(call->arena, &station_self_form, &d), q->done);
}

enum err station_self_again(struct call *call)
{
    station_form_faults(call);
    return self_show(call, call->form, false);
}

enum err station_self_take(struct call *call)
{
    const struct self_draft *d = call_form(call);
    struct self_visit v = {
        .name = d->name, .phone = d->phone, .matter = d->matter, .persons = d->persons};
    struct station s;
    bool repeated;

    TRY(station_door_station(call->cx, call_path(call, "token"), &s));
    TRY(station_self_add(call->cx, &s, &v, call->form->key, &repeated));
    return call_redirect(
        call, web_url(call->arena, "/v/", call_path(call, "token"), "?done=1").s);
}

static enum err desk_here(struct call *call, struct station *s)
{
    TRY(station_public(call->cx, call_path(call, "id"), s));
    return registry_may(call->cx, RIGHT_VISIT_RECORD, s->division);
}

static struct url station_url(struct call *call, const struct station *s, const char *suffix)
{
    return web_url(call->arena, "/stations/", s->public_id, suffix);
}

static void switch_section(struct call *call, struct web_record *r, const struct station *s,
    enum text_key words, const char *suffix)
{
    struct web_section *section = web_record_section(r, (struct str){NULL, 0});

    section->post = station_url(call, s, suffix);
    section->button = web_text(call, words);
}

enum err station_door_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_station_door_title)};
    struct station_door door;
    struct station s;
    bool open;

    TRY(desk_here(call, &s));
    TRY(station_door_find(call->cx, &s, &door, &open));
    web_record_room(call->arena, &r, SECTIONS);
    r.sub = s.name;
    r.tone = open ? TONE_DONE : TONE_OFF;
    r.badge = web_text(call, open ? TEXT_station_door_on : TEXT_station_door_off);
    r.back = station_url(call, &s, "/visits");
    r.back_words = web_text(call, TEXT_station_visits_title);
    web_record_section(&r, (struct str){NULL, 0})->words =
        web_text(call, TEXT_station_door_words);
    if (!open) {
        switch_section(call, &r, &s, TEXT_station_door_open, "/door/open");
        return web_record(call, &(struct web_head){.title = r.heading, .place = s.name}, &r);
    }
    web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_station_door_print),
        station_url(call, &s, "/door.pdf"));
    web_record_link(&r, web_text(call, TEXT_station_door_address),
        str_f(call->arena, "/v/%.*s", STR(door.token)),
        web_url(call->arena, "/v/", door.token, ""));
    web_record_pair(
        &r, web_text(call, TEXT_station_door_since), instant_text(call->arena, door.opened));
    switch_section(call, &r, &s, TEXT_station_door_renew, "/door/open");
    switch_section(call, &r, &s, TEXT_station_door_close, "/door/close");
    return web_record(call, &(struct web_head){.title = r.heading, .place = s.name}, &r);
}

enum err station_door_open_take(struct call *call)
{
    struct station_door door;
    struct station s;

    TRY(desk_here(call, &s));
    TRY(station_door_open(call->cx, &s, &door));
    return call_redirect(call, station_url(call, &s, "/door").s);
}

enum err station_door_close_take(struct call *call)
{
    struct station s;

    TRY(desk_here(call, &s));
    TRY(station_door_close(call->cx, &s));
    return call_redirect(call, station_url(call, &s, "/door").s);
}

enum err station_door_pdf(struct call *call)
{
    struct buf problem = buf_new(call->arena, 1024);
    struct station_door door;
    struct plate p = {.kind = web_text(call, TEXT_station_self_title)};
    struct station s;
    struct bytes pdf;
    bool open;

    TRY(desk_here(call, &s));
    TRY(station_door_find(call->cx, &s, &door, &open));
    if (!open)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "station.door_closed");
    p.title = s.name;
    p.url =
        str_f(call->arena, "%.*s/v/%.*s", STR(call->cx->settings->public_url), STR(door.token));
    p.code = door.token;
    p.lines[p.nlines++] = web_text(call, TEXT_station_door_plate);
    p.lines[p.nlines++] = web_text(call, TEXT_station_door_plate_else);
    if (doc_plates(call->arena, &p, 1, false, call->cx->lang, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "station.plate_failed");
    call_download(call, "application/pdf", S("door.pdf"));
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}

static enum err entry_here(struct call *call, struct self_visit *e, struct station *s)
{
    int64_t id;

    if (num_parse(call_path(call, "id"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "station.no_visit");
    TRY(station_self_get(call->cx, id, e));
    return station_get(call->cx, e->station_id, s);
}

static enum err entry_show(struct call *call, const struct self_visit *e,
    const struct station *s, const struct form_state *form)
{
    struct web_record r = {.heading = web_text(call, TEXT_station_self_entry)};
    struct str id = num_text(call->arena, e->id);
    struct web_section *section;

    web_record_room(call->arena, &r, SECTIONS);
    r.sub = s->name;
    r.tone = e->state == SELF_WAITING ? TONE_SOON : TONE_OFF;
    r.badge = station_word(call, "state.self_visit", self_state_words[e->state]);
    r.back = station_url(call, s, "/visits");
    r.back_words = web_text(call, TEXT_station_visits_title);
    web_record_pair(&r, web_text(call, TEXT_label_self_draft_name), e->name);
    web_record_pair(&r, web_text(call, TEXT_label_self_draft_phone), e->phone);
    web_record_pair(&r, web_text(call, TEXT_label_self_draft_matter), e->matter);
    web_record_pair(
        &r, web_text(call, TEXT_station_self_at), instant_text(call->arena, e->made));
    if (e->state == SELF_WAITING) {
        section = web_record_section(&r, web_text(call, TEXT_station_self_confirm));
        section->words = web_text(call, TEXT_station_self_confirm_words);
        section->form = form;
        section->post = web_url(call->arena, "/self-visits/", id, "");
        section->button = web_text(call, TEXT_station_self_confirm);
        section = web_record_section(&r, web_text(call, TEXT_station_self_drop));
        section->words = web_text(call, TEXT_station_self_drop_words);
        section->post = web_url(call->arena, "/self-visits/", id, "/drop");
        section->button = section->heading;
    }
    call->personal = true;
    return web_record(call, &(struct web_head){.title = r.heading, .place = s->name}, &r);
}

enum err station_entry_page(struct call *call)
{
    struct station_visit_draft d;
    struct self_visit e;
    struct station s;

    TRY(entry_here(call, &e, &s));
    d = (struct station_visit_draft){
        .day = e.day, .persons = e.persons, .summary = e.matter, .version = e.version};
    return entry_show(call, &e, &s, form_fill(call->arena, &station_visit_form, &d));
}

enum err station_entry_again(struct call *call)
{
    struct self_visit e;
    struct station s;

    station_form_faults(call);
    TRY(entry_here(call, &e, &s));
    return entry_show(call, &e, &s, call->form);
}

enum err station_entry_take(struct call *call)
{
    const struct station_visit_draft *d = call_form(call);
    struct visit v = {.day = d->day, .persons = d->persons, .summary = d->summary};
    struct self_visit e;
    struct station s;

    TRY(entry_here(call, &e, &s));
    TRY(station_visit_deputy(call, &s, d->deputy, &v.deputy_id));
    TRY(station_self_confirm(call->cx, &e, d->version, &v));
    return call_redirect(call, station_url(call, &s, "/visits").s);
}

enum err station_entry_drop(struct call *call)
{
    struct self_visit e;
    struct station s;

    TRY(entry_here(call, &e, &s));
    TRY(station_self_drop(call->cx, &e, e.version));
    return call_redirect(call, station_url(call, &s, "/visits").s);
}
