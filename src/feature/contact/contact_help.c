/*
 * contact: help for a deputy's own lawful business (A3.12), in a register of its own.  It never
 * becomes a request of the public, and business of one's own, of the family or of the employer
 * carries a conflict-of-interest flag (Deputies Law 2025, Art. 59: a deputy may not use the
 * office to interfere in cases, bidding or business for oneself or others).
 */
#include "core/audit.h"
#include "core/flow.h"
#include "core/subtree.h"

#include "feature/contact/contact_note.h"
#include "feature/contact/contact_note.sql.h"

const char *const help_relation_words[] = {"own", "family", "employer", "other", NULL};
const char *const help_conflict_words[] = {"unknown", "none", "flagged", NULL};
const char *const help_state_words[] = {
    "open", "referred", "helped", "declined", "withdrawn", NULL};
const char *const help_event_words[] = {
    "refer", "finish", "decline", "withdraw", "entered", NULL};

#define KEEPERS (ROLE_OFFICE | ROLE_CLOCK)
/* clang-format off */
static const struct move moves[] = {
    /* from          event          to              who                    needs       */
    { HELP_OPEN, HELP_REFER, HELP_REFERRED, KEEPERS, NEEDS_NOTE, NULL, NULL, TELLS_DEPUTY },
    { HELP_OPEN, HELP_FINISH, HELP_HELPED, KEEPERS, NEEDS_NOTE, NULL, NULL, TELLS_DEPUTY },
    { HELP_OPEN, HELP_DECLINE, HELP_DECLINED, KEEPERS, NEEDS_NOTE, NULL, NULL, TELLS_DEPUTY },
    { HELP_OPEN,     HELP_WITHDRAW, HELP_WITHDRAWN, ROLE_DEPUTY | KEEPERS, NEEDS_NOTE },
    { HELP_REFERRED, HELP_FINISH, HELP_HELPED, KEEPERS, NEEDS_NOTE, NULL, NULL, TELLS_DEPUTY },
    { HELP_REFERRED, HELP_DECLINE, HELP_DECLINED, KEEPERS, NEEDS_NOTE, NULL, NULL, TELLS_DEPUTY },
    { HELP_REFERRED, HELP_WITHDRAW, HELP_WITHDRAWN, ROLE_DEPUTY | KEEPERS, NEEDS_NOTE },
};
/* clang-format on */
static const char *const flow_events[] = {"refer", "finish", "decline", "withdraw", NULL};
const struct flow help_flow = {"help", help_state_words, flow_events, moves, COUNT(moves)};

static const struct field case_fields[] = {
    FIELD(struct help_case, id),
    FIELD(struct help_case, public_id),
    FIELD(struct help_case, division),
    FIELD(struct help_case, person_id),
    FIELD(struct help_case, tenure_id),
    FIELD_ENUM(struct help_case, relation, help_relation_words),
    FIELD(struct help_case, business_sealed),
    FIELD(struct help_case, matter_sealed),
    FIELD_ENUM(struct help_case, conflict, help_conflict_words),
    FIELD(struct help_case, conflict_note),
    FIELD_ENUM(struct help_case, state, help_state_words),
    FIELD(struct help_case, opened),
    FIELD(struct help_case, closed),
    FIELD(struct help_case, version),
    FIELD(struct help_case, name),
};
const struct shape help_case_shape = SHAPE(help_case, case_fields);

static const struct field step_fields[] = {
    FIELD(struct help_step, id),
    FIELD(struct help_step, event),
    FIELD(struct help_step, note),
    FIELD(struct help_step, actor),
    FIELD(struct help_step, at),
};
const struct shape help_step_shape = SHAPE(help_step, step_fields);

static enum err step_add(
    struct cx *cx, const struct help_case *h, const char *event, struct str note)
{
    TRY(sql_help_step_add(cx, h->id, str_of(event), note.p == NULL ? S("") : note,
        cx->actor->account_id, cx->actor->name.p == NULL ? S("") : cx->actor->name, cx->now,
        NULL));
    return audit_add(cx, "help_case", h->id, "contact.help_moved", h->division, str_of(event));
}

enum err contact_help_add(struct cx *cx, struct help_case *h, const struct deputy *d)
{
    struct bytes business, matter;

    TRY(right_check(
        cx, RIGHT_HELP, &(struct object){.division = d->division, .person_id = d->person_id}));
    cx_faults_clear(cx);
    if (str_empty(str_trim(h->business)) || str_points(h->business) > 60)
        (void)fail(cx, ERR_INVALID, "business", "contact.help_business");
    if (str_empty(str_trim(h->matter)) || str_points(h->matter) > 2000)
        (void)fail(cx, ERR_INVALID, "matter", "contact.help_matter");
    if (d->state != TENURE_ACTIVE)
        (void)fail(cx, ERR_INVALID, "deputy", "contact.not_in_office");
    TRY(cx_checked(cx));
    h->public_id = registry_public_id(cx);
    h->division = d->division;
    h->person_id = d->person_id;
    h->tenure_id = d->id;
    h->conflict = h->relation == HELP_OTHER ? HELP_UNKNOWN : HELP_FLAGGED;
    h->state = HELP_OPEN;
    h->version = 1;
    business = privacy_seal(cx, "help_case", "business_sealed", h->public_id, h->business);
    matter = privacy_seal(cx, "help_case", "matter_sealed", h->public_id, h->matter);
    TRY(sql_help_add(cx, h->public_id, h->division, h->person_id, h->tenure_id, h->relation,
        business, matter, h->conflict, cx->now, &h->id));
    return step_add(cx, h, help_event_words[HELP_ENTERED], (struct str){0});
}

