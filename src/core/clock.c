/* The clocks of core/deadline.h: promised dates on records. */
#include "core/clock.sql.h"
#include "core/deadline.h"
#include "core/event.h"
#include "core/rights.h"
#include "core/rules.h"

const char *const clock_state_words[] = {
    "running", "paused", "met", "overdue", "dropped", NULL};

static const struct field fields[] = {
    FIELD(struct clock, id),
    FIELD(struct clock, kind),
    FIELD(struct clock, object),
    FIELD(struct clock, object_id),
    FIELD(struct clock, division),
    FIELD(struct clock, org_id),
    FIELD(struct clock, period),
    FIELD(struct clock, rule_version),
    FIELD(struct clock, calendar_version),
    FIELD(struct clock, started),
    FIELD(struct clock, due),
    FIELD(struct clock, first_due),
    FIELD(struct clock, provisional),
    FIELD_ENUM(struct clock, state, clock_state_words),
    FIELD(struct clock, paused_days),
    FIELD(struct clock, paused_since),
    FIELD(struct clock, ended),
    FIELD(struct clock, extended),
    FIELD(struct clock, overdue_written),
    FIELD(struct clock, told),
    FIELD(struct clock, next_step),
};
const struct shape clock_shape = SHAPE(clock, fields);

static const struct field log_fields[] = {
    FIELD(struct clock_log, id),
    FIELD(struct clock_log, clock_id),
    FIELD(struct clock_log, what),
    FIELD(struct clock_log, day),
    FIELD(struct clock_log, written_at),
    FIELD(struct clock_log, old_due),
    FIELD(struct clock_log, new_due),
    FIELD(struct clock_log, account_id),
};
const struct shape clock_log_shape = SHAPE(clock_log, log_fields);

enum {
    SWEEP_MAX = 1000,
    LADDER_MAX = 8
};

static int64_t account(const struct cx *cx)
{
    return cx->actor != NULL ? cx->actor->account_id : 0;
}

static enum err log_add(
    struct cx *cx, const struct clock *c, struct str what, struct date day, struct date old_due)
{
    return sql_clock_log_add(cx, c->id, what, day, cx->now, old_due, c->due, account(cx), NULL);
}

static enum err save(struct cx *cx, const struct clock *c)
{
    return sql_clock_save(cx, c->id, c->due, c->provisional, c->state, c->paused_days,
        c->paused_since, c->ended, c->extended, c->overdue_written, c->told, c->next_step,
        c->calendar_version, NULL);
}

/* One step of a ladder: at days working days after the due day (before it when negative). */
struct step {
    struct str name;
    int64_t days;
};
struct ladder {
    struct step at[LADDER_MAX];
    size_t n;
};

/* "reminder:-2,head:0,supervision:3"; words that cannot be read are left out. */
static struct ladder ladder_read(struct str value)
{
    struct ladder l = {.n = 0};

    for (struct str rest = value; rest.p != NULL && l.n < LADDER_MAX;) {
        struct str days, name = str_cut(str_cut(rest, ',', &rest), ':', &days);
        int64_t n;

        if (days.p == NULL || num_parse(str_trim(days), -250, 250, &n) != OK)
            continue;
        l.at[l.n++] = (struct step){str_trim(name), n};
    }
    return l;
}

static enum err ladder_get(struct cx *cx, const struct clock *c, struct ladder *out)
{
    struct str kind = str_f(cx->arena, "ladder.%.*s", STR(c->object));
    struct rule rule;
    bool found;

    TRY(rules_find(cx, kind, c->division, c->started, &rule, &found));
    *out = found ? ladder_read(rule.value) : (struct ladder){.n = 0};
    return OK;
}

static struct date step_day(const struct calendar *c, struct date due, int64_t days)
{
    int32_t by = days < 0 ? -1 : 1;
    struct date d = due;

    for (int64_t left = days < 0 ? -days : days; left > 0;) {
        d = date_add(d, by);
        if (calendar_works(c, d))
            left--;
    }
    return d;
}

static void step_plan(const struct calendar *cal, const struct ladder *l, struct clock *c)
{
    c->next_step =
        (size_t)c->told < l->n ? step_day(cal, c->due, l->at[c->told].days) : DATE_NONE;
}

