/*
 * roster: pages of standards and of audits against them.
 */
#include "core/account.h"

#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 12,
    LINES_MAX = 3000
};

struct standard_draft {
    struct str division, name, edition, source;
    struct date valid_from;
    struct str lines;
};
static const struct input standard_inputs[] = {
    INPUT(struct standard_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct standard_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct standard_draft, edition, .flags = INPUT_REQUIRED, .max = 20),
    INPUT(struct standard_draft, source, .max = 200),
    INPUT(struct standard_draft, valid_from, .flags = INPUT_REQUIRED),
    INPUT(struct standard_draft, lines, .flags = INPUT_REQUIRED | INPUT_LINES, .max = LINES_MAX,
        .widget = WIDGET_AREA),
};
const struct form roster_standard_form = {
    "standard_draft", sizeof(struct standard_draft), standard_inputs, COUNT(standard_inputs)};

struct audit_draft {
    struct date day;
    struct str note, idem;
};
static const struct input audit_inputs[] = {
    INPUT(struct audit_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct audit_draft, note, .max = 200),
    INPUT(struct audit_draft, idem, .flags = INPUT_HIDDEN, .max = 60),
};
const struct form roster_audit_form = {
    "audit_draft", sizeof(struct audit_draft), audit_inputs, COUNT(audit_inputs)};

struct finding_draft {
    int64_t place;
    struct str words;
    struct date due;
};
static const struct input finding_inputs[] = {
    INPUT(struct finding_draft, place, .flags = INPUT_REQUIRED, .min = 1, .max = 99),
    INPUT(struct finding_draft, words, .flags = INPUT_REQUIRED, .max = 200),
    INPUT(struct finding_draft, due, .flags = INPUT_REQUIRED),
};
const struct form roster_finding_form = {
    "finding_draft", sizeof(struct finding_draft), finding_inputs, COUNT(finding_inputs)};

struct fix_draft {
    struct str fixed_words;
};
static const struct input fix_inputs[] = {
    INPUT(struct fix_draft, fixed_words, .flags = INPUT_REQUIRED, .max = 200),
};
const struct form roster_fix_form = {
    "fix_draft", sizeof(struct fix_draft), fix_inputs, COUNT(fix_inputs)};

static const struct sheet_column standard_columns[] = {
    {"", TEXT_roster_column_standard, 30, false},
    {"", TEXT_roster_column_edition, 10, false},
    {"", TEXT_roster_column_area, 24, false},
    {"", TEXT_roster_column_from, 12, false},
    {"", TEXT_roster_column_to, 12, false},
};

enum err roster_standards_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_roster_standards)};
    struct str area = registry_own_area(call->cx, RIGHT_ROSTER_READ);
    struct station_standard_list list;
    struct web_section *section;
    struct sheet *sheet;

    web_record_room(call->arena, &r, SECTIONS);
    TRY(roster_standards(call->cx, area, &list));
    sheet = roster_web_sheet(call, standard_columns, COUNT(standard_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct station_standard *s = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(standard_columns)];

        c[0].text = s->name;
        c[0].link = roster_web_number(call, "/standards/", s->id, "").s;
        c[1].text = s->edition;
        TRY(registry_full_name(call->cx, s->division, &c[2].text));
        c[3].text = date_text(call->arena, s->valid_from);
        c[4].text = date_text(call->arena, s->valid_to);
    }
    if (roster_web_may(call, RIGHT_STANDARD_EDIT, area))
        web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_roster_standard_new),
            (struct url){S("/standards/new")});
    section = web_record_section(&r, (struct str){0});
    section->words = web_text(call, TEXT_roster_standards_words);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_standards_none);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

static enum err standard_new_show(struct call *call, struct form_state *form)
{
    registry_pick_name(call, form, "division");
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_standard_new),
            web_text(call, TEXT_roster_standard_words), {S("/standards/new")},
            {S("/standards")}},
        form);
}

