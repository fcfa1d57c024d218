/*
 * contact: groups for the office and for their members.
 */
#include "feature/contact/contact_web.h"
#include "feature/contact/pages/contact_suggest.html.h"

enum {
    SUGGESTIONS = 40
};

struct list_query {
    struct str at, kind, after;
    bool gaps, gone;
};
static const struct input list_inputs[] = {
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct list_query, kind),
        .words = group_kind_words,
        .widget = WIDGET_SELECT},
    INPUT(struct list_query, gaps),
    INPUT(struct list_query, gone),
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION),
    INPUT(struct list_query, after, .flags = INPUT_HIDDEN, .max = 400),
};
const struct form contact_group_list_form = {
    "contact_group_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct group_draft {
    struct str code, name, kind, field, division;
    struct date valid_from, valid_to;
    int64_t version;
};
static const struct input group_inputs[] = {
    INPUT(struct group_draft, code, .flags = INPUT_REQUIRED, .max = 40),
    INPUT(struct group_draft, name, .flags = INPUT_REQUIRED, .max = 60),
    {.name = "kind",
        .kind = KIND_STR,
        .offset = offsetof(struct group_draft, kind),
        .words = group_kind_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_RADIO},
    INPUT(struct group_draft, field, .max = 200),
    INPUT(struct group_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct group_draft, valid_from, .flags = 0),
    INPUT(struct group_draft, valid_to, .flags = 0),
    INPUT(struct group_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_group_form = {
    "contact_group", sizeof(struct group_draft), group_inputs, COUNT(group_inputs)};

struct join_draft {
    struct str deputy, reason;
};
static const struct input join_inputs[] = {
    INPUT(struct join_draft, deputy, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct join_draft, reason, .max = 200),
};
const struct form contact_join_form = {
    "contact_join", sizeof(struct join_draft), join_inputs, COUNT(join_inputs)};

struct plan_draft {
    int64_t year, month;
    struct str title;
};
static const struct input plan_inputs[] = {
    INPUT(struct plan_draft, year, .flags = INPUT_REQUIRED, .min = 2000, .max = 2199),
    INPUT(struct plan_draft, month, .flags = INPUT_REQUIRED, .min = 1, .max = 12),
    INPUT(struct plan_draft, title, .flags = INPUT_REQUIRED, .max = 100),
};
const struct form contact_plan_form = {
    "contact_plan", sizeof(struct plan_draft), plan_inputs, COUNT(plan_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_group, 24, false},
    {"", TEXT_contact_col_kind, 10, false},
    {"", TEXT_contact_col_area, 24, false},
    {"", TEXT_contact_col_convenor, 14, false},
    {"", TEXT_contact_col_members, 8, true},
    {"", TEXT_contact_col_held, 8, true},
    {"", TEXT_contact_col_last, 12, false},
    {"", TEXT_contact_col_stand, 24, false},
};

struct str contact_group_lacks(
    struct call *call, const struct deputy_group *g, const struct group_ask *ask)
{
    struct str days[] = {
        date_text(call->arena, ask->last_from), date_text(call->arena, ask->last_to)};

    if (g->held >= ask->yearly)
        return text_fill_named(call->arena, call->cx->lang, S("contact.group_missed"), days, 2);
    return web_text1(call, TEXT_contact_group_idle, num_text(call->arena, ask->yearly));
}

/* The group sees it at once, the office from a day of the year on. */
static void stand_of(struct call *call, const struct deputy_group *g,
    const struct group_ask *ask, struct sheet_cell *c)
{
    bool idle = contact_group_idle(g, ask);
    bool shown = date_of(call->cx->now).day >= ask->office_from.day;

    if (contact_group_gone(g, date_of(call->cx->now))) {
        c->text = web_text(call, TEXT_contact_group_dissolved);
        c->badge = S("info");
    } else if (!idle) {
        c->text = web_text(call, TEXT_contact_group_fine);
        c->badge = S("done");
    } else if (shown) {
        c->text = contact_group_lacks(call, g, ask);
        c->badge = S("soon");
    } else {
        c->text =
            web_text1(call, TEXT_contact_group_wait, date_text(call->arena, ask->office_from));
        c->badge = S("info");
    }
}

static enum err groups_table(
    struct call *call, const struct deputy_group_list *list, struct sheet *t)
{
    struct group_ask ask = {0};
    struct str asked = {0};

    EACH (g, list) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];

        if (!str_eq(asked, g->division))
            TRY(contact_group_ask(call->cx, g->division, date_of(call->cx->now), &ask));
        asked = g->division;
        c[0].text = g->name;
        c[0].link = web_url(call->arena, "/groups/", g->public_id, "").s;
        c[1].text = contact_word(call, "contact.group", group_kind_words[g->kind]);
        TRY(registry_full_name(call->cx, g->division, &c[2].text));
        c[3].text = g->convenor;
        c[4].text = num_text(call->arena, g->members);
        c[4].number = g->members;
        c[5].text = num_text(call->arena, g->held);
        c[5].number = g->held;
        c[6].text = date_is(g->last) ? date_text(call->arena, g->last) : S("");
        stand_of(call, g, &ask, &c[7]);
    }
    return OK;
}

