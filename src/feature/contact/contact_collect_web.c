/*
 * contact: the half-year collection for the office, its printed report, the departments'
 * sheets.
 */
#include "base/buf.h"
#include "out/doc.h"

#include "feature/contact/contact_web.h"

enum {
    PROBLEM_MAX = 1024
};

static const char *const half_words[] = {"first", "second", NULL};

struct open_draft {
    int64_t year;
    struct str half, division;
    struct date due;
};
static const struct input open_inputs[] = {
    INPUT(struct open_draft, year, .flags = INPUT_REQUIRED, .min = 2000, .max = 2199),
    {.name = "half",
        .kind = KIND_STR,
        .offset = offsetof(struct open_draft, half),
        .words = half_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct open_draft, due, .flags = INPUT_REQUIRED),
    INPUT(struct open_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
};
const struct form contact_open_form = {
    "contact_open", sizeof(struct open_draft), open_inputs, COUNT(open_inputs)};

struct step_draft {
    int64_t version;
};
static const struct input close_inputs[] = {
    INPUT(struct step_draft, version, .flags = INPUT_HIDDEN)};
const struct form contact_close_form = {
    "contact_close", sizeof(struct step_draft), close_inputs, COUNT(close_inputs)};

struct report_draft {
    struct str note;
    int64_t version;
};
static const struct input report_inputs[] = {
    INPUT(struct report_draft, note, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct report_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_report_form = {
    "contact_report", sizeof(struct report_draft), report_inputs, COUNT(report_inputs)};

struct reply_draft {
    struct str reply;
    int64_t version;
};
static const struct input reply_inputs[] = {
    INPUT(struct reply_draft, reply, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 2000,
        .widget = WIDGET_AREA),
    INPUT(struct reply_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_reply_form = {
    "contact_reply", sizeof(struct reply_draft), reply_inputs, COUNT(reply_inputs)};

struct str contact_run_title(struct call *call, const struct collection_run *r)
{
    return web_text1(call, r->half == 1 ? TEXT_contact_run_first : TEXT_contact_run_second,
        num_text(call->arena, r->year));
}

void contact_part_pairs(
    struct call *call, struct web_record *r, const struct collection_part *p)
{
    const struct {
        enum text_key key;
        int64_t n;
    } all[] = {{TEXT_contact_col_links, p->links}, {TEXT_contact_col_met_links, p->met},
        {TEXT_contact_col_contacts, p->contacts}, {TEXT_contact_col_opinions, p->opinions},
        {TEXT_contact_col_settled, p->settled}};

    for (size_t i = 0; i < COUNT(all); i++)
        web_record_pair(r, web_text(call, all[i].key), num_text(call->arena, all[i].n));
}

static struct str run_state(struct call *call, const struct collection_run *r)
{
    return contact_word(call, "state.collection", collection_state_words[r->state]);
}

static const struct sheet_column run_columns[] = {
    {"", TEXT_contact_col_half, 16, false},
    {"", TEXT_contact_col_area, 20, false},
    {"", TEXT_contact_col_stand, 14, false},
    {"", TEXT_contact_col_until, 12, false},
    {"", TEXT_contact_col_meeting, 24, false},
};

static enum err runs_table(
    struct call *call, const struct collection_run_list *list, struct sheet **out)
{
    static const char *const badges[] = {"soon", "info", "done"};
    struct sheet *t = contact_sheet(call, run_columns, COUNT(run_columns), list->n);

    EACH (r, list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(run_columns)];

        c[0].text = contact_run_title(call, r);
        c[0].link = web_url(call->arena, "/collections/", r->public_id, "").s;
        TRY(registry_full_name(call->cx, r->division, &c[1].text));
        c[2].text = run_state(call, r);
        c[2].badge = str_of(badges[r->state]);
        c[3].text = date_text(call->arena, r->due);
        c[4].text = r->meeting;
    }
    *out = t;
    return OK;
}

enum err contact_runs_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_runs_title)};
    const struct {
        struct str at;
    } *q = call->asked == NULL ? NULL : call_asked(call);
    struct str area = contact_area(call, q == NULL ? S("") : q->at, RIGHT_CONTACT_READ);
    struct ymd today = date_ymd(date_of(call->cx->now));
    struct open_draft d = {.year = today.year,
        .half = today.month <= 6 ? S("first") : S("second"),
        .division = area,
        .due = date_add(date_of(call->cx->now), 14)};
    struct collection_run_list list;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_collect_list(call->cx, area, &list));
    TRY(runs_table(call, &list, &t));
    web_record_room(call->arena, &r, 8);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_runs_words);
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_runs_none);
    if (right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = area})) {
        s = web_record_section(&r, web_text(call, TEXT_contact_run_open));
        s->words = web_text(call, TEXT_contact_run_open_words);
        s->form = contact_form_at(call, &contact_open_form, &d);
        s->post = web_url_of("/collections");
        s->button = web_text(call, TEXT_contact_run_open);
    }
    return contact_record(call, &r);
}

