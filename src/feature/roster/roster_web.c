/*
 * roster: the routes of stations' life, and what their pages share.
 */
#include "feature/roster/roster_web.h"

enum err roster_web_id(struct call *call, int64_t *id)
{
    if (num_parse(call_path(call, "id"), 1, INT64_MAX, id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

enum err roster_web_station(struct call *call, enum right right, struct station *s)
{
    TRY(station_public(call->cx, call_path(call, "id"), s));
    return registry_may(call->cx, right, s->division);
}

struct url roster_web_url(struct call *call, const struct station *s, const char *suffix)
{
    return web_url(call->arena, "/stations/", s->public_id, suffix);
}

struct url roster_web_number(
    struct call *call, const char *prefix, int64_t id, const char *suffix)
{
    return web_url(call->arena, prefix, num_text(call->arena, id), suffix);
}

enum err roster_web_form(
    struct call *call, const struct roster_web_page *page, const struct form_state *form)
{
    struct station_form_view v = {.heading = page->heading,
        .words = page->words,
        .form = form,
        .button = web_text(call, TEXT_roster_save),
        .action = page->action,
        .back = page->back,
        .back_words = web_text(call, TEXT_roster_back)};

    return web_page(call, page->heading, page_station_form, &v);
}

struct sheet *roster_web_sheet(
    struct call *call, const struct sheet_column *columns, size_t n, size_t rows)
{
    struct sheet *s = NEW(call->arena, struct sheet);

    *s = (struct sheet){.columns = columns,
        .ncolumns = n,
        .cells = MANY(call->arena, struct sheet_cell, n * rows),
        .nrows = rows};
    return s;
}

struct str roster_web_deputy(struct call *call, int64_t tenure)
{
    struct deputy d;

    if (tenure == 0)
        return web_text(call, TEXT_roster_nobody_yet);
    if (registry_deputy(call->cx, tenure, &d) != OK) {
        cx_faults_clear(call->cx);
        return S("—");
    }
    return d.name;
}

enum err roster_web_typed(struct call *call, const struct station *s, struct str typed,
    const char *field, int64_t *tenure)
{
    struct deputy_list list;
    size_t hits = 0;

    *tenure = 0;
    if (str_empty(typed))
        return OK;
    TRY(registry_deputies_of_station(call->cx, s->id, &list));
    EACH (d, &list) {
        if (!str_eq(d->code, typed) && !str_eq(d->name, typed))
            continue;
        *tenure = d->id;
        hits++;
        if (str_eq(d->code, typed))
            return OK;
    }
    if (hits == 1)
        return OK;
    return fail(call->cx, ERR_INVALID, field,
        hits == 0 ? "station.deputy_unknown" : "station.deputy_twice");
}

enum err roster_web_done(struct call *call, const struct station *s, enum text_key note)
{
    return web_redirect_note(
        call, note, str_f(call->arena, "/stations/%.*s/", STR(s->public_id)).p, S("roster"));
}

struct str roster_web_join(struct call *call, enum text_key key, struct str one, struct str two)
{
    return text_fill(call->arena, call->cx->lang, key, (const struct str[]){one, two}, 2);
}

bool roster_web_may(struct call *call, enum right right, struct str division)
{
    return right_may(call->cx, right, &(struct object){.division = division});
}

/* clang-format off */
const struct route roster_routes[] = {
    { GET,  "/duties",      roster_duties_page, RIGHT_ROSTER_READ, .query = &roster_duties_form },
    { GET,  "/duties.csv",  roster_duties_page, RIGHT_ROSTER_READ, .query = &roster_duties_form,
      .flags = ROUTE_SLOW },
    { GET,  "/duties.xlsx", roster_duties_page, RIGHT_ROSTER_READ, .query = &roster_duties_form,
      .flags = ROUTE_SLOW },
    { GET,  "/duties/mine", roster_mine_page, RIGHT_DUTY_OWN },
    { GET,  "/duties/{id}", roster_duty_page_show, RIGHT_ROSTER_KEEP },
    { POST, "/duties/{id}", roster_duty_take, RIGHT_ROSTER_KEEP, .form = &roster_duty_form,
      .again = roster_duty_again },
    { GET,  "/duties/{id}/record.pdf", roster_day_pdf, RIGHT_ROSTER_KEEP, .flags = ROUTE_SLOW },
    { GET,  "/duties/{id}/do/{event}", roster_day_page, RIGHT_ROSTER_KEEP },
    { POST, "/duties/{id}/do/{event}", roster_day_take, RIGHT_ROSTER_KEEP,
      .form = &roster_day_form, .again = roster_day_again },
    { GET,  "/duties/{id}/swap", roster_swap_page, RIGHT_ROSTER_READ },
    { POST, "/duties/{id}/swap", roster_swap_take, RIGHT_ROSTER_READ, .form = &roster_swap_form,
      .again = roster_swap_again },
    { GET,  "/swaps/{id}", roster_answer_page, RIGHT_ROSTER_READ },
    { POST, "/swaps/{id}", roster_answer_take, RIGHT_ROSTER_READ, .form = &roster_answer_form,
      .again = roster_answer_again },

    { GET,  "/stations/{id}/roster",       roster_station_page, RIGHT_ROSTER_READ },
    { POST, "/stations/{id}/roster",       roster_station_take, RIGHT_ROSTER_KEEP,
      .form = &roster_plan_form, .again = roster_station_again },
    { GET,  "/stations/{id}/matrix",       roster_matrix_page, RIGHT_ROSTER_READ },
    { GET,  "/stations/{id}/matrix.pdf",   roster_matrix_pdf,  RIGHT_ROSTER_READ, .flags = ROUTE_SLOW },
    { GET,  "/stations/{id}/roster.pdf",   roster_station_pdf,  RIGHT_ROSTER_READ, .flags = ROUTE_SLOW },
    { GET,  "/stations/{id}/register.pdf", roster_register_pdf, RIGHT_VISIT_RECORD,
      .query = &roster_period_form, .flags = ROUTE_SLOW },
    { GET,  "/stations/{id}/staff", roster_person_new_page, RIGHT_ROSTER_KEEP },
    { POST, "/stations/{id}/staff", roster_person_new_take, RIGHT_ROSTER_KEEP,
      .form = &roster_person_form, .again = roster_person_new_again },
    { GET,  "/staff/{id}", roster_person_page, RIGHT_ROSTER_KEEP },
    { POST, "/staff/{id}", roster_person_take, RIGHT_ROSTER_KEEP, .form = &roster_person_form,
      .again = roster_person_again },
    { GET,  "/stations/{id}/untold", roster_untold_page, RIGHT_ROSTER_KEEP },
    { POST, "/stations/{id}/untold", roster_untold_take, RIGHT_ROSTER_KEEP,
      .form = &roster_untold_form, .again = roster_untold_again },
    { GET,  "/stations/{id}/words", roster_words_page, RIGHT_ROSTER_KEEP },
    { POST, "/stations/{id}/words", roster_words_take, RIGHT_ROSTER_KEEP, .form = &roster_words_form,
      .again = roster_words_again },
    { GET,  "/bookings/{id}", roster_booking_page, RIGHT_ROSTER_KEEP },
    { POST, "/bookings/{id}", roster_booking_take, RIGHT_ROSTER_KEEP },
    { GET,  "/stations/{id}/tasks", roster_task_new_page, RIGHT_ROSTER_KEEP },
    { POST, "/stations/{id}/tasks", roster_task_new_take, RIGHT_ROSTER_KEEP,
      .form = &roster_task_form, .again = roster_task_new_again },
    { GET,  "/tasks/{id}", roster_task_page, RIGHT_ROSTER_KEEP },
    { POST, "/tasks/{id}", roster_task_take, RIGHT_ROSTER_KEEP, .form = &roster_task_form,
      .again = roster_task_again },
    { GET,  "/stations/{id}/home", roster_home_page, RIGHT_ROSTER_READ },
    { POST, "/stations/{id}/home", roster_home_take, RIGHT_ROSTER_KEEP, .form = &roster_booking_form,
      .again = roster_home_again },

    { GET,  "/standards",      roster_standards_page,    RIGHT_ROSTER_READ },
    { GET,  "/standards/new",  roster_standard_new_page, RIGHT_STANDARD_EDIT },
    { POST, "/standards/new",  roster_standard_new_take, RIGHT_STANDARD_EDIT,
      .form = &roster_standard_form, .again = roster_standard_new_again },
    { GET,  "/standards/{id}", roster_standard_page, RIGHT_ROSTER_READ },
    { GET,  "/stations/{id}/audits", roster_audit_new_page, RIGHT_STATION_EDIT },
    { POST, "/stations/{id}/audits", roster_audit_new_take, RIGHT_STATION_EDIT,
      .form = &roster_audit_form, .again = roster_audit_new_again },
    { GET,  "/audits/{id}", roster_audit_page, RIGHT_ROSTER_READ },
    { GET,  "/audits/{id}/record.pdf", roster_audit_pdf, RIGHT_ROSTER_READ, .flags = ROUTE_SLOW },
    { POST, "/audits/{id}", roster_audit_take, RIGHT_STATION_EDIT, .form = &roster_finding_form,
      .again = roster_audit_again },
    { GET,  "/findings/{id}", roster_fix_page, RIGHT_ROSTER_KEEP },
    { POST, "/findings/{id}", roster_fix_take, RIGHT_ROSTER_KEEP, .form = &roster_fix_form,
      .again = roster_fix_again },

    { GET,  "/ratings",      roster_rounds_page,    RIGHT_ROSTER_READ },
    { GET,  "/ratings/new",  roster_round_new_page, RIGHT_STANDARD_EDIT },
    { POST, "/ratings/new",  roster_round_new_take, RIGHT_STANDARD_EDIT, .form = &roster_round_form,
      .again = roster_round_new_again },
    { GET,  "/ratings/{id}", roster_round_page, RIGHT_ROSTER_READ, .query = &roster_entries_form },
    { GET,  "/ratings/{id}/stations.csv", roster_round_page, RIGHT_ROSTER_READ, .query = &roster_entries_form,
      .flags = ROUTE_SLOW },
    { POST, "/ratings/{id}/close", roster_round_close_take, RIGHT_STANDARD_EDIT },
    { POST, "/stations/{id}/rating", roster_enter_take, RIGHT_ROSTER_KEEP },
    { GET,  "/rated/{id}", roster_entry_page, RIGHT_ROSTER_READ },
    { GET,  "/rated/{id}/record.pdf", roster_entry_pdf, RIGHT_ROSTER_READ, .flags = ROUTE_SLOW },
    { POST, "/rated/{id}", roster_marks_take, RIGHT_ROSTER_KEEP, .form = &roster_marks_form,
      .again = roster_marks_again },
    { GET,  "/rated/{id}/do/{event}", roster_step_page, RIGHT_ROSTER_KEEP },
    { POST, "/rated/{id}/do/{event}", roster_step_take, RIGHT_ROSTER_KEEP,
      .form = &roster_step_form, .again = roster_step_again },

    { GET,  "/idle", roster_idle_page, RIGHT_ROSTER_READ, .query = &roster_idle_form },
    { GET,  "/idle.csv",  roster_idle_page, RIGHT_ROSTER_READ, .query = &roster_idle_form,
      .flags = ROUTE_SLOW },
    { GET,  "/idle.xlsx", roster_idle_page, RIGHT_ROSTER_READ, .query = &roster_idle_form,
      .flags = ROUTE_SLOW },
    { GET,  "/st/{id}/online", roster_online_page, RIGHT_ANYONE },
    ROUTES_END
};
/* clang-format on */

const struct web_menu roster_menu[] = {
    {TEXT_roster_mine, "/duties/mine", RIGHT_DUTY_OWN, 0},
    {TEXT_roster_title, "/duties", RIGHT_ROSTER_READ, 0},
    {TEXT_roster_standards, "/standards", RIGHT_ROSTER_READ, 1},
    {TEXT_roster_ratings, "/ratings", RIGHT_ROSTER_READ, 1},
    {TEXT_roster_idle, "/idle", RIGHT_ROSTER_READ, 2},
    {0, NULL, 0, 0},
};
