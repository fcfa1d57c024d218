/*
 * contact: the page of whoever keeps contact: who is waiting, what is due, one's groups.
 */
#include "feature/contact/contact_web.h"

struct voter_draft {
    struct str voter, about;
};
static const struct input voter_inputs[] = {
    INPUT(struct voter_draft, voter, .flags = INPUT_REQUIRED, .max = 50),
    INPUT(struct voter_draft, about, .max = 100),
};
const struct form contact_voter_form = {
    "contact_voter", sizeof(struct voter_draft), voter_inputs, COUNT(voter_inputs)};

struct bent_draft {
    struct str speciality, wish;
};
static const struct input bent_inputs[] = {
    INPUT(struct bent_draft, speciality, .max = 200),
    INPUT(struct bent_draft, wish, .max = 200),
};
const struct form contact_bent_form = {
    "contact_bent", sizeof(struct bent_draft), bent_inputs, COUNT(bent_inputs)};

struct confirm_draft {
    struct str note;
    int64_t version;
};
static const struct input confirm_inputs[] = {
    INPUT(struct confirm_draft, note, .flags = INPUT_LINES, .max = 1000, .widget = WIDGET_AREA),
    INPUT(struct confirm_draft, version, .flags = INPUT_HIDDEN),
};
const struct form contact_confirm_form = {
    "contact_confirm", sizeof(struct confirm_draft), confirm_inputs, COUNT(confirm_inputs)};

static const struct sheet_column link_columns[] = {
    {"", TEXT_contact_col_whom, 24, false},
    {"", TEXT_contact_col_kind, 10, false},
    {"", TEXT_contact_col_last, 12, false},
    {"", TEXT_contact_col_times, 8, true},
    {"", TEXT_contact_col_months, 20, false},
    {"", TEXT_contact_col_stand, 20, false},
};

static struct str gap_word(struct call *call, const char *word)
{
    return contact_word(call, "contact.gap", word);
}

struct str contact_gap_text(struct call *call, const struct contact_missing *g)
{
    struct arena *a = call->arena;
    struct str kind = contact_word(call, "contact.kind", contact_kind_words[g->kind]);
    struct str from = date_text(a, g->from), to = date_text(a, g->to);

    switch (g->gap) {
    case GAP_TOO_FEW:
    case GAP_TOO_MANY:
        return text_fill_named(a, call->cx->lang,
            str_f(a, "contact.gap.%s", contact_gap_words[g->gap]),
            (struct str[]){
                kind, contact_range_text(a, call->cx->lang, g->asked), num_text(a, g->has)},
            3);
    case GAP_GONE:
    case GAP_HOLDER:
        return gap_word(call, contact_gap_words[g->gap]);
    case GAP_NOT_YET:
        return text_fill_named(
            a, call->cx->lang, S("contact.gap.not_yet"), (struct str[]){to}, 1);
    case GAP_NOT_MET:
    case GAP_OTHER_WEEK:
        return text_fill_named(a, call->cx->lang,
            str_f(a, "contact.gap.%s", contact_gap_words[g->gap]), (struct str[]){from, to}, 2);
    case CONTACT_GAPS:
        break;
    }
    return S("");
}

static const struct sheet_column gap_columns[] = {
    {"", TEXT_contact_col_whom, 24, false},
    {"", TEXT_contact_col_gap, 60, false},
};

static struct str link_name(struct call *call, const struct contact_missing *g)
{
    const struct contact_link *l = g->link;

    if (l == NULL)
        return web_text(
            call, g->gap == GAP_HOLDER ? TEXT_contact_holder_itself : TEXT_contact_all_links);
    return contact_link_name(call, l);
}

struct str contact_link_name(struct call *call, const struct contact_link *l)
{
    if (l->kind != CONTACT_VOTER)
        return l->name;
    return l->about.n > 0 ? web_text1(call, TEXT_contact_voter_about, l->about)
                          : web_text(call, TEXT_contact_kind_voter);
}

void contact_gap_table(struct call *call, struct web_record *r, struct str heading,
    struct str words, const struct contact_missing_list *gaps)
{
    struct web_section *s;
    struct sheet *t;

