/*
 * activity: the page of one record: what was told, who, what came of it, what was corrected;
 * withdrawing it, and names under seal.
 */
#include "core/file.h"
#include "core/settings.h"

#include "feature/activity/activity_report.h"
#include "feature/activity/activity_theme.h"
#include "feature/activity/activity_web.h"
#include "feature/request/request.h"
#include "feature/station/station.h"

struct why {
    struct str why;
    int64_t version;
};
static const struct input why_inputs[] = {
    INPUT(struct why, why, .flags = INPUT_REQUIRED, .max = 200),
    INPUT(struct why, version, .flags = INPUT_HIDDEN),
};
const struct form activity_why_form = {
    "activity_why", sizeof(struct why), why_inputs, COUNT(why_inputs)};

struct reason {
    struct str reason;
};
static const struct input names_inputs[] = {
    INPUT(struct reason, reason, .flags = INPUT_REQUIRED, .max = 200),
};
const struct form activity_names_form = {
    "activity_names", sizeof(struct reason), names_inputs, COUNT(names_inputs)};

static void pair_add(
    struct activity_pair_line_list *list, struct str name, struct str value, struct url link)
{
    list->p[list->n++] = (struct activity_pair_line){name, value, link};
}

static enum err numbers_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_quantity_list list;
    const struct url none = {{NULL, 0}};

    v->facts.p = MANY(call->arena, struct activity_pair_line, 24);
    if (a->people > 0)
        pair_add(&v->facts, web_text(call, TEXT_label_activity_entry_people),
            activity_amount(call, S("people"), S("person"), a->people), none);
    if (a->person_times > 0)
        pair_add(&v->facts, web_text(call, TEXT_label_activity_entry_person_times),
            activity_amount(call, S("times"), S("person_time"), a->person_times), none);
    TRY(activity_quantities(call->cx, a->id, &list));
    EACH (q, &list)
        pair_add(&v->facts, activity_word(call, "label.activity_entry", q->name),
            activity_amount(call, q->name, q->unit, q->amount), none);
    return OK;
}

static enum err asks_fill(struct call *call, const struct activity *a,
    const struct activity_kind *k, struct activity_record_view *v)
{
    struct activity_field_list list;

    TRY(activity_fields(call->cx, a->id, &list));
    v->fields.p = MANY(call->arena, struct activity_pair_line, list.n + 2);
    for (size_t i = 0; k != NULL && i < ACTIVITY_ASKS && k->asks[i].name != NULL; i++)
        EACH (f, &list) {
            const char *prefix =
                str_f(call->arena, "word.activity_entry.%s", k->asks[i].name).p;

            if (str_is(f->name, k->asks[i].name))
                pair_add(&v->fields, activity_word(call, "label.activity_entry", f->name),
                    k->asks[i].words != NULL ? activity_word(call, prefix, f->value) : f->value,
                    (struct url){{NULL, 0}});
        }
    return OK;
}

static enum err people_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_person_list list;

    TRY(activity_persons(call->cx, a->id, &list));
    v->took.p = MANY(call->arena, struct activity_line, list.n + 1);
    v->met.p = MANY(call->arena, struct activity_line, list.n + 1);
    EACH (p, &list) {
        struct activity_line_list *to = p->role == ACTIVITY_MET ? &v->met : &v->took;
        struct activity_line l = {.name = p->name, .more = p->constituency};

        if (p->name_sealed.n > 0 || (p->person_id == 0 && p->tenure_id == 0)) {
            v->sealed++;
            continue;
        }
        if (p->tenure_id > 0)
            l.link = web_url(call->arena, "/d/", p->public_id, "");
        if (p->role == ACTIVITY_HOST || p->role == ACTIVITY_INVITED)
            l.words =
                activity_word(call, "activity.role", str_of(activity_role_words[p->role]));
        to->p[to->n++] = l;
    }
    return OK;
}

