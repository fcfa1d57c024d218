/*
 * roster: the life of a reception day (M5b): planned, told, held or called off with a reason,
 * recorded, what was raised followed to its end, put on file.
 */
#include "feature/roster/roster_day.h"

#include "core/audit.h"
#include "core/notice.h"

#include "feature/roster/roster.sql.h"

#define TO_DEPUTY .tells = TELLS_DEPUTY
#define KEEPERS (ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE | ROLE_CLOCK)

enum {
    NOTE_MAX = 500,
    AHEAD = 400
};

const char *const duty_state_words[] = {"scheduled", "noticed", "cancelled", "held", "recorded",
    "items_open", "items_closed", "filed", NULL};
const char *const duty_event_words[] = {
    "tell", "cancel", "hold", "record", "open", "close", "file", NULL};

/* clang-format off */
static const struct move moves[] = {
    /* from              event           to                 who         needs */
    { DUTY_SCHEDULED,    DUTY_DO_TELL,   DUTY_NOTICED,      KEEPERS,    NEEDS_NOTHING, TO_DEPUTY },
    { DUTY_SCHEDULED,    DUTY_DO_CANCEL, DUTY_CANCELLED,    KEEPERS,    NEEDS_NOTE,    TO_DEPUTY },
    { DUTY_NOTICED,      DUTY_DO_CANCEL, DUTY_CANCELLED,    KEEPERS,    NEEDS_NOTE,    TO_DEPUTY },
    { DUTY_SCHEDULED,    DUTY_DO_HOLD,   DUTY_HELD,         KEEPERS,    NEEDS_NOTHING },
    { DUTY_NOTICED,      DUTY_DO_HOLD,   DUTY_HELD,         KEEPERS,    NEEDS_NOTHING },
    { DUTY_HELD,         DUTY_DO_RECORD, DUTY_RECORDED,     KEEPERS,    NEEDS_NOTE },
    { DUTY_RECORDED,     DUTY_DO_OPEN,   DUTY_ITEMS_OPEN,   ROLE_CLOCK, NEEDS_NOTHING },
    { DUTY_ITEMS_OPEN,   DUTY_DO_CLOSE,  DUTY_ITEMS_CLOSED, ROLE_CLOCK, NEEDS_NOTHING },
    { DUTY_ITEMS_CLOSED, DUTY_DO_OPEN,   DUTY_ITEMS_OPEN,   ROLE_CLOCK, NEEDS_NOTHING },
    { DUTY_RECORDED,     DUTY_DO_FILE,   DUTY_FILED,        KEEPERS,    NEEDS_NOTHING },
    { DUTY_ITEMS_CLOSED, DUTY_DO_FILE,   DUTY_FILED,        KEEPERS,    NEEDS_NOTHING },
};
/* clang-format on */
const struct flow duty_flow = {"duty", duty_state_words, duty_event_words, moves, COUNT(moves)};

enum duty_state roster_duty_state(const struct duty *d)
{
    if (instant_is(d->cancelled))
        return DUTY_CANCELLED;
    if (instant_is(d->filed))
        return DUTY_FILED;
    if (instant_is(d->recorded) && d->items > 0)
        return d->open > 0 ? DUTY_ITEMS_OPEN : DUTY_ITEMS_CLOSED;
    if (instant_is(d->recorded))
        return DUTY_RECORDED;
    if (instant_is(d->held) || d->persons > 0 || d->met > 0)
        return DUTY_HELD;
    return instant_is(d->told) ? DUTY_NOTICED : DUTY_SCHEDULED;
}

static enum err came(struct cx *cx, struct duty *d)
{
    struct duty sums;

    if (d->day.day > date_of(cx->now).day)
        return OK;
    TRY(sql_duty_came(cx, d->station_id, d->day, &sums));
    d->persons = sums.persons;
    d->met = sums.met;
    d->items = sums.items;
    d->open = sums.open;
    return OK;
}