enum err contact_groups_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct group_filter f = {
        .kind = q->kind, .gaps = q->gaps, .gone = q->gone, .max = web_table_limit(call)};
    struct web_action add = {
        ACTION_MAIN, web_text(call, TEXT_contact_group_new), {S("/groups/new")}};
    struct deputy_group_list list;
    struct group_share holding;
    struct str after = {0};
    struct sheet *t;
    bool more, may;

    TRY(registry_pick_asked(call, "at"));
    f.division = contact_area(call, q->at, RIGHT_CONTACT_READ);
    f.after_id = contact_cursor(q->after, &f.after);
    TRY(contact_group_page(call->cx, &f, &list, &more));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    TRY(groups_table(call, &list, t));
    t->title = web_text(call, TEXT_contact_groups_title);
    t->note = instant_text(call->arena, call->cx->now);
    TRY(contact_group_holding(call->cx, f.division, &holding));
    if (holding.all > 0)
        t->note = str_f(call->arena, "%.*s · %.*s",
            STR(text_fill_named(call->arena, call->cx->lang, S("contact.holding_share"),
                (struct str[]){
                    num_text(call->arena, holding.took), num_text(call->arena, holding.all)},
                2)),
            STR(t->note));
    if (more)
        after =
            contact_cursor_of(call->arena, list.p[list.n - 1].pinyin, list.p[list.n - 1].id);
    may = right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = f.division});
    return web_table(call, &(struct web_head){.title = t->title},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .filter = call->asked,
            .after = after,
            .later = !str_empty(q->after),
            .empty = web_text(call, TEXT_contact_groups_none),
            .actions = {&add, may},
            .exports = S("groups")});
}

static enum err form_show(
    struct call *call, const struct group_draft *d, struct str heading, struct url post)
{
    struct web_record r = {.heading = heading,
        .back = web_url_of("/groups"),
        .back_words = web_text(call, TEXT_contact_groups_title)};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_group_words);
    s->form = contact_form_at(call, &contact_group_form, d);
    s->post = post;
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_group_new_page(struct call *call)
{
    struct group_draft d = {.kind = S("professional"),
        .division = registry_own_area(call->cx, RIGHT_CONTACT_EDIT),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};

    return form_show(
        call, &d, web_text(call, TEXT_contact_group_new), web_url_of("/groups/new"));
}

static struct deputy_group group_of(const struct group_draft *f)
{
    return (struct deputy_group){.code = f->code,
        .name = f->name,
        .kind = (enum group_kind)word_find(group_kind_words, f->kind),
        .field = f->field,
        .division = f->division,
        .valid_from = f->valid_from.day == 0 ? DATE_NONE : f->valid_from,
        .valid_to = f->valid_to.day == 0 ? DATE_NONE : f->valid_to,
        .version = f->version};
}

enum err contact_group_new_take(struct call *call)
{
    struct deputy_group g = group_of(call_form(call));
    enum put done;

    TRY(registry_pick(call, "division", g.division));
    g.version = -1; /* a key that is taken is no new group */
    TRY(contact_group_put(call->cx, &g, &done));
    if (done != PUT_NEW)
        return fail(call->cx, ERR_INVALID, "code", "contact.code_elsewhere");
    return web_redirect_note(call, TEXT_note_contact_saved, "/groups/", g.public_id);
}

