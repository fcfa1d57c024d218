/*
 * station: pages for anyone: home, finding a deputy, a scanned code, and the profiles of
 * station, deputy and place.  Nothing here shows more than the law makes public (Deputies Law
 * 2025, Art. 58).
 */
#include "feature/station/station_web.h"

#include "feature/stats/stats_grid.h"

/* Deputies shown at most for one place; a smaller place shows the rest. */
#define DEPUTIES_SHOWN 60
#define DAYS_SHOWN 3

struct str station_word(struct call *call, const char *prefix, const char *word)
{
    return text_join(
        call->arena, call->cx->lang, (const struct str[]){str_of(prefix), str_of(word)}, 2);
}

static struct url link_to(struct call *call, const char *prefix, struct str last)
{
    return web_url(call->arena, prefix, last, "");
}

static struct str weekday(struct call *call, struct date d)
{
    return station_word(call, "station",
        (const char *[]){
            "day1", "day2", "day3", "day4", "day5", "day6", "day7"}[date_weekday(d) - 1]);
}

enum err station_days_of(
    struct call *call, const struct station *s, size_t n, struct station_days_list *out)
{
    struct cx *cx = call->cx;
    struct station_day_list list;

    *out = (struct station_days_list){NULL, 0};
    if (s->state == STATION_MERGED || s->state == STATION_CLOSED)
        return OK;
    TRY(station_days(cx, s, date_of(cx->now), n, &list));
    out->p = MANY(call->arena, struct station_days, list.n);
    out->n = list.n;
    for (size_t i = 0; i < list.n; i++) {
        const struct station_day *d = &list.p[i];

        out->p[i] = (struct station_days){.day = date_text(call->arena, d->day),
            .weekday = weekday(call, d->day),
            .notice = date_text(call->arena, d->notice),
            .deputy = d->deputy,
            .moved = d->day.day != d->planned.day,
            .provisional = d->provisional};
        if (d->deputy.n > 0)
            out->p[i].deputy_page = link_to(call, "/d/", d->deputy_public);
        if (instant_is(d->cancelled))
            out->p[i].off = station_off_words(call->arena, cx->lang, d->reason);
        if (d->time_from.n > 0)
            out->p[i].time =
                str_f(call->arena, "%.*s–%.*s", STR(d->time_from), STR(d->time_to));
    }
    return OK;
}

/* The last four quarters that are over: what a small place is told of more often than of other
 * twelve months (stats_public.h). */
static void quarters_set(struct date today, struct date *from, struct date *to)
{
    struct ymd t = date_ymd(today);

    *to = date_add(date_make(t.year, t.month - (t.month - 1) % 3, 1), -1);
    *from = date_add_months(date_add(*to, 1), -12);
}

/* What became of recent matters here. */
enum err station_figures_fill(
    struct call *call, struct str division, struct web_figure_list *out)
{
    static const struct {
        const char *row;
        enum text_key label, definition;
    } rows[] = {
        {"request.received", TEXT_station_figure_received, TEXT_station_figure_received_words},
        {"request.closed", TEXT_station_figure_closed, TEXT_station_figure_closed_words},
        {"request.solved", TEXT_station_figure_solved, TEXT_station_figure_solved_words},
        {"station.visitors", TEXT_station_figure_visitors, TEXT_station_figure_visitors_words},
    };
    struct date from, to;
    struct stats_grid g;

    quarters_set(date_of(call->cx->now), &from, &to);
    TRY(stats_grid_open(call->cx, STATS_WHOLE, division, from, to, &g));
    out->p = MANY(call->arena, struct web_figure, COUNT(rows));
    out->n = 0;
    for (size_t i = 0; i < COUNT(rows); i++) {
        struct stats_figure *f;
        struct stats_row row;

        TRY(stats_row(call->cx, str_of(rows[i].row), &row));
        TRY(stats_grid_row(call->cx, &g, &row, &f));
        out->p[out->n++] = (struct web_figure){.label = web_text(call, rows[i].label),
            .value = stats_value(call->cx, f),
            .unit = stats_unit_said(call->cx, f),
            .definition =
                f->computable ? web_text(call, rows[i].definition) : stats_reason(call->cx, f),
            .period = str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, from)),
                STR(date_text(call->arena, to)))};
    }
    return OK;
}

