/*
 * bulletin: pages of special reports (M12) and of the media register.
 */
#include "out/doc.h"

#include "feature/bulletin/bulletin_web.h"
#include "feature/bulletin/pages/bulletin_desk.html.h"
#include "feature/registry/registry.h"

enum {
    OFFERS = 8
};

struct special_in {
    struct str title, numbers;
};
static const struct input special_inputs[] = {
    INPUT(struct special_in, title, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct special_in, numbers, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 1000,
        .widget = WIDGET_AREA),
};
const struct form bulletin_special_form = {
    "bulletin_special", sizeof(struct special_in), special_inputs, COUNT(special_inputs)};

struct text_in {
    struct str title, body, addressee;
    int64_t version;
};
static const struct input text_inputs[] = {
    INPUT(struct text_in, title, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct text_in, addressee, .max = 60),
    INPUT(struct text_in, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 20000,
        .widget = WIDGET_AREA),
    INPUT(struct text_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_special_text_form = {
    "bulletin_special_text", sizeof(struct text_in), text_inputs, COUNT(text_inputs)};

struct do_in {
    struct str note, leader, unit;
    struct date day;
    int64_t version;
};
static const struct input do_inputs[] = {
    INPUT(struct do_in, note, .flags = INPUT_LINES, .max = 2000, .widget = WIDGET_AREA),
    INPUT(struct do_in, leader, .max = 60),
    INPUT(struct do_in, day),
    INPUT(struct do_in, unit, .max = 40),
    INPUT(struct do_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_special_move_form = {
    "bulletin_special_move", sizeof(struct do_in), do_inputs, COUNT(do_inputs)};

struct settle_in {
    struct str words;
    bool hide;
    int64_t version;
};
static const struct input settle_inputs[] = {
    INPUT(struct settle_in, words, .flags = INPUT_REQUIRED | INPUT_HIDDEN, .max = 40),
    INPUT(struct settle_in, hide, .flags = INPUT_HIDDEN),
    INPUT(struct settle_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_settle_form = {
    "bulletin_settle", sizeof(struct settle_in), settle_inputs, COUNT(settle_inputs)};

struct media_in {
    struct str outlet, title, place;
    enum media_level level;
    struct date day;
};
static const struct input media_inputs[] = {
    INPUT(struct media_in, outlet, .flags = INPUT_REQUIRED, .max = 40),
    INPUT_ENUM(struct media_in, level, media_level_words, .flags = INPUT_REQUIRED,
        .widget = WIDGET_SELECT),
    INPUT(struct media_in, day, .flags = INPUT_REQUIRED),
    INPUT(struct media_in, title, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct media_in, place, .max = 300),
};
const struct form bulletin_media_form = {
    "bulletin_media", sizeof(struct media_in), media_inputs, COUNT(media_inputs)};

static const struct form_state *state_of(
    struct call *call, const struct form *form, const void *value)
{
    if (call->form == NULL)
        return form_fill(call->arena, form, value);
    return call->form;
}

static struct str number_of(struct call *call, const struct special_report *r)
{
    struct str args[] = {num_text(call->arena, r->year), num_text(call->arena, r->number)};

    return text_fill(call->arena, call->cx->lang, TEXT_bulletin_special_number, args, 2);
}

enum err bulletin_specials_page(struct call *call)
{
    struct special_report_list all;
    struct bulletin_index_view v = {.heading = web_text(call, TEXT_bulletin_specials),
        .words = web_text(call, TEXT_bulletin_specials_words),
        .empty = web_text(call, TEXT_bulletin_specials_empty)};

    TRY(bulletin_specials(call->cx, &all));
    v.lines.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (r, &all)
        v.lines.p[v.lines.n++] = (struct bulletin_line){.name = r->title,
            .state = bulletin_word(call, "state.special", special_state_words[r->state]),
            .more = number_of(call, r),
            .link = web_url(call->arena, "/specials/", r->public_id, "")};
    v.actions.p = MANY(call->arena, struct web_action, 1);
    if (right_anywhere(call->cx, RIGHT_BULLETIN_EDIT) == OK)
        v.actions.p[v.actions.n++] = (struct web_action){
            ACTION_MAIN, web_text(call, TEXT_bulletin_special_new), {S("/specials/new")}};
    cx_faults_clear(call->cx);
    return web_page(call, v.heading, page_bulletin_index, &v);
}

enum err bulletin_special_new(struct call *call)
{
    struct special_in none = {.title = S("")};
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_special_new),
        .words = web_text(call, TEXT_bulletin_special_new_words),
        .form = state_of(call, &bulletin_special_form, &none),
        .button = web_text(call, TEXT_bulletin_special_new),
        .action = {S("/specials/new")},
        .back = {S("/specials")},
        .back_words = web_text(call, TEXT_bulletin_specials)};

    return bulletin_form_page(call, &v);
}

enum err bulletin_special_new_take(struct call *call)
{
    const struct special_in *in = call_form(call);
    struct special_report r;

    TRY(bulletin_special_begin(call->cx, registry_own_area(call->cx, RIGHT_BULLETIN_EDIT),
        in->title, in->numbers, &r));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/specials/", r.public_id);
}

static enum err here(struct call *call, struct special_report *r)
{
    return bulletin_special_get(call->cx, call_path(call, "id"), r);
}

static void actions_fill(struct call *call, struct bulletin_special_view *v)
{
    const struct move *offers[OFFERS];
    const struct special_report *r = v->report;
    size_t n = flow_offers(&bulletin_special_flow, (int)r->state,
        right_roles_for(call->cx, &(struct object){.division = r->division}), offers, OFFERS);

    v->actions.p = MANY(call->arena, struct web_action, n + 2);
    for (size_t k = 0; k < n; k++) {
        const char *word = special_event_words[offers[k]->event];

        v->actions.p[v->actions.n++] =
            (struct web_action){.kind = k == 0 ? ACTION_MAIN : ACTION_OTHER,
                .label = bulletin_word(call, "event.special", word),
                .link = web_url(call->arena, "/specials/", r->public_id,
                    str_f(call->arena, "/do/%s", word).p)};
    }
    if (r->state <= SPECIAL_DRAFT &&
        right_may(call->cx, RIGHT_BULLETIN_EDIT, &(struct object){.division = r->division}))
        v->actions.p[v->actions.n++] =
            (struct web_action){ACTION_OTHER, web_text(call, TEXT_bulletin_edit),
                web_url(call->arena, "/specials/", r->public_id, "/edit")};
    v->actions.p[v->actions.n++] =
        (struct web_action){ACTION_OTHER, web_text(call, TEXT_bulletin_as_pdf),
            web_url(call->arena, "/specials/", r->public_id, "/report.pdf")};
}

static enum err sources_fill(struct call *call, struct bulletin_special_view *v)
{
    struct special_source_list all;

    TRY(bulletin_special_sources(call->cx, v->report->id, &all));
    v->sources.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (s, &all)
        v->sources.p[v->sources.n++] = (struct bulletin_line){.name = s->code,
            .more = bulletin_place(call, s->division),
            .link = web_url(call->arena, "/requests/", s->code, "")};
    return OK;
}

static enum err cuts_fill(struct call *call, struct bulletin_special_view *v)
{
    struct special_cut_list all;

    if (v->report->state > SPECIAL_DRAFT)
        return OK;
    TRY(bulletin_special_cuts(call->cx, v->report->id, &all));
    v->cuts.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (c, &all)
        v->cuts.p[v->cuts.n++] = (struct bulletin_line){.name = c->masked,
            .state = bulletin_word(call, "special_cut", special_cut_kind_words[c->kind]),
            .more = c->became};
    v->cut = true;
    return OK;
}

static enum err suspects_fill(struct call *call, struct bulletin_special_view *v)
{
    struct special_suspect_list all;

    if (v->report->state > SPECIAL_DRAFT)
        return OK;
    TRY(bulletin_special_suspects(call->cx, v->report, &all));
    v->suspects.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (s, &all)
        v->suspects.p[v->suspects.n++] =
            (struct bulletin_line){.name = s->words, .more = s->around};
    v->may_settle = right_may(
        call->cx, RIGHT_BULLETIN_EDIT, &(struct object){.division = v->report->division});
    v->settle = web_url(call->arena, "/specials/", v->report->public_id, "/names");
    return OK;
}

enum err bulletin_special_settle_take(struct call *call)
{
    const struct settle_in *in = call_form(call);
    struct special_report r;

    TRY(here(call, &r));
    r.version = in->version;
    TRY(bulletin_special_settle(call->cx, &r, in->words, in->hide));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/specials/", r.public_id);
}

static enum err steps_fill(struct call *call, struct bulletin_special_view *v)
{
    struct special_step_list all;

    TRY(bulletin_special_steps(call->cx, v->report->id, &all));
    v->steps.p = MANY(call->arena, struct web_event, all.n);
    EACH (s, &all)
        v->steps.p[v->steps.n++] = (struct web_event){.at = s->at,
            .what = bulletin_word(call, "event.special", str_dup(call->arena, s->event).p),
            .text = s->note};
    return OK;
}

enum err bulletin_special_show(struct call *call)
{
    struct special_report r;
    struct bulletin_special_view v = {.report = &r};
    struct org o;

    TRY(here(call, &r));
    v.number = number_of(call, &r);
    v.tone = r.state == SPECIAL_CLOSED ? TONE_DONE : TONE_INFO;
    if (r.org_id > 0) {
        TRY(registry_org(call->cx, r.org_id, &o));
        v.unit = o.name;
    }
    v.paragraphs.p = MANY(call->arena, struct bulletin_line, 400);
    for (struct str rest = r.body; rest.n > 0 && v.paragraphs.n < 400;)
        v.paragraphs.p[v.paragraphs.n++].name = str_cut(rest, '\n', &rest);
    actions_fill(call, &v);
    TRY(sources_fill(call, &v));
    TRY(cuts_fill(call, &v));
    TRY(suspects_fill(call, &v));
    TRY(steps_fill(call, &v));
    return web_page(call, r.title, page_bulletin_special, &v);
}

enum err bulletin_special_edit(struct call *call)
{
    struct special_report r;
    struct text_in in;
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_edit),
        .words = web_text(call, TEXT_bulletin_special_edit_words),
        .button = web_text(call, TEXT_bulletin_keep)};

    TRY(here(call, &r));
    in = (struct text_in){r.title, r.body, r.addressee, r.version};
    v.form = state_of(call, &bulletin_special_text_form, &in);
    v.action = web_url(call->arena, "/specials/", r.public_id, "/edit");
    v.back = web_url(call->arena, "/specials/", r.public_id, "");
    v.back_words = r.title;
    return bulletin_form_page(call, &v);
}

enum err bulletin_special_edit_take(struct call *call)
{
    const struct text_in *in = call_form(call);
    struct special_report r;

    TRY(here(call, &r));
    r.title = in->title;
    r.body = in->body;
    r.addressee = in->addressee.p == NULL ? S("") : in->addressee;
    r.version = in->version;
    TRY(bulletin_special_set(call->cx, &r));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/specials/", r.public_id);
}

static enum err event_of(struct call *call, int64_t *out)
{
    for (int64_t i = 0; special_event_words[i] != NULL; i++)
        if (str_is(call_path(call, "event"), special_event_words[i])) {
            *out = i;
            return OK;
        }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "bulletin.none");
}

enum err bulletin_special_do_page(struct call *call)
{
    static struct bulletin_name instructing[] = {{"leader"}, {"day"}, {"note"}};
    static struct bulletin_name assigning[] = {{"unit"}, {"note"}}, noting[] = {{"note"}};
    struct special_report r;
    struct do_in in = {.day = DATE_NONE};
    struct bulletin_form_view v = {0};
    int64_t event;

    TRY(event_of(call, &event));
    TRY(here(call, &r));
    in.version = r.version;
    v.only = event == SPECIAL_DO_INSTRUCT ? (struct bulletin_name_list){instructing, 3}
             : event == SPECIAL_DO_ASSIGN ? (struct bulletin_name_list){assigning, 2}
                                          : (struct bulletin_name_list){noting, 1};
    v.heading = bulletin_word(call, "event.special", special_event_words[event]);
    v.words = r.title;
    v.form = state_of(call, &bulletin_special_move_form, &in);
    v.button = v.heading;
    v.action = web_url(call->arena, "/specials/", r.public_id,
        str_f(call->arena, "/do/%s", special_event_words[event]).p);
    v.back = web_url(call->arena, "/specials/", r.public_id, "");
    v.back_words = r.title;
    return bulletin_form_page(call, &v);
}

enum err bulletin_special_do_take(struct call *call)
{
    const struct do_in *in = call_form(call);
    struct special_report r;
    struct special_move m = {.version = in->version,
        .note = in->note,
        .leader = in->leader,
        .day = in->day,
        .unit = in->unit};

    TRY(event_of(call, &m.event));
    TRY(here(call, &r));
    TRY(bulletin_special_move(call->cx, &r, &m));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/specials/", r.public_id);
}

/* On paper: what is reported; the requests by number only. */
enum err bulletin_special_pdf(struct call *call)
{
    struct buf problem = buf_new(call->arena, 1024);
    struct special_source_list all;
    struct special_report r;
    struct doc *doc;
    struct bytes pdf;

    TRY(here(call, &r));
    TRY(bulletin_special_settled(call->cx, &r));
    TRY(bulletin_special_sources(call->cx, r.id, &all));
    doc = doc_new(call->arena, DOC_A4, LANG_ZH, r.title);
    doc_made(doc, call->cx->now);
    doc_heading(doc, 1, web_text(call, TEXT_bulletin_special_name));
    doc_para(doc, number_of(call, &r));
    doc_heading(doc, 2, r.title);
    for (struct str rest = r.body; rest.n > 0;)
        doc_para(doc, str_cut(rest, '\n', &rest));
    if (r.addressee.n > 0)
        doc_pair(doc, web_text(call, TEXT_bulletin_special_to), r.addressee);
    EACH (s, &all)
        doc_pair(doc, web_text(call, TEXT_bulletin_special_sources), s->code);
    doc_line(doc, web_text(call, TEXT_bulletin_special_instruction));
    if (doc_pdf(doc, &pdf, &problem) != OK)
        return fail(call->cx, ERR_DOWN, NULL, "bulletin.print_failed");
    call_download(call, "application/pdf", str_f(call->arena, "%.*s.pdf", STR(r.title)));
    buf_raw(&call->out, pdf.p, pdf.n);
    return OK;
}

enum err bulletin_media_page(struct call *call)
{
    struct media_hit_list all;
    struct media_in in = {.day = date_of(call->cx->now)};
    struct bulletin_media_view v = {0};

    TRY(bulletin_media(call->cx, &all));
    v.lines.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (m, &all)
        v.lines.p[v.lines.n++] = (struct bulletin_line){.name = m->title,
            .state = bulletin_word(call, "media_level", media_level_words[m->level]),
            .more = str_f(call->arena, "%.*s %.*s %.*s", STR(m->outlet),
                STR(date_text(call->arena, m->day)), STR(m->place))};
    if (right_anywhere(call->cx, RIGHT_BULLETIN_EDIT) == OK)
        v.form = state_of(call, &bulletin_media_form, &in);
    cx_faults_clear(call->cx);
    return web_page(call, web_text(call, TEXT_bulletin_media_title), page_bulletin_media, &v);
}

enum err bulletin_media_take(struct call *call)
{
    const struct media_in *in = call_form(call);
    struct media_hit m = {.division = registry_own_area(call->cx, RIGHT_BULLETIN_EDIT),
        .day = in->day,
        .outlet = in->outlet,
        .level = in->level,
        .title = in->title,
        .place = in->place};

    TRY(bulletin_media_add(call->cx, &m));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/media", S(""));
}
