/*
 * contact: coverage of an area, holders and their links, deputies whom nobody contacts.
 */
#include "feature/contact/contact_web.h"

enum {
    BARE_ROWS = 200
};

struct list_query {
    struct str at;
};
static const struct input list_inputs[] = {
    INPUT(struct list_query, at, .max = 60, .widget = WIDGET_DIVISION)};
const struct form contact_list_form = {
    "contact_list", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};
const struct form contact_bare_form = {
    "contact_bare", sizeof(struct list_query), list_inputs, COUNT(list_inputs)};

struct holder_draft {
    struct str code, name, office, post, deputy, division;
    struct date valid_from, valid_to;
};
static const struct input holder_inputs[] = {
    INPUT(struct holder_draft, code, .flags = INPUT_REQUIRED, .max = 40),
    {.name = "office",
        .kind = KIND_STR,
        .offset = offsetof(struct holder_draft, office),
        .words = contact_post_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_SELECT},
    INPUT(struct holder_draft, deputy, .max = 60),
    INPUT(struct holder_draft, name, .max = 60),
    INPUT(struct holder_draft, post, .max = 200),
    INPUT(struct holder_draft, division, .flags = INPUT_REQUIRED, .max = 60,
        .widget = WIDGET_DIVISION),
    INPUT(struct holder_draft, valid_from, .flags = 0),
    INPUT(struct holder_draft, valid_to, .flags = 0),
};
const struct form contact_holder_form = {
    "contact_holder", sizeof(struct holder_draft), holder_inputs, COUNT(holder_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_who, 16, false},
    {"", TEXT_contact_col_office, 20, false},
    {"", TEXT_contact_col_deputies, 14, false},
    {"", TEXT_contact_col_townships, 14, false},
    {"", TEXT_contact_col_met, 12, false},
    {"", TEXT_contact_col_records, 10, true},
    {"", TEXT_contact_col_gaps, 10, true},
    {"", TEXT_contact_col_first_gap, 50, false},
};

/* "4 (asked: 4)" */
static struct str number_of(
    struct call *call, const struct contact_cover *c, enum contact_kind k)
{
    if (!c->ask.links[k].set)
        return c->has[k] > 0 ? num_text(call->arena, c->has[k]) : S("");
    return str_f(call->arena, "%lld（%.*s）", (long long)c->has[k],
        STR(web_text1(call, TEXT_contact_asked,
            contact_range_text(call->arena, call->cx->lang, c->ask.links[k]))));
}

static void cover_row(struct call *call, const struct contact_cover *c, struct sheet_cell *cell)
{
    int64_t links = (int64_t)c->links.n, met = 0;

    for (size_t k = 0; k < CONTACT_KINDS; k++)
        met += c->met[k];
    cell[0].text = c->holder.name;
    cell[0].link = web_url(call->arena, "/coverage/", c->holder.public_id, "").s;
    cell[1].text = str_f(call->arena, "%.*s %.*s",
        STR(contact_word(call, "contact.office", contact_office_words[c->holder.office])),
        STR(c->holder.post));
    cell[2].text = number_of(call, c, CONTACT_DEPUTY);
    cell[3].text = number_of(call, c, CONTACT_TOWNSHIP);
    cell[4].text = str_f(call->arena, "%lld/%lld", (long long)met, (long long)links);
    cell[5].text = num_text(call->arena, c->records);
    cell[5].number = c->records;
    cell[6].text = num_text(call->arena, (int64_t)c->gaps.n);
    cell[6].number = (int64_t)c->gaps.n;
    cell[7].text = c->gaps.n == 0 ? web_text(call, TEXT_contact_no_gap)
                                  : contact_gap_text(call, &c->gaps.p[0]);
    cell[7].badge = c->gaps.n == 0 ? S("done") : S("soon");
}

static struct web_action_list list_actions(struct call *call, struct str area)
{
    struct web_action *p = MANY(call->arena, struct web_action, 4);
    struct web_action_list out = {p, 0};

    if (right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = area}))
        p[out.n++] = (struct web_action){
            ACTION_MAIN, web_text(call, TEXT_contact_holder_new), {S("/coverage/new")}};
    p[out.n++] = (struct web_action){ACTION_OTHER, web_text(call, TEXT_contact_bare_title),
        web_url(call->arena, "/coverage/bare?at=", area, "")};
    p[out.n++] = (struct web_action){ACTION_OTHER, web_text(call, TEXT_contact_schemes_title),
        web_url(call->arena, "/coverage/plans?at=", area, "")};
    p[out.n++] = (struct web_action){ACTION_OTHER, web_text(call, TEXT_contact_officers_title),
        web_url(call->arena, "/officers?at=", area, "")};
    return out;
}

