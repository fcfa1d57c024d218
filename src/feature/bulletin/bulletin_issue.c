/*
 * bulletin: mastheads and issues: beginning, editing, the steps of M11, numbering.
 */
#include "core/audit.h"
#include "core/event.h"
#include "core/rules.h"
#include "core/subtree.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin.sql.h"
#include "feature/registry/registry.h"

#define EDITORS (ROLE_OFFICE | ROLE_CLOCK)
#define SIGNERS (ROLE_LEADER | ROLE_CLOCK)

/* clang-format off */
static const struct move moves[] = {
    {BULLETIN_COLLECTING,      BULLETIN_DO_COMPOSE,       BULLETIN_DRAFT,           EDITORS},
    {BULLETIN_DRAFT,           BULLETIN_DO_CHECK_FIGURES, BULLETIN_FIGURES_CHECKED, EDITORS},
    {BULLETIN_FIGURES_CHECKED, BULLETIN_DO_CHECK_NAMES,   BULLETIN_NAMES_CHECKED,   EDITORS},
    {BULLETIN_NAMES_CHECKED,   BULLETIN_DO_SUBMIT,        BULLETIN_REVIEW,          EDITORS},
    {BULLETIN_REVIEW,          BULLETIN_DO_SIGN,          BULLETIN_SIGNED,          SIGNERS},
    {BULLETIN_REVIEW,          BULLETIN_DO_RETURN,        BULLETIN_DRAFT,           SIGNERS | EDITORS,
        NEEDS_NOTE},
    {BULLETIN_SIGNED,          BULLETIN_DO_NUMBER,        BULLETIN_NUMBERED,        EDITORS},
    {BULLETIN_NUMBERED,        BULLETIN_DO_TYPESET,       BULLETIN_TYPESET,         EDITORS},
    {BULLETIN_TYPESET,         BULLETIN_DO_SEND,          BULLETIN_SENT,            EDITORS},
    {BULLETIN_SENT,            BULLETIN_DO_ARCHIVE,       BULLETIN_ARCHIVED,        EDITORS},
};
/* clang-format on */
const struct flow bulletin_flow = {
    "bulletin", bulletin_state_words, bulletin_event_words, moves, COUNT(moves)};

unsigned bulletin_roles(const struct cx *cx, struct str division)
{
    return right_roles_for(cx, &(struct object){.division = division});
}

enum err bulletin_masthead_on(struct cx *cx, struct str division, struct date on,
    struct bulletin_masthead *out, bool *found)
{
    struct rules_ancestors up = rules_ancestors(cx->arena, division);

    *found = false;
    for (size_t i = up.n; i > 0 && !*found; i--) {
        struct bulletin_masthead_list list;

        TRY(sql_bulletin_masthead_on(cx, up.code[i - 1], on, &list));
        if (list.n > 0) {
            *out = list.p[0];
            *found = true;
        }
    }
    return OK;
}

enum err bulletin_masthead_put(struct cx *cx, struct bulletin_masthead *m)
{
    struct division d;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, m->division));
    TRY(registry_division(cx, m->division, &d));
    TRY(sql_bulletin_masthead_add(cx, m->division, m->name, m->latin, m->publisher, m->editors,
        m->contact, m->approval_no, m->distribution, m->valid_from, cx->actor->account_id,
        cx->now, &m->id));
    return audit_add(cx, "bulletin_masthead", m->id, "add", m->division, m->name);
}

enum err bulletin_mastheads(
    struct cx *cx, struct str division, struct bulletin_masthead_list *out)
{
    TRY(registry_may(cx, RIGHT_BULLETIN_READ, division));
    return sql_bulletin_mastheads(cx, division, out);
}

static enum err step_note(
    struct cx *cx, const struct bulletin_issue *issue, const char *event, struct str note)
{
    TRY(sql_bulletin_step_add(cx, issue->id, str_of(event),
        str_of(bulletin_state_words[issue->state]), note.p == NULL ? S("") : note,
        cx->actor->account_id, cx->now, NULL));
    return audit_add(cx, "bulletin", issue->id, event, issue->division, S(""));
}

