/*
 * contact: the register of help for deputies' own business (Deputies Law 2025, Art. 59).
 */
#include "feature/contact/contact_web.h"

struct help_draft {
    struct str deputy, relation, business, matter;
};
static const struct input help_inputs[] = {
    INPUT(struct help_draft, deputy, .max = 60),
    {.name = "relation",
        .kind = KIND_STR,
        .offset = offsetof(struct help_draft, relation),
        .words = help_relation_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct help_draft, business, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct help_draft, matter, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 2000,
        .widget = WIDGET_AREA),
};
const struct form contact_help_form = {
    "contact_help", sizeof(struct help_draft), help_inputs, COUNT(help_inputs)};

static const char *const judge_words[] = {"none", "flagged", NULL};
struct judge_draft {
    struct str conflict, note;
    int64_t version;
};
static const struct input judge_inputs[] = {
    {.name = "conflict",
        .kind = KIND_STR,
        .offset = offsetof(struct judge_draft, conflict),
        .words = judge_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct judge_draft, note, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 500,
        .widget = WIDGET_AREA),
    INPUT(struct judge_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_judge_form = {
    "contact_judge", sizeof(struct judge_draft), judge_inputs, COUNT(judge_inputs)};

static const char *const step_words[] = {"refer", "finish", "decline", "withdraw", NULL};
struct step_draft {
    struct str event, step_note;
    int64_t version;
};
static const struct input step_inputs[] = {
    {.name = "event",
        .kind = KIND_STR,
        .offset = offsetof(struct step_draft, event),
        .words = step_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct step_draft, step_note, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 500,
        .widget = WIDGET_AREA),
    INPUT(struct step_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_help_step_form = {
    "contact_help_step", sizeof(struct step_draft), step_inputs, COUNT(step_inputs)};
/* The deputy's one step. */
const struct form contact_help_withdraw_form = {"contact_help_withdraw",
    sizeof(struct step_draft), step_inputs + 1, COUNT(step_inputs) - 1};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_opened, 12, false},
    {"", TEXT_contact_col_deputy, 16, false},
    {"", TEXT_contact_col_relation, 16, false},
    {"", TEXT_contact_col_conflict, 20, false},
    {"", TEXT_contact_col_stand, 14, false},
};

static struct str conflict_of(struct call *call, enum help_conflict c)
{
    return contact_word(call, "contact.conflict", help_conflict_words[c]);
}

enum err contact_helps_page(struct call *call)
{
    static const char *const badges[] = {"soon", "info", "done", "off", "off"};
    const struct {
        struct str deputy;
        int64_t before;
    } *q = call_asked(call);
    int64_t max = web_table_limit(call);
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_contact_help_new), {S("/help-cases/new")}};
    struct help_case_list list;
    struct sheet *t;

    TRY(contact_help_list(call->cx, q->before, max, &list));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    EACH (h, &list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];

        c[0].text = date_text(call->arena, date_of(h->opened));
        c[0].link = web_url(call->arena, "/help-cases/", h->public_id, "").s;
        c[1].text = h->name;
        c[2].text = contact_word(call, "contact.relation", help_relation_words[h->relation]);
        c[3].text = conflict_of(call, h->conflict);
        c[3].badge = h->conflict == HELP_NONE ? S("done") : S("soon");
        c[4].text = contact_word(call, "state.help", help_state_words[h->state]);
        c[4].badge = str_of(badges[h->state]);
    }
    t->title = web_text(call, TEXT_contact_helps_title);
    t->note = web_text(call, TEXT_contact_helps_words);
    call->personal = true;
    return web_table(call, &(struct web_head){.title = t->title},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .empty = web_text(call, TEXT_contact_helps_none),
            .actions = {&add, 1},
            .exports = S("help")});
}

static bool keeps(const struct call *call)
{
    return (call->cx->actor->roles & ROLE_OFFICE) != 0;
}

enum err contact_help_new_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_help_new),
        .back = web_url_of("/help-cases"),
        .back_words = web_text(call, TEXT_contact_helps_title)};
    struct help_draft d = {.relation = S("own")};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    web_record_note(&r, TONE_INFO, web_text(call, TEXT_contact_help_apart),
        web_text(call, TEXT_contact_help_apart_words));
    s = web_record_section(&r, S(""));
    s->form = contact_form_of(call, &contact_help_form, &d);
    s->post = web_url_of("/help-cases/new");
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

/* A deputy enters the own matter; the office says whose it is. */
static enum err whose(struct call *call, const struct help_draft *f, struct deputy *out)
{
    struct deputy_list seats;

    if (keeps(call)) {
        if (str_empty(f->deputy))
            return fail(call->cx, ERR_INVALID, "deputy", "contact.deputy_unknown");
        return contact_deputy_typed(
            call, "deputy", f->deputy, registry_own_area(call->cx, RIGHT_HELP), out);
    }
    TRY(registry_tenures_of(call->cx, call->cx->actor->person_id, &seats));
    EACH (d, &seats)
        if (d->state == TENURE_ACTIVE && call->cx->actor->person_id > 0) {
            *out = *d;
            return OK;
        }
    return fail(call->cx, ERR_DENIED, NULL, "contact.deputies_only");
}