/* Links by kind of office (A3.2): "主任 14、副主任 56". */
static struct str by_office(struct call *call, const struct contact_cover_list *covers)
{
    struct buf b = buf_new(call->arena, 1000);
    int64_t links[OFFICES] = {0};

    EACH (c, covers)
        links[c->holder.office] += (int64_t)c->links.n;
    for (size_t k = 0; k < OFFICES; k++)
        if (links[k] > 0)
            buf_f(&b, "%s%.*s %lld",
                buf_str(&b).n == 0          ? ""
                : call->cx->lang == LANG_ZH ? "、"
                                            : ", ",
                STR(contact_word(call, "contact.office", contact_office_words[k])),
                (long long)links[k]);
    return buf_str(&b);
}

enum err contact_list_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct str area, place, offices;
    struct contact_cover_list covers;
    struct contact_share share;
    struct sheet *t;

    TRY(registry_pick_asked(call, "at"));
    area = contact_area(call, q->at, RIGHT_CONTACT_READ);
    TRY(contact_cover_area(call->cx, area, date_of(call->cx->now), &covers));
    TRY(contact_share(call->cx, area, date_of(call->cx->now), &share));
    TRY(registry_full_name(call->cx, area, &place));
    t = contact_sheet(call, columns, COUNT(columns), covers.n);
    EACH (c, &covers)
        cover_row(call, c, &t->cells[t->nrows++ * COUNT(columns)]);
    t->title = web_text(call, TEXT_contact_list_title);
    offices = by_office(call, &covers);
    if (offices.n > 0)
        offices = web_text1(call, TEXT_contact_links_by_office, offices);
    t->note = str_f(call->arena, "%.*s · %.*s%s%.*s · %.*s", STR(place),
        STR(text_fill_named(call->arena, call->cx->lang, S("contact.share"),
            (struct str[]){
                num_text(call->arena, share.covered), num_text(call->arena, share.all)},
            2)),
        offices.n > 0 ? " · " : "", STR(offices),
        STR(instant_text(call->arena, call->cx->now)));
    return web_table(call, &(struct web_head){.title = t->title, .place = place},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .filter = call->asked,
            .empty = web_text(call, TEXT_contact_list_empty),
            .actions = list_actions(call, area),
            .exports = S("coverage")});
}

static const struct sheet_column bare_columns[] = {
    {"", TEXT_contact_col_deputy, 16, false},
    {"", TEXT_contact_col_post, 24, false},
    {"", TEXT_contact_col_area, 24, false},
    {"", TEXT_contact_col_code, 16, false},
};

enum err contact_bare_page(struct call *call)
{
    const struct list_query *q = call_asked(call);
    struct str area;
    bool page = web_table_limit(call) < BARE_ROWS;
    struct deputy_list bare;
    struct sheet *t;

    TRY(registry_pick_asked(call, "at"));
    area = contact_area(call, q->at, RIGHT_CONTACT_READ);
    TRY(contact_bare(call->cx, area, date_of(call->cx->now), page ? BARE_ROWS : 5000, &bare));
    t = contact_sheet(call, bare_columns, COUNT(bare_columns), bare.n);
    EACH (d, &bare) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(bare_columns)];

        c[0].text = d->name;
        c[0].link = web_url(call->arena, "/d/", d->public_id, "").s;
        c[1].text = d->post;
        TRY(registry_full_name(call->cx, d->division, &c[2].text));
        c[3].text = d->code;
    }
    t->title = web_text(call, TEXT_contact_bare_title);
    t->note = instant_text(call->arena, call->cx->now);
    return web_table(call, &(struct web_head){.title = t->title},
        &(struct web_table){.sheet = t,
            .heading = t->title,
            .filter = call->asked,
            .empty = web_text(call, TEXT_contact_bare_empty),
            .exports = S("bare")});
}

static enum err holder_form_show(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_holder_new),
        .back = web_url_of("/coverage"),
        .back_words = web_text(call, TEXT_contact_list_title)};
    struct holder_draft d = {.division = registry_own_area(call->cx, RIGHT_CONTACT_EDIT),
        .valid_from = DATE_NONE,
        .valid_to = DATE_NONE};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_holder_words);
    s->form = contact_form_at(call, &contact_holder_form, &d);
    s->post = web_url_of("/coverage/new");
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_holder_new_page(struct call *call)
{
    return holder_form_show(call);
}