enum err contact_open_take(struct call *call)
{
    const struct open_draft *f = call_form(call);
    struct collection_run r;
    enum err e;

    TRY(registry_pick(call, "division", f->division));
    e = contact_collect_open(
        call->cx, f->division, f->year, word_find(half_words, f->half) + 1, f->due, &r);
    TRY(e == ERR_CONFLICT ? contact_at_field(call->cx, e, "half") : e);
    return web_redirect_note(call, TEXT_note_contact_opened, "/collections/", r.public_id);
}

static const struct sheet_column part_columns[] = {
    {"", TEXT_contact_col_who, 16, false},
    {"", TEXT_contact_col_office, 14, false},
    {"", TEXT_contact_col_links, 8, true},
    {"", TEXT_contact_col_met_links, 8, true},
    {"", TEXT_contact_col_contacts, 8, true},
    {"", TEXT_contact_col_opinions, 8, true},
    {"", TEXT_contact_col_settled, 8, true},
    {"", TEXT_contact_col_stand, 12, false},
    {"", TEXT_contact_col_note, 30, false},
};

static struct sheet *parts_table(struct call *call, const struct collection_part_list *parts)
{
    static const char *const badges[] = {"soon", "done", "off"};
    struct sheet *t = contact_sheet(call, part_columns, COUNT(part_columns), parts->n);

    EACH (p, parts) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(part_columns)];
        const int64_t figures[] = {p->links, p->met, p->contacts, p->opinions, p->settled};

        c[0].text = p->name;
        c[1].text = contact_word(call, "contact.office", p->office.p);
        for (size_t i = 0; i < COUNT(figures); i++) {
            c[2 + i].text = num_text(call->arena, figures[i]);
            c[2 + i].number = figures[i];
        }
        c[7].text = contact_word(call, "contact.part", part_state_words[p->state]);
        c[7].badge = str_of(badges[p->state]);
        c[8].text = p->note;
    }
    return t;
}

static const struct sheet_column unit_columns[] = {
    {"", TEXT_contact_col_unit, 24, false},
    {"", TEXT_contact_col_opinions, 8, true},
    {"", TEXT_contact_col_settled, 8, true},
    {"", TEXT_contact_col_reply, 40, false},
};

/* These are of all deputies of the congress, the figures above of those who took part: said, so
 * that nobody adds them up against each other. */
static struct str units_words(struct call *call, const struct collection_unit_list *units)
{
    int64_t opinions = 0, settled = 0, silent = 0;

    EACH (u, units) {
        opinions += u->opinions;
        settled += u->settled;
        silent += u->reply.n == 0;
    }
    return text_fill_named(call->arena, call->cx->lang, S("contact.units_words"),
        (struct str[]){num_text(call->arena, opinions), num_text(call->arena, settled),
            num_text(call->arena, (int64_t)units->n - silent), num_text(call->arena, silent)},
        4);
}

static struct sheet *units_table(struct call *call, const struct collection_unit_list *units)
{
    struct sheet *t = contact_sheet(call, unit_columns, COUNT(unit_columns), units->n);

    EACH (u, units) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(unit_columns)];

        c[0].text = u->name;
        c[1].text = num_text(call->arena, u->opinions);
        c[1].number = u->opinions;
        c[2].text = num_text(call->arena, u->settled);
        c[2].number = u->settled;
        c[3].text = instant_is(u->replied) ? u->reply : web_text(call, TEXT_contact_no_reply);
    }
    return t;
}