enum err bulletin_begin(struct cx *cx, struct str division, enum bulletin_kind kind,
    int64_t corrects_id, struct bulletin_issue *out)
{
    struct bulletin_masthead m;
    struct date today = date_of(cx->now);
    bool found;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, division));
    TRY(bulletin_masthead_on(cx, division, today, &m, &found));
    if (!found)
        return fail(cx, ERR_CONFLICT, NULL, "bulletin.no_masthead");
    *out = (struct bulletin_issue){.public_id = registry_public_id(cx),
        .division = division,
        .kind = kind,
        .year = date_ymd(today).year,
        .day = DATE_NONE,
        .name = m.name,
        .latin = m.latin,
        .publisher = m.publisher,
        .editors = m.editors,
        .contact = m.contact,
        .approval_no = m.approval_no,
        .distribution = m.distribution,
        .series = S(""),
        .note = S(""),
        .reason = S(""),
        .corrects_id = corrects_id,
        .state = BULLETIN_COLLECTING,
        .cutoff = INSTANT_NONE,
        .version = 1};
    TRY(sql_bulletin_issue_add(cx, out->public_id, division, kind, out->year, 0, 0, DATE_NONE,
        m.name, m.latin, m.publisher, m.editors, m.contact, m.approval_no, m.distribution,
        S(""), corrects_id, BULLETIN_COLLECTING, false, cx->actor->account_id, cx->now,
        &out->id));
    return step_note(cx, out, "begin", S(""));
}

/* What was signed is not changed any more. */
static bool open(const struct bulletin_issue *issue)
{
    return issue->state < BULLETIN_SIGNED;
}

enum err bulletin_set(struct cx *cx, struct bulletin_issue *issue)
{
    int64_t changed;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, issue->division));
    if (!open(issue))
        return fail(cx, ERR_CONFLICT, NULL, "bulletin.signed_already");
    /* Whatever was checked has to be checked again. */
    if (issue->state > BULLETIN_DRAFT)
        issue->state = BULLETIN_DRAFT;
    TRY(sql_bulletin_issue_set(cx, issue->id, issue->version, issue->distribution,
        issue->series, issue->note, issue->is_public, issue->state, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "bulletin.changed_meanwhile");
    issue->version++;
    return audit_add(cx, "bulletin", issue->id, "set", issue->division, S(""));
}

static bool readable(struct cx *cx, const struct bulletin_issue *issue)
{
    bool sent = issue->state == BULLETIN_SENT || issue->state == BULLETIN_ARCHIVED;
    bool may = registry_may(cx, RIGHT_BULLETIN_READ, issue->division) == OK;

    cx_faults_clear(cx);
    return may || (sent && issue->is_public);
}

enum err bulletin_same_missing(struct cx *cx, enum err e)
{
    if (e != ERR_NOT_FOUND)
        return e;
    cx_faults_clear(cx);
    return fail(cx, ERR_NOT_FOUND, NULL, "bulletin.none");
}

enum err bulletin_get(struct cx *cx, struct str public_id, struct bulletin_issue *out)
{
    TRY(bulletin_same_missing(cx, sql_bulletin_issue_by_public(cx, public_id, out)));
    return readable(cx, out) ? OK : fail(cx, ERR_NOT_FOUND, NULL, "bulletin.none");
}

enum err bulletin_by_id(struct cx *cx, int64_t id, struct bulletin_issue *out)
{
    return sql_bulletin_issue_by_id(cx, id, out);
}

enum err bulletin_named(struct cx *cx, struct str typed, struct bulletin_issue *out)
{
    struct str rest = {0}, year = str_cut(typed, '-', &rest);
    struct bulletin_issue_list list;
    int64_t y, n;

    if (num_parse(year, 1900, 2200, &y) != OK || num_parse(rest, 1, 10000, &n) != OK)
        return bulletin_get(cx, typed, out);
    TRY(sql_bulletin_issue_by_number(cx, y, n, &list));
    if (list.n == 0)
        return fail(cx, ERR_NOT_FOUND, NULL, "bulletin.none");
    *out = list.p[0];
    return OK;
}

/* As bulletin_issue_below sorts. */
static bool issue_before(const void *x, const void *y)
{
    return ((const struct bulletin_issue *)x)->id > ((const struct bulletin_issue *)y)->id;
}

enum err bulletin_list(struct cx *cx, bool all, int64_t max, struct bulletin_issue_list *out)
{
    const struct subtree_order order = {
        sizeof(struct bulletin_issue), (size_t)max, issue_before};
    struct right_ranges r;

