/*
 * The routes of requests and what their pages share.
 */
#include "feature/request/request_web.h"

#include "core/file.h"
#include "core/settings.h"
#include "out/sheet.h"

enum {
    FILES_MAX = 6
};

struct str request_web_word(const struct call *call, const char *group, struct str word)
{
    if (str_empty(word))
        return S("");
    return text_join(call->arena, call->cx->lang,
        (const struct str[]){S("request"), str_of(group), word}, 3);
}

struct str request_web_state(const struct call *call, enum request_state state)
{
    return text_join(call->arena, call->cx->lang,
        (const struct str[]){S("state.request"), str_of(request_state_words[state])}, 2);
}

enum web_tone request_web_tone(const struct cx *cx, const struct request *rq)
{
    if (rq->class_.p != NULL)
        return rq->state == REQUEST_CLOSED_SOLVED || rq->state == REQUEST_CLOSED_EXPLAINED
                   ? TONE_DONE
                   : TONE_OFF;
    if (date_is(rq->due) && rq->due.day < date_of(cx->now).day && !str_is(rq->waits, "citizen"))
        return TONE_OVERDUE;
    return rq->supervised || rq->state == REQUEST_REDO ? TONE_SOON : TONE_INFO;
}

bool request_web_exports(const struct cx *cx)
{
    return (right_rows[RIGHT_REQUEST_EXPORT - 1].roles & cx->actor->roles) != 0;
}

static struct str explain(struct call *call, const struct request *rq,
    const struct calendar *calendar, const struct clock_list *clocks)
{
    struct period p;

    for (size_t i = clocks->n; i > 0; i--) {
        const struct clock *c = &clocks->p[i - 1];

        if (c->due.day == rq->due.day && period_parse(c->period, &p) == OK &&
            c->due.day == c->first_due.day)
            return deadline_explain(call->arena, calendar, call->cx->lang, c->started, p);
    }
    return (struct str){0};
}

static struct web_due due_of(
    const struct call *call, const struct calendar *calendar, const struct request *rq)
{
    struct date today = date_of(call->cx->now);
    struct web_due due = {.day = rq->due,
        .provisional = rq->provisional,
        .stopped = rq->waits.p == NULL || rq->state == REQUEST_SUSPENDED};

    if (!date_is(rq->due))
        return due;
    due.left = deadline_left(calendar, today, rq->due);
    due.late = rq->due.day < today.day;
    return due;
}

enum err request_web_due(
    struct call *call, const struct request *rq, bool why, struct web_due *out)
{
    const struct calendar *calendar;
    struct clock_list clocks;

    TRY(calendar_load(call->cx, &calendar));
    *out = due_of(call, calendar, rq);
    if (!why || !date_is(rq->due))
        return OK;
    TRY(deadline_of(call->cx, "request", rq->id, &clocks));
    out->why = explain(call, rq, calendar, &clocks);
    return OK;
}

/* A reason code of the two lists in words; other reasons are words already. */
static struct str reason_text(const struct call *call, struct str reason)
{
    if (str_empty(reason))
        return (struct str){0};
    if (word_find(request_decline_words, reason) >= 0)
        return request_web_word(call, "decline", reason);
    if (word_find(request_cannot_words, reason) >= 0)
        return request_web_word(call, "cannot", reason);
    return reason;
}

static struct str who_text(const struct call *call, const struct request_step *s)
{
    struct str role = text_join(
        call->arena, call->cx->lang, (const struct str[]){S("request.by"), s->role}, 2);

    if (str_empty(s->actor))
        return role;
    return str_f(call->arena, "%.*s · %.*s", STR(s->actor), STR(role));
}

static struct str both(struct arena *a, struct str x, struct str y)
{
    if (str_empty(x))
        return y;
    return str_empty(y) ? x : str_f(a, "%.*s\n%.*s", STR(x), STR(y));
}

struct web_event_list request_web_events(
    struct call *call, const struct request_step_list *steps, bool own)
{
    struct web_event_list out = {MANY(call->arena, struct web_event, steps->n + 1), 0};
    bool staff = call->cx->actor->account_id > 0;

    EACH (s, steps) {
        struct str said = s->answer;

        /* What another citizen said is not for this one. */
        if (!own && str_is(s->role, "citizen"))
            said = (struct str){0};
        out.p[out.n++] = (struct web_event){.at = s->at,
            .what = text_find(
                call->cx->lang, str_f(call->arena, "event.request.%.*s", STR(s->event))),
            .who = who_text(call, s),
            .why = reason_text(call, s->reason),
            .text = staff ? both(call->arena, said, s->note) : said,
            .internal = !s->is_public};
    }
    return out;
}

