/*
 * contact: the diary of visits, its check, and what is published.
 */
#include "feature/contact/contact_web.h"
#include "feature/contact/pages/contact_diary.html.h"

struct list_query {
    struct str deputy;
    int64_t before;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, deputy, .flags = INPUT_HIDDEN, .max = 20),
    INPUT(struct list_query, before, .flags = INPUT_HIDDEN, .max = INT64_MAX),
};
const struct form contact_diary_list_form = {
    "contact_diary_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct diary_draft {
    struct date day;
    struct str title, body;
    int64_t version;
};
static const struct input diary_inputs[] = {
    INPUT(struct diary_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct diary_draft, title, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct diary_draft, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 5000,
        .widget = WIDGET_AREA),
    INPUT(struct diary_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_diary_form = {
    "contact_diary", sizeof(struct diary_draft), diary_inputs, COUNT(diary_inputs)};

struct consent_draft {
    int64_t number;
    struct str passage, form;
};
static const struct input consent_inputs[] = {
    INPUT(struct consent_draft, number, .flags = INPUT_HIDDEN, .max = 10000),
    INPUT(struct consent_draft, passage, .flags = INPUT_HIDDEN, .max = 100),
    {.name = "form",
        .kind = KIND_STR,
        .offset = offsetof(struct consent_draft, form),
        .words = consent_form_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
};
const struct form contact_consent_form = {
    "contact_consent", sizeof(struct consent_draft), consent_inputs, COUNT(consent_inputs)};

struct step_draft {
    int64_t version;
};
static const struct input step_inputs[] = {
    INPUT(struct step_draft, version, .flags = INPUT_HIDDEN)};
const struct form contact_diary_step_form = {
    "contact_diary_step", sizeof(struct step_draft), step_inputs, COUNT(step_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_day, 12, false},
    {"", TEXT_contact_col_title, 40, false},
    {"", TEXT_contact_col_stand, 12, false},
};
enum {
    PAGE = 20
};

enum err contact_diary_page(struct call *call)
{
    static const char *const badges[] = {"soon", "done", "off"};
    const struct list_query *q = call_asked(call);
    struct web_record r = {.heading = web_text(call, TEXT_contact_diary_title)};
    struct diary_list list;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_diary_mine(call->cx, q->before, &list));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    for (size_t i = 0; i < list.n && i < PAGE; i++) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];
        const struct diary *d = &list.p[i];

        c[0].text = date_text(call->arena, d->day);
        c[1].text = d->title;
        c[1].link = web_url(call->arena, "/diary/", d->public_id, "").s;
        c[2].text = contact_word(call, "state.diary", diary_state_words[d->state]);
        c[2].badge = str_of(badges[d->state]);
    }
    web_record_room(call->arena, &r, 4);
    web_record_action(
        &r, ACTION_MAIN, web_text(call, TEXT_contact_diary_new), web_url_of("/diary/new"));
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_diary_words);
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_diary_none);
    if (list.n > PAGE) {
        s->actions.p = NEW(call->arena, struct web_action);
        s->actions.p[s->actions.n++] =
            (struct web_action){ACTION_OTHER, web_text(call, TEXT_contact_earlier),
                web_url(call->arena,
                    "/diary?before=", num_text(call->arena, list.p[PAGE - 1].id), "")};
    }
    return contact_record(call, &r);
}

enum err contact_diary_new_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_diary_new),
        .back = web_url_of("/diary"),
        .back_words = web_text(call, TEXT_contact_diary_title)};
    struct diary_draft d = {.day = date_of(call->cx->now)};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_diary_new_words);
    s->form = contact_form_of(call, &contact_diary_form, &d);
    s->post = web_url_of("/diary/new");
    s->button = web_text(call, TEXT_contact_diary_keep);
    return contact_record(call, &r);
}

enum err contact_diary_new_take(struct call *call)
{
    const struct diary_draft *f = call_form(call);
    struct diary d = {.day = f->day, .title = f->title, .body = f->body};

    TRY(contact_diary_add(call->cx, &d));
    return web_redirect_note(call, TEXT_note_contact_diary, "/diary/", d.public_id);
}

/* Paragraphs of a text, so that lines stay lines. */
static void lines_of(struct arena *a, struct str text, struct contact_line_list *out)
{
    struct {
        struct contact_line *p;
        size_t n, cap;
    } all = {0};

    for (struct str rest = text; rest.p != NULL;) {
        struct str line = str_trim(str_cut(rest, '\n', &rest));

        if (line.n > 0)
            (*VEC_PUSH(a, &all)).text = line;
    }
    *out = (struct contact_line_list){all.p, all.n};
}

static void findings_add(struct call *call, const struct finding_list *found, bool title,
    struct contact_diary_view *v)
{
    EACH (f, found) {
        struct contact_finding *o = &v->findings.p[v->findings.n];

        o->number = (int64_t)v->findings.n++;
        o->kind = contact_word(call, "contact.finding", finding_kind_words[f->kind]);
        o->place = title ? web_text(call, TEXT_contact_in_title)
                         : text_fill_named(call->arena, call->cx->lang, S("contact.at_line"),
                               (struct str[]){num_text(call->arena, f->line),
                                   num_text(call->arena, f->column)},
                               2);
        o->before = f->before;
        o->text = f->text;
        o->after = f->after;
        o->passage = privacy_hash(call->cx, "diary-consent", f->text);
        o->agreed = f->agreed;
        o->written = f->kind == FINDING_ID || f->kind == FINDING_CARD;
        v->open += !f->agreed;
    }
}

