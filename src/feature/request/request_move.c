/*
 * request_make_move: the flow table's guards, clocks, steps and bookings, in one transaction.
 */
#include "core/audit.h"
#include "core/event.h"
#include "core/search.h"

#include "feature/request/request.h"
#include "feature/request/request.sql.h"

/* One move under way. */
struct doing {
    struct request *next;
    const struct request *was;
    const struct request_move *m;
    const struct move *row;
    unsigned role; /* the one bit under which the actor acts */
};

static unsigned given(const struct request_move *m)
{
    unsigned bits = 0;

    bits |= str_empty(str_trim(m->note)) ? 0 : NEEDS_NOTE;
    bits |= str_empty(str_trim(m->answer)) ? 0 : NEEDS_TEXT;
    bits |= str_empty(m->reason) ? 0 : NEEDS_REASON;
    bits |= str_empty(str_trim(m->parent)) ? 0 : NEEDS_PARENT;
    bits |= m->unit_id > 0 ? NEEDS_UNIT : 0;
    bits |= m->deputy_id > 0 ? NEEDS_DEPUTY : 0;
    bits |= m->days > 0 ? NEEDS_DAYS : 0;
    return bits | (m->answered ? NEEDS_ANSWERS : 0);
}

static struct date today(const struct cx *cx)
{
    return date_of(cx->now);
}

static bool past_due(const struct cx *cx, const struct request *rq)
{
    return date_is(rq->due) && rq->due.day < today(cx).day;
}

static enum err guard_word(
    struct cx *cx, struct str word, const char *const *words, const char *field)
{
    if (word_find(words, word) < 0)
        return fail(cx, ERR_INVALID, field, "request.word_unknown");
    return OK;
}

/* Departments' matters are not pushed down to township or village bodies without a warning and
 * a reason (国办函〔2025〕66号; domain C5). */
static enum err guard_forward(struct cx *cx, const struct doing *d)
{
    struct request_unit_hint_list hints;
    struct org org;

    TRY(registry_org(cx, d->m->unit_id, &org));
    if (!org.handles)
        return fail(cx, ERR_INVALID, "unit_id", "request.unit_cannot");
    if (!registry_grass_roots(org.kind) || !str_empty(str_trim(d->m->push_down_reason)))
        return OK;
    TRY(request_units(cx, d->was, &hints));
    EACH (h, &hints) {
        if (h->score > 0 && !h->grass_roots) {
            (void)fail(cx, ERR_INVALID, "push_down_reason", "request.push_down");
            cx_fault_arg(cx, h->org.name);
            return ERR_INVALID;
        }
    }
    return OK;
}

static enum err guard_extension(struct cx *cx, const struct doing *d)
{
    struct period max;
    int64_t version;

    if (d->was->extended)
        return fail(cx, ERR_CONFLICT, NULL, "request.extended_before");
    if (past_due(cx, d->was))
        return fail(cx, ERR_CONFLICT, NULL, "request.extension_late");
    if (d->m->event == REQUEST_DO_EXTEND && d->was->ask_days == 0)
        return fail(cx, ERR_CONFLICT, NULL, "request.extension_not_asked");
    if (d->m->event == REQUEST_DO_EXTEND)
        return OK;
    TRY(rules_period(
        cx, "clock.request.extension", d->was->division, today(cx), &max, &version));
    if (d->m->days > max.n) {
        (void)fail(cx, ERR_INVALID, "days", "request.extension_long");
        cx_fault_arg(cx, num_text(cx->arena, max.n));
        return ERR_INVALID;
    }
    return OK;
}

static enum err guard_merge(struct cx *cx, const struct doing *d)
{
    struct request parent;
    bool found;

    TRY(sql_request_by_code(cx, str_trim(d->m->parent), &parent, &found));
    if (!found || request_get(cx, parent.code, &parent) != OK) {
        cx_faults_clear(cx);
        return fail(cx, ERR_INVALID, "parent", "request.parent_unknown");
    }
    if (parent.id == d->was->id)
        return fail(cx, ERR_INVALID, "parent", "request.parent_self");
    if (parent.state == REQUEST_MERGED || parent.state == REQUEST_WITHDRAWN ||
        parent.state == REQUEST_EXPIRED || parent.state == REQUEST_NOT_ACCEPTED)
        return fail(cx, ERR_INVALID, "parent", "request.parent_ended");
    d->next->parent_id = parent.id;
    return OK;
}

