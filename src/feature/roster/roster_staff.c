/*
 * roster: who works for a station (A4.12), and who does what (A4.10).
 */
#include "core/account.h"
#include "core/audit.h"
#include "core/notice.h"

#include "feature/roster/roster.h"
#include "feature/roster/roster.sql.h"

enum {
    NAME_MAX_POINTS = 40,
    TASK_MAX = 60,
    TEXT_MAX = 200,
    WORDS_MAX = 1000
};

enum err roster_staff(struct cx *cx, int64_t station_id, struct station_person_list *out)
{
    return sql_station_people(cx, station_id, out);
}

enum err roster_person(struct cx *cx, int64_t id, struct station_person *out)
{
    return sql_station_person_by_id(cx, id, out);
}

/* One deputy: by notice, or on the list of those to be telephoned. */
static enum err tell_one(struct cx *cx, const struct station *s, const struct station_person *p,
    const struct deputy *d)
{
    struct notice n = {.event = str_f(cx->arena, "station.staff:%lld:%lld", (long long)p->id,
                           (long long)p->version),
        .to = NOTICE_ACCOUNT,
        .text_key =
            str_of(date_is(p->valid_to) ? "notice.roster.staff_left" : "notice.roster.staff"),
        .args = {s->name, p->name,
            text_find(
                LANG_ZH, str_f(cx->arena, "station_post.%s", station_post_words[p->post])),
            str_empty(s->phone) ? S("—") : s->phone},
        .nargs = 4,
        .link = str_f(cx->arena, "/st/%.*s/online", STR(s->public_id))};

    TRY(account_of_person(cx, d->person_id, &n.account_id));
    if (n.account_id > 0)
        TRY(notice_put(cx, &n));
    return sql_station_change_add(cx, s->id, p->id, d->id,
        n.account_id > 0 ? cx->now : INSTANT_NONE,
        n.account_id > 0 ? S("page") : (struct str){0}, NULL);
}

static enum err tell_all(struct cx *cx, const struct station *s, const struct station_person *p)
{
    struct deputy_list deputies;

    TRY(registry_deputies_of_station(cx, s->id, &deputies));
    EACH (d, &deputies)
        TRY(tell_one(cx, s, p, d));
    return OK;
}

static enum err person_check(struct cx *cx, const struct station_person *p)
{
    size_t n = str_points(p->name);

    cx_faults_clear(cx);
    if (n < 1 || n > NAME_MAX_POINTS)
        (void)fail(cx, ERR_INVALID, "name", "roster.name");
    if (!date_is(p->valid_from))
        (void)fail(cx, ERR_INVALID, "valid_from", "roster.day");
    if (date_is(p->valid_to) && p->valid_to.day < p->valid_from.day)
        (void)fail(cx, ERR_INVALID, "valid_to", "roster.days");
    return cx_checked(cx);
}

enum err roster_person_put(struct cx *cx, const struct station *s, struct station_person *p)
{
    bool single = p->post == POST_HEAD || p->post == POST_LIAISON;
    int64_t changed, later = 0;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    TRY(person_check(cx, p));
    if (single && !date_is(p->valid_to))
        TRY(sql_station_person_later(cx, s->id, p->post, p->id, p->valid_from, &later));
    if (later > 0)
        return fail(cx, ERR_INVALID, "valid_from", "roster.before_predecessor");
    if (p->id == 0) {
        TRY(sql_station_person_add(
            cx, s->id, p->name, p->post, p->valid_from, p->valid_to, &p->id));
        p->version = 1;
    } else {
        TRY(sql_station_person_set(
            cx, p->id, p->version, p->name, p->post, p->valid_from, p->valid_to, &changed));
        if (changed == 0)
            return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
        p->version++;
    }
    if (single && !date_is(p->valid_to))
        TRY(sql_station_person_follow(
            cx, s->id, p->post, p->id, date_add(p->valid_from, -1), NULL));
    TRY(audit_add(cx, "station", s->id, "roster.staff", s->division, (struct str){0}));
    return tell_all(cx, s, p);
}

enum err roster_untold(struct cx *cx, int64_t station_id, struct station_change_list *out)
{
    return sql_station_untold(cx, station_id, out);
}

enum err roster_change_told(struct cx *cx, const struct station *s, int64_t id)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    TRY(sql_station_change_told(cx, id, s->id, cx->now, &changed));
    if (changed == 0)
        return OK;
    return audit_add(cx, "station", s->id, "roster.staff_told", s->division, S("phone"));
}

enum err roster_tasks(struct cx *cx, int64_t station_id, struct station_task_list *out)
{
    return sql_station_tasks(cx, station_id, out);
}

enum err roster_task(struct cx *cx, int64_t id, struct station_task *out)
{
    return sql_station_task_by_id(cx, id, out);
}

