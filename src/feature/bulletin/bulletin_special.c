/*
 * bulletin_special: special reports (M12) and pieces in the media.
 */
#include "feature/bulletin/bulletin_special.h"

#include "base/han.h"
#include "base/shape.h"
#include "core/audit.h"
#include "core/ledger.h"
#include "core/privacy.h"
#include "core/subtree.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_special.sql.h"
#include "feature/registry/registry.h"
#include "feature/request/request.h"

enum {
    SOURCES_MAX = 40,
    KNOWN_MAX = 200,
    BODY_BYTES = 200000
};

const char *const special_state_words[] = {"selected", "draft", "reviewed", "sent",
    "instructed", "assigned", "follow_up", "result", "closed", NULL};
const char *const special_event_words[] = {
    "draft", "review", "send", "instruct", "assign", "follow", "result", "close", NULL};
const char *const media_level_words[] = {"national", "province", "city", "county", NULL};

#define DESK (ROLE_OFFICE | ROLE_CLOCK)
#define HEADS (ROLE_LEADER | ROLE_OFFICE | ROLE_CLOCK)

/* clang-format off */
static const struct move moves[] = {
    {SPECIAL_SELECTED,   SPECIAL_DO_DRAFT,    SPECIAL_DRAFT,      DESK},
    {SPECIAL_DRAFT,      SPECIAL_DO_REVIEW,   SPECIAL_REVIEWED,   ROLE_LEADER | ROLE_CLOCK},
    {SPECIAL_REVIEWED,   SPECIAL_DO_SEND,     SPECIAL_SENT,       DESK},
    {SPECIAL_SENT,       SPECIAL_DO_INSTRUCT, SPECIAL_INSTRUCTED, HEADS, NEEDS_NOTE},
    {SPECIAL_SENT,       SPECIAL_DO_CLOSE,    SPECIAL_CLOSED,     DESK, NEEDS_NOTE},
    {SPECIAL_INSTRUCTED, SPECIAL_DO_ASSIGN,   SPECIAL_ASSIGNED,   DESK, NEEDS_UNIT},
    {SPECIAL_ASSIGNED,   SPECIAL_DO_FOLLOW,   SPECIAL_FOLLOW_UP,  DESK, NEEDS_NOTE},
    {SPECIAL_FOLLOW_UP,  SPECIAL_DO_FOLLOW,   SPECIAL_FOLLOW_UP,  DESK, NEEDS_NOTE},
    {SPECIAL_FOLLOW_UP,  SPECIAL_DO_RESULT,   SPECIAL_RESULT,     DESK, NEEDS_NOTE},
    {SPECIAL_RESULT,     SPECIAL_DO_CLOSE,    SPECIAL_CLOSED,     DESK},
};
/* clang-format on */
const struct flow bulletin_special_flow = {
    "special", special_state_words, special_event_words, moves, COUNT(moves)};

static const struct field report_fields[] = {
    FIELD(struct special_report, id),
    FIELD(struct special_report, public_id),
    FIELD(struct special_report, division),
    FIELD(struct special_report, year),
    FIELD(struct special_report, number),
    FIELD(struct special_report, title),
    FIELD(struct special_report, body),
    FIELD(struct special_report, addressee),
    FIELD_ENUM(struct special_report, state, special_state_words),
    FIELD(struct special_report, instruction),
    FIELD(struct special_report, leader),
    FIELD(struct special_report, instructed),
    FIELD(struct special_report, org_id),
    FIELD(struct special_report, result),
    FIELD(struct special_report, version),
};
const struct shape special_report_shape = SHAPE(special_report, report_fields);
static const struct field step_fields[] = {
    FIELD(struct special_step, id),
    FIELD(struct special_step, event),
    FIELD(struct special_step, to_state),
    FIELD(struct special_step, note),
    FIELD(struct special_step, at),
};
const struct shape special_step_shape = SHAPE(special_step, step_fields);
static const struct field source_fields[] = {
    FIELD(struct special_source, request_id),
    FIELD(struct special_source, code),
    FIELD(struct special_source, division),
};
const struct shape special_source_shape = SHAPE(special_source, source_fields);
static const struct field media_fields[] = {
    FIELD(struct media_hit, id),
    FIELD(struct media_hit, division),
    FIELD(struct media_hit, day),
    FIELD(struct media_hit, outlet),
    FIELD_ENUM(struct media_hit, level, media_level_words),
    FIELD(struct media_hit, title),
    FIELD(struct media_hit, place),
};
const struct shape media_hit_shape = SHAPE(media_hit, media_fields);