enum err roster_duty_read(struct cx *cx, int64_t id, struct duty *out)
{
    TRY(sql_duty_by_id(cx, id, out));
    return came(cx, out);
}

enum err roster_duties_came(struct cx *cx, struct duty_list *list)
{
    EACH (d, list)
        TRY(came(cx, d));
    return OK;
}

enum err roster_duty_lines(struct cx *cx, const struct duty *d, struct duty_line_list *out)
{
    return sql_duty_lines(cx, d->station_id, d->day, out);
}

/* The desk takes the notice off the door. */
static enum err tell_desk(struct cx *cx, const struct duty *d)
{
    struct station s;
    struct notice n;

    TRY(station_get(cx, d->station_id, &s));
    n = (struct notice){.event = str_f(cx->arena, "duty.cancelled:%lld", (long long)d->id),
        .to = NOTICE_ROLE_AREA,
        .role = ROLE_CLERK,
        .division = d->division,
        .text_key = S("notice.roster.off_desk"),
        .args = {s.name, date_text(cx->arena, d->day),
            station_off_words(cx->arena, LANG_ZH, d->reason)},
        .nargs = 3,
        .link = str_f(cx->arena, "/duties/%lld", (long long)d->id)};
    return notice_put(cx, &n);
}

enum err roster_day_cancel(struct cx *cx, struct duty *d, struct str reason, int64_t version)
{
    int64_t changed;

    TRY(sql_duty_cancel(cx, d->id, version, cx->now, reason, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_duty_swap_drop(cx, d->id, cx->now, NULL));
    d->reason = reason;
    if (d->day.day >= date_of(cx->now).day) {
        TRY(roster_duty_say(cx, d, "notice.roster.cancelled",
            str_f(cx->arena, "duty.off:%lld:%lld", (long long)d->id, (long long)version)));
        TRY(tell_desk(cx, d));
    }
    return audit_add(cx, "duty", d->id, "duty.cancelled", d->division, (struct str){0});
}

static enum err step_check(
    struct cx *cx, const struct duty *d, int event, const struct duty_move *step)
{
    if (str_points(step->note) > NOTE_MAX)
        return fail(cx, ERR_INVALID, "note", "registry.text_length");
    if (event == DUTY_DO_CANCEL && str_starts(step->note, S("@")))
        return fail(cx, ERR_INVALID, "note", "flow.needs_note");
    if ((event == DUTY_DO_HOLD || event == DUTY_DO_RECORD) && d->day.day > date_of(cx->now).day)
        return fail(cx, ERR_CONFLICT, NULL, "roster.ahead_yet");
    return OK;
}

enum err roster_duty_move(struct cx *cx, struct duty *d, const struct duty_move *step)
{
    const struct object where = {.division = d->division};
    unsigned roles = right_roles_for(cx, &where) | (cx->actor->roles & ROLE_CLOCK);
    int64_t changed = 0;
    const struct move *m;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, d->division));
    cx_faults_clear(cx);
    TRY(flow_step(cx, &duty_flow, (int)roster_duty_state(d), (int)step->event, roles,
        str_empty(step->note) ? 0 : NEEDS_NOTE, &m));
    TRY(step_check(cx, d, m->event, step));
    switch (m->event) {
    case DUTY_DO_TELL:
        return roster_told(cx, d, step->version);
    case DUTY_DO_CANCEL:
        TRY(roster_day_cancel(cx, d, step->note, step->version));
        return roster_duty_read(cx, d->id, d);
    case DUTY_DO_HOLD:
        TRY(sql_duty_held(cx, d->id, step->version, cx->now, &changed));
        break;
    case DUTY_DO_RECORD:
        TRY(sql_duty_recorded(cx, d->id, step->version, cx->now, step->note, &changed));
        break;
    default:
        TRY(sql_duty_filed(cx, d->id, step->version, cx->now, &changed));
    }
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(audit_add(cx, "duty", d->id, str_f(cx->arena, "duty.%s", duty_event_words[m->event]).p,
        d->division, (struct str){0}));
    return roster_duty_read(cx, d->id, d);
}

