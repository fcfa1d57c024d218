/*
 * account: what an auditor sees (the chain, who looked at whose identity and why, exports, the
 * permission table) and what a technician sees (promises kept or not).
 */
#include "core/audit.h"
#include "core/calendar.h"
#include "core/job.h"
#include "core/meta.h"
#include "core/settings.h"
#include "web/table.h"

#include "feature/account/account_version.h"
#include "feature/account/account_web.h"

#define VERIFY_LINES 200
#define CHAIN_SECONDS 300
#define BACKUP_SECONDS (26 * 3600)

enum err account_audit_home(struct call *call)
{
    struct account_audit_view v = {0};
    struct audit_state s;

    TRY(audit_state(call->cx, &s));
    v.any = instant_is(s.at);
    v.sealed = s.sealed;
    v.waiting = s.waiting;
    v.head = s.head;
    v.at = s.at;
    v.published = s.published;
    v.has_outside = instant_is(s.published);
    return web_page(call, web_text(call, TEXT_account_audit_title), page_account_audit, &v);
}

enum err account_audit_verify(struct call *call)
{
    struct cx *cx = call->cx;
    struct account_verify_view v = {0};
    struct buf problems = buf_new(call->arena, 1 << 20);
    enum err code = audit_verify(cx, cx->settings->checkpoint_dir, &problems);
    struct str rest = buf_str(&problems);

    if (code != OK && code != ERR_CONFLICT)
        return code;
    cx_faults_clear(cx);
    v.well = code == OK;
    v.problems.p = MANY(call->arena, struct str, VERIFY_LINES);
    while (rest.n > 0 && v.problems.n < VERIFY_LINES)
        v.problems.p[v.problems.n++] = str_cut(rest, '\n', &rest);
    return web_page(call, web_text(call, TEXT_account_audit_verify), page_account_verify, &v);
}

struct account_entries {
    struct str action;
};
static const struct input entries_inputs[] = {INPUT(struct account_entries, action, .max = 60)};
const struct form account_audit_entries_form = FORM(account_entries, entries_inputs);

enum {
    COLUMNS = 8
};

/* "office,leader" in words. */
static struct str roles_named(struct call *call, struct str words)
{
    struct buf b = buf_new(call->arena, 2000);
    struct str rest = words;

    while (rest.n > 0) {
        struct str word = str_cut(rest, ',', &rest);
        struct str key = str_f(call->arena, "role.%.*s", STR(word));

        if (b.n > 0)
            buf_add(&b, call->cx->lang == LANG_ZH ? S("、") : S(", "));
        buf_add(&b, text_find(call->cx->lang, key));
    }
    return buf_str(&b);
}

static enum err entry_row(
    struct call *call, const struct audit_entry *e, struct sheet_cell *cell)
{
    struct str who = S(""), whose = S("");

    if (e->account_id > 0)
        TRY(account_name(call->cx, e->account_id, &who));
    if (str_is(e->object, "account"))
        TRY(account_name(call->cx, e->object_id, &whose));
    cell[0].text = instant_text(call->arena, e->at);
    cell[1].text = who;
    cell[2].text = roles_named(call, e->roles);
    cell[3].text = e->action;
    cell[4].text = str_f(
        call->arena, "%.*s %lld %.*s", STR(e->object), (long long)e->object_id, STR(whose));
    cell[5].text = e->division;
    cell[6].text = e->note;
    cell[7].text = e->trace;
    return OK;
}

/* An export of the log is itself a reading to be recorded. */
static void note_export(struct call *call, struct str action)
{
    struct cx *cx = call->cx;

    if (str_ends(call->path, S(".csv")) || str_ends(call->path, S(".xlsx")))
        *VEC_PUSH(cx->arena, &cx->readings) =
            (struct cx_reading){S("audit"), 0, S("export"), action.p == NULL ? S("") : action};
}

static int64_t number_asked(const struct call *call, const char *name)
{
    int64_t v = 0;

    for (size_t i = 0; i < call->query.n; i++)
        if (str_is(call->query.p[i].name, name) &&
            num_parse(call->query.p[i].value, 1, INT64_MAX, &v) != OK)
            v = 0;
    return v;
}

enum err account_audit_entries(struct call *call)
{
    static const struct sheet_column columns[COLUMNS] = {{"", TEXT_account_entry_at, 16, false},
        {"", TEXT_account_entry_who, 20, false}, {"", TEXT_account_entry_roles, 14, false},
        {"", TEXT_account_entry_action, 20, false}, {"", TEXT_account_entry_object, 18, false},
        {"", TEXT_account_entry_division, 16, false}, {"", TEXT_account_entry_note, 40, false},
        {"", TEXT_account_entry_trace, 14, false}};
    const struct account_entries *f = call_asked(call);
    struct sheet s = {.title = web_text(call, TEXT_account_entry_title),
        .columns = columns,
        .ncolumns = COLUMNS};
    struct web_table t = {.sheet = &s,
        .heading = s.title,
        .filter = call->asked,
        .empty = web_text(call, TEXT_account_entry_empty),
        .exports = S("audit")};
    int64_t before = number_asked(call, "after"), limit = web_table_limit(call);
    struct audit_entry_list all;

    TRY(audit_list(call->cx, f->action, before, (size_t)limit + 1, &all));
    if (all.n > (size_t)limit) {
        all.n = (size_t)limit;
        t.after = num_text(call->arena, all.p[all.n - 1].id);
    }
    t.later = before > 0;
    s.cells = MANY(call->arena, struct sheet_cell, all.n * COLUMNS);
    s.nrows = all.n;
    for (size_t i = 0; i < all.n; i++)
        TRY(entry_row(call, &all.p[i], &s.cells[i * COLUMNS]));
    note_export(call, f->action);
    return web_table(call, &(struct web_head){.title = s.title}, &t);
}