enum err contact_help_get(struct cx *cx, struct str public_id, struct help_case *out)
{
    struct help_case h;
    struct priv business, matter;
    struct str reason;
    bool found;

    TRY(sql_help_by_public(cx, public_id, &h, &found));
    if (!found)
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    TRY(right_check(
        cx, RIGHT_HELP, &(struct object){.division = h.division, .person_id = h.person_id}));
    TRY(privacy_open(
        cx, "help_case", "business_sealed", h.public_id, h.business_sealed, &business));
    TRY(privacy_open(cx, "help_case", "matter_sealed", h.public_id, h.matter_sealed, &matter));
    reason =
        h.person_id == cx->actor->person_id ? S("one's own case") : S("keeps the register");
    h.business = privacy_reveal(cx, business, "help_case", h.id, "business_sealed", reason);
    h.matter = privacy_reveal(cx, matter, "help_case", h.id, "matter_sealed", reason);
    *out = h;
    return OK;
}

/* As help_area sorts. */
static bool case_before(const void *x, const void *y)
{
    return ((const struct help_case *)x)->id > ((const struct help_case *)y)->id;
}

enum err contact_help_list(
    struct cx *cx, int64_t before, int64_t max, struct help_case_list *out)
{
    struct str area = registry_own_area(cx, RIGHT_HELP);
    const struct subtree_order order = {sizeof(struct help_case), (size_t)max, case_before};
    struct help_case_list part;
    struct right_ranges below;

    if ((cx->actor->roles & KEEPERS) == 0)
        return sql_help_own(cx, cx->actor->person_id, before, max, out);
    *out = (struct help_case_list){0};
    TRY(subtree_of(cx, area, &below));
    for (size_t i = 0; i < below.n; i++) {
        TRY(sql_help_area(cx, below.at[i].from, below.at[i].to, before, max, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err contact_help_steps(struct cx *cx, int64_t id, struct help_step_list *out)
{
    return sql_help_steps_of(cx, id, out);
}

static enum err set(struct cx *cx, const struct help_case *h, int64_t version)
{
    int64_t changed;

    TRY(sql_help_set(
        cx, h->id, version, h->conflict, h->conflict_note, h->state, h->closed, &changed));
    return changed > 0 ? OK : fail(cx, ERR_STALE, "version", "registry.changed_meanwhile");
}

enum err contact_help_judge(struct cx *cx, struct help_case *h, enum help_conflict conflict,
    int64_t version, struct str note)
{
    struct help_case next = *h;

    if ((right_roles_for(cx, &(struct object){.division = h->division}) & KEEPERS) == 0)
        return fail(cx, ERR_DENIED, NULL, "right.denied");
    if (h->person_id == cx->actor->person_id && cx->actor->person_id > 0)
        return fail(cx, ERR_DENIED, NULL, "contact.own_judge");
    if (flow_final(&help_flow, (int)h->state))
        return fail(cx, ERR_CONFLICT, "state", "contact.help_over");
    cx_faults_clear(cx);
    if (conflict == HELP_UNKNOWN)
        (void)fail(cx, ERR_INVALID, "conflict", "contact.help_judge");
    if (str_empty(str_trim(note)) || str_points(note) > 500)
        (void)fail(cx, ERR_INVALID, "note", "contact.help_note");
    TRY(cx_checked(cx));
    next.conflict = conflict;
    next.conflict_note = note;
    TRY(set(cx, &next, version));
    next.version = version + 1;
    *h = next;
    return step_add(cx, h, conflict == HELP_FLAGGED ? "flagged" : "cleared", note);
}

enum err contact_help_move(
    struct cx *cx, struct help_case *h, enum help_event event, int64_t version, struct str note)
{
    const struct object where = {.division = h->division, .person_id = h->person_id};
    struct help_case next = *h;
    const struct move *m;

    TRY(flow_step(cx, &help_flow, (int)h->state, (int)event, right_roles_for(cx, &where),
        str_empty(str_trim(note)) ? 0 : NEEDS_NOTE, &m));
    if (str_points(note) > 500)
        return fail(cx, ERR_INVALID, "note", "contact.help_note");
    /* Nothing is done for a deputy's business before somebody looked at the conflict and wrote
     * down how the two are kept apart. */
    if ((event == HELP_REFER || event == HELP_FINISH) &&
        (h->conflict == HELP_UNKNOWN || str_empty(h->conflict_note)))
        return fail(cx, ERR_CONFLICT, "conflict", "contact.help_unjudged");
    next.state = (enum help_state)m->to;
    next.closed = flow_final(&help_flow, m->to) ? cx->now : INSTANT_NONE;
    TRY(set(cx, &next, version));
    next.version = version + 1;
    *h = next;
    return step_add(cx, h, help_event_words[event], note);
}