static enum err running(
    struct cx *cx, const char *object, int64_t object_id, struct clock_list *out)
{
    return sql_clock_open(cx, str_of(object), object_id, out);
}

enum err deadline_of(
    struct cx *cx, const char *object, int64_t object_id, struct clock_list *out)
{
    return sql_clock_of(cx, str_of(object), object_id, out);
}

enum err deadline_log(struct cx *cx, int64_t clock_id, struct clock_log_list *out)
{
    return sql_clock_log_of(cx, clock_id, out);
}

/* The newest clock that still runs or is paused. */
static enum err newest(struct cx *cx, const char *object, int64_t object_id, struct clock *out)
{
    struct clock_list list;

    TRY(running(cx, object, object_id, &list));
    if (list.n == 0)
        return fail(cx, ERR_CONFLICT, "due", "deadline.not_running");
    *out = list.p[list.n - 1];
    return OK;
}

static enum err event_at(
    struct cx *cx, const struct clock *c, struct instant at, struct str what)
{
    struct cx then = *cx;

    then.now = at;
    return event_emit(&then, str_dup(cx->arena, c->object).p, c->object_id,
        str_f(cx->arena, "%.*s.%.*s", STR(c->object), STR(what)).p);
}

/* Overdue is an event of the due day's end, whenever it is noticed. */
static enum err overdue(struct cx *cx, struct clock *c)
{
    if (c->overdue_written)
        return OK;
    c->overdue_written = true;
    TRY(log_add(cx, c, S("overdue"), c->due, c->due));
    return event_at(cx, c, date_end(c->due), S("overdue"));
}

static enum err end(struct cx *cx, struct clock *c, enum clock_state state, struct str word)
{
    struct date today = date_of(cx->now);

    if (c->state != CLOCK_PAUSED && today.day > c->due.day)
        TRY(overdue(cx, c));
    c->state = state;
    c->ended = cx->now;
    c->next_step = DATE_NONE;
    c->paused_since = DATE_NONE;
    TRY(save(cx, c));
    return log_add(cx, c, word, today, c->due);
}

static enum err end_all(struct cx *cx, const char *object, int64_t object_id,
    enum clock_state state, struct str word)
{
    struct clock_list list;

    TRY(running(cx, object, object_id, &list));
    EACH (c, &list)
        TRY(end(cx, c, state, word));
    return OK;
}

enum err deadline_stop(struct cx *cx, const char *object, int64_t object_id)
{
    return end_all(cx, object, object_id, CLOCK_MET, S("met"));
}

enum err deadline_drop(struct cx *cx, const char *object, int64_t object_id)
{
    return end_all(cx, object, object_id, CLOCK_DROPPED, S("dropped"));
}

/* The period of "clock.request.handle.consult", else of "clock.request.handle", and so on. */
static enum err period_of(struct cx *cx, struct str kind, struct str division, struct date on,
    struct clock *c, struct period *p)
{
    for (struct str name = kind; name.n > 0;) {
        struct rule rule;
        bool found;
        size_t dot = name.n;

        TRY(rules_find(
            cx, str_f(cx->arena, "clock.%.*s", STR(name)), division, on, &rule, &found));
        if (found && period_parse(rule.value, p) == OK) {
            c->rule_version = rule.id;
            return OK;
        }
        while (dot > 0 && name.p[dot - 1] != '.')
            dot--;
        name = str_sub(name, 0, dot > 0 ? dot - 1 : 0);
    }
    (void)fail(cx, ERR_NOT_FOUND, NULL, "deadline.no_rule");
    cx_fault_arg(cx, kind);
    return ERR_NOT_FOUND;
}

enum err deadline_start(struct cx *cx, const char *kind, const char *object, int64_t object_id,
    struct str division, int64_t org_id, struct clock *out)
{
    TRY(deadline_stop(cx, object, object_id));
    return deadline_first(cx, kind, object, object_id, division, org_id, out);
}

enum err deadline_first(struct cx *cx, const char *kind, const char *object, int64_t object_id,
    struct str division, int64_t org_id, struct clock *out)
{
    struct date today = date_of(cx->now);
    struct clock c = {.kind = str_of(kind),
        .object = str_of(object),
        .object_id = object_id,
        .division = division,
        .org_id = org_id,
        .started = today,
        .state = CLOCK_RUNNING,
        .paused_since = DATE_NONE,
        .ended = INSTANT_NONE};
    const struct calendar *cal;
    struct ladder ladder;
    struct period p;
    struct due due;

