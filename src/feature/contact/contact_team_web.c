/*
 * contact: teams for visits, with what does not fit yet.
 */
#include "core/subtree.h"

#include "feature/contact/contact_web.h"

struct list_query {
    struct str at, after;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_query, after, .flags = INPUT_HIDDEN, .max = 60),
};
const struct form contact_team_list_form = {
    "contact_team_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct team_draft {
    struct date day;
    struct str place, purpose, division;
};
static const struct input team_inputs[] = {
    INPUT(struct team_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct team_draft, place, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct team_draft, purpose, .flags = INPUT_REQUIRED, .max = 100),
    INPUT(struct team_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
};
const struct form contact_team_form = {
    "contact_team", sizeof(struct team_draft), team_inputs, COUNT(team_inputs)};

static const char *const seat_words[] = {"lead", "deputy", NULL};
static const char *const staff_words[] = {"officer", "escort", NULL};

struct seat_draft {
    struct str seat_role, deputy;
};
static const struct input seat_inputs[] = {
    {.name = "seat_role",
        .kind = KIND_STR,
        .offset = offsetof(struct seat_draft, seat_role),
        .words = seat_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct seat_draft, deputy, .flags = INPUT_REQUIRED, .max = 60),
};
const struct form contact_team_seat_form = {
    "contact_team_seat", sizeof(struct seat_draft), seat_inputs, COUNT(seat_inputs)};

struct staff_draft {
    struct str staff_role, name, post;
};
static const struct input staff_inputs[] = {
    {.name = "staff_role",
        .kind = KIND_STR,
        .offset = offsetof(struct staff_draft, staff_role),
        .words = staff_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct staff_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct staff_draft, post, .flags = INPUT_REQUIRED, .max = 100),
};
const struct form contact_team_staff_form = {
    "contact_team_staff", sizeof(struct staff_draft), staff_inputs, COUNT(staff_inputs)};

struct step_draft {
    int64_t version;
};
static const struct input step_inputs[] = {
    INPUT(struct step_draft, version, .flags = INPUT_HIDDEN)};
const struct form contact_team_step_form = {
    "contact_team_step", sizeof(struct step_draft), step_inputs, COUNT(step_inputs)};
struct note_draft {
    struct str note;
    int64_t version;
};
static const struct input note_inputs[] = {
    INPUT(struct note_draft, note, .flags = INPUT_REQUIRED, .max = 300),
    INPUT(struct note_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_team_note_form = {
    "contact_team_note", sizeof(struct note_draft), note_inputs, COUNT(note_inputs)};

static const char *const badges[] = {"soon", "info", "done", "off"};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_day, 12, false},
    {"", TEXT_contact_col_plan, 30, false},
    {"", TEXT_contact_col_place, 24, false},
    {"", TEXT_contact_col_lead, 14, false},
    {"", TEXT_contact_col_size, 8, true},
    {"", TEXT_contact_col_stand, 14, false},
};

static struct str state_of(struct call *call, enum team_state state)
{
    return contact_word(call, "state.team", team_state_words[state]);
}

static enum err teams_table(
    struct call *call, const struct visit_team_list *list, struct sheet *t)
{
    EACH (x, list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];

        c[0].text = date_text(call->arena, x->day);
        c[1].text = x->purpose;
        c[1].link = web_url(call->arena, "/teams/", x->public_id, "").s;
        TRY(registry_full_name(call->cx, x->place, &c[2].text));
        c[3].text = x->lead;
        c[4].text = num_text(call->arena, x->size);
        c[4].number = x->size;
        c[5].text = state_of(call, x->state);
        c[5].badge = str_of(badges[x->state]);
    }
    return OK;
}