    if (gaps->n == 0)
        return;
    s = web_record_section(r, heading);
    s->words = words;
    t = contact_sheet(call, gap_columns, COUNT(gap_columns), gaps->n);
    EACH (g, gaps) {
        t->cells[t->nrows * 2].text = link_name(call, g);
        t->cells[t->nrows * 2 + 1].text = contact_gap_text(call, g);
        t->nrows++;
    }
    s->sheet = t;
}

/* A voter's name is one look further, where it is recorded. */
static struct str link_to(struct call *call, const struct contact_link *l)
{
    if (l->kind == CONTACT_VOTER)
        return web_url(call->arena, "/contact/voters/", l->public_id, "").s;
    return l->kind == CONTACT_DEPUTY ? web_url(call->arena, "/d/", l->seat, "").s
                                     : (struct str){0};
}

static void link_row(struct call *call, const struct contact_state *s, struct sheet_cell *c)
{
    const struct contact_link *l = s->link;

    c[0].text = contact_link_name(call, l);
    c[0].link = link_to(call, l);
    c[1].text = contact_word(call, "contact.kind", contact_kind_words[l->kind]);
    c[2].text =
        date_is(s->last) ? date_text(call->arena, s->last) : web_text(call, TEXT_contact_never);
    c[3].text = num_text(call->arena, s->times);
    c[3].number = s->times;
    c[4].text = contact_months_text(call, s->months);
    c[5].text = web_text(call, l->gone       ? TEXT_contact_stand_gone
                               : s->met_now  ? TEXT_contact_stand_met
                               : s->met_last ? TEXT_contact_stand_last
                                             : TEXT_contact_stand_open);
    c[5].badge = l->gone       ? S("overdue")
                 : s->met_now  ? S("done")
                 : s->met_last ? S("info")
                               : S("soon");
}

static enum err office_sections(
    struct call *call, const struct contact_holder *h, struct web_record *r)
{
    struct contact_cover c;
    struct str office = contact_word(call, "contact.office", contact_office_words[h->office]);
    struct web_section *s;
    struct sheet *t;

    TRY(contact_cover_of(call->cx, h, date_of(call->cx->now), &c));
    contact_gap_table(call, r, web_text(call, TEXT_contact_now_due),
        web_text1(call, TEXT_contact_now_due_words, date_text(call->arena, c.due)), &c.running);
    contact_gap_table(call, r, web_text(call, TEXT_contact_gaps),
        web_text(call, TEXT_contact_gaps_own), &c.gaps);
    s = web_record_section(r,
        h->post.n == 0 ? office : str_f(call->arena, "%.*s · %.*s", STR(office), STR(h->post)));
    t = contact_sheet(call, link_columns, COUNT(link_columns), c.states.n);
    EACH (st, &c.states)
        link_row(call, st, &t->cells[t->nrows++ * COUNT(link_columns)]);
    s->words = web_text1(call, TEXT_contact_records, num_text(call->arena, c.records));
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_no_links);
    return OK;
}

static const struct sheet_column from_columns[] = {
    {"", TEXT_contact_col_who, 20, false},
    {"", TEXT_contact_col_office, 20, false},
    {"", TEXT_contact_col_since, 12, false},
};

static enum err from_section(struct call *call, struct web_record *r)
{
    struct contact_link_list links;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_links_to(call->cx, call->cx->actor->person_id, date_of(call->cx->now), &links));
    if (links.n == 0)
        return OK;
    s = web_record_section(r, web_text(call, TEXT_contact_from));
    s->words = web_text(call, TEXT_contact_from_words);
    t = contact_sheet(call, from_columns, COUNT(from_columns), links.n);
    EACH (l, &links) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(from_columns)];
        struct contact_holder h;

        TRY(contact_holder_load(call->cx, l->holder_id, &h));
        c[0].text = h.name;
        c[1].text = str_f(call->arena, "%.*s %.*s",
            STR(contact_word(call, "contact.office", contact_office_words[h.office])),
            STR(h.post));
        c[2].text = date_text(call->arena, l->valid_from);
    }
    s->sheet = t;
    return OK;
}

