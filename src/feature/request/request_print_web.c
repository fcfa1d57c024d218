/*
 * On paper: the slip of a receipt, the record sheet, the register (登记本) and the year-end
 * list.
 */
#include "core/settings.h"
#include "out/doc.h"

#include "feature/request/request_web.h"

enum {
    REGISTER_ROWS = 5000,
    QR_MM = 30
};

static enum err send(struct call *call, struct doc *doc, struct str filename)
{
    struct buf problem = buf_new(call->arena, 1024);
    struct bytes pdf;

    if (doc_pdf(doc, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "request.pdf_failed");
    call_download(call, "application/pdf", filename);
    call->personal = true;
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}

static void pair(struct call *call, struct doc *doc, enum text_key label, struct str value)
{
    if (!str_empty(value))
        doc_pair(doc, web_text(call, label), value);
}

/* The code itself never stands in an address: the QR opens the page that asks for it. */
enum err request_ask_slip(struct call *call)
{
    const struct ask_slip *f = call_form(call);
    struct request rq;
    struct doc *doc;

    TRY(request_by_query_code(call->cx, "code", f->code, &rq));
    doc = doc_new(
        call->arena, DOC_SLIP, call->cx->lang, web_text(call, TEXT_request_receipt_title));
    doc_heading(doc, 1, web_text(call, TEXT_request_receipt_title));
    pair(call, doc, TEXT_request_receipt_number, rq.code);
    pair(call, doc, TEXT_request_receipt_query, f->code);
    pair(call, doc, TEXT_request_column_received, instant_text(call->arena, rq.received));
    doc_para(doc, rq.title);
    if (date_is(rq.due))
        pair(call, doc, TEXT_request_case_by, date_text(call->arena, rq.due));
    doc_para(doc, web_text(call, TEXT_request_receipt_keep));
    doc_qr(doc, str_f(call->arena, "%.*s/follow", STR(call->cx->settings->public_url)), QR_MM);
    return send(call, doc, str_f(call->arena, "%.*s.pdf", STR(rq.code)));
}

static void steps_to(struct call *call, struct doc *doc, const struct web_event_list *events)
{
    EACH (e, events) {
        doc_para(doc, str_f(call->arena, "%.*s  %.*s  %.*s",
                          STR(instant_text(call->arena, e->at)), STR(e->what), STR(e->who)));
        if (!str_empty(e->why))
            doc_para(doc, e->why);
        if (!str_empty(e->text))
            doc_para(doc, e->text);
    }
}

enum err request_record_pdf(struct call *call)
{
    struct request_step_list steps;
    struct web_event_list events;
    struct request rq;
    struct str where;
    struct doc *doc;

    TRY(request_get(call->cx, call_path(call, "code"), &rq));
    TRY(request_steps(call->cx, rq.id, true, &steps));
    TRY(registry_full_name(call->cx, rq.division, &where));
    events = request_web_events(call, &steps, true);
    doc = doc_new(call->arena, DOC_A4, call->cx->lang, rq.title);
    doc_heading(doc, 1, web_text(call, TEXT_request_print_sheet));
    pair(call, doc, TEXT_request_column_code, rq.code);
    pair(call, doc, TEXT_request_column_title, rq.title);
    pair(call, doc, TEXT_request_column_received, instant_text(call->arena, rq.received));
    pair(call, doc, TEXT_request_column_channel,
        request_web_word(call, "channel", str_of(request_channel_words[rq.channel])));
    pair(call, doc, TEXT_request_column_place,
        rq.place.p == NULL ? where
                           : str_f(call->arena, "%.*s %.*s", STR(where), STR(rq.place)));
    pair(call, doc, TEXT_request_column_state, request_web_state(call, rq.state));
    if (date_is(rq.due))
        pair(call, doc, TEXT_request_column_due, date_text(call->arena, rq.due));
    doc_heading(doc, 2, web_text(call, TEXT_request_record_said));
    doc_para(doc, rq.body);
    doc_heading(doc, 2, web_text(call, TEXT_request_case_steps));
    steps_to(call, doc, &events);
    doc_line(doc, web_text(call, TEXT_request_print_sign));
    doc_footer(doc, instant_text(call->arena, call->cx->now));
    return send(call, doc, str_f(call->arena, "%.*s.pdf", STR(rq.code)));
}

static struct str period_text_of(struct call *call, struct date from, struct date to)
{
    return str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, from)),
        STR(date_text(call->arena, to)));
}

enum err request_register_pdf(struct call *call)
{
    struct request_filter f = {.max = REGISTER_ROWS};
    struct request_page page;
    struct sheet sheet;
    struct date from, to;
    struct doc *doc;

    TRY(request_web_period(call, &from, &to));
    f.from = date_text(call->arena, from);
    f.to = date_text(call->arena, to);
    TRY(request_find(call->cx, &f, &page));
    sheet = request_web_sheet(call, &page.rows);
    doc = doc_new(call->arena, DOC_A4_LANDSCAPE, call->cx->lang,
        web_text(call, TEXT_request_print_register));
    doc_heading(doc, 1, web_text(call, TEXT_request_print_register));
    doc_para(doc, period_text_of(call, from, to));
    if (page.next > 0)
        doc_para(doc, web_text(call, TEXT_request_print_more));
    doc_table(doc, &sheet);
    doc_footer(doc, instant_text(call->arena, call->cx->now));
    return send(call, doc, S("register.pdf"));
}

