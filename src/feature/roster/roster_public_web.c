/*
 * roster: stations without a record for long, and a station's page for anyone: who, when, and
 * what came of matters (Deputies Law 2025, Art. 58: basic and duty information is public).
 */
#include "core/deadline.h"
#include "web/table.h"

#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 12,
    DAYS_SHOWN = 6
};

struct idle_query {
    struct str at;
};
static const struct input idle_inputs[] = {
    INPUT(struct idle_query, at, .max = 60, .widget = WIDGET_DIVISION)};
const struct form roster_idle_form = {
    "idle_query", sizeof(struct idle_query), idle_inputs, COUNT(idle_inputs)};

static const struct sheet_column idle_columns[] = {
    {"", TEXT_roster_column_station, 30, false},
    {"", TEXT_roster_column_area, 30, false},
    {"", TEXT_roster_column_since, 14, false},
    {"", TEXT_roster_column_state, 20, false},
};

struct str roster_web_idle(struct call *call, enum text_key key, const struct idle_rule *rule)
{
    const struct str args[] = {period_text(call->arena, call->cx->lang, rule->first),
        period_text(call->arena, call->cx->lang, rule->more)};

    return text_fill(call->arena, call->cx->lang, key, args, 2);
}

enum err roster_idle_page(struct call *call)
{
    const struct idle_query *q = call_asked(call);
    struct web_table t = {.heading = web_text(call, TEXT_roster_idle),
        .filter = call->asked,
        .empty = web_text(call, TEXT_roster_idle_none),
        .exports = S("idle")};
    struct str area;
    struct idle_rule rule;
    struct station_idle_list list;
    struct sheet *sheet;

    TRY(registry_pick_asked(call, "at"));
    area = str_empty(q->at) ? registry_own_area(call->cx, RIGHT_ROSTER_READ) : q->at;
    TRY(roster_idle_list(call->cx, area, &list));
    sheet = roster_web_sheet(call, idle_columns, COUNT(idle_columns), list.n);
    sheet->title = t.heading;
    TRY(roster_idle_rule(call->cx, area, &rule));
    sheet->note = roster_web_idle(call, TEXT_roster_idle_note, &rule);
    for (size_t i = 0; i < list.n; i++) {
        const struct station_idle *x = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(idle_columns)];
        struct station s;

        TRY(station_get(call->cx, x->station_id, &s));
        c[0].text = s.name;
        c[0].link = roster_web_url(call, &s, "/roster").s;
        TRY(registry_full_name(call->cx, x->division, &c[1].text));
        c[2].text = date_text(call->arena, x->since);
        c[3].text = web_text(
            call, instant_is(x->told_area) ? TEXT_roster_idle_area : TEXT_roster_idle_station);
        c[3].badge = S("soon");
    }
    t.sheet = sheet;
    return web_table(call, &(struct web_head){.title = t.heading}, &t);
}

static const struct sheet_column meet_columns[] = {
    {"", TEXT_roster_column_day, 16, false},
    {"", TEXT_roster_column_time, 16, false},
    {"", TEXT_roster_column_deputy, 16, false},
    {"", TEXT_roster_column_remark, 40, false},
};

/* Called off with its reason, moved, provisional; absent: as planned. */
static struct str remark(struct call *call, const struct station_day *d)
{
    struct str moved = S(""), later = S("");

    if (instant_is(d->cancelled))
        return web_text1(call, TEXT_station_called_off,
            station_off_words(call->arena, call->cx->lang, d->reason));
    if (d->day.day != d->planned.day)
        moved = web_text1(call, TEXT_roster_moved, date_text(call->arena, d->planned));
    if (d->provisional)
        later = web_text(call, TEXT_station_provisional);
    if (str_empty(moved) || str_empty(later))
        return str_empty(moved) ? later : moved;
    return roster_web_join(call, TEXT_roster_both, moved, later);
}

static enum err meet_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_meet));
    struct station_day_list list;
    struct sheet *sheet;

    TRY(station_days(call->cx, s, date_of(call->cx->now), DAYS_SHOWN, &list));
    sheet = roster_web_sheet(call, meet_columns, COUNT(meet_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        const struct station_day *d = &list.p[i];
        struct sheet_cell *c = &sheet->cells[i * COUNT(meet_columns)];

        c[0].text = date_text(call->arena, d->day);
        if (d->time_from.n > 0)
            c[1].text = str_f(call->arena, "%.*s–%.*s", STR(d->time_from), STR(d->time_to));
        c[2].text = d->deputy.n > 0 ? d->deputy : web_text(call, TEXT_roster_nobody_yet);
        if (d->deputy.n > 0)
            c[2].link = web_url(call->arena, "/d/", d->deputy_public, "").s;
        c[3].text = remark(call, d);
        if (instant_is(d->cancelled))
            c[3].badge = S("overdue");
    }
    section->words = station_reception_text(call->arena, call->cx->lang, s->reception);
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_meet_none);
    return OK;
}