enum err contact_diary_show(struct call *call)
{
    static const enum web_tone tones[] = {TONE_SOON, TONE_DONE, TONE_OFF};
    struct contact_diary_view v = {0};
    struct finding_list title, body;
    struct diary_draft draft;
    struct diary d;

    TRY(contact_diary_get(call->cx, call_path(call, "id"), &d));
    v.title = d.title;
    v.state = contact_word(call, "state.diary", diary_state_words[d.state]);
    v.tone = tones[d.state];
    v.draft = d.state == DIARY_DRAFT;
    v.published = d.state == DIARY_PUBLISHED;
    v.withdrawn = d.state == DIARY_WITHDRAWN;
    v.version = d.version;
    v.path = web_url(call->arena, "/diary/", d.public_id, "");
    v.consent = web_url(call->arena, "/diary/", d.public_id, "/consent");
    v.publish = web_url(call->arena, "/diary/", d.public_id, "/publish");
    v.withdraw = web_url(call->arena, "/diary/", d.public_id, "/withdraw");
    v.rewrite = web_url(call->arena, "/diary/", d.public_id, "/rewrite");
    v.page = web_url(call->arena, "/diaries/", d.public_id, "");
    draft = (struct diary_draft){d.day, d.title, d.body, d.version};
    v.form = contact_form_of(call, &contact_diary_form, &draft);
    if (call->form != NULL && call->form->form != &contact_diary_form)
        v.problem = cx_fault_text(call->cx);
    lines_of(call->arena, d.body, &v.lines);
    TRY(contact_diary_check(call->cx, &d, &title, &body));
    v.findings.p = MANY(call->arena, struct contact_finding, title.n + body.n + 1);
    findings_add(call, &title, true, &v);
    findings_add(call, &body, false, &v);
    call->personal = true;
    return web_page(call, web_text(call, TEXT_contact_diary_title), page_contact_diary, &v);
}

enum err contact_diary_take(struct call *call)
{
    const struct diary_draft *f = call_form(call);
    struct diary d;

    TRY(contact_diary_get(call->cx, call_path(call, "id"), &d));
    d.day = f->day;
    d.title = f->title;
    d.body = f->body;
    d.version = f->version;
    TRY(contact_diary_set(call->cx, &d));
    return web_redirect_note(call, TEXT_note_contact_diary, "/diary/", d.public_id);
}

enum err contact_diary_consent_take(struct call *call)
{
    const struct consent_draft *f = call_form(call);
    struct diary d;

    TRY(contact_diary_get(call->cx, call_path(call, "id"), &d));
    TRY(contact_diary_consent(call->cx, &d, f->number, f->passage,
        str_is(f->form, "written") ? CONSENT_WRITTEN : CONSENT_ORAL));
    return web_redirect_note(call, TEXT_note_contact_consent, "/diary/", d.public_id);
}

static enum err step(struct call *call, enum diary_event event, enum text_key note)
{
    const struct step_draft *f = call_form(call);
    struct diary d;

    TRY(contact_diary_get(call->cx, call_path(call, "id"), &d));
    TRY(contact_diary_move(call->cx, &d, event, f->version));
    return web_redirect_note(call, note, "/diary/", d.public_id);
}

enum err contact_diary_publish_take(struct call *call)
{
    return contact_at_field(
        call->cx, step(call, DIARY_PUBLISH, TEXT_note_contact_published), "version");
}

enum err contact_diary_withdraw_take(struct call *call)
{
    return step(call, DIARY_WITHDRAW, TEXT_note_contact_withdrawn);
}

enum err contact_diary_rewrite_take(struct call *call)
{
    return step(call, DIARY_REWRITE, TEXT_note_contact_diary);
}

enum err contact_diaries_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct contact_diaries_view v = {0};
    struct diary_list list;

    TRY(contact_diary_public(call->cx, q->deputy, q->before, &list));
    v.rows.p = MANY(call->arena, struct contact_diary_row, list.n + 1);
    for (size_t i = 0; i < list.n && i < PAGE; i++)
        v.rows.p[v.rows.n++] = (struct contact_diary_row){.title = list.p[i].title,
            .name = list.p[i].name,
            .day = list.p[i].day,
            .link = web_url(call->arena, "/diaries/", list.p[i].public_id, "")};
    if (list.n > PAGE)
        v.next = web_url(
            call->arena, "/diaries?before=", num_text(call->arena, list.p[PAGE - 1].id), "");
    return web_page_as(call,
        (&(struct web_head){
            .title = web_text(call, TEXT_contact_diaries_title), .citizen = true}),
        page_contact_diaries, &v);
}

enum err contact_diaries_show(struct call *call)
{
    struct contact_diary_public_view v = {0};
    struct diary d;

    TRY(contact_diary_read(call->cx, call_path(call, "id"), &d));
    v.title = d.title;
    v.name = d.name;
    v.day = d.day;
    v.deputy = web_url(call->arena, "/d/", d.seat, "");
    v.more = web_url(call->arena, "/diaries?deputy=", d.seat, "");
    lines_of(call->arena, d.body, &v.lines);
    return web_page_as(call, (&(struct web_head){.title = d.title, .citizen = true}),
        page_contact_diary_public, &v);
}
