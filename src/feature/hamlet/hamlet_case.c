/*
 * hamlet: disputes that a council mediates (M17; People's Mediation Law Art. 17, 31: free will,
 * and the mediators see to it that what was agreed is kept).
 */
#include "core/audit.h"
#include "core/ledger.h"
#include "core/subtree.h"

#include "feature/hamlet/hamlet.h"
#include "feature/hamlet/hamlet.sql.h"

#define KEEPERS (ROLE_CLERK | ROLE_PRESIDIUM | ROLE_OFFICE | ROLE_CLOCK)

enum {
    TITLE_MAX = 60,
    PARTIES_MAX = 200,
    TEXT_MAX = 1000
};

const char *const mediation_kind_words[] = {
    "land", "house", "neighbour", "family", "money", "water", "work", "other", NULL};
const char *const mediation_state_words[] = {
    "registered", "mediating", "agreed", "failed", "follow_up", "closed", "withdrawn", NULL};
const char *const mediation_event_words[] = {
    "begin", "agree", "fail", "follow", "kept", "again", "withdraw", NULL};

/* clang-format off */
static const struct move moves[] = {
    /* from                 event                  to                    who      needs */
    { MEDIATION_REGISTERED, MEDIATION_DO_BEGIN,    MEDIATION_MEDIATING, KEEPERS, NEEDS_NOTHING },
    { MEDIATION_REGISTERED, MEDIATION_DO_WITHDRAW, MEDIATION_WITHDRAWN, KEEPERS, NEEDS_NOTE },
    { MEDIATION_MEDIATING, MEDIATION_DO_AGREE, MEDIATION_AGREED, KEEPERS, NEEDS_NOTE,
        NULL, "mediation.agreed" },
    { MEDIATION_MEDIATING, MEDIATION_DO_FAIL, MEDIATION_FAILED, KEEPERS, NEEDS_NOTE,
        NULL, "mediation.failed" },
    { MEDIATION_MEDIATING,  MEDIATION_DO_WITHDRAW, MEDIATION_WITHDRAWN, KEEPERS, NEEDS_NOTE },
    { MEDIATION_AGREED,     MEDIATION_DO_FOLLOW,   MEDIATION_FOLLOW_UP, KEEPERS, NEEDS_NOTE },
    { MEDIATION_FAILED,     MEDIATION_DO_FOLLOW,   MEDIATION_FOLLOW_UP, KEEPERS, NEEDS_NOTE },
    { MEDIATION_FOLLOW_UP,  MEDIATION_DO_KEPT,     MEDIATION_CLOSED,    KEEPERS, NEEDS_NOTHING },
    { MEDIATION_FOLLOW_UP,  MEDIATION_DO_AGAIN,    MEDIATION_MEDIATING, KEEPERS, NEEDS_NOTE },
};
/* clang-format on */
const struct flow mediation_flow = {
    "mediation", mediation_state_words, mediation_event_words, moves, COUNT(moves)};

static const struct field fields[] = {
    FIELD(struct mediation, id),
    FIELD(struct mediation, uid),
    FIELD(struct mediation, group_id),
    FIELD(struct mediation, division),
    FIELD_ENUM(struct mediation, kind, mediation_kind_words),
    FIELD(struct mediation, title),
    FIELD(struct mediation, parties_sealed),
    FIELD(struct mediation, member_id),
    FIELD_ENUM(struct mediation, state, mediation_state_words),
    FIELD(struct mediation, result),
    FIELD(struct mediation, opened),
    FIELD(struct mediation, ended),
    FIELD(struct mediation, idem),
    FIELD(struct mediation, version),
};
const struct shape mediation_shape = SHAPE(mediation, fields);

static const struct field past_fields[] = {
    FIELD(struct mediation_past, id),
    FIELD(struct mediation_past, event),
    FIELD_ENUM(struct mediation_past, from_state, mediation_state_words),
    FIELD_ENUM(struct mediation_past, to_state, mediation_state_words),
    FIELD(struct mediation_past, note),
    FIELD(struct mediation_past, account_id),
    FIELD(struct mediation_past, at),
};
const struct shape mediation_past_shape = SHAPE(mediation_past, past_fields);

const struct personal_field hamlet_personal[] = {
    {"mediation", "parties_sealed", "hamlet.purpose.parties",
        "Personal Information Protection Law Art. 13(3), 34", 36, MASK_NAME, .uid = "uid"},
    {.table = NULL},
};

struct str hamlet_case_code(struct arena *a, const struct mediation *m)
{
    return str_f(a, "TJ-%d-%05lld", (int)date_ymd(m->opened).year, (long long)m->id);
}

