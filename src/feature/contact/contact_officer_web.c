/*
 * contact: information officers of deputies, for the office and the presidium.
 */
#include "feature/contact/contact_web.h"

struct list_query {
    struct str at;
    int64_t after;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_query, after, .flags = INPUT_HIDDEN, .max = INT64_MAX),
};
const struct form contact_officer_list_form = {
    "contact_officer_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct officer_draft {
    struct str deputy, name, post, login;
};
static const struct input officer_inputs[] = {
    INPUT(struct officer_draft, deputy, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct officer_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct officer_draft, post, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct officer_draft, login, .max = 40),
};
const struct form contact_officer_form = {
    "contact_officer", sizeof(struct officer_draft), officer_inputs, COUNT(officer_inputs)};

struct leave_draft {
    struct str reason;
    int64_t version;
};
static const struct input leave_inputs[] = {
    INPUT(struct leave_draft, reason, .flags = INPUT_REQUIRED, .max = 200),
    INPUT(struct leave_draft, version, .flags = INPUT_REQUIRED | INPUT_HIDDEN),
};
const struct form contact_officer_end_form = {
    "contact_officer_end", sizeof(struct leave_draft), leave_inputs, COUNT(leave_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_deputy, 16, false},
    {"", TEXT_contact_officer, 16, false},
    {"", TEXT_contact_col_post, 30, false},
    {"", TEXT_contact_col_since, 12, false},
    {"", TEXT_contact_officer_account, 20, false},
};

enum err contact_officers_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_contact_officer_new), {S("/officers/new")}};
    struct info_officer_list list;
    struct contact_share share;
    struct str area, place, after = {0};
    struct sheet *t;
    bool more;

    TRY(registry_pick_asked(call, "at"));
    area = contact_area(call, q->at, RIGHT_CONTACT_READ);
    TRY(contact_officer_page(call->cx, area, q->after, web_table_limit(call), &list, &more));
    TRY(contact_officer_share(call->cx, area, &share));
    TRY(registry_full_name(call->cx, area, &place));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    EACH (o, &list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];

        c[0].text = o->deputy;
        c[0].link = web_url(call->arena, "/d/", o->seat, "").s;
        c[1].text = o->name;
        c[1].link = web_url(call->arena, "/officers/", o->public_id, "").s;
        c[2].text = o->post;
        c[3].text = date_text(call->arena, o->valid_from);
        c[4].text = o->login.n > 0 ? o->login : web_text(call, TEXT_contact_officer_no_account);
    }
    t->title = web_text(call, TEXT_contact_officers_title);
    t->note = str_f(call->arena, "%.*s · %.*s · %.*s", STR(place),
        STR(text_fill_named(call->arena, call->cx->lang, S("contact.officer_share"),
            (struct str[]){
                num_text(call->arena, share.covered), num_text(call->arena, share.all)},
            2)),
        STR(instant_text(call->arena, call->cx->now)));
    if (more)
        after = num_text(call->arena, list.p[list.n - 1].id);
    return web_table(call, &(struct web_head){.title = t->title, .place = place},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .filter = call->asked,
            .after = after,
            .later = q->after > 0,
            .empty = web_text(call, TEXT_contact_officers_none),
            .actions = {&add,
                right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = area})},
            .exports = S("officers")});
}

enum err contact_officer_new_page(struct call *call)
{
    static const struct officer_draft none;
    struct web_record r = {.heading = web_text(call, TEXT_contact_officer_new),
        .back = web_url_of("/officers"),
        .back_words = web_text(call, TEXT_contact_officers_title)};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_officer_words);
    s->form = contact_form_of(call, &contact_officer_form, &none);
    s->post = web_url_of("/officers/new");
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_officer_new_take(struct call *call)
{
    const struct officer_draft *f = call_form(call);
    struct info_officer o = {.name = f->name, .post = f->post};
    struct deputy d;

    TRY(contact_deputy_typed(
        call, "deputy", f->deputy, registry_own_area(call->cx, RIGHT_CONTACT_EDIT), &d));
    TRY(contact_officer_add(call->cx, &o, &d, f->login));
    return web_redirect_note(call, TEXT_note_contact_saved, "/officers/", o.public_id);
}

enum err contact_officer_show(struct call *call)
{
    struct web_record r = {.back = web_url_of("/officers"),
        .back_words = web_text(call, TEXT_contact_officers_title)};
    struct info_officer o;
    struct leave_draft d;
    struct web_section *s;

    TRY(contact_officer_get(call->cx, call_path(call, "id"), &o));
    web_record_room(call->arena, &r, 8);
    r.heading = o.name;
    r.sub = o.post;
    web_record_pair(&r, web_text(call, TEXT_contact_col_deputy), o.deputy);
    web_record_pair(&r, web_text(call, TEXT_contact_officer_account),
        o.login.n > 0 ? o.login : web_text(call, TEXT_contact_officer_no_account));
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_since), date_text(call->arena, o.valid_from));
    if (date_is(o.valid_to)) {
        web_record_pair(
            &r, web_text(call, TEXT_contact_col_until), date_text(call->arena, o.valid_to));
        web_record_pair(&r, web_text(call, TEXT_contact_col_reason), o.reason);
    } else if (right_may(
                   call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = o.division})) {
        d = (struct leave_draft){S(""), o.version};
        s = web_record_section(&r, web_text(call, TEXT_contact_officer_end));
        s->form = contact_form_of(call, &contact_officer_end_form, &d);
        s->post = web_url(call->arena, "/officers/", o.public_id, "");
        s->button = web_text(call, TEXT_contact_officer_end);
    }
    return contact_record(call, &r);
}

enum err contact_officer_end_take(struct call *call)
{
    const struct leave_draft *f = call_form(call);
    struct info_officer o;

    TRY(contact_officer_get(call->cx, call_path(call, "id"), &o));
    TRY(contact_officer_end(call->cx, &o, f->version, f->reason));
    return web_redirect_note(call, TEXT_note_contact_saved, "/officers", S(""));
}