static enum err group_here(struct call *call, enum right right, struct deputy_group *g)
{
    TRY(contact_group_get(call->cx, call_path(call, "id"), g));
    return right == RIGHT_NONE ? OK : contact_hidden(call->cx, right, g->division);
}

enum err contact_group_edit_page(struct call *call)
{
    struct deputy_group g;
    struct group_draft d;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    d = (struct group_draft){g.code, g.name, str_of(group_kind_words[g.kind]), g.field,
        g.division, g.valid_from, g.valid_to, g.version};
    return form_show(call, &d, g.name, web_url(call->arena, "/groups/", g.public_id, "/edit"));
}

enum err contact_group_edit_take(struct call *call)
{
    struct deputy_group old, g = group_of(call_form(call));
    enum put done;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &old));
    if (!str_eq(old.code, g.code))
        return fail(call->cx, ERR_INVALID, "code", "station.code_fixed");
    TRY(registry_pick(call, "division", g.division));
    g.convenor_id = old.convenor_id;
    TRY(contact_group_put(call->cx, &g, &done));
    return web_redirect_note(call, TEXT_note_contact_saved, "/groups/", old.public_id);
}

static const struct sheet_column member_columns[] = {
    {"", TEXT_contact_col_deputy, 16, false},
    {"", TEXT_contact_col_post, 24, false},
    {"", TEXT_contact_col_since, 12, false},
    {"", TEXT_contact_col_why, 30, false},
};

static enum err members_section(
    struct call *call, const struct deputy_group *g, bool edit, struct web_record *r)
{
    struct group_member_list members;
    struct web_section *s = web_record_section(r, web_text(call, TEXT_contact_members));
    struct sheet *t;
    int64_t gone = 0;

    TRY(contact_group_members(call->cx, g->id, &members));
    t = contact_sheet(call, member_columns, COUNT(member_columns), members.n);
    EACH (m, &members) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(member_columns)];

        c[0].text = m->person_id == g->convenor_id
                        ? web_text1(call, TEXT_contact_is_convenor, m->name)
                        : m->name;
        c[0].link = edit ? web_url(call->arena, "/groups/", g->public_id,
                               str_f(call->arena, "/members/%.*s", STR(m->seat)).p)
                               .s
                         : web_url(call->arena, "/d/", m->seat, "").s;
        c[1].text = m->post;
        c[2].text = date_text(call->arena, m->valid_from);
        c[3].text = m->gone ? web_text(call, TEXT_contact_member_gone) : m->reason;
        if (m->gone)
            c[3].badge = S("soon");
        gone += m->gone;
    }
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_members_none);
    if (gone > 0)
        web_record_note(r, TONE_SOON,
            web_text1(call, TEXT_contact_members_gone, num_text(call->arena, gone)),
            web_text(call, TEXT_contact_members_gone_words));
    return OK;
}

static const struct sheet_column plan_columns[] = {
    {"", TEXT_contact_col_month, 10, false},
    {"", TEXT_contact_col_plan, 40, false},
    {"", TEXT_contact_col_stand, 16, false},
};

/* This year's, and those of the next that are there already. */
static enum err plans_shown(
    struct call *call, const struct deputy_group *g, struct group_plan_list *out)
{
    int32_t year = date_ymd(date_of(call->cx->now)).year;
    struct group_plan_list now, next;

    TRY(contact_group_plans(call->cx, g->id, year, &now));
    TRY(contact_group_plans(call->cx, g->id, year + 1, &next));
    *out = (struct group_plan_list){MANY(call->arena, struct group_plan, now.n + next.n), 0};
    EACH (p, &now)
        out->p[out->n++] = *p;
    EACH (p, &next)
        out->p[out->n++] = *p;
    return OK;
}

static enum err plan_section(
    struct call *call, const struct deputy_group *g, bool own, struct web_record *r)
{
    struct ymd today = date_ymd(date_of(call->cx->now));
    struct plan_draft d = {.year = today.year, .month = today.month};
    struct group_plan_list plans;
    struct web_section *s;
    struct sheet *t;

