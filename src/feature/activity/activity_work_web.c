/*
 * activity: each person's page: what I did (from records), what is due, what came of it.  No
 * points, no ranking, no counts of sign-ins (rule C10 of the field: against formalism).
 */
#include "feature/activity/activity_report.h"
#include "feature/activity/activity_web.h"
#include "feature/request/request.h"
#include "feature/station/station.h"

enum {
    ROWS = 20,
    DUE = 10,
    CAME = 10,
    DAYS = 3,
    REPORTS = 5
};

struct work_asked {
    struct date from, to;
};
static const struct input work_inputs[] = {
    INPUT(struct work_asked, from),
    INPUT(struct work_asked, to),
};
const struct form activity_work_query = {
    "activity_work", sizeof(struct work_asked), work_inputs, COUNT(work_inputs)};

static enum err did_fill(
    struct call *call, const struct work_asked *q, int64_t person, struct activity_work_view *v)
{
    struct activity_sum_list sums = {NULL, 0};
    struct activity_filter f = {
        .mine = true, .from = q->from, .to = q->to, .before = DATE_NONE, .max = ROWS};
    struct activity_page page;

    if (right_anywhere(call->cx, RIGHT_ACTIVITY_READ) != OK) {
        cx_faults_clear(call->cx);
        return OK;
    }
    TRY(person > 0 ? activity_sums_of(call->cx, person, 0, 0, q->from, q->to, &sums)
                   : activity_sums_mine(call->cx, q->from, q->to, &sums));
    v->figures.p = MANY(call->arena, struct web_figure, sums.n + 1);
    EACH (s, &sums)
        v->figures.p[v->figures.n++] = (struct web_figure){
            .label = activity_kind_text(call, s->kind),
            .value = num_grouped(call->arena, s->times),
            .unit = text_counted(
                call->cx->lang, S("unit.session"), num_grouped(call->arena, s->times)),
            .definition = web_text(call, TEXT_activity_work_figure),
            .period = v->period,
            .records = web_url(call->arena, "/activities?mine=1&kind=", s->kind,
                str_f(call->arena, "&from=%.*s&to=%.*s", STR(date_text(call->arena, q->from)),
                    STR(date_text(call->arena, q->to)))
                    .p)};
    TRY(activity_find(call->cx, &f, &page));
    v->rows.p = MANY(call->arena, struct activity_work_row, page.rows.n + 1);
    EACH (a, &page.rows)
        v->rows.p[v->rows.n++] = (struct activity_work_row){.day = activity_days(call, a),
            .kind = activity_kind_text(call, a->kind),
            .title = a->title,
            .words = a->person_times > 0
                         ? activity_amount(call, S(""), S("person_time"), a->person_times)
                     : a->people > 0 ? activity_amount(call, S(""), S("person"), a->people)
                                     : S(""),
            .link = web_url(call->arena, "/activities/", a->code, "")};
    v->more = page.more;
    return OK;
}

/* What I did with requests. */
static enum err requests_fill(
    struct call *call, const struct work_asked *q, struct activity_work_view *v)
{
    struct request_did_list did;

    TRY(request_did_mine(call->cx, q->from, q->to, &did));
    v->requests.p = MANY(call->arena, struct activity_line, did.n + 1);
    EACH (d, &did)
        v->requests.p[v->requests.n++] =
            (struct activity_line){.name = activity_word(call, "event.request", d->event),
                .words = activity_amount(call, S(""), S("item"), d->requests)};
    return OK;
}

/* Reports that wait for an answer, and good deeds for a second look. */
static enum err reports_fill(struct call *call, struct activity_work_view *v)
{
    struct activity_report_list open;
    struct activity_list claimed;

    TRY(activity_report_open(call->cx, REPORTS, &open));
    EACH (r, &open) {
        enum web_tone tone;

        v->due.p[v->due.n++] = (struct activity_line){
            .name = web_text1(call, TEXT_activity_report_due_line, r->title),
            .words = date_text(call->arena, r->due),
            .more = activity_report_state(call, r, &tone),
            .link = web_url(call->arena, "/forwarded/", r->uid, "")};
    }
    TRY(activity_report_claimed(call->cx, REPORTS, &claimed));
    EACH (a, &claimed)
        v->due.p[v->due.n++] = (struct activity_line){
            .name = web_text1(call, TEXT_activity_verify_due_line, a->title),
            .words = activity_days(call, a),
            .more = web_text(call, TEXT_activity_verify_claimed),
            .link = web_url(call->arena, "/activities/", a->code, "")};
    return OK;
}

/* Where the day is recorded; who records nothing sees the station. */
static struct url day_link(struct call *call, const struct station *s)
{
    if (right_may(call->cx, RIGHT_ACTIVITY_RECORD, &(struct object){.division = s->division}))
        return web_url(call->arena, "/activities/new/reception?station=", s->public_id, "");
    return web_url(call->arena, "/st/", s->public_id, "");
}

/* Requests that wait for me, and the next reception days of my station. */
static enum err due_fill(struct call *call, int64_t person, struct activity_work_view *v)
{
    struct request_list rows = {NULL, 0};
    struct deputy_list seats = {NULL, 0};
    bool more;

