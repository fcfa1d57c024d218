/*
 * contact: plans of contact by leaders of the party and of state organs.
 */
#include "feature/contact/contact_web.h"

struct list_query {
    struct str at;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION)};
const struct form contact_scheme_list_form = {
    "contact_scheme_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct scheme_draft {
    struct str title, issued, body;
    struct date day_from, day_to;
    int64_t version;
};
static const struct input scheme_inputs[] = {
    INPUT(struct scheme_draft, title, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct scheme_draft, issued, .max = 200),
    INPUT(struct scheme_draft, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 8000,
        .widget = WIDGET_AREA),
    INPUT(struct scheme_draft, day_from, .flags = INPUT_REQUIRED),
    INPUT(struct scheme_draft, day_to, .flags = INPUT_REQUIRED),
    INPUT(struct scheme_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_scheme_form = {
    "contact_scheme", sizeof(struct scheme_draft), scheme_inputs, COUNT(scheme_inputs)};

struct leader_draft {
    struct str holder, duty;
    int64_t visits;
};
static const struct input leader_inputs[] = {
    INPUT(struct leader_draft, holder, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct leader_draft, duty, .max = 200),
    INPUT(struct leader_draft, visits, .flags = INPUT_REQUIRED, .min = 0, .max = 366),
};
const struct form contact_leader_form = {
    "contact_leader", sizeof(struct leader_draft), leader_inputs, COUNT(leader_inputs)};

static struct str days_text(struct call *call, const struct contact_plan *p)
{
    return str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, p->day_from)),
        STR(date_text(call->arena, p->day_to)));
}

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_scheme, 40, false},
    {"", TEXT_contact_scheme_issued, 30, false},
    {"", TEXT_contact_scheme_days, 24, false},
    {"", TEXT_contact_scheme_leaders, 10, true},
};

enum err contact_schemes_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_contact_scheme_new), {S("/coverage/plans/new")}};
    struct contact_plan_list list;
    struct str area;
    struct sheet *t;

    TRY(registry_pick_asked(call, "at"));
    area = contact_area(call, q->at, RIGHT_CONTACT_READ);
    TRY(contact_plan_list(call->cx, area, &list));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    EACH (p, &list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];

        c[0].text = p->title;
        c[0].link = web_url(call->arena, "/coverage/plans/", p->public_id, "").s;
        c[1].text = p->issued;
        c[2].text = days_text(call, p);
        c[3].text = num_text(call->arena, p->leaders);
        c[3].number = p->leaders;
    }
    t->title = web_text(call, TEXT_contact_schemes_title);
    TRY(registry_full_name(call->cx, area, &t->note));
    return web_table(call, &(struct web_head){.title = t->title},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .filter = call->asked,
            .empty = web_text(call, TEXT_contact_schemes_none),
            .actions = {&add,
                right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = area})}});
}

static enum err form_show(
    struct call *call, const struct scheme_draft *d, struct str heading, struct url post)
{
    struct web_record r = {.heading = heading,
        .back = web_url_of("/coverage/plans"),
        .back_words = web_text(call, TEXT_contact_schemes_title)};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_scheme_words);
    s->form = contact_form_of(call, &contact_scheme_form, d);
    s->post = post;
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_scheme_new_page(struct call *call)
{
    int32_t year = date_ymd(date_of(call->cx->now)).year;
    struct scheme_draft d = {
        .day_from = date_make(year, 1, 1), .day_to = date_make(year, 12, 31)};

    return form_show(
        call, &d, web_text(call, TEXT_contact_scheme_new), web_url_of("/coverage/plans/new"));
}

static struct contact_plan told(const struct scheme_draft *f, const struct contact_plan *old)
{
    struct contact_plan p = *old;

    p.title = f->title;
    p.issued = f->issued;
    p.body = f->body;
    p.day_from = f->day_from;
    p.day_to = f->day_to;
    p.version = f->version;
    return p;
}