static enum err step_add(
    struct cx *cx, const struct special_report *r, const char *event, struct str note)
{
    TRY(sql_special_step_add(cx, r->id, str_of(event), str_of(special_state_words[r->state]),
        note.p == NULL ? S("") : note, cx->actor->account_id, cx->now, NULL));
    return audit_add(cx, "special", r->id, event, r->division, S(""));
}

static struct str next_number(struct str *rest)
{
    static const char *const between[] = {"，", "、", "；"};
    struct str word;

    while (rest->n > 0) {
        size_t end = 0;

        while (end < rest->n && rest->p[end] != ' ' && rest->p[end] != ',' &&
               rest->p[end] != '\n' && rest->p[end] != ';')
            end++;
        for (size_t k = 0; k < COUNT(between); k++) {
            size_t at = str_find(*rest, str_of(between[k]));

            if (at < end)
                end = at;
        }
        word = str_sub(*rest, 0, end);
        if (end < rest->n)
            end += (unsigned char)rest->p[end] >= 0x80 ? 3 : 1;
        *rest = str_sub(*rest, end, rest->n);
        if (word.n > 0)
            return word;
    }
    return S("");
}

struct known {
    struct special_known p[KNOWN_MAX];
    size_t n;
};

static enum err known_add(struct cx *cx, const struct request *rq,
    const struct request_party *party, bool is_name, struct known *out)
{
    const char *column = is_name ? "name" : "contact";
    struct bytes sealed = is_name ? party->name_sealed : party->contact_sealed;
    struct priv value;
    struct str words;

    if (sealed.p == NULL || out->n >= KNOWN_MAX)
        return OK;
    TRY(privacy_open(cx, "request", column, party->uid, sealed, &value));
    words = privacy_reveal(
        cx, value, "request", rq->id, column, text_get(cx->lang, TEXT_bulletin_special_why));
    out->p[out->n++] = (struct special_known){is_name ? CUT_NAME : CUT_PHONE, words};
    return OK;
}

/* Names and contacts of all its reporters, and the place as it was told.  They are read to be
 * taken out, shown to nobody, and the reading is recorded. */
static enum err known_of(struct cx *cx, const struct request *rq, struct known *out)
{
    struct request_party_list parties;

    if (!str_empty(rq->place) && out->n < KNOWN_MAX)
        out->p[out->n++] = (struct special_known){CUT_ADDRESS, str_trim(rq->place)};
    TRY(request_parties(cx, rq->id, &parties));
    EACH (p, &parties) {
        TRY(known_add(cx, rq, p, true, out));
        TRY(known_add(cx, rq, p, false, out));
    }
    return OK;
}

struct gathered {
    struct buf body;
    struct special_cut_list cuts;
    int64_t ids[SOURCES_MAX];
    size_t n;
};

static enum err gather_one(struct cx *cx, struct str number, struct gathered *g)
{
    struct known known = {.n = 0};
    struct request rq;
    size_t before = g->cuts.n;

    if (request_get(cx, number, &rq) != OK) {
        cx_faults_clear(cx);
        (void)fail(cx, ERR_INVALID, "numbers", "bulletin.special_unknown");
        cx_fault_arg(cx, number);
        return ERR_INVALID;
    }
    for (size_t i = 0; i < g->n; i++)
        if (g->ids[i] == rq.id)
            return OK;
    TRY(known_of(cx, &rq, &known));
    buf_f(&g->body, "%.*s%.*s", STR(g->body.n > 0 ? S("\n") : S("")),
        STR(bulletin_bare(cx->arena, rq.body, known.p, known.n, &g->cuts)));
    for (size_t i = before; i < g->cuts.n; i++)
        g->cuts.p[i].request_id = rq.id;
    g->ids[g->n++] = rq.id;
    return OK;
}

/* What the requests say, one paragraph each, without people. */
static enum err gather(struct cx *cx, struct str numbers, struct gathered *g)
{
    struct str word;

