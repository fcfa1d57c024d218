/*
 * bulletin: the office's desk: issues in the making, their checks and steps, the masthead.
 */
#include "feature/bulletin/bulletin_web.h"
#include "feature/bulletin/pages/bulletin_desk.html.h"
#include "feature/registry/registry.h"

enum {
    ISSUES_SHOWN = 200,
    OFFERS = 8
};

struct begin_in {
    struct str kind, corrects;
};
static const char *const begin_kinds[] = {"regular", "special", "correction", NULL};
static const struct input begin_inputs[] = {
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct begin_in, kind),
        .words = begin_kinds,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct begin_in, corrects, .max = 40),
};
const struct form bulletin_begin_form = {
    "bulletin_begin", sizeof(struct begin_in), begin_inputs, COUNT(begin_inputs)};

struct issue_in {
    struct str series, note, distribution;
    bool is_public;
    int64_t version;
};
static const struct input issue_inputs[] = {
    INPUT(struct issue_in, note, .flags = INPUT_LINES, .max = 2000, .widget = WIDGET_AREA),
    INPUT(struct issue_in, series, .max = 60),
    INPUT(struct issue_in, distribution, .flags = INPUT_LINES, .max = 4000,
        .widget = WIDGET_AREA),
    INPUT(struct issue_in, is_public, .widget = WIDGET_CHECK),
    INPUT(struct issue_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_issue_form = {
    "bulletin_issue", sizeof(struct issue_in), issue_inputs, COUNT(issue_inputs)};

struct move_in {
    struct str note;
    int64_t number, serial;
    struct date day;
    int64_t version;
};
static const struct input move_inputs[] = {
    INPUT(struct move_in, number, .max = 1000),
    INPUT(struct move_in, serial, .max = 100000),
    INPUT(struct move_in, day),
    INPUT(struct move_in, note, .flags = INPUT_LINES, .max = 500, .widget = WIDGET_AREA),
    INPUT(struct move_in, version, .flags = INPUT_HIDDEN),
};
const struct form bulletin_move_form = {
    "bulletin_move", sizeof(struct move_in), move_inputs, COUNT(move_inputs)};

struct masthead_in {
    struct str name, latin, publisher, editors, contact, approval_no, distribution;
    struct date valid_from;
};
static const struct input masthead_inputs[] = {
    INPUT(struct masthead_in, name, .flags = INPUT_REQUIRED, .max = 20),
    INPUT(struct masthead_in, latin, .max = 60),
    INPUT(struct masthead_in, publisher, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct masthead_in, editors, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct masthead_in, contact, .max = 100),
    INPUT(struct masthead_in, approval_no, .max = 60),
    INPUT(struct masthead_in, distribution, .flags = INPUT_LINES, .max = 4000,
        .widget = WIDGET_AREA),
    INPUT(struct masthead_in, valid_from, .flags = INPUT_REQUIRED),
};
const struct form bulletin_masthead_form = {
    "bulletin_masthead", sizeof(struct masthead_in), masthead_inputs, COUNT(masthead_inputs)};

enum err bulletin_form_page(struct call *call, const struct bulletin_form_view *v)
{
    return web_page(call, v->heading, page_bulletin_form, v);
}

static enum web_tone tone_of(enum bulletin_state s)
{
    if (s >= BULLETIN_SENT)
        return TONE_DONE;
    return s >= BULLETIN_REVIEW ? TONE_SOON : TONE_INFO;
}

enum err bulletin_desk_list(struct call *call)
{
    struct bulletin_issue_list all;
    struct bulletin_index_view v = {.heading = web_text(call, TEXT_bulletin_desk),
        .words = web_text(call, TEXT_bulletin_desk_words),
        .empty = web_text(call, TEXT_bulletin_desk_empty)};

    TRY(bulletin_list(call->cx, true, ISSUES_SHOWN, &all));
    v.lines.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (i, &all)
        v.lines.p[v.lines.n++] = (struct bulletin_line){.name = bulletin_title(call, i),
            .state = bulletin_word(call, "state.bulletin", bulletin_state_words[i->state]),
            .more = str_f(call->arena, "%.*s %.*s", STR(bulletin_place(call, i->division)),
                STR(date_text(call->arena, i->day))),
            .link = web_url(call->arena, "/newsroom/", i->public_id, "")};
    v.actions.p = MANY(call->arena, struct web_action, 3);
    if (right_anywhere(call->cx, RIGHT_BULLETIN_EDIT) == OK) {
        v.actions.p[v.actions.n++] = (struct web_action){
            ACTION_MAIN, web_text(call, TEXT_bulletin_begin), {S("/newsroom/new")}};
        v.actions.p[v.actions.n++] = (struct web_action){
            ACTION_OTHER, web_text(call, TEXT_bulletin_masthead), {S("/newsroom/masthead")}};
    }
    v.actions.p[v.actions.n++] = (struct web_action){
        ACTION_OTHER, web_text(call, TEXT_bulletin_sessions), {S("/newsroom/sessions")}};
    cx_faults_clear(call->cx);
    return web_page(call, v.heading, page_bulletin_index, &v);
}

static enum err here(struct call *call, struct bulletin_issue *issue)
{
    TRY(bulletin_get(call->cx, call_path(call, "id"), issue));
    return registry_may(call->cx, RIGHT_BULLETIN_READ, issue->division);
}

static void actions_fill(struct call *call, struct bulletin_desk_view *v)
{
    const struct move *offers[OFFERS];
    const struct bulletin_issue *i = v->issue;
    size_t n = flow_offers(
        &bulletin_flow, (int)i->state, bulletin_roles(call->cx, i->division), offers, OFFERS);

    v->actions.p = MANY(call->arena, struct web_action, n + 1);
    for (size_t k = 0; k < n; k++) {
        const char *word = bulletin_event_words[offers[k]->event];

        v->actions.p[v->actions.n++] =
            (struct web_action){.kind = k == 0 ? ACTION_MAIN : ACTION_OTHER,
                .label = bulletin_word(call, "event.bulletin", word),
                .link = web_url(call->arena, "/newsroom/", i->public_id,
                    str_f(call->arena, "/do/%s", word).p)};
    }
    if (i->state < BULLETIN_SIGNED &&
        right_may(call->cx, RIGHT_BULLETIN_EDIT, &(struct object){.division = i->division}))
        v->actions.p[v->actions.n++] =
            (struct web_action){ACTION_OTHER, web_text(call, TEXT_bulletin_edit),
                web_url(call->arena, "/newsroom/", i->public_id, "/edit")};
}

static enum err articles_fill(struct call *call, struct bulletin_desk_view *v)
{
    struct bulletin_article_list all;

    TRY(bulletin_articles_of(call->cx, v->issue->id, &all));
    v->articles.p = MANY(call->arena, struct bulletin_line, all.n);
    EACH (a, &all)
        v->articles.p[v->articles.n++] = (struct bulletin_line){.name = a->title,
            .more = a->credit,
            .link = web_url(call->arena, "/articles/", a->public_id, "")};
    return OK;
}

static enum web_tone finding_tone(enum bulletin_finding_kind kind)
{
    if (kind == FINDING_AGREES)
        return TONE_DONE;
    return bulletin_finding_stops(kind) ? TONE_OVERDUE : TONE_SOON;
}

static enum err findings_fill(struct call *call, struct bulletin_desk_view *v)
{
    struct bulletin_finding_list all;

    if (v->issue->state >= BULLETIN_SIGNED)
        return OK;
    TRY(bulletin_findings(call->cx, v->issue, &all));
    v->findings.p = MANY(call->arena, struct bulletin_finding_line, all.n);
    EACH (f, &all) {
        struct bulletin_finding_line *line = &v->findings.p[v->findings.n++];

        *line = (struct bulletin_finding_line){.tone = finding_tone(f->kind),
            .kind = bulletin_word(call, "finding", bulletin_finding_words[f->kind]),
            .words = f->words,
            .more = f->more,
            .article = f->article};
        if (f->article_id.n > 0)
            line->link = web_url(call->arena, "/articles/", f->article_id, "");
    }
    return OK;
}

static enum err steps_fill(struct call *call, struct bulletin_desk_view *v)
{
    struct bulletin_step_list all;

    TRY(bulletin_steps(call->cx, v->issue->id, &all));
    v->steps.p = MANY(call->arena, struct web_event, all.n);
    EACH (s, &all)
        v->steps.p[v->steps.n++] = (struct web_event){.at = s->at,
            .what = bulletin_word(call, "event.bulletin", str_dup(call->arena, s->event).p),
            .why = s->note};
    return OK;
}

enum err bulletin_desk_show(struct call *call)
{
    struct bulletin_issue issue;
    struct bulletin_desk_view v = {.issue = &issue};

    TRY(here(call, &issue));
    v.title = bulletin_title(call, &issue);
    v.kind = bulletin_word(call, "bulletin_kind", bulletin_kind_words[issue.kind]);
    v.place = bulletin_place(call, issue.division);
    v.tone = tone_of(issue.state);
    v.show = web_url(call->arena, "/bulletins/", issue.public_id, "");
    actions_fill(call, &v);
    TRY(articles_fill(call, &v));
    TRY(findings_fill(call, &v));
    TRY(steps_fill(call, &v));
    return web_page(call, v.title, page_bulletin_desk, &v);
}

/* What was typed with its problems, or what there is. */
static const struct form_state *state_of(
    struct call *call, const struct form *form, const void *value)
{
    if (call->form == NULL)
        return form_fill(call->arena, form, value);
    return call->form;
}

enum err bulletin_begin_page(struct call *call)
{
    struct begin_in in = {.kind = S("regular")};
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_begin),
        .form = state_of(call, &bulletin_begin_form, &in),
        .button = web_text(call, TEXT_bulletin_begin),
        .action = {S("/newsroom/new")},
        .back = {S("/newsroom")},
        .back_words = web_text(call, TEXT_bulletin_desk)};

    return bulletin_form_page(call, &v);
}