struct holder_edit {
    struct str name, office, post;
    struct date valid_from, valid_to;
    int64_t version;
};
static const struct input edit_inputs[] = {
    {.name = "office",
        .kind = KIND_STR,
        .offset = offsetof(struct holder_edit, office),
        .words = contact_post_words,
        .flags = INPUT_REQUIRED,
        .widget = WIDGET_SELECT},
    INPUT(struct holder_edit, name, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct holder_edit, post, .max = 200),
    INPUT(struct holder_edit, valid_from, .flags = INPUT_REQUIRED),
    INPUT(struct holder_edit, valid_to, .flags = 0),
    INPUT(struct holder_edit, version, .flags = INPUT_REQUIRED | INPUT_HIDDEN),
};
const struct form contact_holder_edit_form = {
    "contact_holder_edit", sizeof(struct holder_edit), edit_inputs, COUNT(edit_inputs)};

static enum err holder_here(struct call *call, struct contact_holder *h)
{
    TRY(contact_holder_get(call->cx, call_path(call, "id"), h));
    if (h->office == OFFICE_DEPUTY)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return contact_hidden(call->cx, RIGHT_CONTACT_EDIT, h->division);
}

enum err contact_holder_edit_page(struct call *call)
{
    struct web_record r = {0};
    struct contact_holder h;
    struct holder_edit d;
    struct web_section *s;

    TRY(holder_here(call, &h));
    web_record_room(call->arena, &r, 4);
    r.heading = h.name;
    r.back = web_url(call->arena, "/coverage/", h.public_id, "");
    r.back_words = h.name;
    d = (struct holder_edit){h.name, str_of(contact_office_words[h.office]), h.post,
        h.valid_from, h.valid_to, h.version};
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_holder_edit_words);
    s->form = contact_form_of(call, &contact_holder_edit_form, &d);
    s->post = web_url(call->arena, "/coverage/", h.public_id, "/edit");
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_holder_edit_take(struct call *call)
{
    const struct holder_edit *f = call_form(call);
    struct contact_holder h;
    enum put done;

    TRY(holder_here(call, &h));
    h.name = f->name;
    h.office = (enum contact_office)word_find(contact_office_words, f->office);
    h.post = f->post;
    h.valid_from = f->valid_from;
    h.valid_to = f->valid_to.day == 0 ? DATE_NONE : f->valid_to;
    h.version = f->version;
    TRY(contact_holder_put(call->cx, &h, &done));
    return web_redirect_note(call, TEXT_note_contact_saved, "/coverage/", h.public_id);
}

enum err contact_holder_new_take(struct call *call)
{
    const struct holder_draft *f = call_form(call);
    struct contact_holder h = {.code = f->code,
        .name = f->name,
        .office = (enum contact_office)word_find(contact_office_words, f->office),
        .post = f->post,
        .division = f->division,
        .valid_from = f->valid_from.day == 0 ? DATE_NONE : f->valid_from,
        .valid_to = f->valid_to.day == 0 ? DATE_NONE : f->valid_to};
    struct deputy d;
    enum put done;

    TRY(registry_pick(call, "division", f->division));
    TRY(registry_may(call->cx, RIGHT_CONTACT_EDIT, f->division));
    if (!str_empty(f->deputy)) {
        TRY(contact_deputy_typed(call, "deputy", f->deputy, f->division, &d));
        h.person_id = d.person_id;
        h.name = d.name;
    }
    TRY(contact_holder_put(call->cx, &h, &done));
    if (done != PUT_NEW)
        return fail(call->cx, ERR_INVALID, "code", "contact.code_elsewhere");
    return web_redirect_note(call, TEXT_note_contact_saved, "/coverage/", h.public_id);
}

struct str contact_months_text(struct call *call, unsigned months)
{
    struct buf b = buf_new(call->arena, 100);

    for (int m = 0; m < 12; m++)
        if ((months >> m & 1U) != 0)
            buf_f(&b, "%s%d",
                buf_str(&b).n > 0 ? (call->cx->lang == LANG_ZH ? "、" : ", ") : "", m + 1);
    return buf_str(&b);
}

static const struct sheet_column link_columns[] = {
    {"", TEXT_contact_col_whom, 20, false},
    {"", TEXT_contact_col_kind, 10, false},
    {"", TEXT_contact_col_since, 12, false},
    {"", TEXT_contact_col_last, 12, false},
    {"", TEXT_contact_col_times, 8, true},
    {"", TEXT_contact_col_months, 20, false},
};

