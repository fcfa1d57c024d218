/*
 * roster: what a station prints: the roster as it hangs at the door, and the visitor register
 * as a book (A4.7): every line with its number, what came of it, and the classes at the end.
 */
#include "core/settings.h"
#include "out/doc.h"

#include "feature/roster/roster_web.h"

enum {
    BACK = 92,
    REGISTER_ROWS = 4000,
    QR_MM = 24
};

struct duty_plan {
    struct date from, to;
};
static const struct input period_inputs[] = {
    INPUT(struct duty_plan, from, .flags = 0),
    INPUT(struct duty_plan, to, .flags = 0),
};
const struct form roster_period_form = {
    "duty_period", sizeof(struct duty_plan), period_inputs, COUNT(period_inputs)};

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
    doc_table(doc, roster_web_door(call, &list));
    return send(call, doc, S("roster.pdf"));
}

static const struct sheet_column register_columns[] = {
    {"", TEXT_roster_column_place, 6, true},
    {"", TEXT_roster_column_day, 14, false},
    {"", TEXT_roster_column_persons, 8, true},
    {"", TEXT_roster_column_deputy, 14, false},
    {"", TEXT_roster_column_summary, 46, false},
    {"", TEXT_roster_column_came, 34, false},
};

/* How each line ended: on the spot, or as the request that came of it did. */
enum ending {
    END_SPOT,
    END_HANDLED,
    END_CONVERTED,
    END_CANNOT,
    END_OUTSIDE,
    END_OPEN,
    ENDINGS
};
static const char *const class_words[] = {
    "", "handled", "converted", "cannot", "outside", "", NULL};
static const enum text_key ending_keys[] = {TEXT_roster_came_heard, TEXT_request_class_handled,
    TEXT_request_class_converted, TEXT_request_class_cannot, TEXT_request_class_outside,
    TEXT_request_class_open};

static enum ending ending_of(const struct register_row *r)
{
    if (str_empty(r->code))
        return END_SPOT;
    for (int i = END_HANDLED; i < END_OPEN; i++)
        if (str_is(r->class_, class_words[i]))
            return (enum ending)i;
    return END_OPEN;
}

static struct str came_words(struct call *call, const struct register_row *r)
{
    struct str ended = web_text(call, ending_keys[ending_of(r)]);

    if (str_empty(r->code))
        return ended;
    if (ending_of(r) != END_CANNOT || str_empty(r->reason))
        return str_f(call->arena, "%.*s %.*s", STR(r->code), STR(ended));
    return roster_web_join(call, TEXT_roster_pair,
        str_f(call->arena, "%.*s %.*s", STR(r->code), STR(ended)),
        text_join(call->arena, call->cx->lang,
            (const struct str[]){S("request.cannot"), r->reason}, 2));
}

struct book {
    int64_t persons, count[ENDINGS];
};

static struct sheet *register_sheet(
    struct call *call, const struct register_row_list *list, struct book *book)
{
    struct sheet *sheet =
        roster_web_sheet(call, register_columns, COUNT(register_columns), list->n);

    for (size_t i = 0; i < list->n; i++) {
        const struct register_row *v = &list->p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(register_columns)];

        book->persons += v->persons;
        book->count[ending_of(v)]++;
        c[0].number = (int64_t)i + 1;
        c[0].text = num_text(call->arena, c[0].number);
        c[1].text = date_text(call->arena, v->day);
        c[2].number = v->persons;
        c[2].text = num_text(call->arena, v->persons);
        c[3].text = v->deputy;
        c[4].text = v->summary;
        if (str_starts(v->idem, S("self:")))
            c[4].text = str_f(call->arena, "%.*s（%.*s）", STR(v->summary),
                STR(web_text(call, TEXT_station_self_by)));
        c[5].text = came_words(call, v);
    }
    return sheet;
}

static const struct sheet_column sum_columns[] = {
    {"", TEXT_roster_column_came, 30, false},
    {"", TEXT_roster_column_lines, 12, true},
};

/* The classes of the lines; together they are all lines. */
static struct sheet *sums_sheet(struct call *call, const struct book *book, size_t lines)
{
    struct sheet *sheet = roster_web_sheet(call, sum_columns, COUNT(sum_columns), ENDINGS + 1);

    for (size_t i = 0; i <= ENDINGS; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(sum_columns)];

        c[0].text = web_text(call, i < ENDINGS ? ending_keys[i] : TEXT_roster_register_lines);
        c[1].number = i < ENDINGS ? book->count[i] : (int64_t)lines;
        c[1].text = num_text(call->arena, c[1].number);
    }
    return sheet;
}

static enum err code_fill(struct call *call, struct doc *doc, const struct station *s)
{
    struct plate_code code;
    bool found;

    TRY(station_code_of(call->cx, CODE_OF_STATION, s->id, s->division, &code, &found));
    if (!found)
        return OK;
    doc_para(doc, web_text(call, TEXT_roster_register_scan));
    doc_qr(doc,
        str_f(call->arena, "%.*s/s/%.*s", STR(call->cx->settings->public_url), STR(code.token)),
        QR_MM);
    return OK;
}

/* The visitor register in book form; nothing is entered twice for it. */
enum err roster_register_pdf(struct call *call)
{
    const struct duty_plan *q = call_asked(call);
    struct date to = date_is(q->to) ? q->to : date_of(call->cx->now);
    struct date from = date_is(q->from) ? q->from : date_make(date_ymd(to).year, 1, 1);
    struct register_row_list list;
    struct book book = {0};
    struct station s;
    struct sheet *sheet;
    struct doc *doc;

    TRY(roster_web_station(call, RIGHT_VISIT_RECORD, &s));
    TRY(roster_register(call->cx, &s, from, to, REGISTER_ROWS, &list));
    sheet = register_sheet(call, &list, &book);
    doc = doc_new(call->arena, DOC_A4_LANDSCAPE, call->cx->lang, s.name);
    doc_heading(doc, 1, web_text1(call, TEXT_roster_register_of, s.name));
    doc_para(doc, str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, from)),
                      STR(date_text(call->arena, to))));
    if (list.n == REGISTER_ROWS)
        doc_para(doc, web_text(call, TEXT_roster_register_more));
    doc_table(doc, sheet);
    doc_heading(doc, 2, web_text(call, TEXT_roster_register_classes));
    doc_table(doc, sums_sheet(call, &book, list.n));
    doc_pair(
        doc, web_text(call, TEXT_roster_register_sum), num_text(call->arena, book.persons));
    doc_line(doc, web_text(call, TEXT_roster_register_sign));
    TRY(code_fill(call, doc, &s));
    return send(call, doc, S("register.pdf"));
}