static struct str roles_text(struct call *call, unsigned roles)
{
    struct buf b = buf_new(call->arena, 2000);

    if ((roles & ROLE_ANYONE) != 0)
        return account_web_word(call, "role", "anyone");
    for (size_t bit = 0; bit < ROLES; bit++)
        if ((roles & 1u << bit) != 0) {
            struct str word = account_web_word(call, "role", role_words[bit]);

            buf_f(&b, "%s%.*s", b.n > 0 ? call->cx->lang == LANG_ZH ? "、" : ", " : "",
                STR(word));
        }
    return buf_str(&b);
}

enum err account_audit_rights(struct call *call)
{
    static const char *const scopes[] = {"", "none", "area", "org", "own", "role"};
    struct account_rights_view v = {0};

    v.rows.p = MANY(call->arena, struct account_right_line, RIGHTS);
    for (size_t i = 0; i + 1 < RIGHTS; i++) {
        const struct right_row *row = &right_rows[i];

        v.rows.p[v.rows.n++] = (struct account_right_line){.name = str_of(row->name),
            .text = text_find(call->cx->lang, str_of(row->text)),
            .roles = roles_text(call, row->roles),
            .scope = account_web_word(call, "scope", scopes[row->scope])};
    }
    return web_page(call, web_text(call, TEXT_account_rights_title), page_account_rights, &v);
}

struct promises {
    struct call *call;
    struct account_promise_line_list list;
};

static void promise(
    struct promises *p, enum text_key what, bool kept, bool must, struct str state)
{
    enum web_tone tone = kept ? TONE_DONE : must ? TONE_OVERDUE : TONE_SOON;
    enum text_key word = kept   ? TEXT_account_promise_kept
                         : must ? TEXT_account_promise_broken
                                : TEXT_account_promise_watch;

    p->list.p[p->list.n++] = (struct account_promise_line){tone, web_text(p->call, what),
        str_empty(state) ? web_text(p->call, TEXT_account_promise_never) : state,
        web_text(p->call, word)};
}

static struct str when(struct call *call, struct instant t)
{
    return instant_is(t) ? instant_text(call->arena, t) : S("");
}

static enum err chain_promises(struct promises *p)
{
    struct cx *cx = p->call->cx;
    struct audit_state s;
    bool young;

    TRY(audit_state(cx, &s));
    young = s.waiting == 0 || (instant_is(s.at) && cx->now.s - s.at.s < CHAIN_SECONDS);
    promise(p, TEXT_account_promise_chain, young, true, when(p->call, s.at));
    promise(p, TEXT_account_promise_outside, instant_is(s.published), false,
        when(p->call, s.published));
    return OK;
}

static enum err backup_promise(struct promises *p)
{
    struct cx *cx = p->call->cx;
    struct instant at = INSTANT_NONE;
    struct str value;
    int64_t seconds;

    TRY(meta_find(cx, "backup.at", &value));
    if (!str_empty(value) && num_parse(value, 0, INT64_MAX, &seconds) == OK)
        at.s = seconds;
    promise(p, TEXT_account_promise_backup, instant_is(at) && cx->now.s - at.s < BACKUP_SECONDS,
        true, when(p->call, at));
    return OK;
}

/* The State Council's notice of a year comes in November of the year before. */
static enum err calendar_promise(struct promises *p)
{
    struct cx *cx = p->call->cx;
    struct ymd today = date_ymd(date_of(cx->now));
    const struct calendar *c;
    bool this_year, next_year;

    TRY(calendar_load(cx, &c));
    this_year = calendar_knows(c, today.year);
    next_year = calendar_knows(c, today.year + 1);
    promise(p, TEXT_account_promise_calendar, this_year && (next_year || today.month < 11),
        !this_year || today.month == 12, num_text(p->call->arena, today.year + next_year));
    return OK;
}

enum err account_audit_system(struct call *call)
{
    struct promises p = {call, {MANY(call->arena, struct account_promise_line, 16), 0}};
    struct account_system_view v = {0};
    struct job_list jobs;
    bool demo;

    TRY(chain_promises(&p));
    TRY(backup_promise(&p));
    TRY(calendar_promise(&p));
    TRY(job_parked(call->cx, &jobs));
    TRY(meta_demo(call->cx, &demo));
    promise(&p, TEXT_account_promise_jobs, jobs.n == 0, true,
        num_text(call->arena, (int64_t)jobs.n));
    promise(&p, TEXT_account_promise_tls,
        str_starts(call->cx->settings->public_url, S("https://")), false,
        str_empty(call->cx->settings->public_url) ? web_text(call, TEXT_account_promise_unset)
                                                  : call->cx->settings->public_url);
    promise(&p, TEXT_account_promise_version, true, true, S(ACCOUNT_VERSION));
    promise(&p, TEXT_account_promise_demo, !demo, false,
        web_text(call, demo ? TEXT_account_promise_is_demo : TEXT_account_promise_no_demo));
    v.promises = p.list;
    v.jobs.p = MANY(call->arena, struct account_job_line, jobs.n);
    EACH (j, &jobs)
        v.jobs.p[v.jobs.n++] =
            (struct account_job_line){j->id, j->attempts, j->kind, j->why, j->run_at};
    return web_page(call, web_text(call, TEXT_account_system_title), page_account_system, &v);
}

enum err account_audit_job_again(struct call *call)
{
    int64_t id;

    if (num_parse(call_path(call, "id"), 1, INT64_MAX, &id) != OK)
        return fail(call->cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(job_unpark(call->cx, id));
    TRY(audit_add(call->cx, "job", id, "job.again", (struct str){0}, (struct str){0}));
    return web_redirect_note(call, TEXT_note_account_job, "/system", S(""));
}