void station_deputy_lines(
    struct call *call, const struct deputy *p, size_t n, struct station_line_list *out)
{
    out->p = MANY(call->arena, struct station_line, n);
    out->n = n;
    for (size_t i = 0; i < n; i++)
        out->p[i] = (struct station_line){.name = p[i].name,
            .words = station_word(call, "level", congress_level_words[p[i].level]),
            .more = p[i].constituency,
            .link = link_to(call, "/d/", p[i].public_id)};
}

static void station_lines(
    struct call *call, const struct station *p, size_t n, struct station_line_list *out)
{
    out->p = MANY(call->arena, struct station_line, n);
    out->n = n;
    for (size_t i = 0; i < n; i++)
        out->p[i] = (struct station_line){.name = p[i].name,
            .words = station_word(call, "station_rank", station_rank_words[p[i].rank]),
            .more = p[i].address,
            .link = link_to(call, "/st/", p[i].public_id)};
}

static void line_of(struct call *call, const struct station *s, struct station_line_list *out)
{
    station_lines(call, s, 1, out);
}

static void division_lines(
    struct call *call, const struct division_list *list, struct station_line_list *out)
{
    out->p = MANY(call->arena, struct station_line, list->n);
    out->n = list->n;
    for (size_t i = 0; i < list->n; i++)
        out->p[i] = (struct station_line){
            .name = list->p[i].name, .link = link_to(call, "/a/", list->p[i].code)};
}

static enum err closed_fill(
    struct call *call, const struct station *s, struct station_show_view *v)
{
    struct station next;

    v->state = station_word(call, "state.station", station_state_words[s->state]);
    if (s->successor_id == 0)
        return OK;
    TRY(station_get(call->cx, s->successor_id, &next));
    v->next = link_to(call, "/st/", next.public_id);
    v->next_name = next.name;
    return OK;
}

static enum err names_fill(
    struct call *call, const struct station *s, struct station_show_view *v)
{
    struct old_name_list names;
    struct buf b = buf_new(call->arena, 2000);

    TRY(station_names(call->cx, s->id, &names));
    EACH (n, &names) {
        if (b.n > 0)
            buf_add(&b, S("，"));
        buf_add(&b, n->name);
    }
    v->former = buf_str(&b);
    return OK;
}

static enum err around_fill(
    struct call *call, const struct station *s, struct station_show_view *v)
{
    struct cx *cx = call->cx;
    struct station_list points;
    struct station centre;
    struct deputy_list deputies;

    TRY(registry_deputies_of_station(cx, s->id, &deputies));
    station_deputy_lines(call, deputies.p, deputies.n, &v->deputies);
    TRY(station_points(cx, s->id, &points));
    station_lines(call, points.p, points.n, &v->points);
    if (s->centre_id > 0) {
        TRY(station_get(cx, s->centre_id, &centre));
        line_of(call, &centre, &v->centre);
    }
    TRY(station_days_of(call, s, DAYS_SHOWN, &v->days));
    return station_figures_fill(call, s->division, &v->figures);
}

enum err station_page_of(struct call *call, const struct station *s)
{
    struct cx *cx = call->cx;
    struct station_show_view v = {.name = s->name,
        .alias = s->alias,
        .kind = station_word(call, "station_kind", station_kind_words[s->kind]),
        .rank = station_word(call, "station_rank", station_rank_words[s->rank]),
        .address = s->address,
        .phone = s->phone,
        .hours = station_hours_text(call->arena, cx->lang, s->hours),
        .reception = station_reception_text(call->arena, cx->lang, s->reception),
        .open = s->state == STATION_OPEN,
        .ask = link_to(call, "/ask?s=", s->public_id),
        .area = link_to(call, "/a/", s->division),
        .online = web_url(call->arena, "/st/", s->public_id, "/online")};