static enum err guard_relapse(struct cx *cx, const struct doing *d)
{
    struct period within;
    int64_t version;

    TRY(rules_period(
        cx, "clock.request.relapse", d->was->division, today(cx), &within, &version));
    if (!instant_is(d->was->closed) ||
        date_add(date_of(d->was->closed), within.n).day < today(cx).day)
        return fail(cx, ERR_CONFLICT, NULL, "request.relapse_late");
    return OK;
}

static enum err guard_reply(struct cx *cx, const struct doing *d)
{
    TRY(guard_word(cx, d->m->outcome, request_outcome_words, "outcome"));
    if (str_is(d->m->outcome, "cannot"))
        return guard_word(cx, d->m->reason, request_cannot_words, "reason");
    return OK;
}

/* What the table cannot say.  May fill d->next. */
static enum err guard(struct cx *cx, const struct doing *d)
{
    switch ((enum request_event)d->m->event) {
    case REQUEST_DO_FORWARD:
        return guard_forward(cx, d);
    case REQUEST_DO_RETURN:
        return past_due(cx, d->was) ? fail(cx, ERR_CONFLICT, NULL, "request.return_late") : OK;
    case REQUEST_DO_ASK_EXTENSION:
    case REQUEST_DO_EXTEND:
        return guard_extension(cx, d);
    case REQUEST_DO_REFUSE_EXTENSION:
        return d->was->ask_days > 0
                   ? OK
                   : fail(cx, ERR_CONFLICT, NULL, "request.extension_not_asked");
    case REQUEST_DO_DECLINE:
        return guard_word(cx, d->m->reason, request_decline_words, "reason");
    case REQUEST_DO_CANNOT:
        return guard_word(cx, d->m->reason, request_cannot_words, "reason");
    case REQUEST_DO_MERGE:
        return guard_merge(cx, d);
    case REQUEST_DO_RELAPSE:
        return guard_relapse(cx, d);
    case REQUEST_DO_REPLY:
        return guard_reply(cx, d);
    case REQUEST_DO_EXPIRE:
    case REQUEST_DO_LAPSE:
        return past_due(cx, d->was) ? OK : fail(cx, ERR_CONFLICT, NULL, "request.not_due");
    case REQUEST_DO_RESTART:
        return d->was->unit_id > 0 ? OK : fail(cx, ERR_CONFLICT, NULL, "request.no_unit");
    default: /* the table says it all */
        return OK;
    }
}

static enum err change_deputy(struct cx *cx, const struct doing *d)
{
    struct deputy deputy;

    if (d->m->deputy_id == 0)
        return OK;
    TRY(registry_deputy(cx, d->m->deputy_id, &deputy));
    if (deputy.state != TENURE_ACTIVE)
        return fail(cx, ERR_INVALID, "deputy_id", "request.deputy_left");
    d->next->deputy_id = deputy.id;
    d->next->deputy_person = deputy.person_id;
    return OK;
}

static void next_round(struct request *next)
{
    next->round++;
    next->extended = false;
    next->outcome = (struct str){0};
    next->reason = (struct str){0};
}

/* What the event writes into the record itself. */
static enum err change(struct cx *cx, const struct doing *d)
{
    struct request *next = d->next;

    switch ((enum request_event)d->m->event) {
    case REQUEST_DO_ACCEPT:
        return change_deputy(cx, d);
    case REQUEST_DO_FORWARD:
        next->unit_id = d->m->unit_id;
        next->extended = false;
        next->ask_days = 0;
        break;
    case REQUEST_DO_ASK_EXTENSION:
        next->ask_days = d->m->days;
        break;
    case REQUEST_DO_EXTEND:
        next->extended = true;
        next->ask_days = 0;
        break;
    case REQUEST_DO_REFUSE_EXTENSION:
        next->ask_days = 0;
        break;
    case REQUEST_DO_EXPLAIN:
        next->outcome = S("explained");
        break;
    case REQUEST_DO_REPLY:
        next->outcome = d->m->outcome;
        next->reason = str_is(d->m->outcome, "cannot") ? d->m->reason : (struct str){0};
        next->ask_days = 0;
        break;
    case REQUEST_DO_DECLINE:
        next->reason = d->m->reason;
        break;
    case REQUEST_DO_MERGE: /* those who had joined it go along */
        return sql_request_children_to(cx, d->was->id, next->parent_id, NULL);
    case REQUEST_DO_SPLIT:
        next->parent_id = 0;
        break;
    case REQUEST_DO_CANNOT:
        next->reason = d->m->reason;
        next->outcome = S("cannot");
        break;
    case REQUEST_DO_UNSOLVED_AGAIN:
        next->supervised = true;
        next_round(next);
        break;
    case REQUEST_DO_UNSOLVED:
    case REQUEST_DO_RELAPSE:
        next_round(next);
        break;
    case REQUEST_DO_SUPERVISE:
        next->supervised = true;
        break;
    default: /* only the state changes */
        break;
    }
    return OK;
}