enum err contact_teams_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct str area, key, after = {0};
    int64_t before_id = contact_cursor(q->after, &key);
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_contact_team_new), {S("/teams/new")}};
    struct date before = DATE_NONE;
    struct visit_team_list list;
    struct sheet *t;
    bool more, may;

    if (key.n > 0 && date_parse(key, &before) != OK)
        before = DATE_NONE;
    TRY(registry_pick_asked(call, "at"));
    area = contact_area(call, q->at, RIGHT_CONTACT_READ);
    TRY(contact_team_page(
        call->cx, area, before, before_id, web_table_limit(call), &list, &more));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    TRY(teams_table(call, &list, t));
    t->title = web_text(call, TEXT_contact_teams_title);
    t->note = instant_text(call->arena, call->cx->now);
    if (more)
        after = contact_cursor_of(
            call->arena, date_text(call->arena, list.p[list.n - 1].day), list.p[list.n - 1].id);
    may = right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = area});
    return web_table(call, &(struct web_head){.title = t->title},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .filter = call->asked,
            .after = after,
            .later = !str_empty(q->after),
            .empty = web_text(call, TEXT_contact_teams_none),
            .actions = {&add, may},
            .exports = S("teams")});
}

enum err contact_team_new_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_team_new),
        .back = web_url_of("/teams"),
        .back_words = web_text(call, TEXT_contact_teams_title)};
    struct team_draft d = {
        .division = registry_own_area(call->cx, RIGHT_CONTACT_EDIT), .day = DATE_NONE};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_team_words);
    s->form = contact_form_at(call, &contact_team_form, &d);
    s->post = web_url_of("/teams/new");
    s->button = web_text(call, TEXT_contact_team_next);
    return contact_record(call, &r);
}

/* A code, or words that lead to one place of the area. */
static enum err place_of(struct call *call, struct str typed, struct str area, struct str *out)
{
    struct right_ranges within;
    struct find_hit_list hits;

    *out = typed;
    if (registry_code_ok(typed))
        return OK;
    TRY(subtree_of(call->cx, area, &within));
    TRY(registry_find_places(call->cx, typed, &hits));
    EACH (p, &hits)
        if (subtree_holds(&within, p->division.code)) {
            *out = p->division.code;
            return OK;
        }
    return fail(call->cx, ERR_INVALID, "place", "registry.no_division");
}

enum err contact_team_new_take(struct call *call)
{
    const struct team_draft *f = call_form(call);
    struct visit_team t = {.division = f->division, .day = f->day, .purpose = f->purpose};

    TRY(registry_pick(call, "division", f->division));
    TRY(registry_may(call->cx, RIGHT_CONTACT_EDIT, f->division));
    TRY(place_of(call, f->place, f->division, &t.place));
    TRY(contact_team_add(call->cx, &t));
    return web_redirect_note(call, TEXT_note_contact_team, "/teams/", t.public_id);
}

static struct str clash_text(struct call *call, const struct team_clash *c)
{
    struct str args[] = {c->who, c->other, c->asked};

    return text_fill_named(call->arena, call->cx->lang,
        str_f(call->arena, "contact.clash.%s", team_conflict_words[c->what]), args,
        COUNT(args));
}

static enum err clashes_note(
    struct call *call, const struct visit_team *t, struct web_record *r, size_t *n)
{
    struct team_clash_list list;

    TRY(contact_team_clashes(call->cx, t, &list));
    *n = list.n;
    EACH (c, &list)
        web_record_note(r, TONE_SOON, web_text(call, TEXT_contact_clash), clash_text(call, c));
    if (list.n == 0 && t->state == TEAM_PLANNED)
        web_record_note(r, TONE_DONE, web_text(call, TEXT_contact_team_fits),
            web_text(call, TEXT_contact_team_fits_words));
    return OK;
}

static const struct sheet_column member_columns[] = {
    {"", TEXT_contact_col_role, 12, false},
    {"", TEXT_contact_col_name, 16, false},
    {"", TEXT_contact_col_post, 30, false},
};