enum err hamlet_case(struct cx *cx, int64_t id, struct mediation *out)
{
    struct mediation m;

    TRY(sql_mediation_by_id(cx, id, &m));
    TRY(registry_may(cx, RIGHT_MEDIATION_KEEP, m.division));
    *out = m;
    return OK;
}

static enum err case_check(struct cx *cx, const struct mediation *m, struct str parties)
{
    size_t n = str_points(m->title);

    cx_faults_clear(cx);
    if (n < 1 || n > TITLE_MAX)
        (void)fail(cx, ERR_INVALID, "title", "hamlet.case_title");
    if (str_points(parties) > PARTIES_MAX)
        (void)fail(cx, ERR_INVALID, "parties", "hamlet.case_parties");
    if (!date_is(m->opened) || m->opened.day > date_of(cx->now).day)
        (void)fail(cx, ERR_INVALID, "opened", "hamlet.case_day");
    return cx_checked(cx);
}

static enum err member_check(struct cx *cx, int64_t member_id, int64_t group_id)
{
    struct council_member c;

    if (member_id == 0)
        return OK;
    TRY(sql_council_member_by_id(cx, member_id, &c));
    if (c.group_id != group_id || date_is(c.valid_to))
        return fail(cx, ERR_INVALID, "member", "hamlet.not_in_council");
    return OK;
}

enum err hamlet_case_add(struct cx *cx, struct mediation *m, struct str parties)
{
    struct hamlet_group g;
    struct mediation old;
    bool repeated = false;

    TRY(hamlet_get(cx, m->group_id, &g));
    if (str_empty(m->division))
        m->division = g.division;
    if (!date_is(m->opened))
        m->opened = date_of(cx->now);
    TRY(registry_may(cx, RIGHT_MEDIATION_KEEP, m->division));
    TRY(case_check(cx, m, parties));
    if (!str_eq(str_sub(m->division, 0, 9), str_sub(g.division, 0, 9)))
        return fail(cx, ERR_INVALID, "division", "hamlet.place_outside");
    TRY(member_check(cx, m->member_id, g.id));
    m->idem = str_empty(m->idem) ? (struct str){0} : m->idem;
    if (m->idem.n > 0)
        TRY(sql_mediation_by_idem(cx, m->idem, &old, &repeated));
    if (repeated) {
        *m = old;
        return OK;
    }
    m->uid = privacy_uid(cx);
    if (!str_empty(parties))
        m->parties_sealed = privacy_seal(cx, "mediation", "parties_sealed", m->uid, parties);
    TRY(sql_mediation_add(cx, m->uid, m->group_id, m->division, m->kind, m->title,
        m->parties_sealed, m->member_id, m->opened, m->idem, &m->id));
    m->version = 1;
    m->state = MEDIATION_REGISTERED;
    TRY(ledger_book(cx, "mediation.registered", m->division, m->opened, 1, "mediation", m->id));
    return audit_add(cx, "mediation", m->id, "mediation.added", m->division, (struct str){0});
}

enum err hamlet_case_parties(struct cx *cx, const struct mediation *m, struct str *out)
{
    struct priv names;

    *out = (struct str){0};
    TRY(registry_may(cx, RIGHT_MEDIATION_KEEP, m->division));
    if (m->parties_sealed.p == NULL)
        return OK;
    TRY(privacy_open(cx, "mediation", "parties_sealed", m->uid, m->parties_sealed, &names));
    *out = privacy_reveal(cx, names, "mediation", m->id, "parties", (struct str){0});
    return OK;
}

/* A broken agreement is mediated anew: the case counts once, under its last end. */
static enum err book(struct cx *cx, const struct mediation *m, const struct move *mv)
{
    if (mv->event == MEDIATION_DO_AGAIN) {
        TRY(ledger_undo(cx, "mediation.agreed", "mediation", m->id));
        return ledger_undo(cx, "mediation.failed", "mediation", m->id);
    }
    if (mv->books == NULL)
        return OK;
    return ledger_book(cx, mv->books, m->division, date_of(cx->now), 1, "mediation", m->id);
}

static enum err step_check(struct cx *cx, const struct mediation *m, const struct move *mv,
    const struct mediation_move *step)
{
    cx_faults_clear(cx);
    if (str_points(step->note) > TEXT_MAX)
        (void)fail(cx, ERR_INVALID, "note", "registry.text_length");
    if (mv->to == MEDIATION_MEDIATING && step->member_id == 0 && m->member_id == 0)
        (void)fail(cx, ERR_INVALID, "member", "hamlet.needs_member");
    TRY(cx_checked(cx));
    return member_check(cx, step->member_id, m->group_id);
}