enum err roster_standard_new_page(struct call *call)
{
    struct standard_draft d = {.division = registry_own_area(call->cx, RIGHT_STANDARD_EDIT),
        .edition = S("1.0"),
        .valid_from = date_of(call->cx->now)};

    return standard_new_show(call, form_fill(call->arena, &roster_standard_form, &d));
}

enum err roster_standard_new_again(struct call *call)
{
    station_form_faults(call);
    return standard_new_show(call, call->form);
}

enum err roster_standard_new_take(struct call *call)
{
    const struct standard_draft *d = call_form(call);
    struct station_standard s = {.division = d->division,
        .name = d->name,
        .edition = d->edition,
        .source = d->source,
        .valid_from = d->valid_from};

    TRY(registry_pick(call, "division", d->division));
    TRY(roster_standard_add(call->cx, &s, d->lines));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/standards/", num_text(call->arena, s.id));
}

static const struct sheet_column item_columns[] = {
    {"", TEXT_roster_column_place, 6, true},
    {"", TEXT_roster_column_item, 50, false},
    {"", TEXT_roster_column_fact, 24, false},
};

static enum err items_sheet(struct call *call, int64_t standard_id, struct sheet **out)
{
    struct station_item_list items;
    struct sheet *sheet;

    TRY(roster_items(call->cx, standard_id, &items));
    sheet = roster_web_sheet(call, item_columns, COUNT(item_columns), items.n);
    for (size_t i = 0; i < items.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(item_columns)];

        c[0].number = items.p[i].place;
        c[0].text = num_text(call->arena, items.p[i].place);
        c[1].text = items.p[i].words;
        c[2].text = station_word(call, "station_fact", station_fact_words[items.p[i].fact]);
    }
    *out = sheet;
    return OK;
}

enum err roster_standard_page(struct call *call)
{
    struct web_record r = {0};
    struct station_standard s;
    struct sheet *sheet;
    struct str area;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_standard(call->cx, id, &s));
    TRY(items_sheet(call, s.id, &sheet));
    TRY(registry_full_name(call->cx, s.division, &area));
    web_record_room(call->arena, &r, SECTIONS);
    r.heading = str_f(call->arena, "%.*s %.*s", STR(s.name), STR(s.edition));
    r.sub = area;
    web_record_pair(
        &r, web_text(call, TEXT_roster_column_from), date_text(call->arena, s.valid_from));
    web_record_pair(
        &r, web_text(call, TEXT_roster_column_to), date_text(call->arena, s.valid_to));
    web_record_pair(&r, web_text(call, TEXT_roster_source), s.source);
    web_record_section(&r, (struct str){0})->sheet = sheet;
    r.back = (struct url){S("/standards")};
    r.back_words = web_text(call, TEXT_roster_standards);
    return web_record(call, &(struct web_head){.title = r.heading}, &r);
}

static const struct sheet_column audit_columns[] = {
    {"", TEXT_roster_column_day, 14, false},
    {"", TEXT_roster_column_standard, 30, false},
    {"", TEXT_roster_column_findings, 12, true},
    {"", TEXT_roster_column_state, 24, false},
};

static void open_cell(struct call *call, const struct station_audit *a, struct sheet_cell *c)
{
    if (a->open == 0) {
        c->text =
            web_text(call, a->findings == 0 ? TEXT_roster_audit_fine : TEXT_roster_audit_done);
        c->badge = S("done");
        return;
    }
    c->text = web_text1(call, TEXT_roster_audit_due, date_text(call->arena, a->due));
    c->badge = a->due.day < date_of(call->cx->now).day ? S("overdue") : S("soon");
}