    TRY(period_of(cx, c.kind, division, today, &c, &p));
    TRY(calendar_load(cx, &cal));
    due = deadline_count(cal, today, p);
    c.period = period_code(cx->arena, p);
    c.due = c.first_due = due.day;
    c.provisional = due.provisional;
    c.calendar_version = calendar_version(cal);
    TRY(ladder_get(cx, &c, &ladder));
    step_plan(cal, &ladder, &c);
    TRY(sql_clock_add(cx, c.kind, c.object, object_id, division, org_id, c.period,
        c.rule_version, c.calendar_version, c.started, c.due, c.provisional, c.next_step,
        NULL));
    TRY(sql_clock_log_started(
        cx, c.object, object_id, today, cx->now, c.due, account(cx), NULL));
    *out = c;
    return OK;
}

static enum err longest(
    struct cx *cx, const struct clock *c, const struct calendar *cal, struct date asked)
{
    struct str kind = str_f(cx->arena, "clock.%.*s.extension", STR(c->object));
    struct rule rule;
    struct period max;
    bool found;
    enum err err;

    TRY(rules_find(cx, kind, c->division, c->started, &rule, &found));
    if (!found || period_parse(rule.value, &max) != OK ||
        asked.day <= deadline_count(cal, c->due, max).day.day)
        return OK;
    err = fail(cx, ERR_LIMIT, "days", "deadline.too_long");
    cx_fault_arg(cx, period_text(cx->arena, cx->lang, max));
    return err;
}

enum err deadline_extend(
    struct cx *cx, const char *object, int64_t object_id, struct period by, struct clock *out)
{
    const struct calendar *cal;
    struct ladder ladder;
    struct date old, today = date_of(cx->now);
    struct due due;
    struct clock c = {0};

    TRY(newest(cx, object, object_id, &c));
    if (c.state == CLOCK_PAUSED)
        return fail(cx, ERR_CONFLICT, "days", "deadline.paused");
    if (c.state == CLOCK_OVERDUE || today.day > c.due.day)
        return fail(cx, ERR_CONFLICT, "days", "deadline.past_due");
    if (!str_empty(c.extended))
        return fail(cx, ERR_CONFLICT, "days", "deadline.extended_before");
    TRY(calendar_load(cx, &cal));
    due = deadline_count(cal, c.due, by);
    TRY(longest(cx, &c, cal, due.day));
    old = c.due;
    c.due = due.day;
    c.provisional = c.provisional || due.provisional;
    c.calendar_version = calendar_version(cal);
    c.extended = period_code(cx->arena, by);
    c.told = 0;
    TRY(ladder_get(cx, &c, &ladder));
    step_plan(cal, &ladder, &c);
    TRY(save(cx, &c));
    TRY(log_add(cx, &c, S("extended"), today, old));
    *out = c;
    return OK;
}

enum err deadline_pause(struct cx *cx, const char *object, int64_t object_id)
{
    struct date today = date_of(cx->now);
    struct clock c = {0};

    TRY(newest(cx, object, object_id, &c));
    if (c.state == CLOCK_PAUSED)
        return fail(cx, ERR_CONFLICT, "due", "deadline.paused");
    if (c.state == CLOCK_OVERDUE || today.day > c.due.day)
        return fail(cx, ERR_CONFLICT, "due", "deadline.past_due");
    c.state = CLOCK_PAUSED;
    c.paused_since = today;
    c.next_step = DATE_NONE;
    TRY(save(cx, &c));
    return log_add(cx, &c, S("paused"), today, c.due);
}

/* Whole days are added; a rest day at the end moves on. */
static void add_days(const struct calendar *cal, struct clock *c, int64_t days)
{
    c->due = date_add(c->due, (int32_t)days);
    while (days > 0 && !calendar_works(cal, c->due))
        c->due = date_add(c->due, 1);
    if (!calendar_knows(cal, date_ymd(c->due).year))
        c->provisional = true;
}

