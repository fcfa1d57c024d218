/*
 * contact: information officers of deputies (A3.11): one for each, who may register on behalf.
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/subtree.h"

#include "feature/contact/contact_plan.h"
#include "feature/contact/contact_plan.sql.h"

static const struct field officer_fields[] = {
    FIELD(struct info_officer, id),
    FIELD(struct info_officer, public_id),
    FIELD(struct info_officer, division),
    FIELD(struct info_officer, person_id),
    FIELD(struct info_officer, tenure_id),
    FIELD(struct info_officer, name),
    FIELD(struct info_officer, post),
    FIELD(struct info_officer, account_id),
    FIELD(struct info_officer, valid_from),
    FIELD(struct info_officer, valid_to),
    FIELD(struct info_officer, reason),
    FIELD(struct info_officer, version),
    FIELD(struct info_officer, deputy),
    FIELD(struct info_officer, seat),
    FIELD(struct info_officer, login),
};
const struct shape info_officer_shape = SHAPE(info_officer, officer_fields);

/* An account that works at a desk: a clerk's.  0 without a login. */
static enum err account_for(struct cx *cx, struct str login, int64_t *out)
{
    struct account_list clerks;

    *out = 0;
    login = str_trim(login);
    if (login.n == 0)
        return OK;
    TRY(sql_officer_accounts(cx, login, &clerks));
    if (clerks.n == 0)
        return fail(cx, ERR_INVALID, "login", "contact.officer_login");
    *out = clerks.p[0].id;
    return OK;
}

enum err contact_officer_add(
    struct cx *cx, struct info_officer *o, const struct deputy *d, struct str login)
{
    int64_t has;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, d->division));
    cx_faults_clear(cx);
    if (str_empty(str_trim(o->name)) || str_points(o->name) > 60)
        (void)fail(cx, ERR_INVALID, "name", "registry.name_length");
    if (str_empty(str_trim(o->post)) || str_points(o->post) > 100)
        (void)fail(cx, ERR_INVALID, "post", "contact.team_post");
    if (d->state != TENURE_ACTIVE)
        (void)fail(cx, ERR_INVALID, "deputy", "contact.not_in_office");
    TRY(cx_checked(cx));
    TRY(account_for(cx, login, &o->account_id));
    TRY(sql_officer_has(cx, d->person_id, &has));
    if (has > 0)
        return fail(cx, ERR_INVALID, "deputy", "contact.officer_there");
    o->public_id = registry_public_id(cx);
    o->division = d->division;
    o->person_id = d->person_id;
    o->tenure_id = d->id;
    o->valid_from = date_of(cx->now);
    TRY(sql_officer_add(cx, o->public_id, o->division, o->person_id, o->tenure_id,
        str_trim(o->name), str_trim(o->post), o->account_id, o->valid_from, &o->id));
    o->version = 1;
    return audit_add(cx, "info_officer", o->id, "contact.officer_added", o->division, d->code);
}

enum err contact_officer_get(struct cx *cx, struct str public_id, struct info_officer *out)
{
    struct info_officer o;

    TRY(sql_officer_by_public(cx, public_id, &o));
    TRY(contact_hidden(cx, RIGHT_CONTACT_READ, o.division));
    *out = o;
    return OK;
}

enum err contact_officer_end(
    struct cx *cx, const struct info_officer *o, int64_t version, struct str reason)
{
    int64_t changed;

    TRY(contact_hidden(cx, RIGHT_CONTACT_EDIT, o->division));
    if (str_empty(str_trim(reason)) || str_points(reason) > 200)
        return fail(cx, ERR_INVALID, "reason", "contact.needs_reason");
    TRY(sql_officer_end(cx, o->id, version, date_of(cx->now), str_trim(reason), &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(
        cx, "info_officer", o->id, "contact.officer_ended", o->division, (struct str){0});
}

static bool officer_before(const void *x, const void *y)
{
    return ((const struct info_officer *)x)->id < ((const struct info_officer *)y)->id;
}

enum err contact_officer_page(struct cx *cx, struct str division, int64_t after, int64_t max,
    struct info_officer_list *out, bool *more)
{
    const struct subtree_order order = {
        sizeof(struct info_officer), (size_t)max + 1, officer_before};
    struct info_officer_list part;
    struct right_ranges below;

    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    TRY(subtree_of(cx, division, &below));
    *out = (struct info_officer_list){0};
    for (size_t i = 0; i < below.n; i++) {
        TRY(sql_officer_page(cx, below.at[i].from, below.at[i].to, after, max + 1, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    *more = (int64_t)out->n > max;
    out->n -= *more;
    return OK;
}

enum err contact_officer_of(
    struct cx *cx, int64_t person_id, struct info_officer *out, bool *found)
{
    return sql_officer_of(cx, person_id, out, found);
}

enum err contact_officer_share(struct cx *cx, struct str division, struct contact_share *out)
{
    struct date today = date_of(cx->now);

    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    TRY(sql_officer_all(cx, division, today, &out->all));
    return sql_officer_covered(cx, division, today, &out->covered);
}