struct totals {
    int64_t parts, confirmed, links, met, contacts, opinions, settled;
};

static struct totals totals_of(const struct collection_part_list *parts)
{
    struct totals t = {.parts = (int64_t)parts->n};

    EACH (p, parts) {
        t.confirmed += p->state == PART_CONFIRMED;
        t.links += p->links;
        t.met += p->met;
        t.contacts += p->contacts;
        t.opinions += p->opinions;
        t.settled += p->settled;
    }
    return t;
}

static struct str totals_text(struct call *call, const struct totals *t)
{
    return text_fill_named(call->arena, call->cx->lang, S("contact.totals"),
        (struct str[]){num_text(call->arena, t->parts), num_text(call->arena, t->confirmed),
            num_text(call->arena, t->links), num_text(call->arena, t->met),
            num_text(call->arena, t->contacts), num_text(call->arena, t->opinions),
            num_text(call->arena, t->settled)},
        7);
}

static void run_steps(struct call *call, const struct collection_run *run, struct web_record *r)
{
    struct step_draft step = {run->version};
    struct report_draft report = {.version = run->version};
    struct web_section *s;

    if (!right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = run->division}))
        return;
    if (run->state == COLLECTION_OPEN) {
        s = web_record_section(r, web_text(call, TEXT_contact_run_close));
        s->words = web_text(call, TEXT_contact_run_close_words);
        s->form = contact_form_of(call, &contact_close_form, &step);
        s->post = web_url(call->arena, "/collections/", run->public_id, "/close");
        s->button = web_text(call, TEXT_contact_run_close);
    }
    if (run->state == COLLECTION_CLOSED) {
        s = web_record_section(r, web_text(call, TEXT_contact_run_report));
        s->words = web_text(call, TEXT_contact_run_report_words);
        s->form = contact_form_of(call, &contact_report_form, &report);
        s->post = web_url(call->arena, "/collections/", run->public_id, "/report");
        s->button = web_text(call, TEXT_contact_run_report);
    }
}

enum err contact_run_page(struct call *call)
{
    static const enum web_tone tones[] = {TONE_SOON, TONE_INFO, TONE_DONE};
    struct web_record r = {.back = web_url_of("/collections"),
        .back_words = web_text(call, TEXT_contact_runs_title)};
    struct collection_run run;
    struct collection_part_list parts;
    struct collection_unit_list units;
    struct totals totals;
    struct web_section *s;

    TRY(contact_collect_get(call->cx, call_path(call, "id"), &run));
    TRY(contact_collect_parts(call->cx, run.id, &parts));
    TRY(contact_collect_units(call->cx, run.id, &units));
    totals = totals_of(&parts);
    web_record_room(call->arena, &r, 12);
    r.heading = contact_run_title(call, &run);
    r.badge = run_state(call, &run);
    r.tone = tones[run.state];
    r.sub = str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, run.day_from)),
        STR(date_text(call->arena, run.day_to)));
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_until), date_text(call->arena, run.due));
    web_record_pair(&r, web_text(call, TEXT_contact_col_meeting), run.meeting);
    s = web_record_section(&r, web_text(call, TEXT_contact_parts));
    s->words = totals_text(call, &totals);
    s->actions.p = NEW(call->arena, struct web_action);
    s->actions.p[s->actions.n++] =
        (struct web_action){ACTION_OTHER, web_text(call, TEXT_contact_parts_list),
            web_url(call->arena, "/collections/", run.public_id, "/parts")};
    if (run.state != COLLECTION_OPEN) {
        s = web_record_section(&r, web_text(call, TEXT_contact_units));
        s->words = units_words(call, &units);
        s->sheet = units_table(call, &units);
        s->none = web_text(call, TEXT_contact_units_none);
    }
    run_steps(call, &run, &r);
    r.pdf = web_url(call->arena, "/collections/", run.public_id, "/report.pdf");
    return contact_record(call, &r);
}

static enum err move(struct call *call, enum collection_event event, int64_t version,
    struct str meeting, enum text_key note)
{
    struct collection_run run;