struct str request_clock(const struct cx *cx, const char *clock, const struct request *rq)
{
    if (str_is(str_of(clock), "request.route") && rq->deputy_person > 0)
        return S("request.deputy_reply");
    if (!str_is(str_of(clock), "request.handle"))
        return str_of(clock);
    return str_f(cx->arena, "request.handle.%.*s", STR(rq->kind));
}

/* Who must act while the clock runs. */
static int64_t clock_org(const struct request *rq)
{
    return str_is(rq->waits, "unit") ? rq->unit_id : 0;
}

static enum err run_clock(struct cx *cx, const struct doing *d)
{
    struct str word = str_of(d->row->clock);
    struct request *next = d->next;
    struct clock clock;

    if (str_is(word, "keep"))
        return OK;
    if (str_is(word, "pause"))
        return deadline_pause(cx, "request", next->id);
    if (word.p == NULL) {
        next->overdue = false;
        next->due = DATE_NONE;
        next->provisional = false;
        if (str_is(request_class((enum request_state)d->row->to, next->outcome),
                REQUEST_CLASS_OUTSIDE))
            return deadline_drop(cx, "request", next->id);
        return deadline_stop(cx, "request", next->id);
    }
    if (str_is(word, "resume")) {
        TRY(deadline_resume(cx, "request", next->id, &clock));
    } else if (str_is(word, "extend")) {
        struct period by = {(int32_t)d->was->ask_days, PERIOD_WORKING_DAYS};

        TRY(deadline_extend(cx, "request", next->id, by, &clock));
    } else {
        TRY(deadline_start(cx, request_clock(cx, d->row->clock, next).p, "request", next->id,
            next->division, clock_org(next), &clock));
    }
    next->due = clock.due;
    next->provisional = clock.provisional;
    next->overdue = false;
    return OK;
}

static enum err save(struct cx *cx, const struct doing *d)
{
    const struct request *n = d->next;
    int64_t changed;

    TRY(sql_request_update(cx, n->id, d->was->version, n->state, n->round, n->deputy_id,
        n->deputy_person, n->unit_id, n->parent_id, n->reason, n->outcome, n->ask_days, n->due,
        n->overdue, n->extended, n->supervised, n->provisional, n->waits, n->closed, n->class_,
        &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "request.changed_meanwhile");
    return OK;
}

static unsigned lowest(unsigned bits)
{
    return bits & (~bits + 1u);
}

static const char *role_word(unsigned role)
{
    int i = 0;

    while (i < ROLES - 1 && (1u << i) != role)
        i++;
    return role_words[i];
}

/* What people read as the author: the unit's name, the deputy's; nobody is named otherwise. */
static enum err author(struct cx *cx, const struct doing *d, struct str *out)
{
    struct org org;

    *out = (struct str){0};
    if (d->role == ROLE_UNIT && d->was->unit_id > 0) {
        TRY(registry_org(cx, d->was->unit_id, &org));
        *out = org.name;
    } else if (d->role == ROLE_DEPUTY) {
        *out = cx->actor->name;
    }
    return OK;
}

static bool step_public(const struct doing *d)
{
    switch ((enum request_event)d->m->event) {
    case REQUEST_DO_NOTE:
    case REQUEST_DO_ASK_EXTENSION:
    case REQUEST_DO_REFUSE_EXTENSION:
        return false;
    default:
        return true;
    }
}

static enum err write_step(struct cx *cx, const struct doing *d)
{
    struct str reason =
        str_empty(d->m->push_down_reason) ? d->m->reason : d->m->push_down_reason;
    struct str actor;
    int64_t n;