static const struct sheet_column year_columns[] = {
    {"", TEXT_request_print_class, 30, false},
    {"", TEXT_request_print_count, 12, true},
};

static struct sheet year_sheet(struct call *call, const struct request_sums *s)
{
    const struct {
        enum text_key title;
        int64_t n;
    } rows[] = {
        {TEXT_request_class_handled, s->handled},
        {TEXT_request_class_converted, s->converted},
        {TEXT_request_class_cannot, s->cannot},
        {TEXT_request_class_open, s->open},
        {TEXT_request_print_total, s->total},
        {TEXT_request_print_silent, s->silent},
        {TEXT_request_class_outside, s->outside},
    };
    struct sheet sheet = {.columns = year_columns,
        .ncolumns = COUNT(year_columns),
        .cells = MANY(call->arena, struct sheet_cell, COUNT(rows) * COUNT(year_columns)),
        .nrows = COUNT(rows)};

    for (size_t i = 0; i < COUNT(rows); i++) {
        sheet.cells[i * 2].text = web_text(call, rows[i].title);
        sheet.cells[i * 2 + 1] =
            (struct sheet_cell){.text = num_text(call->arena, rows[i].n), .number = rows[i].n};
    }
    return sheet;
}

/* One part of the list: every request of a class, newest first. */
static enum err year_part(struct call *call, struct doc *doc, const struct request_list *rows,
    const char *class_word, enum text_key title)
{
    struct request_list part = {MANY(call->arena, struct request, rows->n + 1), 0};
    struct sheet sheet;

    EACH (r, rows) {
        bool same = class_word == NULL ? r->class_.p == NULL : str_is(r->class_, class_word);

        if (same)
            part.p[part.n++] = *r;
    }
    if (part.n == 0)
        return OK;
    sheet = request_web_sheet(call, &part);
    doc_heading(doc, 2,
        str_f(call->arena, "%.*s (%lld)", STR(web_text(call, title)), (long long)part.n));
    doc_table(doc, &sheet);
    return OK;
}

/* Whoever works by assignment, not by area, has the sums of what was assigned. */
static struct request_sums year_count(const struct request_list *rows)
{
    struct request_sums s = {0};

    EACH (r, rows) {
        s.open += r->class_.p == NULL;
        s.handled += str_is(r->class_, REQUEST_CLASS_HANDLED);
        s.converted += str_is(r->class_, REQUEST_CLASS_CONVERTED);
        s.cannot += str_is(r->class_, REQUEST_CLASS_CANNOT);
        s.outside += str_is(r->class_, REQUEST_CLASS_OUTSIDE);
        s.silent += r->state == REQUEST_CLOSED_SILENT;
    }
    s.total = s.open + s.handled + s.converted + s.cannot;
    return s;
}

/* The year-end list in its three classes, open ones apart (A4.7). */
enum err request_year_pdf(struct call *call)
{
    struct str division = request_web_division(call), where;
    struct request_filter f = {.max = REGISTER_ROWS, .division = division};
    struct request_page page;
    struct request_sums sums;
    struct sheet sheet;
    struct date from, to;
    struct doc *doc;

    TRY(request_web_period(call, &from, &to));
    TRY(registry_full_name(call->cx, division, &where));
    f.from = date_text(call->arena, from);
    f.to = date_text(call->arena, to);
    TRY(request_find(call->cx, &f, &page));
    if (right_ranges(call->cx, RIGHT_REQUEST_EXPORT).n > 0)
        TRY(request_sum(call->cx, division, from, to, &sums));
    else
        sums = year_count(&page.rows);
    doc = doc_new(
        call->arena, DOC_A4_LANDSCAPE, call->cx->lang, web_text(call, TEXT_request_print_year));
    doc_heading(doc, 1,
        str_f(call->arena, "%.*s %.*s", STR(where),
            STR(web_text(call, TEXT_request_print_year))));
    doc_para(doc, period_text_of(call, from, to));
    sheet = year_sheet(call, &sums);
    doc_table(doc, &sheet);
    if (page.next > 0)
        doc_para(doc, web_text(call, TEXT_request_print_more));
    TRY(year_part(call, doc, &page.rows, REQUEST_CLASS_HANDLED, TEXT_request_class_handled));
    TRY(year_part(
        call, doc, &page.rows, REQUEST_CLASS_CONVERTED, TEXT_request_class_converted));
    TRY(year_part(call, doc, &page.rows, REQUEST_CLASS_CANNOT, TEXT_request_class_cannot));
    TRY(year_part(call, doc, &page.rows, NULL, TEXT_request_class_open));
    doc_footer(doc, instant_text(call->arena, call->cx->now));
    return send(call, doc, S("year.pdf"));
}