static void links_section(
    struct call *call, const struct contact_cover *c, struct web_record *r)
{
    struct web_section *s = web_record_section(r, web_text(call, TEXT_contact_links));
    struct sheet *t = contact_sheet(call, link_columns, COUNT(link_columns), c->states.n);
    bool may = right_may(
        call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = c->holder.division});

    EACH (st, &c->states) {
        struct sheet_cell *cell = &t->cells[t->nrows++ * COUNT(link_columns)];

        cell[0].text = st->link->name;
        if (may)
            cell[0].link = web_url(call->arena, "/coverage/links/", st->link->public_id, "").s;
        cell[1].text = contact_word(call, "contact.kind", contact_kind_words[st->link->kind]);
        cell[2].text = date_text(call->arena, st->link->valid_from);
        cell[3].text = date_is(st->last) ? date_text(call->arena, st->last)
                                         : web_text(call, TEXT_contact_never);
        cell[4].text = num_text(call->arena, st->times);
        cell[4].number = st->times;
        cell[5].text = contact_months_text(call, st->months);
    }
    s->words = web_text1(call, TEXT_contact_records, num_text(call->arena, c->records));
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_no_links);
}

static const struct sheet_column past_columns[] = {
    {"", TEXT_contact_col_whom, 20, false},
    {"", TEXT_contact_col_since, 12, false},
    {"", TEXT_contact_col_until, 12, false},
    {"", TEXT_contact_col_reason, 40, false},
};

/* What changed: links that ended, with the reason. */
static enum err past_section(
    struct call *call, const struct contact_holder *h, struct web_record *r)
{
    struct contact_link_list all;
    struct sheet *t;
    struct web_section *s;

    TRY(contact_links(call->cx, h, DATE_NONE, &all));
    t = contact_sheet(call, past_columns, COUNT(past_columns), all.n);
    EACH (l, &all) {
        struct sheet_cell *c = &t->cells[t->nrows * COUNT(past_columns)];

        if (!date_is(l->valid_to) || l->kind == CONTACT_VOTER)
            continue;
        c[0].text = l->name;
        c[1].text = date_text(call->arena, l->valid_from);
        c[2].text = date_text(
            call->arena, l->valid_to.day < l->valid_from.day ? l->valid_from : l->valid_to);
        c[3].text = l->reason;
        t->nrows++;
    }
    if (t->nrows == 0)
        return OK;
    s = web_record_section(r, web_text(call, TEXT_contact_past));
    s->sheet = t;
    return OK;
}

static struct str days_text(struct call *call, const struct contact_holder *h)
{
    return str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, h->valid_from)),
        STR(date_is(h->valid_to) ? date_text(call->arena, h->valid_to) : S("")));
}

enum err contact_holder_page(struct call *call)
{
    struct web_record r = {
        .back = web_url_of("/coverage"), .back_words = web_text(call, TEXT_contact_list_title)};
    struct contact_holder h;
    struct contact_cover c;

    TRY(contact_holder_get(call->cx, call_path(call, "id"), &h));
    TRY(contact_cover_of(call->cx, &h, date_of(call->cx->now), &c));
    web_record_room(call->arena, &r, 16);
    r.heading = h.name;
    r.sub = str_f(call->arena, "%.*s %.*s",
        STR(contact_word(call, "contact.office", contact_office_words[h.office])), STR(h.post));
    r.badge = web_text(call, c.gaps.n == 0 ? TEXT_contact_no_gap : TEXT_contact_has_gap);
    r.tone = c.gaps.n == 0 ? TONE_DONE : TONE_SOON;
    web_record_pair(&r, web_text(call, TEXT_contact_col_code), h.code);
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_deputies), number_of(call, &c, CONTACT_DEPUTY));
    web_record_pair(
        &r, web_text(call, TEXT_contact_col_townships), number_of(call, &c, CONTACT_TOWNSHIP));
    web_record_pair(&r, web_text(call, TEXT_contact_in_office), days_text(call, &h));
    if (c.asked.months > 0)
        web_record_pair(&r, web_text(call, TEXT_contact_last_period),
            str_f(call->arena, "%.*s – %.*s", STR(date_text(call->arena, c.from)),
                STR(date_text(call->arena, c.to))));
    web_record_pair(&r, web_text(call, TEXT_contact_source), c.ask.source);
    contact_gap_table(call, &r, web_text(call, TEXT_contact_gaps),
        web_text(call, TEXT_contact_gaps_office), &c.gaps);
    links_section(call, &c, &r);
    if (right_may(call->cx, RIGHT_CONTACT_EDIT, &(struct object){.division = h.division}) &&
        h.office != OFFICE_DEPUTY) {
        web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_contact_edit),
            web_url(call->arena, "/coverage/", h.public_id, "/edit"));
        contact_link_section(call, &h, &r, true);
        contact_link_section(call, &h, &r, false);
    }
    TRY(past_section(call, &h, &r));
    return contact_record(call, &r);
}