    TRY(registry_full_name(cx, s->division, &v.place));
    TRY(names_fill(call, s, &v));
    if (!v.open)
        TRY(closed_fill(call, s, &v));
    TRY(around_fill(call, s, &v));
    return web_page_as(call,
        (&(struct web_head){.title = s->name, .place = v.place, .citizen = true}),
        page_station_show, &v);
}

static enum err seat_fill(
    struct call *call, const struct deputy *d, struct station_deputy_view *v)
{
    struct cx *cx = call->cx;
    struct station s;

    if (d->station_id == 0 || !v->in_office)
        return OK;
    TRY(station_get(cx, d->station_id, &s));
    line_of(call, &s, &v->station);
    v->reception = station_reception_text(call->arena, cx->lang, s.reception);
    TRY(station_days_of(call, &s, DAYS_SHOWN, &v->days));
    return station_figures_fill(call, s.division, &v->figures);
}

/* Other seats in office of the same person: a deputy may sit in several congresses. */
static enum err others_fill(
    struct call *call, const struct deputy *d, struct station_deputy_view *v)
{
    struct deputy_list all;
    struct deputy *others;
    size_t n = 0;

    TRY(registry_tenures_of(call->cx, d->person_id, &all));
    others = MANY(call->arena, struct deputy, all.n);
    EACH (o, &all)
        if (o->id != d->id && o->state == TENURE_ACTIVE)
            others[n++] = *o;
    station_deputy_lines(call, others, n, &v->others);
    return OK;
}

enum err station_deputy_page(struct call *call, const struct deputy *d)
{
    struct cx *cx = call->cx;
    struct station_deputy_view v = {.name = d->name,
        .level = station_word(call, "level", congress_level_words[d->level]),
        .constituency = d->constituency,
        .in_office = d->state == TENURE_ACTIVE,
        .ask = link_to(call, "/ask?d=", d->public_id),
        .area = link_to(call, "/a/", d->division)};

    if (v.in_office)
        v.post = d->post;
    TRY(registry_full_name(cx, d->division, &v.place));
    TRY(registry_congress_name(cx, d->congress_id, &v.congress));
    TRY(seat_fill(call, d, &v));
    TRY(others_fill(call, d, &v));
    TRY(related_find(cx, "deputy", &(struct related_ask){.id = d->id}, &v.related));
    return web_page_as(
        call, (&(struct web_head){.title = d->name, .citizen = true}), page_station_deputy, &v);
}

static enum err deputies_pick(
    struct call *call, struct str division, struct station_area_view *v)
{
    struct deputy_list some;
    int64_t there;
    size_t n;

    TRY(registry_deputies_for(call->cx, division, &some));
    TRY(registry_deputies_count(call->cx, division, &some, &there));
    n = some.n < DEPUTIES_SHOWN ? some.n : DEPUTIES_SHOWN;
    station_deputy_lines(call, some.p, n, &v->deputies);
    v->more_deputies = there - (int64_t)n;
    return OK;
}

static struct web_crumb *crumbs_of(
    struct call *call, const struct division_list *path, size_t *n)
{
    struct web_crumb *c = MANY(call->arena, struct web_crumb, path->n);

    *n = path->n;
    for (size_t i = 0; i < path->n; i++) {
        c[i].text = path->p[i].name;
        if (i + 1 < path->n)
            c[i].link = link_to(call, "/a/", path->p[i].code);
    }
    return c;
}

enum err station_area_page(struct call *call, const struct division *d)
{
    struct cx *cx = call->cx;
    struct division_list path, below;
    struct station_list stations;
    struct station_area_view v = {
        .kind = station_word(call, "division_kind", division_kind_words[d->kind]),
        .find = {S("/find")}};
    struct web_head head = {.citizen = true};

    TRY(registry_full_name(cx, d->code, &v.name));
    TRY(registry_path(cx, d->code, &path));
    TRY(deputies_pick(call, d->code, &v));
    TRY(station_near(cx, d->code, &stations));
    station_lines(call, stations.p, stations.n, &v.stations);
    TRY(registry_children(cx, d->code, false, &below));
    division_lines(call, &below, &v.below);
    TRY(station_figures_fill(call, d->code, &v.figures));
    head.title = v.name;
    head.crumbs = crumbs_of(call, &path, &head.ncrumbs);
    return web_page_as(call, &head, page_station_area, &v);
}