enum err bulletin_begin_take(struct call *call)
{
    const struct begin_in *in = call_form(call);
    struct cx *cx = call->cx;
    enum bulletin_kind kind = BULLETIN_REGULAR;
    struct bulletin_issue issue, old = {0};

    for (int k = 0; begin_kinds[k] != NULL; k++)
        if (str_is(in->kind, begin_kinds[k]))
            kind = (enum bulletin_kind)k;
    if (kind == BULLETIN_CORRECTION) {
        if (bulletin_named(cx, in->corrects, &old) != OK) {
            cx_faults_clear(cx);
            return fail(cx, ERR_INVALID, "corrects", "bulletin.corrects_which");
        }
    }
    TRY(bulletin_begin(cx, registry_own_area(cx, RIGHT_BULLETIN_EDIT), kind, old.id, &issue));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/newsroom/", issue.public_id);
}

enum err bulletin_edit_page(struct call *call)
{
    struct bulletin_issue issue;
    struct issue_in in;
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_edit)};

    TRY(here(call, &issue));
    in = (struct issue_in){
        issue.series, issue.note, issue.distribution, issue.is_public, issue.version};
    v.form = state_of(call, &bulletin_issue_form, &in);
    v.button = web_text(call, TEXT_bulletin_keep);
    v.action = web_url(call->arena, "/newsroom/", issue.public_id, "/edit");
    v.back = web_url(call->arena, "/newsroom/", issue.public_id, "");
    v.back_words = bulletin_title(call, &issue);
    return bulletin_form_page(call, &v);
}

