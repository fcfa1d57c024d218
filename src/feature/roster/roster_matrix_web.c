/*
 * roster: the responsibility matrix of a station (A4.10: standard to task, task to post, post
 * to person): tasks by people, with what nobody leads marked and who leads nothing named.
 */
#include "feature/roster/roster_web.h"

enum {
    SECTIONS = 6,
    PEOPLE = 12, /* columns; a station's staff are few */
    EXTRA = 5    /* standard, task and post before the people, helpers and state behind them */
};

struct somebody {
    struct str of; /* staff or deputy */
    int64_t id;
    struct str name, post;
    int64_t leads;
};
struct matrix {
    struct somebody people[PEOPLE];
    size_t n;
    struct station_task_list tasks;
    int64_t gaps;
};

static struct somebody *somebody(struct matrix *m, const struct station_task *t)
{
    for (size_t i = 0; i < m->n; i++)
        if (m->people[i].id == t->lead_id && str_eq(m->people[i].of, t->lead))
            return &m->people[i];
    return NULL;
}

/* The one named for it, or who holds its post. */
static bool leads(const struct somebody *p, const struct station_task *t, struct str name)
{
    if (p->id == t->lead_id && str_eq(p->of, t->lead))
        return true;
    return str_is(p->of, "staff") && str_eq(p->name, name) && !str_empty(t->post);
}

/* The staff of today, then deputies who lead something. */
static enum err people_fill(struct call *call, const struct station *s, struct matrix *m)
{
    struct date today = date_of(call->cx->now);
    struct station_person_list staff;

    TRY(roster_staff(call->cx, s->id, &staff));
    EACH (p, &staff) {
        if ((date_is(p->valid_to) && p->valid_to.day < today.day) || m->n == PEOPLE)
            continue;
        m->people[m->n++] = (struct somebody){.of = S("staff"),
            .id = p->id,
            .name = p->name,
            .post = station_word(call, "station_post", station_post_words[p->post])};
    }
    EACH (t, &m->tasks) {
        struct somebody *there = somebody(m, t);
        struct str name;

        TRY(roster_task_lead(call->cx, t, &name));
        for (size_t i = 0; there == NULL && i < m->n && !str_empty(name); i++)
            there = leads(&m->people[i], t, name) ? &m->people[i] : NULL;
        m->gaps += str_empty(name);
        if (str_empty(name))
            continue;
        if (there == NULL && m->n < PEOPLE) {
            m->people[m->n] = (struct somebody){.of = t->lead,
                .id = t->lead_id,
                .name = name,
                .post = web_text(call, TEXT_roster_matrix_deputy)};
            there = &m->people[m->n++];
        }
        if (there != NULL)
            there->leads++;
    }
    return OK;
}

static struct sheet_column *columns_of(struct call *call, const struct matrix *m)
{
    struct sheet_column *c = MANY(call->arena, struct sheet_column, m->n + EXTRA);

    c[0] = (struct sheet_column){.key = "", .title = TEXT_roster_column_answers, .width = 24};
    c[1] = (struct sheet_column){.key = "", .title = TEXT_roster_column_task, .width = 24};
    c[2] = (struct sheet_column){.key = "", .title = TEXT_roster_column_post, .width = 10};
    for (size_t i = 0; i < m->n; i++)
        c[i + 3] = (struct sheet_column){.key = "",
            .title = TEXT_roster_column_lead,
            .width = 10,
            .name = m->people[i].name};
    c[m->n + 3] =
        (struct sheet_column){.key = "", .title = TEXT_roster_column_helpers, .width = 16};
    c[m->n + 4] =
        (struct sheet_column){.key = "", .title = TEXT_roster_matrix_state, .width = 12};
    return c;
}

/* The first row says as what each is here. */
static void posts_fill(struct call *call, const struct matrix *m, struct sheet_cell *c)
{
    c[1].text = web_text(call, TEXT_roster_column_post);
    for (size_t i = 0; i < m->n; i++)
        c[i + 3].text = m->people[i].post;
}

static enum err row_fill(struct call *call, const struct matrix *m,
    const struct station_task *t, bool may, struct sheet_cell *c)
{
    struct str name;
    bool known = false;

    TRY(roster_task_lead(call->cx, t, &name));
    c[0].text = t->standard;
    c[1].text = t->name;
    if (may)
        c[1].link = roster_web_number(call, "/tasks/", t->id, "").s;
    if (!str_empty(t->post))
        c[2].text = text_join(
            call->arena, call->cx->lang, (const struct str[]){S("station_post"), t->post}, 2);
    for (size_t i = 0; i < m->n; i++) {
        const struct somebody *p = &m->people[i];

        if (!str_empty(name) && leads(p, t, name)) {
            c[i + 3].text = web_text(call, TEXT_roster_matrix_leads);
            c[i + 3].badge = S("done");
            known = true;
        } else if (str_find(t->helpers, p->name) != (size_t)-1) {
            c[i + 3].text = web_text(call, TEXT_roster_matrix_helps);
        }
    }
    c[m->n + 3].text = t->helpers;
    if (str_empty(name)) {
        c[m->n + 4].text = web_text(call, TEXT_roster_gap);
        c[m->n + 4].badge = S("overdue");
    } else {
        c[m->n + 4].text = known ? web_text(call, TEXT_roster_matrix_clear) : name;
    }
    return OK;
}