static enum err home(struct call *call)
{
    struct station_home_view v = {0};

    return web_page_as(call,
        (&(struct web_head){.title = web_text(call, TEXT_station_home_title), .citizen = true}),
        page_station_home, &v);
}

static enum err how(struct call *call)
{
    struct station_how_view v = {0};

    return web_page_as(call,
        (&(struct web_head){.title = web_text(call, TEXT_station_how_title), .citizen = true}),
        page_station_how, &v);
}

static enum err show_station(struct call *call)
{
    struct station s;

    TRY(station_public(call->cx, call_path(call, "id"), &s));
    return station_page_of(call, &s);
}

static enum err show_deputy(struct call *call)
{
    struct deputy d;

    TRY(registry_deputy_public(call->cx, call_path(call, "id"), &d));
    return station_deputy_page(call, &d);
}

static enum err show_area(struct call *call)
{
    struct division d;

    TRY(registry_division(call->cx, call_path(call, "code"), &d));
    return station_area_page(call, &d);
}

/* A printed code, also a retired one, opens the page of what it stands on. */
static enum err scanned(struct call *call)
{
    struct cx *cx = call->cx;
    struct plate_code code;
    struct station s;
    struct deputy d;
    struct division a;

    TRY(station_code_find(cx, call_path(call, "token"), &code));
    switch (code.of) {
    case CODE_OF_STATION:
        TRY(station_get(cx, code.object_id, &s));
        return station_page_of(call, &s);
    case CODE_OF_DEPUTY:
        TRY(registry_deputy(cx, code.object_id, &d));
        return station_deputy_page(call, &d);
    case CODE_OF_AREA:
        break;
    }
    TRY(registry_division(cx, code.division, &a));
    return station_area_page(call, &a);
}

struct find_query {
    struct str q, at;
    bool all;
};
static const struct input find_inputs[] = {
    INPUT(struct find_query, q, .max = 200),
    INPUT(struct find_query, at, .max = 16),
    INPUT(struct find_query, all, .flags = 0),
};
static const struct form find_form = FORM(find_query, find_inputs);

static void places_fill(
    struct call *call, const struct find_hit_list *hits, struct station_find_view *v)
{
    v->places.p = MANY(call->arena, struct station_line, hits->n);
    v->places.n = hits->n;
    for (size_t i = 0; i < hits->n; i++)
        v->places.p[i] = (struct station_line){.name = hits->p[i].full_name,
            .words = station_word(
                call, "division_kind", division_kind_words[hits->p[i].division.kind]),
            .link = link_to(call, "/a/", hits->p[i].division.code)};
}

static enum err search_fill(struct call *call, struct station_find_view *v)
{
    struct cx *cx = call->cx;
    struct find_hit_list hits;
    struct station_list stations;
    struct deputy_list deputies;

    TRY(registry_find_places(cx, v->query, &hits));
    places_fill(call, &hits, v);
    TRY(station_named(cx, v->query, &stations));
    station_lines(call, stations.p, stations.n, &v->stations);
    TRY(registry_deputies_named(cx, v->query, &deputies));
    station_deputy_lines(call, deputies.p, deputies.n, &v->deputies);
    return OK;
}

static struct web_division step_of(struct call *call, const struct division *d, bool leaf)
{
    return (struct web_division){.code = d->code,
        .name = d->name,
        .link = leaf ? link_to(call, "/a/", d->code) : link_to(call, "/find?at=", d->code)};
}

/* The chain of places so far, and what lies below; townships open their page. */
static enum err tree_fill(
    struct call *call, struct str at, bool all, struct station_find_view *v)
{
    struct division_list path, below;
    struct web_division *chain, *list;