enum err bulletin_edit_take(struct call *call)
{
    const struct issue_in *in = call_form(call);
    struct bulletin_issue issue;

    TRY(here(call, &issue));
    issue.series = in->series.p == NULL ? S("") : in->series;
    issue.note = in->note.p == NULL ? S("") : in->note;
    issue.distribution = in->distribution.p == NULL ? S("") : in->distribution;
    issue.is_public = in->is_public;
    issue.version = in->version;
    TRY(bulletin_set(call->cx, &issue));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/newsroom/", issue.public_id);
}

static enum err event_of(struct call *call, const char *const *words, int64_t *out)
{
    for (int64_t i = 0; words[i] != NULL; i++)
        if (str_is(call_path(call, "event"), words[i])) {
            *out = i;
            return OK;
        }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "bulletin.none");
}

enum err bulletin_move_page(struct call *call)
{
    static struct bulletin_name numbering[] = {{"number"}, {"serial"}, {"note"}};
    static struct bulletin_name signing[] = {{"day"}, {"note"}}, noting[] = {{"note"}};
    struct bulletin_issue issue;
    struct move_in in = {.day = DATE_NONE};
    struct bulletin_form_view v = {0};
    int64_t event;
    const char *word;

    TRY(event_of(call, bulletin_event_words, &event));
    TRY(here(call, &issue));
    word = bulletin_event_words[event];
    in.version = issue.version;
    if (event == BULLETIN_DO_NUMBER)
        TRY(bulletin_next(call->cx, &issue, &in.number, &in.serial));
    if (event == BULLETIN_DO_SIGN)
        in.day = date_of(call->cx->now);
    v.only = event == BULLETIN_DO_NUMBER ? (struct bulletin_name_list){numbering, 3}
             : event == BULLETIN_DO_SIGN ? (struct bulletin_name_list){signing, 2}
                                         : (struct bulletin_name_list){noting, 1};
    v.heading = bulletin_word(call, "event.bulletin", word);
    v.words = bulletin_word(call, "bulletin.explain", word);
    v.form = state_of(call, &bulletin_move_form, &in);
    v.button = v.heading;
    v.action = web_url(
        call->arena, "/newsroom/", issue.public_id, str_f(call->arena, "/do/%s", word).p);
    v.back = web_url(call->arena, "/newsroom/", issue.public_id, "");
    v.back_words = bulletin_title(call, &issue);
    return bulletin_form_page(call, &v);
}

