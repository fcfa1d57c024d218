#include "core/rights.h"

#include <string.h>

#define BIT(name) ROLE_##name

enum {
    HAMLET_DIGITS = 16
};

const char *const role_words[] = {"anyone", "citizen", "deputy", "clerk", "unit", "presidium",
    "office", "leader", "auditor", "system", "security", "clock", NULL};
_Static_assert(COUNT(role_words) == ROLES + 1, "every role has a word");

static const char *const scope_words[] = {"", "none", "area", "org", "own", "role"};

#define STAFF_AREA (BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(LEADER))
#define BUSINESS (STAFF_AREA | BIT(DEPUTY) | BIT(UNIT))
#define ADMINS (BIT(AUDITOR) | BIT(SYSTEM) | BIT(SECURITY))
#define BY_AREA (STAFF_AREA | BIT(CLOCK))
#define EVERYBODY ((1u << ROLES) - 1)

/* The permission table.  The program itself (clock) stands where a job or a command acts; what
 * a move or a disclosure needs besides (state, consent, reason) stands with its feature. */
/* clang-format off */
const struct right_row right_rows[] = {
    {RIGHT_ANYONE, "anyone", EVERYBODY, SCOPE_NONE, "right.anyone"},
    {RIGHT_CITIZEN, "citizen", BIT(CITIZEN), SCOPE_OWN, "right.citizen"},
    {RIGHT_SIGNED_IN, "signed_in", BUSINESS | ADMINS, SCOPE_NONE, "right.signed_in"},
    {RIGHT_REQUEST_CREATE, "request.create",
        BIT(DEPUTY) | BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE), SCOPE_ROLE, "right.request.create"},
    /* Staff's records show internal notes: a citizen follows the own request by RIGHT_CITIZEN. */
    {RIGHT_REQUEST_READ, "request.read", BUSINESS | BIT(CLOCK), SCOPE_ROLE,
        "right.request.read"},
    {RIGHT_REQUEST_MOVE, "request.move", BUSINESS | BIT(CLOCK), SCOPE_ROLE,
        "right.request.move"},
    {RIGHT_REQUEST_IDENTITY, "request.identity",
        BIT(DEPUTY) | BIT(CLERK) | BIT(UNIT) | BIT(OFFICE), SCOPE_ROLE,
        "right.request.identity"},
    {RIGHT_REQUEST_EXPORT, "request.export", STAFF_AREA | BIT(UNIT), SCOPE_ROLE,
        "right.request.export"},
    {RIGHT_STATION_READ, "station.read", BY_AREA | BIT(DEPUTY), SCOPE_AREA, "right.station.read"},
    {RIGHT_STATION_EDIT, "station.edit", BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.station.edit"},
    {RIGHT_VISIT_RECORD, "visit.record", BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE), SCOPE_AREA,
        "right.visit.record"},
    {RIGHT_REGISTRY_READ, "registry.read", BY_AREA, SCOPE_AREA, "right.registry.read"},
    {RIGHT_REGISTRY_EDIT, "registry.edit", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.registry.edit"},
    {RIGHT_REGISTRY_IMPORT, "registry.import", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.registry.import"},
    {RIGHT_CODE_ISSUE, "code.issue", BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.code.issue"},
    {RIGHT_RULES_READ, "rules.read", BUSINESS | BIT(AUDITOR) | BIT(CLOCK), SCOPE_NONE,
        "right.rules.read"},
    {RIGHT_RULES_EDIT, "rules.edit", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA, "right.rules.edit"},
    {RIGHT_FIGURES_READ, "figures.read", BY_AREA | BIT(DEPUTY), SCOPE_AREA, "right.figures.read"},
    {RIGHT_REPORT_ASK, "report.ask", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA, "right.report.ask"},
    {RIGHT_REPORT_CONFIRM, "report.confirm", BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.report.confirm"},
    {RIGHT_ACCOUNT_MANAGE, "account.manage", BIT(SECURITY) | BIT(CLOCK), SCOPE_NONE,
        "right.account.manage"},
    {RIGHT_AUDIT_READ, "audit.read", BIT(AUDITOR), SCOPE_NONE, "right.audit.read"},
    {RIGHT_SYSTEM_READ, "system.read", BIT(SYSTEM), SCOPE_NONE, "right.system.read"},
    {RIGHT_HAMLET_READ, "hamlet.read", BY_AREA | BIT(DEPUTY), SCOPE_AREA, "right.hamlet.read"},
    {RIGHT_HAMLET_EDIT, "hamlet.edit", BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK),
        SCOPE_AREA, "right.hamlet.edit"},
    /* Names of parties: only those who run the mediation, not who looks on. */
    {RIGHT_MEDIATION_KEEP, "mediation.keep", BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK),
        SCOPE_AREA, "right.mediation.keep"},
    {RIGHT_ROSTER_READ, "roster.read", BY_AREA | BIT(DEPUTY), SCOPE_AREA, "right.roster.read"},
    {RIGHT_ROSTER_KEEP, "roster.keep", BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK),
        SCOPE_AREA, "right.roster.keep"},
    {RIGHT_DUTY_OWN, "duty.own", BIT(DEPUTY) | BIT(LEADER), SCOPE_OWN, "right.duty.own"},
    {RIGHT_STANDARD_EDIT, "standard.edit", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.standard.edit"},
    {RIGHT_ACTIVITY_READ, "activity.read", BY_AREA | BIT(DEPUTY) | BIT(AUDITOR), SCOPE_ROLE,
        "right.activity.read"},
    {RIGHT_ACTIVITY_RECORD, "activity.record",
        BIT(DEPUTY) | BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_ROLE,
        "right.activity.record"},
    {RIGHT_ACTIVITY_NAMES, "activity.names",
        BIT(DEPUTY) | BIT(CLERK) | BIT(PRESIDIUM) | BIT(OFFICE), SCOPE_ROLE,
        "right.activity.names"},
    {RIGHT_ACTIVITY_EXPORT, "activity.export", STAFF_AREA | BIT(DEPUTY), SCOPE_ROLE,
        "right.activity.export"},
    {RIGHT_THEME_EDIT, "theme.edit", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA, "right.theme.edit"},
    {RIGHT_BULLETIN_READ, "bulletin.read", BIT(OFFICE) | BIT(LEADER) | BIT(CLOCK), SCOPE_AREA,
        "right.bulletin.read"},
    {RIGHT_BULLETIN_EDIT, "bulletin.edit", BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.bulletin.edit"},
    {RIGHT_BULLETIN_SIGN, "bulletin.sign", BIT(LEADER) | BIT(CLOCK), SCOPE_AREA,
        "right.bulletin.sign"},
    {RIGHT_ARTICLE_SEND, "article.send",
        BIT(CLERK) | BIT(UNIT) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_ROLE,
        "right.article.send"},
    {RIGHT_CONTACT_READ, "contact.read", BIT(PRESIDIUM) | BIT(OFFICE) | BIT(LEADER) | BIT(CLOCK),
        SCOPE_AREA, "right.contact.read"},
    {RIGHT_CONTACT_EDIT, "contact.edit", BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.contact.edit"},
    {RIGHT_CONTACT_OWN, "contact.own", BIT(DEPUTY) | BIT(PRESIDIUM) | BIT(LEADER), SCOPE_NONE,
        "right.contact.own"},
    {RIGHT_CONTACT_FEEDBACK, "contact.feedback", BIT(UNIT), SCOPE_ORG, "right.contact.feedback"},
    {RIGHT_DIARY_WRITE, "diary.write", BIT(DEPUTY), SCOPE_NONE, "right.diary.write"},
    /* The role only opens the page: each note is for its two and the office's head. */
    {RIGHT_TALK_READ, "talk.read", BIT(DEPUTY) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(LEADER),
        SCOPE_NONE, "right.talk.read"},
    {RIGHT_TALK_HEAD, "talk.head", BIT(LEADER), SCOPE_AREA, "right.talk.head"},
    {RIGHT_HELP, "help.keep", BIT(DEPUTY) | BIT(OFFICE) | BIT(CLOCK), SCOPE_ROLE, "right.help"},
    {RIGHT_FINDING_SEND, "finding.send", BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_AREA,
        "right.finding.send"},
    {RIGHT_FINDING_ANSWER, "finding.answer",
        BIT(UNIT) | BIT(PRESIDIUM) | BIT(OFFICE) | BIT(CLOCK), SCOPE_ROLE, "right.finding.answer"},
};
/* clang-format on */
_Static_assert(COUNT(right_rows) == RIGHTS - 1, "every right has a row");

static const struct right_row *row_of(enum right right)
{
    size_t i = (size_t)right - 1;

    return right > RIGHT_NONE && right < RIGHTS && right_rows[i].right == right ? &right_rows[i]
                                                                                : NULL;
}

/* Digits of a code that its subtree shares: to the level its last non-zero digit lies in. */
static size_t prefix_length(struct str division)
{
    static const size_t levels[] = {0, 2, 4, 6, 9, 12};
    size_t n = division.n < 12 ? division.n : 12;

    if (division.n > 12)
        return division.n;
    while (n > 0 && division.p[n - 1] == '0')
        n--;
    for (size_t i = 0; i < COUNT(levels); i++)
        if (levels[i] >= n)
            return levels[i] < division.n ? levels[i] : division.n;
    return n;
}

struct right_range right_subtree(struct arena *a, struct str division)
{
    struct str prefix = str_sub(division, 0, prefix_length(division));
    char *end;

    if (prefix.n == 0)
        return (struct right_range){S("0"), S(":")};
    end = arena_take(a, prefix.n + 1);
    memcpy(end, prefix.p, prefix.n);
    /* Codes hold digits and '-': the byte after the last one is never a carry. */
    end[prefix.n - 1]++;
    return (struct right_range){str_dup(a, prefix), {end, prefix.n}};
}

static bool contains(struct str subtree, struct str division)
{
    size_t n = prefix_length(subtree);

    return division.p != NULL && division.n >= n && memcmp(division.p, subtree.p, n) == 0;
}

/* Of the parts that hold the place the smallest decides: its codes begin with the most digits.
 */
static bool in_grant(const struct grant *g, struct str division)
{
    bool in = contains(g->division, division);
    size_t digits = 0;

    for (size_t i = 0; division.p != NULL && i < g->nparts; i++) {
        const struct right_part *part = &g->parts[i];

        if (part->range.from.n < digits || str_cmp(division, part->range.from) < 0 ||
            str_cmp(division, part->range.to) >= 0)
            continue;
        digits = part->range.from.n;
        in = part->sign > 0;
    }
    return in;
}

static bool in_area(const struct actor *who, unsigned role, struct str division)
{
    /* The program itself is at home everywhere. */
    if (role == ROLE_CLOCK)
        return true;
    EACH (g, &who->grants) {
        if ((g->role & role) != 0 && g->division.n > 0 && in_grant(g, division))
            return true;
    }
    return false;
}

/* An auditor without an area audits the whole program. */
static bool in_audit(const struct actor *who, struct str division)
{
    EACH (g, &who->grants) {
        if (g->role == ROLE_AUDITOR && (g->division.n == 0 || in_grant(g, division)))
            return true;
    }
    return false;
}

static bool in_org(const struct actor *who, unsigned role, int64_t org_id)
{
    EACH (g, &who->grants) {
        if ((g->role & role) != 0 && g->org_id > 0 && g->org_id == org_id)
            return true;
    }
    return false;
}

static bool is_own(const struct actor *who, unsigned role, const struct object *o)
{
    if (role == ROLE_CITIZEN)
        return who->case_id > 0 && who->case_id == o->case_id;
    return who->person_id > 0 && who->person_id == o->person_id;
}

/* How a role by itself is bound to objects. */
static bool by_role(const struct actor *who, unsigned role, const struct object *o)
{
    if (role == ROLE_AUDITOR)
        return in_audit(who, o->division);
    if ((role & BY_AREA) != 0)
        return in_area(who, role, o->division);
    if (role == ROLE_UNIT)
        return in_org(who, role, o->org_id);
    if (role == ROLE_DEPUTY || role == ROLE_CITIZEN)
        return is_own(who, role, o);
    return true;
}

static bool lies(
    const struct actor *who, enum scope scope, unsigned role, const struct object *o)
{
    switch (scope) {
    case SCOPE_NONE:
        return true;
    case SCOPE_AREA:
        return in_area(who, role, o->division);
    case SCOPE_ORG:
        return in_org(who, role, o->org_id);
    case SCOPE_OWN:
        return is_own(who, role, o);
    case SCOPE_ROLE:
        return by_role(who, role, o);
    }
    return false;
}

/* A token carries only some of its owner's rights, and always what anyone may. */
static bool carries(const struct actor *who, enum right right)
{
    return who->only == 0 || right == RIGHT_ANYONE || (who->only & UINT64_C(1) << right) != 0;
}

bool right_may(const struct cx *cx, enum right right, const struct object *object)
{
    static const struct object nothing;
    const struct right_row *row = row_of(right);
    const struct object *o = object == NULL ? &nothing : object;

    if (row == NULL || !carries(cx->actor, right))
        return false;
    if (right == RIGHT_SIGNED_IN)
        return cx->actor->account_id > 0;
    for (unsigned role = 1; role < 1u << ROLES; role <<= 1)
        if ((row->roles & cx->actor->roles & role) != 0 && lies(cx->actor, row->scope, role, o))
            return true;
    return false;
}

enum err right_anywhere(struct cx *cx, enum right right)
{
    const struct right_row *row = row_of(right);

    /* An account that holds no role yet still looks after its own sign-in. */
    if (carries(cx->actor, right) &&
        (right == RIGHT_SIGNED_IN ? cx->actor->account_id > 0
                                  : row != NULL && (row->roles & cx->actor->roles) != 0))
        return OK;
    if (cx->actor->account_id == 0 && cx->actor->case_id == 0 &&
        (cx->actor->roles & ROLE_CLOCK) == 0)
        return fail(cx, ERR_SIGNIN, NULL, "right.signin");
    return fail(cx, ERR_DENIED, NULL, "right.denied");
}

enum err right_check(struct cx *cx, enum right right, const struct object *object)
{
    TRY(right_anywhere(cx, right));
    if (!right_may(cx, right, object))
        return fail(cx, ERR_NOT_FOUND, NULL, "right.not_found");
    return OK;
}

unsigned right_roles_for(const struct cx *cx, const struct object *object)
{
    unsigned found = ROLE_ANYONE;

    for (unsigned role = ROLE_CITIZEN; role < 1u << ROLES; role <<= 1)
        if ((cx->actor->roles & role) != 0 && by_role(cx->actor, role, object))
            found |= role;
    return found;
}

/* Add a range; one that another holds is not kept twice, touching ones become one. */
static void range_add(struct right_ranges *r, struct right_range add)
{
    size_t kept = 0;

    for (size_t i = 0; i < r->n; i++) {
        struct right_range have = r->at[i];

        if (str_cmp(have.to, add.from) < 0 || str_cmp(add.to, have.from) < 0) {
            r->at[kept++] = have;
            continue;
        }
        add.from = str_cmp(have.from, add.from) < 0 ? have.from : add.from;
        add.to = str_cmp(have.to, add.to) > 0 ? have.to : add.to;
    }
    r->n = kept;
    /* core/account refuses a ninth separate area, and places rarely change hands: only who has
     * very many of them may find a list shorter than the right. */
    if (r->n < COUNT(r->at))
        r->at[r->n++] = add;
}

static void range_keep(struct right_ranges *r, struct str from, struct str to)
{
    if (str_cmp(from, to) < 0 && r->n < COUNT(r->at))
        r->at[r->n++] = (struct right_range){from, to};
}

/* Leave out a range, wherever it lies. */
static void range_less(struct right_ranges *r, struct right_range less)
{
    struct right_ranges left = {.n = 0};

    for (size_t i = 0; i < r->n; i++) {
        struct right_range have = r->at[i];

        if (str_cmp(less.to, have.from) <= 0 || str_cmp(have.to, less.from) <= 0) {
            range_keep(&left, have.from, have.to);
            continue;
        }
        range_keep(&left, have.from, less.from);
        range_keep(&left, less.to, have.to);
    }
    *r = left;
}

struct right_ranges right_ranges_of(
    struct arena *a, struct str division, const struct right_part *parts, size_t n)
{
    struct right_ranges r = {.at = {right_subtree(a, division)}, .n = 1};

    /* Large ones first, so that what lies in them has the last word. */
    for (size_t digits = 1; digits <= HAMLET_DIGITS; digits++)
        for (size_t i = 0; i < n; i++) {
            if (parts[i].range.from.n != digits)
                continue;
            if (parts[i].sign > 0)
                range_add(&r, parts[i].range);
            else
                range_less(&r, parts[i].range);
        }
    return r;
}

static void grant_ranges(struct cx *cx, const struct grant *g, struct right_ranges *r)
{
    struct right_ranges own = right_ranges_of(cx->arena, g->division, g->parts, g->nparts);

    for (size_t i = 0; i < own.n; i++)
        range_add(r, own.at[i]);
}

void right_grant_add(struct grant_list *list, struct right_part *pool, size_t *used,
    struct grant grant, struct right_part part)
{
    struct grant *last;

    if (list->n == 0 || list->p[list->n - 1].id != grant.id)
        list->p[list->n++] = grant;
    last = &list->p[list->n - 1];
    if (str_empty(part.range.from) || str_empty(part.range.to))
        return;
    if (last->nparts == 0)
        last->parts = &pool[*used];
    pool[(*used)++] = part;
    last->nparts++;
}

struct right_ranges right_ranges(struct cx *cx, enum right right)
{
    struct right_ranges r = {.n = 0};
    const struct right_row *row = row_of(right);
    const struct actor *who = cx->actor;

    if (row == NULL || !carries(who, right) ||
        (row->scope != SCOPE_AREA && row->scope != SCOPE_ROLE))
        return r;
    if ((row->roles & who->roles & ROLE_CLOCK) != 0)
        range_add(&r, right_subtree(cx->arena, S("")));
    EACH (g, &who->grants) {
        unsigned role = (unsigned)g->role & row->roles;
        bool all = role == ROLE_AUDITOR && g->division.n == 0;

        if (role != 0 && all)
            range_add(&r, right_subtree(cx->arena, S("")));
        else if (role != 0 && g->division.n > 0 &&
                 (row->scope == SCOPE_AREA || (role & (BY_AREA | BIT(AUDITOR))) != 0))
            grant_ranges(cx, g, &r);
    }
    return r;
}

bool right_exclusive(unsigned roles)
{
    unsigned admins = roles & ADMINS, business = roles & (BUSINESS | BIT(CITIZEN));

    return (admins & (admins - 1)) == 0 && (admins == 0 || business == 0);
}

void right_print(struct buf *out)
{
    for (size_t i = 0; i < COUNT(right_rows); i++) {
        const struct right_row *row = &right_rows[i];
        const char *between = "\t";

        buf_f(out, "%s", row->name);
        for (size_t bit = 0; bit < ROLES; bit++) {
            if ((row->roles & 1u << bit) == 0)
                continue;
            buf_f(out, "%s%s", between, role_words[bit]);
            between = ",";
        }
        buf_f(out, "\t%s\n", scope_words[row->scope]);
    }
}