static struct str size_text(struct arena *a, int64_t bytes)
{
    return bytes < 1024 * 1024 ? str_f(a, "%lld KB", (long long)(bytes + 1023) / 1024)
                               : str_f(a, "%lld.%lld MB", (long long)(bytes / 1048576),
                                     (long long)(bytes % 1048576 * 10 / 1048576));
}

enum err request_web_files(
    struct call *call, const struct request *rq, const char *prefix, struct web_file_list *out)
{
    struct file_list files;

    TRY(file_of(call->cx, "request", rq->id, &files));
    *out = (struct web_file_list){MANY(call->arena, struct web_file, files.n + 1), 0};
    EACH (f, &files) {
        struct str path = str_f(call->arena, "%s/files/%lld", prefix, (long long)f->id);

        out->p[out->n++] = (struct web_file){f->name, size_text(call->arena, f->size), {path}};
    }
    return OK;
}

enum err request_web_download(struct call *call, const struct request *rq)
{
    struct file_list files;
    struct bytes content;
    struct file f;
    int64_t id;

    if (num_parse(call_path(call, "file"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "request.none");
    TRY(file_of(call->cx, "request", rq->id, &files));
    EACH (have, &files) {
        if (have->id != id)
            continue;
        TRY(file_read(call->cx, id, call->cx->settings->data_dir, &f, &content));
        call_download(call, f.type.p, f.name);
        call->personal = true;
        buf_raw(&call->out, content.p, content.n);
        return OK;
    }
    return fail(call->cx, ERR_NOT_FOUND, NULL, "request.none");
}

struct kept_files {
    struct file at[FILES_MAX];
    size_t n;
};

enum err request_files_prepare(struct call *call)
{
    struct kept_files *kept = NEW(call->arena, struct kept_files);

    EACH (u, &call->uploads) {
        if (!str_is(u->field, "files") || u->size == 0)
            continue;
        if (kept->n == FILES_MAX)
            return fail(call->cx, ERR_INVALID, "files", "request.files_many");
        TRY(file_prepare(
            call->cx, u->path, call->cx->settings->data_dir, "files", &kept->at[kept->n]));
        kept->n++;
    }
    call->prepared = kept;
    return OK;
}

enum err request_files_add(struct call *call, int64_t request_id)
{
    struct kept_files *kept = call->prepared;

    for (size_t i = 0; kept != NULL && i < kept->n; i++)
        TRY(file_add(call->cx, &kept->at[i], "request", request_id, false));
    return OK;
}

static const struct input *input_named(const struct form *f, struct str name)
{
    for (size_t i = 0; i < f->n; i++)
        if (str_is(name, f->inputs[i].name))
            return &f->inputs[i];
    return NULL;
}

void request_web_faults(struct call *call)
{
    struct form_state *s = call->form;
    struct cx *cx = call->cx;

    for (size_t i = 0; i < cx->faults.n && s->nproblems <= s->form->n; i++) {
        const struct fault *f = &cx->faults.p[i];
        const struct input *in = input_named(s->form, f->field);
        bool twice = false;

        for (size_t k = 0; k < s->nproblems; k++)
            twice = twice || s->problems[k].input == in;
        if (twice)
            continue;
        s->problems[s->nproblems++] = (struct form_problem){.input = in,
            .rule = f->rule,
            .args = {f->args[0], f->args[1]},
            .nargs = f->nargs < 2 ? f->nargs : 2};
    }
}

static const struct sheet_column columns[] = {
    {"", TEXT_request_column_code, 20, false}, {"", TEXT_request_column_title, 30, false},
    {"", TEXT_request_column_state, 14, false}, {"", TEXT_request_column_due, 14, false},
    {"", TEXT_request_column_place, 24, false}, {"", TEXT_request_column_channel, 10, false},
    {"", TEXT_request_column_received, 18, false},
    {"", TEXT_request_column_waits, 14, false}, /* the last: see request_web_queue */
};

static struct str due_text(struct call *call, const struct calendar *calendar,
    const struct request *rq, struct str *badge)
{
    enum web_tone tone = request_web_tone(call->cx, rq);

    struct str day = date_text(call->arena, rq->due), words;
    struct web_due due;

    *badge = tone == TONE_OVERDUE ? S("overdue") : S("");
    if (!date_is(rq->due) || rq->waits.p == NULL)
        return S("");
    if (calendar == NULL)
        return day;
    due = due_of(call, calendar, rq);
    if (due.stopped)
        return day;
    if (due.left < 0)
        words = web_text1(call, TEXT_web_due_late, num_text(call->arena, -due.left));
    else if (due.late)
        words = web_text(call, TEXT_web_due_past);
    else if (due.left == 0)
        words = web_text(call, TEXT_web_due_today);
    else
        words = web_text1(call, TEXT_web_due_left, num_text(call->arena, due.left));
    return str_join(call->arena, (const struct str[]){day, words}, 2, S(" "));
}

/* The words that many rows of one list share, each looked up once. */
struct shared {
    struct str state[REQUEST_STATES], channel[CHANNEL_LETTER + 1];
    struct str waits, waits_text; /* of the row above */
};

static void words_of(struct call *call, const struct request *r, struct shared *w)
{
    if (w->state[r->state].p == NULL)
        w->state[r->state] = request_web_state(call, r->state);
    if (w->channel[r->channel].p == NULL)
        w->channel[r->channel] =
            request_web_word(call, "channel", str_of(request_channel_words[r->channel]));
    if (w->waits_text.p == NULL || !str_eq(w->waits, r->waits))
        w->waits_text = request_web_word(call, "waits", r->waits);
    w->waits = r->waits;
}

static struct sheet sheet_of(struct call *call, const struct request_list *rows, size_t n)
{
    struct sheet s = {.columns = columns,
        .ncolumns = n,
        .cells = MANY(call->arena, struct sheet_cell, rows->n * n + 1),
        .nrows = rows->n};
    struct sheet_cell *c = s.cells;
    const struct calendar *calendar = NULL;
    struct shared w = {0};

    if (calendar_load(call->cx, &calendar) != OK)
        calendar = NULL; /* then without the days left */
    EACH (r, rows) {
        struct str badge;
        struct str due = due_text(call, calendar, r, &badge);
        enum web_tone tone = request_web_tone(call->cx, r);
        struct str path[] = {S("/requests/"), r->code}; /* digits and hyphens */

        words_of(call, r, &w);
        *c++ = (struct sheet_cell){
            .text = r->code, .link = str_join(call->arena, path, COUNT(path), S(""))};
        *c++ = (struct sheet_cell){.text = r->title};
        *c++ = (struct sheet_cell){.text = w.state[r->state],
            .badge = str_of(web_tone_word(tone == TONE_OVERDUE ? TONE_INFO : tone))};
        *c++ = (struct sheet_cell){.text = due, .badge = badge};
        *c++ = (struct sheet_cell){.text = r->place.p == NULL ? S("") : r->place};
        *c++ = (struct sheet_cell){.text = w.channel[r->channel]};
        *c++ = (struct sheet_cell){.text = instant_text(call->arena, r->received)};
        if (n == COUNT(columns))
            *c++ = (struct sheet_cell){.text = w.waits_text};
    }
    return s;
}

struct sheet request_web_sheet(struct call *call, const struct request_list *rows)
{
    return sheet_of(call, rows, COUNT(columns));
}

struct sheet request_web_queue(struct call *call, const struct request_list *rows)
{
    return sheet_of(call, rows, COUNT(columns) - 1);
}

/* clang-format off */
const struct route request_web_routes[] = {
    /* anyone: say it in four steps */
    {GET, "/ask", request_ask_start, RIGHT_ANYONE, .query = &request_ask_from},
    {POST, "/ask/where", request_ask_where_page, RIGHT_ANYONE, .form = &request_ask_what,
        .again = request_ask_what_again, .flags = ROUTE_READS | ROUTE_ANONYMOUS},
    {POST, "/ask/who", request_ask_who_page, RIGHT_ANYONE, .form = &request_ask_where,
        .again = request_ask_where_again, .flags = ROUTE_READS | ROUTE_ANONYMOUS},
    {POST, "/ask/check", request_ask_check, RIGHT_ANYONE, .form = &request_ask_who,
        .again = request_ask_who_again, .flags = ROUTE_READS | ROUTE_ANONYMOUS},
    {POST, "/ask/back", request_ask_back, RIGHT_ANYONE, .form = &request_ask_send,
        .again = request_ask_back, .flags = ROUTE_READS | ROUTE_ANONYMOUS},
    {POST, "/ask/send", request_ask_submit, RIGHT_ANYONE, .form = &request_ask_send,
        .again = request_ask_submit_again, .prepare = request_files_prepare, .quota = QUOTA_PUBLIC,
        .flags = ROUTE_UPLOAD | ROUTE_FILES | ROUTE_ANONYMOUS},
    {POST, "/ask/slip", request_ask_slip, RIGHT_ANYONE, .form = &request_slip,
        .again = request_ask_slip, .quota = QUOTA_CODE, .flags = ROUTE_READS | ROUTE_SLOW},
    /* the citizen's own case */
    {GET, "/follow", request_follow_page, RIGHT_ANYONE},
    {POST, "/follow", request_follow_open, RIGHT_ANYONE, .form = &request_follow,
        .again = request_follow_page, .quota = QUOTA_CODE},
    {GET, "/case", request_case_page, RIGHT_CITIZEN},
    {GET, "/case/files/{file}", request_case_file, RIGHT_CITIZEN, .flags = ROUTE_SLOW},
    {POST, "/case/add", request_case_add, RIGHT_CITIZEN, .form = &request_case_say,
        .again = request_case_again, .prepare = request_files_prepare,
        .flags = ROUTE_UPLOAD | ROUTE_FILES},
    {POST, "/case/relapse", request_case_relapse, RIGHT_CITIZEN, .form = &request_case_say,
        .again = request_case_again, .prepare = request_files_prepare,
        .flags = ROUTE_UPLOAD | ROUTE_FILES},
    {POST, "/case/withdraw", request_case_withdrawn, RIGHT_CITIZEN, .form = &request_case_withdraw,
        .again = request_case_again},
    {POST, "/case/anonymity", request_case_degree, RIGHT_CITIZEN, .form = &request_case_anonymity,
        .again = request_case_again},
    {POST, "/case/verdict", request_case_judge, RIGHT_CITIZEN, .form = &request_verdict,
        .again = request_case_again},
    {GET, "/verdict/{token}", request_verdict_page, RIGHT_ANYONE, .quota = QUOTA_CODE},
    {POST, "/verdict/{token}", request_verdict_take, RIGHT_ANYONE, .form = &request_verdict,
        .again = request_verdict_again, .quota = QUOTA_CODE},
    /* staff */
    {GET, "/queue", request_queue_list, RIGHT_REQUEST_READ, .query = &request_queue_query},
    {GET, "/requests", request_all_list, RIGHT_REQUEST_READ, .query = &request_list_query},
    {GET, "/requests.csv", request_all_list, RIGHT_REQUEST_EXPORT, .query = &request_list_query,
        .flags = ROUTE_SLOW},
    {GET, "/requests.xlsx", request_all_list, RIGHT_REQUEST_EXPORT, .query = &request_list_query,
        .flags = ROUTE_SLOW},
    {GET, "/watch", request_watch_list, RIGHT_REQUEST_READ},
    {GET, "/today", request_today, RIGHT_REQUEST_READ},
    {GET, "/register.pdf", request_register_pdf, RIGHT_REQUEST_EXPORT, .query = &request_period_query,
        .flags = ROUTE_SLOW},
    {GET, "/year.pdf", request_year_pdf, RIGHT_REQUEST_EXPORT, .query = &request_period_query,
        .flags = ROUTE_SLOW},
    {GET, "/requests/{code}", request_record, RIGHT_REQUEST_READ},
    {GET, "/requests/{code}/slip.pdf", request_record_pdf, RIGHT_REQUEST_READ, .flags = ROUTE_SLOW},
    {GET, "/requests/{code}/twins", request_record_twins, RIGHT_REQUEST_READ},
    {GET, "/requests/{code}/files/{file}", request_record_file, RIGHT_REQUEST_READ,
        .flags = ROUTE_SLOW},
    {GET, "/requests/{code}/do/{event}", request_move_page, RIGHT_REQUEST_MOVE},
    {POST, "/requests/{code}/do/{event}", request_move_make, RIGHT_REQUEST_MOVE,
        .form = &request_move_form, .again = request_move_again},
    {GET, "/requests/{code}/identity", request_identity_page, RIGHT_REQUEST_IDENTITY},
    {POST, "/requests/{code}/identity", request_identity_show, RIGHT_REQUEST_IDENTITY,
        .form = &request_reason_form, .again = request_identity_again, .flags = ROUTE_READS},
    {POST, "/requests/{code}/publish", request_record_publish, RIGHT_REQUEST_MOVE},
    {GET, "/desk", request_desk_page, RIGHT_REQUEST_CREATE, .query = &request_desk_query},
    {POST, "/desk", request_desk_take, RIGHT_REQUEST_CREATE, .form = &request_desk_form,
        .again = request_desk_again, .prepare = request_files_prepare,
        .flags = ROUTE_UPLOAD | ROUTE_FILES},
    ROUTES_END
};
/* clang-format on */