    TRY(author(cx, d, &actor));
    return sql_request_step_insert(cx, d->next->id, d->was->round,
        str_of(request_event_words[d->m->event]), d->was->state, d->next->state,
        str_of(role_word(d->role)), actor, cx->actor->account_id, d->m->note, d->m->answer,
        reason, d->next->unit_id, cx->now, d->was->due, d->next->due, step_public(d), &n);
}

static const char *by_channel(
    const struct cx *cx, const char *measure, const struct request *rq)
{
    return str_f(cx->arena, "%s.%s", measure, request_channel_words[rq->channel]).p;
}

/* The first word to who asked: accepted, please add, not accepted, joined with another. */
static bool responds(const struct doing *d)
{
    return d->was->state == REQUEST_NEW && d->next->state != REQUEST_NEW &&
           d->next->state != REQUEST_WITHDRAWN;
}

/* A matter handed to a hotline becomes an order there (domain M1, M2). */
static enum err book_order(struct cx *cx, const struct doing *d)
{
    const struct request *n = d->next;
    struct org org;
    int64_t before = 1, orders;

    if (d->m->event == REQUEST_DO_SOLVED) {
        TRY(sql_request_orders_of(cx, n->id, &orders));
        return orders == 0 ? OK
                           : ledger_book(cx, "request.hotline.solved", n->division, today(cx),
                                 1, "request", n->id);
    }
    if (d->m->event != REQUEST_DO_FORWARD)
        return OK;
    TRY(registry_org(cx, n->unit_id, &org));
    if (org.kind != ORG_HOTLINE)
        return OK;
    if (n->deputy_person > 0)
        TRY(sql_request_orders_by(cx, n->deputy_person, &before));
    TRY(sql_request_order_add(
        cx, n->id, n->unit_id, n->deputy_person, before == 0, cx->now, NULL));
    TRY(ledger_book(cx, "request.hotline", n->division, today(cx), 1, "request", n->id));
    if (before > 0)
        return OK;
    return ledger_book(
        cx, "request.hotline.deputies", n->division, today(cx), 1, "request", n->id);
}

/* Where people have begun to use the codes. */
static enum err book_place(struct cx *cx, const struct doing *d)
{
    const struct request *n = d->next;
    int64_t known;

    if (d->m->event != REQUEST_DO_ACCEPT || n->channel != CHANNEL_SCAN || str_empty(n->town))
        return OK;
    TRY(sql_request_scan_place(cx, n->town, &known));
    return known > 0 ? OK
                     : ledger_book(
                           cx, "request.scan.places", n->town, today(cx), 1, "request", n->id);
}

static enum err book(struct cx *cx, const struct doing *d)
{
    static const char *const endings[] = {"request.solved", "request.agreed", "request.cannot",
        "request.silent", "request.hotline.solved"};
    const struct request *n = d->next;
    bool was_open = request_is_open(d->was->state), is_open = request_is_open(n->state);

    if (d->row->books != NULL)
        TRY(ledger_book(cx, d->row->books, n->division, today(cx), 1, "request", n->id));
    TRY(book_order(cx, d));
    TRY(book_place(cx, d));
    if (str_is(str_of(d->row->books), "request.replied") && date_is(d->was->due) &&
        d->was->due.day >= today(cx).day)
        TRY(ledger_book(cx, "request.on_time", n->division, today(cx), 1, "request", n->id));
    if (responds(d) && date_is(d->was->due) && d->was->due.day >= today(cx).day)
        TRY(ledger_book(cx, "request.responded", n->division, today(cx), 1, "request", n->id));
    if (was_open && !is_open && !str_is(n->class_, REQUEST_CLASS_OUTSIDE))
        TRY(ledger_book(cx, by_channel(cx, "request.closed", n), n->division, today(cx), 1,
            "request", n->id));
    if (n->state == REQUEST_MERGED) /* counted once: with the request it joined */
        TRY(ledger_undo(cx, by_channel(cx, "request.received", n), "request", n->id));
    if (d->m->event == REQUEST_DO_SPLIT) {
        TRY(ledger_undo(cx, "request.merged", "request", n->id));
        TRY(ledger_book(cx, by_channel(cx, "request.received", n), n->division,
            date_of(n->received), 1, "request", n->id));
    }
    if (was_open || !is_open)
        return OK;
    TRY(ledger_undo(cx, by_channel(cx, "request.closed", n), "request", n->id));
    for (size_t i = 0; i < COUNT(endings); i++)
        TRY(ledger_undo(cx, endings[i], "request", n->id));
    return OK;
}

static enum err tell(struct cx *cx, const struct doing *d)
{
    const char *name = str_f(cx->arena, "request.%s", request_event_words[d->m->event]).p;