static const struct sheet_column own_group_columns[] = {
    {"", TEXT_contact_col_group, 24, false},
    {"", TEXT_contact_col_kind, 10, false},
    {"", TEXT_contact_col_held, 10, true},
    {"", TEXT_contact_col_stand, 24, false},
};

static enum err groups_section(struct call *call, struct web_record *r)
{
    struct deputy_group_list groups;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_groups_of(call->cx, call->cx->actor->person_id, &groups));
    s = web_record_section(r, web_text(call, TEXT_contact_own_groups));
    t = contact_sheet(call, own_group_columns, COUNT(own_group_columns), groups.n);
    EACH (g, &groups) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(own_group_columns)];
        struct group_ask ask;
        bool idle;

        TRY(contact_group_ask(call->cx, g->division, date_of(call->cx->now), &ask));
        idle = contact_group_idle(g, &ask);
        c[0].text = g->name;
        c[0].link = web_url(call->arena, "/contact/groups/", g->public_id, "").s;
        c[1].text = contact_word(call, "contact.group", group_kind_words[g->kind]);
        c[2].text = num_text(call->arena, g->held);
        c[2].number = g->held;
        c[3].text =
            idle ? contact_group_lacks(call, g, &ask) : web_text(call, TEXT_contact_group_fine);
        c[3].badge = idle ? S("soon") : S("done");
    }
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_no_groups);
    return OK;
}

/* Why this group, in words. */
static struct str match_why(struct call *call, const struct group_match *m)
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
    return str_join(call->arena, parts, n, call->cx->lang == LANG_ZH ? S("；") : S("; "));
}

static const struct sheet_column match_columns[] = {
    {"", TEXT_contact_col_group, 24, false},
    {"", TEXT_contact_col_why, 40, false},
};

static enum err bent_section(struct call *call, struct web_record *r)
{
    struct group_match_list matches;
    struct deputy_bent b;
    struct bent_draft d;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_bent_get(call->cx, call->cx->actor->person_id, &b));
    TRY(contact_group_suggest_for(call->cx, call->cx->actor->person_id, &matches));
    s = web_record_section(r, web_text(call, TEXT_contact_bent));
    s->words = web_text(call, TEXT_contact_bent_words);
    d = (struct bent_draft){b.speciality, b.wish};
    s->form = contact_form_of(call, &contact_bent_form, &d);
    s->post = web_url_of("/contact/bent");
    s->button = web_text(call, TEXT_contact_save);
    if (matches.n == 0)
        return OK;
    t = contact_sheet(call, match_columns, COUNT(match_columns), matches.n);
    EACH (m, &matches) {
        t->cells[t->nrows * 2].text = m->group.name;
        t->cells[t->nrows++ * 2 + 1].text = match_why(call, m);
    }
    s = web_record_section(r, web_text(call, TEXT_contact_suited));
    s->words = web_text(call, TEXT_contact_suited_words);
    s->sheet = t;
    return OK;
}

static enum err waiting_notes(struct call *call, struct web_record *r)
{
    struct contact_plan_leader_list lines;
    struct collection_part_list parts;
    struct contact_plan_list plans;
    struct info_officer officer;
    struct visit_team_list teams;
    bool found;
    struct date today = date_of(call->cx->now);