    TRY(plans_shown(call, g, &plans));
    s = web_record_section(
        r, web_text1(call, TEXT_contact_plan_of, num_text(call->arena, today.year)));
    t = contact_sheet(call, plan_columns, COUNT(plan_columns), plans.n);
    EACH (p, &plans) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(plan_columns)];
        bool past = p->year == today.year && p->month < today.month;

        c[0].text = str_f(call->arena, "%lld-%02lld", (long long)p->year, (long long)p->month);
        c[1].text = p->title;
        if (contact_group_may_plan(call->cx, g))
            c[1].link = web_url(call->arena, own ? "/contact/groups/" : "/groups/",
                g->public_id, str_f(call->arena, "/plan/%lld", (long long)p->id).p)
                            .s;
        c[2].text = web_text(call, p->held > 0 ? TEXT_contact_plan_held
                                   : past      ? TEXT_contact_plan_missed
                                               : TEXT_contact_plan_ahead);
        c[2].badge = p->held > 0 ? S("done") : past ? S("soon") : S("info");
    }
    s->words = web_text(call, TEXT_contact_plan_words);
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_plan_none);
    if (!contact_group_may_plan(call->cx, g) || contact_group_gone(g, date_of(call->cx->now)))
        return OK;
    s->form = contact_form_of(call, &contact_plan_form, &d);
    s->post =
        web_url(call->arena, own ? "/contact/groups/" : "/groups/", g->public_id, "/plan");
    s->button = web_text(call, TEXT_contact_plan_add);
    return OK;
}

static void join_section(struct call *call, const struct deputy_group *g, struct web_record *r)
{
    static const struct join_draft none;
    struct web_section *s = web_record_section(r, web_text(call, TEXT_contact_join));

    s->form = contact_form_of(call, &contact_join_form, &none);
    s->post = web_url(call->arena, "/groups/", g->public_id, "/members");
    s->button = web_text(call, TEXT_contact_voter_add);
}

/* What the group did, and recording the next. */
static void activity_links(
    struct call *call, const struct deputy_group *g, bool own, struct web_record *r)
{
    struct str id = num_text(call->arena, g->id);

    if (right_anywhere(call->cx, RIGHT_ACTIVITY_RECORD) == OK)
        web_record_action(r, own ? ACTION_MAIN : ACTION_OTHER,
            web_text(call, TEXT_contact_group_record),
            web_url(call->arena, "/activities/new/group?groups=", id, ""));
    if (right_anywhere(call->cx, RIGHT_ACTIVITY_READ) == OK)
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_contact_group_activities),
            web_url(call->arena, "/activities?group_id=", id, ""));
    cx_faults_clear(call->cx);
}

enum err contact_group_show(struct call *call)
{
    struct web_record r = {0};
    struct deputy_group g;
    struct group_ask ask;
    struct sheet_cell stand = {0};
    bool own = str_starts(call->path, S("/contact/")), edit, gone;

    TRY(group_here(call, own ? RIGHT_NONE : RIGHT_CONTACT_READ, &g));
    TRY(contact_group_ask(call->cx, g.division, date_of(call->cx->now), &ask));
    gone = contact_group_gone(&g, date_of(call->cx->now));
    edit = !own && contact_group_may_edit(call->cx, &g);
    if (own) /* the group itself sees the gap at once */
        ask.office_from = date_of(call->cx->now);
    stand_of(call, &g, &ask, &stand);
    web_record_room(call->arena, &r, 12);
    r.heading = g.name;
    r.sub = contact_word(call, "contact.group", group_kind_words[g.kind]);
    r.badge = stand.text;
    r.tone = str_is(stand.badge, "done")   ? TONE_DONE
             : str_is(stand.badge, "soon") ? TONE_SOON
                                           : TONE_INFO;
    r.back = web_url_of(own ? "/contact" : "/groups");
    r.back_words = web_text(call, own ? TEXT_contact_mine_title : TEXT_contact_groups_title);
    if (edit) {
        web_record_action(&r, ACTION_MAIN, web_text(call, TEXT_contact_edit),
            web_url(call->arena, "/groups/", g.public_id, "/edit"));
        if (g.kind == GROUP_PROFESSIONAL && !gone)
            web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_contact_suggest),
                web_url(call->arena, "/groups/", g.public_id, "/suggest"));
    }
    activity_links(call, &g, own, &r);
    web_record_pair(&r, web_text(call, TEXT_contact_col_convenor),
        g.convenor.n > 0 ? g.convenor : web_text(call, TEXT_contact_no_convenor));
    web_record_pair(&r, web_text(call, TEXT_contact_col_field), g.field);
    web_record_pair(&r, web_text(call, TEXT_contact_col_held), num_text(call->arena, g.held));
    web_record_pair(&r, web_text(call, TEXT_contact_col_last),
        date_is(g.last) ? date_text(call->arena, g.last) : S(""));
    if (gone)
        web_record_pair(&r, web_text(call, TEXT_label_contact_group_valid_to),
            date_text(call->arena, g.valid_to));
    web_record_pair(&r, web_text(call, TEXT_contact_source), ask.source);
    TRY(members_section(call, &g, edit, &r));
    TRY(plan_section(call, &g, own, &r));
    if (edit && !gone)
        join_section(call, &g, &r);
    return contact_record(call, &r);
}