/* What the rule gives for a planned day now; NULL: not one of its days any more. */
static const struct reception *rule_for(const struct reception_list *rule, struct date planned)
{
    EACH (r, rule)
        if (r->planned.day == planned.day)
            return r;
    return NULL;
}

/* Neither called off nor held: a day that may still move. */
static bool is_ahead(const struct duty *d, struct date today)
{
    return d->day.day > today.day && !instant_is(d->cancelled);
}

static bool fits(const struct duty *d, const struct reception *r)
{
    return r != NULL && r->day.day == d->day.day && str_eq(r->from, d->time_from) &&
           str_eq(r->to, d->time_to);
}

static enum err move_day(
    struct cx *cx, struct duty *d, const struct reception *r, int64_t *changed)
{
    int64_t moved;

    TRY(sql_duty_move(cx, d->id, d->version, r->day, r->from, r->to, r->notice, &moved));
    if (moved == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    (*changed)++;
    d->day = r->day;
    d->time_from = r->from;
    d->time_to = r->to;
    TRY(audit_add(cx, "duty", d->id, "duty.moved", d->division, (struct str){0}));
    return roster_duty_say(cx, d, "notice.roster.moved",
        str_f(cx->arena, "duty.moved:%lld:%lld", (long long)d->id, (long long)d->version));
}

enum err roster_day_refit(struct cx *cx, const struct station *s, struct date from,
    struct date to, const struct reception_list *rule, int64_t *changed)
{
    struct date today = date_of(cx->now);
    struct duty_list list;

    TRY(sql_duty_of_station(cx, s->id, from, to, &list));
    EACH (d, &list) {
        const struct reception *r = rule_for(rule, d->planned);

        if (!is_ahead(d, today) || d->planned.day < from.day || fits(d, r))
            continue;
        if (r != NULL) {
            TRY(move_day(cx, d, r, changed));
            continue;
        }
        TRY(roster_day_cancel(cx, d, S("@rule"), d->version));
        (*changed)++;
    }
    return OK;
}

enum err roster_misfits(struct cx *cx, const struct station *s, int64_t *n)
{
    struct date today = date_of(cx->now);
    struct reception_list rule = {NULL, 0};
    struct duty_list list;

    *n = 0;
    TRY(sql_duty_of_station(cx, s->id, today, date_add(today, AHEAD), &list));
    if (list.n == 0)
        return OK;
    TRY(station_receptions(cx, s, today, AHEAD / 7 + 3, &rule));
    EACH (d, &list)
        *n += is_ahead(d, today) && d->planned.day >= today.day &&
              !fits(d, rule_for(&rule, d->planned));
    return OK;
}

enum err roster_call_off(struct cx *cx)
{
    struct duty_list list;

    do {
        TRY(sql_duty_orphans(cx, date_of(cx->now), &list));
        EACH (d, &list)
            TRY(roster_day_cancel(cx, d, S("@station"), d->version));
    } while (list.n > 0);
    return OK;
}

enum err roster_register(struct cx *cx, const struct station *s, struct date from,
    struct date to, size_t max, struct register_row_list *out)
{
    struct date after = date_add(from, -1);
    struct register_row_list part;
    int64_t after_id = 0;

    TRY(registry_may(cx, RIGHT_VISIT_RECORD, s->division));
    *out = (struct register_row_list){MANY(cx->arena, struct register_row, max), 0};
    do {
        TRY(sql_register_page(cx, s->id, from, to, after, after_id, &part));
        EACH (r, &part)
            if (out->n < max)
                out->p[out->n++] = *r;
        if (part.n > 0) {
            after = part.p[part.n - 1].day;
            after_id = part.p[part.n - 1].id;
        }
    } while (part.n > 0 && out->n < max);
    return OK;
}