    TRY(contact_collect_get(call->cx, call_path(call, "id"), &run));
    TRY(contact_collect_move(call->cx, &run, event, version, meeting));
    return web_redirect_note(call, note, "/collections/", run.public_id);
}

enum err contact_close_take(struct call *call)
{
    const struct step_draft *f = call_form(call);

    return move(call, COLLECTION_CLOSE, f->version, S(""), TEXT_note_contact_closed);
}

enum err contact_report_take(struct call *call)
{
    const struct report_draft *f = call_form(call);

    return move(call, COLLECTION_REPORT, f->version, f->note, TEXT_note_contact_reported);
}

enum err contact_parts_page(struct call *call)
{
    struct collection_run run;
    struct collection_part_list parts;
    struct sheet *t;

    TRY(contact_collect_get(call->cx, call_path(call, "id"), &run));
    TRY(contact_collect_parts(call->cx, run.id, &parts));
    t = parts_table(call, &parts);
    t->title = contact_run_title(call, &run);
    t->note = run_state(call, &run);
    return web_table(call, &(struct web_head){.title = t->title},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .empty = web_text(call, TEXT_contact_parts_none),
            .exports = S("collection")});
}

/* Sums by office, so that the meeting sees one page before the lists. */
static struct sheet *offices_table(struct call *call, const struct collection_part_list *parts)
{
    static const struct sheet_column columns[] = {
        {"", TEXT_contact_col_office, 20, false},
        {"", TEXT_contact_col_holders, 10, true},
        {"", TEXT_contact_col_confirmed, 10, true},
        {"", TEXT_contact_col_links, 10, true},
        {"", TEXT_contact_col_met_links, 10, true},
        {"", TEXT_contact_col_contacts, 10, true},
        {"", TEXT_contact_col_opinions, 10, true},
        {"", TEXT_contact_col_settled, 10, true},
    };
    struct sheet *t = contact_sheet(call, columns, COUNT(columns), OFFICES);

    for (size_t o = 0; o < OFFICES; o++) {
        struct collection_part_list own = {
            MANY(call->arena, struct collection_part, parts->n + 1), 0};
        struct sheet_cell *c = &t->cells[t->nrows * COUNT(columns)];
        struct totals sum;

        EACH (p, parts)
            if (str_is(p->office, contact_office_words[o]))
                own.p[own.n++] = *p;
        if (own.n == 0)
            continue;
        sum = totals_of(&own);
        c[0].text = contact_word(call, "contact.office", contact_office_words[o]);
        const int64_t figures[] = {sum.parts, sum.confirmed, sum.links, sum.met, sum.contacts,
            sum.opinions, sum.settled};

        for (size_t i = 0; i < COUNT(figures); i++) {
            c[1 + i].text = num_text(call->arena, figures[i]);
            c[1 + i].number = figures[i];
        }
        t->nrows++;
    }
    return t;
}

/* What participants added: without it the report would be figures alone. */
static void notes_print(
    struct call *call, struct doc *doc, const struct collection_part_list *parts)
{
    bool headed = false;

    EACH (p, parts) {
        if (str_empty(p->note))
            continue;
        if (!headed)
            doc_heading(doc, 2, web_text(call, TEXT_contact_notes));
        headed = true;
        doc_para(doc, str_f(call->arena, "%.*s：%.*s", STR(p->name), STR(p->note)));
    }
}

enum err contact_report_pdf(struct call *call)
{
    struct collection_run run;
    struct collection_part_list parts;
    struct collection_unit_list units;
    struct totals totals;
    struct str place, title;
    struct buf problem = buf_new(call->arena, PROBLEM_MAX);
    struct bytes pdf;
    struct doc *doc;