    TRY(audit_add(cx, "request", d->next->id, name, d->next->division,
        str_f(cx->arena, "%s > %s", request_state_words[d->was->state],
            request_state_words[d->next->state])));
    TRY(event_emit(cx, "request", d->next->id, name));
    if (!str_empty(d->m->answer))
        TRY(search_changed(cx, "request", d->next->id));
    return OK;
}

/* The program goes on by itself: a reply asks the citizen, round 2 begins at once. */
static enum err follow(struct cx *cx, struct request *rq)
{
    struct request_move m = {.version = rq->version};

    if (rq->state == REQUEST_REPLIED || rq->state == REQUEST_DEPUTY_REPLY)
        m.event = REQUEST_DO_INVITE;
    else if (rq->state == REQUEST_REDO && rq->unit_id > 0)
        m.event = REQUEST_DO_RESTART;
    else
        return OK;
    return request_program_move(cx, rq, &m);
}

/* Who declines without words of one's own tells the lawful way, in words kept for it. */
static struct str own_words(const struct cx *cx, const struct request_move *m)
{
    if (m->event != REQUEST_DO_DECLINE || !str_empty(str_trim(m->answer)) ||
        word_find(request_decline_words, m->reason) < 0)
        return m->answer;
    return text_find(LANG_ZH, str_f(cx->arena, "request.way.%.*s", STR(m->reason)));
}

enum err request_move_as(
    struct cx *cx, struct request *rq, const struct request_move *given_move, unsigned roles)
{
    struct request_move filled = *given_move;
    const struct request_move *m = &filled;
    struct request next = *rq;
    struct doing d = {.next = &next, .was = rq, .m = m};

    filled.answer = own_words(cx, given_move);
    if (m->event < 0 || m->event >= REQUEST_EVENTS)
        return fail(cx, ERR_INVALID, "event", "request.word_unknown");
    if (m->version != rq->version)
        return fail(cx, ERR_STALE, "version", "request.changed_meanwhile");
    TRY(flow_step(cx, &request_flow, (int)rq->state, (int)m->event, roles, given(m), &d.row));
    d.role = lowest(roles & d.row->who);
    TRY(guard(cx, &d));
    TRY(change(cx, &d));
    next.state = (enum request_state)d.row->to;
    next.class_ = request_class(next.state, next.outcome);
    next.waits = request_waits(next.state, next.deputy_person > 0);
    next.closed = next.class_.p == NULL    ? INSTANT_NONE
                  : instant_is(rq->closed) ? rq->closed
                                           : cx->now;
    TRY(run_clock(cx, &d));
    TRY(save(cx, &d));
    next.version = rq->version + 1;
    TRY(write_step(cx, &d));
    TRY(book(cx, &d));
    TRY(tell(cx, &d));
    TRY(follow(cx, &next));
    *rq = next;
    return OK;
}

enum err request_make_move(struct cx *cx, struct request *rq, const struct request_move *m)
{
    struct object o = request_object(rq);

    if (cx->actor->case_id != rq->id)
        TRY(right_check(cx, RIGHT_REQUEST_MOVE, &o));
    return request_move_as(cx, rq, m, request_roles(cx, rq) & ~(unsigned)ROLE_CLOCK);
}

enum err request_program_move(struct cx *cx, struct request *rq, const struct request_move *m)
{
    return request_move_as(cx, rq, m, ROLE_CLOCK);
}

/* Moves that only request_evaluate or the program makes are no buttons. */
static bool is_button(const struct move *m)
{
    return (m->needs & NEEDS_ANSWERS) == 0 && m->who != ROLE_CLOCK;
}

size_t request_offers(
    struct cx *cx, const struct request *rq, const struct move **out, size_t max)
{
    const struct move *all[64];
    unsigned roles = request_roles(cx, rq) & ~(unsigned)ROLE_CLOCK;
    size_t n = flow_offers(&request_flow, (int)rq->state, roles, all, COUNT(all)), kept = 0;

    for (size_t i = 0; i < n && kept < max; i++) {
        int e = all[i]->event;
        bool asked = rq->ask_days > 0;

        if (!is_button(all[i]) ||
            ((e == REQUEST_DO_EXTEND || e == REQUEST_DO_REFUSE_EXTENSION) && !asked) ||
            (e == REQUEST_DO_ASK_EXTENSION && (asked || rq->extended || past_due(cx, rq))) ||
            (e == REQUEST_DO_RETURN && past_due(cx, rq)) ||
            (e == REQUEST_DO_RESTART && rq->unit_id == 0))
            continue;
        out[kept++] = all[i];
    }
    return kept;
}