enum err contact_scheme_new_take(struct call *call)
{
    const struct contact_plan none = {
        .division = registry_own_area(call->cx, RIGHT_CONTACT_EDIT)};
    struct contact_plan p = told(call_form(call), &none);

    TRY(contact_plan_put(call->cx, &p));
    return web_redirect_note(call, TEXT_note_contact_saved, "/coverage/plans/", p.public_id);
}

static enum err scheme_here(struct call *call, enum right right, struct contact_plan *p)
{
    TRY(contact_plan_get(call->cx, call_path(call, "id"), p));
    return contact_hidden(call->cx, right, p->division);
}

enum err contact_scheme_edit_page(struct call *call)
{
    struct contact_plan p;
    struct scheme_draft d;

    TRY(scheme_here(call, RIGHT_CONTACT_EDIT, &p));
    d = (struct scheme_draft){p.title, p.issued, p.body, p.day_from, p.day_to, p.version};
    return form_show(
        call, &d, p.title, web_url(call->arena, "/coverage/plans/", p.public_id, "/edit"));
}

enum err contact_scheme_edit_take(struct call *call)
{
    struct contact_plan old, p;

    TRY(scheme_here(call, RIGHT_CONTACT_EDIT, &old));
    p = told(call_form(call), &old);
    TRY(contact_plan_put(call->cx, &p));
    return web_redirect_note(call, TEXT_note_contact_saved, "/coverage/plans/", p.public_id);
}

static const struct sheet_column leader_columns[] = {
    {"", TEXT_contact_col_leader, 16, false},
    {"", TEXT_contact_col_office, 24, false},
    {"", TEXT_contact_col_duty, 30, false},
    {"", TEXT_contact_col_asked_visits, 10, true},
    {"", TEXT_contact_col_held_visits, 10, true},
    {"", TEXT_contact_col_last, 12, false},
    {"", TEXT_contact_col_stand, 16, false},
};

static void leader_row(struct call *call, const struct contact_plan *p, bool edit,
    const struct contact_plan_leader *l, struct sheet_cell *c)
{
    bool over = date_of(call->cx->now).day > p->day_to.day, done = l->held >= l->visits;

    c[0].text = l->name;
    c[0].link = web_url(call->arena, "/coverage/", l->holder, "").s;
    c[1].text = str_f(call->arena, "%.*s %.*s",
        STR(contact_word(call, "contact.office", contact_office_words[l->office])),
        STR(l->post));
    c[2].text = l->duty;
    if (edit)
        c[2].link = web_url(call->arena, "/coverage/plans/", p->public_id,
            str_f(call->arena, "/leaders/%lld", (long long)l->id).p)
                        .s;
    if (edit && l->duty.n == 0)
        c[2].text = web_text(call, TEXT_contact_leader_drop);
    c[3].text = num_text(call->arena, l->visits);
    c[3].number = l->visits;
    c[4].text = num_text(call->arena, l->held);
    c[4].number = l->held;
    c[5].text =
        date_is(l->last) ? date_text(call->arena, l->last) : web_text(call, TEXT_contact_never);
    c[6].text = web_text(call, done   ? TEXT_contact_plan_held
                               : over ? TEXT_contact_scheme_short
                                      : TEXT_contact_plan_ahead);
    c[6].badge = done ? S("done") : over ? S("soon") : S("info");
}

enum err contact_scheme_show(struct call *call)
{
    static const struct leader_draft none = {.visits = 1};
    struct web_record r = {.back = web_url_of("/coverage/plans"),
        .back_words = web_text(call, TEXT_contact_schemes_title)};
    struct contact_plan_leader_list leaders;
    struct contact_plan p;
    struct web_section *s;
    struct sheet *t;
    bool edit;