    TRY(contact_collect_get(call->cx, call_path(call, "id"), &run));
    TRY(contact_collect_parts(call->cx, run.id, &parts));
    TRY(contact_collect_units(call->cx, run.id, &units));
    TRY(registry_full_name(call->cx, run.division, &place));
    totals = totals_of(&parts);
    title = text_fill_named(call->arena, call->cx->lang, S("contact.report_title"),
        (struct str[]){place, contact_run_title(call, &run)}, 2);
    doc = doc_new(call->arena, DOC_A4, call->cx->lang, title);
    doc_heading(doc, 1, title);
    doc_pair(doc, web_text(call, TEXT_contact_period),
        str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, run.day_from)),
            STR(date_text(call->arena, run.day_to))));
    doc_pair(doc, web_text(call, TEXT_contact_col_stand), run_state(call, &run));
    if (run.meeting.n > 0)
        doc_pair(doc, web_text(call, TEXT_contact_col_meeting), run.meeting);
    doc_para(doc, totals_text(call, &totals));
    doc_para(doc, web_text(call, TEXT_contact_report_how));
    doc_heading(doc, 2, web_text(call, TEXT_contact_by_office));
    doc_table(doc, offices_table(call, &parts));
    if (units.n > 0) {
        doc_heading(doc, 2, web_text(call, TEXT_contact_units));
        doc_para(doc, units_words(call, &units));
        doc_table(doc, units_table(call, &units));
    }
    notes_print(call, doc, &parts);
    doc_footer(doc, instant_text(call->arena, call->cx->now));
    if (doc_pdf(doc, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "web.record.pdf_failed");
    call_download(call, "application/pdf", S("collection.pdf"));
    call->personal = true;
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}

static const struct sheet_column feedback_columns[] = {
    {"", TEXT_contact_col_half, 16, false},
    {"", TEXT_contact_col_opinions, 10, true},
    {"", TEXT_contact_col_settled, 10, true},
    {"", TEXT_contact_col_stand, 14, false},
};

enum err contact_feedback_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_feedback_title)};
    struct collection_unit_list list;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_feedback_list(call->cx, &list));
    t = contact_sheet(call, feedback_columns, COUNT(feedback_columns), list.n);
    EACH (u, &list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(feedback_columns)];
        struct collection_run run;
        bool done = instant_is(u->replied);

        TRY(contact_collect_run(call->cx, u->run_id, &run));
        c[0].text = contact_run_title(call, &run);
        c[0].link = web_url(call->arena, "/feedback/", u->public_id, "").s;
        c[1].text = num_text(call->arena, u->opinions);
        c[2].text = num_text(call->arena, u->settled);
        c[3].text = web_text(call, done ? TEXT_contact_replied : TEXT_contact_to_reply);
        c[3].badge = done ? S("done") : S("soon");
    }
    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_feedback_words);
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_feedback_none);
    return contact_record(call, &r);
}

enum err contact_sheet_page(struct call *call)
{
    struct web_record r = {.back = web_url_of("/feedback"),
        .back_words = web_text(call, TEXT_contact_feedback_title)};
    struct collection_unit u;
    struct collection_run run;
    struct reply_draft d;
    struct web_section *s;

    TRY(contact_feedback_get(call->cx, call_path(call, "id"), &run, &u));
    web_record_room(call->arena, &r, 8);
    r.heading = contact_run_title(call, &run);
    r.sub = u.name;
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_opinions), num_text(call->arena, u.opinions));
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_settled), num_text(call->arena, u.settled));
    if (instant_is(u.replied))
        web_record_pair(
            &r, web_text(call, TEXT_contact_replied), instant_text(call->arena, u.replied));
    web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_contact_unit_requests),
        web_url(call->arena, "/requests?from=", date_text(call->arena, run.day_from),
            str_f(call->arena, "&to=%.*s", STR(date_text(call->arena, run.day_to))).p));
    d = (struct reply_draft){u.reply, u.version};
    s = web_record_section(&r, web_text(call, TEXT_contact_reply));
    s->words = web_text(call, TEXT_contact_reply_words);
    s->form = contact_form_of(call, &contact_reply_form, &d);
    s->post = web_url(call->arena, "/feedback/", u.public_id, "");
    s->button = web_text(call, TEXT_contact_reply_send);
    return contact_record(call, &r);
}

enum err contact_reply_take(struct call *call)
{
    const struct reply_draft *f = call_form(call);
    struct collection_unit u;
    struct collection_run run;

    TRY(contact_feedback_get(call->cx, call_path(call, "id"), &run, &u));
    u.version = f->version;
    TRY(contact_feedback_reply(call->cx, &u, f->reply));
    return web_redirect_note(call, TEXT_note_contact_replied, "/feedback/", u.public_id);
}