static enum err members_section(
    struct call *call, const struct visit_team *t, bool edit, struct web_record *r)
{
    struct team_member_list members;
    struct web_section *s = web_record_section(r, web_text(call, TEXT_contact_members));
    struct sheet *sheet;

    TRY(contact_team_members(call->cx, t->id, &members));
    sheet = contact_sheet(call, member_columns, COUNT(member_columns), members.n);
    EACH (m, &members) {
        struct sheet_cell *c = &sheet->cells[sheet->nrows++ * COUNT(member_columns)];

        c[0].text = contact_word(call, "contact.role", team_role_words[m->role]);
        c[1].text = m->name;
        if (edit)
            c[1].link = web_url(call->arena, "/teams/", t->public_id,
                str_f(call->arena, "/members/%lld", (long long)m->id).p)
                            .s;
        c[2].text = m->post;
    }
    s->sheet = sheet;
    s->none = web_text(call, TEXT_contact_team_empty);
    return OK;
}

static void form_section(struct call *call, const struct visit_team *t, struct web_record *r,
    enum text_key heading, const struct form *form, const void *value, const char *path)
{
    struct web_section *s = web_record_section(r, web_text(call, heading));

    s->form = contact_form_of(call, form, value);
    s->post = web_url(call->arena, "/teams/", t->public_id, path);
    s->button = web_text(call, heading);
}

static void edit_sections(
    struct call *call, const struct visit_team *t, size_t clashes, struct web_record *r)
{
    struct seat_draft seat = {S("deputy"), {0}};
    struct staff_draft staff = {S("escort"), {0}, {0}};
    struct step_draft step = {t->version};
    struct note_draft note = {{0}, t->version};

    if (t->state == TEAM_PLANNED) {
        form_section(
            call, t, r, TEXT_contact_team_seat, &contact_team_seat_form, &seat, "/deputies");
        form_section(
            call, t, r, TEXT_contact_team_staff, &contact_team_staff_form, &staff, "/staff");
        if (clashes == 0)
            form_section(call, t, r, TEXT_contact_team_confirm, &contact_team_step_form, &step,
                "/confirm");
    }
    if (t->state == TEAM_CONFIRMED && t->day.day <= date_of(call->cx->now).day)
        form_section(
            call, t, r, TEXT_contact_team_hold, &contact_team_step_form, &step, "/hold");
    if (t->state == TEAM_PLANNED || t->state == TEAM_CONFIRMED)
        form_section(
            call, t, r, TEXT_contact_team_cancel, &contact_team_note_form, &note, "/cancel");
}

enum err contact_team_show(struct call *call)
{
    static const enum web_tone tones[] = {TONE_SOON, TONE_INFO, TONE_DONE, TONE_OFF};
    bool own = str_starts(call->path, S("/contact/")), edit;
    struct web_record r = {0};
    struct visit_team t;
    size_t clashes = 0;
    struct str place;

    TRY(contact_team_get(call->cx, call_path(call, "id"), &t));
    if (!own)
        TRY(contact_hidden(call->cx, RIGHT_CONTACT_READ, t.division));
    edit = !own &&
           right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = t.division});
    TRY(registry_full_name(call->cx, t.place, &place));
    web_record_room(call->arena, &r, 60);
    r.heading = t.purpose;
    r.badge = state_of(call, t.state);
    r.tone = tones[t.state];
    r.back = web_url_of(own ? "/contact" : "/teams");
    r.back_words = web_text(call, own ? TEXT_contact_mine_title : TEXT_contact_teams_title);
    web_record_pair(&r, web_text(call, TEXT_contact_col_day), date_text(call->arena, t.day));
    web_record_pair(&r, web_text(call, TEXT_contact_col_place), place);
    web_record_pair(&r, web_text(call, TEXT_contact_col_reason), t.note);
    if (edit && (t.state == TEAM_PLANNED || t.state == TEAM_CONFIRMED))
        TRY(clashes_note(call, &t, &r, &clashes));
    TRY(members_section(call, &t, edit && t.state == TEAM_PLANNED, &r));
    if (edit)
        edit_sections(call, &t, clashes, &r);
    return contact_record(call, &r);
}