    TRY(registry_path(call->cx, at, &path));
    TRY(registry_children(call->cx, at, all, &below));
    chain = MANY(call->arena, struct web_division, path.n);
    for (size_t i = 0; i < path.n; i++)
        chain[i] = step_of(call, &path.p[i], i + 1 == path.n && i > 0);
    list = MANY(call->arena, struct web_division, below.n);
    for (size_t i = 0; i < below.n; i++)
        list[i] = step_of(call, &below.p[i], registry_code_depth(below.p[i].code) >= 4);
    v->picker =
        (struct web_picker){.chosen = at, .chain = {chain, path.n}, .below = {list, below.n}};
    if (all)
        v->some = link_to(call, "/find?at=", at);
    else
        v->all = link_to(call, "/find?all=1&at=", at);
    return OK;
}

static enum err find(struct call *call)
{
    const struct find_query *q = call_asked(call);
    struct station_find_view v = {.query = q->q};
    struct str at = q->at.n > 0 ? q->at : S("430000000000");

    v.asked = str_trim(q->q).n > 0;
    if (v.asked)
        TRY(search_fill(call, &v));
    TRY(tree_fill(call, at, q->all, &v));
    return web_page_as(call,
        (&(struct web_head){.title = web_text(call, TEXT_station_find_title), .citizen = true}),
        page_station_find, &v);
}

