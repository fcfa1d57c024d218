/*
 * bulletin_special: special reports (M12) and pieces in the media.
 */
#include "feature/bulletin/bulletin_special.h"

#include "base/han.h"
#include "base/shape.h"
#include "core/audit.h"
#include "core/ledger.h"

#include "feature/bulletin/bulletin.h"
#include "feature/bulletin/bulletin_special.sql.h"
#include "feature/registry/registry.h"
#include "feature/request/request.h"

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
    FIELD(struct special_source, title),
    FIELD(struct special_source, body),
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

static bool digit(struct str s, size_t i)
{
    return i < s.n && s.p[i] >= '0' && s.p[i] <= '9';
}

struct str bulletin_special_bare(struct arena *a, struct str text)
{
    struct buf b = buf_new(a, text.n + 64);

    for (size_t i = 0; i < text.n;) {
        size_t n = 0;

        while (digit(text, i + n))
            n++;
        /* Seven digits and more are a telephone or an identity number. */
        if (n >= 7) {
            buf_add(&b, S("×××"));
            i += n + (i + n < text.n && (text.p[i + n] == 'X' || text.p[i + n] == 'x'));
            continue;
        }
        if (n == 0)
            n = 1;
        buf_add(&b, str_sub(text, i, n));
        i += n;
    }
    return buf_str(&b);
}

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

/* What the requests say, one paragraph each, without people. */
static enum err gather(
    struct cx *cx, struct str numbers, struct buf *body, int64_t *ids, size_t *n, size_t max)
{
    struct str word;

    while ((word = next_number(&numbers)).n > 0 && *n < max) {
        struct request rq;

        if (request_get(cx, word, &rq) != OK) {
            cx_faults_clear(cx);
            (void)fail(cx, ERR_INVALID, "numbers", "bulletin.special_unknown");
            cx_fault_arg(cx, word);
            return ERR_INVALID;
        }
        ids[(*n)++] = rq.id;
        buf_f(body, "%.*s%.*s", STR(body->n > 0 ? S("\n") : S("")),
            STR(bulletin_special_bare(cx->arena, rq.body)));
    }
    return *n > 0 ? OK : fail(cx, ERR_INVALID, "numbers", "bulletin.special_none");
}

enum err bulletin_special_begin(struct cx *cx, struct str division, struct str title,
    struct str numbers, struct special_report *out)
{
    struct buf body = buf_new(cx->arena, 60000);
    int64_t ids[40];
    size_t n = 0;

    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, division));
    TRY(gather(cx, numbers, &body, ids, &n, COUNT(ids)));
    *out = (struct special_report){.public_id = registry_public_id(cx),
        .division = division,
        .year = date_ymd(date_of(cx->now)).year,
        .title = title,
        .body = buf_str(&body),
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
    for (size_t i = 0; i < n; i++)
        TRY(sql_special_source_add(cx, out->id, ids[i], NULL));
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

enum err bulletin_special_set(struct cx *cx, struct special_report *r)
{
    TRY(registry_may(cx, RIGHT_BULLETIN_EDIT, r->division));
    if (r->state > SPECIAL_DRAFT)
        return fail(cx, ERR_CONFLICT, NULL, "bulletin.signed_already");
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

enum err bulletin_specials(struct cx *cx, struct special_report_list *out)
{
    struct right_ranges r = right_ranges(cx, RIGHT_BULLETIN_READ);

    *out = (struct special_report_list){0};
    return r.n == 0 ? OK : sql_special_below(cx, r.at[0].from, r.at[0].to, out);
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

enum err bulletin_media(struct cx *cx, struct media_hit_list *out)
{
    struct right_ranges r = right_ranges(cx, RIGHT_BULLETIN_READ);

    *out = (struct media_hit_list){0};
    return r.n == 0 ? OK : sql_media_below(cx, r.at[0].from, r.at[0].to, out);
}