enum err contact_join_take(struct call *call)
{
    const struct join_draft *f = call_form(call);
    struct deputy_group g;
    struct deputy d;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    TRY(contact_deputy_typed(call, "deputy", f->deputy, g.division, &d));
    TRY(contact_at_field(call->cx, contact_group_join(call->cx, &g, &d, f->reason), "deputy"));
    return web_redirect_note(call, TEXT_note_contact_added, "/groups/", g.public_id);
}

enum err contact_plan_take(struct call *call)
{
    const struct plan_draft *f = call_form(call);
    bool own = str_starts(call->path, S("/contact/"));
    struct deputy_group g;

    TRY(group_here(call, own ? RIGHT_NONE : RIGHT_CONTACT_EDIT, &g));
    TRY(contact_group_plan_add(call->cx, &g, f->year, f->month, f->title));
    return web_redirect_note(
        call, TEXT_note_contact_added, own ? "/contact/groups/" : "/groups/", g.public_id);
}

static enum err member_of(
    struct call *call, const struct deputy_group *g, struct group_member *out)
{
    struct group_member_list members;

    TRY(contact_group_members(call->cx, g->id, &members));
    EACH (m, &members)
        if (str_eq(m->seat, call_path(call, "seat"))) {
            *out = *m;
            return OK;
        }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err contact_member_page(struct call *call)
{
    struct web_record r = {0};
    struct deputy_group g;
    struct group_member m;
    struct web_section *s;
    struct str path;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    TRY(member_of(call, &g, &m));
    path = str_f(call->arena, "%.*s/members/%.*s", STR(g.public_id), STR(m.seat));
    web_record_room(call->arena, &r, 8);
    r.heading = m.name;
    r.sub = g.name;
    r.back = web_url(call->arena, "/groups/", g.public_id, "");
    r.back_words = g.name;
    web_record_pair(&r, web_text(call, TEXT_contact_col_post), m.post);
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_since), date_text(call->arena, m.valid_from));
    web_record_pair(&r, web_text(call, TEXT_contact_col_why), m.reason);
    if (m.person_id != g.convenor_id) {
        s = web_record_section(&r, web_text(call, TEXT_contact_lead));
        s->words = web_text(call, TEXT_contact_lead_words);
        contact_sure_section(call, s,
            (struct url){str_f(call->arena, "/groups/%.*s/lead", STR(path))},
            web_text(call, TEXT_contact_lead));
    }
    s = web_record_section(&r, web_text(call, TEXT_contact_leave));
    s->words = web_text(call, TEXT_contact_leave_words);
    contact_sure_section(call, s,
        (struct url){str_f(call->arena, "/groups/%.*s/leave", STR(path))},
        web_text(call, TEXT_contact_leave));
    return contact_record(call, &r);
}

enum err contact_member_leave(struct call *call)
{
    struct deputy_group g;
    struct group_member m;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    TRY(member_of(call, &g, &m));
    TRY(contact_group_leave(call->cx, &g, m.person_id));
    return web_redirect_note(call, TEXT_note_contact_ended, "/groups/", g.public_id);
}

enum err contact_member_lead(struct call *call)
{
    struct deputy_group g;
    struct group_member m;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    TRY(member_of(call, &g, &m));
    TRY(contact_group_convenor(call->cx, &g, m.person_id));
    return web_redirect_note(call, TEXT_note_contact_saved, "/groups/", g.public_id);
}

