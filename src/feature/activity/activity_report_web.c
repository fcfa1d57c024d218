/*
 * activity: the report of an inspection goes to those concerned, their answer comes back to the
 * record; a good deed is looked at by a second person.
 */
#include "web/record.h"

#include "feature/activity/activity_report.h"
#include "feature/activity/activity_web.h"

enum {
    UNITS = 200
};

struct forward {
    struct str org, title, points;
    struct date day;
};
static const struct input forward_inputs[] = {
    INPUT(struct forward, org, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct forward, title, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct forward, points, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 2000,
        .widget = WIDGET_AREA),
    INPUT(struct forward, day, .flags = INPUT_REQUIRED),
};
const struct form activity_forward_form = {
    "activity_forward", sizeof(struct forward), forward_inputs, COUNT(forward_inputs)};

struct answer {
    struct str answer;
};
static const struct input answer_inputs[] = {
    INPUT(struct answer, answer, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 4000,
        .widget = WIDGET_AREA),
};
const struct form activity_answer_form = {
    "activity_answer", sizeof(struct answer), answer_inputs, COUNT(answer_inputs)};

struct verify {
    struct str why;
};
static const struct input verify_inputs[] = {
    INPUT(struct verify, why, .flags = INPUT_REQUIRED, .max = 200),
};
const struct form activity_verify_form = {
    "activity_verify", sizeof(struct verify), verify_inputs, COUNT(verify_inputs)};

static enum err inspected(struct call *call, struct activity *a)
{
    TRY(activity_here(call, a));
    if (!right_may(call->cx, RIGHT_FINDING_SEND, &(struct object){.division = a->division}))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (a->state != ACTIVITY_STANDS || !activity_report_of(activity_kind_find(a->kind)))
        return fail(call->cx, ERR_CONFLICT, NULL, "activity.no_report");
    return OK;
}

static enum err forward_show(struct call *call, const struct activity *a, struct form_state *s)
{
    const struct forward *f = s->value;
    struct activity_forward_view v = {.form = s,
        .title = a->title,
        .action = web_url(call->arena, "/activities/", a->code, "/forward"),
        .back = web_url(call->arena, "/activities/", a->code, "")};
    struct org_list units;

    TRY(registry_units_for(call->cx, a->division, &units));
    v.units.p = MANY(call->arena, struct activity_choice, UNITS + 1);
    v.units.p[v.units.n++] = (struct activity_choice){
        .label = web_text(call, TEXT_activity_org_unknown), .id = S("u-none")};
    for (size_t i = 0; i < units.n && i < UNITS; i++)
        v.units.p[v.units.n++] = (struct activity_choice){.value = units.p[i].code,
            .label = units.p[i].name,
            .id = str_f(call->arena, "u-%zu", i),
            .chosen = str_eq(units.p[i].code, f->org)};
    call->personal = true;
    return web_page(call, web_text(call, TEXT_activity_report_send), page_activity_forward, &v);
}

enum err activity_forward_page(struct call *call)
{
    struct forward f = {.day = date_of(call->cx->now)};
    struct activity a;

    TRY(inspected(call, &a));
    f.title = a.title;
    return forward_show(call, &a, form_fill(call->arena, &activity_forward_form, &f));
}

enum err activity_forward_again(struct call *call)
{
    struct activity a;

    activity_faults(call, call->form);
    TRY(inspected(call, &a));
    return forward_show(call, &a, call->form);
}

enum err activity_forward_take(struct call *call)
{
    const struct forward *f = call_form(call);
    struct activity_report_in in = {.title = f->title, .points = f->points, .day = f->day};
    struct activity_report r;
    struct activity a;
    struct org o;

    TRY(inspected(call, &a));
    if (registry_org_by_code(call->cx, f->org, &o) == OK)
        in.org_id = o.id;
    cx_faults_clear(call->cx);
    TRY(activity_report_send(call->cx, &a, &in, &r));
    return web_redirect_note(call, TEXT_note_activity_forwarded, "/activities/", a.code);
}

struct str activity_report_state(
    struct call *call, const struct activity_report *r, enum web_tone *tone)
{
    bool late = !date_is(r->answered) && r->due.day < date_of(call->cx->now).day;

    *tone = date_is(r->answered) ? TONE_DONE : late ? TONE_OVERDUE : TONE_SOON;
    return web_text(call, date_is(r->answered) ? TEXT_activity_report_done
                          : late               ? TEXT_activity_report_late
                                               : TEXT_activity_report_open);
}

