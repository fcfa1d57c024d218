/*
 * contact: the half-year collection (半年征集): prefilled from the records, confirmed by those
 * who took part, fed back to departments, reported to the chairpersons' meeting.
 */
#include "core/audit.h"
#include "core/event.h"
#include "core/flow.h"
#include "core/subtree.h"

#include "feature/contact/contact.h"
#include "feature/contact/contact.sql.h"
#include "feature/contact/contact_notice.h"

const char *const collection_state_words[] = {"open", "closed", "reported", NULL};
const char *const collection_event_words[] = {"close", "report", NULL};
const char *const part_state_words[] = {"waiting", "confirmed", "silent", NULL};

#define KEEPERS (ROLE_OFFICE | ROLE_PRESIDIUM | ROLE_CLOCK)
/* clang-format off */
static const struct move moves[] = {
    /* from              event              to                   who      needs          */
    { COLLECTION_OPEN, COLLECTION_CLOSE, COLLECTION_CLOSED, KEEPERS, 0, NULL, NULL, TELLS_UNIT },
    { COLLECTION_CLOSED, COLLECTION_REPORT, COLLECTION_REPORTED, KEEPERS, NEEDS_NOTE },
};
/* clang-format on */
const struct flow collection_flow = {
    "collection", collection_state_words, collection_event_words, moves, COUNT(moves)};

static const struct field run_fields[] = {
    FIELD(struct collection_run, id),
    FIELD(struct collection_run, public_id),
    FIELD(struct collection_run, division),
    FIELD(struct collection_run, year),
    FIELD(struct collection_run, half),
    FIELD_ENUM(struct collection_run, state, collection_state_words),
    FIELD(struct collection_run, day_from),
    FIELD(struct collection_run, day_to),
    FIELD(struct collection_run, due),
    FIELD(struct collection_run, opened),
    FIELD(struct collection_run, closed),
    FIELD(struct collection_run, reported),
    FIELD(struct collection_run, meeting),
    FIELD(struct collection_run, version),
};
const struct shape collection_run_shape = SHAPE(collection_run, run_fields);

static const struct field part_fields[] = {
    FIELD(struct collection_part, id),
    FIELD(struct collection_part, run_id),
    FIELD(struct collection_part, holder_id),
    FIELD(struct collection_part, person_id),
    FIELD_ENUM(struct collection_part, state, part_state_words),
    FIELD(struct collection_part, links),
    FIELD(struct collection_part, met),
    FIELD(struct collection_part, contacts),
    FIELD(struct collection_part, opinions),
    FIELD(struct collection_part, settled),
    FIELD(struct collection_part, note),
    FIELD(struct collection_part, at),
    FIELD(struct collection_part, version),
    FIELD(struct collection_part, name),
    FIELD(struct collection_part, office),
};
const struct shape collection_part_shape = SHAPE(collection_part, part_fields);

static const struct field unit_fields[] = {
    FIELD(struct collection_unit, id),
    FIELD(struct collection_unit, run_id),
    FIELD(struct collection_unit, public_id),
    FIELD(struct collection_unit, org_id),
    FIELD(struct collection_unit, opinions),
    FIELD(struct collection_unit, settled),
    FIELD(struct collection_unit, sent),
    FIELD(struct collection_unit, reply),
    FIELD(struct collection_unit, replied),
    FIELD(struct collection_unit, version),
    FIELD(struct collection_unit, name),
};
const struct shape collection_unit_shape = SHAPE(collection_unit, unit_fields);