    TRY(scheme_here(call, RIGHT_CONTACT_READ, &p));
    TRY(contact_plan_leaders(call->cx, &p, &leaders));
    edit = right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = p.division});
    web_record_room(call->arena, &r, 8);
    r.heading = p.title;
    r.sub = p.issued;
    web_record_pair(&r, web_text(call, TEXT_contact_scheme_days), days_text(call, &p));
    if (edit)
        web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_contact_edit),
            web_url(call->arena, "/coverage/plans/", p.public_id, "/edit"));
    s = web_record_section(&r, web_text(call, TEXT_contact_scheme_body));
    s->words = p.body;
    s = web_record_section(&r, web_text(call, TEXT_contact_scheme_leaders));
    s->words = web_text(call, TEXT_contact_scheme_leaders_words);
    t = contact_sheet(call, leader_columns, COUNT(leader_columns), leaders.n);
    EACH (l, &leaders)
        leader_row(call, &p, edit, l, &t->cells[t->nrows++ * COUNT(leader_columns)]);
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_scheme_leaders_none);
    if (edit) {
        s = web_record_section(&r, web_text(call, TEXT_contact_leader_add));
        s->form = contact_form_of(call, &contact_leader_form, &none);
        s->post = web_url(call->arena, "/coverage/plans/", p.public_id, "/leaders");
        s->button = web_text(call, TEXT_contact_voter_add);
    }
    return contact_record(call, &r);
}

/* One of the area's holders by name or key. */
static enum err holder_typed(
    struct call *call, const struct contact_plan *p, struct str typed, struct contact_holder *h)
{
    struct contact_holder_list all;
    size_t n = 0;

    typed = str_trim(typed);
    TRY(contact_holders(call->cx, p->division, date_of(call->cx->now), &all));
    EACH (k, &all)
        if (str_eq(k->code, typed) || str_eq(k->name, typed)) {
            *h = *k;
            n++;
        }
    if (n == 1)
        return OK;
    return fail(call->cx, ERR_INVALID, "holder",
        n == 0 ? "contact.holder_unknown" : "contact.holder_many");
}

enum err contact_leader_take(struct call *call)
{
    const struct leader_draft *f = call_form(call);
    struct contact_plan p;
    struct contact_holder h;

    TRY(scheme_here(call, RIGHT_CONTACT_EDIT, &p));
    TRY(holder_typed(call, &p, f->holder, &h));
    TRY(contact_plan_leader_add(call->cx, &p, &h, f->duty, f->visits));
    return web_redirect_note(call, TEXT_note_contact_added, "/coverage/plans/", p.public_id);
}

static enum err leader_of(
    struct call *call, const struct contact_plan *p, struct contact_plan_leader *out)
{
    struct contact_plan_leader_list all;
    int64_t id = 0;

    TRY(contact_plan_leaders(call->cx, p, &all));
    if (num_parse(call_path(call, "leader"), 1, INT64_MAX, &id) == OK)
        EACH (l, &all)
            if (l->id == id) {
                *out = *l;
                return OK;
            }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err contact_leader_page(struct call *call)
{
    struct web_record r = {0};
    struct contact_plan_leader l;
    struct contact_plan p;

    TRY(scheme_here(call, RIGHT_CONTACT_EDIT, &p));
    TRY(leader_of(call, &p, &l));
    web_record_room(call->arena, &r, 4);
    r.heading = l.name;
    r.sub = p.title;
    r.back = web_url(call->arena, "/coverage/plans/", p.public_id, "");
    r.back_words = p.title;
    web_record_pair(&r, web_text(call, TEXT_contact_col_duty), l.duty);
    contact_sure_section(call, web_record_section(&r, S("")),
        web_url(call->arena, "/coverage/plans/", p.public_id,
            str_f(call->arena, "/leaders/%lld", (long long)l.id).p),
        web_text(call, TEXT_contact_leader_drop));
    return contact_record(call, &r);
}

enum err contact_leader_drop_take(struct call *call)
{
    struct contact_plan_leader l;
    struct contact_plan p;

    TRY(scheme_here(call, RIGHT_CONTACT_EDIT, &p));
    TRY(leader_of(call, &p, &l));
    TRY(contact_plan_leader_drop(call->cx, &p, l.id));
    return web_redirect_note(call, TEXT_note_contact_saved, "/coverage/plans/", p.public_id);
}