enum err roster_web_audits(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_audits));
    struct web_action *action = NEW(call->arena, struct web_action);
    struct station_audit_list list;
    struct sheet *sheet;

    TRY(roster_audits(call->cx, s->id, &list));
    sheet = roster_web_sheet(call, audit_columns, COUNT(audit_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct station_audit *a = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(audit_columns)];
        struct station_standard standard;

        TRY(roster_standard(call->cx, a->standard_id, &standard));
        c[0].text = date_text(call->arena, a->day);
        c[0].link = roster_web_number(call, "/audits/", a->id, "").s;
        c[1].text = str_f(call->arena, "%.*s %.*s", STR(standard.name), STR(standard.edition));
        c[2].number = a->findings;
        c[2].text = num_text(call->arena, a->findings);
        open_cell(call, a, &c[3]);
    }
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_audits_none);
    if (!roster_web_may(call, RIGHT_STATION_EDIT, s->division))
        return OK;
    *action = (struct web_action){ACTION_OTHER, web_text(call, TEXT_roster_audit_new),
        roster_web_url(call, s, "/audits")};
    section->actions = (struct web_action_list){action, 1};
    return OK;
}

static enum err audit_new_show(struct call *call, const struct form_state *form)
{
    struct station s;

    TRY(roster_web_station(call, RIGHT_STATION_EDIT, &s));
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_audit_new),
            web_text(call, TEXT_roster_audit_words), roster_web_url(call, &s, "/audits"),
            roster_web_url(call, &s, "/roster")},
        form);
}

enum err roster_audit_new_page(struct call *call)
{
    struct audit_draft d = {.day = date_of(call->cx->now)};

    return audit_new_show(call, form_fill(call->arena, &roster_audit_form, &d));
}

enum err roster_audit_new_again(struct call *call)
{
    station_form_faults(call);
    return audit_new_show(call, call->form);
}

enum err roster_audit_new_take(struct call *call)
{
    const struct audit_draft *d = call_form(call);
    struct station_audit a = {.day = d->day, .note = d->note, .idem = call->form->key};
    struct station s;

    TRY(roster_web_station(call, RIGHT_STATION_EDIT, &s));
    TRY(roster_audit_add(call->cx, &s, &a));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/audits/", num_text(call->arena, a.id));
}

static const struct sheet_column finding_columns[] = {
    {"", TEXT_roster_column_item, 40, false},
    {"", TEXT_roster_column_found, 40, false},
    {"", TEXT_roster_column_due, 14, false},
    {"", TEXT_roster_column_fixed, 30, false},
};

static enum err findings_sheet(
    struct call *call, const struct station_audit *a, struct sheet **out)
{
    struct station_finding_list list;
    struct station_item_list items;
    struct sheet *sheet;
    bool may = roster_web_may(call, RIGHT_ROSTER_KEEP, a->division);

    TRY(roster_findings(call->cx, a->id, &list));
    TRY(roster_items(call->cx, a->standard_id, &items));
    sheet = roster_web_sheet(call, finding_columns, COUNT(finding_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct station_finding *f = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(finding_columns)];

        EACH (item, &items)
            if (item->id == f->item_id)
                c[0].text = item->words;
        c[1].text = f->words;
        c[2].text = date_text(call->arena, f->due);
        if (date_is(f->fixed)) {
            c[3].text = str_f(call->arena, "%.*s %.*s", STR(date_text(call->arena, f->fixed)),
                STR(f->fixed_words));
        } else {
            c[3].text = web_text(call, TEXT_roster_fix);
            if (may)
                c[3].link = roster_web_number(call, "/findings/", f->id, "").s;
        }
    }
    *out = sheet;
    return OK;
}

