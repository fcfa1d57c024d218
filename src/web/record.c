#include "web/record.h"

#include "out/doc.h"
#include "web/record_view.h"

enum {
    PROBLEM_MAX = 1024
};

void web_record_room(struct arena *a, struct web_record *r, size_t max)
{
    r->notes.p = MANY(a, struct web_note, max);
    r->actions.p = MANY(a, struct web_action, max);
    r->pairs.p = MANY(a, struct web_pair, max);
    r->sections.p = MANY(a, struct web_section, max);
}

void web_record_link(struct web_record *r, struct str label, struct str value, struct url link)
{
    r->pairs.p[r->pairs.n++] = (struct web_pair){label, value, link};
}

void web_record_pair(struct web_record *r, struct str label, struct str value)
{
    if (!str_empty(value))
        web_record_link(r, label, value, (struct url){{0}});
}

void web_record_note(
    struct web_record *r, enum web_tone tone, struct str title, struct str text)
{
    r->notes.p[r->notes.n++] = (struct web_note){tone, title, text};
}

void web_record_action(
    struct web_record *r, enum web_action_kind kind, struct str label, struct url link)
{
    r->actions.p[r->actions.n++] = (struct web_action){kind, label, link};
}

struct web_section *web_record_section(struct web_record *r, struct str heading)
{
    struct web_section *s = &r->sections.p[r->sections.n++];

    *s = (struct web_section){.heading = heading};
    return s;
}

void web_record_table(struct call *call, const struct sheet *s, struct record_table *out)
{
    out->note = s->note;
    out->columns.p = MANY(call->arena, struct table_column, s->ncolumns);
    out->columns.n = s->ncolumns;
    for (size_t i = 0; i < s->ncolumns; i++) {
        out->columns.p[i].title = sheet_head(&s->columns[i], call->cx->lang);
        out->columns.p[i].numeric = s->columns[i].numeric;
        out->columns.p[i].made = s->columns[i].name.n > 0;
    }
    web_table_rows(call->arena, s, &out->rows);
}

enum err web_record(struct call *call, const struct web_head *head, const struct web_record *r)
{
    struct record_page_view v = {.r = r};

    v.sections.p = MANY(call->arena, struct record_section, r->sections.n);
    v.sections.n = r->sections.n;
    for (size_t i = 0; i < r->sections.n; i++) {
        v.sections.p[i].s = &r->sections.p[i];
        if (r->sections.p[i].sheet != NULL)
            web_record_table(call, r->sections.p[i].sheet, &v.sections.p[i].table);
    }
    return web_page_as(call, head, page_record_page, &v);
}

static void section_print(struct call *call, struct doc *doc, const struct web_section *s)
{
    if (s->screen)
        return;
    if (!str_empty(s->heading))
        doc_heading(doc, 2, s->heading);
    if (!str_empty(s->words))
        doc_para(doc, s->words);
    if (s->sheet != NULL && s->sheet->nrows > 0)
        doc_table(doc, s->sheet);
    else if (s->sheet != NULL && !str_empty(s->none))
        doc_para(doc, s->none);
    if (s->events == NULL)
        return;
    EACH (e, s->events) {
        doc_para(doc, str_f(call->arena, "%.*s  %.*s  %.*s",
                          STR(instant_text(call->arena, e->at)), STR(e->what), STR(e->who)));
        if (!str_empty(e->why))
            doc_para(doc, e->why);
    }
}

enum err web_record_pdf(struct call *call, const struct web_record *r, struct str filename)
{
    struct doc *doc = doc_new(call->arena, DOC_A4, call->cx->lang, r->heading);
    struct buf problem = buf_new(call->arena, PROBLEM_MAX);
    struct bytes pdf;

    doc_heading(doc, 1, r->heading);
    if (!str_empty(r->sub))
        doc_para(doc, r->sub);
    EACH (p, &r->pairs)
        doc_pair(doc, p->label, p->value);
    EACH (s, &r->sections)
        section_print(call, doc, s);
    doc_footer(doc, instant_text(call->arena, call->cx->now));
    if (doc_pdf(doc, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "web.record.pdf_failed");
    call_download(call, "application/pdf", filename);
    call->personal = true;
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}