static enum err task_check(struct cx *cx, const struct station_task *t)
{
    cx_faults_clear(cx);
    if (str_points(t->name) > TASK_MAX || (t->id == 0 && str_empty(t->name)))
        (void)fail(cx, ERR_INVALID, "name", "roster.task_name");
    if (str_points(t->action) > TEXT_MAX)
        (void)fail(cx, ERR_INVALID, "action", "registry.text_length");
    if (str_points(t->standard) > TEXT_MAX)
        (void)fail(cx, ERR_INVALID, "standard", "registry.text_length");
    if (!str_empty(t->post) && word_find(station_post_words, t->post) < 0)
        (void)fail(cx, ERR_INVALID, "post", "roster.post");
    if (str_points(t->helpers) > TEXT_MAX)
        (void)fail(cx, ERR_INVALID, "helpers", "registry.text_length");
    return cx_checked(cx);
}

bool roster_in_post(const struct station_person *p, struct date today)
{
    return (!date_is(p->valid_from) || p->valid_from.day <= today.day) &&
           (!date_is(p->valid_to) || p->valid_to.day >= today.day);
}

/* The one who is named, while in office or in post. */
static enum err named_lead(struct cx *cx, const struct station_task *t, struct str *name)
{
    struct station_person p;
    struct deputy d;

    if (t->lead_id == 0)
        return OK;
    if (str_is(t->lead, "deputy")) {
        TRY(registry_deputy(cx, t->lead_id, &d));
        if (d.state == TENURE_ACTIVE)
            *name = d.name;
        return OK;
    }
    TRY(roster_person(cx, t->lead_id, &p));
    if (!date_is(p.valid_to) || p.valid_to.day >= date_of(cx->now).day)
        *name = p.name;
    return OK;
}

/* Somebody who left leads nothing any more: whoever follows in the post does, else the gap
 * shows by itself. */
enum err roster_task_lead(struct cx *cx, const struct station_task *t, struct str *name)
{
    struct station_person_list staff;

    *name = (struct str){0};
    TRY(named_lead(cx, t, name));
    if (!str_empty(*name) || str_empty(t->post))
        return OK;
    TRY(roster_staff(cx, t->station_id, &staff));
    EACH (p, &staff)
        if (str_empty(*name) && str_is(t->post, station_post_words[p->post]) &&
            roster_in_post(p, date_of(cx->now)))
            *name = p->name;
    return OK;
}

/* No task without a person (practices of stations: a matrix of responsibilities). */
static enum err led_check(struct cx *cx, const struct station_task *t)
{
    struct str name;

    TRY(roster_task_lead(cx, t, &name));
    return str_empty(name) ? fail(cx, ERR_INVALID, "post", "roster.task_nobody") : OK;
}

enum err roster_task_put(struct cx *cx, const struct station *s, struct station_task *t)
{
    int64_t changed = 1;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    TRY(task_check(cx, t));
    if (t->lead_id == 0)
        t->lead = (struct str){0};
    t->station_id = s->id;
    if (!str_empty(t->name))
        TRY(led_check(cx, t));
    if (t->id == 0)
        TRY(sql_station_task_add(cx, s->id, t->name, t->action, t->standard, t->post, t->lead,
            t->lead_id, t->helpers, &t->id));
    else if (str_empty(t->name))
        TRY(sql_station_task_drop(cx, t->id, t->version, &changed));
    else
        TRY(sql_station_task_set(cx, t->id, t->version, t->name, t->action, t->standard,
            t->post, t->lead, t->lead_id, t->helpers, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "station", s->id, "roster.task", s->division, (struct str){0});
}

enum err roster_said_of(struct cx *cx, const struct station *s, struct station_said *out)
{
    bool found;

    *out = (struct station_said){.station_id = s->id, .intro = S(""), .rules = S("")};
    return sql_station_said(cx, s->id, out, &found);
}

enum err roster_say(struct cx *cx, const struct station *s, const struct station_said *say)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_ROSTER_KEEP, s->division));
    cx_faults_clear(cx);
    if (str_points(say->intro) > WORDS_MAX)
        (void)fail(cx, ERR_INVALID, "intro", "registry.text_length");
    if (str_points(say->rules) > WORDS_MAX)
        (void)fail(cx, ERR_INVALID, "rules", "registry.text_length");
    TRY(cx_checked(cx));
    TRY(sql_station_say(cx, s->id, say->version, say->intro.p == NULL ? S("") : say->intro,
        say->rules.p == NULL ? S("") : say->rules, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    return audit_add(cx, "station", s->id, "roster.words", s->division, (struct str){0});
}

enum err roster_doings(struct cx *cx, int64_t station_id, struct station_doing_list *out)
{
    return sql_station_doings(cx, station_id, out);
}
