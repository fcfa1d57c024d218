/*
 * contact: coverage and gaps, from the records alone.
 */
#include "feature/contact/contact.h"
#include "feature/contact/contact.sql.h"

enum {
    CHANGES = 24 /* of a rule set, looked back over */
};

static const struct field meet_fields[] = {
    FIELD(struct contact_meet, activity_id),
    FIELD(struct contact_meet, day),
    FIELD(struct contact_meet, division),
    FIELD(struct contact_meet, person_id),
    FIELD(struct contact_meet, voter_id),
};
const struct shape contact_meet_shape = SHAPE(contact_meet, meet_fields);

enum err contact_meets(struct cx *cx, int64_t person_id, struct date from, struct date to,
    struct contact_meet_list *out)
{
    return sql_contact_meets_of(cx, person_id, from, to, out);
}

static bool is_first_week(struct date d)
{
    return date_ymd(d).day <= 7;
}

/* Is this record a contact by this link? */
static bool counts(const struct contact_link *l, const struct contact_meet *m,
    struct right_range place, bool first_week)
{
    switch (l->kind) {
    case CONTACT_DEPUTY:
        return m->person_id == l->person_id;
    case CONTACT_VOTER:
        return m->voter_id == l->id;
    case CONTACT_TOWNSHIP:
        return m->activity_id > 0 && str_cmp(m->division, place.from) >= 0 &&
               str_cmp(m->division, place.to) < 0 && (!first_week || is_first_week(m->day));
    }
    return false;
}

struct gaps {
    struct contact_missing *p;
    size_t n, cap;
};

/* In the township, but not in the first week. */
static bool other_week(const struct contact_meet_list *meets, struct right_range place,
    struct date a, struct date b)
{
    EACH (m, meets)
        if (m->activity_id > 0 && m->day.day >= a.day && m->day.day <= b.day &&
            !is_first_week(m->day) && str_cmp(m->division, place.from) >= 0 &&
            str_cmp(m->division, place.to) < 0)
            return true;
    return false;
}

static struct contact_state state_of(const struct contact_cover *c,
    const struct contact_link *l, const struct contact_meet_list *meets,
    struct right_range place)
{
    struct contact_state s = {.link = l, .last = DATE_NONE};
    int64_t seen = -1;
    int32_t year = date_ymd(c->due).year;

    EACH (m, meets) {
        struct ymd day = date_ymd(m->day);

        if (m->day.day >= c->from.day && m->day.day <= c->to.day)
            s.met_last = s.met_last || counts(l, m, place, c->asked.first_week);
        if (!counts(l, m, place, c->ask.first_week))
            continue;
        if (day.year == year) {
            s.times += m->activity_id != seen;
            s.months |= 1U << (day.month - 1);
        }
        seen = m->activity_id;
        s.last = m->day;
        s.met_now = s.met_now || (m->day.day >= c->now.day && m->day.day <= c->due.day);
    }
    return s;
}

/* What one link lacks.  A link made within the last period is not asked for that period. */
static void link_gaps(struct cx *cx, const struct contact_cover *c,
    const struct contact_state *s, const struct contact_meet_list *meets,
    struct right_range place, struct gaps *gaps, struct gaps *running)
{
    const struct contact_link *l = s->link;
    bool week = c->ask.first_week && l->kind == CONTACT_TOWNSHIP;
    bool week_then = c->asked.first_week && l->kind == CONTACT_TOWNSHIP;

    if (l->kind == CONTACT_DEPUTY && l->gone)
        *VEC_PUSH(cx->arena, gaps) =
            (struct contact_missing){.gap = GAP_GONE, .kind = l->kind, .link = l};
    if (l->gone)
        return;
    if (c->asked.months > 0 && !s->met_last && l->valid_from.day <= c->from.day)
        *VEC_PUSH(cx->arena, gaps) = (struct contact_missing){
            .gap = week_then && other_week(meets, place, c->from, c->to) ? GAP_OTHER_WEEK
                                                                         : GAP_NOT_MET,
            .kind = l->kind,
            .link = l,
            .from = c->from,
            .to = c->to};
    if (c->ask.months > 0 && !s->met_now)
        *VEC_PUSH(cx->arena, running) = (struct contact_missing){.gap = GAP_NOT_YET,
            .kind = l->kind,
            .link = l,
            .from = c->now,
            .to = week ? date_add(c->now, 6) : c->due};
}

static void number_gaps(struct cx *cx, const struct contact_cover *c, struct gaps *gaps)
{
    for (size_t k = 0; k < CONTACT_KINDS; k++) {
        struct contact_range r = c->ask.links[k];

        if (!r.set)
            continue;
        if (c->has[k] < r.min || (r.max > 0 && c->has[k] > r.max))
            *VEC_PUSH(cx->arena, gaps) =
                (struct contact_missing){.gap = c->has[k] < r.min ? GAP_TOO_FEW : GAP_TOO_MANY,
                    .kind = (enum contact_kind)k,
                    .has = c->has[k],
                    .asked = r};
    }
}