/* clang-format off */
const struct route station_routes[] = {
    { GET, "/",            home,         RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE },
    { GET, "/how",         how,          RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE },
    { GET, "/find",        find,         RIGHT_ANYONE, .query = &find_form, .flags = ROUTE_PUBLIC_CACHE },
    { GET, "/s/{token}",   scanned,      RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE },
    { GET, "/st/{id}",     show_station, RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE },
    { GET, "/d/{id}",      show_deputy,  RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE },
    { GET, "/a/{code}",    show_area,    RIGHT_ANYONE, .flags = ROUTE_PUBLIC_CACHE },
    { GET,  "/stations",      station_list_show, RIGHT_STATION_READ, .query = &station_list_form },
    { GET,  "/stations.csv",  station_list_show, RIGHT_STATION_READ, .query = &station_list_form,
      .flags = ROUTE_SLOW },
    { GET,  "/stations.xlsx", station_list_show, RIGHT_STATION_READ, .query = &station_list_form,
      .flags = ROUTE_SLOW },
    { GET,  "/stations/new",  station_new_page,  RIGHT_STATION_EDIT },
    { POST, "/stations/new",  station_new_take,  RIGHT_STATION_EDIT, .form = &station_draft_form,
      .again = station_new_again },
    { GET,  "/stations/{id}",      station_staff_page, RIGHT_STATION_READ },
    { GET,  "/stations/{id}/edit", station_edit_page,  RIGHT_STATION_EDIT },
    { POST, "/stations/{id}/edit", station_edit_take,  RIGHT_STATION_EDIT,
      .form = &station_draft_form, .again = station_edit_again },
    { GET,  "/stations/{id}/do/{event}", station_step_page, RIGHT_STATION_EDIT },
    { POST, "/stations/{id}/do/{event}", station_step_take, RIGHT_STATION_EDIT,
      .form = &station_step_form, .again = station_step_again },
    { GET,  "/stations/{id}/visits", station_visits_page, RIGHT_VISIT_RECORD,
      .query = &station_visits_form },
    { POST, "/stations/{id}/visits", station_visits_take, RIGHT_VISIT_RECORD,
      .form = &station_visit_form, .again = station_visits_again },
    { GET,  "/visits/{id}", station_visit_page, RIGHT_VISIT_RECORD },
    { POST, "/visits/{id}", station_visit_take, RIGHT_VISIT_RECORD, .form = &station_visit_form,
      .again = station_visit_again },
    { GET,  "/v/{token}", station_self_page, RIGHT_ANYONE, .query = &station_self_query,
      .flags = ROUTE_ANONYMOUS },
    { POST, "/v/{token}", station_self_take, RIGHT_ANYONE, .form = &station_self_form,
      .again = station_self_again, .quota = QUOTA_PUBLIC, .flags = ROUTE_ANONYMOUS },
    { GET,  "/stations/{id}/door",       station_door_page,       RIGHT_VISIT_RECORD },
    { POST, "/stations/{id}/door/open",  station_door_open_take,  RIGHT_VISIT_RECORD },
    { POST, "/stations/{id}/door/close", station_door_close_take, RIGHT_VISIT_RECORD },
    { GET,  "/stations/{id}/door.pdf",   station_door_pdf,        RIGHT_VISIT_RECORD,
      .flags = ROUTE_SLOW },
    { GET,  "/self-visits/{id}",      station_entry_page, RIGHT_VISIT_RECORD },
    { POST, "/self-visits/{id}",      station_entry_take, RIGHT_VISIT_RECORD,
      .form = &station_visit_form, .again = station_entry_again },
    { POST, "/self-visits/{id}/drop", station_entry_drop, RIGHT_VISIT_RECORD },
    { GET,  "/gaps",               station_gaps_page,   RIGHT_STATION_READ,
      .query = &station_gaps_form },
    { GET,  "/plates",      station_plates_page, RIGHT_CODE_ISSUE, .query = &station_plates_form },
    { GET,  "/plates.csv",  station_plates_page, RIGHT_CODE_ISSUE, .query = &station_plates_form,
      .flags = ROUTE_SLOW },
    { GET,  "/plates.xlsx", station_plates_page, RIGHT_CODE_ISSUE, .query = &station_plates_form,
      .flags = ROUTE_SLOW },
    { POST, "/gaps/{code}/assign", station_gaps_assign, RIGHT_REGISTRY_EDIT },
    { POST, "/stations/{id}/code",       station_code_take,        RIGHT_CODE_ISSUE },
    { GET,  "/stations/{id}/plate.pdf",  station_plate_pdf,        RIGHT_CODE_ISSUE, .flags = ROUTE_SLOW },
    { POST, "/deputies/{id}/code",       station_deputy_code_take, RIGHT_CODE_ISSUE },
    { GET,  "/deputies/{id}/plate.pdf",  station_deputy_plate_pdf, RIGHT_CODE_ISSUE, .flags = ROUTE_SLOW },
    { POST, "/divisions/{code}/code",      station_area_code_take, RIGHT_CODE_ISSUE },
    { GET,  "/divisions/{code}/plate.pdf", station_area_plate_pdf, RIGHT_CODE_ISSUE, .flags = ROUTE_SLOW },
    { POST, "/divisions/{code}/plates",     station_plates_issue, RIGHT_CODE_ISSUE },
    { GET,  "/divisions/{code}/plates.pdf", station_plates_pdf,   RIGHT_CODE_ISSUE, .flags = ROUTE_SLOW },
    { GET,  "/deputies",      station_deputies_page, RIGHT_REGISTRY_READ, .query = &station_deputies_form },
    { GET,  "/deputies.csv",  station_deputies_page, RIGHT_REGISTRY_READ, .query = &station_deputies_form,
      .flags = ROUTE_SLOW },
    { GET,  "/deputies.xlsx", station_deputies_page, RIGHT_REGISTRY_READ, .query = &station_deputies_form,
      .flags = ROUTE_SLOW },
    { GET,  "/deputies/new",       station_seat_new_page,  RIGHT_REGISTRY_EDIT },
    { POST, "/deputies/new",       station_seat_new_take,  RIGHT_REGISTRY_EDIT,
      .form = &station_seat_form, .again = station_seat_new_again },
    { GET,  "/deputies/{id}",      station_seat_page,      RIGHT_REGISTRY_READ },
    { GET,  "/deputies/{id}/edit", station_seat_edit_page, RIGHT_REGISTRY_EDIT },
    { POST, "/deputies/{id}/edit", station_seat_edit_take, RIGHT_REGISTRY_EDIT,
      .form = &station_seat_form, .again = station_seat_edit_again },
    { GET,  "/deputies/{id}/do/{event}", station_tenure_page, RIGHT_REGISTRY_EDIT },
    { POST, "/deputies/{id}/do/{event}", station_tenure_take, RIGHT_REGISTRY_EDIT,
      .form = &station_tenure_form, .again = station_tenure_again },
    { GET,  "/orgs",      station_orgs_page, RIGHT_REGISTRY_READ, .query = &station_orgs_form },
    { GET,  "/orgs.csv",  station_orgs_page, RIGHT_REGISTRY_READ, .query = &station_orgs_form,
      .flags = ROUTE_SLOW },
    { GET,  "/orgs.xlsx", station_orgs_page, RIGHT_REGISTRY_READ, .query = &station_orgs_form,
      .flags = ROUTE_SLOW },
    { GET,  "/orgs/new",    station_org_new_page, RIGHT_REGISTRY_EDIT },
    { POST, "/orgs/new",    station_org_new_take, RIGHT_REGISTRY_EDIT, .form = &station_org_form,
      .again = station_org_new_again },
    { GET,  "/orgs/{code}", station_org_page,     RIGHT_REGISTRY_EDIT },
    { POST, "/orgs/{code}", station_org_take,     RIGHT_REGISTRY_EDIT, .form = &station_org_form,
      .again = station_org_again },
    { GET,  "/congresses",      station_congresses_page, RIGHT_REGISTRY_READ, .query = &station_at_form },
    { GET,  "/congresses.csv",  station_congresses_page, RIGHT_REGISTRY_READ, .query = &station_at_form,
      .flags = ROUTE_SLOW },
    { GET,  "/congresses.xlsx", station_congresses_page, RIGHT_REGISTRY_READ, .query = &station_at_form,
      .flags = ROUTE_SLOW },
    { GET,  "/divisions",        station_divisions_page, RIGHT_REGISTRY_READ },
    { GET,  "/divisions/{code}", station_division_page,  RIGHT_REGISTRY_READ },
    { POST, "/divisions/{code}", station_division_take,  RIGHT_REGISTRY_EDIT,
      .form = &station_division_form, .again = station_division_again },
    { GET,  "/import", station_import_page, RIGHT_REGISTRY_IMPORT },
    { POST, "/import", station_import_take, RIGHT_REGISTRY_IMPORT, .form = &station_import_form,
      .again = station_import_again, .prepare = station_import_prepare, .flags = ROUTE_UPLOAD },
    { GET,  "/import/{kind}/template.csv",  station_import_template, RIGHT_REGISTRY_IMPORT },
    { GET,  "/import/{kind}/template.xlsx", station_import_template, RIGHT_REGISTRY_IMPORT,
      .flags = ROUTE_SLOW },
    { GET,  "/accounts-import", station_import_page, RIGHT_ACCOUNT_MANAGE },
    { POST, "/accounts-import", station_import_take, RIGHT_ACCOUNT_MANAGE,
      .form = &station_import_form, .again = station_import_again,
      .prepare = station_import_prepare, .flags = ROUTE_UPLOAD },
    { GET,  "/accounts-import/template.csv",  station_import_template, RIGHT_ACCOUNT_MANAGE },
    { GET,  "/accounts-import/template.xlsx", station_import_template, RIGHT_ACCOUNT_MANAGE,
      .flags = ROUTE_SLOW },
    ROUTES_END
};
/* clang-format on */

const struct web_menu station_menu[] = {
    {TEXT_station_menu, "/stations", RIGHT_STATION_READ, MENU_PLACES},
    {TEXT_station_roster, "/deputies", RIGHT_REGISTRY_READ, MENU_PLACES},
    {TEXT_import_organisations, "/orgs", RIGHT_REGISTRY_READ, MENU_PLACES},
    {TEXT_import_divisions, "/divisions", RIGHT_REGISTRY_READ, MENU_PLACES},
    {TEXT_plates_title, "/plates", RIGHT_CODE_ISSUE, MENU_PLACES},
    {TEXT_station_import_title, "/import", RIGHT_REGISTRY_IMPORT, MENU_SYSTEM},
    {TEXT_station_import_title, "/accounts-import", RIGHT_ACCOUNT_MANAGE, MENU_SYSTEM},
    {0, NULL, 0},
};