static enum err groups_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_link_list groups;

    TRY(activity_groups(call->cx, a->id, &groups));
    v->groups.p = MANY(call->arena, struct activity_line, groups.n + 1);
    EACH (g, &groups) {
        struct related_list found;

        TRY(related_find(
            call->cx, "activity.group", &(struct related_ask){.id = g->id}, &found));
        EACH (r, &found)
            if (v->groups.n < groups.n)
                v->groups.p[v->groups.n++] = (struct activity_line){.name = r->lines.p[0].name,
                    .words = r->lines.p[0].words,
                    .link = r->lines.p[0].link};
    }
    return OK;
}

/* Staff come to the theme's page, others to their own activities under it. */
static enum err themes_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    bool staff = right_anywhere(call->cx, RIGHT_REGISTRY_READ) == OK;
    struct activity_theme_list themes;

    cx_faults_clear(call->cx);
    TRY(activity_theme_of(call->cx, a->id, &themes));
    v->themes.p = MANY(call->arena, struct activity_line, themes.n + 1);
    EACH (t, &themes)
        v->themes.p[v->themes.n++] = (struct activity_line){
            .name = activity_theme_name(call->cx->lang, t),
            .words = activity_word(
                call, "activity.theme.kind", str_of(activity_theme_kind_words[t->kind])),
            .link = web_url(call->arena, staff ? "/themes/" : "/activities?tag=", t->code, "")};
    return OK;
}

static enum err around_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_link_list areas, tags;
    struct buf b = buf_new(call->arena, 2000);
    struct station s;

    TRY(activity_areas(call->cx, a->id, &areas));
    v->areas.p = MANY(call->arena, struct activity_line, areas.n + 1);
    EACH (l, &areas)
        TRY(registry_full_name(call->cx, l->word, &v->areas.p[v->areas.n++].name));
    TRY(groups_fill(call, a, v));
    TRY(themes_fill(call, a, v));
    TRY(activity_tags(call->cx, a->id, &tags));
    EACH (t, &tags) {
        if (b.n > 0)
            buf_add(&b, S("、"));
        buf_add(&b, t->word);
    }
    v->tags = buf_str(&b);
    if (a->station_id == 0)
        return OK;
    TRY(station_get(call->cx, a->station_id, &s));
    v->station = s.name;
    v->station_page = web_url(call->arena, "/st/", s.public_id, "");
    return OK;
}

/* Requests that came from it: those the reader may see have a link. */
static enum err requests_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_raised_list list;

    TRY(activity_raised_in(call->cx, a->id, &list));
    v->requests.p = MANY(call->arena, struct activity_line, list.n + 1);
    EACH (r, &list) {
        struct request rq;
        struct object o;
        struct activity_line l = {0};

        TRY(request_load(call->cx, r->request_id, &rq));
        o = request_object(&rq);
        l.name = rq.code;
        l.words = activity_word(call, "state.request", str_of(request_state_words[rq.state]));
        if (r->on_spot)
            l.more = web_text(call, TEXT_activity_record_on_spot);
        if (right_may(call->cx, RIGHT_REQUEST_READ, &o)) {
            l.name = str_f(call->arena, "%.*s %.*s", STR(rq.code), STR(rq.title));
            l.link = web_url(call->arena, "/requests/", rq.code, "");
        }
        v->requests.p[v->requests.n++] = l;
    }
    return OK;
}

static struct str size_text(struct arena *a, int64_t bytes)
{
    return str_f(a, "%lld KB", (long long)(bytes + 1023) / 1024);
}

/* Auditors see that work was done, not people's pictures. */
static bool may_files(const struct call *call)
{
    return (call->cx->actor->roles & ROLE_AUDITOR) == 0;
}

static enum err files_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct file_list files;

    if (!may_files(call))
        return OK;
    TRY(file_of(call->cx, "activity", a->id, &files));
    v->files.p = MANY(call->arena, struct web_file, files.n + 1);
    EACH (f, &files)
        v->files.p[v->files.n++] = (struct web_file){f->name, size_text(call->arena, f->size),
            web_url(call->arena, "/activities/", a->code,
                str_f(call->arena, "/files/%lld", (long long)f->id).p)};
    if (a->state != ACTIVITY_STANDS || files.n >= ACTIVITY_FILES ||
        !activity_may(call->cx, RIGHT_ACTIVITY_RECORD, a))
        return OK;
    v->add = web_url(call->arena, "/activities/", a->code, "/photos");
    if (v->photos == NULL)
        v->photos = form_fill(call->arena, &activity_photos_form, NULL);
    return OK;
}