enum err contact_help_new_take(struct call *call)
{
    const struct help_draft *f = call_form(call);
    int relation = word_find(help_relation_words, f->relation);
    struct help_case h = {.relation = (enum help_relation)(relation < 0 ? 0 : relation),
        .business = f->business,
        .matter = f->matter};
    struct deputy d;

    TRY(whose(call, f, &d));
    TRY(contact_help_add(call->cx, &h, &d));
    return web_redirect_note(call, TEXT_note_contact_saved, "/help-cases/", h.public_id);
}

static enum err steps_section(
    struct call *call, const struct help_case *h, struct web_record *r)
{
    struct web_event_list *events = NEW(call->arena, struct web_event_list);
    struct help_step_list steps;

    TRY(contact_help_steps(call->cx, h->id, &steps));
    events->p = MANY(call->arena, struct web_event, steps.n + 1);
    EACH (s, &steps)
        events->p[events->n++] = (struct web_event){.at = s->at,
            .what = contact_word(call, "contact.help_step", s->event.p),
            .who = s->actor,
            .why = s->note};
    web_record_section(r, web_text(call, TEXT_contact_help_steps))->events = events;
    return OK;
}

static void step_section(struct call *call, const struct help_case *h, struct web_record *r)
{
    struct step_draft d = {.version = h->version};
    bool office = keeps(call);
    struct web_section *s = web_record_section(
        r, web_text(call, office ? TEXT_contact_help_next : TEXT_event_help_withdraw));

    if (office && h->conflict_note.n == 0)
        s->words = web_text(call, TEXT_contact_help_unjudged);
    s->form = contact_form_of(
        call, office ? &contact_help_step_form : &contact_help_withdraw_form, &d);
    s->post =
        web_url(call->arena, "/help-cases/", h->public_id, office ? "/step" : "/withdraw");
    s->button = s->heading;
}

static void judge_section(struct call *call, const struct help_case *h, struct web_record *r)
{
    struct web_section *s = web_record_section(r, web_text(call, TEXT_contact_judge));
    struct judge_draft d = {.conflict = str_of(h->conflict == HELP_NONE ? "none" : "flagged"),
        .note = h->conflict_note,
        .version = h->version};

    s->words = web_text(call, TEXT_contact_judge_words);
    s->form = contact_form_of(call, &contact_judge_form, &d);
    s->post = web_url(call->arena, "/help-cases/", h->public_id, "/conflict");
    s->button = web_text(call, TEXT_contact_judge);
}

enum err contact_help_show(struct call *call)
{
    struct web_record r = {.back = web_url_of("/help-cases"),
        .back_words = web_text(call, TEXT_contact_helps_title)};
    struct help_case h;
    bool open;

    TRY(contact_help_get(call->cx, call_path(call, "id"), &h));
    open = !flow_final(&help_flow, (int)h.state);
    web_record_room(call->arena, &r, 16);
    r.heading = h.business;
    r.badge = contact_word(call, "state.help", help_state_words[h.state]);
    r.tone = open ? TONE_SOON : TONE_DONE;
    if (h.conflict == HELP_FLAGGED)
        web_record_note(&r, TONE_SOON, web_text(call, TEXT_contact_flag_title),
            h.conflict_note.n > 0 ? h.conflict_note : web_text(call, TEXT_contact_flag_open));
    web_record_pair(&r, web_text(call, TEXT_contact_col_deputy), h.name);
    web_record_pair(&r, web_text(call, TEXT_contact_col_relation),
        contact_word(call, "contact.relation", help_relation_words[h.relation]));
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_conflict), conflict_of(call, h.conflict));
    web_record_pair(&r, web_text(call, TEXT_contact_col_matter), h.matter);
    TRY(steps_section(call, &h, &r));
    if (open && keeps(call))
        judge_section(call, &h, &r);
    if (open)
        step_section(call, &h, &r);
    return contact_record(call, &r);
}

enum err contact_judge_take(struct call *call)
{
    const struct judge_draft *f = call_form(call);
    struct help_case h;

    TRY(contact_help_get(call->cx, call_path(call, "id"), &h));
    TRY(contact_help_judge(call->cx, &h, str_is(f->conflict, "none") ? HELP_NONE : HELP_FLAGGED,
        f->version, f->note));
    return web_redirect_note(call, TEXT_note_contact_saved, "/help-cases/", h.public_id);
}

static enum err step(struct call *call, enum help_event event, const struct step_draft *f)
{
    struct help_case h;
    enum err e;

    TRY(contact_help_get(call->cx, call_path(call, "id"), &h));
    e = contact_help_move(call->cx, &h, event, f->version, f->step_note);
    TRY(contact_at_field(call->cx, e, "step_note"));
    return web_redirect_note(call, TEXT_note_contact_saved, "/help-cases/", h.public_id);
}

enum err contact_help_step_take(struct call *call)
{
    const struct step_draft *f = call_form(call);
    int event = word_find(step_words, f->event);
    struct help_case h;

    TRY(contact_help_get(call->cx, call_path(call, "id"), &h));
    if (!keeps(call))
        return fail(call->cx, ERR_DENIED, NULL, "right.denied");
    return step(call, (enum help_event)(event < 0 ? 0 : event), f);
}

enum err contact_help_withdraw_take(struct call *call)
{
    return step(call, HELP_WITHDRAW, call_form(call));
}
