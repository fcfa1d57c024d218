/*
 * contact: plans of contact by leaders of the party and of state organs (A3.14).
 */
#include "feature/contact/contact_plan.h"

#include "core/audit.h"

#include "feature/contact/contact_plan.sql.h"

static const struct field plan_fields[] = {
    FIELD(struct contact_plan, id),
    FIELD(struct contact_plan, public_id),
    FIELD(struct contact_plan, division),
    FIELD(struct contact_plan, title),
    FIELD(struct contact_plan, issued),
    FIELD(struct contact_plan, body),
    FIELD(struct contact_plan, day_from),
    FIELD(struct contact_plan, day_to),
    FIELD(struct contact_plan, version),
    FIELD(struct contact_plan, leaders),
};
const struct shape contact_plan_shape = SHAPE(contact_plan, plan_fields);

static const struct field leader_fields[] = {
    FIELD(struct contact_plan_leader, id),
    FIELD(struct contact_plan_leader, plan_id),
    FIELD(struct contact_plan_leader, holder_id),
    FIELD(struct contact_plan_leader, duty),
    FIELD(struct contact_plan_leader, visits),
    FIELD(struct contact_plan_leader, name),
    FIELD(struct contact_plan_leader, post),
    FIELD(struct contact_plan_leader, holder),
    FIELD_ENUM(struct contact_plan_leader, office, contact_office_words),
    FIELD(struct contact_plan_leader, person_id),
    FIELD(struct contact_plan_leader, held),
    FIELD(struct contact_plan_leader, last),
};
const struct shape contact_plan_leader_shape = SHAPE(contact_plan_leader, leader_fields);

static enum err plan_check(struct cx *cx, const struct contact_plan *p)
{
    cx_faults_clear(cx);
    if (str_empty(str_trim(p->title)) || str_points(p->title) > 100)
        (void)fail(cx, ERR_INVALID, "title", "contact.plan_title");
    if (str_points(p->issued) > 200)
        (void)fail(cx, ERR_INVALID, "issued", "registry.text_length");
    if (str_empty(str_trim(p->body)) || str_points(p->body) > 8000)
        (void)fail(cx, ERR_INVALID, "body", "contact.plan_body");
    if (!date_is(p->day_from) || !date_is(p->day_to) || p->day_to.day < p->day_from.day)
        (void)fail(cx, ERR_INVALID, "day_to", "registry.dates_order");
    return cx_checked(cx);
}

enum err contact_plan_put(struct cx *cx, struct contact_plan *p)
{
    struct division at;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, p->division));
    p->issued = p->issued.p == NULL ? S("") : p->issued;
    TRY(plan_check(cx, p));
    TRY(registry_division(cx, p->division, &at));
    if (p->id == 0) {
        p->public_id = registry_public_id(cx);
        TRY(sql_plan_add(cx, p->public_id, p->division, p->title, p->issued, p->body,
            p->day_from, p->day_to, &p->id));
        p->version = 1;
        return audit_add(
            cx, "contact_plan", p->id, "contact.scheme_added", p->division, (struct str){0});
    }
    TRY(sql_plan_set(
        cx, p->id, p->version, p->title, p->issued, p->body, p->day_from, p->day_to, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    p->version++;
    return audit_add(
        cx, "contact_plan", p->id, "contact.scheme_changed", p->division, (struct str){0});
}

enum err contact_plan_get(struct cx *cx, struct str public_id, struct contact_plan *out)
{
    struct contact_plan p;

    TRY(sql_plan_by_public(cx, public_id, &p));
    TRY(contact_hidden(cx, RIGHT_CONTACT_READ, p.division));
    *out = p;
    return OK;
}

enum err contact_plan_list(struct cx *cx, struct str division, struct contact_plan_list *out)
{
    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    return sql_plan_list(cx, division, out);
}

enum err contact_plan_leaders(
    struct cx *cx, const struct contact_plan *p, struct contact_plan_leader_list *out)
{
    return sql_plan_leaders(cx, p->id, p->day_from, p->day_to, out);
}

enum err contact_plan_leader_add(struct cx *cx, const struct contact_plan *p,
    const struct contact_holder *h, struct str duty, int64_t visits)
{
    int64_t has;

    TRY(contact_hidden(cx, RIGHT_CONTACT_EDIT, p->division));
    cx_faults_clear(cx);
    if (!str_eq(h->division, p->division))
        (void)fail(cx, ERR_INVALID, "holder", "contact.holder_unknown");
    if (str_points(duty) > 200)
        (void)fail(cx, ERR_INVALID, "duty", "registry.text_length");
    if (visits < 0 || visits > 366)
        (void)fail(cx, ERR_INVALID, "visits", "rules.bad_number");
    TRY(cx_checked(cx));
    TRY(sql_plan_leader_has(cx, p->id, h->id, &has));
    if (has > 0)
        return fail(cx, ERR_INVALID, "holder", "contact.leader_there");
    TRY(sql_plan_leader_add(
        cx, p->id, h->id, duty.p == NULL ? S("") : str_trim(duty), visits, NULL));
    return audit_add(cx, "contact_plan", p->id, "contact.scheme_leader", p->division, h->code);
}

enum err contact_plan_leader_drop(struct cx *cx, const struct contact_plan *p, int64_t id)
{
    int64_t changed;

    TRY(contact_hidden(cx, RIGHT_CONTACT_EDIT, p->division));
    TRY(sql_plan_leader_drop(cx, id, p->id, &changed));
    if (changed == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return audit_add(
        cx, "contact_plan", p->id, "contact.scheme_leader_left", p->division, (struct str){0});
}

enum err contact_plan_mine(
    struct cx *cx, struct contact_plan_list *plans, struct contact_plan_leader_list *lines)
{
    int64_t me = cx->actor->person_id;

    TRY(sql_plan_mine(cx, me, date_of(cx->now), plans));
    *lines = (struct contact_plan_leader_list){
        MANY(cx->arena, struct contact_plan_leader, plans->n), 0};
    EACH (p, plans) {
        struct contact_plan_leader_list all;
        struct contact_plan_leader mine = {.last = DATE_NONE};

        TRY(contact_plan_leaders(cx, p, &all));
        EACH (l, &all)
            if (l->person_id == me)
                mine = *l;
        lines->p[lines->n++] = mine;
    }
    return OK;
}
