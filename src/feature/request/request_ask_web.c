/*
 * Say it: one question per page, in four steps, without script.  Answers travel in hidden
 * fields of forms that change nothing; only the last step writes.
 */
#include "feature/request/request_ask.html.h"
#include "feature/request/request_web.h"
#include "feature/station/station.h"

enum {
    CHOICES = 12
};

#define ASK_INPUTS(of, what, where, who, last)                                                 \
    static const struct input of##_inputs[] = {                                                \
        INPUT(struct ask_draft, station, .flags = INPUT_HIDDEN, .max = 20),                    \
        INPUT(struct ask_draft, deputy, .flags = INPUT_HIDDEN, .max = 20),                     \
        INPUT(struct ask_draft, division, .flags = INPUT_HIDDEN, .max = 20),                   \
        INPUT(struct ask_draft, coords, .flags = INPUT_HIDDEN, .max = 40),                     \
        INPUT(struct ask_draft, body, .flags = INPUT_LINES | (what), .max = 4000,              \
            .widget = WIDGET_AREA),                                                            \
        INPUT_ENUM(struct ask_draft, kind, request_kind_words,                                 \
            .flags = (what) & ~(unsigned)INPUT_REQUIRED, .widget = WIDGET_SELECT),             \
        INPUT(struct ask_draft, place, .flags = (where)),                                      \
        INPUT(struct ask_draft, town, .flags = (where), .max = 60),                            \
        INPUT_ENUM(struct ask_draft, anonymity, request_anonymity_words, .flags = (who),       \
            .widget = WIDGET_RADIO),                                                           \
        INPUT(struct ask_draft, name, .flags = (who) & ~(unsigned)INPUT_REQUIRED, .max = 50,   \
            .autocomplete = "name"),                                                           \
        INPUT(struct ask_draft, contact, .flags = (who) & ~(unsigned)INPUT_REQUIRED,           \
            .max = 100, .autocomplete = "tel"),                                                \
        INPUT(struct ask_draft, same, .flags = (last), .max = 40),                             \
        {.name = "files", .kind = KIND_STR, .flags = INPUT_FILE | (last)},                     \
    };                                                                                         \
    const struct form of = {                                                                   \
        "request_ask", sizeof(struct ask_draft), of##_inputs, COUNT(of##_inputs)}

ASK_INPUTS(request_ask_what, INPUT_REQUIRED, INPUT_HIDDEN, INPUT_HIDDEN, INPUT_HIDDEN);
ASK_INPUTS(request_ask_where, INPUT_HIDDEN, 0u, INPUT_HIDDEN, INPUT_HIDDEN);
ASK_INPUTS(request_ask_who, INPUT_HIDDEN, INPUT_HIDDEN, INPUT_REQUIRED, INPUT_HIDDEN);
ASK_INPUTS(request_ask_send, INPUT_HIDDEN, INPUT_HIDDEN, INPUT_HIDDEN, 0u);

/* What the page of a scanned code, a station or a deputy hands over. */
static const struct input from_inputs[] = {
    {.name = "s", .kind = KIND_STR, .offset = offsetof(struct ask_draft, station), .max = 20},
    {.name = "d", .kind = KIND_STR, .offset = offsetof(struct ask_draft, deputy), .max = 20},
    {.name = "a", .kind = KIND_STR, .offset = offsetof(struct ask_draft, division), .max = 20},
};
const struct form request_ask_from = {
    "request_ask", sizeof(struct ask_draft), from_inputs, COUNT(from_inputs)};

static const struct input slip_inputs[] = {
    INPUT(struct ask_slip, code, .flags = INPUT_REQUIRED | INPUT_SECRET, .max = 64),
};
const struct form request_slip = {
    "request_follow", sizeof(struct ask_slip), slip_inputs, COUNT(slip_inputs)};

/* The same answers under another step's form, with what was typed and the key of the draft. */
static struct form_state *under(
    struct call *call, const struct form_state *from, const struct form *f)
{
    struct form_state *s = form_fill(call->arena, f, from->value);

    s->key = from->key;
    for (size_t i = 0; i < f->n && i < from->form->n; i++)
        s->typed[i] = from->typed[i];
    return s;
}

/* Whom it goes to, in words, and the place of the scanned code when none is known yet. */
static enum err addressee(struct call *call, struct ask_draft *d, struct str *to,
    int64_t *station_id, int64_t *deputy_id)
{
    struct station station;
    struct deputy deputy;

    *to = (struct str){0};
    *station_id = *deputy_id = 0;
    if (!str_empty(d->station)) {
        TRY(station_public(call->cx, d->station, &station));
        *station_id = station.id;
        *to = station.name;
        if (str_empty(d->division))
            d->division = station.division;
    }
    if (!str_empty(d->deputy)) {
        TRY(registry_deputy_public(call->cx, d->deputy, &deputy));
        *deputy_id = deputy.id;
        *to = deputy.name;
        if (str_empty(d->division))
            d->division = deputy.division;
    }
    return OK;
}

static bool wide(struct str division)
{
    return division.n < 12 || str_ends(division, S("00000000"));
}

static enum err where_text(struct call *call, struct str division, struct str *out)
{
    *out = (struct str){0};
    if (str_empty(division))
        return OK;
    if (registry_full_name(call->cx, division, out) != OK) {
        cx_faults_clear(call->cx);
        *out = (struct str){0};
    }
    return OK;
}

static struct str way_text(struct call *call, struct str body)
{
    struct str way = request_other_way(body);

    return way.p == NULL ? way : request_web_word(call, "way", way);
}

static enum err show(struct call *call, struct request_ask_view *v)
{
    static const enum text_key titles[] = {TEXT_request_ask_what, TEXT_request_ask_where,
        TEXT_request_ask_who, TEXT_request_ask_check};
    struct web_head head = {
        .title = web_text(call, titles[v->step - 1]), .citizen = true, .again = "said"};

    return web_page_as(call, &head, page_request_ask, v);
}

static enum err show_what(struct call *call, struct form_state *form)
{
    struct ask_draft *d = form->value;
    struct request_ask_view v = {.step = 1, .form = form};
    int64_t station, deputy;

    TRY(addressee(call, d, &v.to, &station, &deputy));
    return show(call, &v);
}

enum err request_ask_start(struct call *call)
{
    struct ask_draft d = *(const struct ask_draft *)call_asked(call);
    struct form_state *form;

    d.anonymity = ANONYMITY_OFFICE;
    d.kind = 1;
    form = form_fill(call->arena, &request_ask_what, &d);
    return show_what(call, form);
}

enum err request_ask_what_again(struct call *call)
{
    request_web_faults(call);
    return show_what(call, call->form);
}

enum err request_ask_back(struct call *call)
{
    return show_what(call, under(call, call->form, &request_ask_what));
}

/* Places that fit the words typed; exactly one is taken at once. */
static enum err find_places(struct call *call, struct ask_draft *d, struct ask_choice_list *out)
{
    struct find_hit_list hits;

    *out = (struct ask_choice_list){MANY(call->arena, struct ask_choice, CHOICES), 0};
    if (str_empty(d->town))
        return OK;
    TRY(registry_find_places(call->cx, d->town, &hits));
    for (size_t i = 0; i < hits.n && out->n < CHOICES; i++) {
        if (wide(hits.p[i].division.code))
            continue;
        out->p[out->n++] = (struct ask_choice){hits.p[i].division.code, hits.p[i].full_name,
            str_eq(hits.p[i].division.code, d->division)};
    }
    return OK;
}

static enum err show_where(struct call *call, struct form_state *form)
{
    struct ask_draft *d = form->value;
    struct request_ask_view v = {.step = 2, .form = form, .way = way_text(call, d->body)};
    int64_t station, deputy;

    TRY(addressee(call, d, &v.to, &station, &deputy));
    if (wide(d->division))
        d->division = (struct str){0};
    TRY(find_places(call, d, &v.places));
    TRY(where_text(call, d->division, &v.where));
    form = under(call, form, &request_ask_where);
    /* The place of the scanned code stays the answer unless another is chosen. */
    for (size_t i = 0; i < form->form->n; i++)
        if (str_is(S("division"), form->form->inputs[i].name))
            form->typed[i] = v.places.n > 0 ? (struct str){0} : d->division;
    form->problems = call->form->problems;
    form->nproblems = call->form->nproblems;
    v.form = form;
    return show(call, &v);
}

enum err request_ask_where_page(struct call *call)
{
    const struct ask_draft *d = call->form->value;

    TRY(request_words_check(call->cx, &(struct request_draft){.body = d->body}));
    return show_where(call, call->form);
}

enum err request_ask_where_again(struct call *call)
{
    request_web_faults(call);
    return show_where(call, call->form);
}

/* Words that name no single place must be settled before going on. */
static enum err settle_place(struct call *call, struct ask_draft *d)
{
    struct ask_choice_list places;

    TRY(find_places(call, d, &places));
    if (!str_empty(d->town)) {
        bool chosen = false;

        EACH (p, &places)
            chosen = chosen || p->chosen;
        if (places.n == 1)
            d->division = places.p[0].code;
        else if (places.n == 0)
            return fail(call->cx, ERR_INVALID, "town", "request.place_unknown");
        else if (!chosen)
            return fail(call->cx, ERR_INVALID, "division", "request.place_many");
    }
    if (wide(d->division))
        return fail(call->cx, ERR_INVALID, "town", "request.division_missing");
    return OK;
}

static enum err show_who(struct call *call, struct form_state *form)
{
    struct request_ask_view v = {.step = 3, .form = form};

    return show(call, &v);
}

static void type_division(struct form_state *s, struct str division)
{
    for (size_t i = 0; i < s->form->n; i++) {
        if (str_is(S("division"), s->form->inputs[i].name))
            s->typed[i] = division;
        if (str_is(S("town"), s->form->inputs[i].name))
            s->typed[i] = S("");
    }
}

enum err request_ask_who_page(struct call *call)
{
    struct ask_draft *d = call->form->value;
    struct form_state *next;

    TRY(settle_place(call, d));
    next = under(call, call->form, &request_ask_who);
    type_division(next, d->division);
    return show_who(call, next);
}

enum err request_ask_who_again(struct call *call)
{
    request_web_faults(call);
    return show_who(call, call->form);
}

static struct ask_twin twin_shown(
    struct call *call, const struct request_twin *t, struct str same)
{
    struct str args[] = {
        num_text(call->arena, t->text_score), num_text(call->arena, t->place_score)};

    return (struct ask_twin){.code = t->request.code,
        /* Whoever wrote nearly the same words learns nothing new from the first of them. */
        .title = t->same_text ? t->request.title : (struct str){0},
        .state = request_web_state(call, t->request.state),
        .why = text_fill(call->arena, call->cx->lang, TEXT_request_twins_why, args, 2),
        .day = date_of(t->request.received),
        .chosen = str_eq(same, t->request.code)};
}

static enum err show_check(struct call *call, struct form_state *form)
{
    struct ask_draft *d = form->value;
    struct request_ask_view v = {.step = 4, .form = form, .body = d->body, .place = d->place};
    struct request_twin_list twins;
    const char *const *degrees = request_anonymity_words;

    if (d->anonymity != ANONYMITY_NONE) {
        v.name = d->name;
        v.contact = d->contact;
    }
    v.way = way_text(call, d->body);
    v.kind = request_web_word(call, "kind", str_of(request_kind_words[d->kind]));
    v.degree = request_web_word(call, "anonymity", str_of(degrees[d->anonymity]));
    TRY(where_text(call, d->division, &v.where));
    if (!wide(d->division)) {
        TRY(request_twins(call->cx, d->division, d->body, d->place, 0, &twins));
        v.twins.p = MANY(call->arena, struct ask_twin, twins.n + 1);
        EACH (t, &twins)
            v.twins.p[v.twins.n++] = twin_shown(call, t, d->same);
    }
    return show(call, &v);
}

enum err request_ask_check(struct call *call)
{
    const struct ask_draft *d = call->form->value;

    TRY(request_words_check(call->cx, &(struct request_draft){.body = d->body,
                                          .place = d->place,
                                          .name = d->name,
                                          .contact = d->contact,
                                          .anonymity = (enum request_anonymity)d->anonymity}));
    return show_check(call, under(call, call->form, &request_ask_send));
}

enum err request_ask_submit_again(struct call *call)
{
    request_web_faults(call);
    return show_check(call, call->form);
}

enum err request_ask_submit(struct call *call)
{
    struct ask_draft *d = call->form->value;
    struct request_draft draft = {.body = d->body,
        .place = d->place,
        .coords = d->coords,
        .name = d->name,
        .contact = d->contact,
        .anonymity = (enum request_anonymity)d->anonymity,
        .channel = CHANNEL_SCAN,
        .kind = str_of(request_kind_words[d->kind]),
        .idem = call->form->key,
        .same = d->same,
        .lang = call->cx->lang == LANG_EN ? S("en") : S("zh")};
    struct request_receipt_view v = {0};
    struct request_receipt receipt;
    struct str to;

    TRY(addressee(call, d, &to, &draft.station_id, &draft.deputy_id));
    draft.division = d->division;
    TRY(request_create(call->cx, &draft, &receipt));
    if (!receipt.repeated)
        TRY(request_files_add(call, receipt.request.id));
    v.code = receipt.request.code;
    v.query_code = receipt.query_code;
    v.title = receipt.request.title;
    v.repeated = receipt.repeated;
    v.same = receipt.same;
    TRY(request_web_due(call, &receipt.request, false, &v.due));
    call->personal = true;
    return web_page_as(call,
        &((struct web_head){
            .title = web_text(call, TEXT_request_receipt_title), .citizen = true}),
        page_request_receipt, &v);
}