static enum err audit_fill(
    struct call *call, struct web_record *r, struct station_audit *a, struct station *s)
{
    struct station_standard standard;
    struct web_section *section;
    struct sheet *found, *items;
    struct str who;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_audit(call->cx, id, a));
    TRY(station_get(call->cx, a->station_id, s));
    TRY(roster_standard(call->cx, a->standard_id, &standard));
    TRY(findings_sheet(call, a, &found));
    TRY(items_sheet(call, a->standard_id, &items));
    TRY(account_name(call->cx, a->account_id, &who));
    web_record_room(call->arena, r, SECTIONS);
    r->heading = web_text1(call, TEXT_roster_audit_of, date_text(call->arena, a->day));
    r->sub = s->name;
    web_record_link(r, web_text(call, TEXT_roster_column_standard),
        str_f(call->arena, "%.*s %.*s", STR(standard.name), STR(standard.edition)),
        roster_web_number(call, "/standards/", standard.id, ""));
    web_record_pair(r, web_text(call, TEXT_roster_audit_by), who);
    web_record_pair(r, web_text(call, TEXT_roster_audit_note), a->note);
    section = web_record_section(r, web_text(call, TEXT_roster_findings));
    section->sheet = found;
    section->none = web_text(call, TEXT_roster_findings_none);
    section = web_record_section(r, web_text(call, TEXT_roster_items));
    section->sheet = items;
    r->pdf = roster_web_number(call, "/audits/", a->id, "/record.pdf");
    r->back = roster_web_url(call, s, "/roster");
    r->back_words = s->name;
    return OK;
}

static enum err audit_show(struct call *call, const struct form_state *form)
{
    struct web_record r = {0};
    struct web_section *section;
    struct station_audit a;
    struct station s;

    TRY(audit_fill(call, &r, &a, &s));
    if (roster_web_may(call, RIGHT_STATION_EDIT, a.division)) {
        section = web_record_section(&r, web_text(call, TEXT_roster_finding_new));
        section->form = form;
        section->post = roster_web_number(call, "/audits/", a.id, "");
        section->button = web_text(call, TEXT_roster_save);
    }
    return web_record(call, &(struct web_head){.title = r.heading, .place = s.name}, &r);
}

enum err roster_audit_page(struct call *call)
{
    struct finding_draft d = {.place = 1, .due = date_add(date_of(call->cx->now), 30)};

    return audit_show(call, form_fill(call->arena, &roster_finding_form, &d));
}

enum err roster_audit_again(struct call *call)
{
    station_form_faults(call);
    return audit_show(call, call->form);
}

enum err roster_audit_pdf(struct call *call)
{
    struct web_record r = {0};
    struct station_audit a;
    struct station s;

    TRY(audit_fill(call, &r, &a, &s));
    return web_record_pdf(call, &r, S("audit.pdf"));
}

enum err roster_audit_take(struct call *call)
{
    const struct finding_draft *d = call_form(call);
    struct station_audit a;
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_audit(call->cx, id, &a));
    TRY(roster_finding_add(call->cx, &a, d->place, d->words, d->due));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/audits/", num_text(call->arena, a.id));
}

static enum err fix_here(struct call *call, struct station_finding *f, struct station_audit *a)
{
    int64_t id;

    TRY(roster_web_id(call, &id));
    TRY(roster_finding(call->cx, id, f));
    TRY(roster_audit(call->cx, f->audit_id, a));
    return registry_may(call->cx, RIGHT_ROSTER_KEEP, a->division);
}

static enum err fix_show(struct call *call, const struct form_state *form)
{
    struct station_finding f;
    struct station_audit a;

    TRY(fix_here(call, &f, &a));
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_fix), f.words,
            roster_web_number(call, "/findings/", f.id, ""),
            roster_web_number(call, "/audits/", a.id, "")},
        form);
}

enum err roster_fix_page(struct call *call)
{
    struct fix_draft d = {0};

    return fix_show(call, form_fill(call->arena, &roster_fix_form, &d));
}

enum err roster_fix_again(struct call *call)
{
    station_form_faults(call);
    return fix_show(call, call->form);
}

enum err roster_fix_take(struct call *call)
{
    const struct fix_draft *d = call_form(call);
    struct station_finding f;
    struct station_audit a;

    TRY(fix_here(call, &f, &a));
    TRY(roster_finding_fix(call->cx, &f, d->fixed_words));
    return web_redirect_note(
        call, TEXT_note_roster_saved, "/audits/", num_text(call->arena, a.id));
}
