/*
 * contact: entering a contact for a holder who does not record (A3.2, A3.14: officials of the
 * party and the state are contact-holders too).  It is an activity like any other, so coverage
 * stays reckoned from records alone.
 */
#include "feature/activity/activity.h"
#include "feature/contact/contact.h"
#include "feature/contact/contact.sql.h"

enum err contact_holder_person(struct cx *cx, struct contact_holder *h)
{
    struct str code = str_f(cx->arena, "contact:%.*s", STR(h->code));

    if (h->person_id > 0)
        return OK;
    return registry_person_named(cx, code, h->name, &h->person_id);
}

static enum err where(struct cx *cx, const struct contact_link *l, struct activity_in *in,
    struct activity_person *who, size_t *n)
{
    struct deputy d;

    if (l->kind == CONTACT_TOWNSHIP) {
        in->division = l->place;
        return OK;
    }
    TRY(registry_deputy(cx, l->tenure_id, &d));
    in->division = d.division;
    in->people = 1;
    who[(*n)++] = (struct activity_person){.role = ACTIVITY_MET, .tenure_id = d.id};
    return OK;
}

/* The holder's seat in the area, so that the activity stands on the deputy's own page too. */
static enum err host(struct cx *cx, const struct contact_holder *h, struct activity_person *out)
{
    struct deputy_list seats;

    *out = (struct activity_person){.role = ACTIVITY_HOST, .person_id = h->person_id};
    TRY(registry_tenures_of(cx, h->person_id, &seats));
    EACH (s, &seats)
        if (s->state == TENURE_ACTIVE && out->tenure_id == 0)
            out->tenure_id = s->id;
    return OK;
}

enum err contact_met(struct cx *cx, const struct contact_holder *h,
    const struct contact_link *l, struct date day, struct str summary, struct str idem)
{
    struct activity_person persons[2] = {{0}};
    struct activity_in in = {.kind = S("visit"),
        .day = day,
        .until = day,
        .summary = summary,
        .idem = idem,
        .persons = {persons, 1}};
    struct contact_holder own = *h;
    struct activity a;
    bool repeated;

    TRY(contact_hidden(cx, RIGHT_CONTACT_EDIT, h->division));
    if (l->kind == CONTACT_VOTER)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (own.person_id == 0) {
        TRY(contact_holder_person(cx, &own));
        TRY(sql_contact_holder_set(cx, own.id, own.version, own.name, own.pinyin, own.office,
            own.post, own.person_id, own.valid_from, own.valid_to, NULL));
    }
    TRY(host(cx, &own, &persons[0]));
    TRY(where(cx, l, &in, persons, &in.persons.n));
    return activity_add(cx, &in, &a, &repeated);
}
