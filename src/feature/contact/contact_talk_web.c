/*
 * contact: notes of talks, for the two and the head of the office; naming that head.
 */
#include "feature/contact/contact_web.h"

enum {
    HEADS = 20
};

struct talk_draft {
    struct date day;
    struct str deputy, body;
};
static const struct input talk_inputs[] = {
    INPUT(struct talk_draft, day, .flags = INPUT_REQUIRED),
    INPUT(struct talk_draft, deputy, .flags = INPUT_REQUIRED, .max = 60),
    INPUT(struct talk_draft, body, .flags = INPUT_REQUIRED | INPUT_LINES, .max = 5000,
        .widget = WIDGET_AREA),
};
const struct form contact_talk_form = {
    "contact_talk", sizeof(struct talk_draft), talk_inputs, COUNT(talk_inputs)};

struct head_draft {
    struct str account;
};
static const struct input head_inputs[] = {
    INPUT(struct head_draft, account, .flags = INPUT_REQUIRED, .max = 40)};
const struct form contact_head_form = {
    "contact_head", sizeof(struct head_draft), head_inputs, COUNT(head_inputs)};

static const struct sheet_column columns[] = {
    {"", TEXT_contact_col_day, 12, false},
    {"", TEXT_contact_col_who, 16, false},
    {"", TEXT_contact_col_with, 16, false},
};
enum {
    PAGE = 50
};

static struct str day_text(struct call *call, struct date d)
{
    return date_text(call->arena, d);
}

/* A leader talks with somebody each month (A3.15); only the leader is reminded. */
static void month_note(
    struct call *call, const struct talk_note_list *list, struct web_record *r)
{
    struct ymd now = date_ymd(date_of(call->cx->now));
    int64_t n = 0, me = call->cx->actor->person_id;

    if (me == 0 || (call->cx->actor->roles & ROLE_LEADER) == 0)
        return;
    EACH (t, list) {
        struct ymd day = date_ymd(t->day);

        n += t->person_id == me && day.year == now.year && day.month == now.month;
    }
    web_record_note(r, n > 0 ? TONE_DONE : TONE_SOON,
        n > 0 ? web_text1(call, TEXT_contact_talks_month, num_text(call->arena, n))
              : web_text(call, TEXT_contact_talks_month_none),
        web_text(call, TEXT_contact_talks_month_words));
}

enum err contact_talks_page(struct call *call)
{
    const struct {
        struct str deputy;
        int64_t before;
    } *q = call_asked(call);
    struct web_record r = {.heading = web_text(call, TEXT_contact_talks_title)};
    struct talk_note_list list;
    struct web_section *s;
    struct sheet *t;

    TRY(contact_talk_list(call->cx, q->before, &list));
    t = contact_sheet(call, columns, COUNT(columns), list.n);
    for (size_t i = 0; i < list.n && i < PAGE; i++) {
        struct sheet_cell *c = &t->cells[t->nrows++ * COUNT(columns)];

        c[0].text = day_text(call, list.p[i].day);
        c[0].link = web_url(call->arena, "/talks/", list.p[i].public_id, "").s;
        c[1].text = list.p[i].name;
        c[2].text = list.p[i].other;
    }
    web_record_room(call->arena, &r, 6);
    month_note(call, &list, &r);
    if (call->cx->actor->person_id > 0)
        web_record_action(
            &r, ACTION_MAIN, web_text(call, TEXT_contact_talk_new), web_url_of("/talks/new"));
    if (right_anywhere(call->cx, RIGHT_TALK_HEAD) == OK)
        web_record_action(&r, ACTION_OTHER, web_text(call, TEXT_contact_head_title),
            web_url_of("/talks-head"));
    cx_faults_clear(call->cx);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_talks_words);
    s->sheet = t;
    s->none = web_text(call, TEXT_contact_talks_none);
    if (list.n > PAGE) {
        s->actions.p = NEW(call->arena, struct web_action);
        s->actions.p[s->actions.n++] =
            (struct web_action){ACTION_OTHER, web_text(call, TEXT_contact_earlier),
                web_url(call->arena,
                    "/talks?before=", num_text(call->arena, list.p[PAGE - 1].id), "")};
    }
    return contact_record(call, &r);
}