    if (!all)
        return sql_bulletin_issue_public(cx, max, out);
    r = right_ranges(cx, RIGHT_BULLETIN_READ);
    if (r.n == 0)
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    *out = (struct bulletin_issue_list){0};
    for (size_t i = 0; i < r.n; i++) {
        struct bulletin_issue_list part;

        TRY(sql_bulletin_issue_below(cx, r.at[i].from, r.at[i].to, max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err bulletin_next(
    struct cx *cx, const struct bulletin_issue *issue, int64_t *number, int64_t *serial)
{
    TRY(sql_bulletin_number_last(cx, issue->division, issue->kind, issue->year, number));
    ++*number;
    *serial = 0;
    if (issue->kind != BULLETIN_REGULAR)
        return OK;
    TRY(sql_bulletin_serial_last(cx, issue->division, serial));
    ++*serial;
    return OK;
}

/* Number and running number follow the last ones, or somebody says why not. */
static enum err number_it(
    struct cx *cx, struct bulletin_issue *issue, const struct bulletin_move *m)
{
    int64_t number, serial;

    TRY(bulletin_next(cx, issue, &number, &serial));
    issue->number = m->number > 0 ? m->number : number;
    issue->serial = m->serial > 0 ? m->serial : serial;
    if (issue->kind != BULLETIN_REGULAR && issue->serial > 0)
        return fail(cx, ERR_INVALID, "serial", "bulletin.serial_apart");
    if (issue->number == number && issue->serial == serial)
        return OK;
    /* The first issue under this program goes on from a printed one. */
    if (str_empty(m->note)) {
        enum err e = fail(cx, ERR_INVALID, "note", "bulletin.number_gap");

        cx_fault_arg(cx, num_text(cx->arena, number));
        cx_fault_arg(cx, num_text(cx->arena, serial));
        return e;
    }
    issue->reason = m->note;
    return OK;
}

static enum err freeze(struct cx *cx, struct bulletin_issue *issue)
{
    struct bulletin_print p;

    issue->cutoff = cx->now;
    TRY(bulletin_render(cx, issue, &p));
    EACH (f, &p.figures)
        TRY(sql_bulletin_figure_add(cx, issue->id, f->article_id, f->place, f->code,
            f->division, f->day_from, f->day_to, f->wording, f->digits, f->scale, f->base,
            f->qualifier, f->unit, f->counts, f->source, f->records, f->cutoff, NULL));
    return OK;
}

static enum err stopped(struct cx *cx, const struct bulletin_issue *issue)
{
    struct bulletin_finding_list all;

    TRY(bulletin_findings(cx, issue, &all));
    EACH (f, &all)
        if (bulletin_finding_stops(f->kind)) {
            enum err e = fail(cx, ERR_INVALID, "event",
                f->kind == FINDING_UNBOUND  ? "bulletin.unbound"
                : f->kind == FINDING_CREDIT ? "bulletin.no_credit"
                                            : "bulletin.differs");

            cx_fault_arg(cx, f->words);
            return e;
        }
    return OK;
}

static enum err prepare(
    struct cx *cx, struct bulletin_issue *issue, const struct bulletin_move *m)
{
    struct bulletin_article_list articles;

    switch ((enum bulletin_event)m->event) {
    case BULLETIN_DO_CHECK_FIGURES:
        TRY(bulletin_articles_of(cx, issue->id, &articles));
        if (articles.n == 0)
            return fail(cx, ERR_INVALID, "event", "bulletin.no_article");
        return stopped(cx, issue);
    case BULLETIN_DO_SIGN:
        issue->day = date_is(m->day) && m->day.day != 0 ? m->day : date_of(cx->now);
        issue->year = date_ymd(issue->day).year;
        TRY(stopped(cx, issue));
        return freeze(cx, issue);
    case BULLETIN_DO_NUMBER:
        return number_it(cx, issue, m);
    case BULLETIN_DO_COMPOSE:
    case BULLETIN_DO_CHECK_NAMES:
    case BULLETIN_DO_SUBMIT:
    case BULLETIN_DO_RETURN:
    case BULLETIN_DO_TYPESET:
    case BULLETIN_DO_SEND:
    case BULLETIN_DO_ARCHIVE:
        break;
    }
    return OK;
}

enum err bulletin_make_move(
    struct cx *cx, struct bulletin_issue *issue, const struct bulletin_move *m)
{
    struct bulletin_issue next = *issue;
    const struct move *found;
    int64_t changed;

    TRY(registry_may(cx, RIGHT_BULLETIN_READ, issue->division));
    TRY(flow_step(cx, &bulletin_flow, (int)issue->state, (int)m->event,
        bulletin_roles(cx, issue->division), str_empty(m->note) ? 0 : NEEDS_NOTE, &found));
    TRY(prepare(cx, &next, m));
    next.state = (enum bulletin_state)found->to;
    TRY(sql_bulletin_issue_move(cx, issue->id, m->version, next.state, next.day, next.year,
        next.number, next.serial, next.reason, next.cutoff, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "bulletin.changed_meanwhile");
    next.version = m->version + 1;
    TRY(step_note(cx, &next, bulletin_event_words[m->event], m->note));
    if (m->event == BULLETIN_DO_SEND)
        TRY(event_emit(cx, "bulletin", issue->id, "bulletin.sent"));
    *issue = next;
    return OK;
}

enum err bulletin_steps(struct cx *cx, int64_t issue_id, struct bulletin_step_list *out)
{
    return sql_bulletin_steps(cx, issue_id, out);
}

enum err bulletin_frozen(struct cx *cx, int64_t issue_id, struct bulletin_figure_list *out)
{
    return sql_bulletin_figures(cx, issue_id, out);
}