enum err contact_suggest_page(struct call *call)
{
    struct contact_suggest_view v = {0};
    struct group_match_list list;
    struct deputy_group g;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    TRY(contact_group_suggest(call->cx, &g, SUGGESTIONS, &list));
    v.name = g.name;
    v.field = g.field;
    v.back = web_url(call->arena, "/groups/", g.public_id, "");
    v.rows.p = MANY(call->arena, struct contact_suggestion, list.n + 1);
    EACH (m, &list)
        v.rows.p[v.rows.n++] = (struct contact_suggestion){.name = m->deputy.name,
            .post = m->deputy.post,
            .wish = m->wish,
            .speciality = m->speciality,
            .occupation = m->occupation,
            .add = web_url(call->arena, "/groups/", g.public_id,
                str_f(call->arena, "/suggest/%.*s", STR(m->deputy.public_id)).p)};
    call->personal = true;
    return web_page(call, web_text(call, TEXT_contact_suggest), page_contact_suggest, &v);
}

/* The reasons are kept with the membership. */
static struct str reasons_of(struct call *call, const struct group_match *m)
{
    const struct {
        enum text_key key;
        struct str word;
    } all[] = {{TEXT_contact_why_wish, m->wish}, {TEXT_contact_why_speciality, m->speciality},
        {TEXT_contact_why_occupation, m->occupation}};
    struct str parts[3];
    size_t n = 0;

    for (size_t i = 0; i < COUNT(all); i++)
        if (all[i].word.n > 0)
            parts[n++] = web_text1(call, all[i].key, all[i].word);
    return str_join(call->arena, parts, n, S("；"));
}

enum err contact_suggest_take(struct call *call)
{
    struct group_match_list list;
    struct deputy_group g;
    struct str reason = S("");
    struct deputy d;

    TRY(group_here(call, RIGHT_CONTACT_EDIT, &g));
    TRY(registry_deputy_public(call->cx, call_path(call, "seat"), &d));
    TRY(contact_group_suggest(call->cx, &g, INT32_MAX, &list));
    EACH (m, &list)
        if (m->deputy.id == d.id)
            reason = reasons_of(call, m);
    TRY(contact_group_join(call->cx, &g, &d, reason));
    return web_redirect_note(call, TEXT_note_contact_added,
        str_f(call->arena, "/groups/%.*s/suggest", STR(g.public_id)).p, S(""));
}

static enum err plan_of(struct call *call, const struct deputy_group *g, struct group_plan *out)
{
    struct group_plan_list plans;
    int64_t id = 0;

    if (!contact_group_may_plan(call->cx, g))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    if (num_parse(call_path(call, "plan"), 1, INT64_MAX, &id) == OK) {
        TRY(plans_shown(call, g, &plans));
        EACH (p, &plans)
            if (p->id == id) {
                *out = *p;
                return OK;
            }
    }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

enum err contact_plan_page(struct call *call)
{
    struct web_record r = {0};
    struct deputy_group g;
    struct group_plan p;
    struct web_section *s;
    bool own = str_starts(call->path, S("/contact/"));
    const char *at = own ? "/contact/groups/" : "/groups/";

    TRY(group_here(call, own ? RIGHT_NONE : RIGHT_CONTACT_EDIT, &g));
    TRY(plan_of(call, &g, &p));
    web_record_room(call->arena, &r, 4);
    r.heading = p.title;
    r.sub = str_f(call->arena, "%lld-%02lld", (long long)p.year, (long long)p.month);
    r.back = web_url(call->arena, at, g.public_id, "");
    r.back_words = g.name;
    s = web_record_section(&r, S(""));
    contact_sure_section(call, s,
        web_url(
            call->arena, at, g.public_id, str_f(call->arena, "/plan/%lld", (long long)p.id).p),
        web_text(call, TEXT_contact_plan_drop));
    return contact_record(call, &r);
}

enum err contact_plan_drop_take(struct call *call)
{
    struct deputy_group g;
    struct group_plan p;
    bool own = str_starts(call->path, S("/contact/"));

    TRY(group_here(call, own ? RIGHT_NONE : RIGHT_CONTACT_EDIT, &g));
    TRY(plan_of(call, &g, &p));
    TRY(contact_group_plan_drop(call->cx, &g, p.id));
    return web_redirect_note(
        call, TEXT_note_contact_saved, own ? "/contact/groups/" : "/groups/", g.public_id);
}