static enum err reports_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_report_list list;
    const struct activity_kind *k = activity_kind_find(a->kind);

    v->reports_here = activity_report_of(k);
    if (!v->reports_here)
        return OK;
    TRY(activity_report_list(call->cx, a->id, &list));
    v->reports.p = MANY(call->arena, struct activity_report_line, list.n + 1);
    EACH (r, &list) {
        struct activity_report_line *l = &v->reports.p[v->reports.n++];
        struct object o = {.division = r->division, .org_id = r->org_id};

        *l = (struct activity_report_line){
            .org = r->org, .title = r->title, .points = r->points, .answer = r->answer};
        l->state = activity_report_state(call, r, &l->tone);
        l->words = text_fill(call->arena, call->cx->lang, TEXT_activity_report_sent_on,
            (const struct str[]){
                date_text(call->arena, r->day), date_text(call->arena, r->due)},
            2);
        if (date_is(r->answered))
            l->answered = str_f(call->arena, "%.*s · %.*s", STR(r->answer_actor),
                STR(date_text(call->arena, r->answered)));
        if (right_may(call->cx, RIGHT_FINDING_ANSWER, &o))
            l->link = web_url(call->arena, "/forwarded/", r->uid, "");
    }
    return OK;
}

/* A good deed is claimed until somebody else looked at it as it stands. */
static enum err verified_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_verified_list list;
    bool stands = false;

    if (!str_is(a->kind, "good_deed"))
        return OK;
    TRY(activity_report_verified(call->cx, a->id, &list));
    EACH (w, &list) {
        v->steps.p[v->steps.n++] = (struct web_event){.at = w->at,
            .what = web_text(call, TEXT_activity_verify_event),
            .who = w->actor,
            .why = w->note};
        stands = stands || w->version == a->version;
    }
    pair_add(&v->fields, web_text(call, TEXT_activity_verify_state),
        web_text(call, stands ? TEXT_activity_verify_verified : TEXT_activity_verify_claimed),
        (struct url){{NULL, 0}});
    return OK;
}

/* "households=3 household;money=500 yuan;" as people read it. */
static struct str quantities_text(struct call *call, struct str told)
{
    struct buf b = buf_new(call->arena, 4000);

    while (told.n > 0) {
        struct str one = str_cut(told, ';', &told), unit;
        struct str name = str_cut(one, '=', &one), number = str_cut(one, ' ', &unit);
        int64_t n;

        if (num_parse(number, 0, INT64_MAX, &n) != OK)
            continue;
        buf_f(&b, "%s%.*s %.*s", b.n > 0 ? "，" : "",
            STR(activity_word(call, "label.activity_entry", name)),
            STR(activity_amount(call, name, unit, n)));
    }
    return buf_str(&b);
}

/* A value of a step as the reader knows it: places, amounts and words by name. */
static struct str value_text(struct call *call, struct str name, struct str value)
{
    struct str key = str_f(call->arena, "word.activity_entry.%.*s.%.*s", STR(name), STR(value));
    struct str full;

    if (value.n == 0)
        return S("—");
    if (str_is(name, "quantities"))
        return quantities_text(call, value);
    if (str_is(name, "division") && registry_full_name(call->cx, value, &full) == OK)
        return full;
    cx_faults_clear(call->cx);
    return text_has(key) ? text_find(call->cx->lang, key) : value;
}

/* "人数 3 → 7", a line each; places and words of kinds in the reader's language. */
static struct str was_text(struct call *call, struct str was)
{
    struct buf b = buf_new(call->arena, 30000);
    struct str rest = was;

    while (rest.n > 0) {
        struct str line = str_cut(rest, '\n', &rest), before, after;
        struct str name = str_cut(line, '\t', &before);
        struct str label = str_f(call->arena, "label.activity_entry.%.*s", STR(name));

        before = str_cut(before, '\t', &after);
        if (name.n == 0)
            continue;
        buf_f(&b, "%s%.*s：%.*s → %.*s", b.n > 0 ? "\n" : "",
            STR(text_find(call->cx->lang, label)), STR(value_text(call, name, before)),
            STR(value_text(call, name, after)));
    }
    return buf_str(&b);
}

