/*
 * contact: one link of a holder: making it, recording a contact by it, ending it.
 */
#include "core/subtree.h"

#include "feature/contact/contact_web.h"

struct link_draft {
    struct str deputy;
};
static const struct input link_inputs[] = {
    INPUT(struct link_draft, deputy, .flags = INPUT_REQUIRED, .max = 60)};
const struct form contact_link_form = {
    "contact_link", sizeof(struct link_draft), link_inputs, COUNT(link_inputs)};
struct place_draft {
    struct str place;
};
static const struct input place_inputs[] = {
    INPUT(struct place_draft, place, .flags = INPUT_REQUIRED, .max = 60)};
const struct form contact_place_form = {
    "contact_place", sizeof(struct place_draft), place_inputs, COUNT(place_inputs)};
struct end_draft {
    struct str reason;
};
static const struct input end_inputs[] = {
    INPUT(struct end_draft, reason, .flags = INPUT_REQUIRED, .max = 200)};
const struct form contact_end_form = {
    "contact_end", sizeof(struct end_draft), end_inputs, COUNT(end_inputs)};

/* The form of one kind of link, where the rule set has a place for it. */
void contact_link_section(
    struct call *call, const struct contact_holder *h, struct web_record *r, bool deputy)
{
    static const struct link_draft none;
    struct web_section *s = web_record_section(
        r, web_text(call, deputy ? TEXT_contact_add_deputy : TEXT_contact_add_township));

    s->form = contact_form_of(call, deputy ? &contact_link_form : &contact_place_form, &none);
    s->post =
        web_url(call->arena, "/coverage/", h->public_id, deputy ? "/deputies" : "/townships");
    s->button = web_text(call, TEXT_contact_voter_add);
}

enum err contact_link_take(struct call *call)
{
    const struct link_draft *f = call_form(call);
    struct contact_holder h;
    struct contact_link l;
    struct deputy d;

    TRY(contact_holder_get(call->cx, call_path(call, "id"), &h));
    TRY(contact_deputy_typed(call, "deputy", f->deputy, h.division, &d));
    TRY(contact_at_field(call->cx, contact_link_deputy(call->cx, &h, &d, &l), "deputy"));
    return web_redirect_note(call, TEXT_note_contact_added, "/coverage/", h.public_id);
}

enum err contact_place_take(struct call *call)
{
    const struct place_draft *f = call_form(call);
    struct right_ranges within;
    struct contact_holder h;
    struct contact_link l;
    struct find_hit_list hits;
    struct str code = f->place;

    TRY(contact_holder_get(call->cx, call_path(call, "id"), &h));
    TRY(subtree_of(call->cx, h.division, &within));
    if (!registry_code_ok(code)) {
        TRY(registry_find_places(call->cx, f->place, &hits));
        EACH (p, &hits)
            if (subtree_holds(&within, p->division.code) &&
                (p->division.kind == DIVISION_TOWN ||
                    p->division.kind == DIVISION_SUBDISTRICT)) {
                code = p->division.code;
                break;
            }
    }
    TRY(contact_at_field(call->cx, contact_link_township(call->cx, &h, code, &l), "place"));
    return web_redirect_note(call, TEXT_note_contact_added, "/coverage/", h.public_id);
}

struct met_draft {
    struct date day;
    struct str summary;
};
static const struct input met_inputs[] = {
    INPUT(struct met_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct met_draft, summary, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 2000,
        .widget = WIDGET_AREA),
};
const struct form contact_met_form = {
    "contact_met", sizeof(struct met_draft), met_inputs, COUNT(met_inputs)};

static enum err whom(struct call *call, const struct contact_link *l, struct str *out)
{
    struct deputy d;

    *out = web_text(call, TEXT_contact_kind_voter);
    if (l->kind == CONTACT_TOWNSHIP)
        return registry_full_name(call->cx, l->place, out);
    if (l->kind == CONTACT_DEPUTY) {
        TRY(registry_deputy(call->cx, l->tenure_id, &d));
        *out = d.name;
    }
    return OK;
}

/* For holders who do not record themselves: the office enters the visit, an activity like any
 * other. */
static void met_section(struct call *call, const struct contact_link *l, struct web_record *r)
{
    struct met_draft d = {.day = date_of(call->cx->now)};
    struct web_section *s = web_record_section(r, web_text(call, TEXT_contact_met));

    s->words = web_text(call, TEXT_contact_met_words);
    s->form = contact_form_of(call, &contact_met_form, &d);
    s->post = web_url(call->arena, "/coverage/links/", l->public_id, "/met");
    s->button = web_text(call, TEXT_contact_met_save);
}

enum err contact_met_take(struct call *call)
{
    const struct met_draft *f = call_form(call);
    struct contact_link l;
    struct contact_holder h;

    TRY(contact_link_get(call->cx, call_path(call, "id"), &l));
    TRY(contact_holder_load(call->cx, l.holder_id, &h));
    TRY(contact_met(call->cx, &h, &l, f->day, f->summary, call->form->key));
    return web_redirect_note(call, TEXT_note_contact_met, "/coverage/", h.public_id);
}

enum err contact_end_page(struct call *call)
{
    struct web_record r = {0};
    static const struct end_draft none;
    struct contact_link l;
    struct contact_holder h;
    struct web_section *s;

    TRY(contact_link_get(call->cx, call_path(call, "id"), &l));
    TRY(contact_holder_load(call->cx, l.holder_id, &h));
    web_record_room(call->arena, &r, 8);
    TRY(whom(call, &l, &r.heading));
    web_record_pair(&r, web_text(call, TEXT_contact_col_who), h.name);
    web_record_pair(&r, web_text(call, TEXT_contact_col_kind),
        contact_word(call, "contact.kind", contact_kind_words[l.kind]));
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_since), date_text(call->arena, l.valid_from));
    r.back = web_url(call->arena, "/coverage/", h.public_id, "");
    r.back_words = h.name;
    if (!date_is(l.valid_to)) {
        if (l.kind != CONTACT_VOTER)
            met_section(call, &l, &r);
        s = web_record_section(&r, web_text(call, TEXT_contact_end));
        s->words = web_text(call, TEXT_contact_end_words);
        s->form = contact_form_of(call, &contact_end_form, &none);
        s->post = web_url(call->arena, "/coverage/links/", l.public_id, "");
        s->button = web_text(call, TEXT_contact_end);
    }
    return contact_record(call, &r);
}

enum err contact_end_take(struct call *call)
{
    const struct end_draft *f = call_form(call);
    struct contact_link l;
    struct contact_holder h;

    TRY(contact_link_get(call->cx, call_path(call, "id"), &l));
    TRY(contact_holder_load(call->cx, l.holder_id, &h));
    TRY(contact_link_end(call->cx, &l, f->reason));
    return web_redirect_note(call, TEXT_note_contact_ended, "/coverage/", h.public_id);
}