static enum err finding_show(
    struct call *call, const struct activity_report *r, struct form_state *s)
{
    struct web_record page = {.heading = r->title,
        .back = web_url_of("/me/work"),
        .back_words = web_text(call, TEXT_activity_work_title)};
    struct web_section *section;
    struct activity a;

    TRY(activity_load(call->cx, r->activity_id, &a));
    web_record_room(call->arena, &page, 12);
    page.sub = str_f(call->arena, "%.*s · %.*s", STR(activity_kind_text(call, a.kind)),
        STR(activity_days(call, &a)));
    page.badge = activity_report_state(call, r, &page.tone);
    web_record_pair(&page, web_text(call, TEXT_activity_report_to), r->org);
    web_record_pair(
        &page, web_text(call, TEXT_activity_report_day), date_text(call->arena, r->day));
    web_record_pair(
        &page, web_text(call, TEXT_activity_report_due), date_text(call->arena, r->due));
    web_record_pair(&page, web_text(call, TEXT_activity_report_from), r->actor);
    if (activity_may(call->cx, RIGHT_ACTIVITY_READ, &a))
        web_record_link(&page, activity_kind_text(call, a.kind), a.code,
            web_url(call->arena, "/activities/", a.code, ""));
    section = web_record_section(&page, web_text(call, TEXT_activity_report_points));
    section->words = r->points;
    section = web_record_section(&page, web_text(call, TEXT_activity_report_answer));
    section->words = date_is(r->answered)
                         ? str_f(call->arena, "%.*s\n%.*s · %.*s", STR(r->answer),
                               STR(r->answer_actor), STR(date_text(call->arena, r->answered)))
                         : web_text(call, TEXT_activity_report_answer_words);
    if (!date_is(r->answered)) {
        section->form = s != NULL ? s : form_fill(call->arena, &activity_answer_form, NULL);
        section->post = web_url(call->arena, "/forwarded/", r->uid, "");
        section->button = web_text(call, TEXT_activity_report_answer_do);
    }
    call->personal = true;
    return web_record(call, &(struct web_head){.title = r->title}, &page);
}

enum err activity_finding_page(struct call *call)
{
    struct activity_report r;

    TRY(activity_report_get(call->cx, call_path(call, "id"), &r));
    return finding_show(call, &r, NULL);
}

enum err activity_finding_again(struct call *call)
{
    struct activity_report r;

    activity_faults(call, call->form);
    TRY(activity_report_get(call->cx, call_path(call, "id"), &r));
    return finding_show(call, &r, call->form);
}

enum err activity_finding_take(struct call *call)
{
    const struct answer *f = call_form(call);
    struct activity_report r;

    TRY(activity_report_get(call->cx, call_path(call, "id"), &r));
    TRY(activity_report_answer(call->cx, &r, f->answer));
    return web_redirect_note(call, TEXT_note_activity_answered, "/forwarded/", r.uid);
}

static enum err verified_here(struct call *call, struct activity *a)
{
    TRY(activity_here(call, a));
    if (!right_may(call->cx, RIGHT_VISIT_RECORD, &(struct object){.division = a->division}))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

static enum err verify_show(struct call *call, const struct activity *a, struct form_state *s)
{
    struct activity_why_view v = {.heading = web_text(call, TEXT_activity_verify_title),
        .words = web_text(call, TEXT_activity_verify_words),
        .button = web_text(call, TEXT_activity_verify_do),
        .form = s,
        .action = web_url(call->arena, "/activities/", a->code, "/verify"),
        .back = web_url(call->arena, "/activities/", a->code, "")};

    call->personal = true;
    return web_page(call, v.heading, page_activity_why, &v);
}

enum err activity_verify_page(struct call *call)
{
    struct activity a;
    bool yes;

    TRY(verified_here(call, &a));
    TRY(activity_report_may_verify(call->cx, &a, &yes));
    if (!yes)
        return fail(call->cx, ERR_CONFLICT, NULL,
            str_is(a.kind, "good_deed") ? "activity.verified_before"
                                        : "activity.not_verified_kind");
    return verify_show(call, &a, form_fill(call->arena, &activity_verify_form, NULL));
}

enum err activity_verify_again(struct call *call)
{
    struct activity a;

    activity_faults(call, call->form);
    TRY(verified_here(call, &a));
    return verify_show(call, &a, call->form);
}

enum err activity_verify_take(struct call *call)
{
    const struct verify *f = call_form(call);
    struct activity a;

    TRY(verified_here(call, &a));
    TRY(activity_report_verify(call->cx, &a, f->why));
    return web_redirect_note(call, TEXT_note_activity_verified, "/activities/", a.code);
}