    while ((word = next_number(&numbers)).n > 0 && g->n < SOURCES_MAX)
        TRY(gather_one(cx, word, g));
    return g->n > 0 ? OK : fail(cx, ERR_INVALID, "numbers", "bulletin.special_none");
}

enum err bulletin_special_begin(struct cx *cx, struct str division, struct str title,
    struct str numbers, struct special_report *out)
{
    struct gathered g = {.body = buf_new(cx->arena, BODY_BYTES)};

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, division));
    TRY(gather(cx, numbers, &g));
    *out = (struct special_report){.public_id = registry_public_id(cx),
        .division = division,
        .year = date_ymd(date_of(cx->now)).year,
        .title = title,
        .body = buf_str(&g.body),
        .addressee = S(""),
        .state = SPECIAL_SELECTED,
        .instruction = S(""),
        .leader = S(""),
        .instructed = DATE_NONE,
        .result = S(""),
        .version = 1};
    TRY(sql_special_next(cx, division, out->year, &out->number));
    TRY(sql_special_add(cx, out->public_id, division, out->year, out->number, title, out->body,
        cx->actor->account_id, cx->now, &out->id));
    for (size_t i = 0; i < g.n; i++)
        TRY(sql_special_source_add(cx, out->id, g.ids[i], NULL));
    EACH (c, &g.cuts)
        TRY(sql_special_cut_add(
            cx, out->id, c->request_id, c->kind, c->masked, c->became, NULL));
    return step_add(cx, out, "begin", S(""));
}

enum err bulletin_special_get(struct cx *cx, struct str public_id, struct special_report *out)
{
    TRY(bulletin_same_missing(cx, sql_special_by_public(cx, public_id, out)));
    return bulletin_same_missing(cx, registry_may(cx, RIGHT_BULLETIN_READ, out->division));
}

static enum err keep(struct cx *cx, struct special_report *r)
{
    int64_t changed;

    TRY(sql_special_set(cx, r->id, r->version, r->title, r->body, r->addressee, r->state,
        r->instruction, r->leader, r->instructed, r->org_id, r->result, &changed));
    if (changed == 0)
        return fail(cx, ERR_STALE, "version", "bulletin.changed_meanwhile");
    r->version++;
    return OK;
}

/* What was taken out is not written in again. */
static enum err tells_nobody(struct cx *cx, const struct special_report *r)
{
    struct special_source_list sources;
    struct special_cut_list cuts = {0};
    struct known known = {.n = 0};

    TRY(sql_special_sources(cx, r->id, &sources));
    EACH (s, &sources) {
        struct request rq;

        TRY(request_get(cx, s->code, &rq));
        rq.place = S("");
        TRY(known_of(cx, &rq, &known));
    }
    (void)bulletin_bare(cx->arena, str_f(cx->arena, "%.*s\n%.*s", STR(r->title), STR(r->body)),
        known.p, known.n, &cuts);
    EACH (c, &cuts)
        if (bulletin_bare_tells(c)) {
            enum err e = fail(cx, ERR_INVALID, "body", "bulletin.special_identity");

            cx_fault_arg(cx, c->masked);
            return e;
        }
    return OK;
}

enum err bulletin_special_cuts(struct cx *cx, int64_t id, struct special_cut_list *out)
{
    return sql_special_cuts(cx, id, out);
}

enum err bulletin_special_set(struct cx *cx, struct special_report *r)
{
    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, r->division));
    if (r->state > SPECIAL_DRAFT)
        return fail(cx, ERR_CONFLICT, NULL, "bulletin.signed_already");
    TRY(tells_nobody(cx, r));
    TRY(keep(cx, r));
    return audit_add(cx, "special", r->id, "set", r->division, S(""));
}

enum err bulletin_special_move(
    struct cx *cx, struct special_report *r, const struct special_move *m)
{
    struct special_report next = *r;
    const struct move *found;
    unsigned given =
        (str_empty(m->note) ? 0U : NEEDS_NOTE) | (str_empty(m->unit) ? 0U : NEEDS_UNIT);
    unsigned roles = right_roles_for(cx, &(struct object){.division = r->division});

