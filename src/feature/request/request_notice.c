/*
 * What follows a move after commit: who is told, overdue, escalation.  Listeners may be called
 * twice for one event and then change nothing more.
 */
#include "core/event.h"
#include "core/notice.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"

static struct str event_key(struct cx *cx, const struct event *e)
{
    return str_f(
        cx->arena, "%.*s:%lld:%lld", STR(e->name), (long long)e->object_id, (long long)e->id);
}

static struct str state_text(struct cx *cx, enum lang lang, const struct request *rq)
{
    return text_find(
        lang, str_f(cx->arena, "state.request.%s", request_state_words[rq->state]));
}

/* The index of "request.<word>" among the events, or -1. */
static int event_of(struct str name)
{
    struct str rest;

    (void)str_cut(name, '.', &rest);
    return rest.p == NULL ? -1 : word_find(request_event_words, rest);
}

static unsigned tells_of(int event)
{
    unsigned bits = 0;

    for (size_t i = 0; i < request_flow.n; i++)
        if (request_flow.moves[i].event == event)
            bits |= request_flow.moves[i].tells;
    return bits;
}

/* Which words a citizen gets. */
static const char *citizen_key(int event)
{
    switch (event) {
    case REQUEST_DO_INVITE:
        return "notice.request.invite";
    case REQUEST_DO_NEED_INFO:
    case REQUEST_DO_ASK:
        return "notice.request.asked";
    case REQUEST_DO_EXTEND:
    case REQUEST_DO_SUSPEND:
        return "notice.request.later";
    default:
        return "notice.request.moved";
    }
}

static enum err tell_party(struct cx *cx, const struct event *e, const struct request *rq,
    const struct request_party *party, int event)
{
    enum lang lang = str_is(party->lang, "en") ? LANG_EN : LANG_ZH;
    struct str token, link = S("/follow");
    struct request own;

    if (party->contact_sealed.p == NULL)
        return OK;
    TRY(request_load(cx, party->request_id, &own));
    if (event == REQUEST_DO_INVITE) {
        TRY(request_link_new(cx, &own, &token));
        link = str_f(cx->arena, "/verdict/%.*s", STR(token));
    }
    return notice_put(
        cx, &(struct notice){.event = event_key(cx, e),
                .to = NOTICE_CONTACT,
                .contact_sealed = party->contact_sealed,
                .contact_uid = party->uid,
                .lang = lang,
                .text_key = str_of(citizen_key(event)),
                .args = {own.code, state_text(cx, lang, rq), date_text(cx->arena, rq->due)},
                .nargs = 3,
                .link = link});
}

static enum err tell_citizens(
    struct cx *cx, const struct event *e, const struct request *rq, int event)
{
    struct request_party_list parties;

    TRY(request_parties(cx, rq->id, &parties));
    EACH (p, &parties)
        TRY(tell_party(cx, e, rq, p, event));
    return OK;
}

/* Staff read the record itself; the notice carries number, state and due date. */
static struct notice to_staff(
    struct cx *cx, const struct event *e, const struct request *rq, const char *key)
{
    return (struct notice){.event = event_key(cx, e),
        .division = rq->division,
        .lang = LANG_ZH,
        .text_key = str_of(key),
        .args = {rq->code, state_text(cx, LANG_ZH, rq), date_text(cx->arena, rq->due)},
        .nargs = 3,
        .link = str_f(cx->arena, "/requests/%.*s", STR(rq->code))};
}

static enum err tell_deputy(struct cx *cx, const struct event *e, const struct request *rq)
{
    struct notice n = to_staff(cx, e, rq, "notice.request.staff");

    n.to = NOTICE_ACCOUNT;
    if (rq->deputy_person == 0)
        return OK;
    TRY(sql_request_deputy_account(cx, rq->deputy_person, &n.account_id));
    return n.account_id == 0 ? OK : notice_put(cx, &n);
}

static enum err tell_unit(
    struct cx *cx, const struct event *e, const struct request *rq, const char *key)
{
    struct notice n = to_staff(cx, e, rq, key);

    n.to = NOTICE_ORG;
    n.org_id = rq->unit_id;
    return rq->unit_id == 0 ? OK : notice_put(cx, &n);
}

static enum err tell_role(struct cx *cx, const struct event *e, const struct request *rq,
    unsigned role, const char *key)
{
    struct notice n = to_staff(cx, e, rq, key);

    n.to = NOTICE_ROLE_AREA;
    n.role = role;
    return notice_put(cx, &n);
}

enum err request_heard_move(struct cx *cx, const struct event *e)
{
    int event = event_of(e->name);
    struct request rq;
    unsigned tells;