enum err deadline_resume(
    struct cx *cx, const char *object, int64_t object_id, struct clock *out)
{
    struct date today = date_of(cx->now), old;
    const struct calendar *cal;
    struct ladder ladder;
    struct clock c = {0};
    int64_t days;

    TRY(newest(cx, object, object_id, &c));
    if (c.state != CLOCK_PAUSED)
        return fail(cx, ERR_CONFLICT, "due", "deadline.not_paused");
    TRY(calendar_load(cx, &cal));
    days = today.day > c.paused_since.day ? today.day - c.paused_since.day : 0;
    old = c.due;
    add_days(cal, &c, days);
    c.state = CLOCK_RUNNING;
    c.paused_days += days;
    c.paused_since = DATE_NONE;
    c.calendar_version = calendar_version(cal);
    TRY(ladder_get(cx, &c, &ladder));
    step_plan(cal, &ladder, &c);
    TRY(save(cx, &c));
    TRY(log_add(cx, &c, S("resumed"), today, old));
    *out = c;
    return OK;
}

static enum err sweep_overdue(struct cx *cx, struct date today, int64_t *written)
{
    struct clock_list list;

    TRY(sql_clock_past(cx, today, SWEEP_MAX, &list));
    EACH (c, &list) {
        TRY(overdue(cx, c));
        c->state = CLOCK_OVERDUE;
        TRY(save(cx, c));
        (*written)++;
    }
    return OK;
}

static enum err take_steps(
    struct cx *cx, const struct calendar *cal, struct date today, struct clock *c)
{
    struct ladder l;

    TRY(ladder_get(cx, c, &l));
    step_plan(cal, &l, c);
    while (date_is(c->next_step) && c->next_step.day <= today.day) {
        const struct step *s = &l.at[c->told];
        struct str event = str_f(cx->arena, "due_%.*s", STR(s->name));

        TRY(log_add(cx, c, s->name, c->next_step, c->due));
        if (s->days >= 0 || today.day <= c->due.day)
            TRY(event_at(cx, c, date_start(c->next_step), event));
        c->told++;
        step_plan(cal, &l, c);
    }
    return save(cx, c);
}

enum err deadline_sweep(struct cx *cx, int64_t *written)
{
    struct date today = date_of(cx->now);
    const struct calendar *cal;
    struct clock_list list;

    *written = 0;
    TRY(calendar_load(cx, &cal));
    TRY(sweep_overdue(cx, today, written));
    TRY(sql_clock_steps(cx, today, SWEEP_MAX, &list));
    EACH (c, &list) {
        TRY(take_steps(cx, cal, today, c));
        (*written)++;
    }
    return OK;
}

enum err deadline_waiting(struct cx *cx, int64_t *n)
{
    return sql_clock_waiting(cx, date_of(cx->now), n);
}

static enum err recompute_one(
    struct cx *cx, const struct calendar *cal, struct clock *c, int64_t *changed)
{
    struct date old = c->due, today = date_of(cx->now);
    struct ladder ladder;
    struct period p;
    struct due due;

    if (period_parse(c->period, &p) != OK)
        return OK;
    due = deadline_count(cal, c->started, p);
    c->provisional = due.provisional;
    c->due = due.day;
    if (!str_empty(c->extended) && period_parse(c->extended, &p) == OK) {
        due = deadline_count(cal, c->due, p);
        c->provisional = c->provisional || due.provisional;
        c->due = due.day;
    }
    add_days(cal, c, c->paused_days);
    c->calendar_version = calendar_version(cal);
    if (c->state == CLOCK_RUNNING) {
        TRY(ladder_get(cx, c, &ladder));
        step_plan(cal, &ladder, c);
    }
    TRY(save(cx, c));
    if (c->due.day == old.day && c->provisional)
        return OK;
    (*changed)++;
    TRY(log_add(cx, c, S("recomputed"), today, old));
    return event_at(cx, c, cx->now, S("recomputed"));
}

enum err deadline_recompute(struct cx *cx, int64_t *changed)
{
    const struct calendar *cal;
    struct clock_list list;

    *changed = 0;
    TRY(calendar_load(cx, &cal));
    TRY(sql_clock_provisional(cx, &list));
    EACH (c, &list)
        TRY(recompute_one(cx, cal, c, changed));
    return OK;
}