    TRY(contact_collect_mine(call->cx, &parts));
    EACH (p, &parts) {
        struct collection_run run;
        struct collection_part mine;
        struct str id;

        TRY(contact_collect_run(call->cx, p->run_id, &run));
        id = run.public_id;
        TRY(contact_collect_part(call->cx, id, &run, &mine));
        web_record_note(r, TONE_SOON, web_text(call, TEXT_contact_collect_waits),
            web_text1(call, TEXT_contact_collect_waits_words, date_text(call->arena, run.due)));
        web_record_action(r, ACTION_MAIN, web_text(call, TEXT_contact_collect_look),
            web_url(call->arena, "/contact/collect/", id, ""));
    }
    if (right_anywhere(call->cx, RIGHT_ACTIVITY_RECORD) == OK)
        web_record_action(r, ACTION_OTHER, web_text(call, TEXT_contact_record_visit),
            web_url_of("/activities/new/visit"));
    cx_faults_clear(call->cx);
    TRY(contact_plan_mine(call->cx, &plans, &lines));
    for (size_t i = 0; i < plans.n; i++)
        web_record_note(r, lines.p[i].held < lines.p[i].visits ? TONE_SOON : TONE_DONE,
            plans.p[i].title,
            text_fill_named(call->arena, call->cx->lang, S("contact.scheme_mine"),
                (struct str[]){lines.p[i].duty, num_text(call->arena, lines.p[i].visits),
                    num_text(call->arena, lines.p[i].held),
                    date_text(call->arena, plans.p[i].day_to)},
                4));
    TRY(contact_officer_of(call->cx, call->cx->actor->person_id, &officer, &found));
    if (found)
        web_record_pair(r, web_text(call, TEXT_contact_officer_mine),
            str_f(call->arena, "%.*s %.*s", STR(officer.name), STR(officer.post)));
    TRY(contact_teams_of(call->cx, call->cx->actor->person_id, today, &teams));
    for (size_t i = 0; i < teams.n && i < 5; i++)
        web_record_action(r, ACTION_OTHER,
            str_f(call->arena, "%.*s %.*s", STR(date_text(call->arena, teams.p[i].day)),
                STR(teams.p[i].purpose)),
            web_url(call->arena, "/contact/teams/", teams.p[i].public_id, ""));
    return OK;
}

/* Is one of the actor's seats in office? */
static enum err own_seat(struct cx *cx, struct deputy *out, bool *found)
{
    struct deputy_list seats;

    *found = false;
    TRY(registry_tenures_of(cx, cx->actor->person_id, &seats));
    EACH (d, &seats)
        if (!*found && d->state == TENURE_ACTIVE && cx->actor->person_id > 0) {
            *out = *d;
            *found = true;
        }
    return OK;
}

enum err contact_mine_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_mine_title)};
    struct contact_holder_list mine;
    struct voter_draft none = {0};
    struct web_section *s;
    struct deputy seat;
    bool deputy;

    web_record_room(call->arena, &r, 60);
    TRY(waiting_notes(call, &r));
    TRY(contact_mine(call->cx, &mine));
    TRY(own_seat(call->cx, &seat, &deputy));
    if (mine.n == 0 && !deputy)
        web_record_note(&r, TONE_INFO, web_text(call, TEXT_contact_nobody),
            web_text(call, TEXT_contact_nobody_words));
    EACH (h, &mine)
        TRY(office_sections(call, h, &r));
    if (deputy) {
        s = web_record_section(&r, web_text(call, TEXT_contact_voter_new));
        s->words = web_text(call, TEXT_contact_voter_words);
        s->form = contact_form_of(call, &contact_voter_form, &none);
        s->post = web_url_of("/contact/voters");
        s->button = web_text(call, TEXT_contact_voter_add);
    }
    TRY(from_section(call, &r));
    if (deputy) {
        TRY(groups_section(call, &r));
        TRY(bent_section(call, &r));
    }
    return contact_record(call, &r);
}

enum err contact_voter_take(struct call *call)
{
    const struct voter_draft *f = call_form(call);
    struct contact_holder h;
    struct contact_link l;
    struct deputy seat;
    bool deputy;
    enum err e;

    TRY(own_seat(call->cx, &seat, &deputy));
    if (!deputy)
        return fail(call->cx, ERR_DENIED, NULL, "contact.voters_of_deputies");
    TRY(contact_deputy_holder(call->cx, &seat, &h));
    e = contact_link_voter(call->cx, &h, f->voter, f->about, &l);
    TRY(e == ERR_CONFLICT ? contact_at_field(call->cx, e, "voter") : e);
    return web_redirect_note(call, TEXT_note_contact_added, "/contact", S(""));
}

static enum err own_link(struct call *call, struct contact_link *l)
{
    struct contact_holder h;