static const struct sheet_column who_columns[] = {
    {"", TEXT_roster_column_name, 16, false},
    {"", TEXT_roster_column_post, 24, false},
    {"", TEXT_roster_column_constituency, 30, false},
};

static enum err who_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_who));
    struct station_person_list staff;
    struct deputy_list deputies;
    struct sheet *sheet;
    size_t n = 0;

    TRY(registry_deputies_of_station(call->cx, s->id, &deputies));
    TRY(roster_staff(call->cx, s->id, &staff));
    sheet = roster_web_sheet(call, who_columns, COUNT(who_columns), deputies.n + staff.n);
    EACH (d, &deputies) {
        struct sheet_cell *c = &sheet->cells[n++ * COUNT(who_columns)];

        c[0].text = d->name;
        c[0].link = web_url(call->arena, "/d/", d->public_id, "").s;
        c[1].text = station_word(call, "level", congress_level_words[d->level]);
        c[2].text = d->constituency;
    }
    EACH (p, &staff) {
        struct sheet_cell *c = &sheet->cells[n * COUNT(who_columns)];

        if (!roster_in_post(p, date_of(call->cx->now)))
            continue;
        c[0].text = p->name;
        c[1].text = station_word(call, "station_post", station_post_words[p->post]);
        n++;
    }
    sheet->nrows = n;
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_no_deputies);
    return OK;
}

static const struct sheet_column came_columns[] = {
    {"", TEXT_roster_column_figure, 30, false},
    {"", TEXT_roster_column_value, 14, true},
    {"", TEXT_roster_column_unit, 10, false},
    {"", TEXT_roster_column_meaning, 50, false},
};

static enum err came_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_came));
    struct web_figure_list figures;
    struct sheet *sheet;

    TRY(station_figures_fill(call, s->division, &figures));
    sheet = roster_web_sheet(call, came_columns, COUNT(came_columns), figures.n);
    for (size_t i = 0; i < figures.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(came_columns)];

        c[0].text = figures.p[i].label;
        c[1].text = figures.p[i].value;
        c[2].text = figures.p[i].unit;
        c[3].text = figures.p[i].definition;
    }
    section->words = web_text(call, TEXT_roster_came_words);
    section->sheet = sheet;
    return OK;
}

static enum err intro_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct station_said said;

    TRY(roster_said_of(call->cx, s, &said));
    if (!str_empty(said.intro))
        web_record_section(r, web_text(call, TEXT_roster_intro))->words = said.intro;
    return OK;
}

static enum err rules_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_rules));
    struct station_said said;

    TRY(roster_said_of(call->cx, s, &said));
    section->words =
        str_empty(said.rules) ? web_text(call, TEXT_roster_rules_usual) : said.rules;
    return OK;
}

static const struct sheet_column doing_columns[] = {
    {"", TEXT_roster_column_day, 16, false},
    {"", TEXT_roster_column_doing, 30, false},
    {"", TEXT_roster_column_visitors, 14, true},
};

/* What was done lately: kind, day and how many came; never what people said. */
static enum err doings_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct web_section *section = web_record_section(r, web_text(call, TEXT_roster_doings));
    struct station_doing_list list;
    struct sheet *sheet;

    TRY(roster_doings(call->cx, s->id, &list));
    sheet = roster_web_sheet(call, doing_columns, COUNT(doing_columns), list.n);
    for (size_t i = 0; i < list.n; i++) {
        struct sheet_cell *c = &sheet->cells[i * COUNT(doing_columns)];

        c[0].text = date_text(call->arena, list.p[i].day);
        c[1].text = text_join(call->arena, call->cx->lang,
            (const struct str[]){S("activity.kind"), list.p[i].kind}, 2);
        c[2].number = list.p[i].person_times;
        c[2].text = num_text(call->arena, list.p[i].person_times);
    }
    section->sheet = sheet;
    section->none = web_text(call, TEXT_roster_doings_none);
    return OK;
}