/* Activities and receptions of the year, each once. */
static int64_t records_of(const struct contact_meet_list *meets, int32_t year)
{
    int64_t n = 0, seen = -1;
    struct date day = DATE_NONE;

    EACH (m, meets) {
        bool same = m->activity_id > 0 && m->activity_id == seen && m->day.day == day.day;

        n += !same && date_ymd(m->day).year == year;
        seen = m->activity_id;
        day = m->day;
    }
    return n;
}

/* The running period by the rule set of today; the last full one by the rule set under which
 * it began: what was over before a change is not judged anew by it, and a period that a change
 * cut short is not asked. */
static enum err periods(struct cx *cx, struct contact_cover *c, struct date on)
{
    const struct contact_holder *h = &c->holder;
    int32_t months = c->ask.months > 0 ? c->ask.months : 12;
    struct date day;

    contact_period(months, on, &c->now, &c->due);
    day = date_add(c->now, -1);
    contact_period(months, day, &c->from, &c->to);
    for (int i = 0; i < CHANGES; i++) {
        struct contact_ask then, begin;
        struct date from, to;

        TRY(contact_ask_of(cx, h->office, h->division, day, &then));
        if (then.months == 0)
            return OK;
        contact_period(then.months, day, &from, &to);
        TRY(contact_ask_of(cx, h->office, h->division, from, &begin));
        if (to.day < c->now.day && begin.months == then.months) {
            c->asked = begin;
            c->from = from;
            c->to = to;
            return OK;
        }
        day = date_add(from, -1);
    }
    return OK;
}

/* A member of the committee is a deputy of its congress (Organic Law of Local Congresses
 * Art. 47): without a seat the office is over. */
static enum err holder_gaps(struct cx *cx, const struct contact_cover *c, struct gaps *gaps)
{
    int64_t seats = 1;

    if (c->holder.office <= OFFICE_MEMBER && c->holder.person_id > 0)
        TRY(sql_contact_holder_seats(cx, c->holder.person_id, c->holder.division, &seats));
    if (seats == 0)
        *VEC_PUSH(cx->arena, gaps) = (struct contact_missing){.gap = GAP_HOLDER};
    return OK;
}

enum err contact_cover_of(
    struct cx *cx, const struct contact_holder *h, struct date on, struct contact_cover *out)
{
    struct contact_cover c = {.holder = *h};
    struct contact_meet_list meets;
    struct date year = date_make(date_ymd(on).year, 1, 1);
    struct gaps gaps = {0}, running = {0};

    TRY(contact_ask_of(cx, h->office, h->division, on, &c.ask));
    TRY(periods(cx, &c, on));
    TRY(contact_links(cx, h, on, &c.links));
    TRY(contact_meets(cx, h->person_id, c.from.day < year.day ? c.from : year, on, &meets));
    c.records = records_of(&meets, date_ymd(on).year);
    c.states.p = MANY(cx->arena, struct contact_state, c.links.n);
    EACH (l, &c.links) {
        struct right_range place = l->kind == CONTACT_TOWNSHIP
                                       ? right_subtree(cx->arena, l->place)
                                       : (struct right_range){{0}, {0}};
        struct contact_state *s = &c.states.p[c.states.n++];

        *s = state_of(&c, l, &meets, place);
        c.has[l->kind]++;
        c.met[l->kind] += s->met_last;
        link_gaps(cx, &c, s, &meets, place, &gaps, &running);
    }
    number_gaps(cx, &c, &gaps);
    TRY(holder_gaps(cx, &c, &gaps));
    c.gaps = (struct contact_missing_list){gaps.p, gaps.n};
    c.running = (struct contact_missing_list){running.p, running.n};
    *out = c;
    return OK;
}

enum err contact_cover_area(
    struct cx *cx, struct str division, struct date on, struct contact_cover_list *out)
{
    struct contact_holder_list holders;

    TRY(contact_holders(cx, division, on, &holders));
    *out = (struct contact_cover_list){MANY(cx->arena, struct contact_cover, holders.n), 0};
    EACH (h, &holders)
        TRY(contact_cover_of(cx, h, on, &out->p[out->n++]));
    return OK;
}

enum err contact_bare(
    struct cx *cx, struct str division, struct date on, int64_t max, struct deputy_list *out)
{
    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    return sql_contact_bare_of(cx, division, on, max, out);
}

enum err contact_share(
    struct cx *cx, struct str division, struct date on, struct contact_share *out)
{
    TRY(registry_may(cx, RIGHT_CONTACT_READ, division));
    TRY(sql_contact_deputies_count(cx, division, on, &out->all));
    return sql_contact_covered_count(cx, division, on, &out->covered);
}