    TRY(contact_link_get(call->cx, call_path(call, "id"), l));
    TRY(contact_holder_load(call->cx, l->holder_id, &h));
    if (l->kind != CONTACT_VOTER || !contact_own(call->cx, &h))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

enum err contact_voter_page(struct call *call)
{
    struct web_record r = {
        .back = web_url_of("/contact"), .back_words = web_text(call, TEXT_contact_mine_title)};
    static const struct {
        struct str reason;
    } none;
    struct web_section *s;
    struct contact_link l;

    TRY(own_link(call, &l));
    web_record_room(call->arena, &r, 8);
    TRY(contact_voter_name(call->cx, &l, &r.heading));
    web_record_pair(&r, web_text(call, TEXT_contact_col_about), l.about);
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_since), date_text(call->arena, l.valid_from));
    web_record_pair(&r, web_text(call, TEXT_contact_col_until),
        date_is(l.valid_to) ? date_text(call->arena, l.valid_to) : S(""));
    if (!date_is(l.valid_to)) {
        s = web_record_section(&r, web_text(call, TEXT_contact_end));
        s->form = contact_form_of(call, &contact_end_form, &none);
        s->post = web_url(call->arena, "/contact/voters/", l.public_id, "");
        s->button = web_text(call, TEXT_contact_end);
    }
    call->personal = true;
    return web_record(
        call, &(struct web_head){.title = web_text(call, TEXT_contact_kind_voter)}, &r);
}

enum err contact_voter_end_take(struct call *call)
{
    const struct str *reason = call_form(call); /* the only field */
    struct contact_link l;

    TRY(own_link(call, &l));
    TRY(contact_link_end(call->cx, &l, *reason));
    return web_redirect_note(call, TEXT_note_contact_ended, "/contact", S(""));
}

enum err contact_bent_take(struct call *call)
{
    const struct bent_draft *f = call_form(call);
    struct deputy_bent b = {call->cx->actor->person_id, f->speciality, f->wish};

    TRY(contact_bent_put(call->cx, &b));
    return web_redirect_note(call, TEXT_note_contact_saved, "/contact", S(""));
}

enum err contact_confirm_page(struct call *call)
{
    struct web_record r = {
        .back = web_url_of("/contact"), .back_words = web_text(call, TEXT_contact_mine_title)};
    struct collection_run run;
    struct collection_part p;
    struct web_section *s;
    struct confirm_draft d;

    TRY(contact_collect_part(call->cx, call_path(call, "id"), &run, &p));
    web_record_room(call->arena, &r, 16);
    r.heading = contact_run_title(call, &run);
    r.badge = contact_word(call, "contact.part", part_state_words[p.state]);
    r.tone = p.state == PART_CONFIRMED ? TONE_DONE : TONE_SOON;
    r.sub = str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, run.day_from)),
        STR(date_text(call->arena, run.day_to)));
    contact_part_pairs(call, &r, &p);
    if (p.state == PART_WAITING && run.state == COLLECTION_OPEN) {
        s = web_record_section(&r, web_text(call, TEXT_contact_confirm));
        s->words = web_text(call, TEXT_contact_confirm_words);
        d = (struct confirm_draft){.note = p.note, .version = p.version};
        s->form = contact_form_of(call, &contact_confirm_form, &d);
        s->post = web_url(call->arena, "/contact/collect/", run.public_id, "");
        s->button = web_text(call, TEXT_contact_confirm_go);
    } else {
        web_record_pair(&r, web_text(call, TEXT_label_contact_confirm_note), p.note);
    }
    return contact_record(call, &r);
}

enum err contact_confirm_take(struct call *call)
{
    const struct confirm_draft *f = call_form(call);
    struct collection_run run;
    struct collection_part p;

    TRY(contact_collect_part(call->cx, call_path(call, "id"), &run, &p));
    p.version = f->version;
    TRY(contact_collect_confirm(call->cx, &run, &p, f->note));
    return web_redirect_note(call, TEXT_note_contact_confirmed, "/contact", S(""));
}