/* A star is shown to anyone before it holds, with how to object. */
static enum err shown_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct rating_entry e;
    struct date until;
    bool found;

    TRY(roster_shown(call->cx, s->id, &e, &until, &found));
    if (!found)
        return OK;
    web_record_note(r, TONE_INFO,
        web_text1(call, TEXT_roster_shown, num_text(call->arena, e.stars)),
        text_fill(call->arena, call->cx->lang, TEXT_roster_shown_words,
            (const struct str[]){e.reason, date_text(call->arena, until)}, 2));
    return OK;
}

/* Shut: what it is now, and where to go instead. */
static enum err shut_fill(struct call *call, const struct station *s, struct web_record *r)
{
    struct station next;

    if (s->state == STATION_OPEN)
        return OK;
    web_record_note(r, TONE_SOON,
        station_word(call, "state.station", station_state_words[s->state]),
        web_text(call, TEXT_station_shut));
    if (s->successor_id == 0)
        return OK;
    TRY(station_get(call->cx, s->successor_id, &next));
    web_record_action(
        r, ACTION_MAIN, next.name, web_url(call->arena, "/st/", next.public_id, "/online"));
    return OK;
}

static enum err doors_fill(struct call *call, const struct station *s, struct web_record *r)
{
    TRY(shut_fill(call, s, r));
    TRY(shown_fill(call, s, r));
    TRY(intro_fill(call, s, r));
    if (s->state == STATION_OPEN)
        TRY(meet_fill(call, s, r));
    TRY(rules_fill(call, s, r));
    TRY(doings_fill(call, s, r));
    TRY(came_fill(call, s, r));
    return who_fill(call, s, r);
}

enum err roster_online_page(struct call *call)
{
    struct web_record r = {0};
    struct station s;
    int64_t stars;

    TRY(station_public(call->cx, call_path(call, "id"), &s));
    web_record_room(call->arena, &r, SECTIONS);
    r.heading = s.name;
    TRY(registry_full_name(call->cx, s.division, &r.sub));
    TRY(roster_stars(call->cx, s.id, &stars));
    if (s.state == STATION_OPEN)
        web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_station_ask),
            web_url(call->arena, "/ask?s=", s.public_id, ""));
    web_record_pair(&r, web_text(call, TEXT_roster_where), s.address);
    web_record_pair(&r, web_text(call, TEXT_roster_phone), s.phone);
    web_record_pair(&r, web_text(call, TEXT_roster_hours),
        station_hours_text(call->arena, call->cx->lang, s.hours));
    if (stars > 0)
        web_record_pair(&r, web_text(call, TEXT_roster_stars_label),
            web_text1(call, TEXT_roster_stars_n, num_text(call->arena, stars)));
    TRY(doors_fill(call, &s, &r));
    r.back = web_url(call->arena, "/st/", s.public_id, "");
    r.back_words = web_text(call, TEXT_roster_station_page);
    return web_record(
        call, &(struct web_head){.title = s.name, .place = r.sub, .citizen = true}, &r);
}

struct station_words {
    struct str intro, rules;
    int64_t version;
};
static const struct input words_inputs[] = {
    INPUT(struct station_words, intro, .max = 1000, .widget = WIDGET_AREA),
    INPUT(struct station_words, rules, .max = 1000, .widget = WIDGET_AREA),
    INPUT(struct station_words, version, .flags = INPUT_HIDDEN),
};
const struct form roster_words_form = {
    "station_words", sizeof(struct station_words), words_inputs, COUNT(words_inputs)};

static enum err words_show(struct call *call, const struct form_state *form)
{
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    return roster_web_form(call,
        &(struct roster_web_page){web_text(call, TEXT_roster_words),
            web_text(call, TEXT_roster_words_words), roster_web_url(call, &s, "/words"),
            roster_web_url(call, &s, "/roster")},
        form);
}

enum err roster_words_page(struct call *call)
{
    struct station_said said;
    struct station_words d;
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(roster_said_of(call->cx, &s, &said));
    d = (struct station_words){said.intro, said.rules, said.version};
    return words_show(call, form_fill(call->arena, &roster_words_form, &d));
}

enum err roster_words_again(struct call *call)
{
    station_form_faults(call);
    return words_show(call, call->form);
}

enum err roster_words_take(struct call *call)
{
    const struct station_words *d = call_form(call);
    const struct station_said say = {
        .intro = d->intro, .rules = d->rules, .version = d->version};
    struct station s;

    TRY(roster_web_station(call, RIGHT_ROSTER_KEEP, &s));
    TRY(roster_say(call->cx, &s, &say));
    return roster_web_done(call, &s, TEXT_note_roster_saved);
}