enum err contact_talk_new_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_talk_new),
        .back = web_url_of("/talks"),
        .back_words = web_text(call, TEXT_contact_talks_title)};
    struct talk_draft d = {.day = date_of(call->cx->now)};
    struct web_section *s;

    web_record_room(call->arena, &r, 4);
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_talk_words);
    s->form = contact_form_of(call, &contact_talk_form, &d);
    s->post = web_url_of("/talks/new");
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_talk_new_take(struct call *call)
{
    const struct talk_draft *f = call_form(call);
    struct talk_note t = {.day = f->day, .body = f->body};
    struct deputy other;
    struct str area = S("000000000000");

    EACH (g, &call->cx->actor->grants)
        if (g->division.n >= 12)
            area = str_f(call->arena, "%.*s000000", STR(str_sub(g->division, 0, 6)));
    TRY(contact_deputy_typed(call, "deputy", f->deputy, area, &other));
    TRY(contact_at_field(call->cx, contact_talk_add(call->cx, &t, &other),
        call->cx->faults.n > 0 && str_is(call->cx->faults.p[0].field, "other") ? "deputy"
                                                                               : "body"));
    return web_redirect_note(call, TEXT_note_contact_saved, "/talks/", t.public_id);
}

enum err contact_talk_show(struct call *call)
{
    struct web_record r = {
        .back = web_url_of("/talks"), .back_words = web_text(call, TEXT_contact_talks_title)};
    struct web_event_list *events = NEW(call->arena, struct web_event_list);
    struct web_section *s;
    struct talk_note t;

    TRY(contact_talk_get(call->cx, call_path(call, "id"), &t));
    web_record_room(call->arena, &r, 4);
    r.heading = text_fill_named(call->arena, call->cx->lang, S("contact.talk_between"),
        (struct str[]){t.name, t.other}, 2);
    r.sub = web_text(call, TEXT_contact_talk_who);
    events->p = NEW(call->arena, struct web_event);
    events->p[events->n++] = (struct web_event){.at = t.made,
        .what = day_text(call, t.day),
        .who = t.name,
        .text = t.body,
        .internal = true};
    s = web_record_section(&r, S(""));
    s->events = events;
    return contact_record(call, &r);
}

enum err contact_head_page(struct call *call)
{
    struct web_record r = {.heading = web_text(call, TEXT_contact_head_title),
        .back = web_url_of("/talks"),
        .back_words = web_text(call, TEXT_contact_talks_title)};
    struct str area = registry_own_area(call->cx, RIGHT_TALK_HEAD);
    struct account_list may;
    struct account now;
    struct head_draft d = {0};
    struct web_section *s;
    struct buf b = buf_new(call->arena, 4000);
    bool found;

    TRY(contact_talk_head(call->cx, area, &now, &found));
    TRY(contact_talk_heads(call->cx, area, &may));
    web_record_room(call->arena, &r, 4);
    web_record_pair(&r, web_text(call, TEXT_contact_head_now),
        found ? now.name : web_text(call, TEXT_contact_head_none));
    for (size_t i = 0; i < may.n && i < HEADS; i++)
        buf_f(&b, "%s%.*s (%.*s)", i > 0 ? ", " : "", STR(may.p[i].login), STR(may.p[i].name));
    web_record_pair(&r, web_text(call, TEXT_contact_head_may), buf_str(&b));
    s = web_record_section(&r, S(""));
    s->words = web_text(call, TEXT_contact_head_words);
    s->form = contact_form_of(call, &contact_head_form, &d);
    s->post = web_url_of("/talks-head");
    s->button = web_text(call, TEXT_contact_save);
    return contact_record(call, &r);
}

enum err contact_head_take(struct call *call)
{
    const struct head_draft *f = call_form(call);
    struct str area = registry_own_area(call->cx, RIGHT_TALK_HEAD);
    struct account_list may;

    TRY(contact_talk_heads(call->cx, area, &may));
    EACH (a, &may)
        if (str_eq(a->login, str_trim(f->account))) {
            TRY(contact_talk_head_set(call->cx, area, a->id));
            return web_redirect_note(call, TEXT_note_contact_saved, "/talks-head", S(""));
        }
    return fail(call->cx, ERR_INVALID, "account", "contact.no_office_account");
}