enum err bulletin_move_take(struct call *call)
{
    const struct move_in *in = call_form(call);
    struct bulletin_issue issue;
    struct bulletin_move m = {.version = in->version,
        .note = in->note,
        .number = in->number,
        .serial = in->serial,
        .day = in->day};

    TRY(event_of(call, bulletin_event_words, &m.event));
    TRY(here(call, &issue));
    TRY(bulletin_make_move(call->cx, &issue, &m));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/newsroom/", issue.public_id);
}

enum err bulletin_masthead_page(struct call *call)
{
    struct str area = registry_own_area(call->cx, RIGHT_BULLETIN_EDIT);
    struct date today = date_of(call->cx->now);
    struct bulletin_masthead m = {0};
    struct masthead_in in = {.valid_from = today};
    struct bulletin_form_view v = {.heading = web_text(call, TEXT_bulletin_masthead),
        .words = web_text(call, TEXT_bulletin_masthead_words),
        .button = web_text(call, TEXT_bulletin_keep),
        .action = {S("/newsroom/masthead")},
        .back = {S("/newsroom")},
        .back_words = web_text(call, TEXT_bulletin_desk)};
    bool found;

    TRY(bulletin_masthead_on(call->cx, area, today, &m, &found));
    if (found)
        in = (struct masthead_in){m.name, m.latin, m.publisher, m.editors, m.contact,
            m.approval_no, m.distribution, today};
    v.form = state_of(call, &bulletin_masthead_form, &in);
    return bulletin_form_page(call, &v);
}

static struct str or_none(struct str s)
{
    return s.p == NULL ? S("") : s;
}

enum err bulletin_masthead_take(struct call *call)
{
    const struct masthead_in *in = call_form(call);
    struct bulletin_masthead m = {.division = registry_own_area(call->cx, RIGHT_BULLETIN_EDIT),
        .name = in->name,
        .latin = or_none(in->latin),
        .publisher = in->publisher,
        .editors = in->editors,
        .contact = or_none(in->contact),
        .approval_no = or_none(in->approval_no),
        .distribution = or_none(in->distribution),
        .valid_from = in->valid_from};

    TRY(bulletin_masthead_put(call->cx, &m));
    return web_redirect_note(call, TEXT_note_bulletin_saved, "/newsroom", S(""));
}