/* Requirements of the standard in force for which the station has no task. */
static enum err missing_fill(
    struct call *call, const struct station *s, const struct matrix *m, struct web_record *r)
{
    struct buf words = buf_new(call->arena, 4000);
    struct station_standard standard;
    struct station_item_list items;
    int64_t n = 0;

    TRY(roster_standard_for(call->cx, s->division, date_of(call->cx->now), &standard));
    if (standard.id == 0 || m->tasks.n == 0)
        return OK;
    TRY(roster_items(call->cx, standard.id, &items));
    EACH (i, &items) {
        bool there = false;

        EACH (t, &m->tasks)
            there = there || str_eq(t->standard, i->words);
        if (there)
            continue;
        buf_f(&words, "%s%.*s", n++ > 0 ? "；" : "", STR(i->words));
    }
    if (n > 0)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_roster_matrix_missing, num_text(call->arena, n)),
            buf_str(&words));
    return OK;
}

static void notes_fill(struct call *call, const struct matrix *m, struct web_record *r)
{
    struct buf idle = buf_new(call->arena, 1000);

    for (size_t i = 0; i < m->n; i++)
        if (m->people[i].leads == 0)
            buf_f(&idle, "%s%.*s", idle.n > 0 ? "、" : "", STR(m->people[i].name));
    if (m->gaps > 0)
        web_record_note(r, TONE_OVERDUE,
            web_text1(call, TEXT_roster_matrix_gaps, num_text(call->arena, m->gaps)),
            web_text(call, TEXT_roster_matrix_gaps_words));
    if (idle.n > 0 && m->tasks.n > 0)
        web_record_note(r, TONE_INFO, web_text(call, TEXT_roster_matrix_idle), buf_str(&idle));
}

static enum err matrix_fill(struct call *call, struct station *s, struct web_record *r)
{
    struct matrix m = {.n = 0};
    struct web_section *section;
    struct sheet *sheet;
    bool may;

    TRY(roster_web_station(call, RIGHT_ROSTER_READ, s));
    may = roster_web_may(call, RIGHT_ROSTER_KEEP, s->division);
    web_record_room(call->arena, r, SECTIONS);
    TRY(roster_tasks(call->cx, s->id, &m.tasks));
    TRY(people_fill(call, s, &m));
    sheet = roster_web_sheet(call, columns_of(call, &m), m.n + EXTRA, m.tasks.n + 1);
    posts_fill(call, &m, sheet->cells);
    for (size_t i = 0; i < m.tasks.n; i++)
        TRY(row_fill(call, &m, &m.tasks.p[i], may, &sheet->cells[(i + 1) * sheet->ncolumns]));
    r->heading = web_text(call, TEXT_roster_matrix);
    r->sub = s->name;
    r->tone = m.gaps > 0 ? TONE_OVERDUE : TONE_DONE;
    if (m.tasks.n > 0)
        r->badge = m.gaps > 0 ? web_text(call, TEXT_roster_gap)
                              : web_text(call, TEXT_roster_matrix_whole);
    notes_fill(call, &m, r);
    TRY(missing_fill(call, s, &m, r));
    if (may)
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_roster_task_new),
            roster_web_url(call, s, "/tasks"));
    section = web_record_section(r, (struct str){NULL, 0});
    if (m.tasks.n > 0)
        section->sheet = sheet;
    else
        section->words = web_text(call, TEXT_roster_tasks_none);
    r->pdf = roster_web_url(call, s, "/matrix.pdf");
    r->back = roster_web_url(call, s, "/roster");
    r->back_words = s->name;
    return OK;
}

enum err roster_matrix_page(struct call *call)
{
    struct web_record r = {0};
    struct station s;

    TRY(matrix_fill(call, &s, &r));
    return web_record(call, &(struct web_head){.title = r.heading, .place = s.name}, &r);
}

enum err roster_matrix_pdf(struct call *call)
{
    struct web_record r = {0};
    struct station s;

    TRY(matrix_fill(call, &s, &r));
    return web_record_pdf(call, &r, S("matrix.pdf"));
}