/* What the records say of one participant in the period. */
static enum err figures(struct cx *cx, const struct collection_run *r,
    const struct contact_holder *h, struct collection_part *p)
{
    struct instant from = date_start(r->day_from), to = date_end(r->day_to);
    struct date today = date_of(cx->now);
    struct date end = r->day_to.day < today.day ? r->day_to : today;
    struct contact_link_list links;
    struct contact_meet_list meets;
    int64_t seen = -1;
    struct date day = DATE_NONE;

    TRY(contact_links(cx, h, end, &links));
    TRY(contact_meets(cx, h->person_id, r->day_from, r->day_to, &meets));
    p->links = (int64_t)links.n;
    p->met = p->contacts = 0;
    EACH (l, &links) {
        struct right_range place = {{0}, {0}};
        bool met = false;

        if (l->kind == CONTACT_TOWNSHIP)
            place = right_subtree(cx->arena, l->place);
        EACH (m, &meets)
            met =
                met || (l->kind == CONTACT_DEPUTY ? m->person_id == l->person_id
                           : l->kind == CONTACT_VOTER
                               ? m->voter_id == l->id
                               : m->activity_id > 0 && str_cmp(m->division, place.from) >= 0 &&
                                     str_cmp(m->division, place.to) < 0);
        p->met += met;
    }
    EACH (m, &meets) {
        p->contacts += m->activity_id == 0 || m->activity_id != seen || m->day.day != day.day;
        seen = m->activity_id;
        day = m->day;
    }
    TRY(sql_collection_opinions(cx, h->person_id, from, to, &p->opinions));
    return sql_collection_settled(cx, h->person_id, from, to, &p->settled);
}

/* As contact_holders_voters sorts. */
static bool holder_before(const void *x, const void *y)
{
    const struct contact_holder *a = x, *b = y;
    int order = str_cmp(a->pinyin, b->pinyin);

    return order != 0 ? order < 0 : a->id < b->id;
}

static enum err parts_make(struct cx *cx, const struct collection_run *r)
{
    static const struct subtree_order order = {
        sizeof(struct contact_holder), 20000, holder_before};
    struct contact_holder_list lists[2] = {{0}}, more;
    struct right_ranges below;

    TRY(sql_contact_holders_of(cx, r->division, date_of(cx->now), &lists[0]));
    TRY(subtree_of(cx, r->division, &below));
    for (size_t i = 0; i < below.n; i++) {
        TRY(sql_contact_holders_voters(
            cx, below.at[i].from, below.at[i].to, r->division, date_of(cx->now), &more));
        SUBTREE_MERGE(cx->arena, &order, &lists[1], &more);
    }
    for (size_t i = 0; i < COUNT(lists); i++)
        EACH (h, &lists[i]) {
            struct collection_part p = {0};

            TRY(figures(cx, r, h, &p));
            TRY(sql_collection_part_add(cx, r->id, h->id, h->person_id, p.links, p.met,
                p.contacts, p.opinions, p.settled, NULL));
        }
    return OK;
}

enum err contact_collect_open(struct cx *cx, struct str division, int64_t year, int64_t half,
    struct date due, struct collection_run *out)
{
    struct date today = date_of(cx->now);
    struct collection_run r = {.division = division, .year = year, .half = half, .due = due};
    struct division at;
    int64_t same;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, division));
    cx_faults_clear(cx);
    if (year < 2000 || year > date_ymd(today).year)
        (void)fail(cx, ERR_INVALID, "year", "contact.collect_year");
    if (half < 1 || half > 2)
        (void)fail(cx, ERR_INVALID, "half", "contact.collect_half");
    if (!date_is(due) || due.day < today.day)
        (void)fail(cx, ERR_INVALID, "due", "contact.collect_due");
    TRY(cx_checked(cx));
    r.day_from = date_make((int32_t)year, half == 1 ? 1 : 7, 1);
    r.day_to = date_add(date_add_months(r.day_from, 6), -1);
    if (r.day_from.day > today.day)
        return fail(cx, ERR_INVALID, "half", "contact.collect_ahead");
    TRY(registry_division(cx, division, &at));
    TRY(sql_collection_same(cx, division, year, half, &same));
    if (same > 0)
        return fail(cx, ERR_CONFLICT, "half", "contact.collect_there");
    r.public_id = registry_public_id(cx);
    r.opened = cx->now;
    r.closed = r.reported = INSTANT_NONE;
    r.version = 1;
    TRY(sql_collection_add(
        cx, r.public_id, division, year, half, r.day_from, r.day_to, due, cx->now, &r.id));
    TRY(parts_make(cx, &r));
    TRY(audit_add(cx, "collection", r.id, "contact.collect_opened", division,
        str_f(cx->arena, "%lld-%lld", (long long)year, (long long)half)));
    TRY(event_emit(cx, "collection", r.id, "collection.opened"));
    TRY(contact_notice_opened(cx, &r));
    *out = r;
    return OK;
}