static enum err team_here(struct call *call, struct visit_team *t)
{
    TRY(contact_team_get(call->cx, call_path(call, "id"), t));
    return contact_hidden(call->cx, RIGHT_CONTACT_EDIT, t->division);
}

enum err contact_team_seat_take(struct call *call)
{
    const struct seat_draft *f = call_form(call);
    struct team_member m = {.role = str_is(f->seat_role, "lead") ? TEAM_LEAD : TEAM_DEPUTY};
    struct visit_team t;
    struct deputy d;

    TRY(team_here(call, &t));
    TRY(contact_deputy_typed(call, "deputy", f->deputy, t.division, &d));
    m.tenure_id = d.id;
    TRY(contact_team_join(call->cx, &t, &m));
    return web_redirect(call, "/teams/", t.public_id);
}

enum err contact_team_staff_take(struct call *call)
{
    const struct staff_draft *f = call_form(call);
    struct team_member m = {
        .role = str_is(f->staff_role, "officer") ? TEAM_OFFICER : TEAM_ESCORT,
        .name = f->name,
        .post = f->post};
    struct visit_team t;

    TRY(team_here(call, &t));
    TRY(contact_team_join(call->cx, &t, &m));
    return web_redirect(call, "/teams/", t.public_id);
}

static enum err member_here(
    struct call *call, const struct visit_team *t, struct team_member *out)
{
    struct team_member_list members;
    int64_t id = 0;

    if (num_parse(call_path(call, "member"), 1, INT64_MAX, &id) == OK) {
        TRY(contact_team_members(call->cx, t->id, &members));
        EACH (m, &members)
            if (m->id == id) {
                *out = *m;
                return OK;
            }
    }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err contact_team_member_page(struct call *call)
{
    struct web_record r = {0};
    struct team_member m;
    struct visit_team t;
    struct web_section *s;

    TRY(team_here(call, &t));
    TRY(member_here(call, &t, &m));
    web_record_room(call->arena, &r, 4);
    r.heading = m.name;
    r.sub = m.post;
    r.back = web_url(call->arena, "/teams/", t.public_id, "");
    r.back_words = t.purpose;
    s = web_record_section(&r, S(""));
    contact_sure_section(call, s,
        web_url(call->arena, "/teams/", t.public_id,
            str_f(call->arena, "/members/%lld", (long long)m.id).p),
        web_text(call, TEXT_contact_team_drop));
    return contact_record(call, &r);
}

enum err contact_team_member_drop(struct call *call)
{
    struct team_member m;
    struct visit_team t;

    TRY(team_here(call, &t));
    TRY(member_here(call, &t, &m));
    TRY(contact_team_leave(call->cx, &t, m.id));
    return web_redirect(call, "/teams/", t.public_id);
}

static enum err step(struct call *call, enum team_event event, int64_t version, struct str note,
    enum text_key key)
{
    struct visit_team t;

    TRY(team_here(call, &t));
    TRY(contact_team_move(call->cx, &t, event, version, note));
    return web_redirect_note(call, key, "/teams/", t.public_id);
}

enum err contact_team_confirm_take(struct call *call)
{
    const struct step_draft *f = call_form(call);

    return step(call, TEAM_CONFIRM, f->version, S(""), TEXT_note_contact_team_set);
}

enum err contact_team_hold_take(struct call *call)
{
    const struct step_draft *f = call_form(call);

    return step(call, TEAM_HOLD, f->version, S(""), TEXT_note_contact_saved);
}

enum err contact_team_cancel_take(struct call *call)
{
    const struct note_draft *f = call_form(call);

    return step(call, TEAM_CANCEL, f->version, f->note, TEXT_note_contact_saved);
}