static enum err steps_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    struct activity_step_list steps;

    TRY(activity_steps(call->cx, a->id, &steps));
    v->steps.p = MANY(call->arena, struct web_event, steps.n + 101);
    EACH (s, &steps) {
        bool files = str_is(s->event, "evidence");

        v->steps.p[v->steps.n++] = (struct web_event){.at = s->at,
            .what = activity_word(call, "activity.event", s->event),
            .who = s->actor,
            .why = files ? (struct str){0} : s->why,
            .text = str_empty(s->was) ? (struct str){0} : was_text(call, s->was)};
    }
    return OK;
}

static void action_add(struct call *call, struct activity_record_view *v,
    enum web_action_kind kind, enum text_key words, const char *path)
{
    struct web_action *all = (struct web_action *)v->actions.p;

    all[v->actions.n++] = (struct web_action){
        kind, web_text(call, words), web_url(call->arena, "/activities/", v->a.code, path)};
}

static enum err actions_fill(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    const struct activity_kind *k = activity_kind_find(a->kind);
    bool may = activity_may(call->cx, RIGHT_ACTIVITY_RECORD, a), verify;

    v->actions.p = MANY(call->arena, struct web_action, 5);
    if (a->state != ACTIVITY_STANDS)
        return OK;
    if (may && k != NULL && (k->wants & ACTIVITY_WANTS_OPINIONS) != 0)
        action_add(call, v, ACTION_MAIN, TEXT_activity_raise_title, "/opinion");
    if (v->reports_here &&
        right_may(call->cx, RIGHT_FINDING_SEND, &(struct object){.division = a->division}))
        action_add(call, v, ACTION_OTHER, TEXT_activity_report_send, "/forward");
    TRY(activity_report_may_verify(call->cx, a, &verify));
    if (verify)
        action_add(call, v, ACTION_OTHER, TEXT_activity_verify_title, "/verify");
    if (may) {
        action_add(call, v, ACTION_OTHER, TEXT_activity_correct_do, "/correct");
        action_add(call, v, ACTION_DANGER, TEXT_activity_withdraw_do, "/withdraw");
    }
    return OK;
}

static enum err record_show(
    struct call *call, const struct activity *a, struct activity_record_view *v)
{
    const struct activity_kind *k = activity_kind_find(a->kind);
    struct activity_in told = {.division = a->division, .day = a->day};
    struct str rule = {0};

    v->a = *a;
    v->kind = activity_kind_text(call, a->kind);
    v->days = activity_days(call, a);
    v->tone = a->state == ACTIVITY_STANDS ? TONE_DONE : TONE_OFF;
    v->list = (struct url){S("/activities")};
    v->script = web_asset("field.js");
    TRY(registry_full_name(call->cx, a->division, &v->place));
    TRY(numbers_fill(call, a, v));
    TRY(asks_fill(call, a, k, v));
    TRY(people_fill(call, a, v));
    TRY(around_fill(call, a, v));
    TRY(requests_fill(call, a, v));
    TRY(files_fill(call, a, v));
    TRY(steps_fill(call, a, v));
    TRY(reports_fill(call, a, v));
    TRY(verified_fill(call, a, v));
    if (k != NULL)
        TRY(activity_fields(call->cx, a->id, &told.fields));
    if (k != NULL)
        TRY(activity_on_day(call->cx, k, &told, &rule));
    if (rule.n > 0)
        v->rule =
            web_text1(call, TEXT_activity_record_off_day, activity_day_words(call->cx, rule));
    TRY(actions_fill(call, a, v));
    v->names = web_url(call->arena, "/activities/", a->code, "/names");
    v->may_names = activity_may(call->cx, RIGHT_ACTIVITY_NAMES, a);
    call->personal = true;
    return web_page(call, a->title, page_activity_record, v);
}

enum err activity_record(struct call *call)
{
    const struct activity_entry *q = call_asked(call);
    struct activity_record_view v = {.saved = q->copy};
    struct activity a;