    v->due.p = MANY(call->arena, struct activity_line, DUE + DAYS * 4 + 2 * REPORTS + 1);
    if (right_anywhere(call->cx, RIGHT_REQUEST_MOVE) == OK)
        TRY(request_queue(
            call->cx, (struct request_queue_at){DATE_NONE, 0}, DUE, &rows, &more));
    cx_faults_clear(call->cx);
    TRY(reports_fill(call, v));
    EACH (r, &rows)
        v->due.p[v->due.n++] = (struct activity_line){.name = r->title,
            .words = date_is(r->due) ? date_text(call->arena, r->due) : S(""),
            .more = activity_word(call, "state.request", str_of(request_state_words[r->state])),
            .link = web_url(call->arena, "/requests/", r->code, "")};
    if (person > 0)
        TRY(registry_tenures_of(call->cx, person, &seats));
    for (size_t i = 0; i < seats.n && i < 4; i++) {
        struct station_day_list days;
        struct station s;

        if (seats.p[i].state != TENURE_ACTIVE || seats.p[i].station_id == 0)
            continue;
        TRY(station_get(call->cx, seats.p[i].station_id, &s));
        TRY(station_days(call->cx, &s, date_of(call->cx->now), 1, &days));
        EACH (d, &days)
            if (!instant_is(d->cancelled))
                v->due.p[v->due.n++] = (struct activity_line){
                    .name = web_text1(call, TEXT_activity_work_day, s.name),
                    .words = date_text(call->arena, d->day),
                    .link = day_link(call, &s)};
    }
    return OK;
}

static void came_add(struct activity_work_view *v, struct activity_line line)
{
    for (size_t i = 0; i < v->came.n; i++)
        if (str_eq(v->came.p[i].link.s, line.link.s))
            return;
    if (v->came.n < CAME)
        v->came.p[v->came.n++] = line;
}

/* Answers to reports of what I took part in, then requests that I worked on and that ended. */
static enum err ended_fill(
    struct call *call, const struct work_asked *q, struct activity_work_view *v)
{
    struct activity_report_list reports = {NULL, 0};
    struct request_list ended;

    if (call->cx->actor->person_id > 0)
        TRY(activity_report_mine(
            call->cx, call->cx->actor->person_id, q->from, q->to, REPORTS, &reports));
    EACH (r, &reports) {
        enum web_tone tone;
        struct activity a;

        TRY(activity_load(call->cx, r->activity_id, &a));
        came_add(v, (struct activity_line){.name = r->title,
                        .words = activity_report_state(call, r, &tone),
                        .more = r->org,
                        .link = web_url(call->arena, "/activities/", a.code, "")});
    }
    TRY(request_ended_mine(call->cx, q->from, q->to, CAME, &ended));
    EACH (r, &ended) {
        struct object o = request_object(r);

        if (right_may(call->cx, RIGHT_REQUEST_READ, &o))
            came_add(v, (struct activity_line){.name = r->title,
                            .words = activity_word(
                                call, "state.request", str_of(request_state_words[r->state])),
                            .link = web_url(call->arena, "/requests/", r->code, "")});
    }
    return OK;
}

/* What became of what was raised in my activities. */
static enum err came_fill(
    struct call *call, const struct work_asked *q, struct activity_work_view *v)
{
    struct activity_filter f = {
        .mine = true, .from = q->from, .to = q->to, .before = DATE_NONE, .max = 200};
    struct activity_page page;

    v->came.p = MANY(call->arena, struct activity_line, CAME);
    if (right_anywhere(call->cx, RIGHT_ACTIVITY_READ) != OK) {
        cx_faults_clear(call->cx);
        return OK;
    }
    TRY(activity_find(call->cx, &f, &page));
    EACH (a, &page.rows) {
        struct activity_raised_list list;

        TRY(activity_raised_in(call->cx, a->id, &list));
        for (size_t i = 0; i < list.n && v->came.n < CAME; i++) {
            struct request rq;
            struct object o;

            TRY(request_load(call->cx, list.p[i].request_id, &rq));
            o = request_object(&rq);
            if (!right_may(call->cx, RIGHT_REQUEST_READ, &o))
                continue;
            came_add(v, (struct activity_line){.name = rq.title,
                            .words = activity_word(
                                call, "state.request", str_of(request_state_words[rq.state])),
                            .more = a->title,
                            .link = web_url(call->arena, "/requests/", rq.code, "")});
        }
    }
    return OK;
}

enum err activity_work(struct call *call)
{
    struct work_asked q = *(const struct work_asked *)call_asked(call);
    struct activity_work_view v = {
        .add = {S("/activities/new")}, .all = {S("/activities?mine=1")}};
    int64_t person = call->cx->actor->person_id;
    struct date today = date_of(call->cx->now);

    if (!date_is(q.to))
        q.to = today;
    if (!date_is(q.from))
        q.from = date_make(date_ymd(today).year, 1, 1);
    v.form = form_fill(call->arena, &activity_work_query, &q);
    v.period = str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, q.from)),
        STR(date_text(call->arena, q.to)));
    TRY(did_fill(call, &q, person, &v));
    TRY(due_fill(call, person, &v));
    TRY(requests_fill(call, &q, &v));
    TRY(came_fill(call, &q, &v));
    TRY(ended_fill(call, &q, &v));
    v.records = right_anywhere(call->cx, RIGHT_ACTIVITY_RECORD) == OK;
    cx_faults_clear(call->cx);
    call->personal = true;
    return web_page(call, web_text(call, TEXT_activity_work_title), page_activity_work, &v);
}