enum err hamlet_case_move(struct cx *cx, struct mediation *m, const struct mediation_move *step)
{
    const struct object where = {.division = m->division};
    unsigned roles = right_roles_for(cx, &where) | (cx->actor->roles & ROLE_CLOCK);
    struct date ended = m->ended;
    int64_t changed, member = step->member_id > 0 ? step->member_id : m->member_id;
    struct str result = m->result;
    const struct move *mv;

    TRY(registry_may(cx, RIGHT_MEDIATION_KEEP, m->division));
    TRY(flow_step(cx, &mediation_flow, (int)m->state, (int)step->event, roles,
        str_empty(step->note) ? 0 : NEEDS_NOTE, &mv));
    TRY(step_check(cx, m, mv, step));
    if (mv->to == MEDIATION_AGREED || mv->to == MEDIATION_FAILED) {
        ended = date_of(cx->now);
        result = step->note;
    }
    TRY(sql_mediation_set(cx, m->id, step->version, (enum mediation_state)mv->to, member,
        result, ended, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
    TRY(sql_mediation_step_add(cx, m->id, str_of(mediation_event_words[mv->event]), m->state,
        (enum mediation_state)mv->to, str_empty(step->note) ? (struct str){0} : step->note,
        cx->actor->account_id, cx->now, NULL));
    TRY(book(cx, m, mv));
    TRY(audit_add(cx, "mediation", m->id, mediation_event_words[mv->event], m->division,
        (struct str){0}));
    return hamlet_case(cx, m->id, m);
}

enum err hamlet_case_steps(struct cx *cx, int64_t id, struct mediation_past_list *out)
{
    return sql_mediation_steps(cx, id, out);
}

/* As mediation_page sorts. */
static bool case_before(const void *x, const void *y)
{
    return ((const struct mediation *)x)->id > ((const struct mediation *)y)->id;
}

enum err hamlet_cases(
    struct cx *cx, const struct mediation_filter *f, struct mediation_list *out, bool *more)
{
    const struct subtree_order order = {
        sizeof(struct mediation), (size_t)f->max + 1, case_before};
    struct right_ranges r;

    *out = (struct mediation_list){0};
    TRY(registry_may(cx, RIGHT_MEDIATION_KEEP, f->division));
    TRY(subtree_of(cx, f->division, &r));
    for (size_t i = 0; i < r.n; i++) {
        struct mediation_list part;

        TRY(sql_mediation_page(cx, r.at[i].from, r.at[i].to, f->kind, f->state, f->group_id,
            f->before, f->max + 1, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    *more = out->n > (size_t)f->max;
    if (*more)
        out->n = (size_t)f->max;
    return OK;
}

/* What there is by the register and by the ledger. */
static enum err stock_check(
    struct cx *cx, const char *measure, int64_t there, struct buf *problems)
{
    int64_t booked;

    TRY(ledger_sum(
        cx, measure, S("000000000000"), date_make(1900, 1, 1), date_of(cx->now), &booked));
    if (there != booked)
        buf_f(problems, "%s: the register has %lld, the ledger %lld\n", measure,
            (long long)there, (long long)booked);
    return OK;
}

static enum err stocks_check(struct cx *cx, struct buf *problems)
{
    struct date today = date_of(cx->now);
    int64_t n;

    TRY(sql_hamlet_count_groups(cx, today, &n));
    TRY(stock_check(cx, "hamlet.groups", n, problems));
    TRY(sql_hamlet_count_places(cx, today, &n));
    TRY(stock_check(cx, "hamlet.places", n, problems));
    TRY(sql_hamlet_count_members(cx, today, &n));
    return stock_check(cx, "hamlet.council_members", n, problems);
}

/* The cases and the ledger count the same; places lie in their groups' areas. */
enum err hamlet_check(struct cx *cx, struct buf *problems)
{
    int64_t cases, booked, strange;

    TRY(sql_mediation_count(cx, &cases));
    TRY(ledger_sum(cx, "mediation.registered", S("000000000000"), date_make(1990, 1, 1),
        date_make(2199, 12, 31), &booked));
    if (cases != booked)
        buf_f(problems, "there are %lld mediations, the ledger has %lld\n", (long long)cases,
            (long long)booked);
    TRY(ledger_recount(cx, "mediation.registered",
        (const ledger_records[]){sql_mediation_counts, NULL}, NULL, problems));
    TRY(sql_hamlet_strange(cx, &strange));
    if (strange > 0)
        buf_f(problems, "%lld hamlets or mediations lie outside their group's area\n",
            (long long)strange);
    return stocks_check(cx, problems);
}