    TRY(flow_step(
        cx, &bulletin_special_flow, (int)r->state, (int)m->event, roles, given, &found));
    next.state = (enum special_state)found->to;
    next.version = m->version;
    if (m->event == SPECIAL_DO_REVIEW || m->event == SPECIAL_DO_SEND)
        TRY(bulletin_special_settled(cx, r));
    if (m->event == SPECIAL_DO_INSTRUCT) {
        if (str_empty(m->leader))
            return fail(cx, ERR_INVALID, "leader", "bulletin.special_leader");
        next.instruction = m->note;
        next.leader = m->leader;
        next.instructed = date_is(m->day) && m->day.day != 0 ? m->day : date_of(cx->now);
    }
    if (m->event == SPECIAL_DO_ASSIGN) {
        struct org o;

        TRY(registry_org_by_code(cx, m->unit, &o));
        next.org_id = o.id;
    }
    if (m->event == SPECIAL_DO_RESULT)
        next.result = m->note;
    TRY(keep(cx, &next));
    TRY(step_add(cx, &next, special_event_words[m->event], m->note));
    *r = next;
    return OK;
}

/* The newest first, as the statement sorts. */
static bool report_before(const void *x, const void *y)
{
    return ((const struct special_report *)x)->id > ((const struct special_report *)y)->id;
}

enum err bulletin_specials(struct cx *cx, struct special_report_list *out)
{
    static const struct subtree_order order = {
        sizeof(struct special_report), 200, report_before};
    struct right_ranges r = right_ranges(cx, RIGHT_BULLETIN_READ);

    *out = (struct special_report_list){0};
    for (size_t i = 0; i < r.n; i++) {
        struct special_report_list part;

        TRY(sql_special_below(cx, r.at[i].from, r.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

enum err bulletin_special_steps(struct cx *cx, int64_t id, struct special_step_list *out)
{
    return sql_special_steps(cx, id, out);
}

enum err bulletin_special_sources(struct cx *cx, int64_t id, struct special_source_list *out)
{
    return sql_special_sources(cx, id, out);
}

enum err bulletin_media_add(struct cx *cx, struct media_hit *m)
{
    struct division d;
    struct str folded;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, m->division));
    TRY(registry_division(cx, m->division, &d));
    if (m->day.day > date_of(cx->now).day)
        return fail(cx, ERR_INVALID, "day", "bulletin.media_future");
    folded = han_fold(cx->arena, str_f(cx->arena, "%.*s%.*s", STR(m->outlet), STR(m->title)));
    TRY(sql_media_add(cx, m->division, m->day, m->outlet, m->level, m->title,
        m->place.p == NULL ? S("") : m->place, folded, cx->actor->account_id, cx->now, &m->id));
    TRY(ledger_book(cx, "media.hits", m->division, m->day, 1, "media_hit", m->id));
    return audit_add(cx, "media_hit", m->id, "add", m->division, S(""));
}

/* The newest first, as the statement sorts. */
static bool hit_before(const void *x, const void *y)
{
    const struct media_hit *a = x, *b = y;

    return a->day.day != b->day.day ? a->day.day > b->day.day : a->id > b->id;
}

enum err bulletin_media(struct cx *cx, struct media_hit_list *out)
{
    static const struct subtree_order order = {sizeof(struct media_hit), 200, hit_before};
    struct right_ranges r = right_ranges(cx, RIGHT_BULLETIN_READ);

    *out = (struct media_hit_list){0};
    for (size_t i = 0; i < r.n; i++) {
        struct media_hit_list part;

        TRY(sql_media_below(cx, r.at[i].from, r.at[i].to, &part));
        SUBTREE_MERGE(cx->arena, &order, out, &part);
    }
    return OK;
}

static enum err behind_media(struct cx *cx, int64_t id, struct ledger_record *out)
{
    struct media_hit m;

    TRY(sql_media_by_id(cx, id, &m));
    TRY(registry_may(cx, RIGHT_BULLETIN_READ, m.division));
    out->label = str_f(cx->arena, "%.*s %.*s", STR(m.outlet), STR(m.title));
    out->path = S("/media");
    return OK;
}

const struct ledger_source bulletin_sources[] = {
    {"media_hit", behind_media},
    {NULL, NULL},
};

enum err bulletin_check_media(struct cx *cx, struct buf *problems)
{
    return ledger_recount(
        cx, "media.", (const ledger_records[]){sql_media_counts, NULL}, NULL, problems);
}
