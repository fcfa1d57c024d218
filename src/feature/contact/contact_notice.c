/*
 * contact: whom the outbox tells: those who collect, departments that answer, a team that goes.
 * Each event once for each receiver (core/notice.h); nothing leaves at night.
 */
#include "feature/contact/contact_notice.h"

#include "core/account.h"
#include "core/notice.h"

/* Somebody without an account is called by the office, which sees who waits. */
static enum err tell_person(struct cx *cx, int64_t person_id, struct notice *n)
{
    n->to = NOTICE_ACCOUNT;
    n->account_id = 0;
    if (person_id > 0)
        TRY(account_of_person(cx, person_id, &n->account_id));
    return n->account_id > 0 ? notice_put(cx, n) : OK;
}

static struct str half_of(struct cx *cx, const struct collection_run *r)
{
    return str_f(cx->arena, "%lld-%lld", (long long)r->year, (long long)r->half);
}

enum err contact_notice_opened(struct cx *cx, const struct collection_run *r)
{
    struct collection_part_list parts;
    struct notice n = {.event = str_f(cx->arena, "collection.opened:%lld", (long long)r->id),
        .text_key = S("notice.contact.opened"),
        .args = {half_of(cx, r), date_text(cx->arena, r->due)},
        .nargs = 2,
        .link = str_f(cx->arena, "/contact/collect/%.*s", STR(r->public_id))};

    TRY(contact_collect_parts(cx, r->id, &parts));
    EACH (p, &parts)
        TRY(tell_person(cx, p->person_id, &n));
    return OK;
}

enum err contact_notice_closed(struct cx *cx, const struct collection_run *r)
{
    struct collection_unit_list units;

    TRY(contact_collect_units(cx, r->id, &units));
    EACH (u, &units) {
        const struct notice n = {
            .event = str_f(cx->arena, "collection.unit:%lld", (long long)u->id),
            .to = NOTICE_ORG,
            .org_id = u->org_id,
            .text_key = S("notice.contact.feedback"),
            .args = {half_of(cx, r), num_text(cx->arena, u->opinions),
                num_text(cx->arena, u->settled)},
            .nargs = 3,
            .link = str_f(cx->arena, "/feedback/%.*s", STR(u->public_id))};

        TRY(notice_put(cx, &n));
    }
    return OK;
}

/* Its members, and the clerks of the place it goes to, who open the door. */
enum err contact_notice_team(struct cx *cx, const struct visit_team *t, const char *what)
{
    struct team_member_list members;
    struct notice n = {.event = str_f(cx->arena, "team.%s:%lld", what, (long long)t->id),
        .text_key = str_f(cx->arena, "notice.contact.team_%s", what),
        .args = {date_text(cx->arena, t->day), (struct str){NULL, 0}, t->purpose},
        .nargs = 3,
        .link = str_f(cx->arena, "/contact/teams/%.*s", STR(t->public_id))};

    TRY(registry_full_name(cx, t->place, &n.args[1]));
    TRY(contact_team_members(cx, t->id, &members));
    EACH (m, &members)
        TRY(tell_person(cx, m->person_id, &n));
    n.to = NOTICE_ROLE_AREA;
    n.role = ROLE_CLERK;
    n.division = t->place;
    n.link = (struct str){NULL, 0}; /* a clerk has no page of teams */
    return notice_put(cx, &n);
}