    TRY(request_load(cx, e->object_id, &rq));
    if (str_is(e->name, "request.received"))
        return tell_role(cx, e, &rq, ROLE_CLERK, "notice.request.staff");
    if (event < 0)
        return OK;
    tells = tells_of(event);
    if ((tells & TELLS_CITIZEN) != 0)
        TRY(tell_citizens(cx, e, &rq, event));
    if ((tells & TELLS_DEPUTY) != 0)
        TRY(tell_deputy(cx, e, &rq));
    if ((tells & TELLS_UNIT) != 0)
        TRY(tell_unit(cx, e, &rq, "notice.request.staff"));
    if ((tells & TELLS_OFFICE) != 0)
        TRY(tell_role(cx, e, &rq, ROLE_OFFICE, "notice.request.staff"));
    if ((tells & TELLS_STATION) != 0)
        TRY(tell_role(cx, e, &rq, ROLE_CLERK, "notice.request.staff"));
    return OK;
}

/* Reminder and "head of unit" go to whoever's turn it is. */
enum err request_heard_reminder(struct cx *cx, const struct event *e)
{
    struct request rq;

    TRY(request_load(cx, e->object_id, &rq));
    if (rq.waits.p == NULL || str_is(rq.waits, "citizen"))
        return OK;
    if (str_is(rq.waits, "unit"))
        return tell_unit(cx, e, &rq, "notice.request.due");
    if (str_is(rq.waits, "deputy"))
        return tell_deputy(cx, e, &rq);
    return tell_role(
        cx, e, &rq, str_is(rq.waits, "clerk") ? ROLE_CLERK : ROLE_OFFICE, "notice.request.due");
}

/* Dated to the deadline, counted once however often this is heard. */
enum err request_heard_overdue(struct cx *cx, const struct event *e)
{
    struct request rq;
    int64_t n;

    TRY(request_load(cx, e->object_id, &rq));
    TRY(sql_request_set_overdue(cx, rq.id, date_of(cx->now), &n));
    if (str_is(rq.waits, "citizen")) /* nobody is late while the citizen is asked */
        return OK;
    TRY(sql_request_late_drop(cx, e->id, NULL));
    TRY(sql_request_late_add(
        cx, e->id, rq.id, e->at, str_is(rq.waits, "unit"), rq.state == REQUEST_NEW, NULL));
    TRY(ledger_undo(cx, "request.overdue", "event", e->id));
    TRY(ledger_book(cx, "request.overdue", rq.division, date_of(e->at), 1, "event", e->id));
    TRY(ledger_undo(cx, "request.overdue.reply", "event", e->id));
    if (str_is(rq.waits, "unit"))
        TRY(ledger_book(
            cx, "request.overdue.reply", rq.division, date_of(e->at), 1, "event", e->id));
    TRY(ledger_undo(cx, "request.overdue.response", "event", e->id));
    if (rq.state == REQUEST_NEW)
        TRY(ledger_book(
            cx, "request.overdue.response", rq.division, date_of(e->at), 1, "event", e->id));
    TRY(tell_role(cx, e, &rq, ROLE_OFFICE, "notice.request.overdue"));
    return request_heard_reminder(cx, e);
}

enum err request_heard_supervision(struct cx *cx, const struct event *e)
{
    struct request_move m = {.event = REQUEST_DO_SUPERVISE};
    const struct move *offers[64];
    struct request rq;
    size_t n;

    TRY(request_load(cx, e->object_id, &rq));
    m.version = rq.version;
    m.note = text_get(LANG_ZH, TEXT_request_supervised_overdue);
    n = flow_offers(&request_flow, (int)rq.state, ROLE_CLOCK, offers, COUNT(offers));
    for (size_t i = 0; i < n; i++)
        if (offers[i]->event == REQUEST_DO_SUPERVISE && date_is(rq.due) &&
            rq.due.day < date_of(cx->now).day)
            return request_program_move(cx, &rq, &m);
    return OK;
}

enum err request_heard_due(struct cx *cx, const struct event *e)
{
    struct clock_list clocks;
    int64_t n;

    TRY(deadline_of(cx, "request", e->object_id, &clocks));
    EACH (c, &clocks) {
        if (c->state == CLOCK_RUNNING || c->state == CLOCK_OVERDUE)
            TRY(sql_request_set_due(cx, e->object_id, c->due, c->provisional, &n));
    }
    return OK;
}

/* Both lapses alike: the program makes the one move that the state offers it. */
static enum err lapse(struct cx *cx, struct request *rq, int64_t *moved)
{
    struct request_move m = {.version = rq->version};

    if (rq->state == REQUEST_NEED_INFO)
        m.event = REQUEST_DO_EXPIRE;
    else if (rq->state == REQUEST_CONFIRM)
        m.event = REQUEST_DO_LAPSE;
    else
        return OK;
    TRY(request_program_move(cx, rq, &m));
    (*moved)++;
    return OK;
}

enum err request_lapse(struct cx *cx, int64_t *moved)
{
    struct request_list waiting;

    *moved = 0;
    TRY(sql_request_to_lapse(
        cx, S("citizen"), date_text(cx->arena, date_of(cx->now)), 500, &waiting));
    EACH (r, &waiting)
        TRY(lapse(cx, r, moved));
    return OK;
}

enum err request_lapse_waiting(struct cx *cx, int64_t *n)
{
    return sql_request_waits_lapse(cx, date_text(cx->arena, date_of(cx->now)), n);
}