    TRY(activity_here(call, &a));
    return record_show(call, &a, &v);
}

enum err activity_photos_again(struct call *call)
{
    struct activity_record_view v = {.photos = call->form};
    struct activity a;

    activity_faults(call, call->form);
    TRY(activity_here(call, &a));
    return record_show(call, &a, &v);
}

enum err activity_photo(struct call *call)
{
    struct file_list files;
    struct activity a;
    struct bytes content;
    struct file f;
    int64_t id;

    TRY(activity_here(call, &a));
    if (!may_files(call) || num_parse(call_path(call, "file"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(file_of(call->cx, "activity", a.id, &files));
    EACH (have, &files) {
        if (have->id != id)
            continue;
        TRY(file_read(call->cx, id, call->cx->settings->data_dir, &f, &content));
        call_download(call, f.type.p, f.name);
        call->personal = true;
        buf_raw(&call->out, content.p, content.n);
        return OK;
    }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
}

static enum err why_show(struct call *call, const struct activity *a, struct form_state *s)
{
    struct activity_why_view v = {.heading = web_text(call, TEXT_activity_withdraw_title),
        .words = a->title,
        .button = web_text(call, TEXT_activity_withdraw_do),
        .form = s,
        .danger = true,
        .action = web_url(call->arena, "/activities/", a->code, "/withdraw"),
        .back = web_url(call->arena, "/activities/", a->code, "")};

    call->personal = true;
    return web_page(call, v.heading, page_activity_why, &v);
}

static enum err standing(struct call *call, struct activity *a)
{
    TRY(activity_here(call, a));
    if (!activity_may(call->cx, RIGHT_ACTIVITY_RECORD, a))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

enum err activity_withdraw_page(struct call *call)
{
    struct activity a;
    struct why w = {0};

    TRY(standing(call, &a));
    w.version = a.version;
    return why_show(call, &a, form_fill(call->arena, &activity_why_form, &w));
}

enum err activity_withdraw_again(struct call *call)
{
    struct activity a;

    activity_faults(call, call->form);
    TRY(standing(call, &a));
    return why_show(call, &a, call->form);
}

enum err activity_withdraw_take(struct call *call)
{
    const struct why *w = call_form(call);
    struct activity a;

    TRY(standing(call, &a));
    a.version = w->version;
    TRY(activity_withdraw(call->cx, &a, w->why));
    return web_redirect_note(call, TEXT_note_activity_withdrawn, "/activities/", a.code);
}

static enum err names_show(
    struct call *call, const struct activity *a, struct activity_why_view *v)
{
    v->heading = web_text(call, TEXT_activity_names_title);
    v->words = web_text(call, TEXT_activity_names_words);
    v->button = web_text(call, TEXT_activity_names_show);
    v->action = web_url(call->arena, "/activities/", a->code, "/names");
    v->back = web_url(call->arena, "/activities/", a->code, "");
    call->personal = true;
    return web_page(call, v->heading, page_activity_why, v);
}

static enum err names_here(struct call *call, struct activity *a)
{
    TRY(activity_here(call, a));
    if (!activity_may(call->cx, RIGHT_ACTIVITY_NAMES, a))
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

enum err activity_names_page(struct call *call)
{
    struct activity_why_view v = {.form = form_fill(call->arena, &activity_names_form, NULL)};
    struct activity a;

    TRY(names_here(call, &a));
    return names_show(call, &a, &v);
}

enum err activity_names_again(struct call *call)
{
    struct activity_why_view v = {.form = call->form};
    struct activity a;

    activity_faults(call, call->form);
    TRY(names_here(call, &a));
    return names_show(call, &a, &v);
}

enum err activity_names_show(struct call *call)
{
    const struct reason *r = call_form(call);
    struct activity_why_view v = {.form = call->form};
    struct activity_person_list list;
    struct activity a;

    TRY(names_here(call, &a));
    TRY(activity_reveal(call->cx, &a, r->reason, &list));
    v.names.p = MANY(call->arena, struct activity_line, list.n + 1);
    EACH (p, &list)
        if (p->name_sealed.n > 0)
            v.names.p[v.names.n++].name = p->name;
    return names_show(call, &a, &v);
}