enum err contact_collect_get(struct cx *cx, struct str public_id, struct collection_run *out)
{
    struct collection_run r;

    TRY(sql_collection_by_public(cx, public_id, &r));
    TRY(registry_may(cx, RIGHT_CONTACT_READ, r.division));
    *out = r;
    return OK;
}

enum err contact_collect_run(struct cx *cx, int64_t id, struct collection_run *out)
{
    return sql_collection_by_id(cx, id, out);
}

/* As collection_of sorts. */
static bool run_before(const void *x, const void *y)
{
    const struct collection_run *a = x, *b = y;

    if (a->year != b->year)
        return a->year > b->year;
    if (a->half != b->half)
        return a->half > b->half;
    return str_cmp(a->division, b->division) < 0;
}

enum err contact_collect_list(
    struct cx *cx, struct str division, struct collection_run_list *out)
{
    static const struct subtree_order order = {sizeof(struct collection_run), 200, run_before};
    struct collection_run_list part;
    struct right_ranges below;

    *out = (struct collection_run_list){0};
    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    TRY(subtree_of(cx, division, &below));
    for (size_t i = 0; i < below.n; i++) {
        TRY(sql_collection_of(cx, below.at[i].from, below.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err contact_collect_parts(struct cx *cx, int64_t run_id, struct collection_part_list *out)
{
    return sql_collection_parts_of(cx, run_id, out);
}

enum err contact_collect_units(struct cx *cx, int64_t run_id, struct collection_unit_list *out)
{
    return sql_collection_units_of(cx, run_id, out);
}

enum err contact_collect_mine(struct cx *cx, struct collection_part_list *out)
{
    return sql_collection_parts_person(cx, cx->actor->person_id, out);
}

enum err contact_collect_part(
    struct cx *cx, struct str run, struct collection_run *r, struct collection_part *out)
{
    struct contact_holder h;
    bool found;

    TRY(sql_collection_by_public(cx, run, r));
    TRY(sql_collection_part_own(cx, r->id, cx->actor->person_id, out, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (out->state != PART_WAITING || r->state != COLLECTION_OPEN)
        return OK;
    TRY(contact_holder_load(cx, out->holder_id, &h));
    return figures(cx, r, &h, out);
}

enum err contact_collect_confirm(struct cx *cx, const struct collection_run *r,
    const struct collection_part *p, struct str note)
{
    int64_t changed;

    if (p->person_id == 0 || p->person_id != cx->actor->person_id)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (r->state != COLLECTION_OPEN)
        return fail(cx, ERR_CONFLICT, "state", "contact.collect_over");
    if (str_points(note) > 1000)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    TRY(sql_collection_part_set(cx, p->id, p->version, PART_CONFIRMED, p->links, p->met,
        p->contacts, p->opinions, p->settled, note.p == NULL ? S("") : note, cx->now,
        &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(
        cx, "collection", r->id, "contact.part_confirmed", r->division, (struct str){0});
}

/* Those who said nothing keep the records' figures of this moment, and it is said that they
 * said nothing (silence is no confirmation). */
static enum err parts_freeze(struct cx *cx, const struct collection_run *r)
{
    struct collection_part_list parts;

    TRY(contact_collect_parts(cx, r->id, &parts));
    EACH (p, &parts) {
        struct contact_holder h;

        if (p->state != PART_WAITING)
            continue;
        TRY(contact_holder_load(cx, p->holder_id, &h));
        TRY(figures(cx, r, &h, p));
        TRY(sql_collection_part_set(cx, p->id, p->version, PART_SILENT, p->links, p->met,
            p->contacts, p->opinions, p->settled, p->note, INSTANT_NONE, NULL));
    }
    return OK;
}

static enum err units_make(struct cx *cx, const struct collection_run *r)
{
    struct right_ranges below;

    TRY(subtree_of(cx, r->division, &below));
    for (size_t i = 0; i < below.n; i++)
        TRY(sql_collection_units_make(cx, r->id, below.at[i].from, below.at[i].to, r->division,
            date_start(r->day_from), date_end(r->day_to), cx->now, NULL));
    return OK;
}

enum err contact_collect_move(struct cx *cx, struct collection_run *r,
    enum collection_event event, int64_t version, struct str meeting)
{
    const struct object where = {.division = r->division};
    const struct move *m;
    struct collection_run next = *r;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_CONTACT_EDIT, r->division));
    TRY(flow_step(cx, &collection_flow, (int)r->state, (int)event, right_roles_for(cx, &where),
        str_empty(meeting) ? 0 : NEEDS_NOTE, &m));
    if (str_points(meeting) > 100)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    next.state = (enum collection_state)m->to;
    if (event == COLLECTION_CLOSE) {
        next.closed = cx->now;
    } else {
        next.reported = cx->now;
        next.meeting = meeting;
    }
    TRY(sql_collection_set(
        cx, r->id, version, next.state, next.closed, next.reported, next.meeting, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    if (event == COLLECTION_CLOSE) {
        TRY(parts_freeze(cx, r));
        TRY(units_make(cx, r));
        TRY(contact_notice_closed(cx, r));
    }
    TRY(audit_add(cx, "collection", r->id,
        event == COLLECTION_CLOSE ? "contact.collect_closed" : "contact.collect_reported",
        r->division, (struct str){0}));
    next.version = version + 1;
    *r = next;
    return OK;
}

enum err contact_feedback_list(struct cx *cx, struct collection_unit_list *out)
{
    struct collection_unit_list all = {0};
    struct {
        struct collection_unit *p;
        size_t n, cap;
    } rows = {0};

    EACH (g, &cx->actor->grants) {
        if (g->role != ROLE_UNIT || g->org_id == 0)
            continue;
        TRY(sql_collection_units_org(cx, g->org_id, &all));
        EACH (u, &all)
            *VEC_PUSH(cx->arena, &rows) = *u;
    }
    *out = (struct collection_unit_list){rows.p, rows.n};
    return OK;
}

enum err contact_feedback_get(
    struct cx *cx, struct str public_id, struct collection_run *r, struct collection_unit *out)
{
    struct collection_unit u;

    TRY(sql_collection_unit_by_public(cx, public_id, &u));
    TRY(right_check(cx, RIGHT_CONTACT_FEEDBACK, &(struct object){.org_id = u.org_id}));
    TRY(sql_collection_by_id(cx, u.run_id, r));
    *out = u;
    return OK;
}

enum err contact_feedback_reply(
    struct cx *cx, const struct collection_unit *u, struct str reply)
{
    int64_t changed;

    TRY(right_check(cx, RIGHT_CONTACT_FEEDBACK, &(struct object){.org_id = u->org_id}));
    if (str_empty(reply) || str_points(reply) > 2000)
        return fail(cx, ERR_INVALID, "reply", "contact.feedback_reply");
    TRY(sql_collection_unit_set(
        cx, u->id, u->version, reply, cx->now, cx->actor->account_id, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "collection_unit", u->id, "contact.feedback_replied", (struct str){0},
        (struct str){0});
}
